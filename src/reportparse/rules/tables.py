"""The tables themselves: blanks, shape, rows of another edition, figures that such an organ cannot have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

from reportparse.form import Form, FormTable, Row, crosswalk, editions, load_form
from reportparse.report import Fact, Report
from reportparse.rules.arithmetic import tables_of
from reportparse.rules.outcome import Outcome, broken, compared, facts_of, holds, not_assessable
from reportparse.rules.words import words

BLOCK = ("upheld", "corrected", "other_result", "pending", "total")


def check_blank(code: str, report: Report, form: Form) -> Iterator[Outcome]:
    """Every cell of the table is filled, with 0 where there was none."""
    facts = [fact for fact in report.facts if fact.table == code]
    present = [fact for fact in facts if fact.state != "absent"]
    if not present:
        yield not_assessable("absent")
        return
    blank = [fact for fact in present if fact.state == "blank"]
    places = [fact.source for fact in blank[:1]]
    items = [fact.item for fact in blank]
    yield compared(not blank, broken(items=items, sources=places, left=len(blank), right=len(present)))


def t3_shape(report: Report, form: Form) -> Iterator[Outcome]:
    """Each row of table three is there, in the form's order."""
    table = next((table for table in tables_of(report, form) if table.code == "requests"), None)
    facts = facts_of(report)
    if table is None or not _present(report, "requests"):
        yield not_assessable("absent")
        return
    missing = [row for row in table.leaves() if _is_missing(table, row, facts)]
    if missing:
        seen = "缺少" + "、".join(row.label for row in missing[:3]) + ("等" if len(missing) > 3 else "")
        items = [f"requests.{row.code}.total" for row in missing]
        aside = _set_aside(report)
        yield broken(items=items, seen=seen, severity="warning" if aside else None, fault="reading" if aside else None)
        return
    yield compared(_in_order(table, facts), broken(items=["requests.received.total"], seen="行的次序与格式不同"))


def _set_aside(report: Report) -> bool:
    """Whether the parser set rows or numbers aside: then a row that is missing may be among them."""
    return any(finding.code in ("R-ROW", "R-UNCLAIMED") for finding in report.findings)


def _present(report: Report, table: str) -> bool:
    return any(fact.state != "absent" for fact in report.facts if fact.table == table)


def _is_missing(table: FormTable, row: Row, facts: dict[str, Fact]) -> bool:
    cells = [facts.get(f"{table.code}.{row.code}.{column.code}") for column in table.columns_of(row)]
    if any(cell is not None and cell.state != "absent" for cell in cells):
        return False
    return not any(
        f"{table.code}.{row.code}" in crossing.rows and f"{crossing.row}.total" in facts for crossing in crosswalk()
    )


def _in_order(table: FormTable, facts: dict[str, Fact]) -> bool:
    places = []
    for row in table.leaves():
        fact = facts.get(f"{table.code}.{row.code}.total")
        if fact and fact.source and fact.source.table and fact.source.row:
            places.append((fact.source.table, fact.source.row))
    return all(first <= second for first, second in pairwise(places))


def t4_shape(report: Report, form: Form) -> Iterator[Outcome]:
    """The fifteen figures of table four stand in the form's order: three blocks of five."""
    facts = [fact for fact in report.facts if fact.table == "remedies"]
    values = [fact.value for fact in facts if fact.value is not None]
    if len(values) != 15:
        yield not_assessable("absent" if not _present(report, "remedies") else "blank")
        return
    failing = sum(sum(values[at : at + 4]) != values[at + 4] for at in (0, 5, 10))
    turned = next((name for name, order in _ORDERS.items() if failing > 1 and _adds_up([values[n] for n in order])), "")
    yield compared(
        not turned,
        broken(items=[fact.item for fact in facts], sources=[facts[0].source], seen=turned),
    )


_ORDERS = {
    "各组数据交错排列": [block + 3 * place for block in range(3) for place in range(5)],
    "整体错后一格": [*range(1, 15), 0],
    "整体错前一格": [14, *range(14)],
    "总计排在各组之首": [at + place for at in (0, 5, 10) for place in (1, 2, 3, 4, 0)],
}
"""Other orders in which the figures of table four are met."""


def _adds_up(values: list[int | float]) -> bool:
    return all(sum(values[at : at + 4]) == values[at + 4] for at in (0, 5, 10))


def t3_fee(report: Report, form: Form) -> Iterator[Outcome]:
    """Where requests lapsed for unpaid fees, section six speaks of the processing fee."""
    lapsed = report.value("requests.other_fee_unpaid.total")
    section = report.section("other_matters")
    if lapsed is None or section is None:
        yield not_assessable("not said")
        return
    told = bool(re.search(words().fees, section.text))
    yield compared(not lapsed or told, broken(items=["requests.other_fee_unpaid.total"], left=lapsed))


