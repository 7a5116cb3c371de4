"""Reports made up for the rules: one busy report that agrees with itself, and small changes to it."""

from __future__ import annotations

import datetime

import msgspec

from reportparse.document import Origin
from reportparse.form import load_form
from reportparse.report import (
    Contact,
    Fact,
    Measure,
    Number,
    Officer,
    Organ,
    Period,
    Problem,
    Report,
    Section,
    Signature,
    Statement,
)
from reportparse.source import Source

APPLICANTS = [
    "natural_person",
    "commercial_enterprise",
    "research_institution",
    "public_interest_org",
    "legal_service_org",
]
APPLICANTS += ["other_org"]
OUTCOMES = {"granted": 11, "partially_granted": 3, "denied_third_party": 2, "unable_not_held": 5, "other_else": 1}
PROACTIVE = {
    "normative_documents.issued": 4,
    "normative_documents.repealed": 2,
    "normative_documents.in_force": 19,
    "licences.decisions": 523,
    "penalties.decisions": 41,
    "coercive_measures.decisions": 7,
    "administrative_fees.amount_10k_cny": 36.5,
}
REMEDIES = {
    "reconsideration": [3, 1, 2, 1],
    "litigation_direct": [1, 0, 1, 0],
    "litigation_after_reconsideration": [2, 0, 0, 1],
}
OVERVIEW = """2022年，我镇围绕中心工作推进公开，各项任务按计划完成。
（一）主动公开。全年主动公开政府信息88条，其中财政信息30条、民生信息58条。
（二）依申请公开。共收到政府信息公开申请24件，均依法答复。
（三）政府信息管理。文稿经过拟稿、初审、终审三道审核后发布。
（四）政府信息公开平台建设。网站栏目由专人维护，每周检查一次更新情况。
（五）监督保障。党政办公室主任具体负责信息公开工作，年内组织培训两次，接受社会评议。"""
PROBLEMS = """一是少数栏目更新不及时，会议纪要上网较晚，群众看到时事情已经办完。
二是政策解读形式偏少，图解和视频不多，年纪大的村民看不明白。
针对上述问题，将推行更新提醒制度，到期未更新的由专人催办；
增加政策解读的图解和视频，请村民试读后再发布。"""
OTHER = "本年度未收取信息处理费。人大代表建议4件，政协提案2件，均已答复。"
TITLES = {section.code: section.label for section in load_form("2021").sections}


def busy(year: int = 2022, name: str = "石桥镇", kind: str = "township") -> Report:
    """A report with figures in every table, all sums right, the text in agreement with the tables."""
    return Report(
        origin=Origin(f"{name}{year}.docx", f"sha-{name}-{year}", "docx", f"{name}/{year}.docx"),
        organ=Organ(name, f"青原县{name}人民政府", kind, "青原县", "东川市", "山东省"),
        year=year,
        edition="2021",
        title=f"{name}{year}年政府信息公开工作年度报告",
        editions={"proactive": "2021", "requests": "2021", "remedies": "2021"},
        period=Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31)),
        signed=Signature(name, datetime.date(year + 1, 1, 18)),
        published=datetime.date(year + 1, 1, 20),
        contact=Contact(
            "党政办公室", "青原县石桥镇大街1号", "255410", "0533-5550101", email="a@b.cn", website="qy.gov.cn"
        ),
        sections=tuple(_sections(year)),
        facts=tuple(_facts()),
        officers=_officers(),
        statements=_statements(),
        problems=(
            Problem("少数栏目更新不及时，会议纪要上网较晚", ("timeliness",)),
            Problem("政策解读形式偏少，图解和视频不多", ("policy_interpretation",)),
        ),
        measures=(
            Measure("推行更新提醒制度，到期未更新的由专人催办", ("update",)),
            Measure("增加政策解读的图解和视频", ("interpretation",)),
        ),
    )


def _sections(year: int) -> list[Section]:
    numerals = "一二三四五六"
    notice = "国办公开办函〔2021〕30号"
    titles = "、".join(TITLES.values())
    preamble = f"本报告根据《中华人民共和国政府信息公开条例》和{notice}编制，全文由{titles}等六个部分组成。"
    texts = {"overview": OVERVIEW.replace("2022", str(year)), "problems": PROBLEMS, "other_matters": OTHER}
    numbered = [
        Section(code, f"{numerals[n]}、{title}", n + 1, texts.get(code, ""))
        for n, (code, title) in enumerate(TITLES.items())
    ]
    return [Section("preamble", "", None, preamble), *numbered]


