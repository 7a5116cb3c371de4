"""Every count said in prose, with what is counted, whose it is, and the cells that it should equal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from reportparse.document import Document
from reportparse.parsing.channels import find_account, find_channels
from reportparse.parsing.counts import Count, find_counts, find_nothings, outside_brackets
from reportparse.parsing.kinds import (
    Kind,
    find_denied,
    find_kind,
    find_kind_around,
    items_of,
    kinds_by_code,
    vocabulary,
)
from reportparse.parsing.outline import Outline
from reportparse.parsing.prose import Prose, all_prose
from reportparse.parsing.said import (
    BREAK,
    CARRIED,
    YEAR,
    Said,
    clause_of,
    is_earlier,
    is_of_other_year,
    is_planned,
    latest,
    previous,
    time_told,
)
from reportparse.parsing.statement_parts import drop_running_totals, drop_what_was_made, link_parts
from reportparse.parsing.statement_rows import read_rows
from reportparse.patterns import pattern
from reportparse.report import Statement

TELLING_SECTIONS = frozenset({"overview", "problems", "other_matters"})
"""Sections of prose; elsewhere a paragraph is read that has a sentence's end, for the rest are tables' words."""

MAX_LEAD = 160
"""Most characters before a number that may say what it counts."""

MAX_DIFFERENCE = 40
"""Most characters from what a number is compared with to the number."""

MAX_BACK = 400
"""How far back in a sentence its topic and scope are looked for."""

_TITLE = re.compile(r"《[^《》]{1,80}》")
_AGAIN = ("", "、", ",", "共", "共计", ",共", ",共计", ",计")
"""What stands between the two numbers of one thing: 187期436条."""
_LINKS = ("、", "和", "及", ",", ";", "以及", "与")
_REST = re.compile(r"(?:[^,;:。!?、()\d]|\d{4}年){0,40}")
_JOINT = re.compile(r"、|以及|和|及|与|或者|或|,")
_EACH = re.compile(r"(?:均|都|皆|各)(?:共计|共|总计|计|为|是|有|达|未发生|未收到|没有|无)*$")
_RESPECTIVELY = re.compile(r"分别(?:为|是|有|达|共|收到|办理|公开|发布|推送|信息)*$")
_DIFFERENCE = pattern(
    r"(?:(?<!相)[较比]|同比)[^,;:。()]{0,30}(?:增加|增长|新增|增|减少|减|下降|上升|提高|提升|多|少)了?$"
)
# 不同渠道和方式公开相同信息计1条: how it is counted, and no count
_COUNTED_ONCE = pattern("(?:相同|同一|同条|重复)[^,;:。]{0,24}(?:按|以|计|算|作|为)$")
_OVERTURNED = pattern("(?:纠错|纠正|败诉|被撤销)的?(?:案件|情况|情形|事项|现象)?$")
_GROWN = pattern(
    r"(?:^|[,;:。])(?P<what>[^,;:。()\d]{2,30})由(?:上一?年度?|去年|20\d\d年度?)的?\d{1,9}[余多]?[^,;:。\d]{1,2}"
    r"(?:增加|增长|增|上升|提高|提升|减少|减|下降|降)[到至为](?:今年的|本年度的|20\d\d年的?)?$"
)
# 零复议、零诉讼; what shall be so is not so yet.
_NOUGHT = pattern("(?:零(?:行政)?(?:复议|诉讼|应诉|投诉|举报|收费)[、,和及]{0,2})+")
_AIM = pattern("(?:确保|力争|争取|努力|目标|保证)[^,;:。]{0,20}$")
_THIS_YEAR = re.compile("^(?:今年|本年度?|全年)")
# A paragraph that breaks off before its first full stop: clauses, and what was published.
_CUT = re.compile(r"(?=[^|]{0,200}?(?:公开|发布)[^,。|]{0,30}\d)(?:[^,|]{2,160},){2}")
_ANY_COUNT = re.compile(r"\d(?!\d{0,3}年)")


def find_statements(
    document: Document, outline: Outline, edition: str | None, year: int | None = None
) -> tuple[Statement, ...]:
    """The counts of the sentences, in reading order; a number whose kind is not known gives none.

    `edition` is the form whose cells are named in `items`, `year` the one that is reported on.
    """
    found: list[tuple[Prose, Said]] = []
    topic = ""
    for prose in all_prose(document, outline):
        if prose.is_marked:
            topic = ""
        if _is_telling(prose):
            found += [(prose, said) for said in read_paragraph(prose, topic, year)]
        topic = _last_topic(_without_titles(prose.text)) or topic
    return _statements(document, found, edition)


def _is_telling(prose: Prose) -> bool:
    return (
        prose.section in TELLING_SECTIONS
        or "。" in prose.text
        or prose.text.endswith(";")
        or _CUT.match(prose.text) is not None
    )


def read_paragraph(prose: Prose, topic: str, year: int | None = None) -> list[Said]:
    """The counts of one paragraph whose kind is known; `topic` is what was talked of before, `year` the report's."""
    text = _without_titles(prose.text)
    said: list[Said] = []
    for start, end in prose.sentences():
        said += _read_sentence(text, prose, (start, end), topic, year)
        topic = _last_topic(text[start:end]) or topic
    drop_running_totals(said)
    drop_what_was_made(text, said)
    link_parts(text, said)
    read_rows(text, said, prose, year)
    return [each for each in said if each.kind is not None and not each.kind.decoy]


