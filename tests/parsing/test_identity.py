"""Whose report, on which year, signed when, whom to ask: one invented text for each way of writing it."""

from __future__ import annotations

import datetime

import pytest

from reportparse.document import Cell, Document, Origin, Paragraph, Table
from reportparse.parsing.identity import Identity, read_identity
from reportparse.parsing.organ_names import division, parse_organ, split_places
from reportparse.parsing.outline import outline

STEM = "政府信息公开工作年度报告"
SECTIONS = """一、总体情况
本镇按要求做好政府信息公开工作。
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
公开内容还不够丰富。
六、其他需要报告的事项
无。"""


def of(*blocks: str | Table, **meta: str) -> Identity:
    """The identity read from lines of text and tables."""
    made: list[Paragraph | Table] = []
    for block in blocks:
        made.extend([block] if isinstance(block, Table) else [Paragraph(line) for line in block.split("\n")])
    document = Document(Origin("made.txt", "0" * 64, "txt"), tuple(made), "hand", meta=meta)
    return read_identity(document, outline(document))


def report(front: str, end: str = "", **meta: str) -> Identity:
    """The identity of a whole report with this beginning and end."""
    return of(f"{front}\n{SECTIONS}\n{end}".rstrip(), **meta)


def table(*rows: list[str]) -> Table:
    cells = [Cell(text, row, column) for row, line in enumerate(rows) for column, text in enumerate(line)]
    return Table(tuple(cells), len(rows), max(map(len, rows)))


@pytest.mark.parametrize(
    ("front", "organ", "year"),
    [
        (f"青原县柳溪镇2022年{STEM}", "柳溪镇", 2022),
        (f"青原县柳溪镇2022年度{STEM}", "柳溪镇", 2022),
        (f"2025 年青原市人民政府办公厅{STEM}", "青原市人民政府办公厅", 2025),
        ("青原县柳溪镇2022年政府信息公开\n\n工作年度报告", "柳溪镇", 2022),
        ("柳溪镇2022年政府信息公开工作\n年度报", "柳溪镇", 2022),
        (f"柳溪镇\n2022年\n{STEM}", "柳溪镇", 2022),
        (f"青原市柳溪区人民政府\n2024 年{STEM}", "柳溪区", 2024),
        ("柳溪镇2021年信息公开工作年度报告", "柳溪镇", 2021),
        ("柳溪镇2021年信息公开年度报告", "柳溪镇", 2021),
        ("柳溪镇2021年信息公开工作报告", "柳溪镇", 2021),
        ("青原县发展和改革局2023年政府信息公开年度报告", "青原县发展和改革局", 2023),
        ("柳溪镇2020年政府政务公开年报", "柳溪镇", 2020),
        (f"2022年{STEM}\n柳溪镇人民政府", "柳溪镇", 2022),
        (f"2022年{STEM}\n柳溪镇\n柳溪镇2022年度{STEM}", "柳溪镇", 2022),
        (f"2022年{STEM}\n2022年{STEM}\n柳溪镇人民政府", "柳溪镇", 2022),
        (f"柳溪镇 2023年度 {STEM}", "柳溪镇", 2023),
        (f"首页>政务公开>年度报告>柳溪镇2022年{STEM}", "柳溪镇", 2022),
        (f"首页\n信息公开年报\n柳溪镇2022年{STEM}", "柳溪镇", 2022),
        (f"标题：柳溪镇2022年{STEM} | 青原县人民政府", "柳溪镇", 2022),
        (f"标题：柳溪镇2022年{STEM}有效性：有效柳溪镇2022年{STEM}", "柳溪镇", 2022),
        (f"关于公布柳溪镇2021年{STEM}的公告", "柳溪镇", 2021),
        (f"柳溪镇关于2021年{STEM}", "柳溪镇", 2021),
        (f"二〇二二年柳溪镇{STEM}", "柳溪镇", 2022),
        (f"柳溪镇人民政府\n{STEM}\n（2022年度）", "柳溪镇", 2022),
        (f"市科委2022年{STEM}", "市科委", 2022),
        ("青原县柳溪镇政府信息公开工作2022年度报告", "柳溪镇", 2022),
        ("市科委信息公开2022年度报告", "市科委", 2022),
        (f"柳溪镇{STEM}", "柳溪镇", None),
        ("青原县水利局\n信息公开2020年年度报告", "青原县水利局", 2020),
        (f"2022年{STEM}\n（青原县水利局）\n统计期限为2022年1月1日至2022年12月31日。", "青原县水利局", 2022),
        ("青原市第三中学2021-2022学年信息公开工作年度报告", "青原市第三中学", 2022),
        ("柳溪镇政府信息公开工作2021年度报告", "柳溪镇", 2021),
        (f"柳溪镇２０２２年{STEM}", "柳溪镇", 2022),
        (f"柳溪镇2022年度{STEM}根据《条例》要求编制，由六个部分组成。", "柳溪镇", 2022),
        (f"青原市城东区人民政府河湾街道办事处2022年{STEM}", "河湾街道", 2022),
        ("青原县财政局2022年政府信息公开报告", "青原县财政局", 2022),
    ],
)
def test_titles_in_all_their_forms(front: str, organ: str, year: int | None) -> None:
    found = report(front)
    assert (found.organ.name, found.year) == (organ, year)


