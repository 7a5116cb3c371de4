"""The pages about speed, and their figure, from the figures of `benchmarks.speed.run`.

python -m benchmarks.speed.tell speed.json docs
"""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Literal

import reportparse as rp
from benchmarks.speed.floors import FLOORS, PEERS

Language = Literal["zh", "en"]
Figures = dict[str, Any]

TARGETS = {"pdf": (2.5, 12.0), "docx": (3.0, 5.0), "html": (5.0, 2.0), "txt": (None, 1.0)}
"""By format: at most so many times the floor, at least so many times faster than the peer."""

MOST_TEXT = 6.0  # ms for a text; its floor is too small for a ratio
COLD, IMPORT, PEAK, FASTER_COLD, POOL, FASTER_POOL = 150.0, 40.0, 60.0, 3.0, 1.6, 12.0
PANEL, SUMS, PANEL_PEAK, FASTER_PANEL, COPIES, FASTER_COPIES = 3.0, 5.0, 2048.0, 5.0, 30.0, 5.0

TITLES = {
    "en": (
        "# Performance",
        "Written on {date} by `python -m benchmarks.speed.run --docs docs`, reportparse {version}, Python {python}, "
        "{cores} cores, load average {load:.1f}, medians of {rounds} rounds taken by turns in one process. Times are "
        "CPU time; on another machine they differ and the ratios stay. *Whole* is from bytes to the record with its "
        "findings. The floor is what no reader of the format can leave out, the peer is what is usually called; it "
        "gives no record.",
    ),
    "zh": (
        "# 速度",
        "本页于 {date} 由 `python -m benchmarks.speed.run --docs docs` 生成，reportparse {version}，Python {python}，"
        "{cores} 核，平均负载 {load:.1f}；各数为同一进程内轮流测 {rounds} 轮的中位数。时间均为 CPU 时间，"
        "换一台机器会变，比值不变。“全程”指从字节到带有发现的完整记录。“下限”是任何读取器都省不掉的一步；“同类”是通常会用的库，"
        "它们都不给出记录。",
    ),
}


FIGURES: dict[Language, str] = {"en": "pictures/performance.svg", "zh": "pictures/performance-zh.svg"}


def write(found: Figures, folder: Path) -> None:
    """The pages in both languages, and the figure of each."""
    from benchmarks.speed import draw

    names: dict[Language, str] = {"en": "performance", "zh": "performance.zh"}
    (folder / "pictures").mkdir(parents=True, exist_ok=True)
    for language, name in names.items():
        (folder / f"{name}.md").write_text(page(found, language), encoding="utf-8")
        draw.save(found, language, folder / FIGURES[language])