def _without_titles(text: str) -> str:
    """The text with the titles of documents blanked out, since their words count nothing; a gazette's title stays."""
    text = f"{text[:-1]}。" if text.endswith(".") else text  # a full stop of another script
    return _TITLE.sub(lambda match: match[0] if "公报" in match[0] else f"《{'□' * (len(match[0]) - 2)}》", text)


# One sentence


def _read_sentence(text: str, prose: Prose, bounds: tuple[int, int], topic: str, year: int | None) -> list[Said]:
    said: list[Said] = []
    queue: list[Kind] = []
    earlier: Kind | None = None
    told, told_until = year, bounds[0]
    for count in _counts_in(text, prose.raw, bounds):
        before = text[max(bounds[0], count.lead - MAX_DIFFERENCE) : count.lead]
        if _is_difference(before) or _COUNTED_ONCE.search(before):
            continue
        about = _about(text, count, bounds[0], said)
        told, told_until = time_told(text, told_until, count.start, told, year), count.start
        kinds = [queue.pop(0)] if queue and not _bare(about.lead) else _kinds(text, prose, about, said, topic)
        if _RESPECTIVELY.search(about.lead) and len(kinds) > 1:
            kinds, queue = kinds[:1], kinds[1:]
        clause = clause_of(about.lead)
        is_other = _is_of_other_time(clause, kinds[0], year) if kinds else False
        if kinds and told != year and not is_other and not CARRIED.search(clause):
            kinds = []
        elif is_other and not count.negated:
            kinds, earlier = [], kinds[0]  # 2021年公开信息310条,2022年达到402条: the kind is that of the year before
        elif not kinds and (
            grown := _grown(text[max(bounds[0], count.lead - MAX_LEAD) : count.lead], count.unit, topic)
        ):
            kinds = [grown]
        elif not kinds and earlier and _only_names_year(about.lead, year) and count.unit in earlier.units:
            kinds, earlier = [earlier], None
        scope = _scope(text[max(bounds[0], count.start - MAX_BACK) : count.start]) if kinds else None
        said += [msgspec.structs.replace(about, kind=kind, scope=scope) for kind in kinds] or [about]
    return said


def _is_difference(before: str) -> bool:
    """Whether a number tells how much more or less there was: 较上年减少5件, 比2021年的310条增加92条."""
    return _DIFFERENCE.search(before) is not None


def _grown(before: str, unit: str, topic: str) -> Kind | None:
    """The kind of a number that another year's is told before: 信息发布量由2021年的128条增加到187条."""
    match = _GROWN.search(before)
    return (
        next(filter(None, (find_kind(stage, unit, topic) for stage in _stages(match["what"]))), None) if match else None
    )


