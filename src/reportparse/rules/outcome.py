"""What a rule says of a report: it holds, it is broken, or it cannot be judged, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from reportparse.findings import Fault, Finding, Severity, Value
from reportparse.report import Fact, Number, Report, Section
from reportparse.source import Source

Verdict = Literal["holds", "broken", "not assessable"]

REASONS = {
    "blank": "单元格空白 · a cell is blank",
    "absent": "表格缺失或为图片 · a table is absent",
    "unreadable": "单元格无法辨认 · a cell is unreadable",
    "doubtful": "读数存疑 · the reading is doubtful",
    "no earlier report": "缺少上年报告 · last year's report is missing",
    "no neighbours": "没有可比的机关 · no other organ to compare with",
    "not said": "报告没有说明 · the report does not say",
    "not for this report": "不适用于本报告 · the rule is not for this report",
    "no table of divisions": "没有提供区划表 · no table of divisions was given",
}
"""Why a rule could not be judged, in Chinese and English."""


class Outcome(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one rule says of one report. Only a broken rule is a finding; what could not be judged never passed.

    `reason` is a key of `REASONS`. `values` fill the rule's message; `left`, `right` and `difference` are among
    them where two numbers are compared. `severity` and `fault` are set where they differ from the rule's.
    """

    state: Verdict
    code: str = ""
    reason: str = ""
    items: tuple[str, ...] = ()
    values: dict[str, Value] = {}
    sources: tuple[Source, ...] = ()
    quote: str = ""
    severity: Severity | None = None
    fault: Fault | None = None
    repair: str = ""

    def __repr__(self) -> str:
        return f"<Outcome {self.code} {self.state}{': ' + self.reason if self.reason else ''}>"


def holds(*, items: Iterable[str] = ()) -> Outcome:
    """The rule holds."""
    return Outcome("holds", items=tuple(items))


def not_assessable(reason: str, *, items: Iterable[str] = ()) -> Outcome:
    """The rule cannot be judged, for a reason that is a key of `REASONS`."""
    return Outcome("not assessable", reason=reason, items=tuple(items))


def broken(
    *,
    items: Iterable[str] = (),
    sources: Iterable[Source | None] = (),
    quote: str = "",
    severity: Severity | None = None,
    fault: Fault | None = None,
    **values: Value,
) -> Outcome:
    """The rule is broken: where (`items`, `sources`, `quote`), and the values that the message is made of."""
    places = tuple(source for source in sources if source)
    return Outcome("broken", "", "", tuple(items), values, places, quote, severity, fault)


def compared(holding: bool, outcome: Outcome) -> Outcome:
    """The outcome if the rule does not hold; that it holds, if it does."""
    return holds(items=outcome.items) if holding else outcome


def said_by_parser(report: Report, code: str) -> Iterator[Outcome]:
    """What the parser itself noticed under this code, as outcomes."""
    for finding in report.findings:
        if finding.code == code:
            yield from_finding(finding)


def from_finding(finding: Finding) -> Outcome:
    """A Finding as a broken outcome."""
    return Outcome("broken", finding.code, "", finding.items, dict(finding.values), finding.sources, finding.quote)


def facts_of(report: Report) -> dict[str, Fact]:
    """The facts by item id."""
    return {fact.item: fact for fact in (*report.extras, *report.facts)}


def passages(report: Report) -> list[Section]:
    """Everything that a report says: what stands before its first section, and its sections."""
    return [section for section in (report.preamble, *report.sections) if section]


def difference(left: Number, right: Number) -> Number:
    """left - right, without the dust of binary fractions."""
    return plain(left - right)


def plain(value: Number) -> Number:
    """A number without the dust of binary fractions: `0.30000000000000004 → 0.3`, `12.0 → 12`."""
    rounded = round(value, 6)
    return int(rounded) if float(rounded).is_integer() else rounded
