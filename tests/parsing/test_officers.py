"""Who is named with a post, a phone or a duty, in tables, lists and sentences; and who is not."""

from __future__ import annotations

import pytest

from reportparse.document import Cell, Document, Origin, Paragraph, Table
from reportparse.findings import Finding
from reportparse.parsing.names import is_name
from reportparse.parsing.officers import find_officers
from reportparse.parsing.outline import outline
from reportparse.report import Officer

HEADER = ["姓名", "职务", "联系方式", "职责"]
ZHANG = ["张大山", "镇长", "19900001111", "分管领导，统筹负责。"]
LI = ["李小河", "党政办科员", "19900002222", "专职工作人员，维护平台。"]
BOTH = [
    ("张大山", "镇长", "19900001111", "分管领导，统筹负责。"),
    ("李小河", "党政办科员", "19900002222", "专职工作人员，维护平台。"),
]


def read(*blocks: str | Table) -> tuple[tuple[Officer, ...], tuple[Finding, ...]]:
    made: list[Paragraph | Table] = []
    for block in blocks:
        made.extend([block] if isinstance(block, Table) else [Paragraph(line) for line in block.split("\n")])
    document = Document(Origin("made.txt", "0" * 64, "txt"), tuple(made), "hand")
    return find_officers(document, outline(document))


def told(*blocks: str | Table) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(officer.name, officer.post, officer.phone, officer.duty) for officer in read(*blocks)[0]]


def names(*blocks: str | Table) -> list[str]:
    return [officer.name for officer in read(*blocks)[0]]


def findings(*blocks: str | Table) -> dict[str, Finding]:
    return {finding.code: finding for finding in read(*blocks)[1]}


def table(*rows: list[str], ragged: bool = False) -> Table:
    cells = [Cell(text, row, column) for row, line in enumerate(rows) for column, text in enumerate(line)]
    return Table(tuple(cells), len(rows), max(map(len, rows)), ragged=ragged)


# Tables


@pytest.mark.parametrize("ragged", [False, True])
def test_a_table_of_officers(ragged: bool) -> None:
    assert told(table(HEADER, ZHANG, LI, ragged=ragged)) == BOTH


def test_rows_that_ran_into_one_cell() -> None:
    rows = table(HEADER, ["张大山\n李小河", "镇长\n党政办科员", "19900001111", "统筹负责。\n维护平台。"])
    assert told(rows) == [("张大山", "镇长", None, "统筹负责。"), ("李小河", "党政办科员", None, "维护平台。")]


def test_a_cell_over_several_columns_is_said_once() -> None:
    cells = [Cell("姓名", 0, 0), Cell("职务", 0, 1, columns=2), Cell("张大山", 1, 0), Cell("镇长", 1, 1, columns=2)]
    assert told(Table(tuple(cells), 2, 3)) == [("张大山", "镇长", None, None)]


def test_the_cells_of_others_are_no_duty() -> None:
    rows = table(HEADER, ["张大山", "镇长", "19900001111", "李小河科员19900002222维护平台。"])
    assert told(rows) == [("张大山", "镇长", "19900001111", None)]
    own = table(HEADER, ["张大山", "镇长", "19900001111", "受理咨询（电话：19900001111）。"])
    assert told(own)[0][3] == "受理咨询（电话：19900001111）。"


def test_columns_in_any_order_with_other_headings() -> None:
    rows = table(
        ["序号", "工作职责", "联系电话", "姓 名", "职 务"],
        ["1", "统筹负责", "0999-5550101", "张 大 山", "镇长"],
        ["2", "维护平台", "0999—5550102", "李小河", "科员"],
    )
    assert told(rows) == [
        ("张大山", "镇长", "0999-5550101", "统筹负责"),
        ("李小河", "科员", "0999-5550102", "维护平台"),
    ]


def test_a_heading_over_the_whole_table_and_a_header_repeated() -> None:
    rows = table(["政务公开工作人员名单", "", "", ""], HEADER, ZHANG, HEADER, LI)
    assert told(rows) == BOTH


def test_a_table_turned_on_its_side() -> None:
    assert told(table(*map(list, zip(HEADER, ZHANG, LI, strict=True)))) == BOTH


