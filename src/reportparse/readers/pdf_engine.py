"""PDFium: its calls, a file and a page that are open, and the displayed page's coordinates.

PDFium is not thread safe and its Python binding lets other threads run during calls, so everything that touches it
holds one lock. Pages are closed as soon as they are read: an open page keeps its images in memory.
"""

from __future__ import annotations

import ctypes
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import pypdfium2_raw as pdfium

from reportparse.errors import EmptyFile, Encrypted, LimitExceeded, Malformed
from reportparse.patterns import pattern
from reportparse.readers.pdf_objects import MOST_JUNK
from reportparse.source import Box

MAX_PAGES = 2_000
MAX_FIELDS = 2_000  # of a page, looked at for text
MAX_SIDE = 1_000_000.0  # points of a page; a third of a kilometre

# The helpers of pypdfium2 do this when they are loaded, which takes 13 ms. A second time, for pdfplumber, does nothing.
pdfium.FPDF_InitLibraryWithConfig(pdfium.FPDF_LIBRARY_CONFIG(version=2))

LOCK = threading.RLock()
_PAGE_BOX = pattern(rb"/MediaBox\s{0,9}\[([^\]]{0,200})\]")
_OBJECT = pattern(rb"(?<!\d)(\d{1,9})\s{1,9}\d{1,5}\s{1,9}obj\b")
_CATALOG = pattern(rb"(?<!\d)(\d{1,9})\s{1,9}0\s{1,9}obj\s{0,9}<<[^>]{0,400}/Type\s{0,9}/Catalog\b")
_REFERENCE = pattern(rb"(?<!\d)(\d{1,9})\s{1,9}\d{1,5}\s{1,9}R\b")
_SIDE = pattern(rb"[-+]?\d{1,40}(?:\.\d{0,40})?(?:[eE]\d{1,3})?")
_NO_NUMBER = pattern(rb"[(</]|null|true|false")
_REASONS = {1: "unknown error", 2: "not found", 3: "not a pdf, or damaged", 5: "security scheme not known", 6: "page"}
_PASSWORD_NEEDED = 4
_FIRST_IDEOGRAPH = "\u2e80"


def address_of(handle: Any) -> int:
    """The address behind a handle."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


class Handle(ctypes.c_void_p):
    """An object of PDFium, as it is given and taken by the functions that are called for every one."""


def hot(function: Any, result: Any, *arguments: Any) -> Any:
    """A function of PDFium that is called for every object or character.

    It takes handles, places in memory (`byref`) and numbers that are an int in C as they are: the binding, which
    checks each of them against its type, takes twice the time. Calls so short do not let other threads run.
    """
    return ctypes.PYFUNCTYPE(result, *arguments)(address_of(function))


four_floats = struct.Struct("4f").unpack_from
"""The numbers of an array of four; asked for one by one they take eight times as long."""


@contextmanager
def without_fonts_of_machine() -> Iterator[None]:
    """Keeps PDFium from looking for fonts that a file does not embed, so that a reading is the same everywhere.

    It would also load them, which takes longer than the reading and 25 MB.
    """
    pdfium.FPDF_SetSystemFontInfo(None)
    try:
        yield
    finally:
        pdfium.FPDF_SetSystemFontInfo(pdfium.FPDF_GetDefaultSystemFontInfo())


def check_sizes(data: bytes) -> None:
    """Raises for a page without a size: PDFium would take a letter's, and lose what stands beside that."""
    for box in _PAGE_BOX.findall(data):
        if _NO_NUMBER.search(box):
            raise Malformed("the size of a page is no number")
        if any(abs(float(number)) > MAX_SIDE for number in _SIDE.findall(box)):
            raise LimitExceeded(f"a page larger than {MAX_SIDE:g} points")


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    if not data.strip():
        raise EmptyFile("no bytes")
    # PDFium looks for the header in the first 1,024 bytes; some servers put more before it.
    data = _with_trailer(data[max(data.find(b"%PDF-", 0, MOST_JUNK), 0) :])
    with LOCK:
        document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not document:
            raise _refusal(pdfium.FPDF_GetLastError())
        try:
            yield document
        finally:
            pdfium.FPDF_CloseDocument(document)


_FileWrite = pdfium.FPDF_FILEWRITE
_write_block = dict(_FileWrite._fields_)["WriteBlock"]


def written_anew(document: Any) -> bytes:
    """An open file as PDFium writes it: the objects that it finds, each once, and all of them in the clear.

    Their streams are as they were packed; none is inflated for this.
    """
    pieces: list[bytes] = []

    def keep(_: Any, block: Any, size: int) -> int:
        pieces.append(ctypes.string_at(block, size))
        return 1

    sink = _FileWrite(version=1, WriteBlock=_write_block(keep))
    how = pdfium.FPDF_REMOVE_SECURITY | pdfium.FPDF_NO_INCREMENTAL
    if not pdfium.FPDF_SaveAsCopy(document, ctypes.byref(sink), how):
        raise Malformed("pdfium: its objects cannot be told apart")
    return b"".join(pieces)


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


def page_count(document: Any) -> int:
    count = int(pdfium.FPDF_GetPageCount(document))
    if count > MAX_PAGES:
        raise LimitExceeded(f"{count} pages, the limit is {MAX_PAGES}")
    if count < 1:
        raise Malformed("pdfium: no pages")
    return count


def title_of(document: Any) -> str:
    size = pdfium.FPDF_GetMetaText(document, b"Title", None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDF_GetMetaText(document, b"Title", buffer, size)
    title = buffer.raw.decode("utf-16-le", "replace").rstrip("\x00").strip()
    # A title without an ideograph is a program's ("untitled") or a file's name, not the report's.
    return title if any(character >= _FIRST_IDEOGRAPH for character in title) else ""


@contextmanager
def loaded_page(document: Any, number: int) -> Iterator[Any]:
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        raise Malformed(f"pdfium: page {number} cannot be loaded")
    try:
        yield page
    finally:
        pdfium.FPDF_ClosePage(page)


_WRITTEN_IN = frozenset([pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT])


def prints_fields(page: Any) -> bool:
    """Puts what stands in the fields of a form, and in notes written on a page, into its content, as it is displayed.

    Whether there was anything: then the page has to be loaded again.
    """
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page), MAX_FIELDS)):
        field = pdfium.FPDFPage_GetAnnot(page, number)
        kind = pdfium.FPDFAnnot_GetSubtype(field)
        pdfium.FPDFPage_CloseAnnot(field)
        if kind in _WRITTEN_IN:
            return bool(pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS)
    return False


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
