"""What may be counted in prose: the kinds of statements.toml, and the words by which they are known."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
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
    parts_of_year: tuple[str, ...]
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


def find_kind_around(clause: str, unit: str, topic: str, tail: str, *, alone: bool = True) -> tuple[Kind, int] | None:
    """The kind of a number that stands before what is counted, and how much of the tail says so.

    `收到` 3件 `政府信息公开申请`; not `alone`: another number stands behind the tail, and may own its words.
    """
    for around in _arounds():
        if not alone and around.phrase.startswith("#"):
            continue
        if unit in around.kind.units and around.topic in ("", topic) and around.before.search(clause):
            match = around.after.match(tail)
            if match and not any(word in match[0] for word in around.kind.unless):
                return around.kind, match.end()
    return None


def find_denied(scope: str, topic: str) -> Kind | None:
    """The kind of what is said not to be, by the words after the negation: `收到政府信息公开申请`."""
    for kind, ending in _denials():
        if ending.ends(scope) and not any(word in scope for word in kind.unless):
            return kind
    short = (matcher.kind for matcher in _matchers_at(scope[-1:]) if matcher.kind.denials)
    return next((kind for kind in short if kind.topic == topic and scope in kind.short), None)


class Ending:
    """Some phrases, one of which ends a text. `whole`: it must be all of the text too."""

    def __init__(self, phrases: tuple[str, ...], *, whole: bool = False) -> None:
        self._phrases, self._whole = phrases, whole
        self._words = tuple(_endings(phrases))

    def ends(self, text: str) -> bool:
        """Whether one of the phrases does; most texts do not even end in one of their last words."""
        return text.endswith(self._words) and self._pattern.search(text) is not None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        begins = "^" * self._whole
        return re.compile(f"{begins}(?:{'|'.join(map(compile_phrase, self._phrases))})$")


class Matcher(msgspec.Struct, frozen=True, dict=True):
    """The phrases of a kind: each ends where the text ends. A report needs few of all kinds, so that each is compiled
    when it is first looked for."""

    kind: Kind
    phrases: tuple[str, ...]
    short: tuple[str, ...]

    @cached_property
    def always(self) -> Ending:
        """The phrases that count whatever the talk is of."""
        return Ending(self.phrases)

    @cached_property
    def on_topic(self) -> Ending:
        """Those that count only on the kind's topic."""
        return Ending(self.short)

    def matches(self, lead: str, topic: str) -> bool:
        """Whether one of the phrases stands at the end of the lead."""
        found = self.always.ends(lead) or (topic == self.kind.topic and self.on_topic.ends(lead))
        return found and not any(word in lead for word in self.kind.unless)


class Around(msgspec.Struct, frozen=True, dict=True):
    """A phrase with the number in its middle: its first part ends the clause before, its second begins the rest."""

    kind: Kind
    topic: str
    phrase: str

    @cached_property
    def before(self) -> re.Pattern[str]:
        """The end of the clause before the number."""
        first = self.phrase.partition("#")[0]
        return re.compile(f"(?:{compile_phrase(first)})$" if first.strip() else "")

    @cached_property
    def after(self) -> re.Pattern[str]:
        """The beginning of what follows the number."""
        return re.compile(compile_phrase(self.phrase.partition("#")[2]))


@cache
def _matchers_at(last: str) -> tuple[Matcher, ...]:
    """The matchers of kinds whose phrases may end in this character, in order of precedence."""
    return tuple(matcher for endings, matcher in _matchers() if last in endings)


@cache
def _matchers() -> tuple[tuple[frozenset[str], Matcher], ...]:
    found = []
    for kind in vocabulary().kinds:
        phrases, short = (_before_number(group) for group in (kind.phrases, kind.short))
        endings = frozenset(word[-1] for word in _endings((*phrases, *short)))
        if endings:
            found.append((endings, Matcher(kind, phrases, short)))
    return tuple(found)


@cache
def _arounds() -> tuple[Around, ...]:
    return tuple(
        Around(kind, topic, phrase)
        for kind in vocabulary().kinds
        for topic, phrases in (("", kind.phrases), (kind.topic, kind.short))
        for phrase in phrases
        if "#" in phrase.split()
    )


@cache
def _denials() -> tuple[tuple[Kind, Ending], ...]:
    return tuple((kind, Ending(kind.denials, whole=True)) for kind in vocabulary().kinds if kind.denials)


def _before_number(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(phrase for phrase in phrases if "#" not in phrase.split())


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


def _endings(phrases: Iterable[str]) -> set[str]:
    """The words in which a text ends that ends in one of the phrases; of a word with a digit, what follows it."""
    return {word for phrase in phrases for word in _last_words(phrase)}


@cache
def _last_words(phrase: str) -> frozenset[str]:
    last: set[str] = set()
    for step in reversed(phrase.split()):
        for option in step.removesuffix("?").split("|"):
            if option.startswith("{"):
                last |= _last_words(vocabulary().words[option.strip("{}")])
            else:
                behind = option.rpartition("9")[2]
                last |= {behind} if behind else set("0123456789")
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
