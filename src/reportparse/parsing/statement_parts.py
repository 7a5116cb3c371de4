"""Which counts are parts of which total: 公开信息90条,其中机构信息18条、政策解读3条."""

from __future__ import annotations

import re
from itertools import pairwise

from reportparse.parsing.counts import outside_brackets
from reportparse.parsing.kinds import Kind
from reportparse.parsing.said import DONE, PUBLISHED, Said, begins_list, clause_of, latest, part_kind, previous

# 626篇(次)(其中..., 734条,占99.06%(其中...
_NOTED = re.compile(r"(?:\([次条件篇份个期]\))?(?:,?占[^,;。()]{0,14}\d%)?")
_NEW = re.compile("新增|新公开|新发布")
_ON_REQUEST = re.compile("依申请公开(?:类|的)*(?:(?:政府|政务)?信息|文件|公文)?数?量?$")
_MADE = re.compile(r"(?:(?:制作|形成|产生|生成|获取)[^,;:。]{0,12}信息|发文|制发文件|印发文件)[^,;:。]{0,6}\d")
_OPEN_BESIDE = re.compile(r"其中[,:]?主动公开[^,;:。、\d]{0,12}\d+[件条份篇][,、]依申请公开[^,;:。、\d]{0,8}$")
_ON_REQUEST_BESIDE = re.compile(
    "主动公开[^,;:。、\\d]{0,12}\\d+[件条份篇个][,、;]依申请公开[^,;:。、\\d]{0,8}\\d+[件条份篇个][,、;和及]不予?公开[^,;:。、\\d]{0,8}$"
)
_NOT_OPEN = re.compile("[,;、和及]不予?公开(?:类|的)*(?:(?:政府|政务)?信息|文件|公文)")
_OPEN_AND_NOT = re.compile(
    "[,;、]主动公开[^,;:。、\\d]{0,12}\\d{1,9}[件条份篇][,;、和及]不予?公开(?:类|的)*(?:(?:政府|政务)?信息|文件|公文)"
)
# 通过网站公开信息90条,其中发布公告70条: the site is that of the total, and no part of its own.
_SITE = re.compile("网|门户|平台|专栏")
_BEGINS_DETAIL = re.compile("[,:(]?(?:其中|内有|具体|分别|包括|包含|含|主要)")
_BY_WAY = re.compile("通过|利用|;在[^,;:。]{2,16}(?:平台|网站?|专栏)|微信|公众号|微博|抖音|视频号|头条号")
# 公开信息21条:部门文件5份,更新领导信息9次: what is renewed is counted by the time it was.
_RENEWED = re.compile("[,、](?:更新|发布|公开)?[^,;:。]{2,12}(?:信息|动态)$")
# 发布信息90条,其中解读7条,梳理汇总现行有效文件74件: what was gone through was not published by that.
_SORTED = re.compile("^[^公发]{0,12}(?:梳理|清理|审查|审核)[^公发]*$")
_PIECES = frozenset({"条", "条次", "篇", "件", "份", "则"})


def drop_running_totals(said: list[Said]) -> None:
    """累计公开信息4000条。2019年新增360条: what was new this year is the year's count, the other is of all years."""
    for last, each in pairwise(one for one in said if one.kind is not None and one.kind.owns):
        clause = clause_of(last.lead)
        is_new = each.depth == last.depth and _NEW.search(clause_of(each.lead)) and each.kind == last.kind
        if is_new and "累计" in clause and not _NEW.search(clause) and each.count.value < last.count.value:
            last.kind = None


def drop_what_was_made(text: str, said: list[Said]) -> None:
    """制作信息96条,其中主动公开41条,依申请公开信息13条,不予公开信息42条: how each may be published is no request."""
    for each in said:
        if (
            each.kind is not None
            and each.kind.code == "denied"
            and _ON_REQUEST_BESIDE.search(text, each.sentence, each.count.start)
        ):
            each.kind = None
        if each.kind is not None and each.kind.code == "requests_received" and _ON_REQUEST.search(clause_of(each.lead)):
            made = _MADE.search(text, each.sentence, each.count.start)
            made = made or _OPEN_BESIDE.search(text, each.sentence, each.count.start)
            beside = _OPEN_AND_NOT.match(text, each.count.end)
            if made or beside or _NOT_OPEN.search(text, each.count.end, each.count.end + 12):
                each.kind = None


