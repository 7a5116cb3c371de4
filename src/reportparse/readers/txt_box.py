"""Tables drawn with rules in plain text: cells stand where the bars and the rules around them say, spans and all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from reportparse.document import Cell, Table
from reportparse.text import display_width, print_width

BARS: Final = frozenset("|│┃║┆┊┇┋├┝┞┟┠┡┢┣┤┥┦┧┨┩┪┫┬┯┰┳┴┷┸┻┼┿╂╋╔╗╚╝╠╣╦╩╬╟╢┌┐└┘+")
RULES: Final = frozenset("─━═-=┄┈")
MOST_COLUMNS: Final = 40
MEASURES: Final[tuple[Callable[[str], int], ...]] = (display_width, print_width, len)


class Drawn(NamedTuple):
    """A line: its characters by the place where each begins, and the places of its bars."""

    signs: dict[int, str]
    bars: frozenset[int]

    def between(self, left: int, right: int) -> str:
        """What stands between two places."""
        return "".join(self.signs[at] for at in sorted(self.signs) if left <= at < right)


def read_box(lines: Sequence[str], page: int | None) -> Table | None:
    """The table that the lines draw; None where bars do not stand below bars or cells are no rectangles."""
    for measure in MEASURES:
        drawn = [_drawn(line, measure) for line in lines if line.strip()]
        edges = _edges(drawn)
        if edges and (table := _table(drawn, edges, page)):
            return table
    return None


def _drawn(line: str, measure: Callable[[str], int]) -> Drawn:
    signs, at = {}, 0
    for sign in line.rstrip():
        signs[at] = sign
        at += measure(sign)
    return Drawn(signs, frozenset(place for place, sign in signs.items() if sign in BARS))


def _edges(lines: Sequence[Drawn]) -> list[int]:
    """The places of all bars, where each has another below it; else none."""
    places = Counter(place for line in lines for place in line.bars)
    alone = min(places.values(), default=0) < 2
    return [] if alone or not 2 < len(places) <= MOST_COLUMNS else sorted(places)


def _table(lines: Sequence[Drawn], edges: Sequence[int], page: int | None) -> Table | None:
    columns = list(zip(edges, edges[1:], strict=False))
    ruled = [[_is_rule(line.between(left + 1, right)) for left, right in columns] for line in lines]
    bands, rules = _bands(ruled)
    joined_down = [[not ruled[rule][column] for column in range(len(columns))] for rule in rules]
    across = [[not any(edge in lines[n].bars for n in band) for edge in edges[1:-1]] for band in bands]
    cells = _cells(joined_down, across, len(bands), len(columns))
    if cells is None:
        return None
    found = []
    for top, left, high, wide in cells:
        own = range(bands[top][0], bands[top + high - 1][-1] + 1)
        texts = (lines[n].between(edges[left] + 1, edges[left + wide]).strip(" \u3000\t") for n in own)
        text = "\n".join(text for text in texts if text)
        found.append(Cell(text, top, left, high, wide, page=page))
    return Table(tuple(found), len(bands), len(columns), page)


def _is_rule(text: str) -> bool:
    return bool(text) and all(sign in RULES or sign in BARS for sign in text) and any(sign in RULES for sign in text)


def _bands(ruled: Sequence[Sequence[bool]]) -> tuple[list[list[int]], list[int]]:
    """The rows, as the numbers of the lines in each, and the numbers of the lines with rules between them."""
    bands: list[list[int]] = []
    rules: list[int] = []
    for number, line in enumerate(ruled):
        if any(line):
            if bands and (not rules or rules[-1] < bands[-1][-1]):
                rules.append(number)
        elif bands and not (rules and rules[-1] > bands[-1][-1]):
            bands[-1].append(number)
        else:
            bands.append([number])
    return bands, rules[: max(len(bands) - 1, 0)]


def _cells(
    down: Sequence[Sequence[bool]], across: Sequence[Sequence[bool]], high: int, wide: int
) -> list[tuple[int, int, int, int]] | None:
    """Row, column, height and width of each cell; None where places joined with each other are no rectangle."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for top in range(high):
        for left in range(wide):
            if (top, left) in taken:
                continue
            right, bottom = left, top
            while right + 1 < wide and across[top][right]:
                right += 1
            while bottom + 1 < high and all(down[bottom][column] for column in range(left, right + 1)):
                bottom += 1
            places = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
            open_inside = all(across[row][column] for row in range(top, bottom + 1) for column in range(left, right))
            if places & taken or not open_inside:
                return None
            taken |= places
            cells.append((top, left, bottom - top + 1, right - left + 1))
    return cells
