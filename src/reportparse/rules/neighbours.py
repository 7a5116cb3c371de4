"""Across organs: copied sections, shared phones, roll-ups against their parts, names and codes of divisions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

from reportparse.copies import Copy, Text, find_copies, matched_sentences
from reportparse.organs import plain_name
from reportparse.report import Fact, Number, Report
from reportparse.rules.outcome import Outcome, broken, compared, facts_of, holds, not_assessable, passages, plain
from reportparse.rules.panel import Panel
from reportparse.rules.people import masked
from reportparse.rules.provenance import RANKS
from reportparse.rules.words import words
from reportparse.text import squeeze

Found = Iterator[tuple[Report, Outcome]]
COPIED_SECTIONS = ("problems", "overview")
TITLES = {"problems": "第五部分", "overview": "第一部分"}
ROLLED_UP = tuple(f"requests.{row}.total" for row in ("received", "processed", "carried_out"))
FEE = "proactive.administrative_fees.amount_10k_cny"


def h_twin(panel: Panel) -> Found:
    """No section is another organ's, numbers and statutory wording apart."""
    if len({organ for organ in panel.organs if organ}) < 2:
        yield from ((report, not_assessable("no neighbours")) for report in panel.reports)
        return
    for code in COPIED_SECTIONS:
        texts = [Text(organ or number, _text(report, code)) for number, (report, organ) in _numbered(panel)]
        best = _best(find_copies(texts))
        for number, report in enumerate(panel.reports):
            yield report, _twin(panel, code, number, best.get(number))


def _numbered(panel: Panel) -> Iterator[tuple[int, tuple[Report, str | None]]]:
    yield from enumerate(zip(panel.reports, panel.organs, strict=True))


def _text(report: Report, code: str) -> str:
    section = report.section(code)
    return section.text if section else ""


def _best(copies: list[Copy]) -> dict[int, tuple[int, int]]:
    """Of each text the one that it is most like: its number and the similarity."""
    best: dict[int, tuple[int, int]] = {}
    for first, second, alike in copies:
        for one, other in ((first, second), (second, first)):
            if one not in best or alike > best[one][1]:
                best[one] = other, alike
    return best


def _twin(panel: Panel, code: str, number: int, match: tuple[int, int] | None) -> Outcome:
    if match is None:
        return holds(items=[code])
    other, alike = panel.reports[match[0]], match[1]
    mine, theirs = panel.reports[number].section(code), other.section(code)
    shared = matched_sentences(_text(panel.reports[number], code), _text(other, code))
    return broken(
        items=[code],
        sources=[section.source for section in (mine, theirs) if section],
        quote="；".join(shared[:3]),
        where=TITLES[code],
        where_en=code,
        other=str(other.organ),
        other_year=other.year,
        left=alike,
    )


def h_phone(panel: Panel) -> Found:
    """No two organs of a county print the same phone."""
    for reports in panel.places.values():
        by_phone: dict[str, list[Report]] = defaultdict(list)
        for report in reports:
            by_phone[_phone(report)].append(report)
        for report in reports:
            yield report, _same_phone(report, by_phone[_phone(report)], len(reports))


def _phone(report: Report) -> str:
    return re.sub(r"\D", "", squeeze(report.contact.phone or "")) if report.contact else ""


def _same_phone(report: Report, sharing: list[Report], there: int) -> Outcome:
    if len(_phone(report)) < 7 or there < 2:
        return not_assessable("not said" if there > 1 else "no neighbours")
    others = "、".join(str(other.organ) for other in sharing if other is not report)
    source = report.contact.source if report.contact else None
    return compared(not others, broken(sources=[source], other=others, phone=masked(_phone(report))))


def _roll_ups(panel: Panel) -> Iterator[tuple[Report, list[Report]]]:
    """The governments that say their figures are gathered from below, with the organs of their county and year."""
    for (county, _), reports in panel.places.items():
        for parent in reports:
            below = [report for report in reports if report is not parent]
            if parent.organ.kind in words().governments and parent.organ.name == county and below and _gathers(parent):
                yield parent, below


def _gathers(report: Report) -> bool:
    text = "".join(squeeze(section.text) for section in passages(report) if section.code in ("preamble", "overview"))
    return bool(re.search(words().aggregates, text))


