"""Section five: which problems the report names, and what was or will be done about them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile, zip_longest
from typing import NamedTuple

import msgspec

from reportparse.document import Document, Table
from reportparse.parsing.marks import Mark, find_mark_at, find_marks
from reportparse.parsing.outline import Outline
from reportparse.parsing.problem_pieces import (
    GENERAL,
    MIN_ITEM,
    cut_pieces,
    falls_short,
    problem_pieces,
    tells_problems,
)
from reportparse.parsing.problem_tables import read_tables
from reportparse.parsing.problem_titles import YEAR_SAID, Role, title_pattern, title_role, words
from reportparse.parsing.prose import Prose, all_prose
from reportparse.patterns import pattern
from reportparse.report import Measure, Problem
from reportparse.topics import measure_topics, problem_topics

TITLE_OF_ITEM = 30
"""An item that is a line of its own and no longer is a title: the paragraph after it tells the rest."""

# 但也存在力度不够大等问题,在今后的工作中,...: the measures may begin within the sentence.
_TURN = (
    r"(?<=[题足距板]),(?=在?今后|(?:在)?下一步|下步|接下来|为此|对此|针对(?:上述|以上|这些|此))"
    r"|,(?=(?:在?今后|在?下一步|下一?步|下一?阶段|接下来)(?:的?工作中?,?|打算|计划|我[^,。;]|本[^,。;]){0,2}(?:将|要(?!求)|继续|进一步|加强|加大))"
)
# 1.宣传力度不够,今后将利用多种渠道公开: behind what falls short, without a word for it.
_TURN_OF_ITEM = (
    r",(?=(?:但是?|因此|所以)?在?(?:今后|以后|下一步|下步|接下来|下一?阶段|下一?年度?)[^,;。]{0,10}[,将要]"
    r"|(?:我|本)[们局镇乡县市区委办院街道处所单位部门机关]{1,3}(?:在?(?:今后|以后|下一步)[^,;。]{0,6})?(?:将(?![近来])|拟|会(?=进一步|继续|不断|加)))"
)
_STOP = re.compile(rf"[。!?]+[\"')]*|{_TURN}")
_STOP_OF_ITEM = re.compile(rf"[。!?]+[\"')]*|{_TURN}|{_TURN_OF_ITEM}")
_CLAUSE = re.compile(r"[,:。;]")
_SIGNATURE = re.compile(r"(?:[^,。;:]{2,30}(?:人民政府|办事处|局|办公室|委员会))?(?:20\d\d年\d{1,2}月\d{1,2}日)?")
_WILL = re.compile(
    r"20\d\d年度?,?[^,;:。]{0,14}(?:将|要(?!求)|拟(?!定)|计划(?!生)|打算|会(?=进一步|继续|不断|加强|加大|努力))"
    r"|(?:我|本)[^,;:。]{1,5}(?:在[^,;:。]{2,12}[中里],?)?(?:将|拟(?!定)|会(?=进一步|继续|不断|加强|加大|努力))"
)
_MUST = re.compile("将|(?<=.{6})要(?!求|点|素|闻)")
_PLANS = re.compile("拟|将(?!近)|计划(?!生)")
# What names problems only to tell that they are dealt with: 针对栏目少的问题,新增栏目; 积极整改公开不及时的问题.
_DEALT_WITH = pattern(
    "(?:针对|为(?:切实|有效|进一步)?解决)[^,;:。]{2,40}(?:问题|不足|短板|现象|情况|薄弱环节),"
    "|(?:[^,;:。]{1,16},)?[^,;:。]{0,16}(?:切实|着力|有效|逐步|积极|重点|努力|认真)(?:解决|整改|克服|消除|纠正|补齐)[^。]{2,60}(?:问题|不足|短板|现象)"
)
_PLANNED = pattern("(?:[^,;:。]{1,16},)?[^,;:。]{0,12}(?:将(?![近来])|拟(?!定)|计划(?!生)|打算)")
_TOLD_ONLY = re.compile(
    r"(?!.*(?:解决|整改|改进|消除|克服|纠正|完善)).*存在(?!的)[^。]{2,60}(?:问题|不足|短板|现象|情况)$"
)
# No more than that there will be measures, where the page breaks off before them: 将从以下几个方面改进.
_ANNOUNCES = re.compile(
    r"(?:以下|如下|下列|[几两三四五]个?)[^,;:。]{0,6}(?:方面|措施|工作|举措|办法|点)"
    r"(?:来|进行|采取|加以|着手|入手|努力|改进|整改|完善|做起|发力|着力|推进|开展)*$"
)
_NAMELY = re.compile(r"(?:主要|具体|突出)(?:是|为|有|表现[为在]|体现[为在]|反映[为在])[:,]?|(?:比如|例如|譬如)[:,]?")
_TITLE_WITHIN = re.compile("(?<=[。;])[一二三四五六]、")
_WORDS = re.compile(r"[\u3400-\u9fff]{3}")
# A line without any stop that is a measure: it begins with what is done.
_BARE_MEASURE = pattern(
    "(?:进一步|继续|积极|不断|切实|认真|定期|及时|每[半一两]?[年季月周]|加[强大快]|强化|完善|健全|提[高升]|规范|拓[展宽]|深化|建[立好]|优化"
    "|丰富|创新|严格|开[通设展]|举办|推[进动]|落实|制定|明确|配[备齐]|增[加强]|充实|扩大|做好|抓好|畅通|压实|细化|整合|补充|聘请|编制)[^,;:。]{2,36}$"
)
_FURNITURE = pattern(
    "(?:相关)?附[件表](?:下载)?[:\\d]|(?:上|下)一[篇条]|扫一扫|(?:责任)?编辑:|打印(?:本页)?$|【?关闭|分享到?:|相关(?:文章|阅读|链接)"
)
"""How the words of the page around begin, behind the end of the section."""
_IN_SHORT = ("总之", "综上", "总的来说", "总体来看")
_LEFT_TO_DO = pattern(
    "(?:对?(?:这些|以上|上述)(?:存在的?)?(?:问题|不足|方面))[^,;:。将]{0,4}(?:有待|亟待|亟需|需要?|尚需|还需)[^,;:。将]{0,20}"
    "(?:解决|改进|完善|加强|提高|克服|重视)。?"
)
"""No more than that something is left to do: 这些问题有待今后改进."""
# 已抓好两项改进:...。目前仍然存在基层力量薄弱等问题。: behind what was done, what is not.
_STILL = pattern(
    r"(?:但是?|然而|不过|同时|目前|当前|现阶段|我[局镇乡县市区办委街道]{1,2}|,)*(?:仍然?|依然|还|尚|也)(?:存在|有)[^。]{2,80}(?:问题|不足|短板|差距)。?$"
)
# 在栏目设置、公开时效等方面存在不足: in what something falls short.
_IN_WHAT = pattern(
    r"(?:^|,)[^,;:。]{0,24}?在(?P<what>[^,;:。]{4,60}?)(?:等?(?:[几两三四多]个)?方面|上|中)[也还仍尚]?然?(?:存在|有)"
)
_ANSWER = pattern("(?:主要)?(?:的)?(?:解决|改进|整改|应对)的?(?:办法|措施|方法|对策|思路)(?:主要)?(?:是|为|有)[:,]?")
_IN_TURN = ";|,(?=其次|再次|最后)"
_SEVERAL = re.compile("(?:表现|体现|反映)[在为][^。]{0,12}[:,]$")


class Chunk(NamedTuple):
    """A sentence, or as much of it as stands between two marks. `first` in its paragraph, `last` in it."""

    prose: Prose
    start: int
    end: int
    mark: Mark | None
    first: bool
    last: bool

    @property
    def text(self) -> str:
        """Its words, folded, without the mark."""
        return self.prose.text[self.start : self.end]


class Item(msgspec.Struct):
    """A problem or a measure on the way: the spans of text that tell it."""

    role: Role
    spans: list[tuple[Prose, int, int]]
    mark: Mark | None = None
    planned: bool | None = None
    own_line: bool = False

    @property
    def text(self) -> str:
        """Its words as printed, without what separates it from the next item."""
        text = "".join(prose.raw[start:end] for prose, start, end in self.spans)
        return text.rstrip("；;，,、") if self.own_line else text.rstrip("；;，,、。.")


class Series(NamedTuple):
    """How far a row of marks has come, and what its items are."""

    number: int
    role: Role
    planned: bool | None


def find_problems(document: Document, outline: Outline) -> tuple[tuple[Problem, ...], tuple[Measure, ...]]:
    """The problems and the measures of section five, each in reading order; an empty section gives none.

    Where the section lost its heading, the text after the last table is read from the first words that open it.
    """
    items = read_items(list(_chunks(_paragraphs(document, outline))))
    problems = [_problem(document, item) for item in items if item.role == "problem"]
    measures = [_measure(document, item) for item in items if item.role == "measure"]
    for role, text, source in read_tables(document, outline, title_role):
        if role == "problem":
            problems.append(Problem(text, problem_topics(text), source))
        else:
            measures.append(Measure(text, measure_topics(text), _is_planned(text, None), source))
    return tuple(sorted(problems, key=_block)), tuple(sorted(measures, key=_block))


def _block(told: Problem | Measure) -> int:
    return told.source.block or 0 if told.source else 0


def _problem(document: Document, item: Item) -> Problem:
    return Problem(item.text, problem_topics(item.text), item.spans[0][0].source(document, *_first_span(item)))


def _measure(document: Document, item: Item) -> Measure:
    source = item.spans[0][0].source(document, *_first_span(item))
    return Measure(item.text, measure_topics(item.text), _is_planned(item.text, item.planned), source)


def _first_span(item: Item) -> tuple[int, int]:
    """The range of the item in the paragraph in which it begins."""
    prose, start, _ = item.spans[0]
    return start, max(end for other, _, end in item.spans if other is prose)


# Where it is


def _paragraphs(document: Document, outline: Outline) -> list[Prose]:
    paragraphs = all_prose(document, outline)
    section = [*takewhile(_is_of_section, (prose for prose in paragraphs if prose.section == "problems"))]
    if section or any(heading.section.code == "problems" for heading in outline.headings):
        return section
    after = [prose for prose in paragraphs if _is_after_tables(document, prose)]
    opening = (number for number, prose in enumerate(after) if _opens_section(prose.text))
    return after[next(opening, len(after)) :]


def _is_of_section(prose: Prose) -> bool:
    return _FURNITURE.match(prose.text) is None


def _is_after_tables(document: Document, prose: Prose) -> bool:
    """Whether a paragraph stands after the last table and before the other matters, where section five should be."""
    tables = [number for number, block in enumerate(document.blocks) if isinstance(block, Table)]
    if not tables:
        return prose.section == "remedies"
    return prose.block > tables[-1] and prose.section != "other_matters"


def _opens_section(text: str) -> bool:
    mark = next(iter(find_marks(text)), None)
    body = text[mark.end :] if mark and mark.start == 0 else text
    return title_role(body) is not None or (body.endswith(":") and _opening_role(body, before_mark=False) is not None)


def _chunks(paragraphs: list[Prose]) -> Iterator[Chunk]:
    for prose in paragraphs:
        found = find_marks(prose.text)
        found += _before_titles(prose.text)
        found += _after_titles(prose.text, [0, *(mark.end for mark in found)])
        found += _numbers_after(prose.text, found)
        starts = sorted({0, *(mark.start for mark in found)})
        by_start = {mark.start: mark for mark in found}
        for start, end in zip_longest(starts, starts[1:], fillvalue=len(prose.text)):
            yield from _sentences(prose, start, end, by_start.get(start))


def _after_titles(text: str, starts: list[int]) -> list[Mark]:
    """The marks that follow a sub-heading without a stop between: 存在问题1.更新不及时."""
    titles = (title_pattern().match(text, start) for start in starts)
    ends = (title.end() for title in titles if title and title_role(title[0]) is not None)
    return [mark for mark in (find_mark_at(text, end) for end in ends) if mark is not None]


def _before_titles(text: str) -> list[Mark]:
    """The marks of sub-headings within a paragraph: 加强引导。二、工作打算:建立机制."""
    found: list[Mark] = []
    for match in _TITLE_WITHIN.finditer(text):
        title, mark = title_pattern().match(text, match.end()), find_mark_at(text, match.start())
        ends = title and (title[0].endswith((":", "。")) or find_mark_at(text, title.end()))
        if mark and title and ends and title_role(title[0]) is not None:
            found.append(mark)
    return found


def _numbers_after(text: str, found: list[Mark]) -> list[Mark]:
    """What goes on, within a paragraph, with a row that begins behind its title: 存在的问题:一、...。二、...."""
    more: list[Mark] = []
    last = next((mark for mark in found if mark.style == "section" and mark.number == 1 and mark.start > 0), None)
    for match in _TITLE_WITHIN.finditer(text, last.end) if last else ():
        mark = find_mark_at(text, match.start())
        if last and mark and mark.style == last.style and mark.number == last.number + 1:
            more.append(mark)
            last = mark
    return more


def _sentences(prose: Prose, start: int, end: int, mark: Mark | None) -> Iterator[Chunk]:
    """The sentences between two marks; the first one carries the mark."""
    position = mark.end if mark else start
    first = start == 0
    while position < end:
        stop = _STOP_OF_ITEM.search(prose.text, position, end)
        if stop and stop[0] == "," and not falls_short(prose.text[position : stop.start()]):
            stop = _STOP.search(prose.text, position, end)
        close = stop.end() if stop else end
        yield Chunk(prose, position, close, mark, first, close == len(prose.text))
        position, mark, first = close, None, False


# Reading it


class _Reader(msgspec.Struct):
    """What has been read, and in what the reading stands: among problems, among measures, or in neither."""

    role: Role | None = None
    planned: bool | None = None
    item: Item | None = None
    items: list[Item] = []
    series: dict[str, Series] = {}
    bodied: str = ""
    listing: bool = False
    """Whether measures are listed under a line that opens them, so that a line without any stop may be one."""


def read_items(chunks: list[Chunk]) -> list[Item]:
    """The items that some sentences of section five tell."""
    reader = _Reader()
    marks = _marks_after(chunks)
    for chunk, following, later in zip_longest(chunks, chunks[1:], marks):
        if _is_body(reader, chunk, later):
            reader.bodied = reader.item.mark.style if reader.item and reader.item.mark else ""
            _extend(reader.item, chunk)
        else:
            _read_chunk(reader, chunk, following)
    return [item for item in reader.items if len(item.text) >= MIN_ITEM]


def _says_nothing(text: str) -> bool:
    return _SIGNATURE.fullmatch(text) is not None or _LEFT_TO_DO.fullmatch(text) is not None


def _marks_after(chunks: list[Chunk]) -> list[Mark | None]:
    """For each chunk the next mark after it."""
    found: list[Mark | None] = []
    mark: Mark | None = None
    for chunk in reversed(chunks):
        found.append(mark)
        mark = chunk.mark or mark
    return found[::-1]


def _is_body(reader: _Reader, chunk: Chunk, later: Mark | None) -> bool:
    """Whether a paragraph tells the rest of a short marked line that ends with a full stop: (一)加强组织建设。

    It does between two marks of the row, and after the last one where it did after those before.
    """
    item = reader.item
    if item is None or item.mark is None or chunk.mark is not None or item.mark.style in ("is", "adverb"):
        return False
    title, start, end = item.spans[0]
    if not chunk.first:
        return len(item.spans) > 1 and item.spans[-1][0] is chunk.prose
    if len(item.spans) > 1 or not item.own_line or end - start > TITLE_OF_ITEM or not title.text.endswith("。"):
        return False
    if chunk.text.endswith(":") or title_role(chunk.text):
        return False
    goes_on = later is not None and later.style == item.mark.style and later.number == item.mark.number + 1
    return goes_on or (reader.bodied == item.mark.style and _opening_role(chunk.text, before_mark=False) is None)


def _read_chunk(reader: _Reader, chunk: Chunk, next_one: Chunk | None) -> None:
    following = next_one.mark if next_one else None
    in_list = chunk.mark is not None and following is not None and chunk.mark.style == following.style
    begins_list = following is not None and (following.number == 1 or (following.number == 0 and not in_list))
    if begins_list and next_one is not None and _is_measure(next_one.text) and falls_short(chunk.text):
        begins_list = False  # 公开的及时性还需要改进。1、进一步拓展渠道: the list is not of what this sentence names
    if _is_empty(chunk.text) or (chunk.mark is None and _says_nothing(chunk.text)):
        reader.item = None
    elif _read_title(reader, chunk, begins_list) or _read_opening(reader, chunk, begins_list):
        return
    elif _is_nested(reader.item, chunk):
        _extend(reader.item, chunk)
    elif chunk.mark is None and reader.role == "measure" and _STILL.match(chunk.text):
        reader.role, reader.item = "problem", None
        _read_unmarked(reader, chunk, chunk.start)
    elif chunk.mark is not None:
        _begin_item(reader, chunk, chunk.mark)
    elif _goes_on(reader.item, chunk):
        _extend(reader.item, chunk)
    elif not begins_list:
        _read_unmarked(reader, chunk, chunk.start)


def _read_title(reader: _Reader, chunk: Chunk, begins_list: bool) -> bool:
    """Whether the chunk is a sub-heading, alone or with text after a colon; then the reading stands below it."""
    if not (chunk.first or chunk.mark):
        return False
    if chunk.mark is not None and chunk.mark.style in ("is", "adverb") and not chunk.first:
        return False
    title = re.split(r"[:。]", chunk.text, maxsplit=1)[0]
    role = title_role(title)
    if role is None:
        return False
    reader.role, reader.item = (None if role == "both" else role), None
    reader.planned = _title_is_planned(title)
    reader.series = {
        style: series for style, series in reader.series.items() if chunk.mark and style == chunk.mark.style
    }
    rest = chunk.start + len(title) + 1
    told = chunk.prose.text[rest : chunk.end]
    reader.listing = role == "measure" and not told
    if told and not (begins_list and tells_problems(told) and _tells_nothing(told)):
        _read_unmarked(reader, chunk._replace(mark=None), rest)
    return True


def _title_is_planned(title: str) -> bool | None:
    if YEAR_SAID.match(title) or any(word in title for word in words().planned["no"]):
        return False if "改进" in title or "整改" in title else None
    return _is_planned(title, None)


def _read_opening(reader: _Reader, chunk: Chunk, begins_list: bool) -> bool:
    """Whether the chunk opens the problems or the measures; what it tells of them itself is read too."""
    if chunk.mark is not None and (chunk.mark.style in ("is", "adverb") or not chunk.first):
        return False
    role = _opening_role(chunk.text, before_mark=begins_list)
    if role == "problem" and chunk.mark is not None and _names_one(chunk.text):
        return False
    if chunk.mark is None and _is_measure_all_the_same(reader, role, chunk.text):
        role = "measure"
    within = reader.item is not None and not chunk.first
    if role is None or (within and role == reader.role and not begins_list):
        return False
    if role == "problem" and within and not begins_list:
        return False
    known = reader.planned if reader.role == role else None
    reader.role, reader.item = role, None
    own_words = role == "problem" or _is_dealt_with(chunk.text)
    reader.planned = known if own_words else _opening_is_planned(chunk.text, known)
    reader.listing = role == "measure" and chunk.last and chunk.text.endswith(":")
    is_general = role == "problem" and ":" not in chunk.text
    if not is_general and not (begins_list and chunk.text.endswith((":", "。", ",", ";"))):
        start = _after_opening(chunk)
        names_several = start > chunk.start and _SEVERAL.search(chunk.prose.text, chunk.start, start) is not None
        _read_unmarked(reader, chunk, start, names_several=names_several)
    return True


def _is_measure_all_the_same(reader: _Reader, role: Role | None, text: str) -> bool:
    """Whether a sentence that opens nothing tells a measure, where problems are read or before any are."""
    if reader.role == "problem":
        return role is None and _is_plan(text)
    return reader.role is None and _is_dealt_with(text)


def _is_plan(text: str) -> bool:
    """Whether a sentence among the problems tells what will be done, and of nothing that falls short."""
    if _PLANS.match(text) or _is_dealt_with(text):
        return True
    return not falls_short(text) and _PLANNED.match(text) is not None


def _is_dealt_with(text: str) -> bool:
    return _DEALT_WITH.match(text) is not None and not any(word in text for word in words().still)


def _names_one(text: str) -> bool:
    """Whether a marked sentence has a problem for its title: 3.人员力量不足:信息员身兼数职."""
    head, colon, told = text.partition(":")
    return bool(colon and told) and falls_short(GENERAL.sub("", head)) and not tells_problems(head)


def _opening_role(text: str, *, before_mark: bool) -> Role | None:
    """What a sentence announces: the measures (针对以上不足), the problems (仍存在以下问题：), or nothing."""
    head = text.split(":")[0]
    if any(_opens_measures(clause) for clause in _clauses(head)[:2]) or _WILL.match(head) or _ANSWER.match(text):
        return "measure"
    announces = text.endswith(":") or ":" in text or before_mark
    if announces and any(word in head for word in words().measures_follow) and not tells_problems(head):
        return "measure"
    if announces and any(word in head for word in words().problems_follow):
        return "problem"
    is_general = tells_problems(head) and _tells_nothing(head)
    return "problem" if is_general or _ROOM.fullmatch(_last_clause(head)) else None


def _clauses(text: str) -> list[str]:
    return [clause for clause in _CLAUSE.split(text) if clause]


def _opens_measures(clause: str) -> bool:
    if clause.startswith(words().later):
        return True
    if YEAR_SAID.match(clause) and _MUST.search(clause) and not tells_problems(clause):
        return True
    if not clause.startswith(words().because) or clause.startswith(words().not_because):
        return False
    return any(word in clause for word in words().problem_words) and not any(word in clause for word in words().still)


_BETTER = "(?:加强|改进|完善|提高|提升|解决|克服)"
_ROOM = pattern(
    "(?:但|也|仍|还|尚|依然|仍然|我[们局镇县市区乡街道]{1,3})*(?:存在|有)(?:着|了)?(?:一些|不少|许多|很多|几个|个别|若干)?"
    f"(?:需要?|有待|亟待|值得)(?:进一步)?{_BETTER}(?:[和与及、]{_BETTER})*的(?:地方|之处|方面)"
)
"""There is room for something, of which nothing is said: 还有一些需要加强和改进的地方."""


def _tells_nothing(text: str) -> bool:
    """Whether a sentence says no more than that there are problems: neither which, nor in what."""
    in_what = _IN_WHAT.search(text)
    if in_what and not title_pattern().fullmatch(in_what["what"]):
        return False
    clauses = _clauses(text.rstrip("。:,;"))
    first = next((number for number, clause in enumerate(clauses) if tells_problems(clause)), len(clauses) - 1)
    return not any(falls_short(GENERAL.sub("", clause)) for clause in clauses[first:])


def _last_clause(text: str) -> str:
    return _CLAUSE.split(text.rstrip("。:,;"))[-1]


def _opening_is_planned(text: str, known: bool | None) -> bool | None:
    """Whether what follows is to come, as far as the words that open it tell, or what was known before."""
    if any(word in text for word in words().planned["neither"]):
        return None
    head = text.split(":")[0]
    if head.startswith(words().later) or YEAR_SAID.match(head) or "将" in head:
        return True
    said = _is_planned(head, None)
    return known if said is None else said


def _after_opening(chunk: Chunk) -> int:
    """Where the text goes on after the words that only open it."""
    answer = _ANSWER.match(chunk.prose.text, chunk.start, chunk.end)
    if answer:
        return answer.end()
    colon = chunk.text.find(":")
    if colon >= 0:
        return chunk.start + colon + 1
    start = chunk.start
    for match in _CLAUSE.finditer(chunk.prose.text, chunk.start, chunk.end):
        clause = chunk.prose.text[start : match.start()]
        if not _only_opens(clause):
            break
        start = match.end()
    return start


def _only_opens(clause: str) -> bool:
    """Whether a clause tells nothing of a measure: 下一步, 针对上述问题; but 针对目录不细的问题 tells its aim."""
    if YEAR_SAID.fullmatch(clause):
        return True
    if not _opens_measures(clause) or ("将" in clause and len(clause) >= MIN_ITEM):
        return False
    if clause.startswith(words().later):
        return _only_later().fullmatch(clause) is not None
    return not falls_short(GENERAL.sub("", clause))


@cache
def _only_later() -> re.Pattern[str]:
    """No more than when, and who: 在今后的工作中, 下一步我局; with a verb behind it the clause is of the measure."""
    later = "|".join(sorted(words().later, key=len, reverse=True))
    filler = (
        "政府信息公开|政务公开|信息公开|工作|过程|实践|时间|一段|时期|一年|年度|我们|(?:我|本)[局镇乡县市区委办院街道处所单位部门机关]{1,3}"
        "|问题|情况|不足|现象|[的中里上当来度]|重点|主要|打算|计划"
    )
    return re.compile(
        rf"(?:{later})(?:{filler})*+(?:[^,;:。]{{2,10}}(?:局|镇|乡|办|委|院|中心|街道|政府|单位|部门|办公室))?"
    )


# Items


def _begin_item(reader: _Reader, chunk: Chunk, mark: Mark) -> None:
    _follow_series(reader, chunk, mark)
    reader.listing = False
    role = reader.role or ("problem" if falls_short(chunk.text) and not _is_for(chunk.text) else "measure")
    reader.series[mark.style] = Series(mark.number, role, reader.planned)
    own_line = chunk.first and chunk.last
    reader.item = Item(role, [(chunk.prose, chunk.start, chunk.end)], mark, reader.planned, own_line)
    reader.items.append(reader.item)


def _is_measure(text: str) -> bool:
    """Whether a marked item tells what will be done, beyond doubt."""
    return text.startswith(words().measure_verbs) and not falls_short(text)


def _is_for(text: str) -> bool:
    """Whether an item names the problem only to tell what was done: 针对目录不全的问题,制定清单."""
    first, comma, _ = text.partition(",")
    return bool(comma) and _opens_measures(first)


def _follow_series(reader: _Reader, chunk: Chunk, mark: Mark) -> None:
    """The next number of a row has the row's role; a row that begins again after the problems has the measures."""
    series = reader.series.get(mark.style)
    if series is not None and mark.number == series.number + 1:
        reader.role, reader.planned = series.role, series.planned
    elif mark.number == 1 and _turns_to_measures(reader, series, chunk.text):
        reader.role, reader.planned = "measure", None


