"""Of each rule a case in which it holds and one in which it is broken; a case is the reports audited together."""

from __future__ import annotations

import datetime
from typing import NamedTuple

import msgspec
import pandas as pd

from reportparse.report import Contact, Officer, Period, Report, Signature

from .builder import PROBLEMS, busy, cells, change, old_form, says, text, without


class Example(NamedTuple):
    """Reports in which a rule holds, and reports in which it is broken (each list is one audit)."""

    holds: list[Report]
    breaks: list[Report]
    divisions: pd.DataFrame | None = None


def both(before: Report, now: Report) -> list[Report]:
    return [before, now]


GOOD = busy()
YEAR_BEFORE = cells(
    busy(2021),
    {
        "requests.carried_out.natural_person": 2,
        "requests.carried_out.commercial_enterprise": 0,
        "requests.carried_out.total": 2,
        "proactive.normative_documents.in_force": 17,
        "proactive.licences.decisions": 498,
        "requests.granted.total": 12,
        "remedies.reconsideration.upheld": 4,
    },
)
LAST_OVERVIEW = (
    "2021年着重抓了目录修订、专栏调整和队伍建设，清理了失效文件，"
    "完善了检索功能，并邀请居民代表座谈，听取对公开工作的意见建议。"
)
LAST_PROBLEMS = (
    "主要不足是工作人员变动频繁、衔接不够，部分文件归档不及时，公开渠道偏少，"
    "对群众留言回复简单；今后将稳定队伍、理顺归档流程、增设公开栏并改进留言答复。"
)
YEAR_BEFORE = change(
    text(text(YEAR_BEFORE, "overview", LAST_OVERVIEW * 2), "problems", LAST_PROBLEMS * 2),
    problems=(),
    contact=Contact(phone="0533-5550101", address="青原县"),
)
PAIR = both(YEAR_BEFORE, GOOD)
OTHER_TEXT = (
    "本单位文字材料偏长、图表偏少，阅读体验不好，网站检索也不方便。下一步精简材料、多用图表，"
    "并请技术单位改进检索。公开栏设在院外，夜间无照明，将加装灯具。"
)
NEIGHBOUR = text(
    text(busy(name="柳泉乡", kind="rural_township"), "problems", OTHER_TEXT),
    "overview",
    OTHER_TEXT.replace("网站", "屏幕") * 2,
)
NEIGHBOUR = change(NEIGHBOUR, contact=Contact(phone="0533-5550202", address="柳泉", website="qy.gov.cn"))
THIRD = change(text(text(busy(name="云台街道", kind="sub_district"), "problems", ""), "overview", ""),
               contact=Contact(phone="0533-5550303", website="qy.gov.cn"))  # fmt: skip
AREA = [GOOD, NEIGHBOUR, THIRD]
COUNTY = change(
    text(busy(name="青原县", kind="county"), "overview", "本报告数据汇总各乡镇、各部门情况。" * 3),
    contact=Contact(phone="0533-5550404"),
)
DIVISIONS = pd.DataFrame(
    {
        "code": ["370399", "370399101", "370399201"],
        "name": ["青原县", "石桥镇", "柳泉乡"],
        "parent": ["东川市", "370399", "370399"],
    }
)
WRONG_DIVISIONS = DIVISIONS.assign(code=["370399", "370398101", "370399201"])


def dated(signed: str, published: str | None = None, **fields: object) -> Report:
    day = datetime.date.fromisoformat
    return change(
        GOOD, signed=Signature("石桥镇", day(signed)), published=day(published) if published else None, **fields
    )


def contact(**fields: str) -> Report:
    return change(GOOD, contact=Contact(**fields))


def other_phone(report: Report, phone: str) -> Report:
    return change(report, contact=Contact(phone=phone, website="qy.gov.cn"))


def kind(report: Report, code: str) -> Report:
    return change(report, organ=msgspec.structs.replace(report.organ, kind=code))


def one(report: Report) -> Example:
    """An example for a rule that the busy report fulfils."""
    return Example([GOOD], [report])


def with_part(value: int) -> Report:
    statements = (*GOOD.statements[:2], msgspec.structs.replace(GOOD.statements[2], value=value), *GOOD.statements[3:])
    return change(GOOD, statements=statements)


def overview(written: str) -> Report:
    return text(GOOD, "overview", written)


def elsewhere(name: str, phone: str) -> Report:
    organ = msgspec.structs.replace(GOOD.organ, name=name, full_name=None, county="白河县")
    return change(busy(name=name), organ=organ, contact=Contact(phone=phone, website="baihe.gov.cn"))


