"""The words that the rules look for, from words.toml."""

from __future__ import annotations

from functools import cache

import msgspec

from reportparse.packaged import toml_of


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Patterns of slips: a word twice, punctuation, how a text ends, blanks of a template."""

    twice: str
    alone: str
    punctuation: str
    ends: str
    holes: str


class Trades(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Patterns of work that is seldom a county organ's own, of how an organ tells its own, and whose it is."""

    work: str
    own: str
    homes: dict[str, str]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Patterns and lists by name; words.toml says what each is for."""

    fees: str
    lists: str
    channels: tuple[str, ...]
    documents: str
    without_rules: tuple[str, ...]
    townships: tuple[str, ...]
    governments: tuple[str, ...]
    empty: str
    qualified: str
    not_requests: str
    all_closed: str
    all_answered: str
    no_fee: str
    old_parts: tuple[str, ...]
    personal: str
    phone: str
    aggregates: str
    current_year: str
    of_last_year: str
    not_current: str
    themes: dict[str, str]
    selves: dict[str, tuple[str, ...]]
    domains: dict[str, str]
    trades: Trades
    language: Language
    postcodes: dict[str, tuple[str, ...]]


@cache
def words() -> Words:
    """What words.toml says."""
    return msgspec.convert(toml_of("rules/words.toml"), Words)
