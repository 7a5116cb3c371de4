"""Section five: problems and measures told apart, however they are listed."""

from __future__ import annotations

import pytest

from reportparse.document import Block, Cell, Document, Heading, Origin, Paragraph, Table
from reportparse.parsing.outline import outline
from reportparse.parsing.problems import find_problems
from reportparse.report import Measure, Problem

FIVE = "五、存在的主要问题及改进情况"


def read(*blocks: str | Block, format: str = "docx") -> tuple[tuple[Problem, ...], tuple[Measure, ...]]:
    made = tuple(Paragraph(block) if isinstance(block, str) else block for block in blocks)
    document = Document(Origin("invented", "0", format), made, "by hand")
    return find_problems(document, outline(document))


def told(*lines: str, format: str = "docx") -> tuple[list[str], list[str]]:
    """The texts of the problems and of the measures."""
    problems, measures = read(FIVE, *lines, format=format)
    return [problem.text for problem in problems], [measure.text for measure in measures]


def test_headed_lists_of_lines() -> None:
    lines = (
        "（一）存在问题",
        "1、更新还不及时。",
        "2、内容不够丰富。",
        "（二）改进情况",
        "一是加强学习。",
        "二是完善制度。",
    )
    assert told(*lines) == (["更新还不及时。", "内容不够丰富。"], ["加强学习。", "完善制度。"])


def test_that_there_is_room_for_something_is_no_problem() -> None:
    general = "对标群众期盼，我镇还有一些需要加强和改进的地方。主要表现在：一是更新还不及时；二是内容不够丰富。"
    assert told(general)[0] == ["更新还不及时", "内容不够丰富"]
    assert told("政策解读还有需要加强的地方。")[0] == ["政策解读还有需要加强的地方"]


@pytest.mark.parametrize("word", ["改进措施", "对策", "对策建议", "打算", "努力方向", "工作思路"])
def test_a_word_for_measures_before_a_colon_opens_them(word: str) -> None:
    assert told(f"存在问题：栏目更新慢。{word}：每月检查。") == (["栏目更新慢"], ["每月检查"])


def test_text_on_the_heading_line() -> None:
    assert told(
        "（一）存在的主要问题。部分栏目更新不及时；解读形式较为单一；人员业务能力有待提高。",
        "（二）改进措施。为补齐上述短板，我局加大工作力度，一是抓好培训；二是充实人员。",
    ) == (["部分栏目更新不及时", "解读形式较为单一", "人员业务能力有待提高"], ["抓好培训", "充实人员"])


def test_run_in_lists_after_an_opening() -> None:
    assert told(
        "2023年取得了一定成绩，但离群众期望还存在一定差距和不足。一是更新不及时；二是解读偏少。",
        "针对上述问题，我市及时进行了改进。",
        "（一）坚持定期更新。每周巡查，按月通报。",
        "（二）坚持同步解读。文件与解读同步发布。",
    ) == (["更新不及时", "解读偏少"], ["坚持定期更新。每周巡查，按月通报。", "坚持同步解读。文件与解读同步发布。"])


def test_an_ordinal_before_some_people_is_one() -> None:
    assert told("还有以下不足：一是更新不及时；二是一些同志认识不足。", "今后一是抓好培训；二是一线人员轮训。") == (
        ["更新不及时", "一些同志认识不足"],
        ["抓好培训", "一线人员轮训"],
    )


def test_what_needs_improving_opens_the_problems() -> None:
    assert told(
        "2022年工作稳步推进，但仍有一些需要改进的地方。",
        "一、更新仍需加快。部分栏目长期不更新。",
        "针对上述问题，我镇将加以改进：",
        "一、加强巡查。每周一次。",
    ) == (["更新仍需加快。部分栏目长期不更新。"], ["加强巡查。每周一次。"])


def test_a_list_behind_such_as() -> None:
    assert told("也还存在如信息数量偏少、内容不够贴近群众、业务不精等问题。") == (
        ["信息数量偏少", "内容不够贴近群众", "业务不精"],
        [],
    )


