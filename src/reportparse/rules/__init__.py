"""The audit: what does not agree inside a report, with last year's and with its neighbours', and why we say so.

findings = rp.audit(report)                        # a frame, one row for every rule that is broken
findings = rp.audit(corpus, severity="error")
rules.check(report)                                # the outcomes themselves, without pandas
rules.summary(corpus)                              # how many checks could be run at all
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from reportparse.private import Privacy
from reportparse.report import Report
from reportparse.rules.corrections import correct, read_corrections
from reportparse.rules.document import document
from reportparse.rules.outcome import Outcome, broken, holds, not_assessable
from reportparse.rules.registry import Rule, registry, rule
from reportparse.rules.run import check, listed, run

if TYPE_CHECKING:
    import pandas as pd

    from reportparse.corpus import Corpus

__all__ = [
    "Outcome",
    "Rule",
    "audit",
    "broken",
    "check",
    "document",
    "holds",
    "not_assessable",
    "registry",
    "rule",
    "summary",
    "sums",
]


def audit(
    reports: Report | Iterable[Report],
    rules: Iterable[str | Rule] | None = None,
    severity: str | Iterable[str] | None = None,
    *,
    organ: str | Iterable[str] | None = None,
    divisions: pd.DataFrame | None = None,
    verdicts: str | os.PathLike[str] | None = None,
    corrections: str | os.PathLike[str] | None = None,
    privacy: Privacy | None = None,
) -> pd.DataFrame:
    """What does not agree: one row a finding, with both sides, the difference, the quote and the place.

    `reports` is a Report, or anything that gives Reports; of several reports those of one organ are compared from
    year to year, and organs with each other. `rules` names the rules to run, or brings rules of your own;
    `severity` keeps error, warning or info, `organ` what is said of these organs (all are compared even so).
    `divisions` is a table of codes, names and parents, as for `open_corpus`. `verdicts` and `corrections` are csv
    files: what was decided about findings, and readings set right by hand. `privacy` is what messages and quotes show
    of persons: "none", "shared" (or the level of the corpus) or "strict".
    """
    from reportparse.rules import frame  # pandas, paid for when a frame is asked for
    from reportparse.rules.verdicts import read_verdicts, with_verdicts
    from reportparse.veils import veil_of, veiled

    audited, lost = correct(listed(reports), read_corrections(corrections) if corrections else [])
    found = frame.findings_frame(run(audited, rules, divisions=divisions), lost)
    if verdicts is not None:
        found = with_verdicts(found, read_verdicts(verdicts))
    for column, wanted in (("severity", severity), ("organ", organ)):
        if wanted is not None:
            found = found[found[column].isin([wanted] if isinstance(wanted, str) else list(wanted))]
    return veiled(found.reset_index(drop=True), veil_of(reports, audited, privacy))


def summary(reports: Report | Iterable[Report], rules: Iterable[str | Rule] | None = None) -> pd.DataFrame:
    """Of each report: the checks possible, the checks run, what held and what was broken, and why the rest was not."""
    from reportparse.rules.frame import summary_frame

    return summary_frame(run(listed(reports), rules))


def sums(corpus: Corpus, rules: Iterable[str] | None = None) -> pd.DataFrame:
    """The sums of the form that do not hold in a whole corpus, fast: keys, county, code, item, left, right, difference.

    The rows are those of `audit(corpus, rules)` for the rules that the form itself implies (all of them, unless some
    are named), judged from the store without opening a record: for hundreds of thousands of reports.
    """
    from reportparse.rules import wide

    return wide.sums(corpus) if rules is None else wide.sums(corpus, rules)
