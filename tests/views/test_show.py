"""A value shows where it stands, a page what was read on it, and nothing in a file can speak for itself."""

from __future__ import annotations

import html
import io
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from PIL import Image

import reportparse as rp
from reportparse.findings import Finding
from reportparse.pictures import COLOUR, PENS, Drawn, Picture
from reportparse.report import Report

ROOT = Path(__file__).parents[2]
FOUR = ROOT / "corpus/four-formats"
ITEM = "requests.received.total"


def of_format(kind: str) -> Path:
    return sorted(FOUR.rglob(f"*.{kind}"))[0]


def colours(picture: Picture) -> set[str]:
    image = Image.open(io.BytesIO(picture.png)).convert("RGB")
    found = image.getcolors(image.width * image.height)
    assert found
    return {f"#{red:02x}{green:02x}{blue:02x}" for _, (red, green, blue) in found}


def test_a_figure_of_a_pdf_is_boxed_on_its_page() -> None:
    picture = rp.parse(of_format("pdf"))[ITEM].source.show()
    assert COLOUR in colours(picture)


def test_a_page_of_a_pdf_shows_what_was_read() -> None:
    report = rp.parse(of_format("pdf"))
    pages = {fact.source.page for fact in report.facts if fact.source}
    for page in pages:
        assert page is not None
        assert PENS["stated"].colour in colours(report.show_page(page))


@pytest.mark.parametrize("kind", PENS)
def test_each_state_is_drawn_in_its_way(kind: str) -> None:
    """The legend has every colour, so what counts is that more of it is on the page."""
    report = rp.parse(of_format("pdf"))
    changed = {
        "blank": {"state": "blank", "value": None},
        "unreadable": {"state": "unreadable", "value": None},
        "doubtful": {"doubt": "split"},
    }.get(kind, {})
    facts = tuple(msgspec.structs.replace(fact, **changed) for fact in report.facts)
    found = (Finding("T3-BAL", items=tuple(fact.item for fact in facts)),) if kind == "failing" else ()
    page = report[ITEM].source.page
    drawn = msgspec.structs.replace(report, facts=facts, findings=found).show_page(page)
    plain = msgspec.structs.replace(report, facts=(), extras=(), findings=()).show_page(page)
    assert count(drawn, PENS[kind].colour) > 2 * count(plain, PENS[kind].colour) > 0


def count(picture: Picture, colour: str) -> int:
    image = Image.open(io.BytesIO(picture.png)).convert("RGB")
    wanted = tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return sum(number for number, pixel in image.getcolors(image.width * image.height) or [] if pixel == wanted)


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_a_figure_is_marked_in_its_table(kind: str) -> None:
    fact = rp.parse(of_format(kind))[ITEM]
    drawn = fact.source.show()._repr_html_()
    assert drawn.count("<mark>") == 1
    assert f"<mark>{html.escape(fact.source.raw)}</mark>" in drawn
    assert "政府信息公开申请数量" in drawn


@pytest.mark.parametrize("kind", ["docx", "html", "txt"])
def test_a_sentence_is_marked_in_its_surroundings(kind: str) -> None:
    report = rp.parse(of_format(kind))
    source = report.problems[0].source
    assert source is not None
    drawn = source.show()._repr_html_()
    assert f"<mark>{html.escape(source.raw)}</mark>" in drawn
    assert len(drawn) > len(source.raw) + 100


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_a_table_shows_every_figure_that_was_read(kind: str) -> None:
    report = rp.parse(of_format(kind))
    drawn = report.show_page(2)._repr_html_()
    for fact in report.facts:
        if fact.table == "requests":
            assert f'title="{fact.item} = ' in drawn


def test_a_text_without_tables_shows_its_lines() -> None:
    report = rp.parse(ROOT / "corpus/reports/yunxiu/wanglu/2022.txt")
    drawn = report.show_page(1)._repr_html_()
    assert drawn.count("<mark") == sum(fact.source is not None for fact in (*report.facts, *report.extras))


def test_a_page_that_is_not_there() -> None:
    with pytest.raises(ValueError, match="no table 99"):
        rp.parse(of_format("docx")).show_page(99)
    with pytest.raises(rp.ReadError):
        rp.parse(of_format("pdf")).show_page(99)


def test_another_file_is_not_shown_as_if_it_were_this(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(of_format("html").read_bytes())
    report = rp.parse(path)
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(ValueError, match="hash"):
        report[ITEM].source.show()
    with pytest.raises(ValueError, match="hash"):
        report.show_page(2)
    assert isinstance(report.show_page(2, of_format("html")), Drawn)


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(of_format("html").read_bytes())
    report = rp.parse(path)
    path.unlink()
    assert "<blockquote>" in report[ITEM].source.show()._repr_html_()
    with pytest.raises(ValueError, match="give its path"):
        report.show_page(2)


def test_a_record_from_json_finds_its_file_again() -> None:
    report = Report.from_json(rp.parse(of_format("docx")).to_json())
    assert ITEM in report.show_page(2)._repr_html_()


def test_what_a_file_says_is_escaped() -> None:
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    page = of_format("html").read_text(encoding="utf-8").replace("自然人", html.escape(evil), 1)
    report = rp.parse(page.encode())
    fact = report[ITEM]
    assert fact.source is not None
    drawn = fact.source.show(page.encode())._repr_html_() + report.show_page(2, page.encode())._repr_html_()
    assert "alert(1)" in drawn
    assert "<script" not in drawn and "<img" not in drawn


def test_without_pillow_the_line_that_installs_it_is_told() -> None:
    program = (
        "import sys; sys.modules['PIL'] = None\n"
        "import reportparse as rp\n"
        f"report = rp.parse({str(of_format('pdf'))!r})\n"
        "try: report.show_page(1)\n"
        "except ImportError as error: print(error)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "reportparse[plot]" in said.stdout
