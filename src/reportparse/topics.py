"""Classes of problems and measures: which a text is of, and the words that decide. The classes are data (topics.toml)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from reportparse.text import squeeze


class Topic(msgspec.Struct, frozen=True):
    """A class: its code, its names, and the terms of which one is enough."""

    code: str
    zh: str
    en: str
    terms: tuple[str, ...]


def problem_topics(text: str) -> tuple[str, ...]:
    """The codes of the problem classes that a text is of, in the order of the classes."""
    return tuple(code for code, _ in deciding_words(text, "problems"))


def measure_topics(text: str) -> tuple[str, ...]:
    """The codes of the measure classes that a text is of."""
    return tuple(code for code, _ in deciding_words(text, "measures"))


def deciding_words(text: str, kind: str) -> list[tuple[str, tuple[str, ...]]]:
    """Each class (of kind problems or measures) that a text is of, with the terms found in it."""
    plain = squeeze(text)
    found = [(topic.code, tuple(term for term in topic.terms if term in plain)) for topic in topics(kind)]
    return [(code, terms) for code, terms in found if terms]


@cache
def topics(kind: str) -> tuple[Topic, ...]:
    """All classes of a kind: problems or measures."""
    data = tomllib.loads(files("reportparse").joinpath("topics.toml").read_text(encoding="utf-8"))
    return msgspec.convert(data[kind], tuple[Topic, ...])
