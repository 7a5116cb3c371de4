"""How many planted faults the audit finds, and how often it raises a false alarm over reports without fault.

    python -m benchmarks.audit.run --words first --times 5 --clean 20 --verbose

A fault is found when a finding with its rule's code names the report it was planted in. Reports are written in
several layouts, read and audited in areas of two counties, so that what is lost in reading counts as not found.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from random import Random

import msgspec

import reportparse as rp
from benchmarks.audit.faults import FAULTS
from benchmarks.audit.made import Area, Tale, make_area, read_words, write
from corpus.writing.layouts import LAYOUTS
from reportparse.rules.run import run as audited

LAYOUTS_USED = ("html-plain", "html-nested", "docx-plain", "docx-wps", "txt-tab-led", "txt-pipe-rows", "pdf-lines")
YEARS = (range(2019, 2023), range(2022, 2026), range(2021, 2025))
BASES = 2
"""So many areas take the faults in turn; the reports without fault are of areas of their own."""

FAMILIES = {
    "T": "tables",
    "X": "tables against each other",
    "N": "numbers in sentences",
    "Y": "years",
    "H": "organs",
    "S": "structure",
    "D": "dates",
    "C": "contact",
    "P": "officers",
    "V": "provenance",
    "L": "language",
}


@dataclass
class Result:
    """Of the planted faults by code how many were found; of the reports without fault what was said of them."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    clean: int = 0
    alarms: Counter[str] = field(default_factory=Counter)
    said: list[str] = field(default_factory=list)

    def add(self, other: Result) -> None:
        self.planted += other.planted
        self.found += other.found
        self.alarms += other.alarms
        self.clean += other.clean
        self.missed += other.missed
        self.said += other.said

    def share(self, codes: list[str] | None = None) -> float:
        """Percent of the planted faults that were found."""
        chosen = list(self.planted) if codes is None else codes
        return 100 * sum(self.found[code] for code in chosen) / max(1, sum(self.planted[code] for code in chosen))

    def alarms_of(self, severity: str) -> int:
        return sum(count for name, count in self.alarms.items() if name.endswith(severity))


@dataclass(frozen=True)
class Job:
    """One area: the set of sentences, the seeds of the area and of its faults, and which faults; without any it is
    clean."""

    words: str
    base: str
    seed: str
    codes: tuple[str, ...]


def measure(job: Job) -> Result:
    """Plants the faults of a job, each into another organ, and audits the area."""
    years = YEARS[_years_for(job)]
    area = make_area(Random(f"{job.words}-{job.base}"), read_words(job.words), years, LAYOUTS_USED)
    rng = Random(f"{job.words}-{job.seed}")
    aims, taken = [], set[str]()
    for code in job.codes:
        aim = _plant(rng, area, code, taken)
        if aim is not None:
            aims.append((code, *aim))
    return _judged(job, area, aims)


def _years_for(job: Job) -> int:
    """Which years an area has: faults of the 2019 form need its years, those of 2024 the last."""
    if any(code.startswith("T2-19") or code == "Y-ITEMS" for code in job.codes):
        return 0
    return 1 if "T4-PRE" in job.codes else int(job.seed.rpartition("-")[2]) % len(YEARS) if not job.codes else 2


def _plant(rng: Random, area: Area, code: str, taken: set[str]) -> tuple[str, int] | None:
    fault = FAULTS[code]
    fitting = [tale for tale in area.tales.values() if tale.organ.name not in taken and fault.fits(area, tale)]
    if not fitting:
        return None
    tale = rng.choice(fitting)
    aimed = fault.plant(rng, area, tale) or tale
    taken |= {tale.organ.name, aimed.organ.name}
    return aimed.organ.name, aimed.year


