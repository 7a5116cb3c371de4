"""The table whose labels all stand above one row of figures, in text without columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reportparse.parsing.columns import MEASURES, blocks_above, stacked_results
from reportparse.parsing.glued import split_glued
from reportparse.parsing.headers import agrees_in_pieces, header_lines, read_block_header
from reportparse.parsing.mentions import SHORT, Mention
from reportparse.parsing.rows import RowReading, Slot, TableReading, adds_up, sums_up
from reportparse.parsing.run_text import Run, is_uneven
from reportparse.parsing.wrapped import MOST_LINES, Place, joined_below, unwrapped


class BlocksOfRun(Run):
    """The run of a table whose labels all stand above one row of figures."""

    def read(self) -> TableReading:
        """The figures of each block; by their places on the line where it holds them all, else by their number."""
        if placed := self._by_places():
            return placed
        named = [mention for mention in self.mentions if mention.kind in ("row", "column")]
        if len({mention.code for mention in named}) < SHORT:
            return TableReading()
        table = self.labels.newest
        pairs = [(row.code, column.code) for row in table.leaves() for column in table.columns]
        columns = frozenset(mention.code for mention in named if mention.kind == "column")
        behind = self.figures(named[-1].end, len(self.text), len(pairs))
        slots = unwrapped(behind.slots, len(pairs)) or split_glued(behind.slots, len(pairs))
        loose = [slot for a, b in pairwise(named) for slot in self.figures(a.end, b.start, 0).slots]
        if loose:
            return self._by_block(named, columns)
        if len(slots) != len(pairs) or behind.spoilt:
            return TableReading(tuple(self._refused_blocks(slots, behind.spoilt)), columns)
        printed = self._printed_pairs(named, slots)
        if printed is None:
            return TableReading(tuple(self._refused_blocks(slots, False, "order")), columns)
        found = dict(zip(printed, slots, strict=True))
        rows = tuple(self._block(row.code, found) for row in table.leaves())
        if is_uneven(slots) and not all(adds_up(list(row.slots.values())) for row in rows):
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
            begin, slots = self.starts[n], self._slots_on(n)
            above = header_lines(self.lines_above(begin), self.labels)
            head = self.starts[max(n + 1 - len(above), 0)]
            surplus = len(self.figures(head, len(self.text), size).slots) - size
            whole = self._with_ends(n, surplus) if surplus else slots
            if len(slots) != size or len(whole) != size:
                continue
            places = [[self.on_line(slot.source, measure) for slot in slots] for measure in MEASURES]
            pairs = blocks_above(above, places, self.labels)
            if pairs:
                found = dict(zip(pairs, whole, strict=True))
                rows = tuple(self._block(row.code, found) for row in table.leaves())
                return TableReading(rows, frozenset(column.code for column in table.columns))
        return None

    def _slots_on(self, n: int) -> list[Slot]:
        """The figures on a line of the run, none behind the last one."""
        if n >= len(self.lines) or self.lines[n].cell is not None:
            return []
        return self.figures(self.starts[n], self.starts[n] + len(self.lines[n].text), 0).slots

    def _with_ends(self, n: int, surplus: int) -> list[Slot]:
        """The figures of a line with their ends, all others that there are, on the lines below; [] where nothing tells
        whose they are."""
        lines = [self._slots_on(n + below) for below in range(MOST_LINES)]
        count = next((count for count in range(2, MOST_LINES + 1) if sum(map(len, lines[1:count])) == surplus), 0)
        *upper, whole = [
            [Place(slot, *self.on_line(slot.source, len)) for slot in line] for line in lines[:count] or [[]]
        ]
        for places in reversed(upper):
            whole = joined_below(places, whole, self._add_up)
        return [place.slot for place in whole]

    def _add_up(self, slots: Sequence[Slot]) -> bool:
        size = len(self.labels.newest.columns)
        return all(adds_up(slots[at : at + size]) for at in range(0, len(slots), size))

    def _printed_pairs(self, named: Sequence[Mention], slots: Sequence[Slot]) -> list[tuple[str, str]] | None:
        """Block and result of each figure from left to right; None where the header does not tell it."""
        if self._stand_crosswise([mention for mention in named if mention.kind == "row"]):
            return None
        rows = [mention.code for mention in named if mention.kind == "row"]
        columns = [mention.code for mention in named if mention.kind == "column"]
        begin = max(self.text.find(slots[0].text, named[-1].end), named[-1].end)
        above = self.lines_above(begin)
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
            slots, spoilt, _ = self.figures(0, len(self.text), len(wanted))
            return TableReading(tuple(self._refused_blocks(slots, spoilt)), columns)
        ends = [*(mention.start for mention in heads[1:]), len(self.text)]
        found: dict[tuple[str, str], Slot] = {}
        for head, end in zip(heads, ends, strict=True):
            slots, spoilt, _ = self.figures(head.end, end, len(wanted))
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
        behind = heads and any(slot.text for slot in self.figures(heads[0].end, heads[-1].start, 0).slots)
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
