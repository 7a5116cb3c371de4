"""Which reports are there: organ x year, and where a file that gave none belongs."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pandas as pd

from reportparse.frames import TEXT, WHOLE

THERE, NO_TABLES, UNREADABLE, MISSING = "there", "no tables", "unreadable", "missing"
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def cover(reports: pd.DataFrame, failures: pd.DataFrame) -> pd.DataFrame:
    """organ x year of "there", "no tables", "unreadable" and "missing", for every year between first and last."""
    known = reports.dropna(subset=["organ", "year"])
    state = known["stated"].gt(0).map({True: THERE, False: NO_TABLES})
    there = known[["organ", "year"]].assign(state=state)
    cells = pd.concat([there, _placed(failures, known).assign(state=UNREADABLE)])
    cells = cells.drop_duplicates(["organ", "year"], keep="first")
    table = cells.pivot(index="organ", columns="year", values="state")
    years = range(int(cells["year"].min()), int(cells["year"].max()) + 1) if len(cells) else range(0)
    columns = pd.Index(list(years), dtype=WHOLE, name="year")
    return table.reindex(columns=columns).astype(object).fillna(MISSING).astype(TEXT).sort_index()


def _placed(failures: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """organ and year of failed files, as far as their paths tell: an organ's name or folder, and a year."""
    folders = _organs_by_folder(reports)
    names = sorted(reports["organ"].unique(), key=len, reverse=True)
    rows = [(_organ_of(path, names, folders), _year_of(path)) for path in failures["path"]]
    placed = pd.DataFrame(rows, columns=["organ", "year"]).astype({"organ": TEXT, "year": WHOLE})
    return placed.dropna()


def _organs_by_folder(reports: pd.DataFrame) -> dict[str, str]:
    """The folders whose reports are all of one organ."""
    pairs = pd.DataFrame({"folder": reports["path"].map(_folder), "organ": reports["organ"]}).drop_duplicates()
    single = pairs[~pairs["folder"].duplicated(keep=False)]
    return dict(zip(single["folder"], single["organ"], strict=True))


def _folder(path: str) -> str:
    return str(PurePosixPath(path).parent)


def _organ_of(path: str, names: list[str], folders: dict[str, str]) -> str | None:
    return next((name for name in names if name in path), folders.get(_folder(path)))


def _year_of(path: str) -> int | None:
    years = _YEAR.findall(path)
    return int(years[-1]) if years else None
