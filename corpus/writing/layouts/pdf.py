"""PDF drawn by this module: one strip of text and rules, cut into pages.

A report is first set on a strip as long as it needs, then cut where a page is full; so a table can
run over pages, repeat its header rows, and be cut between the lines of a cell, as printed reports do.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, partial
from io import BytesIO
from typing import TypeVar

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from corpus.writing import grids
from corpus.writing.fonts import chinese_font
from corpus.writing.layouts.base import Layout, change_tables, halve_requests
from corpus.writing.model import Block, Cell, Grid, Script

A4 = (595.0, 842.0)
_LEADING = 1.35


@dataclass(frozen=True)
class Mark:
    """One line of text on the strip, its top left corner at x, y; angle turns it anticlockwise."""

    x: float
    y: float
    text: str
    size: float
    angle: int = 0


@dataclass(frozen=True)
class Box:
    """The place of a cell on the strip."""

    x: float
    y: float
    wide: float
    high: float


@dataclass(frozen=True)
class Sheet:
    """A table on the strip: where it begins and ends, its cells, its header's height."""

    top: float
    bottom: float
    header: float
    boxes: list[Box]
    marks: list[Mark]


@dataclass
class Strip:
    """The whole report on one endless page; breaks are the heights at which a page may end."""

    marks: list[Mark] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    breaks: list[float] = field(default_factory=list)
    height: float = 0.0


Rule = Callable[[Canvas, Box], None]
_Thing = TypeVar("_Thing", Mark, Box)


@dataclass(frozen=True)
class Style:
    """How the pages of one printing program look."""

    rule: Rule | None = None
    font: str = "noto"
    size: float = 10.5
    table_size: float = 8.5
    page: tuple[float, float] = A4
    margin: float = 62.0
    cut_rows: bool = False
    repeat_header: bool = False
    centred: bool = True
    upright: bool = False
    turned: bool = False
    digits_apart: bool = False
    twice: bool = False
    shuffled: bool = False
    turned_page: bool = False
    number: str = "— {} —"
    running: str = ""
    watermark: str = ""
    label_share: float = 0.46
    reshape: Callable[[Script], Script] = lambda script: script


def write(style: Style, script: Script) -> bytes:
    """The script as a PDF in one style; the same script always gives the same bytes."""
    return write_strip(style, set_strip(style, style.reshape(script)))


def set_strip(style: Style, script: Script) -> Strip:
    """The script set on one strip."""
    strip = Strip()
    for block in script.blocks:
        if block.grid is not None:
            _set_table(style, strip, block.grid)
        else:
            _set_text(style, strip, block)
    return strip


