"""In one process: a whole record, the floor of its format and the peer, by turns on the same bytes."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import reportparse.parsing as parsing
from benchmarks.speed.floors import FLOORS, PEERS

Seconds = list[float]

STAGES = {
    "read": ["load"],
    "outline, identity": ["scrubbed", "outline", "read_identity", "_first_report", "_structure"],
    "tables": ["read_statistics"],
    "doubt, second reading": ["check"],
    "officers": ["find_officers"],
    "problems": ["find_problems"],
    "statements": ["find_statements"],
}
"""The functions that `parse` calls, by what they do."""


class Measured(NamedTuple):
    """One file: CPU seconds of every round of the record, of the floor and of the peer."""

    format: str
    name: str
    size: int
    whole: Seconds
    floor: Seconds
    peer: Seconds
    reread: bool


def measure(paths: Iterable[Path], rounds: int) -> list[Measured]:
    """Every file so many times, each round over all of them, so that noise falls on all alike. The first round warms
    up what is loaded on first use and is not counted. Files that yield no record are left out; a peer that fails on a
    file has no seconds for it."""
    files = [(path, path.suffix[1:], path.read_bytes()) for path in paths]
    files = [(path, kind, data) for path, kind, data in files if works(parsing.parse, data)]
    peers = [PEERS[kind].work if kind in PEERS and works(PEERS[kind].work, data) else None for _, kind, data in files]
    found = [Measured(kind, path.name, len(data), [], [], [], _is_reread(data)) for path, kind, data in files]
    for number in range(rounds + 1):
        for (_, kind, data), peer, row in zip(files, peers, found, strict=True):
            took = [(row.floor, FLOORS[kind].work), (row.whole, parsing.parse), (row.peer, peer)]
            for seconds, work in took:
                if work is not None:
                    spent = seconds_of(work, data)
                    seconds += [spent] if number else []
    return found


def works(work: Callable[[bytes], object], data: bytes) -> bool:
    """Whether a call comes back; libraries raise what they like."""
    try:
        work(data)
    except Exception:
        return False
    return True


def seconds_of(work: Callable[[bytes], object], data: bytes) -> float:
    """CPU seconds of one call, in this thread: some peers leave threads behind that wait by spinning."""
    gc.collect(0)
    began = time.thread_time()
    work(data)
    return time.thread_time() - began


def _is_reread(data: bytes) -> bool:
    """Whether the second engine is asked: a cell is doubtful or a sum does not hold."""
    called: list[object] = []
    inner = parsing.check.__globals__["_second"]

    def noted(*arguments: Any) -> Any:
        called.append(arguments)
        return inner(*arguments)

    parsing.check.__globals__["_second"] = noted
    try:
        parsing.parse(data)
    finally:
        parsing.check.__globals__["_second"] = inner
    return bool(called)


def stages(paths: Iterable[Path], rounds: int) -> dict[str, float]:
    """Median CPU seconds of each stage of `parse` over the files."""
    files = [path.read_bytes() for path in paths]
    sums: dict[str, Seconds] = {stage: [] for stage in [*STAGES, "the rest"]}
    for _ in range(rounds):
        for data in files:
            spent = dict.fromkeys(sums, 0.0)
            with _Timers(spent):
                began = time.process_time()
                parsing.parse(data)
                whole = time.process_time() - began
            spent["the rest"] = whole - sum(spent.values())
            for stage, seconds in spent.items():
                sums[stage].append(seconds)
    return {stage: median(seconds) for stage, seconds in sums.items()}


class _Timers:
    """While it is entered, the functions of STAGES add what they take to `spent`."""

    def __init__(self, spent: dict[str, float]) -> None:
        self._spent = spent
        self._kept: dict[str, Any] = {}

    def __enter__(self) -> None:
        for stage, names in STAGES.items():
            for name in names:
                self._kept[name] = getattr(parsing, name)
                setattr(parsing, name, self._timed(self._kept[name], stage))

    def __exit__(self, *raised: object) -> None:
        for name, function in self._kept.items():
            setattr(parsing, name, function)

    def _timed(self, function: Any, stage: str) -> Any:
        def timed(*arguments: Any, **named: Any) -> Any:
            began = time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                self._spent[stage] += time.process_time() - began

        return timed
