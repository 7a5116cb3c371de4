"""Rows of the form out of text in which cells follow each other: one a line, a row a line, or all in one run.

Labels are found by their characters, wherever they are broken; between a label and the next one stand its figures,
and there must be as many as the row has columns. A row with more or fewer is set aside, never shifted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from reportparse.document import Block, Document, Table
from reportparse.parsing.columns import (
    MEASURES,
    Page,
    are_same,
    heads_above,
    place,
    read_flush,
    read_page,
    stacked_among,
)
from reportparse.parsing.glued import split_glued
from reportparse.parsing.halves import join_halves, order_of_half
from reportparse.parsing.headers import Told, header_lines, read_header
from reportparse.parsing.labels import TableLabels, labels
from reportparse.parsing.laid_out import FigureLine, rows_laid_out
from reportparse.parsing.mentions import Mention
from reportparse.parsing.rows import UPPER, RowReading, Slot, TableReading, adds_up, columns_wanted, in_print_order
from reportparse.parsing.run_blocks import BlocksOfRun
from reportparse.parsing.run_text import Line, Run, is_uneven, page_turns
from reportparse.parsing.wrapped import Piece, rejoined, unwrapped
from reportparse.patterns import pattern
from reportparse.source import Source
from reportparse.text import CellReading, fold

PAGE_MARK = pattern(
    r"\s*(?:[-—–]+\s*\d{1,4}\s*[-—–]+|第\s*\d{1,4}\s*页(?:\s*[/共]?\s*\d*\s*页?)?|\d{1,3}\s*/\s*\d{1,3})\s*"
)
_RULE = pattern(r"[\s|:\-—─━+=_]*[-—─━=_]{3,}[\s|:\-—─━+=_]*")
_REMARK = pattern(r"\s*(?:注|备注|说明|附注)\s*[:：]")


def read_run(document: Document, lines: Sequence[Line], code: str) -> TableReading:
    """The rows of the form's table `code` in a run of lines."""
    left_out = (PAGE_MARK.fullmatch, _RULE.fullmatch, _REMARK.match)
    names = labels(code)
    turns = page_turns(document, names)
    lines = [line for line in lines if line.block not in turns]
    kept = [line for line in lines if not any(matches(line.text) for matches in left_out)]
    way = BlocksOfRun if names.newest.layout == "blocks" else _RowsOfRun
    run = way(document, kept, names)
    reading = run.read()
    return reading if run.are_figures_known else _set_aside(reading)


def _set_aside(reading: TableReading) -> TableReading:
    """The reading without its figures: the numbers of the rows may be among them."""
    rows = (row._replace(slots={}, refused=row.refused or "unproved") for row in reading.rows)
    return reading._replace(rows=tuple(rows))


