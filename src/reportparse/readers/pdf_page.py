"""One page of a pdf through PDFium: runs of characters and ruling lines, upright, from the upper left corner.

PDFium is not thread safe and its Python binding lets other threads run during calls, so everything here that
touches it holds one lock. Pages are closed as soon as they are read: an open page keeps its images in memory.
"""

from __future__ import annotations

import ctypes
import io
import struct
import threading
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from math import degrees, inf
from statistics import median
from typing import Any

import msgspec
import pypdfium2_raw as pdfium

from reportparse.errors import EmptyFile, Encrypted, LimitExceeded, Malformed
from reportparse.patterns import pattern
from reportparse.source import Box

MAX_PAGES = 2_000
MAX_CHARACTERS = 200_000  # on one page; a dense page of a report has 2,000
MAX_OBJECTS = 200_000  # on one page, those inside form XObjects included
MOST_JUNK = 65_536  # bytes before the header
MAX_RULINGS = 50_000  # on one page, level or upright; dotted borders all over a page are fewer
MAX_SIDE = 1_000_000.0  # points of a page; a third of a kilometre
MAX_FORM_DEPTH = 12
MAX_RENDER_PIXELS = 40_000_000

THIN = 5.0  # points; a mark no thicker than this is a line, not an area
WIDTHLESS = 0.05  # points; PDFium passes over text that is not as wide as a fifth of this
STEEP = 0.5  # points; how far a segment may lean and still count as level or upright
QUARTER = 8.0  # degrees; how far text may lean and still count as set in quarter turns
GLUED = 0.08  # of the height; two characters further apart than this need not belong together
WIDE_GAP = 0.6  # of the height; characters further apart than this stand in different places
TALL = 40.0  # points; a font may say it is this high because it is, or because its size is scaled in another place
INK_SHARE = 4.0  # a letter is not this many times lower than its font
NO_INK = 0.01  # of the height; a letter so low is not drawn at all
WIDEST = 1.8  # of the height; no character is wider, so a run that is holds a gap
MAX_TILES = 1_000  # coloured areas on a page; a table of a report has 300
TILE_GAP = 4.0  # points; cells of one row stand no further apart
BIG = 1.8  # of the usual height; letters larger than this are a title or a watermark
TILES = 3  # times on a page; text that stands there so often may be a watermark
TILE_LENGTH = 3  # characters; shorter text comes often by itself
LIGHT = 140  # of 255 in every colour; darker text is meant to be read
PAINTED_PICTURE = 0.2  # of the page; a picture smaller than this is a stamp or a logo

# The helpers of pypdfium2 do this when they are loaded, which takes 13 ms. A second time, for pdfplumber, does nothing.
pdfium.FPDF_InitLibraryWithConfig(pdfium.FPDF_LIBRARY_CONFIG(version=2))

_LOCK = threading.RLock()
_WORD = pattern(r"[^\s\x00\x02\ufffe\uffff]+[\x02\ufffe]?|[\x02\ufffe]")
_HYPHEN = pattern(r"[\x02\ufffe]")  # what PDFium gives for a hyphen at the end of a line
_PAGE_BOX = pattern(rb"/MediaBox\s{0,9}\[([^\]]{0,200})\]")
_OBJECT = pattern(rb"(?<!\d)(\d{1,9})\s{1,9}\d{1,5}\s{1,9}obj\b")
_CATALOG = pattern(rb"(?<!\d)(\d{1,9})\s{1,9}0\s{1,9}obj\s{0,9}<<[^>]{0,400}/Type\s{0,9}/Catalog\b")
_REFERENCE = pattern(rb"(?<!\d)(\d{1,9})\s{1,9}\d{1,5}\s{1,9}R\b")
_SIDE = pattern(rb"[-+]?\d{1,40}(?:\.\d{0,40})?(?:[eE]\d{1,3})?")
_NO_NUMBER = pattern(rb"[(</]|null|true|false")
_REASONS = {1: "unknown error", 2: "not found", 3: "not a pdf, or damaged", 5: "security scheme not known", 6: "page"}
_PASSWORD_NEEDED = 4
_FIRST_IDEOGRAPH = "\u2e80"