ELSEWHERE = [
    elsewhere("松岭镇", "0535-5550901"),
    elsewhere("赤水镇", "0535-5550902"),
    elsewhere("黄沙镇", "0535-5550903"),
]
STRANGER = contact(phone="0533-5550101", website="www.baihe.gov.cn")
PEERS = [
    cells(busy(name=f"{name}镇"), {"proactive.administrative_fees.amount_10k_cny": 20 + n})
    for n, name in enumerate("甲乙丙丁戊")
]
RICH = cells(busy(name="己己镇"), {"proactive.administrative_fees.amount_10k_cny": 365000})
REUSED = text(busy(2021), "problems", PROBLEMS)
MASKED = "requests.carried_out.total"
RECEIVED = "requests.received.total"
DECIDED = {
    "remedies.reconsideration.upheld": 20,
    "remedies.reconsideration.corrected": 12,
    "remedies.reconsideration.other_result": 8,
}
LOST = cells(GOOD, DECIDED)
WON = cells(GOOD, {**DECIDED, "remedies.reconsideration.corrected": 2})
MANY = cells(GOOD, {"requests.processed.total": 100, "requests.granted.total": 50})
FEW = cells(GOOD, {"requests.processed.total": 100, "requests.granted.total": 10})
ALL_DONE = overview("全年收到的申请已全部办结，答复率100%。")
ONE_LEFT = change(ALL_DONE, statements=())
NONE_LEFT = cells(ONE_LEFT, {MASKED: 0})
PERCENT = "全年收到申请24件，其中自然人19件，占79.2%。"
MOBILE_FREE = change(GOOD, officers=())
NO_REQUESTS = cells(GOOD, {RECEIVED: 0})
NONE_BEFORE = cells(YEAR_BEFORE, {RECEIVED: 0})
NORMATIVE = "proactive.normative_documents.issued"
SECTIONS = GOOD.sections
EXTRA = old_form()["proactive.other_external_services.decisions"]
FACTS_SHIFTED = tuple(
    msgspec.structs.replace(f, source=msgspec.structs.replace(f.source, row=1))
    if f.item == "requests.carried_out.total" and f.source
    else f
    for f in GOOD.facts
)
REMEDIES = [fact.item for fact in GOOD.facts if fact.table == "remedies"]
TURNED = dict(zip(REMEDIES, [7, 3, 1, 2, 1, 2, 1, 0, 1, 0, 3, 2, 0, 0, 1], strict=True))
LARGE = cells(COUNTY, {f"requests.{row}.total": 100 for row in ("received", "processed", "carried_out")})