class _RowsOfRun(Run):
    """The run of a table with a label on the left of each row."""

    def __init__(self, document: Document, lines: Sequence[Line], names: TableLabels) -> None:
        super().__init__(document, lines, names)
        self.pages: dict[int | None, Page] = {}
        self.heads: dict[int | None, list[str | None]] = {}
        self.is_scattered = False
        self.before: list[list[str]] = []
        self.figures_begin: int | None = None

    def read(self) -> TableReading:
        """All rows that have a label, with their figures or why they were set aside."""
        first = next((n for n, mention in enumerate(self.mentions) if mention.kind == "row"), None)
        if first is None:
            return TableReading()
        placed = self._laid_out()
        readings = []
        header: list[Mention] = []
        for n, mention in enumerate(self.mentions):
            if mention.kind == "column" or self.labels.is_upper(mention.code):
                is_new = not self._same_header(n)
                self.before += [self._printed(header)] if is_new and header else []
                header = [mention] if is_new else [*header, mention]
            if mention.kind == "row":
                slots = placed.get(n)
                row = self._row(n, mention, header) if slots is None else self._row_of(slots, mention, header)
                readings.append(row)
        columns = frozenset(mention.code for mention in self.mentions if mention.kind == "column")
        if placed:
            return TableReading(tuple(readings), columns)
        shifted = self._shifted(first, readings)
        readings = self._without_holes(first, join_halves(readings, self.labels))
        readings = self._without_ends(readings)
        readings = self._without_torn(first, readings)
        if self.is_scattered:
            readings = [row if _is_on_its_line(row) else row._replace(slots={}, refused="uneven") for row in readings]
        disordered = sum(row.refused in DISORDERED for row in readings) > DISORDER
        readings = list(_without_spill(readings))
        readings = list(_proved(readings)) if disordered else readings
        readings = [
            row._replace(slots={}, refused="order") if row.slots and row.row in shifted else row for row in readings
        ]
        return TableReading(tuple(readings), columns)

    def _without_holes(self, first: int, rows: Sequence[RowReading]) -> list[RowReading]:
        """Rows behind whose label nothing stands are empty only where no figures are left over that may be theirs: in a
        row that has more than its columns, behind the name of a column or of a group, or behind other words."""
        spilt = self.is_scattered or any(row.refused in ("too-many", "uneven", "words") for row in rows)
        surplus = any(row.refused == "rows" for row in rows)
        empty = [not row.seen and not row.refused for row in rows]
        if any(empty) and not spilt:
            kinds = ("column", "group")
            heads = [n for n in range(first + 1, len(self.mentions) - 1) if self.mentions[n].kind in kinds]
            spilt = any(self.has_figure(self.mentions[n].end, self.mentions[n + 1].start) for n in heads)
        holes = zip(rows, empty, strict=True)
        why = "too-few" if spilt else "unproved" if surplus else ""
        return [row._replace(slots={}, refused=why) if why and hole else row for row, hole in holes]

    def _without_ends(self, rows: Sequence[RowReading]) -> list[RowReading]:
        """Where the figures of most rows are broken over lines, a row of whole ones is right only if it adds up; where
        those of some are, only on one line or if it adds up: what looks whole may be the ends of its own or of other
        rows' figures, beside cells that are empty."""
        joined = [_are_joined(row.slots.values()) for row in rows]
        if not any(joined):
            return list(rows)
        return [
            row if own or self._is_whole(row) else row._replace(slots={}, refused="uneven")
            for row, own in zip(rows, joined, strict=True)
        ]

    def _is_whole(self, row: RowReading) -> bool:
        slots = list(row.slots.values())
        is_on_one = len({self.line_number(slot) for slot in slots}) < 2 and not vars(self).get("_are_wrapped")
        return not slots or is_on_one or adds_up(slots)

    def _without_torn(self, first: int, rows: Sequence[RowReading]) -> list[RowReading]:
        """Rows beside a figure that stands behind the name of a column or a group are right only if they add up: it may
        be the end of one of theirs, wrapped in a narrow cell."""
        kinds = [mention.kind for mention in self.mentions]
        heads = [n for n in range(first + 1, len(kinds) - 1) if kinds[n] in ("column", "group")]
        left = {n: self.count_figures(self.mentions[n].end, self.mentions[n + 1].start) for n in heads}
        torn = [n for n, count in left.items() if 0 < count < len(self.labels.newest.columns)]
        beside = {kinds[:n].count("row") + side for n in torn for side in (-1, 0)}
        codes = {code for n, code in enumerate(m.code for m in self.mentions if m.kind == "row") if n in beside}
        return [
            row._replace(slots={}, refused="uneven")
            if row.row in codes and row.slots and not adds_up(list(row.slots.values()))
            else row
            for row in rows
        ]

    def _same_header(self, n: int) -> bool:
        """Whether no row stands between this header label and the one before it."""
        before = [
            mention.kind
            for mention in self.mentions[:n]
            if mention.kind in ("row", "column") or mention.code in self.labels.upper
        ]
        return bool(before) and before[-1] != "row"

    def _shifted(self, first: int, rows: Sequence[RowReading]) -> set[str]:
        """The rows between figures that no label claims and a label without figures. They may have each other's, for
        labels stand above their figures in one part of a text and below them in another. Sums prove nothing here."""
        empty = [n for n, row in enumerate(rows) if not row.seen]
        surplus = [n for n, row in enumerate(rows) if row.refused == "rows"]
        head = self.mentions[first - 1].end if first else 0
        shifted: set[int] = set()
        if len(self.figures(head, self.mentions[first].start, 0).slots) > 1:
            shifted.update(range(min(empty, default=len(rows) - 1) + 1))
        for at in surplus:
            shifted.update(range(max((n for n in empty if n < at), default=at), at))
            shifted.update(range(at + 1, min((n for n in empty if n > at), default=at) + 1))
        return {rows[n].row for n in shifted}

    def _row(self, n: int, mention: Mention, header: Sequence[Mention]) -> RowReading:
        printed = self._printed(header)
        wanted = columns_wanted(self.labels, mention.code, printed)
        slots, spoilt = self._figures_of(n, mention, len(wanted))
        seen = " ".join(slot.text for slot in slots)
        label, source = self.text[mention.start : mention.end], self.source(mention.start, mention.end)
        reading = RowReading(mention.code, label, mention.quality, source, {}, "", seen)
        if spoilt:
            return reading._replace(refused="words")
        placed = self._by_position(slots, wanted)
        if placed:
            return reading._replace(slots=placed)
        half = order_of_half(wanted, printed)
        if half and len(half) != len(slots):  # a piece behind a page break has no header: it may be of the other half
            others = (order_of_half(wanted, other) for other in reversed(self.before))
            half = next((other for other in others if len(other) == len(slots)), half)
        if half and len(half) == len(slots) and not is_uneven(slots):
            return reading._replace(refused="too-few", half=dict(zip(half, slots, strict=True)))
        slots = self._unwrapped(slots, len(wanted))
        slots = split_glued(slots, len(wanted), sure=len(slots) == 1 and self._are_single_digits)
        if not slots:
            return reading._replace(slots=dict.fromkeys(wanted, Slot("", source, CellReading("blank"))), seen="")
        if len(slots) != len(wanted):
            return reading._replace(refused=_why_not(len(slots), len(wanted)))
        order = self._order(wanted, printed, source, header)
        if order is None or self._is_shuffled(order, wanted, header):
            return reading._replace(refused="order")
        found = dict(zip(order, slots, strict=True))
        if is_uneven(slots) and not _are_joined(slots) and not adds_up([found[code] for code in wanted]):
            return reading._replace(refused="uneven")
        return reading._replace(slots={code: found[code] for code in wanted})

    def _laid_out(self) -> dict[int, list[Slot]]:
        """The figures of each row by the number of its label's mention, where the text keeps the layout of a table in
        which most are broken; {} elsewhere."""
        rows = [n for n, mention in enumerate(self.mentions) if mention.kind == "row"]
        labels = [
            range(self.line_at(m.start), self.line_at(m.end - 1) + 1) for m in map(self.mentions.__getitem__, rows)
        ]
        size = len(self.labels.newest.columns)
        if len(rows) < MANY or size < MANY_COLUMNS:
            return {}
        numbers = range(max(labels[0].start - 1, 0), min(labels[-1].stop + 1, len(self.lines)))
        ways = []
        for measure in MEASURES:
            lines = [FigureLine(n, self.places_on(n, measure)) for n in numbers]
            ways.append(rows_laid_out([line for line in lines if line.places], labels, size))
        found = [_agreed(row) for row in zip(*ways, strict=True)]
        broken = sum(_are_joined(slots) for slots in found)
        if broken < MANY:
            return {}
        self.figures_begin = self.starts[next(line.number for line in lines if line.places)]
        return dict(zip(rows, found, strict=True))

    def _row_of(self, slots: Sequence[Slot], mention: Mention, header: Sequence[Mention]) -> RowReading:
        """The row of a label whose figures are known from left to right; none where that is not told."""
        printed = self._printed(header)
        wanted = columns_wanted(self.labels, mention.code, printed)
        label, source = self.text[mention.start : mention.end], self.source(mention.start, mention.end)
        seen = " ".join(slot.text for slot in slots)
        reading = RowReading(mention.code, label, mention.quality, source, {}, "", seen)
        if len(slots) != len(wanted):
            return reading._replace(refused="uneven")
        order = self._order(wanted, printed, source, header)
        if order is None or self._is_shuffled(order, wanted, header):
            return reading._replace(refused="order")
        found = dict(zip(order, slots, strict=True))
        return reading._replace(slots={code: found[code] for code in wanted})

    def _printed(self, header: Sequence[Mention]) -> list[str]:
        """What a header names, in its order."""
        return [UPPER if self.labels.is_upper(head.code) else head.code for head in header]

    def _figures_of(self, n: int, mention: Mention, wanted: int) -> tuple[list[Slot], bool]:
        """The figures of a row, inside its wrapped label and behind it; whether words stand among them."""
        inside = self.figures(mention.start, mention.end, 0).slots
        following = [other for other in self.mentions[n + 1 :] if other.start >= mention.end][:1]
        end = following[0].start if following else len(self.text)
        behind = self.figures(mention.end, end, wanted, following)
        if following and behind.left % wanted:  # a row that the form does not know has as many as the row above it
            self.is_scattered = True
        return [*inside, *behind.slots], behind.spoilt

    def _unwrapped(self, slots: list[Slot], wanted: int) -> list[Slot]:
        """The figures of a row; those of pieces, where those of most rows are in pieces too."""
        if wanted != len(self.labels.newest.columns) or len(slots) <= wanted:
            return slots
        whole = self._put_together(slots, wanted)
        return whole if whole and (adds_up(whole) or self._are_wrapped) else slots

    def _put_together(self, slots: list[Slot], wanted: int) -> list[Slot]:
        """The figures that the slots are pieces of; [] where they are none, or the last piece may number a page."""
        if whole := unwrapped(slots, wanted):
            return whole
        pieces = [self._piece(slot) for slot in slots]
        whole = rejoined(pieces, wanted)
        ends_so = bool(whole) and "\n" in whole[-1].text
        return [] if ends_so and self._are_pages_numbered and not adds_up(whole) else whole

    def _piece(self, slot: Slot) -> Piece:
        line = self.line_number(slot)
        return Piece(slot, line, line >= 0 and self.lines[line].text.strip() == slot.text)

    @cached_property
    def _are_pages_numbered(self) -> bool:
        """Whether a page begins or ends with a line of one bare number, as far as the text tells its pages."""
        texts = [(block.page, line) for block in self.document.blocks for line in _lines_of(block)]
        ends = [n for n, (page, _) in enumerate(texts) if n in (0, len(texts) - 1) or page != texts[n + 1][0]]
        return any(line.isdecimal() for n in ends for _, line in texts[n : n + 2])

    @cached_property
    def _are_wrapped(self) -> bool:
        """Whether most rows have figures that narrow cells broke: so many pieces cannot be other rows'."""
        size = len(self.labels.newest.columns)
        rows = [(n, mention) for n, mention in enumerate(self.mentions) if mention.kind == "row"]
        found = sum(bool(self._put_together(self._figures_of(n, mention, size)[0], size)) for n, mention in rows)
        return found >= max(MANY, MOST * len(rows))

    @cached_property
    def _are_single_digits(self) -> bool:
        """Whether behind each label stands one run of as many digits as the table has columns: one digit for each.

        In one row seven digits may be one number, or fewer numbers beside empty cells; not in all rows of a table.
        """
        size = len(self.labels.newest.columns)
        rows = [(n, mention) for n, mention in enumerate(self.mentions) if mention.kind == "row"]
        runs = (self._figures_of(n, mention, size)[0] for n, mention in rows)
        return len(rows) >= MANY and all(len(run) == 1 and re.fullmatch(rf"\d{{{size}}}", run[0].text) for run in runs)

    def _by_position(self, slots: Sequence[Slot], wanted: Sequence[str]) -> dict[str, Slot]:
        """A row on one line of a text that keeps the layout, by the headers above; {} where that tells nothing."""
        lines = {slot.source.block for slot in slots}
        if not slots or len(lines) > 1 or not self._is_uniform(wanted):
            return {}
        page = self._page(slots[0].source.page)
        places = place([self.on_line(slot.source, page.measure) for slot in slots], page.columns)
        codes = [column.code for column in page.columns]
        if places is None or len(set(codes)) < len(codes) or None in codes:
            return {}
        if len(slots) < len(wanted) and not all(column.is_straight for column in page.columns):
            return {}
        blank = Slot("", slots[0].source, CellReading("blank"))
        placed = {codes[n]: slot for n, slot in zip(places, slots, strict=True)}
        return {code: placed.get(code, blank) for code in wanted}

    def _order(
        self, wanted: Sequence[str], printed: Sequence[str], source: Source, header: Sequence[Mention]
    ) -> list[str] | None:
        """The wanted columns from left to right; None where the header does not tell it, or stands above the figures
        of other columns.

        Text that pdftotext lays out has narrow headers drawn together, left of their figures. Where every name of such
        a header is put together from its own words, one order of names and one of figures fit in one way only; but
        that the total stands among the others may come from the drawing together.
        """
        order = in_print_order(wanted, printed)
        if order is None:
            return None
        if not self._is_uniform(wanted):
            named = set(printed) & set(wanted)
            return order if not named or len(named) == len(wanted) else self._stacked(wanted, header)
        heads = [column.code for column in self._page(source.page).columns]
        if heads == list(order):
            return order
        if not set(wanted[1:-1]) <= set(printed) and self._told != Told():
            order = self._told.order(wanted)
            if self._told.stacked:
                return order if order and (order[0], order[-1]) == (wanted[0], wanted[-1]) else None
        heads = self._heads_above(source.page)
        over = zip(heads, order, strict=True) if order and len(heads) == len(order) else ()
        return None if any(head not in (None, code) for head, code in over) else order

    def _stacked(self, wanted: Sequence[str], header: Sequence[Mention]) -> list[str] | None:
        """The order of columns of which some are named in pieces, by what stands below each other above their rows."""
        rows = (
            mention.start for mention in self.mentions if mention.kind == "row" and mention.start > header[-1].start
        )
        lines = header_lines(self.lines_above(next(rows)), self.labels)
        return stacked_among(lines, self.labels, wanted) or None

    def _is_shuffled(self, order: Sequence[str], wanted: Sequence[str], header: Sequence[Mention]) -> bool:
        """Whether names of columns that are wrapped over lines stand in another order than the form's: an extractor
        that takes text line by line names those first that begin higher."""
        wrapped = any("\n" in self.text[head.start : head.end] for head in header)
        return wrapped and list(order) != list(wanted)

    @cached_property
    def _told(self) -> Told:
        """What the lines before the first row tell of the columns' order."""
        label = next((mention.start for mention in self.mentions if mention.kind == "row"), 0)
        first = label if self.figures_begin is None else self.figures_begin
        return read_header(self.lines_above(first), self.labels)

    def _is_uniform(self, wanted: Sequence[str]) -> bool:
        """Whether all rows of the table have these columns, so that one header is above them all."""
        return set(wanted) == {column.code for column in self.labels.newest.columns}

    def _page(self, number: int | None) -> Page:
        """The columns on a page. A page without headers has those of the page before, if it has as many: all of the
        table, or some at the same places. Where the page turned behind the header, all pages may be as one."""
        if number not in self.pages:
            self.pages[number] = found = read_page(self._lines_on(number), self.labels)
            before = list(self.pages.values())[-2:][0].columns
            unnamed = all(column.code is None for column in found.columns)
            if unnamed and are_same(before, found.columns, len(self.labels.newest.columns)):
                named = (new._replace(code=old.code) for new, old in zip(found.columns, before, strict=True))
                self.pages[number] = found._replace(columns=tuple(named))
            if not any(column.code for column in self.pages[number].columns) and self._pages_as_one.columns:
                self.pages[number] = self._pages_as_one
        return self.pages[number]

    @cached_property
    def _pages_as_one(self) -> Page:
        return read_flush([self.raw(line) for line in self.lines], self.labels)

    def _heads_above(self, number: int | None) -> list[str | None]:
        """The names above the columns of figures on a page; on one without headers those of the page before."""
        if number not in self.heads:
            self.heads[number] = found = heads_above(self._lines_on(number), self.labels)
            before = list(self.heads.values())[-2:][0]
            if len(before) == len(found) and not any(found):
                self.heads[number] = before
        return self.heads[number]

    def _lines_on(self, page: int | None) -> list[str]:
        return [self.raw(line) for line in self.lines if self.document.blocks[line.block].page == page]