def _turns_to_measures(reader: _Reader, series: Series | None, text: str) -> bool:
    if series is None:
        return reader.role == "problem" and _is_measure(text)
    return reader.role == series.role == "problem" and not falls_short(text)


def _is_nested(item: Item | None, chunk: Chunk) -> bool:
    """Whether a marked chunk is a part of the item that its paragraph began with."""
    if item is None or chunk.mark is None or item.mark is None or chunk.first:
        return False
    return item.spans[-1][0] is chunk.prose and chunk.mark.rank > item.mark.rank


def _goes_on(item: Item | None, chunk: Chunk) -> bool:
    """Whether a sentence without a mark tells more of the item before."""
    if item is None:
        return False
    if not chunk.first:
        return item.spans[-1][0] is chunk.prose
    if not item.own_line or item.spans[-1][0] is not item.spans[0][0]:
        return False
    is_title = len(item.text) <= TITLE_OF_ITEM and not item.text.endswith(("。", "；", ";"))
    return is_title or item.spans[0][0].is_heading


def _extend(item: Item | None, chunk: Chunk) -> None:
    if item is not None:
        prose, start, _ = item.spans[-1]
        if prose is chunk.prose:
            item.spans[-1] = (prose, start, chunk.end)
        else:
            item.spans.append((chunk.prose, chunk.start, chunk.end))
        item.own_line = item.own_line or (chunk.last and item.mark is not None and item.spans[0][1] == item.mark.end)


