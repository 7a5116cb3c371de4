"""Officers: numbers of staff against the list, one phone for two, posts in prose against the list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from reportparse.form import Form
from reportparse.report import Officer, Report, Statement
from reportparse.rules.outcome import Outcome, broken, compared, holds, not_assessable, passages
from reportparse.rules.words import words
from reportparse.text import key, squeeze

_LEADS = re.compile(r"分管领导|统筹|组长|第一责任人|主要负责人|主持|牵头|总负责|分管(?:信息公开|政务公开|政府信息)")
_STAFF = re.compile(r"工作人员|专职|兼职|具体|日常|信息员|经办|专人|编辑|录入|审核|发布|答复")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_IN_CHARGE = re.compile(
    r"(?P<post>(?:党政|综合|党群|政务|行政|文秘|党建|社会事务)[^,。;、由任和的及]{0,6}?办?(?:公室|室)?(?:副)?(?:主任|科长|科员|干事|负责人)"
    r"|(?:(?<=由)|(?<=指定|明确|确定|安排))(?!各|有关|相关|[专兼一\d])[^,。;、由任和的及]{2,10}?(?:主任|[科股站所]长|科员|干事|专员))"
    r"[^,。;]{0,6}?(?:具体|直接|负责|承担|主管|主抓|牵头|担任|联络人|责任人|经办)"
)


def p_count(report: Report, form: Form) -> Iterator[Outcome]:
    """The number of staff that the text states is the number of staff in the list; leaders are not staff."""
    stated = [statement for statement in report.statements if statement.kind == "staff" and not statement.approximate]
    named = [officer for officer in report.officers if officer.source and officer.source.table]
    listed = [officer for officer in named if not _is_leader(officer)]
    if not stated or not named:
        yield not_assessable("not said")
        return
    counts = {statement.value for statement in stated} - {len(named), len(listed)}
    detail = f"名单共{len(named)}人，其中领导{len(named) - len(listed)}人"
    told = broken(
        sources=[stated[0].source, *(officer.source for officer in named)],
        quote=stated[0].text,
        stated=stated[0].value,
        listed=len(listed),
        detail=detail,
        left=stated[0].value,
        right=len(listed),
    )
    yield compared(not counts, told)


def _is_leader(officer: Officer) -> bool:
    duty = officer.duty or ""
    return bool(_LEADS.search(duty)) and not _STAFF.search(duty.partition("，")[0])


def p_split(report: Report, form: Form) -> Iterator[Outcome]:
    """Full-time and part-time staff add up to the staff, where all three are given."""
    by_kind = {kind: _one(report, kind) for kind in ("staff", "staff_full_time", "staff_part_time")}
    whole, full, part = by_kind.values()
    if whole is None or full is None or part is None:
        yield not_assessable("not said")
        return
    both = full.value + part.value
    told = broken(
        sources=[whole.source, full.source, part.source],
        quote=whole.text,
        left=both,
        right=whole.value,
        full=full.value,
        part=part.value,
    )
    yield compared(both == whole.value, told)


def _one(report: Report, kind: str) -> Statement | None:
    return next((statement for statement in report.statements if statement.kind == kind), None)


def p_phone2(report: Report, form: Form) -> Iterator[Outcome]:
    """A mobile number has one person."""
    holders: dict[str, list[Officer]] = defaultdict(list)
    for officer in report.officers:
        for number in _MOBILE.findall(squeeze(officer.phone or "")):
            holders[number].append(officer)
    if not holders:
        yield not_assessable("not said")
    for number, officers in holders.items():
        names = list(dict.fromkeys(officer.name for officer in officers))
        sources = [officer.source for officer in officers]
        yield compared(len(names) < 2, broken(sources=sources, phone=masked(number), names="、".join(names)))


def masked(phone: str) -> str:
    """A phone number with its middle hidden: `"138****5678"`."""
    return phone[:3] + "****" + phone[-4:] if len(phone) >= 7 else phone


def p_role(report: Report, form: Form) -> Iterator[Outcome]:
    """A post that the overview puts in charge is a post of the list."""
    overview = report.section("overview")
    in_table = [officer for officer in report.officers if officer.source and officer.source.table]
    posts = [key(officer.post or "") for officer in in_table or report.officers]
    matches = list(_IN_CHARGE.finditer(squeeze(overview.text))) if overview and len(posts) > 1 else []
    if overview is None or not matches:
        yield not_assessable("not said")
        return
    named = {_short(match["post"]): match for match in matches}
    strange = [match for post, match in named.items() if not any(post in _short(listed) for listed in posts)]
    for match in strange:
        yield broken(sources=[overview.source], quote=match[0], post=match["post"])
    if not strange:
        yield holds()


def _short(post: str) -> str:
    return key(post).replace("办公室", "办")


def p_pii(report: Report, form: Form) -> Iterator[Outcome]:
    """No mobile number and no identity number of a person is printed."""
    text = " ".join(section.text for section in passages(report))
    found = set(re.findall(words().personal, text))
    found |= {number for officer in report.officers for number in _MOBILE.findall(squeeze(officer.phone or ""))}
    sources = [officer.source for officer in report.officers if _MOBILE.search(officer.phone or "")]
    yield compared(not found, broken(sources=sources, left=len(found)))


RULES: dict[str, Callable[[Report, Form], Iterator[Outcome]]] = {
    "P-COUNT": p_count,
    "P-SPLIT": p_split,
    "P-PHONE2": p_phone2,
    "P-ROLE": p_role,
    "P-PII": p_pii,
}
