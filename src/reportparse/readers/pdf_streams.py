"""Streams of a pdf that are a trap, found before an engine inflates them: some bytes that become gigabytes.

An engine inflates what it is given. Here the streams are only counted, in pieces, and only those that can be too much.
"""

from __future__ import annotations

import re
import zlib
from base64 import a85decode
from binascii import unhexlify
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from math import prod

from reportparse.errors import LimitExceeded, Malformed
from reportparse.patterns import pattern

MAX_STREAM = 75 * 1024 * 1024
"""Bytes of one decoded stream that is no picture; pypdf has the same limit."""

MAX_PIXELS = 1 << 29
"""Of one picture: a poster of one by two metres at 400 dots per inch has less."""

MAX_COLUMNS = 1_000_000
"""Of a predictor: samples in a row of a picture or a table of the file's own."""

_HEAD = 4096
_BLANKS = b" \t\r\n\f\v\0"
_PIECE = 1 << 20
_STREAM = pattern(rb"\bstream\r?\n")
_WORD = b"stream"
_FILTERS = pattern(rb"/(?:Filter|F)\s*(\[[^\]]{0,400}\]|/[A-Za-z0-9]+)")
_NAME = pattern(rb"/([A-Za-z0-9]+)")
_PICTURE = pattern(rb"/Subtype\s*/Image\b")
_SIDES = tuple(re.compile(rb"/%s\s+(\d{1,9})\b" % side) for side in (b"Width", b"Height"))
_LENGTH = pattern(rb"/Length\s{1,9}(\d{1,9})\s{1,9}\d{1,5}\s{1,9}R\b")
_NUMBER = pattern(rb"(?<!\d)\d{4096}")
_COLUMNS = pattern(rb"/Columns\s+(\d{1,12})\b")
_FLATE, _RUNS = frozenset([b"FlateDecode", b"Fl"]), frozenset([b"RunLengthDecode", b"RL"])
_ASCII85, _HEX = frozenset([b"ASCII85Decode", b"A85"]), frozenset([b"ASCIIHexDecode", b"AHx"])
_GROWTH = {**dict.fromkeys(_FLATE, 1032), **dict.fromkeys(_RUNS, 64)}
"""How many times longer a filter can make its bytes; others make none, but for a z of ASCII 85."""

Pieces = Iterable[bytes]


def check_streams(data: bytes) -> None:
    """Raises LimitExceeded for a stream or a picture larger than any report's, Malformed for an absurd predictor."""
    for begin, start in streams(data):
        head = head_of(data, begin)[1]
        if (columns := _COLUMNS.search(head)) and int(columns[1]) > MAX_COLUMNS:
            raise Malformed(f"a predictor of {int(columns[1])} columns")
        if is_picture(head):
            _check_picture(head)
        elif filters := _FILTERS.search(head):
            _check_stream(data, start, _NAME.findall(filters[1]))
        elif _NUMBER.search(data, start, stream_end(data, start)):
            raise Malformed("a number of thousands of digits")


def find_damage(data: bytes) -> str:
    """Why a pdf without any text may have lost it: no size, a stream that does not inflate or has no length; or ""."""
    if b"/MediaBox" not in data and b"/ObjStm" not in data:
        return "no page has a size"
    for begin, start in streams(data) if b"/Encrypt" not in data else ():
        number, head = head_of(data, begin)
        if (length := _LENGTH.search(head)) and number.split()[-2:-1] == [length[1]]:
            return "the length of a stream is the stream itself"
        filters = _FILTERS.search(head)
        first = _NAME.findall(filters[1])[:1] if filters else []
        if first and first[0] in _FLATE and not _inflates(data[start : stream_end(data, start)]):
            return "a stream does not inflate"
    return ""


def _inflates(packed: bytes) -> bool:
    try:
        zlib.decompressobj().decompress(packed, _PIECE)
    except zlib.error:
        return False
    return True


def streams(data: bytes) -> Iterator[tuple[int, int]]:
    """Where the word for a stream stands, and where the stream begins. Finding the word is the quick part."""
    at = data.find(_WORD)
    while at >= 0:
        if match := _STREAM.match(data, at):
            yield at, match.end()
        at = data.find(_WORD, at + len(_WORD))


def head_of(data: bytes, word: int) -> tuple[bytes, bytes]:
    """The dictionary of the stream whose word stands there, and what is before its object, with its number."""
    before, _, head = data[max(word - _HEAD, 0) : word].rpartition(b"obj")
    return before, head


def is_picture(head: bytes) -> bool:
    return bool(_PICTURE.search(head))


