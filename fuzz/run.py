"""Feed a target what a fuzzer makes of its seeds, and keep what it should not have done.

python -m fuzz.run TARGET [--seconds 60] [--found FOLDER] [--corpus FOLDER]     TARGET: see fuzz/targets.py, or `all`
python -m fuzz.run TARGET --replay FILE

Needs atheris (`pip install atheris`). Exit code 1 where something was found; each finding is a file in FOLDER, one for
each place that raised it, and belongs into tests/cases or tests/hostile before it is mended. An input that kills the
process (a crash in native code, too much memory, more than 20 seconds) is kept as `crash-*`, `oom-*`, `timeout-*`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["reportparse"]):
    from fuzz.targets import LONGEST, TARGETS, Target

from reportparse.errors import ReadError

SLOWEST, MEMORY = 20, 2048
"""Seconds and MiB that one input may take."""


def main() -> int:
    """Fuzzes, or replays one file."""
    options = _options()
    options.found.mkdir(parents=True, exist_ok=True)
    if options.replay:
        TARGETS[options.target].run(options.replay.read_bytes())
        return 0
    if options.target == "all":
        words = ["--seconds", str(options.seconds), "--found", str(options.found)]
        return max(subprocess.run([sys.executable, "-m", "fuzz.run", name, *words]).returncode for name in TARGETS)
    with tempfile.TemporaryDirectory() as scratch:
        return _fuzz(options, Path(scratch))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("target", choices=[*TARGETS, "all"])
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--found", type=Path, default=Path("out/fuzz"))
    parser.add_argument("--corpus", type=Path, help="what the fuzzer learned is kept there")
    parser.add_argument("--replay", type=Path)
    return parser.parse_args()


def _fuzz(options: argparse.Namespace, scratch: Path) -> int:
    """libFuzzer ends the process itself, so that it runs in a child of this one."""
    before = set(options.found.iterdir())
    child = [sys.executable, "-c", f"from fuzz.run import fuzz; fuzz({options.target!r}, {str(options.found)!r})"]
    corpus = options.corpus or scratch / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    target = TARGETS[options.target]
    _write_seeds(target, scratch / "seeds")
    tokens = scratch / "tokens"
    tokens.write_text("".join(f'"{_escaped(token)}"\n' for token in target.tokens or ("PK",)))
    settings = [
        f"-max_total_time={options.seconds}", f"-timeout={SLOWEST}", f"-rss_limit_mb={MEMORY}", f"-max_len={LONGEST}",
        f"-dict={tokens}", f"-artifact_prefix={options.found}/", "-verbosity=0", "-print_final_stats=1",
    ]  # fmt: skip
    command = [*child, *settings, str(corpus), str(scratch / "seeds")]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, errors="replace")
    found = sorted(path.name for path in set(options.found.iterdir()) - before)
    runs = [line.split()[-1] for line in done.stderr.splitlines() if "number_of_executed_units" in line]
    print(f"{options.target}: {runs[0] if runs else '?'} inputs in {options.seconds} s, {len(found)} findings {found}")
    if done.returncode and not found:
        print(done.stderr[-2000:])
    return int(bool(found or done.returncode))


def _write_seeds(target: Target, folder: Path) -> None:
    folder.mkdir()
    for number, seed in enumerate(target.seeds()):
        (folder / f"{number:03}").write_bytes(seed)


def _escaped(token: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in token.encode())


def fuzz(name: str, found: str) -> None:
    """Runs libFuzzer with the arguments of this process; does not come back."""
    target, seen = TARGETS[name], set[str]()

    def once(data: bytes) -> None:
        try:
            target.run(data)
        except ReadError:
            pass
        except Exception as error:
            _keep(data, error, name, Path(found), seen)

    atheris.Setup(sys.argv, once)
    atheris.Fuzz()


def _keep(data: bytes, error: Exception, name: str, folder: Path, seen: set[str]) -> None:
    """One file for each place in this package that something untyped came from."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "reportparse" in frame.filename]
    last = frames[-1]
    place = f"{name}-{type(error).__name__}-{Path(last.filename).stem}-{last.lineno}"
    if place not in seen:
        seen.add(place)
        (folder / place).write_bytes(data)


if __name__ == "__main__":
    sys.exit(main())
