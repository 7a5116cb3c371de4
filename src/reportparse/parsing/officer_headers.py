"""What heads the columns of a list of officers, and what its cells hold."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from reportparse.parsing.names import words
from reportparse.parsing.phones import PHONES, plain_phone
from reportparse.source import Source
from reportparse.text import BLANKS, ZERO_WIDTH, key, remembered, squeeze

KINDS = ("name", "post", "phone", "duty", "serial", "other", "role")


class Token(NamedTuple):
    """The text of a cell, or a word of a line, with its place. `own`: it begins in this row of the table."""

    text: str
    source: Source
    own: bool = True


class Header(NamedTuple):
    """What each column holds: one of KINDS, or None where the heading says nothing."""

    kinds: tuple[str | None, ...]
    titles: tuple[str, ...]

    def persons(self) -> list[range]:
        """The columns of each person of a row: a table may have two persons side by side."""
        names = [column for column, kind in enumerate(self.kinds) if kind == self.name_kind]
        bounds = [0, *names[1:], len(self.kinds)]
        return [range(begin, end) for begin, end in zip(bounds, bounds[1:], strict=False)]

    @property
    def name_kind(self) -> str:
        """A column headed 联系人 holds names only where no column is headed 姓名."""
        return "name" if "name" in self.kinds else "role"

    @property
    def role(self) -> str | None:
        """The heading over the names where it is a role."""
        return None if "name" in self.kinds else self.titles[self.kinds.index("role")]


def names_persons(text: str) -> bool:
    """Whether a cell heads a column of names; a row of headings has such a one."""
    return _headings().get(key(text)) in ("name", "role")


def read_header(texts: Sequence[str]) -> Header | None:
    """What the columns hold, or None where this is no row of headings: `["姓 名", "职务", "电话"]`."""
    titles = tuple(key(text) for text in texts)
    kinds = tuple(_headings().get(title) for title in titles)
    known = {kind for kind in kinds if kind}
    only_names = known <= {"name", "serial"} and [title for title in titles if title][-1:] == ["姓名"]
    named = "name" in known and (known & {"post", "phone", "duty"} or only_names)
    if (named or {"role", "phone"} <= known) and kinds.count(None) <= len(kinds) // 2:
        return Header(kinds, titles)
    return None


@remembered
def titles_in(text: str) -> tuple[str, ...]:
    """The headings that a text is made of, none if it holds anything else: `"姓 名职务电话"`."""
    rest, titles = key(text), list[str]()
    while rest:
        if not rest.startswith(_longest_first()):
            return ()
        title = next(word for word in _longest_first() if rest.startswith(word))
        titles.append(title)
        rest = rest[len(title) :]
    return tuple(titles)


@cache
def _headings() -> dict[str, str]:
    return {key(word): kind for kind in KINDS for word in words("headers", kind)}


@cache
def _longest_first() -> tuple[str, ...]:
    return tuple(sorted(_headings(), key=len, reverse=True))


def is_of_form(text: str) -> bool:
    """Whether a cell begins a statutory table, which a reader may take for the rest of a list."""
    return key(text).startswith(words("headers", "form"))


def stated(text: str) -> str | None:
    """What a cell says, without white space, or None for a blank one."""
    return None if squeeze(text) in BLANKS else ZERO_WIDTH.sub("", "".join(text.split()))


def phone_in(text: str | None) -> str | None:
    """The number, or the numbers, that a cell holds."""
    found = PHONES.search(squeeze(text or ""))
    return plain_phone(found[0]) if found else None
