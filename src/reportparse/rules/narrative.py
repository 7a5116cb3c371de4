"""Numbers said in sentences: against the tables, against each other, and recomputed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

from reportparse.findings import Severity
from reportparse.form import Form, load_form
from reportparse.report import Fact, Number, Report, Statement
from reportparse.rules.arithmetic import doubtful_items, one_row_for_several, trust
from reportparse.rules.outcome import Outcome, broken, compared, difference, facts_of, holds, not_assessable, plain
from reportparse.rules.words import words
from reportparse.text import squeeze

BAND = 0.1
"""How far an approximate number may be from the exact one."""

RECEIVED, CARRIED = "requests.received.total", "requests.carried_in.total"
_FLOW_ROWS = {"carried_in", "processed", "carried_out"}


def check_against_table(code: str, report: Report, form: Form) -> Iterator[Outcome]:
    """A number said in the text equals the cell, or the sum of cells, that it is about."""
    facts = facts_of(report)
    said = [statement for statement in report.statements if _rule_for(statement) == code]
    if not said:
        yield not_assessable("not said")
    for statement in said:
        yield _against_table(report, statement, facts)


def _rule_for(statement: Statement) -> str | None:
    """Which rule compares this statement with the tables."""
    if not statement.items or any(item in X_2N for item in statement.items):
        return None
    rows = {item.split(".")[1] for item in statement.items}
    if statement.items[0].startswith("remedies."):
        return "N-REM"
    if not statement.items[0].startswith("requests."):
        return "N-TABLE"
    if "received" in rows:
        return "N-RECV"
    return "N-FLOW" if rows <= _FLOW_ROWS else "N-OUT"


X_2N = ("proactive.normative_documents.issued", "proactive.normative_documents.made")
"""Cells whose statements have a rule of their own."""


def _against_table(report: Report, statement: Statement, facts: dict[str, Fact]) -> Outcome:
    cells = _cells(statement, facts)
    expected = _sum(cells)
    if expected is None or not cells:
        return not_assessable("blank" if cells else "absent", items=statement.items)
    if doubtful_items(report) & {*statement.items}:
        return not_assessable("doubtful", items=statement.items)
    if _agrees(statement, expected, facts):
        return holds(items=statement.items)
    if not statement.value or not expected:
        return not_assessable("not for this report", items=statement.items)  # N-ZERO judges it
    return _differs(report, statement, cells, expected, facts)


def agrees_with_cells(statement: Statement, facts: dict[str, Fact]) -> bool:
    """Whether the tables have what is said, cell for cell."""
    expected = _sum(_cells(statement, facts))
    return expected is not None and _agrees(statement, expected, facts)


def _cells(statement: Statement, facts: dict[str, Fact]) -> list[Fact]:
    """The cells that a statement is about; a cell that the record does not have is absent."""
    return one_row_for_several([facts.get(item, Fact(item, "absent")) for item in statement.items], facts)


def _sum(cells: list[Fact]) -> Number | None:
    """What the cells add up to; None where one of them states nothing."""
    values = [cell.value for cell in cells if cell.value is not None]
    return plain(sum(values)) if len(values) == len(cells) and cells else None


def _agrees(statement: Statement, expected: Number, facts: dict[str, Fact]) -> bool:
    if statement.approximate:
        return abs(statement.value - expected) <= BAND * max(abs(expected), 1)
    return statement.value in _acceptable(statement, expected, facts)


def _acceptable(statement: Statement, expected: Number, facts: dict[str, Fact]) -> set[Number]:
    """What the text may say: 收到 may count what was carried in too, 新收 may not."""
    carried = facts.get(CARRIED)
    if statement.items == (RECEIVED,) and "新收" not in statement.text and carried and carried.value is not None:
        return {expected, expected + carried.value}
    return {expected}


def _differs(
    report: Report, statement: Statement, cells: list[Fact], expected: Number, facts: dict[str, Fact]
) -> Outcome:
    severity, fault = trust(cells)
    carried = facts.get(CARRIED)
    where, where_en = _where(report, statement.items)
    return broken(
        items=statement.items,
        sources=[statement.source, *(cell.source for cell in cells)],
        quote=statement.text,
        severity=_scope_severity(report, statement, facts) or severity,
        fault=fault,
        text=statement.text,
        where=where,
        where_en=where_en,
        left=statement.value,
        right=expected,
        sum=plain(expected + (carried.value or 0)) if carried else expected,
        difference=difference(statement.value, expected),
    )


def _where(report: Report, items: tuple[str, ...]) -> tuple[str, str]:
    """What the form calls these cells, in Chinese and English."""
    known = {item.id: item for item in load_form(report.edition).items()} if report.edition else {}
    zh = [known[item].label if item in known else item for item in items]
    english = [(known[item].row, known[item].column) if item in known else None for item in items]
    en = [f"{both[0].en} × {both[1].en}" if both else item for both, item in zip(english, items, strict=True)]
    return "＋".join(zh), " + ".join(en)


def _scope_severity(report: Report, statement: Statement, facts: dict[str, Fact]) -> Severity | None:
    """A number of another scope than the table's is only worth knowing: 全区 against the organ's own."""
    if statement.approximate:
        return "info"
    if statement.scope == "area" and report.organ.kind not in words().townships:
        return "info"
    if statement.scope and report.organ.kind in words().governments:
        return "info"  # a government's table may be its own or its whole area's; the text says which it means
    others = [other for other in report.statements if other.items == statement.items and other.scope != statement.scope]
    agreeing = any(_agrees(other, _sum(_cells(other, facts)) or 0, facts) for other in others)
    return "info" if agreeing else None


def n_zero(report: Report, form: Form) -> Iterator[Outcome]:
    """Where the text says none, the table has zero; and the other way round."""
    facts = facts_of(report)
    judged = False
    for statement in report.statements:
        cells = _cells(statement, facts)
        expected = _sum(cells)
        if not cells or expected is None or re.search(words().qualified, statement.text):
            continue
        judged = True
        yield _zero(report, statement, cells, expected, facts)
    if not judged:
        yield not_assessable("not said")


def _zero(report: Report, statement: Statement, cells: list[Fact], expected: Number, facts: dict[str, Fact]) -> Outcome:
    both = (statement.value == 0) == (expected == 0) or _agrees(statement, expected, facts)
    return holds(items=statement.items) if both else _differs(report, statement, cells, expected, facts)


def n_approx(report: Report, form: Form) -> Iterator[Outcome]:
    """An approximate number is within a tenth of the table's, and 余 or 多 does not exceed it."""
    facts = facts_of(report)
    said = [statement for statement in report.statements if statement.approximate and statement.items]
    if not said:
        yield not_assessable("not said")
    for statement in said:
        cells = _cells(statement, facts)
        expected = _sum(cells)
        if expected is None:
            yield not_assessable("blank", items=statement.items)
            continue
        yield compared(_agrees(statement, expected, facts), _differs(report, statement, cells, expected, facts))


