"""Many reports: what one costs among 1 to 10,000, one worker beside two, and the peer in a pool of the same size."""

from __future__ import annotations

import itertools
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import psutil

from benchmarks.speed.floors import plumber

EVERY = 0.25  # seconds between looks at the memory


class Batch(NamedTuple):
    """One run over many files: seconds on the wall, CPU seconds of all processes and of the parent alone, and the
    memory of all processes in MiB, at its highest in the fourth and in the last tenth of the run."""

    reports: int
    workers: int
    wall: float
    cpu: float
    parent: float
    early: float
    late: float


def write_copies(originals: Sequence[Path], count: int, folder: Path) -> None:
    """So many files, each with bytes of its own: the originals by turns, with a remark that no reader shows."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, path in zip(range(count), itertools.cycle(originals), strict=False):
        (folder / f"{number:06}{path.suffix}").write_bytes(_marked(path, number))


def _marked(path: Path, number: int) -> bytes:
    data = path.read_bytes()
    match path.suffix:
        case ".pdf":
            return data + f"\n%{number}\n".encode()
        case ".html":
            return data + f"<!-- {number} -->".encode()
        case ".docx":
            # The comment of a zip archive stands at its end, behind its length.
            note = str(number).encode()
            return data[:-2] + len(note).to_bytes(2, "little") + note
        case _:
            return data + b"\n" * (1 + number % 7) + b" " * (number // 7)


def run(folder: Path, workers: int) -> Batch:
    """`parse_all` over a folder in a process of its own, or with 0 workers a plain loop of `parse`."""
    words = [sys.executable, "-m", "benchmarks.speed.many", str(folder), str(workers)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return Batch(**json.loads(done.stdout))


def _run_here(folder: Path, workers: int) -> Batch:
    watch = _Watch()
    began = time.perf_counter()
    count = _parse_all(folder, workers) if workers else _parse_each(folder)
    wall = time.perf_counter() - began
    memory = watch.stop()
    parent, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    own = parent.ru_utime + parent.ru_stime
    return Batch(count, workers, wall, own + children.ru_utime + children.ru_stime, own, *_ends(memory))


def _parse_all(folder: Path, workers: int) -> int:
    """How many files became records in a store. Raises ValueError when one did not."""
    from reportparse.batch import parse_all

    with tempfile.TemporaryDirectory() as place:
        corpus = parse_all(folder, store=Path(place) / "store", workers=workers, progress=False)
        if len(corpus.failures):
            raise ValueError(f"{len(corpus.failures)} files failed")
    return len(list(folder.iterdir()))


def _parse_each(folder: Path) -> int:
    from reportparse.parsing import parse

    return sum(1 for path in sorted(folder.iterdir()) if parse(path))


def _ends(memory: list[float]) -> tuple[float, float]:
    part = max(1, len(memory) // 10)
    return max(memory[3 * part : 4 * part], default=0.0), max(memory[-part:], default=0.0)


class _Watch(threading.Thread):
    """Looks at the memory of this process and all below it."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._over = threading.Event()
        self._seen: list[float] = []
        self.start()

    def run(self) -> None:
        me = psutil.Process()
        while not self._over.wait(EVERY):
            self._seen.append(sum(_memory([me, *me.children(recursive=True)])) / 2**20)

    def stop(self) -> list[float]:
        """The MiB seen, in order."""
        self._over.set()
        self.join()
        return self._seen


def _memory(processes: list[psutil.Process]) -> Iterator[int]:
    for process in processes:
        try:
            yield process.memory_info().rss  # of the share of each, which is fairer, reading it takes 20 ms
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue


def run_peer(folder: Path, workers: int) -> float:
    """Seconds on the wall that pdfplumber takes over a folder in a pool."""
    files = [path.read_bytes() for path in sorted(folder.iterdir())]
    began = time.perf_counter()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for _ in pool.map(_plumbed, files, chunksize=4):
            pass
    return time.perf_counter() - began


def _plumbed(data: bytes) -> int:
    return len(str(plumber(data)))


if __name__ == "__main__":
    print(json.dumps(_run_here(Path(sys.argv[1]), int(sys.argv[2]))._asdict()))
