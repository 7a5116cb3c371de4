"""Which files a batch is about: folders, patterns, lists, zip archives and fsspec addresses become sorted addresses.

An address is text: a path, `archive.zip::member` for a member of an archive, or `protocol://...` for what fsspec opens.
"""

from __future__ import annotations

import glob
import hashlib
import lzma
import os
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from reportparse.errors import Encrypted, LimitExceeded, Malformed, NoReportText, ReadError, Unreadable, UnsafeArchive

SUFFIXES = frozenset(
    [
        ".docx",
        ".docm",
        ".dotx",
        ".dotm",
        ".doc",
        ".wps",
        ".wpt",
        ".rtf",
        ".odt",
        ".pdf",
        ".ofd",
        ".html",
        ".htm",
        ".shtml",
        ".xhtml",
        ".mht",
        ".mhtml",
        ".txt",
        ".text",
        ".md",
        ".zip",
    ]
)
"""What a folder is searched for. A file that is named is always taken; its bytes decide what it is."""

MEMBER_MARK = "::"
MEMBERS = 2_000
ARCHIVE_BYTES = 512 << 20
MEMBER_BYTES = 128 << 20
FILE_BYTES = 512 << 20
RATIO = 100
RATIO_FREE = 10 << 20
"""An archive may have so many members, so many bytes of them together and of each, inflated not more than RATIO after
the first RATIO_FREE."""
CHUNK = 1 << 20

Inputs = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


def find_inputs(inputs: Inputs) -> list[str]:
    """The addresses that the inputs stand for, without doubles, in sorted order. Archives are not opened here."""
    several = [inputs] if isinstance(inputs, (str, os.PathLike)) else inputs
    return sorted({address for one in several for address in _find(os.fspath(one))})


def _find(one: str) -> Iterator[str]:
    if is_remote(one):
        yield from _find_remote(one)
    elif os.path.isdir(one):
        yield from _walk(one)
    elif not os.path.lexists(one) and glob.has_magic(one):
        yield from (_plain(path) for path in glob.glob(one, recursive=True) if not os.path.isdir(path))
    else:
        yield _plain(one)


def _walk(folder: str) -> Iterator[str]:
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (_plain(os.path.join(root, name)) for name in names if is_report_name(name))


def _plain(path: str) -> str:
    return Path(os.path.normpath(path)).as_posix()


def is_report_name(name: str) -> bool:
    """Whether a file found in a folder or an archive is looked at: a suffix of a report, not hidden, no lock file."""
    return Path(name).suffix.lower() in SUFFIXES and not name.startswith((".", "~$"))


def is_remote(address: str) -> bool:
    """Whether fsspec opens it: `s3://...`, `memory://...`."""
    return "://" in address


def _find_remote(address: str) -> Iterator[str]:
    import fsspec  # only those who type an address pay for it

    system, _, paths = fsspec.get_fs_token_paths(address)
    for path in paths:
        found = system.find(path) if system.isdir(path) else [path]
        named = [str(file) for file in found if file == path or is_report_name(str(file).rsplit("/", 1)[-1])]
        yield from (system.unstrip_protocol(file) for file in named)


def fetch(address: str) -> bytes:
    """The bytes at a remote address; `Unreadable` or `LimitExceeded` where there are none or too many."""
    import fsspec

    try:
        with fsspec.open(address, "rb") as file:
            data: bytes = file.read(FILE_BYTES + 1)
    except (OSError, ValueError, ImportError) as error:
        raise Unreadable(str(error)[:200], file=address, stage="open") from error
    if len(data) > FILE_BYTES:
        raise LimitExceeded(f"more than {FILE_BYTES} bytes", file=address, stage="open")
    return data


def is_archive(path: str) -> bool:
    """Whether a local path is a zip archive of files (a docx, also a zip, is not meant)."""
    return path.lower().endswith(".zip") and not is_remote(path) and os.path.isfile(path) and zipfile.is_zipfile(path)


