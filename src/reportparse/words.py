"""Texts cut into words as jieba cuts them, with the package's dictionary (`words.txt`) or the user's.

The dictionary is jieba's own list (MIT licence) without its rare words and names, and the words of this field. jieba's
search for the likeliest cut is written out here, word for word the same: parsing a report would else wait for the
tables of its other searches (0.3 s), and it keeps its dictionary in a folder that all users share.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from operator import itemgetter
from pathlib import Path
from typing import Any

from reportparse.packaged import text_of
from reportparse.patterns import pattern

_PIECE = pattern(r"[\u4e00-\u9fff]+|[A-Za-z0-9]+|(?s:.)")
_PAIRS = pattern(r"(?:\S+ \d+\n)*+")
LONGEST = 12
"""Characters of the longest term that is looked for."""


class Words:
    """A dictionary to cut with: lines "word frequency", and words that say nothing, one a line."""

    def __init__(self, dictionary: str, stop: str = "") -> None:
        self._counts, self._total = _counted_pairs(dictionary) or _counted(dictionary.splitlines())
        self.stop = frozenset(stop.split())

    @classmethod
    def load(
        cls, dictionary: str | os.PathLike[str] | None = None, stop: str | os.PathLike[str] | None = None
    ) -> Words:
        """With the user's files in place of the package's."""
        return cls(_text(dictionary, "words.txt"), _text(stop, "stopwords.txt"))

    def cut(self, text: str) -> list[str]:
        """Its words, in their order: `"更新不够及时" → ["更新", "不够", "及时"]`; the same on every machine."""
        return [word for piece in _PIECE.findall(text) for word in self._cut_han(piece)]

    def _cut_han(self, piece: str) -> list[str]:
        """The cut whose words are the likeliest together; a piece of Latin letters and figures is a word."""
        if not _is_han(piece):
            return [piece]
        ends = self._likeliest_ends(piece)
        words, start = [], 0
        while start < len(piece):
            words.append(piece[start : ends[start]])
            start = ends[start]
        return words

    def _likeliest_ends(self, piece: str) -> list[int]:
        """For each place the end of the word that begins there, found from the last place to the first."""
        length, counts, log = len(piece), self._counts, math.log
        scores, ends = [0.0] * (length + 1), [0] * length
        whole = log(self._total)
        for start in range(length - 1, -1, -1):
            best, best_end = -math.inf, 0
            for end in range(start + 1, length + 1):
                count = counts.get(piece[start:end])
                if count is None:
                    break
                if count and (score := log(count) - whole + scores[end]) >= best:
                    best, best_end = score, end
            if not best_end:  # no word begins here
                best, best_end = log(1) - whole + scores[start + 1], start + 1
            scores[start], ends[start] = best, best_end
        return ends

    def terms(self, text: str) -> frozenset[str]:
        """All that begins and ends with a word: `"公开不够及时" → {"公开", "公开不够", "不够及时" ...}`."""
        return frozenset(_joined(self.cut(text)))

    def telling(self, text: str) -> list[str]:
        """The words that can be keywords: two characters or more, no figures, none of the stop words.

        Here jieba also guesses words that the dictionary does not have, such as names of places and projects.
        """
        return [word for word in self._guesser.cut(text) if len(word) > 1 and _is_han(word) and word not in self.stop]

    @cached_property
    def _guesser(self) -> Any:
        import jieba  # here, since it takes 0.3 s and no parsing needs it

        cutter = jieba.Tokenizer()
        cutter.FREQ, cutter.total, cutter.initialized = self._counts, self._total, True
        return cutter


@cache
def own_words() -> Words:
    """The dictionary that comes with the package."""
    return Words.load()


def _text(path: str | os.PathLike[str] | None, name: str) -> str:
    if path is not None:
        return Path(path).read_text(encoding="utf-8")
    return text_of(name)


def _counted_pairs(dictionary: str) -> tuple[dict[str, int], int] | None:
    """As `_counted`, of a dictionary of nothing but "word frequency", as the package's is, in half the time."""
    if not _PAIRS.fullmatch(dictionary):
        return None
    fields = dictionary.split()
    words, frequencies = fields[::2], list(map(int, fields[1::2]))
    counts = dict.fromkeys(map(itemgetter(0), words), 0)
    for word in [word for word in words if len(word) > 2]:
        for end in range(2, len(word)):
            counts[word[:end]] = 0
    return counts | dict(zip(words, frequencies, strict=True)), sum(frequencies)


def _counted(lines: Iterable[str]) -> tuple[dict[str, int], int]:
    """How often each word occurs; each beginning of a word is there too, with 0 if it is no word."""
    counts: dict[str, int] = {}
    total = 0
    for line in lines:
        word, _, rest = line.strip().partition(" ")
        if not word:
            continue
        frequency = int(rest.split(" ")[0] or 1) if rest else 1
        counts[word] = frequency
        total += frequency
        for end in range(1, len(word)):
            counts.setdefault(word[:end], 0)
    return counts, total


def _joined(words: list[str]) -> Iterator[str]:
    for first in range(len(words)):
        term = ""
        for last in range(first, len(words)):  # a slice would copy the rest of a long text for each of its words
            term += words[last]
            if len(term) > LONGEST:
                break
            yield term


def _is_han(word: str) -> bool:
    return all("\u4e00" <= letter <= "\u9fff" for letter in word)
