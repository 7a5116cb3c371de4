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
from reportparse.source import Source
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


def _groups(report: Report) -> dict[int, list[Statement]]:
    """The parts of each total, by the total's index."""
    groups: dict[int, list[Statement]] = defaultdict(list)
    for statement in report.statements:
        if statement.part_of is not None:
            groups[statement.part_of].append(statement)
    return groups


def n_parts(report: Report, form: Form) -> Iterator[Outcome]:
    """A closed list of parts adds up to its total; an open one does not exceed it."""
    groups = [(report.statements[index], parts) for index, parts in _groups(report).items()]
    lists = [(total, run) for total, parts in groups for run in _lists(report, parts)]
    if not lists:
        yield not_assessable("not said")
    for total, parts in lists:
        same = len({part.unit or total.unit for part in (total, *parts)}) == 1
        rest = "其余" in _around(report, total)
        yield _adds_up(total, parts) if same and not rest else not_assessable("not said")


def _around(report: Report, statement: Statement) -> str:
    """The sentence of a statement, as far as its section tells."""
    section = report.section(statement.section or "")
    text, said = squeeze(section.text) if section else "", squeeze(statement.text)
    return _sentence(text, text.index(said)) if said and said in text else ""


def _lists(report: Report, parts: list[Statement]) -> Iterator[list[Statement]]:
    """Of the parts of a total those that are one list: announced by 其中 or the like, one right after the other."""
    run: list[Statement] = []
    for part in parts:
        announced = _is_announced(report, part)
        if run and not announced and _follows(run[-1], part):
            run.append(part)
            continue
        if len(run) > 1:
            yield run
        run = [part] if announced else []
    if len(run) > 1:
        yield run


def _is_announced(report: Report, part: Statement) -> bool:
    """Whether 其中 or the like stands in a part's words, or right before them: 其中,财政类5条."""
    if re.match(words().lists, part.text):
        return True
    section = report.section(part.section or "")
    before, found, _ = squeeze(section.text).partition(squeeze(part.text)) if section else ("", "", "")
    return bool(found and re.search(f"(?:{words().lists})[,:]?$", before))


def _follows(first: Statement, second: Statement) -> bool:
    """Whether nothing but a comma stands between two statements, as far as their places tell."""
    if not first.source or not second.source or not first.source.span or not second.source.span:
        return True
    if first.source.block != second.source.block:
        return (second.source.block or 0) - (first.source.block or 0) == 1 and second.source.span[0] <= 2
    return 0 <= second.source.span[0] - first.source.span[1] <= 2


def _adds_up(total: Statement, parts: list[Statement]) -> Outcome:
    added = plain(sum(part.value for part in parts))
    loose = total.approximate or any(part.approximate for part in parts)
    is_open = any(part.open_list for part in parts) or total.open_list
    if any(part.value > total.value for part in parts) and not loose:
        return not_assessable("not for this report")  # N-PART-GT says it better
    if loose:
        fits = added <= total.value * (1 + BAND) and (is_open or added >= total.value * (1 - BAND))
    else:
        fits = added <= total.value if is_open else added == total.value
    # What is published in two places is counted in both.
    overlapping = any(part.kind in words().channels for part in parts)
    return compared(fits, _parts_differ(total, parts, added, "info" if overlapping else None))


def _parts_differ(total: Statement, parts: list[Statement], added: Number, severity: Severity | None) -> Outcome:
    return broken(
        sources=[total.source, *(part.source for part in parts)],
        quote=total.text,
        severity=severity,
        left=added,
        right=total.value,
        difference=difference(added, total.value),
        unit=total.unit,
        text=total.text,
    )


def n_part_gt(report: Report, form: Form) -> Iterator[Outcome]:
    """No part is larger than its total: of the statements, and of what 其中 announces in any sentence."""
    told = [*_parts_of_statements(report), *_parts_in_sentences(report)]
    if not told:
        yield not_assessable("not said")
    yield from told


def _parts_of_statements(report: Report) -> Iterator[Outcome]:
    for index, parts in _groups(report).items():
        total = report.statements[index]
        for part in parts:
            if part.unit != total.unit or part.approximate or total.approximate:
                yield not_assessable("not said")
                continue
            told = _part(part.text, part.value, total.value, part.unit, [part.source, total.source])
            yield compared(part.value <= total.value, told)


def _part(text: str, part: Number, total: Number, unit: str, sources: list[Source | None]) -> Outcome:
    off = difference(part, total)
    return broken(sources=sources, quote=text, left=part, right=total, difference=off, unit=unit, text=text)


