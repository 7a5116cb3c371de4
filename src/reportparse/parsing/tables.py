"""The statutory tables of a document: every cell of the form, what is printed there, and what could not be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, takewhile
from typing import NamedTuple

from reportparse.document import Block, Document, Table
from reportparse.findings import Finding
from reportparse.form import FormTable, Row, editions, item_id, load_form
from reportparse.parsing.blocks import read_blocks
from reportparse.parsing.fallen import beside_fallen_column
from reportparse.parsing.grid import Header, read_grid
from reportparse.parsing.halves import join_halves
from reportparse.parsing.headers import HEADER_LINES, Told, read_header
from reportparse.parsing.labels import TableLabels, bare, labels, table_codes
from reportparse.parsing.named import read_named
from reportparse.parsing.orphans import adopt
from reportparse.parsing.outline import Outline
from reportparse.parsing.rows import RowReading, Slot, TableReading
from reportparse.parsing.run import read_run
from reportparse.parsing.run_text import Line, lines_of, lines_of_table
from reportparse.parsing.sheet import Sheet, read_sheet
from reportparse.report import Fact, Number
from reportparse.source import Source
from reportparse.text import key, read_cell

TWO_REPORTS = 0.6
"""With this share of the rows printed twice, and differently, a file holds two reports."""


SEVERAL = 2
"""So many rows printed twice, differently, make a second table; one is a slip."""

USUALLY = 0.5
"""Share of the rows with figures that have a total, from which a row without one is odd."""


class Statistics(NamedTuple):
    """The facts of a document. `edition` is that of the form used, None where no statutory table was found.

    `blocks` are the indices of the blocks that the tables stand in, for those who look for other tables.
    """

    facts: tuple[Fact, ...]
    extras: tuple[Fact, ...]
    edition: str | None
    editions: dict[str, str]
    findings: tuple[Finding, ...]
    blocks: frozenset[int]


def read_statistics(document: Document, outline: Outline, year: int | None) -> Statistics:
    """All facts of the document. `year` chooses a form only where no table is found, or the rows found fit several."""
    sheet = read_sheet(document)
    if sheet:
        return _of_sheet(sheet, year)
    owners = _owners(document, outline)
    found = _without_claimed({code: _merge(code, _read(document, outline, code, owners)) for code in table_codes()})
    used: dict[str, str] = {}
    for code, table in found.items():
        if edition := table.edition(year, used.get("proactive")):
            used[code] = edition
    main = used.get("proactive") or used.get("requests") or (max(used.values()) if used else None)
    shown = main or _edition_for(year)
    facts: list[Fact] = []
    extras: list[Fact] = []
    findings: list[Finding] = []
    for code, table in found.items():
        edition = used.get(code, shown) if _tells(code) else shown
        table = table.named_by(edition)
        facts.extend(table.facts(edition))
        extras.extend(table.extras(edition))
        findings.extend(table.findings(edition, shown))
    blocks = frozenset(block for block, codes in owners.items() if codes)
    editions_used = {code: used[code] if _tells(code) else shown for code in used}
    return Statistics(tuple(facts), tuple(extras), main, editions_used, tuple(findings), blocks)


def _of_sheet(sheet: Sheet, year: int | None) -> Statistics:
    """What a statistics sheet tells: a report before the form has none of its tables."""
    form = load_form(_edition_for(year))
    facts = tuple(Fact(item.id, "absent") for item in form.items())
    blocks = frozenset(fact.source.block for fact in sheet.facts if fact.source and fact.source.block is not None)
    return Statistics(facts, sheet.facts, None, {sheet.table: sheet.edition}, (), blocks)


def _edition_for(year: int | None) -> str:
    fits = [name for name in editions() if year and load_form(name).is_for(year) and load_form(name).tables]
    return fits[-1] if fits else editions()[-1]


@cache
def _tells(code: str) -> bool:
    """Whether the editions differ in this table at all."""
    tables = [load_form(name).table(code).items() for name in labels(code).tables]
    return any(items != tables[0] for items in tables)


def _without_claimed(found: Mapping[str, _Found]) -> dict[str, _Found]:
    """The tables; a figure that is another table's, where two stand in one block, is not left over."""
    slots = [slot for table in found.values() for row in table.rows.values() for slot in row.slots.values()]
    claimed = {_spot(slot.source) for slot in slots}
    return {
        code: table._replace(unclaimed=tuple(s for s in table.unclaimed if _spot(s.source) not in claimed))
        for code, table in found.items()
    }


