"""Objects of a pdf by their numbers, as bytes, without an engine: those that stand in the file, and those packed in it.

Newer pdf files pack all objects that are no streams, the pages and the names of forms among them, into streams.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from reportparse.patterns import pattern
from reportparse.readers.pdf_streams import decoded, decoded_size

LONGEST = 1 << 20
"""Bytes of an object that is looked through."""
MOST_PACKED = 64 << 20
"""Bytes of packed objects; what is beyond them, the limits of the process end."""
MOST_JUNK = 65_536
"""Bytes before the header."""
_HEAD = 4096

_NUMBER = pattern(rb"(\d{1,9})\s{1,9}\d{1,5}\s{1,9}$")
_FIRST = pattern(rb"/First\s{1,9}(\d{1,9})\b")
_TWO = pattern(rb"(\d{1,9})\s{1,9}(\d{1,9})")
_START = pattern(rb"startxref\s{1,9}\d{1,12}\s")
_TABLE = pattern(rb"\bxref\s{1,9}(?=\d)")
_SECTION = pattern(rb"\s{0,9}(\d{1,9}) (\d{1,9})\s{1,9}(?=\d{10} )")
_OBJECT = pattern(rb"\s{0,9}(\d{1,9})\s{1,9}\d{1,5}\s{1,9}obj\b")
_STREAM = len(b"stream")
_ENTRY = 20
"""Bytes of a line in a table of places: ten digits, five digits, n for an object in use, the end of the line."""
_NAME_WITH_CODES = pattern(rb"/[^\s/<>\[\]()]{0,60}#[4-7][0-9A-Fa-f][^\s/<>\[\]()]{0,60}")
_CODE = pattern(rb"#([0-9A-Fa-f]{2})")
_WORDS = frozenset(
    b"/Pages /Kids /Contents /Type /Subtype /Form /Image /XObject /Resources /ObjStm /First /XRef /Encrypt "
    b"/Filter /FlateDecode /LZWDecode /RunLengthDecode /ASCII85Decode /ASCIIHexDecode /Length /Columns".split()
)


class Objects:
    """The objects of a file; of several of one number all texts, as which of them an engine takes is its own affair."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._sizes: dict[int, int] = {}

    def text(self, number: int) -> bytes:
        """An object without its stream; nothing where there is none of this number."""
        return self.packed.get(number) or self._written(number)

    def _written(self, number: int) -> bytes:
        return b" ".join(self.data[begin:end] for begin, end in self._places[number])

    def array(self, number: int) -> bytes:
        """An object that is an array; nothing where it is none."""
        text = self.text(number).lstrip()
        return text if text.startswith(b"[") else b""

    def stream_size(self, number: int) -> int:
        """Bytes of the decoded content of a stream."""
        if number not in self._sizes:
            found = (decoded_size(self.data, end + _STREAM, self.data[at:end]) for at, end in self._places[number])
            self._sizes[number] = max(found, default=0)
        return self._sizes[number]

    def surely(self, number: int) -> bytes:
        """An object that the engine finds too; nothing where this is not sure, so that it may read on without it."""
        written = len(self._places[number])
        packed = number in self.packed and b"/XRef" in self.data
        return self.text(number) if self.is_plain and written + packed == 1 else b""

    @cached_property
    def is_plain(self) -> bool:
        """Whether the tables of places name all objects that seem to stand in the file, and each ends before the next.

        Where they do not, an engine looks for objects in its own way, and finds others.
        """
        borders = list(_borders(self.data))
        begins, ends = set(borders[::2]), borders[1::2]
        named = {(self._begin(place), number) for place, number in _tabled(self.data)}
        return bool(_START.search(self.data)) and named == begins and all(number is None for _, number in ends)

    def _begin(self, place: int) -> int:
        """Where the object at a place begins behind its number; -1 where there is none."""
        head = _OBJECT.match(self.data, self._shift + place)
        return head.end() if head else -1

    @cached_property
    def _shift(self) -> int:
        """Bytes before the file's own beginning; its places are counted from there."""
        return max(self.data.find(b"%PDF-", 0, MOST_JUNK), 0)

    @cached_property
    def _places(self) -> defaultdict[int, list[tuple[int, int]]]:
        """Where each object begins and ends, or its stream begins; in the order of the file."""
        found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for at, number in _borders(self.data):
            if number is not None:
                found[number].append((at, _end(self.data, at)))
        return found

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


def is_plain(data: bytes) -> bool:
    """Whether an engine surely sees the objects that stand here, and no deciphered ones or those of a repaired file."""
    return b"/Encrypt" not in data and Objects(data).is_plain


def without_codes(name: bytes) -> bytes:
    """A name as it is meant: #46 is an F."""
    return _CODE.sub(lambda code: bytes([int(code[1], 16)]), name) if b"#" in name else name


def find_disguise(data: bytes) -> str:
    """A word of the format that is written with codes for its letters, which only serves to hide it; or ""."""
    for match in _NAME_WITH_CODES.finditer(data) if b"#" in data else ():
        if without_codes(match[0]) in _WORDS:
            return match[0].decode("ascii", "replace")
    return ""


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


def _borders(data: bytes) -> Iterator[tuple[int, int | None]]:
    """Where an object begins, with its number, and where one ends."""
    at = data.find(b"obj")
    while at >= 0:
        if data.startswith(b"end", at - 3):
            yield at, None
        elif number := _NUMBER.search(data, max(at - 32, 0), at):
            yield at + 3, int(number[1])
        at = data.find(b"obj", at + 3)


def _tabled(data: bytes) -> Iterator[tuple[int, int]]:
    """The places of the objects in use with their numbers, from all tables of places in the file."""
    for table in _TABLE.finditer(data):
        at = table.end()
        while section := _SECTION.match(data, at):
            first, count, at = int(section[1]), int(section[2]), section.end()
            for number in range(first, first + min(count, (len(data) - at) // _ENTRY)):
                if data[at + 17 : at + 18] == b"n":
                    yield int(data[at : at + 10]) if data[at : at + 10].isdigit() else len(data), number
                at += _ENTRY


def _unpacked(body: bytes, first: int) -> Iterator[tuple[int, bytes]]:
    """The objects of a stream: pairs of numbers and places come first, then the objects."""
    pairs = [(int(number), first + int(place)) for number, place in _TWO.findall(body[:first])]
    ends = [*(place for _, place in pairs[1:]), len(body)]
    for (number, place), end in zip(pairs, ends, strict=False):
        yield number, body[place : min(end, place + LONGEST)]
