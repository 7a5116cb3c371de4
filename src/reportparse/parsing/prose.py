"""Running text: lines put together to paragraphs, every character with its place in the document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from statistics import median
from typing import NamedTuple

from reportparse.document import Document, Heading, Table
from reportparse.parsing.outline import Outline, Passage, once
from reportparse.parsing.running import Running, run_on
from reportparse.source import Source
from reportparse.text import squeeze

MIN_WRAPPED = 16
"""A shorter line that does not end in a comma is a heading or a list item, not the first part of a wrapped line."""

WRAPPED_SHARE = 0.25
"""Of the lines of prose, how many must break off in a sentence before lines are taken to be wrapped at all."""

FULL = 0.7
"""How much of the usual width a line must have to be wrapped."""

BRIMFUL = 0.9
"""How much of it a line must have that could as well be a heading."""

WHOLE_PARAGRAPHS = frozenset({"docx", "html"})
"""Formats that know paragraphs: there a block never goes on in the next one, unless each line of print is a block."""

CUT_LINES = 5
"""So many lines that break off, none of them longer than the usual width, show that each line of print is a block."""

LONGEST_CUT = 1.3
"""No line of print is longer than the usual width by more than this."""

NARROW = range(9, MIN_WRAPPED)
"""The width of lines, in characters, that only a page of several columns has."""

FEWEST_NARROW = 6
"""So many lines of a section show such a column."""

NARROW_SHARE = 0.7
"""So many of them must be of one width, to a character."""

_PAGE_NUMBER = re.compile(r"[-—]+\d{1,3}[-—]+|第\d{1,3}页(?:共\d{1,3}页)?")
_MARKDOWN = "#*> \t\u3000"
_ENDS = ("。", "!", "?", ";", ":")
_STOP = re.compile("[、,。;]")
_CLAUSE_END = re.compile("[,。;]")
# A number and its unit, or the halves of a number, are on two lines only where the line was wrapped.
_NUMBER_AT_END = re.compile(r"[^\d.]\d{1,6}$")
_UNIT_AT_BEGIN = re.compile(r"\d{0,5}(?:件|条|篇|份|期|次|场|宗|起|人次|名|余|万|元|个)(?!别)")
_UNIT_ALONE = re.compile(r"(?:件|条|篇|份|期|次|场|宗|起|人次|名)[,、;。]")
_GOES_ON = (",", "、")
_MARKER = re.compile(
    r"[(]?[一二三四五六七八九十]{1,3}[)、.]|[(]?\d{1,2}(?:[)、]|\.(?!\d))|[一二三四五六七八九十]{1,2}是|[①-⑳]|[-—–•●○◆◇■□▪★※►➢✓]{1,2}(?![\d-])|[A-H][.、)]|第[一二三四五六七八九十]{1,2},"
)
_RUNS_ON = re.compile("[。;:].")
_SENTENCE = re.compile(r"[^。!?]*(?:[。!?]+[\"')]*|$)")


class Prose(NamedTuple):
    """A paragraph of one section; `is_heading` where the file marks it as a heading."""

    running: Running
    section: str | None
    is_heading: bool = False

    @property
    def text(self) -> str:
        """Its text, folded and without white space."""
        return self.running.text

    @property
    def raw(self) -> str:
        """The same characters as they are printed."""
        return self.running.raw

    @property
    def block(self) -> int:
        """The block in which it begins."""
        return self.running.place(0)[0]

    @property
    def is_marked(self) -> bool:
        """Whether it begins with the mark of a list item or a sub-heading: （一）, 1., 一是 ..."""
        return _MARKER.match(self.text) is not None

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Where each sentence begins and ends."""
        for match in _SENTENCE.finditer(self.text):
            if match.end() > match.start():
                yield match.span()

    def source(self, document: Document, start: int, end: int) -> Source:
        """The place of characters start to end."""
        return self.running.source(document, start, end)


@once
def all_prose(document: Document, outline: Outline) -> list[Prose]:
    """The paragraphs of the whole document."""
    return read_prose(document, outline.passages)


def read_prose(document: Document, passages: Iterable[Passage]) -> list[Prose]:
    """The paragraphs of some passages, in order. Lines that were only wrapped are joined, page numbers left out."""
    lines = [line for passage in passages for line in _lines(passage)]
    texts = [squeeze(line.text) for line in lines]
    width = _usual_width(texts)
    columns = _columns(lines, texts)
    all_whole = document.origin.format in WHOLE_PARAGRAPHS and not _is_cut(texts, width)
    group = 0
    groups = [0] * len(lines)
    for number in range(1, len(lines)):
        column = columns.get(lines[number].section)
        wrapped = _breaks_off(texts[number - 1], texts[number], width) or _fills(texts, number, column)
        whole = all_whole and column is None
        group += not (wrapped and _are_neighbours(document, lines[number - 1], lines[number], whole=whole))
        groups[number] = group
    joined = ([lines[i] for i in members] for _, members in groupby(range(len(lines)), key=groups.__getitem__))
    return [_paragraph(document, part) for part in joined]


