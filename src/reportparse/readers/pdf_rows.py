"""The rows of tables without upright lines.

Level lines, as in tables with three rules, part the rows; without them a row is a line, and lines that stand closer
to it than rows stand to each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median

import msgspec

from reportparse.readers.pdf_grid import joined
from reportparse.readers.pdf_marks import Ruling
from reportparse.readers.pdf_page import Page
from reportparse.readers.pdf_segments import MANY, Broken, Segment
from reportparse.readers.pdf_text import begins_item

HANGING = 0.4  # of the height of a line; how close the lines of a cell stand
HANGING_BELOW = 0.8  # of the same; how close lines go on a label whose figures stand beside its first line
FLUSH = 1.5  # points; lines that begin no further apart are set flush
DENSE = 0.8  # of the height of a line; between two rules, lines closer than this are one row
STEP = 2.2  # of the height of a line; a larger gap ends the table
RULE_LENGTH = 0.6  # of the width of the table; a shorter level line does not part its rows
CLOSE = 0.6  # of the least distance of rows; lines closer to a row than that belong to it
APART_ROWS = 0.8  # of the least distance of rows; lines of a cell so much closer are told from them by half the way
SAME_LEADING = 1.2  # points; how much the distances of the lines of a cell may differ
APART = 0.5  # of the height; what begins so far below a text stands in a later row of a header
BESIDE = 0.5  # of the height of the lower; numbers that share so much of it stand in one row
NEAR = 100  # texts; what a text stands below is among so many before it


class Row(msgspec.Struct, eq=False):
    """What stands in one row, and from where to where on the page its full line goes."""

    top: float
    bottom: float
    parts: list[Segment]

    def distance(self, top: float, bottom: float) -> float:
        """The space to another stretch of the page; negative where they overlap."""
        return max(self.top - bottom, top - self.bottom)


def rules_across(page: Page, across: Sequence[float]) -> list[float]:
    width = across[-1] - across[0]
    return [rule.at for rule in joined(page.levels) if _shared(rule, across[0], across[-1]) > RULE_LENGTH * width]


def _shared(rule: Ruling, low: float, high: float) -> float:
    return min(rule.high, high) - max(rule.low, low)


def rows_of(region: list[Broken], rules: list[float]) -> list[Row]:
    """The rows: what stands between two rules if that holds one full line only, else what is gathered around lines."""
    rows: list[Row] = []
    step = _step(region)
    for _, group in groupby(region, key=lambda row: sum(rule < row[0].middle for rule in rules)):
        band = list(group)
        if rules and sum(_is_full(parts) for _, parts in band) == 1 and _is_dense(band):
            parts = [part for _, line_parts in band for part in line_parts]
            rows.append(Row(min(line.top for line, _ in band), max(line.bottom for line, _ in band), parts))
        else:
            rows += _gathered(band, step)
    return rows


def _is_dense(band: list[Broken]) -> bool:
    return all(below.top - above.bottom < DENSE * above.height for (above, _), (below, _) in pairwise(band))


def _is_full(parts: list[Segment]) -> bool:
    return len(parts) >= MANY or any(part.is_number for part in parts)


class Block(msgspec.Struct, eq=False):
    """Text of one cell: segments that stand close below each other, and the rectangle around them."""

    x0: float
    top: float
    x1: float
    bottom: float
    parts: list[Segment]

    @property
    def line_height(self) -> float:
        """Of its first line."""
        top, bottom = _height(self.parts[:1])
        return bottom - top

    def stands_over(self, part: Segment | Block) -> bool:
        """Whether both have a part of the page's width in common."""
        return min(self.x1, part.x1) > max(self.x0, part.x0)

    def distance(self, row: Row) -> float:
        """The space to a row; negative where they overlap."""
        return row.distance(self.top, self.bottom)


def _gathered(band: list[Broken], step: float) -> list[Row]:
    """A row for every line of numbers, with the texts that stand beside it; texts beside no number make their own."""
    rows = _with_first_lines(_number_rows(band), _texts(band))
    alone: list[Block] = []
    between: list[list[Row]] = []
    for block in _blocks(_texts(band), step):
        near = [row for row in rows if block.distance(row) < HANGING * (row.bottom - row.top)]
        beside = [row for row in near if block.distance(row) < 0] or near
        if beside:
            middle = block.top + block.bottom
            beside.sort(key=lambda row: abs(row.top + row.bottom - middle))
            beside[0].parts.extend(block.parts)
            between += [beside] if len(beside) == 2 else []
        else:
            alone.append(block)
    for labelled, other in between:
        if other in rows and all(part.is_number for part in other.parts):
            _take_in(labelled, other)
            rows.remove(other)
    return sorted(rows + _storeys(_hung_on(alone, rows)), key=lambda row: row.top)


def _hung_on(alone: list[Block], rows: list[Row]) -> list[Block]:
    """The blocks without those that go on the label of a row above them, set at the top of its row: they begin flush
    with it, close below it and with no number of an item, and the next label there is one."""
    left = []
    for block in alone:
        above = max((row for row in rows if row.top < block.top), key=lambda row: row.top, default=None)
        below = min((row for row in rows if row.top > block.top), key=lambda row: row.top, default=None)
        labels = [part for part in above.parts if part.runs and not part.is_number] if above else []
        flush = [part for part in labels if abs(part.x0 - block.x0) < FLUSH]
        lowest = max((part.runs[-1].bottom for part in flush), default=0.0)
        following = [part for part in below.parts if part.runs and abs(part.x0 - block.x0) < FLUSH] if below else []
        first = min(following, key=lambda part: part.runs[0].top, default=None)
        items = first is None or begins_item(first.text)
        close = -SAME_LEADING < block.top - lowest < HANGING_BELOW * block.line_height
        if above is not None and flush and items and close and not _begins_item(block):
            above.parts += block.parts
        else:
            left.append(block)
    return left


