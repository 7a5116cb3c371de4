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