def _read_unmarked(reader: _Reader, chunk: Chunk, start: int, *, names_several: bool = False) -> None:
    """The items of a sentence without marks: split by ；, or by ， where each part says what falls short."""
    text = chunk.prose.text[start : chunk.end]
    bare = text.rstrip("。;:,")
    role = reader.role or ("measure" if _is_dealt_with(bare) else "problem" if falls_short(bare) else None)
    if role is None or _is_empty(bare) or not _WORDS.search(bare):
        return
    if _is_no_sentence(chunk, start, role) and not (reader.listing and _BARE_MEASURE.match(bare)):
        reader.listing = False
        return
    if role == "problem" and any(word in bare for word in words().praise) and not falls_short(bare):
        return
    if role == "measure" and bare.startswith(_IN_SHORT):
        return
    if role == "measure" and (_TOLD_ONLY.match(bare) or _ANNOUNCES.search(bare)):
        return  # of last year's problems it is first said that they were there
    if role == "problem" and (namely := _NAMELY.match(bare)):
        start, bare = start + namely.end(), bare[namely.end() :]
        names_several = True
    reader.role = role
    separator = _IN_TURN if "首先" in bare and ",其次" in bare else ";"
    pieces = problem_pieces(bare, names_several=names_several) if role == "problem" else cut_pieces(bare, separator)
    for low, high in pieces:
        begin, told = _behind_label(chunk.prose.text, start + low, start + high)
        reader.item = Item(told or role, [(chunk.prose, begin, start + high)], None, reader.planned)
        reader.items.append(reader.item)
    reader.item = None


