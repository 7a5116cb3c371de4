"""A page about many reports in real Chromium: its size, and the time until each thing that a reader does is done.

python benchmarks/page.py 5000 [audit.html]       needs playwright and Chromium

The reports are those of corpus/, read once and told again as of other organs, with other words and some other figures.
"""

from __future__ import annotations

import hashlib
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from msgspec.structs import replace

import reportparse as rp
from reportparse.report import Fact, Report, Section
from reportparse.views import page

ROOT = Path(__file__).parents[1]
SYLLABLES = "安宝昌德福光海和华吉江静康兰丽明宁平清荣山泰文祥兴秀阳永云泽长"
CHANGED = 0.4
"""The share of reports with a figure that no longer adds up."""

WINDOW = {"width": 1280, "height": 900}
ROWS = "main table.list tbody > tr:not(.more)"


def varied(originals: list[Report], count: int, seed: int = 7) -> Iterator[Report]:
    """So many reports in the likeness of these: organs of counties of their own, sentences from all of them."""
    chance = random.Random(seed)
    said = _sentences(originals)
    for number in range(count):
        around, which = divmod(number, len(originals))
        original = originals[which]
        facts = list(original.facts)
        if chance.random() < CHANGED:
            _change(facts, chance)
        name = f"{number}-{original.origin.name}"
        yield replace(
            original,
            origin=replace(original.origin, name=name, path=None, sha256=hashlib.sha256(name.encode()).hexdigest()),
            organ=replace(original.organ, county=f"{_place(around, original.organ.county)}县", full_name=None),
            facts=tuple(facts),
            sections=tuple(_told(section, said, chance) for section in original.sections),
        )


def _place(around: int, county: str | None) -> str:
    one, other = divmod(around, len(SYLLABLES))
    return SYLLABLES[other] + SYLLABLES[-1 - one] + (county or "")[:1]


def _sentences(reports: list[Report]) -> dict[str, list[str]]:
    """What is said under each section, sentence by sentence."""
    said: dict[str, list[str]] = {}
    for report in reports:
        for section in report.sections:
            said.setdefault(section.code, []).extend(part for part in section.text.split("。") if part)
    return said


def _told(section: Section, said: dict[str, list[str]], chance: random.Random) -> Section:
    sentences = section.text.count("。")
    parts = chance.sample(said.get(section.code, []), min(sentences, len(said.get(section.code, []))))
    return replace(section, text="。".join([*parts, ""])) if sentences > 2 else section


def _change(facts: list[Fact], chance: random.Random) -> None:
    """Another figure in one stated cell."""
    stated = [place for place, fact in enumerate(facts) if fact.value is not None]
    if stated:
        place = chance.choice(stated)
        value = (facts[place].value or 0) + chance.randint(1, 9)
        facts[place] = replace(facts[place], value=value, raw=str(value))


def read_originals() -> list[Report]:
    """The reports of corpus/."""
    return list(rp.parse_all(ROOT / "corpus" / "reports"))


# --- in Chromium


def measure(path: Path) -> None:
    """What a reader does, in the order in which one would, and how long each takes."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for width in (WINDOW["width"], 390):
            window = browser.new_page(viewport={**WINDOW, "width": width})
            began = time.perf_counter()
            window.goto(path.as_uri())
            window.wait_for_selector("main h2")
            _tell(f"opened, {width} px", time.perf_counter() - began)
            for word, step in STEPS.items():
                began = time.perf_counter()
                step(window)
                _tell(word, time.perf_counter() - began)
            heap = window.evaluate("performance.memory ? performance.memory.usedJSHeapSize : 0")
            print(f"{'JavaScript heap':44}{heap / 1e6:8.0f} MB")
            window.close()
        browser.close()


def _tell(word: str, seconds: float) -> None:
    print(f"{word:44}{seconds:8.2f} s", flush=True)


def _all_findings(window: Any) -> None:
    window.evaluate("location.hash = '#/findings'")
    window.wait_for_selector(ROWS)


def _search(text: str) -> Callable[[Any], None]:
    def step(window: Any) -> None:
        before = window.locator("main [role=status]").first.inner_text()
        window.fill("#search", text)
        window.wait_for_function("was => document.querySelector('main [role=status]').textContent !== was", arg=before)

    return step


def _sort(window: Any) -> None:
    window.click("main thead th >> nth=4 >> button")
    window.wait_for_selector("main thead th:nth-child(5)[aria-sort]")


def _report(window: Any) -> None:
    window.evaluate("location.hash = '#/report/' + (data.reports.length - 1)")
    window.wait_for_selector("table.form")


def _paper(window: Any) -> None:
    window.emulate_media(media="print")
    window.evaluate("document.body.offsetHeight")
    window.emulate_media(media="screen")


STEPS: dict[str, Callable[[Any], None]] = {
    "all findings": _all_findings,
    "search": _search("办理总计"),
    "search cleared": _search(""),
    "order by message": _sort,
    "last report": _report,
    "print view": _paper,
}


def main(count: int, path: Path) -> None:
    """Writes the page and measures it."""
    reports = list(varied(read_originals(), count))
    began, computed = time.perf_counter(), time.process_time()
    written = page(reports, path)
    _tell(f"{count} reports audited and written", time.perf_counter() - began)
    _tell("of which computing", time.process_time() - computed)
    print(f"{'peak memory':44}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MiB")
    print(f"{'size':44}{written.size / 1e6:8.2f} MB", flush=True)
    measure(path)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        count, *rest = sys.argv[1:]
        main(int(count), Path(rest[0]) if rest else Path(temporary) / "audit.html")
