"""The page lets nothing in, and what a report says never becomes markup."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from reportparse.document import Origin
from reportparse.report import Fact, Officer, Organ, Problem, Report
from reportparse.views import page, statutory_html
from reportparse.views.page import page_html
from reportparse.views.shown import shown

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)>{{script}}\u202e\x0b"
TOTAL = "requests.received.total"


def _report(text: str = "金岭镇") -> Report:
    return Report(
        origin=Origin(text, "0" * 64, "txt"),
        organ=Organ(text, county=text),
        year=2022,
        edition="2021",
        title=text,
        facts=(Fact(TOTAL, "stated", 7, "7"), Fact("requests.granted.total", "unreadable", raw=text)),
        officers=(Officer(text, text, "13812345678"),),
        problems=(Problem(text),),
    )


def _tags(text: str) -> list[str]:
    return re.findall(r"<[a-zA-Z/!][^>]*>", re.sub(r"(?s)<(style|script)>.*?</\1>", "", text))


def test_data_makes_no_markup() -> None:
    assert _tags(page_html([_report(EVIL)])) == _tags(page_html([_report()]))


def test_policy_names_the_only_style_and_script() -> None:
    text = page_html([_report()])
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'")
    for kind in ("style", "script"):
        inside = re.findall(rf"(?s)<{kind}>(.*?)</{kind}>", text)
        digests = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in inside]
        assert len(digests) == 1
        assert f"{kind}-src 'sha256-{digests[0]}'" in policy[1]


def test_phones_are_masked_and_marks_that_turn_text_are_told() -> None:
    text = page_html([_report(EVIL)])
    assert "138****5678" in text
    assert "13812345678" not in text
    assert "\u202e" not in text
    assert "⟦U+202E⟧" in text


def test_masks_persons_not_offices() -> None:
    assert shown("电话 138 1234 5678，0533-7551234，2022年12345件") == "电话 138****5678，0533-7551234，2022年12345件"
    assert shown("11010519491231002X") == "110105********002X"


def test_table_is_escaped_and_marks_states() -> None:
    drawn = statutory_html(_report(EVIL), "requests")
    assert "<script" not in drawn
    assert "<img" not in drawn
    assert ">7</td>" in drawn
    assert "无法辨读" in drawn
    assert "缺失" in drawn


def test_data_blocks_are_json() -> None:
    blocks = re.findall(r'(?s)<script type="application/json" id="([^"]*)">(.*?)</script>', page_html([_report(EVIL)]))
    assert [name for name, _ in blocks] == ["overview", "findings", "report-0"]
    assert all(json.loads(text) is not None for _, text in blocks)


@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs chromium on the PATH")
@pytest.mark.parametrize("view", ["", "#/findings", "#/report/0"])
def test_opens_in_chromium_without_a_complaint(tmp_path: Path, view: str) -> None:
    path = page([_report(EVIL)], tmp_path / "audit.html").path
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--dump-dom"]
    command = ["chromium", *options, f"--user-data-dir={tmp_path / 'profile'}", f"{path.as_uri()}{view}"]
    seen = subprocess.run(command, capture_output=True, text=True, timeout=90, check=False)
    assert "CONSOLE" not in seen.stderr
    assert '<nav id="nav"><a' in seen.stdout
    assert "<img" not in seen.stdout.partition("<script")[0]
