"""What text above a table tells of the order of its columns, where no header stands over the figures themselves.

A header that text lost the places of still tells an order: by whole names that follow each other, by words that stand
below each other, by pieces of names on one line. Where it does not tell all of it, nobody can say which figure belongs
to which column. Without any word of a header the form's own order holds.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import groupby, takewhile
from typing import NamedTuple

from reportparse.document import Cell
from reportparse.parsing.columns import stacked_order
from reportparse.parsing.labels import TableLabels, labels
from reportparse.parsing.rows import UPPER, in_print_order
from reportparse.text import key

HEADER_LINES = 12
"""Lines above the first row that the header of a table takes at most."""


class Told(NamedTuple):
    """The columns (and the upper label) in the order in which a header names them, none without a header; `known` is
    False where there are words of a header and they do not tell the order; `stacked` is True where each name was put
    together from words that stand below each other."""

    printed: tuple[str, ...] = ()
    known: bool = True
    stacked: bool = False

    def order(self, wanted: Sequence[str]) -> list[str] | None:
        """The wanted columns from left to right; None where it cannot be told."""
        return in_print_order(wanted, self.printed) if self.known else None


def read_header(text: Sequence[str], names: TableLabels) -> Told:
    """What lines of text before the first row tell, for a table in which all rows have the same columns."""
    lines = header_lines(text, names)
    order = [column.code for column in names.newest.columns]
    printed = _whole_names(lines, names)
    begun = [names.columns_begun_on(line) for line in lines]
    if set(order[1:-1]) <= set(printed):
        return Told(tuple(printed))
    if stacked := stacked_order(lines, names):
        return Told(tuple(stacked), stacked=True)
    if not printed and not any(begun):
        return Told()
    return Told(tuple(order), _is_proved(begun, order) and in_print_order(order, printed) == order)


class Stacks:
    """Pieces of a header's labels in a grid, put together by the column that they stand in, from top to bottom."""

    def __init__(self, names: TableLabels) -> None:
        self.names = names
        self.texts: dict[int, str] = {}
        self.whole: dict[int, str] = {}
        self.last: dict[int, Cell] = {}

    def add(self, cells: Sequence[Cell]) -> None:
        """Takes the pieces of one more row of the header; what spans columns or names a row is none, and a cell that
        reaches into the row from above was taken there."""
        for cell in cells:
            text = key(cell.text)
            above, self.last[cell.column] = self.last.get(cell.column), cell
            if cell is not above and cell.columns == 1:
                self.whole[cell.column] = self.whole.get(cell.column, "") + text
            if (
                cell is not above
                and cell.columns == 1
                and text
                and not self.names.is_upper(text)
                and not self.names.row_of(text)
            ):
                self.texts[cell.column] = self.texts.get(cell.column, "") + text

    def below_rows(self) -> dict[int, tuple[str | None, str | None]]:
        """The row and the column of each place, where the name of a row, and of what it belongs to, may stand in the
        same pieces above that of the column: no line is drawn between them, and nothing else keeps them apart."""
        found: dict[int, tuple[str | None, str | None]] = {}
        for place, text in self.whole.items():
            row, column = None, self.names.column_of(text)
            while not column and (name := self._row_begun_by(text)):
                row, text = self.names.rows.get(name, row), text[len(name) :]
                column = self.names.column_of(text)
            found[place] = row, column
        return found

    def _row_begun_by(self, text: str) -> str | None:
        """The name of a row, or of what rows belong to, with which a text begins."""
        names = (name for name in (*self.names.rows, *self.names.furniture) if name and text.startswith(name))
        return max(names, key=len, default=None)

    def some(self) -> dict[int, str]:
        """The columns that some places name, whatever else of the header stands in the same pieces."""
        labels = sorted((label for label in self.names.columns if len(label) > 2), key=len, reverse=True)
        found = {place: next((label for label in labels if label in text), "") for place, text in self.whole.items()}
        return {place: self.names.columns[label] for place, label in found.items() if label}

    def places(self, wanted: Sequence[str]) -> dict[int, str]:
        """The column of each place, where all that are wanted are named once each; of one that a piece of its label
        is lost of, it is the one that is left. {} where the pieces make fewer names."""
        codes = {place: self.names.column_of(text) for place, text in self.texts.items()}
        found = {place: code for place, code in codes.items() if code and code in wanted}
        left = [code for code in wanted if code not in found.values()]
        first, last = min(found, default=0), max(found, default=0)
        unnamed = [place for place in self.texts if first < place < last and place not in found]
        if len(left) == len(unnamed) == 1 and self.names.is_piece_of(self.texts[unnamed[0]], left[0]):
            found[unnamed[0]] = left.pop()
        whole = not left and len(found) == len(wanted)
        return dict(sorted(found.items())) if whole else {}


