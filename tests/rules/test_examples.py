"""Each rule can hold and can fail; what could not be judged is never a pass."""

from __future__ import annotations

import pytest

from reportparse import rules
from reportparse.findings import catalogue

from .builder import busy, cells, without
from .examples import EXAMPLES


def states(code, reports, divisions=None):
    return [one.state for one in rules.check(reports, [code], divisions=divisions)]


def test_no_rule_is_without_both_examples():
    assert [code for code in rules.registry() if code not in EXAMPLES] == []


@pytest.mark.parametrize("code", EXAMPLES)
def test_rule_holds(code):
    found = states(code, EXAMPLES[code].holds, EXAMPLES[code].divisions)
    assert "holds" in found
    assert "broken" not in found


@pytest.mark.parametrize("code", EXAMPLES)
def test_rule_is_broken_and_says_so_in_two_languages(code):
    frame = rules.audit(EXAMPLES[code].breaks, [code], divisions=EXAMPLES[code].divisions)
    assert len(frame) > 0
    assert "…" not in "".join(frame["message"]) + "".join(frame["message_en"])


def test_the_busy_report_has_nothing_but_the_phones_of_its_officers():
    assert set(rules.audit(busy())["code"]) == {"P-PII"}


def test_blank_is_not_zero():
    blank = cells(busy(), {fact.item: None for fact in busy().facts if fact.table == "requests"})
    assert set(states("T3-BAL", blank)) == {"not assessable"}
    assert set(states("T3-TOT", without(busy(), "requests"))) == {"not assessable"}


def test_a_blank_among_parts_is_broken_only_when_the_rest_is_too_much():
    item = "requests.granted.total"
    few = cells(busy(), {"requests.granted.other_org": None})
    assert states("T3-ROW", few).count("not assessable") == 1
    assert "broken" in states("T3-ROW", cells(few, {item: 4}))


def test_every_rule_has_an_entry_in_the_catalogue():
    assert set(rules.registry()) <= set(catalogue())
