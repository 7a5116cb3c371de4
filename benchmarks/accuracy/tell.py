"""Writes docs/accuracy.md: what is read rightly, by layout, table, field and damage, beside what a user would write.

python -m benchmarks.accuracy.tell docs/accuracy.md
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import reportparse as rp
from benchmarks.accuracy import run, score
from benchmarks.accuracy.peers import PEERS, Peer, read_facts
from corpus.writing.layouts import LAYOUTS, write_all

Counts = dict[str, Counter[str]]

SOUND = ["--n", "15"]
HURT = ["--damages", "all", "--n", "5", "--modes", "distinct", "busy", "small", "seven", "2019", "--layouts"]
HURT += ["html-plain", "html-divs", "docx-plain", "docx-cut", "pdf-lines", "pdf-office-docx-plain", "pdf-bare"]
HURT += ["txt-tab-led", "txt-pipe-rows", "txt-space-rows", "txt-cell-lines", "txt-columns"]
COMPARED = ["--fast", "--n", "3", "--modes", "distinct", "blanks", "2019"]

INTRO = """# Accuracy · 准确率

Written by `python -m benchmarks.accuracy.tell docs/accuracy.md` with reportparse {version}. The reports are made up
from a fixed seed, so the truth is known to the cell; each is written in {layouts} layouts. These are layouts that
we could think of and have met, not a sample of what is published: read the table as "which layouts are safe",
not as a forecast.

本页由上述命令生成。报告由固定种子虚构，因此每个单元格的真值已知；每份报告以 {layouts} 种版式写出。
版式取自所见与所想，并非已发布报告的抽样：它说明哪些版式可靠，不能当作对真实语料的预测。

- **right** 读对
- **missing** 印有而未读出: printed and not read
- **wrong** 读成了另一个数，或把空白读成了数: read as a number that is not printed there
- **untold** 文件已无从分辨: the file no longer tells which cell a figure belongs to. Not being read is no fault
  then, being read as something else is. Percentages leave these cells out.
"""


def main() -> int:
    target = Path(sys.argv[1])
    sound = list(run.measure(run.read_options(SOUND)))
    hurt = list(run.measure(run.read_options(HURT)))
    compared = measure_peers(COMPARED)
    target.parent.mkdir(exist_ok=True)
    target.write_text(page(sound, hurt, compared), encoding="utf-8")
    return 0


def page(sound: list[run.Result], hurt: list[run.Result], compared: dict[str, Counts]) -> str:
    """The whole page."""
    parts = run.count_parts(sound)
    tables = {name: parts[name] for name in run.TABLES}
    fields = {name: counts for name, counts in parts.items() if name not in run.TABLES}
    return "\n".join(
        [
            INTRO.format(version=rp.__version__, layouts=len(LAYOUTS)),
            *_section("By family of layouts · 按版式类别", run.count(sound, "family")),
            *_section("By table · 按表", tables),
            *_section("By field · 按字段", fields),
            *_section("By what stands in the cells · 按单元格内容", run.count(sound, "mode")),
            *_section("Damaged reports · 受损的报告", run.count(hurt, "damage")),
            *_section("By layout · 按版式", run.count(sound, "layout")),
            *_comparison(compared),
        ]
    )


def _section(title: str, table: Counts) -> Iterator[str]:
    yield f"\n## {title}\n"
    yield "| | n | right | missing | wrong | untold | right % |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    for name, counts in table.items():
        total, untold = sum(counts.values()), counts["excused"]
        wrong, missing = _wrong(counts), counts["missing"] + counts["state"]
        yield f"| {name} | {total} | {counts['right']} | {missing} | {wrong} | {untold} | {_share(counts)} |"


def _wrong(counts: Counter[str]) -> int:
    return counts["wrong"] + counts["phantom"]


def _share(counts: Counter[str]) -> str:
    asked = sum(counts.values()) - counts["excused"]
    return f"{100 * counts['right'] / asked:.2f}" if asked else "–"


# Beside the others


def measure_peers(words: list[str]) -> dict[str, Counts]:
    """Outcomes of cells by family, for this library and for each peer, on the same files."""
    options = run.read_options(words)
    names = [layout.name for layout in LAYOUTS.values() if run.is_wanted(layout, options)]
    tally: dict[str, Counts] = {}
    with ProcessPoolExecutor(options.jobs) as pool:
        for name, found in zip(names, pool.map(partial(compare_layout, options), names), strict=True):
            for reader, counts in found.items():
                tally.setdefault(LAYOUTS[name].family, {}).setdefault(reader, Counter()).update(counts)
    return tally


def compare_layout(options: object, name: str) -> Counts:
    """Outcomes of cells of one layout by reader."""
    cases = list(run.cases_of(options, name))
    files = write_all(LAYOUTS[name], [case.script for case in cases])
    tally: Counts = {}
    for case, data in zip(cases, files, strict=True):
        path = run.KEPT / f"peers.{case.name}"
        path.write_bytes(data)
        for peer in PEERS:
            if path.suffix in peer.suffixes:
                tally.setdefault(peer.name, Counter()).update(_peer_outcomes(peer, path, case))
        verdicts = run.read(case, data).verdicts
        tally.setdefault("reportparse", Counter()).update(v.outcome for v in verdicts if v.part in run.TABLES)
        path.unlink()
    return tally


def _peer_outcomes(peer: Peer, path: Path, case: run.Case) -> Iterator[str]:
    truth = case.script.truth
    excused = score.excused_by_layout(truth, LAYOUTS[case.layout].loses)
    try:
        facts = read_facts(peer, path)
    except Exception:  # a library that fails on a file has read nothing of it
        facts = {}
    for item, value in truth["facts"].items():
        got = facts.get(item)
        if value is None:
            # The obvious code has no states: nothing where nothing is stated counts as right.
            yield "right" if got is None else "phantom"
        elif got is None:
            yield "excused" if item in excused else "missing"
        else:
            yield "right" if abs(got - value) < 1e-9 else "wrong"


def _comparison(compared: dict[str, Counts]) -> Iterator[str]:
    yield "\n## Beside what a user would write · 与常用库的直接写法相比\n"
    yield "The same files through a well-known library and the obvious hundred lines (`benchmarks/accuracy/peers.py`):"
    yield "the row found by its official label, the figures from its last cells. Right %, in brackets wrong cells."
    yield "同样的文件，用常用库加一百行直接的代码读取：按官方行名找行，取行末各格。表中为正确率，括号内为读错的格数。\n"
    names = ["reportparse", *(peer.name for peer in PEERS)]
    yield "| | " + " | ".join(names) + " |"
    yield "|---|" + "--:|" * len(names)
    for family, readers in compared.items():
        cells = (f"{_share(readers[n])} ({_wrong(readers[n])})" if n in readers else "" for n in names)
        yield f"| {family} | " + " | ".join(cells) + " |"


if __name__ == "__main__":
    sys.exit(main())
