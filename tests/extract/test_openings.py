"""What the head of a list entry lends to the words after it."""

from __future__ import annotations

import pytest
from told import reading

from tallybook.extract.assembly import Story

SECOND = "- 6 June 2012, Southtown: a mine killed two clerks."


def entry(text: str) -> Story:
    return reading(f"What Northland remembers\n- {text}\n{SECOND}")[1][0]


@pytest.mark.parametrize(
    ("text", "weapons", "sites"),
    [
        (
            "4 May 2011, Northtown: car bomb beside a police bus. Four killed, nine injured.",
            ["car bomb"],
            ["police bus"],
        ),
        ("4 May 2011, Northtown: car bomb beside a police bus, four killed.", ["car bomb"], ["police bus"]),
        ("4 May 2011, Northtown: a mine in a market killed four clerks.", ["mine"], ["market"]),
    ],
)
def test_a_toll_takes_the_weapon_and_the_building_before_it(text: str, weapons: list[str], sites: list[str]) -> None:
    story = entry(text)
    assert [one.low for act in story.acts for one in act.weapons] == weapons
    assert sorted({one.low for act in story.acts for one in act.sites}) == sites


def test_attackers_named_before_a_toll_are_its_doers() -> None:
    story = entry("4 May 2011, Northtown: two bombers at a rally; more than 40 killed.")
    assert [one.phrase.low for one in story.perpetrators] == ["bombers"]


@pytest.mark.parametrize(
    ("text", "victims", "dead"),
    [
        ("Joan Hale, mayor of Northtown. Shot dead by one of her guards on 4 May 2011.", ["joan hale"], [1]),
        ("Mark Dale, mayor of Northtown. Killed by a sniper in Lowtown on 4 May 2011.", ["mark dale"], [1]),
        ("Mark Dale, mayor of Northtown. A bomb in a van killed him and four others.", ["mark dale", "others"], [4]),
        ("Mark Dale was mayor of Northtown. Gunmen killed two guards on 4 May 2011.", ["guards"], [2]),
    ],
)
def test_a_name_in_a_sentence_of_its_own_is_the_victim(text: str, victims: list[str], dead: list[int]) -> None:
    story = entry(text)
    assert [one.phrase.low for one in story.harms if one.effect == "killed"] == victims
    assert [one.number for one in story.figures if one.outcome == "killed"] == dead
