"""What goes wrong between the form and the file, done to a sound report, with what may still be read of it.

A damage changes the script and says in its truth which cells can no longer be told (`excused`: not to
be read is fine, to be read wrongly is not), which may hold another value too (`accepted`), and which have
another state.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from benchmarks.accuracy import prose
from benchmarks.accuracy import truth as truths
from corpus.writing import forms, grids
from corpus.writing.model import Block, Cell, Grid, Script

_NUMBER_OF_LABEL = re.compile(r"^(?:[一二三四]、|[(（][一二三四五六七][)）]|\d[.．、])\s*")


@dataclass(frozen=True)
class Place:
    """Where a figure stands in its table: row of the grid, cell of the row."""

    row: int
    cell: int


@dataclass
class Workbench:
    """A copy of a script that may be changed, and where each of its figures stands."""

    script: Script
    places: dict[str, Place]
    rng: Random

    @property
    def truth(self) -> dict[str, Any]:
        return self.script.truth

    def grid(self, table: str) -> Grid:
        return next(b.grid for b in self.script.blocks if b.grid is not None and b.grid.table == table)

    def block(self, table: str) -> int:
        return next(n for n, b in enumerate(self.script.blocks) if b.grid is not None and b.grid.table == table)

    def cell(self, item: str) -> Cell:
        place = self.places[item]
        return self.grid(item.split(".")[0]).rows[place.row][place.cell]

    def row_items(self, row: str) -> list[str]:
        """The items of a row, from left to right: `row_items("requests.granted")`."""
        return [item for item in self.places if item.startswith(row + ".")]

    def pick_row(self) -> str:
        """A row of the requests table that does not begin a group."""
        edition = self.truth["editions"]["requests"]
        rows = [row for row in forms.request_rows(edition) if row not in _OPENING]
        return "requests." + self.rng.choice(rows)

    def excuse(self, items: list[str]) -> None:
        self.truth["excused"] = sorted({*self.truth["excused"], *items})

    def print_cell(self, item: str, text: str) -> None:
        """Another text in a figure's cell; the truth stays what it was."""
        self.cell(item).text = text


_OPENING = (
    "received",
    "carried_in",
    "granted",
    "denied_state_secret",
    "unable_not_held",
    "not_processed_petition",
    "other_not_corrected",
    "other_outcome",
    "processed",
    "carried_out",
)


def damage(name: str, script: Script, *, seed: int) -> Script:
    """The script after one damage; the script that was given is not changed."""
    bench = Workbench(deepcopy(script), _places(script), Random(f"{name}-{seed}"))
    _DAMAGES[name](bench)
    bench.truth["damage"] = name
    return bench.script


def _places(script: Script) -> dict[str, Place]:
    places = {}
    for table, edition in script.truth["editions"].items():
        for row, cells in enumerate(forms.item_grids(edition)[table].rows):
            places.update({c.text: Place(row, n) for n, c in enumerate(cells) if not c.label})
    return places


# Rows and cells lost, doubled, moved


def row_lost(bench: Workbench) -> None:
    row = bench.pick_row()
    grid, items = bench.grid("requests"), bench.row_items(row)
    number = bench.places[items[0]].row
    for cell in _covering(grid, number):
        cell.rows -= 1
    del grid.rows[number]
    bench.truth["facts"].update(dict.fromkeys(items))
    bench.truth["states"].update(dict.fromkeys(items, "absent"))
    bench.excuse(items)


def row_doubled(bench: Workbench) -> None:
    """The same row twice, with the same figures."""
    items = bench.row_items(bench.pick_row())
    grid, number = bench.grid("requests"), bench.places[items[0]].row
    for cell in _covering(grid, number):
        cell.rows += 1
    grid.rows.insert(number, deepcopy(grid.rows[number]))
    bench.excuse(items)


def rows_swapped(bench: Workbench) -> None:
    """Two neighbouring rows of a group the other way round: the label tells, not the place."""
    grid = bench.grid("requests")
    first = bench.places["requests.denied_prohibited_by_law.total"].row + bench.rng.randint(0, 5)
    grid.rows[first], grid.rows[first + 1] = grid.rows[first + 1], grid.rows[first]


