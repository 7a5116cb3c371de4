"""Text without the line breaks that a page or an editor put in, and lines without their spaces, each with its place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from reportparse.document import Document, Table
from reportparse.parsing.outline import HeadingFound, Outline, Passage, once
from reportparse.patterns import pattern
from reportparse.source import Source
from reportparse.text import ZERO_WIDTH, fold, squeeze

_PIECE = pattern(rf"[^\s{ZERO_WIDTH.pattern[1:-1]}]+")


Piece = tuple[int, int, int]
"""Where a piece begins in the running text; its block, and its offset in the block's text."""


class Running(NamedTuple):
    """Passages as one string: folded, without white space. `raw` is the same, unfolded, character for character.

    `pieces` are what stands between white space in it, each with the position at which it begins, `starts` the
    positions at which a new line begins.
    """

    text: str
    raw: str
    pieces: tuple[Piece, ...]
    starts: tuple[int, ...]

    def source(self, document: Document, start: int, end: int) -> Source:
        """The place of characters start to end; where they run over several blocks, the block that they begin in."""
        block, first = self.place(start)
        at, last = bisect_left(self.pieces, (end,)) - 1, end
        while self.pieces[at][1] != block:
            last = self.pieces[at][0]
            at -= 1
        begin, _, offset = self.pieces[at]
        source = document.source(block, span=(first, offset + last - begin))
        return msgspec.structs.replace(source, raw=self.raw[start:end])

    def place(self, position: int) -> tuple[int, int]:
        """The block and the offset of a character."""
        begin, block, offset = self.pieces[bisect_left(self.pieces, (position + 1,)) - 1]
        return block, offset + position - begin

    def line_end(self, position: int) -> int:
        """Where the line ends that this character stands in."""
        after = bisect_right(self.starts, position)
        return self.starts[after] if after < len(self.starts) else len(self.text)

    def has_space_before(self, position: int) -> bool:
        """Whether white space is printed before this character, or a line or block begins with it."""
        (block, offset), (other, before) = self.place(position), self.place(position - 1)
        return block != other or offset > before + 1

    def begins_line(self, position: int) -> bool:
        """Whether a line begins with this character."""
        after = bisect_right(self.starts, position)
        return after > 0 and self.starts[after - 1] == position


def run_on(passages: Iterable[Passage]) -> Running:
    """The passages as one text: what was broken over lines, pages or blocks is whole again."""
    folded: list[str] = []
    printed: list[str] = []
    pieces: list[Piece] = []
    starts: list[int] = []
    length = 0
    for text, block, offset, _ in passages:
        plain, end = fold(text), 0
        for match in _PIECE.finditer(text):
            start = match.start()
            if end == 0 or "\n" in text[end:start] or "\r" in text[end:start]:
                starts.append(length)
            end = match.end()
            folded.append(plain[start:end])
            printed.append(text[start:end])
            pieces.append((length, block, offset + start))
            length += end - start
    return Running("".join(folded), "".join(printed), tuple(pieces), tuple(starts))


@once
def front(document: Document, outline: Outline) -> Running:
    """What stands before the first section: the title and the preamble."""
    heading = opening(outline)
    if heading is None:
        return whole(document, outline)
    before = (Passage(text, number, 0, None) for number, text in _texts(document) if number < heading.block)
    return run_on([*before, Passage(document.blocks[heading.block].text[: heading.start], heading.block, 0, None)])


def opening(outline: Outline) -> HeadingFound | None:
    """The heading that ends the preamble: of the overview where it has one, for the preamble names the others."""
    first = [heading for heading in outline.headings if heading.section.number == 1]
    return next(iter(first or outline.headings), None)


class Line(NamedTuple):
    """A line as it is printed: `text` folded and without white space, `raw` only without white space."""

    text: str
    raw: str
    block: int
    start: int
    end: int

    def source(self, document: Document) -> Source:
        """The place of the line."""
        return document.source(self.block, span=(self.start, self.end))


@once
def lines(document: Document, outline: Outline) -> list[Line]:
    """Every line that is not empty, outside tables, in reading order."""
    found = (_block_lines(number, text) for number, text in _texts(document))
    return [line for group in found for line in group if line.text]


@once
def whole(document: Document, outline: Outline) -> Running:
    """All passages as one text."""
    return run_on(outline.passages)


def _texts(document: Document) -> Iterator[tuple[int, str]]:
    for number, block in enumerate(document.blocks):
        if not isinstance(block, Table):
            yield number, block.text


def _block_lines(block: int, text: str) -> Iterator[Line]:
    start = 0
    for part in text.splitlines(keepends=True):
        raw = "".join(ZERO_WIDTH.sub("", part).split())
        yield Line(squeeze(part), raw, block, start, start + len(part.rstrip("\r\n")))
        start += len(part)
