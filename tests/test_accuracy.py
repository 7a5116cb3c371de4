"""A fixed slice of benchmarks/accuracy: made-up reports in layouts of every format, sound and damaged, to the cell."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.accuracy import run

SEED = 7

SOUND = [
    *("txt-tab-led", "txt-pipe-rows", "txt-cell-lines", "txt-one-line", "txt-columns", "txt-markdown"),
    *("html-plain", "html-word", "html-unmerged", "html-nested", "html-boxed-cells", "html-silent-gbk"),
    *("docx-plain", "docx-unmerged", "docx-cut", "docx-grid-before", "docx-wps", "docx-tracked"),
    *("pdf-lines", "pdf-cid-font", "pdf-cut-rows", "pdf-long", "pdf-bare", "pdf-bare-narrow", "pdf-rotated"),
]
HURT = ["txt-tab-led", "html-plain", "docx-plain", "pdf-lines"]
DAMAGES = [
    *("row_lost", "row_doubled", "cell_lost", "cells_glued", "columns_swapped", "total_first", "header_lost"),
    *("digits_spaced", "digits_broken", "label_lost", "titles_lost", "tables_pictures", "two_reports"),
]


def outcomes(layout: str, *words: str) -> Counter[str]:
    options = run.read_options(["--seed", str(SEED), *words])
    results = run.measure_layout(options, layout)
    assert not [result.error for result in results if result.error]
    wrong = [
        (result.name, verdict.item, verdict.got, verdict.printed) for result in results for verdict in result.bad()
    ]
    assert not wrong
    return Counter(verdict.outcome for result in results for verdict in result.verdicts if verdict.part in run.TABLES)


@pytest.mark.parametrize("layout", SOUND)
def test_a_sound_report_is_read_and_nothing_wrongly(layout):
    counts = outcomes(layout, "--n", "2", "--modes", "distinct", "busy")
    assert counts["right"] + counts["excused"] == sum(counts.values()), counts


@pytest.mark.parametrize("layout", HURT)
def test_no_damage_makes_a_wrong_figure(layout):
    counts = outcomes(layout, "--n", "1", "--modes", "distinct", "--damages", *DAMAGES)
    assert counts["right"] >= 0.97 * (sum(counts.values()) - counts["excused"]), counts
