"""Section five as items: the problems that a report names, and what it does about them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from reportparse.document import Document
from reportparse.parsing.outline import Outline, Passage
from reportparse.parsing.prose import Prose, read_prose
from reportparse.report import Measure, Problem
from reportparse.text import fold
from reportparse.topics import measure_topics, problem_topics

SECTION = "problems"
LONGEST_HEAD = 30
"""Characters of a heading inside the section; a longer first sentence is text."""

SHORTEST_ITEM = 4
"""Fewer characters say nothing: 无, 等."""

SHORTEST_LISTED = 7
"""Fewest characters, on average, of what commas part in a list of problems without marks."""

_ORDINAL = re.compile(r"(?:[(]?(?:[一二三四五六七八九十]{1,2}|\d{1,2})[)]?[、.,)]|[(](?:[一二三四五六七八九十]{1,2}|\d{1,2})[)]|[①-⑳])")
_SENTENCE = re.compile(r"[^。!?]+[。!?]*")


class Piece(NamedTuple):
    """A stretch of a paragraph that tells of problems or of measures."""

    role: str
    text: Prose
    start: int
    end: int


class Item(NamedTuple):
    """One item: where its own text begins and ends, without its mark."""

    role: str
    text: Prose
    start: int
    end: int


def find_problems(document: Document, outline: Outline) -> tuple[tuple[Problem, ...], tuple[Measure, ...]]:
    """The problems and the measures of section five, in reading order. An empty section (无) gives none."""
    paragraphs = read_prose(document, _passages(outline))
    items = list(_items(list(_pieces(paragraphs))))
    problems = tuple(_problem(document, item) for item in items if item.role == "problem")
    measures = tuple(_measure(document, item) for item in items if item.role == "measure")
    return problems, measures


def _passages(outline: Outline) -> list[Passage]:
    """The section's text; where its heading was lost, the text behind the last table that speaks of problems."""
    own = outline.text_of(SECTION)
    if own or any(heading.section.code == SECTION for heading in outline.headings):
        return own
    before = outline.text_of("remedies")
    starts = [n for n, passage in enumerate(before) if _role_of_head(_plain(passage.text))]
    return before[starts[0] :] if starts else []


def _plain(text: str) -> str:
    return "".join(fold(text).split())


# -- which part tells of problems, which of measures


def _pieces(paragraphs: Sequence[Prose]) -> Iterator[Piece]:
    role = "problem"
    for text in paragraphs:
        if text.text.strip("。 ") in _empty():
            continue
        head = _head(text.text)
        if head:
            role, start = head
        else:
            start = 0
        turn = _turn(text.text, start) if role == "problem" else None
        if turn is None:
            yield Piece(role, text, start, len(text.text))
            continue
        yield Piece(role, text, start, turn)
        role = "measure"
        yield Piece(role, text, turn, len(text.text))


def _head(text: str) -> tuple[str, int] | None:
    """The role that a heading at the paragraph's beginning announces, and where the text behind it begins."""
    match = re.match(r"[^。:;!?]*[。:;!?]?", text)
    first = match[0] if match else ""
    if len(first) > LONGEST_HEAD:
        return None
    role = _role_of_head(first)
    return (role, len(first)) if role else None


def _role_of_head(text: str) -> str | None:
    ordinal = _ORDINAL.match(text)
    title = (text[ordinal.end() :] if ordinal else text).rstrip("。:;!?,")
    for role, patterns in (("problem", _patterns("problems")), ("measure", _patterns("measures"))):
        if patterns.fullmatch(title):
            return role
    return None


def _turn(text: str, start: int) -> int | None:
    """Where a sentence begins that turns from problems to measures."""
    for match in _SENTENCE.finditer(text, start):
        sentence = match[0]
        mark = _mark().match(sentence)
        if _opens_measures().match(sentence, mark.end() if mark else 0):
            return match.start()
    for match in re.finditer(r"[;,]", text[start:]):
        at = start + match.end()
        if _opens_measures().match(text, at) and text.startswith(("针对", "下一步", "今后"), at):
            return at
    return None


# -- items


def _items(pieces: Sequence[Piece]) -> Iterator[Item]:
    """The items of all pieces of a role: by their marks if any has one, else by sentences or by commas."""
    for n, piece in enumerate(pieces):
        marked = _by_marks(piece)
        if marked:
            yield from marked
        elif not _only_announces(piece, pieces[n + 1 :]):
            yield from _without_marks(piece)


def _by_marks(piece: Piece) -> list[Item]:
    text = piece.text.text[piece.start : piece.end]
    marks = [match for match in _mark().finditer(text) if not _is_in_brackets(text, match.start())]
    if not marks:
        return []
    found = []
    for n, mark in enumerate(marks):
        end = marks[n + 1].start() if n + 1 < len(marks) else len(text)
        found.append(_trimmed(Item(piece.role, piece.text, piece.start + mark.end(), piece.start + end)))
    return [item for item in found if item.end - item.start >= SHORTEST_ITEM and not _announces(_text(item))]


def _is_in_brackets(text: str, at: int) -> bool:
    return text.count("“", 0, at) > text.count("”", 0, at) or text.count("《", 0, at) > text.count("》", 0, at)


