"""The statutory tables of the annual report, written from what is printed in each cell.

The labels stand here and not in the library's own form files, so that a mistake in one of the two
shows as a disagreement and not as agreement.
"""

from __future__ import annotations

from collections.abc import Mapping

from corpus.writing.model import Cell, Grid

EDITIONS = ("2019", "2021")
TABLES = ("proactive", "requests", "remedies")

SECTIONS = {
    "overview": "总体情况",
    "proactive": "主动公开政府信息情况",
    "requests": "收到和处理政府信息公开申请情况",
    "remedies": "政府信息公开行政复议、行政诉讼情况",
    "problems": "存在的主要问题及改进情况",
    "other_matters": "其他需要报告的事项",
}

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"

Labelled = tuple[str, str]  # code, label

# article, its columns, its rows
_ARTICLES: dict[str, list[tuple[str, list[Labelled], list[Labelled]]]] = {
    "2021": [
        (
            "第二十条第（一）项",
            [("issued", "本年制发件数"), ("repealed", "本年废止件数"), ("in_force", "现行有效件数")],
            [("rules", "规章"), ("normative_documents", "行政规范性文件")],
        ),
        ("第二十条第（五）项", [("decisions", "本年处理决定数量")], [("licences", "行政许可")]),
        (
            "第二十条第（六）项",
            [("decisions", "本年处理决定数量")],
            [("penalties", "行政处罚"), ("coercive_measures", "行政强制")],
        ),
        (
            "第二十条第（八）项",
            [("amount_10k_cny", "本年收费金额（单位：万元）")],
            [("administrative_fees", "行政事业性收费")],
        ),
    ],
    "2019": [
        (
            "第二十条第（一）项",
            [("made", "本年新制作数量"), ("newly_disclosed", "本年新公开数量"), ("disclosed_total", "对外公开总数量")],
            [("rules", "规章"), ("normative_documents", "规范性文件")],
        ),
        (
            "第二十条第（五）项",
            [("items_last_year", "上一年项目数量"), ("items_change", "本年增/减"), ("decisions", "处理决定数量")],
            [("licences", "行政许可"), ("other_external_services", "其他对外管理服务事项")],
        ),
        (
            "第二十条第（六）项",
            [("items_last_year", "上一年项目数量"), ("items_change", "本年增/减"), ("decisions", "处理决定数量")],
            [("penalties", "行政处罚"), ("coercive_measures", "行政强制")],
        ),
        (
            "第二十条第（八）项",
            [("items_last_year", "上一年项目数量"), ("items_change", "本年增/减")],
            [("administrative_fees", "行政事业性收费")],
        ),
        (
            "第二十条第（九）项",
            [("procurement_items", "采购项目数量"), ("procurement_amount", "采购总金额")],
            [("central_procurement", "政府集中采购")],
        ),
    ],
}

APPLICANTS: list[Labelled] = [
    ("natural_person", "自然人"),
    ("commercial_enterprise", "商业企业"),
    ("research_institution", "科研机构"),
    ("public_interest_org", "社会公益组织"),
    ("legal_service_org", "法律服务机构"),
    ("other_org", "其他"),
    ("total", "总计"),
]

