"""Whether the faults that the data plants are those, and only those, that the figures and texts show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from itertools import combinations
from typing import Any

from corpus.making.figures import APPLICANTS, RESULTS, SUITS, outcome_rows

Truth = dict[str, Any]
Fault = tuple[str, str | None]  # code, item

ALIKE = 0.8  # texts of section five that are no copies stay clearly below the 0.9 that auditors ask for
JUMP = 10


def check_agreement(truths: list[Truth]) -> None:
    """Raises ValueError, with every disagreement named, when the plan does not hold."""
    places = {(t["organ"]["full_name"], t["year"]): t for t in truths}
    lines: list[str] = []
    for truth in truths:
        before = places.get((truth["organ"]["full_name"], truth["year"] - 1))
        shown = set(_within(truth)) | set(_since(before, truth) if before else ())
        checked = {code for rule in (*WITHIN, *SINCE) for code in RULE_CODES[rule]}
        planned = {(f["code"], f["item"]) for f in truth["faults"] if f["code"] in checked}
        lines += [f"{truth['file']}: shown but not planned {fault}" for fault in sorted(shown - planned)]
        lines += [f"{truth['file']}: planned but not shown {fault}" for fault in sorted(planned - shown)]
    lines += list(_too_alike(truths)) + list(_said_otherwise(truths))
    if lines:
        raise ValueError("the corpus does not hold what its data promise:\n" + "\n".join(lines))


def _within(truth: Truth) -> Iterator[Fault]:
    for rule in WITHIN:
        yield from rule(truth)


def _since(before: Truth, truth: Truth) -> Iterator[Fault]:
    for rule in SINCE:
        yield from rule(before, truth)


# Inside one report


def _balance(truth: Truth) -> Iterator[Fault]:
    for who in (*APPLICANTS, "total"):
        known = _all_of(_of(truth, row, who) for row in ("received", "carried_in", "processed", "carried_out"))
        if known and known[0] + known[1] != known[2] + known[3]:
            yield "T3-BAL", f"requests.received.{who}"


def _processed(truth: Truth) -> Iterator[Fault]:
    for who in (*APPLICANTS, "total"):
        rows = ("processed", *outcome_rows(truth["edition"]))
        if _differs(_of(truth, row, who) for row in rows):
            yield "T3-TOT", f"requests.processed.{who}"


def _rows(truth: Truth) -> Iterator[Fault]:
    for row in ("received", "carried_in", *outcome_rows(truth["edition"]), "processed", "carried_out"):
        if _differs(_of(truth, row, who) for who in ("total", *APPLICANTS)):
            yield "T3-ROW", f"requests.{row}.total"


def _remedies(truth: Truth) -> Iterator[Fault]:
    for suit in SUITS:
        if _differs(truth["facts"][f"remedies.{suit}.{column}"] for column in ("total", *RESULTS)):
            yield "T4-SUM", f"remedies.{suit}.total"


def _old_form(truth: Truth) -> Iterator[Fault]:
    facts = truth["facts"]
    fresh, whole = (facts.get(f"proactive.normative_documents.{c}") for c in ("newly_disclosed", "disclosed_total"))
    if None not in (fresh, whole) and whole < fresh:
        yield "T2-19-DISC", "proactive.normative_documents.disclosed_total"


def _late_suits(truth: Truth) -> Iterator[Fault]:
    if truth["year"] >= 2024 and truth["facts"]["remedies.litigation_direct.total"]:
        yield "T4-PRE", "remedies.litigation_direct.total"


def _masses(truth: Truth) -> Iterator[Fault]:
    received, excessive = _of(truth, "received", "total"), _of(truth, "not_processed_excessive", "total")
    if excessive and received is not None and received < 10:
        yield "T3-MASS", "requests.not_processed_excessive.total"


# Between two years


def _carried(before: Truth, truth: Truth) -> Iterator[Fault]:
    for who in (*APPLICANTS, "total"):
        left, brought = _of(before, "carried_out", who), _of(truth, "carried_in", who)
        if None not in (left, brought) and left != brought:
            yield "Y-CARRY", f"requests.carried_in.{who}"


def _in_force(before: Truth, truth: Truth) -> Iterator[Fault]:
    stock = [t["facts"].get("proactive.normative_documents.in_force") for t in (before, truth)]
    flow = [truth["facts"].get(f"proactive.normative_documents.{column}") for column in ("issued", "repealed")]
    if None not in stock + flow and stock[0] + flow[0] - flow[1] != stock[1]:
        yield "Y-FORCE", "proactive.normative_documents.in_force"


def _same_tables(before: Truth, truth: Truth) -> Iterator[Fault]:
    if before["edition"] != truth["edition"]:
        return
    for table in ("proactive", "requests", "remedies"):
        old, new = (
            {item: value for item, value in t["facts"].items() if item.startswith(table)} for t in (before, truth)
        )
        flows = [value for item, value in new.items() if not item.endswith("in_force")]
        if old == new and any(flows):
            yield "Y-SAMETAB", table


def _jumps(before: Truth, truth: Truth) -> Iterator[Fault]:
    items = [i for i in truth["facts"] if i.endswith(".total") or i.startswith("proactive")]
    for item in items:
        old, new = before["facts"].get(item), truth["facts"][item]
        if old and new and max(old, new) >= JUMP * min(old, new) and max(old, new) > 20:
            yield "Y-JUMP", item
        if old is not None and new is not None and max(old, new) >= 100 and min(old, new) == 0:
            yield "Y-JUMP", item


def _pending(before: Truth, truth: Truth) -> Iterator[Fault]:
    for suit in SUITS:
        pending, total = before["facts"][f"remedies.{suit}.pending"], truth["facts"][f"remedies.{suit}.total"]
        if None not in (pending, total) and pending > total:
            yield "Y-PEND", f"remedies.{suit}.total"


def _without_cause(before: Truth, truth: Truth) -> Iterator[Fault]:
    """Suits and reconsiderations that nothing could have led to."""
    years = (before, truth)
    requests = _all_of(_of(t, "received", "total") for t in years)
    closed = _all_of(_of(t, "processed", "total") for t in years)
    first, *_, after = (_all_of(t["facts"][f"remedies.{suit}.total"] for t in years) for suit in SUITS)
    if not (requests and closed and first and after):
        return
    if not any(requests) and (first[1] or after[1]):
        yield "X-34", "remedies.reconsideration.total"
    elif first[1] > sum(closed):
        yield "X-34B", "remedies.reconsideration.total"
    if after[1] > sum(first):
        yield "T4-AFTER", "remedies.litigation_after_reconsideration.total"


def _items(before: Truth, truth: Truth) -> Iterator[Fault]:
    for item, value in truth["facts"].items():
        row, _, column = item.rpartition(".")
        old = [before["facts"].get(f"{row}.{c}") for c in ("items_last_year", "items_change")]
        if column == "items_last_year" and None not in [value, *old] and value != sum(old):
            yield "Y-ITEMS", item


Rule = Callable[..., Iterator[Fault]]
WITHIN: tuple[Rule, ...] = (_balance, _processed, _rows, _remedies, _old_form, _late_suits, _masses)
SINCE: tuple[Rule, ...] = (_carried, _in_force, _same_tables, _jumps, _pending, _without_cause, _items)
RULE_CODES: dict[Rule, tuple[str, ...]] = {
    _balance: ("T3-BAL",),
    _processed: ("T3-TOT",),
    _rows: ("T3-ROW",),
    _remedies: ("T4-SUM",),
    _old_form: ("T2-19-DISC",),
    _late_suits: ("T4-PRE",),
    _masses: ("T3-MASS",),
    _carried: ("Y-CARRY",),
    _in_force: ("Y-FORCE",),
    _same_tables: ("Y-SAMETAB",),
    _jumps: ("Y-JUMP",),
    _pending: ("Y-PEND",),
    _without_cause: ("X-34", "X-34B", "T4-AFTER"),
    _items: ("Y-ITEMS",),
}


# Texts


def _too_alike(truths: list[Truth]) -> Iterator[str]:
    """Section fives of one county, or of one organ, that are alike without being planted as copies."""
    for one, other in combinations(truths, 2):
        if one["organ"]["county"] != other["organ"]["county"] or not (one["problems"] and other["problems"]):
            continue
        if _is_planted(one, other):
            continue
        repeated = set(one["problems"]) & set(other["problems"])
        same_organ = one["organ"] == other["organ"] and abs(one["year"] - other["year"]) == 1
        if same_organ and repeated:
            yield f"{other['file']} repeats a problem of {one['file']}: {sorted(repeated)}"
        if SequenceMatcher(None, _five(one), _five(other), autojunk=False).ratio() >= ALIKE:
            yield f"{one['file']} and {other['file']} are too alike in section five"


def _is_planted(one: Truth, other: Truth) -> bool:
    copies = ("H-TWIN", "Y-SAMETEXT", "Y-PROB")
    files = {t["file"] for t in (one, other)}
    return any(f["code"] in copies and f["item"] in files for t in (one, other) for f in t["faults"])


def _five(truth: Truth) -> str:
    return "".join(truth["problems"] + truth["measures"])


COMPARED = {
    "requests_received": ("N-RECV", "N-ZERO", "N-TWICE"),
    "reconsideration": ("N-REM",),
    "granted": ("N-OUT",),
    "staff": ("P-COUNT",),
}


def _said_otherwise(truths: list[Truth]) -> Iterator[str]:
    """Counts in prose that differ from the table without being planted."""
    for truth in truths:
        codes = {fault["code"] for fault in truth["faults"]}
        for statement in truth["statements"]:
            expected = _tabled(truth, statement["kind"])
            if expected is None or statement["scope"] or statement["value"] == expected:
                continue
            if not codes & set(COMPARED[statement["kind"]]):
                yield f"{truth['file']}: {statement['text']} but {expected} in the table"


def _tabled(truth: Truth, kind: str) -> int | None:
    items = {
        "requests_received": "requests.received.total",
        "reconsideration": "remedies.reconsideration.total",
        "granted": "requests.granted.total",
    }
    if kind == "staff":
        listed = [person for person in truth["officers"] if person["duty"] and "工作人员" in person["duty"]]
        return len(listed) or None
    return truth["facts"][items[kind]] if kind in items else None


def _all_of(values: Iterable[int | None]) -> list[int]:
    """The values if every one is known, otherwise none."""
    known = list(values)
    return [] if None in known else [value for value in known if value is not None]


def _differs(values: Iterable[int | None]) -> bool:
    """Whether the first value is not the sum of the others, all being known."""
    known = _all_of(values)
    return bool(known) and known[0] != sum(known[1:])


def _of(truth: Truth, row: str, who: str) -> int | None:
    return truth["facts"][f"requests.{row}.{who}"]
