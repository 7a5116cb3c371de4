"""Old Office files (.doc, .wps, .xls): they are not read here, only told apart."""

from __future__ import annotations

import struct

from reportparse.errors import Encrypted, Malformed, ReadError, Unsupported

MAGIC = b"\xd0\xcf\x11\xe0"
_HEADER = 512
_LISTED = 109
"""Sectors of the allocation table that the header itself lists."""


def refusal(data: bytes) -> ReadError:
    """The error for such a file: Encrypted, Malformed or Unsupported."""
    # An encrypted one holds a stream of that name.
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Encrypted("an Office file that asks for a password")
    if not _has_end(data):
        return Malformed("an Office file of the old binary kind whose directory is damaged")
    return Unsupported("an Office file of the old binary kind (.doc, .wps, .xls)")


def _has_end(data: bytes) -> bool:
    """Whether the directory's chain of sectors ends, as far as the header's part of the table tells ([MS-CFB] 2.3)."""
    if len(data) < _HEADER:
        return False
    (shift,) = struct.unpack_from("<H", data, 30)
    if not 7 <= shift <= 16:
        return False
    tables, sector = struct.unpack_from("<II", data, 44)
    listed = struct.unpack_from(f"<{_LISTED}I", data, 76)[:tables]
    table = b"".join(data[(place + 1) << shift : (place + 2) << shift] for place in listed)
    seen: set[int] = set()
    while sector * 4 + 4 <= len(table):
        if sector in seen:
            return False
        seen.add(sector)
        (sector,) = struct.unpack_from("<I", table, sector * 4)
    return True
