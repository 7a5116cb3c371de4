"""Who is who: spellings of an organ's name, over years, become one organ within its county.

    金岭回族镇 / 临淄区金岭回族镇人民政府 / 金岭镇, all in 临淄区 → one organ, called as it is most often called.

What cannot be told apart (a 城关镇 without its county, where two counties have one) is listed and not merged.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import NamedTuple

import msgspec
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reportparse.frames import TEXT
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


class Spellings(NamedTuple):
    """Names taken apart: the superior place, the name without qualifiers, and with them. "" is what nothing tells.

    In columns: over ten thousands of small objects the collector of garbage would go again and again.
    """

    parents: list[str]
    names: list[str]
    shown: list[str]


def identify(index: pd.DataFrame, divisions: pd.DataFrame | None = None) -> pd.DataFrame:
    """Which organ each file is of. `index` needs organ, organ_full, county, city, province, kind, year, sha256.

    Returns a frame beside it: organ_id (a division code, or `county/name`), organ (its one name in this corpus),
    county (also where another report of it tells), known_by: "name" (same county, same name but for qualifiers),
    "county assumed" (no county is named; one in the corpus has such an organ), "ambiguous" (several have),
    "code" (table of divisions), "" (no organ is named).
    """
    told = index[[*NAMES, "year", "sha256"]]
    first, places = _distinct(told[NAMES] if divisions is None else told[[*NAMES, "year"]])
    known = _identified(told.iloc[first], np.bincount(places, minlength=len(first)), divisions)
    alone = (known["known_by"] == "ambiguous").to_numpy()
    if alone.any():
        apart = pd.Series(places).where(~alone[places], index["sha256"].astype(object).str[:8].to_numpy())
        first, places = _distinct(pd.DataFrame({"place": places, "file": apart}))
        known = _identified(told.iloc[first], np.bincount(places, minlength=len(first)), divisions)
    return known.take(places).set_axis(index.index)


def _distinct(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Where each distinct row stands first, in order, and for every row its number among these."""
    together = np.zeros(len(table), dtype=np.int64)
    for name in table.columns:
        codes, values = pd.factorize(table[name])
        if len(values):
            together = pd.factorize(together * (len(values) + 1) + codes + 1)[0]
    first = np.zeros(together.max(initial=-1) + 1, dtype=np.int64)
    first[together[::-1]] = np.arange(len(table))[::-1]
    return first, together


def _identified(index: pd.DataFrame, counts: np.ndarray, divisions: pd.DataFrame | None) -> pd.DataFrame:
    """Which organ each row is of; `counts`: for how many files it stands."""
    spelled = _spellings(index)
    known = pd.DataFrame(_resolve(spelled), index=index.index, dtype=object)
    alone = known["known_by"] == "ambiguous"
    if alone.any():
        marks = known["organ_id"] + "#" + index["sha256"].astype(object).str[:8]
        known["organ_id"] = known["organ_id"].mask(alone, marks)
    if divisions is not None:
        known = _by_code(known, index, Divisions(divisions))
    labels = _labels(known, spelled.shown, counts)
    coded = {"organ_id": known["organ_id"], "known_by": known["known_by"], "organ": labels}
    return known.assign(**{name: _coded(values) for name, values in coded.items()}, county=_counties(index, known))


def _coded(values: pd.Series) -> pd.Series:
    """The values as categories in their order, of which a large table needs each only once."""
    encoded = pa.array(values, pa.string(), from_pandas=True).dictionary_encode()
    order = pc.sort_indices(encoded.dictionary).to_numpy()
    ranks = np.append(np.argsort(order), -1)
    codes = ranks[encoded.indices.fill_null(len(order)).to_numpy()]
    categories = pd.Index(encoded.dictionary.take(pa.array(order)).to_pandas(), dtype=TEXT)
    return pd.Series(pd.Categorical.from_codes(codes, categories=categories), index=values.index)


def _counties(index: pd.DataFrame, known: pd.DataFrame) -> pd.Series:
    """The county as the report names it, else as others tell; a county is its own."""
    codes, named = pd.factorize(index["county"])
    printed = np.array([*(_last_place(_squeezed_place(place)) for place in named), None], dtype=object)[codes]
    above = ~index["kind"].isin(["county", "city", "province"])
    return pd.Series(printed, index=index.index).fillna(known["county"].where(above)).astype(TEXT)


def _spellings(index: pd.DataFrame) -> Spellings:
    columns = [index[name].astype(object).where(index[name].notna(), None).tolist() for name in NAMES]
    parents, names, shown = zip(*map(_spelling, *columns), strict=True) if len(index) else ((), (), ())
    return Spellings(list(parents), list(names), list(shown))


