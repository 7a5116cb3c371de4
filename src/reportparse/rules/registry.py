"""The rules: what each asks for (rules.toml), the words it uses (catalogue.toml), and the function that asks it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Literal

import msgspec

from reportparse.errors import UnknownItem
from reportparse.findings import CatalogueEntry, Severity, catalogue
from reportparse.packaged import toml_of
from reportparse.rules import (
    arithmetic,
    contact,
    dates,
    language,
    narrative,
    neighbours,
    parts,
    people,
    provenance,
    structure,
    tables,
    years,
)

Scope = Literal["report", "years", "neighbours"]
FAMILIES = (
    tables,
    arithmetic,
    narrative,
    parts,
    structure,
    dates,
    contact,
    people,
    provenance,
    language,
    years,
    neighbours,
)


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule of the audit.

    scope: report (one report), years (a report and the earlier ones of its organ), neighbours (many organs).
    kind: hard (holds by definition), soft (an expectation with known exceptions), structure, privacy.
    editions: those it is for; none: all. optional: only run when it is named.
    """

    code: str
    scope: Scope
    kind: str
    formula: str
    formula_en: str
    entry: CatalogueEntry
    function: Callable[..., Any]
    editions: tuple[str, ...] = ()
    optional: bool = False

    @property
    def severity(self) -> Severity:
        """error, warning or info."""
        return self.entry.severity

    @property
    def title(self) -> str:
        """What it means when the rule is broken."""
        return self.entry.zh

    def __repr__(self) -> str:
        return f"<Rule {self.code} {self.severity} {self.scope}: {self.formula}>"


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    scope: Scope
    kind: str
    formula: str
    formula_en: str
    editions: tuple[str, ...] = ()
    optional: bool = False


@cache
def registry() -> dict[str, Rule]:
    """Every rule that comes with the package, by its code, in the order of rules.toml."""
    lines = msgspec.convert(toml_of("rules/rules.toml"), dict[str, _Line])
    functions = {code: function for family in FAMILIES for code, function in family.RULES.items()}
    return {code: _rule(code, line, functions[code]) for code, line in lines.items()}


def _rule(code: str, line: _Line, function: Callable[..., Any]) -> Rule:
    return Rule(code=code, entry=catalogue()[code], function=function, **msgspec.structs.asdict(line))


def rule(
    code: str,
    function: Callable[..., Any],
    *,
    message: str,
    message_en: str = "",
    severity: Severity = "warning",
    scope: Scope = "report",
) -> Rule:
    """A rule of your own, to be given to `audit`.

    def many(report, form):
        value = report.value("requests.received.total")
        yield holds() if value is None or value < 1000 else broken(left=value)
    rp.audit(report, rules=[rules.rule("MY-MANY", many, message="收到申请{left}件")])
    """
    entry = CatalogueEntry(severity=severity, zh=code, en=code, zh_message=message, en_message=message_en or message)
    return Rule(code=code, scope=scope, kind="soft", formula="", formula_en="", entry=entry, function=function)


def chosen(rules: Iterable[str | Rule] | None) -> list[Rule]:
    """The rules with these codes, and those given as rules; None: all that are not optional."""
    if rules is None:
        return [rule for rule in registry().values() if not rule.optional]
    return [found for found in map(_find, rules) if found is not None]


def _find(named: str | Rule) -> Rule | None:
    """A rule by its code; None for a code that only the parser gives."""
    if isinstance(named, Rule):
        return named
    if named not in catalogue():
        raise UnknownItem(named, catalogue())
    return registry().get(named)
