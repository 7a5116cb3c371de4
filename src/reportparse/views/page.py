"""One HTML file to look at, to search and to hand on: it needs no network and lets nothing in.

views.page(corpus, "audit.html")
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from reportparse.publishing import publishing
from reportparse.report import Report
from reportparse.views.page_data import SEVERITIES, page_data
from reportparse.views.written import Written, written

_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
POLICY = (
    "default-src 'none'; style-src '{style}'; script-src '{script}'; img-src data:; base-uri 'none'; form-action 'none'"
)


def page(
    reports: Report | Iterable[Report], path: str | os.PathLike[str], *, language: Literal["zh", "en"] = "zh"
) -> Written:
    """Writes one self-contained page about the reports (a Corpus, a Report, or any that give Reports).

    It has an overview, all findings of the audit with search, filters and order, and every report with its statutory
    tables redrawn. Mobile numbers are masked. The answer is the path, and prints with the size of the file.
    """
    listed = [reports] if isinstance(reports, Report) else list(reports)
    with publishing(Path(path)) as temporary:
        temporary.write_text(page_html(listed, language), encoding="utf-8", newline="\n")
    return written(path)


def page_html(reports: list[Report], language: Literal["zh", "en"] = "zh") -> str:
    """The text of the page."""
    overview, findings, details = page_data(reports)
    style, script = _asset("page.css"), _asset("page.js")
    parts = {
        "policy": POLICY.format(style=_digest(style), script=_digest(script)),
        "language": "zh-CN" if language == "zh" else "en",
        "summary": html.escape(_summary(reports, findings)),
        "style": style,
        "script": script,
        "data": "\n".join(_blocks(overview, findings, details)),
    }
    return _fill(_asset("page.html"), parts)


def _fill(template: str, parts: dict[str, str]) -> str:
    """The template with its parts in place. What a part says is never searched for further places."""
    pieces = template.split("{{")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}}")
        filled += [parts[name], rest]
    return "".join(filled)


def _summary(reports: list[Report], findings: list[list[Any]]) -> str:
    counts = [sum(finding[2] == rank for finding in findings) for rank in range(len(SEVERITIES))]
    return (
        f"{len(reports)} 份报告，{counts[0]} 处错误，{counts[1]} 处警示，{counts[2]} 处提示。 "
        f"{len(reports)} reports, {counts[0]} errors, {counts[1]} warnings, {counts[2]} notes."
    )


def _blocks(overview: dict[str, Any], findings: list[list[Any]], details: list[dict[str, Any]]) -> Iterable[str]:
    """The data as blocks that no browser runs; each report's is read only when the report is opened."""
    yield _block("overview", overview)
    yield _block("findings", findings)
    for number, detail in enumerate(details):
        yield _block(f"report-{number}", detail)


def _block(name: str, data: Any) -> str:
    return f'<script type="application/json" id="{name}">{to_json(data)}</script>'


def to_json(data: Any) -> str:
    """JSON in which nothing can end the element that it stands in."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def _asset(name: str) -> str:
    return files("reportparse.views").joinpath(name).read_text(encoding="utf-8").strip()


def _digest(text: str) -> str:
    """The hash by which the policy lets a style or a script in."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
