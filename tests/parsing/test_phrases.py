"""A phrase of the vocabulary is found at the end of a text exactly where its regular expression finds it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from reportparse.parsing.kinds import Phrase, compile_phrase, vocabulary


def _phrases() -> Iterator[str]:
    for kind in vocabulary().kinds:
        for phrase in (*kind.phrases, *kind.short, *kind.denials):
            first = phrase.partition("#")[0].strip()
            if first and not re.search(r"… \S+\?$", first):  # that may end in a gap, and is cut off there
                yield first


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


def test_no_phrase_is_passed_over_before_its_expression_is_asked() -> None:
    chance = random.Random(1)
    for phrase in sorted(set(_phrases())):
        expression = compile_phrase(phrase)
        for before in ("", "", "年", "申请,", "申请,"):
            text = before + _said(phrase, chance)
            assert Phrase(phrase).ends(text) is (re.search(f"(?:{expression})$", text) is not None), (phrase, text)
            found = re.search(f"^(?:{expression})$", text) is not None
            assert Phrase(phrase, whole=True).ends(text) is found, (phrase, text)
