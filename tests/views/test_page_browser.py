"""The page in real Chromium, from a file: nothing is asked for, nothing fails, and what is decided can be saved."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import reportparse as rp
from reportparse.rules.verdicts import read_verdicts
from reportparse.views import page

from .test_page import EVIL, _report

ROOT = Path(__file__).parents[2]
FULL = os.environ.get("REPORTPARSE_FULL") == "1"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SIZES = [(1280, 900), (390, 844)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        if FULL:
            raise
        pytest.skip("playwright is not installed")
    if CHROMIUM is None:
        assert not FULL, "the full suite needs Chromium"
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    paths = sorted((ROOT / "corpus/reports/yunxiu").rglob("*.txt")) + sorted(
        (ROOT / "corpus/reports/qiwu").rglob("*.html")
    )
    path = tmp_path_factory.mktemp("page") / "audit.html"
    page([rp.parse(one) for one in paths], path)
    return path


class Opened:
    """A page in a window, with all that it asked for and complained about."""

    def __init__(self, browser: Any, path: Path, size: tuple[int, int] = SIZES[0]) -> None:
        self.window = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, accept_downloads=True
        ).new_page()
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.window.on("request", lambda request: self.requests.append(request.url))
        self.window.on("console", lambda told: self.errors.append(told.text) if told.type == "error" else None)
        self.window.on("pageerror", lambda error: self.errors.append(str(error)))
        self.window.on("dialog", lambda dialog: (self.errors.append(dialog.message), dialog.accept()))
        self.address = path.as_uri()
        self.window.goto(self.address)

    def __enter__(self) -> Any:
        return self.window

    def __exit__(self, *raised: object) -> None:
        self.window.context.close()
        if raised[0] is None:
            assert self.errors == []
            assert {url.partition("#")[0] for url in self.requests if not url.startswith("blob:")} == {self.address}


@pytest.mark.parametrize("size", SIZES)
def test_every_view_opens_and_none_is_wider_than_the_window(browser: Any, written: Path, size: tuple[int, int]) -> None:
    with Opened(browser, written, size) as window:
        for place in ("#/", "#/findings", "#/report/0"):
            window.evaluate("place => { location.hash = place; }", place)
            window.wait_for_selector("main h2")
            assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), place


@pytest.mark.parametrize("size", SIZES)
def test_findings_are_searched_filtered_and_sorted(browser: Any, written: Path, size: tuple[int, int]) -> None:
    with Opened(browser, written, size) as window:
        window.evaluate("location.hash = '#/findings'")
        window.wait_for_selector("#search")
        rows = "main table.list tbody > tr:not(.more)"
        every = window.locator(rows).count()
        assert every > 3
        code = window.locator(f"{rows} >> nth=0 >> td.k >> nth=1").inner_text()
        window.keyboard.press("/")
        window.keyboard.type(code)
        shown = window.locator(rows).count()
        assert 0 < shown < every
        assert all(code in text for text in window.locator(rows).all_inner_texts())
        window.fill("#search", "")
        window.select_option("main .controls select >> nth=0", "2")
        assert {text.strip() for text in window.locator(f"{rows} .sev").all_inner_texts()} == {"提示"}
        window.select_option("main .controls select >> nth=0", "")
        window.click("main thead th >> nth=3 >> button")
        codes = window.locator(f"{rows} td.k:nth-child(4)").all_inner_texts()
        assert codes == sorted(codes)


@pytest.mark.parametrize("size", SIZES)
def test_a_finding_leads_to_its_cell_and_its_cell_to_the_finding(
    browser: Any, written: Path, size: tuple[int, int]
) -> None:
    with Opened(browser, written, size) as window:
        for number in range(window.evaluate("data.reports.length")):
            window.evaluate("number => { location.hash = `#/report/${number}`; }", number)
            window.wait_for_selector("table.form")
            if window.locator("td.fail a").count():
                break
        window.locator("td.fail a").first.click()
        assert window.evaluate("document.activeElement.id").startswith("finding-")
        window.locator("article.finding button", has_text="看单元格").first.click()
        assert window.locator("td.lit").count() > 0


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("reason", ['已核对，"无误"', "=1+1", "-已核对", "'引文"])
def test_a_verdict_needs_a_reason_and_its_file_is_read_back(
    browser: Any, written: Path, tmp_path: Path, size: tuple[int, int], reason: str
) -> None:
    with Opened(browser, written, size) as window:
        window.evaluate("location.hash = '#/findings'")
        window.locator("table.list tbody button").first.click()
        window.locator("[data-verdict=dismissed]").first.click()
        assert window.locator("#save").is_hidden()
        window.locator(".verdict input").first.fill(reason)
        window.locator("[data-verdict=dismissed]").first.click()
        with window.expect_download() as saving:
            window.click("#save")
        saving.value.save_as(tmp_path / "verdicts.csv")
        fingerprint = window.evaluate("[...decided.keys()][0]")
    (row,) = read_verdicts(tmp_path / "verdicts.csv").to_dict("records")
    assert (row["fingerprint"], row["verdict"], row["reason"]) == (fingerprint, "dismissed", reason)


def test_nothing_that_a_report_says_runs(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "evil.html"
    page([_report(EVIL), _report("=HYPERLINK(1)"), _report("javascript:alert(1)")], path)
    with Opened(browser, path) as window:
        for place in ("#/", "#/findings", "#/report/0", "#/report/1"):
            window.evaluate("place => { location.hash = place; }", place)
            window.wait_for_selector("main h2")
            assert window.evaluate("document.querySelectorAll('main script, main img, main iframe').length") == 0


def test_on_paper_there_are_no_controls(browser: Any, written: Path) -> None:
    with Opened(browser, written) as window:
        window.evaluate("location.hash = '#/report/0'")
        window.wait_for_selector("table.form")
        window.emulate_media(media="print")
        assert not window.locator("header nav").is_visible()
        assert not any(button.is_visible() for button in window.locator(".verdict").all())