def test_the_answer_to_each_problem_is_a_measure() -> None:
    problems, measures = told(
        "1.更新有待加强。个别部门报送拖延。对此，我们将实行限时报送制度。",
        "2.解读有待加强。解读以文字为主。对此，我们将多用图解。",
    )
    assert problems == ["更新有待加强。个别部门报送拖延", "解读有待加强。解读以文字为主"]
    assert measures == ["我们将实行限时报送制度", "我们将多用图解"]


def test_a_title_whose_line_only_says_that_there_are_some() -> None:
    assert told("存在的不足：我局工作还存在薄弱环节。一是报送不及时；二是把关不细。") == (
        ["报送不及时", "把关不细"],
        [],
    )


def test_the_words_that_there_is_one_are_no_part_of_it() -> None:
    assert told("存在的主要问题是宣传不够到位，群众知晓率不高。") == (["宣传不够到位，群众知晓率不高"], [])


def test_all_in_one_paragraph() -> None:
    assert told(
        "工作中还存在一些问题：一是更新不及时，二是解读偏少。下一步将从以下方面改进：一是按时更新；二是多做解读。"
    ) == (["更新不及时", "解读偏少"], ["按时更新", "多做解读"])


def test_a_bare_list_after_a_colon() -> None:
    assert told(
        "虽有进步，但仍存在不足，主要是：个别栏目更新不及时，解读形式不够丰富，工作人员业务不熟等。",
        "针对以上不足，2025年我们将做好以下工作：一是抓好更新。二是抓好解读。",
    ) == (["个别栏目更新不及时", "解读形式不够丰富", "工作人员业务不熟"], ["抓好更新", "抓好解读"])


def test_a_comma_within_one_problem_does_not_part_it() -> None:
    problems, _ = told("存在的问题：乡镇站所较多，信息传递不及时，导致更新滞后。")
    assert problems == ["乡镇站所较多，信息传递不及时，导致更新滞后"]


def test_problems_named_within_a_sentence() -> None:
    assert told(
        "2023年工作有了进展，但仍存在公开内容不够全面、更新不够及时等问题。2024年，我局将继续加强学习，完善机制。"
    ) == (
        ["公开内容不够全面", "更新不够及时"],
        ["我局将继续加强学习，完善机制"],
    )


def test_problems_after_such_as() -> None:
    line = "工作总体平稳，但也还存在如信息数量偏少、内容不够贴近群众、人员业务不精等问题。"
    assert told(line) == (["信息数量偏少", "内容不够贴近群众", "人员业务不精"], [])


def test_a_list_after_what_needs_to_be_mended() -> None:
    lines = (
        "仍有一些需要改进的地方。",
        "一、内容仍需规范。公示要素不全。",
        "针对上述问题，将：",
        "一、规范格式。统一模板。",
    )
    assert told(*lines) == (["内容仍需规范。公示要素不全。"], ["规范格式。统一模板。"])


def test_a_measure_at_the_end_of_each_problem() -> None:
    line = "一是更新不及时。材料报送拖延。对此，我局实行限时报送。二是解读单一。对此，将更多采用图解。"
    assert told(line) == (["更新不及时。材料报送拖延", "解读单一"], ["我局实行限时报送", "将更多采用图解"])


def test_what_a_measure_is_for_belongs_to_it() -> None:
    lines = ("（一）上年度问题的改进情况", "针对目录不细的问题，我局增设了栏目。针对上述问题，组织了培训。")
    assert told(*lines) == ([], ["针对目录不细的问题，我局增设了栏目", "组织了培训"])


def test_section_five_as_a_table() -> None:
    rows = (("序号", "存在问题", "改进措施"), ("1", "目录不全，查找困难", "增加搜索。"), ("2", "业务不熟", "跟班学习"))
    cells = [Cell(text, row, column) for row, line in enumerate(rows) for column, text in enumerate(line)]
    problems, measures = read(FIVE, Table(tuple(cells), 3, 3), "六、其他需要报告的事项")
    assert [problem.text for problem in problems] == ["目录不全，查找困难", "业务不熟"]
    assert [measure.text for measure in measures] == ["增加搜索", "跟班学习"]
    assert problems[1].source is not None
    assert (problems[1].source.row, problems[1].source.column) == (3, 2)


