"""What was read, shown where it stands: the page of a pdf with its cells boxed, or the table drawn again.

fact.source.show()
report.show_page(4)
"""

from __future__ import annotations

import hashlib
import html
import io
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from reportparse.document import Block, Cell, Document, Table
from reportparse.drawing import MARKS, STYLES, WORDS, cell_marks, cell_text
from reportparse.errors import MissingExtra
from reportparse.packaged import FOLDER
from reportparse.readers import open_source, read_bytes
from reportparse.readers.pdf_pictures import draw_page, page_size
from reportparse.report import Fact, Report
from reportparse.source import KNOWN_FILES, Box, Source

SCALE = 1.5
COLOUR = "#c00020"
AROUND = 80
"""At least so many characters before and after a place in running text are shown with it."""

LETTERS = 6
"""Points of what is written on a page."""

Readable = str | os.PathLike[str] | bytes


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


class Drawn(NamedTuple):
    """HTML without script that a notebook shows; every string of the file is escaped."""

    markup: str

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Writes the HTML and gives its path."""
        Path(path).write_text(f'<!doctype html><meta charset="utf-8">{self.markup}', encoding="utf-8")
        return Path(path)

    def _repr_html_(self) -> str:
        return self.markup

    def __repr__(self) -> str:
        return f"<Drawn {len(self.markup)} characters of HTML>"


# --- one place


def show_place(source: Source, file: Readable | None = None) -> Picture | Drawn:
    """What `Source.show` promises."""
    known = file if file is not None else _lying(KNOWN_FILES.get(source.file))
    if source.page is not None and source.box is not None:
        if known is None:
            raise ValueError("the file of this source is not known here: give its path, source.show(path)")
        return draw_place(source, _same(known, source.file)[0])
    if known is None or source.block is None:
        return Drawn(quote_html(source))
    return Drawn(_place_html(source, _read(known, source.file)))


def draw_place(source: Source, file: Readable) -> Picture:
    """The page of the pdf that the source is in, with the place boxed. Needs pillow.

    `file` is the pdf's path or bytes. ValueError for a place that has no page: `quote_html` shows those.
    """
    if source.page is None:
        raise ValueError(f"{source} is not on a page: only pdf files have pages; quote_html(source) shows its text")
    _pillow()
    data = file if isinstance(file, bytes) else Path(file).read_bytes()
    boxes = [(source.box, COLOUR)] if source.box else []
    return Picture(draw_page(data, source.page, SCALE, boxes))


def quote_html(source: Source) -> str:
    """The text of a place as HTML, for files without pages: `<p>table 2, row 3</p><blockquote>...</blockquote>`."""
    return f"<p>{html.escape(str(source))}</p><blockquote>{html.escape(source.raw)}</blockquote>"


def _place_html(source: Source, document: Document) -> str:
    number = source.block or 0
    if number >= len(document.blocks):
        return quote_html(source)
    block = document.blocks[number]
    if not isinstance(block, Table):
        return f"<p>{html.escape(str(source))}</p><blockquote>{_around(source, document, number)}</blockquote>"
    place = (source.row, source.column)
    here = [cell for cell in block.cells if (cell.row + 1, cell.column + 1) == place]
    style = f"outline:3px solid {COLOUR};font-weight:bold"
    drawn = _table_html(block, str(source), lambda cell: (style, str(source)) if cell in here else None)
    return f"<blockquote>{drawn}</blockquote>"


def _around(source: Source, document: Document, number: int) -> str:
    """Some of the text before and after, and the place marked in its own block."""
    before = _texts(document.blocks[number - 1 :: -1] if number else ())
    after = _texts(document.blocks[number + 1 :])
    text = document.blocks[number].text
    here = _marked_text(text, [(*(source.span or (0, len(text))), "", "")])
    return "".join([*(f"<p>{html.escape(t)}</p>" for t in before[::-1]), f"<p>{here}</p>",
                    *(f"<p>{html.escape(t)}</p>" for t in after)])  # fmt: skip


def _texts(blocks: Iterable[Block]) -> list[str]:
    """The texts that stand next, until there are AROUND characters or a table."""
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, Table) or sum(map(len, texts)) >= AROUND:
            break
        texts.append(block.text)
    return texts


Mark = tuple[int, int, str, str]
"""Start, end, style, word."""


def _marked_text(text: str, marks: Iterable[Mark]) -> str:
    """The text as HTML with ranges of it marked; a range that begins inside another is left out."""
    pieces, done = [], 0
    for start, end, style, word in sorted(marks):
        if start < done:
            continue
        told = f' style="{html.escape(style)}"' * bool(style) + f' title="{html.escape(word)}"' * bool(word)
        pieces += [html.escape(text[done:start]), f"<mark{told}>{html.escape(text[start:end])}</mark>"]
        done = end
    return "".join([*pieces, html.escape(text[done:])])


# --- a page, or a table


def show_page(report: Report, page: int, file: Readable | None = None) -> Picture | Drawn:
    """What `Report.show_page` promises."""
    sha256 = report.origin.sha256
    known = file if file is not None else _lying(KNOWN_FILES.get(sha256)) or _lying(report.origin.path)
    if known is None:
        raise ValueError("the file of this report is not where it was read: give its path, report.show_page(1, path)")
    marked = _marked(report)
    if report.origin.format == "pdf":
        return _draw_facts(_same(known, sha256)[0], page, [one for one in marked if one.source.page == page])
    document = _read(known, sha256)
    if not document.tables and page == 1:
        return Drawn(_lines_html(document, marked) + _legend_html())
    if not 1 <= page <= len(document.tables):
        raise ValueError(f"no table {page}: {report.origin.name} has no pages and {len(document.tables)} tables")
    by_place = {(one.source.row, one.source.column): one for one in marked if one.source.table == page}
    title = f"{report.organ} {report.year or '?'} · table {page}"
    return Drawn(_table_html(document.tables[page - 1], title, partial(_cell_style, by_place)) + _legend_html())


def _lines_html(document: Document, marked: list[Marked]) -> str:
    """A text whose tables are lines: all of it, the figures marked."""
    by_block: dict[int, list[Mark]] = defaultdict(list)
    for one in marked:
        if one.source.block is not None and one.source.span is not None:
            by_block[one.source.block].append((*one.source.span, *_style(one)))
    lines = (_marked_text(block.text, by_block[number]) for number, block in enumerate(document.blocks))
    return "<pre>" + "\n".join(lines) + "</pre>"


class Marked(NamedTuple):
    """A fact with its place, and what is to be marked: its state, failing, doubtful."""

    fact: Fact
    source: Source
    marks: list[str]


def _marked(report: Report) -> list[Marked]:
    failing = {item for finding in report.findings if finding.severity != "info" for item in finding.items}
    return [
        Marked(fact, fact.source, cell_marks(fact, fact.item in failing))
        for fact in (*report.facts, *report.extras)
        if fact.source is not None
    ]


def _cell_style(by_place: Mapping[Any, Marked], cell: Cell) -> tuple[str, str] | None:
    found = by_place.get((cell.row + 1, cell.column + 1))
    return _style(found) if found is not None else None


def _style(one: Marked) -> tuple[str, str]:
    """How a figure is marked in a text or a table, and the word on it."""
    styles = [STYLES[mark] for mark in one.marks] or [STATED]
    words = "、".join(WORDS[mark] for mark in one.marks)
    return ";".join(styles), f"{one.fact.item} = {cell_text(one.fact)} {words}".strip()


STATED = "background:#dcefe3"


def _table_html(table: Table, title: str, style: Callable[[Cell], tuple[str, str] | None]) -> str:
    """The table as the file has it, some cells with a style and a word on why."""
    lines = "".join(f"<tr>{''.join(_cell_html(cell, style(cell)) for cell in row)}</tr>" for row in table.rows())
    return f"<table><caption>{html.escape(title)}</caption>{lines}</table>"


def _cell_html(cell: Cell, style: tuple[str, str] | None) -> str:
    spans = f' rowspan="{cell.rows}"' * (cell.rows > 1) + f' colspan="{cell.columns}"' * (cell.columns > 1)
    told = f' style="{html.escape(style[0])}" title="{html.escape(style[1])}"' if style else ""
    inner = html.escape(cell.text)
    return f"<td{spans}{told}>{f'<mark>{inner}</mark>' if style and COLOUR in style[0] else inner}</td>"


def _legend_html() -> str:
    parts = [(STATED, "已读数"), *((STYLES[mark], word) for mark, word in WORDS.items() if mark != "absent")]
    return "<p>" + " ".join(f'<span style="{style}">&nbsp;{word}&nbsp;</span>' for style, word in parts) + "</p>"


# --- on the page of a pdf


class Pen(NamedTuple):
    """How a state is drawn: colour, width of the line, length of its dashes (0: none)."""

    colour: str
    width: float
    dash: float


PENS = {
    "stated": Pen("#00705a", 0.8, 0),
    "blank": Pen("#666666", 0.8, 3),
    "unreadable": Pen("#c05000", 1.6, 6),
    "failing": Pen("#b00020", 2.2, 0),
    "doubtful": Pen("#7a4fc0", 1.2, 1.5),
}
"""Known by width and dashes also where there is no colour."""

PEN_WORDS = {"stated": "已读数", **{mark: WORDS[mark] for mark in ("blank", "unreadable", "failing", "doubtful")}}


def _draw_facts(data: bytes, page: int, marked: list[Marked]) -> Picture:
    image_module, draw_module, font_module = _pillow()
    width, height = page_size(data, page)
    shown = image_module.open(io.BytesIO(draw_page(data, page, SCALE, []))).convert("RGB")
    scale = shown.width / width
    image = image_module.new("RGB", (shown.width, shown.height + round(3 * LETTERS * scale)), "white")
    image.paste(shown)
    pen = draw_module.Draw(image)
    font = font_module.truetype(io.BytesIO(_font()), round(LETTERS * scale))
    for one in marked:
        if one.source.box is not None:
            _draw_fact(pen, font, one, scale)
    _draw_legend(pen, font, marked, (height + LETTERS) * scale, scale)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return Picture(buffer.getvalue())


def _draw_fact(pen: Any, font: Any, one: Marked, scale: float) -> None:
    """A box around the cell, and what was read in its upper left corner."""
    box = one.source.box
    assert box is not None
    style = PENS[_kind(one)]
    _rectangle(pen, box, style, scale)
    text = MARKS["blank"] if one.fact.state == "blank" else cell_text(one.fact)
    place = ((box[0] + 1) * scale, (box[1] + 0.2) * scale)
    pen.text(place, text, fill=style.colour, font=font)


def _kind(one: Marked) -> str:
    """The gravest of what is to be marked."""
    return next((mark for mark in ("failing", "unreadable", "doubtful", "blank") if mark in one.marks), "stated")


def _rectangle(pen: Any, box: Box, style: Pen, scale: float) -> None:
    left, top, right, bottom = (side * scale for side in box)
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    for start, end in zip(corners, corners[1:], strict=False):
        for one, other in _dashes(start, end, style.dash * scale):
            pen.line([one, other], fill=style.colour, width=max(1, round(style.width * scale)))


Point = tuple[float, float]


def _dashes(start: Point, end: Point, dash: float) -> Iterator[tuple[Point, Point]]:
    """The pieces of a dashed line; the whole line without a dash."""
    length = abs(end[0] - start[0]) + abs(end[1] - start[1])
    if not dash or not length:
        yield start, end
        return
    for number in range(0, int(length / dash) + 1, 2):
        one, other = min(number * dash / length, 1.0), min((number + 1) * dash / length, 1.0)
        yield _between(start, end, one), _between(start, end, other)


def _between(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _draw_legend(pen: Any, font: Any, marked: list[Marked], top: float, scale: float) -> None:
    """Below the page: each way of drawing with its word and how many cells are drawn so."""
    counts = {kind: sum(_kind(one) == kind for one in marked) for kind in PENS}
    left = 12.0
    for kind, style in PENS.items():
        _rectangle(pen, (left, top / scale, left + 14, top / scale + 9), style, scale)
        pen.text(((left + 18) * scale, top), f"{PEN_WORDS[kind]} {counts[kind]}", fill="black", font=font)
        left += 75


def _font() -> bytes:
    return (FOLDER / "views/typeface/ReportparseSans.otf").read_bytes()


def _pillow() -> tuple[Any, Any, Any]:
    try:
        from PIL import Image, ImageDraw, ImageFont  # an extra: reading does without it
    except ModuleNotFoundError as error:
        raise MissingExtra("pillow", "plot") from error
    return Image, ImageDraw, ImageFont


# --- the file


def find_file(report: Report) -> bytes | None:
    """The bytes of the report's file, if it lies where it was read and is the same; else None."""
    for known in (KNOWN_FILES.get(report.origin.sha256), report.origin.path):
        if _lying(known) is not None:
            data = Path(str(known)).read_bytes()
            if hashlib.sha256(data).hexdigest() == report.origin.sha256:
                return data
    return None


def _lying(path: str | None) -> str | None:
    return path if path is not None and Path(path).is_file() else None


def _same(file: Readable, sha256: str) -> tuple[bytes, Any]:
    """The bytes of the file, which have to be those that were read: another file would be shown as if it were this."""
    data, origin = open_source(file)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ValueError(f"{origin.name} is not the file that was read, or was changed since: its hash is another")
    return data, origin


def _read(file: Readable, sha256: str) -> Document:
    data, origin = _same(file, sha256)
    return read_bytes(data, origin)
