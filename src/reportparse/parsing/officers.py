"""Who is named with a post, a phone or a duty: in lists first, then in sentences; rather nobody than a wrong name."""

from __future__ import annotations

from collections.abc import Sequence

from reportparse.document import Document
from reportparse.findings import Finding
from reportparse.parsing.officer_sentences import named_officers
from reportparse.parsing.officer_tables import listed_officers
from reportparse.parsing.outline import Outline
from reportparse.parsing.prose import all_prose, read_prose
from reportparse.parsing.staff import check_number, check_phones
from reportparse.report import Officer


def find_officers(document: Document, outline: Outline) -> tuple[tuple[Officer, ...], tuple[Finding, ...]]:
    """The officers of a report in reading order, and what is odd about them.

    P-PHONE2: one mobile number for two persons. P-COUNT: the text states another number of staff than the list has.
    """
    lists = listed_officers(document, outline)
    taken = {block for listed in lists for block in listed.blocks}
    free = [passage for passage in outline.passages if passage.block not in taken]
    is_all = len(free) == len(outline.passages)
    paragraphs = all_prose(document, outline) if is_all else read_prose(document, free)
    texts = [paragraph.running for paragraph in paragraphs]
    listed = tuple(officer for found in lists for officer in found.officers)
    named = named_officers(document, texts)
    officers = tuple(_distinct([*listed, *named]))
    return officers, (*check_phones(officers), *check_number(document, texts, listed))


def _distinct(officers: Sequence[Officer]) -> list[Officer]:
    """Each person once: who is in a list is not taken again from a sentence, which may fill an empty field."""
    found: list[Officer] = []
    for officer in officers:
        same = next((n for n, other in enumerate(found) if _is_same(other, officer)), None)
        if same is None:
            found.append(officer)
        else:
            found[same] = _filled(found[same], officer)
    return sorted(found, key=_place)


def _is_same(first: Officer, second: Officer) -> bool:
    """One name; two persons of one name have different phones."""
    return first.name == second.name and (not first.phone or not second.phone or first.phone == second.phone)


def _filled(first: Officer, second: Officer) -> Officer:
    post, phone, duty = first.post or second.post, first.phone or second.phone, first.duty or second.duty
    return Officer(first.name, post, phone, duty, first.source)


def _place(officer: Officer) -> tuple[int, int, int]:
    source = officer.source
    if source is None:
        return (0, 0, 0)
    return (source.block or 0, source.row or 0, source.span[0] if source.span else source.column or 0)