def test_measures_within_the_sentence_of_the_problems() -> None:
    line = "工作运行良好，但也存在着力度不够大、居民不了解等问题，在今后的工作中，我乡将加大宣传。"
    assert told(line) == (["力度不够大", "居民不了解"], ["我乡将加大宣传"])


def test_what_names_the_problem_is_no_part_of_it() -> None:
    line = "存在的主要问题仍然是人手不足，难以实时更新。拟通过购买服务增加人员。"
    assert told(line) == (["人手不足，难以实时更新"], ["拟通过购买服务增加人员"])


def test_items_that_name_a_problem_only_to_tell_what_was_done() -> None:
    line = "一是针对内容不全面的问题，制定清单。二是针对人员调整频繁的问题，实行岗前培训。"
    assert told(line) == ([], ["针对内容不全面的问题，制定清单", "针对人员调整频繁的问题，实行岗前培训"])


def test_of_last_years_problems_only_what_was_done_is_a_measure() -> None:
    lines = ("（一）上年度问题整改情况", "2021年存在目录落实不到位的问题。2022年逐项核对目录。")
    assert told(*lines) == ([], ["2022年逐项核对目录"])


def test_a_title_within_the_paragraph() -> None:
    lines = (
        "一、存在问题：怕公开、有畏难情绪，主动性不强。",
        "二、改进措施：加强引导。三、工作打算：建立机制，鼓励公开。",
    )
    assert told(*lines)[1] == ["加强引导", "建立机制，鼓励公开"]


@pytest.mark.parametrize(
    ("line", "problems"),
    [
        (
            "还存在差距和不足，主要体现在目录更新慢且不够及时，解读面不够广、个别栏目空白。",
            ["目录更新慢且不够及时", "解读面不够广", "个别栏目空白"],
        ),
        (
            "对照先进乡镇，公开时效不强，栏目分类不清，解读形式较少。",
            ["公开时效不强", "栏目分类不清", "解读形式较少"],
        ),
        (
            "与条例的要求相比，还存在一定的差距，对条例宣传力度不够，教育培训不足，对公开认识不深的问题。",
            ["对条例宣传力度不够", "教育培训不足", "对公开认识不深"],
        ),
        (
            "工作虽然取得了成效，但与群众需求还存在一些差距，如认识需要进一步提高，内容需进一步拓展等。",
            ["认识需要进一步提高", "内容需进一步拓展"],
        ),
        (
            "推进中还存在一些问题如培训不足，缺乏专业人员，社会宣传力度不够等等，均有待今后加以解决。",
            ["培训不足", "缺乏专业人员", "社会宣传力度不够"],
        ),
        (
            "同时也存在认识有待加强，力度有待加大、内容有待规范等问题和不足。",
            ["认识有待加强", "力度有待加大", "内容有待规范"],
        ),
        ("目前我镇面临宣传力度不大、信息更新不够及时等问题。", ["宣传力度不大", "信息更新不够及时"]),
        (
            "报送中存在审查不严、栏目填报不完全、未按类别填报、索引号不准确等问题。",
            ["审查不严", "栏目填报不完全", "未按类别填报", "索引号不准确"],
        ),
        ("存在的问题：一、对新知识学习不够。二、公开的方式比较单一。", ["对新知识学习不够", "公开的方式比较单一"]),
        ("主要表现在：解读形式单一，信息时效性有待提高。", ["解读形式单一", "信息时效性有待提高"]),
        (
            "主要表现在：栏目内容不够全面、不够细致，导致群众难以查找。",
            ["栏目内容不够全面、不够细致，导致群众难以查找"],
        ),
    ],
)
def test_several_problems_in_one_sentence(line: str, problems: list[str]) -> None:
    assert told(line) == (problems, [])


