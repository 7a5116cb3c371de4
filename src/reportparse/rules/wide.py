"""The sums of the form over all reports of a corpus at once: what `arithmetic` finds broken, without opening a record.

The figures of many reports stand side by side, items x reports, and each identity is judged on all of them together.
Where all sides agree, what is not stated as 0, nothing is broken: only the other reports are looked at cell by cell.
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
from reportparse.frames import CODE, KEYS, REAL, TEXT, Dtype, typed
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


_DIFFERENT = {"==": np.not_equal, ">=": np.less, "<=": np.greater}
"""Sides that are not even by a rounding error in order, of which those that are broken are some."""


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

    def sides(self) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
        """The items of the left side with their signs, and those of the right."""
        return (self.left, self.left_signs), (self.right, self.right_signs)


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
    found = _joined([_broken(block, codes) for block in _blocks(corpus.store, corpus.chosen, codes)])
    found = _in_order(found)
    rows = typed(corpus.chosen.iloc[found.position], {name: SUMS[name] for name in (*KEYS, "county")})
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


def _blocks(store: Store, reports: pd.DataFrame, codes: Sequence[str]) -> Iterator[Block]:
    """The reports in which a sum may be broken, of some thousands at a time."""
    for positions, table in _pieces(store, reports):
        for start in range(0, len(table), BLOCK):
            yield _block(store, reports, positions[start : start + BLOCK], table.slice(start, BLOCK), codes)


def _pieces(store: Store, reports: pd.DataFrame) -> Iterator[tuple[np.ndarray, pa.Table]]:
    """What is told of the reports, of a block of them or more at a time, with their positions."""
    pieces: list[tuple[np.ndarray, pa.Table]] = []
    columns = [*known_items(), "editions", "states", "findings"]
    for piece in store.read(columns, reports, fields=["code", "items"]):
        pieces.append(piece)
        if sum(len(order) for order, _ in pieces) >= BLOCK:
            yield _side_by_side(pieces)
            pieces = []
    if pieces:
        yield _side_by_side(pieces)


def _side_by_side(pieces: Sequence[tuple[np.ndarray, pa.Table]]) -> tuple[np.ndarray, pa.Table]:
    positions, tables = zip(*pieces, strict=True)
    return np.concatenate(positions), pa.concat_tables(tables)


def _block(store: Store, reports: pd.DataFrame, positions: np.ndarray, table: pa.Table, codes: Sequence[str]) -> Block:
    values = _values(table)
    table = _marked(store, reports.iloc[positions], table)
    forms, pairs = _forms(reports["edition"].iloc[positions], table.column("editions"))
    places = np.flatnonzero(_suspected(values, forms, pairs, codes))
    table, values = table.take(pa.array(places)), values[:, places]
    letters = np.frombuffer("".join(table.column("states").to_pylist()).encode("ascii"), dtype=np.uint8)
    cells = _CELLS[np.ascontiguousarray(letters.reshape(len(places), len(values)).T)]
    whole = np.array_equal(values, np.trunc(values))
    none = np.empty((0, 0))
    return Block(positions[places], values, cells, none, forms[places], pairs, table.column("findings"), whole)


def _values(table: pa.Table) -> np.ndarray:
    """items x reports; 0 where none is stated."""
    values = np.empty((len(known_items()), len(table)))
    for number, item in enumerate(known_items()):
        values[number] = table.column(item).to_numpy()
    np.copyto(values, 0, where=np.isnan(values))
    return values


def _marked(store: Store, reports: pd.DataFrame, table: pa.Table) -> pa.Table:
    """The table with editions and states of every report: of parts of an older version only the records tell them."""
    unmarked = np.flatnonzero(table.column("states").is_null().to_numpy())
    if not len(unmarked):
        return table
    editions, states = table.column("editions").to_pylist(), table.column("states").to_pylist()
    for place, record in zip(unmarked, store.reports(reports.iloc[unmarked]), strict=True):
        editions[place], states[place] = marks_of(record, known_items())
    for name, told in (("editions", editions), ("states", states)):
        table = table.set_column(table.column_names.index(name), name, pa.array(told, pa.string()))
    return table


def _forms(edition: pd.Series, used: pa.ChunkedArray) -> tuple[np.ndarray, list[tuple[str | None, str]]]:
    """The number of each report's pair of edition and editions of its tables, and the pairs."""
    own, names = pd.factorize(edition)
    printed = used.combine_chunks().dictionary_encode()
    both = (own + 1) * len(printed.dictionary) + printed.indices.to_numpy()
    pairs, forms = np.unique(both, return_inverse=True)
    numbers = (divmod(pair, len(printed.dictionary)) for pair in pairs.tolist())
    return forms, [(names[own - 1] if own else None, printed.dictionary[other].as_py()) for own, other in numbers]


