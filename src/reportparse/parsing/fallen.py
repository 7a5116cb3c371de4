"""Rows whose table lost a column: a converter that cannot hold cells of two lines in a row sets them beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from reportparse.document import Cell, Document, Table
from reportparse.parsing.labels import labels
from reportparse.parsing.rows import RowReading, Slot, TableReading, columns_wanted
from reportparse.parsing.run_text import Line
from reportparse.patterns import pattern
from reportparse.text import UNREADABLE, read_cell

_NOTED = pattern(r"\d{1,7}\s*(\((?:其中|含|包括|包含)[^()\d]{0,12}\d{1,7}\s*[件部个]?\))")
_LAPSED = pattern(r"自然失效|到期失效|期满失效|宣布失效|宣布废止|明令废止")
"""How rules end: said of the figure in the column of what was repealed, and of no other."""
_REPEALED = "repealed"


def beside_fallen_column(document: Document, lines: Sequence[Line], code: str, reading: TableReading) -> TableReading:
    """The reading with the rows that lack a cell each, where the loose text tells that it is the repealed ones'.

    As many figures with a note in brackets stand there as rows lack a cell, and a note says how rules lapsed. The other
    figures of a row are then those of the other columns, in order. The loose ones stay unread: whose row each is of is
    nowhere printed.
    """
    short = [row for row in reading.rows if row.refused == "too-few"]
    notes = list(_noted(lines))
    if not short or len(notes) != len(short) or not any(_LAPSED.search(note) for note in notes):
        return reading
    mended = {id(row): _beside(document, code, row) for row in short}
    if not all(mended.values()):
        return reading
    return reading._replace(rows=tuple(mended.get(id(row)) or row for row in reading.rows))


def _noted(lines: Sequence[Line]) -> Iterator[str]:
    """The notes in brackets of figures that stand alone on a line of text, behind the figure or on the next line."""
    texts = ["" if line.cell else line.text.strip() for line in lines]
    for text, below in pairwise([*texts, ""]):
        found = _NOTED.fullmatch(text) or (_NOTED.fullmatch(text + below) if text.isdecimal() else None)
        if found:
            yield found[1]


def _beside(document: Document, code: str, row: RowReading) -> RowReading | None:
    """The row with its figures in the columns that are left; None where it does not have one for each."""
    cells = _cells_of(document, row)
    wanted = columns_wanted(labels(code), row.row, ())
    left = [column for column in wanted if column != _REPEALED]
    figures = [cell for cell in cells if read_cell(cell.text).state == "stated"]
    if _REPEALED not in wanted or row.source is None or len(figures) != len(left) or figures != cells[-len(left) :]:
        return None
    block = row.source.block or 0
    slots = {
        column: Slot(cell.text, document.cell_source(block, cell), read_cell(cell.text))
        for column, cell in zip(left, figures, strict=True)
    }
    slots[_REPEALED] = Slot("", row.source, UNREADABLE)
    return row._replace(slots={column: slots[column] for column in wanted}, refused="")


def _cells_of(document: Document, row: RowReading) -> list[Cell]:
    """The cells of the table row that a reading was found in, none where it was found in text."""
    if row.source is None or row.source.block is None or row.source.row is None:
        return []
    table = document.blocks[row.source.block]
    return table.rows()[row.source.row - 1] if isinstance(table, Table) else []
