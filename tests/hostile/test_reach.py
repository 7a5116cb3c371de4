"""Nothing reaches out: no socket, no program, nothing unpickled and no file written but those that were asked for.

All that a user does runs in a process of its own, whose every step CPython tells a hook; where the machine lets one,
without a network at all, and under strace, which also sees what C code does.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.crafting import CATALOG, HELLO, PAGE, PAGES, REPORT, one_page, pdf, word
from tests.readers.docx_building import p

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus/reports/yunxiu/wanglu"

EVERYTHING = """
import json, os, sys
from pathlib import Path
seen = {"sockets": [], "programs": [], "pickles": [], "written": [], "done": []}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT

def hook(event, arguments):
    if event.startswith("socket.") or event in ("urllib.Request", "http.client.connect", "ftplib.connect"):
        seen["sockets"].append(event)
    elif event in ("os.system", "os.exec", "os.posix_spawn", "subprocess.Popen", "os.startfile"):
        seen["programs"].append([str(word) for word in arguments[1]] if event == "subprocess.Popen" else event)
    elif event == "pickle.find_class":
        seen["pickles"].append(".".join(map(str, arguments)))
    elif event == "open" and isinstance(arguments[0], (str, bytes)) and arguments[2] & WRITES:
        seen["written"].append(os.fsdecode(arguments[0]))
    elif event in ("os.mkdir", "os.rename", "os.link", "os.symlink"):
        seen["written"].append(os.fsdecode(arguments[1] if event != "os.mkdir" else arguments[0]))

sys.addaudithook(hook)
inputs, out = Path(sys.argv[1]), Path(sys.argv[2])
import reportparse as rp
from reportparse import views
for path in sorted(inputs.iterdir()):
    try:
        report = rp.parse(path)
    except rp.ReadError as error:
        seen["done"].append(f"{path.name}: {error.code}")
    else:
        rp.audit(report)
        report.to_json(), repr(report), report._repr_html_()
        seen["done"].append(f"{path.name}: record")
corpus = rp.parse_all(inputs, store=out / "panel", workers=2, progress=False)
rp.audit(corpus), corpus.coverage(), corpus.copies(section="problems")
views.page(corpus, out / "audit.html")
for name in ("a.xlsx", "csv/a.csv", "parquet/a.parquet", "a.dta", "a.duckdb", "a.zip"):
    (out / name).parent.mkdir(exist_ok=True)
    views.export(corpus, out / name)
seen["done"].append(len(corpus))
print(json.dumps(seen))
"""
PROBE = """
import socket, subprocess, pickle
for name, call in dict(sockets=lambda: socket.create_connection(("127.0.0.1", 9)), programs=lambda: subprocess.run(["true"]),
                       pickles=lambda: pickle.loads(pickle.dumps(Path)), written=lambda: open("/dev/null", "w")).items():
    try:
        call()
    except OSError:
        pass
"""


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report in every format, and files that ask for something of the network or of the machine."""
    folder = tmp_path_factory.mktemp("inputs")
    for kind in ("docx", "pdf", "html", "txt"):
        source = next(path for path in sorted(CORPUS.parent.rglob(f"*.{kind}")))
        shutil.copy(source, folder / f"report.{kind}")
    lines = "".join(f"<p>{line}</p>" for line in REPORT.splitlines())
    away = "http://127.0.0.1:9/x"
    asks = (
        f"<base href={away}><link rel=stylesheet href={away}><img src={away}><iframe src=file:///etc/passwd></iframe>"
    )
    entity = f'<!DOCTYPE l [<!ENTITY x SYSTEM "{away}">]>'
    action = f"{CATALOG[:-2]}/OpenAction<</S/URI/URI({away})>>>>"
    hello = one_page(HELLO)
    files: dict[str, str | bytes] = {
        "asks.html": PAGE % (asks + lines),
        "entity.docx": word(p("&x;"), prologue=entity),
        "stylesheet.html": f'<?xml version="1.0"?><?xml-stylesheet href="{away}"?>{entity}<html><body>{lines}</body>',
        "action.pdf": pdf({1: action, 2: PAGES, 3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"}),
        "hello.pdf": hello,
    }
    for name, data in files.items():
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder


def run(program: str, inputs: Path, out: Path, *before: str) -> dict[str, list[object]]:
    """What the hook saw."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "TMPDIR": str(out), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*before, sys.executable, "-c", program, str(inputs), str(out)], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, list[object]] = json.loads(done.stdout)
    return found


def alone() -> list[str]:
    """The words that take the network away, where this is allowed."""
    words = ["unshare", "-rn"]
    allowed = shutil.which("unshare") and subprocess.run([*words, "true"], capture_output=True).returncode == 0
    return words if allowed else []


def test_nothing_is_opened_started_or_written_but_what_was_asked_for(inputs: Path, tmp_path: Path) -> None:
    before = set(ROOT.iterdir())
    seen = run(EVERYTHING, inputs, tmp_path, *alone())
    assert {f"report.{kind}: record" for kind in ("docx", "pdf", "html", "txt")} <= set(map(str, seen["done"]))
    assert not seen["sockets"] and not seen["pickles"]
    assert {tuple(words) for words in seen["programs"]} == {(sys.executable, "-m", "reportparse.worker")}  # type: ignore[arg-type]
    strangers = [path for path in map(str, seen["written"]) if not path.startswith((str(tmp_path), os.devnull))]
    assert seen["written"] and not strangers and set(ROOT.iterdir()) == before


def test_the_hook_sees_what_it_is_there_for(inputs: Path, tmp_path: Path) -> None:
    head, _, tail = EVERYTHING.partition("import reportparse as rp")
    seen = run(head + PROBE + "print(json.dumps(seen))", inputs, tmp_path)
    assert tail and all(seen[name] for name in ("sockets", "programs", "pickles", "written"))


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not here")
@pytest.mark.skipif(not os.environ.get("REPORTPARSE_FULL"), reason="takes a minute: REPORTPARSE_FULL=1")
def test_c_code_opens_no_socket_either(inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    log = tmp_path / "calls"
    words = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=socket,connect,bind,sendto", "-o", str(log)]
    if subprocess.run([*words, "true"], capture_output=True).returncode:
        pytest.skip("strace may not trace here")
    run(EVERYTHING, inputs, tmp_path / "out", *words)
    assert not [line for line in log.read_text().splitlines() if "AF_INET" in line]
