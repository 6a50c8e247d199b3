"""``reconcile-tallies``, ``compare`` and ``coverage``, and what a register keeps for its tallies."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from typer.testing import Result

import tallybook as program
from tallybook.answer import Query, make_query, tally
from tallybook.answer.tally import BY
from tallybook.pipeline import build
from tallybook.register import open_register
from tallybook.schema import load_schema

Program = Callable[..., Result]

PAGE = {
    "id": "summary",
    "published": "2021-09-30",
    "publisher": "Sample Monitor",
    "text": "At least 119 attacks took place in Afghanistan in August 2021, the monitor said.",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, pages: Path) -> Path:
    """The register of the other tests, with a page that reports a tally."""
    folder = tmp_path_factory.mktemp("told")
    (folder / "summary.jsonl").write_text(json.dumps(PAGE), encoding="utf-8")
    assert build(folder / "my.db", [pages, folder / "summary.jsonl"]).failed == 0
    return folder / "my.db"


def test_reported_tallies_are_shown_with_their_words_and_incidents(tallybook: Program, told: Path) -> None:
    (line,) = (json.loads(one) for one in tallybook("reconcile-tallies", "-r", told, "--json").stdout.splitlines())
    jsonschema.validate(line, load_schema("reconciled"))
    assert (line["reported"]["best"], line["own"]["best"], line["verdict"]) == (119, 1, "fewer")
    shown = tallybook("reconcile-tallies", "-r", told)
    assert shown.exit_code == 0
    assert line["incident_ids"][0] in shown.stdout
    assert "fewer" in shown.stdout


TABLES = (["coverage"], ["coverage", "--by", "source"], ["compare", "taliban", "islamic-state", "--by", "month"])


@pytest.mark.parametrize("command", TABLES, ids=" ".join)
def test_tables_have_a_schema_and_print_their_caveats(tallybook: Program, told: Path, command: list[str]) -> None:
    line = json.loads(tallybook(*command, "-r", told, "--json").stdout)
    jsonschema.validate(line, load_schema("table"))
    shown = tallybook(*command, "-r", told)
    assert shown.exit_code == 0
    assert "Note: " in shown.stdout


def test_a_register_from_python_answers_the_same(told: Path) -> None:
    with program.open(told) as book:
        assert [one.verdict for one in book.reconcile_tallies()] == ["fewer"]
        assert book.coverage().columns[0] == "month"
        assert book.compare("taliban", "islamic-state").rows[0].cells[0] == "all"
        assert len(book.timeline(type="bombing").rows) == 1
        assert book.disagreements().columns[0] == "incident"


ASKED = (
    make_query(),
    make_query(since="2021-08", until="2021-08"),
    make_query(country="AF", independent=2),
    make_query(killed=4),
)


@pytest.mark.parametrize("query", ASKED, ids=["all", "a month", "a country and a grade", "a toll"])
def test_what_a_build_keeps_for_tallies_is_what_the_findings_say(told: Path, query: Query) -> None:
    with open_register(told) as register, register.view() as view:
        assert view.facts() is not None
        kept = {by: tally(view, query, by=by) for by in BY}
        view.facts = lambda: None  # type: ignore[method-assign]
        assert {by: tally(view, query, by=by) for by in BY} == kept
