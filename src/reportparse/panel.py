"""Figures side by side: panels over organs and years, changes, shares, ranks and what stands far out.

Everything here keeps one rule: what is not stated is missing, and a figure that rests on a missing one is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from reportparse.errors import UnknownItem
from reportparse.form import Crossing, crosswalk, editions, load_form
from reportparse.frames import REAL, WHOLE, Dtype
from reportparse.rows import known_items
from reportparse.store import Store

ORGAN_YEAR = ("organ", "year")
WAYS = ("sum", "mean", "median", "min", "max", "count")
SMALL = 5
"""A share or a growth on a base below this is not given: one case more or less would move it by a fifth."""
FAR = 3.5
PEERS = 8
"""A figure stands out when it is so many robust deviations from the median of at least so many others."""


class Layout(NamedTuple):
    """How figures are laid out: the columns that make the index, how reports under one key are put together."""

    keys: tuple[str, ...] = ORGAN_YEAR
    how: str = "sum"
    crosswalk: bool = True


def read_panel(store: Store, reports: pd.DataFrame, items: str | Sequence[str], layout: Layout) -> pd.DataFrame:
    """The figures of the reports as `Corpus.panel` promises them."""
    wanted = [items] if isinstance(items, str) else list(items)
    _check(store, reports, wanted, layout)
    values = read_values(store, reports, wanted, by_crosswalk=layout.crosswalk)
    keyed = pd.concat([reports[list(layout.keys)].reset_index(drop=True), values], axis=1)
    long = _together(keyed, layout).pipe(as_declared)
    if not isinstance(items, str) or len(layout.keys) < 2:
        return long
    return long[items].unstack(layout.keys[-1]).sort_index(axis=1)


def _check(store: Store, reports: pd.DataFrame, items: Sequence[str], layout: Layout) -> None:
    known = {*known_items()} if {*items} <= {*known_items()} else {*known_items(), *store.columns()}
    for item in items:
        if item not in known or "." not in item:
            raise UnknownItem(item, known_items())
    if layout.how not in WAYS:
        raise ValueError(f"how={layout.how!r}: reports are put together by one of {', '.join(WAYS)}")
    check_keys(layout.keys, reports)


def check_keys(keys: Sequence[str], reports: pd.DataFrame) -> None:
    """That an index is made of columns of `reports`, of one at least."""
    if not keys:
        raise ValueError('an index needs a column of `reports`, such as index=("year",)')
    for column in keys:
        if column not in reports.columns:
            raise KeyError(f"no column {column!r} in `reports` to make an index of")


def read_values(
    store: Store, reports: pd.DataFrame, items: Sequence[str], *, by_crosswalk: bool = False
) -> pd.DataFrame:
    """reports x items as float64, NaN unless stated; one block of memory, in the order of `reports`."""
    crossings = {item: _parts_of(item) for item in items} if by_crosswalk else {}
    columns = list(dict.fromkeys([*items, *(part for _, parts in crossings.values() for part in parts)]))
    block = np.full((len(reports), len(columns)), np.nan)
    for order, table in store.read(columns, reports):
        for number, column in enumerate(table.columns):
            block[order, number] = column.to_numpy()
    values = pd.DataFrame(block, columns=columns)
    for item, (edition, parts) in crossings.items():
        if parts:
            of_edition = reports["edition"].eq(edition).to_numpy(dtype=bool, na_value=False)
            filled = values[parts].sum(axis=1, min_count=len(parts)).where(of_edition)
            values[item] = values[item].fillna(filled)
    return values[list(items)]


@cache
def _parts_of(item: str) -> tuple[str, list[str]]:
    """The edition that splits an item into several, and those items; ("", []) for one that none does."""
    row, _, column = item.rpartition(".")
    for crossing in crosswalk():
        if crossing.row == row and crossing.op == "sum":
            return crossing.other, _columns(crossing, column)
    return "", []


def _columns(crossing: Crossing, column: str) -> list[str]:
    return [f"{row}.{column}" for row in crossing.rows]


def _together(keyed: pd.DataFrame, layout: Layout) -> pd.DataFrame:
    index = list(layout.keys)
    keyed = keyed.dropna(subset=index)
    if layout.keys == ORGAN_YEAR and not keyed.duplicated(index).any():
        return keyed.set_index(index).sort_index()
    groups = keyed.groupby(index, observed=True, sort=True)
    return groups.sum(min_count=1) if layout.how == "sum" else groups.agg(layout.how)


def as_declared(values: pd.DataFrame) -> pd.DataFrame:
    """Figures as Int64; as Float64 where the form has decimals (fees) or a figure has them (means)."""
    return values.astype({item: _dtype(item, values[item].to_numpy()) for item in values.columns})


def _dtype(item: str, figures: np.ndarray) -> Dtype:
    stated = figures[~np.isnan(figures)]
    kind: Dtype = REAL if item in _decimals() or not np.array_equal(stated, np.trunc(stated)) else WHOLE
    return kind


@cache
def _decimals() -> frozenset[str]:
    return frozenset(item.id for edition in editions() for item in load_form(edition).items() if item.column.decimal)


def changes(panel: pd.DataFrame) -> pd.DataFrame:
    """Year on year, one row for each organ, year and item of a panel with the index (organ, year).

    Columns: value, before (the year before; missing where that is not there), change, growth (Float64, a part of
    `before`; missing where that is below SMALL).
    """
    long = _long(panel).astype({"value": REAL})
    earlier = long.assign(year=long["year"] + 1).rename(columns={"value": "before"})
    joined = long.merge(earlier, on=["organ", "year", "item"], how="left")
    change = joined["value"] - joined["before"]
    growth = change / joined["before"].where(joined["before"] >= SMALL)
    return joined.assign(change=change, growth=growth).sort_values(["item", "organ", "year"], ignore_index=True)


def read_shares(
    store: Store,
    reports: pd.DataFrame,
    items: tuple[str | Sequence[str], str],
    index: tuple[str, ...],
    minimum: float,
) -> pd.DataFrame:
    """Shares of the first item, or of several together, in the second as `Corpus.shares` promises them."""
    parts = [items[0]] if isinstance(items[0], str) else list(items[0])
    wanted = list(dict.fromkeys([*parts, items[1]]))
    _check(store, reports, wanted, Layout(index))
    values = read_values(store, reports, wanted, by_crosswalk=True)
    above = values[parts].sum(axis=1, min_count=len(parts)) if parts else np.nan
    sides = pd.DataFrame({"numerator": above, "denominator": values[items[1]]})
    both = sides.where(sides.notna().all(axis=1))
    keyed = pd.concat([reports[list(index)].reset_index(drop=True), both], axis=1)
    together = _together(keyed, Layout(index)).astype({"numerator": REAL, "denominator": REAL})
    return shares(together, "numerator", "denominator", minimum=minimum)


def runs(panel: pd.Series, value: float, at_least: int) -> pd.DataFrame:
    """Where an organ states one figure for years running: organ, first, last, years. A missing year ends a run."""
    same = panel[panel.eq(value).fillna(False).astype(bool)].reset_index()[list(ORGAN_YEAR)]
    year = same["year"].astype("int64")
    place = same.groupby("organ", sort=False).cumcount()
    groups = same.assign(year=year).groupby(["organ", year - place], sort=False)["year"]
    found = groups.agg(first="min", last="max", years="size").reset_index(level="organ").reset_index(drop=True)
    found = found[found["years"] >= at_least].astype({"first": WHOLE, "last": WHOLE, "years": WHOLE})
    return found.sort_values(["years", "organ", "first"], ascending=[False, True, True], ignore_index=True)


def _long(panel: pd.DataFrame) -> pd.DataFrame:
    """One row for each stated figure: the index, item, value."""
    pieces = [panel[item].dropna().rename("value").reset_index().assign(item=item) for item in panel.columns]
    return pd.concat(pieces, ignore_index=True)


def shares(panel: pd.DataFrame, numerator: str, denominator: str, *, minimum: float = SMALL) -> pd.DataFrame:
    """The panel's index with numerator, denominator, share (Float64) and `small`, whether the base is below `minimum`.

    Then no share is given.
    """
    above, below = panel[numerator].astype(REAL), panel[denominator].astype(REAL)
    small = (below < minimum).astype("boolean")
    share = above / pd.Series(below.mask(small.fillna(True)), dtype=REAL)
    return pd.DataFrame({"numerator": above, "denominator": below, "share": share, "small": small})


def ranks(panel: pd.Series) -> pd.DataFrame:
    """The index with value, rank within the year (1 is the largest; equals share one) and `of`, how many are ranked."""
    years = panel.index.get_level_values("year")
    rank = panel.groupby(years).rank(method="min", ascending=False).astype(WHOLE)
    return pd.DataFrame({"value": panel, "rank": rank, "of": panel.groupby(years).transform("count").astype(WHOLE)})


def outliers(panel: pd.DataFrame, *, far: float = FAR, peers: int = PEERS) -> pd.DataFrame:
    """Figures far from their peers of the year, or from the organ's other years.

    Counts are compared on a log scale, by median and median absolute deviation, so that one giant does not hide
    another. Columns: organ, year, item, value, against ("peers", "own years"), median, deviation, of.
    """
    long = _long(panel).astype({"value": float})
    found = [
        _far_from(long, ["item", "year"], "peers", far, peers),
        _far_from(long, ["item", "organ"], "own years", far, max(4, peers // 2)),
    ]
    return pd.concat(found).sort_values(["item", "organ", "year", "against"], ignore_index=True)


def _far_from(long: pd.DataFrame, keys: list[str], against: str, far: float, least: int) -> pd.DataFrame:
    """The rows that are `far` from the median of their group; a group of equals has no scale and names none."""
    logs = np.log1p(long["value"].clip(lower=0))
    groups = [long[key] for key in keys]
    middle = logs.groupby(groups).transform("median")
    spread = 1.4826 * (logs - middle).abs().groupby(groups).transform("median")
    count = logs.groupby(groups).transform("size")
    # With most of a group at one value the median deviation is 0; one case of a hundred is then the unit.
    deviation = (logs - middle) / spread.where(spread > 0, np.log(2))
    out = long.assign(against=against, median=np.expm1(middle).round(6), deviation=deviation.round(3), of=count)
    chosen: pd.DataFrame = out[(deviation.abs() > far) & (count >= least)]
    return chosen.astype({"value": REAL, "of": WHOLE})
