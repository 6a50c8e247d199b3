"""Words that may be noun or verb, and the phrases and verb groups they make."""

from __future__ import annotations

import pytest
from told import reading

from tallybook.extract.chunks import chunk
from tallybook.extract.telling import tokens_of


def tokens(text: str) -> list[tuple[str, str]]:
    made, _ = reading(text)
    return [(token.low, token.tag) for one in made.sentences for token in tokens_of(one, made.tools)]


def chunks(text: str) -> list[tuple[str, str]]:
    made, _ = reading(text)
    return [(one.kind, one.low) for one in chunk(tokens_of(made.sentences[0], made.tools))]


@pytest.mark.parametrize(
    ("text", "word", "tag"),
    [
        pytest.param("They attack villages.", "attack", "K", id="verb after a pronoun"),
        pytest.param("The attack lasted an hour.", "attack", "E", id="noun after an article"),
        pytest.param("They wanted to attack villages.", "attack", "K", id="verb after to"),
        pytest.param("Gunmen murdered the priest.", "murdered", "K", id="past form as a verb"),
        pytest.param("The murdered priest was buried.", "murdered", "W", id="past form before a noun"),
        pytest.param("A bomb went off, killing 3 people.", "killing", "K", id="participle after a comma"),
        pytest.param("The killing of the priest shocked all.", "killing", "E", id="noun in -ing"),
        pytest.param("About 12 people came.", "about 12", "N", id="number with its hedge"),
        pytest.param("It happened on 4 May 2011.", "4 may 2011", "T", id="date"),
        pytest.param("The U.S. envoy left.", "u.s.", "W", id="initials"),
        pytest.param("The driver, who hit two boys, faces life in prison.", "faces", "V", id="verb and noun"),
        pytest.param("They hid their faces.", "faces", "W", id="the noun of it"),
    ],
)
def test_a_word_is_decided_by_its_neighbours(text: str, word: str, tag: str) -> None:
    assert (word, tag) in tokens(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Three farmers were killed.", [("NP", "three farmers"), ("VG", "were killed"), (".", ".")], id="passive"
        ),
        pytest.param(
            "The other 12 people had been shot.",
            [("NP", "the other 12 people"), ("VG", "had been shot"), (".", ".")],
            id="number inside a phrase",
        ),
        pytest.param(
            "Two men were reported killed.",
            [("NP", "two men"), ("VG", "were reported killed"), (".", ".")],
            id="participle after a passive verb",
        ),
    ],
)
def test_a_sentence_falls_into_phrases_and_verb_groups(text: str, expected: list[tuple[str, str]]) -> None:
    assert chunks(text) == expected


def test_the_voice_of_a_verb_group_is_told() -> None:
    made, _ = reading("The men were not killed. They may have killed him.")
    groups = [one for sentence in made.sentences for one in chunk(tokens_of(sentence, made.tools)) if one.kind == "VG"]
    assert [(one.passive, one.negated, one.modal, one.perfect) for one in groups] == [
        (True, True, False, False),
        (False, False, True, True),
    ]


def test_a_short_aside_is_read_over_but_not_one_of_violence() -> None:
    assert "ep" not in [word for word, _ in tokens("The army [EP] killed 3 men.")]
    assert "wounded" in [word for word, _ in tokens("The army killed 3 men (2 were wounded).")]
