"""Trees of a pdf that branch without end: a few objects, each shown twice by the one before, are a billion pages.

An engine follows every branch. Here the branches are counted, each object once. Objects inside of object streams are
not seen; what they hide, the limits of the process end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from reportparse.errors import LimitExceeded
from reportparse.readers.pdf_streams import decoded

MAX_LEAVES = 200_000
"""Pages of a tree, or forms that one form draws, itself and those inside of those; no report has a hundredth."""

_MOST_DEEP = 500
_LEVELS = 40
"""So deep PDFium follows forms inside of each other, also where they go round in a circle."""
_NEAR = 4096
"""Bytes behind the word for a resource in which its names are looked for."""
_LONGEST = 1 << 20
"""Bytes of an object that is looked through."""

_NUMBER = re.compile(rb"(\d{1,9})\s{1,9}\d{1,5}\s{1,9}$")
_PAGES = re.compile(rb"/Type\s{0,9}/Pages\b")
_FORM = re.compile(rb"/Subtype\s{0,9}/Form\b")
_KIDS = re.compile(rb"/Kids\s{0,9}\[([^\[\]]*)\]")
_REFERENCE = re.compile(rb"(?<!\d)(\d{1,9})\s{1,9}\d{1,5}\s{1,9}R\b")
_NAMED = re.compile(rb"/([^\s/<>\[\]()]{1,127})\s{1,9}(\d{1,9})\s{1,9}\d{1,5}\s{1,9}R\b")
_RESOURCES = b"/Resources"
_BROKEN = re.compile(rb"(?<!/Type)(?<!/Type )/XObject(?!\s{0,9}(?:\d|<<))")
_DRAWN = re.compile(rb"/([^\s/<>\[\]()]{1,127})\s{1,9}Do\b")

Branches = Mapping[int, list[int]]
"""The objects that each object shows, as often as it shows them."""


def check_trees(data: bytes) -> None:
    """Raises LimitExceeded for a tree of pages or of forms that has more leaves than any report."""
    _check({number: _kids(data[begin:end]) for number, begin, end in _objects(data, b"/Pages", _PAGES)})
    forms = {number: (begin, end) for number, begin, end in _objects(data, b"/Form", _FORM)}
    if forms:
        _check_forms({number: _drawn(data, *place, forms) for number, place in forms.items()}, _names(data, forms))


def find_circle(data: bytes) -> str:
    """Why a pdf without any text may have lost it: a form that draws itself, which the format forbids; "" for none."""
    forms = {number: (begin, end) for number, begin, end in _objects(data, b"/Form", _FORM)}
    drawn = {number: [one for one in _drawn(data, *place, forms) if one in forms] for number, place in forms.items()}
    try:
        TopologicalSorter(drawn).prepare()
    except CycleError as circle:
        return f"form {circle.args[1][0]} draws itself"
    return ""


def _objects(data: bytes, word: bytes, mark: re.Pattern[bytes]) -> Iterator[tuple[int, int, int]]:
    """Objects whose dictionary has a mark: the number, where the object begins and where its dictionary ends.

    `word` is the end of the mark, which is quick to find. A later object replaces an earlier one of its number.
    """
    at = data.find(word)
    while at >= 0:
        begin = data.rfind(b"obj", max(at - _LONGEST, 0), at)
        number = _NUMBER.search(data, max(begin - 32, 0), begin) if begin > 0 else None
        end = data.find(b"endobj", at, at + _LONGEST)
        end = end if end >= 0 else min(at + _LONGEST, len(data))
        start = data.find(b"stream", at, end)
        end = start if start >= 0 else end
        if number and mark.search(data, begin, end):
            yield int(number[1]), begin, end
        at = data.find(word, end)


def _kids(body: bytes) -> list[int]:
    kids = _KIDS.search(body)
    return [int(number) for number in _REFERENCE.findall(kids[1])] if kids else []


def _drawn(data: bytes, begin: int, end: int, forms: Mapping[int, object]) -> Counter[int | bytes]:
    """What a form draws, how often: forms by their number, or by a name that is not its own but of what draws it."""
    head = data[begin:end]
    inherits = _RESOURCES not in head or bool(_BROKEN.search(head))
    names = {name: int(number) for name, number in _NAMED.findall(head) if int(number) in forms and not inherits}
    if not names and not inherits:  # knows no other form, and need not be inflated
        return Counter()
    content = b"".join(decoded(data, end + len(b"stream"), head))
    return Counter(names.get(name, name) for name in _DRAWN.findall(content) if inherits or name in names)


def _names(data: bytes, forms: Mapping[int, object]) -> dict[bytes, set[int]]:
    """The forms that go by each name, anywhere in the file."""
    found: dict[bytes, set[int]] = {}
    at = data.find(b"/XObject")
    while at >= 0:
        for name, number in _NAMED.findall(data, at, at + _NEAR):
            if int(number) in forms:
                found.setdefault(name, set()).add(int(number))
        at = data.find(b"/XObject", at + _NEAR)
    return found


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
