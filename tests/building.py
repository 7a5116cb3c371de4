"""Reports and corpora made by hand, for the tests of what is done with records."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import msgspec

from reportparse.corpus import Corpus
from reportparse.document import Origin
from reportparse.report import Fact, Officer, Organ, Problem, Report, Section
from reportparse.source import Source
from reportparse.store import Store, Writer
from reportparse.worker import Answer

RECEIVED = "requests.received.total"
FEE = "proactive.administrative_fees.amount_10k_cny"
PARSER = "test"


def report(organ: str | None, year: int | None, values: dict[str, float | None] | None = None, **fields: Any) -> Report:
    """A report of 临淄区 (unless `county` says another) with these figures; None stands for a blank cell."""
    county = fields.pop("county", "临淄区")
    full = fields.pop("organ_full", None)
    form = fields.pop("format", "docx")
    path = fields.pop("path", f"{county}/{organ}/{year}.{form}")
    phone = fields.pop("phone", "13800001234")
    text = fields.pop("text", "")
    facts = tuple(_fact(item, value) for item, value in (values or {}).items())
    origin = Origin(Path(path).name, hashlib.sha256(f"{path}{values}{fields}".encode()).hexdigest(), form, path)
    made = {
        "edition": "2021" if year and year >= 2021 else "2019",
        "officers": (Officer("张三", "主任", phone),),
        "problems": (Problem("公开不够全面。", ("content", "timeliness")),),
        "sections": (Section("problems", "五、存在的主要问题", 5, text),) if text else (),
    }
    return Report(
        origin=origin,
        organ=Organ(organ, full, "township", county),
        year=year,
        facts=facts,
        **(made | fields),
    )


def _fact(item: str, value: float | None) -> Fact:
    if value is None:
        return Fact(item, "blank")
    return Fact(item, "stated", value, f"{value:g}", Source(page=2, table=1, row=3, column=4, raw=f"{value:g}"))


def answer(made: Report) -> Answer:
    """What a child would answer for this report."""
    path = str(made.origin.path)
    raw = msgspec.Raw(made.to_json().encode())
    return Answer(path, made.origin.name, made.origin.sha256, 1000, report=raw)


def failure(path: str, code: str = "malformed") -> Answer:
    """What a child would answer for a bad file."""
    return Answer(path, Path(path).name, hashlib.sha256(path.encode()).hexdigest(), 10, code, "bad — look", "read", 1)


def corpus_of(folder: Path, *reports: Report, failures: tuple[str, ...] = (), **options: Any) -> Corpus:
    """A corpus of these reports and failed files."""
    with Writer(folder, PARSER) as writer:
        for made in reports:
            writer.add(answer(made))
        for path in failures:
            writer.add(failure(path))
        writer.compact()
    return Corpus(Store(folder), **options)
