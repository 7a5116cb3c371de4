"""Running numbers in front of rows, in text without cells: they are no figures of the row above."""

from __future__ import annotations

import pytest

import reportparse as rp

COLUMNS = [column.code for column in rp.load_form("2021").tables[1].columns]
HEADER = [
    "申请人情况",
    "自然人",
    "法人或其他组织",
    "总计",
    "商业企业",
    "科研机构",
    "社会公益组织",
    "法律服务机构",
    "其他",
]
LABELS = {
    "received": "一、本年新收政府信息公开申请数量",
    "carried_in": "二、上年结转政府信息公开申请数量",
    "granted": "三、本年度办理结果（一）予以公开",
    "partially_granted": "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "denied_state_secret": "（三）不予公开 1.属于国家秘密",
    "denied_prohibited_by_law": "2.其他法律行政法规禁止公开",
    "denied_security_stability": "3.危及“三安全一稳定”",
    "denied_third_party": "4.保护第三方合法权益",
}


def rows(count: int, *, head: bool, mark: str) -> str:
    """Rows with `count` figures each, with running numbers."""
    lines = [mark.join([*(["序号"] if head else []), *HEADER])]
    for n, label in enumerate(LABELS.values(), 1):
        lines.append(mark.join([str(n), label, *(str(100 * n + k) for k in range(count))]))
    return "\n".join(lines)


def values(text: str) -> list[list[float | None]]:
    source = f"柳泉镇2023年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n{text}\n四、政府信息公开行政复议、行政诉讼情况\n"
    record = rp.parse(source.encode(), name="report.txt")
    return [[record[f"requests.{row}.{column}"].value for column in COLUMNS] for row in LABELS]


@pytest.mark.parametrize("mark", [" ", "\n"])
def test_rows_behind_running_numbers_have_their_own_figures(mark: str) -> None:
    expected = [[100 * n + k for k in range(len(COLUMNS))] for n in range(1, len(LABELS) + 1)]
    assert values(rows(len(COLUMNS), head=True, mark=mark)) == expected


@pytest.mark.parametrize("mark", [" ", "\n"])
@pytest.mark.parametrize("head", [True, False])
def test_the_number_of_the_next_row_is_not_the_last_figure_of_a_row_with_an_empty_cell(head: bool, mark: str) -> None:
    assert values(rows(len(COLUMNS) - 1, head=head, mark=mark)) == [[None] * len(COLUMNS)] * len(LABELS)
