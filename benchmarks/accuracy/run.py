"""How much of made-up reports is read rightly, by layout, table, field and damage.

    python -m benchmarks.accuracy.run --layouts docx html-word --n 6 --damages all --verbose

Files that were read wrongly are kept in the folder for temporary files, under accuracy/.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import reportparse as rp
from benchmarks.accuracy import damages, score, truth
from corpus.writing.layouts import LAYOUTS, Layout, write_all
from corpus.writing.model import Script

KEPT = Path(tempfile.gettempdir()) / "accuracy"
TABLES = ("proactive", "requests", "remedies")
OUTCOMES = ("right", "missing", "excused", "state", "phantom", "wrong")
BAD = ("wrong", "phantom")


@dataclass(frozen=True)
class Case:
    """One file to be read: how it was made, and its truth."""

    layout: str
    mode: str
    damage: str
    seed: int
    script: Script

    @property
    def name(self) -> str:
        return f"{self.layout}.{self.mode}.{self.damage}.{self.seed}{LAYOUTS[self.layout].suffix}"


@dataclass
class Result:
    """What became of one case."""

    layout: str
    mode: str
    damage: str
    name: str
    verdicts: list[score.Verdict]
    error: str = ""
    seconds: float = 0.0
    findings: list[str] = field(default_factory=list)

    def bad(self) -> list[score.Verdict]:
        """The cells that were read as something that is not printed."""
        return [v for v in self.verdicts if v.part in TABLES and v.outcome in BAD]


def main() -> int:
    options = read_options(sys.argv[1:])
    results = list(measure(options))
    print_tables(results)
    if options.verbose:
        print_cases(results)
    if options.json:
        Path(options.json).write_text(json.dumps(summary(results), ensure_ascii=False, indent=1), encoding="utf-8")
    return 1 if any(result.bad() for result in results) else 0


def read_options(arguments: list[str]) -> argparse.Namespace:
    """What to measure, from the words of a command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--layouts", nargs="*", default=[], help="names or beginnings of names; all if left out")
    parser.add_argument("--families", nargs="*", default=[], help="beginnings of families")
    parser.add_argument("--modes", nargs="*", default=list(truth.MODES))
    parser.add_argument("--damages", nargs="*", default=[], help="names of damages, or all; sound reports if left out")
    parser.add_argument("--n", type=int, default=len(truth.MODES), help="reports of each layout (and of each damage)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--spread", type=int, default=0, help="every so many-th damage a layout, contents by turns too")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--fast", action="store_true", help="leave out what needs LibreOffice or Chromium")
    parser.add_argument("--verbose", action="store_true", help="each wrong cell and each wrong field")
    parser.add_argument("--json", help="write the counts to this file")
    return parser.parse_args(arguments)


# Measuring


def measure(options: argparse.Namespace) -> Iterator[Result]:
    """Each case written, parsed and compared; slow engines get the scripts of a layout in one batch."""
    chosen = [layout for layout in LAYOUTS.values() if is_wanted(layout, options)]
    with ProcessPoolExecutor(options.jobs) as pool:
        for results in pool.map(partial(measure_layout, options), [layout.name for layout in chosen]):
            yield from results


def is_wanted(layout: Layout, options: argparse.Namespace) -> bool:
    if options.fast and layout.slow:
        return False
    named = not options.layouts or layout.name.startswith(tuple(options.layouts))
    return named and (not options.families or layout.family.startswith(tuple(options.families)))


def measure_layout(options: argparse.Namespace, name: str) -> list[Result]:
    KEPT.mkdir(exist_ok=True)
    cases = list(cases_of(options, name))
    files = write_all(LAYOUTS[name], [case.script for case in cases])
    return [read(case, data) for case, data in zip(cases, files, strict=True)]


def cases_of(options: argparse.Namespace, layout: str) -> Iterator[Case]:
    """The reports of a layout: the modes by turns, sound or once with each damage.

    Where they are spread, a layout gets some of the damages and the next one others, so that all damages meet all
    kinds of layouts and contents in a fraction of the time.
    """
    chosen = damages.DAMAGES if options.damages == ["all"] else tuple(options.damages)
    turn = list(LAYOUTS).index(layout) if options.spread else 0
    for place, hurt in enumerate(chosen or ("",)):
        if chosen and options.spread and (place + turn) % options.spread:
            continue
        modes = [mode for mode in options.modes if not hurt or mode != "old"]
        for number in range(options.n):
            at = number + options.seed + (turn + place if options.spread else 0)
            seed, mode = options.seed * 1000 + number, modes[at % len(modes)]
            script = truth.script(seed=seed, mode=mode)
            if hurt:
                script = damages.damage(hurt, script, seed=seed)
            yield Case(layout, mode, hurt or "sound", seed, script)


