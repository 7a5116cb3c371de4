"""A record survives its JSON; no bytes, however damaged, raise anything but ReadError."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import reportparse as rp
from reportparse.cli import main

FOUR_FORMATS = Path(__file__).resolve().parents[1] / "corpus" / "four-formats"

CORPUS = Path(__file__).parents[1] / "corpus" / "reports"
REPORTS = sorted(CORPUS.glob("*/*/2022.*"))
SMALL = [CORPUS / name for name in (
    "yunxiu/shiqing/2022.docx", "qingyan/zhuli/2022.pdf", "qiwu/fengjing/2022.html", "yunxiu/wanglu/2022.txt",
)]  # fmt: skip
few = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def parse_or_refuse(data: bytes) -> rp.Report | None:
    try:
        return rp.parse(data, name="damaged")
    except rp.ReadError as error:
        assert "damaged" in str(error)
        return None


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.relative_to(CORPUS).as_posix())
def test_json_gives_the_record_back(path: Path) -> None:
    report = rp.parse(path)
    assert rp.Report.from_json(report.to_json()) == report
    assert rp.Report.from_json(report.to_json()).to_json() == report.to_json()


SCHEMA = Path(__file__).parents[1] / "docs" / "report.schema.json"


@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.suffix)
def test_the_published_schema_holds_for_records(path: Path) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    record = json.loads(rp.parse(path).to_json())
    assert list(validator.iter_errors(record)) == []
    for wrong in (
        record | {"year": "2022"},
        record | {"facts": [record["facts"][0] | {"state": "guessed"}]},
        {name: value for name, value in record.items() if name != "organ"},
    ):
        assert list(validator.iter_errors(wrong))


def test_the_shell_prints_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert capsys.readouterr().out == SCHEMA.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.suffix)
def test_the_same_bytes_give_the_same_record(path: Path) -> None:
    data = path.read_bytes()
    assert rp.parse(data, name="a").to_json() == rp.parse(data, name="a").to_json()


@few
@given(st.binary(max_size=2000))
def test_random_bytes(data: bytes) -> None:
    parse_or_refuse(data)


@few
@given(st.sampled_from([b"%PDF-1.7\n", b"PK\x03\x04", b"<html><table><tr><td>", b"\xff\xfe"]), st.binary(max_size=500))
def test_random_bytes_behind_a_true_beginning(beginning: bytes, data: bytes) -> None:
    parse_or_refuse(beginning + data)


@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.suffix)
@few
@given(data=st.data())
def test_damaged_reports(path: Path, data: st.DataObject) -> None:
    """A piece cut out, or other bytes in its place."""
    whole = path.read_bytes()
    start = data.draw(st.integers(0, len(whole) - 1))
    length = data.draw(st.integers(0, min(len(whole) - start, 3000)))
    parse_or_refuse(whole[:start] + data.draw(st.binary(max_size=20)) + whole[start + length :])


@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.suffix)
@few
@given(share=st.floats(0, 1))
def test_reports_cut_short(path: Path, share: float) -> None:
    whole = path.read_bytes()
    parse_or_refuse(whole[: int(len(whole) * share)])


def test_a_place_shows_itself() -> None:
    """A figure of a pdf as a picture of its page; one of another format as its text."""
    pdf = next(FOUR_FORMATS.rglob("*.pdf"))
    fact = rp.parse(pdf)["requests.received.total"]
    assert fact.source.show().save is not None
    assert fact.source.show(pdf.read_bytes())._repr_png_().startswith(b"\x89PNG")
    text = rp.parse(next(FOUR_FORMATS.rglob("*.txt")))["requests.received.total"]
    assert "<blockquote>" in text.source.show()._repr_html_()


def test_a_report_draws_its_tables_without_script() -> None:
    drawn = rp.parse(next(FOUR_FORMATS.rglob("*.docx")))._repr_html_()
    assert drawn.count("<table") == 3
    assert "<script" not in drawn
