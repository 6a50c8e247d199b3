"""Words of tallies, strengths and statements become values."""

from __future__ import annotations

from datetime import date

import pytest

from tallybook.lang.tallies import load_tally_words, ordinal_value
from tallybook.model import Document, Mention, PartialDate, Span, Strength, Tally, mention
from tallybook.model.mention import Role, Subject
from tallybook.resolve.tallies import resolve_strength, resolve_tally


def made(text: str, words: str, role: Role, *, subject: Subject = "tally", code: str | None = None) -> Mention:
    start = text.index(words)
    span = Span(start=start, end=start + len(words), text=words)
    return mention("d1", "tal-1", role, span, subject=subject, code=code)


def document(text: str) -> Document:
    day = PartialDate(start=date(2015, 1, 3), end=date(2015, 1, 3), precision="day")
    return Document(id="d1", text=text, published=day, published_basis="metadata")


@pytest.mark.parametrize(
    ("words", "low", "best", "high"),
    [("12,282", 12282, 12282, 12282), ("At least 40", 40, 40, None), ("dozens", 24, None, None), ("12th", 12, 12, 12)],
)
def test_numbers_keep_their_bounds(words: str, low: int, best: int | None, high: int | None) -> None:
    text = f"{words} attacks in 2014"
    value = resolve_tally(document(text), [made(text, words, "number", code="attacks")], context=()).value
    assert isinstance(value, Tally)
    assert (value.low, value.best, value.high) == (low, best, high)


def test_a_bare_year_is_the_whole_year() -> None:
    text = "The mission counted 7,818 dead in 2013."
    mentions = [made(text, "7,818", "number", code="killed"), made(text, "2013", "period")]
    value = resolve_tally(document(text), mentions, context=()).value
    assert isinstance(value, Tally)
    assert (value.period.start, value.period.end) == (date(2013, 1, 1), date(2013, 12, 31))


def test_no_comparison_is_none() -> None:
    text = "119 attacks"
    value = resolve_tally(document(text), [made(text, "119", "number", code="attacks")], context=()).value
    assert isinstance(value, Tally)
    assert value.compared_best is None
    assert value.compared_period is None


def test_a_fraction_is_percent() -> None:
    text = "almost a quarter of the population"
    mentions = [made(text, "almost a quarter", "number", subject="estimate", code="population_share")]
    value = resolve_strength(document(text), mentions).value
    assert isinstance(value, Strength)
    assert (value.best, value.exactness) == (25, "about")


@pytest.mark.parametrize(("text", "value"), [("12th", 12), ("Fifth", 5), ("first", None), ("umpteenth", None)])
def test_ordinals_are_numbers(text: str, value: int | None) -> None:
    assert ordinal_value(text, load_tally_words()) == value