def _only_announces(piece: Piece, following: Sequence[Piece]) -> bool:
    """A first sentence that announces items which follow, with marks, in other paragraphs."""
    text = piece.text.text[piece.start : piece.end]
    comes = next((other for other in following if other.end - other.start >= SHORTEST_ITEM), None)
    if comes is None or comes.role != piece.role or not _by_marks(comes):
        return False
    return _announces(text) or text.rstrip().endswith((":", "。")) and piece.role == "measure"


def _without_marks(piece: Piece) -> Iterator[Item]:
    whole = Item(piece.role, piece.text, piece.start, piece.end)
    if piece.role == "measure":
        item = _trimmed(_without_opening(whole))
        if item.end - item.start >= SHORTEST_ITEM:
            yield item
        return
    for part in _parts(_without_opening(whole)):
        item = _trimmed(part)
        if item.end - item.start >= SHORTEST_ITEM and not _announces(_text(item)):
            yield item


def _without_opening(item: Item) -> Item:
    """Without the clause that announces what follows its colon, and without praise in front of 但."""
    text = _text(item)
    colon = text.find(":")
    if colon >= 0 and (_announces(text[:colon]) or item.role == "measure" and colon < 2 * LONGEST_HEAD):
        return item._replace(start=item.start + colon + 1)
    return item


def _parts(item: Item) -> Iterator[Item]:
    """Problems without marks: parted by semicolons, else by commas after 主要是, else by sentences."""
    text = _text(item)
    body = text.rstrip("。;")
    if ";" in body:
        yield from _split(item, ";")
        return
    listed = re.match(r"(?:.{0,40}?(?:主要(?:是|有|表现为|体现在)|(?<![a-z比])如|例如|存在))", text)
    pieces = [part for part in re.split(r"[,、]", body) if part]
    opened = item.start > 0 and item.text.text[item.start - 1] == ":"
    if opened and "。" not in body and len(pieces) > 1 and min(map(len, pieces)) >= SHORTEST_LISTED:
        yield from _split(item, ",")
        return
    del listed
    yield from _split(item, "。")


def _split(item: Item, mark: str) -> Iterator[Item]:
    start = item.start
    for position in range(item.start, item.end):
        if item.text.text[position] == mark:
            end = position + (mark == "。")
            yield item._replace(start=start, end=end)
            start = position + 1
    if start < item.end:
        yield item._replace(start=start)


def _trimmed(item: Item) -> Item:
    """Without the separator and the words that join it to the next item; a full stop stays, as it is printed."""
    start, end = item.start, item.end
    text = item.text.text
    while start < end and text[start] in ",、;:。是":
        start += 1
    while end > start and text[end - 1] in ";,、:":
        end -= 1
    if text[end - 2 : end] in ("等。",):
        end -= 2
    return item._replace(start=start, end=end)


def _announces(text: str) -> bool:
    """Whether a sentence says only that there are problems, or what was achieved."""
    plain = text.rstrip("。:;,")
    if _opens_problems().search(plain) is None:
        return bool(re.search(r"取得.{0,20}(?:成效|成绩|进展|进步)$", plain))
    return bool(
        re.search(
            r"(?:(?:一些|一定|不少|几个|以下|如下|主要|诸多|部分)(?:的)?(?:问题|不足|短板|差距|薄弱环节|困难|弱项)(?:和不足|与不足|和短板)?"
            r"|(?:问题|不足|短板|差距|薄弱环节|方面)(?:和不足|与不足)?(?:是|有|如下|表现为|主要是|主要有|主要表现在.*|主要体现在.*)?"
            r"|主要(?:是|有|表现在?|体现在?).{0,12}|(?:仍需|还需|有待)(?:进一步)?(?:提升|改进|加强)?)$",
            plain,
        )
    )


# -- the record


def _problem(document: Document, item: Item) -> Problem:
    text = _raw(item)
    return Problem(text, problem_topics(text), item.text.source(document, item.start, item.end))


def _measure(document: Document, item: Item) -> Measure:
    text = _raw(item)
    planned = _is_planned(item.text.text)
    return Measure(text, measure_topics(text), planned, item.text.source(document, item.start, item.end))


def _is_planned(text: str) -> bool | None:
    done, planned = (any(word in text for word in _data()["time"][name]) for name in ("done", "planned"))
    return None if done == planned else planned


def _text(item: Item) -> str:
    return item.text.text[item.start : item.end]


def _raw(item: Item) -> str:
    return item.text.raw[item.start : item.end]


# -- the words, from problems.toml


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("reportparse.parsing").joinpath("problems.toml").read_text(encoding="utf-8"))


def _empty() -> list[str]:
    found: list[str] = _data()["empty"]["words"]
    return found


@cache
def _patterns(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in _data()["heads"][name]))


@cache
def _opens_measures() -> re.Pattern[str]:
    return re.compile("|".join(_data()["openers"]["measures"]))


@cache
def _opens_problems() -> re.Pattern[str]:
    return re.compile("|".join(_data()["openers"]["problems"]))


@cache
def _mark() -> re.Pattern[str]:
    return re.compile(_data()["items"]["inline"])
