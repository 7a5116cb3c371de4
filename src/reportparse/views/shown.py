"""Texts as they may be shown to others: persons veiled, characters that mislead made visible."""

from __future__ import annotations

import re
from collections.abc import Callable

from reportparse.private import Veil

_MISLEADING = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Text without characters that files cannot hold: these become U+FFFD."""
    return _FORBIDDEN.sub("\ufffd", text)


_SHARED = Veil()
Show = Callable[[str], str]
"""Makes a text ready to be shown: `shown`, or `shown` at another level of privacy."""


def shown(text: str, veil: Veil = _SHARED) -> str:
    """Text for a page: veiled, clean, and characters that turn or hide text told by their code: `⟦U+202E⟧`."""
    return _MISLEADING.sub(lambda match: f"⟦U+{ord(match.group()):04X}⟧", veil(clean(text)))
