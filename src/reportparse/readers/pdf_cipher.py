"""Streams of an encrypted pdf in the clear, so that what is in them can be counted before an engine inflates them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

from reportparse.patterns import pattern
from reportparse.readers.pdf_streams import head_of, is_picture, stream_end, streams

_WORD = b"/Encrypt"
_NUMBERS = pattern(rb"(\d{1,9})\s{1,9}(\d{1,5})\s{1,9}$")
_PLAIN = pattern(rb"/Type\s{0,9}/XRef\b|/Crypt\b")
"""Streams that stay in the clear in an encrypted file."""
_LENGTH = pattern(rb"/Length\s{1,9}(\d{1,12})(?!\s{1,9}\d{1,5}\s{1,9}R)\b")

Decipher = Callable[[int, int, bytes, dict[str, Any]], bytes]


def in_clear(data: bytes) -> bytes:
    """The file with its streams deciphered where no password is asked for, but for its pictures; others as they are.

    Objects have other places in it, and an engine that is given it would decipher it again.
    """
    if _WORD not in data:
        return data
    # pdfplumber stands on it; loading it takes longer than most files do.
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser

    try:
        decipher = PDFDocument(PDFParser(io.BytesIO(data))).decipher
    except Exception:  # pdfminer lets errors of many kinds through; what is wrong with the file is PDFium's to say
        return data
    return b"".join(_pieces(data, decipher)) if decipher else data


def _pieces(data: bytes, decipher: Decipher) -> Iterator[bytes]:
    done = 0
    for word, start in streams(data):
        if start < done:
            continue
        before, head = head_of(data, word)
        numbers = _NUMBERS.search(before)
        if numbers and not _PLAIN.search(head) and not is_picture(head):
            end = stream_end(data, start)
            length = _LENGTH.search(head)
            body = data[start : min(start + int(length[1]), end)] if length else data[start:end].rstrip(b"\r\n")
            yield data[done:start]
            yield _deciphered(decipher, numbers, body)
            yield b"\n"
            done = end
    yield data[done:]


def _deciphered(decipher: Decipher, numbers: Any, body: bytes) -> bytes:
    try:
        return decipher(int(numbers[1]), int(numbers[2]), body, {})
    except Exception:  # a block that is cut, a key that does not fit: the engine has no more of it
        return b""
