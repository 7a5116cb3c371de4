"""The parts of a sentence that names problems: each is one, what only says that there are some is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportparse.parsing.problem_titles import words
from reportparse.patterns import pattern

MIN_ITEM = 4
"""Fewest characters of a problem or a measure."""

LONGEST_LEAD = 240
"""Most characters that say no more than that there are problems."""

# 存在一些不足,主要表现在..., 还存在差距,如...: what stands before only says that there are problems.
_NAMED = r"(?:是|为|有|在于|如|例如|比如|诸如|包括)"
_NAMING = re.compile(
    rf"(?:主要|突出|具体|集中)?(?:(?:表现|体现|反映)(?:在|为|出)(?:以下[几两三四]?个?方面)?|(?<=要|出){_NAMED}|(?<=[题足距板难])(?:仍然|依然|主要|仍|还){{0,2}}{_NAMED}|(?<=,)(?:如|例如|比如|诸如)),?|,"
)
_NAMED_END = re.compile(r"等?等?,(?:均|都|这些|以上|上述|需要|有待)[^,;:]{0,30}(?:解决|改进|重视|加强|完善|提高)$")
GENERAL = re.compile(
    r"(?:个别|部分|一定|一些|以下|不少|许多|诸多|如下|几个|的)?(?:差距|(?<=[些下个的和与及、在要多定分少着了有上述此])不足|问题|短板|薄弱环节|困难|之处|地方)"
)
_NOUN = "(?:问题|不足|现象|情况|短板|差距|困难|薄弱环节)"
_EXISTS = re.compile(
    rf"(?:存在|面临|出现|仍有|还有)(?:着|了)?(?:诸如|例如|比如|如|像)?(?P<what>[^。]{{4,120}}?)(?:等方面|等)?的?{_NOUN}(?:[和与及、]{_NOUN})?$"
)
_LAST_NOUN = re.compile(rf"(?:等方面|等)?的{_NOUN}(?:[和与及、]{_NOUN})?$")
_THERE_IS = pattern("(?:但是?|同时|也|仍然?|还|依然|尚)*存在(?:着|了)?")  # of the whole row
_ONE = re.compile("[题足距板难](?:仍然|依然|主要|仍|还){0,2}(?:是|为|在于),?$")
# 对照群众需求,公开时效不强,栏目不清晰,解读较少: with what it is compared is none of them.
_COMPARED = pattern(
    r"(?:与|和|同|对比|对照|对标|比照|相比|按照|通过|经|从|一年来|今年以来|本年度|20\d\d年)[^,;:。]{0,40},"
)
_CAUSE = re.compile("由于|因|鉴于|受(?!理)")
_NEEDS_SUBJECT = re.compile(
    "不(?!少|同|能)|未(?!按|能|及时|对|将|形成|建立|落实|做到)|没|较|偏|过(?!程)|有待|需|尚|仍|还|也|又|更(?!新)"
)


def cut_pieces(text: str, separator: str) -> list[tuple[int, int]]:
    """The ranges between separators, without 等 at the end of the last."""
    cuts = [match.start() for match in re.finditer(separator, text)]
    ranges = zip([0, *(cut + 1 for cut in cuts)], [*cuts, len(text)], strict=True)
    return [(low, high) for low, high in ranges if high - low >= MIN_ITEM]


def problem_pieces(text: str, *, names_several: bool) -> list[tuple[int, int]]:
    """The ranges of the problems that a sentence names, without what only says that there are some."""
    praised = _after_praise(text)
    low, is_list = _after_general(text, praised)
    tail = _NAMED_END.search(text, low) if low > praised else None
    ends = (end for end in words().lists_end if text.endswith(end))
    high = tail.start() if tail else len(text) - len(next(ends, ""))
    if ";" in text:
        return [(low + a, low + b) for a, b in cut_pieces(text[low:high], ";")]
    inner = _EXISTS.search(text, low)
    spans = [inner.span("what")] if inner else []
    for begin, end in (*spans, (low, high)):
        lead = _COMPARED.match(text, begin, end)
        pieces = _split(text, lead.end() if lead and not falls_short(lead[0]) else begin, end)
        is_list = is_list or names_several or inner is not None or high < len(text)
        if len(pieces) > 2 or (len(pieces) > 1 and is_list):
            low, end = pieces[0]
            opening = _THERE_IS.match(text, low, end - MIN_ITEM)
            pieces[0] = (opening.end() if opening else low, end)
            return [*pieces[:-1], _without_noun(text, *pieces[-1])]
    return [(low, len(text))]


def _without_noun(text: str, low: int, high: int) -> tuple[int, int]:
    """The last problem of a row without the word for all of them: 认识不深的问题."""
    noun = _LAST_NOUN.search(text, low + MIN_ITEM, high)
    return (low, noun.start()) if noun else (low, high)


def _split(text: str, low: int, high: int) -> list[tuple[int, int]]:
    """The parts between commas, and those between 、 in them, where each is a problem of its own; else the whole."""
    pieces: list[tuple[int, int]] = []
    for start, end in _ranges(text, low, high, ","):
        cause = pieces and _CAUSE.match(text, pieces[-1][0])
        if cause or (pieces and (text.startswith(words().goes_on, start) or _NEEDS_SUBJECT.match(text, start))):
            start = pieces.pop()[0]
        pieces.append((start, end))
    if not all(falls_short(text[start:end]) for start, end in pieces):
        return [(low, high)]
    return [part for start, end in pieces for part in _parts(text, start, end)]


def _parts(text: str, low: int, high: int) -> list[tuple[int, int]]:
    parts = list(_ranges(text, low, high, "、"))
    whole = all(_is_whole(text[start:end]) for start, end in parts)
    return parts if whole else [(low, high)]


def _ranges(text: str, low: int, high: int, separator: str) -> Iterator[tuple[int, int]]:
    while low < high:
        end = text.find(separator, low, high)
        end = high if end < 0 else end
        yield low, end
        low = end + 1


def _is_whole(piece: str) -> bool:
    """Whether a part of a sentence is a problem of its own."""
    own = len(piece) >= MIN_ITEM and not _NEEDS_SUBJECT.match(piece)
    return own and falls_short(piece) and (piece.startswith("群众") or not piece.startswith(words().goes_on))


def _after_general(text: str, low: int) -> tuple[int, bool]:
    """Where a sentence begins to name its problems, behind the words that only say that there are some.

    And whether more than one follows, as after 主要表现在; after 问题是 the rest may tell what the one leads to.
    """
    begin, is_list, is_named = low, False, False
    for match in _NAMING.finditer(text, low, low + LONGEST_LEAD):
        if is_named and match[0] == ",":
            continue  # 仍有不足,如以工作动态为主,数据类偏少: what follows 如 is one
        before = text[low : match.start()]
        if falls_short(GENERAL.sub("", before)):
            break
        if tells_problems(before) or (match[0] != "," and any(word in before for word in words().problem_words)):
            is_named = is_named or match[0] != ","
            begin, is_list = match.end(), not _ONE.search(text[low : match.end()])
    if len(text) - begin < MIN_ITEM or not falls_short(text[begin:]):
        return low, False
    return begin, is_list


def _after_praise(text: str) -> int:
    """Where the sentence turns from what went well to what did not."""
    for word in words().but:
        place = text.find(word)
        if place >= 0 and any(good in text[:place] for good in words().praise):
            return place + len(word)
    return 0


def tells_problems(text: str) -> bool:
    """Whether problems are said to exist, in general."""
    return (
        any(word in text for word in words().problem_words)
        and re.search("存在|还有|也有|看到|仍|表现", text) is not None
    )


def falls_short(text: str) -> bool:
    """Whether a word says that something falls short."""
    return any(word in text for word in words().shortfalls)
