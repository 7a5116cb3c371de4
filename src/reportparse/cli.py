"""The shell has the notebook's words: read, parse, build, audit, verdict, correct, panel, export, page, form, rules."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

from reportparse import terminal
from reportparse.errors import FormError, MissingExtra, ReadError, StoreBusy, UnknownItem
from reportparse.private import LEVELS, SHARED, Veil
from reportparse.terminal import say

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

INTERRUPTED: Final = 130
"""Exit code: ended by Ctrl-C. What was parsed stays in the store, and the same command goes on there."""

SEVERITIES: Final = ("error", "warning", "info")
SHELLS: Final = ("bash", "zsh", "fish")
SHOWN: Final = 12
"""So many findings of each severity a terminal shows; the page has them all."""

VERDICTS: Final = "verdicts.csv"
CORRECTIONS: Final = "corrections.csv"
"""In the folder of a store: what people decided about findings, and cells that they set right."""

Cells = Sequence[object]


def main(words: Sequence[str] | None = None) -> int:
    """Runs one command.

    Exit codes: 0 done; 1 done, with errors found or files failed; 2 nothing done; 74 the disk is full or broken, what
    was there before still stands; 75 another run is writing to the store; 130 ended by Ctrl-C.
    """
    terminal.prepare()
    words = _with_language(list(sys.argv[1:] if words is None else words))
    options = _parser().parse_args(words)
    try:
        code: int = options.run(options)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        print(
            say("\n已中断；再次运行同一命令会接着做。", "\ninterrupted; the same command goes on from here."),
            file=sys.stderr,
        )
        return INTERRUPTED
    except StoreBusy as error:
        return _give_up(error, BUSY)
    except (MissingExtra, ReadError, FormError, UnknownItem, FileNotFoundError, BlockingIOError) as error:
        return _give_up(error, FAILED)
    except OSError as error:
        return _give_up(error, NOT_WRITTEN)
    return FOUND if code == OK and getattr(options, "failed", False) else code


def _give_up(error: Exception, code: int) -> int:
    print(f"reportparse: {terminal.plain(_reason(error))}", file=sys.stderr)
    return code


def _reason(error: Exception) -> str:
    """Why nothing was done, in the user's language where the error does not say it in both."""
    if isinstance(error, UnknownItem):
        near = "、".join(error.nearest)
        return say(f"没有项目 {error.item!r}" + (f"；相近的有：{near}" if near else ""), str(error))
    if isinstance(error, StoreBusy):
        return say(f"另一个任务正在写入，请等它结束，或换一个文件夹。 {error}", str(error))
    if isinstance(error, FileNotFoundError) and error.filename:
        return say(f"找不到 {error.filename}", f"{error.filename} is not there")
    return str(error)


def _with_language(words: list[str]) -> list[str]:
    """The words without `--language zh|en`, which may stand anywhere and holds for this run."""
    for place, word in enumerate(words):
        name, _, value = word.partition("=")
        if name == "--language":
            taken = [value] if value else words[place + 1 : place + 2]
            if taken and taken[0] in ("zh", "en"):
                os.environ["REPORTPARSE_LANG"] = taken[0]
                return words[:place] + words[place + (1 if value else 2) :]
    return words


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="reportparse",
        description=say("年度报告解析与审核", "read and audit disclosure reports"),
        epilog=say(
            "--language zh|en 可写在任何位置；reportparse 命令 -h 显示该命令的参数。",
            "--language zh|en may stand anywhere; reportparse COMMAND -h tells a command's arguments.",
        ),
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, (run, zh, en, arguments) in COMMANDS.items():
        command = commands.add_parser(name, help=say(zh, en), description=say(zh, en))
        command.set_defaults(run=run)
        for flags, settings in arguments:
            command.add_argument(*flags, **{**settings, "help": say(*_halves(settings.get("help", "")))})
    return parser


def _both(zh: str, en: str) -> str:
    return f"{zh} / {en}"


def _halves(text: str) -> tuple[str, str]:
    """What `_both` put together."""
    zh, _, en = text.partition(" / ")
    return zh, en or zh


def _print_json(value: object) -> None:
    """JSON on one line, in ASCII where the output cannot hold Chinese."""
    print(json.dumps(value, ensure_ascii=not terminal.is_unicode(), default=str))


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame's rows as plain values; what is missing is null."""
    found: list[dict[str, Any]] = json.loads(frame.to_json(orient="records", force_ascii=False, date_format="iso"))
    return found


