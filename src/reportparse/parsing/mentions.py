"""Labels of the form in running text, wherever they are broken: found by their letters and characters alone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from reportparse.parsing.labels import TableLabels, labels, table_codes

_NOTE_TO_FIGURE = re.compile(r"(?<=\d)\s?\((?:[^()]{0,60}\)|[^()\n]{0,60}$)", re.MULTILINE)
_WORD_CHARACTERS = re.compile(r"[^\W\d_]+")
_WORDS = re.compile(r"[^\s|]+")
_NONE_MARK = re.compile(r"(?<![^\s|])无(?![^\s|])")
NO_MATCH = r"(?!)"

SHORT = 4
"""Labels shorter than this occur in other words too, and are only taken where the form has them."""

LONGEST_LABEL = 48
"""No label of a row has more letters."""


class Mention(NamedTuple):
    """A label in the run: what it names (row, group, column, other), where it stands, and how surely it is the one."""

    kind: str
    code: str
    start: int
    end: int
    quality: str = "exact"


def find_mentions(text: str, names: TableLabels) -> list[Mention]:
    """The labels in a text, found in its letters and characters alone: digits, space and marks may stand between.

    Labels that span rows come first and are taken out: they may stand in the middle of a row's label that is wrapped.
    """
    marks = {match.start() for match in _NONE_MARK.finditer(text)}
    marks |= {place for note in _NOTE_TO_FIGURE.finditer(text) for place in range(*note.span())}
    places = [place for place in _places_of_letters(text) if place not in marks]
    spanning, meaning = _group_vocabulary(names.code)
    found = list(_search(text, places, spanning, meaning))
    taken = {place for mention in found for place in range(mention.start, mention.end)}
    pattern, meaning = _vocabulary(names.code)
    found.extend(_search(text, [place for place in places if place not in taken], pattern, meaning))
    misprints = [*_misprints(text, places, found, names), *_misprinted_heads(text, found, names)]
    kept = [one for one in found if not any(other.start <= one.start < other.end for other in misprints)]
    return sorted([*kept, *misprints], key=lambda mention: mention.start)


def _places_of_letters(text: str) -> list[int]:
    places: list[int] = []
    for match in _WORD_CHARACTERS.finditer(text):
        run = range(*match.span())
        places.extend(run if match[0].isalpha() else (place for place in run if text[place].isalpha()))
    return places


def _misprints(text: str, places: Sequence[int], found: Sequence[Mention], names: TableLabels) -> Iterator[Mention]:
    """Letters on one line, or all between two labels, that nearly are the label of a row which is found nowhere.

    A short label in them (其他) is a piece of the longer.
    """
    printed = {code for mention in found if mention.kind != "other" for code in mention.code.split("/")}
    missing = set(names.rows.values()) - printed
    long = [mention for mention in found if mention.end - mention.start >= SHORT]
    taken = {place for mention in long for place in range(mention.start, mention.end)}
    free = [place for place in places if place not in taken] if missing else []
    breaks = [match.start() for match in re.finditer("\n", text)]
    for marks in (breaks, sorted(mention.start for mention in long)):
        bounds = sorted({0, *(bisect_left(free, mark) for mark in marks), len(free)})
        for line in (free[begin:end] for begin, end in pairwise(bounds)):
            near = names.misprint("".join(text[place] for place in line)) if len(line) < LONGEST_LABEL else None
            if near and near.row in missing:
                missing.remove(near.row)
                yield Mention("row", near.row, line[0], line[-1] + 1, near.quality)


def _misprinted_heads(text: str, found: Sequence[Mention], names: TableLabels) -> Iterator[Mention]:
    """Words beside the label of a column, or on a line next to its, that nearly are the label of another."""
    heads = sorted(mention.start for mention in found if mention.kind == "column")
    taken = {place for mention in found for place in range(mention.start, mention.end)}
    lines = [(start, line) for start, line in _split_lines(text) if _WORD_CHARACTERS.search(line)]
    headed = [bisect_left(heads, start) < bisect_left(heads, start + len(line)) for start, line in lines]
    for n in (*range(len(lines)), *reversed(range(len(lines)))):
        if not any(headed[max(n - 1, 0) : n + 2]):
            continue
        start, line = lines[n]
        for word in _WORDS.finditer(line):
            begin, end = start + word.start(), start + word.end()
            code = names.column_misprint(word[0]) if taken.isdisjoint(range(begin, end)) else None
            if code:
                taken.update(range(begin, end))
                headed[n] = True
                yield Mention("column", code, begin, end, "misprint")


def _search(
    text: str, places: Sequence[int], pattern: re.Pattern[str], meaning: Mapping[str, tuple[str, str]]
) -> Iterator[Mention]:
    letters = "".join(map(text.__getitem__, places))
    for match in pattern.finditer(letters):
        yield Mention(*meaning[match[0]], places[match.start()], places[match.end() - 1] + 1)


@cache
def _group_vocabulary(code: str) -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    """The labels that only ever span rows, longest first."""
    names = labels(code)
    meaning = {_letters(label): ("group", row) for label, row in names.groups.items() if label not in names.rows}
    ordered = sorted(meaning, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered)) or NO_MATCH), meaning


@cache
def _vocabulary(code: str) -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    """All labels of all tables, longest first: those of other tables mark where this one ends."""
    meaning: dict[str, tuple[str, str]] = {}
    for other in table_codes():
        names = labels(other)
        kinds = ("row", "group", "column") if other == code else ("other", "other", "other")
        for kind, vocabulary in zip(kinds, (names.rows, names.groups, names.columns), strict=True):
            for label, target in vocabulary.items():
                if kind == "column" and names.is_scrap(label):
                    continue
                _add(meaning, _letters(label), kind, target)
        for label in names.furniture:
            _add(meaning, _letters(label), "group" if other == code else "other", label)
    ordered = sorted(meaning, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered))), meaning


def _add(meaning: dict[str, tuple[str, str]], label: str, kind: str, target: str) -> None:
    if not label or len(label) < SHORT and kind == "other":
        return
    before = meaning.get(label)
    if before is None or before[0] == "other":
        meaning[label] = (kind, target)
    elif {before[0], kind} == {"row", "column"}:
        row, column = (before[1], target) if before[0] == "row" else (target, before[1])
        meaning[label] = ("either", f"{row}/{column}")
    elif {before[0], kind} == {"row", "group"}:
        meaning[label] = ("spanning", before[1] if before[0] == "row" else target)


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))


def _split_lines(text: str) -> Iterator[tuple[int, str]]:
    offset = 0
    for line in text.split("\n"):
        yield offset, line
        offset += len(line) + 1
