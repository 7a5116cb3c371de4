"""The sums of the form over all reports of a corpus at once: what `arithmetic` finds broken, without opening a record.

The figures of many reports stand side by side, items x reports, and each identity is judged on all of them together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from reportparse.corpus import Corpus
from reportparse.errors import UnknownItem
from reportparse.form import FormTable, Identity, crosswalk, editions, load_form
from reportparse.frames import CODE, KEYS, REAL, TEXT, Dtype
from reportparse.report import Fact
from reportparse.rows import NO_CELL, known_items, marks_of
from reportparse.rules.arithmetic import IDENTITIES, OPERATORS, TRUST, main_first, places_of, signs_of
from reportparse.rules.registry import registry
from reportparse.store import Store

SUMS: dict[str, Dtype] = {
    **KEYS,
    "county": TEXT,
    "code": CODE,
    "item": CODE,
    "left": REAL,
    "right": REAL,
    "difference": REAL,
}
BLOCK = 5_000
"""So many reports are judged together."""

STATED, BLANK, ABSENT, UNREADABLE, NO_SUCH = range(5)
"""What a cell is. Whatever is more than blank takes away what could be said of a sum with blanks."""

_CELLS = np.full(256, NO_SUCH, dtype=np.uint8)
_CELLS[list(f"sbau{NO_CELL}".encode())] = STATED, BLANK, ABSENT, UNREADABLE, NO_SUCH


class Block(NamedTuple):
    """Reports side by side: `positions` in the corpus; `values`, `cells` (STATED ...) and `doubtful`: items x reports.

    A value is 0 where none is stated. `doubtful` is empty where no reading is in doubt. `forms` is the number of each
    report's pair of edition and tables' editions in `pairs`; `findings` are those of the parser; `whole` says that all
    figures are whole numbers.
    """

    positions: np.ndarray
    values: np.ndarray
    cells: np.ndarray
    doubtful: np.ndarray
    forms: np.ndarray
    pairs: Sequence[tuple[str | None, str]]
    findings: pa.ChunkedArray
    whole: bool

    def of(self, places: np.ndarray) -> Block:
        """Some of the reports."""
        if len(places) == len(self.positions):
            return self
        return self._replace(
            positions=self.positions[places],
            values=self.values[:, places],
            cells=self.cells[:, places],
            doubtful=self.doubtful[:, places] if self.doubtful.size else self.doubtful,
            forms=self.forms[places],
            findings=self.findings.take(pa.array(places)),
        )


class Plan(NamedTuple):
    """An identity in one edition: the numbers of the items on each side and their signs, places x terms.

    `main` is the item of each place that is most likely meant where it is broken, `decimal` whether it is no count.
    """

    identity: Identity
    left: np.ndarray
    right: np.ndarray
    left_signs: np.ndarray
    right_signs: np.ndarray
    main: np.ndarray
    decimal: np.ndarray


class Broken(NamedTuple):
    """Sums that do not hold: positions of reports, numbers of code and item, and both sides."""

    position: np.ndarray
    code: np.ndarray
    item: np.ndarray
    left: np.ndarray
    right: np.ndarray


def sums(corpus: Corpus, rules: Iterable[str] = IDENTITIES) -> pd.DataFrame:
    """The sums of the form that do not hold, one row each: keys, county, code, item, left, right, difference.

    The rows are those of `audit(corpus, rules)` in its order, without message, source and repair, at a speed that
    suits hundreds of thousands of reports. `UnknownItem` for a code that is no sum of the form.
    """
    wanted = set(rules)
    for code in sorted(wanted - set(IDENTITIES)):
        raise UnknownItem(code, IDENTITIES)
    codes = [code for code in registry() if code in wanted]
    found = _joined([_broken(block, codes) for block in _blocks(corpus.store, corpus.chosen)])
    found = _in_order(found)
    rows = corpus.reports[[*KEYS, "county"]].iloc[found.position].reset_index(drop=True)
    items = pd.Index(known_items(), dtype=TEXT)
    return rows.assign(
        code=pd.Categorical.from_codes(found.code, categories=pd.Index(codes, dtype=TEXT)),
        item=pd.Categorical.from_codes(found.item, categories=items).remove_unused_categories(),
        left=pd.array(found.left, dtype=REAL),
        right=pd.array(found.right, dtype=REAL),
        difference=pd.array(np.round(found.left - found.right, 6), dtype=REAL),
    )[list(SUMS)]


def _joined(found: Sequence[Broken]) -> Broken:
    """All of them, one after the other."""
    none, nothing = np.empty(0, dtype=np.int64), np.empty(0)
    columns = zip(Broken(none, none, none, nothing, nothing), *found, strict=True)
    return Broken(*map(np.concatenate, columns))


def _in_order(found: Broken) -> Broken:
    """By report, then by rule; what is equal in both keeps its order, which is that of the form."""
    order = np.lexsort((found.code, found.position))
    return Broken(*(values[order] for values in found))


# -- the figures


def _blocks(store: Store, reports: pd.DataFrame) -> Iterator[Block]:
    """The figures of the reports, some thousands at a time."""
    pieces: list[tuple[np.ndarray, pa.Table]] = []
    columns = [*known_items(), "editions", "states", "findings"]
    for piece in store.read(columns, reports, fields=["code", "items"]):
        pieces.append(piece)
        if sum(len(order) for order, _ in pieces) >= BLOCK:
            yield _block(store, reports, pieces)
            pieces = []
    if pieces:
        yield _block(store, reports, pieces)


def _block(store: Store, reports: pd.DataFrame, pieces: Sequence[tuple[np.ndarray, pa.Table]]) -> Block:
    positions = np.concatenate([order for order, _ in pieces])
    table = pa.concat_tables([table for _, table in pieces])
    items = known_items()
    values = np.empty((len(items), len(positions)))
    for number, item in enumerate(items):
        values[number] = table.column(item).to_numpy()
    states, used = table.column("states").to_pylist(), table.column("editions").to_pylist()
    unmarked = [place for place, letters in enumerate(states) if letters is None]
    if unmarked:  # parts of an older version: only the records tell
        for place, record in zip(unmarked, store.reports(reports.iloc[positions[unmarked]]), strict=True):
            used[place], states[place] = marks_of(record, items)
    letters = np.frombuffer("".join(states).encode("ascii"), dtype=np.uint8).reshape(len(positions), len(items))
    edition = reports["edition"].iloc[positions]
    forms, pairs = pd.factorize(pd.MultiIndex.from_arrays([edition.astype(object).where(edition.notna(), ""), used]))
    told = [(name or None, tables) for name, tables in pairs]
    np.copyto(values, 0, where=np.isnan(values))
    cells = _CELLS[np.ascontiguousarray(letters.T)]
    whole = np.array_equal(values, np.trunc(values))
    return Block(positions, values, cells, np.empty((0, 0)), forms, told, table.column("findings"), whole)


# -- the judgement


def _broken(block: Block, codes: Sequence[str]) -> Broken:
    """The sums of a block that do not hold; those of doubtful readings are left out."""
    found = _judge_all(block, codes)
    suspects = np.flatnonzero(np.isin(block.positions, found.position))
    doubtful = _doubtful(block.findings.take(pa.array(suspects)).to_pylist())
    again = doubtful.any(axis=0)
    if not again.any():
        return found
    second = block.of(suspects[again])._replace(doubtful=doubtful[:, again])
    sure = ~np.isin(found.position, second.positions)
    return _joined([Broken(*(values[sure] for values in found)), _judge_all(second, codes)])


def _doubtful(findings: Sequence[list[dict[str, Any]] | None]) -> np.ndarray:
    """items x reports: the cells whose reading a finding of the parser takes the trust from."""
    number = {item: place for place, item in enumerate(known_items())}
    doubtful = np.zeros((len(number), len(findings)), dtype=bool)
    for place, own in enumerate(findings):
        named = [item for one in own or () if one["code"] in TRUST for item in one["items"] or ()]
        doubtful[[number[item] for item in named if item in number], place] = True
    return doubtful


def _judge_all(block: Block, codes: Sequence[str]) -> Broken:
    """The sums of a block that do not hold, by edition, table and identity."""
    found = []
    for form, (edition, used) in enumerate(block.pairs):
        reports = block.of(np.flatnonzero(block.forms == form))
        swapped = _swapped(reports)
        found += [
            _judge(plan, codes.index(plan.identity.id), swapped if plan.identity.per == "column" else reports)
            for plan in plans(edition, used)
            if plan.identity.id in codes and len(reports.positions)
        ]
    return _joined(found)


@cache
def plans(edition: str | None, used: str) -> tuple[Plan, ...]:
    """Every identity of the tables of a report, each table in the edition that it was printed in."""
    form = load_form(edition or editions()[-1])
    printed: dict[str, str] = json.loads(used)
    tables = [load_form(printed.get(table.code, form.id)).table(table.code) for table in form.tables]
    return tuple(
        plan
        for table in tables
        for identity in table.identities
        if not registry()[identity.id].editions or edition in registry()[identity.id].editions
        for plan in _plan(table, identity)
    )


def _plan(table: FormTable, identity: Identity) -> Iterator[Plan]:
    number = {item: place for place, item in enumerate(known_items())}
    places = list(places_of(table, identity, {item: Fact(item, "stated", 0) for item in table.items()}))
    if not places:
        return
    left, right = ([place.left for place in places], [place.right for place in places])
    yield Plan(
        identity,
        np.array([[number[fact.item] for fact in side] for side in left], dtype=int),
        np.array([[number[fact.item] for fact in side] for side in right], dtype=int),
        np.array([signs_of(side, identity.left) for side in left], dtype=int),
        np.array([signs_of(side, identity.right) for side in right], dtype=int),
        np.array([number[main_first(identity, place)[0].item] for place in places]),
        np.array([place.decimal for place in places]),
    )


def _judge(plan: Plan, code: int, block: Block) -> Broken:
    """Where an identity does not hold."""
    left = _total(block, plan.left, plan.left_signs)
    right = _total(block, plan.right, plan.right_signs)
    wrong = _cell_is_wrong(plan, block) if plan.identity.per == "cell" else _sides_differ(plan, block, left, right)
    if block.doubtful.size:
        wrong &= ~(block.doubtful[plan.left].any(axis=1) | block.doubtful[plan.right].any(axis=1))
    reports, places = np.nonzero(wrong.T)
    sides = (side[places, reports] for side in (left, right))
    return Broken(block.positions[reports], np.full(len(reports), code), plan.main[places], *sides)


def _total(block: Block, side: np.ndarray, signs: np.ndarray) -> np.ndarray:
    """places x reports: the sum of the terms of a side."""
    total = np.zeros((len(side), len(block.positions)))
    for row, items, own in zip(total, side.tolist(), signs.tolist(), strict=True):
        for item, sign in zip(items, own, strict=True):
            (np.add if sign > 0 else np.subtract)(row, block.values[item], out=row)
    return total if block.whole else np.round(total, 6, out=total)


def _cell_is_wrong(plan: Plan, block: Block) -> np.ndarray:
    """places x reports: where a count is below zero or no whole number; what is not stated stands as 0."""
    wrong = np.empty((len(plan.left), block.values.shape[1]), dtype=bool)
    counts = ~plan.decimal & (plan.identity.op == "nonnegative_integer")
    for row, item, is_count in zip(wrong, plan.left[:, 0].tolist(), counts.tolist(), strict=True):
        figures = block.values[item]
        np.less(figures, 0, out=row)
        if is_count:
            row |= figures != np.trunc(figures)
    return wrong


def _sides_differ(plan: Plan, block: Block, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """places x reports: where both sides are whole and disagree, or the left is too large already without blanks."""
    here, there = (block.cells[side].max(axis=1, initial=STATED) for side in (plan.left, plan.right))
    wrong = (here == STATED) & (there == STATED) & ~OPERATORS[plan.identity.op](left, right)
    if plan.identity.op == "==" and (plan.left_signs > 0).all():
        wrong |= (here == BLANK) & (there == STATED) & (left > right)
    return np.asarray(wrong)


def _swapped(block: Block) -> Block:
    """With a row of another edition in the place of the rows that it stands for, where all of those are absent."""
    number = {item: place for place, item in enumerate(known_items())}
    for crossing in crosswalk():
        for item in number if crossing.op == "sum" else ():
            row, _, column = item.rpartition(".")
            if row == crossing.row:
                first, *rest = (number[f"{other}.{column}"] for other in crossing.rows)
                missing = np.isin(block.cells[[first, *rest]], (ABSENT, NO_SUCH)).all(axis=0)
                block = _put(block, number[item], first, rest, missing & (block.cells[number[item]] != NO_SUCH))
    return block


def _put(block: Block, single: int, first: int, rest: list[int], where: np.ndarray) -> Block:
    """With the cell `single` as `first` and nothing in the `rest`, in the reports `where`."""
    if not where.any():
        return block
    values, cells, doubtful = block.values.copy(), block.cells.copy(), block.doubtful.copy()
    for matrix, nothing in ((values, 0.0), (cells, STATED), (doubtful, False)):
        if matrix.size:
            matrix[first, where] = matrix[single, where]
            matrix[np.ix_(np.array(rest), np.flatnonzero(where))] = nothing
    return block._replace(values=values, cells=cells, doubtful=doubtful)
