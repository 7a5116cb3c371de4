"""Makes the font of the figures: a subset of Noto Sans CJK SC under a name of its own, as its licence allows.

    apt-get install fonts-noto-cjk
    python docs/make_font.py /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc

The same font file gives the same bytes. It holds every character of GB 2312 (levels 1 and 2: names of places are
often of level 2), Latin letters, signs, the characters of common words and of place names outside GB 2312, and what the
package's own data files use.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import jieba
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

PACKAGE = Path(__file__).parents[1] / "src/reportparse"
TARGET = PACKAGE / "views/typeface/ReportparseSans.otf"
ORIGINAL = "Noto Sans CJK SC"
NAME = "Reportparse Sans"
PLACES = (
    "浉甪硚峃畲筼筜漷垟崟塆埇磏堽溇沄坜礐芗瀍堉垚郚鄌巀砦埗坨峁峧崾嵝塬墕漖滘涌湴凼氹圐圙尕囝埔"
    "洑淠浬溆潢澧濉瀛牂珙盱眙硖磴碶碛"
)
"""Characters of places' names; many are in GB 2312 already, the others are why they are listed."""

COMMON = 8
"""So often a word has to stand in the texts that jieba's dictionary was counted on."""

SIGNS = "−–—…‰№℃①②③④⑤⑥⑦⑧⑨⑩㎡▲▼△▽○●□■◇◆×÷≈≠≤≥→←↑↓✓✗〔〕【】《》「」"


def main(words: list[str]) -> int:
    """Writes the subset of the font file that is named."""
    if len(words) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    font = _subset(_face(Path(words[0])), "".join(sorted(set(_characters()))))
    _rename(font)
    font.save(TARGET)
    print(f"{TARGET} {TARGET.stat().st_size / 1e6:.2f} MB")
    return 0


def _characters() -> Iterator[str]:
    for lead in range(0xA1, 0xF8):
        for trail in range(0xA1, 0xFF):
            yield bytes([lead, trail]).decode("gb2312", errors="ignore")
    yield from map(chr, range(0x20, 0x7F))
    yield from map(chr, range(0xA0, 0x180))
    yield from PLACES + SIGNS
    yield from _in_words()
    for path in PACKAGE.rglob("*.toml"):
        yield from path.read_text(encoding="utf-8")


def _in_words() -> Iterator[str]:
    """Characters of the words of jieba's dictionary that are not rare: 啰 of 啰嗦 is not in GB 2312."""
    text = Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8")
    for word, count, _ in (line.split(" ") for line in text.splitlines()):
        if int(count) >= COMMON:
            yield from word


def _face(path: Path) -> TTFont:
    faces = TTCollection(path).fonts if path.suffix == ".ttc" else [TTFont(path)]
    return next(face for face in faces if face["name"].getDebugName(4) == ORIGINAL)


def _subset(font: TTFont, text: str) -> TTFont:
    options = Options(hinting=False, layout_features=[], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], name_languages=[0x409])
    font.recalcTimestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(font)
    return font


def _rename(font: TTFont) -> None:
    """A name that no system font has: programs then take this one, and nobody takes it for the original."""
    plain = NAME.replace(" ", "")
    for number, text in {1: NAME, 3: f"{plain}-Regular", 4: NAME, 6: f"{plain}-Regular"}.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    cff = font["CFF "].cff
    cff.fontNames = [f"{plain}-Regular"]
    cff.topDictIndex[0].FamilyName = cff.topDictIndex[0].FullName = NAME


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
