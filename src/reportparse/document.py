"""The neutral Document: what every reader gives and all parsing starts from. It knows nothing of the form."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from operator import attrgetter
from typing import Any

import msgspec

from reportparse.findings import Finding
from reportparse.patterns import pattern
from reportparse.source import Box, Source
from reportparse.text import ODD_IDEOGRAPHS, with_plain_ideographs

_FORBIDDEN = pattern("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff\ufffe\uffff]")
"""Control characters, halves of a surrogate pair, no characters at all: JSON, Arrow or XML refuse them."""
_ODD = pattern(f"{_FORBIDDEN.pattern[:-1]}{ODD_IDEOGRAPHS[1:]}")


class Origin(msgspec.Struct, frozen=True):
    """The file a Document was read from: its name, the SHA-256 of its bytes, its format, and its path if it has one."""

    name: str
    sha256: str
    format: str
    path: str | None = None


class Cell(msgspec.Struct, frozen=True, gc=False):
    """One cell of a table. `row` and `column` count from 0 in the table's grid; `rows` and `columns` are its spans.

    `text` keeps line breaks that the file has; "" is an empty cell. A reader that can prove that a line break
    only wraps a number that is wider than its cell joins it.
    """

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    page: int | None = None
    box: Box | None = None


_COLUMN = attrgetter("column")


class Table(msgspec.Struct, frozen=True, dict=True):
    """Cells on a grid of `height` x `width`.

    `ragged` says that the file gives cells row by row without columns (text with tabs or bars): then `column` is
    only the ordinal of a cell in its row, and cells of different rows with equal `column` need not stand in line.
    """

    cells: tuple[Cell, ...]
    height: int
    width: int
    page: int | None = None
    ragged: bool = False

    def rows(self) -> list[list[Cell]]:
        """The cells that begin in each row, left to right."""
        return [[*row] for row in self._rows]

    @cached_property
    def _rows(self) -> list[list[Cell]]:
        rows: list[list[Cell]] = [[] for _ in range(self.height)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        for row in rows:
            row.sort(key=_COLUMN)
        return rows

    def grid(self) -> list[list[Cell | None]]:
        """`height` x `width`: each place holds the cell that covers it, or None where no cell does."""
        return [[*row] for row in self._grid]

    @cached_property
    def _grid(self) -> list[list[Cell | None]]:
        grid: list[list[Cell | None]] = [[None] * self.width for _ in range(self.height)]
        for cell in self.cells:
            for row in range(cell.row, min(cell.row + cell.rows, self.height)):
                for column in range(cell.column, min(cell.column + cell.columns, self.width)):
                    grid[row][column] = cell
        return grid

    @cached_property
    def text(self) -> str:
        """The cells' texts, tabs between cells and line breaks between rows."""
        return "\n".join("\t".join([cell.text for cell in row]) for row in self._rows)

    def __repr__(self) -> str:
        page = f" p. {self.page}" if self.page else ""
        return f"<Table {self.height} x {self.width}{page}>"

    def _repr_html_(self) -> str:
        return f"<table>{''.join(_row_html(row) for row in self.rows())}</table>"


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph; in files that only know lines, a line. `box` is where it begins on the page."""

    text: str
    page: int | None = None
    box: Box | None = None

    def __repr__(self) -> str:
        return f"<Paragraph {self.text[:30]!r}>"


class Heading(msgspec.Struct, frozen=True):
    """A paragraph that the file itself marks as a heading; automatic numbering is part of its text."""

    text: str
    level: int
    page: int | None = None
    box: Box | None = None

    def __repr__(self) -> str:
        return f"<Heading {self.level} {self.text[:30]!r}>"


Block = Heading | Paragraph | Table


class Document(msgspec.Struct, frozen=True, dict=True):
    """Blocks in reading order, from one file.

    `meta` holds what the file says of itself outside its text ("title", "published", ...), `pages` the number of
    pages where there are any, `findings` what the reader noticed.
    """

    origin: Origin
    blocks: tuple[Block, ...]
    engine: str
    pages: int | None = None
    meta: dict[str, str] = msgspec.field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def tables(self) -> list[Table]:
        """The tables, in reading order."""
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def text(self) -> str:
        """The whole text, one block a paragraph."""
        return "\n".join(block.text for block in self.blocks)

    def pieces(self) -> Iterator[str]:
        """The texts of its paragraphs and cells; the cells of a table in any order."""
        for block in self.blocks:
            if isinstance(block, Table):
                yield from (cell.text for cell in block.cells)
            else:
                yield block.text

    @cached_property
    def _table_numbers(self) -> tuple[int, ...]:
        """For each block how many tables there are up to it."""
        return tuple(accumulate(int(isinstance(block, Table)) for block in self.blocks))

    def source(self, block: int, *, span: tuple[int, int] | None = None) -> Source:
        """The place of a block, or of a range of its characters."""
        found = self.blocks[block]
        raw = found.text if span is None else found.text[span[0] : span[1]]
        box = None if isinstance(found, Table) else found.box
        return Source(self.origin.sha256, block, found.page, span=span, box=box, raw=raw, engine=self.engine)

    def cell_source(self, block: int, cell: Cell) -> Source:
        """The place of a cell of the table that is block number `block`."""
        number = self._table_numbers[block]
        page = cell.page or self.blocks[block].page
        return Source(
            self.origin.sha256,
            block,
            page,
            number,
            cell.row + 1,
            cell.column + 1,
            box=cell.box,
            raw=cell.text,
            engine=self.engine,
        )

    def __repr__(self) -> str:
        pages = f" · {self.pages} pages" if self.pages else ""
        counts = f"{len(self.blocks)} blocks · {len(self.tables)} tables{pages}"
        return f"<Document {self.origin.name} · {counts} · {self.engine}>"

    def _repr_html_(self) -> str:
        return "".join(_block_html(block) for block in self.blocks)

    def __iter__(self) -> Iterator[Block]:
        return iter(self.blocks)


def _block_html(block: Block) -> str:
    if isinstance(block, Table):
        return block._repr_html_()
    tag = "p" if isinstance(block, Paragraph) else f"h{min(max(block.level, 1), 6)}"
    return f"<{tag}>{_escaped(block.text)}</{tag}>"


def _row_html(row: list[Cell]) -> str:
    return "<tr>" + "".join(_cell_html(cell) for cell in row) + "</tr>"


def _cell_html(cell: Cell) -> str:
    spans = f' rowspan="{cell.rows}"' * (cell.rows > 1) + f' colspan="{cell.columns}"' * (cell.columns > 1)
    return f"<td{spans}>{_escaped(cell.text)}</td>"


def _escaped(text: str) -> str:
    import html  # and the names of all characters, which only a notebook shows

    return html.escape(text)


def scrubbed(document: Document) -> Document:
    """The document with U+FFFD in the place of each character that no table, JSON or XML file can hold, and with
    ideographs in the place of radicals that look the same.

    One character stands for one, so every place in the text stays the same place.
    """
    texts = "\n".join((*document.pieces(), *document.meta.values(), document.origin.name, document.origin.path or ""))
    found: Document = _scrub(document) if _ODD.search(texts) else document
    return found


def _scrub(value: Any) -> Any:
    if isinstance(value, str):
        return with_plain_ideographs(_FORBIDDEN.sub("\ufffd", value))
    if isinstance(value, msgspec.Struct):
        return type(value)(*(_scrub(getattr(value, name)) for name in value.__struct_fields__))
    if isinstance(value, dict):
        return {name: _scrub(inner) for name, inner in value.items()}
    return tuple(map(_scrub, value)) if isinstance(value, tuple) else value
