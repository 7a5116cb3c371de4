"""A fixed slice of the accuracy benchmark: a figure that is read as another one fails here first."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from benchmarks.accuracy import damages, run, truth
from corpus.writing.layouts import LAYOUTS

SEED = "5"
FAST = [layout.name for layout in LAYOUTS.values() if not layout.slow]
WHOLE = ["html-plain", "docx-plain", "pdf-lines", "txt-tab-led"]  # one layout of each format that keeps its tables
# What cannot be proved is left blank; how much that is may not grow. Text without columns proves least.
FLOORS = {"html": 0.999, "docx": 0.999, "pdf": 0.985, "txt": 0.93}
MODES = [mode for mode in truth.MODES if mode != "old"]  # reports before 2019 have no tables


@cache
def sound(layout: str) -> run.Result:
    """One undamaged report; the kinds of contents go round with the layouts."""
    mode = MODES[FAST.index(layout) % len(MODES)]
    (result,) = run.measure_layout(run.read_options(["--n", "1", "--seed", SEED, "--modes", mode]), layout)
    return result


@pytest.mark.parametrize("layout", FAST)
def test_sound_report_has_no_wrong_figure(layout: str) -> None:
    result = sound(layout)
    assert not result.error
    assert wrong(result) == []


@pytest.mark.parametrize("form", FLOORS)
def test_figures_of_sound_reports_are_read(form: str) -> None:
    results = [sound(layout) for layout in FAST if layout.startswith(form)]
    assert len(results) >= 12
    assert share(results) >= FLOORS[form]


@pytest.mark.parametrize("layout", WHOLE)
def test_fields_of_sound_report_are_read_rightly(layout: str) -> None:
    fields = [verdict for verdict in sound(layout).verdicts if verdict.part not in run.TABLES]
    assert len(fields) > 20
    assert [(v.part, v.item, v.got) for v in fields if v.outcome not in ("right", "excused")] == []


@pytest.mark.parametrize(("damage", "layout"), [*zip(damages.DAMAGES, WHOLE * len(damages.DAMAGES), strict=False)])
def test_damaged_report_has_no_wrong_figure(damage: str, layout: str) -> None:
    options = run.read_options(["--n", "1", "--seed", SEED, "--modes", "distinct", "--damages", damage])
    for result in run.measure_layout(options, layout):
        assert not result.error
        assert wrong(result) == []


@pytest.mark.parametrize("damage", [name for name in damages.DAMAGES if name.endswith(("_swapped", "_first"))])
@pytest.mark.parametrize("layout", ["txt-columns-paged", "txt-tab-rows-broken", "txt-of-pdfium", "pdf-bare-long"])
def test_columns_in_another_order_are_not_read_in_the_forms(damage: str, layout: str) -> None:
    options = run.read_options(["--n", "1", "--seed", "7", "--modes", "busy", "--damages", damage])
    for result in run.measure_layout(options, layout):
        assert not result.error
        assert wrong(result) == []


def test_a_row_that_a_page_break_tears_gives_no_half_of_a_number() -> None:
    options = run.read_options(["--n", "3", "--seed", "7", "--modes", "decimals"])
    for result in run.measure_layout(options, "pdf-cut-narrow"):
        assert wrong(result) == []


def wrong(result: run.Result) -> list[tuple[str, object, object]]:
    return [(verdict.item, verdict.got, verdict.printed) for verdict in result.bad()]


def share(results: list[run.Result]) -> float:
    """How many of the cells that the files still tell are right."""
    outcomes = Counter(v.outcome for result in results for v in result.verdicts if v.part in run.TABLES)
    return outcomes["right"] / (outcomes.total() - outcomes["excused"])
