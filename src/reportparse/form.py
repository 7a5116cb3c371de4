"""The statutory form as data: one whole file per edition, read here and interpreted by the parser."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, Literal

import msgspec

from reportparse.errors import FormError, UnknownItem
from reportparse.packaged import FOLDER, toml_of

Kind = Literal["leaf", "group", "total"]

_PACKAGED: Final = "forms"
FORMS: Final = "REPORTPARSE_FORMS"
"""The environment variable that names a folder with editions of the user's own, read beside the package's."""


class Column(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column of figures: its label, spellings seen in print, and the unit of its figures."""

    code: str
    label: str
    variants: tuple[str, ...] = ()
    en: str = ""
    unit: str = ""
    decimal: bool = False
    signed: bool = False


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row of figures, or (`kind` group) a label that spans rows and has no figures of its own.

    `columns` names the columns that the row has; empty: all. `numbered` are spellings that name the row only with
    their number, for without it they name another. `unit` is that of its figures where rows differ in it. `basis` is
    the legal basis, `foia` the term of US reporting.
    """

    code: str
    label: str
    variants: tuple[str, ...] = ()
    numbered: tuple[str, ...] = ()
    en: str = ""
    kind: Kind = "leaf"
    parent: str | None = None
    columns: tuple[str, ...] = ()
    unit: str = ""
    basis: str = ""
    foia: str = ""


class Identity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An arithmetic rule that the form itself implies.

    per column: `left` and `right` are rows; per row or block: columns; per cell: no sides.
    op: ==, >=, <=, nonnegative, nonnegative_integer (whole, where the column is not decimal). A side's name may begin
    with "-".
    """

    id: str
    per: Literal["row", "column", "block", "cell", "table"]
    op: str
    strength: Literal["hard", "soft"]
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    basis: str = ""


class FormTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One ruled table of the form. layout rows: row labels stand left; blocks: all labels stand above one row.

    `furniture` are labels that name neither row nor column; of these, `spanning` stand above all columns but the
    first and the last.
    """

    code: str
    section: str
    layout: Literal["rows", "blocks"]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    furniture: tuple[str, ...] = ()
    spanning: tuple[str, ...] = ()
    identities: tuple[Identity, ...] = ()

    def leaves(self) -> list[Row]:
        """The rows that have figures, in the form's order."""
        return [row for row in self.rows if row.kind != "group"]

    def columns_of(self, row: Row) -> list[Column]:
        """The columns in which the row has a figure."""
        return [column for column in self.columns if not row.columns or column.code in row.columns]

    def row(self, code: str) -> Row:
        """The row with this code."""
        return next(row for row in self.rows if row.code == code)

    def column(self, code: str) -> Column:
        """The column with this code."""
        return next(column for column in self.columns if column.code == code)

    def cells(self) -> Iterator[tuple[Row, Column, str]]:
        """Its cells, each with its id, in the form's order."""
        for row in self.leaves():
            for column in self.columns_of(row):
                yield row, column, item_id(self.code, row.code, column.code)

    def items(self) -> list[str]:
        """The ids of its cells, `table.row.column`, in the form's order."""
        return [item for _, _, item in self.cells()]


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A theme that a section is to cover, under a sub-heading of its own."""

    code: str
    label: str
    variants: tuple[str, ...] = ()


class FormSection(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A statutory section: its number, its title and the titles seen in print."""

    code: str
    number: int
    label: str
    variants: tuple[str, ...] = ()
    table: str | None = None
    parts: tuple[Part, ...] = ()


class Item(msgspec.Struct, frozen=True):
    """One cell of the form: an id that means the same in every edition that has it, and its labels."""

    id: str
    table: FormTable
    row: Row
    column: Column

    @property
    def label(self) -> str:
        """The labels as printed: `"一、本年新收政府信息公开申请数量 × 总计"`."""
        return f"{self.row.label} × {self.column.label}"

    @property
    def unit(self) -> str:
        """The unit of the figure: 件, 万元."""
        return self.row.unit or self.column.unit

    def __repr__(self) -> str:
        return f"<Item {self.id}: {self.label} ({self.unit})>"


