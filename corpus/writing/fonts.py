"""A Chinese TrueType font to embed, made once from the Noto font of the system.

reportlab embeds TrueType outlines only, and the packaged Noto CJK fonts have PostScript outlines.
"""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable

CACHE = Path(tempfile.gettempdir()) / "reportparse-writing"
_SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
_FAMILY = "Noto Serif CJK SC"


@cache
def chinese_font() -> Path:
    """The path of a TrueType file with the characters of GB 2312; made on first use, kept in the temp folder."""
    target = CACHE / "noto-serif-sc-gb2312.ttf"
    if not target.exists():
        if not _SOURCE.exists():
            raise FileNotFoundError(f"{_SOURCE} is missing; install the package fonts-noto-cjk")
        CACHE.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(f".{os.getpid()}")
        _to_true_type(_reduced(_family(_SOURCE))).save(draft)
        draft.replace(target)
    return target


def _family(path: Path) -> TTFont:
    collection = TTCollection(path, lazy=True)
    return next(font for font in collection if font["name"].getDebugName(1) == _FAMILY)


def _reduced(font: TTFont) -> TTFont:
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=[1, 2, 4, 6])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=_characters())
    cutter.subset(font)
    return font


def _characters() -> set[int]:
    ideographs = {
        ord(bytes([a, b]).decode("gb2312", "ignore") or " ") for a in range(0xA1, 0xF8) for b in range(0xA1, 0xFF)
    }
    return ideographs | set(range(0x20, 0x7F)) | {0xA0, 0x2014, 0x201C, 0x201D, 0xFF01, 0xFF0F, 0xFFE5}


def _to_true_type(font: TTFont) -> TTFont:
    order, outlines = font.getGlyphOrder(), font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(outlines)
        outlines[name].draw(Cu2QuPen(pen, max_err=1.0, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, glyphs
    del font["CFF "]
    if "VORG" in font:
        del font["VORG"]
    font["maxp"] = _counts(len(order))
    font["post"].formatType = 3.0
    font.sfntVersion = "\000\001\000\000"
    return font


def _counts(glyphs: int):
    table = newTable("maxp")
    table.tableVersion, table.numGlyphs = 0x00010000, glyphs
    table.maxZones, table.maxComponentElements = 1, 0
    names = (
        "maxTwilightPoints",
        "maxStorage",
        "maxFunctionDefs",
        "maxInstructionDefs",
        "maxStackElements",
        "maxSizeOfInstructions",
        "maxPoints",
        "maxContours",
        "maxCompositePoints",
        "maxCompositeContours",
        "maxComponentDepth",
    )
    for name in names:
        setattr(table, name, 0)
    return table
