"""Tables drawn with rules in plain text, as text browsers and converters print them."""

from __future__ import annotations

import pytest

import reportparse as rp
from reportparse.document import Table

W3M = """\
┌──┬──────┐
│    │申请人情况  │
│项目├──┬───┤
│    │自然│总计  │
│    │人  │      │
├──┼──┼───┤
│新收│12  │      │
└──┴──┴───┘
"""
GRID = """\
+------+-------------+
| 项目 | 申请人情况  |
|      +------+------+
|      | 自然 | 总计 |
|      | 人   |      |
+======+======+======+
| 新收 | 12   |      |
+------+------+------+
"""


def cells(text: str) -> list[tuple[str, int, int, int, int]]:
    document = rp.read(text.encode(), name="a.txt")
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert not table.ragged
    return [(cell.text, cell.row, cell.column, cell.rows, cell.columns) for cell in table.cells]


@pytest.mark.parametrize("text", [pytest.param(W3M, id="bars as wide as two signs"), pytest.param(GRID, id="signs")])
def test_cells_span_where_no_rule_parts_them(text: str) -> None:
    assert cells(text) == [
        ("项目", 0, 0, 2, 1),
        ("申请人情况", 0, 1, 1, 2),
        ("自然\n人", 1, 1, 1, 1),
        ("总计", 1, 2, 1, 1),
        ("新收", 2, 0, 1, 1),
        ("12", 2, 1, 1, 1),
        ("", 2, 2, 1, 1),
    ]


def test_bars_that_do_not_stand_below_bars_draw_no_cells() -> None:
    crooked = GRID.replace("| 新收 | 12   |      |", "| 新收 | 12 |        |")
    document = rp.read(crooked.encode(), name="a.txt")
    assert all(block.ragged for block in document.blocks if isinstance(block, Table))
