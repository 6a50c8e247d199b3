"""Strengths and shares, and who says what."""

from __future__ import annotations

import pytest
from told import statements, strengths


@pytest.mark.parametrize(
    ("text", "measure", "best", "subject"),
    [
        ("The FARC has an estimated 8,000 fighters.", "fighters", 8000, "farc"),
        ("The number of FARC fighters doubled to nearly 4,000.", "fighters", 4000, "farc"),
        ("With approximately 2,000 men, the FARC held the hills.", "fighters", 2000, "farc"),
        ("The FARC has 3,000 fighters in hills once held by the ELN.", "fighters", 3000, "farc"),
        ("The FARC has between 500 and a few thousand fighters.", "fighters", None, "farc"),
    ],
)
def test_strengths_keep_whose_they_are(text: str, measure: str, best: int | None, subject: str) -> None:
    (found,) = strengths(text)
    assert (found.measure, found.best, found.subject) == (measure, best, subject)


@pytest.mark.parametrize(
    "text",
    [
        "Some 200 rebels were killed in Northtown on Monday.",
        "About 300 soldiers of the FARC died in the war.",
        "The FARC had 120 fighters killed on Monday.",
    ],
)
def test_the_dead_are_no_strength(text: str) -> None:
    assert strengths(text) == []


def test_a_statement_has_speaker_office_and_kind() -> None:
    text = "Ana Ruiz, professor of history, warned on Monday that ETA could attack again."
    (found,) = statements(text)
    assert (found.speaker, found.affiliation, found.kind, found.about) == (
        "Ana Ruiz",
        "professor of history",
        "warning",
        ("eta",),
    )


def test_a_thing_that_is_said_is_no_speaker() -> None:
    text = (
        "A bomb killed six people in Northtown. No group claimed responsibility for the attack, but ETA is suspected."
    )
    assert all(one.speaker != "responsibility" for one in statements(text))
