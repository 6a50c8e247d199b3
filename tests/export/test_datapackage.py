"""The data package: valid against the published profile, tables as described, keys that lead somewhere."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import cases
import made
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from tallybook.export import IncidentRecord, get_exporter
from tallybook.export.csv import row_of, unescape

PUBLISHED = Draft7Validator(
    json.loads((Path(__file__).parent / "profiles" / "data-package-2.0.json").read_text(encoding="utf-8"))
)
READ = {"string": unescape, "integer": int, "number": float, "date": date.fromisoformat}


def written(records: list[IncidentRecord], target: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The description, and the content of every file."""
    get_exporter("datapackage").write(records, target)
    with zipfile.ZipFile(target) as package:
        files = {name: package.read(name) for name in package.namelist()}
    return json.loads(files.pop("datapackage.json")), files


def tables(described: dict[str, Any], files: dict[str, bytes]) -> dict[str, list[dict[str, Any]]]:
    """The rows of every table, each cell read by the type of its field; empty is ``None``."""
    found = {}
    for resource in described["resources"]:
        content = files[resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        fields = {field["name"]: READ[field["type"]] for field in resource["schema"]["fields"]}
        rows = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))
        found[resource["name"]] = [
            {name: fields[name](cell) if cell else None for name, cell in row.items()} for row in rows
        ]
        assert rows.fieldnames == list(fields)
    return found


def check_keys(described: dict[str, Any], rows: dict[str, list[dict[str, Any]]]) -> None:
    """Primary keys are unique, foreign keys lead to a row."""
    for resource in described["resources"]:
        (key,) = resource["schema"]["primaryKey"]
        own = [row[key] for row in rows[resource["name"]]]
        assert len(own) == len(set(own))
        for foreign in resource["schema"].get("foreignKeys", ()):
            (field,), other = foreign["fields"], foreign["reference"]
            assert {row[field] for row in rows[resource["name"]]} <= {
                row[other["fields"][0]] for row in rows[other["resource"]]
            }


def test_the_package_is_valid_against_the_published_profile(tmp_path: Path) -> None:
    described, files = written([*cases.CASES, made.record()], tmp_path / "out.zip")
    assert [error.message for error in PUBLISHED.iter_errors(described)] == []
    rows = tables(described, files)
    check_keys(described, rows)
    assert {name: len(found) for name, found in rows.items()} == {
        "incidents": 12, "documents": 15, "casualties": 8, "claims": 79
    }  # fmt: skip


def test_an_empty_register_is_a_valid_package(tmp_path: Path) -> None:
    described, files = written([], tmp_path / "out.zip")
    assert list(PUBLISHED.iter_errors(described)) == []
    assert set(map(len, tables(described, files).values())) == {0}


@settings(max_examples=40)
@given(records=st.lists(cases.incidents(), max_size=3, unique_by=lambda one: one.incident.id))
def test_what_is_read_back_is_what_was_written(
    records: list[IncidentRecord], tmp_path_factory: pytest.TempPathFactory
) -> None:
    described, files = written(records, tmp_path_factory.getbasetemp() / "any.zip")
    assert list(PUBLISHED.iter_errors(described)) == []
    rows = tables(described, files)
    check_keys(described, rows)
    for record, row in zip(records, rows["incidents"], strict=True):
        read = {name: cell.isoformat() if isinstance(cell, date) else cell for name, cell in row.items()}
        assert read == {name: None if cell == "" else cell for name, cell in row_of(record).items()}


def test_the_claims_carry_their_words(tmp_path: Path) -> None:
    described, files = written([made.record()], tmp_path / "out.zip")
    claims = tables(described, files)["claims"]
    killed = next(row for row in claims if row["property"] == "casualty")
    document = made.record().documents[killed["document_id"]]
    assert document.text[killed["start"] : killed["end"]] == killed["words"]
    assert json.loads(killed["value"])["outcome"] == "killed"


def test_frictionless_agrees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run where frictionless is installed; with 20 packages behind it, it is no part of the development tools."""
    frictionless = pytest.importorskip("frictionless")
    written([*cases.CASES, made.record()], tmp_path / "out.zip")
    monkeypatch.chdir(tmp_path)
    assert frictionless.validate("out.zip", type="package").valid
