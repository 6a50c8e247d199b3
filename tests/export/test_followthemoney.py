"""FollowTheMoney: entities as the model documents them; where the library is installed, it is asked as well."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import cases
import pytest
from hypothesis import given, settings

from tallybook.export import IncidentRecord, get_exporter

THING = {"name", "summary", "description", "country", "notes", "sourceUrl", "keywords", "publisher", "proof"}
INTERVAL = {"startDate", "endDate", "date", "recordId", "role"}
SCHEMATA: dict[str, set[str]] = {
    "Event": THING | INTERVAL - {"role"} | {"location", "involved"},
    "Article": {"title", "publisher", "publishedAt", "sourceUrl"},
    "Organization": {"name", "country"},
    "PublicBody": {"name", "country"},
    "UnknownLink": {"subject", "object", "role"},
}
"""The schemata used, with properties that each has in FollowTheMoney 4.11."""
REFERENCES = {"proof": {"Article"}, "involved": {"Organization", "PublicBody"}, "object": {"Event"},
              "subject": {"Organization", "PublicBody"}}  # fmt: skip
DATES = {"startDate", "endDate", "date", "publishedAt"}


def entities(records: list[IncidentRecord], target: Path) -> list[dict[str, Any]]:
    """The entities of a file."""
    get_exporter("ftm").write(records, target)
    return [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]


def check(found: list[dict[str, Any]]) -> None:
    """Known schemata and properties, lists of text without empty ones, ids that lead to entities of the right kind."""
    by_id = {one["id"]: one for one in found}
    assert len(by_id) == len(found)
    for one in found:
        assert re.fullmatch(r"[a-z0-9-]+", one["id"])
        assert set(one["properties"]) <= SCHEMATA[one["schema"]]
        for name, values in one["properties"].items():
            assert values
            assert all(isinstance(value, str) and value for value in values)
            if name in REFERENCES:
                assert {by_id[value]["schema"] for value in values} <= REFERENCES[name]
            if name in DATES:
                assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", value) for value in values)
            if name == "sourceUrl":
                assert all(value.startswith(("http://", "https://")) for value in values)


def test_the_cases_are_sound_entities(tmp_path: Path) -> None:
    found = entities(list(cases.CASES), tmp_path / "out.json")
    check(found)
    assert [one["schema"] for one in found].count("Event") == len(cases.CASES)


@settings(max_examples=60)
@given(record=cases.incidents())
def test_whatever_is_known_entities_are_sound(record: IncidentRecord, tmp_path_factory: pytest.TempPathFactory) -> None:
    check(entities([record], tmp_path_factory.getbasetemp() / "ftm.json"))


def test_nobody_becomes_a_person_and_no_name_of_one_is_written(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    found = entities([cases.CASES[0]], target)
    assert "Sampleton" not in target.read_text(encoding="utf-8")
    event = next(one for one in found if one["schema"] == "Event")
    assert event["properties"]["description"] == ["Hit: traders, mayor"]


def test_an_actor_is_tied_to_the_event_with_its_status(tmp_path: Path) -> None:
    found = entities([cases.CASES[0]], tmp_path / "out.json")
    link = next(one for one in found if one["schema"] == "UnknownLink")
    assert link["properties"]["role"] == ["claimed it"]


def test_the_library_takes_every_value_as_it_is(tmp_path: Path) -> None:
    """Run where FollowTheMoney is installed; it needs ICU and a compiler, so it is no part of the development tools."""
    model = pytest.importorskip("followthemoney").model
    for one in entities(list(cases.CASES), tmp_path / "out.json"):
        schema = model.get(one["schema"])
        schema.validate(one)
        proxy = model.get_proxy(one, cleaned=False)
        cleaned = model.get_proxy({"id": one["id"], "schema": one["schema"]})
        for name, values in one["properties"].items():
            assert set(proxy.get(name)) == set(values)
            cleaned.add(name, values, quiet=False)
            assert set(cleaned.get(name)) == set(values)
