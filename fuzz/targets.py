"""What is fuzzed: for each target, how some bytes reach the code, and the seeds it starts from, made by code.

A reader is called without the net that turns whatever escapes it into `Malformed`: only a `ReadError` is right.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from typing import NamedTuple

from reportparse.document import Origin
from reportparse.inputs import list_members, read_member, split_address
from reportparse.parsing import parse
from reportparse.readers import docx, html, pdf, read_bytes, txt
from reportparse.readers.pdf_second import reread as reread_pdf
from tests.hostile.crafting import REPORT, cases, word, zipped
from tests.readers.docx_building import document, p, run, tbl, tc, tr

READERS = (docx, html, pdf, txt)
"""Imported here so that the fuzzer sees where they branch; later `read_bytes` would import them by name."""

LONGEST = 1 << 16
"""Bytes of a seed; longer ones only make the fuzzer slow."""


class Target(NamedTuple):
    """One way in, and where to begin."""

    run: Callable[[bytes], object]
    seeds: Callable[[], Iterator[bytes]]
    tokens: tuple[str, ...] = ()


def _origin(data: bytes, name: str) -> Origin:
    return Origin(name, hashlib.sha256(data).hexdigest(), "")


def _read(name: str) -> Callable[[bytes], object]:
    return lambda data: read_bytes(data, _origin(data, name))


def _read_main_part(data: bytes) -> object:
    """The main part of a Word file: the zip around it would only be in the fuzzer's way."""
    return _read("a.docx")(word("", packing=0, main=data))


def _read_pdf_twice(data: bytes) -> object:
    read = _read("a.pdf")(data)
    reread_pdf(data, _origin(data, "a.pdf"), [1])
    return read


def _read_archive(data: bytes) -> object:
    with tempfile.NamedTemporaryFile(suffix=".zip") as file:
        file.write(data)
        file.flush()
        return [read_member(*_parts(member)) for member in list_members(file.name)]


def _parts(address: str) -> tuple[str, str]:
    path, member = split_address(address)
    return path, member or ""


def _parse(data: bytes) -> object:
    """A record of the text that the bytes are, whatever they are."""
    return parse(read_bytes(data, _origin(data, "a.txt"), "txt"))


def _crafted(*suffixes: str) -> Callable[[], Iterator[bytes]]:
    def seeds() -> Iterator[bytes]:
        for name, data, _ in cases():
            if name.endswith(suffixes) and len(data) <= LONGEST:
                yield data

    return seeds


def _main_parts() -> Iterator[bytes]:
    wide, first = tc("1", '<w:gridSpan w:val="2"/>'), tc("2", '<w:vMerge w:val="restart"/>')
    below = tc("", "<w:vMerge/>")
    table = tbl(tr("行政许可", wide, first, below), tr("行政处罚", wide, below, first))
    bodies = ["".join(map(p, REPORT.splitlines()[:30])), table, p(run("一、", "<w:b/>"), '<w:pStyle w:val="1"/>')]
    numbered = p("公开", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    choice = '<mc:Choice Requires="wps"><w:txbxContent><w:p/></w:txbxContent></mc:Choice>'
    boxes = p(f"<w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>")
    yield from (document(body).encode() for body in (*bodies, numbered, boxes))


def _texts() -> Iterator[bytes]:
    lines = REPORT.splitlines()
    yield REPORT.encode()
    yield from ("\n".join(lines[start : start + 25]).encode() for start in range(0, len(lines), 25))


def _archives() -> Iterator[bytes]:
    yield from _crafted(".zip")()
    yield zipped({"a.txt": "公开", "b/c.docx": word(p("公开"))})


MARKS = ("<table>", "<tr>", "<td rowspan=2>", "colspan=", "<p>", "</p>", "&#x", "<script>", "<!--", "charset=gb2312")
WORDS = ("<w:tbl>", "<w:tr>", "<w:tc>", "<w:p>", "<w:vMerge/>", "w:gridSpan", "<w:ins>", "<w:sdt>", "w:val=", "<w:br/>")
OBJECTS = ("/Type", "/Kids", "/Filter", "obj", "stream", " Tj", " re S", "/Contents")
LABELS = ("一、", "（一）", "新收", "2022年", "总计", "局长", "电话：", "件", "分管", "存在的主要问题", "\t", "|", "至")
TARGETS = {
    "docx": Target(_read_main_part, _main_parts, WORDS),
    "package": Target(_read("a.docx"), _crafted(".docx", ".doc")),
    "pdf": Target(_read("a.pdf"), _crafted(".pdf"), OBJECTS),
    "pdf-second": Target(_read_pdf_twice, _crafted(".pdf"), OBJECTS),
    "html": Target(_read("a.html"), _crafted(".html"), MARKS),
    "txt": Target(_read("a.txt"), _texts, LABELS),
    "archive": Target(_read_archive, _archives),
    "parse": Target(_parse, _texts, LABELS),
}
