"""A count on its way to become a statement, and what the words of its clause tell of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import msgspec

from reportparse.parsing.counts import Count
from reportparse.parsing.kinds import Kind, vocabulary

NEAR = 60
"""How many counts back a total or the beginning of a row is looked for."""

BREAK = re.compile(r"[,;:。!?]")
YEAR = re.compile(r"(20\d\d)年")
CARRIED = re.compile("转|结|顺延|延续|留待|继续|同比|相比|比|至今|以来|起|截[至止]")
# 2021年,我局制发文件3件,公开信息40条; 网站从上线至今,发布3120条: the time that is told first holds for what follows.
_TIME = re.compile(
    r"(?:^|[,;:。(])(?:截[至止]|截止到|自|在|从)?(?:(?P<year>20\d\d)年|(?P<this>今年|本年|全年|年内))"
    r"|(?P<ever>(?:开通|上线|建站|开设|运行|施行|实施|成立)(?:至今|以来)|历年(?!来))"
)
# What begins the clause of another matter, where a part of what was published would begin with what it is of.
DONE = re.compile(
    "(?:全年|今年|共|已|累计){0,4}(?:主动公开|公开|发布|公布|推送|更新|办理|收到|受理|处理|答复|回复|召开|制作|开展|组织|举办|接待|印发|制定|出台|完成|编|通过|利用|依托|在)"
)
PUBLISHED = re.compile("发布|公开|制作|推出|编制|开展|组织|召开|通过|利用")


class Said(msgspec.Struct, eq=False):
    """A count on its way to become a Statement.

    `start` is where the words for it begin, `end` where they end if they go on after the number; `sentence` where its
    sentence begins, `depth` how many brackets it stands in, `lead` the words before it, `verbs` those before the
    first count of the row that it stands in.
    """

    count: Count
    kind: Kind | None
    start: int
    sentence: int
    depth: int
    lead: str
    scope: str | None = None
    total: Said | None = None
    open_list: bool = False
    verbs: str = ""
    end: int = 0


def latest(before: list[Said]) -> Iterator[Said]:
    """The counts just before, the last one first; what stands further back is another matter."""
    return islice(reversed(before), NEAR)


def previous(before: list[Said], each: Said) -> Said | None:
    """The last count before at the same depth of brackets."""
    return next((said for said in latest(before) if said.depth == each.depth and said.count != each.count), None)


def clause_of(lead: str) -> str:
    """The last clause of the words."""
    return BREAK.split(lead)[-1].lstrip("、和及与并") if lead else ""


def time_told(text: str, start: int, end: int, told: int | None, year: int | None) -> int | None:
    """The year that a stretch of a sentence turns to, 0 for all the years before; `told` where it names no time."""
    for match in _TIME.finditer(text, start, end):
        named = int(match["year"]) if match["year"] and year is not None else year
        told = 0 if match["ever"] else named
    return told


def is_planned(clause: str, section: str | None) -> bool:
    """Whether a clause tells what is to be done, or a rule."""
    return any(word in clause for word in vocabulary().plans) or (section == "problems" and "将" in clause)


def is_earlier(clause: str) -> bool:
    """Whether a clause tells of the year before."""
    words = vocabulary()
    return any(word in clause for word in words.earlier) and not any(word in clause for word in words.not_earlier)


def is_of_other_year(clause: str, year: int | None) -> bool:
    """Whether a clause tells of years that are not the report's; what was carried over names the year it came from."""
    named = {int(match[1]) for match in YEAR.finditer(clause)}
    return bool(named) and year is not None and year not in named and not CARRIED.search(clause)


def begins_list(lead: str) -> bool:
    """Whether parts of what was counted before begin here: 其中."""
    return any(word in lead for word in vocabulary().lists)


def part_kind(total: Kind) -> Kind:
    """The kind of what is a part of a total and has no kind of its own."""
    return msgspec.structs.replace(total, code=total.part, items=(), columns=(), parents=(total.code,), decoy=False)