def page(found: Figures, language: Language) -> str:
    """The page in Markdown."""
    title, intro = TITLES[language]
    machine = found["machine"]
    intro = intro.format(
        date=datetime.date.today().isoformat(),
        version=rp.__version__,
        python=machine["python"],
        cores=machine["cores"],
        load=found["load"],
        rounds=found["rounds"],
    )
    versions = ", ".join(f"{k} {v}" for k, v in machine.items() if k not in ("python", "cores", "system"))
    parts = [
        title,
        intro,
        versions + "。" * (language == "zh") + "." * (language == "en"),
        head(language, "What was aimed at", "目标与实测"),
        said(
            language,
            "Reports in which every sum holds and no cell is doubtful; the others are in the next table.",
            "取各项合计相符、没有存疑单元格的报告；其余见下表。",
        ),
        table(language, GOALS, goals(found, language)),
        f"![{said(language, 'What a record costs', '一条记录的开销')}]({FIGURES[language]})",
        head(language, "Each format", "各格式"),
        said(
            language,
            "Milliseconds; in brackets the middle half of the files. *Second reading*: a sum does not hold or a cell "
            "is doubtful, so that the file is read again by another engine before anyone is blamed; a user of the "
            "peer would not know.",
            "单位毫秒，括号内为中间一半文件的范围。“二次读取”：合计不符或单元格存疑，先用另一引擎重读再下结论；"
            "只用同类库的人对此一无所知。",
        ),
        table(language, EACH, each(found, language)),
        head(language, "Where the time goes", "时间花在哪里"),
        said(language, "Median milliseconds of each stage.", "各阶段毫秒数（中位数）。"),
        table(language, None, stage_rows(found, language)),
        head(language, "Whole processes", "整个进程"),
        table(language, PROCESSES, process_rows(found)),
        head(language, "Many reports", "成批处理"),
        said(
            language,
            "`parse_all` with two workers over copies of the corpus in all four formats, each with bytes of its own. "
            "Memory is that of all processes together, in the fourth tenth of the run and in the last.",
            "`parse_all` 用两个工作进程读四种格式的语料副本（字节各不相同）。内存为全部进程之和，取第四个与"
            "最后一个十分之一时段的最高值。",
        ),
        table(language, GROWN, growth_rows(found)),
        said(language, "The same pdf files by a loop and by pools:", "同样的 pdf 文件，逐个循环与进程池："),
        table(language, POOLS, pool_rows(found, language)),
        head(language, "Many reports side by side", "面板"),
        said(
            language,
            "A store whose figures are those of the corpus multiplied by small numbers, and the same figures as one "
            "long Parquet file for plain pandas (`python -m benchmarks.panel`). Each task in a process of its own, "
            "opening included; wall is on this machine under the load above.",
            "合成的库：数值为语料各表乘以小整数；同样的数值另存为一个长表 Parquet 供 pandas 读取"
            "（`python -m benchmarks.panel`）。每项任务各用一个进程，含打开；历时受上述负载影响。",
        ),
        table(language, PANELS, panel_rows(found, language)),
        said(
            language,
            "How CPU seconds grow with the number of reports:",
            "CPU 秒数随报告数的增长：",
        ),
        table(language, None, panel_growth(found, language)),
        *texts_part(found, language),
    ]
    return "\n\n".join(parts) + "\n"


GOALS = (("work", "aim", "measured", ""), ("内容", "目标", "实测", ""))
EACH = (
    ("files", "n", "whole", "floor", "× floor", "peer", "× faster than peer"),
    ("文件", "n", "全程", "下限", "为下限的倍数", "同类", "快于同类的倍数"),
)
PROCESSES = (
    ("program", "CPU ms", "over bare Python", "peak MiB"),
    ("程序", "CPU 毫秒", "比空 Python 多", "内存峰值 MiB"),
)
GROWN = (
    ("reports", "CPU ms a report", "wall ms a report", "parent's share of CPU", "MiB early", "MiB late"),
    ("份数", "每份 CPU 毫秒", "每份历时毫秒", "父进程占 CPU 比例", "前段 MiB", "末段 MiB"),
)
PANELS = (("task", "CPU s", "wall s", "peak MiB"), ("任务", "CPU 秒", "历时秒", "内存峰值 MiB"))
POOLS = (("way", "reports", "seconds", "reports a second"), ("方式", "份数", "秒", "每秒份数"))


# --- rows


def goals(found: Figures, language: Language) -> Iterator[Sequence[str]]:
    """Each aim, what was measured, and whether it is met."""
    rows = [row for row in found["corpus"] if not row["reread"]]
    for kind, (most, least) in TARGETS.items():
        own = [row for row in rows if row["format"] == kind]
        if most is None:
            yield aim(said(language, "txt, whole", "txt 全程"), "≤", MOST_TEXT, centre(own, "whole") * 1e3, " ms")
        else:
            words = said(language, f"{kind}, whole / {FLOORS[kind].name}", f"{kind} 全程 / {FLOORS[kind].name}")
            yield aim(words, "≤", most, ratio(own, "whole", "floor"), " ×")
        if kind in PEERS:
            words = said(language, f"{kind}, {PEERS[kind].name} / whole", f"{kind} {PEERS[kind].name} / 全程")
            yield aim(words, "≥", least, ratio([row for row in own if row["peer"]], "peer", "whole"), " ×")
    yield from _goals_outside(found, language)


