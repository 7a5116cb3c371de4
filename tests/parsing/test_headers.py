"""What the text of a header tells of the order of columns, and when it tells nothing."""

from __future__ import annotations

import pytest

import reportparse as rp
from reportparse.document import Cell, Document, Heading, Origin, Table
from reportparse.parsing.headers import Told, agrees_in_pieces, read_block_header, read_header
from reportparse.parsing.labels import labels

FORM = [column.code for column in labels("requests").newest.columns]
RESULTS = [column.code for column in labels("remedies").newest.columns]
BLOCKS = [row.code for row in labels("remedies").newest.leaves()]


def order(*lines: str) -> list[str] | None:
    return read_header(lines, labels("requests")).order(FORM)


def test_whole_names_tell_their_own_order() -> None:
    found = order("申请人情况", "自然人 法人或其他组织 总计", "商业企业 其他 社会公益组织 法律服务机构 科研机构")
    assert found == [FORM[0], FORM[1], FORM[5], FORM[3], FORM[4], FORM[2], FORM[6]]


def test_names_wrapped_below_each_other_tell_it_by_their_places() -> None:
    above = "自然人    商业企    科研机    社会公    法律服          总计"
    between = "                                                其他"
    below = "          业        构        益组织    务机构"
    assert order(above, between, below) == FORM


def test_a_name_on_a_line_of_its_own_may_stand_anywhere() -> None:
    assert order("自然人 总计", "商业企 科研机 社会公 法律服", "其他", "业 构 益组织 务机构") is None


def test_pieces_in_another_order_are_not_the_forms() -> None:
    assert order("自然人 总计", "科研机 商业企 社会公 法律服 其他", "构 业 益组织 务机构") is None


def test_total_before_the_others_is_not_the_forms() -> None:
    assert order("总计 自然人", "商业企 科研机 社会公 法律服 其他", "业 构 益组织 务机构") is None


@pytest.mark.parametrize("lines", [(), ("三、收到和处理政府信息公开申请情况",), ("我们服务企业和公民，总计八次。",)])
def test_without_a_header_the_form_holds(lines: tuple[str, ...]) -> None:
    assert read_header(lines, labels("requests")) == Told()


def test_blocks_and_results_in_another_order() -> None:
    printed = [RESULTS[1], RESULTS[0], *RESULTS[2:]]
    found = read_block_header(BLOCKS[::-1], printed * 3, labels("remedies"))
    assert found == [(row, column) for row in BLOCKS[::-1] for column in printed]


@pytest.mark.parametrize("results", [RESULTS[:4], RESULTS * 2 + RESULTS[::-1], RESULTS[:4] * 3, []])
def test_results_that_are_not_all_named_tell_nothing(results: list[str]) -> None:
    assert read_block_header(BLOCKS, results, labels("remedies")) is None


PIECES = ["行政复议 行政诉讼", "未经复议直接起诉 复议后起诉", "结果 结果 其他 尚未 总计", "维持 纠正 结果 审结"]


def test_pieces_of_results_in_the_forms_order() -> None:
    assert agrees_in_pieces([*PIECES, "注：行政复议、行政诉讼数量含上年度结转数量。"], labels("remedies"))


@pytest.mark.parametrize(
    "lines",
    [
        [*PIECES[:3], "纠正 维持 结果 审结"],
        [*PIECES[:2], "结果 结果 尚未 其他 总计", PIECES[3]],
        [PIECES[0], "复议后起诉 未经复议直接起诉", *PIECES[2:]],
        ["行政诉讼 行政复议", *PIECES[1:]],
        [*PIECES[:2], "结 结 其 尚 总", "维 纠 他 未 计"],
    ],
)
def test_pieces_that_contradict_the_form_or_name_too_little(lines: list[str]) -> None:
    assert not agrees_in_pieces(lines, labels("remedies"))


def table_of(*rows: str) -> rp.Report:
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row.split("|")) + "</tr>" for row in rows)
    heads = "<h1>柳泉镇2023年政府信息公开工作年度报告</h1><h2>三、收到和处理政府信息公开申请情况</h2>"
    return rp.parse(f"{heads}<table>{body}</table>".encode(), name="a.html")


def test_words_of_another_table_in_the_same_grid_are_no_column_beyond_the_forms() -> None:
    officers = "陆怀瑾|办公室主任|0999-5555673|负责公开平台维护|审核"
    heads = "信息内容||本年制发件数|本年废止件数|现行"
    report = table_of(officers, heads, "有效件数", "规章||1|2|3")
    assert [report[f"proactive.rules.{column}"].value for column in ("issued", "repealed", "in_force")] == [1, 2, 3]


def test_a_result_below_the_name_of_its_block_in_one_cell_is_told_from_it() -> None:
    """Without lines between them the storeys of a header may fall into one cell, and pieces of one into several."""
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    head = ["行政复议结果维持", *results[1:], "行政诉讼未经复议直接起诉结果维持", *results[1:3], "尚未", "总计"]
    below = [""] * 8 + ["审结"] + [""] * 6
    figures = [str(number) for number in range(101, 116)]
    rows = [[*head, "复议后起诉", *[""] * 4], [*below[:10], *results], figures]
    cells = [Cell(text, n, m) for n, row in enumerate(rows) for m, text in enumerate(row)]
    origin = Origin(name="a.pdf", sha256="0" * 64, format="pdf")
    title = Heading("四、政府信息公开行政复议、行政诉讼情况", 1)
    document = Document(origin, (title, Table(tuple(cells), 3, 15)), "test")
    report = rp.parse(document)
    printed = [report[f"remedies.{row}.{column}"].value for row in BLOCKS for column in RESULTS]
    assert printed == list(range(101, 116))


def test_a_header_of_which_pieces_are_lost_still_tells_another_order() -> None:
    """商业企业 lost an end, so that not all columns are named; but 法律服务机构 stands where the form has another."""
    head = [
        ["", "自", "法人", "", "", "", "", "总"],
        ["", "然", "法律", "科研", "社会", "商", "其他", "计"],
        ["", "人", "服务", "机构", "公益", "业", "", ""],
        ["", "", "机构", "", "组织", "", "", ""],
    ]
    figures = [["一、本年新收政府信息公开申请数量", *"1234567"], ["二、上年结转政府信息公开申请数量", *"7654321"]]
    table = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in [*head, *figures])
    page = f"<h1>柳泉镇2023年政府信息公开工作年度报告</h1><h2>三、收到和处理政府信息公开申请情况</h2><table>{table}</table>"
    facts = {fact.item: fact for fact in rp.parse(page.encode(), name="own.html").facts}
    assert {facts[f"requests.{row}.{code}"].state for row in ("received", "carried_in") for code in FORM} == {
        "unreadable"
    }
