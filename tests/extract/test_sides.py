"""The words of either side for the same thing: a record must not depend on who tells it."""

from __future__ import annotations

import pytest
from told import claims

from tallybook.model import Code, Count


def dead(text: str) -> list[tuple[int | None, str]]:
    """Number and side of everybody killed."""
    counts = [one.value for one in claims(text) if isinstance(one.value, Count)]
    return [(one.best, one.side) for one in counts if one.outcome == "killed"]


def leading_type(text: str) -> str | None:
    return next(
        (one.value.code for one in claims(text) if one.prop == "event_type" and isinstance(one.value, Code)), None
    )


@pytest.mark.parametrize(
    "text",
    [
        "Three soldiers were killed when a mine exploded in Northtown on Tuesday.",
        "Three soldiers were martyred when a mine exploded in Northtown on Tuesday.",
        "Three soldiers embraced martyrdom when a mine exploded in Northtown on Tuesday.",
        "Three soldiers laid down their lives when a mine exploded in Northtown on Tuesday.",
        "A mine exploded in Northtown on Tuesday. Three soldiers fell.",
        "A mine exploded in Northtown on Tuesday, annihilating three soldiers.",
        "A mine exploded in Northtown on Tuesday; three invaders were liquidated.",
        "Three jawans gave their lives when a mine exploded in Northtown on Tuesday.",
        "A mine exploded in Northtown on Tuesday and three guards of the regime were eliminated.",
    ],
)
def test_a_death_is_a_death_whoever_tells_of_it(text: str) -> None:
    assert dead(text) == [(3, "victims")]


@pytest.mark.parametrize(
    "text",
    [
        "Troops killed four rebels in a raid in Northtown on Tuesday.",
        "Commandos killed four militants in a night raid in Northtown on Tuesday.",
        "Security forces neutralised four terrorists in a special operation in Northtown on Tuesday.",
        "The army wiped out four miscreants in Northtown on Tuesday.",
        "The army rendered four terrorists ineffective in Northtown on Tuesday.",
        "Four mujahideen were martyred in a raid by troops in Northtown on Tuesday.",
        "Four criminals were shot dead by police in Northtown on Tuesday.",
        "Four mercenaries were killed in an ambush by the rebels in Northtown on Tuesday.",
    ],
)
def test_who_kills_fighters_is_the_other_side(text: str) -> None:
    assert dead(text) == [(4, "victims")]


@pytest.mark.parametrize(
    "text",
    [
        "The temperature fell in Northtown on Tuesday after an attack on a police station.",
        "Three soldiers fell ill in Northtown on Tuesday, a day before a bomb exploded there.",
        "Two teams were eliminated in Northtown on Tuesday, hours before a bomb exploded.",
        "The court liquidated two companies in Northtown on Tuesday, hours before a bomb exploded.",
        "Prices fell from 12 to 8 in Northtown on Tuesday, hours before a bomb exploded.",
    ],
)
def test_words_with_other_meanings_kill_nobody(text: str) -> None:
    assert dead(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels took two engineers hostage in Northtown on Tuesday.", "kidnapping"),
        ("A crowd set a boarding house on fire in Northtown on Tuesday, killing five.", "arson"),
        ("The air force bombed a market in Northtown on Tuesday, killing five.", "air_strike"),
        ("Troops took the airfield in Northtown on Tuesday after heavy fighting in which 20 died.", "armed_clash"),
        ("Six farmers were killed by an army patrol in Northtown on Tuesday.", "armed_assault"),
        ("Four militants were killed in an encounter in Northtown on Tuesday.", "armed_clash"),
        ("Three people died when their vehicle hit a mine in Northtown on Tuesday.", "bombing"),
    ],
    ids=["taken hostage", "set on fire", "air force", "a weak word lends its kind", "patrol", "encounter", "mine"],
)
def test_the_kind_of_act_is_told_in_many_words(text: str, expected: str) -> None:
    assert leading_type(text) == expected


def test_an_adverb_of_reproach_stands_between_verb_and_passive() -> None:
    assert dead("The mayor was cowardly murdered by gunmen in Northtown on Tuesday.") == [(1, "victims")]


@pytest.mark.parametrize("who", ["heavily armed terrorists", "HEAVILY ARMED TERRORISTS"])
def test_fighters_named_with_an_adverb_are_the_doers_and_their_dead_are_their_own(who: str) -> None:
    attack = f"A camp was attacked by {who} in Northtown on Tuesday."
    assert dead(f"{attack} Nine soldiers were killed. Four terrorists were neutralised.") == [
        (9, "victims"),
        (4, "perpetrators"),
    ]
