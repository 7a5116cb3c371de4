"""Objects of a pdf by their numbers, as bytes, without an engine: those that stand in the file, and those packed in it.

Newer pdf files pack all objects that are no streams, the pages and the names of forms among them, into streams.
"""

from __future__ import annotations

from collections import Counter
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
_START = pattern(rb"startxref\s{1,9}(\d{1,12})\s")
_TABLE = pattern(rb"\bxref\s{1,9}(?=\d)")
_SECTION = pattern(rb"\s{0,9}(\d{1,9}) (\d{1,9})\s{1,9}(?=\d{10} )")
_OBJECT = pattern(rb"\s{0,9}(\d{1,9})\s{1,9}\d{1,5}\s{1,9}obj\b")
_ENTRY = 20
"""Bytes of a line in a table of places: ten digits, five digits, n for an object in use, the end of the line."""
_NAME_WITH_CODES = pattern(rb"/[^\s/<>\[\]()]{0,60}#[4-7][0-9A-Fa-f][^\s/<>\[\]()]{0,60}")
_CODE = pattern(rb"#([0-9A-Fa-f]{2})")
_WORDS = frozenset(
    b"/Pages /Kids /Contents /Type /Subtype /Form /Image /XObject /Resources /ObjStm /First /XRef /Encrypt "
    b"/Filter /FlateDecode /LZWDecode /RunLengthDecode /ASCII85Decode /ASCIIHexDecode /Length /Columns".split()
)


class Objects:
    """The objects of a file. A later object replaces an earlier one of its number."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._sizes: dict[int, int] = {}

    def text(self, number: int) -> bytes:
        """An object without its stream; nothing where there is none of this number."""
        return self.packed.get(number) or self._written(number)

    def _written(self, number: int) -> bytes:
        begin = self._begins.get(number, len(self.data))
        return self.data[begin : _end(self.data, begin)]

    def array(self, number: int) -> bytes:
        """An object that is an array; nothing where it is none."""
        text = self.text(number).lstrip()
        return text if text.startswith(b"[") else b""

    def stream_size(self, number: int) -> int:
        """Bytes of the decoded content of a stream."""
        if number not in self._sizes:
            begin = self._begins.get(number, len(self.data))
            end = _end(self.data, begin)
            self._sizes[number] = decoded_size(self.data, end + len(b"stream"), self.data[begin:end])
        return self._sizes[number]

    def surely(self, number: int) -> bytes:
        """An object that the engine finds too; nothing where this is not sure, so that it may read on without it."""
        written = self._versions[number]
        packed = number in self.packed and b"/XRef" in self.data
        return self.text(number) if self.is_sound and written + packed == 1 else b""

    @cached_property
    def is_sound(self) -> bool:
        """Whether the tables of places are right. Where they are not, an engine looks for objects in its own way."""
        starts = _START.findall(self.data)
        return bool(starts) and all(
            (found := _OBJECT.match(self.data, self._shift + place)) is not None and int(found[1]) == number
            for number, place in _places(self.data)
        )

    @cached_property
    def _shift(self) -> int:
        """Bytes before the file's own beginning; its places are counted from there."""
        return max(self.data.find(b"%PDF-", 0, MOST_JUNK), 0)

    @cached_property
    def _begins(self) -> dict[int, int]:
        return {number: at for at, number in _numbered(self.data)}

    @cached_property
    def _versions(self) -> Counter[int]:
        return Counter(number for _, number in _numbered(self.data))

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


def is_ambiguous(data: bytes) -> bool:
    """Whether an engine may see other objects than stand here: deciphered ones, or those of a file that it repairs."""
    return b"/Encrypt" in data or not Objects(data).is_sound


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


def _numbered(data: bytes) -> Iterator[tuple[int, int]]:
    at = data.find(b"obj")
    while at >= 0:
        if number := _NUMBER.search(data, max(at - 32, 0), at):
            yield at + 3, int(number[1])
        at = data.find(b"obj", at + 3)


def _places(data: bytes) -> Iterator[tuple[int, int]]:
    """The objects in use with their places, from all tables of places in the file."""
    for table in _TABLE.finditer(data):
        at = table.end()
        while section := _SECTION.match(data, at):
            first, count, at = int(section[1]), int(section[2]), section.end()
            for number in range(first, first + min(count, (len(data) - at) // _ENTRY)):
                if data[at + 17 : at + 18] == b"n":
                    yield number, int(data[at : at + 10]) if data[at : at + 10].isdigit() else len(data)
                at += _ENTRY


def _unpacked(body: bytes, first: int) -> Iterator[tuple[int, bytes]]:
    """The objects of a stream: pairs of numbers and places come first, then the objects."""
    pairs = [(int(number), first + int(place)) for number, place in _TWO.findall(body[:first])]
    ends = [*(place for _, place in pairs[1:]), len(body)]
    for (number, place), end in zip(pairs, ends, strict=False):
        yield number, body[place : min(end, place + LONGEST)]
