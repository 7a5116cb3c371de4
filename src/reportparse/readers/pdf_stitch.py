"""Parts of a table that a page break parted, put together again.

Two parts are one table when nothing but page furniture stands between them and their columns agree. What can go
wrong is a row that the break cuts in two: half a number on either side. Such a row is joined cell by cell, but only
when every cell allows it: a number goes on only where the line before had no room for one digit more, and the label
of the row, its first cell, must be empty on the second page or go on too. Group labels, which span rows, are joined
for themselves and never fuse the rows they span. In doubt the rows stay apart.

Header rows that are repeated on the second page are dropped when they are the same as the first rows of the table, or
of a part of it, and hold no digit. So are any without digits that stand between the halves of a row.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from reportparse.document import Cell, Table
from reportparse.patterns import pattern
from reportparse.readers.pdf_grid import GridCell, Part
from reportparse.readers.pdf_segments import is_figure
from reportparse.readers.pdf_text import IN_DOUBT, ROOM_SLACK, Line, begins_item, lines_of
from reportparse.source import Box

SAME_COLUMN = 3.0  # points; how far a column's line may shift from page to page
LOOSE_COLUMN = 8.0  # points; the same where only white space tells the columns
MOSTLY = 0.6  # of the width of a column's numbers; so much of it lies in the column that they belong to
SAME_BORDER = 6.0  # points; how far a table's outer borders may
ENOUGH_SHARED = 4  # columns in line; so many do not agree by chance
MOST_HEADER_ROWS = 6

_NUMBER = pattern(r"[-+－＋]?[\d.,，]+-?|[-—–－/]+")
_DIGIT = pattern(r"\d")
_NEVER_FIRST = frozenset("，。、；：？！）》〉】』」”’…")


class _Piece(msgspec.Struct, gc=False):
    """A cell while the table grows."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    filled: int  # characters of its last line, 0 where it has none; told of the last row only
    spare: float  # how many characters more that line has room for
    page: int
    box: Box

    @property
    def is_number(self) -> bool:
        return _NUMBER.fullmatch(self.text) is not None


Pair = tuple[_Piece, _Piece]


