"""Tables in plain text: empty cells at a row's end, merged labels printed again, words before the figures."""

from __future__ import annotations

from pathlib import Path

import pytest

import reportparse as rp

TITLE = "柳泉镇2023年政府信息公开工作年度报告"
PROACTIVE = "二、主动公开政府信息情况"
REMEDIES = "四、政府信息公开行政复议、行政诉讼情况"
ISSUED = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数", "规章", "行政规范性文件"]
RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def read(path: Path, *lines: str) -> dict[str, tuple[float | None, str]]:
    """Value and state of every figure of a report with these lines."""
    path.write_text("\n".join([TITLE, *lines, "五、存在的主要问题及改进情况", "无。"]), encoding="utf-8")
    return {fact.item: (fact.value, fact.state) for fact in rp.parse(path).facts}


@pytest.mark.parametrize("mark", ["\t", " | "])
def test_a_label_beside_one_empty_cell_is_a_row_whose_figure_is_blank(tmp_path: Path, mark: str) -> None:
    rows = [["信息内容", "本年处理决定数量"], ["行政许可", ""], ["信息内容", "本年处理决定数量"], ["行政处罚", "7"]]
    facts = read(tmp_path / "a.txt", PROACTIVE, *(mark.join(row) for row in rows))
    assert facts["proactive.licences.decisions"] == (None, "blank")
    assert facts["proactive.penalties.decisions"] == (7, "stated")


def test_an_empty_first_cell_before_a_bar_is_a_cell(tmp_path: Path) -> None:
    rows = [RESULTS * 3, [""] * 4 + ["45"] + [""] * 4 + ["1"] + [""] * 4 + ["132"]]
    rows = [["行政复议"] * 5 + ["未经复议直接起诉"] * 5 + ["复议后起诉"] * 5, *rows]
    facts = read(tmp_path / "a.txt", REMEDIES, *(" | ".join(row) for row in rows))
    assert facts["remedies.reconsideration.upheld"] == (None, "blank")
    assert facts["remedies.litigation_direct.total"] == (1, "stated")


@pytest.mark.parametrize(("printed", "figure"), [("7 | 7 | 7", (7, "stated")), ("7 | 7 | 8", (None, "unreadable"))])
def test_a_figure_repeated_under_a_repeated_head_is_one(tmp_path: Path, printed: str, figure: object) -> None:
    rows = ["信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数", "规章 | 1 | 2 | 3"]
    rows += ["信息内容" + " | 本年处理决定数量" * 3, f"行政许可 | {printed}"]
    assert read(tmp_path / "a.txt", PROACTIVE, *rows)["proactive.licences.decisions"] == figure


def test_figures_behind_a_row_that_the_form_does_not_know_are_not_those_of_the_row_above(tmp_path: Path) -> None:
    lines = [*ISSUED, "其他公开资", "17", "73", "99"]
    facts = read(tmp_path / "a.txt", PROACTIVE, *lines)
    assert facts["proactive.normative_documents.issued"] == (None, "unreadable")


def test_five_figures_under_three_blocks_are_nobodys(tmp_path: Path) -> None:
    lines = ["行政复议", "行政诉讼", *RESULTS, "未经复议直接起诉", "复议后起诉", *RESULTS, *RESULTS[:4]]
    facts = read(tmp_path / "a.txt", REMEDIES, *lines, "33", "7", "68", "总计", "39", "0")
    assert {value for item, (value, _) in facts.items() if item.startswith("remedies")} == {None}


def test_a_label_is_not_blank_where_figures_stand_behind_the_names_of_columns(tmp_path: Path) -> None:
    lines = [
        "信息内容",
        "规章",
        "行政规范性文件",
        "本年制发件数",
        "本年废止件数",
        "现行有效件数",
        "7512",
        "7011",
        "5930",
    ]
    facts = read(tmp_path / "a.txt", PROACTIVE, *lines, "信息内容", "本年处理决定数量", "行政许可", "3")
    assert facts["proactive.rules.issued"] == (None, "unreadable")


def test_a_label_is_not_blank_where_figures_stand_behind_the_name_of_its_group(tmp_path: Path) -> None:
    lines = [
        "（三）不予公开",
        "8.属于行政查询事项",
        *"1234567",
        "1.本机关不掌握相关政府信息",
        "2.没有现成信息需要另行制作",
    ]
    behind = ["（四）无法提供", *(str(figure) for figure in range(21, 35)), "3.补正后申请内容仍不明确", *"7654321"]
    facts = read(tmp_path / "a.txt", "三、收到和处理政府信息公开申请情况", *lines, *behind)
    assert facts["requests.unable_not_held.total"] == (None, "unreadable")
    assert facts["requests.unable_unclear.total"] == (1, "stated")


