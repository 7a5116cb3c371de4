"""DuckDB over the parts and the frames, with every door closed: no files, no network, no extensions, no settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from reportparse.frames import EVIDENCE, KEYS, LISTS, ORDINAL, SEPARATOR, TEXT
from reportparse.private import PHONES, Veil
from reportparse.rows import NESTED, schema_of
from reportparse.store import Store
from reportparse.veils import Texts, veiled_array

# The joins of the views have the small side on the right. The planner knows nothing of the parts' size and would
# hold them in memory: 38 s and 4.9 GB instead of 16 s for a mean over 40 million facts.
PLANNING = "set disabled_optimizers = 'join_order,build_side_probe_side'"
LOCKS = {
    "python_enable_replacements": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_external_access": False,
    "lock_configuration": True,
}
TOLD = ("raw", "text", "message", "quote", "name", "post", "duty", "phone")
"""Fields that may name persons or their numbers: a query sees of them what the frames show."""


def query(sql: str, store: Store, reports: pd.DataFrame, failures: pd.DataFrame, veil: Veil) -> pd.DataFrame:
    """The answer to a query over the views reports, failures, values, facts, officers, statements, problems ...

    Lists are read from the parts while the query runs, so they need not fit in memory. `values` has one row a report
    and one column an item: `select organ, "requests.received.total" from "values"`.
    """
    with duckdb.connect(":memory:") as connection:
        connection.register("parts", _parts(store))
        connection.register("reports", pa.Table.from_pandas(_plain(reports), preserve_index=False))
        connection.register("failures", pa.Table.from_pandas(_plain(failures), preserve_index=False))
        _add_functions(connection, veil)
        for view in _views(store):
            connection.execute(view)
        connection.execute(PLANNING)
        for name, value in LOCKS.items():
            connection.execute(f"set {name} = {str(value).lower()}")
        answer = connection.sql(sql)
        if answer is None:
            raise ValueError("no query: there is nothing to answer")
        return _to_pandas(answer.to_arrow_table())


def _add_functions(connection: Any, veil: Veil) -> None:
    """`veiled` and `veiled_phone`, over arrays of texts: what is not asked for is not looked at."""

    def veiled(texts: Texts) -> Texts:
        return veiled_array(texts, veil)

    def veiled_phone(texts: Texts) -> Texts:
        return veiled_array(texts, veil, phones=True)

    for function in (veiled, veiled_phone):
        connection.create_function(function.__name__, function, ["VARCHAR"], "VARCHAR", type="arrow")


def _parts(store: Store) -> Any:
    """The parts as a data set; as a table where an unfinished run left rows that later ones replace."""
    if not store.parts:
        return schema_of().empty_table()
    rows = sum(pq.ParquetFile(part).metadata.num_rows for part in store.parts)
    schema = pa.unify_schemas([pq.read_schema(part) for part in store.parts])
    if rows == len(store.index):
        return ds.dataset([str(part) for part in store.parts], schema=schema, format="parquet")
    tables = [table for _, table in store.read(schema.names, store.index)]
    return pa.concat_tables(tables, promote_options="permissive")


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    codes = {name: TEXT for name in frame.columns if isinstance(frame[name].dtype, pd.CategoricalDtype)}
    return frame.astype(codes)


def _views(store: Store) -> list[str]:
    """The statements that make the views; names in them are ours or column names of the parts, quoted."""
    keys = ", ".join(f"k.{name}" for name in KEYS)
    join = "from parts p join reports k on p.path = k.path and p.sha256 = k.sha256"
    items = sorted(name for name in store.columns() if "." in name)
    wide = ", ".join(_quoted(item) for item in items)
    views = [f'create view "values" as select {keys}, {wide} {join}']
    for name in LISTS:
        fields = ", ".join(_select(name, field) for field in [*LISTS[name], *EVIDENCE])
        one = f"unnest(p.{name}) as one, unnest(range(1, len(p.{name}) + 1)) as {ORDINAL}"
        own = ", ".join(KEYS)
        views.append(f"create view {name} as select {own}, {ORDINAL}, {fields} from (select {keys}, {one} {join})")
    return views


def _select(name: str, field: str) -> str:
    if field not in NESTED[name]:
        place = ("table", "row", "column").index(field) + 1
        return f"split_part(one.item, '.', {place}) as {_quoted(field)}"
    if pa.types.is_list(NESTED[name][field]):
        return f"array_to_string(one.{field}, '{SEPARATOR}') as {_quoted(field)}"
    if field == "part_of":
        return "one.part_of + 1 as part_of"
    value = f"one.{_quoted(field)}"
    seen = "veiled_phone({})" if field in PHONES else "veiled({})" if field in TOLD else "{}"
    return f"{seen.format(value)} as {_quoted(field)}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


_FRAME_TYPES: list[tuple[Callable[[pa.DataType], bool], Any]] = [
    (pa.types.is_integer, pd.Int64Dtype()),
    (pa.types.is_floating, pd.Float64Dtype()),
    (pa.types.is_boolean, pd.BooleanDtype()),
    (pa.types.is_string, pd.array([""], dtype=TEXT).dtype),
]


def _to_pandas(table: pa.Table) -> pd.DataFrame:
    """A result with the dtypes of our frames; whole sums, which DuckDB gives as decimals, as Int64."""
    for place, field in enumerate(table.schema):
        if pa.types.is_decimal(field.type) and field.type.scale == 0:
            table = table.set_column(place, field.name, pc.cast(table.column(place), pa.int64()))
    frame: pd.DataFrame = table.to_pandas(types_mapper=_frame_type, date_as_object=False)
    return frame


def _frame_type(kind: pa.DataType) -> Any:
    return next((dtype for is_kind, dtype in _FRAME_TYPES if is_kind(kind)), None)
