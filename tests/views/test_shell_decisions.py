"""Verdicts and corrections from the shell: kept beside the store, in force in every later run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportparse import cli

FOLDER = Path(__file__).parents[2] / "corpus/reports/yunxiu/wanglu"
ITEM = "requests.received.total"


@pytest.fixture
def store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    folder = str(tmp_path / "store")
    cli.main(["build", str(FOLDER), "-o", folder, "-q", "--workers", "1"])
    capsys.readouterr()
    return folder


def told(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, object]]:
    assert cli.main([*words, "--json"]) in (cli.OK, cli.FOUND)
    rows: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return rows


def test_a_verdict_is_kept_and_what_is_dismissed_is_no_longer_listed(store, capsys):
    findings = told(capsys, "verdict", store)
    one = findings[0]
    assert {row["verdict"] for row in findings} == {"open"}
    (recorded,) = told(
        capsys, "verdict", store, str(one["fingerprint"]), "--dismiss", "--reason", "已核对", "--who", "me"
    )
    assert (recorded["verdict"], recorded["reason"], recorded["who"]) == ("dismissed", "已核对", "me")
    assert len(told(capsys, "audit", store)) == len(findings) - 1
    assert len(told(capsys, "audit", store, "--all")) == len(findings)


@pytest.mark.parametrize("words", [["nothing-like-it", "--accept", "--reason", "x"], [""], ["{}"], ["{}", "--accept"]])
def test_a_verdict_names_one_finding_and_has_a_reason(store, capsys, words):
    known = str(told(capsys, "verdict", store)[0]["fingerprint"])
    assert cli.main(["verdict", store, *(word.format(known) for word in words)]) == cli.FAILED
    assert capsys.readouterr().err
    assert not (Path(store) / cli.VERDICTS).exists()


def test_a_correction_is_applied_told_and_replaced(store, capsys):
    where = ["--organ", "望鹭镇", "--year", "2022", "--reason", "印本如此"]
    organ = told(capsys, "audit", store)[0]["organ"]
    where[1] = str(organ)
    (first,) = told(capsys, "correct", store, ITEM, "77", *where)
    assert (first["item"], first["value"], first["why"]) == (ITEM, "77", "印本如此")
    assert "R-CORRECTED" in {row["code"] for row in told(capsys, "audit", store)}
    (second,) = told(capsys, "correct", store, ITEM, "78", *where)
    assert second["value"] == "78" and second["was"] == first["was"]


@pytest.mark.parametrize("value", ["七十七点五个", "abc"])
def test_a_correction_that_is_no_number_is_refused(store, capsys, value):
    organ = str(told(capsys, "audit", store)[0]["organ"])
    words = ["correct", store, ITEM, value, "--organ", organ, "--year", "2022", "--reason", "x"]
    assert cli.main(words) == cli.FAILED
    assert cli.main([*words[:3], "7", *words[4:8]]) == cli.FAILED  # no reason
    assert cli.main(["correct", store, "no.such.item", "7", *words[4:]]) == cli.FAILED
    assert not (Path(store) / cli.CORRECTIONS).exists()


def test_what_is_no_store_is_said(tmp_path, capsys):
    assert cli.main(["verdict", str(tmp_path)]) == cli.FAILED
    assert "build" in capsys.readouterr().err
