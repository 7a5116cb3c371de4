"""A file with two reports gives the first one, whole, and nothing of the second."""

from __future__ import annotations

from pathlib import Path

import pytest

import reportparse as rp

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "reports"
TEXTS = sorted(CORPUS.rglob("*.txt"))[:4]


def without_places(report):
    return [(fact.item, fact.state, fact.value) for fact in report.facts]


@pytest.mark.parametrize("first", TEXTS, ids=lambda path: path.parent.name)
def test_the_first_of_two_reports_is_read_and_nothing_of_the_second(first):
    second = next(path for path in reversed(TEXTS) if path != first)
    alone = rp.parse(first)
    both = rp.parse(first.read_bytes() + b"\n" + second.read_bytes(), name="both.txt")
    assert "S-TWO" in {finding.code for finding in both.findings}
    assert without_places(both) == without_places(alone)
    assert [officer.name for officer in both.officers] == [officer.name for officer in alone.officers]
    assert (both.organ.full_name, both.year, both.edition) == (alone.organ.full_name, alone.year, alone.edition)
    assert (both.signed.organ, both.signed.date) == (alone.signed.organ, alone.signed.date)
    assert [problem.text for problem in both.problems] == [problem.text for problem in alone.problems]


def test_the_title_of_the_second_may_be_broken_over_lines() -> None:
    first, second = TEXTS[0], TEXTS[-1]
    broken = second.read_text(encoding="utf-8").replace("政府信息公开工作年度报告", "政府信息公开\n工作年度报告", 1)
    alone = rp.parse(first)
    both = rp.parse(first.read_bytes() + b"\n" + broken.encode(), name="both.txt")
    assert alone.signed is not None
    assert both.signed is not None
    assert "\n工作年度报告" in broken
    assert (both.signed.organ, both.signed.date) == (alone.signed.organ, alone.signed.date)
    assert [officer.name for officer in both.officers] == [officer.name for officer in alone.officers]


def test_two_reports_on_one_line() -> None:
    rest = "五、存在的主要问题及改进情况 更新不及时。 六、其他需要报告的事项 无。"
    ends = ("青原县甲镇人民政府 2023年1月5日", "青原县乙镇人民政府 2023年1月6日")
    lines = [
        f"{name}2022年政府信息公开工作年度报告 一、总体情况 {text} 二、主动公开政府信息情况 无。 {rest} {end}"
        for name, text, end in zip(("甲镇", "乙镇"), ("全年平稳推进。" * 150, "一切如常。"), ends, strict=True)
    ]
    report = rp.parse(" ".join(lines).encode(), name="both.txt")
    assert "S-TWO" in {finding.code for finding in report.findings}
    assert report.signed is not None
    assert (report.organ.name, report.signed.organ) == ("甲镇", "青原县甲镇人民政府")


def test_a_table_of_contents_is_no_first_report():
    text = TEXTS[0].read_text(encoding="utf-8")
    title, _, rest = text.partition("\n")
    contents = ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]
    contents += ["四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"]
    report = rp.parse("\n".join([title, "目录", *contents, title, rest]).encode(), name="contents.txt")
    assert "S-TWO" not in {finding.code for finding in report.findings}
    assert without_places(report) == without_places(rp.parse(TEXTS[0]))