class Form(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An edition of the statutory form.

    `report_years` are the first and the last year that it is for (no last: still in force); `provisional` marks
    an edition that was not checked against a printed form.
    """

    id: str
    name: str
    instrument: str
    report_years: tuple[int, ...]
    provisional: bool
    sections: tuple[FormSection, ...] = ()
    tables: tuple[FormTable, ...] = ()

    def items(self) -> list[Item]:
        """Every cell of the form, in its order."""
        return list(_items(self))

    def __getitem__(self, item: str) -> Item:
        """The item with this id; `UnknownItem` names the nearest ids."""
        found = _index(self.id).get(item)
        if found is None:
            raise UnknownItem(item, _index(self.id))
        return found

    def __contains__(self, item: object) -> bool:
        return item in _index(self.id)

    def table(self, code: str) -> FormTable:
        """The table with this code: proactive, requests, remedies."""
        for table in self.tables:
            if table.code == code:
                return table
        raise FormError(f"form {self.id} has no table {code!r}; it has {', '.join(t.code for t in self.tables)}")

    def is_for(self, year: int) -> bool:
        """Whether a report for this year should use this edition."""
        first, *last = self.report_years
        return first <= year <= (last[0] if last else year)

    def __repr__(self) -> str:
        return f"<Form {self.id} {self.instrument} · {len(self.tables)} tables · {len(self.items())} items>"


def _items(form: Form) -> Iterator[Item]:
    for table in form.tables:
        for row in table.leaves():
            for column in table.columns_of(row):
                yield Item(item_id(table.code, row.code, column.code), table, row, column)


@cache
def _index(edition: str) -> dict[str, Item]:
    return {item.id: item for item in _items(load_form(edition))}


def item_id(table: str, row: str, column: str) -> str:
    """The id of a cell: `table.row.column`."""
    return f"{table}.{row}.{column}"


def editions() -> list[str]:
    """The ids of the editions of the annual report's form, those in the folder of `REPORTPARSE_FORMS` too, sorted."""
    return sorted(name for name in _form_files() if load_form(name).sections)


def sheets() -> list[str]:
    """The ids of the forms that have tables and no sections: sheets of figures appended to a report in free text."""
    return sorted(name for name in _form_files() if not load_form(name).sections)


def _form_files() -> dict[str, Path]:
    """The file of each edition. An id that is in use cannot be given again: records name the edition by it alone."""
    packaged = _named(FOLDER / _PACKAGED)
    folder = os.environ.get(FORMS)
    if not folder:
        return packaged
    if not Path(folder).is_dir():
        raise FormError(f"{FORMS} names no folder: {folder}")
    own = _named(Path(folder))
    if taken := sorted(own.keys() & packaged.keys()):
        raise FormError(f"{folder}: the package has an edition {', '.join(taken)}; give yours another name")
    return packaged | own


def _named(folder: Path) -> dict[str, Path]:
    """The TOML files of a folder by their names without the ending."""
    return {entry.name.removesuffix(".toml"): entry for entry in folder.iterdir() if entry.name.endswith(".toml")}


@cache
def load_form(edition: str) -> Form:
    """An edition of the form by its id (`"2021"`), or from a TOML file by its path.

    Raises `FormError` that says which key is wrong.
    """
    name = str(edition)
    path = Path(name) if name.endswith(".toml") else _form_files().get(name)
    if path is None or not path.is_file():
        raise FormError(
            f"no form {name!r}; there are {', '.join(sorted(_form_files()))}, or give the path of a .toml file"
        )
    if path.parent == FOLDER / _PACKAGED:
        return msgspec.convert(toml_of(f"{_PACKAGED}/{path.name}"), Form)
    return read_form(path.read_text(encoding="utf-8"), name)


def read_form(text: str, name: str = "form") -> Form:
    """A Form from the text of a TOML file; `FormError` where it breaks the rules of form files."""
    import tomllib  # the package's own forms do without

    try:
        return msgspec.convert(tomllib.loads(text), Form)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise FormError(f"{name}: {error}") from error


class Difference(msgspec.Struct, frozen=True):
    """One line of a comparison of two editions: an item that one of them has, or that has another label."""

    item: str
    old: str | None
    new: str | None

    @property
    def change(self) -> str:
        """added, removed or relabelled."""
        if self.old is None:
            return "added"
        return "removed" if self.new is None else "relabelled"


def diff(old: Form, new: Form) -> list[Difference]:
    """What differs between two editions, item by item; same ids with the same labels are left out."""
    labels_old = {item.id: item.label for item in old.items()}
    labels_new = {item.id: item.label for item in new.items()}
    pairs = [(item, labels_old.get(item), labels_new.get(item)) for item in _union(labels_old, labels_new)]
    return [Difference(item, before, after) for item, before, after in pairs if before != after]


def _union(first: Iterable[str], second: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*first, *second]))


class Crossing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of one edition that equals a sum of rows of another (`op` sum), or comes near it (approx)."""

    edition: str
    row: str
    other: str
    rows: tuple[str, ...]
    op: Literal["sum", "approx"]
    caveat: str = ""


@cache
def crosswalk() -> tuple[Crossing, ...]:
    """Which rows of different editions can be compared, from crosswalk.toml."""
    return tuple(msgspec.convert(toml_of("crosswalk.toml")["crossings"], list[Crossing]))
