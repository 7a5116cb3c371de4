"""A column that fell out of table two: read where the text beside it says which one it was, and nowhere else."""

from __future__ import annotations

import pytest

import reportparse as rp

REPORT = """# 云岭县人民政府办公室2025年政府信息公开工作年度报告

二、主动公开政府信息情况
第二十条第（一）项
{loose}
第二十条第（五）项

| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
|---|---|---|---|

| 规章 | 21 | 236 |
|---|---|---|

| 行政规范性文件 | 35 | 187 |
|---|---|---|

三、收到和处理政府信息公开申请情况
"""

LAPSED = "13\n（其中修订 4 件）\n57\n（含自然失效 29 件）"


def figures(loose: str) -> dict[str, object]:
    facts = rp.parse(REPORT.format(loose=loose).encode(), name="a.md").facts
    return {fact.item: fact.value for fact in facts if fact.item.startswith(("proactive.rules", "proactive.norm"))}


@pytest.mark.parametrize("loose", [LAPSED, LAPSED.replace("\n（", "（")])
def test_figures_beside_a_fallen_column_are_read(loose: str) -> None:
    assert figures(loose) == {
        "proactive.rules.issued": 21,
        "proactive.rules.repealed": None,
        "proactive.rules.in_force": 236,
        "proactive.normative_documents.issued": 35,
        "proactive.normative_documents.repealed": None,
        "proactive.normative_documents.in_force": 187,
    }


@pytest.mark.parametrize(
    "loose",
    [
        pytest.param("13\n57", id="no note"),
        pytest.param("13\n（其中修订 4 件）\n57\n（其中修订 9 件）", id="notes that name no column"),
        pytest.param("13\n（其中新增 4 件）\n57\n（含失效 2 件）", id="notes that may be of another column"),
        pytest.param("57\n（含自然失效 29 件）", id="fewer than rows"),
        pytest.param(LAPSED + "\n8\n（含废止 2 件）", id="more than rows"),
    ],
)
def test_nothing_is_read_where_the_column_is_not_told(loose: str) -> None:
    assert set(figures(loose).values()) == {None}
