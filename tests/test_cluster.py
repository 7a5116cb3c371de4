"""parse_all on a Dask cluster over loopback: a worker is killed in the middle, a file is poison, nothing is lost."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from reportparse.batch import parse_all
from reportparse.worker import PARSER
from tests.mock_parser import DELAY
from tests.test_batch import ROOT, bytes_of, write

distributed = pytest.importorskip("distributed")


@pytest.mark.skipif(not os.environ.get("REPORTPARSE_FULL"), reason="starts a cluster: REPORTPARSE_FULL=1")
@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_a_killed_worker_loses_nothing_and_poison_is_blamed_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PARSER, "tests.mock_parser:parse")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT / "src"), str(ROOT)]))
    folder = write(tmp_path / "in", 200)
    (folder / "0100-poison.txt").write_text("mock:segv")
    straight = parse_all(folder, tmp_path / "here")
    monkeypatch.setenv(DELAY, "0.05")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, local_directory=str(tmp_path)
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        pids = list(client.run(os.getpid).values())
        threading.Thread(target=kill_later, args=(pids[0], 2.0), daemon=True).start()
        corpus = parse_all(folder, tmp_path / "there", executor=client.get_executor())
        assert pids[0] not in client.run(os.getpid).values()
    assert len(corpus) == 200 and corpus.failures["code"].astype(str).tolist() == ["worker-died"]
    assert corpus.reports.equals(straight.reports)
    assert bytes_of(tmp_path / "there") == bytes_of(tmp_path / "here")


def kill_later(process: int, seconds: float) -> None:
    """End a worker process while it parses."""
    time.sleep(seconds)
    os.kill(process, signal.SIGKILL)
