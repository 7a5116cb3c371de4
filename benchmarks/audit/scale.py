"""How the time and the memory of one audit grow with the number of reports, copies between organs included.

    python -m benchmarks.audit.scale --sizes 1250 2500 5000 10000

Six years of reports of two counties are written, read and then multiplied: each further county has organs of its own
names, figures of the same tables, and sections put together anew from the sentences of the set; one report in fifty
has its section five from another organ. The records lie in a file; each size is read from it and audited by a process
of its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import msgspec

import reportparse as rp
from benchmarks.audit.made import filled, make_area, read_words
from benchmarks.audit.run import parsed

YEARS = range(2019, 2025)
COPIED = 50
"""One report in so many has its section five from another organ."""


@dataclass(frozen=True)
class Run:
    """One audit: reports, seconds of the processor to read and to audit the records, peak memory, findings, copies.

    Seconds are the process's own, so that what else runs on the machine does not count.
    """

    reports: int
    reading: float
    auditing: float
    gib: float
    findings: int
    copies: int


def records(count: int, seed: int) -> Iterator[rp.Report]:
    """So many reports, organ after organ, six years each."""
    rng, words = Random(seed), read_words("first")
    area = make_area(rng, words, YEARS, ("html-plain", "docx-plain"))
    patterns = [parsed(tale) for tale in area.tales.values()]
    told: list[str] = []
    for number in range(count):
        pattern = patterns[number % len(patterns)]
        report = _renamed(pattern, number // len(patterns))
        other = told[-2 * len(YEARS)] if number % COPIED == COPIED - 1 else ""
        report, five = _reworded(rng, words, report, other)
        told.append(five)
        yield report


def _renamed(report: rp.Report, turn: int) -> rp.Report:
    """The report of another organ: its names with another first character, its county numbered."""
    mark = chr(0x4E00 + turn)

    def other(name: str | None) -> str | None:
        return name and mark + name

    organ = report.organ
    named = msgspec.structs.replace(organ, name=other(organ.name), full_name=None, county=other(organ.county))
    origin = msgspec.structs.replace(report.origin, sha256=f"{report.origin.sha256[:-6]}{turn:06}")
    return msgspec.structs.replace(report, organ=named, origin=origin)


def _reworded(rng: Random, words: dict[str, Any], report: rp.Report, five: str) -> tuple[rp.Report, str]:
    lines = words["lines"]
    slots = ("proactive_more", "requests_more", "management", "platform", "supervision")
    overview = "".join(filled(rng, words, text) for slot in slots for text in rng.sample(lines[slot], 3))
    pairs = rng.sample(words["problems"]["pairs"], 3)
    more = [filled(rng, words, rng.choice(lines[slot])) for slot in slots]
    told = five or "；".join(p for p, _ in pairs) + "。" + "".join(more) + "；".join(m for _, m in pairs) + "。"
    texts = {"overview": overview, "problems": told}
    sections = tuple(msgspec.structs.replace(s, text=texts.get(s.code, s.text)) for s in report.sections)
    return msgspec.structs.replace(report, sections=sections), told


def write(path: Path, count: int, seed: int) -> None:
    """The records as lines of JSON."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(report.to_json().replace("\n", " ") + "\n" for report in records(count, seed))


def measure(path: Path, count: int) -> Run:
    """Reads so many records and audits them together."""
    start = time.process_time()
    with path.open(encoding="utf-8") as file:
        reports = [rp.Report.from_json(line) for line in islice(file, count)]
    read = time.process_time()
    found = rp.audit(reports)
    done = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    copies = int((found["code"] == "H-TWIN").sum())
    return Run(len(reports), round(read - start, 1), round(done - read, 1), round(peak, 2), len(found), copies)


def runs(sizes: list[int], seed: int) -> Iterator[Run]:
    """Each size in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.jsonl"
        write(path, max(sizes), seed)
        for size in sizes:
            command = [sys.executable, "-m", "benchmarks.audit.scale", "--read", str(path), "--sizes", str(size)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            yield Run(**json.loads(done.stdout))


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1250, 2500, 5000, 10000])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--read", help="records to be audited; without it they are made")
    parser.add_argument("--save", type=Path, help="a file for the results, that tell reads")
    options = parser.parse_args(arguments)
    if options.read:
        print(json.dumps(asdict(measure(Path(options.read), options.sizes[0]))))
        return
    done = []
    for run in runs(options.sizes, options.seed):
        done.append(asdict(run))
        if options.save:
            options.save.write_text(json.dumps(done), encoding="utf-8")
        each = 1000 * run.auditing / run.reports
        print(f"{run.reports:6} reports: read {run.reading} s, audited {run.auditing} s ({each:.1f} ms each), "
              f"{run.gib} GiB, {run.findings} findings, {run.copies} copies", flush=True)  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
