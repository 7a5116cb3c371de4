"""What an organ writes in one year, section by section, as blocks with their statements."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from corpus.making import prose
from corpus.making.facts import Officer, Organ, Told, chance, read_toml, right_edition
from corpus.making.figures import Figures
from corpus.making.prose import Statement, Telling, Voice
from corpus.writing import forms
from corpus.writing.model import Block, Cell, Grid

HEADINGS = read_toml("headings.toml")
PREAMBLE = read_toml("prose/preamble.toml")
OVERVIEW = read_toml("prose/overview.toml")
OFFICERS = read_toml("prose/officers.toml")
PROBLEMS = read_toml("prose/problems.toml")
OTHER = read_toml("prose/other.toml")
BANKS = OVERVIEW | OTHER
BANK_OF_KIND = {
    "county_government": "government",
    "department": "department",
    "town": "town",
    "township": "town",
    "subdistrict": "subdistrict",
}
THEMES = {theme["name"]: theme for theme in PROBLEMS["theme"]}
FOR_TOWNS_ONLY = ("village",)
PART_NAMES = ("政策文件", "工作动态", "公示公告", "财政信息", "民生保障")
KINDS_COUNTED = (
    "disclosed",
    "wechat_posts",
    "interpretations",
    "briefings",
    "meetings",
    "trainings",
    "trainees",
)


@dataclass
class Five:
    """Section five as one organ wrote it: the paragraphs, and the problems and measures in them."""

    blocks: list[Block] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)


@dataclass
class Pen:
    """One report in the making: who writes, about which year, with which figures."""

    organ: Organ
    year: int
    told: Told
    figures: Figures
    voice: Voice
    statements: list[Statement] = field(default_factory=list)
    officers: list[dict[str, Any]] = field(default_factory=list)
    said: set[str] = field(default_factory=set)  # the kinds of count already told

    def __post_init__(self) -> None:
        self.counts = counts_of(self.told, self.figures)
        self.slots = slots_of(self.organ, self.year, self.told)
        self.parts = self.told.get("parts") or self._split(self.counts["disclosed"])

    def rng(self, *names: object) -> random.Random:
        """The organ's whims of the year; a copied text has the whims of the year it was copied from."""
        return chance(self.organ.path(self.told.get("text_from", self.year)), *names)

    def bank(self, name: str) -> list[str]:
        bank = BANKS[name]
        kind = BANK_OF_KIND[self.organ["kind"]]
        return bank.get("any", []) + bank.get(kind, []) + self.organ.facts.get("own", {}).get(name, [])

    def say(self, name: str) -> Telling:
        """The organ's next sentence from a bank, or the one that the data asks for."""
        bank = self.bank(name)
        wanted = self.told.get("use", {}).get(name)
        if wanted:
            return self.tell(bank[wanted[0]])
        news = self.counts.keys() - self.said
        try:
            return self.tell(self.voice.next(name, bank, lambda t: prose.fits(t, self._only(news))))
        except LookupError:  # every variant repeats a count, and one has to be said
            return self.tell(self.voice.next(name, bank, lambda t: prose.fits(t, self.counts)))

    def tell(self, template: str) -> Telling:
        telling = prose.tell(template, self.slots, self.counts, self.parts)
        self.said |= {statement["kind"] for statement in telling.statements}
        return telling

    def _only(self, kinds: set[str]) -> dict[str, int]:
        return {kind: value for kind, value in self.counts.items() if kind in kinds}

    def paragraph(self, section: str, *tellings: Telling, kind: str = "paragraph") -> Block:
        """A paragraph of the sentences told, whose statements count as said."""
        whole = sum(tellings, Telling())
        self.statements += [{**statement, "section": section} for statement in whole.statements]
        return Block(kind, whole.text, section=section)

    def extra(self, name: str) -> list[Telling]:
        """What the data adds to a bank's paragraph in this year only."""
        return [self.tell(template) for template in self.told.get("extra", {}).get(name, [])]

    def _split(self, total: int) -> dict[str, int]:
        rng = chance(self.organ.path(self.year), "parts")
        names = rng.sample(PART_NAMES, 3 if total < 100 else 4)
        bounds = [0, *sorted(rng.sample(range(1, total), len(names) - 1)), total]
        return {name: high - low for name, low, high in zip(names, bounds[:-1], bounds[1:], strict=True)}


