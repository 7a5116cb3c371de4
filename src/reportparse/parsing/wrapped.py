"""Figures that narrow cells broke over lines, in text without cells: put together where all are broken alike."""

from __future__ import annotations

from collections.abc import Sequence

from reportparse.parsing.rows import Slot
from reportparse.text import read_cell

FULL = 3
"""So many digits fill a cell at least; a narrower one would hold no figure of a table."""

MOST_LINES = 3
"""Over so many lines a figure is broken at most."""


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
    return [_joined(cell) for cell in ways[0]] if len(ways) == 1 else []


def _are_full(cells: Sequence[Sequence[Slot]]) -> bool:
    """Whether all pieces of cells but the last fill them, and the last are shorter."""
    full = [len(piece.text) for cell in cells for piece in cell[:-1]]
    last = [len(cell[-1].text) for cell in cells]
    return max(full) - 1 <= min(full) and min(full) >= FULL and max(last) < min(full)


def _joined(pieces: Sequence[Slot]) -> Slot:
    text = "\n".join(piece.text for piece in pieces)
    return Slot(text, pieces[0].source, read_cell(text))
