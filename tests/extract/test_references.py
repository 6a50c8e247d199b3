"""Words that stand for a group named before."""

from __future__ import annotations

import pytest
from told import parties


@pytest.mark.parametrize("words", ["The group", "The organisation", "It"])
def test_the_group_is_the_one_named_before(words: str) -> None:
    text = f"The FARC spoke on the radio on Monday. {words} killed six people in Northtown on Tuesday."
    assert ("farc", "attributed") in parties(text)


def test_rebels_belong_to_the_one_group_of_the_page() -> None:
    text = "Rebels killed six people in Northtown on Tuesday. The FARC has fought in the region for years."
    assert ("farc", "attributed") in parties(text)


def test_rebels_of_a_page_with_two_groups_belong_to_neither() -> None:
    text = "Rebels killed six people in Northtown on Tuesday. The FARC and ETA are far away."
    assert not {"farc", "eta"} & {name for name, _ in parties(text)}


def test_a_claim_by_the_group_is_one_by_the_group_named() -> None:
    bomb = "A bomb killed six people in Northtown on Tuesday."
    text = f"{bomb} The police spoke of the FARC. The group claimed responsibility."
    assert ("farc", "claimed") in parties(text)


def test_a_group_word_without_a_group_is_nobody() -> None:
    assert parties("A bomb killed six people in Northtown on Tuesday. The group claimed responsibility.") == set()
