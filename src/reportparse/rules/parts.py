"""Totals said in sentences and their parts: added up, none larger than the whole, all in one unit."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import accumulate

from reportparse.findings import Severity
from reportparse.form import Form
from reportparse.report import Number, Report, Statement
from reportparse.rules.listed import UNIT, Listed, find_lists
from reportparse.rules.narrative import BAND, agrees_with_cells, sentence_around
from reportparse.rules.outcome import Outcome, broken, compared, difference, facts_of, holds, not_assessable, plain
from reportparse.rules.words import words
from reportparse.source import Source
from reportparse.text import squeeze


def _groups(report: Report) -> dict[int, list[Statement]]:
    """The parts of each total, by the total's index."""
    groups: dict[int, list[Statement]] = defaultdict(list)
    for statement in report.statements:
        if statement.part_of is not None:
            groups[statement.part_of].append(statement)
    return groups


def n_parts(report: Report, form: Form) -> Iterator[Outcome]:
    """A closed list of parts adds up to its total; an open one does not exceed it."""
    groups = [(report.statements[index], parts) for index, parts in _groups(report).items()]
    lists = [(total, run) for total, parts in groups for run in _lists(report, parts)]
    printed = list(_printed(report, lists))
    if not lists and not printed:
        yield not_assessable("not said")
    for total, parts in lists:
        same = len({part.unit or total.unit for part in (total, *parts)}) == 1
        unsaid = "其余" in _around(report, total) and not any("其余" in part.text for part in parts)
        if same and not unsaid:
            right = _borne_out(report, total, parts) or _is_divided_twice(total, parts)
            yield holds() if right else _adds_up(total, parts)
        else:
            yield not_assessable("not said")
    yield from printed


def _borne_out(report: Report, total: Statement, parts: list[Statement]) -> bool:
    """Whether the tables have the total and each part as they are said: then they have what the list left out too."""
    facts = facts_of(report)
    said = all(agrees_with_cells(statement, facts) for statement in (total, *parts))
    return said and sum(part.value for part in parts) <= total.value


def _is_divided_twice(total: Statement, parts: list[Statement]) -> bool:
    """Whether the parts are two lists of the one total: by who asked, and by what was answered."""
    sums = list(accumulate(part.value for part in parts))
    return total.value > 0 and total.value in sums and sums[-1] == 2 * total.value


def _printed(report: Report, known: list[tuple[Statement, list[Statement]]]) -> Iterator[Outcome]:
    """What is said of the closed lists that stand in the sentences, but for those among the statements."""
    seen = {(total.value, tuple(part.value for part in parts)) for total, parts in known}
    for section in report.sections:
        for listed in find_lists(squeeze(section.text)):
            if listed.closed and listed.is_alike and (listed.whole, listed.parts) not in seen:
                seen.add((listed.whole, listed.parts))
                yield _printed_adds_up(listed, section.source)


def _printed_adds_up(listed: Listed, source: Source | None) -> Outcome:
    if max(listed.parts) > listed.whole:
        return not_assessable("not for this report")  # N-PART-GT says it better
    added = sum(listed.parts)
    told = broken(
        sources=[source],
        quote=listed.text,
        severity="info" if any(_CHANNEL.search(label) for label in listed.labels) else None,
        left=added,
        right=listed.whole,
        difference=difference(added, listed.whole),
        unit=listed.unit,
        text=listed.text,
    )
    return compared(added == listed.whole, told)


_CHANNEL = re.compile("网站|平台|公众号|微信|微博|新媒体|视频号|抖音|公开栏|公示栏|公告栏|报刊|广播|电视")
"""What is published in two places is counted in both."""


def _around(report: Report, statement: Statement) -> str:
    """The sentence of a statement, as far as its section tells."""
    section = report.section(statement.section or "")
    text, said = squeeze(section.text) if section else "", squeeze(statement.text)
    return sentence_around(text, text.index(said)) if said and said in text else ""


def _lists(report: Report, parts: list[Statement]) -> Iterator[list[Statement]]:
    """Of the parts of a total those that are one list: announced by 其中 or the like, one right after the other."""
    run: list[Statement] = []
    for part in parts:
        announced = _is_announced(report, part)
        if run and not announced and _follows(run[-1], part):
            run.append(part)
            continue
        if len(run) > 1:
            yield run
        run = [part] if announced else []
    if len(run) > 1:
        yield run


def _is_announced(report: Report, part: Statement) -> bool:
    """Whether 其中 or the like stands in a part's words or right before them, or a bracket opens there: (财政类5条."""
    if re.match(words().lists, part.text):
        return True
    section = report.section(part.section or "")
    before, found, _ = squeeze(section.text).partition(squeeze(part.text)) if section else ("", "", "")
    return bool(found and re.search(rf"(?:{words().lists})[,:]?$|\d{UNIT}\($", before))