class Stitched:
    """A table that grows part by part."""

    def __init__(self, part: Part) -> None:
        self._across = list(part.across)
        self._pieces = [_piece(part, cell) for cell in part.cells]
        self._height = len(part.down) - 1
        self._begins = [0]  # rows with which parts begin
        self._first_page = part.page
        self._last = part

    def takes(self, part: Part) -> bool:
        """Adds a part that goes on where the table ends; False when it is another table."""
        if part.page == self._last.page or part.loose != self._last.loose:
            return False
        placed = on_columns(part, self._across) if part.loose else None
        part = placed or part
        if not (placed and self._holds_numbers_of(placed)) and not _same_columns(self._last, part, self._across):
            return False
        self._widen(part.across)
        pieces = [_piece(part, cell) for cell in part.cells]
        self._place(pieces, part.across)
        height = self._drop_header(pieces, len(part.down) - 1)
        self._append(pieces, height, part)
        self._last = part
        return True

    def table(self) -> Table:
        """The table as it is now."""
        cells = [
            Cell(p.text, p.row, p.column, p.rows, p.columns, p.page, p.box)
            for p in sorted(self._pieces, key=lambda p: (p.row, p.column))
        ]
        return Table(tuple(cells), self._height, len(self._across) - 1, self._first_page)

    def _holds_numbers_of(self, part: Part) -> bool:
        """Whether a part on the table's columns has its first numbers and its last ones where the table has them: then
        only the labels can stand otherwise on its page."""
        ours = {piece.column for piece in self._pieces if piece.is_number and piece.columns == 1}
        theirs = _number_columns(part)
        first, last = (abs(part.across[at(theirs)] - self._across[at(ours)]) for at in (min, max)) if ours else (1, 1)
        return first == last == 0

    # --- columns

    def _widen(self, across: Sequence[float]) -> None:
        before = list(self._across)
        self._across = _union(before, across, LOOSE_COLUMN if self._last.loose else SAME_COLUMN)
        if len(self._across) != len(before):
            self._place(self._pieces, before)

    def _place(self, pieces: Sequence[_Piece], across: Sequence[float]) -> None:
        now = [_nearest(self._across, x) for x in across]
        for piece in pieces:
            first, end = now[piece.column], now[piece.column + piece.columns]
            piece.column, piece.columns = first, max(end - first, 1)

    # --- rows

    def _drop_header(self, pieces: list[_Piece], height: int) -> int:
        """Takes repeated header rows out of `pieces`; gives the height that is left."""
        for count in range(min(MOST_HEADER_ROWS, self._height, height) - 1, 0, -1):
            theirs = _top(pieces, count)
            if _is_header(theirs, count) and (self._has_begun_with(theirs, count) or self._is_cut_at(pieces, count)):
                pieces[:] = [piece for piece in pieces if piece.row >= count]
                for piece in pieces:
                    piece.row -= count
                return height - count
        return height

    def _has_begun_with(self, top: list[tuple[int, int, int, int, str]], count: int) -> bool:
        """Whether a part began with such rows: not the first one where a break goes through the header there."""
        return any(_top(self._pieces, count, begin) == top for begin in self._begins)

    def _is_cut_at(self, pieces: Sequence[_Piece], row: int) -> bool:
        """Whether a row may be the rest of the table's last: the rows before it repeat a header, in whatever words."""
        pairs = self._pairs(pieces, row)
        alike = len(pairs) == sum(piece.row == row for piece in pieces)
        leaves = [pair for pair in pairs if _is_leaf(pair)]
        return alike and (_may_be_cut(leaves) or _is_cut(leaves, open_break=False))

    def _append(self, pieces: list[_Piece], height: int, part: Part) -> None:
        if part.loose:
            pieces = self._under_last(pieces)
        pairs = self._pairs(pieces)
        open_break = self._last.open_bottom and part.open_top
        alike = len(pairs) == sum(piece.row == 0 for piece in pieces)  # else the rows have other columns
        leaves = [pair for pair in pairs if _is_leaf(pair)]
        sure = alike and _is_cut(leaves, open_break=open_break)
        cut = sure or (alike and _may_be_cut(leaves))
        shift = self._height - 1 if cut else self._height
        for piece in pieces:
            piece.row += shift
        joined = [pair for pair in pairs if cut or _is_label_of_rows(pair, alike=alike)]
        for above, below in joined:
            _join(above, below, certain=sure)
        self._extend(part, shift + height)
        gone = {id(below) for _, below in joined}
        self._begins.append(shift)
        self._pieces += [piece for piece in pieces if id(piece) not in gone]
        self._height = shift + height

    def _under_last(self, pieces: list[_Piece]) -> list[_Piece]:
        """The pieces, with the empty places of the first row put together as wide as the cells above them are."""
        gone: set[int] = set()
        for above in self._pieces:
            end = above.column + above.columns
            under = [p for p in pieces if p.row == 0 and above.column <= p.column and p.column + p.columns <= end]
            if above.row + above.rows == self._height and len(under) > 1 and not any(p.text for p in under):
                under[0].columns = above.columns
                gone |= {id(piece) for piece in under[1:]}
        return [piece for piece in pieces if id(piece) not in gone]

    def _extend(self, part: Part, height: int) -> None:
        """Lengthens the cells beside a part that does not reach as far as the table: nothing is drawn of them there."""
        low, high = _nearest(self._across, part.across[0]), _nearest(self._across, part.across[-1])
        for piece in self._pieces:
            beside = piece.column + piece.columns <= low or piece.column >= high
            if beside and piece.row + piece.rows == self._height:
                piece.rows = height - piece.row

    def _pairs(self, pieces: Sequence[_Piece], row: int = 0) -> list[Pair]:
        """The cells that face each other over the break, or over the header below it; none where the columns differ."""
        above = {p.column: p for p in self._pieces if p.row + p.rows == self._height}
        below = [p for p in pieces if p.row == row]
        return [(above[p.column], p) for p in below if p.column in above and above[p.column].columns == p.columns]


def _piece(part: Part, cell: GridCell) -> _Piece:
    filled, spare = 0, math.inf
    if cell.lines and cell.row + cell.rows == len(part.down) - 1:
        line = cell.lines[-1]
        filled = len(line.text)
        spare = (part.room(cell) - ROOM_SLACK - (line.x1 - line.x0)) / line.advance
    place = cell.row, cell.column, cell.rows, cell.columns
    return _Piece(*place, part.text(cell), filled, spare, part.page, cell.box)