def _spot(source: Source) -> tuple[object, ...]:
    return source.block, source.row, source.column, source.span


# -- which block holds which table


def _owners(document: Document, outline: Outline) -> dict[int, list[str]]:
    """For each block that is a table, the codes of the statutory tables that stand in it."""
    owners: dict[int, list[str]] = {}
    for number, block in enumerate(document.blocks):
        if isinstance(block, Table):
            owners[number] = _codes_in(block, outline.section_of(number))
    return owners


def _codes_in(table: Table, section: str | None) -> list[str]:
    names = {bare(cell.text) for cell in table.cells}
    scores = {code: _score(labels(code), names) for code in table_codes()}
    best = max(scores.values())
    if best == 0:
        return []
    strong = [code for code, score in scores.items() if score == best or score >= 6]
    here = [code for code in strong if labels(code).newest.section == section]
    return here if here and best < 3 else strong


def _score(names: TableLabels, texts: set[str]) -> int:
    return len(texts & names.telling)


# -- reading a table in every way there is


def _read(document: Document, outline: Outline, code: str, owners: dict[int, list[str]]) -> TableReading:
    blocks = [block for block, codes in owners.items() if code in codes]
    names = labels(code)
    if names.newest.layout == "blocks":
        reading = _read_blocks(document, blocks, names)
    else:
        reading = _read_grids(document, blocks, names)
    if _is_complete(names, reading):
        return reading
    lines = _loose_lines(document, outline, code, owners)
    if lines:
        named, lines = read_named(document, lines, code)
        run = read_run(document, lines, code)
        unordered = reading.rows and all(row.refused == "order" for row in reading.rows)
        if unordered or any(_is_in_another_order(row) for row in reading.rows):
            run = _in_no_order(run)
        run = named + _only_new(named, run)
        if _has_heading(outline, code) or _is_mostly_read(names, run):
            reading = _without_refused(reading, named)
            reading += _only_new(reading, run)
        reading = beside_fallen_column(document, lines, code, reading)
    return adopt(code, reading)


def _is_in_another_order(row: RowReading) -> bool:
    """Whether the columns stand in another order than the form's: a row outside the table has no header to tell it."""
    places = [slot.source.column for slot in row.slots.values() if slot.source.column is not None]
    return places != sorted(places)


def _has_heading(outline: Outline, code: str) -> bool:
    section = labels(code).newest.section
    return any(heading.section.code == section for heading in outline.headings)


def _is_mostly_read(names: TableLabels, run: TableReading) -> bool:
    """Whether most rows of some edition were read: in text outside the table's section a few labels prove nothing."""
    read = {row.row for row in run.rows if not row.refused and (_has_figures(row) or _is_marked(row))}
    return any(2 * len(read & {row.code for row in t.leaves()}) > len(t.leaves()) for t in names.tables.values())


def _read_grids(document: Document, blocks: Sequence[int], names: TableLabels) -> TableReading:
    reading, header = TableReading(), Header()
    told = read_header(_lines_above(document, blocks[0]), names) if blocks else Told()
    for block in blocks:
        part, header = read_grid(document, block, names, header, told)
        reading += part
    return reading._replace(rows=tuple(join_halves(reading.rows, names)))


def _lines_above(document: Document, block: int) -> list[str]:
    """The lines before the first row of figures of a table that begins in this block, rows without figures too."""
    above = takewhile(lambda found: not _figure_rows(found), reversed(document.blocks[:block]))
    lines = [line for found in reversed(list(islice(above, HEADER_LINES))) for line in found.text.split("\n")]
    for found in document.blocks[block : block + HEADER_LINES]:
        rows = ["\t".join(cell.text for cell in row) for row in found.rows()] if isinstance(found, Table) else []
        figures = _figure_rows(found)
        lines += rows[: figures[0]] if figures else rows or found.text.split("\n")
        if figures:
            break
    return lines


def _figure_rows(block: Block) -> list[int]:
    """The rows of a table that hold figures."""
    rows = block.rows() if isinstance(block, Table) else []
    return [n for n, row in enumerate(rows) if any(read_cell(cell.text).state == "stated" for cell in row)]


