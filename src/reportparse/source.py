"""Where a value stands: the place in the file that everything read carries with it."""

from __future__ import annotations

import msgspec

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points, from the upper left corner of the page."""


class Source(msgspec.Struct, frozen=True, omit_defaults=True):
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

    def __str__(self) -> str:
        parts = [
            f"p. {self.page}" if self.page else "",
            f"table {self.table}" if self.table else "",
            f"row {self.row}" if self.row else "",
            f"column {self.column}" if self.column else "",
        ]
        if not self.table and self.block is not None:
            parts.append(f"block {self.block + 1}")
        if not self.table and self.span:
            parts.append(f"characters {self.span[0]}-{self.span[1]}")
        return ", ".join(part for part in parts if part) or "somewhere in the file"

    def __repr__(self) -> str:
        return f"<Source {self}: {self.raw[:20]!r}>"