def test_a_label_is_not_blank_where_signs_stand_behind_it_that_cannot_be_read(tmp_path: Path) -> None:
    lines = ["信息内容 本年制发件数 本年废止件数 现行有效件数", "规章83件00", "行政规范性文件 1 2 3"]
    assert read(tmp_path / "a.txt", PROACTIVE, *lines)["proactive.rules.issued"] == (None, "unreadable")


def test_names_of_columns_in_pieces_below_each_other_tell_their_order(tmp_path: Path) -> None:
    rows = ["信息内容          现行        本年        本年制发件数", "                  有效件数    废止件数"]
    facts = read(tmp_path / "a.txt", PROACTIVE, *rows, "规章              48          0           16")
    assert [facts[f"proactive.rules.{code}"][0] for code in ("issued", "repealed", "in_force")] == [16, 0, 48]


def test_a_header_of_which_one_name_is_whole_and_the_others_mean_nothing_sets_the_row_aside(tmp_path: Path) -> None:
    facts = read(tmp_path / "a.txt", PROACTIVE, "信息内容 本年 有效 本年制发件数", "规章 48 0 16")
    assert facts["proactive.rules.issued"] == (None, "unreadable")


HEADS = "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计"


def test_one_broken_figure_does_not_cost_the_rest_of_the_table(tmp_path: Path) -> None:
    rows = ["一、本年新收政府信息公开申请数量 1 2 3 4 5 6 7", "二、上年结转政府信息公开申请数量 1 2 3 4 5 6 7"]
    rows += ["（一）予以公开 1 2 3 4 5 6 7", "（二）部分公开 1 2 3 4 5 6 7", "1.属于国家秘密 1 2 3 4 5 6 1 7"]
    facts = read(tmp_path / "a.txt", "三、收到和处理政府信息公开申请情况", HEADS, *rows)
    assert [facts[f"requests.{code}.total"][0] for code in ("received", "denied_state_secret")] == [7, None]


def test_a_note_that_names_a_row_is_none(tmp_path: Path) -> None:
    rows = [
        "一、本年新收政府信息公开申请数量 1 2 3 4 5 6 7（含上年结转 3 件）",
        "二、上年结转政府信息公开申请数量 0 0 0 0 0 0 4",
    ]
    facts = read(tmp_path / "a.txt", "三、收到和处理政府信息公开申请情况", HEADS, *rows, "注：含上年度结转 5 件。")
    assert [facts[f"requests.{code}.total"][0] for code in ("received", "carried_in")] == [7, 4]


def test_table_four_is_read_where_its_heading_is_lost(tmp_path: Path) -> None:
    rows = ["四、结转下年度继续办理", *"0000000", "行政复议", "行政诉讼", *RESULTS, "未经复议直接起诉", "复议后起诉"]
    facts = read(tmp_path / "a.txt", "行政复议1件。", HEADS, *rows, *RESULTS, *RESULTS, *map(str, range(15)))
    assert facts["remedies.litigation_after_reconsideration.total"] == (14, "stated")


def test_table_four_right_below_table_three_begins_with_its_own_header(tmp_path: Path) -> None:
    rows = [HEADS.split(), ["四、结转下年度继续办理", *"0000000"], ["行政复议", "行政诉讼"]]
    rows += [["未经复议直接起诉", "复议后起诉"], RESULTS * 3, [str(n) for n in range(20, 35)]]
    facts = read(tmp_path / "a.txt", *("\t".join(row) for row in rows))
    assert facts["remedies.litigation_after_reconsideration.total"] == (34, "stated")


@pytest.mark.parametrize("heads", [f"项目 {HEADS} 备注", f"项目 {HEADS}"])
def test_one_figure_behind_more_empty_cells_than_columns_is_no_total(tmp_path: Path, heads: str) -> None:
    rows = ["|".join(heads.split()), "一、本年新收政府信息公开申请数量|" + "|" * 7 + "15"]
    facts = read(tmp_path / "a.txt", "三、收到和处理政府信息公开申请情况", *rows)
    assert facts["requests.received.total"][0] is None


