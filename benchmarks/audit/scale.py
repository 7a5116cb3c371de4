"""Ten thousand reports audited in one run, copied texts included: the time at each size and the peak memory.

    python -m benchmarks.audit.scale make /tmp/scale [reports]    write the reports and parse them into a store
    python -m benchmarks.audit.scale run /tmp/scale [--json out/scale.json]

Reports are those of made-up organs, each over six years, whose figures agree; one in thirty has a sum that does not
hold, one section in twenty is last year's or another organ's. Each size is audited in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random

from corpus.writing import forms
from corpus.writing.layouts import LAYOUTS
from corpus.writing.model import Block, Script

REPORTS, SIZES = 10_000, (1_250, 2_500, 5_000, 10_000)
YEARS = range(2020, 2026)
SEED = 11
COUNTY = 15  # townships of a county
COPIED, WRONG = 0.05, 1 / 30
LAYOUT = "html-plain"

FIRST, SECOND = "栖砚葭澹绾梧筠霁岑岚青石云竹松枫兰桐柳荷", "岭坪桥湾台芦溪坡塘浦湖泉川庄店岗窑沟堡滩"
THEMES = ("主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障")
WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@dataclass
class Sections:
    """What an organ writes in the sections of a year."""

    overview: list[str]
    problems: list[str]


@dataclass(frozen=True)
class Size:
    """One audit: reports, seconds on the clock and of the processor, peak memory in MiB, findings, of them copies."""

    reports: int
    seconds: float
    cpu: float
    memory: float
    findings: int
    copies: int


def make(folder: Path, reports: int) -> None:
    """Writes the files, and parses them into `folder/store`."""
    from reportparse.batch import parse_all

    organs = reports // len(YEARS) + bool(reports % len(YEARS))
    (folder / "files").mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(partial(write_organ, folder / "files"), range(organs), chunksize=20))
    parse_all(folder / "files", store=folder / "store", workers=2)


def write_organ(folder: Path, number: int) -> None:
    """The files of an organ, one a year."""
    layout = LAYOUTS[LAYOUT]
    for year, script in zip(YEARS, scripts(number), strict=True):
        (folder / f"{number:05}-{year}{layout.suffix}").write_bytes(layout.write(script))


def scripts(number: int) -> Iterator[Script]:
    """The reports of an organ, year by year; the same number gives the same reports."""
    rng = Random(f"{SEED}-{number}")
    told: Sections | None = None
    values: dict[str, int] = {}
    for year in YEARS:
        told, values = _sections(rng, number, year, told), _values(rng, year, values)
        yield _script(rng, number, year, told, values)


def _sections(rng: Random, number: int, year: int, last: Sections | None) -> Sections:
    own = _written(Random(f"{SEED}-{number}-{year}"))
    for code in ("overview", "problems"):
        if rng.random() < COPIED:
            beside = _written(Random(f"{SEED}-{max(0, number - rng.randint(1, 40))}-{year}"))
            setattr(own, code, getattr(last if last and rng.random() < 0.5 else beside, code))
    return own


def _written(rng: Random) -> Sections:
    def one(kind: str) -> str:
        return str(rng.choice(WORDS[kind]))

    def told() -> str:
        return f"围绕{one('about')}，{one('means')}，{one('then')}。"

    themes = zip("一二三四五", THEMES, strict=True)
    overview = [f"（{ordinal}）{theme}。" + "".join(told() for _ in range(5)) for ordinal, theme in themes]
    lacks, cures = [], []
    for ordinal, place in zip("一二三", rng.sample(range(len(WORDS["lacks"])), 3), strict=True):
        about = f"{one('about')}方面的信息"
        lacks.append(f"{ordinal}是{about}{WORDS['lacks'][place]}")
        cures.append(f"{ordinal}是对{about}{WORDS['cures'][place]}，{one('means')}")
    return Sections(
        overview, [f"一年来的工作仍有不足：{'；'.join(lacks)}。", f"下一步拟作如下改进：{'；'.join(cures)}。"]
    )


def _values(rng: Random, year: int, last: dict[str, int]) -> dict[str, int]:
    """Figures that agree with themselves and with last year's."""
    edition = _edition(year)
    values = dict.fromkeys(forms.items(edition), 0)
    values["proactive.licences.decisions"] = rng.randint(20, 90)
    for column in ("natural_person", "commercial_enterprise", "other_org"):
        carried = last.get(f"requests.carried_out.{column}", 0)
        received, left = rng.randint(2, 12), rng.randint(0, 2)
        done = received + carried - left
        granted = rng.randint(0, done)
        cells = {"received": received, "carried_in": carried, "processed": done, "carried_out": left}
        for row, count in {**cells, "granted": granted, "unable_not_held": done - granted}.items():
            values[f"requests.{row}.{column}"] = count
            values[f"requests.{row}.total"] += count
    if rng.random() < WRONG:
        values["requests.granted.total"] += 1
    return values


