"""Where readers are told to turn: the office, its address, its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import NamedTuple

from reportparse.document import Document
from reportparse.parsing.outline import Outline
from reportparse.parsing.phones import PHONES, plain_phone
from reportparse.parsing.running import Running, front, run_on
from reportparse.patterns import pattern
from reportparse.report import Contact

REACH = 120
"""Farthest that two particulars of one contact stand apart, in characters without space."""

_LABEL = pattern(
    r"(?P<address>(?:联系|通讯|通信|办公|单位|受理)?地址|地点|(?<=[函信邮])寄[至到往])|(?P<postcode>邮政编码|邮编|邮码)"
    r"|(?P<both>(?:联系|办公)?电话(?:[/、及和(]|兼)传真\)?)|(?P<fax>传真(?:号码|电话)?)|(?P<phone>(?:联系|办公|咨询|服务|值班|受理|监督)?电话(?:号码)?|联系方式|(?<=[,(;])电联|拨打(?=\(?0\d)|(?<=[\u4e00-\u9fff])\((?=0\d{2,3}[-—]?\d{7,8}\)))"
    r"|(?P<email>(?:电子)?(?:邮箱|邮件|信箱)(?:地址)?|[Ee]-?mail)|(?P<website>(?:官方)?(?:网址|网站地址|网站(?=[:(](?:https?://|www\.))))"
    r"|(?P<office>(?:联系|受理|咨询)(?:单位|部门|机构|科室)|(?<=[,。;(])单位(?=:))"
)
_COLON = pattern(r"[:为是在]?")
_STOP = pattern(r"[。;)\n]|[,、]?$")
_PIECES_OF_ADDRESS = pattern(r"[路街道巷弄号楼层室厦院栋座村组区镇乡中心边侧口]$|\d$|[路街道巷号楼室]")
_POSTCODE = pattern(r"(?<!\d)\d{6}(?!\d)")
_EMAIL = pattern(r"[A-Za-z0-9][A-Za-z0-9_.+-]{0,60}@(?:[A-Za-z0-9][A-Za-z0-9-]{0,40}\.){1,5}[A-Za-z]{2,10}")
_WEBSITE = pattern(r"(?:https?://|www\.)[A-Za-z0-9./_?=&%:~-]{3,200}")
_ASKED = pattern(
    r"(?:(?:请|可|欢迎|以|直接|及时|敬请)(?:直接|及时)?(?:与|向|同|联系|致电|到|至|前往)|[,。;:](?:与|向|由|联系|致电)|联系(?:单位|部门|机构)?:?|由)"
    r"(?P<office>[\u4e00-\u9fff·]{2,40}?(?:\((?!以下|简称|下称)[\u4e00-\u9fff]{2,16}\))?)(?:进行|取得)?(?:联系|反映|咨询|反馈|查询|负责(?:答复|解答|解释)?|提出|索取|答复|联络|沟通)?"
    r"(?:[(,。;:]|$|(?=地址|电话|联系电话|邮编|\d))"
)
_OFFICE = pattern(
    r"(?:办公室|办公厅|办|科|局|中心|处|股|室|政府|委员会|委|所|站|组|部门|厅|院|窗口|大厅|部|司|公司|学校|医院)(?:\([^()]*\))?$"
)


class Particular(NamedTuple):
    """A label of the contact and the words up to the next label: `kind` is a field of Contact."""

    kind: str
    start: int
    value: int
    end: int


def find_contact(document: Document, outline: Outline) -> Contact | None:
    """The contact of the preamble; without one there, the fullest one in the rest of the text."""
    preamble = front(document, outline)
    found = _contact(document, preamble, _groups(preamble))
    if found:
        return found
    rest = run_on(passage for passage in outline.passages if passage.section is not None)
    full = [group for group in _groups(rest) if len({part.kind for part in group}) > 1 and _has_place(group)]
    return _contact(document, rest, full) or _phone_only(document, preamble)


def _has_place(group: list[Particular]) -> bool:
    return any(part.kind in {"address", "postcode", "email"} for part in group)


def _groups(text: Running) -> list[list[Particular]]:
    """The particulars that stand together."""
    marks = [
        (str(match.lastgroup), match.start(), _COLON.match(text.text, match.end()))
        for match in _LABEL.finditer(text.text)
    ]
    starts = [start for _, start, _ in marks] + [len(text.text)]
    parts = [
        Particular(kind, start, colon.end() if colon else start, _reach(text, start, following))
        for (kind, start, colon), following in zip(marks, starts[1:], strict=True)
    ]
    return _together(parts)


def _reach(text: Running, start: int, following: int) -> int:
    end = min(following, start + REACH)
    # A label that begins a line has its value on that line, unless the line goes on without one.
    return min(end, text.line_end(start)) if text.begins_line(start) and text.line_end(start) > start + 8 else end


def _together(parts: list[Particular]) -> list[list[Particular]]:
    breaks = [0]
    for before, after in pairwise(parts):
        breaks.append(breaks[-1] + (after.start - before.start > REACH))
    numbered = zip(breaks, parts, strict=False)
    return [[part for _, part in group] for _, group in groupby(numbered, key=lambda pair: pair[0])]


def _contact(document: Document, text: Running, groups: Iterable[list[Particular]]) -> Contact | None:
    found = [(fields, group) for group in groups if (fields := _fields(text, group))]
    if not found:
        return None
    fields, group = max(found, key=lambda pair: len(pair[0]))
    first = next((part for part in group if part.kind != "website"), group[0])
    fields.setdefault("office", _office(text, first.start))
    source = text.source(document, group[0].start, group[-1].end)
    return Contact(**fields, source=source)


def _fields(text: Running, group: list[Particular]) -> dict[str, str | None]:
    fields: dict[str, str | None] = {}
    for part in group:
        for kind in ("phone", "fax") if part.kind == "both" else (part.kind,):
            value = READERS[kind](text, part)
            if value:
                fields.setdefault(kind, value)
        named = _named_office(text, part) if part.kind == "phone" and "phone" not in fields else None
        if named and _OFFICE.search(named):  # 联系方式:某镇党政办公室,电话:...
            fields.setdefault("office", named)
    return fields


def _pattern(pattern: re.Pattern[str], text: Running, part: Particular) -> str | None:
    match = pattern.search(text.text, part.value, part.end)
    return match[0] if match else None


def _phone(text: Running, part: Particular) -> str | None:
    found = _pattern(PHONES, text, part)
    return plain_phone(found) if found else None


def _address(text: Running, part: Particular) -> str | None:
    """The address, to a full stop or the next label; of pieces after a comma only those that can be of an address."""
    stop = next(_stops(text.text, part), part.end)
    pieces = re.split(r"(?=[,、])", text.text[part.value : stop])
    kept = pieces[0]
    for piece in pieces[1:]:
        if not _PIECES_OF_ADDRESS.search(piece):
            break
        kept += piece
    raw = text.raw[part.value : part.value + len(kept)].strip(",，、;；:：(（ ")
    return raw if len(raw) > 2 else None


def _stops(text: str, part: Particular) -> Iterator[int]:
    depth = 0
    for position in range(part.value, part.end):
        character = text[position]
        depth += (character == "(") - (character == ")")
        if depth < 0 or character in "。;":
            yield position


def _named_office(text: Running, part: Particular) -> str | None:
    match = re.compile(r"[\u4e00-\u9fff·]{2,40}").match(text.text, part.value, part.end)
    return text.raw[match.start() : match.end()] if match and _OFFICE.search(match[0]) else None


def _postcode(text: Running, part: Particular) -> str | None:
    return _pattern(_POSTCODE, text, part)


def _email(text: Running, part: Particular) -> str | None:
    return _pattern(_EMAIL, text, part)


def _website(text: Running, part: Particular) -> str | None:
    return _pattern(_WEBSITE, text, part)


READERS = {
    "office": _named_office,
    "address": _address,
    "postcode": _postcode,
    "phone": _phone,
    "fax": _phone,
    "email": _email,
    "website": _website,
}


def _office(text: Running, position: int) -> str | None:
    """The office named before the particulars: the last one that readers are asked to turn to."""
    begin = max(0, position - 80)
    before = text.text[begin:position]
    named = [match for match in _ASKED.finditer(before) if _OFFICE.search(match["office"])]
    if not named:
        return None
    start, end = named[-1].span("office")
    return text.raw[begin + start : begin + end]


def _phone_only(document: Document, preamble: Running) -> Contact | None:
    """A number in brackets after the office, without a word for it."""
    for match in PHONES.finditer(preamble.text):
        office = _office(preamble, match.start())
        if office:
            return Contact(office, phone=plain_phone(match[0]), source=preamble.source(document, *match.span()))
    return None
