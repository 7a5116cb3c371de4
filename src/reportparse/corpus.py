"""Many reports as pandas frames over a store.

corpus = open_corpus("panel/")
corpus.where(county="临淄区").panel("requests.received.total")      # organ x year
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from reportparse import frames, people, texts, versions
from reportparse import panel as panels
from reportparse.coverage import cover
from reportparse.frames import CODE, FAILURES, KEYS, REPORTS, TEXT, WHOLE, read_list, typed
from reportparse.kept import find_copies
from reportparse.organs import identify, plain_name
from reportparse.private import SHARED, Privacy, Veil, checked
from reportparse.query import query
from reportparse.report import NO_REPORT, Report
from reportparse.rows import known_items
from reportparse.store import Store
from reportparse.topics import Topics
from reportparse.veils import salt_of, veiled
from reportparse.words import Words

FORMATS = ("docx", "html", "pdf", "txt")
"""Of several files of one report that state as much, the first of these formats is the report."""
ORGANS = {"organ": TEXT, "organ_id": CODE, "county": TEXT, "printed": TEXT, "known_by": CODE, "reports": WHOLE}


def open_corpus(
    store: str | os.PathLike[str],
    *,
    divisions: pd.DataFrame | str | None = None,
    privacy: Privacy = SHARED,
    salt: str | None = None,
) -> Corpus:
    """The corpus in a store that `parse_all` made.

    divisions: a table (frame, or the path of a csv) of codes, names and parents that tells organs apart.
    privacy: what its frames and files show of persons: "none" all as printed; "shared" private numbers and mail
        masked; "strict" also no telephone, no mail and pseudonyms for officers.
    salt: of the pseudonyms, for equal ones in several stores; else one is made and kept in the store.
    """
    table = pd.read_csv(divisions, dtype={"code": str}) if isinstance(divisions, str) else divisions
    return Corpus(Store(Path(store)), divisions=table, privacy=privacy, salt=salt)


class Corpus:
    """The reports of a store, or some of them. Frames are built when they are asked for, and kept.

    Of several files that hold one report (one organ, one year) the one that states most facts is the report; the
    others are its versions.
    """

    def __init__(
        self,
        store: Store,
        *,
        divisions: pd.DataFrame | None = None,
        files: pd.DataFrame | None = None,
        privacy: Privacy = SHARED,
        salt: str | None = None,
    ) -> None:
        self.store = store
        self.privacy = checked(privacy)
        self._salt = salt
        self._veils: dict[Privacy, Veil] = {}
        self.files = _identified(store.index, divisions) if files is None else files
        chosen = _in_order(self.files, self.files["is_chosen"].to_numpy())
        self.chosen = chosen.assign(**typed(chosen[list(KEYS)], KEYS))

    @cached_property
    def reports(self) -> pd.DataFrame:
        """One row a record: organ, year, report_id, places, edition, dates, how many facts are in which state, file.

        `is_report` is False for a text that is something else: it has no organ, no year and no facts.
        """
        return veiled(self._reports(), self.veil())

    def _reports(self) -> pd.DataFrame:
        return typed(_used(self.chosen), REPORTS)

    @cached_property
    def failures(self) -> pd.DataFrame:
        """One row a file that gave no report: path, code, message, tries."""
        return veiled(self._failures(), self.veil())

    def _failures(self) -> pd.DataFrame:
        failed = self.files[self.files["outcome"] != "record"]
        return typed(failed.assign(code=failed["outcome"]), FAILURES)

    @cached_property
    def strays(self) -> pd.DataFrame:
        """One row a file that was read and is no report, an invoice say; columns as in `failures`."""
        strays = self.chosen[~self.chosen["is_report"]]
        return veiled(typed(strays.assign(code=NO_REPORT), FAILURES), self.veil())

    @cached_property
    def facts(self) -> pd.DataFrame:
        """One row a cell: item, table, row, column, value (Float64, missing unless stated), state, doubt."""
        return self.frame("facts")

    @cached_property
    def officers(self) -> pd.DataFrame:
        """One row a person named, as printed: name, post, phone, duty. `people` follows them over the years."""
        return self.frame("officers")

    @cached_property
    def statements(self) -> pd.DataFrame:
        """One row a number said in a sentence."""
        return self.frame("statements")

    @cached_property
    def problems(self) -> pd.DataFrame:
        """One row a problem named; `topics` are codes joined by "; "."""
        return self.frame("problems")

    @cached_property
    def measures(self) -> pd.DataFrame:
        """One row an improvement made or promised."""
        return self.frame("measures")

    @cached_property
    def findings(self) -> pd.DataFrame:
        """One row a finding of a report: code, severity, items, message; and S-VERSIONS where its files differ."""
        own = self.frame("findings")
        differing = versions.findings(self.versions())
        if differing.empty:
            return own
        dtypes = {name: frames.KEYS.get(name) or frames.LISTS["findings"].get(name, WHOLE) for name in own.columns}
        joined = pd.concat([_plain(own), differing]).sort_values(list(KEYS), kind="stable")
        return typed(joined, dtypes)

    def frame(self, name: str, *, evidence: bool = False, privacy: Privacy | None = None) -> pd.DataFrame:
        """A frame by its name (also extras and sections).

        evidence: with raw text, page and place. privacy: "none", "shared" or "strict" (the corpus's own, if not said).
        """
        if name not in ("reports", "failures", *frames.LISTS):
            raise KeyError(f"no frame {name!r}; there are reports, failures, {', '.join(frames.LISTS)}")
        if name in frames.LISTS:
            return veiled(read_list(self.store, self.chosen, name, evidence=evidence), self.veil(privacy))
        if privacy is None or privacy == self.privacy:
            return self.reports if name == "reports" else self.failures
        return veiled(self._reports() if name == "reports" else self._failures(), self.veil(privacy))

    def _plain(self, name: str) -> pd.DataFrame:
        """A frame as printed, to compute with: what comes of it is veiled."""
        return self.frame(name, privacy="none")

    def veil(self, privacy: Privacy | None = None) -> Veil:
        """How a text of the corpus may be seen at a level of privacy: `corpus.veil("strict")(text)`."""
        level = checked(privacy or self.privacy)
        if level not in self._veils:
            salt = (self._salt or salt_of(self.store.folder)) if level == "strict" else None
            self._veils[level] = Veil(level, names=self._names() if level == "strict" else (), salt=salt)
        return self._veils[level]

    def _names(self) -> set[str]:
        """The officers of all reports of the store, whose names may stand in any report's findings."""
        pieces = self.store.read(["officers"], self.store.index, fields=["name"])
        people = [one for _, table in pieces for listed in table.column(0).to_pylist() for one in listed or ()]
        return {person["name"] for person in people if person["name"]}

    def labels(self, frame: pd.DataFrame | str, language: str = "zh") -> pd.DataFrame:
        """A frame, or the one of that name, with its columns called in Chinese."""
        return frames.labels(self.frame(frame) if isinstance(frame, str) else frame, language)

    @cached_property
    def organs(self) -> pd.DataFrame:
        """One row for each organ and spelling: organ, organ_id, county, printed, known_by, reports.

        known_by says why a spelling counts as the organ; "ambiguous" ones could be of several and stand alone.
        """
        named = self.chosen.assign(printed=self.chosen["organ_printed"].fillna(self.chosen["organ_full"]))
        groups = named.groupby(["organ", "organ_id", "printed", "known_by"], sort=True, observed=True)
        counted = groups.agg(county=("county", "first"), reports=("report_id", "size")).reset_index()
        return typed(_used(counted), ORGANS)

    def items(self, pattern: str = "*") -> list[str]:
        """The ids of items of a pattern: `items("requests.denied_*.total")`, in all editions and the store."""
        known = [*known_items(), *(name for name in self.store.columns() if "." in name)]
        return [item for item in dict.fromkeys(known) if fnmatchcase(item, pattern)]

    def panel(
        self,
        items: str | Sequence[str],
        *,
        index: Sequence[str] = ("organ", "year"),
        how: str = "sum",
        crosswalk: bool = True,
    ) -> pd.DataFrame:
        """Figures over organs and years; missing unless stated.

        One item: organ x year. Several: one row for each organ and year, one column an item. Any columns of
        `reports` can be the index: `index=("county", "year")` with `how` sum, mean, median, min, max or count.
        crosswalk: fill an item that an edition splits into several by their sum. `UnknownItem` for an id no form has.
        """
        return panels.read_panel(self.store, self.chosen, items, panels.Layout(tuple(index), how, crosswalk))

    def coverage(self) -> pd.DataFrame:
        """organ x year: "there", "no tables" (text only), "unreadable" (a file that gave no report), "missing"."""
        reports = self.reports
        return cover(reports[reports["is_report"]], pd.concat([self.failures, self.strays]))

    def changes(self, items: str | Sequence[str]) -> pd.DataFrame:
        """Year on year: organ, year, item, value, before, change, growth (see `panel.changes`)."""
        return panels.changes(self.panel(_several(items)))

    def shares(
        self,
        numerator: str | Sequence[str],
        denominator: str,
        *,
        index: Sequence[str] = panels.ORGAN_YEAR,
        minimum: float = panels.SMALL,
    ) -> pd.DataFrame:
        """numerator, denominator, share and `small` over an index such as ("county", "year"), after adding up.

        The numerator may be several items, which are added up. Only reports that state all of them count. No share is
        given on a base below `minimum`.
        """
        return panels.read_shares(self.store, self.chosen, (numerator, denominator), tuple(index), minimum)

    def runs(self, item: str, *, value: float = 0, at_least: int = 2) -> pd.DataFrame:
        """Organs that state one figure for years running: organ, first, last, years; a year not stated ends a run."""
        return panels.runs(self.panel([item])[item], value, at_least)

    def ranks(self, item: str) -> pd.DataFrame:
        """(organ, year) with value, rank within the year (1 is the largest) and `of`."""
        return panels.ranks(self.panel([item])[item])

    def outliers(self, items: str | Sequence[str], *, far: float = panels.FAR) -> pd.DataFrame:
        """Figures far from the peers' of the year, or from the organ's other years (see `panel.outliers`)."""
        return panels.outliers(self.panel(_several(items)), far=far)

    def officer_changes(self, *, privacy: Privacy | None = None) -> pd.DataFrame:
        """Who stays, is new, left, or changed post or phone since the year before (see `people.officer_changes`)."""
        return veiled(people.officer_changes(self._plain("officers")), self.veil(privacy))

    def in_two_organs(self, *, privacy: Privacy | None = None) -> pd.DataFrame:
        """Persons whom several organs name, with one phone, in one year: year, name, organs, posts, phone."""
        return veiled(people.in_two_organs(self._plain("officers")), self.veil(privacy))

    def staff(self) -> pd.DataFrame:
        """How many persons each report names: organ, year, persons, with_phone, phones."""
        return people.staff(self._plain("officers"))

    def versions(self) -> pd.DataFrame:
        """Several files of one report: path, other_path, difference ("none", "differs" ...), item, here, there."""
        groups = self.files.groupby("group")["sha256"].transform("nunique")
        return veiled(versions.compare(self.store, self.files[groups > 1]), self.veil())

    def copies(self, section: str = "problems", *, at_least: int = 90) -> pd.DataFrame:
        """Pairs of near-equal texts of a section: organ, year, other_organ, other_year, section, similarity (percent).

        Figures, years and statutory wording do not count. Pairs within one organ are other years' texts kept.
        """
        return find_copies(self._plain("sections"), section, at_least)

    def topics(
        self, of: str = "problems", *, classes: Topics | None = None, words: Words | None = None
    ) -> pd.DataFrame:
        """One row for each problem (or measure) and topic: topic, label, and the words that decided.

        classes, words: your own topics.toml and dictionary, see `Topics.load` and `Words.load`.
        """
        return veiled(texts.named_topics(self._plain(_said(of)), of, classes, words), self.veil())

    def topic_shares(
        self, index: Sequence[str] = ("year",), *, of: str = "problems", minimum: float = panels.SMALL
    ) -> pd.DataFrame:
        """How many of the reports that name problems name each topic, by any columns of `reports`, such as county.

        numerator, denominator, share, and `small` where the base is below `minimum`: then there is no share.
        """
        return texts.topic_shares(self._plain(_said(of)), self.reports, index, minimum)

    def repeated_problems(self) -> pd.DataFrame:
        """Problems that the year before named too: how ("word for word", "in substance"), how many years running."""
        return veiled(texts.repeated(self._plain("problems")), self.veil())

    def unanswered_problems(self) -> pd.DataFrame:
        """Problems that no measure of their report answers."""
        return veiled(texts.unanswered(self._plain("problems"), self._plain("measures")), self.veil())

    def keywords(
        self, by: Sequence[str] = ("year",), *, of: str = "problems", top: int = 10, words: Words | None = None
    ) -> pd.DataFrame:
        """The words that tell each group of texts from the rest: count, reports, idf (of this corpus), weight, rank."""
        return veiled(texts.keywords(self._plain(_said(of)), self.reports, by, top, words), self.veil())

    def text_changes(self, section: str = "problems") -> pd.DataFrame:
        """The sentences of a section that are kept, reworded, new or dropped against the organ's year before."""
        return veiled(texts.text_changes(self._plain("sections"), section), self.veil())

    def sql(self, text: str, *, privacy: Privacy | None = None) -> pd.DataFrame:
        """The answer of DuckDB to a query over reports, facts, officers ... and "values" (one column an item).

        Lists are read from the parts while the query runs, for what does not fit in memory. It can reach nothing else,
        and sees of persons what the frames show.
        """
        reports, failures = (self.frame(name, privacy=privacy) for name in ("reports", "failures"))
        return query(text, self.store, reports, failures, self.veil(privacy))

    def where(self, **conditions: Any) -> Corpus:
        """A smaller corpus: `where(county="临淄区", year=[2021, 2022])`, by any column of `reports`.

        A value, a list of values, or for numbers and dates a `range` or `slice` (both ends count). An organ may be
        given in any spelling. Failures stay only where nothing is asked that they cannot tell.
        """
        chosen = self.files
        for column, wanted in conditions.items():
            chosen = chosen[_matches(chosen, column, wanted)]
        return Corpus(self.store, files=chosen, privacy=self.privacy, salt=self._salt)

    def report(self, organ: str, year: int) -> Report:
        """The report of one organ for one year; `KeyError` names what there is."""
        found = self.where(organ=organ, year=year)
        if len(found) != 1:
            there = ", ".join(map(str, self.where(organ=organ).reports["year"])) or "no report"
            raise KeyError(f"{len(found)} reports of {organ!r} for {year}; of this organ there are: {there}")
        return next(iter(found))

    def __len__(self) -> int:
        return len(self.chosen)

    def __iter__(self) -> Iterator[Report]:
        return self.store.reports(self.chosen)

    def __repr__(self) -> str:
        years = self.chosen["year"].dropna()
        strays = int((~self.chosen["is_report"]).sum())
        span = f"{years.min()}-{years.max()}" if len(years) else "no year"
        return (
            f"<Corpus {len(self) - strays} reports · {self.chosen['organ'].nunique()} organs · {span} · "
            f"{int((self.files['outcome'] != 'record').sum())} failures{f' · {strays} strays' if strays else ''}>"
        )


def _identified(index: pd.DataFrame, divisions: pd.DataFrame | None) -> pd.DataFrame:
    """The index with who each file is of, report_id, which of several files is the report, and how many there are."""
    told = identify(index, divisions)
    files = index.rename(columns={"organ": "organ_printed"}).drop(columns="county").join(told)
    files = files.assign(report_id=files["sha256"].str[:12], year=files["year"].astype(frames.WHOLE))
    files = files.assign(is_report=files["outcome"].eq("record") & files["message"].isna())
    return files.join(_choose(files))


def _in_order(files: pd.DataFrame, chosen: np.ndarray) -> pd.DataFrame:
    """The chosen rows by organ, year and report_id; they stand by their paths, and equals stay so."""
    places = np.flatnonzero(chosen)
    organs, years = _ranks(files["organ"]), _ranks(files["year"])
    keys = (organs * (years.max(initial=0) + 1) + years)[places]
    order = np.argsort(keys, kind="stable")
    if np.any(np.diff(keys[order]) == 0):
        order = np.lexsort([_ranks(files["report_id"])[places], keys])
    return files.take(places[order]).reset_index(drop=True)


def _ranks(values: pd.Series) -> np.ndarray:
    """Each value's place among the distinct ones in order; what is missing comes last. Categories are in order."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        codes, distinct = values.cat.codes.to_numpy(dtype=np.int64), values.cat.categories
    else:
        codes, distinct = pd.factorize(values, sort=True)
    ranks: np.ndarray = np.where(codes < 0, len(distinct), codes)
    return ranks


def _choose(files: pd.DataFrame) -> pd.DataFrame:
    """`group`, `is_chosen` and `files` for each file: the report is the first of its group by facts, format, path."""
    records = files[files["outcome"] == "record"]
    codes, names = pd.factorize(records["format"])
    places = [FORMATS.index(name) if name in FORMATS else len(FORMATS) for name in names]
    place: np.ndarray = np.array([*places, len(FORMATS)])[codes]
    groups = pd.Series(_groups(records), index=records.index)
    facts = pd.to_numeric(records["stated"]).fillna(-1).to_numpy(dtype=float)
    first = ~groups.iloc[np.lexsort([place, -facts, groups.to_numpy()])].duplicated()
    distinct = pd.Series(1, index=records.index)
    several = groups.duplicated(keep=False)
    if several.any():
        distinct[several] = records["sha256"][several].groupby(groups[several]).transform("nunique")
    whole = pd.DataFrame({"is_chosen": first.sort_index(), "files": distinct, "group": groups})
    if len(records) < len(files):
        whole = whole.reindex(files.index)
    return whole.assign(is_chosen=whole["is_chosen"].eq(True), files=whole["files"].astype(frames.WHOLE))


def _groups(records: pd.DataFrame) -> np.ndarray:
    """The number of what makes files one report: organ and year; where these are not known, the bytes."""
    known = (records["organ_id"].notna() & records["year"].notna()).to_numpy()
    organs, years = _ranks(records["organ_id"]), _ranks(records["year"])
    together: np.ndarray = organs * (years.max(initial=0) + 1) + years
    alone = records["sha256"][~known]
    together[~known] = together.max(initial=0) + 1 + _ranks(alone)
    return together


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame without categories, which do not join."""
    return frame.astype({name: object for name in frame.columns if isinstance(frame[name].dtype, pd.CategoricalDtype)})


def _used(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame without categories that do not occur in it."""
    codes = [name for name in frame.columns if isinstance(frame[name].dtype, pd.CategoricalDtype)]
    return frame.assign(**{name: frame[name].cat.remove_unused_categories() for name in codes})


def _said(of: str) -> str:
    if of not in ("problems", "measures"):
        raise KeyError(f"no topics of {of!r}; there are those of problems and of measures")
    return of


def _several(items: str | Sequence[str]) -> list[str]:
    return [items] if isinstance(items, str) else list(items)


def _matches(files: pd.DataFrame, column: str, wanted: Any) -> pd.Series:
    if column not in files.columns:
        raise KeyError(f"no column {column!r}; reports have {', '.join(REPORTS)}")
    values = files[column]
    if isinstance(wanted, slice):
        low = values >= wanted.start if wanted.start is not None else values.notna()
        return (low & (values <= wanted.stop if wanted.stop is not None else True)).fillna(False).astype(bool)
    several = list(wanted) if isinstance(wanted, (list, tuple, set, range, pd.Series, pd.Index)) else [wanted]
    found = values.isin(several)
    if column == "organ":
        plain = {plain_name(str(name)) for name in several}
        found |= files["organ_id"].astype(str).str.rpartition("/")[2].isin(plain) | files["organ_printed"].isin(several)
    return found.fillna(False).astype(bool)
