"""What a sentence tells where its verb alone does not: deaths with an owner, and things that armed people wreck."""

from __future__ import annotations

import pytest
from told import reading


def hit(text: str) -> list[tuple[str, str | None]]:
    """Everybody and everything hit in the stories of a text."""
    return [(harm.phrase.low, harm.effect) for story in reading(text)[1] for harm in story.harms]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Judges went on strike over Magistrate Juan Perez's murder.", [("juan perez", "killed")]),
        ("The priest's kidnapping on Tuesday shocked Northtown.", [("priest", "captured")]),
        ("The rebels' murder of a priest shocked Northtown.", [("priest", "killed")]),
        ("The company's attack on its rival was fierce.", []),
    ],
)
def test_who_owns_a_death_died_it_unless_another_is_named(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert hit(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels burned five buses on the highway on Tuesday.", [("buses", "destroyed")]),
        ("Guerrillas knocked down two power pylons near Northtown on Tuesday.", [("power pylons", "destroyed")]),
        ("Workers burned five buses on the highway on Tuesday.", []),
        ("A storm destroyed a bridge in Northtown on Tuesday.", []),
    ],
)
def test_armed_people_who_wreck_things_attack_them(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert hit(text) == expected


def test_who_places_a_bomb_lays_it() -> None:
    [story] = reading("Unknown people placed a bomb under a bus in Northtown on Tuesday.")[1]
    assert story.events == ["bombing"]
    assert [weapon.low for act in story.acts for weapon in act.weapons] == ["bomb"]


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("On Tuesday two men take hostages in a church in Northtown and kill the priest.", {"kidnapping"}),
        ("On Tuesday a convoy near Northtown was hit from the air; six drivers were killed.", {"air_strike"}),
        ("The visitors went home on Tuesday, and nobody was held hostage in Northtown.", set()),
        ("No one was kidnapped in Northtown on Tuesday.", set()),
    ],
)
def test_the_kind_of_act_in_lists_and_of_what_nobody_suffered(text: str, events: set[str]) -> None:
    assert {event for story in reading(text)[1] for event in story.named} == events