def _in_no_order(reading: TableReading) -> TableReading:
    """The reading with all rows set aside, because nobody can tell in which order its columns stand."""
    return reading._replace(rows=tuple(row._replace(slots={}, refused="order") for row in reading.rows), orphans=())


def _read_blocks(document: Document, blocks: Sequence[int], names: TableLabels) -> TableReading:
    parts = (read_blocks(document, block, names, _named_above(document, block, names)) for block in blocks)
    return sum(parts, TableReading())


def _named_above(document: Document, block: int, names: TableLabels) -> str | None:
    """The block of figures that the line before a table names: 行政复议, then its table."""
    if block == 0 or isinstance(document.blocks[block - 1], Table):
        return None
    match = names.row_of(document.blocks[block - 1].text)
    return match.row if match and match.quality == "exact" else None


def _is_complete(names: TableLabels, reading: TableReading) -> bool:
    rows = {row.row for row in reading.rows if not row.refused}
    return any({row.code for row in table.leaves()} <= rows for table in names.tables.values())


def _loose_lines(document: Document, outline: Outline, code: str, owners: dict[int, list[str]]) -> list[Line]:
    """The lines in which the rest of a table may stand: its section's text, and tables that are not another's."""
    section = labels(code).newest.section
    lines = lines_of(outline.text_of(section))
    if not _has_heading(outline, code):
        lines = _behind_table_before(code, lines_of(outline.passages))
    for block, codes in owners.items():
        if outline.section_of(block) == section and (code in codes or not codes):
            lines.extend(lines_of_table(document, block))
    return sorted(lines, key=lambda line: (line.block, line.offset))


def _behind_table_before(code: str, lines: list[Line]) -> list[Line]:
    """The lines, for a table without labels on its left those behind the last row of the table before it: its few words
    also stand in other text."""
    if labels(code).newest.layout != "blocks":
        return lines
    last = bare(labels(table_codes()[table_codes().index(code) - 1]).newest.leaves()[-1].label)
    found = [n for n, line in enumerate(lines) if last in key(line.text)]
    return lines[found[-1] + 1 :] if found else lines


def _only_new(first: TableReading, second: TableReading) -> TableReading:
    """Of a second reading, the rows that the first has not; an empty row only where nothing was left over."""
    known = {row.row for row in first.rows}
    rows = [row for row in second.rows if row.row not in known and (not known or _has_figures(row))]
    return second._replace(rows=tuple(rows))


def _without_refused(first: TableReading, named: TableReading) -> TableReading:
    """The first reading without rows that it set aside and the second has."""
    told = {row.row for row in named.rows if not row.refused}
    return first._replace(rows=tuple(row for row in first.rows if not (row.refused and row.row in told)))


def _has_figures(row: RowReading) -> bool:
    return bool(row.refused and row.seen) or any(slot.reading.state == "stated" for slot in row.slots.values())


def _is_marked(row: RowReading) -> bool:
    """Whether in each of its places something is printed, be it the sign of a blank."""
    return bool(row.slots) and all(slot.text.strip() for slot in row.slots.values())


# -- one reading of a table from many rows