def test_halves_of_figures_in_two_rows_of_table_four_make_no_figure(tmp_path: Path) -> None:
    rows = [["行政复议", "未经复议直接起诉", "复议后起诉"], RESULTS * 3, ["7,37", *"1" * 14], ["6", *[""] * 14]]
    facts = read(tmp_path / "a.txt", REMEDIES, *("\t".join(row) for row in rows))
    assert facts["remedies.reconsideration.upheld"][0] is None


@pytest.mark.parametrize(("year", "edition"), [(2020, "2019"), (2023, "2021")])
def test_rows_that_both_forms_have_are_of_the_form_of_the_year(tmp_path: Path, year: int, edition: str) -> None:
    path = tmp_path / "a.txt"
    rows = ["三、收到和处理政府信息公开申请情况", HEADS, "一、本年新收政府信息公开申请数量 1 2 3 4 5 6 21"]
    path.write_text("\n".join([TITLE.replace("2023", str(year)), *rows]), encoding="utf-8")
    assert rp.parse(path).edition == edition


@pytest.mark.parametrize("mark", ["\n", "\n|\n", "\n\n"])
def test_misprinted_heads_on_lines_of_their_own_are_heads(tmp_path: Path, mark: str) -> None:
    """Next to each other and to one that is printed right."""
    cells = ["信息内容", "本年制发数", "本年废止数", "现行有效件数", "规章", "1", "2", "3"]
    facts = read(tmp_path / "a.txt", PROACTIVE, *mark.join(cells).split("\n"))
    assert [facts[f"proactive.rules.{column}"][0] for column in ("issued", "repealed", "in_force")] == [1, 2, 3]


REQUESTS = "三、收到和处理政府信息公开申请情况"
ROWS = [row for row in rp.load_form("2021").tables[1].rows if row.kind != "group"]
NAMES = "自然人商业企业科研机构社会公益组织法律服务机构其他总计"


def glued(path: Path, *runs: str) -> list[list[float | None]]:
    """The figures of the first rows of table three, each row with its figures glued to its label."""
    rows = [f"{row.label}{run}" for row, run in zip(ROWS, runs, strict=False)]
    facts = read(path, REQUESTS, NAMES, *rows)
    columns = [column.code for column in rp.load_form("2021").tables[1].columns]
    return [
        [facts[f"requests.{row.code}.{column}"][0] for column in columns] for row, _ in zip(ROWS, runs, strict=False)
    ]


def test_one_run_of_seven_digits_in_every_row_is_a_digit_for_each_column(tmp_path: Path) -> None:
    runs = [f"{n}123456" for n in range(1, 10)] + ["0000000", "7000007"]
    assert glued(tmp_path / "a.txt", *runs) == [[int(digit) for digit in run] for run in runs]


def test_seven_digits_among_rows_of_others_may_be_fewer_numbers(tmp_path: Path) -> None:
    runs = [f"{n}123456" for n in range(1, 10)] + ["0000000", "70000"]
    read_rows = glued(tmp_path / "a.txt", *runs)
    assert read_rows[:9] == [[None] * 7] * 9
    assert read_rows[9] == [0] * 7


def test_figures_left_over_behind_a_row_that_the_form_does_not_know_may_stand_anywhere(tmp_path: Path) -> None:
    """Two of its three, the last behind the last label: text that lost the order of its cells."""
    lines = [
        *ISSUED,
        "其他主动公开文件",
        "48",
        "36",
        "第二十条第（五）项",
        "信息内容",
        "本年处理决定数量",
        "行政许可 7",
    ]
    lines += ["第二十条第（六）项", "行政处罚", "23", "行政强制", "第二十条第（八）项"]
    facts = read(tmp_path / "a.txt", PROACTIVE, *lines, REQUESTS)
    assert facts["proactive.rules.issued"] == facts["proactive.penalties.decisions"] == (None, "unreadable")


def test_rows_whose_figures_stand_behind_the_label_before_are_not_empty(tmp_path: Path) -> None:
    """As pdftotext orders the end of a table that a page break cut: three rows of figures, then two labels."""
    rows = [f"{number}.{label}" for number, label in enumerate(("信访举报投诉类申请", "重复申请"), 1)]
    lines = [*(f"{label}\n3\n0\n0\n0\n1\n0\n4" for label in rows), "3.其他"]
    lines += [
        "2\n0\n0\n0\n1\n0\n3",
        "8\n0\n0\n0\n3\n0\n11",
        "1\n0\n0\n0\n0\n0\n1",
        "（七）总计",
        "四、结转下年度继续办理",
    ]
    facts = read(tmp_path / "a.txt", REQUESTS, *lines)
    assert facts["requests.carried_out.total"] == (None, "unreadable")
    assert facts["requests.processed.total"][1] != "blank"