def _goals_outside(found: Figures, language: Language) -> Iterator[Sequence[str]]:
    over, peak = over_bare(found), {name: median(cost["peak"]) for name, cost in found["processes"].items()}
    yield aim(said(language, "one pdf to JSON, over bare Python", "一个 pdf 到 JSON，比空 Python 多"), "≤", COLD,
              over["pdf"], " ms")  # fmt: skip
    yield aim(said(language, "the same by pdfplumber / ours", "同一文件 pdfplumber / 本库"), "≥", FASTER_COLD,
              over["pdfplumber"] / over["pdf"], " ×")  # fmt: skip
    yield aim("`import reportparse`", "≤", IMPORT, over["import"], " ms")
    yield aim(said(language, "peak memory, one pdf", "内存峰值，一个 pdf"), "≤", PEAK, peak["pdf"], " MiB")
    yield aim(said(language, "peak memory, of pdfplumber's", "内存峰值，与 pdfplumber 之比"), "≤", 1.0,
              peak["pdf"] / peak["pdfplumber"], " ×")  # fmt: skip
    loop, _, two = (row["reports"] / row["wall"] for row in found["pool"])
    peer = found["peer"]["reports"] / found["peer"]["wall"]
    yield aim(said(language, "batch with two workers / a loop", "两个工作进程 / 逐个循环"), "≥", POOL, two / loop, " ×")
    yield aim(said(language, "batch / pdfplumber in a pool", "成批 / 进程池中的 pdfplumber"), "≥", FASTER_POOL,
              two / peer, " ×")  # fmt: skip
    yield from _goals_wide(found, language)


def _goals_wide(found: Figures, language: Language) -> Iterator[Sequence[str]]:
    tasks, count = widest(found), max((row["reports"] for row in found["panels"]), default=0)
    if tasks:
        panel, sums = tasks["open, panel of 5 items"], tasks["open, all sums of the form"]
        of = said(language, f" of {count:,} reports", f"（{count:,} 份）")
        yield aim(said(language, f"open, panel of 5 items,{of}", f"打开并取 5 项面板{of}"), "≤", PANEL,
                  panel["cpu"], " s")  # fmt: skip
        yield aim(said(language, f"all sums of the form,{of}", f"全部合计校验{of}"), "≤", SUMS,
                  sums["cpu"] - tasks["open"]["cpu"], " s")  # fmt: skip
        peak = max(panel["peak"], sums["peak"])
        yield aim(said(language, "peak memory of both", "两者内存峰值"), "≤", PANEL_PEAK, peak, " MiB")
        for ours, peer in (("open, panel of 5 items", "pandas, panel of 5 items"),
                           ("open, all sums of the form", "pandas, all sums of the form")):  # fmt: skip
            words = said(language, f"{peer} / ours", f"{TASKS_ZH[peer]} / 本库")
            yield aim(words, "≥", FASTER_PANEL, tasks[peer]["cpu"] / tasks[ours]["cpu"], " ×")
    ours, peer = found["texts"]["ours"], found["texts"]["peer"]
    yield aim(said(language, f"copies among {ours['texts']:,} texts", f"{ours['texts']:,} 段文字查重"), "≤", COPIES,
              ours["cpu"], " s")  # fmt: skip
    if peer:
        faster = peer["cpu"] / peer["texts"] / (ours["cpu"] / ours["texts"])
        yield aim(said(language, "a text by datasketch / ours", "每段 datasketch / 本库"), "≥", FASTER_COPIES,
                  faster, " ×")  # fmt: skip


def aim(words: str, sign: str, target: float, value: float, unit: str) -> Sequence[str]:
    """A row of the table of aims."""
    met = value <= target if sign == "≤" else value >= target
    return words, f"{sign} {target:g}{unit}", f"{value:.3g}{unit}", "✓" if met else "✗"


