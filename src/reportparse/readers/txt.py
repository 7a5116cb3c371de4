"""Text to a Document: lines, and tables where tabs or bars tell the cells apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from reportparse.document import Block, Cell, Document, Heading, Origin, Paragraph, Table
from reportparse.errors import LimitExceeded
from reportparse.patterns import pattern
from reportparse.readers.charset import decode
from reportparse.readers.txt_box import read_box
from reportparse.readers.txt_places import find_places, is_lattice, parted
from reportparse.text import display_width, fold

ENGINE: Final = "txt"
MAX_TEXT: Final = 32 * 1024 * 1024
"""Bytes of text that are read; a report has some ten thousand characters."""

WRAP_WIDEST: Final = 130
"""Columns (a Chinese character takes two) of the widest line that was wrapped by a program rather than by meaning."""

WRAP_NEAR: Final = 5
"""How far from the widest line a wrapped line may end: the next word, or a mark that may not begin a line."""

WRAP_MANY: Final = 6
"""So many lines of about the greatest width show that a program wrapped them."""

LONGEST_SCRAP: Final = 20
"""Characters of a line that goes on a cell; a longer one is a paragraph."""

EMPTY_ROWS: Final = 3
"""So many rows of a label and one empty cell may follow each other in a table; more are text of one cell a line."""

FILLED: Final = 3
"""Texts in one of the rows, from which paragraphs with tabs are a table."""

_BOX_BARS = str.maketrans("│┃║┆┊┇┋┣┠┫┨╠╣", "|" * 13)
_BOX_CHARACTERS = pattern(r"[\s|+├┤┼┬┴┌┐└┘╔╗╚╝╦╩╬╟╢─━═=-]*")
_BOX_EDGE = pattern(r"[├┼┬┴┌└╔╚╟╬╦╩][─━═]|[─━═]{3}|\+[-=]{2}")
# Possessive: with steps back, a line of a thousand dashes and a letter would take for ever.
_RULE = pattern(r"[\s|:+]*+(?:[-—─━=_]{2,}+[\s|:+]*+)+")
_MARK = pattern(
    r"\s*(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）]?\s*[、.．,:)）]|第[一二三四五六]\s*[、,，部]|[一二三四五六七八九十]是|[①-⑳]|[#>*•●·-]\s)"
)
_HEADING = pattern(r"(#{1,6})\s+(.+?)\s*#*$")
_BREAK = pattern(r"<br\s*/?>", re.IGNORECASE)
_NOTE_MARK = pattern(r"\[{1,2}[^\[\]\n]{1,8}\]{1,2}\(#[^()\s]{0,80}\)|\[\^\w{1,12}\](?!:)")
"""What a converter to markdown makes of the mark of a footnote: `[[21]](#footnote-2)`, `[^3]`."""
_ENDS = "。；！？;!?"
_COLUMNS = pattern(r"\S {3,}\S")
_FIGURES = pattern(r"[\s\d.,%|/+-]*")


class Line(NamedTuple):
    """A line without its line break, the page it is on where the text tells, and how it stands in the file: in `text`
    all bars are alike."""

    text: str
    page: int | None
    drawn: str = ""


def read(data: bytes, origin: Origin) -> Document:
    """A Document of the lines of a text in any charset.

    Rows with bars and rows with tabs become ragged Tables, so does text in which every cell stands on a line of its
    own, behind a tab or where its rows tell their length (txt_places.py); everything else becomes Paragraphs, lines
    that a program wrapped joined again.
    """
    if len(data) > MAX_TEXT:
        raise LimitExceeded(f"{len(data)} bytes of text, at most {MAX_TEXT}")
    text, findings = decode(data, None)
    blocks, pages = blocks_of(text)
    return Document(origin, tuple(blocks), ENGINE, pages, findings=tuple(findings))


def blocks_of(text: str) -> tuple[list[Block], int | None]:
    """The blocks of a text, and how many pages it has where it tells."""
    lines = _lines(text)
    wrap = _wrap_width(lines)
    blocks: list[Block] = []
    begin = 0
    for table in find_places([line.text for line in lines]):
        blocks += _blocks_in(lines[begin : table.start])
        blocks.append(_table(table.rows, lines[table.start].page, ragged=False))
        begin = table.end
    blocks += _blocks_in(lines[begin:])
    blocks = list(join_wrapped(blocks, wrap)) if wrap else blocks
    return blocks, lines[-1].page if lines else None


def with_tabbed_tables(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of another kind of file, its paragraphs that follow each other and have tabs in them as tables.

    Lines of a table of contents have one tab, and a signature that tabs push to the right has one text.
    """
    found: list[Block] = []
    for is_row, group in groupby(blocks, key=lambda block: isinstance(block, Paragraph) and _is_row(block.text)):
        kept = list(group)
        rows = _tab_rows([Line(block.text, block.page) for block in kept]) if is_row else []
        if max((sum(map(bool, row)) for row in rows), default=0) >= FILLED:
            found.append(_table(rows, kept[0].page))
        else:
            found += kept
    return found


