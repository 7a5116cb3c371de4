"""What the columns and the items of an export mean, in Chinese and English, as tables that go with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import pandas as pd

from reportparse.form import Item, editions, load_form, sheets
from reportparse.frames import LABELS_ZH, TEXT
from reportparse.packaged import toml_of

CODEBOOK = ["frame", "column", "label_zh", "label_en", "type"]
ITEMS = ["edition", "item", "label_zh", "label_en", "unit"]
MORE_ZH = {
    "message_en": "说明（英文）",
    "left": "左边",
    "right": "右边",
    "difference": "差额",
    "other_place": "另一方所在处",
    "file": "文件名",
    "repair": "可能的更正",
    "fingerprint": "发现编号",
    "verdict": "判定",
    "reason": "理由",
    "who": "判定人",
    "outcome": "结果",
    "frame": "数据表",
    "label_zh": "中文名",
    "label_en": "英文名",
    "type": "类型",
}
"""Columns of the audit and of what goes with an export."""


def label_zh(column: str) -> str:
    """A column's Chinese name, or its own where it has none."""
    return LABELS_ZH.get(column) or MORE_ZH.get(column, column)


def label_en(column: str) -> str:
    """What a column is, in English."""
    return _english().get(column, column.replace("_", " "))


@cache
def _english() -> dict[str, str]:
    return toml_of("views/columns.toml")


def codebook(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row for each column of each frame: frame, column, label_zh, label_en, type."""
    rows = [
        (name, column, label_zh(column), label_en(column), plain_type(frame[column]))
        for name, frame in frames.items()
        for column in map(str, frame.columns)
    ]
    return pd.DataFrame(rows, columns=CODEBOOK, dtype=TEXT)


def items() -> pd.DataFrame:
    """One row for each cell of each edition of the form: edition, item, label_zh, label_en, unit."""
    return pd.DataFrame(list(_items()), columns=ITEMS, dtype=TEXT)


def _items() -> Iterator[tuple[str, ...]]:
    for edition in (*sheets(), *editions()):
        for item in load_form(edition).items():
            yield edition, item.id, item.label, _label_en(item), item.unit


def _label_en(item: Item) -> str:
    """Row and column in English; a column without English words by its code."""
    return f"{item.row.en or item.row.code} × {item.column.en or item.column.code.replace('_', ' ')}"


def plain_type(column: pd.Series) -> str:
    """integer, number, boolean, date or string: `Int64 → integer`."""
    kinds = pd.api.types
    if kinds.is_bool_dtype(column.dtype):
        return "boolean"
    if kinds.is_integer_dtype(column.dtype):
        return "integer"
    if kinds.is_float_dtype(column.dtype):
        return "number"
    return "date" if kinds.is_datetime64_any_dtype(column.dtype) else "string"
