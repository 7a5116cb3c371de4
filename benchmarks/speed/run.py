"""What reading costs, beside the least it can cost and beside what a user would otherwise call, in one run.

    python -m benchmarks.speed.run --docs docs              all of it, and the pages docs/performance.md and .zh.md
    python -m benchmarks.speed.run --json speed.json        the figures; python -m benchmarks.speed.tell speed.json docs
    python -m benchmarks.speed.run --quick                  a look: few rounds, at most 100 reports
    python -m benchmarks.speed.run --also FOLDER …           files of yours too, as one more row a format

Times are CPU seconds of this machine; what counts is their ratio, taken by turns in one process. It wants
markitdown and datasketch, whose rows are left out where they are not installed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import panel
from benchmarks.speed import inside, many, outside, tell, texts

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
FORMATS = ("pdf", "docx", "html", "txt")
WORKERS = 2
GROWTH = (1, 10, 100, 1_000, 10_000)
PANELS = (1, 1_000, 10_000, 50_000, 200_000)
GROWING = ("open", "open, panel of 5 items", "open, all sums of the form")
"""What is measured over panels of each size; over the largest everything is."""

LIBRARIES = (
    "pypdfium2", "pdfplumber", "lxml", "python-docx", "pandas", "pyarrow", "duckdb", "markitdown", "datasketch"
)  # fmt: skip


def main() -> int:
    options = read_options(sys.argv[1:])
    found = measure(options)
    if options.json:
        Path(options.json).write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    print(tell.page(found, "en"))
    if options.docs:
        tell.write(found, Path(options.docs))
    return 0


def read_options(arguments: list[str]) -> argparse.Namespace:
    """What to measure, from the words of a command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9, help="of each comparison, after one that is not counted")
    parser.add_argument("--most", type=int, default=GROWTH[-1], help="reports in the largest batch")
    parser.add_argument("--batch", type=int, default=1_000, help="pdf files for one worker beside two")
    parser.add_argument("--panel", type=int, default=PANELS[-1], help="reports in the largest panel")
    parser.add_argument("--quick", action="store_true", help="3 rounds, at most 100 reports, 10,000 in a panel")
    parser.add_argument("--also", nargs="*", default=[], help="folders with other reports; only their figures are kept")
    parser.add_argument("--docs", help="write the pages and the figure into this folder")
    parser.add_argument("--json", help="write the figures to this file")
    options = parser.parse_args(arguments)
    if options.quick:
        options.rounds, options.most, options.batch, options.panel = 3, 100, 60, 10_000
    return options


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """All figures, as JSON has them."""
    files = corpus_files()
    found: dict[str, Any] = {"machine": machine(), "rounds": options.rounds, "load": os.getloadavg()[0]}
    found["quick"] = options.quick
    note("in one process")
    rows = inside.measure([path for kind in FORMATS for path in files[kind]], options.rounds)
    found["corpus"] = [row._asdict() for row in rows]
    others = [path for folder in options.also for path in sorted(Path(folder).iterdir()) if path.suffix[1:] in FORMATS]
    found["also"] = [row._replace(name="")._asdict() for row in inside.measure(others, options.rounds)]
    note("stages")
    found["stages"] = {kind: inside.stages(files[kind], max(3, options.rounds // 3)) for kind in FORMATS}
    note("whole processes")
    costs = outside.measure({kind: files[kind][0] for kind in FORMATS}, options.rounds)
    found["processes"] = {name: cost._asdict() for name, cost in costs.items()}
    with tempfile.TemporaryDirectory() as folder:
        found |= batches(files, options, Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        found["panels"] = panels(options, Path(folder))
    note("near-equal texts")
    judged = {"ours": texts.ours(options.panel), "peer": texts.peer(options.panel // 20)}
    found["texts"] = {name: one and one._asdict() for name, one in judged.items()}
    return found


def corpus_files() -> dict[str, list[Path]]:
    """The files of corpus/ by format: the same reports in each, then the others."""
    found: dict[str, list[Path]] = defaultdict(list)
    for folder in ("four-formats", "reports"):
        for path in sorted((CORPUS / folder).rglob("*")):
            if path.suffix[1:] in FORMATS:
                found[path.suffix[1:]].append(path)
    return found


def batches(files: dict[str, list[Path]], options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Growth of cost over reports of all formats, and pdf files by a loop, one worker, two workers and the peer."""
    growth = []
    mixed = [path for group in zip(*(files[kind] for kind in FORMATS), strict=False) for path in group]
    for count in (count for count in GROWTH if count <= options.most):
        note(f"{count} reports")
        place = folder / f"growth-{count}"
        many.write_copies(mixed, count, place)
        growth.append(many.run(place, WORKERS)._asdict())
    note("pool")
    pdfs, few = folder / "pdf", folder / "few"
    many.write_copies(files["pdf"], options.batch, pdfs)
    many.write_copies(files["pdf"], max(options.batch // 10, 2), few)
    pool = [many.run(pdfs, workers)._asdict() for workers in (0, 1, 2)]
    peer = {"reports": len(list(few.iterdir())), "wall": many.run_peer(few, 2)}
    return {"growth": growth, "pool": pool, "peer": peer}


def panels(options: argparse.Namespace, folder: Path) -> list[dict[str, Any]]:
    """What tasks over panels of growing size cost: reports, task, wall, cpu, peak."""
    found = []
    for count in (count for count in PANELS if count <= options.panel):
        note(f"panel of {count}")
        place = folder / str(count)
        panel.make(place, count)
        for task in panel.TASKS if count == options.panel else GROWING:
            rounds = 3 if task in GROWING else 1
            found.append({"reports": count, "task": task, **panel.cost(task, place, rounds)._asdict()})
    return found


def machine() -> dict[str, str]:
    """What the figures depend on."""
    found = {"cores": str(os.cpu_count()), "python": platform.python_version(), "system": platform.system()}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except ImportError:
            continue
    return found


def note(words: str) -> None:
    """Tells what is being measured."""
    print(f"… {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
