"""Files that an office program or a browser makes of ours: printed to PDF, or opened and saved again."""

from __future__ import annotations

from collections.abc import Callable

from corpus.writing import engines
from corpus.writing.layouts import docx, html
from corpus.writing.layouts.base import Layout, WriteMany
from corpus.writing.model import Script

_SOURCES = {layout.name: layout for layout in [*docx.LAYOUTS, *html.LAYOUTS]}


def _through(source: str, convert: Callable[[list[bytes]], list[bytes]]) -> WriteMany:
    write = _SOURCES[source].write
    return lambda scripts: convert([write(script) for script in scripts])


def _layout(name: str, suffix: str, family: str, many: WriteMany) -> Layout:
    def one(script: Script) -> bytes:
        return many([script])[0]

    return Layout(name, suffix, one, family, write_many=many)


_OFFICE = (
    "docx-plain",
    "docx-styled",
    "docx-unmerged",
    "docx-numbered-labels",
    "docx-landscape",
    "docx-cut",
    "docx-grid-before",
    "docx-inside-table",
    "html-word",
)
_BROWSER = ("html-plain", "html-word", "html-unmerged", "html-headed", "html-site", "html-nested", "html-divs")
_SAVED = ("docx-plain", "docx-scattered", "docx-numbered")


def _print_by_office(suffix: str) -> Callable[[list[bytes]], list[bytes]]:
    return lambda files: engines.office_pdfs(files, suffix)


def _save_by_office(files: list[bytes]) -> list[bytes]:
    return engines.office_files(files, ".docx", ".docx")


_SHEET = b"<style>div[style*=table-cell]{padding:1px 3px}</style>"
"""What a site's style sheet gives a table of divs: without it figures of two columns touch, and nothing tells them."""


def _print_by_browser(files: list[bytes]) -> list[bytes]:
    return engines.browser_pdfs([file.replace(b"</head>", _SHEET + b"</head>") for file in files])


LAYOUTS = [
    *(
        _layout(f"pdf-office-{name}", ".pdf", "pdf: office", _through(name, _print_by_office(_SOURCES[name].suffix)))
        for name in _OFFICE
    ),
    *(_layout(f"pdf-browser-{name}", ".pdf", "pdf: browser", _through(name, _print_by_browser)) for name in _BROWSER),
    *(_layout(f"docx-saved-{name}", ".docx", "docx: office", _through(name, _save_by_office)) for name in _SAVED),
]
