"""Officers in lists without columns: words one after the other, told apart by what they look like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from reportparse.document import Document, Table
from reportparse.parsing.names import ends_post, is_name, plain_name, post_opening
from reportparse.parsing.officer_headers import Header, Token, is_of_form, phone_in, read_header, stated, titles_in
from reportparse.parsing.outline import Outline
from reportparse.parsing.phones import PHONES
from reportparse.report import Officer
from reportparse.text import fold, squeeze

LONGEST_WRAPPED = 60
"""Longest word or line that can be the rest of a duty wrapped in its cell."""

LONGEST_PERSON = 40
"""So many words without a name are no officer any more."""

MAX_HEADINGS = 10
LONGEST_HEADINGS = 60
"""Longest word, in characters, that can be headings printed without a space."""

_WORD = re.compile(r"[^\s|｜]+")
_PAGE_NUMBER = re.compile(r"[-—]{1,3}\d{1,3}[-—]{1,3}|第\d{1,3}页(?:共\d{1,3}页)?")
_NEXT_PART = re.compile(r"\(?[一二三四五六七八九十]{1,2}[)、.]|[一二三四五六]是|第[一二三四五六]部分")
ENDED = ("。", ";", "；", ".")


class Listed(NamedTuple):
    """The officers of one list, and the blocks that it stands in."""

    officers: tuple[Officer, ...]
    blocks: tuple[int, ...]


class Person(NamedTuple):
    """The words of one officer: those that stand before the name, the name, those after it."""

    before: list[Token]
    name: Token
    after: list[Token]


def lists_in_text(document: Document, outline: Outline) -> Iterator[Listed]:
    """Lists in text that no reader took for a table: a line of headings or one heading a line, then the officers."""
    places = {(heading.block, heading.start) for heading in outline.headings}
    tokens = [token for number in range(len(document.blocks)) for token in _words(document, number)]
    place = 0
    while place < len(tokens):
        header, after = _header_at(tokens, place)
        if header is None:
            place += 1
            continue
        end = _list_end(header, tokens, after, places)
        blocks = tuple(dict.fromkeys(token.source.block or 0 for token in tokens[place:end]))
        yield Listed(tuple(read_stream(header, tokens[after:end])), blocks)
        place = max(end, place + 1)


def _words(document: Document, number: int) -> Iterator[Token]:
    """The words of a block; a name printed with a space in it is one word, a page number none."""
    block = document.blocks[number]
    if isinstance(block, Table) or _PAGE_NUMBER.fullmatch(squeeze(block.text)):
        return
    start = end = -1
    for match in _WORD.finditer(block.text):
        if end - start == 1 and _is_split(block.text[start:end], match[0]):
            end = match.end()
            continue
        if start >= 0:
            yield _word(document, number, start, end)
        start, end = match.span()
    if start >= 0:
        yield _word(document, number, start, end)


def _word(document: Document, number: int, start: int, end: int) -> Token:
    text = document.blocks[number].text[start:end]
    return Token(text, document.source(number, span=(start, end)))


def _is_split(first: str, second: str) -> bool:
    """Whether two words are one name, or one heading, spread out: 张 三, 姓 名."""
    return len(second) <= 2 and (is_name(first + second) or bool(titles_in(first + second)))


def _header_at(tokens: list[Token], place: int) -> tuple[Header | None, int]:
    """The headings that begin with a word, and the first word after them."""
    titles: list[str] = []
    after = place
    while after < min(place + MAX_HEADINGS, len(tokens)) and (more := _titles(tokens[after])):
        titles, after = [*titles, *more], after + 1
    header = read_header(titles) if len(titles) > 1 else None
    return header, after


def _titles(token: Token) -> tuple[str, ...]:
    return titles_in(token.text) if len(token.text) <= LONGEST_HEADINGS else ()


def _list_end(header: Header, tokens: list[Token], after: int, headings: set[tuple[int, int]]) -> int:
    """Where the list ends: at a heading, at the next item of the text, at a sentence that no officer needs."""
    person: list[Token] = []
    for place in range(after, len(tokens)):
        token = tokens[place]
        if _is_heading(token, headings) or _NEXT_PART.match(fold(token.text)) or is_of_form(token.text):
            return place
        if _kind(token) == "name":
            person = []
        elif len(person) > LONGEST_PERSON:
            return place
        elif _is_complete(header, person) and not (_kind(token) == "serial" or _wraps(header, person, token)):
            # Before the next name may stand what the headings put before it, or the first line of a tall cell.
            ahead = [_kind(other) for other in tokens[place + 1 : place + 4]]
            if "name" not in ahead:
                return place
        person = [*person, token]
    return len(tokens)


def _is_heading(token: Token, headings: set[tuple[int, int]]) -> bool:
    block, span = token.source.block, token.source.span
    return any(where == block and span is not None and span[0] <= start < span[1] for where, start in headings)


def _is_complete(header: Header, person: list[Token]) -> bool:
    """Whether an officer has all that the headings promise."""
    if not person:
        return False
    kinds = [_kind(token) for token in person]
    texts = kinds.count("text") >= sum(kind in {"post", "duty"} for kind in header.kinds)
    return texts and ("phone" in kinds or "phone" not in header.kinds)


def _wraps(header: Header, person: list[Token], token: Token) -> bool:
    """Whether a word is the rest of the duty before it, which broke off at the edge of its cell."""
    last = person[-1].text
    is_short = len(token.text) <= min(LONGEST_WRAPPED, len(last) + 1)
    return header.kinds[-1] == "duty" and not last.endswith(ENDED) and is_short


def _kind(token: Token) -> str:
    plain = squeeze(token.text)
    if is_name(plain_name(token.text)):
        return "name"
    if PHONES.fullmatch(plain):
        return "phone"
    return "serial" if plain.isdecimal() and len(plain) < 4 else "text"


def read_stream(header: Header, tokens: list[Token]) -> list[Officer]:
    """The officers of a list, from its words in reading order."""
    parts = [part for token in tokens for part in _unglued(token) if not read_header([token.text])]
    wanted = [part for part in parts if _kind(part) != "serial" and not _repeats(header, part)]
    persons = _persons(wanted)
    if _is_by_column(persons):
        return [Officer(plain_name(person.name.text), source=person.name.source) for person in persons]
    return [_officer(header, person) for person in persons]


def _repeats(header: Header, token: Token) -> bool:
    """Whether a word is one of the headings again; a role that heads no column is somebody's post: 信息员."""
    titles = titles_in(token.text)
    return bool(titles) and (len(titles) > 1 or titles[0] in header.titles or not ends_post(titles[0]))


