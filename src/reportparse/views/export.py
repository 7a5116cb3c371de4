"""Files for other programs: Excel, csv, Stata, Parquet, DuckDB. Mobile numbers are masked unless asked.

views.export(corpus, "panel.xlsx")
"""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from reportparse.corpus import Corpus
from reportparse.frames import LABELS_ZH
from reportparse.publishing import publishing
from reportparse.views.shown import clean, masked
from reportparse.views.written import Written, written

FRAMES = ("reports", "facts", "officers", "statements", "problems", "measures", "findings", "failures")
MOST_ROWS = 1_048_575
LONGEST = 32_767
CUT = "…[截断 cut]"
MADE = datetime.datetime(2000, 1, 1)
"""The date inside of the files: the same data gives the same bytes."""

_FORMULA = re.compile(r"[=+\-@\t\r\n\x00＝＋－＠]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
Frames = dict[str, pd.DataFrame]


def export(corpus: Corpus, path: str | os.PathLike[str], *, mask: bool = True) -> Written:
    """Writes the frames of a corpus: .xlsx, .duckdb or .dta (facts), or a folder of csv or parquet files.

    A folder `panel.csv` holds csv files for Excel, `panel.parquet` Parquet files. `mask=False` keeps mobile and
    identity numbers. The answer is the path, and prints with the size.
    """
    target = Path(path)
    writer = WRITERS.get(target.suffix.lower())
    if writer is None:
        raise ValueError(f"cannot export to {target.name!r}; give a name that ends in {', '.join(WRITERS)}")
    writer({name: _ready(corpus.frame(name, mask=mask), mask=mask) for name in FRAMES}, target)
    return written(target)


def _ready(frame: pd.DataFrame, *, mask: bool) -> pd.DataFrame:
    """Categories as text, and texts clean and masked; identifiers keep their digits."""
    ready = frame.copy()
    for name in frame.columns:
        column = frame[name]
        if isinstance(column.dtype, pd.CategoricalDtype) or pd.api.types.is_string_dtype(column.dtype):
            hide = mask and name not in ("sha256", "report_id")
            ready[name] = column.astype("string").map(_hidden if hide else clean, na_action="ignore").astype("string")
    return ready


def _hidden(text: str) -> str:
    return masked(clean(text))


# --- Excel


def _to_xlsx(frames: Frames, path: Path) -> None:
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with (
        publishing(path) as temporary,
        _as_os_error(xlsxwriter.exceptions.FileCreateError),
        xlsxwriter.Workbook(temporary, options) as book,
    ):
        _write_book(book, frames)


def _write_book(book: Any, frames: Frames) -> None:
    book.set_properties({"created": MADE})
    sheets: list[tuple[str, str, int]] = []
    for name, frame in frames.items():
        for part in range(max(1, -(-len(frame) // MOST_ROWS))):
            piece = frame.iloc[part * MOST_ROWS : (part + 1) * MOST_ROWS]
            sheet = f"{name}_{part + 1}" if part else name
            sheets.append((name, sheet, len(piece)))
            _write_sheet(book, sheet, piece, LABELS_ZH)
    if len(sheets) > len(frames):
        _write_sheet(book, "sheets", pd.DataFrame(sheets, columns=["frame", "sheet", "rows"]), {})
    _write_sheet(book, "codebook", _codebook(frames), {})


def _write_sheet(book: Any, name: str, frame: pd.DataFrame, labels: dict[str, str]) -> None:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    for column, title in enumerate(map(str, frame.columns)):
        sheet.write_string(0, column, labels.get(title, title), bold)
    for number, row in enumerate(frame.itertuples(index=False, name=None), start=1):
        for column, value in enumerate(row):
            _write_cell(sheet, number, column, value)
    sheet.freeze_panes(1, 0)
    if len(frame.columns):
        sheet.autofilter(0, 0, max(1, len(frame)), len(frame.columns) - 1)


def _write_cell(sheet: Any, row: int, column: int, value: Any) -> None:
    """A number as a number, all else as text; nothing for what is missing."""
    if pd.isna(value):
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    else:
        text = str(value.date()) if isinstance(value, pd.Timestamp) else str(value)
        sheet.write_string(row, column, text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT)


def _codebook(frames: Frames) -> pd.DataFrame:
    rows = [
        (name, str(column), LABELS_ZH.get(str(column), ""), str(frame[column].dtype))
        for name, frame in frames.items()
        for column in frame
    ]
    return pd.DataFrame(rows, columns=["frame", "column", "label_zh", "type"])


# --- csv, Parquet, Stata, DuckDB


def guard(text: str) -> str:
    """Text that no spreadsheet takes for a formula; plain numbers stay: `"=1+1" → "'=1+1"`."""
    return f"'{text}" if _FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text) else text


def _to_csv(frames: Frames, path: Path) -> None:
    path.mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        texts = [column for column in map(str, frame.columns) if pd.api.types.is_string_dtype(frame[column].dtype)]
        safe = frame.assign(**{column: frame[column].map(guard, na_action="ignore") for column in texts})
        with publishing(path / f"{name}.csv") as temporary:
            safe.to_csv(temporary, index=False, encoding="utf-8-sig", lineterminator="\r\n")


def _to_parquet(frames: Frames, path: Path) -> None:
    path.mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        with publishing(path / f"{name}.parquet") as temporary:
            frame.to_parquet(temporary, index=False)


def _to_stata(frames: Frames, path: Path) -> None:
    """The facts, each variable with its Chinese label; missing is Stata's missing."""
    facts = frames["facts"]
    plain = {name: _stata_column(facts[name]) for name in facts.columns}
    labels = {name: LABELS_ZH.get(name, name)[:80] for name in facts.columns}
    with publishing(path) as temporary:
        pd.DataFrame(plain).to_stata(temporary, write_index=False, version=118, variable_labels=labels, time_stamp=MADE)


def _stata_column(column: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(column.dtype):
        return column.astype("Float64").astype("float64")
    return column.astype("string").fillna("").astype(object)


def _to_duckdb(frames: Frames, path: Path) -> None:
    import duckdb

    with (
        publishing(path) as temporary,
        _as_os_error(duckdb.IOException),
        duckdb.connect(str(temporary)) as connection,
    ):
        for name, frame in frames.items():
            connection.register("incoming", frame)
            connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM incoming')
            connection.unregister("incoming")


@contextmanager
def _as_os_error(kind: type[Exception]) -> Iterator[None]:
    """A full disk is an OSError, whatever a library makes of it."""
    try:
        yield
    except kind as error:
        raise OSError(str(error)) from error


WRITERS: dict[str, Callable[[Frames, Path], None]] = {
    ".xlsx": _to_xlsx,
    ".csv": _to_csv,
    ".dta": _to_stata,
    ".parquet": _to_parquet,
    ".duckdb": _to_duckdb,
}
