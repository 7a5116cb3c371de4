"""The figure of the page about speed: what a record costs in each format, and how cost grows with their number."""

from __future__ import annotations

from pathlib import Path

from matplotlib import pyplot, rc_context
from matplotlib.axes import Axes

from benchmarks.speed.tell import STAGES_ZH, Figures, Language, centre, said
from reportparse.views.axes import DARK, INKS, LINES, finished
from reportparse.views.fonts import FAMILY, chinese


def save(found: Figures, language: Language, path: Path) -> None:
    """Writes the figure as SVG, the same bytes for the same figures."""
    with chinese(), rc_context({"svg.hashsalt": "speed"}):
        figure, (left, right) = pyplot.subplots(1, 2, figsize=(11, 4.4), layout="constrained")
        _stages(left, found, language)
        _growth(right, found, language)
        figure.savefig(path, format="svg", metadata={"Date": None})
        pyplot.close(figure)


def _stages(ax: Axes, found: Figures, language: Language) -> None:
    kinds = list(found["stages"])
    starts = [0.0] * len(kinds)
    for ink, stage in zip(INKS, found["stages"][kinds[0]], strict=True):
        widths = [max(found["stages"][kind][stage], 0) * 1e3 for kind in kinds]
        label = said(language, stage, STAGES_ZH[stage])
        ax.barh(kinds, widths, left=starts, color=ink.face, hatch=ink.hatch, edgecolor=DARK, lw=0.4, label=label)
        starts = [start + width for start, width in zip(starts, widths, strict=True)]
    for place, kind in enumerate(kinds):
        floor = centre([row for row in found["corpus"] if row["format"] == kind], "floor") * 1e3
        name = said(language, "floor", "下限") if place == 0 else None
        ax.plot([floor, floor], [place - 0.42, place + 0.42], color="#d55e00", lw=2.5, label=name)
    ax.invert_yaxis()
    ax.set_xlabel(said(language, "CPU ms a report", "每份 CPU 毫秒"), fontfamily=FAMILY)
    ax.legend(prop={"family": FAMILY, "size": 8}, loc="lower right")
    finished(ax, said(language, "A record, from bytes to findings", "一条记录：从字节到发现"))


def _growth(ax: Axes, found: Figures, language: Language) -> None:
    counts = [row["reports"] for row in found["growth"]]
    series: list[tuple[str, list[float]]] = [
        (said(language, "CPU", "CPU 时间"), [row["cpu"] / row["reports"] * 1e3 for row in found["growth"]]),
        (said(language, "wall", "历时"), [row["wall"] / row["reports"] * 1e3 for row in found["growth"]]),
    ]
    for (name, values), (colour, stroke, marker) in zip(series, LINES, strict=False):
        ax.plot(counts, values, color=colour, linestyle=stroke, marker=marker, label=name)
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_xlabel(said(language, "reports in the batch", "一批的份数"), fontfamily=FAMILY)
    ax.set_ylabel(said(language, "ms a report", "每份毫秒"), fontfamily=FAMILY)
    ax.legend(prop={"family": FAMILY, "size": 8})
    finished(ax, said(language, "One worker, from start to store", "一个工作进程：从启动到入库"))
