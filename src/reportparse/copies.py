"""Near-equal texts: masked of numbers and years, statutory wording removed, found by MinHash, confirmed exactly."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz

from reportparse.packaged import toml_of
from reportparse.text import squeeze

SHORTEST = 60
"""A shorter text says too little to be called copied."""

SHINGLE = 5
BANDS, ROWS = 24, 4
"""Signatures of 96 values; texts that share a band of 4 are compared: 0.9 alike are missed once in 10 million."""

BUCKET = 30
"""In a band that very many texts share, each is compared with so many that stand before it."""

BATCH = 256
"""So many texts are signed together, which then fit in a processor's cache."""

COMMON = 0.05
"""A sentence in more than this share of at least 40 texts is common property, not a copy."""

_DIGITS, _NUMERALS = r"\d.,%", "一二三四五六七八九十百千万零两〇"
_NUMBERS = re.compile(
    rf"[{_DIGITS}{_NUMERALS}]"  # first what every match begins with, which is searched for at many times the speed
    rf"(?:(?<=[{_DIGITS}])[{_DIGITS}]*"
    rf"|(?<![{_NUMERALS}]{{2}})(?<=[{_NUMERALS}])[{_NUMERALS}]*+(?=[条件份篇次期个项名人场]))"
)
_YEARS = re.compile(r"20\d\d年?度?")
_ENDS = re.compile(r"[。;!?\n]")
_UNPLAIN = re.compile(r"[^\n0-9A-Za-z。、\u4e00-\u9fff]+")
"""What `squeeze` makes something else of, or may; most of a text is none of it."""


class Text(NamedTuple):
    """A text to be compared: `owner` is who must not be compared with itself."""

    owner: object
    text: str


class Copy(NamedTuple):
    """Two texts, by their numbers, that are `similarity` percent alike."""

    first: int
    second: int
    similarity: int


def similarity(first: str, second: str) -> int | None:
    """How alike two texts are, in percent, numbers and statutory wording apart; None where there is too little."""
    one, other = own_words(first), own_words(second)
    if min(len(one), len(other)) < SHORTEST:
        return None
    return int(fuzz.ratio(one, other))


def own_words(text: str) -> str:
    """What the author wrote: the sentences without numbers, years and statutory wording."""
    return "。".join(sentences(text))


def sentences(text: str) -> list[str]:
    """The sentences of a text, masked, without statutory ones and without scraps."""
    masked = _ENDS.split(_mask(_squeezed("\n".join(text.splitlines()))))  # no number has a stop in it
    return [part for part in masked if len(part) >= 6 and not _boilerplate().search(part)]


def _squeezed(text: str) -> str:
    """Each line as `squeeze` has it."""
    return _UNPLAIN.sub(lambda match: squeeze(match[0]), text)


def _mask(text: str) -> str:
    return _NUMBERS.sub("", _YEARS.sub("", text))


@cache
def _boilerplate() -> re.Pattern[str]:
    return re.compile("|".join(toml_of("boilerplate.toml")["patterns"]))


def repeated_share(text: str, before: str) -> int | None:
    """How much of a text stands word for word in another, in percent of its characters; None for scraps."""
    mine, theirs = sentences(text), set(sentences(before))
    length = sum(map(len, mine))
    if length < SHORTEST or len(mine) < 5:
        return None
    return round(sum(len(sentence) for sentence in mine if sentence in theirs) / length * 100)


def matched_sentences(first: str, second: str) -> list[str]:
    """The sentences that two texts share, as they stand in the first."""
    shared = set(sentences(second))
    parts = _ENDS.split("\n".join(squeeze(line) for line in first.splitlines()))
    return [part for part in parts if len(part) >= 6 and _mask(part) in shared]


def matched_spans(first: str, second: str) -> list[tuple[int, int]]:
    """Where in the first text the sentences stand that the second has too, numbers and years apart: start, end."""
    shared = set(sentences(second))
    parts = [match.span() for match in _SENTENCES.finditer(first)]
    return [(start, end) for start, end in parts if _mask(squeeze(first[start:end])) in shared]


_SENTENCES = re.compile(r"[^。;；!！?？\n]+")


