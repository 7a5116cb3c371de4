"""One way to fold text, to read a number, a numeral and a date. Everything that compares text goes through here."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Generic, Literal, NamedTuple, TypeVar

from reportparse.patterns import pattern

_S = TypeVar("_S")
_T = TypeVar("_T")

_SHORT = 48
"""Characters of a text that is worth remembering: labels and figures come again in every report, sentences do not."""

_REMEMBERED = 4096
"""So many short texts are remembered; the form has some hundred labels."""

_MOST_CHARACTERS = 50_000
"""So much of longer texts is remembered; a report has some ten thousand characters."""


def remembered(function: Callable[[str], _T]) -> Callable[[str], _T]:
    """The function, whose answers are kept, above all for short texts. They must rest on nothing but the text."""
    return _Memory(function).__getitem__


class _Memory(dict[str, _T]):
    """Short texts and the answers for them; looking up is all that an answer that is known costs.

    Of longer texts those of the last documents, since each stage of a parse asks for the same paragraphs.
    """

    def __init__(self, function: Callable[[str], _T]) -> None:
        self._function = function
        self._longer: dict[str, _T] = {}
        self._characters = 0

    def __missing__(self, text: str) -> _T:
        if len(text) > _SHORT:
            return self._of_longer(text)
        answer = self._function(text)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[text] = answer
        return answer

    def _of_longer(self, text: str) -> _T:
        if text in self._longer:
            return self._longer[text]
        answer = self._function(text)
        self._characters += len(text)
        if self._characters > _MOST_CHARACTERS:
            self._longer.clear()
            self._characters = len(text)
        self._longer[text] = answer
        return answer


class remembered_by_each(Generic[_S, _T]):
    """The same for a method of something that never changes: each has a memory of its own in the method's place."""

    def __init__(self, method: Callable[[_S, str], _T]) -> None:
        self._method = method
        self.__doc__ = method.__doc__

    def __set_name__(self, owner: type[_S], name: str) -> None:
        self._name = name

    def __get__(self, one: _S, owner: type[_S]) -> Callable[[str], _T]:
        answer = remembered(partial(self._method, one))
        vars(one)[self._name] = answer
        return answer


ZERO_WIDTH = pattern("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
BLANKS = frozenset({"", "-", "--", "---", "/", "//", "\\", "无", "—", "――", "空"})
"""What stands in a cell, folded, when nothing is stated. Zero is not among them."""

MOST_DIGITS = 15
"""Of a number: with more of them it is no count, and no column of numbers holds it exactly."""

CHINESE_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "壹": 1, "贰": 2}
CHINESE_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
CHINESE_SCALES = {"万": 10_000, "亿": 100_000_000}

_NUMBER = pattern(r"(?P<sign>[+-]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?P<part>\.\d+)?")
_UNIT = pattern(r"(?:万元|元|件|条|个|项|次|份|宗|起)(?:次)?")
_NOTE = pattern(r"[(\[【〔](?:.{0,400}|[^()\[\]【】〔〕]{0,400})[)\]】〕]|[①-⑳⁰-⁹¹²³*※]+")
_APART = pattern(r"\d[^\S\n]*\n[^\S\n]*\n\s*\d")
_SPLIT = pattern(r"(?<=[\d.,])\s+(?=[\d.,])")
_DATE = pattern(
    r"(?P<y>(?:19|20)\d\d|[二一][〇○零九0-9一二三四五六七八]{3})\s*[年./-]\s*(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})\s*[月./-]"
    r"\s*(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[日号]?"
)


class _Folds(dict[int, int]):
    """Character to character: compatibility forms to plain ones, every kind of space to a space.

    One character always gives one, so that a place in folded text is the same place in the text. Characters
    such as ① and ² stay: as digits they would turn a footnote mark into a part of a number.
    """

    def __missing__(self, code: int) -> int:
        self[code] = folded = _fold_character(chr(code))
        return folded


