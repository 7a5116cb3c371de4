"""Texts that one report has from another: pairs of near-equal sections over a corpus."""

from __future__ import annotations

import pandas as pd

from reportparse import copies
from reportparse.frames import TEXT, WHOLE, Dtype

COPIES: dict[str, Dtype] = {
    "organ": TEXT,
    "year": WHOLE,
    "other_organ": TEXT,
    "other_year": WHOLE,
    "section": TEXT,
    "similarity": WHOLE,
}


def find_copies(sections: pd.DataFrame, section: str, at_least: int) -> pd.DataFrame:
    """The pairs of reports whose texts of that section are at least so many percent alike, most alike first."""
    own = sections[sections["code"] == section].dropna(subset=["text"]).reset_index(drop=True)
    texts = [copies.Text(report, text) for report, text in zip(own["report_id"], own["text"], strict=True)]
    pairs = copies.find_copies(texts, at_least=at_least)
    first, second = own.iloc[[pair.second for pair in pairs]], own.iloc[[pair.first for pair in pairs]]
    found = pd.DataFrame(
        {
            "organ": first["organ"].array,
            "year": first["year"].array,
            "other_organ": second["organ"].array,
            "other_year": second["year"].array,
            "section": section,
            "similarity": [pair.similarity for pair in pairs],
        }
    ).astype(COPIES)
    return found.sort_values(
        ["similarity", "organ", "year", "other_organ", "other_year"],
        ascending=[False, True, True, True, True],
        ignore_index=True,
    )
