"""What both ways of reading a statutory table give: rows of the form with their figures, or why a row was set aside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reportparse.form import FormTable
from reportparse.parsing.labels import TableLabels
from reportparse.source import Source
from reportparse.text import CellReading


class Slot(NamedTuple):
    """What is printed where one figure should be."""

    text: str
    source: Source
    reading: CellReading


class RowReading(NamedTuple):
    """A row of the form as it was found: its figures by column code, or (`refused`) why it was set aside.

    quality: how its label was recognised (labels.RowMatch). `seen` is what stands in the row.
    """

    row: str
    label: str
    quality: str
    source: Source | None
    slots: dict[str, Slot]
    refused: str = ""
    seen: str = ""


class TableReading(NamedTuple):
    """All that was found of one table: rows, the column codes seen in headers, figures that belong to no row."""

    rows: tuple[RowReading, ...] = ()
    columns: frozenset[str] = frozenset()
    unclaimed: tuple[Slot, ...] = ()

    def __add__(self, other: object) -> TableReading:
        if not isinstance(other, TableReading):
            return NotImplemented
        rows = (*self.rows, *other.rows)
        return TableReading(rows, self.columns | other.columns, (*self.unclaimed, *other.unclaimed))


def columns_wanted(labels: TableLabels, row: str, seen: Iterable[str]) -> list[str]:
    """The columns that a row has: of the edition whose header was seen, else of the newest that has the row.

    A row of another edition under a header that is complete in itself has that header's columns.
    """
    headers = set(seen)
    own = _own_columns(labels, row)
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


def _own_columns(labels: TableLabels, row: str) -> list[list[str]]:
    return [columns for table in labels.tables.values() if (columns := _columns_in(table, row))]


def _is_whole_header(labels: TableLabels, headers: set[str]) -> bool:
    """Whether some row of some edition has just these columns."""
    return any(
        {column.code for column in table.columns_of(row)} == headers
        for table in labels.tables.values()
        for row in table.leaves()
    )


def _columns_in(table: FormTable, row: str) -> list[str]:
    return [column.code for found in table.rows if found.code == row for column in table.columns_of(found)]


def in_print_order(wanted: Sequence[str], printed: Sequence[str]) -> list[str]:
    """The wanted columns in the order in which a header without positions names them.

    A header of two storeys (总计 beside 法人或其他组织, the others below) comes out of a text with the upper labels
    anywhere among the lower ones: the first and the last column say nothing then, and the others tell the order.
    """
    named = [code for code in printed if code in wanted]
    if sorted(named) != sorted(wanted):
        return list(wanted)
    ends = {wanted[0], wanted[-1]}
    inner = [code for code in named if code not in ends]
    return list(wanted) if inner == list(wanted[1:-1]) else named
