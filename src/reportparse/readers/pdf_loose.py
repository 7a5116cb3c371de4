"""Tables without upright lines: columns that only the white space between them tells.

A line of such a table falls into segments with wide gaps between them. A column is where segments of different lines
stand over each other; a segment that stands over two segments of another line spans columns. A place where a line
has nothing stays empty. Where a line would put two numbers into one column the table ends before it, and what makes
no table of three columns with numbers remains text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, product, takewhile

import msgspec

from reportparse.readers.pdf_grid import GridCell, Part
from reportparse.readers.pdf_page import Page
from reportparse.readers.pdf_rows import BESIDE, FLUSH, HANGING, STEP, Row, rows_of, rules_across
from reportparse.readers.pdf_runs import Run
from reportparse.readers.pdf_segments import MANY, ONE_ROW, Broken, Segment, broken, whole_numbers
from reportparse.readers.pdf_text import Line, begins_item, begins_section, line_of, lines_of

GUTTER = 2.0  # points; no column begins nearer to the one before
FULL_WIDTH = 0.75  # of the width of the table; an unbroken line as wide is text, not a cell
SAME_GAP = 0.3  # points; how much the spaces between the lines of labels may differ
LARGER = 1.1  # of the height of a table's lines; a line of one segment that is larger is a heading
FURTHER = 1.3  # of the widest gap between its lines; what stands alone further below a table is a heading
TALL_ROWS = 4  # gaps between rows of figures; so many tell that the rows are tall
TALLEST = 6.0  # of the height; what stands further apart is no table
MOST_LABEL_LINES = 3  # of a row without figures, or two of them, at the top of a page
DISTANCE = 1.0  # of the height; how far figures are set below a header that a page break parts from them
BESIDE_LABELS = 0.25  # of the height; lines that share so much of it stand partly beside each other
MOST_HEADER_LINES = 10  # of a header at the end of a page, and a row below it


def find_loose(page: Page, lines: Sequence[Line]) -> tuple[list[Part], list[Line]]:
    """The tables among the lines of a page, and the lines that are left."""
    if sum(len(line.runs) >= MANY for line in lines) < 2:
        return [], list(lines)
    rows = whole_numbers(broken(lines))
    parts: list[Part] = []
    left: list[Line] = []
    done = 0
    for start, end in _regions(rows, _step(rows)):
        while start > done and _is_first_line(rows[start - 1], rows[start][0]):
            start -= 1
        if not done:
            start = _top(rows, start, end)
        left += [line for line, _ in rows[done:start]]
        parts.append(_part(page, rows[start:end]))
        done = end
    return parts, left + [line for line, _ in rows[done:]]


def _is_first_line(row: Broken, below: Line) -> bool:
    """Whether a line begins a cell that is set around the middle of its row: a label beside the row, or close above it
    a number that its column broke."""
    line, parts = row
    lone = len(parts) == 1 and parts[0].is_number and below.top - line.bottom < HANGING * line.height
    return line.bottom > below.top or lone


def find_header(page: Page, lines: Sequence[Line]) -> tuple[Part, list[Line]] | None:
    """The table of which only the header, or it and a row, stands at the end of a page, and the lines before it."""
    region = _header_region(lines)
    if not any(len(parts) >= MANY for _, parts in region) or len(_columns([parts for _, parts in region])) < MANY:
        return None
    return _part(page, region), list(lines[: len(lines) - len(region)])


def find_over_break(page: Page, lines: Sequence[Line], below: Sequence[Line]) -> tuple[Part, Part, int, int] | None:
    """A table of one row of figures that a page break cuts in its header or below it, read as if it stood on one page.

    Gives its part on either page, how many lines stand before it on the first page, and how many of the second page's
    are its own; None where no such table is certain: all the lines beside the break must be of it.
    """
    above = [line for line, _ in _header_region(lines)]
    count = _lines_to_figures(below)
    if not above or not count or any(part.is_number for _, parts in broken(above) for part in parts):
        return None
    end = max(line.bottom for line in above)
    space = DISTANCE if any(part.is_number for part in broken(below[:1])[0][1]) else HANGING
    shift = end + space * above[-1].height - below[0].top
    parts, left = find_loose(page, [*above, *(_shifted(line, shift) for line in below[:count])])
    first = len(lines) - len(above)
    if len(parts) != 1 or any(line.top > end or len(line.runs) > 1 for line in left):
        return None
    row = next((n for n, top in enumerate(parts[0].down[:-1]) if _begins_below(parts[0], n, end)), 0)
    return (*_halves(parts[0], row, -shift, page.number + 1), first + len(left), count) if row else None


def _header_region(lines: Sequence[Line]) -> list[Broken]:
    """The last lines of a page as far as they can be the header of a table."""
    rows = broken(lines[-MOST_HEADER_LINES:])
    start = len(rows)
    while start and not _begins_above(rows, start):
        start -= 1
    while start < len(rows) and len(rows[start][1]) == 1:
        start += 1
    return rows[start:]


def _lines_to_figures(lines: Sequence[Line]) -> int:
    """How many lines go to the end of the one row of figures below some texts; none where there is no such row.

    What follows must be text that stands apart: a label beside figures says that they are the first line of its row.
    """
    rows = broken(lines[: MOST_HEADER_LINES + 2])
    first = next((n for n, (_, parts) in enumerate(rows) if any(part.is_number for part in parts)), len(rows))
    close = takewhile(lambda pair: _is_rest_of(*pair), pairwise(rows[first:]))
    row = [*rows[first : first + 1], *(below for _, below in close)]
    figures = max((len(parts) for _, parts in row if all(part.is_number for part in parts)), default=0)
    after = next(iter(rows[first + len(row) :]), None)
    alone = after is None or (len(after[1]) == 1 and after[0].top - row[-1][0].bottom > HANGING * after[0].height)
    return first + len(row) if figures >= ONE_ROW and alone else 0


def _is_rest_of(above: Broken, below: Broken) -> bool:
    """Whether figures stand so close below others that these may go on in them."""
    (line, _), (rest, parts) = above, below
    return all(part.is_number for part in parts) and rest.top - line.bottom < HANGING * line.height


def _shifted(line: Line, down: float) -> Line:
    runs = [msgspec.structs.replace(run, top=run.top + down, bottom=run.bottom + down) for run in line.runs]
    return line_of(runs)


def _begins_below(part: Part, row: int, end: float) -> bool:
    lines = [line for cell in part.cells if cell.row == row for line in cell.lines]
    return bool(lines) and all(line.top > end for line in lines)


def _halves(part: Part, row: int, back: float, page: int) -> tuple[Part, Part]:
    """A part cut before a row, what is below moved back to where it stands on the next page."""
    upper = tuple(cell for cell in part.cells if cell.row < row)
    lower = tuple(
        msgspec.structs.replace(
            cell,
            row=cell.row - row,
            box=(cell.box[0], cell.box[1] + back, cell.box[2], cell.box[3] + back),
            lines=tuple(_shifted(line, back) for line in cell.lines),
        )
        for cell in part.cells
        if cell.row >= row
    )
    down = tuple(top + back for top in part.down[row:])
    return (
        msgspec.structs.replace(part, down=part.down[: row + 1], cells=upper),
        msgspec.structs.replace(part, page=page, down=down, cells=lower),
    )


def _begins_above(rows: list[Broken], start: int) -> bool:
    """Whether the line before a place is no line of the table that goes on there."""
    line, parts = rows[start - 1]
    if start == len(rows):
        return False
    below = rows[start][0]
    far = below.top - line.bottom > STEP * min(line.height, below.height)
    larger = line.height > LARGER * below.height
    return far or (len(parts) == 1 and (larger or begins_item(parts[0].text)))


def _top(rows: list[Broken], start: int, end: int) -> int:
    """Where the first table of a page begins: labels without figures may stand above it, up to the page's top."""
    figures = min(part.x0 for _, parts in rows[start:end] for part in parts if part.is_number)
    alone = all(len(parts) == 1 and line.x1 < figures for line, parts in rows[:start])
    close = all(b.top - a.bottom < STEP * a.height for (a, _), (b, _) in pairwise(rows[: start + 1]))
    sizes = [line.height for line, _ in rows[:start]]
    alike = all(height < LARGER * rows[start][0].height for height in sizes)
    return 0 if start <= MOST_LABEL_LINES and alone and close and alike else start