MANY = 10
"""So many rows are enough to tell by all of them how a table is printed."""

MANY_COLUMNS = 4
"""A row of fewer figures may come of others by chance."""

MOST = 0.75
"""Share of the rows that show how all are printed."""

DISORDERED = ("too-many", "rows", "too-few", "uneven")
DISORDER = 2
"""More rows than this with too few or too many figures show that the text lost the order of its cells."""


def _why_not(found: int, wanted: int) -> str:
    """Why so many figures are not those of a row; whole rows of figures behind one label have lost theirs."""
    if found < wanted:
        return "too-few"
    return "too-many" if found % wanted else "rows"


def _without_spill(rows: Sequence[RowReading]) -> Iterator[RowReading]:
    """Rows beside one with too many figures are set aside too, unless they add up: its surplus may be theirs.

    A surplus of whole rows can only be theirs where a row has no figures.
    """
    spilling = {"too-many", "rows"} if any(row.slots and not row.seen for row in rows) else {"too-many"}
    for n, row in enumerate(rows):
        beside = {other.refused for other in (*rows[max(0, n - 1) : n], *rows[n + 1 : n + 2])}
        if beside & spilling and row.slots and not adds_up(list(row.slots.values())):
            yield row._replace(slots={}, refused="uneven")
        else:
            yield row


