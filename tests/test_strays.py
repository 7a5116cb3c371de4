"""A sound file that is no report is a record that says so: it states nothing, and counts nowhere as a report."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import reportparse as rp
from reportparse.cli import main
from reportparse.corpus import Corpus
from reportparse.report import NO_REPORT
from reportparse.views import export, page
from tests.hostile.crafting import REPORT

LETTER = "云岫县望路镇人民政府\n关于报送2022年信息公开工作总结的通知\n各科室：\n请于1月20日前报送材料3份。\n"
LOGIN = "<html><body><h1>政府信息公开平台</h1><form>用户名 <input> 密码 <input></form><a>登录</a></body></html>"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """A report, a letter of the same organ that names its year, and a login page."""
    folder = tmp_path_factory.mktemp("in") / "望路镇"
    folder.mkdir()
    for name, text in (("2022.txt", REPORT), ("2021.txt", LETTER), ("2020.html", LOGIN)):
        (folder / name).write_text(text, encoding="utf-8")
    return rp.parse_all(folder, tmp_path_factory.mktemp("panel"), progress=False)


def test_a_letter_is_a_record_that_states_nothing() -> None:
    report = rp.parse(LETTER.encode(), name="a.txt")
    assert not report.is_report and rp.parse(REPORT.encode()).is_report
    assert (report.organ.name, report.year, report.edition, report.facts, report.officers) == (None, None, None, (), ())
    assert report.preamble and report.preamble.text == LETTER.strip(), "its text is kept"
    (finding,) = report.findings
    assert (finding.code, finding.severity) == (NO_REPORT, "error") and "云岫县望路镇" in finding.message
    assert repr(report) == "<Report a.txt · no disclosure report · 1 findings>"
    assert rp.Report.from_json(report.to_json()) == report


@pytest.mark.parametrize(
    "page",
    [
        LOGIN,
        "<h1>404 Not Found</h1><p>nginx</p>",
        "<p>您访问的页面不存在</p>",
        "<p>系统繁忙，请稍后再试</p>",
        "<p>请启用 JavaScript 后继续</p>",
        "<p>Error: 403</p>",
        "<p>当前位置：首页 &gt; 政务公开</p><p>全县采茶节开幕。</p>",
        "<html><script>location.reload()</script></html>",
    ],
)
def test_a_page_of_a_web_site_is_no_record(page: str) -> None:
    with pytest.raises(rp.NoReportText, match="Check that this is the report"):
        rp.parse(page.encode(), name="a.html")


def test_a_stray_is_told_apart(corpus: Corpus) -> None:
    assert repr(corpus) == "<Corpus 1 reports · 1 organs · 2022-2022 · 1 failures · 1 strays>"
    assert corpus.reports["is_report"].tolist() == [True, False]
    assert corpus.reports.loc[1, ["organ", "year", "edition"]].isna().all()
    (stray,) = corpus.strays.itertuples()
    assert stray.path.endswith("2021.txt") and stray.code == NO_REPORT and "通知" in stray.message
    assert corpus.failures["code"].tolist() == ["no-report-text"]
    assert len(corpus.where(is_report=True)) == 1


def test_a_stray_counts_nowhere_as_a_report(corpus: Corpus) -> None:
    (organ,) = corpus.panel("requests.received.total").index
    assert corpus.coverage().loc[organ].tolist() == ["unreadable", "unreadable", "there"]
    assert corpus.versions().empty and len(corpus.organs) == 1
    assert corpus.panel(["requests.received.total"], index=("county", "year"), how="count").to_numpy().sum() == 1


def test_the_audit_says_of_a_stray_that_it_is_one_and_no_more(corpus: Corpus) -> None:
    found = rp.audit(corpus)
    assert found.loc[found["file"] == "2021.txt", "code"].tolist() == [NO_REPORT]
    alone = found[found["file"] != "2021.txt"].reset_index(drop=True)
    others = rp.audit(corpus.where(is_report=True))
    assert alone["fingerprint"].tolist() == others["fingerprint"].tolist()


def test_the_page_lists_a_stray_among_the_files_without_a_report(corpus: Corpus, tmp_path: Path) -> None:
    text = page(corpus, tmp_path / "a.html").path.read_text(encoding="utf-8")
    assert "1 份报告" in text
    assert json.dumps(NO_REPORT) in text.partition('"failures":')[2].partition("]]")[0]


def test_an_export_tells_which_rows_are_reports(corpus: Corpus, tmp_path: Path) -> None:
    export(corpus, tmp_path / "a.csv")
    assert pd.read_csv(tmp_path / "a.csv" / "reports.csv")["is_report"].tolist() == [True, False]


def test_the_shell_warns_of_strays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "2022.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "in" / "letter.txt").write_text(LETTER, encoding="utf-8")
    store = str(tmp_path / "panel")
    assert main(["build", str(tmp_path / "in"), "-o", store, "-q", "--language", "en"]) == 1
    told = capsys.readouterr().out
    assert "files that gave no report: 1" in told and f"letter.txt: {NO_REPORT}" in told
    assert main(["build", str(tmp_path / "in"), "-o", store, "-q", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["reports"] == 1 and [one["code"] for one in told["failures"]] == [NO_REPORT]
    assert main(["parse", str(tmp_path / "in" / "letter.txt")]) == 1
    assert "no disclosure report" in capsys.readouterr().out