def read(case: Case, data: bytes) -> Result:
    """The file parsed through the public API and compared with its truth; kept where it was read wrongly."""
    path = KEPT / f"{os.getpid()}-{case.name}"  # other runs may stand at the same case
    path.write_bytes(data)
    result = Result(case.layout, case.mode, case.damage, case.name, [])
    start = time.perf_counter()
    try:
        report = rp.parse(path)
        result.seconds = time.perf_counter() - start
        result.findings = sorted({finding.code for finding in report.findings})
        result.verdicts = score.compare(report, case.script.truth, loses=LAYOUTS[case.layout].loses)
    except Exception as error:  # whatever is raised is one lost report, and counts as one
        result.error = f"{type(error).__name__}: {error}"
        result.verdicts = score.compare_nothing(case.script.truth)
    if not result.bad() and not result.error:
        path.unlink()
    return result


# Telling


def count(results: list[Result], key: str) -> dict[str, Counter[str]]:
    """Outcomes of cells by layout, family, damage or mode."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for result in results:
        name = LAYOUTS[result.layout].family if key == "family" else getattr(result, key)
        table[name].update(v.outcome for v in result.verdicts if v.part in TABLES)
    return table


def count_parts(results: list[Result]) -> dict[str, Counter[str]]:
    """Outcomes by table and field."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for result in results:
        for verdict in result.verdicts:
            table[verdict.part][verdict.outcome] += 1
    return table


def summary(results: list[Result]) -> dict[str, object]:
    """All the counts, as plain data."""
    tables = {key: count(results, key) for key in ("layout", "family", "damage", "mode")}
    return {
        "reports": len(results),
        "errors": [[result.name, result.error] for result in results if result.error],
        **{key: {name: dict(counts) for name, counts in table.items()} for key, table in tables.items()},
        "part": {name: dict(counts) for name, counts in count_parts(results).items()},
    }


def print_tables(results: list[Result]) -> None:
    """The tables on the terminal, and the errors by kind."""
    for key in ("layout", "damage", "mode"):
        table = count(results, key)
        if len(table) > 1 or key == "layout":
            _print_table(f"cells by {key}", table)
    _print_table("tables and fields", count_parts(results))
    errors = Counter(f"{result.layout}: {result.error[:140]}" for result in results if result.error)
    for text, times in errors.most_common(40):
        print(f"{times:5} x {text}")
    seconds = sum(result.seconds for result in results)
    print(f"{len(results)} reports, {len(results) - sum(errors.values())} parsed in {seconds:.1f} s")


def _print_table(title: str, table: dict[str, Counter[str]]) -> None:
    print(f"\n{title:36}" + "".join(f"{name:>9}" for name in ("n", *OUTCOMES)) + "   right %")
    for name, counts in table.items():
        total = sum(counts.values())
        asked = total - counts["excused"]
        share = 100 * counts["right"] / asked if asked else 100.0
        print(f"{name:36}{total:9}" + "".join(f"{counts[o]:9}" for o in OUTCOMES) + f"{share:10.2f}")


def print_cases(results: list[Result]) -> None:
    """Each wrong cell with its file, then each field that is not right, then where cells are missing."""
    for result in results:
        for verdict in result.bad():
            print(
                f"{verdict.outcome.upper()} {result.name} {verdict.item}: "
                f"got {verdict.got}, printed {verdict.printed!r}"
            )
    for result in results:
        for v in result.verdicts:
            if v.part not in TABLES and v.outcome not in ("right", "excused"):
                print(f"{v.part} {v.outcome} {result.name} {v.item}: got {v.got!r}, wanted {v.printed!r}")
    for result in results:
        lost = Counter(".".join(v.item.split(".")[:2]) for v in result.verdicts if v.outcome in ("missing", "state"))
        rows = {row: times for row, times in lost.items() if row.split(".")[0] in TABLES}
        if rows:
            shown = ", ".join(f"{row} {times}" for row, times in list(rows.items())[:8])
            print(f"missing {result.name}: {sum(rows.values())} cells: {shown} {result.findings}")


if __name__ == "__main__":
    sys.exit(main())
