"""Frames for programs that read columns: Parquet files, and one DuckDB file with comments on its columns."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pandas as pd

from reportparse.publishing import publishing
from reportparse.views.codebook import label_zh
from reportparse.views.written import as_os_error

CLOSED = {"enable_external_access": False, "autoinstall_known_extensions": False, "autoload_known_extensions": False}
"""While the file is written nothing else can be reached, whatever the data says."""


def write_parquet(frames: Mapping[str, pd.DataFrame], path: Path) -> None:
    """A folder with one Parquet file for each frame."""
    path.mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        with publishing(path / f"{name}.parquet") as temporary:
            frame.to_parquet(temporary, index=False)


def write_duckdb(frames: Mapping[str, pd.DataFrame], path: Path) -> None:
    """One DuckDB file with a table for each frame; columns carry their Chinese names as comments."""
    with (
        publishing(path) as temporary,
        as_os_error(duckdb.IOException),
        duckdb.connect(str(temporary)) as connection,
    ):
        for setting, value in CLOSED.items():
            connection.execute(f"set {setting} = {str(value).lower()}")
        for name, frame in frames.items():
            connection.register("incoming", frame)
            connection.execute(f'create table "{name}" as select * from incoming')
            connection.unregister("incoming")
            for column in map(str, frame.columns):
                connection.execute(f"""comment on column "{name}"."{column}" is '{label_zh(column)}'""")
