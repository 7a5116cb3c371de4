"""Columns that the form does not have: a running number before the labels, remarks behind the figures."""

from __future__ import annotations

import pytest

import reportparse as rp
from reportparse.form import load_form

TABLE = load_form("2021").table("requests")
COLUMNS = list(TABLE.columns)
FIGURES = {item.id: 1000 + 7 * n for n, item in enumerate(load_form("2021").items()) if item.table.code == "requests"}


def report(remark: str) -> rp.Report:
    heads = [COLUMNS[-1], *COLUMNS[:-1]]  # the total first, as some print it
    lines = ["".join(f"<th>{text}</th>" for text in ("序号", "项目", *(head.label for head in heads), "备注"))]
    for number, row in enumerate(TABLE.leaves(), 1):
        cells = [str(number), row.label, *(str(FIGURES[f"requests.{row.code}.{head.code}"]) for head in heads), remark]
        lines.append("".join(f"<td>{cell}</td>" for cell in cells))
    table = "".join(f"<tr>{line}</tr>" for line in lines)
    title = "三、收到和处理政府信息公开申请情况"
    text = f"<h1>柳泉镇2023年政府信息公开工作年度报告</h1><h2>{title}</h2><table>{table}</table>"
    return rp.parse(text.encode(), name="own.html")


@pytest.mark.parametrize("remark", ["", "已核", "—"])
def test_numbers_of_rows_and_remarks_are_no_figures(remark: str) -> None:
    read = {fact.item: fact.value for fact in report(remark).facts if fact.table == "requests"}
    assert read == FIGURES


def test_a_remark_with_a_number_may_be_a_figure_and_sets_its_row_aside() -> None:
    read = {fact.item: fact.value for fact in report("另有3").facts if fact.table == "requests"}
    assert all(value in (None, FIGURES[item]) for item, value in read.items())
    assert set(read.values()) == {None}
