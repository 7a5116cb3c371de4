"""The parts of an official name: the places that it is under, its own place, and what body it is."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from reportparse.packaged import toml_of
from reportparse.patterns import pattern
from reportparse.text import remembered

LONGEST_PLACE = 16
"""Longest name of one place, in characters: 克孜勒苏柯尔克孜自治州 has eleven, zones have more."""

_OVER = "人民政府"
_ENDS = pattern(r"省|自治区|自治[州县旗]|地区|苏木|街道|[市县区旗镇乡盟]")
_RANKS = ["province", "city", "county", "township", "rural_township", "sub_district"]
_VERTICAL = pattern(r"^.{2,6}总局")
_PLAIN_NAME = pattern(r"[\u4e00-\u9fff〇·]{2,48}")
# The next place cannot be without a name, so what looks like an end here is the middle of one: 新乡|市, 沙市|区.
_NAMELESS = pattern(r"街道|[市县区旗镇乡](?:$|人民政府|政府|街道|办事处)|族")
_TOWN_IN_NAME = pattern(r"[县镇乡旗](?:市(?!场|政|容)|县|区)")
_COMMON_NOUN = pattern(r"乡[村建规管居统]|[县市区]级|区[划域块]|城区[内]|镇村")
_NO_PLACE = pattern(
    r"(?:社|小|片|库|辖|牧|校|厂)区$|^[老大深高半石]?山区$|(?:困|远|丘陵|革命老)山区$|^.?矿区$|(?<!^新)(?<!神农架)林区$|^(?:本|我|全|各|该|两|每)(?:[省市州县区旗镇乡]|街道)$|^[我该][省市州县区旗镇乡]"
    r"|局.{1,8}[区市县]$"
)
_NO_NAME = pattern(
    r"公布|发布|根据|按照|依据|编制|关于|本报告|现将|特将|请与|年度|如下|情况|(?:全|大|一|局|内|外|干|村|各)部$|^(?:[就对将把在以为]?我|该|由|了|本(?!溪)|做好)"
)


class OrganName(NamedTuple):
    """A name taken apart: `places` from the highest down, `body` what follows them ("" where nothing does).

    `over` is the word for the government that set up the office of a street, where it is printed between the places.
    """

    places: tuple[str, ...]
    body: str
    over: str = ""

    @property
    def kind(self) -> str:
        """The kind of organ, as `Organ.kind` lists them."""
        tables = _data()
        kinds = tables["places"] if self.is_government and self.body not in tables["zone_bodies"] else tables["bodies"]
        return _by_ending(kinds, self.places[-1] if kinds is tables["places"] else self.body) or "other"

    @property
    def is_government(self) -> bool:
        """Whether it is the government of its last place (or the place alone, which stands for it)."""
        return bool(self.places) and self.body in _data()["governments"]

    @property
    def short(self) -> str:
        """The name without the places above it: 金岭镇, 某县发展和改革局."""
        own = self.places[-1] if self.places else ""
        return own if self.is_government else own + self.body

    @property
    def full(self) -> str:
        """The name in full, a government with the word for it."""
        return "".join(self.places[:-1]) + self.over + "".join(self.places[-1:]) + (self.body or self._government())

    def _government(self) -> str:
        if not self.places or self.kind == "development_zone":
            return ""
        return "办事处" if self.kind == "sub_district" else "人民政府"

    def under(self, places: tuple[str, ...]) -> OrganName:
        """The same organ with the places above it that another mention gives."""
        own = self.places
        for begin in range(len(places)):
            if own and own[0] == places[begin]:
                return self._replace(places=places[:begin] + own)
        return self


@remembered
def parse_organ(text: str) -> OrganName | None:
    """The parts of an official name, or None where the text is no such name: `"某县甲镇人民政府"`."""
    name = re.sub(r"\([^()]*\)$", "", text)
    if not _PLAIN_NAME.fullmatch(name) or _NO_NAME.search(name):
        return None
    places, end = split_places(name)
    over = _OVER if len(places) > 1 and f"{places[-2]}{_OVER}{places[-1]}" in name else ""
    organ = OrganName(places, name[end:], over)
    if organ.is_government or (_by_ending(_data()["bodies"], organ.body) and len(name) > 2):
        return organ
    return None


def split_places(text: str) -> tuple[tuple[str, ...], int]:
    """The places that a text begins with, from the highest down, and where they end: an address, an official name."""
    places: list[str] = []
    start = 0
    while end := _place_end(text, start):
        place = text[start:end]
        # A place cannot stand in a lower one: 西乡|塘区 is one name.
        if places and _rank(place) < _rank(places[-1]):
            place = places.pop() + place
        places.append(place)
        # 某区人民政府甲街道办事处 is the office of a street that the district's government set up.
        over = end + len(_OVER) if text.startswith(_OVER, end) else end
        start = over if _place_end(text, over) else end
    return tuple(places), start


def _rank(place: str) -> int:
    kind = "province" if place in _data()["provinces"] else _by_ending(_data()["places"], place)
    return _RANKS.index(kind) if kind in _RANKS else len(_RANKS)


def _place_end(text: str, start: int) -> int:
    for province in _data()["provinces"]:
        if text.startswith(province, start):
            return start + len(province)
    for match in _ENDS.finditer(text, start, start + LONGEST_PLACE):
        if _is_place(text, start, match):
            return match.end()
    return 0


def _is_place(text: str, start: int, match: re.Match[str]) -> bool:
    end, suffix = match.end(), match[0]
    name = text[start : match.start()]
    if len(name) < (2 if suffix in {"市", "省", "盟", "地区"} else 1) or not _PLAIN_NAME.fullmatch(name + suffix):
        return False
    inside = _TOWN_IN_NAME.match(text, end - 1) or _COMMON_NOUN.match(text, end - 1) or _NAMELESS.match(text, end)
    # 阳泉市矿区 is a district, any other 矿区 a field of mines.
    is_district = name + suffix == "矿区" and text.startswith("市", max(start - 1, 0))
    return not inside and (is_district or not _NO_PLACE.search(name + suffix))


class Division(NamedTuple):
    """The province, the city and the county that places name."""

    province: str | None = None
    city: str | None = None
    county: str | None = None


def division(places: tuple[str, ...]) -> Division:
    """Which place is of which level: of two 市 the second is a county-level one."""
    found: dict[str, str] = {}
    for place in places:
        if place in _data()["provinces"] or place.endswith("省"):
            found["province"] = place
            continue
        kind = _by_ending(_data()["places"], place)
        level = "county" if kind == "city" and "city" in found else kind
        if level in {"city", "county"}:
            found.setdefault(level, _VERTICAL.sub("", place))
    return Division(**found)


def _by_ending(kinds: dict[str, str], name: str) -> str | None:
    fits = [ending for ending in kinds if ending and name.endswith(ending)]
    return kinds[max(fits, key=len)] if fits else None


@cache
def _data() -> dict[str, Any]:
    return toml_of("parsing/organs.toml")
