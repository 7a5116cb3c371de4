"""What the page shows, as plain lists and dicts with every string ready to be shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from statistics import median
from typing import Any, NamedTuple

from reportparse.drawing import Slot, lay_out, table_title
from reportparse.findings import CatalogueEntry
from reportparse.form import FormTable, editions, load_form
from reportparse.private import Veil
from reportparse.report import Fact, Number, Officer, Report
from reportparse.rules.frame import fingerprint, message
from reportparse.rules.outcome import Outcome, facts_of
from reportparse.rules.run import Checked, run
from reportparse.source import Box, Source
from reportparse.views.evidence import (
    Paragraphs,
    Twin,
    find_formula,
    find_quote,
    find_twin,
    shown_paragraphs,
    told_sections,
)
from reportparse.views.shown import Show, shown

SEVERITIES = ("error", "warning", "info")
SIDES = ("left", "right", "difference")
QUOTE = 300
"""So many characters of a quote stand in the list of findings; the paragraph has the rest."""

Row = list[Any]


class Audited(NamedTuple):
    """Reports with what is broken in each; `names` and `counties` are those that the audit knows them by."""

    reports: list[Report]
    broken: list[list[Checked]]
    names: list[str | None]
    counties: list[str | None]
    veil: Veil

    def show(self, text: str) -> str:
        """A text of these reports, ready for the page."""
        return shown(text, self.veil)

    def show_phone(self, text: str) -> str:
        """What stands in the column of telephones."""
        return shown(self.veil.phone(text), self.veil)


def audited(reports: list[Report], veil: Veil) -> Audited:
    """The audit of the reports, gathered by report."""
    number = {id(report): place for place, report in enumerate(reports)}
    broken: list[list[Checked]] = [[] for _ in reports]
    names, counties = [report.organ.name for report in reports], [report.organ.county for report in reports]
    for checked in run(reports):
        place = number[id(checked.report)]
        names[place], counties[place] = checked.organ or names[place], checked.county or counties[place]
        if checked.outcome.state == "broken":
            broken[place].append(checked)
    return Audited(reports, broken, names, counties, veil)


# --- the overview


def overview(found: Audited) -> dict[str, Any]:
    """What the page needs to begin: the forms, the rules that are broken, a line for each report, sums by year."""
    counts = Counter(checked.outcome.code for of_one in found.broken for checked in of_one)
    return {
        "forms": {name: [_table(name, table) for table in load_form(name).tables] for name in editions()},
        "codes": _codes(checked for of_one in found.broken for checked in of_one),
        "counts": dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))),
        "reports": [_head(found, number) for number in range(len(found.reports))],
        "sums": _sums(found.reports),
    }


def _head(found: Audited, number: int) -> Row:
    """organ (or file if it names none), county, year, edition, stated figures, file, findings by severity."""
    report = found.reports[number]
    gravity = Counter(_severity(checked) for checked in found.broken[number])
    return [
        shown(found.names[number] or report.origin.name or "?"),
        shown(found.counties[number] or ""),
        report.year,
        report.edition or editions()[-1],
        report.states()["stated"],
        shown(report.origin.name),
        [gravity[rank] for rank in range(len(SEVERITIES))],
    ]


def _table(edition: str, table: FormTable) -> dict[str, Any]:
    """A drawn table; its figures are numbered in the order of the form's items."""
    form = load_form(edition)
    number = {item: n for n, item in enumerate(table.items())}
    grid = [[_slot(slot, number) for slot in line] for line in lay_out(table)]
    labels = {item.id: item.label for item in form.items() if item.table.code == table.code}
    return {"code": table.code, "title": table_title(form, table), "grid": grid, "items": labels}


def _slot(slot: Slot, number: Mapping[str, int]) -> Row:
    return [number[slot.item] if slot.item else None, slot.text, slot.en, slot.rows, slot.columns]