def _check_picture(head: bytes) -> None:
    width, height = (int(match[1]) if (match := side.search(head)) else 0 for side in _SIDES)
    if width * height > MAX_PIXELS:
        raise LimitExceeded(f"a picture of {width} x {height} pixels")


def _check_stream(data: bytes, start: int, filters: list[bytes]) -> None:
    end = stream_end(data, start)
    size = end - start
    if not _ASCII85.isdisjoint(filters[:1]):
        size = (size + 4 * data.count(b"z", start, end)) * 4 // 5 + 4  # five signs are four bytes, a z is four alone
    if size * prod(_GROWTH.get(name, 1) for name in filters) <= MAX_STREAM:
        return
    if any(size > MAX_STREAM for size in accumulate(map(len, _pieces(data, start, end, filters)))):
        raise LimitExceeded(f"a stream inflates to more than {MAX_STREAM} bytes")


def decoded_size(data: bytes, start: int, head: bytes) -> int:
    """Bytes of the content of a stream; of a short one no more than it can have, which is quicker than inflating it."""
    filters = _FILTERS.search(head)
    size = stream_end(data, start) - start
    most = size * prod(_GROWTH.get(name, 1) for name in _NAME.findall(filters[1])) if filters else size
    return most if most < _PIECE else sum(map(len, decoded(data, start, head)))


def decoded(data: bytes, start: int, head: bytes) -> Iterator[bytes]:
    """The content of a stream whose dictionary is `head`, in pieces and not more of it than MAX_STREAM."""
    filters = _FILTERS.search(head)
    start += len(data[start : start + 2]) - len(data[start : start + 2].lstrip(b"\r\n"))
    size = 0
    for piece in _pieces(data, start, stream_end(data, start), _NAME.findall(filters[1]) if filters else []):
        size += len(piece)
        if size > MAX_STREAM:
            return
        yield piece


def stream_end(data: bytes, start: int) -> int:
    end = data.find(b"endstream", start)
    return len(data) if end < 0 else end


def _pieces(data: bytes, start: int, end: int, filters: list[bytes]) -> Pieces:
    pieces: Pieces = (data[at : min(at + _PIECE, end)] for at in range(start, end, _PIECE))
    for name in filters:
        if name not in _DECODERS:
            break
        pieces = _DECODERS[name](pieces)
    return pieces


def _inflated(pieces: Pieces) -> Iterator[bytes]:
    inflate = zlib.decompressobj()
    try:
        for piece in pieces:
            while piece and not inflate.eof:
                yield inflate.decompress(piece, _PIECE)
                piece = inflate.unconsumed_tail
    except zlib.error:  # damaged or encrypted: what comes of it is the engine's to say
        return


def _runs(pieces: Pieces) -> Iterator[bytes]:
    """Run lengths: n < 128 is followed by n + 1 bytes, n > 128 by one that stands 257 - n times, 128 ends."""
    held = b""
    for piece in pieces:
        held, at = held + piece, 0
        while at + 1 < len(held) and held[at] != 128:
            count = held[at]
            yield held[at + 1 : at + 2 + count] if count < 128 else held[at + 1 : at + 2] * (257 - count)
            at += count + 2 if count < 128 else 2
        if held[at : at + 1] == b"\x80":
            return
        held = held[at:]


def _ascii85(pieces: Pieces) -> Iterator[bytes]:
    """Five signs are four bytes, and a z is four zeros; ~ ends. What is no such sign is the engine's to refuse."""
    held = b""
    for piece in pieces:
        signs, end, _ = (held + piece).translate(None, _BLANKS).partition(b"~")
        start = signs.rfind(b"z") + 1
        whole = len(signs) if end else start + (len(signs) - start) // 5 * 5
        try:
            yield a85decode(signs[:whole])
        except ValueError:
            return
        if end:
            return
        held = signs[whole:]


def _hex(pieces: Pieces) -> Iterator[bytes]:
    held = b""
    for piece in pieces:
        digits, end, _ = (held + piece).translate(None, _BLANKS).partition(b">")
        whole = len(digits) // 2 * 2
        try:
            yield unhexlify(digits[:whole])
        except ValueError:
            return
        if end:
            return
        held = digits[whole:]


_DECODERS: dict[bytes, Callable[[Pieces], Iterator[bytes]]] = {
    **dict.fromkeys(_FLATE, _inflated),
    **dict.fromkeys(_RUNS, _runs),
    **dict.fromkeys(_ASCII85, _ascii85),
    **dict.fromkeys(_HEX, _hex),
}
