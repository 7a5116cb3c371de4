"""How the rules about sentences read what officials write: each sentence with what is said of it, or that it is right."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from reportparse import rules
from reportparse.report import Report
from reportparse.rules.words import words

from .builder import busy, change, text

OVERVIEW = "overview"


def said(sentence: str, code: str, section: str = OVERVIEW) -> list[str]:
    """What the rule finds in a report that says this and nothing else in the section."""
    report = change(text(busy(), section, sentence), statements=())
    return [outcome.state for outcome in rules.check(report, [code])]


@pytest.mark.parametrize(
    "sentence",
    [
        "主动公开政府信息88件，按内容分，财政方面30件、民生方面50件、其他方面20件。",
        "主动公开政府信息88条（财政类30条、民生类50条、机构概况及其他类9条）。",
        "主动公开政府信息88条，其中财政类30条、民生类50条，其余9条为通知公告。",
        "主动公开政府信息88条，财政类30条，民生类50条，其他9条。",
        "主动公开政府信息1,088条，其中财政类30条、民生类1,050条。",
        "发布财政信息30条、民生信息50条、综合信息9条，三类合计主动公开88条。",
        "财政30条、民生50条、综合9条，互不重复，共计主动公开政府信息88条。",
        "财政信息为30条，民生信息为50条，综合类信息为9条，以上三类合计，主动公开政府信息达到88条。",
        "主动公开政府信息88条，财政、民生、动态分别为30条、50条和9条。",
        "主动公开政府信息88篇（次），分为财政30篇（次）、民生50篇（次）、综合9篇（次）三类。",
    ],
)
def test_a_list_is_known_by_how_it_stands(sentence: str) -> None:
    assert said(sentence, "N-PARTS") == ["broken"]


@pytest.mark.parametrize(
    "sentence",
    [
        "主动公开政府信息88条，重点包括财政30条、民生50条等内容。",
        "主动公开政府信息88条，其中财政类30条、民生类50条、动态类0.8万条。",
        "主动公开政府信息88条，公众号推送30条，视频号发布20条。",
        "主动公开政府信息88条，其中财政类30条、民生类50条、比上年多8条。",
        "收到申请28件。其中予以公开10件；无法提供2件，多因本机关不掌握。",
        "主动公开政府信息约88条，其中财政类30条、民生类50条。",
    ],
)
def test_other_numbers_in_a_row_are_no_closed_list(sentence: str) -> None:
    assert "broken" not in said(sentence, "N-PARTS")


def test_parts_that_the_tables_have_too_are_right_though_some_are_left_out() -> None:
    granted, unable = (busy().value(f"requests.{row}.total") for row in ("granted", "unable_not_held"))
    report = text(busy(), OVERVIEW, f"收到申请24件，其中予以公开{granted}件、无法提供{unable}件。")
    total = replace(busy().statements[0], kind="requests_received", value=24, unit="件", text="收到申请24件",
                    items=("requests.received.total",))  # fmt: skip
    parts = [
        replace(total, kind=kind, value=value, items=(f"requests.{row}.total",), text=words, part_of=0)
        for kind, row, value, words in (
            ("granted", "granted", granted, f"其中予以公开{granted}件"),
            ("unable", "unable_not_held", unable, f"无法提供{unable}件"),
        )
    ]
    assert "broken" not in [o.state for o in rules.check(change(report, statements=(total, *parts)), ["N-PARTS"])]


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("主动公开政府信息88条，财政方面的有130条，占了大头。", "N-PART-GT"),
        ("主动公开政府信息88条，财政方面30条，民生方面58期。", "N-UNIT"),
        ("主动公开政府信息由上年的80条增加到88条，增幅为30%。", "N-PCT"),
        ("主动公开政府信息88条，同比增长30%（上年为80条）。", "N-PCT"),
        ("主动公开政府信息88条，比上年（80条）多30%。", "N-PCT"),
        ("收到的40件申请中，自然人提出的有20件，所占比例为57%。", "N-PCT"),
        ("收到申请40件，其中自然人提出20件，占全部申请的57%。", "N-PCT"),
        ("主动公开政府信息88条，含财政30条、民生58件。", "N-UNIT"),
        ("依申请公开件按时答复率、办结率均为100%。", "N-RATE"),
        ("（二）依申请公开。收件31件。答复率、按时率双百分百。", "N-RATE"),
        ("（二）依申请公开。收件31件。来件都已办结。", "N-DONE"),
        ("咨询处理：接受咨询86人次。", "S-OLD"),
        ("2021年，我镇认真执行各项规定，群众满意。", "V-YEAR"),
        ("（一）主动公开。2021年以来，我镇以公开促落实。", "V-YEAR"),
        ("2021年，是我镇深入推进公开的一年。", "V-YEAR"),
        ("通过上述措施，柳泉镇的政府信息公开工作有了提升。", "V-ORG"),
        ("现将我镇2021年政府信息公开工作情况报告如下。", "V-YEAR"),
        ("着力把网站打造成展示出入境管理的主窗口。", "V-DOMAIN"),
        ("公众号成为开展不动产登记的重要阵地。", "V-DOMAIN"),
        ("突出不动产登记这一主责主业，做好公开。", "V-DOMAIN"),
        ("公众号已成为我镇开展药品检验的主阵地。", "V-DOMAIN"),
        ("为做好此项工作，柳泉镇专门成立了领导小组。", "V-ORG"),
        ("指定信息中心主任为专门联络人。", "P-ROLE"),
        ("建立立了登记制度。", "L-DUP"),
        ("完善善公开制度。", "L-DUP"),
        ("进一一步完善制度。", "L-DUP"),
        ("接待群众查阅＿＿人次。", "L-HOLE"),
        ("（一）主动公开。网站接受监督，目录已审核。\n（二）依申请公开。收到申请。", "S-OV5"),
    ],
)
def test_what_is_wrong_is_told(sentence: str, code: str) -> None:
    assert said(sentence, code) == ["broken"]


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("主动公开政府信息由上年的80条增加到88条，增幅为10%。", "N-PCT"),
        ("2021年，我镇公开45条，2022年增至60条。", "V-YEAR"),
        ("主动公开政府信息88条，即财政类3条，民生类40条，机构类45条。", "N-PART-GT"),
        ("财政类3条，民生类40条，机构类45条。", "N-PART-GT"),
        ("（二）依申请公开。收件31件。受理留言86条，答复率100%。", "N-RATE"),
        ("对照2021年第三方评估的意见，我镇逐条整改。", "V-YEAR"),
        ("较之2021年，我镇公开得更早、更细。", "V-YEAR"),
        ("开展气象灾害预警宣传，提醒群众避险。", "V-DOMAIN"),
        ("配合税务部门做好工作。", "V-DOMAIN"),
        ("便民服务中心设不动产登记、公积金业务窗口，方便群众。", "V-DOMAIN"),
        ("在不动产登记服务窗口公布办事指南。", "V-DOMAIN"),
        ("公布药品抽检结果，宣传用药知识。", "V-DOMAIN"),
        (
            "层层把关，件件有回音，扎扎实实推进信息公开开展，民主主义、管理理念、工作作风、行政政策、立法法、耕地地力，如需申请请登录网站，以及及时更新。",
            "L-DUP",
        ),
        ("总计结果结果其他尚未\n结果结果其他尚未", "L-DUP"),
        ("明确专职科员1名负责上传。", "P-ROLE"),
    ],
)
def test_what_is_right_is_left_alone(sentence: str, code: str) -> None:
    assert "broken" not in said(sentence, code)


def test_a_section_that_found_no_problem_is_empty() -> None:
    assert said("本年度工作中未发现问题。", "S-EMPTY", "problems") == ["broken"]


def test_a_fee_of_one_of_the_requests_is_a_fee() -> None:
    total = replace(busy().statements[0], kind="processing_fee", value=0, unit="元", items=())
    part = replace(total, kind="processing_fee_part", value=300, part_of=0)
    (told,) = rules.check(change(busy(), statements=(total, part)), ["N-FEE"])
    assert told.state == "broken"


def test_a_hotline_that_was_called_is_no_way_to_reach_the_organ() -> None:
    report = change(fronted("本报告依法编制。"), contact=None)
    (told,) = rules.check(text(report, OVERVIEW, "办理热线转办件153宗。"), ["C-MISSING"])
    assert told.state == "broken"


@pytest.mark.parametrize("said", ["数据含全县各乡镇、各部门。", "所列数据为全县各乡镇街道、各部门之和。"])
def test_a_county_that_says_that_it_adds_up(said: str) -> None:
    assert re.search(words().aggregates, said)


def test_a_county_that_says_that_it_does_not() -> None:
    assert not re.search(words().aggregates, "本报告数据不含各乡镇、各部门。")


def test_a_section_whose_content_was_read_lacks_only_its_heading() -> None:
    sections = busy().sections
    told = {
        code: rules.check(change(busy(), sections=tuple(s for s in sections if s.code != code)), ["S-SECT"])[0]
        for code in ("problems", "remedies", "other_matters")
    }
    assert {code: outcome.severity for code, outcome in told.items()} == {
        "problems": "warning", "remedies": "warning", "other_matters": None}  # fmt: skip


def fronted(front: str) -> Report:
    """A report with other words before its first section."""
    sections = [replace(part, text=front) if part.code == "preamble" else part for part in busy().sections]
    return change(busy(), sections=tuple(sections), contact=None)


def test_the_number_of_parts_stands_in_the_sentence_that_lists_them() -> None:
    titles = "、".join(section.title.partition("、")[2] for section in busy().sections if section.number)
    told = rules.check(fronted(f"报告从{titles}八个方面说明情况。"), ["S-PARTS"])
    assert [outcome.values["left"] for outcome in told] == [8]


def test_a_phone_in_brackets_that_cannot_be_right() -> None:
    (told,) = rules.check(fronted("请致电石桥镇人民政府办公室（0533-55501）。"), ["C-PHONE"])
    assert told.state == "broken"
    (told,) = rules.check(fronted("请致电石桥镇人民政府办公室（0533-5550101）。"), ["C-MISSING"])
    assert told.state == "holds"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("石桥县自然资源局", "公众号成为开展不动产登记的重要阵地。"),
        ("石桥县税务局", "网站是展示税收征管成效的平台。"),
    ],
)
def test_the_work_of_its_own_trade_is_an_organ_s_own(name: str, sentence: str) -> None:
    report = text(busy(name=name, kind="department"), OVERVIEW, sentence)
    assert "broken" not in [outcome.state for outcome in rules.check(report, ["V-DOMAIN"])]
