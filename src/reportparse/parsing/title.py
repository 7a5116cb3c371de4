"""The title of a report: found by its words, put together from its lines, taken apart into organ and year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from reportparse.document import Document
from reportparse.parsing.organ_names import parse_organ
from reportparse.parsing.outline import Outline
from reportparse.parsing.running import Line, lines
from reportparse.source import Source
from reportparse.text import chinese_number, squeeze

MAX_LINES = 5
"""How many lines a title may be broken over."""
HEAD = 60
"""How many lines to look through for the title where no section heading tells where the report begins."""

YEAR = r"(?:20\d\d|二[〇○零OＯ0][〇○零一二三四五六七八九0]{2})"
STEM = (
    r"(?:人民)?(?:政府)?(?:信息|政务)公开(?:工作)?(?:情况)?的?"
    r"(?:年度?工作报告|年度?报告|年报|年度报|工作报告|年度工作总结报告|年度工作情况报告|报告)书?"
)
_NAME = r"[\u4e00-\u9fff·]{2,40}?(?:\([\u4e00-\u9fff]{2,20}\))?"
_INSIDE = rf"(?:人民)?(?:政府)?(?:信息|政务)公开(?:工作)?(?P<inside>{YEAR})年?(?:年度|度)?(?:工作)?(?:报告|年报)"
_LEAD = (
    r"(?:标题|名称|题名|公开事项名称|信息名称)?[:|#*\s《<\"]{0,200}+(?:(?:现行)?有效|失效)?"
    r"(?:[现特兹]将?)?(?:关于)?(?:公布|发布|印发|公开)?"
)
_TITLE = re.compile(
    rf"{_LEAD}(?P<title>(?:(?P<before>{_NAME})??(?:关于)?(?:20\d\d[-—~至])?(?P<year>{YEAR})(?:学年度?|年?度?)(?P<after>{_NAME})??|(?P<alone>{_NAME})??)"
    rf"(?:{STEM}(?:\((?P<late>{YEAR})年?度?\))?|{_INSIDE}))"
)
_BEFORE = re.compile(r"[>:|》/]")
_CUTS = re.compile(
    r"[^\u4e00-\u9fff〇·()]|公布|编制|发布|撰写|编写|形成|(?:现|特|就)[将是]|根据|按照|关于|本报告[是为]|做好|结合|[由了]"
)
_QUOTED = re.compile(r"《([^《》]*)》")
_TAIL = re.compile(r"[|》>\"*]*(?:\([^()]{0,20}\))?[|》>\"]*(?:[-_—|·].{0,60})?")
_NOT_AN_ORGAN = re.compile(
    r"本(?:机关|单位|年|报告)|(?:编制|公布|发布|撰写|按照|根据|如下|以下|现将|要求|关于|年度|报告|信息|公开)|^(?:[就对将把在以为]?我|[该由了])"
)


class Title(NamedTuple):
    """A title as printed (without its line breaks and spaces), the organ and the year that stand in it."""

    text: str
    organ: str | None = None
    year: int | None = None
    source: Source | None = None
    block: int | None = None

    @property
    def weight(self) -> int:
        """How much it tells."""
        return (self.organ is not None) + 2 * (self.year is not None)


def find_title(document: Document, outline: Outline, first_heading: int | None) -> Title | None:
    """The title that stands before the first section, else the one that the file or its table of particulars gives."""
    head = [line for line in lines(document, outline) if first_heading is None or line.block <= first_heading][:HEAD]
    printed = [*_titles(document, head)]
    if printed:
        # Of several, the one that tells most in the fewest lines; a line more would be a line of the site's.
        return max(printed, key=lambda found: (found[1].weight, -found[0]))[1]
    return _run_in_title(document, head) or _title_beside(document)


def read_title(text: str, raw: str) -> Title | None:
    """The title that a line is, or None where it is anything else: `"X县2022年政府信息公开工作年度报告"`."""
    if "公开" not in text:
        return None
    for start in (0, *(cut.end() for cut in _BEFORE.finditer(text))):
        match = _TITLE.match(text, start)
        if match and _TAIL.fullmatch(text, match.end()):
            return _title(match, raw)
    return None


def mentions(text: str) -> list[Title]:
    """Every title named in running text: the preamble says which report of which year it opens.

    A title in quotation marks counts where nothing else is in them: 《某县2022年…年度报告》, not 《关于做好2022年…》.
    """
    plain = _QUOTED.sub(lambda quoted: "《" * len(quoted[0]), text)
    found = ((year.start(), _TITLE.match(plain, _clause(plain, year.start()))) for year in re.finditer(YEAR, plain))
    named = [_title(match, text) for start, match in found if match and match.end() > start]
    quoted = (read_title(inner[1], inner[1]) for inner in _QUOTED.finditer(text))
    return [
        title._replace(organ=title.organ if title.organ and parse_organ(title.organ) else None) for title in named
    ] + [title for title in quoted if title and title.year and title.organ and parse_organ(title.organ)]


def read_year(text: str) -> int:
    """The year in Arabic or Chinese figures: `"二〇二二" → 2022`."""
    plain = re.sub("[OＯ0○]", "〇", text)
    return int(text) if text.isdecimal() else chinese_number(plain) or 0


def _title(match: re.Match[str], raw: str) -> Title:
    organ = next((name for name in match.group("before", "after", "alone") if name and is_organ(name)), None)
    year = match["year"] or match["late"] or match["inside"]
    return Title(raw[match.start("title") : match.end("title")], organ, read_year(year) if year else None)


def is_organ(name: str) -> bool:
    """Whether words before or after the year of a title name a body, not a column of the site."""
    if name in {"政府", "政务", "人民政府", "年度"} or name.startswith(("年", "学年")):
        return False
    return parse_organ(name) is not None or (len(name) <= 16 and not _NOT_AN_ORGAN.search(name))


def _titles(document: Document, head: list[Line]) -> Iterator[tuple[int, Title]]:
    for first in range(len(head)):
        for count in range(1, MAX_LINES + 1):
            part = head[first : first + count]
            title = read_title("".join(line.text for line in part), "".join(line.raw for line in part))
            if title and len(part) == count:
                yield count, _placed(document, part, title)


def _placed(document: Document, part: list[Line], title: Title) -> Title:
    first, last = part[0], part[-1]
    end = last.end if last.block == first.block else first.end
    source = document.source(first.block, span=(first.start, end))
    # Words on a line of their own before the year are the organ only if they are a name beyond doubt.
    sure = re.search(YEAR, first.text) or (title.organ and parse_organ(title.organ))
    return title._replace(source=source, block=last.block, organ=title.organ if sure else None)


def _run_in_title(document: Document, head: list[Line]) -> Title | None:
    """A title that runs into the first sentence on one line."""
    for line in head:
        match = _TITLE.match(line.text)
        if match and match["year"] and len(match["title"]) > 12:
            return _title(match, line.raw)._replace(source=line.source(document), block=line.block)
    return None


def _title_beside(document: Document) -> Title | None:
    """What a table of particulars or the page itself gives as the title."""
    cells = [cell.text for table in document.tables for cell in table.cells if len(cell.text) < 200]
    for text in (*cells, document.meta.get("title", "")):
        match = _TITLE.match(squeeze(text)) or _TITLE.search(squeeze(text))
        if match and any(match.group("before", "after", "alone", "year")):
            return _title(match, squeeze(text))
    return None


def _clause(text: str, position: int) -> int:
    """Where the words begin that lead up to a position: after the last stop, or the last word that takes an object."""
    before = text[max(0, position - 40) : position]
    cuts = [cut.end() for cut in _CUTS.finditer(before)]
    return position - len(before) + (cuts[-1] if cuts else 0)
