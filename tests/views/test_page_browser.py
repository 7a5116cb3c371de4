"""The page in real Chromium, from a file: nothing is asked for, nothing fails, and what is decided can be saved."""

from __future__ import annotations

import csv
import io
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib
import pytest
from msgspec.structs import replace

import reportparse as rp
from benchmarks.page import read_originals, varied
from reportparse.report import Report, Section
from reportparse.rules.verdicts import read_verdicts, record_verdict
from reportparse.views import page

from .test_page import EVIL, _report

ROOT = Path(__file__).parents[2]
FULL = os.environ.get("REPORTPARSE_FULL") == "1"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SIZES = [(1280, 900), (390, 844)]
PAPER = {"width": 718, "height": 1000}
"""A4 between margins of a centimetre."""
ROWS = "main table.list tbody > tr:not(.more)"


@pytest.fixture(scope="module")
def playwright() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        if FULL:
            raise
        pytest.skip("playwright is not installed")
    if CHROMIUM is None:
        assert not FULL, "the full suite needs Chromium"
        pytest.skip("Chromium is not installed")
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(playwright: Any) -> Iterator[Any]:
    running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    yield running
    running.close()


@pytest.fixture
def without_fonts(playwright: Any, tmp_path: Path) -> Iterator[Any]:
    """Chromium on a machine that has no font for Chinese: none but what matplotlib brings."""
    fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    settings = tmp_path / "fonts.conf"
    settings.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><dir>{fonts}</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>"
    )
    environment = {**os.environ, "FONTCONFIG_FILE": str(settings)}
    running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"], env=environment)
    yield running
    running.close()


@pytest.fixture(scope="module")
def corpus() -> list[Report]:
    return read_originals()


