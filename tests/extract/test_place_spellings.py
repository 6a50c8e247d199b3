"""Place names in a romanisation that the gazetteer lacks: where they are read, and that they are said to be that."""

from __future__ import annotations

import pytest
from told import GAZETTEER, claims, document

from tallybook.extract.placenames import find_place_names
from tallybook.model import Place
from tallybook.resolve import contradictions
from tallybook.resolve.places import BY_SPELLING, SCORES


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A market opened in Bardere town, Somali officials said.", ["Bardere"]),
        ("A school opened in the village of Lashkergah, the Afghan minister said.", ["Lashkergah"]),
        ("A market opened in Bardere town, officials said.", []),
        ("A market opened in Bardere town, French officials said.", []),
        ("The letter went to Bardere, Somali officials said.", []),
        ("In Bardere Hospital a Somali doctor worked.", []),
        ("A Somali poet wrote in Bardere Times.", []),
        ("The place was named Bardere by a Somali poet.", []),
    ],
    ids=["in a town", "the village of", "no country", "another country", "behind to", "a hospital", "a paper",
         "no word of place"],
)  # fmt: skip
def test_another_spelling_is_a_place_only_where_one_is_expected_and_its_country_named(
    text: str, found: list[str]
) -> None:
    assert [span.text for span in find_place_names(text, gazetteer=GAZETTEER)] == found


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Gunmen shot two men in Tnazania.", "TZ"),
        ("Gunmen shot two men in Nigerai on Monday.", "NG"),
        ("Gunmen shot two men in Afghnistan.", "AF"),
        ("Gunmen shot two men in Siberia.", "RU"),
        ("Gunmen shot two men in Qwertyland.", None),
        ("Gunmen shot two men in Yemn.", None),
    ],
    ids=["swapped", "swapped at the end", "lost", "a place of its own", "no country", "too short"],
)
def test_a_country_is_known_with_one_slip_of_the_keys(text: str, country: str | None) -> None:
    assert [one.value.country for one in claims(text) if isinstance(one.value, Place)] == ([country] if country else [])


def test_a_place_by_another_spelling_has_a_low_score_and_an_issue() -> None:
    text = "Gunmen shot two men in Bardere, Somali officials said."
    made = claims(text)
    (where,) = (one for one in made if isinstance(one.value, Place))
    assert (where.resolver, where.score) == (BY_SPELLING, SCORES["spelling"])
    assert isinstance(where.value, Place)
    assert where.value.country == "SO"
    (issue,) = contradictions(document(text), made)
    assert issue.code == "place_by_spelling"
    assert "'Bardere' at 23-30" in issue.message
