"""The filled form says what was read: read again, it gives the same figures."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import msgspec
import pytest

import reportparse as rp
from reportparse import views
from reportparse.findings import Finding

ROOT = Path(__file__).parents[2]
REPORTS = [ROOT / "corpus/reports" / name for name in
           ("yunxiu/government/2022.pdf", "yunxiu/government/2019.pdf", "qingyan/weitang/2021.docx", "yunxiu/yuyin/2024.html")]  # fmt: skip
ITEM = "requests.received.total"


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_read_again_it_gives_the_same_figures(path: Path, tmp_path: Path) -> None:
    report = rp.parse(path)
    again = rp.parse(Path(views.form(report).save(tmp_path / "form.docx")))
    assert again.edition == report.edition and again.year == report.year
    assert {fact.item: fact.value for fact in report.facts} == {
        fact.item: again.value(fact.item) for fact in report.facts
    }


def body(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return archive.read("word/document.xml").decode()


def test_states_are_patterned_and_findings_framed() -> None:
    report = rp.parse(REPORTS[0])
    plain = body(views.form(report).docx)
    for state, pattern in {
        "blank": 'w:val="clear"',
        "absent": 'w:val="diagStripe"',
        "unreadable": 'w:val="pct25"',
    }.items():
        changed = [
            msgspec.structs.replace(fact, state=state, value=None) if fact.item == ITEM else fact
            for fact in report.facts
        ]
        drawn = body(views.form(msgspec.structs.replace(report, facts=tuple(changed))).docx)
        assert drawn.count(pattern) == plain.count(pattern) + 1
    found = msgspec.structs.replace(report, findings=(Finding("T3-BAL", items=(ITEM,)),))
    assert body(views.form(found).docx).count("w:tcBorders>") == plain.count("w:tcBorders>") + 2


def test_a_report_without_tables_gives_an_empty_form() -> None:
    report = rp.parse(ROOT / "corpus/reports/qingyan/weitang/2021.docx")
    again = rp.parse(views.form(msgspec.structs.replace(report, facts=(), edition=None)).docx)
    assert again.states()["stated"] == 0


def test_the_same_report_gives_the_same_bytes() -> None:
    report = rp.parse(REPORTS[0])
    assert views.form(report).docx == views.form(rp.parse(REPORTS[0])).docx
    assert callable(views.form)


def test_text_of_the_report_cannot_break_the_file() -> None:
    report = rp.parse(REPORTS[0])
    facts = tuple(
        msgspec.structs.replace(f, state="unreadable", value=None, raw="\x0b<w:p>&=1+1") for f in report.facts
    )
    drawn = body(views.form(msgspec.structs.replace(report, facts=facts)).docx)
    assert "&lt;w:p&gt;&amp;=1+1" in drawn
