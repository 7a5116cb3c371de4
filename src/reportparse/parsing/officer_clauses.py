"""Officers of whom a clause tells no more than who they are: 张三同志, 张三为信息员, 由张三编写,李四审核."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from reportparse.parsing.names import HAN, is_common_word, is_name, post_endings, words
from reportparse.parsing.running import Running
from reportparse.patterns import pattern

LENGTHS = (2, 3, 4)
"""How many characters a name has."""

_COMRADE = re.compile("同志")
_CHANGED = re.compile("由[^,。]{2,14}[整更换替改变][为成]")  # in all that tells of one person for another
_SIGNER = pattern(
    rf"(?:^|(?<=[由,;。:、]))(?P<name>[{HAN}]{{2,4}}?)(?:同志)?"
    "(?P<deed>编写|编制|起草|撰写|拟稿|填报|制表|审核|复核|审定|校对|签发|审签|审批)(?=[,;。、]|$)"
)
# 兼职2名(张三、李四)
_COUNTED_NAMES = pattern(rf"(?:\d|[一二两三四五六])[名人]\((?P<names>[{HAN}]{{2,4}}(?:[、和][{HAN}]{{2,4}}){{0,7}})\)")
_HEADED_LIST = pattern("(?P<role>信息员|联络员|管理员|负责人|经办人|责任人|工作人员)名单(?:如下)?[:为]+")
_PLACE = pattern("[^,;、]+")
_OFFICES = ("办公室", "办", "科", "室", "股", "所", "站", "队", "局", "处", "中心", "村", "社区", "部", "组", "学校")


class Mention(NamedTuple):
    """A name and where it stands; `post` begins at `begin`; `role` is what a list of names is headed with."""

    begin: int
    start: int
    end: int
    post: str | None
    role: str | None


def told_in_clauses(text: Running) -> Iterator[Mention]:
    """Names with 同志 behind them, 综合科张三同志、李四同志, and those of whom it is said what they are."""
    for match in _COMRADE.finditer(text.text) if "同志" in text.text else ():
        end = match.start()
        while start := _name_begin(text.text, end):
            yield Mention(start, start, end, None, None)
            if text.text[start - 1] != "、":  # 张三、李四同志: both
                break
            end = start - 1
    for match in _COUNTED_NAMES.finditer(text.text) if "名(" in text.text or "人(" in text.text else ():
        yield from _held(match, None)
    for match in _members().finditer(text.text) if "小组" in text.text or "专班" in text.text else ():
        yield from _held(match, None)
    if "名单" in text.text:
        yield from _of_offices(text)
    if "审" in text.text or "签发" in text.text:
        yield from _signers(text)
    for match in _holding().finditer(text.text) if any(verb in text.text for verb in "为任做") else ():
        said = match["title"] or match["verb"] == "为" or "、" in match["names"] or "和" in match["names"]
        yield from _held(match, match["title"] or match["role"] if said else None)
    if "由" not in text.text:
        return
    for match in _held_by().finditer(text.text) if "担任" in text.text or "兼任" in text.text else ():
        yield from _held(match, match["role"])
    for match in _replaced().finditer(text.text) if _CHANGED.search(text.text) else ():
        for who in ("old", "new"):
            if is_name(match[who]) and not is_common_word(match[who]):
                yield Mention(*match.span(who)[:1], *match.span(who), match["role"], None)


def _held(match: re.Match[str], post: str | None) -> Iterator[Mention]:
    """Those named in a row, if all are names."""
    names = [*re.finditer("[^、和]+", match["names"])]
    if all(is_name(name[0]) and not is_common_word(name[0]) for name in names):
        for name in names:
            start, end = (match.start("names") + place for place in name.span())
            yield Mention(start, start, end, post, None)


@cache
def _held_by() -> re.Pattern[str]:
    name = "[^(),。、和]{2,4}"
    posts = "|".join((*roles(), post_endings().pattern))
    return re.compile(rf"(?P<role>(?:常务)?副?(?:{posts}))由(?P<names>{name}(?:[、和]{name})*?)(?:同志)?(?:担任|兼任)")


@cache
def _holding() -> re.Pattern[str]:
    """A clause that only says who is what: 张三、李四为兼职信息员."""
    name = "[^(),;:。、和]{2,4}?"
    return re.compile(
        rf"(?:^|(?<=[,;。:的]))(?P<names>{name}(?:[、和]{name}){{0,5}})(?P<title>副?(?:{post_endings().pattern}))?(?:同志)?(?P<verb>为|任|担任|兼任|做(?=副?组长))"
        rf"(?P<role>[^(),;:。、的]{{0,8}}?(?:{post_endings().pattern}))(?=[,;。、]|$)"
    )


@cache
def _members() -> re.Pattern[str]:
    """The members of a group, named in a row: 张三为组长,李四、王五等13人的政务公开领导小组."""
    name = "[^(),;:。、和]{2,4}?"
    return re.compile(
        rf"(?:^|(?<=[,;。:]))(?P<names>{name}(?:[、和]{name}){{1,20}})等?(?:同志)?(?:\d{{1,3}}|[一二三四五六七八九十]{{1,3}})?[人名位]?"
        "(?:同志)?的[^,;:。、]{0,16}(?:小组|专班)"
    )


@cache
def _replaced() -> re.Pattern[str]:
    """One person for another: 信息员由张三变更为李四."""
    name = "[^(),。、]{2,4}?"
    posts = "|".join((post_endings().pattern, *roles()))
    posts = f"(?:常务)?副?(?:{posts})"
    change = "(?:调整|变更|更换|更替|替换|改|变)[为成]"
    return re.compile(
        rf"(?P<role>{posts})由(?:原[^,。]{{0,6}}?)?(?P<old>{name})(?:同志)?{change}(?P<new>{name})(?=同志|[,。;、(]|同时|并|$)"
    )


def _signers(text: Running) -> Iterator[Mention]:
    """Who wrote, checked and signed, two of them at least: 本报告由张三编写,李四审核,王五签发."""
    found = [match for match in _SIGNER.finditer(text.text) if _may_sign(match["name"])]
    if len({match["deed"] for match in found}) > 1:
        yield from (Mention(*match.span("name")[:1], *match.span("name"), None, None) for match in found)


def _may_sign(name: str) -> bool:
    return is_name(name) and not is_common_word(name)


def _of_offices(text: Running) -> Iterator[Mention]:
    """A list of who does it in each office, each place of which is one: 信息员名单:办公室张三;财务科李四."""
    for heading in _HEADED_LIST.finditer(text.text):
        stop = text.text.find("。", heading.end())
        stop = len(text.text) if stop < 0 else stop
        places = [(match, _name_of_office(match[0])) for match in _PLACE.finditer(text.text, heading.end(), stop)]
        if len(places) > 1 and all(length for _, length in places):
            for match, length in places:
                yield Mention(match.end() - length, match.end() - length, match.end(), heading["role"], None)


def _name_of_office(place: str) -> int:
    """How long the name is that stands behind an office, 0 where there is none."""
    behind = (length for length in LENGTHS if place[:-length].endswith(_OFFICES) and is_name(place[-length:]))
    return max(behind, default=0)


def _name_begin(text: str, end: int) -> int | None:
    """Where the name begins that ends here, behind a stop or a body; None where none does."""
    starts = (end - length for length in LENGTHS if end > length)
    behind = {*words("names", "institutions"), *"科心、和及与,。;:(由请以"}
    return max((start for start in starts if is_name(text[start:end]) and text[start - 1] in behind), default=None)


def roles() -> tuple[str, ...]:
    """What a person is in a group for the work, the longest word first."""
    return tuple(sorted(words("posts", "roles"), key=len, reverse=True))
