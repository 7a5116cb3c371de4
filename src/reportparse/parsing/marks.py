"""The marks of list items: （一）, 1., ①, 一是, 第一，, 首先 ..., their number and their rank."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import msgspec

from reportparse.packaged import toml_of
from reportparse.patterns import pattern
from reportparse.text import chinese_number

_ADVERBS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "此外": 4, "另外": 4, "最后": 4}
_SIDES = {"一方面": 1, "另一方面": 2, "其一": 1, "其二": 2, "其三": 3, "其四": 4}
_CIRCLES = {chr(0x2460 + n): n + 1 for n in range(20)}


_STOP = pattern("[。;:,、!?]")


class Mark(NamedTuple):
    """A mark in a text: its place, style and number (0 for a bullet), and the rank of the style, 0 the highest."""

    start: int
    end: int
    style: str
    number: int
    rank: int


class Style(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one kind of mark is written; `anywhere`: also within a line, after a stop."""

    style: str
    form: str
    anywhere: bool


@cache
def words() -> dict[str, object]:
    """problems.toml as it stands."""
    return toml_of("parsing/problems.toml")


def find_marks(text: str) -> list[Mark]:
    """The marks in a paragraph (folded, without white space), at its beginning and after a stop, in order."""
    found: dict[int, Mark] = {}
    starts = [0, *(stop.end() for stop in _STOP.finditer(text))]
    for rank, (style, form) in enumerate(_styles()):
        end = 0
        for start in starts if style.anywhere else [0]:
            match = form.match(text, start) if start >= end else None
            number = _number(match) if match else None
            if match and number is not None:
                found.setdefault(start, Mark(start, match.end(), style.style, number, rank))
            end = match.end() if match else end
    return [found[start] for start in sorted(found)]


def find_mark_at(text: str, position: int) -> Mark | None:
    """The mark that begins at a position, whatever stands before it: 存在问题1.更新不及时."""
    for rank, (style, form) in enumerate(_styles()):
        match = form.match(text, position)
        number = _number(match) if match else None
        if match and number is not None:
            return Mark(match.start(), match.end(), style.style, number, rank)
    return None


@cache
def _styles() -> tuple[tuple[Style, re.Pattern[str]], ...]:
    styles = msgspec.convert(words()["marks"], tuple[Style, ...])
    return tuple((style, re.compile(_form(style))) for style in styles)


def _form(style: Style) -> str:
    digits = style.form.replace("{digits}", r"(?P<digits>\d{1,2})")
    return digits.replace("{zh}", "(?P<zh>[一二三四五六七八九十]{1,3})")


def _number(match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    if groups.get("zh"):
        return chinese_number(groups["zh"])
    if groups.get("digits"):
        return int(groups["digits"])
    if groups.get("letter"):
        return ord(groups["letter"].upper()) - ord("A") + 1
    if groups.get("bullet"):
        return 0
    return (
        _ADVERBS.get(groups.get("adverb") or "")
        or _SIDES.get(groups.get("side") or "")
        or _CIRCLES.get(groups.get("circle") or "")
    )
