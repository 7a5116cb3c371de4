"""Rows whose cells span other columns than the heads above them, as sites publish tables drawn by hand."""

from __future__ import annotations

import reportparse as rp


def read(rows: str) -> list[float | None]:
    heads = "<td>信息内容</td><td>上一年项目数量</td><td colspan=2>本年增/减</td><td>处理决定数量</td>"
    table = (
        f"<table><tr><td colspan=5>第二十条第（五）项</td></tr><tr>{heads}</tr><tr><td>行政许可</td>{rows}</tr></table>"
    )
    text = f"<h1>柳泉镇2019年政府信息公开工作年度报告</h1><h2>二、主动公开政府信息情况</h2>{table}"
    report = rp.parse(text.encode(), name="own.html")
    return [report[f"proactive.licences.{column}"].value for column in ("items_last_year", "items_change", "decisions")]


def test_as_many_figures_as_heads_stand_in_their_order() -> None:
    assert read("<td colspan=2>7</td><td>-2</td><td>31</td>") == [7, -2, 31]


def test_fewer_figures_than_heads_are_nobodys() -> None:
    assert read("<td colspan=2>7</td><td></td><td>31</td>") == [None] * 3
