"""The study in 25 lines of the tutorial, over the whole corpus: its answers against what the corpus was made of."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import reportparse as rp

ROOT = Path(__file__).parents[1]
PAGES = {"en": ROOT / "docs/tutorial.md", "zh": ROOT / "docs/tutorial.zh.md"}
RECEIVED = "requests.received.total"


def script(page: Path) -> str:
    """The last block of Python of the tutorial."""
    return re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)[-1]


@pytest.fixture(scope="module")
def truths() -> list[dict[str, Any]]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "corpus/truth").rglob("*.json"))]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("study")
    rp.parse_all(str(ROOT / "corpus/reports"), store=str(folder / "panel"), progress=False)
    names: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        exec(compile(script(PAGES["en"]), "tutorial.md", "exec"), names)
        yield names


def test_it_is_no_longer_than_it_says_and_the_same_in_both_languages() -> None:
    code = {name: [line for line in script(page).splitlines() if line] for name, page in PAGES.items()}
    assert len(code["en"]) <= 25
    assert [line for line in code["en"] if line[0] != "#"] == [line for line in code["zh"] if line[0] != "#"]


def test_which_townships_report_no_requests_year_after_year(
    answers: dict[str, Any], truths: list[dict[str, Any]]
) -> None:
    zero: dict[str, set[int]] = {}
    for truth in truths:
        if truth["facts"].get(RECEIVED) == 0 and truth["organ"]["kind"] not in ("department", "county", "office"):
            zero.setdefault(truth["organ"]["name"], set()).add(truth["year"])
    long = {name for name, years in zero.items() if any({year + add for add in range(6)} <= years for year in years)}
    assert long and set(answers["silent"]["organ"]) == long
    assert (answers["silent"]["years"] == 6).all()
    assert len(answers["townships"].runs(RECEIVED, at_least=4)) > len(long)  # others are silent for four or five years


def test_which_reports_repeat_last_years_problems(answers: dict[str, Any], truths: list[dict[str, Any]]) -> None:
    said = {(truth["organ"]["name"], truth["year"]): set(truth["problems"]) for truth in truths}
    same = {(organ, year) for (organ, year), texts in said.items() if texts & said.get((organ, year - 1), set())}
    copied = answers["copied"].reset_index()
    assert same and set(zip(copied["organ"], copied["year"], strict=True)) == same


def test_where_officers_changed(answers: dict[str, Any], truths: list[dict[str, Any]]) -> None:
    named = {(truth["organ"]["name"], truth["year"]): {one["name"] for one in truth["officers"]} for truth in truths}
    new = {
        (organ, year, name)
        for (organ, year), names in named.items()
        for name in names - named.get((organ, year - 1), names)
        if named.get((organ, year - 1))
    }
    moved = answers["moved"]
    found = moved[moved["change"] == "new"]
    assert new and set(zip(found["organ"], found["year"], found["name"], strict=True)) == new
    assert not moved["phone"].dropna().str.contains(r"1\d{10}").any()


def test_how_the_share_of_denied_requests_moved(answers: dict[str, Any], truths: list[dict[str, Any]]) -> None:
    above: dict[tuple[str, int], float] = {}
    below: dict[tuple[str, int], float] = {}
    for truth in truths:
        facts = truth["facts"]
        parts = [facts.get(item) for item in facts if re.fullmatch(r"requests\.denied_\w+\.total", item)]
        whole = facts.get("requests.processed.total")
        if len(parts) == 8 and whole is not None and None not in parts:
            key = (truth["organ"]["county"] or truth["organ"]["name"], truth["year"])
            above[key] = above.get(key, 0) + sum(parts)
            below[key] = below.get(key, 0) + whole
    table = answers["by_county"]
    due = {key: above[key] / below[key] for key in below if below[key] >= 5}
    shown = {(county, year): table.loc[county, year] for county, year in due}
    assert due and shown == pytest.approx(due)
    assert table.notna().to_numpy().sum() == len(due)
