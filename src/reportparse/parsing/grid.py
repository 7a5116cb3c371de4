"""Rows of the form out of tables that the file itself gives as tables.

In a true grid a figure belongs to the header above it. In a ragged table (text with tabs or bars) there is no above:
there a row must have exactly as many figures as the header announces, or it is set aside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import dropwhile, groupby, pairwise, takewhile
from types import MappingProxyType
from typing import NamedTuple

from msgspec.structs import replace

from reportparse.document import Cell, Document, Table
from reportparse.parsing.halves import order_of_half
from reportparse.parsing.headers import Stacks, Told
from reportparse.parsing.labels import RowMatch, TableLabels
from reportparse.parsing.rows import UPPER, RowReading, Slot, TableReading, columns_wanted, in_print_order
from reportparse.patterns import pattern
from reportparse.text import fold, is_unit, read_cell

TORN_LINES = 3
"""Lines behind a table in which the last row's label may go on."""

MOST_SIGNS = 2
"""So many signs of a label stand in the place of a figure at most."""

_PIECE = pattern(r"[.,\s]*\d[\d.,\s]*")
_RUNNING = pattern(r"\s*\d{1,2}\s*")
_SHARE = pattern(r"\s*[+-]?\d[\d.]*\s*%\s*")
"""No figure of the form is a percentage: it is a remark on one, in a column that the report added."""


class Header(NamedTuple):
    """Where the columns stand: grid column -> code, and the codes in the order of print.

    `is_placed`: the order is that of the places, from left to right; else labels are only named one after the other,
    storey by storey. `repeated`: the codes of the last header row cell by cell, where a merged label stands again in
    every place that it covers. `first`: what the table's first header names, which a browser prints anew on
    every page. `beyond`: a label that is none of the form's stands behind the others, above a column of its own.
    `others`: the headers before it, without theirs; a table cut in two by its columns and then over pages goes on in
    pieces that have none. `told`: the columns that places name in pieces, where not all of them do: they tell when
    the order of print is another than the form's.
    """

    places: Mapping[int, str] = MappingProxyType({})
    order: tuple[str, ...] = ()
    width: int = 0
    is_placed: bool = False
    repeated: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    beyond: bool = False
    others: tuple[Header, ...] = ()
    told: Mapping[int, str] = MappingProxyType({})

    def fit(self, width: int, *, ragged: bool) -> Header:
        """The header for a table of this width that begins without one: the last of its own, if there was one."""
        if self.width == width:
            return self
        others = () if ragged else reversed(self.others)
        known = next((other for other in others if other.width == width and other.places), None)
        return (known or self._replace(places={}))._replace(others=self.all())

    def all(self) -> tuple[Header, ...]:
        """This header and those before it, each once."""
        known = {(other.order, other.width) for other in self.others}
        is_new = self.order and (self.order, self.width) not in known
        return (*self.others, self._replace(others=())) if is_new else self.others


def read_grid(
    document: Document, block: int, labels: TableLabels, header: Header, told: Told
) -> tuple[TableReading, Header]:
    """The rows of one table of the form in block number `block`, and the header in force at its end.

    `header` is that of the block before: a table cut in two has its header only once. `told` is what the text before
    the table's first row tells of the order of its columns.
    """
    table = document.blocks[block]
    assert isinstance(table, Table)
    return _Walk(document, block, table, labels, header, told).read()


