"""One row of the store: what became of one input file, flat columns first, then lists of structs, then its JSON.

Every item of the form is a column too (`requests.received.total`, float64, null unless stated), so that a panel
reads five columns and not forty million facts. `states` says in one letter for each of these columns, in their order,
what the cell is: s(tated), b(lank), a(bsent), u(nreadable), or "." where the report's form has no such cell. A record
has a `message` only where its text is no report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import msgspec
import pyarrow as pa

from reportparse.findings import Finding, catalogue
from reportparse.form import editions, load_form
from reportparse.report import NO_REPORT, Fact, Measure, Officer, Problem, Report, Section, Statement
from reportparse.worker import Answer

TEXT, WHOLE, REAL, FLAG, DATE = pa.string(), pa.int64(), pa.float64(), pa.bool_(), pa.date32()
WORDS = pa.list_(TEXT)
PLACE = {"raw": TEXT, "page": WHOLE, "place": TEXT}

FLAT: dict[str, pa.DataType] = {
    **{name: TEXT for name in ("path", "name", "sha256")},
    "size": WHOLE,
    **{name: TEXT for name in ("format", "parser", "outcome", "message", "stage")},
    "tries": WHOLE,
    **{name: TEXT for name in ("organ", "organ_full", "kind", "county", "city", "province")},
    "year": WHOLE,
    **{name: TEXT for name in ("edition", "title")},
    **{name: DATE for name in ("period_start", "period_end", "signed", "published")},
    "signed_by": TEXT,
    **{name: WHOLE for name in ("stated", "blank", "absent", "unreadable")},
}
MARKS: dict[str, pa.DataType] = {"editions": TEXT, "states": TEXT}
"""`editions`: the edition of each table as JSON, `{"requests":"2021"}`. Parts of older versions lack both."""

NO_CELL = "."
FACT = {"item": TEXT, "value": REAL, "state": TEXT, "doubt": TEXT, **PLACE}
NESTED: dict[str, dict[str, pa.DataType]] = {
    "facts": FACT,
    "extras": FACT,
    "officers": {"name": TEXT, "post": TEXT, "phone": TEXT, "duty": TEXT, **PLACE},
    "statements": {
        "kind": TEXT,
        "value": REAL,
        "unit": TEXT,
        "scope": TEXT,
        "approximate": FLAG,
        "negated": FLAG,
        "part_of": WHOLE,
        "open_list": FLAG,
        "section": TEXT,
        "items": WORDS,
        "text": TEXT,
        **PLACE,
    },
    "problems": {"text": TEXT, "topics": WORDS, **PLACE},
    "measures": {"text": TEXT, "topics": WORDS, "planned": FLAG, **PLACE},
    "sections": {"code": TEXT, "title": TEXT, "number": WHOLE, "text": TEXT, **PLACE},
    "findings": {
        "code": TEXT,
        "severity": TEXT,
        "fault": TEXT,
        "items": WORDS,
        "message": TEXT,
        "quote": TEXT,
        "values": TEXT,
        **PLACE,
    },
}


def to_row(answer: Answer, parser: str) -> dict[str, Any]:
    """The row of one input file, record or failure; `parser` is the version that a resumed run compares."""
    row: dict[str, Any] = {
        "path": answer.path,
        "name": answer.name,
        "sha256": answer.sha256,
        "size": answer.size,
        "parser": parser,
        "outcome": answer.outcome,
        "message": answer.message or None,
        "stage": answer.stage or None,
        "tries": answer.tries,
    }
    return row | _record(bytes(answer.report)) if answer.outcome == "record" else row


def _record(data: bytes) -> dict[str, Any]:
    report = Report.from_json(data)
    values = {fact.item: fact.value for fact in (*report.extras, *report.facts)}
    counts: dict[str, int] = {str(state): count for state, count in report.states().items()}
    told = {} if report.is_report else {"message": _about_stray(report)}
    marks = {"editions": _sorted_json(report.editions), "states": _states(report)}
    return {**_identity(report), **counts, **_lists(report), **values, **marks, **told, "record": data.decode("utf-8")}


def _about_stray(report: Report) -> str:
    return next(finding.message for finding in report.findings if finding.code == NO_REPORT)


def _sorted_json(value: Any) -> str:
    return msgspec.json.encode(value, order="sorted").decode("utf-8")


def _identity(report: Report) -> dict[str, Any]:
    organ, period, signed = report.organ, report.period, report.signed
    return {
        "format": report.origin.format,
        "organ": organ.name,
        "organ_full": organ.full_name,
        "kind": organ.kind,
        "county": organ.county,
        "city": organ.city,
        "province": organ.province,
        "year": report.year,
        "edition": report.edition,
        "title": report.title,
        "period_start": period and period.start,
        "period_end": period and period.end,
        "signed": signed and signed.date,
        "signed_by": signed and signed.organ,
        "published": report.published,
    }


def _lists(report: Report) -> dict[str, list[dict[str, Any]]]:
    return {name: [_struct(name, one) for one in getattr(report, name)] for name in NESTED}


Noun = Fact | Officer | Statement | Problem | Measure | Section | Finding


def _struct(name: str, noun: Noun) -> dict[str, Any]:
    source = noun.source
    place = {"raw": source.raw, "page": source.page, "place": str(source)} if source else {}
    special = _SPECIAL.get(name)
    fields = special(noun) if special else {field: getattr(noun, field) for field in _own_fields(name)}
    return place | fields


@cache
def _own_fields(name: str) -> tuple[str, ...]:
    return tuple(field for field in NESTED[name] if field not in PLACE)


def _fact(fact: Fact) -> dict[str, Any]:
    return {"item": fact.item, "value": fact.value, "state": fact.state, "doubt": fact.doubt, "raw": fact.raw}


def _finding(finding: Finding) -> dict[str, Any]:
    known = finding.code in catalogue()
    return {
        "code": finding.code,
        "severity": finding.severity if known else None,
        "fault": finding.fault if known else None,
        "items": finding.items,
        "message": finding.message if known else finding.code,
        "quote": finding.quote,
        "values": _sorted_json(finding.values),
    }


_SPECIAL: dict[str, Callable[[Any], dict[str, Any]]] = {"facts": _fact, "extras": _fact, "findings": _finding}


@cache
def known_items() -> tuple[str, ...]:
    """The items of every edition that comes with the package, each once."""
    return tuple(dict.fromkeys(item.id for edition in editions() for item in load_form(edition).items()))


def schema_of(items: Iterable[str] = ()) -> pa.Schema:
    """The columns of a part: the same in every part, but for items of a form that is the user's own."""
    wide = [*known_items(), *sorted(set(items) - set(known_items()))]
    nested = {name: pa.list_(pa.struct(list(fields.items()))) for name, fields in NESTED.items()}
    columns = FLAT | MARKS | dict.fromkeys(wide, REAL) | nested | {"record": TEXT}
    return pa.schema(list(columns.items()))


