"""Which small places of a text are one."""

from __future__ import annotations

import pytest
from told import GAZETTEER

from tallybook.extract.placenames import find_place_names
from tallybook.extract.settled import towns_of


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