def test_of_an_office_number_and_a_mobile_one_the_first_is_taken() -> None:
    rows = (["姓名", "职务", "固定电话", "手机"], ["张三", "科员", "0999-5550123", "19900001101"])
    assert told(table(*rows)) == [("张三", "科员", "0999-5550123", None)]
    assert told("\n".join(" ".join(row) for row in rows)) == [("张三", "科员", "0999-5550123", None)]


def test_a_duty_that_goes_on_between_two_parts_of_a_table() -> None:
    first = table(["姓名", "职务", "电话", "职责"], ["张三", "科员", "0999-5550123", "负责维护、"])
    second = table(["李四", "干事", "0999-5550124", "负责登记"])
    wanted = [("张三", "科员", "0999-5550123", "负责维护、上传"), ("李四", "干事", "0999-5550124", "负责登记")]
    assert told(first, "上传", second) == wanted


def test_two_persons_side_by_side() -> None:
    header = ["姓名", "职务", "电话"]
    rows = table(header + header, ["张大山", "镇长", "5550101", "李小河", "科员", "5550102"])
    assert told(rows) == [("张大山", "镇长", "5550101", None), ("李小河", "科员", "5550102", None)]


def test_a_duty_that_several_rows_share() -> None:
    cells = [Cell(text, 0, column) for column, text in enumerate(["姓名", "职务", "分工"])]
    cells += [Cell("张大山", 1, 0), Cell("镇长", 1, 1), Cell("政务公开工作", 1, 2, rows=2)]
    cells += [Cell("李小河", 2, 0), Cell("科员", 2, 1)]
    assert [officer[3] for officer in told(Table(tuple(cells), 3, 3))] == ["政务公开工作", "政务公开工作"]


def test_an_officer_broken_over_two_rows_of_a_ragged_table() -> None:
    assert told(table(HEADER, ZHANG[:2], ZHANG[2:], LI, ragged=True)) == BOTH


def test_a_row_that_goes_on_after_a_page_break() -> None:
    rows = table(HEADER, [*ZHANG[:3], "分管领导，"], ["", "", "", "统筹负责。"], LI)
    assert told(rows) == BOTH


def test_a_table_that_goes_on_after_a_page_number() -> None:
    assert told(table(HEADER, ZHANG), "- 3 -", table(LI)) == BOTH


def test_cells_that_do_not_stand_under_their_headings() -> None:
    shifted = table(["姓名", "", "职务", "联系方式", "职责"], ["", *ZHANG], ["", *LI])
    assert told(shifted) == BOTH


def test_blank_cells_are_no_words() -> None:
    assert told(table(HEADER, ["张大山", "—", "", "无"])) == [("张大山", None, None, None)]


def test_a_list_of_names_only() -> None:
    assert names(table(["序号", "姓名"], ["1", "张大山"], ["2", "李小河"])) == ["张大山", "李小河"]


def test_columns_headed_by_a_role() -> None:
    rows = table(["单位", "联系人", "联系电话"], ["党政办", "李小河", "0999-5550101"], ["财政所", "待定", ""])
    assert told(rows) == [("李小河", "联系人", "0999-5550101", None)]


def test_two_columns_headed_by_roles() -> None:
    rows = (["科室", "负责人", "联络员", "联系电话"], ["规划股", "张三", "李四", "0999-5550123"])
    assert told(table(*rows)) == [("张三", "负责人", None, None), ("李四", "联络员", "0999-5550123", None)]


def test_a_role_that_heads_no_column_is_a_post() -> None:
    assert told("姓名\n职务\n电话\n张三\n信息员\n0999-5550123") == [("张三", "信息员", "0999-5550123", None)]


def test_rare_surnames_pass_in_a_column_of_names() -> None:
    assert names(table(HEADER, ["咎见山", "镇长", "", ""])) == ["咎见山"]


def test_what_stands_for_a_name_but_is_none() -> None:
    assert names(table(HEADER, ["党政办", "", "5550101", ""], ["合计", "", "", ""], ["王主任", "", "", ""])) == []


@pytest.mark.parametrize(
    "rows",
    [
        [["信息内容", "本年制发件数"], ["规章", "0"], ["行政许可", "3"]],
        [["发布机构", "青原县柳溪镇"], ["索引号", "99001/2023-1"], ["公开日期", "2023-01-29"]],
        [["行政复议", "行政诉讼"], ["结果维持", "结果纠正"], ["0", "0"]],
    ],
)
def test_other_tables_hold_no_officers(rows: list[list[str]]) -> None:
    assert names(table(*rows)) == []


