"""Writes docs/audit.md and docs/audit.zh.md: how many planted faults are found, false alarms, time and memory.

    python -m benchmarks.audit.tell docs/audit.md --first first.json --second before.json after.json \
        --third before.json after.json ... --scale scale.json

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

The sentences come from seven sets. The rules were mended by the first. Each further set was scored without a change
to the rules (*before*); then what it showed was mended in general, and it was scored again (*after*). The second was
written by a hand that knew the rules. The third (`--words apart`) is in other words than the first, written without a
look at the lists of words that the parser and the rules search for; its false errors had one cause, 不予公开答复 read
as all that was answered. The fourth, fifth and sixth (`--words fourth` ...) were written before the rules, or what any
of the three showed, were looked at, after how real reports phrase things: the fourth as townships write, the fifth
terse and of other provinces, the sixth long-winded. What the fourth showed was mended before the fifth was scored, and
what the fifth showed before the sixth; the hand that mended had written them. The false errors of the fifth came from
what had just been mended, a part of a list taken for a total; those of the sixth from 3件行政复议和0件行政诉讼, read as
no reconsideration. One sentence of the fourth was put right: it gave the rate of what was closed where the rate of what
was answered in time was meant. The seventh was written by another hand, that knew the first set for its slots and what
each rule means, but had not seen the rules, their words or the other sets. At first two of each rule were planted, 192
of 193 found; with `--seed 11` it was 479 of 482, before the rules were mended. What was missed were trades that no list
had (不动产登记), and one H-PHONE whose other organ had its year changed by another fault. The third has `--seed 3`.
Sets one to three were last scored before the fourth was written.
The faults are those we could think of from the statutory form and from reports we have read: a forecast for real
reports this is not. A sum over organs is only told where the government has less than the organs at hand: more may
come from organs that are missing. N-TABLE, K-GRANT and K-LOST are not planted.
""",
    "## Planted faults, by family (fourth to seventh set together)\n",
    FAMILIES,
    ("family", "planted", "found before", "%", "planted", "found after", "%"),
    "## The seven sets\n",
    ("set", "planted", "found", "%", "reports without fault", "false errors", "false warnings"),
    (
        "first",
        *(
            f"{name}, {when}"
            for name in ("second", "third", "fourth", "fifth", "sixth", "seventh")
            for when in ("before", "after")
        ),
    ),
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

句子分七套。规则按第一套修改。其余各套都是规则未动先测一次（改前），所见问题按一般原因改正后再测（改后）。
第二套由熟悉规则的人写成。第三套（`--words apart`）用词与第一套不同，写时没有看解析与规则的词表，
其误报错误出自同一原因：把“不予公开答复”当作答复总数。
第四、五、六套（`--words fourth` 等）写时没有看规则，也没有看其中任何一套查出了什么，仿照真实年报的说法：
第四套如乡镇所写，第五套简短、取别省说法，第六套冗长。
第四套所见改正之后才测第五套，第五套所见改正之后才测第六套；改规则的人即写句子的人。
第五套的误报错误来自刚作的修改，把一个分项当成了总数；第六套的来自“3件行政复议和0件行政诉讼”，读成没有复议。
第四套有一句改过：本应说按期答复率，却说成了办结率。
第七套由另一人写成，只看过第一套（为知道要写哪些句子）和各条规则的含义，没有看规则、词表和其余各套；
最初每条规则埋两处，193 处查出 192 处；`--seed 11` 482 处查出 479 处，均在改规则之前。
未查出的是词表中没有的业务（“不动产登记”），以及一处 H-PHONE：另一机关的年份已被别的差错改掉。第三套用 `--seed 3`。
第一至第三套最近一次测于第四套写成之前。
差错取自法定格式和读过的报告，只是想得到的那些，不能当作对真实报告的预测。跨机关汇总只在政府的数小于现有机关之和时
指出：大于时可能是缺了机关的报告。N-TABLE、K-GRANT、K-LOST 没有埋错。
""",
    "## 埋入的差错，按类别（第四至七套合计）\n",
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
    ("类别", "埋入", "改前查出", "%", "埋入", "改后查出", "%"),
    "## 七套句子\n",
    ("套", "埋入", "查出", "%", "无差错报告", "误报错误", "误报警告"),
    ("第一套", *(f"第{number}套，{when}" for number in "二三四五六七" for when in ("改前", "改后"))),
    "## 未查出（最近一次）\n",
    "全部查出。\n",
    """## 一次审核的时间与内存

六个年度的报告，每五十份有一份的第五部分取自别的机关；记录读入之后单个处理器的秒数，由
`python -m benchmarks.audit.scale` 测得。
""",
    ("报告", "秒", "每份毫秒", "内存峰值 GiB", "发现", "指出的雷同部分"),
)


def page(words: Words, sets: list[Result], runs: list[Run]) -> str:
    """The page in one language; `sets` are the first, and each further one before and after."""
    times = max(sets[FOURTH].planted.values())
    parts = [words.intro.format(date=datetime.date.today(), version=rp.__version__, times=times)]
    parts += [
        words.found,
        *_table(words.heads, _families(words, _together(sets[FOURTH::2]), _together(sets[FOURTH + 1 :: 2]))),
    ]
    parts += ["", words.sets, *_table(words.set_heads, _sets(words, sets))]
    missing = [
        f"- {words.set_names[place]}: {code} {sets[place].found[code]} / {count}"
        for place in range(2, len(sets), 2)
        for code, count in sets[place].planted.items()
        if sets[place].found[code] < count
    ]
    parts += ["", words.missed, *(missing or [words.none])]
    parts += ["", words.scale, *_table(words.scale_heads, _scale(runs))]
    return "\n".join(parts) + "\n"


FOURTH = 5
"""Where the fourth set stands, before the rules were mended by it."""


def _together(results: list[Result]) -> Result:
    total = Result()
    for result in results:
        total.add(result)
    return total


def _table(heads: tuple[str, ...], rows: Iterator[list[Any]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield "|---|" + "--:|" * (len(heads) - 1)
    yield from (f"| {' | '.join(map(str, row))} |" for row in rows)


def _families(words: Words, before: Result, after: Result) -> Iterator[list[Any]]:
    for letter, name in words.families.items():
        row: list[Any] = [f"{name} ({letter}-)"]
        for result in (before, after):
            codes = [code for code in result.planted if code[0] == letter]
            planted, found = (sum(counts[code] for code in codes) for counts in (result.planted, result.found))
            row += [planted, found, f"{result.share(codes):.1f}"]
        yield row


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


LATER = ("second", "third", "fourth", "fifth", "sixth", "seventh")
"""The sets that were scored before the rules were mended by them, and after."""


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=Path)
    for name in ("first", "scale"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    for name in LATER:
        parser.add_argument(f"--{name}", type=Path, nargs=2, required=True, metavar=("BEFORE", "AFTER"))
    options = parser.parse_args(arguments)
    paths = [options.first, *(path for name in LATER for path in getattr(options, name))]
    sets = [read_result(path) for path in paths]
    runs = [Run(**told) for told in json.loads(options.scale.read_text(encoding="utf-8"))]
    options.page.write_text(page(ENGLISH, sets, runs), encoding="utf-8")
    options.page.with_suffix(".zh.md").write_text(page(CHINESE, sets, runs), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
