"""Web pages: the report as a visitor sees it, its tables as a browser lays them out."""

from __future__ import annotations

import time

import pytest

from reportparse.document import Document, Heading, Origin, Table
from reportparse.errors import EmptyFile, LimitExceeded, Malformed, ReadError
from reportparse.readers import html, html_second

ORIGIN = Origin("报告.html", "0", "html")
PROSE = "本机关认真贯彻落实条例，积极推进政府信息公开工作。" * 8


def read(body: str, head: str = "") -> Document:
    return html.read(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), ORIGIN)


def texts(document: Document) -> list[str]:
    return [block.text for block in document]


def places(table: Table) -> list[tuple[str, int, int, int, int]]:
    return [(cell.text, cell.row, cell.column, cell.rows, cell.columns) for cell in table.cells]


# --- text


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        ("<p><span>三</span><span>、</span><font>本</font>年<o:p></o:p></p>", ["三、本年"]),
        ("<p>甲<br>乙<br/>\n丙</p>", ["甲\n乙\n丙"]),
        ("<div>甲<p>乙</p>丙</div>丁", ["甲", "乙", "丙", "丁"]),
        ("<p>甲\n   乙</p>", ["甲 乙"]),
        ("<p>甲&nbsp;&nbsp;乙　丙</p>", ["甲\xa0\xa0乙　丙"]),
        ("<p>&nbsp;</p><p>　</p>", []),
        ("<pre>甲\n乙</pre>丙\n丁", ["甲\n乙", "丙 丁"]),
        (
            "<script>var a='x'</script><style>p{}</style><!-- 注 --><noscript>n</noscript>正<template>t</template>文",
            ["正文"],
        ),
        ("<p>1<span style='display: none'>9</span>2<i hidden>9</i>3</p>", ["123"]),
        ("<ruby>据<rp>(</rp><rt>jù</rt><rp>)</rp></ruby>此", ["据此"]),
        ("<p>1<del>2</del><ins>3</ins></p>", ["13"]),
        ("<span>甲<p>乙</p></span>", ["甲", "乙"]),
        ("=cmd &lt;b&gt; &amp;", ["=cmd <b> &"]),
        ("<p><s>7</s>12<strike>3</strike><span style='text-decoration: line-through'>9</span></p>", ["12"]),
        ("<p>12<sup>1</sup>件<span style='vertical-align:super'>23</span></p>", ["12¹件²³"]),
        ("<p><input value='1&amp;2'/>件<INPUT TYPE=number VALUE=7 readonly>次</p>", ["1&2件7次"]),
        (
            "<p><input type=hidden value=8><input style='display:none' value=9><input type=submit value=交>甲</p>",
            ["甲"],
        ),
    ],
)
def test_blocks_are_what_a_visitor_reads(body: str, blocks: list[str]) -> None:
    assert texts(read(body)) == blocks


def test_what_a_style_sheet_hides_inside_of_cells_is_not_read() -> None:
    hide = ".hide, td.gone{color:red;display:none} #no{visibility:hidden}"
    head = f"<style>@media print{{.seen{{display:none}}}} {hide}</style>"
    cell = "<td>1<b class='x hide'>2</b><i id=no>3</i><u class=seen>4</u><span class=other>5</span></td>"
    document = read(f"<p class=hide>甲</p><table><tr>{cell}<td>6</td></tr></table>", head)
    assert texts(document)[0] == "甲"
    assert [cell.text for cell in document.tables[0].cells] == ["145", "6"]


def test_headings_keep_their_level() -> None:
    document = read("<h1>题</h1><h3><span>一、</span>总体</h3><p>文</p>")
    assert [block.level if isinstance(block, Heading) else None for block in document] == [1, 3, None]


def test_what_is_hidden_but_holds_most_of_the_text_is_kept() -> None:
    assert PROSE in read(f"<div style='display:none'><p>{PROSE}</p></div><p>载入中</p>").text


# --- tables


def test_spans_are_laid_out_as_browsers_do() -> None:
    (table,) = read(
        "<table><tr><td rowspan=2 colspan='2'>甲<td>1<td rowspan=0>尾<tr><td>2<tr><td>3<td colspan=2>4</table>"
    ).tables
    assert places(table) == [
        ("甲", 0, 0, 2, 2), ("1", 0, 2, 1, 1), ("尾", 0, 3, 3, 1),
        ("2", 1, 2, 1, 1), ("3", 2, 0, 1, 1), ("4", 2, 1, 1, 2),
    ]  # fmt: skip


