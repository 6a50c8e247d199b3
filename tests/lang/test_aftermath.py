"""How all came out that was hit: words and the effects they tell."""

from __future__ import annotations

import pytest

from tallybook.codebook import load_codebook
from tallybook.errors import CodebookError
from tallybook.lang.aftermath import load_aftermath
from tallybook.lang.grammar import load_grammar


@pytest.mark.parametrize(
    ("kind", "words", "effect"),
    [
        ("things", "the blast caused serious damage", "damaged"),
        ("things", "there was no damage", "undamaged"),
        ("things", "the shop was destroyed and others damaged", "destroyed"),
        ("people", "all of them escaped unhurt", "unhurt"),
        ("people", "there were no casualties", "unhurt"),
        ("captives", "they were released the next day", "released"),
    ],
)
def test_words_tell_an_effect(kind: str, words: str, effect: str) -> None:
    found = load_aftermath()[kind].search(words)
    assert found is not None
    assert found.lastgroup == effect


@pytest.mark.parametrize(("kind", "words"), [("things", "the endamaged"), ("people", "he was hurt")])
def test_other_words_tell_none(kind: str, words: str) -> None:
    assert load_aftermath()[kind].search(words) is None


def test_every_effect_and_every_means_has_a_code() -> None:
    listed = load_grammar("en", "aftermath.yaml")
    from_values = load_grammar("en", "triggers.yaml")
    codes = load_codebook().weapons
    told = [one["means"] for group in ("verbs", "nouns") for one in from_values[group].values() if "means" in one]
    told += [one["means"] for one in from_values["phrases"] if "means" in one]
    assert told
    assert set(told) <= set(codes)
    assert set(listed) == {"things", "people", "captives"}


def test_a_language_without_the_words_is_said() -> None:
    with pytest.raises(CodebookError, match="xx"):
        load_aftermath("xx")
