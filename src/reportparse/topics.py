"""What problems and measures are about: classes known by words, several to a text."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from reportparse.text import squeeze


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A class of problems or of measures, and the words by which it is known; `unless` are words that mislead."""

    code: str
    zh: str
    en: str
    terms: tuple[str, ...]
    unless: tuple[str, ...] = ()

    def is_in(self, text: str) -> bool:
        """Whether a text (folded, without white space) has one of the words, outside those that mislead."""
        for word in self.unless:
            text = text.replace(word, " ")
        return any(term in text for term in self.terms)


class Topics(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """topics.toml: the classes of problems and those of measures, each in their order."""

    problems: tuple[Topic, ...]
    measures: tuple[Topic, ...]


@cache
def topics() -> Topics:
    """The classes that come with the package."""
    text = files("reportparse").joinpath("topics.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Topics)


def problem_topics(text: str) -> tuple[str, ...]:
    """The classes of a problem: `"公开不够及时，形式单一" → ("timeliness", "form_monotony")`."""
    return _codes(topics().problems, text)


def measure_topics(text: str) -> tuple[str, ...]:
    """The classes of a measure: `"开展业务培训，拓宽公开渠道" → ("training", "channels")`."""
    return _codes(topics().measures, text)


def _codes(classes: tuple[Topic, ...], text: str) -> tuple[str, ...]:
    folded = squeeze(text)
    return tuple(topic.code for topic in classes if topic.is_in(folded))
