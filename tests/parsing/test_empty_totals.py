"""A row of figures whose total is left empty: it may have lost a cell, so that all behind it moved to the left."""

from __future__ import annotations

import pytest

import reportparse as rp
from reportparse.form import load_form

TABLE = load_form("2021").table("requests")
HEADS = [column.label for column in TABLE.columns]
ROW = "denied_third_party"
WHOLE = [12, 3, 0, 34, 1, 2]


def read(row: list[int | str], *, sums: bool) -> list[float | None]:
    """What is read of the row; the others are all different, and their totals their sums or not."""
    lines = ["".join(f"<th>{text}</th>" for text in ("项目", *HEADS))]
    for number, leaf in enumerate(TABLE.leaves()):
        own = [number, 2 * number + 1, 3, number + 5, 0, 7]
        cells: list[int | str] = row if leaf.code == ROW else [*own, sum(own) if sums else 1000 + number]
        lines.append("".join(f"<td>{cell}</td>" for cell in (leaf.label, *cells)))
    title = "三、收到和处理政府信息公开申请情况"
    table = "".join(f"<tr>{line}</tr>" for line in lines)
    text = f"<h1>柳泉镇2023年政府信息公开工作年度报告</h1><h2>{title}</h2><table>{table}</table>"
    report = rp.parse(text.encode(), name="own.html")
    return [fact.value for fact in report.facts if fact.item.startswith(f"requests.{ROW}.")]


def test_figures_that_cannot_end_in_the_total_stand_in_their_columns() -> None:
    assert read([*WHOLE, ""], sums=True) == [*WHOLE, None]
    assert read([12, 3, 0, 34, 1, "", ""], sums=True) == [12, 3, 0, 34, 1, None, None]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param([12, 3, 34, 1, 2, 52, ""], id="a zero is gone"),
        pytest.param([12, 3, 0, 1, 2, 52, ""], id="a figure is gone"),
        pytest.param([123, 0, 34, 1, 2, 52, ""], id="two figures are one"),
        pytest.param([12, 3, 0, 341, 2, 52, ""], id="two others are one"),
    ],
)
def test_figures_that_may_end_in_the_total_are_set_aside(row: list[int | str]) -> None:
    assert read(row, sums=True) == [None] * 7


def test_where_totals_are_no_sums_nothing_tells_the_columns() -> None:
    assert read([*WHOLE, ""], sums=False) == [None] * 7


@pytest.mark.parametrize(("totals", "value"), [("0", None), ("", 0)])
def test_zeros_without_a_total_where_rows_of_zeros_have_theirs_may_have_lost_a_figure(totals: str, value: int) -> None:
    lines = ["".join(f"<th>{text}</th>" for text in ("项目", *HEADS))]
    for leaf in TABLE.leaves():
        cells = [leaf.label, *["0"] * 6, "" if leaf.code == ROW else totals]
        lines.append("".join(f"<td>{cell}</td>" for cell in cells))
    table = "".join(f"<tr>{line}</tr>" for line in lines)
    heads = "<h1>柳泉镇2023年政府信息公开工作年度报告</h1><h2>三、收到和处理政府信息公开申请情况</h2>"
    report = rp.parse(f"{heads}<table>{table}</table>".encode(), name="own.html")
    assert report[f"requests.{ROW}.natural_person"].value == value
    assert report["requests.received.natural_person"].value == 0


def test_an_empty_total_where_other_rows_mark_theirs_as_blank_may_have_lost_a_cell() -> None:
    lines = ["".join(f"<th>{text}</th>" for text in ("项目", *HEADS))]
    for leaf in TABLE.leaves():
        cells = [leaf.label, *WHOLE, "" if leaf.code == ROW else "-"]
        lines.append("".join(f"<td>{cell}</td>" for cell in cells))
    table = "".join(f"<tr>{line}</tr>" for line in lines)
    heads = "<h1>柳泉镇2023年政府信息公开工作年度报告</h1><h2>三、收到和处理政府信息公开申请情况</h2>"
    report = rp.parse(f"{heads}<table>{table}</table>".encode(), name="own.html")
    columns = [column.code for column in TABLE.columns]
    assert [report[f"requests.{ROW}.{code}"].value for code in columns] == [None] * 7
    assert [report[f"requests.denied_state_secret.{code}"].value for code in columns] == [*WHOLE, None]
