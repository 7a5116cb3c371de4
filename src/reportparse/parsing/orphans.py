"""Rows of figures that lost their label: named by their place between other rows, where the sums prove it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from reportparse.form import FormTable
from reportparse.parsing.labels import labels
from reportparse.parsing.rows import RowReading, TableReading
from reportparse.report import Number

Place = tuple[int, int]


def adopt(code: str, reading: TableReading) -> TableReading:
    """The reading with its orphans named, or their figures among the unclaimed.

    Between two rows that stand in the form with as many rows between them as there are orphans, each orphan can only
    be one row. That alone is position, not proof: all columns' sums must hold with them, or none is taken.
    """
    taken = {_place(row) for row in reading.rows}
    orphans = [orphan for orphan in reading.orphans if _place(orphan) not in taken]
    if not orphans:
        return reading._replace(orphans=())
    for table in reversed(labels(code).tables.values()):
        named = list(_named(table, reading.rows, orphans))
        if named and _sums_hold(table, [*reading.rows, *named]):
            places = {_place(row) for row in named}
            left = [orphan for orphan in orphans if _place(orphan) not in places]
            return _with(reading, named, left)
    return _with(reading, [], orphans)


def _with(reading: TableReading, named: Sequence[RowReading], left: Sequence[RowReading]) -> TableReading:
    unclaimed = [slot for orphan in left for slot in orphan.slots.values() if slot.reading.state == "stated"]
    rows = (*reading.rows, *named)
    return TableReading(rows, reading.columns, (*reading.unclaimed, *unclaimed))


def _place(row: RowReading) -> Place:
    """Block and row of the figures: a label may stand elsewhere."""
    first = next(iter(row.slots.values())).source if row.slots else row.source
    return (first.block or 0, first.row or 0) if first else (0, 0)


def _named(table: FormTable, rows: Sequence[RowReading], orphans: Sequence[RowReading]) -> Iterator[RowReading]:
    order = {row.code: n for n, row in enumerate(table.leaves())}
    found = {row.row for row in rows}
    anchors = sorted((_place(row), order[row.row]) for row in rows if row.row in order)
    codes = list(order)
    for (above, first), (below, last) in pairwise(anchors):
        missing = [code for code in codes[first + 1 : last] if code not in found]
        between = sorted((o for o in orphans if above < _place(o) < below), key=_place)
        if missing and len(missing) == len(between):
            yield from (orphan._replace(row=code) for code, orphan in zip(missing, between, strict=True))


def _sums_hold(table: FormTable, rows: Sequence[RowReading]) -> bool:
    """Whether every equation down the columns is stated in full and holds."""
    values: dict[tuple[str, str], Number | None] = {
        (row.row, column): slot.reading.value for row in rows for column, slot in row.slots.items()
    }
    equations = [identity for identity in table.identities if identity.per == "column" and identity.op == "=="]
    for identity in equations:
        for column in table.columns:
            left, right = ([values.get((row, column.code)) for row in side] for side in (identity.left, identity.right))
            if None in left or None in right or sum(v or 0 for v in left) != sum(v or 0 for v in right):
                return False
    return bool(equations)
