"""Each notebook runs from top to bottom, and is kept without its outputs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@each_notebook
def test_outputs_are_stripped(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells
    assert [cell for cell in cells if cell.cell_type == "code" and (cell.outputs or cell.execution_count)] == []


@each_notebook
def test_notebook_runs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    folder = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources=folder).execute()
    pictured = [cell.source for cell in notebook.cells if cell.cell_type == "code" and PICTURED.search(cell.source)]
    shown = [cell.source for cell in notebook.cells if cell.cell_type == "code" and any(map(is_shown, cell.outputs))]
    assert pictured
    assert [source for source in pictured if source not in shown] == []


PICTURED = re.compile(r"^views\.(trend|coverage|findings_map|outcomes|topics|similarity)|\.show\(\)|\.show_page\(")
"""Cells that draw something."""


def is_shown(output: Any) -> bool:
    return bool({"image/png", "text/html"} & set(output.get("data", {})))