@pytest.fixture(scope="module")
def written(corpus: list[Report], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page about the reports of corpus/, whose data are plain."""
    return page(corpus, tmp_path_factory.mktemp("page") / "audit.html").path


@pytest.fixture(scope="module")
def many(corpus: list[Report], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page about very many reports, whose data are packed. They are told without prose, which is slow to audit."""
    short = [replace(one, sections=one.sections[:1], preamble=None, statements=(), officers=()) for one in corpus]
    bare = [replace(one, sections=tuple(replace(part, text="") for part in one.sections)) for one in short]
    path = tmp_path_factory.mktemp("many") / "audit.html"
    return page(varied(bare, 5000 if FULL else 1000), path).path


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


def test_without_scripts_the_gravest_findings_can_be_read(browser: Any, written: Path) -> None:
    window = browser.new_page(java_script_enabled=False)
    window.goto(written.as_uri())
    rows = [row.inner_text().split("\t") for row in window.locator("noscript tr").all()]
    window.close()
    assert len(rows) > 20 and rows == sorted(rows, key=lambda row: ("error", "warning", "info").index(row[2]))
    assert all(len(row) == 5 and row[3] and row[4] for row in rows)


@pytest.mark.parametrize("size", SIZES)
def test_findings_are_searched_filtered_and_sorted(browser: Any, written: Path, size: tuple[int, int]) -> None:
    with Opened(browser, written, size) as window:
        window.evaluate("location.hash = '#/findings'")
        window.wait_for_selector("#search")
        rows = ROWS
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


@pytest.mark.parametrize("size", SIZES)
def test_very_many_reports_are_searched_opened_and_judged(
    browser: Any, many: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    with Opened(browser, many, size) as window:
        window.wait_for_selector("main h2")
        assert window.locator("main .card b").first.inner_text() == ("5,000" if FULL else "1,000")
        window.evaluate("location.hash = '#/findings'")
        window.wait_for_selector("#search")
        status = window.locator("main [role=status]").first
        every = int(status.inner_text().split()[1])
        window.fill("#search", "T3-BAL")
        assert 0 < int(status.inner_text().split()[1]) < every
        assert set(window.locator(f"{ROWS} td.k:nth-child(4)").all_inner_texts()) == {"T3-BAL"}
        window.select_option("[data-filter=year]", "2022")
        assert {text.split()[-1] for text in window.locator(f"{ROWS} td:nth-child(2)").all_inner_texts()} == {"2022"}
        window.click("main thead th:nth-child(2) button")
        window.wait_for_selector("main thead th:nth-child(2)[aria-sort=ascending]")
        named = window.locator(f"{ROWS} td:nth-child(2)").all_inner_texts()
        assert named == window.evaluate("names => names.toSorted(new Intl.Collator('zh').compare)", named)
        window.locator("button.open").first.click()
        window.locator("[data-verdict=accepted]").first.wait_for()
        window.locator(".verdict input").first.fill("已核对")
        window.locator("[data-verdict=accepted]").first.click()
        with window.expect_download() as saving:
            window.click("#save")
        saving.value.save_as(tmp_path / "verdicts.csv")
        window.locator(f"{ROWS} a").first.click()
        window.wait_for_selector("table.form")
        assert window.locator("td.lit").count() > 1
        assert window.evaluate("document.activeElement.id").startswith("finding-")
        window.emulate_media(media="print")
        window.set_viewport_size(PAPER)
        assert not window.locator("header nav").is_visible()
        assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    (row,) = read_verdicts(tmp_path / "verdicts.csv").to_dict("records")
    assert (row["code"], row["verdict"], row["year"]) == ("T3-BAL", "accepted", "2022")


@pytest.mark.parametrize("size", SIZES)
def test_a_finding_shows_why(browser: Any, written: Path, size: tuple[int, int]) -> None:
    with Opened(browser, written, size) as window:
        window.evaluate("location.hash = '#/findings'")
        window.wait_for_selector("#search")
        opened = "tr.more:not([hidden])"

        def evidence(search: str) -> Any:
            window.fill("#search", search)
            window.locator("button.open").first.click()
            window.wait_for_selector(f"{opened} dl")
            return window.locator(opened).first

        formula = evidence("T4-SUM").locator(".formula").inner_text()
        assert "≠" in formula
        assert "＝" in formula
        twin = evidence("H-TWIN").locator(".twin .column")
        texts = [twin.nth(n).locator("mark").all_inner_texts() for n in (0, 1)]
        assert texts[0]
        assert texts[0] == texts[1]
        quoted = evidence("N-RECV").locator("blockquote")
        assert len(quoted.locator("mark").inner_text()) < len(quoted.inner_text())
        picture = evidence("N-PART-GT").locator("figure.scene svg image")
        assert picture.get_attribute("href").startswith("data:image/png;base64,")
        assert window.locator(f"{opened} rect.spot").count() > 0
        assert window.evaluate(DECODES, picture.get_attribute("href")) > 500
        assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")


DECODES = """async href => { const one = new Image(); one.src = href; await one.decode(); return one.naturalWidth; }"""


def test_keys_are_enough(browser: Any, written: Path) -> None:
    with Opened(browser, written) as window:
        window.wait_for_selector("main h2")
        window.keyboard.press("Tab")
        assert window.evaluate("document.activeElement.id") == "skip"
        window.evaluate("location.hash = '#/findings'")
        window.wait_for_selector("#search")
        window.keyboard.press("j")
        window.keyboard.press("j")
        window.keyboard.press("Enter")
        window.wait_for_selector("tr.more:not([hidden]) dl")
        assert window.evaluate("[...document.querySelectorAll('button.open')].indexOf(document.activeElement)") == 1
        window.keyboard.press("Tab")
        assert window.evaluate("document.activeElement.closest('tr.more') !== null")


def test_earlier_verdicts_are_shown_and_saved_again(
    browser: Any, corpus: list[Report], written: Path, tmp_path: Path
) -> None:
    findings = rp.audit(corpus)
    record_verdict(tmp_path / "old.csv", findings[findings["code"] == "T4-SUM"].head(1), "dismissed", "已核对")
    path = page(corpus, tmp_path / "audit.html", pictures=False, verdicts=tmp_path / "old.csv").path
    with Opened(browser, path) as window:
        window.evaluate("location.hash = '#/findings'")
        window.wait_for_selector("#search")
        assert window.locator("#save").is_hidden()
        window.select_option("[data-filter=verdict]", "dismissed")
        assert window.locator(f"{ROWS} td.k:nth-child(4)").all_inner_texts() == ["T4-SUM"]
        window.select_option("[data-filter=verdict]", "open")
        window.locator("button.open").first.click()
        window.locator(".verdict input").first.fill("属实")
        window.locator("[data-verdict=accepted]").first.click()
        with window.expect_download() as saving:
            window.click("#save")
        saving.value.save_as(tmp_path / "new.csv")
    old, new = read_verdicts(tmp_path / "old.csv"), read_verdicts(tmp_path / "new.csv")
    assert new.iloc[0].to_dict() == old.iloc[0].to_dict()
    assert list(new["verdict"]) == ["dismissed", "accepted"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="fonts are hidden by fontconfig")
@pytest.mark.parametrize("size", SIZES)
def test_no_box_stands_for_a_character_where_there_is_no_chinese_font(
    without_fonts: Any, written: Path, size: tuple[int, int]
) -> None:
    with Opened(without_fonts, written, size) as window:
        for place in ("#/", "#/findings", "#/report/1"):
            window.evaluate("place => { location.hash = place; }", place)
            window.wait_for_selector("main:not([aria-busy]) h2")
            assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), place
            drawn = window.evaluate(DRAWN)
            assert len(drawn["signs"]) > 30, place
            assert drawn["boxes"] == [], place
            assert drawn["strange"] == [], place


DRAWN = r"""() => {
    const pen = Object.assign(document.createElement("canvas"), { width: 40, height: 40 }).getContext("2d", { willReadFrequently: true });
    const picture = (sign, family) => {
        pen.clearRect(0, 0, 40, 40);
        pen.font = `24px ${family}`;
        pen.fillText(sign, 4, 30);
        return pen.getImageData(0, 0, 40, 40).data.join();
    };
    const family = getComputedStyle(document.body).fontFamily;
    const signs = [...new Set(document.body.innerText)].filter(sign => /[\u3400-\u9fff]/.test(sign));
    const box = picture("\u{2ffff}", family);
    return {
        signs,
        boxes: signs.filter(sign => picture(sign, family) === box),
        strange: signs.filter(sign => picture(sign, family) !== picture(sign, '"Reportparse Sans"')),
    };
}"""
"""Signs that the page shows; of them those drawn as the box for a character nobody has, or in another font than ours."""


def test_the_language_changes_everything(browser: Any, written: Path) -> None:
    with Opened(browser, written) as window:
        window.wait_for_selector("main h2")
        window.click("#language")
        window.wait_for_selector("text=Findings by year")
        window.evaluate("location.hash = '#/findings'")
        window.wait_for_selector("#search")
        assert window.locator("main h2").inner_text() == "Findings"
        window.locator("button.open").first.click()
        assert window.locator("tr.more dt").first.inner_text() in ("formula", "rule")


def test_nothing_that_a_report_says_runs(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "evil.html"
    page([_hostile(text) for text in (EVIL, "=HYPERLINK(1)", "javascript:alert(1)")], path)
    inside = (
        "document.querySelectorAll('main script, main img, main iframe, main [onerror], main a[href^=java]').length"
    )
    with Opened(browser, path) as window:
        for place in ("#/", "#/findings", "#/report/0", "#/report/1", f"#/findings/{EVIL}", f"#/report/{EVIL}"):
            window.evaluate("place => { location.hash = place; }", place)
            window.wait_for_selector("main:not([aria-busy])")
            assert window.evaluate(inside) == 0
        window.evaluate("location.hash = '#/findings'")
        window.wait_for_selector("button.open")
        for button in window.locator("button.open").all():
            button.click()
        window.fill("#who", "'=1+1", force=True)
        for field in window.locator(".verdict input").all():
            field.fill(f"=cmd|' /C calc'!A0 {EVIL}")
        for button in window.locator("[data-verdict=dismissed]").all():
            button.click()
        assert window.evaluate(inside) == 0
        with window.expect_download() as saving:
            window.click("#save")
        saving.value.save_as(tmp_path / "verdicts.csv")
        count = window.evaluate("decided.size")
    told = read_verdicts(tmp_path / "verdicts.csv")
    assert len(told) == count > 3
    assert set(told["reason"]) == {f"=cmd|' /C calc'!A0 {EVIL}".strip()}
    fields = next(csv.reader(io.StringIO((tmp_path / "verdicts.csv").read_text("utf-8-sig").splitlines()[1])))
    assert not any(field.startswith(("=", "+", "-", "@")) for field in fields)


def _hostile(text: str) -> Report:
    """A report that says this everywhere, with findings that quote it."""
    made = _report(text)
    facts = (*made.facts, replace(made.facts[0], item="requests.processed.total", value=9, raw=text))
    sections = (Section("overview", text, 1, f"全年收到申请 3 件，{text}"), Section("problems", text, 5, text))
    return replace(made, facts=facts, sections=sections)


def test_on_paper_there_are_no_controls(browser: Any, written: Path) -> None:
    with Opened(browser, written) as window:
        window.evaluate("location.hash = '#/report/0'")
        window.wait_for_selector("table.form")
        window.emulate_media(media="print")
        assert not window.locator("header nav").is_visible()
        assert not any(button.is_visible() for button in window.locator(".verdict").all())
