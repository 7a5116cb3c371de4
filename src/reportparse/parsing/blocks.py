"""The table whose figures stand in one row under two storeys of labels: blocks (行政复议 ...) and their results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeGuard

from reportparse.document import Block, Cell, Document, Table
from reportparse.parsing.grid import are_torn, is_text, rows_of, trim, without_number
from reportparse.parsing.headers import Stacks, read_block_header
from reportparse.parsing.labels import TableLabels
from reportparse.parsing.rows import RowReading, Slot, TableReading
from reportparse.text import fold, key, read_cell

Pair = tuple[str, str]

_NUMBER_OF_ROW = frozenset(["序号", "编号", "行次"])
"""Heads of a column that numbers the rows."""


def read_blocks(document: Document, block: int, labels: TableLabels, above: str | None) -> TableReading:
    """The figures of block number `block`, by the labels above them or left of them.

    `above` is the block of figures that a line before the table names, for tables printed one by one. A table that a
    page break cut below its labels goes on in the next block.
    """
    table = document.blocks[block]
    assert isinstance(table, Table)
    walk = _Walk(document, block, table, labels, above)
    reading = walk.read()
    following = document.blocks[block + 1] if block + 1 < len(document.blocks) else None
    if reading.rows or reading.unclaimed or not _is_rest(following, table):
        return reading
    walk.block, walk.table = block + 1, following
    return walk.read()


def _is_rest(following: Block | None, table: Table) -> TypeGuard[Table]:
    """Whether a block may be the last row of the table before: nothing in it is a word."""
    if not isinstance(following, Table) or following.ragged != table.ragged:
        return False
    if not table.ragged and following.width != table.width:
        return False
    return not any(read_cell(cell.text).state == "unreadable" for cell in following.cells)


class _Walk:
    """One way down a table: what each grid column is about, by the labels met so far."""

    def __init__(self, document: Document, block: int, table: Table, labels: TableLabels, above: str | None) -> None:
        self.document, self.block, self.table, self.labels, self.above = document, block, table, labels, above
        self.rows: dict[int, str] = {}
        self.numbers: set[int] = set()
        self.columns: dict[int, str] = {}
        self.named: tuple[list[str], list[str]] = [], []
        self.stacks = Stacks(labels)
        self.found: dict[Pair, Slot] = {}
        self.doubled: set[Pair] = set()
        self.unclaimed: list[Slot] = []
        self.refused = ""
        self.seen: list[str] = []

    def read(self) -> TableReading:
        for cells in self._rows():
            if self._is_figures(cells):
                self._take_figures(cells)
            elif self.columns and are_torn(cells):
                self.refused = "uneven"
            else:
                self._take_header(cells)
        if self.refused == "order":  # the text around it may tell it
            return TableReading()
        seen = frozenset(self.columns.values())
        return TableReading(tuple(self._readings()), seen, tuple(self.unclaimed))

    def _rows(self) -> list[list[Cell]]:
        """The rows from where the table begins: in text without headings it may stand right below another, and a page
        made with a spreadsheet holds all tables and the text between them in one, up to the next line of text."""
        rows = rows_of(self.table)
        start = next((n for n, cells in enumerate(rows) if self._is_start(cells)), 0)
        if not self.table.ragged and not any(map(_has_figure, rows[:start])):
            return rows
        own = rows[start:]
        figures = next((n for n, cells in enumerate(own) if _has_figure(cells)), 0)
        end = (n for n, cells in enumerate(own) if n > figures and self._is_line(cells))
        return own if self.table.ragged else own[: next(end, len(own))]

    def _is_line(self, cells: list[Cell]) -> bool:
        """Whether a row is one cell of text that names nothing."""
        filled = [cell for cell in cells if cell.text.strip()]
        return len(filled) == 1 and is_text(filled[0]) and not self._row_code(filled[0])

    def _is_start(self, cells: list[Cell]) -> bool:
        """Whether a row names a block, or several columns."""
        columns = {code for cell in cells if (code := self.labels.column_of(cell.text))}
        blocks = [match for cell in cells if (match := self.labels.row_of(cell.text)) and match.quality == "exact"]
        return bool(blocks) or len(columns) > 2

    def _is_figures(self, cells: list[Cell]) -> bool:
        """A row of figures: something stated, or all empty below a header; text only as labels on its left."""
        filled = [cell for cell in without_number(cells) if fold(cell.text).strip()]
        if filled and all(map(is_text, filled)):
            return False
        states = [read_cell(cell.text).state for cell in cells]
        if "stated" in states:
            return True
        return bool(self.columns) and bool(cells) and "unreadable" not in states

    def _take_header(self, cells: list[Cell]) -> None:
        self.stacks.add(cells)
        for cell in cells:
            places = range(cell.column, cell.column + cell.columns)
            row, column = self._row_code(cell), self._column_code(cell)
            if key(cell.text) in _NUMBER_OF_ROW:
                self.numbers.update(places)
            if row:
                self.rows.update(dict.fromkeys(places, row))
            if column:
                self.columns.update(dict.fromkeys(places, column))
            if row or column:
                self.seen.append(cell.text)
            self.named[0].extend([row] if row else [])
            self.named[1].extend([column] if column else [])

    def _row_code(self, cell: Cell) -> str | None:
        match = self.labels.row_of(cell.text) or self.labels.misprint(cell.text)
        return match.row if match else None

    def _column_code(self, cell: Cell) -> str | None:
        return self.labels.column_of(cell.text) or self.labels.column_misprint(cell.text)

    def _take_figures(self, cells: list[Cell]) -> None:
        left = [cell for cell in cells if self._is_words(cell)]
        values = [cell for cell in cells if cell not in left and cell.column not in self.numbers]
        row = next((code for cell in left if (code := self._row_code(cell))), None)
        column = next((code for cell in left if (code := self._column_code(cell))), None)
        if self.table.ragged:
            self._take_in_order(values, row)
            return
        self._take_stacks()
        self._spread_rows()
        for cell in values:
            self._take(cell, row, column)

    def _take_stacks(self) -> None:
        """Names the columns by the pieces of their labels that stand below each other, where those name them all."""
        size = len(self.labels.newest.columns) * len(self.labels.newest.leaves())
        named = {place: self.labels.column_of(text) for place, text in self.stacks.texts.items()}
        below = self.stacks.below_rows()
        for codes in (named, {place: column for place, (_, column) in below.items()}):
            columns = {place: code for place, code in codes.items() if code}
            if len(columns) == size > len(self.columns):
                self.columns = columns
                self.rows |= {place: row for place, (row, _) in below.items() if row}

    def _is_words(self, cell: Cell) -> bool:
        """Whether a cell is a label: what holds a digit is a figure, though it may not be one that can be read."""
        return read_cell(cell.text).state == "unreadable" and not any(char.isdigit() for char in cell.text)

    def _spread_rows(self) -> None:
        """Gives every column below a block's name that block, where the name only stands above some of its columns.

        It does so where the results come alike for all blocks, and no name stands above two of them. One block that
        is not named, because its name is lost or stands outside the table, is the one that is left.
        """
        table = self.labels.newest
        blocks, size = [row.code for row in table.leaves()], len(table.columns)
        places = sorted(self.columns)
        groups = [places[start : start + size] for start in range(0, len(places), size)]
        heads = {tuple(self.columns[place] for place in group) for group in groups}
        named = [{self.rows[place] for place in group if place in self.rows} for group in groups]
        if len(heads) != 1 or len(set(*heads)) != size or len(groups) != len(blocks) or max(map(len, named)) > 1:
            return
        left = [block for block in blocks if not any(block in names for names in named)]
        if len(left) > 1 or len(left) != named.count(set()):
            return
        for group, names in zip(groups, named, strict=True):
            self.rows.update(dict.fromkeys(group, next(iter(names or left))))

    def _take(self, cell: Cell, row: str | None, column: str | None) -> None:
        rows = {row} if row else {code for place in _span(cell) if (code := self.rows.get(place))}
        columns = {column} if column else {code for place in _span(cell) if (code := self.columns.get(place))}
        rows = rows or ({self.above} if self.above else set())
        slot = self._slot(cell)
        if len(rows) == 1 and len(columns) == 1:
            self._put((rows.pop(), columns.pop()), slot)
        elif fold(cell.text).strip():
            self.unclaimed.append(slot)
            self.refused = "no-header"

    def _take_in_order(self, values: list[Cell], row: str | None) -> None:
        """Without columns to go by, a row must have all figures of the table, or all of one named block."""
        table = self.labels.newest
        codes = [column.code for column in table.columns]
        block = row or self.above or self._only_block()
        pairs = self._pairs_of(block) if block else read_block_header(*self.named, self.labels)
        filled = trim(values, len(codes) if block else len(codes) * len(table.leaves()))
        if not pairs or len(filled) != len(pairs) or not self._names_enough():
            self.unclaimed.extend(slot for slot in map(self._slot, values) if slot.reading.state == "stated")
            self.refused = "order" if not pairs else "too-many" if len(filled) > len(pairs) else "too-few"
            return
        for pair, cell in zip(pairs, filled, strict=True):
            self._put(pair, self._slot(cell))

    def _only_block(self) -> str | None:
        """The block that the header names, when it names just one."""
        named = set(self.rows.values())
        return named.pop() if len(named) == 1 and self.table.width <= len(self.labels.newest.columns) + 1 else None

    def _pairs_of(self, block: str) -> list[Pair] | None:
        """The figures of one block from left to right; None where the header does not name its columns in an order."""
        codes = [column.code for column in self.labels.newest.columns]
        named = self.named[1][-len(codes) :]
        order = named if sorted(named) == sorted(codes) else [] if named else codes
        return [(block, code) for code in order] or None

    def _names_enough(self) -> bool:
        return len(set(self.columns.values())) >= 3 or len(set(self.rows.values())) >= 2

    def _put(self, pair: Pair, slot: Slot) -> None:
        before = self.found.setdefault(pair, slot)
        if before is not slot and before.reading != slot.reading:
            self.doubled.add(pair)

    def _slot(self, cell: Cell) -> Slot:
        return Slot(cell.text, self.document.cell_source(self.block, cell), read_cell(cell.text))

    def _readings(self) -> Iterator[RowReading]:
        """One reading a block; a block that lacks a figure lost a cell, and then any of its figures may have moved."""
        table = self.labels.newest
        wanted = [column.code for column in table.columns]
        for row in table.leaves():
            slots = {code: self.found[row.code, code] for code in wanted if (row.code, code) in self.found}
            if not slots and not self.refused:
                continue
            source = next(iter(slots.values())).source if slots else self.document.source(self.block)
            refused = self.refused or self._why_not(row.code, slots, wanted)
            seen = " | ".join(slot.text.strip() for slot in slots.values())
            yield RowReading(row.code, row.label, "exact", source, {} if refused else slots, refused, seen)

    def _why_not(self, row: str, slots: dict[str, Slot], wanted: Sequence[str]) -> str:
        if len(slots) < len(wanted):
            return "too-few"
        return "twice" if any((row, code) in self.doubled for code in wanted) else ""


def _has_figure(cells: list[Cell]) -> bool:
    return any(read_cell(cell.text).state == "stated" for cell in cells)


def _span(cell: Cell) -> range:
    return range(cell.column, cell.column + cell.columns)
