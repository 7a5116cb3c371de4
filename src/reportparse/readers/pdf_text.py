"""Runs of one place on a page put together: lines, their text, and what a line break between them means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from reportparse.patterns import pattern
from reportparse.readers.pdf_runs import Run
from reportparse.source import Box

SAME_LINE = 0.55  # of the lower one; runs that share so much of their height stand on one line
LETTER_GAP = 0.15  # of the height; digits or letters further apart than this are two words
IN_DOUBT = (
    "\n\n"  # between digits of which nothing tells whether they are one number; text.read_cell leaves them unread
)
CHARACTER_GAP = 0.8  # of the height; ideographs further apart than this have a blank between them

_NUMBER_BEGINS = pattern(r"[-+－＋]?[\d.,，]*[\d.,]-?")
_NUMBER_GOES_ON = pattern(r"[\d.,]+-?")
_NUMERAL = "一二三四五六七八九十百"
_ENUMERATOR = pattern(
    rf"\s*(?:[（(]\s?[{_NUMERAL}\d]{{1,4}}\s?[)）]|[{_NUMERAL}]{{1,4}}\s?[、.．]|\d{{1,3}}\s?[、.．)）](?!\s?\d)"
    rf"|第\s?[{_NUMERAL}\d]+\s?[条项章节])"
)

_SECTION = pattern(rf"\s*[{_NUMERAL}]{{1,4}}[、.．]")


class Line(msgspec.Struct, frozen=True, gc=False):
    """A line of text and the rectangle around it."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    runs: tuple[Run, ...] = ()

    @property
    def height(self) -> float:
        """Of the rectangle, a little more than the size of the letters."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """The height on the page at which it is read."""
        return (self.top + self.bottom) / 2

    @property
    def box(self) -> Box:
        """The rectangle around it."""
        return self.x0, self.top, self.x1, self.bottom

    @property
    def advance(self) -> float:
        """The width of one more character like these."""
        return (self.x1 - self.x0) / max(len(self.text), 1)


def lines_of(runs: Iterable[Run]) -> list[Line]:
    """The lines that runs form, from top to bottom; text set in quarter turns comes after the upright text."""
    runs = list(runs)
    if len(runs) == 1 and runs[0].turn == 0:
        return [line_of(runs)]
    by_turn: dict[int, list[Run]] = {}
    for run in runs:
        by_turn.setdefault(run.turn, []).append(run)
    lines: list[Line] = []
    for turn in sorted(by_turn):
        lines += _upright_lines(by_turn[turn]) if turn == 0 else _turned_lines(by_turn[turn], turn)
    return lines


def _upright_lines(runs: list[Run]) -> list[Line]:
    rows: list[list[Run]] = []
    tall: list[Run] = []  # the tallest run of each row: what stands beside half of it and half below makes no chain
    for run in sorted(runs, key=lambda run: run.middle):
        # Some fonts give the ink of a sign for its box: a dash or a comma is then low, and lies inside its line.
        if rows and _is_beside(tall[-1], run):
            rows[-1].append(run)
            tall[-1] = max(tall[-1], run, key=lambda run: run.bottom - run.top)
        else:
            rows.append([run])
            tall.append(run)
    return [line_of(sorted(row, key=lambda run: run.x0)) for row in rows]


def _is_beside(run: Run, other: Run) -> bool:
    overlap = min(run.bottom, other.bottom) - max(run.top, other.top)
    return overlap > SAME_LINE * min(run.bottom - run.top, other.bottom - other.top)


def _turned_lines(runs: list[Run], turn: int) -> list[Line]:
    """Turns the runs upright, makes lines of them, and gives these the place of their runs."""
    lines = _upright_lines([_turned(run, turn) for run in runs])
    return [_placed(line, turn) for line in lines]


def _turned(run: Run, turn: int) -> Run:
    return Run(run.text, *turned_box((run.x0, run.top, run.x1, run.bottom), turn), 0, run.space)


def turned_box(box: Box, turn: int) -> Box:
    """A rectangle after the plane is turned back by `turn` degrees around the origin: text set so stands upright."""
    x0, top, x1, bottom = box
    match turn:
        case 90:
            return -bottom, x0, -top, x1
        case 270:
            return top, -x1, bottom, -x0
        case 180:
            return -x1, -bottom, -x0, -top
        case _:
            return box


def _placed(line: Line, turn: int) -> Line:
    return Line(line.text, *turned_box(line.box, (360 - turn) % 360))


def line_of(runs: Sequence[Run]) -> Line:
    """The line of runs that stand beside each other, given from left to right."""
    if len(runs) == 1:
        run = runs[0]
        return Line(run.text, run.x0, run.top, run.x1, run.bottom, (run,))
    text = runs[0].text
    for before, run in pairwise(runs):
        text += (" " if _blank_between(before, run) else "") + run.text
    return Line(
        text,
        runs[0].x0,
        min(run.top for run in runs),
        max(run.x1 for run in runs),
        max(run.bottom for run in runs),
        tuple(runs),
    )


def _blank_between(before: Run, run: Run) -> bool:
    if run.space:
        return True
    height = max(before.bottom - before.top, run.bottom - run.top)
    letters = before.text[-1].isascii() and run.text[0].isascii()
    return run.x0 - before.x1 > (LETTER_GAP if letters else CHARACTER_GAP) * height


def joined_text(lines: Sequence[Line], room: float) -> str:
    """The lines of a cell that is `room` wide inside its padding, joined by line breaks.

    Two breaks mean nothing and go: between ideographs that stand one above the other, and inside a number that
    is wider than the cell, which is so when every line of digits but the last has no room for one digit more.
    """
    texts = [line.text for line in lines]
    if wraps_number(lines, room) or _is_vertical(texts):
        return "".join(texts)
    return "\n".join(texts)


def are_digits(lines: Sequence[Line]) -> bool:
    """Whether the lines may be one number broken over them, or several."""
    return bool(_NUMBER_BEGINS.fullmatch(lines[0].text)) and all(
        _NUMBER_GOES_ON.fullmatch(line.text) for line in lines[1:]
    )


def wraps_number(lines: Sequence[Line], room: float) -> bool:
    """Whether the lines are one number, broken because the cell is too narrow for it."""
    return are_digits(lines) and all(is_full(line, room) for line in lines[:-1])


def is_full(line: Line, room: float) -> bool:
    """Whether a line has no room for one more character of its kind."""
    return line.x1 - line.x0 + line.advance > room - ROOM_SLACK


ROOM_SLACK = 0.6  # points


def _is_vertical(texts: Sequence[str]) -> bool:
    return all(len(text) == 1 and not text.isascii() for text in texts)


def begins_item(text: str) -> bool:
    """Whether a text begins with a number of a list or of a section, as in `（二）` or `3.`."""
    return _ENUMERATOR.match(text) is not None


def begins_section(text: str) -> bool:
    """Whether a text begins with a number of a section, as in `三、`."""
    return _SECTION.match(text) is not None
