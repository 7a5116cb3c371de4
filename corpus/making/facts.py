"""The facts of the invented counties, read from TOML: who reports, in which years, and what."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FACTS = Path(__file__).parents[1] / "facts"
COUNTIES = ("yunxiu", "qingyan", "qiwu")

Told = dict[str, Any]  # what the data says of one year of one organ


@dataclass(frozen=True)
class County:
    slug: str
    name: str
    city: str


@dataclass(frozen=True)
class Officer:
    name: str
    post: str
    phone: str
    duty: str
    since: int = 0
    until: int = 9999


@dataclass(frozen=True)
class Organ:
    """An organ that reports every year, and what it tells in each."""

    slug: str
    county: County
    facts: dict[str, Any]
    officers: tuple[Officer, ...]
    years: dict[int, Told]

    def __getitem__(self, fact: str) -> Any:
        return self.facts[fact]

    def __repr__(self) -> str:
        return f"<Organ {self['name']} ({self.county.name}), {len(self.years)} years>"

    @property
    def full_name(self) -> str:
        return self.facts.get("full_name", self["name"])

    @property
    def desk(self) -> str:
        """The office in charge as the organ's own people call it: `党政办公室`."""
        office = self["contact"]["office"]
        return next(
            (office.removeprefix(name) for name in (self.full_name, self["name"]) if office.startswith(name)), office
        )

    def path(self, year: int) -> str:
        return f"{self.county.slug}/{self.slug}/{year}"

    def officers_in(self, year: int) -> list[Officer]:
        return [officer for officer in self.officers if officer.since <= year <= officer.until]


def read_organs() -> list[Organ]:
    """Every organ of every county, in the order of the files."""
    organs = []
    for slug in COUNTIES:
        told = read_toml(f"{slug}.toml")
        county = County(slug, **told["county"])
        organs += [_organ(name, county, facts) for name, facts in told["organs"].items()]
    return organs


def read_toml(name: str) -> dict[str, Any]:
    return tomllib.loads((FACTS / name).read_text(encoding="utf-8"))


def edition_of(year: int, told: Told) -> str:
    """The edition of the form that the organ used, which is not always the one it should have used."""
    return told.get("edition", right_edition(year))


def right_edition(year: int) -> str:
    return "2021" if year >= 2021 else "2019"


def chance(*names: object) -> random.Random:
    """A source of chance that depends on nothing but the names given."""
    return random.Random("/".join(map(str, names)))


def _organ(slug: str, county: County, facts: dict[str, Any]) -> Organ:
    facts = dict(facts)
    years = {int(year): told for year, told in facts.pop("years").items()}
    officers = tuple(_officer(person) for person in facts.pop("officers", []))
    return Organ(slug, county, facts, officers, years)


def _officer(person: dict[str, Any]) -> Officer:
    person = dict(person)
    return Officer(since=person.pop("from", 0), **person)
