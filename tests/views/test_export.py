"""Exported files hold what the frames hold, no formulas, no private numbers, and say what they hold."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import duckdb
import frictionless
import pandas as pd
import pyreadstat
import pytest
from pandas.testing import assert_frame_equal

import reportparse as rp
from reportparse import views
from reportparse.corpus import Corpus
from reportparse.frames import LABELS_ZH, LISTS, REPORTS
from reportparse.pictures import draw_place, quote_html
from reportparse.private import Veil
from reportparse.report import Problem
from reportparse.rules.verdicts import record_verdict
from reportparse.source import Source
from reportparse.views import spreadsheets
from reportparse.views.codebook import label_en
from reportparse.views.databases import write_duckdb, write_parquet
from reportparse.views.export import FRAMES
from reportparse.views.handing import ready
from reportparse.views.spreadsheets import CUT, LONGEST, guard, unguard, write_csv, write_xlsx
from reportparse.views.stata import write_dta
from tests.building import RECEIVED, corpus_of, report

ROOT = Path(__file__).parents[2]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STARTS = [
    "=1+1",
    "+x",
    "-x",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝A1",
    "＋1a",
    "－x",
    "＠x",
    '=HYPERLINK("http://x")',
    "'=1",
]
HOSTILE = [*STARTS, "http://x", "镇", "a;=1", "<script>", "x" * 40_000, "\U00020bb7" * 20_000]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    made = rp.parse_all(
        ROOT / "corpus/reports/yunxiu", store=tmp_path_factory.mktemp("store"), progress=False, workers=1
    )
    return rp.open_corpus(made.store.folder)


def hostile() -> dict[str, pd.DataFrame]:
    texts = pd.array(HOSTILE, "string")
    values = pd.array([7, None, -0.5, *range(len(HOSTILE) - 3)], "Float64")
    return {"facts": pd.DataFrame({"item": texts, "value": values})}


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    """The cells of a workbook, as a reader other than ours would have them: text, numbers, None."""
    with zipfile.ZipFile(path) as archive:
        names = [
            sheet.get("name") for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
        ]
        return {
            str(name): list(_rows(archive.read(f"xl/worksheets/sheet{number}.xml")))
            for number, name in enumerate(names, start=1)
        }


def _rows(xml: bytes) -> Iterator[list[Any]]:
    for row in ElementTree.fromstring(xml).iter(f"{MAIN}row"):
        yield [(cell.get("r"), _value(cell)) for cell in row.iter(f"{MAIN}c")]


def _value(cell: ElementTree.Element) -> Any:
    if cell.get("t") == "inlineStr":
        return _unescaped("".join(text.text or "" for text in cell.iter(f"{MAIN}t")))
    value = cell.findtext(f"{MAIN}v")
    return value == "1" if cell.get("t") == "b" else float(str(value))


def _unescaped(text: str) -> str:
    """Excel writes control characters as _x000D_."""
    for sign in "\t\r\n":
        text = text.replace(f"_x{ord(sign):04X}_", sign)
    return text


def read_sheet(rows: list[list[Any]], columns: list[str]) -> pd.DataFrame:
    letters = {_letters(number): column for number, column in enumerate(columns)}
    read = [{letters[place.rstrip("0123456789")]: value for place, value in row} for row in rows[1:]]
    return pd.DataFrame(read, columns=columns)


def _letters(number: int) -> str:
    return chr(65 + number) if number < 26 else chr(64 + number // 26) + chr(65 + number % 26)


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Figures as float, the rest as text, missing texts as "": what every format keeps."""
    made = {}
    for name in frame.columns:
        column = frame[name]
        if pd.api.types.is_datetime64_any_dtype(column.dtype):
            made[name] = column.dt.strftime("%Y-%m-%d").astype(object).where(column.notna(), "")
        elif pd.api.types.is_numeric_dtype(column.dtype) or pd.api.types.is_bool_dtype(column.dtype):
            made[name] = column.astype("Float64").astype(float)
        else:
            made[name] = column.astype(object).where(column.notna(), "").astype(str)
    return pd.DataFrame(made, columns=list(frame.columns))