@pytest.mark.parametrize("mark", ["[[21]](#footnote-2)", "[^3]"])
def test_marks_of_footnotes_are_no_figures(tmp_path: Path, mark: str) -> None:
    """As converters to markdown write them behind labels and figures."""
    rows = ["信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数", f"规章{mark} | 1 | 2{mark} | 3"]
    facts = read(tmp_path / "a.md", PROACTIVE, *(f"| {row} |" for row in rows))
    assert [facts[f"proactive.rules.{column}"][0] for column in ("issued", "repealed", "in_force")] == [1, 2, 3]


PAGED = """某某市2023年政府信息公开工作年度报告
二、主动公开政府信息情况
第二十条第（八）项
信息内容 本年收费金额（单位：万元）
行政事业性收费
1
某某市政府信息公开工作年度报告 甲版
三、收到和处理政府信息公开申请情况
自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计
一、本年新收政府信息公
2
某某市政府信息公开工作年度报告 甲版
开申请数量 1 2 3 4 5 6 8
二、上年结转政府信息公开申请数量 1 2 3 4 5 6 9
"""


def test_numbers_and_heads_of_pages_are_no_figures_and_break_no_row() -> None:
    record = rp.parse(PAGED.encode(), name="report.txt")
    assert record["proactive.administrative_fees.amount_10k_cny"].value is None
    columns = [column.code for column in rp.load_form("2021").tables[1].columns]
    assert [record[f"requests.received.{code}"].value for code in columns] == [1, 2, 3, 4, 5, 6, 8]


def test_a_page_between_may_have_its_head_on_a_line_with_a_label() -> None:
    turned = PAGED.replace("二、上年结转", "2\n某某市政府信息公开工作年度报告 甲版 二、上年结转").replace(
        "公\n2\n", "公\n3\n"
    )
    record = rp.parse(turned.encode(), name="report.txt")
    assert record["proactive.administrative_fees.amount_10k_cny"].value is None


def test_a_fee_before_words_that_stand_nowhere_else_is_a_figure() -> None:
    record = rp.parse(PAGED.replace("年度报告 甲版\n开", "年度报告 乙版\n开").encode(), name="report.txt")
    assert record["requests.received.total"].value is None
    assert record["requests.carried_in.total"].value == 9


def states_without_headings(mark: str) -> set[str]:
    """The states of the cells of table three, in lines of a text without the headings of its sections."""
    table = rp.load_form("2021").tables[1]
    heads = [column.label for column in table.columns]
    rows = [(leaf.label, *[mark] * len(heads)) for leaf in table.leaves()]
    lines = ["某某市2023年政府信息公开工作年度报告", *heads, *(cell for row in rows for cell in row if cell)]
    record = rp.parse("\n".join(lines).encode(), name="report.txt")
    return {fact.state for fact in record.facts if fact.item.startswith("requests.")}


def test_a_table_of_marks_of_blanks_is_one_without_its_heading_too() -> None:
    assert states_without_headings("无") == {"blank"}


def test_labels_alone_are_no_table() -> None:
    assert states_without_headings("") <= {"absent"}


APPLICATIONS = [
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "（一）予以公开",
    "（二）部分公开",
    "1.属于国家秘密",
]


@pytest.mark.parametrize("mark", [" ", "\n"])
@pytest.mark.parametrize("above", [{0, 1}, {0}, {1, 2}, {2, 3}, {3, 4}])
def test_a_row_whose_figures_stand_above_its_label_gives_them_to_no_other(
    tmp_path: Path, above: set[int], mark: str
) -> None:
    rows = [[str(10 * n + k) for k in range(1, 8)] for n in range(1, 6)]
    lines = ["自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计"]
    for n, (label, row) in enumerate(zip(APPLICATIONS, rows, strict=True)):
        lines += [mark.join(row), label] if n in above else [label, mark.join(row)]
    facts = read(tmp_path / "a.txt", "三、收到和处理政府信息公开申请情况", *lines)
    codes = ["received", "carried_in", "granted", "partially_granted", "denied_state_secret"]
    columns = [column.code for column in rp.load_form("2021").tables[1].columns]
    for code, row in zip(codes, rows, strict=True):
        found = [facts[f"requests.{code}.{column}"] for column in columns]
        assert [value for value, _ in found] in ([float(text) for text in row], [None] * 7)
        assert "blank" not in {state for _, state in found}
