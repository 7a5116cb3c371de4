"""The package's own data files. Its TOML is read several times faster than tomllib reads it: a process that parses one
report would else spend a good part of its time on the words that it knows a report by."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

FOLDER: Final = Path(__file__).parent

_HEAD = re.compile(r"(\[\[?)([\w.-]+)\]\]?")
_KEY = re.compile(r'"?([\w-]+)"? = ')


class NotPlain(ValueError):
    """TOML that only a reader of all of TOML can read."""


def text_of(name: str) -> str:
    """A file of the package: `text_of("parsing/surnames.txt")`."""
    return (FOLDER / name).read_text(encoding="utf-8")


def toml_of(name: str) -> dict[str, Any]:
    """The data of a TOML file of the package."""
    try:
        return read_plain(text_of(name))
    except NotPlain:
        return toml_at(FOLDER / name)


def toml_at(path: str | os.PathLike[str]) -> dict[str, Any]:
    """The data of a TOML file of the user's."""
    import tomllib  # the package's own files do without

    return tomllib.loads(Path(path).read_text(encoding="utf-8"))


def read_plain(text: str) -> dict[str, Any]:
    """The data of TOML whose values are written as JSON writes them, a key to a line or an array over several.

    The package's files are, with a comma after the last of an array and remarks. Raises `NotPlain` for what is not.
    """
    root: dict[str, Any] = {}
    here = root
    lines = iter(text.split("\n"))
    for line in lines:
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            here = _table(root, line)
            continue
        match = _KEY.match(line)
        if match is None:
            raise NotPlain(line)
        value = _said(line[match.end() :])
        here[match[1]] = _value(_array(value, lines) if value.startswith("[") and not value.endswith("]") else value)
    return root


def _table(root: dict[str, Any], line: str) -> dict[str, Any]:
    """The new table that a line like `[words]` or `[[sections.parts]]` begins."""
    match = _HEAD.fullmatch(_said(line))
    if match is None:
        raise NotPlain(line)
    *path, last = match[2].split(".")
    inside = root
    for name in path:
        inside = inside.setdefault(name, {})
        inside = inside[-1] if isinstance(inside, list) else inside
    here: dict[str, Any] = {}
    if match[1] == "[[":
        inside.setdefault(last, []).append(here)
    else:
        inside[last] = here
    return here


def _array(begin: str, lines: Iterator[str]) -> str:
    """An array with a line for its first bracket and one for its last."""
    parts = [_said(begin)]
    for line in lines:
        parts.append(_said(line))
        if line.startswith("]"):
            break
    parts[-2] = parts[-2].removesuffix(",")
    return "".join(parts)


def _value(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        raise NotPlain(text) from error


def _said(line: str) -> str:
    """A line without the remark at its end."""
    if "#" not in line:
        return line
    quoted, quote, rest = line.rpartition('"')
    return quoted + quote + rest.partition("#")[0].rstrip()
