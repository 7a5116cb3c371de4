"""Many reports as pandas frames over a store.

corpus = open_corpus("panel/")
corpus.where(county="临淄区").panel("requests.received.total")      # organ x year
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from reportparse import frames
from reportparse.coverage import cover
from reportparse.frames import FAILURES, KEYS, REPORTS, read_list, typed
from reportparse.organs import identify, plain_name
from reportparse.panel import Panel, read_panel
from reportparse.report import Report
from reportparse.store import Store

FORMATS = ("docx", "html", "pdf", "txt")
"""Of several files of one report that state as much, the first of these formats is the report."""


def open_corpus(store: str | os.PathLike[str], *, divisions: pd.DataFrame | str | None = None) -> Corpus:
    """The corpus in a store that `parse_all` made.

    divisions: a table (frame, or the path of a csv) of codes, names and parents that tells organs apart.
    """
    table = pd.read_csv(divisions, dtype={"code": str}) if isinstance(divisions, str) else divisions
    return Corpus(Store(Path(store)), divisions=table)


class Corpus:
    """The reports of a store, or some of them. Frames are built when they are asked for, and kept.

    Of several files that hold one report (one organ, one year) the one that states most facts is the report; the
    others are its versions.
    """

    def __init__(
        self, store: Store, *, divisions: pd.DataFrame | None = None, files: pd.DataFrame | None = None
    ) -> None:
        self.store = store
        self.files = _identified(store.index, divisions) if files is None else files
        self._chosen = self.files[self.files["is_report"]].sort_values([*KEYS, "path"], ignore_index=True)
        self._chosen = self._chosen.assign(**{key: typed(self._chosen, KEYS)[key] for key in KEYS})

    @cached_property
    def reports(self) -> pd.DataFrame:
        """One row a report: organ, year, report_id, places, edition, dates, how many facts are in which state, file."""
        return typed(self._chosen, REPORTS)

    @cached_property
    def failures(self) -> pd.DataFrame:
        """One row a file that gave no report: path, code, message, tries."""
        failed = self.files[self.files["outcome"] != "record"]
        return typed(failed.assign(code=failed["outcome"]), FAILURES)

    @cached_property
    def facts(self) -> pd.DataFrame:
        """One row a cell: item, table, row, column, value (Float64, missing unless stated), state, doubt."""
        return self.frame("facts")

    @cached_property
    def officers(self) -> pd.DataFrame:
        """One row a person named, as printed: name, post, phone, duty. `people` follows them over the years."""
        return self.frame("officers")

    @cached_property
    def statements(self) -> pd.DataFrame:
        """One row a number said in a sentence."""
        return self.frame("statements")

    @cached_property
    def problems(self) -> pd.DataFrame:
        """One row a problem named; `topics` are codes joined by "; "."""
        return self.frame("problems")

    @cached_property
    def measures(self) -> pd.DataFrame:
        """One row an improvement made or promised."""
        return self.frame("measures")

    @cached_property
    def findings(self) -> pd.DataFrame:
        """One row a finding of a report: code, severity, items, message."""
        return self.frame("findings")

    def frame(self, name: str, *, evidence: bool = False, labels: str | None = None) -> pd.DataFrame:
        """A frame by its name (also extras, sections); with raw text, page and place, and Chinese headings, on request."""
        if name in ("reports", "failures"):
            frame = self.reports if name == "reports" else self.failures
        elif name in frames.LISTS:
            frame = read_list(self.store, self._chosen, name, evidence=evidence)
        else:
            raise KeyError(f"no frame {name!r}; there are reports, failures, {', '.join(frames.LISTS)}")
        return frames.labels(frame, labels) if labels else frame

    def panel(
        self,
        items: str | Sequence[str],
        *,
        index: Sequence[str] = ("organ", "year"),
        how: str = "sum",
        crosswalk: bool = True,
    ) -> pd.DataFrame:
        """Figures over organs and years; missing unless stated.

        One item: organ x year. Several: one row for each organ and year, one column an item. Any columns of
        `reports` can be the index: `index=("county", "year")` with `how` sum, mean, median, min, max or count.
        crosswalk: fill an item that an edition splits into several by their sum. `UnknownItem` for an id no form has.
        """
        return read_panel(self.store, self._chosen, items, Panel(tuple(index), how, crosswalk))

    def coverage(self) -> pd.DataFrame:
        """organ x year: "there", "no tables" (text, but no statutory tables), "unreadable" (a file failed), "missing"."""
        return cover(self.reports, self.failures)

    def where(self, **conditions: Any) -> Corpus:
        """A smaller corpus: `where(county="临淄区", year=[2021, 2022])`, by any column of `reports`.

        A value, a list of values, or for numbers and dates a `range` or `slice` (both ends count). An organ may be
        given in any spelling. Failures stay only where nothing is asked that they cannot tell.
        """
        chosen = self.files
        for column, wanted in conditions.items():
            chosen = chosen[_matches(chosen, column, wanted)]
        return Corpus(self.store, files=chosen)

    def report(self, organ: str, year: int) -> Report:
        """The report of one organ for one year; `KeyError` names what there is."""
        found = self.where(organ=organ, year=year)
        if len(found) != 1:
            there = ", ".join(map(str, self.where(organ=organ).reports["year"])) or "no report"
            raise KeyError(f"{len(found)} reports of {organ!r} for {year}; of this organ there are: {there}")
        return next(iter(found))

    def __len__(self) -> int:
        return len(self._chosen)

    def __iter__(self) -> Iterator[Report]:
        return self.store.reports(self._chosen)

    def __repr__(self) -> str:
        years = self._chosen["year"].dropna()
        span = f"{years.min()}-{years.max()}" if len(years) else "no year"
        return (
            f"<Corpus {len(self)} reports · {self._chosen['organ'].nunique()} organs · {span} · "
            f"{int((self.files['outcome'] != 'record').sum())} failures>"
        )


def _identified(index: pd.DataFrame, divisions: pd.DataFrame | None) -> pd.DataFrame:
    """The index with who each file is of, report_id, which of several files is the report, and how many there are."""
    told = identify(index, divisions)
    files = index.rename(columns={"organ": "organ_printed"}).drop(columns="county").join(told)
    files = files.assign(report_id=files["sha256"].str[:12], year=files["year"].astype(frames.WHOLE))
    return files.join(_choose(files))


def _choose(files: pd.DataFrame) -> pd.DataFrame:
    """`is_report` and `files` for each file: the first of its group by facts stated, format, path."""
    records = files[files["outcome"] == "record"]
    place = records["format"].map({name: rank for rank, name in enumerate(FORMATS)}).fillna(len(FORMATS))
    ranked = records.assign(group=_groups(records), fewest=-records["stated"], place=place)
    ranked = ranked.sort_values(["group", "fewest", "place", "path"])
    distinct = ranked.groupby("group")["sha256"].transform("nunique")
    first = ~ranked["group"].duplicated()
    whole = pd.DataFrame({"is_report": first, "files": distinct}).reindex(files.index)
    return whole.assign(is_report=whole["is_report"].eq(True), files=whole["files"].astype(frames.WHOLE))


def _groups(records: pd.DataFrame) -> pd.Series:
    """What makes files one report: organ and year; where these are not known, the bytes."""
    known = records["organ_id"].notna() & records["year"].notna()
    together = records["organ_id"].astype(str) + "|" + records["year"].astype(str)
    return together.where(known, records["sha256"])


def _matches(files: pd.DataFrame, column: str, wanted: Any) -> pd.Series:
    if column not in files.columns:
        raise KeyError(f"no column {column!r}; reports have {', '.join(REPORTS)}")
    values = files[column]
    if isinstance(wanted, slice):
        low = values >= wanted.start if wanted.start is not None else values.notna()
        return (low & (values <= wanted.stop if wanted.stop is not None else True)).fillna(False).astype(bool)
    several = list(wanted) if isinstance(wanted, (list, tuple, set, range, pd.Series, pd.Index)) else [wanted]
    found = values.isin(several)
    if column == "organ":
        plain = {plain_name(str(name)) for name in several}
        found |= files["organ_id"].astype(str).str.rpartition("/")[2].isin(plain) | files["organ_printed"].isin(several)
    return found.fillna(False).astype(bool)