def to_table(rows: list[dict[str, Any]]) -> pa.Table:
    """Rows as an Arrow table with the columns of a part."""
    seen = {name for row in rows for name in row}
    base = schema_of()
    schema = schema_of(seen - set(base.names))
    items = items_of(schema.names)
    lettered = [row | {"states": _letters(row["states"], items)} if "states" in row else row for row in rows]
    return pa.Table.from_pylist(lettered, schema=schema)


def items_of(columns: Iterable[str]) -> list[str]:
    """The items among the columns of a part, in the order of the letters of `states`."""
    return [name for name in columns if "." in name]


def _letters(states: dict[str, str], items: Iterable[str]) -> str:
    return "".join(states.get(item, NO_CELL) for item in items)


def relettered(states: pa.ChunkedArray, own: list[str], items: list[str]) -> pa.ChunkedArray:
    """`states` of a part whose items are `own`, with a letter for each of `items` instead."""
    if own == items:
        return states
    place = {item: number for number, item in enumerate(own)}
    chosen = [place.get(item, len(own)) for item in items]
    told = [
        None if letters is None else "".join([(letters + NO_CELL)[one] for one in chosen])
        for letters in states.to_pylist()
    ]
    return pa.chunked_array([pa.array(told, TEXT)])


def marks_of(report: Report, items: Iterable[str]) -> tuple[str, str]:
    """`editions` and `states` of a record, for these items: for parts that have neither."""
    return _sorted_json(report.editions), _letters(_states(report), items)


def _states(report: Report) -> dict[str, str]:
    return {fact.item: fact.state[0] for fact in (*report.extras, *report.facts)}
