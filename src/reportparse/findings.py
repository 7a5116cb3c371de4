"""What is odd in a document, as values: a code with a place, never a log line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

import msgspec

from reportparse.packaged import toml_of
from reportparse.source import Source

Severity = Literal["error", "warning", "info"]
Fault = Literal["document", "reading", "either"]
Value = str | int | float | None


class CatalogueEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What the catalogue says of one code: templates take the Finding's values by name.

    `words` says in Chinese and English what a value that is a code stands for (too-few: 数字少于栏数).
    """

    severity: Severity
    zh: str
    en: str
    zh_message: str
    en_message: str
    fault: Fault = "document"
    words: dict[str, tuple[str, str]] = {}
    basis: str = ""
    caveat: str = ""


class Finding(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that does not agree, or that could not be read.

    `code` is the rule's (catalogue.toml), `items` the cells it concerns, `values` what the message is made of,
    `sources` the places, first the main one, `quote` the sentence or cells it is seen in.
    """

    code: str
    items: tuple[str, ...] = ()
    values: Mapping[str, Value] = msgspec.field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    quote: str = ""

    @property
    def entry(self) -> CatalogueEntry:
        """The catalogue's words for this code."""
        return catalogue()[self.code]

    @property
    def severity(self) -> Severity:
        """error (cannot be so), warning (look at it), info (good to know)."""
        return self.entry.severity

    @property
    def fault(self) -> Fault:
        """Whose: the document's, the reading's (check the source), or either."""
        return self.entry.fault

    @property
    def title(self) -> str:
        """What the code means, in Chinese."""
        return self.entry.zh

    @property
    def message(self) -> str:
        """What was found, as a Chinese sentence."""
        return fill(self.entry, self.values, language=0)

    @property
    def message_en(self) -> str:
        """What was found, as an English sentence."""
        return fill(self.entry, self.values, language=1)

    @property
    def source(self) -> Source | None:
        """The main place, or None where the finding is about something that is not there."""
        return self.sources[0] if self.sources else None

    def __str__(self) -> str:
        place = f" ({self.source})" if self.source else ""
        return f"[{self.severity}] {self.code} {self.message}{place}"

    def __repr__(self) -> str:
        return f"<Finding {self.code} {self.severity}: {self.message}>"


def fill(entry: CatalogueEntry, values: Mapping[str, Value], language: int) -> str:
    """The entry's message with these values, in Chinese (language 0) or English (1)."""
    said = {name: entry.words.get(str(value), (value, value))[language] for name, value in values.items()}
    return (entry.zh_message, entry.en_message)[language].format_map(_Blanks(said))


class _Blanks(dict[str, Value]):
    """A template's values; one that is not given prints as an ellipsis rather than failing."""

    def __missing__(self, key: str) -> str:
        return "…"


@cache
def catalogue() -> dict[str, CatalogueEntry]:
    """Every code that a Finding may have, from catalogue.toml."""
    return msgspec.convert(toml_of("catalogue.toml"), dict[str, CatalogueEntry])
