"""What the page shows, as plain lists and dicts with every string ready to be shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reportparse.drawing import Slot, lay_out, table_title
from reportparse.findings import CatalogueEntry
from reportparse.form import Form, editions, load_form
from reportparse.report import Fact, Report
from reportparse.rules.frame import fingerprint, message
from reportparse.rules.outcome import Outcome
from reportparse.rules.run import Checked, run
from reportparse.source import Source
from reportparse.views.shown import shown

SEVERITIES = ("error", "warning", "info")
SIDES = ("left", "right", "difference")


def page_data(reports: list[Report]) -> tuple[dict[str, Any], list[list[Any]], list[dict[str, Any]]]:
    """The overview, the findings, and what is shown of each report when it is opened."""
    names: dict[int, tuple[str | None, str | None]] = {}
    findings: list[tuple[int, Checked]] = []
    place = {id(report): number for number, report in enumerate(reports)}
    for checked in run(reports):
        number = place[id(checked.report)]
        names[number] = (checked.organ, checked.county)
        if checked.outcome.state == "broken":
            findings.append((number, checked))
    heads = [_head(report, *names.get(number, (None, None))) for number, report in enumerate(reports)]
    overview = {"forms": _forms(), "codes": _codes(findings), "reports": heads}
    return overview, [_finding(number, checked) for number, checked in findings], [_detail(r) for r in reports]


def _head(report: Report, organ: str | None, county: str | None) -> list[Any]:
    """organ, county, year, edition, states, file: one line of the list of reports."""
    return [
        shown(organ or report.organ.name or "?"),
        shown(county or report.organ.county or ""),
        report.year,
        report.edition or editions()[-1],
        list(report.states().values()),
        shown(report.origin.name),
    ]


# --- the forms, once


def _forms() -> dict[str, Any]:
    return {name: [_table(form, table.code) for table in form.tables] for name, form in _editions()}


def _editions() -> list[tuple[str, Form]]:
    return [(name, load_form(name)) for name in editions()]


def _table(form: Form, code: str) -> dict[str, Any]:
    """A drawn table; its figures are numbered in the order of the form's items."""
    table = form.table(code)
    number = {item: n for n, item in enumerate(table.items())}
    grid = [[_slot(slot, number) for slot in line] for line in lay_out(table)]
    labels = {item.id: item.label for item in form.items() if item.table.code == code}
    return {"code": code, "title": table_title(form, table), "grid": grid, "items": labels}


def _slot(slot: Slot, number: dict[str, int]) -> list[Any]:
    return [number[slot.item] if slot.item else None, slot.text, slot.en, slot.rows, slot.columns]


# --- findings


def _codes(findings: Iterable[tuple[int, Checked]]) -> dict[str, list[str]]:
    """title, title_en, basis, caveat of each code that occurs."""
    entries = {checked.outcome.code: checked.entry for _, checked in findings}
    return {code: _entry(entries[code]) for code in sorted(entries)}


def _entry(entry: CatalogueEntry) -> list[str]:
    return [shown(text) for text in (entry.zh, entry.en, entry.basis, entry.caveat)]


def _finding(number: int, checked: Checked) -> list[Any]:
    """report, code, severity, items, message, message_en, sides, quote, place, repair, fault, fingerprint."""
    outcome, entry = checked.outcome, checked.entry
    source = outcome.sources[0] if outcome.sources else None
    return [
        number,
        outcome.code,
        SEVERITIES.index(outcome.severity or entry.severity),
        [shown(item) for item in outcome.items],
        shown(message(entry, outcome, language=0)),
        shown(message(entry, outcome, language=1)),
        _sides(outcome),
        shown(outcome.quote or (source.raw if source else "")),
        _place(source),
        shown(outcome.repair or ""),
        outcome.fault or entry.fault,
        fingerprint(outcome, checked.report.origin.sha256),
    ]


def _sides(outcome: Outcome) -> list[Any]:
    given = [outcome.values.get(side) for side in SIDES]
    return [shown(side) if isinstance(side, str) else side for side in given]


def _place(source: Source | None) -> list[int | None]:
    if source is None:
        return []
    return [source.page, source.table, source.row, source.column, source.block]


# --- one report


def _detail(report: Report) -> dict[str, Any]:
    edition = report.edition or editions()[-1]
    facts = {fact.item: fact for fact in (*report.facts, *report.extras)}
    return {
        "title": shown(report.title or ""),
        "organ": [shown(name or "") for name in (report.organ.full_name, report.organ.city, report.organ.province)],
        "signed": str(report.signed.date) if report.signed and report.signed.date else "",
        "sha256": shown(report.origin.sha256),
        "format": shown(report.origin.format),
        "parser": shown(report.parser),
        "tables": [_filled(table.code, report, edition, facts) for table in load_form(edition).tables],
        "officers": [_texts(o.name, o.post, o.phone, o.duty) for o in report.officers],
        "problems": [shown(problem.text) for problem in report.problems],
        "measures": [shown(measure.text) for measure in report.measures],
        "statements": [[shown(s.text or s.kind), s.value, shown(s.unit)] for s in report.statements],
    }


def _texts(*texts: str | None) -> list[str]:
    return [shown(text or "") for text in texts]


def _filled(code: str, report: Report, edition: str, facts: dict[str, Fact]) -> list[Any]:
    """edition, figures in the order of the form, and raw text and doubt by number where there is something to say."""
    own = report.editions.get(code, edition)
    in_order = [facts.get(item) for item in load_form(own).table(code).items()]
    told = {n: [shown(fact.raw), shown(fact.doubt)] for n, fact in enumerate(in_order) if fact and _is_odd(fact)}
    return [own, [_figure(fact) for fact in in_order], told]


def _is_odd(fact: Fact) -> bool:
    return fact.state == "unreadable" or bool(fact.doubt)


def _figure(fact: Fact | None) -> int | float | str:
    """The value, or b, a, u for a blank, an absent, an unreadable cell."""
    if fact is None:
        return "a"
    return fact.value if fact.state == "stated" and fact.value is not None else fact.state[0]
