"""Plain text: what editors, web scrapers and text extractors leave of a report."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from corpus.writing import grids
from corpus.writing.layouts.base import Layout, halve_requests
from corpus.writing.model import Block, Cell, Grid, Script

Lines = list[str]


@dataclass(frozen=True)
class Style:
    """How the text of one extractor looks."""

    table: Callable[[Grid], Lines]
    paragraph: Callable[[Block], Lines] = lambda block: block.text.split("\n")
    finish: Callable[[Lines], Lines] = lambda lines: lines
    newline: str = "\n"
    encoding: str = "utf-8"
    reshape: Callable[[Script], Script] = lambda script: script


def write(style: Style, script: Script) -> bytes:
    """The script as text in one style."""
    lines: Lines = []
    for block in style.reshape(script).blocks:
        lines += style.table(block.grid) if block.grid is not None else style.paragraph(block)
    text = style.newline.join(style.finish(lines)) + style.newline
    return text.encode(style.encoding)


# Tables, from the row-wise to the cell-wise


def _rows(grid: Grid) -> Iterator[list[str]]:
    """Row by row the text of each cell, a cell merged downwards leaving an empty one in the rows below."""
    for row in grids.lattice(grid):
        yield [slot.text for slot in row if slot.right == 0]


def _own(grid: Grid) -> Iterator[list[str]]:
    """Row by row the text of the cells that begin there."""
    for row in grid.rows:
        yield [_flat(cell.text) for cell in row]


def _flat(text: str) -> str:
    return text.replace("\n", "")


def tab_led(grid: Grid) -> Lines:
    """A tab before each cell, each cell on its own line, rows apart by an empty line."""
    return [line for row in _rows(grid) for line in [*("\t" + text for text in row), ""]]


def tab_rows(grid: Grid) -> Lines:
    return ["\t".join(map(_flat, row)) for row in _rows(grid)]


def tab_rows_broken(grid: Grid) -> Lines:
    """Rows by tabs in which a line break inside a cell breaks the row, as when cells are copied from Word."""
    return ["\t" + "\t".join(row) for row in _own_raw(grid)]


def _own_raw(grid: Grid) -> Iterator[list[str]]:
    for row in grid.rows:
        yield [cell.text for cell in row]


def pipe_rows(grid: Grid) -> Lines:
    return ["| " + " | ".join(map(_flat, row)) + " |" for row in _rows(grid)]


def pipe_tails(grid: Grid) -> Lines:
    """Pipes for the cells that begin in a row, the rest of the row as a tail of empty pipes."""
    wide = grids.width(grid)
    return ["| " + " | ".join(row) + " |" + "|" * (wide - len(row)) for row in _own(grid)]


def repeated_bars(grid: Grid) -> Lines:
    """Merged cells told again in every place that they cover, as simple scripts do that walk a Word table."""
    return [" | ".join(map(_flat, row)) for row in _own(grids.repeated(grid))]


def markdown(grid: Grid) -> Lines:
    """A markdown table as wide as the lattice, merged places empty."""
    rows = [[_flat(slot.text) for slot in row] for row in grids.lattice(grid)]
    return ["", _pipe(rows[0]), _pipe(["---"] * len(rows[0])), *map(_pipe, rows[1:]), ""]


def markdown_short(grid: Grid) -> Lines:
    """A markdown table whose rows hold only the cells that begin there, so that they differ in length."""
    rows = list(_own(grid))
    return ["", _pipe(rows[0]), _pipe(["---"] * grids.width(grid)), *map(_pipe, rows[1:]), ""]


def markdown_many(grid: Grid) -> Lines:
    """Several small tables with the rule under the first row of each, as page-wise extractors write them."""
    cuts = list(range(grids.header_height(grid) or 2, len(grid.rows), 6))
    return [line for piece in grids.pieces(grid, cuts) for line in markdown_short(piece)]


def _pipe(row: list[str]) -> str:
    return "| " + " | ".join(row) + " |"


def space_rows(grid: Grid) -> Lines:
    return [" ".join(filter(None, row)) for row in _own(grid)]


def wide_space_rows(grid: Grid) -> Lines:
    """Cells apart by runs of ideographic spaces."""
    return ["　　".join(filter(None, row)) for row in _own(grid)]


def glued_rows(grid: Grid) -> Lines:
    """All cells of a row run together: `规章000`."""
    return ["".join(row) for row in _own(grid)]


def cell_lines(grid: Grid) -> Lines:
    """One cell a line, empty cells gone."""
    return [text for row in _own(grid) for text in row if text]


def place_lines(grid: Grid) -> Lines:
    """Each place a line, merged cells told again in every place that they cover, an empty one as an empty line: what
    scripts print that walk `row.cells` of a Word table."""
    return [_flat(text) for row in _own(grids.repeated(grid)) for text in row]


def numbered_lines(grid: Grid) -> Lines:
    """The same between running numbers and empty remarks, as tables come back from a spreadsheet."""
    return place_lines(grids.numbered(grids.repeated(grid)))


def numbered_tabs(grid: Grid) -> Lines:
    """Rows copied out of a spreadsheet, between running numbers and empty remarks."""
    return ["\t".join(_flat(slot.text) for slot in row) for row in grids.lattice(grids.numbered(grid))]


def cell_lines_apart(grid: Grid) -> Lines:
    """One cell a line with an empty line after each, an empty cell being one more empty line."""
    return [line for row in _own(grid) for text in row for line in (text, "")]


def cell_pipes(grid: Grid) -> Lines:
    """`cell |` one a line, and a run of pipes alone for the places that a merged cell covers."""
    lines = []
    for row in grid.rows:
        for cell in row:
            lines.append(f"{_flat(cell.text)} |")
            if cell.columns > 1:
                lines.append("|" * (cell.columns - 1))
    return lines


def pipe_after(grid: Grid) -> Lines:
    """Each cell a line, then a line with a pipe alone."""
    return [line for row in _own(grid) for text in row for line in (text, "|")]


def wrapped_cells(grid: Grid) -> Lines:
    """Cells in reading order as a pdf's text gives them: long labels over lines, upright labels sign by sign."""
    lines = []
    for row in grid.rows:
        for cell in row:
            lines += list(_flat(cell.text)) if cell.rows > 12 else _wrap(cell.text, 14 if cell.label else 40)
    return [line for line in lines if line]


