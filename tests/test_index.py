"""The file that is gathered from the parts: with it a store answers as without it, and never about other parts."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pandas as pd
import pyarrow.parquet as pq
import pytest

from reportparse import index, rules
from reportparse import store as stores
from reportparse.corpus import Corpus, open_corpus
from reportparse.index import remove_index, write_index
from reportparse.report import Fact, Report
from reportparse.rows import MARKS, known_items
from reportparse.store import Writer, list_parts, publish
from tests.building import FEE, PARSER, RECEIVED, answer, corpus_of, report
from tests.rules.test_sums import damaged

OWN = "requests.of_my_own.total"
"""An item of no form that comes with the package."""

SHEET = "staff.full_time_staff.value"
STATES = {
    "甲镇": [Fact(RECEIVED, "stated", 0), Fact(FEE, "stated", 1.25)],
    "乙镇": [Fact(RECEIVED, "blank"), Fact(FEE, "absent"), Fact(OWN, "stated", 3)],
    "丙镇": [Fact(RECEIVED, "unreadable"), Fact(FEE, "stated", 0.0)],
}


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts and groups of few rows, the borders of which are not the same."""
    monkeypatch.setattr(stores, "PART_ROWS", 10)
    monkeypatch.setattr(index, "GROUP_ROWS", 25)


def reports() -> list[Report]:
    """Cells in every state, in rows of all editions and of none, of reports with sums that hold and that do not."""
    special = [msgspec.structs.replace(report(name, 2022), facts=tuple(facts)) for name, facts in STATES.items()]
    beside = report(
        "丁镇", 2021, {RECEIVED: 4}, extras=(Fact(OWN, "blank"), Fact("requests.received.total", "stated", 4))
    )
    return [*map(damaged, range(60)), *special, beside, report("戊镇", 2016, {RECEIVED: 9})]


def told(corpus: Corpus) -> dict[str, pd.DataFrame]:
    """Whatever rests on flat columns, figures, states or lists."""
    some = corpus.where(organ=["乙镇", "丙镇", "第3镇", "第41镇"])
    items = [*known_items(), *(item for item in corpus.items() if item == OWN)]
    return {
        "reports": corpus.reports,
        "failures": corpus.failures,
        "panel": corpus.panel(items),
        "bare": corpus.panel(items, crosswalk=False),
        "some": some.panel(items, index=("county", "year")),
        "one": some.panel(RECEIVED),
        "facts": corpus.facts,
        "findings": corpus.findings,
        "sums": rules.sums(corpus),
        "some sums": rules.sums(some),
    }


def same(folder: Path) -> None:
    """That the store answers with the file as it does without; `remove_index` leaves it without."""
    assert list(folder.glob("index-*.parquet")) and open_corpus(folder).store.gathered
    found = told(open_corpus(folder))
    remove_index(folder)
    corpus = open_corpus(folder)
    assert corpus.store.gathered is None
    for name, frame in told(corpus).items():
        pd.testing.assert_frame_equal(found[name], frame, obj=name)


def test_a_store_answers_with_it_as_without(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, *reports(), failures=("bad.docx", "x/worse.pdf"))
    values = corpus.panel([RECEIVED, FEE, OWN]).droplevel("year").loc[[*STATES]]
    assert values.astype(object).where(values.notna(), None).to_numpy().tolist() == [
        [0, 1.25, None],
        [None, None, 3],
        [None, 0, None],
    ]
    assert not rules.sums(corpus).empty
    same(tmp_path)


def test_parts_of_several_versions_stand_side_by_side(tmp_path: Path) -> None:
    """An older version knew fewer items and no states; none of what it did not know is zero."""
    old, new = tmp_path / "old", tmp_path / "new"
    corpus_of(old, *reports())
    new.mkdir()
    for number, part in enumerate(list_parts(old)):
        gone = [*MARKS, RECEIVED, *known_items()[-3:]] if number % 2 else []
        publish(pq.read_table(part).drop_columns(gone), new / part.name)
    write_index(new, list_parts(new))
    assert open_corpus(new).panel([RECEIVED]).isna().sum().sum() > open_corpus(old).panel([RECEIVED]).isna().sum().sum()
    same(new)


def test_rows_of_an_unfinished_run_hold_before_it(tmp_path: Path) -> None:
    first, second, *rest = reports()
    corpus_of(tmp_path, first, second, *rest[:40])
    changed = msgspec.structs.replace(second, facts=(Fact(RECEIVED, "stated", 77),))
    with Writer(tmp_path, PARSER) as writer:
        for made in (changed, *rest[40:]):
            writer.add(answer(made))
    corpus = open_corpus(tmp_path)
    assert corpus.panel(RECEIVED).loc[str(second.organ.name), second.year] == 77
    assert corpus.store.gathered and len(list_parts(tmp_path)) > corpus.store.gathered.parts
    same(tmp_path)


def test_it_is_made_again_where_a_part_is_new_and_only_there(tmp_path: Path) -> None:
    def files() -> dict[str, int]:
        return {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("index-*.parquet")}

    corpus_of(tmp_path, *reports()[:40])
    before = files()
    corpus_of(tmp_path)
    assert files() == before
    assert corpus_of(tmp_path, report("新镇", 2023, {RECEIVED: 31})).panel(RECEIVED).loc["新镇", 2023] == 31
    assert len(files()) == 1 and not set(files()) & set(before)
    same(tmp_path)


def test_one_that_is_about_other_parts_is_not_found(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, *reports()[:40])
    last = list_parts(tmp_path)[-1]
    table = pq.read_table(last)
    publish(table.slice(0, 5), last)
    left = open_corpus(tmp_path)
    assert left.store.gathered is None and len(left) == len(corpus) - len(table) + 5


def test_a_run_that_ends_before_it_is_written_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    made = [*map(damaged, range(60))]
    corpus_of(tmp_path / "whole", *made)
    corpus_of(tmp_path / "store", *made[:40])
    with monkeypatch.context() as broken, pytest.raises(OSError, match="No space"):
        broken.setattr(index, "_groups", full)
        corpus_of(tmp_path / "store", *made[40:])
    assert not list((tmp_path / "store").glob("index-*")) and len(open_corpus(tmp_path / "store")) == len(made)
    corpus_of(tmp_path / "store")
    one, other = (sorted((tmp_path / name).glob("*.parquet")) for name in ("whole", "store"))
    assert [path.name for path in one] == [path.name for path in other]
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]


def test_a_store_of_one_part_has_none(tmp_path: Path) -> None:
    corpus_of(tmp_path, *reports()[:10])
    assert not list(tmp_path.glob("index-*"))
