"""What a view wrote: where, and how large it is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple


class Written(NamedTuple):
    """A file or folder that was written; prints as its path and size, and can be opened like a path."""

    path: Path
    size: int

    def __fspath__(self) -> str:
        return str(self.path)

    def __str__(self) -> str:
        return f"{self.path} ({readable(self.size)})"

    def __repr__(self) -> str:
        return f"<Written {self}>"


def written(path: str | os.PathLike[str]) -> Written:
    """What stands at the path now."""
    found = Path(path)
    files = [file for file in found.rglob("*") if file.is_file()] if found.is_dir() else [found]
    return Written(found, sum(file.stat().st_size for file in files))


def readable(size: int) -> str:
    """A size in bytes for people: `1234567 → "1.2 MB"`."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"


@contextmanager
def as_os_error(kind: type[Exception]) -> Iterator[None]:
    """A full disk is an OSError, whatever a library makes of it."""
    try:
        yield
    except kind as error:
        raise OSError(str(error)) from error