def cell_lost(bench: Workbench) -> None:
    """Six cells for seven columns: nobody can tell which one is gone."""
    items = bench.row_items(bench.pick_row())
    place = bench.places[bench.rng.choice(items[:-1])]
    del bench.grid("requests").rows[place.row][place.cell]
    bench.excuse(items)


def cells_glued(bench: Workbench) -> None:
    """Two neighbouring figures in one cell, the cell of the second gone."""
    items = bench.row_items(bench.pick_row())
    place = bench.places[bench.rng.choice(items[:-1])]
    row = bench.grid("requests").rows[place.row]
    row[place.cell].text += bench.rng.choice((" ", "\n", "")) + row[place.cell + 1].text
    del row[place.cell + 1]
    bench.excuse(items)


def cell_emptied(bench: Workbench) -> None:
    item = bench.rng.choice(bench.row_items(bench.pick_row()))
    bench.print_cell(item, "")
    bench.truth["raw"][item] = ""
    bench.truth["facts"][item], bench.truth["states"][item] = None, "blank"


def columns_swapped(bench: Workbench) -> None:
    """Two columns of organisations the other way round, heads and figures: the head tells, not the place."""
    grid = bench.grid("requests")
    one, two = bench.rng.sample(range(5), 2)
    header = grid.rows[2]
    header[one], header[two] = header[two], header[one]
    columns = [c for c, _ in forms.APPLICANTS[1:-1]]
    for row in grid.rows[3:]:
        left = len(row) - 6
        row[left + one], row[left + two] = row[left + two], row[left + one]
    bench.excuse(
        [i for i in bench.places if i.startswith("requests.") and i.split(".")[2] in (columns[one], columns[two])]
    )


def results_swapped(bench: Workbench) -> None:
    """Two results of table four the other way round in all its blocks, heads and figures."""
    _, upper, lower, figures = bench.grid("remedies").rows
    one, two = bench.rng.sample(range(5), 2)
    for row, block in ((upper, 0), (lower, 0), (lower, 5), (figures, 0), (figures, 5), (figures, 10)):
        row[block + one], row[block + two] = row[block + two], row[block + one]
    bench.excuse([item for item in bench.places if item.startswith("remedies.")])


def blocks_swapped(bench: Workbench) -> None:
    """The two blocks of litigation the other way round, heads and figures."""
    _, upper, _, figures = bench.grid("remedies").rows
    upper[5], upper[6] = upper[6], upper[5]
    figures[5:10], figures[10:15] = figures[10:15], figures[5:10]
    bench.excuse([item for item in bench.places if item.startswith("remedies.")])


def issues_swapped(bench: Workbench) -> None:
    """Two columns of rules and normative documents the other way round, heads and figures."""
    grid = bench.grid("proactive")
    one, two = bench.rng.sample(range(1, 4), 2)
    for row in [row for row in grid.rows if len(row) == 4][:3]:
        row[one], row[two] = row[two], row[one]
    bench.excuse([item for item in bench.places if item.startswith("proactive.")])


def total_first(bench: Workbench) -> None:
    """The column of totals before the natural persons."""
    grid = bench.grid("requests")
    grid.rows[1].insert(0, grid.rows[1].pop())
    for row in grid.rows[3:]:
        row.insert(len(row) - 7, row.pop())
    bench.excuse([item for item in bench.places if item.startswith("requests.")])


def remark_column(bench: Workbench) -> None:
    """A column of remarks after the totals, with a number here and there."""
    grid = bench.grid("requests")
    grid.rows[0].append(Cell("备注", rows=3, label=True))
    for row in grid.rows[3:]:
        row.append(Cell(bench.rng.choice(("", "", "见附件2", "15"))))
    bench.excuse([item for item in bench.places if item.startswith("requests.")])


def extra_row(bench: Workbench) -> None:
    """A row that the form does not know, with figures."""
    cells = [Cell("其他主动公开文件", label=True), *(Cell(str(bench.rng.randint(10, 99))) for _ in range(3))]
    bench.grid("proactive").rows.insert(4, cells)


