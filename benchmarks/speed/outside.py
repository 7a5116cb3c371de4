"""Whole processes: importing, one file to JSON, and their peers, each by CPU time and peak memory.

Modules are compiled once, in the round that is not counted, as they are where a package is installed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

LAUNCH = Path(__file__).with_name("launch.py")
PEER = """
import io, json, sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as document:
    print(json.dumps([[page.extract_text(), page.extract_tables()] for page in document.pages], ensure_ascii=False))
"""


class Cost(NamedTuple):
    """CPU seconds and peak MiB, of each round."""

    seconds: list[float]
    peak: list[float]


def programs(files: dict[str, Path]) -> dict[str, list[str]]:
    """What is started, by name: nothing, the import, each file as a command of the shell, and the peer of the pdf."""
    python = sys.executable
    wanted = {
        "bare python": [python, "-c", "pass"],
        "import": [python, "-c", "import reportparse"],
    }
    for kind, path in files.items():
        wanted[kind] = [python, "-m", "reportparse", "parse", str(path), "--json"]
    wanted["pdfplumber"] = [python, "-c", PEER, str(files["pdf"])]
    return wanted


def _launcher(compiled: str) -> subprocess.Popen[str]:
    """launch.py, whose programs keep compiled modules in this folder."""
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    words = [sys.executable, "-S", str(LAUNCH)]
    kept = own | {"PYTHONPYCACHEPREFIX": compiled}
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=kept)


def measure(files: dict[str, Path], rounds: int) -> dict[str, Cost]:
    """Each program so many times, by turns; the first round fills the caches of the disk and is not counted.

    Raises ChildProcessError when a program fails: the time of a failure is no measurement.
    """
    wanted = programs(files)
    found = {name: Cost([], []) for name in wanted}
    with tempfile.TemporaryDirectory() as compiled, _launcher(compiled) as launcher:
        assert launcher.stdin and launcher.stdout
        for number in range(rounds + 1):
            for name, words in wanted.items():
                launcher.stdin.write(json.dumps(words) + "\n")
                launcher.stdin.flush()
                seconds, peak, code = json.loads(launcher.stdout.readline())
                if code not in (0, 1):  # 1: the report has findings of the severity error
                    raise ChildProcessError(f"{name} ended with {code}")
                if number:
                    found[name].seconds.append(seconds)
                    found[name].peak.append(peak)
        launcher.stdin.close()
    return found
