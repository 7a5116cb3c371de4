"""The record of one report: what was stated, by whom, where it stands, and what is odd in it."""

from __future__ import annotations

import datetime
import os
from collections import Counter
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from reportparse.document import Origin
from reportparse.drawing import report_html
from reportparse.errors import UnknownItem
from reportparse.findings import Finding
from reportparse.form import editions, load_form
from reportparse.source import Source

if TYPE_CHECKING:
    import pandas as pd

State = Literal["stated", "blank", "absent", "unreadable"]
Number = int | float


class Fact(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One cell of the form, and what the document has there.

    state: stated; blank (the cell is empty, a dash, 无); absent (no such cell: table missing, or a picture);
    unreadable (a finding says why). `value` is None unless stated; zero is never made up.
    `doubt` names why a stated value should be looked at: note, unit, split, numeral, order.
    """

    item: str
    state: State
    value: Number | None = None
    raw: str = ""
    source: Source | None = None
    doubt: str = ""

    @property
    def table(self) -> str:
        """proactive, requests or remedies."""
        return self.item.split(".")[0]

    @property
    def row(self) -> str:
        """The row's code."""
        return self.item.split(".")[1]

    @property
    def column(self) -> str:
        """The column's code."""
        return self.item.split(".")[2]

    def __repr__(self) -> str:
        shown = self.value if self.state == "stated" else self.state
        return f"<Fact {self.item} = {shown}>"


class Organ(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body that reports. `name` is its short name (金岭镇), `full_name` the one in full, as far as the text tells.

    kind: province, city, county, township (镇), rural_township (乡), sub_district (街道), department, office,
    development_zone, other.
    """

    name: str | None = None
    full_name: str | None = None
    kind: str | None = None
    county: str | None = None
    city: str | None = None
    province: str | None = None
    source: Source | None = None

    def __str__(self) -> str:
        return self.name or "?"


class Period(msgspec.Struct, frozen=True, omit_defaults=True):
    """The time that the figures are for, as printed."""

    start: datetime.date | None = None
    end: datetime.date | None = None
    source: Source | None = None


class Signature(msgspec.Struct, frozen=True, omit_defaults=True):
    """The organ and the date at the end of the report."""

    organ: str | None = None
    date: datetime.date | None = None
    source: Source | None = None


class Contact(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where readers are told to turn, as printed."""

    office: str | None = None
    address: str | None = None
    postcode: str | None = None
    phone: str | None = None
    fax: str | None = None
    email: str | None = None
    website: str | None = None
    source: Source | None = None


class Section(msgspec.Struct, frozen=True, omit_defaults=True):
    """A statutory section that was found: its code, its heading as printed, and its text without the heading.

    `number` is the number printed before the title, None where there is none.
    """

    code: str
    title: str
    number: int | None = None
    text: str = ""
    source: Source | None = None

    def __repr__(self) -> str:
        return f"<Section {self.number or '-'} {self.code}: {self.title}>"


class Officer(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person named with a post, a phone or a duty, from a table or a sentence."""

    name: str
    post: str | None = None
    phone: str | None = None
    duty: str | None = None
    source: Source | None = None

    def __repr__(self) -> str:
        return f"<Officer {self.name} {self.post or ''}>"


class Statement(msgspec.Struct, frozen=True, omit_defaults=True):
    """A number said in a sentence: `kind` what is counted, `unit` 条, 件, 次 ..., `scope` whose it is.

    scope: own (本机关), area (全市, 全区), level (本级) or None where the text does not say.
    `approximate`: 余, 约, 近, 多 (余 and 多 mean at least). `negated`: said as a negation (未收到 → 0).
    `items` are the cells that should equal it, or add up to it; `part_of` is the index, in `Report.statements`, of
    the total that it is a part of; `open_list`: the parts end in 等.
    """

    kind: str
    value: Number
    unit: str = ""
    scope: str | None = None
    approximate: bool = False
    negated: bool = False
    part_of: int | None = None
    open_list: bool = False
    section: str | None = None
    items: tuple[str, ...] = ()
    text: str = ""
    source: Source | None = None

    def __repr__(self) -> str:
        about = "≈" if self.approximate else "="
        return f"<Statement {self.kind} {about} {self.value}{self.unit}>"


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """A problem that the report names in section five. `topics` are codes of problem classes."""

    text: str
    topics: tuple[str, ...] = ()
    source: Source | None = None

    def __repr__(self) -> str:
        return f"<Problem {self.text[:24]}>"


class Measure(msgspec.Struct, frozen=True, omit_defaults=True):
    """An improvement made or promised. `topics` are codes of measure classes; `planned` is False for what was done."""

    text: str
    topics: tuple[str, ...] = ()
    planned: bool | None = None
    source: Source | None = None

    def __repr__(self) -> str:
        return f"<Measure {self.text[:24]}>"


NO_REPORT = "R-NOREPORT"
"""The finding about a text that is no report."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One report as a record. Print it, index it by item id, or turn it into a frame.

    `facts` has one Fact for every cell of the form's edition; where a table carries rows of another edition
    instead of its own (其他处理 as one row), those are among the facts too. `extras` are cells that this edition
    does not have at all (a row of the 2019 form in a table of 2021). `editions` names the edition of each table.
    """

    origin: Origin
    organ: Organ
    year: int | None
    edition: str | None
    title: str | None = None
    editions: dict[str, str] = msgspec.field(default_factory=dict)
    period: Period | None = None
    signed: Signature | None = None
    published: datetime.date | None = None
    contact: Contact | None = None
    preamble: Section | None = None
    sections: tuple[Section, ...] = ()
    facts: tuple[Fact, ...] = ()
    extras: tuple[Fact, ...] = ()
    officers: tuple[Officer, ...] = ()
    statements: tuple[Statement, ...] = ()
    problems: tuple[Problem, ...] = ()
    measures: tuple[Measure, ...] = ()
    findings: tuple[Finding, ...] = ()
    parser: str = ""

    def __getitem__(self, item: str) -> Fact:
        """The fact with this item id; `UnknownItem` (a KeyError) names the nearest ids."""
        for fact in (*self.facts, *self.extras):
            if fact.item == item:
                return fact
        raise UnknownItem(item, [fact.item for fact in self.facts])

    def __contains__(self, item: object) -> bool:
        return any(fact.item == item for fact in (*self.facts, *self.extras))

    def value(self, item: str) -> Number | None:
        """The stated value of an item, or None, also for an item that this report's edition does not have."""
        return next((fact.value for fact in self.facts if fact.item == item), None)

    @property
    def is_report(self) -> bool:
        """Whether the text is a disclosure report; False for an invoice or a letter, whose record states nothing."""
        return all(finding.code != NO_REPORT for finding in self.findings)

    def section(self, code: str) -> Section | None:
        """The section with this code (or the text before the first, "preamble"), or None where it was not found."""
        found = (section for section in (*self.sections, self.preamble) if section and section.code == code)
        return next(found, None)

    def to_dict(self) -> dict[str, Any]:
        """The record as plain dicts, lists, numbers and strings (dates in ISO form)."""
        converted: dict[str, Any] = msgspec.to_builtins(self)
        return converted

    def to_json(self) -> str:
        """The record as JSON; `Report.from_json` gives it back."""
        return msgspec.json.encode(self).decode("utf-8")

    @classmethod
    def from_json(cls, text: str | bytes) -> Report:
        """The record from its JSON."""
        return msgspec.json.decode(text, type=cls)

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """The JSON Schema (2020-12) of `to_json`."""
        head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "reportparse record"}
        return head | msgspec.json.schema(cls)

    def to_frame(self) -> pd.DataFrame:
        """The facts as a frame, one row a fact.

        Columns: item, table, row, column, value (Int64, or Float64 where a fee has decimals; <NA> unless stated),
        state (category), raw, doubt, page, place.
        """
        import pandas as pd  # the one heavy import of a notebook, paid when a frame is asked for

        frame = pd.DataFrame([_fact_row(fact) for fact in self.facts], columns=FACT_COLUMNS)
        whole = all(fact.value is None or float(fact.value).is_integer() for fact in self.facts)
        types = {"value": "Int64" if whole else "Float64", "page": "Int64", "state": STATES}
        frame["state"] = pd.Categorical(frame["state"], categories=list(STATES))
        return frame.astype({name: kind for name, kind in types.items() if isinstance(kind, str)})

    def show_page(self, page: int, file: str | os.PathLike[str] | bytes | None = None) -> Any:
        """Page number `page` of a pdf with what was read drawn on it, cell by cell, marked by state.

        Of a file without pages, table number `page` drawn again with the same marks (of one without tables, page 1 is
        all of its text). `file` is the file itself; it can
        be left out while it lies where it was read. ValueError where there is no such page, or the file is another.
        """
        return import_module("reportparse.pictures").show_page(self, page, file)

    def _repr_html_(self) -> str:
        """The statutory tables drawn again: blank, absent and doubtful cells marked, no script."""
        return report_html(self, {name: load_form(name) for name in editions()})

    def __repr__(self) -> str:
        if not self.is_report:
            return f"<Report {self.origin.name or '?'} · no disclosure report · {len(self.findings)} findings>"
        stated = sum(fact.state == "stated" for fact in (self.facts if self.edition else self.extras))
        sheet = "".join(self.editions.values())
        form = f"form {self.edition}" if self.edition else f"sheet {sheet}" if sheet else "no statutory tables"
        name = self.organ.name or "?"
        return (
            f"<Report {name} {self.year or '?'} · {form} · {stated} facts · "
            f"{len(self.officers)} officers · {len(self.findings)} findings>"
        )

    def states(self) -> dict[State, int]:
        """How many facts are in each state."""
        counts = Counter(fact.state for fact in self.facts)
        return {state: counts[state] for state in STATES}


def schema_text() -> str:
    """The JSON Schema of a record as it is published: indented, keys in their order, a line break at the end."""
    return msgspec.json.format(msgspec.json.encode(Report.json_schema()), indent=2).decode() + "\n"


STATES: tuple[State, ...] = ("stated", "blank", "absent", "unreadable")
FACT_COLUMNS = ["item", "table", "row", "column", "value", "state", "raw", "doubt", "page", "place"]


def _fact_row(fact: Fact) -> tuple[object, ...]:
    source = fact.source
    place = str(source) if source else ""
    page = source.page if source else None
    return (fact.item, fact.table, fact.row, fact.column, fact.value, fact.state, fact.raw, fact.doubt, page, place)
