"""Which statutory section a passage stands in: headings found by their words, not by their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from reportparse.document import Document, Heading, Table
from reportparse.form import FormSection, editions, load_form
from reportparse.report import Section
from reportparse.source import Source
from reportparse.text import chinese_number, fold, key

MAX_TITLE = 40
"""Longest heading, in characters without space; a longer line is a sentence that names sections."""

_ORDINAL = r"(?P<ordinal>[一二三四五六七八九十]{1,2}|\d{1,2}|[IVX]{1,4})"
_NUMBERED = re.compile(rf"\s*(?:第\s*)?[(]?{_ORDINAL}\s*(?:部分|[)])?\s*[、.,:)．]?\s*")
_IN_LINE = re.compile(r"(?<![^\s。；;!?:\d|])\s*(?P<ordinal>[一二三四五六])\s*、\s*")


class Passage(NamedTuple):
    """A stretch of text of one block: `text` begins at character `offset` of block `block`, in section `section`."""

    text: str
    block: int
    offset: int
    section: str | None

    def source(self, document: Document, start: int, end: int) -> Source:
        """The place of characters start to end of this passage."""
        return document.source(self.block, span=(self.offset + start, self.offset + end))


class HeadingFound(NamedTuple):
    """A section heading: where it begins, where the text after it begins, its number if printed."""

    section: FormSection
    block: int
    start: int
    end: int
    number: int | None
    title: str


class Outline(NamedTuple):
    """The headings in reading order, and every passage of text with the section that it stands in."""

    headings: tuple[HeadingFound, ...]
    passages: tuple[Passage, ...]

    def section_of(self, block: int) -> str | None:
        """The section in which a block (a table, say) stands, None before the first heading."""
        before = [heading for heading in self.headings if heading.block <= block]
        return before[-1].section.code if before else None

    def text_of(self, code: str | None) -> list[Passage]:
        """The passages of one section."""
        return [passage for passage in self.passages if passage.section == code]

    def sections(self, document: Document) -> tuple[Section, ...]:
        """The sections for the record."""
        return tuple(
            Section(
                heading.section.code,
                heading.title,
                heading.number,
                "\n".join(passage.text for passage in self.text_of(heading.section.code)).strip(),
                document.source(heading.block, span=(heading.start, heading.end)),
            )
            for heading in self.headings
        )


def outline(document: Document) -> Outline:
    """The sections of a document. A section that is not found is not there; the audit says so."""
    headings = tuple(_in_order(list(_candidates(document))))
    return Outline(headings, tuple(_passages(document, headings)))


@cache
def form_sections() -> tuple[FormSection, ...]:
    """The six statutory sections, from the newest edition."""
    return load_form(editions()[-1]).sections


@cache
def _titles() -> dict[str, FormSection]:
    return {key(title): section for section in form_sections() for title in (section.label, *section.variants)}


def _candidates(document: Document) -> Iterator[HeadingFound]:
    for number, block in enumerate(document.blocks):
        if isinstance(block, Table):
            continue
        found = _line_heading(number, block.text, isinstance(block, Heading))
        if found:
            yield found
        else:
            yield from _inner_headings(number, block.text)


def _line_heading(block: int, text: str, marked: bool) -> HeadingFound | None:
    line = text.strip()
    if not line or len(key(line)) > MAX_TITLE:
        return None
    folded = fold(text)
    match = _NUMBERED.match(folded)
    start = match.end() if match else 0
    section = _titles().get(key(text[start:])) or _titles().get(key(_heading_part(folded[start:])))
    if section is None:
        return None
    return HeadingFound(section, block, 0, len(text), _number(match), line)


def _heading_part(text: str) -> str:
    """A heading may carry the first words of its text on the line, after a colon or a full stop."""
    return re.split(r"[:。]", text, maxsplit=1)[0]


def _inner_headings(block: int, text: str) -> Iterator[HeadingFound]:
    """Headings in the middle of a line, in text that came without line breaks: only with their number."""
    folded = fold(text)
    for match in _IN_LINE.finditer(folded):
        found = _longest_title(folded, match.end())
        if found:
            section, end = found
            yield HeadingFound(
                section, block, match.start(), end, _number(match), text[match.start() : end].strip()
            )


def _longest_title(folded: str, start: int) -> tuple[FormSection, int] | None:
    best = None
    for end in range(start + 4, min(start + MAX_TITLE, len(folded)) + 1):
        section = _titles().get(key(folded[start:end]))
        if section and folded[end - 1] not in " 、,":
            best = section, end
    return best


def _number(match: re.Match[str] | None) -> int | None:
    if match is None:
        return None
    ordinal = match["ordinal"]
    return int(ordinal) if ordinal.isdigit() else chinese_number(ordinal)


def _in_order(found: list[HeadingFound]) -> list[HeadingFound]:
    """Of the headings found, the first of each section; a second one is a mention, or another report."""
    first: dict[str, HeadingFound] = {}
    for heading in found:
        first.setdefault(heading.section.code, heading)
    return sorted(first.values(), key=lambda heading: (heading.block, heading.start))


def _passages(document: Document, headings: tuple[HeadingFound, ...]) -> Iterator[Passage]:
    cuts: dict[int, list[HeadingFound]] = {}
    for heading in headings:
        cuts.setdefault(heading.block, []).append(heading)
    section: str | None = None
    for number, block in enumerate(document.blocks):
        if isinstance(block, Table):
            continue
        marks = [(0, section), *((cut.end, cut.section.code) for cut in cuts.get(number, []))]
        ends = [*(cut.start for cut in cuts.get(number, [])), len(block.text)]
        for (start, code), end in zip(marks, ends, strict=True):
            if block.text[start:end].strip():
                yield Passage(block.text[start:end], number, start, code)
        section = marks[-1][1]


def numbers_in_order(headings: tuple[HeadingFound, ...]) -> bool:
    """Whether the printed section numbers rise by one from heading to heading."""
    numbers = [heading.number for heading in headings]
    return all(b is not None and a is not None and b == a + 1 for a, b in pairwise(numbers))
