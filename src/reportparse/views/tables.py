"""The statutory tables of a report, drawn again for a notebook."""

from __future__ import annotations

from reportparse.drawing import table_html
from reportparse.form import editions, load_form
from reportparse.report import Report


def statutory_html(report: Report, table: str) -> str:
    """A statutory table of the report (proactive, requests, remedies) as HTML that carries no script.

    Blank, absent, unreadable and doubtful cells are marked, and those that a finding of the report names.
    """
    form = load_form(report.editions.get(table, report.edition or editions()[-1]))
    failing = {item for finding in report.findings if finding.severity != "info" for item in finding.items}
    return table_html(form, form.table(table), (*report.facts, *report.extras), failing)
