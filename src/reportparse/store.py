"""The parts on disk: a folder of Parquet files, one row per input file, that only one run writes to at a time.

A run appends journal parts (`part-new-00000.parquet`); when it ends it puts all rows in the order of their paths
into canonical parts (`part-00000-<key>.parquet`), so that a store does not tell how often its run was killed, and
gathers of these what is asked of all of them at once (`index-<key>.parquet`).
Where a file was parsed twice, the later row holds: journals before canonical parts, later journals before earlier.
"""

from __future__ import annotations

import hashlib
import shutil
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import filelock
import msgspec
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from reportparse.errors import StoreBusy
from reportparse.index import Index, find_index, read_columns, remove_index, write_index
from reportparse.inputs import name_of
from reportparse.publishing import TEMPORARY, publishing, sync_folder
from reportparse.report import Report
from reportparse.rows import FLAT, to_row, to_table
from reportparse.worker import NOTHING, Answer, printable

JOURNAL_ROWS = 256
JOURNAL_SECONDS = 3.0
"""A kill loses at most so many results, or so many seconds of them."""
PART_ROWS = 1000
LOCK = ".lock"
JOURNAL = "part-new-"
ATTEMPTS = 5

Reading = Callable[[int, Sequence[str], Sequence[str]], pa.Table]
"""What reads of some rows, by their number, these columns, and of lists of structs these fields."""


class Store:
    """What a folder of parts holds. Reading needs no lock; a reader never meets half a file.

    `index` is a frame with one row per input file: the flat columns, and `part` and `row` where the rest stands.
    """

    def __init__(self, folder: Path, *, temporary: bool = False) -> None:
        self.folder = folder
        self.parts, self.gathered, self.index = _read_index(folder)
        if temporary:
            weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)

    def columns(self) -> set[str]:
        """The names of all columns of the parts."""
        return {name for part in self.parts for name in pq.read_schema(part).names}

    def read(
        self, columns: Sequence[str], where: pd.DataFrame, *, fields: Sequence[str] = ()
    ) -> Iterator[tuple[np.ndarray, pa.Table]]:
        """The columns of the rows of `where` (rows of `index`), part by part, with their positions in `where`.

        A column that a part does not have is null there. Of lists of structs only these `fields`, if any are named.
        The letters of `states` are those of the items among `columns`, in their order.
        """
        numbers, rows = where["part"].to_numpy(dtype=np.int64), where["row"].to_numpy(dtype=np.int64)
        read: Reading = self._read_part
        if self.gathered and self.gathered.answers(columns, fields):
            numbers, rows = self.gathered.places(numbers, rows)
            read = self._reading(self.gathered)
        every = np.lexsort((rows, numbers))
        for order in np.split(every, np.flatnonzero(np.diff(numbers[every])) + 1) if len(every) else ():
            table = read(numbers[order[0]], columns, fields)
            own = rows[order]
            yield order, table if np.array_equal(own, np.arange(len(table))) else table.take(pa.array(own))

    def _read_part(self, number: int, columns: Sequence[str], fields: Sequence[str]) -> pa.Table:
        return read_columns(pq.ParquetFile(self.parts[number], memory_map=True), columns, fields)

    def _reading(self, index: Index) -> Reading:
        """What reads a group of the index by its number; a part that it is not about by a number beyond these."""
        file = pq.ParquetFile(index.path, memory_map=True)

        def read(number: int, columns: Sequence[str], fields: Sequence[str]) -> pa.Table:
            if number < index.groups:
                return read_columns(file, columns, fields, group=number)
            return self._read_part(number - index.groups + index.parts, columns, fields)

        return read

    def reports(self, where: pd.DataFrame) -> Iterator[Report]:
        """The records of the rows of `where`, in its order."""
        for start in range(0, len(where), PART_ROWS):
            chunk = where.iloc[start : start + PART_ROWS]
            texts: list[str] = [""] * len(chunk)
            for order, table in self.read(["record"], chunk):
                for position, text in zip(order, table.column("record").to_pylist(), strict=True):
                    texts[position] = text
            yield from map(Report.from_json, texts)

    def __repr__(self) -> str:
        return f"<Store {self.folder} · {len(self.index)} files in {len(self.parts)} parts>"


