"""Frames for spreadsheets: a workbook without formulas and links, and csv that no spreadsheet takes for formulas."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from numbers import Real
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from reportparse.publishing import publishing
from reportparse.text import display_width
from reportparse.views.codebook import label_zh
from reportparse.views.written import as_os_error

MOST_ROWS = 1_048_575
"""Rows of a sheet below its header."""

LONGEST = 32_767
"""UTF-16 units of a cell: a character beyond the first 65,536 counts twice."""

CUT = "…[截断 cut]"
MADE = datetime.datetime(2000, 1, 1)
"""The date inside of the files: the same data gives the same bytes."""

WIDEST = 48
_FORMULA = re.compile(r"'*[=+\-@\t\r\n\x00＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n\x00＝＋－＠]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def write_xlsx(frames: Mapping[str, pd.DataFrame], path: Path) -> None:
    """One sheet a frame, with Chinese headers, filters and the header frozen; text is text, whatever it begins with.

    A frame that is too long for a sheet goes on in `facts_2` and so on, and a sheet `sheets` tells.
    """
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with (
        publishing(path) as temporary,
        as_os_error(xlsxwriter.exceptions.FileCreateError),
        xlsxwriter.Workbook(temporary, options | {"constant_memory": True}) as book,
    ):
        _write_book(book, frames)


def _write_book(book: Any, frames: Mapping[str, pd.DataFrame]) -> None:
    book.set_properties({"created": MADE})
    bold = book.add_format({"bold": True})
    sheets: list[tuple[str, str, int]] = []
    for name, frame in frames.items():
        for part in range(max(1, -(-len(frame) // MOST_ROWS))):
            piece = frame.iloc[part * MOST_ROWS : (part + 1) * MOST_ROWS]
            sheet = f"{name}_{part + 1}" if part else name
            sheets.append((name, sheet, len(piece)))
            _write_sheet(book.add_worksheet(sheet), piece, bold)
    if len(sheets) > len(frames):
        _write_sheet(book.add_worksheet("sheets"), pd.DataFrame(sheets, columns=["frame", "sheet", "rows"]), bold)


def _write_sheet(sheet: Any, frame: pd.DataFrame, bold: Any) -> None:
    titles = [label_zh(str(column)) for column in frame.columns]
    for column, title in enumerate(titles):
        sheet.set_column(column, column, _width(title, frame.iloc[:200, column]))
        _checked(sheet.write_string(0, column, title, bold))
    for number, row in enumerate(frame.itertuples(index=False, name=None), start=1):
        for column, value in enumerate(row):
            _write_cell(sheet, number, column, value)
    sheet.freeze_panes(1, 0)
    if titles:
        sheet.autofilter(0, 0, max(1, len(frame)), len(titles) - 1)


def _width(title: str, column: pd.Series) -> int:
    """A width that shows most of a column's first values."""
    widths = [display_width(str(value)) for value in column.dropna()]
    return min(WIDEST, 2 + max([display_width(title) + 2, *widths]))


def _write_cell(sheet: Any, row: int, column: int, value: Any) -> None:
    """A number as a number, all else as text; nothing for what is missing."""
    if pd.isna(value):
        return
    if isinstance(value, bool | np.bool_):
        _checked(sheet.write_boolean(row, column, bool(value)))
    elif isinstance(value, Real):
        _checked(sheet.write_number(row, column, value))
    else:
        text = str(value.date()) if isinstance(value, pd.Timestamp) else str(value)
        _checked(sheet.write_string(row, column, _fitting(text)))


def _checked(answer: int) -> None:
    """xlsxwriter tells by a number what it did not write."""
    if answer != 0:
        raise ValueError(f"a cell was not written (xlsxwriter {answer})")


def _fitting(text: str) -> str:
    """The text, or what of it a cell can hold, with a mark that the rest is cut off."""
    if len(text) <= LONGEST // 2 or _units(text) <= LONGEST:
        return text
    kept = text.encode("utf-16-le", "replace")[: 2 * (LONGEST - _units(CUT))]
    return kept.decode("utf-16-le", "ignore") + CUT


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "replace")) // 2


def write_csv(frames: Mapping[str, pd.DataFrame], path: Path) -> None:
    """A folder of csv files that Excel opens: with the mark of UTF-8 and its ends of lines."""
    path.mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        with publishing(path / f"{name}.csv") as temporary:
            frame.to_csv(temporary, index=False, encoding="utf-8-sig", lineterminator="\r\n", date_format="%Y-%m-%d")


def guard(text: str) -> str:
    """Text that no spreadsheet takes for a formula; plain numbers stay: `"=1+1" → "'=1+1"`."""
    return f"'{text}" if _FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text) else text


def unguard(text: str) -> str:
    """The text before `guard`: `"'=1+1" → "=1+1"`."""
    return text[1:] if _GUARDED.match(text) else text
