"""Runs that are killed at random moments, until one comes through; and what of their exports must be the same."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pandas as pd

from reportparse.corpus import Corpus
from reportparse.views import export, page
from reportparse.worker import PARSER
from tests.mock_parser import DELAY

ROOT = Path(__file__).parents[2]
RUN = """
import sys
from reportparse import batch, store
store.JOURNAL_ROWS = 10
print("begun", flush=True)
print(len(batch.parse_all(sys.argv[1], sys.argv[2], workers=2)), flush=True)
"""


def start(folder: Path, store: Path, delay: float) -> subprocess.Popen[str]:
    """A run in a process group of its own; each file takes `delay` seconds."""
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return subprocess.Popen(
        [sys.executable, "-c", RUN, str(folder), str(store)],
        env=os.environ | {PARSER: "tests.mock_parser:parse", DELAY: str(delay), "PYTHONPATH": paths},
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def kill_and_resume(folder: Path, store: Path, *, kills: int, delay: float, longest: float, seed: int) -> str:
    """Kill `kills` runs, each after at most `longest` seconds of work; the answer is what the last one printed."""
    chance = random.Random(seed)
    for _ in range(kills):
        run = start(folder, store, delay)
        assert run.stdout and run.stdout.readline() == "begun\n"
        time.sleep(chance.uniform(0, longest))
        assert run.poll() is None, "the run was over before it was killed: give it more to do"
        os.killpg(run.pid, signal.SIGKILL)
        run.wait(30)
    return start(folder, store, 0).communicate(timeout=600)[0].split()[-1]


def exported(corpus: Corpus, folder: Path) -> dict[str, bytes]:
    """The bytes of every export of a corpus that has stable ones, by name."""
    folder.mkdir()
    for name in ("all.xlsx", "all.csv", "all.parquet", "all.dta"):
        export(corpus, folder / name)
    page(corpus, folder / "all.html")
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def tables(corpus: Corpus, path: Path) -> dict[str, pd.DataFrame]:
    """The tables of the DuckDB export; the bytes of that file are not stable."""
    export(corpus, path)
    with duckdb.connect(str(path), read_only=True) as connection:
        names = [name for (name,) in connection.execute("select table_name from duckdb_tables() order by 1").fetchall()]
        return {name: connection.execute(f'select * from "{name}"').df() for name in names}
