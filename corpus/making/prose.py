"""Sentences told from a bank of variants, and the statements of number that they make."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from corpus.making.facts import chance

SLOT = re.compile(r"\{(?P<count>#)?(?P<words>[^{}]+)\}")
SENTENCE = re.compile(r"[^。；]+")
DIGITS = "零一二三四五六七八九"

Bank = list[str]
Counts = Mapping[str, int]
Statement = dict[str, Any]


@dataclass
class Telling:
    """A text, and the statements in it."""

    text: str = ""
    statements: list[Statement] = field(default_factory=list)

    def __add__(self, other: Telling) -> Telling:
        return Telling(self.text + other.text, self.statements + other.statements)


@dataclass(frozen=True)
class Count:
    """A count asked for in a template: `{#wechat_posts@图解=85 篇 余}`."""

    kind: str
    scope: str | None
    literal: int | None
    unit: str | None
    manner: str | None

    @property
    def key(self) -> str:
        return f"{self.kind}@{self.scope}" if self.scope else self.kind

    def value(self, counts: Counts) -> int:
        return counts[self.key] if self.literal is None else self.literal

    def fits(self, counts: Counts) -> bool:
        """Whether the count is known and can be said in this manner."""
        if self.kind == "parts":
            return True
        if self.literal is None and self.key not in counts:
            return False
        value = self.value(counts)
        bounds = {"零": value == 0, "汉": value < 100, "余": value > 30 and value % 10 > 0, "约": value > 30}
        return bounds.get(self.manner or "", True)


class Voice:
    """An organ's way of choosing among variants: it walks each bank in its own order and comes back late."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._turns: dict[str, int] = {}

    def next(self, bank_name: str, bank: list, fits) -> Any:
        """The next variant in the organ's own order that fits."""
        order = list(range(len(bank)))
        chance(self.name, bank_name).shuffle(order)
        start = self._turns.get(bank_name, 0)
        for turn in range(start, start + len(bank)):
            variant = bank[order[turn % len(bank)]]
            if fits(variant):
                self._turns[bank_name] = turn + 1
                return variant
        raise LookupError(f"no variant of {bank_name} fits {self.name}")

    def keep(self) -> dict[str, int]:
        """Where the walk stands, to be given back to `resume`."""
        return dict(self._turns)

    def resume(self, turns: dict[str, int]) -> None:
        self._turns = dict(turns)


def fits(template: str, counts: Counts) -> bool:
    """Whether every count that a template asks for is known."""
    return all(_count(slot["words"]).fits(counts) for slot in SLOT.finditer(template) if slot["count"])


def tell(template: str, slots: Mapping[str, str], counts: Counts, parts: Counts | None = None) -> Telling:
    """The template with its slots filled, and a statement for each count in it."""
    text, end, said = "", 0, []
    for slot in SLOT.finditer(template):
        text += template[end : slot.start()]
        end = slot.end()
        if not slot["count"]:
            text += tell(slots[slot["words"]], slots, counts).text
            continue
        count = _count(slot["words"])
        for asked, words in _worded(count, counts, parts or {}):
            said.append((len(text), asked))
            text += words
    text += template[end:]
    return Telling(text, [_statement(text, place, statement) for place, statement in said])


def han(value: int) -> str:
    """A number below a hundred in Chinese numerals, as it is said of things: `2 → 两`, `14 → 十四`."""
    if value < 10:
        return "两" if value == 2 else DIGITS[value]
    tens, ones = divmod(value, 10)
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def _count(words: str) -> Count:
    what, *rest = words.split(" ")
    what, _, literal = what.partition("=")
    kind, _, scope = what.partition("@")
    unit, manner = [*rest, None, None][:2]
    return Count(kind, scope or None, int(literal) if literal else None, unit, manner)


def _worded(count: Count, counts: Counts, parts: Counts) -> list[tuple[Statement, str]]:
    if count.kind == "parts":
        return _listed(parts, count.unit or "")
    value = count.value(counts)
    words = {
        None: f"{value}{count.unit}",
        "汉": f"{han(value) if value < 100 else value}{count.unit}",
        "余": f"{value // 10 * 10}余{count.unit}",
        "约": f"{round(value, -1)}{count.unit}",
        "零": "",
    }
    told = {"余": value // 10 * 10, "约": round(value, -1)}.get(count.manner or "", value)
    statement = {
        "kind": count.kind,
        "value": told,
        "unit": count.unit,
        "scope": count.scope,
        "approximate": count.manner in ("余", "约"),
    }
    return [(statement, words[count.manner])]


def _listed(parts: Counts, unit: str) -> list[tuple[Statement, str]]:
    """`政务动态12条、财政信息5条和公示公告9条`, a statement for each part."""
    joints = ["、"] * (len(parts) - 2) + ["和", ""]
    return [
        (
            {"kind": "disclosed", "value": value, "unit": unit, "scope": name, "approximate": False},
            f"{name}{value}{unit}{joint}",
        )
        for (name, value), joint in zip(parts.items(), joints, strict=True)
    ]


def _statement(text: str, place: int, statement: Statement) -> Statement:
    sentence = next((s for s in SENTENCE.finditer(text) if s.start() <= place < s.end()), None)
    if sentence is None:  # a zero recorded right at the stop that ends the sentence
        sentence = [s for s in SENTENCE.finditer(text) if s.end() <= place][-1]
    return {**statement, "text": sentence[0]}
