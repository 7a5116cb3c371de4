"""A fixed slice of the audit's benchmark: planted faults are found, and reports without fault raise no alarm."""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.audit import run
from benchmarks.audit.faults import FAULTS
from reportparse import rules

SLICE = {
    "tables": ("T3-BAL", "T3-ROW", "T3-SHAPE", "T4-SHAPE", "T2-MIX", "T2-UNIT", "Y-CARRY", "Y-SAMETAB"),
    "sentences": ("N-ZERO", "N-OUT", "N-PARTS", "N-TWICE", "N-PCT", "N-UNIT", "N-FEE", "X-2N"),
    "build": ("S-SECT", "S-EMPTY", "S-YEAR", "D-VALID", "C-PHONE", "C-POST", "C-MISSING", "P-COUNT"),
    "texts": ("V-ORG", "V-SELF", "V-YEAR", "V-PAIR", "Y-SAMETEXT", "H-TWIN", "L-CUT"),
}


@cache
def measured(*codes: str) -> run.Result:
    return run.measure(run.Job("first", "slice", "slice-0", codes))


@pytest.mark.parametrize("name", SLICE)
def test_planted_faults_are_found(name: str) -> None:
    result = measured(*SLICE[name])
    assert result.planted.total() >= len(SLICE[name]) - 1  # a fault that fits no report of the area is not planted
    assert result.missed == []


def test_reports_without_fault_raise_no_alarm() -> None:
    result = measured()
    assert result.clean == 48
    assert [told for told in result.said if " info " not in told] == []


def test_every_rule_has_a_fault_to_be_planted() -> None:
    without = {code for code, rule in rules.registry().items() if not rule.optional} - set(FAULTS)
    assert without == {"N-TABLE"}  # no sentence of the sets is about table two but those of X-2N
