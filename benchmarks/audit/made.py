"""Made-up reports of two counties over several years that agree with themselves and with one another."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd

from corpus.writing import forms
from corpus.writing.model import Block, Cell, Grid, Script

Values = dict[str, Any]
Grids = dict[str, Grid]

NOTICES = {"2019": "国办公开办函〔2019〕60号", "2021": "国办公开办函〔2021〕30号"}
THEMES = {
    "proactive": "主动公开",
    "requests": "依申请公开",
    "management": "政府信息管理",
    "platform": "政府信息公开平台建设",
    "supervision": "监督保障",
}
COUNTIES = (("筠原县", "0998", "990", "junyuan.gov.cn"), ("霁岭县", "0997", "991", "jiling.gov.cn"))
PLACES = (("栖霞岭", "砚坪", "葭芦"), ("澹台", "绾云", "梧枝"))
DEPARTMENTS = (("财政局", "水利局"), ("民政局", "教育局"))
SELVES = {"township": "我镇", "sub_district": "我街道", "department": "我局", "county": "全县"}
APPLICANTS = ("natural_person", "commercial_enterprise", "other_org")


@dataclass(frozen=True)
class Organ:
    """A body that reports. `place`: which of the two counties it is in."""

    name: str
    full: str
    kind: str
    place: int
    number: int

    @property
    def county(self) -> str:
        return COUNTIES[self.place][0]

    @property
    def code(self) -> str:
        """Its number in the table of divisions."""
        return f"{COUNTIES[self.place][2]}{99 if self.place else 98}{self.place}{self.number:03}"


@dataclass
class Tale:
    """A report before it is written: what stands in its tables, which sentences it has, and what they are filled with.

    `said` are the numbers told in sentences where they are not those of the tables; `five` and `matters` the texts of
    sections five and six, `end` how section five ends; `headings` what is printed over each section that is there;
    `change` what happens to the tables when they are laid out.
    """

    organ: Organ
    year: int
    edition: str
    values: Values
    title: str
    preamble: str
    contact: str
    period: str
    themes: dict[str, list[str]]
    five: list[str]
    pairs: list[list[str]]
    matters: list[str]
    signed: str
    published: str | None
    phone: str
    address: str
    postcode: str
    website: str
    notice: str
    layout: str
    gathers: bool = False
    end: str = "。"
    count: str = "六"
    parts: str = "、".join(forms.SECTIONS.values())
    headings: dict[str, str] = field(default_factory=dict)
    said: Values = field(default_factory=dict)
    officers: list[list[str]] = field(default_factory=list)
    change: Callable[[Grids], None] | None = None

    def __post_init__(self) -> None:
        numbered = zip("一二三四五六", forms.SECTIONS.items(), strict=True)
        self.headings = {code: f"{number}、{label}" for number, (code, label) in numbered}

    def value(self, item: str) -> Any:
        return self.values[item]

    @property
    def received(self) -> int:
        return int(self.values["requests.received.total"])


@dataclass
class Area:
    """The reports of the organs of two counties by organ and year, the sentences they are made of, the divisions."""

    words: dict[str, Any]
    tales: dict[tuple[str, int], Tale]
    divisions: list[dict[str, str]]

    def before(self, tale: Tale) -> Tale | None:
        """The same organ's report of the year before."""
        return self.tales.get((tale.organ.name, tale.year - 1))

    def frame(self) -> pd.DataFrame:
        return pd.DataFrame(self.divisions)


@cache
def read_words(name: str) -> dict[str, Any]:
    """The sentences of a set: `read_words("first")`."""
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))


