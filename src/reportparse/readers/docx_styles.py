"""Paragraph styles: which of them make a heading, and which number their paragraphs."""

from __future__ import annotations

import re

import msgspec
from lxml import etree

from reportparse.readers.docx_names import VAL, W
from reportparse.readers.package import parse_xml

MAX_HEADING = 9
"""One more, outline level 9 in the file, is body text."""

# Word's own style sheet is 350 KB, nearly all of it table styles; parsing those takes longer than the document.
_TABLE_STYLE = re.compile(rb'<w:style [^>]*w:type="table"[^>]*>.*?</w:style>', re.DOTALL)
_HEADING = re.compile(r"(?:heading|标题) ?([1-9])", re.IGNORECASE)
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


def read_outline(properties: etree._Element) -> int | None:
    """The heading level that paragraph properties give: 1 for outline level 0; None where they say nothing."""
    outline = properties.find(W + "outlineLvl")
    level = "" if outline is None else outline.get(VAL, "")
    return int(level) + 1 if level.isdecimal() else None


def read_number(properties: etree._Element) -> tuple[str, int | None]:
    """The list and the level that paragraph properties give; "" and None for what they leave to the style."""
    found = properties.find(W + "numPr")
    if found is None:
        return "", None
    number, level = found.find(W + "numId"), found.find(W + "ilvl")
    index = "" if level is None else level.get(VAL, "")
    return "" if number is None else number.get(VAL, ""), int(index) if index.isdecimal() else None


def _resolve(name: str, elements: dict[str, etree._Element]) -> Style:
    heading: int | None = None
    number, level = "", None
    for style in _ancestry(name, elements):
        properties = style.find(W + "pPr")
        outline = None if properties is None else read_outline(properties)
        heading = heading if heading is not None else outline if outline is not None else _named_level(style)
        own_number, own_level = ("", None) if properties is None else read_number(properties)
        number, level = number or own_number, level if level is not None else own_level
    return Style(heading if heading is not None and heading <= MAX_HEADING else None, number, level)


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
