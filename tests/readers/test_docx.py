"""Word files: what a reader of the finished document sees, and nothing else."""

from __future__ import annotations

import io
import zipfile

import pytest

from reportparse.document import Document, Heading, Origin, Paragraph, Table
from reportparse.errors import EmptyFile, Encrypted, LimitExceeded, Malformed, NotThatType, ReadError, UnsafeArchive
from reportparse.readers import docx, docx_second, package
from reportparse.readers.docx_numbering import numeral
from reportparse.readers.txt import with_tabbed_tables
from tests.readers.docx_building import STRICT, level, numbered, p, packed, run, tbl, tc, tr, word

ORIGIN = Origin("报告.docx", "0", "docx")
LISTS = (
    '<w:abstractNum w:abstractNumId="7">'
    + level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def read(*blocks: str, **parts: str) -> Document:
    return docx.read(word(*blocks, **parts), ORIGIN)


def texts(document: Document) -> list[str]:
    return [block.text for block in document]


def places(table: Table) -> list[tuple[str, int, int, int, int]]:
    return [(cell.text, cell.row, cell.column, cell.rows, cell.columns) for cell in table.cells]


# --- text


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (run("13") + run("61") + run("2"), "13612"),
        (run("1") + f"<w:del>{run('2')}</w:del><w:ins>{run('3')}</w:ins>" + run("4"), "134"),
        (run("1") + f"<w:moveFrom>{run('9')}</w:moveFrom><w:moveTo>{run('5')}</w:moveTo>", "15"),
        (run("见") + run("暗", "<w:vanish/>") + run("明", '<w:vanish w:val="0"/>'), "见明"),
        (run("7", "<w:strike/>") + run("8", "<w:dstrike/>") + run("12", '<w:strike w:val="0"/>'), "12"),
        (run("12") + run("3", '<w:vertAlign w:val="superscript"/>') + run("件"), "12³件"),
        (f"<w:hyperlink>{run('网')}</w:hyperlink><w:smartTag>{run('站')}</w:smartTag>", "网站"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('7')}</w:sdtContent></w:sdt>" + run("8"), "78"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:softHyphen/></w:r>", "a\tb\nc-"),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>jù</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>据</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "据",
        ),
        (f'<w:fldSimple w:instr="PAGE">{run("3")}</w:fldSimple>', "3"),
    ],
)
def test_a_paragraph_is_what_the_finished_document_shows(content: str, text: str) -> None:
    assert texts(read(p(content))) == [text]


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def test_of_a_field_only_the_result_is_text_even_with_a_field_in_its_instruction() -> None:
    inner = field("begin") + run("内") + field("separate") + run("内果") + field("end")
    content = run("共") + field("begin") + inner + field("separate") + run("12") + field("end") + run("件")
    assert texts(read(p(content))) == ["共12件"]


def test_a_field_that_never_ends_does_not_swallow_the_next_paragraph() -> None:
    assert texts(read(p(field("begin") + run("QUOTE")), p("二、正文"))) == ["二、正文"]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    assert texts(read(p("一、总体", "<w:rPr><w:del/></w:rPr>"), p("情况"))) == ["一、总体情况"]


def test_a_text_box_that_is_written_twice_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('框内')}</w:txbxContent>"
    twice = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps">'
        f"<w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(read(p(run("前") + twice + run("后")), p("下"))) == ["前后", "框内", "下"]


def test_content_controls_are_looked_through_at_every_level() -> None:
    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    document = read(control(p("段")), tbl(control(tr("1", control(tc("2")))), tr("3", tc(control(p("4"))))))
    assert texts(document) == ["段", "1\t2\n3\t4"]


# --- headings and numbers


def test_headings_come_from_style_names_outline_levels_and_what_styles_are_based_on() -> None:
    styles = (
        '<w:style w:type="table" w:styleId="t"><w:name w:val="heading 3"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="我的"/><w:basedOn w:val="2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
    )
    document = read(
        p("题", '<w:pStyle w:val="T"/>'),
        p("甲", '<w:pStyle w:val="own"/>'),
        p("乙", '<w:outlineLvl w:val="0"/>'),
        p("丙", '<w:pStyle w:val="2"/><w:outlineLvl w:val="9"/>'),
        p("丁", '<w:pStyle w:val="unknown"/>'),
        styles=styles,
    )
    assert [block.level if isinstance(block, Heading) else None for block in document] == [0, 2, 1, None, None]


def test_automatic_numbers_become_text_and_begin_again_under_each_heading() -> None:
    document = read(
        numbered("甲"), numbered("子", index=1), numbered("丑", index=1), numbered("乙"), numbered("寅", index=1),
        numbered("5件", index=2), numbering=LISTS,
    )  # fmt: skip
    assert texts(document) == ["一、甲", "（一）子", "（二）丑", "二、乙", "（一）寅", "1. 5件"]


def test_a_list_goes_on_under_another_number_unless_that_overrides_its_start() -> None:
    assert texts(
        read(numbered("甲"), p("文"), numbered("乙"), numbered("丙", 2), numbered("丁", 2), numbering=LISTS)
    ) == [
        "一、甲",
        "文",
        "二、乙",
        "一、丙",
        "二、丁",
    ]


