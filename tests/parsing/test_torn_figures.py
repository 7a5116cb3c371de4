"""Figures that narrow cells broke, read as rows of their own: what is left of them is no figure."""

from __future__ import annotations

import pytest

import reportparse as rp

TITLE = "柳泉镇2023年政府信息公开工作年度报告"
COLUMNS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
UPPER = ["15,5", "23,4", "24,0", "25,0", "10,9", "27,6", "24,1"]
LOWER = ["43", "26", "13", "30", "61", "63", "66"]
LABEL = "二、上年结转政府信息公开申请数量"


def states(section: str, rows: list[list[str] | str], item: str) -> set[str]:
    """The states of a row's facts; each row given by the texts of its cells, or as it stands in the page."""
    cells = (row if isinstance(row, str) else "".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    table = "".join(f"<tr>{row}</tr>" for row in cells)
    text = f"<h1>{TITLE}</h1><h2>{section}</h2><table>{table}</table>"
    facts = rp.parse(text.encode(), name="own.html").facts
    return {fact.state for fact in facts if fact.item.startswith(item)}


@pytest.mark.parametrize(
    "rows",
    [
        [["", *UPPER], [LABEL, *LOWER]],
        [[LABEL, *UPPER], ["", *LOWER]],
        [[LABEL, *UPPER], [LABEL, *LOWER]],
        [[LABEL, *LOWER], ["", *UPPER]],
    ],
)
def test_a_row_beside_pieces_of_figures_is_set_aside(rows: list[list[str]]) -> None:
    section = "三、收到和处理政府信息公开申请情况"
    assert states(section, [["项目", *COLUMNS], *rows], "requests.carried_in") == {"unreadable"}


def test_figures_of_table_four_below_pieces_of_figures_are_set_aside() -> None:
    heads = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    blocks = ["行政复议", "未经复议直接起诉", "复议后起诉"]
    rows = [[block for block in blocks for _ in heads], heads * 3, ["1,1", "6,7", "12,"] * 5, ["02", "91", "717"] * 5]
    assert states("四、政府信息公开行政复议、行政诉讼情况", rows, "remedies.") == {"unreadable"}


@pytest.mark.parametrize("above", [f"<td></td><td>613</td>{'<td></td>' * 6}", "<td colspan=8>613</td>"])
def test_a_row_below_a_figure_that_one_of_its_cells_may_go_on_with_is_set_aside(above: str) -> None:
    broken = [LABEL, "3（<br>含<br>上<br>年<br>）", *LOWER[1:]]
    section = "三、收到和处理政府信息公开申请情况"
    assert states(section, [["项目", *COLUMNS], above, broken], "requests.carried_in") == {"unreadable"}