def _counts_in(text: str, raw: str, bounds: tuple[int, int]) -> list[Count]:
    """The counts and denials of a sentence in reading order; what stands within a denial is no count of its own."""
    start, end = bounds
    sentence, printed = text[start:end], raw[start:end]
    denials = [*_denials(text, start, end)] if any(word in sentence for word in _shortest_negations()) else []
    denials += _noughts(text, start, end) if "零" in sentence else ()
    units = vocabulary().units
    counts = [_shifted(count, start) for count in (*find_counts(sentence, printed, units), *find_nothings(sentence))]
    free = [count for count in counts if not any(d.start <= count.start < d.end for d in denials)]
    return sorted([*denials, *free], key=lambda count: count.start)


def _shifted(count: Count, by: int) -> Count:
    return count._replace(start=count.start + by, end=count.end + by, lead=count.lead + by)


def _denials(text: str, start: int, end: int) -> Iterator[Count]:
    """Negations with what they deny: 未收到政府信息公开申请. One with a number after it denies something else."""
    position = start
    while match := _negation().search(text, position, end):
        close = BREAK.search(text, match.end(), end)
        position = min(close.start() if close else end, _bracket(text, match.end(), end))
        if position > match.end() and not _ANY_COUNT.search(text, match.end(), position):
            yield Count(match.start(), position, match.start(), 0, negated=True)
        position = max(position, match.end())


def _noughts(text: str, start: int, end: int) -> Iterator[Count]:
    """Noughts with what there was none of, as negations have it."""
    for match in _NOUGHT.finditer(text, start, end):
        if not _AIM.search(text, max(start, match.start() - MAX_DIFFERENCE), match.start()):
            yield Count(match.start(), match.end(), match.start(), 0)


@cache
def _shortest_negations() -> tuple[str, ...]:
    """Of the negations those that one of stands in every other."""
    words = vocabulary().negations
    return tuple(word for word in words if not any(other in word for other in words if other != word))


@cache
def _negation() -> re.Pattern[str]:
    words = _longest_first(vocabulary().negations)
    # 无 and 没 within other words: 无法, 无正当理由, 从无到有, 并无; 未 within 未来, 未经.
    return re.compile(rf"(?<![从有可])(?:{words})(?!人(?!大)|[法正效论力障偿线来经能知央与])")


def _bracket(text: str, start: int, end: int) -> int:
    places = [place for place in (text.find("(", start, end), text.find(")", start, end)) if place >= 0]
    return min(places, default=end)


def _about(text: str, count: Count, floor: int, before: list[Said]) -> Said:
    """A count with the words before it, its kind still open."""
    depth = text.count("(", floor, count.start) - text.count(")", floor, count.start)
    stop = next((max(said.count.end, said.end) for said in latest(before) if said.depth == depth), 0)
    lead, start = outside_brackets(text, count.lead, max(floor, stop))
    last = before[-1] if before else None
    if last is not None and last.count.unit == "期" and last.count.end == stop and lead in _AGAIN:
        return Said(count, None, last.start, floor, depth, last.lead)  # 推送图文187期436条: of the same
    if depth > 0 and not _bare(lead) and start > floor and text[start - 1] == "(":
        lead, start = outside_brackets(text, start - 1, floor)
    return Said(count, None, start, floor, depth, lead[-MAX_LEAD:])


def _bare(lead: str) -> str:
    """The words without joints and fillers."""
    *_, last = _stages(lead.lstrip("、,;:和及与"))
    return last


# What is counted


