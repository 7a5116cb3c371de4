"""Which row or column of the form a printed label names: exactly, inside a longer label, or with a misprint."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from reportparse.form import FormTable, Row, editions, load_form
from reportparse.patterns import pattern
from reportparse.text import fold, key, remembered, remembered_by_each, squeeze

ORDINAL = pattern(r"(?:[(]?(?:[一二三四五六七八九十]{1,2}|\d{1,2})(?:[)][、.,:]?|[、.,:])|[①-⑳])")
_ORDINAL_CHARACTERS = pattern(r"[一二三四五六七八九十\d①-⑳]")
_NUMBER = pattern(r"\d+")

WEAK = 2
"""Labels of up to this many characters (其他, 总计) do not tell which table they are of."""

SHORTEST_PART = 6
"""Fewest characters in which a cut label still names its row."""


class RowMatch(NamedTuple):
    """The row that a label names, and how surely: exact, cut (only a part is printed) or misprint."""

    row: str
    quality: str


@remembered
def bare(text: str) -> str:
    """A label's key without its number: `"（一）予以公开" → "予以公开"`, `"1、属于国家秘密" → "属于国家秘密"`."""
    squeezed = squeeze(text)
    match = ORDINAL.match(squeezed)
    return key(squeezed[match.end() :]) if match else key(squeezed)


