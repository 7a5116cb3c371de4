"""Why a finding is one: its formula with the figures, its quote in the paragraph, the text that it is like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from reportparse.copies import matched_spans
from reportparse.form import Identity, editions, item_id, load_form
from reportparse.report import Fact, Number, Report, Section
from reportparse.rules.neighbours import COPIED_SECTIONS
from reportparse.rules.outcome import Outcome
from reportparse.views.shown import Show, shown

Paragraphs = list[str]


class Term(NamedTuple):
    """A term of a formula: "+" or "-", the cell's id, and its figure, None where none is stated."""

    sign: str
    item: str
    value: Number | None


class Formula(NamedTuple):
    """What the form says is to hold between cells, with the figures that the report has: `left op right`."""

    left: list[Term]
    op: str
    right: list[Term]


class Span(NamedTuple):
    """A range of characters in a paragraph of a section, all counted from 0."""

    section: int
    paragraph: int
    start: int
    end: int


class Twin(NamedTuple):
    """Two texts that share sentences: the other report, the sections, and where the shared sentences stand in each."""

    other: Report
    mine: int
    theirs: int
    my_spans: list[Span]
    their_spans: list[Span]


# --- formula


def find_formula(report: Report, outcome: Outcome, facts: Mapping[str, Fact]) -> Formula | None:
    """The identity of the form that an outcome is about; None where its rule is no sum of cells."""
    identity, table, line = _identity(report, outcome)
    if identity is None:
        return None
    left, right = (
        _terms(side, table, line, identity, outcome.items, facts) for side in (identity.left, identity.right)
    )
    named = {term.item for term in (*left, *right)}
    # One row that stands for a group of rows takes the group's place: it is a cell of the finding, not of the form.
    left += [_term("+", item, facts) for item in outcome.items if item not in named]
    return Formula(left, identity.op, right)


def _identity(report: Report, outcome: Outcome) -> tuple[Identity | None, str, str]:
    """The identity, the table, and the column (or row) in which it is to hold."""
    if not outcome.items or outcome.items[0].count(".") != 2:
        return None, "", ""
    table, row, column = outcome.items[0].split(".")
    edition = report.editions.get(table, report.edition or editions()[-1])
    identities = (one for form in load_form(edition).tables if form.code == table for one in form.identities)
    found = next((one for one in identities if one.id == outcome.code and one.per != "cell"), None)
    return found, table, column if found and found.per == "column" else row


def _terms(
    side: Iterable[str], table: str, line: str, identity: Identity, items: tuple[str, ...], facts: Mapping[str, Fact]
) -> list[Term]:
    terms = []
    for name in side:
        plain = name.lstrip("-")
        item = item_id(table, plain, line) if identity.per == "column" else item_id(table, line, plain)
        if item in items:
            terms.append(_term("-" if name.startswith("-") else "+", item, facts))
    return terms


def _term(sign: str, item: str, facts: Mapping[str, Fact]) -> Term:
    return Term(sign, item, facts[item].value if item in facts else None)


# --- paragraphs


def told_sections(report: Report) -> list[Section]:
    """The sections that have text, what stands before the first among them."""
    return [section for section in (report.preamble, *report.sections) if section and section.text.strip()]


def shown_paragraphs(section: Section, show: Show = shown) -> Paragraphs:
    """The paragraphs of a section as they may be shown."""
    return [show(line.strip()) for line in section.text.split("\n") if line.strip()]


def find_quote(texts: list[Paragraphs], quote: str, show: Show = shown) -> Span | None:
    """Where a quote stands, white space apart; the first place of several."""
    wanted = "".join(show(quote).split())
    for section, paragraphs in enumerate(texts if len(wanted) > 1 else ()):
        for number, paragraph in enumerate(paragraphs):
            start = "".join(paragraph.split()).find(wanted)
            if start >= 0:
                solid = [place for place, letter in enumerate(paragraph) if not letter.isspace()]
                return Span(section, number, solid[start], solid[start + len(wanted) - 1] + 1)
    return None


# --- two texts beside each other


def find_twin(report: Report, outcome: Outcome, others: Iterable[Report | None], show: Show = shown) -> Twin | None:
    """The two texts that an outcome says are alike: the first of `others` with a section that shares sentences.

    None for an outcome about cells, or where no text of these reports shares a sentence with this one's.
    """
    if any("." in item for item in outcome.items):
        return None
    codes = [code for code in COPIED_SECTIONS if code in (outcome.items or COPIED_SECTIONS)]
    found = (_twin(report, other, code, show) for other in others if other and other is not report for code in codes)
    return next((twin for twin in found if twin and twin.my_spans and twin.their_spans), None)


def _twin(report: Report, other: Report, code: str, show: Show) -> Twin | None:
    mine, theirs = _section(report, code), _section(other, code)
    if mine is None or theirs is None:
        return None
    first, second = (
        shown_paragraphs(told_sections(one)[place], show) for one, place in ((report, mine), (other, theirs))
    )
    return Twin(other, mine, theirs, _matched(first, second, mine), _matched(second, first, theirs))


def _section(report: Report, code: str) -> int | None:
    return next((place for place, section in enumerate(told_sections(report)) if section.code == code), None)


def _matched(first: Paragraphs, second: Paragraphs, section: int) -> list[Span]:
    whole = "\n".join(second)
    return [
        Span(section, number, start, end)
        for number, paragraph in enumerate(first)
        for start, end in matched_spans(paragraph, whole)
    ]
