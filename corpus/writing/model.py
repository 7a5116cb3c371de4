"""What a written report consists of, whatever the format it is written in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Cell:
    """One cell of a table; spans as in HTML: a Grid row holds only the cells that begin in it."""

    text: str
    rows: int = 1
    columns: int = 1
    label: bool = False  # a header or row label, not a figure


@dataclass
class Grid:
    """A table: `table` is the form's code (proactive, requests, remedies) or officers, metadata ..."""

    table: str
    rows: list[list[Cell]]


@dataclass
class Block:
    """One piece of a report in reading order.

    kind: title, preamble, heading (of a statutory section), subheading, paragraph, table,
    note (small print under a table), signature, date.
    section: the code of the statutory section it belongs to, or None before the first.
    """

    kind: str
    text: str = ""
    grid: Grid | None = None
    section: str | None = None


@dataclass
class Script:
    """A whole report: its blocks in order, and the truth that a reader should find in them.

    truth: {"organ": {...}, "year": int, "edition": "2021", "title": str, "facts": {item: int | float | None},
    "states": {item: "stated" | "blank" | "absent"}, "officers": [...], "statements": [...],
    "problems": [...], "measures": [...], "contact": {...}, "signed": {"organ", "date"}, "period": [start, end],
    "published": date | None, "sections": [...], "faults": [...]}; keys that do not apply are left out.
    """

    blocks: list[Block]
    truth: dict[str, Any] = field(default_factory=dict)
