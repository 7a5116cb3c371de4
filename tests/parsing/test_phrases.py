"""A phrase is found at the end of a text exactly where its regular expression would find it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest

from reportparse.parsing.kinds import compile_phrase, vocabulary
from reportparse.parsing.phrases import ends_in, read_phrase

WORDS = {"gov": "政府|机关 单位?", "year": "本年|9999年"}
CASES = [
    ("收到|受理 申请 表?", "共收到申请表", True),
    ("收到|受理 申请 表?", "收到申请", True),
    ("收到|受理 申请 表?", "收到申请书", False),
    ("收到 … 申请", "收到3件群众的申请", True),
    ("收到 … 申请", "收到,申请", False),
    ("收到 … 申请", "收到" + "很" * 41 + "申请", False),
    ("^ {gov} 公开", "全年,机关单位公开", True),
    ("^ {gov} 公开", "各机关公开", False),
    ("{year} 公开", "在2022年公开", True),
    ("{year} 公开", "二二年公开", False),
    ("", "任何", True),
]


@pytest.mark.parametrize(("phrase", "text", "found"), CASES)
def test_a_phrase_ends_a_text_or_does_not(phrase: str, text: str, found: bool) -> None:
    assert ends_in(text, [read_phrase(phrase, WORDS)]) is found


def _phrases() -> Iterator[str]:
    for kind in vocabulary().kinds:
        for phrase in (*kind.phrases, *kind.short, *kind.denials):
            yield phrase.partition("#")[0]


def _said(phrase: str, chance: random.Random) -> str:
    """A text that the phrase may have been taken from, or almost."""
    text = ""
    for step in phrase.split():
        if step == "…":
            text += chance.choice(["", "我镇的", "(含", "全部,", "的" * 39])
        elif step != "^" and not (step.endswith("?") and chance.random() < 0.5):
            option = chance.choice(step.removesuffix("?").split("|"))
            named = option.startswith("{")
            text += _said(vocabulary().words[option.strip("{}")], chance) if named else option.replace("9", "2")
    place = chance.randrange(len(text) + 1)
    return text if chance.random() < 0.8 else text[:place] + chance.choice([",", "不"]) + text[place:]


def test_all_phrases_of_the_vocabulary_are_found_as_their_expressions_find_them() -> None:
    chance = random.Random(1)
    for phrase in set(_phrases()):
        expression, read = compile_phrase(phrase), [read_phrase(phrase, vocabulary().words)]
        for before in ("", "", "年", "申请,", "申请,"):
            text = before + _said(phrase, chance)
            assert ends_in(text, read) is (re.search(f"(?:{expression})$", text) is not None), (phrase, text)
            assert ends_in(text, read, whole=True) is (re.fullmatch(expression, text) is not None), (phrase, text)
