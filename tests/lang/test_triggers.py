"""Whether a stretch can have a trigger is told by its words alone, before it is parsed."""

from __future__ import annotations

import pytest

from tallybook.lang.triggers import load_triggers
from tallybook.lang.word_lists import words_of


@pytest.mark.parametrize(
    ("stands", "text"),
    [
        (True, "a bomb exploded near the harbour"),
        (True, "the guards opened fire"),
        (True, "they took two men hostage"),
        (True, "several fishermen lost their lives"),
        (False, "they opened a shop"),
        (False, "they took a boat to the harbour"),
        (False, "the harbour was closed"),
        (False, ""),
    ],
)
def test_a_trigger_of_several_words_needs_all_of_them(stands: bool, text: str) -> None:
    assert load_triggers().may_stand(frozenset(words_of(text)), text) is stands
