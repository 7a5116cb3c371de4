"""Verdicts stay until their inputs change; corrections show, and are reported when they no longer fit."""

from __future__ import annotations

import csv

from reportparse import rules
from reportparse.rules.verdicts import record_verdict

from .builder import busy, cells

WRONG = cells(busy(), {"requests.granted.total": 12})


def write(path, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["sha256", "item", "was", "value", "who", "why"])
        writer.writeheader()
        writer.writerows(rows)


def line(**more):
    usual = {"sha256": WRONG.origin.sha256, "item": "requests.granted.total", "was": "12", "value": "11"}
    return {**usual, "who": "王", "why": "原件为11", **more}


def test_a_verdict_survives_a_second_run(tmp_path):
    path = tmp_path / "verdicts.csv"
    record_verdict(path, rules.audit(WRONG, ["T3-ROW"]), "dismissed", "已核对")
    again = rules.audit(WRONG, ["T3-ROW"], verdicts=path)
    assert list(again["verdict"]) == ["dismissed"]
    assert list(again["reason"]) == ["已核对"]


def test_a_verdict_reopens_when_the_values_change(tmp_path):
    path = tmp_path / "verdicts.csv"
    record_verdict(path, rules.audit(WRONG, ["T3-ROW"]), "accepted", "确为笔误")
    other = cells(busy(), {"requests.granted.total": 13})
    assert list(rules.audit(other, ["T3-ROW"], verdicts=path)["verdict"]) == ["reopened"]
    elsewhere = cells(busy(), {"requests.received.total": 25})
    assert list(rules.audit(elsewhere, ["T3-ROW"], verdicts=path)["verdict"]) == ["open"]


def test_a_correction_mends_the_sum_and_is_told(tmp_path):
    path = tmp_path / "corrections.csv"
    write(path, [line()])
    found = rules.audit(WRONG, ["T3-ROW", "T3-TOT", "R-CORRECTED"], corrections=path)
    assert list(found["code"]) == ["R-CORRECTED"]


def test_a_correction_that_does_not_fit_is_reported(tmp_path):
    path = tmp_path / "corrections.csv"
    write(path, [line(was="21"), line(sha256="gone"), line(item="requests.granted.nobody")])
    found = rules.audit(WRONG, ["T3-ROW", "R-STALE"], corrections=path)
    assert list(found["code"]) == ["R-STALE", "R-STALE", "T3-ROW", "R-STALE"]