_LOOKALIKES = {"－": "-", "−": "-", "–": "-", "‐": "-", "‑": "-", "﹣": "-", "〔": "(", "〕": ")", "［": "(", "］": ")"}
_LOOKALIKES |= {"【": "(", "】": ")", "﹝": "(", "﹞": ")", "‘": "'", "’": "'", "“": '"', "”": '"', "─": "—", "―": "—"}


_RADICALS = {
    radical: ideograph
    for radicals, ideographs in (
        ("⺁⺃⺄⺅⺆⺈⺉⺌⺍⺎⺏⺒⺓⺔⺕⺖", "厂乚乙亻冂刀刂小小兀尣巳幺彑彐忄"),
        ("⺘⺙⺛⺜⺝⺞⺟⺠⺡⺣⺤⺥⺦⺧⺨⺩", "扌攵旡日月歺母民氵灬爫爫丬牛犭王"),
        ("⺪⺫⺬⺭⺮⺯⺰⺱⺲⺶⺸⺹⺺⺻⺼⺽", "疋罒示礻竹糹纟罓罒羊羊耂肀聿月臼"),
        ("⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏", "艹艹艹虎衤覀西见角讠贝车辶辶辶邑"),
        ("⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢", "钅長镸长门阝雨青韦页风飞食飠饣马"),
        ("⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲", "骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀"),
        ("⻳", "龟"),
    )
    for radical, ideograph in zip(radicals, ideographs, strict=True)
}
"""Radicals that look like an ideograph, by Unicode (EquivalentUnifiedIdeograph.txt); NFKC has those from U+2F00."""

ODD_IDEOGRAPHS = "[\u2e80-\u2fdf\uf900-\ufaff]"
"""Radicals and compatibility ideographs, as an expression."""
_ODD_IDEOGRAPHS = pattern(ODD_IDEOGRAPHS)


def with_plain_ideographs(text: str) -> str:
    """Radicals and compatibility ideographs replaced by the ideographs that they are drawn as, one for one.

    Many programs write 副局⻓ and ⼈⺠政府 into a pdf, because the font has one glyph for both.
    """
    return _ODD_IDEOGRAPHS.sub(lambda match: chr(_fold_character(match[0])), text)


def _fold_character(character: str) -> int:
    if character in _LOOKALIKES:
        return ord(_LOOKALIKES[character])
    if character in _RADICALS:
        return ord(_RADICALS[character])
    if character in "\n\r":
        return ord(character)
    if character.isspace():
        return ord(" ")
    plain = unicodedata.normalize("NFKC", character)
    keep = len(plain) != 1 or unicodedata.category(character) == "No"
    return ord(character) if keep else ord(plain)


_FOLDS = _Folds()


@remembered
def fold(text: str) -> str:
    """Text with compatibility characters made plain, one for one: `"（２０２２　年）" → "(2022 年)"`."""
    return text.translate(_FOLDS)


@remembered
def squeeze(text: str) -> str:
    """Folded text without any white space: `"2022 年\\n度" → "2022年度"`."""
    return "".join(ZERO_WIDTH.sub("", fold(text)).split())


_NOT_KEY = pattern(r"[^\w①-⑳]|_")


@remembered
def key(text: str) -> str:
    """What two spellings of a label have in common: letters, digits and characters, no punctuation or space."""
    return _NOT_KEY.sub("", squeeze(text))


