"""The font that comes with the package, for figures with Chinese labels on any machine.

with views.chinese():
    figure, axes = pyplot.subplots()
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import as_file, files
from typing import Any

from reportparse.errors import MissingExtra

try:
    import matplotlib
    from matplotlib import font_manager
    from matplotlib.axes import Axes
except ModuleNotFoundError as error:
    raise MissingExtra("matplotlib", "plot") from error

FAMILY = ("Reportparse Sans", "DejaVu Sans")
"""Our subset of Noto Sans CJK SC (docs/make_font.py), then the font that matplotlib brings for what ours lacks."""

STYLE: Any = {
    "font.family": list(FAMILY),
    "font.size": 10,
    "axes.titlesize": 12,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.hashsalt": "reportparse",
    "hatch.linewidth": 0.7,
}


@contextmanager
def chinese() -> Iterator[None]:
    """What is drawn in this context is lettered in the package's font; settings outside of it stay as they are."""
    _known()
    with matplotlib.rc_context(STYLE):
        try:
            yield
        finally:
            interactive = matplotlib.rcParams["interactive"]
    # A notebook's backend, loaded with the first figure, turns this on; turned off again, no later figure is shown.
    matplotlib.rcParams["interactive"] = interactive


def svg(axes: Axes) -> str:
    """The figure of these axes as SVG that needs no font; the same figure gives the same text.

    What stands before the `<svg>` element is left out, so that it can stand inside of a page.
    """
    file = io.StringIO()
    with chinese():
        figure = axes.get_figure(root=True)
        assert figure is not None
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    text = file.getvalue()
    return text[text.index("<svg") :].strip()


@cache
def _known() -> None:
    """Tells matplotlib where the font lies, once in a process."""
    with as_file(files("reportparse.views") / "typeface" / "ReportparseSans.otf") as path:
        font_manager.fontManager.addfont(path)
