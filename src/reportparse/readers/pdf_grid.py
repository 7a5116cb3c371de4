"""Ruling lines to grids, and the runs of a page into their cells.

Lines are first joined: what stands in line and nearly touches is one line, and what runs side by side within a few
points is drawn double. Lines that touch each other form a grid. A cell reaches as far as no line stops it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter

import msgspec

from reportparse.errors import LimitExceeded
from reportparse.patterns import pattern
from reportparse.readers.pdf_marks import Ruling
from reportparse.readers.pdf_page import Page
from reportparse.readers.pdf_runs import Run
from reportparse.readers.pdf_text import IN_DOUBT, Line, are_digits, joined_text, lines_of, wraps_number
from reportparse.source import Box

MAX_PLACES = 100_000  # of one grid; a table of a report has 300
SAME_PLACE = 1.5  # points; pieces of lines that differ by less stand in line
SIDE_BY_SIDE = 4.0  # points; lines of one table that are nearer than this are one line, drawn double
GAP = 4.0  # points; a gap in a line up to this wide is no gap
SHORTEST = 6.0  # points; shorter marks are dots and corners, not lines
TOUCH = 4.0  # points; lines that end this near to another one meet it
OVERHANG = 8.0  # points; lines that reach further than this beyond the last crossing line belong to an open side
SAME_SIZE = 0.1  # of the height; letters that differ by less are of one size
LINE_GAP = 0.5  # of the height; lines of a cell stand no further apart
NARROW = 3  # characters on a line; a cell so narrow holds a label set downwards
RUN_OVER = 1.0  # points; words that begin so far before a border are not those of the cell behind it
FLUSH = 0.5  # points; lines that begin within this of each other are set flush
MOST_PADDING = 5.8  # points; what a cell may keep free at a side. Word keeps 5.4
BESIDE = 3  # cells; so many with figures at the same heights hold rows
MANY_PLACES = 1.5  # of the cells of the longest row; more columns than this are those of many tables
STACK = 3  # figures below each other in a cell, which are no number that it broke

_DIGIT = pattern(r"\d")
_FIGURE = pattern(r"\d[\d.,]*")
_AT, _LOW = attrgetter("at"), attrgetter("low")


class GridCell(msgspec.Struct, frozen=True, gc=False):
    """A cell on the grid of one page: its place and spans, its rectangle and its lines of text."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box
    lines: tuple[Line, ...] = ()


class Part(msgspec.Struct, frozen=True):
    """A table, or the part of one that stands on one page.

    `across` and `down` are the places of its lines; `padding` is what its cells keep free on the left and on the
    right; `open_top` and `open_bottom` say that no line closes it there, `loose` that its columns are told by
    white space only.
    """

    page: int
    across: tuple[float, ...]
    down: tuple[float, ...]
    cells: tuple[GridCell, ...]
    padding: tuple[float, float] = (0.0, 0.0)
    open_top: bool = False
    open_bottom: bool = False
    loose: bool = False

    @property
    def box(self) -> Box:
        """The rectangle around it."""
        return self.across[0], self.down[0], self.across[-1], self.down[-1]

    def room(self, cell: GridCell) -> float:
        """The width that text may take in a cell."""
        left, right = self.padding
        indents = [line.x0 - cell.box[0] for line in cell.lines]
        if len(indents) > 1 and max(indents) - min(indents) < FLUSH and _uneven(cell.lines):
            left = right = min(max(indents[0], 0.0), MOST_PADDING)
        return cell.box[2] - cell.box[0] - left - right

    def text(self, cell: GridCell) -> str:
        """What stands in a cell."""
        if len(cell.lines) < 2:
            return cell.lines[0].text if cell.lines else ""
        if self.loose and are_digits(cell.lines):
            return IN_DOUBT.join(line.text for line in cell.lines)
        return joined_text(cell.lines, self.room(cell))


def find_parts(page: Page) -> tuple[list[Part], list[Run]]:
    """The ruled tables of a page from top to bottom, and the runs that stand outside them."""
    grids = [grid for group in _groups(joined(page.levels), joined(page.uprights)) for grid in _grids(*group)]
    grids.sort(key=_Grid.area)
    free = list(page.runs)
    parts = []
    for grid in grids:
        inside = grid.holds(free)
        part = grid.part(page.number) if inside else None
        if part and not _has_rows_in_cells(part):
            free = [run for run, is_in in zip(free, inside, strict=True) if not is_in]
            parts.append(part)
    parts.sort(key=lambda part: (part.down[0], part.across[0]))
    return parts, free


