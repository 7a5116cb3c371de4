"""Writes docs/accuracy.md and docs/accuracy.zh.md: what is read rightly, by layout, table, field and damage, beside
what a user would write.

python -m benchmarks.accuracy.tell docs/accuracy.md
"""

from __future__ import annotations

import datetime
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import reportparse as rp
from benchmarks.accuracy import run, score
from benchmarks.accuracy.peers import PEERS, Peer, read_facts
from corpus.writing.layouts import LAYOUTS, write_all

Counts = dict[str, Counter[str]]

SEED = 7
SOUND = ["--n", "7", "--seed", str(SEED), "--spread", "1"]
HURT = ["--damages", "all", "--n", "1", "--seed", str(SEED), "--spread", "5"]
COMPARED = ["--fast", "--n", "1", "--seed", str(SEED), "--modes", "distinct", "blanks", "2019"]


@dataclass(frozen=True)
class Words:
    """What the page says in one language."""

    intro: str
    heads: tuple[str, ...]
    titles: tuple[str, ...]
    compared: str
    names: dict[str, str]


ENGLISH = Words(
    """# Accuracy

Written on {date} by `python -m benchmarks.accuracy.tell docs/accuracy.md`, seed {seed}, reportparse {version}:
**{cells:,} scored cells, {wrong} of them read as another figure** ({sound:,} in undamaged reports, {hurt:,} in damaged
ones). The reports are made up, so the truth is known to the cell; each is written in {layouts} layouts. These are
layouts that we could think of and have met, not a sample of what is published: read the tables as "which layouts are
safe", not as a forecast.

- **missing**: printed and not read. It is blank in the record, with a finding.
- **phantom**: a figure read where none is printed. **wrong**: read as another figure (or another name, date, ...).
- **untold**: the file no longer tells which cell a figure belongs to, as text without columns does where cells are
  empty, or a row of figures whose total is left empty: one that has lost a cell looks the same. Not being read is no
  fault then, being read as something else is. Percentages leave these cells out.
""",
    ("n", "right", "missing", "phantom", "wrong", "untold", "right %"),
    (
        "By family of layouts",
        "By table",
        "By field",
        "By what stands in the cells",
        "Damaged reports",
        "Damaged reports, by layout",
        "Damaged reports, by field",
        "By layout",
        "Beside what a user would write",
    ),
    "The same files through a well-known library and the obvious hundred lines (`benchmarks/accuracy/peers.py`): the\n"
    "row found by its official label, the figures from its last cells. Right %, in brackets wrong and phantom cells.\n",
    {"proactive": "proactive (II)", "requests": "requests (III)", "remedies": "remedies (IV)", "all": "all"},
)

CHINESE = Words(
    """# 准确度

本页于 {date} 由 `python -m benchmarks.accuracy.tell docs/accuracy.md` 生成，种子 {seed}，reportparse {version}：
**共评 {cells:,} 个单元格，其中读成别的数的 {wrong} 个**（完好报告 {sound:,} 个，受损报告 {hurt:,} 个）。
报告均为虚构，因此每个单元格的真值已知；每份报告以 {layouts} 种版式写出。版式取自所见与所想，并非已发布报告的抽样：
它说明哪些版式可靠，不能当作对真实语料的预测。

- **未读出**：印有而未读出；记录中为空，并附发现。
- **虚读**：未印而读出了数。**读错**：读成了另一个数（或另一个姓名、日期等）。
- **不可辨**：文件已无从分辨数字属于哪一格，例如没有列的文本中有空格，
  或一行有数而总计留空：丢了一格的行看上去相同。此时未读出不算错，读成别的才算。正确率不计这些单元格。
""",
    ("总数", "读对", "未读出", "虚读", "读错", "不可辨", "正确率 %"),
    (
        "按版式类别",
        "按表",
        "按字段",
        "按单元格内容",
        "受损的报告",
        "受损的报告，按版式",
        "受损的报告，按字段",
        "按版式",
        "与常用库的直接写法相比",
    ),
    "同样的文件，用常用库加一百行直接的代码（`benchmarks/accuracy/peers.py`）读取：按官方行名找行，取行末各格。\n"
    "表中为正确率，括号内为读错与虚读的格数。\n",
    {
        "all": "合计",
        "proactive": "主动公开（第二部分）",
        "requests": "依申请公开（第三部分）",
        "remedies": "复议诉讼（第四部分）",
        "organ": "机关",
        "year": "年度",
        "edition": "表式",
        "period": "统计期",
        "signed": "落款日期",
        "contact": "联系方式",
        "sections": "章节",
        "officers": "人员",
        "officers.post": "人员：职务",
        "officers.phone": "人员：电话",
        "officers.duty": "人员：职责",
        "statements": "文中数字",
        "problems": "问题",
        "measures": "改进措施",
    },
)


