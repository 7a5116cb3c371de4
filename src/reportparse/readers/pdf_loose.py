"""Tables without upright lines: columns that only the white space between them tells.

A line of such a table falls into segments with wide gaps between them. A column is where segments of different lines
stand over each other; a segment that stands over two segments of another line spans columns. A place where a line
has nothing stays empty. Where a line would put two numbers into one column the table ends before it, and what makes
no table of three columns with numbers remains text.

Level lines, as in tables with three rules, part the rows; without them a row is a line, and lines that stand closer
to it than rows stand to each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

import msgspec

from reportparse.readers.pdf_grid import GridCell, Part, joined
from reportparse.readers.pdf_page import Page, Ruling, Run
from reportparse.readers.pdf_segments import MANY, Broken, Segment, segments, whole_numbers
from reportparse.readers.pdf_text import Line, lines_of

GUTTER = 2.0  # points; no column begins nearer to the one before
FULL_WIDTH = 0.75  # of the width of the table; an unbroken line as wide is text, not a cell
HANGING = 0.4  # of the height of a line; how close the lines of a cell stand
DENSE = 0.8  # of the height of a line; between two rules, lines closer than this are one row
STEP = 3.2  # of the height of a line; a larger distance ends the table
RULE_LENGTH = 0.6  # of the width of the table; a shorter level line does not part its rows
CLOSE = 0.6  # of the least distance of rows; lines closer to a row than that belong to it


class Row(msgspec.Struct):
    """What stands in one row, and from where to where on the page its full line goes."""

    top: float
    bottom: float
    parts: list[Segment]

    def distance(self, top: float, bottom: float) -> float:
        """The space to another stretch of the page; negative where they overlap."""
        return max(self.top - bottom, top - self.bottom)


def find_loose(page: Page, lines: Sequence[Line]) -> tuple[list[Part], list[Line]]:
    """The tables among the lines of a page, and the lines that are left."""
    if sum(len(line.runs) >= MANY for line in lines) < 2:
        return [], list(lines)
    rows = whole_numbers([(line, segments(line)) for line in lines])
    parts: list[Part] = []
    left: list[Line] = []
    done = 0
    for start, end in _regions(rows):
        while start > done and rows[start - 1][0].bottom > rows[start][0].top:
            start -= 1  # the first line of a label that is set around the middle of its row
        left += [line for line, _ in rows[done:start]]
        parts.append(_part(page, rows[start:end]))
        done = end
    return parts, left + [line for line, _ in rows[done:]]


# --- where tables begin and end --------------------------------------------------------------------------------------


def _regions(rows: list[Broken]) -> Iterator[tuple[int, int]]:
    """Where tables begin and end: from a line of several segments on, as long as the lines fit each other."""
    start = 0
    while start < len(rows):
        end = _end(rows, start) if len(rows[start][1]) > 1 else start
        if _is_table([parts for _, parts in rows[start:end]]):
            yield start, end
            start = end
        else:
            start += 1


def _end(rows: list[Broken], start: int) -> int:
    """After the last line of several segments that a table beginning at `start` could have.

    Where the next line does not fit, the lines after the last number are the header of another table.
    """
    end = after_number = start + 1
    for index in range(start + 1, len(rows)):
        line, parts = rows[index]
        if _ends_before(rows[index - 1][0], line, parts, rows[start:index]):
            break
        if len(parts) > 1:
            region = [parts for _, parts in rows[start : index + 1]]
            columns = _columns(region)
            if not all(_fits(parts, columns) for parts in region):
                return after_number
            end = index + 1
            if any(part.is_number for part in parts):
                after_number = end
        elif end == index and any(_hangs_on(above, line) for above in rows[index - 2 : index]):
            end = index + 1
    return end


def _hangs_on(above: Broken, line: Line) -> bool:
    """Whether a line is the last one of a cell: it stands close under a segment, and nowhere else."""
    close = line.top - above[0].bottom < HANGING * line.height
    return close and any(part.x0 - GUTTER < line.x0 and line.x1 < part.x1 + GUTTER for part in above[1])


def _is_table(region: list[list[Segment]]) -> bool:
    telling = [parts for parts in region if len(parts) >= MANY and any(part.is_number for part in parts)]
    return len(telling) > 1 and len(_columns(region)) >= MANY


def _ends_before(last: Line, line: Line, parts: list[Segment], region: list[Broken]) -> bool:
    if line.middle - last.middle > STEP * line.height:
        return True
    width = max(row.x1 for row, _ in region) - min(row.x0 for row, _ in region)
    return len(parts) == 1 and line.x1 - line.x0 > FULL_WIDTH * width


# --- columns ---------------------------------------------------------------------------------------------------------


Interval = tuple[float, float]


def _part(page: Page, region: list[Broken]) -> Part:
    columns = _columns([parts for _, parts in region])
    across = [columns[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), columns[-1][1]]
    across[0] = min(across[0], *(line.x0 for line, _ in region))
    across[-1] = max(across[-1], *(line.x1 for line, _ in region))
    rows = _rows(region, _rules(page, across), columns)
    down = [rows[0].top, *((a.bottom + b.top) / 2 for a, b in pairwise(rows)), rows[-1].bottom]
    cells = [cell for index, row in enumerate(rows) for cell in _cells(index, row, columns, (across, down))]
    return Part(page.number, tuple(across), tuple(down), tuple(cells), loose=True)


def _columns(region: list[list[Segment]]) -> list[Interval]:
    """Where segments of different lines stand over each other, those left out that span columns."""
    rows = [parts for parts in region if len(parts) > 1]
    columns: list[Interval] = []
    for part in sorted((part for row in rows for part in row), key=lambda part: part.x0):
        if any(_spans(part, row) for row in rows):
            continue
        if columns and part.x0 - columns[-1][1] < GUTTER:
            columns[-1] = columns[-1][0], max(columns[-1][1], part.x1)
        else:
            columns.append((part.x0, part.x1))
    return columns


def _spans(part: Segment, row: list[Segment]) -> bool:
    return sum(min(part.x1, other.x1) - max(part.x0, other.x0) > GUTTER for other in row) > 1


def _fits(parts: list[Segment], columns: list[Interval]) -> bool:
    """Whether no number of a line spans columns or shares its column with another segment."""
    spans = [(_span(part, columns), part.is_number) for part in parts]
    if any(is_number and end - start > 1 for (start, end), is_number in spans):
        return False
    return all(a[1] <= b[0] or not (is_number or other) for (a, is_number), (b, other) in pairwise(spans))


def _span(part: Segment, columns: list[Interval]) -> tuple[int, int]:
    """The columns a segment stands over, from and up to; the nearest one where it stands over none."""
    over = [i for i, (x0, x1) in enumerate(columns) if min(x1, part.x1) - max(x0, part.x0) > GUTTER / 2]
    if over:
        return over[0], over[-1] + 1
    middle = (part.x0 + part.x1) / 2
    nearest = min(range(len(columns)), key=lambda i: abs(sum(columns[i]) / 2 - middle))
    return nearest, nearest + 1


# --- rows ------------------------------------------------------------------------------------------------------------


def _rules(page: Page, across: Sequence[float]) -> list[float]:
    width = across[-1] - across[0]
    return [rule.at for rule in joined(page.levels) if _shared(rule, across[0], across[-1]) > RULE_LENGTH * width]


def _shared(rule: Ruling, low: float, high: float) -> float:
    return min(rule.high, high) - max(rule.low, low)


def _rows(region: list[Broken], rules: list[float], columns: list[Interval]) -> list[Row]:
    """The rows: what stands between two rules if that holds one full line only, else what is gathered around lines."""
    rows: list[Row] = []
    for _, group in groupby(region, key=lambda row: sum(rule < row[0].middle for rule in rules)):
        band = list(group)
        if rules and sum(_is_full(parts) for _, parts in band) == 1 and _is_dense(band):
            parts = [part for _, line_parts in band for part in line_parts]
            rows.append(Row(min(line.top for line, _ in band), max(line.bottom for line, _ in band), parts))
        else:
            rows += _gathered(band, columns)
    return rows


def _is_dense(band: list[Broken]) -> bool:
    return all(below.top - above.bottom < DENSE * above.height for (above, _), (below, _) in pairwise(band))


def _is_full(parts: list[Segment]) -> bool:
    return len(parts) >= MANY or any(part.is_number for part in parts)


def _gathered(band: list[Broken], columns: list[Interval]) -> list[Row]:
    """A row for every full line, with the segments of other lines that stand close to it; the rest makes its own."""
    rows = [Row(line.top, line.bottom, list(parts)) for line, parts in band if _is_full(parts)]
    gaps = [b.top - a.bottom for (a, x), (b, y) in pairwise(band) if _is_full(x) and _is_full(y)]
    close = CLOSE * min(gaps, default=HANGING * band[0][0].height)
    alone: list[Row] = []
    for block in _stacks([row for row in band if not _is_full(row[1])], columns, close):
        near = [row for row in rows if row.distance(block.top, block.bottom) < close]
        if near:
            middle = (block.top + block.bottom) / 2
            min(near, key=lambda row: abs(row.top + row.bottom - 2 * middle)).parts.extend(block.parts)
        else:
            alone.append(block)
    return sorted(rows + _side_by_side(alone), key=lambda row: row.top)


def _stacks(lines: list[Broken], columns: list[Interval], close: float) -> list[Row]:
    """Segments of one column that stand close below each other."""
    stacks: list[tuple[int, Row]] = []
    for line, parts in lines:
        for part in parts:
            column = _span(part, columns)[0]
            above = next((row for at, row in reversed(stacks) if at == column), None)
            if above is not None and line.top - above.bottom < close:
                above.bottom = line.bottom
                above.parts.append(part)
            else:
                stacks.append((column, Row(line.top, line.bottom, [part])))
    return [row for _, row in stacks]


def _side_by_side(blocks: list[Row]) -> list[Row]:
    rows: list[Row] = []
    for block in sorted(blocks, key=lambda block: block.top):
        if rows and rows[-1].distance(block.top, block.bottom) < 0:
            rows[-1].bottom = max(rows[-1].bottom, block.bottom)
            rows[-1].parts += block.parts
        else:
            rows.append(block)
    return rows


def _cells(
    index: int, row: Row, columns: list[Interval], places: tuple[Sequence[float], Sequence[float]]
) -> Iterator[GridCell]:
    """The cells of a row: the segments in their columns, and an empty cell in every column that has none."""
    held = _held(row, columns)
    across, down = places
    column = 0
    while column < len(columns):
        end, runs = held.get(column, (column + 1, []))
        box = (across[column], down[index], across[end], down[index + 1])
        yield GridCell(index, column, 1, end - column, box, tuple(lines_of(runs)) if runs else ())
        column = end


def _held(row: Row, columns: list[Interval]) -> dict[int, tuple[int, list[Run]]]:
    """By first column: the column where a cell ends, and its runs. Cells that share a column are one cell."""
    held: dict[int, tuple[int, list[Run]]] = {}
    spans = [(*_span(part, columns), list(part.runs)) for part in row.parts]
    for start, end, runs in sorted(spans, key=lambda span: span[:2]):
        first = next((other for other, (stop, _) in held.items() if other <= start < stop), start)
        stop, before = held.pop(first, (end, []))
        held[first] = max(stop, end), before + runs
    if len(row.parts) == 1 and next(iter(held)) > 0:
        return {0: (len(columns), next(iter(held.values()))[1])}
    return held