def h_sum(panel: Panel) -> Found:
    """What a government gathers from below is no less than the organs at hand have together."""
    for parent, below in _roll_ups(panel):
        for item in ROLLED_UP:
            whole, parts = parent.value(item), [report.value(item) for report in below]
            stated = [value for value in parts if value is not None]
            if whole is None or not stated:
                yield parent, not_assessable("blank", items=[item])
                continue
            added = plain(sum(stated))
            told = broken(items=[item], left=whole, right=added, where=item.split(".")[1], where_en=item)
            yield parent, compared(added <= whole, told)


def h_gt(panel: Panel) -> Found:
    """No organ has more than the government that gathers its figures."""
    for parent, below in _roll_ups(panel):
        whole = facts_of(parent)
        for child in below:
            facts = facts_of(child)
            for item in ROLLED_UP:
                yield child, _within(parent, child, whole.get(item), facts.get(item))


def _within(parent: Report, child: Report, whole: Fact | None, part: Fact | None) -> Outcome:
    if whole is None or part is None or whole.value is None or part.value is None:
        return not_assessable("blank")
    told = broken(
        items=[part.item],
        sources=[part.source, whole.source],
        where=part.row,
        where_en=part.item,
        child=str(child.organ),
        parent=str(parent.organ),
        left=part.value,
        right=whole.value,
    )
    return compared(part.value <= whole.value, told)


def h_name(panel: Panel) -> Found:
    """A township has its name in the table of divisions, ethnic qualifiers apart."""
    for number, report in enumerate(panel.reports):
        county = panel.counties[number]
        if report.organ.kind not in RANKS or not report.organ.name:
            yield report, not_assessable("not for this report")
        elif not county or not _code(panel, county, None, report):
            yield report, not_assessable("no table of divisions")
        else:
            known = _code(panel, report.organ.name, county, report) is not None
            yield report, compared(known, broken(name=report.organ.name, county=county))


def _code(panel: Panel, name: str, parent: str | None, report: Report) -> str | None:
    year = float("nan") if report.year is None else report.year
    return panel.divisions.find_code(plain_name(name), parent, year) if panel.divisions else None


def h_code(panel: Panel) -> Found:
    """The code of a division begins with its county's."""
    for number, report in enumerate(panel.reports):
        county = panel.counties[number]
        above = _code(panel, county, None, report) if county else None
        own = _code(panel, report.organ.name, county, report) if report.organ.name else None
        if not own or not above or own == above:
            yield report, not_assessable("no table of divisions")
            continue
        yield report, compared(own.startswith(above[:6]), broken(name=report.organ.name, left=own, right=above))


def t2_unit(panel: Panel) -> Found:
    """The fee is in 10,000 CNY: no 元 in the cell, and not a hundred times what organs of its kind have."""
    peers: dict[str, list[Number]] = defaultdict(list)
    for report in panel.reports:
        amount = report.value(FEE)
        if amount:
            peers[report.organ.kind or ""].append(amount)
    usual = {kind: median(amounts) for kind, amounts in peers.items() if len(amounts) >= 5}
    for report in panel.reports:
        yield report, _unit(report, usual.get(report.organ.kind or ""))


def _unit(report: Report, usual: float | None) -> Outcome:
    fact = next((fact for fact in report.facts if fact.item == FEE), None)
    if fact is None or fact.value is None:
        return not_assessable("absent" if fact is None else fact.state)
    in_yuan = "元" in fact.raw and "万元" not in fact.raw
    far = usual is not None and fact.value >= 100 * usual and fact.value >= 10_000
    reason = "单元格里写的是“元”" if in_yuan else f"是同类机关中位数（{usual}）的100倍以上"
    reason_en = "the cell says CNY" if in_yuan else f"a hundred times the median of its kind ({usual})"
    told = broken(
        items=[FEE], sources=[fact.source], quote=fact.raw, left=fact.value, reason=reason, reason_en=reason_en
    )
    return compared(not (in_yuan or far), told)


RULES: dict[str, Callable[[Panel], Iterator[Any]]] = {
    "H-SUM": h_sum,
    "H-GT": h_gt,
    "H-TWIN": h_twin,
    "H-PHONE": h_phone,
    "H-NAME": h_name,
    "H-CODE": h_code,
    "T2-UNIT": t2_unit,
}
