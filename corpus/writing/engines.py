"""Programs that turn our files into PDF as offices do; what they made once is kept in the temp folder."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from shutil import which

from corpus.writing.fonts import CACHE

_CHROMIUM = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
]
_SECONDS_A_FILE = 60

Convert = Callable[[list[Path], Path], None]


def office_pdfs(files: list[bytes], suffix: str) -> list[bytes]:
    """Each file (docx, html) printed to PDF by LibreOffice, all in one start."""
    return _converted(files, suffix, ".pdf", "office", _office(".pdf"))


def office_files(files: list[bytes], suffix: str, wanted: str) -> list[bytes]:
    """Each file opened and saved again by LibreOffice in the wanted format."""
    return _converted(files, suffix, wanted, "office", _office(wanted))


def browser_pdfs(files: list[bytes]) -> list[bytes]:
    """Each page printed to PDF by Chromium."""
    return _converted(files, ".html", ".pdf", "browser", _browser)


def has_engine(name: str) -> bool:
    """Whether the program behind "office" or "browser" is installed."""
    return which({"office": "soffice", "browser": "chromium"}[name]) is not None


def _converted(files: list[bytes], suffix: str, wanted: str, engine: str, convert: Convert) -> list[bytes]:
    CACHE.mkdir(parents=True, exist_ok=True)
    kept = [CACHE / f"{engine}-{sha256(data).hexdigest()[:24]}{suffix}{wanted}" for data in files]
    missing = {path: data for path, data in zip(kept, files, strict=True) if not path.exists()}
    if missing:
        _convert_missing(missing, suffix, wanted, convert)
    return [path.read_bytes() for path in kept]


def _convert_missing(missing: dict[Path, bytes], suffix: str, wanted: str, convert: Convert) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "out").mkdir()
        sources = [folder / f"{number}{suffix}" for number in range(len(missing))]
        for source, data in zip(sources, missing.values(), strict=True):
            source.write_bytes(data)
        convert(sources, folder / "out")
        for source, target in zip(sources, missing, strict=True):
            (folder / "out" / f"{source.stem}{wanted}").replace(target)


def _office(wanted: str) -> Convert:
    def convert(sources: list[Path], out: Path) -> None:
        profile = f"-env:UserInstallation=file://{out.parent}/profile"
        command = ["soffice", profile, "--headless", "--norestore", "--convert-to", wanted[1:], "--outdir", str(out)]
        _run([*command, *map(str, sources)], len(sources))

    return convert


def _browser(sources: list[Path], out: Path) -> None:
    for source in sources:
        target, profile = out / f"{source.stem}.pdf", out.parent / "profile"
        _run(["chromium", *_CHROMIUM, f"--user-data-dir={profile}", f"--print-to-pdf={target}", f"file://{source}"], 1)


def _run(command: list[str], files: int) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=60 + _SECONDS_A_FILE * files)
