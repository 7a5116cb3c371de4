"""Officers in rosters of lines: a role and a colon, then name and post, and below it others of the same role."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportparse.document import Document, Table
from reportparse.parsing.names import ends_post, is_name, plain_name, words
from reportparse.parsing.officer_headers import phone_in
from reportparse.parsing.officer_lists import Listed
from reportparse.parsing.phones import PHONES
from reportparse.report import Officer
from reportparse.text import fold, squeeze

LONGEST_ROLE = 12
LONGEST_POST = 30

_ROLE = re.compile(r"(?P<role>[^:,。;]{1,40}?)[ \t\u3000]*:[ \t\u3000]*")
_WORD = re.compile(r"\S+")
_NO_POST = re.compile(r"[:。;!?\d]")


class _Line(NamedTuple):
    """A line of a block: where it begins, its folded text, the role that it opens with and where that ends."""

    block: int
    start: int
    text: str
    role: str
    rest: int


class _Named(NamedTuple):
    """A name on a line with what follows it."""

    name: str
    start: int
    end: int
    post: str
    phone: str | None


def rosters(document: Document) -> Iterator[Listed]:
    """The rosters of a document, each from its first role to its last line of names."""
    officers: list[Officer] = []
    blocks: list[int] = []
    role = ""
    for line in _lines(document):
        named = _named(line) if line.role or role else []
        stands_alone = bool(line.role) and not line.text[line.rest :].strip()
        if officers and not named and not stands_alone:
            yield Listed(tuple(officers), tuple(dict.fromkeys(blocks)))
            officers, blocks = [], []
        role = (line.role or role) if named or stands_alone else ""
        officers += [_officer(document, line, one, role) for one in named]
        blocks += [line.block] * len(named)
    if officers:
        yield Listed(tuple(officers), tuple(dict.fromkeys(blocks)))


def _lines(document: Document) -> Iterator[_Line]:
    for number, block in enumerate(document.blocks):
        start = 0
        for text in block.text.split("\n") if not isinstance(block, Table) else [""]:
            yield _line(number, start, text)
            start += len(text) + 1


def _line(block: int, start: int, printed: str) -> _Line:
    text = fold(printed)
    opening = _ROLE.match(text) if ":" in text else None
    role = squeeze(opening["role"]) if opening else ""
    if not opening or len(role) > LONGEST_ROLE or not _is_role(role):
        return _Line(block, start, text, "", 0)
    return _Line(block, start, text, role, opening.end())


def _is_role(text: str) -> bool:
    return text.endswith(words("posts", "roles")) or ends_post(text)


def _named(line: _Line) -> list[_Named]:
    """The persons of a line: one name with a post behind a gap, or names alone; [] where it says anything else."""
    found = [(match.start(), match.end()) for match in _WORD.finditer(line.text, line.rest)]
    found = _joined(line.text, found)
    texts = [line.text[start:end] for start, end in found]
    if len(texts) > 1 and all(is_name(plain_name(text)) for text in texts):
        return [_Named(plain_name(text), *place, post="", phone=None) for text, place in zip(texts, found, strict=True)]
    if len(texts) < 2 or not is_name(plain_name(texts[0])):
        return []
    phones = [text for text in texts[1:] if PHONES.fullmatch(squeeze(text))]
    others = [text for text in texts[1:] if text not in phones]
    post = next((text for text in others if ends_post(text)), "") if all(map(ends_post, others)) else "".join(others)
    if len(post) > LONGEST_POST or _NO_POST.search(post) or not (ends_post(post) if post else phones):
        return []
    return [_Named(plain_name(texts[0]), *found[0], post, phone_in(phones[0]) if phones else None)]


def _joined(text: str, places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The words of a line; a name that is spread out is one: 邵 澄."""
    joined: list[tuple[int, int]] = []
    for start, end in places:
        begin = joined[-1][0] if joined else start
        if joined and joined[-1][1] - begin == 1 and end - start == 1 and is_name(text[begin] + text[start]):
            joined[-1] = (begin, end)
        else:
            joined.append((start, end))
    return joined


def _officer(document: Document, line: _Line, one: _Named, role: str) -> Officer:
    source = document.source(line.block, span=(line.start + one.start, line.start + one.end))
    return Officer(one.name, one.post or role, one.phone, role if one.post else None, source)
