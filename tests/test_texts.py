"""What section five says over the years, over records made by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reportparse.corpus import Corpus
from reportparse.report import Measure, Problem, Report, Section
from reportparse.topics import Topics, measure_topics, problem_topics
from reportparse.words import own_words
from tests.building import RECEIVED, corpus_of, report

LATE, LATER = "部分信息公开不够及时，群众反映较多", "信息公开不够及时，群众仍有反映"


def said(organ: str, year: int, *problems: str, measures: tuple[str, ...] = (), county: str = "甲县") -> Report:
    return report(
        organ,
        year,
        {RECEIVED: 0},
        county=county,
        problems=tuple(Problem(text, problem_topics(text)) for text in problems),
        measures=tuple(Measure(text, measure_topics(text), True) for text in measures),
        sections=(Section("problems", "五、存在的主要问题", 5, "".join(text + "。" for text in problems)),),
    )


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return corpus_of(
        tmp_path / "panel",
        said("东风镇", 2020, LATE, "2020年有3个栏目更新不够", measures=("开展业务培训",)),
        said("东风镇", 2021, LATE, "2021年有5个栏目更新不够", measures=("及时更新栏目",)),
        said("东风镇", 2022, LATER, "人员变动频繁"),
        said("西河乡", 2021, "人员变动频繁", measures=("做好工作",), county="乙县"),
        said("西河乡", 2023, "人员变动频繁", county="乙县"),
        said("南山镇", 2022, county="乙县"),
    )


def test_topics_tell_the_words_that_decided(corpus: Corpus) -> None:
    topics = corpus.topics().set_index(["organ", "year", "ordinal", "topic"])
    assert topics.loc[("东风镇", 2020, 1, "timeliness"), "words"].startswith("不够及时")
    assert topics.loc[("西河乡", 2021, 1, "staff_turnover"), "label"] == "人员变动频繁"
    assert "training" in set(corpus.topics("measures")["topic"])
    with pytest.raises(KeyError, match="officers"):
        corpus.topics("officers")


def test_topics_by_classes_of_the_user(corpus: Corpus, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'edition = "own"\nmeasures = []\n[[problems]]\ncode = "people"\nzh = "人"\nen = "People"\nalone = ["人员"]\n',
        encoding="utf-8",
    )
    topics = corpus.topics(classes=Topics.load(own))
    assert set(topics["topic"]) == {"people"} and set(topics["words"]) == {"人员"} and len(topics) == 3


def test_shares_of_topics_are_of_reports_that_name_anything(corpus: Corpus) -> None:
    shares = corpus.topic_shares(("year",), minimum=1)
    assert shares.loc[(2021, "timeliness")].tolist() == [1, 2, 0.5, False]
    assert shares.loc[(2022, "staff_turnover")].tolist() == [1, 1, 1.0, False]  # the report without problems is no base
    assert shares.loc[(2020, "staff_turnover"), "numerator"] == 0
    by_county = corpus.topic_shares(("county", "year"))
    small = by_county.loc[("乙县", 2021, "staff_turnover")]
    assert small["numerator"] == 1 and pd.isna(small["share"]) and small["small"]


def test_repeated_problems_word_for_word_and_in_substance(corpus: Corpus) -> None:
    repeated = corpus.repeated_problems().set_index(["organ", "year", "ordinal"])
    assert repeated.loc[("东风镇", 2021, 1), ["how", "years"]].tolist() == ["word for word", 2]
    assert repeated.loc[("东风镇", 2021, 2), "how"] == "word for word"  # other figures, the same words
    assert repeated.loc[("东风镇", 2022, 1), ["how", "years", "before"]].tolist() == ["in substance", 3, LATE]
    assert ("东风镇", 2022, 2) not in repeated.index
    assert "西河乡" not in repeated.index  # 2022 is not there: nothing is known of it


def test_problems_of_one_subject_with_other_faults_are_not_repeated(tmp_path: Path) -> None:
    corpus = corpus_of(
        tmp_path / "panel", said("东风镇", 2020, "政策解读形式单一"), said("东风镇", 2021, "政策解读不及时")
    )
    assert corpus.repeated_problems().empty


def test_problems_without_a_measure(corpus: Corpus) -> None:
    left = corpus.unanswered_problems().set_index(["organ", "year"])["text"]
    assert LATE in left.loc["东风镇"].loc[[2020]].tolist()  # training answers no lateness
    assert ("东风镇", 2021) not in left.index
    assert left.loc[("东风镇", 2022)].tolist() == [LATER, "人员变动频繁"]  # no measure at all
    assert ("西河乡", 2021) not in left.index  # a measure of no class may answer it


def test_keywords_are_what_tells_a_group_from_the_rest(corpus: Corpus) -> None:
    words = corpus.keywords(("county",), top=3).set_index(["county", "word"])
    assert words.loc[("乙县", "变动"), ["count", "reports"]].tolist() == [2, 2]
    assert words.loc[("甲县", "栏目"), "idf"] == pytest.approx(0.9163, abs=1e-4)  # 2 of 5 reports
    assert words.groupby("county")["rank"].max().le(3).all()


def test_keywords_need_not_be_in_the_dictionary(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path / "panel", said("东风镇", 2020, "甄别不细"), said("西河乡", 2020, "校核不细"))
    assert "甄别" not in own_words().cut("甄别不细") and "甄别" in set(corpus.keywords()["word"])


def test_texts_kept_reworded_new_and_dropped(corpus: Corpus) -> None:
    changes = corpus.text_changes()
    of_2021 = changes[(changes["organ"] == "东风镇") & (changes["year"] == 2021)]
    assert of_2021["change"].tolist() == ["kept", "reworded"]
    assert of_2021["before"].tolist()[1] == "2020年有3个栏目更新不够。"
    of_2022 = changes[(changes["organ"] == "东风镇") & (changes["year"] == 2022)]
    assert of_2022["change"].tolist() == ["reworded", "new", "dropped"]
    assert set(changes["organ"]) == {"东风镇"}


def test_sentences_that_changed_places_are_kept(tmp_path: Path) -> None:
    corpus = corpus_of(
        tmp_path / "panel",
        said("东风镇", 2020, "甲事没有公开", "乙事没有公开"),
        said("东风镇", 2021, "乙事没有公开", "甲事没有公开"),
    )
    assert corpus.text_changes()["change"].tolist() == ["kept", "kept"]


def test_all_frames_of_texts_are_there_for_an_empty_corpus(tmp_path: Path) -> None:
    empty = corpus_of(tmp_path / "empty")
    frames = [empty.topics(), empty.topic_shares(), empty.repeated_problems(), empty.unanswered_problems()]
    assert all(frame.empty for frame in [*frames, empty.keywords(), empty.text_changes()])


def test_an_index_is_of_columns_of_reports(corpus: Corpus) -> None:
    for frame in (corpus.topic_shares, corpus.keywords):
        with pytest.raises(ValueError, match="needs a column"):
            frame(())
        with pytest.raises(KeyError, match="continent"):
            frame(("continent",))


def test_an_empty_store_can_be_asked_in_sql(tmp_path: Path) -> None:
    assert corpus_of(tmp_path / "empty").sql("select count(*) as n from problems")["n"].tolist() == [0]


def test_runs_of_one_figure_end_with_a_missing_year(tmp_path: Path) -> None:
    made = [report("东风镇", year, {RECEIVED: 0}) for year in (2018, 2019, 2021, 2022, 2023)]
    corpus = corpus_of(
        tmp_path / "panel", *made, report("东风镇", 2020, {RECEIVED: None}), report("西河乡", 2020, {RECEIVED: 1})
    )
    runs = corpus.runs(RECEIVED)
    assert runs.to_numpy().tolist() == [["东风镇", 2021, 2023, 3], ["东风镇", 2018, 2019, 2]]
    assert corpus.runs(RECEIVED, at_least=4).empty


def test_a_share_of_several_items_needs_all_of_them(tmp_path: Path) -> None:
    parts = ["requests.denied_state_secret.total", "requests.denied_third_party.total"]
    corpus = corpus_of(
        tmp_path / "panel",
        report("东风镇", 2021, {RECEIVED: 10, parts[0]: 1, parts[1]: 2}),
        report("西河乡", 2021, {RECEIVED: 90, parts[0]: 1}),
    )
    assert corpus.shares(parts, RECEIVED, index=("year",)).loc[2021].tolist() == [3, 10, 0.3, False]
