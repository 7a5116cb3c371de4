"""Text that an extractor laid out: its headers stand off their figures, its labels are cut by the lines of others."""

from __future__ import annotations

import pytest

import reportparse as rp

HEADER = """\
                                         自然人         社会 法律                   总计
                                               商业 科研
                                                     公益 服务 其他
                                               企业 机构
                                                     组织 机构
"""
SHUFFLED = HEADER.replace("商业 科研", "科研 商业").replace("企业 机构", "机构 企业")
ROWS = """\
一、本年新收政府信息公开申请数量             11   12        13   14   15   16   81
二、上年结转政府信息公开申请数量             21   22        23   24   25   26   141
三、本年度办理结果  （一）予以公开           31   32        33   34   35   36   201
"""
CUT = """\
                    8.属于行政查询事项       41   42        43   44   45   46   261
（四）无
                    1.本机关不掌握相关政府信息  51   52        53   54   55   56   321
法提供              2.没有现成信息需要另行制作  61   62        63   64   65   66   381
"""


def values(row: str, header: str = HEADER, rows: str = ROWS) -> list[float | None]:
    text = f"某某市2023年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n{header}\n{rows}"
    record = rp.parse(text.encode(), name="report.txt")
    return [record[f"requests.{row}.{column.code}"].value for column in rp.load_form("2021").tables[1].columns]


def test_names_put_together_from_words_below_each_other_count_though_figures_stand_elsewhere() -> None:
    assert values("received") == [11, 12, 13, 14, 15, 16, 81]
    assert values("carried_in") == [21, 22, 23, 24, 25, 26, 141]


def test_such_a_header_in_another_order_is_followed() -> None:
    assert values("received", SHUFFLED) == [11, 13, 12, 14, 15, 16, 81]


DRIFTED = """\
 （本列数据的勾稽关系                    申请人情况
 为：第一项加第二项之  自然人              法人或其他组织            总计
和，等于第三项加第四项       商业        科研  社会公  法律     其它
     之和）          企业        机构  益组织  服务
                                     机构
"""
SPARSE = """一、本年新收政府信息公      122                              26
   开申请数量
二、上年结转政府信息公      150                              153
   开申请数量
三、本 （一）予以公开      130                              377
"""


def test_figures_that_stand_beside_their_own_header_are_not_their_neighbours() -> None:
    assert values("received", DRIFTED, SPARSE) == [None] * 7


def test_figures_flush_with_their_headers_are_placed_though_other_columns_are_empty() -> None:
    header = f"{'':36}自然人    商业企业    科研机构    社会公益组织    法律服务机构    其他    总计\n"
    rows = "\n".join(
        f"{label:{36 - len(label)}}{figures}"
        for label, figures in (
            ("一、本年新收政府信息公开申请数量", f"122{'':71}26"),
            ("二、上年结转政府信息公开申请数量", f"7{'':73}153"),
            ("（一）予以公开", f"30{'':72}7"),
        )
    )
    assert values("received", header, rows) == [122, None, None, None, None, None, 26]
    assert values("received", header, rows.replace("122 ", " 122")) == [None] * 7


def test_a_label_cut_behind_its_first_sign_leaves_no_mark_of_a_blank() -> None:
    assert values("denied_inquiry_matter", rows=ROWS + CUT) == [41, 42, 43, 44, 45, 46, 261]


def test_a_label_with_a_misprint_is_the_one_row_that_stands_nowhere_else() -> None:
    rows = ROWS + CUT.replace("2.没有现成信息需要另行制作", "2.没有现戍信息需要另制作")
    assert values("unable_must_create", rows=rows) == [61, 62, 63, 64, 65, 66, 381]
    assert values("unable_not_held", rows=rows) == [51, 52, 53, 54, 55, 56, 321]


def test_a_lost_label_costs_its_own_row_and_the_one_above() -> None:
    rows = ROWS.replace("二、上年结转政府信息公开申请数量", " " * 16)
    assert values("received", rows=rows) == [None] * 7
    assert values("granted", rows=rows) == [31, 32, 33, 34, 35, 36, 201]


def test_a_header_that_names_the_last_column_first_is_not_the_forms() -> None:
    issued = "信息内容 现行有效件数 本年废止件数 本年\n规章 1 2 3\n行政规范性文件 4 5 6\n"
    text = f"某某市2023年政府信息公开工作年度报告\n二、主动公开政府信息情况\n第二十条第（一）项\n{issued}"
    record = rp.parse(text.encode(), name="report.txt")
    assert [record[f"proactive.rules.{column}"].value for column in ("issued", "repealed", "in_force")] == [None] * 3


