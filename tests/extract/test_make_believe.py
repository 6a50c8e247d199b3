"""Pages that only sound like violence tell of no incident; pages that share a few of their words still do."""

from __future__ import annotations

import pytest
from told import reading

REAL = "A bomb killed three clerks in Northtown on Monday, the police said."


@pytest.mark.parametrize(
    "text",
    [
        "The harbour guard held an exercise on Tuesday. In the scenario gunmen shot six clerks and took ten hostages.",
        "Pupils with make-up wounds rehearsed for Saturday, when gunmen will attack the pier and kill a dozen.",
        "The club re-enacts the siege of Northtown on Sunday. The video game in the hall counts 40 enemies killed.",
        "Northtown slaughtered Southtown 4-0 on Sunday. Two strikes before half-time hit the goal; the coach was hurt.",
        "The opposition attacked the budget on Monday, took pensioners hostage and shot the amendment on the tax down.",
        "The quake of Sunday killed 14 people and injured 60, the ministry said.",
        "The tram left the rails on Monday, killing four people and injuring nine. There was no sign of an attack.",
        "Forty tonnes of fertiliser blew up in a shed on Monday, killing six. It was an accident caused by welding.",
    ],
)
def test_what_is_no_deed_of_violence_is_no_story(text: str) -> None:
    assert reading(text)[1] == []


@pytest.mark.parametrize(
    "text",
    [
        f"{REAL} The town had held an exercise in March.",
        f"{REAL} The guards called it a drill at first.",
        f"{REAL} Fans were on their way to the match, a cup final. Northtown had won the season's last 2-1.",
        f"{REAL} The opposition blamed the budget, which cuts the subsidy and the tax for guards.",
        f"{REAL} The bus behind them collided with a tree.",
        "Gunmen blew up a boiler in Northtown on Monday and killed two clerks. It was no accident.",
    ],
)
def test_a_word_of_another_matter_leaves_a_deed_alone(text: str) -> None:
    assert len(reading(text)[1]) == 1
