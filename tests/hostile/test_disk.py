"""A disk that is full, a store that is in use, files that cannot be read: one clear answer, and nothing is lost."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reportparse import doctor
from reportparse import publishing as publisher
from reportparse import store as stores
from reportparse.batch import parse_all
from reportparse.cli import BUSY, FAILED, NOT_WRITTEN, OK
from reportparse.store import Store, Writer
from reportparse.worker import PARSER
from tests.building import corpus_of
from tests.hostile.killing import ROOT
from tests.test_batch import write
from tests.test_store import REPORTS, bytes_of

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")
ENVIRONMENT = os.environ | {PARSER: "tests.mock_parser:parse", "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
SHELL = [sys.executable, "-m", "reportparse"]


class Broken:
    """A disk on which the Nth write, sync or rename fails."""

    def __init__(self, fails_at: int) -> None:
        self.left = fails_at

    def check(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def open(self, path: Path, mode: str) -> Any:
        file = path.open(mode)
        write = file.write

        def checked(data: Any) -> int:
            self.check()
            return write(data)

        return Checked(file, checked)


class Checked:
    """A file whose writes are checked."""

    def __init__(self, file: Any, write: Any) -> None:
        self.file, self.write = file, write

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def __enter__(self) -> Checked:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, bytes]]:
    """What a run without trouble writes."""
    patch = pytest.MonkeyPatch()
    patch.setattr(stores, "PART_ROWS", 10)
    folder = tmp_path_factory.mktemp("whole")
    corpus_of(folder, *REPORTS)
    patch.undo()
    yield bytes_of(folder)


@pytest.mark.parametrize("fails_at", range(1, 51))
def test_a_disk_that_fails_at_any_moment_keeps_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: dict[str, bytes], fails_at: int
) -> None:
    monkeypatch.setattr(stores, "PART_ROWS", 10)
    monkeypatch.setattr(stores, "JOURNAL_ROWS", 9)
    corpus_of(tmp_path, *REPORTS[:20])
    before = bytes_of(tmp_path)
    disk, replace, sync = Broken(fails_at), os.replace, os.fsync
    with monkeypatch.context() as patch:
        patch.setattr(stores, "open", disk.open, raising=False)
        patch.setattr(publisher.os, "replace", lambda *names: (disk.check(), replace(*names)))
        patch.setattr(publisher.os, "fsync", lambda handle: (disk.check(), sync(handle)))
        try:
            corpus_of(tmp_path, *REPORTS[20:])
        except OSError as error:
            assert error.errno == errno.ENOSPC
        reached = disk.left <= 0
    assert reached and len(Store(tmp_path).index) >= 20
    kept = bytes_of(tmp_path)
    assert all(kept[name] == data for name, data in before.items() if name in kept)
    assert not list(tmp_path.glob(f"{publisher.TEMPORARY}*"))
    corpus_of(tmp_path, *REPORTS)
    assert bytes_of(tmp_path) == whole


NARROW = """
mount -t tmpfs -o size=400k none "$1" && mkdir "$1/panel" || exit 99
"$PYTHON" -m reportparse build "$2/few" -o "$1/panel" >/dev/null 2>&1 || exit 98
cp -r "$1/panel" "$3/before"
head -c 400k /dev/zero > "$1/filler" 2>/dev/null
"$PYTHON" -m reportparse build "$2" -o "$1/panel" > "$3/out" 2> "$3/message"
echo $? > "$3/code"
cp -r "$1/panel" "$3/after"
rm "$1/filler"
"$PYTHON" -m reportparse build "$2" -o "$1/panel" >/dev/null 2>&1
echo $? > "$3/code-of-resumed"
cp -r "$1/panel" "$3/resumed"
"""


@posix
def test_a_full_disk_is_one_message_and_the_next_run_goes_on(tmp_path: Path) -> None:
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode:
        pytest.skip("a file system of one's own is not allowed here (unshare -rm)")
    folder = write(tmp_path / "in", 40)
    write(folder / "few", 5)
    for name in ("narrow", "out"):
        (tmp_path / name).mkdir()
    command = ["unshare", "-rm", "sh", "-c", NARROW, "sh", *(str(tmp_path / name) for name in ("narrow", "in", "out"))]
    done = subprocess.run(command, env=ENVIRONMENT | {"PYTHON": sys.executable}, cwd=ROOT)
    out = tmp_path / "out"
    assert done.returncode == 0
    assert (out / "code").read_text().split() == [str(NOT_WRITTEN)]
    message = (out / "message").read_text()
    assert "No space left" in message and "Traceback" not in message and len(message.splitlines()) == 1
    before, after = (bytes_of(out / name) for name in ("before", "after"))
    assert before and all(after[name] == data for name, data in before.items())
    assert (out / "code-of-resumed").read_text().split() == [str(OK)]
    assert len(Store(out / "resumed").index) == 45


def test_a_second_run_on_one_store_is_told_to_wait(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", 2)
    with Writer(tmp_path / "panel", "x"):
        words = [*SHELL, "build", str(folder), "-o", str(tmp_path / "panel")]
        done = subprocess.run(words, env=ENVIRONMENT, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == BUSY and "another run" in done.stderr and "Traceback" not in done.stderr
    done = subprocess.run([*SHELL, "parse", str(tmp_path / "no")], env=ENVIRONMENT, capture_output=True, cwd=ROOT)
    assert done.returncode == FAILED


@posix
def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    os.mkfifo(tmp_path / "pipe.zip")
    (tmp_path / "gone.docx").symlink_to(tmp_path / "nowhere.docx")
    (tmp_path / "folder.html").mkdir()
    begun = time.monotonic()
    inputs = [tmp_path / "pipe.pdf", tmp_path / "pipe.zip", tmp_path / "gone.docx", "/dev/zero", "/dev/tty"]
    corpus = parse_all([*inputs, tmp_path], tmp_path / "panel", workers=1)
    assert set(corpus.failures["code"].astype(str)) == {"unreadable"} and len(corpus.failures) == len(inputs)
    assert time.monotonic() - begun < 15


UNREADABLE = """
import sys
from reportparse.batch import parse_all
print(parse_all(sys.argv[1], sys.argv[2]).failures["code"].tolist())
"""


@posix
def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("公开")
    (tmp_path / "secret.txt").chmod(0)
    words = [sys.executable, "-c", UNREADABLE, str(tmp_path / "secret.txt"), str(tmp_path / "panel")]
    if os.getuid() == 0:  # whom no permission stops, unless the right to that is given up
        if shutil.which("setpriv") is None:
            pytest.skip("root reads every file, and there is no setpriv to give that up")
        rights = "-dac_override,-dac_read_search"
        words = ["setpriv", f"--inh-caps={rights}", f"--bounding-set={rights}", *words]
    paths = ENVIRONMENT["PYTHONPATH"]
    environment = {name: value for name, value in os.environ.items() if name != PARSER} | {"PYTHONPATH": paths}
    done = subprocess.run(words, env=environment, capture_output=True, text=True)
    assert done.stdout.strip() == "['unreadable']", done.stderr


@posix
def test_a_file_that_grows_while_it_is_read_is_tried_again_and_named(tmp_path: Path) -> None:
    path, stop = tmp_path / "growing.txt", threading.Event()
    path.write_bytes("公开工作".encode() * 2_000_000)

    def grow() -> None:
        with open(path, "ab", buffering=0) as file:
            while not stop.is_set():
                file.write(b"\n")

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        corpus = parse_all(path, tmp_path / "panel", workers=1)
    finally:
        stop.set()
        writer.join()
    assert corpus.failures[["code", "tries"]].astype(str).to_numpy().tolist() == [["changed-during-read", "2"]]


def test_doctor_tells_versions_inputs_folders_and_limits() -> None:
    words = [*SHELL, "doctor", "--json", "--language", "en"]
    done = subprocess.run(words, env=ENVIRONMENT, cwd=ROOT, capture_output=True, text=True)
    state = json.loads(done.stdout)
    assert done.returncode == OK and state["MiB for a file"] == "1024" and state["seconds for a file"] == "60"
    assert {"python", "lxml", "parser", "chinese font of figures", "limit by the kernel"} <= state.keys()
    assert state["writable working folder"] == str(ROOT)
    assert {state[f"reads {kind}"] for kind in ("docx", "pdf", "html", "txt", "zip")} == {"yes"}
    assert state["reads .doc .wps .rtf"].startswith("no")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="a folder in which nobody can write")
def test_doctor_tells_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTPARSE_LANG", "en")
    monkeypatch.setattr(doctor, "find_spec", lambda name: None if name in ("pdfplumber", "distributed") else name)
    monkeypatch.setattr(doctor.os, "getcwd", lambda: "/proc")
    state = doctor.examine()
    assert state["reads pdf"].startswith("pdfplumber is missing") and state["reads docx"] == "yes"
    assert state["cluster"] == 'pip install "reportparse[cluster]"' and state["figures"] == "yes"
    assert state["writable working folder"].startswith("not writable")
