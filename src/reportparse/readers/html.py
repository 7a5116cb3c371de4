"""Web pages: the report without the site around it, its tables on their grids."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator

from lxml import etree

from reportparse.document import Block, Document, Heading, Origin, Paragraph
from reportparse.errors import EmptyFile, LimitExceeded, Malformed
from reportparse.patterns import pattern
from reportparse.readers import grid, txt
from reportparse.readers.charset import decode
from reportparse.readers.grid import Slot
from reportparse.readers.html_page import find_main, front_of, read_meta, with_fields, without_unseen

ENGINE = "lxml"
MAX_BYTES = 32 * 1024 * 1024
MAX_COLSPAN = 1_000
MAX_ROWSPAN = 65_534
MAX_DEPTH = 250
"""Elements nested deeper than this only give their text: no page is written so, and the walk is recursive."""

MAX_ATTRIBUTES = 200

LONG_TAG = 3_000

_LONG_TAG = pattern(rb"<([a-zA-Z][\w:-]*)[^<>]{%d,}>" % LONG_TAG)
_WRAPPER = pattern(
    rb"</?(?:a|b|big|center|em|font|i|s|small|span|strike|strong|sub|sup|u|o:p)\b[^<>]*>|</div>", re.IGNORECASE
)
_DIVISION = pattern(rb"<(?:div|section|article|ul|ol|li|blockquote)\b[^<>]*>", re.IGNORECASE)
_DECLARED = pattern(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_DECLARED_WITHIN = 4096
_MIME = pattern(rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?MIME-Version:", re.IGNORECASE)

# A character that no text has (Unicode keeps it for programs) stands for <br> until white space is folded.
_BREAK = "\ufdd0"
_SPACES = pattern(r"[ \t\r\n\f]+")
_AROUND_BREAK = pattern(f"(?<! ) *+{_BREAK} *")

_DISPLAY = pattern(r"display\s*:\s*(table(?:-row|-cell)?)\s*(?:;|$|!)", re.IGNORECASE)
_DISPLAYED = {"table": "table", "table-row": "tr", "table-cell": "td"}

_SECTIONS = frozenset({"thead", "tbody", "tfoot"})
_CELLS = frozenset({"td", "th"})
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frameset",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "listing",
        "main",
        "menu",
        "nav",
        "noframes",
        "ol",
        "optgroup",
        "option",
        "p",
        "section",
        "summary",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ucapcontent",
        "ul",
        "xmp",
    ]
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_ROLES = {
    **dict.fromkeys(_BLOCKS, "block"),
    **dict.fromkeys(_HEADINGS, "heading"),
    **dict.fromkeys(("pre", "textarea", "plaintext"), "lines"),
    "table": "table",
    "br": "break",
}
_STRUCTURE = frozenset(_ROLES) - _CELLS - _SECTIONS - {"tr", "body"}


def read(data: bytes, origin: Origin) -> Document:
    """The Document of a web page, or of one saved as MHTML; raises a ReadError where there is none."""
    text, findings = decode(*read_page(data))
    page = with_fields(text.replace(_BREAK, "").encode("utf-8", "replace"))
    root = parse_html(page)
    meta = read_meta(root)
    body = without_unseen(root, page)
    _take_styled_tables(body)
    main = find_main(body)
    blocks = _Flow(main).read()
    if main is not body:
        blocks = front_of(_Flow(cut(main, body)).read(), meta) + blocks
    return Document(origin, tuple(blocks), ENGINE, meta=meta, findings=tuple(findings))


def read_page(data: bytes) -> tuple[bytes, str | None]:
    """The bytes of a page and the charset it declares; raises EmptyFile or LimitExceeded."""
    if not data.strip():
        raise EmptyFile("no bytes")
    if len(data) > MAX_BYTES:
        raise LimitExceeded(f"a page of {len(data)} bytes, {MAX_BYTES} at most")
    page, declared = _unwrapped(data) if _MIME.match(data[:_DECLARED_WITHIN]) else (data, None)
    match = _DECLARED.search(page[:_DECLARED_WITHIN])
    return page, match[1].decode("ascii") if match else declared


def parse_html(page: bytes) -> etree._Element:
    """The tree of a page in UTF-8; what it says of its charset or its document type is not followed.

    Raises Malformed where there is no element, LimitExceeded where tables are nested deeper than can be read.
    """
    page = without_long_tags(page)
    root, whole = _parse(page)
    if not whole:
        root, whole = _parse(_WRAPPER.sub(b" ", _DIVISION.sub(b"<p>", page)))
    if not whole:
        raise LimitExceeded("elements nested deeper than can be read")
    if root is None:
        raise Malformed("no element in the page")
    return root


def without_long_tags(page: bytes) -> bytes:
    """The page, its tags of very many attributes without them.

    libxml2 compares every attribute with all before it, so that a tag of 200,000 would take minutes.
    """
    # Few pages have so much between two tags, and looking for the tags takes half as long as parsing.
    if max(map(len, page.split(b"<"))) < LONG_TAG:
        return page
    return _LONG_TAG.sub(_without_attributes, page)


def _parse(page: bytes) -> tuple[etree._Element | None, bool]:
    """The tree, and whether it is whole: beyond a certain depth libxml2 gives up without a word."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True, recover=True
    )
    try:
        root = etree.fromstring(page, parser)
    except etree.XMLSyntaxError:
        return None, True
    return root, not any("depth" in entry.message for entry in parser.error_log.filter_from_fatals())