def test_a_statutory_table_glued_to_the_list_ends_it() -> None:
    rows = table(HEADER, ZHANG, ["第二十条第（一）项", "", "", ""], ["规章", "1", "2", "3"])
    assert names(rows) == ["张大山"]


def test_the_source_of_a_listed_officer_is_the_cell_of_the_name() -> None:
    source = read("（五）监督保障", table(HEADER, ZHANG, LI))[0][1].source
    assert source is not None
    assert (source.table, source.row, source.column, source.raw) == (1, 3, 1, "李小河")


# Lists in text

LINES = ["\t".join(HEADER), "\t".join(ZHANG), "\t".join(LI)]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(LINES),
        "\n".join(line.replace("\t", "    ") for line in LINES),
        "\n".join(f"| {line} |".replace("\t", " | ") for line in LINES),
        "\n\n".join(cell for line in LINES for cell in line.split("\t")),
        " ".join(LINES).replace("\t", " "),
        "\n".join(line.replace("\t", "") for line in LINES),
        "姓 名 职 务 联系方式 职责\n张大山 镇长 19900001111 分管领导，统筹负责。\n"
        "李小河 党政办科员 19900002222 专职工作人员，维护平台。",
        "姓名\n职务\n联系方式\n职责\n张大山\n镇长\n19900001111\n分管领导，统筹\n负责。\n- 2 -\n"
        "李小河\n党政办科员\n19900002222\n专职工作人员，\n维护平台。",
        "姓名      职务      联系方式    职责\n                             分管领导，统\n"
        "张大山    镇长   19900001111\n                             筹负责。\n"
        "                             专职工作人员，\n李小河  党政办科员  19900002222\n"
        "                             维护平台。",
    ],
    ids=["tabs", "spaces", "bars", "cell-a-line", "one-line", "glued", "spaced-headings", "wrapped", "tall-cells"],
)
def test_lists_that_are_only_lines(text: str) -> None:
    assert told(f"（五）监督保障\n{text}\n二是加强培训，全年培训2次。\n二、主动公开政府信息情况\n无") == BOTH


@pytest.mark.parametrize(
    ("name", "post"),
    [
        ("阮澄", "党政办副主任"),
        ("褚澄", "副镇长"),
        ("张为农", "副镇长"),
        ("李建党", "组织委员"),
        ("王建", "党委书记"),
        ("张大山", "主任"),
        ("欧阳春", "副主任"),
    ],
)
def test_a_glued_name_ends_where_the_most_of_a_post_begins(name: str, post: str) -> None:
    row = f"{name}{post}0999-5550123分管领导"
    assert told(f"（五）监督保障\n姓名职务联系方式职责\n{row}\n二、主动公开政府信息情况\n无") == [
        (name, post, "0999-5550123", "分管领导")
    ]


ROSTER = """组  长：张大山  镇党委书记
副组长：李小河  镇党委副书记、镇长
        邵  澄  镇人大主席  0999-5550103
成  员：王海洋  党政办主任
        于方    综合执法队队长"""


def test_a_roster_of_lines_with_a_role_and_a_colon() -> None:
    assert told("1.加强组织领导。调整领导小组：", ROSTER, "2.强化日常监督。由副镇长时雨负责。") == [
        ("张大山", "镇党委书记", None, "组长"),
        ("李小河", "镇党委副书记、镇长", None, "副组长"),
        ("邵澄", "镇人大主席", "0999-5550103", "副组长"),
        ("王海洋", "党政办主任", None, "成员"),
        ("于方", "综合执法队队长", None, "成员"),
        ("时雨", "副镇长", None, "负责"),
    ]


def test_a_roster_whose_roles_stand_on_lines_of_their_own() -> None:
    lines = ("组长：", "张大山 镇长", "成员：", "李小河 党政办主任", "王海洋 财政所所长")
    assert [(name, role) for name, _, _, role in told(*lines)] == [
        ("张大山", "组长"),
        ("李小河", "成员"),
        ("王海洋", "成员"),
    ]