def same(read: pd.DataFrame, frame: pd.DataFrame) -> None:
    wanted = plain(frame)
    got = {}
    for name in frame.columns:
        column = read[name]
        if pd.api.types.is_datetime64_any_dtype(column.dtype):
            column = column.dt.strftime("%Y-%m-%d")
        numeric = wanted[name].dtype == float
        got[name] = (
            pd.to_numeric(column.astype(object)).astype("Float64").astype(float)
            if numeric
            else column.astype(object).where(column.notna(), "").astype(str)
        )
    assert_frame_equal(pd.DataFrame(got), wanted, check_dtype=False)


# --- what is dangerous


@pytest.mark.parametrize("text", STARTS)
def test_guard_and_back(text: str) -> None:
    assert guard(text) == f"'{text}"
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("text", ["-5", "+3.25", "镇", "a=1", "'s", ""])
def test_plain_numbers_and_texts_are_left_alone(text: str) -> None:
    assert guard(text) == text == unguard(guard(text))


def test_csv_has_no_formula_and_parquet_is_as_it_was(tmp_path: Path) -> None:
    frames = hostile()
    write_csv({name: ready(frame, Veil(), guarded=True) for name, frame in frames.items()}, tmp_path / "a.csv")
    read = pd.read_csv(tmp_path / "a.csv/facts.csv", keep_default_na=False, dtype={"item": str})
    live = [text for text in read["item"] if text[:1] in "=+-@\t\r\n＝＋－＠"]
    assert live == []
    assert [unguard(text) for text in read["item"]] == HOSTILE
    write_parquet(frames, tmp_path / "a.parquet")
    assert pd.read_parquet(tmp_path / "a.parquet/facts.parquet")["item"].tolist() == HOSTILE


def test_xlsx_has_no_formula_and_no_link_and_marks_what_is_cut(tmp_path: Path) -> None:
    write_xlsx(hostile(), tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "hyperlink" not in sheet
    texts = [dict(row).get(f"A{number}") for number, row in enumerate(sheets(tmp_path / "a.xlsx")["facts"], start=1)][
        1:
    ]
    assert texts[:-2] == HOSTILE[:-2]
    for text in texts[-2:]:
        assert len(text.encode("utf-16-le")) // 2 <= LONGEST and text.endswith(CUT)


def test_a_frame_longer_than_a_sheet_goes_on_in_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 3)
    frame = pd.DataFrame({"value": pd.array(range(8), "Int64")})
    write_xlsx({"facts": frame}, tmp_path / "a.xlsx")
    read = sheets(tmp_path / "a.xlsx")
    assert list(read) == ["facts", "facts_2", "facts_3", "sheets"]
    values = [row[0][1] for name in list(read)[:3] for row in read[name][1:]]
    assert values == list(range(8))
    assert [row[2][1] for row in read["sheets"][1:]] == [3, 3, 2]


