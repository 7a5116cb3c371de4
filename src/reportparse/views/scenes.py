"""Pictures of the pages of pdf files for the page: cut to their tables, persons painted over. Needs pillow."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from itertools import pairwise
from typing import NamedTuple
from unicodedata import east_asian_width

from reportparse.errors import ReadError
from reportparse.pictures import find_file
from reportparse.private import Veil
from reportparse.readers.pdf_page import Page, read_pages
from reportparse.readers.pdf_pictures import draw_page
from reportparse.readers.pdf_runs import Run
from reportparse.report import Report
from reportparse.source import Box, Source

SCALE = 1.35
"""Pixels per point: figures of nine points can be read."""

GREYS = 16
AROUND = 36.0
"""Points above and below what is to be seen."""

PAINT = "#808080"


class Scene(NamedTuple):
    """A part of a page as a PNG in base64: `box` is where it lies on the page, in points."""

    page: int
    box: Box
    png: str


def can_draw() -> bool:
    """Whether pictures can be made here at all."""
    return find_spec("PIL") is not None


class Drawn(NamedTuple):
    """The pictures of a report, and where exactly on its pages each place lies."""

    scenes: list[Scene]
    boxes: dict[Source, list[Box]]


def draw_scenes(report: Report, places: Iterable[Source], veil: Veil) -> Drawn:
    """One picture for each page that has some of these places; none where the file is gone or is another one now."""
    by_page: dict[int, list[Source]] = {}
    for place in places:
        if place.page is not None and place.box is not None and place.file in ("", report.origin.sha256):
            by_page.setdefault(place.page, []).append(place)
    data = find_file(report) if by_page else None
    try:
        pages, _ = read_pages(data) if data is not None else ([], "")
    except ReadError:
        pages = []
    drawn = Drawn([], {})
    for number, here in sorted(by_page.items()):
        if data is not None and number <= len(pages):
            boxes = {place: find_boxes(pages[number - 1], place) for place in here}
            drawn.boxes.update(boxes)
            wanted = [box for of_one in boxes.values() for box in of_one]
            drawn.scenes.append(_scene(data, pages[number - 1], wanted, veil))
    return drawn


def find_boxes(page: Page, place: Source) -> list[Box]:
    """A cell's box; of a text its own words, a box for each line, where the page has them below the paragraph's top."""
    assert place.box is not None
    wanted = "".join(place.raw.split())
    if place.table is not None or not wanted:
        return [place.box]
    top = place.box[1] - 1
    letters = [
        (run, number, letter)
        for line in _lines(page.runs)
        for run in line
        if run.top >= top
        for number, letter in enumerate(run.text)
        if not letter.isspace()
    ]
    start = "".join(letter for _, _, letter in letters).find(wanted)
    if start < 0:
        return [place.box]
    found = letters[start : start + len(wanted)]
    runs = {id(run): run for run, _, _ in found}
    numbers = {key: [number for run, number, _ in found if id(run) == key] for key in runs}
    return [_part(run, min(numbers[key]), max(numbers[key]) + 1) for key, run in runs.items()]


def _scene(data: bytes, page: Page, boxes: Sequence[Box], veil: Veil) -> Scene:
    from PIL import Image, ImageDraw  # an extra: reading does without it

    image = Image.open(io.BytesIO(draw_page(data, page.number, SCALE, []))).convert("L")
    scale = image.width / page.width
    pen = ImageDraw.Draw(image)
    for box in private_boxes(page, veil):
        pen.rectangle([side * scale for side in box], fill=PAINT)
    top = max(0.0, min(box[1] for box in boxes) - AROUND)
    bottom = min(page.height, max(box[3] for box in boxes) + AROUND)
    cut = image.crop((0, round(top * scale), image.width, round(bottom * scale)))
    buffer = io.BytesIO()
    cut.quantize(GREYS).save(buffer, "PNG", optimize=True)
    return Scene(page.number, (0.0, top, page.width, bottom), base64.b64encode(buffer.getvalue()).decode("ascii"))


# --- what is painted over


def private_boxes(page: Page, veil: Veil) -> list[Box]:
    """Where on a page stands what is not to be seen, also with spaces in it or over a line's end."""
    lines = _lines(page.runs)
    wrapped = [[*one, *other] for one, other in pairwise(lines)]
    return sorted({box for line in (*lines, *wrapped) for box in _private(line, veil)})


def _private(line: list[Run], veil: Veil) -> Iterator[Box]:
    text, starts = "", []
    for place, run in enumerate(line):
        text += _between(line[place - 1], run) if place else ""
        starts.append(len(text))
        text += run.text
    for first, end in veil.spans(text):
        for run, start in zip(line, starts, strict=True):
            inside = max(first - start, 0), min(end - start, len(run.text))
            if inside[0] < inside[1]:
                yield _part(run, *inside)


def _part(run: Run, start: int, end: int) -> Box:
    """The box of some characters of a run, and a little more; where the run is turned, all of it."""
    if run.turn:
        return run.x0, run.top, run.x1, run.bottom
    widths = [2 if east_asian_width(letter) in "WF" else 1 for letter in run.text]
    unit = (run.x1 - run.x0) / sum(widths)
    left, right = run.x0 + sum(widths[:start]) * unit, run.x0 + sum(widths[:end]) * unit
    return max(run.x0, left - unit), run.top, min(run.x1, right + unit), run.bottom


def _between(left: Run, right: Run) -> str:
    """What parts two runs: nothing, a space, or a border: the figures of neighbouring cells are no number together."""
    gap, height = right.x0 - left.x1, right.bottom - right.top
    if right.x0 < left.x0:  # the next line
        return ""
    return "" if gap < 0.15 * height else " " if gap < 0.8 * height else "|"


def _lines(runs: Iterable[Run]) -> list[list[Run]]:
    """The runs that stand on one line, from left to right."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda one: (one.turn, one.middle)):
        last = lines[-1][0] if lines else None
        if last is not None and last.turn == run.turn and abs(last.middle - run.middle) < (run.bottom - run.top) / 2:
            lines[-1].append(run)
        else:
            lines.append([run])
    return [sorted(line, key=lambda one: one.x0) for line in lines]
