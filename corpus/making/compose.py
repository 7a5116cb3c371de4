"""Whole reports: the blocks in order and the truth that a reader should find in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from corpus.making import sections
from corpus.making.facts import Organ, Told, chance
from corpus.making.figures import Figures, figures_by_year
from corpus.making.prose import Voice
from corpus.making.sections import HEADINGS, PREAMBLE, Five, Pen
from corpus.writing import forms
from corpus.writing.model import Block, Script

Truth = dict[str, Any]


@dataclass(frozen=True)
class Report:
    """A report of the corpus: where it belongs, in which format it appears, and its script."""

    path: str
    suffix: str
    year: int
    script: Script

    @property
    def file(self) -> str:
        return f"reports/{self.path}.{self.suffix}"


def compose_all(organs: list[Organ]) -> list[Report]:
    """Every report of every organ. An organ that copies from another stands after it in the data."""
    fives: dict[tuple[str, int], Five] = {}
    return [report for organ in organs for report in _reports(organ, fives)]


def _reports(organ: Organ, fives: dict[tuple[str, int], Five]) -> list[Report]:
    figures = figures_by_year(organ)
    voice = Voice(organ.path(0))
    turns: dict[int, dict[str, int]] = {}
    reports = []
    for year, told in sorted(organ.years.items()):
        if "text_from" in told:
            voice.resume(turns[told["text_from"]])
        turns[year] = voice.keep()
        pen = Pen(organ, year, told, figures[year], voice)
        copied = fives[told["five_from"]["organ"], told["five_from"]["year"]] if "five_from" in told else None
        fives[organ.slug, year] = five = sections.five(pen, copied=copied)
        reports.append(Report(organ.path(year), organ["format"], year, _script(pen, five)))
    return reports


def _script(pen: Pen, five: Five) -> Script:
    organ, told = pen.organ, pen.told
    title = pen.tell(chance(organ.slug, "title").choice(PREAMBLE["titles"])).text
    opening, contact = sections.preamble(pen)
    bodies = {
        "overview": sections.overview(pen),
        **{table: [Block("table", grid=grid, section=table)] for table, grid in sections.tables(pen).items()},
        "problems": five.blocks,
        "other_matters": sections.other_matters(pen),
    }
    if told.get("without_tables"):
        bodies |= {table: [] for table in forms.TABLES}
    bodies = {section: blocks for section, blocks in bodies.items() if section not in told.get("drop", [])}
    headings = _headings(organ, told, list(bodies))
    blocks = [*_metadata(pen, title), Block("title", title), opening]
    for section, body in bodies.items():
        blocks += [Block("heading", headings[section], section=section), *body]
    day = _day(told["signed"])
    blocks += [Block("signature", organ.full_name), Block("date", day)]
    truth = _truth(pen, five, title=title, contact=contact)
    truth["sections"] = [{"code": section, "heading": headings[section]} for section in bodies]
    truth["signed"] = {"organ": organ.full_name, "date": _real_date(told["signed"]), "printed": day}
    return Script(blocks, {name: value for name, value in truth.items() if value is not None})


def _headings(organ: Organ, told: Told, present: list[str]) -> dict[str, str]:
    printed = {}
    for numeral, section in zip(HEADINGS["numerals"], present, strict=False):
        label = chance(organ.slug, "heading", section).choice(HEADINGS["sections"][section])
        printed[section] = f"{numeral}、{label}"
    return printed | told.get("headings", {})


def _metadata(pen: Pen, title: str) -> list[Block]:
    if not pen.organ.facts.get("metadata"):
        return []
    return [Block("table", grid=sections.metadata(pen.organ, pen.year, title, _published(pen.told)))]


def _published(told: Told) -> str:
    """The day that the site gives; most sites publish on the day of the signature."""
    return str(told.get("published", told["signed"]))


def _truth(pen: Pen, five: Five, *, title: str, contact: dict[str, str]) -> Truth:
    organ, told = pen.organ, pen.told
    states = _states(pen.figures, told)
    start, end = sections.period_of(pen.year, told)
    return {
        "organ": {
            "name": organ["name"],
            "full_name": organ.full_name,
            "county": organ.county.name,
            "city": organ.county.city,
            "kind": organ["kind"],
        },
        "year": pen.year,
        "edition": pen.figures.edition,
        "title": title,
        "period": [start.isoformat(), end.isoformat()],
        "contact": contact,
        "published": _published(told) if organ.facts.get("metadata") else None,
        "facts": {item: value if states[item] == "stated" else None for item, value in pen.figures.values.items()},
        "states": states,
        "foreign_facts": _foreign(told),
        "officers": pen.officers,
        "statements": pen.statements,
        "problems": five.problems,
        "measures": five.measures,
        "faults": [{"item": None, **fault} for fault in told.get("faults", [])],
    }


def _states(figures: Figures, told: Told) -> dict[str, str]:
    missing = set(forms.TABLES) if told.get("without_tables") else set(told.get("drop", []))
    return {
        item: "absent" if item.split(".")[0] in missing else "blank" if raw in ("", "-") else "stated"
        for item, raw in figures.raw.items()
    }


def _foreign(told: Told) -> dict[str, int] | None:
    """The figures of rows that belong to another edition of the form."""
    rows = told.get("mixed_rows", [])
    return {f"proactive.{row}.{HEADINGS['rows_of_2019'][row]['column']}": 0 for row in rows} or None


def _day(iso: str) -> str:
    year, month, day = map(int, iso.split("-"))
    return f"{year}年{month}月{day}日"


def _real_date(iso: str) -> str | None:
    """The date if there is such a day."""
    try:
        return date.fromisoformat(iso).isoformat()
    except ValueError:
        return None


def located(report: Report, *, layout: str, same_as: list[str]) -> Report:
    """The report with its file, layout and copies told in its truth."""
    place: Truth = {"file": report.file, "layout": layout}
    if same_as:
        place["same_as"] = same_as
    return replace(report, script=Script(report.script.blocks, place | report.script.truth))