def _without_attributes(tag: re.Match[bytes]) -> bytes:
    return b"<" + tag[1] + b">" if tag[0].count(b"=") > MAX_ATTRIBUTES else tag[0]


def _unwrapped(data: bytes) -> tuple[bytes, str | None]:
    """The first page inside a saved web archive (MHTML)."""
    for part in email.message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            return (payload if isinstance(payload, bytes) else b""), part.get_content_charset()
    return data, None


def cut(main: etree._Element, body: etree._Element) -> etree._Element:
    """What stands before the main part; the main part and all behind it leave the tree."""
    node = main
    while node is not body:
        parent = node.getparent()
        assert parent is not None  # body is above main
        for sibling in list(node.itersiblings()):
            parent.remove(sibling)
        node.tail = None
        node = parent
    above = main.getparent()
    assert above is not None
    above.remove(main)
    return body


def _take_styled_tables(body: etree._Element) -> None:
    """Gives elements that a style shows as a table, its rows and cells the names of such."""
    styled = [(element, _DISPLAY.search(element.get("style", ""))) for element in body.iter() if element.get("style")]
    shown = {element: _DISPLAYED[match[1].lower()] for element, match in styled if match}
    if "td" in shown.values():
        for element, tag in shown.items():
            element.tag = tag


class _Flow:
    """The blocks that have been closed, and the pieces of text of the one that is open."""

    def __init__(self, element: etree._Element) -> None:
        self._element = element
        self._structured = _structured(element)
        self._blocks: list[Block] = []
        self._pieces: list[str] = []
        self._level: int | None = None
        self._cells = 0
        self._nesting = 0

    def read(self) -> list[Block]:
        """The blocks of the element, in reading order."""
        return self._content(self._element, 0)

    def _content(self, element: etree._Element, depth: int) -> list[Block]:
        if element not in self._structured or self._holds_one_paragraph(element):
            return self._finished(_text(element))
        before, self._blocks = self._blocks, []
        self._walk(element, depth)
        self._close()
        blocks, self._blocks = self._blocks, before
        return blocks

    def _holds_one_paragraph(self, element: etree._Element) -> bool:
        """Whether there is nothing but a single plain block inside, as in nearly every cell pasted from Word."""
        if len(element) != 1 or element[0] in self._structured or _ROLES.get(element[0].tag) != "block":
            return False
        return not ((element.text or "") + (element[0].tail or "")).strip()

    def _walk(self, parent: etree._Element, depth: int) -> None:
        """What stands inside an element that has blocks or line breaks in it."""
        pieces = self._pieces
        if depth > MAX_DEPTH:
            pieces.append(_text(parent))
            return
        if text := parent.text:
            pieces.append(text)
        for child in parent:
            role = _ROLES.get(child.tag)
            if role == "break":
                pieces.append(_BREAK)
            elif role is not None:
                self._block(child, role, depth + 1)
            elif child in self._structured:
                self._walk(child, depth + 1)
            else:
                pieces.append(_text(child))
            if tail := child.tail:
                pieces.append(tail)

    def _block(self, element: etree._Element, role: str, depth: int) -> None:
        self._close()
        if role == "table":
            self._blocks += self._table(element, depth)
            return
        outer, self._level = self._level, _HEADINGS.get(element.tag, self._level)
        if role == "lines" and element not in self._structured and "\t" in (text := _text(element)):
            self._blocks += txt.blocks_of(text)[0]
            self._level = outer
            return
        if role == "lines":
            _keep_lines(element)
        if element in self._structured:
            self._walk(element, depth)
            self._close()
        else:
            self._blocks += self._finished(_text(element))
        self._level = outer

    def _close(self) -> None:
        """Ends the open paragraph, if it has any text."""
        if self._pieces:
            self._blocks += self._finished("".join(self._pieces))
            self._pieces.clear()

    def _finished(self, text: str) -> list[Block]:
        """A paragraph or heading of this text, or nothing where it is blank."""
        text = _folded(text)
        if not text or text.isspace():
            return []
        return [Paragraph(text) if self._level is None else Heading(text, self._level)]

    # --- tables

    def _table(self, table: etree._Element, depth: int) -> list[Block]:
        self._nesting += 1
        grid.check_nesting(self._nesting)
        outer, self._level = self._level, None
        misplaced: list[Block] = []
        slots: list[Slot] = []
        top = 0
        for section in self._sections(table, misplaced, depth):
            slots += self._place(section, top, depth)
            top += len(section)
        self._level = outer
        self._nesting -= 1
        return misplaced + grid.to_blocks(slots)

    def _place(self, section: list[list[etree._Element]], top: int, depth: int) -> list[Slot]:
        """The cells of a section on the grid, as browsers place them: each in the first free column of its row."""
        slots: list[Slot] = []
        taken: list[int] = []
        for number, row in enumerate(section):
            column = 0
            for cell in row:
                while column < len(taken) and taken[column] > number:
                    column += 1
                columns, rows = _spans(cell, len(section) - number)
                _take(taken, column, columns, number + rows)
                slots.append(Slot(self._content(cell, depth), top + number, column, rows, columns))
                column += columns
            self._cells += len(row)
            grid.check_cells(self._cells)
        return slots

    def _sections(
        self, parent: etree._Element, misplaced: list[Block], depth: int
    ) -> Iterator[list[list[etree._Element]]]:
        """The rows of each section of a table; what may not stand there goes before the table, as in browsers."""
        rows: list[list[etree._Element]] = []
        stray = False
        for child in parent:
            tag = child.tag
            if tag == "tr":
                rows.append(self._row(child, misplaced, depth))
            elif tag in _CELLS:
                if not stray:
                    rows.append([])
                rows[-1].append(child)
            elif tag in _SECTIONS or next(child.iter("tr"), None) is not None:
                if rows:
                    yield rows
                    rows = []
                yield from self._sections(child, misplaced, depth)
            elif tag not in ("col", "colgroup"):
                misplaced += self._content(child, depth)
            stray = tag in _CELLS
        if rows:
            yield rows

    def _row(self, row: etree._Element, misplaced: list[Block], depth: int) -> list[etree._Element]:
        cells: list[etree._Element] = []
        for child in row:
            if child.tag in _CELLS:
                cells.append(child)
            elif next(child.iter("td", "th"), None) is not None:
                cells += self._row(child, misplaced, depth)
            else:
                misplaced += self._content(child, depth)
        return cells


