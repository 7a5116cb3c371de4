"""Where the text comes from: other organs, other selves, other trades, other years; problems left unanswered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from reportparse.answers import is_answered, of_no_class
from reportparse.form import Form
from reportparse.organs import plain_name
from reportparse.report import Report, Section
from reportparse.rules.outcome import Outcome, broken, holds, not_assessable, passages
from reportparse.rules.words import words
from reportparse.text import squeeze

_OTHER = re.compile(
    r"(?:^|[,。;:!?\n])(?:由)?(?P<name>[^\W\d_a-zA-Z我本全各该两的和与及在对为向将把被完善加强推进]{2,5}?(?:镇|乡|街道))"
    r"(?=高度|认真|严格|积极|坚持|明确|进一步|持续|不断|切实|全面|始终|共|主动|信息|政务|政府|党委|党工委|人民|办事处|责|在|将|按照|把|成立|专门|制定|组织|建立|健全|开展|深入|扎实|充分|继续|主要领导|的(?:政府|政务)?(?:信息)?公开工作)"
)
_NO_NAME = re.compile(
    r"^(?:[我本该各全两某每多]|乡镇|城镇|村镇|集镇|市镇|小城|重点|中心|建制|县区|辖区|所有|全体|部分|其他|有关|相关|以及|涉及|对|为|向|与|和|同|在|各)"
)
RANKS = ("township", "rural_township", "sub_district")


def v_org(report: Report, form: Form) -> Iterator[Outcome]:
    """No other organ of the same rank stands where the report speaks of itself."""
    if report.organ.name is None or report.organ.kind not in RANKS:
        yield not_assessable("not for this report")
        return
    found = False
    for section, sentence, match in _mentions(report):
        found = True
        yield broken(sources=[section.source], quote=sentence, other=match["name"], text=sentence)
    if not found:
        yield holds()


def _mentions(report: Report) -> Iterator[tuple[Section, str, re.Match[str]]]:
    own = plain_name(report.organ.name or "") + plain_name(report.organ.full_name or "")
    for section in report.sections:
        text = "\n".join(squeeze(line) for line in section.text.splitlines())
        for match in _OTHER.finditer(text):
            name = match["name"]
            if not _NO_NAME.match(name) and plain_name(name) not in own:
                yield section, sentence_at(text, match.start("name")), match


def sentence_at(text: str, place: int) -> str:
    """The sentence of a text in which a place lies."""
    start = max(text.rfind(mark, 0, place) for mark in "。;!?\n") + 1
    ends = [end for end in (text.find(mark, place) for mark in "。;!?\n") if end >= 0]
    return text[start : min(ends, default=len(text))]


def v_self(report: Report, form: Form) -> Iterator[Outcome]:
    """The report calls itself what an organ of its kind is called."""
    if report.organ.kind is None:
        yield not_assessable("not said")
        return
    wrong = [
        name for name, kinds in words().selves.items() if report.organ.kind not in kinds and _may_judge(name, report)
    ]
    found = False
    for section in passages(report):
        text = squeeze(section.text)
        match = re.search("|".join(wrong), text) if wrong else None
        if match and not found:
            found = True
            sentence = sentence_at(text, match.start())
            yield broken(sources=[section.source], quote=sentence, left=match[0], name=report.organ.name, text=sentence)
    if not found:
        yield holds()


def _may_judge(name: str, report: Report) -> bool:
    """我街 begins many words, and a body may be named after its own kind."""
    return name != "我街" and name[1:] not in (report.organ.name or "")


_COUNTER = "(?:办理|服务)?(?:窗口|大厅|专窗|专柜)"
"""A counter in the service hall, where other bodies sit."""


def v_domain(report: Report, form: Form) -> Iterator[Outcome]:
    """The work of another kind of organ is not told as the organ's own."""
    name = (report.organ.full_name or "") + (report.organ.name or "")
    if report.organ.kind not in (*RANKS, "department", "office"):
        yield not_assessable("not for this report")
        return
    found = False
    for section in report.sections:
        text = squeeze(section.text)
        for domain, pattern in words().domains.items():
            match = re.search(f"(?:{pattern})(?!{_COUNTER})", text)
            if match is None or domain[:2] in name:
                continue
            found = True
            sentence = sentence_at(text, match.start())
            yield broken(sources=[section.source], quote=sentence, left=match[0], name=report.organ.name, text=sentence)
        if not found and (told := _other_trade(text, name)):
            found = True
            work, sentence = told
            yield broken(sources=[section.source], quote=sentence, left=work, name=report.organ.name, text=sentence)
    if not found:
        yield holds()


def _other_trade(text: str, name: str) -> tuple[str, str] | None:
    """The work of a body outside the county's departments, told as the organ's own, and the sentence that does."""
    for match in re.finditer(words().trades.work, text):
        sentence = sentence_at(text, match.start())
        home = words().trades.homes.get(match["trade"], match["trade"])
        if not re.search(home, name) and re.search(words().trades.own, sentence):
            return match[0], sentence
    return None


def v_year(report: Report, form: Form) -> Iterator[Outcome]:
    """No other year is told as the year of the report."""
    overview = report.section("overview")
    if report.year is None or overview is None:
        yield not_assessable("not said")
        return
    text = squeeze(overview.text)
    stale = [match for match in re.finditer(words().current_year, text) if int(match["year"]) != report.year]
    wrong = [match for match in stale if not re.search(words().not_current + "$", text[: match.start()])]
    told = {sentence_at(text, match.start("year")): int(match["year"]) for match in wrong}
    told |= _of_years(text)
    # A sentence that names the report's year too compares.
    told = {sentence: year for sentence, year in told.items() if str(report.year) not in sentence}
    for sentence, year in told.items():
        yield broken(sources=[overview.source], quote=sentence, year=report.year, left=year, text=sentence)
    if not told:
        yield holds()


def _of_years(text: str) -> dict[str, int]:
    """Sentences that begin with a year and the organ itself, or that announce a report on one, and the year."""
    told: dict[str, int] = {}
    for match in re.finditer(words().of_last_year, text):
        group = "year" if match["year"] else "reported"
        sentence = sentence_at(text, match.start(group))
        told[sentence] = int(match[group])
    return told


def v_pair(report: Report, form: Form) -> Iterator[Outcome]:
    """Each problem has a measure of its kind, or one that speaks of the same thing."""
    classed = [problem for problem in report.problems if problem.topics]
    if not classed or not report.measures:
        yield not_assessable("not said")
        return
    open_ones = [problem for problem in classed if not is_answered(problem, report.measures)]
    unclear = of_no_class(report.measures)
    yield from (holds() for problem in classed if problem not in open_ones)
    for number, problem in enumerate(open_ones):
        told = broken(sources=[problem.source], quote=problem.text, text=problem.text)
        yield not_assessable("not said") if number < unclear else told


RULES: dict[str, Callable[[Report, Form], Iterator[Outcome]]] = {
    "V-ORG": v_org,
    "V-SELF": v_self,
    "V-DOMAIN": v_domain,
    "V-YEAR": v_year,
    "V-PAIR": v_pair,
}