def link_parts(text: str, said: list[Said]) -> None:
    """Give each part of a list its total, and what has no kind of its own the kind of its total's parts."""
    head: Said | None = None
    before: list[Said] = []
    for each in said:
        if before and each.sentence != before[-1].sentence:
            head = None
        head = _link(text, each, head, before)
        before.append(each)
    _nest(said)
    _drop_parts_of_decoys(said)
    _mark_open_lists(text, said)


def _link(text: str, each: Said, head: Said | None, before: list[Said]) -> Said | None:
    """Give a count its total, where it has one; the total whose parts may still follow."""
    if each.depth > 0:
        whole = _before_bracket(text, before, each)
        if whole and _adds_up_issued_and_repealed(whole, each):
            whole.kind = None
        _make_part(each, whole, before)
        return head
    if begins_list(each.lead) and not (head and each.kind is None and not _has_parts(before, each, head)):
        head = _head_of_list(before, each)
    elif head is None and each.lead.startswith(":"):
        head = _head_before_colon(before, each)
    if head is not None:
        goes_on = _make_part(each, head, before)
        outer = head.total if each.total is head.total else None
        return (outer or head) if goes_on else None
    if each.kind is not None and each.kind.implied:
        each.total = _nearest_total(each, before)
    return None


def _drop_parts_of_decoys(said: list[Said]) -> None:
    """受理复议申请83件,其中维持41件 of a legal bureau: what came of the matters of others is no outcome either."""
    of_others = -1
    for each in said:
        if each.kind is not None and not each.kind.implied:
            of_others = each.sentence if each.kind.decoy else -1
        elif each.total is None and each.sentence == of_others:
            each.kind = None


def _has_parts(before: list[Said], each: Said, head: Said) -> bool:
    """Whether a list within a list is of the part before: 网站35条,公众号81条,其中民政类28条."""
    part = previous(before, each)
    if part is None or part.kind is None or head.kind is None or part.total is not head:
        return False
    own = part.kind.part and part.kind.code not in (head.kind.code, head.kind.part)
    return bool(own) and each.count.value <= part.count.value


def _nest(said: list[Said]) -> None:
    """公开50条,其中机构类20条,内有领导15条、职能5条;工作类30条: what adds up to the part before it is of that part."""
    parts: list[Said] = []
    for each in said:
        if each.total is None or each.kind is None:
            continue
        if parts and parts[-1].total is not each.total:
            parts.clear()
        parts.append(each)
        first = next((n for n in range(1, len(parts)) if _BEGINS_DETAIL.match(parts[n].lead)), None)
        if first is None:
            continue
        whole, inner = parts[first - 1], parts[first:]
        added = sum(part.count.value for part in inner)
        if added == whole.count.value and whole.kind is not None and whole.kind.part:
            kind = part_kind(whole.kind)
            for part in inner:
                part.total = whole
                part.kind = kind if part.kind is not None and part.kind.code == whole.kind.part else part.kind
        if added >= whole.count.value:
            parts = [whole] if added == whole.count.value else parts[first:]


def _adds_up_issued_and_repealed(whole: Said, part: Said) -> bool:
    """Whether documents are counted that changed in any way: 公开规章9件(含新制定3件,废止2件)."""
    codes = [said.kind.code if said.kind else "" for said in (whole, part)]
    return codes[1].endswith("_repealed") and codes[0] == codes[1].replace("_repealed", "_issued")


def _head_of_list(before: list[Said], each: Said) -> Said | None:
    """The count that a list is of: the last one; a sentence between them may count what is no item: 涵盖56个栏目。"""
    last = previous(before, each)
    if last is None or last.kind is not None or last.sentence == each.sentence:
        return last
    wholes = (said for said in latest(before) if said.kind is not None and said.kind.part and said.depth == each.depth)
    whole = next(wholes, None)
    return whole if whole is not None and whole.count.unit == each.count.unit else last