def _structured(element: etree._Element) -> set[etree._Element]:
    """The elements that have blocks or line breaks inside; the text of all others is one piece."""
    found: set[etree._Element] = set()
    for inner in element.iter(*_STRUCTURE):
        above = inner.getparent()
        while above is not None and above not in found:
            found.add(above)
            above = above.getparent()
    return found


def _text(element: etree._Element) -> str:
    if not len(element):
        return element.text or ""
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)


def _take(taken: list[int], column: int, columns: int, until: int) -> None:
    """Marks columns as taken up to a row; where cells overlap, the one that reaches further down counts."""
    if column + columns > len(taken):
        taken += [0] * (column + columns - len(taken))
    for place in range(column, column + columns):
        taken[place] = max(taken[place], until)


def _folded(text: str) -> str:
    """White space as a browser shows it: what the source is laid out with is one space, <br> is a new line."""
    if text.isalnum():
        return text
    text = _SPACES.sub(" ", text)
    if _BREAK in text:
        return _AROUND_BREAK.sub("\n", text).strip(" \n")
    return text.strip(" ")


def _keep_lines(element: etree._Element) -> None:
    """Makes the line ends of preformatted text count."""
    for node in element.iter():
        if node.text:
            node.text = node.text.replace("\n", _BREAK)
        if node.tail and node is not element:
            node.tail = node.tail.replace("\n", _BREAK)


def _spans(cell: etree._Element, rows_left: int) -> tuple[int, int]:
    """Columns and rows of a cell, no more than HTML allows and than its section has; rowspan 0 means all of it."""
    columns, rows = cell.get("colspan"), cell.get("rowspan")
    if columns is None and rows is None:
        return 1, 1
    down = rows_left if rows is not None and rows.strip() == "0" else _number(rows, MAX_ROWSPAN)
    return _number(columns, MAX_COLSPAN), min(down, rows_left)


def _number(value: str | None, most: int) -> int:
    match = re.match(r"\s*\+?0*(\d{1,9})", value or "")
    return min(max(int(match[1]), 1), most) if match else 1
