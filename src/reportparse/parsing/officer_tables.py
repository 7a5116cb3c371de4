"""Officers in tables: columns found by their headings, in grids, in ragged tables and in lines of plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from reportparse.document import Cell, Document, Table
from reportparse.parsing.names import ends_post, is_name, may_be_name, plain_name, words
from reportparse.parsing.outline import Outline
from reportparse.parsing.phones import PHONE, PHONES, plain_phone
from reportparse.report import Officer
from reportparse.source import Source
from reportparse.text import BLANKS, key, squeeze

KINDS = ("name", "post", "phone", "duty", "serial", "other", "role")
MAX_ROWS_WITHOUT_NAME = 12
"""So many rows of plain text in a row without a name end a list of officers."""

_BETWEEN_NAMES = re.compile(r"[、,，;；/\n]")
_TOKEN = re.compile(r"[^\s|｜]+")
_PAGE_NUMBER = re.compile(r"[-—\d第页共/]{1,12}")


class Token(NamedTuple):
    """The text of a cell, or a word of a line, with its place. `own`: it begins in this row of the table."""

    text: str
    source: Source
    own: bool = True


Row = list[Token | None]


class Header(NamedTuple):
    """What each column holds: name, post, phone, duty, serial, other, role, or None where the heading says nothing."""

    kinds: tuple[str | None, ...]
    titles: tuple[str, ...]

    def persons(self) -> list[range]:
        """The columns of each person of a row: a table may have two persons side by side."""
        names = [column for column, kind in enumerate(self.kinds) if kind in self.name_kinds]
        if len(names) < 2:
            return [range(len(self.kinds))]
        bounds = [0, *names[1:], len(self.kinds)]
        return [range(begin, end) for begin, end in zip(bounds, bounds[1:], strict=False)]

    @property
    def name_kinds(self) -> tuple[str, ...]:
        """A column headed 联系人 holds names only where no column is headed 姓名."""
        return ("name",) if "name" in self.kinds else ("role",)


class Listed(NamedTuple):
    """The officers of one list, and the blocks that it stands in."""

    officers: tuple[Officer, ...]
    blocks: tuple[int, ...]


def listed_officers(document: Document, outline: Outline) -> list[Listed]:
    """Every list of officers, in reading order: tables, and lines of text that are a table."""
    found = [*_tables(document), *_lists_in_text(document, outline)]
    return sorted((listed for listed in found if listed.officers), key=lambda listed: listed.blocks[0])


def _tables(document: Document) -> Iterator[Listed]:
    before: tuple[Header, int] | None = None
    for number, block in enumerate(document.blocks):
        if not isinstance(block, Table):
            if not _PAGE_NUMBER.fullmatch(squeeze(block.text) or "1"):
                before = None
            continue
        rows = _rows(document, number, block)
        header, body = _headed(rows) or (before[0] if before else None, rows)
        if header is None:
            header, body = _headed(_turned(rows)) or (None, rows)
        officers = tuple(_read(header, body, ragged=block.ragged)) if header else ()
        before = (header, number) if header and officers else None
        yield Listed(officers, (number,))


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


def _headed(rows: list[Row]) -> tuple[Header, list[Row]] | None:
    for place, row in enumerate(rows):
        header = read_header([token.text if token else "" for token in row])
        if header:
            return header, rows[place + 1 :]
    return None


def read_header(texts: Sequence[str]) -> Header | None:
    """What the columns hold, or None where this is no row of headings: `["姓 名", "职务", "电话"]`."""
    titles = tuple(key(text) for text in texts)
    kinds = tuple(_headings().get(title) for title in titles)
    telling = {kind for kind in kinds if kind in {"post", "phone", "duty"}}
    filled = [title for title in titles if title]
    named = "name" in kinds or ("role" in kinds and "phone" in kinds)
    if (
        named
        and (telling or filled in (["姓名"], ["序号", "姓名"]))
        and sum(kind is None for kind in kinds) <= len(kinds) // 2
    ):
        return Header(kinds, titles)
    return None


@cache
def _headings() -> dict[str, str]:
    return {key(word): kind for kind in KINDS for word in words("headers", kind)}


def _read(header: Header, rows: list[Row], *, ragged: bool) -> Iterator[Officer]:
    if ragged:
        complete = [row for record in _records(header, rows) for row in [_aligned(header, record)]]
        yield from _officers(header, complete)
    else:
        yield from _officers(header, rows)


def _officers(header: Header, rows: list[Row]) -> list[Officer]:
    found: list[Officer] = []
    for row in rows:
        if read_header([token.text if token else "" for token in row]):
            continue
        persons = [officer for columns in header.persons() for officer in _persons(header, row, columns)]
        if not persons and found and _goes_on(header, row):
            found[-1] = _joined(found[-1], header, row)
        found.extend(persons)
    return found


def _persons(header: Header, row: Row, columns: range) -> Iterator[Officer]:
    """The officer of a row, or several where the cell of names holds several."""
    cells = {column: row[column] for column in columns if column < len(row)}
    for column, token in cells.items():
        if header.kinds[column] not in header.name_kinds or token is None or not token.own:
            continue
        names = _split_names(token.text)
        fitting = [name for name in names if (may_be_name if "name" in header.kinds else is_name)(name)]
        if len(fitting) == len(names):
            yield from _with_fields(header, cells, names, token)


def _split_names(text: str) -> list[str]:
    parts = [plain_name(part) for part in _BETWEEN_NAMES.split(text.strip()) if part.strip()]
    spaced = [plain_name(part) for part in text.split()]
    whole = plain_name(text)
    if len(whole) > 3 and len(spaced) > 1 and all(len(part) > 1 and is_name(part) for part in spaced):
        return spaced
    return parts if len(parts) > 1 and all(map(is_name, parts)) else [whole]


def _with_fields(header: Header, cells: dict[int, Token | None], names: list[str], name: Token) -> Iterator[Officer]:
    post, phone, duty = (_field(header, cells, kind) for kind in ("post", "phone", "duty"))
    if "name" not in header.kinds:
        post = post or next(t for t, k in zip(header.titles, header.kinds, strict=True) if k == "role")
    numbers = [plain_phone(match[0]) for match in PHONE.finditer(squeeze(phone or ""))]
    for place, one in enumerate(names):
        shared = len(numbers) != len(names) or len(names) == 1
        yield Officer(one, post, phone_in(phone) if shared else numbers[place], duty, name.source)


def _field(header: Header, cells: Mapping[int, Token | None], kind: str) -> str | None:
    texts = [token.text for column, token in cells.items() if token and header.kinds[column] == kind]
    return _stated("".join(texts))


def _stated(text: str) -> str | None:
    raw = "".join(text.split())
    return None if squeeze(text) in BLANKS else raw


def phone_in(text: str | None) -> str | None:
    """The number, or the numbers, that a cell holds; what else stands there is kept where no number is found."""
    if text is None:
        return None
    found = PHONES.search(squeeze(text))
    return plain_phone(found[0]) if found else None


def _goes_on(header: Header, row: Row) -> bool:
    """Whether a row without a name is the rest of the row above: a page break, or an empty line in the middle."""
    names = [row[c] for c, kind in enumerate(header.kinds) if kind in header.name_kinds and c < len(row)]
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


def _records(header: Header, rows: list[Row]) -> Iterator[list[Token]]:
    """The cells of one officer after the other, though a row may be broken in two or run together."""
    width = len(header.kinds)
    record: list[Token] = []
    for row in rows:
        cells = [token for token in row if token]
        if read_header([token.text for token in cells]):
            continue
        if len(cells) < width:
            cells = [token for token in cells if token.text.strip()]
        if record and (len(record) + len(cells) > width or (_named(cells) and _named(record))):
            yield record
            record = []
        record = record + cells
        if len(record) >= width:
            yield record
            record = []
    if record:
        yield record


def _named(tokens: list[Token]) -> bool:
    return any(is_name(plain_name(token.text)) for token in tokens)


def _aligned(header: Header, record: list[Token]) -> Row:
    """The cells of an officer under their headings: by place where that fits, else by what they look like."""
    if len(record) == len(header.kinds) and _fits(header, record):
        return [*record]
    left = list(record)
    row: Row = [None] * len(header.kinds)
    for column in sorted(range(len(row)), key=lambda c: _ORDER.index(header.kinds[c] or "other")):
        token = next((token for token in left if _looks(token.text, header.kinds[column])), None)
        if token:
            row[column] = token
            left.remove(token)
    return row


_ORDER = ("name", "role", "phone", "serial", "post", "duty", "other")


def _fits(header: Header, record: list[Token]) -> bool:
    for kind, token in zip(header.kinds, record, strict=True):
        if kind in header.name_kinds and not all(may_be_name(name) for name in _split_names(token.text)):
            return False
        if kind == "phone" and _stated(token.text) and not re.search(r"\d", token.text):
            return False
    return True


def _looks(text: str, kind: str | None) -> bool:
    plain = squeeze(text)
    numbers = bool(PHONES.search(plain))
    if kind in {"name", "role"}:
        return is_name(plain_name(text))
    if kind == "phone":
        return numbers
    if kind == "serial":
        return plain.isdecimal() and len(plain) < 4
    if kind == "post":
        return ends_post(plain) and not numbers
    return not numbers and len(plain) > 1 and kind == "duty"


def _lists_in_text(document: Document, outline: Outline) -> Iterator[Listed]:
    """Lists of officers in lines that no reader took for a table: a line of headings, or one heading a line."""
    headings = {heading.block for heading in outline.headings}
    lines = [row for number in range(len(document.blocks)) for row in _token_lines(document, number)]
    place = 0
    while place < len(lines):
        header, after = _heading_lines(lines, place)
        if header is None:
            place += 1
            continue
        end = _list_end(header, lines, after, headings)
        rows: list[Row] = [[*_merged(header, line)] for line in lines[after:end]]
        officers = tuple(_read(header, rows, ragged=True))
        yield Listed(officers, tuple(dict.fromkeys(block for line in lines[place:end] for block in _blocks(line))))
        place = max(end, place + 1)


def _blocks(line: list[Token]) -> list[int]:
    return [token.source.block for token in line if token.source.block is not None]


def _token_lines(document: Document, number: int) -> Iterator[list[Token]]:
    block = document.blocks[number]
    if isinstance(block, Table):
        return
    start = 0
    for line in block.text.splitlines(keepends=True):
        tokens = [
            Token(match[0], document.source(number, span=(start + match.start(), start + match.end())))
            for match in _TOKEN.finditer(line)
        ]
        if tokens:
            yield tokens
        start += len(line)


def _heading_lines(lines: list[list[Token]], place: int) -> tuple[Header | None, int]:
    """The headings that begin at a line, on it or one a line, and the first line after them."""
    titles = _titles_of("".join(token.text for token in lines[place]))
    after = place + 1
    while titles and len(lines[place]) == 1 and after < len(lines) and after - place < 9:
        more = _titles_of("".join(token.text for token in lines[after]))
        if not more:
            break
        titles, after = [*titles, *more], after + 1
    header = read_header(titles) if titles else None
    return (header, after) if header and len(titles) > 1 else (None, place + 1)


def _titles_of(line: str) -> list[str]:
    """The headings that a line is made of, none if it holds anything else: `"姓 名职务电话"`."""
    rest, titles = key(line), []
    longest = sorted(_headings(), key=len, reverse=True)
    while rest:
        title = next((word for word in longest if rest.startswith(word)), None)
        if title is None:
            return []
        titles.append(title)
        rest = rest[len(title) :]
    return titles


def _list_end(header: Header, lines: list[list[Token]], after: int, headings: set[int]) -> int:
    """Where the list ends: at a section heading, or where a complete officer is not followed by another."""
    width, held, end = len(header.kinds), 0, after
    for place in range(after, len(lines)):
        line = _merged(header, lines[place])
        if set(_blocks(line)) & headings or len(line) > width:
            break
        begins = _named(line) or (held == 0 and _may_begin(header, line))
        if held == 0 and not begins:
            break
        held = (len(line) if _named(line) and held >= width else held + len(line)) % width if held < width else 0
        end = place + 1
    return end


def _may_begin(header: Header, line: list[Token]) -> bool:
    """Whether a line without a name can begin an officer: where the name is not the first column."""
    first = header.kinds[0]
    return first not in header.name_kinds and len(line) < len(header.kinds) and _looks(line[0].text, first)


def _merged(header: Header, line: list[Token]) -> list[Token]:
    """The words of a line as cells: a name printed 张 三 is one, and what is too much belongs to the last cell."""
    cells: list[Token] = []
    for token in line:
        last = cells[-1] if cells else None
        if last and len(last.text) == 1 == len(token.text) and is_name(last.text + token.text):
            cells[-1] = Token(last.text + token.text, last.source)
        else:
            cells.append(token)
    width = len(header.kinds)
    if len(cells) > width and header.kinds[-1] == "duty":
        rest = "".join(token.text for token in cells[width - 1 :])
        cells = [*cells[: width - 1], Token(rest, cells[width - 1].source)]
    return cells
