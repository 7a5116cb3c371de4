"""Classes of problems and measures."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import jieba
import pytest

from reportparse import words
from reportparse.topics import Topics, decide, measure_topics, problem_topics, topics
from reportparse.words import Words, own_words

SAMPLES = Path(__file__).parents[2] / "corpus" / "topics"


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


def test_the_words_that_decided_stand_in_the_text() -> None:
    decided = decide(topics().problems, "公开不够及时，工作人员业务水平参差不齐")
    assert decided["timeliness"][0] == "不够及时"
    assert "业务水平" in decided["staff_skill"]


def test_words_that_mislead() -> None:
    assert "content_depth_quality" not in problem_topics("服务高质量发展的主动性不强")


def test_a_vague_word_yields_to_what_is_specific_in_its_clause_only() -> None:
    assert problem_topics("政策解读不深入") == ("policy_interpretation",)
    assert set(problem_topics("政策解读少，公开内容不深入")) == {"policy_interpretation", "content_depth_quality"}


def test_texts_are_cut_as_jieba_cuts_them() -> None:
    """Word for word over all labelled sentences, with the same dictionary and without guessing at unknown words."""
    data = Path(words.__file__).with_name("words.txt")
    cutter = jieba.Tokenizer()
    cutter.FREQ, cutter.total = cutter.gen_pfdict(data.open("rb"))
    cutter.initialized = True
    sentences = [
        row["text"] for name in ("first", "training", "second", "third", "fourth") for row in rows(f"{name}.csv")
    ]
    assert len(sentences) > 500
    for sentence in sentences:
        assert own_words().cut(sentence) == list(cutter.cut(sentence, HMM=False))


def test_a_word_does_not_stand_inside_another() -> None:
    assert "信息" not in own_words().terms("信息员少") and "信息员少" in own_words().terms("信息员少")
    assert "supervision" not in measure_topics("统一管理各平台账号")  # 台账 keeps accounts, 平台账号 does not


def test_codes_are_unique_and_labelled_in_two_languages() -> None:
    for classes in (topics().problems, topics().measures):
        assert len({topic.code for topic in classes}) == len(classes)
        assert all(topic.zh and topic.en and topic.alone for topic in classes)


def test_a_user_brings_classes_and_a_dictionary(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        'edition = "own"\nmeasures = []\n[groups]\nlow = ["少", "不多"]\n'
        '[[problems]]\ncode = "stars"\nzh = "星"\nen = "Stars"\ntogether = ["星河 <low>"]\n',
        encoding="utf-8",
    )
    (tmp_path / "words.txt").write_text("星河 100\n不多 100\n", encoding="utf-8")
    own = Topics.load(tmp_path / "own.toml")
    own_cut = Words.load(tmp_path / "words.txt")
    assert own_cut.cut("星河不多") == ["星河", "不多"]
    assert decide(own.problems, "星河不多", own_cut) == {"stars": ("星河+不多",)}


def rows(sample: str) -> list[dict[str, str]]:
    with (SAMPLES / sample).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def scores(sample: str) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 of each class on a labelled sample."""
    right: Counter[str] = Counter()
    given: Counter[str] = Counter()
    due: Counter[str] = Counter()
    for row in rows(sample):
        wanted, found = set(filter(None, row["topics"].split(";"))), set(problem_topics(row["text"]))
        right.update(wanted & found)
        given.update(found)
        due.update(wanted)
    told = {}
    for topic in topics().problems:
        code = topic.code
        told[code] = (
            right[code] / max(given[code], 1),
            right[code] / due[code],
            2 * right[code] / (given[code] + due[code]),
        )
    return told


def test_the_sample_that_no_rule_was_tuned_on_is_classed_well() -> None:
    told = scores("fourth.csv")
    assert sum(score for _, _, score in told.values()) / len(told) >= 0.85
    assert min(score for _, _, score in told.values()) >= 0.7
