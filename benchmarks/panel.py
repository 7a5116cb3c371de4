"""200,000 reports as a store: what opening, panels, sums and texts of the whole cost, beside plain pandas.

python -m benchmarks.panel make /tmp/panel [reports]      write the store and the same facts as one long parquet
python -m benchmarks.panel run /tmp/panel                 each task in a process of its own: seconds, peak memory

The figures are those of the reports of corpus/, multiplied by small numbers, so that a sum holds where it held; in one
report of fifty one more figure is one too large. Problems are sentences of the corpus.
Texts of section five are made of sentences of their own and of sentences that others have too; every tenth differs from
the one before it in six places.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

import reportparse as rp
from reportparse.corpus import open_corpus
from reportparse.form import load_form
from reportparse.index import write_index
from reportparse.report import Report
from reportparse.rows import NESTED, known_items, marks_of, schema_of
from reportparse.rules.arithmetic import OPERATORS
from reportparse.rules.wide import plans, sums
from reportparse.store import list_parts, publish

CORPUS = Path(__file__).parents[1] / "corpus"
REPORTS, YEARS, PART = 200_000, range(2019, 2025), 1000
EDITION = "2021"
ITEMS = [
    item.id for item in load_form(EDITION).items() if item.id.startswith("requests.") and item.id[-6:] == ".total"
][:5]
BROKEN = 50
"""In one report of so many a figure is one too large."""

LETTERS, SENTENCES, SHARED, EDITED = 25, 16, 0.3, 6
"""A text has so many sentences of so many letters; this share of them others have too; a copy has so many letters
of its own."""


class Models(NamedTuple):
    """Reports that were read: models x items of the form, NaN unless stated; their marks; problems that they name."""

    values: np.ndarray
    states: list[str]
    editions: str
    problems: list[dict[str, Any]]


@cache
def models() -> Models:
    """The reports of corpus/ in this edition that state their tables in whole."""
    read = [rp.parse(path) for path in sorted((CORPUS / "reports").rglob("*.docx"))]
    used = [report for report in read if set(report.editions.values()) == {EDITION}]
    rows = [_values(report) for report in used]
    marks = [marks_of(report, known_items()) for report in used]
    said = [{"text": one.text, "topics": list(one.topics)} for report in used for one in report.problems]
    return Models(np.array(rows), [states for _, states in marks], marks[0][0], said)


def _values(report: Report) -> list[float]:
    stated = {fact.item: fact.value for fact in report.facts if fact.value is not None}
    return [float(stated.get(item, np.nan)) for item in known_items()]


def make(folder: Path, reports: int) -> None:
    """The store, and `long/facts.parquet` and `long/problems.parquet` beside it: what a user without it would keep."""
    (folder / "long").mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(7)
    writers: dict[str, pq.ParquetWriter] = {}
    for number, start in enumerate(range(0, reports, PART)):
        ids = np.arange(start, min(start + PART, reports))
        chosen = random.integers(0, len(models().values), len(ids))
        values = models().values[chosen] * random.integers(1, 9, (len(ids), 1))
        values[np.arange(len(ids)) % BROKEN == 0, known_items().index(ITEMS[0])] += 1
        said = random.integers(0, len(models().problems), (len(ids), 2))
        publish(
            part(ids, chosen, values, said, list(texts(random, len(ids)))),
            folder / f"part-{number:05d}-{number:016x}.parquet",
        )
        for name, table in (("facts", long_facts(ids, values)), ("problems", long_problems(ids, said))):
            if name not in writers:
                path = folder / "long" / f"{name}.parquet"
                writers[name] = pq.ParquetWriter(path, table.schema, compression="zstd")
            writers[name].write_table(table)
    for writer in writers.values():
        writer.close()
    write_index(folder, list_parts(folder))


def part(ids: np.ndarray, chosen: np.ndarray, values: np.ndarray, said: np.ndarray, written: list[str]) -> pa.Table:
    """A part of the store with these figures, two problems and a section five a report, and no JSON."""
    organs, years = ids // len(YEARS), ids % len(YEARS) + YEARS[0]
    count = len(ids)
    columns: dict[str, Any] = {
        "path": [f"{number:07}.docx" for number in ids],
        "sha256": [f"{number * 2654435761 % 2**32:08x}{number:056x}" for number in ids.tolist()],
        "format": ["docx"] * count,
        "outcome": ["record"] * count,
        "organ": [f"第{number}镇" for number in organs],
        "county": [f"第{number // 15}县" for number in organs],
        "kind": ["township"] * count,
        "edition": [EDITION] * count,
        "year": years,
        "stated": (~np.isnan(values)).sum(axis=1),
        "editions": [models().editions] * count,
        "states": [models().states[one] for one in chosen],
        "facts": facts(values),
        "problems": [[models().problems[one] for one in ones] for ones in said],
        "sections": [[{"code": "problems", "title": "存在的主要问题及改进情况", "text": text}] for text in written],
    } | dict(zip(known_items(), values.T, strict=True))
    schema = schema_of()
    arrays = [
        pa.array(columns[field.name], field.type, from_pandas=True)
        if field.name in columns
        else pa.nulls(count, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def facts(values: np.ndarray) -> pa.Array:
    """Lists of facts, one a report."""
    there = ~np.isnan(values)
    items, flat = np.array(known_items(), dtype=object)[np.nonzero(there)[1]], pa.array(values[there])
    fields = {
        "item": pa.array(items, pa.string()),
        "value": flat,
        "state": pa.array(["stated"] * len(flat)),
        "raw": flat.cast(pa.string()),
    }
    kinds = NESTED["facts"]
    arrays = [fields.get(name, pa.nulls(len(flat), kind)) for name, kind in kinds.items()]
    struct = pa.StructArray.from_arrays(arrays, fields=[pa.field(name, kind) for name, kind in kinds.items()])
    return pa.ListArray.from_arrays(pa.array(np.append(0, there.sum(axis=1).cumsum()), pa.int32()), struct)


def texts(random: np.random.Generator, count: int) -> Iterator[str]:
    """Texts of a section; every tenth is the one before it with some letters changed."""
    common = np.random.default_rng(11).integers(0x4E00, 0x9FA5, (5000, LETTERS))
    letters = np.empty(0, dtype=int)
    for number in range(count):
        if number % 10 == 9:
            letters[random.integers(0, letters.size, EDITED)] = random.integers(0x4E00, 0x9FA5, EDITED)
        else:
            own = random.integers(0x4E00, 0x9FA5, (SENTENCES, LETTERS))
            shared = random.random(SENTENCES) < SHARED
            own[shared] = common[random.integers(0, len(common), shared.sum())]
            own[:, -1] = ord("。")
            letters = own.ravel()
        yield letters.astype("<u4").tobytes().decode("utf-32-le")


def long_facts(ids: np.ndarray, values: np.ndarray) -> pa.Table:
    """One row a stated figure: organ, year, item, value."""
    rows, columns = np.nonzero(~np.isnan(values))
    names = pa.DictionaryArray.from_arrays(pa.array(columns.astype(np.int32)), pa.array(known_items()))
    return pa.table(
        {
            "organ": pa.array((ids[rows] // len(YEARS)).astype(np.int32)),
            "year": pa.array((ids[rows] % len(YEARS) + YEARS[0]).astype(np.int16)),
            "item": names,
            "value": values[rows, columns],
        }
    )


def long_problems(ids: np.ndarray, said: np.ndarray) -> pa.Table:
    """One row a problem: organ, year, text, topics as the frame has them."""
    twice = np.repeat(ids, 2)
    named = [models().problems[one] for one in said.ravel()]
    return pa.table(
        {
            "organ": pa.array((twice // len(YEARS)).astype(np.int32)),
            "year": pa.array((twice % len(YEARS) + YEARS[0]).astype(np.int16)),
            "text": [one["text"] for one in named],
            "topics": ["; ".join(one["topics"]) for one in named],
        }
    )


# --- what a user without the store would write


def long(folder: Path, name: str = "facts") -> pd.DataFrame:
    """A long file as plain pandas reads it."""
    return pd.read_parquet(folder / "long" / f"{name}.parquet")


def pandas_panel(frame: pd.DataFrame) -> pd.DataFrame:
    """Five items, pivoted."""
    return frame[frame["item"].isin(ITEMS)].pivot_table(
        index=["organ", "year"], columns="item", values="value", observed=True
    )


def pandas_changes(frame: pd.DataFrame) -> pd.DataFrame:
    """Every figure of five items joined with the year before."""
    chosen = frame[frame["item"].isin(ITEMS)].astype({"item": str})
    return chosen.merge(chosen.assign(year=chosen["year"] + 1), on=["organ", "year", "item"], how="left")


def pandas_sums(frame: pd.DataFrame) -> int:
    """How many sums of the form do not hold, of those whose terms are all stated: pivoted, then column by column."""
    wide = frame.pivot_table(index=["organ", "year"], columns="item", values="value", observed=True)
    broken = 0
    for identity, left, right in identities():
        if {*left, *right} <= {*wide.columns}:
            sides = [sum(wide[item] * sign for item, sign in side.items()) for side in (left, right)]
            broken += int((~OPERATORS[identity](*sides) & sides[0].notna() & sides[1].notna()).sum())
    return broken


def identities() -> Iterator[tuple[str, dict[str, int], dict[str, int]]]:
    """Each sum of the form in this edition: its operator, and the items of both sides with their signs."""
    for plan in plans(EDITION, models().editions):
        for left, right, *signs in zip(plan.left, plan.right, plan.left_signs, plan.right_signs, strict=True):
            if plan.identity.op in OPERATORS:
                sides = [[known_items()[one] for one in side] for side in (left, right)]
                first, second = (
                    dict(zip(side, map(int, own), strict=True)) for side, own in zip(sides, signs, strict=True)
                )
                yield plan.identity.op, first, second


def pandas_topics(frame: pd.DataFrame) -> pd.Series:
    """How many problems name each topic in each year."""
    return frame.assign(topic=frame["topics"].str.split("; ")).explode("topic").groupby(["topic", "year"]).size()


def topics_by_year(folder: Path) -> object:
    """How many problems name each topic in each year, over the store."""
    return open_corpus(folder).topic_shares(("year",))


TASKS: dict[str, Callable[[Path], object]] = {
    "open": open_corpus,
    "open, panel of 5 items": lambda folder: open_corpus(folder).panel(ITEMS),
    "open, all sums of the form": lambda folder: sums(open_corpus(folder)),
    "year on year, 5 items": lambda folder: open_corpus(folder).changes(ITEMS),
    "shares by county and year": lambda folder: open_corpus(folder).shares(
        ITEMS[2], ITEMS[0], index=("county", "year")
    ),
    "outliers of 1 item": lambda folder: open_corpus(folder).outliers(ITEMS[0]),
    "problems by topic and year": topics_by_year,
    "problems repeated": lambda folder: open_corpus(folder).repeated_problems(),
    "sql: mean of each item": lambda folder: open_corpus(folder).sql(
        "select item, avg(value) from facts group by item"
    ),
    "the whole long frame": lambda folder: open_corpus(folder).facts,
    "copies of section five": lambda folder: open_corpus(folder).copies(),
    "pandas, panel of 5 items": lambda folder: pandas_panel(long(folder)),
    "pandas, all sums of the form": lambda folder: pandas_sums(long(folder)),
    "pandas, year on year, 5 items": lambda folder: pandas_changes(long(folder)),
    "pandas, problems by topic and year": lambda folder: pandas_topics(long(folder, "problems")),
}


class Task(NamedTuple):
    """Seconds on the wall and of CPU, and the peak memory of the process in MiB; medians of the rounds."""

    wall: float
    cpu: float
    peak: float


def measure(task: str, folder: Path) -> None:
    """One task; prints wall, CPU and peak as JSON."""
    began, computed = time.perf_counter(), time.process_time()
    TASKS[task](folder)
    wall, cpu = time.perf_counter() - began, time.process_time() - computed
    print(json.dumps([wall, cpu, peak()]))


def peak() -> float:
    """The highest memory of this process in MiB; what getrusage says counts that of who started it too."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def cost(task: str, folder: Path, rounds: int = 1) -> Task:
    """What a task costs in a process of its own, without the start of Python and the imports of this module.

    Raises subprocess.CalledProcessError when it fails.
    """
    words = [sys.executable, "-m", "benchmarks.panel", "measure", str(folder), task]
    runs = [
        json.loads(subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True).stdout) for _ in range(rounds)
    ]
    return Task(*(median(column) for column in zip(*runs, strict=True)))


def run(folder: Path, tasks: Sequence[str] = ()) -> None:
    """All tasks, one process each."""
    print(f"{'task':36}{'seconds':>10}{'CPU s':>10}{'peak MiB':>10}")
    for task in tasks or TASKS:
        print(f"{task:36}{'{:10.2f}{:10.2f}{:10.0f}'.format(*cost(task, folder))}", flush=True)


if __name__ == "__main__":
    verb, place, *rest = sys.argv[1:]
    if verb == "make":
        make(Path(place), int(rest[0]) if rest else REPORTS)
    elif verb == "measure":
        measure(rest[0], Path(place))
    else:
        run(Path(place), rest)
