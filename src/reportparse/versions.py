"""Several files of one report, and where they differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from reportparse.findings import Finding
from reportparse.frames import CODE, KEYS, TEXT, typed
from reportparse.report import Report
from reportparse.store import Store
from reportparse.text import key, squeeze

VERSIONS = {**KEYS, "path": TEXT, "other_path": TEXT, "difference": CODE, "item": TEXT, "here": TEXT, "there": TEXT}
NOTHING, VALUE, ONLY_HERE, ONLY_THERE = "none", "differs", "only here", "only there"


class Difference(NamedTuple):
    """One place where two files of a report differ: an item, or "officers", "problems", "measures", "title"."""

    difference: str
    item: str | None = None
    here: str | None = None
    there: str | None = None


def compare(store: Store, files: pd.DataFrame) -> pd.DataFrame:
    """One row for each difference between the file that is the report and another; `none` for files that agree.

    `files` are rows of records with `report` (which group), `is_chosen`, and the keys of the group's report.
    """
    rows = []
    for _, group in files.groupby("group", sort=True):
        main = group[group["is_chosen"]].iloc[0]
        others = group[~group["is_chosen"]].drop_duplicates("sha256")
        others = others[others["sha256"] != main["sha256"]]
        first, *rest = store.reports(pd.concat([main.to_frame().T, others]))
        for path, other in zip(others["path"], rest, strict=True):
            keys = {**{name: main[name] for name in KEYS}, "path": main["path"], "other_path": path}
            rows += [keys | one._asdict() for one in differences(first, other)]
    return typed(pd.DataFrame(rows, columns=list(VERSIONS)), VERSIONS)


def differences(here: Report, there: Report) -> list[Difference]:
    """Where two records differ, facts first; one `none` where they do not."""
    return [*_facts(here, there), *_lists(here, there)] or [Difference(NOTHING)]


def _facts(here: Report, there: Report) -> Iterator[Difference]:
    ours, theirs = _stated(here), _stated(there)
    for item in dict.fromkeys([*ours, *theirs]):
        one, other = ours.get(item), theirs.get(item)
        if one != other:
            yield Difference(_which(one, other), item, one, other)


def _stated(report: Report) -> dict[str, str]:
    return {fact.item: f"{fact.value:g}" for fact in report.facts if fact.value is not None}


def _which(one: str | None, other: str | None) -> str:
    if one and other:
        return VALUE
    return ONLY_HERE if one else ONLY_THERE


def _lists(here: Report, there: Report) -> Iterator[Difference]:
    for name in ("officers", "problems", "measures", "title"):
        one, other = _said(here, name), _said(there, name)
        if key(one) != key(other):
            yield Difference(_which(one, other), name, one, other)


def _said(report: Report, name: str) -> str:
    if name == "title":
        return squeeze(report.title or "")
    field = "name" if name == "officers" else "text"
    return "; ".join(str(getattr(one, field)) for one in getattr(report, name))


def findings(versions: pd.DataFrame) -> pd.DataFrame:
    """S-VERSIONS for each report of which two files state different things."""
    differing = versions[versions["difference"] == VALUE]
    rows = []
    for keys, group in differing.groupby(list(KEYS), observed=True, sort=True):
        names = [*group["path"].unique(), *group["other_path"].unique()]
        shown = "、".join(dict.fromkeys(str(name).rsplit("/", 1)[-1] for name in names))
        items = tuple(item for item in dict.fromkeys(group["item"]) if "." in item)
        found = Finding("S-VERSIONS", items=items, values={"files": shown})
        told = {name: getattr(found, name) for name in ("code", "severity", "fault", "message", "quote")}
        rows.append(dict(zip(KEYS, keys, strict=True)) | told | {"items": "; ".join(items)})
    return pd.DataFrame(rows)
