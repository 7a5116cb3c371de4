"""Writes the reports of the corpus, with their truth beside them: `python corpus/make.py`.

Nothing but the data in corpus/facts decides what is written; the same data give the same bytes.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from corpus.making.agree import check_agreement  # noqa: E402
from corpus.making.compose import Report, compose_all, located  # noqa: E402
from corpus.making.facts import read_organs, read_toml  # noqa: E402
from corpus.writing.layouts import LAYOUTS, write_all  # noqa: E402
from corpus.writing.model import Script  # noqa: E402

LAYOUT_CHOICE = read_toml("layouts.toml")
MADE = ("reports", "truth", "four-formats")


def main() -> None:
    """Every report and truth, written anew."""
    reports = [_placed(report) for report in compose_all(read_organs())]
    check_agreement([report.script.truth for report in reports])
    for folder in MADE:
        shutil.rmtree(HERE / folder, ignore_errors=True)
    for report in reports:
        truth = json.dumps(report.script.truth, ensure_ascii=False, indent=1)
        _save(f"truth/{report.path}.json", (truth + "\n").encode())
    for layout, files in _by_layout(reports).items():
        for file, data in zip(files, write_all(LAYOUTS[layout], list(files.values())), strict=True):
            _save(file, data)


def _placed(report: Report) -> Report:
    """The report in the layout of its year; an organ changes its layout from year to year."""
    layouts = LAYOUT_CHOICE[report.suffix]
    turn = sum(map(ord, report.path.rsplit("/", 1)[0])) + report.year
    same_as = []
    if report.path in LAYOUT_CHOICE["four_formats"]["reports"]:
        same_as = [_copy(report, layout) for layout in LAYOUT_CHOICE["four_formats"]["layouts"]]
    return located(report, layout=layouts[turn % len(layouts)], same_as=same_as)


def _copy(report: Report, layout: str) -> str:
    return f"four-formats/{report.path}{LAYOUTS[layout].suffix}"


def _by_layout(reports: list[Report]) -> dict[str, dict[str, Script]]:
    """Layout, file, script: engines convert many files in one start."""
    files: dict[str, dict[str, Script]] = {}
    for report in reports:
        truth = report.script.truth
        files.setdefault(truth["layout"], {})[report.file] = report.script
        if "same_as" in truth:
            for layout in LAYOUT_CHOICE["four_formats"]["layouts"]:
                files.setdefault(layout, {})[_copy(report, layout)] = report.script
    return files


def _save(file: str, data: bytes) -> None:
    path = HERE / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


if __name__ == "__main__":
    main()
