"""Figures that narrow cells broke over lines, in text without cells: read where they can only be read so."""

from __future__ import annotations

import reportparse as rp
from reportparse.text import display_width

TITLE = "某某市2023年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n"
HEADER = "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计\n"
LABELS = [
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "（一）予以公开",
    "（二）部分公开",
    "1.属于国家秘密",
    "2.其他法律行政法规禁止公开",
    "3.危及“三安全一稳定”",
    "4.保护第三方合法权益",
    "5.属于三类内部事务信息",
    "6.属于四类过程性信息",
    "7.属于行政执法案卷",
    "8.属于行政查询事项",
]
CODES = [column.code for column in rp.load_form("2021").tables[1].columns]


def figures(row: int) -> list[int]:
    return [row * 10_000 + 100_000 + n if n % 3 else row * 100_000 + 1_000_000 + n for n in range(7)]


def broken(numbers: list[int], width: int = 6) -> str:
    """The figures as an extractor prints them cell by cell: the end of a broken one on a line of its own."""
    printed = ""
    for number in map(str, numbers):
        printed += f"{number[:width]}\n{number[width:]}\n" if len(number) > width else f"{number} "
    return printed.replace(" \n", "\n").strip()


def read(rows: list[str], row: str, after: str = "\n四、政府信息公开行政复议、行政诉讼情况\n") -> list[float | None]:
    text = TITLE + HEADER + "\n".join(f"{label} {row}" for label, row in zip(LABELS, rows, strict=True)) + after
    record = rp.parse(text.encode(), name="report.txt")
    return [record[f"requests.{row}.{code}"].value for code in CODES]


ROWS = [figures(n) for n in range(len(LABELS))]
PRINTED = [broken(row) for row in ROWS]


def test_where_most_rows_have_broken_figures_they_are_put_together() -> None:
    assert read(PRINTED, "received") == ROWS[0]
    assert read(PRINTED, "denied_inquiry_matter") == ROWS[11]


def test_a_row_of_them_with_an_empty_cell_is_set_aside() -> None:
    for place in range(7):
        fewer = ROWS[1][:place] + ROWS[1][place + 1 :]
        assert read([PRINTED[0], broken(fewer), *PRINTED[2:]], "carried_in") == [None] * 7


def test_the_ends_of_figures_alone_are_no_row() -> None:
    assert read([PRINTED[0], "1 2 3 4 5 6 7", *PRINTED[2:]], "carried_in") == [None] * 7


def test_a_number_of_a_page_is_no_end_of_a_figure() -> None:
    row = [*ROWS[1][:6], 123456]
    rows = [PRINTED[0], broken(row) + "\n2", *PRINTED[2:]]
    assert read(rows, "carried_in", after="\n3") == [None] * 7


def test_one_row_of_broken_figures_is_put_together_if_it_adds_up() -> None:
    parts = [1000001, 20, 3, 4, 5, 6]
    total = sum(parts)
    whole = ["1 2 3 4 5 6 21"] * (len(LABELS) - 1)
    assert read([broken([*parts, total]), *whole], "received") == [*parts, total]
    assert read([broken([*parts, total + 1]), *whole], "received") == [None] * 7
    assert read([broken([*parts, total]), *whole], "carried_in") == [1, 2, 3, 4, 5, 6, 21]


BLOCKS = """\
  行政复议                                            行政诉讼
                                                      未经复议直接起诉                                    复议后起诉
  结果维持  结果纠正  其他结果  尚未审结  总计        结果维持  结果纠正  其他结果  尚未审结  总计        结果维持  结果纠正  其他结果  尚未审结  总计
"""
PLACES = [2, 12, 22, 32, 42, 54, 64, 74, 84, 94, 106, 116, 126, 136, 146]


def blocks(upper: dict[int, str], lower: dict[int, str], below: str = "") -> list[float | None]:
    """What is read of a row of figures with the ends of some below; by their places on the line."""
    lines = []
    for texts in (upper, lower):
        line = ""
        for place, text in texts.items():
            line = line.ljust(place) + text
        lines.append(line)
    text = f"{TITLE.splitlines()[0]}\n四、政府信息公开行政复议、行政诉讼情况\n{BLOCKS}" + "\n".join(lines) + below
    record = rp.parse(text.encode(), name="report.txt")
    return [fact.value for fact in record.facts if fact.item.startswith("remedies.")]


def test_ends_of_figures_below_them_are_put_to_them_where_as_many_figures_fill_their_cells() -> None:
    upper = {place: "123" if n % 2 else str(n) for n, place in enumerate(PLACES)}
    wanted = [int(f"123{n}") if n % 2 else n for n in range(15)]
    lower = {place + 1: f"{n}"[-2:] for n, place in enumerate(PLACES) if n % 2}
    assert blocks(upper, lower) == wanted
    assert blocks(upper, {place - 9: text for place, text in lower.items()}) == wanted