def display_width(text: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(map(_WIDTHS.__getitem__, text))


def print_width(text: str) -> int:
    """Columns in a Chinese font, in which dashes and quotation marks are as wide as the characters."""
    return sum(map(_PRINT_WIDTHS.__getitem__, text))


class _Widths(dict[str, int]):
    """Character to columns."""

    def __init__(self, wide: str) -> None:
        self.wide = wide

    def __missing__(self, character: str) -> int:
        self[character] = width = 2 if unicodedata.east_asian_width(character) in self.wide else 1
        return width


_WIDTHS = _Widths("WF")
_PRINT_WIDTHS = _Widths("WFA")


class CellReading(NamedTuple):
    """What a cell says. `doubt` says why a stated value should be looked at: note, unit, split, numeral."""

    state: Literal["stated", "blank", "unreadable"]
    value: int | float | None = None
    doubt: str = ""
    unit: str = ""


BLANK = CellReading("blank")
UNREADABLE = CellReading("unreadable")


def is_unit(text: str) -> bool:
    """Whether a text is a unit of figures and nothing else: `"件"`, `"万元"`."""
    return _UNIT.fullmatch(fold(text).strip()) is not None


@remembered
def read_cell(text: str) -> CellReading:
    """The number printed in a cell: `"1,204" → 1204`, `"—" → blank`, `"约十" → unreadable`.

    A note in brackets, a unit, or digits with a space between them are read, and named in `doubt`. Digits with an empty
    line between them may be of two numbers, and are unreadable.
    """
    folded = ZERO_WIDTH.sub("", fold(text)).strip()
    # A dash is what Word makes of "-" in an empty cell: a blank, not a minus.
    if "".join(folded.split()) in BLANKS or not folded.strip("-—/ \n"):
        return BLANK
    if _APART.search(folded):
        return UNREADABLE
    plain = _NOTE.sub("", folded).strip()
    doubt = "note" if plain != folded else ""
    joined = _SPLIT.sub("", plain)
    if joined != plain:
        doubt = doubt or "split"
    joined = "".join(joined.split())
    match = _NUMBER.match(joined)
    if not match:
        return _read_numeral(joined)
    rest = joined[match.end() :]
    if rest and not _UNIT.fullmatch(rest):
        return UNREADABLE
    if len(match["whole"]) > MOST_DIGITS:
        return UNREADABLE
    value = _value(match)
    return CellReading("stated", value, doubt or ("unit" if rest else ""), rest)


_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(text: str) -> str:
    """The text with its digits as superscripts, which they are in print: the mark of a note behind a figure."""
    return text.translate(_SUPERSCRIPT)


def _value(match: re.Match[str]) -> int | float:
    whole = match["sign"].replace("+", "") + match["whole"].replace(",", "")
    return float(whole + match["part"]) if match["part"] else int(whole)


def _read_numeral(text: str) -> CellReading:
    value = chinese_number(text)
    return UNREADABLE if value is None else CellReading("stated", value, "numeral")


def chinese_number(text: str) -> int | None:
    """The value of a Chinese numeral, or None: `"四十二" → 42`, `"二〇二二" → 2022`, `"三万五千" → 35000`."""
    if not 0 < len(text) <= MOST_DIGITS:
        return None
    if any(c not in CHINESE_DIGITS and c not in CHINESE_UNITS and c not in CHINESE_SCALES for c in text):
        return None
    if all(c in CHINESE_DIGITS for c in text):
        return int("".join(str(CHINESE_DIGITS[c]) for c in text))
    total = section = digit = 0
    for c in text:
        if c in CHINESE_DIGITS:
            digit = CHINESE_DIGITS[c]
        elif c in CHINESE_UNITS:
            section += (digit or 1) * CHINESE_UNITS[c]
            digit = 0
        else:
            total += (section + digit) * CHINESE_SCALES[c]
            section = digit = 0
    return total + section + digit


def find_dates(text: str) -> list[tuple[datetime.date | None, tuple[int, int]]]:
    """Every date written out in the text with its place; None for one that no calendar has (2023年2月30日)."""
    return [(_date(match), match.span()) for match in _DATE.finditer(fold(text))]


def _date(match: re.Match[str]) -> datetime.date | None:
    parts = [int(part) if part.isdigit() else chinese_number(part) for part in match.group("y", "m", "d")]
    try:
        return datetime.date(*(part or 0 for part in parts))
    except ValueError:
        return None
