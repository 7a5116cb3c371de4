"""Frames as they may be handed on: categories as text, persons veiled, nothing that another program trips over."""

from __future__ import annotations

import pandas as pd

from reportparse.private import Veil
from reportparse.veils import PLAIN, veiled_column
from reportparse.views.shown import clean
from reportparse.views.spreadsheets import guard

IDENTIFIERS = ("sha256", "report_id", "fingerprint", "item", "items")
"""A run of digits in them is nobody's telephone."""


def ready(frame: pd.DataFrame, veil: Veil, *, guarded: bool = False) -> pd.DataFrame:
    """The frame for a file: categories as text, texts clean, veiled, and (`guarded`) no formulas of a spreadsheet."""
    numbers = Veil("none" if veil.privacy == "none" else "shared")
    done = frame.copy()
    for name in frame.columns:
        column = frame[name]
        if isinstance(column.dtype, pd.CategoricalDtype) or pd.api.types.is_string_dtype(column.dtype):
            texts = column.astype("string").map(clean, na_action="ignore").astype("string")
            if name not in IDENTIFIERS:
                texts = veiled_column(texts, numbers if name in PLAIN else veil)
            if guarded:
                texts = texts.map(guard, na_action="ignore")
            done[name] = texts.astype("string")
    return done
