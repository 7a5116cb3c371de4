"""Running numbers in front of a table's rows, in text without cells: there they look like figures of the row above.

序号 信息内容 本年制发件数 本年废止件数 现行有效件数
1 规章 12 0 7
2 行政规范性文件 3 4 5
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from reportparse.parsing.mentions import Mention
from reportparse.patterns import pattern

FEWEST = 3
"""So many numbers in front of labels are no figures, if the table has a head for them."""

MANY = 6
"""So many that count up one by one are none, whatever the table says."""

STEP = 3
"""So far apart are the numbers of rows whose labels follow each other: between them may be rows of a header."""

_ROOM = 16
"""Characters in front of a label within which its numbers stand."""

_HEAD = pattern(r"(?<![^\s|])(?:序\s?号|(?:编\s?号|行\s?次)(?![^\s|]))")
_NUMBER = pattern(r"(?<![^\s|])(\d{1,3})[\s|]+(?:[(]?[一二三四五六七八九十\d]{1,2}\s?[、.,:)]{1,2}\s?)?$")


class RunningNumbers(NamedTuple):
    """Where numbers stand in front of the labels of a text; whether they surely are those of the rows, or may be."""

    spans: tuple[tuple[int, int], ...] = ()
    are_sure: bool = True

    def without(self, text: str) -> str:
        """The text with blanks in their places."""
        for begin, end in self.spans:
            text = text[:begin] + " " * (end - begin) + text[end:]
        return text


def running_numbers(text: str, mentions: Sequence[Mention]) -> RunningNumbers:
    """The numbers of the rows, if the table has a column of them: under a head they count up from row to row. Without
    one, or where they do not, they cannot be told from figures."""
    rows = [n for n, mention in enumerate(mentions) if mention.kind == "row"]
    if not rows:
        return RunningNumbers()
    has_head = _HEAD.search(text, 0, mentions[rows[0]].start) is not None
    found = [match for mention in mentions[: rows[-1] + 1] if (match := _before(text, mention))]
    numbers = [int(match[1]) for match in found]
    steps = [b - a for a, b in pairwise(numbers)]
    if has_head and len(numbers) >= FEWEST and numbers[0] <= STEP and all(0 < step <= STEP for step in steps):
        return RunningNumbers(tuple(match.span(1) for match in found))
    count_up = len(numbers) >= MANY and 2 * steps.count(1) > len(steps)
    return RunningNumbers(are_sure=not (has_head or count_up))


def _before(text: str, mention: Mention) -> re.Match[str] | None:
    """The number in front of a label, whose own number may stand between."""
    begin = max(0, mention.start - _ROOM)
    return _NUMBER.search(text, begin, mention.start)
