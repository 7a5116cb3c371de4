"""Outcomes as a tidy frame, and how much of a report could be checked at all."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import pandas as pd

from reportparse.findings import CatalogueEntry, Value, fill
from reportparse.rules.corrections import Correction, stale
from reportparse.rules.outcome import Outcome, from_finding
from reportparse.rules.run import Checked
from reportparse.source import Source

SEVERITIES = ("error", "warning", "info")
TYPES: dict[str, Any] = {
    "organ": "string",
    "county": "string",
    "year": "Int64",
    "code": "string",
    "severity": pd.CategoricalDtype(list(SEVERITIES), ordered=True),
    "item": "string",
    "message": "string",
    "message_en": "string",
    "fault": "string",
    "left": "Float64",
    "right": "Float64",
    "difference": "Float64",
    "quote": "string",
    "place": "string",
    "other_place": "string",
    "page": "Int64",
    "file": "string",
    "sha256": "string",
    "repair": "string",
    "fingerprint": "string",
}
"""The columns of the audit, with their types."""

SUMMARY_TYPES: dict[str, Any] = {
    "organ": "string",
    "county": "string",
    "year": "Int64",
    "file": "string",
    "possible": "Int64",
    "run": "Int64",
    "holds": "Int64",
    "broken": "Int64",
    "not_assessable": "Int64",
    **{severity: "Int64" for severity in SEVERITIES},
    "reasons": "string",
}
"""The columns of the summary: checks that were possible, run, and what they gave."""


def findings_frame(checked: Iterable[Checked], lost: Iterable[Correction] = ()) -> pd.DataFrame:
    """One row for every rule that is broken, and for every correction whose file is not there."""
    rows = [_row(one) for one in checked if one.outcome.state == "broken"]
    rows += [_lost_row(one) for one in lost]
    return pd.DataFrame(rows, columns=list(TYPES)).astype(TYPES)


def summary_frame(checked: Iterable[Checked]) -> pd.DataFrame:
    """One row for every report: how many checks were possible, how many could be run, what came of them."""
    by_report: dict[str, list[Checked]] = defaultdict(list)
    for one in checked:
        by_report[one.report.origin.path or one.report.origin.sha256].append(one)
    rows = [_summary_row(outcomes) for outcomes in by_report.values()]
    return pd.DataFrame(rows, columns=list(SUMMARY_TYPES)).astype(SUMMARY_TYPES)


def _row(checked: Checked) -> dict[str, object]:
    report, entry, outcome = checked.report, checked.entry, checked.outcome
    source = outcome.sources[0] if outcome.sources else None
    return {
        "organ": checked.organ or report.organ.name,
        "county": checked.county or report.organ.county,
        "year": report.year,
        "code": outcome.code,
        "severity": outcome.severity or entry.severity,
        "item": outcome.items[0] if outcome.items else None,
        "message": message(entry, outcome, language=0),
        "message_en": message(entry, outcome, language=1),
        "fault": outcome.fault or entry.fault,
        **{side: _number(outcome.values.get(side)) for side in ("left", "right", "difference")},
        "quote": outcome.quote or (source.raw if source else "") or None,
        "place": str(source) if source else None,
        "other_place": _other_place(outcome.sources),
        "page": source.page if source else None,
        "file": report.origin.name,
        "sha256": report.origin.sha256,
        "repair": outcome.repair or None,
        "fingerprint": fingerprint(outcome, report.origin.sha256),
    }


def _other_place(sources: tuple[Source, ...]) -> str | None:
    """Where the other side stands: the first place but one; of another file with the beginning of its hash."""
    other = next((source for source in sources[1:] if source != sources[0]), None)
    if other is None:
        return None
    return str(other) if other.file == sources[0].file else f"{other.file[:12]}: {other}"


def _lost_row(correction: Correction) -> dict[str, object]:
    finding = stale(correction, "这些报告中没有该文件 · its file is not among these reports")
    return {
        "code": finding.code,
        "severity": finding.severity,
        "item": correction.item,
        "message": finding.message,
        "message_en": finding.message_en,
        "fault": finding.fault,
        "sha256": correction.sha256,
        "fingerprint": fingerprint(from_finding(finding), correction.sha256),
    }


def message(entry: CatalogueEntry, outcome: Outcome, language: int) -> str:
    """The sentence about an outcome, in Chinese (language 0) or English (1)."""
    return fill(entry, {name: _shown(value) for name, value in outcome.values.items()}, language)


def _shown(value: Value) -> Value:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def fingerprint(outcome: Outcome, sha256: str) -> str:
    """What a finding rests on, in sixteen characters: rule, cells, values and file. It changes only when they do."""
    inputs = [outcome.code, list(outcome.items), sorted(outcome.values.items(), key=str), outcome.quote, sha256]
    return hashlib.sha256(json.dumps(inputs, ensure_ascii=False, default=str).encode()).hexdigest()[:16]


def _summary_row(checked: list[Checked]) -> dict[str, object]:
    report = checked[0].report
    for_it = [one for one in checked if one.outcome.reason != "not for this report"]
    states = Counter(one.outcome.state for one in for_it)
    gravity = Counter(_severity(one.entry, one.outcome) for one in for_it if one.outcome.state == "broken")
    reasons = Counter(one.outcome.reason for one in for_it if one.outcome.reason)
    return {
        "organ": checked[0].organ or report.organ.name,
        "county": checked[0].county or report.organ.county,
        "year": report.year,
        "file": report.origin.name,
        "possible": len(for_it),
        "run": states["holds"] + states["broken"],
        "holds": states["holds"],
        "broken": states["broken"],
        "not_assessable": states["not assessable"],
        **{severity: gravity[severity] for severity in SEVERITIES},
        "reasons": "; ".join(f"{reason} {count}" for reason, count in reasons.most_common()),
    }


def _severity(entry: CatalogueEntry, outcome: Outcome) -> str:
    return outcome.severity or entry.severity
