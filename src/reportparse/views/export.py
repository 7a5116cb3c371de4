"""Files for other programs: Excel, csv, Stata, Parquet, DuckDB, a data package, at a level of privacy.

views.export(corpus, "panel.xlsx")
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from reportparse.corpus import Corpus
from reportparse.private import Privacy
from reportparse.views.codebook import codebook, items
from reportparse.views.databases import write_duckdb, write_parquet
from reportparse.views.handing import ready
from reportparse.views.package import package
from reportparse.views.spreadsheets import write_csv, write_xlsx
from reportparse.views.stata import write_dta, write_stata
from reportparse.views.written import Written, written

FRAMES = ("reports", "facts", "extras", "officers", "statements", "problems", "measures", "findings", "failures")
Frames = Mapping[str, pd.DataFrame]
WRITERS: dict[str, Callable[[Frames, Path], None]] = {
    ".xlsx": write_xlsx,
    ".csv": write_csv,
    ".dta": write_dta,
    ".stata": write_stata,
    ".parquet": write_parquet,
    ".duckdb": write_duckdb,
}
PACKAGE = ".zip"


def export(
    corpus: Corpus,
    path: str | os.PathLike[str],
    *,
    privacy: Privacy | None = None,
    raw: bool = False,
    evidence: bool = False,
) -> Written:
    """Writes the frames of a corpus, with a codebook and the items of the form; the end of the name says how.

    .xlsx, .duckdb and .dta (the facts) are files; .csv (for Excel), .parquet and .stata folders of one file a frame;
    .zip is a data package, see `views.package`. evidence: with raw text, page and place. privacy: "shared" masks
    private numbers and mail, "strict" hides every telephone and mail and officers' names, "none" nothing (the level of
    the corpus, if not said). Texts in csv that a spreadsheet would take for formulas get a `'` in front, unless `raw`.
    The answer is the path, and prints with the size.
    """
    target, kind = Path(path), checked_ending(path)
    if kind == PACKAGE:
        return package(corpus, target, privacy=privacy)
    target.parent.mkdir(parents=True, exist_ok=True)
    frames = {name: _frame(corpus, name, evidence=evidence) for name in FRAMES}
    frames |= {"codebook": codebook(frames), "items": items()}
    guarded = kind == ".csv" and not raw
    veil = corpus.veil(privacy)
    WRITERS[kind]({name: ready(frame, veil, guarded=guarded) for name, frame in frames.items()}, target)
    return written(target)


def checked_ending(path: str | os.PathLike[str]) -> str:
    """The ending of a file's name, `.xlsx`; ValueError that names those there are."""
    ending = Path(path).suffix.lower()
    if ending not in (*WRITERS, PACKAGE):
        known = ", ".join([*WRITERS, PACKAGE])
        raise ValueError(f"cannot export to {Path(path).name!r}; give a name that ends in {known}")
    return ending


def _frame(corpus: Corpus, name: str, *, evidence: bool) -> pd.DataFrame:
    return corpus.frame(name, evidence=evidence and name not in ("reports", "failures"), privacy="none")
