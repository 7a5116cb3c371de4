"""Text in which every place of a table stands on a line of its own, an empty one as an empty line.

Scripts that walk the rows of a table print it so, and so do office programs that save a table as text. No line tells
where a row ends. Two things do: a column that numbers the rows, and merged cells that are told again in each place that
they cover.

    序号                       第二十条第（一）项
    信息内容                   第二十条第（一）项
    本年制发件数               信息内容
    1                          本年制发件数
    规章                       规章
    12                         12
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import Final, NamedTuple

from reportparse.text import read_cell

WIDTHS: Final = range(3, 21)
"""Places that a row may have."""

NUMBERED: Final = 2
"""So many numbers that follow each other at one distance, as far below their head, number the rows of a table."""

_NUMBER_HEADS: Final = frozenset({"序号", "编号", "行次"})
_TEXT, _FIGURE, _EMPTY = "text", "figure", "empty"


class Places(NamedTuple):
    """A table: the line that it begins on, the line behind it, and its rows."""

    start: int
    end: int
    rows: list[list[str]]


def find_places(lines: Sequence[str]) -> list[Places]:
    """The tables in lines that stand so, from top to bottom; none where rows are left over that belong to no table: a
    turn of the page or a lost cell broke one of them, and what is left of it may not be told from another's."""
    texts = [line.strip() for line in lines]
    kinds = [_kind(text) for text in texts]
    found: list[Places] = []
    for at in range(len(texts) - 1):
        if found and at < found[-1].end:
            continue
        is_head = texts[at] in _NUMBER_HEADS
        is_again = kinds[at] == _TEXT and texts[at] == texts[at + 1] and texts[at - 1 : at] != texts[at : at + 1]
        table = _numbered(texts, at) if is_head else _told_again(texts, kinds, at) if is_again else None
        if table:
            found.append(table)
        elif is_head and _counts_on(texts, at) or is_again and _has_figures(texts, kinds, at):
            return []
    return found


def _counts_on(texts: Sequence[str], at: int) -> bool:
    """Whether several rows are numbered between a head of numbers and the next one."""
    numbered = takewhile(lambda text: text not in _NUMBER_HEADS, texts[at + 1 :])
    return {str(n + 1) for n in range(NUMBERED)} <= set(numbered)


def _has_figures(texts: Sequence[str], kinds: Sequence[str], at: int) -> bool:
    """Whether figures follow a text that stands again on the next lines, before any other text does."""
    behind = next((n for n in range(at, len(texts)) if texts[n] != texts[at]), len(texts))
    return _FIGURE in takewhile(_TEXT.__ne__, kinds[behind:])


def _kind(text: str) -> str:
    """Whether a line is a label, a figure (or what a writer put for one), or empty."""
    if not text:
        return _EMPTY
    is_figure = read_cell(text).state != "unreadable"
    is_spoilt = any(map(str.isdigit, text)) and text.isascii()
    return _FIGURE if is_figure or is_spoilt else _TEXT


def _cut(texts: Sequence[str], start: int, width: int, count: int) -> Places:
    end = start + width * count
    return Places(start, end, [list(texts[at : at + width]) for at in range(start, end, width)])


# -- rows with numbers


def _numbered(texts: Sequence[str], at: int) -> Places | None:
    """The table whose head of the numbers stands on a line, or again on the first ones of its rows; None where its rows
    are not numbered from one on at one distance, or at several."""
    ways = [(width, *_count_numbers(texts, at, width)) for width in WIDTHS]
    ways = [way for way in ways if way[2] >= NUMBERED]
    if len(ways) != 1:
        return None
    ((width, heads, rows),) = ways
    table = _cut(texts, at, width, heads + rows)
    goes_on = str(rows + 1) in texts[table.end : table.end + width]  # behind a turn of the page
    return None if goes_on or table.end > len(texts) else table


