"""Document lines and incident lines are what the schemas say, and every word stands where the line says."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import jsonschema
import made
import pytest

from tallybook.export import contract
from tallybook.export.jsonl import dump
from tallybook.export.objects import period_object
from tallybook.model import Finding, Issue, PartialDate, Place, Range, Unresolved
from tallybook.schema import load_schema


def validated(line: dict[str, Any], name: str) -> dict[str, Any]:
    """The line as another program reads it, once it fits its schema."""
    read: dict[str, Any] = json.loads(dump(line))
    jsonschema.Draft202012Validator(load_schema(name)).validate(read)
    return read


def evidence_of(part: Any) -> Iterator[dict[str, Any]]:
    """Every evidence object, however deep."""
    if isinstance(part, dict):
        if {"start", "end", "text"} <= part.keys() and isinstance(part["start"], int):
            yield part
        for value in part.values():
            yield from evidence_of(value)
    elif isinstance(part, list):
        for value in part:
            yield from evidence_of(value)


def first_line() -> dict[str, Any]:
    return validated(contract.document_line(made.FIRST, made.FIRST_CLAIMS), "document")


def test_a_document_line_fits_the_schema_and_keeps_the_document() -> None:
    line = first_line()
    assert line["document"]["id"] == "first"
    assert line["document"]["published"] == {
        "start": "2031-03-05",
        "end": "2031-03-05",
        "precision": "day",
        "basis": "metadata",
    }
    assert [report["report_id"] for report in line["reports"]] == ["r1"]


def test_every_evidence_stands_where_it_says() -> None:
    line = first_line()
    found = list(evidence_of(line["reports"]))
    assert found
    for evidence in found:
        assert made.FIRST.text[evidence["start"] : evidence["end"]] == evidence["text"]


def test_a_report_reads_killed_and_injured_without_what_is_open() -> None:
    report = first_line()["reports"][0]
    assert report["killed"] == {"low": 12, "best": 12, "high": None}
    assert report["injured"] == {"low": 30, "best": 30, "high": 30}


def test_optional_fields_of_a_target_are_there_only_where_the_text_says_them() -> None:
    person, market = first_line()["reports"][0]["targets"]
    assert person["named"] is True
    assert person["role"] == "mayor"
    assert person["effect"] == ["killed"]
    assert {"named", "role", "number", "effect", "nationality"}.isdisjoint(market)


def test_who_claimed_it_is_said_and_nobody_is_said_where_nobody_did() -> None:
    assert first_line()["reports"][0]["claim_of_responsibility"] == {"status": "claimed", "by": "green-front"}
    silent = contract.document_line(made.COPY, made.COPY_CLAIMS)["reports"][0]
    assert silent["claim_of_responsibility"] == {"status": "none_reported", "by": None}


def test_what_is_not_stated_is_null() -> None:
    line = validated(contract.document_line(made.COPY, made.COPY_CLAIMS), "document")
    report = line["reports"][0]
    assert report["injured"] == {"low": None, "best": None, "high": None}
    assert report["when"] == {"start": None, "end": None, "precision": "unknown", "text": None}
    assert report["where"]["country"] is None
    assert line["document"]["publisher"] is None


def test_tallies_estimates_and_statements_are_no_reports() -> None:
    line = validated(contract.document_line(made.SECOND, made.LOOSE_CLAIMS), "document")
    assert line["reports"] == []
    assert line["tallies"][0]["compared_with"] == {
        "low": 1,
        "best": 1,
        "high": 1,
        "period": {"start": None, "end": None, "precision": "unknown", "text": None},
    }
    assert line["estimates"][0]["best"] == 400
    assert line["statements"][0]["speaker"] == "the council"


def test_a_failed_document_is_a_line_with_its_issues() -> None:
    issue = Issue(document_id="x", stage="read", code="empty", message="x: the file is empty", fatal=True)
    line = validated(contract.failed_line("x", [issue]), "document")
    assert line["document"]["text"] == ""
    assert line["issues"] == [{"stage": "read", "code": "empty", "message": "x: the file is empty"}]


def test_an_incident_line_fits_the_schema() -> None:
    line = validated(contract.incident_line(made.record()), "incident")
    assert line["killed"]["best"] == 15
    assert line["killed"]["rule"] == "reported_range"
    assert line["documents"] == ["first", "second", "copy"]
    assert {one["document_id"] for one in line["casualties"]} == {"first", "second", "copy"}


def test_a_copy_is_no_independent_source() -> None:
    assert contract.incident_line(made.record())["sources"] == {"documents": 3, "independent": 2}


def test_a_copy_of_a_document_that_is_elsewhere_still_counts_once() -> None:
    record = made.record()
    alone = dataclasses.replace(record, documents={"copy": made.COPY, "second": made.SECOND})
    assert contract.independent_sources(alone) == 2


def test_an_incident_without_findings_still_says_what_its_reports_say() -> None:
    bare = dataclasses.replace(made.record(), findings=())
    line = validated(contract.incident_line(bare), "incident")
    assert line["when"]["start"] == "2031-03-04"
    assert line["where"]["place"] == "Northtown"
    assert line["killed"] == {"low": None, "best": None, "high": None, "rule": None, "for": [], "against": []}


def test_an_unresolved_finding_is_unknown_and_no_guess() -> None:
    unresolved = Finding(incident_id="inc-0001", prop="when", value=Unresolved(reason="no date"), rule="none")
    line = contract.incident_line(dataclasses.replace(made.record(), findings=(unresolved,)))
    assert line["when"] == {"start": None, "end": None, "precision": "unknown", "text": None}


@pytest.mark.parametrize(
    ("where", "wanted"),
    [(None, None), (Place(country="AF", precision="country"), "AF")],
    ids=["no place", "a country only"],
)
def test_a_bare_incident_fits_the_schema(where: Place | None, wanted: str | None) -> None:
    line = validated(contract.incident_line(made.bare_record(where=where)), "incident")
    assert line["where"]["country"] == wanted


def test_an_open_figure_stays_open() -> None:
    found = Finding(incident_id="inc-0001", prop="killed", value=Range(low=24), rule="reported_range")
    line = validated(contract.incident_line(dataclasses.replace(made.record(), findings=(found,))), "incident")
    assert (line["killed"]["low"], line["killed"]["best"], line["killed"]["high"]) == (24, None, None)


def test_half_a_surrogate_pair_does_not_stop_a_line() -> None:
    assert json.loads(dump({"text": "a\ud800b"})) == {"text": "a?b"}


def test_a_line_is_one_line_whatever_the_text_holds() -> None:
    assert "\n" not in dump({"text": "a\nb\u2028c"}).replace("\u2028", "")


def test_a_geocode_line_fits_the_schema() -> None:
    @dataclasses.dataclass(frozen=True)
    class Found:
        span: Any
        place: Place
        kind: str

    found = Found(made.FIRST.span(45, 54), made.NORTHTOWN, "city")
    line = validated(contract.geocode_line("first", [found]), "geocode")
    assert line["places"][0]["text"] == made.FIRST.text[45:54]
    assert "issues" not in line


def test_dates_before_the_year_1000_have_four_digits() -> None:
    when = PartialDate(start=date(632, 1, 1), end=None, precision="year")
    assert period_object(when)["start"] == "0632-01-01"
