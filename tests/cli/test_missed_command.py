"""``tallybook missed`` and ``Tallybook.missed`` on a register with sources that overlap."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from simple_stages import SIMPLE, read_document
from typer.testing import Result

import tallybook as program
from tallybook.model import Document, Issue, Page
from tallybook.plugins import BUILT_IN
from tallybook.schema import load_schema

Program = Callable[..., Result]

OVERLAPS = {"post": 20, "radio": 18, "gazette": 15, "post radio": 8, "post gazette": 7, "radio gazette": 6}
EVERYBODY = 3
TOLD = sum(OVERLAPS.values()) + EVERYBODY
FORMATS = tuple(BUILT_IN["exporters"])
PACKED = ("datapackage", "parquet", "xlsx")
"""Formats whose bytes hold the time of writing."""
COUNTS = (["tally"], ["tally", "--by", "type", "--json"], ["timeline", "--json"], ["list", "--json"])


def _read(page: Page) -> tuple[Document | None, list[Issue]]:
    """The publisher is the first word of the page's name."""
    document, issues = read_document(page)
    return document and replace(document, publisher=page.id.partition("-")[0]), issues


def pages() -> dict[str, str]:
    """One page for each source that tells of an incident."""
    found, number = {}, 0
    for names, count in {**OVERLAPS, "post radio gazette": EVERYBODY}.items():
        for _ in range(count):
            number += 1
            for name in names.split():
                day = f"{2000 + number // 300}-{number % 300 // 28 + 1:02}-{number % 28 + 1:02}"
                found[f"{name}-{number}"] = f"{name} bombing at Northtown on {day} killed 1"
    return found


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of three sources that overlap; tests only read it."""
    folder = tmp_path_factory.mktemp("press")
    (folder / "pages.json").write_text(json.dumps(pages()), encoding="utf-8")
    book = program.open(folder / "press.db")
    book.add(folder / "pages.json", stages=replace(SIMPLE, read_document=_read))
    assert len(book.incidents()) == TOLD
    book.close()
    return folder / "press.db"


def line_of(result: Result) -> dict[str, object]:
    assert result.exit_code == 0, result.stderr
    line: dict[str, object] = json.loads(result.stdout)
    jsonschema.Draft202012Validator(load_schema("missed")).validate(line)
    return line


def test_it_says_how_many_with_the_interval_and_what_it_assumes(tallybook: Program, press: Path) -> None:
    shown = tallybook("missed", "-r", press).stdout
    assert "incidents were missed by every list (95 % interval" in shown
    assert f"with the {TOLD} told" in shown
    for words in ("told by exactly", "post + radio + gazette", "Chao's lower bound", "An estimate, not a count"):
        assert words in shown


def test_the_line_of_json_fits_its_schema(tallybook: Program, press: Path) -> None:
    line = line_of(tallybook("missed", "-r", press, "--json"))
    assert line["told"] == TOLD
    assert line["refused"] is None
    assert [one["name"] for one in line["lists"]] == ["post", "radio", "gazette"]  # type: ignore[attr-defined]


def test_the_same_from_python(tallybook: Program, press: Path) -> None:
    with program.open(press) as book:
        found = book.missed()
        assert found.line() == line_of(tallybook("missed", "-r", press, "--json"))
        assert repr(found) == f"<{found.answer.sentence}>"
        assert "An estimate, not a count" in found._repr_html_()
        assert found.caveats
        kept = book.missed(lists={"air": ["radio"], "print": ["post", "gazette"]}, criterion="bic")
        assert [one.name for one in kept.answer.lists] == ["air", "print"]


def test_lists_of_ones_own(tallybook: Program, press: Path) -> None:
    line = line_of(tallybook("missed", "-r", press, "--json", "--list", "air=radio", "--list", "print=post,gazette"))
    assert line["rule"] == "own"
    assert [(one["name"], one["incidents"]) for one in line["lists"]] == [("air", 35), ("print", 59)]  # type: ignore[attr-defined]


def test_a_refusal_is_an_answer(tallybook: Program, press: Path) -> None:
    done = tallybook("missed", "-r", press, "--killed", "2")
    assert done.exit_code == 0
    assert "Not estimated: two independent lists are needed, and there are no incidents." in done.stdout
    line = line_of(tallybook("missed", "-r", press, "--killed", "2", "--json"))
    assert line["missed"] is None
    assert line["refused"]["code"] == "one_list"  # type: ignore[index]


BAD = [
    (["--list", "air"], "--list 'air': give a name and its voices"),
    (["--list", "air=radio"], "list: 1 lists cannot be compared"),
    (["--list", "air=radoi", "--list", "print=*"], "list: nothing is known as 'radoi'; known: radio"),
    (["--lists", "size"], "lists: there is no rule 'size'"),
    (["--most", "9"], "most: 9 lists"),
    (["--criterion", "aic"], "criterion: there is no 'aic'"),
    (["--source", "post"], "source: what one source tells"),
]


@pytest.mark.parametrize(("arguments", "words"), BAD)
def test_what_cannot_be_asked_is_said(tallybook: Program, press: Path, arguments: Sequence[str], words: str) -> None:
    done = tallybook("missed", "-r", press, *arguments)
    assert done.exit_code == 2
    assert words in done.stderr


def test_no_tally_and_no_export_ever_contains_an_estimate(tallybook: Program, press: Path, tmp_path: Path) -> None:
    """All that counts or exports is the same before and after an estimate, and the register keeps none."""

    def given() -> dict[str, bytes]:
        for kind in FORMATS:
            done = tallybook("export", "-r", press, "--format", kind, "-o", tmp_path / f"{kind}.out")
            assert done.exit_code == 0, done.stderr
        tallybook("report", "-r", press, "-o", tmp_path / "report.html")
        told = {" ".join(one): tallybook(*one, "-r", press).stdout.encode() for one in COUNTS}
        return told | {path.name: path.read_bytes() for path in sorted(tmp_path.glob("*.*"))}

    before, kept = given(), press.read_bytes()
    line = line_of(tallybook("missed", "-r", press, "--json"))
    assert line["total"] is not None
    assert len(before) == len(COUNTS) + len(FORMATS) + 1
    assert all(before.values())
    after = given()
    assert after.keys() == before.keys()
    assert {name for name in before if after[name] != before[name]} <= {f"{kind}.out" for kind in PACKED}
    assert press.read_bytes() == kept
    total = json.loads(before["tally --by type --json"])
    assert sum(row["incidents"] for row in total["rows"]) == TOLD
    for name, text in before.items():
        assert b'"estimate": "missed"' not in text, name
        assert b"missed by every" not in text, name
