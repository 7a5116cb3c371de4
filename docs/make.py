"""Writes the pages that are made from data: shell.md, codebook.md, rules.md, and the schema of a record.

    python docs/make.py

`python3 do.py docs` does this and builds the site. tests/test_docs.py looks that the pages are as this makes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from reportparse import cli, corpus, form, frames, kept, rules, texts, topics, versions
from reportparse.report import schema_text

MADE = {
    "organs": corpus.ORGANS,
    "versions": versions.VERSIONS,
    "copies": kept.COPIES,
    "topics": texts.NAMED,
    "repeated_problems": texts.REPEATED,
    "unanswered_problems": texts.UNANSWERED,
    "keywords": texts.KEYWORDS,
    "text_changes": texts.CHANGED,
}
"""The methods of a corpus that give frames with declared columns."""
HERE = Path(__file__).parent


def pages() -> dict[str, str]:
    """The text of each page, by the name of its file."""
    return {
        "shell.md": shell(),
        "codebook.md": codebook(),
        "rules.md": rules.document(),
        "report.schema.json": schema_text(),
    }


SHELL = """\
- 消息的语言取自 `REPORTPARSE_LANG`、`LC_ALL`、`LC_MESSAGES`、`LANG`，也可在任何位置写 `--language zh|en`。
  Messages are in the language that these variables name, or that `--language zh|en` names anywhere in the line.
- 终端中的表格不超过窗口宽度，写入文件或管道时不截断；`--json` 给其他程序用。
  Tables fit the terminal and are whole in a file or pipe; `--json` is for other programs.
- 进度显示在标准错误输出，仅在终端中。 Progress is shown on standard error, and only on a terminal.
- 补全 · completion: `eval "$(reportparse completion bash)"`, `eval "$(reportparse completion zsh)"`,
  `reportparse completion fish | source`."""


def shell() -> str:
    """Every command with its arguments."""
    parts = ["# Shell · 命令", "Written by `docs/make.py` from the command line's own table.", SHELL]
    for name, (_, zh, en, arguments) in cli.COMMANDS.items():
        parts.append(f"## reportparse {name}\n\n{zh} · {en}")
        if arguments:
            parts.append(_table(["argument · 参数", "meaning · 含义"], map(_argument, arguments)))
    parts.append(
        "## Exit codes · 退出码\n\n"
        + _table(
            ["code", "meaning · 含义"],
            [
                (str(cli.OK), "完成 · done"),
                (str(cli.FOUND), "完成，但有错误一级的发现，或有文件未读成 · done, with errors found or files failed"),
                (
                    str(cli.FAILED),
                    "没有做成，或参数有误，消息说明原因 · nothing done or wrong arguments, the message says why",
                ),
                (
                    str(cli.NOT_WRITTEN),
                    "磁盘已满或损坏，原有文件不变 · the disk is full or broken, what was there still stands",
                ),
                (str(cli.BUSY), "另一个任务正在写同一文件夹 · another run is writing to the store"),
                (str(cli.INTERRUPTED), "被 Ctrl-C 中断，再次运行会接着做 · ended by Ctrl-C, the same command goes on"),
            ],
        )
    )
    return "\n\n".join(parts) + "\n"


def _argument(argument: cli.Argument) -> tuple[str, str]:
    flags, settings = argument
    names = ", ".join(f"`{flag}`" for flag in flags)
    choices = " ".join(f"`{choice}`" for choice in settings.get("choices", ()))
    default = f"({settings['default']})" if "default" in settings else ""
    said = str(settings.get("help", "")).replace(" / ", " · ")
    return names, " ".join(part for part in (said, choices, default) if part)


def codebook() -> str:
    """Every column of every frame, and every item of every edition of the form."""
    parts = [
        "# Codebook · 数据字典",
        "Written by `docs/make.py` from the frames and the form files.",
        "A record as JSON · 记录的 JSON: [report.schema.json](report.schema.json), `reportparse schema`.",
        "## Frames · 数据表",
    ]
    for name, columns in _frames():
        parts.append(f"### {name}\n\n" + _table(["column", "列", "dtype"], _columns(columns)))
    parts.append(
        "## Frames made when they are asked for · 按需生成的表\n\n"
        "`changes`, `shares`, `ranks`, `runs`, `outliers`, `coverage`, `officer_changes`, `in_two_organs`, `staff`: "
        "see [the library](reference.md)."
    )
    for name, columns in MADE.items():
        parts.append(f"### {name}\n\n" + _table(["column", "列", "dtype"], _columns(columns)))
    for kind in ("problems", "measures"):
        classes = [(f"`{topic.code}`", topic.zh, topic.en) for topic in getattr(topics.topics(), kind)]
        parts.append(f"### Topics of {kind} · 类别\n\n" + _table(["code", "类别", "in English"], classes))
    parts.append("## Items · 表内项目\n\n`table.row.column`; the same id means the same in every edition that has it.")
    for edition in form.editions():
        parts.append(f"### Edition {edition}\n\n{form.load_form(edition).instrument}")
        parts += [_items(table) for table in form.load_form(edition).tables]
    return "\n\n".join(parts) + "\n"


def _frames() -> Iterator[tuple[str, dict[str, frames.Dtype]]]:
    yield "reports", frames.REPORTS
    yield "failures", frames.FAILURES
    for name, columns in frames.LISTS.items():
        yield name, {**frames.KEYS, **columns, **frames.EVIDENCE}


def _columns(columns: dict[str, frames.Dtype]) -> Iterator[tuple[str, ...]]:
    for name, dtype in columns.items():
        yield f"`{name}`", frames.LABELS_ZH.get(name, ""), "text" if dtype == frames.TEXT else str(dtype)


def _items(table: form.FormTable) -> str:
    """A table of the form: its rows with their codes and labels, then its columns."""
    rows = [(f"`{row.code}`", row.label, row.en, " ".join(row.columns) or "all") for row in table.leaves()]
    columns = [(f"`{column.code}`", column.label, column.en, column.unit) for column in table.columns]
    return "\n\n".join(
        (
            f"#### {table.code}",
            _table(["row", "行", "in English", "columns"], rows),
            _table(["column", "列", "in English", "unit · 单位"], columns),
        )
    )


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    for name, text in pages().items():
        (HERE / name).write_text(text, encoding="utf-8")