def test_a_style_may_number_its_paragraphs_and_a_paragraph_may_refuse() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    plain = '<w:pStyle w:val="h"/>'
    document = read(
        p("甲", plain), p("乙", plain + '<w:numPr><w:numId w:val="0"/></w:numPr>'), p("丙", plain),
        styles=styles, numbering=LISTS,
    )  # fmt: skip
    assert texts(document) == ["一、甲", "乙", "二、丙"]


@pytest.mark.parametrize(
    ("style", "value", "printed"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 12, "十二"),
        ("chineseCountingThousand", 20, "二十"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalEnclosedCircle", 21, "21"),
        ("ideographTraditional", 2, "乙"),
        ("upperRoman", 9, "IX"),
        ("lowerLetter", 27, "aa"),
        ("decimalZero", 4, "04"),
        ("bullet", 4, ""),
        ("no such style", 4, "4"),
    ],
)
def test_a_number_is_printed_in_the_style_of_its_list(style: str, value: int, printed: str) -> None:
    assert numeral(value, style) == printed


# --- tables


def test_merged_cells_stand_once_on_the_grid_with_their_spans() -> None:
    table = tbl(
        tr(tc("甲", '<w:vMerge w:val="restart"/>'), tc("乙", '<w:gridSpan w:val="2"/>')),
        tr(tc("", "<w:vMerge/>"), "1", "2"),
        tr(tc("", "<w:vMerge/>"), "3", "4"),
        tr("5", properties='<w:gridBefore w:val="2"/>'),
    )
    (found,) = read(table).tables
    assert (found.height, found.width) == (4, 3)
    assert places(found) == [
        ("甲", 0, 0, 3, 1), ("乙", 0, 1, 1, 2), ("1", 1, 1, 1, 1), ("2", 1, 2, 1, 1),
        ("3", 2, 1, 1, 1), ("4", 2, 2, 1, 1), ("5", 3, 2, 1, 1),
    ]  # fmt: skip


def test_a_short_row_keeps_what_it_has_and_a_merge_without_a_beginning_is_a_cell() -> None:
    (found,) = read(tbl(tr("1", "2", "3"), tr("4"), tr("5", tc("6", "<w:vMerge/>")))).tables
    assert [[cell.text for cell in row] for row in found.rows()] == [["1", "2", "3"], ["4"], ["5", "6"]]


def test_text_in_a_cell_that_only_goes_on_is_not_lost() -> None:
    (found,) = read(tbl(tr(tc("12", '<w:vMerge w:val="restart"/>'), "a"), tr(tc("13", "<w:vMerge/>"), "b"))).tables
    assert found.cells[0].text == "12\n13"


def test_deleted_rows_and_cells_are_left_out_and_old_properties_do_not_count() -> None:
    before = "<w:tcPrChange><w:tcPr><w:gridSpan w:val='5'/></w:tcPr></w:tcPrChange>"
    (found,) = read(
        tbl(tr("1", "2"), tr("旧", "旧", properties="<w:del/>"), tr(tc("废", "<w:cellDel/>"), "3", tc("4", before)))
    ).tables
    assert places(found) == [("1", 0, 0, 1, 1), ("2", 0, 1, 1, 1), ("3", 1, 0, 1, 1), ("4", 1, 1, 1, 1)]


def test_a_table_inside_a_cell_follows_the_table_around_it() -> None:
    inner = tbl(tr("a", "b"), tr("c", "d"))
    outer = tbl(tr("一个很长的行标签一", "11"), tr("一个很长的行标签二", tc(p("22") + inner + p())))
    first, second = read(outer).tables
    assert (first.cells[3].text, second.text) == ("22", "a\tb\nc\td")


@pytest.mark.parametrize("rows", [1, 2])
def test_a_table_that_only_frames_others_gives_its_content_in_order(rows: int) -> None:
    inner = tbl(tr("a", "b"), tr("c", "d"))
    frame = [tr(tc(p("一、前") + inner + p("二、后")))] + [tr("页脚")] * (rows - 1)
    document = read(tbl(*frame))
    assert [type(block) for block in document][:3] == [Paragraph, Table, Paragraph]


def test_a_cell_that_is_split_over_runs_and_paragraphs_keeps_its_lines() -> None:
    (found,) = read(tbl(tr(tc(p("商业") + p() + p("企业")), tc(p(run("1") + run("2")))))).tables
    assert [cell.text for cell in found.cells] == ["商业\n企业", "12"]


# --- kinds of files


def test_strict_files_read_like_all_others() -> None:
    assert texts(read(p("正文"), tbl(tr("1", "2")), namespace=STRICT)) == ["正文", "1\t2"]


def test_a_relation_to_nothing_and_missing_styles_do_no_harm() -> None:
    data = word(p("正文", '<w:pStyle w:val="x"/><w:numPr><w:numId w:val="4"/></w:numPr>'), other="")
    assert texts(docx.read(data, ORIGIN)) == ["正文"]


