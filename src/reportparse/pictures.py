"""The place that a value stands in, as a picture: the page of a pdf with the place boxed."""

from __future__ import annotations

import html
import os
from pathlib import Path
from typing import NamedTuple

from reportparse.readers.pdf_page import draw_page
from reportparse.source import Source

SCALE = 1.5
COLOUR = "#c00020"


class Picture(NamedTuple):
    """A PNG that a notebook shows."""

    png: bytes

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Writes the PNG and gives its path."""
        Path(path).write_bytes(self.png)
        return Path(path)

    def _repr_png_(self) -> bytes:
        return self.png

    def __repr__(self) -> str:
        return f"<Picture {len(self.png)} bytes>"


def draw_place(source: Source, file: str | os.PathLike[str] | bytes) -> Picture:
    """The page of the pdf that the source is in, with the place boxed. Needs pillow.

    `file` is the pdf's path or bytes. ValueError for a place that has no page: `quote_html` shows those.
    """
    if source.page is None:
        raise ValueError(f"{source} is not on a page: only pdf files have pages; quote_html(source) shows its text")
    data = file if isinstance(file, bytes) else Path(file).read_bytes()
    boxes = [(source.box, COLOUR)] if source.box else []
    return Picture(draw_page(data, source.page, SCALE, boxes))


class Quotation(NamedTuple):
    """The text of a place, for files without pages; prints itself in a notebook."""

    source: Source

    def _repr_html_(self) -> str:
        return quote_html(self.source)


def quote_html(source: Source) -> str:
    """The text of a place as HTML, for files without pages: `<p>table 2, row 3</p><blockquote>...</blockquote>`."""
    return f"<p>{html.escape(str(source))}</p><blockquote>{html.escape(source.raw)}</blockquote>"
