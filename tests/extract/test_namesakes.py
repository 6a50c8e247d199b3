"""Which names of a page are one person under a shorter and a fuller name."""

from __future__ import annotations

from functools import partial

import pytest
from timing import least_seconds
from told import reading

from tallybook.extract.candidates import candidates
from tallybook.extract.namesakes import fuller

GIVEN = frozenset(("ana", "maria", "miguel"))


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (("ana ruiz", "ana ruiz velimov"), {"ana ruiz": "ana ruiz velimov"}),
        (("ana ruiz", "ana maria ruiz"), {"ana ruiz": "ana maria ruiz"}),
        (("ana ruiz", "ana b ruiz", "ana b ruiz c"), {"ana ruiz": "ana b ruiz c", "ana b ruiz": "ana b ruiz c"}),
        (("ruiz", "ana ruiz velimov"), {}),
        (("ana ruiz", "ana ruiz velimov", "ana maria ruiz"), {}),
        (("ana", "maria", "ana maria ruiz"), {}),
        (("ana velimov", "velimov ana ruiz"), {}),
        (("ana a", "ana a b c d e f"), {}),
    ],
)
def test_a_shorter_name_is_the_one_fuller_name_that_holds_it(names: tuple[str, ...], found: dict[str, str]) -> None:
    assert fuller(names, GIVEN) == found


def test_who_is_told_under_two_names_is_one_candidate() -> None:
    made, _ = reading("Gunmen killed Ana Ruiz Velimov in Northtown. Ana Ruiz was a judge. Friends wept for Ana Ruiz.")
    found = candidates(made.clauses(), made.reader)
    named = [one for one in found if one.part == "victim" and one.key.startswith("ana")]
    assert [(one.key, [place.sentence for place in one.places]) for one in named] == [("ana ruiz velimov", [0, 1, 2])]


def test_time_grows_with_the_names_and_no_faster() -> None:
    def look(times: int) -> None:
        fuller([f"ana ruiz {number} b c d" for number in range(times)], GIVEN)

    short, long = (least_seconds(partial(look, times)) for times in (2000, 8000))
    assert long < 10 * short + 0.5
