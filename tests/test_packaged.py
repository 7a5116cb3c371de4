"""The quick reading of the package's own TOML gives what a reader of all TOML gives, or says that it cannot."""

from __future__ import annotations

import tomllib

import pytest

from reportparse.packaged import FOLDER, NotPlain, read_plain, text_of, toml_of

NAMES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.toml"))


@pytest.mark.parametrize("name", NAMES)
def test_a_packaged_file_is_read_as_tomllib_reads_it(name: str) -> None:
    assert read_plain(text_of(name)) == tomllib.loads(text_of(name)) == toml_of(name)


PLAIN = """
first = "a # b"  # with a remark
second = [1, -2.5, true]
third = [  # over several lines
    "x,", "[]",  # remark
    "]",
]
[table]
"中文" = "\\"quoted\\"\\n"
[[table.rows]]
name = "one"
[table.rows.inner]
deep = []
[[table.rows]]
name = "two"
"""


def test_remarks_brackets_and_quotes_inside_of_values() -> None:
    assert read_plain(PLAIN) == tomllib.loads(PLAIN)


@pytest.mark.parametrize(
    "text",
    [
        "a = 'b'",
        "a.b = 1",
        "a = {b = 1}",
        'a = """\nb"""',
        "a = 1_000",
        "a = 2020-01-01",
        "a=1",
        "a = ",
        "[a",
        "b",
        'a = "b" # "c"',
    ],
)
def test_what_only_toml_can_say_is_not_guessed_at(text: str) -> None:
    with pytest.raises(NotPlain):
        read_plain(text)
