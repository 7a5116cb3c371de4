"""Near-equal texts: `corpus.copies` judges many thousands, datasketch signs and asks for some of the same."""

from __future__ import annotations

import time
from typing import NamedTuple

import numpy as np

from benchmarks.panel import texts
from reportparse.copies import BANDS, ROWS, SHINGLE, Text, find_copies

ALIKE = 90


class Judged(NamedTuple):
    """How many texts, CPU seconds, and how many pairs were found."""

    texts: int
    cpu: float
    pairs: int


def ours(count: int) -> Judged:
    """Signed, paired and confirmed exactly."""
    written = [Text(number, text) for number, text in enumerate(_written(count))]
    began = time.process_time()
    return Judged(count, pairs=len(find_copies(written, at_least=ALIKE)), cpu=time.process_time() - began)


def peer(count: int) -> Judged | None:
    """By datasketch, with the same bands: signed and asked for, not confirmed. None where it is absent."""
    try:
        from datasketch import MinHash, MinHashLSH
    except ImportError:
        return None
    written = _written(count)
    began = time.process_time()
    index, pairs = MinHashLSH(num_perm=BANDS * ROWS, params=(BANDS, ROWS)), 0
    for number, text in enumerate(written):
        signature = MinHash(num_perm=BANDS * ROWS)
        signature.update_batch({text[place : place + SHINGLE].encode() for place in range(len(text) - SHINGLE + 1)})
        pairs += len(index.query(signature))
        index.insert(number, signature)
    return Judged(count, time.process_time() - began, pairs)


def _written(count: int) -> list[str]:
    return list(texts(np.random.default_rng(7), count))
