"""Trees of a pdf that branch without end: a few objects, each shown twice by the one before, are a billion pages.

An engine follows every branch. Here the branches are counted, each object once.
"""

from __future__ import annotations

import operator
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import reduce
from graphlib import CycleError, TopologicalSorter
from itertools import chain

from reportparse.errors import LimitExceeded, Malformed
from reportparse.patterns import pattern
from reportparse.readers.pdf_objects import Objects, find_disguise, objects_with, without_codes
from reportparse.readers.pdf_streams import MAX_STREAM, decoded

MAX_LEAVES = 200_000
"""Pages of a tree, or forms that one form draws, itself and those inside of those; no report has a hundredth."""

_MOST_DEEP = 500
_LEVELS = 40
"""So deep PDFium follows forms inside of each other, also where they go round in a circle."""
_NEAR = 4096
"""Bytes behind the word for a resource in which its names are looked for."""

_FORM = pattern(rb"/Subtype\s{0,9}(?:/Form\b|\d{1,9}\s{1,9}\d{1,5}\s{1,9}R\b)")
_KIDS = pattern(rb"/Kids\s{0,9}(?:\[([^\[\]]*)\]|(\d{1,9})\s{1,9}\d{1,5}\s{1,9}R\b)")
_CONTENTS = pattern(rb"/Contents\s{0,9}(?:\[([^\[\]]*)\]|(\d{1,9})\s{1,9}\d{1,5}\s{1,9}R\b)")
_REFERENCE = pattern(rb"(?<!\d)(\d{1,9})\s{1,9}\d{1,5}\s{1,9}R\b")
_NAMED = pattern(rb"/([^\s/<>\[\]()]{1,127})\s{1,9}(\d{1,9})\s{1,9}\d{1,5}\s{1,9}R\b")
_ELSEWHERE = pattern(rb"/(?:Resources|XObject)\s{0,9}(\d{1,9})\s{1,9}\d{1,5}\s{1,9}R\b")
"""Names that a form or a page has in an object of their own."""
_RESOURCES = pattern(rb"/Resources\s{0,9}(?:(<<)|(\d{1,9})\s{1,9}\d{1,5}\s{1,9}R\b)")
_XOBJECTS = pattern(rb"(?<!/Type)(?<!/Type )/XObject\s{0,9}(?:(<<)|(\d{1,9})\s{1,9}\d{1,5}\s{1,9}R\b)")
_BROKEN = pattern(rb"(?<!/Type)(?<!/Type )/XObject(?!\s{0,9}(?:\d|<<))")
_DRAWN = pattern(rb"(?:/([^\s/<>\[\]()]{1,127})\s{1,9})?(?<![^\s\0>\])}])Do(?![^\s\0/<\[({%])")
_STRING = pattern(rb"\((?:[^()\\]|\\.){0,32767}\)", re.DOTALL)
_COMMENT = pattern(rb"%[^\r\n]*")
_ANY = b""
"""Stands for the form that draws most, where the name of what is drawn is not in its place."""

Drawn = tuple[int | None, bytes | None]
"""A form by its number, or one that is drawn by a name of what draws the form; of both the one that draws more."""

Branches = Mapping[int, list[int]]
"""The objects that each object shows, as often as it shows them."""


def check_trees(data: bytes) -> None:
    """Raises LimitExceeded for pages or forms that branch more, or a page that is longer, than any report's.

    Raises Malformed where names of the format are in disguise.
    """
    if word := find_disguise(data):
        raise Malformed(f"the name {word} is written with codes for its letters")
    objects = Objects(data)
    heads = {number: data[begin:end] for number, begin, end in objects_with(data, b"/Kids")} | objects.packed
    _check({number: _kids(objects, head) for number, head in heads.items() if b"/Kids" in head})
    _check_contents(objects)
    if forms := _forms(data):
        names = _Names(objects, forms)
        _check_forms(_draws(names, forms), names.anywhere())


def find_circle(data: bytes) -> str:
    """Why a pdf without any text may have lost it: a form that draws itself, which the format forbids; "" for none."""
    forms = _forms(data)
    draws = _draws(_Names(Objects(data), forms), forms)
    try:
        TopologicalSorter({number: [form for form, _ in drawn if form] for number, drawn in draws.items()}).prepare()
    except CycleError as circle:
        return f"form {circle.args[1][0]} draws itself"
    return ""


def _forms(data: bytes) -> dict[int, list[tuple[int, int]]]:
    """Where the dictionary of each form begins and ends, in all its versions. Forms are streams, never packed."""
    found: dict[int, list[tuple[int, int]]] = {}
    for number, begin, end in objects_with(data, b"/Subtype"):
        if _FORM.search(data, begin, end):
            found.setdefault(number, []).append((begin, end))
    return found


def _check_contents(objects: Objects) -> None:
    """Counts what an engine joins for one page: the same stream may be named a thousand times."""
    heads = (objects.data[begin:end] for _, begin, end in objects_with(objects.data, b"/Contents"))
    for head in chain(heads, (text for text in objects.packed.values() if b"/Contents" in text)):
        contents = _CONTENTS.search(head)
        joined = _REFERENCE.findall(objects.array(int(contents[2])) if contents[2] else contents[1]) if contents else []
        if len(joined) > 1 and sum(objects.stream_size(int(number)) for number in joined) > MAX_STREAM:
            raise LimitExceeded(f"the content of a page is more than {MAX_STREAM} bytes")


