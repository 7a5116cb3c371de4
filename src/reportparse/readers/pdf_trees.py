"""Trees of a pdf that branch without end: a few objects, each shown twice by the one before, are a billion pages.

An engine follows every branch. Here the branches are counted, each object once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import chain

from reportparse.errors import LimitExceeded
from reportparse.patterns import pattern
from reportparse.readers.pdf_objects import Objects, objects_with
from reportparse.readers.pdf_streams import decoded

MAX_LEAVES = 200_000
"""Pages of a tree, or forms that one form draws, itself and those inside of those; no report has a hundredth."""

_MOST_DEEP = 500
_LEVELS = 40
"""So deep PDFium follows forms inside of each other, also where they go round in a circle."""
_NEAR = 4096
"""Bytes behind the word for a resource in which its names are looked for."""

_PAGES = pattern(rb"/Type\s{0,9}/Pages\b")
_FORM = pattern(rb"/Subtype\s{0,9}/Form\b")
_KIDS = pattern(rb"/Kids\s{0,9}\[([^\[\]]*)\]")
_REFERENCE = pattern(rb"(?<!\d)(\d{1,9})\s{1,9}\d{1,5}\s{1,9}R\b")
_NAMED = pattern(rb"/([^\s/<>\[\]()]{1,127})\s{1,9}(\d{1,9})\s{1,9}\d{1,5}\s{1,9}R\b")
_RESOURCES = b"/Resources"
_ELSEWHERE = pattern(rb"/(?:Resources|XObject)\s{0,9}(\d{1,9})\s{1,9}\d{1,5}\s{1,9}R\b")
"""Names that a form or a page has in an object of their own."""
_BROKEN = pattern(rb"(?<!/Type)(?<!/Type )/XObject(?!\s{0,9}(?:\d|<<))")
_DRAWN = pattern(rb"/([^\s/<>\[\]()]{1,127})\s{1,9}Do\b")

Branches = Mapping[int, list[int]]
"""The objects that each object shows, as often as it shows them."""


def check_trees(data: bytes) -> None:
    """Raises LimitExceeded for a tree of pages or of forms that has more leaves than any report."""
    objects = Objects(data)
    heads = {number: data[begin:end] for number, begin, end in objects_with(data, b"/Pages")} | objects.packed
    _check({number: _kids(head) for number, head in heads.items() if _PAGES.search(head)})
    forms = _forms(data)
    if forms:
        names = _Names(objects, forms)
        _check_forms({number: _drawn(names, *place) for number, place in forms.items()}, names.anywhere())


def find_circle(data: bytes) -> str:
    """Why a pdf without any text may have lost it: a form that draws itself, which the format forbids; "" for none."""
    forms = _forms(data)
    names = _Names(Objects(data), forms)
    inner = {number: _drawn(names, *place) for number, place in forms.items()}
    try:
        TopologicalSorter({number: [one for one in drawn if one in forms] for number, drawn in inner.items()}).prepare()
    except CycleError as circle:
        return f"form {circle.args[1][0]} draws itself"
    return ""


def _forms(data: bytes) -> dict[int, tuple[int, int]]:
    """Where the dictionary of each form begins and ends. Forms are streams, which are never packed."""
    found = {number: (begin, end) for number, begin, end in objects_with(data, b"/Form")}
    return {number: (begin, end) for number, (begin, end) in found.items() if _FORM.search(data, begin, end)}


def _kids(body: bytes) -> list[int]:
    kids = _KIDS.search(body)
    return [int(number) for number in _REFERENCE.findall(kids[1])] if kids else []


class _Names:
    """The names that forms go by."""

    def __init__(self, objects: Objects, forms: Mapping[int, object]) -> None:
        self.data = objects.data
        self._objects = objects
        self._forms = forms
        self._behind: dict[int, dict[bytes, int]] = {}

    def of(self, head: bytes) -> dict[bytes, int]:
        """The forms that a dictionary names, itself or in an object of their own that it points to."""
        found = {name: int(number) for name, number in _NAMED.findall(head) if int(number) in self._forms}
        for number in map(int, _ELSEWHERE.findall(head)):
            if number not in self._behind:
                self._behind[number] = {}  # one that points to itself has no more names than it has
                self._behind[number] = self.of(self._objects.text(number))
            found |= self._behind[number]
        return found

    def anywhere(self) -> dict[bytes, set[int]]:
        """The forms that go by each name, anywhere in the file."""
        found: dict[bytes, set[int]] = {}
        near = (self.data[at : at + _NEAR] for at in _places(self.data, b"/XObject"))
        packed = (text for text in self._objects.packed.values() if b"/XObject" in text)
        for text in chain(near, packed):
            for name, number in self.of(text).items():
                found.setdefault(name, set()).add(number)
        return found


def _drawn(names: _Names, begin: int, end: int) -> Counter[int | bytes]:
    """What a form draws, how often: forms by their number, or by a name that is not its own but of what draws it."""
    head = names.data[begin:end]
    inherits = _RESOURCES not in head or bool(_BROKEN.search(head))
    own = {} if inherits else names.of(head)
    if not own and not inherits:  # knows no other form, and need not be inflated
        return Counter()
    content = b"".join(decoded(names.data, end + len(b"stream"), head))
    return Counter(own.get(name, name) for name in _DRAWN.findall(content) if inherits or name in own)


def _places(data: bytes, word: bytes) -> Iterator[int]:
    at = data.find(word)
    while at >= 0:
        yield at
        at = data.find(word, at + _NEAR)


def _check_forms(draws: Mapping[int, Counter[int | bytes]], names: Mapping[bytes, set[int]]) -> None:
    """Counts from the innermost level outwards; of several forms of one name the one that draws most is taken."""
    below = dict.fromkeys(draws, 1)
    for _ in range(_LEVELS):
        best = {name: max(below[number] for number in numbers) for name, numbers in names.items()}
        counts = {
            number: sum(
                times * (below[what] if isinstance(what, int) else best.get(what, 0)) for what, times in drawn.items()
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
