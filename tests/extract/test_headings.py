"""What headings hand down to the entries of a list."""

from __future__ import annotations

import pytest
from told import parties, reading

ENTRIES = (
    "- 4 May 2011: a bomb killed four people in Northtown.\n- 6 May 2011: a bomb killed three people in Southtown."
)


@pytest.mark.parametrize(
    ("heading", "actor"),
    [
        ("Attacks by ETA", "eta"),
        ("ETA attacks on Northtown", "eta"),
        ("ETA", "eta"),
        ("Attacks claimed by the FARC:", "farc"),
        ("Bombings attributed to the Northern Dawn Brigade", "northern dawn brigade"),
        ("List of major attacks by ETA since 2010\n2011", "eta"),
        ("Attacks by ETA\nThis list is not complete.\n2011", "eta"),
        ("Attributed to ETA", "eta"),
        ("The list names the attacks on guards in the northern towns that have been blamed on ETA.", "eta"),
        ("ETA denied some of them. The following attacks were claimed by the FARC. It is not complete.", "farc"),
        ("FARC (also known as Revolutionary Armed Forces of Colombia)", "farc"),
    ],
)
def test_a_heading_names_the_doer_of_every_entry(heading: str, actor: str) -> None:
    _, stories = reading(f"{heading}\n{ENTRIES}")
    heirs = [
        [(one.phrase.actor.actor if one.phrase.actor else one.phrase.low, one.status) for one in story.heir]
        for story in stories
    ]
    assert heirs == [[(actor, "attributed")]] * 2


def test_a_heading_that_says_nothing_but_who_claimed_makes_each_entry_a_claim() -> None:
    assert parties(f"Claimed by the FARC\n{ENTRIES}") == {("farc", "claimed")}


@pytest.mark.parametrize(
    "heading",
    [
        "Raids on ETA bases",
        "Attacks in 2011",
        "Northtown",
        "What the mission counted",
        "ETA\nOther incidents",
        "The talks with ETA followed attacks by guards.\nHere is a list of attacks.",
    ],
)
def test_other_headings_hand_down_nobody(heading: str) -> None:
    assert parties(f"{heading}\n{ENTRIES}") == set()


def test_paragraphs_that_open_with_a_date_are_entries() -> None:
    first = "Northtown, 4 May 2011: a bomb killed four people."
    text = f"Attacks by ETA\n{first}\nSouthtown, 6 May 2011: a bomb killed three people."
    _, stories = reading(text)
    assert [len(story.heir) for story in stories] == [1, 1]


def test_running_text_under_a_headline_inherits_nothing() -> None:
    assert parties("Attacks by ETA\nA bomb killed six people in Northtown on Tuesday.") == set()