def test_a_title_broken_over_lines_is_printed_whole() -> None:
    assert report("柳溪镇2022年政府信息公开\n\n工作年度报告").title == f"柳溪镇2022年{STEM}"


def test_without_any_title_nothing_is_made_up() -> None:
    found = of(SECTIONS)
    assert (found.title, found.year, found.organ.name, found.signed, found.contact) == (None, None, None, None, None)


def test_the_title_of_the_page_stands_in_for_one_that_the_text_lacks() -> None:
    found = report("", title=f"柳溪镇2022年{STEM}-青原县人民政府门户网站")
    assert (found.title, found.year, found.organ.name) == (f"柳溪镇2022年{STEM}", 2022, "柳溪镇")


def test_the_issuer_in_the_particulars_is_not_the_reporter() -> None:
    particulars = table(["发布机构", "青原县政务服务管理局"], ["公开日期", "2023-01-20"])
    found = of(particulars, f"青原县柳溪镇2022年{STEM}\n{SECTIONS}")
    assert found.organ.full_name == "青原县柳溪镇人民政府"
    assert found.published == datetime.date(2023, 1, 20)


def test_the_organ_may_stand_only_in_the_signature() -> None:
    found = report("", "柳溪镇人民政府\n2020年1月23日")
    assert (found.organ.name, found.organ.full_name) == ("柳溪镇", "柳溪镇人民政府")


def test_the_organ_may_stand_only_in_the_preamble() -> None:
    found = report("根据条例，现公布青原县财政局2023年度政府信息公开年度报告。")
    assert (found.organ.name, found.year) == ("青原县财政局", 2023)


