"""Word files: what Word, WPS, templates and reviewers make of a report, written part by part."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from io import BytesIO
from itertools import count
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from corpus.writing import grids
from corpus.writing.layouts import html, txt
from corpus.writing.layouts.base import Layout, change_tables, halve_requests, split_tables, title_of
from corpus.writing.model import Block, Cell, Grid, Script

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006"
_NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_PROLOG = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True)
class Part:
    """One more file of the package, with its content type and its relation to the document."""

    name: str
    kind: str
    xml: str

    @property
    def content_type(self) -> str:
        return f"application/vnd.openxmlformats-officedocument.wordprocessingml.{self.kind}+xml"


def run(text: str, properties: str = "") -> str:
    """A run; line breaks become w:br, tabs w:tab."""
    pieces = re.split(r"([\n\t])", text)
    marks = {"\n": "<w:br/>", "\t": "<w:tab/>"}
    inner = "".join(marks.get(p) or f'<w:t xml:space="preserve">{escape(p)}</w:t>' for p in pieces if p)
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inner}</w:r>"


def paragraph(inner: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def plain_cell(cell: Cell) -> str:
    return paragraph(run(cell.text) if cell.text else "", '<w:jc w:val="center"/>')


def plain_block(block: Block) -> str:
    sides = {"title": "center", "signature": "right", "date": "right"}
    return paragraph(run(block.text), f'<w:jc w:val="{sides.get(block.kind, "both")}"/>')


def whole(body: str, _title: str) -> str:
    return body


_PORTRAIT = (
    '<w:sectPr>{}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:bottom="1440" w:left="1500" '
    'w:right="1500" w:header="850" w:footer="990" w:gutter="0"/></w:sectPr>'
)


@dataclass(frozen=True)
class Style:
    """How the files of one origin look inside."""

    cell: Callable[[Cell], str] = plain_cell
    block: Callable[[Block], str] = plain_block
    table: Callable[[Grid, Callable[[Cell], str]], str] | None = None
    reshape: Callable[[Script], Script] = lambda script: script
    body: Callable[[str, str], str] = whole
    parts: tuple[Part, ...] = field(default=())
    section: str = _PORTRAIT
    package: Callable[[dict[str, str]], dict[str, str]] = lambda files: files


def write(style: Style, script: Script) -> bytes:
    """The script as a Word file in one style."""
    table = style.table or merged
    shaped = style.reshape(script)
    blocks = [table(b.grid, style.cell) if b.grid is not None else style.block(b) for b in shaped.blocks]
    body = style.body("".join(blocks), title_of(script)) + _section(style)
    document = f"{_PROLOG}<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"
    return _zipped(style.package(_files(document, style.parts)))


def _section(style: Style) -> str:
    references = [
        f'<w:{part.kind}Reference w:type="default" r:id="rId{number}"/>'
        for number, part in enumerate(style.parts, 10)
        if part.kind in ("header", "footer")
    ]
    return style.section.format("".join(references))


def _files(document: str, parts: tuple[Part, ...]) -> dict[str, str]:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    everything = [Part("styles", "styles", _STYLESHEET), *parts]
    types = "".join(f'<Override PartName="/word/{p.name}.xml" ContentType="{p.content_type}"/>' for p in everything)
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_R}/{part.kind}" Target="{part.name}.xml"/>'
        for number, part in enumerate(everything, 9)
    )
    return {
        "[Content_Types].xml": f'{_PROLOG}<Types xmlns="{_P}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{main}"/>{types}</Types>',
        "_rels/.rels": f'{_PROLOG}<Relationships xmlns="{_P}/relationships"><Relationship Id="rId1" '
        f'Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{_PROLOG}<Relationships xmlns="{_P}/relationships">{relations}'
        "</Relationships>",
        "word/document.xml": document,
        **{f"word/{part.name}.xml": _PROLOG + part.xml for part in everything},
    }


def _zipped(files: dict[str, str]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = ZipInfo(name, date_time=(2024, 1, 15, 9, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, text)
    return out.getvalue()


_STYLESHEET = (
    f'<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Noto Serif CJK SC" '
    'w:hAnsi="Noto Serif CJK SC" w:eastAsia="Noto Serif CJK SC"/><w:sz w:val="21"/></w:rPr></w:rPrDefault>'
    '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="{n}"><w:name w:val="heading {n}"/><w:basedOn w:val="a"/>'
        f'<w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>'
        for n in (1, 2, 3)
    )
    + '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="a"/></w:style>'
    "</w:styles>"
)


# Tables


def merged(grid: Grid, inner: Callable[[Cell], str]) -> str:
    """gridSpan for merged columns, vMerge for merged rows, as Word writes them."""
    rows = []
    for row in grids.lattice(grid):
        cells = []
        for slot in row:
            if slot.right == 0:
                merge = _vertical(slot) if slot.cell.rows > 1 else ""
                cells.append(tc(slot.cell, inner(slot.cell) if slot.down == 0 else "<w:p/>", merge))
        rows.append(tr("".join(cells)))
    return tbl(grid, rows)


def _vertical(slot: grids.Slot) -> str:
    return "<w:vMerge/>" if slot.down else '<w:vMerge w:val="restart"/>'


def tbl(grid: Grid, rows: list[str]) -> str:
    size = 9000 // max(1, grids.width(grid))
    columns = f'<w:gridCol w:w="{size}"/>' * grids.width(grid)
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in sides)
    properties = f'<w:tblW w:w="9000" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl><w:p/>"


def tr(cells: str, properties: str = "") -> str:
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{cells}</w:tr>"


def tc(cell: Cell, inner: str, merge: str = "") -> str:
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{900 * cell.columns}" w:type="dxa"/>{span}{merge}</w:tcPr>{inner}</w:tc>'


def grid_before(grid: Grid, inner: Callable[[Cell], str]) -> str:
    """Rows that begin further right, by gridBefore, where a merged cell reaches down from above."""
    rows = []
    for row in grids.lattice(grid):
        skipped = next((n for n, slot in enumerate(row) if slot.down == 0), 0)
        cells = [tc(s.cell, inner(s.cell) if s.down == 0 else "<w:p/>") for s in row[skipped:] if s.right == 0]
        rows.append(tr("".join(cells), f'<w:gridBefore w:val="{skipped}"/>' if skipped else ""))
    return tbl(grid, rows)


def horizontally_merged(grid: Grid, inner: Callable[[Cell], str]) -> str:
    """Old files: hMerge in place of gridSpan, so that every place of the lattice has a cell."""
    rows = []
    for row in grids.lattice(grid):
        cells = []
        for slot in row:
            merge = _vertical(slot) if slot.cell.rows > 1 else ""
            if slot.cell.columns > 1:
                merge += "<w:hMerge/>" if slot.right else '<w:hMerge w:val="restart"/>'
            cells.append(tc(replace(slot.cell, columns=1), inner(slot.cell) if slot.begins else "<w:p/>", merge))
        rows.append(tr("".join(cells)))
    return tbl(grid, rows)


def with_deleted_rows(grid: Grid, inner: Callable[[Cell], str]) -> str:
    """Rows that a reviewer deleted stand, still marked as deleted, before the last row."""
    text = merged(grid, inner)
    if grid.table == "remedies":
        return text
    old = [replace(cell, text=cell.text if cell.label else "88") for cell in grid.rows[-1]]
    cells = "".join(tc(c, paragraph(f"<w:del {_WHO}><w:r><w:delText>{c.text}</w:delText></w:r></w:del>")) for c in old)
    at = text.rindex("<w:tr>")
    return text[:at] + tr(cells, f"<w:del {_WHO}/>") + text[at:]


def controlled(grid: Grid, inner: Callable[[Cell], str]) -> str:
    """Content controls around the last row, around every figure cell and inside labels."""
    text = merged(grid, inner)
    at = text.rindex("<w:tr>")
    end = text.index("</w:tbl>")
    return text[:at] + control(text[at:end]) + text[end:]


def control(inner: str) -> str:
    return f'<w:sdt><w:sdtPr><w:tag w:val="n7"/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>'


def as_paragraphs(grid: Grid, inner: Callable[[Cell], str]) -> str:
    """No table at all: rows as paragraphs with tabs."""
    return "".join(paragraph(run(line)) for line in txt.tab_rows(grid))


# Cells and paragraphs

_WHO = 'w:id="7" w:author="审核" w:date="2024-01-10T09:00:00Z"'


def tracked_cell(cell: Cell) -> str:
    """A figure that a reviewer changed: the deleted one stands before the inserted one."""
    if cell.label or not cell.text:
        return plain_cell(cell)
    deleted = f"<w:del {_WHO}><w:r><w:delText>77</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom {_WHO}>{run('55')}</w:moveFrom>"
    return paragraph(f"{deleted}{moved}<w:ins {_WHO}>{run(cell.text)}</w:ins>")


def controlled_cell(cell: Cell) -> str:
    return paragraph(control(run(cell.text))) if cell.text else control(paragraph(""))


def field_cell(cell: Cell) -> str:
    """A figure as the result of a formula, in simple and in complex fields by turns."""
    if cell.label or not cell.text:
        return plain_cell(cell)
    if len(cell.text) % 2:
        return paragraph(f'<w:fldSimple w:instr=" =SUM(D4:D9) ">{run(cell.text)}</w:fldSimple>')
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    formula = "<w:r><w:instrText> =SUM(LEFT) \\# 12 </w:instrText></w:r>"
    return paragraph(marks[0] + formula + marks[1] + run(cell.text) + marks[2])


def scattered_cell(cell: Cell) -> str:
    """Every character a run of its own, with proofing marks, bookmarks and page-break hints between."""
    marks = count(1)
    noise = [
        '<w:proofErr w:type="gramStart"/>',
        '<w:bookmarkStart w:id="{n}" w:name="_Go{n}"/><w:bookmarkEnd w:id="{n}"/>',
        "<w:r><w:lastRenderedPageBreak/></w:r>",
        '<w:proofErr w:type="gramEnd"/>',
    ]
    runs = [run(char) + noise[n % 4].format(n=next(marks)) for n, char in enumerate(cell.text)]
    return paragraph("".join(runs)) + ("" if cell.label else "<w:p/>")


def hidden_cell(cell: Cell) -> str:
    """Hidden text beside every figure: not printed, so not part of the report."""
    shown = run(cell.text) if cell.text else ""
    return paragraph(shown + ("" if cell.label else run("66", "<w:vanish/>")))


def spaced_cell(cell: Cell) -> str:
    """Empty paragraphs and spaces around the figure, a footnote mark and a comment mark behind labels."""
    if cell.label:
        marks = '<w:r><w:footnoteReference w:id="2"/></w:r>' if cell.rows == 1 else ""
        return paragraph(run(cell.text) + marks)
    return paragraph("") + paragraph(run(f"　 {cell.text} " if cell.text else " ")) + paragraph("")


def numbered_cell(cell: Cell) -> str:
    """Labels of items numbered by Word: `1.` is not in the text."""
    found = re.match(r"\d[.、．]\s*(?=\D)", cell.text) if cell.label else None
    if not found:
        return plain_cell(cell)
    return paragraph(run(cell.text[found.end() :]), _numbering(3, 1))


def numbered_block(block: Block) -> str:
    """Headings numbered by Word: neither `一、` nor `（一）` is in the text."""
    found = re.match(r"[一二三四五六七]、|（[一二三四五六七]）", block.text)
    if block.kind not in ("heading", "subheading") or not found:
        return plain_block(block)
    level = 1 if block.kind == "heading" else 2
    return paragraph(run(block.text[found.end() :]), _numbering(level, 0))


def _numbering(number: int, level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level if number == 3 else 0}"/><w:numId w:val="{number}"/></w:numPr>'


def styled_block(block: Block) -> str:
    styles = {"title": "Title", "heading": "1", "subheading": "2"}
    if block.kind not in styles:
        return plain_block(block)
    return paragraph(run(block.text), f'<w:pStyle w:val="{styles[block.kind]}"/>')


def boxed_block(block: Block) -> str:
    """The title and the headings in text boxes, each told twice: as a shape and as its fallback."""
    if block.kind not in ("title", "heading"):
        return plain_block(block)
    inner = f"<w:txbxContent>{plain_block(block)}</w:txbxContent>"
    shape = (
        '<w:drawing><wp:anchor distT="0" distB="0"><wp:extent cx="5000000" cy="500000"/><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:txbx>'
        f"{inner}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    fallback = f"<w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict>"
    return paragraph(
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{shape}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def linked_block(block: Block) -> str:
    """Text cut into many runs, some inside links, smart tags and insertions."""
    third = max(1, len(block.text) // 3)
    head, middle, tail = block.text[:third], block.text[third : 2 * third], block.text[2 * third :]
    return paragraph(
        run(head) + f'<w:hyperlink w:anchor="x">{run(middle)}</w:hyperlink>'
        f'<w:smartTag w:element="chsdate"><w:ins {_WHO}>{run(tail)}</w:ins></w:smartTag>'
    )


# Bodies, packages and parts


def inside_table(body: str, _title: str) -> str:
    """The whole report inside the one cell of an outer table."""
    frame = '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="9600"/></w:tblGrid>'
    return f"{frame}<w:tr><w:tc><w:tcPr/>{body}<w:p/></w:tc></w:tr></w:tbl><w:p/>"


def landscape_tables(body: str, _title: str) -> str:
    """Each table in a section of its own, laid sideways."""
    turned = paragraph("", '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>')
    upright = paragraph("", '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>')
    return body.replace("<w:tbl>", upright + "<w:tbl>").replace("</w:tbl>", "</w:tbl>" + turned)


def wps_package(files: dict[str, str]) -> dict[str, str]:
    """A relation that leads nowhere and a custom part, as WPS leaves them."""
    name = "word/_rels/document.xml.rels"
    dead = f'<Relationship Id="rId77" Type="{_R}/image" Target="NULL" TargetMode="External"/>'
    lost = f'<Relationship Id="rId78" Type="{_R}/image" Target="../NULL"/>'
    return {**files, name: files[name].replace("</Relationships>", dead + lost + "</Relationships>")}


def strict_package(files: dict[str, str]) -> dict[str, str]:
    """The names of ISO strict Open XML in place of the usual ones."""
    old = (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    )
    new = (
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
    return {name: text.replace(old[0], new[0]).replace(old[1], new[1]) for name, text in files.items()}


def renamed_package(files: dict[str, str]) -> dict[str, str]:
    """The main part under another name, other prefixes for the same names, as other programs write."""
    moved = {
        name.replace("word/document.xml", "word/document2.xml").replace(
            "document.xml.rels", "document2.xml.rels"
        ): text.replace("word/document.xml", "word/document2.xml")
        for name, text in files.items()
    }
    body = moved["word/document2.xml"]
    moved["word/document2.xml"] = re.sub(r"(</?|\s)w:", r"\1ns0:", body.replace("xmlns:w=", "xmlns:ns0="))
    return moved


_HEADER = Part(
    "header1", "header", f"<w:hdr {_NAMESPACES}>{paragraph(run('政府信息公开工作年度报告 2099 版 '))}</w:hdr>"
)
_FOOTER = Part(
    "footer1",
    "footer",
    f"<w:ftr {_NAMESPACES}>" + paragraph(f'<w:fldSimple w:instr=" PAGE ">{run("— 4 —")}</w:fldSimple>') + "</w:ftr>",
)
_NOTES = Part(
    "footnotes",
    "footnotes",
    f'<w:footnotes {_NAMESPACES}><w:footnote w:id="2">{paragraph(run("统计口径为2099年末，共 9999 件。"))}</w:footnote>'
    "</w:footnotes>",
)


def _level(number: int, pattern: str, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{pattern}"/><w:lvlText w:val="{text}"/></w:lvl>'
    )


_LISTS = Part(
    "numbering",
    "numbering",
    f"<w:numbering {_NAMESPACES}>"
    f'<w:abstractNum w:abstractNumId="1">{_level(0, "chineseCountingThousand", "%1、")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="2">{_level(0, "chineseCounting", "（%1）")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="3">{_level(0, "decimal", "%1.")}{_level(1, "decimal", "%2.")}</w:abstractNum>'
    + "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2, 3))
    + "</w:numbering>",
)


def cut_in_two(grid: Grid) -> list[Grid]:
    """Table 3 as two tables, the header rows again at the head of the second."""
    if grid.table != "requests":
        return [grid]
    first, *second = grids.pieces(grid, [15])
    return [first, *(Grid(grid.table, [*grid.rows[:3], *piece.rows]) for piece in second)]


_UNMERGED = partial(change_tables, change=grids.without_row_spans)
_CUT = partial(split_tables, split=cut_in_two)

_STYLES: dict[str, tuple[str, Style]] = {
    "docx-plain": ("docx: Word", Style()),
    "docx-styled": ("docx: Word", Style(block=styled_block, parts=(_HEADER, _FOOTER))),
    "docx-numbered": ("docx: Word", Style(block=numbered_block, parts=(_LISTS,))),
    "docx-numbered-labels": ("docx: Word", Style(numbered_cell, numbered_block, parts=(_LISTS, _FOOTER))),
    "docx-scattered": ("docx: Word", Style(scattered_cell, linked_block)),
    "docx-spaced": ("docx: Word", Style(spaced_cell, parts=(_NOTES,))),
    "docx-landscape": ("docx: Word", Style(body=landscape_tables)),
    "docx-text-boxes": ("docx: Word", Style(block=boxed_block)),
    "docx-fields": ("docx: Word", Style(field_cell)),
    "docx-tracked": ("docx: review", Style(tracked_cell, table=with_deleted_rows)),
    "docx-hidden": ("docx: review", Style(hidden_cell)),
    "docx-controls": ("docx: template", Style(controlled_cell, table=controlled)),
    "docx-unmerged": ("docx: template", Style(reshape=_UNMERGED)),
    "docx-inside-table": ("docx: template", Style(body=inside_table)),
    "docx-cut": ("docx: template", Style(reshape=_CUT)),
    "docx-split": ("docx: template", Style(reshape=partial(split_tables, split=html.one_table_each))),
    "docx-halved": ("docx: template", Style(reshape=partial(halve_requests, figures=4))),
    "docx-grid-before": ("docx: other programs", Style(table=grid_before)),
    "docx-hmerge": ("docx: other programs", Style(table=horizontally_merged)),
    "docx-wps": ("docx: other programs", Style(block=styled_block, package=wps_package)),
    "docx-strict": ("docx: other programs", Style(package=strict_package)),
    "docx-renamed": ("docx: other programs", Style(package=renamed_package)),
    "docx-no-table": ("docx: template", Style(table=as_paragraphs)),
}

LAYOUTS = [Layout(name, ".docx", partial(write, style), family) for name, (family, style) in _STYLES.items()]
