"""What a layout is: one way in which a report reaches the reader as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from corpus.writing import grids
from corpus.writing.model import Block, Grid, Script

Write = Callable[[Script], bytes]
WriteMany = Callable[[list[Script]], list[bytes]]


@dataclass(frozen=True)
class Layout:
    """One way to write a script as a file.

    family groups layouts of one origin. loses names what the file no longer tells: "blanks" (an empty
    cell leaves no trace, so the figures of its row cannot be told apart), "joints" (the figures of a
    row run together), "order" (cells need not stand in the order of the table) or nothing. write_many is
    there where an engine converts many files in one start.
    """

    name: str
    suffix: str
    write: Write
    family: str
    loses: str = ""
    write_many: WriteMany | None = None

    @property
    def slow(self) -> bool:
        return self.write_many is not None

    def __repr__(self) -> str:
        return f"<Layout {self.name} ({self.suffix}, {self.family})>"


def write_all(layout: Layout, scripts: list[Script]) -> list[bytes]:
    """Each script as a file, in one go where the engine allows it."""
    if layout.write_many is not None:
        return layout.write_many(scripts)
    return [layout.write(script) for script in scripts]


def change_tables(script: Script, change: Callable[[Grid], Grid]) -> Script:
    """The script with `change(grid)` in place of each statutory table."""
    blocks = [replace(b, grid=change(b.grid)) if is_statutory(b) else b for b in script.blocks]
    return Script(blocks, script.truth)


def split_tables(script: Script, split: Callable[[Grid], list[Grid]]) -> Script:
    """The script with several tables in place of each statutory table."""
    blocks: list[Block] = []
    for block in script.blocks:
        grids: Iterable[Grid | None] = split(block.grid) if is_statutory(block) else [block.grid]
        blocks.extend(replace(block, grid=grid) for grid in grids)
    return Script(blocks, script.truth)


def halve_requests(script: Script, figures: int) -> Script:
    """The script with the table of requests cut in two by its columns, as where the page is too narrow for it."""
    blocks: list[Block] = []
    for block in script.blocks:
        if block.grid is None or block.grid.table != "requests":
            blocks.append(block)
            continue
        first, second = grids.halves(block.grid, figures)
        blocks += [
            replace(block, grid=first),
            Block("note", "续表", section=block.section),
            replace(block, grid=second),
        ]
    return Script(blocks, script.truth)


def is_statutory(block: Block) -> bool:
    return block.grid is not None and block.grid.table in ("proactive", "requests", "remedies")


def title_of(script: Script) -> str:
    """The report's title, for the places where a format keeps one beside the text."""
    return next((b.text.replace("\n", "") for b in script.blocks if b.kind == "title"), "")