def make_area(rng: Random, words: dict[str, Any], years: range, layouts: tuple[str, ...]) -> Area:
    """Two counties, each with its government, two departments and three townships, over the years."""
    organs = [organ for place in range(2) for organ in _organs(place)]
    fives: set[frozenset[str]] = set()
    tales: dict[tuple[str, int], Tale] = {}
    for organ in organs:
        writer = _Writer(rng, words, organ, rng.choice(layouts), fives)
        for year in years:
            tale = writer.write(year, tales.get((organ.name, year - 1)))
            tales[organ.name, year] = tale
    for place in range(2):
        _gather(rng, words, [tale for tale in tales.values() if tale.organ.place == place], gathers=bool(place))
    return Area(words, tales, _divisions(organs))


def _organs(place: int) -> list[Organ]:
    county = COUNTIES[place][0]
    found = [Organ(county, f"{county}人民政府", "county", place, 0)]
    found += [
        Organ(county + name, county + name, "department", place, n) for n, name in enumerate(DEPARTMENTS[place], 50)
    ]
    for number, name in enumerate(PLACES[place]):
        kind, suffix, body = ("sub_district", "街道", "办事处") if number == 2 else ("township", "镇", "人民政府")
        found.append(Organ(name + suffix, f"{county}{name}{suffix}{body}", kind, place, number + 100))
    return found


def _divisions(organs: list[Organ]) -> list[dict[str, str]]:
    rows = []
    for organ in organs:
        if organ.kind == "county":
            rows.append({"code": organ.code[:6], "name": organ.name, "parent": "岚丘市"})
        elif organ.kind != "department":
            rows.append({"code": organ.code, "name": organ.name, "parent": organ.code[:6]})
    return rows


def _gather(rng: Random, words: dict[str, Any], tales: list[Tale], *, gathers: bool) -> None:
    """The government of one of the counties gives the figures of all organs in it, and says so."""
    if not gathers:
        return
    for parent in tales:
        if parent.organ.kind != "county":
            continue
        below = [tale for tale in tales if tale.year == parent.year and tale is not parent]
        for item in parent.values:
            if item.startswith("requests."):
                parent.values[item] = sum(tale.values[item] for tale in below)
        parent.gathers = True
        parent.themes["requests"] = requests_lines(rng, words, parent)
        parent.themes["proactive"].insert(0, rng.choice(words["lines"]["aggregate"]))


def requests_lines(rng: Random, words: dict[str, Any], tale: Tale) -> list[str]:
    """Sentences on requests that fit the tables."""
    lines = words["lines"]
    told = [rng.choice(lines["requests_some" if tale.received else "requests_none"])]
    if tale.received >= 4:
        told.append(rng.choice(lines["outcomes"]))
    if tale.values["requests.carried_out.total"]:
        told.append(rng.choice(lines["carried"]))
    if any(tale.values[f"remedies.{row}.total"] for row in ("reconsideration", "litigation_direct")):
        told.append(rng.choice(lines["remedies"]))
    return told + [filled(rng, words, text) for text in rng.sample(lines["requests_more"], 2)]


def filled(rng: Random, words: dict[str, Any], text: str) -> str:
    """A sentence with what it is about; the numbers stay open."""
    focus, other = rng.choice(words["names"]["focuses"]), rng.choice(words["names"]["others"])
    return text.replace("{focus}", focus).replace("{other}", other)


