"""From year to year: what is carried over, stocks and flows, copied tables and texts, jumps and gaps."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from reportparse.copies import matched_sentences, repeated_share, similarity
from reportparse.form import FormTable, load_form
from reportparse.report import Fact, Number, Report, Statement
from reportparse.rules.arithmetic import doubtful_items, trust
from reportparse.rules.narrative import CARRIED, RECEIVED, rounding
from reportparse.rules.outcome import Outcome, broken, compared, difference, facts_of, not_assessable, plain
from reportparse.text import key, squeeze

Earlier = Mapping[int, Report]
SAME_TEXT = 90
REUSED = 50
DIGITS = 4
"""So many digits, totals apart, must be alike: fewer are alike by chance once in some hundred reports."""
SHORTEST = 6
"""A problem of fewer characters is named alike by chance."""
COPIED_SECTIONS = ("problems", "overview", "other_matters")


class Pair(NamedTuple):
    """A report and the one of the year before, with their facts by item."""

    now: Report
    before: Report
    facts: dict[str, Fact]
    old: dict[str, Fact]


def _pair(report: Report, earlier: Earlier) -> Pair | None:
    before = earlier.get(report.year - 1) if report.year is not None else None
    return Pair(report, before, facts_of(report), facts_of(before)) if before else None


def y_carry(report: Report, earlier: Earlier) -> Iterator[Outcome]:
    """carried_in[y] == carried_out[y-1], each column."""
    pair = _pair(report, earlier)
    if pair is None:
        yield not_assessable("no earlier report")
        return
    for column in _table(report, "requests").columns:
        now, before = f"requests.carried_in.{column.code}", f"requests.carried_out.{column.code}"
        right = _stated(pair.old, [before])
        yield _flow(pair, [now], right, [before], column.label, column.en or column.code)


def _flow(pair: Pair, items: list[str], right: Number | None, old: list[str], label: str, label_en: str) -> Outcome:
    """Whether a cell of this year is what last year's report lets expect."""
    left = _stated(pair.facts, items[:1])
    if left is None or right is None:
        return not_assessable("blank", items=items)
    if {*items} & doubtful_items(pair.now) or {*old} & doubtful_items(pair.before):
        return not_assessable("doubtful", items=items)
    facts = [fact for fact in [pair.facts.get(item) for item in items] + [pair.old.get(item) for item in old] if fact]
    severity, fault = trust(facts)
    return compared(
        abs(left - right) < 1e-6,
        broken(
            items=items,
            sources=[fact.source for fact in facts],
            severity=severity,
            fault=fault,
            where=label,
            where_en=label_en,
            left=left,
            right=right,
            last_year=pair.before.year,
            difference=difference(left, right),
        ),
    )


def _stated(facts: dict[str, Fact], items: list[str], signs: tuple[int, ...] = ()) -> Number | None:
    """The sum of cells, or None where one of them is not stated."""
    values = [facts[item].value if item in facts else None for item in items]
    if any(value is None for value in values):
        return None
    return plain(sum((value or 0) * sign for value, sign in zip(values, signs or (1,) * len(values), strict=True)))


def _table(report: Report, code: str) -> FormTable:
    return load_form(report.editions.get(code) or report.edition or "2021").table(code)


def y_force(report: Report, earlier: Earlier) -> Iterator[Outcome]:
    """in_force[y] == in_force[y-1] + issued[y] - repealed[y], of rules and of normative documents."""
    pair = _pair(report, earlier)
    if pair is None:
        yield not_assessable("no earlier report")
        return
    for row in _table(report, "proactive").rows:
        if "in_force" not in row.columns:
            continue
        item = f"proactive.{row.code}.in_force"
        flows = [f"proactive.{row.code}.{column}" for column in ("issued", "repealed")]
        stock, flow = _stated(pair.old, [item]), _stated(pair.facts, flows, (1, -1))
        expected = None if stock is None or flow is None else stock + flow
        yield _flow(pair, [item, *flows], expected, [item], row.label, row.en or row.code)


