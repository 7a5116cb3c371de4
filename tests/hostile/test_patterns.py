"""No pattern of the package takes longer than its text grows: a file of nothing but brackets must not hang a run."""

from __future__ import annotations

import re

import pytest

from benchmarks.hostile import patterns
from reportparse import words

BAIT = (
    "1",
    "1 ",
    " ",
    "\n",
    "一",
    "公开",
    "，",
    "（",
    "1件，",
    "-",
    "|",
    "a",
    "a.",
    "<a ",
    "[",
    "/Kids[",
    "1 0 R ",
    "1 0 obj ",
)


def test_no_pattern_grows_faster_than_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "BAIT", BAIT)
    found = dict(patterns.find())
    assert len(found) > 150
    assert [slow for place, pattern in found.items() if (slow := patterns.measure(place, pattern, 500))] == []


DIGITS = re.compile(r"\d+x")


def test_one_that_looks_at_every_pair_is_found() -> None:
    slow = patterns.measure(f"{__name__}.DIGITS[0]", DIGITS, 500)
    assert slow and slow.bait == "1" and slow.seconds[1] > patterns.GROWTH * slow.seconds[0]


def test_one_that_is_only_matched_from_the_beginning_is_judged_by_that() -> None:
    assert patterns.measure("reportparse.words._PAIRS[0]", words._PAIRS, 500) is None
    assert patterns.measure(f"{__name__}.PAIRS[0]", words._PAIRS, 500)
