"""How the report is built: sections, their numbers, the edition, the notice cited, leftovers, what is empty."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from reportparse.form import Form, editions, load_form
from reportparse.report import Report, Section
from reportparse.rules.outcome import Outcome, broken, compared, holds, not_assessable
from reportparse.rules.words import words
from reportparse.text import chinese_number, key, squeeze

NUMERALS = "零一二三四五六七八九十"
OVERVIEW_LIMIT = 1000
FIRST_STATUTORY_YEAR = 2019


def s_sect(report: Report, form: Form) -> Iterator[Outcome]:
    """The six sections are there, in their order."""
    if not report.sections or _is_old(report):
        yield not_assessable("not for this report" if report.sections else "absent")
        return
    found = [section.code for section in report.sections if section.code in _numbers()]
    missing = {code: title for code, (_, title) in _numbers().items() if code not in found}
    ordered = [_numbers()[code][0] for code in found]
    if missing:
        headless = all(_has_content(report, form, code) for code in missing)
        told = f"缺少{'标题：' * headless}{'、'.join(missing.values())}"
        yield broken(missing=told, items=missing, severity="warning" if headless else None)
        return
    yield compared(ordered == sorted(ordered), broken(missing="次序为" + "、".join(map(str, ordered))))


def _has_content(report: Report, form: Form, code: str) -> bool:
    """Whether what belongs in a section was read, though no heading was: its table, or problems and measures."""
    tables = [table.code for table in form.tables if table.section == code]
    stated = any(fact.table in tables and fact.state == "stated" for fact in report.facts)
    return stated or code == "problems" and bool(report.problems)


def _is_old(report: Report) -> bool:
    return report.year is not None and report.year < FIRST_STATUTORY_YEAR


@cache
def _numbers() -> dict[str, tuple[int, str]]:
    return {section.code: (section.number, section.label) for section in load_form(editions()[-1]).sections}


def s_num(report: Report, form: Form) -> Iterator[Outcome]:
    """The sections are numbered one to six."""
    sections = [section for section in report.sections if section.code in _numbers()]
    if not sections or _is_old(report):
        yield not_assessable("absent" if not sections else "not for this report")
        return
    wrong = [section for section in sections if section.number != _numbers()[section.code][0]]
    shown = "、".join(_shown_number(section) for section in sections)
    yield compared(not wrong, broken(items=[s.code for s in wrong], sources=[s.source for s in wrong], numbers=shown))


def _shown_number(section: Section) -> str:
    return "无" if section.number is None else NUMERALS[section.number] if section.number <= 10 else str(section.number)


_COUNT = r"(?P<count>[一二三四五六七八九十]|\d{1,2})个?(?:部分|方面)"
_PARTS = re.compile(rf"(?:共|分为|包括|由|等)[^。]{{0,160}}?{_COUNT}")
LISTED = 3
"""A sentence that names so many sections is the one that lists them."""


def s_parts(report: Report, form: Form) -> Iterator[Outcome]:
    """The preamble's number of parts is the number of parts it names, and of those that follow."""
    text = preamble(report)
    match = _in_list(text) or _PARTS.search(text)
    if match is None:
        yield not_assessable("not said")
        return
    count = match["count"]
    stated = int(count) if count.isdigit() else chinese_number(count) or 0
    found = len([section for section in report.sections if section.code in _numbers()])
    listed = sum(any(key(title) in key(text) for title in _titles(code)) for code in _numbers())
    told = broken(quote=match[0], left=stated, right=found, listed=listed or "未列")
    yield compared(stated == found or (listed == stated and found < stated), told)


def _in_list(text: str) -> re.Match[str] | None:
    """The number of parts in the sentence that lists them."""
    for sentence in text.split("。"):
        listed = sum(any(key(title) in key(sentence) for title in _titles(code)) for code in _numbers())
        if listed >= LISTED and (match := re.search(_COUNT, sentence)):
            return match
    return None


@cache
def _titles(code: str) -> tuple[str, ...]:
    section = next(section for section in load_form(editions()[-1]).sections if section.code == code)
    return (section.label, *section.variants)


def preamble(report: Report) -> str:
    """What stands before the first section, folded and without space, as far as the record has it."""
    section = report.section("preamble")
    return squeeze(section.text) if section else ""


def s_edition(report: Report, form: Form) -> Iterator[Outcome]:
    """The tables are of the edition that is for the year."""
    if report.year is None or report.edition is None:
        yield not_assessable("not said" if report.year is None else "absent")
        return
    if _is_old(report):
        yield not_assessable("not for this report")
        return
    # One row of another edition in table three does not make the report one of that edition; T2-MIX tells it.
    used = {report.edition, report.editions.get("proactive", report.edition)}
    wrong = [edition for edition in sorted(used) if not load_form(edition).is_for(report.year)]
    yield compared(not wrong, broken(year=report.year, edition="、".join(wrong), items=[*report.editions]))


_NOTICE = re.compile(r"国办公开办函[\[(〔﹝【]?(?P<year>20\d\d)[\])〕﹞】]?(?P<number>\d{1,3})号")


