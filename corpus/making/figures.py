"""The figures in the three tables of each year of an organ, so that they agree within and between the years."""

from __future__ import annotations

import random
from dataclasses import dataclass

from corpus.making.facts import Organ, Told, chance, edition_of
from corpus.writing import forms

Value = int | float
Values = dict[str, Value]

APPLICANTS = (
    "natural_person",
    "commercial_enterprise",
    "research_institution",
    "public_interest_org",
    "legal_service_org",
    "other_org",
)
RESULTS = ("upheld", "corrected", "other_result", "pending")
SUITS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
GROUPS = {
    "denied": "denied_",
    "unable": "unable_",
    "not_processed": "not_processed_",
    "other_outcome": "other_",
}
OLD_COLUMNS = {
    "normative_documents": ("made", "newly_disclosed", "disclosed_total"),
    "licences": ("items_last_year", "items_change", "decisions"),
    "other_external_services": ("items_last_year", "items_change", "decisions"),
    "penalties": ("items_last_year", "items_change", "decisions"),
    "coercive_measures": ("items_last_year", "items_change", "decisions"),
    "administrative_fees": ("items_last_year", "items_change"),
    "central_procurement": ("procurement_items", "procurement_amount"),
}
DECISIONS = ("licences", "penalties", "coercive_measures")

# How requests usually end; what is not named is rare.
WEIGHTS = {
    "granted": 40,
    "partially_granted": 12,
    "denied_third_party": 5,
    "denied_internal_affairs": 3,
    "denied_deliberative": 4,
    "denied_enforcement_file": 3,
    "denied_inquiry_matter": 3,
    "unable_not_held": 16,
    "unable_must_create": 5,
    "unable_unclear": 3,
    "not_processed_petition": 5,
    "not_processed_duplicate": 4,
    "other_not_corrected": 3,
    "other_fee_unpaid": 1,
    "other_else": 4,
    "other_outcome": 8,
}
RARE = 0.7


@dataclass(frozen=True)
class Figures:
    """The figures of one year: `values` by item id, `raw` as they are printed."""

    edition: str
    values: Values
    raw: dict[str, str]

    def __getitem__(self, item: str) -> Value:
        return self.values[item]

    def group(self, name: str) -> int:
        """The requests that ended in a group of outcomes: `group("denied")`."""
        rows = [row for row in outcome_rows(self.edition) if row.startswith(GROUPS[name])]
        return sum(int(self[f"requests.{row}.total"]) for row in rows)


def figures_by_year(organ: Organ) -> dict[int, Figures]:
    """The figures of every year, each year taking over what the year before left open."""
    figures: dict[int, Figures] = {}
    last: Figures | None = None
    for year, told in sorted(organ.years.items()):
        before = figures.get(year - 1)
        edition = edition_of(year, told)
        values: Values = dict.fromkeys(forms.items(edition), 0)
        values |= _proactive(organ, told, edition, last=last)
        values |= _requests(told, edition, before=before, rng=chance(organ.path(year), "requests"))
        values |= _remedies(told)
        for item, change in told.get("cells", {}).items():
            values[item] += int(change)
        last = figures[year] = Figures(edition, values, _printed(values, told.get("prints", "zeros")))
    return figures


def outcome_rows(edition: str) -> list[str]:
    """The rows of the requests table that say how requests ended."""
    others = ("received", "carried_in", "processed", "carried_out")
    return [row for row in forms.request_rows(edition) if row not in others]


def _proactive(organ: Organ, told: Told, edition: str, *, last: Figures | None) -> Values:
    if edition == "2019":
        return {
            f"proactive.{row}.{column}": value
            for row, printed in told.get("old", {}).items()
            for column, value in zip(OLD_COLUMNS[row], printed, strict=True)
        }
    in_force = "proactive.normative_documents.in_force"
    stock = last[in_force] if last and in_force in last.values else organ["in_force"]
    issued, repealed = told.get("normative", (0, 0))
    return {
        "proactive.normative_documents.issued": issued,
        "proactive.normative_documents.repealed": repealed,
        in_force: stock + issued - repealed,
        **{f"proactive.{row}.decisions": n for row, n in zip(DECISIONS, told.get("decisions", (0, 0, 0)), strict=True)},
        "proactive.administrative_fees.amount_10k_cny": told.get("amount", 0),
    }


