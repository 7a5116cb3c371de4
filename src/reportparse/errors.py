"""What stops the program: a file that yields no Document, or a caller's mistake.

Everything that is merely odd *inside* a document is a `Finding`, never an exception.
"""

from __future__ import annotations

import os
from collections.abc import Iterable


class ReadError(Exception):
    """No Document (or no report) can be made of a file. The message names the file and says what to do.

    Attributes: `code` (stable, for tables of failures), `file`, `sha256`, `stage` (open, read, parse),
    `detail` (what was seen), `remedy` (what to do; Chinese, then English).
    """

    code = "read-error"
    remedy = "请检查该文件。 Check the file."

    def __init__(self, detail: str = "", *, file: str = "", sha256: str = "", stage: str = "read") -> None:
        super().__init__(detail)
        self.detail = detail
        self.file = file
        self.sha256 = sha256
        self.stage = stage

    def __str__(self) -> str:
        where = self.file or "(bytes)"
        return f"{where}: {self.code}: {self.detail} — {self.remedy}"

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.detail, self.file, self.sha256, self.stage)

    def at(self, file: str, sha256: str) -> ReadError:
        """The same error with the file it is about; what is already known stays."""
        self.file = self.file or file
        self.sha256 = self.sha256 or sha256
        return self


def _rebuild(kind: type[ReadError], detail: str, file: str, sha256: str, stage: str) -> ReadError:
    return kind(detail, file=file, sha256=sha256, stage=stage)


class EmptyFile(ReadError):
    """The file has no bytes, or nothing but white space."""

    code = "empty-file"
    remedy = "文件为空，请重新下载。 The file is empty; fetch it again."


class NotThatType(ReadError):
    """The bytes are not of the type that the caller named."""

    code = "not-that-type"
    remedy = "文件内容与所称格式不符，请改正扩展名或去掉 format 参数。 Rename the file, or leave `format` out."


class Unsupported(ReadError):
    """A format that is not read here."""

    code = "unsupported"
    remedy = "请另存为 docx、pdf、html 或 txt 后再试。 Save it as docx, pdf, html or txt and try again."


class Encrypted(ReadError):
    """The file asks for a password."""

    code = "encrypted"
    remedy = "请取得无密码的版本。 Get a copy without a password."


class Malformed(ReadError):
    """The file is damaged, or breaks its own format."""

    code = "malformed"
    remedy = "文件已损坏，请重新下载，或用办公软件打开后另存。 Fetch it again, or open and re-save it."


class UnsafeArchive(ReadError):
    """An archive that inflates too far, overlaps itself or points outside."""

    code = "unsafe-archive"
    remedy = "压缩包结构不安全，未予打开；请向来源核实。 Not opened; ask where it came from."


class LimitExceeded(ReadError):
    """More pages, cells or bytes than any report has."""

    code = "limit-exceeded"
    remedy = "超出读取上限，请拆分文件或提高上限。 Split the file, or raise the limit."


class NeedsOCR(ReadError):
    """Pages are pictures: there is no text to read."""

    code = "needs-ocr"
    remedy = "文件为扫描件，请先做文字识别（OCR）再试。 A scan: run OCR on it first."


class NoReportText(ReadError):
    """There is no text, or it is a page of a web site (an error, a login, news) and not a disclosure report."""

    code = "no-report-text"
    remedy = "未找到年度报告正文，请确认下载的是报告本身。 Check that this is the report and not a web page around it."


class Unreadable(ReadError):
    """The path cannot be opened: missing, a folder, a device, or no permission."""

    code = "unreadable"
    remedy = "请检查路径与权限。 Check the path and its permissions."


class ChangedDuringRead(ReadError):
    """The file changed while it was being read."""

    code = "changed-during-read"
    remedy = "文件在读取时被改动，请待写入完成后重试。 Try again when nothing writes to it."


class TimeLimit(ReadError):
    """A batch gave the file up after its time limit."""

    code = "time-limit"
    remedy = "解析超时，可调大 timeout 后单独重试。 Raise `timeout` and try it alone."


class MemoryLimit(ReadError):
    """A batch gave the file up at its memory limit."""

    code = "memory-limit"
    remedy = "解析超出内存上限，可调大上限后单独重试。 Raise the memory limit and try it alone."


class WorkerDied(ReadError):
    """The process that parsed the file died."""

    code = "worker-died"
    remedy = "解析进程异常终止，该文件已隔离；请单独检查。 The file is set aside; look at it alone."


class UnknownItem(KeyError):
    """An item id that no form has; the message names the nearest ids."""

    def __init__(self, item: str, known: Iterable[str]) -> None:
        import difflib  # only a mistake needs it

        near = difflib.get_close_matches(item, list(known), n=3, cutoff=0.4)
        hint = f"; nearest: {', '.join(near)}" if near else ""
        super().__init__(f"no item {item!r}{hint}")
        self.item = item
        self.nearest = near

    def __str__(self) -> str:
        return str(self.args[0])


class StoreBusy(RuntimeError):
    """Another run is writing to the store."""

    def __init__(self, folder: os.PathLike[str]) -> None:
        super().__init__(f"{folder}: another run is writing to this store — wait for it, or give another folder")
        self.folder = folder


class FormError(ValueError):
    """A form file that is missing or breaks the rules of form files."""


class MissingExtra(ImportError):
    """An optional package is needed; the message gives the line that installs it."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f'{package} is needed: pip install "reportparse[{extra}]"')
        self.package = package
        self.extra = extra
