"""Pages that tell of several shootings, one after the other: each is a report of its own, and one stays one."""

from __future__ import annotations

from pathlib import Path

import pytest
from timing import least_seconds
from told import claims, reading

from tallybook.extract.rounds import find_rounds
from tallybook.lang.rounds import load_round_words
from tallybook.model import reports_of
from tallybook.reconcile.figures import reading as figure

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "rounds.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def told(text: str) -> list[str]:
    """How many were killed and how many hurt in each report of a page."""
    reports = [one for one in reports_of(claims(text.replace(" // ", "\n\n"))) if one.stage == "accomplished"]
    return [f"{figure(one, 'killed').best or 0}/{figure(one, 'injured').best or 0}" for one in reports]


@pytest.mark.parametrize(("figures", "text"), ROWS)
def test_each_shooting_of_a_page_has_its_own_victims(figures: str, text: str) -> None:
    assert sorted(told(text)) == sorted(figures.split())


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("In a separate shooting, a man", "another"),
        ("The second happened around", "another"),
        ("In the other, a man", "another"),
        ("In one shooting, two", "first"),
        ("About an hour later, a man", "later"),
        ("Less than an hour before, a man", "later"),
        ("A little more than an hour later, three", "later"),
        ("Hours earlier, a man", "later"),
        ("Two days later, a boy", "days_later"),
    ],
)
def test_words_that_open_another_shooting(text: str, pattern: str) -> None:
    assert getattr(load_round_words(), pattern).match(text) is not None


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("In the shooting, a man", "another"),
        ("The first happened around", "another"),
        ("Earlier this year, a man", "another"),
        ("An hour of talks, later", "later"),
        ("About 40 people, later", "later"),
    ],
)
def test_words_that_open_none(text: str, pattern: str) -> None:
    assert getattr(load_round_words(), pattern).match(text) is None


def test_where_somebody_lives_is_not_where_he_was_shot() -> None:
    words = load_round_words()
    assert words.home.search("Tom Varley, who lived in the ") is not None
    assert words.home.search("Tom Varley, of the ") is not None
    assert words.home.search("was shot in the ") is None


def test_time_grows_linearly_with_the_shootings() -> None:
    def seconds(times: int) -> float:
        text = "About 11 p.m., a man was shot in the 1200 block of Birch Avenue.\n\n" * times
        made, _ = reading(text)
        groups = [[] for _ in made.sentences]
        return least_seconds(lambda: find_rounds(groups, made.sentences, made.tools, several=True))

    assert seconds(400) < 12 * seconds(100) + 0.1
