"""The organ and the date at the end of a report, and the day that the page says it was published."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from itertools import pairwise

from reportparse.document import Document
from reportparse.findings import Finding
from reportparse.parsing.organ_names import parse_organ
from reportparse.parsing.outline import Outline
from reportparse.parsing.running import Line, lines
from reportparse.parsing.title import YEAR, Title, read_year
from reportparse.patterns import pattern
from reportparse.report import Signature
from reportparse.source import Source
from reportparse.text import chinese_number, squeeze

APART = 3
"""How many lines may stand between the organ and the date of a signature."""
UNDER_TITLE = 4
"""How many lines around the title may tell when the report was signed or published."""

_SITE = pattern(
    r"分享|扫一扫|扫码|扫描二维码|相关(?:链接|文章|阅读|附件)|相關|打印|关闭|上一[篇条]|下一[篇条]|(?:责任)?编辑:|(?:信息)?来源:|版权|"
    r"[主承]办(?:单位)?:|网站(?:地图|首页|标识|声明)|联系我们|关于我们|ICP|备案|技术支持|(?:浏览|阅读|点击)(?:次数|量|数)|作者:|"
    r"回到顶部|返回|[(](?:打印|关闭|字体|收藏|纠错)"
)
_DAY = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_DATE = rf"(?P<y>{YEAR})[年./-]?(?P<m>{_DAY})[月./-](?P<d>{_DAY})[日号]?"
_LAST_LINE = pattern(rf"(?P<organ>[\u4e00-\u9fff·]{{2,48}}(?:\([\u4e00-\u9fff]{{1,8}}\))?)?[(:,]?{_DATE}[)。]?")
_END_OF_TEXT = pattern(rf"[。;](?P<organ>[\u4e00-\u9fff·]{{2,48}}){_DATE}$")
_PLAIN_DATE = pattern(_DATE)
_DATE_AND_TIME = pattern(rf"[•·]?{_DATE}(?:\d\d:\d\d(?::\d\d)?)?")
_BRACKETED = pattern(rf"[(\[]{_DATE}[)\]]")
_PUBLISHED = pattern(
    r"(?:公开|发布|发文|成文|公布|发稿)(?:日期|时间)|生成日期|^(?:日期|时间)(?=:|$)"
    r"|(?<!采集)(?<!生成)(?<!抓取)(?<!更新)(?<!废止)(?<!失效)(?<!施行)(?<!实施)(?<!截止)(?<!有效)(?:时间|日期)(?=:20)"
)
_WHEN = pattern("日期|时间")  # in all that _PUBLISHED finds; most cells have neither
_PAGE_WORDS = pattern(r"来源|浏览|点击|字号|字体|阅读|作者|发布|打印|访问")
_NO_SIGNER = pattern(r"(?:日期|时间|期限|截[至止]|[自从于在])$")


def find_signature(document: Document, outline: Outline, title: Title | None) -> Signature | None:
    """The signature after the last section, else a date in brackets under the title."""
    last = outline.headings[-1] if outline.headings else None
    closing = lines(document, outline)
    if last is not None:
        closing = [line for line in closing if (line.block, line.end) > (last.block, last.end)]
    closing = closing[: _site_begins(closing)]
    return _dated(document, closing) or _undated(document, closing, title) or _under_title(document, outline, title)


def check_signature(document: Document, signed: Signature | None) -> Iterator[Finding]:
    """D-VALID where the signature has a day that is in no calendar."""
    if signed and signed.source and signed.date is None:
        printed = _PLAIN_DATE.search(squeeze(signed.source.raw))
        if printed:
            yield Finding("D-VALID", values={"text": printed[0]}, sources=(signed.source,), quote=signed.source.raw)


def _site_begins(closing: list[Line]) -> int:
    return next((place for place, line in enumerate(closing) if place and _SITE.match(line.text)), len(closing))


def _dated(document: Document, closing: list[Line]) -> Signature | None:
    """The last line that is a date, alone or after the organ, with the organ's line above or below it."""
    for place in reversed(range(len(closing))):
        line = closing[place]
        match = _LAST_LINE.fullmatch(line.text) or _END_OF_TEXT.search(line.text)
        if match is None or (match["organ"] and _NO_SIGNER.search(match["organ"])):
            continue
        if match["organ"]:
            return Signature(match["organ"], _date(match), _tail(document, line, match.start("organ")))
        organ = _neighbour(closing, place)
        first = organ if organ and organ.block <= line.block else line
        return Signature(organ.raw if organ else None, _date(match), _joint(document, first, line))
    return None