def _codes(findings: Iterable[Checked]) -> dict[str, list[str]]:
    """title, title_en, basis, caveat of each code that occurs."""
    entries = {checked.outcome.code: checked.entry for checked in findings}
    return {code: _entry(entries[code]) for code in sorted(entries)}


def _entry(entry: CatalogueEntry) -> list[str]:
    return [shown(text) for text in (entry.zh, entry.en, entry.basis, entry.caveat)]


def _sums(reports: list[Report]) -> dict[str, list[Row]]:
    """year, how many reports state it, their sum and median: of each figure in a row's last column, its total."""
    values: dict[str, dict[int, list[Number]]] = defaultdict(lambda: defaultdict(list))
    wanted = _totals()
    for report in reports:
        for fact in report.facts if report.year is not None else ():
            if fact.value is not None and fact.item in wanted:
                values[fact.item][report.year or 0].append(fact.value)
    in_order = [item for item in wanted if item in values]
    return {
        item: [[year, len(of), round(sum(of), 6), median(of)] for year, of in sorted(values[item].items())]
        for item in in_order
    }


def _totals() -> dict[str, None]:
    tables = [table for name in reversed(editions()) for table in load_form(name).tables]
    return {
        f"{table.code}.{row.code}.{table.columns_of(row)[-1].code}": None for table in tables for row in table.leaves()
    }


# --- findings


def finding_rows(found: Audited) -> list[Row]:
    """All findings, those of a report together, in the order of the reports and as in their `evidence`.

    A row: report, code, severity, items, message, message_en, quote, fingerprint.
    """
    return [_finding(number, checked, found.show) for number, of_one in enumerate(found.broken) for checked in of_one]


def _finding(number: int, checked: Checked, show: Show) -> Row:
    outcome, entry = checked.outcome, checked.entry
    return [
        number,
        outcome.code,
        _severity(checked),
        [shown(item) for item in outcome.items],
        show(message(entry, outcome, language=0)),
        show(message(entry, outcome, language=1)),
        show(_quote(outcome))[:QUOTE],
        fingerprint(outcome, checked.report.origin.sha256),
    ]


def _severity(checked: Checked) -> int:
    return SEVERITIES.index(checked.outcome.severity or checked.entry.severity)


def _quote(outcome: Outcome) -> str:
    return outcome.quote or (outcome.sources[0].raw if outcome.sources else "")


# --- one report