# -- commands


def _read(options: argparse.Namespace) -> int:
    from reportparse.readers import read

    document, veil = read(options.path), Veil(options.privacy)
    if options.json:
        import msgspec

        _print_json(veil.everywhere(msgspec.to_builtins(document)))
        return OK
    print(document)
    for number, block in enumerate(document.blocks):
        print(f"{number:4d} {terminal.plain(veil(repr(block)))}")
        if options.text:
            print("\n".join(map(terminal.plain, veil(block.text).splitlines())))
    return OK


def _parse(options: argparse.Namespace) -> int:
    from reportparse.parsing import parse

    report = parse(options.path)
    veil = Veil(options.privacy, names=(officer.name for officer in report.officers))
    if options.json:
        _print_json(veil.everywhere(report.to_dict()))
        return OK
    print(terminal.plain(repr(report)))
    _show(["", ""], [("organ", report.organ.full_name), ("title", report.title), ("edition", report.edition)])
    for nouns in (report.sections, report.officers, report.statements, report.problems, report.measures):
        for noun in nouns:
            print(" ", terminal.plain(veil(repr(noun))))
    for finding in report.findings:
        print(" ", terminal.plain(veil(repr(finding))))
    return FOUND if any(finding.severity == "error" for finding in report.findings) else OK


def _build(options: argparse.Namespace) -> int:
    corpus = _parsed(options.paths, options.store, options)
    if options.json:
        lacking = _lacking(corpus)
        reports = int(corpus.reports["is_report"].sum())
        _print_json({"store": options.store, "reports": reports, "failures": _records(lacking)})
    else:
        _print_failures(corpus)
        print(corpus)
    return FOUND if len(_lacking(corpus)) else OK


def _audit(options: argparse.Namespace) -> int:
    from reportparse.rules import audit

    corpus = _corpus(options.path, options)
    wanted = {"rules": options.code, "severity": options.severity, "organ": options.organ, "privacy": options.privacy}
    findings = audit(corpus, **wanted, **_decided(options.path))
    if "verdict" in findings and not options.all:
        findings = findings[findings["verdict"] != "dismissed"]
    if options.json:
        _print_json(_records(findings))
    else:
        _print_findings(findings, len(findings))
    return FOUND if (findings["severity"] == "error").any() else OK


def _decided(store: str) -> dict[str, Any]:
    """The csv files beside a store that hold what people decided and set right."""
    files = {"verdicts": Path(store) / VERDICTS, "corrections": Path(store) / CORRECTIONS}
    return {name: file for name, file in files.items() if file.is_file()}


def _verdict(options: argparse.Namespace) -> int:
    from reportparse.rules import audit
    from reportparse.rules.verdicts import read_verdicts, record_verdict

    findings = audit(_stored(options.store), **_decided(options.store))
    if not options.fingerprints:
        known = {} if "verdict" in findings else {"verdict": "open"}
        return _list(findings.assign(**known), ["fingerprint", "verdict", "organ", "year", "code", _message()], options)
    chosen = findings[findings["fingerprint"].str.startswith(tuple(options.fingerprints))]
    lost = [one for one in options.fingerprints if not findings["fingerprint"].str.startswith(one).any()]
    if lost or len(chosen) > len(options.fingerprints):
        which = "、".join(lost or options.fingerprints)
        wrong = say(f"没有或不止一条发现以此开头：{which}", f"no finding, or more than one, begins so: {which}")
        return _give_up(ValueError(wrong), FAILED)
    if not options.verdict or not (options.reason or "").strip():
        need = say("请给出 --accept 或 --dismiss，以及 --reason", "give --accept or --dismiss, and --reason")
        return _give_up(ValueError(need), FAILED)
    file = Path(options.store) / VERDICTS
    record_verdict(file, chosen, options.verdict, options.reason, who=options.who)
    return _list(read_verdicts(file), ["fingerprint", "verdict", "organ", "year", "code", "reason", "who"], options)


def _correct(options: argparse.Namespace) -> int:
    from reportparse.rules.corrections import Correction, read_corrections, record_correction

    file = Path(options.store) / CORRECTIONS
    corpus = _stored(options.store)
    if options.item is not None:
        if options.value is None or options.organ is None or options.year is None:
            need = say("请给出数值以及 --organ、--year", "give the value, and --organ and --year")
            return _give_up(ValueError(need), FAILED)
        report = corpus.report(options.organ, options.year)
        try:
            record_correction(file, report, options.item, options.value, why=options.reason or "", who=options.who)
        except ValueError as error:
            told = say("更正须是数字（空白则为空），并有理由 --reason", f"{error}: --reason")
            return _give_up(ValueError(told), FAILED)
    import pandas as pd

    columns = list(Correction.__struct_fields__)
    rows = [[getattr(one, column) for column in columns] for one in read_corrections(file)]
    return _list(pd.DataFrame(rows, columns=columns), columns, options)


