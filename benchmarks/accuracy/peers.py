"""What a user would write instead: a well-known library takes the tables out, and short code reads them.

The code is the obvious one: the row is found by its label, the figures are the last cells of the row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from corpus.writing import forms

Rows = list[list[str]]
Facts = dict[str, float | None]


@dataclass(frozen=True)
class Peer:
    """A library, the formats it is asked to read, and how its tables are got."""

    name: str
    suffixes: tuple[str, ...]
    rows: Callable[[Path], Rows]


def read_facts(peer: Peer, path: Path) -> Facts:
    """The figures of a report as the obvious code gets them; what is not found is not there."""
    rows = [[_bare(cell) for cell in row] for row in peer.rows(path)]
    edition = "2019" if any("本年新制作数量" in row for row in rows) else "2021"
    facts: Facts = {}
    for row_id, label, columns in _wanted(edition):
        row = next((row for row in rows if label in row), None)
        if row is not None:
            facts.update(
                zip((f"{row_id}.{column}" for column in columns), _last(row, label, len(columns)), strict=False)
            )
    figures = next((row for row in reversed(rows) if len(row) == 15 and all(map(_is_figure, row))), [])
    remedies = [item for item in forms.items(edition) if item.startswith("remedies.")]
    facts.update(zip(remedies, map(_number, figures), strict=False))
    return facts


def _wanted(edition: str) -> Iterator[tuple[str, str, list[str]]]:
    """Each row of tables 2 and 3: its id, its label, its columns."""
    for table in ("proactive", "requests"):
        for cells in forms.item_grids(edition)[table].rows:
            ids = [cell.text for cell in cells if not cell.label]
            if ids:
                label = next(cell for cell in reversed(cells) if cell.label)
                yield ids[0].rpartition(".")[0], _bare(label.text), [item.split(".")[2] for item in ids]


def _last(row: list[str], label: str, count: int) -> list[float | None]:
    after = row[len(row) - row[::-1].index(label) :]
    return [_number(text) for text in after[-count:]]


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text or "")


def _is_figure(text: str) -> bool:
    return bool(re.fullmatch(r"-?[\d.,]+|", text))


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None


# The libraries


def _pdfplumber_rows(path: Path) -> Rows:
    import pdfplumber

    with pdfplumber.open(path) as document:
        return [[cell or "" for cell in row] for page in document.pages for t in page.extract_tables() for row in t]


def _docx_rows(path: Path) -> Rows:
    import docx

    rows = []
    for table in docx.Document(str(path)).tables:
        for row in table.rows:
            seen: list[object] = []
            texts = []
            for cell in row.cells:
                if cell._tc not in seen:
                    seen.append(cell._tc)
                    texts.append(cell.text)
            rows.append(texts)
    return rows


def _pandas_rows(path: Path) -> Rows:
    import pandas as pd

    frames = pd.read_html(StringIO(path.read_text(encoding="utf-8", errors="replace")), header=None)
    return [_without_repeats([str(v) for v in row]) for f in frames for row in f.fillna("").to_numpy().tolist()]


def _without_repeats(row: list[str]) -> list[str]:
    """Labels that pandas repeats for each merged place, once."""
    return [text for n, text in enumerate(row) if n == 0 or text != row[n - 1] or _is_figure(text)]


def _markitdown_rows(path: Path) -> Rows:
    from markitdown import MarkItDown

    lines = MarkItDown(enable_plugins=False).convert(str(path)).text_content.split("\n")
    return [line.strip().strip("|").split("|") for line in lines if line.count("|") > 1 and "---" not in line]


def _text_rows(path: Path) -> Rows:
    """No library: lines cut at tabs, pipes and spaces."""
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    return [[cell for cell in re.split(r"[\t| ]+", line) if cell] for line in lines]


PEERS = (
    Peer("python-docx", (".docx",), _docx_rows),
    Peer("pandas.read_html", (".html",), _pandas_rows),
    Peer("pdfplumber", (".pdf",), _pdfplumber_rows),
    Peer("markitdown", (".docx", ".html", ".pdf"), _markitdown_rows),
    Peer("split()", (".txt", ".md"), _text_rows),
)
