"""docs/rules.md, written from the registry."""

from __future__ import annotations

from collections.abc import Iterable

from reportparse.rules.registry import Rule, registry

_SCOPES = {
    "report": "单份报告 · within one report",
    "years": "跨年度 · from year to year",
    "neighbours": "跨机关 · across organs",
}
_INTRODUCTION = """# Rules of the audit · 审核规则

Written by `reportparse rules` from rules/rules.toml and catalogue.toml; do not edit by hand.

**hard** rules hold by definition, **soft** ones are expectations with known exceptions, **structure** rules are about
the report's build. A rule on blank or absent cells is *not assessable*, never passed.
A number that was not read cleanly makes a finding about the reading (`fault` = reading), and no more than a warning.
"""


def document(rules: Iterable[Rule] | None = None) -> str:
    """The rules as a Markdown page: code, severity, kind, formula in Chinese and English, basis, caveat."""
    listed = list(registry().values() if rules is None else rules)
    parts = [_INTRODUCTION, f"{len(listed)} rules.\n"]
    for scope, title in _SCOPES.items():
        those = [rule for rule in listed if rule.scope == scope]
        if those:
            parts.append(f"## {title}\n\n" + "\n".join(_paragraph(rule) for rule in those))
    return "\n".join(parts)


def _paragraph(rule: Rule) -> str:
    lines = [
        f"### {rule.code} · {rule.entry.zh}",
        f"{rule.severity}, {rule.kind}{_editions(rule)}. {rule.entry.en}.\n",
        f"- {rule.formula}",
        f"- {rule.formula_en}",
    ]
    lines += [f"- 依据 · basis: {rule.entry.basis}"] * bool(rule.entry.basis)
    lines += [f"- 注意 · caveat: {rule.entry.caveat}"] * bool(rule.entry.caveat)
    return "\n".join(lines) + "\n"


def _editions(rule: Rule) -> str:
    optional = ", only when named" if rule.optional else ""
    return (f", edition {', '.join(rule.editions)}" if rule.editions else "") + optional
