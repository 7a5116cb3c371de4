"""Rows of the form out of text in which cells follow each other: one a line, a row a line, or all in one run.

Labels are found by their characters, wherever they are broken; between a label and the next one stand its figures,
and there must be as many as the row has columns. A row with more or fewer is set aside, never shifted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from reportparse.document import Cell, Document, Table
from reportparse.parsing.labels import TableLabels, labels, ordinal_of, table_codes
from reportparse.parsing.outline import Passage
from reportparse.parsing.rows import RowReading, Slot, TableReading, columns_wanted, in_print_order
from reportparse.source import Source
from reportparse.text import BLANKS, CellReading, fold, key, read_cell

PAGE_MARK = re.compile(
    r"\s*(?:[-—–]+\s*\d{1,4}\s*[-—–]+|第\s*\d{1,4}\s*页(?:\s*[/共]?\s*\d*\s*页?)?|\d{1,3}\s*/\s*\d{1,3})\s*"
)
_RULE = re.compile(r"[\s|:\-—─━+=_]*[-—─━=_]{3,}[\s|:\-—─━+=_]*")
_TOKEN = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?(?:万元|元|件|项|起)?(?![\d.])|[^\s|\d]+|\d\S*")
_BRACKETS = re.compile(r"\([^()]{0,60}\)")
_WHITE = re.compile(r"[\s|]*")
_END_ORDINAL = re.compile(r"(?:\(\s*[一二三四五六七八九十\d]{1,2}\s*\)|[一二三四五六七八九十]{1,2})\s*[、.,:]?\s*$")
_SHORT = 4
"""Labels shorter than this occur in other words too, and are only taken where the form has them."""

FOREIGN = 8
"""A line with this many characters that no label has is not of the table: the table ends before it."""


class Line(NamedTuple):
    """A line of the run: its folded text, and the block (and cell, or first character) that it comes from."""

    text: str
    block: int
    offset: int
    cell: Cell | None = None


class Mention(NamedTuple):
    """A label in the run: what it names (row, group, column, other), and where it stands."""

    kind: str
    code: str
    start: int
    end: int


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
    kept = [line for line in lines if not PAGE_MARK.fullmatch(line.text) and not _RULE.fullmatch(line.text)]
    run = _Run(document, kept, labels(code))
    return run.blocks() if run.labels.newest.layout == "blocks" else run.rows()


class _Run:
    """The lines as one text, the labels in it, and the figures between them."""

    def __init__(self, document: Document, lines: Sequence[Line], names: TableLabels) -> None:
        self.document, self.lines, self.labels = document, lines, names
        self.text = "\n".join(line.text for line in lines)
        self.starts = _starts(lines)
        self.mentions = list(self._resolve(_mentions(self.text, names)))

    # -- tables with a label on the left of each row

    def rows(self) -> TableReading:
        first = next((n for n, mention in enumerate(self.mentions) if mention.kind == "row"), None)
        if first is None:
            return TableReading()
        readings = []
        printed: list[str] = []
        for n, mention in enumerate(self.mentions):
            if mention.kind == "column":
                printed = printed if self._same_header(n) else []
                printed.append(mention.code)
            if mention.kind == "row":
                readings.append(self._row(n, mention, tuple(dict.fromkeys(printed))))
        columns = frozenset(mention.code for mention in self.mentions if mention.kind == "column")
        if self._is_reversed(first, readings):
            readings = [row._replace(slots={}, refused="order") for row in readings]
        return TableReading(tuple(readings), columns)

    def _same_header(self, n: int) -> bool:
        """Whether no row stands between this column label and the one before it."""
        return n > 0 and self.mentions[n - 1].kind != "row"

    def _is_reversed(self, first: int, readings: Sequence[RowReading]) -> bool:
        """Figures before the first label and none behind the last: labels stand behind their figures."""
        head = self.mentions[first - 1].end if first else 0
        before = self._figures(head, self.mentions[first].start)
        return len(before) > 1 and not readings[-1].seen

    def _row(self, n: int, mention: Mention, printed: tuple[str, ...]) -> RowReading:
        wanted = columns_wanted(self.labels, mention.code, printed)
        inside = self._figures(mention.start, mention.end)
        end = self.mentions[n + 1].start if n + 1 < len(self.mentions) else len(self.text)
        slots = [*inside, *self._figures(mention.end, end, self.mentions[n + 1 : n + 2])]
        seen = " ".join(slot.text for slot in slots)
        label = self.text[mention.start : mention.end]
        source = self._source(mention.start, mention.end)
        if len(slots) != len(wanted):
            slots = _split_glued(slots, len(wanted))
        if not slots:
            blank = Slot("", source, CellReading("blank"))
            return RowReading(mention.code, label, "exact", source, dict.fromkeys(wanted, blank))
        if len(slots) != len(wanted):
            reason = "too-many" if len(slots) > len(wanted) else "too-few"
            return RowReading(mention.code, label, "exact", source, {}, reason, seen)
        found = dict(zip(in_print_order(wanted, printed), slots, strict=True))
        return RowReading(mention.code, label, "exact", source, {code: found[code] for code in wanted}, "", seen)

    # -- the table whose labels all stand above one row of figures

    def blocks(self) -> TableReading:
        named = [mention for mention in self.mentions if mention.kind in ("row", "column")]
        if len({mention.code for mention in named}) < _SHORT:
            return TableReading()
        table = self.labels.newest
        pairs = [(row.code, column.code) for row in table.leaves() for column in table.columns]
        columns = frozenset(mention.code for mention in named if mention.kind == "column")
        slots = _split_glued(self._figures(named[-1].end, len(self.text)), len(pairs))
        loose = [slot for a, b in pairwise(named) for slot in self._figures(a.end, b.start)]
        if loose:
            return self._by_block(named, columns)
        if len(slots) != len(pairs):
            return TableReading(tuple(self._refused_blocks(slots)), columns)
        found = dict(zip(pairs, slots, strict=True))
        return TableReading(tuple(self._block(row.code, found) for row in table.leaves()), columns)

    def _by_block(self, named: Sequence[Mention], columns: frozenset[str]) -> TableReading:
        """Each block with its own figures: behind its name stand its column labels, if any, and then five figures."""
        wanted = [column.code for column in self.labels.newest.columns]
        heads = [mention for mention in named if mention.kind == "row"]
        ends = [*(mention.start for mention in heads[1:]), len(self.text)]
        found: dict[tuple[str, str], Slot] = {}
        for head, end in zip(heads, ends, strict=True):
            slots = self._figures(head.end, end)
            if len(slots) == len(wanted):
                found.update({(head.code, code): slot for code, slot in zip(wanted, slots, strict=True)})
            elif slots:
                return TableReading(tuple(self._refused_blocks(slots)), columns)
        rows = dict.fromkeys(row for row, _ in found)
        return TableReading(tuple(self._block(row, found) for row in rows), columns)

    def _block(self, row: str, found: dict[tuple[str, str], Slot]) -> RowReading:
        slots = {code: slot for (block, code), slot in found.items() if block == row}
        seen = " ".join(slot.text for slot in slots.values())
        return RowReading(row, row, "exact", next(iter(slots.values())).source, slots, "", seen)

    def _refused_blocks(self, slots: Sequence[Slot]) -> Iterator[RowReading]:
        leaves = self.labels.newest.leaves()
        reason = "too-many" if len(slots) > len(leaves) * len(self.labels.newest.columns) else "too-few"
        for row in leaves if slots else ():
            yield RowReading(row.code, row.label, "exact", slots[0].source, {}, reason, " ".join(s.text for s in slots))

    # -- figures

    def _figures(self, start: int, end: int, following: Sequence[Mention] = ()) -> list[Slot]:
        """What stands between two labels: figures and marks of blanks, without the next label's number."""
        area = self.text[start:end]
        if following:
            area = area[: len(area) - self._ordinal_length(area, following[0])]
        area = _BRACKETS.sub(lambda match: " " * len(match[0]), area)
        slots: list[Slot] = []
        for offset, line in _split_lines(area):
            tokens = [(match.start(), match[0]) for match in _TOKEN.finditer(line)]
            foreign = sum(len(key(token)) for _, token in tokens if not self._is_own(token))
            if foreign >= FOREIGN:
                break
            if not foreign:
                slots.extend(self._slots(start + offset, tokens))
        return slots

    def _is_own(self, token: str) -> bool:
        return _is_figure(token) or token in BLANKS or self.labels.is_own(token)

    def _slots(self, offset: int, tokens: Sequence[tuple[int, str]]) -> Iterator[Slot]:
        for at, token in tokens:
            if _is_figure(token) or token in BLANKS:
                source = self._source(offset + at, offset + at + len(token))
                yield Slot(token, source, read_cell(token))

    def _ordinal_length(self, area: str, mention: Mention) -> int:
        """How much of the end of an area is the number in front of the next label: 1. or （四）."""
        match = _END_ORDINAL.search(area)
        if match:
            return len(area) - match.start()
        digit = self._digit(mention)
        tail = re.search(
            rf"(?:(?<=\s)|(?<=^)|(?<=\D)|(?=(?:{digit})\s*[.、,:)])){digit or _NO_MATCH}\s*[.、,:)]*\s*$", area
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

    def _spanning(self, found: Sequence[Mention], n: int) -> str:
        """（六）其他处理 is a row of its own in one edition and spans rows in another: a row has figures."""
        after = found[n + 1].start if n + 1 < len(found) else len(self.text)
        return "row" if self._has_figure(found[n].end, after) else "group"

    def _either(self, found: Sequence[Mention], n: int, last_row: str) -> str | None:
        cluster = self._cluster(found, n)
        heads = {mention.code for mention in cluster if mention.kind == "column"}
        if len(heads) >= 2:
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
        area = self.text[start:end]
        area = re.sub(r"\d{1,2}\s*[.、)]", " ", _BRACKETS.sub(" ", area))
        return any(_is_figure(token) for token in area.split())


_NO_MATCH = r"(?!)"


def _starts(lines: Sequence[Line]) -> list[int]:
    starts, position = [], 0
    for line in lines:
        starts.append(position)
        position += len(line.text) + 1
    return starts or [0]


def _split_lines(text: str) -> Iterator[tuple[int, str]]:
    offset = 0
    for line in text.split("\n"):
        yield offset, line
        offset += len(line) + 1


def _is_figure(token: str) -> bool:
    return token[:1] in "+-0123456789" and any(c.isdigit() for c in token) and read_cell(token).state == "stated"


def _split_glued(slots: list[Slot], wanted: int) -> list[Slot]:
    """Figures printed without a space between them, where there is only one way to part them: 0000000 is seven zeros."""
    if not slots or len(slots) >= wanted or not all(slot.text.isdigit() for slot in slots):
        return slots
    ways = _ways([slot.text for slot in slots], wanted)
    if len(ways) != 1:
        return slots
    parts = [part for texts in ways[0] for part in texts]
    owners = [slot for slot, texts in zip(slots, ways[0], strict=True) for _ in texts]
    readings = [read_cell(part)._replace(doubt="split") for part in parts]
    return [Slot(part, slot.source, reading) for part, slot, reading in zip(parts, owners, readings, strict=True)]


def _ways(texts: Sequence[str], wanted: int) -> list[list[list[str]]]:
    """The ways (at most two are looked for) to part the texts into `wanted` numbers without leading zeros."""
    if not texts:
        return [[]] if wanted == 0 else []
    ways: list[list[list[str]]] = []
    for count in range(1, wanted - len(texts) + 2):
        for parts in _partings(texts[0], count):
            ways.extend([parts, *rest] for rest in _ways(texts[1:], wanted - count))
            if len(ways) > 1:
                return ways
    return ways


def _partings(text: str, count: int) -> list[list[str]]:
    if count == 1:
        return [[text]] if text == "0" or not text.startswith("0") else []
    found: list[list[str]] = []
    longest = 1 if text.startswith("0") else len(text) - count + 1
    for length in range(1, longest + 1):
        found.extend([text[:length], *rest] for rest in _partings(text[length:], count - 1) if text[length:])
        if len(found) > 1:
            break
    return found


def _mentions(text: str, names: TableLabels) -> list[Mention]:
    """The labels in a text, found in its letters and characters alone: digits, space and marks may stand between."""
    places = [n for n, c in enumerate(text) if c.isalpha() and not c.isdigit()]
    letters = "".join(text[n] for n in places)
    pattern, meaning = _vocabulary(names.code)
    return [
        Mention(*meaning[match[0]], places[match.start()], places[match.end() - 1] + 1)
        for match in pattern.finditer(letters)
    ]


@cache
def _vocabulary(code: str) -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    """All labels of all tables, longest first: those of other tables mark where this one ends."""
    meaning: dict[str, tuple[str, str]] = {}
    for other in table_codes():
        names = labels(other)
        kinds = ("row", "group", "column") if other == code else ("other", "other", "other")
        for kind, vocabulary in zip(kinds, (names.rows, names.groups, names.columns), strict=True):
            for label, target in vocabulary.items():
                _add(meaning, _letters(label), kind, target)
        for label in names.furniture:
            _add(meaning, _letters(label), "group" if other == code else "other", label)
    ordered = sorted(meaning, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered))), meaning


def _add(meaning: dict[str, tuple[str, str]], label: str, kind: str, target: str) -> None:
    if not label or len(label) < _SHORT and kind == "other":
        return
    before = meaning.get(label)
    if before is None or before[0] == "other":
        meaning[label] = (kind, target)
    elif {before[0], kind} == {"row", "column"}:
        row, column = (before[1], target) if before[0] == "row" else (target, before[1])
        meaning[label] = ("either", f"{row}/{column}")
    elif {before[0], kind} == {"row", "group"}:
        meaning[label] = ("spanning", before[1] if before[0] == "row" else target)


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalpha() and not c.isdigit())


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
