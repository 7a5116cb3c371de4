"""Figures that narrow cells broke over lines, in text without cells: put together where they can only be read so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from reportparse.parsing.rows import Slot
from reportparse.text import read_cell

FULL = 3
"""So many digits fill a cell at least; a narrower one would hold no figure of a table."""

MOST_LINES = 3
"""Over so many lines a figure is broken at most."""


ENDS = 3
"""So many ends of figures side by side are no other figures, such as the number of a page."""


class Place(NamedTuple):
    """A figure or a part of one, and where on its line it begins and ends."""

    slot: Slot
    begin: int
    end: int


_EDGES: tuple[tuple[float, Callable[[Place], float]], ...] = (
    (0, lambda place: place.begin),
    (0, lambda place: place.end),
    (1, lambda place: (place.begin + place.end) / 2),
)
"""At what a figure and its end stand flush, and how far apart by rounding."""


class Piece(NamedTuple):
    """A figure or a part of one as it is printed: the line that it stands on, and whether nothing else does."""

    slot: Slot
    line: int
    is_alone: bool


def unwrapped(slots: Sequence[Slot], size: int) -> list[Slot]:
    """The `size` figures that the slots are pieces of, each broken alike; [] where they are not.

    The pieces come cell by cell, or line by line as they are printed. All but the last fill the cell, the last does
    not: by chance two rows of figures, or figures and others beside them, do not come so.
    """
    lines, rest = divmod(len(slots), size)
    if rest or not 1 < lines <= MOST_LINES or not all(slot.text.isdigit() for slot in slots):
        return []
    by_cell = [slots[at : at + lines] for at in range(0, len(slots), lines)]
    by_line = [slots[at::size] for at in range(size)]
    ways = [cells for cells in (by_cell, by_line) if _are_full(cells)]
    return [join(cell) for cell in ways[0]] if len(ways) == 1 else []


def rejoined(pieces: Sequence[Piece], size: int) -> list[Slot]:
    """The `size` figures of which only some are broken, cell by cell; [] where they cannot be told.

    The end of a figure begins a line and is shorter than the piece before it, which fills its cell. Everything that
    comes so must be an end: where one comes so by chance, or a cell is empty, they do not make `size` figures.
    """
    slots = [piece.slot for piece in pieces]
    ends = [n for n in range(1, len(pieces)) if _may_be_end(pieces[n - 1], pieces[n])]
    begun = [len(slots[n - 1].text) for n in ends]
    if not ends or len(slots) - len(ends) != size or not all(slot.text.isdigit() for slot in slots):
        return []
    if max(begun) - 1 > min(begun) or max(len(slots[n].text) for n in ends) >= min(begun):
        return []
    if any(n - 1 in ends or not pieces[n].is_alone for n in ends):
        return []
    starts = [n for n in range(len(slots)) if n not in ends]
    return [join(slots[n : n + 2]) if n + 1 in ends else slots[n] for n in starts]


def joined_below(
    above: Sequence[Place], below: Sequence[Place], proved: Callable[[Sequence[Slot]], bool]
) -> list[Place]:
    """The figures of a line with their ends on the line below; [] where it cannot be told whose the ends are.

    Only a figure that fills its cell goes on below: where just as many do as there are ends, they are theirs in order.
    Else each is that of the figure that it stands flush below, if the figures are `proved` then: text laid out line by
    line may print an end below its neighbour.
    """
    full = max((len(_first(place)) for place in above), default=0)
    if full < FULL or not below or not all(_first(place).isdigit() for place in (*above, *below)):
        return []
    if any(len(_first(place)) + ("\n" not in place.slot.text) > full for place in below):
        return []
    filled = tuple(n for n, place in enumerate(above) if len(_first(place)) == full)
    if len(filled) == len(below) >= ENDS:
        return _below(above, below, filled)
    flush = {_owners([edge(place) for place in below], [edge(above[n]) for n in filled], room) for room, edge in _EDGES}
    ways = [_below(above, below, [filled[n] for n in owners]) for owners in flush if owners]
    ways = [whole for whole in ways if proved([place.slot for place in whole])]
    return ways[0] if len(ways) == 1 else []


def _first(place: Place) -> str:
    return place.slot.text.partition("\n")[0]


def _below(above: Sequence[Place], below: Sequence[Place], owners: Sequence[int]) -> list[Place]:
    ends = dict(zip(owners, below, strict=True))
    joined = {n: join([above[n].slot, end.slot]) for n, end in ends.items()}
    return [place._replace(slot=joined.get(n, place.slot)) for n, place in enumerate(above)]


def _owners(ends: Sequence[float], figures: Sequence[float], room: float) -> tuple[int, ...]:
    """Which of the figures stands at the place of each end, within some room; () where none or several do."""
    found = [[n for n, figure in enumerate(figures) if abs(figure - end) <= room] for end in ends]
    owners = tuple(hits[0] for hits in found if len(hits) == 1)
    return owners if len(set(owners)) == len(ends) else ()


def _may_be_end(before: Piece, piece: Piece) -> bool:
    return before.line < piece.line and len(before.slot.text) >= max(FULL, len(piece.slot.text))


def _are_full(cells: Sequence[Sequence[Slot]]) -> bool:
    """Whether all pieces of cells but the last fill them, and the last are shorter."""
    full = [len(piece.text) for cell in cells for piece in cell[:-1]]
    last = [len(cell[-1].text) for cell in cells]
    return max(full) - 1 <= min(full) and min(full) >= FULL and max(last) < min(full)


def join(pieces: Sequence[Slot]) -> Slot:
    """The figure that pieces make, a line each."""
    text = "\n".join(piece.text for piece in pieces)
    return Slot(text, pieces[0].source, read_cell(text))
