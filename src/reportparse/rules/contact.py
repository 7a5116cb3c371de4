"""Where readers are told to turn: whether numbers and codes can be right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from reportparse.form import Form
from reportparse.report import Report
from reportparse.rules.outcome import Outcome, broken, compared, not_assessable, passages
from reportparse.rules.panel import Panel
from reportparse.rules.words import words
from reportparse.text import squeeze

MAJORITY = 3
"""So many organs of a county must agree before one that differs is told."""

_AREA = re.compile(r"\(?(0\d{2,3})\)?-?\d{7,8}$")
_DOMAIN = re.compile(
    r"(?<![\w@-])(?<![\w-]\.)(?:(?:[\w-]+\.)+(?:gov|org|com|edu|net)\.cn|(?:[\w-]+\.)+(?:com|cn|net|org))"
)


def c_phone(report: Report, form: Form) -> Iterator[Outcome]:
    """The contact's phone has the form of a phone number."""
    told = report.contact.phone if report.contact else None
    phone = squeeze(told or _printed(_PHONE, report)).replace("—", "-")
    if not phone:
        yield not_assessable("not said")
        return
    source = report.contact.source if report.contact else None
    parts = [part for part in re.split(r"[、,;/]|或|(?<=\d{7})\s+", phone.strip("。.,;)")) if part]
    wrong = next((part for part in parts if not re.fullmatch(words().phone, part.replace("--", "-"))), "")
    yield compared(not wrong, broken(sources=[source], quote=phone, phone=wrong))


def _printed(pattern: re.Pattern[str], report: Report) -> str:
    """A number printed behind its label before the first section: one that cannot be right is not in the record."""
    front = report.section("preamble")
    match = pattern.search(squeeze(front.text)) if front else None
    return match["number"] if match else ""


_PHONE = re.compile(
    r"(?:(?:电话|联系方式)(?:号码)?[:为是]?|(?:致电|拨打)[^,。;()\d]{0,40}\(?)(?P<number>[(+]?\d[\d()—-]{2,})"
)
_POSTCODE = re.compile(r"(?:邮政编码|邮编)[:为是]?(?P<number>\d{3,})")


def c_post(report: Report, form: Form) -> Iterator[Outcome]:
    """The post code has six digits, and its province's first two."""
    source = report.contact.source if report.contact else None
    code = squeeze(report.contact.postcode or "" if report.contact else "") or _printed(_POSTCODE, report)
    if not code:
        yield not_assessable("not said")
        return
    if not re.fullmatch(r"\d{6}", code):
        yield broken(sources=[source], left=code, reason="不是六位数字", reason_en="it has not six digits")
        return
    province = report.organ.province or ""
    prefixes = next((codes for name, codes in words().postcodes.items() if province.startswith(name)), None)
    if prefixes is None:
        yield not_assessable("not said")
        return
    reason = f"{province}的邮政编码以{'、'.join(prefixes)}开头"
    told = broken(
        sources=[source],
        left=code,
        reason=reason,
        reason_en=f"post codes there begin with {', '.join(prefixes)}",
    )
    yield compared(code[:2] in prefixes, told)


def c_missing(report: Report, form: Form) -> Iterator[Outcome]:
    """An address, a phone or an e-mail is given."""
    contact = report.contact
    given = contact and (contact.address or contact.phone or contact.email)
    anywhere = any(_REACHED.search(squeeze(section.text)) for section in passages(report))
    yield compared(bool(given) or anywhere, broken())


_REACHED = re.compile(
    r"(?:电话|热线|联系方式|传真|邮箱|地址)[^。;]{0,12}?\d{3,}(?![\d]*[件宗条次个人篇])|(?:致电|拨打)[^,。;()\d]{0,40}\(?\d{3,}|(?<![\w.-])[\w.-]++@[\w-]++\.\w"
)
"""A way to reach the organ: that a telephone or a mailbox exists is none."""


def c_area(panel: Panel) -> Iterator[tuple[Report, Outcome]]:
    """The area code is the one that the other organs of the county have."""
    for reports in panel.places.values():
        codes = {id(report): _area_code(report) for report in reports}
        usual = _majority(code for code in codes.values() if code)
        for report in reports:
            yield report, _same(report, codes[id(report)], usual)


def _area_code(report: Report) -> str:
    phone = squeeze(report.contact.phone or "").replace("—", "-") if report.contact else ""
    match = _AREA.fullmatch(phone)
    return match[1] if match else ""


def _majority(values: Iterable[str]) -> str:
    """What most organs have, if enough of them have it."""
    most = Counter(values).most_common(2)
    if not most or most[0][1] < MAJORITY or (len(most) > 1 and most[1][1] * 2 > most[0][1]):
        return ""
    return most[0][0]


def _same(report: Report, mine: str, usual: str) -> Outcome:
    if not mine or not usual:
        return not_assessable("not said" if not mine else "no neighbours")
    source = report.contact.source if report.contact else None
    told = broken(sources=[source], left=mine, right=usual, place=report.organ.city or report.organ.county or "")
    return compared(mine == usual, told)


def c_url(panel: Panel) -> Iterator[tuple[Report, Outcome]]:
    """The web site is not the one that the organs of another county use."""
    sites = _sites_of_counties(panel)
    for (county, _), reports in panel.places.items():
        for report in reports:
            yield report, _own_site(report, county, sites)


def _sites_of_counties(panel: Panel) -> dict[str, set[str]]:
    """Which counties use a site, counting only sites that enough of their organs name."""
    named: dict[str, Counter[str]] = {}
    for (county, _), reports in panel.places.items():
        for report in reports:
            named.setdefault(county, Counter()).update(set(_domains(report)))
    counties: dict[str, set[str]] = {}
    for county, counts in named.items():
        for site, count in counts.items():
            if count >= MAJORITY:
                counties.setdefault(site, set()).add(county)
    return counties


def _domains(report: Report) -> list[str]:
    front = report.section("preamble")
    site = (report.contact.website if report.contact else "") or (front.text if front else "")
    site = squeeze(site)
    return [match[0].lower().removeprefix("www.") for match in _DOMAIN.finditer(site)]


def _own_site(report: Report, county: str, sites: dict[str, set[str]]) -> Outcome:
    mine = _domains(report)
    if not mine:
        return not_assessable("not said")
    foreign = next((site for site in mine if sites.get(site) and county not in sites[site]), "")
    source = report.contact.source if report.contact else None
    return compared(not foreign, broken(sources=[source], left=foreign, place=county))


RULES: dict[str, Callable[..., Iterator[Any]]] = {
    "C-PHONE": c_phone,
    "C-AREA": c_area,
    "C-POST": c_post,
    "C-URL": c_url,
    "C-MISSING": c_missing,
}