def main() -> int:
    target = Path(sys.argv[1])
    sound = list(run.measure(run.read_options(SOUND)))
    hurt = list(run.measure(run.read_options(HURT)))
    write_pages(target, sound, hurt, measure_peers(COMPARED))
    return 0


def write_pages(target: Path, sound: list[run.Result], hurt: list[run.Result], compared: dict[str, Counts]) -> None:
    """The page in English, and beside it the page in Chinese."""
    target.parent.mkdir(exist_ok=True)
    target.write_text(page(ENGLISH, sound, hurt, compared), encoding="utf-8")
    target.with_suffix(".zh.md").write_text(page(CHINESE, sound, hurt, compared), encoding="utf-8")


def page(words: Words, sound: list[run.Result], hurt: list[run.Result], compared: dict[str, Counts]) -> str:
    """The whole page."""
    tables, fields = _parts(words, sound)
    parts: list[Counts] = [
        run.count(sound, "family"),
        tables,
        fields,
        run.count(sound, "mode"),
        run.count(hurt, "damage"),
        run.count(hurt, "layout"),
        _parts(words, hurt)[1],
        run.count(sound, "layout"),
    ]
    sections = [line for title, part in zip(words.titles, parts, strict=False) for line in _section(words, title, part)]
    return "\n".join([_intro(words, sound, hurt), *sections, *_comparison(words, compared)]) + "\n"


def _intro(words: Words, sound: list[run.Result], hurt: list[run.Result]) -> str:
    counts = [sum(run.count(results, "damage").values(), Counter()) for results in (sound, hurt)]
    return words.intro.format(
        date=datetime.date.today(),
        seed=SEED,
        version=rp.__version__,
        layouts=len(LAYOUTS),
        cells=sum(map(Counter.total, counts)),
        sound=counts[0].total(),
        hurt=counts[1].total(),
        wrong=sum(counts[0][outcome] + counts[1][outcome] for outcome in run.BAD),
    )


def _parts(words: Words, results: list[run.Result]) -> tuple[Counts, Counts]:
    """The statutory tables, and the fields beside them, under the names of a language."""
    parts = run.count_parts(results)
    tables = {words.names.get(name, name): parts[name] for name in run.TABLES}
    return tables, {words.names.get(name, name): found for name, found in parts.items() if name not in run.TABLES}


def _section(words: Words, title: str, table: Counts) -> Iterator[str]:
    yield f"\n## {title}\n"
    yield f"| | {' | '.join(words.heads)} |"
    yield "|---|" + "--:|" * len(words.heads)
    yield from (_row(name, counts) for name, counts in table.items())
    if table and len(table) > 1 and title not in (words.titles[2], words.titles[6]):
        yield _row(f"**{words.names['all']}**", sum(table.values(), Counter()))


def _row(name: str, counts: Counter[str]) -> str:
    missing = counts["missing"] + counts["state"]
    numbers = (counts.total(), counts["right"], missing, counts["phantom"], counts["wrong"], counts["excused"])
    return f"| {name} | {' | '.join(map(str, numbers))} | {_share(counts)} |"


def _wrong(counts: Counter[str]) -> int:
    return counts["wrong"] + counts["phantom"]


def _share(counts: Counter[str]) -> str:
    asked = counts.total() - counts["excused"]
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


def _comparison(words: Words, compared: dict[str, Counts]) -> Iterator[str]:
    yield f"\n## {words.titles[-1]}\n"
    yield words.compared
    names = ["reportparse", *(peer.name for peer in PEERS)]
    yield "| | " + " | ".join(names) + " |"
    yield "|---|" + "--:|" * len(names)
    for family, readers in compared.items():
        cells = (f"{_share(readers[n])} ({_wrong(readers[n])})" if n in readers else "" for n in names)
        yield f"| {family} | " + " | ".join(cells) + " |"


if __name__ == "__main__":
    sys.exit(main())