def _read_index(folder: Path) -> tuple[list[Path], Index | None, pd.DataFrame]:
    """The parts, the file about those in order, and the index; again where a run puts its parts in order just now."""
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: no such store; make one with parse_all(..., store={str(folder)!r})")
    for _ in range(ATTEMPTS):
        try:
            return _found(folder)
        except FileNotFoundError:
            time.sleep(0.2)
    return _found(folder)


def _found(folder: Path) -> tuple[list[Path], Index | None, pd.DataFrame]:
    parts = list_parts(folder)
    gathered = find_index(folder, [part for part in parts if not _is_journal(part)])
    return parts, gathered, _index(parts, gathered)


def list_parts(folder: Path) -> list[Path]:
    """Canonical parts first, then journals, each in their order."""
    return sorted(folder.glob("part-*.parquet"), key=lambda part: (_is_journal(part), part))


def _is_journal(part: Path) -> bool:
    return part.name.startswith(JOURNAL)


def _index(parts: list[Path], gathered: Index | None) -> pd.DataFrame:
    first = gathered.parts if gathered else 0
    tables = [gathered.flat()] if gathered else []
    tables += [_located(pq.ParquetFile(parts[n]).read(columns=list(FLAT)), n) for n in range(first, len(parts))]
    if not tables:
        tables = [_located(to_table([]).select(list(FLAT)), 0)]
    table = pa.concat_tables(tables)
    frame: pd.DataFrame = table.to_pandas(date_as_object=False, integer_object_nulls=True)
    paths = table.column("path").combine_chunks()
    if pc.all(pc.less(paths[:-1], paths[1:])).as_py() is not False:  # parts in order, as a run leaves them
        return frame
    return frame.drop_duplicates("path", keep="last").sort_values("path", ignore_index=True)


def _located(table: pa.Table, part: int) -> pa.Table:
    numbers = pa.array(np.full(len(table), part, dtype=np.int64))
    return table.append_column("part", numbers).append_column("row", pa.array(np.arange(len(table))))


