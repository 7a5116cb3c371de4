"""Rows of the form out of text in which cells follow each other: one a line, a row a line, or all in one run.

Labels are found by their characters, wherever they are broken; between a label and the next one stand its figures,
and there must be as many as the row has columns. A row with more or fewer is set aside, never shifted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from itertools import pairwise
from typing import NamedTuple

from reportparse.document import Cell, Document, Table
from reportparse.parsing.columns import (
    MEASURES,
    Measure,
    Page,
    are_same,
    blocks_above,
    heads_above,
    place,
    read_page,
    stacked_among,
    stacked_results,
    without_groups,
)
from reportparse.parsing.glued import split_glued
from reportparse.parsing.halves import join_halves, order_of_half
from reportparse.parsing.headers import (
    HEADER_LINES,
    Told,
    agrees_in_pieces,
    header_lines,
    read_block_header,
    read_header,
)
from reportparse.parsing.labels import TableLabels, labels, ordinal_of
from reportparse.parsing.mentions import NO_MATCH, SHORT, Mention, find_mentions
from reportparse.parsing.outline import Passage
from reportparse.parsing.rows import (
    UPPER,
    RowReading,
    Slot,
    TableReading,
    adds_up,
    columns_wanted,
    in_print_order,
    sums_up,
)
from reportparse.parsing.stretch import read_stretch
from reportparse.parsing.wrapped import unwrapped
from reportparse.patterns import pattern
from reportparse.source import Source
from reportparse.text import CellReading, fold, key, read_cell

PAGE_MARK = pattern(
    r"\s*(?:[-—–]+\s*\d{1,4}\s*[-—–]+|第\s*\d{1,4}\s*页(?:\s*[/共]?\s*\d*\s*页?)?|\d{1,3}\s*/\s*\d{1,3})\s*"
)
_RULE = pattern(r"[\s|:\-—─━+=_]*[-—─━=_]{3,}[\s|:\-—─━+=_]*")
_REMARK = pattern(r"\s*(?:注|备注|说明|附注)\s*[:：]")
_BRACKETS = pattern(r"\([^()]{0,60}\)")
_WHITE = pattern(r"[\s|]*")
_END_ORDINAL = pattern(r"(?:\(\s*[一二三四五六七八九十\d]{1,2}\s*\)|[一二三四五六七八九十]{1,2})\s*[、.,:]?\s*$")
_ORDINAL_ROOM = 8
"""Characters that a number in front of a label takes at most, its brackets and spaces among them."""


class Line(NamedTuple):
    """A line of the run: its folded text, and the block (and cell, or first character) that it comes from."""

    text: str
    block: int
    offset: int
    cell: Cell | None = None


class Figures(NamedTuple):
    """The places for figures between two labels; what `spoilt` and `left` say is in stretch.py."""

    slots: list[Slot]
    spoilt: bool
    left: int


def lines_of(passages: Sequence[Passage]) -> list[Line]:
    """The lines of passages of text."""
    found = []
    for passage in passages:
        offset = passage.offset
        for text in passage.text.split("\n"):
            found.append(Line(fold(text), passage.block, offset))
            offset += len(text) + 1
    return found


def lines_of_table(document: Document, block: int) -> list[Line]:
    """The cells of a table, each as a line of its own, row by row."""
    table = document.blocks[block]
    assert isinstance(table, Table)
    cells = (cell for row in table.rows() for cell in row)
    return [Line("".join(fold(cell.text).split("\n")), block, 0, cell) for cell in cells if cell.text.strip()]


def read_run(document: Document, lines: Sequence[Line], code: str) -> TableReading:
    """The rows of the form's table `code` in a run of lines."""
    left_out = (PAGE_MARK.fullmatch, _RULE.fullmatch, _REMARK.match)
    kept = [line for line in lines if not any(matches(line.text) for matches in left_out)]
    run = _Run(document, kept, labels(code))
    return run.blocks() if run.labels.newest.layout == "blocks" else run.rows()


