"""Crafted files through parse_all: each ends in the outcome that is right for it, and reaches nothing outside."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pandas as pd
import pytest

from reportparse.batch import parse_all
from reportparse.inputs import MEMBER_MARK
from reportparse.isolation import MEMORY, kill_children
from reportparse.store import Store
from tests.hostile.crafting import RECORD, STRAY, cases

CASES = {name: (data, outcomes) for name, data, outcomes in cases()}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """One row per input of a run over all of them."""
    folder, store = tmp_path_factory.mktemp("hostile"), tmp_path_factory.mktemp("store")
    for name, (data, _) in CASES.items():
        (folder / name).write_bytes(data)
    before = set(folder.iterdir())
    parse_all([str(folder / name) for name in CASES], store, workers=2, timeout=60)
    kill_children()
    assert set(folder.iterdir()) == before
    return Store(store).index


def rows_of(name: str, index: pd.DataFrame) -> pd.DataFrame:
    """The rows of a file, or of the members of an archive."""
    paths = index["path"].str.split(MEMBER_MARK).str[0].str.rsplit("/", n=1).str[-1]
    return index[paths == name]


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_file_ends_as_it_should(name: str, index: pd.DataFrame) -> None:
    found = rows_of(name, index)
    told = found["outcome"].mask(found["outcome"].eq(RECORD) & found["message"].notna(), STRAY)
    assert len(found) and set(told) <= CASES[name][1], found[["path", "outcome", "message"]].to_dict("records")
    failed = found[found["outcome"] != "record"]
    assert failed["message"].str.len().gt(20).all()


def test_no_file_took_more_memory_than_it_may(index: pd.DataFrame) -> None:
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    assert len(index) and peak <= 1.05 * MEMORY


def test_nothing_was_written_outside(index: pd.DataFrame) -> None:
    assert len(index)
    for folder in (Path("/tmp"), Path(os.curdir), Path(os.pardir)):
        assert not list(folder.glob("rp-canary*"))
