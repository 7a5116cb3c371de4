"""Hostile files through parse_all: every one ends in a record or in one typed error, in time and in memory.

python benchmarks/hostile/run.py FOLDER [--expect EXPECTED.csv] [--out OUTCOMES.csv] [--timeout S] [--memory MIB]

FOLDER holds the files; they are not part of this repository, and some are bombs. EXPECTED.csv has the columns
`local` (path below FOLDER) and `expect`: "record", or the name of an error, several joined by "or" or "/".
A file counts as expected where its outcome is one of those that are named. A sound file that says only "hello" is a
record, and says of itself that it is no report; how many records do so is told. Computing time and time on the wall are
told for each file: of a file that was tried twice, of both tries together.
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
from typing import Any

import pandas as pd
import psutil

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
CPU: dict[str, float] = {}
"""Seconds on the wall and of computing, by address."""


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
    strays = int((index["outcome"].eq("record") & index["message"].notna()).sum())
    print(f"{strays} of the records are of texts that are no report")
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
    """Has every question to a child timed, and its computing metered."""
    ask, check, ask_child = isolation.ask, isolation.Child.check, isolation.Child.ask
    last: dict[isolation.Child, float] = {}

    def timed(address: str, limits: isolation.Limits, task: str = "parse") -> bytes:
        start = time.monotonic()
        try:
            return ask(address, limits, task)
        finally:
            SECONDS[address] = SECONDS.get(address, 0.0) + time.monotonic() - start

    def checked(child: isolation.Child) -> None:
        last[child] = _computed(child, last.get(child, 0.0))
        check(child)

    def metered(child: isolation.Child, address: str, *request: Any) -> bytes:
        before = last[child] = _computed(child, 0.0)
        try:
            return ask_child(child, address, *request)
        finally:
            CPU[address] = CPU.get(address, 0.0) + _computed(child, last[child]) - before

    isolation.ask, isolation.Child.check, isolation.Child.ask = timed, checked, metered  # type: ignore[method-assign]


def _computed(child: isolation.Child, known: float) -> float:
    """Seconds that a child has computed; of one that is gone, what was known of it last."""
    try:
        used = child.meter.cpu_times()
    except psutil.Error:
        return known
    return max(known, float(used.user + used.system))


def _write(path: Path, index: pd.DataFrame) -> None:
    wall, cpu = (index["path"].map(seconds).round(2) for seconds in (SECONDS, CPU))
    index.assign(wall=wall, cpu=cpu)[["path", "outcome", "wall", "cpu", "message"]].to_csv(path, index=False)


def _tell(options: argparse.Namespace, files: list[str], outcomes: dict[str, str]) -> int:
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    untyped = {path: code for path, code in outcomes.items() if code not in KINDS | {"record"}}
    lost = [file for file in files if not _of(file, outcomes)]
    for code, count in Counter(outcomes.values()).most_common():
        print(f"{count:6d}  {code}")
    print(f"files {len(files)}, outcomes {len(outcomes)}, lost {len(lost)}, untyped {len(untyped)}")
    for name, seconds in (("computing", CPU), ("on the wall", SECONDS)):
        slowest = max(seconds, key=lambda address: seconds[address])
        print(f"most {name}: {seconds[slowest]:.1f} s {os.path.basename(slowest)}")
    print(f"peak memory of a child {peak:.0f} MiB, {peak / options.memory:.2f} of the limit")
    wrong = _compare(options, outcomes) if options.expect else 0
    return int(bool(untyped or lost or wrong or peak > 1.05 * options.memory))


def _of(file: str, outcomes: dict[str, str]) -> set[str]:
    """The outcome of a file, or of the members of an archive."""
    return {code for path, code in outcomes.items() if path == file or path.startswith(file + MEMBER_MARK)}


def _compare(options: argparse.Namespace, outcomes: dict[str, str]) -> bool:
    with open(options.expect, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    right, controls = 0, []
    for row in rows:
        found = _of(_place(options.folder, row["local"]).as_posix(), outcomes)
        as_expected = bool(found) and found <= _wanted(row["expect"])
        right += as_expected
        if "control" in row["path"]:
            controls.append(as_expected)
        if not as_expected:
            print(f"  {row['local']}: {', '.join(sorted(found))} for {row['expect']!r}")
    print(f"as expected {right}/{len(rows)} = {right / len(rows):.1%}; controls {sum(controls)}/{len(controls)}")
    return right < 0.95 * len(rows) or not all(controls)


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
