"""Texts as they may be shown to others: private numbers masked, characters that mislead made visible."""

from __future__ import annotations

import re

from reportparse.private import masked

_MISLEADING = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Text without characters that files cannot hold: these become U+FFFD."""
    return _FORBIDDEN.sub("\ufffd", text)


def shown(text: str) -> str:
    """Text for a page: masked, clean, and characters that turn or hide text told by their code: `⟦U+202E⟧`."""
    return _MISLEADING.sub(lambda match: f"⟦U+{ord(match.group()):04X}⟧", masked(clean(text)))
