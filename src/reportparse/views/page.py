"""One HTML file to look at, to search and to hand on: it needs no network and lets nothing in.

views.page(corpus, "audit.html")
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import IO, Any, Literal

from reportparse.corpus import Corpus
from reportparse.private import Privacy, Veil
from reportparse.publishing import publishing
from reportparse.report import NO_REPORT, Report
from reportparse.rules.corrections import correct, read_corrections
from reportparse.source import Box, Source
from reportparse.veils import veil_of
from reportparse.views.lettering import cut_font
from reportparse.views.page_data import SEVERITIES, Audited, Details, audited, finding_rows, overview, seen
from reportparse.views.scenes import can_draw, draw_scenes
from reportparse.views.shown import shown
from reportparse.views.written import Written, readable, written

_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
POLICY = (
    "default-src 'none'; style-src '{style}'; script-src '{script}'; img-src data:; base-uri 'none'; form-action 'none'"
)
SCRIPTS = ("page.js", "page_figures.js", "page_findings.js", "page_report.js", "page_start.js")

MANY = 200
"""With more reports the data are compressed; with fewer they stand as they are, for those who read the file itself."""

TOGETHER = 25
"""So many reports are read together when one of them is opened."""

PICTURES = 16_000_000
"""All pictures of pages take no more bytes than this; reports with the most errors come first."""

PLAIN = 200
"""Findings that are listed for a browser that runs no scripts."""

UNKNOWN = "... ... ..."
"""Stands where the size of the page will be told."""

Language = Literal["zh", "en"]


def page(
    reports: Report | Iterable[Report],
    path: str | os.PathLike[str],
    *,
    language: Language = "zh",
    pictures: bool = True,
    verdicts: str | os.PathLike[str] | None = None,
    corrections: str | os.PathLike[str] | None = None,
    privacy: Privacy | None = None,
) -> Written:
    """Writes one self-contained page about the reports (a Corpus, a Report, or any that give Reports).

    It has an overview with figures and the files that could not be read, all findings of the audit with search, filters
    and order, and every report with its statutory tables redrawn. A finding shows its formula with both sides, its
    quote in the paragraph, copied texts side by side, and, with `pictures`, where pillow is installed and the pdf lies
    where it was read, its place on the page. `verdicts` and `corrections` are the csv files of `rp.audit`. What
    `privacy` hides (see `views.export`) is painted over in pictures. Its characters are lettered in the package's font
    where the reader's machine has no Chinese one (with `reportparse[plot]`). The answer is the path, and prints with
    the size of the file.
    """
    given = [reports] if isinstance(reports, Report) else list(reports)
    listed = [report for report in given if report.is_report]
    lost: list[Any] = []
    if corrections:
        listed, lost = correct(listed, read_corrections(corrections))
    veil = veil_of(reports, listed, privacy)
    told = {"verdicts": _decided(verdicts, veil), "lost": len(lost), "failures": _failures(reports, given, veil)}
    with publishing(Path(path)) as temporary, temporary.open("wb") as file:
        _write(file, audited(listed, veil), language, pictures=pictures, told=told)
    return written(path)


def _failures(reports: object, given: list[Report], veil: Veil) -> list[list[str]]:
    """Path, code and message of each file that gave no report."""
    rows: list[tuple[object, ...]] = [
        (report.origin.path or report.origin.name, finding.code, finding.message)
        for report in given
        for finding in report.findings
        if finding.code == NO_REPORT
    ]
    if isinstance(reports, Corpus):
        rows += reports.failures[["path", "code", "message"]].itertuples(index=False)
    return [[shown(str(text), veil) for text in row] for row in rows]


def _decided(verdicts: str | os.PathLike[str] | None, veil: Veil) -> list[list[str]]:
    """The lines of the csv of verdicts."""
    if verdicts is None:
        return []
    from reportparse.rules.verdicts import read_verdicts  # pandas, paid for where there are verdicts

    rows = read_verdicts(verdicts).fillna("")
    return [[shown(str(text), veil) for text in row] for row in rows.itertuples(index=False)]


def _write(file: IO[bytes], found: Audited, language: Language, *, pictures: bool, told: dict[str, Any]) -> None:
    """The page, block by block; its own size, which is known last, is put where it is told."""
    before, after = _frame(found, language)
    file.write(before.encode("utf-8"))
    letters = set(before + after)
    for block in _blocks(found, pictures=pictures, told=told, packed=len(found.reports) > MANY, letters=letters):
        file.write(f"{block}\n".encode())
    if font := cut_font(letters):
        file.write(f'<script type="font/woff" id="font">{font}</script>\n'.encode())
    size = file.write(after.encode("utf-8")) and file.tell()
    file.seek(len(before.partition(UNKNOWN)[0].encode("utf-8")))
    file.write(readable(size).ljust(len(UNKNOWN)).encode("ascii"))


def _frame(found: Audited, language: Language) -> tuple[str, str]:
    """The page before and after its data."""
    style, script = _asset("page.css"), "\n".join(_asset(name) for name in SCRIPTS)
    parts = {
        "policy": POLICY.format(style=_digest(style), script=_digest(script)),
        "language": "zh-CN" if language == "zh" else "en",
        "summary": html.escape(_summary(found)),
        "plain": _plain(found, language),
        "size": UNKNOWN,
        "style": style,
        "script": script,
    }
    before, _, after = _asset("page.html").partition("{{data}}\n")
    return _fill(before, parts), _fill(after, parts)


def _fill(template: str, parts: dict[str, str]) -> str:
    """The template with its parts in place. What a part says is never searched for further places."""
    pieces = template.split("{{")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}}")
        filled += [parts[name], rest]
    return "".join(filled)


def _summary(found: Audited) -> str:
    given = Counter(checked.outcome.severity or checked.entry.severity for of_one in found.broken for checked in of_one)
    counts = [given[severity] for severity in ("error", "warning", "info")]
    return (
        f"{len(found.reports)} 份报告，{counts[0]} 处错误，{counts[1]} 处警示，{counts[2]} 处提示。 "
        f"{len(found.reports)} reports, {counts[0]} errors, {counts[1]} warnings, {counts[2]} notes."
    )


def _plain(found: Audited, language: Language) -> str:
    """What a browser that runs no scripts shows: the gravest findings, a row each."""
    rows = sorted(finding_rows(found), key=lambda row: row[2])
    told = f"未启用脚本，只列最重要的发现。 No scripts: the gravest findings. {min(len(rows), PLAIN)} / {len(rows)}"
    return f"<p>{told}</p><table>{''.join(_plain_rows(found, rows, language))}</table>"


def _plain_rows(found: Audited, rows: list[list[Any]], language: Language) -> Iterator[str]:
    for number, code, severity, _, zh, en, *_ in rows[:PLAIN]:
        name, year = found.names[number], found.reports[number].year
        cells = (found.show(name or ""), str(year or ""), SEVERITIES[severity], code, zh if language == "zh" else en)
        yield f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in cells)}</tr>"


# --- data


def _blocks(found: Audited, *, pictures: bool, told: dict[str, Any], packed: bool, letters: set[str]) -> Iterator[str]:
    """The data as blocks that no browser runs; those of a report are read only when it is opened.

    The characters that they have are added to `letters`.
    """
    boxes: dict[Source, list[Box]] = {}
    drawn = dict(_pictures(found, boxes)) if pictures else {}
    told = told | {"together": TOGETHER, "pictures": _left_out(found, drawn, pictures)}
    yield _block("overview", overview(found) | told, packed, letters)
    yield _block("findings", finding_rows(found), packed, letters)
    details = iter(Details(found, boxes))
    for number in range(0, len(found.reports), TOGETHER):
        yield _block(f"reports-{number // TOGETHER}", list(islice(details, TOGETHER)), packed, letters)
    for number, scenes in sorted(drawn.items()):
        yield f'<script type="application/json" id="pictures-{number}">{scenes}</script>'


def _left_out(found: Audited, drawn: dict[int, str], pictures: bool) -> list[Any]:
    """How many reports have pictures, how many more could, and why they have none: "", "asked", "pillow", "size"."""
    left = sum(bool(_places(found, number)) for number in range(len(found.reports))) - len(drawn)
    why = "asked" if not pictures else "" if can_draw() else "pillow"
    return [len(drawn), left, why or ("size" if sum(map(len, drawn.values())) >= PICTURES else "file")]


def _pictures(found: Audited, boxes: dict[Source, list[Box]]) -> Iterator[tuple[int, str]]:
    """The pages of pdf files that findings lie on, as JSON by the report's number, until they take too many bytes.

    Where exactly on the page each place lies is put into `boxes`.
    """
    if not can_draw():
        return
    taken = 0
    worst = sorted(range(len(found.reports)), key=lambda number: (-_errors(found, number), number))
    for number in worst:
        places = _places(found, number)
        if places and taken < PICTURES:
            drawn = draw_scenes(found.reports[number], places, found.veil)
            boxes.update(drawn.boxes)
            if drawn.scenes:
                text = to_json(drawn.scenes)
                taken += len(text)
                yield number, text


def _errors(found: Audited, number: int) -> int:
    return sum((one.outcome.severity or one.entry.severity) == "error" for one in found.broken[number])


def _places(found: Audited, number: int) -> list[Source]:
    return [source for one in found.broken[number] for source in seen(one.outcome, found.reports[number])]


def _block(name: str, data: Any, packed: bool, letters: set[str]) -> str:
    text = to_json(data)
    letters.update(text)
    if not packed:
        return f'<script type="application/json" id="{name}">{text}</script>'
    blob = base64.b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii")
    return f'<script type="application/zlib" id="{name}">{blob}</script>'


def to_json(data: Any) -> str:
    """JSON in which nothing can end the element that it stands in."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def _asset(name: str) -> str:
    return files("reportparse.views").joinpath(name).read_text(encoding="utf-8").strip()


def _digest(text: str) -> str:
    """The hash by which the policy lets a style or a script in."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