def test_a_span_ends_with_its_section_and_at_what_html_allows() -> None:
    (table,) = read(
        "<table><thead><tr><th rowspan=9>甲<th>乙</thead><tbody><tr><td>1<td colspan=999999999>2</table>"
    ).tables
    assert places(table) == [("甲", 0, 0, 1, 1), ("乙", 0, 1, 1, 1), ("1", 1, 0, 1, 1), ("2", 1, 1, 1, 1_000)]


def test_cells_that_overlap_both_keep_their_text() -> None:
    (table,) = read("<table><tr><td>1<td rowspan=2>2<tr><td colspan=3>3<td>4</table>").tables
    assert places(table) == [("1", 0, 0, 1, 1), ("2", 0, 1, 2, 1), ("3", 1, 0, 1, 3), ("4", 1, 3, 1, 1)]


def test_empty_cells_in_place_of_a_row_span_stay_as_they_are() -> None:
    (table,) = read("<table><tr><td>自然人<td>总计<tr><td><td></td></tr><tr><td>1<td>2</table>").tables
    assert [[cell.text for cell in row] for row in table.rows()] == [["自然人", "总计"], ["", ""], ["1", "2"]]


def test_cell_text_joins_spans_with_nothing_and_paragraphs_with_lines() -> None:
    (table,) = read(
        "<table><tr><td>\n <p><span>1</span><span>3612</span></p>\n</td><td><p>商业</p><p>企业</p></td>"
        "<td>科研<br>机构</td><td>&nbsp;</td></tr></table>"
    ).tables
    assert [cell.text for cell in table.cells] == ["13612", "商业\n企业", "科研\n机构", ""]


def test_every_number_of_a_large_table_lands_in_its_own_cell() -> None:
    rows = "".join(
        "<tr>" + "".join(f"<td><p>{row * 100 + column}</p></td>" for column in range(10)) + "</tr>" for row in range(30)
    )
    (table,) = read(f"<table>{rows}</table>").tables
    assert all(int(cell.text) == cell.row * 100 + cell.column for cell in table.cells)
    assert len(table.cells) == 300


def test_rows_and_cells_without_their_proper_parents_are_still_rows_and_cells() -> None:
    (table,) = read(
        "<table><form><tr><td>1<td>2</tr></form><tbody><tr><td>3</td><td>4</td></tr></tbody></table>"
    ).tables
    assert table.text == "1\t2\n3\t4"


def test_text_that_may_not_stand_in_a_table_comes_before_it() -> None:
    document = read("<table><p>注：单位万元</p><tr><td>1<td>2</tr></table>")
    assert texts(document) == ["注：单位万元", "1\t2"]


def test_a_layout_table_around_the_report_gives_its_content_in_order() -> None:
    inner = "<table><tr><td>规章<td>0</tr><tr><td>文件<td>8</tr></table>"
    document = read(
        f"<table><tr><td>导航</td></tr><tr><td><p>一、{PROSE}</p>{inner}<p>二、{PROSE}</p></td></tr></table>"
    )
    assert [type(block).__name__ for block in document] == ["Paragraph", "Paragraph", "Table", "Paragraph"]


def test_a_table_inside_a_cell_follows_the_table_around_it() -> None:
    inner = "<table><tr><td>a<td>b<tr><td>c<td>d</table>"
    first, second = read(
        f"<table><tr><td>一个很长的行标签一<td>11</tr><tr><td>一个很长的行标签二<td>22{inner}</tr></table>"
    ).tables
    assert (first.cells[3].text, second.text) == ("22", "a\tb\nc\td")


# --- the report and the site around it


FIGURES = "<table><tr><td>规章<td>0<td>5</tr><tr><td>文件<td>8<td>9</tr></table>"


