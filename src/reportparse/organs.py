"""Who is who: spellings of an organ's name, over years, become one organ within its county.

    金岭回族镇 / 临淄区金岭回族镇人民政府 / 金岭镇, all in 临淄区 → one organ, called as it is most often called.

What cannot be told apart (a 城关镇 without its county, where two counties have one) is listed and not merged.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import msgspec
import numpy as np
import pandas as pd

from reportparse.packaged import toml_of
from reportparse.text import squeeze

NAMES = ["organ", "organ_full", "county", "city", "province", "kind"]
DIVISION_NAMES = {"areaCode": "parent", "area_code": "parent", "county": "parent"}
"""Other headings of a table of divisions: china-division's streets.csv has areaCode."""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """organs.toml: endings and qualifiers that do not tell organs apart, and what places are called."""

    endings: tuple[str, ...]
    townships: tuple[str, ...]
    provinces: tuple[str, ...]
    cities: tuple[str, ...]
    counties: tuple[str, ...]
    nationalities: tuple[str, ...]


class Spelling(NamedTuple):
    """A name taken apart: the superior place, the name without qualifiers, and with them. "" is what nothing tells."""

    parent: str
    name: str
    shown: str


def identify(index: pd.DataFrame, divisions: pd.DataFrame | None = None) -> pd.DataFrame:
    """Which organ each file is of. `index` needs organ, organ_full, county, city, province, kind, year, sha256.

    Returns a frame beside it: organ_id (a division code, or `county/name`), organ (its one name in this corpus),
    county (also where another report of it tells), known_by: "name" (same county, same name but for qualifiers),
    "county assumed" (no county is named; one in the corpus has such an organ), "ambiguous" (several have),
    "code" (table of divisions), "" (no organ is named).
    """
    first, places = _distinct(index[NAMES])
    known = _identified(index.iloc[first], np.bincount(places, minlength=len(first)), None)
    if divisions is None and not (known["known_by"] == "ambiguous").any():
        return known.take(places).set_axis(index.index)
    return _identified(index, np.ones(len(index), dtype=int), divisions)


