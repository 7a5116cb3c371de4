"""Rows whose cells span other columns than the heads above them, as sites publish tables drawn by hand."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

import reportparse as rp
from reportparse.document import Table


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


@pytest.mark.parametrize("figures_first", [True, False])
def test_a_label_without_figures_beside_figures_without_a_label_is_not_blank(figures_first: bool) -> None:
    """As a page break leaves them, where a row is torn by it."""
    heads = "".join(f"<td>{column.label}</td>" for column in rp.load_form("2021").tables[1].columns)
    torn = [f"<td>2.没有现成信息需要另行制作</td>{'<td></td>' * 7}", f"<td></td>{'<td>没5</td>' * 2}{'<td>5</td>' * 5}"]
    rows = [f"<td>1.本机关不掌握相关政府信息</td>{'<td>3</td>' * 7}", *(torn[::-1] if figures_first else torn)]
    table = "".join(f"<tr>{row}</tr>" for row in [f"<td>项目</td>{heads}", *rows])
    title = "三、收到和处理政府信息公开申请情况"
    text = f"<h1>柳泉镇2023年政府信息公开工作年度报告</h1><h2>{title}</h2><table>{table}</table>"
    report = rp.parse(text.encode(), name="own.html")
    assert report["requests.unable_must_create.total"].state == "unreadable"
    assert report["requests.unable_not_held.total"].value == 3


def test_rows_without_any_cell_are_passed_over() -> None:
    """As a document of one's own may have them."""
    rows = "<tr><td>一、本年新收政府信息公开申请数量</td><td>1</td></tr><tr><td>二</td><td>2</td></tr>"
    text = (
        f"<h1>柳泉镇2023年政府信息公开工作年度报告</h1><h2>三、收到和处理政府信息公开申请情况</h2><table>{rows}</table>"
    )
    document = rp.read(text.encode(), name="own.html")
    bare = [replace(block, cells=block.cells[:2]) if isinstance(block, Table) else block for block in document.blocks]
    assert rp.parse(replace(document, blocks=tuple(bare))).year == 2023


COLUMNS = [column.label for column in rp.load_form("2021").tables[1].columns]


def requests(*rows: list[str], behind: str = "") -> rp.Report:
    """A report with these rows in its table of requests, and lines behind it."""
    table = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in [["项目", *COLUMNS], *rows]
    )
    title = "<h1>柳泉镇2023年政府信息公开工作年度报告</h1><h2>三、收到和处理政府信息公开申请情况</h2>"
    return rp.parse(f"{title}<table>{table}</table>{behind}".encode(), name="own.html")


@pytest.mark.parametrize(("first", "value"), [("护3", 3), ("护无", None), ("护者3", None), ("方3", None)])
def test_a_sign_of_a_wide_label_in_the_place_of_the_first_figure_goes_back(first: str, value: int | None) -> None:
    """Office programs draw a line of a label that cannot be broken beyond its cell."""
    report = requests(["4. 保<br>第三方合<br>法权益", first, "4", "5", "6", "7", "8", "9"])
    fact = report["requests.denied_third_party.natural_person"]
    assert fact.value == value
    assert fact.state == ("stated" if value else "blank" if first == "护无" else "unreadable")


def test_a_label_begun_in_a_row_without_figures_goes_on_in_the_row_that_has_them() -> None:
    rows = [["2.申请人逾期未按收费通知要求缴纳费", *[""] * 7], ["用、行政机关不再处理其政府信息公开申请", *"1234567"]]
    report = requests(*rows, ["3.其他", *"7654321"])
    assert report["requests.other_fee_unpaid.total"].value == 7
    assert report["requests.other_else.total"].value == 1


def test_the_last_label_of_a_page_goes_on_in_the_lines_behind_the_table() -> None:
    report = requests(
        ["1.本机关不掌握相关政府信息", *"7654321"], ["2.没有现成", *"1234567"], behind="<p>信息需要</p><p>另行制作</p>"
    )
    assert report["requests.unable_must_create.total"].value == 7


@pytest.mark.parametrize("figures", [[str(n) for n in range(1, 16)], [""] * 4 + ["7"] + [""] * 10])
@pytest.mark.parametrize("name", ["own.html", "own.md"])
def test_the_figures_of_table_four_stand_in_a_table_of_their_own(name: str, figures: list[str]) -> None:
    """Below a page break, or as extractors write a table for each page."""
    results = [column.label for column in rp.load_form("2021").tables[2].columns]
    blocks = ["行政复议", "未经复议直接起诉", "复议后起诉"]
    title = "柳泉镇2023年政府信息公开工作年度报告", "四、政府信息公开行政复议、行政诉讼情况"
    if name == "own.html":
        heads = (
            "".join(f"<td colspan=5>{label}</td>" for label in blocks),
            "".join(f"<td>{x}</td>" for x in results * 3),
        )
        rows = [*heads, "".join(f"<td>{figure}</td>" for figure in figures)]
        tables = ["".join(f"<tr>{row}</tr>" for row in part) for part in (rows[:2], rows[2:])]
        text = "".join(f"<p>{line}</p>" for line in title) + "".join(f"<table>{table}</table>" for table in tables)
    else:
        lines = ["| " + " | ".join(row) + " |" for row in (blocks, results * 3, figures)]
        text = "\n\n".join([*title, "\n".join(lines[:2]), lines[2]])
    report = rp.parse(text.encode(), name=name)
    codes = [
        f"remedies.{row.code}.{column.code}"
        for row in rp.load_form("2021").tables[2].rows
        for column in rp.load_form("2021").tables[2].columns
        if row.kind != "group"
    ]
    assert [report[code].value for code in codes] == [int(figure) if figure else None for figure in figures]