def page(after: str = "") -> Document:
    return read(
        "<div class='top'><ul><li><a href='/'>首页</a></li><li><a href='/x'>政务公开</a></li></ul></div>"
        "<div>发布机构 某局</div><h1>某局2023年年度报告</h1>"
        "<table><tr><td>索引号<td>0143<tr><td>名称<td>年报</table>"
        f"<div class='TRS_Editor'><p>{PROSE}</p>{FIGURES}</div>"
        f"<div>主办：某局</div>{after}",
        head="<title>某局2023年年度报告-某网</title><meta name='PubDate' content='2024-01-17'>"
        "<meta name='ArticleTitle' content='某局2023年年度报告'><meta name='SiteName' content='某网'>",
    )


def test_menus_and_footers_go_while_the_title_and_the_table_before_the_report_stay() -> None:
    assert texts(page()) == ["某局2023年年度报告", "索引号\t0143\n名称\t年报", PROSE, "规章\t0\t5\n文件\t8\t9"]


def test_when_figures_stand_outside_the_container_everything_is_kept() -> None:
    document = page(FIGURES)
    assert len(document.tables) == 3
    assert "首页" in texts(document)


def test_a_title_that_is_no_heading_is_kept_too() -> None:
    document = read(
        f"<div class='tit'>某某局2023年年度报告</div><div>字号：大</div><div id='zoom'><p>{PROSE}</p></div>",
        head="<title>某某局2023年年度报告 - 某网</title>",
    )
    assert texts(document) == ["某某局2023年年度报告", PROSE]


def test_nav_and_footer_go_where_no_container_is_named() -> None:
    assert texts(read(f"<nav>首页</nav><p>{PROSE}</p><footer>版权所有</footer>")) == [PROSE]


def test_a_page_says_its_title_date_and_site() -> None:
    assert page().meta == {"title": "某局2023年年度报告", "published": "2024-01-17", "site": "某网"}
    own = read("<ucaptitle>甲局年报</ucaptitle><publishtime>2024-02-03</publishtime>", head="<title>某网</title>")
    assert own.meta == {"title": "甲局年报", "published": "2024-02-03"}


# --- bytes


@pytest.mark.parametrize(
    ("charset", "declared", "findings"),
    [("gbk", "gb2312", 0), ("gbk", "utf-8", 1), ("utf-16", "", 0), ("utf-8", "", 0)],
)
def test_a_page_is_decoded_by_its_bytes(charset: str, declared: str, findings: int) -> None:
    document = html.read(f"<html><meta charset='{declared}'><p>{PROSE}</p></html>".encode(charset), ORIGIN)
    assert (texts(document), len(document.findings)) == ([PROSE], findings)


def test_a_page_saved_as_mhtml_is_its_page() -> None:
    data = (
        b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\n"
        b"Content-Type: text/html; charset=gbk\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<p>"
        + "总体情况".encode("gbk")
        + b"</p>\r\n--B--\r\n"
    )
    assert texts(html.read(data, ORIGIN)) == ["总体情况"]


def test_an_xml_declaration_and_entities_of_a_document_type_are_not_followed() -> None:
    data = b'<?xml version="1.0" encoding="gbk"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x;</p>'
    assert "root" not in html.read(data, ORIGIN).text


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b" \n", EmptyFile),
        (b"<!-- never closed", Malformed),
        (b"<p>" + b"x" * (html.MAX_BYTES + 1), LimitExceeded),
        (b"<table><tr><td>" * 20_000, LimitExceeded),
        (b"<table><tr><td>" * 60 + b"x", LimitExceeded),
        (b"<table>" + b"<tr><td>1<td>2" * 100_001 + b"</table>", LimitExceeded),
    ],
    ids=["blank", "only a comment", "too long", "tables without end", "tables in tables", "too many cells"],
)
def test_a_page_that_gives_no_document_is_one_typed_error(data: bytes, error: type[ReadError]) -> None:
    with pytest.raises(error):
        html.read(data, ORIGIN)


@pytest.mark.parametrize("depth", [300, 1_500, 50_000])
@pytest.mark.parametrize("tag", ["b", "div"])
def test_text_below_very_many_elements_is_not_lost(tag: str, depth: int) -> None:
    assert "正文76" in read(f"<{tag}>" * depth + "正文76" + f"</{tag}>" * depth + "<p>尾</p>").text


def test_a_text_of_more_than_ten_megabytes_is_not_lost() -> None:
    assert len(read(f"<p>{'0' * 11_000_000}</p>").text) == 11_000_000


