"""A Dask cluster that loses a worker in the middle and meets a poisonous file, again and again: is every record there?

python benchmarks/hostile/cluster.py [--files 300] [--times 10]

A scheduler and two worker processes over TCP on loopback, the files through the tests' own parser. A worker is killed
while the run is going on, and one file kills the process that parses it. Told for each time: the records, the distinct
ones, who was blamed, and whether the store has the same bytes as one that was made without a cluster.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from distributed import Client, LocalCluster  # noqa: E402

from reportparse.batch import parse_all  # noqa: E402
from reportparse.worker import PARSER  # noqa: E402
from tests.mock_parser import DELAY  # noqa: E402
from tests.test_batch import bytes_of, write  # noqa: E402
from tests.test_cluster import kill_later  # noqa: E402

EACH = "0.05"
KILL_AFTER = 2.0
"""Seconds that a file takes, and after which a worker is killed."""


def main() -> int:
    """Prints a line for each time; 1 where one was not as it should be."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--times", type=int, default=10)
    options = parser.parse_args()
    os.environ[PARSER] = "tests.mock_parser:parse"
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        folder = write(scratch / "in", options.files)
        (folder / "0100-poison.txt").write_text("mock:segv")
        parse_all(folder, scratch / "here", progress=False)
        os.environ[DELAY] = EACH
        good = [_once(folder, scratch, number, options.files) for number in range(1, options.times + 1)]
    print(f"{sum(good)} of {len(good)} as they should be")
    return int(not all(good))


def _once(folder: Path, scratch: Path, number: int, files: int) -> bool:
    begun, store = time.monotonic(), scratch / f"there-{number}"
    cluster = LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, local_directory=str(scratch)
    )
    with cluster, Client(cluster) as client:
        victim = next(iter(client.run(os.getpid).values()))
        threading.Thread(target=kill_later, args=(victim, KILL_AFTER), daemon=True).start()
        corpus = parse_all(folder, store, executor=client.get_executor(), progress=False)
        killed = victim not in client.run(os.getpid).values()
    blamed = corpus.failures["code"].astype(str).tolist()
    same = bytes_of(store) == bytes_of(scratch / "here")
    distinct = corpus.reports["path"].nunique()
    seconds = time.monotonic() - begun
    print(
        f"{number:3d}: {len(corpus)}/{files} records, {distinct} distinct, {blamed}, {same=}, {killed=}, {seconds:.0f}"
    )
    return killed and same and len(corpus) == distinct == files and blamed == ["worker-died"]


if __name__ == "__main__":
    sys.exit(main())