@pytest.mark.parametrize(
    ("line", "problem", "measure"),
    [
        (
            "公开存在的主要问题是内容不够全面，下步打算将进一步扩大公开内容。",
            "内容不够全面",
            "下步打算将进一步扩大公开内容",
        ),
        (
            "主要存在公开不及时的问题。我们在今后的工作中，将抓好时效。",
            "主要存在公开不及时的问题",
            "我们在今后的工作中，将抓好时效",
        ),
        ("2022年度工作与条例的要求相比，人员业务不够熟练。", "2022年度工作与条例的要求相比，人员业务不够熟练", ""),
    ],
)
def test_where_the_problem_ends_and_the_measure_begins(line: str, problem: str, measure: str) -> None:
    assert told(line) == ([problem], [measure] if measure else [])


@pytest.mark.parametrize(
    "lead",
    [
        "下一步，我镇将从以下几方面改进",
        "在今后的工作中，将从以下几个方面采取",
        "针对以上问题，拟采取以下措施",
        "下一步我们将从两方面着手",
    ],
)
def test_measures_that_are_only_announced(lead: str) -> None:
    assert told(f"一是目录更新不及时。{lead}") == (["目录更新不及时"], [])


def test_a_sentence_of_its_own_that_names_the_problems() -> None:
    line = "但也存在一些困难和不足。主要是公开的积极性有待增强，形式还需要丰富。接下来，将做好以下工作：一是加强培训。"
    assert told(line) == (["公开的积极性有待增强", "形式还需要丰富"], ["加强培训"])


def test_a_list_of_measures_right_after_the_problem() -> None:
    lines = ("虽然有所进步，但公开内容的及时性、便民性等都还需要改进。", "1、进一步丰富公开内容。", "2、加强人员培训。")
    assert told(*lines) == (["公开内容的及时性、便民性等都还需要改进"], ["进一步丰富公开内容。", "加强人员培训。"])


def test_paragraphs_under_short_titles_with_a_full_stop() -> None:
    lines = (
        "将采取以下措施：",
        "（一）加强组织建设。",
        "针对力量薄弱的现状，明确专人。",
        "（二）提高能力。",
        "组织交流，以点带面。",
    )
    assert told(*lines)[1] == ["加强组织建设。针对力量薄弱的现状，明确专人。", "提高能力。组织交流，以点带面。"]


@pytest.mark.parametrize(
    "title",
    [
        "六、存在的主要问题和下步工作措施",
        "七、工作存在的主要问题及改进情况",
        "五、信息公开工作存在的主要问题及改进情况",
        "五、存在的主要问题及下步工作安排",
        "四、存在问题",
        "三、存在的不足",
    ],
)
def test_titles_of_section_five_in_words_of_their_own(title: str) -> None:
    problems, measures = read(title, "更新还不够及时。", "下一步，我局将按月核对。")
    assert ([problem.text for problem in problems], [measure.text for measure in measures]) == (
        ["更新还不够及时"],
        ["我局将按月核对"],
    )


def test_a_title_of_section_five_within_the_only_line() -> None:
    line = "一、主动公开情况 公开23条。 五、政府信息公开工作存在的主要问题和改进措施 更新还不够及时。 下一步，我局将按月核对。"
    problems, measures = read(line)
    assert [problem.text for problem in problems] == ["更新还不够及时"]
    assert [measure.text for measure in measures] == ["我局将按月核对"]


def test_one_sentence_each() -> None:
    assert told("由于专职人员较少，存在信息更新不及时的问题。下一步，我镇将充实工作力量，明确专人负责。") == (
        ["由于专职人员较少，存在信息更新不及时的问题"],
        ["我镇将充实工作力量，明确专人负责"],
    )


def test_one_ordinal_with_two_problems_stays_one() -> None:
    assert told("还存在一些问题：一是更新不及时；主动性不强；二是解读偏少。")[0] == [
        "更新不及时；主动性不强",
        "解读偏少",
    ]


def test_measures_of_last_year_before_the_problems_of_this() -> None:
    problems, measures = read(
        FIVE,
        "（一）2023年工作中存在问题的改进情况",
        "针对2023年工作中存在的主要问题，采取了如下改进措施。",
        "一是开展了两次轮训。二是优化了栏目。",
        "（二）2024年工作中存在的主要问题",
        "总体平稳，但与期待相比仍需提升：一是互动不足；二是图解偏少。",
    )
    assert [problem.text for problem in problems] == ["互动不足", "图解偏少"]
    assert [(measure.text, measure.planned) for measure in measures] == [
        ("开展了两次轮训", False),
        ("优化了栏目", False),
    ]


