"""What problems and measures are about: classes known by words, several to a text, each with the words that decided.

The classes and their words are data (`topics.toml`); `Topics.load` reads a user's file in its place.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from typing import NamedTuple

import msgspec

from reportparse.packaged import toml_at, toml_of
from reportparse.patterns import pattern
from reportparse.text import squeeze
from reportparse.words import Words, own_words

_CLAUSE = pattern(r"[,。;:!?]")


Entry = tuple[frozenset[str], ...]
"""Members that stand in one clause; of each, one of its words."""


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """A class of problems or of measures, and the words by which it is known.

    `vague` words count where nothing more specific is said; `unless` are words that mislead; a `field` is a class of
    where something is lacking, which goes with classes of what is lacking.
    """

    code: str
    zh: str
    en: str
    field: bool = False
    alone: tuple[str, ...] = ()
    together: tuple[Entry, ...] = ()
    vague: tuple[Entry, ...] = ()
    unless: tuple[str, ...] = ()

    @cached_property
    def _alone(self) -> frozenset[str]:
        return frozenset(self.alone)

    @cached_property
    def _known(self) -> frozenset[str]:
        return self._alone.union(*(member for entry in (*self.together, *self.vague) for member in entry))

    @cached_property
    def _together(self) -> dict[str, list[int]]:
        return _by_rarest(self.together)

    @cached_property
    def _vague(self) -> dict[str, list[int]]:
        return _by_rarest(self.vague)

    @cached_property
    def telling(self) -> frozenset[str]:
        """Words of which a clause has one if it is of this class; most clauses have none."""
        return self._alone.union(self._together, self._vague)

    def own(self, terms: frozenset[str]) -> list[str]:
        """The words that put a clause in this class, of all its terms; none if it is not in it."""
        known = terms & self._known
        return [*sorted(self._alone & known), *_standing(self.together, known, self._together)]

    def vaguely(self, terms: frozenset[str]) -> list[str]:
        """Those that do so if no other class has words of its own in the clause."""
        return list(_standing(self.vague, terms & self._known, self._vague))


def _by_rarest(entries: tuple[Entry, ...]) -> dict[str, list[int]]:
    """For each word the places of the entries that have it in their rarest member: 不够 stands in many, 慢 in few."""
    common = Counter(word for entry in entries for word in frozenset[str]().union(*entry))
    return _places(min(entry, key=lambda member: sum(common[word] for word in member)) for entry in entries)


def _standing(entries: tuple[Entry, ...], terms: frozenset[str], index: dict[str, list[int]]) -> Iterator[str]:
    """The words of the entries that stand among the terms; `index` has their places by the words of one member."""
    for place in sorted({place for term in terms if term in index for place in index[term]}):
        members = entries[place]
        if any(map(terms.isdisjoint, members)):
            continue
        words = _apart([member & terms for member in members])
        if words:
            yield "+".join(words)


def _apart(found: list[frozenset[str]]) -> list[str]:
    """One word of each member, the longest; none if they cannot be different words: 不够规范 is not also 规范."""
    chosen: dict[int, str] = {}
    for number, words in sorted(enumerate(found), key=lambda pair: len(pair[1])):
        free = [word for word in words if not any(word in other or other in word for other in chosen.values())]
        if not free:
            return []
        chosen[number] = max(free, key=lambda word: (len(word), word))
    return [chosen[number] for number in range(len(found))]


class Topics(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """topics.toml: the classes of problems and those of measures, each in their order."""

    edition: str
    problems: tuple[Topic, ...]
    measures: tuple[Topic, ...]

    @classmethod
    def load(cls, path: str | os.PathLike[str] | None = None) -> Topics:
        """The classes that come with the package, or those of a file written like topics.toml."""
        data = toml_of("topics.toml") if path is None else toml_at(path)
        groups = data.pop("groups", {})
        for topic in (*data["problems"], *data["measures"]):
            for kind in ("together", "vague"):
                topic[kind] = [_members(entry, groups) for entry in topic.get(kind, ())]
        return msgspec.convert(data, cls)


def _members(entry: str, groups: dict[str, list[str]]) -> list[list[str]]:
    """`"<publish> 慢|晚"` → the words of each member."""
    members = [member.split("|") for member in entry.split()]
    return [[word for name in names for word in _named(name, groups)] for names in members]


def _named(name: str, groups: dict[str, list[str]]) -> list[str]:
    return groups[name[1:-1]] if name.startswith("<") else [name]


@cache
def topics() -> Topics:
    """The classes that come with the package."""
    return Topics.load()


def problem_topics(text: str) -> tuple[str, ...]:
    """The classes of a problem: `"公开不够及时，形式单一" → ("timeliness", "form_monotony")`."""
    return tuple(decide(topics().problems, text))


def measure_topics(text: str) -> tuple[str, ...]:
    """The classes of a measure: `"开展业务培训，拓宽公开渠道" → ("training", "channels")`."""
    return tuple(decide(topics().measures, text))


def decide(classes: tuple[Topic, ...], text: str, words: Words | None = None) -> dict[str, tuple[str, ...]]:
    """The classes of a text and the words that decided each: `{"timeliness": ("不够及时",)}`."""
    deciding: dict[str, list[str]] = {topic.code: [] for topic in classes}
    for clause in filter(None, _CLAUSE.split(squeeze(text))):
        for code, found in _in_clause(classes, clause, words or own_words()).items():
            deciding[code] += found
    return {code: tuple(dict.fromkeys(found)) for code, found in deciding.items() if found}


def _in_clause(classes: tuple[Topic, ...], clause: str, words: Words) -> dict[str, list[str]]:
    terms = words.terms(clause)
    index = _index_of(classes)
    concerned = {place for term in terms if term in index.telling for place in index.telling[term]}
    # Without the words that mislead a class the clause may have other terms.
    concerned |= {place for word, places in index.misleading.items() if word in clause for place in places}
    spoken = [(classes[place], _seen_by(classes[place], clause, terms, words)) for place in sorted(concerned)]
    own = {topic.code: topic.own(seen) for topic, seen in spoken}
    specific = {topic.code for topic, _ in spoken if own[topic.code] and not topic.field}
    vague = {topic.code: topic.vaguely(seen) for topic, seen in spoken if not specific - {topic.code}}
    return {code: own[code] + vague.get(code, []) for code in own}


class _Index(NamedTuple):
    """For each word the places of the classes that it tells of, and of those that it misleads."""

    classes: tuple[Topic, ...]
    telling: dict[str, list[int]]
    misleading: dict[str, list[int]]


_INDEXES: dict[int, _Index] = {}
"""By the identity of the classes, for comparing all their words would take longer than the index saves."""


def _index_of(classes: tuple[Topic, ...]) -> _Index:
    found = _INDEXES.get(id(classes))
    if found is None:
        telling, misleading = _places(topic.telling for topic in classes), _places(topic.unless for topic in classes)
        found = _INDEXES[id(classes)] = _Index(classes, telling, misleading)
    return found


def _places(groups: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, group in enumerate(groups):
        for word in group:
            found.setdefault(word, []).append(place)
    return found


def _seen_by(topic: Topic, clause: str, terms: frozenset[str], words: Words) -> frozenset[str]:
    """The terms of a clause without the words that mislead this class."""
    misleading = [word for word in topic.unless if word in clause]
    for word in misleading:
        clause = clause.replace(word, " ")
    return words.terms(clause) if misleading else terms
