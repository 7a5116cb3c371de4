"""Officers named in sentences: a name right after a post or a role, and followed by what a name is followed by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from reportparse.document import Document
from reportparse.parsing.names import HAN, ends_post, is_name, post_endings, words
from reportparse.parsing.phones import PHONES, plain_phone
from reportparse.parsing.running import Running
from reportparse.report import Officer

LONGEST_POST = 30
"""Longest post before a name, in characters."""
LONGEST_ROLE = 8
"""Longest role before a colon that is kept whole, in characters."""
PHONE_WITHIN = 60
"""How far after a name its phone may stand, in the same sentence."""

_LENGTHS = (2, 3, 4)
_LINK = re.compile(r"(?:同志)?(?P<colon>[:为是]{0,2})")
_BY = re.compile(r"(?:由|(?<![可足难予得])以|明确|指定|安排|确定|任命|(?:^|[,。;:])请)(?=[^\x00-\x7f])")
_GIVEN_NAMES = re.compile(rf"(?:[{HAN}]{{1,8}}·){{1,4}}")  # all but the last part of a name such as 古丽·阿依
# What may follow a name. The first kind is sure; a name may itself end in what the second begins with.
_ROLE_WORDS = (
    r"(?:常务)?副?组长|组员|成员|第一|副?主任|办公室|负责|责任|总|联络|信息|直接|具体|专职|兼职|主要|分管|领导|联系|本"
)
_AFTER_SURELY = re.compile(
    rf"[,。;、:()\"]|同志|(?:任|为|是)(?:{_ROLE_WORDS}|政务|工作)|担任|兼任|共同|具体|负责|分管|牵头|主抓|主管|协助|配合|承办|统筹"
    r"|亲自|直接|全面|联系|电话|手机|落实|办理|审核|承担|组织|专职|兼职|专门|总体|总负责|总牵头|总协调|负总|等\d|等人|组成|作为|担负|主持|带队|率队|高度|多次|定期|带头|主讲|授课|调离|接手|接替|\d{3}"
)
_AFTER_PERHAPS = re.compile(r"和|及|与|以及|等|抓|任|$")
_DUTY = re.compile(
    r"(?:同志)?(?:(?:担任|兼任|任|为|是|作为)(?P<role>[^,。;、:()的]{2,14})"
    r"|(?P<duty>(?:具体|全面|直接|亲自|统筹|牵头|协助|配合|分管|负责|承办|主抓|主管|专门|专职|兼职|落实|办理|审核|组织|承担|总体|总负责|主持|接手|接替)"
    r"[^,。;()]{0,40}))"
)
_COMRADE = re.compile("同志")
_OF_NOBODY = re.compile(r"(?:咨询|监督|举报|投诉|服务|传真|热线)[^,。;]{0,6}\Z")
"""What a number is called that is an office's and no person's."""
_BRACKET = re.compile(r"\((?P<inside>[^()]{2,40})\)")
_LEAD_IN = re.compile(
    r"(?:.*?(?:由|明确了?|指定|安排|确定|成立了?以?|配备|设立|任命|其中|分别是|包括|现有|联系|请与|(?<![可足难])以(?!上|下|及))"
    r"|和|及|与|以及|并|同时|任|为|是|的|让|请|经|[一二三四五]是|(?:本|我)(?:镇|乡|局|街道|单位|办|县|区|市|委|院|校|中心))"
)


class Mention(NamedTuple):
    """A name and where it stands; `post` begins at `begin`; `role` is what a list of names is headed with."""

    begin: int
    start: int
    end: int
    post: str | None
    role: str | None


def named_officers(document: Document, text: Running) -> list[Officer]:
    """The officers that sentences name, in reading order. A post without a name is no officer."""
    found = [*_mentions(text)]
    mentions = sorted([*found, *_others(found, [*_behind_number(text), *_before_roles(text), *_comrades(text)])])
    ends = [*(mention.begin for mention in mentions), len(text.text)][1:]
    return [_officer(document, text, mention, end) for mention, end in zip(mentions, ends, strict=True)]


def _others(found: list[Mention], more: list[Mention]) -> list[Mention]:
    """Of more mentions those that are not in the place of one that was found."""
    return [one for one in more if not any(one.begin < other.end and other.begin < one.end for other in found)]


def _mentions(text: Running) -> Iterator[Mention]:
    done = 0
    for match in _openings().finditer(text.text):
        if match.start() < done:
            continue
        for mention in _named_at(text, match, done):
            yield mention
            done = mention.end


@cache
def _staff_and_number() -> re.Pattern[str]:
    name = "[^(),。、和]{2,4}"
    number = r"(?:\d{1,2}|[一二两三四五六七八九十])[名人位个]"
    names = rf"(?:[(:,]|,?(?:分别)?[为是即]:?)(?P<names>{name}(?:[、和]{name})*)(?=[),;。])"
    return re.compile(rf"(?P<post>{post_endings().pattern}|公开员){number}{names}")


@cache
def _held_by() -> re.Pattern[str]:
    name = "[^(),。、和]{2,4}"
    return re.compile(rf"(?P<role>{post_endings().pattern})由(?P<names>{name}(?:[、和]{name})*?)(?:同志)?(?:担任|兼任)")


@cache
def _role_behind() -> re.Pattern[str]:
    return re.compile(rf"(?:同志)?(?:共同)?(?:担任|兼任|任|为)(?P<role>{'|'.join(_roles())})")


@cache
def _openings() -> re.Pattern[str]:
    """Where a name may begin: after a post or a role, or after a word that says who is meant."""
    return re.compile(
        rf"(?P<post>(?:{post_endings().pattern}|{'|'.join(_roles())}))(?![{HAN}]{{0,1}}$)|(?P<by>{_BY.pattern})"
    )


def _roles() -> tuple[str, ...]:
    return tuple(sorted(words("posts", "roles"), key=len, reverse=True))


def _named_at(text: Running, opening: re.Match[str], done: int) -> Iterator[Mention]:
    if opening["by"]:
        name_end = _name_end(text, opening.end())
        if name_end and _after_by(text.text, name_end):
            yield Mention(opening.end(), opening.end(), name_end, None, None)
        return
    link = _LINK.match(text.text, opening.end())
    start = link.end() if link else opening.end()
    name_end = _name_end(text, start, after_colon=bool(link and link["colon"]))
    if not name_end:
        return
    begin = _post_begin(text.text, opening.start(), done)
    if text.text[begin] == "原" and begin + 1 == opening.start():  # 原信息员 was one; 原种场场长 has no such ending
        begin += 1
    post = text.text[begin : opening.end()]
    if link and link["colon"]:
        role = post if len(post) <= LONGEST_ROLE else _role_in(post) or post
        yield from _named_after_role(text, Mention(begin, start, name_end, None, role))
    else:
        yield Mention(begin, start, name_end, post, _role_before(text.text, begin))
        yield from _of_one_post(text, name_end, post)


def _of_one_post(text: Running, end: int, post: str) -> Iterator[Mention]:
    """Others who share a post that is said once: 干部张三、李四负责."""
    while text.text[end : end + 1] in {"、", "和"} and (name_end := _name_end(text, end + 1)):
        yield Mention(end + 1, end + 1, name_end, post, None)
        end = name_end


def _behind_number(text: Running) -> Iterator[Mention]:
    """Names behind their post and their number: 专职信息员2名(张三、李四), 信息员2名:张三、李四."""
    for match in _staff_and_number().finditer(text.text):
        names = [*re.finditer("[^、和]+", match["names"])]
        if all(is_name(name[0]) for name in names):
            post = text.text[_post_begin(text.text, match.start(), 0) : match.end("post")]
            for name in names:
                start, end = (match.start("names") + place for place in name.span())
                yield Mention(start, start, end, post, None)


def _before_roles(text: Running) -> Iterator[Mention]:
    """Names of a body's people before their common role: 党政办张三、李四为信息员."""
    for match in _role_behind().finditer(text.text):
        end, found = match.start(), list[Mention]()
        while start := _name_begin(text.text, end):
            found.insert(0, Mention(start, start, end, match["role"], None))
            end = start - 1 if text.text[start - 1] in "、和" else 0
        if len(found) > 1 or (found and text.text[found[0].start - 1] in words("names", "institutions")):
            yield from found