# What can be said


def counts_of(told: Told, figures: Figures) -> dict[str, int]:
    """Every number that prose may tell, the ones told wrongly in their wrong form."""
    counts = {kind: told[kind] for kind in KINDS_COUNTED if kind in told}
    counts |= {f"{kind}_proposals": told[kind] for kind in ("npc", "cppcc") if kind in told}
    counts["processing_fee"] = told.get("fee", 0)
    counts |= {f"requests_{row}": figures[f"requests.{row}.total"] for row in ("received", "carried_in", "processed")}
    counts["requests_carried_out"] = figures["requests.carried_out.total"]
    counts["requests_due"] = counts["requests_received"] + counts["requests_carried_in"]
    counts["requests_received@自然人"] = figures["requests.received.natural_person"]
    counts["requests_received@法人或其他组织"] = counts["requests_received"] - counts["requests_received@自然人"]
    counts |= {row: figures[f"requests.{row}.total"] for row in ("granted", "partially_granted")}
    counts |= {group: figures.group(group) for group in ("denied", "unable", "not_processed", "other_outcome")}
    suits = ("litigation_direct", "litigation_after_reconsideration")
    counts["reconsideration"] = figures["remedies.reconsideration.total"]
    counts["litigation"] = sum(figures[f"remedies.{suit}.total"] for suit in suits)
    made = "issued" if figures.edition == "2021" else "made"
    counts["normative_documents_issued"] = figures[f"proactive.normative_documents.{made}"]
    if "staff" in told:
        full, part = told["staff"]
        counts |= {"staff": full + part, "staff_full_time": full, "staff_part_time": part}
    return counts | told.get("said", {})


def slots_of(organ: Organ, year: int, told: Told) -> dict[str, str]:
    """The words that sentences take from the organ and the year."""
    start, end = period_of(year, told)
    return {
        "name": organ["name"],
        "title_name": organ["title_name"],
        "full_name": organ.full_name,
        "full_title_name": organ.full_name,
        "self": organ["self"],
        "area": organ["area"],
        "office": organ.desk,
        "contact_office": organ["contact"]["office"],
        "site": organ["site"],
        "wechat": organ["wechat"],
        "year": str(year),
        "last": str(year - 1),
        "said_year": str(told.get("said_year", year)),
        "notice": PREAMBLE["notices"][told.get("cites", right_edition(year))],
        "from": spelt(start),
        "until": spelt(end),
        "period": f"{spelt(start)}至{spelt(end)}",
    }


def contact_of(organ: Organ, told: Told) -> dict[str, str]:
    return organ["contact"] | told.get("contact", {})


def period_of(year: int, told: Told) -> tuple[date, date]:
    return date(year, 1, 1), date.fromisoformat(f"{year}-{told.get('until', '12-31')}")


