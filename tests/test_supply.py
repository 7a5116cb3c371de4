"""What is installed and what the code may do: pinned by hash, licences that anybody can live with, nothing unpickled."""

from __future__ import annotations

import ast
import re
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINNED = {re.sub(r"[-_.]+", "-", name).lower() for name in re.findall(r"(?m)^([A-Za-z0-9._-]+)==", LOCK)}
FREE = re.compile(
    r"\b(?:MIT|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|Zlib|CC0|HPND|OFL|Artistic)",
    re.IGNORECASE,
)
BINDING = re.compile(r"\b[AL]?GPL|Affero", re.IGNORECASE)
CHOICE = {"text-unidecode": "Artistic or GPL, as one likes; frictionless, which only the tests use, needs it"}
TOLD_ELSEWHERE = {"atheris": "Apache 2.0 in its repository, its metadata are silent; used for fuzzing only"}
FORBIDDEN_MODULES = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "telnetlib", "ftplib", "requests", "urllib3"}
FORBIDDEN_CALLS = {"eval", "exec", "compile", "os.system", "os.popen", "__import__"}


def test_every_package_is_pinned_by_hash_and_no_host_is_named() -> None:
    entries = re.split(r"\n(?=[A-Za-z])", LOCK.strip())
    for entry in entries:
        assert re.match(r"[A-Za-z0-9._-]+==[\w.+!]+", entry), entry[:80]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry[:80]
    assert len(entries) > 50 and not re.search(r"://|index-url|find-links|trusted-host|@", LOCK)


def test_an_audit_that_can_ask_nobody_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`do.py audit` looks at the whole lock, and takes silence about a package for no answer."""
    import do

    ran: list[list[str]] = []
    monkeypatch.setattr(do, "AUDITOR", tmp_path)
    monkeypatch.setattr(do, "run", lambda words, **_: ran.append(words) or int("--strict" in words))
    assert do.main(["audit"]) == 1
    install, ask = ran
    assert install[-1] == "pip-audit" and str(ROOT / "requirements.lock") in ask and "pip_audit" in ask


def told(name: str) -> str:
    """What a package says of its licence, in one line."""
    about = metadata.metadata(name)
    words = about.get_all("Classifier") or []
    licence = (about.get("License") or "").strip().split("\n")[0]
    return "; ".join([about.get("License-Expression") or licence, *(word for word in words if word[:7] == "License")])


def installed() -> list[str]:
    """The packages of the lock that are here, by the names that they give themselves."""
    names = {dist.metadata["Name"] for dist in metadata.distributions()}
    return sorted(name for name in names if re.sub(r"[-_.]+", "-", name).lower() in PINNED)


def test_terms_that_bind_are_known() -> None:
    for terms in ("GPL-3.0-only", "AGPL-3.0", "LGPL-2.1", "GNU Affero General Public License v3"):
        assert BINDING.search(terms) and not FREE.search(terms)
    assert not BINDING.search("MIT")


@pytest.mark.parametrize("name", installed())
def test_licences_bind_nobody(name: str) -> None:
    licence = told(name)
    assert FREE.search(licence) or name in TOLD_ELSEWHERE, f"{name}: {licence!r}"
    assert not BINDING.search(licence) or name in CHOICE, f"{name}: {licence!r}"


def test_users_get_no_package_whose_licence_needs_a_word() -> None:
    """The two exceptions are needed by tests and not by the package or its extras."""
    seen, todo = set[str](), ["reportparse"]
    while todo:
        name = todo.pop()
        try:
            needs = metadata.requires(name) or []
        except metadata.PackageNotFoundError:  # not for this platform
            continue
        wanted = [
            re.match(r"[A-Za-z0-9._-]+", need)[0] for need in needs if name == "reportparse" or "extra" not in need
        ]  # type: ignore[index]
        todo += [need for need in wanted if need not in seen]
        seen.update(wanted)
    assert {"lxml", "pypdfium2", "distributed"} <= seen and not seen & (CHOICE.keys() | TOLD_ELSEWHERE.keys())


@pytest.mark.parametrize("path", sorted((ROOT / "src").rglob("*.py")), ids=lambda path: path.stem)
def test_nothing_is_unpickled_evaluated_or_given_to_a_shell(path: Path) -> None:
    assert not dangerous(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("line", ["import pickle", "from pickle import loads", "eval('1')", "run('ls', shell=True)"])
def test_such_a_source_would_be_found(line: str) -> None:
    assert dangerous(line) == [1]


def dangerous(source: str) -> list[int]:
    """The lines that unpickle, evaluate, reach the network or call a shell."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        names: set[str] = set()
        if isinstance(node, ast.Import):
            names = {alias.name.split(".")[0] for alias in node.names} & FORBIDDEN_MODULES
        elif isinstance(node, ast.ImportFrom):
            names = {(node.module or "").split(".")[0]} & FORBIDDEN_MODULES
        elif isinstance(node, ast.Call):
            names = {ast.unparse(node.func)} & FORBIDDEN_CALLS | {
                "shell" for word in node.keywords if word.arg == "shell"
            }
        lines += [node.lineno] if names else []
    return lines
