"""Private numbers leave by no door: exports, the page, frames, findings and messages have them masked."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import duckdb
import pytest

import reportparse as rp
from reportparse.batch import parse_all
from reportparse.corpus import Corpus, open_corpus
from reportparse.private import masked, private_spans
from reportparse.views import export, page
from reportparse.worker import PARSER, QUOTED
from tests.hostile.crafting import REPORT

MOBILE, IDENTITY, CARD, MAIL = "13812345678", "110101199003070038", "6222020000000000000", "zhangsan88@163.com"
OFFICE = ("0999-5551234", "zfb@yunxiu.gov.cn")
PRIVATE = (MOBILE, IDENTITY, CARD, MAIL)
SAID = f"联系人张三电话{MOBILE}，身份证{IDENTITY}，银行卡{CARD}，邮箱{MAIL}，办公室{OFFICE[0]}、{OFFICE[1]}"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """One report that says too much, in its overview, its problems and behind its end."""
    text = re.sub("(?m)^([一六]、(?:总体|其它).*)$", rf"\1\n　　{SAID}。", REPORT)
    text = text.replace("二是与群众互动不足", f"二是与群众互动不足，{SAID}")
    file = tmp_path_factory.mktemp("in") / "2022.txt"
    file.write_text(f"{text}\n{SAID}\n", encoding="utf-8")
    return parse_all(file, tmp_path_factory.mktemp("panel"), progress=False)


def readable(path: Path) -> str:
    """All text of a file or folder of an export."""
    if path.is_dir():
        return "".join(readable(inner) for inner in sorted(path.iterdir()))
    if path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as connection:
            names = connection.execute("select table_name from duckdb_tables()").fetchall()
            return "".join(connection.execute(f'select * from "{name}"').df().to_csv() for (name,) in names)
    if path.suffix in (".xlsx", ".zip"):
        with zipfile.ZipFile(path) as archive:
            return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    if path.suffix == ".parquet":
        return duckdb.sql(f"select * from read_parquet('{path}')").df().to_csv()
    return path.read_bytes().decode("utf-8", "replace")


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.parquet", "a.dta", "a.duckdb", "a.zip"])
def test_exports_mask_persons_and_keep_offices(name: str, corpus: Corpus, tmp_path: Path) -> None:
    export(corpus, tmp_path / name)
    text = readable(tmp_path)
    assert not [number for number in PRIVATE if number in text]
    if name != "a.dta":  # which holds figures, no sentences
        assert "138****5678" in text and all(number in text for number in OFFICE)


def test_who_asks_for_plain_numbers_has_them(corpus: Corpus, tmp_path: Path) -> None:
    export(corpus, tmp_path / "a.csv", mask=False)
    assert all(number in readable(tmp_path) for number in PRIVATE)


def test_the_page_masks_persons(corpus: Corpus, tmp_path: Path) -> None:
    text = page(corpus, tmp_path / "a.html").path.read_text(encoding="utf-8")
    assert "138****5678" in text and not [number for number in PRIVATE if number in text]


def test_findings_and_what_a_report_prints_quote_no_private_number(corpus: Corpus) -> None:
    report = next(iter(corpus))
    told = "".join(finding.message for finding in report.findings) + repr(report) + rp.audit(corpus).to_csv()
    assert told and not [number for number in PRIVATE if number in told]


def test_messages_quote_little_and_mask_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PARSER, "tests.mock_parser:parse")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("mock:quote")
    parse_all(tmp_path / "in", tmp_path / "panel", progress=False)
    (message,) = open_corpus(tmp_path / "panel").failures["message"]
    quote = message.partition(" — ")[0]
    assert "138****1234" in quote and "13800001234" not in message and len(quote) == len("ValueError: ") + QUOTED


@pytest.mark.parametrize("address", ["zhangsan@qq.com", "li.si_9@vip.163.com", "W5@sina.com.cn", "a1＠139.com"])
def test_mail_at_a_host_for_everybody_is_masked(address: str) -> None:
    text = f"邮箱：{address}。"
    host = re.split("[@＠]", address)[1]
    assert masked(text) == f"邮箱：{address[0]}***{address[-len(host) - 1]}{host}。"
    assert private_spans(text) == [(3, 3 + len(address))]


@pytest.mark.parametrize(
    "text", ["zfb@yunxiu.gov.cn", "a@qq.com.gov.cn", "2022@年", "10@20", "@163.com", "微博@163.com网易"]
)
def test_other_mail_stays(text: str) -> None:
    assert masked(text) == text and not private_spans(text)


def test_figures_and_dates_are_nobodys_number() -> None:
    chance = random.Random(4)
    for _ in range(200):
        count, money = chance.randint(0, 10**10 - 1), chance.uniform(0, 10**7)
        date = f"{chance.randint(2008, 2030)}年{chance.randint(1, 12)}月{chance.randint(1, 28)}日"
        text = (
            f"{date}收到{count}件，收费{money:,.2f}万元，{count % 1000}.{count % 100}%，文号〔2022〕{count % 10**8}号"
        )
        assert masked(text) == text


MARK = "import pandas; from reportparse.people import phone_marks as m; print(*m(pandas.Series(['13812345678', '138 1234 5678'])))"


def test_marks_of_phones_are_equal_here_and_of_no_use_elsewhere() -> None:
    runs = [subprocess.run([sys.executable, "-c", MARK], capture_output=True, text=True).stdout.split() for _ in "ab"]
    assert [len(set(marks)) for marks in runs] == [1, 1] and runs[0] != runs[1]
    assert MOBILE not in "".join(runs[0])