def _unglued(token: Token) -> list[Token]:
    """The cells of a row that were printed without anything between them: 张三科员0999-5550123负责维护."""
    text = token.text
    phone = PHONES.search(fold(text))
    if phone is None or phone.start() < 2 or phone.end() - phone.start() == len(text):
        return [token]
    name_and_post = text[: phone.start()]
    cuts = [cut for cut in (4, 3, 2) if is_name(name_and_post[:cut])]
    cut = max(cuts, key=lambda cut: post_opening(name_and_post[cut:]), default=0)
    parts = [name_and_post[:cut], name_and_post[cut:], phone[0], text[phone.end() :]]
    return [token._replace(text=part) for part in parts if part] if cut else [token]


def _persons(tokens: list[Token]) -> list[Person]:
    """One after the other. As many words as stand before the first name stand before each."""
    names = [place for place, token in enumerate(tokens) if _kind(token) == "name"]
    if not names:
        return []
    lead = names[0]
    bounds = [*names[1:], len(tokens) + lead]
    return [
        Person(tokens[max(0, name - lead) : name], tokens[name], tokens[name + 1 : max(name + 1, bound - lead)])
        for name, bound in zip(names, bounds, strict=True)
    ]


def _is_by_column(persons: list[Person]) -> bool:
    """Whether the words came column by column, so that nobody can tell whose they are."""
    bare = [not person.before and not person.after for person in persons]
    return any(bare) and not all(bare)


def _officer(header: Header, person: Person) -> Officer:
    fields = _fields(header, person)
    role = header.role if header.kinds.count("role") == 1 else None
    post, duty = fields.get("post") or role, fields.get("duty")
    return Officer(plain_name(person.name.text), post, fields.get("phone"), duty, person.name.source)


def _fields(header: Header, person: Person) -> dict[str, str | None]:
    """The other words under their headings: by order where there is one for each, else by what they look like."""
    columns = [kind for kind in header.kinds if kind not in {"serial", header.name_kind}]
    first_is_name = next(kind for kind in header.kinds if kind != "serial") == header.name_kind
    # Where the name is the first column, what stands before it is the first line of a cell taller than its row.
    upper = person.before if first_is_name else []
    tokens = person.after if first_is_name else [*person.before, *person.after]
    fields = _in_order(columns, tokens) or _by_looks(columns, tokens)
    if upper and "duty" in columns:
        fields["duty"] = stated("".join([*(token.text for token in upper), fields.get("duty") or ""]))
    return fields


def _in_order(columns: list[str | None], tokens: list[Token]) -> dict[str, str | None]:
    pairs = list(zip(columns, tokens, strict=False))
    fits = len(columns) == len(tokens) and all((kind == "phone") == (_kind(token) == "phone") for kind, token in pairs)
    # Of two columns of one kind, as for an office's number and a mobile one, the first is taken.
    return {str(kind): _value(kind, token) for kind, token in reversed(pairs)} if fits else {}


def _value(kind: str | None, token: Token) -> str | None:
    return phone_in(token.text) if kind == "phone" else stated(token.text)


def _by_looks(columns: list[str | None], tokens: list[Token]) -> dict[str, str | None]:
    phone = next((place for place, token in enumerate(tokens) if _kind(token) == "phone"), None)
    texts = [token.text for token in tokens if _kind(token) != "phone"]
    fields: dict[str, str | None] = {"phone": phone_in(tokens[phone].text) if phone is not None else None}
    if "post" in columns and "duty" in columns:
        told = _post_and_duty(texts, phone if columns.index("phone" if "phone" in columns else "duty") == 1 else None)
        return {**fields, **told}
    kind = "post" if "post" in columns else "duty"
    return {**fields, kind: stated("".join(texts))} if kind in columns else fields


def _post_and_duty(texts: list[str], before_phone: int | None) -> dict[str, str | None]:
    """Posts come first; a phone between the two parts them, else the end of the post does."""
    cut = (
        before_phone if before_phone is not None else next((n for n, text in enumerate(texts, 1) if ends_post(text)), 1)
    )
    if len(texts) == 1 and before_phone is None and not ends_post(squeeze(texts[0])) and len(texts[0]) > 10:
        cut = 0
    return {"post": stated("".join(texts[:cut])), "duty": stated("".join(texts[cut:]))}
