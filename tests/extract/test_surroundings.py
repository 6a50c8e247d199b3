"""Which words stand around a candidate, as features, and that nobody's name is among them."""

from __future__ import annotations

import pytest
from told import reading

from tallybook.extract.candidates import candidates
from tallybook.extract.surroundings import surroundings


def around(text: str, part: str, key: str) -> set[str]:
    made, _ = reading(text)
    every = {(one.part, one.key): one for one in candidates(made.clauses(), made.reader)}
    return surroundings(every[part, key])  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "part", "key", "told"),
    [
        ("Rebels burned a school bus in Northtown.", "target", "school bus",
         {"~before a", "~behind in", "~between a in", "~after burned", "~after burned beside", "~in school"}),
        ("A school bus was burned near a bridge.", "target", "school bus",
         {"~ahead of passive burned", "~ahead of passive burned beside", "~before ^ a"}),
        ("They fired at the towers of the school.", "target", "school", {"~on of towers"}),
        ("Rebels burned a bus and a bridge.", "target", "bridge", {"~on C bus", "~after burned near"}),
        ("The bombing destroyed 3 of the shops.", "target", "shops", {"~event told bombing", "~verb told destroyed"}),
        ("Judge Ruiz was killed.", "victim", "ruiz", {"~title judge"}),
    ],
)  # fmt: skip
def test_what_stands_beside_and_what_it_hangs_on_is_told(text: str, part: str, key: str, told: set[str]) -> None:
    assert told <= around(text, part, key)


def test_of_those_who_stand_beside_only_that_somebody_does_is_told() -> None:
    told = around("Gunmen attacked Ana Ruiz with 40 guests.", "people", "guests")
    assert {"~before #", "~before with #"} <= told
    assert "~behind attacked *" in around("Gunmen attacked Ana Ruiz.", "individual", "gunmen")
    assert not [one for one in told if {"ana", "ruiz", "40"} & set(one.split())]