def _proved(rows: Sequence[RowReading]) -> Iterator[RowReading]:
    """Where the figures of many rows ran into others, a row must add up, and not to nothing, to be believed; or its
    zeros be glued together on the line of its label."""
    for row in rows:
        slots = list(row.slots.values())
        own = any(slot.reading.value for slot in slots) or _are_glued_to_label(row)
        proved = len(slots) > 3 and adds_up(slots) and own
        yield row._replace(slots={}, refused="unproved") if row.slots and not proved else row


def _agreed(ways: Sequence[list[Slot]]) -> list[Slot]:
    """The one order of a row's figures that measures of places give; [] where none does, or several do."""
    told = {tuple((slot.source.block, slot.source.span) for slot in way): way for way in ways if way}
    return next(iter(told.values())) if len(told) == 1 else []


def _are_joined(slots: Iterable[Slot]) -> bool:
    """Whether some of the figures are put together from pieces."""
    return any("\n" in slot.text for slot in slots)


def _lines_of(block: Block) -> list[str]:
    """The lines of a block of text that are not empty."""
    lines = [] if isinstance(block, Table) else fold(block.text).split("\n")
    return [line.strip() for line in lines if line.strip()]


def _is_on_its_line(row: RowReading) -> bool:
    """Whether the figures of a row stand on the line that its label begins on, or it has none."""
    blocks = {slot.source.block for slot in row.slots.values()}
    return not blocks or row.source is not None and blocks == {row.source.block}


def _are_glued_to_label(row: RowReading) -> bool:
    places = {(slot.source.block, slot.source.span) for slot in row.slots.values()}
    return len(places) == 1 and row.source is not None and places.pop()[0] == row.source.block