def write_strip(style: Style, strip: Strip) -> bytes:
    """The strip cut into pages and drawn."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=style.page, invariant=1)
    for number, page in enumerate(_pages(style, strip), 1):
        if style.turned_page:
            # A page stored upright and shown turned: what is drawn sideways reads straight.
            canvas.setPageRotation(90)
            canvas.transform(0, 1, -1, 0, style.page[1], 0)
        _draw_page(style, canvas, page, number)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


# Setting


def _inner(style: Style) -> float:
    return style.page[0] - 2 * style.margin


def _set_text(style: Style, strip: Strip, block: Block) -> None:
    size = style.size * (1.7 if block.kind == "title" else 1.0)
    indent = "　　" if block.kind in ("paragraph", "preamble", "heading", "subheading") else ""
    for line in wrap(style, indent + block.text, _inner(style), size):
        length = text_width(style, line, size)
        shift = {
            "title": (_inner(style) - length) / 2,
            "signature": _inner(style) - length,
            "date": _inner(style) - length,
        }
        strip.marks.append(Mark(style.margin + shift.get(block.kind, 0.0), strip.height, line, size))
        strip.height += size * _LEADING
        strip.breaks.append(strip.height)


def _set_table(style: Style, strip: Strip, grid: Grid) -> None:
    full = grids.lattice(grid)
    widths = column_widths(style, grid, len(full[0]))
    lefts = [style.margin + sum(widths[:n]) for n in range(len(widths) + 1)]
    heights = _row_heights(style, full, widths)
    top = strip.height + 3
    tops = [top + sum(heights[:n]) for n in range(len(heights) + 1)]
    boxes, marks = [], []
    for row, slots in enumerate(full):
        for column, slot in enumerate(slots):
            if slot.begins:
                cell = slot.cell
                wide = lefts[column + cell.columns] - lefts[column]
                box = Box(lefts[column], tops[row], wide, tops[row + cell.rows] - tops[row])
                boxes.append(box)
                marks += _set_cell(style, cell, box)
    header = sum(heights[: grids.header_height(grid)])
    strip.sheets.append(Sheet(top, tops[-1], header, boxes, marks))
    strip.marks += marks
    strip.breaks += _row_breaks(style, tops, marks)
    strip.height = tops[-1] + style.table_size


def column_widths(style: Style, grid: Grid, columns: int) -> list[float]:
    """Narrow columns for figures, wide ones for labels, as the official form has them."""
    wide = _inner(style)
    if grid.table == "requests" and columns == 10:
        labels = wide * style.label_share
        return [labels * 0.16, labels * 0.27, labels * 0.57] + [(wide - labels) / 7] * 7
    return [wide / columns] * columns


def _row_heights(style: Style, full: list[list[grids.Slot]], widths: list[float]) -> list[float]:
    line, pad = style.table_size * _LEADING, style.table_size * 0.7
    heights = [line + pad] * len(full)
    corners = [(r, c, s.cell) for r, row in enumerate(full) for c, s in enumerate(row) if s.begins]
    for row, column, cell in sorted(corners, key=lambda corner: corner[2].rows):
        needed = len(_cell_lines(style, cell, sum(widths[column : column + cell.columns]))) * line + pad
        lack = needed - sum(heights[row : row + cell.rows])
        if lack > 0 and not (style.turned and cell.rows > 12):
            heights[row + cell.rows - 1] += lack
    return heights


def _cell_lines(style: Style, cell: Cell, wide: float) -> list[str]:
    if style.upright and cell.rows > 12:
        return list(cell.text.replace("\n", ""))
    return wrap(style, cell.text, wide - 4, style.table_size)


def _set_cell(style: Style, cell: Cell, box: Box) -> Iterator[Mark]:
    size, line = style.table_size, style.table_size * _LEADING
    if style.turned and cell.rows > 12:
        text = cell.text.replace("\n", "")
        yield Mark(
            box.x + (box.wide - size) / 2, box.y + (box.high + text_width(style, text, size)) / 2, text, size, 90
        )
        return
    lines = _cell_lines(style, cell, box.wide)
    down = box.y + (box.high - len(lines) * line) / 2 if style.centred else box.y + size * 0.35
    for place, text in enumerate(lines):
        if not text:
            continue
        across = box.x + (2 if cell.label and cell.columns < 3 else (box.wide - text_width(style, text, size)) / 2)
        yield Mark(across, down + place * line, text, size)


def _row_breaks(style: Style, tops: list[float], marks: list[Mark]) -> list[float]:
    if not style.cut_rows:
        return tops[1:]
    return sorted({*tops[1:], *(mark.y for mark in marks if mark.angle == 0)})


def wrap(style: Style, text: str, wide: float, size: float) -> list[str]:
    """The lines of a text in a width; a digit may be parted from the next, as narrow cells do."""
    lines, line = [], ""
    for char in text:
        if char == "\n" or (line and text_width(style, line + char, size) > wide):
            lines.append(line)
            line = ""
        if char != "\n":
            line += char
    return [*lines, line]


def text_width(style: Style, text: str, size: float) -> float:
    return pdfmetrics.stringWidth(text, _font(style.font), size)


@cache
def _font(name: str) -> str:
    """The name under which reportlab knows the font, embedded (noto) or only named (STSong-Light)."""
    pdfmetrics.registerFont(TTFont(name, str(chinese_font())) if name == "noto" else UnicodeCIDFont(name))
    return name


# Pages


@dataclass(frozen=True)
class Page:
    """What stands on one page, already at its height from the top margin."""

    marks: list[Mark]
    boxes: list[Box]


def _pages(style: Style, strip: Strip) -> Iterator[Page]:
    room = style.page[1] - 2 * style.margin
    start = 0.0
    while start < strip.height - 1:
        opening = _open_sheet(strip, start) if style.repeat_header else None
        used = opening.header if opening else 0.0
        stop = _page_end(strip, start, room - used)
        yield _page(strip, start, stop, opening)
        start = stop


def _open_sheet(strip: Strip, start: float) -> Sheet | None:
    return next((s for s in strip.sheets if s.top + s.header < start < s.bottom - 1), None)


def _page_end(strip: Strip, start: float, room: float) -> float:
    fitting = [at for at in strip.breaks if start + 1 < at <= start + room]
    if strip.height - start <= room or not fitting:
        return min(strip.height, start + room)
    return max(fitting)


def _page(strip: Strip, start: float, stop: float, opening: Sheet | None) -> Page:
    shift = -start
    marks, boxes = [], []
    if opening:
        end = opening.top + opening.header
        marks += [_moved(mark, -opening.top) for mark in opening.marks if mark.y < end]
        boxes += [_moved(box, -opening.top) for box in opening.boxes if box.y < end - 1]
        shift += opening.header
    marks += [_moved(mark, shift) for mark in strip.marks if start - 0.5 <= mark.y < stop - 0.5]
    for box in (box for sheet in strip.sheets for box in sheet.boxes):
        top, bottom = max(box.y, start), min(box.y + box.high, stop)
        if bottom - top > 0.5:
            boxes.append(_moved(replace(box, y=top, high=bottom - top), shift))
    return Page(marks, boxes)


def _moved(thing: _Thing, shift: float) -> _Thing:
    return replace(thing, y=thing.y + shift)


def _draw_page(style: Style, canvas: Canvas, page: Page, number: int) -> None:
    if style.watermark:
        _draw_watermark(style, canvas)
    for box in page.boxes:
        if style.rule:
            style.rule(canvas, replace(box, y=style.page[1] - style.margin - box.y - box.high))
    marks = list(page.marks)
    if style.shuffled:
        random.Random(number).shuffle(marks)
    for mark in marks:
        _draw_mark(style, canvas, mark)
    middle = style.page[0] / 2
    canvas.setFont(_font(style.font), 9)
    canvas.drawCentredString(middle, style.margin * 0.5, style.number.format(number))
    canvas.drawCentredString(middle, style.page[1] - style.margin * 0.5, style.running)


def _draw_mark(style: Style, canvas: Canvas, mark: Mark) -> None:
    canvas.setFont(_font(style.font), mark.size)
    y = style.page[1] - style.margin - mark.y - mark.size
    if mark.angle:
        canvas.saveState()
        canvas.translate(mark.x + mark.size, y + mark.size)
        canvas.rotate(mark.angle)
        canvas.drawString(0, 0, mark.text)
        canvas.restoreState()
    elif style.digits_apart:
        _draw_apart(style, canvas, replace(mark, y=y))
    else:
        canvas.drawString(mark.x, y, mark.text)
        if style.twice:
            canvas.drawString(mark.x + 0.3, y, mark.text)


def _draw_apart(style: Style, canvas: Canvas, mark: Mark) -> None:
    """Every character by itself, the last first."""
    for place in range(len(mark.text) - 1, -1, -1):
        before = text_width(style, mark.text[:place], mark.size)
        canvas.drawString(mark.x + before, mark.y, mark.text[place])


def _draw_watermark(style: Style, canvas: Canvas) -> None:
    canvas.saveState()
    canvas.setFillGray(0.85)
    canvas.setFont(_font(style.font), 44)
    canvas.translate(style.page[0] / 2, style.page[1] / 2)
    canvas.rotate(40)
    canvas.drawCentredString(0, 0, style.watermark)
    canvas.drawCentredString(0, 160, style.watermark)
    canvas.restoreState()


# Rules


def rule_lines(canvas: Canvas, box: Box) -> None:
    for x0, y0, x1, y1 in _sides(box):
        canvas.line(x0, y0, x1, y1)


def rule_rectangles(canvas: Canvas, box: Box) -> None:
    canvas.rect(box.x, box.y, box.wide, box.high, stroke=1, fill=0)


def rule_filled(canvas: Canvas, box: Box) -> None:
    """Thin filled rectangles in place of lines, as Word's and browsers' printing does."""
    for x0, y0, x1, y1 in _sides(box):
        canvas.rect(x0, y0, max(0.5, x1 - x0), max(0.5, y1 - y0), stroke=0, fill=1)


def rule_shaded(canvas: Canvas, box: Box) -> None:
    """Cells with a grey ground and a white frame; no dark line anywhere."""
    canvas.setFillGray(0.9)
    canvas.rect(box.x + 0.5, box.y + 0.5, box.wide - 1, box.high - 1, stroke=0, fill=1)
    canvas.setFillGray(0)


def rule_double(canvas: Canvas, box: Box) -> None:
    for x0, y0, x1, y1 in _sides(box):
        canvas.line(x0, y0, x1, y1)
        canvas.line(x0 + 1.2, y0 + 1.2, x1 + 1.2, y1 + 1.2)


def rule_dashed(canvas: Canvas, box: Box) -> None:
    canvas.setDash(1.5, 1.5)
    rule_lines(canvas, box)
    canvas.setDash()


def rule_dots(canvas: Canvas, box: Box) -> None:
    """Dashes drawn as many short lines of their own."""
    for x0, y0, x1, y1 in _sides(box):
        steps = max(1, int(max(x1 - x0, y1 - y0) / 4))
        for n in range(steps):
            x, y = x0 + (x1 - x0) * n / steps, y0 + (y1 - y0) * n / steps
            canvas.line(x, y, x + (x1 - x0) / steps / 2, y + (y1 - y0) / steps / 2)


def rule_across(canvas: Canvas, box: Box) -> None:
    """Horizontal lines only."""
    canvas.line(box.x, box.y, box.x + box.wide, box.y)
    canvas.line(box.x, box.y + box.high, box.x + box.wide, box.y + box.high)


def _sides(box: Box) -> Iterator[tuple[float, float, float, float]]:
    right, top = box.x + box.wide, box.y + box.high
    yield box.x, box.y, right, box.y
    yield box.x, top, right, top
    yield box.x, box.y, box.x, top
    yield right, box.y, right, top


_LINES = Style(rule_lines)
_UNMERGED = partial(change_tables, change=grids.without_row_spans)

_STYLES: dict[str, tuple[str, str, Style]] = {
    # name: family, what is lost, style
    "pdf-lines": ("pdf: drawn", "", _LINES),
    "pdf-cid-font": ("pdf: drawn", "", replace(_LINES, font="STSong-Light")),
    "pdf-rectangles": ("pdf: rules", "", Style(rule_rectangles)),
    "pdf-filled": ("pdf: rules", "", Style(rule_filled)),
    "pdf-shaded": ("pdf: rules", "", Style(rule_shaded)),
    "pdf-double": ("pdf: rules", "", Style(rule_double)),
    "pdf-dashed": ("pdf: rules", "", Style(rule_dashed)),
    "pdf-dots": ("pdf: rules", "", Style(rule_dots)),
    "pdf-across": ("pdf: rules", "", Style(rule_across)),
    "pdf-bare": ("pdf: no rules", "", Style(None)),
    "pdf-bare-cid-font": ("pdf: no rules", "", Style(None, font="STSong-Light", centred=False)),
    "pdf-landscape": ("pdf: drawn", "", replace(_LINES, page=A4[::-1], running="政府信息公开工作年度报告")),
    "pdf-long": (
        "pdf: many pages",
        "",
        replace(_LINES, page=(595.0, 480.0), repeat_header=True, table_size=10, number="- {} -"),
    ),
    "pdf-cut-rows": (
        "pdf: many pages",
        "",
        replace(_LINES, page=(595.0, 400.0), cut_rows=True, centred=False, table_size=11),
    ),
    "pdf-cut-narrow": (
        "pdf: many pages",
        "",
        replace(
            _LINES, page=(595.0, 430.0), cut_rows=True, centred=False, table_size=12, label_share=0.68, number="{}"
        ),
    ),
    "pdf-bare-long": ("pdf: many pages", "", Style(None, page=(595.0, 460.0), table_size=9, number="第 {} 页")),
    "pdf-narrow": ("pdf: narrow cells", "", replace(_LINES, table_size=11, label_share=0.66)),
    "pdf-bare-narrow": ("pdf: narrow cells", "joints", Style(None, table_size=10.5, label_share=0.64)),
    "pdf-upright": ("pdf: labels", "", replace(_LINES, upright=True)),
    "pdf-turned": ("pdf: labels", "", replace(_LINES, turned=True)),
    "pdf-watermark": ("pdf: drawn", "", replace(_LINES, watermark="内部资料 2099 号", running="2099 年鉴  第 7 卷")),
    "pdf-rotated": ("pdf: drawn", "", replace(_LINES, page=A4[::-1], turned_page=True)),
    "pdf-scrambled": ("pdf: text order", "", replace(_LINES, shuffled=True)),
    "pdf-bare-scrambled": ("pdf: text order", "", Style(None, shuffled=True)),
    "pdf-apart": ("pdf: text order", "", replace(_LINES, digits_apart=True)),
    "pdf-twice": ("pdf: text order", "", replace(_LINES, twice=True)),
    "pdf-halved": ("pdf: many pages", "", replace(_LINES, reshape=partial(halve_requests, figures=4))),
    "pdf-halved-landscape": (
        "pdf: many pages",
        "",
        replace(_LINES, page=A4[::-1], table_size=12, reshape=partial(halve_requests, figures=3)),
    ),
    "pdf-unmerged": ("pdf: drawn", "", replace(_LINES, reshape=_UNMERGED)),
}

LAYOUTS = [
    Layout(name, ".pdf", partial(write, style), family, loses) for name, (family, loses, style) in _STYLES.items()
]
