"""Which statutory section a passage stands in: headings found by their words, not by their numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, wraps
from itertools import pairwise
from typing import NamedTuple, ParamSpec, TypeVar

import msgspec

from reportparse.document import Document, Heading, Table
from reportparse.form import FormSection, editions, load_form
from reportparse.parsing.problem_titles import title_pattern, title_role
from reportparse.report import Section
from reportparse.source import Source
from reportparse.text import chinese_number, fold, key, remembered, squeeze

MAX_TITLE = 40
"""Longest heading, in characters without space; a longer line is a sentence that names sections."""

TITLE_LINES = 3
"""How many lines the title of a second report may be broken over."""

MAX_LOOK = 120
"""So many characters of a line show in nearly every case that it is too long for a heading."""

SHORTEST_TITLE = 6
"""A title with fewer characters must be printed exactly."""

OUT_OF_ORDER = 5
"""Rank from which a heading counts even where it breaks the order of the sections."""

LATE = 4
"""Number of the section from which on a report nears its end."""

MANY_CELLS = 20
"""Cells of a table that is no picture frame and no table of contents."""

MUCH_TEXT = 800
"""Characters that no table of contents has."""

_TITLE = re.compile(r"(?:政府信息|政务|信息)公开.{0,6}(?:年度报告|年报|报告)$")
_RUN_IN = re.compile(
    r"(?![现本根按])(?=.{0,40}20\d\d).{2,40}?(?:政府信息|政务|信息)公开.{0,6}?(?:年度报告|年报|报告)(?:现|根据|按照|为)"
)
_TITLE_WITHIN = re.compile(
    r"(?:^|\s|。)(?P<title>(?=\S{0,40}20\d\d)\S{2,40}?(?:政府信息|政务|信息)公开\S{0,6}?(?:年度报告|年报|报告))(?=\s|现)"
)
_ORDINAL = r"(?P<ordinal>[一二三四五六七八九十]{1,2}|\d{1,2}|[IVX]{1,4})"
_NUMBERED = re.compile(rf"\s*(?:第\s*)?[(]?{_ORDINAL}\s*(?:部分|[)])?\s*[、.,:)．]?\s*")
_FIVE = "存在的主要问题及改进情况"
_HEAD = re.compile(r"[^:。]{2,40}[:。]")
_IN_LINE = re.compile(r"(?<![^\s。；;!?:\d|])\s{0,200}+(?P<ordinal>[一二三四五六七八九])\s*、\s*")


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
    rank: int = 5


class Outline(msgspec.Struct, frozen=True, dict=True):
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

    def preamble(self, document: Document) -> Section | None:
        """The text before the first section, where there is any."""
        before = self.text_of(None) if self.headings else []
        if not before:
            return None
        source = document.source(before[0].block, span=(before[0].offset, before[0].offset + len(before[0].text)))
        return Section("preamble", "", None, "\n".join(passage.text for passage in before).strip(), source)

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


_P = ParamSpec("_P")
_T = TypeVar("_T")


def once(function: Callable[_P, _T]) -> Callable[_P, _T]:
    """The function of a document, or of it and its outline, computed once and kept with the last of the two."""
    name = f"{function.__module__}.{function.__name__}"

    @wraps(function)
    def answer(*given: _P.args, **named: _P.kwargs) -> _T:
        kept: dict[str, _T] = given[-1].__dict__
        if name not in kept:
            kept[name] = function(*given, **named)
        return kept[name]

    return answer


def outline(document: Document) -> Outline:
    """The sections of a document. A section that is not found is not there; the audit says so."""
    headings = tuple(_in_order(_candidates(document)))
    return Outline(headings, tuple(_passages(document, headings)))


def second_report(document: Document) -> tuple[int, int] | None:
    """The block at which another report begins, where a file holds two, and the offset in it.

    It has a title, and its sections begin anew. A table of contents has them too, but no tables and little text.
    """
    found = [heading for heading in _candidates(document) if heading.rank >= OUT_OF_ORDER]
    firsts = [at for at, heading in enumerate(found) if heading.section.number == 1]
    for before, at in pairwise(firsts):
        ended = any(heading.section.number >= LATE for heading in found[before:at])
        goes_on = len({heading.section.code for heading in found[at:]}) > LATE - 1
        if ended and goes_on and _has_substance(document, found[before], found[at]):
            return _title_between(document, found[at - 1], found[at])
    return None


def _has_substance(document: Document, first: HeadingFound, last: HeadingFound) -> bool:
    if first.block == last.block:
        return last.start - first.start >= MUCH_TEXT
    blocks = document.blocks[first.block : last.block]
    if any(isinstance(block, Table) and len(block.cells) >= MANY_CELLS for block in blocks):
        return True
    return sum(len(block.text) for block in blocks) >= MUCH_TEXT


def _title_between(document: Document, last: HeadingFound, first: HeadingFound) -> tuple[int, int] | None:
    """Where the title stands between the last heading of a report and the first of the next; last in its block."""
    if last.block == first.block:  # a text of one line
        title = _TITLE_WITHIN.search(document.blocks[first.block].text, last.end, first.start)
        return (first.block, title.start("title")) if title else None
    lines = list(_lines(document, last.block + 1, first.block))
    texts = [key(text) for _, _, text in lines]
    titles = (place for place in reversed(range(len(lines))) if _is_title(texts[place : place + TITLE_LINES]))
    return next((lines[place][:2] for place in titles), None)


def _lines(document: Document, begin: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The block, the offset and the text of the lines of some blocks; a table is one line without text."""
    for number in range(begin, end):
        block, start = document.blocks[number], 0
        for text in [""] if isinstance(block, Table) else block.text.split("\n"):
            yield number, start, text
            start += len(text) + 1