def _is_row(text: str) -> bool:
    return "\n" not in text and (_is_tabbed(text) or _is_empty_row(text, "tabs"))


def _lines(text: str) -> list[Line]:
    """The lines; a form feed, as text extractors print it, turns a page."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\x0b", "\n")
    text = _NOTE_MARK.sub("", text) if "](#" in text or "[^" in text else text
    pages = text.split("\f")
    numbered = len(pages) > 1
    return [
        Line(line.translate(_BOX_BARS), n if numbered else None, line)
        for n, page in enumerate(pages, 1)
        for line in page.split("\n")
    ]


# -- which lines make a table


def _blocks_in(lines: Sequence[Line]) -> Iterator[Block]:
    return (block for group in _groups(lines) for block in _blocks(group))


def _groups(lines: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    """Runs of lines of one kind: bars, cells (a tab before each), tabs (rows), text."""
    start = 0
    while start < len(lines):
        kind = _kind(lines, start)
        end = _end_of(kind, lines, start)
        yield kind, list(lines[start:end])
        start = end


def _kind(lines: Sequence[Line], at: int) -> str:
    text = lines[at].text
    if _is_barred(text):
        return "bars"
    if _is_cell(text) and _count_cells(lines, at) > 1:
        return "cells"
    if _is_tabbed(text):
        return "tabs"
    return "text"


def _end_of(kind: str, lines: Sequence[Line], start: int) -> int:
    if kind == "text":
        return start + 1
    if kind == "cells":
        return _end_of_cells(lines, start)
    belongs = _is_barred if kind == "bars" else _is_tabbed
    end, empty = start + 1, 0
    while end < len(lines):
        skipped = end
        while skipped < len(lines) and _is_gap(lines[skipped].text, kind):
            skipped += 1
        if skipped >= len(lines) or skipped - end > 1:
            break
        empty = 0 if belongs(lines[skipped].text) else empty + 1
        if empty > EMPTY_ROWS or empty and not _is_empty_row(lines[skipped].text, kind):
            break
        end = skipped + 1
    return end


def _is_empty_row(text: str, kind: str) -> bool:
    """A short label and behind it the mark of a cell that is empty."""
    mark = "|" if kind == "bars" else "\t"
    label = text.strip(" \u3000").removeprefix("|")
    short = 0 < len(label.strip("\t| ")) <= LONGEST_SCRAP and not _MARK.match(fold(label))
    return short and label.endswith(mark) and not text.startswith("\t")


def _is_gap(text: str, kind: str) -> bool:
    return not text.strip() or (kind == "bars" and _is_rule(text))


def _is_barred(text: str) -> bool:
    """A row of cells between bars; a bar alone, or at one end only, is a cell's edge in text of one cell a line. In a
    drawn box a rule may begin beside a cell that goes on."""
    inner = text.strip().strip("|")
    beside_rule = text.lstrip().startswith("|") and _BOX_EDGE.search(text)
    return bool("|" in inner or beside_rule) and not _is_rule(text)


def _is_rule(text: str) -> bool:
    return bool(_RULE.fullmatch(text)) or _is_box_rule(text)


def _is_box_rule(text: str) -> bool:
    return bool(_BOX_CHARACTERS.fullmatch(text) and _BOX_EDGE.search(text))


def _is_tabbed(text: str) -> bool:
    return "\t" in text.strip("\t \u3000") or text.count("\t") > 1 and bool(text.strip())


def _is_cell(text: str) -> bool:
    """One cell on a line, behind its tab: `<tab>规章`."""
    return text.startswith("\t") and "\t" not in text[1:].rstrip()


def _count_cells(lines: Sequence[Line], at: int) -> int:
    return sum(_is_cell(line.text) for line in lines[at : at + 4])


def _end_of_cells(lines: Sequence[Line], start: int) -> int:
    """The run of tab-led lines with the empty lines between its rows, and lines that go on a cell's text."""
    end = last = start
    while end < len(lines):
        text = lines[end].text
        if _is_cell(text):
            last = end
        elif text.strip() and not _goes_on(lines, end) or end - last > 2:
            break
        end += 1
    while end > start + 1 and not lines[end - 1].text.strip() and not _is_cell(lines[end - 1].text):
        end -= 1
    return end


def _goes_on(lines: Sequence[Line], at: int) -> bool:
    """Whether a line without a tab goes on the cell before it: no empty line between, cells or a row's end after."""
    end = at
    while end < len(lines) and _is_scrap(lines[end].text):
        end += 1
    before, after = lines[at - 1].text, lines[end].text if end < len(lines) else ""
    return bool(before.strip()) and end > at and (_is_cell(after) or not after.strip())


def _is_scrap(text: str) -> bool:
    return bool(text.strip()) and len(text.strip()) <= LONGEST_SCRAP and not text.startswith(("\t", " ", "\u3000"))


# -- what a group becomes


