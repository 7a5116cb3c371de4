"""A zip package of XML parts, opened without trusting it: nothing is extracted, sizes are counted while inflating."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections import Counter
from itertools import pairwise
from lzma import LZMAError

from lxml import etree

from reportparse.errors import EmptyFile, Encrypted, LimitExceeded, Malformed, NotThatType, ReadError, UnsafeArchive
from reportparse.readers.grid import MAX_NESTED_TABLES

MAX_MEMBERS = 2_000
MAX_MEMBER_BYTES = 128 * 1024 * 1024
MAX_TOTAL_BYTES = 512 * 1024 * 1024
MAX_RATIO = 100
RATIO_COUNTS_FROM = 10 * 1024 * 1024

_CHUNK = 1024 * 1024
_LOCAL_HEADER = 30
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END_OF_DIRECTORY, _END_OF_DIRECTORY_BYTES = b"PK\x05\x06", 22
_TABLE = b":tbl>"
_SYMLINK = 0o120000
# What the standard library throws at damaged members, depending on how they are packed.
_DAMAGE = (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError, ValueError, NotImplementedError)

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT, _TRANSITIONAL = b"http://purl.oclc.org/ooxml/", b"http://schemas.openxmlformats.org/"
_STRICT_NAMES = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}


class Package:
    """The parts of an Office Open XML file, by name."""

    def __init__(self, data: bytes) -> None:
        """Opens the directory only. Raises Encrypted, NotThatType, Malformed, UnsafeArchive or LimitExceeded."""
        self._archive = _open_archive(data)
        self._inflated = 0
        members = self._archive.infolist()
        _check_members(members)
        self._members = {_folded(member.filename): member for member in members}
        self._copies = Counter(_folded(member.filename) for member in members)

    def __contains__(self, name: str) -> bool:
        return _folded(name) in self._members

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises Malformed where it is missing, doubled or damaged, LimitExceeded for a bomb."""
        member = self._members.get(_folded(name))
        if member is None:
            raise Malformed(f"the part {name} is missing")
        if self._copies[_folded(name)] > 1:
            raise Malformed(f"the part {name} is there {self._copies[_folded(name)]} times")
        if member.flag_bits & 1:
            raise Encrypted(f"the part {name} is encrypted")
        try:
            return self._inflate(member)
        except _DAMAGE as error:
            raise Malformed(f"the part {name} cannot be inflated: {error}") from error

    def read_xml(self, name: str) -> etree._Element:
        """The root of an XML part, its namespaces those of the transitional standard. Raises Malformed."""
        return parse_xml(self.read(name), name)

    def has_relations(self, name: str) -> bool:
        """Whether a part says what it relates to; one that stands alone in its folder need not."""
        folder = _folded(posixpath.dirname(name)) + "/"
        beside = [other for other in self._members if posixpath.dirname(other) + "/" == folder]
        return len(beside) < 2 or _relations_of(name) in self

    def find_related(self, name: str, kind: str) -> str | None:
        """The part that `name` ("" for the package) relates to as `kind`, where it is in the package."""
        for relation in self._relations(name):
            if not relation.get("Type", "").endswith("/" + kind) or relation.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(name), relation.get("Target", "")))
            if target in self:
                return target.lstrip("/")
        return None

    def _relations(self, name: str) -> list[etree._Element]:
        relations = _relations_of(name)
        return list(self.read_xml(relations).iter(_RELATIONS)) if relations in self else []

    def _inflate(self, member: zipfile.ZipInfo) -> bytes:
        chunks, size = [], 0
        with self._archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                self._inflated += len(chunk)
                self._check_size(member, size)
                chunks.append(chunk)
        return b"".join(chunks)

    def _check_size(self, member: zipfile.ZipInfo, size: int) -> None:
        # What the directory declares may be a lie, so only bytes that have come out count.
        if size > MAX_MEMBER_BYTES or self._inflated > MAX_TOTAL_BYTES:
            raise LimitExceeded(f"{member.filename} inflates to more than {size} bytes")
        if size > RATIO_COUNTS_FROM and size > MAX_RATIO * max(member.compress_size, 1):
            raise LimitExceeded(f"{member.filename} inflates more than {MAX_RATIO} times")


def parse_xml(data: bytes, name: str) -> etree._Element:
    """The root element of an XML part; a document type, bad XML or a tree too deep raises."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(_transitional(data), parser)
    except etree.XMLSyntaxError as error:
        raise _refusal(data, str(error))(f"{name}: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Malformed(f"{name} has a document type, which Office files never have")
    return root


def _refusal(data: bytes, message: str) -> type[ReadError]:
    """What a parser's message means. Only tables and long texts are ever too much of something that is right."""
    if "depth" in message.lower():
        return LimitExceeded if data.count(_TABLE) > MAX_NESTED_TABLES else Malformed
    return LimitExceeded if "huge" in message.lower() else Malformed


def _transitional(data: bytes) -> bytes:
    """Strict files differ from all others only in their namespaces."""
    if _STRICT not in data:
        return data
    for strict, transitional in _STRICT_NAMES.items():
        data = data.replace(strict, transitional)
    return data


def _open_archive(data: bytes) -> zipfile.ZipFile:
    if not data.strip(b"\0 \t\r\n"):
        raise EmptyFile("no bytes")
    if data.startswith(_OLE):
        # Office wraps a document with a password into an OLE file of which this is a stream.
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Encrypted("the document has a password")
        raise NotThatType("an OLE file, as Word wrote before 2007, not a zip package")
    if _ZIP not in data[:_CHUNK]:
        raise NotThatType("not a zip package")
    try:
        return zipfile.ZipFile(io.BytesIO(_without_tail(data)))
    except _DAMAGE as error:
        raise Malformed(f"not a whole zip package: {error}") from error


def _without_tail(data: bytes) -> bytes:
    """The archive without what a bad download adds behind it: zipfile looks for the directory near the end only."""
    end = data.rfind(_END_OF_DIRECTORY)
    if end < 0 or len(data) - end < _END_OF_DIRECTORY_BYTES:
        return data
    comment = int.from_bytes(data[end + 20 : end + 22], "little")
    return data[: end + _END_OF_DIRECTORY_BYTES + comment]


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise LimitExceeded(f"{len(members)} members in the archive, {MAX_MEMBERS} at most")
    for member in members:
        name = member.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or ":" in name:
            raise UnsafeArchive(f"the archive has a member that points outside: {name}")
        if member.external_attr >> 16 & 0o170000 == _SYMLINK:
            raise UnsafeArchive(f"the archive has a link for a member: {name}")
    _check_overlap(sorted(members, key=lambda member: member.header_offset))


def _check_overlap(members: list[zipfile.ZipInfo]) -> None:
    for member, following in pairwise(members):
        if member.header_offset + _LOCAL_HEADER + member.compress_size > following.header_offset:
            raise UnsafeArchive(f"the members {member.filename} and {following.filename} overlap")


def _relations_of(name: str) -> str:
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def _folded(name: str) -> str:
    # Part names know no case, and bad zippers write backslashes or a leading slash.
    return name.replace("\\", "/").lstrip("/").lower()
