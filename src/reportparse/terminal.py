"""Words and tables on a terminal: Chinese takes two columns, nothing is wider than the window, nothing steers it."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from reportparse.patterns import pattern

GAP = "  "
NARROWEST = 8
"""No column is cut below this many places."""

_STEERING = pattern("[\x00-\x1f\x7f-\x9f]")
_MISLEADING = pattern("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff]")
_LANGUAGES = ("REPORTPARSE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def language() -> str:
    """zh, or en where the first of REPORTPARSE_LANG, LC_ALL, LC_MESSAGES and LANG that is set begins with en."""
    wanted = next((os.environ[name] for name in _LANGUAGES if os.environ.get(name)), "")
    return "en" if wanted.lower().startswith("en") else "zh"


def say(zh: str, en: str) -> str:
    """A message in the user's language."""
    return en if language() == "en" else zh


def width(text: str) -> int:
    """Places that a text takes: two for Chinese, none for marks that stand on the character before."""
    return sum(_places(sign) for sign in text)


def _places(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def plain(text: str) -> str:
    """Text that a terminal shows and does not obey: line breaks as spaces, other controls told by their code."""
    joined = re.sub(r"\s*[\r\n\t]+\s*", " ", text)
    return _MISLEADING.sub(_told, _STEERING.sub(_told, joined))


def _told(match: re.Match[str]) -> str:
    return f"⟦U+{ord(match.group()):04X}⟧"


def cut(text: str, places: int) -> str:
    """As much of the text as these places hold, with … for the rest."""
    if width(text) <= places:
        return text
    kept, taken = [], 1
    for sign in text:
        taken += _places(sign)
        if taken > places:
            break
        kept.append(sign)
    return "".join(kept) + "…"


def table(heads: Sequence[str], rows: Iterable[Sequence[object]], room: int | None = None) -> list[str]:
    """The lines of a table, none wider than `room` places: the widest give way first. None: as wide as it is."""
    texts = [[_text(cell) for cell in row] for row in rows]
    lines = [[plain(head) for head in heads], *texts] if any(heads) else texts
    if not lines:
        return []
    wanted = [max(width(line[place]) for line in lines) for place in range(len(lines[0]))]
    given = wanted if room is None else fitting(wanted, room - len(GAP) * (len(wanted) - 1))
    return [
        GAP.join(_padded(cell, places) for cell, places in zip(line, given, strict=True)).rstrip() for line in lines
    ]


def _text(cell: object) -> str:
    missing = cell is None or cell is missing_value() or cell != cell
    return "" if missing else plain(str(cell))


def missing_value() -> Any:
    """pandas' <NA> where pandas is loaded: it can be compared with nothing."""
    pandas = sys.modules.get("pandas")
    return getattr(pandas, "NA", None)


def _padded(text: str, places: int) -> str:
    shown = cut(text, places)
    return shown + " " * (places - width(shown))


def fitting(wanted: Sequence[int], room: int) -> list[int]:
    """Widths that fit into the room: columns wider than a common limit get the limit, which is as wide as can be."""
    limit = max(wanted, default=0)
    while limit > NARROWEST and sum(min(places, limit) for places in wanted) > room:
        limit -= 1
    return [min(places, limit) for places in wanted]


def room() -> int | None:
    """Places of a line of the terminal; None where the output goes to a file or another program, which gets it all."""
    if not sys.stdout.isatty():
        return None
    import shutil  # which loads all that it can unpack

    return shutil.get_terminal_size().columns


def prepare() -> None:
    """What the terminal's encoding does not have is told by its code rather than ending the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and not _is_unicode(stream):
            reconfigure(errors="backslashreplace")


def _is_unicode(stream: Any) -> bool:
    return str(getattr(stream, "encoding", "") or "").lower().replace("-", "").startswith("utf")


def is_unicode() -> bool:
    """Whether the output can hold any character; JSON is written in ASCII where it cannot."""
    return _is_unicode(sys.stdout)
