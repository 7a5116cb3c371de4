"""Columns of texts at a level of privacy, and the salt of a store's pseudonyms."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reportparse.private import PHONES, SHARED, Privacy, Veil
from reportparse.publishing import publishing
from reportparse.report import Report

SALT = ".salt"
"""In the folder of a store, as secret as the store itself: who has both can tell whose pseudonym is whose."""

Texts = Any
"""An array of Arrow, in one piece or in chunks."""
PLAIN = frozenset(
    [
        *("sha256", "report_id", "fingerprint", "item", "items", "path", "other_path", "file"),
        *("organ", "organ_id", "organ_printed", "printed", "other_organ", "organs", "signed_by"),
        *("county", "city", "province"),
    ]
)
"""Columns of identifiers, paths and organs: they name no person, and digits in them are nobody's telephone."""

_DIGITS = r"\p{Nd}[\p{Nd}\p{Z}\s-]{9,}|[@＠]"
"""Texts that "shared" may have to mask; the others, nearly all of them, are let through without a look."""


def salt_of(folder: Path) -> str:
    """The salt that is kept in a store; made when it is asked for first."""
    file = folder / SALT
    if not file.exists():
        with publishing(file) as temporary:
            temporary.touch(mode=0o600)
            temporary.write_text(secrets.token_hex(16), encoding="ascii")
    return file.read_text(encoding="ascii").strip()


@runtime_checkable
class Veiling(Protocol):
    """A corpus, which knows the level, the names and the salt of what it shows."""

    def veil(self, privacy: Privacy | None = None) -> Veil:
        """How its texts may be seen."""


def veil_of(given: object, reports: Iterable[Report], privacy: Privacy | None) -> Veil:
    """How the texts of reports may be seen: as the corpus that they were given in says, else by their own officers."""
    if isinstance(given, Veiling):
        return given.veil(privacy)
    return Veil(privacy or SHARED, names={one.name for report in reports for one in report.officers})


def veiled(frame: pd.DataFrame, veil: Veil) -> pd.DataFrame:
    """The frame with every text in it as it may be seen; codes and what names no person stay."""
    texts = [
        name
        for name in frame.columns
        if name not in PLAIN
        and pd.api.types.is_string_dtype(frame[name].dtype)
        and not isinstance(frame[name].dtype, pd.CategoricalDtype)
    ]
    if veil.privacy == "none" or not texts:
        return frame
    return frame.assign(**{name: veiled_column(frame[name], veil) for name in texts})


def veiled_column(column: pd.Series, veil: Veil) -> pd.Series:
    """One column of texts, by its name one of telephones or not."""
    told = veiled_array(pa.array(column, pa.string(), from_pandas=True), veil, phones=column.name in PHONES)
    return pd.Series(told.to_pandas(), index=column.index, name=column.name).astype(column.dtype)


def veiled_array(texts: Texts, veil: Veil, *, phones: bool = False) -> Texts:
    """Texts of Arrow as they may be seen; the same array where there is nothing to hide."""
    see = veil.phone if phones else veil
    if veil.privacy == "none":
        return texts
    texts = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    if veil.privacy == "strict":
        return pa.array([text if text is None else see(text) for text in texts.to_pylist()], pa.string())
    suspect = pc.match_substring_regex(texts, _DIGITS)
    if not pc.any(suspect).as_py():
        return texts
    told = [see(text) for text in pc.filter(texts, suspect, null_selection_behavior="drop").to_pylist()]
    return pc.replace_with_mask(texts, pc.fill_null(suspect, False), pa.array(told, pa.string()))
