"""Bytes of any charset: the bytes decide, what is declared is a hint."""

from __future__ import annotations

import pytest

from reportparse.readers.charset import decode

TEXT = "一、总体情况。2022年，主动公开政府信息76条，收到申请12件。\n二、主动公开政府信息情况\n规章　0　0　0\n" * 3
TRADITIONAL = "依據《政府資訊公開條例》規定，編制本報告。統計期限為2022年，主動公開政府資訊共計120條。\n" * 4


@pytest.mark.parametrize(
    "charset",
    ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "hz"],
)
def test_text_comes_back_from_every_charset_without_being_told(charset: str) -> None:
    text = TEXT.replace("　", " ") if charset == "hz" else TEXT
    assert decode(text.encode(charset), None) == (text, [])


@pytest.mark.parametrize("declared", [None, "big5", "no-such-charset"])
def test_big5_is_told_from_gb18030_by_its_common_characters(declared: str | None) -> None:
    assert decode(TRADITIONAL.encode("big5"), declared) == (TRADITIONAL, [])


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "gb18030"])
def test_a_declared_subset_is_no_contradiction(declared: str) -> None:
    text = TEXT + "㐂𠀀"
    assert decode(text.encode("gb18030"), declared) == (text, [])


@pytest.mark.parametrize(
    ("charset", "declared"), [("gb18030", "utf-8"), ("utf-8", "gb2312"), ("gb18030", "iso-8859-1"), ("gb18030", "big5")]
)
def test_a_wrong_declaration_does_no_harm_but_is_found(charset: str, declared: str) -> None:
    text, (finding,) = decode(TEXT.encode(charset), declared)
    assert text == TEXT
    assert (finding.code, finding.values["declared"], finding.values["used"]) == ("R-CHARSET", declared, charset)


def test_plain_ascii_contradicts_nothing() -> None:
    assert decode(b"0 1 2", "big5") == ("0 1 2", [])


def test_one_damaged_byte_costs_one_character_and_is_found() -> None:
    data = TEXT.encode()
    place = data.index("件".encode())
    text, (finding,) = decode(data[:place] + b"\xff" + data[place + 1 :], "utf-8")
    assert finding.values["used"] == "utf-8"
    assert text.startswith(TEXT.split("件")[0])
    assert text.endswith(TEXT[-40:])


@pytest.mark.parametrize("end", ["", "\n"], ids=["in one line", "on lines of their own"])
def test_a_template_in_utf8_around_text_in_gbk_reads_both(end: str) -> None:
    head, body = "当前位置：首页" + end, "一、总体情况" + "\n"
    text, (finding,) = decode(head.encode() + body.encode("gbk"), "utf-8")
    assert text == head + body
    assert finding.values["used"] == "utf-8+gb18030"


def test_short_chinese_in_gbk_that_passes_for_two_byte_utf8_stays_chinese() -> None:
    text = "路\n总体情况\n"
    assert decode(text.encode("gbk"), None) == (text, [])


def test_zeros_between_the_bytes_of_a_page_are_left_out() -> None:
    assert decode(b"<p>\x00abc\x00</p>", None) == ("<p>abc</p>", [])


def test_utf7_is_not_honoured() -> None:
    assert decode(b"+ADw-script+AD4-", "utf-7")[0] == "+ADw-script+AD4-"


@pytest.mark.parametrize("data", [b"", b"\xff", b"\x00" * 9, b"~{", bytes(range(256)) * 3])
def test_no_bytes_make_it_fail(data: bytes) -> None:
    assert isinstance(decode(data, "\x00bad")[0], str)
