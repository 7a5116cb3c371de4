"""From cells that hold blocks to blocks: a table, the tables inside its cells, or the content of a mere frame."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec

from reportparse.document import Block, Cell, Table
from reportparse.errors import LimitExceeded

MAX_CELLS = 200_000
MAX_PLACES = 4_000_000
MAX_NESTED_TABLES = 50

# A cell with this much text is no cell of figures: the longest labels and notes have some 200 characters.
LONG_CELL_CHARACTERS = 600
LONG_CELL_BLOCKS = 3
TEXT_LINES, TEXT_CHARACTERS = 8, 300
"""The lines of a report in a sheet are more than the titles and notes inside any of its tables."""
LONG_LINE = 60
"""Characters that no label has which stands alone in its row."""


class Slot(msgspec.Struct, gc=False):
    """A cell whose content is still blocks."""

    blocks: list[Block]
    row: int
    column: int
    rows: int = 1
    columns: int = 1


def to_blocks(slots: list[Slot]) -> list[Block]:
    """A table with the tables inside it behind it; or, where the table is only a frame, what it frames, in order.

    A sheet of a spreadsheet that holds a whole text is its lines and tables.
    """
    if not slots:
        return []
    lines = _lines_of_sheet(slots)
    if lines:
        return [block for piece in _pieces(slots, lines) for block in to_blocks(piece)]
    rich = [slot for slot in slots if len(slot.blocks) > 1 or (slot.blocks and isinstance(slot.blocks[0], Table))]
    if len(slots) == 1 or (rich and _is_frame(slots, rich)):
        return [block for slot in slots for block in slot.blocks]
    return [_to_table(slots), *(block for slot in rich for block in slot.blocks if isinstance(block, Table))]


def check_cells(count: int) -> None:
    """Raises LimitExceeded where a document has more cells than any report."""
    if count > MAX_CELLS:
        raise LimitExceeded(f"more than {MAX_CELLS} table cells")


def check_nesting(depth: int) -> None:
    """Raises LimitExceeded where tables stand in tables in tables."""
    if depth > MAX_NESTED_TABLES:
        raise LimitExceeded(f"more than {MAX_NESTED_TABLES} tables inside each other")


def _lines_of_sheet(slots: list[Slot]) -> list[int]:
    """The rows that are lines of text, where they are a whole text together: tables have few of them, and short ones.

    A line is one cell across all columns, or much text in one cell beside empty ones.
    """
    begun = Counter(slot.row for slot in slots)
    alone = (begun[slot.row] == 1 or any(len(block.text) >= LONG_LINE for block in slot.blocks) for slot in slots)
    if sum(alone) < TEXT_LINES:  # nearly every table
        return []
    cells: dict[int, int] = defaultdict(int)
    filled: dict[int, list[Slot]] = defaultdict(list)
    for slot in slots:
        for row in range(slot.row, slot.row + slot.rows):
            cells[row] += 1
            if _length(slot.blocks):
                filled[row].append(slot)
    lines = {
        row: size
        for row, (slot, *others) in filled.items()
        if not others and slot.rows == 1 and ((size := _length(slot.blocks)) >= LONG_LINE or cells[row] == 1)
    }
    is_text = len(lines) >= TEXT_LINES and sum(lines.values()) >= TEXT_CHARACTERS
    return sorted(lines) if is_text else []


def _pieces(slots: list[Slot], lines: list[int]) -> Iterator[list[Slot]]:
    """The slots of each line, and of all rows between two lines, from row 0 on."""

    def piece(slot: Slot) -> tuple[int, bool]:
        before = bisect_right(lines, slot.row)
        return before, before > 0 and lines[before - 1] == slot.row

    for (_, is_line), group in groupby(sorted(slots, key=lambda slot: slot.row), key=piece):
        found = [slot for slot in group if not is_line or _length(slot.blocks)]
        top = found[0].row
        yield [Slot(slot.blocks, slot.row - top, slot.column, slot.rows, slot.columns) for slot in found]


def _to_table(slots: list[Slot]) -> Table:
    height = max(slot.row for slot in slots) + 1
    width = max(slot.column + slot.columns for slot in slots)
    if height * width > MAX_PLACES:
        raise LimitExceeded(f"a table of {height} x {width} places")
    cells = [
        Cell(_text(slot.blocks), slot.row, slot.column, min(slot.rows, height - slot.row), slot.columns)
        for slot in slots
    ]
    return Table(tuple(cells), height, width)


def _text(blocks: list[Block]) -> str:
    """A cell's own text, paragraphs on lines; what the tables in it say stands in those tables."""
    if len(blocks) == 1 and not isinstance(blocks[0], Table):
        return blocks[0].text
    return "\n".join(block.text for block in blocks if not isinstance(block, Table))


def _is_frame(slots: list[Slot], rich: list[Slot]) -> bool:
    """Whether the table only arranges a page: a stack or a row around tables, or cells full of prose."""
    content = [slot for slot in rich if _is_content(slot.blocks)]
    if not content:
        return False
    if _is_line(slots) and any(isinstance(block, Table) for slot in content for block in slot.blocks):
        return True
    framed = sum(_length(slot.blocks) for slot in content)
    return framed * 2 > sum(_length(slot.blocks) for slot in slots)


def _is_line(slots: list[Slot]) -> bool:
    """Whether the cells stand in one row, or in one column."""
    return len({slot.row for slot in slots}) == 1 or len({slot.column for slot in slots}) == 1


def _is_content(blocks: list[Block]) -> bool:
    if any(isinstance(block, Table) for block in blocks):
        return True
    return len(blocks) >= LONG_CELL_BLOCKS and _length(blocks) >= LONG_CELL_CHARACTERS


def _length(blocks: Iterable[Block]) -> int:
    return sum(len(block.text) for block in blocks)