def _count_numbers(texts: Sequence[str], at: int, width: int) -> tuple[int, int]:
    """How many rows begin with the head of the numbers, and how many below them with 1, 2, 3 and so on."""
    first = texts[at::width]
    heads = len(list(takewhile(texts[at].__eq__, first)))
    numbers = enumerate(first[heads:], 1)
    return heads, len(list(takewhile(lambda pair: pair[1] == str(pair[0]), numbers)))


def parted(rows: list[list[str]]) -> list[list[list[str]]]:
    """The tables that rows make which follow each other: another one begins where the numbers of the rows do."""
    heads = [row[0] in _NUMBER_HEADS for row in rows]
    begins = [0, *(n for n in range(1, len(rows)) if heads[n] and not heads[n - 1]), len(rows)]
    parts = [rows[begin:end] for begin, end in pairwise(begins)]
    return parts if all(map(is_lattice, parts)) else [rows]


def is_lattice(rows: Sequence[Sequence[str]]) -> bool:
    """Whether each cell of rows stands at its place, as copied out of a spreadsheet: the rows are numbered and of one
    length, to which the labels above the figures reach: they were not filled up with empty cells."""
    heads = len(list(takewhile(_NUMBER_HEADS.__contains__, (row[0] for row in rows))))
    numbers = [row[0] for row in rows[heads:]]
    if not heads or len(numbers) < NUMBERED or len({len(row) for row in rows}) > 1:
        return False
    labels = takewhile(lambda row: _FIGURE not in map(_kind, row[1:]), rows)
    return numbers == [str(n) for n in range(1, len(numbers) + 1)] and any(row[-1] for row in labels)


# -- merged cells that are told again


class _Way(NamedTuple):
    """One way to cut lines into rows: how many rows hold figures, and how many texts stand again below themselves."""

    rows: int
    again: int
    table: Places


def _told_again(texts: Sequence[str], kinds: Sequence[str], at: int) -> Places | None:
    """The table that begins with a merged cell; None where no width makes rows of the lines, or several do."""
    ways = sorted((way for width in WIDTHS if (way := _way(texts, kinds, at, width))), reverse=True)
    if not ways or len(ways) > 1 and ways[0][:2] == ways[1][:2]:
        return None
    return ways[0].table


def _way(texts: Sequence[str], kinds: Sequence[str], at: int, width: int) -> _Way | None:
    """The rows of one width from a line on, up to the last with figures; None where no such rows stand there.

    Several rows have as many labels on their left. Or all labels stand above one row of figures, and some reach over
    two rows above it.
    """
    shapes = _shapes(texts, kinds, at, width)
    last = max((n for n, labels in enumerate(shapes, 1) if labels < width), default=0)
    table = _cut(texts, at, width, last)
    rows = sum(labels < width for labels in shapes)
    pairs = (pair for above, row in pairwise(table.rows) for pair in zip(above, row, strict=True))
    again = sum(a == b and _kind(a) == _TEXT for a, b in pairs)
    is_proved = rows > 1 or 0 in shapes and again > 0
    below = next((kind for kind in kinds[table.end :] if kind != _EMPTY), _TEXT)
    return _Way(rows, again, table) if is_proved and below == _TEXT else None


def _shapes(texts: Sequence[str], kinds: Sequence[str], at: int, width: int) -> list[int]:
    """How many labels stand on the left of each row of one width, up to the first that cannot be one: with figures it
    has as many as those before it, and a merged cell ends in its row."""
    shapes: list[int] = []
    for start in range(at, len(texts) - width + 1, width):
        row = kinds[start : start + width]
        labels = len(list(takewhile(_TEXT.__eq__, row)))
        if labels == width - 1 and row[-1] == _EMPTY:  # no remark on labels
            labels = width
        goes_on = start > at and kinds[start] == _TEXT and texts[start] == texts[start - 1]
        is_empty = labels == 0 and _FIGURE not in row
        is_other = len({*shapes, labels} - {width}) > 1
        if goes_on or is_empty or is_other or _TEXT in row[labels:] or 0 in shapes:
            break
        shapes.append(labels)
    return shapes
