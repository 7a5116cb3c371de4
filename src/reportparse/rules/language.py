"""Slips of the pen: a word twice, punctuation, a sentence cut off, a blank of a template; and rates worth a look."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

from reportparse.form import Form
from reportparse.report import Number, Report
from reportparse.rules.outcome import Outcome, broken, compared, holds, not_assessable
from reportparse.rules.provenance import sentence_at
from reportparse.rules.words import words
from reportparse.text import squeeze
from reportparse.words import own_words

SAMPLE = 30
"""Rates of fewer cases than this say nothing."""

LOW_GRANTED, HIGH_LOST = 45, 10


def check_pattern(pattern: str, report: Report, form: Form) -> Iterator[Outcome]:
    """No such slip in the text of the sections."""
    if not report.sections:
        yield not_assessable("absent")
        return
    slips = [(section, match) for section in report.sections for match in re.finditer(pattern, section.text)]
    for section, match in slips:
        quote = squeeze(sentence_at(section.text, match.start()))
        yield broken(sources=[section.source], quote=quote, left=squeeze(match[0]), text=quote)
    if not slips:
        yield holds()


def l_dup(report: Report, form: Form) -> Iterator[Outcome]:
    """No word, and no character of a word, is printed twice."""
    slips = [outcome for outcome in check_pattern(words().language.twice, report, form) if outcome.state == "broken"]
    for section in report.sections:
        for at in _doubled(section.text):
            quote = squeeze(sentence_at(section.text, at))
            slips.append(broken(sources=[section.source], quote=quote, left=section.text[at : at + 2], text=quote))
    yield from slips or [holds() if report.sections else not_assessable("absent")]


def _doubled(text: str) -> Iterator[int]:
    """Where the last character of a word stands again and is no word there: 建立立了, and not 公开开展, 申请请."""
    for match in _TWICE.finditer(text):
        start = max((mark.end() for mark in _NO_WORD.finditer(text, 0, match.start())), default=0)
        end = _NO_WORD.search(text, match.end())
        place = start
        cut = own_words().cut(text[start : end.start() if end else len(text)])
        for before, word in pairwise(cut):
            place += len(before)
            if place == match.start() + 1 and len(before) > 1 and len(word) == 1 and not _stretched(text, match):
                yield match.start()


def _stretched(text: str, match: re.Match[str]) -> bool:
    """Whether the character doubled is of a word that is said so: 扎扎实实."""
    return text[match.start() - 2 : match.start() - 1] == text[match.start() - 1]


_TWICE = re.compile(rf"(?P<one>(?![{words().language.alone}])[\u4e00-\u9fff])(?P=one)(?!(?P=one))")
_NO_WORD = re.compile(r"[^\u4e00-\u9fff]")


def l_cut(report: Report, form: Form) -> Iterator[Outcome]:
    """Each section of prose ends with the end of a sentence."""
    judged = False
    for section in report.sections:
        lines = [line.strip() for line in section.text.splitlines() if line.strip()]
        if section.code not in ("overview", "problems") or not lines or len(lines[-1]) < 20:
            continue
        judged = True
        ended = bool(re.search(words().language.ends, lines[-1]))
        told = broken(sources=[section.source], quote=lines[-1], section=section.title, text=lines[-1][-20:])
        yield compared(ended, told)
    if not judged:
        yield not_assessable("absent")


def check_rate(
    parts: tuple[str, ...], of: tuple[str, ...], odd: Callable[[float], bool], report: Report, form: Form
) -> Iterator[Outcome]:
    """The share of some outcomes is not out of the usual, among cases enough to tell."""
    part, whole = _added(report, parts), _added(report, of)
    if part is None or whole is None:
        yield not_assessable("blank")
        return
    if whole < SAMPLE:
        yield not_assessable("not for this report")
        return
    share = round(part / whole * 100, 1)
    yield compared(not odd(share), broken(items=parts, left=part, right=whole, share=share))


def _added(report: Report, items: tuple[str, ...]) -> Number | None:
    values = [report.value(item) for item in items]
    return None if any(value is None for value in values) else sum(value or 0 for value in values)


_GRANTED = ("requests.granted.total", "requests.partially_granted.total")
_DECIDED = tuple(f"remedies.reconsideration.{column}" for column in ("upheld", "corrected", "other_result"))

RULES: dict[str, Callable[[Report, Form], Iterator[Outcome]]] = {
    "L-DUP": l_dup,
    "L-PUNCT": partial(check_pattern, words().language.punctuation),
    "L-HOLE": partial(check_pattern, words().language.holes),
    "L-CUT": l_cut,
    "K-GRANT": partial(check_rate, _GRANTED, ("requests.processed.total",), lambda share: share < LOW_GRANTED),
    "K-LOST": partial(check_rate, _DECIDED[1:2], _DECIDED, lambda share: share > HIGH_LOST),
}