class _Found(NamedTuple):
    """A table of the form with one reading for each row that was found."""

    code: str
    rows: dict[str, RowReading]
    columns: frozenset[str]
    unclaimed: tuple[Slot, ...]
    noticed: tuple[Finding, ...]

    def edition(self, year: int | None, beside: str | None) -> str | None:
        """The edition whose own rows and columns were found most; of several that of the table before it (`beside`), or
        of the year. None where no row was found."""
        if not self.rows:
            return None
        tables = labels(self.code).tables
        of_year = {name for name in tables if year and load_form(name).is_for(year)}
        fits = {name: self.named_by(name)._fit(table) for name, table in tables.items()}
        return max(reversed(list(tables)), key=lambda name: (fits[name], name == beside, name in of_year))

    def _fit(self, table: FormTable) -> int:
        columns = {column.code for column in table.columns}
        rows = {row.code for row in table.leaves()}
        return len(self.columns & columns) + len(set(self.rows) & rows) - len(set(self.rows) - rows)

    def named_by(self, edition: str) -> _Found:
        """The table, where a row without its number has the name of one that only another edition has: 其他."""
        leaves = load_form(edition).table(self.code).leaves()
        own = {row.code for row in leaves}
        left = {bare(label): row.code for row in leaves if row.code not in self.rows for label in row.numbered}
        named = {code: left.get(bare(row.label), code) for code, row in self.rows.items() if code not in own}
        rows = {named.get(code, code): row._replace(row=named.get(code, code)) for code, row in self.rows.items()}
        return self._replace(rows=rows) if named else self

    def facts(self, edition: str) -> Iterator[Fact]:
        """A fact for every cell that the edition has."""
        for row, column, item in _cells(edition, self.code):
            yield self._fact(row, column, item)

    def extras(self, edition: str) -> Iterator[Fact]:
        """Facts of rows that the edition does not have."""
        known = {row.code for row in load_form(edition).table(self.code).leaves()}
        for row in self._foreign(known):
            yield from (self._fact(row.row, code, item_id(self.code, row.row, code)) for code in row.slots)

    def _foreign(self, known: set[str]) -> list[RowReading]:
        return [row for code, row in self.rows.items() if code not in known]

    def _fact(self, row: str, column: str, item: str) -> Fact:
        reading = self.rows.get(row)
        if reading is None:
            return Fact(item, "absent")
        slot = reading.slots.get(column)
        if slot is None:
            return Fact(item, "unreadable" if reading.refused else "absent", raw=reading.seen, source=reading.source)
        return _fact_of(item, slot)

    def findings(self, edition: str, main: str) -> Iterator[Finding]:
        """What was odd: rows set aside, cells that cannot be read, rows of another edition, figures left over."""
        yield from self.noticed
        table = load_form(edition).table(self.code)
        if not self.rows:
            yield Finding("R-TABLE", values={"table": _title(edition, table)})
            return
        yield from self._missing(table)
        yield from self._mixed(table, edition, main)
        for reading in self.rows.values():
            yield from self._row_findings(reading, table)
        if self.unclaimed:
            numbers = ", ".join(slot.text.strip() for slot in self.unclaimed)
            sources = tuple(slot.source for slot in self.unclaimed)
            yield Finding("R-UNCLAIMED", values={"numbers": numbers}, sources=sources, quote=numbers)

    def _missing(self, table: FormTable) -> Iterator[Finding]:
        for row in table.leaves():
            if row.code not in self.rows:
                items = tuple(item_id(self.code, row.code, column.code) for column in table.columns_of(row))
                yield Finding("R-ROW", items, {"row": row.label, "reason": "missing", "seen": ""})

    def _mixed(self, table: FormTable, edition: str, main: str) -> Iterator[Finding]:
        foreign = self._foreign({row.code for row in table.leaves()})
        if edition != main:
            own = {row.code for row in load_form(main).table(self.code).leaves()}
            foreign = self._foreign(own)
        for row in foreign:
            values = ", ".join(slot.text.strip() for slot in row.slots.values()) or row.seen
            items = tuple(item_id(self.code, row.row, column) for column in row.slots)
            sources = (row.source,) if row.source else ()
            said = {"row": row.label.strip(), "edition": main, "values": values}
            yield Finding("T2-MIX", items, said, sources, quote=f"{row.label.strip()}: {values}")

    def _row_findings(self, reading: RowReading, table: FormTable) -> Iterator[Finding]:
        sources = (reading.source,) if reading.source else ()
        if reading.refused:
            values = {"row": reading.label.strip(), "reason": reading.refused, "seen": reading.seen}
            columns = [column.code for column in table.columns]
            items = tuple(item_id(self.code, reading.row, column) for column in columns)
            yield Finding("R-ROW", items, values, sources, quote=reading.seen)
        if reading.quality in ("misprint", "cut", "order"):
            values = {"seen": reading.label.strip(), "label": _label(reading.row, self.code)}
            yield Finding("R-LABEL", (), values, sources, quote=reading.label)
        for column, slot in reading.slots.items():
            yield from _cell_findings(item_id(self.code, reading.row, column), slot)


@cache
def _cells(edition: str, code: str) -> tuple[tuple[str, str, str], ...]:
    """Row, column and id of every cell of a table."""
    return tuple((row.code, column.code, item) for row, column, item in load_form(edition).table(code).cells())