def _follows(first: Statement, second: Statement) -> bool:
    """Whether nothing but a comma stands between two statements, as far as their places tell."""
    if not first.source or not second.source or not first.source.span or not second.source.span:
        return True
    if first.source.block != second.source.block:
        return (second.source.block or 0) - (first.source.block or 0) == 1 and second.source.span[0] <= 2
    return 0 <= second.source.span[0] - first.source.span[1] <= 2


def _adds_up(total: Statement, parts: list[Statement]) -> Outcome:
    added = plain(sum(part.value for part in parts))
    loose = total.approximate or any(part.approximate for part in parts)
    is_open = any(part.open_list for part in parts) or total.open_list
    if any(part.value > total.value for part in parts) and not loose:
        return not_assessable("not for this report")  # N-PART-GT says it better
    if loose:
        fits = added <= total.value * (1 + BAND) and (is_open or added >= total.value * (1 - BAND))
    else:
        fits = added <= total.value if is_open else added == total.value
    # What is published in two places is counted in both.
    overlapping = any(part.kind in words().channels for part in parts)
    return compared(fits, _parts_differ(total, parts, added, "info" if overlapping else None))


def _parts_differ(total: Statement, parts: list[Statement], added: Number, severity: Severity | None) -> Outcome:
    return broken(
        sources=[total.source, *(part.source for part in parts)],
        quote=total.text,
        severity=severity,
        left=added,
        right=total.value,
        difference=difference(added, total.value),
        unit=total.unit,
        text=total.text,
    )


def n_part_gt(report: Report, form: Form) -> Iterator[Outcome]:
    """No part is larger than its total: of the statements, and of what 其中 announces in any sentence."""
    told = [*_parts_of_statements(report), *_parts_in_sentences(report)]
    if not told:
        yield not_assessable("not said")
    yield from told


def _parts_of_statements(report: Report) -> Iterator[Outcome]:
    for index, parts in _groups(report).items():
        total = report.statements[index]
        for part in parts:
            if part.unit != total.unit or part.approximate or total.approximate:
                yield not_assessable("not said")
                continue
            told = _part(part.text, part.value, total.value, part.unit, [part.source, total.source])
            yield compared(part.value <= total.value, told)


def _part(text: str, part: Number, total: Number, unit: str, sources: list[Source | None]) -> Outcome:
    off = difference(part, total)
    return broken(sources=sources, quote=text, left=part, right=total, difference=off, unit=unit, text=text)


_PART = re.compile(
    r"(?<!\d)(?P<whole>\d++)(?P<unit>[条件篇份次期人名场个]),"
    r"(?:其中,?[^,。;:\d%]{0,16}?"
    r"|(?P<bare>[^,。;:\d%]{1,12})(?:类|方面|领域)(?:的|信息)*(?:有|就有|达|就达)?)(?P<part>\d+)(?P=unit)"
)
_ANY_COUNT = re.compile(rf"\d{UNIT}")


def _parts_in_sentences(report: Report) -> Iterator[Outcome]:
    known = {statement.value for statement in report.statements if statement.part_of is not None}
    for section in report.sections:
        text = squeeze(section.text)
        for match in _PART.finditer(text):
            whole, part = int(match["whole"]), int(match["part"])
            if part not in known and not (match["bare"] and _is_one_of_several(text, match.start())):
                yield compared(part <= whole, _part(match[0], part, whole, match["unit"], [section.source]))


def _is_one_of_several(text: str, at: int) -> bool:
    """Whether a count may be the neighbour of the next one: others stand before it, or no word calls it a total."""
    sentence = text[text.rfind("。", 0, at) + 1 : at]
    return bool(_ANY_COUNT.search(sentence)) or not re.search("共|总|累计|合计|主动公开", sentence)


def n_unit(report: Report, form: Form) -> Iterator[Outcome]:
    """Parts are counted in the unit of their total; other units are not compared."""
    groups = [(report.statements[index], parts) for index, parts in _groups(report).items()]
    told = [(total.unit, [part.unit for part in parts], total.source, total.text) for total, parts in groups]
    for section in report.sections:
        text = squeeze(section.text)
        told += [
            (match["unit"], [part["unit"] for part in _COUNT.finditer(match["parts"])], section.source, match[0])
            for match in _LIST.finditer(text)
        ]
        told += [(one.unit, [*one.units], section.source, one.text) for one in find_lists(text)]
    if not told:
        yield not_assessable("not said")
    seen = set[str]()
    for unit, units, source, text in told:
        other = next((each for each in units if each and unit and each != unit), "")
        if other in seen:
            continue
        seen |= {other} - {""}
        yield compared(not other, broken(sources=[source], quote=text, left=unit, right=other, text=text))


_COUNT = re.compile(r"\d(?P<unit>[条件篇份次期宗则])")
_LIST = re.compile(r"\d(?P<unit>[条件篇份次期宗则]),?(?:其中|包括|包含|分为)(?P<parts>[^。;!?]*)")


RULES: dict[str, Callable[[Report, Form], Iterator[Outcome]]] = {
    "N-PARTS": n_parts,
    "N-PART-GT": n_part_gt,
    "N-UNIT": n_unit,
}