def n_twice(report: Report, form: Form) -> Iterator[Outcome]:
    """A quantity that the tables have too has one value, however often it is said."""
    same: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for statement in report.statements:
        if statement.items and statement.part_of is None and not statement.approximate:
            same[statement.kind, statement.items, statement.scope or "own"].append(statement)
    repeated = [group for group in same.values() if len(group) > 1]
    if not repeated:
        yield not_assessable("not said")
    for first, second in (pair for group in repeated for pair in pairwise(group)):
        yield _twice(report, first, second)


def _twice(report: Report, first: Statement, second: Statement) -> Outcome:
    carried = report.value(CARRIED) or 0
    both = {first.value, second.value}
    with_carried = first.items == (RECEIVED,) and both == {min(both), min(both) + carried}
    narrow = any(re.search(words().qualified, statement.text) for statement in (first, second))
    return compared(
        len(both) == 1 or with_carried or narrow,
        broken(
            items=first.items,
            sources=[second.source, first.source],
            quote=second.text,
            left=first.value,
            right=second.value,
            difference=difference(first.value, second.value),
            unit=first.unit,
            text=first.text,
            other_text=second.text,
        ),
    )


_SHARE = re.compile(
    r"(?<!\d)(?P<whole>\d++)(?P<unit>[条件份篇次])[^。;%]{0,24}?(?:其中)?[^。;%\d]{0,16}?(?P<part>\d+)(?P=unit),?"
    r"[约所]?占(?:比例?)?(?:(?:申请)?[总全][^,。;%\d]{0,6}的|的)?(?:为|达|约)?(?P<percent>\d+(?:\.\d+)?)%"
)
_CHANGE = re.compile(
    r"(?<!\d)(?P<now>\d++)(?P<unit>[条件份篇次])[^。;%\d]{0,10}(?:上年|去年|上一年|20\d\d年)(?:度|同期)?[的为是共(]{0,2}"
    r"(?P<before>\d+)(?P=unit)\)?"
    r"[^。;%\d]{0,6}(?P<way>增长|增加|上升|提高|下降|减少|降低|多|少)(?:了)?(?P<percent>\d+(?:\.\d+)?)%"
)

_GROWN = re.compile(
    r"(?:上年|去年|上一年|20\d\d年)(?:度|同期)?的?(?P<before>\d+)(?P<unit>[条件份篇次])(?P<way>增加|增长|上升|提高|减少|下降|降低)(?:到|至|为)了?"
    r"(?P<now>\d+)(?P=unit)[^。;%\d]{0,12}(?P<percent>\d+(?:\.\d+)?)%"
)
_BASED = re.compile(
    r"(?<!\d)(?P<now>\d++)(?P<unit>[条件份篇次])[^。;%\d]{0,12}?(?P<way>增长|增加|上升|提高|下降|减少|降低)了?"
    r"(?P<percent>\d+(?:\.\d+)?)%[,(](?:上年|去年|上一年|20\d\d年)(?:度|同期)?[的为是共]{0,2}(?P<before>\d+)(?P=unit)"
)