def _stored(path: str) -> Corpus:
    """The corpus of a store: what people decide stands beside one."""
    from reportparse.corpus import open_corpus

    if not Path(path).is_dir() or not any(Path(path).glob("*.parquet")):
        where = say("不是结果文件夹；请先运行 reportparse build", "is no store; run reportparse build first")
        raise FileNotFoundError(f"{path} {where}")
    return open_corpus(path)


def _list(frame: pd.DataFrame, columns: list[str], options: argparse.Namespace) -> int:
    if options.json:
        _print_json(_records(frame[columns]))
    else:
        _show(columns, frame[columns].fillna("").itertuples(index=False))
    return OK


def _message() -> str:
    return "message" if terminal.language() == "zh" else "message_en"


def _panel(options: argparse.Namespace) -> int:
    corpus = _corpus(options.path, options)
    panel = corpus.panel(options.items if len(options.items) > 1 else options.items[0])
    if options.json:
        _print_json(_records(panel.reset_index()))
        return OK
    flat = panel.reset_index()
    _show([str(column) for column in flat.columns], flat.itertuples(index=False))
    return OK


def _export(options: argparse.Namespace) -> int:
    views = import_module("reportparse.views")
    package = {"title": options.title, "licence": options.licence, "verdicts": options.verdicts}
    given = {name: value for name, value in package.items() if value is not None} | {"privacy": options.privacy}
    try:
        ending = import_module("reportparse.views.export").checked_ending(options.output)  # before hours of parsing
        corpus = _corpus(options.path, options)
        if ending == ".zip":
            return _tell(views.package(corpus, options.output, **given), options)
        given = {"privacy": options.privacy, "raw": options.raw, "evidence": options.evidence}
        return _tell(views.export(corpus, options.output, **given), options)
    except ValueError as error:  # an ending or a licence that there is not
        return _give_up(error, FAILED)


def _page(options: argparse.Namespace) -> int:
    views = import_module("reportparse.views")
    corpus = _corpus(options.path, options)
    language = terminal.language()
    told = _decided(options.path) | {"pictures": options.pictures, "privacy": options.privacy}
    return _tell(views.page(corpus, options.output, language=language, **told), options)


def _draw(options: argparse.Namespace) -> int:
    views = import_module("reportparse.views")
    output = Path(options.output)
    if output.suffix.lower() not in PICTURES:
        wrong = say(f"图的文件名须以 {'、'.join(PICTURES)} 结尾", f"a figure's name ends in {', '.join(PICTURES)}")
        return _give_up(ValueError(f"{output.name}: {wrong}"), FAILED)
    import_module("matplotlib").use("agg")
    corpus = _corpus(options.path, options)
    item = [options.item] if options.figure == "trend" else []
    axes = getattr(views, options.figure)(corpus, *item, language=terminal.language())
    output.parent.mkdir(parents=True, exist_ok=True)
    axes.figure.savefig(output, dpi=150)
    return _tell(import_module("reportparse.views.written").written(output), options)


def _tell(written: Any, options: argparse.Namespace) -> int:
    """What was written, as a line or as JSON."""
    if options.json:
        _print_json({"path": str(written.path), "bytes": written.size})
    else:
        print(written)
    return OK


def _form_show(options: argparse.Namespace) -> int:
    from reportparse.form import diff, load_form

    if options.action == "diff":
        if len(options.editions) != 2:
            raise FormError(say("请给出两个版本，例如 2019 2021", "give two editions, for example 2019 2021"))
        lines = diff(load_form(options.editions[0]), load_form(options.editions[1]))
        if options.json:
            _print_json(
                [{"change": line.change, "item": line.item, "old": line.old, "new": line.new} for line in lines]
            )
            return OK
        _show(
            ["", "item", *options.editions],
            [(line.change, line.item, line.old or "", line.new or "") for line in lines],
        )
        return OK
    forms = [load_form(edition) for edition in options.editions]
    if options.json:
        told = [(form, item) for form in forms for item in form.items()]
        _print_json([{"edition": f.id, "item": i.id, "label": i.label, "unit": i.unit} for f, i in told])
        return OK
    for form in forms:
        print(form)
        _show(["item", "label", "unit"], [(item.id, item.label, item.unit) for item in form.items()])
    return OK


