"""Writes docs/audit.md and docs/audit.zh.md: how many planted faults are found, false alarms, time and memory.

    python -m benchmarks.audit.tell docs/audit.md --first first.json --before before.json --second second.json \
        --third third-before.json third-after.json --scale scale.json

The results are those that run and scale saved (`--save`).
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import reportparse as rp
from benchmarks.audit.run import FAMILIES, Result
from benchmarks.audit.scale import Run


@dataclass(frozen=True)
class Words:
    """What the page says in one language."""

    intro: str
    found: str
    families: dict[str, str]
    heads: tuple[str, ...]
    sets: str
    set_heads: tuple[str, ...]
    set_names: tuple[str, ...]
    missed: str
    none: str
    scale: str
    scale_heads: tuple[str, ...]


ENGLISH = Words(
    """# Audit

Written on {date} by `python -m benchmarks.audit.tell docs/audit.md`, seed 7, reportparse {version}. Reports of two
counties over four years that agree with themselves are made up, written in seven layouts (docx, pdf, html, txt), read
and audited; into some of them faults are planted, {times} of each rule. A fault is found when a finding of its rule
names the report. `python -m benchmarks.audit.run --words second` does it again.

The sentences come from three sets. The rules were mended by the first. The second was written after that, by a hand
that knew the rules, and scored once (*before*) without a change to them; then what it showed was mended in general
(*after*). The row of the first set is its last score before the second was begun; rules were changed after it.
The third set (`--words apart --times 3 --clean 6 --seed 3`) is in other words than the first, written without a look at
the lists of words that the parser and the rules search for; its first score is the fairest of these numbers. Its false
errors had one cause, 不予公开答复 read as all that was answered. What it showed was mended in general too.
The faults are those we could think of from the statutory form and from reports we have read: a forecast for real
reports this is not. A sum over organs is only told where the government has less than the organs at hand: more may
come from organs that are missing. N-TABLE, K-GRANT and K-LOST are not planted.
""",
    "## Planted faults, by family (second set, after)\n",
    FAMILIES,
    ("family", "planted", "found", "%"),
    "## The three sets\n",
    ("set", "planted", "found", "%", "reports without fault", "false errors", "false warnings"),
    ("first", "second, before", "second, after", "third, before", "third, after"),
    "## Not found, as scored last\n",
    "All were found.\n",
    """## Time and memory of one audit

Six years of reports, one in fifty with its section five from another organ; seconds of one processor for records
already read, by `python -m benchmarks.audit.scale`.
""",
    ("reports", "seconds", "ms a report", "peak GiB", "findings", "copied sections told"),
)

CHINESE = Words(
    """# 审核

本页于 {date} 由 `python -m benchmarks.audit.tell docs/audit.md` 生成，种子 7，reportparse {version}。
先虚构两个县四个年度、自身与相互都一致的报告，以七种版式
（docx、pdf、html、txt）写出、读入并审核；再在其中埋入差错，每条规则 {times} 处。
该规则的发现指到埋错的那份报告，才算查出。`python -m benchmarks.audit.run --words second` 可重做。

句子分三套。规则按第一套修改。第二套在此之后由熟悉规则的人写成，规则未动先测一次（改前），
所见问题按一般原因改正后再测（改后）。第一套一行是开始第二套之前最后一次的结果，其后规则又有改动。
第三套（`--words apart --times 3 --clean 6 --seed 3`）用词与第一套不同，写时没有看解析与规则的词表：
初测结果最为公允。
其误报错误出自同一原因：把“不予公开答复”当作答复总数。所见问题也按一般原因改正，然后再测。
差错取自法定格式和读过的报告，只是想得到的那些，不能当作对真实报告的预测。跨机关汇总只在政府的数小于现有机关之和时
指出：大于时可能是缺了机关的报告。N-TABLE、K-GRANT、K-LOST 没有埋错。
""",
    "## 埋入的差错，按类别（第二套，改后）\n",
    {
        "T": "表格",
        "X": "表与表",
        "N": "句中数字",
        "Y": "跨年度",
        "H": "跨机关",
        "S": "结构",
        "D": "日期",
        "C": "联系方式",
        "P": "人员",
        "V": "文字出处",
        "L": "文字差错",
    },
    ("类别", "埋入", "查出", "%"),
    "## 三套句子\n",
    ("套", "埋入", "查出", "%", "无差错报告", "误报错误", "误报警告"),
    ("第一套", "第二套，改前", "第二套，改后", "第三套，改前", "第三套，改后"),
    "## 未查出（最近一次）\n",
    "全部查出。\n",
    """## 一次审核的时间与内存