def _neighbour(closing: list[Line], place: int) -> Line | None:
    above = closing[max(0, place - APART) : place][::-1]
    for line in (*above, *closing[place + 1 : place + 2]):
        if is_signer(line.text):
            return line
    return None


def is_signer(text: str) -> bool:
    """Whether a line is the name of an organ and nothing else."""
    return len(text) > 3 and parse_organ(text) is not None


def _undated(document: Document, closing: list[Line], title: Title | None) -> Signature | None:
    """An organ without a date: only where the title has the same, for a site's footer names bodies too."""
    own = parse_organ(title.organ) if title and title.organ else None
    for line in reversed(closing):
        organ = parse_organ(line.text)
        if organ and own and line.block != (title.block if title else None) and organ.short == own.short:
            return Signature(line.raw, None, line.source(document))
    return None


def _under_title(document: Document, outline: Outline, title: Title | None) -> Signature | None:
    for line in _around(document, outline, title):
        match = _BRACKETED.fullmatch(line.text)
        if match:
            return Signature(None, _date(match), line.source(document))
    return None


def _around(document: Document, outline: Outline, title: Title | None) -> list[Line]:
    if title is None or title.block is None:
        return []
    after = [line for line in lines(document, outline) if line.block >= title.block]
    return after[: UNDER_TITLE + 1]


def _joint(document: Document, first: Line, last: Line) -> Source:
    if first.block == last.block:
        return document.source(first.block, span=(first.start, last.end))
    return last.source(document)


def _tail(document: Document, line: Line, start: int) -> Source:
    """The place of the end of a line, from a character counted without spaces."""
    text = document.blocks[line.block].text[line.start : line.end]
    seen = [offset for offset, character in enumerate(text) if squeeze(character)]
    return document.source(line.block, span=(line.start + seen[start], line.end))


def _date(match: re.Match[str]) -> datetime.date | None:
    month, day = (int(part) if part.isdecimal() else chinese_number(part) or 0 for part in match.group("m", "d"))
    try:
        return datetime.date(read_year(match["y"]), month, day)
    except ValueError:
        return None


def find_published(document: Document, outline: Outline, title: Title | None) -> datetime.date | None:
    """The day of publication: from the file's particulars, from a table of particulars, from a line by the title."""
    stated = [document.meta.get("published", ""), *_in_tables(document), *_by_title(document, outline, title)]
    dates = (_date(match) for text in stated if (match := _PLAIN_DATE.search(squeeze(text))))
    return next((date for date in dates if date), None)


def _in_tables(document: Document) -> Iterator[str]:
    for table in document.tables:
        dated = {cell.row for cell in table.cells if "期" in cell.text or "间" in cell.text}  # 日期, 时间
        for row in (row for number, row in enumerate(table.rows()) if number in dated) if dated else ():
            texts = [squeeze(cell.text) for cell in row]
            words = [_PUBLISHED.search(text) if _WHEN.search(text) else None for text in texts]
            yield from (text[word.end() :] for text, word in zip(texts, words, strict=True) if word)
            yield from (value for value, word in zip(texts[1:], words, strict=False) if word)


def _by_title(document: Document, outline: Outline, title: Title | None) -> Iterator[str]:
    first = outline.headings[0].block if outline.headings else len(document.blocks)
    head = [line for line in lines(document, outline) if line.block < first]
    for line, following in pairwise([*head, *head[-1:]]):
        word = _PUBLISHED.search(line.text)
        if word and len(line.text) < 120:
            yield line.text[word.end() :] or following.text
    for line in _around(document, outline, title):
        if _DATE_AND_TIME.fullmatch(line.text) or (_PLAIN_DATE.match(line.text) and _PAGE_WORDS.search(line.text)):
            yield line.text
