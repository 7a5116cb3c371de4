"""Word files: one walk over the main part of the package, in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from reportparse.document import Block, Document, Heading, Origin, Paragraph, Table
from reportparse.errors import LimitExceeded, Malformed
from reportparse.readers import grid
from reportparse.readers.docx_names import MATH, MC, OFF, VAL, W
from reportparse.readers.docx_numbering import Numbering
from reportparse.readers.docx_styles import MAX_HEADING, PLAIN, Style, read_number, read_outline, read_styles
from reportparse.readers.grid import Slot
from reportparse.readers.package import Package

ENGINE = "lxml"
MAX_GRID_SPAN = 63
MAX_GRID_COLUMNS = 1_000

_CONTENT_TYPES, _ROOT_RELATIONS, _MAIN = "[Content_Types].xml", "_rels/.rels", "word/document.xml"

_P, _R, _T, _TBL, _TR, _TC = (W + name for name in ("p", "r", "t", "tbl", "tr", "tc"))
_PPR, _RPR, _TRPR, _TCPR = (W + name for name in ("pPr", "rPr", "trPr", "tcPr"))
_DEL, _CELL_DEL, _VANISH, _TEXT_BOX = (W + name for name in ("del", "cellDel", "vanish", "txbxContent"))
_SPAN, _VMERGE, _HMERGE = W + "gridSpan", W + "vMerge", W + "hMerge"
_STYLE, _NUMBER, _OUTLINE = W + "pStyle", W + "numPr", W + "outlineLvl"
_ALTERNATIVES = MC + "AlternateContent"

# Blocks, rows, cells and runs that a reader of the finished text does not see.
_UNSEEN = frozenset(
    [W + name for name in ("pPr", "rPr", "tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr", "sdtPr", "sectPr")]
    + [W + name for name in ("del", "moveFrom", "delText", "instrText", "delInstrText", "sym", "softHyphen", "rt")]
)
_SIGNS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
_XML_SPACE = " \t\r\n"


def read(data: bytes, origin: Origin) -> Document:
    """The Document of a Word file (docx, docm, dotx, also strict or by WPS); raises a ReadError where there is none."""
    package = Package(data)
    name = find_main_part(package)
    root = package.read_xml(name)
    body = root.find(W + "body")
    if body is None:
        raise Malformed(f"{name} has no body")
    return Document(origin, tuple(_Walk(root, package, name).blocks(body)), ENGINE)


def find_main_part(package: Package) -> str:
    """The name of the part that holds the text. Raises Malformed where a part that every package has is missing."""
    for part in (_CONTENT_TYPES, _ROOT_RELATIONS):
        if part not in package:
            raise Malformed(f"the part {part} is missing, so others may be missing too")
    return package.find_related("", "officeDocument") or _MAIN


class _Walk:
    """What is remembered from one paragraph to the next while the body is walked."""

    def __init__(self, root: etree._Element, package: Package, part: str) -> None:
        self._package = package
        self._part = part
        self._deleted, self._merged, self._hidden = _revisions(root)
        self._known_styles: dict[str, Style] | None = None
        self._known_numbering: Numbering | None = None
        self._instructions: list[bool] = []
        self._boxes: list[etree._Element] = []
        self._held = ""
        self._cells = 0
        self._nesting = 0

    # --- blocks

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        """The blocks below an element, in reading order; what only wraps them is looked through."""
        for child in parent:
            tag = child.tag
            if tag == _P:
                yield from self._paragraph(child)
            elif tag == _TBL:
                yield from self._table(child)
            elif tag == _ALTERNATIVES:
                yield from next(filter(None, (list(self.blocks(option)) for option in child)), [])
            elif tag not in _UNSEEN and len(child):
                yield from self.blocks(child)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Block]:
        pieces: list[str] = []
        self._inline(paragraph, pieces)
        # A field whose instruction never ends must not swallow the rest of the report.
        self._instructions = [inside for inside in self._instructions if not inside]
        text = self._held + "".join(pieces)
        self._held = ""
        if paragraph in self._merged:
            self._held = text
        else:
            yield from self._finished(paragraph, text.strip("\n"))
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            yield from self.blocks(box)

    def _finished(self, paragraph: etree._Element, text: str) -> Iterator[Block]:
        properties = paragraph.find(_PPR)
        level, label = (None, "") if properties is None else self._marks(properties)
        text = label + text
        if not text.strip():
            return
        yield Paragraph(text) if level is None else Heading(text, level)

    def _marks(self, properties: etree._Element) -> tuple[int | None, str]:
        """The heading level of a paragraph and the number shown before it."""
        name = outline = number = None
        for child in properties:
            tag = child.tag
            if tag == _STYLE:
                name = child.get(VAL)
            elif tag == _NUMBER:
                number = child
            elif tag == _OUTLINE:
                outline = child
        if name is None and number is None and outline is None:
            return None, ""
        style = self._styles.get(name, PLAIN) if name else PLAIN
        own = read_outline(properties) if outline is not None else None
        level = style.heading if own is None else own if own <= MAX_HEADING else None
        return level, self._label(properties, name or "", style)

    def _label(self, properties: etree._Element, name: str, style: Style) -> str:
        own, level = read_number(properties)
        number = own or style.number
        if not number or number == "0":
            return ""
        if level is None:
            level = style.level
        if level is None:
            level = self._numbering.level_of_style(number, name)
        return self._numbering.label(number, level)

    # --- text

    def _inline(self, parent: etree._Element, pieces: list[str]) -> None:
        """The text below a paragraph; text boxes in it are kept for later."""
        for child in parent:
            tag = child.tag
            if tag == _T:
                if not self._instructions or not any(self._instructions):
                    pieces.append(_text(child))
            elif tag == _R:
                if child not in self._hidden:
                    self._inline(child, pieces)
            elif tag in _UNSEEN:
                continue
            elif tag in _SPECIAL:
                _SPECIAL[tag](self, child, pieces)
            elif len(child):
                self._inline(child, pieces)

    def _sign(self, element: etree._Element, pieces: list[str]) -> None:
        if not any(self._instructions):
            pieces.append(_SIGNS[element.tag])

    def _math(self, element: etree._Element, pieces: list[str]) -> None:
        pieces.append(element.text or "")

    def _field(self, element: etree._Element, pieces: list[str]) -> None:
        """A field is an instruction, then its result; fields stand in the instructions of others."""
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self._instructions.append(True)
        elif kind == "separate" and self._instructions:
            self._instructions[-1] = False
        elif kind == "end" and self._instructions:
            self._instructions.pop()

    def _text_box(self, element: etree._Element, pieces: list[str]) -> None:
        self._boxes.append(element)

    def _alternatives(self, element: etree._Element, pieces: list[str]) -> None:
        """The first alternative that says anything: Word writes a text box twice, for new programs and for old."""
        before = len(pieces), len(self._boxes)
        for option in element:
            self._inline(option, pieces)
            if (len(pieces), len(self._boxes)) != before:
                return

    # --- tables

    def _table(self, table: etree._Element) -> list[Block]:
        self._nesting += 1
        grid.check_nesting(self._nesting)
        slots: list[Slot] = []
        above: dict[int, Slot] = {}
        for number, row in enumerate(self._below(table, _TR)):
            above = self._row(row, number, above)
            slots += [slot for slot in above.values() if slot.row == number]
        self._nesting -= 1
        return grid.to_blocks(slots)

    def _row(self, row: etree._Element, number: int, above: dict[int, Slot]) -> dict[int, Slot]:
        """The cells that stand in a row by column; cells that go on from the row above are those of that row."""
        here: dict[int, Slot] = {}
        last: Slot | None = None
        column = _columns_before(row)
        for cell in self._below(row, _TC):
            span, down, right = _spans(cell)
            blocks = list(self.blocks(cell))
            upper = above.get(column)
            if right and last is not None:
                last.columns += span
                last.blocks += blocks
            elif down and upper is not None and upper.columns == span:
                upper.rows = number - upper.row + 1
                upper.blocks += blocks
                here[column] = last = upper
            else:
                here[column] = last = Slot(blocks, number, column, 1, span)
                self._cells += 1
            column += span
        grid.check_cells(self._cells)
        if column > MAX_GRID_COLUMNS:
            raise LimitExceeded(f"a table row of {column} columns")
        return here

    def _below(self, parent: etree._Element, tag: str) -> Iterator[etree._Element]:
        """The rows of a table or the cells of a row, also those in content controls; deleted ones are left out."""
        for child in parent:
            if child.tag == tag:
                if child not in self._deleted:
                    yield child
            elif child.tag not in _UNSEEN and len(child):
                yield from self._below(child, tag)

    # --- other parts, read when the first paragraph asks for them

    @property
    def _styles(self) -> dict[str, Style]:
        if self._known_styles is None:
            name = self._package.find_related(self._part, "styles")
            self._known_styles = read_styles(self._package.read(name)) if name else {}
        return self._known_styles

    @property
    def _numbering(self) -> Numbering:
        if self._known_numbering is None:
            name = self._package.find_related(self._part, "numbering")
            self._known_numbering = Numbering(self._package.read_xml(name) if name else None)
            for style, marks in self._styles.items():
                self._known_numbering.link(style, marks.number)
        return self._known_numbering


_SPECIAL: dict[str, Callable[[_Walk, etree._Element, list[str]], None]] = {
    **dict.fromkeys(_SIGNS, _Walk._sign),
    W + "fldChar": _Walk._field,
    _TEXT_BOX: _Walk._text_box,
    _ALTERNATIVES: _Walk._alternatives,
    MATH + "t": _Walk._math,
}


def _text(element: etree._Element) -> str:
    text = element.text or ""
    # Without the mark Word itself leaves out the white space at both ends.
    if text and (text[0] in _XML_SPACE or text[-1] in _XML_SPACE) and element.get(_PRESERVE) != "preserve":
        return text.strip(_XML_SPACE)
    return text


def _revisions(root: etree._Element) -> tuple[frozenset[etree._Element], ...]:
    """The rows and cells that were deleted, the paragraphs that go on in the next one, and the hidden runs."""
    deleted, merged, hidden = set(), set(), set()
    for mark in root.iter(_DEL, _CELL_DEL, _VANISH):
        owner = mark.getparent()
        holder = None if owner is None else owner.getparent()
        if owner is None or holder is None or mark.get(VAL) in OFF:
            continue
        if owner.tag in (_TRPR, _TCPR):
            deleted.add(holder)
        elif owner.tag == _RPR and holder.tag == _R and mark.tag == _VANISH:
            hidden.add(holder)
        elif owner.tag == _RPR and holder.tag == _PPR and mark.tag == _DEL:
            merged.add(holder.getparent())
    return frozenset(deleted), frozenset(filter(None, merged)), frozenset(hidden)


def _columns_before(row: etree._Element) -> int:
    """The grid columns that a row leaves empty at its beginning."""
    properties = row.find(_TRPR)
    before = None if properties is None else properties.find(W + "gridBefore")
    return 0 if before is None else _number(before.get(VAL, "0"))


def _spans(cell: etree._Element) -> tuple[int, bool, bool]:
    """The grid columns of a cell, whether it goes on from the cell above, and from the cell to its left."""
    span, down, right = 1, False, False
    properties = next(cell.iterchildren(_TCPR), None)
    if properties is not None:
        for child in properties.iterchildren(_SPAN, _VMERGE, _HMERGE):
            tag, value = child.tag, child.get(VAL)
            if tag == _SPAN:
                span = max(_number(value or "1"), 1)
            else:
                goes_on = value in (None, "continue")
                down, right = down or goes_on and tag == _VMERGE, right or goes_on and tag == _HMERGE
    if span > MAX_GRID_SPAN:
        raise LimitExceeded(f"a cell over {span} columns, {MAX_GRID_SPAN} at most")
    return span, down, right


def _number(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 10 else 0
