"""Lines of running text: what is page furniture, where a paragraph ends, how its lines are joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import inf
from statistics import median

import msgspec

from reportparse.document import Paragraph
from reportparse.patterns import pattern
from reportparse.readers.pdf_text import Line, begins_item

MARGIN = 0.1  # of the height of a page; where page numbers, headers and footers stand
SAME_PLACE = 4.0  # points; how far a header may shift from page to page
REPEATED = 0.5  # of the pages; a line that stands in the margin of so many is a header or a footer
NEAR_PAGES = 2  # an even and an odd page may have their numbers in different places
CLOSE = 0.5  # of the height; the lines of a cell stand no further apart, a page number does
ROW = 3  # numbers that stand for themselves; a line with so many is a row of a table, no header
LONG_LINE = 15  # characters; only lines as long as this tell where the text ends on the right
BLOCK_GAP = 1.45  # of the usual distance of lines; more space than this ends a paragraph
INDENT = 1.2  # characters
SHORT = 1.9  # characters; a line that ends further from the right edge than this is the last of its paragraph
OTHER_SIZE = 1.3  # times as high; another size of letters is another paragraph

_RULE = r"[-—–－−_~·•\s]*"
_PAGE_NUMBER = pattern(
    rf"{_RULE}(?:第\s*)?\d{{1,4}}\s*页?(?:\s*(?:[/／,，共]|of)[/／,，共of\s]*\d{{1,4}}\s*页?)?{_RULE}", re.IGNORECASE
)
_NUMBER = pattern(r"(?<!\S)[,，.]*\d[\d,，.]*(?!\S)")
"""With the marks of thousands, and one that a break left at its end: `23,397`, `23,`."""
_DIGITS = pattern(r"\d+")
_LAST_SIGNS = "。！？；：.!?;:"
_WORD = pattern(r"[!-~]+")


class PageLines(msgspec.Struct):
    """The lines of running text of a page, from top to bottom."""

    page: int
    height: float
    lines: list[Line]


def drop_furniture(pages: Sequence[PageLines]) -> None:
    """Takes page numbers, headers and footers out of the pages."""
    seen = Counter(key for page in pages for key in {_place(line) for line in _margins(page) if not _is_figures(line)})
    often = {key for key, count in seen.items() if count > 1 and count >= REPEATED * len(pages)}
    numbers = {page.page: [line for line in _margins(page) if _may_be_page_number(line, page)] for page in pages}
    for page in pages:
        odd = {id(line) for line in _margins(page) if _place(line) in often}
        odd |= {id(line) for line in numbers[page.page] if _counts_pages(line, page, numbers)}
        page.lines = [line for line in page.lines if id(line) not in odd]


def _counts_pages(line: Line, page: PageLines, numbers: Mapping[int, Sequence[Line]]) -> bool:
    """Whether what may be the number of a page is one: it says so, it is this page's, one on a page near it goes on
    counting, or no other number stands alone on the page. Else it is a figure that a break left at the edge."""
    if not line.text.isdecimal():
        return not _NUMBER.fullmatch(line.text)
    before = int(line.text) - page.page
    near = (
        other
        for n in range(page.page - NEAR_PAGES, page.page + NEAR_PAGES + 1)
        if n != page.page
        for other in numbers.get(n, ())
        if other.text.isdecimal() and int(other.text) - n == before
    )
    alone = not any(other.text.isdecimal() for other in page.lines if other is not line)
    return int(line.text) > 0 and (before in (0, -1) or any(near) or alone)


def _may_be_page_number(line: Line, page: PageLines) -> bool:
    """Whether a line may be the number of its page, and is not a digit of a number that goes on below or above it, or
    the figure of a row whose label has lines above and below the middle."""
    if not _PAGE_NUMBER.fullmatch(line.text):
        return False
    others = [other for other in page.lines if other is not line]
    return not any(_goes_on(line, other) or (other.top < line.bottom and line.top < other.bottom) for other in others)


def _goes_on(line: Line, other: Line) -> bool:
    """Whether digits of the other line stand close over or under a line."""
    if max(line.top - other.bottom, other.top - line.bottom) > CLOSE * line.height:
        return False
    return any(_NUMBER.fullmatch(run.text) and run.x0 < line.x1 and line.x0 < run.x1 for run in other.runs)


def _margins(page: PageLines) -> Iterator[Line]:
    for line in page.lines:
        if line.middle < MARGIN * page.height or line.middle > (1 - MARGIN) * page.height:
            yield line


def _is_figures(line: Line) -> bool:
    """Whether a line has nothing but digits, or several numbers beside words: a page number, which has a pattern of
    its own, or a row of a table."""
    return not _DIGITS.sub("", line.text).strip(" ,，.") or len(_NUMBER.findall(line.text)) >= ROW


def _place(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("0", line.text), round(line.middle / SAME_PLACE)


class Measure(msgspec.Struct, frozen=True):
    """How the text of a document is set: its edges, the distance of its lines and the size of its letters."""

    left: float
    right: float
    pitch: float
    size: float


def measure(pages: Sequence[PageLines]) -> Measure:
    """The usual edges, distance and size over all pages."""
    lines = [line for page in pages for line in page.lines]
    if not lines:
        return Measure(0.0, 0.0, 1.0, 1.0)
    long = sorted((line for line in lines if len(line.text) >= LONG_LINE), key=lambda line: line.x1)
    right = long[int(0.8 * (len(long) - 1))].x1 if long else inf
    long = long or lines
    left = Counter(round(line.x0 / 2) * 2 for line in long).most_common(1)[0][0]
    steps = [
        below.middle - above.middle
        for page in pages
        for above, below in pairwise(page.lines)
        if 0 < below.middle - above.middle < 4 * above.height
    ]
    size = median(line.advance for line in long)
    return Measure(left, right, median(steps) if steps else 4 * size, size)


def paragraphs(lines: Sequence[tuple[int, Line]], how: Measure) -> Iterator[Paragraph]:
    """The paragraphs that lines form, each line given with its page."""
    block: list[tuple[int, Line]] = []
    for page, line in lines:
        if block and _begins(block[-1], (page, line), how):
            yield _paragraph(block)
            block = []
        block.append((page, line))
    if block:
        yield _paragraph(block)


def _begins(before: tuple[int, Line], here: tuple[int, Line], how: Measure) -> bool:
    """Whether a line begins a paragraph."""
    (last_page, last), (page, line) = before, here
    step = line.middle - last.middle
    if page == last_page and (step > BLOCK_GAP * how.pitch or step < 0):
        return True
    if line.x0 > how.left + INDENT * how.size or _is_short(last, line, how):
        return True
    if max(line.height, last.height) > OTHER_SIZE * min(line.height, last.height) and not _is_mixed(last, line):
        return True
    return begins_item(line.text) and last.text[-1] in _LAST_SIGNS


def _is_short(line: Line, following: Line, how: Measure) -> bool:
    """Whether a line ends before the right edge although the next word would have had room."""
    word = _WORD.match(following.text)
    needed = len(word.group()) * how.size if word else 0.0
    return line.x1 < how.right - max(SHORT * how.size, needed)


def _is_mixed(one: Line, other: Line) -> bool:
    """Whether letters of two fonts stand in a line, which makes it higher though the size is the same."""
    return len(one.runs) > 1 or len(other.runs) > 1


def _paragraph(block: Sequence[tuple[int, Line]]) -> Paragraph:
    page, first = block[0]
    text = first.text
    for _, line in block[1:]:
        letters = text[-1].isascii() and text[-1].isalpha() and line.text[0].isascii() and line.text[0].isalpha()
        text += (" " if letters else "") + line.text
    return Paragraph(text, page, first.box)
