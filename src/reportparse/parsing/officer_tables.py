"""Officers in tables: columns found by their headings, in grids, turned grids and ragged tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from reportparse.document import Cell, Document, Table
from reportparse.parsing.names import ends_post, is_name, may_be_name, plain_name
from reportparse.parsing.officer_headers import Header, Token, is_of_form, names_persons, phone_in, read_header, stated
from reportparse.parsing.officer_lists import ENDED, LONGEST_WRAPPED, Listed, lists_in_text, read_stream
from reportparse.parsing.officer_rosters import rosters
from reportparse.parsing.outline import Outline
from reportparse.parsing.phones import PHONE, PHONES, plain_phone
from reportparse.patterns import pattern
from reportparse.report import Officer
from reportparse.text import fold, squeeze

_BETWEEN_NAMES = re.compile(r"[、,，;；/\n]")
_PHONE_WITHIN = pattern(rf"(?<![话线机式号::])(?:{PHONES.pattern})|\d{{12}}")
_NOTHING_BETWEEN = re.compile(r"[-—\d第页共/|:]{0,40}")

Row = list[Token | None]


def listed_officers(document: Document, outline: Outline) -> list[Listed]:
    """Every list of officers, in reading order: tables, lines of text that are a table, rosters."""
    found = [listed for listed in (*_tables(document), *lists_in_text(document, outline)) if listed.officers]
    taken = {block for listed in found for block in listed.blocks}
    found = [Listed(tuple(map(_of_one, listed.officers)), listed.blocks) for listed in found]
    found += [listed for listed in rosters(document) if not taken & set(listed.blocks)]
    return sorted(found, key=lambda listed: listed.blocks[0])


def _of_one(officer: Officer) -> Officer:
    """The officer without a post or a duty that holds a phone: the cells of other persons ran into it."""
    post, duty = (None if text and _PHONE_WITHIN.search(fold(text)) else text for text in (officer.post, officer.duty))
    return msgspec.structs.replace(officer, post=post, duty=duty)


def _tables(document: Document) -> Iterator[Listed]:
    above: Header | None = None
    for number, block in enumerate(document.blocks):
        if isinstance(block, Table):
            found = _find_body(_rows(document, number, block), above) if above or _may_be_list(block) else None
            officers = tuple(_read(found)) if found else ()
            # The next table may be the rest of this one, over a page break or below a rule of dashes.
            above = found.header if found and (officers or not found.rows) else None
            wrapped = _rest_of_duty(document, number, officers[-1]) if found and officers else None
            yield Listed(
                (*officers[:-1], wrapped) if wrapped else officers, (number, number + 1)[: 2 if wrapped else 1]
            )
        elif not (_NOTHING_BETWEEN.fullmatch(squeeze(block.text)) or _is_between(document, number)):
            above = None


def _rest_of_duty(document: Document, number: int, last: Officer) -> Officer | None:
    """The last officer of a table with the rest of a duty that broke off at the edge of its cell, before more rows."""
    if not _is_between(document, number + 1) or not last.duty or last.duty.endswith(ENDED):
        return None
    return msgspec.structs.replace(last, duty=last.duty + squeeze(document.blocks[number + 1].text))


def _is_between(document: Document, number: int) -> bool:
    """Whether a block is a short line between two tables, as the rest of a cell is that was wrapped."""
    around = document.blocks[number - 1 : number + 2]
    is_between = len(around) == 3 and [isinstance(block, Table) for block in around] == [True, False, True]
    return is_between and len(squeeze(around[1].text)) <= LONGEST_WRAPPED


def _may_be_list(table: Table) -> bool:
    """Whether a cell says that names stand below or beside it; the statutory tables have none, and have most cells."""
    return any(names_persons(cell.text) for cell in table.cells)


class Body(NamedTuple):
    """A list of officers: its headings and the rows below them."""

    header: Header
    rows: list[Row]


def _find_body(rows: list[Row], above: Header | None) -> Body | None:
    return _headed(rows) or (_body(above, rows) if above else None) or _headed(_turned(rows))


def _headed(rows: list[Row]) -> Body | None:
    for place, row in enumerate(rows):
        header = read_header(_texts(row))
        if header:
            return _body(header, rows[place + 1 :])
    return None


def _body(header: Header, rows: list[Row]) -> Body:
    """The rows below the headings, up to a statutory table that a reader took for the rest of the list."""
    end = next((place for place, row in enumerate(rows) if any(map(is_of_form, _texts(row)))), len(rows))
    return Body(header, rows[:end])


def _texts(row: Row) -> list[str]:
    return [token.text if token else "" for token in row]


def _rows(document: Document, number: int, table: Table) -> list[Row]:
    """The table row by row: as a grid where the file has columns, else only in the order of the cells."""
    lines: Sequence[Sequence[Cell | None]] = table.rows() if table.ragged else table.grid()
    return [
        [Token(cell.text, document.cell_source(number, cell), cell.row == place) if cell else None for cell in line]
        for place, line in enumerate(lines)
    ]


def _turned(rows: list[Row]) -> list[Row]:
    """The table with its columns as rows."""
    width = max((len(row) for row in rows), default=0)
    return [[row[column] if column < len(row) else None for row in rows] for column in range(width)]


def _read(body: Body) -> list[Officer]:
    """By column where the rows have them; by order where they are broken, or do not stand under their headings."""
    header, rows = body
    whole = all(len(row) == len(header.kinds) for row in rows)
    officers = _by_column(header, rows) if whole else []
    return officers or read_stream(header, _distinct(rows))


def _distinct(rows: list[Row]) -> list[Token]:
    return [token for row in rows for token in row if token and token.own and token.text.strip()]


def _by_column(header: Header, rows: list[Row]) -> list[Officer]:
    found: list[Officer] = []
    for row in rows:
        if read_header(_texts(row)):
            continue
        persons = [officer for columns in header.persons() for officer in _persons(header, row, columns)]
        if not persons and found and _goes_on(header, row):
            found[-1] = _joined(found[-1], header, row)
        found.extend(persons)
    return found


def _persons(header: Header, row: Row, columns: range) -> Iterator[Officer]:
    """The officer of a row, or several where the cell of names holds several."""
    cells = {column: row[column] for column in columns if column < len(row)}
    may_be = may_be_name if header.role is None else is_name
    for column, token in cells.items():
        if header.kinds[column] == header.name_kind and token and token.own:
            names = _split_names(token.text)
            if all(map(may_be, names)):
                role = None if header.role is None else header.titles[column]
                yield from _with_fields(header, cells, names, token, role)


def _split_names(text: str) -> list[str]:
    whole, spaced = plain_name(text), [plain_name(part) for part in text.split()]
    parts = [plain_name(part) for part in _BETWEEN_NAMES.split(text.strip()) if part.strip()]
    if len(whole) > 3 and len(spaced) > 1 and all(len(part) > 1 and is_name(part) for part in spaced):
        return spaced
    return parts if len(parts) > 1 and all(map(is_name, parts)) else [whole]


def _with_fields(
    header: Header, cells: Mapping[int, Token | None], names: list[str], name: Token, role: str | None
) -> Iterator[Officer]:
    post, phone, duty = (_field(header, cells, kind) for kind in ("post", "phone", "duty"))
    on_lines = len(names) > 1 and "\n" in name.text.strip()
    posts = _line_by_line(header, cells, "post", ends_post) if on_lines else []
    duties = _line_by_line(header, cells, "duty", _is_ended) if on_lines else []
    are_rows = len(names) in (len(posts), len(duties))
    numbers = [plain_phone(match[0]) for match in PHONE.finditer(squeeze(phone or ""))]
    shared = None if are_rows else phone_in(phone)
    each = numbers if len(numbers) == len(names) > 1 else [shared] * len(names)
    for place, (one, number) in enumerate(zip(names, each, strict=True)):
        own = posts[place] if len(posts) == len(names) else post
        does = duties[place] if len(duties) == len(names) else duty
        yield Officer(one, own or role, number, does, name.source)


def _line_by_line(
    header: Header, cells: Mapping[int, Token | None], kind: str, is_whole: Callable[[str], bool]
) -> list[str]:
    """What each line of a cell holds where several rows ran into one: posts or duties that are whole; else nothing."""
    texts = _texts_of(header, cells, kind)
    lines = [line for text in texts for printed in text.split("\n") if (line := stated(printed))]
    return lines if all(map(is_whole, lines)) else []


def _is_ended(duty: str) -> bool:
    return duty.endswith(ENDED)


def _field(header: Header, cells: Mapping[int, Token | None], kind: str) -> str | None:
    texts = _texts_of(header, cells, kind)
    if kind == "phone":
        return next((text for text in texts if phone_in(text)), None) or stated("".join(texts))
    return stated("".join(texts))


def _texts_of(header: Header, cells: Mapping[int, Token | None], kind: str) -> list[str]:
    """What the columns of a kind hold; a cell over several of them says it once."""
    own = dict.fromkeys(token for column, token in cells.items() if token and header.kinds[column] == kind)
    return [token.text for token in own]


def _goes_on(header: Header, row: Row) -> bool:
    """Whether a row without a name is the rest of the row above: a page break, or an empty line in the middle."""
    names = [token for token, kind in zip(row, header.kinds, strict=False) if kind == header.name_kind]
    return all(token is None or not token.text.strip() for token in names)


def _joined(officer: Officer, header: Header, row: Row) -> Officer:
    cells = {column: token for column, token in enumerate(row[: len(header.kinds)]) if token and token.own}
    post, phone, duty = (_field(header, cells, kind) for kind in ("post", "phone", "duty"))
    return Officer(
        officer.name,
        "".join(filter(None, (officer.post, post))) or None,
        officer.phone or phone_in(phone),
        "".join(filter(None, (officer.duty, duty))) or None,
        officer.source,
    )
