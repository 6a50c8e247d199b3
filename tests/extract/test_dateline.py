"""Where datelines end."""

from __future__ import annotations

import pytest
from told import GAZETTEER

from tallybook.extract.dateline import dateline_end
from tallybook.extract.segment import segment

STORY = "Two clerks were hurt when a parcel went off."


@pytest.mark.parametrize(
    "head",
    [
        "NORTHTOWN - ",
        "NORTHTOWN, June 21 (Courier) - ",
        "NORTHTOWN, Norland (Courier) -- ",
        "Parcel hurts two\nNORTHTOWN - ",
        "Parcel hurts two\n11 August 2022\nNORTHTOWN, Aug. 11 (Courier) - ",
        "Parcel hurts two\nKabul - ",
        "Parcel hurts two\nKabul, 11 August. ",
        "KABUL, Thursday evening - ",
    ],
)
def test_a_dateline_ends_behind_its_dash(head: str) -> None:
    text = f"{head}{STORY}"
    assert text[dateline_end(text, segment(text), language="en", gazetteer=GAZETTEER) :] == STORY


@pytest.mark.parametrize(
    "text",
    [
        f"{STORY} The post - a yellow house - was closed.",
        f"Parcel hurts two\nMonday - {STORY}",
        f"Parcel hurts two\n{STORY}\nKABUL - {STORY}",
        f"- Kabul, 11 August. {STORY}",
    ],
)
def test_other_dashes_end_no_dateline(text: str) -> None:
    assert dateline_end(text, segment(text), language="en", gazetteer=GAZETTEER) == 0