class Writer:
    """The one run that writes to a store: `with Writer(folder, VERSION) as writer`. What was added is kept.

    parser: its version; rows of another one do not count as done.

    Raises `StoreBusy` when there is another.
    """

    def __init__(self, folder: Path, parser: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.parser = parser
        self._lock = filelock.FileLock(folder / LOCK, timeout=0)
        self._rows: list[dict[str, Any]] = []
        self._forgotten: set[str] = set()
        self._flushed = time.monotonic()

    def __enter__(self) -> Self:
        try:
            self._lock.acquire()
        except filelock.Timeout as error:
            raise StoreBusy(self.folder) from error
        for leftover in self.folder.glob(f"{TEMPORARY}*"):
            leftover.unlink()
        self._store = Store(self.folder)
        self._settled = _Settled(self._store.index, self.parser)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.flush()
        finally:
            self._lock.release()

    def add(self, answer: Answer) -> None:
        """Keep what became of one file."""
        self._rows.append(to_row(answer, self.parser))
        if len(self._rows) >= JOURNAL_ROWS or time.monotonic() - self._flushed > JOURNAL_SECONDS:
            self.flush()

    def forget(self, address: str) -> None:
        """What an earlier run said of this address holds no longer: `compact` leaves it out."""
        self._forgotten.add(printable(address))

    def flush(self) -> None:
        """Write what was added to a journal part of its own."""
        self._flushed = time.monotonic()
        if self._rows:
            publish(to_table(self._rows), self.folder / f"{JOURNAL}{self._next_journal():05d}.parquet")
            self._rows = []

    def _next_journal(self) -> int:
        numbers = [int(part.stem.rsplit("-", 1)[-1]) for part in self.folder.glob(f"{JOURNAL}*.parquet")]
        return max(numbers, default=-1) + 1

    def is_fresh(self) -> bool:
        """Whether nothing was parsed into this store before."""
        return self._store.index.empty

    def settle(self, address: str, sha256: str, passing: frozenset[str]) -> bool:
        """Whether these bytes have an outcome by this parser; for a copy of a known file, its row is added."""
        path = printable(address)
        row = self._settled.find(path, sha256, passing)
        if row is None:
            return False
        if row["path"] != path:
            self.add(self._copy(row, path))
        return True

    def _copy(self, row: pd.Series[Any], path: str) -> Answer:
        raw = NOTHING
        name = name_of(path)
        if row["outcome"] == "record":
            report = next(self._store.reports(row.to_frame().T))
            origin = msgspec.structs.replace(report.origin, name=name, path=path)
            raw = msgspec.Raw(msgspec.json.encode(msgspec.structs.replace(report, origin=origin)))
        message, stage = ("" if pd.isna(row[column]) else row[column] for column in ("message", "stage"))
        size = None if pd.isna(row["size"]) else int(row["size"])
        return Answer(path, name, row["sha256"], size, row["outcome"], message, stage, int(row["tries"]), raw)

    def compact(self) -> None:
        """Put all rows into canonical parts; those that hold already what they should are left alone."""
        self.flush()
        store = Store(self.folder)
        index = store.index[~store.index["path"].isin(self._forgotten)] if self._forgotten else store.index
        chunks = [index.iloc[start : start + PART_ROWS] for start in range(0, len(index), PART_ROWS)]
        wanted = {
            self.folder / f"part-{number:05d}-{_key(chunk)}.parquet": chunk for number, chunk in enumerate(chunks)
        }
        news = {path: chunk for path, chunk in wanted.items() if not _stands_in(chunk, path, store)}
        if news:
            remove_index(self.folder)
            sync_folder(self.folder)
        for path, chunk in news.items():
            publish(_gather(store, chunk), path)
        for part in store.parts:  # canonical ones first: while a journal is there, its rows hold
            if part not in wanted:
                part.unlink()
        write_index(self.folder, list(wanted))
        sync_folder(self.folder)


def _stands_in(chunk: pd.DataFrame, path: Path, store: Store) -> bool:
    """Whether the rows are already in this part, and no journal has newer ones."""
    return {store.parts[number] for number in chunk["part"].unique()} == {path}


def _key(chunk: pd.DataFrame) -> str:
    columns = ["path", "sha256", "parser", "outcome", "tries"]
    lines = "\n".join("\t".join(map(str, values)) for values in chunk[columns].itertuples(index=False))
    return hashlib.sha256(lines.encode()).hexdigest()[:16]


def _gather(store: Store, chunk: pd.DataFrame) -> pa.Table:
    names = pa.unify_schemas([pq.read_schema(store.parts[number]) for number in chunk["part"].unique()]).names
    orders, tables = zip(*store.read(names, chunk), strict=True)
    table = pa.concat_tables(tables, promote_options="default")
    inverse = np.argsort(np.concatenate(orders), kind="stable")
    return table.take(pa.array(inverse)).combine_chunks()


def publish(table: pa.Table, path: Path) -> None:
    """Write a part under its name, all of it or nothing, also when the power fails."""
    with publishing(path) as temporary, open(temporary, "wb") as file:
        pq.write_table(table, file, compression=_codecs(table.schema), row_group_size=PART_ROWS)


def _codecs(schema: pa.Schema) -> dict[str, str]:
    """How each column is compressed: the figures not at all, which are short and are read by hundreds."""
    columns = {leaf: field.name for field in schema for leaf in _leaves(field.name, field.type)}
    return {leaf: "none" if "." in name else "zstd" for leaf, name in columns.items()}


def _leaves(path: str, kind: pa.DataType) -> list[str]:
    """What Parquet calls the columns that a column is stored in."""
    if pa.types.is_list(kind):
        return _leaves(f"{path}.list.element", kind.value_type)
    if pa.types.is_struct(kind):
        return [leaf for field in kind for leaf in _leaves(f"{path}.{field.name}", field.type)]
    return [path]


class _Settled:
    """What of a store need not be parsed again: rows of this parser, by path and by bytes."""

    def __init__(self, index: pd.DataFrame, parser: str) -> None:
        self._rows = index[(index["parser"] == parser) & (index["sha256"] != "")]
        self._by_path = {path: place for place, path in enumerate(self._rows["path"])}
        keys = zip(self._rows["sha256"], map(_suffix, self._rows["path"]), strict=True)
        self._by_bytes = {key: place for place, key in reversed([*enumerate(keys)])}

    def find(self, path: str, sha256: str, passing: frozenset[str]) -> pd.Series[Any] | None:
        """The row of this path, or of a copy of it with the same suffix, where it is about these bytes."""
        for place in (self._by_path.get(path), self._by_bytes.get((sha256, _suffix(path)))):
            if place is None:
                continue
            row = self._rows.iloc[place]
            if row["sha256"] == sha256 and row["outcome"] not in passing:
                return row
        return None


def _suffix(path: str) -> str:
    return Path(name_of(path)).suffix.lower()
