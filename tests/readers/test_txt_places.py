"""Tables in plain text with a line for each place: rows told by running numbers, or by merged cells told again."""

from __future__ import annotations

import pytest

import reportparse as rp
from reportparse.document import Table

SECTION = "二、主动公开政府信息情况"
AGAIN = """\
第二十条第（一）项
第二十条第（一）项
第二十条第（一）项
第二十条第（一）项
信息内容
本年制发件数
本年废止件数
现行有效件数
规章
11

13
行政规范性文件
21
22

第二十条第（五）项
第二十条第（五）项
第二十条第（五）项
第二十条第（五）项
信息内容
本年处理决定数量
本年处理决定数量
本年处理决定数量
行政许可
31
31
31
"""
NUMBERED = """\
序号
信息内容
本年制发件数
本年废止件数
现行有效件数
备注
1
规章
11

13

2
行政规范性文件
21
22


"""
SHEET = """\
序号\t第二十条第（一）项\t\t\t\t备注
1\t信息内容\t本年制发件数\t本年废止件数\t现行有效件数\t
2\t规章\t11\t\t13\t
3\t行政规范性文件\t21\t22\t\t
"""
ISSUED = [(11, "stated"), (None, "blank"), (13, "stated"), (21, "stated"), (22, "stated"), (None, "blank")]


def read(text: str) -> rp.Report:
    return rp.parse(f"柳泉镇2023年政府信息公开工作年度报告\n{SECTION}\n{text}三、其他\n".encode(), name="report.txt")


def issued(text: str) -> list[tuple[float | None, str]]:
    record = read(text)
    columns = [column.code for column in rp.load_form("2021").tables[0].columns[:3]]
    facts = [record[f"proactive.{row}.{column}"] for row in ("rules", "normative_documents") for column in columns]
    return [(fact.value, fact.state) for fact in facts]


@pytest.mark.parametrize("text", [AGAIN, NUMBERED, SHEET])
def test_an_empty_line_among_lines_of_one_place_each_is_an_empty_place(text: str) -> None:
    assert issued(text) == ISSUED


def test_a_figure_that_is_told_again_in_each_place_of_a_merged_cell_is_one() -> None:
    assert read(AGAIN)["proactive.licences.decisions"].value == 31


@pytest.mark.parametrize("text", [AGAIN, NUMBERED])
def test_a_lost_place_moves_no_figure(text: str) -> None:
    assert not [value for value, _ in issued(text.replace("11\n\n13", "11\n13")) if value]


def test_the_number_of_a_page_among_numbered_rows_is_no_figure() -> None:
    assert {value for value, _ in issued(NUMBERED.replace("2\n行政", "7\n2\n行政"))} <= {None, 11, 13, 21, 22}


def test_rows_filled_up_with_empty_cells_tell_no_places() -> None:
    shorter = (
        SHEET.replace("1\t信息内容\t", "1\t信息内容").replace("有效件数\t", "有效件数\t\t").replace("\t备注", "\t")
    )
    document = rp.read(f"{SECTION}\n{shorter}".encode(), name="report.txt")
    assert [block.ragged for block in document.blocks if isinstance(block, Table)] == [True]
