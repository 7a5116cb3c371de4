"""Readings set right by hand, in a plain csv: applied after parsing, visibly, and audited themselves.

The csv has the columns sha256 (of the file), item, was (the value as it was read), value, who, why; an empty value
means that the cell is blank.
"""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import msgspec

from reportparse.findings import Finding
from reportparse.report import Fact, Report
from reportparse.source import Source
from reportparse.text import read_cell

CORRECTED = "corrected"
"""What `Fact.doubt` says of a value that a person set."""


class Correction(msgspec.Struct, frozen=True):
    """One line of the csv."""

    sha256: str
    item: str
    value: str
    was: str = ""
    who: str = ""
    why: str = ""


def read_corrections(path: str | os.PathLike[str]) -> list[Correction]:
    """The corrections of a csv; none where there is no such file."""
    if not Path(path).exists():
        return []
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        known = Correction.__struct_fields__
        return [Correction(**{k: (row.get(k) or "").strip() for k in known}) for row in csv.DictReader(file)]


def record_correction(
    path: str | os.PathLike[str], report: Report, item: str, value: str, *, why: str, who: str = ""
) -> Correction:
    """Adds a correction of one cell of this report to the csv; it takes the place of an earlier one of that cell.

        record_correction("panel/corrections.csv", report, "requests.received.total", "24", why="印本作24")

    An item that the report does not have raises `UnknownItem`; a value that is no number, or no reason, `ValueError`.
    """
    fact = report[item]
    if read_cell(value).state == "unreadable" or not why.strip():
        raise ValueError("a correction has a number, or nothing for a blank cell, and a reason")
    was = "" if fact.value is None else str(fact.value)
    new = Correction(report.origin.sha256, item, value, was, who, why)
    kept = [one for one in read_corrections(path) if (one.sha256, one.item) != (new.sha256, new.item)]
    _write(Path(path), [*kept, new])
    return new


def _write(path: Path, corrections: Iterable[Correction]) -> None:
    """Whole or not at all: to a name beside it, then renamed."""
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.DictWriter(file, Correction.__struct_fields__)
        table.writeheader()
        table.writerows(msgspec.structs.asdict(correction) for correction in corrections)
    beside.replace(path)


def correct(reports: Iterable[Report], corrections: Iterable[Correction]) -> tuple[list[Report], list[Correction]]:
    """The reports with their corrections applied, and the corrections whose file is not among them."""
    by_file: dict[str, list[Correction]] = defaultdict(list)
    for correction in corrections:
        by_file[correction.sha256].append(correction)
    corrected = [_correct_one(report, by_file.get(report.origin.sha256, [])) for report in reports]
    there = {report.origin.sha256 for report in corrected}
    return corrected, [one for sha256, those in by_file.items() if sha256 not in there for one in those]


def _correct_one(report: Report, corrections: list[Correction]) -> Report:
    facts = {fact.item: fact for fact in report.facts}
    findings = list(report.findings)
    for correction in corrections:
        fact = facts.get(correction.item)
        reason = _misfit(fact, correction)
        if fact is None or reason:
            findings.append(stale(correction, reason))
            continue
        facts[fact.item] = _corrected(fact, correction)
        findings.append(_told(fact, correction))
    return msgspec.structs.replace(report, facts=tuple(facts.values()), findings=tuple(findings))


def _misfit(fact: Fact | None, correction: Correction) -> str:
    """Why a correction does not fit its file any more, or ""."""
    if fact is None:
        return "该文件没有这一单元格 · the file has no such cell"
    read = _shown(fact)
    if correction.was and read_cell(correction.was).value != fact.value:
        return f"现在读作“{read}”，更正时为“{correction.was}” · it is read as {read} now"
    if read_cell(correction.value).state == "unreadable":
        return f"更正值“{correction.value}”不是数字 · the new value is no number"
    return ""


def _shown(fact: Fact) -> str:
    return fact.state if fact.value is None else str(fact.value)


def _corrected(fact: Fact, correction: Correction) -> Fact:
    reading = read_cell(correction.value)
    source = fact.source or Source(correction.sha256)
    place = msgspec.structs.replace(source, engine=f"correction by {correction.who or '?'}")
    return Fact(fact.item, reading.state, reading.value, fact.raw, place, CORRECTED)


def _told(fact: Fact, correction: Correction) -> Finding:
    values = {"was": _shown(fact), "value": correction.value, "who": correction.who, "why": correction.why}
    return Finding("R-CORRECTED", (fact.item,), dict(values), (fact.source,) if fact.source else (), fact.raw)


def stale(correction: Correction, reason: str) -> Finding:
    """The finding about a correction that was not applied."""
    values = {"item": correction.item, "value": correction.value, "who": correction.who, "reason": reason}
    return Finding("R-STALE", (correction.item,), dict(values))
