"""Web pages read a second time, by pandas.read_html, for cells that are in doubt. Tables only."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable

import pandas as pd
from lxml import etree

from reportparse.document import Block, Document, Origin, Paragraph
from reportparse.errors import Malformed
from reportparse.patterns import pattern
from reportparse.readers import grid
from reportparse.readers.charset import decode
from reportparse.readers.grid import Slot
from reportparse.readers.html import MAX_COLSPAN, read_page, without_long_tags
from reportparse.readers.html_page import with_fields

ENGINE = "pandas"

# pandas repeats a cell in every place it covers and makes numbers of what looks like one. A number of its own in
# front of each cell, between characters that no text has, shows which places are one cell and keeps digits text.
_OPEN, _CLOSE = "\ufdd1", "\ufdd2"
_MARK = pattern(f"{_OPEN}([0-9]+){_CLOSE}")
_CELL = pattern(r"<t[dh]\b([^>]*)>", re.IGNORECASE)
_END_OF_CELL = pattern(r"</th\s*>", re.IGNORECASE)
_SECTION = pattern(r"<(/?)(?:thead|tfoot)\b", re.IGNORECASE)
_ROW = pattern(r"<tr\b", re.IGNORECASE)
_SPAN = pattern(r"\b(row|col)span\s*=\s*[\"']?\s*(\d+)[^\s\"'>]*[\"']?", re.IGNORECASE)
_DECLARATION = pattern(r"^\s*<\?xml[^>]*\?>")


def reread(data: bytes, origin: Origin) -> Document:
    """The tables of a page as pandas sees them, in the order of the page."""
    text, findings = decode(*read_page(data))
    text = with_fields(without_long_tags(text.encode("utf-8", "replace"))).decode("utf-8")
    try:
        frames = pd.read_html(io.StringIO(_marked(text)), flavor="lxml", keep_default_na=False)
    except (ValueError, etree.LxmlError) as error:
        if "No tables" not in str(error):
            raise Malformed(f"pandas cannot read it: {error}") from error
        frames = []
    blocks = [block for frame in frames for block in _blocks(frame)]
    return Document(origin, tuple(blocks), ENGINE, findings=tuple(findings))


def _marked(text: str) -> str:
    """The page with every cell numbered, no header rows, and no span longer than the page."""
    rows = len(_ROW.findall(text))
    cells = 0

    def clamp(match: re.Match[str]) -> str:
        most = rows if match[1].lower() == "row" else MAX_COLSPAN
        return f'{match[1]}span="{max(1, min(int(match[2][:9]), most))}"'

    def number(match: re.Match[str]) -> str:
        nonlocal cells
        cells += 1
        return f"<td{_SPAN.sub(clamp, match[1])}>{_OPEN}{cells}{_CLOSE}"

    text = _MARK.sub("", _DECLARATION.sub("", text))
    text = _SECTION.sub(r"<\1tbody", _END_OF_CELL.sub("</td>", _CELL.sub(number, text)))
    grid.check_cells(cells)
    return text


def _blocks(frame: pd.DataFrame) -> list[Block]:
    """The table, or nothing where it only frames others: those follow by themselves."""
    slots: dict[str, Slot] = {}
    own = inner = 0
    for number, row in enumerate(frame.itertuples(index=False)):
        for column, value in enumerate(row):
            _, mark, text, *nested = [*_MARK.split(str(value)), "", ""]
            if not mark:
                continue
            if mark in slots:
                slots[mark].rows = number - slots[mark].row + 1
                slots[mark].columns = max(slots[mark].columns, column - slots[mark].column + 1)
                continue
            own, inner = own + len(text), inner + _length(nested)
            slots[mark] = Slot([Paragraph(text.strip())], number, column)
    return [] if inner > own else grid.to_blocks(list(slots.values()))


def _length(texts: Iterable[str]) -> int:
    return sum(map(len, texts))