@pytest.mark.parametrize(
    ("text", "kind", "short", "full"),
    [
        ("青原县柳溪镇", "township", "柳溪镇", "青原县柳溪镇人民政府"),
        ("柳溪乡人民政府", "rural_township", "柳溪乡", "柳溪乡人民政府"),
        ("北京街道", "sub_district", "北京街道", "北京街道办事处"),
        ("青原市城东区河湾街道办事处", "sub_district", "河湾街道", "青原市城东区河湾街道办事处"),
        ("城东区人民政府河湾街道办事处", "sub_district", "河湾街道", "城东区人民政府河湾街道办事处"),
        ("青原市公安局高新区分局", "department", "青原市公安局高新区分局", "青原市公安局高新区分局"),
        ("青原市", "city", "青原市", "青原市人民政府"),
        ("青原省", "province", "青原省", "青原省人民政府"),
        ("青原市柳溪区人民政府", "county", "柳溪区", "青原市柳溪区人民政府"),
        ("青原县人民政府办公室", "office", "青原县人民政府办公室", "青原县人民政府办公室"),
        ("青原市城东区城市管理局", "department", "城东区城市管理局", "青原市城东区城市管理局"),
        ("青原县住房和城乡建设局", "department", "青原县住房和城乡建设局", "青原县住房和城乡建设局"),
        ("青原县乡村振兴局", "department", "青原县乡村振兴局", "青原县乡村振兴局"),
        ("青原经济技术开发区管理委员会", "development_zone", "青原经济技术开发区", "青原经济技术开发区管理委员会"),
        (
            "青原市国有资产监督管理委员会",
            "department",
            "青原市国有资产监督管理委员会",
            "青原市国有资产监督管理委员会",
        ),
    ],
)
def test_names_of_organs_taken_apart(text: str, kind: str, short: str, full: str) -> None:
    organ = parse_organ(text)
    assert organ is not None
    assert (organ.kind, organ.short, organ.full) == (kind, short, full)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("新乡市", ("新乡市",)),
        ("津市市", ("津市市",)),
        ("荆州市沙市区", ("荆州市", "沙市区")),
        ("青岛市市北区", ("青岛市", "市北区")),
        ("景德镇市", ("景德镇市",)),
        ("镇江市", ("镇江市",)),
        ("本溪市", ("本溪市",)),
        ("和县", ("和县",)),
        ("将乐县", ("将乐县",)),
        ("青原市苔山区苔山街道", ("青原市", "苔山区", "苔山街道")),
        ("青原市矿区", ("青原市", "矿区")),
        ("井陉矿区", ("井陉矿区",)),
        ("神农架林区", ("神农架林区",)),
        ("偏远山区", ()),
        ("国有林区", ()),
        ("广西壮族自治区南宁市西乡塘区", ("广西壮族自治区", "南宁市", "西乡塘区")),
        ("东乡族自治县达板镇", ("东乡族自治县", "达板镇")),
        ("青原市柳溪区金湖南路12号", ("青原市", "柳溪区")),
        ("我市各县区", ()),
    ],
)
def test_places_with_the_word_for_a_place_in_their_name(text: str, places: tuple[str, ...]) -> None:
    assert split_places(text)[0] == places


def test_of_two_cities_the_second_is_a_county() -> None:
    assert division(("青原省", "柳溪市", "河湾市")) == ("青原省", "柳溪市", "河湾市")


@pytest.mark.parametrize(
    "text",
    [
        "首页",
        "其他需要报告的事项",
        "信息公开年报",
        "无",
        "2022年",
        "现公布如下情况",
        "我局",
        "我市水利局",
        "由青原县水利局",
    ],
)
def test_what_is_no_name_of_an_organ(text: str) -> None:
    assert parse_organ(text) is None


@pytest.mark.parametrize(
    ("preamble", "organ"),
    [
        (f"根据条例，由青原县财政局编制2022年度{STEM}。", "青原县财政局"),
        (f"根据条例，编制了青原县财政局2022年度{STEM}。", "青原县财政局"),
        (f"结合实际，精心编制我局2022年度{STEM}。", None),
        (f"现将我乡2022年{STEM}公布如下。", None),
        (f"根据省、市关于做好2022年{STEM}编制工作的要求，认真开展了工作。", None),
        (f"编制《青原县财政局2022年{STEM}》。", "青原县财政局"),
        (f"现公布青原资源部（含青原林草局）2022年{STEM}。", "青原资源部"),
        ("如有疑问，请与经济开发区管委会党政办公室联系（邮编：999000）。", "经济开发区管委会"),
        ("如有疑问，请联系：青原县柳溪乡信息公开领导小组办公室，电话：0999-5550101。", "青原县柳溪乡人民政府"),
        ("如有疑问，请与青原区城东街道党政办联系（地址：城东路1号，电话：5550101）。", "青原区城东街道办事处"),
        (f"根据《青原县关于做好2022年{STEM}编制工作的通知》编制。", None),
        ("结合青原县财政局政府信息公开工作有关统计数据撰写。", "青原县财政局"),
        ("如有疑问，请与青原市公安局柳溪区分局联系，联系电话：0999-5550101。", "青原市公安局柳溪区分局"),
    ],
)
def test_the_organ_from_the_words_of_the_preamble(preamble: str, organ: str | None) -> None:
    assert of(f"{preamble}\n{SECTIONS}").organ.full_name == organ