def _kinds(text: str, prose: Prose, about: Said, before: list[Said], topic: str) -> list[Kind]:
    """What a count counts: nothing that is known, one kind, or several that share it (均为0)."""
    count = about.count
    goes_on = topic == "requests" and text.startswith("其中", about.sentence)  # 收到申请9件。其中,...
    topic = _last_topic(text[max(about.sentence, count.start - MAX_BACK) : count.start]) or topic
    if _is_denial(text, count):
        return _denied(text[count.start : count.end], topic)
    clause = clause_of(about.lead)
    if is_planned(clause, prose.section) or is_earlier(clause) or _is_rate(about, before):
        return []
    tail = _tail(text, count)
    kind = _kind(text, about, tail, topic) or _carried(about, before, tail, topic)
    if kind is None and topic != "requests" and (goes_on or _is_of_requests(before, about)):
        # 收到申请9件,其中主动公开告知3件,其余6件予以公开: words of other matters do not end the list.
        kind = _kind(text, about, tail, "requests")
    if kind is None or kind.code == "disclosed":
        kind = find_account(text, about.sentence, count.lead, count.unit) or kind
    if kind is None or kind.decoy:
        return [kind] if kind else []
    if prose.section == "problems" and not kind.items and not any(word in clause for word in vocabulary().done):
        return []  # among measures, a number that no table has is more often promised than counted
    respectively = _RESPECTIVELY.search(about.lead)
    if respectively:
        told = clause_of(about.lead[: respectively.start()])
        kinds = find_channels(told, count.unit) or _shared(about.lead, count.unit, topic)
        return kinds if len(kinds) > 1 else []  # 省、市建议分别为2件、5件: each number is only a part
    shared = _EACH.search(about.lead)
    if shared and shared[0].startswith("各"):
        return _each_alone(about.lead[: shared.start()], count.unit, topic) or [kind]
    if shared or count.value == 0:
        return _shared(about.lead if shared else clause, count.unit, topic) or [kind]
    return [kind]


def _is_rate(about: Said, before: list[Said]) -> bool:
    """Whether a number only says how often: 平均三天发布一次信息."""
    last = before[-1].count if before else None
    return last is not None and last.unit in ("天", "周") and last.end == about.start and about.count.unit == "次"


def _is_of_requests(before: list[Said], about: Said) -> bool:
    same = (said for said in latest(before) if said.sentence == about.sentence)
    return any(said.kind is not None and said.kind.topic == "requests" for said in same)


def _kind(text: str, about: Said, tail: str, topic: str) -> Kind | None:
    count = about.count
    # 设置法规规章、财务公开等13个板块: what follows is counted
    follows = count.unit in _OWN_NOUN and about.lead.endswith("等") and len(tail) > 1 and not tail.startswith(_AFTER)
    # 收到8件予以公开5件: the words between two numbers are of the second.
    # and 3件复议和1件诉讼: those before 和 are of the first.
    alone = not text[count.end + len(tail) :][:1].isdigit() or tail.endswith(("和", "及", "与"))
    for stage in _stages(about.lead) if tail else ():
        around = find_kind_around(clause_of(stage), count.unit, topic, tail, alone=alone)
        if around is not None:
            named = find_kind(clause_of(about.lead), count.unit, topic)
            if named is not None and named.code in around[0].parents and named.code == "requests_received":
                return named  # 收到公开申请3项全部予以公开
            about.end = count.end + around[1]
            return around[0]
    if follows:
        return None
    if alone and tail and not tail.startswith(vocabulary().after_counts):
        topic = ""  # the words after the number are what is counted: 收到3件锦旗
    for stage in _stages(about.lead):
        found = find_kind(clause_of(stage), count.unit, topic)
        if found is not None:
            return found
    return None


_OWN_NOUN = ("个", "类", "家", "名", "大类")
_AFTER = ("、", "和", "及", "与", "的")


def _carried(about: Said, before: list[Said], tail: str, topic: str) -> Kind | None:
    """The kind of a number in a row whose verb stands before the first: 公开规章2件、规范性文件9件."""
    last = previous(before, about)
    if last is None or last.sentence != about.sentence or not about.lead.startswith(_LINKS):
        return None
    about.verbs = last.verbs or last.lead
    if tail and not _bare(about.lead):
        around = find_kind_around(clause_of(about.verbs), about.count.unit, topic, tail)
        about.end = about.count.end + around[1] if around else 0
        return around[0] if around else None
    kind = find_kind(clause_of(about.verbs) + _bare(about.lead), about.count.unit, topic)
    return kind if kind and kind.carried else None


