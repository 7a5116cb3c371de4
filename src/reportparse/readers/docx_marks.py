"""What the properties of paragraphs, runs, rows and cells say, gathered in one pass before the text is walked.

Properties are most of a Word file, and few of them matter; walking past them is what takes the time.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from lxml import etree

from reportparse.errors import LimitExceeded
from reportparse.readers.docx_names import OFF, VAL, W

MAX_GRID_SPAN = 63


class CellMarks(msgspec.Struct):
    """The grid columns of a cell, whether it goes on from the cell above, and from the cell to its left."""

    span: int = 1
    down: bool = False
    right: bool = False


class ParagraphMarks(msgspec.Struct):
    """A paragraph's style, its list ("0" for none, "" for the style's) and level, and its outline level from 0."""

    style: str = ""
    number: str = ""
    level: int | None = None
    outline: int | None = None


class Marks(msgspec.Struct):
    """Marks by the element they are about. A row or a cell in `deleted` and a run in `hidden`, be it struck out, are
    not read."""

    cells: dict[etree._Element, CellMarks] = msgspec.field(default_factory=dict)
    paragraphs: dict[etree._Element, ParagraphMarks] = msgspec.field(default_factory=dict)
    grid_before: dict[etree._Element, int] = msgspec.field(default_factory=dict)
    deleted: set[etree._Element] = msgspec.field(default_factory=set)
    merged: set[etree._Element] = msgspec.field(default_factory=set)
    """Paragraphs whose end was deleted: they go on in the next one."""
    hidden: set[etree._Element] = msgspec.field(default_factory=set)
    raised: set[etree._Element] = msgspec.field(default_factory=set)
    """Runs set as superscripts."""


PLAIN_CELL = CellMarks()


def gather(root: etree._Element) -> Marks:
    """The marks below an element. Raises LimitExceeded for a cell wider than Word allows."""
    marks = Marks()
    for mark in root.iter(*_MARKS):
        properties = mark.getparent()
        owner = None if properties is None else properties.getparent()
        if properties is None or owner is None:
            continue
        note = _NOTES.get((mark.tag, properties.tag, owner.tag))
        if note is not None:
            note(marks, mark, owner)
    return marks


def number(element: etree._Element | None, missing: int) -> int:
    """The whole number that an element has for its value."""
    value = "" if element is None else element.get(VAL, "")
    return int(value) if value.isdecimal() and len(value) < 10 else missing


def _span(marks: Marks, mark: etree._Element, cell: etree._Element) -> None:
    span = max(number(mark, 1), 1)
    if span > MAX_GRID_SPAN:
        raise LimitExceeded(f"a cell over {span} columns, {MAX_GRID_SPAN} at most")
    marks.cells.setdefault(cell, CellMarks()).span = span


def _down(marks: Marks, mark: etree._Element, cell: etree._Element) -> None:
    marks.cells.setdefault(cell, CellMarks()).down = mark.get(VAL, "continue") == "continue"


def _right(marks: Marks, mark: etree._Element, cell: etree._Element) -> None:
    marks.cells.setdefault(cell, CellMarks()).right = mark.get(VAL, "continue") == "continue"


def _before(marks: Marks, mark: etree._Element, row: etree._Element) -> None:
    marks.grid_before[row] = number(mark, 0)


def _style(marks: Marks, mark: etree._Element, paragraph: etree._Element) -> None:
    marks.paragraphs.setdefault(paragraph, ParagraphMarks()).style = mark.get(VAL, "")


def _numbered(marks: Marks, mark: etree._Element, paragraph: etree._Element) -> None:
    found = marks.paragraphs.setdefault(paragraph, ParagraphMarks())
    found.number, found.level = read_number(mark)


def _outline(marks: Marks, mark: etree._Element, paragraph: etree._Element) -> None:
    marks.paragraphs.setdefault(paragraph, ParagraphMarks()).outline = number(mark, 0)


def _deleted(marks: Marks, mark: etree._Element, owner: etree._Element) -> None:
    marks.deleted.add(owner)


def _ended(marks: Marks, mark: etree._Element, properties: etree._Element) -> None:
    paragraph = properties.getparent()
    if paragraph is not None:
        marks.merged.add(paragraph)


def _hidden(marks: Marks, mark: etree._Element, run: etree._Element) -> None:
    if mark.get(VAL) not in OFF:
        marks.hidden.add(run)


def _raised(marks: Marks, mark: etree._Element, run: etree._Element) -> None:
    if mark.get(VAL) == "superscript":
        marks.raised.add(run)


def read_number(numbering: etree._Element) -> tuple[str, int | None]:
    """The list and the level of a w:numPr; "" and None for what it leaves to the style."""
    found, level = numbering.find(W + "numId"), numbering.find(W + "ilvl")
    return "" if found is None else found.get(VAL, ""), None if level is None else number(level, 0)


# A mark counts where it stands in the properties of its owner; in the record of a change it says how it was before.
_NOTES: dict[tuple[str, str, str], Callable[[Marks, etree._Element, etree._Element], None]] = {
    (W + mark, W + properties, W + owner): note
    for mark, properties, owner, note in (
        ("gridSpan", "tcPr", "tc", _span),
        ("vMerge", "tcPr", "tc", _down),
        ("hMerge", "tcPr", "tc", _right),
        ("cellDel", "tcPr", "tc", _deleted),
        ("gridBefore", "trPr", "tr", _before),
        ("del", "trPr", "tr", _deleted),
        ("del", "rPr", "pPr", _ended),
        ("vanish", "rPr", "r", _hidden),
        ("strike", "rPr", "r", _hidden),
        ("dstrike", "rPr", "r", _hidden),
        ("vertAlign", "rPr", "r", _raised),
        ("pStyle", "pPr", "p", _style),
        ("numPr", "pPr", "p", _numbered),
        ("outlineLvl", "pPr", "p", _outline),
    )
}
_MARKS = frozenset(mark for mark, _, _ in _NOTES)
