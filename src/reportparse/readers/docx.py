"""Word files: one walk over the main part of the package, in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from reportparse.document import Block, Document, Heading, Origin, Paragraph
from reportparse.errors import LimitExceeded, Malformed
from reportparse.readers import grid, txt
from reportparse.readers.docx_marks import PLAIN_CELL, ParagraphMarks, gather
from reportparse.readers.docx_names import MATH, MC, W
from reportparse.readers.docx_numbering import Numbering
from reportparse.readers.docx_styles import MAX_HEADING, PLAIN, Style, read_styles
from reportparse.readers.grid import Slot
from reportparse.readers.package import Package
from reportparse.text import raised

ENGINE = "lxml"
MAX_GRID_COLUMNS = 1_000

_CONTENT_TYPES, _ROOT_RELATIONS, _MAIN = "[Content_Types].xml", "_rels/.rels", "word/document.xml"

_P, _R, _T, _TBL, _TR, _TC = (W + name for name in ("p", "r", "t", "tbl", "tr", "tc"))
_TEXT_BOX = W + "txbxContent"
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
    blocks = _Walk(root, package, name).blocks(body)
    return Document(origin, tuple(txt.with_tabbed_tables(blocks)), ENGINE)


def find_main_part(package: Package) -> str:
    """The name of the part that holds the text. Raises Malformed where a part that every package has is missing."""
    for part in (_CONTENT_TYPES, _ROOT_RELATIONS):
        package.read(part)
    name = package.find_related("", "officeDocument") or _MAIN
    if not package.has_relations(name):
        raise Malformed(f"the relations of {name} are missing, so parts of it may be missing too")
    return name


class _Walk:
    """What is remembered from one paragraph to the next while the body is walked."""

    def __init__(self, root: etree._Element, package: Package, part: str) -> None:
        self._package = package
        self._part = part
        self._marks = gather(root)
        self._known_styles: dict[str, Style] | None = None
        self._known_numbering: Numbering | None = None
        self._instructions: list[bool] = []
        self._boxes: list[etree._Element] = []
        self._held = ""
        self._cells = 0
        self._nesting = 0

    # --- blocks

    def blocks(self, parent: etree._Element) -> list[Block]:
        """The blocks below an element, in reading order; what only wraps them is looked through."""
        blocks: list[Block] = []
        for child in parent:
            tag = child.tag
            if tag == _P:
                blocks += self._paragraph(child)
            elif tag == _TBL:
                blocks += self._table(child)
            elif tag == _ALTERNATIVES:
                blocks += next(filter(None, map(self.blocks, child)), [])
            elif tag not in _UNSEEN and len(child):
                blocks += self.blocks(child)
        return blocks

    def _paragraph(self, paragraph: etree._Element) -> list[Block]:
        pieces: list[str] = []
        self._inline(paragraph, pieces)
        if self._instructions:
            # A field whose instruction never ends must not swallow the rest of the report.
            self._instructions = [inside for inside in self._instructions if not inside]
        text = self._held + "".join(pieces)
        self._held = text if paragraph in self._marks.merged else ""
        blocks = [] if self._held else self._finished(paragraph, text.strip("\n"))
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            blocks += self.blocks(box)
        return blocks

    def _finished(self, paragraph: etree._Element, text: str) -> list[Block]:
        """The paragraph with the number that Word shows before it, or nothing where it is blank."""
        marks = self._marks.paragraphs.get(paragraph)
        if marks is None:
            return [Paragraph(text)] if text and not text.isspace() else []
        style = self._styles.get(marks.style, PLAIN) if marks.style else PLAIN
        text = self._label(marks, style) + text
        if not text or text.isspace():
            return []
        level = style.heading if marks.outline is None else marks.outline + 1
        return [Paragraph(text) if level is None or level > MAX_HEADING else Heading(text, level)]

    def _label(self, marks: ParagraphMarks, style: Style) -> str:
        number = marks.number or style.number
        if not number or number == "0":
            return ""
        level = style.level if marks.level is None else marks.level
        if level is None:
            level = self._numbering.level_of_style(number, marks.style)
        return self._numbering.label(number, level)

    # --- text

    def _inline(self, parent: etree._Element, pieces: list[str]) -> None:
        """The text below a paragraph; text boxes in it are kept for later."""
        for child in parent:
            tag = child.tag
            if tag == _T:
                if not any(self._instructions):
                    pieces.append(_text(child))
            elif tag == _R:
                if child in self._marks.raised:
                    self._raised(child, pieces)
                elif child not in self._marks.hidden:
                    self._inline(child, pieces)
            elif tag in _UNSEEN:
                continue
            elif tag in _SPECIAL:
                _SPECIAL[tag](self, child, pieces)
            elif len(child):
                self._inline(child, pieces)

    def _raised(self, run: etree._Element, pieces: list[str]) -> None:
        inner: list[str] = []
        if run not in self._marks.hidden:
            self._inline(run, inner)
        pieces.append(raised("".join(inner)))

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
        column = self._marks.grid_before.get(row, 0)
        for cell in self._below(row, _TC):
            marks = self._marks.cells.get(cell, PLAIN_CELL)
            blocks, upper = self.blocks(cell), above.get(column)
            if marks.right and last is not None:
                last.columns += marks.span
                last.blocks += blocks
            elif marks.down and upper is not None and upper.columns == marks.span:
                upper.rows = number - upper.row + 1
                upper.blocks += blocks
                here[column] = last = upper
            else:
                here[column] = last = Slot(blocks, number, column, 1, marks.span)
                self._cells += 1
            column += marks.span
        grid.check_cells(self._cells)
        if column > MAX_GRID_COLUMNS:
            raise LimitExceeded(f"a table row of {column} columns")
        return here

    def _below(self, parent: etree._Element, tag: str) -> Iterator[etree._Element]:
        """The rows of a table or the cells of a row, also those in content controls; deleted ones are left out."""
        for child in parent:
            if child.tag == tag:
                if child not in self._marks.deleted:
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
