"""What section five says over the years: topics, repeated and unanswered problems, keywords, changed texts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from reportparse import answers
from reportparse.frames import CODE, FLAG, KEYS, ORDINAL, REAL, SEPARATOR, TEXT, WHOLE, Dtype
from reportparse.panel import check_keys
from reportparse.text import key, squeeze
from reportparse.topics import Topics, decide, topics
from reportparse.words import Words, own_words

ALIKE, RELATED = 75, 60
"""Percent from which two problems are one in other words: of their characters, or of their words if topics are one."""
REMEMBERED = 4096
"""Of so many texts the words are remembered: those of one year are compared with those of the next."""

_NUMBERS = re.compile(r"\d[\d.,%]*")
_SENTENCE = re.compile(r"[^。;!?\n]+[。;!?]?")

NAMED: dict[str, Dtype] = {**KEYS, ORDINAL: WHOLE, "topic": CODE, "label": TEXT, "words": TEXT}
REPEATED: dict[str, Dtype] = {
    "organ": TEXT,
    "year": WHOLE,
    ORDINAL: WHOLE,
    "how": CODE,
    "similarity": WHOLE,
    "years": WHOLE,
    "text": TEXT,
    "before": TEXT,
}
UNANSWERED: dict[str, Dtype] = {**KEYS, ORDINAL: WHOLE, "topics": TEXT, "text": TEXT}
KEYWORDS: dict[str, Dtype] = {
    "word": TEXT,
    "count": WHOLE,
    "reports": WHOLE,
    "idf": REAL,
    "weight": REAL,
    "rank": WHOLE,
}
CHANGED: dict[str, Dtype] = {
    "organ": TEXT,
    "year": WHOLE,
    "section": TEXT,
    "change": CODE,
    "similarity": WHOLE,
    "sentence": TEXT,
    "before": TEXT,
}


class Said(NamedTuple):
    """A problem or a measure, as much as is compared, its number in its list, and its text without numbers."""

    number: int
    text: str
    topics: tuple[str, ...]
    bare: str = ""


class Match(NamedTuple):
    """A problem of last year that this year's repeats."""

    how: str
    similarity: int
    before: Said


def named_topics(said: pd.DataFrame, kind: str, classes: Topics | None, words: Words | None) -> pd.DataFrame:
    """One row for each problem or measure and topic of it, with the words that decided."""
    known = getattr(classes or topics(), kind)
    label = {topic.code: topic.zh for topic in known}
    decided = {text: decide(known, text, words) for text in said["text"].drop_duplicates().dropna()}
    rows = [
        (*keys, topic, label[topic], SEPARATOR.join(deciding))
        for *keys, text in said[[*KEYS, ORDINAL, "text"]].itertuples(index=False, name=None)
        for topic, deciding in decided.get(text, {}).items()
    ]
    return pd.DataFrame(rows, columns=list(NAMED)).astype(NAMED)


def topic_shares(said: pd.DataFrame, reports: pd.DataFrame, index: Sequence[str], minimum: float) -> pd.DataFrame:
    """Of the reports under each key that name anything, how many name each topic; no share on a small base."""
    keyed = _with_keys(said[[*KEYS, "topics"]], reports, index)
    base = keyed.groupby(list(index), observed=True)[["report"]].nunique().set_axis(["denominator"], axis=1)
    named = _exploded(keyed[[*index, "report", "topics"]])
    counted = named.groupby([*index, "topic"], observed=True)["report"].nunique()
    known = sorted(named["topic"].unique())
    places = base.merge(pd.DataFrame({"topic": known}), how="cross").set_axis(base.index.repeat(len(known)))
    counts = places.set_index("topic", append=True)
    counts = counts.assign(numerator=counted.reindex(counts.index).fillna(0))
    counts = counts[["numerator", "denominator"]].astype(WHOLE)
    small = (counts["denominator"] < minimum).astype(FLAG)
    share = (counts["numerator"] / counts["denominator"]).astype(REAL).mask(small)
    return counts.assign(share=share, small=small).sort_index()


