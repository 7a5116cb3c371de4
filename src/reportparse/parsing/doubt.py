"""Whose fault it is: where a cell is doubtful or a sum fails, the file is read a second way before anyone is blamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from reportparse.document import Document, Table
from reportparse.errors import ReadError
from reportparse.findings import Finding
from reportparse.form import FormTable, Identity, item_id, load_form
from reportparse.parsing.labels import labels, table_codes
from reportparse.parsing.outline import Outline, outline
from reportparse.parsing.run import read_run
from reportparse.parsing.run_text import lines_of_table
from reportparse.parsing.tables import Statistics, read_statistics
from reportparse.readers import reread
from reportparse.report import Fact, Number


def check(first: Statistics, document: Document, found: Outline, data: bytes | None, year: int | None) -> Statistics:
    """The statistics with what a second reading of the doubtful cells says.

    Where both readings agree, a failing sum is the document's. Where they differ, the first stays, is marked as
    doubtful, and a finding names both.
    """
    doubtful = doubtful_items(first)
    if not doubtful:
        return first
    second = _second(first, document, found, data, year, doubtful)
    differing = {fact.item: other for fact in first.facts if (other := _contradicts(fact, second, doubtful))}
    if not differing:
        return first
    facts = tuple(_marked(fact, differing) for fact in first.facts)
    findings = [_two_readings(fact, differing[fact.item]) for fact in first.facts if fact.item in differing]
    return first._replace(facts=facts, findings=(*first.findings, *findings))


def doubtful_items(statistics: Statistics) -> set[str]:
    """Cells that could not be read surely, and all cells of sums that do not hold."""
    values = {fact.item: fact.value for fact in statistics.facts}
    unsure = {fact.item for fact in statistics.facts if fact.state == "unreadable" or fact.doubt}
    for code in table_codes():
        edition = statistics.editions.get(code) or statistics.edition
        if edition:
            unsure.update(broken_items(edition, code, values))
    return unsure


def broken_items(edition: str, code: str, values: Mapping[str, Number | None]) -> set[str]:
    """The cells of every hard equation of a table that is wholly stated and does not hold."""
    broken: set[str] = set()
    for left, right in _hard_equations(edition, code):
        sides = [[values.get(item) for item in side] for side in (left, right)]
        if None not in sides[0] and None not in sides[1] and _total(sides[0]) != _total(sides[1]):
            broken.update((*left, *right))
    return broken


@cache
def _hard_equations(edition: str, code: str) -> tuple[tuple[list[str], list[str]], ...]:
    table = load_form(edition).table(code)
    hard = [identity for identity in table.identities if identity.op == "==" and identity.strength == "hard"]
    return tuple(equation for identity in hard for equation in _equations(table, identity))


def _equations(table: FormTable, identity: Identity) -> Iterator[tuple[list[str], list[str]]]:
    if identity.per == "column":
        for column in table.columns:
            yield (
                [item_id(table.code, row, column.code) for row in identity.left],
                [item_id(table.code, row, column.code) for row in identity.right],
            )
        return
    for row in table.leaves():
        yield (
            [item_id(table.code, row.code, column) for column in identity.left],
            [item_id(table.code, row.code, column) for column in identity.right],
        )


def _total(values: Iterable[Number | None]) -> float:
    return round(sum(value or 0 for value in values), 6)


def _second(
    first: Statistics, document: Document, found: Outline, data: bytes | None, year: int | None, doubtful: set[str]
) -> dict[str, Fact]:
    """The facts as a second way gives them: another engine for pdf and docx, the run of cells for text and html."""
    if document.origin.format in ("pdf", "docx") and data is not None:
        pages = {fact.source.page for fact in first.facts if fact.item in doubtful and fact.source and fact.source.page}
        again = _read_again(data, document, tuple(sorted(pages)))
        if again is not None:
            return {fact.item: fact for fact in read_statistics(again, outline(again), year).facts}
    return _by_run(first, document, found)


def _read_again(data: bytes, document: Document, pages: tuple[int, ...]) -> Document | None:
    """The second Document, or None where the other engine cannot read the file: then only the first can be told."""
    try:
        return reread(data, document, pages)
    except (ReadError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError, OSError, RecursionError):
        return None


def _by_run(first: Statistics, document: Document, found: Outline) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    for code in table_codes():
        blocks = [n for n in sorted(first.blocks) if isinstance(document.blocks[n], Table)]
        lines = [line for block in blocks if _is_of(found, block, code) for line in lines_of_table(document, block)]
        for row in read_run(document, lines, code).rows:
            for column, slot in row.slots.items():
                item = item_id(code, row.row, column)
                facts[item] = Fact(item, slot.reading.state, slot.reading.value, slot.text, slot.source)
    return facts


def _is_of(found: Outline, block: int, code: str) -> bool:
    return found.section_of(block) in (None, labels(code).newest.section)


def _contradicts(fact: Fact, second: Mapping[str, Fact], doubtful: set[str]) -> Fact | None:
    other = second.get(fact.item)
    if fact.item not in doubtful or other is None or fact.state != "stated" or other.state != "stated":
        return None
    return other if other.value != fact.value else None


def _marked(fact: Fact, differing: Mapping[str, Fact]) -> Fact:
    if fact.item not in differing:
        return fact
    return Fact(fact.item, fact.state, fact.value, fact.raw, fact.source, "two-readings")


def _two_readings(fact: Fact, other: Fact) -> Finding:
    sources = tuple(source for source in (fact.source, other.source) if source)
    values = {"first": fact.value, "second": other.value}
    return Finding("R-TWOREADINGS", (fact.item,), values, sources, quote=f"{fact.raw} / {other.raw}")
