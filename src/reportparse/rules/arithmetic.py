"""The sums that the form itself implies, on every column, row and block: which they are stands in forms/*.toml."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple

from reportparse.findings import Fault, Severity
from reportparse.form import Form, FormTable, Identity, crosswalk, item_id, load_form
from reportparse.report import Fact, Number, Report
from reportparse.rules.corrections import CORRECTED
from reportparse.rules.outcome import Outcome, broken, compared, difference, facts_of, holds, not_assessable, plain

TRUST = ("R-TWOREADINGS", "R-CELL", "R-ROW")
"""Findings of the parser that take away the trust in the cells they name."""


class Place(NamedTuple):
    """One row, column, block or cell in which an identity is to hold. `decimal`: a cell that is no count."""

    label: str
    label_en: str
    left: tuple[Fact, ...]
    right: tuple[Fact, ...]
    decimal: bool = False


class Side(NamedTuple):
    """A side of an identity: the sum of what is stated, its terms in words, and why it is not whole, if so."""

    total: Number
    terms: str
    gap: str


def check_identity(code: str, report: Report, form: Form) -> Iterator[Outcome]:
    """An identity of the form, everywhere it is to hold. Blank is not zero: a sum with a blank is not judged."""
    facts = facts_of(report)
    distrusted = doubtful_items(report)
    for table, identity in _identities(report, form, code):
        if not any(fact.state == "stated" for fact in report.facts if fact.table == table.code):
            yield not_assessable(_why_not(report, table), items=())
            continue
        for place in places_of(table, identity, facts):
            yield _judge(identity, place, distrusted)


def doubtful_items(report: Report) -> frozenset[str]:
    """The cells whose reading is not to be trusted, because two readings differ or a row was set aside."""
    return frozenset(item for finding in report.findings if finding.code in TRUST for item in finding.items)


def tables_of(report: Report, form: Form) -> Iterator[FormTable]:
    """The tables of the report, each in the edition that it was printed in."""
    for table in form.tables:
        edition = report.editions.get(table.code, form.id)
        yield table if edition == form.id else load_form(edition).table(table.code)


def _identities(report: Report, form: Form, code: str) -> Iterator[tuple[FormTable, Identity]]:
    for table in tables_of(report, form):
        yield from ((table, identity) for identity in table.identities if identity.id == code)


def _why_not(report: Report, table: FormTable) -> str:
    states = {fact.state for fact in report.facts if fact.table == table.code}
    return next((state for state in ("blank", "unreadable") if state in states), "absent")


def places_of(table: FormTable, identity: Identity, facts: dict[str, Fact]) -> Iterator[Place]:
    """Every row, column, block or cell of the table in which the identity is to hold, with its facts."""
    if identity.per == "cell":
        yield from _cells(table, facts)
    elif identity.per == "column":
        for column in table.columns:
            left, right = (
                _facts(facts, [(table.code, name, column.code) for name in _names(side)]) for side in _sides(identity)
            )
            yield Place(column.label, column.en or column.code, left, right)
    else:
        yield from _rows(table, identity, facts)


def _rows(table: FormTable, identity: Identity, facts: dict[str, Fact]) -> Iterator[Place]:
    for row in table.leaves():
        columns = {column.code for column in table.columns_of(row)}
        named = {name for side in _sides(identity) for name in _names(side)}
        if (identity.rows and row.code not in identity.rows) or not named <= columns:
            continue
        left, right = (
            _facts(facts, [(table.code, row.code, name) for name in _names(side)]) for side in _sides(identity)
        )
        yield Place(row.label, row.en or row.code, left, right)


def _cells(table: FormTable, facts: dict[str, Fact]) -> Iterator[Place]:
    for row in table.leaves():
        for column in table.columns_of(row):
            fact = facts.get(item_id(table.code, row.code, column.code))
            if fact and not column.signed:
                label_en = f"{row.en or row.code} × {column.en or column.code}"
                yield Place(f"{row.label} × {column.label}", label_en, (fact,), (), column.decimal)


def _sides(identity: Identity) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return identity.left, identity.right


def _names(side: Iterable[str]) -> list[str]:
    return [name.lstrip("-") for name in side if not name.isdigit()]


def _facts(facts: dict[str, Fact], cells: list[tuple[str, str, str]]) -> tuple[Fact, ...]:
    found = [facts.get(item_id(*cell), Fact(item_id(*cell), "absent")) for cell in cells]
    return tuple(one_row_for_several(found, facts))


def one_row_for_several(found: list[Fact], facts: dict[str, Fact]) -> list[Fact]:
    """Some organs print a group of rows as the single row of another edition; then that row stands for the group."""
    for crossing in crosswalk():
        members = [fact for fact in found if fact.item.rsplit(".", 1)[0] in crossing.rows]
        columns = {fact.column for fact in members}
        if crossing.op != "sum" or len(columns) != 1 or any(fact.state != "absent" for fact in members):
            continue
        single = facts.get(f"{crossing.row}.{members[0].column}")
        if single is not None:
            found = [single, *(fact for fact in found if fact not in members)]
    return found


def _judge(identity: Identity, place: Place, distrusted: frozenset[str]) -> Outcome:
    involved = (*place.left, *place.right)
    items = [fact.item for fact in main_first(identity, place)]
    if any(fact.item in distrusted for fact in involved):
        return not_assessable("doubtful", items=items)
    if identity.per == "cell":
        return _judge_cell(identity, place)
    left, right = _add(place.left, identity.left), _add(place.right, identity.right)
    if left.gap or right.gap:
        return _judge_with_gap(identity, place, left, right)
    if OPERATORS[identity.op](left.total, right.total):
        return holds(items=items)
    return _unequal(identity, place, left, right)


def _judge_cell(identity: Identity, place: Place) -> Outcome:
    (fact,) = place.left
    if fact.value is None:
        return not_assessable(fact.state, items=[fact.item])
    whole = place.decimal or identity.op != "nonnegative_integer" or float(fact.value).is_integer()
    if fact.value >= 0 and whole:
        return holds(items=[fact.item])
    return _unequal(identity, place, Side(fact.value, fact.raw, ""), Side(0, "", ""))


def _judge_with_gap(identity: Identity, place: Place, left: Side, right: Side) -> Outcome:
    """A sum with blanks in it can only be too large already; nothing else can be said of it."""
    only_blank = left.gap == "blank" and not right.gap and not any(name.startswith("-") for name in identity.left)
    if identity.op == "==" and only_blank and left.total > right.total:
        return _unequal(identity, place, left, right)
    return not_assessable(left.gap or right.gap, items=[fact.item for fact in main_first(identity, place)])


def _add(facts: tuple[Fact, ...], names: tuple[str, ...]) -> Side:
    stated = [(sign, fact) for sign, fact in zip(signs_of(facts, names), facts, strict=True) if fact.value is not None]
    total = sum((fact.value or 0) * sign for sign, fact in stated)
    terms = "＋".join(str(fact.value) for _, fact in stated if fact.value)
    gaps = [fact.state for fact in facts if fact.value is None]
    worst = next((state for state in ("unreadable", "absent", "blank") if state in gaps), "")
    return Side(plain(total), terms or "0", worst)


def signs_of(facts: Iterable[Fact], names: Iterable[str]) -> list[int]:
    """1 or -1 for each term of a side."""
    signs = {name.lstrip("-"): -1 for name in names if name.startswith("-")}
    return [signs.get(fact.row, signs.get(fact.column, 1)) for fact in facts]


def _unequal(identity: Identity, place: Place, left: Side, right: Side) -> Outcome:
    involved = main_first(identity, place)
    severity, fault = trust(involved)
    return broken(
        items=[fact.item for fact in involved],
        sources=[fact.source for fact in involved],
        quote=f"{left.terms} {_NOT[identity.op]} {right.terms}".strip(),
        severity=severity,
        fault=fault,
        where=place.label,
        where_en=place.label_en,
        left=left.total,
        right=right.total,
        left_terms=_words(place.left),
        right_terms=_words(place.right),
        difference=difference(left.total, right.total),
    )


def trust(facts: Iterable[Fact]) -> tuple[Severity | None, Fault | None]:
    """A finding that rests on a doubtful reading is about the reading, and no more than a warning."""
    return ("warning", "reading") if any(fact.doubt not in ("", CORRECTED) for fact in facts) else (None, None)


def main_first(identity: Identity, place: Place) -> tuple[Fact, ...]:
    """The cell that is most likely meant comes first: the total, where one cell is to equal a sum."""
    if len(place.right) == 1 and identity.op == "==":
        return (*place.right, *place.left)
    return (*place.left, *place.right)


def _words(facts: tuple[Fact, ...]) -> str:
    rows = {fact.row for fact in facts}
    return "＋".join(WORDS.get(fact.row if len(rows) > 1 else fact.column, fact.item) for fact in facts[:4])


WORDS = {"received": "本年新收", "carried_in": "上年结转", "processed": "办理总计", "carried_out": "结转下年度"}
OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "==": lambda left, right: abs(left - right) < 1e-6,
    ">=": lambda left, right: left >= right - 1e-6,
    "<=": lambda left, right: left <= right + 1e-6,
}
"""Of two numbers, or of two arrays of them."""
_NOT = {"==": "≠", ">=": "<", "<=": ">", "nonnegative": "< 0", "nonnegative_integer": ""}


def t3_neg(report: Report, form: Form) -> Iterator[Outcome]:
    """processed <= received + carried_in, each column; where a carried_out below zero would be needed."""
    facts = facts_of(report)
    for column in form.table("requests").columns:
        rows = [facts.get(f"requests.{row}.{column.code}") for row in ("processed", "received", "carried_in")]
        stated = [fact for fact in rows if fact and fact.value is not None]
        if len(stated) < 3:
            yield not_assessable("blank")
            continue
        processed, received, carried = (fact.value or 0 for fact in stated)
        severity, fault = trust(stated)
        yield compared(
            processed <= received + carried,
            broken(
                items=[fact.item for fact in stated],
                sources=[fact.source for fact in stated],
                severity=severity,
                fault=fault,
                where=column.label,
                where_en=column.en or column.code,
                left=processed,
                right=received + carried,
                difference=difference(processed, received + carried),
            ),
        )


def t2_19_proc(report: Report, form: Form) -> Iterator[Outcome]:
    """(procurement items > 0) == (procurement amount > 0)."""
    facts = facts_of(report)
    row = "proactive.central_procurement"
    pair = [fact for item, fact in facts.items() if item.startswith(row + ".")]
    if len(pair) != 2:
        yield not_assessable("absent")
        return
    if any(fact.value is None for fact in pair):
        yield not_assessable("blank", items=[fact.item for fact in pair])
        return
    items, amount = (fact.value or 0 for fact in pair)
    places = [fact.source for fact in pair]
    told = broken(items=[fact.item for fact in pair], sources=places, left=items, right=amount)
    yield compared((items > 0) == (amount > 0), told)


IDENTITIES = (
    "T3-BAL",
    "T3-TOT",
    "T3-ROW",
    "T3-NNI",
    "T4-SUM",
    "T4-NNI",
    "T2-NNI",
    "T2-FLOOR",
    "T2-19-STOCK",
    "T2-19-DISC",
)
"""The rules that are written in the form files."""

RULES: dict[str, Callable[[Report, Form], Iterator[Outcome]]] = {
    **{code: partial(check_identity, code) for code in IDENTITIES},
    "T3-NEG": t3_neg,
    "T2-19-PROC": t2_19_proc,
}
