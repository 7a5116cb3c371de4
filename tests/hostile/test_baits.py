"""No text takes longer than it grows: a report with one thing in it over and over is read and audited in time."""

from __future__ import annotations

import time

import pytest

from reportparse.parsing import parse
from reportparse.rules import check
from tests.hostile.crafting import REPORT

SIZE = 20_000
GROWTH = 3.0
"""Twice the text may take so many times longer: a loop over all pairs takes four times, and no clock is exact."""
SPARE = 0.2
"""Seconds that a clock may be wrong."""

BAITS = (
    *(
        "9",
        "9\n",
        "9 9 9 9\n",
        "1,",
        "（",
        "(",
        "一",
        "一、",
        "一、公开\n",
        "（一）公开。\n",
        " ",
        "\n",
        "\t",
        "—",
        "|1|2|3|\n",
    ),
    *(
        "全年收到申请12件，办结10件。",
        "公开信息3条，",
        "其中信函1件，网络2件，",
        "同比增长12.5%，",
        "一是不及时；二是",
        "等",
    ),
    *(
        "主任张三电话0533-1234567；",
        "张三、李四、",
        "电话：",
        "a.",
        "a@",
        "13812345678",
        "公开政府信息",
        "年度报告\n",
        "2022年",
    ),
    *("（一）予以公开 0 0 0 0 0 0 0\n", "<td>", "&#20844;", "存在的问题：", "改进措施。\n", "\u200b", "《", "第三条"),
)


OF_SECTION_FIVE = (
    "1.更新滞后",
    "一是公开不够及时；",
    "公开不够及时，今后",
    "各项工作平稳推进",
    "在公开方面存在不足，",
    "加强培训\n",
)


def seconds(bait: str, size: int, end: str = "二、") -> float:
    """Computing that a report takes, read and audited, with a bait of this size before what begins the next section."""
    before, mark, behind = REPORT.partition(end)
    data = f"{before}\n{bait * (size // len(bait))}\n{mark}{behind}".encode()
    start = time.process_time()
    check(parse(data, name="a.txt"))
    return time.process_time() - start


@pytest.mark.parametrize(
    ("bait", "end"),
    [*((bait, "二、") for bait in BAITS), *((bait, "六、") for bait in OF_SECTION_FIVE)],
    ids=ascii,
)
def test_a_text_takes_no_longer_than_it_grows(bait: str, end: str) -> None:
    for _ in range(3):  # other work on the machine may disturb a clock, and not three times the same way
        once, twice = seconds(bait, SIZE, end), seconds(bait, 2 * SIZE, end)
        if twice <= GROWTH * once + SPARE:
            return
    raise AssertionError(f"{once:.2f} s, {twice:.2f} s for twice the text")