def test_a_roster_of_names_alone() -> None:
    assert told("成  员：张大山  李小河  王海洋", "于方  时雨") == [
        (name, "成员", None, None) for name in ("张大山", "李小河", "王海洋", "于方", "时雨")
    ]


def test_a_duty_wrapped_between_two_rows_that_became_two_tables() -> None:
    duty = ["李小河", "科员", "19900002222", "负责栏目维护、"]
    assert names(table(HEADER, ZHANG, duty), "信息上传", table(["王海洋", "科员", "19900003333", "负责登记"])) == [
        "张大山",
        "李小河",
        "王海洋",
    ]


def test_a_wrapped_roster_whose_posts_stand_in_brackets() -> None:
    text = "副组长：张远山（党工委副书记、办事处主任）\n        李小河（党工委委员）\n成  员：王小田（党政办主任）"
    assert [(name, post) for name, post, _, _ in told(text)] == [
        ("张远山", "党工委副书记、办事处主任"),
        ("李小河", "党工委委员"),
        ("王小田", "党政办主任"),
    ]


def test_a_list_ends_before_the_next_paragraph() -> None:
    text = "姓名 职务 电话\n张大山 镇长 0999-5550101\n全年由专人管理网站，王家村公开栏更新12期。"
    assert told(text) == [("张大山", "镇长", "0999-5550101", None)]


def test_a_list_printed_column_by_column_gives_names_only() -> None:
    text = "姓名\n职务\n电话\n张大山\n李小河\n镇长\n科员\n0999-5550101\n0999-5550102"
    assert [officer[1:] for officer in told(text)] == [(None, None, None)] * 2