def _stages(lead: str) -> Iterator[str]:
    """The words before a number, with one filler after the other taken off their end."""
    yield lead
    comma = False
    while lead:
        filler = next(word for word in _fillers() if lead.endswith(word)) if lead.endswith(_fillers()) else ""
        if not filler and (comma or not lead.endswith(",")):
            return
        comma = comma or not filler
        lead = lead[: -len(filler or ",")]
        yield lead


@cache
def _fillers() -> tuple[str, ...]:
    return tuple(sorted(vocabulary().fillers, key=len, reverse=True))


def _tail(text: str, count: Count) -> str:
    """The words after a number, to the end of the clause."""
    match = _REST.match(text, count.end)
    return match[0] if match else ""


def _is_of_other_time(clause: str, kind: Kind, year: int | None) -> bool:
    """Whether a count is of another year, or of a part of this one where the year's count is meant."""
    is_part = bool(kind.items or kind.owns) and any(word in clause for word in vocabulary().parts_of_year)
    return is_part or is_of_other_year(clause, year)


def _only_names_year(lead: str, year: int | None) -> bool:
    """Whether the words before a number say nothing but that it is the report's year's: 2022年达到."""
    clause = clause_of(lead)
    match = YEAR.match(clause)
    named = match is not None and int(match[1]) == year
    rest = clause[match.end() :] if match and named else _THIS_YEAR.sub("", clause)
    return rest != clause and not _bare(rest.lstrip("则已底全度的"))


def _shared(lead: str, unit: str, topic: str) -> list[Kind]:
    """The kinds named in a row of words joined by 、 or 和: each has the number."""
    ends = [match.start() for match in _JOINT.finditer(lead)] + [len(lead)]
    kinds: dict[str, Kind] = {}
    for end in ends:
        part = lead[:end]
        for stage in _stages(part):
            kind = find_kind(clause_of(stage), unit, _last_topic(part) or topic)
            if kind is not None:
                kinds |= {each.code: each for each in _split(kind)}
                break
    return [kind for kind in kinds.values() if not kind.decoy]


def _each_alone(lead: str, unit: str, topic: str) -> list[Kind]:
    """The kinds of a row of words that each have the number: 专职和兼职人员各1名."""
    parts = [part for part in _JOINT.split(clause_of(lead)) if part]
    found = (next(filter(None, (find_kind(stage, unit, topic) for stage in _stages(part))), None) for part in parts)
    kinds = {kind.code: kind for kind in found if kind is not None and not kind.decoy}
    return list(kinds.values())


def _split(kind: Kind) -> list[Kind]:
    """The two kinds that a kind adds up, or itself."""
    return [kinds_by_code()[code] for code in kind.both] or [kind]


def _is_denial(text: str, count: Count) -> bool:
    """Whether a zero is a negation with what it denies after it, rather than before it."""
    said = text[count.start : count.end]
    if _NOUGHT.fullmatch(said):
        return True
    return count.negated and _negation().match(said) is not None and not any(True for _ in find_nothings(said))


def _denied(words: str, topic: str) -> list[Kind]:
    """The kinds that a negation denies, each of those joined by 、 or 和."""
    match = _negation().match(words)
    scope = words[match.end() :] if match else words.replace("零", "")
    joints = list(_JOINT.finditer(scope))
    starts = [0, *(joint.end() for joint in joints)]
    ends = [*(joint.start() for joint in joints), len(scope)]
    kinds: dict[str, Kind] = {}
    overturned = _OVERTURNED.search(scope) is not None
    for start, end in zip(starts, ends, strict=True):
        # 未收到和处理申请: 收到, 收到和处理申请, 处理申请
        for part in (scope[:end], scope[start:end]) if end <= MAX_LEAD else (scope[start:end],):
            if overturned and not _OVERTURNED.search(part):
                continue  # 不存在引发的复议或诉讼纠错情况: there may well have been some
            kind = next(filter(None, (find_denied(stage, topic) for stage in _stages(part))), None)
            if kind is not None:
                kinds.setdefault(kind.code, kind)
    return list(kinds.values())