def _spelling(
    organ: str | None, full: str | None, county: str | None, city: str | None, province: str | None, kind: str | None
) -> tuple[str, str, str]:
    """One name taken apart, as `Spellings` says."""
    above, parent = _superiors(province, city, county)
    bare = organ is not None and not _telling().search(organ) and not organ.startswith(above)
    name = organ if bare else _squeezed(organ or full or "")
    if not name:
        return "", "", ""
    own, said = (name, "") if bare else _without_superiors(name, above)
    parent = parent or _last_place(said or _county_in(_squeezed(full or "")))
    if kind == "county" or parent == own:
        parent = _last_place(_squeezed_place(city or "")) if kind == "county" else ""
    if bare:
        return parent, name, name
    cut = _cut_endings(own)
    # A department keeps its place in its name: there is a 民政局 in every county.
    shown = cut if cut.endswith(_places()) else _cut_endings(name)
    return parent, plain_name(cut), shown


def _squeezed(text: str) -> str:
    """What `squeeze` says, at once for names in which there is nothing to fold."""
    return text if _PLAIN.fullmatch(text) else squeeze(text)


@cache
def _telling() -> re.Pattern[str]:
    """What stands in a name that is more than the name of the organ: a place above it, an ending, blanks.

    An empty name, which has none of it, is told by what stands beside it.
    """
    words = "|".join((*_words().counties, *_words().endings))
    return re.compile(f"^$|[^0-9A-Za-z\u4e00-\u9fff]|族|{words}")


@cache
def _superiors(province: str | None, city: str | None, county: str | None) -> tuple[tuple[str, ...], str]:
    """The places above an organ, from the largest down, and the county among them, or ""."""
    above = tuple(_squeezed_place(place) for place in (province, city, county) if place)
    return above, _last_place(_squeezed_place(county or ""))


_squeezed_place = cache(squeeze)
"""The same for places, of which there are few."""

_PLAIN = re.compile("[0-9A-Za-z\u4e00-\u9fff]*")


def _without_superiors(name: str, above: tuple[str, ...]) -> tuple[str, str]:
    """The organ's own name, and the county that stood in front of it."""
    for place in above:
        if name.startswith(place) and len(name) > len(place) + 1:
            name = name.removeprefix(place)
    said = _county_in(name)
    return (name[name.index(said) + len(said) :], said) if said else (name, "")


def _county_in(name: str) -> str:
    """The county named in front of a township: `"淄博市临淄区金岭镇人民政府" → "临淄区"`, or ""."""
    cut = _cut_endings(name)
    if not cut.endswith(_words().townships):
        return ""
    match = _full_name().fullmatch(cut)
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


@cache
def _last_place(place: str) -> str:
    """The last of places that are written together: `"淄博市临淄区" → "临淄区"`."""
    words = _words()
    match = re.fullmatch(f".{{2,}}(?:{'|'.join((*words.provinces, *words.cities))})(.{{2,}})", place)
    return match[1] if match else place


@cache
def _places() -> tuple[str, ...]:
    """What the names of places end in."""
    return (*_words().townships, *_words().counties, *_words().cities)


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


def _resolve(spelled: Spellings) -> dict[str, list[str | None]]:
    """What each spelling stands for: organ_id, county, and how it is known."""
    places: dict[str, str] = {}
    pairs = zip(spelled.parents, spelled.names, strict=True)
    several = {name for parent, name in pairs if parent and places.setdefault(name, parent) != parent}
    told = [
        _known(parent, name, None if name in several else places.get(name, ""))
        for parent, name in zip(spelled.parents, spelled.names, strict=True)
    ]
    columns = zip(*told, strict=True) if told else ((), (), ())
    return dict(zip(("organ_id", "county", "known_by"), map(list, columns), strict=True))


def _known(parent: str, name: str, only: str | None) -> tuple[str | None, str | None, str]:
    """The organ, where `only` is the one place that has an organ of that name; "" if none is told, None if several."""
    if not name:
        return None, None, ""
    if parent:
        return f"{parent}/{name}", parent, "name"
    if only:
        return f"{only}/{name}", only, "county assumed"
    return f"?/{name}", None, "ambiguous" if only is None else "name"


def _labels(known: pd.DataFrame, shown: list[str], counts: np.ndarray) -> pd.Series:
    """One name for each organ: the one most often printed, then the longest; with its county where two share it."""
    organs = known["organ_id"].where(known["organ_id"].notna(), None).tolist()
    names: dict[str | None, str] = {}
    several = {organ for organ, name in zip(organs, shown, strict=True) if names.setdefault(organ, name) != name}
    printed: Counter[tuple[str | None, str]] = Counter()
    for organ, name, count in zip(organs, shown, counts.tolist(), strict=True):
        if organ in several:
            printed[organ, name] += count
    for organ, name in sorted(printed, key=lambda one: (-printed[one], -len(one[1]), one[1]), reverse=True):
        names[organ] = name  # the best of them last
    names.pop(None, None)
    counties = dict(zip(reversed(organs), reversed(known["county"].tolist()), strict=True))
    shared = _common(names)
    full = names | {organ: f"{counties[organ] or '?'}{names[organ]}" for organ in shared}
    labels = full | {organ: organ for organ in _common(full)}
    return pd.Series([labels.get(organ) for organ in organs], index=known.index, dtype=object)


def _common(names: dict[str | None, str]) -> list[str | None]:
    """The organs whose name others have too."""
    if len(set(names.values())) == len(names):
        return []
    counts = Counter(names.values())
    return [organ for organ, name in names.items() if counts[name] > 1]


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
