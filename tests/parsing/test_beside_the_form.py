"""Columns that the form does not have: a running number before the labels, units, shares and remarks."""

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


def page(heads: list[str], rows: list[list[str]], form: str) -> rp.Report:
    title = "柳泉镇2023年政府信息公开工作年度报告"
    if form == "txt":
        text = "\n".join([title, "三、收到和处理政府信息公开申请情况", *("\t".join(row) for row in [heads, *rows])])
        return rp.parse(text.encode(), name="own.txt")
    lines = ["".join(f"<td>{cell}</td>" for cell in row) for row in [heads, *rows]]
    table = "".join(f"<tr>{line}</tr>" for line in lines)
    text = f"<h1>{title}</h1><h2>三、收到和处理政府信息公开申请情况</h2><table>{table}</table>"
    return rp.parse(text.encode(), name="own.html")


@pytest.mark.parametrize("form", ["html", "txt"])
def test_a_unit_in_a_column_of_its_own_is_no_label(form: str) -> None:
    heads = ["序号", "指标", "单位", *(head.label for head in COLUMNS)]
    rows = [
        [str(number), row.label, "件", *(str(FIGURES[f"requests.{row.code}.{head.code}"]) for head in COLUMNS)]
        for number, row in enumerate(TABLE.leaves(), 1)
    ]
    facts = page(heads, rows, form).facts
    assert {fact.item: fact.value for fact in facts if fact.table == "requests"} == FIGURES


@pytest.mark.parametrize("form", ["html", "txt"])
def test_a_share_behind_the_figures_is_no_figure(form: str) -> None:
    heads = ["项目", *(head.label for head in COLUMNS), "占比"]
    rows = [
        [row.label, *(str(FIGURES[f"requests.{row.code}.{head.code}"]) for head in COLUMNS), f"{number}.5%"]
        for number, row in enumerate(TABLE.leaves())
    ]
    facts = page(heads, rows, form).facts
    assert {fact.item: fact.value for fact in facts if fact.table == "requests"} == FIGURES


def test_a_percentage_in_place_of_a_figure_is_not_passed_over() -> None:
    rows = [[row.label, *(["7"] * 3), "12%", *(["7"] * 3)] for row in TABLE.leaves()]
    facts = page(["项目", *(head.label for head in COLUMNS)], rows, "html").facts
    assert {fact.state for fact in facts if fact.table == "requests"} == {"unreadable"}


def test_a_remark_with_a_number_may_be_a_figure_and_sets_its_row_aside() -> None:
    read = {fact.item: fact.value for fact in report("另有3").facts if fact.table == "requests"}
    assert all(value in (None, FIGURES[item]) for item, value in read.items())
    assert set(read.values()) == {None}