def _comrades(text: Running) -> Iterator[Mention]:
    """Names with 同志 behind them, 综合科张三同志、李四同志, and those who hold a role: 信息员由张三、李四担任."""
    for match in _COMRADE.finditer(text.text):
        start = _name_begin(text.text, match.start())
        if start:
            yield Mention(start, start, match.start(), None, None)
    for match in _held_by().finditer(text.text):
        names = [*re.finditer("[^、和]+", match["names"])]
        if all(is_name(name[0]) for name in names):
            for name in names:
                start, end = (match.start("names") + place for place in name.span())
                yield Mention(start, start, end, match["role"], None)


def _name_begin(text: str, end: int) -> int | None:
    """Where the name begins that ends here, behind a stop or a body; None where none does."""
    bodies = {
        *words("names", "institutions"),
        *"科心",
    }  # 科 and 中心 end the name of a body, and may end one of a person
    starts = (end - length for length in _LENGTHS if end > length)
    fits = (
        start
        for start in starts
        if is_name(text[start:end]) and (text[start - 1] in "、和,。;:(由请" or text[start - 1] in bodies)
    )
    return max(fits, default=None)


def _after_by(text: str, end: int) -> bool:
    """After 由 and the like a name needs a verb or a role to be one: 由张三任组长, not 由高校、."""
    told = _DUTY.match(text, end)
    if told is None:
        return False
    return told["role"] is None or _role_in(told["role"]) is not None or ends_post(told["role"])