EXAMPLES: dict[str, Example] = {
    "T3-BAL": one(cells(GOOD, {"requests.received.natural_person": 21})),
    "T3-TOT": one(cells(GOOD, {"requests.granted.total": 12})),
    "T3-ROW": one(cells(GOOD, {"requests.granted.total": 12})),
    "T3-NNI": one(cells(GOOD, {"requests.granted.total": 11.5})),
    "T3-NEG": one(cells(GOOD, {"requests.processed.total": 99})),
    "T3-BLANK": one(cells(GOOD, {"requests.granted.other_org": None})),
    "T3-SHAPE": one(change(GOOD, facts=FACTS_SHIFTED)),
    "T3-FEE": one(text(cells(GOOD, {"requests.other_fee_unpaid.total": 1}), "other_matters", "无。")),
    "T3-MASS": one(cells(GOOD, {"requests.not_processed_excessive.total": 4, RECEIVED: 5})),
    "T4-SUM": one(cells(GOOD, {"remedies.reconsideration.total": 8})),
    "T4-NNI": one(cells(GOOD, {"remedies.reconsideration.total": -1})),
    "T4-BLANK": one(cells(GOOD, {"remedies.reconsideration.pending": None})),
    "T4-SHAPE": one(cells(GOOD, TURNED)),
    "T4-PRE": Example([GOOD], [busy(2024)]),
    "T4-AFTER": Example(
        [GOOD], both(YEAR_BEFORE, cells(GOOD, {"remedies.litigation_after_reconsideration.total": 99}))
    ),
    "T2-NNI": one(cells(GOOD, {"proactive.licences.decisions": -3})),
    "T2-BLANK": one(cells(GOOD, {"proactive.licences.decisions": None})),
    "T2-RULES": one(cells(GOOD, {"proactive.rules.issued": 2})),
    "T2-FLOOR": one(cells(GOOD, {"proactive.normative_documents.in_force": 1})),
    "T2-UNIT": Example(PEERS, [*PEERS, RICH]),
    "T2-MIX": one(change(GOOD, extras=(EXTRA,))),
    "T2-19-STOCK": Example([old_form()], [cells(old_form(), {"proactive.licences.items_change": -15})]),
    "T2-19-DISC": Example([old_form()], [cells(old_form(), {"proactive.normative_documents.disclosed_total": 1})]),
    "T2-19-PROC": Example([old_form()], [cells(old_form(), {"proactive.central_procurement.procurement_amount": 0})]),
    "X-34": Example([GOOD], [NONE_BEFORE, NO_REQUESTS]),
    "X-34B": Example([GOOD], both(YEAR_BEFORE, cells(GOOD, {"remedies.reconsideration.total": 99}))),
    "X-2N": Example(
        [says(GOOD, "normative_documents_issued", 4, NORMATIVE)],
        [says(GOOD, "normative_documents_issued", 6, NORMATIVE)],
    ),
    "N-RECV": one(says(GOOD, "requests_received", 31, RECEIVED)),
    "N-FLOW": Example([says(GOOD, "requests_carried_out", 4, MASKED)], [says(GOOD, "requests_carried_out", 5, MASKED)]),
    "N-ZERO": one(says(GOOD, "requests_received", 0, RECEIVED)),
    "N-OUT": Example(
        [says(GOOD, "granted", 11, "requests.granted.total")], [says(GOOD, "granted", 12, "requests.granted.total")]
    ),
    "N-REM": Example(
        [says(GOOD, "reconsideration", 7, "remedies.reconsideration.total")],
        [says(GOOD, "reconsideration", 6, "remedies.reconsideration.total")],
    ),
    "N-TABLE": Example(
        [says(GOOD, "licences", 523, "proactive.licences.decisions")],
        [says(GOOD, "licences", 532, "proactive.licences.decisions")],
    ),
    "N-APPROX": Example(
        [says(GOOD, "requests_received", 23, RECEIVED, approximate=True)],
        [says(GOOD, "requests_received", 60, RECEIVED, approximate=True)],
    ),
    "N-PARTS": one(with_part(57)),
    "N-PART-GT": one(with_part(580)),
    "N-TWICE": one(says(GOOD, "requests_received", 31, RECEIVED)),
    "N-UNIT": one(says(GOOD, "disclosed_part", 9, part_of=0, unit="次")),
    "N-PCT": Example([overview(PERCENT)], [overview(PERCENT.replace("79.2", "89.2"))]),
    "N-RATE": Example([NONE_LEFT], [ONE_LEFT]),
    "N-DONE": Example([NONE_LEFT], [ONE_LEFT]),
    "N-FEE": one(says(GOOD, "processing_fee", 260, unit="元")),
    "N-TARIFF": Example([says(GOOD, "processing_fee", 260, unit="元")], [says(GOOD, "processing_fee", 263, unit="元")]),
    "Y-CARRY": Example(PAIR, both(YEAR_BEFORE, cells(GOOD, {"requests.carried_in.total": 3}))),
    "Y-FORCE": Example(PAIR, both(YEAR_BEFORE, cells(GOOD, {"proactive.normative_documents.in_force": 20}))),
    "Y-ITEMS": Example(
        both(old_form(2019), cells(old_form(), {"proactive.licences.items_last_year": 10})),
        both(old_form(2019), old_form()),
    ),
    "Y-PCT": Example(
        both(cells(YEAR_BEFORE, {RECEIVED: 20}), overview("共收到政府信息公开申请24件，同比增长20%。")),
        both(cells(YEAR_BEFORE, {RECEIVED: 20}), overview("共收到政府信息公开申请24件，较上年下降20%。")),
    ),
    "Y-PEND": Example(PAIR, both(YEAR_BEFORE, cells(GOOD, {"remedies.reconsideration.total": 0}))),
    "Y-SAMETAB": Example(PAIR, both(busy(2021), GOOD)),
    "Y-SAMETEXT": Example(PAIR, both(busy(2021), GOOD)),
    "Y-REUSE": Example(PAIR, both(busy(2021), GOOD)),
    "Y-JUMP": Example(PAIR, both(YEAR_BEFORE, cells(GOOD, {"proactive.licences.decisions": 52300}))),
    "Y-PROB": Example(
        both(
            change(busy(2021), problems=GOOD.problems[:0] + busy(2021).problems[1:]),
            change(GOOD, problems=GOOD.problems[:1]),
        ),
        both(busy(2021), GOOD),
    ),
    "Y-GAP": Example(PAIR, both(busy(2020), GOOD)),
    "H-SUM": Example([LARGE, GOOD, NEIGHBOUR], [COUNTY, GOOD, NEIGHBOUR]),
    "H-GT": Example([cells(COUNTY, {RECEIVED: 100}), GOOD], [cells(COUNTY, {RECEIVED: 20}), GOOD]),
    "H-TWIN": Example(AREA, [GOOD, text(NEIGHBOUR, "problems", PROBLEMS)]),
    "H-PHONE": Example(AREA, [GOOD, other_phone(NEIGHBOUR, "05335550101")]),
    "H-NAME": Example([GOOD], [busy(name="无名镇")], DIVISIONS),
    "H-CODE": Example([NEIGHBOUR], [GOOD], WRONG_DIVISIONS),
    "S-SECT": one(change(GOOD, sections=SECTIONS[:-1])),
    "S-NUM": one(change(GOOD, sections=(*SECTIONS[:-1], msgspec.structs.replace(SECTIONS[-1], number=None)))),
    "S-PARTS": one(text(GOOD, "preamble", "全文共分七个部分。")),
    "S-EDITION": one(change(old_form(), year=2022)),
    "S-CITE": one(text(GOOD, "preamble", "根据国办公开办函〔2019〕60号编制。")),
    "S-YEAR": one(change(GOOD, title="石桥镇2021年政府信息公开工作年度报告")),
    "S-PERIOD": one(change(GOOD, period=Period(datetime.date(2022, 1, 1), datetime.date(2022, 12, 30)))),
    "S-OLD": one(overview("七、咨询处理情况。")),
    "S-OV5": one(overview("全年主动公开信息88条。")),
    "S-LEN": one(overview("公开工作有序推进。" * 200)),
    "S-EMPTY": one(change(text(GOOD, "problems", "无。"), problems=())),
    "S-FEE": one(text(GOOD, "other_matters", "无。")),
    "S-ABSENT": one(without(GOOD, "requests")),
    "D-DEPT": Example([kind(GOOD, "department")], [kind(dated("2023-02-01", "2023-02-03"), "department")]),
    "D-GOV": Example([kind(GOOD, "county")], [kind(dated("2023-04-01", "2023-04-03"), "county")]),
    "D-TOWN": one(dated("2023-02-01", "2023-02-03")),
    "D-ORDER": one(dated("2022-12-20")),
    "D-NEXT": one(dated("2022-12-31")),
    "D-VALID": Example([overview("2022年3月1日起施行。")], [overview("2022年2月30日起施行。")]),
    "C-PHONE": one(contact(phone="0533-55501")),
    "C-AREA": Example(AREA, [*AREA, other_phone(busy(name="外河镇"), "0532-85550404")]),
    "C-POST": one(contact(postcode="455410", phone="0533-5550101")),
    "C-URL": Example([GOOD, *ELSEWHERE], [STRANGER, *ELSEWHERE]),
    "C-MISSING": one(change(GOOD, contact=None)),
    "P-COUNT": one(change(GOOD, statements=(msgspec.structs.replace(GOOD.statements[5], value=4),))),
    "P-SPLIT": one(
        change(GOOD, statements=(msgspec.structs.replace(GOOD.statements[5], value=4), *GOOD.statements[6:8]))
    ),
    "P-PHONE2": one(change(GOOD, officers=(*GOOD.officers, Officer("丁四", "科员", "13800000003")))),
    "P-ROLE": one(change(GOOD, officers=(GOOD.officers[0], GOOD.officers[2]))),
    "P-PII": Example([MOBILE_FREE], [GOOD]),
    "V-ORG": one(overview("清河镇明确专人负责审核。")),
    "V-SELF": one(overview("我局主动接受监督。")),
    "V-DOMAIN": one(overview("把平台作为财政宣传的重要阵地。")),
    "V-YEAR": Example([overview("2022年，我镇共收到申请24件。")], [overview("2021年，我镇共收到申请24件。")]),
    "V-PAIR": one(change(GOOD, measures=GOOD.measures[:1])),
    "L-DUP": one(overview("持续推进信息信息公开，接受监督。")),
    "L-PUNCT": one(overview("持续推进公开。，接受监督。")),
    "L-HOLE": one(overview("全年公开信息XX条。")),
    "L-CUT": one(overview("全年按照计划推进信息公开各项任务，并且认真落实上级部署的")),
    "K-GRANT": Example([MANY], [FEW]),
    "K-LOST": Example([WON], [LOST]),
}