def _number(handle: Any) -> int:
    """The address behind a handle."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


class _Handle(ctypes.c_void_p):
    """An object of PDFium, as it is given and taken by the functions that are called for every one."""


def _hot(function: Any, result: Any, *arguments: Any) -> Any:
    """A function of PDFium that is called for every object or character.

    It takes handles, places in memory (`byref`) and numbers that are an int in C as they are: the binding, which
    checks each of them against its type, takes twice the time. Calls so short do not let other threads run.
    """
    return ctypes.PYFUNCTYPE(result, *arguments)(_number(function))


_four = struct.Struct("4f").unpack_from
"""The numbers of an array of four; asked for one by one they take eight times as long."""


_object_of_page = _hot(pdfium.FPDFPage_GetObject, _Handle)
_object_of_form = _hot(pdfium.FPDFFormObj_GetObject, _Handle, _Handle, ctypes.c_ulong)
_kind_of = _hot(pdfium.FPDFPageObj_GetType, ctypes.c_int)
_bounds_of = _hot(pdfium.FPDFPageObj_GetBounds, ctypes.c_int)
_font_of = _hot(pdfium.FPDFTextObj_GetFont, ctypes.c_void_p)
_loose_box = _hot(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int)
_angle_of = _hot(pdfium.FPDFText_GetCharAngle, ctypes.c_float)
_is_generated = _hot(pdfium.FPDFText_IsGenerated, ctypes.c_int)


SHADOW = 0.25
"""Of the height: how far from a character its second print is at most."""


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


class Ruling(msgspec.Struct, frozen=True, gc=False):
    """A level or upright line: where it stands across its direction, and from where to where it goes along it."""

    at: float
    low: float
    high: float


class Page(msgspec.Struct, frozen=True):
    """What stands on a page, in the orientation in which it is displayed."""

    number: int
    width: float
    height: float
    runs: tuple[Run, ...]
    levels: tuple[Ruling, ...]
    uprights: tuple[Ruling, ...]
    pictured: bool = False


def read_pages(data: bytes) -> tuple[list[Page], str]:
    """All pages of the file, and its title ("" if it names none in Chinese)."""
    _check_sizes(data)
    with _LOCK, _without_fonts_of_machine(), _opened(data) as document:
        count = _page_count(document)
        return [_read_page(document, number) for number in range(1, count + 1)], _title(document)


@contextmanager
def _without_fonts_of_machine() -> Iterator[None]:
    """Keeps PDFium from looking for fonts that a file does not embed, so that a reading is the same everywhere.

    It would also load them, which takes longer than the reading and 25 MB.
    """
    pdfium.FPDF_SetSystemFontInfo(None)
    try:
        yield
    finally:
        pdfium.FPDF_SetSystemFontInfo(pdfium.FPDF_GetDefaultSystemFontInfo())


def _check_sizes(data: bytes) -> None:
    """Raises for a page without a size: PDFium would take a letter's, and lose what stands beside that."""
    for box in _PAGE_BOX.findall(data):
        if _NO_NUMBER.search(box):
            raise Malformed("the size of a page is no number")
        if any(abs(float(number)) > MAX_SIDE for number in _SIDE.findall(box)):
            raise LimitExceeded(f"a page larger than {MAX_SIDE:g} points")


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    if not data.strip():
        raise EmptyFile("no bytes")
    # PDFium looks for the header in the first 1,024 bytes; some servers put more before it.
    data = _with_trailer(data[max(data.find(b"%PDF-", 0, MOST_JUNK), 0) :])
    with _LOCK:
        document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not document:
            raise _refusal(pdfium.FPDF_GetLastError())
        try:
            yield document
        finally:
            pdfium.FPDF_CloseDocument(document)


