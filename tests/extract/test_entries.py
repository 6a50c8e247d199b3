"""Entries of lists: the day and the place of their head hold for all that they tell."""

from __future__ import annotations

import pytest
from told import claims, reading

from tallybook.model import PartialDate, Place

FIRST = "A bomb killed four people at a market. Nobody claimed it."
SECOND = "Gunmen shot dead three farmers. Two others were hurt."


def told(text: str) -> list[tuple[str, str | None]]:
    """Day and place of every incident that a text tells of, in order."""
    days: dict[str, str] = {}
    places: dict[str, str | None] = {}
    for one in claims(text):
        if isinstance(one.value, PartialDate):
            days[one.report_id] = str(one.value.start)
        if isinstance(one.value, Place):
            places[one.report_id] = one.value.place
    return sorted((days.get(report, ""), places.get(report)) for report in {*days, *places})


TWO = [("2009-05-04", "Kandahar"), ("2010-06-05", "Jalalabad")]


@pytest.mark.parametrize(
    "text",
    [
        f"- Kandahar, Afghanistan, 4 May 2009. {FIRST}\n- Jalalabad, Afghanistan, 5 June 2010. {SECOND}",
        f"- 4 May 2009, Kandahar: {FIRST}\n- Night of 5 June 2010, near Jalalabad: {SECOND}",
        f"Kandahar, 4 May 2009. {FIRST}\n\nJalalabad, 5 June 2010. {SECOND}",
        f"May 4, 2009 - In Kandahar it was a bomb. {FIRST}\n\nJune 5, 2010 - In Jalalabad it was guns. {SECOND}",
        f"A list\nKandahar, 4 May 2009\n{FIRST}\nJalalabad, 5 June 2010\n{SECOND}",
        f"A list\nKandahar, 4 May 2009\nIt was a bomb.\n{FIRST}\nJalalabad, 5 June 2010\n{SECOND}",
    ],
)
def test_the_head_of_an_entry_gives_day_and_place(text: str) -> None:
    if text.startswith("May"):
        assert [day for day, _ in told(text)] == [day for day, _ in TWO]
    else:
        assert told(text) == TWO


def test_a_day_inside_a_sentence_is_no_head() -> None:
    text = f"The post was attacked on 4 May 2009 in Kandahar. {FIRST}\n\nIt was held until 5 June 2010."
    assert {day for day, _ in told(text)} == {"2009-05-04"}


def test_one_line_of_a_date_is_the_page_s_own() -> None:
    assert told(f"A bomb in Kandahar\n11 August 2022\n{FIRST}") == [("", "Kandahar")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "A court on Monday sentenced the man who bombed a market in Kandahar on 4 May 2022 to life in prison.",
            "2022-05-04",
        ),
        ("Crowds gathered in Kabul on Monday. Gunmen had killed four farmers in Kandahar on 4 May 2022.", "2022-05-04"),
        (
            "The council condemned the bombing of a market in Kandahar on Monday, in which four people were killed.",
            "2022-08-08",
        ),
    ],
)
def test_the_day_of_a_judgment_is_not_that_of_the_deed(text: str, day: str) -> None:
    assert [found for found, _ in told(text)] == [day]


def test_what_a_headline_over_a_dateline_names_is_no_dateline() -> None:
    assert told(f"Bombing of a market in Kandahar\nKABUL - {FIRST}")[0][1] != "Kabul"


def test_a_name_and_a_day_over_each_paragraph_make_a_list() -> None:
    towns = (
        ("Old bridge", "4 May 2011"),
        ("Northern express", "7 June 2012"),
        ("Town hall of Eastbridge", "2 July 2013"),
    )
    text = "\n\n".join(
        f"{name}, {day}\n\nA bomb killed {2 + number} people." for number, (name, day) in enumerate(towns)
    )
    _, stories = reading(text)
    assert [story.when.start.year for story in stories if story.when and story.when.start] == [2011, 2012, 2013]