def _schema(options: argparse.Namespace) -> int:
    from reportparse.report import schema_text

    print(schema_text(), end="")
    return OK


def _rules(options: argparse.Namespace) -> int:
    from reportparse.rules import document, registry

    if options.json:
        rules = registry().values()
        words = ("code", "severity", "scope", "kind", "formula", "formula_en", "title")
        _print_json([{word: getattr(rule, word) for word in words} for rule in rules])
        return OK
    print(document())
    return OK


def _doctor(options: argparse.Namespace) -> int:
    """What is installed, what could not be done here for want of it, and the limits of a batch."""
    from reportparse.doctor import examine

    state = examine()
    if options.json:
        _print_json(state)
        return OK
    _show([say("名称", "name"), say("状态", "state")], list(state.items()))
    return OK


def _demo(options: argparse.Namespace) -> int:
    """Parse and audit the corpus that comes with the repository, and write a page."""
    from reportparse.rules import audit

    folder = Path(options.path)
    corpus = _parsed([str(folder)], None, options)
    findings = audit(corpus)
    if not options.json:
        _print_summary(corpus, findings)
        _print_findings(findings, SHOWN)
        _print_failures(corpus)
    output = Path(options.output)
    output.parent.mkdir(parents=True, exist_ok=True)
    views = import_module("reportparse.views")
    return _tell(views.page(corpus, output), options)


def _completion(options: argparse.Namespace) -> int:
    """The script that a shell reads at its start."""
    from reportparse import completion
    from reportparse.form import editions, load_form

    items = dict.fromkeys(item.id for edition in editions() for item in load_form(edition).items())
    words = {name: [*_words_of(arguments), "--language", "--help"] for name, (_, _, _, arguments) in COMMANDS.items()}
    print(completion.script(options.shell, words, items), end="")
    return OK


def _words_of(arguments: list[Argument]) -> list[str]:
    """The options of a command, and what may stand in its places."""
    flags = [flag for names, _ in arguments for flag in names if flag.startswith("-")]
    return flags + [choice for _, settings in arguments for choice in settings.get("choices", ())]


# -- a corpus from whatever was named


def _corpus(path: str, options: argparse.Namespace) -> Corpus:
    """The corpus of a store, or of files parsed now; those that failed now are told beside the output."""
    from reportparse.corpus import open_corpus

    if Path(path).is_dir() and any(Path(path).glob("*.parquet")):
        return open_corpus(path)
    corpus = _parsed([path], None, options)
    _print_failures(corpus, sys.stderr)
    options.failed = len(_lacking(corpus)) > 0
    return corpus


def _parsed(paths: list[str], store: str | None, options: argparse.Namespace) -> Corpus:
    from reportparse.batch import parse_all

    found: Corpus = parse_all(
        paths if len(paths) > 1 else paths[0],
        store=store,
        workers=getattr(options, "workers", None),
        progress=not getattr(options, "quiet", False),
        **_limits(options),
    )
    return found


def _limits(options: argparse.Namespace) -> dict[str, Any]:
    """Those limits of a run that were named; mebibytes become bytes."""
    named = {name: getattr(options, name, None) for name in ("timeout", "memory", "members", "inflated")}
    return {
        name: value << 20 if name in ("memory", "inflated") else value
        for name, value in named.items()
        if value is not None
    }


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
    _show(heads if terminal.language() == "zh" else list(table.columns), table.itertuples(index=False))


def _print_findings(findings: pd.DataFrame, most: int) -> None:
    message = _message()
    for severity in SEVERITIES:
        chosen = findings[findings["severity"] == severity]
        title = {"error": ("错误", "errors"), "warning": ("警示", "warnings"), "info": ("提示", "information")}[
            severity
        ]
        print(f"\n{say(*title)}: {len(chosen)}")
        for row in chosen.head(most).itertuples(index=False):
            print(terminal.plain(f"  {row.organ} {row.year} [{row.code}] {getattr(row, message)}"))
            place, quote = getattr(row, "place", ""), getattr(row, "quote", "")
            details = " · ".join(str(part)[:80] for part in (place, quote) if isinstance(part, str) and part)
            if details:
                print(f"      {terminal.plain(details)}")
        if len(chosen) > most:
            print(f"  … {len(chosen) - most} {say('条见网页', 'more on the page')}")


