"""The shell has the notebook's words: read, parse, build, audit, panel, export, page, form, schema, rules, doctor."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module, metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reportparse.errors import FormError, ReadError, StoreBusy, UnknownItem
from reportparse.text import display_width

if TYPE_CHECKING:
    import pandas as pd

    from reportparse.corpus import Corpus

OK: Final = 0
FOUND: Final = 1
"""Exit code: the work was done, and there are errors among the findings or failures among the files."""

FAILED: Final = 2
"""Exit code: nothing was done; the message says why."""

NOT_WRITTEN: Final = 74
BUSY: Final = 75
"""Exit codes, those of sysexits.h: the disk is full or broken; another run writes to the store, try again later."""

SEVERITIES: Final = ("error", "warning", "info")
SHOWN: Final = 12
"""So many findings of each severity a terminal shows; the page has them all."""

PACKAGES: Final = (
    *("reportparse", "lxml", "msgspec", "pypdfium2", "pdfplumber", "python-docx", "pandas", "pyarrow", "duckdb"),
    *("jieba", "rapidfuzz", "matplotlib", "pillow", "distributed"),
)
"""What `doctor` looks for; the last three are optional."""

PROGRAMS: Final = {
    "soffice": ".doc, .wps, .rtf → .docx",
    "chromium": "tests of the page",
    "fc-list": "fonts of figures",
}
"""Programs that `doctor` looks for, and what they are good for."""

Cells = Sequence[object]


def main(words: Sequence[str] | None = None) -> int:
    """Runs one command.

    Exit codes: 0 done; 1 done, with errors found or files failed; 2 nothing done; 74 the disk is full or broken, what
    was there before still stands; 75 another run is writing to the store.
    """
    options = _parser().parse_args(words)
    try:
        code: int = options.run(options)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except StoreBusy as error:
        return _give_up(error, BUSY)
    except (ReadError, FormError, UnknownItem, FileNotFoundError, BlockingIOError) as error:
        return _give_up(error, FAILED)
    except OSError as error:
        return _give_up(error, NOT_WRITTEN)
    return code


def _give_up(error: Exception, code: int) -> int:
    print(f"reportparse: {error}", file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="reportparse", description=_both("年度报告解析与审核", "read and audit disclosure reports")
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, (run, zh, en, arguments) in COMMANDS.items():
        command = commands.add_parser(name, help=_both(zh, en), description=_both(zh, en))
        command.set_defaults(run=run)
        for flags, settings in arguments:
            command.add_argument(*flags, **settings)
    return parser


def _both(zh: str, en: str) -> str:
    return f"{zh} / {en}"


def _language() -> str:
    wanted = os.environ.get("REPORTPARSE_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "en" if wanted.lower().startswith("en") else "zh"


def say(zh: str, en: str) -> str:
    """A message in the user's language: Chinese, or English where LANG or REPORTPARSE_LANG begins with en."""
    return en if _language() == "en" else zh


# -- commands


def _read(options: argparse.Namespace) -> int:
    from reportparse.readers import read

    document = read(options.path)
    print(document)
    for number, block in enumerate(document.blocks):
        print(f"{number:4d} {block!r}")
        if options.text:
            print(block.text)
    return OK


def _parse(options: argparse.Namespace) -> int:
    from reportparse.parsing import parse

    report = parse(options.path)
    if options.json:
        print(report.to_json())
        return OK
    print(report)
    _show(["", ""], [("organ", report.organ.full_name), ("title", report.title), ("edition", report.edition)])
    for nouns in (report.sections, report.officers, report.statements, report.problems, report.measures):
        for noun in nouns:
            print(" ", noun)
    for finding in report.findings:
        print(" ", finding)
    return FOUND if any(finding.severity == "error" for finding in report.findings) else OK


def _build(options: argparse.Namespace) -> int:
    corpus = _parsed(options.paths, options.store, options)
    _print_failures(corpus)
    print(corpus)
    return FOUND if len(corpus.failures) else OK


def _audit(options: argparse.Namespace) -> int:
    from reportparse.rules import audit

    corpus = _corpus(options.path, options)
    findings = audit(corpus, severity=options.severity)
    if options.json:
        print(findings.to_json(orient="records", force_ascii=False, date_format="iso"))
    else:
        _print_findings(findings, len(findings))
        _print_failures(corpus)
    return FOUND if (findings["severity"] == "error").any() else OK


def _panel(options: argparse.Namespace) -> int:
    corpus = _corpus(options.path, options)
    panel = corpus.panel(options.items if len(options.items) > 1 else options.items[0])
    if options.json:
        print(panel.reset_index().to_json(orient="records", force_ascii=False))
        return OK
    flat = panel.reset_index()
    _show([str(column) for column in flat.columns], flat.itertuples(index=False))
    return OK


