"""Classes of problems and measures."""

from __future__ import annotations

import pytest

from reportparse.topics import measure_topics, problem_topics, topics


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("公开不够及时，形式单一", {"timeliness", "form_monotony"}),
        ("政策解读不够通俗", {"policy_interpretation"}),
        ("栏目长期空白", {"column_maintenance"}),
        ("经办人员多为兼职，人手偏紧", {"staff_shortage"}),
        ("工作人员调整频繁，业务不熟", {"staff_turnover", "staff_skill"}),
        ("个别干部重视不够", {"awareness"}),
        ("长效机制有待健全", {"leadership_mechanism"}),
        ("稿件校对不细，出现错别字", {"review_accuracy"}),
        ("依申请公开答复说理不充分", {"request_handling"}),
        ("与群众互动不足", {"public_demand_interaction"}),
        ("群众知晓率不高", {"publicity"}),
        ("村务公开栏维护不好", {"village_level"}),
        ("今天天气很好", set()),
    ],
)
def test_problems(text: str, wanted: set[str]) -> None:
    assert wanted <= set(problem_topics(text))
    assert bool(problem_topics(text)) == bool(wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("开展业务培训，拓宽公开渠道", {"training", "channels"}),
        ("严格审核，执行三审三校", {"review"}),
        ("按季度考核并通报", {"supervision"}),
        ("明确专人负责", {"staffing"}),
        ("做好政策解读", {"interpretation"}),
        ("规范依申请公开办理", {"requests"}),
        ("今天天气很好", set()),
    ],
)
def test_measures(text: str, wanted: set[str]) -> None:
    assert wanted <= set(measure_topics(text))
    assert bool(measure_topics(text)) == bool(wanted)


def test_classes_come_in_their_order_and_spaces_do_not_matter() -> None:
    order = [topic.code for topic in topics().problems]
    found = problem_topics("村务公开栏　更新 不 及 时，质量不高")
    assert list(found) == sorted(found, key=order.index)
    assert found[0] == "timeliness"


def test_words_that_mislead() -> None:
    assert "content_depth_quality" not in problem_topics("服务高质量发展的主动性不强")


def test_codes_are_unique_and_labelled_in_two_languages() -> None:
    for classes in (topics().problems, topics().measures):
        assert len({topic.code for topic in classes}) == len(classes)
        assert all(topic.zh and topic.en and topic.terms for topic in classes)