def each(found: Figures, language: Language) -> Iterator[Sequence[str]]:
    """Each format: files that are read once, files that are read a second time, and files from elsewhere."""
    groups = (("corpus", False, "", ""), ("corpus", True, ", second reading", "，二次读取"),
              ("also", False, ", other files", "，其他文件"),
              ("also", True, ", other files, second reading", "，其他文件，二次读取"))  # fmt: skip
    for source, again, english, chinese in groups:
        for kind in FLOORS:
            rows = [row for row in found[source] if row["format"] == kind and row["reread"] == again]
            if rows:
                read = [row for row in rows if row["peer"]]
                yield (
                    kind + said(language, english, chinese),
                    str(len(rows)),
                    spread(rows, "whole"),
                    spread(rows, "floor"),
                    f"{ratio(rows, 'whole', 'floor'):.2f}",
                    spread(read, "peer"),
                    f"{ratio(read, 'peer', 'whole'):.1f}" if read else "",
                )


def stage_rows(found: Figures, language: Language) -> Iterator[Sequence[str]]:
    """A row for each stage, a column for each format; the first row is the head."""
    kinds = list(found["stages"])
    yield said(language, "stage", "阶段"), *kinds
    for stage in found["stages"][kinds[0]]:
        words = stage if language == "en" else STAGES_ZH.get(stage, stage)
        yield words, *(f"{found['stages'][kind][stage] * 1e3:.2f}" for kind in kinds)


STAGES_ZH = {
    "read": "读取文件",
    "outline, identity": "章节、机关与年份",
    "tables": "统计表",
    "doubt, second reading": "存疑与二次读取",
    "officers": "人员",
    "problems": "问题与改进",
    "statements": "文中数字",
    "the rest": "其余",
}


def process_rows(found: Figures) -> Iterator[Sequence[str]]:
    """A row for each program."""
    over = over_bare(found)
    for name, cost in found["processes"].items():
        shown = f"`reportparse parse FILE.{name} --json`" if name in FLOORS else name
        yield shown, f"{median(cost['seconds']) * 1e3:.0f}", f"{over[name]:.0f}", f"{median(cost['peak']):.0f}"


def growth_rows(found: Figures) -> Iterator[Sequence[str]]:
    """A row for each size of batch."""
    for row in found["growth"]:
        count = row["reports"]
        yield (
            f"{count:,}",
            f"{row['cpu'] / count * 1e3:.1f}",
            f"{row['wall'] / count * 1e3:.1f}",
            f"{row['parent'] / row['cpu']:.0%}",
            f"{row['early']:.0f}",
            f"{row['late']:.0f}",
        )


def pool_rows(found: Figures, language: Language) -> Iterator[Sequence[str]]:
    """A row for each way to read many files."""
    names = [
        said(language, "`parse` in a loop", "逐个 `parse`"),
        said(language, "`parse_all`, one worker", "`parse_all`，一个工作进程"),
        said(language, "`parse_all`, two workers", "`parse_all`，两个工作进程"),
        said(language, "pdfplumber, two workers", "pdfplumber，两个工作进程"),
    ]
    for name, row in zip(names, [*found["pool"], found["peer"]], strict=True):
        yield name, f"{row['reports']:,}", f"{row['wall']:.1f}", f"{row['reports'] / row['wall']:.1f}"


def panel_rows(found: Figures, language: Language) -> Iterator[Sequence[str]]:
    """A row for each task over the largest panel."""
    for task, row in widest(found).items():
        yield said(language, task, TASKS_ZH[task]), f"{row['cpu']:.2f}", f"{row['wall']:.2f}", f"{row['peak']:,.0f}"


TASKS_ZH = {
    "open": "打开",
    "open, panel of 5 items": "打开，5 项面板",
    "open, all sums of the form": "打开，全部合计校验",
    "year on year, 5 items": "5 项同比",
    "shares by county and year": "按县、年计比例",
    "outliers of 1 item": "1 项离群值",
    "problems by topic and year": "按主题、年计问题",
    "problems repeated": "逐年重复的问题",
    "sql: mean of each item": "SQL：各项均值",
    "the whole long frame": "整个长表",
    "copies of section five": "第五部分查重",
    "pandas, panel of 5 items": "pandas，5 项面板",
    "pandas, all sums of the form": "pandas，全部合计校验",
    "pandas, year on year, 5 items": "pandas，5 项同比",
    "pandas, problems by topic and year": "pandas，按主题、年计问题",
}