def _judged(job: Job, area: Area, aims: list[tuple[str, str, int]]) -> Result:
    tales = list(area.tales.values())
    reports = [parsed(tale) for tale in tales]
    findings: dict[int, dict[str, tuple[str, str]]] = defaultdict(dict)
    place = {id(report): number for number, report in enumerate(reports)}
    for checked in audited(reports, divisions=area.frame()):
        if checked.outcome.state == "broken":
            severity = checked.outcome.severity or checked.entry.severity
            told = f"{checked.outcome.quote} {checked.outcome.values}"
            findings[place[id(checked.report)]][checked.outcome.code] = (severity, told[:300])
    result = Result()
    numbers = {(tale.organ.name, tale.year): number for number, tale in enumerate(tales)}
    for code, organ, year in aims:
        seen = findings[numbers[organ, year]]
        result.planted[code] += 1
        result.found[code] += code in seen
        if code not in seen:
            layout = tales[numbers[organ, year]].layout
            result.missed.append(f"{code} {job.seed} {organ} {year} {layout}: {sorted(seen)}")
    if not job.codes:
        result.clean = len(reports)
        for number, seen in findings.items():
            for code, (severity, told) in seen.items():
                result.alarms[f"{code} {severity}"] += 1
                result.said.append(f"{code} {severity} {tales[number].organ.name} {tales[number].year} "
                                   f"{tales[number].layout}: {told}")  # fmt: skip
    return result


def parsed(tale: Tale) -> rp.Report:
    """The report written in its layout and read again."""
    script = write(tale)
    told = repr(script.blocks) + tale.layout
    if told not in _PARSED:
        layout = LAYOUTS[tale.layout]
        source = BytesIO(layout.write(script))
        source.name = f"{tale.organ.name}{tale.year}{layout.suffix}"
        _PARSED[told] = rp.parse(source)
    return msgspec.structs.replace(_PARSED[told])


_PARSED: dict[str, rp.Report] = {}
"""What was parsed before: most reports of an area are the same whatever faults the others have."""


def jobs(options: argparse.Namespace) -> Iterator[Job]:
    """The areas to be made: faults that fit together in one, and those without fault."""
    codes = [code for code in FAULTS if not options.codes or code in options.codes]
    for turn in range(options.times):
        order = Random(f"{options.seed}-{turn}").sample(codes, len(codes))
        for number, group in enumerate(_together(order)):
            yield Job(options.words, f"{options.seed}-{turn % BASES}", f"{options.seed}-{turn}-{number}", group)
    for number in range(options.clean):
        name = f"{options.seed}-clean-{number}"
        yield Job(options.words, name, name, ())


ALONE = ("H-SUM", "H-GT", "H-NAME", "H-CODE", "C-AREA")
"""Faults that change what is said of other organs, or that others would disturb."""


def _together(codes: list[str]) -> Iterator[tuple[str, ...]]:
    kinds: dict[str, list[str]] = defaultdict(list)
    for code in codes:
        old = code.startswith("T2-19") or code == "Y-ITEMS"
        kinds[code if code in ALONE else "2019" if old else "late" if code == "T4-PRE" else ""].append(code)
    for group in kinds.values():
        yield from (tuple(group[start : start + 9]) for start in range(0, len(group), 9))


def score(options: argparse.Namespace) -> Result:
    """Everything that the options ask for, on as many processes as they allow."""
    total = Result()
    with ProcessPoolExecutor(options.workers) as pool:
        for result in pool.map(measure, jobs(options), chunksize=4):
            total.add(result)
    return total


def read_options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", default="first")
    parser.add_argument("--times", type=int, default=5, help="faults of each rule")
    parser.add_argument("--clean", type=int, default=10, help="areas without fault")
    parser.add_argument("--seed", default="7")
    parser.add_argument("--codes", nargs="*", default=[])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--save", type=Path, help="a file for the result, that tell reads")
    parser.add_argument("--verbose", action="store_true")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> None:
    options = read_options(arguments)
    result = score(options)
    if options.save:
        options.save.write_text(json.dumps(vars(result), ensure_ascii=False), encoding="utf-8")
    for code in result.planted:
        if result.found[code] < result.planted[code]:
            print(f"{code:12} {result.found[code]} of {result.planted[code]}")
    for name, count in result.alarms.most_common():
        print(f"{name:24} {count}")
    if options.verbose:
        print(*result.missed, *result.said, sep="\n")
    alarms = f"{result.alarms_of('error')} errors, {result.alarms_of('warning')} warnings"
    found = f"{result.found.total()} of {result.planted.total()} faults found ({result.share():.1f} %)"
    print(f"{found}; {result.clean} reports without fault: {alarms}")


if __name__ == "__main__":
    main(sys.argv[1:])
