"""Rows told in words, each figure behind the name of its column: 予以公开：自然人3件，商业企业0件，……，总计3件.

Pages for telephones and texts for the blind have tables so: on one line, on a line for each figure, or on a line for
the name and one for the figure. Order proves nothing here and need not: a row counts where each of its columns is named
once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from reportparse.document import Document
from reportparse.parsing.labels import RowMatch, TableLabels, bare, labels
from reportparse.parsing.rows import RowReading, Slot, TableReading, columns_wanted, own_columns
from reportparse.parsing.run_text import Line
from reportparse.patterns import pattern
from reportparse.source import Source
from reportparse.text import key, read_cell

FEWEST = 2
"""So many figures with the names of their columns make a row; one may be a sentence."""

_SURE = frozenset({"exact", "misprint"})
_FIGURE = r"[+-]?\d[\d,]{0,12}(?:\.\d{1,6})?(?:\s?万?元)?|[-—/]{1,3}|无|零"
_UNIT = r"(?:件次|件|项|条|个|份|宗|起)?"
_ROOM = r"\s{0,2}"
_INSIDE = r"[\s(:]{0,2}"
"""What may stand between the signs of a label: 本年收费金额(单位:万元)."""
_ALONE = pattern(rf"\s*(?P<figure>{_FIGURE}){_ROOM}{_UNIT}\s*")
_BETWEEN = ("其中", "分别")


class _Told(NamedTuple):
    """A figure and the column that it is told of."""

    column: str
    slot: Slot


class _Row(NamedTuple):
    """A row as it is being told: its label, the pieces of text that tell it, its figures."""

    match: RowMatch
    label: str
    source: Source
    pieces: list[_Piece]
    told: list[_Told]


def read_named(document: Document, lines: Sequence[Line], code: str) -> tuple[TableReading, list[Line]]:
    """The rows that are told so, and the lines that tell none of them."""
    names = labels(code)
    pieces = list(_pieces(lines, names))
    if not any(piece.column for piece in pieces):
        return TableReading(), list(lines)
    found = [row for row in _rows(document, lines, pieces, names) if _is_told(row, names)]
    used = {number for row in found for piece in row.pieces for number in (piece.line, piece.figure_line)}
    columns = frozenset(told.column for row in found for told in row.told)
    reading = TableReading(tuple(_reading(row, names, columns) for row in found), columns)
    return reading, [line for number, line in enumerate(lines) if number not in used]


def _is_told(row: _Row, names: TableLabels) -> bool:
    """Whether there are figures enough; of a row with one column, one behind both names, which stand side by side."""
    if len(row.told) >= FEWEST:
        return True
    single = any(len(own) == 1 for own in own_columns(names, row.match.row))
    lines = [piece.line for piece in row.pieces]
    return single and len(row.told) == 1 and len(lines) < 3 and lines[-1] - lines[0] < 2


def _reading(row: _Row, names: TableLabels, columns: frozenset[str]) -> RowReading:
    wanted = columns_wanted(names, row.match.row, columns)
    named = [told.column for told in row.told]
    seen = " ".join(told.slot.text for told in row.told)
    reading = RowReading(row.match.row, row.label, row.match.quality, row.source, {}, "", seen)
    if len(set(named)) < len(named):
        return reading._replace(refused="too-many")
    if set(named) != set(wanted):
        return reading._replace(refused="too-few")
    slots = {told.column: told.slot for told in row.told}
    return reading._replace(slots={column: slots[column] for column in wanted})


def _rows(document: Document, lines: Sequence[Line], pieces: Sequence[_Piece], names: TableLabels) -> Iterator[_Row]:
    """The rows in the lines; one that is neither a row's label nor its figures ends the row before it."""
    row: _Row | None = None
    for piece in pieces:
        match = _row_of(piece.label, names)
        goes_on = not piece.label or (row and match and row.match.row == match.row)
        if row and not goes_on:
            yield row
        if match and not goes_on:
            row = _Row(match, piece.label, _source(document, lines[piece.line], piece.start, piece.end), [], [])
        elif not goes_on:
            row = None
        if row is not None:
            row.pieces.append(piece)
            if piece.column:
                row.told.append(_Told(piece.column, _slot(document, lines[piece.figure_line], piece)))
    if row:
        yield row


def _slot(document: Document, line: Line, piece: _Piece) -> Slot:
    text = line.text[piece.figure_start : piece.figure_end]
    return Slot(text, _source(document, line, piece.figure_start, piece.figure_end), read_cell(text))


def _source(document: Document, line: Line, start: int, end: int) -> Source:
    if line.cell is not None:
        return document.cell_source(line.block, line.cell)
    return document.source(line.block, span=(line.offset + start, line.offset + end))


class _Piece(NamedTuple):
    """What stands before a figure besides its column's name (`label`, from `start` to `end` of the line), and the
    figure; none (`column` is empty) at the end of a line."""

    line: int
    label: str
    start: int
    end: int
    figure_line: int
    column: str = ""
    figure_start: int = 0
    figure_end: int = 0


def _pieces(lines: Sequence[Line], names: TableLabels) -> Iterator[_Piece]:
    told = _vocabulary(names.code)
    below = -1
    for number, line in enumerate(lines):
        if number == below:
            continue
        head = _last_name(names.code).search(line.text)
        figure = _ALONE.fullmatch(lines[number + 1].text) if head and number + 1 < len(lines) else None
        if head and figure:
            below = number + 1
            label, column = _plain(line.text[: head.start()], names), names.columns[bare(head["label"])]
            yield _Piece(number, label, 0, head.start(), below, column, *figure.span("figure"))
            continue
        begun = 0
        for match in told.finditer(line.text):
            label = _plain(line.text[begun : match.start()], names)
            column = names.columns[bare(match["label"])]
            yield _Piece(number, label, begun, match.start(), number, column, *match.span("figure"))
            begun = match.end()
        if rest := _plain(line.text[begun:], names):
            yield _Piece(number, rest, begun, len(line.text), number)


def _plain(text: str, names: TableLabels) -> str:
    """A label without what may stand around it: marks, and names that stand above several columns."""
    for word in (*_BETWEEN, *_spanning(names.code)):
        text = text.replace(word, "")
    return text.strip(" \t,;:、。.|").rstrip("(") if key(text) else ""


def _row_of(label: str, names: TableLabels) -> RowMatch | None:
    match = names.row_of(label) or names.misprint(label) if label else None
    return match if match and match.quality in _SURE else None


@cache
def _vocabulary(code: str) -> re.Pattern[str]:
    """A column's name and the figure behind it."""
    return re.compile(
        rf"(?P<label>{_names(code)}){_ROOM}[)]?[:为是]?{_ROOM}(?P<figure>{_FIGURE}){_ROOM}{_UNIT}(?=[\s,;、。.|)]|$)"
    )


@cache
def _last_name(code: str) -> re.Pattern[str]:
    """A column's name at the end of a line."""
    return re.compile(rf"(?P<label>{_names(code)})\s{{0,3}}[)]?:?\s{{0,3}}$")


def _names(code: str) -> str:
    spellings = sorted(labels(code).columns, key=len, reverse=True)
    return "|".join(_INSIDE.join(map(re.escape, word)) for word in spellings)


@cache
def _spanning(code: str) -> tuple[str, ...]:
    return tuple({word for table in labels(code).tables.values() for word in table.spanning})