_PART = re.compile(
    r"(?<!\d)(?P<whole>\d++)(?P<unit>[条件篇份次期人名场个]),其中,?[^,。;:\d%]{0,16}?(?P<part>\d+)(?P=unit)"
)


def _parts_in_sentences(report: Report) -> Iterator[Outcome]:
    known = {statement.value for statement in report.statements if statement.part_of is not None}
    for section in report.sections:
        for match in _PART.finditer(squeeze(section.text)):
            whole, part = int(match["whole"]), int(match["part"])
            if part not in known:
                yield compared(part <= whole, _part(match[0], part, whole, match["unit"], [section.source]))


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


def n_unit(report: Report, form: Form) -> Iterator[Outcome]:
    """Parts are counted in the unit of their total; other units are not compared."""
    groups = [(report.statements[index], parts) for index, parts in _groups(report).items()]
    told = [(total.unit, [part.unit for part in parts], total.source, total.text) for total, parts in groups]
    told += [
        (match["unit"], [part["unit"] for part in _COUNT.finditer(match["parts"])], section.source, match[0])
        for section in report.sections
        for match in _LIST.finditer(squeeze(section.text))
    ]
    if not told:
        yield not_assessable("not said")
    seen = set[str]()
    for unit, units, source, text in told:
        other = next((each for each in units if each and unit and each != unit), "")
        if other in seen:
            continue
        seen |= {other} - {""}
        yield compared(not other, broken(sources=[source], quote=text, left=unit, right=other, text=text))


_COUNT = re.compile(r"\d(?P<unit>[条件篇份次期宗则])")
_LIST = re.compile(r"\d(?P<unit>[条件篇份次期宗则]),?(?:其中|包括|包含|分为)(?P<parts>[^。;!?]*)")


_SHARE = re.compile(
    r"(?<!\d)(?P<whole>\d++)(?P<unit>[条件份篇次])[^。;%]{0,24}?(?:其中)?[^。;%\d]{0,16}?(?P<part>\d+)(?P=unit),?"
    r"(?:约)?占(?:比)?(?:总数的|总量的|全部的|全年的|的)?(?:为|达|约)?(?P<percent>\d+(?:\.\d+)?)%"
)
_CHANGE = re.compile(
    r"(?<!\d)(?P<now>\d++)(?P<unit>[条件份篇次])[^。;%\d]{0,10}(?:上年|去年|上一年|20\d\d年)(?:度|同期)?[的为是共]{0,2}"
    r"(?P<before>\d+)(?P=unit)"
    r"[^。;%\d]{0,6}(?P<way>增长|增加|上升|提高|下降|减少|降低)(?:了)?(?P<percent>\d+(?:\.\d+)?)%"
)


def n_pct(report: Report, form: Form) -> Iterator[Outcome]:
    """A share, or a change against last year, of which both numbers are given, is right when recomputed."""
    judged = False
    for section in report.sections:
        text = squeeze(section.text)
        for match in (*_SHARE.finditer(text), *_CHANGE.finditer(text)):
            judged = True
            stated, computed = match["percent"], _percentage(match)
            near = computed is not None and abs(float(stated) - computed) <= rounding(stated)
            value = None if computed is None else round(computed, 2)
            told = broken(sources=[section.source], quote=match[0], left=float(stated), right=value, text=match[0])
            yield compared(near, told)
    if not judged:
        yield not_assessable("not said")


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
    match = re.search(pattern, squeeze(overview.text)) if overview else None
    if carried is None or overview is None or match is None:
        yield not_assessable("not said" if carried is not None else "blank")
        return
    sentence = _sentence(squeeze(overview.text), match.start())
    if not re.search(r"申请", sentence):
        yield not_assessable("not said")
        return
    item = ["requests.carried_out.total"]
    yield compared(
        not carried, broken(items=item, sources=[overview.source], quote=sentence, text=match[0], right=carried)
    )


def _sentence(text: str, at: int) -> str:
    start = max(text.rfind(mark, 0, at) for mark in "。;!?") + 1
    ends = [place for place in (text.find(mark, at) for mark in "。;!?") if place >= 0]
    return text[start : min(ends, default=len(text))]


def n_fee(report: Report, form: Form) -> Iterator[Outcome]:
    """Who says that no processing fee was charged does not give an amount of it."""
    fees = [statement for statement in report.statements if statement.kind == "processing_fee"]
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
    "N-PARTS": n_parts,
    "N-PART-GT": n_part_gt,
    "N-TWICE": n_twice,
    "N-UNIT": n_unit,
    "N-PCT": n_pct,
    "N-RATE": partial(check_said_all, words().all_answered),
    "N-DONE": partial(check_said_all, words().all_closed),
    "N-FEE": n_fee,
    "N-TARIFF": n_tariff,
}