def _fact_of(item: str, slot: Slot) -> Fact:
    reading = slot.reading
    return Fact(item, reading.state, reading.value, slot.text.strip(), slot.source, reading.doubt)


def _cell_findings(item: str, slot: Slot) -> Iterator[Finding]:
    raw = slot.text.strip()
    if slot.reading.state == "unreadable":
        yield Finding("R-CELL", (item,), {"raw": raw}, (slot.source,), raw)
    elif slot.reading.doubt:
        values = {"value": slot.reading.value, "raw": raw, "doubt": slot.reading.doubt}
        yield Finding("R-DOUBT", (item,), values, (slot.source,), raw)


def _merge(code: str, reading: TableReading) -> _Found:
    """One reading a row. A row printed twice with the same figures is one; with others, neither can be believed."""
    groups: dict[str, list[RowReading]] = defaultdict(list)
    for row in reading.rows:
        groups[row.row].append(row)
    twice = {name: rows for name, rows in groups.items() if len({_figures(row) for row in rows}) > 1}
    findings: list[Finding] = []
    second = _second_table(twice)
    if len(twice) > TWO_REPORTS * len(groups) and len(groups) > 2:
        first = {name: rows[0] for name, rows in groups.items() if not _is_behind(rows[0], second)}
        findings.append(Finding("S-TWO", sources=_sources(rows[1] for rows in twice.values())))
        return _Found(code, first, reading.columns, reading.unclaimed, tuple(findings))
    chosen = {
        name: _one(rows) if len(rows) > 1 or not _is_behind(rows[0], second) else _refused(rows[0], "second")
        for name, rows in groups.items()
    }
    for name, rows in groups.items():
        if len(rows) > 1:
            findings.append(_twice(code, name, rows, same=name not in twice))
    return _Found(code, _shifts_refused(code, chosen), reading.columns, reading.unclaimed, tuple(findings))


def _second_table(twice: Mapping[str, Sequence[RowReading]]) -> tuple[int, int] | None:
    """Where a second table of the kind begins: at the first row that is printed again, if several are, differently."""
    places = [_place(rows[1]) for rows in twice.values()]
    return min(places) if len(places) >= SEVERAL else None


def _is_behind(row: RowReading, second: tuple[int, int] | None) -> bool:
    """Whether a row stands in the second table: that the first lacks it does not make its figures the first's."""
    return second is not None and _place(row) >= second


def _place(row: RowReading) -> tuple[int, int]:
    """Block, and row in it or first character."""
    source = row.source
    if source is None:
        return (0, 0)
    return (source.block or 0, source.span[0] if source.span else source.row or 0)


def _figures(row: RowReading) -> tuple[object, ...]:
    return (row.refused, *((slot.reading.state, slot.reading.value) for slot in row.slots.values()))


def _one(rows: Sequence[RowReading]) -> RowReading:
    if len({_figures(row) for row in rows}) == 1:
        return rows[0]
    seen = " / ".join(row.seen for row in rows)
    return rows[0]._replace(slots={}, refused="twice", seen=seen)


def _twice(code: str, row: str, rows: Sequence[RowReading], *, same: bool) -> Finding:
    values = {"row": _label(row, code), "same": "yes" if same else "no"}
    return Finding("R-TWICE", (), values, _sources(rows), quote=" / ".join(row.seen for row in rows))


def _sources(rows: Iterable[RowReading]) -> tuple[Source, ...]:
    return tuple(row.source for row in rows if row.source)


def _shifts_refused(code: str, rows: dict[str, RowReading]) -> dict[str, RowReading]:
    """Rows that may have lost a cell are set aside: their figures may stand one column too far to the left.

    It shows in an empty last cell where other rows have a total or a mark of a blank, unless the columns' own sums
    prove the row right; and in digits with a space between them beside any empty cell, for they may be two figures.
    """
    table = labels(code).newest
    total = table.columns[-1].code
    summed = any(identity.per == "row" and identity.right == (total,) for identity in table.identities)
    kept = {name: _split_checked(row) for name, row in rows.items()}
    if not summed:
        return kept
    kept = _zeros_checked(kept, total)
    totals = [bool(row.slots[total].text.strip()) for row in kept.values() if _says_something(row, total)]
    if sum(totals) < USUALLY * len(totals):
        return kept
    return {name: _total_checked(kept, row, code, total) for name, row in kept.items()}


