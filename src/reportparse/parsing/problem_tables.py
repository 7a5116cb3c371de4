"""Section five as a table: a column of problems, a column of measures, a row for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from reportparse.document import Cell, Document, Table
from reportparse.parsing.outline import Outline
from reportparse.source import Source
from reportparse.text import BLANKS, squeeze

Role = Literal["problem", "measure"]
ROLES: tuple[Role, ...] = ("problem", "measure")
Row = Sequence[Cell | None]


class Tabled(NamedTuple):
    """A problem or a measure that a cell tells, with the place of the cell."""

    role: Role
    text: str
    source: Source


def read_tables(document: Document, outline: Outline, role_of: Callable[[str], str | None]) -> Iterator[Tabled]:
    """The items of the tables of section five; `role_of` says what a heading announces."""
    for number, block in enumerate(document.blocks):
        if isinstance(block, Table) and _section(outline, number) == "problems":
            yield from _items(document, number, block, role_of)


def _section(outline: Outline, block: int) -> str | None:
    before = [heading.section.code for heading in outline.headings if heading.block < block]
    return before[-1] if before else None


def _items(document: Document, number: int, table: Table, role_of: Callable[[str], str | None]) -> Iterator[Tabled]:
    roles: dict[int, Role] = {}
    for place, row in enumerate(table.grid()):
        if not roles:
            roles = _roles(row, role_of)
            continue
        for column, role in roles.items():
            cell = row[column] if column < len(row) else None
            # A cell over several rows is one item.
            if cell is not None and cell.row == place and squeeze(cell.text) not in BLANKS:
                text = "".join(cell.text.split()).rstrip("；;，,、。.")
                yield Tabled(role, text, document.cell_source(number, cell))


def _roles(row: Row, role_of: Callable[[str], str | None]) -> dict[int, Role]:
    """What the columns tell, by the headings of a row: nothing unless both problems and measures have one."""
    found: dict[int, Role] = {}
    for column, cell in enumerate(row):
        announced = role_of(squeeze(cell.text)) if cell else None
        role = next((role for role in ROLES if role == announced), None)
        if role:
            found[column] = role
    return found if {"problem", "measure"} <= set(found.values()) else {}
