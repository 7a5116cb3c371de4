"""Automatic numbering: the "一、" or "（二）" that Word shows before a paragraph and keeps outside its text."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec
from lxml import etree

from reportparse.patterns import pattern
from reportparse.readers.docx_names import VAL, W

MAX_LEVELS = 9

_ABSTRACT, _NUM, _LEVEL, _OVERRIDE = W + "abstractNum", W + "num", W + "lvl", W + "lvlOverride"
_PLACEHOLDER = pattern(r"%([1-9])")
# After these the text follows at once; after anything else a number in the text would run into the label.
_CLOSED = tuple("、，：:）)】]〕》")

_DIGITS = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_LEGAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MAX_ROMAN = 10_000
_MAX_LETTERS = 780


class Level(msgspec.Struct, frozen=True):
    """How one level of a list is numbered."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    paragraph_style: str = ""


class Numbering:
    """The lists of a document, counted on as its paragraphs are met in order."""

    def __init__(self, root: etree._Element | None) -> None:
        """`root` is numbering.xml; without one every label is empty."""
        parts = [] if root is None else list(root)
        self._lists = {part.get(W + "abstractNumId", ""): part for part in parts if part.tag == _ABSTRACT}
        self._numbers = {part.get(W + "numId", ""): part for part in parts if part.tag == _NUM}
        self._levels: dict[str, dict[int, Level]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._linked: dict[str, str] = {}

    def label(self, number: str, level: int) -> str:
        """Counts one paragraph and gives what is shown before its text: "一、", "（二）", "1. ", or "" for bullets."""
        if number not in self._numbers or not 0 <= level < MAX_LEVELS:
            return ""
        first = number not in self._levels
        levels = self._levels_of(number)
        if level not in levels:
            return ""
        counts = self._counts.setdefault(self._list_of(number), {})
        if first:
            self._start_over(number, counts)
        _count(counts, levels, level)
        return _label(counts, levels, level)

    def level_of_style(self, number: str, style: str) -> int:
        """The level that a list reserves for a paragraph style; 0 where it says nothing."""
        levels = self._levels_of(number) if number in self._numbers else {}
        return next((index for index, level in levels.items() if level.paragraph_style == style), 0)

    def link(self, style: str, number: str) -> None:
        """Tells the list that a numbering style stands for."""
        self._linked[style] = number

    def _list_of(self, number: str) -> str:
        """The abstract list of a number; one that only names a numbering style is that style's list."""
        for _ in range(MAX_LEVELS):
            name = _value(self._numbers[number], "abstractNumId")
            style = _value(self._lists[name], "numStyleLink") if name in self._lists else ""
            if self._linked.get(style) not in self._numbers:
                return name
            number = self._linked[style]
        return ""

    def _levels_of(self, number: str) -> dict[int, Level]:
        if number not in self._levels:
            found = self._lists.get(self._list_of(number))
            levels = {} if found is None else _read_levels(found)
            for override in self._numbers[number].iterchildren(_OVERRIDE):
                levels.update(_read_levels(override))
            self._levels[number] = levels
        return self._levels[number]

    def _start_over(self, number: str, counts: dict[int, int]) -> None:
        """A number that overrides a start counts anew when it is first used, though the list goes on."""
        for override in self._numbers[number].iterchildren(_OVERRIDE):
            start, index = _value(override, "startOverride"), override.get(W + "ilvl", "")
            if start.isdecimal() and index.isdecimal():
                counts[int(index)] = int(start) - 1


def _read_levels(parent: etree._Element) -> dict[int, Level]:
    return {
        int(level.get(W + "ilvl", "0")): _read_level(level)
        for level in parent.iterchildren(_LEVEL)
        if level.get(W + "ilvl", "0").isdecimal()
    }


def _read_level(level: etree._Element) -> Level:
    start, restart = _value(level, "start"), _value(level, "lvlRestart")
    legal = level.find(W + "isLgl")
    return Level(
        start=int(start) if start.isdecimal() else 0,
        style=_value(level, "numFmt") or "decimal",
        text=_value(level, "lvlText"),
        suffix=_value(level, "suff") or "tab",
        restart=int(restart) if restart.isdecimal() else None,
        legal=legal is not None and legal.get(VAL) not in ("0", "false", "off"),
        paragraph_style=_value(level, "pStyle"),
    )


def _value(parent: etree._Element, name: str) -> str:
    child = parent.find(W + name)
    return "" if child is None else child.get(VAL, "")


def _count(counts: dict[int, int], levels: dict[int, Level], level: int) -> None:
    """One more at `level`: levels above it that were skipped have begun, those below it begin again."""
    for above in range(level):
        if above in levels:
            counts.setdefault(above, levels[above].start)
    counts[level] = counts.get(level, levels[level].start - 1) + 1
    for below in [other for other in counts if other > level]:
        restart = levels[below].restart if below in levels else None
        # lvlRestart counts levels from 1; 0 means that the level never begins again.
        if restart is None or (restart and level < restart):
            del counts[below]


def _label(counts: dict[int, int], levels: dict[int, Level], level: int) -> str:
    shown = levels[level]
    if shown.style in ("bullet", "none") and not _PLACEHOLDER.search(shown.text):
        return ""

    def number(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        style = "decimal" if shown.legal or index not in levels else levels[index].style
        return numeral(counts.get(index, 1), style)

    label = _PLACEHOLDER.sub(number, shown.text)
    if not label or shown.suffix == "nothing" or label.endswith(_CLOSED):
        return label
    return label + " "


def numeral(value: int, style: str) -> str:
    """A number as a list style of Office Open XML prints it; styles not known here print digits."""
    if style in ("none", "bullet"):
        return ""
    if style in _ENCLOSED:
        first, last = _ENCLOSED[style]
        return chr(first + value - 1) if 1 <= value <= last else str(value)
    write = _STYLES.get(style)
    return write(value) if write and value > 0 else str(value)


def _chinese(value: int) -> str:
    """一, 十, 十二, 二十, 一百零五: as lists count, so without a leading 一 below 二十."""
    if value >= len(_DIGITS) * 1000:
        return str(value)
    out, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            out += ("零" if gap else "") + _DIGITS[digit] + name
        gap = bool(out) and not digit
    return out.removeprefix("一") if out.startswith("一十") else out


def _digital(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(value))


def _letters(value: int) -> str:
    """a ... z, then aa, bb: Word doubles letters where a spreadsheet would count on."""
    repeat, index = divmod(min(value, _MAX_LETTERS) - 1, 26)
    return chr(ord("a") + index) * (repeat + 1)


def _roman(value: int) -> str:
    if value >= _MAX_ROMAN:
        return str(value)
    out = ""
    for number, letters in _ROMAN:
        times, value = divmod(value, number)
        out += letters * times
    return out


_STYLES: dict[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "chineseLegalSimplified": lambda value: _chinese(value).translate(_LEGAL),
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "ideographTraditional": lambda value: _STEMS[(value - 1) % len(_STEMS)],
    "ideographZodiac": lambda value: _BRANCHES[(value - 1) % len(_BRANCHES)],
    "decimalZero": lambda value: f"{value:02}",
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerLetter": _letters,
    "decimalFullWidth": lambda value: "".join(chr(ord(digit) + 0xFEE0) for digit in str(value)),
}
# The first sign, and how many there are: ①, ⑴, ⒈, ㊀, ㈠.
_ENCLOSED = {
    "decimalEnclosedCircle": (0x2460, 20),
    "decimalEnclosedCircleChinese": (0x2460, 20),
    "decimalEnclosedParen": (0x2474, 20),
    "decimalEnclosedFullstop": (0x2488, 20),
    "ideographEnclosedCircle": (0x3280, 10),
    "ideographParenthesized": (0x3220, 10),
}