def _facts() -> list[Fact]:
    values: dict[str, Number] = {item.id: 0 for item in load_form("2021").items()}
    values |= {f"proactive.{name}": value for name, value in PROACTIVE.items()}
    for row, (natural, company) in {"received": (19, 5), "carried_in": (2, 0), "carried_out": (3, 1)}.items():
        values |= _row(row, natural, company)
    for row, total in OUTCOMES.items():
        company = int(total > 1)
        values |= _row(row, total - company, company)
    values |= _row("processed", 18, 4)
    for row, results in REMEDIES.items():
        named = zip(("upheld", "corrected", "other_result", "pending", "total"), [*results, sum(results)], strict=True)
        values |= {f"remedies.{row}.{column}": value for column, value in named}
    places = {"proactive": 1, "requests": 2, "remedies": 3}
    return [
        Fact(
            item,
            "stated",
            value,
            str(value),
            Source("sha", 9, table=places[item.split(".")[0]], row=n, column=2, raw=str(value)),
        )
        for n, (item, value) in enumerate(values.items(), 1)
    ]


def _row(row: str, natural: int, company: int) -> dict[str, Number]:
    cells = dict.fromkeys((f"requests.{row}.{column}" for column in APPLICANTS), 0)
    cells[f"requests.{row}.natural_person"], cells[f"requests.{row}.commercial_enterprise"] = natural, company
    return {**cells, f"requests.{row}.total": natural + company}


def _officers() -> tuple[Officer, ...]:
    place = Source("sha", 5, table=1, row=2)
    return (
        Officer("甲一", "党委副书记", "13800000001", "分管领导，统筹信息公开工作", place),
        Officer("乙二", "党政办公室主任", "13800000002", "工作人员，具体负责日常工作", place),
        Officer("丙三", "党政办公室科员", "13800000003", "工作人员，负责信息发布", place),
    )


def _statements() -> tuple[Statement, ...]:
    received = ("requests.received.total",)
    return (
        Statement("disclosed", 88, "条", section="overview", text="全年主动公开政府信息88条"),
        Statement("disclosed_part", 30, "条", part_of=0, section="overview", text="其中财政信息30条"),
        Statement("disclosed_part", 58, "条", part_of=0, section="overview", text="民生信息58条"),
        Statement("requests_received", 24, "件", section="overview", items=received, text="共收到政府信息公开申请24件"),
        Statement("requests_received", 24, "件", section="overview", items=received, text="24件申请均有登记"),
        Statement("staff", 2, "名", section="overview", text="配备工作人员2名"),
        Statement("staff_full_time", 1, "名", section="overview", text="专职1名"),
        Statement("staff_part_time", 1, "名", section="overview", text="兼职1名"),
        Statement("processing_fee", 0, "元", negated=True, section="other_matters", text="未收取信息处理费"),
    )


def cells(report: Report, values: dict[str, Number | None]) -> Report:
    """The report with other figures; None makes a cell blank."""
    unknown = set(values) - {fact.item for fact in report.facts}
    assert not unknown, unknown
    facts = tuple(_changed(fact, values) for fact in report.facts)
    return msgspec.structs.replace(report, facts=facts)


def _changed(fact: Fact, values: dict[str, Number | None]) -> Fact:
    if fact.item not in values:
        return fact
    value = values[fact.item]
    state = "blank" if value is None else "stated"
    return msgspec.structs.replace(fact, state=state, value=value, raw="" if value is None else str(value))


def text(report: Report, section: str, written: str) -> Report:
    """The report with another text in one section."""
    sections = tuple(
        msgspec.structs.replace(one, text=written) if one.code == section else one for one in report.sections
    )
    return msgspec.structs.replace(report, sections=sections)


def says(report: Report, kind: str, value: Number, *items: str, **more: object) -> Report:
    """The report with one more number said."""
    statement = Statement(kind, value, str(more.pop("unit", "件")), items=items, text=f"{kind}{value}件")
    return msgspec.structs.replace(report, statements=(*report.statements, msgspec.structs.replace(statement, **more)))


def change(report: Report, **fields: object) -> Report:
    """The report with other fields."""
    return msgspec.structs.replace(report, **fields)


def without(report: Report, table: str) -> Report:
    """The report with a table missing."""
    gone = [msgspec.structs.replace(f, state="absent", value=None) if f.table == table else f for f in report.facts]
    return msgspec.structs.replace(report, facts=tuple(gone))


def old_form(year: int = 2020) -> Report:
    """A report on the 2019 form, with figures in its table two."""
    form = load_form("2019")
    values: dict[str, Number] = {item.id: 0 for item in form.items()}
    values |= {
        "proactive.normative_documents.made": 3,
        "proactive.normative_documents.newly_disclosed": 3,
        "proactive.normative_documents.disclosed_total": 17,
        "proactive.licences.items_last_year": 12,
        "proactive.licences.items_change": -2,
        "proactive.central_procurement.procurement_items": 2,
        "proactive.central_procurement.procurement_amount": 31.5,
    }
    facts = tuple(Fact(item, "stated", value, str(value)) for item, value in values.items())
    editions = dict.fromkeys(("proactive", "requests", "remedies"), "2019")
    return change(busy(year), edition="2019", editions=editions, facts=facts)
