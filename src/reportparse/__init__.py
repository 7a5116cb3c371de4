"""reportparse: Chinese open-government annual reports (政府信息公开工作年度报告) as structured records.

    import reportparse as rp
    report = rp.parse("2022.docx")

The words below are all that a notebook needs. Each loads its module when it is first used, so that importing
the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from reportparse.batch import parse_all as parse_all
    from reportparse.corpus import Corpus as Corpus
    from reportparse.corpus import open_corpus as open_corpus
    from reportparse.document import Document as Document
    from reportparse.errors import ReadError as ReadError
    from reportparse.findings import Finding as Finding
    from reportparse.form import Form as Form
    from reportparse.form import load_form as load_form
    from reportparse.parsing import parse as parse
    from reportparse.readers import read as read
    from reportparse.report import Report as Report
    from reportparse.rules import audit as audit

_ERRORS = (
    "ReadError EmptyFile NotThatType Unsupported Encrypted Malformed UnsafeArchive LimitExceeded NeedsOCR "
    "NoReportText Unreadable ChangedDuringRead TimeLimit MemoryLimit WorkerDied UnknownItem FormError MissingExtra"
)
_WORDS = {
    "document": "Document Heading Paragraph Table Cell Origin",
    "source": "Source",
    "errors": _ERRORS,
    "findings": "Finding",
    "form": "Form Item load_form editions",
    "report": "Report Fact Officer Statement Problem Measure",
    "readers": "read",
    "parsing": "parse",
    "batch": "parse_all",
    "corpus": "Corpus open_corpus",
    "rules": "audit",
}
_HOME = {word: module for module, words in _WORDS.items() for word in words.split()}
__all__ = sorted([*_HOME, "__version__"])


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"reportparse.{_HOME[name]}"), name)
    if name in ("views", "topics", "rules", "errors"):
        return import_module(f"reportparse.{name}")
    raise AttributeError(f"module 'reportparse' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