# Sentences


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "由办公室主任胡明任组长、党政办副主任万里晴为成员。",
            [("胡明", "办公室主任", None, "组长"), ("万里晴", "党政办副主任", None, "成员")],
        ),
        ("成立了以镇长易见山为组长的领导小组。", [("易见山", "镇长", None, "组长")]),
        (
            "分管领导：赵小川；联系人：钱晴，电话：0999-5550123。",
            [("赵小川", "分管领导", None, None), ("钱晴", "联系人", "0999-5550123", None)],
        ),
        (
            "组长：孙八（镇长），副组长：李大河（副镇长）、周五。",
            [("孙八", "镇长", None, "组长"), ("李大河", "副镇长", None, "副组长"), ("周五", "副组长", None, None)],
        ),
        ("组长：镇长王远山。", [("王远山", "镇长", None, "组长")]),
        (
            "党委委员、副镇长张三丰负责日常工作，联系电话19900001234。",
            [("张三丰", "党委委员、副镇长", "19900001234", "负责日常工作")],
        ),
        (
            "由镇长张明远任组长，科员李四具体负责（电话：0999—5550199）。",
            [("张明远", "镇长", None, "组长"), ("李四", "科员", "0999-5550199", "具体负责")],
        ),
        ("镇长张三和副镇长李四牵头。", [("张三", "镇长", None, None), ("李四", "副镇长", None, "牵头")]),
        ("副局长李四同志分管政务公开。", [("李四", "副局长", None, "分管政务公开")]),
        ("科员古丽·阿依协助抓好落实。", [("古丽·阿依", "科员", None, "协助抓好落实")]),
        ("党政办主任欧阳知秋负责审核。", [("欧阳知秋", "党政办主任", None, "负责审核")]),
        ("副主任管清和承办日常事务。", [("管清和", "副主任", None, "承办日常事务")]),
        ("由张远山任组长。", [("张远山", None, None, "组长")]),
        ("由乡长艾力·买买提任组长。", [("艾力·买买提", "乡长", None, "组长")]),
        (
            "责任人：张远山（办公室主任，电话：0999-5550123）。",
            [("张远山", "办公室主任", "0999-5550123", "责任人")],
        ),
        (
            "配备专职信息员2名（张远山、李四）。",
            [("张远山", "专职信息员", None, None), ("李四", "专职信息员", None, None)],
        ),
        (
            "干部张远山、李大河负责承办，咨询电话0999-5550123。",
            [("张远山", "干部", None, None), ("李大河", "干部", None, "负责承办")],
        ),
        (
            "党政办张远山、李大河为信息员。",
            [("张远山", "信息员", None, None), ("李大河", "信息员", None, None)],
        ),
        ("由副乡长扎西多吉分管。", [("扎西多吉", "副乡长", None, "分管")]),
        (
            "成立以张远山同志为组长，以及李大河、周五同志为成员的领导小组。",
            [("张远山", None, None, "组长"), ("李大河", None, None, None), ("周五", None, None, "成员")],
        ),
        ("由乡党委副书记商远山同志任组长。", [("商远山", "乡党委副书记", None, "组长")]),
        ("会议召集人为市政府副秘书长、办公室主任张远山。", [("张远山", "市政府副秘书长、办公室主任", None, None)]),
        ("由张远山主任任组长。", [("张远山", "主任", None, "组长")]),
        (
            "信息员由万清和变更为李大河，并及时更新。",
            [("万清和", "信息员", None, None), ("李大河", "信息员", None, None)],
        ),
        ("管委会副主任都岚为副组长。", [("都岚", "管委会副主任", None, "副组长")]),
        ("选派信息员广清和参加培训。", [("广清和", "信息员", None, None)]),
        ("成员：张远山、区澄", [("张远山", "成员", None, None), ("区澄", "成员", None, None)]),
        (
            "副县长孙清和召开推进会，主任李大河对12个乡镇督导。",
            [("孙清和", "副县长", None, None), ("李大河", "主任", None, None)],
        ),
        ("信息员：柳家村张远山、石桥村李四。", [("张远山", "信息员", None, None), ("李四", "信息员", None, None)]),
        (
            "科长张远山负责统筹，李大河负责网站。",
            [("张远山", "科长", None, "负责统筹"), ("李大河", None, None, "负责网站")],
        ),
        (
            "①副局长张远山，分管公开；②科员李四，录入信息。",
            [("张远山", "副局长", None, None), ("李四", "科员", None, None)],
        ),
        ("1.组长张远山（镇长），负责全面工作。", [("张远山", "镇长", None, "组长")]),
        ("张远山  党工委副书记  分管领导  0999-5550123", [("张远山", "党工委副书记", "0999-5550123", None)]),
        ("具体经办人：孙清和\n联系电话：0999-5550123", [("孙清和", "具体经办人", "0999-5550123", None)]),
        ("联系人——张远山，电话——0999-5550123。", [("张远山", "联系人", "0999-5550123", None)]),
        ("镇长孙清和共同担任组长。", [("孙清和", "镇长", None, None)]),
        ("原信息员吕远山调离，由李大河接手。", [("吕远山", "信息员", None, None), ("李大河", None, None, "接手")]),
        (
            "姓名：张远山，职务：科员，电话：0999-5550123。",
            [("张远山", "科员", "0999-5550123", None)],
        ),
        (
            "1.张远山，党政办主任，负责审核。\n2.李大河（科员）负责发布。",
            [("张远山", "党政办主任", None, "负责审核"), ("李大河", "科员", None, "负责发布")],
        ),
        (
            "组  长：孙清和  镇党委书记\n副组长：张远山  镇党委副书记、镇长\n        李大河  镇人大主席\n成  员：周五  司法所所长",
            [
                ("孙清和", "镇党委书记", None, "组长"),
                ("张远山", "镇党委副书记、镇长", None, "副组长"),
                ("李大河", "镇人大主席", None, "副组长"),
                ("周五", "司法所所长", None, "成员"),
            ],
        ),
        (
            "干部张大山、李小河负责承办，咨询电话0999-5550110。",
            [("张大山", "干部", None, None), ("李小河", "干部", None, "负责承办")],
        ),
        (
            "现有专职信息员2名（张大山、李小河）。",
            [("张大山", "专职信息员", None, None), ("李小河", "专职信息员", None, None)],
        ),
        ("配备公开员两名：张大山、李小河。", [("张大山", "公开员", None, None), ("李小河", "公开员", None, None)]),
        ("党政办张大山、李小河为信息员。", [("张大山", "信息员", None, None), ("李小河", "信息员", None, None)]),
        ("组长张大山（镇党委书记），协调开展工作。", [("张大山", "镇党委书记", None, "组长")]),
        ("责任人：张大山（主任，电话：0999-5550101）。", [("张大山", "主任", "0999-5550101", "责任人")]),
        ("由乡长买尔旦·吐逊江任组长。", [("买尔旦·吐逊江", "乡长", None, "组长")]),
        ("镇长时和共同担任组长。", [("时和", "镇长", None, None)]),
        ("原信息员张大山调离，由李小河接手。", [("张大山", "信息员", None, None), ("李小河", None, None, "接手")]),
        ("综合科张大山同志、李小河同志协助。", [("张大山", None, None, None), ("李小河", None, None, "协助")]),
        ("信息员由张大山、李小河担任。", [("张大山", "信息员", None, None), ("李小河", "信息员", None, None)]),
        ("本报告由张大山编写，李小河审核。", [("张大山", None, None, None), ("李小河", None, None, "审核")]),
        ("负责人张大山签发。", [("张大山", "负责人", None, None)]),
        (
            "填报人：张大山   审核人：李小河   单位负责人：王三多   填报日期：2023年1月9日",
            [("张大山", "填报人", None, None), ("李小河", "审核人", None, None), ("王三多", "单位负责人", None, None)],
        ),
        (
            "专职公开员1名（张大山），兼职2名（李小河、王三多）。",
            [("张大山", "专职公开员", None, None), ("李小河", None, None, None), ("王三多", None, None, None)],
        ),
        (
            "信息员名单：办公室张大山；财务科李小河。",
            [("张大山", "信息员", None, None), ("李小河", "信息员", None, None)],
        ),
        ("书记张大山高度重视。", [("张大山", "书记", None, None)]),
        ("由主任张大山总牵头。", [("张大山", "主任", None, None)]),
        (
            "成员由纪检专干张大山、报账员李小河组成。",
            [("张大山", "纪检专干", None, None), ("李小河", "报账员", None, None)],
        ),
        (
            "成立小组，张大山镇长做组长，分管领导李小河做副组长。",
            [("张大山", "镇长", None, "组长"), ("李小河", "分管领导", None, "副组长")],
        ),
        ("由镇文书张大山负责。", [("张大山", "镇文书", None, "负责")]),
        ("副组长由张大山同志担任。", [("张大山", "副组长", None, None)]),
        ("张大山、李小河为兼职信息员。", [("张大山", "兼职信息员", None, None), ("李小河", "兼职信息员", None, None)]),
        (
            "党政办副主任（主持工作）张大山负责日常维护。",
            [("张大山", "党政办副主任", None, "负责日常维护")],
        ),
        (
            "由党委委员、副镇长、政法委员张大山牵头。",
            [("张大山", "党委委员、副镇长、政法委员", None, "牵头")],
        ),
        (
            "综合办干部张大山、李小河两名同志承办。",
            [("张大山", "综合办干部", None, None), ("李小河", "综合办干部", None, None)],
        ),
        (
            "具体业务由张大山负责审核、李小河负责发布。",
            [("张大山", None, None, "负责审核"), ("李小河", None, None, "负责发布")],
        ),
    ],
)
def test_officers_in_sentences(sentence: str, wanted: list[tuple[str, str | None, str | None, str | None]]) -> None:
    assert told(f"（五）监督保障\n{sentence}") == wanted


