"""Text as real extractors take it out of our PDF files: poppler, pdfminer, PDFium."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from functools import partial
from io import BytesIO

import pypdfium2
from pdfminer.high_level import extract_text

from corpus.writing.layouts import docx, html, pdf, printed
from corpus.writing.layouts.base import Layout, write_all
from corpus.writing.model import Script

_SOURCES = {layout.name: layout for layout in [*docx.LAYOUTS, *html.LAYOUTS, *pdf.LAYOUTS, *printed.LAYOUTS]}

Extract = Callable[[list[bytes]], list[bytes]]


def by_poppler(files: list[bytes], *, mode: str) -> list[bytes]:
    """pdftotext in one of its orders: -layout, -raw, or reading order."""
    command = ["pdftotext", *([mode] if mode else []), "-", "-"]
    return [subprocess.run(command, input=data, check=True, capture_output=True).stdout for data in files]


def by_pdfminer(files: list[bytes]) -> list[bytes]:
    return [extract_text(BytesIO(data)).encode("utf-8") for data in files]


def by_pdfium(files: list[bytes]) -> list[bytes]:
    return [_pdfium_text(data).encode("utf-8") for data in files]


def _pdfium_text(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def _layout(name: str, source: str, extract: Extract, loses: str) -> Layout:
    def many(scripts: list[Script]) -> list[bytes]:
        return extract(write_all(_SOURCES[source], scripts))

    def one(script: Script) -> bytes:
        return many([script])[0]

    return Layout(name, ".txt", one, "text: of extractors", loses, many if _SOURCES[source].slow else None)


LAYOUTS = [
    _layout("txt-of-poppler-layout", "pdf-lines", partial(by_poppler, mode="-layout"), "blanks"),
    _layout("txt-of-poppler-raw", "pdf-lines", partial(by_poppler, mode="-raw"), "order"),
    _layout("txt-of-poppler", "pdf-lines", partial(by_poppler, mode=""), "order"),
    _layout("txt-of-poppler-layout-office", "pdf-office-docx-plain", partial(by_poppler, mode="-layout"), "blanks"),
    _layout("txt-of-poppler-office", "pdf-office-docx-plain", partial(by_poppler, mode=""), "order"),
    _layout("txt-of-poppler-browser", "pdf-browser-html-plain", partial(by_poppler, mode="-layout"), "order"),
    _layout("txt-of-pdfminer", "pdf-long", by_pdfminer, "order"),
    _layout("txt-of-pdfium", "pdf-upright", by_pdfium, "blanks"),
    _layout("txt-of-pdfium-office", "pdf-office-docx-styled", by_pdfium, "order"),
]
