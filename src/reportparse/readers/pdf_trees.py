"""Trees of a pdf that branch without end: a few objects, each shown twice by the one before, are a billion pages.

An engine follows every branch. Here the branches are counted, each object once. Objects inside of object streams are
not seen; what they hide, the limits of the process end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from reportparse.errors import LimitExceeded
from reportparse.readers.pdf_streams import decoded

MAX_LEAVES = 200_000
"""Pages of a tree, or forms that one form draws, itself and those inside of those; no report has a hundredth."""

_MOST_DEEP = 500
_LONGEST = 1 << 20
"""Bytes of an object that is looked through."""

_NUMBER = re.compile(rb"(\d{1,9})\s{1,9}\d{1,5}\s{1,9}$")
_PAGES = re.compile(rb"/Type\s{0,9}/Pages\b")
_FORM = re.compile(rb"/Subtype\s{0,9}/Form\b")
_KIDS = re.compile(rb"/Kids\s{0,9}\[([^\[\]]*)\]")
_REFERENCE = re.compile(rb"(?<!\d)(\d{1,9})\s{1,9}\d{1,5}\s{1,9}R\b")
_NAMED = re.compile(rb"/([^\s/<>\[\]()]{1,127})\s{1,9}(\d{1,9})\s{1,9}\d{1,5}\s{1,9}R\b")
_DRAWN = re.compile(rb"/([^\s/<>\[\]()]{1,127})\s{1,9}Do\b")

Branches = Mapping[int, list[int]]
"""The objects that each object shows, as often as it shows them."""


def check_trees(data: bytes) -> None:
    """Raises LimitExceeded for a tree of pages or of forms that has more leaves than any report."""
    _check({number: _kids(data[begin:end]) for number, begin, end in _objects(data, b"/Pages", _PAGES)}, "pages")
    forms = {number: (begin, end) for number, begin, end in _objects(data, b"/Form", _FORM)}
    _check({number: _drawn(data, *place, forms) for number, place in forms.items()}, "forms")


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


def _drawn(data: bytes, begin: int, end: int, forms: Mapping[int, object]) -> list[int]:
    """The forms that a form draws; one that knows no other form is not inflated."""
    head = data[begin:end]
    names = {name: int(number) for name, number in _NAMED.findall(head) if int(number) in forms}
    if not names:
        return []
    content = b"".join(decoded(data, end + len(b"stream"), head))
    return [names[name] for name in _DRAWN.findall(content) if name in names]


def _check(branches: Branches, what: str) -> None:
    leaves: dict[int, int] = {}
    for number in branches:
        if _leaves(number, branches, leaves, 0) > MAX_LEAVES:
            raise LimitExceeded(f"more than {MAX_LEAVES} {what} out of {len(branches)} objects")


def _leaves(number: int, branches: Branches, known: dict[int, int], depth: int) -> int:
    """The leaves below an object. One that shows itself counts once: engines stop there."""
    if number not in known:
        known[number] = 1
        if depth > _MOST_DEEP:
            raise LimitExceeded(f"objects inside of each other, more than {_MOST_DEEP} deep")
        known[number] = sum(_leaves(inner, branches, known, depth + 1) for inner in branches.get(number, [])) or 1
    return known[number]
