"""Web pages: what content systems, Word's clipboard and old templates make of a report."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from html import escape

from corpus.writing import grids
from corpus.writing.layouts import txt
from corpus.writing.layouts.base import Layout, change_tables, halve_requests, split_tables, title_of
from corpus.writing.model import Block, Cell, Grid, Script


def breaks(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br/>")


def plain_cell(cell: Cell) -> str:
    return breaks(cell.text)


def plain_block(block: Block) -> str:
    return f"<p>{breaks(block.text)}</p>"


def plain_frame(body: str, title: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"/>'
        f"<title>{escape(title)}</title></head>\n<body>\n{body}\n</body></html>\n"
    )


@dataclass(frozen=True)
class Style:
    """How the pages of one origin look."""

    cell: Callable[[Cell], str] = plain_cell
    block: Callable[[Block], str] = plain_block
    frame: Callable[[str, str], str] = plain_frame
    table: Callable[[Grid, Callable[[Cell], str]], str] | None = None
    reshape: Callable[[Script], Script] = lambda script: script
    rewrite: Callable[[str], str] = lambda page: page
    encoding: str = "utf-8"


def write(style: Style, script: Script) -> bytes:
    """The script as a page in one style."""
    table = style.table or spanned
    shaped = style.reshape(script)
    body = "\n".join(table(b.grid, style.cell) if b.grid is not None else style.block(b) for b in shaped.blocks)
    page = style.rewrite(style.frame(body, title_of(script)))
    return page.encode(style.encoding)


# Tables


def spanned(grid: Grid, inner: Callable[[Cell], str], *, opening: str = '<table border="1">') -> str:
    rows = ["<tr>" + "".join(_td(cell, inner) for cell in row) + "</tr>" for row in grid.rows]
    return "\n".join([opening, *rows, "</table>"])


def _td(cell: Cell, inner: Callable[[Cell], str], tag: str = "td", more: str = "") -> str:
    spans = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    return f"<{tag}{spans}{more}>{inner(cell)}</{tag}>"


def headed(grid: Grid, inner: Callable[[Cell], str]) -> str:
    """Header rows as th in a thead, row labels as th too, the rest in a tbody, and a caption."""
    high = grids.header_height(grid)
    rows = ["<tr>" + "".join(_td(c, inner, "th" if c.label else "td") for c in row) + "</tr>" for row in grid.rows]
    head, body = "\n".join(rows[:high]), "\n".join(rows[high:])
    return f"<table><caption>统计表</caption><thead>{head}</thead><tbody>{body}</tbody></table>"


def loose(grid: Grid, inner: Callable[[Cell], str]) -> str:
    """Spans as careless editors leave them: too long at the right and at the bottom."""
    wide, high, rows = grids.width(grid), len(grid.rows), []
    for top, row in enumerate(grid.rows):
        cells = [
            replace(
                cell,
                columns=wide + 2 if cell.columns == wide else cell.columns,
                rows=cell.rows + 3 if cell.label and cell.rows > 1 and top + cell.rows == high else cell.rows,
            )
            for cell in row
        ]
        rows.append("<tr>" + "".join(_td(c, inner) for c in cells) + "</tr>")
    return "\n".join(["<table>", *rows, "<tr></tr>", "</table>"])


def unclosed(grid: Grid, inner: Callable[[Cell], str]) -> str:
    """Old HTML: capital names, bare attribute values, nothing closed but the table."""
    rows = []
    for row in grid.rows:
        cells = [f"<TD COLSPAN={c.columns} ROWSPAN={c.rows} ALIGN=center>{inner(c)}" for c in row]
        rows.append("<TR>" + "\n".join(cells))
    return "\n".join(["<TABLE BORDER=1 CELLSPACING=0>", *rows, "</TABLE>"])


def preformatted(grid: Grid, inner: Callable[[Cell], str]) -> str:
    return "<pre>" + "\n".join(map(breaks_not, txt.tab_rows(grid))) + "</pre>"


def breaks_not(text: str) -> str:
    return escape(text, quote=False)


def excel(grid: Grid, inner: Callable[[Cell], str]) -> str:
    """As a spreadsheet saves a table: column widths first, x:num beside each figure, a hidden last row."""
    wide = grids.width(grid)
    rows = []
    for row in grid.rows:
        cells = (_td(c, inner, more=f' class="xl{65 + c.label}" {"" if c.label else "x:num"}'.rstrip()) for c in row)
        rows.append("<tr height=19>" + "".join(cells) + "</tr>")
    cols = "".join(f"<col width={60 + 7 * n} style='mso-width-source:userset'>" for n in range(wide))
    spare = f"<tr height=0 style='display:none'>{'<td width=72></td>' * wide}</tr>"
    return "\n".join(
        [
            "<table border=0 cellpadding=0>",
            cols,
            *rows,
            "<![if supportMisalignedColumns]>",
            spare,
            "<![endif]>",
            "</table>",
        ]
    )


def boxed_cells(grid: Grid, inner: Callable[[Cell], str]) -> str:
    """Each figure in a small table of its own inside the cell."""

    def wrapped(cell: Cell) -> str:
        text = inner(cell)
        return text if cell.label else f"<table width='100%'><tr><td align='center'>{text}</td></tr></table>"

    return spanned(grid, wrapped)


def by_divs(grid: Grid, inner: Callable[[Cell], str]) -> str:
    """A table of divs with CSS display, merged places as empty divs."""
    rows = []
    for row in grids.lattice(grid):
        cells = (f'<div style="display:table-cell">{inner(slot.cell) if slot.begins else ""}</div>' for slot in row)
        rows.append('<div style="display:table-row">' + "".join(cells) + "</div>")
    return '<div style="display:table">' + "\n".join(rows) + "</div>"


def rows_only(grid: Grid, inner: Callable[[Cell], str]) -> str:
    """The rows of a table in a sheet that holds the whole report."""
    return spanned(grid, inner, opening="").removesuffix("</table>")


def sheet_block(block: Block) -> str:
    return f"<tr><td colspan=10>{breaks(block.text)}</td></tr>"


def sheet_frame(body: str, title: str) -> str:
    return plain_frame(f"<table>{body}</table>", title)


# Cells and paragraphs


def field_cell(cell: Cell) -> str:
    """Figures as they stand in the fields of the form that was filled in on the site."""
    return plain_cell(cell) if cell.label else f'<input type="text" class="f" value="{escape(cell.text)}" readonly/>'


def word_cell(cell: Cell) -> str:
    """As pasted from Word: one span for each character, an o:p for what is empty."""
    if not cell.text:
        return '<p class="MsoNormal"><span lang="EN-US"><o:p>&nbsp;</o:p></span></p>'
    return f'<p class="MsoNormal" align="center">{word_spans(cell.text)}<o:p></o:p></p>'


def word_spans(text: str) -> str:
    font = 'style="font-family:仿宋;mso-bidi-font-size:16.0pt"'
    return "".join("<br/>" if c == "\n" else f"<span {font}>{escape(c, quote=False)}</span>" for c in text)


def word_block(block: Block) -> str:
    indent = "text-indent:32.0pt;" if block.kind == "paragraph" else ""
    return f'<p class="MsoNormal" style="{indent}line-height:28.0pt">{word_spans(block.text)}<o:p></o:p></p>'


def nbsp_cell(cell: Cell) -> str:
    """A no-break space before and after, and alone in an empty cell."""
    return f"&nbsp;{breaks(cell.text)}&nbsp;"


def paragraphs_cell(cell: Cell) -> str:
    """Each line of the cell as its own p, labels broken by br in the middle, spans inside figures."""
    if cell.label and len(cell.text) > 5 and "\n" not in cell.text:
        half = len(cell.text) // 2
        return f"<p>{escape(cell.text[:half])}<br>{escape(cell.text[half:])}</p>"
    if not cell.label and len(cell.text) > 1:
        return f"<p><span>{escape(cell.text[:1])}</span><strong>{escape(cell.text[1:])}</strong></p>"
    return "".join(f"<p>{escape(line)}</p>" for line in cell.text.split("\n"))


def invisible_cell(cell: Cell) -> str:
    """Zero-width signs, soft hyphens and direction marks between the characters, as rich editors leave."""
    marks = ["&#8203;", "&shy;", "\ufeff", "\u200e", "\u2060"]
    signs = [escape(c) + marks[n % len(marks)] for n, c in enumerate(cell.text)]
    return "&#8203;" + "".join(signs)


def emphasised_block(block: Block) -> str:
    """Headings as h1, h2, strong and span; paragraphs as p."""
    text = breaks(block.text)
    forms = {
        "title": f"<h1>{text}</h1>",
        "heading": f"<h2><strong>{text}</strong></h2>",
        "subheading": f'<p><strong><span style="font-size:16px">{text}</span></strong></p>',
    }
    return forms.get(block.kind, f"<p>&emsp;&emsp;{text}</p>")


def line_block(block: Block) -> str:
    """Paragraphs as lines that end in br, as editors write without paragraphs."""
    return f"&nbsp;&nbsp;&nbsp;&nbsp;{breaks(block.text)}<br>\n"


def div_block(block: Block) -> str:
    return f'<div class="view {block.kind}"><span>{breaks(block.text)}</span></div>'


def split_heading_block(block: Block) -> str:
    """Headings cut over two spans in the middle, sections without any paragraph element."""
    if block.kind != "heading":
        return plain_block(block)
    half = len(block.text) // 2
    return f"<p><span>{breaks(block.text[:half])}</span>\n<span>{breaks(block.text[half:])}</span></p>"


# Frames


def site_frame(body: str, title: str) -> str:
    """A government site's page: navigation, a metadata table, the article, related links and a footer."""
    links = "".join(f'<li><a href="/c{n}/">{text}</a></li>' for n, text in enumerate(_MENU))
    facts = [
        ("索引号", "11370000/2023-00017"),
        ("发布机构", "某市政务服务管理局"),
        ("生成日期", "2024-01-19"),
        ("文号", ""),
        ("标题", title),
        ("有效性", "有效"),
    ]
    pairs = "".join(
        f"<td>{a}：</td><td>{escape(b)}</td>" + ("</tr><tr>" if n % 2 else "") for n, (a, b) in enumerate(facts)
    )
    return plain_frame(
        '<script>var total=1024;document.write("<table><tr><td>9</td></tr></table>");</script>'
        "<style>.rules td{width:37px} #t3{height:1999px}</style>"
        f'<div class="header"><ul>{links}</ul></div><div class="crumbs">当前位置：<a>首页</a> &gt; <a>年报</a></div>'
        f'<div class="meta"><table><tr>{pairs}</tr></table></div>'
        f'<div class="article"><h1>{escape(title)}</h1><div class="info">发布时间：2024-01-19 09:26　来源：政务网　'
        f'浏览次数：<span id="hits">1286</span></div><div id="zoom">{body}</div></div>'
        '<div class="related"><h3>相关阅读</h3><a>2019年政府信息公开工作年度报告</a>'
        "<a>2018年政府信息公开工作年度报告</a></div>"
        '<div class="footer"><p>版权所有 网站标识码：3700000099 联系电话：0999-5550000</p></div>',
        title + "_年度报告_政务网",
    )


