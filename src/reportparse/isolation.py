"""Each file in a child process of its own: limits, blame and a second try. A file costs only itself.

`parse_apart` is what an executor runs, in a thread here or in a task on a cluster; the child is inside of it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable
from typing import BinaryIO, NamedTuple, cast

import msgspec
import psutil

from reportparse.errors import ChangedDuringRead, MemoryLimit, ReadError, TimeLimit, WorkerDied
from reportparse.inputs import ARCHIVE_BYTES, MEMBERS, fetch, hash_file, is_remote, name_of, split_address
from reportparse.worker import Answer, printable, read_frame, write_frame

TIMEOUT = 60.0
CPU_SHARE = 1 / 3
MEMORY = 1 << 30
"""Seconds on the wall for one file, the share of them that may be computing, and bytes of memory."""
FILES_PER_CHILD = 1000
IDLE_BYTES = 400 << 20
"""A child is replaced after so many files, or when it keeps so much memory."""
POLL = 0.05
TRIES = 2


class Limits(NamedTuple):
    """What one file may cost: seconds on the wall, bytes of memory; and an archive: members, bytes of them together."""

    timeout: float = TIMEOUT
    memory: int = MEMORY
    members: int = MEMBERS
    inflated: int = ARCHIVE_BYTES

    @property
    def cpu(self) -> float:
        """Seconds of computing: the limit that does not depend on what else the machine does."""
        return self.timeout * CPU_SHARE


def parse_apart(addresses: list[str], limits: Limits) -> list[bytes]:
    """One `Answer` as JSON for each address, in order. Raises nothing for a bad file."""
    return [ask(address, limits) for address in addresses]


def ask(address: str, limits: Limits, task: str = "parse") -> bytes:
    """The Answer for one address as JSON, from a child. What kills the child is tried once more, alone, and named."""
    try:
        payload = fetch(address) if is_remote(address) else None
    except ReadError as error:
        return _failure(address, error, 1)
    blame: ReadError = WorkerDied()
    for attempt in range(1, TRIES + 1):
        try:
            answer = _ask_child(address, task, payload, limits)
        except ReadError as error:
            blame = error
            continue
        if attempt == TRIES or not _is_worth_another_try(answer):
            return answer if attempt == 1 else _with_tries(answer, attempt)
    return _failure(address, blame, TRIES)


_UNSURE = tuple(f'"outcome":"{kind.code}"'.encode() for kind in (ChangedDuringRead, MemoryLimit))


def _is_worth_another_try(answer: bytes) -> bool:
    return any(code in answer[: 1 << 12] for code in _UNSURE)


def _with_tries(answer: bytes, tries: int) -> bytes:
    decoded = msgspec.json.decode(answer, type=Answer)
    decoded.tries = tries
    return msgspec.json.encode(decoded)


def _failure(address: str, error: ReadError, tries: int) -> bytes:
    path, member = split_address(address)
    sha256 = "" if member or is_remote(address) else hash_file(path)
    message = f"{error.detail} — {error.remedy}"
    size = os.path.getsize(path) if sha256 else None
    shown = printable(address)
    return msgspec.json.encode(
        Answer(shown, printable(name_of(address)), sha256, size, error.code, message, error.stage, tries)
    )


def _ask_child(address: str, task: str, payload: bytes | None, limits: Limits) -> bytes:
    child = _take_child()
    try:
        answer = child.ask(address, task, payload, limits)
    except BaseException:
        child.kill()
        raise
    _give_back(child)
    return answer


_IDLE: deque[Child] = deque()
_ALL: set[Child] = set()
_GUARD = threading.Lock()


def _take_child() -> Child:
    with _GUARD:
        if _IDLE:
            return _IDLE.pop()
    return Child()


def _give_back(child: Child) -> None:
    if child.is_worn():
        child.kill()
        return
    with _GUARD:
        _IDLE.append(child)


def kill_children() -> None:
    """End every child, also one in the middle of a file."""
    with _GUARD:
        children = [*_ALL]
        _IDLE.clear()
    for child in children:
        child.dismissed = True
        child.kill()


class Dismissed(Exception):
    """The child was ended by `kill_children`; nothing is the file's fault."""


