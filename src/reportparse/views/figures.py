"""Figures of a corpus: each takes a Corpus and returns matplotlib Axes. They can be read without colour.

views.trend(corpus, "requests.received.total")
views.coverage(corpus).figure.savefig("coverage.png")

Chinese labels need no font on the machine. What rests on few cases is marked so. `ax` draws into axes of yours.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations
from typing import Any, Literal

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator
from rapidfuzz import fuzz, process

from reportparse.copies import SHORTEST, own_words
from reportparse.corpus import Corpus
from reportparse.coverage import MISSING, NO_TABLES, THERE, UNREADABLE
from reportparse.form import FormTable, Item, Row, editions, item_id, load_form
from reportparse.panel import SMALL
from reportparse.rules import audit
from reportparse.topics import topics as all_topics
from reportparse.views.axes import (
    DARK,
    GREY,
    INKS,
    LINES,
    MOST,
    PALE,
    Ink,
    Language,
    cell,
    finished,
    grid,
    letter,
    ready,
    room_for,
    said,
    shade,
)
from reportparse.views.fonts import chinese

MOST_LINES = len(LINES)
"""More organs than this are drawn as thin lines behind their median."""

FAR_ABOVE = 100
"""A figure so many times the median leaves the others on the zero line of a linear axis."""

MOST_ALIKE = 40
"""So many organs stand in the figure of similarity at most."""

ALIKE = 60
"""Percent from which a pair's figure is written in its cell; whole templates begin near it."""

WORDS = {THERE: "有", NO_TABLES: "有文无表", UNREADABLE: "未能读取", MISSING: "未找到"}
STATES = {THERE: (INKS[0], "●"), NO_TABLES: (INKS[1], "△"), UNREADABLE: (INKS[2], "×"), MISSING: (Ink("#ffffff"), "")}


# --- a figure over the years


def trend(corpus: Corpus, item: str, *, by: str = "organ", language: Language = "zh", ax: Axes | None = None) -> Axes:
    """One item over the years, a line for each organ (or county, ...: any column of `reports`, added up).

    Years that are not stated are gaps; nothing is drawn across them. Figures below SMALL have hollow markers. Of many
    organs the median and the middle half stand before thin lines. Sums say on how many reports they rest. Where one
    figure is FAR_ABOVE the median, the axis is logarithmic from 10 on, and says so.
    """
    panel = corpus.panel(item, index=(by, "year"))
    unit, label = _item_words(item)
    with chinese():
        ax = ready(ax, 8, 4.6)
        if len(panel) > MOST_LINES:
            _bundle(ax, panel, language)
            note = said(language, "细线：逐个；断线：该年未载明", "thin: each of them; gap: not stated")
        else:
            counts = None if by == "organ" else corpus.panel(item, index=(by, "year"), how="count")
            _lines(ax, panel, counts)
            ax.set_xticks([int(year) for year in panel.columns])
            note = said(language, f"断线：该年未载明；空心：小于{SMALL}", f"gap: not stated; hollow: below {SMALL}")
        ax.set_xlabel(said(language, "年度", "year"))
        ax.set_ylabel(f"{unit if language == 'zh' else f'{item} ({unit})'}{_scale(ax, panel, language)}")
        ax.grid(axis="y", color=PALE, lw=0.6)
        return finished(ax, label if language == "zh" else item, note, below=46 if len(panel) > MOST_LINES else 34)


def _scale(ax: Axes, panel: pd.DataFrame, language: Language) -> str:
    """Sets the axis of figures from zero on, and gives what is to be said about it."""
    figures = panel.to_numpy(dtype=float, na_value=np.nan)
    stated = figures[~np.isnan(figures)]
    if stated.size and stated.min() >= 0 and stated.max() > FAR_ABOVE * max(float(np.median(stated)), 1.0):
        ax.set_yscale("symlog", linthresh=10)
        ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        ax.set_ylim(bottom=-1)
        return said(language, "（10以上为对数刻度）", ", logarithmic above 10")
    ax.set_ylim(bottom=min(0, *ax.get_ylim()))
    ax.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    return ""