class _Run:
    """The lines as one text, the labels in it, and the figures between them."""

    def __init__(self, document: Document, lines: Sequence[Line], names: TableLabels) -> None:
        self.document, self.lines, self.labels = document, lines, names
        self.text = "\n".join(without_groups([line.text for line in lines], names.code))
        self.starts = _starts(lines)
        self.pages: dict[int | None, Page] = {}
        self.heads: dict[int | None, list[str | None]] = {}
        self.is_scattered = False
        self.mentions = list(self._resolve(find_mentions(self.text, names)))

    # -- tables with a label on the left of each row

    def rows(self) -> TableReading:
        first = next((n for n, mention in enumerate(self.mentions) if mention.kind == "row"), None)
        if first is None:
            return TableReading()
        readings = []
        header: list[Mention] = []
        for n, mention in enumerate(self.mentions):
            if mention.kind == "column" or self.labels.is_upper(mention.code):
                header = [*header, mention] if self._same_header(n) else [mention]
            if mention.kind == "row":
                readings.append(self._row(n, mention, header))
        columns = frozenset(mention.code for mention in self.mentions if mention.kind == "column")
        readings = self._without_holes(first, join_halves(readings, self.labels))
        if vars(self).get("_are_wrapped"):  # what is not in pieces there may be the ends of other rows' figures
            readings = [row if _is_of_pieces(row) else row._replace(slots={}, refused="uneven") for row in readings]
        readings = self._without_torn(first, readings)
        if self.is_scattered:
            readings = [row if _is_on_its_line(row) else row._replace(slots={}, refused="uneven") for row in readings]
        disordered = sum(row.refused in DISORDERED for row in readings) > DISORDER
        readings = list(_without_spill(readings))
        readings = list(_proved(readings)) if disordered else readings
        if self._is_reversed(first, readings):
            readings = [row._replace(slots={}, refused="order") for row in readings]
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
            spilt = any(self._has_figure(self.mentions[n].end, self.mentions[n + 1].start) for n in heads)
        holes = zip(rows, empty, strict=True)
        why = "too-few" if spilt else "unproved" if surplus else ""
        return [row._replace(slots={}, refused=why) if why and hole else row for row, hole in holes]

    def _without_torn(self, first: int, rows: Sequence[RowReading]) -> list[RowReading]:
        """Rows beside a figure that stands behind the name of a column or a group are right only if they add up: it may
        be the end of one of theirs, wrapped in a narrow cell."""
        kinds = [mention.kind for mention in self.mentions]
        heads = [n for n in range(first + 1, len(kinds) - 1) if kinds[n] in ("column", "group")]
        left = {n: self._count_figures(self.mentions[n].end, self.mentions[n + 1].start) for n in heads}
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

    def _is_reversed(self, first: int, readings: Sequence[RowReading]) -> bool:
        """Figures before the first label and none behind the last: labels stand behind their figures."""
        head = self.mentions[first - 1].end if first else 0
        before = self._figures(head, self.mentions[first].start, 0).slots
        return len(before) > 1 and not readings[-1].seen

    def _row(self, n: int, mention: Mention, header: Sequence[Mention]) -> RowReading:
        printed = [UPPER if self.labels.is_upper(head.code) else head.code for head in header]
        wanted = columns_wanted(self.labels, mention.code, printed)
        slots, spoilt = self._figures_of(n, mention, len(wanted))
        seen = " ".join(slot.text for slot in slots)
        label, source = self.text[mention.start : mention.end], self._source(mention.start, mention.end)
        reading = RowReading(mention.code, label, mention.quality, source, {}, "", seen)
        if spoilt:
            return reading._replace(refused="words")
        placed = self._by_position(slots, wanted)
        if placed:
            return reading._replace(slots=placed)
        half = order_of_half(wanted, printed)
        if half and len(half) == len(slots) and not _is_uneven(slots):
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
        if _is_uneven(slots) and not adds_up([found[code] for code in wanted]):
            return reading._replace(refused="uneven")
        return reading._replace(slots={code: found[code] for code in wanted})

    def _figures_of(self, n: int, mention: Mention, wanted: int) -> tuple[list[Slot], bool]:
        """The figures of a row, inside its wrapped label and behind it; whether words stand among them."""
        inside = self._figures(mention.start, mention.end, 0).slots
        following = [other for other in self.mentions[n + 1 :] if other.start >= mention.end][:1]
        end = following[0].start if following else len(self.text)
        behind = self._figures(mention.end, end, wanted, following)
        if following and behind.left % wanted:  # a row that the form does not know has as many as the row above it
            self.is_scattered = True
        return [*inside, *behind.slots], behind.spoilt

    def _unwrapped(self, slots: list[Slot], wanted: int) -> list[Slot]:
        """The figures of a row; those of pieces, where those of most rows are in pieces too."""
        whole = unwrapped(slots, wanted) if wanted == len(self.labels.newest.columns) and len(slots) > wanted else []
        return whole if whole and self._are_wrapped else slots

    @cached_property
    def _are_wrapped(self) -> bool:
        """Whether most rows have figures that narrow cells broke: so many pieces cannot be other rows'."""
        size = len(self.labels.newest.columns)
        rows = [(n, mention) for n, mention in enumerate(self.mentions) if mention.kind == "row"]
        found = sum(bool(unwrapped(self._figures_of(n, mention, size)[0], size)) for n, mention in rows)
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
        places = place([self._on_line(slot.source, page.measure) for slot in slots], page.columns)
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
        lines = header_lines(self._lines_above(next(rows)), self.labels)
        return stacked_among(lines, self.labels, wanted) or None

    def _is_shuffled(self, order: Sequence[str], wanted: Sequence[str], header: Sequence[Mention]) -> bool:
        """Whether names of columns that are wrapped over lines stand in another order than the form's: an extractor
        that takes text line by line names those first that begin higher."""
        wrapped = any("\n" in self.text[head.start : head.end] for head in header)
        return wrapped and list(order) != list(wanted)

    @cached_property
    def _told(self) -> Told:
        """What the lines before the first row tell of the columns' order."""
        first = next((mention.start for mention in self.mentions if mention.kind == "row"), 0)
        return read_header(self._lines_above(first), self.labels)

    def _lines_above(self, end: int) -> list[str]:
        """The lines up to a place in the text, as they are printed, in which the header of a table may stand."""
        last = bisect_right(self.starts, end) - 1
        above = [self._raw(line) for line in self.lines[max(last - HEADER_LINES, 0) : last]]
        return [*above, self.text[self.starts[last] : end]]

    def _is_uniform(self, wanted: Sequence[str]) -> bool:
        """Whether all rows of the table have these columns, so that one header is above them all."""
        return set(wanted) == {column.code for column in self.labels.newest.columns}

    def _page(self, number: int | None) -> Page:
        """The columns on a page. A page without headers has those of the page before, if it has as many: all of the
        table, or some at the same places."""
        if number not in self.pages:
            self.pages[number] = found = read_page(self._lines_on(number), self.labels)
            before = list(self.pages.values())[-2:][0].columns
            unnamed = all(column.code is None for column in found.columns)
            if unnamed and are_same(before, found.columns, len(self.labels.newest.columns)):
                named = (new._replace(code=old.code) for new, old in zip(found.columns, before, strict=True))
                self.pages[number] = found._replace(columns=tuple(named))
        return self.pages[number]

    def _heads_above(self, number: int | None) -> list[str | None]:
        """The names above the columns of figures on a page; on one without headers those of the page before."""
        if number not in self.heads:
            self.heads[number] = found = heads_above(self._lines_on(number), self.labels)
            before = list(self.heads.values())[-2:][0]
            if len(before) == len(found) and not any(found):
                self.heads[number] = before
        return self.heads[number]

    def _lines_on(self, page: int | None) -> list[str]:
        return [self._raw(line) for line in self.lines if self.document.blocks[line.block].page == page]

    def _raw(self, line: Line) -> str:
        """The line as it is printed: folded brackets are narrower."""
        if line.cell is not None:
            return line.text
        return self.document.blocks[line.block].text[line.offset : line.offset + len(line.text)]

    def _on_line(self, source: Source, measure: Measure) -> tuple[int, int]:
        """The places on its line that a figure takes up."""
        line = next((line for line in self.lines if line.block == source.block), None)
        if line is None or source.span is None:
            return (0, 0)
        text, (begin, end) = self._raw(line), source.span
        return measure(text[: begin - line.offset]), measure(text[: end - line.offset])

    # -- the table whose labels all stand above one row of figures

    def blocks(self) -> TableReading:
        if placed := self._by_places():
            return placed
        named = [mention for mention in self.mentions if mention.kind in ("row", "column")]
        if len({mention.code for mention in named}) < SHORT:
            return TableReading()
        table = self.labels.newest
        pairs = [(row.code, column.code) for row in table.leaves() for column in table.columns]
        columns = frozenset(mention.code for mention in named if mention.kind == "column")
        behind = self._figures(named[-1].end, len(self.text), len(pairs))
        slots = unwrapped(behind.slots, len(pairs)) or split_glued(behind.slots, len(pairs))
        loose = [slot for a, b in pairwise(named) for slot in self._figures(a.end, b.start, 0).slots]
        if loose:
            return self._by_block(named, columns)
        if len(slots) != len(pairs) or behind.spoilt:
            return TableReading(tuple(self._refused_blocks(slots, behind.spoilt)), columns)
        printed = self._printed_pairs(named, slots)
        if printed is None:
            return TableReading(tuple(self._refused_blocks(slots, False, "order")), columns)
        found = dict(zip(printed, slots, strict=True))
        rows = tuple(self._block(row.code, found) for row in table.leaves())
        if _is_uneven(slots) and not all(adds_up(list(row.slots.values())) for row in rows):
            rows = tuple(row._replace(slots={}, refused="uneven") for row in rows)
        return TableReading(rows, columns)

    def _by_places(self) -> TableReading | None:
        """The figures on the one line that holds them all, by the words of the header above each; None where there is
        no such line, or the header does not name them all."""
        table = self.labels.newest
        size = len(table.leaves()) * len(table.columns)
        for n, line in enumerate(self.lines):
            if line.cell is not None or len(line.text.replace("|", " ").split()) != size:
                continue
            begin, end = self.starts[n], self.starts[n] + len(line.text)
            slots = self._figures(begin, end, size).slots
            above = header_lines(self._lines_above(begin), self.labels)
            head = self.starts[max(n + 1 - len(above), 0)]
            if len(slots) != size or len(self._figures(head, len(self.text), size).slots) != size:
                continue
            places = [[self._on_line(slot.source, measure) for slot in slots] for measure in MEASURES]
            pairs = blocks_above(above, places, self.labels)
            if pairs:
                found = dict(zip(pairs, slots, strict=True))
                rows = tuple(self._block(row.code, found) for row in table.leaves())
                return TableReading(rows, frozenset(column.code for column in table.columns))
        return None

    def _printed_pairs(self, named: Sequence[Mention], slots: Sequence[Slot]) -> list[tuple[str, str]] | None:
        """Block and result of each figure from left to right; None where the header does not tell it."""
        if self._stand_crosswise([mention for mention in named if mention.kind == "row"]):
            return None
        rows = [mention.code for mention in named if mention.kind == "row"]
        columns = [mention.code for mention in named if mention.kind == "column"]
        begin = max(self.text.find(slots[0].text, named[-1].end), named[-1].end)
        above = self._lines_above(begin)
        found = read_block_header(rows, columns, self.labels) or read_block_header(
            rows, stacked_results(header_lines(above, self.labels), self.labels), self.labels
        )
        table = self.labels.newest
        size = len(table.columns)
        proved = all(sums_up(slots[at : at + size]) for at in range(0, len(slots), size))
        if found is None and proved and agrees_in_pieces(self.text[:begin].split("\n"), self.labels):
            return [(row.code, column.code) for row in table.leaves() for column in table.columns]
        return found

    def _stand_crosswise(self, heads: Sequence[Mention]) -> bool:
        """Whether a name that comes later stands on another line and further left: a narrow one that ends lower."""
        places = []
        for head in heads:
            line = bisect_right(self.starts, head.start) - 1
            places.append((line, head.start - self.starts[line]))
        return any(a[0] < b[0] and b[1] < a[1] for a, b in pairwise(places))

    def _by_block(self, named: Sequence[Mention], columns: frozenset[str]) -> TableReading:
        """Each block with its own figures: behind its name stand its column labels, if any, and then five figures."""
        wanted = [column.code for column in self.labels.newest.columns]
        heads = [mention for mention in named if mention.kind == "row"]
        if not heads:  # figures and the names of columns, but nothing that says whose
            slots, spoilt, _ = self._figures(0, len(self.text), len(wanted))
            return TableReading(tuple(self._refused_blocks(slots, spoilt)), columns)
        ends = [*(mention.start for mention in heads[1:]), len(self.text)]
        found: dict[tuple[str, str], Slot] = {}
        for head, end in zip(heads, ends, strict=True):
            slots, spoilt, _ = self._figures(head.end, end, len(wanted))
            spoilt = spoilt or not self._is_under_own_heads(head.end, end, named)
            if len(slots) == len(wanted) and not spoilt:
                found.update({(head.code, code): slot for code, slot in zip(wanted, slots, strict=True)})
            elif slots:
                return TableReading(tuple(self._refused_blocks(slots, spoilt)), columns)
        if 0 < len(found) < len(wanted) * len(self.labels.newest.leaves()) and not self._have_own_heads(named):
            return TableReading(tuple(self._refused_blocks([*found.values()], True)), columns)
        rows = dict.fromkeys(row for row, _ in found)
        return TableReading(tuple(self._block(row, found) for row in rows), columns)

    def _is_under_own_heads(self, start: int, end: int, named: Sequence[Mention]) -> bool:
        """Whether the figures between two names of blocks stand behind all names of columns, or there are none."""
        heads = [mention for mention in named if mention.kind == "column" and start <= mention.start < end]
        behind = heads and any(slot.text for slot in self._figures(heads[0].end, heads[-1].start, 0).slots)
        return len(heads) in (0, len(self.labels.newest.columns)) and not behind

    def _have_own_heads(self, named: Sequence[Mention]) -> bool:
        """Whether every name of a block is followed by the names of its columns, so that figures are those of the block
        before them."""
        kinds = [mention.code if mention.kind == "row" else "*" for mention in named]
        size = len(self.labels.newest.columns)
        return all(kinds[n + 1 : n + 1 + size] == ["*"] * size for n, kind in enumerate(kinds) if kind != "*")

    def _block(self, row: str, found: dict[tuple[str, str], Slot]) -> RowReading:
        slots = {code: slot for (block, code), slot in found.items() if block == row}
        seen = " ".join(slot.text for slot in slots.values())
        return RowReading(row, row, "exact", next(iter(slots.values())).source, slots, "", seen)

    def _refused_blocks(self, slots: Sequence[Slot], spoilt: bool, reason: str = "") -> Iterator[RowReading]:
        leaves = self.labels.newest.leaves()
        many = len(slots) > len(leaves) * len(self.labels.newest.columns)
        reason = reason or ("words" if spoilt else "too-many" if many else "too-few")
        for row in leaves if slots else ():
            yield RowReading(row.code, row.label, "exact", slots[0].source, {}, reason, " ".join(s.text for s in slots))

    # -- figures

    def _figures(self, start: int, end: int, wanted: int, following: Sequence[Mention] = ()) -> Figures:
        """What stands between two labels: figures and marks of blanks, without the next label's number."""
        area = self.text[start:end]
        if following:
            area = area[: len(area) - self._ordinal_length(area, following[0])]
        found = read_stretch(area, wanted, self.labels.is_own)
        slots = [
            Slot(token.text, self._source(start + token.start, start + token.end), read_cell(token.text))
            for token in found.tokens
        ]
        return Figures(slots, found.spoilt, found.left)

    def _ordinal_length(self, area: str, mention: Mention) -> int:
        """How much of the end of an area is the number in front of the next label: 1. or （四）."""
        match = _END_ORDINAL.search(area)
        if match:
            return len(area) - match.start()
        digit = self._digit(mention)
        tail = re.search(
            rf"(?:(?<=\s)|(?<=^)|(?<=\D)|(?=(?:{digit})\s*[.、,:)])){digit or NO_MATCH}\s*[.、,:)]*\s*$", area
        )
        if tail:
            return len(area) - tail.start()
        other = re.search(r"(?:(?<=\s)|^)\d{1,2}\s*[.、)]\s*$", area)
        return len(area) - other.start() if other else 0

    def _digit(self, mention: Mention) -> str:
        return _ordinals(self.labels.code).get(mention.code, "") if mention.kind == "row" else ""

    def _source(self, start: int, end: int) -> Source:
        index = bisect_right(self.starts, start) - 1
        line = self.lines[index]
        if line.cell is not None:
            return self.document.cell_source(line.block, line.cell)
        begin = line.offset + start - self.starts[index]
        stop = min(end - start, len(line.text) - (start - self.starts[index]))
        return self.document.source(line.block, span=(begin, begin + max(stop, 1)))

    # -- labels

    def _resolve(self, found: Sequence[Mention]) -> Iterator[Mention]:
        """Short labels by what stands around them: 其他 and 总计 are columns in the header, rows in the body."""
        last_row = ""
        for n, mention in enumerate(found):
            if mention.kind == "either" and (numbered := self._numbered(mention)):
                mention = mention._replace(kind="spanning", code=numbered)
            if mention.kind == "spanning":
                mention = mention._replace(kind=self._spanning(found, n))
            if mention.kind == "either":
                kind = self._either(found, n, last_row)
                if kind is None:
                    continue
                mention = mention._replace(kind=kind, code=mention.code.split("/")[kind == "column"])
            if mention.kind == "row":
                last_row = mention.code
            yield mention

    def _numbered(self, mention: Mention) -> str | None:
        """The row that a label names with the number before it: （六）其他 spans rows, 3.其他 is one of them."""
        number = _END_ORDINAL.search(self.text, max(0, mention.start - _ORDINAL_ROOM), mention.start)
        return self.labels.numbered.get(key(number[0] + self.text[mention.start : mention.end])) if number else None

    def _spanning(self, found: Sequence[Mention], n: int) -> str:
        """（六）其他处理 is a row of its own in one edition and spans rows in another: a row has figures."""
        after = found[n + 1].start if n + 1 < len(found) else len(self.text)
        return "row" if self._has_figure(found[n].end, after) else "group"

    def _either(self, found: Sequence[Mention], n: int, last_row: str) -> str | None:
        cluster = self._cluster(found, n)
        sure = {one.code for one in cluster if one.kind == "column" or self.labels.is_upper(one.code)}
        either = {one.code for one in cluster if one.kind == "either"}
        if len(sure) >= 2 or sure and len(sure | either) >= 3:
            return "column"
        row = found[n].code.split("/")[0]
        return "row" if _precedes(self.labels, last_row, row) else None

    def _cluster(self, found: Sequence[Mention], n: int) -> list[Mention]:
        """The labels around the n-th with no figure and no row between."""
        first, last = n, n
        while (
            first > 0
            and found[first - 1].kind != "row"
            and not self._has_figure(found[first - 1].end, found[first].start)
        ):
            first -= 1
        while (
            last + 1 < len(found)
            and found[last + 1].kind != "row"
            and not self._has_figure(found[last].end, found[last + 1].start)
        ):
            last += 1
        return list(found[first : last + 1])

    def _has_figure(self, start: int, end: int) -> bool:
        return self._count_figures(start, end) > 0

    def _count_figures(self, start: int, end: int) -> int:
        area = self.text[start:end]
        area = re.sub(r"\d{1,2}\s*[.、)]", " ", _BRACKETS.sub(" ", area))
        return sum(_is_figure(token.rstrip(",;:。、.")) for token in area.split())


