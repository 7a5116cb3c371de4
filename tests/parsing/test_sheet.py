"""The statistics sheet of 2014 to 2018: a different number in every line, in each way that lines are kept."""

from __future__ import annotations

import io

import docx
import pytest

import reportparse as rp
from reportparse.form import editions, sheets

TABLE = rp.load_form("2014").tables[0]
HEAD = [
    "霁岭县2016年政府信息公开工作年度报告",
    "一、概述",
    "2016年，我县主动公开政府信息300条。公开工作平稳。公开有序。",
    "附件：政府信息公开情况统计表",
]
TITLES = ["统计指标", "单位", "统计数"]
ROWS = [
    [row.label, row.unit, "" if row.kind == "group" else f"{number}.5" if row.unit == "万元" else str(number)]
    for number, row in enumerate(TABLE.rows, 101)
]
TRUTH = {
    f"statistics.{row.code}.{TABLE.columns_of(row)[0].code}": float(cells[2])
    for row, cells in zip(TABLE.rows, ROWS, strict=True)
    if row.kind != "group"
}


def as_text(gap: str) -> bytes:
    return "\n".join([*HEAD, *(gap.join(cells).rstrip() for cells in (TITLES, *ROWS))]).encode()


def as_html() -> bytes:
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>" for cells in (TITLES, *ROWS))
    return f"<html><body>{''.join(f'<p>{line}</p>' for line in HEAD)}<table>{lines}</table></body></html>".encode()


def as_docx() -> bytes:
    paper, file = docx.Document(), io.BytesIO()
    for line in HEAD:
        paper.add_paragraph(line)
    table = paper.add_table(0, 3)
    for cells in (TITLES, *ROWS):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    paper.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "data, format",
    [(as_text("\t"), "txt"), (as_text("   "), "txt"), (as_html(), "html"), (as_docx(), "docx")],
    ids=["tabs", "blanks", "html", "docx"],
)
def test_every_figure_of_a_sheet(data: bytes, format: str) -> None:
    report = rp.parse(data, format=format)
    assert {fact.item: fact.value for fact in report.extras} == TRUTH
    assert report.edition is None
    assert report.editions == {"statistics": "2014"}
    assert {fact.state for fact in report.facts} == {"absent"}
    assert [finding.code for finding in report.findings] == ["R-OLD"]
    assert report["statistics.received.count"].source is not None
    rp.audit(report)


def test_rows_of_one_name_are_told_by_their_group() -> None:
    lines = [cells for cells in ROWS if "行政诉讼" not in cells[0]]
    text = "\n".join([*HEAD, *("\t".join(cells) for cells in (TITLES, *lines))])
    found = {fact.item for fact in rp.parse(text.encode(), format="txt").extras}
    assert "statistics.reconsideration_corrected.count" in found
    # 维持…或者驳回 is a label of suits alone, and what follows it stands in their group.
    assert "statistics.litigation_corrected.count" in found


def test_a_row_of_two_figures_is_not_read() -> None:
    lines = [[*cells, "7"] if cells[0].startswith("（一）收到申请数") else cells for cells in ROWS]
    text = "\n".join([*HEAD, *("\t".join(cells) for cells in (TITLES, *lines))])
    found = {fact.item for fact in rp.parse(text.encode(), format="txt").extras}
    assert found == TRUTH.keys() - {"statistics.received.count"}


def test_the_sheet_is_no_edition_of_the_annual_report() -> None:
    assert rp.load_form("2014").provisional
    assert sheets() == ["2014"]
    assert "2014" not in editions()