def _exploded(keyed: pd.DataFrame) -> pd.DataFrame:
    """One row for each topic of what names any, as `topic`; each list of topics is taken apart once."""
    codes, lists = pd.factorize(keyed["topics"])
    topics = [list(filter(None, joined.split(SEPARATOR))) for joined in lists] + [[]]
    counts = np.array([len(named) for named in topics])[codes]
    flat = [topic for code in codes for topic in topics[code]]
    return keyed.iloc[np.repeat(np.arange(len(keyed)), counts)].assign(topic=pd.array(flat, dtype=TEXT))


def _with_keys(said: pd.DataFrame, reports: pd.DataFrame, index: Sequence[str]) -> pd.DataFrame:
    """What was said with `report`, a number, and the columns of it that are asked for; only where these are known."""
    check_keys(index, reports)
    columns = [*KEYS, *(name for name in index if name not in KEYS)]
    numbered = reports[columns].assign(report=range(len(reports)))
    return said.merge(numbered, on=list(KEYS)).dropna(subset=list(index))


def repeated(problems: pd.DataFrame) -> pd.DataFrame:
    """Problems that an organ named the year before too; `years` counts in how many years running."""
    rows = []
    for organ, years in _by_organ(problems):
        running: dict[tuple[int, int], int] = {}
        for year in sorted(years):
            for said in years[year]:
                match = _match(said, years.get(year - 1, []))
                if match is None:
                    continue
                times = running.get((year - 1, match.before.number), 1) + 1
                running[year, said.number] = times
                rows.append((organ, year, said.number, *match[:2], times, said.text, match.before.text))
    return pd.DataFrame(rows, columns=list(REPEATED)).astype(REPEATED)


def _by_organ(said: pd.DataFrame) -> Iterator[tuple[str, dict[int, list[Said]]]]:
    known = said.dropna(subset=["organ", "year", "text"])
    bare = {text: _without_numbers(text) for text in known["text"].unique()}
    organs: dict[str, dict[int, list[Said]]] = {}
    columns = (known[name].tolist() for name in ("organ", "year", ORDINAL, "text"))
    for organ, year, ordinal, text, codes in zip(*columns, known["topics"].fillna("").tolist(), strict=True):
        years = organs.setdefault(organ, {})
        years.setdefault(year, []).append(Said(ordinal, text, _codes(codes), bare[text]))
    yield from sorted(organs.items(), key=lambda item: item[0])


def _match(said: Said, others: Sequence[Said]) -> Match | None:
    """Which of last year's problems this is: word for word, or in substance; the most alike of several."""
    matches = [match for other in others if (match := _compare(said, other))]
    return max(matches, key=lambda match: match.similarity, default=None)


def _compare(said: Said, other: Said) -> Match | None:
    if said.bare == other.bare:
        return Match("word for word", 100, other)
    similarity = int(fuzz.ratio(said.bare, other.bare))
    of_one_kind = said.topics and set(said.topics) == set(other.topics)
    if similarity >= ALIKE or (of_one_kind and _in_common(said.text, other.text) >= RELATED):
        return Match("in substance", similarity, other)
    return None


def _without_numbers(text: str) -> str:
    return key(_NUMBERS.sub("", squeeze(text)))


def _in_common(one: str, two: str) -> int:
    """Percent of the telling words of the shorter text that the other has; 0 where there are fewer than two."""
    first, second = _telling(one), _telling(two)
    least = min(len(first), len(second))
    return 100 * len(first & second) // least if least > 1 else 0


@lru_cache(maxsize=REMEMBERED)
def _telling(text: str) -> frozenset[str]:
    return frozenset(own_words().telling(squeeze(text)))


