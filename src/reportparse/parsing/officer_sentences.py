"""Officers named in sentences: a name right after a post or a role, and followed by what a name is followed by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

import msgspec

from reportparse.document import Document
from reportparse.parsing.names import HAN, begins_post, ends_post, is_common_word, is_name, post_endings, words
from reportparse.parsing.officer_clauses import LENGTHS, Mention, roles, told_in_clauses
from reportparse.parsing.phones import PHONES, plain_phone
from reportparse.parsing.running import Running
from reportparse.report import Officer

LONGEST_POST = 30
"""Longest post before a name, in characters."""
PHONE_WITHIN = 60
"""How far after a name its phone may stand, in the same sentence."""

_LINK = re.compile(
    r"(?:同志)?(?P<heads>(?:\d{1,2}|[一二两三四五六七八九十])[名人位])?(?P<opens>,?分别[为是]:?|(?:\([^()]{2,12}\))?(?:[:为是]{1,2}|[-—]{1,2})|\()?"
)
_BY = re.compile(r"(?:由|(?<![可足难予得])以|明确|指定|安排|确定|任命|(?:^|[,。;:])请)(?=[^\x00-\x7f])")
_GIVEN_NAMES = re.compile(rf"(?:[{HAN}]{{1,8}}·){{1,4}}")  # all but the last part of a name such as 古丽·阿依
_ROLE_WORDS = (
    r"(?:常务)?副?组长|组员|成员|第一|副?主任|办公室|负责|责任|总|联络|信息|直接|具体|专职|兼职|主要|分管|领导|联系|本"
)
# What may follow a name; but a name may itself end in what these begin with.
_AFTER_PERHAPS = re.compile(rf"(?:和|以及|及|与)(?=[{HAN}]{{2}})(?![和与及])|等|抓|任|$")
_DUTY = re.compile(
    r"(?:同志)?(?:(?:担任|兼任|任|为|是|作为|做(?=副?组长))(?P<role>[^,。;、:()的]{2,14})"
    r"|(?P<duty>(?:具体|全面|直接|亲自|统筹|牵头|协助|配合|分管|负责|承办|主抓|主管|专门|专职|兼职|落实|办理|审核|组织|承担|总体|总负责|主持|接手|接任|接替)"
    r"[^,。;()]{0,40}))"
)
_BRACKET = re.compile(r"\((?P<inside>[^()]{2,60})\)")
_ACTING = re.compile(r"\((?:主持|代理|挂职|兼)[^()]{0,8}\)")  # 副主任(主持工作)张三
_COUNTED = re.compile(r"(?:[两二三四五]|\d)[名位人](?:同志|干部|工作人员)?")
_PIECES = re.compile("[,;:]")
_JOINT = re.compile("、|以及|和|及|与")
_POST_AFTER = re.compile(
    r"[:,]?(?P<post>[^,。;:()\"\d]{2,30}(?:\([^,。;:()\"\d]{1,10}\)[^,。;:()\"\d]{2,12})?+)(?P<stop>.?)"
)
_TITLED = re.compile(r"(?:,|;)?职务[:为是]?(?P<post>[^,。;:()\"\d]{2,20}?)(?=[,。;:()\d]|电话|联系|手机|职责|分工|$)")
_PHONE_LINE = re.compile(rf"(?:联系)?(?:电话|方式)[:为]?(?P<phone>{PHONES.pattern})[。;]?")
_UNIT = re.compile(rf"(?![各每全])[{HAN}]{{1,8}}?(?:村|社区|科|股|室|办|站|所|中心)(?=[{HAN}]{{2,4}}[、,。;(])")
_OFFICE = re.compile(rf"[{HAN}]{{1,8}}?(?:村|社区|科|股|室|办|站|所|局|中心)(?=[{HAN}]{{2}})")
_OF = re.compile("的")
_NOT_OWN = re.compile(r"(?:咨询|监督|举报|投诉|服务|公开)(?:电话|热线)?[:为是]?$|热线[:为是]?$")
_OFFICE_NOTED = re.compile(rf"(?<=[办室局科股所站部处会队院厅])\([{HAN}]{{2,12}}[办室局科股所站部处会队院厅心]\)$")
_LEAD_IN = re.compile(
    r"(?:.*?(?:(?:人|长)[为是](?!民)|由|明确了?|指定|安排|确定|成立了?以?|配备|选配|增配|选定|聘任|设立|任命|其中|分别是|包括|现有|联系(?!人|电)|联系人[为是]|请与|(?<![可足难])以(?!上|下|及)"
    r"|调整[为到]|变更[为到]|选派|邀请|在(?=[县市区镇乡局]))"
    r"|分管(?=(?:常务)?副)|和|及|与|以及|并|同时|原(?!则)|任|为|是|的|让|请|经(?![济营办理管开信])|[一二三四五]是|\d{1,2}[、.]|[\u2460-\u2473]|(?:本|我)(?:报告|镇|乡|局|街道|单位|办|县|区|市|委|院|校|中心))"
)


def named_officers(document: Document, texts: Sequence[Running]) -> list[Officer]:
    """The officers that paragraphs name, in reading order. A post without a name is no officer."""
    found: list[Officer] = []
    role = None
    for text in texts:
        if found and role and not found[-1].phone and (alone := _PHONE_LINE.fullmatch(text.text)):
            found[-1] = msgspec.structs.replace(found[-1], phone=plain_phone(alone["phone"]))
        found_here = [*_mentions(text, role)]
        mentions = sorted([*found_here, *_others(found_here, told_in_clauses(text))], key=lambda mention: mention.begin)
        ends = [*(mention.begin for mention in mentions), len(text.text)][1:]
        found += [_officer(document, text, mention, end) for mention, end in zip(mentions, ends, strict=True)]
        # 副组长:张三 镇长 ⏎ 李四 书记: the next line goes on with the role of this one, which says no more.
        last = mentions[-1] if mentions else None
        role = last.role if last and _ends_with(text.text, last) else None
    return found


def _others(found: list[Mention], more: Iterator[Mention]) -> list[Mention]:
    """Of more mentions those that are not in the place of one that was found; of two in one place that with a post."""
    taken = {place for mention in found for place in range(mention.begin, mention.end)}
    others: list[Mention] = []
    for one in sorted(more, key=lambda mention: mention.post is None):
        if taken.isdisjoint(range(one.begin, one.end)):
            taken.update(range(one.begin, one.end))
            others.append(one)
    return others


def _ends_with(text: str, mention: Mention) -> bool:
    after = _POST_AFTER.match(text, mention.end)
    return mention.end == len(text) or (after is not None and after.end() == len(text) and ends_post(after["post"]))


def _mentions(text: Running, role: str | None) -> Iterator[Mention]:
    """The persons of a paragraph; `role` is what the line before headed its persons with."""
    done = 0
    first = _first_of_line(text, role)
    if first:
        yield first
        done = first.end
    for match in _openings().finditer(text.text):
        if match.start() < done:
            continue
        for mention in _named_at(text, match, done):
            yield mention
            done = mention.end


@cache
def _openings() -> re.Pattern[str]:
    """Where a name may begin: after a post or a role, or after a word that says who is meant."""
    held = r"\([^()]{2,12}\)"
    return re.compile(
        rf"(?P<post>(?:{post_endings().pattern}|{'|'.join(roles())}))(?![{HAN}]{{0,1}}$)|(?P<by>{_BY.pattern})"
        rf"|(?P<body>(?<=[{HAN}])[办科股室所站队局]|中心)(?=[{HAN}]{{3}})|(?P<label>姓名)[:为是]?"
        rf"|(?P<next>[,、])(?=[{HAN}]{{2,4}}(?:(?:具体)?(?:负责|分管|承担|承办|协助|牵头)"
        rf"|{held}(?:、[{HAN}]{{2,4}}{held}){{0,4}}(?:同志)?(?:担任|兼任|任|为)))"
    )


_LINE_MARK = re.compile(r"(?:\(?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)、.]\)?)?")


def _first_of_line(text: Running, role: str | None) -> Mention | None:
    """A person with whom a paragraph begins: 张三,副书记,负责审核; 张三(镇长):组长; after a role also 张三镇长."""
    mark = _LINE_MARK.match(text.text)
    start = mark.end() if mark else 0
    for end in _name_ends(text.text, start):
        bracket, after = _BRACKET.match(text.text, end), _POST_AFTER.match(text.text, end)
        if bracket and _post_in(bracket["inside"]):
            return Mention(start, start, end, None, role)
        if after is None or not (begins_post(after["post"]) and ends_post(after["post"])):
            continue
        listed = after.end() == len(text.text) and role is not None
        phone = PHONES.match(text.text, after.end("post"))
        if listed or (phone and phone.end() == len(text.text)) or (text.text[end] in ",:" and after["stop"] != ":"):
            return Mention(start, start, end, _first_word(text, after), role)
    return None


def _first_word(text: Running, post: re.Match[str]) -> str:
    """The post up to a space that ends one: 张三 副书记 分管领导."""
    start = post.start("post")
    gaps = [place for place in range(start + 1, post.end("post")) if text.has_space_before(place)]
    return next((text.text[start:gap] for gap in gaps if ends_post(text.text[start:gap])), post["post"])


def _named_at(text: Running, opening: re.Match[str], done: int) -> Iterator[Mention]:
    if opening["next"] and (not done or "。" in text.text[done : opening.start()]):
        return  # 科长张三负责统筹,李四负责网站: only after another person of the same sentence
    if opening["by"] or opening["body"] or opening["next"]:
        yield from _named_by(text, opening)
        return
    acting = _ACTING.match(text.text, opening.end())
    behind = acting.end() if acting else opening.end()
    link = _LINK.match(text.text, behind)
    start = link.end() if link else behind
    opens = bool(opening["label"] or (link and link["opens"]))
    if link and link["heads"] and not opens:
        return
    name_end = _name_end(text, start, after_colon=opens)
    if not name_end and opens:
        start = _after_unit(text.text, start)
        name_end = _name_end(text, start, after_colon=True)
    if not name_end:
        return
    begin = _post_begin(text.text, opening.start(), done)
    post = text.text[begin : opening.end()]
    if opening["label"]:
        yield Mention(begin, start, name_end, None, None)
    elif opens:
        yield from _named_after_role(text, Mention(begin, start, name_end, None, _heading(post)))
    else:
        first = Mention(begin, start, name_end, post, _role_before(text.text, begin))
        yield first
        yield from _joined(text, first)


def _named_by(text: Running, opening: re.Match[str]) -> Iterator[Mention]:
    """The persons after 由, or after the name of an office, who do or become something: 党政办张三、李四为信息员."""
    row: list[tuple[int, int]] = []
    start, shortest = opening.end(), 3 if opening["body"] else 2
    end = _name_end(text, start)
    while end and end - start >= shortest:
        row.append((start, end))
        if _after_by(text.text, end):
            told = _DUTY.match(text.text, end) if opening["body"] else None
            title = _title_behind().match(text.text, end)
            post = title["title"] if title else None
            yield from (Mention(start, start, end, post, told and told["role"]) for start, end in row)
            return
        joint = _JOINT.match(text.text, _after_bracket(text.text, end))
        start = _after_office(text, joint.end()) if joint else len(text.text)
        end = _name_end(text, start) if joint else None


def _after_bracket(text: str, end: int) -> int:
    """Where the text goes on behind a post in a bracket: 张三(局长)、李四(副局长)."""
    bracket = _BRACKET.match(text, end)
    return bracket.end() if bracket and _post_in(bracket["inside"]) else end


def _after_office(text: Running, start: int) -> int:
    """Where the next name of a row begins, behind its office: 办公室张三、法规科李四."""
    office = None if _name_end(text, start) else _OFFICE.match(text.text, start)
    return office.end() if office else start


def _joined(text: Running, first: Mention) -> Iterator[Mention]:
    """More persons of the same post, where a verb or a stop ends the row: 干部张三、李四负责."""
    row: list[Mention] = []
    after = first.end
    while joint := _JOINT.match(text.text, after):
        end = _name_end(text, joint.end())
        if not end or end - joint.end() < 3:
            return
        row.append(Mention(joint.end(), joint.end(), end, first.post, first.role))
        after = end
    counted = _COUNTED.match(text.text, after)  # 干部张三、李四两名同志负责
    after = counted.end() if counted else after
    if row and (_DUTY.match(text.text, after) or text.text[after : after + 1] in ",。;)等"):
        yield from row


def _heading(post: str) -> str:
    """What the persons of a row are: the role at the end of their heading, or a short heading as it stands."""
    role = _role_in(post)
    return role if role and (len(post) > len(role) + 4 or "小组" in post) else post


def _after_by(text: str, end: int) -> bool:
    """After 由 and the like a name needs a verb or a role to be one: 由张三任组长, not 由高校、."""
    title = _title_behind().match(text, end)
    told = _DUTY.match(text, title.end() if title else _after_bracket(text, end))  # 由张三(局长)担任组长
    if told is None:
        return False
    return told["role"] is None or _role_in(told["role"]) is not None or ends_post(told["role"])


@cache
def _after_surely() -> re.Pattern[str]:
    """What follows a name beyond doubt."""
    verbs = "|".join(words("sentences", "after_names"))
    return re.compile(
        rf"[,。;、:()\"]|—|等\d|对\d|\d{{3}}|(?:任|为|是)(?:{_ROLE_WORDS}|政务|政府信息|工作|新闻|保密|网站)|{verbs}"
    )


def _name_end(text: Running, start: int, *, after_colon: bool = False) -> int | None:
    """Where the name ends that begins here, None where none does."""
    perhaps = by_line = None
    for end in _name_ends(text.text, start):
        if text.text[end - 1] in "路街巷道" and text.text[end : end + 1].isdigit():
            continue  # 前进区长安路607号
        if not after_colon and is_common_word(text.text[start:end]) and not text.text.startswith("同志", end):
            continue
        if _after_surely().match(text.text, end) or (after_colon and _post_behind(text, end)):
            # 张三和、: the letter that might have followed a shorter name belongs to this one.
            return end
        if not after_colon and _title_behind().match(text.text, end):
            return end
        by_line = by_line or (end if after_colon and _ends_word(text, start, end) else None)
        perhaps = perhaps or (end if _AFTER_PERHAPS.match(text.text, end) else None)
    return by_line or perhaps


def _ends_word(text: Running, start: int, end: int) -> bool:
    """Whether a line ends behind a name, or a word of letters that no space parts: 审核人:张三 负责人:李四."""
    parted = any(text.has_space_before(place) for place in range(start + 1, end))
    return text.begins_line(end) or (not parted and end < len(text.text) and text.has_space_before(end))


@cache
def _title_behind() -> re.Pattern[str]:
    """A title between a name and what the person becomes or does: 由张三主任任组长."""
    return re.compile(rf"(?P<title>副?(?:{post_endings().pattern}))(?=任|担任|兼任|为|做副?组长|具体|负责|牵头|分管)")


_BECOMES = re.compile("任(?:总|责任|执行|第一|名誉|常务|联合)(?:副?组长|负责人|召集人)")


def _name_ends(text: str, start: int) -> Iterator[int]:
    """Where a name may end that begins here, the nearest first."""
    if _BECOMES.match(text, start):
        return iter(())  # 副书记任责任组长: what the post becomes
    given = _GIVEN_NAMES.match(text, start)
    ends = range(given.end() + 1, given.end() + 9) if given else [start + length for length in LENGTHS]
    return (end for end in ends if end <= len(text) and is_name(text[start:end]))


def _post_behind(text: Running, end: int) -> re.Match[str] | None:
    """What follows up to the end of the line, or else to the next stop, where it is nothing but a post: 张三镇长."""
    for last in (text.line_end(end), len(text.text)):
        after = _POST_AFTER.match(text.text, end, last)
        if after and begins_post(after["post"]) and ends_post(after["post"]):
            return after
    return None


def _post_begin(text: str, ending: int, done: int) -> int:
    """Where the post begins that ends with the word at `ending`: after a stop, the officer before, or a lead-in."""
    earliest = max(done, ending - LONGEST_POST)
    stop = _last_stop(text, earliest, ending)
    other_name = _OFFICE_NOTED.search(text, earliest, stop)  # 党政办(应急办)主任: one office
    if other_name and text[stop - 1] == ")":
        stop = _last_stop(text, earliest, other_name.start())
    begin = _without_lead_in(text, stop, ending)
    return _with_post_before(text, begin, earliest)


def _last_stop(text: str, earliest: int, ending: int) -> int:
    stops = [position + 1 for position in range(earliest, ending) if text[position] in ',。;:、()"》《']
    return stops[-1] if stops else earliest


def _without_lead_in(text: str, begin: int, ending: int) -> int:
    while lead := _LEAD_IN.match(text, begin, ending):
        begin = lead.end()
    # 分管办公室的副局长: the last word of it; 分管办公室的领导 says no more without the first
    vague = text.startswith(("领导", "负责"), ending)
    return begin if vague else max((match.end() for match in _OF.finditer(text, begin, ending)), default=begin)


def _with_post_before(text: str, begin: int, earliest: int) -> int:
    """More posts before the comma: 党委委员、副镇长张三."""
    while begin - 1 > earliest and text[begin - 1] == "、":
        stop = _last_stop(text, earliest, begin - 1)
        if _DUTY.match(text, stop):  # the role of the officer before: 张三任组长、镇长李四
            return begin
        before = _without_lead_in(text, stop, begin - 1)
        if before >= begin - 1 or not ends_post(text[before : begin - 1]):
            return begin
        begin = before
    return begin


def _role_in(post: str) -> str | None:
    return next((role for role in roles() if post.endswith(role)), None)


def _role_before(text: str, begin: int) -> str | None:
    """The role that heads the post: 组长:镇长张三."""
    if begin and text[begin - 1] in ":为":
        before = text[max(0, begin - 10) : begin - 1]
        return _role_in(before)
    return None


def _after_unit(text: str, start: int) -> int:
    """Where a name begins that its village or office stands before: 信息员:柳家村张三、石桥村李四."""
    unit = _UNIT.match(text, start)
    return unit.end() if unit else start


def _named_after_role(text: Running, first: Mention) -> Iterator[Mention]:
    """The names of a list after a role: 成员:张三、李四(所长)、王五, or one with a post on each line."""
    mention: Mention | None = first
    while mention:
        yield mention
        after = mention.end
        bracket, post = _BRACKET.match(text.text, after), _post_behind(text, after)
        after = bracket.end() if bracket else post.end("post") if post else after
        new_line = (bracket is not None or post is not None) and text.begins_line(after)
        start = _after_unit(text.text, after if new_line else after + 1)
        goes_on = (new_line or text.text[after : after + 1] in {"、", ","}) and start < len(text.text)
        end = _name_end(text, start, after_colon=True) if goes_on else None
        mention = Mention(start, start, end, None, first.role) if end else None


def _officer(document: Document, text: Running, mention: Mention, until: int) -> Officer:
    name = text.text[mention.start : mention.end]
    bracket = _BRACKET.match(text.text, mention.end)
    title = _title_behind().match(text.text, mention.end)
    told = _DUTY.match(
        text.text, bracket.end() if bracket else title.end() if title else _duty_begins(text.text, mention), until
    )
    duty = mention.role or (told and (told["role"] or told["duty"].rstrip("、"))) or None
    if duty and duty.endswith("由"):  # what follows is told of the next person
        duty = None
    own = None if mention.post in roles() else mention.post  # 组长张三(镇长): a role, and then the post
    duty = duty or (mention.post if own is None else None)
    post = (
        own or (bracket and _post_in(bracket["inside"])) or mention.post or _post_after(text, mention) or mention.role
    )
    duty = None if duty == post else duty
    source = text.source(document, mention.begin, mention.end)
    return Officer(name, post, _phone(text.text, mention.end, until), duty, source)


def _duty_begins(text: str, mention: Mention) -> int:
    """Where a duty may begin: after the name, or after the post that is told behind it: 张三,科员,负责维护."""
    if mention.post is None or mention.begin < mention.start:
        return mention.end
    behind = text.find(mention.post, mention.end, mention.end + len(mention.post) + 1)
    return behind + len(mention.post) + 1 if behind >= 0 else mention.end


def _post_in(bracket: str) -> str | None:
    """The post that stands in a bracket, beside a phone or alone: 办公室主任,电话:0999-5550123."""
    return next((piece for piece in _PIECES.split(bracket) if ends_post(piece)), None)


def _post_after(text: Running, mention: Mention) -> str | None:
    """The post behind a name that a role or a label stands before: 组长:张三镇党委书记, 姓名:张三,职务:科员."""
    titled = _TITLED.match(text.text, mention.end)
    if titled:
        return titled["post"]
    after = _post_behind(text, mention.end) if mention.role else None
    return after["post"] if after and after["stop"] != ":" else None


def _phone(text: str, end: int, until: int) -> str | None:
    """The first number of the same sentence, before the next person."""
    stop = text.find("。", end, until)
    last = min(until, end + PHONE_WITHIN) if stop < 0 else min(stop, end + PHONE_WITHIN)
    match = PHONES.search(text, end, last)
    if match is None or _NOT_OWN.search(text, end, match.start()) or _stranger().search(text, end, match.start()):
        return None
    return plain_phone(match[0])


@cache
def _stranger() -> re.Pattern[str]:
    """Somebody of whom nobody knows the name, and who does something: 李四为主任,干事某某负责上传,电话0999-5550123."""
    does = "负责|承办|具体|承担|分管|牵头|协助|维护|办理"
    return re.compile(rf"[,;](?:{post_endings().pattern})(?!{does})[{HAN}]{{2,3}}(?:{does})")
