"""Hostile files through parse_all: every one ends in a record or in one typed error, in time and in memory.

python benchmarks/hostile/run.py FOLDER [--expect EXPECTED.csv] [--out OUTCOMES.csv] [--timeout S] [--memory MIB]

FOLDER holds the files; they are not part of this repository, and some are bombs. EXPECTED.csv has the columns
`local` (path below FOLDER) and `expect`: "record", or the name of an error, several joined by "or" or "/".
Two figures are told. The first counts a file only where its outcome is the one that is named. The second also takes
"no-report-text" where a record is named: most of these files are sound and say "hello", or hold one cell. They test
that a reader comes through, which `parse_all` shows by refusing what it read for not being a report. A file that a
reader gives up ends in another error, so the second figure hides none of these.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pandas as pd

import reportparse.errors as errors
import reportparse.isolation as isolation
from reportparse.batch import parse_all
from reportparse.inputs import MEMBER_MARK
from reportparse.store import Store

KINDS = {
    kind.code
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, errors.ReadError) and kind is not errors.ReadError
}
WORDS = {
    "record": "record",
    "sniffed": "record",
    "unsafe": "unsafe-archive",
    "malformed": "malformed",
    "limitexceeded": "limit-exceeded",
    "emptyfile": "empty-file",
    "notthattype": "not-that-type",
    "encrypted": "encrypted",
    "empty": "no-report-text",
    "forbidden": "malformed",
}
SECONDS: dict[str, float] = {}


def main() -> int:
    """Prints the table; 1 where a promise is broken."""
    options = _options()
    _time_each()
    files = sorted(str(path) for path in options.folder.rglob("*") if path.is_file() and path.suffix != ".csv")
    with tempfile.TemporaryDirectory() as store:
        parse_all(files, store, timeout=options.timeout, memory=options.memory << 20, workers=options.workers)
        index = Store(Path(store)).index
    isolation.kill_children()
    if options.out:
        _write(options.out, index)
    return _tell(options, files, dict(zip(index["path"], index["outcome"], strict=True)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--expect", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--timeout", type=float, default=isolation.TIMEOUT)
    parser.add_argument("--memory", type=int, default=isolation.MEMORY >> 20, help="MiB")
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args()


def _time_each() -> None:
    ask = isolation.ask

    def timed(address: str, limits: isolation.Limits, task: str = "parse") -> bytes:
        start = time.monotonic()
        try:
            return ask(address, limits, task)
        finally:
            SECONDS[address] = time.monotonic() - start

    isolation.ask = timed


def _write(path: Path, index: pd.DataFrame) -> None:
    seconds = index["path"].map(SECONDS).round(2)
    index.assign(seconds=seconds)[["path", "outcome", "seconds", "message"]].to_csv(path, index=False)


def _tell(options: argparse.Namespace, files: list[str], outcomes: dict[str, str]) -> int:
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    untyped = {path: code for path, code in outcomes.items() if code not in KINDS | {"record"}}
    lost = [file for file in files if not _of(file, outcomes)]
    slowest = max(SECONDS, key=lambda address: SECONDS[address])
    for code, count in Counter(outcomes.values()).most_common():
        print(f"{count:6d}  {code}")
    print(f"files {len(files)}, outcomes {len(outcomes)}, lost {len(lost)}, untyped {len(untyped)}")
    print(f"slowest {SECONDS[slowest]:.1f} s {os.path.basename(slowest)}; peak memory of a child {peak:.0f} MiB")
    wrong = _compare(options, outcomes) if options.expect else 0
    return int(bool(untyped or lost or wrong or peak > 1.05 * options.memory))


def _of(file: str, outcomes: dict[str, str]) -> set[str]:
    """The outcome of a file, or of the members of an archive."""
    return {code for path, code in outcomes.items() if path == file or path.startswith(file + MEMBER_MARK)}


def _compare(options: argparse.Namespace, outcomes: dict[str, str]) -> bool:
    with open(options.expect, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    exact = read = controls = 0
    for row in rows:
        path = _place(options.folder, row["local"]).as_posix()
        found = _of(path, outcomes)
        wanted = _wanted(row["expect"])
        right = bool(found) and found <= wanted
        allowed = right or ("record" in wanted and found == {"no-report-text"})
        exact, read = exact + right, read + allowed
        controls += allowed and "control" in row["path"]
        if not right:
            print(f"  {'~' if allowed else '!'} {row['local']}: {', '.join(sorted(found))} for {row['expect']!r}")
    count = sum("control" in row["path"] for row in rows)
    print(f"as expected {exact}/{len(rows)}; with texts that are no report {read}/{len(rows)} = {read / len(rows):.1%}")
    print(f"controls {controls}/{count}")
    return read < 0.95 * len(rows) or controls < count


def _place(folder: Path, local: str) -> Path:
    """The file, whether FOLDER is where the files were made or its folder of crafted ones."""
    below = folder / local
    return below if below.exists() else folder / local.removeprefix("crafted/")


def _wanted(expect: str) -> set[str]:
    words = re.findall(r"[a-z]+", expect.lower())
    kinds = {code for word in words for start, code in WORDS.items() if word.startswith(start)}
    return kinds | ({"record"} if re.search(r"record|no network", expect) else set())


if __name__ == "__main__":
    sys.exit(main())
