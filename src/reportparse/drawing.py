"""The statutory tables drawn again as the form prints them, with what a report has in each cell.

`lay_out` knows the form only; `table_html` puts facts into it. Facts are anything with item, state, value, raw, doubt.
"""

from __future__ import annotations

import html
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec

from reportparse.form import Form, FormTable, Row, item_id


class Slot(msgspec.Struct, frozen=True):
    """A place in a drawn table: a label, or (with `item`) a figure; `rows` and `columns` are its spans."""

    text: str = ""
    item: str | None = None
    rows: int = 1
    columns: int = 1
    en: str = ""


Grid = list[list[Slot]]
MARKS = {"blank": "空", "absent": "缺", "unreadable": "?"}
"""What stands for a figure that is not stated."""
WORDS = {"blank": "空白", "absent": "缺失", "unreadable": "无法辨读", "failing": "不符", "doubtful": "存疑"}
STYLES = {
    "blank": "background:#f0f0f0;color:#666",
    "absent": "background:#ddd;color:#444;border-style:dashed",
    "unreadable": "background:#ffe9b8;color:#5b3b00;text-decoration:underline wavy",
    "failing": "outline:3px double #b00020;font-weight:bold",
    "doubtful": "text-decoration:underline dotted",
}


def lay_out(table: FormTable) -> Grid:
    """The rows of the official table, labels and places of figures, each row with the slots that begin in it."""
    return _blocks(table) if table.layout == "blocks" else _rows(table)


def table_title(form: Form, table: FormTable) -> str:
    """The title of the section that the table stands in: `"二"` and so on are left to the document."""
    return next((section.label for section in form.sections if section.code == table.section), table.code)


# --- labels on the left


def _rows(table: FormTable) -> Grid:
    width = max(_depth(table, row) for row in table.leaves()) + 1
    grid: Grid = []
    before: tuple[str, ...] | None = None
    for row in table.rows:
        if row.kind == "group":
            continue
        columns = tuple(column.code for column in table.columns_of(row))
        if columns != before:
            grid.append(_header(table, row, width))
            before = columns
        grid.append([*_labels(table, row, width), *_figures(table, row)])
    return grid


def _header(table: FormTable, row: Row, width: int) -> list[Slot]:
    """The column labels above rows that have the same columns; the last one fills the table's width."""
    columns = table.columns_of(row)
    spans = _spread(len(columns), _widest(table))
    heads = [Slot(column.label, columns=span, en=column.en) for column, span in zip(columns, spans, strict=True)]
    return [Slot("", columns=width), *heads]


def _figures(table: FormTable, row: Row) -> list[Slot]:
    columns = table.columns_of(row)
    spans = _spread(len(columns), _widest(table))
    items = [item_id(table.code, row.code, column.code) for column in columns]
    return [Slot(item=item, columns=span) for item, span in zip(items, spans, strict=True)]


def _labels(table: FormTable, row: Row, width: int) -> list[Slot]:
    """The row's own label, after the labels of groups that begin with it."""
    line = _line(table, row)
    opening = [group for group in line[:-1] if _first_leaf(table, group) == row.code]
    groups = [Slot(group.label, rows=_leaf_count(table, group), en=group.en) for group in opening]
    return [*groups, Slot(row.label, columns=width - len(line) + 1, en=row.en)]


# --- labels above


def _blocks(table: FormTable) -> Grid:
    """Labels above one row of figures: levels of row labels, then the column labels, then the figures."""
    leaves = table.leaves()
    depth = max(_depth(table, row) for row in leaves) + 1
    levels: Grid = [[] for _ in range(depth)]
    for row in leaves:
        line = _line(table, row)
        for level, group in enumerate(line[:-1]):
            if _first_leaf(table, group) == row.code:
                levels[level].append(Slot(group.label, columns=_figure_count(table, group), en=group.en))
        place = len(line) - 1
        width = len(table.columns_of(row))
        levels[place].append(Slot(row.label, rows=depth - place, columns=width, en=row.en))
    heads = [Slot(column.label, en=column.en) for row in leaves for column in table.columns_of(row)]
    return [*levels, heads, [slot for row in leaves for slot in _plain_figures(table, row)]]


