"""What there is on a machine and what is missing for which input: `reportparse doctor`."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib import metadata, resources
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from reportparse import isolation
from reportparse.inputs import ARCHIVE_BYTES, FILE_BYTES, MEMBER_BYTES, MEMBERS
from reportparse.parsing import VERSION
from reportparse.readers import MAX_TEXT
from reportparse.terminal import say

PACKAGES: Final = (
    *("reportparse", "lxml", "msgspec", "pypdfium2", "pdfplumber", "python-docx", "pandas", "pyarrow", "duckdb"),
    *("filelock", "fsspec", "psutil", "jieba", "rapidfuzz", "xlsxwriter", "matplotlib", "pillow", "distributed"),
)
"""The last three are optional."""

ENGINES: Final = {
    "docx": ("lxml", "docx"),
    "pdf": ("pypdfium2", "pdfplumber"),
    "html": ("lxml", "pandas"),
    "zip": (),
    "txt": (),
}
"""For each input that is read, the modules of the first and of the second reading."""

FEATURES: Final = {
    "figures": ("matplotlib", "plot"),
    "pictures of pdf pages": ("PIL", "plot"),
    "cluster": ("distributed", "cluster"),
}
"""What needs a package that is not always there: the module, and the extra that brings it."""

FONT: Final = "typeface/ReportparseSans.otf"


def examine() -> dict[str, str]:
    """The state of this machine by name. What is missing says what to do about it, in the user's language."""
    state = {package: _version(package) for package in PACKAGES}
    state |= {"python": sys.version.split()[0], "parser": VERSION}
    state |= {f"reads {kind}": _engines(modules) for kind, modules in ENGINES.items()}
    state |= {"reads .doc .wps .rtf": _office(), "reads .ofd": say("不读，请另存为 pdf", "no; save it as pdf")}
    state |= {"reads scans": say("不读，请先做 OCR", "no; run OCR on them first")}
    state |= {name: _feature(*needs) for name, needs in FEATURES.items()}
    state |= {"chinese font of figures": _font(), "chromium (tests of the page)": shutil.which("chromium") or "—"}
    return state | dict(_folders()) | _limits()


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return say("未安装", "not installed")


def _engines(modules: tuple[str, ...]) -> str:
    gone = [module for module in modules if find_spec(module) is None]
    if gone:
        return say(f"缺 {', '.join(gone)}", f"{', '.join(gone)} is missing") + ": pip install --upgrade reportparse"
    return say("可读", "yes")


def _office() -> str:
    program = shutil.which("soffice")
    if program:
        return say("不读，可先转换", "no; convert it first") + ": soffice --headless --convert-to docx FILE"
    return say("不读，请用办公软件另存为 docx", "no; save it as docx in an office program")


def _feature(module: str, extra: str) -> str:
    return say("有", "yes") if find_spec(module) else f'pip install "reportparse[{extra}]"'


def _font() -> str:
    there = (resources.files("reportparse") / "views" / FONT).is_file()
    return say("随包自带", "in the package") if there else say("缺失，请重新安装", "missing; install again")


def _folders() -> Iterator[tuple[str, str]]:
    for name, folder in (("temporary", tempfile.gettempdir()), ("working", os.getcwd())):
        yield f"writable {name} folder", _tried(Path(folder))
        yield f"GiB free in the {name} folder", f"{shutil.disk_usage(folder).free / (1 << 30):.1f}"


def _tried(folder: Path) -> str:
    """The folder if a file can be written there and locked, as a store is; else why not."""
    import filelock

    try:
        with tempfile.TemporaryDirectory(dir=folder) as inside, filelock.FileLock(Path(inside) / "lock", timeout=0):
            return str(folder)
    except (OSError, NotImplementedError) as error:
        return say("不可写或不可锁", "not writable, or without locks") + f": {error}"


def _limits() -> dict[str, str]:
    return {
        "seconds for a file": f"{isolation.TIMEOUT:g}",
        "seconds of computing for a file": f"{isolation.Limits().cpu:g}",
        "MiB for a file": str(isolation.MEMORY >> 20),
        "MiB that a file may have": str(FILE_BYTES >> 20),
        "characters that a report may have": str(MAX_TEXT),
        "members of an archive": str(MEMBERS),
        "MiB that the members of an archive may have together": str(ARCHIVE_BYTES >> 20),
        "MiB that a member of an archive may have": str(MEMBER_BYTES >> 20),
        "tries for a file that kills its process": str(isolation.TRIES),
        "limit by the kernel": say("有", "yes")
        if sys.platform == "linux"
        else say("无，由父进程监视", "no; the parent watches"),
    }
