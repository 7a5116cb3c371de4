"""A page of a pdf through PDFium: runs of characters and ruling lines, upright, from the upper left corner."""

from __future__ import annotations

from typing import Any

import msgspec

from reportparse.readers.pdf_engine import (
    LOCK,
    Frame,
    check_sizes,
    loaded_page,
    opened,
    page_count,
    prints_fields,
    title_of,
    without_fonts_of_machine,
)
from reportparse.readers.pdf_marks import Marks, Ruling
from reportparse.readers.pdf_runs import Run, read_runs, without_shadows

PAINTED_PICTURE = 0.2  # of the page; a picture smaller than this is a stamp or a logo


class Page(msgspec.Struct, frozen=True):
    """What stands on a page, in the orientation in which it is displayed."""

    number: int
    width: float
    height: float
    runs: tuple[Run, ...]
    levels: tuple[Ruling, ...]
    uprights: tuple[Ruling, ...]
    pictured: bool = False


def read_pages(data: bytes) -> tuple[list[Page], str]:
    """All pages of the file, and its title ("" if it names none in Chinese)."""
    check_sizes(data)
    with LOCK, without_fonts_of_machine(), opened(data) as document:
        count = page_count(document)
        return [_read_page(document, number) for number in range(1, count + 1)], title_of(document)


def _read_page(document: Any, number: int) -> Page:
    with loaded_page(document, number) as page:
        if not prints_fields(page):
            return _page_of(page, number)
    with loaded_page(document, number) as page:
        return _page_of(page, number)


def _page_of(page: Any, number: int) -> Page:
    frame = Frame.of(page)
    marks = Marks(frame)
    marks.read(page)
    marks.add_tiles()
    runs = tuple(without_shadows(read_runs(page, frame, marks)))
    return Page(
        number,
        frame.width,
        frame.height,
        runs,
        tuple(marks.levels),
        tuple(marks.uprights),
        marks.picture_area > PAINTED_PICTURE * frame.width * frame.height,
    )