def n_pct(report: Report, form: Form) -> Iterator[Outcome]:
    """A share, or a change against last year, of which both numbers are given, is right when recomputed."""
    judged = False
    for section in report.sections:
        text = squeeze(section.text)
        for match in (found for pattern in _RATES for found in pattern.finditer(text)):
            judged = True
            stated, computed = match["percent"], _percentage(match)
            near = computed is not None and abs(float(stated) - computed) <= rounding(stated)
            value = None if computed is None else round(computed, 2)
            told = broken(sources=[section.source], quote=match[0], left=float(stated), right=value, text=match[0])
            yield compared(near, told)
    if not judged:
        yield not_assessable("not said")


_RATES = (_SHARE, _CHANGE, _GROWN, _BASED)


def _percentage(match: re.Match[str]) -> float | None:
    groups = match.groupdict()
    if "part" in groups:
        whole = int(groups["whole"])
        return int(groups["part"]) / whole * 100 if whole else None
    now, before = int(groups["now"]), int(groups["before"])
    return abs(now - before) / before * 100 if before else None


def rounding(stated: str) -> float:
    """Half a unit of the last digit printed, and as much again for those who cut instead of rounding."""
    digits = len(stated.partition(".")[2])
    return 1.001 * 10.0**-digits


def check_said_all(pattern: str, report: Report, form: Form) -> Iterator[Outcome]:
    """Where the text says that all is closed (or answered in time), nothing is carried over."""
    carried = report.value("requests.carried_out.total")
    overview = report.section("overview")
    told = _said_of_requests(pattern, overview.text) if overview else None
    if carried is None or overview is None or told is None:
        yield not_assessable("not said" if carried is not None else "blank")
        return
    item = ["requests.carried_out.total"]
    yield compared(
        not carried, broken(items=item, sources=[overview.source], quote=told[1], text=told[0], right=carried)
    )


def _said_of_requests(pattern: str, text: str) -> tuple[str, str] | None:
    """The words of a pattern in a sentence on requests, and the sentence: it names them, or the paragraph is theirs."""
    for line in text.splitlines():
        squeezed = squeeze(line)
        for match in re.finditer(pattern, squeezed):
            sentence = sentence_around(squeezed, match.start())
            if "申请" in sentence or _OF_REQUESTS.match(squeezed) and not re.search(words().not_requests, sentence):
                return match[0], sentence
    return None


_OF_REQUESTS = re.compile(r"[^。,;]{0,8}依申请公开")


def sentence_around(text: str, at: int) -> str:
    """The sentence in which a place of the text lies."""
    start = max(text.rfind(mark, 0, at) for mark in "。;!?") + 1
    ends = [place for place in (text.find(mark, at) for mark in "。;!?") if place >= 0]
    return text[start : min(ends, default=len(text))]


def n_fee(report: Report, form: Form) -> Iterator[Outcome]:
    """Who says that no processing fee was charged does not give an amount of it."""
    fees = [statement for statement in report.statements if statement.kind.startswith("processing_fee")]
    if not fees:
        yield not_assessable("not said")
        return
    positive = next((statement for statement in fees if statement.value > 0), None)
    none = next((statement for statement in fees if statement.value == 0), None)
    section = report.section("other_matters")
    denied = none is not None or bool(section and re.search(words().no_fee, squeeze(section.text)))
    text = positive.text if positive else ""
    told = broken(
        sources=[statement.source for statement in (positive, none) if statement],
        quote=text,
        left=positive.value if positive else None,
        text=text,
    )
    yield compared(not (positive and denied), told)


def n_tariff(report: Report, form: Form) -> Iterator[Outcome]:
    """A processing fee is made up of steps of 100 CNY by request or of 10 CNY by page."""
    fees = [statement for statement in report.statements if statement.kind == "processing_fee" and statement.value > 0]
    if not fees:
        yield not_assessable("not said")
    for statement in fees:
        told = broken(sources=[statement.source], quote=statement.text, left=statement.value)
        yield compared(statement.value % 10 == 0, told)


RULES: dict[str, Callable[[Report, Form], Iterator[Outcome]]] = {
    **{code: partial(check_against_table, code) for code in ("N-RECV", "N-FLOW", "N-OUT", "N-REM", "N-TABLE")},
    "N-ZERO": n_zero,
    "N-APPROX": n_approx,
    "N-TWICE": n_twice,
    "N-PCT": n_pct,
    "N-RATE": partial(check_said_all, words().all_answered),
    "N-DONE": partial(check_said_all, words().all_closed),
    "N-FEE": n_fee,
    "N-TARIFF": n_tariff,
}
