"""What may be counted in prose: the kinds of statements.toml, and the words by which they are known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import product
from typing import NamedTuple

import msgspec

from reportparse.form import Form, load_form
from reportparse.packaged import toml_of

GAP = 40
"""Most characters that a gap (…) in a phrase stands for; a gap never crosses a comma or a bracket."""

_GAP = "…"


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
    parts_of_year: tuple[str, ...]
    plans: tuple[str, ...]
    done: tuple[str, ...]
    kinds: tuple[Kind, ...]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that comes with the package."""
    read = msgspec.convert(toml_of("parsing/statements.toml"), Vocabulary)
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
    return next((claim.kind for claim in _claims(clause[-1:], unit) if claim.holds(clause, topic)), None)


def find_kind_around(clause: str, unit: str, topic: str, tail: str, *, alone: bool = True) -> tuple[Kind, int] | None:
    """The kind of a number that stands before what is counted, and how much of the tail says so.

    `收到` 3件 `政府信息公开申请`; not `alone`: another number stands behind the tail, and may own its words.
    """
    for around in _arounds(unit):
        if not alone and around.phrase.startswith("#"):
            continue
        if around.topic in ("", topic) and (around.before is None or around.before.ends(clause)):
            match = around.after.match(tail)
            if match and not any(word in match[0] for word in around.kind.unless):
                return around.kind, match.end()
    return None


def find_denied(scope: str, topic: str) -> Kind | None:
    """The kind of what is said not to be, by the words after the negation: `收到政府信息公开申请`."""
    for claim in _denials(scope[-1:]):
        if claim.holds(scope, topic):
            return claim.kind
    short = (kind for kind in vocabulary().kinds if kind.denials and kind.topic == topic)
    return next((kind for kind in short if any(_is_said(phrase, scope) for phrase in kind.short)), None)


def _is_said(phrase: str, scope: str) -> bool:
    """Whether a phrase of one step has these very words: `"纠正|败诉"`."""
    return " " not in phrase and scope in phrase.split("|")


class Phrase:
    """A phrase that ends a text. Few of all phrases ever do, so that each is compiled when all its words are there."""

    def __init__(self, phrase: str, beside: tuple[str, ...] = (), *, whole: bool = False) -> None:
        self._phrase, self._whole = phrase, whole
        last = _last_words(phrase)
        # What may end in a gap does so where the phrases beside it end.
        self._last = tuple(last.union(*map(_last_words, beside)) if _GAP in last else last)
        # The last step is looked for by itself, unless it may be missing.
        *before, end = phrase.split()
        steps = [*before, end] if _may_be_missing(end) else before
        said = (step for step in steps if step not in (_GAP, "^") and not _may_be_missing(step))
        self._needed = [tuple(_last_words(step)) for step in said]

    def may_end_in(self, last: str) -> bool:
        """Whether a text that it ends may have this as its last character."""
        return any(word.endswith(last) for word in self._last) if last else False

    def ends(self, text: str) -> bool:
        """Whether it does."""
        if not text.endswith(self._last):
            return False
        for words in self._needed:
            if not any(map(text.__contains__, words)):
                return False
        return self._pattern.search(text) is not None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(f"{'^' * self._whole}(?:{compile_phrase(self._phrase)})$")


class Around(msgspec.Struct, frozen=True, dict=True):
    """A phrase with the number in its middle: its first part ends the clause before, its second begins the rest."""

    kind: Kind
    topic: str
    phrase: str

    @cached_property
    def before(self) -> Phrase | None:
        """What ends the clause before the number; None where anything may."""
        first = self.phrase.partition("#")[0]
        return Phrase(first) if first.strip() else None

    @cached_property
    def after(self) -> re.Pattern[str]:
        """The beginning of what follows the number."""
        return re.compile(compile_phrase(self.phrase.partition("#")[2]))


class Claim(NamedTuple):
    """A phrase, the kind that it speaks for, and the topic that must be talked of, if any."""

    kind: Kind
    topic: str | None
    phrase: Phrase

    def holds(self, clause: str, topic: str) -> bool:
        """Whether the clause ends in the phrase, and nothing in it rules the kind out."""
        fits = self.topic in (None, topic) and self.phrase.ends(clause)
        return fits and not any(word in clause for word in self.kind.unless)


@cache
def _claims(last: str, unit: str) -> tuple[Claim, ...]:
    """The claims on a number of this unit whose phrases may end in this character, in order of precedence."""
    return tuple(claim for claim in _all_claims() if unit in claim.kind.units and claim.phrase.may_end_in(last))


@cache
def _denials(last: str) -> tuple[Claim, ...]:
    """What may be denied by words that end in this character, in order of precedence."""
    return tuple(claim for claim in _all_denials() if claim.phrase.may_end_in(last))


@cache
def _all_denials() -> tuple[Claim, ...]:
    return tuple(
        Claim(kind, None, Phrase(phrase, kind.denials, whole=True))
        for kind in vocabulary().kinds
        for phrase in kind.denials
    )


@cache
def _all_claims() -> tuple[Claim, ...]:
    return tuple(
        Claim(kind, topic, Phrase(phrase, phrases))
        for kind in vocabulary().kinds
        for topic, phrases in ((None, _before_number(kind.phrases)), (kind.topic, _before_number(kind.short)))
        for phrase in phrases
    )


def _before_number(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(phrase for phrase in phrases if "#" not in phrase.split())


@cache
def _arounds(unit: str) -> tuple[Around, ...]:
    return tuple(around for around in _all_arounds() if unit in around.kind.units)


@cache
def _all_arounds() -> tuple[Around, ...]:
    return tuple(
        Around(kind, topic, phrase)
        for kind in vocabulary().kinds
        for topic, phrases in (("", kind.phrases), (kind.topic, kind.short))
        for phrase in phrases
        if "#" in phrase.split()
    )


def compile_phrase(phrase: str) -> str:
    """The regular expression of a phrase: `"收到|受理 … 申请 表?"`.

    Blanks separate its steps; `|` alternatives, `?` a step that may be missing, `…` any words within the clause,
    `{name}` a phrase of the vocabulary's [words], `9` a digit, `^` the beginning of the clause.
    """
    return "".join(_step(step) for step in phrase.split())


def _step(step: str) -> str:
    if step == _GAP:
        return rf"[^,;:。()]{{0,{GAP}}}?"
    if step == "^":
        return r"(?:^|(?<=[,;:。]))"
    options = "|".join(_option(option) for option in step.removesuffix("?").split("|"))
    return f"(?:{options})" + "?" * step.endswith("?")


def _option(option: str) -> str:
    if option.startswith("{"):
        return compile_phrase(vocabulary().words[option.strip("{}")])
    return re.escape(option).replace("9", r"\d")


@cache
def _last_words(phrase: str) -> frozenset[str]:
    """The words in which a text ends that ends in the phrase; of a word with a digit, what follows it."""
    last: set[str] = set()
    for step in reversed(phrase.split()):
        for option in step.removesuffix("?").split("|"):
            if option.startswith("{"):
                last |= _last_words(vocabulary().words[option.strip("{}")])
            else:
                behind = option.rpartition("9")[2]
                last |= {behind} if behind else set("0123456789")
        if not _may_be_missing(step):
            break
    return frozenset(last)


def _may_be_missing(step: str) -> bool:
    """Whether a step may stand for no words at all, as a phrase of the vocabulary does whose own steps all may."""
    words = vocabulary().words
    phrases = (words[option.strip("{}")].split() for option in step.split("|") if option.startswith("{"))
    return step.endswith("?") or any(all(map(_may_be_missing, steps)) for steps in phrases)


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
