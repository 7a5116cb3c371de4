"""The page lets nothing in, and what a report says never becomes markup."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
import tempfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

import reportparse as rp
from reportparse.document import Origin
from reportparse.private import Veil
from reportparse.readers.pdf_page import Page
from reportparse.readers.pdf_runs import Run
from reportparse.report import Fact, Officer, Organ, Problem, Report, Section
from reportparse.source import Source
from reportparse.views import page, statutory_html
from reportparse.views.evidence import find_quote, shown_paragraphs
from reportparse.views.page import MANY
from reportparse.views.scenes import find_boxes, private_boxes
from reportparse.views.shown import shown
from reportparse.views.written import readable
from tests.building import corpus_of, report

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)>{{script}}\u202e\x0b"
ROOT = Path(__file__).parents[2]
TOTAL = "requests.received.total"


def _report(text: str = "金岭镇") -> Report:
    return Report(
        origin=Origin(text, "0" * 64, "txt"),
        organ=Organ(text, county=text),
        year=2022,
        edition="2021",
        title=text,
        facts=(Fact(TOTAL, "stated", 7, "7"), Fact("requests.granted.total", "unreadable", raw=text)),
        officers=(Officer(text, text, "13812345678"),),
        problems=(Problem(text),),
    )


def page_html(reports: list[Report], **options: Any) -> str:
    with tempfile.TemporaryDirectory() as folder:
        return page(reports, Path(folder) / "audit.html", **options).path.read_text(encoding="utf-8")


def _blocks(text: str) -> dict[str, Any]:
    """The data of a page by name, unpacked."""
    found = re.findall(r'(?s)<script type="application/(json|zlib)" id="([^"]*)">(.*?)</script>', text)
    return {
        name: json.loads(zlib.decompress(base64.b64decode(told)) if kind == "zlib" else told)
        for kind, name, told in found
    }


def _tags(text: str) -> list[str]:
    return re.findall(r"<[a-zA-Z/!][^>]*>", re.sub(r"(?s)<(style|script)>.*?</\1>", "", text))


def test_data_makes_no_markup() -> None:
    assert _tags(page_html([_report(EVIL)])) == _tags(page_html([_report()]))


def test_policy_names_the_only_style_and_script() -> None:
    text = page_html([_report()])
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'")
    for kind in ("style", "script"):
        inside = re.findall(rf"(?s)<{kind}>(.*?)</{kind}>", text)
        digests = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in inside]
        assert len(digests) == 1
        assert f"{kind}-src 'sha256-{digests[0]}'" in policy[1]


def test_phones_are_masked_and_marks_that_turn_text_are_told() -> None:
    text = page_html([_report(EVIL)])
    assert "138****5678" in text
    assert "13812345678" not in text
    assert "\u202e" not in text
    assert "⟦U+202E⟧" in text


def test_masks_persons_not_offices() -> None:
    assert shown("电话 138 1234 5678，0533-7551234，2022年12345件") == "电话 138****5678，0533-7551234，2022年12345件"
    assert shown("11010519491231002X") == "110105********002X"


def test_table_is_escaped_and_marks_states() -> None:
    drawn = statutory_html(_report(EVIL), "requests")
    assert "<script" not in drawn
    assert "<img" not in drawn
    assert ">7</td>" in drawn
    assert "无法辨读" in drawn
    assert "缺失" in drawn


def test_data_blocks_are_json() -> None:
    assert list(_blocks(page_html([_report(EVIL)]))) == ["overview", "findings", "reports-0"]


def test_many_reports_are_packed_and_say_the_same() -> None:
    plain, packed = [_report(f"{n}镇") for n in range(MANY)], [_report(f"{n}镇") for n in range(MANY + 1)]
    few, many = _blocks(page_html(plain)), _blocks(text := page_html(packed))
    assert '<script type="application/json"' not in text
    assert list(few) == list(many)[: len(few)]
    assert len(many["overview"]["reports"]) == MANY + 1
    assert many["reports-0"] == few["reports-0"]


def test_files_that_could_not_be_read_are_told(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path / "store", report("金岭镇", 2022), failures=("a/13812345678.docx",))
    told = _blocks(page(corpus, tmp_path / "audit.html").path.read_text(encoding="utf-8"))["overview"]
    assert told["failures"] == [["a/138****5678.docx", "malformed", "bad — look"]]
    assert len(told["reports"]) == 1


def test_page_says_its_size() -> None:
    text = page_html([rp.parse(path) for path in (ROOT / "corpus/reports/qiwu/maiqiu").iterdir()])
    (told,) = re.findall(r"page size (\S+ \S+)", text)
    assert told == readable(len(text.encode()))


def test_formula_has_both_sides_with_their_figures() -> None:
    values = {"received": 7, "carried_in": 1, "processed": 5, "carried_out": 2}
    facts = tuple(Fact(f"requests.{row}.total", "stated", value, str(value)) for row, value in values.items())
    blocks = _blocks(page_html([replace(_report(), facts=facts)]))
    number = next(n for n, row in enumerate(blocks["findings"]) if row[1] == "T3-BAL")
    told = blocks["reports-0"][0]["evidence"][number]
    assert told["sides"] == [8, 7, 1]
    left = [["+", "requests.received.total", 7], ["+", "requests.carried_in.total", 1]]
    right = [["+", "requests.processed.total", 5], ["+", "requests.carried_out.total", 2]]
    assert told["formula"] == [left, "==", right]


def test_quote_stands_in_its_paragraph_and_phones_are_masked_there() -> None:
    text = "（一）主动公开。本年公开 12 条。\n（二）联系人 13812345678，全年收到申请9件，均已办结。"
    found = find_quote([shown_paragraphs(Section("overview", "一、总体情况", 1, text))], "全年收到 申请9件")
    assert found is not None
    assert shown_paragraphs(Section("overview", "", 1, text))[1][found.start : found.end] == "全年收到申请9件"


def test_copied_text_is_told_sentence_by_sentence() -> None:
    same = "个别单位对政府信息公开工作重视不够，公开内容不够全面。政务新媒体更新不够及时，影响群众查询体验。"
    reports = [
        replace(
            _report(name),
            origin=Origin(name, name * 64, "txt"),
            organ=Organ(f"{name}镇", county="某县"),
            sections=(Section("problems", "五、问题", 5, text, Source(file=name * 64)),),
        )
        for name, text in [("1", f"{same}{same[::-1]}"), ("2", f"{same}{same[::-1]}只有本镇自己写了这一句话。")]
    ]
    blocks = _blocks(page_html(reports))
    number = next(n for n, row in enumerate(blocks["findings"]) if row[1] == "H-TWIN")
    other, _, mine, theirs, _, texts = blocks["reports-0"][0]["evidence"][number]["twin"]
    assert other == 1
    assert same.startswith(texts[0][theirs[0][2] : theirs[0][3]])
    assert not any("只有本镇" in texts[0][start:end] for _, _, start, end in theirs)
    assert len(mine) == len(theirs)


def test_place_on_a_pdf_is_a_picture_without_phones() -> None:
    path = ROOT / "corpus/reports/yunxiu/government/2023.pdf"
    blocks = _blocks(page_html([rp.parse(path)]))
    ((page_number, box, png),) = blocks["pictures-0"]
    (place,) = blocks["reports-0"][0]["evidence"][0]["boxes"][:1]
    assert place[0] == page_number
    assert box[1] < place[2] < place[4] < box[3]
    assert base64.b64decode(png).startswith(b"\x89PNG")
    assert "pictures-0" not in _blocks(page_html([rp.parse(path)], pictures=False))


def test_private_numbers_on_a_page_are_found_and_figures_of_cells_are_not() -> None:
    said = [Run("联系电话：138", 10, 100, 80, 110), Run("1234", 83, 100, 105, 110), Run("5678", 108, 100, 130, 110)]
    cells = [Run(digit, 10 + 40 * n, 200, 16 + 40 * n, 210) for n, digit in enumerate("13812345678")]
    wrapped = [Run("，负责日常工作，电话1990000", 300, 300, 480, 310), Run("0133。公布监督电话", 10, 316, 90, 326)]
    found = private_boxes(Page(1, 500, 800, (*said, *cells, *wrapped), (), ()), Veil())
    assert [box[1] for box in found] == [316, 100, 100, 100, 300]
    digits = found[-1]
    assert 420 < digits[0] < 432 < digits[2] == 480, "the digits are covered, the words before them are not"


def test_words_are_boxed_where_they_stand_not_where_their_paragraph_begins() -> None:
    lines = [
        Run("全年在平台发布解读", 10, 100, 100, 110),
        Run("58篇，其中图", 10, 116, 70, 126),
        Run("解类85篇。", 10, 132, 60, 142),
    ]
    place = Source(page=1, block=3, box=(10, 100, 100, 110), raw="其中图解类85篇")
    first, second = find_boxes(Page(1, 500, 800, tuple(lines), (), ()), place)
    assert (first[1], second[1]) == (116, 132)
    assert 20 < first[0] < 40 < first[2] == 70
    assert second[0] == 10
    assert second[2] < 60
    cell = Source(page=1, table=1, row=2, column=3, box=(1, 2, 3, 4), raw="58")
    assert find_boxes(Page(1, 500, 800, tuple(lines), (), ()), cell) == [(1, 2, 3, 4)]


def test_a_file_that_was_changed_gives_no_picture(tmp_path: Path) -> None:
    path = tmp_path / "2023.pdf"
    path.write_bytes((ROOT / "corpus/reports/yunxiu/government/2023.pdf").read_bytes())
    report = rp.parse(path)
    path.write_bytes((ROOT / "corpus/reports/yunxiu/government/2022.pdf").read_bytes())
    blocks = _blocks(page_html([report]))
    assert "pictures-0" not in blocks
    assert blocks["overview"]["pictures"] == [0, 1, "file"]


@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs chromium on the PATH")
@pytest.mark.parametrize("view", ["", "#/findings", "#/report/0"])
def test_opens_in_chromium_without_a_complaint(tmp_path: Path, view: str) -> None:
    path = page([_report(EVIL)], tmp_path / "audit.html").path
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--dump-dom"]
    command = ["chromium", *options, f"--user-data-dir={tmp_path / 'profile'}", f"{path.as_uri()}{view}"]
    seen = subprocess.run(command, capture_output=True, text=True, timeout=90, check=False)
    assert "CONSOLE" not in seen.stderr
    assert '<nav id="nav"><a' in seen.stdout
    assert "<img" not in seen.stdout.partition("<script")[0]