def test_a_name_broken_at_the_end_of_a_line() -> None:
    text = (
        "一是成立政务公开工作领导小组，由镇党委副书记、镇长张\n"
        "远山任组长，全年召开专题会议两次，研究部署公开工作，\n推动各项任务落实。"
    )
    assert told(text) == [("张远山", "镇党委副书记、镇长", None, "组长")]


@pytest.mark.parametrize(
    "sentence",
    [
        "群众为监督员、党员为信息员，安全科负责审核、综合组负责发布。",
        "公布文书范本，文书档案齐全，由文书高质量完成。",
        "由镇长任组长、党委副书记任副组长的领导小组，党政办主任具体负责。",
        "由副镇长分管，由镇党委副书记同志主抓。",
        "主要领导亲自抓，分管领导具体抓，严格落实，高度重视。",
        "主要领导亲自抓，分管领导全力抓，形成工作格局。",
        "对领导简介和分工、机构信息及时更新。",
        "请与区民政局联系（地址云溪市前进区长安路607号，电话：0999-5550123）。",
        "领导都在，副组长：区委、区政府分管领导。",
        "主任全面负责，书记高度重视，科员及时更新。",
        "联系人：党政办，电话：0999-5550123。",
        "经办人：劳某，电话：0999-5550123；审核人：李**。",
        "联系人：王女士，电话：0999-5550123。",
        "组织学习张三同志先进事迹。",
        "以高标准为工作要求，由安全办负责。",
        "明确责任人和时限，指定专人负责。",
        "由高校专家负责授课，由程序员负责维护。",
        "明确党政办1名工作人员，安排2名人员轮流值守。",
        "推动主任、书记、所长严格履行职责。",
        "工作人员主动与申请人沟通，管理员全程负责。",
        "综合办向其他科室转办，党政办要求各村落实。",
        "信息员12名（其中专职3名、兼职9名）。",
        "配备工作人员2名，和谐有序。",
    ],
)
def test_nobody_is_named(sentence: str) -> None:
    assert names(sentence) == []


