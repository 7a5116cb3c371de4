"""The text of a page of a pdf: runs of characters, each with its place on the displayed page."""

from __future__ import annotations

import ctypes
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import degrees, inf
from statistics import median
from typing import Any

import msgspec
import pypdfium2_raw as pdfium

from reportparse.errors import LimitExceeded
from reportparse.patterns import pattern
from reportparse.readers.pdf_engine import Frame, Handle, address_of, four_floats, hot
from reportparse.readers.pdf_marks import STEEP, Marks, Ruling
from reportparse.source import Box
from reportparse.text import raised

MAX_CHARACTERS = 200_000  # on one page; a dense page of a report has 2,000

QUARTER = 8.0  # degrees; how far text may lean and still count as set in quarter turns
GLUED = 0.08  # of the height; two characters further apart than this need not belong together
WIDE_GAP = 0.6  # of the height; characters further apart than this stand in different places
TALL = 40.0  # points; a font may say it is this high because it is, or because its size is scaled in another place
OVERSTATED = 1.9  # of the size; no font is so high, but some say so that hold the tallest signs of many scripts
ASCENT, DESCENT = 0.88, 0.12  # of the size; what an ideograph takes above and below its line
SQUARE, SLENDER = 2.0, 4.0  # heights of a font that can be believed, in widths of its ideographs and of its digits
INK_SHARE = 4.0  # a letter is not this many times lower than its font
NO_INK = 0.01  # of the height; a letter so low is not drawn at all
WIDEST = 1.8  # of the height; no character is wider, so a run that is holds a gap
BIG = 1.8  # of the usual height; letters larger than this are a title or a watermark
TILES = 3  # times on a page; text that stands there so often may be a watermark
TILE_LENGTH = 3  # characters; shorter text comes often by itself
LIGHT = 140  # of 255 in every colour; darker text is meant to be read
SMALLER, LIFTED, TINY = 0.87, 0.15, 0.6
"""Of the height of the digits before: a smaller digit whose foot stands so much higher is the mark of a note, and so is
one that is so much smaller."""
SHADOW = 0.25
"""Of the height: how far from a character its second print is at most."""

_FIRST_IDEOGRAPH = "\u2e80"
_WORD = pattern(r"[^\s\x00\x02\ufffe\uffff]+[\x02\ufffe]?|[\x02\ufffe]")
_HYPHEN = pattern(r"[\x02\ufffe]")  # what PDFium gives for a hyphen at the end of a line
_loose_box = hot(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int)
_angle_of = hot(pdfium.FPDFText_GetCharAngle, ctypes.c_float)
_is_generated = hot(pdfium.FPDFText_IsGenerated, ctypes.c_int)


