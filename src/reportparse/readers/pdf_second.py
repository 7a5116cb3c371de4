"""The second reading of a pdf: pdfplumber, which shares no code with PDFium, on the pages that are in doubt."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from typing import Any

import pdfplumber

from reportparse.document import Block, Cell, Document, Origin, Paragraph, Table
from reportparse.errors import Malformed

ENGINE = "pdfplumber"

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of each font that it does not know, page by page


def reread(data: bytes, origin: Origin, pages: Sequence[int]) -> Document:
    """The tables and lines of these pages, counted from 1. Tables are not joined over page breaks."""
    try:
        with pdfplumber.open(io.BytesIO(data), pages=sorted(set(pages))) as pdf:
            blocks = [block for page in pdf.pages for block in _blocks(page)]
    except Exception as error:  # pdfplumber lets errors of many kinds through, down to TypeError
        raise Malformed(f"pdfplumber: {type(error).__name__}: {error}") from error
    return Document(origin, tuple(blocks), ENGINE)


def _blocks(page: Any) -> Iterator[Block]:
    tables = page.find_tables()
    lines = [line for line in page.extract_text_lines(return_chars=False) if not _is_in_any(line, tables)]
    placed: list[tuple[float, Block]] = [(table.bbox[1], _table(table, page.page_number)) for table in tables]
    placed += [(line["top"], _paragraph(line, page.page_number)) for line in lines]
    page.close()
    return (block for _, block in sorted(placed, key=lambda pair: pair[0]))


def _is_in_any(line: dict[str, Any], tables: Sequence[Any]) -> bool:
    middle = (line["top"] + line["bottom"]) / 2
    return any(table.bbox[1] <= middle <= table.bbox[3] for table in tables)


def _paragraph(line: dict[str, Any], page: int) -> Paragraph:
    return Paragraph(line["text"], page, (line["x0"], line["top"], line["x1"], line["bottom"]))


def _table(table: Any, page: int) -> Table:
    across = sorted({x for cell in table.cells for x in (cell[0], cell[2])})
    down = sorted({y for cell in table.cells for y in (cell[1], cell[3])})
    texts = _texts(table)
    cells = [
        Cell(
            texts.get(box, ""),
            down.index(box[1]),
            across.index(box[0]),
            down.index(box[3]) - down.index(box[1]),
            across.index(box[2]) - across.index(box[0]),
            page,
            box,
        )
        for box in sorted(table.cells, key=lambda box: (box[1], box[0]))
    ]
    return Table(tuple(cells), len(down) - 1, len(across) - 1, page)


def _texts(table: Any) -> dict[Any, str]:
    found = {}
    for row, texts in zip(table.rows, table.extract(), strict=True):
        for box, text in zip(row.cells, texts, strict=True):
            if box is not None:
                found[box] = text or ""
    return found
