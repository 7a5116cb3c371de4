"""Bytes to a Document: what a file is shows in its bytes, not in its name. Readers know nothing of the form."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

from reportparse.document import Document, Origin
from reportparse.errors import (
    ChangedDuringRead,
    EmptyFile,
    LimitExceeded,
    Malformed,
    NeedsOCR,
    NotThatType,
    ReadError,
    Unreadable,
    Unsupported,
)
from reportparse.patterns import pattern
from reportparse.readers.ole import MAGIC, refusal
from reportparse.source import KNOWN_FILES

MAX_BYTES: Final = 512 * 1024 * 1024
"""Largest file that is read; the longest real report is a few megabytes."""

MAX_TEXT: Final = 2_000_000
"""Characters of a Document; a report has some ten thousand, and a county's thickest not two hundred thousand."""

FORMATS: Final = ("docx", "pdf", "html", "txt")

Readable = str | os.PathLike[str] | bytes | IO[bytes] | Document

_DOCUMENT_NAMES: Final = frozenset(
    [".pdf", ".docx", ".docm", ".doc", ".wps", ".rtf", ".ofd", ".html", ".htm", ".shtml", ".txt", ".zip"]
)
"""Names of files that hold text: a picture or a program under such a name is something else than it says."""

_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_OTHER_BINARIES: Final = {
    b"{\\rtf": "an RTF file",
    b"Rar!": "a rar archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x1f\x8b": "a gzip archive",
    b"MZ": "a program",
    b"\x7fELF": "a program",
}
_ZIP_KINDS: Final = (
    (b"word/", "docx"),
    (b"xl/", "an Excel workbook"),
    (b"ppt/", "a PowerPoint file"),
    (b"OFD.xml", "an OFD document"),
    (b"content.xml", "an OpenDocument file"),
)
_TAG = pattern(
    rb"<\s*(?:!doctype\s+html|/?(?:html|head|body|table|tbody|tr|td|div|p|span|meta|title|br|article|frameset|frame))\b",
    re.IGNORECASE,
)
_ZIP, _ZIP_END = b"PK\x03\x04", b"PK\x05\x06"
_PDF = pattern(rb"%PDF-\d")
_MOST_JUNK: Final = 4096
"""Bytes that a bad download may have put before a pdf or an archive: headers, a page's frame."""

_ITS_NAMES: Final = {"an RTF file": (".rtf", ".doc", ".wps")}
"""Word saves RTF under the names of its own files too."""

_CONTROLS: Final = bytes(byte for byte in range(32) if byte < 9 or byte > 13 and byte != 27)
_NOTHING: Final = b" \t\r\n\x00\xef\xbb\xbf"
_SNIFFED: Final = 64 * 1024
_TAGS_OF_A_PAGE: Final = 3


def read(source: Readable, *, format: str | None = None, name: str | None = None) -> Document:
    """A Document from a path, bytes, a binary file object, or a Document (given back as it is).

    `format` (docx, pdf, html, txt) insists on a format; without it the bytes decide. `name` is what the file is called
    in messages. Raises `ReadError`, always with the file's name and what to do.
    """
    return load(source, format=format, name=name)[0]


def load(source: Readable, *, format: str | None = None, name: str | None = None) -> tuple[Document, bytes | None]:
    """As `read`, with the bytes that the Document was made of (None for a Document that was given)."""
    if isinstance(source, Document):
        return source, None
    data, origin = open_source(source, name)
    return _typed(data, origin, format), data


def _typed(data: bytes, origin: Origin, format: str | None) -> Document:
    """The Document; whatever goes wrong is a ReadError with the file's name."""
    try:
        return read_bytes(data, origin, format)
    except ReadError as error:
        raise error.at(origin.name, origin.sha256) from error.__cause__
    except RecursionError as error:
        raise LimitExceeded("nested too deeply", file=origin.name, sha256=origin.sha256) from error
    except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, AssertionError, OSError) as error:
        # A reader that stumbles over a damaged file is a bug here, but must not stop a batch: it is one typed error.
        detail = f"{type(error).__name__} while reading {origin.format or 'it'}"
        raise Malformed(detail, file=origin.name, sha256=origin.sha256) from error


def read_bytes(data: bytes, origin: Origin, format: str | None = None) -> Document:
    """The Document in some bytes, by the reader that the bytes ask for."""
    found = sniff(data, origin.name)
    if format is not None and format != found:
        raise NotThatType(f"the bytes look like {found}, not {format}")
    reader: Any = import_module(f"reportparse.readers.{found}")
    document: Document = reader.read(data, Origin(origin.name, origin.sha256, found, origin.path))
    _check_size(document)
    return document


def _check_size(document: Document) -> None:
    size = sum(map(len, document.pieces()))
    if size > MAX_TEXT:
        raise LimitExceeded(f"{size} characters of text, at most {MAX_TEXT}", stage="read")


def reread(data: bytes, document: Document, pages: tuple[int, ...] = ()) -> Document | None:
    """The same file read a second way, by another library; None where the format has no second engine.

    `pages` limits a pdf to the pages in doubt.
    """
    kind = document.origin.format
    if kind not in ("docx", "pdf", "html"):
        return None
    reader: Any = import_module(f"reportparse.readers.{kind}_second")
    if kind == "pdf":
        second: Document = reader.reread(data, document.origin, pages or tuple(range(1, (document.pages or 0) + 1)))
    else:
        second = reader.reread(data, document.origin)
    return second