class Run(msgspec.Struct, frozen=True, gc=False):
    """Characters that follow each other without a break. `turn` is their rotation on the page: 0, 90, 180 or 270
    degrees, counter-clockwise; `space` says whether a white space of the file itself stands before them."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    turn: int = 0
    space: bool = False

    @property
    def middle(self) -> float:
        """The height on the page at which it is read."""
        return (self.top + self.bottom) / 2


def read_runs(page: Any, frame: Frame, marks: Marks) -> Iterator[Run]:
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return
    try:
        yield from Characters(text_page, frame, marks.uprights, _lacks_font(marks.fonts)).runs()
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def without_shadows(runs: Iterable[Run]) -> Iterator[Run]:
    """The runs without what is printed a second time a hair beside the first, to look bold.

    PDFium leaves out a character that it met a few characters before; of a longer word it leaves pieces.
    """
    before: Run | None = None
    for run in runs:
        if before is not None:
            if _is_over(before, run):
                before = _cut_off(before, run)
            if before is not None:
                yield before
        before = run
    if before is not None:
        yield before


def _is_over(one: Run, other: Run) -> bool:
    """Whether a run begins on another one, upright on the same line, by more than a hair."""
    hair = SHADOW * (one.bottom - one.top)
    if not one.x0 - hair < other.x0 < one.x1 - hair:
        return False
    return abs(one.middle - other.middle) < hair and one.turn == other.turn == 0


def _cut_off(run: Run, shadow: Run) -> Run | None:
    """A run up to where the other begins to print its characters again; None where it prints all of them."""
    near = round((shadow.x0 - run.x0) / (run.x1 - run.x0) * len(run.text))  # a digit is narrower than an ideograph
    for kept in (near, near + 1, near - 1):
        if 0 <= kept < len(run.text) and shadow.text.startswith(run.text[kept:]):
            return msgspec.structs.replace(run, text=run.text[:kept], x1=shadow.x0) if kept else None
    return run


def _lacks_font(fonts: set[int]) -> bool:
    return any(not pdfium.FPDFFont_GetIsEmbedded(ctypes.cast(font, pdfium.FPDF_FONT)) for font in fonts if font)


class Characters:
    """The characters of a page. A run costs two calls, for its ends; other boxes are asked for where need be."""

    def __init__(self, text_page: Any, frame: Frame, uprights: Sequence[Ruling], lacks_font: bool) -> None:
        self._page = text_page
        self._frame = frame
        self._lacks_font = lacks_font
        self._uprights = sorted(uprights, key=lambda line: line.at)
        self._places = [line.at for line in self._uprights]
        self._handle = Handle(address_of(text_page))
        self._rect = (ctypes.c_float * 4)()  # left, high, right, low
        self._rect_at = ctypes.byref(self._rect)
        self._sides = [ctypes.c_double() for _ in range(4)]
        self._limits = frame.limits
        self.text = self._all_text()
        self._has_hyphens = _HYPHEN.search(self.text) is not None

    def _all_text(self) -> str:
        count = pdfium.FPDFText_CountChars(self._page)
        if count > MAX_CHARACTERS:
            raise LimitExceeded(f"{count} characters on a page, the limit is {MAX_CHARACTERS}")
        buffer = (ctypes.c_ushort * (count + 1))()
        pdfium.FPDFText_GetText(self._page, 0, count, buffer)
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
        if len(text) == count and "\ufffd" not in text:
            return text
        # Characters beyond the first 65,536 take two places in the buffer; then the numbers would not agree.
        return "".join(_character(pdfium.FPDFText_GetUnicode(self._page, index)) for index in range(count))

    def runs(self) -> Iterator[Run]:
        """The runs of the page; a watermark, and what lies off the page, is none."""
        placed = list(self._placed_runs())
        usual = median(run.bottom - run.top for _, run in placed) if placed else 0.0
        often = Counter(run.text for _, run in placed if len(run.text) >= TILE_LENGTH)
        for start, run in placed:
            suspect = run.bottom - run.top > BIG * usual or often[run.text] >= TILES
            if not (suspect and self._is_light(start)):
                yield run

    def _placed_runs(self) -> Iterator[tuple[int, Run]]:
        plain = self._frame.turns == 0 and not self._lacks_font
        for word in _WORD.finditer(self.text):
            start, end = word.span()
            run = self._plain_run(start, end) if plain else None
            if run is not None:
                yield start, run
            else:
                yield from ((start, run) for run in self._any_runs(start, end))

    def _is_light(self, index: int) -> bool:
        """Whether a character is painted so thinly or in so light a colour that text over it can be read."""
        paint = [ctypes.c_uint() for _ in range(4)]
        if not pdfium.FPDFText_GetFillColor(self._page, index, *paint):
            return False
        *colour, alpha = (part.value for part in paint)
        return min(255 - alpha + part * alpha / 255 for part in colour) >= LIGHT

    def _plain_run(self, start: int, end: int) -> Run | None:
        """What nearly every run is: upright, on one line, in one cell, and in a font that can be believed."""
        handle, rect, rect_at, frame = self._handle, self._rect, self._rect_at, self._frame
        if _angle_of(handle, start) != 0.0:
            return None
        _loose_box(handle, start, rect_at)
        x0, high, x1, low = four_floats(rect)
        height = high - low
        if not 0.0 < height < TALL:
            return None
        if end - start > 1:
            _loose_box(handle, end - 1, rect_at)
            left, other_high, x1, other_low = four_floats(rect)
            is_number = self.text[end - 1].isdecimal() and self.text[end - 2].isdecimal()
            if is_number and _is_raised(other_high - other_low, other_low - low, height):
                return None
            top, bottom = max(high, other_high), min(low, other_low)
            if abs(high + low - other_high - other_low) >= height or not 0.0 < other_high - other_low < TALL:
                return None
            if left < x0 or x1 - x0 > WIDEST * height * (end - start):
                return None
            high, low = top, bottom
        if high - low > self._slender(start) * (x1 - x0) / (end - start):
            return None
        x0, top, x1, bottom = x0 - frame.left, frame.high - high, x1 - frame.left, frame.high - low
        across, down = self._limits
        if not (0 <= x0 + x1 <= across and 0 <= top + bottom <= down) or self._crossed((x0, top, x1, bottom)):
            return None
        return Run(self._printed(start, end), x0, top, x1, bottom, 0, self._spaced(start))

    def _printed(self, start: int, end: int) -> str:
        text = self.text[start:end]
        return _HYPHEN.sub("-", text) if self._has_hyphens else text

    def _any_runs(self, start: int, end: int) -> Iterator[Run]:
        turn = self._turn(start)
        if turn is None:
            return
        first, last = self._box(start), self._box(end - 1)
        space = self._spaced(start)
        crossed = self._crossed(_around(first, last))
        if turn == 0 and not crossed and _in_line(first, last, end - start):
            pieces = [(start, end, _around(first, last))]
        elif end - start == 1:
            pieces = [(start, end, first)]
        else:
            pieces = list(self._pieces(start, end, turn, crossed))
        for begin, stop, box in pieces:
            if self._frame.shows(box):
                text = self._printed(begin, stop)
                text = self._with_marks(text, begin, stop) if turn == 0 and text[-1:].isdecimal() else text
                yield Run(text, *box, turn, space and begin == start)

    def _with_marks(self, text: str, start: int, end: int) -> str:
        """The text of a run, the marks of notes behind the digits at its end as superscripts."""
        first = end - 1
        while first > start and self.text[first - 1].isdecimal():
            first -= 1
        boxes = [self._box(index) for index in range(first, end)]
        figure, marks = boxes[0], 0
        for box in reversed(boxes[1:]):
            if not _is_raised(box[3] - box[1], figure[3] - box[3], figure[3] - figure[1]):
                break
            marks += 1
        return text[: len(text) - marks] + raised(text[len(text) - marks :]) if marks else text

    def _turn(self, index: int) -> int | None:
        angle = degrees(_angle_of(self._handle, index))
        turn = round(angle / 90) * 90
        if abs(angle - turn) > QUARTER:
            return None
        return int(-turn - 90 * self._frame.turns) % 360  # PDFium counts clockwise, and so does a page's rotation

    def _spaced(self, start: int) -> bool:
        if start == 0 or self.text[start - 1] in "\r\n" or not self.text[start - 1].isspace():
            return False
        return not _is_generated(self._handle, start - 1)

    def _box(self, index: int) -> Box:
        """The place of a character: as wide as its advance and as high as its font, where the font can be believed."""
        _loose_box(self._handle, index, self._rect_at)
        left, high, right, low = four_floats(self._rect)
        if high - low > self._slender(index) * (right - left):
            high, low = self._sized(index, high, low)
        if self._lacks_font:
            right = min(right, self._advanced(index))
        loose = self._frame.box(left, low, right, high)
        if 0 < high - low < TALL and 0 < right - left < TALL:
            return loose
        inked = self._inked_box(index)
        ink, height = inked[3] - inked[1], loose[3] - loose[1]
        return loose if ink < NO_INK * height or 0 < height < INK_SHARE * ink else inked

    def _slender(self, index: int) -> float:
        """How many times higher than wide a character may be."""
        return SQUARE if self.text[index] >= _FIRST_IDEOGRAPH else SLENDER

    def _sized(self, index: int, high: float, low: float) -> tuple[float, float]:
        """The upper and lower side of an upright character, by its size where its font says much more."""
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self._page, index, matrix)
        size = pdfium.FPDFText_GetFontSize(self._page, index) * matrix.d
        if matrix.b != 0 or not 0 < OVERSTATED * size < high - low:
            return high, low
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(self._page, index, x, y)
        return y.value + ASCENT * size, y.value - DESCENT * size

    def _advanced(self, index: int) -> float:
        """Where the file lets the next character begin; the ink of a font in place of a missing one may run over."""
        font = pdfium.FPDFTextObj_GetFont(pdfium.FPDFText_GetTextObject(self._page, index))
        size = pdfium.FPDFText_GetFontSize(self._page, index)
        width, x, y = ctypes.c_float(), ctypes.c_double(), ctypes.c_double()
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFFont_GetGlyphWidth(font, ord(self.text[index]), size, width)
        pdfium.FPDFText_GetMatrix(self._page, index, matrix)
        pdfium.FPDFText_GetCharOrigin(self._page, index, x, y)
        advance = width.value * matrix.a
        return x.value + advance if advance > 0 and matrix.b == 0 else inf

    def _inked_box(self, index: int) -> Box:
        left, right, low, high = self._sides
        pdfium.FPDFText_GetCharBox(self._page, index, left, right, low, high)
        return self._frame.box(left.value, low.value, right.value, high.value)

    def _crossed(self, box: Box) -> list[float]:
        """The ruling lines that a run lies across, or that lie across it."""
        first = bisect_right(self._places, box[0] + 1)
        end = bisect_left(self._places, box[2] - 1)
        if end <= first:
            return []
        middle = (box[1] + box[3]) / 2
        return [line.at for line in self._uprights[first:end] if line.low <= middle <= line.high]

    def _pieces(self, start: int, end: int, turn: int, crossed: list[float]) -> Iterator[tuple[int, int, Box]]:
        boxes = [self._box(index) for index in range(start, end)]
        begin = 0
        for index in range(1, len(boxes)):
            a, b = boxes[index - 1], boxes[index]
            if turn or _apart(a, b) or self._divided(start + index, a, b, crossed):
                yield start + begin, start + index, _around(*boxes[begin:index])
                begin = index
        yield start + begin, end, _around(*boxes[begin:])

    def _divided(self, index: int, a: Box, b: Box, crossed: list[float]) -> bool:
        """Whether a ruling line parts two characters. A number that runs over its cell's border is one number."""
        wall = any((a[0] + a[2]) / 2 < at < (b[0] + b[2]) / 2 for at in crossed)
        if not wall:
            return False
        if b[0] - a[2] > GLUED * (a[3] - a[1]):
            return True
        clean = any(a[2] - STEEP <= at <= b[0] + STEEP for at in crossed)
        return clean and self._thing(index - 1) != self._thing(index)

    def _thing(self, index: int) -> int:
        return address_of(pdfium.FPDFText_GetTextObject(self._page, index))


def _character(code: int) -> str:
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"


def _is_raised(height: float, lift: float, before: float) -> bool:
    """Whether a character of some height, whose foot is so much higher, is set as a superscript."""
    return height < TINY * before or (height < SMALLER * before and lift > LIFTED * before)


def _in_line(first: Box, last: Box, count: int) -> bool:
    height = max(first[3] - first[1], last[3] - last[1], 1.0)
    same_line = abs(first[1] + first[3] - last[1] - last[3]) < height
    return same_line and first[0] <= last[2] and last[2] - first[0] <= WIDEST * height * count


def _apart(a: Box, b: Box) -> bool:
    height = max(a[3] - a[1], b[3] - b[1], 1.0)
    other_line = abs(a[1] + a[3] - b[1] - b[3]) > height
    return other_line or b[0] - a[2] > WIDE_GAP * height or b[0] < a[0] - height


def _around(*boxes: Box) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
