"""Where a long pattern is tried: it must find what it would find if it were tried everywhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.lang.date_patterns import date_patterns
from tallybook.lang.folding import fold
from tallybook.lang.grammar import Scanner
from tallybook.lang.quantity_patterns import quantity_patterns

SCANNERS = (date_patterns("en").scan, quantity_patterns("en").scan)
PRINTED = sorted({word for one in SCANNERS for word in re.findall(r"[a-z']+", one.pattern.pattern)})
PIECES = st.sampled_from(
    [*PRINTED, "harbour", "m-16", "us$5,000", "$3", ".45", "(055) 555-0100", "12", "1990", "7th", "ñ"]
)
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from([" ", " ", "-", ", ", "", "\n", ". "])), max_size=20)


def spans(search: object, folded: str) -> list[tuple[int, int]]:
    found, position = [], 0
    while match := search(folded, position):  # type: ignore[operator]  # two searches with one signature
        found.append(match.span())
        position = match.start() + 1
    return found


@given(TEXTS)
def test_the_scanners_find_what_their_patterns_find(pieces: list[tuple[str, str]]) -> None:
    folded = fold("".join(map("".join, pieces)))
    for scanner in SCANNERS:
        assert spans(scanner.search, folded) == spans(scanner.pattern.search, folded)


@pytest.mark.parametrize(
    ("folded", "found"),
    [
        ("the first of two", [(4, 9), (13, 16)]),
        ("twofirst", []),
        ("3 or firstly", [(0, 1)]),
        ("", []),
    ],
)
def test_a_scanner_begins_at_its_words_and_marks(folded: str, found: list[tuple[int, int]]) -> None:
    assert spans(Scanner(r"(?:first|two)\b|\d").search, folded) == found
