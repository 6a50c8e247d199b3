"""Every line that the program prints about the sample corpus fits the schemas it ships."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
from plain_tally import counted, plain_tally
from typer.testing import Result

from tallybook.answer import BY, make_query, tally
from tallybook.cli.filters import known_values
from tallybook.register import open_register
from tallybook.samples import pages_folder
from tallybook.schema import load_schema

Program = Callable[..., Result]

ASKED = (
    make_query(),
    make_query(since="2014-03", until="2016-02-14"),
    make_query(country=["NG", "AF"]),
    make_query(event_type=["bombing", "armed_assault"], independent=2),
    make_query(actor="islamic-state", killed=10),
    make_query(stage="attempted", until="2015"),
    make_query(source="Radio Lumen", review="unreviewed"),
)
"""Questions about the sample corpus, which the columns and a count one by one must answer alike."""


def valid_lines(result: Result, name: str) -> list[dict[str, Any]]:
    check = jsonschema.Draft202012Validator(load_schema(name))
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    for line in lines:
        check.validate(line)
    return lines


def evidence_in(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if {"start", "end", "text"} <= part.keys() and isinstance(part["start"], int):
            yield part
        for value in part.values():
            yield from evidence_in(value)
    elif isinstance(part, list):
        for value in part:
            yield from evidence_in(value)


def test_document_lines_of_the_samples_are_valid_and_every_word_stands_where_it_says(tallybook: Program) -> None:
    done = tallybook("extract", pages_folder())
    lines = valid_lines(done, "document")
    assert done.exit_code == 0
    assert len(lines) >= 30
    for line in lines:
        text = line["document"]["text"]
        for one in evidence_in([line[part] for part in ("reports", "tallies", "estimates", "statements")]):
            assert text[one["start"] : one["end"]] == one["text"]


def test_incident_lines_and_tallies_of_the_samples_are_valid(tallybook: Program, tmp_path: Path) -> None:
    register = tmp_path / "samples.db"
    assert tallybook("build", "-r", register, pages_folder()).exit_code == 0
    incidents = valid_lines(tallybook("export", "-r", register), "incident")
    assert len(incidents) >= 15
    for by in ("month", "year", "type", "actor", "country"):
        (line,) = valid_lines(tallybook("tally", "-r", register, "--by", by, "--json"), "tally")
        assert line["rows"]
    parents, _ = known_values()
    with open_register(register) as opened, opened.view() as view:
        assert view.facts_fit()
        for query in ASKED:
            for by in sorted({*BY} - {"day"}):  # more days than a table may have
                assert counted(tally(view, query, by=by, parents=parents)) == plain_tally(view, query, by, parents)


def test_geocode_lines_of_the_samples_are_valid(tallybook: Program) -> None:
    lines = valid_lines(tallybook("geocode", pages_folder()), "geocode")
    assert sum(bool(line["places"]) for line in lines) >= 20