_MENU = ["首页", "政务公开", "政府信息公开指南", "政府信息公开年报", "一、机构概况", "办事服务", "互动交流", "无障碍"]


def nested_frame(body: str, title: str) -> str:
    """The article inside layout tables inside layout tables."""
    inner = f"<table width=960><tr><td><table><tr><td colspan=2>{escape(title)}</td></tr><tr><td>{body}</td>"
    return plain_frame(
        f"<table width=100%><tr><td>首页</td><td>|</td><td>2</td></tr></table>{inner}<td width=10></td></tr></table>"
        "</td></tr></table><table><tr><td>版权所有</td></tr></table>",
        title,
    )


def declared(charset: str | None, body: str, title: str) -> str:
    """A page that declares `charset`, whether or not that is true."""
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">' if charset else ""
    return f"<html><head>{meta}<title>{escape(title)}</title></head><body>{body}</body></html>"


def xhtml_frame(body: str, title: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
        '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>{escape(title)}</title></head>'
        f"<body>{body}</body></html>"
    )


# Reshapings of the report and rewritings of the page


def one_table_each(grid: Grid) -> list[Grid]:
    """Table 2 cut at each article; table 4 as three tables of five columns; table 3 whole."""
    if grid.table == "remedies":
        return [_five_columns(grid, start) for start in (0, 5, 10)]
    if grid.table == "proactive":
        return grids.pieces(grid, [n for n, row in enumerate(grid.rows) if len(row) == 1 and n])
    return [grid]


