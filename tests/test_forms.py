"""The form files keep their rules, and two editions can be compared."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest

from reportparse import form as form_module
from reportparse.form import Form, FormTable, Identity, crosswalk, diff, editions, load_form
from reportparse.text import key

FORMS = [load_form(edition) for edition in editions()]
TABLES = [pytest.param(table, id=f"{form.id}-{table.code}") for form in FORMS for table in form.tables]
each_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
each_table = pytest.mark.parametrize("table", TABLES)


def twice(names: list[str]) -> set[str]:
    return {name for name in names if names.count(name) > 1}


@each_form
def test_items_are_unique_and_have_200_cells_or_nearly(form: Form) -> None:
    ids = [item.id for item in form.items()]
    assert twice(ids) == set()
    assert 180 <= len(ids) <= 220


@each_form
def test_sections_are_numbered_one_to_six(form: Form) -> None:
    assert [section.number for section in form.sections] == [1, 2, 3, 4, 5, 6]
    assert twice([section.code for section in form.sections]) == set()


@each_form
def test_section_titles_do_not_collide(form: Form) -> None:
    for one, two in combinations(form.sections, 2):
        assert {key(t) for t in (one.label, *one.variants)}.isdisjoint(key(t) for t in (two.label, *two.variants))


@each_form
def test_tables_stand_in_a_section_of_the_form(form: Form) -> None:
    codes = {section.code for section in form.sections}
    assert {table.section for table in form.tables} <= codes
    assert {s.table for s in form.sections if s.table} == {table.code for table in form.tables}


@each_table
def test_codes_are_unique(table: FormTable) -> None:
    assert twice([row.code for row in table.rows]) == set()
    assert twice([column.code for column in table.columns]) == set()


@each_table
def test_labels_differ(table: FormTable) -> None:
    """Two rows may share a label only under different parents."""
    assert twice([f"{row.parent}/{key(row.label)}" for row in table.rows]) == set()


@each_table
def test_variants_do_not_name_another_row(table: FormTable) -> None:
    for one, two in combinations(table.leaves(), 2):
        if one.parent == two.parent:
            names = {key(label) for label in (one.label, *one.variants)}
            assert names.isdisjoint(key(label) for label in (two.label, *two.variants)), (one.code, two.code)


@each_table
def test_rows_name_columns_and_parents_that_exist(table: FormTable) -> None:
    rows, columns = {row.code for row in table.rows}, {column.code for column in table.columns}
    for row in table.rows:
        assert set(row.columns) <= columns
        assert row.parent is None or row.parent in rows


def sides(identity: Identity) -> set[str]:
    return {name.removeprefix("-") for name in (*identity.left, *identity.right) if name != "0"}


@each_table
def test_identities_name_rows_and_columns_that_exist(table: FormTable) -> None:
    rows, columns = {row.code for row in table.rows}, {column.code for column in table.columns}
    for identity in table.identities:
        known = {"column": rows, "row": columns, "block": columns | rows}.get(identity.per, rows | columns)
        assert sides(identity) <= known, identity.id
        assert set(identity.rows) <= rows, identity.id


@each_table
def test_identities_have_a_known_sign(table: FormTable) -> None:
    signs = {"==", ">=", "<=", "nonnegative", "nonnegative_integer"}
    assert {identity.op for identity in table.identities} <= signs
    assert twice([identity.id for identity in table.identities]) == set()


def rows_of(form: Form) -> set[str]:
    return {f"{table.code}.{row.code}" for table in form.tables for row in table.leaves()}


def test_the_crosswalk_names_rows_that_exist() -> None:
    for crossing in crosswalk():
        assert crossing.row in rows_of(load_form(crossing.edition)), crossing
        assert set(crossing.rows) <= rows_of(load_form(crossing.other)), crossing


def test_a_form_does_not_differ_from_itself() -> None:
    for form in FORMS:
        assert diff(form, form) == []


def test_diff_tells_what_changed() -> None:
    lines = {line.item: line for line in diff(load_form("2019"), load_form("2021"))}
    assert lines["proactive.rules.made"].change == "removed"
    assert lines["proactive.rules.issued"].change == "added"
    assert lines["requests.other_outcome.total"].change == "removed"
    assert lines["requests.other_fee_unpaid.total"].change == "added"
    assert "requests.received.total" not in lines
    assert not any(item.startswith("remedies.") for item in lines)


def own_edition(folder: Path, name: str) -> Path:
    """An edition 2025 in which one row of the first table has another label."""
    text = (Path(form_module.__file__).parent / "forms" / "2021.toml").read_text(encoding="utf-8")
    text = text.replace('id = "2021"', f'id = "{name}"', 1).replace("report_years = [2021]", "report_years = [2025]")
    folder.mkdir()
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def in_a_process(folder: Path, program: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "REPORTPARSE_FORMS": str(folder)}
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment)


def test_an_edition_of_the_users_own_is_read_beside_the_packages(tmp_path: Path) -> None:
    folder = own_edition(tmp_path / "forms", "2025")
    said = in_a_process(folder, "from reportparse.form import editions, load_form; print(load_form(editions()[-1]))")
    assert said.stdout.startswith("<Form 2025 "), said.stderr


def test_an_edition_of_the_package_cannot_be_replaced(tmp_path: Path) -> None:
    said = in_a_process(own_edition(tmp_path / "forms", "2021"), "from reportparse.form import editions; editions()")
    assert "give yours another name" in said.stderr


def test_a_folder_of_editions_that_is_not_there_is_told(tmp_path: Path) -> None:
    said = in_a_process(tmp_path / "nowhere", "from reportparse.form import editions; editions()")
    assert "names no folder" in said.stderr
