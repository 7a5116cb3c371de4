"""What is drawn on a page of a pdf besides text: ruling lines, edges of coloured areas, pictures; and its fonts."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import msgspec
import pypdfium2_raw as pdfium

from reportparse.errors import LimitExceeded
from reportparse.readers.pdf_engine import Frame, Handle, address_of, four_floats, hot
from reportparse.source import Box

MAX_OBJECTS = 200_000  # on one page, those inside form XObjects included
MAX_RULINGS = 50_000  # on one page, level or upright; dotted borders all over a page are fewer
MAX_FORM_DEPTH = 12

THIN = 5.0  # points; a mark no thicker than this is a line, not an area
WIDTHLESS = 0.05  # points; PDFium passes over text that is not as wide as a fifth of this
STEEP = 0.5  # points; how far a segment may lean and still count as level or upright
MAX_TILES = 1_000  # coloured areas on a page; a table of a report has 300
TILE_GAP = 4.0  # points; cells of one row stand no further apart
_RECTANGLE = 5  # segments

_UNMOVED = pdfium.FS_MATRIX(1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_object_of_page = hot(pdfium.FPDFPage_GetObject, Handle)
_object_of_form = hot(pdfium.FPDFFormObj_GetObject, Handle, Handle, ctypes.c_ulong)
_kind_of = hot(pdfium.FPDFPageObj_GetType, ctypes.c_int)
_bounds_of = hot(pdfium.FPDFPageObj_GetBounds, ctypes.c_int)
_font_of = hot(pdfium.FPDFTextObj_GetFont, ctypes.c_void_p)

Matrix = tuple[float, float, float, float, float, float]
_PLAIN: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Ruling(msgspec.Struct, frozen=True, gc=False):
    """A level or upright line: where it stands across its direction, and from where to where it goes along it."""

    at: float
    low: float
    high: float


class Marks:
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
        self._read_all(Handle(address_of(page)), count, _object_of_page, _PLAIN)
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

    def _read_all(self, parent: Handle, count: int, get: Any, matrix: Matrix, depth: int = 0) -> None:
        self._seen += count
        if self._seen > MAX_OBJECTS:
            raise LimitExceeded(f"more than {MAX_OBJECTS} objects on a page")
        kind_of, readers = _kind_of, self._readers
        for index in range(count):
            thing = get(parent, index)
            reader = readers.get(kind_of(thing))
            if reader is not None:
                reader(thing, matrix, depth)

    def _read_form(self, thing: Handle, matrix: Matrix, depth: int) -> None:
        if depth >= MAX_FORM_DEPTH:
            return
        form = _object(thing)
        inner = _times(_matrix_of(form), matrix)
        count = pdfium.FPDFFormObj_CountObjects(form)
        self._read_all(thing, count, _object_of_form, inner, depth + 1)

    def _read_picture(self, picture: Handle, matrix: Matrix, depth: int) -> None:
        x0, top, x1, bottom = self._bounds(picture, matrix)
        self.picture_area += (x1 - x0) * (bottom - top)
        self._add_thin((x0, top, x1, bottom))

    def _read_text(self, thing: Handle, matrix: Matrix, depth: int) -> None:
        """Notes the font, and gives text without a width the width of a stroke.

        PDFium takes the ink for the extent of a text and passes over what has none. A font that is not there, or
        whose signs are empty as in the text layer of a scan, has no ink, and one sign of it no width.
        """
        self.fonts.add(_font_of(thing))
        _bounds_of(thing, self._left, self._low, self._right, self._high)
        left, _, right, _ = four_floats(self._sides)
        if right - left < WIDTHLESS:
            text = _object(thing)
            pdfium.FPDFTextObj_SetTextRenderMode(text, pdfium.FPDF_TEXTRENDERMODE_STROKE)
            pdfium.FPDFPageObj_SetStrokeWidth(text, 1.0)
            pdfium.FPDFPageObj_TransformF(text, _UNMOVED)  # computes the extent anew

    def _read_path(self, thing: Handle, matrix: Matrix, depth: int) -> None:
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

    def _bounds(self, thing: Handle, matrix: Matrix) -> Box:
        _bounds_of(thing, self._left, self._low, self._right, self._high)
        left, low, right, high = four_floats(self._sides)
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


def _object(thing: Handle) -> Any:
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
