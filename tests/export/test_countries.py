"""The table of countries: codes that agree with the gazetteer, none given twice."""

from __future__ import annotations

from collections import Counter

import pytest

from tallybook.codebook import load_codebook
from tallybook.codebook.actor_table import load_actors
from tallybook.export.acled import INTER_ORDER
from tallybook.export.countries import countries, country
from tallybook.export.foreign_codes import foreign_codes
from tallybook_gazetteer import Gazetteer


def test_codes_agree_with_the_gazetteer() -> None:
    iso3 = Gazetteer.open().iso3
    assert {iso: one.iso3 for iso, one in countries().items()} == {iso: iso3[iso] for iso in countries()}


@pytest.mark.parametrize("scheme", ["iso3", "numeric", "name", "gw", "gtd"])
def test_no_code_is_given_twice(scheme: str) -> None:
    given = Counter(getattr(one, scheme) for one in countries().values())
    assert [code for code, count in given.items() if count > 1 and code is not None] == []


@pytest.mark.parametrize(
    ("iso", "iso3", "numeric", "gw"),
    [("AF", "AFG", 4, 700), ("NO", "NOR", 578, 385), ("YE", "YEM", 887, 678), ("VN", "VNM", 704, 816)],
)
def test_known_codes(iso: str, iso3: str, numeric: int, gw: int) -> None:
    found = countries()[iso]
    assert (found.iso3, found.numeric, found.gw) == (iso3, numeric, gw)


@pytest.mark.parametrize("iso", [None, "", "XX"])
def test_what_is_no_country_has_no_row(iso: str | None) -> None:
    assert country(iso) is None


@pytest.mark.parametrize(
    ("table", "ours"),
    [
        ("gtd_targets", "targets"), ("gtd_groups", "groups"), ("gtd_weapons", "weapons"), ("plover_groups", "groups"),
    ],
)  # fmt: skip
def test_every_code_of_our_lists_has_one_of_theirs(table: str, ours: str) -> None:
    assert set(foreign_codes(table)) == set(getattr(load_codebook(), ours))


@pytest.mark.parametrize("table", ["acled_inter", "plover_actors"])
def test_every_type_of_actor_has_a_kind(table: str) -> None:
    organized = {entry.type for entry in load_actors() if entry.kind != "individual"}
    assert organized <= set(foreign_codes(table))
    assert table != "acled_inter" or set(foreign_codes(table).values()) <= set(INTER_ORDER)
