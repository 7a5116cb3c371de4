"""Reports in order: by organ and year, and by place and year, for the rules that compare one report with others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from reportparse.organs import Divisions, identify
from reportparse.report import Report


class Panel(NamedTuple):
    """All reports that are audited together.

    `organs` says which organ each report is of, whatever its spelling (None: the report does not say), `names` what
    the organ is called, `counties` where it is. `series` has the reports of an organ by year (of several files of one
    report the first), `places` those of each county and year. `divisions` is the table that the user gave.
    """

    reports: tuple[Report, ...]
    organs: tuple[str | None, ...]
    names: tuple[str | None, ...]
    counties: tuple[str | None, ...]
    series: Mapping[str, Mapping[int, Report]]
    places: Mapping[tuple[str, int], tuple[Report, ...]]
    divisions: Divisions | None = None

    def earlier(self, number: int) -> Mapping[int, Report]:
        """The earlier reports of the organ of report number `number`, by year."""
        year = self.reports[number].year
        series = self.series.get(self.organs[number] or "", {})
        return {other: report for other, report in series.items() if year is not None and other < year}


def panel(reports: Iterable[Report], divisions: pd.DataFrame | None = None) -> Panel:
    """The reports, in order. `divisions`: a table of codes, names and parents, as for `open_corpus`."""
    listed = tuple(reports)
    told = identify(_index(listed), divisions)
    organs, names, counties = (tuple(_or_none(told[column])) for column in ("organ_id", "organ", "county"))
    series: dict[str, dict[int, Report]] = defaultdict(dict)
    places: dict[tuple[str, int], list[Report]] = defaultdict(list)
    for report, organ, county in zip(listed, organs, counties, strict=True):
        if report.year is None or organ is None or report.year in series[organ]:
            continue
        series[organ][report.year] = report
        above = county or (report.organ.name if report.organ.kind == "county" else None)
        if above:
            places[above, report.year].append(report)
    there = {place: tuple(found) for place, found in places.items()}
    return Panel(listed, organs, names, counties, dict(series), there, _divisions(divisions))


def _index(reports: tuple[Report, ...]) -> pd.DataFrame:
    rows = [
        {
            "organ": report.organ.name,
            "organ_full": report.organ.full_name,
            "county": report.organ.county,
            "city": report.organ.city,
            "province": report.organ.province,
            "kind": report.organ.kind,
            "year": report.year,
            "sha256": report.origin.sha256,
        }
        for report in reports
    ]
    columns = ["organ", "organ_full", "county", "city", "province", "kind", "year", "sha256"]
    return pd.DataFrame(rows, columns=columns).astype(object)


def _or_none(column: pd.Series) -> list[str | None]:
    return [None if pd.isna(value) else str(value) for value in column]


def _divisions(table: pd.DataFrame | None) -> Divisions | None:
    return None if table is None else Divisions(table)
