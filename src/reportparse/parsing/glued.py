"""Figures printed without a space between them: parted where there is only one way to do it."""

from __future__ import annotations

from collections.abc import Sequence

from reportparse.parsing.rows import Slot, adds_up
from reportparse.text import read_cell


def split_glued(slots: list[Slot], wanted: int, *, sure: bool = False) -> list[Slot]:
    """Figures printed without a space between them, where there is only one way to part them: 0000000 is seven zeros.

    871 may be one number whose neighbours stand elsewhere. That figures are glued at all shows in a zero in front of
    others, or in a total that comes out, or is `sure` by the other rows of the table.
    """
    if not slots or len(slots) >= wanted or not all(slot.text.isdigit() for slot in slots):
        return slots
    ways = _ways([slot.text for slot in slots], wanted)
    if len(ways) != 1:
        return slots
    parts = [part for texts in ways[0] for part in texts]
    owners = [slot for slot, texts in zip(slots, ways[0], strict=True) for _ in texts]
    readings = [read_cell(part)._replace(doubt="split") for part in parts]
    found = [Slot(part, slot.source, reading) for part, slot, reading in zip(parts, owners, readings, strict=True)]
    glued = any(slot.text.startswith("0") and len(slot.text) > 1 for slot in slots)
    return found if sure or glued or adds_up(found) else slots


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
