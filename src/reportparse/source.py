"""Where a value stands: the place in the file that everything read carries with it."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

import msgspec

KNOWN_FILES: dict[str, str] = {}
"""SHA-256 -> path of the files read by this process, so that a place can be shown without naming its file again."""

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points, from the upper left corner of the page."""


class Source(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A place in a file. Pages, tables, rows and columns count from 1; what a format lacks is None.

    `block` is the index of the block in `Document.blocks`, `span` a range of characters in that block's
    text, `box` a rectangle on the page, `raw` the text as it stands there, `engine` what read it.
    """

    file: str = ""
    block: int | None = None
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    span: tuple[int, int] | None = None
    box: Box | None = None
    raw: str = ""
    engine: str = ""

    def show(self, file: str | os.PathLike[str] | bytes | None = None) -> Any:
        """What stands here, for a notebook: the page of a pdf with the place boxed; else the table, or the text around.

        `file` is the file itself; it can be left out while the file lies where this process read it. Without a file
        that can be opened, the text of the place is quoted. ValueError for a file that is not the one that was read.
        """
        # The picture needs a reader, and readers stand above: this is the one late import of our own.
        return import_module("reportparse.pictures").show_place(self, file)

    def __str__(self) -> str:
        parts = [f"p. {self.page}"] if self.page else []
        if self.table:
            parts.append(f"table {self.table}")
        if self.row:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(f"column {self.column}")
        if not self.table and self.block is not None:
            parts.append(f"block {self.block + 1}")
        if not self.table and self.span:
            parts.append(f"characters {self.span[0]}-{self.span[1]}")
        return ", ".join(parts) or "somewhere in the file"

    def __repr__(self) -> str:
        return f"<Source {self}: {self.raw[:20]!r}>"
