"""Every report of the corpus against its truth: no wrong value, none that is not printed, the right organ and year."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import reportparse as rp

CORPUS = Path(__file__).parents[1] / "corpus"
TRUTHS = sorted((CORPUS / "truth").rglob("*.json"))
each_report = pytest.mark.parametrize("path", TRUTHS, ids=lambda p: p.relative_to(CORPUS / "truth").as_posix())


@cache
def truth_of(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@cache
def report_of(path: Path) -> rp.Report:
    return rp.parse(CORPUS / truth_of(path)["file"])


def test_there_is_a_truth_for_every_report() -> None:
    files = {path.relative_to(CORPUS).as_posix() for path in (CORPUS / "reports").rglob("*.*")}
    assert files == {truth_of(path)["file"] for path in TRUTHS}
    assert len(files) == 72


@each_report
def test_no_value_is_wrong_or_made_up(path: Path) -> None:
    printed = truth_of(path)["facts"]
    read = {fact.item: fact.value for fact in report_of(path).facts if fact.value is not None}
    assert {item: (value, printed.get(item)) for item, value in read.items() if value != printed.get(item)} == {}


@each_report
def test_nothing_printed_is_missing(path: Path) -> None:
    report = report_of(path)
    stated = {item for item, value in truth_of(path)["facts"].items() if value is not None}
    assert {item for item in stated if item not in report or report[item].value is None} == set()


@each_report
def test_organ_and_year(path: Path) -> None:
    report, truth = report_of(path), truth_of(path)
    assert (report.organ.full_name, report.year) == (truth["organ"]["full_name"], truth["year"])
