"""Frames, panels and comparisons over records made by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reportparse.corpus import Corpus, open_corpus
from reportparse.errors import UnknownItem
from reportparse.frames import FAILURES, KEYS, LISTS, REPORTS, TEXT
from reportparse.organs import identify
from reportparse.report import Officer
from tests.building import FEE, RECEIVED, corpus_of, report

OTHER_2019 = "requests.other_outcome.total"
PARTS_2021 = [f"requests.other_{name}.total" for name in ("not_corrected", "fee_unpaid", "else")]
COPIED = (
    "主动公开的内容还不够丰富，群众关心的征地、低保、医疗等信息更新不够及时；少数站所对公开工作重视不够，把它当作一件附带的事。"
    * 2
)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return corpus_of(
        tmp_path / "panel",
        report("金岭镇", 2020, {RECEIVED: 3, OTHER_2019: 7}),
        report("金岭回族镇", 2021, {RECEIVED: 12, FEE: 1.5}, organ_full="临淄区金岭回族镇人民政府"),
        report("金岭回族镇", 2022, {RECEIVED: 6} | dict.fromkeys(PARTS_2021, 2), phone="19900001111"),
        report("朱台镇", 2020, {RECEIVED: None}),
        report("朱台镇", 2022, {RECEIVED: 0}),
        report("朱台镇", 2021, {}, edition=None),
        report("城关镇", 2022, {RECEIVED: 40}, county="甲县"),
        report("城关镇", 2022, {RECEIVED: 50}, county="乙县"),
        failures=("临淄区/凤凰镇/2022.pdf", "临淄区/朱台镇/2023.pdf"),
    )


def test_frames_have_the_declared_columns_and_dtypes(corpus: Corpus, tmp_path: Path) -> None:
    empty = corpus_of(tmp_path / "empty")
    for name in ("reports", "failures", *LISTS):
        declared = {"reports": REPORTS, "failures": FAILURES}.get(name) or KEYS | LISTS[name]
        for one in (corpus, empty):
            frame = one.frame(name)
            assert [column for column in frame.columns if column != "ordinal"] == list(declared)
            assert all(frame[column].dtype == kind for column, kind in declared.items()), frame.dtypes
            assert all(column.isascii() and column == column.lower() for column in frame.columns)
    assert list(corpus.facts.columns[:3]) == ["organ", "year", "report_id"]
    assert corpus.problems["topics"].iloc[0] == "content; timeliness"


def test_evidence_is_there_on_request(corpus: Corpus) -> None:
    facts = corpus.frame("facts", evidence=True).dropna(subset=["value"])
    assert set(facts["page"]) == {2}
    assert facts["place"].iloc[0] == "p. 2, table 1, row 3, column 4"


def test_a_panel_of_one_item_is_organ_by_year(corpus: Corpus) -> None:
    panel = corpus.panel(RECEIVED)
    assert list(panel.index) == ["乙县城关镇", "朱台镇", "甲县城关镇", "金岭回族镇"]
    assert panel.loc["金岭回族镇"].tolist() == [3, 12, 6]
    assert pd.isna(panel.loc["朱台镇", 2020]) and panel.loc["朱台镇", 2022] == 0
    assert (panel.dtypes == "Int64").all()


def test_a_panel_of_several_is_long_and_follows_the_crosswalk(corpus: Corpus) -> None:
    panel = corpus.panel([RECEIVED, OTHER_2019, FEE])
    assert panel.index.names == ["organ", "year"]
    assert panel.loc[("金岭回族镇", 2020), OTHER_2019] == 7
    assert panel.loc[("金岭回族镇", 2022), OTHER_2019] == 6
    assert pd.isna(panel.loc[("金岭回族镇", 2021), OTHER_2019])
    assert panel[FEE].dtype == "Float64" and panel.loc[("金岭回族镇", 2021), FEE] == 1.5
    bare = corpus.panel([OTHER_2019], crosswalk=False)
    assert pd.isna(bare.loc[("金岭回族镇", 2022), OTHER_2019])


def test_groups_add_up_what_is_stated(corpus: Corpus) -> None:
    panel = corpus.panel(RECEIVED, index=("county", "year"))
    assert panel.loc["临淄区", 2022] == 6 and panel.loc["临淄区", 2020] == 3
    counted = corpus.panel(RECEIVED, index=("county", "year"), how="count")
    assert counted.loc["临淄区", 2020] == 1
    assert corpus.panel([RECEIVED], index=("year",)).loc[2022, RECEIVED] == 96


def test_an_unknown_item_is_named_with_its_neighbours(corpus: Corpus) -> None:
    with pytest.raises(UnknownItem, match=r"requests\.received\.total"):
        corpus.panel("requests.recieved.total")
    with pytest.raises(KeyError, match="province_name"):
        corpus.panel(RECEIVED, index=("province_name", "year"))


def test_changes_are_from_the_year_before_only(corpus: Corpus) -> None:
    changes = corpus.changes(RECEIVED).set_index(["organ", "year"])
    assert changes.loc[("金岭回族镇", 2022), "change"] == -6
    assert changes.loc[("金岭回族镇", 2022), "growth"] == -0.5
    assert pd.isna(changes.loc[("金岭回族镇", 2021), "growth"])  # from 3: too small a base
    assert pd.isna(changes.loc[("朱台镇", 2022), "before"])


def test_shares_keep_both_sides_and_are_not_given_on_small_bases(corpus: Corpus) -> None:
    shares = corpus.shares(PARTS_2021[0], RECEIVED)
    assert shares.loc[("金岭回族镇", 2022)].tolist()[:2] == [2, 6]
    assert shares.loc[("金岭回族镇", 2022), "share"] == pytest.approx(1 / 3)
    small = corpus.shares(PARTS_2021[0], RECEIVED, minimum=10)
    assert small.loc[("金岭回族镇", 2022), "small"] and pd.isna(small.loc[("金岭回族镇", 2022), "share"])


def test_ranks_are_within_the_year(corpus: Corpus) -> None:
    ranks = corpus.ranks(RECEIVED)
    assert ranks.loc[("乙县城关镇", 2022)].tolist() == [50, 1, 4]
    assert ranks.loc[("金岭回族镇", 2020)].tolist() == [3, 1, 1]


def test_outliers_stand_far_from_peers_and_own_years(tmp_path: Path) -> None:
    made = [report(f"甲{n}镇", 2022, {RECEIVED: 5 + n % 3}) for n in range(12)]
    made += [report("甲0镇", year, {RECEIVED: 6}) for year in (2018, 2019, 2020, 2021)]
    found = corpus_of(tmp_path, *made, report("乙镇", 2022, {RECEIVED: 5000})).outliers(RECEIVED)
    assert found[["organ", "against", "value"]].to_numpy().tolist() == [["乙镇", "peers", 5000]]


def test_coverage_tells_what_is_not_there(corpus: Corpus) -> None:
    coverage = corpus.coverage()
    assert coverage.loc["朱台镇"].to_dict() == {2020: "no tables", 2021: "no tables", 2022: "there", 2023: "unreadable"}
    assert coverage.loc["金岭回族镇", 2023] == "missing"


def test_where_narrows_and_chains(corpus: Corpus) -> None:
    assert len(corpus.where(county="临淄区")) == 6
    assert len(corpus.where(county="临淄区", year=[2021, 2022])) == 4
    assert len(corpus.where(year=slice(2021, 2022)).where(organ="金岭镇")) == 2
    assert len(corpus.where(edition="2019")) == 2
    assert [made.year for made in corpus.where(organ="金岭镇")] == [2020, 2021, 2022]
    assert corpus.where(county="临淄区").panel(RECEIVED).shape == (2, 3)
    with pytest.raises(KeyError, match="colour"):
        corpus.where(colour="red")


def test_one_report_by_organ_and_year(corpus: Corpus) -> None:
    assert corpus.report("金岭镇", 2021).organ.name == "金岭回族镇"
    with pytest.raises(KeyError, match="2020, 2021, 2022"):
        corpus.report("金岭镇", 2019)


def test_files_of_one_report_are_versions(tmp_path: Path) -> None:
    values = {RECEIVED: 5, FEE: 2.0}
    corpus = corpus_of(
        tmp_path,
        report("甲镇", 2022, values, format="pdf"),
        report("甲镇", 2022, values | {RECEIVED: 6}, format="html"),
        report("甲镇", 2022, {RECEIVED: 5}, format="docx"),
    )
    assert len(corpus) == 1 and corpus.reports["files"].tolist() == [3]
    assert corpus.reports["format"].tolist() == ["html"]
    found = corpus.versions().set_index(["other_path", "item"])
    assert found.loc[("临淄区/甲镇/2022.pdf", RECEIVED), ["difference", "here", "there"]].tolist() == [
        "differs",
        "6",
        "5",
    ]
    assert found.loc[("临淄区/甲镇/2022.docx", FEE), "difference"] == "only here"
    assert corpus.findings["code"].tolist() == ["S-VERSIONS"]
    assert "2022.html" in corpus.findings["message"].iloc[0]


def test_officers_over_the_years_with_phones_masked(tmp_path: Path) -> None:
    def listed(*people: tuple[str, str, str]) -> tuple[Officer, ...]:
        return tuple(Officer(name, post, phone) for name, post, phone in people)

    corpus = corpus_of(
        tmp_path,
        report("甲镇", 2021, officers=listed(("张三", "主任", "13812345678"), ("李四", "科员", "7580001"))),
        report("甲镇", 2022, officers=listed(("张 三", "副镇长", "13812345678"), ("王五", "科员", "7580002"))),
        report("乙镇", 2022, officers=listed(("张三", "主任", "138 1234 5678"))),
    )
    changes = corpus.officer_changes().set_index("name")
    assert changes["change"].to_dict() == {"张三": "post", "李四": "left", "王五": "new"}
    assert changes.loc["张三", "phone"] == "138****5678" and changes.loc["李四", "phone_before"] == "7580001"
    assert corpus.officer_changes(privacy="none").set_index("name").loc["张三", "phone"] == "13812345678"
    assert corpus.in_two_organs()["organs"].tolist() == ["乙镇; 甲镇"]
    assert corpus.staff().set_index(["organ", "year"]).loc[("甲镇", 2021)].tolist() == [2, 2, 2]
    assert not corpus.officers["phone"].str.contains("12345678").any()
    assert corpus.frame("officers", privacy="none")["phone"].str.contains("12345678").any()


def test_copied_sections_are_found(tmp_path: Path) -> None:
    own = "村级公开栏的维护跟不上，部分村干部不熟悉新条例，答复申请时容易超过期限；公众号粉丝很少，传播的效果有限。" * 2
    corpus = corpus_of(
        tmp_path,
        report("甲镇", 2021, text=COPIED),
        report("乙镇", 2022, text=COPIED.replace("群众", "居民")),
        report("丙镇", 2022, text=own),
    )
    copies = corpus.copies(section="problems")
    assert copies[["organ", "other_organ"]].to_numpy().tolist() in ([["甲镇", "乙镇"]], [["乙镇", "甲镇"]])
    assert copies["similarity"].iloc[0] >= 90


def test_sql_over_lists_and_values_and_nothing_else(corpus: Corpus) -> None:
    sums = corpus.sql(f'select county, sum("{RECEIVED}") as n from "values" join reports using (report_id) group by 1')
    assert sums.set_index("county")["n"].to_dict() == {"临淄区": 21, "甲县": 40, "乙县": 50}
    facts = corpus.sql("select organ, year, item, value, state from facts where value is not null")
    assert len(facts) == int(corpus.facts["value"].notna().sum())
    assert facts.dtypes.astype(str).tolist() == [TEXT, "Int64", TEXT, "Float64", TEXT]
    assert corpus.sql("select phone from officers")["phone"].str.contains(r"\*{4}").all()
    doors = (
        "select * from read_csv('/etc/passwd')",
        "copy reports to 'x.csv'",
        "install httpfs",
        "set memory_limit='1GB'",
    )
    for door in doors:
        with pytest.raises(Exception, match=r"(?i)permission|disabled|locked"):
            corpus.sql(door)


def test_columns_are_called_in_chinese_on_request(corpus: Corpus) -> None:
    assert list(corpus.labels("problems").columns) == ["机关", "年度", "报告编号", "顺序", "内容", "主题"]
    assert corpus.labels(corpus.panel(RECEIVED)).index.name == "机关"


def test_who_is_who() -> None:
    columns = ["organ", "organ_full", "county", "city", "province", "kind", "year", "sha256"]
    spelled = [
        ("金岭回族镇", "临淄区金岭回族镇人民政府", "临淄区", None, None, "township", 2022, "a"),
        ("金岭镇", "淄博市临淄区金岭镇人民政府", None, None, None, "township", 2021, "b"),
        ("临淄区金岭回族镇人民政府", None, None, None, None, "township", 2020, "c"),
        ("金岭镇", None, None, None, None, "township", 2019, "d"),
        ("雪宫街道办事处", None, "淄博市临淄区", None, None, "sub_district", 2020, "e"),
        ("雪宫街道", None, "临淄区", "淄博市", "山东省", "sub_district", 2021, "f"),
        ("城关镇", None, "甲县", None, None, "township", 2020, "g"),
        ("城关镇", None, "乙县", None, None, "township", 2020, "h"),
        ("城关镇", None, None, None, None, "township", 2020, "i"),
        ("临淄区", "淄博市临淄区人民政府", "临淄区", "淄博市", None, "county", 2020, "j"),
        (None, None, None, None, None, None, 2020, "k"),
        ("云岫县民政局", None, "云岫县", None, None, "department", 2020, "l"),
    ]
    told = identify(pd.DataFrame(spelled, columns=columns))
    assert told["organ"].tolist()[:6] == ["金岭回族镇"] * 4 + ["雪宫街道"] * 2
    assert told["known_by"].tolist()[3] == "county assumed"
    assert told["organ"].tolist()[6:8] == ["甲县城关镇", "乙县城关镇"]
    assert told["known_by"][8] == "ambiguous" and told["organ_id"].nunique() == 7
    assert told["county"][9] == "临淄区" and pd.isna(told["organ"][10])
    assert told["organ"][11] == "云岫县民政局"


def test_an_organ_is_called_as_it_is_most_often_called_however_many_files_spell_it_so() -> None:
    columns = ["organ", "organ_full", "county", "city", "province", "kind", "year", "sha256"]
    spelled = [
        ("金岭回族镇", None, "临淄区", None, None, "township", 2019, "a"),
        *(("金岭镇", None, "临淄区", None, None, "township", year, str(year)) for year in (2020, 2021, 2022)),
        (None, None, None, None, None, None, 2020, "k"),
    ]
    told = identify(pd.DataFrame(spelled, columns=columns, index=[5, 3, 8, 1, 2]))
    assert told.index.tolist() == [5, 3, 8, 1, 2]
    assert told["organ"].tolist()[:4] == ["金岭镇"] * 4 and pd.isna(told["organ"][2])
    assert told["organ_id"].nunique() == 1 and set(told["county"].dropna()) == {"临淄区"}


def test_a_table_of_divisions_joins_renamed_organs(tmp_path: Path) -> None:
    made = [report("甲乡", 2019, {RECEIVED: 1}), report("新甲镇", 2021, {RECEIVED: 2})]
    corpus_of(tmp_path, *made)
    table = pd.DataFrame(
        {
            "code": ["370305200", "370305200", "370305"],
            "name": ["甲乡", "新甲镇", "临淄区"],
            "parent": ["370305", "370305", None],
            "valid_from": [None, 2020, None],
            "valid_to": [2019, None, None],
        }
    )
    corpus = open_corpus(tmp_path, divisions=table)
    assert corpus.panel(RECEIVED).shape == (1, 2)
    assert corpus.reports["organ_id"].unique().tolist() == ["370305200"]
    assert open_corpus(tmp_path).panel(RECEIVED).shape == (2, 2)