def _five_columns(grid: Grid, start: int) -> Grid:
    above, results, below, figures = grid.rows
    name = above[0] if start == 0 else results[start // 5 + 4]
    heads = [replace(cell, rows=1) for cell in (results[:5] if start == 0 else below[start - 5 : start])]
    return Grid(grid.table, [[replace(name, columns=5)], heads, figures[start : start + 5]])


def with_hidden_copies(page: str) -> str:
    """Beside each table an older copy that no reader sees: display:none, and a comment."""

    def twice(found: re.Match[str]) -> str:
        old = re.sub(r">(\d+)<", lambda n: f">{int(n[1]) + 1}<", found[0])
        return f'<div style="display:none">{old}</div><!-- {old} -->{found[0]}'

    return re.sub(r"<table.*?</table>", twice, page, flags=re.DOTALL)


def as_entities(page: str) -> str:
    """Every character that is not ASCII, and the digits of cells, as a numeric entity."""
    page = re.sub(r">(\d+)<", lambda found: ">" + "".join(f"&#{ord(c)};" for c in found[1]) + "<", page)
    return "".join(c if ord(c) < 128 else f"&#x{ord(c):x};" for c in page)


_UNMERGED = partial(change_tables, change=grids.without_row_spans)
_SPLIT = partial(split_tables, split=one_table_each)

_STYLES: dict[str, tuple[str, Style]] = {
    "html-plain": ("html: editor", Style()),
    "html-word": ("html: from Word", Style(word_cell, word_block, site_frame)),
    "html-nbsp": ("html: editor", Style(nbsp_cell, emphasised_block)),
    "html-unmerged": ("html: editor", Style(reshape=_UNMERGED)),
    "html-headed": ("html: editor", Style(block=emphasised_block, table=headed)),
    "html-lines": ("html: editor", Style(block=line_block)),
    "html-paragraphs": ("html: from Word", Style(paragraphs_cell, split_heading_block)),
    "html-split": ("html: editor", Style(reshape=_SPLIT)),
    "html-halved": ("html: editor", Style(reshape=partial(halve_requests, figures=6))),
    "html-site": ("html: site", Style(block=div_block, frame=site_frame)),
    "html-nested": ("html: site", Style(frame=nested_frame)),
    "html-nested-unclosed": ("html: site", Style(table=unclosed, frame=nested_frame)),
    "html-excel": ("html: from Excel", Style(table=excel, frame=site_frame)),
    "html-boxed-cells": ("html: site", Style(table=boxed_cells)),
    "html-loose-spans": ("html: editor", Style(table=loose)),
    "html-hidden": ("html: site", Style(rewrite=with_hidden_copies)),
    "html-invisible": ("html: editor", Style(invisible_cell)),
    "html-entities": ("html: encodings", Style(rewrite=as_entities)),
    "html-pre": ("html: site", Style(table=preformatted)),
    "html-divs": ("html: site", Style(table=by_divs, block=div_block)),
    "html-xhtml": ("html: encodings", Style(frame=xhtml_frame)),
    "html-false-gb2312": ("html: encodings", Style(frame=partial(declared, "gb2312"))),
    "html-false-utf8": ("html: encodings", Style(frame=partial(declared, "utf-8"), encoding="gb18030")),
    "html-silent-gbk": ("html: encodings", Style(frame=partial(declared, None), encoding="gb18030")),
    "html-fields": ("html: site", Style(field_cell)),
    "html-repeated": ("html: editor", Style(reshape=partial(change_tables, change=grids.repeated))),
    "html-numbered": ("html: from Excel", Style(reshape=partial(change_tables, change=grids.numbered))),
    "html-sheet": ("html: from Excel", Style(block=sheet_block, table=rows_only, frame=sheet_frame)),
    "html-utf16": ("html: encodings", Style(encoding="utf-16")),
}

LAYOUTS = [Layout(name, ".html", partial(write, style), family) for name, (family, style) in _STYLES.items()]