def test_ends_below_some_of_the_figures_that_fill_their_cells_may_be_others() -> None:
    upper = {place: str(123 + n) for n, place in enumerate(PLACES)}
    lower = {place: "7" for n, place in enumerate(PLACES) if n not in (0, 14)}
    assert blocks(upper, lower) == [None] * 15


def test_such_ends_are_put_to_the_figures_above_them_where_all_adds_up() -> None:
    upper = dict(zip(PLACES, ["100", "200", "1", "0", "120", *["0"] * 10], strict=True))
    lower = {PLACES[0]: "0", PLACES[4]: "1"}
    assert blocks(upper, lower) == [1000, 200, 1, 0, 1201, *[0] * 10]
    assert blocks(upper, {PLACES[1]: "0", PLACES[4]: "1"}) == [None] * 15


def test_a_number_below_the_one_figure_that_fills_its_cell_is_no_end() -> None:
    upper = dict(zip(PLACES, ["0"] * 7 + ["123"] + ["0"] * 7, strict=True))
    assert blocks(upper, {PLACES[7] + 1: "2"}) == [None] * 15


COLUMNS = [40, 49, 58, 67, 76, 85, 94]


def at(places: list[int], texts: list[str], line: str = "") -> str:
    """A line with texts at their places; a Chinese character takes two columns."""
    for place, text in zip(places, texts, strict=True):
        line += " " * (place - display_width(line)) * bool(text) + text
    return line


def stacked(*heads: str) -> str:
    return at(COLUMNS, [head[:3] for head in heads]) + "\n" + at(COLUMNS, [head[3:] for head in heads]) + "\n"


HEADS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]


def laid_out(numbers: list[str], label: str, *, aside: int = 0) -> str:
    """A row as a layout-preserving extractor prints it: beginnings, the label with whole figures, ends."""
    broken = [len(number) > 6 for number in numbers]
    upper = at(COLUMNS, [n[:6] if own else "" for n, own in zip(numbers, broken, strict=True)])
    middle = at(
        [place + aside for place in COLUMNS], ["" if own else n for n, own in zip(numbers, broken, strict=True)], label
    )
    lower = at([place + 3 for place in COLUMNS], [n[6:] if own else "" for n, own in zip(numbers, broken, strict=True)])
    return f"{upper}\n{middle}\n{lower}\n"


def read_laid_out(rows: list[str], row: str, header: str = stacked(*HEADS)) -> list[float | None]:
    after = "\n四、政府信息公开行政复议、行政诉讼情况\n"
    record = rp.parse((TITLE + header + "\n".join(rows) + after).encode(), name="report.txt")
    return [record[f"requests.{row}.{code}"].value for code in CODES]


WIDE = [[str(1_000_000 + 10 * row + n) if (row + n) % 5 else str(100 + n) for n in range(7)] for row in range(12)]
LAID_OUT = [laid_out(row, label) for row, label in zip(WIDE, LABELS, strict=True)]


def test_figures_of_a_laid_out_table_are_put_to_their_ends_and_in_their_places() -> None:
    codes = ["received", "carried_in", "granted", "denied_inquiry_matter"]
    wanted = [[int(text) for text in WIDE[n]] for n in (0, 1, 2, 11)]
    assert [read_laid_out(LAID_OUT, code) for code in codes] == wanted


def test_below_a_header_in_another_order_none_is_read_as_in_the_forms() -> None:
    swapped = stacked(HEADS[0], HEADS[2], HEADS[1], *HEADS[3:])
    assert read_laid_out(LAID_OUT, "received", swapped) == [None] * 7


def test_one_empty_cell_in_such_a_table_leaves_its_row_blank() -> None:
    for place in range(7):
        row = [text if n != place else "" for n, text in enumerate(WIDE[1])]
        rows = [LAID_OUT[0], laid_out(row, LABELS[1]), *LAID_OUT[2:]]
        assert read_laid_out(rows, "carried_in") == [None] * 7


def test_a_whole_figure_that_stands_aside_is_read_in_the_one_place_with_room_or_not() -> None:
    wanted = [int(text) for text in WIDE[1]]
    for aside in range(-18, 19):
        rows = [LAID_OUT[0], laid_out(WIDE[1], LABELS[1], aside=aside), *LAID_OUT[2:]]
        assert read_laid_out(rows, "carried_in") in (wanted, [None] * 7)
    rows = [LAID_OUT[0], laid_out(WIDE[1], LABELS[1], aside=-5), *LAID_OUT[2:]]
    assert read_laid_out(rows, "carried_in") == [None] * 7
    assert read_laid_out(rows, "granted") == [int(text) for text in WIDE[2]]
