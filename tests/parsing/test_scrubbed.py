"""One character that no file can hold does not sink a record: it is replaced, and every place stays the same place."""

from __future__ import annotations

import msgspec
import pytest

import reportparse as rp
from reportparse.document import Paragraph

EVIL = ["\ud800", "\x00", "\x08", "\uffff"]


@pytest.mark.parametrize("evil", EVIL, ids=ascii)
def test_a_character_that_no_file_can_hold_is_replaced(evil: str) -> None:
    read = rp.read(
        "甲县乙镇2022年政府信息公开工作年度报告\n一、总体情况\n收到申请3件。\n五、存在的主要问题及改进情况\n无。\n".encode(),
        format="txt",
    )
    blocks = tuple(
        msgspec.structs.replace(block, text=block.text.replace("申请", f"申{evil}"))
        if isinstance(block, Paragraph)
        else block
        for block in read.blocks
    )
    report = rp.parse(msgspec.structs.replace(read, blocks=blocks))
    assert report.year == 2022
    assert evil not in report.to_json()
    assert "\ufffd" in "".join(section.text for section in report.sections)


def test_radicals_that_look_like_ideographs_are_read_as_these() -> None:
    """Many programs write a radical into a pdf where the font has one sign for it and the ideograph."""
    text = """\
⻘砚县⽔⻰镇⼈⺠政府2022年政府信息公开⼯作年度报告
⼀、总体情况
由副镇⻓⻢知秋负责，联系⼈⻬⽩⽯，电话0999-5550161。
⼆、主动公开政府信息情况
信息内容	本年处理决定数量
⾏政许可	7
五、存在的主要问题及改进情况
存在的主要问题：⼀是公开内容不够⻬全。
"""
    report = rp.parse(text.encode(), format="txt")
    assert (report.organ.name, report.year) == ("水龙镇", 2022)
    assert [(officer.name, officer.post) for officer in report.officers][:1] == [("马知秋", "副镇长")]
    assert [problem.text for problem in report.problems] == ["公开内容不够齐全"]
    assert {fact.item: fact.value for fact in report.facts}["proactive.licences.decisions"] == 7
