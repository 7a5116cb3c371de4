"""What the figures share: axes of a fitting size, inks told apart without colour, cells on a grid, their words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from reportparse.text import display_width
from reportparse.views.fonts import FAMILY

Language = Literal["zh", "en"]
MOST = 60
"""So many rows a figure has at most; beyond that no label can be read."""

DARK, GREY, PALE = "#222222", "#767676", "#d9d9d9"


class Ink(NamedTuple):
    """A fill that is known by its colour, by its lightness, and by its hatching."""

    face: str
    hatch: str = ""


INKS = (
    Ink("#0b3c5d"),
    Ink("#56b4e9", "//"),
    Ink("#d55e00", "\\\\"),
    Ink("#f0e442", ".."),
    Ink("#009e73", "xx"),
    Ink("#f7f7f7", "oo"),
    Ink("#cc79a7", "--"),
    Ink("#767676", "||"),
)
"""Hues of Okabe and Ito, told apart by colour-blind eyes; neighbours differ in lightness and hatching as well."""

LINES: tuple[tuple[str, Any, str], ...] = (
    ("#0b3c5d", "-", "o"),
    ("#d55e00", "--", "s"),
    ("#009e73", "-.", "^"),
    ("#767676", ":", "D"),
    ("#cc79a7", "-", "v"),
    ("#56b4e9", "--", "P"),
    ("#8a6d00", "-.", "X"),
    ("#222222", ":", "*"),
)
"""Colour, stroke and marker of a line: each alone tells them apart."""


def said(language: Language, zh: str, en: str) -> str:
    """The words in the figure's language."""
    return en if language == "en" else zh


def ready(ax: Axes | None, width: float, height: float) -> Axes:
    """The caller's axes, or new ones of this size in inches, laid out so that nothing is cut off."""
    if ax is not None:
        return ax
    _, made = pyplot.subplots(figsize=(width, height), layout="constrained")
    return made


def finished(ax: Axes, title: str, note: str = "", *, below: int = 34) -> Axes:
    """The axes with their title, and a note so many points below. Labels made later are lettered in our font too."""
    ax.set_title(title, loc="left", fontfamily=FAMILY)
    ax.tick_params(labelfontfamily=FAMILY[0])
    if note:
        ax.annotate(note, (0, 0), xytext=(0, -below), xycoords="axes fraction", textcoords="offset points", fontsize=8,
                    color=GREY, va="top", ha="left", fontfamily=FAMILY)  # fmt: skip
    return ax


def room_for(labels: Sequence[str]) -> float:
    """Inches that the longest of the labels takes."""
    return 0.075 * max((display_width(label) for label in labels), default=0)


def grid(ax: Axes, rows: Sequence[str], columns: Sequence[str], *, slant: bool = False) -> None:
    """Axes of cells: row labels on the left, column labels above, the first row on top."""
    ax.set_xlim(-0.5, max(len(columns), 1) - 0.5)
    ax.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    ax.set_xticks(range(len(columns)), columns, rotation=60 if slant else 0, ha="left" if slant else "center")
    ax.set_yticks(range(len(rows)), rows)
    ax.xaxis.set_ticks_position("top")
    ax.tick_params(length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)


def cell(ax: Axes, row: int, column: int, ink: Ink, text: str = "") -> None:
    """A cell of the grid, filled, with a word or a figure that can be read on it."""
    ax.add_patch(
        Rectangle((column - 0.47, row - 0.45), 0.94, 0.9, facecolor=ink.face, edgecolor=GREY, hatch=ink.hatch, lw=0.5)
    )
    if text:
        back: Any = {"facecolor": ink.face, "edgecolor": "none", "pad": 1} if ink.hatch else None
        ax.text(column, row, text, ha="center", va="center", fontsize=8, color=letter(ink.face), bbox=back)


def shade(share: float) -> str:
    """A grey-blue between white (0) and dark (1), the darker the more also where it is printed in black."""
    white, dark = np.array([1.0, 1.0, 1.0]), np.array([0.02, 0.19, 0.38])
    mixed = white + (dark - white) * min(max(share, 0.0), 1.0)
    return "#" + "".join(f"{round(part * 255):02x}" for part in mixed)


def letter(face: str) -> str:
    """Black or white, whichever stands out more on the colour."""
    ground = _luminance(face)
    return "white" if 1.05 / (ground + 0.05) > (ground + 0.05) / (_luminance(DARK) + 0.05) else DARK


def _luminance(face: str) -> float:
    """The relative luminance of WCAG, on which contrast is reckoned."""
    red, green, blue = (((part + 0.055) / 1.055) ** 2.4 if part > 0.04 else part / 12.92 for part in _parts(face))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def lightness(face: str) -> float:
    """How light a colour is as a printer without colour gives it, from 0 to 1."""
    red, green, blue = _parts(face)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _parts(face: str) -> list[float]:
    return [int(face[place : place + 2], 16) / 255 for place in (1, 3, 5)]
