"""The ways in which reports reach a reader: `LAYOUTS["html-word"].write(script)` gives the file's bytes."""

from corpus.writing.layouts import docx, html, pdf, printed, txt
from corpus.writing.layouts.base import Layout, write_all

LAYOUTS: dict[str, Layout] = {
    layout.name: layout for layout in [*txt.LAYOUTS, *html.LAYOUTS, *docx.LAYOUTS, *pdf.LAYOUTS, *printed.LAYOUTS]
}

__all__ = ["LAYOUTS", "Layout", "write_all"]