# --- columns ---------------------------------------------------------------------------------------------------------


def on_columns(part: Part, across: Sequence[float]) -> Part | None:
    """The part on the columns of the table that it may go on, where each of its columns of numbers lies inside one of
    those; None where one does not. A page on which some columns are empty shows fewer of them."""
    numbers = _number_columns(part)
    open_end = (*across[:-1], max(across[-1], *(high for _, high in numbers.values()), 0.0))
    places = [_inside(open_end, low, high) for low, high in numbers.values()]
    if len(places) < 2 or None in places or any(b <= a for a, b in pairwise(p for p in places if p is not None)):
        return None
    first, begin = min(numbers), min(p for p in places if p is not None)
    if any(x > across[begin] - SAME_COLUMN for x in part.across[:first]):
        return None
    new = (*part.across[:first], *across[begin:])
    moved = {column: place - begin + first for column, place in zip(numbers, places, strict=True) if place is not None}
    cells = [_moved(cell, moved, first, new) for cell in part.cells if cell.lines]
    if None in cells:
        return None
    kept = [cell for cell in cells if cell is not None]
    taken = {(cell.row, column) for cell in kept for column in range(cell.column, cell.column + cell.columns)}
    free = [(n, m) for n in range(len(part.down) - 1) for m in range(len(new) - 1) if (n, m) not in taken]
    kept += [GridCell(n, m, 1, 1, (new[m], part.down[n], new[m + 1], part.down[n + 1])) for n, m in free]
    return msgspec.structs.replace(part, across=new, cells=tuple(sorted(kept, key=lambda c: (c.row, c.column))))


def over_columns(header: Part, part: Part) -> Part | None:
    """A header without lines as it stands over a part of the next page, None where it does not: its border before the
    figures is the part's, where that lies in the same white space, which has no other border in a header of no labels.
    """
    numbers = _number_columns(part)
    at = _inside(header.across, *numbers[min(numbers)]) if numbers else None
    if at:
        border = part.across[min(numbers)]
        before = [line.x1 for cell in header.cells if cell.column < at for line in cell.lines]
        behind = [line.x0 for cell in header.cells if cell.column >= at for line in cell.lines]
        if max(before, default=border) <= border <= min(behind, default=border):
            header = _on_places(header, (*header.across[:at], border, *header.across[at + 1 :]))
    return header if on_columns(part, header.across) else None


def rest_of(part: Part, page: int, line: Line) -> Part | None:
    """A line at the top of a page as one more row of the part that ends the page before; None where it is none: it has
    something else than figures, or one that stands in no column of figures there."""
    numbers = _number_columns(part)
    columns = {_inside(part.across, run.x0, run.x1): run for run in line.runs if _NUMBER.fullmatch(run.text)}
    if len(columns) < len(line.runs) or not columns.keys() <= numbers.keys():
        return None
    cells = (
        GridCell(0, n, 1, 1, (x0, line.top, x1, line.bottom), tuple(lines_of([columns[n]])) if n in columns else ())
        for n, (x0, x1) in enumerate(pairwise(part.across))
    )
    return msgspec.structs.replace(part, page=page, down=(line.top, line.bottom), cells=tuple(cells))


def _on_places(part: Part, across: tuple[float, ...]) -> Part:
    cells = (
        msgspec.structs.replace(
            cell, box=(across[cell.column], cell.box[1], across[cell.column + cell.columns], cell.box[3])
        )
        for cell in part.cells
    )
    return msgspec.structs.replace(part, across=across, cells=tuple(cells))


def _number_columns(part: Part) -> dict[int, tuple[float, float]]:
    """By column: from where to where the numbers in it go."""
    found: dict[int, tuple[float, float]] = {}
    for cell in part.cells:
        if cell.columns == 1 and cell.lines and all(is_figure(line.text) for line in cell.lines):
            low, high = found.get(cell.column, (math.inf, -math.inf))
            ends = [low, *(line.x0 for line in cell.lines)], [high, *(line.x1 for line in cell.lines)]
            found[cell.column] = min(ends[0]), max(ends[1])
    return dict(sorted(found.items()))


