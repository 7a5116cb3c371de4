"""A data package (Frictionless): what another person needs to cite a corpus, to read it and to check it again.

views.package(corpus, "panel.zip", verdicts="panel/verdicts.csv", licence="CC-BY-4.0")
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any

import pandas as pd

from reportparse.corpus import Corpus
from reportparse.frames import KEYS, LISTS, TEXT
from reportparse.parsing import VERSION
from reportparse.private import Privacy
from reportparse.publishing import publishing
from reportparse.report import STATES
from reportparse.rules import audit
from reportparse.rules.verdicts import read_verdicts
from reportparse.views.codebook import codebook, items, label_en, label_zh, plain_type
from reportparse.views.handing import ready
from reportparse.views.written import Written, written

LISTED = ("facts", "extras", "officers", "statements", "problems", "measures", "findings")
LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "ODC-BY-1.0": "https://opendatacommons.org/licenses/by/1-0/",
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
}
TITLES = {
    "reports": ("报告", "reports"),
    "facts": ("法定表格中的数", "figures of the statutory tables"),
    "extras": ("表中不属于该版本的格", "cells of the tables that the edition does not have"),
    "officers": ("人员", "persons"),
    "statements": ("文中的数", "numbers said in sentences"),
    "problems": ("问题", "problems named"),
    "measures": ("措施", "measures"),
    "findings": ("解析时的发现", "findings of the parser"),
    "audit": ("审核发现", "findings of the audit"),
    "verdicts": ("对审核发现的判定", "verdicts on findings of the audit"),
    "failures": ("未能读取的文件", "files that gave no report"),
    "sources": ("源文件及其哈希", "source files and their hashes"),
    "codebook": ("数据字典", "codebook"),
    "items": ("表内项目", "items of the form"),
}
_NAME = re.compile(r"[-A-Za-z0-9._]+")
_EPOCH = (2000, 1, 1, 0, 0, 0)


def package(
    corpus: Corpus,
    path: str | os.PathLike[str],
    *,
    title: str = "政府信息公开工作年度报告数据 · Open-government annual reports",
    licence: str = "CC-BY-4.0",
    verdicts: str | os.PathLike[str] | None = None,
    privacy: Privacy | None = None,
) -> Written:
    """Writes a zip archive: datapackage.json, README.md, and a csv for each frame, with its schema, size and SHA-256.

    It holds every figure with its raw text and place, the findings of the audit, your `verdicts`, the hashes of all
    source files, the parser's version and a codebook in Chinese and English. Folders above the files are left out of
    their paths. `licence` is what you give your data under, `privacy` what it shows of persons (see `export`). The
    same corpus gives the same bytes.
    """
    if Path(path).suffix.lower() != ".zip":
        raise ValueError(f"a data package is a zip archive: {Path(path).name!r} does not end in .zip")
    if not _NAME.fullmatch(licence):
        raise ValueError(f"licence {licence!r}: give its short name, such as {', '.join(LICENCES)}")
    frames, veil = _frames(corpus, verdicts), corpus.veil(privacy)
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="reportparse-") as folder:
        resources = [_write(name, ready(frame, veil, guarded=True), Path(folder)) for name, frame in frames.items()]
        told = _description(corpus, resources, title, licence, veil.privacy)
        _write_text(Path(folder, "datapackage.json"), json.dumps(told, ensure_ascii=False, indent=1) + "\n")
        _write_text(Path(folder, "README.md"), _readme(told))
        with publishing(target) as temporary:
            _zip(Path(folder), temporary)
    return written(target)


# --- what is in it


def _frames(corpus: Corpus, verdicts: str | os.PathLike[str] | None) -> dict[str, pd.DataFrame]:
    frames = {name: corpus.frame(name, privacy="none") for name in ("reports", "failures")}
    frames |= {name: corpus.frame(name, evidence=True, privacy="none") for name in LISTED}
    frames["audit"] = audit(corpus, verdicts=verdicts, privacy="none")
    if verdicts is not None:
        frames["verdicts"] = read_verdicts(verdicts)
    frames["sources"] = _sources(corpus)
    frames = {name: _with_short_paths(frame, frames["sources"]["path"]) for name, frame in frames.items()}
    return frames | {"codebook": codebook(frames), "items": items()}


def _sources(corpus: Corpus) -> pd.DataFrame:
    columns = ["path", "sha256", "format", "outcome"]
    return corpus.files[columns].astype(TEXT).sort_values(["path", "sha256"], ignore_index=True)


def _with_short_paths(frame: pd.DataFrame, paths: pd.Series) -> pd.DataFrame:
    """Paths without the folders that all files share: those are of the machine, not of the data."""
    if "path" not in frame.columns:
        return frame
    folders = [re.split(r"[/\\]", path)[:-1] for path in paths]
    shared = len(list(takewhile(lambda names: len(set(names)) == 1, zip(*folders, strict=False))))
    short = frame["path"].map(lambda path: "/".join(re.split(r"[/\\]", path)[shared:]), na_action="ignore")
    return frame.assign(path=short.astype(TEXT))


# --- how it is described


def _write(name: str, frame: pd.DataFrame, folder: Path) -> dict[str, Any]:
    """Writes one csv, and gives its description."""
    file = folder / f"{name}.csv"
    # With "\n" alone a bare carriage return in a text would stand unquoted and break the row.
    frame.to_csv(file, index=False, encoding="utf-8", lineterminator="\r\n", date_format="%Y-%m-%d")
    data = file.read_bytes()
    zh, en = TITLES[name]
    return {
        "name": name,
        "type": "table",
        "title": zh,
        "description": en,
        "path": file.name,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": _schema(name, frame),
    }


def _schema(name: str, frame: pd.DataFrame) -> dict[str, Any]:
    fields: list[dict[str, Any]] = [
        {"name": column, "type": plain_type(frame[column]), "title": label_zh(column), "description": label_en(column)}
        for column in map(str, frame.columns)
    ]
    for field in fields:
        if field["name"] == "state":
            field["constraints"] = {"enum": list(STATES)}
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if name in PRIMARY:
        schema["primaryKey"] = PRIMARY[name]
    if name in LISTS and set(KEYS) <= set(frame.columns):
        reference = {"resource": "reports", "fields": ["report_id"]}
        schema["foreignKeys"] = [{"fields": ["report_id"], "reference": reference}]
    return schema


PRIMARY = {
    "reports": ["report_id"],
    "facts": ["report_id", "item"],
    **{name: ["report_id", "ordinal"] for name in ("officers", "statements", "problems", "measures")},
    "codebook": ["frame", "column"],
    "items": ["edition", "item"],
}


def _description(
    corpus: Corpus, resources: list[dict[str, Any]], title: str, licence: str, privacy: Privacy
) -> dict[str, Any]:
    digest = hashlib.sha256("".join(resource["hash"] for resource in resources).encode()).hexdigest()
    reports = int(corpus.reports["is_report"].sum())
    parsers = sorted(set(corpus.reports["parser"].dropna().astype(str))) or [VERSION]
    address = {"path": LICENCES[licence]} if licence in LICENCES else {}
    return {
        "name": f"reportparse-{digest[:12]}",
        "id": f"sha256:{digest}",
        "title": title,
        "description": (
            f"{reports}份报告的结构化记录，由 reportparse {VERSION} 解析。 "
            f"Records of {reports} reports, read by reportparse {VERSION}."
        ),
        "version": VERSION,
        "licenses": [{"name": licence, **address}],
        "sources": [{"title": "政府信息公开工作年度报告 (sources.csv)"}],
        "keywords": ["政府信息公开", "年度报告", "open government"],
        "reportparse": {"parser": parsers, "privacy": privacy},
        "resources": resources,
    }


def _readme(told: Mapping[str, Any]) -> str:
    tables = "\n".join(f"| `{one['path']}` | {one['title']} | {one['description']} |" for one in told["resources"])
    return README.format(title=told["title"], id=told["id"], version=told["version"], tables=tables,
                         licence=told["licenses"][0]["name"])  # fmt: skip


README = """# {title}

