"""Labels that span rows in one edition and are rows in another, in text that keeps a page's layout."""

from __future__ import annotations

from reportparse.parsing.columns import without_groups

SPANS = "    （六）其他处理    1.申请人无正当理由逾期不补正        0    1"
ALONE = "    （六）其他处理                                        3    4"
ABOVE = "    （五）不予处理    1.信访、举报、投诉类申请            5    6"


def test_label_alone_is_a_row() -> None:
    assert without_groups([ABOVE, ALONE], "requests")[1] == ALONE


def test_label_that_spans_printed_rows_is_taken_out() -> None:
    assert "其他处理" not in "".join(without_groups([ABOVE, SPANS, ALONE], "requests"))


def test_label_that_always_spans_is_taken_out() -> None:
    assert "不予处理" not in without_groups([ABOVE, ALONE], "requests")[0]