def _with_trailer(data: bytes) -> bytes:
    """The file; with a trailer where its end is missing but for that it is whole, so that PDFium finds its root.

    Whole means: it ends behind an object, and every object that is referred to is there. A file that was cut anywhere
    else stays as it is, and is refused.
    """
    if b"startxref" in data or b"trailer" in data or not data.rstrip().endswith(b"endobj"):
        return data
    numbers = {int(number) for number in _OBJECT.findall(data)}
    roots = _CATALOG.findall(data)
    if not roots or any(int(number) not in numbers for number in _REFERENCE.findall(data)):
        return data
    return data + b"\ntrailer\n<</Size %d/Root %b 0 R>>\n%%%%EOF\n" % (max(numbers) + 1, roots[-1])


def _refusal(code: int) -> Encrypted | Malformed:
    if code == _PASSWORD_NEEDED:
        return Encrypted("the pdf asks for a password")
    return Malformed(f"pdfium: {_REASONS.get(code, f'error {code}')}")


def _page_count(document: Any) -> int:
    count = int(pdfium.FPDF_GetPageCount(document))
    if count > MAX_PAGES:
        raise LimitExceeded(f"{count} pages, the limit is {MAX_PAGES}")
    if count < 1:
        raise Malformed("pdfium: no pages")
    return count


def _title(document: Any) -> str:
    size = pdfium.FPDF_GetMetaText(document, b"Title", None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDF_GetMetaText(document, b"Title", buffer, size)
    title = buffer.raw.decode("utf-16-le", "replace").rstrip("\x00").strip()
    # A title without an ideograph is a program's ("untitled") or a file's name, not the report's.
    return title if any(character >= _FIRST_IDEOGRAPH for character in title) else ""


@contextmanager
def _loaded(document: Any, number: int) -> Iterator[Any]:
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        raise Malformed(f"pdfium: page {number} cannot be loaded")
    try:
        yield page
    finally:
        pdfium.FPDF_ClosePage(page)


def _read_page(document: Any, number: int) -> Page:
    with _loaded(document, number) as page:
        frame = Frame.of(page)
        marks = _Marks(frame)
        marks.read(page)
        marks.add_tiles()
        runs = tuple(without_shadows(_read_runs(page, frame, marks)))
        return Page(
            number,
            frame.width,
            frame.height,
            runs,
            tuple(marks.levels),
            tuple(marks.uprights),
            marks.picture_area > PAINTED_PICTURE * frame.width * frame.height,
        )


class Frame(msgspec.Struct, frozen=True, gc=False):
    """From a page's own coordinates (origin anywhere, upwards, unrotated) to the displayed page's."""

    left: float
    low: float
    right: float
    high: float
    turns: int

    @classmethod
    def of(cls, page: Any) -> Frame:
        """The visible part of a page, which need not begin at 0, 0."""
        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, box)
        return cls(box.left, box.bottom, box.right, box.top, pdfium.FPDFPage_GetRotation(page) % 4)

    @property
    def width(self) -> float:
        """Of the displayed page."""
        return self.high - self.low if self.turns % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """Of the displayed page."""
        return self.right - self.left if self.turns % 2 else self.high - self.low

    def box(self, left: float, low: float, right: float, high: float) -> Box:
        """A rectangle of the page as it is displayed."""
        match self.turns:
            case 0:
                return left - self.left, self.high - high, right - self.left, self.high - low
            case 1:
                return low - self.low, left - self.left, high - self.low, right - self.left
            case 2:
                return self.right - right, low - self.low, self.right - left, high - self.low
            case _:
                return self.high - high, self.right - right, self.high - low, self.right - left

    @property
    def limits(self) -> tuple[float, float]:
        """Twice the width and the height: what the sums of the sides of a rectangle may be whose middle is shown."""
        return 2 * self.width, 2 * self.height

    def shows(self, box: Box) -> bool:
        """Whether the middle of a rectangle lies on the page."""
        across, down = self.limits
        return 0 <= box[0] + box[2] <= across and 0 <= box[1] + box[3] <= down


