"""The whole suite without a network, every Python process of it watched: which tests open a socket, and where to?

    python benchmarks/hostile/sockets.py [words for pytest]

Needs `unshare -rn`, which leaves only loopback. An audit hook in every process tells what CPython tells it of sockets.
Right is: the tests pass, the cluster's tests speak TCP over loopback, those that drive a browser or a notebook speak
with that program alone, and nothing else opens a socket of the internet.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOOK = """
import os, sys
def hook(event, arguments):
    if not event.startswith("socket.") and event not in ("urllib.Request", "http.client.connect", "ftplib.connect"):
        return
    family = getattr(arguments[0], "family", arguments[1] if event == "socket.__new__" else "")
    if "UNIX" in str(family) or event == "socket.gethostname":
        return
    where = "" if event == "socket.__new__" else " ".join(map(repr, arguments[1:] if family else arguments))
    test = os.environ.get("PYTEST_CURRENT_TEST", "no test").partition(" ")[0]
    with open(os.environ["SOCKETS"], "a") as log:
        print(test, event, where, sep="\\t", file=log)
sys.addaudithook(hook)
"""
ALLOWED = {
    "tests/test_batch.py": "a parser that tries to, and is refused",
    "tests/test_cluster.py": "a scheduler and its workers",
    "tests/views/test_page.py": "the browser that opens the page",
    "tests/views/test_page_browser.py": "the browser that opens the page",
    "tests/test_notebooks.py": "the kernel of a notebook",
}
"""Whose sockets are the tests' own."""
LOOPBACK = ("127.0.0.1", "localhost", "::1", "'0.0.0.0', 0")


def main(words: list[str]) -> int:
    """Prints where each test file's sockets lead; 1 where the tests fail or a socket is nobody's."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "sitecustomize.py").write_text(HOOK)
        log = Path(folder, "sockets")
        log.touch()
        paths = os.pathsep.join([folder, str(ROOT / "src")])
        environment = os.environ | {"PYTHONPATH": paths, "SOCKETS": str(log), "REPORTPARSE_FULL": "1"}
        tests = ["unshare", "-rn", "sh", "-c", 'ip link set lo up; exec "$@"', "sh", sys.executable, "-m", "pytest"]
        failed = subprocess.run([*tests, *(words or ["-q", "-n", "2"])], cwd=ROOT, env=environment).returncode
        return max(failed, _tell(log.read_text().splitlines()))


def _tell(lines: list[str]) -> int:
    seen: dict[str, set[str]] = defaultdict(set)
    away = []
    for line in lines:
        test, event, where = line.split("\t")
        seen[test.partition("::")[0]].add(event)
        if test.partition("::")[0] not in ALLOWED or (where and not any(near in where for near in LOOPBACK)):
            away.append(line)
    for file, events in sorted(seen.items()):
        print(f"{file}: {', '.join(sorted(events))} ({ALLOWED.get(file, 'NOBODY ASKED FOR THEM')})")
    for line in sorted(set(away))[:40]:
        print("away:", line)
    print(f"{len(lines)} events of sockets, {len(away)} of them not a test's own")
    return int(bool(away))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
