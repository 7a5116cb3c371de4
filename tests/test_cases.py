"""One folder per oddity: `input.*` and what should come out of it, in `expected.toml`.

expected.toml may say: error (the code of the ReadError), or organ (in full), year, edition, sections, officers,
problems, measures, signed, findings (codes that are among them), no_findings, and `facts`: a line for each row
of a table, the cells from left to right; what has no value is told by its state.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import reportparse as rp

FOLDER = Path(__file__).parent / "cases"
CASES = sorted(path.parent for path in FOLDER.glob("*/expected.toml"))


def rows(report: rp.Report) -> dict[str, list[Any]]:
    """The facts by row, from left to right: numbers, and states where there is none."""
    found: dict[str, list[Any]] = {}
    for fact in report.facts:
        cell = fact.value if fact.state == "stated" else fact.state
        found.setdefault(f"{fact.table}.{fact.row}", []).append(cell)
    return found


def projection(path: Path) -> dict[str, Any]:
    """What a case can say about a report."""
    try:
        report = rp.parse(path)
    except rp.ReadError as error:
        return {"error": error.code}
    return {
        "organ": report.organ.full_name,
        "year": report.year,
        "edition": report.edition,
        "editions": report.editions,
        "sections": [section.code for section in report.sections],
        "officers": [officer.name for officer in report.officers],
        "problems": [problem.text for problem in report.problems],
        "measures": [measure.text for measure in report.measures],
        "signed": report.signed and report.signed.date,
        "findings": {finding.code for finding in report.findings},
        "facts": rows(report),
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path) -> None:
    expected = tomllib.loads((case / "expected.toml").read_text(encoding="utf-8"))
    (path,) = case.glob("input.*")
    found = projection(path)
    if "error" in expected or "error" in found:
        assert found.get("error") == expected.get("error")
        return
    codes = found.pop("findings")
    assert set(expected.pop("findings", [])) <= codes
    assert codes.isdisjoint(expected.pop("no_findings", []))
    facts = found.pop("facts")
    for row, cells in expected.pop("facts", {}).items():
        assert (row, facts.get(row)) == (row, cells)
    assert {name: found[name] for name in expected} == expected