def header_lost(bench: Workbench) -> None:
    grid = bench.grid("requests")
    del grid.rows[:3]
    bench.excuse([item for item in bench.places if item.startswith("requests.")])


# Figures that are hard to read


def digits_spaced(bench: Workbench) -> None:
    _split_digits(bench, " ")


def digits_broken(bench: Workbench) -> None:
    _split_digits(bench, "\n")


def _split_digits(bench: Workbench, mark: str) -> None:
    items = bench.row_items(bench.pick_row())
    item = max(items, key=lambda item: len(bench.truth["raw"][item]))
    text = bench.truth["raw"][item]
    bench.print_cell(item, text[:1] + mark + text[1:] if len(text) > 1 else text)
    bench.excuse(items)


def figures_misread(bench: Workbench) -> None:
    """Cells that hold no number, though digits stand in them."""
    for text in ("1O4", "3/5", "12~14", "l2"):
        item = bench.rng.choice(bench.row_items(bench.pick_row()))
        bench.print_cell(item, text)
        bench.truth["raw"][item] = text
        bench.truth["facts"][item], bench.truth["states"][item] = None, "unreadable"
        bench.excuse([item])


def figures_noted(bench: Workbench) -> None:
    """Footnote marks and remarks behind figures: `12①` is twelve."""
    for mark in ("①", "（含上年结转 3 件）", "*"):
        item = bench.rng.choice(bench.row_items(bench.pick_row()))
        if bench.truth["facts"][item] is not None:
            bench.print_cell(item, bench.truth["raw"][item] + mark)
            bench.excuse(bench.row_items(item.rpartition(".")[0]))


def full_width(bench: Workbench) -> None:
    digits = {ord("0") + n: ord("０") + n for n in range(10)}
    for item in bench.places:
        bench.cell(item).text = bench.cell(item).text.translate(digits)


def thousands(bench: Workbench) -> None:
    for item in bench.places:
        text = bench.cell(item).text
        bench.cell(item).text = f"{int(text):,}" if text.isdigit() else text


# Labels, headings, surroundings


def label_typo(bench: Workbench) -> None:
    """One character of a row's label is another."""
    items = bench.row_items(bench.pick_row())
    label = _row_label(bench, items[0])
    at = bench.rng.randrange(2, max(3, len(label.text) - 1))
    label.text = label.text[:at] + bench.rng.choice("止己未亍") + label.text[at + 1 :]
    _excuse_with_row_above(bench, items)


def label_lost(bench: Workbench) -> None:
    items = bench.row_items(bench.pick_row())
    _row_label(bench, items[0]).text = ""
    _excuse_with_row_above(bench, items)


def _excuse_with_row_above(bench: Workbench, items: list[str]) -> None:
    """Where rows are told apart by their labels alone, the figures run on from the row above."""
    above = bench.places[items[0]].row - 1
    bench.excuse(items + [i for i, place in bench.places.items() if i.startswith("requests.") and place.row == above])


def _row_label(bench: Workbench, item: str) -> Cell:
    place = bench.places[item]
    return bench.grid("requests").rows[place.row][place.cell - 1]


def titles_reworded(bench: Workbench) -> None:
    words = {
        "proactive": "2、政府信息主动公开情况",
        "requests": "（三）依申请公开办理情况",
        "remedies": "四、复议诉讼情况",
    }
    _retitle(bench, lambda block: words.get(block.section or "", block.text))


def titles_lost(bench: Workbench) -> None:
    """No heading before any of the three tables."""
    bench.script.blocks[:] = [b for b in bench.script.blocks if not (b.kind == "heading" and b.section in forms.TABLES)]
    bench.truth["sections"] = [code for code in bench.truth["sections"] if code not in forms.TABLES]


def labels_numberless(bench: Workbench) -> None:
    """The numbers of the row labels were automatic, and a converter dropped them: 其他 for 3.其他."""
    for table in forms.TABLES:
        for cell in (cell for row in bench.grid(table).rows for cell in row if cell.label):
            cell.text = _NUMBER_OF_LABEL.sub("", cell.text)


