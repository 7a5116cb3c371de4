"""What is asked of all reports at once, gathered from the parts into one file beside them: `index-<key>.parquet`.

Two hundred parts of 250 columns take longer to open than to read. The file has the flat columns, the figures and
their states, and says nothing that the parts do not. Its key is that of just these parts: beside others it is not
found, and the parts are read instead.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from reportparse.publishing import publishing
from reportparse.rows import FLAT, MARKS, NESTED, items_of, relettered, schema_of

FORMAT = "1"
"""Of the file; one of another format, or of other flat columns, has another key."""

KEPT = {"findings": ("code", "items")}
"""Lists of structs that it has, and which fields of them."""

GROUP_ROWS = 20_000
"""So many rows are read together, or a few more."""

UNLIKE = ("path", "name", "sha256", "title")
"""Columns in which hardly two rows are alike, which a dictionary would make larger."""

ROWS = b"rows"
"""In the metadata: how many rows each part has."""


# -- columns of a part, or of the file about many


def read_columns(
    file: pq.ParquetFile, columns: Sequence[str], fields: Sequence[str] = (), *, group: int | None = None
) -> pa.Table:
    """The columns, of one group of rows or of all; one that the file does not have is null.

    Of lists of structs only these `fields`, if any are named. The letters of `states` are those of the items among
    `columns`, in their order.
    """
    own = file.schema_arrow.names
    there = set(own)
    leaves = [leaf for name in columns if name in there for leaf in _leaves(name, fields)]
    table = file.read(leaves) if group is None else file.read_row_group(group, leaves)
    table = pa.table(table.columns, names=table.column_names)  # of columns that may be null, as others have them
    if "states" in table.column_names:
        letters = relettered(table.column("states"), items_of(own), items_of(columns))
        table = table.set_column(table.column_names.index("states"), "states", letters)
    for name in set(columns) - set(table.column_names):
        table = table.append_column(name, pa.nulls(len(table), _type_of(name, fields)))
    return table.select(list(columns))


def _leaves(name: str, fields: Sequence[str]) -> list[str]:
    """What to read of a column: all of it, or these fields of a list of structs."""
    return [f"{name}.list.element.{field}" for field in fields] if name in NESTED and fields else [name]


def _type_of(name: str, fields: Sequence[str]) -> pa.DataType:
    """The type of a column that a part does not have; one that no part of this version has is an item's."""
    if name in NESTED and fields:
        return pa.list_(pa.struct([(field, NESTED[name][field]) for field in fields]))
    return _types().get(name, pa.float64())


@cache
def _types() -> dict[str, pa.DataType]:
    """The types of the columns that every part of this version has."""
    return {field.name: field.type for field in schema_of()}


# -- the file


class Index:
    """The file about some parts: their rows in their order, in groups that are read one by one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with pq.ParquetFile(path) as file:
            self._columns = {*file.schema_arrow.names}
            rows = json.loads(file.metadata.metadata[ROWS])
            groups = [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)]
        self._parts, self._groups = (np.append(0, np.cumsum(counts, dtype=np.int64)) for counts in (rows, groups))
        self.parts, self.groups = len(rows), len(groups)

    def answers(self, columns: Iterable[str], fields: Sequence[str] = ()) -> bool:
        """Whether it has all that the parts have of these columns. An item that it lacks they lack too."""
        kept = {name for name in self._columns if name not in KEPT or (fields and {*fields} <= {*KEPT[name]})}
        return all(name in kept or "." in name for name in columns)

    def places(self, parts: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Numbers of groups and rows in them, for numbers of parts. Parts that it is not about follow the groups."""
        within = parts < self.parts
        overall = self._parts[np.where(within, parts, 0)] + rows
        groups = np.searchsorted(self._groups, overall, side="right") - 1
        beyond = parts - self.parts + self.groups
        return np.where(within, groups, beyond), np.where(within, overall - self._groups[groups], rows)

    def flat(self) -> pa.Table:
        """The flat columns, with `part` and `row` where the rest of each row stands."""
        counts = np.diff(self._parts)
        table = pq.ParquetFile(self.path, memory_map=True).read(list(FLAT))
        numbers = np.repeat(np.arange(self.parts), counts)
        rows = np.arange(len(table)) - np.repeat(self._parts[:-1], counts)
        return table.append_column("part", pa.array(numbers)).append_column("row", pa.array(rows))


