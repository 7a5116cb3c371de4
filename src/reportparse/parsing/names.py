"""What is a person's name, what ends a post: lists decide, not guesses."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from reportparse.packaged import text_of, toml_of
from reportparse.patterns import pattern
from reportparse.text import remembered, squeeze

HAN = "\u4e00-\u9fff"
_DOT = pattern("[·•・]")
_OTHER_NAME = pattern(r"(?<=[\u4e00-\u9fff])\([\u4e00-\u9fff]{1,8}\)$")
_NOTE = pattern(r"\([^()]*\)$|同志$")


def plain_name(text: str) -> str:
    """A name as it is compared: `"张 三（兼）" → "张三"`."""
    return _NOTE.sub("", squeeze(text))


@remembered
def is_name(text: str) -> bool:
    """Whether text without spaces can only be a person's name: a known surname, a length that fits, no other word."""
    if _is_long(text):
        return not _other_words().search(text) and post_endings().match(text) is None
    if len(text) == 4 and text[:2] in words("names", "tibetan") and text[2:] in words("names", "tibetan"):
        return True
    if not may_be_name(text):
        return False
    if text[0] in _data()["rare_surnames"]:
        return len(text) < 4 and text[1] not in _data()["rare_surnames"][text[0]]
    return text[:2] in _surnames() if len(text) == 4 else text[0] in _surnames() or text[:2] in _surnames()


def is_common_word(text: str) -> bool:
    """Whether what could be a name is a word that sentences are full of, alone or before a verb: 简介, 全力抓."""
    return text in _no_names() or (text[:2] in _no_names() and text[2:] in _data()["names"]["no_endings"])


@remembered
def may_be_name(text: str) -> bool:
    """Whether text that stands in a column of names is one, be the surname ever so rare."""
    if _is_long(text):
        return not _other_words().search(text) and post_endings().match(text) is None
    return 2 <= len(text) <= 4 and _is_han(text) and not _other_words().search(text) and not ends_post(text)


def _is_long(text: str) -> bool:
    """Whether text is made as names of several parts are: 古丽·阿依."""
    parts = _DOT.split(text)
    return 2 <= len(parts) <= 5 and all(0 < len(part) <= 8 and _is_han(part) for part in parts)


def _is_han(text: str) -> bool:
    return all("\u4e00" <= character <= "\u9fff" for character in text)


@remembered
def ends_post(text: str) -> bool:
    """Whether the text ends as a post does, its other name aside: `"党政办主任"`, `"宣传局局长(主任)"`."""
    bare = _OTHER_NAME.sub("", text)
    return any(match.end() == len(bare) for match in post_endings().finditer(bare))


@remembered
def begins_post(text: str) -> bool:
    """Whether the text begins as a post does: `"党政办主任"`."""
    return post_opening(text) > 0


@remembered
def post_opening(text: str) -> int:
    """How many characters at the beginning of the text are of a post: 2 of `"党政办主任"`, 1 of `"政办主任"`."""
    ending = post_endings().match(text)
    known = [len(word) for word in words("posts", "beginnings") if text.startswith(word)]
    return max([ending.end() if ending else 0, *known])


@cache
def post_endings() -> re.Pattern[str]:
    """The words that posts end with."""
    return re.compile("|".join(sorted(words("posts", "endings"), key=len, reverse=True)))


@cache
def words(table: str, key: str) -> tuple[str, ...]:
    """One of the lists of officers.toml."""
    return tuple(_data()[table][key])


@cache
def _other_words() -> re.Pattern[str]:
    inside, first = "|".join(words("names", "words")), "|".join(words("names", "beginnings"))
    return re.compile(rf"{inside}|^(?:{first})|(?<=..)[{_data()['names']['institutions']}]$")


@cache
def _data() -> dict[str, Any]:
    return toml_of("parsing/officers.toml")


@cache
def _surnames() -> frozenset[str]:
    return _listed("surnames.txt")


@cache
def _no_names() -> frozenset[str]:
    return _listed("no_names.txt")


def _listed(file: str) -> frozenset[str]:
    text = text_of(f"parsing/{file}")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
