"""Where columns stand in text that keeps a page's layout: figures below their headers, groups' labels left of rows'."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise, takewhile
from typing import NamedTuple

from reportparse.form import Row
from reportparse.parsing.labels import TableLabels, labels
from reportparse.patterns import pattern
from reportparse.text import display_width, print_width, read_cell

ALIGNED = 3
"""So many rows must stand on lines with gaps before places on a line mean anything."""

REACH = 8
"""Lines up and down in which the left edge of the rows' labels is looked for: pages differ in their indents."""

STRAIGHT = 1
"""So far apart do figures stand that stand straight below each other, by rounding."""

_SHORT = 2
"""Letters of a label that may stand for several rows."""

_PIECE = pattern(r"\S+(?: \S+)*")
_WORD = pattern(r"[^\s|├┼┤┬┴─━═]+")
_GAP = pattern(r"\s{2}|\u3000")
_NUMBERED = pattern(r"(?:^|(?<=\s))\d{1,2}\s?[.、](?=\D)")


Measure = Callable[[str], int]

MEASURES: tuple[Measure, ...] = (display_width, print_width, len)
"""How far a text reaches: on a screen a Chinese character takes two columns, pdftotext counts it as one."""


class Column(NamedTuple):
    """The places on a line that a column's figures take up, and which column its header says it is; whether its figures
    stand straight below each other, by their beginnings, ends or middles."""

    begin: int
    end: int
    code: str | None = None
    is_straight: bool = False


class Page(NamedTuple):
    """The columns of figures on a page, and how places on its lines are measured."""

    columns: tuple[Column, ...] = ()
    measure: Measure = display_width


def read_page(lines: Sequence[str], names: TableLabels) -> Page:
    """The columns on a page of lines, named by the header words above them; none where figures stand in no columns.

    Of the measures by which all columns are named, if any, that counts by which they stand straightest.
    """
    pages = [page for measure in MEASURES if (page := Page(_columns(lines, names, measure), measure)).columns]
    named = [page for page in pages if all(column.code for column in page.columns)]
    return min(named or pages, key=lambda page: _spread(page.columns), default=Page())


def heads_above(lines: Sequence[str], names: TableLabels) -> list[str | None]:
    """What stands above each column of figures on a page, by the measure by which they stand straightest."""
    shown = [found for measure in MEASURES if (found := _columns(lines, names, measure))]
    return [column.code for column in min(shown, key=_spread, default=())]


def _spread(columns: Sequence[Column]) -> int:
    """How wide columns are together: the straighter their figures stand, the narrower."""
    return sum(column.end - column.begin for column in columns)


def read_flush(lines: Sequence[str], names: TableLabels) -> Page:
    """The columns of several pages that are laid out as one: all figures stand flush below the words of their headers,
    which only the first page has; none where they do not."""
    for measure in MEASURES:
        sheet = _sheet(lines, names, measure)
        if sheet and _are_flush(*sheet):
            columns = _named(sheet, names)
            if all(column.code for column in columns):
                return Page(columns, measure)
    return Page()


class _Sheet(NamedTuple):
    """The columns of figures in lines, the words of headers above each, and the places of the figures row by row."""

    columns: Sequence[Column]
    heads: Sequence[Sequence[tuple[int, int, str]]]
    rows: Sequence[Sequence[tuple[int, int]]]


def _columns(lines: Sequence[str], names: TableLabels, measure: Measure) -> tuple[Column, ...]:
    sheet = _sheet(lines, names, measure)
    columns = _named(sheet, names) if sheet else ()
    is_part = len(columns) < len(names.newest.columns) and all(column.code for column in columns)
    return () if sheet and is_part and not _are_flush(*sheet) else columns


