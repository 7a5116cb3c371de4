"""parse_all with a parser that misbehaves on demand: a file costs only itself, and a killed run goes on."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from reportparse.batch import parse_all
from reportparse.corpus import Corpus
from reportparse.frames import LISTS
from reportparse.inputs import MEMBERS
from reportparse.store import StoreBusy, Writer
from reportparse.worker import PARSER
from tests.mock_parser import DELAY, ITEM

ROOT = Path(__file__).parent.parent
EXPECTED = {
    "segv": "worker-died",
    "exit": "worker-died",
    "hang": "time-limit",
    "spin": "time-limit",
    "memory": "memory-limit",
    "recursion": "limit-exceeded",
    "flood": "malformed",
    "raise": "malformed",
    "quote": "malformed",
    "socket": "malformed",
}
TWICE = {"segv", "exit", "hang", "spin", "memory"}


@pytest.fixture(autouse=True)
def mock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PARSER, "tests.mock_parser:parse")


def write(folder: Path, count: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        text = f"甲{number % 50}镇 临淄区 {2008 + number // 50} {number}"
        (folder / f"{number:04}.txt").write_text(text, encoding="utf-8")
    return folder


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.parquet"))}


def test_what_kills_a_worker_is_named_and_costs_only_itself(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", 40)
    for mischief in EXPECTED:
        (folder / f"0020-{mischief}.txt").write_text(f"mock:{mischief}")
    (folder / "surrogate.txt").write_text("mock:surrogate")
    (folder / "truth.json").write_text("{}")
    corpus = parse_all(folder, tmp_path / "panel", workers=3, timeout=6, memory=256 << 20)
    failures = corpus.failures.assign(mischief=corpus.failures["name"].str[5:-4]).set_index("mischief")
    assert failures["code"].astype(str).to_dict() == EXPECTED
    assert {name for name, tries in failures["tries"].items() if tries == 2} == TWICE
    assert failures["sha256"].str.len().eq(64).all() and failures["message"].str.len().between(20, 500).all()
    assert len(corpus) == 41 and corpus.reports["path"].is_unique


def test_any_number_of_workers_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", 30)
    parse_all(folder, tmp_path / "one", workers=1)
    parse_all(sorted(folder.iterdir(), reverse=True), tmp_path / "three", workers=3)
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "three")


# What is started in the background by a shell would ignore Ctrl-C.
RUN = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from reportparse import batch, store
store.JOURNAL_ROWS = int(sys.argv[3])
print("begins", flush=True)
print(len(batch.parse_all(sys.argv[1], sys.argv[2], workers=2)))
"""


def start(folder: Path, store: Path, delay: float, rows: int = 40) -> subprocess.Popen[str]:
    environment = os.environ | {DELAY: str(delay), "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    return subprocess.Popen(
        [sys.executable, "-c", RUN, str(folder), str(store), str(rows)],
        env=environment,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_a_killed_run_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    folder, store = write(tmp_path / "in", 300), tmp_path / "panel"
    rows = 0
    for how in (signal.SIGKILL, signal.SIGKILL, signal.SIGINT):
        run = start(folder, store, 0.003)
        wait_for_part(run, store, rows)
        os.killpg(run.pid, how) if how == signal.SIGKILL else run.send_signal(how)
        run.wait(30)
        rows = len(list(store.glob("*.parquet")))
    assert rows >= 2
    out, _ = start(folder, store, 0).communicate(timeout=60)
    assert out.split() == ["begins", "300"]
    parse_all(folder, tmp_path / "straight")
    assert bytes_of(store) == bytes_of(tmp_path / "straight")


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_twenty_kills_at_random_moments_give_the_frames_of_a_straight_run(tmp_path: Path) -> None:
    """Moments of starting, parsing, writing and packing; each next run goes on with what is there."""
    folder, store = write(tmp_path / "in", 60), tmp_path / "panel"
    (folder / "0060.txt").write_text("mock:raise", encoding="utf-8")
    moments, killed, gained = random.Random(20), 0, 0
    while killed < 20:
        before = len(list(store.glob("*.parquet")))
        run = start(folder, store, 0.1, rows=2)
        assert run.stdout and run.stdout.readline() == "begins\n"
        if killed % 4 == 3:  # on a slow machine a moment is soon over: some runs get so far as to write something
            wait_for_part(run, store, before)
        time.sleep(moments.uniform(0, 0.9))
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
            killed += 1
        run.wait(30)
        gained += len(list(store.glob("*.parquet"))) > before
        if run.returncode == 0:
            shutil.rmtree(store)  # it was done: begin again, there are kills left
    assert gained >= 3  # runs that were killed left something for the next
    straight = parse_all(folder, tmp_path / "straight")
    goes_on = parse_all(folder, store)
    for name in ("reports", "failures", *LISTS):
        pd.testing.assert_frame_equal(goes_on.frame(name), straight.frame(name))
    assert bytes_of(store) == bytes_of(tmp_path / "straight")


def wait_for_part(run: subprocess.Popen[str], store: Path, parts: int) -> None:
    """Until the run has written one more part."""
    deadline = time.monotonic() + 20
    while run.poll() is None and len(list(store.glob("*.parquet"))) <= parts and time.monotonic() < deadline:
        time.sleep(0.02)


def test_a_second_run_parses_only_what_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path / "in", 10)
    parse_all(folder, tmp_path / "panel")
    before = bytes_of(tmp_path / "panel")
    monkeypatch.setenv(PARSER, "tests.mock_parser:nothing_may_be_parsed")
    assert len(parse_all(folder, tmp_path / "panel")) == 10
    assert bytes_of(tmp_path / "panel") == before
    monkeypatch.undo()
    monkeypatch.setenv(PARSER, "tests.mock_parser:parse")
    (folder / "0003.txt").write_text("甲3镇 临淄区 2008 999")
    assert parse_all(folder, tmp_path / "panel").panel(ITEM).loc["甲3镇", 2008] == 999


