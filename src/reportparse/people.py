"""Officers over the years: who stays, is new, leaves, changes post or phone, and who serves two organs.

A person is a name within an organ. Phones are compared on a salted hash. Names and phones are plain here: who shows
them veils them.
"""

from __future__ import annotations

import hashlib
import re
import secrets

import pandas as pd

from reportparse.frames import TEXT, WHOLE
from reportparse.text import key, squeeze

_SALT = secrets.token_bytes(16)
CHANGES = ["organ", "year", "name", "change", "post", "post_before", "phone", "phone_before"]


def officer_changes(officers: pd.DataFrame) -> pd.DataFrame:
    """What became of each person from one report of an organ to the next year's.

    Columns: organ, year, name, change, post, post_before, phone, phone_before. change:
    "stays", "new", "left", "post" or "phone" (changed; post comes first). A year whose report, or the one before,
    names nobody or is not there has no rows: nothing is known of it.
    """
    now = _persons(officers)
    before = now.assign(year=now["year"] + 1).rename(columns={"post": "post_before", "phone": "phone_before"})
    both = now.merge(before, on=["organ", "year", "name"], how="outer", suffixes=("", "_old"), indicator=True)
    listed = set(zip(now["organ"], now["year"], strict=True))
    pairs = zip(both["organ"], both["year"], strict=True)
    known = [(organ, year) in listed and (organ, year - 1) in listed for organ, year in pairs]
    rows = both[pd.Series(known, index=both.index, dtype=bool)]
    rows = rows.assign(change=_change(rows))
    return rows[CHANGES].sort_values(["organ", "year", "name"], ignore_index=True)


def _persons(officers: pd.DataFrame) -> pd.DataFrame:
    """One row for each organ, year and name; who is listed twice keeps all posts and phones."""
    known = officers.dropna(subset=["organ", "year", "name"])
    known = known.assign(name=known["name"].map(squeeze))
    groups = known.groupby(["organ", "year", "name"], observed=True, sort=True)
    return groups[["post", "phone"]].agg(_all).reset_index().astype({"post": TEXT, "phone": TEXT})


def _all(texts: pd.Series) -> str | None:
    return "; ".join(dict.fromkeys(texts.dropna())) or None


def _change(rows: pd.DataFrame) -> pd.Series:
    post = _differs(rows["post"].map(key, na_action="ignore"), rows["post_before"].map(key, na_action="ignore"))
    phone = _differs(phone_marks(rows["phone"]), phone_marks(rows["phone_before"]))
    change = pd.Series("stays", index=rows.index, dtype=object).mask(phone, "phone").mask(post, "post")
    return change.mask(rows["_merge"] == "left_only", "new").mask(rows["_merge"] == "right_only", "left").astype(TEXT)


def _differs(now: pd.Series, before: pd.Series) -> pd.Series:
    """Where both are told and not equal; what one of them leaves out is no change."""
    return now.notna() & before.notna() & (now.astype(object) != before.astype(object))


def phone_marks(phones: pd.Series) -> pd.Series:
    """A mark for each number, equal for equal numbers within this process and of no use outside of it."""
    return phones.map(_mark, na_action="ignore")


def _mark(phone: str) -> str:
    digits = re.sub(r"\D", "", squeeze(phone))
    return hashlib.blake2b(digits.encode(), key=_SALT, digest_size=8).hexdigest()


def in_two_organs(officers: pd.DataFrame) -> pd.DataFrame:
    """Persons who are named with one phone by several organs in one year: year, name, organs, posts, phone.

    A name alone is not enough: many people share one.
    """
    known = officers.dropna(subset=["organ", "year", "name", "phone"])
    known = known.assign(name=known["name"].map(squeeze), mark=phone_marks(known["phone"]))
    groups = known.groupby(["year", "name", "mark"], observed=True, sort=True)
    several = known[groups["organ"].transform("nunique") > 1]
    joined = several.groupby(["year", "name", "mark"], observed=True, sort=True).agg(
        organs=("organ", _all), posts=("post", _all), phone=("phone", "first")
    )
    return joined.reset_index().drop(columns="mark").astype({"organs": TEXT, "posts": TEXT, "phone": TEXT})


def staff(officers: pd.DataFrame) -> pd.DataFrame:
    """How many persons each report names: organ, year, persons, with_phone, phones (different ones)."""
    marked = officers.assign(mark=phone_marks(officers["phone"]), person=officers["name"].map(squeeze))
    groups = marked.dropna(subset=["organ", "year"]).groupby(["organ", "year"], observed=True, sort=True)
    counted = groups.agg(persons=("person", "nunique"), with_phone=("mark", "count"), phones=("mark", "nunique"))
    return counted.astype(WHOLE).reset_index()
