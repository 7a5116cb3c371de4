"""Tables told in words: each figure behind the name of its column, in sentences or as cards, a different number each."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

import reportparse as rp
from reportparse.form import FormTable, Row, item_id, load_form

TITLES = {
    "proactive": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "remedies": "四、政府信息公开行政复议、行政诉讼情况",
}
Figures = dict[str, int]
Told = list[tuple[str, int]]


def sentences(label: str, told: Told) -> list[str]:
    return [f"{label}：" + "，".join(f"{column}{value}件" for column, value in told) + "。"]


def shuffled(label: str, told: Told) -> list[str]:
    return sentences(label, random.Random(label).sample(told, len(told)))


def cards(label: str, told: Told) -> list[str]:
    return [label, *(f"{column}：{value:,}" for column, value in told)]


def pairs(label: str, told: Told) -> list[str]:
    return [label, *(part for column, value in told for part in (column, f"{value}"))]


def boxes(label: str, told: Told) -> list[str]:
    return [label, *(f"{column} | {value}" for column, value in told)]


def listed(label: str, told: Told) -> list[str]:
    return [f"{label}{column}：{value}" for column, value in told]


def entries(label: str, told: Told) -> list[str]:
    return [f"{label}（{column}）\t{value}" for column, value in told]


def clauses(label: str, told: Told) -> list[str]:
    return [label + "，其中" + "、".join(f"{column}为 {value} 件" for column, value in told) + "；"]


def rows_of(table: FormTable) -> list[tuple[Row, Told, list[str]]]:
    """The rows that have several columns, their figures, and their items."""
    found = []
    for number, row in enumerate(table.leaves()):
        columns = table.columns_of(row)
        told = [(column.label, 1000 + 17 * number + 3 * place) for place, column in enumerate(columns)]
        if len(columns) > 1:
            found.append((row, told, [item_id(table.code, row.code, column.code) for column in columns]))
    return found


def parsed(path: Path, code: str, lines: list[str]) -> dict[str, rp.Fact]:
    around = ["柳泉镇2023年政府信息公开工作年度报告", "一、总体情况", "做好公开。", TITLES[code]]
    behind = ["五、存在的主要问题及改进情况", "无。", "六、其他需要报告的事项", "无。"]
    path.write_text("\n".join([*around, *lines, *behind]), encoding="utf-8")
    return {fact.item: fact for fact in rp.parse(path).facts}


@pytest.mark.parametrize("way", [sentences, shuffled, cards, pairs, boxes, listed, entries, clauses])
@pytest.mark.parametrize("code", TITLES)
def test_figures_behind_the_names_of_their_columns_are_read(
    tmp_path: Path, code: str, way: Callable[[str, Told], list[str]]
) -> None:
    rows = rows_of(load_form("2021").table(code))
    facts = parsed(tmp_path / "a.txt", code, [line for row, told, _ in rows for line in way(row.label, told)])
    expected = {item: value for _, told, items in rows for item, (_, value) in zip(items, told, strict=True)}
    assert {item: facts[item].value for item in expected} == expected
    assert not any(facts[item].doubt for item in expected)


def test_rows_in_one_paragraph_are_told_apart(tmp_path: Path) -> None:
    rows = rows_of(load_form("2021").table("requests"))
    text = "".join(line for row, told, _ in rows for line in sentences(row.label, told))
    facts = parsed(tmp_path / "a.txt", "requests", [text])
    assert [facts[item].value for _, _, items in rows for item in items] == [v for _, told, _ in rows for _, v in told]


@pytest.mark.parametrize("spoil", [lambda told: told[:-2], lambda told: [*told, told[0]]])
def test_a_row_that_names_a_column_never_or_twice_is_set_aside(tmp_path: Path, spoil: Callable[[Told], Told]) -> None:
    rows = rows_of(load_form("2021").table("requests"))
    lines = [line for row, told, _ in rows for line in sentences(row.label, spoil(told) if row == rows[2][0] else told)]
    facts = parsed(tmp_path / "a.txt", "requests", lines)
    assert {facts[item].state for item in rows[2][2]} == {"unreadable"}
    assert {facts[item].state for _, _, items in (*rows[:2], *rows[3:]) for item in items} == {"stated"}


@pytest.mark.parametrize("between", ["：", "", "\n"])
@pytest.mark.parametrize("figure", ["17件。", "\n17", "：17"])
def test_a_row_of_one_column_is_read_behind_both_names(tmp_path: Path, between: str, figure: str) -> None:
    lines = [f"行政许可{between}本年处理决定数量{figure}", f"行政事业性收费{between}本年收费金额（单位：万元）{figure}"]
    facts = parsed(tmp_path / "a.txt", "proactive", lines)
    items = ("proactive.licences.decisions", "proactive.administrative_fees.amount_10k_cny")
    assert [facts[item].value for item in items] == [17, 17]


def test_a_column_named_before_the_label_of_the_next_row_gives_it_nothing(tmp_path: Path) -> None:
    lines = ["行政许可", "第二十条第（六）项", "信息内容", "本年处理决定数量", "行政处罚", "5", "行政强制", "7"]
    facts = parsed(tmp_path / "a.txt", "proactive", lines)
    names = ("licences", "penalties", "coercive_measures")
    assert [facts[f"proactive.{name}.decisions"].value for name in names] == [None, 5, 7]


def test_the_place_of_a_figure_is_where_it_stands(tmp_path: Path) -> None:
    line = "规章：本年制发件数12件，本年废止件数3件，现行有效件数45件。"
    fact = parsed(tmp_path / "a.txt", "proactive", [line])["proactive.rules.in_force"]
    assert fact.source is not None and fact.source.span is not None
    assert line[slice(*fact.source.span)] == "45"


def test_a_sentence_that_counts_two_kinds_of_applicants_leaves_the_table_as_it_is(tmp_path: Path) -> None:
    lines = ["全年共收到申请15件，其中自然人12件，商业企业3件。"]
    facts = parsed(tmp_path / "a.txt", "requests", lines)
    assert {fact.state for fact in facts.values() if fact.item.startswith("requests.")} == {"absent"}
