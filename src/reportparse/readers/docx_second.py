"""Word files read a second time, by python-docx, for cells that are in doubt."""

from __future__ import annotations

import io
import zipfile

import docx
from docx.document import Document as WordDocument
from docx.table import Table as WordTable
from docx.table import _Cell
from lxml import etree

from reportparse.document import Block, Document, Origin, Paragraph
from reportparse.errors import LimitExceeded, Malformed
from reportparse.readers import grid
from reportparse.readers.docx import find_main_part
from reportparse.readers.docx_marks import gather
from reportparse.readers.grid import Slot
from reportparse.readers.package import Package

ENGINE = "python-docx"
MAX_ROWS = 400
"""python-docx climbs up merged cells by recursion, so a longer table could end in a RecursionError."""

_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES = f"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType="{_MAIN_TYPE}"/></Types>"""
_RELATIONS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="word/document.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""


def reread(data: bytes, origin: Origin) -> Document:
    """The Document as python-docx sees it: its paragraphs without numbers, its tables, no text boxes."""
    package = Package(data)
    root = package.read_xml(find_main_part(package))
    # Also refuses cells over more columns than there can be, which python-docx would lay out one by one.
    gather(root)
    try:
        document = docx.Document(io.BytesIO(_bare_package(root)))
        blocks = _blocks(document)
    except (ValueError, KeyError, IndexError, AttributeError, TypeError) as error:
        raise Malformed(f"python-docx cannot read it: {error}") from error
    return Document(origin, tuple(blocks), ENGINE)


def _bare_package(root: etree._Element) -> bytes:
    """A package of the main part alone: python-docx would load every part, and fail where one is missing."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("word/document.xml", etree.tostring(root, encoding="utf-8", xml_declaration=True))
    return buffer.getvalue()


def _blocks(parent: WordDocument | _Cell) -> list[Block]:
    blocks: list[Block] = []
    for item in parent.iter_inner_content():
        if isinstance(item, WordTable):
            blocks += grid.to_blocks(_slots(item))
        elif item.text.strip():
            blocks.append(Paragraph(item.text))
    return blocks


def _slots(table: WordTable) -> list[Slot]:
    """One slot for each cell; python-docx gives a merged cell once for every place that it covers."""
    if len(table.rows) > MAX_ROWS:
        raise LimitExceeded(f"a table of {len(table.rows)} rows, {MAX_ROWS} at most for a second reading")
    slots: dict[object, Slot] = {}
    for number, row in enumerate(table.rows):
        for column, cell in enumerate(row.cells, start=row.grid_cols_before):
            slot = slots.get(cell._tc)
            if slot is None:
                slots[cell._tc] = Slot(_blocks(cell), number, column)
            else:
                slot.rows = number - slot.row + 1
                slot.columns = max(slot.columns, column - slot.column + 1)
    return list(slots.values())