def _lacking(corpus: Corpus) -> pd.DataFrame:
    """The files that gave no report: those that could not be read, and those that are something else."""
    import pandas as pd

    return pd.concat([corpus.failures, corpus.strays], ignore_index=True)


def _print_failures(corpus: Corpus, to: TextIO | None = None) -> None:
    failures = _lacking(corpus)
    if len(failures):
        print(f"\n{say('没有得到报告的文件', 'files that gave no report')}: {len(failures)}", file=to)
        for row in failures.itertuples(index=False):
            print(terminal.plain(f"  {row.path}: {row.code}: {row.message}"), file=to)


def _show(heads: Sequence[str], rows: Iterable[Cells]) -> None:
    """A table in columns, cut to the width of the terminal; whole where another program reads it."""
    for line in terminal.table(heads, rows, terminal.room()):
        print(line)


Argument = tuple[tuple[str, ...], dict[str, Any]]
_PATH: Argument = (("path",), {"help": _both("文件或文件夹", "file or folder")})
_JSON: Argument = (("--json",), {"action": "store_true", "help": _both("以 JSON 输出", "print JSON")})
_WORKERS: Argument = (("--workers",), {"type": int, "help": _both("并行进程数", "worker processes")})
_QUIET: Argument = (("-q", "--quiet"), {"action": "store_true", "help": _both("不显示进度", "no progress bar")})
_LIMITS: list[Argument] = [
    (("--timeout",), {"type": float, "help": _both("每个文件的时限（秒）", "seconds that a file may take")}),
    (("--memory",), {"type": int, "help": _both("每个文件的内存上限（MiB）", "MiB of memory that a file may take")}),
    (("--members",), {"type": int, "help": _both("压缩包内文件数上限", "files that a zip archive may hold")}),
    (
        ("--inflated",),
        {"type": int, "help": _both("压缩包解压后总大小上限（MiB）", "MiB that a zip archive may hold, unpacked")},
    ),
]
_RUN = [_JSON, _WORKERS, *_LIMITS, _QUIET]
_PRIVACY: Argument = (
    ("--privacy",),
    {
        "choices": LEVELS,
        "default": SHARED,
        "help": _both(
            "个人信息：none 原样；shared 遮盖个人号码和邮箱；strict 另隐去一切电话、邮箱和人员姓名",
            "persons: none as printed; shared masks private numbers and mail; strict also hides every telephone and "
            "mail, and names of officers",
        ),
    },
)
_PRIVACY_OF_TEXT: Argument = (("--privacy",), {**_PRIVACY[1], "choices": LEVELS[:2]})
"""The neutral document does not know who is an officer."""


def _flag(name: str, zh: str, en: str) -> Argument:
    return (name,), {"action": "store_true", "help": _both(zh, en)}


def _option(names: tuple[str, ...], zh: str, en: str, **settings: Any) -> Argument:
    return names, {**settings, "help": _both(zh, en)}


def _choice(name: str, place: str, value: str, zh: str, en: str) -> Argument:
    return (name,), {"dest": place, "action": "store_const", "const": value, "help": _both(zh, en)}


