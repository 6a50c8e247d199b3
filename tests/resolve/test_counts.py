"""The words of a count as low, best and high."""

from __future__ import annotations

import pytest

from tallybook.model import Count, Document, Mention, Unresolved, mention
from tallybook.resolve.counts import resolve_counts


def casualty(words: str, code: str = "killed") -> tuple[Document, list[Mention]]:
    document = Document(id="d1", text=f"In Northtown {words} people died, police said.")
    start = document.text.index(words)
    return document, [
        mention("d1", "rep-1", "casualty", document.span(start, start + len(words)), code=code, extractor="test/1")
    ]


def detail(document: Document, made: Mention, role: str, words: str, code: str | None = None) -> Mention:
    start = document.text.index(words)
    span = document.span(start, start + len(words))
    return mention("d1", "rep-1", role, span, code=code, of=made.id, extractor="test/1")  # type: ignore[arg-type]  # parametrized


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("12", (12, 12, 12, "exact"), id="digits"),
        pytest.param("twelve", (12, 12, 12, "exact"), id="word"),
        pytest.param("at least 12", (12, 12, None, "at_least"), id="at least"),
        pytest.param("more than 12", (12, 12, None, "more_than"), id="more than"),
        pytest.param("up to 12", (None, 12, 12, "at_most"), id="up to"),
        pytest.param("about 12", (12, 12, 12, "about"), id="about"),
        pytest.param("10 to 12", (10, None, 12, "about"), id="between two numbers"),
        pytest.param("dozens of", (24, None, None, "vague"), id="dozens bound and never estimate"),
        pytest.param("no", (0, 0, 0, "exact"), id="a stated zero"),
        pytest.param("nobody", (0, 0, 0, "exact"), id="nobody"),
    ],
)
def test_a_count_is_bounded_by_its_words(words: str, expected: tuple[int | None, int | None, int | None, str]) -> None:
    [claim] = resolve_counts(*casualty(words))
    assert isinstance(claim.value, Count)
    assert (claim.value.low, claim.value.best, claim.value.high, claim.value.exactness) == expected


def test_an_outcome_that_nobody_knows_stays_unresolved_and_says_so() -> None:
    [claim] = resolve_counts(*casualty("12", code="vanished"))
    assert isinstance(claim.value, Unresolved)
    assert "vanished" in claim.value.reason


def test_details_go_with_their_own_figure() -> None:
    document, [made] = casualty("12")
    details = [
        detail(document, made, "group", "people"),
        detail(document, made, "scope", "12", "subgroup"),
        detail(document, made, "speaker", "police"),
        detail(document, made, "mood", "12", "suspected"),
    ]
    [claim] = resolve_counts(document, [made, *details])
    assert isinstance(claim.value, Count)
    value = claim.value
    assert (value.group, value.scope, value.said_by, value.mood) == ("people", "subgroup", "police", "suspected")
    assert {span.text for span in claim.evidence} == {"12", "people", "police"}