def list_members(path: str, most: int = MEMBERS, together: int = ARCHIVE_BYTES) -> list[str]:
    """The addresses of an archive's members, sorted; there may be `most`, of so many bytes `together`.

    Raises `UnsafeArchive`, `LimitExceeded` or `Malformed` for a hostile one, `NoReportText` for one without documents.

    Runs in a child: a directory of a million members is a way to fill the memory.
    """
    with _open_archive(path) as archive:
        members = [member for member in archive.infolist() if member.filename and not member.is_dir()]
        _check_members(path, members, most, together)
    found = sorted(f"{path}{MEMBER_MARK}{member.filename}" for member in members if _is_report_member(member))
    if not found:
        raise NoReportText(f"none of {len(members)} members is a document", file=path, stage="open")
    return found


def _open_archive(path: str) -> zipfile.ZipFile:
    try:
        # Names without the UTF-8 flag come from Chinese Windows.
        return zipfile.ZipFile(path, metadata_encoding="gb18030")
    except (zipfile.BadZipFile, UnicodeDecodeError, NotImplementedError) as error:
        raise Malformed(str(error), file=path, stage="open") from error
    except OSError as error:
        raise Unreadable(error.strerror or str(error), file=path, stage="open") from error


def _check_members(path: str, members: list[zipfile.ZipInfo], most: int, together: int) -> None:
    if len(members) > most:
        raise LimitExceeded(f"{len(members)} members in the archive, at most {most}", file=path, stage="open")
    # A size that lies is never exceeded: zipfile inflates up to it, and then misses the check sum.
    if (size := sum(member.file_size for member in members)) > together:
        raise LimitExceeded(f"members of {size} bytes together, at most {together}", file=path, stage="open")
    if len({member.filename for member in members}) < len(members):
        raise UnsafeArchive("two members have one name", file=path, stage="open")
    if sum(member.compress_size for member in members) > os.path.getsize(path):
        raise UnsafeArchive("members overlap", file=path, stage="open")
    for member in members:
        if _points_outside(member.filename) or stat.S_ISLNK(member.external_attr >> 16):
            raise UnsafeArchive(f"member {member.filename[:80]!r} is a link or points outside", file=path, stage="open")


def _points_outside(name: str) -> bool:
    plain = name.replace("\\", "/")
    return plain.startswith("/") or ".." in plain.split("/") or plain[1:3] == ":/"


def _is_report_member(member: zipfile.ZipInfo) -> bool:
    return is_report_name(member.filename.replace("\\", "/").rsplit("/", 1)[-1])


def split_address(address: str) -> tuple[str, str | None]:
    """The local path, and the member's name where the address is one of an archive."""
    path, mark, member = address.partition(f".zip{MEMBER_MARK}")
    return (f"{path}.zip", member) if mark and not os.path.lexists(address) else (address, None)


def name_of(address: str) -> str:
    """The file's own name."""
    return address.rsplit(MEMBER_MARK, 1)[-1].replace("\\", "/").rsplit("/", 1)[-1]


def read_member(path: str, name: str) -> bytes:
    """The inflated bytes of a member, counted while they come: declared sizes lie."""
    with _open_archive(path) as archive:
        try:
            return _inflate(archive, archive.getinfo(name))
        except ReadError as error:
            raise error.at(f"{path}{MEMBER_MARK}{name}", "") from None
        except _DAMAGED as error:
            raise Malformed(str(error), file=f"{path}{MEMBER_MARK}{name}", stage="open") from error


_DAMAGED = (
    *(zipfile.BadZipFile, KeyError, IndexError, EOFError, OSError, ValueError),
    *(NotImplementedError, zlib.error, lzma.LZMAError),
)


def _inflate(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    if member.flag_bits & 1:
        raise Encrypted("the member asks for a password", stage="open")
    if member.filename.lower().endswith(".zip"):
        raise LimitExceeded("an archive in an archive", stage="open")
    limit = min(MEMBER_BYTES, max(RATIO_FREE, RATIO * member.compress_size))
    with archive.open(member) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise LimitExceeded(f"a member inflates to more than {limit} bytes", stage="open")
    return data


def hash_file(path: str) -> str:
    """The SHA-256 of a regular file in hex, or "" where it is none or cannot be read."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return ""
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
