"""The role and clause words of a language, and the patterns made of them."""

from __future__ import annotations

from dataclasses import fields

import pytest

from tallybook.errors import CodebookError
from tallybook.lang.clauses import load_clause_patterns, load_clause_words
from tallybook.lang.roles import load_role_words


def test_no_list_is_empty_and_every_word_is_lower_case() -> None:
    for table in (load_role_words(), load_clause_words()):
        for one in fields(table):
            words = getattr(table, one.name)
            assert words, one.name
            assert all(word == word.lower() for word in words), one.name


@pytest.mark.parametrize("load", [load_role_words, load_clause_words, load_clause_patterns])
def test_a_language_without_the_words_is_said(load: object) -> None:
    with pytest.raises(CodebookError, match="xx"):
        load("xx")  # type: ignore[operator]  # one of three loaders


@pytest.mark.parametrize(
    ("before", "leads"),
    [
        ("the toll rose to ", True),
        ("the toll stood at about ", True),
        ("the toll of the ", False),
        ("to 3 and ", False),
    ],
)
def test_a_toll_is_led_to(before: str, leads: bool) -> None:
    assert (load_clause_patterns().toll_leads.search(before) is not None) is leads


@pytest.mark.parametrize(
    ("before", "elsewhere"), [("a man from ", True), ("on the road to the ", True), ("a blast in ", False)]
)
def test_a_place_may_be_where_somebody_came_from(before: str, elsewhere: bool) -> None:
    assert (load_clause_patterns().not_there.search(before) is not None) is elsewhere


@pytest.mark.parametrize(
    ("text", "back"),
    [("ten years after the attack", True), ("6 months since the blast", True), ("two years in prison", False)],
)
def test_a_look_back_is_known(text: str, back: bool) -> None:
    assert (load_clause_patterns().looking_back.search(text) is not None) is back


@pytest.mark.parametrize(("word", "name"), [("al-Shabaab", True), ("d'Aubuisson", True), ("anti-Taliban", False)])
def test_a_particle_begins_a_name(word: str, name: bool) -> None:
    assert (load_clause_patterns().name_particle.match(word) is not None) is name


@pytest.mark.parametrize(
    ("text", "goes_on"), [("on Jan.", True), ("at 6 a.m.", True), ("J.", True), ("he died.", False)]
)
def test_an_abbreviation_ends_no_sentence(text: str, goes_on: bool) -> None:
    assert (load_clause_patterns().abbreviation.search(text) is not None) is goes_on