def unanswered(problems: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """Problems that no measure of the report answers, by the judgement of the rule V-PAIR."""
    told = _by_report(measures)
    places = [
        one.number
        for report, said in _by_report(problems).items()
        for one in answers.unanswered(said, told.get(report, []))
    ]
    return problems.iloc[sorted(places)][list(UNANSWERED)].reset_index(drop=True).astype(UNANSWERED)


def _by_report(said: pd.DataFrame) -> dict[tuple[object, ...], list[Said]]:
    """What each report says, each numbered by its row of the frame."""
    reports: dict[tuple[object, ...], list[Said]] = defaultdict(list)
    keys = said[list(KEYS)].astype(object).where(said[list(KEYS)].notna(), None).itertuples(index=False, name=None)
    told = zip(keys, said["text"], said["topics"].fillna(""), strict=True)
    for number, (report, text, codes) in enumerate(told):
        reports[report].append(Said(number, text, _codes(codes)))
    return reports


@lru_cache(maxsize=REMEMBERED)
def _codes(joined: str) -> tuple[str, ...]:
    return tuple(filter(None, joined.split(SEPARATOR)))


def keywords(
    said: pd.DataFrame, reports: pd.DataFrame, by: Sequence[str], top: int, words: Words | None
) -> pd.DataFrame:
    """The words that tell the texts under each key from the rest: how often, in how many reports, idf, weight, rank.

    idf is the logarithm of all reports over those that have the word; weight is `reports` times idf.
    """
    keyed = _with_keys(said.dropna(subset=["text"]), reports, by)
    cutter = words or own_words()
    rows = [
        (*keys, report, word)
        for *keys, report, text in keyed[[*by, "report", "text"]].itertuples(index=False, name=None)
        for word in cutter.telling(squeeze(text))
    ]
    cut = pd.DataFrame(rows, columns=[*by, "report", "word"])
    having = cut.groupby("word")["report"].nunique()
    idf = np.log(max(cut["report"].nunique(), 1) / having.astype(float)).round(4)
    found = cut.groupby([*by, "word"])["report"].agg(count="size", reports="nunique").reset_index()
    found = found.assign(idf=found["word"].map(dict(zip(having.index, idf, strict=True))))
    found = found.assign(weight=(found["reports"] * found["idf"]).round(4))
    found = found.sort_values([*by, "weight", "word"], ascending=[*(True for _ in by), False, True])
    found = found.assign(rank=found.groupby(list(by)).cumcount() + 1)
    return found[found["rank"] <= top].astype(KEYWORDS).reset_index(drop=True)


def text_changes(sections: pd.DataFrame, section: str) -> pd.DataFrame:
    """The sentences of a section against those of the organ's report of the year before, in their order.

    change: "kept", "reworded" (with the sentence that it was), "new", "dropped" (then `sentence` is last year's).
    """
    own = sections[sections["code"] == section].dropna(subset=["organ", "year", "text"])
    texts = {(organ, int(year)): text for organ, year, text in zip(own["organ"], own["year"], own["text"], strict=True)}
    rows = [
        (organ, year, section, *change)
        for organ, year in sorted(texts)
        if (organ, year - 1) in texts
        for change in _changes(_sentences(texts[organ, year]), _sentences(texts[organ, year - 1]))
    ]
    return pd.DataFrame(rows, columns=list(CHANGED)).astype(CHANGED)


def _sentences(text: str) -> list[str]:
    return [sentence for match in _SENTENCE.findall(squeeze(text)) if key(sentence := match.strip())]


def _changes(now: list[str], before: list[str]) -> Iterator[tuple[str, int | None, str, str | None]]:
    """Sentences that stayed are paired first, wherever they stand; the rest by what is most alike."""
    left = Counter(map(key, before))
    kept = [_taken(left, key(sentence)) for sentence in now]
    others = [sentence for sentence in before if _taken(left, key(sentence))]
    for sentence, stays in zip(now, kept, strict=True):
        if stays:
            yield "kept", 100, sentence, sentence
            continue
        similarity, similar = max(((int(fuzz.ratio(sentence, other)), other) for other in others), default=(0, ""))
        if similarity >= ALIKE:
            others.remove(similar)
            yield "reworded", similarity, sentence, similar
        else:
            yield "new", None, sentence, None
    for sentence in others:
        yield "dropped", None, sentence, None


def _taken(left: Counter[str], one: str) -> bool:
    """Whether one was left, which then is taken."""
    there = left[one] > 0
    left[one] -= there
    return there