def y_items(report: Report, earlier: Earlier) -> Iterator[Outcome]:
    """items_last_year[y] == items_last_year[y-1] + items_change[y-1]."""
    pair = _pair(report, earlier)
    if pair is None:
        yield not_assessable("no earlier report")
        return
    for row in _table(report, "proactive").rows:
        if "items_last_year" not in row.columns:
            continue
        item = f"proactive.{row.code}.items_last_year"
        old = [item, f"proactive.{row.code}.items_change"]
        yield _flow(pair, [item], _stated(pair.old, old), old, row.label, row.en or row.code)


def y_pend(report: Report, earlier: Earlier) -> Iterator[Outcome]:
    """pending[y-1] <= total[y], each block of table four."""
    pair = _pair(report, earlier)
    if pair is None:
        yield not_assessable("no earlier report")
        return
    for row in _table(report, "remedies").leaves():
        item = f"remedies.{row.code}.total"
        left, right = _stated(pair.old, [f"remedies.{row.code}.pending"]), _stated(pair.facts, [item])
        if left is None or right is None:
            yield not_assessable("blank", items=[item])
            continue
        told = broken(
            items=[item],
            left=left,
            right=right,
            where=row.label,
            where_en=row.en or row.code,
            last_year=pair.before.year,
        )
        yield compared(left <= right, told)


def t4_after(report: Report, earlier: Earlier) -> Iterator[Outcome]:
    """Suits after reconsideration are no more than the reconsiderations of this year and last."""
    suits = report.value("remedies.litigation_after_reconsideration.total")
    cases = report.value("remedies.reconsideration.total")
    if suits is None or cases is None:
        yield not_assessable("blank")
        return
    before = _last(report, earlier, "remedies.reconsideration.total")
    if suits > cases and before is None:
        yield not_assessable("no earlier report")
        return
    items = ["remedies.litigation_after_reconsideration.total", "remedies.reconsideration.total"]
    yield compared(suits <= cases + (before or 0), broken(items=items, left=suits, right=cases + (before or 0)))


def _last(report: Report, earlier: Earlier, item: str) -> Number | None:
    before = earlier.get(report.year - 1) if report.year is not None else None
    return before.value(item) if before else None


def x_34(report: Report, earlier: Earlier) -> Iterator[Outcome]:
    """No reconsideration and no suits where there were no requests this year and last."""
    cases = _stated(facts_of(report), _CASES)
    received = report.value("requests.received.total")
    if cases is None or received is None:
        yield not_assessable("blank")
        return
    before = _last(report, earlier, "requests.received.total")
    if cases and not received and before is None:
        yield not_assessable("no earlier report")
        return
    item = next((item for item in _CASES if report.value(item)), _CASES[0])
    yield compared(not cases or received + (before or 0) > 0, broken(items=[item], left=cases, right=received))


_CASES = [
    f"remedies.{row}.total" for row in ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
]


def x_34b(report: Report, earlier: Earlier) -> Iterator[Outcome]:
    """No more reconsiderations than requests processed this year and last."""
    cases, done = report.value("remedies.reconsideration.total"), report.value("requests.processed.total")
    if cases is None or done is None:
        yield not_assessable("blank")
        return
    before = _last(report, earlier, "requests.processed.total")
    if cases > done and before is None:
        yield not_assessable("no earlier report")
        return
    items = ["remedies.reconsideration.total", "requests.processed.total"]
    enough = cases <= done + (before or 0) or (done + (before or 0) == 0)  # without requests at all it is X-34
    yield compared(enough, broken(items=items, left=cases, right=done + (before or 0)))


def y_sametab(report: Report, earlier: Earlier) -> Iterator[Outcome]:
    """A table with figures in it is not last year's, cell for cell. A few small figures may be alike by chance."""
    pair = _pair(report, earlier)
    if pair is None:
        yield not_assessable("no earlier report")
        return
    for table in load_form(report.edition or "2021").tables:
        stated = [fact for fact in report.facts if fact.table == table.code and fact.value is not None]
        figures = [fact for fact in stated if fact.value]
        weight = sum(_weight(fact.value) for fact in figures if fact.column != "total")
        if weight < DIGITS or any(fact.item not in pair.old for fact in stated):
            yield not_assessable("not for this report", items=[table.code])
            continue
        same = all(pair.old[fact.item].value == fact.value for fact in stated)
        told = broken(
            items=[table.code],
            sources=[figures[0].source, pair.old[figures[0].item].source],
            left=len(figures),
            where=SECTION_NAMES[table.section],
            where_en=table.section,
            last_year=pair.before.year,
        )
        yield compared(not same, told)