def _inside(across: Sequence[float], low: float, high: float) -> int | None:
    """The column in which most of a stretch of the page lies: heads set flush do not tell where columns end."""
    shared = [min(high, right) - max(low, left) for left, right in pairwise(across)]
    column = shared.index(max(shared))
    return column if shared[column] > MOSTLY * (high - low) else None


def _moved(cell: GridCell, moved: dict[int, int], labels: int, new: Sequence[float]) -> GridCell | None:
    """The cell in its new place: a number's, or a label's left of them; None for a text among the numbers."""
    if cell.column in moved and cell.columns == 1:
        column, end = moved[cell.column], moved[cell.column] + 1
    elif cell.column < labels:
        column, end = cell.column, min(cell.column + cell.columns, labels)
    else:
        return None
    box = new[column], cell.box[1], new[end], cell.box[3]
    return msgspec.structs.replace(cell, column=column, columns=end - column, box=box)


def _same_columns(last: Part, part: Part, all_of_it: Sequence[float]) -> bool:
    if part.loose:
        return _same_loose_columns(part.across, all_of_it)
    return _same_ruled_columns(last.across, part.across, all_of_it)


def _same_loose_columns(across: Sequence[float], all_of_it: Sequence[float]) -> bool:
    """Columns of numbers must agree; those of labels may be missing, or begin where a longer label begins."""
    few, many = sorted((across[1:-1], all_of_it[1:-1]), key=len)
    shared = sum(min(abs(x - y) for y in many) <= LOOSE_COLUMN for x in few)
    return shared == len(few) >= 2


def _same_ruled_columns(last: Sequence[float], across: Sequence[float], all_of_it: Sequence[float]) -> bool:
    left, right = abs(last[0] - across[0]) <= SAME_BORDER, abs(last[-1] - across[-1]) <= SAME_BORDER
    inner = across[1:-1]
    shared = sum(min(abs(x - y) for y in all_of_it) <= SAME_COLUMN for x in inner)
    if left and right:
        return 2 * shared >= min(len(inner), len(all_of_it) - 2)
    # The border of a cell that goes on over the break need not be drawn again; then the other lines must tell.
    ends = [min(abs(x - y) for y in all_of_it) <= SAME_COLUMN for x in (across[0], across[-1])]
    return (left or right) and all(ends) and shared == len(inner) and shared >= ENOUGH_SHARED


def _union(one: Sequence[float], other: Sequence[float], near: float) -> list[float]:
    """The places of both."""
    found = list(one)
    for x in other[1:-1]:
        if all(abs(x - y) > near for y in found):
            found.append(x)
    return sorted(found)


def _nearest(places: Sequence[float], x: float) -> int:
    return min(range(len(places)), key=lambda index: abs(places[index] - x))


# --- rows ------------------------------------------------------------------------------------------------------------


def _top(pieces: Sequence[_Piece], count: int, begin: int = 0) -> list[tuple[int, int, int, int, str]]:
    rows = range(begin, begin + count)
    return sorted((p.row - begin, p.column, p.rows, p.columns, p.text) for p in pieces if p.row in rows)


def _is_header(top: list[tuple[int, int, int, int, str]], count: int) -> bool:
    closed = all(row + rows <= count for row, _, rows, _, _ in top)
    texts = [text for *_, text in top]
    return closed and any(texts) and not any(_DIGIT.search(text) for text in texts)


def _is_leaf(pair: Pair) -> bool:
    """Whether a cell belongs to one row only on both sides of the break; the others are labels of groups."""
    return pair[0].rows == 1 and pair[1].rows == 1


def _is_label_of_rows(pair: Pair, *, alike: bool) -> bool:
    """Whether a label goes on that spans rows: that of a group, or one beside the storeys of a header.

    An empty cell of one row below a header is the first blank figure.
    """
    above, below = pair
    if above.is_number or below.is_number or (alike and _is_leaf(pair)):
        return False
    if below.rows == 1 and _DIGIT.match(below.text):  # a figure with a note to it
        return False
    return (bool(below.text) or below.rows > 1) and _continues(above, below)


