"""Made-up reports with the truth beside them: `script(seed=7, mode="busy")` is always the same report."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from benchmarks.accuracy import prose
from corpus.writing import forms
from corpus.writing.model import Block, Cell, Grid, Script

Raw = dict[str, str]  # what is printed for each item
BLANKS = ("", "-", "—", "/", "无")


@dataclass(frozen=True)
class Organ:
    """A body that reports: how its title and its signature name it."""

    name: str
    full_name: str
    county: str
    speaks: str  # how it calls itself in its text
    accepted: tuple[str, ...]


def script(*, seed: int, mode: str) -> Script:
    """A whole report of one mode, with the truth that a reader should find in it."""
    rng = Random(f"{mode}-{seed}")
    if mode == "old":
        return _older_report(rng)
    editions = _EDITIONS.get(mode, dict.fromkeys(forms.TABLES, "2021"))
    year = rng.randint(2019, 2022) if mode == "2019" else rng.randint(2021, 2026)
    raw = {item: text for table in forms.TABLES for item, text in _printed(rng, mode, editions[table], table).items()}
    return _report(rng, year=year, editions=editions, raw=raw, labels=_labels(rng))


_EDITIONS = {
    "2019": dict.fromkeys(forms.TABLES, "2019"),
    "mixed": {"proactive": "2021", "requests": "2019", "remedies": "2021"},
}


def _printed(rng: Random, mode: str, edition: str, table: str) -> Raw:
    items = [item for item in forms.items(edition) if item.startswith(table + ".")]
    return _FILLS.get(mode, fill_distinct)(rng, items)


def _labels(rng: Random) -> dict[str, str]:
    """Half of the reports use the official wording, the others a variant here and there."""
    if rng.random() < 0.5:
        return {}
    return {code: rng.choice(choices) for code, choices in forms.VARIANTS.items() if rng.random() < 0.4}


# What stands in the cells


def fill_distinct(rng: Random, items: list[str]) -> Raw:
    """A different number in every cell: what stands in a wrong place is found out."""
    return {item: str(n) for item, n in zip(items, rng.sample(range(101, 9999), len(items)), strict=True)}


def fill_zeros(rng: Random, items: list[str]) -> Raw:
    return dict.fromkeys(items, "0")


def fill_small(rng: Random, items: list[str]) -> Raw:
    return {item: str(rng.randint(0, 9)) for item in items}


def fill_seven(rng: Random, items: list[str]) -> Raw:
    return {item: str(rng.randint(1_000_000, 9_999_999)) for item in items}


def fill_sparse(rng: Random, items: list[str]) -> Raw:
    """Zeros with a few figures, as most small organs have."""
    return {item: str(rng.randint(1, 60)) if rng.random() < 0.12 else "0" for item in items}


def fill_blanks(rng: Random, items: list[str]) -> Raw:
    """Empty cells and dashes between the figures."""
    mark = rng.choice(BLANKS)
    return {item: mark if rng.random() < 0.3 else str(rng.randint(0, 999)) for item in items}


def fill_nothing(rng: Random, items: list[str]) -> Raw:
    return dict.fromkeys(items, rng.choice(BLANKS))


def fill_totals(rng: Random, items: list[str]) -> Raw:
    """Only the totals and the natural persons are filled in."""
    shown = ("total", "natural_person")
    return {item: str(rng.randint(0, 500)) if item.split(".")[2] in shown else "" for item in items}


def fill_decimals(rng: Random, items: list[str]) -> Raw:
    raw = fill_distinct(rng, items)
    raw.update({item: rng.choice(("9.63211", "4068.208", "59237.2449", "0.5")) for item in items if _is_money(item)})
    return raw


def fill_units(rng: Random, items: list[str]) -> Raw:
    """Units and notes beside some figures."""
    raw = fill_sparse(rng, items)
    raw.update({item: rng.choice(("251000元", "976.81万元")) for item in items if _is_money(item)})
    for item in rng.sample(items, min(3, len(items))):
        if not _is_money(item):
            raw[item] = f"{rng.randint(10, 99)}{rng.choice(('（其中修订 16 件）', '件', ' 件'))}"
    return raw


def fill_signed(rng: Random, items: list[str]) -> Raw:
    """Figures of the 2019 form, whose changes carry a sign."""
    raw = fill_decimals(rng, items)
    raw.update({item: rng.choice(("-35", "+19", "0", "-8")) for item in items if item.endswith("items_change")})
    return raw


def fill_thousands(rng: Random, items: list[str]) -> Raw:
    return {item: f"{rng.randint(0, 30_000):,}" for item in items}


def fill_busy(rng: Random, items: list[str]) -> Raw:
    """Figures that agree with one another as the form demands."""
    values = {item: rng.choice((0, 0, rng.randint(1, 9), rng.randint(10, 400))) for item in items}
    _settle_requests(rng, values)
    _settle_remedies(values)
    return {item: str(value) for item, value in values.items()}


def _settle_requests(rng: Random, values: dict[str, int]) -> None:
    cells = [item.split(".")[1:] for item in values if item.startswith("requests.")]
    rows, columns = list(dict.fromkeys(c[0] for c in cells)), list(dict.fromkeys(c[1] for c in cells))
    ends = ("received", "carried_in", "processed", "carried_out")
    for column in columns[:-1]:
        processed = sum(values[f"requests.{row}.{column}"] for row in rows if row not in ends)
        out = values[f"requests.carried_out.{column}"]
        values[f"requests.processed.{column}"] = processed
        values[f"requests.carried_in.{column}"] = carried = min(rng.randint(0, 20), processed + out)
        values[f"requests.received.{column}"] = processed + out - carried
    for row in rows:
        values[f"requests.{row}.total"] = sum(values[f"requests.{row}.{column}"] for column in columns[:-1])


def _settle_remedies(values: dict[str, int]) -> None:
    for item in values:
        table, block, column = item.split(".")
        if table == "remedies" and column == "total":
            parts = (i for i in values if i.startswith(f"remedies.{block}.") and i != item)
            values[item] = sum(values[part] for part in parts)


def _is_money(item: str) -> bool:
    return item.endswith((".amount_10k_cny", ".procurement_amount"))


_FILLS: dict[str, Callable[[Random, list[str]], Raw]] = {
    "distinct": fill_distinct,
    "busy": fill_busy,
    "zeros": fill_zeros,
    "small": fill_small,
    "sparse": fill_sparse,
    "seven": fill_seven,
    "blanks": fill_blanks,
    "nothing": fill_nothing,
    "totals": fill_totals,
    "decimals": fill_decimals,
    "thousands": fill_thousands,
    "units": fill_units,
    "2019": fill_signed,
    "mixed": fill_distinct,
}
MODES = (*_FILLS, "old")


def expected(text: str) -> tuple[int | float | None, str]:
    """The value and the state of a cell in which `text` is printed: `"1,204" → (1204, "stated")`."""
    if text in BLANKS:
        return None, "blank"
    number = ""
    for char in text.replace(",", "").lstrip("+"):
        if char not in "-.0123456789":
            break
        number += char
    return (float(number) if "." in number else int(number)), "stated"


# The text around the cells


def _report(rng: Random, *, year: int, editions: dict[str, str], raw: Raw, labels: dict[str, str]) -> Script:
    organ = _organ(rng)
    grids = {table: forms.statutory_grids(edition, raw, labels=labels)[table] for table, edition in editions.items()}
    truth = _truth(organ, year, editions, raw)
    blocks = [*_head(rng, organ, year, truth), *_overview(rng, organ, year, truth)]
    for table in forms.TABLES:
        blocks += [_heading(table), Block("table", grid=grids[table], section=table)]
    blocks += [_heading("problems"), *_problems(rng, year, truth)]
    blocks += [_heading("other_matters"), Block("paragraph", rng.choice(prose.MATTERS), section="other_matters")]
    return Script([*blocks, *_tail(rng, organ, year, truth)], truth)


def _truth(organ: Organ, year: int, editions: dict[str, str], raw: Raw) -> dict[str, Any]:
    cells = {item: expected(text) for item, text in raw.items()}
    return {
        "organ": {"name": organ.name, "full_name": organ.full_name, "accepted": list(organ.accepted)},
        "year": year,
        "edition": editions["requests"] if len(set(editions.values())) == 1 else None,
        "editions": editions,
        "raw": raw,
        "facts": {item: value for item, (value, _) in cells.items()},
        "states": {item: state for item, (_, state) in cells.items()},
        "sections": list(forms.SECTIONS),
        "officers": [],
        "statements": [],
        "excused": [],
    }


def _organ(rng: Random) -> Organ:
    county, place = rng.choice(prose.COUNTIES), rng.choice(prose.PLACES)
    kind = rng.choice(("镇", "乡", "街道", "局", "县"))
    if kind == "局":
        name = county + rng.choice(prose.DEPARTMENTS)
        return Organ(name, name, county, "我局", (name, name.removeprefix(county)))
    if kind == "县":
        return Organ(county, f"{county}人民政府", county, "全县", (county, f"{county}人民政府"))
    name = place + kind
    body = f"{name}办事处" if kind == "街道" else f"{name}人民政府"
    accepted = (name, body, county + name, county + body)
    return Organ(name, county + body, county, "我" + ("街道" if kind == "街道" else kind), accepted)


def _heading(code: str) -> Block:
    number = "一二三四五六"[list(forms.SECTIONS).index(code)]
    return Block("heading", f"{number}、{forms.SECTIONS[code]}", section=code)


_TITLES = (
    "{organ}{year}年政府信息公开工作年度报告",
    "{organ}{year}年度政府信息公开工作年度报告",
    "{organ}\n{year}年政府信息公开工作年度报告",
    "{year}年{organ}政府信息公开工作年度报告",
    "{organ}{year}年政府信息公开\n工作年度报告",
)


def _head(rng: Random, organ: Organ, year: int, truth: dict[str, Any]) -> list[Block]:
    named = rng.choice((organ.full_name, organ.name))
    title = rng.choice(_TITLES).format(organ=named, year=year)
    contact = _contact(rng, organ)
    truth.update(title=title.replace("\n", ""), contact=contact, period=[f"{year}-01-01", f"{year}-12-31"])
    text = rng.choice(prose.PREAMBLES).format(
        year=year, organ=organ.full_name, office=f"{organ.full_name}办公室", contact=_told(rng, contact)
    )
    return [Block("title", title), Block("preamble", text)]


def _contact(rng: Random, organ: Organ) -> dict[str, str]:
    contact = {
        "address": f"{organ.county}{rng.choice(('迎霞', '听澜', '知远'))}路{rng.randint(1, 299)}号",
        "postcode": f"99{rng.randint(0, 9999):04}",
        "phone": f"0999-555{rng.randint(0, 9999):04}",
        "fax": f"0999-555{rng.randint(0, 9999):04}",
        "email": f"xxgk{rng.randint(1, 99)}@example.gov.cn",
    }
    kept = ["address", "phone", *rng.sample(["postcode", "fax", "email"], rng.randint(0, 3))]
    return {name: contact[name] for name in contact if name in kept}


_CONTACT_WORDS = {"address": "地址", "postcode": "邮编", "phone": "联系电话", "fax": "传真", "email": "电子邮箱"}


def _told(rng: Random, contact: dict[str, str]) -> str:
    return rng.choice("，；").join(f"{_CONTACT_WORDS[name]}：{text}" for name, text in contact.items())


def _overview(rng: Random, organ: Organ, year: int, truth: dict[str, Any]) -> list[Block]:
    numbers = {"disclosed": rng.randint(12, 9000), "posts": rng.randint(10, 900), "staff": rng.randint(1, 6)}
    received = truth["facts"].get("requests.received.total")
    truth["statements"] += [
        {"kind": "disclosed", "value": numbers["disclosed"], "unit": "条"},
        {"kind": "posts", "value": numbers["posts"], "unit": "条"},
        {"kind": "staff", "value": numbers["staff"], "unit": "名"},
    ]
    if received is not None:
        truth["statements"].append({"kind": "requests_received", "value": received, "unit": "件"})
    asked = "全年依法办理政府信息公开申请。" if received is None else _asked(rng, received)
    parts = [
        ("主动公开", rng.choice(prose.PROACTIVE).format(n=numbers["disclosed"], year=year)),
        ("依申请公开", asked),
        ("政府信息管理", rng.choice(prose.MANAGEMENT)),
        ("政府信息公开平台建设", rng.choice(prose.PLATFORM).format(n=numbers["posts"])),
        ("监督保障", rng.choice(prose.SUPERVISION).format(n=numbers["staff"])),
    ]
    opening = rng.choice(prose.OPENINGS).format(year=year, last=year - 1, self=organ.speaks)
    return [
        _heading("overview"),
        Block("paragraph", opening, section="overview"),
        *_themes(rng, parts),
        *_officers(rng, truth),
    ]


def _asked(rng: Random, received: float) -> str:
    return rng.choice(prose.REQUESTS["some" if received else "none"]).format(n=received)


def _themes(rng: Random, parts: list[tuple[str, str]]) -> list[Block]:
    blocks: list[Block] = []
    run_in = rng.random() < 0.4
    for number, (title, text) in zip("一二三四五", parts, strict=True):
        if run_in:
            blocks.append(Block("paragraph", f"（{number}）{title}。{text}", section="overview"))
        else:
            blocks.append(Block("subheading", f"（{number}）{title}情况", section="overview"))
            blocks.append(Block("paragraph", text, section="overview"))
    return blocks


def _officers(rng: Random, truth: dict[str, Any]) -> list[Block]:
    shape = rng.choice(("none", "table", "sentence"))
    people = [_person(rng) for _ in range(rng.randint(2, 4))]
    if shape == "none" or len({person["name"] for person in people}) < len(people):
        return []
    if shape == "table":
        truth["officers"] = people
        keys = ("name", "post", "phone", "duty")
        head = [Cell(text, label=True) for text in ("姓名", "职务", "联系方式", "职责")]
        return [
            Block(
                "table",
                grid=Grid("officers", [head, *([Cell(p[k]) for k in keys] for p in people)]),
                section="overview",
            )
        ]
    first, second = people[:2]
    truth["officers"] = [{"name": p["name"], "post": p["post"]} for p in (first, second)]
    text = f"成立领导小组，由{first['post']}{first['name']}任组长，{second['post']}{second['name']}任副组长。"
    return [Block("paragraph", text, section="overview")]


def _person(rng: Random) -> dict[str, str]:
    return {
        "name": rng.choice(prose.SURNAMES) + rng.choice(prose.GIVEN),
        "post": rng.choice(prose.POSTS),
        "phone": rng.choice((f"1990000{rng.randint(0, 9999):04}", f"0999-555{rng.randint(0, 9999):04}")),
        "duty": rng.choice(prose.DUTIES),
    }


def _problems(rng: Random, year: int, truth: dict[str, Any]) -> list[Block]:
    count = rng.randint(2, 4)
    problems, measures = rng.sample(prose.PROBLEMS, count), rng.sample(prose.MEASURES, count)
    truth.update(problems=problems, measures=measures)
    praise = rng.choice(prose.PRAISE).format(year=year)
    return [Block(kind, text, section="problems") for kind, text in rng.choice(_SHAPES)(praise, problems, measures)]


Lines = list[tuple[str, str]]


def shape_headed(praise: str, problems: list[str], measures: list[str]) -> Lines:
    """Subheadings, the problems numbered one a paragraph, the measures run in."""
    return [
        ("subheading", "（一）存在的主要问题"),
        *(("paragraph", f"{n}.{text}。") for n, text in enumerate(problems, 1)),
        ("subheading", "（二）改进措施"),
        ("paragraph", _ordered(measures, "；")),
    ]


def shape_run_in(praise: str, problems: list[str], measures: list[str]) -> Lines:
    """One paragraph for all: the same ordinals count problems and then measures."""
    told = f"{praise}：{_ordered(problems, '；')}针对上述问题，下一步将采取以下措施：{_ordered(measures, '；')}"
    return [("paragraph", told)]


def shape_two(praise: str, problems: list[str], measures: list[str]) -> Lines:
    return [
        ("paragraph", f"{praise}，主要表现在：{_ordered(problems, '。')}"),
        ("paragraph", f"下一步，我们将从以下方面改进：{_ordered(measures, '。')}"),
    ]


def shape_bare(praise: str, problems: list[str], measures: list[str]) -> Lines:
    """Problems without ordinals, parted by semicolons; measures as paragraphs with （一）."""
    return [
        ("paragraph", f"{praise}，主要是：{'；'.join(problems)}。"),
        ("paragraph", "今后将重点做好以下工作："),
        *(("paragraph", f"（{n}）{text}。") for n, text in zip("一二三四", measures, strict=False)),
    ]


def shape_reversed(praise: str, problems: list[str], measures: list[str]) -> Lines:
    """What was improved stands first, this year's problems after it."""
    return [
        ("subheading", "（一）上年度问题的改进情况"),
        ("paragraph", _ordered(measures, "；")),
        ("subheading", "（二）本年度存在的主要问题"),
        ("paragraph", _ordered(problems, "；")),
    ]