class _Walk:
    """One way down a table, with the header in force."""

    def __init__(
        self, document: Document, block: int, table: Table, labels: TableLabels, header: Header, told: Told
    ) -> None:
        self.document, self.block, self.table, self.labels, self.told = document, block, table, labels, told
        self.header = header.fit(table.width, ragged=table.ragged)
        self.is_headless = True
        self.reading = TableReading()
        self.fresh = True
        self.stacks = Stacks(labels)

    def read(self) -> tuple[TableReading, Header]:
        rows: list[list[Cell]] = list(rows_of(self.table))
        read_already = -1
        nobodys = emptied = -2  # rows of figures without a label, of a label without figures: a page break parts them
        loose = -2  # a row that nothing names
        pieces = -2  # a row of pieces of figures: those beside it may have their other pieces
        for number, cells in enumerate(rows):
            if number == read_already:
                continue
            cells = self._with_label_drawn_back(cells)
            label = self._find_label(cells)
            if label is None and (label := self._label_ends_below(cells, rows[number + 1 :][:1])):
                read_already = number + 1
            if torn := self._label_begun_by(cells, rows[number + 1 :][:1]):
                read_already, cells, label = number + 1, rows[number + 1], torn
            if label is None and self._has_label_beyond(cells):
                self.header = self.header._replace(beyond=True)
            if self._goes_on(cells):
                self._set_aside_last()
                self.reading += TableReading(unclaimed=tuple(self._stated(cells)))
            elif label is not None:
                self._take_stacks(label[1].row)
                row = self._read_row(cells, *label)
                self.reading += TableReading((row,))
                if pieces == number - 1:
                    self._set_aside_last()
                if loose == number - 1 and self._go_on_below(rows[loose], cells):
                    self._set_aside_last()
                if not self._stated(cells):
                    emptied = number
                    if nobodys == number - 1:
                        self._set_aside_last()
                self.fresh = True
            elif self._is_header(cells):
                self._take_header(cells)
                self.stacks.add(cells)
            elif orphan := self._orphan(cells):
                self.reading += TableReading(orphans=(orphan,))
                loose = number
            else:
                if are_torn(cells):
                    pieces = number
                    if self.reading.rows:
                        self._set_aside_last()
                stated = tuple(self._stated(cells))
                if stated and emptied == number - 1 and len(stated) <= len(self.reading.rows[-1].slots):
                    self._set_aside_last()
                self.reading += TableReading(unclaimed=stated)
                self.stacks.add(cells)
                nobodys = number if stated else nobodys
                loose = number
        return self.reading, self.header

    def _with_label_drawn_back(self, cells: list[Cell]) -> list[Cell]:
        """The cells, where a label that was too wide for its own reaches into the place of the first figure: there
        stand just the signs that make the label whole at the end of one of its lines."""
        for n, (label, cell) in enumerate(pairwise(cells)):
            if not cell.text[:1].isalpha() or not is_text(cell) or not is_text(label):
                continue
            lines = label.text.split("\n")
            for size in range(1, min(len(cell.text), MOST_SIGNS + 1)):
                signs, rest = cell.text[:size], cell.text[size:]
                ends = ("\n".join([*lines[:at], line + signs, *lines[at + 1 :]]) for at, line in enumerate(lines))
                whole = next((text for text in ends if self._is_row(text)), None)
                if whole and signs.isalpha() and read_cell(rest).state != "unreadable" and not self._is_row(label.text):
                    mended = [replace(label, text=whole), replace(cell, text=rest)]
                    return [*cells[:n], *mended, *cells[n + 2 :]]
        return cells

    def _is_row(self, text: str) -> bool:
        match = self.labels.row_of(text)
        return match is not None and match.quality == "exact"

    def _set_aside_last(self) -> None:
        *before, last = self.reading.rows
        self.reading = self.reading._replace(rows=(*before, last._replace(slots={}, refused="uneven")))

    def _go_on_below(self, above: list[Cell], cells: list[Cell]) -> bool:
        """Whether a figure above a row, which has no label, may be the first line of one that a narrow cell broke."""
        broken = {cell.column for cell in cells if "\n" in cell.text and any(char.isdigit() for char in cell.text)}
        over = {place for cell in above if cell.text.strip() for place in _span(cell)}
        return not self.table.ragged and not broken.isdisjoint(over)

    def _has_label_beyond(self, cells: list[Cell]) -> bool:
        """Whether the last text of a row of the form's labels is none of them: 备注."""
        filled = [cell for cell in cells if fold(cell.text).strip()]
        if len(filled) < 2 or any(read_cell(cell.text).state != "unreadable" for cell in filled):
            return False
        *others, last = filled
        is_own = self._is_head(last) or self.labels.row_of(last.text) or self.labels.is_own(last.text)
        return not is_own and any(map(self._is_head, others))

    def _is_head(self, cell: Cell) -> bool:
        return bool(self.labels.is_furniture(cell.text) or self._column_code(cell) or self._upper(cell))

    def _take_stacks(self, row: str) -> None:
        """Takes the pieces of labels above a row for its header, where they name columns that no whole label does."""
        wanted = columns_wanted(self.labels, row, self.header.order)
        places = {} if self.table.ragged else self.stacks.places(wanted)
        if places and not set(wanted) <= set(self.header.places.values()):
            order = tuple(places.values())
            first, beyond = self.header.first or order, self.header.beyond
            self.header = Header(places, order, self.table.width, True, (), first, beyond, self.header.others)
            self.reading += TableReading(columns=frozenset(wanted))
        elif not self.table.ragged and len(told := self.stacks.some()) > 1:
            self.header = self.header._replace(told=told)
        self.stacks = Stacks(self.labels)

    def _label_ends_below(self, cells: list[Cell], below: list[list[Cell]]) -> tuple[int, RowMatch] | None:
        """The label of a row of figures that only the row below, which has none, makes whole, or below the last row the
        lines behind the table: a page break tore it."""
        if not self._stated(cells) or below and self._stated(below[0]):
            return None
        begins = [n for n, cell in enumerate(cells[: first_figure(cells)]) if cell.text.strip()]
        ends = [next((cell.text for cell in reversed(below[0]) if cell.text.strip()), "")] if below else self._behind()
        wholes = (self.labels.row_of(cells[begins[-1]].text + end) for end in ends if begins and end)
        return next(((begins[-1], whole) for whole in wholes if whole and whole.quality == "exact"), None)

    def _behind(self) -> list[str]:
        """The first lines behind the table, and the first two and three of them joined."""
        following = self.document.blocks[self.block + 1 : self.block + 1 + TORN_LINES]
        lines = [found.text for found in takewhile(lambda found: not isinstance(found, Table), following)]
        return ["".join(lines[:size]) for size in range(1, len(lines) + 1)]

    def _label_begun_by(self, cells: list[Cell], below: list[list[Cell]]) -> tuple[int, RowMatch] | None:
        """The label of the row below, which has the figures, where only a row without any makes it whole."""
        if not below or self._stated(cells) or not self._stated(below[0]):
            return None
        ends = [n for n, cell in enumerate(below[0][: first_figure(below[0])]) if is_text(cell)]
        begins = next((cell.text for cell in reversed(cells) if is_text(cell)), "")
        parts = [begins, below[0][ends[-1]].text] if begins and ends else []
        whole = self.labels.row_of("".join(parts)) if parts else None
        if not whole or whole.quality != "exact" or any(self._is_whole(part) for part in parts):
            return None
        return ends[-1], whole

    def _is_whole(self, text: str) -> bool:
        return bool(self._is_row(text) or self.labels.column_of(text) or self.labels.is_group(text))

    def _goes_on(self, cells: list[Cell]) -> bool:
        """Whether these are the rest of the row above, torn by a page break: its label is whole only with theirs, and
        then its figures may be too."""
        last = self.reading.rows[-1] if self.reading.rows else None
        if last is None or last.quality == "exact" or last.refused or not self._stated(cells):
            return False
        text = next((cell.text for cell in reversed(cells[: first_figure(cells)]) if cell.text.strip()), "")
        whole = self.labels.row_of(last.label + text) if text else None
        return whole == RowMatch(last.row, "exact")

    def _find_label(self, cells: list[Cell]) -> tuple[int, RowMatch] | None:
        """The cell that names the row, by index, and the row. It is the last text before the figures."""
        figures = first_figure(cells)
        if figures == 0 and cells:  # the running number of the row, perhaps
            figures = 1 + first_figure(cells[1:])
        for index in range(figures - 1, -1, -1):
            text = cells[index].text
            if read_cell(text).state == "blank" or self._is_value(cells[index]) or is_unit(text) or _is_piece(text):
                continue
            match = self._match(cells, index)
            if match is None or self._is_column_head(cells, index):
                return None
            return index, match
        return None

    def _match(self, cells: list[Cell], index: int) -> RowMatch | None:
        cell = cells[index]
        if cell.rows > 1 and (self.labels.is_group(cell.text) or self._is_label_place(cells, index + 1)):
            return None
        whole = self.labels.row_of(cell.text)
        if whole is not None and whole.quality == "exact":
            return whole
        joined = "".join(other.text for other in cells[max(0, index - 2) : index + 1] if other.rows == 1)
        return whole or self.labels.row_of(joined) or self._misprint(cells, index)

    def _is_label_place(self, cells: list[Cell], index: int) -> bool:
        """Whether the cell is an empty place for a row's own label: left of all columns, beside a group's label."""
        empty = index < len(cells) and not fold(cells[index].text).strip()
        return empty and not self.table.ragged and cells[index].column not in self.header.places

    def _misprint(self, cells: list[Cell], index: int) -> RowMatch | None:
        has_figures = any(read_cell(cell.text).state == "stated" for cell in cells[index + 1 :])
        return self.labels.misprint(cells[index].text) if has_figures else None

    def _is_value(self, cell: Cell) -> bool:
        """Text under a column header is a figure that cannot be read, not a label."""
        return not self.table.ragged and cell.column in self.header.places and not self._is_column_label(cell)

    def _is_column_label(self, cell: Cell) -> bool:
        """Whether the cell is itself a header label."""
        return self.labels.column_of(cell.text) is not None

    def _is_column_head(self, cells: list[Cell], index: int) -> bool:
        """其他 and 总计 name a column in the header and a row in the body: a row has places for figures beside it."""
        if self.labels.column_of(cells[index].text) is None:
            return False
        if any(read_cell(cell.text).state == "stated" for cell in cells[index + 1 :]):
            return False
        heads = {code for cell in cells if (code := self.labels.column_of(cell.text))}
        return len(heads) > 1 or index == len(cells) - 1 or self._is_among_columns(cells[index])

    def _is_among_columns(self, cell: Cell) -> bool:
        return not self.table.ragged and cell.column > min(self.header.places, default=cell.column)

    def _is_header(self, cells: list[Cell]) -> bool:
        filled = [cell for cell in cells if fold(cell.text).strip()]
        named = [cell for cell in filled if self._column_code(cell)]
        return bool(named) and all(map(is_text, without_number(filled)))

    def _column_code(self, cell: Cell) -> str | None:
        return self.labels.column_of(cell.text) or self.labels.column_misprint(cell.text)

    def _take_header(self, cells: list[Cell]) -> None:
        """A header of several rows adds up; one that names a place anew begins a header of its own."""
        found = {place: code for cell in cells if (code := self._column_code(cell)) for place in _span(cell)}
        named = [code for cell in cells if (code := self._column_code(cell) or self._upper(cell))]
        first = self.header.first or tuple(named)
        self.is_headless = False
        if self.fresh and self.header.first == tuple(named) and set(named) <= set(self.header.order):
            return
        clash = any(self.header.places.get(place, code) != code for place, code in found.items())
        kept = Header() if self.fresh or (clash and not self.table.ragged) else self.header
        places = {**kept.places, **found}
        order = tuple(dict.fromkeys([*kept.order, *named]))
        is_placed = not self.table.ragged and set(order) - {UPPER} <= set(places.values())
        if is_placed:
            order = tuple(dict.fromkeys(places[place] for place in sorted(places)))
        last = tuple(code for cell in cells if (code := self._column_code(cell)))
        repeated = last if len(set(last)) < len(last) else ()
        others = self.header.all() if self.fresh else self.header.others
        self.header = Header(places, order, self.table.width, is_placed, repeated, first, self.header.beyond, others)
        self.reading += TableReading(columns=frozenset(order) - {UPPER})
        self.fresh = False

    def _upper(self, cell: Cell) -> str | None:
        return UPPER if self.labels.is_upper(cell.text) else None

    def _read_row(self, cells: list[Cell], index: int, match: RowMatch) -> RowReading:
        wanted = columns_wanted(self.labels, match.row, self.header.order)
        behind = dropwhile(lambda cell: is_unit(cell.text), cells[index + 1 :])
        values = [cell for cell in behind if not _SHARE.fullmatch(fold(cell.text))]
        by_header = not self.table.ragged and set(wanted) <= set(self.header.places.values())
        if once := self._once(values, wanted):
            slots, refused = once, ""
        else:
            slots, refused = self._by_header(values, wanted) if by_header else self._by_count(values, wanted)
        if refused and by_header and (in_order := self._in_order(values, wanted)):
            slots, refused = in_order, ""
        if match.quality != "exact" and self.labels.holds_figure(cells[index].text, match.row):
            slots, refused = {}, "in-label"
        source = self.document.cell_source(self.block, cells[index])
        seen = " | ".join(cell.text.strip() for cell in values)
        half = self._half(values, wanted) if refused == "too-few" else {}
        return RowReading(match.row, cells[index].text, match.quality, source, slots, refused, seen, half)

    def _half(self, values: list[Cell], wanted: list[str]) -> dict[str, Slot]:
        """The figures under a header that names only some of the columns, one for each; none under another."""
        if not self.table.ragged:
            named = {code for code in self.header.places.values() if code in wanted}
            slots, refused = self._by_header(values, [code for code in wanted if code in named])
            return {} if refused or len(named) == len(wanted) else slots
        order = order_of_half(wanted, self.header.order)
        if self.is_headless and len(order) != len(values):
            orders = (order_of_half(wanted, other.order) for other in reversed(self.header.others))
            order = next((other for other in orders if len(other) == len(values)), order)
        trimmed = trim(values, len(order))
        matches = order and len(trimmed) == len(order) and not self.header.beyond
        return dict(zip(order, map(self._slot, trimmed), strict=True)) if matches else {}

    def _orphan(self, cells: list[Cell]) -> RowReading | None:
        """A whole row of figures whose label is lost or names no row: kept, for its neighbours may tell what it is."""
        table = self.labels.newest
        wanted = [column.code for column in table.columns]
        figures = first_figure(cells)
        values = cells[figures:]
        if any(row.columns for row in table.rows) or any(read_cell(cell.text).state == "unreadable" for cell in values):
            return None
        slots, refused = self._by_count(values, wanted)
        if refused or not self._stated(values):
            return None
        label = " ".join(cell.text.strip() for cell in cells[:figures] if cell.rows == 1).strip()
        seen = " | ".join(cell.text.strip() for cell in values)
        return RowReading("", label, "order", self.document.cell_source(self.block, values[0]), slots, "", seen)

    def _by_header(self, values: list[Cell], wanted: list[str]) -> tuple[dict[str, Slot], str]:
        slots: dict[str, Slot] = {}
        for cell in values:
            codes = {code for place in _span(cell) if (code := self.header.places.get(place))}
            filled = bool(fold(cell.text).strip())
            if filled and not codes and self._is_remark(cell):
                continue
            if filled and len(codes) != 1:
                return {}, "merged" if codes else "too-many"
            stated = {code for code in codes if code in slots and slots[code].text.strip()}
            if filled and stated:
                return {}, "too-many"
            # Where a header spans several columns, the figure may stand in any one of them.
            slots.update({code: self._slot(cell) for code in codes if filled or code not in slots})
        if set(wanted) - set(slots):
            return {}, "too-few"
        return {code: slots[code] for code in wanted}, ""

    def _in_order(self, values: list[Cell], wanted: list[str]) -> dict[str, Slot]:
        """The figures of a row with fewer columns than its table, one for each head of its own header, where no line
        shows that its cells are wider; none in a table whose rows have the same columns."""
        codes = [code for code, _ in groupby(self.header.places[place] for place in sorted(self.header.places))]
        filled = [slot for cell in values if (slot := self._slot(cell)).text.strip()]
        uniform = not any(row.columns for row in self.labels.newest.rows)
        stated = all(slot.reading.state == "stated" for slot in filled)
        if uniform or not stated or len(filled) != len(codes) or sorted(codes) != sorted(wanted):
            return {}
        found = dict(zip(codes, filled, strict=True))
        return {code: found[code] for code in wanted}

    def _is_remark(self, cell: Cell) -> bool:
        """Words or a dash, without a digit, right of all columns of the form."""
        stated = read_cell(cell.text).state == "stated" or any(char.isdigit() for char in cell.text)
        return not stated and cell.column > max(self.header.places, default=cell.column)

    def _by_count(self, values: list[Cell], wanted: list[str]) -> tuple[dict[str, Slot], str]:
        trimmed = values if self.header.beyond else trim(values, len(wanted))
        if len(trimmed) != len(wanted):
            return {}, "too-many" if len(trimmed) > len(wanted) else "too-few"
        codes = self._codes_in_order(wanted)
        if codes is None or self._stand_elsewhere(codes, trimmed):
            return {}, "order"
        found = {code: self._slot(cell) for code, cell in zip(codes, trimmed, strict=True)}
        return {code: found[code] for code in wanted}, ""

    def _once(self, values: list[Cell], wanted: list[str]) -> dict[str, Slot]:
        """The figures under a header that repeats its merged labels, where each is repeated as often; else none."""
        if not self.table.ragged:
            values = [cell for cell in values if cell.column in self.header.places or not self._is_remark(cell)]
        if len(values) != len(self.header.repeated) or set(wanted) != set(self.header.repeated):
            return {}
        slots: dict[str, Slot] = {}
        for code, cell in zip(self.header.repeated, values, strict=True):
            slot = self._slot(cell)
            if slots.setdefault(code, slot).text.strip() != slot.text.strip():
                return {}
        return {code: slots[code] for code in wanted}

    def _codes_in_order(self, wanted: list[str]) -> Sequence[str] | None:
        """The wanted columns from left to right; None where it cannot be told.

        The header of another table says nothing here by its places, and must name all the columns.
        """
        named = [code for code in self.header.order if code in wanted]
        if sorted(named) == sorted(wanted):
            return named if self.header.is_placed else in_print_order(wanted, self.header.order)
        if self.table.ragged or not self.header.places:
            is_uniform = len(wanted) == len(self.labels.newest.columns)
            return self.told.order(wanted) if is_uniform else in_print_order(wanted, self.header.order)
        return in_print_order(wanted, self.header.order)

    def _stand_elsewhere(self, codes: Sequence[str], cells: Sequence[Cell]) -> bool:
        """Whether a cell of a grid would get another column than the one whose header is above it."""
        heads = [self.header.places.get(cell.column, self.header.told.get(cell.column)) for cell in cells]
        pairs = zip(codes, heads, strict=True)
        return not self.table.ragged and any(head is not None and head != code for code, head in pairs)

    def _slot(self, cell: Cell) -> Slot:
        return Slot(cell.text, self.document.cell_source(self.block, cell), read_cell(cell.text))

    def _stated(self, cells: list[Cell]) -> list[Slot]:
        return [self._slot(cell) for cell in cells if read_cell(cell.text).state == "stated"]


