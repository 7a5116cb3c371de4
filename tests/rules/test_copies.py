"""Near-equal texts among many: what the fast search finds is what comparing all with all finds."""

from __future__ import annotations

import random

import pytest
from rapidfuzz import fuzz, process

from reportparse.copies import BATCH, Text, find_copies, own_words

LETTERS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥金木水火土东南西北春夏秋冬梅兰竹菊琴棋书画"


def texts(count: int, copies: int) -> list[Text]:
    """So many texts of different lengths, then copies of some with a few letters changed and other numbers."""
    chance = random.Random(11)
    written = [
        "。".join("".join(chance.choices(LETTERS, k=chance.randint(8, 40))) for _ in range(chance.randint(1, 9)))
        for _ in range(count)
    ]
    for original in chance.sample(written, copies):
        letters = list(original)
        for place in chance.sample(range(len(letters)), min(4, len(letters) // 40)):
            letters[place] = chance.choice(LETTERS)
        written.append("".join(letters) + f"。2022年共办理{chance.randint(1, 99)}件")
    return [Text(number, text) for number, text in enumerate(written)]


@pytest.mark.parametrize(("count", "copies"), [(0, 0), (1, 0), (12, 3), (BATCH - 5, 5), (2 * BATCH + 40, 60)])
def test_the_pairs_are_those_that_comparing_all_finds(count: int, copies: int) -> None:
    given = texts(count, copies)
    bodies = [own_words(text.text) for text in given]
    alike = process.cdist(bodies, bodies, scorer=fuzz.ratio)
    due = {
        (first, second, int(alike[first, second]))
        for second in range(len(bodies))
        for first in range(second)
        if alike[first, second] >= 90 and min(len(bodies[first]), len(bodies[second])) >= 60
    }
    assert {tuple(copy) for copy in find_copies(given)} == due
    assert bool(due) == bool(copies)


def test_a_text_of_one_owner_is_no_copy_of_his_own() -> None:
    text = "。".join("".join(random.Random(3).choices(LETTERS, k=20)) for _ in range(6))
    assert find_copies([Text("one", text), Text("one", text)]) == []
    assert [copy.similarity for copy in find_copies([Text("one", text), Text("two", text)])] == [100]


@pytest.mark.parametrize(
    ("written", "own"),
    [
        ("全年受理申请十二件共计３项", "全年受理申请件共计项"),  # numbers before what they count
        ("二十条措施分三期推进落实", "条措施分期推进落实"),
        ("一是重视不够二是力量不足", "一是重视不够二是力量不足"),  # numerals that count nothing
        ("比上年增长12.5%，达到1,204", "比上年增长达到"),
        ("2022年度在20个村推行公开", "在个村推行公开"),
        ("公开　内容\u200b不 够及时", "公开内容不够及时"),
        ("没有其他需要报告的事项", ""),  # everybody says so
        ("（三）监督保障有待加强", "(三)监督保障有待加强"),
    ],
)
def test_numbers_years_and_statutory_wording_are_nobodys_own(written: str, own: str) -> None:
    assert own_words(written) == own


def test_sentences_that_very_many_texts_have_do_not_make_them_copies() -> None:
    chance = random.Random(5)
    shared = ["".join(chance.choices(LETTERS, k=40)) for _ in range(3)]
    own = ["".join(chance.choices(LETTERS, k=70)) for _ in range(60)]
    given = [Text(number, "。".join([*shared, one])) for number, one in enumerate(own)]
    assert find_copies([*given, Text("copy", given[7].text)], at_least=90) == [(7, 60, 100)]
    few = [text._replace(text="。".join([*shared * 3, one])) for text, one in zip(given[:8], own, strict=False)]
    assert find_copies(few, at_least=80)
