"""Imports point down and have no cycle; format libraries stay in the readers; importing the package costs nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src"
PACKAGE = "reportparse"

FLOORS = [
    {"__main__"},
    {"cli"},
    {"views"},
    {"batch", "rules", "doctor"},
    {
        "corpus", "panel", "coverage", "frames", "organs", "store", "index", "rows", "inputs", "isolation", "worker",
        "kept", "people", "query", "texts", "veils", "versions",
    },
    {"parsing"},
    {"readers", "pictures", "topics", "copies", "answers"},
    {"report"},
    {"drawing"},
    {"form"},
    {"document"},
    {"findings"},
    {"source", "text", "errors", "private", "publishing", "words", "packaged", "patterns", "terminal", "completion"},
]  # fmt: skip
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}

MAY_CALL_UP = {"source -> pictures", "report -> pictures"}
"""A place and a report show themselves; what draws is loaded when they are asked to."""

FORMAT_LIBRARIES = {"pypdfium2", "pypdfium2_raw", "lxml", "docx", "pdfplumber"}
MAY_READ_FORMATS = {"readers", "pictures"}
MAY_WRITE_FORMATS = {"views.form_docx -> docx"}
HEAVY = ("pandas", "numpy", "lxml", "pypdfium2", "pypdfium2_raw", "jieba", "pyarrow", "duckdb", "msgspec")


def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name, without `reportparse.`."""
    found = {}
    for path in sorted((SRC / PACKAGE).rglob("*.py")):
        parts = list(path.relative_to(SRC / PACKAGE).with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        found[".".join(parts)] = path
    return found


MODULES = modules()


def imports(path: Path) -> Iterator[str]:
    """What a module imports, also inside functions and by name; not what is there for the type checker only."""
    skipped: set[ast.AST] = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            skipped.update(inner for statement in node.body for inner in ast.walk(statement))
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "import_module":
            yield from (part.value for part in node.args if isinstance(part, ast.Constant))
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: write imports in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def inner(name: str) -> str | None:
    """The module of this package that an imported name belongs to."""
    if name.split(".")[0] != PACKAGE:
        return None
    rest = name.removeprefix(PACKAGE).lstrip(".")
    while rest and rest not in MODULES:
        rest = rest.rpartition(".")[0]
    return rest or None


def graph(*, with_calls_up: bool = False) -> dict[str, set[str]]:
    found = {name: {inner(i) for i in imports(path)} - {None, name} for name, path in MODULES.items() if name}
    return {
        name: {i for i in targets if i and (with_calls_up or f"{name} -> {i}" not in MAY_CALL_UP)}
        for name, targets in found.items()
    }


def floor(module: str) -> int:
    return FLOOR[module.split(".")[0]]


def test_every_module_stands_on_a_floor() -> None:
    assert {name.split(".")[0] for name in MODULES if name} - set(FLOOR) == set()


def test_imports_point_down() -> None:
    upward = [f"{name} -> {target}" for name, targets in graph(with_calls_up=True).items() for target in targets
              if floor(target) < floor(name)]  # fmt: skip
    assert set(upward) == MAY_CALL_UP


def test_readers_do_not_know_the_form_or_the_report() -> None:
    wrong = [f"{name} -> {target}" for name, targets in graph().items() if name.split(".")[0] == "readers"
             for target in targets if target.split(".")[0] in ("form", "report", "parsing")]  # fmt: skip
    assert wrong == []


def families(edges: dict[str, set[str]]) -> dict[str, set[str]]:
    """The same edges between top-level modules."""
    found: dict[str, set[str]] = {}
    for name, targets in edges.items():
        top = name.split(".")[0]
        found.setdefault(top, set()).update(t.split(".")[0] for t in targets)
    return {name: targets - {name} for name, targets in found.items()}


def find_cycle(edges: dict[str, set[str]]) -> list[str]:
    done: set[str] = set()

    def walk(name: str, way: list[str]) -> list[str]:
        if name in way:
            return [*way[way.index(name) :], name]
        if name in done:
            return []
        for target in sorted(edges.get(name, ())):
            if cycle := walk(target, [*way, name]):
                return cycle
        done.add(name)
        return []

    return next((cycle for name in sorted(edges) if (cycle := walk(name, []))), [])


def test_no_cycle_between_families() -> None:
    assert find_cycle(families(graph())) == []


def test_no_cycle_inside_a_family() -> None:
    """A package's own `__init__` is its door: what stands behind it does not go through it."""
    edges = graph()
    doors = {name for name in edges if "." not in name}
    assert find_cycle({name: targets - doors for name, targets in edges.items()}) == []


@pytest.mark.parametrize("family", sorted({name.split(".")[0] for name in MODULES if name} - MAY_READ_FORMATS))
def test_only_readers_import_format_libraries(family: str) -> None:
    found = {
        f"{name} -> {target}"
        for name, path in MODULES.items()
        if name.split(".")[0] == family
        for target in imports(path)
        if target.split(".")[0] in FORMAT_LIBRARIES and f"{name} -> {target.split('.')[0]}" not in MAY_WRITE_FORMATS
    }
    assert found == set()


def test_importing_the_package_loads_nothing_heavy() -> None:
    program = f"import sys, reportparse; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_text_is_parsed_without_pandas() -> None:
    program = (
        "import sys, reportparse as rp; rp.parse('corpus/reports/yunxiu/wanglu/2022.txt');"
        "print([m for m in ('pandas', 'jieba', 'pyarrow', 'duckdb') if m in sys.modules])"
    )
    root = SRC.parent
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.strip() == "[]"