def _distinct(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Where each distinct row stands first, in order, and for every row its number among these."""
    together = np.zeros(len(table), dtype=np.int64)
    for name in table.columns:
        codes, values = pd.factorize(table[name])
        together = pd.factorize(together * (len(values) + 1) + codes + 1)[0]
    places = np.unique(together, return_index=True)[1] if len(table) else together
    return places, together


def _identified(index: pd.DataFrame, counts: np.ndarray, divisions: pd.DataFrame | None) -> pd.DataFrame:
    """Which organ each row is of; `counts`: for how many files it stands."""
    spelled = _spellings(index)
    resolved = _resolve(spelled)
    told = [resolved[spelling] for spelling in spelled]
    known = pd.DataFrame(told, columns=["organ_id", "county", "known_by"], index=index.index, dtype=object)
    alone = known["known_by"] == "ambiguous"
    marks = known["organ_id"].astype(object) + "#" + index["sha256"].astype(object).str[:8]
    known["organ_id"] = known["organ_id"].astype(object).mask(alone, marks) if alone.any() else known["organ_id"]
    if divisions is not None:
        known = _by_code(known, index, Divisions(divisions))
    labels = _labels(known, [spelling.shown for spelling in spelled], counts)
    return known.assign(organ=labels, county=_counties(index, known))


def _counties(index: pd.DataFrame, known: pd.DataFrame) -> pd.Series:
    """The county as the report names it, else as others tell; a county is its own."""
    places = {place: _last_place(squeeze(place)) for place in index["county"].dropna().unique()}
    printed = index["county"].map(places)
    above = ~index["kind"].isin(["county", "city", "province"])
    return printed.astype(object).fillna(known["county"].where(above))


def _spellings(index: pd.DataFrame) -> list[Spelling]:
    plain = index[NAMES].astype(object).where(index[NAMES].notna(), None)
    return [_spelling(*values) for values in plain.itertuples(index=False, name=None)]


@cache
def _spelling(
    organ: str | None, full: str | None, county: str | None, city: str | None, province: str | None, kind: str | None
) -> Spelling:
    name = squeeze(organ or full or "")
    if not name:
        return Spelling("", "", "")
    above = [squeeze(place) for place in (province, city, county) if place]
    own, said = _without_superiors(name, above)
    parent = _last_place(squeeze(county or "") or said or _county_in(squeeze(full or "")))
    if kind == "county" or parent in ("", own):
        parent = _last_place(squeeze(city or "")) if kind == "county" else ""
    is_place = _cut_endings(own).endswith((*_words().townships, *_words().counties, *_words().cities))
    # A department keeps its place in its name: there is a 民政局 in every county.
    return Spelling(parent, plain_name(own), _cut_endings(own if is_place else name))


def _without_superiors(name: str, above: list[str]) -> tuple[str, str]:
    """The organ's own name, and the county that stood in front of it."""
    for place in above:
        if name.startswith(place) and len(name) > len(place) + 1:
            name = name.removeprefix(place)
    said = _county_in(name)
    return (name[name.index(said) + len(said) :], said) if said else (name, "")


def _county_in(name: str) -> str:
    """The county named in front of a township: `"淄博市临淄区金岭镇人民政府" → "临淄区"`, or ""."""
    match = _full_name().fullmatch(_cut_endings(name))
    return match["county"] or "" if match else ""


@cache
def _full_name() -> re.Pattern[str]:
    words = _words()
    place = "[\u4e00-\u9fff]"
    province, city, county, own = (
        "|".join(names) for names in (words.provinces, words.cities, words.counties, words.townships)
    )
    return re.compile(
        f"(?:{place}{{2,7}}?(?:{province}))?(?:{place}{{2,9}}?(?:{city}))?"
        f"(?P<county>{place}{{1,10}}?(?:{county}))(?P<own>{place}{{1,14}}(?:{own}))"
    )


def _last_place(place: str) -> str:
    """The last of places that are written together: `"淄博市临淄区" → "临淄区"`."""
    words = _words()
    match = re.fullmatch(f".{{2,}}(?:{'|'.join((*words.provinces, *words.cities))})(.{{2,}})", place)
    return match[1] if match else place


def plain_name(name: str) -> str:
    """A name without what tells no organ apart: `"金岭回族镇人民政府" → "金岭镇"`."""
    cut = _cut_endings(name)
    if "族" not in cut:
        return cut
    for nationality in sorted(_words().nationalities, key=len, reverse=True):
        shorter = cut.replace(nationality, "")
        cut = shorter if len(shorter) >= 2 else cut
    return cut


def _cut_endings(name: str) -> str:
    if not name.endswith(_words().endings):
        return name
    for ending in _words().endings:
        shorter = name.removesuffix(ending)
        name = shorter if len(shorter) >= 2 else name
    return name


@cache
def _words() -> Words:
    return msgspec.convert(toml_of("organs.toml"), Words)


def _resolve(spelled: list[Spelling]) -> dict[Spelling, tuple[str | None, str | None, str]]:
    """What each spelling stands for: organ_id, county, and how it is known."""
    parents: dict[str, set[str]] = {}
    for spelling in set(spelled):
        parents.setdefault(spelling.name, set()).update({spelling.parent} - {""})
    return {spelling: _known(spelling, parents[spelling.name]) for spelling in set(spelled)}


def _known(spelling: Spelling, parents: set[str]) -> tuple[str | None, str | None, str]:
    parent, name, _ = spelling
    if not name:
        return None, None, ""
    if parent:
        return f"{parent}/{name}", parent, "name"
    if len(parents) == 1:
        (only,) = parents
        return f"{only}/{name}", only, "county assumed"
    return f"?/{name}", None, "ambiguous" if parents else "name"


def _labels(known: pd.DataFrame, shown: list[str], counts: np.ndarray) -> pd.Series:
    """One name for each organ: the one most often printed, then the longest; with its county where two share it."""
    frame = pd.DataFrame({"organ_id": known["organ_id"], "county": known["county"], "name": shown, "n": counts})
    printed = frame.dropna(subset=["organ_id"]).groupby(["organ_id", "name"], sort=True)["n"].sum().reset_index()
    printed = printed.assign(length=printed["name"].map(len))
    best = printed.sort_values(["n", "length", "name"], ascending=[False, False, True]).drop_duplicates("organ_id")
    names = best.set_index("organ_id")["name"]
    shared = names.duplicated(keep=False)
    places = frame.dropna(subset=["organ_id"]).drop_duplicates("organ_id").set_index("organ_id")["county"]
    full = names.where(~shared, places.reindex(names.index).fillna("?") + names)
    return known["organ_id"].map(full.where(~full.duplicated(keep=False), names.index.to_series()))


class Divisions:
    """A user's table of divisions: code, name, parent (a code of the table or a name), valid_from, valid_to (years).

    Rows with one code are one organ, whatever it was called; a validity that is not given has no end.
    """

    def __init__(self, table: pd.DataFrame) -> None:
        table = table.rename(columns=DIVISION_NAMES)
        missing = {"code", "name"} - set(table.columns)
        if missing:
            raise ValueError(f"the table of divisions has no column {', '.join(sorted(missing))}; it needs code, name")
        table = table.reindex(columns=["code", "name", "parent", "valid_from", "valid_to"])
        names = dict(zip(table["code"].astype(str), table["name"], strict=True))
        self._rows: dict[str, list[tuple[str, str, float, float]]] = {}
        for code, name, parent, first, last in table.itertuples(index=False, name=None):
            above = "" if pd.isna(parent) else _last_place(str(names.get(str(parent), parent)))
            years = (0.0 if pd.isna(first) else _year(first), 9999.0 if pd.isna(last) else _year(last))
            self._rows.setdefault(plain_name(str(name)), []).append((str(code), above, *years))

    def find_code(self, name: str, parent: str | None, year: float) -> str | None:
        """The one code of that name in that county and year, or None where there is none, or more."""
        found = {
            code
            for code, above, first, last in self._rows.get(name, [])
            if (pd.isna(year) or first <= year <= last)
            and (not parent or not above or above.isdigit() or above == parent)
        }
        return found.pop() if len(found) == 1 else None


def _year(value: object) -> float:
    return float(str(value)[:4])


def _by_code(known: pd.DataFrame, index: pd.DataFrame, divisions: Divisions) -> pd.DataFrame:
    names = known["organ_id"].fillna("").str.rpartition("/")[2].str.partition("#")[0]
    years = index["year"].astype("Float64").fillna(float("nan")).astype(float)
    codes = pd.Series(
        [
            divisions.find_code(*row)
            for row in zip(names, known["county"].where(known["county"].notna(), None), years, strict=True)
        ],
        index=index.index,
        dtype=object,
    )
    found = codes.notna()
    return known.assign(
        organ_id=known["organ_id"].where(~found, codes), known_by=known["known_by"].where(~found, "code")
    )
