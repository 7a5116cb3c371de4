"""200,000 synthetic reports as a store: what opening, panels and audits of the whole cost, beside plain pandas.

python benchmarks/panel.py make /tmp/panel [reports]      write the store and the same facts as one long parquet
python benchmarks/panel.py run /tmp/panel                 each task in a process of its own: seconds, peak memory
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from reportparse.corpus import Corpus, open_corpus
from reportparse.form import FormTable, Identity, load_form
from reportparse.panel import read_values
from reportparse.rows import NESTED, schema_of
from reportparse.store import publish

REPORTS, YEARS, PART = 200_000, range(2019, 2025), 1000
TOPICS = ["content", "timeliness", "staff", "platform", "interpretation"]
FORM = load_form("2021")
ITEMS = [item.id for item in FORM.items() if item.id.startswith("requests.") and item.id.endswith(".total")][:5]


def make(folder: Path, reports: int) -> None:
    """The store, and `long.parquet` beside it: organ, year, item, value."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(7)
    items = [item.id for item in FORM.items()]
    writer = None
    for number in range(reports // PART):
        ids = np.arange(number * PART, (number + 1) * PART)
        values = random.poisson(3, (PART, len(items))).astype(float)
        publish(part(ids, items, values), folder / f"part-{number:05d}-{number:016x}.parquet")
        table = long(ids, items, values)
        writer = writer or start(folder, table)
        writer.write_table(table)
    if writer:
        writer.close()


def start(folder: Path, table: pa.Table) -> pq.ParquetWriter:
    """The writer of the long file."""
    (folder / "long").mkdir(exist_ok=True)
    return pq.ParquetWriter(folder / "long" / "long.parquet", table.schema, compression="zstd")


def part(ids: np.ndarray, items: list[str], values: np.ndarray) -> pa.Table:
    """A part of the store with these figures, some problems, and no JSON."""
    organs, years = ids // len(YEARS), ids % len(YEARS) + YEARS[0]
    count = len(ids)
    columns = {
        "path": [f"{number:07}.docx" for number in ids],
        "sha256": [f"{number:064x}" for number in ids * 7919],
        "format": ["docx"] * count,
        "outcome": ["record"] * count,
        "organ": [f"第{number}镇" for number in organs],
        "county": [f"第{number // 15}县" for number in organs],
        "kind": ["township"] * count,
        "edition": ["2021"] * count,
        "year": years,
        "stated": np.full(count, len(items)),
        "facts": facts(items, values),
        "problems": problems(ids),
    } | dict(zip(items, values.T, strict=True))
    schema = schema_of()
    arrays = [
        pa.array(columns[field.name], field.type) if field.name in columns else pa.nulls(count, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def facts(items: list[str], values: np.ndarray) -> pa.Array:
    """Lists of facts, one a report."""
    count, width = values.shape
    flat = pa.array(values.ravel())
    fields = {
        "item": pa.array(items * count),
        "value": flat,
        "state": pa.array(["stated"] * len(flat)),
        "raw": flat.cast(pa.int64()).cast(pa.string()),
    }
    kinds = NESTED["facts"]
    arrays = [fields.get(name, pa.nulls(len(flat), kind)) for name, kind in kinds.items()]
    struct = pa.StructArray.from_arrays(arrays, fields=[pa.field(name, kind) for name, kind in kinds.items()])
    return pa.ListArray.from_arrays(pa.array(np.arange(count + 1) * width, pa.int32()), struct)


def problems(ids: np.ndarray) -> list[list[dict[str, object]]]:
    """Two problems a report."""
    return [
        [{"text": f"存在的问题之{place}。", "topics": [TOPICS[(number + place) % 5]]} for place in range(2)]
        for number in ids
    ]


def long(ids: np.ndarray, items: list[str], values: np.ndarray) -> pa.Table:
    """What a user without the store would keep."""
    width = len(items)
    organs = pa.array(np.repeat(ids // len(YEARS), width).astype(np.int32))
    years = pa.array(np.repeat(ids % len(YEARS) + YEARS[0], width).astype(np.int16))
    names = pa.DictionaryArray.from_arrays(
        pa.array(np.tile(np.arange(width, dtype=np.int32), len(ids))), pa.array(items)
    )
    return pa.table({"organ": organs, "year": years, "item": names, "value": values.ravel()})


def audit(corpus: Corpus) -> int:
    """How many sums of the form do not hold, all identities of all reports, on the wide figures."""
    values = read_values(corpus.store, corpus.chosen, [item.id for item in FORM.items()])
    return sum(
        broken(values, table, one) for table in FORM.tables for one in table.identities if one.op in ("==", ">=", "<=")
    )


def broken(values: pd.DataFrame, table: FormTable, identity: Identity) -> int:
    """Breaches of one identity; a figure that is missing is no breach."""
    if identity.per == "column":
        others = identity.rows or [column.code for column in table.columns]
        ids = [
            [(f"{table.code}.{row.lstrip('-')}.{column}", row) for row in side]
            for column in others
            for side in (identity.left, identity.right)
        ]
    elif identity.per in ("row", "block"):
        rows = identity.rows or [row.code for row in table.leaves()]
        ids = [
            [(f"{table.code}.{row}.{column.lstrip('-')}", column) for column in side]
            for row in rows
            for side in (identity.left, identity.right)
        ]
    else:
        return 0
    pairs = zip(ids[::2], ids[1::2], strict=True)
    return sum(
        int((total(values, left) != total(values, right)).sum()) for left, right in pairs if known(values, left, right)
    )


def known(values: pd.DataFrame, *sides: list[tuple[str, str]]) -> bool:
    """Whether the form has these cells."""
    return all(item in values.columns for side in sides for item, _ in side)


def total(values: pd.DataFrame, side: list[tuple[str, str]]) -> np.ndarray:
    """A side of an identity."""
    return np.sum([values[item].to_numpy() * (-1 if name.startswith("-") else 1) for item, name in side], axis=0)


def read_long(folder: Path) -> pd.DataFrame:
    """The long file as plain pandas reads it."""
    return pd.read_parquet(folder / "long" / "long.parquet")


def pandas_panel(frame: pd.DataFrame) -> pd.DataFrame:
    """Five items, pivoted."""
    return frame[frame["item"].isin(ITEMS)].pivot_table(
        index=["organ", "year"], columns="item", values="value", observed=True
    )


def pandas_changes(frame: pd.DataFrame) -> pd.DataFrame:
    """Every item of five joined with the year before."""
    chosen = frame[frame["item"].isin(ITEMS)].astype({"item": str})
    return chosen.merge(chosen.assign(year=chosen["year"] + 1), on=["organ", "year", "item"], how="left")


TASKS: dict[str, Callable[[Path], object]] = {
    "open": open_corpus,
    "panel of 5 items": lambda folder: open_corpus(folder).panel(ITEMS),
    "year on year, 5 items": lambda folder: open_corpus(folder).changes(ITEMS),
    "shares by county and year": lambda folder: open_corpus(folder).shares(
        ITEMS[2], ITEMS[0], index=("county", "year")
    ),
    "outliers of 1 item": lambda folder: open_corpus(folder).outliers(ITEMS[0]),
    "all identities": lambda folder: audit(open_corpus(folder)),
    "problems by topic and year": lambda folder: open_corpus(folder).problems.groupby(["topics", "year"]).size(),
    "topic shares by county": lambda folder: open_corpus(folder).topic_shares(("county", "year")),
    "problems repeated": lambda folder: open_corpus(folder).repeated_problems(),
    "sql: mean of each item": lambda folder: open_corpus(folder).sql(
        "select item, avg(value) from facts group by item"
    ),
    "the whole long frame": lambda folder: open_corpus(folder).facts,
    "pandas, panel of 5 items": lambda folder: pandas_panel(read_long(folder)),
    "pandas, year on year": lambda folder: pandas_changes(read_long(folder)),
}


def measure(task: str, folder: Path) -> None:
    """One task; prints seconds and peak MiB as JSON."""
    began, computed = time.perf_counter(), time.process_time()
    TASKS[task](folder)
    seconds = time.perf_counter() - began
    computing = time.process_time() - computed
    print(json.dumps([seconds, computing, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def run(folder: Path) -> None:
    """All tasks, one process each."""
    print(f"{'task':32}{'seconds':>10}{'CPU s':>10}{'peak MiB':>10}")
    for task in TASKS:
        out = subprocess.run([sys.executable, __file__, "measure", str(folder), task], capture_output=True, text=True)
        seconds, computing, peak = json.loads(out.stdout) if out.returncode == 0 else [float("nan")] * 3
        why = "" if out.returncode == 0 else "  " + out.stderr[-300:]
        print(f"{task:32}{seconds:10.2f}{computing:10.2f}{peak:10.0f}{why}", flush=True)


if __name__ == "__main__":
    verb, place, *rest = sys.argv[1:]
    if verb == "make":
        make(Path(place), int(rest[0]) if rest else REPORTS)
    elif verb == "measure":
        measure(rest[0], Path(place))
    else:
        run(Path(place))
