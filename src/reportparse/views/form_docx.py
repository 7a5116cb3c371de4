"""The official tables filled with what was read, as a docx to lay beside the original.

views.form(report).save("as read.docx")
"""

from __future__ import annotations

import datetime
import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reportparse.drawing import WORDS, Slot, cell_marks, lay_out, table_title
from reportparse.form import Form, FormTable, editions, load_form
from reportparse.publishing import publishing
from reportparse.report import Fact, Report
from reportparse.text import squeeze
from reportparse.views.shown import clean
from reportparse.views.written import Written, written

NUMERALS = "一二三四五六七八九十"
FONT = "宋体"
SHADES = {"blank": ("clear", "E7E7E7"), "absent": ("diagStripe", "FFFFFF"), "unreadable": ("pct25", "FFFFFF")}
"""Pattern and ground of cells without a figure; each is known also where it is printed in black."""

MADE = datetime.datetime(2000, 1, 1)


class Filled(NamedTuple):
    """A docx, as bytes."""

    docx: bytes

    def save(self, path: str | os.PathLike[str]) -> Written:
        """Writes the docx; prints as its path and size."""
        with publishing(Path(path)) as temporary:
            temporary.write_bytes(self.docx)
        return written(path)

    def __repr__(self) -> str:
        return f"<Filled {len(self.docx)} bytes of docx>"


def form(report: Report) -> Filled:
    """The statutory tables of the report's edition, filled with what was read.

    A figure stands as it was read; a cell without one is empty, and patterned by its state; a cell that a finding names
    has a heavy frame, a doubtful figure is in italics. The legend below tells, and from which file it was read.
    """
    paper = _paper()
    _line(paper, f"{report.organ}{report.year or ''}年政府信息公开工作年度报告（法定表格，按解析结果填写）", size=14)
    failing = {item for finding in report.findings if finding.severity != "info" for item in finding.items}
    facts = {fact.item: fact for fact in (*report.extras, *report.facts)}
    edition = report.edition or editions()[-1]
    for code in (table.code for table in load_form(edition).tables):
        own = load_form(report.editions.get(code, edition))
        _fill(paper, own, own.table(code), facts, failing)
    _legend(paper, report)
    return Filled(_bytes(paper))


def _paper() -> Any:
    paper = docx.Document()
    section = paper.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(15)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(9)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    paper.core_properties.created = paper.core_properties.modified = MADE
    paper.core_properties.author = ""
    return paper


def _line(paper: Any, text: str, *, size: int = 9) -> None:
    run = paper.add_paragraph().add_run(clean(text))
    run.font.size = Pt(size)


# --- a table


def _fill(paper: Any, own: Form, table: FormTable, facts: dict[str, Fact], failing: set[str]) -> None:
    number = next((section.number for section in own.sections if section.code == table.section), 0)
    _line(paper, f"{NUMERALS[number - 1]}、{table_title(own, table)}" if number else table_title(own, table), size=12)
    placed = list(_placed(lay_out(table)))
    height = max(row + slot.rows for row, _, slot in placed)
    width = max(column + slot.columns for _, column, slot in placed)
    drawn = paper.add_table(height, width)
    drawn.style = "Table Grid"
    grid = [list(row.cells) for row in drawn.rows]
    for row, column, slot in placed:
        cell = grid[row][column]
        if slot.rows > 1 or slot.columns > 1:
            cell = cell.merge(grid[row + slot.rows - 1][column + slot.columns - 1])
        if slot.item is None:
            _write(cell, slot.text)
        else:
            _write_figure(cell, facts.get(slot.item), slot.item in failing)


def _placed(grid: list[list[Slot]]) -> Iterator[tuple[int, int, Slot]]:
    """Row and column of each slot: after those before it, and beside those that reach down from above."""
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(grid):
        column = 0
        for slot in line:
            while (row, column) in taken:
                column += 1
            yield row, column, slot
            taken.update((row + down, column + right) for down in range(slot.rows) for right in range(slot.columns))


def _write(cell: Any, text: str) -> Any:
    return cell.paragraphs[0].add_run(clean(text))


def _write_figure(cell: Any, fact: Fact | None, failing: bool) -> None:
    marks = cell_marks(fact, failing)
    run = _write(cell, _figure(fact))
    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run.italic = "doubtful" in marks
    run.bold = "failing" in marks
    for mark in marks:
        if mark in SHADES:
            _shade(cell, *SHADES[mark])
    if "failing" in marks:
        _frame(cell)


def _figure(fact: Fact | None) -> str:
    """The figure as the form has it; what could not be read as it stands; else nothing."""
    if fact is None or fact.state in ("absent", "blank"):
        return ""
    if fact.state == "unreadable":
        return squeeze(fact.raw)
    return f"{fact.value:.10g}" if isinstance(fact.value, float) else str(fact.value)


def _shade(cell: Any, pattern: str, ground: str) -> None:
    _properties(cell, "w:shd", {"w:val": pattern, "w:color": "808080", "w:fill": ground})


def _frame(cell: Any) -> None:
    borders = OxmlElement("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        line = OxmlElement(f"w:{side}")
        for name, value in {"val": "double", "sz": "12", "color": "B00020"}.items():
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties = cell._tc.get_or_add_tcPr()
    shade = properties.find(qn("w:shd"))
    if shade is None:
        properties.append(borders)
    else:
        shade.addprevious(borders)  # the schema wants borders first


def _properties(cell: Any, tag: str, values: dict[str, str]) -> None:
    element = OxmlElement(tag)
    for name, value in values.items():
        element.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(element)


# --- the end


def _legend(paper: Any, report: Report) -> None:
    _line(paper, "")
    table = paper.add_table(1, len(WORDS))
    table.style = "Table Grid"
    for cell, (mark, word) in zip(table.rows[0].cells, WORDS.items(), strict=True):
        run = _write(cell, word)
        run.italic, run.bold = mark == "doubtful", mark == "failing"
        if mark in SHADES:
            _shade(cell, *SHADES[mark])
        if mark == "failing":
            _frame(cell)
    _line(
        paper, f"源文件 {Path(report.origin.name).name} · sha256 {report.origin.sha256} · reportparse {report.parser}"
    )


def _bytes(paper: Any) -> bytes:
    """The docx; its parts carry no time, so that the same report gives the same bytes."""
    first, settled = io.BytesIO(), io.BytesIO()
    paper.save(first)
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, MADE.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return settled.getvalue()
