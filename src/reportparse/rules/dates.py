"""Dates: signed and published in time and in order."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from functools import partial

from reportparse.form import Form
from reportparse.report import Report
from reportparse.rules.outcome import Outcome, broken, compared, holds, not_assessable, passages
from reportparse.rules.words import words
from reportparse.text import find_dates

FIRST_YEAR_OF_JANUARY = 2018
"""Since reports for 2018 (published in 2019, under the revised regulations) departments have until January."""


def check_deadline(kinds: frozenset[str], month: int, day: int, report: Report, form: Form) -> Iterator[Outcome]:
    """Published by the deadline for this kind of organ; a signature alone is only a hint."""
    if report.organ.kind not in kinds or report.year is None:
        yield not_assessable("not for this report" if report.organ.kind else "not said")
        return
    last = _deadline(report.year, month, day)
    signed = report.signed.date if report.signed else None
    seen = report.published or signed
    if seen is None:
        yield not_assessable("not said")
        return
    # A date years later is that of a new web site, not of the first publication.
    certain = report.published is not None and seen.year == last.year
    source = report.signed.source if report.signed else None
    told = broken(
        sources=[source],
        severity=None if certain else "info",
        year=report.year,
        left=seen.isoformat(),
        right=last.isoformat(),
    )
    yield compared(seen <= last, told)


def _deadline(year: int, month: int, day: int) -> datetime.date:
    if year < FIRST_YEAR_OF_JANUARY:
        return datetime.date(year + 1, 3, 31)
    return datetime.date(year + 1, month, day)


def d_order(report: Report, form: Form) -> Iterator[Outcome]:
    """The period ends before the report is signed, and it is signed before it is published."""
    signed = report.signed.date if report.signed else None
    end = report.period.end if report.period else None
    source = report.signed.source if report.signed else None
    pairs = [
        ("统计期限终止于", "period end", end, "落款日期为", "signed", signed),
        ("落款日期为", "signed", signed, "公布日期为", "published", report.published),
    ]
    judged = [pair for pair in pairs if pair[2] and pair[5]]
    if not judged:
        yield not_assessable("not said")
    for first, first_en, before, second, second_en, after in judged:
        if before is None or after is None:
            continue
        right_order = before < after if first_en == "period end" else before <= after
        yield compared(
            right_order,
            broken(
                sources=[source],
                left=before.isoformat(),
                right=after.isoformat(),
                first_name=first,
                first_name_en=first_en,
                second_name=second,
                second_name_en=second_en,
            ),
        )


def d_next(report: Report, form: Form) -> Iterator[Outcome]:
    """The report is signed in the year after the one it is for."""
    signed = report.signed.date if report.signed else None
    if signed is None or report.year is None or report.signed is None:
        yield not_assessable("not said")
        return
    later = signed.year > report.year + 1
    told = broken(
        sources=[report.signed.source],
        severity="info" if later else None,
        year=report.year,
        left=signed.isoformat(),
    )
    yield compared(signed.year == report.year + 1, told)


def d_valid(report: Report, form: Form) -> Iterator[Outcome]:
    """Every date that is written out is in the calendar."""
    texts = [(section.text, section.source) for section in passages(report)]
    if report.signed and report.signed.source:
        texts.append((report.signed.source.raw, report.signed.source))
    dates = [(text, source, *found) for text, source in texts for found in find_dates(text)]
    if not dates:
        yield not_assessable("not said")
        return
    wrong = [(text[span[0] : span[1]], source) for text, source, date, span in dates if date is None]
    for quote, source in wrong:
        yield broken(sources=[source], quote=quote, text=quote)
    if not wrong:
        yield holds()


RULES: dict[str, Callable[[Report, Form], Iterator[Outcome]]] = {
    "D-DEPT": partial(check_deadline, frozenset({"department"}), 1, 31),
    "D-GOV": partial(check_deadline, frozenset(words().governments), 3, 31),
    "D-TOWN": partial(check_deadline, frozenset(words().townships), 1, 31),
    "D-ORDER": d_order,
    "D-NEXT": d_next,
    "D-VALID": d_valid,
}