def test_a_tag_of_many_attributes_costs_no_time() -> None:
    tag = "<p " + " ".join(f"a{number}=1" for number in range(100_000)) + ">正文"
    begin = time.process_time()
    assert texts(read(tag)) == ["正文"]
    assert time.process_time() - begin < 5


# --- the second reading


def test_pandas_sees_the_same_cells_and_spans_with_their_digits_untouched() -> None:
    data = (
        "<html><body><table><thead><tr><th rowspan=2>甲</th><th colspan=2>乙</th></tr></thead>"
        "<tr><td>0012</td><td>1,204</td></tr><tr><td></td><td>NA</td><td>1.0</td></tr></table></body></html>"
    ).encode()
    first, second = html.read(data, ORIGIN), html_second.reread(data, ORIGIN)
    assert [cell.text for cell in second.tables[0].cells if cell.row] == ["0012", "1,204", "", "NA", "1.0"]
    assert {cell.text for cell in first.tables[0].cells} == {cell.text for cell in second.tables[0].cells}
    assert second.engine == "pandas"


def test_what_stands_in_a_field_is_read_both_times() -> None:
    data = "<table><tr><td>规章</td><td><input type='text' value='12'></td></tr></table>".encode()
    for document in (html.read(data, ORIGIN), html_second.reread(data, ORIGIN)):
        assert [cell.text for cell in document.tables[0].cells] == ["规章", "12"]


def test_a_sheet_that_holds_a_whole_text_is_its_lines_and_tables() -> None:
    line = "<tr><td colspan=3>本机关认真贯彻落实条例，积极推进政府信息公开工作，做法如下。</td></tr>"
    unmerged = f"<tr><td></td><td>{PROSE}</td><td></td></tr>"
    figures = "<tr><td rowspan=2>规章</td><td>1</td><td></td></tr><tr><td>2</td><td>3</td></tr>"
    document = read(f"<table>{line * 5}{figures}{unmerged}{line * 3}</table>")
    assert [type(block).__name__ for block in document] == ["Paragraph"] * 5 + ["Table"] + ["Paragraph"] * 4
    places_of_figures = [
        ("规章", 0, 0, 2, 1),
        ("1", 0, 1, 1, 1),
        ("", 0, 2, 1, 1),
        ("2", 1, 1, 1, 1),
        ("3", 1, 2, 1, 1),
    ]
    assert places(document.tables[0]) == places_of_figures


def test_titles_and_a_note_inside_a_table_leave_it_whole() -> None:
    titles = "<tr><td colspan=2>第二十条第（一）项</td></tr><tr><td>规章</td><td>1</td></tr>"
    document = read(f"<table>{titles * 4}<tr><td colspan=2>注：{PROSE}</td></tr></table>")
    assert [table.height for table in document.tables] == [9]


def test_a_second_reading_of_a_page_without_tables_is_empty_and_of_a_bomb_is_small() -> None:
    assert not html_second.reread(b"<p>x</p>", ORIGIN).blocks
    bomb = b"<table><tr><td colspan=999999999 rowspan=999999999>1<td>2</td></tr><tr><td>3</td></tr></table>"
    assert html_second.reread(bomb, ORIGIN).tables[0].width <= 1_002


def test_divisions_that_a_style_shows_as_a_table_are_one_with_its_empty_cells() -> None:
    cells = [["项目", "甲", "乙"], ["规章", "", "7"]]
    rows = ["".join(f"<div style='display:table-cell'>{text}</div>" for text in row) for row in cells]
    body = "".join(f"<div style='color:red; display: table-row'>{row}</div>" for row in rows)
    (table,) = read(f"<div style='display:table'>{body}</div>").tables
    assert [[cell.text for cell in row] for row in table.rows()] == cells


def test_a_division_shown_as_a_table_without_cells_keeps_its_text() -> None:
    assert texts(read("<div style='display:table'>甲<p>乙</p></div>")) == ["甲", "乙"]


def test_tabs_in_preformatted_text_part_cells() -> None:
    document = read("<h2>二、情况</h2><pre>项目\t甲\t乙\n规章\t\t7</pre><h2>三、情况</h2>")
    (table,) = document.tables
    assert [[cell.text for cell in row] for row in table.rows()] == [["项目", "甲", "乙"], ["规章", "", "7"]]
    assert [block.level for block in document if isinstance(block, Heading)] == [2, 2]
