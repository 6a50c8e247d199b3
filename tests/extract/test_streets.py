"""Names of towns by which only a street is told."""

from __future__ import annotations

import pytest
from timing import least_seconds
from told import GAZETTEER

from tallybook.extract.placenames import find_place_names
from tallybook.extract.streets import without_streets


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A fair was held in the 1200 block of West Albany in Chicago.", ["Chicago"]),
        ("A fair was held in the 1200-block of Albany in Chicago.", ["Chicago"]),
        ("A fair was held near Albany and Richmond streets in Chicago.", ["Chicago"]),
        ("A fair was held at 57th and Albany in Chicago.", ["Chicago"]),
        ("A fair was held on New York Avenue in Chicago.", ["Chicago"]),
        ("A fair was held on Turkey Run Road in Chicago.", ["Chicago"]),
        ("A fair was held at Second Street and Todd Place in Chicago.", ["Chicago"]),
        ("A fair was held on Istiklal Avenue in Istanbul.", ["Istiklal Avenue", "Istanbul"]),
        ("A fair was held in Albany and Richmond.", ["Albany", "Richmond"]),
        ("A fair was held on the streets of Albany.", ["Albany"]),
        ("The Albany and Richmond roads were closed.", ["Albany", "Richmond"]),
    ],
    ids=[
        "block",
        "hyphen",
        "crossing",
        "numbered street",
        "avenue",
        "a name of two words",
        "second",
        "a famous one",
        "towns",
        "streets of a town",
        "roads between towns",
    ],
)
def test_a_street_is_no_town(text: str, found: list[str]) -> None:
    places = find_place_names(text, gazetteer=GAZETTEER)
    assert [one.text for one in without_streets(text, places, gazetteer=GAZETTEER)] == found


def test_time_grows_linearly_with_the_blocks() -> None:
    def seconds(times: int) -> float:
        text = "the 1200 block of West Albany and " * times
        places = find_place_names(text, gazetteer=GAZETTEER)
        return least_seconds(lambda: without_streets(text, places, gazetteer=GAZETTEER))

    assert seconds(400) < 12 * seconds(100) + 0.1