def test_a_cell_that_is_not_written_is_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(spreadsheets, "_fitting", lambda text: text)
    with pytest.raises(ValueError, match="not written"):
        write_xlsx(hostile(), tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_one_evil_text_does_not_sink_a_frame(tmp_path: Path) -> None:
    texts = ["a\x0bb", "a\ufffeb", *["镇"] * 998]
    frame = ready(pd.DataFrame({"item": pd.Series(texts, dtype=object)}).astype("category"), Veil())
    assert frame["item"].tolist()[:2] == ["a\ufffdb"] * 2
    write_xlsx({"facts": frame}, tmp_path / "a.xlsx")
    write_parquet({"facts": frame}, tmp_path / "a.parquet")
    write_dta({"facts": frame}, tmp_path / "a.dta")
    write_duckdb({"facts": frame}, tmp_path / "a.duckdb")
    assert len(sheets(tmp_path / "a.xlsx")["facts"]) == 1001
    assert len(pd.read_parquet(tmp_path / "a.parquet/facts.parquet")) == 1000
    assert len(pd.read_stata(tmp_path / "a.dta")) == 1000


def test_identifiers_keep_their_digits() -> None:
    frame = pd.DataFrame({"fingerprint": ["13812345678a"], "text": ["电话13812345678"]})
    assert ready(frame, Veil()).iloc[0].tolist() == ["13812345678a", "电话138****5678"]
    assert ready(frame, Veil("none"))["text"].tolist() == ["电话13812345678"]


@pytest.fixture
def evil(tmp_path: Path) -> Corpus:
    """A corpus of which every text is hostile."""
    made = [
        report(text.strip() or "x", 2021 + n % 3, {RECEIVED: n}, path=f"{n}/{text[:9]}.docx", title=text, phone=text,
               problems=(Problem(text, ("content",)), Problem(f"a\rb\nc\x0b{text}")))
        for n, text in enumerate(HOSTILE[:-2])
    ]  # fmt: skip
    return corpus_of(tmp_path / "evil", *made)


@pytest.mark.parametrize("name", ["a.csv", "a.zip", "a.xlsx", "a.dta", "a.stata", "a.parquet", "a.duckdb"])
def test_a_hostile_corpus_is_exported_whole(name: str, evil: Corpus, tmp_path: Path) -> None:
    views.export(evil, tmp_path / name)
    wanted = ready(evil.frame("problems"), Veil())
    assert len(wanted) == 2 * len(HOSTILE[:-2])
    if name == "a.zip":
        with zipfile.ZipFile(tmp_path / name) as archive:
            archive.extractall(tmp_path / "a")
        checked = frictionless.Package(str(tmp_path / "a/datapackage.json")).validate()
        assert checked.valid, checked.flatten(["type", "note"])
        read = _read_resource(tmp_path / "a", "problems")["text"].tolist()
        assert not [
            text for text in pd.read_csv(tmp_path / "a/problems.csv")["text"] if text[:1] in "=+-@\t\r\n＝＋－＠"
        ]
    elif name == "a.parquet":
        read = pd.read_parquet(tmp_path / "a.parquet/problems.parquet")["text"].tolist()
    elif name == "a.stata":
        read = pd.read_stata(tmp_path / "a.stata/problems.dta")["text"].tolist()
    elif name == "a.duckdb":
        with duckdb.connect(str(tmp_path / name), read_only=True) as connection:
            read = [text for (text,) in connection.execute("select text from problems").fetchall()]
    elif name == "a.xlsx":
        read = [dict(row)[f"E{number}"] for number, row in enumerate(sheets(tmp_path / name)["problems"], start=1)][1:]
    elif name == "a.csv":
        read = [unguard(t) for t in pd.read_csv(tmp_path / "a.csv/problems.csv", keep_default_na=False)["text"]]
    else:
        read = wanted["text"].tolist() if len(pd.read_stata(tmp_path / name)) == len(HOSTILE[:-2]) else []
    assert read == wanted["text"].tolist()


# --- what is read back


def test_xlsx_reads_back(corpus: Corpus, tmp_path: Path) -> None:
    views.export(corpus, tmp_path / "a.xlsx")
    read = sheets(tmp_path / "a.xlsx")
    assert list(read) == [*FRAMES, "codebook", "items"]
    for name in FRAMES:
        frame = ready(corpus.frame(name), Veil())
        heads = [value for _, value in read[name][0]]
        assert heads == [LABELS_ZH[column] for column in frame.columns]
        table = read_sheet(read[name], list(frame.columns))
        for column in frame.select_dtypes("number"):
            assert all(isinstance(value, float) for value in table[column].dropna()), column
        same(table, frame)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        facts = archive.read("xl/worksheets/sheet2.xml").decode()
    assert '<pane ySplit="1"' in facts and "<autoFilter" in facts


def test_csv_reads_back(corpus: Corpus, tmp_path: Path) -> None:
    views.export(corpus, tmp_path / "a.csv")
    for name in FRAMES:
        file = tmp_path / f"a.csv/{name}.csv"
        assert file.read_bytes().startswith(b"\xef\xbb\xbf")
        frame = ready(corpus.frame(name), Veil())
        texts = {column: str for column in frame.columns if not pd.api.types.is_numeric_dtype(frame[column].dtype)}
        read = pd.read_csv(file, dtype=texts, keep_default_na=False, na_values=dict.fromkeys(set(frame) - set(texts), "")
                           ).replace({"True": "1", "False": "0"})  # fmt: skip
        for column, kind in frame.dtypes.items():
            if kind == "boolean":
                read[column] = pd.to_numeric(read[column])
            elif column in texts:
                read[column] = read[column].map(unguard)
        same(read, frame)


def test_raw_csv_is_as_the_frames_are(corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pd.DataFrame({"text": ["=1+1"]})
    monkeypatch.setattr(Corpus, "frame", lambda *_, **__: frame)
    views.export(corpus, tmp_path / "a.csv")
    views.export(corpus, tmp_path / "b.csv", raw=True)
    assert pd.read_csv(tmp_path / "a.csv/problems.csv")["text"].tolist() == ["'=1+1"]
    assert pd.read_csv(tmp_path / "b.csv/problems.csv")["text"].tolist() == ["=1+1"]


def test_parquet_and_duckdb_read_back(corpus: Corpus, tmp_path: Path) -> None:
    views.export(corpus, tmp_path / "a.parquet")
    views.export(corpus, tmp_path / "a.duckdb")
    with duckdb.connect(str(tmp_path / "a.duckdb"), read_only=True) as connection:
        for name in FRAMES:
            frame = ready(corpus.frame(name), Veil())
            same(pd.read_parquet(tmp_path / f"a.parquet/{name}.parquet"), frame)
            same(connection.execute(f'select * from "{name}"').df(), frame)
        comment = connection.execute(
            "select comment from duckdb_columns() where table_name = 'facts' and column_name = 'state'"
        ).fetchone()
    assert comment == ("状态",)


def test_stata_reads_back_with_its_labels(corpus: Corpus, tmp_path: Path) -> None:
    views.export(corpus, tmp_path / "a.stata")
    for name in FRAMES:
        same(pd.read_stata(tmp_path / f"a.stata/{name}.dta"), ready(corpus.frame(name), Veil()))
    views.export(corpus, tmp_path / "a.dta")
    same(pd.read_stata(tmp_path / "a.dta"), ready(corpus.frame("facts"), Veil()))
    with pd.read_stata(tmp_path / "a.dta", iterator=True) as reader:
        assert reader.variable_labels()["state"] == "状态"
        labels = reader.value_labels()
    assert set(labels["state"].values()) == set(corpus.facts["state"].astype(str))
    assert "一、本年新收政府信息公开申请数量 × 总计" in labels["item_zh"].values()
    assert (tmp_path / "a.dta").read_bytes()[:50].find(b"<release>118</release>") > 0


def test_stata_is_read_by_another_reader_too(corpus: Corpus, tmp_path: Path) -> None:
    """ReadStat, which R's haven is made of, has no code in common with pandas."""
    views.export(corpus, tmp_path / "a.stata", evidence=True)
    for name in FRAMES:
        read, told = pyreadstat.read_dta(str(tmp_path / f"a.stata/{name}.dta"), apply_value_formats=True)
        frame = corpus.frame(name, evidence=name not in ("reports", "failures"))
        if len(frame):  # ReadStat tells no columns of a file without rows
            same(read, ready(frame, Veil()))
            assert told.column_names_to_labels["organ"] == "机关"


def test_evidence_says_where_each_figure_stands(corpus: Corpus, tmp_path: Path) -> None:
    views.export(corpus, tmp_path / "a.parquet", evidence=True)
    facts = pd.read_parquet(tmp_path / "a.parquet/facts.parquet")
    assert facts.loc[facts["state"] == "stated", "place"].notna().all()


def test_the_codebook_has_every_column_in_both_languages(corpus: Corpus, tmp_path: Path) -> None:
    views.export(corpus, tmp_path / "a.parquet")
    book = pd.read_parquet(tmp_path / "a.parquet/codebook.parquet")
    for name in FRAMES:
        assert book.loc[book["frame"] == name, "column"].tolist() == list(corpus.frame(name).columns)
    assert book["label_zh"].str.contains(r"[\u4e00-\u9fff]").all()
    unnamed = [
        column
        for column in (*REPORTS, *LISTS["facts"])
        if label_en(column) == column and column not in ("city", "item")
    ]
    assert set(unnamed) <= {"province"}


def test_an_unknown_ending_names_the_known(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.xlsx.*\.zip"):
        views.export(corpus, tmp_path / "a.docx")


# --- the data package


def test_the_package_validates_and_reads_back(corpus: Corpus, tmp_path: Path) -> None:
    views.export(corpus, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(tmp_path / "a")
    report = frictionless.Package(str(tmp_path / "a/datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "note"])
    assert frictionless.Package(str(tmp_path / "a.zip")).validate().valid
    for name in ("facts", "extras", "officers", "statements", "problems", "measures"):
        frame = ready(corpus.frame(name, evidence=True), Veil())
        same(_read_resource(tmp_path / "a", name), frame)


def _read_resource(folder: Path, name: str) -> pd.DataFrame:
    """As another program would: by the types in datapackage.json."""
    told = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    fields = next(one["schema"]["fields"] for one in told["resources"] if one["name"] == name)
    texts = {field["name"]: str for field in fields if field["type"] in ("string", "boolean")}
    numbers = {field["name"]: "" for field in fields if field["name"] not in texts}
    read = pd.read_csv(folder / f"{name}.csv", dtype=texts, keep_default_na=False, na_values=numbers)
    for field in fields:
        if field["type"] == "boolean":
            read[field["name"]] = read[field["name"]].map({"True": 1.0, "False": 0.0})
        elif field["type"] == "string":
            read[field["name"]] = read[field["name"]].map(unguard)
    return read


def test_the_package_says_what_is_needed_to_check_it(corpus: Corpus, tmp_path: Path) -> None:
    findings = rp.audit(corpus)
    record_verdict(tmp_path / "verdicts.csv", findings.head(1), "dismissed", "看过")
    views.package(corpus, tmp_path / "a.zip", verdicts=tmp_path / "verdicts.csv", licence="CC0-1.0")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        told = json.loads(archive.read("datapackage.json"))
        tables = {one["name"]: pd.read_csv(archive.open(one["path"])) for one in told["resources"]}
        readme = archive.read("README.md").decode()
        for one in told["resources"]:
            assert one["hash"] == "sha256:" + hashlib.sha256(archive.read(one["path"])).hexdigest()
    assert told["licenses"] == [{"name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}]
    assert told["reportparse"]["parser"] == [rp.__version__]
    assert told["id"] in readme
    assert tables["audit"]["verdict"].value_counts()["dismissed"] == 1
    assert len(tables["verdicts"]) == 1
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert not any(str(ROOT).encode() in archive.read(name) for name in archive.namelist()), "a path of the machine"
    for path, digest in zip(tables["sources"]["path"], tables["sources"]["sha256"], strict=True):
        assert hashlib.sha256((ROOT / "corpus/reports/yunxiu" / path).read_bytes()).hexdigest() == digest


def test_a_package_that_was_changed_does_not_validate(corpus: Corpus, tmp_path: Path) -> None:
    views.export(corpus, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(tmp_path / "a")
    facts = (tmp_path / "a/facts.csv").read_bytes()
    (tmp_path / "a/facts.csv").write_bytes(facts.replace(b"stated", b"absent", 1))
    assert not frictionless.Package(str(tmp_path / "a/datapackage.json")).validate().valid


@pytest.mark.parametrize("name", ["a.zip", "a.xlsx", "a.dta"])
def test_the_same_corpus_gives_the_same_bytes(name: str, corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    views.export(corpus, tmp_path / "one" / name)
    views.export(rp.open_corpus(corpus.store.folder), tmp_path / "two" / name)
    assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_corpus_of_nothing_is_exported_too(corpus: Corpus, tmp_path: Path) -> None:
    nothing = corpus.where(year=1999)
    for name in ("a.xlsx", "a.csv", "a.dta", "a.stata", "a.parquet", "a.duckdb", "a.zip"):
        assert Path(views.export(nothing, tmp_path / name)).exists()
    assert frictionless.Package(str(tmp_path / "a.zip")).validate().valid


# --- the place of a value


def test_a_place_without_a_page_is_quoted() -> None:
    source = Source(table=2, row=3, raw="<b>7</b>")
    with pytest.raises(ValueError, match="only pdf"):
        draw_place(source, b"")
    assert "&lt;b&gt;" in quote_html(source)