def _head_before_colon(before: list[Said], each: Said) -> Said | None:
    """The count right before a colon, where its kind has parts: 主动公开信息92条:机构概况6条,会议活动33条."""
    last = previous(before, each)
    return last if last is not None and last.kind is not None and last.kind.part else None


def _before_bracket(text: str, before: list[Said], each: Said) -> Said | None:
    """The count right before the bracket that this one stands in; what is 另 (besides) is none of its parts."""
    if each.lead.lstrip("、,;").startswith("另"):
        return None
    _, inside = outside_brackets(text, each.count.start, each.sentence)
    whole = next((said for said in latest(before) if said.count.end < inside), None)
    between = text[whole.count.end : inside - 1] if whole else ""
    return whole if _NOTED.fullmatch(between) else None


def _make_part(each: Said, head: Said | None, before: list[Said]) -> bool:
    """Make a count a part of the total; False where it is none and ends the list."""
    if head is None:
        return True
    kind, total = each.kind, head.kind
    on_site = kind is not None and kind.code == "disclosed_website" and _SITE.search(each.lead) is None
    if kind is not None and total is not None and total.code in kind.parents and not on_site:
        each.total = head
    elif _is_what_was_closed(kind, head, before):
        each.total = head  # 办理1264件(含上年结转71件),其中答复1190件: all that was closed
    elif (
        total is not None
        and total.part
        and (each.verbs or _is_unlabelled(kind, total))
        and _may_be_part(each, head, before)
    ):
        each.kind, each.total, each.scope = part_kind(total), head, None
    elif kind is not None and kind.parents:
        each.total = _nearest_total(each, before)
    else:
        # 其中:机构信息18条、政策解读3条、资金公开21条: a heading of its own does not end the list.
        alike = kind is not None and (each.count.unit == head.count.unit or kind.code == "columns")
        is_item = kind is not None and alike and not kind.items
        return kind is None or kind.decoy or (is_item and not PUBLISHED.search(each.lead))
    return True


def _may_be_part(each: Said, head: Said, before: list[Said]) -> bool:
    if each.lead.startswith(";") and _BY_WAY.search(each.lead):
        # 房屋征收信息128条;通过媒体发布新闻80条: another way, no part, unless the parts are ways
        return any(said.total is head and _BY_WAY.search(said.lead) for said in latest(before))
    if each.count.negated or _SORTED.search(clause_of(each.lead)):
        return False
    # 公开信息90条,其中财政信息30条,政策文件1件: what is published by the piece is counted by the item all the same.
    alike = each.kind is None or each.verbs or (head.kind is not None and each.kind.code == head.kind.code)
    pieces = bool(alike) and {each.count.unit, head.count.unit} <= _PIECES and not each.lead.startswith(";")
    if each.count.unit == "次" and head.count.unit in _PIECES and _RENEWED.match(each.lead):
        return True
    return each.count.unit in (head.count.unit, "") or (pieces and not DONE.match(each.lead.lstrip("、,和及")))


def _is_what_was_closed(kind: Kind | None, head: Said, before: list[Said]) -> bool:
    """Whether a total has what was carried in, and the count does not: then it is a total of its own."""
    if kind is None or head.kind is None or kind.code != head.kind.code or kind.carrying or not head.kind.carrying:
        return False
    return any(said.total is head and said.kind is not None and said.kind.carries for said in latest(before))


def _nearest_total(each: Said, before: list[Said]) -> Said | None:
    """The last count before of which this one can be a part."""
    parents = each.kind.parents if each.kind else ()
    return next((said for said in latest(before) if said.kind and said.kind.code in parents), None)


def _is_unlabelled(kind: Kind | None, total: Kind) -> bool:
    return kind is None or kind.decoy or total.owns or kind.code == total.code or kind.code in total.parents


def _mark_open_lists(text: str, said: list[Said]) -> None:
    """A list that ends in 等, or begins with 主要, names only some of the parts."""
    lists: dict[int, list[Said]] = {}
    for each in said:
        if each.total is not None:
            lists.setdefault(id(each.total), [each.total]).append(each)
    for total, *parts in lists.values():
        if text.startswith("等", parts[-1].count.end) or "主要" in parts[0].lead:
            for each in (total, *parts):
                each.open_list = True