def _is_title(texts: list[str]) -> bool:
    """Whether a title begins with the first of some lines, on one line or broken over several, or before a preamble."""
    if texts and _RUN_IN.match(texts[0]):
        return True
    whole = ["".join(texts[:count]) for count in range(1, len(texts) + 1) if all(texts[:count])]
    return any(len(text) <= MAX_TITLE and _TITLE.search(text) for text in whole)


@cache
def form_sections() -> tuple[FormSection, ...]:
    """The six statutory sections, from the newest edition."""
    return load_form(editions()[-1]).sections


@cache
def _titles() -> dict[str, FormSection]:
    return {key(title): section for section in form_sections() for title in (section.label, *section.variants)}


@once
def _candidates(document: Document) -> list[HeadingFound]:
    """What may be headings of sections, in reading order."""
    return list(_find_candidates(document))


def _find_candidates(document: Document) -> Iterator[HeadingFound]:
    for number, block in enumerate(document.blocks):
        if isinstance(block, Table):
            continue
        found = _line_heading(number, block.text, isinstance(block, Heading))
        if found:
            yield found
        else:
            yield from _inner_headings(number, block.text)


def _line_heading(block: int, text: str, marked: bool) -> HeadingFound | None:
    """A line that is a heading: a title of the form alone, or numbered and with text behind it."""
    line = text.strip()
    if not line:
        return None
    folded = fold(text)
    match = _NUMBERED.match(folded)
    start = match.end() if match else 0
    short = len(key(line[:MAX_LOOK])) <= MAX_TITLE and len(key(line)) <= MAX_TITLE
    if short and (section := find_title(text[start:]) or _section_five(match, folded[start:])):
        return HeadingFound(section, block, 0, len(text), _number(match), line, _rank(section, match, marked))
    head = _HEAD.match(folded[start:])
    if match and head and (section := _titles().get(key(head[0]))):
        end = start + len(head[0])
        return HeadingFound(section, block, 0, end, _number(match), text[:end].strip(), _rank(section, match, marked))
    return None


def _section_five(match: re.Match[str] | None, title: str) -> FormSection | None:
    """Section five under a title of its own: 存在的主要问题和下步工作措施, or 存在问题 alone near the end."""
    number = _number(match)
    if match is None or number is None or "(" in match[0]:
        return None
    role = title_role(squeeze(title))
    is_told_alone = role == "problem" and number > 1 and not match["ordinal"].isdigit()  # 三、存在的不足
    return _titles()[_FIVE] if role == "both" or is_told_alone else None


@remembered
def find_title(text: str) -> FormSection | None:
    """The section that a title names, also with one wrong character in it, or with the year in front; or None."""
    name = key(text)
    found = _titles().get(name) or _titles().get(re.sub(r"^(?:19|20)\d\d年度?", "", name))
    return found or _near_title(name)


def _near_title(name: str) -> FormSection | None:
    if not SHORTEST_TITLE <= len(name) <= MAX_TITLE:
        return None
    near = {section.code: section for title, section in _titles().items() if _differ_by_one(title, name)}
    return next(iter(near.values())) if len(near) == 1 else None


def _differ_by_one(one: str, other: str) -> bool:
    """Whether at most one character is another, too many or missing."""
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) > len(other):
        one, other = other, one
    alike = next((place for place, letter in enumerate(one) if letter != other[place]), len(one))
    return one[alike + (len(one) == len(other)) :] == other[alike + 1 :]


def _rank(section: FormSection, match: re.Match[str] | None, marked: bool) -> int:
    """How much a heading looks like that of a section: its number is the section's, and not one in brackets."""
    if match is None:
        return 3 + marked
    bracketed = "(" in match[0]
    return (6 if _number(match) == section.number else 4) + marked - (3 if bracketed else 0)


def _inner_headings(block: int, text: str) -> Iterator[HeadingFound]:
    """Headings in the middle of a line, in text that came without line breaks: only with their number."""
    folded = fold(text)
    for match in _IN_LINE.finditer(folded):
        found = _longest_title(folded, match.end())
        if found:
            section, end = found
            yield HeadingFound(section, block, match.start(), end, _number(match), text[match.start() : end].strip())


def _longest_title(folded: str, start: int) -> tuple[FormSection, int] | None:
    best = None
    titled = title_pattern().match(folded, start)
    if titled and folded[titled.end() : titled.end() + 1].isspace() and title_role(titled[0]) == "both":
        return _titles()[_FIVE], titled.end()
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
    """Of the headings found, those that make the best sequence of sections; others are mentions or sub-headings.

    A section that no place in the sequence is left for stands out of order; it is taken where it is best.
    """
    found = sorted(found, key=lambda heading: (heading.block, heading.start))
    chain = _best_chain(found)
    taken = {heading.section.code for heading in chain}
    rest = [heading for heading in found if heading.section.code not in taken and heading.rank >= OUT_OF_ORDER]
    for heading in sorted(rest, key=lambda heading: -heading.rank):
        if heading.section.code not in taken:
            taken.add(heading.section.code)
            chain.append(heading)
    return sorted(chain, key=lambda heading: (heading.block, heading.start))


def _best_chain(found: list[HeadingFound]) -> list[HeadingFound]:
    """The rising sequence of sections with the greatest sum of ranks, the earliest of equals."""
    best: list[tuple[int, list[HeadingFound]]] = []
    for heading in found:
        before = max(
            (entry for entry in best if entry[1][-1].section.number < heading.section.number),
            key=lambda entry: entry[0],
            default=(0, []),
        )
        best.append((before[0] + heading.rank, [*before[1], heading]))
    return list(max(best, key=lambda entry: entry[0], default=(0, []))[1])


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
