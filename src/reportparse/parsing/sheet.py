"""The statistics sheet that was appended to reports for 2014 to 2018: one figure for each indicator.

Its edition is provisional (forms/2014.toml), so it is read apart from the tables of the annual report's form, and only
where there are none of these.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from reportparse.document import Document, Table
from reportparse.form import FormTable, Row, item_id, load_form, sheets
from reportparse.parsing.labels import bare
from reportparse.patterns import pattern
from reportparse.report import Fact
from reportparse.source import Source
from reportparse.text import CellReading, fold, read_cell, squeeze

SURE = 8
"""So many indicators with a figure show that a document holds the sheet; prose and other tables name fewer."""

_TELLING = pattern(r"申请\s*(?:办结|答复)\s*数|统计\s*指标")
"""Words that every such sheet has and hardly another document."""

_AMONG = pattern(r"^[\s\u3000]*其中[::]?")
_BRACKETS = pattern(r"\([^()]*\)")
_WORD = pattern(r"[^\s|]+")


class Sheet(NamedTuple):
    """The facts of a sheet, the id of the form that names them, and the code of its table."""

    edition: str
    table: str
    facts: tuple[Fact, ...]


class _Place(NamedTuple):
    """A cell, or a word of a line: its folded text and where it stands."""

    text: str
    source: Source


def read_sheet(document: Document) -> Sheet | None:
    """The sheet of a document, None where it has none; a label that cannot be told from another gives no fact."""
    if not any(_TELLING.search(block.text) for block in document.blocks):
        return None
    for edition in sheets():
        for table in load_form(edition).tables:
            facts = tuple(_facts(document, table))
            if sum(fact.state == "stated" for fact in facts) >= SURE:
                return Sheet(edition, table.code, facts)
    return None


def _facts(document: Document, table: FormTable) -> Iterator[Fact]:
    order = [row.code for row in table.rows]
    last, read = -1, set[str]()
    for places in _lines(document):
        rows, figures = _labelled(table, places)
        row = _next(table, rows, last)
        if row is None:
            continue
        last = order.index(row.code)
        if row.kind != "group" and row.code not in read and len(figures) == 1:
            read.add(row.code)
            ((reading, place),) = figures
            item = item_id(table.code, row.code, table.columns_of(row)[0].code)
            yield Fact(item, reading.state, reading.value, place.text.strip(), place.source, reading.doubt)


def _lines(document: Document) -> Iterator[list[_Place]]:
    """The cells of each row of a table, and the words of each line of text."""
    for number, block in enumerate(document.blocks):
        if isinstance(block, Table):
            for cells in block.rows():
                yield [_Place(fold(cell.text), document.cell_source(number, cell)) for cell in cells]
            continue
        start = 0
        for line in block.text.split("\n"):
            spans = [(start + match.start(), start + match.end()) for match in _WORD.finditer(line)]
            yield [_Place(fold(block.text[a:b]), document.source(number, span=(a, b))) for a, b in spans]
            start += len(line) + 1


def _labelled(table: FormTable, places: Sequence[_Place]) -> tuple[list[Row], list[tuple[CellReading, _Place]]]:
    """The rows that the first label of a line may name, and the figures behind it, without the unit."""
    for number, place in enumerate(places):
        rows = _rows_named(table, place.text)
        if rows:
            behind = [(read_cell(other.text), other) for other in places[number + 1 :]]
            stated = [(reading, other) for reading, other in behind if reading.state == "stated"]
            units = {row.unit for row in rows}
            rest = [(reading, other) for reading, other in behind if squeeze(other.text) not in units]
            return rows, stated or rest[-1:]
    return [], []


def _rows_named(table: FormTable, text: str) -> list[Row]:
    names = _names(table)
    plain = _AMONG.sub("", text)
    return names.get(bare(plain)) or names.get(bare(_BRACKETS.sub("", plain))) or []


@cache
def _names(table: FormTable) -> dict[str, list[Row]]:
    """The rows by their labels without number and 其中; two kinds of suits have rows of one name."""
    names: dict[str, list[Row]] = {}
    for row in table.rows:
        for label in (row.label, *row.variants):
            plain = _AMONG.sub("", fold(label))
            for name in dict.fromkeys((bare(plain), bare(_BRACKETS.sub("", plain)))):
                names.setdefault(name, []).append(row)
    return names


def _next(table: FormTable, rows: Sequence[Row], last: int) -> Row | None:
    """Of rows with one name, the one whose group the line before stood in; None where that does not tell."""
    if len(rows) < 2:
        return rows[0] if rows else None
    before = table.rows[last] if last >= 0 else None
    fits = [row for row in rows if before is not None and row.parent in (before.code, before.parent)]
    return fits[0] if len(fits) == 1 else None