def test_a_row_that_begins_again_has_the_measures() -> None:
    assert told("一是部分单位重视不够。二是解读形式单一。", "一是加强组织领导。二是丰富解读形式。") == (
        ["部分单位重视不够", "解读形式单一"],
        ["加强组织领导", "丰富解读形式"],
    )


def test_each_problem_with_its_measure() -> None:
    assert told("1.更新不及时。下一步将加强巡查。", "2.形式单一。下一步将拓宽渠道。") == (
        ["更新不及时", "形式单一"],
        ["下一步将加强巡查", "下一步将拓宽渠道"],
    )


@pytest.mark.parametrize(
    "line",
    [
        "存在的问题：①更新滞后；②形式单一。改进措施：①按周更新；②增加视频。",
        "存在以下问题：(1)更新滞后；(2)形式单一。整改措施：(1)按周更新；(2)增加视频。",
        "存在不足：1.更新滞后；2.形式单一。改进方向：1.按周更新；2.增加视频。",
        "存在问题：第一，更新滞后。第二，形式单一。下一步打算：第一，按周更新。第二，增加视频。",
        "存在问题：首先，更新滞后。其次，形式单一。今后：首先，按周更新。其次，增加视频。",
        "存在不足：A.更新滞后；B.形式单一。改进措施：A.按周更新；B.增加视频。",
        "存在问题：一方面，更新滞后；另一方面，形式单一。改进措施：一方面，按周更新；另一方面，增加视频。",
        "主要表现在：一是更新滞后、二是形式单一。对此，下步将采取以下措施：一是按周更新、二是增加视频。",
    ],
)
def test_marks(line: str) -> None:
    assert told(line) == (["更新滞后", "形式单一"], ["按周更新", "增加视频"])


@pytest.mark.parametrize("marks", [("——", "——"), ("•", "•"), ("1 ", "2 "), ("A.", "B.")])
def test_marks_of_lines(marks: tuple[str, str]) -> None:
    first, second = marks
    lines = (f"{first}更新滞后。无人负责。", f"{second}形式单一", f"{first}按周更新", f"{second}增加视频")
    wanted = (["更新滞后。无人负责。", "形式单一"], ["按周更新", "增加视频"])
    assert told("存在问题", *lines[:2], "整改措施", *lines[2:]) == wanted


def test_marks_within_an_item_are_a_part_of_it() -> None:
    assert told("（一）坚持公开为先。一是做好更新；二是做好解读。", "（二）坚持服务为本。畅通渠道。")[1] == [
        "坚持公开为先。一是做好更新；二是做好解读。",
        "坚持服务为本。畅通渠道。",
    ]


def test_items_that_are_headings_with_their_text_below() -> None:
    problems, _ = read(
        FIVE,
        Heading("（一）存在的主要问题", 3),
        Heading("一是公开意识不强。", 4),
        "部分干部看得不重。",
        "### 二是时效不高。",
        format="html",
    )
    assert [problem.text for problem in problems] == ["公开意识不强。部分干部看得不重。", "时效不高。"]


@pytest.mark.parametrize(
    "lines",
    [
        ("无。",),
        ("（一）存在问题", "无", "（二）改进情况", "无"),
        ("2023年工作平稳有序，取得了较好成效。",),
        ("某某镇人民政府", "2024年1月20日"),
    ],
)
def test_an_empty_section_gives_nothing(lines: tuple[str, ...]) -> None:
    assert told(*lines) == ([], [])


def test_the_signature_is_no_measure() -> None:
    assert told("存在问题：更新不及时。", "改进措施：按周更新。", "青岚镇人民政府", "2024年1月20日")[1] == ["按周更新"]