@pytest.mark.parametrize(
    "change",
    [lambda data: b"HTTP/1.1 200 OK\r\n\r\n" + data, lambda data: data + bytes(70_000)],
    ids=["a header before it", "zeros behind it"],
)
def test_a_package_with_the_dirt_of_a_download_is_read(change) -> None:
    assert texts(docx.read(change(word(p("正文"))), ORIGIN)) == ["正文"]


def test_member_names_may_have_backslashes() -> None:
    archive = zipfile.ZipFile(io.BytesIO(word(p("正文"))))
    data = packed({name.replace("/", "\\"): archive.read(name) for name in archive.namelist()})
    assert texts(docx.read(data, ORIGIN)) == ["正文"]


# --- files that are refused


def with_members(**members: str) -> bytes:
    archive = zipfile.ZipFile(io.BytesIO(word(p("正文"))))
    return packed({name: archive.read(name) for name in archive.namelist()} | members)


def without(name: str) -> bytes:
    archive = zipfile.ZipFile(io.BytesIO(word(p("正文"))))
    return packed({other: archive.read(other) for other in archive.namelist() if other != name})


def doubled() -> bytes:
    buffer = io.BytesIO(word(p("正文")))
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning):
        archive.writestr("word/document.xml", "<x/>")
    return buffer.getvalue()


REFUSED: list[tuple[str, bytes, type[ReadError]]] = [
    ("nothing", b"", EmptyFile),
    ("a page", b"<html></html>", NotThatType),
    ("half a file", word(p("正文"))[:400], Malformed),
    ("a document type", word(p("x"), prologue='<!DOCTYPE w [<!ENTITY a "b">]>'), Malformed),
    ("an entity", word(p("&a;"), prologue='<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), Malformed),
    ("no main part", without("word/document.xml"), Malformed),
    ("no relations", without("_rels/.rels"), Malformed),
    ("no body", packed({"[Content_Types].xml": "<x/>", "_rels/.rels": "<x/>", "word/document.xml": "<x/>"}), Malformed),
    ("a path outside", with_members(**{"../../x.xml": "x"}), UnsafeArchive),
    ("a wide cell", word(tbl(tr(tc("1", '<w:gridSpan w:val="64"/>')))), LimitExceeded),
    ("tables in tables", word("<w:tbl><w:tr><w:tc>" * 60 + p("x") + "</w:tc></w:tr></w:tbl>" * 60), LimitExceeded),
    ("elements in elements", word("<w:p>" * 300 + "</w:p>" * 300), Malformed),
    ("a password", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), Encrypted),
    ("an old file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), NotThatType),
]


@pytest.mark.parametrize(("data", "error"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_file_that_gives_no_document_is_one_typed_error(data: bytes, error: type[ReadError]) -> None:
    with pytest.raises(error):
        docx.read(data, ORIGIN)


def test_two_main_parts_are_refused_rather_than_one_of_them_chosen() -> None:
    with pytest.raises(Malformed):
        docx.read(doubled(), ORIGIN)


def test_what_counts_is_what_comes_out_of_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "RATIO_COUNTS_FROM", 100_000)
    with pytest.raises(LimitExceeded):
        docx.read(word(p("0" * 2_000_000)), ORIGIN)


def test_a_part_that_nobody_reads_is_never_inflated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_MEMBER_BYTES", 100_000)
    assert texts(docx.read(with_members(**{"word/media/a.png": "0" * 1_000_000}), ORIGIN)) == ["正文"]


def test_members_that_overlap_are_refused() -> None:
    data = bytearray(word(p("正文")))
    first = data.find(b"PK\x01\x02")
    second = data.find(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = bytes(4)
    with pytest.raises(UnsafeArchive):
        docx.read(bytes(data), ORIGIN)


# --- the second reading


def test_python_docx_sees_the_same_table() -> None:
    table = tbl(
        tr(tc("甲", '<w:vMerge w:val="restart"/>'), tc("乙", '<w:gridSpan w:val="2"/>')),
        tr(tc("", "<w:vMerge/>"), "17", "28"),
    )
    data = word(p("正文"), table, other="")
    first, second = docx.read(data, ORIGIN), docx_second.reread(data, ORIGIN)
    assert places(first.tables[0]) == places(second.tables[0])
    assert second.engine == "python-docx"


def test_a_table_too_long_for_python_docx_is_refused_not_a_recursion_error() -> None:
    rows = [tr(tc("1", "<w:vMerge/>"), "2")] * (docx_second.MAX_ROWS + 1)
    with pytest.raises(LimitExceeded):
        docx_second.reread(word(tbl(*rows)), ORIGIN)


def test_paragraphs_with_tabs_are_rows_of_a_table_and_a_table_of_contents_is_none():
    contents, rows = ["一、总体情况\t1", "二、主动公开\t2"], ["项目\t甲\t乙", "规章\t1\t", "决定\t\t3"]
    blocks = with_tabbed_tables([Paragraph(text) for text in [*contents, "正文。", *rows]])
    assert [block.text for block in blocks[:3]] == [*contents, "正文。"]
    assert [[cell.text for cell in row] for row in blocks[3].rows()] == [text.split("\t") for text in rows]
