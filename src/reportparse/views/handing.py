"""Frames as they may be handed on: categories as text, no private numbers, nothing that another program trips over."""

from __future__ import annotations

import pandas as pd

from reportparse.private import masked
from reportparse.views.shown import clean
from reportparse.views.spreadsheets import guard

PLAIN = ("sha256", "report_id", "fingerprint", "item", "items")
"""Columns of identifiers: a run of digits in them is nobody's telephone."""


def ready(frame: pd.DataFrame, *, mask: bool, guarded: bool = False) -> pd.DataFrame:
    """The frame for a file: categories as text, texts clean, masked, and (`guarded`) no formulas of a spreadsheet."""
    done = frame.copy()
    for name in frame.columns:
        column = frame[name]
        if isinstance(column.dtype, pd.CategoricalDtype) or pd.api.types.is_string_dtype(column.dtype):
            texts = column.astype("string").map(clean, na_action="ignore")
            if mask and name not in PLAIN:
                texts = texts.map(masked, na_action="ignore")
            if guarded:
                texts = texts.map(guard, na_action="ignore")
            done[name] = texts.astype("string")
    return done