@pytest.mark.parametrize(
    "word",
    [
        "任组长",
        "党政办",
        "区委",
        "区政府",
        "都是",
        "都参加",
        "广泛",
        "王女士",
        "李科长",
        "高度",
        "全面",
        "负责人",
        "张某某",
        "安排部",
    ],
)
def test_words_that_look_like_names(word: str) -> None:
    assert not is_name(word)


@pytest.mark.parametrize("word", ["李平安", "王海洋", "张智慧", "欧阳明", "司马见山", "买买提·艾力", "时雨", "于方"])
def test_names_that_look_like_words(word: str) -> None:
    assert is_name(word)


def test_who_is_in_the_list_is_not_told_twice() -> None:
    assert told("由镇长张大山任组长。", table(HEADER, ZHANG)) == [BOTH[0]]


def test_officers_come_in_reading_order() -> None:
    text = "科员王远山负责网站维护。"
    assert names(text, table(HEADER, ZHANG), "科员赵小川负责信箱。") == ["王远山", "张大山", "赵小川"]


# Findings


def test_one_mobile_for_two_persons() -> None:
    found = findings(table(HEADER, ZHANG, [LI[0], LI[1], ZHANG[2], LI[3]]))["P-PHONE2"]
    assert found.values == {"phone": "199****1111", "names": "张大山、李小河"}
    assert len(found.sources) == 2


def test_an_office_phone_may_be_shared() -> None:
    shared = "0999-5550101"
    assert findings(table(HEADER, [*ZHANG[:2], shared, ""], [*LI[:2], shared, ""])) == {}


@pytest.mark.parametrize(
    ("sentence", "stated"),
    [
        ("党政办具体负责，并配备了信息公开工作人员3名。", 3),
        ("明确党政办3名工作人员负责信息公开。", 3),
        ("配备专职工作人员三名。", 3),
        ("从事信息公开工作的人员共4名，其中专职1人、兼职3人。", 4),
        ("配备组长1名、专职工作人员2名。", 3),
    ],
)
def test_another_number_of_staff_than_listed(sentence: str, stated: int) -> None:
    found = findings(f"（五）监督保障\n{sentence}", table(HEADER, ZHANG, LI))["P-COUNT"]
    assert (found.values["stated"], found.values["listed"]) == (stated, 2)
    assert found.values["detail"] == "领导1名、工作人员1名"
    assert found.quote in sentence
    assert len(found.sources) == 3


@pytest.mark.parametrize(
    "sentence",
    [
        "配备信息公开工作人员1名。",
        "配备信息公开工作人员2名。",
        "配备组长1名、专职工作人员1名。",
        "组织工作人员30名参加培训。",
        "全年培训工作人员60人次。",
        "负责政务大厅秩序的志愿服务人员5名。",
    ],
)
def test_a_number_that_agrees_or_is_of_something_else(sentence: str) -> None:
    assert findings(f"（五）监督保障\n{sentence}", table(HEADER, ZHANG, LI)) == {}


def test_without_a_list_there_is_nothing_to_count() -> None:
    assert findings("配备信息公开工作人员3名，由镇长张大山任组长。") == {}


