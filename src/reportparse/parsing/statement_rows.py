"""Rows of parts whose total is not told: 公开机构简介4条、人事信息3条、通知公告24条."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportparse.parsing.kinds import kinds_by_code
from reportparse.parsing.prose import Prose
from reportparse.parsing.said import (
    DONE,
    PUBLISHED,
    Said,
    begins_list,
    clause_of,
    is_earlier,
    is_of_other_year,
    is_planned,
    part_kind,
    time_told,
)

MAX_BACK = 400
"""How far back in a sentence it is looked for which year it tells of."""

_OF_ROW = ("条", "篇", "则")
_HEADS = ("disclosed", "disclosed_website", "disclosed_documents")
_SUM = re.compile("[,;、](?:合计|总计|共计|累计|总共|共)+$")
_OF_PAPER = ("件", "份", "个")
_OF_ITEM = (*_OF_ROW, "件", "份")
_ROW_HEAD = re.compile(r".*(?:公开|发布|公布)了?(?P<what>[\u4e00-\u9fff、()类\x22]{2,20})$")
_GENERAL = re.compile(
    "(?:各类|各种|各项|有关|相关|政府|政务|公开|工作|原创|图文)*(?:信息|文章|推文|内容|稿件|消息|作品|博文|微博|资讯)?(?:总数|总量|数量|数|量)?(?:共计?|累计|总计|合计)?"
)
_ROW_ITEM = re.compile(
    r"(?:,?占[^,;、。]{0,14}\d%)?(?:、|,|;|和|及|以及)(?:主动公开发布|公开发布|主动公开|公开|发布)?(?P<what>[\u4e00-\u9fff、()类\x22]{2,30})$"
)
_ALONE = re.compile(
    "(?:主动公开|(?:网站|网|平台|专栏|栏目|公示栏|公告栏)(?:上|主动|对外|及时)*(?:公开|发布|公布)了?)"
    "[\u4e00-\u9fff、()]{2,20}(?:信息|情况|公告|公示|动态|文件|公文)(?:数量|总数|数)?$"
)
"""What is published where, said of one item alone: 主动公开行政处罚信息58条."""
_OF_THOSE = re.compile(
    "^[^,;:。]{0,12}在?[^,;:。]{0,8}公开的?[^,;:。]{0,6}信息中,(?:[^,;:。\\d]{4,24},其中:?)?(?:涉及|属于|包括)?(?P<what>[\u4e00-\u9fff、()]{2,20})$"
)
_PAPER_ALONE = re.compile("主动公开[\u4e00-\u9fff、()]{2,20}(?:文件|公文)$")
_BEHIND_COLON = re.compile(
    "(?:公开|发布|公布)(?:各类|各项|政府|政务)*信息(?:情况|分类|类别|如下|数量)*:(?P<what>[\u4e00-\u9fff、()]{2,20})$"
)
"""The first item of a row behind what all of them are: 全年主动公开政府信息:概况类12条,动态类96条."""
_TELLS_WHERE = re.compile("主动公开|(?:网|平台|公众号|公示栏|公开栏)[^,;:。]{0,6}公开")
# 一是公开防汛信息10条。二是公开扶贫、低保等方面信息21条。
_IN_SERIES = re.compile("^[一二三四五六七八九]是[^,;:。]*信息$")
_DEED = re.compile("审查|审核|检查|查处|整改|报送|上报|调解|接听|接收|培训|签订|核查|整治|清理|备案|征集|撰写|采纳")
_CHANNEL = re.compile(
    "微信|微博|公众号|视频号|抖音|网站|网|平台|客户端|公示栏|公告栏|公开栏|转载|采用|历年|累计|访问|点击|阅读|关注|粉丝"
    "|答复|回复|留言|办结|受理|来信|信件"
)


def read_rows(text: str, said: list[Said], prose: Prose, year: int | None) -> None:
    """Make parts of the counts in a row that says of each item what it is of, where the total is not told."""
    rows = list(_rows(text, said, prose, year))
    several = sum(map(len, rows)) > 2
    for number, row in enumerate(rows):
        follows = number > 0 and rows[number - 1][0].sentence == row[0].sentence
        if len(row) >= _fewest(row[0]) or (
            several and (follows or row[0].kind is None or _IN_SERIES.search(row[0].lead))
        ):
            _make_row(row)


def _rows(text: str, said: list[Said], prose: Prose, year: int | None) -> Iterator[list[Said]]:
    row: list[Said] = []
    for each in [*said, None]:
        if each is not None and row and _goes_on(each, row[-1]):
            row.append(each)
            continue
        if each is not None and len(row) > 1 and _is_sum(each, row):
            each.kind = kinds_by_code()["disclosed"]
        if row:
            yield row
        row = [each] if each is not None and _heads_row(text, each, prose, year) else []


def _fewest(first: Said) -> int:
    """How many items make a row, by what the words before the first tell."""
    alone = first.kind is None and _ALONE.search(clause_of(first.lead))
    if alone or _OF_THOSE.search(first.lead):
        return 1
    return 2 if _TELLS_WHERE.search(first.lead) else 3


def _heads_row(text: str, each: Said, prose: Prose, year: int | None) -> bool:
    clause = clause_of(each.lead)
    headed = _OF_THOSE.search(each.lead) or _BEHIND_COLON.search(each.lead)
    match = headed or _ROW_HEAD.match(clause)
    if match is None or not _counts_items(each, clause) or each.total or (begins_list(each.lead) and not headed):
        return False
    if each.kind is not None and not each.kind.decoy and each.kind.code not in _HEADS:
        return False
    if _GENERAL.fullmatch(match["what"]) or any(word in clause for word in kinds_by_code()["disclosed"].unless):
        return False
    if _CHANNEL.search(match["what"]):
        return False
    told = time_told(text, max(each.sentence, each.count.start - MAX_BACK), each.count.start, year, year)
    is_other = told != year or is_of_other_year(clause, year) or is_earlier(clause)
    return not (is_other or each.count.negated or prose.section == "problems" or is_planned(clause, prose.section))


def _counts_items(each: Said, clause: str) -> bool:
    """Whether the number is of items as they are published, or of documents that were."""
    if each.count.unit in _OF_ROW or (each.kind is not None and each.kind.code == "disclosed_documents"):
        return True
    return each.kind is None and each.count.unit in _OF_PAPER and _PAPER_ALONE.search(clause) is not None


def _goes_on(each: Said, last: Said) -> bool:
    if _SUM.search(each.lead):
        return False
    if each.sentence != last.sentence or each.depth != last.depth or each.count.unit not in _OF_ITEM:
        return False
    if each.count.unit != last.count.unit and _DEED.search(each.lead):
        return False
    match = _ROW_ITEM.fullmatch(each.lead)
    if (
        match is None
        or DONE.match(match["what"])
        or PUBLISHED.search(match["what"])
        or _GENERAL.fullmatch(match["what"])
    ):
        return False
    return not begins_list(each.lead) and not _CHANNEL.search(each.lead) and _may_be_made_part(each)


def _is_sum(each: Said, row: list[Said]) -> bool:
    """Whether the total of a row stands behind it: 公开基础信息13条,水利信息8条,合计共21条."""
    added = sum(said.count.value for said in row)
    return _SUM.search(each.lead) is not None and each.sentence == row[0].sentence and each.count.value == added


def _may_be_made_part(each: Said) -> bool:
    return each.total is None and (each.kind is None or each.kind.decoy or each.kind.code == "interpretations")


def _make_row(row: list[Said]) -> None:
    """The first says by its verb where the items were published; interpretations are what they are."""
    kind = row[0].kind
    head = kind.code if kind and kind.code == "disclosed_website" else "disclosed"
    part = part_kind(kinds_by_code()[head])
    for each in row:
        keeps = each.kind is not None and each.kind.code in ("interpretations", "disclosed_documents")
        each.kind = each.kind if keeps else part