def _paragraph(document: Document, lines: list[Passage]) -> Prose:
    first = lines[0]
    is_heading = isinstance(document.blocks[first.block], Heading) or _is_marked_down(document, first)
    return Prose(run_on(lines), first.section, is_heading)


def _is_marked_down(document: Document, line: Passage) -> bool:
    """Whether # stands before the line, the mark of a heading in Markdown."""
    return document.blocks[line.block].text[: line.offset].rstrip().endswith("#")


def _lines(passage: Passage) -> Iterator[Passage]:
    start = 0
    for printed in passage.text.split("\n"):
        text = squeeze(printed.strip(_MARKDOWN))
        if text and not _PAGE_NUMBER.fullmatch(text):
            bare = printed.lstrip(_MARKDOWN)
            yield Passage(bare, passage.block, passage.offset + start + len(printed) - len(bare), passage.section)
        start += len(printed) + 1


def _usual_width(texts: list[str]) -> float:
    """The width at which lines were wrapped, or infinity where they were not."""
    longer = [text for text in texts if len(text) >= MIN_WRAPPED and _is_prose(text)]
    broken = [len(text) for text in longer if not text.endswith(_ENDS)]
    return median(broken) if broken and len(broken) >= WRAPPED_SHARE * len(longer) else float("inf")


def _columns(lines: list[Passage], texts: list[str]) -> dict[str | None, int]:
    """The sections that are set in a narrow column, with its width: two columns to a page, or a small page.

    Lists of short items are no such column: their lines are of many lengths, and no sentence ends within one.
    """
    by_section: dict[str | None, list[str]] = {}
    for line, text in zip(lines, texts, strict=True):
        by_section.setdefault(line.section, []).append(text)
    return {section: round(median(map(len, told))) for section, told in by_section.items() if _is_column(told)}


def _is_column(texts: list[str]) -> bool:
    width = round(median(map(len, texts)))
    alike = sum(abs(len(text) - width) <= 1 for text in texts)
    if width not in NARROW or len(texts) < FEWEST_NARROW or alike < NARROW_SHARE * len(texts):
        return False
    return sum(_RUNS_ON.search(text) is not None for text in texts) > 1


def _fills(texts: list[str], number: int, column: int | None) -> bool:
    """Whether the line before one fills its narrow column, so that its sentence goes on, or the next begins."""
    line, following = texts[number - 1], texts[number]
    if column is None or abs(len(line) - column) > 1:
        return False
    return not line.endswith(_ENDS) and _MARKER.match(following) is None


def _is_cut(texts: list[str], width: float) -> bool:
    """Whether each line of print is a block, as in pages made from a pdf, or of lines with a break each."""
    longer = [text for text in texts if len(text) >= MIN_WRAPPED and _is_prose(text)]
    broken = sum(not text.endswith(_ENDS) for text in longer)
    if broken < CUT_LINES or 2 * broken < len(longer):
        return False
    return max(map(len, longer)) <= LONGEST_CUT * width


def _is_prose(text: str) -> bool:
    """Whether a line is of sentences, not of a table."""
    return _STOP.search(text) is not None and sum(map(str.isdigit, text)) * 3 < len(text)


def _breaks_off(text: str, following: str, width: float) -> bool:
    """Whether a line goes on in the following one, as far as the words tell."""
    if text.endswith(_ENDS) or _MARKER.match(following):
        return False
    if (
        _NUMBER_AT_END.search(text)
        and _UNIT_AT_BEGIN.match(following)
        and (_is_prose(text) or _goes_on(text, following))
    ):
        return True
    if text.endswith(_GOES_ON):
        return True
    return len(text) >= max(MIN_WRAPPED, (BRIMFUL if _is_like_heading(text) else FULL) * width)


def _goes_on(text: str, following: str) -> bool:
    """Whether short lines of figures are a sentence all the same: 6条,会议公开12 ⏎ 条,其他69条."""
    return _STOP.search(text) is not None and _UNIT_ALONE.match(following) is not None


def _is_like_heading(text: str) -> bool:
    """Whether a line is marked and has no stop in it."""
    return _MARKER.match(text) is not None and _CLAUSE_END.search(text) is None


def _are_neighbours(document: Document, line: Passage, following: Passage, *, whole: bool) -> bool:
    """Whether nothing stands between two lines that could be one sentence."""
    first, second = line.block, following.block
    if line.section != following.section:
        return False
    if first == second:
        return True
    between = document.blocks[first : second + 1]
    return not whole and not any(isinstance(b, Table | Heading) for b in between)