def _behind_label(text: str, start: int, end: int) -> tuple[int, Role | None]:
    """Where a piece begins behind its number and its label, and what the label says: 整改:建立台账; 二、强化培训."""
    mark = find_mark_at(text, start)
    start = mark.end if mark and mark.style == "section" else start
    label = title_pattern().match(text, start, end)
    role = title_role(label[0][:-1]) if label and label[0].endswith(":") else None
    return (label.end(), role) if label and role in ("problem", "measure") else (start, None)


def _is_no_sentence(chunk: Chunk, start: int, role: Role) -> bool:
    """Whether a line of its own is only words of the page around: 上一篇, 扫一扫."""
    alone = chunk.first and start == chunk.start and re.search("[,。;!]", chunk.text) is None
    return alone and not (role == "problem" and falls_short(chunk.text))


def _is_empty(text: str) -> bool:
    return text.strip("。;,:") in words().empty


def _is_planned(text: str, announced: bool | None) -> bool | None:
    """Whether a measure is still to come: by its own words, else by those that opened the measures."""
    if any(word in text for word in words().planned["neither"]):
        return None
    if announced is None:
        said = {answer for answer in ("yes", "no") if any(word in text for word in words().planned[answer])}
        return None if len(said) != 1 else said == {"yes"}
    return announced
