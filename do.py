#!/usr/bin/env python3
"""Sets everything up in .venv and does one thing.

    python3 do.py demo             parses and audits corpus/, prints tables, writes out/audit.html
    python3 do.py demo my/reports  the same for a folder of yours
    python3 do.py test             ruff, mypy and the tests
    python3 do.py docs             writes the documentation to out/site/
    python3 do.py audit            asks which packages have known holes; needs a network that reaches pypi.org
    python3 do.py setup            no more than the environment

It needs Python 3.11 or newer and nothing else: packages come from requirements.lock, by their hashes. The auditor alone
is the newest there is, in an environment of its own.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "installed"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

AUDITOR = VENV / "auditor"
ADVISORIES = ["-m", "pip_audit", "--requirement", str(LOCK), "--disable-pip", "--strict", "--desc", "off"]
"""With --strict a package that nobody could say anything of is no package without holes: the audit fails."""

CHECKS = [
    ["-m", "ruff", "check", "src", "tests", "corpus", "benchmarks", "docs", "fuzz", "do.py"],
    ["-m", "mypy"],
    ["-m", "pytest", "-n", "2"],
]
DOCS = [["docs/make.py"], ["-m", "mkdocs", "build", "--quiet"]]
WORDS = ("demo", "test", "docs", "audit", "setup")


def main(words: list[str]) -> int:
    """Sets up, then runs the demo or the tests; what follows the word goes on to pytest or the demo."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python should be told so
        print("需要 Python 3.11 或更新版本。 Python 3.11 or newer is needed.", file=sys.stderr)
        return 2
    if not words or words[0] not in WORDS:
        print(__doc__, file=sys.stderr)
        return 2
    if words[0] == "audit":
        return audit()
    set_up()
    if words[0] == "demo":
        return demo(words[1:])
    if words[0] == "test":
        return each([*check, *(words[1:] if "pytest" in check else [])] for check in CHECKS)
    if words[0] == "docs":
        return each(DOCS)
    return 0


def demo(words: list[str]) -> int:
    """The demo on corpus/, or on what the user names first; paths are seen from where the user stands."""
    named = [] if words and not words[0].startswith("-") else [str(ROOT / "corpus" / "reports")]
    output = [] if {"-o", "--output"} & set(words) else ["--output", str(ROOT / "out" / "audit.html")]
    return run(["-m", "reportparse", "demo", *named, *output, *words], folder=Path.cwd())


def audit() -> int:
    """Known holes of the packages in the lock; 1 where there are some, or where nobody could be asked."""
    if not AUDITOR.exists():
        venv.create(AUDITOR, with_pip=True)
    python = AUDITOR / PYTHON.relative_to(VENV)
    pip = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--upgrade", "pip-audit"]
    return each([pip, ADVISORIES], python)


def each(commands: Iterable[list[str]], python: Path = PYTHON) -> int:
    """Runs them one after another, up to the first that fails."""
    return next((code for command in commands if (code := run(command, python=python))), 0)


def set_up() -> None:
    """An environment in .venv with exactly what requirements.lock names, and this package from this folder."""
    wanted = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    print("正在准备环境（首次约需一分钟）… Setting up .venv (about a minute the first time) …", flush=True)
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True)
    pip = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    for step in (
        [*pip, "--require-hashes", "-r", str(LOCK)],
        [*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)],
    ):
        if code := run(step):
            sys.exit(code)
    STAMP.write_text(wanted)


def run(words: list[str], folder: Path = ROOT, *, python: Path = PYTHON) -> int:
    """Runs the environment's Python, in the repository's folder or in another."""
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    return subprocess.run([str(python), *words], cwd=folder, env={**os.environ, "PYTHONPATH": path}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
