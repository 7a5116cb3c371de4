"""A table of requests cut in two by its columns, and headers of three columns in an order of their own."""

from __future__ import annotations

from itertools import product

import pytest

import reportparse as rp

COLUMNS = [column.label for column in rp.load_form("2021").tables[1].columns]
CODES = [column.code for column in rp.load_form("2021").tables[1].columns]
RECEIVED, CARRIED = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"
FIGURES = ["11", "12", "13", "14", "15", "16", "81"]
Half = list[list[str]]


def half(columns: list[int], *, labels: tuple[str, ...] = (RECEIVED, CARRIED)) -> Half:
    rows = [[label, *(f"{n}{FIGURES[c]}" for c in columns)] for n, label in enumerate(labels, 1)]
    return [["项目", *(COLUMNS[c] for c in columns)], *rows]


def page(*halves: Half) -> str:
    tables = [
        "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows) for rows in halves
    ]
    return "<p>续表</p>".join(f"<table>{rows}</table>" for rows in tables)


def lines(mark: str, *halves: Half) -> str:
    return "\n续表\n".join("\n".join(mark.join(row) for row in rows) for rows in halves)


def received(body: str, name: str) -> list[float | None]:
    title = "柳泉镇2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况"
    heads = "".join(f"<p>{line}</p>" for line in title) if name.endswith("html") else "\n".join(title) + "\n"
    report = rp.parse((heads + body).encode(), name=name)
    return [report[f"requests.received.{code}"].value for code in CODES]


WHOLE = [int(f"1{figure}") for figure in FIGURES]
CUTS = [([0, 1, 2, 3], [4, 5, 6]), ([0], [1, 2, 3, 4, 5, 6]), ([0, 1, 2, 3, 4, 5], [6]), ([0, 1, 2], [3, 4], [5, 6])]


@pytest.mark.parametrize(("mark", "cut"), [*product(["html", "\t", " | "], CUTS), *product(["  "], CUTS[:2])])
def test_halves_that_make_the_forms_columns_are_one_row(mark: str, cut: tuple[list[int], ...]) -> None:
    halves = [half(columns) for columns in cut]
    read = received(page(*halves), "a.html") if mark == "html" else received(lines(mark, *halves), "a.txt")
    assert read == WHOLE


def test_a_total_in_both_halves_must_be_the_same() -> None:
    assert received(page(half([0, 1, 2, 6]), half([3, 4, 5, 6])), "a.html") == WHOLE
    other = half([3, 4, 5, 6])
    other[1][-1] = "182"
    assert received(page(half([0, 1, 2, 6]), other), "a.html") == [None] * 7


def test_the_total_may_stand_in_the_first_half_under_its_own_head() -> None:
    assert received(page(half([6, 0, 1, 2]), half([3, 4, 5])), "a.html") == WHOLE
    assert received(lines("\t", half([6, 0, 1, 2]), half([3, 4, 5])), "a.txt") == [None] * 7


@pytest.mark.parametrize("missing", [[[0, 1, 2, 3], [4, 6]], [[0, 1, 2, 3]], [[0, 1, 2, 3], [0, 1, 2, 3]]])
def test_halves_that_lack_a_column_are_no_row(missing: list[list[int]]) -> None:
    assert received(page(*map(half, missing)), "a.html") == [None] * 7
    assert received(lines("\t", *map(half, missing)), "a.txt") == [None] * 7


def test_a_half_that_has_lost_a_cell_is_no_row() -> None:
    torn = half([4, 5, 6])
    del torn[1][2]
    assert received(page(half([0, 1, 2, 3]), torn), "a.html") == [None] * 7
    assert received(lines("\t", half([0, 1, 2, 3]), torn), "a.txt") == [None] * 7


def test_a_label_cut_in_the_header_by_a_page_break_is_whole_again() -> None:
    """A cell beside it that is not cut reaches down into the second piece of the header."""
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    upper = "".join(
        f"<td{'' if n == 3 else ' rowspan=2'}>{label[:2] if n == 3 else label}</td>" for n, label in enumerate(results)
    )
    others = "".join(f"<td rowspan=2>{label}</td>" for label in results * 2)
    rows = "<td colspan=5>行政复议</td><td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td>"
    figures = "".join(f"<td>{n}</td>" for n in range(1, 16))
    table = "".join(f"<tr>{row}</tr>" for row in (rows, upper + others, "<td>审结</td>", figures))
    heads = "<h1>柳泉镇2023年政府信息公开工作年度报告</h1><h2>四、政府信息公开行政复议、行政诉讼情况</h2>"
    report = rp.parse(f"{heads}<table>{table}</table>".encode(), name="a.html")
    assert [report[f"remedies.reconsideration.{code}"].value for code in ("upheld", "pending", "total")] == [1, 4, 5]


@pytest.mark.parametrize("mark", ["\t", " ", "|"])
def test_three_columns_in_another_order_are_read_by_their_names(mark: str) -> None:
    """Not in the form's, as if the last had been named ahead of the others in a header of two storeys."""
    rows = [["信息内容", "本年制发件数", "现行有效件数", "本年废止件数"], ["规章", "1", "2", "3"]]
    text = "\n".join(
        ["柳泉镇2023年政府信息公开工作年度报告", "二、主动公开政府信息情况", *(mark.join(row) for row in rows)]
    )
    report = rp.parse(text.encode(), name="a.txt")
    assert [report[f"proactive.rules.{code}"].value for code in ("issued", "repealed", "in_force")] == [1, 3, 2]


def paged(mark: str, first: Half, second: Half) -> list[float | None]:
    """What is read of the last row, which a page break parted from the headers of both halves."""
    pieces = [first[:2], second[:2], first[2:], second[2:]]
    if mark == "html":
        return carried("<p>— 2 —</p>".join([page(*pieces[:2]), page(*pieces[2:])]), "a.html")
    return carried("\n— 2 —\n".join([lines(mark, *pieces[:2]), lines(mark, *pieces[2:])]), "a.txt")


def carried(body: str, name: str) -> list[float | None]:
    title = "柳泉镇2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况"
    heads = "".join(f"<p>{line}</p>" for line in title) if name.endswith("html") else "\n".join(title) + "\n"
    report = rp.parse((heads + body).encode(), name=name)
    return [report[f"requests.carried_in.{code}"].value for code in CODES]


@pytest.mark.parametrize("mark", ["html", "\t", "  ", " "])
def test_pieces_behind_a_page_break_are_of_the_half_with_as_many_columns(mark: str) -> None:
    first, second = half([0, 1, 2, 3]), half([4, 5, 6])
    assert paged(mark, first, second) == [int(f"2{figure}") for figure in FIGURES]


@pytest.mark.parametrize("mark", ["html", "\t", "  ", " "])
def test_a_piece_that_lost_a_cell_is_not_taken_for_the_other_half(mark: str) -> None:
    first, second = half([0, 1, 2, 3]), half([4, 5, 6])
    del first[2][2]
    assert paged(mark, first, second) == [None] * 7
    assert paged(mark, half([0, 1, 2, 6]), half([3, 4, 5, 6])) == [None] * 7


def test_the_header_of_the_first_half_printed_again_is_taken_anew() -> None:
    first, second = half([0, 1, 2, 3]), half([4, 5, 6])
    upper, lower = [first[:2], second[:2]], [[first[0], first[2]], [second[0], second[2]]]
    wanted = [int(f"2{figure}") for figure in FIGURES]
    assert carried("\n— 2 —\n".join([lines("\t", *upper), lines("\t", *lower)]), "a.txt") == wanted