MANY = 10
"""So many rows are enough to tell by all of them how a table is printed."""

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


def _is_of_pieces(row: RowReading) -> bool:
    return not row.slots or any("\n" in slot.text for slot in row.slots.values())


def _is_on_its_line(row: RowReading) -> bool:
    """Whether the figures of a row stand on the line that its label begins on, or it has none."""
    blocks = {slot.source.block for slot in row.slots.values()}
    return not blocks or row.source is not None and blocks == {row.source.block}


def _are_glued_to_label(row: RowReading) -> bool:
    places = {(slot.source.block, slot.source.span) for slot in row.slots.values()}
    return len(places) == 1 and row.source is not None and places.pop()[0] == row.source.block


def _is_uneven(slots: Sequence[Slot]) -> bool:
    """Figures of one row on several lines, with several on some of them: some may belong to the row above or below."""
    lines = Counter(slot.source.block if slot.source.span else None for slot in slots)
    return len(lines) > 1 and max(lines.values()) > 1 and None not in lines


def _starts(lines: Sequence[Line]) -> list[int]:
    starts, position = [], 0
    for line in lines:
        starts.append(position)
        position += len(line.text) + 1
    return starts or [0]


def _is_figure(token: str) -> bool:
    return token[:1] in "+-0123456789" and any(c.isdigit() for c in token) and read_cell(token).state == "stated"


@cache
def _ordinals(code: str) -> dict[str, str]:
    found = {row.code: ordinal_of(row) for table in labels(code).tables.values() for row in table.rows}
    return {row: ordinal for row, ordinal in found.items() if ordinal.isdigit()}


def _precedes(names: TableLabels, last: str, row: str) -> bool:
    """Whether a row may follow the last one in the form: it stands behind it, in the same block of the table."""
    for table in names.tables.values():
        codes = [found.code for found in table.rows]
        if row in codes and last in codes and codes.index(last) < codes.index(row):
            return _is_near_in(table.leaves(), last, row)
    return False


def _is_near_in(leaves: Sequence[object], last: str, row: str) -> bool:
    codes = [getattr(leaf, "code", "") for leaf in leaves]
    return last in codes and row in codes and 0 < codes.index(row) - codes.index(last) <= 3
