"""CSV, GeoJSON and Parquet: safe in a spreadsheet, honest on a map, typed for analysis."""

from __future__ import annotations

import csv
import dataclasses
import json
import sys
from pathlib import Path

import made
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.errors import ExportError
from tallybook.export import FORMATS, get_exporter
from tallybook.export.csv import COLUMNS, MAX_CELL, escape, joined, read_rows, row_of, unescape
from tallybook.export.geojson import feature
from tallybook.model import Place

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x", "'=1", "''", "'"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_of_text_begins_like_a_formula(text: str) -> None:
    assert str(escape(text)).startswith("'")


@given(st.text())
def test_unescape_gives_back_what_was_escaped(text: str) -> None:
    assert unescape(str(escape(text))) == text


@pytest.mark.parametrize("number", [-1, -69.25, 0, 12, None])
def test_numbers_are_left_alone(number: float | None) -> None:
    assert escape(number) == number


def test_a_row_has_every_column_and_no_other() -> None:
    assert tuple(sorted(row_of(made.record()))) == tuple(sorted(COLUMNS))


def test_csv_out_and_in_again_is_the_same(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    assert get_exporter("csv").write([made.record(), made.bare_record()], target) == 2
    rows = list(read_rows(target))
    wanted = row_of(made.record())
    assert rows[0] == {key: "" if wanted[key] is None else str(wanted[key]) for key in COLUMNS}
    assert rows[1]["killed_best"] == ""


def test_no_cell_of_a_written_file_is_a_formula(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    record = made.record()
    evil = dataclasses.replace(made.NORTHTOWN, place="=cmd|' /C calc'!A0", lat=-34.5)
    found = [dataclasses.replace(one, value=evil) if one.prop == "where" else one for one in record.findings]
    get_exporter("csv").write([dataclasses.replace(record, findings=found)], target)
    with target.open(encoding="utf-8", newline="") as lines:
        row = next(iter(csv.DictReader(lines)))
    assert row["place"] == "'=cmd|' /C calc'!A0"
    assert row["lat"] == "-34.5"


@pytest.mark.parametrize(("excel", "start"), [(False, b"incident_id"), (True, b"\xef\xbb\xbfincident_id")])
def test_the_mark_for_excel_is_there_only_when_asked_for(tmp_path: Path, excel: bool, start: bytes) -> None:
    target = tmp_path / "out.csv"
    get_exporter("csv", excel=excel).write([], target)
    assert target.read_bytes().startswith(start)


def test_a_long_list_is_cut_at_a_whole_value() -> None:
    cell = joined(["abcdefgh"] * 10_000)
    assert cell is not None
    assert len(cell) <= MAX_CELL
    assert cell.endswith("abcdefgh; …")


def test_a_site_is_a_point_with_its_radius() -> None:
    found = feature(made.record())
    assert found["geometry"] == {"type": "Point", "coordinates": [69.2, 34.5]}
    assert found["properties"]["uncertainty_m"] == 2000
    assert found["properties"]["location_precision"] == "site"


@pytest.mark.parametrize("precision", ["country", "admin1", "unknown"])
def test_an_area_is_never_a_point(precision: str) -> None:
    where = Place(country="AF", admin1="Southland", lat=31.0, lon=64.0, precision=precision)  # type: ignore[arg-type]
    found = feature(made.bare_record(where=where))
    assert found["geometry"] is None
    assert found["properties"]["uncertainty_m"] is None
    assert found["properties"]["location_precision"] == precision


def test_a_geojson_file_is_one_feature_collection(tmp_path: Path) -> None:
    target = tmp_path / "out.geojson"
    assert get_exporter("geojson").write([made.record(), made.bare_record()], target) == 2
    collection = json.loads(target.read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    assert [one["id"] for one in collection["features"]] == ["inc-0001", "inc-0002"]


def test_an_empty_geojson_file_is_valid(tmp_path: Path) -> None:
    target = tmp_path / "out.geojson"
    get_exporter("geojson").write([], target)
    assert json.loads(target.read_text(encoding="utf-8")) == {"type": "FeatureCollection", "features": []}


def test_parquet_has_the_columns_with_types(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    target = tmp_path / "it's.parquet"
    assert get_exporter("parquet").write([made.record(), made.bare_record()], target) == 2
    with duckdb.connect() as connection:
        found = connection.read_parquet(str(target))
        assert tuple(found.columns) == COLUMNS
        rows = found.project("killed_best, date_start, lat").fetchall()
    assert rows[0][0] == 15
    assert str(rows[0][1]) == "2031-03-04"
    assert rows[1] == (None, None, None)


def test_parquet_without_duckdb_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(ExportError, match=r"pip install 'tallybook\[parquet\]'"):
        get_exporter("parquet").write([], tmp_path / "out.parquet")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_found_by_its_name_and_writes_nothing_of_nothing(name: str, tmp_path: Path) -> None:
    exporter = get_exporter(name)
    assert exporter.name == name
    assert exporter.write([], tmp_path / f"out{exporter.suffix}") == 0


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(ExportError, match="jsonl, csv, geojson, parquet, xlsx"):
        get_exporter("paper")
