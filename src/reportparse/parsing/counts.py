"""Numbers with their units in running text, and the words that say there is nothing to count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from reportparse.patterns import pattern
from reportparse.text import chinese_number

SCALES = {"千": 1_000, "万": 10_000, "十万": 100_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}

_NUMERALS = "〇零一二三四五六七八九十百千两"
_MORE = "余|多|几"
_ABOUT = pattern(r"(?:(?:大约|约)[有为共计]?|将近|接近|(?<![最附])近|超过|超|逾|突破|多达|至少)$")
# A number right after one of these belongs to a name, a date, a range or a longer number; 公众号 is no number of one.
_BEFORE = rf"(?<![\d.·/~*A-Za-z第每届+{_NUMERALS}])(?<!\d[-—,])(?:(?<!号)|(?<=[众音频手条阅务]号))"
_AFTER = ("以上", "左右", "上下", "之多", "余")
_LAST = ",;:。!?、)\n"
_GOES_OVER = pattern("申请|[一二三四五六七八九]是")  # 收到申请0三是加强管理: the stop is left out


class Count(NamedTuple):
    """A number in a text: `start` to `end` is the number with its unit; `lead` where its words begin, such as 约."""

    start: int
    end: int
    lead: int
    value: int | float
    unit: str = ""
    approximate: bool = False
    negated: bool = False


def find_counts(text: str, raw: str, units: tuple[str, ...]) -> Iterator[Count]:
    """Every number in the text (folded, without white space) that may be a count, with a unit or at a clause's end.

    Percentages, dates, ordinals and numbers with other units are left out.
    """
    for match in _number_pattern(units).finditer(text):
        found = _count(text, raw, match)
        if found is not None:
            yield found


def find_nothings(text: str) -> Iterator[Count]:
    """A zero said in words at the end of a clause, after what it is about: `行政复议：无`, `申请未收到`."""
    if not any(word in text for word in _DENYING):
        return
    for match in _NOTHING.finditer(text):
        yield Count(match.start(), match.end(), match.start(), 0, negated=True)


_DENYING = ("无", "未", "没有", "零")
_NOTHING = pattern(
    r"(?:(?:均|都|皆|也|尚|从)?(?:未发生|未产生|未收到|没有发生|没有收到|没有|为无|无)|零(?:报告|申请|办件|收件|受理|发生))(?=[,;。!?)]|$)"
)


@cache
def _number_pattern(units: tuple[str, ...]) -> re.Pattern[str]:
    unit = "|".join(sorted(map(re.escape, units), key=len, reverse=True))
    digits = r"(?P<digits>\d{1,3}(?:,\d{3}){1,4}(?!\d)|\d{1,12}(?:\.\d{1,6})?)"  # no count has more digits
    return re.compile(
        rf"{_BEFORE}(?:{digits}|(?P<words>(?<!人大)(?<!政协)[{_NUMERALS}]{{1,7}}))"
        rf"(?P<more>{_MORE})?(?P<scale>[十百千]?万|亿|千)?(?P<more2>{_MORE})?(?P<unit>{unit})?(?:(?<=期)(?=\d)|(?![\d.%‰‱]))"
    )


def _count(text: str, raw: str, match: re.Match[str]) -> Count | None:
    start, end, unit = match.start(), match.end(), match["unit"] or ""
    if not unit and not _stands_alone(text, match):
        return None
    value = _value(match, raw[match.start() : match.end()])
    if value is None:
        return None
    about = _ABOUT.search(text, max(0, start - 3), start)
    more = match["more"] or match["more2"] or text.startswith(_AFTER, end)
    lead = about.start() if about else start
    return Count(start, end, lead, value, unit, bool(about or more))


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """A number without a unit counts only at the end of a clause or right before 申请, and never as a year."""
    following = text[match.end() : match.end() + 1]
    ends = not following or following in _LAST or _GOES_OVER.match(text, match.end()) is not None
    digits = match["digits"]
    if digits is None:
        return ends and match["words"] in ("零", "〇")
    return ends and not re.fullmatch(r"(?:19|20)\d\d", digits)


def _value(match: re.Match[str], printed: str) -> int | float | None:
    """The number's value; a full-width comma separates clauses, not thousands."""
    if match["digits"] is None:
        number: int | float | None = chinese_number(match["words"])
    elif "," in match["digits"] and "，" in printed:
        return None
    else:
        digits = match["digits"].replace(",", "")
        number = float(digits) if "." in digits else int(digits)
    if number is None:
        return None
    scaled = round(number * SCALES[match["scale"]], 6) if match["scale"] else number
    return int(scaled) if float(scaled).is_integer() else scaled


def outside_brackets(text: str, start: int, floor: int) -> tuple[str, int]:
    """What stands before `start` at its own bracket level, back to `floor` or an opening bracket, and where it begins.

    Groups in brackets are left out, but for a single character (专（兼）职).
    """
    before = text[floor:start]
    if "(" not in before and ")" not in before:
        return before, floor
    kept: list[str] = []
    depth = 0
    position = start
    while position > floor:
        character = text[position - 1]
        if character == "(" and not depth:
            break
        depth += (character == ")") - (character == "(")
        single = text[position - 2 : position - 1] == "(" and text[position : position + 1] == ")"
        if character not in "()" and (not depth or single):
            kept.append(character)
        position -= 1
    return "".join(reversed(kept)), position