class Details:
    """What is shown of each report when it is opened: its figures, its texts, and the evidence of its findings."""

    def __init__(self, found: Audited, boxes: Mapping[Source, list[Box]]) -> None:
        """`boxes` tells of places on pages that are in a picture where exactly they lie."""
        self._found = found
        self._show = found.show
        self._boxes = boxes
        self._number = {id(report): place for place, report in enumerate(found.reports)}
        self._by_hash = {report.origin.sha256: report for report in found.reports}
        whose = zip(found.counties, found.names, found.reports, strict=True)
        self._by_organ: dict[tuple[object, ...], Report] = {
            (county, name, report.year): report for county, name, report in whose
        }

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (self._detail(number) for number in range(len(self._found.reports)))

    def _detail(self, number: int) -> dict[str, Any]:
        report, show = self._found.reports[number], self._show
        edition = report.edition or editions()[-1]
        facts = facts_of(report)
        sections = told_sections(report)
        texts = [shown_paragraphs(section, show) for section in sections]
        return {
            "title": show(report.title or ""),
            "organ": [show(name or "") for name in (report.organ.full_name, report.organ.city, report.organ.province)],
            "signed": str(report.signed.date) if report.signed and report.signed.date else "",
            "sha256": shown(report.origin.sha256),
            "format": shown(report.origin.format),
            "parser": shown(report.parser),
            "tables": [_filled(table.code, report, edition, facts, show) for table in load_form(edition).tables],
            "officers": [self._officer(o) for o in report.officers],
            "problems": [show(problem.text) for problem in report.problems],
            "measures": [show(measure.text) for measure in report.measures],
            "statements": [[show(s.text or s.kind), s.value, shown(s.unit)] for s in report.statements],
            "texts": [[show(section.title), of] for section, of in zip(sections, texts, strict=True)],
            "evidence": [self._evidence(number, checked, facts, texts) for checked in self._found.broken[number]],
        }

    def _evidence(
        self, number: int, checked: Checked, facts: Mapping[str, Fact], texts: list[Paragraphs]
    ) -> dict[str, Any]:
        """What speaks for a finding, without what there is none of."""
        outcome, report = checked.outcome, checked.report
        source = outcome.sources[0] if outcome.sources else None
        twin = find_twin(report, outcome, self._others(number, outcome), self._show)
        told = {
            "sides": _sides(outcome, self._show),
            "place": _place(source),
            "formula": find_formula(report, outcome, facts),
            "quote": find_quote(texts, _quote(outcome), self._show) if not twin else None,
            "twin": self._twin(twin) if twin else None,
            "boxes": [[one.page, *box] for one in seen(outcome, report) for box in self._boxes.get(one, ())],
            "repair": self._show(outcome.repair or ""),
            "fault": outcome.fault or checked.entry.fault,
        }
        return {name: value for name, value in told.items() if value not in (None, "", [], [None] * len(SIDES))}

    def _officer(self, officer: Officer) -> list[str]:
        name, post, duty = (self._show(text or "") for text in (officer.name, officer.post, officer.duty))
        return [name, post, self._found.show_phone(officer.phone or ""), duty]

    def _others(self, number: int, outcome: Outcome) -> list[Report | None]:
        """The reports that an outcome may compare with: those of its places, and the same organ's of the year named."""
        report = self._found.reports[number]
        by_place = [self._by_hash.get(source.file) for source in outcome.sources if source.file != report.origin.sha256]
        name, last_year = self._found.names[number], outcome.values.get("last_year")
        before = self._by_organ.get((self._found.counties[number], name, last_year)) if name else None
        return [*by_place, before]

    def _twin(self, twin: Twin) -> Row:
        """The other report's number, how many paragraphs of its section, and the shared sentences on both sides."""
        section = told_sections(twin.other)[twin.theirs]
        return [
            self._number[id(twin.other)],
            twin.mine,
            twin.my_spans,
            twin.their_spans,
            self._show(section.title),
            shown_paragraphs(section, self._show),
        ]


def seen(outcome: Outcome, report: Report) -> list[Source]:
    """The places of an outcome that lie on pages of this report's file."""
    own = ("", report.origin.sha256)
    return [one for one in outcome.sources if one.page is not None and one.box is not None and one.file in own]


def _sides(outcome: Outcome, show: Show) -> Row:
    given = [outcome.values.get(side) for side in SIDES]
    return [show(side) if isinstance(side, str) else side for side in given]


def _place(source: Source | None) -> list[int | None]:
    return [] if source is None else [source.page, source.table, source.row, source.column, source.block]


def _filled(code: str, report: Report, edition: str, facts: Mapping[str, Fact], show: Show) -> Row:
    """edition, figures in the order of the form, and raw text and doubt by number where there is something to say."""
    own = report.editions.get(code, edition)
    in_order = [facts.get(item) for item in load_form(own).table(code).items()]
    told = {n: [show(fact.raw), shown(fact.doubt)] for n, fact in enumerate(in_order) if fact and _is_odd(fact)}
    return [own, [_figure(fact) for fact in in_order], told]


def _is_odd(fact: Fact) -> bool:
    return fact.state == "unreadable" or bool(fact.doubt)


def _figure(fact: Fact | None) -> int | float | str:
    """The value, or b, a, u for a blank, an absent, an unreadable cell."""
    if fact is None:
        return "a"
    return fact.value if fact.state == "stated" and fact.value is not None else fact.state[0]