def test_a_lost_heading_is_made_up_for_after_the_last_table() -> None:
    table = Table((Cell("0", 0, 0),), 1, 1)
    problems, measures = read(
        "一、总体情况",
        "过去公开中存在的问题：更新不及时。",
        "四、政府信息公开行政复议、行政诉讼情况",
        table,
        "（一）存在的主要问题",
        "一是互动不足；二是图解偏少。",
        "（二）改进措施",
        "一是开设留言板。",
        "六、其他需要报告的事项",
        "下一步将按季收集意见。",
    )
    assert [problem.text for problem in problems] == ["互动不足", "图解偏少"]
    assert [measure.text for measure in measures] == ["开设留言板。"]


def test_lines_of_print_that_a_page_has_as_paragraphs() -> None:
    lines = (
        "我局政府信息公开工作有了进步，但仍存在以下问题，需要",
        "在今后的工作中认真研究，逐步加以解决，具体情况如下：",
        "一是公开工作的业务骨干以兼职人员为主，队伍建设整体上",
        "还不够稳定，既懂法律又懂网络，熟悉业务的人员配备不足",
        "；二是解读的形式比较单一，图解和短视频较少，与群众的",
        "期盼相比，还有不少需要改进的地方，公开的实效有待提高",
        "。",
    )
    assert told(*lines, format="html")[0] == [
        "公开工作的业务骨干以兼职人员为主，队伍建设整体上还不够稳定，既懂法律又懂网络，熟悉业务的人员配备不足",
        "解读的形式比较单一，图解和短视频较少，与群众的期盼相比，还有不少需要改进的地方，公开的实效有待提高",
    ]


def test_paragraphs_of_a_page_are_not_joined() -> None:
    lines = (
        "还存在一些问题，主要有",
        "一是更新不及时，目录不全",
        "二是解读偏少，形式单一",
        "下一步将抓好更新，做好解读，并请群众评议，接受监督",
    )
    assert told(*lines, format="html")[1] == ["下一步将抓好更新，做好解读，并请群众评议，接受监督"]


def test_wrapped_lines_are_one_text() -> None:
    lines = (
        "对照群众期待，公开工作还有一些需要改进的地方。主要表现",
        "在：一是政策解读质量仍需提升，个别单位解读内容过于简",
        "单；二是队伍建设还需加强。",
    )
    assert told(*lines, format="txt")[0] == ["政策解读质量仍需提升，个别单位解读内容过于简单", "队伍建设还需加强"]


@pytest.mark.parametrize(
    ("lines", "planned"),
    [
        (("改进情况：已完成栏目清理。",), False),
        (("改进情况：每周更新一次。",), None),
        (("改进措施：今后每周更新一次。",), True),
        (("针对以上不足，我局将采取以下措施：一是每周更新一次。",), True),
        (("上一年度指出的问题，我局已作如下改进：一是每周更新一次。",), False),
        (("为解决上述问题，已经或者将要采取的改进措施是：一是每周更新一次。",), None),
        (("（二）下一步工作打算", "每周更新一次。"), True),
    ],
)
def test_planned_or_done(lines: tuple[str, ...], planned: bool | None) -> None:
    _, measures = read(FIVE, *lines)
    assert [measure.planned for measure in measures] == [planned]


def test_source_and_topics() -> None:
    problems, measures = read(FIVE, "存在问题：一是更新不及时。改进措施：一是加强培训。")
    (problem,), (measure,) = problems, measures
    assert problem.source is not None
    assert (problem.source.block, problem.source.span) == (1, (7, 13))
    assert problem.topics == ("timeliness",)
    assert measure.topics == ("training",)


def test_causes_are_neither_problems_nor_measures() -> None:
    lines = (
        "一、存在问题",
        "一是更新还不及时。",
        "二、原因分析",
        "一是认识有偏差。二是落实不到位。",
        "三、整改措施",
        "一是压缩审核环节。",
    )
    assert told(*lines) == (["更新还不及时。"], ["压缩审核环节。"])


def test_an_item_with_a_problem_for_its_title() -> None:
    lines = ("（一）存在的主要问题", "1.内容不够全面：更新滞后。", "2.人员力量不足：业务不熟。")
    assert told(*lines)[0] == ["内容不够全面：更新滞后。", "人员力量不足：业务不熟。"]


