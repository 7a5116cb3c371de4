"""A run over many files, killed with `kill -9` again and again, must end in what a run without trouble gives.

python benchmarks/hostile/kills.py [--files 1000] [--kills 20] [--seed N]

The files are small reports through the tests' own parser, so that what is measured is the store and not the reading.
Each run is a process group of its own and is killed at a random moment: starting, parsing, writing or packing. Compared
are the parts of the store and every export, byte by byte; of DuckDB, whose file is not stable, the rows.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from reportparse.batch import parse_all  # noqa: E402
from reportparse.corpus import open_corpus  # noqa: E402
from reportparse.publishing import TEMPORARY  # noqa: E402
from reportparse.worker import PARSER  # noqa: E402
from tests.hostile.killing import exported, kill_and_resume, tables  # noqa: E402
from tests.test_batch import bytes_of, write  # noqa: E402

DELAY = 0.15
LONGEST = 4.0
"""Seconds that a file takes, and that a run may last before it is killed."""


def main() -> int:
    """Prints the figures; 1 where anything differs."""
    options = _options()
    os.environ[PARSER] = "tests.mock_parser:parse"
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        wrong = _compare(Path(scratch), options)
    print(f"{time.monotonic() - begun:.0f} s; {'different: ' + ', '.join(wrong) if wrong else 'nothing differs'}")
    return int(bool(wrong))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=20)
    return parser.parse_args()


def _compare(scratch: Path, options: argparse.Namespace) -> list[str]:
    """What differs between a run that was killed and one that was not, by name."""
    folder, store = write(scratch / "in", options.files), scratch / "killed"
    count = kill_and_resume(folder, store, kills=options.kills, delay=DELAY, longest=LONGEST, seed=options.seed)
    straight, resumed = parse_all(folder, scratch / "straight", progress=False), open_corpus(store)
    paths = resumed.reports["path"]
    print(f"{options.files} files, {options.kills} kills; records {count}, distinct {paths.nunique()}")
    left = [path.name for path in store.iterdir() if path.name.startswith(TEMPORARY)]
    one, two = exported(resumed, scratch / "one"), exported(straight, scratch / "two")
    rows, others = tables(resumed, scratch / "one.duckdb"), tables(straight, scratch / "two.duckdb")
    print(f"parts {len(bytes_of(store))}, exported files {len(one)}, DuckDB tables {len(rows)}, left {len(left)}")
    wrong = [name for name in one.keys() | two.keys() if one.get(name) != two.get(name)]
    wrong += [
        name for name in rows.keys() | others.keys() if name not in rows or not rows[name].equals(others.get(name))
    ]
    if bytes_of(store) != bytes_of(scratch / "straight"):
        wrong.append("the store")
    if int(count) != options.files or paths.nunique() != options.files:
        wrong.append("the number of records")
    return wrong + left


if __name__ == "__main__":
    sys.exit(main())
