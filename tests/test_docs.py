"""The documentation does what it says: every block of Python runs, every command of the shell too, made pages are fresh."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import matplotlib
import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^( *)```(\w+)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
OUTSIDE = ("git clone", "python3 do.py", "pip ", "uv ", ".venv/bin/", "apt", "python -m benchmarks", "python -m fuzz")
"""Commands that set a machine up or take minutes: tried by hand, and by .ci/run for the first."""

COUNTIES = ("yunxiu",)


def blocks(page: Path, *languages: str) -> list[str]:
    found = BLOCK.findall(page.read_text(encoding="utf-8"))
    return [re.sub(f"^{indent}", "", text, flags=re.MULTILINE) for indent, name, text in found if name in languages]


def with_blocks(*languages: str) -> pytest.MarkDecorator:
    pages = [page for page in PAGES if blocks(page, *languages)]
    return pytest.mark.parametrize("page", pages, ids=lambda page: page.relative_to(ROOT).as_posix())


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with some of corpus/, in which a reader might try the page."""
    for county in COUNTIES:
        shutil.copytree(ROOT / "corpus/reports" / county, tmp_path / "corpus/reports" / county)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REPORTPARSE_LANG", "en")
    matplotlib.use("agg")
    return tmp_path


@with_blocks("python")
def test_python_runs(page: Path, place: Path) -> None:
    run_python(page)


def run_python(page: Path) -> None:
    names: dict[str, Any] = {"__name__": "__main__"}
    for block in blocks(page, "python"):
        exec(compile(block, str(page), "exec"), names)


@with_blocks("sh")
def test_commands_run(page: Path, place: Path) -> None:
    """After the page's Python, of which a command may need a file."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    run_python(page)
    for line in "\n".join(blocks(page, "sh")).replace("\\\n", " ").splitlines():
        run_line(line, environment, page)


def run_line(line: str, environment: dict[str, str], page: Path) -> None:
    """A command of ours is run; a variable is set; what is neither has to be one that is known to be tried elsewhere."""
    words = shlex.split(line, comments=True)
    if not words or line.strip().startswith(OUTSIDE):
        return
    if words[0] == "export":
        environment.update([words[1].split("=", 1)])
        return
    assert words[0] == "reportparse", f"{page.name}: nobody tries {line!r}"
    said = subprocess.run([sys.executable, "-m", *words], env=environment, capture_output=True, text=True)
    assert said.returncode in (0, 1), f"{page.name}: {line}\n{said.stderr}"


def test_both_languages_have_the_same_code() -> None:
    """But for comments and texts in quotes."""
    for page in PAGES:
        other = page.with_name(page.name.replace(".md", ".zh.md"))
        if other.exists():
            assert bare(page) == bare(other), page.name


def bare(page: Path) -> list[str]:
    code = "\n".join(blocks(page, "python", "sh"))
    without = re.sub(r"#.*|\"[^\"\n]*\"", "", code)
    return [line.rstrip() for line in re.sub(r"(?<=,)[^,]+(?=\\n)", "", without).splitlines()]


def test_links_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_tests_that_prove_a_promise_are_there() -> None:
    for page in (ROOT / "docs/withstand.md", ROOT / "docs/withstand.zh.md"):
        named = re.findall(r"`([\w/]+\.py)::(\w+)`", page.read_text(encoding="utf-8"))
        gone = [
            name for file, name in named if f"def {name}(" not in (ROOT / "tests" / file).read_text(encoding="utf-8")
        ]
        assert len(named) > 40 and gone == [], page.name


def test_pages_made_from_data_are_fresh() -> None:
    spec = importlib.util.spec_from_file_location("docs_make", ROOT / "docs/make.py")
    assert spec and spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    stale = [name for name, text in made.pages().items() if (ROOT / "docs" / name).read_text(encoding="utf-8") != text]
    assert stale == [], "python docs/make.py writes them anew"


def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    """Strict: a broken link, a page outside the contents or a name that is gone from the library ends it."""
    words = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(tmp_path)]
    said = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    assert "年度报告" in (tmp_path / "zh/index.html").read_text(encoding="utf-8")
    assert "parse_all" in (tmp_path / "reference.html").read_text(encoding="utf-8")
