"""Figures of table four in text whose rows are uneven: read where they can start in one place only."""

from __future__ import annotations

from pathlib import Path

import pytest

import reportparse as rp

HEADS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
FIGURES = ["", "11", "309", "", "320", "1", "2", "3", "4", "10", "5", "6", "7", "", ""]
ROWS = [["行政复议", "行政诉讼"], ["未经复议直接起诉", "复议后起诉"], HEADS * 3, FIGURES]
ITEMS = [f"remedies.{row}" for row in ("reconsideration", "litigation_direct", "litigation_after_reconsideration")]


def read(path: Path, rows: list[list[str]], lead: list[str]) -> tuple[list[float | None], set[str]]:
    """The figures of the table as read, and the codes of the findings."""
    lines = ["澄溪县青岚镇人民政府2024年政府信息公开工作年度报告", "四、政府信息公开行政复议、行政诉讼情况"]
    lines += ["\t".join([*begin, *row]) for begin, row in zip([lead] * 3 + [[""]], rows, strict=True)]
    path.write_text("\n".join([*lines, "五、存在的主要问题及改进情况", "无。"]), encoding="utf-8")
    report = rp.parse(path)
    facts = {fact.item: fact.value for fact in report.facts}
    columns = ("upheld", "corrected", "other_result", "pending", "total")
    return [facts[f"{item}.{column}"] for item in ITEMS for column in columns], {f.code for f in report.findings}


def test_indent_of_tabs_is_no_empty_cell(tmp_path: Path) -> None:
    figures, _ = read(tmp_path / "a.txt", ROWS, [""])
    assert figures == [float(text) if text else None for text in FIGURES]


@pytest.mark.parametrize("lead", [[], ["序"]])
def test_figures_that_could_start_at_two_cells_are_blank(tmp_path: Path, lead: list[str]) -> None:
    figures, findings = read(tmp_path / "a.txt", ROWS, lead)
    assert figures == [None] * 15
    assert "R-ROW" in findings
