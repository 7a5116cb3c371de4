"""A short notation for Word files: only what a test is about is written out."""

from __future__ import annotations

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content: str = "", properties: str = "") -> str:
    """A paragraph; plain text becomes one run."""
    inner = content if content.startswith("<") or not content else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def tc(content: str = "", properties: str = "") -> str:
    inner = content if content.startswith("<w:p") or content.startswith("<w:tbl") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    made = (cell if cell.startswith("<") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(made)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def relations(*targets: tuple[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def document(body: str, prologue: str = "", namespace: str = MAIN) -> str:
    return f'{prologue}<w:document xmlns:w="{namespace}" {NAMES}><w:body>{body}</w:body></w:document>'


def packed(members: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word(
    *blocks: str, styles: str = "", numbering: str = "", namespace: str = MAIN, prologue: str = "", **more: str
) -> bytes:
    """A Word file of some blocks; `styles` and `numbering` are the insides of those parts."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": document("".join(blocks), prologue, namespace),
    }
    parts = {"styles": styles, "numbering": numbering}
    present = {kind: inside for kind, inside in parts.items() if inside}
    for kind, inside in present.items():
        members[f"word/{kind}.xml"] = f'<w:{kind} xmlns:w="{MAIN}">{inside}</w:{kind}>'
    if present or more:
        targets = [(kind, f"{kind}.xml") for kind in present] + [("image", "NULL")]
        members["word/_rels/document.xml.rels"] = relations(*targets)
    return packed(members | more)


def level(index: int, style: str, text: str, more: str = "") -> str:
    inside = f'<w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{index}">{inside}</w:lvl>'


def numbered(text: str, number: int = 1, index: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{index}"/><w:numId w:val="{number}"/></w:numPr>')