def panel_growth(found: Figures, language: Language) -> Iterator[Sequence[str]]:
    """A row for each size of panel, a column for each task that was measured over all; the first row is the head."""
    counts = sorted({row["reports"] for row in found["panels"]})
    took = {(row["reports"], row["task"]): row["cpu"] for row in found["panels"]}
    tasks = [task for task in TASKS_ZH if all((count, task) in took for count in counts)]
    yield said(language, "reports", "份数"), *(said(language, task, TASKS_ZH[task]) for task in tasks)
    for count in counts:
        yield f"{count:,}", *(f"{took[count, task]:.2f}" for task in tasks)


def texts_part(found: Figures, language: Language) -> list[str]:
    """The paragraph about near-equal texts."""
    ours, peer = found["texts"]["ours"], found["texts"]["peer"]
    words = [
        said(
            language,
            f"`corpus.copies` judges {ours['texts']:,} texts of about 400 characters in {ours['cpu']:.1f} s CPU "
            f"({ours['cpu'] / ours['texts'] * 1e6:.0f} µs a text, {ours['pairs']:,} pairs, each confirmed exactly).",
            f"`corpus.copies` 判断 {ours['texts']:,} 段约 400 字的文字用 CPU {ours['cpu']:.1f} 秒"
            f"（每段 {ours['cpu'] / ours['texts'] * 1e6:.0f} 微秒，{ours['pairs']:,} 对，逐对精确确认）。",
        )
    ]
    if peer:
        words.append(
            said(
                language,
                f"datasketch with the same bands takes {peer['cpu'] / peer['texts'] * 1e6:.0f} µs a text "
                f"for {peer['texts']:,} of them, unconfirmed.",
                f"datasketch（分段相同）处理其中 {peer['texts']:,} 段，每段 "
                f"{peer['cpu'] / peer['texts'] * 1e6:.0f} 微秒，未作确认。",
            )
        )
    return [head(language, "Near-equal texts", "查重"), said(language, " ", "").join(words)]


# --- figures from figures


def widest(found: Figures) -> dict[str, Figures]:
    """The tasks over the largest panel."""
    count = max((row["reports"] for row in found["panels"]), default=0)
    return {row["task"]: row for row in found["panels"] if row["reports"] == count}


def over_bare(found: Figures) -> dict[str, float]:
    """CPU ms of each program beyond what Python itself takes."""
    took = {name: median(cost["seconds"]) * 1e3 for name, cost in found["processes"].items()}
    return {name: ms - took["bare python"] for name, ms in took.items()}


def centre(rows: Sequence[Figures], what: str) -> float:
    """Median over the files of the median over the rounds, in seconds."""
    return median(median(row[what]) for row in rows) if rows else float("nan")


def ratio(rows: Sequence[Figures], one: str, other: str) -> float:
    """Median over the files of the ratio of two medians."""
    return median(median(row[one]) / median(row[other]) for row in rows) if rows else float("nan")


def spread(rows: Sequence[Figures], what: str) -> str:
    """Median in milliseconds, and the middle half."""
    values = [median(row[what]) * 1e3 for row in rows]
    if len(values) < 2:
        return f"{values[0]:.2f}" if values else ""
    low, middle, high = quantiles(values, n=4, method="inclusive")
    return f"{middle:.2f} ({low:.2f}–{high:.2f})"


# --- words


def said(language: Language, english: str, chinese: str) -> str:
    """The words in one of the languages."""
    return english if language == "en" else chinese


def head(language: Language, english: str, chinese: str) -> str:
    """A heading."""
    return "## " + said(language, english, chinese)


def table(language: Language, heads: tuple[Sequence[str], Sequence[str]] | None, rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown; without heads the first row is the head."""
    lines = [list(row) for row in rows]
    first = list(heads[language == "zh"]) if heads else lines.pop(0)
    marks = ["---"] + ["--:"] * (len(first) - 1)
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [first, marks, *lines])


if __name__ == "__main__":
    write(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), Path(sys.argv[2]))