def _sheet(lines: Sequence[str], names: TableLabels, measure: Measure) -> _Sheet | None:
    rows = [spans for line in lines if (spans := _figures(line, measure))]
    full = [spans for spans in rows if len(spans) == len(names.newest.columns)]
    columns = _stacked(full) or _merged(sorted(span for spans in rows for span in spans))
    apart = all(left.end < right.begin for left, right in pairwise(columns))
    if len(rows) < ALIGNED or not 1 < len(columns) <= len(names.newest.columns) or not apart:
        return None
    heads: list[list[tuple[int, int, str]]] = [[] for _ in columns]
    for line in takewhile(lambda line: not _figures(line, measure), lines):
        for begin, end, word in _words(line, measure):
            if not names.is_upper(word) and not names.is_furniture(word):
                shared = [min(end, column.end) - max(begin, column.begin) for column in columns]
                if max(shared) > 0:
                    heads[shared.index(max(shared))].append((begin, end, word))
    return _Sheet(columns, heads, rows)


def _named(sheet: _Sheet, names: TableLabels) -> tuple[Column, ...]:
    """The columns with what the words above them say they are."""
    codes = [names.column_of("".join(word for _, _, word in words)) for words in sheet.heads]
    figures = [span for spans in sheet.rows for span in spans]
    straight = [_is_straight([span for span in figures if _shares(span, column)]) for column in sheet.columns]
    return tuple(
        column._replace(code=code, is_straight=own)
        for column, code, own in zip(sheet.columns, codes, straight, strict=True)
    )


def _is_straight(spans: Sequence[tuple[int, int]]) -> bool:
    """Whether stretches of lines begin, end or have their middle at about the same place."""
    edges = [begin for begin, _ in spans], [end for _, end in spans], [(begin + end) / 2 for begin, end in spans]
    return any(max(places) - min(places) <= STRAIGHT for places in edges)


def _shares(span: tuple[int, int], column: Column) -> bool:
    return column.begin < span[1] and span[0] < column.end


def _are_flush(
    columns: Sequence[Column],
    heads: Sequence[Sequence[tuple[int, int, str]]],
    rows: Sequence[Sequence[tuple[int, int]]],
) -> bool:
    """Whether all figures and all words of headers begin, or all end, at just the same place of their column.

    Where other columns are empty, nothing but this tells that a figure stands below its own header: an extractor that
    lays out each line for itself prints it some places beside, below that of its neighbour.
    """
    figures = [span for spans in rows for span in spans]
    for edge in (0, 1):
        places = [{word[edge] for word in words} for words in heads]
        own = {place for found in places for place in found}
        if all(len(found) == 1 for found in places) and all(span[edge] in own for span in figures):
            return True
    return False


def are_same(before: Sequence[Column], columns: Sequence[Column], size: int) -> bool:
    """Whether columns are those of the page before: all `size` of the table, or some that begin or end alike."""
    begins = [column.begin for column in before] == [column.begin for column in columns]
    ends = [column.end for column in before] == [column.end for column in columns]
    return len(before) == len(columns) and (len(columns) == size or begins or ends)


def place(spans: Sequence[tuple[int, int]], columns: Sequence[Column]) -> list[int] | None:
    """For each stretch of a line the one column that it stands in; None where one stands in none or two share one."""
    found = []
    for begin, end in spans:
        hits = [n for n, column in enumerate(columns) if _shares((begin, end), column)]
        if len(hits) != 1 or hits[0] in found:
            return None
        found += hits
    return found


def stacked_order(lines: Sequence[str], names: TableLabels) -> list[str]:
    """The columns that header words name which stand below each other, from left to right; [] where they name too few.

    A wrong measure puts pieces of two headers below each other, and then they make no name.
    """
    inner = {column.code for column in names.newest.columns[1:-1]}
    for measure in MEASURES:
        found = [code for _, _, text in _stacks(lines, names, measure) if (code := names.column_of(text))]
        if inner <= set(found) and len(set(found)) == len(found):
            return found
    return []


def stacked_among(lines: Sequence[str], names: TableLabels, wanted: Sequence[str]) -> list[str]:
    """The wanted columns from left to right, where header words that stand below each other name just those."""
    for measure in MEASURES:
        texts = [text for _, _, text in _stacks(lines, names, measure)]
        found = [code for text in texts if (code := names.column_of(text) or names.column_misprint(text))]
        if sorted(found) == sorted(wanted):
            return found
    return []