class Child:
    """A process that parses one file at a time, and the watch over it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(  # the command is ours, nothing of it comes from a file
            [sys.executable, "-m", "reportparse.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
        self.requests = cast(BinaryIO, self.process.stdin)
        self.answers = cast(BinaryIO, self.process.stdout)
        self.meter = psutil.Process(self.process.pid)
        self.files = 0
        self.limits: Limits | None = None
        self.deadline = float("inf")
        self.verdict: ReadError | None = None
        self.dismissed = False
        _ALL.add(self)
        if read_frame(self.answers) is None:
            self.kill()
            raise RuntimeError("the parsing process does not start: try `python -m reportparse.worker`")

    def ask(self, address: str, task: str, payload: bytes | None, limits: Limits) -> bytes:
        """The child's answer; raises what it died of."""
        self.files += 1
        request = {"address": address, "task": task, "cpu": limits.cpu, **limits._asdict()}
        self.deadline, self.limits = time.monotonic() + limits.timeout, limits
        _watch(self)
        try:
            write_frame(self.requests, json.dumps(request | {"payload": payload is not None}).encode())
            if payload is not None:
                write_frame(self.requests, payload)
            answer = read_frame(self.answers)
        except (OSError, ValueError):  # the pipe broke, or was closed by `kill`
            answer = None
        finally:
            self.limits = None
        if answer is None and self.dismissed:
            raise Dismissed
        if answer is None:
            raise self.verdict or self._cause()
        return answer

    def check(self) -> None:
        """Kill the child where it is over a limit; called by the watch."""
        limits = self.limits
        if limits is None or self.verdict:
            return
        if time.monotonic() > self.deadline:
            self.verdict = TimeLimit(f"not read within {limits.timeout:g} s", stage="parse")
            self.process.kill()
        elif self._memory() > limits.memory:
            self.verdict = MemoryLimit(f"more than {limits.memory >> 20} MiB", stage="parse")
            self.process.kill()

    def _memory(self) -> int:
        try:
            return int(self.meter.memory_info().rss)
        except psutil.Error:
            return 0

    def _cause(self) -> ReadError:
        self.process.kill()
        code = self.process.wait()
        if code == -getattr(signal, "SIGXCPU", 0):
            return TimeLimit("more CPU time than a file may take", stage="parse")
        how = _signal_name(-code) if code < 0 else f"exit code {code}"
        return WorkerDied(f"the process ended: {how}", stage="parse")

    def is_worn(self) -> bool:
        """Whether it has had its share of files or keeps too much memory."""
        return self.files >= FILES_PER_CHILD or self._memory() > IDLE_BYTES

    def kill(self) -> None:
        """End it and free what it holds; safe to call twice."""
        with _GUARD:
            _ALL.discard(self)
        self.process.kill()
        self.process.wait()
        for pipe in (self.requests, self.answers):
            try:
                pipe.close()
            except OSError:  # bytes that the dead child will not take
                pass


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


_BUSY: set[Child] = set()
_WATCH: list[threading.Thread] = []


def _watch(child: Child) -> None:
    """Have the watch look at the child until it has answered; one thread looks after all."""
    with _GUARD:
        _BUSY.add(child)
        if not _WATCH or not _WATCH[0].is_alive():
            _WATCH[:] = [threading.Thread(target=_keep_watch, daemon=True)]
            _WATCH[0].start()


def _keep_watch() -> None:
    while children := _still_busy(_BUSY):
        for child in children:
            child.check()
        time.sleep(POLL)


def _still_busy(children: Iterable[Child]) -> list[Child]:
    with _GUARD:
        _BUSY.intersection_update([child for child in children if child.limits is not None])
        if not _BUSY:
            _WATCH.clear()
        return [*_BUSY]


def decode(answer: bytes) -> Answer:
    """An Answer from its JSON."""
    return msgspec.json.decode(answer, type=Answer)
