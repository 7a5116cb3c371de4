"""Frames for Stata 14 and newer (format 118, UTF-8): labels of variables, codes as labelled values, Stata's missing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from reportparse.publishing import publishing
from reportparse.views.codebook import label_zh, plain_type
from reportparse.views.spreadsheets import MADE

LABEL = 80
"""Characters of a variable's label."""

LONG = 2045
"""Bytes of a plain string; longer ones are strL."""

CODES = ("item", "table", "row", "column", "state", "doubt", "kind", "unit", "scope", "section", "code", "severity",
         "fault", "edition", "format", "known_by", "stage")  # fmt: skip
"""Columns with few values: numbers with these as their labels, so that `tabulate` and `encode`d models work at once."""


def write_dta(frames: Mapping[str, pd.DataFrame], path: Path) -> None:
    """The facts as one file, with the items' Chinese names as the labels of `item_zh`."""
    facts, items = frames["facts"], frames.get("items")
    if items is not None:
        newest = items.drop_duplicates("item", keep="last").set_index("item")["label_zh"]
        facts = facts.assign(item_zh=facts["item"].map(newest).astype("string"))
    _write(facts, path)


def write_stata(frames: Mapping[str, pd.DataFrame], path: Path) -> None:
    """A folder with one file for each frame."""
    path.mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        _write(frame, path / f"{name}.dta")


def _write(frame: pd.DataFrame, path: Path) -> None:
    ready = {str(name): _column(str(name), frame[name]) for name in frame.columns}
    dates: Any = {name: "td" for name, column in ready.items() if pd.api.types.is_datetime64_any_dtype(column.dtype)}
    with publishing(path) as temporary:
        pd.DataFrame(ready).to_stata(
            temporary,
            write_index=False,
            version=118,
            variable_labels={name: _label(name) for name in ready},
            convert_dates=dates,
            convert_strl=[name for name, column in ready.items() if _is_long(column)],
            time_stamp=MADE,
        )


def _label(name: str) -> str:
    return "项目名称" if name == "item_zh" else label_zh(name)[:LABEL]


def _column(name: str, column: pd.Series) -> pd.Series:
    kind = plain_type(column)
    if kind in ("integer", "boolean") and column.notna().all():
        return column.astype("int64")
    if kind in ("integer", "number", "boolean"):
        return column.astype("Float64").astype("float64")
    if kind == "date":
        return column.astype("datetime64[ns]")
    text = column.astype("string")
    if name in (*CODES, "item_zh") and text.notna().any():
        return text.astype(object).where(text.notna(), None).astype("category")
    return text.fillna("").astype(object)


def _is_long(column: pd.Series) -> bool:
    return column.dtype == object and any(len(str(text).encode()) > LONG for text in column)