def test_what_a_post_becomes_is_no_name() -> None:
    assert names("镇长担任组长，党委副书记任责任组长，副镇长任总负责人，落实专人负责。") == []


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        # a phone behind somebody whose name is not known is not that of the person before
        ("党政办主任张大山为办公室主任，干事某小河负责上传，电话0999-5553021。", [("张大山", "党政办主任", None)]),
        ("党政办主任张大山，负责上传，电话0999-5553021。", [("张大山", "党政办主任", "0999-5553021")]),
        ("分管办公室的副局长张大山做副组长。", [("张大山", "副局长", None)]),
        ("办公室张大山、法规科李小河为组员。", [("张大山", "组员", None), ("李小河", "组员", None)]),
        ("原信息员张大山调往县档案馆。", [("张大山", "信息员", None)]),
        ("明确所长张大山为政府信息公开第一责任人，内勤李小河兼职办理。",
         [("张大山", "所长", None), ("李小河", "内勤", None)]),
    ],
)  # fmt: skip
def test_named_among_others(sentence: str, wanted: list[tuple[str, str | None, str | None]]) -> None:
    assert [officer[:3] for officer in told(sentence)] == wanted


def test_the_members_of_a_group_in_a_row() -> None:
    sentence = "成立了以张大山镇长为组长，人大主席李小河为副组长，王田野、周林、马大川等5人的政府信息公开领导小组。"
    assert names(sentence) == ["张大山", "李小河", "王田野", "周林", "马大川"]
    assert names("公布了王田野、周林等5人的名单，成立领导小组。") == []


def test_who_is_in_charge_of_what_stands_before_the_name() -> None:
    assert told("分管政务公开工作的张大山副乡长任组长。") == [("张大山", "副乡长", None, "组长")]
    assert [officer[:2] for officer in told("分管常务副镇长李小河任副组长。")] == [("李小河", "常务副镇长")]
    assert names("分管公开工作的方面人员任联络员。") == []


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("组长由局长张大和担任。", [("张大和", "局长")]),
        ("邀请县政府办科长李小河到我局授课，局长张大山作动员讲话。", [("李小河", "县政府办科长"), ("张大山", "局长")]),
        ("信息公开联络人：张大山，职务：文书，办公电话：5559812；", [("张大山", "文书")]),
    ],
)
def test_named_before_other_words(sentence: str, wanted: list[tuple[str, str]]) -> None:
    assert [officer[:2] for officer in told(sentence)] == wanted


def test_who_was_chosen_for_it() -> None:
    assert [officer[:2] for officer in told("选配信息员两名（张大山、李小河），负责更新。")] == [
        ("张大山", "信息员"),
        ("李小河", "信息员"),
    ]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("由党政办（应急办）主任张大山具体负责。", [("张大山", "党政办（应急办）主任")]),
        ("工作人员：张大山，宣传局（法制办）科长，电话5559812", [("张大山", "宣传局（法制办）科长")]),
        ("主任由张大山同志兼任，副主任由李小河、王田野同志担任。",
         [("张大山", "主任"), ("李小河", "副主任"), ("王田野", "副主任")]),
        ("由张大山（局长）担任组长、李小河（副局长）担任副组长。", [("张大山", "局长"), ("李小河", "副局长")]),
        ("明确副局长张大山为新闻发言人。", [("张大山", "副局长")]),
        ("经办人员：张大山 综合部副部长 5559812", [("张大山", "综合部副部长")]),
        ("本报告编制人：张大山，审核人：李小河。", [("张大山", "编制人"), ("李小河", "审核人")]),
        ("由张大山（局长）担任组长，李小河（科长）、王田野（股长）担任副组长。",
         [("张大山", "局长"), ("李小河", "科长"), ("王田野", "股长")]),
    ],
)  # fmt: skip
def test_the_whole_post(sentence: str, wanted: list[tuple[str, str]]) -> None:
    assert [(name, (post or "").replace("(", "（").replace(")", "）")) for name, post, *_ in told(sentence)] == wanted


def test_a_post_with_its_other_name_on_a_line() -> None:
    lines = "部门领导：张大山 开发区宣传局局长（主任） 5559812"
    assert [(name, post) for name, post, *_ in told(lines)] == [("张大山", "开发区宣传局局长(主任)")]


@pytest.mark.parametrize("who", ["各村文书", "各村支书", "全部社区干部", "每个科室文书"])
def test_the_post_of_many_is_no_name(who: str) -> None:
    assert names(f"信息员：{who}。") == []
