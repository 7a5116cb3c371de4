"""Whose report it is, on which year, when it was signed and published, and whom to ask."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import NamedTuple

from reportparse.document import Document
from reportparse.findings import Finding
from reportparse.parsing.contact import find_contact
from reportparse.parsing.organ_names import OrganName, division, parse_organ, split_places
from reportparse.parsing.outline import Outline
from reportparse.parsing.period import check_period, check_year, find_period, find_year
from reportparse.parsing.running import Line, front, lines, opening, run_on
from reportparse.parsing.signature import check_signature, find_published, find_signature, is_signer
from reportparse.parsing.title import Title, find_title, mentions
from reportparse.report import Contact, Organ, Period, Signature
from reportparse.source import Source
from reportparse.text import squeeze

MOST = 80
"""So many passages of the text may name the organ."""
NEAR = 400
"""How far into the overview, in characters, the name of the report may stand."""


class Identity(NamedTuple):
    """What tells one report from another. What the document does not tell is None."""

    organ: Organ
    year: int | None
    title: str | None
    period: Period | None
    signed: Signature | None
    published: datetime.date | None
    contact: Contact | None
    findings: tuple[Finding, ...] = ()


def read_identity(document: Document, outline: Outline) -> Identity:
    """The identity of a report, from its title, its preamble and its signature; nothing is guessed."""
    heading = opening(outline)
    title = find_title(document, outline, heading.block if heading else None)
    period = find_period(document, outline)
    signed = find_signature(document, outline, title)
    contact = find_contact(document, outline)
    year = find_year(title, period, signed, document, outline)
    return Identity(
        organ=_organ(document, outline, title, signed, contact),
        year=year,
        title=title.text if title else None,
        period=period,
        signed=signed,
        published=find_published(document, outline, title),
        contact=contact,
        findings=(
            *check_year(year, period, outline, document),
            *check_period(period),
            *check_signature(document, signed),
        ),
    )


class Named(NamedTuple):
    """A mention of the reporting organ."""

    text: str
    source: Source | None = None


def _organ(
    document: Document, outline: Outline, title: Title | None, signed: Signature | None, contact: Contact | None
) -> Organ:
    """The organ that the surest mention names, with what the other mentions add to its name."""
    named = [*_named(document, outline, title, signed, contact)]
    if not named:
        return Organ()
    first = named[0]
    own = parse_organ(first.text)
    if own is None:
        return Organ(first.text, first.text, "other", source=first.source)
    own = _named_in_full(own, named[1:])
    own = _completed(own, [organ for other in named[1:] if (organ := parse_organ(squeeze(other.text)))])
    above = division(_places_around(own, document, outline, contact))
    return Organ(own.short, own.full, own.kind, above.county, above.city, above.province, first.source)


def _named(
    document: Document, outline: Outline, title: Title | None, signed: Signature | None, contact: Contact | None
) -> Iterator[Named]:
    """Mentions of the reporting organ, the surest first."""
    if title and title.organ:
        yield Named(title.organ, title.source)
    for line in _lines_by_title(document, outline, title):
        if is_signer(line.text.strip("()")):
            yield Named(line.text.strip("()"), line.source(document))
    if signed and signed.organ:
        yield Named(squeeze(signed.organ), signed.source)
    preamble = front(document, outline)
    yield from (Named(mention.organ) for mention in mentions(preamble.text) if mention.organ)
    authors = (match["organ"] or match["about"] for match in _AUTHOR.finditer(preamble.text))
    yield from (Named(author) for author in authors if parse_organ(author))
    overview = run_on(outline.text_of("overview")[:MOST] or outline.passages[:MOST])
    yield from (Named(mention.organ) for mention in mentions(overview.text[:NEAR]) if mention.organ)
    yield from (Named(match["organ"]) for match in _SUBJECT.finditer(overview.text) if parse_organ(match["organ"]))
    if contact and contact.office:
        yield from (Named(name) for name in _government_of(contact.office))


_NAME = r"(?P<organ>[\u4e00-\u9fff·]{3,40}?)"
_CALLED = r"(?:\((?:以下)?简称[^()]*\))?"
_AUTHOR = re.compile(
    rf"结合(?P<about>[\u4e00-\u9fff·]{{3,40}}?){_CALLED}(?:20\d\d年度?)?政府信息公开"
    rf"|(?:(?:^|[,。;:]|公布|发布)由?|由){_NAME}{_CALLED}(?:根据|按照|依据|编制|结合|公布|发布|撰写)"
)
_SUBJECT = re.compile(
    rf"(?:年度|年(?!度)|日|以来),?{_NAME}{_CALLED}(?:认真|深入|坚持|严格|积极|全面|以|在|按照|紧紧|切实|高度|始终|贯彻|不断|持续|主动|通过|围绕|立足|聚焦)"
)
_LEVELS = tuple("省市州县区旗镇乡")
# 某市公安局甲区分局 is another body than 某市公安局.
_GOVERNMENT = re.compile(
    r"^[\u4e00-\u9fff·]{2,40}?(?:人民政府|街道办事处|局|委员会|管委会|(?:街道|镇|乡)(?=党政|政府|政务|信息公开|综合|党工委|党委|党群|办公室))(?:[\u4e00-\u9fff]{1,12}(?:分局|街道办事处))?"
)


def _government_of(office: str) -> Iterator[str]:
    """The body that an office belongs to: `"甲镇人民政府党政办公室" → "甲镇人民政府"`."""
    match = _GOVERNMENT.match(office)
    if match and parse_organ(match[0]):
        yield match[0]


def _lines_by_title(document: Document, outline: Outline, title: Title | None) -> list[Line]:
    if title is None or title.block is None:
        return []
    return [line for line in lines(document, outline) if abs(line.block - title.block) <= 3]


def _named_in_full(own: OrganName, others: list[Named]) -> OrganName:
    """The same body under the name of its place, where the surest mention has none: 区司法局, 甲区司法局."""
    if own.places or own.body[:1] not in _LEVELS:
        return own
    names = (organ for other in others if (organ := parse_organ(squeeze(other.text))))
    return next((organ for organ in names if organ.places and organ.full.endswith(own.body)), own)


def _completed(own: OrganName, others: list[OrganName]) -> OrganName:
    """The name with the places and the word for the body that other mentions of the same organ add."""
    for other in others:
        if other.short != own.short or other.is_government != own.is_government:
            continue
        if len(other.places) > len(own.places):
            own = own.under(other.places)
        if own.is_government and len(other.body) > len(own.body):
            own = own._replace(body=other.body)
    return own


def _places_around(own: OrganName, document: Document, outline: Outline, contact: Contact | None) -> tuple[str, ...]:
    """The organ's place and those above it, as far as its name, the preamble and its address tell."""
    address, _ = split_places(contact.address if contact and contact.address else "")
    named = division(own.places)
    found = division(address)
    if not own.places:
        return ()
    for level in ("county", "city"):
        lowest = getattr(named, level)
        if lowest and lowest in address:
            return (*address[: address.index(lowest)], *own.places[own.places.index(lowest) :])
    if named == division(()) and (found.county or found.city):
        return (*address[: _levels(address)], own.places[-1])
    return own.places


def _levels(address: tuple[str, ...]) -> int:
    """How many of the places of an address are above a town."""
    return next((n for n in range(len(address), 0, -1) if division(address[n - 1 : n]) != division(())), 0)