def _name_end(text: Running, start: int, *, after_colon: bool = False) -> int | None:
    """Where the name ends that begins here, None where none does."""
    given = _GIVEN_NAMES.match(text.text, start)
    if given and post_endings().search(given[0]):
        return None
    ends = range(given.end() + 1, given.end() + 9) if given else [start + length for length in _LENGTHS]
    perhaps = None
    for end in ends:
        if end > len(text.text) or not is_name(text.text[start:end]):
            continue
        if _AFTER_SURELY.match(text.text, end):
            # 张三和、: the letter that might have followed a shorter name belongs to this one.
            return end
        weak = _AFTER_PERHAPS.match(text.text, end) or (after_colon and text.begins_line(end))
        perhaps = perhaps or (end if weak else None)
    return perhaps


def _post_begin(text: str, ending: int, done: int) -> int:
    """Where the post begins that ends with the word at `ending`: after a stop, the officer before, or a lead-in."""
    earliest = max(done, ending - LONGEST_POST)
    begin = _without_lead_in(text, _last_stop(text, earliest, ending), ending)
    return _with_post_before(text, begin, earliest)


def _last_stop(text: str, earliest: int, ending: int) -> int:
    stops = [position + 1 for position in range(earliest, ending) if text[position] in ',。;:、()"》《']
    return stops[-1] if stops else earliest


def _without_lead_in(text: str, begin: int, ending: int) -> int:
    while lead := _LEAD_IN.match(text, begin, ending):
        begin = lead.end()
    return begin


def _with_post_before(text: str, begin: int, earliest: int) -> int:
    """A second post before the comma: 党委委员、副镇长张三."""
    if begin - 1 <= earliest or text[begin - 1] != "、":
        return begin
    stop = _last_stop(text, earliest, begin - 1)
    if _DUTY.match(text, stop):  # the role of the officer before: 张三任组长、镇长李四
        return begin
    before = _without_lead_in(text, stop, begin - 1)
    return before if before < begin - 1 and ends_post(text[before : begin - 1]) else begin


def _role_in(post: str) -> str | None:
    return next((role for role in _roles() if post.endswith(role)), None)


def _role_before(text: str, begin: int) -> str | None:
    """The role that heads the post: 组长:镇长张三."""
    if begin and text[begin - 1] in ":为":
        before = text[max(0, begin - 10) : begin - 1]
        return _role_in(before)
    return None


def _named_after_role(text: Running, first: Mention) -> Iterator[Mention]:
    """The names of a list after a role: 成员:张三、李四(所长)、王五."""
    mention: Mention | None = first
    while mention:
        yield mention
        after = mention.end
        bracket = _BRACKET.match(text.text, after)
        after = bracket.end() if bracket else after
        start = after + 1
        goes_on = text.text[after : after + 1] in {"、", ","} and start < len(text.text)
        end = _name_end(text, start, after_colon=True) if goes_on else None
        mention = Mention(start, start, end, None, first.role) if end else None


def _officer(document: Document, text: Running, mention: Mention, until: int) -> Officer:
    name = text.text[mention.start : mention.end]
    bracket = _BRACKET.match(text.text, mention.end)
    in_bracket = _post_in(bracket["inside"]) if bracket else None
    role = mention.role or _duty(text.text, bracket.end() if bracket else mention.end)
    post = mention.post or in_bracket or mention.role
    if in_bracket and mention.post in _roles():  # 组长张三(镇长)
        role, post = mention.post, in_bracket
    duty = None if role == post else role
    source = text.source(document, mention.begin, mention.end)
    return Officer(name, post, _phone(text.text, mention.end, until), duty, source)


def _post_in(text: str) -> str | None:
    """The post in a bracket behind a name, before a phone or a remark: `"办公室主任,电话:0999-5550123"`."""
    post = re.split("[,;]", text)[0]
    return post if ends_post(post) else None


def _duty(text: str, end: int) -> str | None:
    match = _DUTY.match(text, end)
    return (match["role"] or match["duty"]) if match else None


def _phone(text: str, end: int, until: int) -> str | None:
    """The first number of the same sentence, before the next person."""
    stop = text.find("。", end, until)
    last = min(until, end + PHONE_WITHIN) if stop < 0 else min(stop, end + PHONE_WITHIN)
    match = PHONES.search(text, end, last)
    return plain_phone(match[0]) if match and not _OF_NOBODY.search(text, end, match.start()) else None
