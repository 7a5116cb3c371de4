"""The package's font, cut down to the characters of one page, for machines without any Chinese font."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from importlib.resources import files
from importlib.util import find_spec


def cut_font(letters: Iterable[str]) -> str | None:
    """The font with these characters, as WOFF in base64; None where fonttools, which comes with matplotlib, is missing.

    The same characters give the same bytes. What the font does not have is left to the fonts of the machine.
    """
    if find_spec("fontTools") is None:
        return None
    from fontTools.subset import Options, Subsetter  # an extra, and slow to load
    from fontTools.ttLib import TTFont

    font = TTFont(
        io.BytesIO((files("reportparse.views") / "typeface/ReportparseSans.otf").read_bytes()), recalcTimestamp=False
    )
    cutter = Subsetter(Options(layout_features=[], hinting=False, notdef_outline=True))
    cutter.populate(text="".join(sorted(set(letters))))
    cutter.subset(font)
    font.flavor = "woff"
    buffer = io.BytesIO()
    font.save(buffer)
    return base64.b64encode(buffer.getvalue()).decode("ascii")
