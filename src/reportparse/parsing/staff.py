"""How many people the text says do the work, against the list of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from reportparse.document import Document
from reportparse.findings import Finding
from reportparse.parsing.names import words
from reportparse.parsing.phones import PHONE, is_mobile, masked
from reportparse.parsing.running import Running
from reportparse.patterns import pattern
from reportparse.report import Officer
from reportparse.source import Source
from reportparse.text import chinese_number

_NUMBER = r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})"
_WHO = (
    r"(?:专兼职|专职|兼职|专\(兼\)职)?(?:政府|政务)?(?:信息)?(?:公开)?"
    r"(?:工作|信息|专职|兼职|业务|具体|承办|经办){0,3}(?:人员|信息员|联络员|专员|专干|同志|干部)"
)
_AFTER = pattern(rf"(?P<who>{_WHO})(?:共计?|总数|为|有)?{_NUMBER}[名人位](?![次均大民])")
_BEFORE = pattern(rf"{_NUMBER}[名人位](?P<who>{_WHO})")
_LEADER_COUNT = pattern(rf"(?P<who>组长|副组长){_NUMBER}[名人位]")
_STAFFED = pattern(r"配备|配齐|明确|落实|安排|设置|设立|确定|现有|指定|充实|从事|共有|组成|负责|工作力量")
_NO_STAFF = pattern(r"培训|参加|参训|人次|会议|轮训|讲座|学习|考核|竞赛|志愿|网格|代表|窗口|服务大厅")


def check_phones(officers: tuple[Officer, ...]) -> Iterator[Finding]:
    """P-PHONE2 where one mobile number is printed for two persons. An office number may be shared."""
    owners: dict[str, dict[str, Source | None]] = {}
    for officer in officers:
        for match in PHONE.finditer(officer.phone or ""):
            if is_mobile(match[0]):
                owners.setdefault(match[0], {}).setdefault(officer.name, officer.source)
    for phone, names in owners.items():
        if len(names) > 1:
            sources = tuple(source for source in names.values() if source)
            yield Finding("P-PHONE2", values={"phone": masked(phone), "names": "、".join(names)}, sources=sources)


class Stated(NamedTuple):
    """A number of staff that a sentence states: where, and whether leaders are counted among them."""

    number: int
    with_leaders: bool
    span: tuple[int, int]


def check_number(document: Document, texts: list[Running], listed: tuple[Officer, ...]) -> Iterator[Finding]:
    """P-COUNT where the text states a number of staff that is neither the listed staff's nor that of all listed."""
    found = ((text, stated) for text in texts if (stated := _find_stated(text.text)))
    text, stated = next(found, (None, None)) if listed else (None, None)
    if text is None or stated is None:
        return
    leaders = sum(map(_leads, listed))
    staff = len(listed) - leaders
    if stated.number == len(listed) or (stated.number == staff and not stated.with_leaders):
        return
    source = text.source(document, *stated.span)
    yield Finding(
        "P-COUNT",
        values={
            "stated": stated.number,
            "listed": len(listed),
            "staff": staff,
            "detail": f"领导{leaders}名、工作人员{staff}名",
        },
        sources=(source, *(officer.source for officer in listed if officer.source)),
        quote=text.raw[slice(*_sentence(text.text, stated.span[0]))],
    )


def _leads(officer: Officer) -> bool:
    """Whether a person leads the work rather than does it."""
    told = f"{officer.post or ''}{officer.duty or ''}"
    doing = any(word in (officer.duty or "") for word in words("staff", "doers"))
    return not doing and any(word in told for word in words("staff", "leaders"))


def _find_stated(text: str) -> Stated | None:
    """The number of staff that the first sentence about it states; of a total and its parts the total."""
    for order in (_AFTER, _BEFORE):
        for match in order.finditer(text):
            sentence = text[slice(*_sentence(text, match.start()))]
            if _STAFFED.search(sentence) and not _NO_STAFF.search(_clause(text, match)):
                leaders = [_value(more) for more in _LEADER_COUNT.finditer(sentence)]
                number = _value(match) + _added(order, text, match) + sum(leaders)
                return Stated(number, bool(leaders), match.span())
    return None


def _added(pattern: re.Pattern[str], text: str, match: re.Match[str]) -> int:
    """The numbers that a list goes on with: 专职人员1名、兼职人员2名."""
    more = pattern.match(text, match.end() + 1) if text.startswith("、", match.end()) else None
    return _value(more) if more else 0


def _value(match: re.Match[str]) -> int:
    return int(match["n"]) if match["n"].isdecimal() else chinese_number(match["n"]) or 0


def _sentence(text: str, position: int) -> tuple[int, int]:
    begin, end = text.rfind("。", 0, position) + 1, text.find("。", position)
    return begin, end + 1 if end >= 0 else len(text)


def _clause(text: str, match: re.Match[str]) -> str:
    begin = max(text.rfind(stop, 0, match.start()) for stop in "。,;") + 1
    return text[max(begin, match.start() - 40) : match.end() + 8]