class TableLabels:
    """The labels of one table of the form, over all editions: what its rows, columns and furniture are called.

    A row or column code means the same in every edition (form.py), so one vocabulary serves them all; which
    edition a printed table is of shows in which codes were found.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        self.tables = {name: table for name in editions() for table in load_form(name).tables if table.code == code}
        self.rows: dict[str, str] = {}
        self.groups: dict[str, str] = {}
        self.columns: dict[str, str] = {}
        self.furniture: set[str] = set()
        self.upper: set[str] = set()
        self.titles: set[str] = set()
        self.numbered: dict[str, str] = {}
        for table in self.tables.values():
            self._add(table)
        self.telling = frozenset(label for label in (*self.rows, *self.columns) if len(label) > WEAK)
        self.known = {*self.rows, *self.groups, *self.columns, *self.furniture}
        self.characters = frozenset("".join(self.known))

    def _add(self, table: FormTable) -> None:
        for row in table.rows:
            names = self.groups if row.kind == "group" else self.rows
            names.update((bare(label), row.code) for label in (row.label, *row.variants))
            self.numbered.update((key(label), row.code) for label in row.numbered)
        for column in table.columns:
            self.titles.add(bare(column.label))
            self.columns.update((bare(label), column.code) for label in (column.label, *column.variants))
        self.furniture.update(key(label) for label in table.furniture)
        self.upper.update(key(label) for label in table.spanning)

    @property
    def newest(self) -> FormTable:
        """The table in the newest edition that has it."""
        return list(self.tables.values())[-1]

    @remembered_by_each
    def row_of(self, text: str) -> RowMatch | None:
        """The row that a cell's text names, or None."""
        name = bare(text)
        code = self.numbered.get(key(text)) or self.rows.get(name)
        if code:
            return RowMatch(code, "exact")
        return self._grouped(text) or self._cut(name)

    @remembered_by_each
    def column_of(self, text: str) -> str | None:
        """The column that a header cell names, or None."""
        name = bare(text)
        return self.columns.get(name) or self._noted(name)

    def column_begun_by(self, word: str) -> str | None:
        """The one column whose label begins so: narrow headers are printed in pieces."""
        piece = key(word)
        codes = {code for name, code in self.columns.items() if len(piece) > 1 and name.startswith(piece)}
        return codes.pop() if len(codes) == 1 else None

    def is_piece_of(self, text: str, column: str) -> bool:
        """Whether a text of two characters or more is a piece of that column's label."""
        return len(text) > 1 and any(text in name for name, code in self.columns.items() if code == column)

    def columns_begun_on(self, line: str) -> list[str]:
        """The columns whose labels begin at a word of a line, from left to right."""
        found = [self.column_begun_by(word) for word in line.split()]
        return list(dict.fromkeys(code for code in found if code))

    @remembered_by_each
    def is_group(self, text: str) -> bool:
        """Whether a cell is a label that only spans rows (三、本年度办理结果)."""
        return bare(text) in self.groups or key(text) in self.numbered

    @remembered_by_each
    def is_furniture(self, text: str) -> bool:
        """Whether a cell is a part of the header that names neither row nor column."""
        name = key(text)
        return not name or name in self.furniture or bare(text) in self.groups

    @remembered_by_each
    def is_upper(self, text: str) -> bool:
        """Whether a header label stands above several columns (法人或其他组织)."""
        name = key(text)
        return bool(name) and name in self.upper

    def is_scrap(self, label: str) -> bool:
        """Whether a column's label stands inside another, as 企业 in 商业企业: alone it may be a piece of that."""
        return label not in self.titles and any(label in title for title in self.titles)

    def is_own(self, text: str) -> bool:
        """Whether a scrap of text can be a piece of this table's labels: every character occurs in them."""
        return set(key(text)) <= self.characters | set("一二三四五六七八九十")

    @remembered_by_each
    def misprint(self, text: str) -> RowMatch | None:
        """The one row whose label is within a character or two of the text, or None."""
        name = bare(text)
        if len(name) < 4 or name in self.known:
            return None
        near = {self.rows[label] for label in self.rows if _is_near(name, label)}
        return RowMatch(near.pop(), "misprint") if len(near) == 1 else None

    @remembered_by_each
    def column_misprint(self, text: str) -> str | None:
        """The one column whose label is within a character of the text, or None."""
        name = bare(text)
        if len(name) < 3 or name in self.known:
            return None
        near = {self.columns[label] for label in self.columns if len(label) > 2 and _is_near(name, label)}
        return near.pop() if len(near) == 1 else None

    def holds_figure(self, text: str, row: str) -> bool:
        """Whether a label holds a number that is not its own: a figure that was set too near to it."""
        own = {number for label, code in self.rows.items() if code == row for number in _NUMBER.findall(label)}
        own |= {ordinal_of(one) for table in self.tables.values() for one in table.rows if one.code == row}
        return any(number not in own for number in _NUMBER.findall(bare(text)))

    def _grouped(self, text: str) -> RowMatch | None:
        """A row label printed behind its group's: 三、本年度办理结果（一）予以公开."""
        name = key(text)
        for label, code in self.rows.items():
            if name.endswith(label) and len(name) > len(label) and self._is_prefix(name[: -len(label)]):
                return RowMatch(code, "exact")
        return None

    def _is_prefix(self, text: str) -> bool:
        for label in sorted(self.groups, key=len, reverse=True):
            text = text.replace(label, "")
        return not _ORDINAL_CHARACTERS.sub("", text)

    def _cut(self, name: str) -> RowMatch | None:
        if len(name) < SHORTEST_PART:
            return None
        rows = {
            code for label, code in self.rows.items() if name in label or label in name and len(label) >= SHORTEST_PART
        }
        return RowMatch(rows.pop(), "cut") if len(rows) == 1 else None

    def _noted(self, name: str) -> str | None:
        """A header that carries more than its label: the year inside it, a unit behind it."""
        plain = re.sub(r"(?:19|20)\d\d(?:年度?)?|单位|万元|元|件$", "", name)
        found = {
            code
            for label, code in self.columns.items()
            if re.sub(r"单位|万元|元|件$", "", label) == plain and len(plain) > 3
        }
        return found.pop() if len(found) == 1 else None


def _is_near(name: str, label: str) -> bool:
    from rapidfuzz.distance import Levenshtein  # only a label that names nothing needs it

    allowed = max(1, len(label) // 4) if len(label) > 5 else 1
    return abs(len(name) - len(label)) <= allowed and Levenshtein.distance(name, label, score_cutoff=allowed) <= allowed


@cache
def labels(table: str) -> TableLabels:
    """The labels of the table with this code."""
    return TableLabels(table)


@cache
def table_codes() -> tuple[str, ...]:
    """The codes of the ruled tables, in the form's order."""
    return tuple(dict.fromkeys(table.code for name in editions() for table in load_form(name).tables))


def ordinal_of(row: Row) -> str:
    """The number printed before a row's label in the form: `"1"`, `"（七）" → "七"`, or nothing."""
    match = ORDINAL.match(squeeze(row.label))
    return re.sub(r"\W", "", match[0]) if match else ""


def any_known(texts: Iterable[str], table: TableLabels) -> int:
    """How many of the texts are labels of the table."""
    return sum(bare(text) in table.known for text in texts if fold(text).strip())