def s_cite(report: Report, form: Form) -> Iterator[Outcome]:
    """The notice that is cited is the one in force."""
    match = _NOTICE.search(preamble(report))
    if match is None or report.year is None:
        yield not_assessable("not said")
        return
    expected = _notice_for(report.year)
    cited = f"国办公开办函〔{match['year']}〕{match['number']}号"
    same = cited == expected
    yield compared(same or not expected, broken(quote=match[0], year=report.year, cited=cited, expected=expected))


@cache
def _notice_for(year: int) -> str:
    """The number of the notice in force for a report year: `2022 → "国办公开办函〔2021〕30号"`."""
    fitting = [load_form(edition) for edition in editions() if load_form(edition).is_for(year)]
    return fitting[0].instrument.partition("（")[0] if fitting else ""


def s_year(report: Report, form: Form) -> Iterator[Outcome]:
    """The year of the title is the year of the period."""
    titled = re.search(r"20\d\d", squeeze(report.title or ""))
    spoken = report.period.start or report.period.end if report.period else None
    if titled is None or spoken is None:
        yield not_assessable("not said")
        return
    told = broken(sources=[report.period.source if report.period else None], title=int(titled[0]), period=spoken.year)
    yield compared(int(titled[0]) == spoken.year, told)


def s_period(report: Report, form: Form) -> Iterator[Outcome]:
    """The period is 1 January to 31 December of one year."""
    start, end = (report.period.start, report.period.end) if report.period else (None, None)
    if start is None or end is None or report.period is None:
        yield not_assessable("not said")
        return
    whole = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year
    yield compared(whole, broken(sources=[report.period.source], start=start.isoformat(), end=end.isoformat()))


def s_old(report: Report, form: Form) -> Iterator[Outcome]:
    """No part has a name from before 2019."""
    if report.year is None or _is_old(report):
        yield not_assessable("not for this report")
        return
    text = "".join(squeeze(section.title + section.text) for section in report.sections)
    seen = [name for name in words().old_parts if name in text]
    yield compared(not seen, broken(year=report.year, seen="、".join(seen), quote=seen[0] if seen else ""))


def s_ov5(report: Report, form: Form) -> Iterator[Outcome]:
    """The overview treats its five themes."""
    section = report.section("overview")
    if section is None or not section.text.strip():
        yield not_assessable("absent")
        return
    missing = [theme for theme, text in _themed(section).items() if not re.search(words().themes[theme], text)]
    yield compared(not missing, broken(sources=[section.source], missing="、".join(missing)))


def _themed(section: Section) -> dict[str, str]:
    """For each theme the text in which it may be treated: what a sub-heading gives to disclosure or to requests is
    theirs alone."""
    themes = [*words().themes]
    lines = [squeeze(line) for line in section.text.splitlines()]
    headed = {theme: [line for line in lines if re.match(_HEADED + theme, line)] for theme in themes[:2]}
    own = [line for theme in themes[:2] for line in headed[theme]]
    rest = "\n".join(line for line in lines if line not in own)
    whole = "\n".join(lines)
    return {theme: whole if theme in headed else rest for theme in themes}


_HEADED = r"[(]?[一二三四五六七八九十\d][)、.](?:政府信息)?"


def s_len(report: Report, form: Form) -> Iterator[Outcome]:
    """The overview has no more than a thousand characters."""
    section = report.section("overview")
    if section is None:
        yield not_assessable("absent")
        return
    length = len(squeeze(section.text))
    yield compared(length <= OVERVIEW_LIMIT, broken(sources=[section.source], left=length, right=OVERVIEW_LIMIT))


def s_empty(report: Report, form: Form) -> Iterator[Outcome]:
    """Section five names problems and what is done about them."""
    section = report.section("problems")
    if section is None:
        yield not_assessable("absent")
        return
    text = squeeze(section.text)
    none = bool(re.fullmatch(words().empty, text))  # that there is no problem is not one
    empty = none or len(key(text)) < 10 and not report.problems
    yield compared(not empty, broken(sources=[section.source], quote=text, seen=text))


def s_fee(report: Report, form: Form) -> Iterator[Outcome]:
    """Section six says something of the processing fee."""
    section = report.section("other_matters")
    if section is None:
        yield not_assessable("absent")
        return
    yield compared(bool(re.search(words().fees, squeeze(section.text))), broken(sources=[section.source]))


def s_absent(report: Report, form: Form) -> Iterator[Outcome]:
    """The three tables are there, as text."""
    if _is_old(report):
        yield not_assessable("not for this report")
        return
    for table in form.tables:
        facts = [fact for fact in report.facts if fact.table == table.code]
        title = next(section.label for section in form.sections if section.code == table.section)
        if any(fact.state != "absent" for fact in facts):
            yield holds(items=[table.code])
        else:
            yield broken(items=[table.code], table=title)


RULES: dict[str, Callable[[Report, Form], Iterator[Outcome]]] = {
    "S-SECT": s_sect,
    "S-NUM": s_num,
    "S-PARTS": s_parts,
    "S-EDITION": s_edition,
    "S-CITE": s_cite,
    "S-YEAR": s_year,
    "S-PERIOD": s_period,
    "S-OLD": s_old,
    "S-OV5": s_ov5,
    "S-LEN": s_len,
    "S-EMPTY": s_empty,
    "S-FEE": s_fee,
    "S-ABSENT": s_absent,
}
