"""Totals and their parts as sentences print them: 共88条,其中财政30条、民生58条; what is counted need not be known."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

UNIT = r"(?:条次|件次|篇次|[条件篇份次期则宗](?:\(次\))?)"
_COUNT = r"(?:\d{1,3}(?:,\d{3})++|\d++)"
_NUMBER = rf"{_COUNT}{UNIT}"
_JOINT = r"(?:[、,;]?(?:和|及|以及)?)"
_LABEL = r"[^\d,;。:()!?]{1,28}?"
_ITEM = re.compile(rf"(?P<label>{_LABEL})(?P<number>{_COUNT})(?P<unit>{UNIT})")
_WHOLE = re.compile(rf"(?<![\d.约近超逾过])(?<!\d,)(?P<number>{_COUNT})(?P<unit>{UNIT})")
_GOES_ON = re.compile(r"等|[、,;](?:和|及|以及)?[^,;。:\d]{1,28}\d")
_ANNOUNCED = "|".join((
    r"其中|包括|包?含|内有|分为|具体(?:为|是|包括)?|构成(?:为|是)?|即|分别是",
    r"按[^,。;:\d]{1,8}?分(?:类|别)?|从[^,。;:\d]{1,8}?看",
))  # fmt: skip
_OPENING = re.compile(rf"(?P<mark>[,:(]?)(?P<words>(?:{_ANNOUNCED})?)[,:]?")
_SUM = re.compile(rf"(?:合计|共计|总计|总共),?[^,;。:\d]{{0,20}}?(?P<number>{_COUNT})(?P<unit>{UNIT})")
_BEFORE_SUM = re.compile(r"[,;](?:[^,;。\d]{1,14},)?[^,;。\d]{0,8}")
"""What stands between a row and its sum."""

MOST_PARTS = 100
"""Of one total; with more it is no list but a text of nothing but numbers, and every one of them might be a total."""
_EACH = re.compile(
    rf"(?<![\d.])(?<!\d,)(?P<whole>{_COUNT})(?P<unit>{UNIT}),?(?P<labels>[^。;,:\d]{{4,60}})分别(?:为|是|有|达)?"
    rf"(?P<row>{_NUMBER}(?:(?:[、,]|和|及|、?以及){_NUMBER})+)"
)
_OF_A_KIND = re.compile(r"(?:类|方面|领域)(?:的|信息|内容|文件)*(?:有|为|是|达|共|就)*$")
_REST = re.compile(r"其[他它余]|综合")
_OPEN = re.compile(r"主要|重点|如|例如|特别是|尤其")
_OTHERWISE = re.compile(
    r"(?:予以|部分|不予|同意|准予)公开|无法提供|不予处理|作?其他处理|结转|办结|答复|维持|纠正|复议|诉讼|自然人|法人|企业|专职|兼职"
    r"|[上去]年|同[期比]|[比较与]|增[加长]|减少|20\d\d年|另|此外"
)
"""Labels of outcomes, applicants, other years: what is counted is known there, and the tables have it."""


@dataclass(frozen=True)
class Listed:
    """A total and its parts; `closed`: the words say that these are all of them."""

    whole: int
    unit: str
    parts: tuple[int, ...]
    units: tuple[str, ...]
    labels: tuple[str, ...]
    text: str
    closed: bool

    @property
    def is_alike(self) -> bool:
        """Whether all is counted in one unit."""
        return {*self.units} == {self.unit}


def find_lists(text: str) -> Iterator[Listed]:
    """The lists in a text that is folded and without white space."""
    for sentence in re.split(r"(?<=[。!?])", text):
        yield from _behind_totals(sentence)
        yield from _before_sums(sentence)
        yield from _each(sentence)


def _behind_totals(sentence: str) -> Iterator[Listed]:
    """共88条,其中财政30条、民生58条; without 其中 only where each part is told as a kind: 财政类, 财政方面."""
    told = 0
    for whole in _WHOLE.finditer(sentence):
        opening = _OPENING.match(sentence, whole.end())
        if opening is None or not opening[0] or whole.start() < told:
            continue
        items = list(islice(_row(sentence, opening.end()), MOST_PARTS))
        labels = tuple(item["label"] for item in items)
        if not 2 <= len(items) < MOST_PARTS or any(_OTHERWISE.search(label) for label in labels):
            continue
        announced = bool(opening["words"]) or opening["mark"] in ":("
        kinds = [bool(_OF_A_KIND.search(label)) or n and bool(_REST.search(label)) for n, label in enumerate(labels)]
        if not announced and (not all(kinds) or _OF_A_KIND.search(sentence[: whole.start()])):
            continue
        end = told = items[-1].end()
        closed = not _OPEN.search(sentence[whole.end() : items[0].end()]) and not _GOES_ON.match(sentence, end)
        yield _listed(whole, items, sentence[whole.start() : end], closed)


def _row(sentence: str, start: int) -> Iterator[re.Match[str]]:
    """The parts one right behind the other."""
    joint = re.compile(_JOINT)
    while item := _ITEM.match(sentence, start):
        yield item
        behind = joint.match(sentence, item.end())
        start = behind.end() if behind else item.end()


def _before_sums(sentence: str) -> Iterator[Listed]:
    """财政30条、民生58条,共计88条."""
    sums = list(_SUM.finditer(sentence))
    rows = list(_rows(sentence)) if sums else []
    for whole in sums:
        row = rows[bisect(rows, whole.start(), key=lambda items: items[0].end()) - 1] if rows else []
        items = row[: bisect(row, whole.start(), key=lambda item: item.end())]
        if not 2 <= len(items) < MOST_PARTS or any(_OTHERWISE.search(item["label"]) for item in items):
            continue
        if _BEFORE_SUM.fullmatch(sentence, items[-1].end(), whole.start()):
            yield _listed(whole, items, sentence[items[0].start() : whole.end()], closed=True)


def _rows(sentence: str) -> Iterator[list[re.Match[str]]]:
    """The rows of parts in a sentence, each as long as it goes on."""
    start = 0
    while first := _ITEM.search(sentence, start):
        row = list(_row(sentence, first.start()))
        yield row
        start = row[-1].end()


def _each(sentence: str) -> Iterator[Listed]:
    """共88条,财政、民生分别为30条和58条."""
    for match in _EACH.finditer(sentence):
        labels = tuple(re.split("、|和|及|以及|与", match["labels"]))
        parts = [item.groups() for item in re.finditer(rf"({_COUNT})({UNIT})", match["row"])]
        if len(labels) == len(parts) and not _OTHERWISE.search(match["labels"]) and not _OPEN.search(match["labels"]):
            numbers, units = zip(*parts, strict=True)
            counts = tuple(map(_number, numbers))
            yield Listed(_number(match["whole"]), match["unit"], counts, units, labels, match[0], closed=True)


def _listed(whole: re.Match[str], items: list[re.Match[str]], text: str, closed: bool) -> Listed:
    parts = tuple(_number(item["number"]) for item in items)
    units = tuple(item["unit"] for item in items)
    labels = tuple(item["label"] for item in items)
    return Listed(_number(whole["number"]), whole["unit"], parts, units, labels, text, closed)


def _number(printed: str) -> int:
    return int(printed.replace(",", ""))