# -- at a glance


def _suspected(
    values: np.ndarray, forms: np.ndarray, pairs: Sequence[tuple[str | None, str]], codes: Sequence[str]
) -> np.ndarray:
    """Which reports have an identity of which the sides do not agree; those with a broken one are among them."""
    suspected = np.zeros(values.shape[1], dtype=bool)
    for form, (edition, used) in enumerate(pairs):
        places = np.flatnonzero(forms == form)
        own = values if len(places) == len(forms) else values[:, places]
        for plan in plans(edition, used):
            if plan.identity.id in codes:
                suspected[places] |= _disagree(plan, own)
    return suspected


def _disagree(plan: Plan, values: np.ndarray) -> np.ndarray:
    """Reports in which the identity does not hold somewhere, or a row of another edition may stand in it."""
    if plan.identity.per == "cell":
        return np.asarray(_below_zero_or_part(plan, values).any(axis=0))
    left, right = (_total(values, *side) for side in plan.sides())
    differ = _DIFFERENT[plan.identity.op](left, right).any(axis=0)
    terms = {*plan.left.ravel().tolist(), *plan.right.ravel().tolist()}
    singles = [single for single, rows in _stand_ins() if rows[0] in terms]
    if plan.identity.per == "column" and singles:
        differ = differ | values[singles].any(axis=0)
    return np.asarray(differ)


@cache
def _stand_ins() -> tuple[tuple[int, list[int]], ...]:
    """Items of rows that another edition splits into several, and the items that each stands for."""
    number = {item: place for place, item in enumerate(known_items())}
    return tuple(
        (number[item], [number[f"{other}.{item.rpartition('.')[2]}"] for other in crossing.rows])
        for crossing in crosswalk()
        if crossing.op == "sum"
        for item in number
        if item.rpartition(".")[0] == crossing.row
    )


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
    left, right = (_total(block.values, *side) for side in plan.sides())
    if not block.whole:
        left, right = np.round(left, 6), np.round(right, 6)
    cells = plan.identity.per == "cell"
    wrong = _below_zero_or_part(plan, block.values) if cells else _sides_differ(plan, block, left, right)
    if block.doubtful.size:
        wrong &= ~(block.doubtful[plan.left].any(axis=1) | block.doubtful[plan.right].any(axis=1))
    reports, places = np.nonzero(wrong.T)
    sides = (side[places, reports] for side in (left, right))
    return Broken(block.positions[reports], np.full(len(reports), code), plan.main[places], *sides)


def _total(values: np.ndarray, side: np.ndarray, signs: np.ndarray) -> np.ndarray:
    """places x reports: the sum of the terms of a side."""
    total = np.zeros((len(side), values.shape[1]))
    for row, items, own in zip(total, side.tolist(), signs.tolist(), strict=True):
        for item, sign in zip(items, own, strict=True):
            (np.add if sign > 0 else np.subtract)(row, values[item], out=row)
    return total


def _below_zero_or_part(plan: Plan, values: np.ndarray) -> np.ndarray:
    """places x reports: where a count is below zero or no whole number; what is not stated stands as 0."""
    wrong = np.empty((len(plan.left), values.shape[1]), dtype=bool)
    counts = ~plan.decimal & (plan.identity.op == "nonnegative_integer")
    for row, item, is_count in zip(wrong, plan.left[:, 0].tolist(), counts.tolist(), strict=True):
        np.less(values[item], 0, out=row)
        if is_count:
            row |= values[item] != np.trunc(values[item])
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
    for single, (first, *rest) in _stand_ins():
        missing = np.isin(block.cells[[first, *rest]], (ABSENT, NO_SUCH)).all(axis=0)
        block = _put(block, single, first, rest, missing & (block.cells[single] != NO_SUCH))
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
