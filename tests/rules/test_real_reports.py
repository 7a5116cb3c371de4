"""What the audit must say, and must not say, about real reports; they stand beside the checkout or the tests skip."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import reportparse as rp

REPORTS = Path(__file__).resolve().parents[3] / "shared" / "reports"
ARITHMETIC = ("T3-BAL", "T3-TOT", "T3-ROW", "T4-SUM")

pytestmark = pytest.mark.skipif(not REPORTS.is_dir(), reason="the real reports are not beside this checkout")


@cache
def found(name: str) -> pd.DataFrame:
    return rp.audit(rp.parse(REPORTS / name))


@pytest.mark.parametrize("code", ["T2-MIX", "S-NUM", "P-COUNT", "P-PHONE2", "P-ROLE", "V-DOMAIN", "V-PAIR", "X-2N"])
def test_a_township_with_many_inconsistencies(code):
    assert code in set(found("jinling2022.txt")["code"])


def test_other_words_of_another_office_are_quoted():
    rows = found("jinling2022.txt").set_index("code")
    assert "财政宣传" in rows.loc["V-DOMAIN", "message"]
    assert rows.loc["X-2N", "severity"] == "info"


@pytest.mark.parametrize("name", ["jinling2022.txt", "szfgs2024.pdf", "hongze2024.pdf"])
def test_sums_that_hold_are_no_finding(name):
    assert not found(name)["code"].isin(ARITHMETIC).any()


@pytest.mark.parametrize("name", ["szfgs2024.pdf", "hongze2024.pdf"])
def test_statements_that_agree_are_no_error_and_a_district_is_no_office(name):
    rows = found(name)
    prose = rows[rows["code"].str.startswith(("N-", "X-"))]
    assert set(prose["severity"]) <= {"info"}


def test_the_counts_of_a_whole_district_are_told_beside_those_of_its_office():
    assert "N-RECV" in set(found("hongze2024.pdf")["code"])
