"""A Document laid on the form: sections, facts, officers, statements, problems, and what is odd among them."""

from __future__ import annotations

from typing import Final

import msgspec

from reportparse.document import Document, Table, scrubbed
from reportparse.findings import Finding
from reportparse.parsing.doubt import check
from reportparse.parsing.identity import Identity, read_identity
from reportparse.parsing.officers import find_officers
from reportparse.parsing.outline import Outline, form_sections, numbers_in_order, outline, second_report
from reportparse.parsing.problems import find_problems
from reportparse.parsing.statements import find_statements
from reportparse.parsing.strays import ENOUGH_SECTIONS, is_report, read_stray
from reportparse.parsing.tables import Statistics, read_statistics
from reportparse.readers import Readable, load
from reportparse.report import Report

VERSION: Final = "0.1.0"
"""Of the parser: a record says which version made it, and a resumed batch reads again what an older one read."""

FIRST_FORM_YEAR: Final = 2019
"""The first report year with the six sections and three tables (国办公开办函〔2019〕60号)."""


def parse(source: Readable, *, format: str | None = None, name: str | None = None) -> Report:
    """The record of one report, from a path, bytes, a binary file object or a Document.

    What is odd in the report is in `findings`; only a file that cannot be read, or is a page of a web site, raises
    `ReadError`. Another text, an invoice say, gives a record that states nothing: `is_report` is False.
    """
    read, data = load(source, format=format, name=name)
    document = _first_report(scrubbed(read))
    found = outline(document)
    identity = read_identity(document, found)
    first = read_statistics(document, found, identity.year)
    if not is_report(document, found, has_tables=first.edition is not None):
        return read_stray(document, identity.title, VERSION)
    statistics = check(first, document, found, data, identity.year)
    officers, noticed = find_officers(document, found)
    problems, measures = find_problems(document, found)
    edition = statistics.edition
    return Report(
        origin=document.origin,
        organ=identity.organ,
        year=identity.year,
        edition=edition,
        title=identity.title,
        editions=statistics.editions,
        period=identity.period,
        signed=identity.signed,
        published=identity.published,
        contact=identity.contact,
        preamble=found.preamble(document),
        sections=found.sections(document),
        facts=statistics.facts,
        extras=statistics.extras,
        officers=officers,
        statements=find_statements(document, found, edition, identity.year),
        problems=problems,
        measures=measures,
        findings=(
            *document.findings,
            *identity.findings,
            *_structure(document, found, statistics, identity),
            *statistics.findings,
            *noticed,
        ),
        parser=VERSION,
    )


def _first_report(document: Document) -> Document:
    """Without what stands behind the first of two reports: no field may come from the second."""
    second = second_report(document)
    if second is None:
        return document
    number, start = second
    finding = Finding("S-TWO", sources=(document.source(number),))
    blocks, findings = document.blocks[:number], (*document.findings, finding)
    shared = document.blocks[number]
    if start and not isinstance(shared, Table):
        blocks = (*blocks, msgspec.structs.replace(shared, text=shared.text[:start]))
    return msgspec.structs.replace(document, blocks=blocks, findings=findings)


def _structure(document: Document, found: Outline, statistics: Statistics, identity: Identity) -> list[Finding]:
    """Sections that are missing or misnumbered, and reports of the kind before the form."""
    older = identity.year is not None and identity.year < FIRST_FORM_YEAR
    if statistics.edition is None and (len(found.headings) < ENOUGH_SECTIONS or (older and statistics.editions)):
        return [Finding("R-OLD", values={"year": identity.year})] if older or not found.headings else []
    findings = []
    missing = [
        section.label
        for section in form_sections()
        if found.text_of(section.code) == [] and not _headed(found, section.code)
    ]
    if missing:
        findings.append(Finding("S-SECT", values={"missing": "、".join(missing)}))
    if found.headings and not numbers_in_order(found.headings):
        numbers = "、".join(str(heading.number or "—") for heading in found.headings)
        odd = [heading for heading in found.headings if heading.number != heading.section.number]
        sources = tuple(document.source(h.block, span=(h.start, h.end)) for h in odd)
        findings.append(
            Finding("S-NUM", values={"numbers": numbers}, sources=sources, quote=odd[0].title if odd else "")
        )
    return findings


def _headed(found: Outline, code: str) -> bool:
    return any(heading.section.code == code for heading in found.headings)
