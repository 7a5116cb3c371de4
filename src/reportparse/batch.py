"""Many files into a store: each parsed apart, none able to stop the rest, and a run that was killed goes on.

corpus = parse_all("corpus/", store="panel/")
"""

from __future__ import annotations

import os
import queue
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from tqdm import tqdm

from reportparse.corpus import Corpus
from reportparse.inputs import (
    ARCHIVE_BYTES,
    MEMBERS,
    Inputs,
    find_inputs,
    hash_file,
    is_archive,
    is_remote,
    split_address,
)
from reportparse.isolation import MEMORY, TIMEOUT, Limits, ask, decode, kill_children, parse_apart
from reportparse.parsing import VERSION
from reportparse.store import Store, Writer
from reportparse.worker import Answer

TASK_FILES = 8
IN_FLIGHT = 256
"""On an executor of the user's: files in a task, and tasks handed out at a time."""
PASSING = frozenset({"unreadable", "changed-during-read"})
"""Failures of the moment: tried again by the next run. All others are settled by the bytes."""


class Executor(Protocol):
    """What is needed of an executor: concurrent.futures, Dask's `client.get_executor()` and others have it."""

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Any:
        """A future with `add_done_callback` and `result`."""


def parse_all(
    inputs: Inputs,
    store: str | os.PathLike[str] | None = None,
    *,
    workers: int | None = None,
    timeout: float = TIMEOUT,
    memory: int = MEMORY,
    members: int = MEMBERS,
    inflated: int = ARCHIVE_BYTES,
    limit: int | None = None,
    progress: bool = True,
    executor: Executor | None = None,
    resume: bool = True,
) -> Corpus:
    """Parse everything that `inputs` names and return the corpus. No file stops the run; `corpus.failures` names them.

    inputs: a folder (with all below it), a pattern, a zip archive, an fsspec address, or a list of these.
    store: the folder that keeps the results; a run that was ended goes on there, and a file whose bytes were parsed
        by this version is not parsed again unless `resume=False`. None: kept until the corpus is let go.
    workers: processes (default: the machine's, at most 8). timeout: seconds on the wall for a file, a third of them
        of computing. memory: bytes for a file. members, inflated: how many files a zip archive may hold, and how many
        bytes they may be together; one that holds more is a failure.
    limit: only the first so many files, in the order of their paths.
    executor: anything with `submit`, such as Dask's `client.get_executor()`; then `workers` is its business.

    Raises `StoreBusy` when another run is writing to the store.
    """
    folder = Path(store) if store is not None else _temporary_store()
    limits = Limits(timeout, memory, members, inflated)
    with Writer(folder, VERSION) as writer:
        addresses = list(_expand(find_inputs(inputs), limits, writer))[:limit]
        todo = list(_unsettled(addresses, writer, limits)) if resume else addresses
        with _progress(len(addresses), len(todo), progress) as count:
            for answer in _parse(todo, limits, workers, executor):
                writer.add(answer)
                count(answer)
        writer.compact()
    return Corpus(Store(folder, temporary=store is None))


def _temporary_store() -> Path:
    return Path(tempfile.mkdtemp(prefix="reportparse-"))


def _expand(addresses: list[str], limits: Limits, writer: Writer) -> Iterator[str]:
    """The addresses with archives replaced by their members; an archive that cannot be listed is a failure."""
    for address in addresses:
        if not is_archive(address):
            yield address
            continue
        answer = decode(ask(address, limits, "list"))
        if answer.members is None:
            writer.add(answer)
            continue
        writer.forget(address)
        yield from answer.members


def _unsettled(addresses: list[str], writer: Writer, limits: Limits) -> Iterator[str]:
    """The addresses that this version of the parser has no outcome for; copies of what it has are noted as such."""
    for address in addresses:
        sha256 = "" if writer.is_fresh() else _hash(address, limits)
        if not (sha256 and writer.settle(address, sha256, PASSING)):
            yield address


def _hash(address: str, limits: Limits) -> str:
    if is_remote(address):
        return decode(ask(address, limits, "hash")).sha256
    path, member = split_address(address)
    return decode(ask(address, limits, "hash")).sha256 if member else hash_file(path)


def _parse(todo: list[str], limits: Limits, workers: int | None, executor: Executor | None) -> Iterator[Answer]:
    """Answers as they come."""
    if executor is not None:
        yield from _run(executor, todo, limits, TASK_FILES, IN_FLIGHT)
        return
    count = workers or min(_cores(), 8)
    threads = ThreadPoolExecutor(count, thread_name_prefix="reportparse")
    try:
        yield from _run(threads, todo, limits, 1, 4 * count)
    finally:
        # Reached by Ctrl-C too: the threads wait for children that nobody wants any more.
        threads.shutdown(wait=False, cancel_futures=True)
        kill_children()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _run(executor: Executor, todo: list[str], limits: Limits, size: int, width: int) -> Iterator[Answer]:
    """Hand out tasks of `size` files, `width` at a time, and give what comes back in the order it comes."""
    done: queue.SimpleQueue[tuple[list[str], Any]] = queue.SimpleQueue()
    tasks = (todo[start : start + size] for start in range(0, len(todo), size))
    waiting = 0
    for task in tasks:
        _submit(executor, task, limits, done)
        waiting += 1
        if waiting >= width:
            yield from _collect(*done.get(), limits)
            waiting -= 1
    for _ in range(waiting):
        yield from _collect(*done.get(), limits)


def _submit(
    executor: Executor, task: list[str], limits: Limits, done: queue.SimpleQueue[tuple[list[str], Any]]
) -> None:
    future = executor.submit(parse_apart, task, limits)
    future.add_done_callback(lambda finished: done.put((task, finished)))


def _collect(task: list[str], future: Any, limits: Limits) -> Iterator[Answer]:
    try:
        answers: list[bytes] = future.result()
    except Exception:  # a machine of the cluster was lost, not a file: its files are parsed here
        answers = parse_apart(task, limits)
    return map(decode, answers)


@contextmanager
def _progress(total: int, todo: int, wanted: bool) -> Iterator[Callable[[Answer], None]]:
    """A bar that tells done, failed and left, where somebody looks at it."""
    with tqdm(total=total, initial=total - todo, unit="file", disable=not (wanted and _is_watched())) as bar:
        failed = 0

        def count(answer: Answer) -> None:
            nonlocal failed
            failed += answer.outcome != "record"
            bar.set_postfix(failed=failed, refresh=False)
            bar.update()

        yield count


def _is_watched() -> bool:
    return sys.stderr.isatty() or "ipykernel" in sys.modules
