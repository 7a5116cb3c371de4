"""What stands between two labels in running text: figures, marks of blanks, and what is neither."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from reportparse.patterns import pattern
from reportparse.text import BLANKS, key, read_cell

FOREIGN = 8
"""A line with this many characters that no label has is not of the table: the table ends before it."""

_UNIT = r"(?: ?(?:万元|元|件次|件|项|起|条|个|份|宗))"
_NOTE = r"(?:[ \t]*\((?![一二三四五六七八九十\d]{1,2}\))[^()]{0,60}\)|[①-⑳*※]+)"
_PIECES = pattern(
    rf"(?P<figure>[+-]?\d[\d,]*(?:\.\d+)?{_UNIT}?{_NOTE}?(?=[\s|]|$))|(?P<note>\([^()]{{0,60}}\))"
    r"|(?P<chunk>(?:[^\s|(]|\((?![^()]{0,60}\)))+)"
)
_NUMBER = pattern(r"\([一二三四五六七八九十]{1,2}\)$")
"""The number of a label, which a wrapped （四）无法提供 leaves in front of its 无."""

_WRAPPED_NOTE = pattern(r"\([^()]{0,60}\)")
_OPEN_NOTE = pattern(r"\d\s?\([^)]*(?:\(|$)")
_BEHIND_SCRAP = pattern(r"(?=\D)([^\W\d_]*[)\"'》]*)([+-]?\d[\d,]*(?:\.\d+)?)")
_FIGURES = pattern(r"[\s|]*(?:[+-]?\d[\d,]*(?:\.\d+)?[\s|]*)+")
_SPANNING_BARS = pattern(r"[^\n|]*\|[ \t]*\n(\|+)[ \t]*(?=\n)")


class Token(NamedTuple):
    """A place for one figure: where it stands in the text, and what is printed there."""

    start: int
    end: int
    text: str


class Stretch(NamedTuple):
    """The places for figures, in order. `spoilt`: words stand among them or before them, or a note to one of them goes
    on in another line where its own digits look like figures; so they may be no figures of this row.

    `cells`: bars tell the places apart, so an empty one is there too. `left`: figures behind words that are not
    of the table, how many.
    """

    tokens: tuple[Token, ...] = ()
    spoilt: bool = False
    cells: bool = False
    left: int = 0


def read_stretch(area: str, wanted: int, is_own: Callable[[str], bool]) -> Stretch:
    """The stretch in a text that holds `wanted` figures if nothing is lost; `is_own` knows the scraps of labels."""
    cells = _between_bars(area, wanted) if area.count("|") > 1 else None
    return _in_lines(area, is_own) if cells is None else Stretch(tuple(cells), cells=True)


# -- cells between bars


def _between_bars(area: str, wanted: int) -> list[Token] | None:
    """One place for each cell, where bars part as many cells as are wanted; None where they do not.

    The first piece is the rest of the label's cell, the last the beginning of the next label's. A merged label is
    followed by a line of bars for the places that it covers besides its own.
    """
    pieces = _split(area, "|")
    inner = pieces[1:-1]
    if len(inner) == wanted - 1 and read_cell(_first_line(pieces[-1]).text).state == "stated":
        inner = [*inner, _first_line(pieces[-1])]
    spanned = _SPANNING_BARS.match(area)
    if spanned and len(inner) - len(spanned[1]) == wanted:
        inner = inner[len(spanned[1]) :]
    elif spanned and len(inner) == wanted and any(piece.text for piece in inner):
        return None
    empty_label = not any(char.isdigit() for char in pieces[0].text)
    return inner if len(inner) == wanted and empty_label else None


def _split(area: str, mark: str) -> list[Token]:
    pieces, offset = [], 0
    for text in area.split(mark):
        lead = len(text) - len(text.lstrip())
        pieces.append(Token(offset + lead, offset + max(lead, len(text.rstrip())), text.strip()))
        offset += len(text) + 1
    return pieces


def _first_line(piece: Token) -> Token:
    text = piece.text.partition("\n")[0].strip()
    return Token(piece.start, piece.start + len(text), text)


# -- lines of words and figures


class _Chunk(NamedTuple):
    """A piece of a line: a place for a figure (`kind` figure), a scrap of a label (own), or another word (foreign)."""

    kind: str
    token: Token


def _in_lines(area: str, is_own: Callable[[str], bool]) -> Stretch:
    tokens: list[Token] = []
    spoilt, broken, offset, left = False, False, 0, 0
    lines = _WRAPPED_NOTE.sub(lambda note: note[0].replace("\n", " "), area).split("\n")
    for number, line in enumerate(lines, 1):
        chunks = list(_chunks(line, offset, is_own))
        figures = [chunk.token for chunk in chunks if chunk.kind == "figure"]
        foreign = [n for n, chunk in enumerate(chunks) if chunk.kind == "foreign"]
        unread = any(char.isdigit() for n in foreign for char in chunks[n].token.text)
        ends = sum(len(key(chunks[n].token.text)) for n in foreign) >= FOREIGN
        if ends and offset == 0:
            figures = [chunk.token for chunk in chunks[: foreign[0]] if chunk.kind == "figure"]
            spoilt = foreign[0] == 0 and (any(chunk.kind == "figure" for chunk in chunks) or unread)
        if not ends and (foreign and figures or unread or _OPEN_NOTE.search(line)):
            spoilt = True
        if not ends or offset == 0:
            tokens.extend(figures)
        spoilt = spoilt or (broken and bool(figures) and not ends)
        broken = broken or any(len(key(chunks[n].token.text)) > 1 for n in foreign) and not figures
        if ends:
            left = sum(bool(_FIGURES.fullmatch(other)) and len(other.split()) for other in lines[number:])
            break
        offset += len(line) + 1
    return Stretch(tuple(tokens), spoilt, left=left)


def _chunks(line: str, offset: int, is_own: Callable[[str], bool]) -> Iterator[_Chunk]:
    for match in _PIECES.finditer(line):
        start, text = offset + match.start(), match[0]
        token = Token(start, start + len(text), text)
        if text in BLANKS and _NUMBER.search(line[max(match.start() - 4, 0) : match.start()]):
            yield _Chunk("own", token)
        elif match["figure"] or text in BLANKS:
            yield _Chunk("figure", token)
        elif match["chunk"]:
            yield from _in_chunk(token, is_own)


def _in_chunk(token: Token, is_own: Callable[[str], bool]) -> Iterator[_Chunk]:
    """A figure right behind a scrap of a label, or the bracket that ends it, is a figure; other signs with digits hold
    the place of one."""
    behind = _BEHIND_SCRAP.fullmatch(token.text)
    if behind and is_own(behind[1]):
        start = token.start + behind.start(2)
        yield _Chunk("figure", Token(start, token.end, behind[2]))
    elif any(char.isdigit() for char in token.text):
        yield _Chunk("figure" if token.text.isascii() else "foreign", token)
    else:
        yield _Chunk("own" if is_own(token.text) else "foreign", token)
