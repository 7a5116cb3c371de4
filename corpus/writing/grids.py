"""How a grid with spans is seen by formats that know none, and other reshapings of a grid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.writing.model import Cell, Grid


@dataclass(frozen=True)
class Slot:
    """One place of the full lattice: the cell that covers it, and how far it is from the cell's corner."""

    cell: Cell
    down: int
    right: int

    @property
    def begins(self) -> bool:
        return self.down == 0 and self.right == 0

    @property
    def text(self) -> str:
        """The cell's text where the cell begins, nothing where it merely extends."""
        return self.cell.text if self.begins else ""


def lattice(grid: Grid) -> list[list[Slot]]:
    """Every place of the table, row by row: `lattice(grid)[2][5].cell` is what a reader sees there."""
    taken: dict[tuple[int, int], Slot] = {}
    for top, row in enumerate(grid.rows):
        left = 0
        for cell in row:
            while (top, left) in taken:
                left += 1
            for down in range(cell.rows):
                for right in range(cell.columns):
                    taken[top + down, left + right] = Slot(cell, down, right)
    width = max((column for _, column in taken), default=-1) + 1
    empty = Slot(Cell(""), 0, 0)
    return [[taken.get((row, column), empty) for column in range(width)] for row in range(len(grid.rows))]


def width(grid: Grid) -> int:
    """The number of columns of the full lattice."""
    return max((len(row) for row in lattice(grid)), default=0)


def without_row_spans(grid: Grid) -> Grid:
    """The same table with empty cells where a cell reached down: what editors write who do not merge rows."""
    lines = []
    for row in lattice(grid):
        line = []
        for slot in row:
            if slot.right:
                continue
            text = slot.cell.text if slot.down == 0 else ""
            line.append(Cell(text, columns=slot.cell.columns, label=slot.cell.label))
        lines.append(line)
    return Grid(grid.table, lines)


def repeated(grid: Grid) -> Grid:
    """The same table without any span, the text of a merged cell repeated in each of its places."""
    return Grid(grid.table, [[Cell(s.cell.text, label=s.cell.label) for s in row] for row in lattice(grid)])


def numbered(grid: Grid) -> Grid:
    """The table between a column of running numbers and one for remarks."""
    lines = [[Cell(str(n), label=True), *row, Cell("")] for n, row in enumerate(grid.rows)]
    lines[0][0], lines[0][-1] = Cell("序号", label=True), Cell("备注", label=True)
    return Grid(grid.table, lines)


def relabelled(grid: Grid, change) -> Grid:
    """The table with `change(text)` in place of the text of each label."""
    rows = [[replace(c, text=change(c.text)) if c.label else c for c in row] for row in grid.rows]
    return Grid(grid.table, rows)


def halves(grid: Grid, figures: int) -> list[Grid]:
    """The table cut in two by its columns, behind its first `figures` columns of figures: the labels stand in both.

    A merged label above columns of both halves is printed in both.
    """
    labels = min(n for row in lattice(grid) for n, slot in enumerate(row) if not slot.cell.label)
    wide = width(grid)
    chosen = (range(labels + figures), [*range(labels), *range(labels + figures, wide)])
    return [Grid(grid.table, _columns(grid, columns)) for columns in chosen]


def _columns(grid: Grid, chosen: Sequence[int]) -> list[list[Cell]]:
    own = {id(cell) for row in grid.rows for cell in row}
    lines = []
    for row in lattice(grid):
        cells = {id(row[n].cell): row[n].cell for n in chosen if row[n].down == 0 and id(row[n].cell) in own}
        taken = Counter(id(row[n].cell) for n in chosen)
        lines.append([replace(cell, columns=taken[key]) for key, cell in cells.items()])
    return lines


def header_height(grid: Grid) -> int:
    """How many rows at the top hold labels only."""
    height = 0
    for row in grid.rows:
        if not all(cell.label for cell in row):
            break
        height += 1
    return height


def pieces(grid: Grid, cuts: list[int]) -> list[Grid]:
    """The table cut before the rows `cuts`; a merged cell that is cut goes on, empty, in the next piece."""
    bounds = [0, *(cut for cut in cuts if cut < len(grid.rows)), len(grid.rows)]
    full = lattice(grid)
    return [Grid(grid.table, _slice(full, start, stop)) for start, stop in pairwise(bounds) if start < stop]


def _slice(full: list[list[Slot]], start: int, stop: int) -> list[list[Cell]]:
    lines = []
    for top in range(start, stop):
        line = []
        for slot in full[top]:
            opens = slot.down == 0 or top == start
            if slot.right or not opens:
                continue
            left = min(slot.cell.rows - slot.down, stop - top)
            text = slot.cell.text if slot.down == 0 else ""
            line.append(replace(slot.cell, text=text, rows=left))
        lines.append(line)
    return lines