def test_what_must_be_done_is_numbered_too() -> None:
    assert told("下一步，重点抓好两项工作：一要健全机制；二要办好开放日。")[1] == ["健全机制", "办好开放日"]
    assert told("我局将首先细化目录，其次升级检索，最后扩大培训。")[1] == [
        "我局将首先细化目录",
        "其次升级检索",
        "最后扩大培训",
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("由于人手紧张，工作还存在采集不够及时、群众参与度不高的问题。", ["采集不够及时", "群众参与度不高"]),
        ("虽然取得一定成效，但仍有不足，如信息以动态为主，数据类偏少；与公众互动不够。",
         ["信息以动态为主，数据类偏少", "与公众互动不够"]),
    ],
)  # fmt: skip
def test_problems_behind_what_only_says_that_there_are_some(text: str, wanted: list[str]) -> None:
    assert told(text)[0] == wanted


def test_successes_are_no_measures() -> None:
    lines = (
        "（一）工作成效",
        "公开专区投入使用，满意度提升。",
        "（二）存在不足",
        "更新还不及时。",
        "（三）整改措施及成效",
        "每周更新一次。总之，我们认识到公开的重要性。",
    )
    assert told(*lines) == (["更新还不及时"], ["每周更新一次"])


def test_that_there_are_some_is_no_problem_whatever_comes_before() -> None:
    lines = ("公开工作运行较好，但是也有一些不足。主要有：", "一是更新还不及时。")
    assert told(*lines)[0] == ["更新还不及时。"]


def test_headings_and_items_in_one_line() -> None:
    text = "二、存在的主要问题1、内容有待完善。2、及时性有待提高。三、改进措施1、统一认识，规范流程。2、加强培训。"
    assert told(text) == (["内容有待完善", "及时性有待提高"], ["统一认识，规范流程", "加强培训"])


def test_that_something_is_left_to_do_is_no_problem() -> None:
    assert told("存在不足：一是主动性不够强；二是重点不够突出。这些问题有待今后改进。") == (
        ["主动性不够强", "重点不够突出"],
        [],
    )


def test_titles_that_are_numbered_like_items() -> None:
    lines = ("一是存在的问题。主动性不强；形式较为单一；", "二是改进情况。通报公开情况；开设专栏。")
    assert told(*lines) == (["主动性不强", "形式较为单一"], ["通报公开情况", "开设专栏"])


def test_what_is_still_wrong_behind_what_was_done() -> None:
    text = "本年度重点抓了两项改进：一是规范审查，二是加密督查。目前仍然存在力量薄弱、深度不够等问题。我们将编印手册。"
    assert told(text) == (["力量薄弱", "深度不够"], ["规范审查", "加密督查", "我们将编印手册"])


def test_the_answer_to_a_problem_is_no_problem() -> None:
    text = "存在的主要问题是学习不够系统。解决办法是选派人员参加培训，并建立岗位制度。"
    assert told(text) == (["学习不够系统"], ["选派人员参加培训，并建立岗位制度"])


def test_an_item_that_turns_to_its_measure() -> None:
    lines = ("1、宣传力度不够，在今后的工作中，将利用多种渠道公开。", "2、机制还不健全。下一步要制定制度，明确责任。")
    assert told(*lines) == (
        ["宣传力度不够", "机制还不健全"],
        ["将利用多种渠道公开", "下一步要制定制度，明确责任"],
    )
    assert told("公开不够及时，我镇将以此为契机，加大力度。") == (["公开不够及时"], ["我镇将以此为契机，加大力度"])


@pytest.mark.parametrize(
    "measure",
    [
        "下一步我局继续加强培训，提升能力",
        "今后加强学习，提升能力",
        "下一步针对存在问题制定方案，逐项落实",
        "2024年我局拟开展专题培训，提升能力",
        "我局会进一步加大力度，提升能力",
    ],
)
def test_the_clause_that_opens_the_measures_may_be_the_first_of_them(measure: str) -> None:
    assert told(f"公开不够及时。{measure}。") == (["公开不够及时"], [measure])


@pytest.mark.parametrize(
    "opening", ["在今后的工作中", "下一步我局", "下一步工作中砚坪镇政府", "针对此问题", "下一年度"]
)
def test_a_clause_that_only_tells_when_and_who_is_no_measure(opening: str) -> None:
    assert told(f"公开不够及时。{opening}，每月检查一次栏目。")[1] == ["每月检查一次栏目"]


