"""The parts on disk: what was added is there once, in the same bytes, whatever ended the run."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from reportparse import store as stores
from reportparse.store import Store, StoreBusy, Writer, list_parts
from tests.building import PARSER, RECEIVED, answer, corpus_of, failure, report

REPORTS = [report(f"甲{n}镇", year, {RECEIVED: n * year % 17}) for n in range(9) for year in range(2019, 2024)]


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.parquet"))}


def test_a_record_comes_back_as_it_was(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path / "panel", *REPORTS)
    assert {made.to_json() for made in corpus} == {made.to_json() for made in REPORTS}


def test_figures_are_stored_as_they_are_and_all_else_compressed(tmp_path: Path) -> None:
    corpus_of(tmp_path, *REPORTS)
    group = pq.ParquetFile(list_parts(tmp_path)[0]).metadata.row_group(0)
    columns = [group.column(number) for number in range(group.num_columns)]
    used = {column.path_in_schema: column.compression for column in columns}
    assert used[RECEIVED] == "UNCOMPRESSED" and used["record"] == used["facts.list.element.value"] == "ZSTD"
    assert {used[path] for path in used if ".list." in path or "." not in path} == {"ZSTD"}


def test_the_bytes_do_not_tell_the_order_or_the_interruptions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "PART_ROWS", 10)
    corpus_of(tmp_path / "one", *REPORTS)
    monkeypatch.setattr(stores, "JOURNAL_ROWS", 4)
    shuffled = random.Random(5).sample(REPORTS, len(REPORTS))
    for half in (shuffled[:20], shuffled[20:]):
        with Writer(tmp_path / "two", PARSER) as writer:
            for made in half:
                writer.add(answer(made))
    with Writer(tmp_path / "two", PARSER) as writer:
        writer.compact()
    assert [name.partition("-")[0] for name in bytes_of(tmp_path / "one")] == ["index", *["part"] * 5]
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")


def test_only_parts_with_news_are_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "PART_ROWS", 10)
    corpus_of(tmp_path, *REPORTS)
    before = {path.name: path.stat().st_mtime_ns for path in list_parts(tmp_path)}
    corpus_of(tmp_path, report("甲9镇", 2023, {RECEIVED: 1}))
    after = {path.name: path.stat().st_mtime_ns for path in list_parts(tmp_path)}
    assert len(set(before.items()) & set(after.items())) == 4


def test_the_later_row_of_a_file_holds(tmp_path: Path) -> None:
    first = report("甲镇", 2022, {RECEIVED: 1}, path="a.docx")
    corpus_of(tmp_path, first)
    with Writer(tmp_path, PARSER) as writer:
        writer.add(answer(report("甲镇", 2022, {RECEIVED: 2}, path="a.docx")))
    assert len(Store(tmp_path).index) == 1
    assert next(iter(corpus_of(tmp_path))).value(RECEIVED) == 2
    assert len(list_parts(tmp_path)) == 1


def test_a_parsed_file_is_settled_and_so_is_its_copy(tmp_path: Path) -> None:
    made = report("甲镇", 2022, {RECEIVED: 1}, path="a.docx")
    corpus_of(tmp_path, made, failures=("bad.docx",))
    passing = frozenset({"unreadable"})
    with Writer(tmp_path, PARSER) as writer:
        assert writer.settle("a.docx", made.origin.sha256, passing)
        assert not writer.settle("a.docx", "0" * 64, passing)
        assert not writer.settle("a.txt", made.origin.sha256, passing)
        assert writer.settle("bad.docx", failure("bad.docx").sha256, passing)
        assert writer.settle("copy/of.docx", made.origin.sha256, passing)
    with Writer(tmp_path, "another version") as writer:
        assert not writer.settle("a.docx", made.origin.sha256, passing)
    index = Store(tmp_path).index.set_index("path")
    assert index.loc["copy/of.docx", "outcome"] == "record"
    copy = next(Store(tmp_path).reports(index.reset_index().query("path == 'copy/of.docx'")))
    assert (copy.origin.path, copy.facts) == ("copy/of.docx", made.facts)


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    with Writer(tmp_path, PARSER), pytest.raises(StoreBusy, match="another run"), Writer(tmp_path, PARSER):
        pass
    with Writer(tmp_path, PARSER):
        pass


@pytest.mark.parametrize("fails_at", range(1, 6))
def test_a_full_disk_leaves_the_old_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int) -> None:
    monkeypatch.setattr(stores, "PART_ROWS", 10)
    corpus_of(tmp_path, *REPORTS[:20])
    before = bytes_of(tmp_path)
    calls = iter(range(1, 100))
    write = pq.write_table

    def full(table: Any, file: Any, **options: Any) -> None:
        if next(calls) == fails_at:
            file.write(b"PAR1 half of a")
            raise OSError(28, "No space left on device")
        write(table, file, **options)

    monkeypatch.setattr(pq, "write_table", full)
    monkeypatch.setattr(stores, "JOURNAL_ROWS", 10)
    with pytest.raises(OSError, match="No space left"):
        corpus_of(tmp_path, *REPORTS[20:])
    kept = bytes_of(tmp_path)
    assert all(kept[name] == data for name, data in before.items() if name in kept)
    assert len(Store(tmp_path).index) >= 20
    assert not list(tmp_path.glob(".tmp-*"))
    monkeypatch.undo()
    monkeypatch.setattr(stores, "PART_ROWS", 10)
    corpus_of(tmp_path, *REPORTS)
    corpus_of(tmp_path / "fresh", *REPORTS)
    assert bytes_of(tmp_path) == bytes_of(tmp_path / "fresh")


def test_a_half_file_of_a_killed_run_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".tmp-part-new-00003.parquet").write_bytes(b"PAR1")
    corpus_of(tmp_path, *REPORTS[:3])
    assert not list(tmp_path.glob(".tmp-*"))


def test_others_read_the_parts_without_this_package(tmp_path: Path) -> None:
    corpus_of(tmp_path, *REPORTS)
    frame = pd.read_parquet(list_parts(tmp_path)[0])
    assert frame[RECEIVED].sum() == sum(made.value(RECEIVED) or 0 for made in REPORTS)
    assert frame["facts"][0][0]["item"] == RECEIVED
    query = f"select sum(f.value) from (select unnest(facts) as f from '{tmp_path}/part-*.parquet')"
    assert duckdb.sql(query).fetchall() == [(frame[RECEIVED].sum(),)]


def test_a_store_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="parse_all"):
        Store(tmp_path / "nowhere")