def rows_of(table: Table) -> list[list[Cell]]:
    """The cells of each row; in a grid also those that span into it from above."""
    if table.ragged:
        return table.rows()
    return [list({id(cell): cell for cell in row if cell is not None}.values()) for row in table.grid()]


def is_text(cell: Cell) -> bool:
    """Whether a cell holds words, no figure and no mark of a blank."""
    return read_cell(cell.text).state == "unreadable"


def without_number(cells: list[Cell]) -> list[Cell]:
    """The cells of a row without the running number that some tables have before everything."""
    return cells[1:] if cells and _RUNNING.fullmatch(fold(cells[0].text)) else cells


def first_figure(cells: Sequence[Cell]) -> int:
    """The index of the first figure; where there is none, of the cell after the last text."""
    states = [read_cell(cell.text).state for cell in cells]
    if "stated" in states:
        return states.index("stated")
    return max((index + 1 for index, state in enumerate(states) if state == "unreadable"), default=0)


def are_torn(cells: Sequence[Cell]) -> bool:
    """Whether a row holds nothing but pieces of figures, some of which are no number: `15,5` above `43`."""
    texts = [text for cell in cells if (text := fold(cell.text).strip())]
    pieces = list(filter(_is_piece, texts))
    return bool(texts) and pieces == texts and any(read_cell(text).state == "unreadable" for text in pieces)


def _is_piece(text: str) -> bool:
    """Whether a text is a figure, or a piece of one that is no number alone."""
    return _PIECE.fullmatch(fold(text)) is not None


def trim(cells: list[Cell], wanted: int) -> list[Cell]:
    """Without the empty cells that uneven rows carry at either end, where there is only one way to drop them, or none
    of the cells holds anything."""
    extra = len(cells) - wanted
    starts = [n for n in range(extra + 1) if _all_empty(cells[:n]) and _all_empty(cells[n + wanted :])]
    if extra > 0 and _all_empty(cells):
        return cells[:wanted]
    if extra > 0 and wanted > 1 and _all_empty(cells[:-1]):  # the one figure may stand in a column beyond the form's
        return cells
    return cells[starts[0] : starts[0] + wanted] if len(starts) == 1 else cells


def _all_empty(cells: Sequence[Cell]) -> bool:
    return not any(fold(cell.text).strip() for cell in cells)


def _span(cell: Cell) -> range:
    return range(cell.column, cell.column + cell.columns)
