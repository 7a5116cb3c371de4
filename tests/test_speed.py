"""What `benchmarks/speed` measures is what it says: floors and copies do their work, and the page says what was found."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

import reportparse as rp
from benchmarks import panel
from benchmarks.speed import floors, inside, many, outside, run, tell, texts
from reportparse.corpus import open_corpus
from reportparse.rules.wide import sums

FILES = {kind: paths[0] for kind, paths in run.corpus_files().items()}


@pytest.mark.parametrize("kind", run.FORMATS)
def test_the_floor_reads_the_file(kind: str) -> None:
    found = floors.FLOORS[kind].work(FILES[kind].read_bytes())
    text = found if isinstance(found, str) else "".join(found.itertext())  # type: ignore[attr-defined]
    assert "政府信息公开" in "".join(text.split())


@pytest.mark.parametrize("kind", run.FORMATS)
def test_copies_differ_in_bytes_and_give_the_same_record(kind: str, tmp_path: Path) -> None:
    many.write_copies([FILES[kind]], 9, tmp_path)
    copies = [path.read_bytes() for path in sorted(tmp_path.iterdir())]
    assert len(set(copies)) == 9
    if kind == "docx":
        assert zipfile.ZipFile(io.BytesIO(copies[8])).testzip() is None
    first = rp.parse(FILES[kind])
    for copy in (copies[0], copies[8]):
        record = rp.parse(copy)
        assert [fact.value for fact in record.facts] == [fact.value for fact in first.facts]
        assert [finding.code for finding in record.findings] == [finding.code for finding in first.findings]


def test_stages_are_all_of_a_parse_and_leave_it_as_it_was() -> None:
    parse = dict(vars(inside.parsing))
    found = inside.stages([FILES["txt"]], 1)
    assert min(found.values()) >= 0 and found["tables"] > 0
    assert dict(vars(inside.parsing)) == parse


def test_a_peer_that_fails_is_left_out_and_a_file_without_a_record_too(tmp_path: Path) -> None:
    (tmp_path / "no.docx").write_bytes(b"PK\x03\x04 word/ not an archive")
    (tmp_path / "yes.txt").write_bytes(FILES["txt"].read_bytes())
    found = inside.measure(sorted(tmp_path.iterdir()), 2)
    assert [row.name for row in found] == ["yes.txt"]
    assert len(found[0].whole) == len(found[0].floor) == 2


def test_programs_are_measured_and_a_failing_one_is_no_measurement(tmp_path: Path) -> None:
    found = outside.measure(FILES, 1)
    assert set(found) == {"bare python", "import", *run.FORMATS, "pdfplumber"}
    assert found["import"].peak[0] >= found["bare python"].peak[0] > 1
    with pytest.raises(ChildProcessError):
        outside.measure({kind: tmp_path / "absent" for kind in FILES}, 1)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_says_what_was_measured(language: tell.Language) -> None:
    text = tell.page(figures(), language)
    assert "2.00" in text and "| ≤ 2.5 × | 2 × | ✓ |" in text
    assert "| ≥ 12 × | 10 × | ✗ |" in text
    assert "| ≤ 3 s | 2 s | ✓ |" in text and "| ≥ 5 × | 10 × | ✓ |" in text


def test_a_made_panel_holds_the_same_as_the_long_file_beside_it(tmp_path: Path) -> None:
    panel.make(tmp_path, 300)
    corpus = open_corpus(tmp_path)
    assert len(corpus) == 300
    broken = sums(corpus)
    assert len(broken) == panel.pandas_sums(panel.long(tmp_path)) > 0
    wide = panel.pandas_panel(panel.long(tmp_path))
    assert corpus.panel(panel.ITEMS).sum().to_dict() == wide.sum().to_dict()


def test_near_equal_texts_are_found_by_both() -> None:
    found, other = texts.ours(100), texts.peer(100)
    assert found.pairs == 10 and found.cpu > 0
    assert other is None or other.pairs == 10


def test_each_task_has_a_name_in_both_languages() -> None:
    assert set(tell.TASKS_ZH) == set(panel.TASKS)


def figures() -> tell.Figures:
    """Ten ms for the floor of each format, twenty for the record, two hundred for the peer."""
    row = {"name": "a", "size": 1, "whole": [0.02], "floor": [0.01], "peer": [0.2], "reread": False}
    cost = {"seconds": [0.1], "peak": [40.0]}
    batch = {"reports": 10, "workers": 1, "wall": 1.0, "cpu": 1.0, "parent": 0.1, "early": 50.0, "late": 50.0}
    return {
        "machine": {"cores": "2", "python": "3.11", "system": "Linux", "lxml": "6"},
        "rounds": 1,
        "load": 0.5,
        "quick": False,
        "corpus": [{"format": kind, **row} for kind in run.FORMATS],
        "also": [],
        "stages": {kind: {"read": 0.01, "the rest": 0.001} for kind in run.FORMATS},
        "processes": {
            name: {**cost, "seconds": [0.1 if name == "bare python" else 0.2]}
            for name in ("bare python", "import", *run.FORMATS, "pdfplumber")
        },
        "growth": [batch],
        "pool": [batch, batch, batch],
        "peer": {"reports": 1, "wall": 1.0},
        "panels": [{"reports": 200_000, "task": task, "wall": 3.0, "cpu": 2.0, "peak": 100.0} for task in panel.TASKS],
        "texts": {
            "ours": {"texts": 100, "cpu": 1.0, "pairs": 10},
            "peer": {"texts": 10, "cpu": 1.0, "pairs": 1},
        },
    }
