"""Pdf to Document: characters and ruling lines from PDFium, tables from the lines, paragraphs from the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from math import inf

from reportparse.document import Block, Document, Origin
from reportparse.errors import Malformed, NeedsOCR, NoReportText
from reportparse.findings import Finding
from reportparse.readers.pdf_engine import opened, written_anew
from reportparse.readers.pdf_flow import Measure, PageLines, drop_furniture, measure, paragraphs
from reportparse.readers.pdf_grid import Part, find_parts
from reportparse.readers.pdf_loose import find_header, find_loose, find_over_break
from reportparse.readers.pdf_objects import is_plain
from reportparse.readers.pdf_page import Page, read_pages
from reportparse.readers.pdf_stitch import over_columns, rest_of, stitched
from reportparse.readers.pdf_streams import check_streams, find_damage
from reportparse.readers.pdf_text import Line, lines_of
from reportparse.readers.pdf_trees import check_trees, find_circle

ENGINE = "pdfium"
FEW_CHARACTERS = 20  # a page with fewer and with a picture is a scan

Item = tuple[int, Part | Line]


def read(data: bytes, origin: Origin) -> Document:
    """The Document of a pdf file.

    Raises Encrypted, Malformed, EmptyFile, LimitExceeded, NeedsOCR when all its pages are pictures, and
    NoReportText when no page has any text and nothing seems to be damaged. Single scanned pages are findings
    (R-SCANPAGE).
    """
    _check(data)
    pages, title = read_pages(data)
    scans = _scans(pages, data)
    return Document(
        origin,
        tuple(_blocks(pages)),
        ENGINE,
        len(pages),
        {"title": title} if title else {},
        tuple(Finding("R-SCANPAGE", values={"page": page}) for page in scans),
    )


def _check(data: bytes) -> None:
    """Raises what the checks raise, for the file and for what PDFium makes of it where it may find other objects."""
    check_streams(data)
    check_trees(data)
    if not is_plain(data):
        with opened(data) as document:
            anew = written_anew(document)
        check_streams(anew)
        check_trees(anew)
        if not is_plain(anew):
            raise Malformed("an object inside of another")


def reread(data: bytes, origin: Origin, pages: Sequence[int]) -> Document:
    """The tables and lines of some pages, counted from 1, read by an engine that shares nothing with `read`."""
    from reportparse.readers import pdf_second  # costs 300 ms, and most files never need it

    return pdf_second.reread(data, origin, pages)


def _scans(pages: Sequence[Page], data: bytes) -> list[int]:
    counts = [sum(len(run.text) for run in page.runs) for page in pages]
    scans = [page.number for page, count in zip(pages, counts, strict=True) if page.pictured and count < FEW_CHARACTERS]
    if scans and len(scans) == sum(count > 0 or page.pictured for page, count in zip(pages, counts, strict=True)):
        raise NeedsOCR(f"{len(scans)} pages are pictures and hold no text")
    if not any(counts) and (damage := find_damage(data) or find_circle(data)):
        raise Malformed(f"no page has any text: {damage}")
    if not any(counts):
        raise NoReportText(f"{len(pages)} pages without any text")
    return scans


def _blocks(pages: Sequence[Page]) -> Iterator[Block]:
    parts: list[Part] = []
    texts: list[PageLines] = []
    for page in pages:
        found, free = find_parts(page)
        parts += found
        texts.append(PageLines(page.number, page.height, lines_of(free)))
    drop_furniture(texts)
    parts += _over_breaks(pages, parts, texts)
    for page, text in zip(pages, texts, strict=True):
        found, text.lines = find_loose(page, text.lines)
        parts += found
    parts += _headers(pages, parts, texts)
    parts += _rests(parts, texts)
    how = measure(texts)
    for is_table, group in groupby(_items(parts, texts), key=lambda item: isinstance(item[1], Part)):
        items = list(group)
        yield from _tables(items) if is_table else _paragraphs(items, how)


def _over_breaks(pages: Sequence[Page], parts: Sequence[Part], texts: Sequence[PageLines]) -> Iterator[Part]:
    """Tables of one row without lines that a page break cuts, taken out of the text of both pages."""
    for (page, text), (following, below) in pairwise(zip(pages, texts, strict=True)):
        end = max((part.box[3] for part in parts if part.page == page.number), default=0.0)
        top = min((part.box[1] for part in parts if part.page == following.number), default=inf)
        before = [line for line in text.lines if line.top <= end]
        last = [line for line in text.lines if line.top > end]
        found = find_over_break(page, last, [line for line in below.lines if line.top < top])
        if found:
            text.lines = [*before, *last[: found[2]]]
            below.lines = below.lines[found[3] :]
            yield from found[:2]


def _headers(pages: Sequence[Page], parts: Sequence[Part], texts: Sequence[PageLines]) -> Iterator[Part]:
    """Headers without lines at the end of a page, taken out of its text where the table goes on on the next page."""
    for (page, text), below in pairwise(zip(pages, texts, strict=True)):
        following = (part for part in parts if part.page == below[0].number)
        goes_on = min(following, key=lambda part: part.box[1], default=None)
        end = max((part.box[3] for part in parts if part.page == page.number), default=0.0)
        if goes_on is None or not goes_on.loose or any(line.top < goes_on.box[1] for line in below[1].lines):
            continue
        found = find_header(page, [line for line in text.lines if line.top > end])
        header = over_columns(found[0], goes_on) if found else None
        if found and header:
            text.lines = [line for line in text.lines if line.top <= end or line in found[1]]
            yield header


def _rests(parts: Sequence[Part], texts: Sequence[PageLines]) -> Iterator[Part]:
    """Figures without a label at the top of a page, taken out of its text where a table without upright lines ends the
    page before: they are the rest of its last row, or a row of their own."""
    for above, below in pairwise(texts):
        ends = [part for part in parts if part.page == above.page]
        last = max(ends, key=lambda part: part.box[3], default=None)
        if last is None or not last.loose or any(line.top > last.box[3] for line in above.lines) or not below.lines:
            continue
        top = min((part.box[1] for part in parts if part.page == below.page), default=inf)
        if any(line.top < below.lines[0].bottom for line in below.lines[1:2]):  # a label beside its broken numbers
            continue
        rest = rest_of(last, below.page, below.lines[0]) if below.lines[0].top < top else None
        if rest:
            del below.lines[0]
            yield rest


def _items(parts: Sequence[Part], texts: Sequence[PageLines]) -> list[Item]:
    """Parts of tables and lines in reading order."""
    items: list[Item] = [(part.page, part) for part in parts]
    items += [(text.page, line) for text in texts for line in text.lines]
    return sorted(items, key=lambda item: (item[0], item[1].box[1]))


def _tables(items: Sequence[Item]) -> Iterator[Block]:
    return stitched([part for _, part in items if isinstance(part, Part)])


def _paragraphs(items: Sequence[Item], how: Measure) -> Iterator[Block]:
    return paragraphs([(page, line) for page, line in items if isinstance(line, Line)], how)