_STORE: Argument = _option(("store",), "结果文件夹", "folder of a store")
_WHY: list[Argument] = [
    _option(("--reason",), "理由", "the reason"),
    _option(("--who",), "何人", "by whom", default=""),
    _JSON,
]
_OUTPUT: Argument = _option(("-o", "--output"), "写到哪里", "where to write it", required=True)
PICTURES = (".png", ".svg", ".pdf")
FIGURES = ("trend", "coverage", "findings_map", "outcomes", "topics", "similarity")
COMMANDS: dict[str, tuple[Callable[[argparse.Namespace], int], str, str, list[Argument]]] = {
    "read": (
        _read,
        "把文件读成中性文档",
        "show the neutral document",
        [_PATH, _flag("--text", "连同文字", "with the text"), _PRIVACY_OF_TEXT, _JSON],
    ),
    "parse": (_parse, "解析一份报告", "parse one report", [_PATH, _PRIVACY, _JSON]),
    "build": (
        _build,
        "批量解析入库",
        "parse many reports into a store",
        [
            _option(("paths",), "文件、文件夹或压缩包", "files, folders or archives", nargs="+"),
            _option(("-o", "--store"), "存放结果的文件夹", "folder that keeps the results", required=True),
            *_RUN,
        ],
    ),
    "audit": (
        _audit,
        "审核勾稽与一致性",
        "audit a file, a folder or a store",
        [
            _PATH,
            *_RUN,
            _option(
                ("--severity",),
                "只列这一级，可重复",
                "only these, may be repeated",
                choices=SEVERITIES,
                action="append",
            ),
            _option(("--code",), "只按这条规则，可重复", "only by this rule, may be repeated", action="append"),
            _option(("--organ",), "只列这一机关，可重复", "only of this organ, may be repeated", action="append"),
            _flag("--all", "连同已驳回的", "with those that were dismissed"),
            _PRIVACY,
        ],
    ),
    "verdict": (
        _verdict,
        "列出发现，或记下对发现的判定",
        "list findings, or record a verdict on them",
        [
            _STORE,
            _option(("fingerprints",), "发现的指纹（开头即可）", "fingerprints, or how they begin", nargs="*"),
            _choice("--accept", "verdict", "accepted", "属实", "it is so"),
            _choice("--dismiss", "verdict", "dismissed", "驳回", "it is not"),
            *_WHY,
        ],
    ),
    "correct": (
        _correct,
        "列出更正，或更正一个单元格",
        "list corrections, or set one cell right",
        [
            _STORE,
            _option(("item",), "项目", "item: table.row.column", nargs="?"),
            _option(("value",), '应为的数（空白用 ""）', 'the right number, "" for a blank', nargs="?"),
            _option(("--organ",), "机关", "organ"),
            _option(("--year",), "年度", "year", type=int),
            *_WHY,
        ],
    ),
    "panel": (
        _panel,
        "机关与年度的面板",
        "items by organ and year",
        [_PATH, _option(("items",), "项目", "items: table.row.column", nargs="+", metavar="ITEM"), *_RUN],
    ),
    "export": (
        _export,
        "导出为 .xlsx .csv .dta .stata .parquet .duckdb .zip（数据包）",
        "export to .xlsx .csv .dta .stata .parquet .duckdb .zip (data package)",
        [
            _PATH,
            _OUTPUT,
            _flag("--evidence", "连同原文、页码和位置", "with raw text, page and place"),
            _flag("--raw", "csv 中的公式不加引号", "leave formulas in csv as they are"),
            _option(("--title",), "数据包的标题", "title of the data package"),
            _option(("--licence",), "数据包的许可", "licence of the data package"),
            _option(("--verdicts",), "判定文件", "csv of verdicts for the data package"),
            _PRIVACY,
            *_RUN,
        ],
    ),
    "page": (
        _page,
        "生成网页",
        "write a page",
        [
            _PATH,
            _option(("-o", "--output"), "写到哪里", "where to write it", default="audit.html"),
            _option(
                ("--no-pictures",),
                "不收入 pdf 原页图片",
                "without pictures of the pages of pdf files",
                dest="pictures",
                action="store_false",
            ),
            _PRIVACY,
            *_RUN,
        ],
    ),
    "draw": (
        _draw,
        "画图",
        "draw a figure",
        [
            _option(("figure",), "哪一种图", "which figure", choices=FIGURES),
            _PATH,
            _OUTPUT,
            _option(("--item",), "走势图的项目", "item of the trend", default="requests.received.total"),
            *_RUN,
        ],
    ),
    "form": (
        _form_show,
        "显示或比较法定表式",
        "show the form, or compare two editions",
        [
            _option(("action",), "显示或比较", "show or compare", choices=["show", "diff"]),
            _option(("editions",), "版本", "editions", nargs="+", metavar="EDITION"),
            _JSON,
        ],
    ),
    "schema": (_schema, "记录的 JSON Schema", "the JSON Schema of a record", []),
    "rules": (_rules, "列出审核规则", "list the rules", [_JSON]),
    "doctor": (_doctor, "检查运行环境", "say what is installed and what is missing", [_JSON]),
    "demo": (
        _demo,
        "演示：解析并审核 corpus/",
        "parse and audit corpus/, and write a page",
        [
            _option(("path",), "文件夹", "folder", nargs="?", default="corpus/reports"),
            _option(("-o", "--output"), "写到哪里", "where to write it", default="out/audit.html"),
            *_RUN,
        ],
    ),
    "completion": (
        _completion,
        "命令补全脚本",
        "completion for a shell",
        [_option(("shell",), "哪种 shell", "which shell", choices=SHELLS)],
    ),
}
