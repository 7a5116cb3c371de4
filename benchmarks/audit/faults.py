"""One fault for every rule: what an official may get wrong, planted into a report that agrees with itself."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from benchmarks.audit.made import Area, Grids, Tale, Values, filled
from corpus.writing import forms
from corpus.writing.model import Cell

Plant = Callable[[Random, Area, Tale], "Tale | None"]
Fits = Callable[[Area, Tale], bool]


@dataclass(frozen=True)
class Fault:
    """How a fault is planted, and into which reports. `plant` gives the report to be named, if another."""

    plant: Plant
    fits: Fits = lambda area, tale: True


def _add(values: Values, row: str, more: int, column: str = "natural_person") -> None:
    """So many more in a cell of table three and in its row's total."""
    values[f"requests.{row}.{column}"] += more
    values[f"requests.{row}.total"] += more


def _say(area: Area, rng: Random, slot: str) -> str:
    return filled(rng, area.words, rng.choice(area.words["faults"][slot]))


def _busy(area: Area, tale: Tale) -> bool:
    return tale.received >= 12 and not tale.gathers


def _later(area: Area, tale: Tale) -> bool:
    return area.before(tale) is not None and not tale.gathers


def _new(area: Area, tale: Tale) -> bool:
    return tale.edition == "2021" and not tale.gathers


def _old(area: Area, tale: Tale) -> bool:
    return tale.edition == "2019"


def _both(*checks: Fits) -> Fits:
    return lambda area, tale: all(check(area, tale) for check in checks)


def _kind(*kinds: str) -> Fits:
    return lambda area, tale: tale.organ.kind in kinds


_TOWN = _kind("township", "sub_district")


# Tables


def t3_bal(rng: Random, area: Area, tale: Tale) -> None:
    _add(tale.values, "received", rng.randint(1, 3))


def t3_tot(rng: Random, area: Area, tale: Tale) -> None:
    _add(tale.values, "granted", rng.randint(1, 3))


def t3_row(rng: Random, area: Area, tale: Tale) -> None:
    tale.values[f"requests.{rng.choice(('granted', 'received', 'unable_not_held'))}.total"] += rng.randint(1, 9)


def t3_nni(rng: Random, area: Area, tale: Tale) -> None:
    tale.values["requests.granted.natural_person"] = rng.choice(("2.5", "-2"))


def t3_blank(rng: Random, area: Area, tale: Tale) -> None:
    column = rng.choice(("research_institution", "public_interest_org"))
    for row in rng.sample(forms.request_rows(tale.edition), 4):
        tale.values[f"requests.{row}.{column}"] = ""


def t3_shape(rng: Random, area: Area, tale: Tale) -> None:
    def change(grids: Grids) -> None:
        rows = grids["requests"].rows
        at = rng.choice([n for n, row in enumerate(rows) if len(row) == 8 and n > 6])
        if rng.random() < 0.5:
            del rows[at]
            span = next(row[0] for row in rows if row[0].text.startswith("三、"))
            span.rows -= 1
        else:
            rows[3], rows[4] = rows[4], rows[3]

    tale.change = change


def t3_neg(rng: Random, area: Area, tale: Tale) -> None:
    _add(tale.values, "processed", tale.values["requests.carried_out.natural_person"] + rng.randint(3, 9))


def t3_fee(rng: Random, area: Area, tale: Tale) -> None:
    _move(tale, "other_fee_unpaid", 1)
    tale.matters = tale.matters[1:]


def _move(tale: Tale, row: str, count: int) -> None:
    """So many natural persons from the rows they are in to another."""
    for _ in range(count):
        full = next(r for r in _LEAVES if tale.values.get(f"requests.{r}.natural_person"))
        _add(tale.values, full, -1)
        _add(tale.values, row, 1)


_LEAVES = ("granted", "partially_granted", "denied_third_party", "unable_not_held", "other_else", "other_outcome")