def test_the_organ_from_the_words_of_the_overview() -> None:
    assert of("今年以来，青原县柳溪镇认真落实条例。").organ.name == "柳溪镇"
    assert of("现就我镇2022年政府信息公开工作情况报告如下：").organ.name is None
    assert of("一、总体情况\n（一）主动公开。2022年青原县教育局全面落实条例。").organ.name == "青原县教育局"
    assert of("一、总体情况\n现公布区教育局2022年工作情况。2022年，青原区教育局深入落实。").organ.name == "青原区教育局"
    assert of("一、总体情况\n2022年，青原县财政局主动公开政府信息66条。").organ.name == "青原县财政局"
    assert of(f"一、总体情况\n现公布2022年柳溪镇{STEM}。").organ.name == "柳溪镇"


def test_the_text_decides_between_the_preamble_and_an_old_period() -> None:
    period = "统计期限为2020年1月1日至2020年12月31日。"
    found = of(
        f"现公布青原县财政局2021年{STEM}。{period}\n一、总体情况\n2021年，公开平稳推进。2021年，无申请。\n{SECTIONS}"
    )
    assert found.year == 2021


def test_the_city_comes_from_the_address() -> None:
    found = report(f"柳溪区金湖镇2022年{STEM}\n请与金湖镇党政办公室联系（地址：青原市柳溪区金湖路1号，邮编：999001）。")
    assert (found.organ.county, found.organ.city) == ("柳溪区", "青原市")


def test_county_and_city_from_the_address_where_the_title_has_none() -> None:
    found = report(f"金湖镇2022年{STEM}\n请与金湖镇人民政府联系（地址：青原市柳溪区金湖路1号，电话：0999-5550101）。")
    assert (found.organ.county, found.organ.city) == ("柳溪区", "青原市")


def test_an_address_elsewhere_adds_nothing() -> None:
    found = report(f"柳溪区金湖镇2022年{STEM}\n请与办公室联系（地址：河湾市东山区一号路1号，电话：0999-5550101）。")
    assert (found.organ.county, found.organ.city) == ("柳溪区", None)


# Year and period


@pytest.mark.parametrize(
    "period",
    [
        "统计期限为2022年1月1 日到12月31日",
        "统计期限自 2022 年 1 月 1 日\n起至 2022 年 12 月 31 日止",
        "数据统计期限为20221月1日截止到202212月31日",
        "统计时间自202211日起至20221231日",
        "统计时限为2022111231日",
        "统计期限为二〇二二年一月一日至十二月三十一日",
        "统计时间为2022年1月至12月",
        "统计期限：2022.1.1-2022.12.31",
        "数据统计时间：2022年1月1日—2022年12月31日",
    ],
)
def test_periods_whole_and_damaged(period: str) -> None:
    found = report(f"柳溪镇{STEM}\n本报告所列数据的{period}。")
    assert found.period is not None
    assert (found.period.start, found.period.end) == (datetime.date(2022, 1, 1), datetime.date(2022, 12, 31))
    assert (found.year, found.findings) == (2022, ())


def test_a_period_of_which_only_the_start_is_left_still_tells_the_year() -> None:
    found = report(f"柳溪镇{STEM}\n统计期限为20211月1日起。")
    assert (found.year, found.findings) == (2021, ())


def test_a_period_that_is_no_calendar_year_is_found() -> None:
    found = report(f"柳溪镇2021年{STEM}\n统计期限为2021年1月1日至2021年12月30日。")
    assert [(f.code, f.values) for f in found.findings] == [("S-PERIOD", {"start": "2021-01-01", "end": "2021-12-30"})]


def test_a_period_of_another_year_than_the_title() -> None:
    found = report(f"柳溪镇2022年{STEM}\n统计期限为2021年1月1日至2021年12月31日。")
    assert found.year == 2022
    assert [(f.code, f.values) for f in found.findings] == [("S-YEAR", {"title": 2022, "period": 2021})]
    assert found.findings[0].source is not None
    assert "2021年1月1日" in found.findings[0].source.raw


def test_a_preamble_that_names_another_year() -> None:
    found = report(f"柳溪镇2018年{STEM}\n现公布柳溪镇2019年度{STEM}。统计期限为2018年1月1日至2018年12月31日。")
    assert found.year == 2018
    assert [f.code for f in found.findings] == ["S-YEAR"]