def spelt(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


# The sections


def preamble(pen: Pen) -> tuple[Block, dict[str, str]]:
    """The text before the first section, and the contact printed in it."""
    wanted = pen.told.get("use", {}).get("whole")
    index = wanted[0] if wanted else chance(pen.organ.slug, "whole", pen.year // 2).randrange(len(PREAMBLE["whole"]))
    bracket = chance(pen.organ.slug, "contact").choice(PREAMBLE["contacts"])
    contact = contact_of(pen.organ, pen.told)
    pen.slots["contact"] = bracket.format(**contact)
    printed = {name: text for name, text in contact.items() if name == "office" or "{" + name + "}" in bracket}
    return Block("preamble", pen.tell(PREAMBLE["whole"][index]).text), printed


def overview(pen: Pen) -> list[Block]:
    """Section one: an opening and five themes."""
    themes = {
        "proactive": _proactive_theme(pen),
        "requests": _requests_theme(pen),
        "management": [pen.say("management"), *_some(pen, "management", 1), *pen.extra("management")],
        "platform": [pen.say("platform"), *_some(pen, "platform", 2), *pen.extra("platform")],
    }
    blocks = [pen.paragraph("overview", pen.say("opening"))]
    for place, (theme, tellings) in enumerate(themes.items()):
        blocks += _theme(pen, place, theme, tellings)
    return blocks + _theme(pen, len(themes), "supervision", _supervision_theme(pen)) + _officer_table(pen)


def five(pen: Pen, *, copied: Five | None = None) -> Five:
    """Section five in the shape of the year, or the one copied from another report."""
    if copied is not None:
        return copied
    if pen.told.get("five") == "none":
        return Five([Block("paragraph", "无。", section="problems")])
    number = pen.rng("five").choice((2, 3, 3, 4))
    themes: list[str] = pen.told.get("themes") or _themes(pen, number)
    problems = [_matter(pen, theme, "problems") for theme in themes]
    measures = [_matter(pen, theme, "measures") for theme in pen.told.get("measure_themes", themes)]
    shape = pen.told.get("five") or pen.voice.next("shape", HEADINGS["five"]["shapes"], lambda _: True)
    lines = SHAPES[shape](pen, problems, measures)
    return Five([Block(kind, text, section="problems") for kind, text in lines], problems, measures)


def other_matters(pen: Pen) -> list[Block]:
    """Section six: fees, proposals and what the organ is proud of."""
    fee = "fee_some" if pen.counts["processing_fee"] else "fee_none"
    tellings = {"fee": [pen.say(fee), *pen.extra("fee")]}
    if "npc_proposals" in pen.counts:
        none = not (pen.counts["npc_proposals"] or pen.counts["cppcc_proposals"])
        tellings["proposals"] = [pen.say("proposals_none" if none else "proposals")]
    rng = pen.rng("other")
    if rng.random() < 0.6:
        tellings["points"] = [pen.say("points")]
    if rng.random() < 0.5 or pen.extra("innovation"):
        tellings["innovation"] = [pen.say("innovation"), *pen.extra("innovation")]
    tellings["nothing"] = [pen.say("nothing")]
    headed = chance(pen.organ.slug, "headed").random() < 0.6
    blocks = []
    for place, (name, sentences) in enumerate(tellings.items()):
        if headed:
            label = chance(pen.organ.slug, name).choice(OTHER["headings"][name])
            blocks.append(Block("subheading", f"（{HEADINGS['numerals'][place]}）{label}", section="other_matters"))
        blocks.append(pen.paragraph("other_matters", *sentences))
    return blocks


def tables(pen: Pen) -> dict[str, Grid]:
    """The three statutory tables as they are printed, foreign rows included."""
    grids = forms.statutory_grids(pen.figures.edition, pen.figures.raw)
    for row in pen.told.get("mixed_rows", []):
        grids["proactive"] = _with_row_of_2019(grids["proactive"], HEADINGS["rows_of_2019"][row])
    return grids


def metadata(organ: Organ, year: int, title: str, published: str) -> Grid:
    """The table of particulars that a site puts before the report."""
    number = chance(organ.path(year), "index").randrange(10_000, 99_999)
    told = {
        "index": f"{organ.county.slug}-{organ.slug}/{year + 1}-{number}",
        "publisher": organ.full_name,
        "title": title,
        "published": published,
    }
    pairs = [[Cell(HEADINGS["metadata"][name], label=True), Cell(text)] for name, text in told.items()]
    return Grid("metadata", [pairs[0] + pairs[1], pairs[2] + pairs[3]])


# Section one in detail


def _proactive_theme(pen: Pen) -> list[Telling]:
    wanted = "proactive" in pen.told.get("use", {})
    first = [pen.say("disclosed"), pen.say("proactive"), *pen.extra("proactive")]
    return first + ([] if wanted else _some(pen, "proactive", 2))


def _requests_theme(pen: Pen) -> list[Telling]:
    counts, use = pen.counts, pen.told.get("use", {})
    bank = "requests_some" if counts["requests_received"] else "requests_none"
    tellings = [pen.say(bank)]
    if bank == "requests_some" and counts["requests_received"] > 3 and not tellings[0].text.count("予以公开"):
        tellings.append(pen.say("outcomes"))
    remedies = "remedies" if counts["reconsideration"] or counts["litigation"] else "remedies_none"
    said = any(statement["kind"] == "reconsideration" for statement in tellings[0].statements)
    if not said and ("remedies" in use or pen.rng("remedies").random() < 0.5):
        tellings.append(pen.say(remedies))
    return [*tellings, pen.say("requests"), *pen.extra("requests")]


def _supervision_theme(pen: Pen) -> list[Telling]:
    tellings = [pen.say("staff")] if "staff" in pen.counts else []
    people = pen.organ.officers_in(pen.year)
    if people and pen.organ["officers_as"] == "sentence":
        tellings.append(_officer_sentence(pen, people))
    tellings += [pen.say("supervision"), *_some(pen, "supervision", 2), *pen.extra("supervision")]
    if people and pen.organ["officers_as"] == "table":
        tellings.append(pen.tell(chance(pen.organ.slug, "lead").choice(OVERVIEW["officers_lead"]["table"])))
    return tellings


def _some(pen: Pen, bank: str, most: int) -> list[Telling]:
    return [pen.say(bank) for _ in range(pen.rng("some", bank).randint(0, most))]


def _theme(pen: Pen, place: int, theme: str, tellings: list[Telling]) -> list[Block]:
    style = pen.organ["subheads"]
    words = {"numeral": HEADINGS["numerals"][place], "label": HEADINGS["overview"][theme]}
    head = HEADINGS["subheads"][style].format(**words)
    if style == "run_in":
        return [pen.paragraph("overview", Telling(head), *tellings)]
    return [Block("subheading", head, section="overview"), pen.paragraph("overview", *tellings)]


def _officer_sentence(pen: Pen, people: list[Officer]) -> Telling:
    bank = OFFICERS["sentences"][str(len(people))]
    template = pen.voice.next("officers", bank, lambda _: True)
    for place, person in enumerate(people, start=1):
        names = {f"p{place}": person.post, f"n{place}": person.name, f"t{place}": person.phone}
        phone = person.phone if "{" + f"t{place}" + "}" in template else None
        pen.slots |= names
        pen.officers.append({"name": person.name, "post": person.post, "phone": phone, "duty": None})
    return pen.tell(template)


def _officer_table(pen: Pen) -> list[Block]:
    people = pen.organ.officers_in(pen.year)
    if not people or pen.organ["officers_as"] != "table":
        return []
    headers = chance(pen.organ.slug, "officers").choice(OFFICERS["headers"])
    phones = pen.told.get("phones", {})
    rows = [[p.name, p.post, phones.get(p.name, p.phone), p.duty] for p in people]
    pen.officers += [dict(zip(("name", "post", "phone", "duty"), row, strict=True)) for row in rows]
    grid = Grid("officers", [[Cell(text, label=True) for text in headers], *([Cell(t) for t in row] for row in rows)])
    return [Block("table", grid=grid, section="overview")]


# Section five in detail

Lines = list[tuple[str, str]]  # kind of block, text


def _themes(pen: Pen, number: int) -> list[str]:
    """The organ's next themes, those of towns only for towns."""
    above = pen.organ["kind"] in ("county_government", "department")
    names = [name for name in THEMES if not (above and name in FOR_TOWNS_ONLY)]
    return [pen.voice.next("themes", names, lambda _: True) for _ in range(number)]


def _matter(pen: Pen, theme: str, side: str) -> str:
    return pen.tell(pen.voice.next(f"{theme}/{side}", THEMES[theme][side], lambda _: True)).text


def _opening(pen: Pen) -> str:
    return pen.tell(pen.voice.next("five/opening", PROBLEMS["opening"], lambda _: True)).text


def _bridge(pen: Pen, bank: str = "bridge") -> str:
    return pen.tell(pen.voice.next(f"five/{bank}", PROBLEMS[bank], lambda _: True)).text


def _heading(pen: Pen, place: int, side: str) -> tuple[str, str]:
    label = chance(pen.organ.slug, "five", side).choice(HEADINGS["five"][side])
    return "subheading", f"（{HEADINGS['numerals'][place]}）{label}"


def _ordinals(texts: list[str], joint: str) -> str:
    marked = [f"{numeral}是{text}" for numeral, text in zip(HEADINGS["numerals"], texts, strict=False)]
    return joint.join(marked) + "。"


def _points(texts: list[str], mark: str) -> Lines:
    return [("paragraph", f"{place}{mark}{text}。") for place, text in enumerate(texts, start=1)]


def _numbered(pen: Pen, problems: list[str], measures: list[str]) -> Lines:
    ordinals = [("paragraph", f"{n}是{text}。") for n, text in zip(HEADINGS["numerals"], measures, strict=False)]
    return [_heading(pen, 0, "problems"), *_points(problems, "、"), _heading(pen, 1, "measures"), *ordinals]


def _dotted(pen: Pen, problems: list[str], measures: list[str]) -> Lines:
    return [
        _heading(pen, 0, "problems"),
        *_points(problems, "."),
        _heading(pen, 1, "measures"),
        *_points(measures, "."),
    ]


def _run_in(pen: Pen, problems: list[str], measures: list[str]) -> Lines:
    return [
        ("paragraph", _opening(pen) + _ordinals(problems, "；")),
        ("paragraph", _bridge(pen) + _ordinals(measures, "；")),
    ]


def _single(pen: Pen, problems: list[str], measures: list[str]) -> Lines:
    return [("paragraph", _opening(pen) + _ordinals(problems, "；") + _bridge(pen) + _ordinals(measures, "。"))]


def _plain(pen: Pen, problems: list[str], measures: list[str]) -> Lines:
    return [
        ("paragraph", _opening(pen) + "；".join(problems) + "。"),
        ("paragraph", _bridge(pen) + "；".join(measures) + "。"),
    ]


def _reversed(pen: Pen, problems: list[str], measures: list[str]) -> Lines:
    first = pen.tell(HEADINGS["five"]["last_measures"]).text
    second = pen.tell(HEADINGS["five"]["this_problems"]).text
    return [
        ("subheading", f"（一）{first}"),
        ("paragraph", _bridge(pen, "bridge_back") + _ordinals(measures, "；")),
        ("subheading", f"（二）{second}"),
        ("paragraph", _opening(pen) + _ordinals(problems, "；")),
    ]


SHAPES = {
    "numbered": _numbered,
    "dotted": _dotted,
    "run_in": _run_in,
    "single": _single,
    "plain": _plain,
    "reversed": _reversed,
}


def _with_row_of_2019(grid: Grid, row: dict[str, str]) -> Grid:
    """The table with a zero row of the older form after the row it followed there."""
    at = next(n for n, cells in enumerate(grid.rows) if cells[0].text == row["after"]) + 1
    width = sum(cell.columns for cell in grid.rows[at - 1][1:])
    foreign = [Cell(row["label"], label=True), Cell("0", columns=width)]
    return Grid(grid.table, [*grid.rows[:at], foreign, *grid.rows[at:]])
