"""Paragraph styles: which of them make a heading, and which number their paragraphs."""

from __future__ import annotations

import re

import msgspec
from lxml import etree

from reportparse.patterns import pattern
from reportparse.readers.docx_marks import number as mark_number
from reportparse.readers.docx_marks import read_number
from reportparse.readers.docx_names import VAL, W
from reportparse.readers.package import parse_xml

MAX_HEADING = 9
"""One more, outline level 9 in the file, is body text."""

# Word's own style sheet is 350 KB, nearly all of it table styles; parsing those takes longer than the document.
_TABLE_STYLE = pattern(rb'<w:style [^>]*w:type="table"[^>]*>.*?</w:style>', re.DOTALL)
_HEADING = pattern(r"(?:heading|标题) ?([1-9])", re.IGNORECASE)
_TITLES = ("title", "标题")
_STYLE = W + "style"


class Style(msgspec.Struct, frozen=True):
    """What a paragraph has from its style: `heading` is None for body text, 0 for a title."""

    heading: int | None = None
    number: str = ""
    level: int | None = None


PLAIN = Style()


def read_styles(data: bytes) -> dict[str, Style]:
    """The paragraph styles of styles.xml by id, with what they have from the styles they are based on."""
    root = parse_xml(_TABLE_STYLE.sub(b"", data), "styles.xml")
    elements = {style.get(W + "styleId", ""): style for style in root.iterchildren(_STYLE)}
    return {name: _resolve(name, elements) for name in elements}


def _resolve(name: str, elements: dict[str, etree._Element]) -> Style:
    heading: int | None = None
    number, level = "", None
    for style in _ancestry(name, elements):
        outline, numbering = style.find(f"{W}pPr/{W}outlineLvl"), style.find(f"{W}pPr/{W}numPr")
        if heading is None:
            heading = _named_level(style) if outline is None else mark_number(outline, MAX_HEADING) + 1
        own_number, own_level = ("", None) if numbering is None else read_number(numbering)
        number, level = number or own_number, own_level if level is None else level
    return Style(heading if heading is None or heading <= MAX_HEADING else None, number, level)


def _ancestry(name: str, elements: dict[str, etree._Element]) -> list[etree._Element]:
    """The style and what it is based on, nearest first; a circle ends where it closes."""
    seen: dict[str, etree._Element] = {}
    while name in elements and name not in seen:
        seen[name] = elements[name]
        base = elements[name].find(W + "basedOn")
        name = "" if base is None else base.get(VAL, "")
    return list(seen.values())


def _named_level(style: etree._Element) -> int | None:
    element = style.find(W + "name")
    name = "" if element is None else element.get(VAL, "").strip()
    if name.lower() in _TITLES:
        return 0
    match = _HEADING.fullmatch(name)
    return int(match[1]) if match else None
