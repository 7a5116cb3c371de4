"""What a person decided about findings, in a plain csv: kept over every re-run, open again when the inputs change."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import pandas as pd

Decision = Literal["accepted", "dismissed"]
COLUMNS = ["fingerprint", "verdict", "reason", "who", "organ", "year", "code", "item", "message"]
_GUARDED = r"(?s)^'([=+@\-\t\r].*)$"
"""What the page writes so that a spreadsheet does not take a text for a formula: an apostrophe in front of it."""

_SAME = ["organ", "year", "code", "item"]


def read_verdicts(path: str | os.PathLike[str]) -> pd.DataFrame:
    """The verdicts of a csv; an empty frame where there is none yet."""
    file = Path(path)
    if not file.exists():
        return pd.DataFrame(columns=COLUMNS, dtype="string")
    read = pd.read_csv(file, dtype="string", encoding="utf-8-sig").reindex(columns=COLUMNS)
    return read.replace(_GUARDED, r"\1", regex=True)


def record_verdict(
    path: str | os.PathLike[str], findings: pd.DataFrame, verdict: Decision, reason: str, *, who: str = ""
) -> pd.DataFrame:
    """Adds a verdict for each of these findings (rows of an audit) to the csv, and returns all verdicts.

        bad = findings[findings.code == "H-PHONE"]
        record_verdict("panel/verdicts.csv", bad, "dismissed", "全县统一热线")

    A later verdict on the same finding takes the place of an earlier one.
    """
    if verdict not in ("accepted", "dismissed") or not reason.strip():
        raise ValueError("a verdict is accepted or dismissed, and has a reason")
    new = findings.assign(verdict=verdict, reason=reason, who=who)[COLUMNS].astype("string")
    every = pd.concat([read_verdicts(path), new], ignore_index=True).drop_duplicates("fingerprint", keep="last")
    _write(Path(path), every.sort_values([*_SAME, "fingerprint"], ignore_index=True))
    return every


def _write(path: Path, verdicts: pd.DataFrame) -> None:
    """Whole or not at all: to a name beside it, then renamed."""
    beside = path.with_name(path.name + ".new")
    verdicts.to_csv(beside, index=False, encoding="utf-8-sig")
    beside.replace(path)


def with_verdicts(findings: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """The findings with `verdict` and `reason`: accepted, dismissed, open, or reopened (decided on other inputs)."""
    decided = verdicts.set_index("fingerprint")
    known = findings["fingerprint"].map(decided["verdict"])
    before = {tuple(row) for row in verdicts[_SAME].astype("string").fillna("").itertuples(index=False)}
    again = pd.Series(
        [tuple(row) in before for row in findings[_SAME].astype("string").fillna("").itertuples(index=False)],
        index=findings.index,
        dtype=bool,
    )
    shown = known.astype("string").mask(known.isna() & again, "reopened").fillna("open")
    return findings.assign(verdict=shown, reason=findings["fingerprint"].map(decided["reason"]).astype("string"))
