"""The audit as a whole: rules of one's own, repairs, doubts, copies that scale, the page of rules."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from reportparse import rules
from reportparse.copies import Text, find_copies, similarity
from reportparse.document import Origin
from reportparse.errors import UnknownItem
from reportparse.findings import Finding
from reportparse.report import Report, Statement

from .builder import busy, cells, change, old_form, says, text, without


def repairs(report, code):
    return " ".join(rules.audit(report, [code])["repair"].dropna())


def many(report, form):
    value = report.value("requests.received.total")
    yield rules.holds() if value is None or value < 10 else rules.broken(left=value)


def test_a_rule_of_ones_own():
    mine = rules.rule("MY-MANY", many, message="收到申请{left}件")
    assert list(rules.audit(busy(), ["T3-BAL", mine])["message"]) == ["收到申请24件"]


def test_an_unknown_rule_is_named_with_the_nearest():
    with pytest.raises(UnknownItem, match="T3-BAL"):
        rules.audit(busy(), ["T3-BALL"])


def test_one_request_under_the_wrong_applicant():
    moved = {"requests.received.natural_person": 20, "requests.received.commercial_enterprise": 4}
    assert "申请人类别" in repairs(cells(busy(), moved), "T3-BAL")


def test_digits_cut_in_two():
    cut = {"requests.granted.natural_person": 1, "requests.granted.commercial_enterprise": 0}
    whole = {"requests.granted.total": 10}
    assert "10" in repairs(cells(busy(), {**cut, **whole}), "T3-ROW")


def test_figures_of_two_columns_that_changed_places():
    swapped = {"requests.received.natural_person": 5, "requests.received.commercial_enterprise": 19}
    assert "互换" in repairs(cells(busy(), swapped), "T3-BAL")


@pytest.mark.parametrize(("printed", "told"), [(1, "漏了一位"), (198, "多了一位"), (91, "数字颠倒")])
def test_a_digit_lost_or_too_many_or_two_that_changed_places(printed, told):
    sound = {"requests.received.natural_person": 19, "requests.received.total": 24}
    assert told in repairs(cells(busy(), {**sound, "requests.received.natural_person": printed}), "T3-ROW")


def test_a_negative_count_is_broken_and_breaks_nothing():
    found = rules.audit(cells(busy(), {"requests.granted.commercial_enterprise": -3}))
    assert "T3-ROW" in set(found["code"])


def test_a_total_left_at_zero():
    assert "漏填" in repairs(cells(busy(), {"remedies.reconsideration.total": 0}), "T4-SUM")


def test_a_row_that_slipped():
    row = dict(zip(("commercial_enterprise", "research_institution", "total"), (10, 1, 0), strict=True))
    slipped = {f"requests.granted.{column}": value for column, value in row.items()}
    slipped |= {"requests.granted.natural_person": 11}
    assert "移了一格" in repairs(cells(busy(), slipped), "T3-ROW")


@pytest.mark.parametrize("printed", [-3, 0])
def test_a_count_below_zero_does_not_end_the_comparison_of_years(printed):
    item = "proactive.licences.decisions"
    told = rules.audit([busy(2021), cells(busy(2022), {item: printed})], ["Y-JUMP"])
    assert list(told["item"]) == [item]


def test_a_doubtful_reading_is_a_warning_about_the_reading():
    wrong = cells(busy(), {"requests.granted.total": 12})
    doubted = [
        msgspec.structs.replace(f, doubt="split") if f.item == "requests.granted.total" else f for f in wrong.facts
    ]
    found = rules.audit(change(wrong, facts=tuple(doubted)), ["T3-ROW"])
    assert list(found["severity"]) == ["warning"]
    assert list(found["fault"]) == ["reading"]


def test_two_readings_that_differ_are_not_judged():
    item = "requests.granted.total"
    wrong = cells(busy(), {item: 12})
    told = change(wrong, findings=(Finding("R-TWOREADINGS", (item,), {"first": 12, "second": 11}),))
    assert list(rules.audit(told, ["T3-ROW", "T3-TOT", "R-TWOREADINGS"])["code"]) == ["R-TWOREADINGS"]


def test_the_count_of_a_whole_district_is_information():
    county = change(busy(), organ=msgspec.structs.replace(busy().organ, kind="county"))
    said = says(county, "requests_received", 95, "requests.received.total", scope="area")
    assert set(rules.audit(said, ["N-RECV"])["severity"]) == {"info"}


def test_the_summary_counts_what_was_judged():
    whole, part = (rules.summary(report).iloc[0] for report in (busy(), without(busy(), "requests")))
    assert whole["run"] == whole["holds"] + whole["broken"]
    assert whole["possible"] == whole["run"] + whole["not_assessable"]
    assert part["run"] < whole["run"]


def test_the_page_of_rules_has_every_rule():
    page = rules.document()
    assert [code for code in rules.registry() if f"### {code} · " not in page] == []


def sentence(seed):
    source = random.Random(seed)
    return "".join(chr(source.randrange(0x4E00, 0x9FA5)) for _ in range(14)) + "。"


def test_copies_are_found_among_many_texts():
    texts = [Text(n, "".join(sentence(f"{n} {part}") for part in range(12))) for n in range(300)]
    copied = texts[7].text.replace("。", "；", 1) + sentence("one more")
    found = find_copies([*texts, Text("copier", copied)])
    assert [(one.first, one.second) for one in found] == [(7, 300)]


def test_numbers_and_the_law_are_no_copies():
    law = "公民、法人和其他组织可以申请公开政府信息，参照《中华人民共和国政府信息公开条例》办理有关事项。" * 3
    assert similarity(law, law) is None


def test_docs_are_what_the_registry_says():
    page = Path(__file__).parents[2] / "docs" / "rules.md"
    assert page.read_text(encoding="utf-8") == rules.document()


@pytest.mark.parametrize("report", [busy(), old_form()])
def test_a_count_of_table_two_is_whole_and_an_amount_need_not_be(report):
    counts = {fact.item for fact in report.facts if fact.item.endswith(".decisions")}
    amounts = {fact.item for fact in report.facts if fact.item.endswith((".amount_10k_cny", ".procurement_amount"))}
    halves = cells(report, dict.fromkeys(counts | amounts, 7.5))
    assert counts and amounts
    assert set(rules.audit(halves, ["T2-NNI"])["item"]) == counts


def test_findings_of_one_organ_among_many():
    reports = [cells(busy(name=name), {"requests.granted.total": 12}) for name in ("石桥镇", "柳泉镇")]
    found = rules.audit(reports, organ="柳泉镇", severity="error")
    assert set(found["organ"]) == {"柳泉镇"}
    assert {"T3-ROW", "T3-TOT"} <= set(found["code"])


def test_both_sides_have_a_place_and_copied_text_is_quoted():
    last = msgspec.structs.replace(busy(2021), origin=Origin("e" * 64, "2021.txt", "txt"))
    found = rules.audit([last, busy(2022)]).set_index("code")
    assert "栏目更新不及时" in found.loc["Y-SAMETEXT", "quote"].iloc[0]
    assert found.loc["Y-CARRY", "other_place"].notna().any()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("收到的申请均已在法定期限内答复办结。", "N-DONE"),
        ("全部申请均已答复办结。", "N-DONE"),
        ("申请办结率达到100%。", "N-DONE"),
        ("申请按期办结率达到100%。", "N-RATE"),
        ("申请均按时答复，答复率为100%。", "N-RATE"),
    ],
)
def test_closed_in_time_is_not_all_closed(said, code):
    report = change(text(busy(), "overview", said), statements=())
    assert set(rules.audit(report, ["N-DONE", "N-RATE"])["code"]) == {code}


def test_a_change_is_recomputed_whichever_number_stands_first():
    report = text(busy(), "overview", "主动公开政府信息88条，上年为80条，同比增长30%。")
    assert list(rules.audit(report, ["N-PCT"])["right"]) == [10.0]
    report = text(busy(), "overview", "主动公开政府信息88条，比上年80条增长10%。")
    assert rules.audit(report, ["N-PCT"]).empty


def test_a_post_in_charge_is_any_that_is_not_in_the_list():
    told = "信息公开由文化站站长具体负责。文稿由各科室负责人负责审核。"
    assert list(rules.audit(text(busy(), "overview", told), ["P-ROLE"])["quote"]) == ["文化站站长具体"]


def test_a_blank_of_a_template():
    told = "全年开展培训X次，召开会议XX场，检查X光机两台。"
    assert list(rules.audit(text(busy(), "overview", told), ["L-HOLE"])["left"].index) == [0, 1]


def test_parts_behind_a_colon_are_a_list():
    parts = [Statement("disclosed_part", n, "条", part_of=0, section="overview", text=t)
             for n, t in ((30, "财政信息30条"), (50, "民生信息50条"))]  # fmt: skip
    report = change(busy(), statements=(busy().statements[0], *parts))
    report = text(report, "overview", "全年主动公开政府信息88条，其中：财政信息30条，民生信息50条。")
    assert list(rules.audit(report, ["N-PARTS"])["left"]) == [80.0]


def test_a_list_announced_by_a_clause_of_its_own_adds_up():
    lines = ("全年主动公开政府信息88条。其中，财政信息30条，民生信息57条。", "财政信息30条", "民生信息57条")
    report = text(busy(), "overview", lines[0])
    parts = [replace(told, text=said) for told, said in zip(report.statements[1:3], lines[1:], strict=True)]
    parts[1] = replace(parts[1], value=57)
    report = change(report, statements=(report.statements[0], *parts))
    assert [(told.state, told.values["left"]) for told in rules.check(report, ["N-PARTS"])] == [("broken", 87)]


def contacted(front: str) -> Report:
    """A report whose contact is only what stands before its first section."""
    sections = [replace(section, text=front if section.code == "preamble" else "") for section in busy().sections]
    return change(busy(), sections=tuple(sections), contact=None)


@pytest.mark.parametrize(
    ("code", "front"),
    [
        ("C-PHONE", "如有疑问，请联系党政办公室（电话：0533-55501）。"),
        ("C-POST", "地址：青原县大街1号，邮编：25541。"),
        ("C-MISSING", "本报告的电话和邮箱见网站。"),
    ],
)
def test_a_number_that_cannot_be_right_is_told_where_it_is_printed(code, front):
    assert [told.state for told in rules.check(contacted(front), [code])] == ["broken"]


@pytest.mark.parametrize("written", ["无。", "暂无", "目前不存在明显问题。", "本单位没有存在的问题。"])
def test_a_section_that_denies_every_problem_is_empty(written):
    report = text(busy(), "problems", written)
    assert [told.state for told in rules.check(report, ["S-EMPTY"])] == ["broken"]


def test_two_small_figures_are_alike_by_chance():
    small = {item.item: 0 for item in busy().facts if item.table == "remedies"}
    small |= {"remedies.reconsideration.upheld": 2, "remedies.reconsideration.corrected": 1}
    small["remedies.reconsideration.total"] = 3
    told = rules.check([cells(busy(2021), small), cells(busy(2022), small)], ["Y-SAMETAB"])
    assert [o.state for o in told if o.items == ("remedies",)] == ["not assessable"]
