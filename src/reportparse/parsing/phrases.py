"""The phrases of statements.toml, looked for at the end of a text: `"收到|受理 … 申请 表?"`.

Blanks separate the steps of a phrase; `|` alternatives, `?` a step that may be missing, `…` any words within the
clause, `{name}` a phrase of the vocabulary's [words], `9` a digit, `^` the beginning of the clause.

A report is looked through for some hundred phrases, each at a few places. Walking back from the end of the text, one
step after the other, takes less than compiling them all to regular expressions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

GAP = 40
"""Most characters that a gap (…) in a phrase stands for; a gap never crosses a comma or a bracket."""

_CLAUSE_BEGINS_AFTER = ",;:。"
_NEVER_IN_A_GAP = frozenset(",;:。()")
_DIGIT = "9"

Places: TypeAlias = set[int]


class Words(NamedTuple):
    """A step of alternatives: texts, those of them that have digits, and phrases."""

    texts: tuple[str, ...]
    with_digits: tuple[str, ...]
    phrases: tuple[Phrase, ...]
    may_be_missing: bool

    def before(self, text: str, ends: Places) -> Places:
        """Where the step may begin that ends at one of these places."""
        found = set(ends) if self.may_be_missing else set()
        for end in ends:
            if text.endswith(self.texts, 0, end):
                found.update(end - len(option) for option in self.texts if text.endswith(option, 0, end))
            found.update(end - len(option) for option in self.with_digits if _fits(text, option, end))
        return found.union(*(phrase.before(text, ends) for phrase in self.phrases))


class Gap(NamedTuple):
    """A step that stands for any words within the clause."""

    def before(self, text: str, ends: Places) -> Places:
        """Where the gap may begin: at its end, or as far before it as it may reach."""
        return {begin for end in ends for begin in range(_gap_begin(text, end), end + 1)}


class Begin(NamedTuple):
    """The beginning of the clause."""

    def before(self, text: str, ends: Places) -> Places:
        """Those of the places where a clause begins."""
        return {end for end in ends if end == 0 or text[end - 1] in _CLAUSE_BEGINS_AFTER}


class Phrase(NamedTuple):
    """The steps of a phrase."""

    steps: tuple[Words | Gap | Begin, ...]

    def before(self, text: str, ends: Places) -> Places:
        """Where the phrase may begin that ends at one of these places."""
        for step in reversed(self.steps):
            if not ends:
                break
            ends = step.before(text, ends)
        return ends


def read_phrase(text: str, words: Mapping[str, str]) -> Phrase:
    """A phrase as statements.toml writes it; `words` are the phrases that it may name."""
    return Phrase(tuple(_read_step(step, words) for step in text.split()))


def _read_step(step: str, words: Mapping[str, str]) -> Words | Gap | Begin:
    if step == "…":
        return Gap()
    if step == "^":
        return Begin()
    options = step.removesuffix("?").split("|")
    texts = [option for option in options if not option.startswith("{")]
    return Words(
        tuple(option for option in texts if _DIGIT not in option),
        tuple(option for option in texts if _DIGIT in option),
        tuple(read_phrase(words[option.strip("{}")], words) for option in options if option.startswith("{")),
        step.endswith("?"),
    )


def _fits(text: str, option: str, end: int) -> bool:
    """Whether an option with digits ends here: `9999年`."""
    printed = text[max(0, end - len(option)) : end]
    pairs = zip(printed, option, strict=False)
    return len(printed) == len(option) and all(a == b or b == _DIGIT and a.isdecimal() for a, b in pairs)


def _gap_begin(text: str, end: int) -> int:
    first = max(0, end - GAP)
    return next((place + 1 for place in range(end - 1, first - 1, -1) if text[place] in _NEVER_IN_A_GAP), first)


def ends_in(text: str, phrases: Iterable[Phrase], *, whole: bool = False) -> bool:
    """Whether the text ends in one of the phrases; `whole`: whether it is one."""
    found = (phrase.before(text, {len(text)}) for phrase in phrases)
    return any(0 in places for places in found) if whole else any(found)