六个年度的报告，每五十份有一份的第五部分取自别的机关；记录读入之后单个处理器的秒数，由
`python -m benchmarks.audit.scale` 测得。
""",
    ("报告", "秒", "每份毫秒", "内存峰值 GiB", "发现", "指出的雷同部分"),
)


def page(words: Words, sets: list[Result], runs: list[Run]) -> str:
    """The page in one language; `sets` are the first, the second before and after, the third before and after."""
    last = sets[2]
    times = max(last.planted.values())
    parts = [words.intro.format(date=datetime.date.today(), version=rp.__version__, times=times)]
    parts += [words.found, *_table(words.heads, _families(words, last))]
    parts += ["", words.sets, *_table(words.set_heads, _sets(words, sets))]
    missing = [
        f"- {words.set_names[place]}: {code} {sets[place].found[code]} / {count}"
        for place in (2, 4)
        for code, count in sets[place].planted.items()
        if sets[place].found[code] < count
    ]
    parts += ["", words.missed, *(missing or [words.none])]
    parts += ["", words.scale, *_table(words.scale_heads, _scale(runs))]
    return "\n".join(parts) + "\n"


def _table(heads: tuple[str, ...], rows: Iterator[list[Any]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield "|---|" + "--:|" * (len(heads) - 1)
    yield from (f"| {' | '.join(map(str, row))} |" for row in rows)


def _families(words: Words, result: Result) -> Iterator[list[Any]]:
    for letter, name in words.families.items():
        codes = [code for code in result.planted if code[0] == letter]
        planted, found = (sum(counts[code] for code in codes) for counts in (result.planted, result.found))
        yield [f"{name} ({letter}-)", planted, found, f"{result.share(codes):.1f}"]


def _sets(words: Words, sets: list[Result]) -> Iterator[list[Any]]:
    for name, result in zip(words.set_names, sets, strict=True):
        alarms = [result.alarms_of("error"), result.alarms_of("warning")]
        yield [name, result.planted.total(), result.found.total(), f"{result.share():.1f}", result.clean, *alarms]


def _scale(runs: list[Run]) -> Iterator[list[Any]]:
    for run in runs:
        each = f"{1000 * run.auditing / run.reports:.1f}"
        yield [f"{run.reports:,}", run.auditing, each, run.gib, f"{run.findings:,}", f"{run.copies:,}"]


def read_result(path: Path) -> Result:
    """What run saved."""
    told = json.loads(path.read_text(encoding="utf-8"))
    return Result(**told | {name: Counter(told[name]) for name in ("planted", "found", "alarms")})


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=Path)
    for name in ("first", "before", "second", "scale"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--third", type=Path, nargs=2, required=True, metavar=("BEFORE", "AFTER"))
    options = parser.parse_args(arguments)
    sets = [read_result(path) for path in (options.first, options.before, options.second, *options.third)]
    runs = [Run(**told) for told in json.loads(options.scale.read_text(encoding="utf-8"))]
    options.page.write_text(page(ENGLISH, sets, runs), encoding="utf-8")
    options.page.with_suffix(".zh.md").write_text(page(CHINESE, sets, runs), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
