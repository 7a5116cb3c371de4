"""What may be counted in prose: the kinds of statements.toml, and the words by which they are known."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import product

import msgspec

from reportparse.form import Form, load_form

GAP = 40
"""Most characters that a gap (…) in a phrase stands for; a gap never crosses a comma or a bracket."""


class Kind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of count.

    `phrases` end right before the number, or have it at `#`; `short` ones count only where the talk is of `topic`.
    `denials` are what stands after 未, 没有, 无. `unless`: words in the same clause that rule the kind out.
    `items` are the cells that it should equal (of a group of rows: their sum), `columns` the columns of its total's
    items, `carrying` the cells where a part of it, of a kind that `carries`, was carried in; `divisor`: by which the
    cell's unit is larger. `parents`: the kinds that it can be a part of, `implied`: even where 其中 is not said;
    `part`: the kind of its parts that have none of their own, `owns`: of all its parts. `both`: the two kinds that it
    adds up. `carried`: in a row of counts the verb before the first holds for all. `per_topic`: an entry that stands
    for one kind of each topic. `decoy`: looks like a count of something, and is none.
    """

    code: str
    zh: str = ""
    en: str = ""
    units: tuple[str, ...] = ()
    topic: str = ""
    phrases: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    denials: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    part: str = ""
    owns: bool = False
    both: tuple[str, ...] = ()
    carried: bool = False
    decoy: bool = False
    per_topic: tuple[str, ...] = ()
    divisor: int = 1
    implied: bool = False
    carries: bool = False
    carrying: tuple[str, ...] = ()


