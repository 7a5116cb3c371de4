"""Files that appear whole or not at all: written under another name, brought to the disk, then renamed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TEMPORARY = ".tmp-"
"""What the names of files that are being written begin with; one that is found later is of a run that was killed."""


@contextmanager
def publishing(path: Path) -> Iterator[Path]:
    """Where to write what shall stand at `path`: `with publishing(path) as temporary: ...`

    When the block ends, the file at `path` is replaced, also for one who has it open, and stays so when the power
    fails. When the block raises, `path` is as it was and nothing is left beside it.
    """
    temporary = path.with_name(f"{TEMPORARY}{path.name}")
    temporary.unlink(missing_ok=True)
    try:
        yield temporary
        _sync(temporary, os.O_RDWR)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    if os.name != "nt":  # a folder cannot be opened there
        _sync(folder, os.O_RDONLY)


def _sync(path: Path, mode: int) -> None:
    handle = os.open(path, mode)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
