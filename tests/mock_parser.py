"""A parser that misbehaves on demand, for the tests of what must hold whatever a file does.

Chosen by REPORTPARSE_PARSER=tests.mock_parser:parse. A file that says `mock:segv`, `mock:exit`, `mock:hang`,
`mock:spin`, `mock:memory`, `mock:recursion`, `mock:flood`, `mock:raise`, `mock:surrogate`, `mock:socket`,
`mock:quote` does that; any other text `organ county year figure` becomes a small report.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reportparse.document import Origin
from reportparse.errors import Malformed
from reportparse.report import Fact, Officer, Organ, Problem, Report
from reportparse.source import Source

ITEM = "requests.received.total"
DELAY = "REPORTPARSE_MOCK_DELAY"
"""Environment variable: seconds that each report takes."""


def parse(source: Any) -> Report:
    """The report that the file's few words make, or what the file asks for instead."""
    data = Path(source).read_bytes() if isinstance(source, str) else source.read()
    text = data.decode("utf-8").strip()
    if text.startswith("mock:"):
        return MISCHIEF[text.removeprefix("mock:")]()
    return _report(text, hashlib.sha256(data).hexdigest(), Path(getattr(source, "name", source)).name)


def _report(text: str, sha256: str, name: str) -> Report:
    time.sleep(float(os.environ.get(DELAY, 0)))
    organ, county, year, figure = text.split()
    source = Source(file=sha256, page=1, table=2, row=3, column=7, raw=figure)
    fact = Fact(ITEM, "blank") if figure == "-" else Fact(ITEM, "stated", int(figure), figure, source)
    return Report(
        origin=Origin(name, sha256, "txt"),
        organ=Organ(organ, county=None if county == "-" else county, kind="township"),
        year=int(year),
        edition="2021" if int(year) >= 2021 else "2019",
        facts=(fact,),
        officers=(Officer("张三", "主任", "13800001234"),),
        problems=(Problem("公开内容不够全面，更新不够及时。", ("content", "timeliness"), source),),
        parser="mock",
    )


def _hang() -> Report:
    time.sleep(3600)
    raise AssertionError


def _spin() -> Report:
    while True:
        pass


def _memory() -> Report:
    held = []
    while True:
        held.append(bytearray(16 << 20))


def _recursion() -> Report:
    return _recursion()


def _flood() -> Report:
    for _ in range(200):
        os.write(1, b"x" * 65536)
        print("x" * 65536, file=sys.stderr)
    raise Malformed("y" * 1_000_000)


def _raise() -> Report:
    raise KeyError("something that no parser should raise")


def _quote() -> Report:
    raise ValueError("联系电话13800001234，" + "某某反映的情况" * 40)


def _surrogate() -> Report:
    return _report("\ud800镇 - 2022 7", "0" * 64, "surrogate")


def _socket() -> Report:
    socket.create_connection(("127.0.0.1", 9))
    raise AssertionError


MISCHIEF: dict[str, Callable[[], Report]] = {
    "segv": lambda: ctypes.string_at(0) and _hang(),
    "exit": lambda: os._exit(3),
    "hang": _hang,
    "spin": _spin,
    "memory": _memory,
    "recursion": _recursion,
    "flood": _flood,
    "raise": _raise,
    "quote": _quote,
    "surrogate": _surrogate,
    "socket": _socket,
}
