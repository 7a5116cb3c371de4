"""The shell: tables that fit, JSON everywhere, the user's language, completion, and exit codes that mean something."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from reportparse import cli
from reportparse.terminal import cut, fitting, plain, table, width

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "corpus/reports/yunxiu/wanglu/2022.txt"
FOLDER = ROOT / "corpus/reports/yunxiu/wanglu"
ITEM = "requests.received.total"


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "REPORTPARSE"))}
    return subprocess.run(
        [sys.executable, "-m", "reportparse", *words],
        env={**plain, "PYTHONPATH": path, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("shell") / "store"
    assert cli.main(["build", str(FOLDER), "-o", str(folder), "-q", "--workers", "1"]) in (cli.OK, cli.FOUND)
    return str(folder)


# --- tables


def test_chinese_takes_two_places_and_marks_none() -> None:
    assert width("政府 a") == 6
    assert width("e\u0301") == 1
    assert width("a\u200bb") == 2
    assert cut("政府信息公开", 7) == "政府信…"
    assert cut("政府", 4) == "政府"


@pytest.mark.parametrize("room", [30, 43, 60, 200])
def test_a_table_fits_the_room_and_stands_in_line(room: int) -> None:
    rows = [("云岫县自然资源和规划局", 2022, "很长的一段说明文字，写了又写，写了再写"), ("a", None, "b")]
    lines = table(["机关", "年度", "说明"], rows, room)
    assert all(width(line) <= room for line in lines)
    assert len({width(line[: line.index(sign)]) for line, sign in zip(lines, ("年", "2022"), strict=False)}) == 1


def test_columns_that_are_short_stay_whole() -> None:
    assert fitting([4, 50, 60], 50) == [4, 23, 23]
    assert fitting([4, 5], 50) == [4, 5]


def test_where_nobody_looks_nothing_is_cut(store: str) -> None:
    said = run("form", "show", "2021", COLUMNS="40")
    assert "…" not in said.stdout


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a terminal")
def test_on_a_terminal_no_line_is_wider_than_it() -> None:
    leader, follower = os.openpty()
    environment = {**os.environ, "COLUMNS": "50", "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT / "src")}
    words = [sys.executable, "-m", "reportparse", "form", "show", "2021"]
    with subprocess.Popen(words, stdout=follower, env=environment):
        os.close(follower)
        lines = b"".join(iter(lambda: read(leader), b"")).decode("utf-8").splitlines()
    assert len(lines) > 200
    assert all(width(line) <= 50 for line in lines if not line.startswith("<Form"))
    assert any("…" in line for line in lines)


def read(terminal: int) -> bytes:
    """What a terminal shows next; nothing at its end, which Linux tells as an error."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def test_what_a_report_says_does_not_steer_the_terminal(tmp_path: Path) -> None:
    evil = tmp_path / "evil.txt"
    text = REPORT.read_text(encoding="utf-8")
    evil.write_text(text.replace("街道", "街\x1b[2J道\u202e", 20), encoding="utf-8")
    for words in (("parse", str(evil)), ("read", "--text", str(evil)), ("audit", "-q", str(evil))):
        said = run(*words)
        assert "\x1b" not in said.stdout + said.stderr
        assert "\u202e" not in said.stdout + said.stderr
    assert plain("a\x1b[2Jb\r\nc\td") == "a⟦U+001B⟧[2Jb c d"


# --- JSON


def test_every_command_that_tells_something_has_json(store: str, tmp_path: Path) -> None:
    lines = {
        "read": ("read", str(REPORT), "--json"),
        "parse": ("parse", str(REPORT), "--json"),
        "build": ("build", str(FOLDER), "-o", store, "--json"),
        "audit": ("audit", store, "--json"),
        "panel": ("panel", store, ITEM, "--json"),
        "export": ("export", store, "-o", str(tmp_path / "a.csv"), "--json"),
        "page": ("page", store, "-o", str(tmp_path / "a.html"), "--json"),
        "draw": ("draw", "coverage", store, "-o", str(tmp_path / "a.png"), "--json"),
        "form": ("form", "show", "2021", "--json"),
        "rules": ("rules", "--json"),
        "doctor": ("doctor", "--json"),
        "demo": ("demo", str(FOLDER), "-o", str(tmp_path / "b.html"), "--json"),
    }
    without = {
        name
        for name, (_, _, _, arguments) in cli.COMMANDS.items()
        if not any("--json" in names for names, _ in arguments)
    }
    assert without <= {"completion", "schema"}
    for name, words in lines.items():
        said = run(*words)
        assert said.returncode in (cli.OK, cli.FOUND), said.stderr
        assert json.loads(said.stdout), name
    assert len(json.loads(run(*lines["form"]).stdout)) == 200


