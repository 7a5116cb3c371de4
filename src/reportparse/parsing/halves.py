"""A table cut in two by its columns, for the page is too narrow: each row stands twice, with a part of its figures.

Each half tells its own columns by its own header. A row is put together where its halves make just the columns that
the form has; what one of them lacks is nowhere, and then the row stays set aside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from reportparse.parsing.labels import TableLabels
from reportparse.parsing.rows import UPPER, RowReading, Slot, own_columns


def order_of_half(wanted: Sequence[str], printed: Sequence[str]) -> list[str]:
    """The columns of a half from left to right, where its header without positions tells them; else none.

    Of a row's first and last column (自然人, 总计) the one stands left of the label above the others, the other behind
    all; text that names them elsewhere does not tell where they stand.
    """
    named = [code for code in dict.fromkeys(printed) if code in wanted or code == UPPER]
    first, last = wanted[0], wanted[-1]
    inner = [code for code in named if code not in (first, last, UPPER)]
    if first in named and named[0] != first:
        return []
    if last in named and named[-1] != last and (UPPER not in named or named.index(last) < named.index(UPPER)):
        return []
    found = [*([first] if first in named else []), *inner, *([last] if last in named else [])]
    return found if 0 < len(found) < len(wanted) else []


def join_halves(rows: Sequence[RowReading], names: TableLabels) -> list[RowReading]:
    """The rows, those that stand in halves put together at the place of the first."""
    halves: dict[str, list[RowReading]] = defaultdict(list)
    for row in rows:
        halves[row.row].append(row)
    whole = {code: joined for code, parts in halves.items() if (joined := _joined(parts, names))}
    kept = [row for n, row in enumerate(rows) if row.row not in whole or row is halves[row.row][0]]
    return [whole.get(row.row, row) for row in kept]


def _joined(parts: Sequence[RowReading], names: TableLabels) -> RowReading | None:
    """The row that its halves make; None where they are no halves, differ, or lack a column."""
    if len(parts) < 2 or not all(part.half for part in parts):
        return None
    slots: dict[str, Slot] = {}
    for part in parts:
        for code, slot in part.half.items():
            if slots.setdefault(code, slot).reading != slot.reading:
                return None
    columns = next((own for own in own_columns(names, parts[0].row) if set(own) == set(slots)), None)
    if columns is None:
        return None
    found = {code: slots[code] for code in columns}
    seen = " | ".join(part.seen for part in parts)
    return parts[0]._replace(slots=found, half={}, refused="", seen=seen)
