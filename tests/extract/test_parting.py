"""Which sentences tell of several incidents at once."""

from __future__ import annotations

import pytest
from told import reading

OWN_TYPES = frozenset(("bombing", "arson", "kidnapping"))


def parts(text: str, own_types: frozenset[str] = OWN_TYPES) -> list[list[str]]:
    """The days of every story of a text."""
    made, _ = reading(text)
    return [
        list(dict.fromkeys(made.document.text[one.start : one.end] for act in story.acts for one in act.dates))
        for story in made.stories(own_types)
    ]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        pytest.param(
            "Judge Ana Ruiz was killed on 28 July; Judge Juan Perez was killed on 1 August.",
            [["28 July"], ["1 August"]],
            id="each with a day of its own",
        ),
        pytest.param(
            "On 28 July Judge Ana Ruiz was killed, and on 1 August Judge Juan Perez was killed.",
            [["28 July"], ["1 August"]],
            id="days in front",
        ),
        pytest.param(
            "Judge Ana Ruiz was killed and Judge Juan Perez was wounded on 28 July.",
            [["28 July"]],
            id="one day for both",
        ),
        pytest.param(
            "Gunmen killed Judge Ana Ruiz on Tuesday [9 August], and wounded Judge Juan Perez on Tuesday.",
            [["Tuesday", "9 August"]],
            id="one day told twice",
        ),
        pytest.param(
            "On 28 July rebels blew up a bridge and kidnapped the mayor.",
            [["28 July"], ["28 July"]],
            id="types that stand for themselves",
        ),
        pytest.param("On 28 July rebels kidnapped and killed the mayor.", [["28 July"]], id="one victim of both"),
    ],
)
def test_deeds_of_one_sentence_are_parted_by_day_or_type(text: str, days: list[list[str]]) -> None:
    assert parts(text) == days


def test_types_are_parted_only_where_the_profile_says_so() -> None:
    assert len(parts("On 28 July rebels blew up a bridge and attacked the mayor.", frozenset())) == 1
    assert len(parts("On 28 July rebels blew up a bridge. They attacked a patrol.", frozenset())) == 1
    assert len(parts("On 28 July rebels blew up a bridge. They attacked a patrol.")) == 2