class Vocabulary(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """statements.toml: the kinds in order of precedence, and the words around the counts."""

    units: tuple[str, ...]
    fillers: tuple[str, ...]
    words: dict[str, str]
    topics: dict[str, tuple[str, ...]]
    scopes: dict[str, tuple[str, ...]]
    scope_subjects: tuple[str, ...]
    scope_is_a_name_before: tuple[str, ...]
    lists: tuple[str, ...]
    open_lists: tuple[str, ...]
    negations: tuple[str, ...]
    after_counts: tuple[str, ...]
    earlier: tuple[str, ...]
    not_earlier: tuple[str, ...]
    plans: tuple[str, ...]
    done: tuple[str, ...]
    kinds: tuple[Kind, ...]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that comes with the package."""
    text = files("reportparse.parsing").joinpath("statements.toml").read_text(encoding="utf-8")
    read = msgspec.convert(tomllib.loads(text), Vocabulary)
    return msgspec.structs.replace(read, kinds=tuple(each for kind in read.kinds for each in _per_topic(kind)))


def _per_topic(kind: Kind) -> Iterator[Kind]:
    """A kind with `per_topic` stands for one kind of each of those topics: `{topic}_upheld`."""
    if not kind.per_topic:
        yield kind
    for topic in kind.per_topic:
        filled = msgspec.json.encode(kind).decode().replace("{topic}", topic)
        made = msgspec.json.decode(filled, type=Kind)
        yield msgspec.structs.replace(made, topic=topic, per_topic=())


@cache
def kinds_by_code() -> dict[str, Kind]:
    """The kinds by their code; of several entries with one code, the first."""
    kinds: dict[str, Kind] = {}
    for kind in vocabulary().kinds:
        kinds.setdefault(kind.code, kind)
    return kinds


def find_kind(clause: str, unit: str, topic: str) -> Kind | None:
    """The kind of a number by the words of the clause before it, where the talk is of `topic`; decoys too."""
    for matcher in _matchers_at(clause[-1:]):
        if unit in matcher.kind.units and matcher.matches(clause, topic):
            return matcher.kind
    return None


def find_kind_around(clause: str, unit: str, topic: str, tail: str) -> tuple[Kind, int] | None:
    """The kind of a number that stands before what is counted, and how much of the tail says so.

    `收到` 3件 `政府信息公开申请`
    """
    for around in _arounds():
        if unit in around.kind.units and around.topic in ("", topic) and around.before.search(clause):
            match = around.after.match(tail)
            if match:
                return around.kind, match.end()
    return None


def find_denied(scope: str, topic: str) -> Kind | None:
    """The kind of what is said not to be, by the words after the negation: `收到政府信息公开申请`."""
    for kind, pattern in _denials():
        if pattern.search(scope) and not any(word in scope for word in kind.unless):
            return kind
    short = (matcher.kind for matcher in _matchers_at(scope[-1:]) if matcher.kind.denials)
    return next((kind for kind in short if kind.topic == topic and scope in kind.short), None)


class Matcher(msgspec.Struct, frozen=True):
    """The phrases of a kind, compiled: each ends where the text ends."""

    kind: Kind
    always: re.Pattern[str] | None
    on_topic: re.Pattern[str] | None

    def matches(self, lead: str, topic: str) -> bool:
        """Whether one of the phrases stands at the end of the lead."""
        found = bool(self.always and self.always.search(lead))
        if not found and self.on_topic and topic == self.kind.topic:
            found = self.on_topic.search(lead) is not None
        return found and not any(word in lead for word in self.kind.unless)


class Around(msgspec.Struct, frozen=True):
    """A phrase with the number in its middle: its first part ends the clause before, its second begins the rest."""

    kind: Kind
    topic: str
    before: re.Pattern[str]
    after: re.Pattern[str]


@cache
def _matchers_at(last: str) -> tuple[Matcher, ...]:
    """The matchers of kinds whose phrases may end in this character, in order of precedence."""
    return tuple(matcher for endings, matcher in _matchers() if last in endings)


@cache
def _matchers() -> tuple[tuple[frozenset[str], Matcher], ...]:
    found = []
    for kind in vocabulary().kinds:
        phrases, short = (_before_number(group) for group in (kind.phrases, kind.short))
        endings = frozenset().union(*(_endings(phrase.split()) for phrase in (*phrases, *short)))
        if endings:
            found.append((endings, Matcher(kind, _ending_in(phrases), _ending_in(short))))
    return tuple(found)


@cache
def _arounds() -> tuple[Around, ...]:
    return tuple(
        _around(kind, topic, phrase)
        for kind in vocabulary().kinds
        for topic, phrases in (("", kind.phrases), (kind.topic, kind.short))
        for phrase in phrases
        if "#" in phrase.split()
    )


def _around(kind: Kind, topic: str, phrase: str) -> Around:
    before, _, after = phrase.partition("#")
    ending = f"(?:{compile_phrase(before)})$" if before.strip() else ""
    return Around(kind, topic, re.compile(ending), re.compile(compile_phrase(after)))


@cache
def _denials() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    kinds = (kind for kind in vocabulary().kinds if kind.denials)
    return tuple((kind, re.compile(f"^(?:{'|'.join(map(compile_phrase, kind.denials))})$")) for kind in kinds)


def _before_number(phrases: tuple[str, ...]) -> list[str]:
    return [phrase for phrase in phrases if "#" not in phrase.split()]


def _ending_in(phrases: list[str]) -> re.Pattern[str] | None:
    return re.compile(f"(?:{'|'.join(map(compile_phrase, phrases))})$") if phrases else None


def compile_phrase(phrase: str) -> str:
    """The regular expression of a phrase: `"收到|受理 … 申请 表?"`.

    Blanks separate its steps; `|` alternatives, `?` a step that may be missing, `…` any words within the clause,
    `{name}` a phrase of the vocabulary's [words], `9` a digit, `^` the beginning of the clause.
    """
    return "".join(_step(step) for step in phrase.split())


def _step(step: str) -> str:
    if step == "…":
        return rf"[^,;:。()]{{0,{GAP}}}?"
    if step == "^":
        return r"(?:^|(?<=[,;:。]))"
    options = "|".join(_option(option) for option in step.removesuffix("?").split("|"))
    return f"(?:{options})" + "?" * step.endswith("?")


def _option(option: str) -> str:
    if option.startswith("{"):
        return compile_phrase(vocabulary().words[option.strip("{}")])
    return re.escape(option).replace("9", r"\d")


def _endings(steps: list[str]) -> frozenset[str]:
    """The characters in which a phrase of these steps may end."""
    last: set[str] = set()
    for step in reversed(steps):
        for option in step.removesuffix("?").split("|"):
            words = vocabulary().words[option.strip("{}")].split() if option.startswith("{") else []
            last |= _endings(words) if words else set("0123456789" if option[-1] == "9" else option[-1])
        if not step.endswith("?"):
            break
    return frozenset(last)


def items_of(
    kind: Kind, edition: str | None, *, carrying: bool = False, totals: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """The cells of an edition that a count of this kind should equal, or add up to.

    `carrying`: what was carried in is part of it. A kind that counts columns takes the rows of its total's items.
    """
    if edition is None:
        return ()
    form = load_form(edition)
    wanted = kind.carrying if carrying and kind.carrying else kind.items
    if kind.columns:
        wanted = tuple(_in_columns(kind, totals))
    return tuple(item for spec in wanted for item in _expand(form, spec) if item in form)


def _in_columns(kind: Kind, totals: tuple[str, ...]) -> Iterator[str]:
    rows = [item.rpartition(".")[0] for item in (totals or kind.items)]
    return (f"{row}.{column}" for row, column in product(rows, kind.columns))


def _expand(form: Form, spec: str) -> list[str]:
    """The item, or the items of the rows of a group: `requests.denied.total → requests.denied_state_secret.total …`."""
    code, row, column = spec.split(".")
    table = form.table(code)
    children = [leaf.code for leaf in table.leaves() if leaf.parent == row and leaf.kind == "leaf"]
    return [f"{code}.{name}.{column}" for name in children or [row]]