def _weight(value: Number | None) -> float:
    """How many digits a figure counts for; one, two and three are half of one, so often do they stand there."""
    return 0.5 if abs(value or 0) <= 3 else len(str(abs(int(value or 0))))


SECTION_NAMES = {section.code: section.label for section in load_form("2021").sections}


def y_sametext(report: Report, earlier: Earlier) -> Iterator[Outcome]:
    """A section's text is not last year's with other numbers."""
    pair = _pair(report, earlier)
    if pair is None:
        yield not_assessable("no earlier report")
        return
    for code in COPIED_SECTIONS:
        now, before = report.section(code), pair.before.section(code)
        alike = similarity(now.text, before.text) if now and before else None
        if now is None or before is None or alike is None:
            yield not_assessable("not said", items=[code])
            continue
        told = broken(
            items=[code],
            sources=[now.source, before.source],
            quote="；".join(matched_sentences(now.text, before.text)[:3]) if alike >= SAME_TEXT else "",
            left=alike,
            where=SECTION_NAMES[code],
            where_en=code,
            last_year=pair.before.year,
        )
        yield compared(alike < SAME_TEXT, told)


def y_reuse(report: Report, earlier: Earlier) -> Iterator[Outcome]:
    """No more than half of a report's sentences are last year's; numbers and statutory wording do not count."""
    pair = _pair(report, earlier)
    share = repeated_share(_own_text(report), _own_text(pair.before)) if pair else None
    if pair is None or share is None:
        yield not_assessable("no earlier report" if pair is None else "not said")
        return
    yield compared(share <= REUSED, broken(left=share, last_year=pair.before.year))


def _own_text(report: Report) -> str:
    return "\n".join(section.text for section in report.sections if section.code in COPIED_SECTIONS)


def y_jump(report: Report, earlier: Earlier) -> Iterator[Outcome]:
    """No count grows or shrinks tenfold, or falls from a hundred to nothing. Small numbers jump by nature."""
    pair = _pair(report, earlier)
    if pair is None:
        yield not_assessable("no earlier report")
        return
    for item, fact in pair.facts.items():
        old = pair.old.get(item)
        if fact.value is None or old is None or old.value is None or not _is_watched(item):
            continue
        told = broken(
            items=[item],
            sources=[fact.source, old.source],
            left=fact.value,
            right=old.value,
            where=_label(report, item),
            where_en=item,
            last_year=pair.before.year,
        )
        yield compared(not _jumps(old.value, fact.value), told)


def _label(report: Report, item: str) -> str:
    form = load_form(report.edition or "2021")
    return form[item].label if item in form else item


def _is_watched(item: str) -> bool:
    table, row, column = item.split(".")
    return table == "proactive" or column == "total" and row in ("received", "processed", "reconsideration")


def _jumps(before: Number, now: Number) -> bool:
    if max(before, now) < 100:
        return False
    if before <= 0 or now <= 0:  # a count below zero has a rule of its own
        return before >= 100
    return abs(math.log10(now / before)) >= 1


def y_prob(report: Report, earlier: Earlier) -> Iterator[Outcome]:
    """No problem of last year is named again word for word."""
    pair = _pair(report, earlier)
    if pair is None or not report.problems or not pair.before.problems:
        yield not_assessable("no earlier report" if pair is None else "not said")
        return
    old = {key(problem.text): problem for problem in pair.before.problems}
    for problem in report.problems:
        same = old.get(key(problem.text)) if len(key(problem.text)) >= SHORTEST else None
        sources = [problem.source, same.source if same else None]
        told = broken(sources=sources, quote=problem.text, text=problem.text, last_year=pair.before.year)
        yield compared(same is None, told)