def _zeros_checked(rows: dict[str, RowReading], total: str) -> dict[str, RowReading]:
    """The rows; one of zeros with an empty total, where such rows have theirs, may have lost its only other figure."""
    zeros = {name: row for name, row in rows.items() if total in row.slots and _are_zeros(row, total)}
    bare = [name for name, row in zeros.items() if not row.slots[total].text.strip()]
    if len(bare) > USUALLY * len(zeros):
        return rows
    return {name: _refused(row, "no-total") if name in bare else row for name, row in rows.items()}


def _are_zeros(row: RowReading, total: str) -> bool:
    return all(slot.reading.value == 0 for column, slot in row.slots.items() if column != total)


def _says_something(row: RowReading, total: str) -> bool:
    return total in row.slots and any(slot.reading.value for slot in row.slots.values())


def _total_checked(rows: dict[str, RowReading], row: RowReading, code: str, total: str) -> RowReading:
    if not _says_something(row, total) or row.slots[total].text.strip():
        return row
    if _adds_up(rows, total) and not _may_be_shifted(row, total):
        return row
    values = {item_id(code, r.row, c): slot.reading.value for r in rows.values() for c, slot in r.slots.items()}
    items = {item_id(code, row.row, column): slot for column, slot in row.slots.items() if slot.reading.value}
    proved = [_is_proved(item, code, values) for item in items]
    return row if any(proved) and None not in proved else _refused(row, "no-total")


def _adds_up(rows: dict[str, RowReading], total: str) -> bool:
    """Whether the totals of the table are the sums of their rows, as far as they are printed."""
    held = [holds for row in rows.values() if (holds := _is_summed(row, total)) is not None]
    return all(held) and len(held) >= SEVERAL


def _is_summed(row: RowReading, total: str) -> bool | None:
    """Whether the total is the sum of its row; None where one of them is empty, or all are zero."""
    values = {column: slot.reading.value for column, slot in row.slots.items()}
    last, others = values.pop(total, None), list(values.values())
    if not last and not any(others) or last is None or None in others:
        return None
    return last == sum(other or 0 for other in others)


def _may_be_shifted(row: RowReading, total: str) -> bool:
    """Whether the figure before the empty total may be the total itself, a column too far to the left: then it is not
    less than the others together, or is what they make where two of them stand glued in one cell."""
    *others, last = (slot.reading.value or 0 for column, slot in row.slots.items() if column != total)
    if not last or last >= sum(others):
        return bool(last)
    glued = [str(int(value)) for value in others if value > 9]
    parts = [sum(others) - int(v) + int(v[:cut]) + int(v[cut:]) for v in glued for cut in range(1, len(v))]
    return last in parts


def _is_proved(item: str, code: str, values: dict[str, Number | None]) -> bool | None:
    """Whether a sum of the item's column holds (True), cannot be judged (False), or fails (None)."""
    column = item.rsplit(".", 1)[1]
    for table in labels(code).tables.values():
        for identity in table.identities:
            if identity.per != "column" or identity.op != "==":
                continue
            sides = [[item_id(code, row, column) for row in side] for side in (identity.left, identity.right)]
            if item in (*sides[0], *sides[1]) and all(
                values.get(other) is not None for side in sides for other in side
            ):
                left, right = (sum(values[other] or 0 for other in side) for side in sides)
                return True if left == right else None
    return False


def _split_checked(row: RowReading) -> RowReading:
    states = [(slot.reading.doubt, slot.reading.state) for slot in row.slots.values()]
    if any(doubt == "split" for doubt, _ in states) and any(state == "blank" for _, state in states):
        return _refused(row, "glued")
    return row


def _refused(row: RowReading, reason: str) -> RowReading:
    return row._replace(slots={}, refused=reason, seen=row.seen or " | ".join(s.text for s in row.slots.values()))


def _label(row: str, code: str) -> str:
    found: list[Row] = [r for table in labels(code).tables.values() for r in table.rows if r.code == row]
    return found[-1].label


def _title(edition: str, table: FormTable) -> str:
    return next(section.label for section in load_form(edition).sections if section.code == table.section)