def open_source(source: Readable, name: str | None = None) -> tuple[bytes, Origin]:
    """The bytes of a path, of bytes or of a file object, and where they came from."""
    if isinstance(source, bytes | bytearray | memoryview):
        data, path, called = bytes(source), None, name or "(bytes)"
    elif isinstance(source, str | os.PathLike):
        path = os.fspath(source)
        called = name or str(path)
        data = read_file(str(path))
    elif hasattr(source, "read"):
        path = None
        called = name or str(getattr(source, "name", "(file)"))
        data = source.read()
        if not isinstance(data, bytes):
            raise Unreadable("the file object gives text; open it in binary mode", file=called)
    else:
        raise TypeError(f"a path, bytes or a binary file is wanted, not {type(source).__name__}")
    sha256 = hashlib.sha256(data).hexdigest()
    if path is not None:
        KNOWN_FILES[sha256] = os.path.abspath(path)
    return data, Origin(called, sha256, "", str(path) if path else None)


def read_file(path: str) -> bytes:
    """All bytes of a regular file; `Unreadable` for anything else, `ChangedDuringRead` if it grew meanwhile."""
    try:
        # Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise Unreadable(getattr(error, "strerror", None) or str(error), file=path, stage="open") from error
    with os.fdopen(handle, "rb") as file:
        before = os.fstat(file.fileno())
        if not stat.S_ISREG(before.st_mode):
            raise Unreadable("not a regular file", file=path, stage="open")
        if before.st_size > MAX_BYTES:
            raise LimitExceeded(f"{before.st_size} bytes, at most {MAX_BYTES}", file=path, stage="open")
        data = file.read()
        after = os.stat(path) if Path(path).exists() else before
    if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns) or len(data) != before.st_size:
        raise ChangedDuringRead("size or time changed", file=path, stage="open")
    return data


def sniff(data: bytes, name: str = "") -> str:
    """The format of some bytes, one of FORMATS.

    `name` is what the file is called: it decides nothing but what is said of bytes that are no document at all.
    Raises `EmptyFile`, `Unsupported`, `Encrypted`, `NeedsOCR` or `NotThatType`.
    """
    head = data[:_SNIFFED]
    if not head.strip(_NOTHING) and not data.strip(_NOTHING):
        zeros = _misnamed(name, "nothing but zeros") if b"\x00" in head else None
        raise zeros or EmptyFile(f"{len(data)} bytes, none of them text")
    if _PDF.search(head, 0, _MOST_JUNK):
        return "pdf"
    start = head.find(_ZIP, 0, _MOST_JUNK)
    if start == 0 or start > 0 and _ends_as_zip(data):
        return _sniff_zip(data)
    if head.startswith(MAGIC):
        raise refusal(data)
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        raise _misnamed(name, "a picture") or NeedsOCR("a picture")
    for magic, kind in _OTHER_BINARIES.items():
        if head.startswith(magic):
            raise _misnamed(name, kind, but=_ITS_NAMES.get(kind, ())) or Unsupported(kind)
    if _looks_binary(head):
        raise _misnamed(name, "a binary file of unknown kind") or Unsupported("a binary file of unknown kind")
    return _sniff_text(head)


def _misnamed(name: str, kind: str, *, but: tuple[str, ...] = ()) -> NotThatType | None:
    """The error for bytes of some kind under the name of a document, unless it is one that they may have."""
    suffix = Path(name).suffix.lower()
    if suffix not in _DOCUMENT_NAMES or suffix in but:
        return None
    return NotThatType(f"{kind} under a name that ends in {suffix}", stage="open")


def _ends_as_zip(data: bytes) -> bool:
    """Whether a zip directory stands near the end: then what precedes the archive is junk of its download."""
    return _ZIP_END in data[-_SNIFFED:]


def _sniff_zip(data: bytes) -> str:
    for mark, kind in _ZIP_KINDS:
        if mark in data[:_SNIFFED] or mark in data[-_SNIFFED:]:
            if kind == "docx":
                return kind
            raise Unsupported(kind)
    if b"[Content_Types].xml" in data:
        return "docx"
    raise Unsupported("a zip archive; give it to parse_all, which reads the reports in it")


def _sniff_text(head: bytes) -> str:
    plain = head.replace(b"\x00", b"")
    text = plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if text.lower().startswith((b"mime-version:", b"from: <saved by", b"<!--")):
        return "html"
    tags = sum(1 for _ in islice(_TAG.finditer(plain), _TAGS_OF_A_PAGE))
    return "html" if tags >= _TAGS_OF_A_PAGE or text.startswith(b"<") and tags else "txt"


def _looks_binary(head: bytes) -> bool:
    """Control characters that no text has; UTF-16 has a zero in about every second byte of ASCII."""
    plain = head.replace(b"\x00", b"")
    begin = plain[:4096]
    controls = len(begin) - len(begin.translate(None, _CONTROLS))
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    zeros = len(head) - len(plain)
    if zeros and not plain:
        return True
    return controls > len(begin) * 0.05 and zeros < len(head) * 0.02
