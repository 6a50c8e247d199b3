"""Pages that contradict themselves get an issue and little trust, and keep their words as they stand."""

from __future__ import annotations

from datetime import date

import pytest

from tallybook.codebook import load_codebook
from tallybook.codebook.actor_table import load_actors
from tallybook.extract.patterns import extract
from tallybook.model import Claim, Count, Document, Issue, PartialDate, reports_of
from tallybook.model.claim import DOUBTED
from tallybook.reconcile.confidence import confidence_of
from tallybook.resolve import contradictions, resolve
from tallybook_gazetteer import Gazetteer

GAZETTEER = Gazetteer.open()
DAY = date(2022, 8, 12)
"""A Friday."""


def read(text: str) -> tuple[list[Claim], list[Issue]]:
    published = PartialDate(start=DAY, end=DAY, precision="day")
    document = Document(id="d1", text=text, published=published, published_basis="metadata")
    codebook, actors = load_codebook(), load_actors()
    mentions = extract(document, codebook=codebook, actors=actors, gazetteer=GAZETTEER)
    claims = resolve(document, mentions, codebook=codebook, actors=actors, gazetteer=GAZETTEER)
    return claims, contradictions(document, claims)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A mine killed 12 clerks in Northtown on Monday, 2 August 2022.", "weekday_differs"),
        ("A mine killed 12 clerks in Northtown on 31 June 2022.", "no_such_day"),
        ("A mine killed 12 clerks in Northtown on 30 August 2022.", "after_publication"),
        ("A mine in Northtown killed 12 people. The hall was full. The mine killed 15 people.", "figures_differ"),
        ("A mine in Northtown hurt 30 people. The hall was full. The mine injured 20 people.", "figures_differ"),
        ("A mine in Northtown killed six people, including eight clerks.", "part_above_whole"),
        ("A mine in Northtown caused seven casualties. Nine people were killed.", "part_above_whole"),
        ("Explosion of mine in Northtown Monday killed 12 wounded.", "damaged_figure"),
        ("Explosion of mine in hall in Northtown, killed nine wounded in the hall.", "damaged_figure"),
    ],
)
def test_what_contradicts_itself_is_an_issue_with_its_words(text: str, code: str) -> None:
    claims, issues = read(text)
    doubtful = [one for one in claims if one.score <= DOUBTED]
    assert doubtful
    assert {issue.code for issue in issues} == {code}
    assert all(issue.stage == "resolve" and not issue.fatal and "' at " in issue.message for issue in issues)


@pytest.mark.parametrize(
    "text",
    [
        "A mine killed 12 clerks in Northtown on Tuesday, 2 August 2022.",
        "A mine killed 12 clerks in Northtown on 29 February 2020.",
        "A mine killed 12 clerks in Northtown on 13 August 2022.",
        "Rebels threatened to blow up the hall in Northtown on 30 August 2022.",
        "A mine in Northtown killed 12 people. The toll rose to 15 people killed on Tuesday.",
        "A mine in Northtown killed 12 people. Another mine in the hall killed 15 people.",
        "A mine in Northtown killed 12 people, the police said. The clinic said that 15 people were killed.",
        "A mine in Northtown killed 12 people. The mine killed 12 people in the hall.",
        "A mine in Northtown killed nine people, including eight clerks.",
        "A mine in Northtown caused nine casualties. Seven people were killed.",
        "A mine in Northtown on Monday killed 12, wounded 30.",
        "A mine in Northtown on Monday killed 12 wounded soldiers.",
        "In Northtown 12 killed, 30 wounded by a mine on Monday.",
    ],
)
def test_what_agrees_with_itself_is_none(text: str) -> None:
    claims, issues = read(text)
    assert issues == []
    assert all(one.score > DOUBTED for one in claims)


def test_the_value_stays_and_the_confidence_falls() -> None:
    (good,), (bad,) = (
        reports_of(read(f"A mine killed 12 clerks in Northtown on {day}, 2 August 2022.")[0])
        for day in ("Tuesday", "Monday")
    )
    assert bad.when.start == good.when.start == date(2022, 8, 2)
    before, after = confidence_of(good), confidence_of(bad)
    assert before.when is not None
    assert after.when is not None
    assert after.when <= before.when / 2 + 0.05
    assert after.killed == before.killed


def test_doubtful_figures_are_kept_with_low_confidence() -> None:
    text = "A mine in Northtown killed {} people. The hall was full. The mine killed 15 people."
    (bad,), (good,) = (reports_of(read(text.format(number))[0]) for number in (12, 15))
    told = [one.value.best for one in bad.claims if isinstance(one.value, Count)]
    assert told == [12, 15]
    sure, unsure = confidence_of(good).killed, confidence_of(bad).killed
    assert sure is not None
    assert unsure is not None
    assert unsure < 0.6 * sure


def test_a_hostile_page_of_figures_is_read_in_linear_time() -> None:
    text = "A mine in Northtown killed 12 people. " + "It killed 13 clerks, including 40 guards. " * 400
    assert len(read(text)[1]) < 200
