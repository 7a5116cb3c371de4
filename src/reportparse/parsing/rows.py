"""What both ways of reading a statutory table give: rows of the form with their figures, or why a row was set aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from reportparse.form import FormTable
from reportparse.parsing.labels import TableLabels
from reportparse.source import Source
from reportparse.text import CellReading


class Slot(msgspec.Struct, frozen=True, gc=False):
    """What is printed where one figure should be."""

    text: str
    source: Source
    reading: CellReading


class RowReading(NamedTuple):
    """A row of the form as it was found: its figures by column code, or (`refused`) why it was set aside.

    quality: how its label was recognised (labels.RowMatch). `seen` is what stands in the row. `half`: what a row that
    was set aside has under a header that names only some of the columns (halves.py).
    """

    row: str
    label: str
    quality: str
    source: Source | None
    slots: dict[str, Slot]
    refused: str = ""
    seen: str = ""
    half: Mapping[str, Slot] = MappingProxyType({})


class TableReading(NamedTuple):
    """All that was found of one table: rows, the column codes seen in headers, figures that belong to no row.

    `orphans` are rows of as many figures as the table has columns, without a label (`row` is empty).
    """

    rows: tuple[RowReading, ...] = ()
    columns: frozenset[str] = frozenset()
    unclaimed: tuple[Slot, ...] = ()
    orphans: tuple[RowReading, ...] = ()

    def __add__(self, other: object) -> TableReading:
        if not isinstance(other, TableReading):
            return NotImplemented
        rows = (*self.rows, *other.rows)
        unclaimed = (*self.unclaimed, *other.unclaimed)
        return TableReading(rows, self.columns | other.columns, unclaimed, (*self.orphans, *other.orphans))


def columns_wanted(labels: TableLabels, row: str, seen: Iterable[str]) -> list[str]:
    """The columns that a row has: of the edition whose header was seen, else of the newest that has the row.

    A row of another edition under a header that is complete in itself has that header's columns.
    """
    return [*_columns_wanted(labels, row, frozenset(seen))]


@lru_cache(1024)
def _columns_wanted(labels: TableLabels, row: str, headers: frozenset[str]) -> list[str]:
    own = own_columns(labels, row)
    if headers and own and not any(set(columns) <= headers for columns in own) and _is_whole_header(labels, headers):
        shared = [code for code in own[-1] if code in headers]
        if shared:
            return shared
    best: list[str] = []
    for table in labels.tables.values():
        columns = _columns_in(table, row)
        if columns and (not best or len(headers & set(columns)) >= len(headers & set(best))):
            best = columns
    return best


def own_columns(labels: TableLabels, row: str) -> list[list[str]]:
    """The columns of a row in each edition that has it."""
    return [columns for table in labels.tables.values() if (columns := _columns_in(table, row))]


def _is_whole_header(labels: TableLabels, headers: frozenset[str]) -> bool:
    """Whether some row of some edition has just these columns."""
    return any(
        {column.code for column in table.columns_of(row)} == headers
        for table in labels.tables.values()
        for row in table.leaves()
    )


def _columns_in(table: FormTable, row: str) -> list[str]:
    return [column.code for found in table.rows if found.code == row for column in table.columns_of(found)]


def adds_up(slots: Sequence[Slot]) -> bool:
    """Whether the last figure is the sum of the others, which a row put together wrongly would hardly be."""
    values = [slot.reading.value for slot in slots]
    *parts, total = values
    return len(values) > 3 and all(value is not None for value in values) and sum(v or 0 for v in parts) == total


def sums_up(slots: Sequence[Slot]) -> bool:
    """Whether the last of the figures is the sum of the others, blanks among them."""
    *parts, total = [slot.reading.value or 0 for slot in slots]
    return sum(parts) == total and all(slot.reading.state != "unreadable" for slot in slots)


UPPER = "*"
"""In a printed order of columns: the label that stands above several of them (法人或其他组织)."""


def in_print_order(wanted: Sequence[str], printed: Sequence[str]) -> list[str] | None:
    """The wanted columns in the order in which a header without positions names them; None where it cannot be told.

    In a header of two storeys the first and the last column (自然人, 总计) stand beside the label above the others,
    and text may name them before or after those. So the others keep their own order, and the two stand where the
    upper label says, or nobody can tell. A header that names only some columns must not contradict the form's order.
    """
    named = [code for code in dict.fromkeys(printed) if code in wanted]
    if sorted(named) != sorted(wanted):
        return list(wanted) if _agrees(wanted, named, printed) else None
    if UPPER not in printed or len(wanted) < 3:
        return named if _is_flat(wanted, named) else list(wanted)
    first, last = wanted[0], wanted[-1]
    inner = [code for code in named if code not in (first, last)]
    if named.index(first) < named.index(last):
        return [first, *inner, last]
    upper = printed.index(UPPER)
    return [last, first, *inner] if max(printed.index(first), printed.index(last)) < upper else None


def _agrees(wanted: Sequence[str], named: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether columns named in part may stand in the form's order, in one storey or in two.

    The last column may be named before others only in a header of two storeys, with several columns in the lower.
    """
    first, last = wanted[0], wanted[-1]
    inner = [code for code in named if code not in (first, last)]
    if inner != [code for code in wanted if code in inner]:
        return False
    places = {code: place for place, code in enumerate(printed)}
    if last not in places:
        return True
    if len(wanted) < 4 and named[-1] != last:
        return False
    left = first if first in places else UPPER
    return places.get(left, -1) < places[last]


def _is_flat(wanted: Sequence[str], named: Sequence[str]) -> bool:
    """Whether an order can be that of one row of labels: not that of two storeys, read with its last label moved ahead.

    Two storeys have several columns in the lower.
    """
    return len(wanted) < 4 or list(named) != [wanted[0], wanted[-1], *wanted[1:-1]]
