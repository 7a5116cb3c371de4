"""The ways in which reports reach a reader: `LAYOUTS["html-word"].write(script)` gives the file's bytes."""

from corpus.writing.layouts import docx, extracted, html, pdf, printed, txt
from corpus.writing.layouts.base import Layout, write_all

_MODULES = (txt, extracted, html, docx, pdf, printed)
LAYOUTS: dict[str, Layout] = {layout.name: layout for module in _MODULES for layout in module.LAYOUTS}

__all__ = ["LAYOUTS", "Layout", "write_all"]