def test_a_day_that_does_not_exist() -> None:
    found = report(f"柳溪镇2022年{STEM}", "柳溪镇人民政府\n2023年2月30日")
    assert [(f.code, f.values) for f in found.findings] == [("D-VALID", {"text": "2023年2月30日"})]
    assert found.signed is not None
    assert (found.signed.organ, found.signed.date) == ("柳溪镇人民政府", None)


@pytest.mark.parametrize(
    "sentence",
    [
        "根据国务院令第711号和国办公开办函〔2021〕30号编制本报告。",
        "根据《关于做好2021年政府信息公开工作年度报告发布工作的通知》编制本报告。",
        "本页生成于2025年12月30日。",
    ],
)
def test_numbers_of_notices_and_other_dates_are_no_years(sentence: str) -> None:
    assert report(f"柳溪镇{STEM}\n{sentence}").year is None


def test_the_signature_alone_does_not_tell_the_year() -> None:
    assert report(f"柳溪镇{STEM}", "柳溪镇人民政府\n2023年1月18日").year is None
    assert report(f"柳溪镇{STEM}", "柳溪镇人民政府\n二〇二三年一月十八日").year is None


def test_the_text_tells_the_year_where_nothing_else_does() -> None:
    text = "一、总体情况\n2021年，我镇推进公开工作。2021年共公开信息20条，较2020年有所增加。"
    found = of(f"柳溪镇{STEM}\n{text}\n六、其他需要报告的事项\n无。\n柳溪镇人民政府\n2022年1月18日")
    assert found.year == 2021


def test_two_years_in_the_text_tell_nothing() -> None:
    text = "一、总体情况\n2021年推进公开工作。2022年工作思路如下。"
    assert of(f"柳溪镇{STEM}\n{text}").year is None


# Signature and publication


@pytest.mark.parametrize(
    ("end", "organ"),
    [
        ("柳溪镇人民政府\n2023年1月29日", "柳溪镇人民政府"),
        (f"{' ' * 60}柳溪镇人民政府\n{' ' * 80}2023年1月29日", "柳溪镇人民政府"),
        ("柳溪镇人民政府　　2023年1月29日", "柳溪镇人民政府"),
        ("2023年1月29日\n柳溪镇人民政府", "柳溪镇人民政府"),
        ("2023年1月29日", None),
        ("二〇二三年一月二十九日", None),
        ("柳溪镇人民政府\n2023年1月29日\n分享：\n扫一扫在手机打开当前页\n2025年12月30日 星期二", "柳溪镇人民政府"),
        ("柳溪镇人民政府\n2023年1月29日\n附件下载：年度报告.doc", "柳溪镇人民政府"),
        ("柳溪镇人民政府\n2023 年 1 月 29 日\n主办：青原县人民政府\n版权所有 青原县大数据局", "柳溪镇人民政府"),
        ("附件：统计表.xls\n柳溪镇人民政府\n2023-01-29", "柳溪镇人民政府"),
    ],
)
def test_signatures(end: str, organ: str | None) -> None:
    signed = report(f"柳溪镇2022年{STEM}", end).signed
    assert signed is not None
    assert (signed.organ, signed.date) == (organ, datetime.date(2023, 1, 29))


def test_a_signature_without_a_date() -> None:
    signed = report(f"柳溪镇2022年{STEM}", "柳溪镇人民政府").signed
    assert signed is not None
    assert (signed.organ, signed.date) == ("柳溪镇人民政府", None)


def test_a_signature_at_the_end_of_the_only_line() -> None:
    text = SECTIONS.replace("\n", "。") + "柳溪镇人民政府2023年1月29日"
    signed = of(f"柳溪镇2022年{STEM}", text).signed
    assert signed is not None
    assert (signed.organ, signed.date) == ("柳溪镇人民政府", datetime.date(2023, 1, 29))


@pytest.mark.parametrize("end", ["", "分享：", "青原县人民政府", "本报告数据截至2022年12月31日"])
def test_no_signature(end: str) -> None:
    assert report(f"柳溪镇2022年{STEM}", end).signed is None