# --- where tables begin and end --------------------------------------------------------------------------------------


def _step(rows: list[Broken]) -> float:
    """The largest gap inside of a table, in heights of a line: more where the rows of figures of a page stand as far
    apart from each other as those of tall rows do."""
    telling = [line for line, parts in rows if _tells(parts)]
    gaps = sorted((below.top - above.bottom) / above.height for above, below in pairwise(telling))
    usual = gaps[len(gaps) // 2] if len(gaps) >= TALL_ROWS else 0.0
    return FURTHER * usual if STEP < FURTHER * usual < TALLEST else STEP


def _regions(rows: list[Broken], step: float) -> Iterator[tuple[int, int]]:
    """Where tables begin and end: from a line of several segments on, as long as the lines fit each other."""
    start = 0
    last = max((index for index, (_, parts) in enumerate(rows) if _tells(parts)), default=-1)
    while start <= last:
        end = _end(rows, start, step) if len(rows[start][1]) > 1 else start
        if _is_table([parts for _, parts in rows[start:end]]):
            yield start, end
            start = end
        else:
            start += 1


def _end(rows: list[Broken], start: int, step: float) -> int:
    """After the last line of several segments that a table beginning at `start` could have.

    Where the next line does not fit, the lines after the last number are the header of another table.
    """
    end = after_number = start + 1
    for index in range(start + 1, len(rows)):
        line, parts = rows[index]
        if _ends_before(line, parts, rows[start:index], step) or _is_section(
            rows[index], rows[start:index], rows[index + 1 :]
        ):
            break
        if len(parts) > 1:
            region = [parts for _, parts in rows[start : index + 1]]
            if not _fit(region):
                return after_number
            end = index + 1
            if any(part.is_number for part in parts):
                after_number = end
        elif end == index and (_goes_with(rows[max(index - 2, start) : index], line) or _goes_on(rows, start, index)):
            end = index + 1
    return end


def _fit(region: list[list[Segment]]) -> bool:
    """Whether the lines of a region fit its columns. Texts fit any: on a page of texts no columns are worked out."""
    if not any(part.is_number for parts in region for part in parts):
        return True
    columns = _columns(region)
    return all(_fits(parts, columns) for parts in region)


def _goes_with(before: Sequence[Broken], line: Line) -> bool:
    """Whether a line is the last one of a cell: it stands beside one of the lines before it, or close under a segment
    of it and nowhere else."""
    for above, parts in before:
        inside = any(part.x0 - GUTTER < line.x0 and line.x1 < part.x1 + GUTTER for part in parts)
        beside = above.bottom - line.top > BESIDE * line.height
        if beside or (inside and line.top - above.bottom < HANGING * line.height):
            return True
    return False


def _goes_on(rows: Sequence[Broken], start: int, index: int) -> bool:
    """Whether a line is the last one of a label that is set with more space between its lines than usual: flush with
    the line above it, no item, and no further below it than other labels of the table go on."""
    line, parts = rows[index]
    gap = _hangs_by(rows[index - 1], line)
    if gap is None or begins_item(parts[0].text):
        return False
    pairs = pairwise(rows[start:index])
    gaps = (_hangs_by(above, below) for above, (below, others) in pairs if len(others) == 1)
    return any(other is not None and abs(gap - other) < SAME_GAP for other in gaps)


def _hangs_by(above: Broken, line: Line) -> float | None:
    """The space between a line and a text above it with which it is set flush, inside of which it ends."""
    texts = [part for part in above[1] if part.runs and not part.is_number]
    flush = any(abs(part.x0 - line.x0) < FLUSH and line.x1 < part.x1 + line.height for part in texts)
    return line.top - above[0].bottom if flush else None


def _tells(parts: list[Segment]) -> bool:
    """Whether a line is one of those that make lines a table: several segments, and a number among them."""
    return len(parts) >= MANY and any(part.is_number for part in parts)


def _is_table(region: list[list[Segment]]) -> bool:
    telling = [parts for parts in region if _tells(parts)]
    header = [parts for parts in region if len(parts) >= MANY and not any(part.is_number for part in parts)]
    one_row = len(telling) == 1 and sum(len(parts) >= 2 * MANY for parts in header) > 1
    return (len(telling) > 1 or one_row) and len(_columns(region)) >= MANY


def _ends_before(line: Line, parts: list[Segment], region: list[Broken], step: float) -> bool:
    last = max((row for row, _ in region[-MANY:]), key=lambda row: row.bottom)
    if line.top - last.bottom > step * min(line.height, region[-1][0].height):
        return True
    if len(parts) > 1 or last.bottom - line.top > BESIDE * line.height:  # the label of a row of broken numbers
        return False
    width = max(row.x1 for row, _ in region) - min(row.x0 for row, _ in region)
    return line.x1 - line.x0 > FULL_WIDTH * width or _is_heading(line, parts[0], region)


def _is_heading(line: Line, part: Segment, region: list[Broken]) -> bool:
    """Whether a line that stands alone is set larger than the table, or further below its numbers than its rows are."""
    numbered = [row for row, parts in region if any(part.is_number for part in parts)]
    if part.is_number or not (numbered or begins_item(part.text)):
        return False
    heights = sorted(row.height for row, _ in region)
    if line.height > LARGER * heights[len(heights) // 2]:
        return True
    if not numbered:
        return False
    lines = [row for row, _ in region]
    widest = max((b.top - a.bottom for a, b in (*pairwise(lines), *pairwise(numbered))), default=0.0)
    least = HANGING * line.height if len(numbered) > 1 else line.height  # one row does not tell how far rows stand
    return line.top - region[-1][0].bottom > FURTHER * max(widest, least)


def _is_section(row: Broken, region: Sequence[Broken], below: Sequence[Broken]) -> bool:
    """Whether a line that stands alone is the heading between two tables that are set without any space: it has the
    number of a section, and the texts next below it stand over columns of figures, as only those of a header do.

    A label in the middle of a row of broken numbers stands beside them.
    """
    line, parts = row
    beside = max(above.bottom for above, _ in region) - line.top > BESIDE * line.height
    if beside or len(parts) > 1 or not begins_section(parts[0].text):
        return False
    figures = [part.x0 for _, above in region for part in above if part.is_number]
    header = takewhile(lambda row: not any(part.is_number for part in row[1]), below[:MOST_HEADER_LINES])
    return bool(figures) and any(part.x0 > min(figures) for _, texts in header for part in texts[1:])


# --- columns and cells -----------------------------------------------------------------------------------------------


Interval = tuple[float, float]


def _part(page: Page, region: list[Broken]) -> Part:
    columns = _columns([parts for _, parts in region])
    across = [columns[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), columns[-1][1]]
    across[0] = min(across[0], *(line.x0 for line, _ in region))
    across[-1] = max(across[-1], *(line.x1 for line, _ in region))
    rows = rows_of(region, rules_across(page, across))
    down = [rows[0].top, *((a.bottom + b.top) / 2 for a, b in pairwise(rows)), rows[-1].bottom]
    cells = [cell for index, row in enumerate(rows) for cell in _cells(index, row, columns, (across, down))]
    return Part(page.number, tuple(across), tuple(down), tuple(cells), loose=True)


def _columns(region: list[list[Segment]]) -> list[Interval]:
    """Where segments of different lines stand over each other, those left out that span columns."""
    rows = [parts for parts in region if len(parts) > 1]
    columns: list[Interval] = []
    upper = {id(part) for part in _upper_heads(region)}
    labels = list(_labels_beside(region))
    wide: dict[tuple[float, float, bool], bool] = {}  # by place: many figures stand in the same
    for part in sorted((part for row in rows for part in row), key=lambda part: part.x0):
        place = part.x0, part.x1, part.is_number
        if place not in wide:
            wide[place] = any(_spans(part, row) for row in (rows if part.is_number else rows + labels))
        if id(part) in upper or wide[place]:
            continue
        if columns and part.x0 - columns[-1][1] < GUTTER:
            columns[-1] = columns[-1][0], max(columns[-1][1], part.x1)
        else:
            columns.append((part.x0, part.x1))
    columns = sorted([*columns, *_lone_heads(region, columns, upper)])
    return _with_headers(columns, region) if columns else columns


def _labels_beside(region: list[list[Segment]]) -> Iterator[list[Segment]]:
    """The labels of two lines that stand partly beside each other: those of a group and of its item have no line in
    common where they are of different heights and set in the middle of their row."""
    texts = [[part for part in parts if part.runs and not part.is_number] for parts in region]
    labels = (parts for parts in texts if 0 < len(parts) < MANY)
    for above, below in pairwise(labels):
        for upper, lower in product(above, below):
            high, low = upper.runs[0], lower.runs[0]
            apart = upper.x1 < lower.x0 or lower.x1 < upper.x0
            if apart and high.bottom - low.top > BESIDE_LABELS * (low.bottom - low.top):
                yield [upper, lower]


def _upper_heads(region: list[list[Segment]]) -> Iterator[Segment]:
    """The texts above the first number that stand over two others of the header which stand beside each other."""
    header = list(takewhile(lambda parts: not any(part.is_number for part in parts), region))
    for index, parts in enumerate(header):
        below = [other for row in header[index + 1 :] for other in row]
        for part in parts:
            over = (other for other in below if min(other.x1, part.x1) - max(other.x0, part.x0) > -GUTTER)
            under = sorted(over, key=lambda other: other.x0)
            if any(b.x0 - a.x1 > 0 for a, b in pairwise(under)):
                yield part


def _lone_heads(region: list[list[Segment]], columns: list[Interval], upper: set[int]) -> list[Interval]:
    """Where a head stands alone on its lines, between columns that others tell: its neighbours' are wrapped."""
    found: list[Interval] = []
    for parts in takewhile(lambda parts: not any(part.is_number for part in parts), region):
        part = parts[0]
        between = any(x0 < part.x0 for x0, _ in columns) and any(x1 > part.x1 for _, x1 in columns)
        apart = all(part.x0 - x1 >= GUTTER or x0 - part.x1 >= GUTTER for x0, x1 in columns)
        if len(parts) == 1 and part.runs and id(part) not in upper and between and apart:
            same = [head for head in found if head[0] < part.x1 and part.x0 < head[1]]
            hull = min([part.x0, *(x0 for x0, _ in same)]), max([part.x1, *(x1 for _, x1 in same)])
            found = [head for head in found if head not in same] + [hull]
    return found


def _with_headers(columns: list[Interval], region: list[list[Segment]]) -> list[Interval]:
    """The columns, where headers that stand beside their numbers are put over them.

    Headers at the left of their cells stand over no number that is centred. Such headers and such numbers come by
    turns. They are paired if that goes up for all of them, with the header on the left or else on the right.
    """
    numbers: list[set[int]] = [set() for _ in columns]  # by column, the lines that have one
    texts: list[set[int]] = [set() for _ in columns]
    for index, row in enumerate(region):
        for part in row:
            start, end = _span(part, columns)
            if end == start + 1:
                (numbers if part.is_number else texts)[start].add(index)
    bare = [at for at in range(len(columns)) if numbers[at] and not texts[at]]

    def is_header(at: int, of: int) -> bool:
        return 0 <= at < len(columns) and bool(texts[at]) and not numbers[at] and not texts[at] & numbers[of]

    for side in (-1, 1):
        headers = {at + side for at in bare if is_header(at + side, at)}
        others = {at - side for at in bare if is_header(at - side, at)}
        if headers and len(headers) == len(bare) and others <= headers:
            return [_hull(columns, at, side, bare) for at in range(len(columns)) if at not in headers]
    return columns


def _hull(columns: list[Interval], at: int, side: int, bare: list[int]) -> Interval:
    both = [columns[at], columns[at + side]] if at in bare else [columns[at]]
    return min(x0 for x0, _ in both), max(x1 for _, x1 in both)


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
    over = [i for i, (x0, x1) in enumerate(columns) if min(x1, part.ink_end) - max(x0, part.x0) > GUTTER / 2]
    if over:
        return over[0], over[-1] + 1
    middle = (part.x0 + part.x1) / 2
    nearest = min(range(len(columns)), key=lambda i: abs(sum(columns[i]) / 2 - middle))
    return nearest, nearest + 1


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
