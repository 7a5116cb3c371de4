"""Every compiled pattern of the package against bait of growing length: none may take longer than the text grows.

python benchmarks/hostile/patterns.py [--length 500]

For each pattern and each bait the CPU time is taken for a text of so many characters and for four times as many:
searched from every place, or matched from the beginning, as the package uses the pattern. Four times the text may cost
four times the time; what costs GROWTH times, and again for texts four times as long, is a finding. The bait is what a
report is made of, without an end: digits, spaces, ideographs, brackets, separators, and the words of the pattern
itself, with a sign behind that fits nothing.
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import pkgutil
import re
import sys
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import reportparse
from reportparse.patterns import Lazy

LENGTH = 500
GROWTH = 8.0
"""Of the time, for four times the text. A pattern that looks at every pair of characters has 16."""
LEAST = 0.004
"""Seconds for the longest text, below which nothing is told: the clock is not good enough."""
TAIL = "\x01"
BAIT = (
    "1", "12,", "1 ", " ", "\t", "\n", "\r\n", " \n", "　", "一", "十", "公", "公开", "年",
    "2022年", "1月", "、", "，", "。", "件。", "1件", "1件，", "（", "（）", "(1)", "（一）",
    "一、", "第一", "《", "《》", "-", "—", "_", "|", "| ", "+-", "*", ".", "/", ":", "：", "a",
    "A1", "<", "<a ", "<p>", "</", "&#1;", "&lt;", "%", "[", "[]", "{", "\"", "'", "=", "=a",
    "0 0 ", "1 0 R ", "1 0 obj ", "/a ", "/Kids[", "/Type", "stream\n", "010-", "139", "1391234567",
    "8612345678", "X", "镇", "人民政府", "办公室", "镇人民政府", "联系电话", "电话：", "主任",
    "张三", "问题", "是", "，是", "的", "不够", "和", "新收", "受理申请", "收到1件，", "同比",
    "共计", "1000万", "１", "１２３", "１ ", "①", "1.", "1.1", "（1）", "表", "其中：",
)  # fmt: skip


class Slow(NamedTuple):
    """A pattern that grows too fast: where it stands, on what bait, and the seconds for n and 4n characters."""

    place: str
    pattern: str
    bait: str
    how: str
    seconds: tuple[float, ...]


def main() -> int:
    """Prints what grows too fast; 1 where something does."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--length", type=int, default=LENGTH)
    options = parser.parse_args()
    patterns = dict(find())
    begun = time.monotonic()
    found = [slow for place, pattern in patterns.items() if (slow := measure(place, pattern, options.length))]
    for slow in found:
        print(f"{slow.place} {slow.how} {slow.bait!r}: {' '.join(f'{s * 1000:.1f}' for s in slow.seconds)} ms")
        print(f"    {slow.pattern[:160]}")
    print(f"{len(patterns)} patterns, {len(BAIT)} baits, {time.monotonic() - begun:.0f} s: {len(found)} grow too fast")
    return int(bool(found))


def find() -> Iterator[tuple[str, re.Pattern[Any]]]:
    """The patterns in the modules of the package, also inside of tuples, lists, dicts and sets, by where they stand."""
    seen: set[int] = set()
    for module in pkgutil.walk_packages(reportparse.__path__, "reportparse."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for number, pattern in enumerate(_patterns(value)):
                if id(pattern) not in seen:
                    seen.add(id(pattern))
                    yield f"{module.name}.{name}[{number}]", pattern


def _patterns(value: object, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Lazy):
        yield value.compiled()
    elif isinstance(value, dict) and depth < 4:
        yield from _patterns([*value.keys(), *value.values()], depth)
    elif isinstance(value, (list, tuple, set, frozenset)) and depth < 4:
        for inner in value:
            yield from _patterns(inner, depth + 1)


def measure(place: str, pattern: re.Pattern[Any], length: int) -> Slow | None:
    """The first bait on which a pattern grows too fast; None if there is none."""
    how = _use(place)
    for bait in (*BAIT, *sorted(_own(pattern))):
        # What is bounded grows too fast only up to its bound: it is asked again for longer texts.
        if all(_is_slow(seconds := _seconds(pattern, bait, how, times * length)) for times in (1, 4)):
            return Slow(place, str(pattern.pattern), bait, how, seconds)
    return None


def _is_slow(seconds: tuple[float, float]) -> bool:
    return seconds[1] > LEAST and seconds[1] > GROWTH * seconds[0]


def _use(place: str) -> str:
    """How a pattern is used: "match" where its module only ever matches it from the beginning, else "search"."""
    module, _, name = place.partition("[")[0].rpartition(".")
    source = inspect.getsource(sys.modules[module])
    uses = set(re.findall(rf"\b{name}\.(\w+)\b", source))
    bare = len(re.findall(rf"\b{name}\b(?!\.\w)", source)) > 1  # given to another function: anything
    return "match" if uses and uses <= {"match", "fullmatch"} and not bare else "search"


def _own(pattern: re.Pattern[Any]) -> set[str]:
    """Stretches of plain text out of a pattern: what it looks for."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    words = re.findall(r"[^\W\d_]{2,}", re.sub(r"\\.", " ", text))
    return set(words[:12])


def _seconds(pattern: re.Pattern[Any], bait: str, how: str, length: int) -> tuple[float, float]:
    """The times for n and for 4n characters."""
    first = min(_once(pattern, bait, how, length) for _ in range(3))
    last = _once(pattern, bait, how, 4 * length)
    if _is_slow((first, last)):
        last = min(last, *(_once(pattern, bait, how, 4 * length) for _ in range(2)))
    return first, last


def _once(pattern: re.Pattern[Any], bait: str, how: str, size: int) -> float:
    text = bait * (size // len(bait)) + TAIL
    subject = text if isinstance(pattern.pattern, str) else text.encode()
    begun = time.thread_time()
    if how == "search":
        sum(1 for _ in pattern.finditer(subject))
    else:
        pattern.match(subject)
    return time.thread_time() - begun


if __name__ == "__main__":
    sys.exit(main())