# --- ruling lines ---------------------------------------------------------------------------------------------------


Matrix = tuple[float, float, float, float, float, float]
_PLAIN: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class _Marks:
    """Collects the ruling lines and fonts of a page, and how much of it pictures cover."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.levels: list[Ruling] = []
        self.uprights: list[Ruling] = []
        self.picture_area = 0.0
        self._limits = frame.limits
        self.fonts: set[int] = set()
        self._areas: list[Box] = []
        self._seen = 0
        self._sides = (ctypes.c_float * 4)()  # left, low, right, high
        self._left, self._low, self._right, self._high = (
            ctypes.byref(self._sides, index * ctypes.sizeof(ctypes.c_float)) for index in range(4)
        )
        self._readers = {
            pdfium.FPDF_PAGEOBJ_PATH: self._read_path,
            pdfium.FPDF_PAGEOBJ_TEXT: self._read_text,
            pdfium.FPDF_PAGEOBJ_IMAGE: self._read_picture,
            pdfium.FPDF_PAGEOBJ_FORM: self._read_form,
        }

    def read(self, page: Any) -> None:
        """All objects of the page."""
        count = pdfium.FPDFPage_CountObjects(page)
        self._read_all(_Handle(_number(page)), count, _object_of_page, _PLAIN)
        if max(len(self.levels), len(self.uprights)) > MAX_RULINGS:
            raise LimitExceeded(f"more than {MAX_RULINGS} lines on a page")

    def add_tiles(self) -> None:
        """Takes the edges of coloured areas for lines on a page that has none: cells may be light areas on dark ground.

        An area is a cell when another one stands directly beside it. The colour behind a paragraph has none there.
        """
        if min(len(self.levels), len(self.uprights)) > 1 or len(self._areas) > MAX_TILES:
            return
        tiles = [area for area in self._areas if any(_beside(area, other) for other in self._areas)]
        stacked = sum(any(_beside(_swapped(tile), _swapped(other)) for other in tiles) for tile in tiles)
        if not tiles or 2 * stacked < len(tiles):  # a stripe behind every other row
            return
        left, right = min(tile[0] for tile in tiles), max(tile[2] for tile in tiles)
        for x0, top, x1, bottom in self._areas:
            whole_row = abs(x0 - left) < TILE_GAP and abs(x1 - right) < TILE_GAP
            if whole_row or (x0, top, x1, bottom) in tiles:
                self.levels += [Ruling(top, x0, x1), Ruling(bottom, x0, x1)]
                self.uprights += [Ruling(x0, top, bottom), Ruling(x1, top, bottom)]

    def _read_all(self, parent: _Handle, count: int, get: Any, matrix: Matrix, depth: int = 0) -> None:
        self._seen += count
        if self._seen > MAX_OBJECTS:
            raise LimitExceeded(f"more than {MAX_OBJECTS} objects on a page")
        kind_of, readers = _kind_of, self._readers
        for index in range(count):
            thing = get(parent, index)
            reader = readers.get(kind_of(thing))
            if reader is not None:
                reader(thing, matrix, depth)

    def _read_form(self, thing: _Handle, matrix: Matrix, depth: int) -> None:
        if depth >= MAX_FORM_DEPTH:
            return
        form = _object(thing)
        inner = _times(_matrix_of(form), matrix)
        count = pdfium.FPDFFormObj_CountObjects(form)
        self._read_all(thing, count, _object_of_form, inner, depth + 1)

    def _read_picture(self, picture: _Handle, matrix: Matrix, depth: int) -> None:
        x0, top, x1, bottom = self._bounds(picture, matrix)
        self.picture_area += (x1 - x0) * (bottom - top)
        self._add_thin((x0, top, x1, bottom))

    def _read_text(self, thing: _Handle, matrix: Matrix, depth: int) -> None:
        """Notes the font, and gives text without a width the width of a stroke.

        PDFium takes the ink for the extent of a text and passes over what has none. A font that is not there, or
        whose signs are empty as in the text layer of a scan, has no ink, and one sign of it no width.
        """
        self.fonts.add(_font_of(thing))
        _bounds_of(thing, self._left, self._low, self._right, self._high)
        left, _, right, _ = _four(self._sides)
        if right - left < WIDTHLESS:
            text = _object(thing)
            pdfium.FPDFTextObj_SetTextRenderMode(text, pdfium.FPDF_TEXTRENDERMODE_STROKE)
            pdfium.FPDFPageObj_SetStrokeWidth(text, 1.0)
            pdfium.FPDFPageObj_TransformF(text, _UNMOVED)  # computes the extent anew

    def _read_path(self, thing: _Handle, matrix: Matrix, depth: int) -> None:
        box = self._bounds(thing, matrix)
        if self._add_thin(box):
            return
        path = _object(thing)
        filled, stroked = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(path, filled, stroked)
        count = pdfium.FPDFPath_CountSegments(path)
        if not stroked.value and count <= _RECTANGLE:  # the colour behind a cell or a paragraph
            self._areas.append(box)
            return
        self._seen += count
        if self._seen > MAX_OBJECTS:
            raise LimitExceeded(f"more than {MAX_OBJECTS} segments on a page")
        whole = _times(_matrix_of(path), matrix)
        for points in _subpaths(path, count):
            self._add_outline([self._point(x, y, whole) for x, y in points], bool(stroked.value))

    def _add_outline(self, points: list[tuple[float, float]], stroked: bool) -> None:
        across, down = [x for x, _ in points], [y for _, y in points]
        if self._add_thin((min(across), min(down), max(across), max(down))) or not stroked:
            return
        for (x0, y0), (x1, y1) in pairwise(points):
            if abs(x0 - x1) <= STEEP or abs(y0 - y1) <= STEEP:
                self._add_thin((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))

    def _add_thin(self, box: Box) -> bool:
        x0, top, x1, bottom = box
        across, down = self._limits
        if not (0 <= x0 + x1 <= across and 0 <= top + bottom <= down):
            return True
        # A dot is both: dotted lines are rows of dots, and the grid joins what stands in line.
        thin = False
        if bottom - top <= THIN:
            self.levels.append(Ruling((top + bottom) / 2, x0, x1))
            thin = True
        if x1 - x0 <= THIN:
            self.uprights.append(Ruling((x0 + x1) / 2, top, bottom))
            thin = True
        return thin

    def _bounds(self, thing: _Handle, matrix: Matrix) -> Box:
        _bounds_of(thing, self._left, self._low, self._right, self._high)
        left, low, right, high = _four(self._sides)
        if matrix is _PLAIN:
            frame = self.frame
            if not frame.turns:  # as nearly every page, and a page has a thousand lines
                return left - frame.left, frame.high - high, right - frame.left, frame.high - low
            return frame.box(left, low, right, high)
        a = self._point(left, low, matrix)
        b = self._point(right, high, matrix)
        return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])

    def _point(self, x: float, y: float, matrix: Matrix) -> tuple[float, float]:
        a, b, c, d, e, f = matrix
        x, y = a * x + c * y + e, b * x + d * y + f
        return self.frame.box(x, y, x, y)[:2]


_RECTANGLE = 5  # segments
_UNMOVED = pdfium.FS_MATRIX(1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _object(thing: _Handle) -> Any:
    """The handle that the binding's own functions take."""
    return ctypes.cast(thing, pdfium.FPDF_PAGEOBJECT)