def _item_words(item: str) -> tuple[str, str]:
    """Unit and labels of an item in the newest edition that has it."""
    found: Item = next(form[item] for form in map(load_form, reversed(editions())) if item in form)
    return found.column.unit, found.label


def _lines(ax: Axes, panel: pd.DataFrame, counts: pd.DataFrame | None) -> None:
    """A line for each row. The legend says on how many reports a year's sum rests: fewer reports are no fall."""
    handles = []
    for (name, row), (colour, stroke, marker) in zip(panel.iterrows(), LINES, strict=False):
        years, values = _points(row)
        ax.plot(years, values, stroke, color=colour, lw=1.6)
        for year, value in zip(years, values, strict=True):
            face = "white" if value < SMALL else colour
            ax.plot([year], [value], marker, color=colour, markerfacecolor=face, markersize=6)
        based = "" if counts is None else _span(counts.T[name])
        handles.append(Line2D([], [], color=colour, linestyle=stroke, marker=marker, label=f"{name}{based}"))
    if handles:
        ax.legend(handles=handles, frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))


def _span(counts: Any) -> str:
    stated = counts[counts > 0]
    if stated.empty:
        return " (n=0)"
    low, high = int(stated.min()), int(stated.max())
    return f" (n={low})" if low == high else f" (n={low}–{high})"


def _points(row: pd.Series) -> tuple[list[int], list[float]]:
    """Years and values; what is not stated is NaN, where a line breaks."""
    return [int(year) for year in row.index], [math.nan if pd.isna(value) else float(value) for value in row]


def _bundle(ax: Axes, panel: pd.DataFrame, language: Language) -> None:
    figures = panel.astype("Float64").astype(float)
    years = [int(year) for year in panel.columns]
    for _, row in figures.iterrows():
        ax.plot(years, row, color=GREY, lw=0.5, alpha=0.5)
    low, middle, high = (figures.quantile(part) for part in (0.25, 0.5, 0.75))
    ax.fill_between(years, low, high, color=INKS[1].face, alpha=0.45, label=said(language, "中间一半", "middle half"))
    ax.plot(years, middle, "-o", color=DARK, lw=2, label=said(language, "中位数", "median"))
    ax.set_xticks(years, [f"{year}\nn={count}" for year, count in zip(years, figures.notna().sum(), strict=True)])
    ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))


# --- which reports are there


def coverage(corpus: Corpus, *, language: Language = "zh", ax: Axes | None = None) -> Axes:
    """organ x year: which report is there, has text only, could not be read, or was not found.

    Of more than MOST organs those that lack most are drawn, and the title says so.
    """
    table = corpus.coverage()
    lacking = (table != THERE).sum(axis=1).sort_values(ascending=False, kind="stable")
    shown = table if len(table) <= MOST else table.loc[lacking.index[:MOST]]
    with chinese():
        ax = _cells(ax, shown, slant=False)
        for (row, column), state in np.ndenumerate(shown.to_numpy()):
            ink, sign = STATES[state]
            cell(ax, row, column, ink, sign)
        counts = table.stack().value_counts()
        handles = [
            Patch(
                facecolor=ink.face,
                hatch=ink.hatch,
                edgecolor=GREY,
                label=f"{sign} {word} {counts.get(state, 0)}".strip(),
            )
            for state, (ink, sign) in STATES.items()
            for word in [said(language, WORDS[state], state)]
        ]
        _legend_below(ax, handles)
        title = said(language, "各机关各年度报告", "reports by organ and year")
        return finished(ax, title + _part_shown(len(shown), len(table), language))


def _cells(ax: Axes | None, table: pd.DataFrame, *, slant: bool) -> Axes:
    rows, columns = list(map(str, table.index)), list(map(str, table.columns))
    wide = room_for(rows) + (0.42 if slant else 0.62) * max(len(columns), 4) + 0.4
    high = 0.3 * max(len(rows), 2) + (room_for(columns) if slant else 0.3) + 1.0
    made = ready(ax, max(wide, 5.0), high)
    grid(made, rows, columns, slant=slant)
    return made