def test_a_label_torn_from_its_end_by_a_page_break_keeps_its_figures() -> None:
    heads = "<tr><td></td><td>自然人</td><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td><td>总计</td></tr>"
    rows = [["一、本年新收政府信息公开申请数量", *map(str, range(1, 8))], ["1.信", *map(str, range(11, 18))]]
    rows += [["访举报投诉类申请", *[""] * 7], ["2.重复申请", *map(str, range(21, 28))]]
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    page = f"<p>某某市2023年政府信息公开工作年度报告</p><p>三、收到和处理政府信息公开申请情况</p><table>{heads}{body}</table>"
    record = rp.parse(page.encode(), name="report.html")
    columns = [column.code for column in rp.load_form("2021").tables[1].columns]
    assert [record[f"requests.not_processed_petition.{code}"].value for code in columns] == [*range(11, 18)]
    assert [record[f"requests.not_processed_duplicate.{code}"].value for code in columns] == [*range(21, 28)]


def test_blocks_whose_names_stand_crosswise_are_not_read_line_by_line() -> None:
    header = """\
  行政复议                                            行政诉讼
                                                      未经复议                                          复议后起诉
  结果维持  结果纠正  其他结果  尚未审结  总计        直接起诉
                                                      结果维持  结果纠正  其他结果  尚未审结  总计      结果维持  结果纠正  其他结果  尚未审结  总计
  1         2         3         4         10          5         6         7         8         26        9         10        11        12        42
"""
    text = f"某某市2023年政府信息公开工作年度报告\n四、政府信息公开行政复议、行政诉讼情况\n{header}"
    record = rp.parse(text.encode(), name="report.txt")
    assert record["remedies.litigation_direct.upheld"].value in (5, None)
    assert record["remedies.litigation_after_reconsideration.total"].value in (42, None)


UPRIGHT = """\
     行政复议                     行政诉讼
结  结   其  尚 总    未经复议直接起诉                    复议后起诉
果  果   他  未 计  结  结  其 尚      总        结   结   其  尚    总
维  纠   结  审    果  果  他 未      计        果   果   他  未    计
持  正   果  结    维  纠  结 审               维   纠   结  审
               持  正  果 结               持   正   果  结
 9 0   9  3 8  7  7  3  3      1       6   8   4   4       5
"""
WRAPPED = """\
  行政复议                                            行政诉讼
                                                      未经复议                                            复议后起诉
  结果    结果纠正    其他结果    尚未审结    总计    直接起诉
  维持                                                结果    结果纠正    其他结果    尚未审结    总计    结果    结果纠正    其他结果    尚未审结    总计
                                                      维持                                                维持
  9       0           9           3           8       7       7           3           3           1       6       8           4           4           5
"""
RESULTS = ("upheld", "corrected", "other_result", "pending", "total")
BLOCKS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")


def remedies(table: str) -> list[float | None]:
    text = f"某某市2023年政府信息公开工作年度报告\n四、政府信息公开行政复议、行政诉讼情况\n{table}"
    record = rp.parse(text.encode(), name="report.txt")
    return [record[f"remedies.{block}.{result}"].value for block in BLOCKS for result in RESULTS]


def test_heads_in_upright_letters_or_wrapped_name_the_figures_below_them() -> None:
    figures = [9, 0, 9, 3, 8, 7, 7, 3, 3, 1, 6, 8, 4, 4, 5]
    assert remedies(UPRIGHT) == figures
    assert remedies(WRAPPED) == figures


def test_heads_of_results_in_another_order_are_followed() -> None:
    swapped = WRAPPED.replace("结果纠正    其他结果", "其他结果    结果纠正")
    assert remedies(swapped) == [9, 9, 0, 3, 8, 7, 3, 7, 3, 1, 6, 4, 8, 4, 5]


def test_a_figure_without_its_head_sets_the_line_aside() -> None:
    assert (
        remedies(WRAPPED.replace("尚未审结    总计    结果    结果纠正", "            总计    结果    结果纠正", 1))
        == [None] * 15
    )


