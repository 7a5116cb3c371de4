"""The same report in docx, pdf, html and txt gives the same record, but for the places."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

import reportparse as rp

FOLDER = Path(__file__).parents[1] / "corpus" / "four-formats"
NAMES = sorted({path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.docx")})


@cache
def record(name: str, suffix: str) -> dict[str, Any]:
    """What a report says, without saying where."""
    report = rp.parse(FOLDER / f"{name}.{suffix}")
    organ = report.organ
    return {
        "organ": (organ.name, organ.full_name, organ.kind, organ.county),
        "year": report.year,
        "edition": (report.edition, report.editions),
        "facts": {fact.item: (fact.state, fact.value) for fact in report.facts},
        "extras": {fact.item: (fact.state, fact.value) for fact in report.extras},
        "sections": [(section.code, section.number) for section in report.sections],
        "signed": report.signed and report.signed.date,
        "officers": [(o.name, o.post, o.phone, o.duty) for o in report.officers],
        "statements": [(s.kind, s.value, s.unit, s.approximate) for s in report.statements],
        "problems": [problem.text for problem in report.problems],
        "measures": [measure.text for measure in report.measures],
    }


@pytest.mark.parametrize("part", [
    "organ", "year", "edition", "facts", "extras", "sections", "signed", "officers", "statements", "problems",
    "measures",
])  # fmt: skip
@pytest.mark.parametrize("suffix", ["pdf", "html", "txt"])
@pytest.mark.parametrize("name", NAMES)
def test_formats_agree(name: str, suffix: str, part: str) -> None:
    assert record(name, suffix)[part] == record(name, "docx")[part]