def _last_topic(text: str) -> str:
    """What the last word with a topic is about, or ""."""
    words = _topic_words().findall(text)
    return _topic_of()[words[-1]] if words else ""


@cache
def _topic_of() -> dict[str, str]:
    return {word: topic for topic, words in vocabulary().topics.items() for word in words}


@cache
def _topic_words() -> re.Pattern[str]:
    """All words with a topic, the longest first, so that 复议后起诉 is not read as 复议."""
    return re.compile(_longest_first(tuple(_topic_of())))


def _scope(before: str) -> str | None:
    """Whose the count is, by the last words before it that say so."""
    last = None
    for match in _scope_words().finditer(before):
        last = "own" if match["subject"] else match.lastgroup
    return last


@cache
def _scope_words() -> re.Pattern[str]:
    words = vocabulary()
    names = "|".join(words.scope_is_a_name_before)
    subject = rf"(?:^|[,;:。(年]|度|共|由)(?P<subject>{_longest_first(words.scope_subjects)})"
    groups = (f"(?P<{scope}>{_longest_first(words.scopes[scope])})" for scope in ("level", "area", "own"))
    return re.compile(f"(?:{'|'.join(groups)}|{subject})(?!{names})")


def _longest_first(words: tuple[str, ...]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


# The record


def _statements(document: Document, found: list[tuple[Prose, Said]], edition: str | None) -> tuple[Statement, ...]:
    places = {id(said): number for number, (_, said) in enumerate(found)}
    carrying = {id(said.total) for _, said in found if said.kind and said.kind.carries}
    return tuple(_statement(document, prose, said, _items(said, edition, carrying), places) for prose, said in found)


def _statement(
    document: Document, prose: Prose, said: Said, items: tuple[str, ...], places: dict[int, int]
) -> Statement:
    assert said.kind is not None
    value = said.count.value
    start, end = _clause_bounds(prose, said)
    return Statement(
        kind=said.kind.code,
        value=value if said.kind.divisor == 1 else value / said.kind.divisor,
        unit=said.count.unit if said.kind.divisor == 1 else f"万{said.count.unit}",
        scope=said.scope,
        approximate=said.count.approximate,
        negated=said.count.negated,
        part_of=places.get(id(said.total)) if said.total else None,
        open_list=said.open_list,
        section=prose.section,
        items=items,
        text=prose.raw[start:end],
        source=prose.source(document, start, end),
    )


def _clause_bounds(prose: Prose, said: Said) -> tuple[int, int]:
    """The last clause before the number that has words of its own, with the number."""
    end = said.count.lead
    start = min(said.start, end)
    for mark in reversed(list(BREAK.finditer(prose.text, start, end))):
        words = prose.text[mark.end() : end]
        if _bare(words) and words.count(")") <= words.count("("):
            start = mark.end()
            break
    start = _behind_brackets(prose.text, start, end)
    while start < end and prose.text[start] in "、,;:。!?()":
        start += 1
    return start, max(said.count.end, said.end)


def _behind_brackets(text: str, start: int, end: int) -> int:
    """Where the words begin behind brackets that are of the count before: 公文13件(含规范性文件7件)、就业类37条."""
    depth, opened = 0, text.startswith("(", start)
    for place in range(start, end):
        depth += (text[place] == "(") - (text[place] == ")")
        if depth < 0 or (opened and depth == 0):
            start, depth, opened = place + 1, 0, False
    return start


def _items(said: Said, edition: str | None, carrying: set[int]) -> tuple[str, ...]:
    """The cells that a count should equal; who asked is counted of the same requests as its total."""
    assert said.kind is not None
    totals = _items(said.total, edition, carrying) if said.total and said.kind.columns else ()
    return items_of(said.kind, edition, carrying=id(said) in carrying, totals=totals)
