"""Nothing reaches outside: no socket, no foreign code, no package of unknown terms."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from reportparse.worker import PARSER
from tests.hostile.killing import ROOT

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINS = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", LOCK, re.MULTILINE)

SESSION = """
import json, sys
seen = []
TOLD = ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "pickle.find_class", "os.system")

def listen(event, arguments):
    if event in TOLD or event.startswith(("urllib.", "http.", "ftplib.", "smtplib.")):
        seen.append([event, str(arguments[1:])[:80]])

sys.addaudithook(listen)
import reportparse as rp
from reportparse import views
folder, out = sys.argv[1:]
report = rp.parse(next(__import__("pathlib").Path(folder).glob("2022.*")))
rp.audit(report)
corpus = rp.parse_all(folder, out + "/store", progress=False)
rp.audit(corpus)
views.page(corpus, out + "/page.html")
for ending in ("xlsx", "csv", "dta", "stata", "parquet", "duckdb", "zip"):
    views.export(corpus, out + "/all-" + ending + "." + ending)
before = list(seen)
import socket
try:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(("127.0.0.1", 9))
except OSError:
    pass
print(json.dumps([len(corpus), before, seen[len(before):]]))
"""


def test_no_socket_is_opened_and_nothing_is_unpickled(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != PARSER}
    environment |= {"PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", SESSION, str(ROOT / "corpus/reports/yunxiu/wanglu"), str(tmp_path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, done.stderr
    count, seen, control = json.loads(done.stdout)
    assert count and seen == []
    assert [event for event, _ in control] == ["socket.connect"], "the hook does not see a connection"


def test_every_package_is_pinned_by_its_hash_and_no_host_is_named() -> None:
    assert len(PINS) > 30 and not re.search(r"https?://|index-url|find-links|@ ", LOCK)
    entries = re.split(r"\n(?=[A-Za-z0-9])", LOCK.strip())
    assert [entry.split()[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []


def test_no_package_is_under_terms_that_bind_its_users() -> None:
    bound = {name: terms for name, _ in PINS if (terms := _terms(name)) and _binds(terms)}
    assert bound == {}


def test_terms_that_bind_are_known() -> None:
    assert _binds("GPL-3.0-only") and _binds("GNU Affero General Public License v3") and _binds("AGPL-3.0")
    assert not _binds("LGPL-2.1") and not _binds("MIT") and not _binds("BSD OR GPL-2.0")


def _terms(name: str) -> str:
    """What an installed package says of its licence: the short forms, not the text."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:  # of another system
        return ""
    classifiers = [line for line in told.get_all("Classifier") or [] if line.startswith("License ::")]
    short = [told.get("License-Expression") or "", (told.get("License") or "").split("\n")[0][:120]]
    return " OR ".join(filter(None, [*classifiers, *short]))


def _binds(terms: str) -> bool:
    """Whether no term of several, of which one may be chosen, is other than GPL or AGPL."""
    strong = re.compile(r"(?<!L)(?:A?GPL)|(?<!Lesser )General Public License(?!.*Lesser)", re.IGNORECASE)
    return all(strong.search(term) for term in re.split(r"\bOR\b|/|,", terms))


def test_no_source_evaluates_unpickles_or_calls_a_shell() -> None:
    found = [f"{path.name}:{line}" for path in (ROOT / "src").rglob("*.py") for line in _dangerous(path)]
    assert found == []


@pytest.mark.parametrize("line", ["import pickle", "from pickle import loads", "eval('1')", "run('ls', shell=True)"])
def test_such_a_source_would_be_found(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.py"
    path.write_text(line)
    assert _dangerous(path) == [1]


def _dangerous(path: Path) -> list[int]:
    lines = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = {alias.name for alias in node.names} | {getattr(node, "module", None)}
            bad = bool(names & {"pickle", "marshal", "shelve", "cloudpickle", "dill"})
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "id", "") or f"os.{getattr(node.func, 'attr', '')}"
            shell = any(word.arg == "shell" for word in node.keywords)
            bad = name in {"eval", "exec", "os.system", "os.popen"} or shell
        else:
            continue
        lines += [node.lineno] if bad else []
    return lines
