"""Writes the reports of the corpus, with their truth beside them: `python corpus/make.py`.

Nothing but the data in corpus/facts decides what is written; the same data give the same bytes.
"""

from __future__ import annotations

import json
import shutil
import sys
from itertools import cycle
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from corpus.making.agree import check_agreement
from corpus.making.compose import Report, compose_all, located
from corpus.making.facts import read_organs, read_toml
from corpus.writing.layouts import LAYOUTS, write_all
from corpus.writing.model import Script

LAYOUT_CHOICE = read_toml("layouts.toml")
MADE = ("reports", "truth", "four-formats")


def main() -> None:
    """Every report and truth, written anew once all of them could be made."""
    reports = _placed(compose_all(read_organs()))
    check_agreement([report.script.truth for report in reports])
    files = {f"truth/{report.path}.json": _truth(report) for report in reports} | _files(reports)
    for folder in MADE:
        shutil.rmtree(HERE / folder, ignore_errors=True)
    for file, data in files.items():
        _save(file, data)


def _placed(reports: list[Report]) -> list[Report]:
    """The reports, each in the next layout of its format, and told where its copies are."""
    turns = {suffix: cycle(LAYOUT_CHOICE[suffix]) for suffix in ("docx", "pdf", "html", "txt")}
    return [located(report, layout=next(turns[report.suffix]), same_as=_copies(report)) for report in reports]


def _copies(report: Report) -> list[str]:
    chosen = LAYOUT_CHOICE["four_formats"]
    return [_copy(report, layout) for layout in chosen["layouts"]] if report.path in chosen["reports"] else []


def _truth(report: Report) -> bytes:
    return (json.dumps(report.script.truth, ensure_ascii=False, indent=1) + "\n").encode()


def _files(reports: list[Report]) -> dict[str, bytes]:
    """The bytes of every report and of its copies."""
    made: dict[str, bytes] = {}
    for layout, scripts in _by_layout(reports).items():
        made |= zip(scripts, write_all(LAYOUTS[layout], list(scripts.values())), strict=True)
    return made


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