def _kids(objects: Objects, head: bytes) -> list[int]:
    kids = _KIDS.search(head)
    if not kids:
        return []
    return [int(number) for number in _REFERENCE.findall(objects.array(int(kids[2])) if kids[2] else kids[1])]


class _Names:
    """The names that forms go by."""

    def __init__(self, objects: Objects, forms: Mapping[int, object]) -> None:
        self.data = objects.data
        self._objects = objects
        self._forms = forms
        self._behind: dict[int, list[tuple[bytes, int]]] = {}

    def of(self, head: bytes) -> list[tuple[bytes, int]]:
        """The forms that a dictionary names, itself or in an object of their own that it points to."""
        found = [(without_codes(name), int(number)) for name, number in _NAMED.findall(head)]
        found = [(name, number) for name, number in found if number in self._forms]
        for number in map(int, _ELSEWHERE.findall(head)):
            if number not in self._behind:
                self._behind[number] = []  # one that points to itself has no more names than it has
                self._behind[number] = self.of(self._objects.text(number))
            found += self._behind[number]
        return found

    def are_own(self, head: bytes) -> bool:
        """Whether a form surely has names of its own; otherwise the engine takes those of its page."""
        resources = self._behind_key(_RESOURCES, head)
        return bool(resources and self._behind_key(_XOBJECTS, resources)) and not _BROKEN.search(head)

    def _behind_key(self, key: re.Pattern[bytes], head: bytes) -> bytes:
        """What follows a key, here or in an object of its own; nothing where the engine may find no dictionary."""
        match = key.search(head)
        if not match or match[1]:
            return head[match.end() :] if match else b""
        text = self._objects.surely(int(match[2]))
        return text if b"<<" in text else b""

    def anywhere(self) -> dict[bytes, set[int]]:
        """The forms that go by each name, anywhere in the file."""
        found: dict[bytes, set[int]] = {_ANY: set(self._forms)}
        near = (self.data[at : at + _NEAR] for at in _places(self.data, b"/XObject"))
        packed = (text for text in self._objects.packed.values() if b"/XObject" in text)
        for text in chain(near, packed):
            for name, number in self.of(text):
                found.setdefault(name, set()).add(number)
        return found


def _draws(names: _Names, forms: Mapping[int, list[tuple[int, int]]]) -> dict[int, Counter[Drawn]]:
    """What each form draws; of several versions of a form, the most that one of them does."""
    return {
        number: reduce(operator.or_, (_drawn(names, *place) for place in places)) for number, places in forms.items()
    }


def _drawn(names: _Names, begin: int, end: int) -> Counter[Drawn]:
    """What a form draws, how often."""
    head = names.data[begin:end]
    own = dict(names.of(head))
    inherits = not names.are_own(head)
    if not own and not inherits:  # knows no other form, and need not be inflated
        return Counter()
    content = b"".join(decoded(names.data, end + len(b"stream"), head))
    drawn = _named(content)
    if b"%" in content:
        drawn |= _named(_COMMENT.sub(b" ", content))
    if _ANY in drawn:  # perhaps only a word of a text
        drawn = _named(_STRING.sub(b" ", content))
    if inherits:  # from its page, or has them after all
        return Counter({(own.get(name), name): times for name, times in drawn.items()})
    return Counter(
        {
            (own.get(name), None if name in own else _ANY): times
            for name, times in drawn.items()
            if name in own or name == _ANY
        }
    )


def _named(content: bytes) -> Counter[bytes]:
    return Counter(map(without_codes, _DRAWN.findall(content)))


def _places(data: bytes, word: bytes) -> Iterator[int]:
    at = data.find(word)
    while at >= 0:
        yield at
        at = data.find(word, at + _NEAR)


def _check_forms(draws: Mapping[int, Counter[Drawn]], names: Mapping[bytes, set[int]]) -> None:
    """Counts from the innermost level outwards; of several forms of one name the one that draws most is taken."""
    below = dict.fromkeys(draws, 1)
    for _ in range(_LEVELS):
        best = {name: max(below[number] for number in numbers) for name, numbers in names.items()}
        counts = {
            number: sum(
                times * max(below[form] if form else 0, best.get(name, 0) if name is not None else 0)
                for (form, name), times in drawn.items()
            )
            or 1
            for number, drawn in draws.items()
        }
        if max(counts.values()) > MAX_LEAVES:
            raise LimitExceeded(f"more than {MAX_LEAVES} forms out of {len(draws)} objects")
        if counts == below:
            return
        below = counts


def _check(branches: Branches) -> None:
    leaves: dict[int, int] = {}
    for number in branches:
        if _leaves(number, branches, leaves, 0) > MAX_LEAVES:
            raise LimitExceeded(f"more than {MAX_LEAVES} pages out of {len(branches)} objects")


def _leaves(number: int, branches: Branches, known: dict[int, int], depth: int) -> int:
    """The leaves below an object. One that shows itself counts once: engines stop there."""
    if number not in known:
        known[number] = 1
        if depth > _MOST_DEEP:
            raise LimitExceeded(f"objects inside of each other, more than {_MOST_DEEP} deep")
        known[number] = sum(_leaves(inner, branches, known, depth + 1) for inner in branches.get(number, [])) or 1
    return known[number]