def _export(options: argparse.Namespace) -> int:
    views = import_module("reportparse.views")
    print(views.export(_corpus(options.path, options), options.output))
    return OK


def _page(options: argparse.Namespace) -> int:
    views = import_module("reportparse.views")
    print(views.page(_corpus(options.path, options), options.output))
    return OK


def _form_show(options: argparse.Namespace) -> int:
    from reportparse.form import diff, load_form

    if options.action == "diff":
        if len(options.editions) != 2:
            raise FormError(say("请给出两个版本，例如 2019 2021", "give two editions, for example 2019 2021"))
        lines = diff(load_form(options.editions[0]), load_form(options.editions[1]))
        _show(
            ["", "item", *options.editions],
            [(line.change, line.item, line.old or "", line.new or "") for line in lines],
        )
        return OK
    for edition in options.editions:
        form = load_form(edition)
        print(form)
        _show(["item", "label", "unit"], [(item.id, item.label, item.column.unit) for item in form.items()])
    return OK


def _schema(options: argparse.Namespace) -> int:
    from reportparse.report import schema_text

    print(schema_text(), end="")
    return OK


def _rules(options: argparse.Namespace) -> int:
    from reportparse.rules import document

    print(document())
    return OK


def _doctor(options: argparse.Namespace) -> int:
    """What is installed, what could not be done here for want of it, and the limits of a batch."""
    import json
    import shutil

    from reportparse import isolation
    from reportparse.parsing import VERSION

    state = {package: _version(package) for package in PACKAGES}
    state |= {f"{program} ({use})": shutil.which(program) or "—" for program, use in PROGRAMS.items()}
    state |= {
        "python": sys.version.split()[0],
        "parser": VERSION,
        "writable temporary folder": _writable(tempfile.gettempdir()),
        "writable working folder": _writable(os.getcwd()),
        "seconds for a file": f"{isolation.TIMEOUT:g}",
        "seconds of computing for a file": f"{isolation.Limits().cpu:g}",
        "MiB for a file": str(isolation.MEMORY >> 20),
        "tries for a file that kills its process": str(isolation.TRIES),
    }
    if options.json:
        print(json.dumps(state, ensure_ascii=False))
        return OK
    _show([say("名称", "name"), say("状态", "state")], list(state.items()))
    return OK


def _demo(options: argparse.Namespace) -> int:
    """Parse and audit the corpus that comes with the repository, and write a page."""
    from reportparse.rules import audit

    folder = Path(options.path)
    corpus = _parsed([str(folder)], None, options)
    findings = audit(corpus)
    _print_summary(corpus, findings)
    _print_findings(findings, SHOWN)
    _print_failures(corpus)
    output = Path(options.output)
    output.parent.mkdir(parents=True, exist_ok=True)
    views = import_module("reportparse.views")
    print(views.page(corpus, output))
    return OK


# -- a corpus from whatever was named


def _corpus(path: str, options: argparse.Namespace) -> Corpus:
    from reportparse.corpus import open_corpus

    if Path(path).is_dir() and any(Path(path).glob("*.parquet")):
        return open_corpus(path)
    return _parsed([path], None, options)


def _parsed(paths: list[str], store: str | None, options: argparse.Namespace) -> Corpus:
    from reportparse.batch import parse_all

    found: Corpus = parse_all(
        paths if len(paths) > 1 else paths[0], store=store, workers=getattr(options, "workers", None)
    )
    return found


# -- tables on the screen


def _print_summary(corpus: Corpus, findings: pd.DataFrame) -> None:
    """One line for each county and year: reports, how their cells were read, findings."""
    import pandas as pd

    reports = corpus.reports
    keys = ["county", "year"]
    frame = reports.assign(county=reports["county"].astype(object).fillna("?"))
    counted = frame.groupby(keys, observed=True).agg(
        reports=("organ", "size"), stated=("stated", "sum"), blank=("blank", "sum"), absent=("absent", "sum")
    )
    where = frame[["organ", "year", "county"]].drop_duplicates(["organ", "year"])
    placed = findings.merge(where, on=["organ", "year"], how="left", suffixes=("", "_of"))
    column = "county_of" if "county_of" in placed else "county"
    by_severity = pd.crosstab([placed[column], placed["year"]], placed["severity"]).reindex(
        columns=list(SEVERITIES), fill_value=0
    )
    table = (
        counted.join(by_severity.rename_axis(index={column: "county"}), how="left").fillna(0).astype(int).reset_index()
    )
    heads = ["县区", "年度", "报告", "已读数", "空白", "缺失", "错误", "警示", "提示"]
    _show(heads if _language() == "zh" else list(table.columns), table.itertuples(index=False))


