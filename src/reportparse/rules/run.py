"""Runs rules over reports: which outcomes there are, without any frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import msgspec
import pandas as pd

from reportparse.findings import CatalogueEntry, catalogue
from reportparse.form import editions, load_form
from reportparse.report import Report
from reportparse.rules.outcome import Outcome, facts_of, from_finding, not_assessable, said_by_parser
from reportparse.rules.panel import Panel, panel
from reportparse.rules.registry import Rule, chosen, registry
from reportparse.rules.repair import find_repair


class Checked(NamedTuple):
    """An outcome with the report that it is of, the words for it, and what organ and county that is."""

    report: Report
    entry: CatalogueEntry
    outcome: Outcome
    organ: str | None
    county: str | None


def check(
    reports: Report | Iterable[Report],
    rules: Iterable[str | Rule] | None = None,
    *,
    divisions: pd.DataFrame | None = None,
) -> list[Outcome]:
    """What the rules say of a report, or of many: holds, broken, or not assessable and why."""
    return [checked.outcome for checked in run(listed(reports), rules, divisions=divisions)]


def listed(reports: Report | Iterable[Report]) -> list[Report]:
    """One report, or anything that gives reports, as a list."""
    return [reports] if isinstance(reports, Report) else list(reports)


def run(
    reports: list[Report], rules: Iterable[str | Rule] | None = None, *, divisions: pd.DataFrame | None = None
) -> Iterator[Checked]:
    """Every outcome with its report: the parser's findings first, then the rules in the order of the registry."""
    wanted = None if rules is None else list(rules)
    everything = chosen(wanted)
    together = panel(reports, divisions)
    who = {id(report): (together.names[n], together.counties[n]) for n, report in enumerate(together.reports)}
    for report, entry, outcome in _outcomes(everything, wanted, together):
        yield Checked(report, entry, outcome, *who[id(report)])


SAID_BY_RULES = ("R-TABLE",)
"""Findings of the parser that a rule of another name says too: S-ABSENT."""

JUDGED_AGAIN = ("S-SECT",)
"""Findings of the parser that a rule weighs by the whole record: a section may be read without its heading."""

Told = tuple[Report, CatalogueEntry, Outcome]


def _outcomes(rules: list[Rule], wanted: list[str | Rule] | None, together: Panel) -> Iterator[Told]:
    for number, report in enumerate(together.reports):
        yield from _parser_findings(report, wanted)
        for rule in rules if report.is_report else ():
            if rule.scope != "neighbours":
                yield from _of_one(rule, report, together, number)
    for rule in rules:
        if rule.scope == "neighbours":
            yield from _of_many(rule, together)


def _parser_findings(report: Report, wanted: list[str | Rule] | None) -> Iterator[Told]:
    """What the parser noticed, except what a rule says too."""
    for finding in report.findings:
        if (
            finding.code not in registry()
            and finding.code not in SAID_BY_RULES
            and (wanted is None or finding.code in wanted)
        ):
            yield report, catalogue()[finding.code], from_finding(finding)


def _of_one(rule: Rule, report: Report, together: Panel, number: int) -> Iterator[Told]:
    for outcome in _ask(rule, report, together, number):
        named = msgspec.structs.replace(outcome, code=rule.code)
        yield report, rule.entry, _explained(report, named) if named.state == "broken" else named


def _explained(report: Report, outcome: Outcome) -> Outcome:
    """With the places of its cells, where the rule gave none, and with what may have happened."""
    sources = outcome.sources
    if not sources and outcome.items:
        facts = facts_of(report)
        sources = tuple(source for item in outcome.items if item in facts and (source := facts[item].source))
    repair = outcome.repair or find_repair(report, outcome)
    return msgspec.structs.replace(outcome, sources=sources, repair=repair)


def _ask(rule: Rule, report: Report, together: Panel, number: int) -> list[Outcome]:
    """A rule's outcomes; where the parser itself noticed the same thing, what it says."""
    if rule.editions and report.edition not in rule.editions:
        return [not_assessable("not for this report")]
    said = list(said_by_parser(report, rule.code))
    if said and rule.code not in JUDGED_AGAIN:
        return said
    if rule.scope == "years":
        return list(rule.function(report, together.earlier(number)))
    return list(rule.function(report, load_form(report.edition or _newest())))


@cache
def _newest() -> str:
    return editions()[-1]


def _of_many(rule: Rule, together: Panel) -> Iterator[Told]:
    for report, outcome in rule.function(together):
        yield report, rule.entry, msgspec.structs.replace(outcome, code=rule.code)
