"""The time that the figures are for, and the year that the report is on."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator

from reportparse.document import Document
from reportparse.findings import Finding
from reportparse.parsing.outline import Outline
from reportparse.parsing.running import Running, front, run_on, whole
from reportparse.parsing.title import YEAR, Title, mentions, read_year
from reportparse.patterns import pattern
from reportparse.report import Period, Signature
from reportparse.source import Source
from reportparse.text import chinese_number

WINDOW = 40
"""How far after the word for the period its dates begin, in characters without space."""

MOST = 80
"""So many passages from the beginning may tell the period."""

_KEYWORD = pattern(r"统计|期限|时限|起止|数据|时间")
_NUMBER = r"[\d一二三四五六七八九十]{1,3}"
_TO = r"[^\d。;一二三四五六七八九十]{1,10}?"
_DATES = pattern(
    rf"(?P<y1>{YEAR})[年.-](?P<m1>{_NUMBER})[月.-](?P<d1>{_NUMBER})日?{_TO}"
    rf"(?:(?P<y2>{YEAR})[年.-])?(?P<m2>{_NUMBER})[月.-](?P<d2>{_NUMBER})日?"
)
_MONTHS = pattern(rf"(?P<y1>{YEAR})年(?P<m1>1|一)月份?[至到-](?:(?P<y2>{YEAR})年)?(?P<m2>12|十二)月(?!\d)")
# Extractors lose 年 and 月: 20221月1日截止到202212月31日, 自202111日起至20211231日, 2025111231日.
_DAMAGED = pattern(
    r"(?P<y1>20\d\d)年?(?P<m1>0?1)月?(?P<d1>0?1)日?[^\d。;]{0,8}(?P<y2>20\d\d)?年?(?P<m2>12)月?(?P<d2>3[01])日?"
)
_DAMAGED_START = pattern(r"(?P<y1>20\d\d)年?0?1月?0?1日")
_NO_YEAR = pattern(rf"《[^《》]*》|[(〔\[](?:20\d\d)[)〕\]]\d*号?|{YEAR}年{_NUMBER}月{_NUMBER}日")
_YEAR_SAID = pattern(rf"({YEAR})年")


def find_period(document: Document, outline: Outline) -> Period | None:
    """The period that the preamble names, else one that a sentence of the overview names."""
    for texts in (front, _beginning):
        text = texts(document, outline)
        for match in _matches(text.text):
            start, end = _start(match), _end(match)
            if start or end:
                return Period(start, end, text.source(document, *match.span()))
    return None


def _beginning(document: Document, outline: Outline) -> Running:
    return whole(document, outline) if len(outline.passages) <= MOST else run_on(outline.passages[:MOST])


def check_period(period: Period | None) -> Iterator[Finding]:
    """S-PERIOD where the period is not a calendar year, D-VALID where a day of it is in no calendar."""
    if period is None or period.source is None:
        return
    start, end, source = period.start, period.end, period.source
    if start is None or end is None:
        if not _DAMAGED_START.fullmatch(source.raw):
            yield Finding("D-VALID", values={"text": source.raw}, sources=(source,), quote=source.raw)
    elif (start.month, start.day, end.month, end.day) != (1, 1, 12, 31) or start.year != end.year:
        values = {"start": start.isoformat(), "end": end.isoformat()}
        yield Finding("S-PERIOD", values=dict(values), sources=(source,), quote=source.raw)


def find_year(
    title: Title | None, period: Period | None, signed: Signature | None, document: Document, outline: Outline
) -> int | None:
    """The year that most can be said for: the title's, the period's, the preamble's, at last the text's.

    Where the preamble names the report by another year than the period's, the text decides; a period is often an old
    one that nobody changed.
    """
    if title and title.year:
        return title.year
    stated = period_year(period)
    mentioned = {mention.year for mention in mentions(front(document, outline).text) if mention.year}
    named = mentioned.pop() if len(mentioned) == 1 else None
    if stated and named and stated != named:
        said = _year_of_text(document, outline, signed)
        return said if said in {stated, named} else None
    return stated or named or _year_of_text(document, outline, signed)


def check_year(year: int | None, period: Period | None, outline: Outline, document: Document) -> Iterator[Finding]:
    """S-YEAR where the period, or the name that the preamble gives the report, is of another year."""
    if year is None:
        return
    stated = period_year(period)
    if stated and stated != year and period and period.source:
        yield _other_year(year, stated, period.source)
    preamble = front(document, outline)
    for match in re.finditer(rf"(?P<year>{YEAR})年度?(?=政府信息公开(?:工作)?年度)", _without_quotes(preamble.text)):
        if (other := read_year(match["year"])) != year:
            yield _other_year(year, other, preamble.source(document, *match.span()))
            return


def _other_year(year: int, other: int, source: Source) -> Finding:
    return Finding("S-YEAR", values={"title": year, "period": other}, sources=(source,), quote=source.raw)


def period_year(period: Period | None) -> int | None:
    """The year that most days of a period lie in, None where two years have equally many."""
    if period is None or not (period.start and period.end):
        return period.start.year if period and period.start else None
    days = Counter(
        {
            year: (min(period.end, datetime.date(year, 12, 31)) - max(period.start, datetime.date(year, 1, 1))).days
            for year in range(period.start.year, period.end.year + 1)
        }
    )
    ranked = days.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] - ranked[1][1] < 2):
        return None
    return ranked[0][0]


def _matches(text: str) -> Iterator[re.Match[str]]:
    """What may be the period, the surest first: whole dates after a word for it, then what an extractor left."""
    windows = [(word.end(), word.end() + WINDOW) for word in _KEYWORD.finditer(text)]
    for dates in (_DATES, _MONTHS, _DAMAGED, _DAMAGED_START):
        for begin, latest in windows:
            match = dates.search(text, begin, latest + WINDOW)
            if match and match.start() <= latest and "。" not in text[begin : match.start()]:
                yield match


def _start(match: re.Match[str]) -> datetime.date | None:
    parts = match.groupdict()
    return _date(parts["y1"], parts.get("m1") or "1", parts.get("d1") or "1")


def _end(match: re.Match[str]) -> datetime.date | None:
    parts = match.groupdict()
    if not parts.get("m2"):
        return None
    return _date(parts.get("y2") or parts["y1"], parts["m2"] or "", parts.get("d2") or "31")


def _date(year: str, month: str, day: str) -> datetime.date | None:
    try:
        return datetime.date(read_year(year), _small_number(month), _small_number(day))
    except ValueError:
        return None


def _small_number(text: str) -> int:
    return int(text) if text.isdecimal() else chinese_number(text) or 0


def _year_of_text(document: Document, outline: Outline, signed: Signature | None) -> int | None:
    """The year that the text speaks of most, where it leads clearly and the date of the signature allows it."""
    text = _without_quotes(whole(document, outline).text)
    said = Counter(read_year(year) for year in _YEAR_SAID.findall(text))
    ranked = said.most_common(2)
    if not ranked:
        return None
    year, count = ranked[0]
    clear = len(ranked) == 1 or count >= 2 * ranked[1][1]
    fits = signed is None or signed.date is None or year in {signed.date.year, signed.date.year - 1}
    return year if clear and fits else None


def _without_quotes(text: str) -> str:
    """The text, at its length, without titles of other documents, numbers of notices and days."""
    return _NO_YEAR.sub(lambda match: "《" * len(match[0]), text)