def _legend_below(ax: Axes, handles: Sequence[Any]) -> None:
    ax.legend(handles=handles, frameon=False, loc="upper left", bbox_to_anchor=(0, -0.01), ncols=2, fontsize=8)


def _part_shown(shown: int, there: int, language: Language) -> str:
    return "" if shown == there else said(language, f"（{there}个机关中的{shown}个）", f" ({shown} of {there} organs)")


# --- findings


def findings_map(
    corpus: Corpus,
    findings: pd.DataFrame | None = None,
    *,
    severity: Sequence[str] = ("error", "warning"),
    language: Language = "zh",
    ax: Axes | None = None,
) -> Axes:
    """organ x year: how many findings of the audit, the darker the more; where there is no report, hatched.

    `findings` is a frame of `rp.audit(corpus)` if you have it. Of more than MOST organs those with most are drawn.
    """
    found = audit(corpus) if findings is None else findings
    found = found[found["severity"].isin(list(severity))]
    covered = corpus.coverage()
    counts = pd.crosstab(found["organ"], found["year"]).reindex(covered.index, fill_value=0)
    counts = counts.reindex(columns=covered.columns, fill_value=0)
    most = counts.sum(axis=1).sort_values(ascending=False, kind="stable").index[:MOST]
    shown = counts if len(counts) <= MOST else counts.loc[most]
    top = max(int(counts.to_numpy().max(initial=0)), 1)
    with chinese():
        ax = _cells(ax, shown, slant=False)
        for (row, column), count in np.ndenumerate(shown.to_numpy()):
            there = covered.loc[shown.index[row]].iloc[column] in (THERE, NO_TABLES)
            cell(ax, row, column, Ink(shade(count / top)) if there else Ink("#ffffff", "////"), str(count) * there)
        _legend_below(
            ax, [Patch(facecolor="white", hatch="////", edgecolor=GREY, label=said(language, "无报告", "no report"))]
        )
        kinds = "、".join(_severity(name, language) for name in severity)
        title = said(language, f"审核发现（{kinds}，处）", f"findings ({kinds}, count)")
        return finished(ax, title + _part_shown(len(shown), len(counts), language))


def _severity(name: str, language: Language) -> str:
    return said(language, {"error": "错误", "warning": "警示", "info": "提示"}.get(name, name), name)


# --- what became of requests


