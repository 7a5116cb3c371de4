"""Lines cut at their wide gaps, and numbers put together that narrow cells broke over two lines or more.

Where no line is drawn around a cell, nothing tells whether the figure below a figure is a row of its own or the rest
of a number that its column had no room for. Two things do: what is broken fills its column, and the lines of a cell
stand closer than rows do. Where a page shows both, the number is put together. Where it shows only the first, the
figures share a cell but stay two lines of it, which makes a doubtful number and no value on its own word. Where both
have a label at their height, and the lower label begins an item or would have fitted into the line of the upper, they
are two rows. Figures that do not fill their cell share it too, where nearly all others of the page stand further
apart.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import pairwise, takewhile

import msgspec

from reportparse.patterns import pattern
from reportparse.readers.pdf_runs import Run
from reportparse.readers.pdf_text import Line, begins_item, line_of

GAP = 0.45  # of the height; a wider gap parts two segments
NARROW = 0.15  # of the height; a gap at least as wide parts two segments where others above or below it do
TOUCHING = -0.5  # points; less of a gap than this is none, even where what stands behind it is set flush with others
FLUSH = 1.0  # points; texts that begin no further apart are set flush below each other
LEAST_GAP = 0.5  # points; what is left of the gap when all lines are laid over each other
PARTED = 2.5  # points; what a label and a figure that touch are parted by, as much as parts columns
ONE_ROW = 6  # figures; a row of so many may stand alone under its heads
MOST_HEADER_LINES = 10  # of a header above it
WITNESSES = 2  # lines with a figure behind a gap in the same place, that a narrow gap is one between columns
MANY = 3  # segments; a line with so many tells of a table, if there are two of them
PADDING = 5.8  # points; the most that a cell keeps free at a side. Word keeps 5.4
LEADING = 1.8  # of the height; lines of a cell do not stand further apart, from top to top
APART = 1.15  # of the least step; a larger step is not one from line to line of a cell
RARE = 0.35  # of the steps; where so few are small, the others are those from row to row
SAME_HEIGHT = 0.3  # of the height; how far a label may stand above or below its figures
NEAR = 100  # figures; the one above is among so many before it
INSIDE = 1.5  # points; how far the rest of a number may reach beyond its beginning

_NUMBER = pattern(r"[-+－＋]?[\d.,，]+(?:%|万元|元|件|条|项|次|个|份|宗|起|人)?|[-—–－/／]+|无")
_CLOSING_MARKS = frozenset("，。、；：！？）》〉】』」”’")
_OPENING, _CLOSING = pattern(r"[(（]"), pattern(r"[)）]")
_TOUCHED = pattern(r"(.*[^\x00-\x7f—–－／])(\d[\d.,]*|[-—–/]+)")
_REST = pattern(r"[\d.,，]+%?")


def is_figure(text: str) -> bool:
    """Whether a text can be a figure of a table: a number, with its unit perhaps, or a mark that stands for none."""
    return _NUMBER.fullmatch(text) is not None


class Segment(msgspec.Struct, frozen=True, gc=False):
    """A stretch of a line without a wide gap."""

    x0: float
    x1: float
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """What stands in it, without blanks."""
        return "".join(run.text for run in self.runs)

    @property
    def is_number(self) -> bool:
        """Whether it can be a figure of a table: a number, with its unit perhaps, or a mark that stands for none."""
        return is_figure(self.text)

    @property
    def advance(self) -> float:
        """The width of one more character like these."""
        return (self.x1 - self.x0) / max(len(self.text), 1)

    @property
    def ink_end(self) -> float:
        """Where it ends to the eye: a closing mark as wide as an ideograph is blank in its right half."""
        closes = bool(self.runs) and self.runs[-1].text[-1] in _CLOSING_MARKS
        return self.x1 - (self.runs[-1].bottom - self.runs[-1].top) / 2 if closes else self.x1


Broken = tuple[Line, list[Segment]]


def broken(lines: Sequence[Line]) -> list[Broken]:
    """The lines of a page with their stretches between gaps: wide ones, and narrow ones in which a column ends."""
    lines = _without_touching(lines)
    under_heads: set[int] = set()
    for index, line in enumerate(lines):
        height = _header_height(lines[max(index - MOST_HEADER_LINES, 0) : index], line.runs)
        under_heads |= {*range(index - height, index + 1)} if height else set()
    return [(line, segments(line, _gaps(lines, index, index in under_heads))) for index, line in enumerate(lines)]


def _without_touching(lines: Sequence[Line]) -> list[Line]:
    """The lines, with a figure that touches the label before it put by itself, where it is certain to be one: it ends
    a word and stands, from edge to edge, where the figures of other lines stand."""
    figures = [(n, run) for n, line in enumerate(lines) for run in line.runs if _NUMBER.fullmatch(run.text)]
    parted = []
    for index, line in enumerate(lines):
        runs = [piece for run in line.runs for piece in _parted(run, [f for n, f in figures if n != index])]
        parted.append(line_of(runs) if len(runs) > len(line.runs) else line)
    return parted


def _parted(run: Run, figures: Sequence[Run]) -> list[Run]:
    match = _TOUCHED.fullmatch(run.text)
    if match is None or run.turn:
        return [run]
    word, figure = match.groups()
    alike = [other for other in figures if len(other.text) == len(figure) and abs(other.x1 - run.x1) < LEAST_GAP]
    if len(alike) < WITNESSES or max(f.x0 for f in alike) - min(f.x0 for f in alike) > FLUSH:
        return [run]
    at = alike[0].x0
    return [msgspec.structs.replace(run, text=word, x1=at - PARTED), Run(figure, at, run.top, run.x1, run.bottom)]


def _gaps(lines: Sequence[Line], index: int, under_heads: bool) -> frozenset[int]:
    """The runs of a line, by number, that stand behind a narrow gap between columns."""
    runs = lines[index].runs
    found = [n for n, (a, b) in enumerate(pairwise(runs), 1) if _is_narrow(a, b) and not _is_in_note(runs, n)]
    return frozenset(n for n in found if under_heads or _is_between_columns(lines, index, (runs[n - 1], runs[n])))


def _header_height(above: Sequence[Line], runs: Sequence[Run]) -> int:
    """How many lines the header above a line takes whose runs all are figures with one head of its own each: the one
    row of table four. None elsewhere. Texts above several others are no heads."""
    if len(runs) < ONE_ROW or not all(_NUMBER.fullmatch(run.text) for run in runs):
        return 0
    header = [*takewhile(lambda line: not any(_NUMBER.fullmatch(run.text) for run in line.runs), reversed(above))]
    stacks: list[tuple[float, float]] = []
    for run in (run for line in header for run in line.runs if len(line.runs) > 1 or _is_over_one(run, runs)):
        under = [stack for stack in stacks if stack[0] < run.x1 and run.x0 < stack[1]]
        if len(under) < 2:
            hull = min([run.x0, *(low for low, _ in under)]), max([run.x1, *(high for _, high in under)])
            stacks = [stack for stack in stacks if stack not in under] + [hull]
    stacks.sort()
    over = [run.x0 < high and low < run.x1 for (low, high), run in zip(stacks, runs, strict=False)]
    return len(header) if len(stacks) == len(runs) and all(over) else 0


def _is_over_one(head: Run, figures: Sequence[Run]) -> bool:
    return sum(head.x0 < figure.x1 and figure.x0 < head.x1 for figure in figures) == 1


def _is_narrow(a: Run, b: Run) -> bool:
    height = b.bottom - b.top
    letters = len(a.text) == len(b.text) == 1
    return TOUCHING < b.x0 - a.x1 <= GAP * height and not letters


def _is_in_note(runs: Sequence[Run], number: int) -> bool:
    """Whether the file has a white space before a run, inside of brackets, as in `79（其中修订 16 件）`."""
    before = "".join(run.text for run in runs[:number])
    return runs[number].space and len(_OPENING.findall(before)) > len(_CLOSING.findall(before))


def _is_between_columns(lines: Sequence[Line], index: int, beside: tuple[Run, Run]) -> bool:
    """Whether lines above or below have figures, or texts set flush, behind the gap between two runs, and something
    before it, as far as no line has anything in it. Where the gap is hardly one, only figures set flush tell it."""
    left, right = beside
    hardly = right.x0 - left.x1 < NARROW * lines[index].height
    witnesses = 0
    for others in (reversed(lines[:index]), lines[index + 1 :]):
        low, high = left.x1 - LEAST_GAP, right.x0 + LEAST_GAP
        for line in others:
            middle = (low + high) / 2
            near = [run for run in line.runs if run.x1 > low and run.x0 < high]
            low = max([low, *(run.x1 for run in near if run.x0 < middle)])
            high = min([high, *(run.x0 for run in near if run.x0 >= middle)])
            if high - low < LEAST_GAP:
                break
            behind = next((run for run in line.runs if high <= run.x0 < right.x1), None)
            before = [run for run in line.runs if left.x0 < run.x1 <= low]
            if behind is not None and before:
                is_number, is_flush = _NUMBER.fullmatch(behind.text) is not None, abs(behind.x0 - right.x0) < FLUSH
                both = is_flush and abs(before[-1].x0 - left.x0) < FLUSH  # as in two heads of two lines each
                witnesses += (is_number and is_flush) if hardly else max(2 * both, is_number or is_flush)
    return witnesses >= WITNESSES


def segments(line: Line, cuts: frozenset[int] = frozenset()) -> list[Segment]:
    """The stretches of a line between wide gaps, and before the runs whose numbers are in `cuts`."""
    groups: list[list[Run]] = []
    for index, run in enumerate(line.runs):
        close = groups and run.x0 - groups[-1][-1].x1 <= GAP * (run.bottom - run.top)
        if close and index not in cuts:
            groups[-1].append(run)
        else:
            groups.append([run])
    if not groups:
        return [Segment(line.x0, line.x1, ())]
    return [_segment(group) for group in groups]


def _segment(runs: Sequence[Run]) -> Segment:
    return Segment(min(run.x0 for run in runs), max(run.x1 for run in runs), tuple(runs))


# --- numbers that go on in the next line -----------------------------------------------------------------------------


class _Figure(msgspec.Struct, eq=False):
    """A figure in its place: the line and the segment that hold it, and the figure next above it in its column."""

    line: int
    segment: Segment
    top: float
    above: _Figure | None = None

    @property
    def step(self) -> float:
        """How far below the figure above it stands."""
        return self.top - self.above.top if self.above else float("inf")


def whole_numbers(rows: Sequence[Broken]) -> list[Broken]:
    """The lines of a page, with the rests of numbers moved up to where the numbers begin."""
    figures = _figures(rows)
    steps = [f.step for f in figures if f.above is not None]
    least = min((step for step in steps if step <= LEADING * _height(rows)), default=0.0)
    if not least:
        return list(rows)
    close = [f for f in figures if f.step <= APART * least]
    rests = _rests(rows, close)
    wider = any(APART * least < step < float("inf") for step in steps)
    told = len(rests) == len(close) and wider and any(_labels(f, rows) is None for f in rests)
    certain = {f.line for f in rests if told and f.above and len(f.segment.text) < len(f.above.segment.text)}
    if len(close) < RARE * len(steps):  # rows stand further apart, so what stands so close is of one row
        rests = [f for f in close if f in rests or not _begins_row(f, rows)]
    return _moved(rows, rests, certain=certain)


def _height(rows: Sequence[Broken]) -> float:
    heights = sorted(line.height for line, parts in rows if any(part.is_number for part in parts))
    return heights[len(heights) // 2] if heights else 0.0


def _figures(rows: Sequence[Broken]) -> list[_Figure]:
    """The figures of a page from top to bottom, each with the one above it."""
    found: list[_Figure] = []
    for index, (_, parts) in enumerate(rows):
        above = found[-NEAR:]
        for part in parts:
            if part.is_number:
                over = [f for f in above if min(f.segment.x1, part.x1) > max(f.segment.x0, part.x0)]
                found.append(_Figure(index, part, part.runs[0].top, over[-1] if over else None))
    return found


def _rests(rows: Sequence[Broken], close: Sequence[_Figure]) -> list[_Figure]:
    """The figures that may be the rest of the one above: of a line all that stand close to one, or none."""
    columns = _columns(rows)
    doubted = {f.line for f in close if _begins_row(f, rows) or not _may_go_on(f, columns)}
    return [f for f in close if f.line not in doubted]


def _may_go_on(rest: _Figure, columns: Sequence[float]) -> bool:
    above = rest.above
    if above is None or not _REST.fullmatch(rest.segment.text) or not _REST.match(above.segment.text[-1]):
        return False
    inside = above.segment.x0 - INSIDE < rest.segment.x0 and rest.segment.x1 < above.segment.x1 + INSIDE
    width = above.segment.x1 - above.segment.x0 + above.segment.advance
    return inside and width > _pitch(above.segment, columns) - 2 * PADDING


def _columns(rows: Sequence[Broken]) -> list[float]:
    """The middles of all the figures that stand in lines of several, from left to right."""
    lines = [[part for part in parts if part.is_number] for _, parts in rows]
    return sorted((part.x0 + part.x1) / 2 for line in lines if len(line) >= MANY for part in line)


def _pitch(part: Segment, columns: Sequence[float]) -> float:
    """The distance from the middle of a figure to that of the nearest other column; nothing is known without one."""
    middle = (part.x0 + part.x1) / 2
    reach = (part.x1 - part.x0) / 2 + INSIDE
    return min((abs(x - middle) for x in columns if abs(x - middle) > reach), default=float("inf"))


def _begins_row(figure: _Figure, rows: Sequence[Broken]) -> bool:
    """Whether a figure has its own label, and so does the one above: a label set in the middle of a row has one line
    of figures beside it, and others above and below. The lower label is no rest of the upper if it begins an item, or
    if the line of the upper had room for more of it."""
    labels = _labels(figure, rows)
    if labels is None:
        return False
    above, below = labels
    return begins_item(below.text) or (
        _is_below(above, below) and above.x1 - above.x0 + above.advance < below.x1 - below.x0
    )


def _labels(figure: _Figure, rows: Sequence[Broken]) -> tuple[Segment, Segment] | None:
    """What stands before the figure above a figure, and before the figure; None where not both have a label."""
    above = _label(figure.above, rows) if figure.above else None
    below = _label(figure, rows)
    return (above, below) if above and below else None


def _is_below(above: Segment, below: Segment) -> bool:
    """Whether one text is set below another: flush with it, or centred like it."""
    return abs(above.x0 - below.x0) < FLUSH or abs(above.x0 + above.x1 - below.x0 - below.x1) < 2 * FLUSH


def _label(figure: _Figure, rows: Sequence[Broken]) -> Segment | None:
    """What stands before a figure at its height and is no figure."""
    size = figure.segment.runs[0].bottom - figure.top
    before = [part for part in rows[figure.line][1] if part.runs and part.x1 <= figure.segment.x0]
    beside = [part for part in before if abs(part.runs[0].top - figure.top) < SAME_HEIGHT * size]
    return next((part for part in reversed(beside) if not part.is_number), None)


def _moved(rows: Sequence[Broken], rests: Sequence[_Figure], *, certain: Set[int]) -> list[Broken]:
    """The lines without the rests, which are now where their numbers begin; those of lines that are not `certain`, as
    where all figures of a line are as long as those above, in doubt."""
    begins: dict[int, _Figure] = {}  # by the rest's segment: the figure that begins its number
    grown: dict[int, Segment] = {}  # by the beginning's segment: the number as it is so far
    for rest in rests:
        assert rest.above is not None
        first = begins.get(id(rest.above.segment), rest.above)
        begins[id(rest.segment)] = first
        grown[id(first.segment)] = _grown(
            grown.get(id(first.segment), first.segment), rest.segment, rest.line in certain
        )
    moved: list[Broken] = []
    for line, parts in rows:
        kept = [grown.get(id(part), part) for part in parts if id(part) not in begins]
        if kept == parts:
            moved.append((line, parts))
        elif kept:
            moved.append((line_of([run for part in kept for run in part.runs]), kept))
    return moved


def _grown(first: Segment, rest: Segment, certain: bool) -> Segment:
    if not certain:
        return _segment([*first.runs, *rest.runs])
    box = first.x0, first.runs[0].top, first.x1, rest.runs[-1].bottom
    return _segment([Run(first.text + rest.text, *box, space=first.runs[0].space)])