def find_copies(texts: Sequence[Text], *, at_least: int = 90) -> list[Copy]:
    """The pairs of texts of different owners that are at least so many percent alike.

    Sentences that very many texts share are removed first; the time is close to linear in the number of texts.
    """
    bodies = _without_common([sentences(text.text) for text in texts])
    kept = [number for number, body in enumerate(bodies) if len(body) >= SHORTEST]
    found = []
    for first, second in _candidates(_signatures([bodies[number] for number in kept])):
        one, other = kept[first], kept[second]
        if texts[one].owner == texts[other].owner:
            continue
        alike = int(fuzz.ratio(bodies[one], bodies[other], score_cutoff=at_least))
        if alike >= at_least:
            found.append(Copy(one, other, alike))
    return found


def _without_common(listed: list[list[str]]) -> list[str]:
    if len(listed) < 40:
        return ["。".join(parts) for parts in listed]
    common = _common(listed, max(10, COMMON * len(listed)))
    return ["。".join([part for part in parts if part not in common] if common else parts) for parts in listed]


def _common(listed: list[list[str]], limit: float) -> set[str]:
    """The sentences of more texts than the limit; only those are counted of which the hashes are so many."""
    hashes = np.fromiter((hash(part) for parts in listed for part in set(parts)), dtype=np.int64)
    distinct, counts = np.unique(hashes, return_counts=True)
    many = set(distinct[counts > limit].tolist())
    counted = Counter(part for parts in listed for part in set(parts) if hash(part) in many) if many else {}
    return {part for part, count in counted.items() if count > limit}


def _signatures(bodies: Sequence[str]) -> np.ndarray:
    """The MinHash of each text's shingles, texts x (BANDS * ROWS): equal in as many places as two share shingles."""
    signatures = np.empty((len(bodies), BANDS * ROWS), dtype=np.uint64)
    for start in range(0, len(bodies), BATCH):
        batch = bodies[start : start + BATCH]
        signatures[start : start + len(batch)] = _signed(batch)
    return signatures


def _signed(bodies: Sequence[str]) -> np.ndarray:
    """The signatures of a batch. The texts are hashed in one piece; a shingle over the end of a text has no say."""
    letters = np.frombuffer("".join(bodies).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    ends = np.cumsum([len(body) for body in bodies])
    bounds = np.stack([ends - [len(body) for body in bodies], ends - SHINGLE + 1], axis=1).ravel()[:-1]
    hashed = np.zeros(len(letters) - SHINGLE + 1, dtype=np.uint64)
    for place in range(SHINGLE):
        hashed = hashed * np.uint64(1_099_511_628_211) + letters[place : len(letters) - SHINGLE + 1 + place]
    least = np.empty((BANDS * ROWS, len(bodies)), dtype=np.uint64)
    mixed = np.empty_like(hashed)
    for number, (multiplier, offset) in enumerate(zip(_MULTIPLIERS, _OFFSETS, strict=True)):
        np.multiply(hashed, multiplier, out=mixed)
        np.add(mixed, offset, out=mixed)
        least[number] = np.minimum.reduceat(mixed, bounds)[::2]
    return (least >> np.uint64(16)).T


_RANDOM = np.random.Generator(np.random.PCG64(20210926))
_MULTIPLIERS = _RANDOM.integers(1, 2**63, BANDS * ROWS, dtype=np.uint64) | np.uint64(1)
_OFFSETS = _RANDOM.integers(0, 2**63, BANDS * ROWS, dtype=np.uint64)


def _candidates(signatures: np.ndarray) -> Iterator[tuple[int, int]]:
    """Pairs (earlier, later) of rows that share a band, in order, each once."""
    count = len(signatures)
    codes = [np.empty(0, dtype=np.int64)]
    for keys in _band_keys(signatures):
        codes += [earlier * count + later for earlier, later in _together(keys)]
    for code in np.unique(np.concatenate(codes)).tolist():
        yield divmod(code, count)


def _band_keys(signatures: np.ndarray) -> Iterator[np.ndarray]:
    """For each band one number a text, equal where the values of the band are."""
    for band in range(0, BANDS * ROWS, ROWS):
        keys = np.zeros(len(signatures), dtype=np.uint64)
        for row in range(band, band + ROWS):
            keys = (keys ^ signatures[:, row]) * np.uint64(0x9E3779B97F4A7C15)
        yield keys


def _together(keys: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Places with the same key, each with those at most BUCKET before it: (earlier, later), by their distance."""
    order = np.argsort(keys, kind="stable")
    for distance in range(1, BUCKET + 1):
        same = keys[order[distance:]] == keys[order[:-distance]]
        if not same.any():
            return
        yield order[:-distance][same], order[distance:][same]
