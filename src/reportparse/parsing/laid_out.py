"""Rows whose figures narrow cells broke, in text that keeps the layout.

The ends stand on a line below, and figures that are whole on a line between, beside the label.

    896577 242809         784793
    一、本年新收政府信息公开申请数量  8004771
       0      7              7
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from reportparse.parsing.rows import Slot
from reportparse.parsing.wrapped import FULL, MOST_LINES, Place, join

APART = 3
"""So far from the middles of its neighbours is that of a figure on another line, or nobody can say which is left."""


class FigureLine(NamedTuple):
    """A line with figures: its number, and the places that they take up on it."""

    number: int
    places: tuple[Place, ...]


def rows_laid_out(lines: Sequence[FigureLine], labels: Sequence[range], size: int) -> list[list[Slot]]:
    """The `size` figures of each row, [] of one in which their order cannot be told.

    [] where the lines do not make as many rows as there are labels, each at its own, or do so in several ways.
    `labels`: the lines that each stands on.
    """
    parted = _parted(lines, labels, size)
    return [_figures(row) for row in parted] if len(parted) == len(labels) else []


Rows = tuple[Sequence[FigureLine], ...]


def _parted(lines: Sequence[FigureLine], labels: Sequence[range], size: int) -> Rows:
    """The lines parted into one row for each label; () where there is no way to do it, or several."""
    ways: dict[int, list[Rows]] = {0: [()]}  # for the labels so far, by how many lines are used; two at most
    for label in labels:
        longer: dict[int, list[Rows]] = {}
        for used, found in ways.items():
            for end in range(used + 1, min(used + MOST_LINES, len(lines)) + 1):
                if _is_row(lines[used:end], label, size):
                    longer[end] = [*longer.get(end, []), *((*rows, lines[used:end]) for rows in found)][:2]
        ways = longer
    whole = ways.get(len(lines), [])
    return whole[0] if len(whole) == 1 else ()


def _is_row(row: Sequence[FigureLine], label: range, size: int) -> bool:
    """Whether lines hold as many figures as a row has, the broken ones above and their ends below, at its label."""
    first, last = row[0], row[-1]
    if first.number >= label.stop or last.number < label.start or last.number - first.number > MOST_LINES:
        return False
    whole = sum(len(line.places) for line in row[:-1]) or len(last.places)
    if whole != size or len(row) == 1:
        return whole == size
    begun = [len(place.slot.text) for place in first.places]
    ends = [len(place.slot.text) for place in last.places]
    return len(begun) == len(ends) and max(begun) - 1 <= min(begun) >= FULL and max(ends) < min(begun)


def _figures(row: Sequence[FigureLine]) -> list[Slot]:
    """The figures of a row from left to right; [] where the lines do not agree on it."""
    first, last = row[0].places, row[-1].places
    if len(row) == 1:
        return [place.slot for place in first]
    joined = [join([place.slot, end.slot]) for place, end in zip(first, last, strict=True)]
    if len(row) == 2:
        return joined
    between = row[1].places
    ranks = [_rank(place, first) for place in between]
    if ranks != [_rank(place, last) for place in between] or None in ranks or not _have_room(first, ranks):
        return []
    found = [(float(n), slot) for n, slot in enumerate(joined)]
    found += [(rank - 0.5, place.slot) for rank, place in zip(ranks, between, strict=True) if rank is not None]
    return [slot for _, slot in sorted(found, key=lambda pair: pair[0])]


def _rank(place: Place, others: Sequence[Place]) -> int | None:
    """How many of the others stand left of it; None where one stands about where it does."""
    away = [place.begin + place.end - other.begin - other.end for other in others]
    return None if any(abs(far) < 2 * APART for far in away) else sum(far > 0 for far in away)


def _have_room(places: Sequence[Place], ranks: Sequence[int | None]) -> bool:
    """Whether the gaps between figures on a line are wide just where others belong between them."""
    gaps = [right.begin - left.begin for left, right in pairwise(places)]
    inner = {n: ranks.count(n + 1) for n in range(len(gaps))}
    pitch = min((gap / (inner[n] + 1) for n, gap in enumerate(gaps)), default=0)
    return all((inner[n] + 0.5) * pitch < gap < (inner[n] + 1.5) * pitch for n, gap in enumerate(gaps))