def _requests(told: Told, edition: str, *, before: Figures | None, rng: random.Random) -> Values:
    asked = told.get("requests", {})
    carried_in = [int(before[f"requests.carried_out.{who}"]) if before else 0 for who in APPLICANTS]
    if asked == "dense":
        columns = _dense(edition, carried_in if before else None, rng)
    elif isinstance(asked.get("received"), list):
        columns = _spread(asked, edition, carried_in, rng)
    else:
        columns = _spelt_out(asked, edition, carried_in)
    columns["total"] = {row: sum(column[row] for column in columns.values()) for row in columns["natural_person"]}
    return {f"requests.{row}.{who}": n for who, column in columns.items() for row, n in column.items()}


Columns = dict[str, dict[str, int]]  # applicant, row


def _spelt_out(asked: Told, edition: str, carried_in: list[int]) -> Columns:
    columns: Columns = {}
    for who, brought in zip(APPLICANTS, carried_in, strict=True):
        said = asked.get(who, {})
        ended = {row: said.get(row, 0) for row in outcome_rows(edition)}
        columns[who] = _column(said.get("received", 0), brought, ended)
    return columns


def _spread(asked: Told, edition: str, carried_in: list[int], rng: random.Random) -> Columns:
    columns: Columns = {}
    rows = outcome_rows(edition)
    brought = asked.get("carried_in", carried_in)
    for who, new, old, left in zip(APPLICANTS, asked["received"], brought, asked["carried_out"], strict=True):
        ends = rng.choices(rows, [WEIGHTS.get(row, RARE) for row in rows], k=new + old - left)
        columns[who] = _column(new, old, {row: ends.count(row) for row in rows})
    return columns


def _dense(edition: str, carried_in: list[int] | None, rng: random.Random) -> Columns:
    """Requests of every kind by everybody: no figure of the whole table occurs twice."""
    rows = outcome_rows(edition)
    while True:
        pool = rng.sample(range(2, 260), (len(rows) + 2) * len(APPLICANTS))
        columns: Columns = {}
        for place, who in enumerate(APPLICANTS):
            ended = {row: pool.pop() for row in rows}
            left, drawn = pool.pop(), pool.pop()
            brought = carried_in[place] if carried_in else drawn
            columns[who] = _column(sum(ended.values()) + left - brought, brought, ended)
        totals = [sum(column[row] for column in columns.values()) for row in columns["natural_person"]]
        figures = [n for column in columns.values() for n in column.values()] + totals
        if len(set(figures)) == len(figures):
            return columns


def _column(received: int, carried_in: int, ended: dict[str, int]) -> dict[str, int]:
    processed = sum(ended.values())
    carried_out = received + carried_in - processed
    if carried_out < 0:
        raise ValueError(f"{processed} requests ended of {received} received and {carried_in} carried in")
    return {
        "received": received,
        "carried_in": carried_in,
        **ended,
        "processed": processed,
        "carried_out": carried_out,
    }


def _remedies(told: Told) -> Values:
    values: Values = {}
    for suit in SUITS:
        results = told.get("remedies", {}).get(suit, (0, 0, 0, 0))
        values |= {f"remedies.{suit}.{column}": n for column, n in zip(RESULTS, results, strict=True)}
        values[f"remedies.{suit}.total"] = sum(results)
    return values


def _printed(values: Values, prints: str) -> dict[str, str]:
    """What stands in each cell. An organ may leave its cells empty, strike them or fill in the totals only."""
    empty = {"blank": "", "dash": "-"}
    if prints in empty:
        return dict.fromkeys(values, empty[prints])
    raw = {item: str(value) for item, value in values.items()}
    if prints == "totals_only":
        raw |= {item: "" for item in values if item.startswith("requests.") and not item.endswith(".total")}
    return raw