def stacked_results(lines: Sequence[str], names: TableLabels) -> list[str]:
    """The same for a header of blocks, in which each column is named once for every block."""
    size = len(names.newest.leaves()) * len(names.newest.columns)
    for measure in MEASURES:
        found = [names.column_of(text) for _, _, text in _stacks(lines, names, measure)]
        if len(found) == size and None not in found:
            return [code for code in found if code]
    return []


def blocks_above(
    lines: Sequence[str], places: Sequence[Sequence[tuple[int, int]]], names: TableLabels
) -> list[tuple[str, str]]:
    """The row and the column of each figure on one line, by the words of a header of blocks above; [] where they do not
    make all the names. `places`: what the figures take up in each of the `MEASURES`.

    Words that stand below each other make a column's name: as many such names as figures follow in their order. Where
    there are more or fewer, each word is that of the nearest figure, and each of a block's name of the nearest block.
    """
    for measure, figures in zip(MEASURES, places, strict=True):
        words = [found for line in lines for found in _words(line, measure)]
        words = [found for found in words if not names.is_upper(found[2]) and not names.is_furniture(found[2])]
        heads = [found for found in words if not _names_block(found[2], names)]
        for columns in (_joined(heads), _nearest(heads, figures)):
            pairs = _pairs(columns, [found for found in words if found not in heads], names)
            if len(pairs) == len(figures):
                return pairs
    return []