def test_a_misprinted_head_beside_others_is_a_head() -> None:
    text = "二、主动公开政府信息情况\n信息内容 本年制发件数 本年废止数 现行有效件数\n规章 1 2 3\n"
    record = rp.parse(f"某某市2023年政府信息公开工作年度报告\n{text}".encode(), name="report.txt")
    assert [record[f"proactive.rules.{column}"].value for column in ("issued", "repealed", "in_force")] == [1, 2, 3]


def test_a_head_in_two_lines_beside_a_misprinted_one_is_whole() -> None:
    heads = f"{'':46}现行\n信息内容      本年制发件数      本年废止数      有效件数\n"
    text = f"某某市2023年政府信息公开工作年度报告\n二、主动公开政府信息情况\n{heads}规章              1               2              3\n"
    record = rp.parse(text.encode(), name="report.txt")
    assert [record[f"proactive.rules.{column}"].value for column in ("issued", "repealed", "in_force")] == [1, 2, 3]


def test_the_end_of_a_figure_on_a_line_of_its_own_sets_the_rows_beside_it_aside() -> None:
    """Behind the name of a group, whose line it stands on; a row that adds up lost nothing."""
    rows = """\
                     2.其他法律、行政法规禁止公开     0     0     0     372   4    0   376
                     3.危及“三安全一稳定”           0     1     139   0     375  45  721
  （三）不予公开                                          62
                     4.保护第三方合法权益             0     0     308   0     0    39  347
"""
    assert values("denied_security_stability", rows=ROWS + rows) == [None] * 7
    assert values("denied_third_party", rows=ROWS + rows) == [0, 0, 308, 0, 0, 39, 347]


def test_lines_without_wide_gaps_do_not_tell_what_stands_below_what() -> None:
    """As the lines of a pdf without rules come, whose places are lost."""
    heads = "现行\n信息内容 本年制发件数 本年废止件数\n有效件数\n规章 1 2 3\n行政规范性文件 4 5 6\n"
    text = f"某某市2023年政府信息公开工作年度报告\n二、主动公开政府信息情况\n第二十条第（一）项\n{heads}"
    record = rp.parse(text.encode(), name="report.txt")
    assert record["proactive.rules.issued"].value in (1, None)
    assert record["proactive.rules.in_force"].value in (3, None)


PIECES = [[f"{n}{c}34{c}67" for c in range(1, 8)] for n in range(1, 10)] + [["1034567"] * 7, ["1134567"] * 7]


@pytest.mark.parametrize("by_line", [True, False])
@pytest.mark.parametrize(("rows", "read"), [(11, True), (9, False)])
def test_figures_broken_alike_in_most_rows_are_put_together(by_line: bool, rows: int, read: bool) -> None:
    """Line by line as pdftotext lays narrow cells out, or cell by cell; two or three rows alone may be rows of others."""
    leaves = [row for row in rp.load_form("2021").tables[1].rows if row.kind != "group"]
    lines = [column.label for column in rp.load_form("2021").tables[1].columns]
    for leaf, figures in zip(leaves[:rows], PIECES, strict=False):
        first, last = [figure[:4] for figure in figures], [figure[4:] for figure in figures]
        pieces = (
            [" ".join(first), " ".join(last)]
            if by_line
            else [p for pair in zip(first, last, strict=True) for p in pair]
        )
        lines += [leaf.label, *pieces]
    text = "\n".join(["某某市2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况", *lines])
    record = rp.parse(text.encode(), name="report.txt")
    found = [record[f"requests.received.{column.code}"].value for column in rp.load_form("2021").tables[1].columns]
    assert found == ([int(figure) for figure in PIECES[0]] if read else [None] * 7)


SHEET = """\
                                          自然人    法人或其他组织                                      总计
                                                    商业企业  科研机构  社会公益组织  法律服务机构  其他
                                          {turn}
  一、本年新收政府信息公开申请数量        11                                                            12
  二、上年结转政府信息公开申请数量        21                                                            22
  三、本年度办理结果    （一）予以公开    31                                                            32
"""


def test_figures_flush_below_a_header_on_the_page_before_are_those_of_its_columns() -> None:
    assert values("received", header="", rows=SHEET.format(turn="— 1 —\n\f")) == [11, *[None] * 5, 12]
    assert values("granted", header="", rows=SHEET.format(turn="— 1 —\n\f")) == [31, *[None] * 5, 32]


def test_figures_that_are_not_flush_below_it_are_nobodys() -> None:
    drifted = SHEET.format(turn="— 1 —\n\f").replace("        11 ", "             11 ")
    assert values("received", header="", rows=drifted) == [None] * 7