class _Writer:
    """Writes the reports of one organ from year to year; no sentence of last year is taken again."""

    def __init__(
        self, rng: Random, words: dict[str, Any], organ: Organ, layout: str, fives: set[frozenset[str]]
    ) -> None:
        self.named = fives  # of all organs: no two name the same problems
        self.rng, self.words, self.organ, self.layout = rng, words, organ, layout
        self.used: dict[str, list[str]] = {}
        self.stock = rng.randint(6, 40)
        self.items = [rng.randint(20, 90) for _ in range(5)]
        self.phone = f"{COUNTIES[organ.place][1]}-555{organ.place}{organ.number:03}"
        self.address = f"{organ.county}{rng.choice(('迎霞', '听澜', '知远'))}路{rng.randint(1, 299)}号"
        self.shape = {name: rng.randrange(len(words[name])) for name in ("titles", "preambles", "contacts", "periods")}

    def write(self, year: int, before: Tale | None) -> Tale:
        rng, words = self.rng, self.words
        edition = "2019" if year < 2021 else "2021"
        values = self._values(edition, before)
        shape = {name: words[name][number] for name, number in self.shape.items()}
        tale = Tale(
            organ=self.organ,
            year=year,
            edition=edition,
            values=values,
            title=shape["titles"],
            preamble=shape["preambles"],
            contact=shape["contacts"],
            period=shape["periods"],
            themes={},
            five=[self._one("praise"), self._one("next_step")],
            pairs=self._pairs(),
            matters=[self._one("fee_none"), self._one("matters")],
            signed=str(datetime.date(year + 1, 1, rng.randint(4, 19))),
            published=str(datetime.date(year + 1, 1, rng.randint(20, 30))),
            phone=self.phone,
            address=self.address,
            postcode=f"{COUNTIES[self.organ.place][2]}{self.organ.place}00",
            website=f"www.{COUNTIES[self.organ.place][3]}",
            notice=NOTICES[edition],
            layout=self.layout,
        )
        tale.said = self._numbers()
        tale.themes = self._themes(tale)
        return tale

    def _themes(self, tale: Tale) -> dict[str, list[str]]:
        documents = "proactive.normative_documents.issued" in tale.values
        first = self._one("parts" if self.rng.random() < 0.5 else "disclosed")
        told = {
            "proactive": [self._one("opening"), first, *self._some("proactive_more", 2)],
            "requests": requests_lines(self.rng, self.words, tale),
            "management": self._some("management", 2),
            "platform": self._some("platform", 2),
            "supervision": self._some("supervision", 2),
        }
        told["proactive"] += [self._one("normative")] * documents
        if self.rng.random() < 0.4:
            self._name_officers(tale)
            told["supervision"].append(self._one("staff_only"))
        else:
            told["supervision"].append(self._one("staff"))
        return told

    def _name_officers(self, tale: Tale) -> None:
        rng, names = self.rng, self.words["names"]
        count = tale.said["staff"] = rng.randint(2, 3)
        people = rng.sample([s + g for s in names["surnames"] for g in names["given"]], count + 1)
        lines = [f"{tale.phone[:-3]}{n}{rng.randint(10, 99)}" for n in range(count + 1)]
        posts = [rng.choice(names["leaders"]), *(rng.choice(names["posts"]) for _ in range(count))]
        duties = [rng.choice(names["leader_duties"]), *(rng.choice(names["duties"]) for _ in range(count))]
        tale.officers = [list(row) for row in zip(people, posts, lines, duties, strict=True)]

    def _numbers(self) -> Values:
        rng = self.rng
        a, b, c, full, part = (rng.randint(*bounds) for bounds in ((20, 90), (20, 90), (20, 90), (1, 3), (1, 3)))
        return {
            "a": a,
            "b": b,
            "c": c,
            "disclosed": a + b + c,
            "full_time": full,
            "part_time": part,
            "staff": full + part,
        }

    def _one(self, slot: str) -> str:
        return self._some(slot, 1)[0]

    def _some(self, slot: str, count: int) -> list[str]:
        """Sentences that last year's report does not have, where there are enough."""
        bank = self.words["lines"][slot]
        fresh = [text for text in bank if text not in self.used.get(slot, [])]
        chosen = self.rng.sample(fresh if len(fresh) >= count else bank, count)
        self.used[slot] = chosen
        return [filled(self.rng, self.words, text) for text in chosen]

    def _pairs(self) -> list[list[str]]:
        bank = self.words["problems"]["pairs"]
        fresh = [pair for pair in bank if pair[0] not in self.used.get("problems", [])]
        chosen = self.rng.sample(fresh, self.rng.randint(2, 3))
        while frozenset(problem for problem, _ in chosen) in self.named:
            chosen = self.rng.sample(fresh, self.rng.randint(2, 3))
        self.named.add(frozenset(problem for problem, _ in chosen))
        self.used["problems"] = [problem for problem, _ in chosen]
        return [list(pair) for pair in chosen]

    # What stands in the tables

    def _values(self, edition: str, before: Tale | None) -> Values:
        values: Values = dict.fromkeys(forms.items(edition), 0)
        self._proactive(values, edition)
        self._requests(values, edition, before)
        self._remedies(values)
        return values

    def _proactive(self, values: Values, edition: str) -> None:
        rng, small = self.rng, self.organ.kind != "county"
        issued, repealed = rng.randint(0, 5), rng.randint(0, 3)
        row = "proactive.normative_documents"
        if edition == "2021":
            self.stock += issued - repealed
            values |= {f"{row}.issued": issued, f"{row}.repealed": repealed, f"{row}.in_force": self.stock}
            values["proactive.administrative_fees.amount_10k_cny"] = rng.randint(110, 990) / 10
        else:
            values |= {f"{row}.made": issued, f"{row}.newly_disclosed": issued, f"{row}.disclosed_total": issued + 7}
            names = ("licences", "other_external_services", "penalties", "coercive_measures", "administrative_fees")
            for number, name in enumerate(names):
                change = rng.randint(-4, 6)
                values[f"proactive.{name}.items_last_year"] = self.items[number]
                values[f"proactive.{name}.items_change"] = change
                self.items[number] += change
            values["proactive.central_procurement.procurement_items"] = rng.randint(1, 9)
            values["proactive.central_procurement.procurement_amount"] = rng.randint(110, 990) / 10
        for name, most in (("licences", 80), ("penalties", 30), ("coercive_measures", 9)):
            values[f"proactive.{name}.decisions"] = rng.randint(most // 2, most * (1 if small else 2))

    def _requests(self, values: Values, edition: str, before: Tale | None) -> None:
        rng = self.rng
        last = "other_else" if edition == "2021" else "other_outcome"
        rows = ("granted", "partially_granted", "denied_third_party", "unable_not_held", last)
        busy = self.organ.kind in ("county", "department") or rng.random() < 0.6
        for column in APPLICANTS:
            carried = before.values[f"requests.carried_out.{column}"] if before else rng.randint(0, 2) * busy
            received = rng.randint(2, 14) if busy else 0
            left = rng.randint(0, min(2, received + carried))
            self._cell(values, "carried_in", column, carried)
            self._cell(values, "received", column, received)
            self._cell(values, "carried_out", column, left)
            self._cell(values, "processed", column, received + carried - left)
            for _ in range(received + carried - left):
                self._cell(values, rng.choice(rows), column, 1)

    @staticmethod
    def _cell(values: Values, row: str, column: str, more: int) -> None:
        values[f"requests.{row}.{column}"] += more
        values[f"requests.{row}.total"] += more

    def _remedies(self, values: Values) -> None:
        if values["requests.received.total"] < 8 or self.rng.random() < 0.3:
            return
        upheld, corrected = self.rng.randint(1, 3), self.rng.randint(0, 1)
        row = "remedies.reconsideration"
        values |= {f"{row}.upheld": upheld, f"{row}.corrected": corrected, f"{row}.total": upheld + corrected}


def write(tale: Tale) -> Script:
    """The report as blocks, ready for a layout."""
    told = _Blanks(_context(tale) | tale.said)
    grids = forms.statutory_grids(tale.edition, {item: str(value) for item, value in tale.values.items()})
    if tale.change:
        tale.change(grids)
    title = tale.title.format_map(told)
    blocks = [Block("title", title), Block("preamble", tale.preamble.format_map(told))]
    if tale.published and tale.layout.startswith(("html", "docx")):
        blocks.insert(0, Block("table", grid=_particulars(tale, title)))
    for code, heading in tale.headings.items():
        blocks.append(Block("heading", heading, section=code))
        if code in grids:
            blocks += [Block("table", grid=grids[code], section=code)] if grids[code].rows else []
            continue
        texts = {"overview": _overview, "problems": _five, "other_matters": _six}[code](tale, told)
        blocks += [Block("paragraph", text, section=code) for text in texts]
        if code == "overview" and tale.officers:
            blocks.append(Block("table", grid=_officers(tale), section=code))
    year, month, day = tale.signed.split("-")
    return Script([*blocks, Block("signature", tale.organ.full), Block("date", f"{year}年{int(month)}月{int(day)}日")])


class _Blanks(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        raise KeyError(f"no word for {name}")


def _context(tale: Tale) -> Values:
    organ, values = tale.organ, tale.values
    told: Values = {
        "full": organ.full,
        "name": organ.name,
        "year": tale.year,
        "last_year": tale.year - 1,
        "self": SELVES[organ.kind],
        "office": f"{organ.full}办公室",
        "notice": tale.notice,
        "count": tale.count,
        "parts": tale.parts,
        "phone": tale.phone,
        "address": tale.address,
        "postcode": tale.postcode,
        "website": tale.website,
    }
    told["period"] = tale.period.format_map(told)
    told["contact"] = tale.contact.format_map(told)
    told |= {row: values[f"requests.{row}.total"] for row in ("received", "carried_in", "carried_out", "processed")}
    told |= {row: values[f"requests.{row}.total"] for row in ("granted", "partially_granted")}
    for group in ("denied", "unable"):
        told[group] = sum(v for i, v in values.items() if i.startswith(f"requests.{group}_") and i.endswith(".total"))
    told["other_outcome"] = sum(v for i, v in values.items() if i.startswith(_OTHER) and i.endswith(".total"))
    told["reconsideration"] = values["remedies.reconsideration.total"]
    told["litigation"] = sum(values[f"remedies.{row}.total"] for row in _SUITS)
    documents = "proactive.normative_documents."
    told |= {name: values.get(documents + name, 0) for name in ("issued", "repealed", "in_force")}
    return told


_OTHER = ("requests.other_outcome.", "requests.other_else.", "requests.other_fee_unpaid.")
_SUITS = ("litigation_direct", "litigation_after_reconsideration")


def _particulars(tale: Tale, title: str) -> Grid:
    pairs = [("索引号", f"{tale.organ.number}/{tale.year}"), ("发布机构", tale.organ.full)]
    pairs += [("标题", title), ("发布日期", tale.published or "")]
    cells = [[Cell(name, label=True), Cell(text)] for name, text in pairs]
    return Grid("metadata", [cells[0] + cells[1], cells[2] + cells[3]])


def _overview(tale: Tale, told: Values) -> list[str]:
    texts = []
    shown = [theme for theme in THEMES if tale.themes[theme]]
    for number, theme in zip("一二三四五", shown, strict=False):
        texts.append(f"（{number}）{THEMES[theme]}。" + "".join(tale.themes[theme]).format_map(told))
    return texts


def _five(tale: Tale, told: Values) -> list[str]:
    if len(tale.five) == 1:
        return [tale.five[0].format_map(told)]
    problems = "；".join(f"{n}是{pair[0]}" for n, pair in zip("一二三四", tale.pairs, strict=False))
    measures = "；".join(f"{n}是{pair[1]}" for n, pair in zip("一二三四", tale.pairs, strict=False))
    praise, then = (text.format_map(told) for text in tale.five)
    return [f"{praise}：{problems}。", f"{then}：{measures}{tale.end}"]


def _six(tale: Tale, told: Values) -> list[str]:
    return ["".join(tale.matters).format_map(told)]


def _officers(tale: Tale) -> Grid:
    head = [Cell(text, label=True) for text in ("姓名", "职务", "联系方式", "职责")]
    return Grid("officers", [head, *([Cell(text) for text in row] for row in tale.officers)])
