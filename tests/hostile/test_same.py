"""The same files give the same bytes, whatever the number of workers, the order, the seed of hashes and the load."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = (
    sorted((ROOT / "corpus/reports/yunxiu/wanglu").glob("20*.*")) + sorted((ROOT / "corpus/reports").rglob("*.pdf"))[:2]
)
RUN = """
import random, sys
from pathlib import Path
import reportparse as rp
from reportparse import views
store, workers, seed, *files = sys.argv[1:]
random.Random(int(seed)).shuffle(files)
corpus = rp.parse_all(files, store=store, workers=int(workers), progress=False)
rp.audit(corpus).to_csv(Path(store) / "audit.csv")
views.page(corpus, Path(store) / "page.html")
for name in ("all.xlsx", "csv/all.csv", "parquet/all.parquet", "all.dta", "all.zip"):
    (Path(store) / name).parent.mkdir(exist_ok=True)
    views.export(corpus, Path(store) / name)
"""


def run(store: Path, workers: int, seed: int) -> dict[str, bytes]:
    """Every file that a run of its own wrote, by name."""
    environment = os.environ | {"PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT / "src")}
    files = [str(path) for path in FILES]
    words = [sys.executable, "-c", RUN, str(store), str(workers), str(seed), *files]
    done = subprocess.run(words, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    paths = [path for path in store.rglob("*") if path.is_file() and path.suffix != ".lock"]
    return {path.relative_to(store).as_posix(): path.read_bytes() for path in paths}


def test_workers_order_seeds_and_load_change_no_byte(tmp_path: Path) -> None:
    hog = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        first = run(tmp_path / "one", 1, 1)
        others = [run(tmp_path / "two", 2, 2), run(tmp_path / "eight", 8, 3)]
    finally:
        hog.kill()
        hog.wait()
    for other in others:
        assert other.keys() == first.keys()
        assert not [name for name in first if first[name] != other[name]]
    assert any(name.endswith(".parquet") for name in first) and {"audit.csv", "page.html", "all.xlsx"} <= first.keys()