{id}

| file · 文件 | 内容 | contents |
| --- | --- | --- |
{tables}

- 引用时请写明上面的编号、reportparse {version} 和许可 {licence}。 To cite: the identifier above, reportparse {version},
  licence {licence}.
- 复核：`frictionless validate datapackage.json` 检查文件的哈希、类型与主键；`sources.csv` 列出每个源文件的
  SHA-256，用同一版本解析同样的文件应得到同样的数据。
  To check: `frictionless validate datapackage.json` looks at hashes, types and keys; `sources.csv` has the SHA-256
  of every source file, and the same version makes the same data of the same files.
- 空白表示没有数值，不是零；`state` 说明原因。 Empty means that there is no figure, not zero; `state` says why.
- 文字如会被电子表格当作公式，前面加了一个 `'`。 Text that a spreadsheet would take for a formula has a `'` in front.
"""


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _zip(folder: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in _in_order(folder):
            entry = zipfile.ZipInfo(file.name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with archive.open(entry, "w", force_zip64=True) as to, file.open("rb") as source:
                while piece := source.read(1 << 20):
                    to.write(piece)


def _in_order(folder: Path) -> Iterator[Path]:
    """datapackage.json first, then the rest by name."""
    yield from sorted(folder.iterdir(), key=lambda file: (file.name != "datapackage.json", file.name))