def _is_cut(leaves: list[Pair], *, open_break: bool) -> bool:
    """Whether the break goes through a row, so that both halves are one."""
    if len(leaves) < 2 or not all(_continues(*pair) for pair in leaves):
        return False
    if not any(below.text for _, below in leaves):
        return False
    if open_break:
        return True
    label, values = _label_and_values(leaves)
    return label is not None and (
        _label_stays(*label) or _label_comes(*label, values) or _label_goes_on(*label, values)
    )


def _may_be_cut(leaves: list[Pair]) -> bool:
    """Whether figures below a row may be its rest though nothing proves it: they have no label, or one that goes on
    that of the row above in the middle of its lines.

    The halves share a cell in doubt, and so make no value.
    """
    label, values = _label_and_values(leaves)
    if label is None or len(values) < 2 or not any(below.is_number for _, below in values):
        return False
    above, below = label
    wrapped = "\n" in above.text or "\n" in below.text
    goes_on = bool(above.text and below.text) and wrapped and _continues(above, below)
    return _label_stays(above, below) or goes_on


def _label_and_values(leaves: list[Pair]) -> tuple[Pair | None, list[Pair]]:
    """The label of the row, which is the last text before the first figure, and what comes after it.

    A figure before the label is the running number of the row.
    """
    if len(leaves) > 1 and _is_running_number(leaves[0]) and _is_text(leaves[1]):
        leaves = leaves[1:]
    figures = next((i for i, (above, below) in enumerate(leaves) if above.is_number or below.is_number), len(leaves))
    texts = [i for i, (above, below) in enumerate(leaves[:figures]) if above.text or below.text]
    if not texts:
        return None, leaves
    at = texts[-1] if figures < len(leaves) else texts[0]
    return leaves[at], leaves[at + 1 :]


def _is_running_number(pair: Pair) -> bool:
    """Whether a figure stands whole on one side of the break, in the first column."""
    above, below = pair
    return above.column == 0 and [above.is_number, below.is_number].count(True) == 1 and not (above.text and below.text)


def _is_text(pair: Pair) -> bool:
    return any(piece.text and not piece.is_number for piece in pair)


def _label_stays(above: _Piece, below: _Piece) -> bool:
    return bool(above.text) and not above.is_number and not below.text


def _label_comes(above: _Piece, below: _Piece, values: list[Pair]) -> bool:
    """Whether a label in the middle of its row stands whole below a break that cuts the figures beside it."""
    return not above.text and not below.is_number and any(figure.is_number for figure, _ in values)


def _label_goes_on(above: _Piece, below: _Piece, values: list[Pair]) -> bool:
    if not (above.text and below.text) or above.is_number or below.is_number:
        return False
    if not any(a.is_number or b.is_number for a, b in values):
        return any(a.text for a, _ in values) and not any(b.text and not a.text for a, b in values)
    half_empty = not any(a.text for a, _ in values) or not any(b.text for _, b in values)
    # Two rows of numbers that all fill their cells look the same, but then the second ones are as long as the first.
    remainders = all(not b.text or len(b.text) < a.filled for a, b in values)
    return half_empty or remainders


def _continues(above: _Piece, below: _Piece) -> bool:
    """Whether the text of a cell may go on in the cell below the break."""
    if not above.text or not below.text:
        return True
    if above.is_number != below.is_number:
        return False
    if below.is_number:
        return above.spare < 1
    # A sign that may not begin a line takes the character before it along into the next one.
    taken = 2 if below.text[1:2] in _NEVER_FIRST else 1
    return above.spare < taken and not begins_item(below.text)


def _join(above: _Piece, below: _Piece, *, certain: bool) -> None:
    between = "\n" if above.text and below.text else ""
    if between and above.is_number and below.is_number:
        between = "" if certain else IN_DOUBT
    if not above.text:
        above.page, above.box = below.page, below.box
    above.rows = below.row + below.rows - above.row
    above.text += between + below.text
    if below.text:
        above.filled, above.spare = below.filled, below.spare


def stitched(parts: Sequence[Part]) -> Iterator[Table]:
    """The tables that parts form which stand directly after each other."""
    grown = Stitched(parts[0])
    for _, part in pairwise(parts):
        if not grown.takes(part):
            yield grown.table()
            grown = Stitched(part)
    yield grown.table()