_GRANTED: list[Labelled] = [
    ("granted", "（一）予以公开"),
    ("partially_granted", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
]
_GROUPS: list[tuple[Labelled, list[Labelled]]] = [
    (
        ("denied", "（三）不予公开"),
        [
            ("denied_state_secret", "1.属于国家秘密"),
            ("denied_prohibited_by_law", "2.其他法律行政法规禁止公开"),
            ("denied_security_stability", "3.危及“三安全一稳定”"),
            ("denied_third_party", "4.保护第三方合法权益"),
            ("denied_internal_affairs", "5.属于三类内部事务信息"),
            ("denied_deliberative", "6.属于四类过程性信息"),
            ("denied_enforcement_file", "7.属于行政执法案卷"),
            ("denied_inquiry_matter", "8.属于行政查询事项"),
        ],
    ),
    (
        ("unable", "（四）无法提供"),
        [
            ("unable_not_held", "1.本机关不掌握相关政府信息"),
            ("unable_must_create", "2.没有现成信息需要另行制作"),
            ("unable_unclear", "3.补正后申请内容仍不明确"),
        ],
    ),
    (
        ("not_processed", "（五）不予处理"),
        [
            ("not_processed_petition", "1.信访举报投诉类申请"),
            ("not_processed_duplicate", "2.重复申请"),
            ("not_processed_publication", "3.要求提供公开出版物"),
            ("not_processed_excessive", "4.无正当理由大量反复申请"),
            ("not_processed_reissue", "5.要求行政机关确认或重新出具已获取信息"),
        ],
    ),
]
# The 2019 form has one row for all other outcomes, the 2021 form three.
_OTHER: dict[str, list[tuple[Labelled, list[Labelled]]]] = {
    "2019": [(("other_outcome", "（六）其他处理"), [])],
    "2021": [
        (
            ("other_outcome", "（六）其他处理"),
            [
                ("other_not_corrected", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
                ("other_fee_unpaid", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
                ("other_else", "3.其他"),
            ],
        )
    ],
}
_RECEIVED: list[Labelled] = [
    ("received", "一、本年新收政府信息公开申请数量"),
    ("carried_in", "二、上年结转政府信息公开申请数量"),
]
_OUTCOMES: Labelled = ("outcomes", "三、本年度办理结果")
_PROCESSED: Labelled = ("processed", "（七）总计")
_CARRIED_OUT: Labelled = ("carried_out", "四、结转下年度继续办理")

_RESULTS: list[Labelled] = [
    ("upheld", "结果维持"),
    ("corrected", "结果纠正"),
    ("other_result", "其他结果"),
    ("pending", "尚未审结"),
    ("total", "总计"),
]
_REMEDIES: list[Labelled] = [
    ("reconsideration", "行政复议"),
    ("litigation_direct", "未经复议直接起诉"),
    ("litigation_after_reconsideration", "复议后起诉"),
]

# Wordings met instead of the official label, by code; pass a choice of them as `labels`.
VARIANTS: dict[str, tuple[str, ...]] = {
    "normative_documents": ("规范性文件", "行政规范性文件"),
    "issued": ("本年制发数", "本年\n制发件数", "本年制发件数（件）"),
    "repealed": ("本年废止数", "本年\n废止件数"),
    "in_force": ("现行有效数", "现行\n有效件数"),
    "amount_10k_cny": ("本年收费金额(单位:万元)", "本年收费金额（万元）"),
    "items_change": ("本年增／减",),
    "procurement_amount": ("采购总金额(万元)",),
    "commercial_enterprise": ("商业\n企业",),
    "research_institution": ("科研\n机构",),
    "public_interest_org": ("社会\n公益\n组织", "社会公\n益组织"),
    "legal_service_org": ("法律\n服务\n机构", "法律服\n务机构"),
    "other_org": ("其它",),
    "partially_granted": ("（二）部分公开", "(二)部分公开(区分处理的,只计这一情形,不计其他情形)"),
    "denied_state_secret": ("1. 属于国家秘密", "1、属于国家秘密", "1．属于国家秘密"),
    "denied_prohibited_by_law": ("2.其他法律、行政法规禁止公开", "2、其他法律行政法规禁止公开"),
    "denied_security_stability": ('3.危及"三安全一稳定"', "3.危及“三安全、一稳定”"),
    "unable_must_create": ("2.没有现成信息，需要另行制作",),
    "not_processed_petition": ("1.信访、举报、投诉类申请",),
    "not_processed_reissue": ("5.要求行政机关确认或者重新出具已获取信息",),
    "other_outcome": ("(六)其他处理", "（六）其他"),
    "other_not_corrected": ("1.逾期不补正", "1、申请人无正当理由逾期不补正，行政机关不再处理其政府信息公开申请"),
    "other_fee_unpaid": ("2.逾期不缴费", "2、申请人逾期未按收费通知要求缴纳费用，行政机关不再处理其政府信息公开申请"),
    "other_else": ("3、其他", "3.其它"),
    "processed": ("(七)总计", "（七） 总计"),
    "outcomes": ("三、\n本年度\n办理\n结果", "三、本年度\n办理结果"),
    "litigation_direct": ("未经复议\n直接起诉",),
    "upheld": ("结果\n维持",),
    "corrected": ("结果\n纠正",),
    "other_result": ("其他\n结果",),
    "pending": ("尚未\n审结",),
}


def statutory_grids(
    edition: str, raw: Mapping[str, str], *, labels: Mapping[str, str] | None = None
) -> dict[str, Grid]:
    """The three tables of an edition as the official form lays them out.

    `raw` holds what is printed for each item (`{"requests.received.total": "1,204"}`); an item that
    is not named is printed as an empty cell. `labels` replaces the official label of a code.
    """
    wording = labels or {}
    return {
        "proactive": _proactive(edition, raw, wording),
        "requests": _requests(edition, raw, wording),
        "remedies": _remedies(raw, wording),
    }


def items(edition: str) -> list[str]:
    """The ids of every figure of an edition, in the order of the form."""
    return [
        f"{table}.{row}.{column}"
        for table, rows in (
            ("proactive", [(r, columns) for _, columns, rows in _ARTICLES[edition] for r, _ in rows]),
            ("requests", [(row, APPLICANTS) for row in request_rows(edition)]),
            ("remedies", [(row, _RESULTS) for row, _ in _REMEDIES]),
        )
        for row, columns in rows
        for column, _ in columns
    ]


def request_rows(edition: str) -> list[str]:
    """The codes of the rows of figures in the requests table, top to bottom."""
    leaves = [code for group, rows in _GROUPS + _OTHER[edition] for code, _ in (rows or [group])]
    return [code for code, _ in _RECEIVED + _GRANTED] + leaves + [_PROCESSED[0], _CARRIED_OUT[0]]


def item_grids(edition: str) -> dict[str, Grid]:
    """The tables with each figure's id in its place: tells which cell of a grid is which item."""
    return statutory_grids(edition, {item: item for item in items(edition)})


def _label(pair: Labelled, wording: Mapping[str, str], *, rows: int = 1, columns: int = 1) -> Cell:
    code, official = pair
    return Cell(wording.get(code, official), rows, columns, label=True)


def _proactive(edition: str, raw: Mapping[str, str], wording: Mapping[str, str]) -> Grid:
    width = 4
    lines: list[list[Cell]] = []
    for article, measures, rows in _ARTICLES[edition]:
        lines.append([Cell(article, columns=width, label=True)])
        spans = [1] * (len(measures) - 1) + [width - len(measures)]
        head = [_label(measure, wording, columns=span) for measure, span in zip(measures, spans, strict=True)]
        lines.append([Cell("信息内容", label=True), *head])
        for row in rows:
            figures = [
                Cell(raw.get(f"proactive.{row[0]}.{code}", ""), columns=span)
                for (code, _), span in zip(measures, spans, strict=True)
            ]
            lines.append([_label(row, wording), *figures])
    return Grid("proactive", lines)


def _requests(edition: str, raw: Mapping[str, str], wording: Mapping[str, str]) -> Grid:
    person, organisations = APPLICANTS[0], APPLICANTS[1:-1]
    lines = [
        [Cell(CORNER, rows=3, columns=3, label=True), Cell("申请人情况", columns=7, label=True)],
        [
            _label(person, wording, rows=2),
            Cell("法人或其他组织", columns=5, label=True),
            Cell("总计", rows=2, label=True),
        ],
        [_label(column, wording) for column in organisations],
    ]

    def line(code: str, *before: Cell) -> None:
        lines.append([*before, *(Cell(raw.get(f"requests.{code}.{column}", "")) for column, _ in APPLICANTS)])

    for row in _RECEIVED:
        line(row[0], _label(row, wording, columns=3))
    outcomes = len(request_rows(edition)) - len(_RECEIVED) - 1
    before = [_label(_OUTCOMES, wording, rows=outcomes)]
    for row in _GRANTED:
        line(row[0], *before, _label(row, wording, columns=2))
        before = []
    for group, rows in _GROUPS + _OTHER[edition]:
        if not rows:
            line(group[0], _label(group, wording, columns=2))
        for place, row in enumerate(rows):
            line(row[0], *([_label(group, wording, rows=len(rows))] if place == 0 else []), _label(row, wording))
    line(_PROCESSED[0], _label(_PROCESSED, wording, columns=2))
    line(_CARRIED_OUT[0], _label(_CARRIED_OUT, wording, columns=3))
    return Grid("requests", lines)


def _remedies(raw: Mapping[str, str], wording: Mapping[str, str]) -> Grid:
    suits = _REMEDIES[1:]
    width = len(_RESULTS)
    return Grid(
        "remedies",
        [
            [Cell("行政复议", columns=width, label=True), Cell("行政诉讼", columns=width * 2, label=True)],
            [
                *(_label(result, wording, rows=2) for result in _RESULTS),
                *(_label(suit, wording, columns=width) for suit in suits),
            ],
            [_label(result, wording) for _ in suits for result in _RESULTS],
            [Cell(raw.get(f"remedies.{block}.{code}", "")) for block, _ in _REMEDIES for code, _ in _RESULTS],
        ],
    )
