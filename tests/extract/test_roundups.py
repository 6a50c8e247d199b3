"""Figures over several shootings are tallies; those of a former disaster are nobody's."""

from __future__ import annotations

import pytest
from told import claims

from tallybook.model import Count, Tally


def told(text: str) -> tuple[list[int | None], list[int | None]]:
    """The figures of incidents, and those of tallies."""
    found = [one.value for one in claims(text)]
    return [one.best for one in found if isinstance(one, Count)], [one.best for one in found if isinstance(one, Tally)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Seven people were wounded in separate shootings in Northtown on Friday.", 7),
        ("Eleven people were shot in Northtown in less than 30 hours.", 11),
        ("Nine people were wounded in overnight shootings in Northtown.", 9),
        ("Six people were wounded in Northtown shootings on Sunday.", 6),
        ("Six other people were wounded in attacks from Monday to early Tuesday in Northtown.", 6),
        ("At least 18 people were shot between Friday afternoon and early Sunday in Northtown.", 18),
        ("Nine people were shot in Northtown in four incidents on Friday.", 9),
        ("Two people were wounded in a pair of shootings in Northtown on Friday.", 2),
        ("Seven people have been wounded in shootings in Northtown since Friday night.", 7),
        ("Last year 3,112 people were shot in Northtown.", 3112),
        ("More than 400 people have been shot in Northtown this year.", 400),
        ("So far in 2017, at least 47 people have been killed in Northtown, police said.", 47),
        ("Northtown shootings left three people wounded over the weekend.", 3),
    ],
)
def test_what_sums_up_several_shootings_is_a_tally(text: str, number: int) -> None:
    assert told(text) == ([], [number])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Seven people were wounded in a shooting in Northtown on Friday.", 7),
        ("Seven people were killed in shootings at two schools in Northtown on Friday.", 7),
        ("Nine people were shot in Northtown on Friday and taken to a hospital.", 9),
        ("Nine people were wounded in two shootings in a mosque and a market in Northtown on Friday.", 9),
        ("Gunmen killed nine people in two shootings in Northtown on Friday.", 9),
        ("Nine people were killed in attacks on two markets in Northtown on Friday.", 9),
        ("Two people were shot between Friday night and Saturday morning in Northtown.", 2),
        ("Nine people have been killed in clashes in Northtown since Friday.", 9),
        ("Last year 86 people were killed in an attack in Northtown.", 86),
    ],
)
def test_what_tells_of_one_shooting_is_none(text: str, number: int) -> None:
    assert told(text) == ([number], [])


def test_a_disaster_that_is_only_compared_with_adds_nobody() -> None:
    text = (
        "Gunmen killed three people in Northtown on Friday, the worst loss of life since a fire in 1982 that killed 78."
    )
    assert told(text)[0] == [3]


def test_the_worst_since_a_year_tells_of_its_own_dead() -> None:
    assert told("It was the worst attack in Northtown since 2009, killing 30 people on Friday.")[0] == [30]
