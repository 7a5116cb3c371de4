"""How much of prose that was written by hand, before the parser was looked at, is read rightly.

    python -m benchmarks.prose.run first          # every verdict that is not right, then the table
    python -m benchmarks.prose.run first second --quiet

A set is a folder of TOML files. Each section has a `text`, a `place` where it stands in a report, and its truth:
officers as `name|post|phone`, statements as `kind value unit marks` (a kind may name several that are as good;
~ approximate, ! negated, - not linked with any cell), problems and measures as texts, organ and year. `optional`
counts may be read or not. Every section is read as a whole report with tables of zeros around it.

What the parser made of each set when it first met it stands in README.md.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import reportparse as rp
from benchmarks.accuracy.score import Verdict, check_bags, check_texts, folded

HERE = Path(__file__).parent
TABLES = (HERE / "tables.txt").read_text(encoding="utf-8")
LINKS: dict[str, list[str]] = tomllib.loads((HERE / "links.toml").read_text(encoding="utf-8"))
ORGAN, YEAR = "霁岭县砚坪镇人民政府", 2022
EMPTY = {
    "preamble": "本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。",
    "overview": "本年度，各项公开工作平稳推进。",
    "problems": "无。",
    "other": "无其他需要报告的事项。",
}
PARTS = (
    "officers",
    "posts",
    "phones",
    "statements",
    "links",
    "problems",
    "measures",
    "organ",
    "year",
    "dates",
    "contacts",
)
Section = dict[str, Any]
_MAY_LEAD = re.compile(
    r"^(?:针对[^，,]{2,40}?的?(?:问题|不足|短板)[，,])?(?:下一步|今后)?[，,]?(?:我[们局镇乡县区市办委]将?|将)?"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--quiet", action="store_true")
    words = parser.parse_args()
    tally: Counter[tuple[str, str]] = Counter()
    for name in words.sets:
        for section in read_set(HERE / name):
            for verdict in compare(rp.parse(written(section).encode()), section):
                tally[verdict.part, verdict.outcome] += 1
                if verdict.outcome != "right" and not words.quiet:
                    print(f"{section['id']}: {verdict.part} {verdict.outcome} {verdict.item} got {verdict.got!r}")
    print(table(tally))


def read_set(folder: Path) -> list[Section]:
    """The sections of a folder, file by file."""
    files = sorted(folder.glob("*.toml"))
    return [section for file in files for section in tomllib.loads(file.read_text(encoding="utf-8"))["section"]]


def written(section: Section) -> str:
    """The section as a whole report in plain text."""
    text = section["text"].strip("\n")
    if section["place"] == "report":
        return text.replace("{rest}", _body({}))
    organ = section.get("organ", ORGAN)
    title = f"{organ}{YEAR}年政府信息公开工作年度报告"
    return f"{title}\n{_body({section['place']: text})}\n"


def _body(said: dict[str, str]) -> str:
    told = EMPTY | said
    lines = [told["preamble"]] if "preamble" in said or said else []
    lines += ["一、总体情况", told["overview"], TABLES.strip("\n")]
    lines += ["五、存在的主要问题及改进情况", told["problems"], "六、其他需要报告的事项", told["other"]]
    return "\n".join(lines)


def compare(report: rp.Report, section: Section) -> Iterator[Verdict]:
    """A verdict for each thing that the section says, and for each that the reader made up."""
    yield from check_officers(report, section)
    yield from check_statements(report, section)
    yield from _texts("problems", [problem.text for problem in report.problems], section)
    yield from _texts("measures", [measure.text for measure in report.measures], section)
    organ, year = section.get("organ", ORGAN), section.get("year", YEAR)
    # A government is named in full with the word for it, however the title has it.
    named = {report.organ.name, report.organ.full_name, (report.organ.full_name or "").removesuffix("人民政府")}
    yield Verdict("organ", organ, "right" if organ in named else "wrong", named)
    yield Verdict("year", str(year), "right" if report.year == year else "wrong", report.year)
    yield from check_dates(report, section)
    yield from check_contact(report, section.get("contact", {}))


def check_dates(report: rp.Report, section: Section) -> Iterator[Verdict]:
    """The days that the section tells; "" where it has none, nothing where nobody looked."""
    got = {"signed": report.signed.date if report.signed else None, "published": report.published}
    for part, day in got.items():
        if part in section:
            told = str(day or "")
            outcome = "right" if told == section[part] else "wrong" if told and section[part] else "missing"
            yield Verdict(
                "dates", f"{part} {section[part]}", "phantom" if told and not section[part] else outcome, told
            )


def check_contact(report: rp.Report, wanted: dict[str, str]) -> Iterator[Verdict]:
    """Each particular of the contact, and those that nobody printed."""
    for part in ("office", "address", "postcode", "phone", "fax", "email") if wanted else ():
        got, text = folded(getattr(report.contact, part, None) or ""), folded(wanted.get(part, ""))
        if got != text:
            outcome = "phantom" if not text else "wrong" if got else "missing"
            yield Verdict("contacts", f"{part} {text}", outcome, got)
        elif text:
            yield Verdict("contacts", f"{part} {text}", "right")


def check_officers(report: rp.Report, section: Section) -> Iterator[Verdict]:
    """Names as a bag; posts and phones of the names that were found."""
    wanted = [line.split("|") for line in section.get("officers", [])]
    found = {officer.name: officer for officer in report.officers}
    yield from check_bags("officers", [officer.name for officer in report.officers], [line[0] for line in wanted])
    for name, post, phone in wanted:
        if name in found:
            for part, text, got in (("posts", post, found[name].post), ("phones", phone, found[name].phone)):
                yield Verdict(part, f"{name} {text}", "right" if folded(got or "") == folded(text) else "wrong", got)


def check_statements(report: rp.Report, section: Section) -> Iterator[Verdict]:
    """Counts by kind, value, unit and marks; then, for those found, the cells that they are linked with."""
    left = list(report.statements)
    for line in section.get("statements", []):
        said = next((said for said in left if _says(said, line)), None)
        yield Verdict("statements", line, "right" if said else "missing")
        if said:
            left.remove(said)
            yield Verdict("links", line, "right" if _is_linked(said, line) else "wrong", said.items)
    optional = [line.split() for line in section.get("optional", [])]
    for said in left:
        if not any(_counts(said, value, unit) for value, unit in optional):
            yield Verdict("statements", f"{said.kind} {said.value}{said.unit}", "phantom", said.text)


def _is_linked(said: rp.Statement, line: str) -> bool:
    """Whether it names the cells of its kind, or of one that is as good; a part without a kind of its own has none."""
    wanted = [] if line.endswith(" -") else [LINKS.get(kind, []) for kind in (said.kind, *line.split()[0].split("|"))]
    return any(sorted(said.items) == sorted(items) for items in wanted) if wanted else not said.items


def _says(said: rp.Statement, line: str) -> bool:
    kinds, value, *rest = line.split()
    unit = next((word for word in rest if word not in "~!-"), "")
    marks = said.approximate == ("~" in rest) and said.negated == ("!" in rest)
    return said.kind in kinds.split("|") and marks and (said.value == 0 == float(value) or _counts(said, value, unit))


def _counts(said: rp.Statement, value: str, unit: str) -> bool:
    times = 10_000 if unit == "万元" != said.unit else 1
    same = said.unit.removeprefix("万") == unit.removeprefix("万")
    return same and abs(float(said.value) - float(value) * times) < 1e-6


def _texts(part: str, got: list[str], section: Section) -> Iterator[Verdict]:
    """Texts paired by likeness; what `optional` names may be there, what `split` names may stand in pieces."""
    # Who promises, and against what, may stand before a measure or not.
    got, wanted = [_MAY_LEAD.sub("", text) for text in got], [_MAY_LEAD.sub("", text) for text in section.get(part, [])]
    optional = section.get(f"{part}_optional", [])
    for pieces in section.get(f"{part}_split", []):
        if pieces[0] in [text.rstrip("。；") for text in got]:
            wanted = [text for text in wanted if pieces[0] not in text] + pieces
    for verdict in check_texts(part, got, wanted):
        if verdict.outcome != "phantom" or verdict.item.rstrip("。；") not in optional:
            yield verdict


def table(tally: Counter[tuple[str, str]]) -> str:
    """Precision and recall by part."""
    lines = [f"{'':12}{'n':>6}{'right':>7}{'made up':>9}{'precision':>11}{'recall':>8}"]
    for part in PARTS:
        right, wrong = tally[part, "right"], tally[part, "wrong"]
        n, phantom = right + wrong + tally[part, "missing"], tally[part, "phantom"]
        precision, recall = right / max(right + wrong + phantom, 1), right / max(n, 1)
        lines.append(f"{part:12}{n:6}{right:7}{phantom:9}{precision:11.4f}{recall:8.4f}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