def test_json_is_ascii_where_the_output_holds_no_chinese() -> None:
    said = run("parse", str(REPORT), "--json", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert json.loads(said.stdout)["organ"]["name"] == "望鹿街道"
    said = run("parse", str(REPORT), PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert said.returncode in (cli.OK, cli.FOUND), said.stderr


# --- language


@pytest.mark.parametrize(
    ("environment", "words", "expected"),
    [
        ({}, (), "解析一份报告"),
        ({"LANG": "en_US.UTF-8"}, (), "parse one report"),
        ({"LANG": "en_US.UTF-8", "REPORTPARSE_LANG": "zh"}, (), "解析一份报告"),
        ({"LANG": "zh_CN.UTF-8"}, ("--language", "en"), "parse one report"),
        ({"LANG": "en_US.UTF-8"}, ("--language=zh",), "解析一份报告"),
    ],
)
def test_the_language_is_the_users(environment: dict[str, str], words: tuple[str, ...], expected: str) -> None:
    assert expected in run("--help", *words, **environment).stdout


# --- completion


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (["reportparse", "au"], {"audit"}),
        (["reportparse", "audit", "--sev"], {"--severity"}),
        (["reportparse", "panel", "nowhere", "requests.received.tot"], {ITEM}),
        (["reportparse", "form", "di"], {"diff"}),
    ],
)
def test_bash_completes(line: list[str], expected: set[str]) -> None:
    script = run("completion", "bash").stdout
    words = " ".join(f"'{word}'" for word in line)
    asked = f"{script}\nCOMP_WORDS=({words}); COMP_CWORD={len(line) - 1}; _reportparse; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    said = subprocess.run(["bash", "-c", asked], capture_output=True, text=True)
    assert set(said.stdout.split()) == expected, said.stderr


def test_fish_and_zsh_know_every_command() -> None:
    for shell in ("zsh", "fish"):
        assert all(name in run("completion", shell).stdout for name in cli.COMMANDS)


# --- exit codes


def test_exit_codes_are_those_of_the_documentation(store: str, tmp_path: Path) -> None:
    documented = (ROOT / "docs/shell.md").read_text(encoding="utf-8")
    for code in (cli.OK, cli.FOUND, cli.FAILED, cli.NOT_WRITTEN, cli.BUSY, cli.INTERRUPTED):
        assert f"\n| {code} |" in documented
    assert run("doctor").returncode == cli.OK
    assert run("parse", str(tmp_path / "none.pdf")).returncode == cli.FAILED
    assert run("panel", store, "no.such.item").returncode == cli.FAILED
    wrong = run("export", store, "-o", str(tmp_path / "a.foo"))
    assert wrong.returncode == cli.FAILED and ".xlsx" in wrong.stderr and "Traceback" not in wrong.stderr
    drawn = run("draw", "coverage", store, "-o", str(tmp_path / "a.foo"))
    assert drawn.returncode == cli.FAILED and ".svg" in drawn.stderr and "Traceback" not in drawn.stderr
    assert run("export", store, "-o", str(tmp_path / "new/folder/a.xlsx")).returncode == cli.OK
    assert run("export", store, "-o", str(tmp_path / "a.zip"), "--licence", "my own").returncode == cli.FAILED
    assert run("nonsense").returncode == cli.FAILED


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (["--members", "1"], cli.FOUND),
        (["--members", "2", "--inflated", "0"], cli.FOUND),
        (["--timeout", "0.001"], cli.FOUND),
        (["--members", "2", "--inflated", "1", "--timeout", "30", "--memory", "512"], cli.OK),
    ],
)
def test_limits_are_options(limits: list[str], code: int, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        for name in ("a.txt", "b.txt"):
            archive.write(REPORT, name)
    assert cli.main(["build", str(tmp_path / "two.zip"), "-o", str(tmp_path / "store"), "-q", *limits]) == code


def test_files_that_failed_are_told_beside_the_output(tmp_path: Path) -> None:
    shutil.copy(REPORT, tmp_path / "good.txt")
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 and no more")
    for words in (("audit", "--severity", "error"), ("panel",)):
        said = run(words[0], str(tmp_path), *([ITEM] if words[0] == "panel" else words[1:]), "--json", "-q")
        assert said.returncode == cli.FOUND
        assert isinstance(json.loads(said.stdout), list)
        assert "bad.pdf" in said.stderr


@pytest.mark.parametrize(("language", "expected"), [("zh", "没有项目"), ("en", "no item")])
def test_reasons_are_in_the_users_language(language: str, expected: str, store: str) -> None:
    assert expected in run("panel", store, "requests.recieved.total", "--language", language).stderr


def test_ctrl_c_says_how_to_go_on(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(cli.COMMANDS, "doctor", (interrupted, *cli.COMMANDS["doctor"][1:]))
    monkeypatch.setenv("REPORTPARSE_LANG", "en")
    assert cli.main(["doctor"]) == cli.INTERRUPTED
    assert "goes on" in capsys.readouterr().err


def test_a_package_from_the_shell(store: str, tmp_path: Path) -> None:
    said = run("export", store, "-o", str(tmp_path / "a.zip"), "--licence", "CC0-1.0", "--title", "望鹿街道", "--json")
    assert said.returncode == cli.OK, said.stderr
    assert json.loads(said.stdout)["bytes"] == (tmp_path / "a.zip").stat().st_size
