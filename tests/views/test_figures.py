"""Figures are lettered on any machine, can be read without colour, cut nothing off, and do not fill gaps."""

from __future__ import annotations

import io
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from fontTools.ttLib import TTFont
from matplotlib import font_manager, pyplot
from matplotlib.axes import Axes
from matplotlib.text import Text

import reportparse as rp
from reportparse import views
from reportparse.corpus import Corpus
from reportparse.views.axes import INKS, LINES, lightness, shade
from reportparse.views.figures import SMALL, _outcome_counts, _outcome_parts
from reportparse.views.fonts import chinese

ROOT = Path(__file__).parents[2]
ITEM = "requests.received.total"
matplotlib.use("agg")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return rp.parse_all(ROOT / "corpus/reports", store=tmp_path_factory.mktemp("store"), progress=False, workers=1)


@pytest.fixture(autouse=True)
def no_figure_left() -> Iterator[None]:
    yield
    pyplot.close("all")


@pytest.fixture
def no_font_on_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Matplotlib knows its own fonts only, and ours when it is told."""
    with chinese():
        pass
    brought = [
        font for font in font_manager.fontManager.ttflist if "mpl-data" in font.fname or "typeface" in font.fname
    ]
    assert not any("CJK" in font.name for font in brought)
    monkeypatch.setattr(font_manager.fontManager, "ttflist", brought)


def test_the_font_has_what_the_package_says_and_is_small() -> None:
    """All of GB 2312, and every character of the forms, the catalogue and the topics."""
    file = ROOT / "src/reportparse/views/typeface/ReportparseSans.otf"
    known = TTFont(file).getBestCmap()
    pairs = (bytes([lead, trail]) for lead in range(0xA1, 0xF8) for trail in range(0xA1, 0xFF))
    needed = set("".join(pair.decode("gb2312", errors="ignore") for pair in pairs))
    for path in [*(ROOT / "src/reportparse/forms").glob("*.toml"), *(ROOT / "src/reportparse").glob("*.toml")]:
        needed |= set(path.read_text(encoding="utf-8")) - set("\n")
    assert {sign for sign in needed if ord(sign) not in known} == set()
    assert file.stat().st_size < 2.5e6
    assert "SIL OPEN FONT LICENSE" in file.with_name("OFL.txt").read_text(encoding="utf-8")


Draw = Callable[..., Axes]
DRAWN: dict[str, Draw] = {
    "trend": lambda corpus, **how: views.trend(corpus, ITEM, **how),
    "trend-few": lambda corpus, **how: views.trend(corpus.where(county="云岫县"), ITEM, **how),
    "trend-county": lambda corpus, **how: views.trend(corpus, ITEM, by="county", **how),
    "coverage": lambda corpus, **how: views.coverage(corpus, **how),
    "findings": lambda corpus, **how: views.findings_map(corpus, **how),
    "outcomes": lambda corpus, **how: views.outcomes(corpus, **how),
    "outcomes-county": lambda corpus, **how: views.outcomes(corpus, by="county", **how),
    "problems": lambda corpus, **how: views.topics(corpus, **how),
    "measures": lambda corpus, **how: views.topics(corpus, "measures", **how),
    "similarity": lambda corpus, **how: views.similarity(corpus, **how),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", DRAWN)
def test_lettered_without_a_font_and_nothing_cut(
    name: str, language: str, corpus: Corpus, no_font_on_the_machine: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A character that no font has is a warning of matplotlib's; here it is an error."""
    drawn: list[Text] = []
    draw = Text.draw
    monkeypatch.setattr(Text, "draw", lambda text, renderer: (drawn.append(text), draw(text, renderer)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        axes = DRAWN[name](corpus, language=language)
        figure = axes.figure
        figure.savefig(io.BytesIO(), format="png")
    page = figure.bbox
    assert drawn
    for text in drawn:
        if text.get_text().strip():
            box = text.get_window_extent()
            assert page.x0 - 1 <= box.x0 and box.x1 <= page.x1 + 1, (text.get_text(), box)
            assert page.y0 - 1 <= box.y0 and box.y1 <= page.y1 + 1, (text.get_text(), box)


@pytest.mark.parametrize("kind", ["svg", "pdf"])
def test_files_for_print(kind: str, corpus: Corpus, no_font_on_the_machine: None) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        file = io.BytesIO()
        views.coverage(corpus).figure.savefig(file, format=kind)
    assert len(file.getvalue()) > 10_000


def test_svg_stands_inside_a_page_and_is_the_same_every_time(corpus: Corpus) -> None:
    drawn = views.svg(views.coverage(corpus))
    assert drawn == views.svg(views.coverage(corpus))
    assert drawn.startswith("<svg") and drawn.endswith("</svg>")
    assert "<text" not in drawn and "font-family" not in drawn


@pytest.mark.parametrize("name", DRAWN)
def test_of_nothing_or_one_there_is_a_figure_too(name: str, corpus: Corpus) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for few in (corpus.where(year=1999), corpus.where(organ="云岫县", year=2021)):
            DRAWN[name](few).figure.savefig(io.BytesIO(), format="png")


def test_settings_outside_stay_and_axes_of_ones_own_are_used(corpus: Corpus) -> None:
    before = dict(matplotlib.rcParams)
    _, own = pyplot.subplots()
    assert views.coverage(corpus, ax=own) is own
    assert dict(matplotlib.rcParams) == before


def test_importing_views_loads_no_matplotlib() -> None:
    program = "import sys, reportparse.views; print('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout.strip() == "False"


def test_without_matplotlib_the_line_that_installs_it_is_told() -> None:
    program = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "from reportparse import views\n"
        "try: views.trend\n"
        "except ImportError as error: print(error)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "reportparse[plot]" in said.stdout


def test_inks_differ_without_colour() -> None:
    """Neighbours in a bar by lightness, all by lightness or hatching; lines by stroke and marker."""
    looks = [(round(lightness(ink.face), 1), ink.hatch) for ink in INKS]
    assert len(set(looks)) == len(INKS)
    assert all(abs(lightness(one.face) - lightness(other.face)) > 0.1 for one, other in pairwise(INKS))
    assert len({marker for _, _, marker in LINES}) == len(LINES)
    steps = [lightness(shade(share / 10)) for share in range(11)]
    assert steps == sorted(steps, reverse=True)


def test_a_year_that_is_not_stated_is_a_gap(corpus: Corpus) -> None:
    some = corpus.where(county="云岫县")
    panel = some.panel(ITEM)
    lines = [line for line in views.trend(some, ITEM).lines if line.get_linestyle() != "None"]
    assert len(lines) == len(panel)
    for line, (_, row) in zip(lines, panel.iterrows(), strict=True):
        drawn = np.asarray(line.get_ydata(), dtype=float)
        assert np.array_equal(drawn, row.astype("Float64").to_numpy(dtype=float, na_value=np.nan), equal_nan=True)
    assert panel.isna().to_numpy().any()


def test_small_figures_are_hollow(corpus: Corpus) -> None:
    points = [line for line in views.trend(corpus.where(county="云岫县"), ITEM).lines if line.get_linestyle() == "None"]
    values = {float(np.asarray(point.get_ydata())[0]): point.get_markerfacecolor() for point in points}
    assert any(value < SMALL for value in values)
    assert all((face == "white") == (value < SMALL) for value, face in values.items() if value == value)


def test_outcomes_are_those_of_reports_that_state_them_all(corpus: Corpus) -> None:
    counts, reports = _outcome_counts(corpus, _outcome_parts(), "year")
    processed = corpus.panel(["requests.processed.total"])["requests.processed.total"]
    assert counts.shape[1] == 6
    assert (reports <= corpus.reports.groupby("year").size()).all()
    assert counts.loc[2019].sum() == processed.xs(2019, level="year").sum()


def test_findings_drawn_are_those_of_the_frame(corpus: Corpus) -> None:
    findings = rp.audit(corpus, severity="error")
    axes = views.findings_map(corpus, findings, severity=["error"])
    figures = [int(text.get_text()) for text in axes.texts if text.get_text().isdigit()]
    assert sum(figures) == len(findings) > 0
    assert len(figures) == len(corpus)


def test_many_organs_are_cut_and_told(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportparse.views.figures.MOST", 5)
    axes = views.coverage(corpus)
    assert len(axes.get_yticks()) == 5
    assert f"{corpus.reports['organ'].nunique()}个机关中的5个" in axes.get_title(loc="left")


def test_few_reports_are_in_brackets(corpus: Corpus) -> None:
    axes = views.topics(corpus.where(year=2019, kind="county"))
    figures = [text.get_text() for text in axes.texts if text.get_text()[:1].isdigit()]
    assert figures == []
