"""What a person may type for each field, and what is refused with the way out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tallybook.errors import UsageError
from tallybook.model import Actor, Code, PartialDate, Place, Range, Weapon
from tallybook.review.fields import Lists, field_named, load_lists, read_values
from tallybook.review.values import show_all


@pytest.fixture(scope="module")
def lists() -> Lists:
    return load_lists()


DAY = date(2022, 8, 4)
READ: tuple[tuple[str, str, Any], ...] = (
    ("killed", "12", [Range(low=12, best=12, high=12)]),
    ("killed", "10-15", [Range(low=10, high=15)]),
    ("killed", "10/12/15", [Range(low=10, best=12, high=15)]),
    ("injured", "12+", [Range(low=12, best=12)]),
    ("killed", "-9", [Range(high=9)]),
    ("killed", "1,200", [Range(low=1200, best=1200, high=1200)]),
    ("killed", "none", []),
    ("when", "2022-08-04", [PartialDate(start=DAY, end=DAY, precision="day")]),
    ("when", "2022-08", [PartialDate(start=date(2022, 8, 1), end=date(2022, 8, 31), precision="month")]),
    ("when", "2022", [PartialDate(start=date(2022, 1, 1), end=date(2022, 12, 31), precision="year")]),
    ("when", "../2022-08-04", [PartialDate(end=DAY, precision="period")]),
    ("event_type", "bombing; arson", [Code(code="bombing"), Code(code="arson")]),
    ("stage", "attempted", [Code(code="attempted")]),
    ("weapon", "a car full of it:vehicle_bomb", [Weapon(name="a car full of it", category="vehicle_bomb")]),
    ("perpetrator", "Men in masks:suspected", [Actor(name="Men in masks", status="suspected")]),
    ("where", "10.5,-20.25", [Place(lat=10.5, lon=-20.25, precision="place")]),
    (
        "where", "Hill Seven, Northland, CO @ 4.5,-73",
        [Place(country="CO", admin1="Northland", place="Hill Seven", lat=4.5, lon=-73.0, precision="place")],
    ),
)  # fmt: skip


@pytest.mark.parametrize(("field", "text", "values"), READ, ids=[f"{field} {text}" for field, text, _ in READ])
def test_a_value_is_read(lists: Lists, field: str, text: str, values: list[Any]) -> None:
    assert list(read_values(field, text, lists)) == values


REFUSED = (
    ("killed", "many", "'many' is no figure; give 12"),
    ("killed", "15-10", "low, best and high must not fall, but are 15, 10"),
    ("killed", "1/2", "is no figure"),
    ("killed", "999999999999", "people cannot be"),
    ("when", "4.8.2022", "is no day; write 2022-08-04"),
    ("when", "2022-13-01", "is no day"),
    ("when", "2022-08-04/2022-08-01", "is after 2022-08-01; exchange them"),
    ("when", "..", "is no day"),
    ("when", "../..", "open at both ends"),
    ("event_type", "bombbing", "is no code; near it: bombing"),
    ("stage", "done", "is no code"),
    ("where", "Springfield, US", "may be Springfield"),
    ("where", "Qqqqzzz, AF", "no place is known as 'Qqqqzzz, AF'; give coordinates too"),
    ("where", "95,10", "is not on earth"),
    ("where", "Kabul @ here", "is no point"),
    ("where", "a, b, c, AF", "is no place"),
    ("perpetrator", "talibann-of-north", "is no code"),
    ("weapon", "bomb:nukes", "is no code"),
)


@pytest.mark.parametrize(("field", "text", "words"), REFUSED, ids=[f"{field} {text}" for field, text, _ in REFUSED])
def test_what_is_no_value_is_refused_with_the_way_out(lists: Lists, field: str, text: str, words: str) -> None:
    with pytest.raises(UsageError) as error:
        read_values(field, text, lists)
    assert words in str(error.value)


def test_a_town_is_found_by_name_with_its_country(lists: Lists) -> None:
    (place,) = read_values("where", "Kabul, AF", lists)
    assert isinstance(place, Place)
    assert (place.country, place.place, place.precision, place.geonames_id is not None) == (
        "AF",
        "Kabul",
        "place",
        True,
    )


def test_an_actor_is_found_by_its_code(lists: Lists) -> None:
    (actor,) = read_values("perpetrator", "taliban:claimed", lists)
    assert isinstance(actor, Actor)
    assert (actor.actor, actor.status, actor.kind) == ("taliban", "claimed", "organization")


def test_fields_have_the_names_of_lines_too() -> None:
    assert field_named("perpetrators") == "perpetrator"
    with pytest.raises(UsageError, match="'colour' cannot be corrected; these can: event_type"):
        field_named("colour")


def test_values_are_shown_in_a_few_characters(lists: Lists) -> None:
    shown = [show_all(read_values(field, text, lists)) for field, text in (("killed", "10/12/15"), ("when", "none"))]
    assert shown == ["10-15 (best 12)", "not stated"]