def test_a_date_in_brackets_under_the_title_signs() -> None:
    signed = report(f"柳溪镇2022年{STEM}\n（2023年1月29日）").signed
    assert signed is not None
    assert (signed.organ, signed.date) == (None, datetime.date(2023, 1, 29))


@pytest.mark.parametrize(
    "line",
    [
        "发布日期：2023-01-29",
        "发布时间： 2023-01-29 10:22 来源：柳溪镇 浏览次数：12",
        "2023-01-29 10:22　来源：柳溪镇　字号：大 中 小",
        "来源：县文广旅局 日期：2023-01-29",
        "公开日期\n2023年1月29日",
        "2023-01-29",
        "• 2023-01-29 09:05",
    ],
)
def test_publication_told_under_the_title(line: str) -> None:
    assert report(f"柳溪镇2022年{STEM}\n{line}").published == datetime.date(2023, 1, 29)


def test_publication_told_by_the_page_itself() -> None:
    assert report(f"柳溪镇2022年{STEM}", published="2023-01-29 09:00:00").published == datetime.date(2023, 1, 29)


@pytest.mark.parametrize("line", ["采集时间：2025-12-30T21:37:37", "页面生成时间 2025-05-28", "2025年12月30日 星期二"])
def test_the_day_a_page_was_fetched_is_not_its_publication(line: str) -> None:
    assert report(f"{line}\n柳溪镇2022年{STEM}").published is None


# Contact

ADDRESS = "青原市柳溪区金湖路1号"


@pytest.mark.parametrize(
    "told",
    [
        f"（地址：{ADDRESS}，邮编：999001，联系电话：0999-5550101，邮箱：gov@example.cn）",
        f"（地址：{ADDRESS}；邮政编码：999001；电话：0999—5550101；电子邮箱：gov@example.cn）",
        f"（联系地址：{ADDRESS}、邮编999001、联系电话0999-5550101、电子邮件gov@example.cn）",
        f"（地址：{ADDRESS}邮编：999001电话：0999-5550101邮箱：gov@example.cn）",
        f"（地址：{ADDRESS}，邮编：９９９００１，电话：０９９９－５５５０１０１，E-mail：gov@example.cn",
        f"，地址：{ADDRESS}，邮编：999001，\n电话：0999-\n5550101，邮箱：gov@example.cn",
    ],
)
def test_contacts_however_they_are_parted(told: str) -> None:
    contact = report(f"柳溪镇2022年{STEM}\n如有疑问，请与柳溪镇党政办公室联系{told}。").contact
    assert contact is not None
    assert (contact.office, contact.address) == ("柳溪镇党政办公室", ADDRESS)
    assert (contact.postcode, contact.phone, contact.email) == ("999001", "0999-5550101", "gov@example.cn")


@pytest.mark.parametrize(
    ("printed", "phone"),
    [
        ("0999-5550101", "0999-5550101"),
        ("5550101", "5550101"),
        ("09995550101", "09995550101"),
        ("（0999）5550101", "(0999)5550101"),
        ("0999-5550101转801", "0999-5550101转801"),
        ("0999-5550101、0999-5550102", "0999-5550101、0999-5550102"),
        ("19900001234", "19900001234"),
    ],
)
def test_phones_as_printed(printed: str, phone: str) -> None:
    contact = report(f"柳溪镇2022年{STEM}\n请与党政办公室联系（地址：{ADDRESS}，电话：{printed}）。").contact
    assert contact is not None
    assert contact.phone == phone


def test_fax_and_website_and_an_address_with_a_comma() -> None:
    told = f"地址：{ADDRESS}，政务中心2楼201室，电话：0999-5550101，传真：0999-5550102，网址：http://www.example.cn/a"
    contact = report(f"柳溪镇2022年{STEM}\n请与柳溪镇政府办联系（{told}）。").contact
    assert contact is not None
    assert contact.address == f"{ADDRESS}，政务中心2楼201室"
    assert (contact.phone, contact.fax) == ("0999-5550101", "0999-5550102")
    assert contact.website == "http://www.example.cn/a"