_SHAPES = (shape_headed, shape_run_in, shape_two, shape_bare, shape_reversed)


def _ordered(texts: list[str], mark: str) -> str:
    return mark.join(f"{n}是{text}" for n, text in zip("一二三四", texts, strict=False)) + "。"


def _tail(rng: Random, organ: Organ, year: int, truth: dict[str, Any]) -> list[Block]:
    if rng.random() < 0.2:
        return []
    date = datetime.date(year + 1, 1, rng.randint(4, 28))
    truth["signed"] = {"organ": organ.full_name, "date": date.isoformat()}
    return [Block("signature", organ.full_name), Block("date", f"{date.year}年{date.month}月{date.day}日")]


def _older_report(rng: Random) -> Script:
    """A report from before the forms: text only, so every figure of the forms is absent."""
    organ, year = _organ(rng), rng.randint(2008, 2018)
    facts = dict.fromkeys(forms.items("2021"))
    truth = _truth(organ, year, dict.fromkeys(forms.TABLES, "2021"), {})
    truth.update(edition=None, facts=facts, states=dict.fromkeys(facts, "absent"), sections=[])
    blocks = [*_head(rng, organ, year, truth), *_overview(rng, organ, year, truth)]
    blocks += [
        Block("heading", "二、依申请公开政府信息情况"),
        Block("paragraph", "全年受理申请3件，其中网上申请2件、当面申请1件，同意公开3件。"),
        Block("heading", "三、复议、诉讼和收费情况"),
        Block("paragraph", "未发生行政复议和行政诉讼，收费0元。"),
        Block("heading", "四、存在的主要问题及改进措施"),
        *_problems(rng, year, truth),
    ]
    return Script([*blocks, *_tail(rng, organ, year, truth)], truth)