def _has_rows_in_cells(part: Part) -> bool:
    """Whether no lines are drawn between the rows of a table, but between its columns: then several cells beside each
    other hold a head with figures below it, or many figures, at the same heights."""
    stacks = [cell for cell in part.cells if _is_stack(cell, part.room(cell))]
    for row in {cell.row for cell in stacks}:
        heights = [
            [line.top for line in cell.lines if _FIGURE.fullmatch(line.text)] for cell in stacks if cell.row == row
        ]
        if any(
            sum(any(abs(top - other) < SAME_PLACE for other in tops) for tops in heights) >= BESIDE
            for top in heights[0]
        ):
            return True
    return False


def _is_stack(cell: GridCell, room: float) -> bool:
    figures = [line for line in cell.lines if _FIGURE.fullmatch(line.text)]
    if not figures or len(cell.lines) < 2:
        return False
    return figures[0] is not cell.lines[0] or (len(figures) >= STACK and not wraps_number(cell.lines, room))


# --- lines ----------------------------------------------------------------------------------------------------------


def joined(lines: Iterable[Ruling], beside: float = SAME_PLACE) -> list[Ruling]:
    """The lines with their pieces put together: a dashed line is one, lines nearer than `beside` are one."""
    found: list[Ruling] = []
    side_by_side: list[Ruling] = []
    for line in sorted(lines, key=_AT):
        if side_by_side and line.at - side_by_side[0].at > beside:
            found += _end_to_end(side_by_side)
            side_by_side = []
        side_by_side.append(line)
    return found + _end_to_end(side_by_side)


def _end_to_end(lines: list[Ruling]) -> list[Ruling]:
    if len(lines) < 2:
        return [line for line in lines if line.high - line.low >= SHORTEST]
    at = max(lines, key=lambda line: line.high - line.low).at
    found: list[Ruling] = []
    low = high = 0.0
    for line in sorted(lines, key=_LOW):
        if high > low and line.low - high <= GAP:
            high = max(high, line.high)
            continue
        if high - low >= SHORTEST:
            found.append(Ruling(at, low, high))
        low, high = line.low, line.high
    if high - low >= SHORTEST:
        found.append(Ruling(at, low, high))
    return found


