"""Which problem is answered by which measure: by their classes, or by what they speak of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Protocol, TypeVar

import msgspec

from reportparse.packaged import toml_of
from reportparse.text import key


class _Common(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What says nothing of a subject: pairs of characters, with blanks between, and single characters."""

    pairs: str
    letters: str


class _Answers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """answers.toml: the classes of measures that answer each class of problems, and what is common to all texts."""

    answers: dict[str, tuple[str, ...]]
    common: _Common


@cache
def _words() -> _Answers:
    return msgspec.convert(toml_of("answers.toml"), _Answers)


class Said(Protocol):
    """A problem or a measure: what it says, and of which classes it is."""

    @property
    def text(self) -> str: ...

    @property
    def topics(self) -> tuple[str, ...]: ...


S = TypeVar("S", bound=Said)


def unanswered(problems: Sequence[S], measures: Sequence[Said]) -> list[S]:
    """The problems that no measure answers; all of them where no measure is told."""
    if not measures:
        return list(problems)
    open_ones = [problem for problem in problems if problem.topics and not is_answered(problem, measures)]
    return open_ones[of_no_class(measures) :]


def of_no_class(measures: Sequence[Said]) -> int:
    """How many measures are of no known class: each may answer any problem, but only one."""
    return sum(not measure.topics for measure in measures)


def is_answered(problem: Said, measures: Sequence[Said]) -> bool:
    """Whether measures answer at least half of a problem's classes, or speak of the same thing."""
    offered = {topic for measure in measures for topic in measure.topics}
    spoken = {pair for measure in measures for pair in _pairs(measure.text)}
    known = [_words().answers[topic] for topic in problem.topics if topic in _words().answers]
    answered = sum(bool(set(answers) & offered) for answers in known)
    return not known or answered * 2 >= len(known) or bool(_pairs(problem.text) & spoken)


def _pairs(text: str) -> set[str]:
    """The pairs of characters of a text that tell what it is about."""
    letters = key(text)
    pairs = {letters[at : at + 2] for at in range(len(letters) - 1)} - set(_words().common.pairs.split())
    return {pair for pair in pairs if not set(pair) & set(_words().common.letters)}
