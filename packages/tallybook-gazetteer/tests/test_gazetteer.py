"""The gazetteer: one name in its spellings, places by name, a user's own files, outlines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook_gazetteer import Gazetteer, GazetteerError, borders, fold_name, read_geonames, read_pcodes, words
from tallybook_gazetteer.spellings import form_of, is_slip, spelling_key

GAZETTEER = Gazetteer.open()
BORDERS_LIMIT = 300_000
AFGHAN_PROVINCES = """
    Badakhshan Badghis Baghlan Balkh Bamyan Daykundi Farah Faryab Ghazni Ghor Helmand Herat Jowzjan Kabul Kandahar
    Kapisa Khost Kunar Kunduz Laghman Logar Nangarhar Nimroz Nuristan Paktia Paktika Panjshir Parwan Samangan
    Sar-e-Pul Takhar Uruzgan Wardak Zabul
"""


@pytest.mark.parametrize(
    "spellings",
    [
        ["Mazar-i-Sharif", "Mazar e Sharif", "MAZAR-E SHARIF", "mazar-e-sharif"],
        ["Al-Hasakah", "El Hasakah", "al hasakah"],
        ["St. Petersburg", "Saint Petersburg", "St Petersburg"],
        ["Sana'a", "Sanaa", "Sana’a"],
        ["São Paulo", "Sao Paulo", "SÃO PAULO"],
        ["Fort Worth", "Ft. Worth"],
        ["N'Djamena", "Ndjamena"],
    ],
    ids=lambda spellings: spellings[0],
)
def test_spellings_of_one_name_fold_alike(spellings: list[str]) -> None:
    assert len({fold_name(name) for name in spellings}) == 1


@pytest.mark.parametrize(
    "spellings",
    [
        ["Kharkiv", "Kharkov", "Harkiv"],
        ["Deir ez-Zor", "Deir al-Zor", "Deir Zor"],
        ["Qamishli", "Kamishly", "Al-Qamishly", "Qamishliyah"],
        ["Lashkar Gah", "Lashkargah", "Lashkergah"],
        ["Khan Younis", "Khan Yunus", "Han Yunis"],
        ["Baardheere", "Bardere", "Bardheere"],
    ],
    ids=lambda spellings: spellings[0],
)
def test_romanisations_of_one_name_have_one_form(spellings: list[str]) -> None:
    assert len({form_of(fold_name(name)) for name in spellings}) == 1


def test_a_name_in_another_romanisation_is_found_in_a_country_that_is_named() -> None:
    assert GAZETTEER.candidates("Bardere") == ()
    assert {entry.country for entry in GAZETTEER.by_spelling("Bardere", {"SO"})} == {"SO"}
    assert GAZETTEER.by_spelling("Bardere", {"FR"}) == ()
    assert GAZETTEER.by_spelling("Bardere", ()) == ()


def test_a_form_that_is_short_or_shared_by_places_apart_finds_none() -> None:
    assert spelling_key(fold_name("Raqa")) is None
    assert GAZETTEER.by_spelling("Raqa", {"SY"}) == ()
    assert GAZETTEER.by_spelling("Kitaakita", {"JP"}) == ()


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Kabul", "city", "AF"), ("Nangarhar", "admin1", "AF"), ("Uruzgan", "admin1", "AF"), ("Torkham", "city", "AF"),
        ("Dasht-i-Barchi", "neighbourhood", "AF"), ("Khair Khana", "neighbourhood", "AF"),
        ("Rafah crossing", "site", "PS"), ("UK", "country", "GB"), ("Burma", "country", "MM"),
        ("Saraf Omra", "city", "SD"), ("Saraf Umra", "city", "SD"), ("Elephant Pass", "city", "LK"),
        ("Bab al-Sharji", "neighbourhood", "IQ"),
        ("Hodan", "neighbourhood", "SO"), ("Walker County", "admin2", "US"), ("Bakhmut", "city", "UA"),
    ],
)  # fmt: skip
def test_places_are_known_by_their_names(name: str, kind: str, country: str) -> None:
    assert (kind, country) in {(entry.kind, entry.country) for entry in GAZETTEER.candidates(name)}


def test_a_roughly_set_place_says_so_by_its_extent() -> None:
    (pass_,) = (entry for entry in GAZETTEER.candidates("Elephant Pass") if entry.country == "LK")
    assert pass_.extent_km >= 10


def test_every_afghan_province_is_known() -> None:
    provinces = AFGHAN_PROVINCES.split()
    known = {
        name
        for name in provinces
        if any((entry.kind, entry.country) == ("admin1", "AF") for entry in GAZETTEER.candidates(name))
    }
    assert known == set(provinces)
    assert len(provinces) == 34


def test_a_town_carries_its_units() -> None:
    kunduz = next(entry for entry in GAZETTEER.candidates("Kunduz") if entry.kind == "city")
    assert (kunduz.admin1, kunduz.country, kunduz.geonames_id) == ("Kunduz", "AF", 1135689)
    assert kunduz.lat == pytest.approx(36.73, abs=0.05)
    assert kunduz.lon == pytest.approx(68.86, abs=0.05)


def test_a_neighbourhood_knows_its_town() -> None:
    barchi = GAZETTEER.candidates("Dasht-e Barchi")[0]
    town = GAZETTEER.inside(barchi)
    assert town is not None
    assert (town.name, town.country) == ("Kabul", "AF")


def test_peoples_are_no_places_but_name_countries() -> None:
    assert GAZETTEER.demonyms["afghan"] == ("AF",)
    assert all(entry.country != "AF" for entry in GAZETTEER.candidates("Afghans"))


def test_a_country_is_found_by_its_code() -> None:
    assert [GAZETTEER.country(code).name for code in ("AF", "SO", "UA")] == ["Afghanistan", "Somalia", "Ukraine"]
    with pytest.raises(KeyError):
        GAZETTEER.country("??")


def test_a_text_is_scanned_for_the_longest_names() -> None:
    found = words("IN SANTA CRUZ DE LA SIERRA AND MAZAR-E SHARIF")
    runs = [" ".join(word.folded for word in found[hit.first : hit.last]) for hit in GAZETTEER.scan(found)]
    assert "santa cruz de la sierra" in runs
    assert "mazar e sharif" in runs


@given(st.text(max_size=60))
def test_a_scan_finds_only_names_that_a_look_up_confirms(text: str) -> None:
    found = words(text)
    for hit in GAZETTEER.scan(found):
        assert GAZETTEER.by_key(hit.key)
        assert found[hit.first].start < found[hit.last - 1].end <= len(text)


def test_a_users_geonames_file_adds_its_places(tmp_path: Path) -> None:
    known = {0: "900001", 1: "Qwertyabad", 2: "Qwertyabad", 3: "Kwertiabad", 4: "34.5", 5: "69.1", 6: "P", 7: "PPL"}
    known |= {8: "AF", 10: "13", 14: "120"}
    line = [known.get(field, "") for field in range(19)]
    table = tmp_path / "AF.txt"
    table.write_text("\t".join(line) + "\n", encoding="utf-8")
    opened = Gazetteer.open(extra=read_geonames(table))
    assert [(e.kind, e.lat, e.geonames_id) for e in opened.candidates("KWERTIABAD")] == [("city", 34.5, 900001)]
    assert [hit.first for hit in opened.scan(words("in Kwertiabad"))] == [1]
    assert GAZETTEER.candidates("Kwertiabad") == ()


@pytest.mark.parametrize(
    ("one", "two", "slip"),
    [
        ("tnazania", "tanzania", True),
        ("tanzani", "tanzania", True),
        ("ttanzania", "tanzania", True),
        ("tanzonia", "tanzania", True),
        ("tanaznai", "tanzania", False),
        ("tasmania", "tanzania", False),
        ("tanza", "tanzania", False),
    ],
    ids=["swapped", "lost", "doubled", "wrong", "two swapped", "two wrong", "three lost"],
)
def test_one_slip_of_the_keys_is_told_from_two(one: str, two: str, slip: bool) -> None:
    assert is_slip(one, two) is slip
    assert is_slip(two, one) is slip


def test_a_users_pcode_table_adds_its_units(tmp_path: Path) -> None:
    table = tmp_path / "units.csv"
    table.write_text("name,pcode,country,admin1,lat,lon\nQwertyshahr,AF9901,AF,Kabul,34.6,69.3\n", encoding="utf-8")
    (unit,) = Gazetteer.open(extra=read_pcodes(table)).candidates("Qwertyshahr")
    assert (unit.kind, unit.admin1, unit.admin2, unit.lon) == ("admin2", "Kabul", "Qwertyshahr", 69.3)


@pytest.mark.parametrize(
    ("reader", "content", "says"),
    [
        (read_geonames, "1\tonly\tthree\n", "19 tab-separated fields"),
        (read_pcodes, "name,lat\nX,1\n", "no column lon"),
        (read_pcodes, "name,lat,lon\nX,north,2\n", "line 2: lat and lon must be numbers"),
    ],
    ids=["no GeoNames line", "column missing", "no number"],
)
def test_a_broken_user_file_says_what_is_wrong(tmp_path: Path, reader: object, content: str, says: str) -> None:
    table = tmp_path / "own.txt"
    table.write_text(content, encoding="utf-8")
    assert callable(reader)
    with pytest.raises(GazetteerError, match=says):
        list(reader(table))


def test_missing_data_is_an_error_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="reinstall"):
        Gazetteer.open(folder=tmp_path)


def test_borders_are_small_geojson_of_the_world() -> None:
    outlines = borders()
    assert outlines["type"] == "FeatureCollection"
    assert {"AF", "UA", "SO", "FR", "NO"} <= {feature["properties"]["iso"] for feature in outlines["features"]}
    assert len(json.dumps(outlines, separators=(",", ":"), ensure_ascii=False)) <= BORDERS_LIMIT
    for feature in outlines["features"]:
        for polygon in feature["geometry"]["coordinates"]:
            assert polygon[0][0] == polygon[0][-1]