def _edition(year: int) -> str:
    return "2019" if year < 2021 else "2021"


def _script(rng: Random, number: int, year: int, told: Sections, values: dict[str, int]) -> Script:
    name, county = _name(number, "镇"), _name(number // COUNTY, "县")
    full = f"{county}{name}人民政府"
    contact = f"（地址：{county}听澜路{number % 300 + 1}号；邮编：990{number % 1000:03}；电话：0999-6{number:06}）"
    blocks = [Block("title", f"{full}{year}年政府信息公开工作年度报告")]
    period = f"{year}年1月1日至{year}年12月31日"
    text = f"本报告依据《条例》编制，所列数据的统计期限为{period}。如有疑问，请与{full}办公室联系{contact}。"
    blocks.append(Block("preamble", text))
    grids = forms.statutory_grids(_edition(year), {item: str(value) for item, value in values.items()})
    paragraphs = {
        "overview": told.overview,
        "problems": told.problems,
        "other_matters": [f"本年度未收取信息处理费。{rng.choice(WORDS['about'])}公开任务已完成。"],
    }
    for ordinal, (code, label) in zip("一二三四五六", forms.SECTIONS.items(), strict=True):
        blocks.append(Block("heading", f"{ordinal}、{label}", section=code))
        if code in grids:
            blocks.append(Block("table", grid=grids[code], section=code))
        blocks += [Block("paragraph", text, section=code) for text in paragraphs.get(code, [])]
    return Script([*blocks, Block("signature", full), Block("date", f"{year + 1}年1月{rng.randint(5, 25)}日")])


def _name(number: int, kind: str) -> str:
    """A different name for each of 8,000 numbers."""
    rest, last = divmod(number, len(SECOND))
    third, first = divmod(rest, len(FIRST))
    middle = FIRST[(third + first) % len(FIRST)] if third else ""
    return FIRST[first] + middle + SECOND[last] + kind


def audit(store: Path, count: int) -> Size:
    """The first so many reports of the store, audited by all rules."""
    from reportparse import rules
    from reportparse.corpus import open_corpus

    began = time.perf_counter()
    found = rules.audit(islice(open_corpus(store), count))
    seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    copies = int(found["code"].isin(["H-TWIN", "Y-SAMETEXT"]).sum())
    return Size(count, round(seconds, 1), round(time.process_time(), 1), round(memory), len(found), copies)


def run(folder: Path) -> list[Size]:
    """Each size in a process of its own, so that memory is its own too."""
    found = []
    for count in SIZES:
        words = [sys.executable, "-m", "benchmarks.audit.scale", "one", str(folder), str(count)]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
        found.append(Size(**json.loads(done.stdout)))
        print(found[-1], flush=True)
    return found


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("make", "run", "one"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("reports", type=int, nargs="?", default=REPORTS)
    parser.add_argument("--json", type=Path, help="where to write what was measured")
    options = parser.parse_args(arguments)
    if options.what == "make":
        make(options.folder, options.reports)
    elif options.what == "one":
        print(json.dumps(asdict(audit(options.folder / "store", options.reports))))
    else:
        sizes = run(options.folder)
        if options.json:
            options.json.write_text(json.dumps([asdict(size) for size in sizes]), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