def header_lines(text: Sequence[str], names: TableLabels) -> list[str]:
    """The last lines whose characters all stand in labels of the table."""
    own = list(takewhile(names.is_own, reversed(text[-HEADER_LINES:])))
    return own[::-1]


def _whole_names(lines: Sequence[str], names: TableLabels) -> list[str]:
    """The columns whose names stand whole in the text, in its order, with the upper label; its marks besides."""
    pattern, meaning = _vocabulary(names.code)
    return list(dict.fromkeys(meaning[match[0]] for match in pattern.finditer(_letters("".join(lines)))))


@cache
def _vocabulary(code: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """The labels of a header, longest first, and what they name: a column, the upper label, or themselves."""
    names = labels(code)
    columns = {label: column for label, column in names.columns.items() if not names.is_scrap(label)}
    meaning = {label: label for label in names.furniture} | dict.fromkeys(names.upper, UPPER) | columns
    ordered = sorted((label for label in meaning if label), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered))), meaning


def _is_proved(begun: Sequence[Sequence[str]], order: Sequence[str]) -> bool:
    """Whether the columns below the upper label stand in `order` by the pieces of names that begin on each line.

    Words on one line stand beside each other. What a narrow header has on a line of its own, between those of its
    neighbours, may stand anywhere: so one line must name them all, or each line one of them, as in text that has
    every cell on a line of its own.
    """
    if any([code for code in order if code in line] != list(line) for line in begun):
        return False
    inner = [[code for code in line if code in order[1:-1]] for line in begun]
    longest = max(map(len, inner), default=0)
    together = [code for code, _ in groupby(code for line in inner for code in line)]  # a name goes on in the next line
    return longest == len(order) - 2 or (longest == 1 and together == list(order[1:-1]))


def read_block_header(rows: Sequence[str], columns: Sequence[str], names: TableLabels) -> list[tuple[str, str]] | None:
    """The row and the column of each figure from left to right, in a table whose labels all stand above one row.

    `rows` and `columns` are named by the header in this order, the columns for every row or once for all. None where
    they are not named all, or not alike for all rows.
    """
    table = names.newest
    codes = [column.code for column in table.columns]
    blocks = list(dict.fromkeys(rows))
    if blocks != list(dict.fromkeys(reversed(rows)))[::-1]:  # a heading or a note names one of them too
        return None
    groups = {tuple(columns[start : start + len(codes)]) for start in range(0, len(columns), len(codes))}
    if len(groups) != 1 or sorted(blocks) != sorted(row.code for row in table.leaves()):
        return None
    (group,) = groups
    return [(row, column) for row in blocks for column in group] if sorted(group) == sorted(codes) else None


def agrees_in_pieces(lines: Sequence[str], names: TableLabels) -> bool:
    """Whether pieces of a header of blocks tell the form's order, but for the totals: those must be proved by sums.

    Beside each other on a line stand the same columns for every block. A line that names three of them in the form's
    order, and none that contradicts it, will do; the blocks must be named whole and in the form's order.
    """
    table = names.newest
    pieces, meaning = _pieces(names.code)
    rows = [row.code for row in table.leaves()]
    order = [column.code for column in table.columns[:-1]]
    printed = [[meaning[match[0]] for match in pieces.finditer(_letters(line))] for line in lines]
    groups = [_rising([order.index(code) for code in line if code in order]) for line in printed]
    blocks = [[code for code in line if code in rows or code in names.furniture] for line in printed]
    named = dict.fromkeys(code for line in blocks for code in line if code in rows)
    storeys = [rows[0], *names.furniture, *rows[1:]]
    if list(named) != rows or any(line != sorted(line, key=storeys.index) for line in blocks):
        return False
    return all(len(set(line)) < 2 for line in groups) and any(line and len(line[0]) > 2 for line in groups)


def _rising(numbers: Sequence[int]) -> list[tuple[int, ...]]:
    """The numbers cut where they do not rise."""
    runs: list[tuple[int, ...]] = []
    for number in numbers:
        if runs and runs[-1][-1] < number:
            runs[-1] = (*runs[-1], number)
        else:
            runs.append((number,))
    return runs


@cache
def _pieces(code: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """The labels of rows and columns and the beginnings and ends of columns' labels that only one of them has."""
    names = labels(code)
    owners: dict[str, set[str]] = defaultdict(set)
    for label, column in names.columns.items():
        for size in range(2, len(label) + 1):
            owners[label[:size]].add(column)
            owners[label[-size:]].add(column)
    meaning = {piece: found.pop() for piece, found in owners.items() if len(found) == 1}
    meaning |= {label: label for label in names.furniture if label} | names.rows
    ordered = sorted(meaning, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered))), meaning


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))
