"""Which small places of a text are one."""

from __future__ import annotations

import pytest
from told import GAZETTEER

from tallybook.extract.placenames import find_place_names
from tallybook.extract.settled import elsewhere, towns_of


@pytest.mark.parametrize(
    ("text", "towns"),
    [
        pytest.param("Trains leave Mazar-i-Sharif and Mazar e Sharif.", 1, id="two spellings"),
        pytest.param("Trams link Rimal with Gaza.", 1, id="a quarter and its town"),
        pytest.param("Markets opened in Kibeho and in Butare.", 1, id="a village and the town near it"),
        pytest.param("Ships leave Goma and Sydney.", 2, id="two towns"),
        pytest.param("Rain fell in Nangarhar.", 0, id="a province is no small place"),
    ],
)
def test_a_town_is_one_however_it_is_called(text: str, towns: int) -> None:
    places = find_place_names(text, gazetteer=GAZETTEER)
    assert len(set(towns_of(places, GAZETTEER).values())) == towns


@pytest.mark.parametrize(
    ("text", "one", "other", "apart"),
    [
        pytest.param("Fairs in Chicago and Oak Lawn.", "Chicago", "Oak Lawn", False, id="a suburb"),
        pytest.param("Fairs in Cook County and Oak Lawn.", "Cook County", "Oak Lawn", False, id="a county"),
        pytest.param("Fairs in Chicago and Englewood.", "Chicago", "Englewood", False, id="a quarter with namesakes"),
        pytest.param("Fairs in Chicago, Englewood and Oak Lawn.", "Englewood", "Oak Lawn", True, id="two parts"),
        pytest.param("Fairs in Goma and Sydney.", "Goma", "Sydney", True, id="two towns"),
        pytest.param("Fairs in Goma and Nangarhar.", "Goma", "Nangarhar", False, id="nothing to compare"),
    ],
)
def test_what_lies_in_a_town_is_not_elsewhere(text: str, one: str, other: str, apart: bool) -> None:
    towns = towns_of(find_place_names(text, gazetteer=GAZETTEER), GAZETTEER)
    left, right = ({towns[name]} if name in towns else set() for name in (one, other))
    assert elsewhere(left, right) == apart


def test_the_finest_places_of_both_sides_are_compared() -> None:
    towns = towns_of(find_place_names("Fairs in Chicago, Englewood and Oak Lawn.", gazetteer=GAZETTEER), GAZETTEER)
    chicago, quarter, suburb = (towns[name] for name in ("Chicago", "Englewood", "Oak Lawn"))
    assert elsewhere({chicago, quarter}, {suburb})
    assert not elsewhere({chicago}, {suburb})
