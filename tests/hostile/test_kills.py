"""`kill -9` at random moments loses nothing, doubles nothing and leaves no trace in what is exported."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from reportparse.batch import parse_all
from reportparse.corpus import open_corpus
from reportparse.publishing import TEMPORARY, publishing
from reportparse.worker import PARSER
from tests.hostile.killing import ROOT, exported, kill_and_resume, tables
from tests.test_batch import bytes_of, write

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9")


def test_killed_runs_end_in_the_same_exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PARSER, "tests.mock_parser:parse")
    folder, store = write(tmp_path / "in", 80), tmp_path / "panel"
    (folder / "0030-poison.txt").write_text("mock:segv")
    assert kill_and_resume(folder, store, kills=5, delay=0.25, longest=1.8, seed=11) == "80"
    straight = parse_all(folder, tmp_path / "straight")
    resumed = open_corpus(store)
    assert bytes_of(store) == bytes_of(tmp_path / "straight") and not list(store.glob(f"{TEMPORARY}*"))
    assert exported(resumed, tmp_path / "one") == exported(straight, tmp_path / "two")
    one, two = (tables(corpus, tmp_path / f"{n}.duckdb") for n, corpus in enumerate((resumed, straight)))
    assert one.keys() == two.keys() and all(one[name].equals(two[name]) for name in one)


PUBLISH = """
import sys
from pathlib import Path
import pyarrow as pa
from reportparse.store import publish
path = Path(sys.argv[1])
print("begun", flush=True)
for number in range(10**6):
    publish(pa.table({"n": list(range(20_000)), "of": [number] * 20_000}), path)
"""


def test_nobody_meets_half_a_file(tmp_path: Path) -> None:
    path = tmp_path / "part.parquet"
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    opened = 0
    for number in range(6):
        run = subprocess.Popen(
            [sys.executable, "-c", PUBLISH, str(path)], env=environment, stdout=subprocess.PIPE, text=True
        )
        assert run.stdout and run.stdout.readline()
        until = time.monotonic() + 0.15 + 0.03 * number
        while time.monotonic() < until:
            opened += path.exists() and pq.read_table(path).num_rows == 20_000
        run.kill()
        run.wait()
    assert opened > 6 and pq.read_table(path).num_rows == 20_000
    with publishing(path) as temporary:
        temporary.write_bytes(b"whole")
    assert [file.name for file in tmp_path.iterdir()] == ["part.parquet"]