def _swapped(box: Box) -> Box:
    return box[1], box[0], box[3], box[2]


def _beside(one: Box, other: Box) -> bool:
    gap = max(one[0] - other[2], other[0] - one[2])
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return abs(gap) < TILE_GAP and shared > 0.5 * min(one[3] - one[1], other[3] - other[1])


def _matrix_of(thing: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(thing, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    if outer is _PLAIN:
        return inner
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _subpaths(path: Any, count: int) -> Iterator[list[tuple[float, float]]]:
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points


# --- characters -----------------------------------------------------------------------------------------------------


def _read_runs(page: Any, frame: Frame, marks: _Marks) -> Iterator[Run]:
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return
    try:
        yield from _Characters(text_page, frame, marks.uprights, _lacks_font(marks.fonts)).runs()
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


class _Characters:
    """The characters of a page. A run costs two calls, for its ends; other boxes are asked for where need be."""

    def __init__(self, text_page: Any, frame: Frame, uprights: Sequence[Ruling], lacks_font: bool) -> None:
        self._page = text_page
        self._frame = frame
        self._lacks_font = lacks_font
        self._uprights = sorted(uprights, key=lambda line: line.at)
        self._places = [line.at for line in self._uprights]
        self._handle = _Handle(_number(text_page))
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
        x0, high, x1, low = _four(rect)
        height = high - low
        if not 0.0 < height < TALL:
            return None
        if end - start > 1:
            _loose_box(handle, end - 1, rect_at)
            left, other_high, x1, other_low = _four(rect)
            top, bottom = max(high, other_high), min(low, other_low)
            if abs(high + low - other_high - other_low) >= height or not 0.0 < other_high - other_low < TALL:
                return None
            if left < x0 or x1 - x0 > WIDEST * height * (end - start):
                return None
            high, low = top, bottom
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
                yield Run(self._printed(begin, stop), *box, turn, space and begin == start)

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
        left, high, right, low = _four(self._rect)
        if self._lacks_font:
            right = min(right, self._advanced(index))
        loose = self._frame.box(left, low, right, high)
        if 0 < high - low < TALL and 0 < right - left < TALL:
            return loose
        inked = self._inked_box(index)
        ink, height = inked[3] - inked[1], loose[3] - loose[1]
        return loose if ink < NO_INK * height or 0 < height < INK_SHARE * ink else inked

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
        return _number(pdfium.FPDFText_GetTextObject(self._page, index))


def _character(code: int) -> str:
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"


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


# --- pictures -------------------------------------------------------------------------------------------------------


def draw_page(data: bytes, page: int, scale: float, boxes: Sequence[tuple[Box, str]]) -> bytes:
    """Page number `page` as a PNG with a coloured rectangle around each box; `scale` is pixels per point.

    A scale that would give more than MAX_RENDER_PIXELS is lowered. Needs pillow.
    """
    from PIL import ImageDraw  # an extra: reading does without it

    with _opened(data) as document, _loaded(document, page) as loaded:
        scale = _allowed_scale(loaded, scale)
        image = _render(loaded, scale)
    pen = ImageDraw.Draw(image)
    for box, colour in boxes:
        pen.rectangle([side * scale for side in box], outline=colour, width=max(1, round(1.5 * scale)))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def page_size(data: bytes, page: int) -> tuple[float, float]:
    """Width and height of a page in points, as it is shown."""
    with _opened(data) as document, _loaded(document, page) as loaded:
        return float(pdfium.FPDF_GetPageWidthF(loaded)), float(pdfium.FPDF_GetPageHeightF(loaded))


def _allowed_scale(page: Any, scale: float) -> float:
    area = pdfium.FPDF_GetPageWidthF(page) * pdfium.FPDF_GetPageHeightF(page)
    return float(min(scale, (MAX_RENDER_PIXELS / max(area, 1.0)) ** 0.5))


def _render(page: Any, scale: float) -> Any:
    from PIL import Image

    width = max(1, int(pdfium.FPDF_GetPageWidthF(page) * scale))
    height = max(1, int(pdfium.FPDF_GetPageHeightF(page) * scale))
    bitmap = pdfium.FPDFBitmap_Create(width, height, 0)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT)
        size = pdfium.FPDFBitmap_GetStride(bitmap) * height
        pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), size)
        return Image.frombuffer("RGB", (width, height), pixels, "raw", "BGRX", pdfium.FPDFBitmap_GetStride(bitmap), 1)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
