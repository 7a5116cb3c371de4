"""The sums of a whole corpus, judged side by side, are those that the rules find broken report by report."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import pandas as pd
import pyarrow.parquet as pq
import pytest

import reportparse as rp
from reportparse import rules
from reportparse.corpus import Corpus
from reportparse.errors import UnknownItem
from reportparse.findings import Finding
from reportparse.report import Fact, Organ, Report
from reportparse.rows import MARKS
from reportparse.rules.arithmetic import IDENTITIES
from reportparse.store import publish
from tests.building import corpus_of
from tests.rules.builder import busy, cells, change, old_form, without

GROUP = ["requests.other_not_corrected", "requests.other_fee_unpaid", "requests.other_else"]
SINGLE = "requests.other_outcome"


def damaged(number: int) -> Report:
    """A report in which chance has changed figures, taken cells away, mixed editions and cast doubt on readings."""
    chance = random.Random(number)
    report = (old_form if chance.random() < 0.3 else busy)(2019 + number % 6)
    origin = msgspec.structs.replace(report.origin, sha256=f"{number:064x}", path=f"{number:03}.docx")
    report = change(report, origin=origin, organ=Organ(f"第{number}镇", None, "township", "青原县"))
    facts = {fact.item: fact for fact in report.facts}
    for item in chance.sample(sorted(facts), chance.choice([0, 1, 3, 12])):
        facts[item] = changed(facts[item], chance)
    report = change(report, facts=tuple(facts.values()))
    if chance.random() < 0.3:
        report = blanks(report, chance)
    if chance.random() < 0.15:
        report = without(report, chance.choice(["proactive", "requests", "remedies"]))
    if report.edition == "2021" and chance.random() < 0.3:
        report = one_row(report, chance)
    if chance.random() < 0.2:
        report = with_table_of_2019(report)
    if chance.random() < 0.3:
        doubted = tuple(chance.sample(sorted(facts), 9))
        report = change(report, findings=(Finding(chance.choice(["R-CELL", "R-BLANK"]), doubted),))
    return report


def changed(fact: Fact, chance: random.Random) -> Fact:
    kind = chance.choice(["figure", "negative", "fraction", "blank", "absent", "unreadable", "doubt"])
    if kind in ("blank", "absent", "unreadable"):
        return msgspec.structs.replace(fact, state=kind, value=None)
    if kind == "doubt":
        return msgspec.structs.replace(fact, doubt="two readings")
    value = {"figure": chance.randint(0, 40), "negative": -chance.randint(1, 4), "fraction": 2.5}[kind]
    return msgspec.structs.replace(fact, state="stated", value=value)


def blanks(report: Report, chance: random.Random) -> Report:
    """Most zeros of a table are left blank, as organs do."""
    zeros = [fact.item for fact in report.facts if fact.value == 0 and fact.table == "requests"]
    return cells(report, dict.fromkeys(chance.sample(zeros, len(zeros) // 2)))


def one_row(report: Report, chance: random.Random) -> Report:
    """The group of rows is printed as the single row of the edition of 2019."""
    kept, single = [], []
    for fact in report.facts:
        row, _, column = fact.item.rpartition(".")
        if row == GROUP[0]:
            figure = chance.choice([0, 1, 1, None])
            single.append(Fact(f"{SINGLE}.{column}", "blank" if figure is None else "stated", figure))
        gone = row in GROUP and (chance.random() < 0.95)
        kept.append(msgspec.structs.replace(fact, state="absent", value=None) if gone else fact)
    return change(report, facts=tuple(kept), extras=tuple(single))


def with_table_of_2019(report: Report) -> Report:
    """Table three is printed in the other edition."""
    other = old_form() if report.edition == "2021" else busy()
    edition = {"2021": "2019", "2019": "2021"}[str(report.edition)]
    facts = [fact for fact in report.facts if fact.table != "requests"]
    facts += [fact for fact in other.facts if fact.table == "requests"]
    return change(report, facts=tuple(facts), extras=(), editions={**report.editions, "requests": edition})


def told(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    """What both frames tell, as text."""
    return list(
        frame[["organ", "year", "code", "item", "left", "right", "difference"]]
        .astype(str)
        .itertuples(index=False, name=None)
    )


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return corpus_of(tmp_path_factory.mktemp("panel"), *map(damaged, range(240)))


def test_they_are_those_of_the_audit(corpus: Corpus) -> None:
    found = rules.sums(corpus)
    assert told(found) == told(rp.audit(corpus, IDENTITIES))
    assert found["code"].nunique() >= 8 and found["organ"].nunique() > 60


def test_of_some_rules_and_some_reports(corpus: Corpus) -> None:
    some = corpus.where(year=range(2021, 2023))
    found = rules.sums(some, ["T3-BAL", "T4-SUM"])
    assert set(found["code"]) == {"T3-BAL", "T4-SUM"} and set(found["year"]) == {2021, 2022}
    assert told(found) == told(rp.audit(some, ["T3-BAL", "T4-SUM"]))
    with pytest.raises(UnknownItem, match="T3-BAL"):
        rules.sums(corpus, ["T3-BALL"])


def test_no_reports_have_no_sums(tmp_path: Path, corpus: Corpus) -> None:
    nothing = rules.sums(corpus_of(tmp_path / "empty"))
    assert nothing.empty and list(nothing) == list(rules.sums(corpus))


def test_a_store_of_an_older_version_is_judged_by_its_records(tmp_path: Path, corpus: Corpus) -> None:
    for part in corpus.store.parts:
        publish(pq.read_table(part).drop_columns(list(MARKS)), tmp_path / part.name)
    assert rules.sums(rp.open_corpus(tmp_path)).astype(str).equals(rules.sums(corpus).astype(str))


def test_a_part_without_findings_is_judged_beside_one_that_has_them(tmp_path: Path) -> None:
    folder = tmp_path / "panel"
    corpus = corpus_of(folder, *map(damaged, range(60)))
    (part,) = corpus.store.parts
    table = pq.read_table(part)
    doubtless = tmp_path / "two"
    doubtless.mkdir()
    publish(table.slice(0, 30), doubtless / "part-00000-a.parquet")
    publish(table.slice(30).drop_columns(["findings"]), doubtless / "part-00001-b.parquet")
    found, first = rules.sums(rp.open_corpus(doubtless)), rules.sums(corpus)
    early = set(table.slice(0, 30).column("organ").to_pylist())
    assert told(found[found["organ"].isin(early)]) == told(first[first["organ"].isin(early)])
    assert len(found) >= len(first)


def test_a_row_of_the_other_edition_stands_for_no_row_of_applicants() -> None:
    """其他处理 in the form of 2021: a row that is absent is not judged by one column of the single row."""
    report = busy()
    facts = [
        msgspec.structs.replace(fact, state="absent", value=None) if fact.item.rpartition(".")[0] in GROUP else fact
        for fact in report.facts
    ]
    single = {"natural_person": 0, "commercial_enterprise": 1, "total": 1}
    extras = tuple(Fact(f"{SINGLE}.{column}", "stated", value) for column, value in single.items())
    assert rp.audit(change(report, facts=tuple(facts), extras=extras), ["T3-ROW"]).empty