def _blocks(group: tuple[str, list[Line]]) -> Iterator[Block]:
    kind, lines = group
    if kind == "text":
        yield from _paragraphs(lines)
        return
    boxed = kind == "bars" and sum(bool(_BOX_EDGE.search(line.text)) for line in lines) > 1
    if boxed and (box := read_box([line.drawn for line in lines], lines[0].page)):
        yield box
        return
    rows = {"bars": _bar_rows, "tabs": _tab_rows, "cells": _cell_rows}[kind](lines)
    if len(rows) == 1 and len(rows[0]) == 1:
        yield from _paragraphs(lines)
    elif rows:
        yield from (_table(part, lines[0].page, ragged=not is_lattice(part)) for part in parted(rows))


def _table(rows: Sequence[Sequence[str]], page: int | None, *, ragged: bool = True) -> Table:
    cells = tuple(Cell(text, r, c, page=page) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Table(cells, len(rows), max(len(row) for row in rows), page, ragged=ragged)


def _bar_rows(lines: Sequence[Line]) -> list[list[str]]:
    """Rows of cells between bars. In a drawn box all lines between two rules are one row, wrapped."""
    boxed = sum(_is_box_rule(line.text) for line in lines) > 1
    leads, ends = _edges(lines)
    rows: list[list[str]] = []
    apart = True
    for line in lines:
        text = line.text.strip()
        if not text or _is_rule(text):
            apart = True
            continue
        inner = text.removeprefix("|") if leads else text
        inner = inner[:-1] if ends and inner.endswith("|") and not inner.endswith("\\|") else inner
        cells = [_BREAK.sub("\n", cell).strip() for cell in inner.split("|")]
        if boxed and rows and not apart and len(cells) == len(rows[-1]):
            rows[-1] = [f"{above}\n{below}".strip() for above, below in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
        apart = False
    return rows


def _edges(lines: Sequence[Line]) -> tuple[bool, bool]:
    """Whether a bar at the beginning of a row, and at its end, is the table's edge; else an empty cell is beside it."""
    rows = [text for line in lines if (text := line.text.strip()) and not _is_rule(text)]
    leads = 2 * sum(text.startswith("|") for text in rows) > len(rows)
    return leads, leads or all(text.endswith("|") for text in rows)


def _tab_rows(lines: Sequence[Line]) -> list[list[str]]:
    """Rows of cells apart by tabs. A tab that stands before every row is the table's indent, not an empty cell."""
    rows = [[cell.strip() for cell in line.text.split("\t")] for line in lines if line.text.strip()]
    indented = len(rows) > 1 and all(len(row) > 1 and not row[0] for row in rows)
    return [row[1:] for row in rows] if indented else rows


def _cell_rows(lines: Sequence[Line]) -> list[list[str]]:
    """Rows of cells that stand on a line each: an empty line ends a row, a line without a tab goes on a cell."""
    rows: list[list[str]] = [[]]
    for line in lines:
        if _is_cell(line.text):
            rows[-1].append(line.text[1:].strip())
        elif not line.text.strip():
            rows.append([])
        elif rows[-1]:
            rows[-1][-1] += "\n" + line.text.strip()
        else:
            rows[-1].append(line.text.strip())
    return [row for row in rows if row]


# -- text


def _paragraphs(lines: Sequence[Line]) -> Iterator[Block]:
    for line in lines:
        heading = _HEADING.match(line.text.strip())
        if heading:
            yield Heading(heading[2], len(heading[1]), line.page)
        elif line.text.strip():
            yield Paragraph(line.text.strip("\r\n"), line.page)


def _wrap_width(lines: Sequence[Line]) -> int | None:
    """The width at which a program wrapped the text, or None where lines are paragraphs."""
    widths = Counter(display_width(line.text.rstrip()) for line in lines if line.text.strip())
    if not widths:
        return None
    widest = max(widths)
    near = sum(count for width, count in widths.items() if width >= widest - WRAP_NEAR)
    return widest if 40 <= widest <= WRAP_WIDEST and near >= WRAP_MANY else None


def join_wrapped(blocks: Sequence[Block], wrap: int) -> Iterator[Block]:
    """Paragraphs put together again from lines that a program wrapped at `wrap` columns."""
    held: Paragraph | None = None
    last = ""
    for block in blocks:
        if held is not None and isinstance(block, Paragraph) and _goes_over(last, block.text, wrap):
            held = Paragraph(_joined(held.text, block.text), held.page)
        else:
            if held is not None:
                yield held
            held = block if isinstance(block, Paragraph) else None
            if held is None:
                yield block
        last = block.text if isinstance(block, Paragraph) else ""
    if held is not None:
        yield held


def _goes_over(line: str, following: str, wrap: int) -> bool:
    full = display_width(line.rstrip()) >= wrap - WRAP_NEAR and not _COLUMNS.search(line)
    return full and not _MARK.match(fold(following)) and not _FIGURES.fullmatch(fold(following))


def _joined(first: str, second: str) -> str:
    left, right = first.rstrip(), second.lstrip()
    both_latin = left[-1:].isascii() and left[-1:].isalpha() and right[:1].isascii() and right[:1].isalpha()
    return left + (" " if both_latin else "") + right
