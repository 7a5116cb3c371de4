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
    """No word, and no character of a word, is printed twice; lines without a stop are of tables."""
    if not report.sections:
        yield not_assessable("absent")
        return
    lines = [(section, line) for section in report.sections for line in section.text.splitlines() if _STOP.search(line)]
    slips = [(section, line, *place) for section, line in lines for place in _twice(line)]
    for section, line, start, end in slips:
        quote = squeeze(sentence_at(line, start))
        yield broken(sources=[section.source], quote=quote, left=squeeze(line[start:end]), text=quote)
    if not slips:
        yield holds()


_STOP = re.compile("[，。；：、,;:]")


def _twice(line: str) -> Iterator[tuple[int, int]]:
    """From where to where something stands twice."""
    yield from (match.span() for match in re.finditer(words().language.twice, line))
    yield from ((at, at + 2) for at in _doubled(line))


def _doubled(line: str) -> Iterator[int]:
    """Where a character of a word stands twice, and is no word there: 建立立了, 进一一步, not 公开开展 nor 申请请."""
    for match in _SAME.finditer(line):
        start = max((mark.end() for mark in _NO_WORD.finditer(line, 0, match.start())), default=0)
        end = _NO_WORD.search(line, match.end())
        run, at = line[start : end.start() if end else len(line)], match.start() - start
        if _splits_a_word(run, at) or _ends_a_word(run, at):
            yield match.start()


def _splits_a_word(run: str, at: int) -> bool:
    """Whether there is a word around the character once it stands there only once: 进一步."""
    place = 0
    for word in own_words().cut(run[:at] + run[at + 1 :]):
        if place < at < place + len(word) - 1:
            return True
        place += len(word)
    return False


def _ends_a_word(run: str, at: int) -> bool:
    """Whether a word ends with the first of the two, and the second is none; 扎扎实实 is said so."""
    if run[at] in words().language.alone or run[at - 2 : at - 1] == run[at - 1 : at]:
        return False
    place = 0
    for before, word in pairwise(own_words().cut(run)):
        place += len(before)
        if place == at + 1 and len(before) > 1 and len(word) == 1:
            return True
    return False


_SAME = re.compile(r"(?P<one>[\u4e00-\u9fff])(?P=one)(?!(?P=one))")
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
