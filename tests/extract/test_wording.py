"""Which words a candidate is, as features, and whose words are never among them."""

from __future__ import annotations

import pytest
from told import reading

from tallybook.extract.phrases import Phrase
from tallybook.extract.wording import is_wording, wording, wording_in


def phrase(text: str, low: str) -> Phrase:
    made, _ = reading(text)
    return next(one for clause in made.clauses() if clause for one in clause.phrases if one and one.low == low)


@pytest.mark.parametrize(
    ("text", "low", "told"),
    [
        ("A school bus burned.", "school bus", {"~head bus", "~all school bus", "~first school"}),
        ("Taliban gunmen fled.", "taliban gunmen", {"~head gunmen", "~actor taliban"}),
    ],
)
def test_the_words_and_the_actor_are_told(text: str, low: str, told: set[str]) -> None:
    assert told <= wording(phrase(text, low))
    assert all(is_wording(one) for one in wording(phrase(text, low)))


def test_the_head_is_told_in_each_way_in_which_it_stands() -> None:
    bus = phrase("A school bus burned.", "school bus")
    assert wording_in(bus, ("near told", "arson")) == {"~head bus near told", "~head bus arson"}


@pytest.mark.parametrize("text", ["Gunmen killed Ana Ruiz.", "GUNMEN KILLED ANA RUIZ."])
def test_names_of_people_are_never_told(text: str) -> None:
    name = phrase(text, "ana ruiz")
    assert not wording(name)
    assert not wording_in(name, ("near told",))


def test_other_features_speak_of_no_single_word() -> None:
    assert not is_wording("kind thing")