def test_a_phone_in_brackets_and_an_address_to_write_to() -> None:
    told = f"请致电柳溪镇政府办（0999-5550101），或来信寄至{ADDRESS}（邮政编码：999001）"
    contact = report(f"柳溪镇2022年{STEM}\n{told}。").contact
    assert contact is not None
    assert (contact.office, contact.address) == ("柳溪镇政府办", ADDRESS)
    assert (contact.phone, contact.postcode) == ("0999-5550101", "999001")


def test_where_an_office_is() -> None:
    contact = report(f"柳溪镇2022年{STEM}\n办公地点在{ADDRESS}，电话为0999-5550101，网站：www.example.cn。").contact
    assert contact is not None
    assert (contact.address, contact.website) == (ADDRESS, "www.example.cn")


def test_one_number_for_phone_and_fax() -> None:
    contact = report(f"柳溪镇2022年{STEM}\n请与柳溪镇政府办联系（地址：{ADDRESS}；电话/传真：0999-5550101）。").contact
    assert contact is not None
    assert (contact.phone, contact.fax) == ("0999-5550101", "0999-5550101")


def test_an_email_cut_off_is_kept_as_far_as_it_goes() -> None:
    contact = report(f"柳溪镇2022年{STEM}\n联系（地址：{ADDRESS}，邮箱：gov@zb.example）。").contact
    assert contact is not None
    assert contact.email == "gov@zb.example"


def test_an_email_ends_with_its_line() -> None:
    contact = report(f"柳溪镇2022年{STEM}\n联系（地址：{ADDRESS}，邮箱：gov@example.cn").contact
    assert contact is not None
    assert contact.email == "gov@example.cn"


@pytest.mark.parametrize(
    "told",
    [
        f"网址为：http://www.example.cn。如有疑问，请联系柳溪镇党政办公室（地址：{ADDRESS}，电话：0999-5550101）。",
        f"如有疑问，请及时与柳溪镇党政办公室取得联系（地址：{ADDRESS}，电话：0999-5550101）。",
        f"请与柳溪镇党政办公室（以下简称镇党政办）联系（地址：{ADDRESS}，电话：0999-5550101）。",
        "联系方式：柳溪镇党政办公室，联系电话：0999-5550101，传真：0999-5550102。",
        f"请与柳溪镇党政办公室联系（受理机构联系地址：{ADDRESS}，电话：0999-5550101）。",
    ],
)
def test_offices_however_readers_are_asked(told: str) -> None:
    contact = report(f"柳溪镇2022年{STEM}\n{told}").contact
    assert contact is not None
    assert (contact.office, contact.phone) == ("柳溪镇党政办公室", "0999-5550101")


def test_words_of_the_template_are_no_office() -> None:
    contact = report(f"柳溪镇2022年{STEM}\n请与行政机关规范全称联系（地址：{ADDRESS}，电话：5550101）。").contact
    assert contact is not None
    assert contact.office is None


def test_a_number_in_brackets_after_the_office() -> None:
    contact = report(f"柳溪镇2022年{STEM}\n如有疑问，请与柳溪镇党政办公室联系（0999-5550101）。").contact
    assert contact is not None
    assert (contact.office, contact.phone) == ("柳溪镇党政办公室", "0999-5550101")


def test_a_contact_in_lines_at_the_end() -> None:
    end = f"联系单位：柳溪镇党政办公室\n地址：{ADDRESS}\n邮编：999001\n"
    end += "联系电话：0999-5550101\n柳溪镇人民政府\n2023年1月29日"
    found = report(f"柳溪镇2022年{STEM}", end)
    assert found.contact is not None
    assert (found.contact.office, found.contact.address) == ("柳溪镇党政办公室", ADDRESS)
    assert (found.contact.postcode, found.contact.phone) == ("999001", "0999-5550101")
    assert found.signed is not None
    assert found.signed.organ == "柳溪镇人民政府"


def test_a_phone_in_the_overview_is_no_contact() -> None:
    text = "一、总体情况\n开通服务热线，公开咨询电话0999-5550101，受理群众来电30次。"
    assert of(f"柳溪镇2022年{STEM}\n{text}").contact is None