def _pairs(
    columns: Sequence[tuple[int, int, str]], blocks: Sequence[tuple[int, int, str]], names: TableLabels
) -> list[tuple[str, str]]:
    """Row and column for each name of a column, the row by the words above each block; [] where one is not named."""
    size = len(names.newest.columns)
    spans = [(part[0][0], part[-1][1]) for at in range(0, len(columns), size) if (part := columns[at : at + size])]
    rows = [names.rows.get(text, "") for _, _, text in _nearest(blocks, spans)]
    wanted = {(row.code, column.code) for row in names.newest.leaves() for column in names.newest.columns}
    found = [(rows[n // size], names.column_of(text) or "") for n, (_, _, text) in enumerate(columns)]
    return found if len(found) == len(wanted) and set(found) == wanted else []


def _nearest(words: Sequence[tuple[int, int, str]], spans: Sequence[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """The spans, each with the words that its middle is nearest to."""
    texts = [""] * len(spans)
    for begin, end, word in words:
        far = [abs(begin + end - first - last) for first, last in spans]
        texts[far.index(min(far))] += word
    return [(first, last, text) for (first, last), text in zip(spans, texts, strict=True)]


def _names_block(word: str, names: TableLabels) -> bool:
    """Whether a word of a header is a piece of a block's name, and of no column's."""
    text = _letters(word)
    in_column = any(text in label for label in names.columns)
    return not in_column and any(text in label for label in names.rows)


def _stacks(lines: Sequence[str], names: TableLabels, measure: Measure) -> list[tuple[int, int, str]]:
    """The header words that stand below each other, joined from top to bottom, and the places that they take up; none
    where no gap is wider than one space, for then the lines do not tell what stands below what."""
    if not any(_GAP.search(line) for line in lines):
        return []
    words = []
    for begin, end, word in (found for line in lines for found in _words(line, measure)):
        is_row = word in names.rows and not names.column_of(word)
        if not names.is_upper(word) and not names.is_furniture(word) and not is_row:
            words.append((begin, end, word))
    return _joined(words)


def _joined(words: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Words that stand below each other as one, from left to right."""
    stacks: list[tuple[int, int, str]] = []
    for begin, end, word in words:
        over = [stack for stack in stacks if stack[0] < end and begin < stack[1]]
        first, last = min([begin, *(stack[0] for stack in over)]), max([end, *(stack[1] for stack in over)])
        stacks = [stack for stack in stacks if stack not in over]
        stacks.append((first, last, "".join(stack[2] for stack in over) + word))
    return sorted(stacks)


def without_groups(lines: Sequence[str], code: str) -> list[str]:
    """The lines with pieces of labels that only span rows blanked, where they stand left of the rows' own labels.

    A group's label is wrapped in a narrow column; read line by line its pieces fall into the labels beside it. A line
    with the labels of several rows keeps no layout. （六）其他处理 spans rows in one edition and is a row in another:
    where none of the rows that it would span is printed, it is one.
    """
    edges = [_edge(line) for line in lines]
    if not any(edges):
        return list(lines)
    spanning = _spanning(lines, code)
    scrubbed = []
    for n, line in enumerate(lines):
        near = [edge for edge in edges[max(0, n - REACH) : n + REACH + 1] if edge is not None]
        is_row = len(_NUMBERED.findall(line)) < 2
        scrubbed.append(_blanked(line, min(near), spanning) if is_row and near and min(near) > 0 else line)
    return scrubbed


def _figures(line: str, measure: Measure) -> list[tuple[int, int]]:
    """The places of the figures and marks of blanks that end a line, apart by wide gaps; none on a line of prose."""
    pieces = list(_PIECE.finditer(line))
    cells = [read_cell(piece[0]) for piece in pieces]
    ending = list(takewhile(lambda n: cells[n].state != "unreadable", range(len(pieces) - 1, -1, -1)))
    if not ending or len(pieces) == 1 or any(cells[n].doubt == "split" for n in ending):
        return []
    return [_place(line, pieces[n], measure) for n in reversed(ending)]


def _place(line: str, match: re.Match[str], measure: Measure) -> tuple[int, int]:
    return measure(line[: match.start()]), measure(line[: match.end()])


def _words(line: str, measure: Measure) -> Iterator[tuple[int, int, str]]:
    for match in _WORD.finditer(line):
        yield (*_place(line, match, measure), match[0])


def _stacked(rows: Sequence[Sequence[tuple[int, int]]]) -> list[Column]:
    """The columns of rows that are whole, if there are enough and no column reaches into another."""
    if len(rows) < ALIGNED:
        return []
    stacks = zip(*rows, strict=True)
    columns = [Column(min(begin for begin, _ in spans), max(end for _, end in spans)) for spans in stacks]
    apart = all(left.end <= right.begin for left, right in pairwise(columns))
    return columns if apart else []


def _merged(spans: Sequence[tuple[int, int]]) -> list[Column]:
    columns: list[Column] = []
    for begin, end in spans:
        if columns and begin < columns[-1].end:
            columns[-1] = Column(columns[-1].begin, max(end, columns[-1].end))
        else:
            columns.append(Column(begin, end))
    return columns


def _edge(line: str) -> int | None:
    places = [match.start() for match in _NUMBERED.finditer(line)]
    return places[0] if len(places) == 1 else None


def _spanning(lines: Sequence[str], code: str) -> list[str]:
    """The labels, in letters, that span rows here."""
    printed = _letters("".join(lines))
    return [
        label for label, is_row, members in _groups(code) if not is_row or any(member in printed for member in members)
    ]


def _blanked(line: str, edge: int, spanning: Sequence[str]) -> str:
    for match in _WORD.finditer(line):
        if match.end() <= edge and any(_letters(match[0]) in label for label in spanning):
            line = line[: match.start()] + " " * len(match[0]) + line[match.end() :]
    return line


class _Group(NamedTuple):
    """A label that spans rows, in letters; whether some edition has it as a row; the labels of the rows it spans."""

    label: str
    is_row: bool
    members: tuple[str, ...]


@cache
def _groups(code: str) -> tuple[_Group, ...]:
    rows = [row for table in labels(code).tables.values() for row in table.rows]
    single = {row.code for row in rows if row.kind != "group"}
    return tuple(
        _Group(_letters(label), group.code in single, _members(group.code, rows))
        for group in rows
        if group.kind == "group"
        for label in (group.label, *group.variants)
    )


def _members(code: str, rows: Sequence[Row]) -> tuple[str, ...]:
    """The labels of the rows in a group, but for such as also stand elsewhere (其他)."""
    labels = (_letters(label) for row in rows if row.parent == code for label in (row.label, *row.variants))
    return tuple(label for label in labels if len(label) > _SHORT)


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text)) or "\0"
