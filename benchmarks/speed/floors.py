"""What each format costs at the least, and what a user would otherwise call: functions from bytes to anything.

A floor does the one thing that no reader of the format can leave out. A peer is the library that is usually picked;
none of them gives a record.
"""

from __future__ import annotations

import ctypes
import io
import zipfile
from collections.abc import Callable
from typing import NamedTuple

import pypdfium2.raw as pdfium
from lxml import etree, html

Work = Callable[[bytes], object]


class Peer(NamedTuple):
    """A library and what is asked of it."""

    name: str
    work: Work


def raw_text(data: bytes) -> str:
    """The text of every page of a pdf, as PDFium gives it."""
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    try:
        return "\f".join(_page_text(document, number) for number in range(pdfium.FPDF_GetPageCount(document)))
    finally:
        pdfium.FPDF_CloseDocument(document)


def _page_text(document: object, number: int) -> str:
    page = pdfium.FPDF_LoadPage(document, number)
    text = pdfium.FPDFText_LoadPage(page)
    count = pdfium.FPDFText_CountChars(text)
    buffer = (ctypes.c_ushort * (count + 1))()
    pdfium.FPDFText_GetText(text, 0, count, buffer)
    pdfium.FPDFText_ClosePage(text)
    pdfium.FPDF_ClosePage(page)
    return bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")


def zip_and_lxml(data: bytes) -> object:
    """The main part of a docx, unpacked and parsed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def lxml_html(data: bytes) -> object:
    """The tree of a page."""
    return html.fromstring(data)


def decoded(data: bytes) -> str:
    """The text of a file that is said to be GB18030 or UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def plumber(data: bytes) -> object:
    """Text and tables of every page, by pdfplumber."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        return [(page.extract_text(), page.extract_tables()) for page in document.pages]


def docx_cells(data: bytes) -> object:
    """The cells of all tables, by python-docx row by row."""
    import docx

    tables = docx.Document(io.BytesIO(data)).tables
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]


def pandas_html(data: bytes) -> object:
    """The tables of a page, by pandas."""
    import pandas

    return pandas.read_html(io.BytesIO(data), flavor="lxml")


def markdown_text(data: bytes) -> object:
    """Markdown, by markitdown."""
    global _converter
    if _converter is None:
        from markitdown import MarkItDown

        _converter = MarkItDown()
    return _converter.convert_stream(io.BytesIO(data), file_extension=".txt")


_converter = None

FLOORS: dict[str, Peer] = {
    "pdf": Peer("pypdfium2, raw text", raw_text),
    "docx": Peer("zip + lxml parse", zip_and_lxml),
    "html": Peer("lxml.html parse", lxml_html),
    "txt": Peer("decode", decoded),
}
PEERS: dict[str, Peer] = {
    "pdf": Peer("pdfplumber, text and tables", plumber),
    "docx": Peer("python-docx, row.cells", docx_cells),
    "html": Peer("pandas.read_html", pandas_html),
    "txt": Peer("markitdown", markdown_text),
}
"""One that is not installed fails, and has no figures."""