def _groups(levels: list[Ruling], uprights: list[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Lines that touch each other, directly or over others."""
    groups: list[tuple[list[Ruling], list[Ruling]]] = []
    left = set(range(len(uprights)))
    waiting = set(range(len(levels)))
    while waiting:
        ours, ours_up, front = {waiting.pop()}, set[int](), list[int]()
        front += ours
        while front:
            met = {u for u in left for h in front if _meet(levels[h], uprights[u])}
            left -= met
            ours_up |= met
            front = [h for h in waiting if any(_meet(levels[h], uprights[u]) for u in met)]
            waiting.difference_update(front)
            ours.update(front)
        groups.append(([levels[h] for h in sorted(ours)], [uprights[u] for u in sorted(ours_up)]))
    return groups


def _meet(level: Ruling, upright: Ruling) -> bool:
    return (
        level.low - TOUCH <= upright.at <= level.high + TOUCH
        and upright.low - TOUCH <= level.at <= upright.high + TOUCH
    )


# --- grids ----------------------------------------------------------------------------------------------------------


def _grids(levels: list[Ruling], uprights: list[Ruling]) -> Iterator[_Grid]:
    """The grid that lines form, or one for each of its rows where these are tables of their own that touch."""
    grid = _grid(levels, uprights)
    if grid and grid.is_stack_of_tables():
        yield from (row for band in grid.bands() if (row := _grid(*band)))
    elif grid:
        yield grid


def _grid(levels: list[Ruling], uprights: list[Ruling]) -> _Grid | None:
    levels, uprights = joined(levels, SIDE_BY_SIDE), joined(uprights, SIDE_BY_SIDE)
    if not uprights or len(levels) + len(uprights) < 4:
        return None
    across = _places(uprights, levels)
    down = _places(levels, uprights)
    places = (len(across) - 1) * (len(down) - 1)
    if places < 2:
        return None
    if places > MAX_PLACES:
        raise LimitExceeded(f"a table of {places} places, the limit is {MAX_PLACES}")
    return _Grid(across, down, levels, uprights)


def _places(lines: list[Ruling], crossing: list[Ruling]) -> list[float]:
    """Where the lines stand; an outer border that is not drawn is where the crossing lines end."""
    places = sorted({line.at for line in lines})
    lows = sorted(line.low for line in crossing)
    highs = sorted(line.high for line in crossing)
    if len(crossing) > 1 and lows[1] < places[0] - OVERHANG:
        places.insert(0, lows[0])
    if len(crossing) > 1 and highs[-2] > places[-1] + OVERHANG:
        places.append(highs[-1])
    return places


class _Grid:
    """Places of lines, and the walls between them."""

    def __init__(self, across: list[float], down: list[float], levels: list[Ruling], uprights: list[Ruling]) -> None:
        self.across = across
        self.down = down
        self.floors = _walls(levels, down, across)
        self.sides = _walls(uprights, across, down)
        self.spans = self._spans()
        self.runs: list[list[Run]] = [[] for _ in self.spans]
        self._open_top = down[0] not in {line.at for line in levels}
        self._open_bottom = down[-1] not in {line.at for line in levels}

    def area(self) -> float:
        """Of the rectangle around it."""
        return (self.across[-1] - self.across[0]) * (self.down[-1] - self.down[0])

    def is_stack_of_tables(self) -> bool:
        """Whether each row has columns of its own, as many small tables have that are set without space between them:
        together far more than any row has cells, and no cell reaches over two rows."""
        cells = Counter(row for row, *_ in self.spans)
        return len(self.across) - 1 > MANY_PLACES * max(cells.values()) and not any(
            rows > 1 and self.sides[column][row] and self.sides[column + columns][row]
            for row, column, rows, columns in self.spans
        )

    def bands(self) -> Iterator[tuple[list[Ruling], list[Ruling]]]:
        """The lines around each row, as far as its own uprights reach."""
        for row, (top, bottom) in enumerate(pairwise(self.down)):
            sides = [x for x, side in zip(self.across, self.sides, strict=True) if side[row]]
            if len(sides) > 1:
                levels = [Ruling(at, sides[0], sides[-1]) for at in (top, bottom)]
                yield levels, [Ruling(x, top, bottom) for x in sides]

    def holds(self, runs: Sequence[Run]) -> list[bool]:
        """Takes the runs that stand in its cells; says for each run whether it did. Empty when there are no cells."""
        if len(self.spans) < 2:
            return []
        owner = self._owners()
        taken = []
        across, down = self.across, self.down
        for run in runs:
            top, bottom = run.top, run.bottom
            column = bisect_right(across, (run.x0 + run.x1) / 2) - 1
            row = bisect_right(down, (top + bottom) / 2) - 1
            number = owner.get((row, column))
            if number is None and row >= 0 and top < down[-1] + LINE_GAP * (bottom - top):
                number = self._runs_over(run, owner.get((len(down) - 2, column)))
            if number is not None:
                self.runs[number].append(run)
            taken.append(number is not None)
        self._move_back(owner)
        return taken

    def _move_back(self, owner: dict[tuple[int, int], int]) -> None:
        """Puts words that begin in the cell on the left, and run over its border to a figure's side, into that cell."""
        for number, (row, column, _, _) in enumerate(self.spans):
            left = owner.get((row, column - 1))
            if left is None or len(self.runs[number]) < 2:
                continue
            border = self.across[column] - RUN_OVER
            over = [run for run in self.runs[number] if run.x0 < border and not _DIGIT.search(run.text)]
            figures = [run for run in self.runs[number] if run.x0 >= border and _DIGIT.match(run.text)]
            moved = [run for run in over if any(abs(run.top - other.top) < SAME_PLACE for other in figures)]
            self.runs[number] = [run for run in self.runs[number] if run not in moved]
            self.runs[left] += moved

    def _runs_over(self, run: Run, number: int | None) -> int | None:
        """The cell of the last row whose text runs over the end of the table; None for text after the table."""
        if number is None or not self.runs[number]:
            return None
        x0, _, x1, _ = self._box(*self.spans[number])
        above = max(self.runs[number], key=lambda other: other.bottom)
        height = run.bottom - run.top
        same_size = abs(above.bottom - above.top - height) < SAME_SIZE * height
        goes_on = run.top - above.bottom < LINE_GAP * height and (x0 - 1 < run.x0 and run.x1 < x1 + 1)
        # A run that lies wholly below is more likely a line of text, unless it ends a label in a very narrow cell.
        in_column = len(run.text) <= len(above.text) <= NARROW and abs(above.x0 - run.x0) < 1
        full = above.x1 - above.x0 > x1 - x0 - 2 * MOST_PADDING - (above.x1 - above.x0) / len(above.text)
        return number if same_size and goes_on and (run.top < self.down[-1] or (in_column and full)) else None

    def part(self, page: int) -> Part:
        """The table, its cells from top to bottom and left to right."""
        cells = [
            GridCell(*span, self._box(*span), tuple(lines_of(runs)) if runs else ())
            for span, runs in zip(self.spans, self.runs, strict=True)
            if runs or not self._outside(*span)
        ]
        return Part(
            page,
            tuple(self.across),
            tuple(self.down),
            tuple(cells),
            _padding(cells),
            self._open_top,
            self._open_bottom,
        )

    def _owners(self) -> dict[tuple[int, int], int]:
        return {
            (row + i, column + j): number
            for number, (row, column, rows, columns) in enumerate(self.spans)
            for i in range(rows)
            for j in range(columns)
        }

    def _spans(self) -> list[tuple[int, int, int, int]]:
        height, width = len(self.down) - 1, len(self.across) - 1
        used = [bytearray(width) for _ in range(height)]
        spans = []
        for row in range(height):
            for column in range(width):
                if not used[row][column]:
                    columns = self._columns(row, column, used[row])
                    rows = self._rows(row, column, columns)
                    for i in range(row, row + rows):
                        used[i][column : column + columns] = b"\x01" * columns
                    spans.append((row, column, rows, columns))
        return spans

    def _columns(self, row: int, column: int, used: bytearray) -> int:
        end = column + 1
        while end < len(self.across) - 1 and not self.sides[end][row] and not used[end]:
            end += 1
        return end - column

    def _rows(self, row: int, column: int, columns: int) -> int:
        end = row + 1
        while end < len(self.down) - 1 and not any(self.floors[end][column : column + columns]):
            if any(self.sides[x][end] for x in range(column + 1, column + columns)):
                break
            end += 1
        return end - row

    def _outside(self, row: int, column: int, rows: int, columns: int) -> bool:
        """Whether an empty place is only the paper beside a table that is narrower there."""
        closed = self.floors[row][column] + self.floors[row + rows][column]
        right, left = column + columns == len(self.across) - 1, column == 0
        open_side = (right and not self.sides[-1][row]) or (left and not self.sides[0][row])
        return open_side and closed < 2

    def _box(self, row: int, column: int, rows: int, columns: int) -> Box:
        return self.across[column], self.down[row], self.across[column + columns], self.down[row + rows]


def _walls(lines: list[Ruling], places: list[float], steps: list[float]) -> list[bytearray]:
    """For each place of a line and each step along it, whether a line is drawn there."""
    walls = [bytearray(len(steps) - 1) for _ in places]
    number = {place: index for index, place in enumerate(places)}
    middles = [(a + b) / 2 for a, b in pairwise(steps)]
    for line in lines:
        wall = walls[number[line.at]]
        for index, middle in enumerate(middles):
            if line.low <= middle <= line.high:
                wall[index] = 1
    return walls


def _uneven(lines: Sequence[Line]) -> bool:
    widths = [line.x1 - line.x0 for line in lines]
    return max(widths) - min(widths) > FLUSH


def _padding(cells: Iterable[GridCell]) -> tuple[float, float]:
    """What the cells of a table keep free at their sides: the least that any does, within what is usual."""
    left = right = MOST_PADDING
    for cell in cells:
        for line in cell.lines:
            left = min(left, max(line.x0 - cell.box[0], 0.0))
            right = min(right, max(cell.box[2] - line.x1, 0.0))
    return left, right
