"""How a parsed report compares with the truth: one Verdict for each cell and each field."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
from rapidfuzz.fuzz import ratio

Truth = dict[str, Any]
SIMILAR = 90.0


@dataclass(frozen=True)
class Verdict:
    """What became of one thing that the report says.

    outcome: right; missing (said, not read); phantom (read, not said); wrong (read as something else, or called
    blank);
    state (rightly without a value, but blank was called absent or the like); excused (not read, and the
    file does not tell it any more).
    """

    part: str  # proactive, requests, remedies, or a field such as organ
    item: str
    outcome: str
    got: Any = None
    printed: Any = None


def compare(report: Any, truth: Truth, *, loses: str = "") -> list[Verdict]:
    """A verdict for every cell and every field of the truth; `loses` is what the layout cannot tell."""
    told = _told_year(report, truth)
    verdicts = list(check_cells(report, told, excused_by_layout(told, loses)))
    for name, check in FIELDS.items():
        verdicts += _attempt(check, report, told, name)
    return verdicts


def compare_nothing(truth: Truth) -> list[Verdict]:
    """The verdicts on a report that could not be parsed at all."""
    return [Verdict(item.split(".")[0], item, "missing", None, text) for item, text in truth["raw"].items()]


def _told_year(report: Any, truth: Truth) -> Truth:
    """Where a file holds several reports, the truth of the one that was read."""
    choices = [truth, *truth.get("others", [])]
    return next((t for t in choices if t["year"] == getattr(report, "year", None)), truth)


def _attempt(check: Callable[[Any, Truth], Iterator[Verdict]], report: Any, truth: Truth, name: str) -> list[Verdict]:
    try:
        return list(check(report, truth))
    except AttributeError as error:
        return [Verdict(name, name, "missing", f"{error}", None)]


# Cells


def excused_by_layout(truth: Truth, loses: str) -> set[str]:
    """The items that the file does not tell, a row at a time: those that the layout loses, and those of a row whose
    total alone is left empty, for a row that has lost a cell looks the same."""
    rows: dict[str, list[str]] = {}
    for item in truth["raw"]:
        rows.setdefault(item.rpartition(".")[0], []).append(item)
    lost = _LOSSES[loses]
    untold = {item for items in rows.values() if lost([truth["raw"][i] for i in items]) for item in items}
    return untold | _excused_for_totals(truth, [rows[row] for row in rows if row.startswith("requests.")])


def _excused_for_totals(truth: Truth, rows: list[list[str]]) -> set[str]:
    """The items of rows of figures without a total, in a table in which totals are usual."""
    filled = [items for items in rows if any(truth["facts"][item] for item in items)]
    bare = [items for items in filled if not truth["raw"][items[-1]].strip()]
    return {item for items in bare for item in items} if 2 * len(bare) <= len(filled) else set()


def _loses_nothing(check_texts: list[str]) -> bool:
    return False


def _loses_blanks(texts: list[str]) -> bool:
    return "" in texts


def _loses_joints(texts: list[str]) -> bool:
    return (len(texts) > 1 and any(not re.fullmatch(r"\d", text) for text in texts)) or "" in texts


def _loses_order(check_texts: list[str]) -> bool:
    return True


_LOSSES = {"": _loses_nothing, "blanks": _loses_blanks, "joints": _loses_joints, "order": _loses_order}


def check_cells(report: Any, truth: Truth, excused: set[str]) -> Iterator[Verdict]:
    frame = report.to_frame()
    values = dict(
        zip(
            frame["table"] + "." + frame["row"] + "." + frame["column"],
            zip(frame["value"].astype(object), frame["state"].astype(str), strict=True),
            strict=True,
        )
    )
    forgiven = excused | set(truth["excused"])
    for item, value in truth["facts"].items():
        got, state = values.pop(item, (None, "absent"))
        got = None if pd.isna(got) else got
        outcome = _judge(value, truth["states"][item], got, state)
        if item in forgiven and outcome in ("missing", "state"):
            outcome = "excused"
        if item in truth["excused"] and got is None:  # the file may show an empty cell in the place of a lost one
            outcome = "excused"
        yield Verdict(item.split(".")[0], item, outcome, state if got is None else got, truth["raw"].get(item))
    for item, (got, state) in values.items():
        if state == "stated":
            yield Verdict(item.split(".")[0], item, "phantom", got, None)


def _judge(value: float | None, state: str, got: float | None, got_state: str) -> str:
    if value is None and got is not None:
        return "phantom"
    if value is None:
        return "right" if state == got_state else "state"
    if got is None:
        return "wrong" if got_state == "blank" else "missing"  # a figure is printed, and the record says that none is
    return "right" if abs(float(got) - float(value)) < 1e-9 else "wrong"


# Fields


def check_organ(report: Any, truth: Truth) -> Iterator[Verdict]:
    names = [name for name in (report.organ.name, report.organ.full_name) if name]
    accepted = truth["organ"]["accepted"]
    right = bool(names) and all(name in accepted for name in names)
    yield Verdict("organ", "organ", _outcome(right, names), names, accepted)


def check_year(report: Any, truth: Truth) -> Iterator[Verdict]:
    yield Verdict("year", "year", _outcome(report.year == truth["year"], report.year), report.year, truth["year"])


def check_edition(report: Any, truth: Truth) -> Iterator[Verdict]:
    """The edition of the report, or of each table where they differ."""
    got, wanted = report.edition, truth["edition"]
    if wanted is None and truth["states"] and "stated" in truth["states"].values():
        got, wanted = dict(report.editions), truth["editions"]
        # The two forms have the same table 4.
        got, wanted = {**got, "remedies": ""}, {**wanted, "remedies": ""}
    yield Verdict("edition", "edition", _outcome(got == wanted, got), got, wanted)


def check_period(report: Any, truth: Truth) -> Iterator[Verdict]:
    got = [str(report.period.start), str(report.period.end)] if report.period else None
    wanted = truth["period"]
    yield Verdict("period", "period", _outcome(got == wanted, got), got, wanted)


def check_signed(report: Any, truth: Truth) -> Iterator[Verdict]:
    wanted = truth.get("signed")
    got = {"organ": report.signed.organ, "date": str(report.signed.date)} if report.signed else None
    if wanted is None:
        yield Verdict("signed", "signed", "right" if got is None else "phantom", got, None)
    else:
        yield Verdict("signed", "signed", _outcome(got == wanted, got), got, wanted)


def check_contact(report: Any, truth: Truth) -> Iterator[Verdict]:
    for name in ("address", "postcode", "phone", "fax", "email"):
        got = getattr(report.contact, name) if report.contact else None
        wanted = truth["contact"].get(name)
        if wanted is None:
            if got:
                yield Verdict("contact", name, "phantom", got, None)
        else:
            yield Verdict("contact", name, _outcome(folded(got or "") == folded(wanted), got), got, wanted)


def check_sections(report: Any, truth: Truth) -> Iterator[Verdict]:
    got = [section.code for section in report.sections]
    yield from check_bags("sections", got, truth["sections"]) if truth["sections"] else ()


def check_officers(report: Any, truth: Truth) -> Iterator[Verdict]:
    found = {officer.name: officer for officer in report.officers}
    yield from check_bags("officers", list(found), [wanted["name"] for wanted in truth["officers"]])
    for wanted in truth["officers"]:
        for name in ("post", "phone", "duty"):
            if name in wanted and wanted["name"] in found:
                got = getattr(found[wanted["name"]], name)
                right = folded(got or "") == folded(wanted[name])
                yield Verdict(f"officers.{name}", wanted["name"], _outcome(right, got), got, wanted[name])


def check_statements(report: Any, truth: Truth) -> Iterator[Verdict]:
    """What was said and found again by value and unit; what else the reader found is not judged."""
    got = Counter((float(said.value), said.unit) for said in report.statements)
    for wanted in truth["statements"]:
        pair = (float(wanted["value"]), wanted["unit"])
        found = got[pair] > 0 or (wanted["value"] == 0 and any(value == 0 for value, _ in got))
        got[pair] -= found
        yield Verdict("statements", wanted["kind"], "right" if found else "missing", None, pair)


def check_problems(report: Any, truth: Truth) -> Iterator[Verdict]:
    yield from check_texts("problems", [problem.text for problem in report.problems], truth["problems"])


def check_measures(report: Any, truth: Truth) -> Iterator[Verdict]:
    yield from check_texts("measures", [measure.text for measure in report.measures], truth["measures"])


FIELDS: dict[str, Callable[[Any, Truth], Iterator[Verdict]]] = {
    "organ": check_organ,
    "year": check_year,
    "edition": check_edition,
    "period": check_period,
    "signed": check_signed,
    "contact": check_contact,
    "sections": check_sections,
    "officers": check_officers,
    "statements": check_statements,
    "problems": check_problems,
    "measures": check_measures,
}


def _outcome(right: bool, got: Any) -> str:
    return "right" if right else "wrong" if got else "missing"


def check_bags(part: str, got: list[str], wanted: list[str]) -> Iterator[Verdict]:
    there, asked = Counter(got), Counter(wanted)
    for name, times in (there & asked).items():
        yield from [Verdict(part, name, "right", name, name)] * times
    for name, times in (asked - there).items():
        yield from [Verdict(part, name, "missing", None, name)] * times
    for name, times in (there - asked).items():
        yield from [Verdict(part, name, "phantom", name, None)] * times


def check_texts(part: str, got: list[str], wanted: list[str]) -> Iterator[Verdict]:
    """Texts paired by likeness, each wanted one with its nearest."""
    left = list(got)
    for text in wanted:
        nearest = max(left, key=lambda other: ratio(_bare(other), _bare(text)), default=None)
        if nearest is not None and ratio(_bare(nearest), _bare(text)) >= SIMILAR:
            left.remove(nearest)
            yield Verdict(part, text, "right", nearest, text)
        else:
            yield Verdict(part, text, "missing", nearest, text)
    for other in left:
        yield Verdict(part, other, "phantom", other, None)


_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]+是|[（(]?[一二三四五六七八九十\d]+[)）、.．])")


def _bare(text: str) -> str:
    return folded(_ORDINAL.sub("", text.strip())).rstrip("。;.,")


def folded(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