def _plain_figures(table: FormTable, row: Row) -> list[Slot]:
    return [Slot(item=item_id(table.code, row.code, column.code)) for column in table.columns_of(row)]


# --- who stands under whom


def _line(table: FormTable, row: Row) -> list[Row]:
    """The groups above a row, outermost first, and the row."""
    above = _line(table, table.row(row.parent)) if row.parent else []
    return [*above, row]


def _depth(table: FormTable, row: Row) -> int:
    return len(_line(table, row)) - 1


def _leaves_under(table: FormTable, group: Row) -> list[Row]:
    return [row for row in table.leaves() if group in _line(table, row)]


def _leaf_count(table: FormTable, group: Row) -> int:
    return len(_leaves_under(table, group))


def _figure_count(table: FormTable, group: Row) -> int:
    return sum(len(table.columns_of(row)) for row in _leaves_under(table, group))


def _first_leaf(table: FormTable, group: Row) -> str:
    return _leaves_under(table, group)[0].code


def _widest(table: FormTable) -> int:
    return max(len(table.columns_of(row)) for row in table.leaves())


def _spread(count: int, width: int) -> list[int]:
    """How many columns each of `count` cells takes so that together they fill `width`."""
    return [width // count] * (count - 1) + [width - width // count * (count - 1)]


# --- html, without script


def table_html(form: Form, table: FormTable, facts: Iterable[Any], failing: Collection[str] = ()) -> str:
    """The table as HTML: every string escaped, no script; blank, absent, unreadable and failing cells marked."""
    by_item = {fact.item: fact for fact in facts}
    lines = "".join(f"<tr>{_line_html(line, by_item, failing)}</tr>" for line in lay_out(table))
    return f"<table><caption>{html.escape(table_title(form, table))}</caption>{lines}</table>"


def _line_html(line: list[Slot], facts: Mapping[str, Any], failing: Collection[str]) -> str:
    cells = (_figure_html(slot, facts.get(slot.item), failing) if slot.item else _label_html(slot) for slot in line)
    return "".join(cells)


def _label_html(slot: Slot) -> str:
    return f'<th style="text-align:left"{_spans(slot)}>{html.escape(slot.text)}</th>'


def _figure_html(slot: Slot, fact: Any, failing: Collection[str]) -> str:
    marks = cell_marks(fact, slot.item in failing)
    style = ";".join(["text-align:right", *(STYLES[mark] for mark in marks)])
    told = "、".join(WORDS[mark] for mark in marks)
    title = f' title="{html.escape(told)}"' if told else ""
    return f'<td style="{style}"{title}{_spans(slot)}>{html.escape(cell_text(fact))}</td>'


def cell_marks(fact: Any, failing: bool) -> list[str]:
    """What is to be marked in a cell: blank, absent or unreadable; failing; doubtful."""
    state = fact.state if fact is not None else "absent"
    marks = [] if state == "stated" else [state]
    doubtful = fact is not None and bool(fact.doubt)
    return marks + ["failing"] * failing + ["doubtful"] * doubtful


def cell_text(fact: Any) -> str:
    """What is written in a cell: the figure, or a mark for its absence; what could not be read as it stands."""
    if fact is None:
        return MARKS["absent"]
    if fact.state == "stated":
        return f"{fact.value:,}"
    return f"{fact.raw} {MARKS['unreadable']}" if fact.state == "unreadable" else MARKS[fact.state]


def _spans(slot: Slot) -> str:
    return f' rowspan="{slot.rows}"' * (slot.rows > 1) + f' colspan="{slot.columns}"' * (slot.columns > 1)


def report_html(report: Any, forms: Mapping[str, Form]) -> str:
    """The report's head and its statutory tables as HTML. `forms` are the editions that its tables are of, by id."""
    failing = {item for finding in report.findings if finding.severity != "info" for item in finding.items}
    edition = report.edition or max(forms)
    tables = "".join(
        table_html(form, form.table(table.code), report.facts, failing)
        for table in forms[edition].tables
        for form in [forms[report.editions.get(table.code, edition)]]
    )
    return f"<p><b>{html.escape(str(report.organ))} {report.year or '?'}</b></p>{tables}"