_CHANGE = re.compile(
    r"[^。;!?\d%]{0,10}?(?:同比|[比较与](?:上年度?|去年|上一年度?|前一年|(?P<base>20\d\d)年度?)(?:同期)?)[^。;!?\d%]{0,8}?"
    r"(?:(?P<more>增[长加多幅]|涨幅|上升|提[高升]|多)|(?P<less>下降|降幅|减少|降低|少))[^。;!?\d%]{0,3}(?P<percent>\d+(?:\.\d+)?)%"
)
"""What follows a number and says how it changed against last year."""


def y_pct(report: Report, earlier: Earlier) -> Iterator[Outcome]:
    """A change against last year of a number in the text agrees with last year's table or last year's text."""
    pair = _pair(report, earlier)
    if pair is None:
        yield not_assessable("no earlier report")
        return
    told = [(said, change) for said in report.statements if (change := _change_of(report, said))]
    if not told:
        yield not_assessable("not said")
    for said, change in told:
        bases = _bases(pair, said)
        yield _changed(pair, said, change, bases) if bases else not_assessable("not said", items=said.items)


def _change_of(report: Report, said: Statement) -> re.Match[str] | None:
    """What stands right behind a number in its section, where that is a change against last year."""
    section = report.section(said.section or "")
    if section is None or said.approximate or not said.text:
        return None
    text, own = squeeze(section.text), squeeze(said.text)
    at = text.find(own)
    change = _CHANGE.match(text, at + len(own)) if at >= 0 else None
    is_last = change is None or change["base"] in (None, str((report.year or 0) - 1))
    return change if is_last else None


def _bases(pair: Pair, said: Statement) -> list[Number]:
    """What last year's report has for a number said this year: in its cells, and in its own sentences."""
    alike = [
        other.value
        for other in pair.before.statements
        if (other.kind, other.unit, other.scope, other.items) == (said.kind, said.unit, said.scope, said.items)
        and other.part_of is None
        and not other.approximate
    ]
    cells = _stated(pair.old, [*said.items]) if said.items and not said.scope else None
    carried = _stated(pair.old, [CARRIED]) if said.items == (RECEIVED,) else None
    from_cells = [] if cells is None else [cells] if carried is None else [cells, plain(cells + carried)]
    return [base for base in (*from_cells, *alike) if base]


def _changed(pair: Pair, said: Statement, change: re.Match[str], bases: list[Number]) -> Outcome:
    stated = float(change["percent"]) * (-1 if change["less"] else 1)
    computed = [(said.value - base) / base * 100 for base in bases]
    near = any(abs(stated - value) <= rounding(change["percent"]) for value in computed)
    text = squeeze(said.text) + change[0]
    told = broken(
        items=said.items,
        sources=[said.source],
        quote=text,
        text=text,
        left=stated,
        right=round(computed[0], 2),
        difference=difference(stated, round(computed[0], 2)),
        before=bases[0],
        last_year=pair.before.year,
    )
    return compared(near, told)


def y_gap(report: Report, earlier: Earlier) -> Iterator[Outcome]:
    """There is a report for each year between two."""
    if report.year is None or not earlier:
        yield not_assessable("no earlier report")
        return
    last = max(earlier)
    missing = "、".join(str(year) for year in range(last + 1, report.year))
    yield compared(not missing, broken(before=last, after=report.year, missing=missing))


RULES: dict[str, Callable[[Report, Earlier], Iterator[Outcome]]] = {
    "Y-CARRY": y_carry,
    "Y-FORCE": y_force,
    "Y-ITEMS": y_items,
    "Y-PCT": y_pct,
    "Y-PEND": y_pend,
    "Y-SAMETAB": y_sametab,
    "Y-SAMETEXT": y_sametext,
    "Y-REUSE": y_reuse,
    "Y-JUMP": y_jump,
    "Y-PROB": y_prob,
    "Y-GAP": y_gap,
    "T4-AFTER": t4_after,
    "X-34": x_34,
    "X-34B": x_34b,
}
