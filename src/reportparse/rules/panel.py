"""Reports in order: by organ and year, and by place and year, for the rules that compare one report with others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from reportparse.report import Report

OrganKey = tuple[str, str]
"""County and name: names alone repeat all over the country."""


class Panel(NamedTuple):
    """All reports that are audited together.

    `organs` has the reports of each organ by year (of several files of one report the first), `places` those of
    each county and year. `divisions` is the table of divisions that the user gave: name → code, by county.
    """

    reports: tuple[Report, ...]
    keys: tuple[OrganKey, ...]
    organs: Mapping[OrganKey, Mapping[int, Report]]
    places: Mapping[tuple[str, int], tuple[Report, ...]]
    divisions: Mapping[str, Mapping[str, str]]

    def earlier(self, number: int) -> Mapping[int, Report]:
        """The earlier reports of the organ of report number `number`, by year."""
        year = self.reports[number].year
        series = self.organs.get(self.keys[number], {})
        return {other: report for other, report in series.items() if year is not None and other < year}

    def key_of(self, report: Report) -> OrganKey:
        """The organ of a report of this panel."""
        return organ_key(report)


def panel(reports: Iterable[Report], divisions: Mapping[str, Mapping[str, str]] | None = None) -> Panel:
    """The reports, in order."""
    listed = tuple(reports)
    keys = tuple(organ_key(report) for report in listed)
    organs: dict[OrganKey, dict[int, Report]] = defaultdict(dict)
    places: dict[tuple[str, int], list[Report]] = defaultdict(list)
    for key, report in zip(keys, listed, strict=True):
        if report.year is None or not key[1]:
            continue
        if report.year not in organs[key]:
            organs[key][report.year] = report
            places[key[0], report.year].append(report)
    counties = {place: tuple(there) for place, there in places.items() if place[0]}
    return Panel(listed, keys, dict(organs), counties, divisions or {})


def organ_key(report: Report) -> OrganKey:
    """County and name of a report's organ; an organ without a name has no key of its own."""
    return report.organ.county or "", report.organ.name or ""