def t3_mass(rng: Random, area: Area, tale: Tale) -> None:
    for row in ("received", "processed", "not_processed_excessive"):
        _add(tale.values, row, 3)
    if tale.received == 3:
        tale.themes["requests"] = ["本年新收政府信息公开申请{received}件。"]


def t4_sum(rng: Random, area: Area, tale: Tale) -> None:
    tale.values["remedies.reconsideration.total"] += rng.randint(1, 3)


def t4_shape(rng: Random, area: Area, tale: Tale) -> None:
    blocks = [[3, 1, 0, 1], [1, 0, 1, 0], [2, 0, 0, 1]]
    numbers = [[*block, sum(block)] for block in blocks]
    turn = rng.choice(("columns", "totals first"))
    order = (
        [numbers[n % 3][n // 3] for n in range(15)]
        if turn == "columns"
        else [n for b in numbers for n in (b[-1], *b[:-1])]
    )
    items = [item for item in tale.values if item.startswith("remedies.")]
    tale.values |= dict(zip(items, order, strict=True))


def t4_after(rng: Random, area: Area, tale: Tale) -> None:
    count = rng.randint(8, 15)
    row = "remedies.litigation_after_reconsideration"
    tale.values |= {f"{row}.upheld": count, f"{row}.total": count}


def t4_pre(rng: Random, area: Area, tale: Tale) -> None:
    tale.values |= {"remedies.litigation_direct.upheld": 2, "remedies.litigation_direct.total": 2}


def t2_rules(rng: Random, area: Area, tale: Tale) -> None:
    tale.values |= {"proactive.rules.issued": 1, "proactive.rules.in_force": rng.randint(1, 3)}


def t2_floor(rng: Random, area: Area, tale: Tale) -> None:
    row = "proactive.normative_documents"
    tale.values |= {f"{row}.issued": 9, f"{row}.repealed": 1, f"{row}.in_force": rng.randint(1, 6)}


def t2_unit(rng: Random, area: Area, tale: Tale) -> None:
    item = "proactive.administrative_fees.amount_10k_cny"
    if rng.random() < 0.5:
        tale.values[item] = f"{rng.randint(20000, 900000)}元"
    else:
        tale.values[item] = rng.randint(200_000, 900_000)


def t2_mix(rng: Random, area: Area, tale: Tale) -> None:
    def change(grids: Grids) -> None:
        rows = grids["proactive"].rows
        at = next(n for n, row in enumerate(rows) if row[0].text.startswith("行政许可"))
        rows.insert(at + 1, [Cell("其他对外管理服务事项", label=True), Cell("0", columns=rows[at][1].columns)])

    tale.change = change


def t2_19_stock(rng: Random, area: Area, tale: Tale) -> None:
    tale.values["proactive.licences.items_change"] = -tale.values["proactive.licences.items_last_year"] - 3


def t2_19_disc(rng: Random, area: Area, tale: Tale) -> None:
    row = "proactive.normative_documents"
    tale.values |= {f"{row}.newly_disclosed": 8, f"{row}.disclosed_total": 3}


def t2_19_proc(rng: Random, area: Area, tale: Tale) -> None:
    tale.values[f"proactive.central_procurement.procurement_{rng.choice(('items', 'amount'))}"] = 0


def x_34(rng: Random, area: Area, tale: Tale) -> None:
    tale.values |= {"remedies.reconsideration.upheld": 2, "remedies.reconsideration.total": 2}


def _quiet(area: Area, tale: Tale) -> bool:
    before = area.before(tale)
    return before is not None and not before.received + tale.received


def x_34b(rng: Random, area: Area, tale: Tale) -> None:
    count = 400
    tale.values |= {"remedies.reconsideration.upheld": count, "remedies.reconsideration.total": count}


def x_2n(rng: Random, area: Area, tale: Tale) -> None:
    tale.said["issued"] = tale.values["proactive.normative_documents.issued"] + rng.randint(1, 4)


# Numbers in sentences


def n_recv(rng: Random, area: Area, tale: Tale) -> None:
    tale.said["received"] = tale.received + tale.values["requests.carried_in.total"] + rng.randint(1, 9)


def n_zero(rng: Random, area: Area, tale: Tale) -> None:
    tale.themes["requests"] = [_say(area, rng, "zero")]


def n_out(rng: Random, area: Area, tale: Tale) -> None:
    tale.said[rng.choice(("granted", "unable"))] = 40 + rng.randint(1, 9)
    tale.themes["requests"].append(filled(rng, area.words, rng.choice(area.words["lines"]["outcomes"])))


def n_rem(rng: Random, area: Area, tale: Tale) -> None:
    tale.values |= {"remedies.reconsideration.upheld": 2, "remedies.reconsideration.total": 2}
    tale.values |= {"remedies.reconsideration.corrected": 0}
    tale.said["reconsideration"] = rng.randint(3, 6)
    tale.themes["requests"] = [t for t in tale.themes["requests"] if "{reconsideration}" not in t]
    tale.themes["requests"].append(filled(rng, area.words, rng.choice(area.words["lines"]["remedies"])))


def n_flow(rng: Random, area: Area, tale: Tale) -> None:
    tale.said["carried_out"] = tale.values["requests.carried_out.total"] + rng.randint(1, 4)


def _with_parts(rng: Random, area: Area, tale: Tale, slot: str = "") -> None:
    bank = area.words["faults"][slot] if slot else area.words["lines"]["parts"]
    tale.themes["proactive"][1] = filled(rng, area.words, rng.choice(bank))


def n_parts(rng: Random, area: Area, tale: Tale) -> None:
    _with_parts(rng, area, tale)
    tale.said["disclosed"] += rng.choice((-1, 1)) * rng.randint(1, 12)


def n_part_gt(rng: Random, area: Area, tale: Tale) -> None:
    _with_parts(rng, area, tale, "part_more")
    tale.said["a"] = tale.said["disclosed"] + rng.randint(10, 2000)


def n_twice(rng: Random, area: Area, tale: Tale) -> None:
    tale.said["again"] = tale.received + 30 + rng.randint(1, 9)
    place = rng.choice((tale.matters, tale.themes["supervision"]))
    place.append(_say(area, rng, "again"))


def n_approx(rng: Random, area: Area, tale: Tale) -> None:
    tale.said["about"] = tale.received * rng.randint(2, 4) // 10 * 10 + 20
    tale.themes["requests"] = [_say(area, rng, "about")]


def n_pct(rng: Random, area: Area, tale: Tale) -> None:
    if rng.random() < 0.5:
        share = tale.values["requests.received.natural_person"]
        tale.said |= {"share": share, "percent": round(share / tale.received * 100 + rng.choice((-7, 9)), 1)}
        tale.themes["requests"] = [_say(area, rng, "share")]
        return
    last = rng.randint(50, 100)
    tale.said |= {"disclosed": last + 25, "last": last, "percent": round(2500 / last + rng.choice((-6, 8)), 1)}
    _with_parts(rng, area, tale, "growth")


def n_rate(rng: Random, area: Area, tale: Tale) -> None:
    tale.themes["requests"].append(_say(area, rng, "all_answered"))


def n_done(rng: Random, area: Area, tale: Tale) -> None:
    tale.themes["requests"] = [t for t in tale.themes["requests"] if "{carried_out}" not in t]
    tale.themes["requests"].append(_say(area, rng, "all_done"))


def _left(area: Area, tale: Tale) -> bool:
    return bool(tale.values["requests.carried_out.total"])


def n_unit(rng: Random, area: Area, tale: Tale) -> None:
    _with_parts(rng, area, tale, "units")
    tale.said["disclosed"] = tale.said["a"] + tale.said["b"]


def n_fee(rng: Random, area: Area, tale: Tale) -> None:
    tale.matters[0] = _say(area, rng, "fee_both")
    tale.said["fee"] = rng.randint(1, 9) * 100


def n_tariff(rng: Random, area: Area, tale: Tale) -> None:
    tale.matters[0] = rng.choice(area.words["lines"]["fee_some"])
    tale.said["fee"] = rng.randint(10, 90) * 10 + rng.randint(1, 9)


# From year to year


def y_carry(rng: Random, area: Area, tale: Tale) -> None:
    _add(tale.values, "carried_in", 1)
    _add(tale.values, "processed", 1)
    _add(tale.values, "granted", 1)


def y_force(rng: Random, area: Area, tale: Tale) -> None:
    tale.values["proactive.normative_documents.in_force"] += rng.randint(2, 9)


def y_items(rng: Random, area: Area, tale: Tale) -> None:
    tale.values["proactive.licences.items_last_year"] += rng.randint(1, 9)


def y_pct(rng: Random, area: Area, tale: Tale) -> None:
    last = _last(area, tale).received
    tale.said["percent"] = round(abs(tale.received - last) / last * 100 + rng.choice((11, 23)), 1)
    tale.themes["requests"] = [_say(area, rng, "change")]


def _had_requests(area: Area, tale: Tale) -> bool:
    return _busy(area, tale) and _later(area, tale) and _last(area, tale).received > 0


def y_pend(rng: Random, area: Area, tale: Tale) -> None:
    before = _last(area, tale)
    row = "remedies.reconsideration"
    before.values |= {f"{row}.upheld": 0, f"{row}.corrected": 0, f"{row}.pending": 2, f"{row}.total": 2}
    tale.values |= {f"{row}.upheld": 1, f"{row}.corrected": 0, f"{row}.total": 1}


def _last(area: Area, tale: Tale) -> Tale:
    before = area.before(tale)
    assert before
    return before


def y_sametab(rng: Random, area: Area, tale: Tale) -> None:
    table = rng.choice(("proactive.", "requests."))
    tale.values |= {item: value for item, value in _last(area, tale).values.items() if item.startswith(table)}


def _as_busy_before(area: Area, tale: Tale) -> bool:
    before = _last(area, tale)
    return before.edition == tale.edition and before.received >= 12


def y_sametext(rng: Random, area: Area, tale: Tale) -> None:
    before = _last(area, tale)
    if rng.random() < 0.5:
        tale.five, tale.pairs = list(before.five), [list(pair) for pair in before.pairs]
    else:
        tale.themes = {theme: list(texts) for theme, texts in before.themes.items()}


def y_reuse(rng: Random, area: Area, tale: Tale) -> None:
    before = _last(area, tale)
    tale.themes = {theme: list(texts) for theme, texts in before.themes.items()}
    tale.five, tale.pairs, tale.matters = list(before.five), [list(pair) for pair in before.pairs], list(before.matters)


def y_jump(rng: Random, area: Area, tale: Tale) -> None:
    tale.values["proactive.licences.decisions"] = rng.choice((0, 5)) if rng.random() < 0.5 else 3000
    _last(area, tale).values["proactive.licences.decisions"] = rng.randint(120, 200)


def y_prob(rng: Random, area: Area, tale: Tale) -> None:
    tale.pairs[0] = list(_last(area, tale).pairs[0])


def y_gap(rng: Random, area: Area, tale: Tale) -> None:
    del area.tales[tale.organ.name, tale.year - 1]


def _third(area: Area, tale: Tale) -> bool:
    return (tale.organ.name, tale.year - 2) in area.tales and (tale.organ.name, tale.year - 1) in area.tales


# Across organs


def h_sum(rng: Random, area: Area, tale: Tale) -> None:
    for row in ("received", "processed", "granted"):
        _add(tale.values, row, -3)


def _gathers(area: Area, tale: Tale) -> bool:
    return tale.gathers


def h_gt(rng: Random, area: Area, tale: Tale) -> Tale:
    below = [
        t for t in area.tales.values() if t.organ.place == tale.organ.place and t.year == tale.year and t is not tale
    ]
    child = max(below, key=lambda t: t.received)
    for row in ("received", "processed", "granted"):
        _add(child.values, row, 300)
    return child


def h_twin(rng: Random, area: Area, tale: Tale) -> None:
    other = rng.choice([t for t in area.tales.values() if t.year == tale.year and t.organ != tale.organ])
    if rng.random() < 0.5:
        tale.five, tale.pairs = list(other.five), [list(pair) for pair in other.pairs]
    else:
        tale.themes = {theme: list(texts) for theme, texts in other.themes.items()}


def h_phone(rng: Random, area: Area, tale: Tale) -> None:
    mine = (tale.organ.place, tale.year)
    tale.phone = next(t.phone for t in area.tales.values() if (t.organ.place, t.year) == mine and t is not tale)


def h_name(rng: Random, area: Area, tale: Tale) -> None:
    area.divisions = [row for row in area.divisions if row["name"] != tale.organ.name]


def h_code(rng: Random, area: Area, tale: Tale) -> None:
    for row in area.divisions:
        if row["name"] == tale.organ.name:
            row["code"] = "37" + row["code"][2:]


# How the report is built


def s_sect(rng: Random, area: Area, tale: Tale) -> None:
    if rng.random() < 0.5:
        del tale.headings[rng.choice(("problems", "other_matters", "remedies"))]
    else:
        parts = list(tale.headings.items())
        tale.headings = dict([*parts[:4], parts[5], parts[4]])


def s_num(rng: Random, area: Area, tale: Tale) -> None:
    code = rng.choice(("remedies", "problems", "other_matters"))
    label = forms.SECTIONS[code]
    tale.headings[code] = rng.choice((label, f"{rng.choice('二三')}、{label}"))


def s_parts(rng: Random, area: Area, tale: Tale) -> None:
    tale.count = rng.choice("五七八")


def s_edition(rng: Random, area: Area, tale: Tale) -> None:
    other = "2019" if tale.edition == "2021" else "2021"
    values: Values = dict.fromkeys(forms.items(other), 0)
    values |= {item: value for item, value in tale.values.items() if item in values}
    for column in ("natural_person", "commercial_enterprise", "other_org"):
        new = sum(v for i, v in tale.values.items() if i.startswith("requests.other_") and i.endswith("." + column))
        _add(values, "other_else" if other == "2021" else "other_outcome", new, column)
    tale.values, tale.edition = values, other


def s_cite(rng: Random, area: Area, tale: Tale) -> None:
    tale.notice = "国办公开办函〔2019〕60号" if tale.edition == "2021" else "国办公开办函〔2021〕30号"


def s_year(rng: Random, area: Area, tale: Tale) -> None:
    tale.title = tale.title.replace("{year}", str(tale.year - 1))


def s_period(rng: Random, area: Area, tale: Tale) -> None:
    tale.period = rng.choice(("{year}年1月1日至{year}年11月30日", "{year}年2月1日至{year}年12月31日"))


def s_old(rng: Random, area: Area, tale: Tale) -> None:
    tale.matters.append(_say(area, rng, "old_parts"))


def s_ov5(rng: Random, area: Area, tale: Tale) -> None:
    tale.themes["platform"] = []
    tale.themes["supervision"] = []
    tale.themes["management"] = []
    tale.officers = []


def s_len(rng: Random, area: Area, tale: Tale) -> None:
    for slot in ("proactive_more", "management", "platform", "supervision"):
        theme = "proactive" if slot == "proactive_more" else slot
        tale.themes[theme] += [filled(rng, area.words, text) for text in area.words["lines"][slot] * 2]


def s_empty(rng: Random, area: Area, tale: Tale) -> None:
    tale.five = [_say(area, rng, "nothing")]


def s_fee(rng: Random, area: Area, tale: Tale) -> None:
    tale.matters = tale.matters[1:]


def s_absent(rng: Random, area: Area, tale: Tale) -> None:
    table = rng.choice(forms.TABLES)
    tale.change = lambda grids: grids[table].rows.clear()


# Dates


def _signed(tale: Tale, day: datetime.date) -> None:
    tale.signed, tale.published = str(day), str(day + datetime.timedelta(1))


def d_dept(rng: Random, area: Area, tale: Tale) -> None:
    _signed(tale, datetime.date(tale.year + 1, rng.randint(2, 3), rng.randint(2, 27)))


def d_gov(rng: Random, area: Area, tale: Tale) -> None:
    _signed(tale, datetime.date(tale.year + 1, rng.randint(4, 6), rng.randint(2, 27)))


def d_order(rng: Random, area: Area, tale: Tale) -> None:
    if tale.layout.startswith(("html", "docx")) and rng.random() < 0.5:
        tale.signed, tale.published = f"{tale.year + 1}-01-25", f"{tale.year + 1}-01-12"
    else:
        tale.signed, tale.published = f"{tale.year}-12-{rng.randint(10, 28)}", None


def d_next(rng: Random, area: Area, tale: Tale) -> None:
    tale.signed, tale.published = f"{tale.year}-01-{rng.randint(10, 28)}", None


def d_valid(rng: Random, area: Area, tale: Tale) -> None:
    if rng.random() < 0.5:
        tale.signed, tale.published = f"{tale.year + 1}-02-{rng.randint(30, 31)}", None
    else:
        tale.themes["supervision"].append("{year}年11月31日，召开专题会议研究公开事项。")


# Contact and officers


def c_phone(rng: Random, area: Area, tale: Tale) -> None:
    tale.phone = rng.choice((tale.phone[:-2], "0" + tale.phone[:3] + tale.phone[4:] + "77", tale.phone[:-3]))


def c_area(rng: Random, area: Area, tale: Tale) -> None:
    tale.phone = "0" + rng.choice(("533", "317")) + tale.phone[4:]


def c_post(rng: Random, area: Area, tale: Tale) -> None:
    tale.postcode = rng.choice((tale.postcode[:5], tale.postcode + "1"))


def c_url(rng: Random, area: Area, tale: Tale) -> None:
    other = next(t for t in area.tales.values() if t.organ.place != tale.organ.place)
    tale.website = other.website


def c_missing(rng: Random, area: Area, tale: Tale) -> None:
    tale.contact = ""
    tale.preamble = tale.preamble.replace("{contact}", "")
    if tale.officers:
        tale.officers = []
        tale.themes["supervision"].pop()


def p_count(rng: Random, area: Area, tale: Tale) -> None:
    tale.said["staff"] = len(tale.officers) + rng.randint(1, 3)


def _listed(area: Area, tale: Tale) -> bool:
    return len(tale.officers) > 2


def p_split(rng: Random, area: Area, tale: Tale) -> None:
    tale.themes["supervision"].append(_say_line(area, rng, "staff"))
    tale.said["staff"] = tale.said["full_time"] + tale.said["part_time"] + rng.choice((1, 2))


def _say_line(area: Area, rng: Random, slot: str) -> str:
    return filled(rng, area.words, rng.choice(area.words["lines"][slot]))


def _unlisted(area: Area, tale: Tale) -> bool:
    return not tale.officers


def p_phone2(rng: Random, area: Area, tale: Tale) -> None:
    for row in rng.sample(tale.officers, 2):
        row[2] = f"1990000{tale.organ.number:04}"


def p_role(rng: Random, area: Area, tale: Tale) -> None:
    tale.themes["supervision"].append(_say(area, rng, "in_charge"))


def p_pii(rng: Random, area: Area, tale: Tale) -> None:
    tale.said["mobile"] = f"1990000{tale.organ.number:04}"
    rng.choice((tale.matters, tale.themes["supervision"])).append(_say(area, rng, "personal"))


# Where the text comes from


def v_org(rng: Random, area: Area, tale: Tale) -> None:
    tale.said["stranger"] = rng.choice(("古岳镇", "青塘镇", "新桥街道", "石泉乡"))
    rng.choice((tale.themes["supervision"], tale.themes["proactive"])).append(_say(area, rng, "other_organ"))


def v_self(rng: Random, area: Area, tale: Tale) -> None:
    tale.said["wrong_self"] = "我镇" if tale.organ.kind == "department" else "我局"
    rng.choice((tale.themes["supervision"], tale.themes["management"])).append(_say(area, rng, "other_self"))


def v_domain(rng: Random, area: Area, tale: Tale) -> None:
    tale.said["trade"] = rng.choice(area.words["faults"]["trades"])
    tale.themes["platform"].append(_say(area, rng, "other_domain"))


def v_year(rng: Random, area: Area, tale: Tale) -> None:
    tale.themes["proactive"][0] = _say(area, rng, "stale")


def v_pair(rng: Random, area: Area, tale: Tale) -> None:
    problem, measure = rng.choice(area.words["faults"]["lone_problem"])
    tale.pairs = [[problem, measure]]


def l_dup(rng: Random, area: Area, tale: Tale) -> None:
    tale.themes["management"].append(area.words["faults"]["doubled"][0])


def l_punct(rng: Random, area: Area, tale: Tale) -> None:
    tale.themes["management"].append(area.words["faults"]["doubled"][1])


def l_cut(rng: Random, area: Area, tale: Tale) -> None:
    if rng.random() < 0.5 and not tale.officers:
        tale.themes["supervision"].append(_say(area, rng, "cut"))
    else:
        tale.pairs[-1][1] += "；" + _say(area, rng, "cut")
        tale.end = ""


def l_hole(rng: Random, area: Area, tale: Tale) -> None:
    tale.themes["supervision"].append(_say(area, rng, "hole"))


def t4_blank(rng: Random, area: Area, tale: Tale) -> None:
    tale.values[f"remedies.reconsideration.{rng.choice(('pending', 'other_result'))}"] = ""


def t2_blank(rng: Random, area: Area, tale: Tale) -> None:
    tale.values[f"proactive.{rng.choice(('licences', 'penalties'))}.decisions"] = ""


def t2_nni(rng: Random, area: Area, tale: Tale) -> None:
    tale.values[f"proactive.{rng.choice(('licences', 'penalties'))}.decisions"] = -rng.randint(2, 9)


def t4_nni(rng: Random, area: Area, tale: Tale) -> None:
    tale.values |= {"remedies.reconsideration.other_result": -1}


def _has(row: str) -> Fits:
    return lambda area, tale: any(row in text for texts in tale.themes.values() for text in texts)


FAULTS: dict[str, Fault] = {
    "T3-BAL": Fault(t3_bal),
    "T3-TOT": Fault(t3_tot),
    "T3-ROW": Fault(t3_row),
    "T3-NNI": Fault(t3_nni, _busy),
    "T3-NEG": Fault(t3_neg, _busy),
    "T3-BLANK": Fault(t3_blank),
    "T3-SHAPE": Fault(t3_shape),
    "T3-FEE": Fault(t3_fee, _both(_busy, _new)),
    "T3-MASS": Fault(t3_mass, lambda area, tale: tale.received < 7),
    "T4-SUM": Fault(t4_sum),
    "T4-SHAPE": Fault(t4_shape),
    "T4-PRE": Fault(t4_pre, lambda area, tale: tale.year >= 2024),
    "T4-AFTER": Fault(t4_after, _later),
    "T2-RULES": Fault(t2_rules, _both(_new, _kind("township", "sub_district", "department"))),
    "T2-FLOOR": Fault(t2_floor, _new),
    "T2-UNIT": Fault(t2_unit, _new),
    "T2-MIX": Fault(t2_mix, _new),
    "T2-19-STOCK": Fault(t2_19_stock, _old),
    "T2-19-DISC": Fault(t2_19_disc, _old),
    "T2-19-PROC": Fault(t2_19_proc, _old),
    "T4-NNI": Fault(t4_nni),
    "T4-BLANK": Fault(t4_blank),
    "T2-NNI": Fault(t2_nni),
    "T2-BLANK": Fault(t2_blank),
    "X-34": Fault(x_34, _quiet),
    "X-34B": Fault(x_34b, _both(_busy, _later)),
    "X-2N": Fault(x_2n, _both(_new, _has("{issued}"))),
    "N-RECV": Fault(n_recv, _both(_busy, _has("{received}"))),
    "N-FLOW": Fault(n_flow, _both(_busy, _has("{carried_out}"))),
    "N-ZERO": Fault(n_zero, _busy),
    "N-OUT": Fault(n_out, _busy),
    "N-REM": Fault(n_rem),
    "N-APPROX": Fault(n_approx, _busy),
    "N-PARTS": Fault(n_parts),
    "N-PART-GT": Fault(n_part_gt),
    "N-TWICE": Fault(n_twice, _busy),
    "N-UNIT": Fault(n_unit),
    "N-PCT": Fault(n_pct, _busy),
    "N-RATE": Fault(n_rate, _both(_busy, _left)),
    "N-DONE": Fault(n_done, _both(_busy, _left)),
    "N-FEE": Fault(n_fee),
    "N-TARIFF": Fault(n_tariff),
    "Y-CARRY": Fault(y_carry, _later),
    "Y-FORCE": Fault(y_force, _both(_later, _new, lambda area, tale: _last(area, tale).edition == "2021")),
    "Y-ITEMS": Fault(y_items, _both(_old, _later)),
    "Y-PCT": Fault(y_pct, _had_requests),
    "Y-PEND": Fault(y_pend, _later),
    "Y-SAMETAB": Fault(y_sametab, _both(_busy, _later, _as_busy_before)),
    "Y-SAMETEXT": Fault(y_sametext, _later),
    "Y-REUSE": Fault(y_reuse, _later),
    "Y-JUMP": Fault(y_jump, _later),
    "Y-PROB": Fault(y_prob, _later),
    "Y-GAP": Fault(y_gap, _third),
    "H-SUM": Fault(h_sum, _gathers),
    "H-GT": Fault(h_gt, _gathers),
    "H-TWIN": Fault(h_twin),
    "H-PHONE": Fault(h_phone),
    "H-NAME": Fault(h_name, _TOWN),
    "H-CODE": Fault(h_code, _TOWN),
    "S-SECT": Fault(s_sect),
    "S-NUM": Fault(s_num),
    "S-PARTS": Fault(s_parts),
    "S-EDITION": Fault(s_edition),
    "S-CITE": Fault(s_cite),
    "S-YEAR": Fault(s_year),
    "S-PERIOD": Fault(s_period),
    "S-OLD": Fault(s_old),
    "S-OV5": Fault(s_ov5),
    "S-LEN": Fault(s_len),
    "S-EMPTY": Fault(s_empty),
    "S-FEE": Fault(s_fee),
    "S-ABSENT": Fault(s_absent),
    "D-DEPT": Fault(d_dept, _kind("department")),
    "D-GOV": Fault(d_gov, _kind("county")),
    "D-TOWN": Fault(d_dept, _TOWN),
    "D-ORDER": Fault(d_order),
    "D-NEXT": Fault(d_next),
    "D-VALID": Fault(d_valid),
    "C-PHONE": Fault(c_phone),
    "C-AREA": Fault(c_area),
    "C-POST": Fault(c_post, lambda area, tale: "{postcode}" in tale.contact),
    "C-URL": Fault(c_url),
    "C-MISSING": Fault(c_missing),
    "P-COUNT": Fault(p_count, _listed),
    "P-SPLIT": Fault(p_split, _unlisted),
    "P-PHONE2": Fault(p_phone2, _listed),
    "P-ROLE": Fault(p_role, _listed),
    "P-PII": Fault(p_pii),
    "V-ORG": Fault(v_org, _TOWN),
    "V-SELF": Fault(v_self, _kind("township", "sub_district", "department")),
    "V-DOMAIN": Fault(v_domain, _kind("township", "sub_district", "department")),
    "V-YEAR": Fault(v_year),
    "V-PAIR": Fault(v_pair),
    "L-DUP": Fault(l_dup),
    "L-PUNCT": Fault(l_punct),
    "L-CUT": Fault(l_cut),
    "L-HOLE": Fault(l_hole),
}
"""A fault for each rule, by the code of the finding that is expected. Not here: N-TABLE, which no sentence of the sets
leads to, and K-GRANT and K-LOST, which are only judged when they are named."""
