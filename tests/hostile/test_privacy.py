"""What is private leaves by no door: exports, the page, frames, queries, findings, the shell and messages veil it."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

import reportparse as rp
from reportparse.batch import parse_all
from reportparse.cli import main
from reportparse.corpus import Corpus, open_corpus
from reportparse.frames import LISTS
from reportparse.private import Veil, masked, private_spans
from reportparse.veils import SALT
from reportparse.views import export, page
from reportparse.worker import PARSER, QUOTED
from tests.hostile.crafting import REPORT

MOBILE, IDENTITY, CARD, MAIL = "13812345678", "110101199003070038", "6222020000000000000", "zhangsan88@163.com"
OFFICE = ("0999-5551234", "zfb@yunxiu.gov.cn")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
PRIVATE = (MOBILE, IDENTITY, CARD, MAIL)
OFFICER = "牛望山"
SAID = f"联系人{OFFICER}电话{MOBILE}，身份证{IDENTITY}，银行卡{CARD}，邮箱{MAIL}，办公室{OFFICE[0]}、{OFFICE[1]}"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """One report that says too much, in its overview, its problems and behind its end."""
    text = re.sub("(?m)^([一六]、(?:总体|其它).*)$", rf"\1\n　　{SAID}。", REPORT)
    text = text.replace("二是与群众互动不足", f"二是与群众互动不足，{SAID}")
    file = tmp_path_factory.mktemp("in") / "2022.txt"
    file.write_text(f"{text}\n{SAID}\n", encoding="utf-8")
    return parse_all(file, tmp_path_factory.mktemp("panel"), progress=False)


def readable(path: Path) -> str:
    """All text of a file or folder of an export."""
    if path.is_dir():
        return "".join(readable(inner) for inner in sorted(path.iterdir()))
    if path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as connection:
            names = connection.execute("select table_name from duckdb_tables()").fetchall()
            return "".join(connection.execute(f'select * from "{name}"').df().to_csv() for (name,) in names)
    if path.suffix in (".xlsx", ".zip"):
        with zipfile.ZipFile(path) as archive:
            return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    if path.suffix == ".parquet":
        return duckdb.sql(f"select * from read_parquet('{path}')").df().to_csv()
    return path.read_bytes().decode("utf-8", "replace")


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.parquet", "a.dta", "a.duckdb", "a.zip"])
def test_exports_mask_persons_and_keep_offices(name: str, corpus: Corpus, tmp_path: Path) -> None:
    export(corpus, tmp_path / name)
    text = readable(tmp_path)
    assert not [number for number in PRIVATE if number in text]
    if name != "a.dta":  # which holds figures, no sentences
        assert "138****5678" in text and all(number in text for number in OFFICE)


def test_who_asks_for_plain_numbers_has_them(corpus: Corpus, tmp_path: Path) -> None:
    export(corpus, tmp_path / "a.csv", privacy="none")
    assert all(number in readable(tmp_path) for number in (*PRIVATE, *OFFICE, OFFICER))


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.parquet", "a.dta", "a.duckdb", "a.zip"])
def test_strict_exports_name_nobody(name: str, corpus: Corpus, tmp_path: Path) -> None:
    export(corpus, tmp_path / name, privacy="strict", **({} if name == "a.zip" else {"evidence": True}))
    text = readable(tmp_path)
    assert not [one for one in (*PRIVATE, *OFFICE, OFFICER) if one in text]
    if name != "a.dta":
        assert corpus.veil("strict").pseudonym(OFFICER) in text


def test_the_page_masks_persons(corpus: Corpus, tmp_path: Path) -> None:
    text = page(corpus, tmp_path / "a.html").path.read_text(encoding="utf-8")
    assert "138****5678" in text and OFFICER in text and not [number for number in PRIVATE if number in text]


def test_the_page_at_other_levels(corpus: Corpus, tmp_path: Path) -> None:
    plain, strict = (
        page(corpus, tmp_path / f"{level}.html", privacy=level).path.read_text(encoding="utf-8")
        for level in ("none", "strict")
    )
    assert all(one in plain for one in (*PRIVATE, *OFFICE, OFFICER))
    assert not [one for one in (*PRIVATE, *OFFICE, OFFICER) if one in strict]
    assert corpus.veil("strict").pseudonym(OFFICER) in strict


def test_frames_show_what_exports_show(corpus: Corpus) -> None:
    for level, hidden in (("none", ()), ("shared", PRIVATE), ("strict", (*PRIVATE, *OFFICE, OFFICER))):
        text = "".join(corpus.frame(name, evidence=True, privacy=level).to_csv() for name in LISTS)
        assert {one for one in (*PRIVATE, *OFFICE, OFFICER) if one not in text} == set(hidden), level
    assert corpus.frame("problems").equals(corpus.problems)


TOLD = "select string_agg(text), string_agg(raw) from sections union select string_agg(name), string_agg(phone) from officers"


def test_a_query_sees_what_frames_show(corpus: Corpus) -> None:
    for level, hidden in (("none", ()), ("shared", PRIVATE), ("strict", (*PRIVATE, *OFFICE, OFFICER))):
        text = corpus.sql(TOLD, privacy=level).to_csv()
        assert {one for one in (*PRIVATE, *OFFICE, OFFICER) if one not in text} == set(hidden), level


def test_a_corpus_keeps_to_its_level(corpus: Corpus) -> None:
    strict = open_corpus(corpus.store.folder, privacy="strict")
    for told in (strict.officers, strict.problems, strict.officer_changes(), strict.keywords(), rp.audit(strict)):
        assert not [one for one in (*PRIVATE, *OFFICE, OFFICER) if one in told.to_csv()]
    assert strict.where(year=2022).privacy == "strict"
    assert strict.frame("officers", privacy="none")["name"].tolist() == corpus.officers["name"].tolist()
    with pytest.raises(ValueError, match="none, shared, strict"):
        open_corpus(corpus.store.folder, privacy="secret")  # type: ignore[arg-type]


def test_pseudonyms_are_equal_where_the_salt_is(corpus: Corpus) -> None:
    def told(**given: str) -> str:
        return open_corpus(corpus.store.folder, **given).veil("strict").pseudonym(OFFICER)

    assert told() == told() and told(salt="ours") == told(salt="ours")
    assert len({told(), told(salt="ours"), Veil("strict").pseudonym(OFFICER), Veil("strict").pseudonym(OFFICER)}) == 4
    assert (corpus.store.folder / SALT).stat().st_mode & 0o077 == 0 or os.name == "nt"


@pytest.mark.parametrize("command", [["parse"], ["parse", "--json"], ["read", "--text"], ["read", "--json"], ["audit"]])
def test_the_shell_has_the_same_levels(
    command: list[str], corpus: Corpus, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "1000")
    path = corpus.reports["path"].iloc[0]
    levels = ["none", "shared"] if command[0] == "read" else ["none", "shared", "strict"]
    told = {}
    for level in levels:
        main([*command, path, "--privacy", level])
        told[level] = capsys.readouterr().out
    main([*command, path])
    assert capsys.readouterr().out == told["shared"]
    assert not [one for one in PRIVATE if one in told["shared"]]
    assert not [one for one in (*PRIVATE, *OFFICE, OFFICER) if one in told.get("strict", "")]
    if command != ["audit"]:
        assert OFFICER in told["none"]
    if command[-1] in ("--json", "--text"):
        assert all(one in told["none"] for one in (*PRIVATE, *OFFICE))


def test_findings_and_what_a_report_prints_quote_no_private_number(corpus: Corpus) -> None:
    report = next(iter(corpus))
    told = "".join(finding.message for finding in report.findings) + repr(report) + rp.audit(corpus).to_csv()
    assert told and not [number for number in PRIVATE if number in told]


def test_messages_quote_little_and_mask_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PARSER, "tests.mock_parser:parse")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("mock:quote")
    parse_all(tmp_path / "in", tmp_path / "panel", progress=False)
    (message,) = open_corpus(tmp_path / "panel").failures["message"]
    quote = message.partition(" — ")[0]
    assert "138****1234" in quote and "13800001234" not in message and len(quote) == len("ValueError: ") + QUOTED


@pytest.mark.parametrize("address", ["zhangsan@qq.com", "li.si_9@vip.163.com", "W5@sina.com.cn", "a1＠139.com"])
def test_mail_at_a_host_for_everybody_is_masked(address: str) -> None:
    text = f"邮箱：{address}。"
    host = re.split("[@＠]", address)[1]
    assert masked(text) == f"邮箱：{address[0]}***{address[-len(host) - 1]}{host}。"
    assert private_spans(text) == [(3, 3 + len(address))]


@pytest.mark.parametrize(
    "text", ["zfb@yunxiu.gov.cn", "a@qq.com.gov.cn", "2022@年", "10@20", "@163.com", "微博@163.com网易"]
)
def test_other_mail_stays(text: str) -> None:
    assert masked(text) == text and not private_spans(text)


def _identity(chance: random.Random) -> str:
    digits = [*map(int, f"{chance.randint(110000, 659999)}{chance.randint(1950, 2005)}0{chance.randint(1, 9)}1")]
    digits += [chance.randint(0, 9) for _ in range(17 - len(digits))]
    return "".join(map(str, digits)) + "10X98765432"[sum(a * b for a, b in zip(digits, WEIGHTS, strict=True)) % 11]


def _lines() -> Iterator[tuple[str, tuple[str, str]]]:
    """200 lines that say a mobile number and an identity card among figures and dates: the line, and both."""
    chance = random.Random(2022)
    for number in range(200):
        mobile = f"1{chance.choice('3456789')}{chance.randint(0, 10**9 - 1):09d}"
        printed = [mobile, f"{mobile[:3]} {mobile[3:7]} {mobile[7:]}", f"{mobile[:3]}-{mobile[3:7]}-{mobile[7:]}"]
        identity = _identity(chance)
        figures = f"{2008 + number % 18}年{1 + number % 12}月{1 + number % 28}日收到{chance.randint(0, 10**10 - 1)}件"
        money = f"收费{chance.uniform(0, 10**7):,.2f}万元、{number}.{number % 100:02d}%，文号〔2022〕{number}号"
        yield f"{figures}，电话{printed[number % 3]}，身份证{identity}，{money}", (printed[number % 3], identity)


def test_of_200_lines_every_number_of_a_person_is_masked_and_nothing_else() -> None:
    for line, (mobile, identity) in _lines():
        hidden = (f"{mobile[:3]}****{mobile[-4:]}", f"{identity[:6]}********{identity[-4:]}")
        assert masked(line) == line.replace(mobile, hidden[0]).replace(identity, hidden[1])
        strict = line.replace(mobile, re.sub(r"\d", "*", mobile)).replace(identity, "*" * 18)
        assert Veil("strict")(line) == strict and Veil("none")(line) == line
        assert set(Veil("strict").spans(line)) == set(private_spans(line))


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("电话：0533-7981234、（010）66012345", "电话：****-*******、（***）********"),
        ("联系电话5551234，传真：5551235", "联系电话*******，传真：*******"),
        ("接听热线5551234件，受理5551234次", "接听热线5551234件，受理5551234次"),
        ("邮箱zfb@yunxiu.gov.cn。", "邮箱***@******.***.**。"),
        ("2022年收到12345678件，0.5321%，2023-01-10", "2022年收到12345678件，0.5321%，2023-01-10"),
    ],
)
def test_strict_hides_telephones_and_mail_of_offices_and_no_figure(text: str, hidden: str) -> None:
    assert Veil("strict")(text) == hidden


def test_a_name_is_hidden_however_its_letters_stand() -> None:
    veil = Veil("strict", names=["牛望山", "牛 望", ""], salt="a")
    short, long = veil.pseudonym("牛望"), veil.pseudonym("牛望山")
    assert veil("牛望山、牛 望，牛　望，牛望山。") == f"{long}、{short}，{short}，{long}。"
    assert veil(veil("牛望山")) == long and not re.search(r"\d", long)


def test_figures_and_dates_are_nobodys_number() -> None:
    chance = random.Random(4)
    for _ in range(200):
        count, money = chance.randint(0, 10**10 - 1), chance.uniform(0, 10**7)
        date = f"{chance.randint(2008, 2030)}年{chance.randint(1, 12)}月{chance.randint(1, 28)}日"
        text = (
            f"{date}收到{count}件，收费{money:,.2f}万元，{count % 1000}.{count % 100}%，文号〔2022〕{count % 10**8}号"
        )
        assert masked(text) == text


MARK = "import pandas; from reportparse.people import phone_marks as m; print(*m(pandas.Series(['13812345678', '138 1234 5678'])))"


def test_marks_of_phones_are_equal_here_and_of_no_use_elsewhere() -> None:
    runs = [subprocess.run([sys.executable, "-c", MARK], capture_output=True, text=True).stdout.split() for _ in "ab"]
    assert [len(set(marks)) for marks in runs] == [1, 1] and runs[0] != runs[1]
    assert MOBILE not in "".join(runs[0])
