"""Objects of a pdf by their numbers, as bytes, without an engine: those that stand in the file, and those packed in it.

Newer pdf files pack all objects that are no streams, the pages and the names of forms among them, into streams.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from reportparse.patterns import pattern
from reportparse.readers.pdf_streams import decoded

LONGEST = 1 << 20
"""Bytes of an object that is looked through."""
MOST_PACKED = 64 << 20
"""Bytes of packed objects; what is beyond them, the limits of the process end."""
_HEAD = 4096

_NUMBER = pattern(rb"(\d{1,9})\s{1,9}\d{1,5}\s{1,9}$")
_FIRST = pattern(rb"/First\s{1,9}(\d{1,9})\b")
_TWO = pattern(rb"(\d{1,9})\s{1,9}(\d{1,9})")


class Objects:
    """The objects of a file. A later object replaces an earlier one of its number."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def text(self, number: int) -> bytes:
        """An object without its stream; nothing where there is none of this number."""
        return self.packed.get(number) or self._written(number)

    def _written(self, number: int) -> bytes:
        begin = self._begins.get(number, len(self.data))
        return self.data[begin : _end(self.data, begin)]

    @cached_property
    def _begins(self) -> dict[int, int]:
        return {number: at for at, number in _numbered(self.data)}

    @cached_property
    def packed(self) -> dict[int, bytes]:
        """The objects in object streams."""
        found: dict[int, bytes] = {}
        left = MOST_PACKED
        at = self.data.find(b"/ObjStm")
        while at >= 0 and left > 0:
            start = self.data.find(b"stream", at, at + _HEAD)
            head = self.data[self.data.rfind(b"obj", max(at - _HEAD, 0), at) + 3 : start]
            first = _FIRST.search(head)
            if start >= 0 and first:
                body = b"".join(decoded(self.data, start + len(b"stream"), head))
                left -= len(body)
                found.update(_unpacked(body, int(first[1])))
            at = self.data.find(b"/ObjStm", max(start, at + 1))
        return found


def objects_with(data: bytes, word: bytes) -> Iterator[tuple[int, int, int]]:
    """Objects in the file whose dictionary has this word: number, where it begins, where its dictionary ends."""
    at = data.find(word)
    while at >= 0:
        begin = data.rfind(b"obj", max(at - LONGEST, 0), at)
        number = _NUMBER.search(data, max(begin - 32, 0), begin) if begin > 0 else None
        end = _end(data, at)
        if number:
            yield int(number[1]), begin, end
        at = data.find(word, end)


def _end(data: bytes, at: int) -> int:
    """Where the object ends that goes on here, or its stream begins."""
    end = data.find(b"endobj", at, at + LONGEST)
    end = end if end >= 0 else min(at + LONGEST, len(data))
    start = data.find(b"stream", at, end)
    return start if start >= 0 else end


def _numbered(data: bytes) -> Iterator[tuple[int, int]]:
    at = data.find(b"obj")
    while at >= 0:
        if number := _NUMBER.search(data, max(at - 32, 0), at):
            yield at + 3, int(number[1])
        at = data.find(b"obj", at + 3)


def _unpacked(body: bytes, first: int) -> Iterator[tuple[int, bytes]]:
    """The objects of a stream: pairs of numbers and places come first, then the objects."""
    pairs = [(int(number), first + int(place)) for number, place in _TWO.findall(body[:first])]
    ends = [*(place for _, place in pairs[1:]), len(body)]
    for (number, place), end in zip(pairs, ends, strict=False):
        yield number, body[place : min(end, place + LONGEST)]