def test_limit_takes_the_first_in_the_order_of_paths(tmp_path: Path) -> None:
    corpus = parse_all(write(tmp_path / "in", 9), limit=4)
    assert [Path(path).name for path in corpus.reports.sort_values("path")["path"]] == [f"000{n}.txt" for n in range(4)]


def test_without_a_store_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    corpus = parse_all(write(tmp_path / "in", 2))
    assert len(corpus.facts) == 2 and list((tmp_path / "tmp").iterdir())
    del corpus
    assert not list((tmp_path / "tmp").iterdir())


def test_inputs_of_every_kind(tmp_path: Path) -> None:
    import fsspec

    folder = write(tmp_path / "in", 3)
    with fsspec.open("memory://far/away/2019.txt", "wb") as file:
        file.write("乙镇 临淄区 2019 4".encode())
    with zipfile.ZipFile(tmp_path / "some.zip", "w") as archive:
        archive.writestr("year/2020.txt", "丙镇 临淄区 2020 5")
        archive.writestr("year/notes.csv", "a,b")
    inputs = [folder, str(tmp_path / "in" / "*.txt"), "memory://far/away", tmp_path / "some.zip", tmp_path / "gone.pdf"]
    corpus = parse_all(inputs, tmp_path / "panel")
    assert len(corpus) == 5
    assert corpus.where(organ="丙镇").reports["path"].iloc[0].endswith("some.zip::year/2020.txt")
    assert [Path(path).name for path in corpus.failures["path"]] == ["gone.pdf"]
    again = parse_all(inputs, tmp_path / "panel")
    assert again.reports.equals(corpus.reports)


def crafted_zip(path: Path, *members: tuple[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members:
            archive.writestr(name, text)
    return path


@pytest.mark.parametrize(
    ("members", "codes"),
    [
        ([("../out.txt", "x")], ["unsafe-archive"]),
        ([("/etc/x.txt", "x")], ["unsafe-archive"]),
        ([("bomb.txt", "0" * (20 << 20))], ["limit-exceeded"]),
        ([("inner.zip", "PK")], ["limit-exceeded"]),
        ([(f"{number}.txt", "x") for number in range(MEMBERS + 1)], ["limit-exceeded"]),
    ],
)
def test_hostile_archives_are_one_failure(tmp_path: Path, members: list[tuple[str, str]], codes: list[str]) -> None:
    corpus = parse_all(crafted_zip(tmp_path / "a.zip", *members), tmp_path / "panel")
    assert corpus.failures["code"].astype(str).tolist() == codes
    assert not (tmp_path.parent / "out.txt").exists()


def test_limits_of_an_archive_are_arguments(tmp_path: Path) -> None:
    texts = [(f"{number}.txt", f"甲{number}镇 临淄区 2020 5") for number in range(3)]
    path = crafted_zip(tmp_path / "a.zip", *texts)
    whole = sum(len(text.encode()) for _, text in texts)
    for limits in ({"members": 2}, {"inflated": whole - 1}):
        assert parse_all(path, tmp_path / "panel", **limits).failures["code"].astype(str).tolist() == ["limit-exceeded"]
    corpus = parse_all(path, tmp_path / "panel", members=3, inflated=whole)
    assert len(corpus) == 3 and not len(corpus.failures)


def test_a_member_that_says_it_is_small_is_not_read_beyond_that(tmp_path: Path) -> None:
    path = crafted_zip(tmp_path / "a.zip", ("a.txt", "0" * 5_000_000))
    lying = path.read_bytes().replace((5_000_000).to_bytes(4, "little"), (500).to_bytes(4, "little"))
    path.write_bytes(lying)
    assert parse_all(path, inflated=500).failures["code"].astype(str).tolist() == ["malformed"]


def test_a_member_name_of_chinese_windows(tmp_path: Path) -> None:
    path = crafted_zip(tmp_path / "a.zip", ("AAAA.txt", "丁镇 临淄区 2020 5"))
    path.write_bytes(path.read_bytes().replace(b"AAAA", "年报".encode("gb18030")))
    assert parse_all(path).reports["path"].iloc[0].endswith("年报.txt")


def test_a_second_run_on_one_store_is_refused(tmp_path: Path) -> None:
    with Writer(tmp_path / "panel", "x"), pytest.raises(StoreBusy):
        parse_all(write(tmp_path / "in", 1), tmp_path / "panel")


def test_any_executor_will_do_and_a_lost_machine_loses_nothing(tmp_path: Path) -> None:
    class Failing(ThreadPoolExecutor):
        """Every second task is lost with the machine that had it."""

        lost = 0

        def submit(self, function: Any, /, *arguments: Any, **keywords: Any) -> Future[Any]:
            Failing.lost += 1
            if Failing.lost % 2:
                return super().submit(function, *arguments, **keywords)
            future: Future[Any] = Future()
            future.set_exception(ConnectionError("the machine is gone"))
            return future

    folder = write(tmp_path / "in", 50)
    with Failing(2) as executor:
        corpus: Corpus = parse_all(folder, tmp_path / "panel", executor=executor)
    assert Failing.lost == 7
    parse_all(folder, tmp_path / "here")
    assert len(corpus) == 50 and bytes_of(tmp_path / "panel") == bytes_of(tmp_path / "here")
