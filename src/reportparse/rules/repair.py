"""What may have happened: the smallest edit that would make a broken sum hold. Offered, never applied."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from reportparse.form import FormTable, load_form
from reportparse.report import Number, Report
from reportparse.rules.outcome import Outcome, facts_of

Values = dict[str, Number]
"""The stated values of a table by item."""

APPLICANTS = 6


def find_repair(report: Report, outcome: Outcome) -> str:
    """A hypothesis for a broken sum in table three or four, in Chinese and English; "" where none fits."""
    table = TABLE_OF.get(outcome.code)
    if table is None or not report.edition:
        return ""
    form = load_form(report.editions.get(table, report.edition)).table(table)
    values = {
        fact.item: fact.value for fact in facts_of(report).values() if fact.table == table and fact.value is not None
    }
    return next((told for propose in PROPOSALS for told in propose(form, values, outcome)), "")


TABLE_OF = {
    "T3-BAL": "requests",
    "T3-TOT": "requests",
    "T3-ROW": "requests",
    "T4-SUM": "remedies",
    "Y-CARRY": "requests",
}


def wrong_applicant(form: FormTable, values: Values, outcome: Outcome) -> Iterator[str]:
    """Two columns are out of balance by the same number, one up and one down: filed under the wrong applicant."""
    if outcome.code != "T3-BAL":
        return
    column = outcome.items[0].rsplit(".", 1)[1]
    off = {code.code: _imbalance(values, code.code) for code in form.columns if code.code != "total"}
    mine = off.get(column)
    for other in form.columns:
        theirs = off.get(other.code)
        if mine and theirs and other.code != column and mine == -theirs:
            here = form.column(column).label
            yield (
                f"“{here}”与“{other.label}”两列差额相反（{mine:+}、{theirs:+}）：可能有{abs(mine)}件记错了申请人类别 · "
                f"{abs(mine)} request(s) may stand under the wrong applicant"
            )


def _imbalance(values: Values, column: str) -> Number | None:
    cells = [values.get(f"requests.{row}.{column}") for row in ("received", "carried_in", "processed", "carried_out")]
    if any(cell is None for cell in cells):
        return None
    received, carried_in, processed, carried_out = (cell or 0 for cell in cells)
    return received + carried_in - processed - carried_out


def swapped_columns(form: FormTable, values: Values, outcome: Outcome) -> Iterator[str]:
    """In one row the figures of two columns changed places: both balances hold if they change back."""
    if outcome.code != "T3-BAL":
        return
    column = outcome.items[0].rsplit(".", 1)[1]
    mine = _imbalance(values, column)
    for other in form.columns:
        theirs = _imbalance(values, other.code)
        if not mine or not theirs or abs(mine) == 1 or other.code in (column, "total"):
            continue  # one request is sooner filed wrongly than two figures change places
        for row, sign in (("received", 1), ("carried_in", 1), ("processed", -1), ("carried_out", -1)):
            here, there = values[f"requests.{row}.{column}"], values[f"requests.{row}.{other.code}"]
            if mine == sign * (here - there) and theirs == sign * (there - here):
                label = form.row(row).label
                yield f"“{label}”行两列可能互换（{here}与{there}） · two columns of this row may have been swapped"


def digits(form: FormTable, values: Values, outcome: Outcome) -> Iterator[str]:
    """One figure lost or gained a digit, or two neighbours are one number cut in two."""
    off = outcome.values.get("difference")
    if not isinstance(off, int) or not off:
        return
    one_total = outcome.code in ("T3-TOT", "T3-ROW", "T4-SUM")
    total, parts = (outcome.items[0], outcome.items[1:]) if one_total else ("", outcome.items)
    for item in parts:
        yield from _other_digits(item, values.get(item), -off if _adds(outcome, item) else off, form)
    if total:
        yield from _other_digits(total, values.get(total), off, form)
    yield from _joined(parts, values, off, form)


def _adds(outcome: Outcome, item: str) -> bool:
    return item.split(".")[1] not in ("processed", "carried_out") or outcome.code != "T3-BAL"


def _other_digits(item: str, value: Number | None, change: Number, form: FormTable) -> Iterator[str]:
    if value is None or not isinstance(value, int) or value + change <= 0 or value < 1:
        return
    old, new = str(value), str(int(value + change))
    label = _label(form, item)
    if sorted(old) == sorted(new) and len(old) > 1:
        yield f"“{label}”的{old}可能是{new}（数字颠倒） · {old} may be {new}, digits transposed"
    elif len(new) == len(old) + 1 and _is_subsequence(old, new):
        yield f"“{label}”的{old}可能是{new}（漏了一位） · {old} may be {new}, a digit lost"
    elif len(old) == len(new) + 1 and _is_subsequence(new, old):
        yield f"“{label}”的{old}可能是{new}（多了一位） · {old} may be {new}, a digit too many"


def _is_subsequence(short: str, long: str) -> bool:
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))


def _joined(parts: tuple[str, ...], values: Values, off: Number, form: FormTable) -> Iterator[str]:
    """1 and 0 in neighbouring cells of which 10 was meant: the sum then grows by 9."""
    for left, right in pairwise(parts):
        first, second = values.get(left), values.get(right)
        if not isinstance(first, int) or not isinstance(second, int) or not (0 < first < 100 and 0 <= second < 10):
            continue
        joined = int(f"{first}{second}")
        if joined - first - second == -off:
            yield (
                f"“{_label(form, left)}”和“{_label(form, right)}”的{first}、{second}可能是被拆开的{joined} · "
                f"{first} and {second} may be {joined}, cut in two"
            )


def _label(form: FormTable, item: str) -> str:
    _, row, column = item.split(".")
    return f"{form.row(row).label} × {form.column(column).label}"


def slipped_row(form: FormTable, values: Values, outcome: Outcome) -> Iterator[str]:
    """The figures of a row stand one column further: moved back, its sum holds."""
    if outcome.code != "T3-ROW":
        return
    row = outcome.items[0].split(".")[1]
    cells = [values.get(f"requests.{row}.{column.code}") for column in form.columns]
    if any(cell is None for cell in cells):
        return
    stated = [cell or 0 for cell in cells]
    for moved, way in ((stated[1:] + stated[:1], "右"), (stated[-1:] + stated[:-1], "左")):
        if sum(moved[:APPLICANTS]) == moved[APPLICANTS] and moved[APPLICANTS]:
            yield f"“{form.row(row).label}”行可能整体{way}移了一格 · this row may have slipped by one column"


def empty_total(form: FormTable, values: Values, outcome: Outcome) -> Iterator[str]:
    """A total that was left at zero."""
    off = outcome.values.get("difference")
    if outcome.code != "T4-SUM" or not isinstance(off, int | float):
        return
    total = outcome.items[0]
    if values.get(total) == 0:
        yield f"总计可能漏填：各项之和为{outcome.values.get('left')} · the total may have been left at zero"


PROPOSALS: tuple[Callable[[FormTable, Values, Outcome], Iterator[str]], ...] = (
    swapped_columns,
    wrong_applicant,
    slipped_row,
    empty_total,
    digits,
)
