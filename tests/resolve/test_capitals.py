"""The capital named by that word alone."""

from __future__ import annotations

import pytest

from tallybook.resolve.capitals import capitals_named
from tallybook_gazetteer import Gazetteer

GAZETTEER = Gazetteer.open()


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("A bomb went off in the Kenyan capital on Friday.", "KE"),
        ("Bombers struck the centre of the Malian capital.", "ML"),
        ("A mine was found in the capital of Angola.", "AO"),
        ("Shots were heard in Peru's capital.", "PE"),
        ("Two shops burned in the north of the capital.", None),
    ],
)
def test_a_capital_is_named_by_its_country_or_left_open(text: str, country: str | None) -> None:
    (found,) = capitals_named(text, 0, len(text), GAZETTEER)
    assert found.country == country
    assert text[found.span.start : found.span.end] == found.span.text


@pytest.mark.parametrize(
    "text",
    [
        "A village 70 km south of the capital was shelled.",
        "The road to the capital was mined.",
        "The provincial capital was shelled.",
        "The firm raised its share capital.",
        "Capital punishment was abolished.",
        "The River State capital was calm.",
    ],
)
def test_what_is_no_place_of_a_deed(text: str) -> None:
    assert list(capitals_named(text, 0, len(text), GAZETTEER)) == []