def outcomes(corpus: Corpus, *, by: str = "year", language: Language = "zh", ax: Axes | None = None) -> Axes:
    """How requests were answered, as shares of all outcomes, a bar for each year (or county, ...).

    Only reports that state every outcome count; below each bar stand the requests and the reports that it rests on.
    Bars on fewer than SMALL requests are not drawn.
    """
    parts = _outcome_parts()
    counts, reports = _outcome_counts(corpus, parts, by)
    totals = counts.sum(axis=1)
    shares = counts.div(totals.where(totals >= SMALL), axis=0).mul(100)
    bars = list(map(str, counts.index))
    with chinese():
        ax = ready(ax, max(7.5, (0.8 if language == "zh" else 1.05) * len(bars) + 3), 4.6)
        if not bars:
            empty = said(language, "没有一份报告写明了全部办理结果", "no report states all outcomes")
            ax.set_axis_off()
            ax.text(0.5, 0.5, empty, ha="center", transform=ax.transAxes)
            return finished(ax, said(language, "申请办理结果的构成", "outcomes of requests"))
        base = np.zeros(len(bars))
        for (_, row), ink in zip(parts, INKS, strict=False):
            heights = shares[row.code].fillna(0).to_numpy(dtype=float)
            label = _short(row, language)
            ax.bar(bars, heights, 0.72, base, color=ink.face, hatch=ink.hatch, edgecolor=DARK, lw=0.4, label=label)
            _percentages(ax, base, heights, ink)
            base = base + heights
        ax.set_ylim(0, 100)
        ax.set_ylabel(said(language, "占办结申请的百分比（%）", "share of requests processed (%)"))
        ax.set_xticks(range(len(bars)), _heads(totals, reports, language))
        ax.legend(*_upside_down(ax), frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
        few = said(language, f"*不足{SMALL}件，不算比例", f"* fewer than {SMALL} requests: no shares")
        title = said(language, "申请办理结果的构成", "outcomes of requests")
        return finished(ax, title, few if (totals < SMALL).any() else "", below=52)


def _heads(totals: pd.Series, reports: pd.Series, language: Language) -> list[str]:
    words = said(language, "{}\n{:,}件{}\n{}份报告", "{}\n{:,}{} requests\n{} reports")
    return [
        words.format(bar, int(total), "*" * (total < SMALL), count)
        for bar, total, count in zip(totals.index, totals, reports, strict=True)
    ]


def _outcome_parts() -> list[tuple[FormTable, Row]]:
    """The rows right under the outcomes of the newest edition: granted, denied ... The total is none of them."""
    table = load_form(editions()[-1]).table("requests")
    return [(table, row) for row in table.rows if row.parent == "outcomes" and row.kind != "total"]


def _outcome_counts(corpus: Corpus, parts: list[tuple[FormTable, Row]], by: str) -> tuple[pd.DataFrame, pd.Series]:
    """`by` x outcome, added up over the reports that state all of their leaves, and how many reports these are."""
    leaves = {row.code: _leaf_items(table, row) for table, row in parts}
    items = [item for group in leaves.values() for item in group]
    keys = list(dict.fromkeys([by, "organ", "year"]))
    panel = corpus.panel(items, index=keys)
    whole = panel[panel.notna().all(axis=1)].astype(float)
    grouped = pd.DataFrame({code: whole[group].sum(axis=1) for code, group in leaves.items()})
    together = grouped.groupby(level=by)
    return together.sum(), together.size()


def _leaf_items(table: FormTable, row: Row) -> list[str]:
    """The totals of a row, or of the rows under it; 其他处理 is one item over both editions, by the crosswalk."""
    if any(
        row.code == other.code and other.kind == "leaf" for other in load_form(editions()[0]).table("requests").rows
    ):
        return [item_id(table.code, row.code, "total")]
    under = [leaf for leaf in table.leaves() if leaf.parent == row.code] or [row]
    return [item_id(table.code, leaf.code, "total") for leaf in under]


def _short(row: Row, language: Language) -> str:
    label = row.en if language == "en" else row.label.partition("）")[2]
    return label.split("（")[0].split(" (")[0]


def _percentages(ax: Axes, base: np.ndarray, heights: np.ndarray, ink: Ink) -> None:
    for place, (start, height) in enumerate(zip(base, heights, strict=True)):
        if height >= 6:
            back: Any = {"facecolor": ink.face, "edgecolor": "none", "pad": 1} if ink.hatch else None
            ax.text(
                place,
                start + height / 2,
                f"{height:.0f}",
                ha="center",
                va="center",
                fontsize=8,
                color=letter(ink.face),
                bbox=back,
            )


def _upside_down(ax: Axes) -> tuple[list[Any], list[Any]]:
    """The legend in the order in which the pieces stand."""
    handles, labels = ax.get_legend_handles_labels()
    return handles[::-1], labels[::-1]


# --- what problems are about


def topics(
    corpus: Corpus,
    kind: Literal["problems", "measures"] = "problems",
    *,
    language: Language = "zh",
    ax: Axes | None = None,
) -> Axes:
    """topic x year: in how many of a hundred reports that name problems (or measures) the topic is among them.

    On fewer than SMALL reports the figure is the number of reports, in brackets. Reports choose what they name: this is
    what is said, not what is.
    """
    named = corpus.frame(kind)
    bases = named.groupby("year")["report_id"].nunique()
    pairs = named.assign(topic=named["topics"].astype(object).str.split("; ")).explode("topic").dropna(subset=["topic"])
    counts = pairs.groupby(["topic", "year"])["report_id"].nunique().unstack(fill_value=0).reindex(columns=bases.index)
    classes = [topic for topic in getattr(all_topics(), kind) if topic.code in counts.index]
    counts = counts.fillna(0).loc[sorted((t.code for t in classes), key=lambda code: -counts.loc[code].sum())]
    names = {topic.code: said(language, topic.zh, topic.en) for topic in classes}
    shown = counts.rename(index=names).set_axis([f"{year}\nn={bases[year]}" for year in bases.index], axis=1)
    with chinese():
        ax = _cells(ax, shown, slant=False)
        for (row, column), count in np.ndenumerate(shown.to_numpy()):
            base = int(bases.iloc[column])
            small = base < SMALL
            text = f"({int(count)})" if small else f"{100 * count / base:.0f}"
            cell(ax, row, column, Ink("#ffffff" if small else shade(count / base)), text)
        what = said(language, {"problems": "问题", "measures": "改进措施"}[kind], kind)
        title = said(language, f"报告所述{what}的主题（占报告的%）", f"topics of {what} (% of reports)")
        note = said(language, f"括号：不足{SMALL}份报告，为份数", f"brackets: fewer than {SMALL} reports, their number")
        return finished(ax, title, note if (bases < SMALL).any() else "", below=8)


# --- who writes alike


def similarity(corpus: Corpus, section: str = "problems", *, language: Language = "zh", ax: Axes | None = None) -> Axes:
    """organ x organ: how alike their texts of a section are in the year in which they are most alike, in percent.

    Numbers, years and statutory wording do not count. Of more than MOST_ALIKE organs those with most copies are drawn.
    """
    texts = _own_texts(corpus.frame("sections"), section)
    there = sorted(texts["organ"].unique())
    chosen = there if len(there) <= MOST_ALIKE else _most_copied(corpus, section, there)
    alike = _alike(texts[texts["organ"].isin(chosen)], chosen)
    with chinese():
        square = pd.DataFrame(alike, index=chosen, columns=chosen)
        ax = _cells(ax, square.iloc[1:, :-1], slant=True)
        for row, column in combinations(range(len(chosen)), 2):
            value = alike[row, column]
            known = not np.isnan(value)
            ink = Ink(shade((value / 100) ** 2)) if known else Ink("#ffffff", "////")
            cell(ax, column - 1, row, ink, f"{value:.0f}" if known and value >= ALIKE else "")
        _legend_below(
            ax,
            [
                Patch(
                    facecolor="white",
                    hatch="////",
                    edgecolor=GREY,
                    label=said(language, "没有同年可比的文字", "no texts of one year to compare"),
                )
            ],
        )
        title = said(language, "机关之间文字相似度（%，最相似的年度）", "similarity of texts (%, the year most alike)")
        return finished(ax, title + _part_shown(len(chosen), len(there), language))


def _own_texts(sections: pd.DataFrame, section: str) -> pd.DataFrame:
    """organ, year and what the author wrote; texts too short to compare are left out."""
    chosen = sections[sections["code"] == section].dropna(subset=["text", "organ", "year"])
    words = chosen["text"].map(own_words)
    return chosen.assign(text=words)[words.str.len() >= SHORTEST]


def _most_copied(corpus: Corpus, section: str, there: list[str]) -> list[str]:
    pairs = corpus.copies(section)
    counts = pd.concat([pairs["organ"], pairs["other_organ"]]).value_counts()
    ranked = sorted(there, key=lambda organ: (-int(counts.get(organ, 0)), organ))
    return sorted(ranked[:MOST_ALIKE])


def _alike(texts: pd.DataFrame, organs: list[str]) -> np.ndarray:
    """The similarities, NaN where two organs have no texts of one year."""
    place = {organ: number for number, organ in enumerate(organs)}
    best = np.full((len(organs), len(organs)), np.nan)
    for _, year in texts.groupby("year"):
        numbers = [place[organ] for organ in year["organ"]]
        found = process.cdist(year["text"].tolist(), year["text"].tolist(), scorer=fuzz.ratio)
        where = np.ix_(numbers, numbers)
        best[where] = np.fmax(best[where], found)
    return best
