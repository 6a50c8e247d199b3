"""Verbs that say little alone: who does what to whom decides."""

from __future__ import annotations

import pytest
from told import parties, reading


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels seized two engineers near Northtown on Monday.", {"kidnapping"}),
        ("The engineer, held by rebels in Northtown since Monday, was set free.", {"kidnapping"}),
        ("Their bus came under machine-gun fire in Northtown on Monday.", {"armed_assault"}),
        ("Rebels captured two soldiers in Northtown on Monday.", set()),
        ("Police held two engineers in Northtown on Monday.", set()),
        ("Talks were held by rebels in Northtown on Monday.", set()),
        ("The mayor of Northtown died in his sleep on Monday.", set()),
        ("The museum in Northtown lost three paintings on Monday.", set()),
    ],
)
def test_what_armed_people_take_needs_no_stronger_word(text: str, expected: set[str]) -> None:
    _, stories = reading(text)
    assert {code for story in stories for code in story.events} == expected


def test_the_men_of_a_group_are_its_members() -> None:
    assert ("farc", "attributed") in parties("Forty men of the FARC attacked a post in Northtown on Monday.")


def test_what_the_doers_rode_on_is_not_hit() -> None:
    _, stories = reading("A judge was shot dead in Northtown on Monday by two men on a motorcycle.")
    acts = [act for story in stories for act in story.acts]
    assert not any(phrase.low == "motorcycle" for act in acts for phrase in act.sites)
    assert not any(harm.phrase.low == "motorcycle" for act in acts for harm in act.harms)
