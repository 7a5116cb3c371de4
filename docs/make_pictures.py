"""Draws the pictures of the documentation and the README from corpus/, small enough to be kept with the text.

    python docs/make_pictures.py            all of them; those of the page need playwright and Chromium

Figures and places are drawn by the package; the page is shown as Chromium shows it.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import matplotlib
from PIL import Image

import reportparse as rp
from reportparse import views
from reportparse.corpus import Corpus

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
REPORTS = ROOT / "corpus" / "reports"
RECEIVED = "requests.received.total"
COLOURS = 128
DPI = 110

FIGURES: dict[str, Callable[[Corpus], Any]] = {
    "trend": lambda corpus: views.trend(corpus.where(county="青砚区"), RECEIVED),
    "coverage": views.coverage,
    "findings": views.findings_map,
    "outcomes": views.outcomes,
    "topics": views.topics,
    "similarity": views.similarity,
}


def figures(corpus: Corpus, folder: Path) -> Iterator[Path]:
    """A picture of each figure."""
    for name, figure in FIGURES.items():
        buffer = io.BytesIO()
        drawn = figure(corpus).figure
        drawn.savefig(buffer, dpi=DPI, bbox_inches="tight")
        matplotlib.pyplot.close(drawn)
        yield _save(Image.open(buffer), folder / f"{name}.png")


def places(folder: Path) -> Iterator[Path]:
    """A page of a pdf with what was read in each cell, and a table of a docx with its failing cells marked."""
    report = rp.parse(REPORTS / "yunxiu/government/2022.pdf")
    number = report[RECEIVED].source.page
    picture = Image.open(io.BytesIO(report.show_page(number).png))
    yield _save(picture, folder / "place.png")


def browser(corpus: Corpus, folder: Path) -> Iterator[Path]:
    """The page as Chromium shows it: overview, a formula, copied texts, and a phone."""
    from playwright.sync_api import sync_playwright  # only who draws these needs it

    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        page = views.page(corpus, Path(temporary) / "audit.html").path
        running = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, (width, height), steps in SHOTS:
            window = running.new_page(viewport={"width": width, "height": height}, device_scale_factor=1)
            window.goto(page.as_uri())
            window.wait_for_selector("main h2")
            for step in steps:
                step(window)
            yield _save(Image.open(io.BytesIO(window.screenshot())), folder / f"{name}.png")
            window.close()
        running.close()


def _finding(search: str) -> Callable[[Any], None]:
    """Opens the first finding that has this in it."""

    def step(window: Any) -> None:
        window.evaluate("location.hash = '#/findings'")
        window.fill("#search", search)
        window.locator("button.open").first.click()
        window.wait_for_selector("tr.more:not([hidden]) dl")

    return step


SHOTS: list[tuple[str, tuple[int, int], list[Callable[[Any], None]]]] = [
    ("page-overview", (1100, 900), []),
    ("page-formula", (1100, 720), [_finding("T3-ROW")]),
    ("page-copies", (1100, 720), [_finding("H-TWIN")]),
    ("page-phone", (390, 844), [_finding("N-PART-GT")]),
]


def _save(picture: Image.Image, path: Path) -> Path:
    picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    return path


def main() -> None:
    """All pictures, with their sizes."""
    matplotlib.use("agg")
    PICTURES.mkdir(exist_ok=True)
    corpus = rp.parse_all(REPORTS, progress=False)
    for path in (*figures(corpus, PICTURES), *places(PICTURES), *browser(corpus, PICTURES)):
        print(f"{path.stat().st_size / 1e3:6.0f} kB  {path.relative_to(ROOT)}", file=sys.stderr)


if __name__ == "__main__":
    main()