def t3_mass(report: Report, form: Form) -> Iterator[Outcome]:
    """No mass repeated requests where fewer than ten were received."""
    mass = report.value("requests.not_processed_excessive.total")
    received = report.value("requests.received.total")
    if mass is None or received is None:
        yield not_assessable("blank")
        return
    item = ["requests.not_processed_excessive.total"]
    yield compared(not (mass > 0 and received < 10), broken(items=item, left=mass, right=received))


def t4_pre(report: Report, form: Form) -> Iterator[Outcome]:
    """Since 2024 a refusal goes to reconsideration first, so direct suits are few."""
    direct = report.value("remedies.litigation_direct.total")
    if direct is None or report.year is None:
        yield not_assessable("blank")
        return
    yield compared(
        report.year < 2024 or direct == 0,
        broken(items=["remedies.litigation_direct.total"], left=direct, year=report.year),
    )


def t2_rules(report: Report, form: Form) -> Iterator[Outcome]:
    """An organ that cannot make rules reports none."""
    facts = [fact for fact in report.facts if fact.item.startswith("proactive.rules.")]
    kind = report.organ.kind
    if kind is None or not any(fact.state == "stated" for fact in facts):
        yield not_assessable("blank" if kind else "not said")
        return
    if kind not in words().without_rules:
        yield not_assessable("not for this report")
        return
    for fact in facts:
        if fact.value is None:
            yield not_assessable(fact.state, items=[fact.item])
            continue
        label = load_form(report.editions.get("proactive", form.id))[fact.item].label
        places = [fact.source]
        told = broken(items=[fact.item], sources=places, where=label, where_en=fact.item, left=fact.value, kind=kind)
        yield compared(fact.value == 0, told)


def t2_mix(report: Report, form: Form) -> Iterator[Outcome]:
    """No row of another edition in table two."""
    if not _present(report, "proactive"):
        yield not_assessable("absent")
        return
    rows: dict[str, list[Fact]] = {}
    for fact in report.extras:
        rows.setdefault(f"{fact.table}.{fact.row}", []).append(fact)
    if not rows:
        yield holds()
    for row, facts in rows.items():
        label = _label_elsewhere(row)
        shown = "、".join(str(fact.value) for fact in facts)
        sources = [fact.source for fact in facts]
        yield broken(
            items=[fact.item for fact in facts], sources=sources, row=label, values=shown, edition=report.edition
        )


def _label_elsewhere(name: str) -> str:
    table, row = name.split(".")
    rows = (candidate for edition in editions() for candidate in load_form(edition).table(table).rows)
    return next((candidate.label for candidate in rows if candidate.code == row), name)


def x_2n(report: Report, form: Form) -> Iterator[Outcome]:
    """The text's count of normative documents equals the table's; other counts of documents are only shown."""
    fact = next((fact for fact in report.facts if fact.item in _ISSUED), None)
    if fact is None or fact.value is None:
        yield not_assessable("absent" if fact is None else fact.state)
        return
    said = [statement for statement in report.statements if fact.item in statement.items and not statement.approximate]
    for statement in said:
        own = statement.scope not in ("area",)
        yield compared(
            statement.value == fact.value,
            broken(
                items=[fact.item],
                sources=[fact.source, statement.source],
                quote=statement.text,
                severity=None if own else "info",
                text=statement.text,
                left=statement.value,
                right=fact.value,
                difference=statement.value - fact.value,
            ),
        )
    if not said:
        yield from _other_documents(report, fact)


_ISSUED = ("proactive.normative_documents.issued", "proactive.normative_documents.made")


def _other_documents(report: Report, fact: Fact) -> Iterator[Outcome]:
    """Documents of another name in the overview (法规公文 6条): told as information where the table says otherwise."""
    overview = report.section("overview")
    match = re.search(words().documents, overview.text) if overview else None
    if match is None:
        yield not_assessable("not said")
        return
    count = int(match["count"])
    yield compared(
        count == fact.value,
        broken(
            items=[fact.item],
            sources=[fact.source, overview.source if overview else None],
            quote=match[0],
            severity="info",
            text=match[0],
            left=count,
            right=fact.value,
        ),
    )


RULES: dict[str, Callable[[Report, Form], Iterator[Outcome]]] = {
    "T3-BLANK": partial(check_blank, "requests"),
    "T4-BLANK": partial(check_blank, "remedies"),
    "T2-BLANK": partial(check_blank, "proactive"),
    "T3-SHAPE": t3_shape,
    "T4-SHAPE": t4_shape,
    "T3-FEE": t3_fee,
    "T3-MASS": t3_mass,
    "T4-PRE": t4_pre,
    "T2-RULES": t2_rules,
    "T2-MIX": t2_mix,
    "X-2N": x_2n,
}
