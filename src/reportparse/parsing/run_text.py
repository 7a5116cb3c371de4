"""Lines of text as one run: the labels in it, wherever they are broken, and the figures that stand between them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from reportparse.document import Cell, Document, Table
from reportparse.parsing.columns import Measure, without_groups
from reportparse.parsing.headers import HEADER_LINES
from reportparse.parsing.labels import TableLabels, labels, ordinal_of
from reportparse.parsing.mentions import NO_MATCH, Mention, find_mentions
from reportparse.parsing.numbered import running_numbers
from reportparse.parsing.outline import Passage
from reportparse.parsing.rows import Slot
from reportparse.parsing.stretch import FOREIGN, read_stretch
from reportparse.parsing.wrapped import Place
from reportparse.patterns import pattern
from reportparse.source import Source
from reportparse.text import fold, key, read_cell

_BRACKETS = pattern(r"\([^()]{0,60}\)")
_END_ORDINAL = pattern(r"(?:\(\s*[一二三四五六七八九十\d]{1,2}\s*\)|[一二三四五六七八九十]{1,2})\s*[、.,:]?\s*$")
_TWO_FIGURES = pattern(r"(?<=\d)\n\n(?=\d)")
_WHOLE = pattern(r"(?<![^\s|])\d+(?![^\s|])")
_ORDINAL_ROOM = 8
"""Characters that a number in front of a label takes at most, its brackets and spaces among them."""


NEXT_PAGES = 2
"""From one page that a head is met on to the next at most: on one between them a label may stand on its line."""

_PAGES = 3
"""Digits of the number of a page at most."""


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
    return [Line(_on_one_line(cell.text), block, 0, cell) for cell in cells if cell.text.strip()]


def _on_one_line(text: str) -> str:
    """The text of a cell without its line ends; digits that may be two figures stay apart."""
    return "".join(_TWO_FIGURES.sub(" ", fold(text)).split("\n"))


def page_turns(document: Document, names: TableLabels) -> set[int]:
    """The blocks that number a page or stand at the head or foot of one: a bare number and, beside it, words that are
    no label's, which stand again beside the next number, or the one after it."""
    texts = [(n, "" if isinstance(block, Table) else block.text.strip()) for n, block in enumerate(document.blocks)]
    texts = [(n, text) for n, text in texts if text]
    found: set[int] = set()
    for side in (1, -1):
        beside: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for at, (block, text) in enumerate(texts):
            if not (text.isdecimal() and len(text) <= _PAGES and 0 <= at + side < len(texts)):
                continue
            other, words = texts[at + side]
            letters = "".join(filter(str.isalpha, words))
            if not names.is_own(letters) and not names.row_of(words) and len(words) >= FOREIGN:
                beside[words].append((int(text), block, other))
        for turns in beside.values():
            steps = [after[0] - before[0] for before, after in pairwise(turns)]
            if steps and all(0 < step <= NEXT_PAGES for step in steps):
                found.update(block for _, *blocks in turns for block in blocks)
    return found


class Run:
    """The lines as one text, the labels in it, and the figures between them."""

    def __init__(self, document: Document, lines: Sequence[Line], names: TableLabels) -> None:
        self.document, self.lines, self.labels = document, lines, names
        self.text = "\n".join(without_groups([line.text for line in lines], names.code))
        self.starts = _starts(lines)
        found = find_mentions(self.text, names)
        numbers = running_numbers(self.text, found)
        self.text, self.are_figures_known = numbers.without(self.text), numbers.are_sure
        self.mentions = list(self._resolve(found))

    # -- lines

    def lines_above(self, end: int) -> list[str]:
        """The lines up to a place in the text, as they are printed, in which the header of a table may stand."""
        last = bisect_right(self.starts, end) - 1
        above = [self.raw(line) for line in self.lines[max(last - HEADER_LINES, 0) : last]]
        return [*above, self.text[self.starts[last] : end]]

    def raw(self, line: Line) -> str:
        """The line as it is printed: folded brackets are narrower."""
        if line.cell is not None:
            return line.text
        return self.document.blocks[line.block].text[line.offset : line.offset + len(line.text)]

    def line_at(self, position: int) -> int:
        """Which line of the run a character of its text stands on."""
        return bisect_right(self.starts, position) - 1

    def places_on(self, n: int, measure: Measure) -> tuple[Place, ...]:
        """The whole numbers on a line of the run, apart from its words, and the places that they take up."""
        if self.lines[n].cell is not None:
            return ()
        begin, raw = self.starts[n], self.raw(self.lines[n])
        found = []
        for match in _WHOLE.finditer(self.lines[n].text):
            slot = Slot(match[0], self.source(begin + match.start(), begin + match.end()), read_cell(match[0]))
            found.append(Place(slot, measure(raw[: match.start()]), measure(raw[: match.end()])))
        return tuple(found)

    def line_number(self, slot: Slot) -> int:
        """Which line of the run a figure stands on; -1 for one that is known by its cell only."""
        block, span = slot.source.block, slot.source.span
        numbers = [n for n, line in enumerate(self.lines) if line.block == block and span and line.offset <= span[0]]
        return max(numbers, default=-1)

    def on_line(self, source: Source, measure: Measure) -> tuple[int, int]:
        """The places on its line that a figure takes up."""
        line = next((line for line in self.lines if line.block == source.block), None)
        if line is None or source.span is None:
            return (0, 0)
        text, (begin, end) = self.raw(line), source.span
        return measure(text[: begin - line.offset]), measure(text[: end - line.offset])

    # -- figures

    def figures(self, start: int, end: int, wanted: int, following: Sequence[Mention] = ()) -> Figures:
        """What stands between two labels: figures and marks of blanks, without the next label's number."""
        area = self.text[start:end]
        if following:
            area = area[: len(area) - self._ordinal_length(area, following[0])]
        found = read_stretch(area, wanted, self.labels.is_own)
        slots = [
            Slot(token.text, self.source(start + token.start, start + token.end), read_cell(token.text))
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

    def source(self, start: int, end: int) -> Source:
        """The place in the document of characters of the text; where they run over lines, that on the first."""
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
        return "row" if self.has_figure(found[n].end, after) else "group"

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
            and not self.has_figure(found[first - 1].end, found[first].start)
        ):
            first -= 1
        while (
            last + 1 < len(found)
            and found[last + 1].kind != "row"
            and not self.has_figure(found[last].end, found[last + 1].start)
        ):
            last += 1
        return list(found[first : last + 1])

    def has_figure(self, start: int, end: int) -> bool:
        """Whether a figure stands in a part of the text, numbers of labels and notes in brackets aside."""
        return self.count_figures(start, end) > 0

    def count_figures(self, start: int, end: int) -> int:
        """How many figures stand in a part of the text."""
        area = self.text[start:end]
        area = re.sub(r"\d{1,2}\s*[.、)]", " ", _BRACKETS.sub(" ", area))
        return sum(_is_figure(token.rstrip(",;:。、.")) for token in area.split())


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


def is_uneven(slots: Sequence[Slot]) -> bool:
    """Figures of one row on several lines, with several on some of them: some may belong to the row above or below."""
    lines = Counter(slot.source.block if slot.source.span else None for slot in slots)
    return len(lines) > 1 and max(lines.values()) > 1 and None not in lines
