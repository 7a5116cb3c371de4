"""The isolated child: takes requests from its standard input and answers on its standard output.

It knows the parser and nothing of pandas. Whatever a file does to it, its parent lives on and knows which file it was.
Started as `python -m reportparse.worker`. A frame is four bytes of length and then JSON.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import signal
import struct
import sys
import threading
import time
from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from typing import Any, BinaryIO

import msgspec

from reportparse.errors import LimitExceeded, Malformed, MemoryLimit, ReadError
from reportparse.inputs import hash_file, list_members, name_of, read_member, split_address
from reportparse.private import masked
from reportparse.report import Report

ANSWER_BYTES = 256 << 20
MESSAGE = 300
QUOTED = 80
"""An answer may be so long, the detail of an error so many characters, and what it may quote of a document so many."""
PARSER = "REPORTPARSE_PARSER"
"""Environment variable that names another parser, `module:function`: the tests' one misbehaves on demand."""
NOTHING = msgspec.Raw(b"null")
NEW_OBJECTS = 50_000
"""A record is tens of thousands of objects without a circle among them: looking for circles waits for so many."""


class Answer(msgspec.Struct, omit_defaults=True):
    """What became of one file: `outcome` is "record" (then `report` is its JSON) or the code of a `ReadError`."""

    path: str
    name: str = ""
    sha256: str = ""
    size: int | None = None
    outcome: str = "record"
    message: str = ""
    stage: str = ""
    tries: int = 1
    report: msgspec.Raw = NOTHING
    members: list[str] | None = None


def main() -> None:
    """Answer requests until the parent closes the pipe."""
    requests, answers = _take_pipes()
    _watch_parent(os.getppid())
    _refuse_sockets()
    parse = _load_parser()
    gc.set_threshold(NEW_OBJECTS)
    write_frame(answers, b"ready")
    while (frame := read_frame(requests)) is not None:
        request = json.loads(frame)
        payload = read_frame(requests) if request["payload"] else None
        limit(request["cpu"], request["memory"])
        write_frame(answers, _answer(request, payload, parse))
        if not gc.get_freeze_count():  # the words and forms are loaded now, and need not be looked through again
            gc.freeze()


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to the parent, out of reach of what prints or reads; and no Ctrl-C, which is the parent's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    return requests, answers


def read_frame(pipe: BinaryIO) -> bytes | None:
    """The next frame, or None where the pipe was closed."""
    head = pipe.read(4)
    if len(head) < 4:
        return None
    (length,) = struct.unpack("<I", head)
    data = pipe.read(length)
    return data if len(data) == length else None


def write_frame(pipe: BinaryIO, data: bytes) -> None:
    """One frame, sent at once."""
    pipe.write(struct.pack("<I", len(data)) + data)
    pipe.flush()


def _watch_parent(parent: int) -> None:
    """End when the parent has ended, also in the middle of a file that never does."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _refuse_sockets() -> None:
    def refuse(event: str, _: Any) -> None:
        if event.startswith("socket."):
            raise PermissionError("no network while a file is parsed")

    sys.addaudithook(refuse)


def _load_parser() -> Callable[[Any], Report]:
    module, _, function = os.environ.get(PARSER, "reportparse.parsing:parse").partition(":")
    found: Callable[[Any], Report] = getattr(import_module(module), function)
    return found


_BASE: list[int] = []


def limit(cpu: float, memory: int) -> None:
    """Let the kernel end this process after so many CPU seconds more, and refuse it more memory than that (POSIX)."""
    try:
        import resource
    except ImportError:  # Windows: the parent's watch is the limit
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(usage.ru_utime + usage.ru_stime + cpu) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
    if sys.platform == "linux" and not _BASE:
        _BASE.append(_address_space())
        resource.setrlimit(resource.RLIMIT_AS, (_BASE[0] + memory, resource.RLIM_INFINITY))


def _address_space() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def _answer(request: dict[str, Any], payload: bytes | None, parse: Callable[[Any], Report]) -> bytes:
    address: str = request["address"]
    answer = Answer(printable(address), name=printable(name_of(address)))
    try:
        _fill(answer, request, payload, parse)
    except ReadError as error:
        _blame(answer, error)
    except MemoryError:
        _blame(answer, MemoryLimit("the parser asked for more memory than it may have"))
    except RecursionError:
        _blame(answer, LimitExceeded("nested deeper than any report"))
    except Exception as error:  # the promise of a batch: whatever escapes a parser is this file's failure, named
        # Its words may be the document's: few of them are told.
        _blame(answer, Malformed(f"{type(error).__name__}: {masked(str(error))[:QUOTED]}", stage="parse"))
    if not answer.sha256 and payload is None and split_address(address)[1] is None:
        answer.sha256 = hash_file(address)
    if answer.sha256 and answer.size is None:
        answer.size = os.path.getsize(address)
    return _encode(answer)


def _fill(answer: Answer, request: dict[str, Any], payload: bytes | None, parse: Callable[[Any], Report]) -> None:
    address: str = request["address"]
    if request["task"] == "list":
        answer.members = list_members(address, request["members"], request["inflated"])
        return
    path, member = split_address(address)
    if payload is None and member is not None:
        payload = read_member(path, member)
    if payload is not None:
        answer.sha256, answer.size = hashlib.sha256(payload).hexdigest(), len(payload)
    if request["task"] == "hash":
        return
    report = parse(path if payload is None else _named(payload, answer.name))
    answer.sha256 = report.origin.sha256
    answer.report = msgspec.Raw(_report_json(_placed(report, answer)))


class _Named(BytesIO):
    """Bytes that know their file's name, as files opened by the user do."""

    name = ""


def _named(data: bytes, name: str) -> BytesIO:
    file = _Named(data)
    file.name = name
    return file


def _placed(report: Report, answer: Answer) -> Report:
    """The report with the address that the batch knows its file by."""
    origin = msgspec.structs.replace(report.origin, name=answer.name, path=answer.path)
    return msgspec.structs.replace(report, origin=origin)


def _report_json(report: Report) -> bytes:
    try:
        return msgspec.json.encode(report)
    except UnicodeEncodeError:  # a lone surrogate, which neither JSON nor Arrow can hold
        return msgspec.json.encode(_scrub(msgspec.to_builtins(report)))


def _scrub(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {_scrub(name): _scrub(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_scrub(inner) for inner in value]
    return value


def printable(path: str) -> str:
    """A path as text that can be written anywhere: bytes that are no UTF-8 are shown as escapes."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _blame(answer: Answer, error: ReadError) -> None:
    answer.outcome, answer.stage = error.code, error.stage
    answer.message = _scrub(f"{masked(error.detail)[:MESSAGE]} — {error.remedy}")
    answer.sha256 = answer.sha256 or error.sha256


def _encode(answer: Answer) -> bytes:
    data = msgspec.json.encode(answer)
    if len(data) <= ANSWER_BYTES:
        return data
    answer.report = NOTHING
    _blame(answer, LimitExceeded(f"the record has {len(data)} bytes", stage="parse"))
    return msgspec.json.encode(answer)


if __name__ == "__main__":
    main()