def titles_numberless(bench: Workbench) -> None:
    _retitle(bench, lambda block: block.text.partition("、")[2])


def _retitle(bench: Workbench, change: Callable[[Block], str]) -> None:
    bench.script.blocks[:] = [replace(b, text=change(b)) if b.kind == "heading" else b for b in bench.script.blocks]


def tables_pictures(bench: Workbench) -> None:
    """The tables are pictures: their headings stand one under another, every figure is absent."""
    bench.script.blocks[:] = [b for b in bench.script.blocks if b.grid is None or b.grid.table not in forms.TABLES]
    facts = bench.truth["facts"]
    bench.truth["states"] = dict.fromkeys(facts, "absent")
    bench.truth["facts"] = dict.fromkeys(facts)
    bench.truth["edition"] = None


def notes_below(bench: Workbench) -> None:
    for table in forms.TABLES:
        at = bench.block(table)
        bench.script.blocks.insert(at + 1, Block("note", prose.NOTE, section=table))


def page_numbers_between(bench: Workbench) -> None:
    """Table 3 in three pieces with a page number between them, and no header on the later ones."""
    _cut(bench, lambda piece: piece)


def headers_again(bench: Workbench) -> None:
    """Table 3 in three pieces, each with the header rows."""
    _cut(bench, lambda piece: Grid(piece.table, [*deepcopy(bench.grid("requests").rows[:3]), *piece.rows]))


def _cut(bench: Workbench, shape: Callable[[Grid], Grid]) -> None:
    at = bench.block("requests")
    first, *others = grids.pieces(bench.grid("requests"), sorted(bench.rng.sample(range(6, 24), 2)))
    shaped = [shape(piece) for piece in others]
    blocks = [Block("table", grid=first, section="requests")]
    for number, piece in enumerate(shaped, 3):
        blocks.append(Block("page", f"— {number} —", section="requests"))
        blocks.append(Block("table", grid=piece, section="requests"))
    bench.script.blocks[at : at + 1] = blocks


def last_year_too(bench: Workbench) -> None:
    """Behind this year's table the table of the year before, for comparison."""
    at = bench.block("requests")
    old = deepcopy(bench.grid("requests"))
    for cell in (c for row in old.rows for c in row if not c.label and c.text.isdigit()):
        cell.text = str(int(cell.text) + 1)
    year = bench.truth["year"] - 1
    bench.script.blocks[at + 1 : at + 1] = [
        Block("paragraph", f"附：{year}年收到和处理政府信息公开申请情况对比表", section="requests"),
        Block("table", grid=old, section="requests"),
    ]
    bench.excuse([item for item in bench.places if item.startswith("requests.")])


def two_reports(bench: Workbench) -> None:
    """Another organ's report behind the first in one file: the one or the other, never a mixture."""
    other = truths.script(seed=bench.rng.randint(10_000, 99_999), mode="distinct")
    bench.script.blocks.extend(other.blocks)
    bench.truth["others"] = [other.truth]
    bench.excuse(list(bench.places))


def _covering(grid: Grid, row: int) -> list[Cell]:
    """The cells that reach into a row from above."""
    return list({id(slot.cell): slot.cell for slot in grids.lattice(grid)[row] if slot.down}.values())


_DAMAGES: dict[str, Callable[[Workbench], None]] = {
    done.__name__: done
    for done in (
        row_lost, row_doubled, rows_swapped, cell_lost, cells_glued, cell_emptied, columns_swapped, results_swapped,
        blocks_swapped, issues_swapped, total_first, remark_column, extra_row, header_lost, digits_spaced,
        digits_broken, figures_misread, figures_noted,
        full_width, thousands, label_typo, label_lost, labels_numberless,
        titles_reworded, titles_lost, titles_numberless,
        tables_pictures, notes_below, page_numbers_between, headers_again, last_year_too, two_reports,
    )
}  # fmt: skip
DAMAGES = tuple(_DAMAGES)