def _print_findings(findings: pd.DataFrame, most: int) -> None:
    message = "message" if _language() == "zh" else "message_en"
    for severity in SEVERITIES:
        chosen = findings[findings["severity"] == severity]
        title = {"error": ("错误", "errors"), "warning": ("警示", "warnings"), "info": ("提示", "information")}[
            severity
        ]
        print(f"\n{say(*title)}: {len(chosen)}")
        for row in chosen.head(most).itertuples(index=False):
            print(f"  {row.organ} {row.year} [{row.code}] {getattr(row, message)}")
            place, quote = getattr(row, "place", ""), getattr(row, "quote", "")
            details = " · ".join(str(part)[:80] for part in (place, quote) if isinstance(part, str) and part)
            if details:
                print(f"      {details}")
        if len(chosen) > most:
            print(f"  … {len(chosen) - most} {say('条见网页', 'more on the page')}")


def _print_failures(corpus: Corpus) -> None:
    failures = corpus.failures
    if len(failures):
        print(f"\n{say('未能读取的文件', 'files that gave no record')}: {len(failures)}")
        for row in failures.itertuples(index=False):
            print(f"  {row.path}: {row.code}: {row.message}")


def _show(heads: Sequence[str], rows: Iterable[Cells]) -> None:
    """A table in columns; a Chinese character takes two places."""
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    table = [list(heads), *texts] if any(heads) else texts
    widths = [max(display_width(row[n]) for row in table) for n in range(len(table[0]))] if table else []
    for row in table:
        print(
            "  ".join(
                cell + " " * (width - display_width(cell)) for cell, width in zip(row, widths, strict=True)
            ).rstrip()
        )


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return say("未安装", "not installed")


def _writable(folder: str) -> str:
    return folder if os.access(folder, os.W_OK) else say("不可写", "not writable")


Argument = tuple[tuple[str, ...], dict[str, Any]]
_PATH: Argument = (("path",), {"help": _both("文件或文件夹", "file or folder")})
_JSON: Argument = (("--json",), {"action": "store_true", "help": _both("以 JSON 输出", "print JSON")})
_WORKERS: Argument = (("--workers",), {"type": int, "help": _both("并行进程数", "worker processes")})
COMMANDS: dict[str, tuple[Callable[[argparse.Namespace], int], str, str, list[Argument]]] = {
    "read": (
        _read,
        "把文件读成中性文档",
        "show the neutral document",
        [_PATH, (("--text",), {"action": "store_true"})],
    ),
    "parse": (_parse, "解析一份报告", "parse one report", [_PATH, _JSON]),
    "build": (
        _build,
        "批量解析入库",
        "parse many reports into a store",
        [(("paths",), {"nargs": "+"}), (("-o", "--store"), {"required": True}), _WORKERS],
    ),
    "audit": (
        _audit,
        "审核勾稽与一致性",
        "audit a file, a folder or a store",
        [_PATH, _JSON, _WORKERS, (("--severity",), {"choices": SEVERITIES, "action": "append"})],
    ),
    "panel": (
        _panel,
        "机关与年度的面板",
        "items by organ and year",
        [_PATH, (("items",), {"nargs": "+", "metavar": "ITEM"}), _JSON, _WORKERS],
    ),
    "export": (_export, "导出", "export frames", [_PATH, (("-o", "--output"), {"required": True}), _WORKERS]),
    "page": (_page, "生成网页", "write a page", [_PATH, (("-o", "--output"), {"default": "audit.html"}), _WORKERS]),
    "form": (
        _form_show,
        "显示或比较法定表式",
        "show the form, or compare two editions",
        [(("action",), {"choices": ["show", "diff"]}), (("editions",), {"nargs": "+", "metavar": "EDITION"})],
    ),
    "schema": (_schema, "记录的 JSON Schema", "the JSON Schema of a record", []),
    "rules": (_rules, "列出审核规则", "list the rules", []),
    "doctor": (_doctor, "检查运行环境", "say what is installed and what is missing", [_JSON]),
    "demo": (
        _demo,
        "演示：解析并审核 corpus/",
        "parse and audit corpus/, and write a page",
        [
            (("path",), {"nargs": "?", "default": "corpus/reports"}),
            (("-o", "--output"), {"default": "out/audit.html"}),
            _WORKERS,
        ],
    ),
}