def floating_rows(grid: Grid) -> Lines:
    """A row a line; the labels of merged groups stand cut in two on lines of their own between the rows."""
    lines = []
    for row in grid.rows:
        for cell in row:
            if cell.label and cell.rows > 1 and cell.columns == 1:
                half = (len(cell.text) + 1) // 2
                lines += [_flat(cell.text[:half]), _flat(cell.text[half:])]
        rest = [_flat(c.text) for c in row if not (c.label and c.rows > 1 and c.columns == 1)]
        lines.append(" ".join(filter(None, rest)))
    return lines


def boxed(grid: Grid) -> Lines:
    """Box-drawing rules around the cells, as text browsers print a page."""
    return _Canvas(grid, margin=1, most=18, ruled=True).lines()


def columns(grid: Grid) -> Lines:
    """Cells at their place on the line, apart by spaces, as an extractor writes that keeps the page's layout."""
    return _Canvas(grid, margin=2, most=24).lines()


def _wrap(text: str, most: int) -> Lines:
    """Lines of at most `most` columns; an ideograph takes two."""
    lines, line = [], ""
    for char in text:
        if char == "\n" or _wide(line + char) > most:
            lines.append(line)
            line = ""
        if char != "\n":
            line += char
    return [*lines, line]


def _wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


class _Canvas:
    """A page of characters on which the cells of a table stand at their places."""

    def __init__(self, grid: Grid, *, margin: int, most: int, ruled: bool = False) -> None:
        self.full = grids.lattice(grid)
        self.margin, self.most, self.ruled = margin, most, ruled
        self.widths = [self._column(number) for number in range(len(self.full[0]))]
        self.heights = [1] * len(self.full)
        for top, slot in self._corners(spanning=False):
            self.heights[top] = max(self.heights[top], len(self._wrapped(slot)))
        for top, slot in self._corners(spanning=True):
            lack = len(self._wrapped(slot)) - sum(self.heights[top : top + slot.cell.rows])
            self.heights[top + slot.cell.rows - 1] += max(0, lack)

    def lines(self) -> Lines:
        gap = 1 if self.ruled else 0
        tops = [sum(self.heights[:row]) + gap * row for row in range(len(self.heights) + 1)]
        marks: list[dict[int, str]] = [{} for _ in range(tops[-1] + gap)]
        for top, slot in self._corners():
            wrapped = self._wrapped(slot)
            room = sum(self.heights[top : top + slot.cell.rows])
            down = tops[top] + gap + (room - len(wrapped)) // 2
            for offset, text in enumerate(wrapped):
                marks[down + offset][self._left(slot.at) + self.margin] = text
        if self.ruled:
            self._rule(marks, tops)
        return [_spell(line) for line in marks]

    def _rule(self, marks: list[dict[int, str]], tops: list[int]) -> None:
        for row, slots in enumerate(self.full):
            for column, slot in enumerate(slots):
                left, size = self._left(column), self.widths[column] + self.margin * 2
                if slot.down == 0:
                    marks[tops[row]][left] = "├" + "─" * ((size - 1) // 2)
                elif slot.right == 0:
                    marks[tops[row]][left] = "│"
                if slot.right == 0:
                    for line in range(tops[row] + 1, tops[row + 1]):
                        marks[line][left] = "│"
        for line in marks[:-1]:
            line[self._left(len(self.widths))] = "│"
        marks[-1][0] = "└" + "─" * (self._left(len(self.widths)) // 2)

    def _corners(self, spanning: bool | None = None) -> Iterator[tuple[int, _Placed]]:
        for top, row in enumerate(self.full):
            for left, slot in enumerate(row):
                if slot.begins and spanning in (None, slot.cell.rows > 1):
                    yield top, _Placed(slot.cell, left)

    def _column(self, number: int) -> int:
        texts = [row[number].text for row in self.full if row[number].begins and row[number].cell.columns == 1]
        return min(self.most, max([4, *(_wide(line) for text in texts for line in text.split("\n"))]))

    def _left(self, column: int) -> int:
        return sum(width + self.margin * 2 for width in self.widths[:column])

    def _wrapped(self, slot: _Placed) -> Lines:
        span = self.widths[slot.at : slot.at + slot.cell.columns]
        return _wrap(slot.cell.text, sum(span) + self.margin * 2 * (len(span) - 1))


@dataclass(frozen=True)
class _Placed:
    cell: Cell
    at: int


def _spell(marks: dict[int, str]) -> str:
    line = ""
    for at, text in sorted(marks.items()):
        line += " " * (at - _wide(line)) + text
    return line.rstrip()


# Paragraphs and pages


def indented(block: Block) -> Lines:
    """Two ideographic spaces before each paragraph, the signature pushed to the right."""
    if block.kind in ("signature", "date"):
        return [" " * 60 + block.text]
    return ["　　" + line if block.kind == "paragraph" else line for line in block.text.split("\n")]


def apart(block: Block) -> Lines:
    return [line for text in block.text.split("\n") for line in (text, "")]


def hashed(block: Block) -> Lines:
    """Headings as markdown, paragraphs apart by empty lines."""
    marks = {"title": "# ", "heading": "## ", "subheading": "### "}
    return ["", marks.get(block.kind, "") + _flat(block.text), ""]


def broken(block: Block) -> Lines:
    """Paragraphs broken at the width of a page, as the text of a pdf is."""
    return _wrap(block.text, 56)


def paged(lines: Lines, *, height: int = 34, number: Callable[[int], str] = "- {} -".format) -> Lines:
    """A page number between the lines of every page and the next."""
    out: Lines = []
    for place, line in enumerate(lines):
        if place and place % height == 0:
            out.append(number(place // height))
        out.append(line)
    return out


def form_feeds(lines: Lines) -> Lines:
    """Page number, form feed and running head at each page's end."""
    text = "\n".join(paged(lines, height=42, number=lambda page: f"\n{' ' * 40}— {page} —\n\f"))
    return text.split("\n")


def one_line(lines: Lines) -> Lines:
    return [" ".join(line.strip() for line in lines if line.strip())]


def full_width(lines: Lines) -> Lines:
    """Every ASCII digit as a full-width one."""
    digits = {ord("0") + n: chr(ord("０") + n) for n in range(10)}
    return [line.translate(digits) for line in lines]


def site_frame(lines: Lines) -> Lines:
    """The page's breadcrumb, buttons and footer around the text, as a scraper keeps them."""
    before = ["首页 > 政府信息公开 > 政府信息公开年报", "字号：大 中 小    打印    收藏", "浏览次数：1286", ""]
    after = ["", "分享到：", "扫一扫在手机打开当前页", "上一篇：没有了", "主办单位联系我们  网站地图  版权所有"]
    return [*before, *lines, *after]


_HALVED = partial(halve_requests, figures=4)

_STYLES: dict[str, tuple[str, str, Style]] = {
    # name: family, what is lost, style
    "txt-tab-led": ("text: cell a line", "", Style(tab_led)),
    "txt-tab-rows": ("text: row a line", "", Style(tab_rows, indented)),
    "txt-tab-rows-broken": ("text: row a line", "", Style(tab_rows_broken)),
    "txt-tab-gb18030-crlf": ("text: encodings", "", Style(tab_rows, encoding="gb18030", newline="\r\n")),
    "txt-tab-led-gbk": ("text: encodings", "", Style(tab_led, encoding="gbk", newline="\r\n")),
    "txt-tab-utf16": ("text: encodings", "", Style(tab_rows, encoding="utf-16", newline="\r\n")),
    "txt-pipe-utf8-bom": ("text: encodings", "", Style(pipe_rows, encoding="utf-8-sig")),
    "txt-full-width": ("text: encodings", "", Style(tab_led, finish=full_width)),
    "txt-pipe-rows": ("text: row a line", "", Style(pipe_rows, apart)),
    "txt-pipe-tails": ("text: row a line", "", Style(pipe_tails)),
    "txt-repeated": ("text: row a line", "", Style(repeated_bars)),
    "txt-halved": ("text: row a line", "", Style(tab_rows, reshape=_HALVED)),
    "txt-halved-spaces": ("text: row a line", "blanks", Style(space_rows, reshape=_HALVED)),
    "txt-markdown": ("text: markdown", "", Style(markdown, hashed)),
    "txt-markdown-short": ("text: markdown", "", Style(markdown_short, hashed)),
    "txt-markdown-many": ("text: markdown", "", Style(markdown_many, apart)),
    "txt-space-rows": ("text: row a line", "blanks", Style(space_rows)),
    "txt-wide-space-rows": ("text: row a line", "blanks", Style(wide_space_rows, indented, site_frame)),
    "txt-space-rows-cr": ("text: encodings", "blanks", Style(space_rows, newline="\r")),
    "txt-cell-lines": ("text: cell a line", "blanks", Style(cell_lines)),
    "txt-cell-lines-apart": ("text: cell a line", "blanks", Style(cell_lines_apart, apart)),
    "txt-place-lines": ("text: cell a line", "", Style(place_lines)),
    "txt-numbered-lines": ("text: cell a line", "", Style(numbered_lines)),
    "txt-numbered-tabs": ("text: row a line", "", Style(numbered_tabs)),
    "txt-cell-pipes": ("text: cell a line", "", Style(cell_pipes, indented)),
    "txt-pipe-after": ("text: cell a line", "", Style(pipe_after)),
    "txt-one-line": ("text: run together", "blanks", Style(space_rows, finish=one_line)),
    "txt-glued": ("text: run together", "joints", Style(glued_rows)),
    "txt-columns": ("text: of a pdf", "", Style(columns, broken)),
    "txt-columns-paged": ("text: of a pdf", "", Style(columns, broken, form_feeds)),
    "txt-wrapped-cells": ("text: of a pdf", "blanks", Style(wrapped_cells, broken, paged)),
    "txt-floating-rows": ("text: of a pdf", "blanks", Style(floating_rows, broken, paged)),
    "txt-boxed": ("text: of a browser", "", Style(boxed, apart, site_frame)),
}

LAYOUTS = [
    Layout(name, ".txt", partial(write, style), family, loses) for name, (family, loses, style) in _STYLES.items()
] + [
    Layout("md-markdown", ".md", partial(write, Style(markdown, hashed)), "text: markdown"),
]