def test_what_stands_between_two_words_for_problems_is_named() -> None:
    text = "我局公开工作还存在一些不足，如信息更新不够及时、公开内容不够完善，与群众的要求还有差距。"
    assert told(text)[0][:2] == ["信息更新不够及时", "公开内容不够完善"]


def test_in_what_something_falls_short() -> None:
    told_in = "公开工作在排版格式、公开水平等方面存在不足"
    assert told(f"{told_in}。")[0] == [told_in]
    assert told(f"2023年，我局{told_in}。")[0] == [f"2023年，我局{told_in}"]
    assert told("我局在信息公开工作方面还存在不足。")[0] == []


COLUMN = (
    "一年来，我局政务公开工",
    "作平稳推进，但仍存在不",
    "足：一是解读形式不够丰",
    "富，以文字为主；二是公",
    "开队伍不够稳定，人员变",
    "动频繁。下一步，将丰富",
    "解读形式，稳定队伍。",
)


@pytest.mark.parametrize("format", ["txt", "html"])
def test_lines_of_a_narrow_column_are_joined(format: str) -> None:
    assert told(*COLUMN, format=format) == (
        ["解读形式不够丰富，以文字为主", "公开队伍不够稳定，人员变动频繁"],
        ["将丰富解读形式，稳定队伍"],
    )


def test_short_lines_of_a_list_are_no_column() -> None:
    lines = ("业务培训次数不够", "公开渠道仍然偏少", "更新周期仍然偏长", "解读形式比较单一", "人员变动比较频繁")
    assert told("存在的主要问题：", *lines)[0] == list(lines)


def test_measures_on_lines_without_any_stop() -> None:
    lines = ("主要问题：", "业务培训不够", "下一步计划：", "每半年组织一次培训", "开通政务抖音号", "上一篇：公告")
    assert told(*lines) == (["业务培训不够"], ["每半年组织一次培训", "开通政务抖音号"])
    assert told("公开不够及时。", "改进措施：加强培训。", "推进乡村振兴工作")[1] == ["加强培训"]


def test_words_of_the_page_behind_the_section() -> None:
    assert told("公开不够及时。", "改进措施：加强培训。", "附件：1.年度报告", "2.统计表")[1] == ["加强培训"]


def test_what_opens_a_row_of_problems_is_of_none() -> None:
    text = "取得了一定进展，但同时也存在更新内容不够及时，解读效果不够好，主动公开的意识不强。"
    assert told(text)[0] == ["更新内容不够及时", "解读效果不够好", "主动公开的意识不强"]


def test_what_is_planned_among_the_problems_is_a_measure() -> None:
    lines = ("本年度主要存在两点不足：一是公开不及时；二是渠道偏少。", "2024年，我局计划推出开放目录，并张贴二维码。")
    assert told(*lines) == (["公开不及时", "渠道偏少"], ["我局计划推出开放目录，并张贴二维码"])


@pytest.mark.parametrize(
    "measure",
    [
        "我局积极整改上年度存在的公开不及时问题，建立了台账",
        "针对公开内容不够丰富的问题，我局新增了栏目3个",
        "我们要坚持问题导向，切实解决公开不及时、内容不全面等问题",
    ],
)
def test_a_problem_that_is_dealt_with_is_told_as_a_measure(measure: str) -> None:
    problems, measures = read(FIVE, f"{measure}。但仍存在以下问题：政策解读深度不够。")
    assert [problem.text for problem in problems] == ["政策解读深度不够"]
    assert [told.text for told in measures] == [measure]
    assert all(told.planned is not True for told in measures)


def test_labels_within_a_line() -> None:
    lines = ("（一）问题：公开不及时；整改：建立公开台账。", "（二）问题：解读偏少；整改：多做图解。")
    assert told(*lines)[1] == ["建立公开台账", "多做图解"]
    assert "公开不及时" in told(*lines)[0]
    assert told("公开还不及时。今后工作重点：一、加强领导。二、强化培训。")[1] == ["加强领导", "强化培训"]