def find_index(folder: Path, parts: Sequence[Path]) -> Index | None:
    """The file about just these parts, where there is one."""
    path = _path(folder, parts)
    return Index(path) if path.is_file() else None


def write_index(folder: Path, parts: Sequence[Path]) -> None:
    """The file about these parts, where there are several; what others there are is removed."""
    path = _path(folder, parts)
    remove_index(folder, but=path)
    if len(parts) < 2 or path.is_file():
        return
    schema = _schema(parts)
    rows = [pq.read_metadata(part).num_rows for part in parts]
    options = {
        "compression": {leaf: "none" if "." in name else "lz4" for name in schema.names for leaf in _stored(name)},
        "use_dictionary": [leaf for name in schema.names if name not in UNLIKE for leaf in _stored(name)],
        "write_statistics": False,
    }
    schema = schema.with_metadata({ROWS: json.dumps(rows)})
    with publishing(path) as temporary, pq.ParquetWriter(temporary, schema, **options) as writer:
        for table in _groups(parts, schema):
            writer.write_table(table, row_group_size=len(table))


def remove_index(folder: Path, *, but: Path | None = None) -> None:
    """Take away every such file, or every other one."""
    for path in folder.glob("index-*.parquet"):
        if path != but:
            path.unlink()


def _path(folder: Path, parts: Sequence[Path]) -> Path:
    """Where the file about these parts is; their names are made of what they hold."""
    lines = "\n".join([FORMAT, *FLAT, *MARKS, *(f"{part.name} {part.stat().st_size}" for part in parts)])
    return folder / f"index-{hashlib.sha256(lines.encode()).hexdigest()[:16]}.parquet"


def _schema(parts: Sequence[Path]) -> pa.Schema:
    """The columns: those that every part has, and the items of any; a figure is no number where none is stated."""
    items = dict.fromkeys(item for part in parts for item in items_of(pq.read_schema(part).names))
    figures = [pa.field(item, pa.float64(), nullable=False) for item in schema_of(items).names if item in items]
    nested = [
        (name, pa.list_(pa.struct([(field, NESTED[name][field]) for field in fields]))) for name, fields in KEPT.items()
    ]
    return pa.schema([*(FLAT | MARKS).items(), *figures, *nested])


def _stored(name: str) -> list[str]:
    """What Parquet calls the columns that a column is stored in."""
    if name not in KEPT:
        return [name]
    return [f"{leaf}.list.element" if leaf.endswith("items") else leaf for leaf in _leaves(name, KEPT[name])]


def _groups(parts: Sequence[Path], schema: pa.Schema) -> Iterator[pa.Table]:
    """The rows of the parts, so many at a time."""
    gathered: list[pa.Table] = []
    for part in parts:
        gathered.append(_read_part(part, schema))
        if sum(map(len, gathered)) >= GROUP_ROWS:
            yield pa.concat_tables(gathered)
            gathered = []
    if gathered:
        yield pa.concat_tables(gathered)


def _read_part(part: Path, schema: pa.Schema) -> pa.Table:
    flat = [name for name in schema.names if name not in KEPT]
    with pq.ParquetFile(part, memory_map=True) as file:
        table = read_columns(file, flat)
        lists = [read_columns(file, [name], fields).column(0) for name, fields in KEPT.items()]
    figures = [
        pa.array(column.to_numpy()) if "." in name else column for name, column in zip(flat, table.columns, strict=True)
    ]
    return pa.table([*figures, *lists], schema=schema)
