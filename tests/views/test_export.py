"""Exported files hold what the frames hold, no formulas, and no private numbers."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pytest

from reportparse.pictures import draw_place, quote_html
from reportparse.source import Source
from reportparse.views.export import WRITERS, guard

FRAMES = {
    "facts": pd.DataFrame(
        {"item": pd.array(["=1+1", "http://x"], "string"), "value": pd.array([7, None], "Float64")},
    )
}


@pytest.mark.parametrize(
    ("text", "safe"), [("=1+1", "'=1+1"), ("-5", "-5"), ("＝A1", "'＝A1"), ("-x", "'-x"), ("镇", "镇")]
)
def test_guard(text: str, safe: str) -> None:
    assert guard(text) == safe


def test_xlsx_has_no_formula_and_no_link(tmp_path: Path) -> None:
    WRITERS[".xlsx"](FRAMES, tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert "<v>7</v>" in sheet


def test_csv_and_stata_read_back(tmp_path: Path) -> None:
    WRITERS[".csv"](FRAMES, tmp_path / "a.csv")
    WRITERS[".dta"](FRAMES, tmp_path / "a.dta")
    assert list(pd.read_csv(tmp_path / "a.csv" / "facts.csv")["item"]) == ["'=1+1", "http://x"]
    stata = pd.read_stata(tmp_path / "a.dta")
    assert stata["value"].isna().tolist() == [False, True]
    assert stata["item"].tolist() == ["=1+1", "http://x"]


def test_a_place_without_a_page_is_quoted() -> None:
    source = Source(table=2, row=3, raw="<b>7</b>")
    with pytest.raises(ValueError, match="only pdf"):
        draw_place(source, b"")
    assert "&lt;b&gt;" in quote_html(source)