def _with_first_lines(rows: list[Row], texts: list[tuple[Block, Block | None]]) -> list[Row]:
    """The rows of numbers, a lone number that has no text beside it put to the row close below it: it is the first line
    of a cell there, whose other lines are no number by themselves."""
    kept: list[Row] = []
    for row in rows:
        above = kept[-1] if kept and len(kept[-1].parts) == 1 < len(row.parts) else None
        close = above is not None and 0 <= row.top - above.bottom < HANGING * (above.bottom - above.top)
        if above is not None and close and not any(text.distance(above) < 0 for text, _ in texts):
            _take_in(row, kept.pop())
        kept.append(row)
    return kept


def _take_in(row: Row, other: Row) -> None:
    """Puts numbers that have no label of their own to those beside which their label stands too, as second lines."""
    row.top, row.bottom = min(row.top, other.top), max(row.bottom, other.bottom)
    row.parts += other.parts


def _number_rows(region: list[Broken]) -> list[Row]:
    """The numbers that stand beside each other; one of several lines has others beside its middle."""
    rows: list[Row] = []
    for _, parts in region:
        numbers = [part for part in parts if part.is_number]
        if not numbers:
            continue
        top, bottom = _height(numbers)
        if rows and -rows[-1].distance(top, bottom) > BESIDE * min(bottom - top, rows[-1].bottom - rows[-1].top):
            rows[-1] = Row(min(rows[-1].top, top), max(rows[-1].bottom, bottom), rows[-1].parts + numbers)
        else:
            rows.append(Row(top, bottom, numbers))
    return rows


def _texts(region: list[Broken]) -> list[tuple[Block, Block | None]]:
    """The texts that are no numbers, each a block of its own, with the one that it stands below."""
    texts = [_block(part) for _, parts in region for part in parts if part.runs and not part.is_number]
    return [(text, _above(text, texts[max(index - NEAR, 0) : index])) for index, text in enumerate(texts)]


def _step(region: list[Broken]) -> float:
    """The largest gap between lines of one cell: little more than the least of all gaps, and less than between rows.

    Where all gaps are alike no cell has two lines.
    """
    gaps = [text.top - above.bottom for text, above in _texts(region) if above is not None]
    least = min((gap for gap in gaps if gap > -SAME_LEADING), default=0.0)
    if not any(gap > least + SAME_LEADING for gap in gaps):
        return -SAME_LEADING
    between = min(_gaps_of_rows(region), default=STEP * region[0][0].height)
    most = (least + between) / 2 if least < APART_ROWS * between else CLOSE * between
    return min(least + SAME_LEADING, most)


def _gaps_of_rows(region: list[Broken]) -> Iterator[float]:
    """The gaps between rows of figures, as labels would leave them that are set one to a row: figures of another font
    than the labels' may be higher than these, and so leave less."""
    rows = _number_rows(region)
    figures = [run.bottom - run.top for row in rows for part in row.parts for run in part.runs]
    label = median(text.line_height for text, _ in _texts(region))
    higher = max(min(figures, default=label) - label, 0.0)
    yield from (gap + higher for a, b in pairwise(rows) if (gap := b.top - a.bottom) > 0)


def _blocks(texts: list[tuple[Block, Block | None]], step: float) -> list[Block]:
    """The texts of the cells: lines that stand below each other no further apart than `step`."""
    blocks: list[Block] = []
    block_of: dict[int, Block] = {}
    for text, above in texts:
        if above is not None and text.top - above.bottom < step and not _begins_item(text):
            block = block_of[id(above)]
            block.parts += text.parts
            block.x0, block.x1 = min(block.x0, text.x0), max(block.x1, text.x1)
            block.bottom = text.bottom
        else:
            block = msgspec.structs.replace(text)
            blocks.append(block)
        block_of[id(text)] = block
    return blocks


def _block(part: Segment) -> Block:
    top, bottom = _height([part])
    return Block(part.x0, top, part.x1, bottom, [part])


def _height(parts: list[Segment]) -> tuple[float, float]:
    """From where to where segments go on the page: a line also holds what stands a little above or below them."""
    runs = [run for part in parts for run in part.runs]
    return min(run.top for run in runs), max(run.bottom for run in runs)


def _above(text: Block, before: list[Block]) -> Block | None:
    return next((other for other in reversed(before) if other.top < text.top and other.stands_over(text)), None)


def _begins_item(text: Block) -> bool:
    return begins_item(text.parts[0].text)


def _storeys(blocks: list[Block]) -> list[Row]:
    """Rows of texts without numbers, as in headers: each below what it has a column in common with, and below what
    ends clearly before it begins."""
    storeys: list[Row] = []
    placed: list[tuple[int, Block]] = []
    for block in sorted(blocks, key=lambda block: block.top):
        above = [
            at
            for at, other in placed[-NEAR:]
            if other.stands_over(block) or block.top - other.bottom > APART * block.line_height
        ]
        at = max(above, default=-1) + 1
        placed.append((at, block))
        if at == len(storeys):
            storeys.append(Row(block.top, block.bottom, list(block.parts)))
        else:
            storeys[at].bottom = max(storeys[at].bottom, block.bottom)
            storeys[at].parts += block.parts
    return storeys
