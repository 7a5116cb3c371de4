"""The words of section five, and the titles that are made of nothing but them: 存在问题, 下一步工作打算."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

import msgspec

from reportparse.parsing import marks

Role = Literal["problem", "measure", "aside"]
"""What a text tells; of what stands aside, as causes and successes do, nothing is kept."""

MAX_TITLE = 34
"""Longest title, in characters; a longer line is a sentence."""

YEAR_SAID = re.compile(r"20\d\d年?度?")


class Words(msgspec.Struct, frozen=True):
    """The words of problems.toml."""

    title_words: tuple[str, ...]
    problem_words: tuple[str, ...]
    measure_words: tuple[str, ...]
    measure_verbs: tuple[str, ...]
    neither_between: tuple[str, ...]
    aside: tuple[str, ...]
    later: tuple[str, ...]
    because: tuple[str, ...]
    not_because: tuple[str, ...]
    still: tuple[str, ...]
    measures_follow: tuple[str, ...]
    problems_follow: tuple[str, ...]
    shortfalls: tuple[str, ...]
    goes_on: tuple[str, ...]
    praise: tuple[str, ...]
    but: tuple[str, ...]
    lists_end: tuple[str, ...]
    empty: tuple[str, ...]
    planned: dict[str, tuple[str, ...]]


@cache
def words() -> Words:
    """The words by which section five is read."""
    return msgspec.convert(marks.words(), Words)


def title_role(title: str) -> Role | Literal["both"] | None:
    """What a line of nothing but the usual words announces."""
    if not 2 <= len(title) <= MAX_TITLE or not title_pattern().fullmatch(title):
        return None
    problem = _place(title, words().problem_words)
    measure = _place(title, words().measure_words)
    if measure < 0:
        return "problem" if problem >= 0 else "aside" if any(word in title for word in words().aside) else None
    if problem >= 0 and any(word in title[problem:measure] for word in words().neither_between):
        return "both"
    return "measure"


@cache
def title_pattern() -> re.Pattern[str]:
    alternatives = "|".join(sorted(words().title_words, key=len, reverse=True))
    return re.compile(rf"(?:{YEAR_SAID.pattern}|{alternatives})++[。:]?")


def _place(text: str, some: tuple[str, ...]) -> int:
    """Where the first of some words stands, -1 where none does."""
    return min((text.find(word) for word in some if word in text), default=-1)
