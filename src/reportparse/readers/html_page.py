"""A page as a site prints it: what no visitor sees, what is the site's and not the report's, what the page says."""

from __future__ import annotations

import re
from typing import cast

from lxml import etree

from reportparse.document import Block, Heading, Table
from reportparse.patterns import pattern
from reportparse.text import raised

MAIN_SHARE = 0.8
"""A container is the main part only with this share of the page's text outside links. In doubt all is kept."""

TITLE_CHARACTERS = 6

# Names that content systems give to the container of an article. A wrong one does no harm: it must hold the text too.
_MAIN_NAME = pattern(
    r"zoom|article|content|editor|ucap|detail|trs_|vsb_|artibody|main|news|text|xxgk|con\b|_con|con_|nrong|zhengwen|view",
    re.IGNORECASE,
)
_CONTAINERS = ("div", "article", "main", "section", "ucapcontent")
_UNSEEN = ("head", "script", "style", "template", "noscript", "title", "select", "button", "svg", "object", "iframe")
_WITHDRAWN = ("del", "rt", "rp")
_AROUND = ("nav", "footer", "aside")
_STRUCK = ("s", "strike")
_HIDDEN = pattern(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|text-decoration[\w-]*\s*:[^;]*line-through",
    re.IGNORECASE,
)
_RAISED = pattern(r"vertical-align\s*:\s*super", re.IGNORECASE)
_MEDIA = pattern(r"@[^{};]{1,200}\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_SELECTOR = pattern(r"\s*[a-z]*([.#])([\w-]+)\s*", re.IGNORECASE)
# Looking at every style takes as long as reading the page, and few pages hide anything.
_HIDING_WORDS = tuple(
    word
    for name in (b"display", b"visibility", b"mso-hide", b"hidden", b"line-through", b"super")
    for word in (name, name.upper())
)
_STYLED = etree.XPath("descendant::*[@hidden or @style]")
_IN_CELLS = etree.XPath("descendant::td/descendant::*[@class or @id] | descendant::th/descendant::*[@class or @id]")
_FIELD = pattern(rb"<input\b([^<>]*)>", re.IGNORECASE)
_ATTRIBUTE = pattern(rb"""([a-zA-Z-]{1,99})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_WRITTEN_IN = frozenset([b"text", b"number", b"tel", b"search"])
_LENGTH = etree.XPath("string-length(.)")
_HAS_FIGURES_BEHIND = etree.XPath("boolean(following::td[translate(., '0123456789', '') != string(.)])")

_META_NAMES = {
    "title": ("articletitle", "og:title"),
    "published": ("pubdate", "publishdate", "pubtime", "article:published_time", "firstpublishedtime"),
    "site": ("sitename", "og:site_name"),
    "source": ("contentsource", "source"),
}
_META_ELEMENTS = {"title": ("ucaptitle", "title"), "published": ("publishtime",)}


def read_meta(root: etree._Element) -> dict[str, str]:
    """What the page says of itself: "title", "published", "site" and "source", where it does."""
    said = {
        (meta.get("name") or meta.get("property") or "").lower(): meta.get("content", "").strip()
        for meta in root.iter("meta")
    }
    found: dict[str, str] = {}
    for key, names in _META_NAMES.items():
        values = [said[name] for name in names if said.get(name)] or _elements(root, _META_ELEMENTS.get(key, ()))
        if values:
            found[key] = values[0]
    return found


def _elements(root: etree._Element, names: tuple[str, ...]) -> list[str]:
    texts = (" ".join("".join(map(str, element.itertext())).split()) for name in names for element in root.iter(name))
    return [text for text in texts if text]


def with_fields(page: bytes) -> bytes:
    """The page, the text of its fields where a browser shows it: some sites publish the form that was filled in."""
    return _FIELD.sub(_field, page) if b"<input" in page or b"<INPUT" in page else page


def _field(field: re.Match[bytes]) -> bytes:
    said = {name.lower(): b"".join(values) for name, *values in _ATTRIBUTE.findall(field[1])}
    shown = said.get(b"type", b"text").lower() in _WRITTEN_IN
    return b"<span %b>%b</span>" % (field[1].rstrip(b"/"), said.get(b"value", b"")) if shown else field[0]


def without_unseen(root: etree._Element, page: bytes) -> etree._Element:
    """The body, without what no visitor sees; `page` is what the tree was read from."""
    body = root.find("body")
    body = root if body is None else body
    hides = any(word in page for word in _HIDING_WORDS)
    names = _hidden_names(root) if hides else set()
    etree.strip_elements(body, *_UNSEEN, *_WITHDRAWN, with_tail=False)
    for element in list(body.iter(*_STRUCK)):
        _remove(element, body)
    for element in body.iter("sup"):
        _raise(element)
    for element in cast("list[etree._Element]", _STYLED(body)) if hides else ():
        style = element.get("style", "")
        if "hidden" in element.attrib or _HIDDEN.search(style):
            _remove(element, body)
        elif _RAISED.search(style):
            _raise(element)
    for element in cast("list[etree._Element]", _IN_CELLS(body)) if names else ():
        if not names.isdisjoint([f"#{element.get('id')}", *(f".{name}" for name in element.get("class", "").split())]):
            _remove(element, body)
    return body


def _hidden_names(root: etree._Element) -> set[str]:
    """The classes (`.name`) and ids (`#name`) that a style sheet of the page hides on the screen.

    Only inside of cells are they followed: elsewhere they are the tabs and folds of a site, which a click opens.
    """
    sheets = (_MEDIA.sub(" ", "".join(map(str, sheet.itertext()))) for sheet in root.iter("style"))
    rules = (rule.partition("{") for sheet in sheets for rule in sheet.split("}"))
    hiding = (selectors.split(",") for selectors, _, what in rules if _HIDDEN.search(what))
    found = (_SELECTOR.fullmatch(selector) for selectors in hiding for selector in selectors)
    return {match[1] + match[2] for match in found if match}


def _raise(element: etree._Element) -> None:
    for node in element.iter():
        node.text = node.text and raised(node.text)
        if node is not element:
            node.tail = node.tail and raised(node.tail)


def find_main(body: etree._Element) -> etree._Element:
    """The smallest container with a content system's name that holds nearly all of the text, or the whole body."""
    for element in list(body.iter(*_AROUND)):
        _remove(element, body)
    named = [element for element in body.iter(*_CONTAINERS) if _is_named(element)]
    needed = MAIN_SHARE * _own_length(body) if named else 0
    # Containers stand in each other, so the last that holds enough is the smallest.
    best = next((element for element in reversed(named) if _own_length(element) >= needed), body)
    return body if best is not body and _HAS_FIGURES_BEHIND(best) else best


def _own_length(element: etree._Element) -> float:
    """Characters of an element that are not in links."""
    return _length(element) - sum(map(_length, element.iter("a")))


def _length(element: etree._Element) -> float:
    return cast("float", _LENGTH(element))


def _is_named(element: etree._Element) -> bool:
    if element.tag in ("article", "main", "ucapcontent"):
        return True
    name = f"{element.get('id', '')} {element.get('class', '')}"
    return len(name) > 1 and _MAIN_NAME.search(name) is not None


def front_of(blocks: list[Block], meta: dict[str, str]) -> list[Block]:
    """What is worth keeping of the page before its main part: headings, tables, and the title in whatever dress."""
    title = _squeezed(meta.get("title", ""))
    return [
        block
        for block in blocks
        if isinstance(block, Heading | Table)
        or (len(_squeezed(block.text)) >= TITLE_CHARACTERS and _squeezed(block.text) in title)
    ]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _remove(element: etree._Element, body: etree._Element) -> None:
    """Takes an element out, its tail stays; one with most of the text is no menu, whatever it is called."""
    parent = element.getparent()
    if parent is None or element is body or _length(element) * 2 > _length(body):
        return
    tail, before = element.tail or "", element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail
    element.tail = None
    parent.remove(element)
