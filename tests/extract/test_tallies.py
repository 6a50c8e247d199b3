"""Counts over many incidents are tallies; what happened on one day is an incident."""

from __future__ import annotations

from datetime import date

import pytest
from told import reading, tallies


@pytest.mark.parametrize(
    ("text", "measure", "best"),
    [
        ("In 2013 alone the group carried out 340 attacks.", "attacks", 340),
        ("More than 10,000 people have been killed in the conflict since April 2014.", "killed", 10000),
        ("At least 1,500 civilians have been killed so far this year.", "killed", 1500),
        ("On average, 25 people were killed every month in 2016.", "killed", 25),
        ("The death toll from the war has risen to 5,000.", "killed", 5000),
        ("The mission documented 152 killings between June and December 2021.", "attacks", 152),
        ("Police made 1,200 arrests in 2019.", "arrests", 1200),
        ("More than 40,000 people have been displaced by the fighting since January.", "displaced", 40000),
        ("The FARC has claimed responsibility for more than 30 bombings since August.", "attacks", 30),
        ("In the past three weeks, 45 people have been killed in drone strikes.", "killed", 45),
    ],
)
def test_counts_over_time_are_tallies_and_no_incidents(text: str, measure: str, best: int) -> None:
    _, stories = reading(text)
    found = tallies(text)
    assert [(one.measure, one.best) for one in found] == [(measure, best)]
    assert stories == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "1,050 people were killed and 2,300 wounded in acts of violence in July, the mission said on Thursday.",
            [("killed", 1050), ("injured", 2300)],
        ),
        (
            "The mission recorded 2,400 civilians killed in the conflict in 2021. It also recorded 3,500 injured. "
            "Two thirds of the deaths, 1,600, were blamed on mines.",
            [("killed", 2400), ("injured", 3500), ("killed", 1600)],
        ),
        (
            "The office said on Monday that it had confirmed the deaths of 7,000 civilians since the invasion began in "
            "February of last year.",
            [("killed", 7000)],
        ),
    ],
)
def test_a_count_goes_on_and_the_day_of_saying_is_none_of_it(text: str, found: list[tuple[str, int]]) -> None:
    assert [(one.measure, one.best) for one in tallies(text)] == found
    assert reading(text)[1] == []


def test_what_was_said_of_one_day_stays_an_incident() -> None:
    text = "Fifty people were killed in violence in Northtown on Monday, the mission said on Thursday."
    assert tallies(text) == []
    assert len(reading(text)[1]) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The FARC left the talks in May. He counted 216 attacks carried out by the organization in 2013.",
        "The FARC left the talks in May. In 2013 alone the group carried out 340 attacks.",
    ],
)
def test_the_doer_of_a_count_may_be_named_before(text: str) -> None:
    assert [one.perpetrator for one in tallies(text)] == ["farc"]


@pytest.mark.parametrize(
    "text",
    [
        "Three bomb attacks on Tuesday killed 12 people in Northtown.",
        "Ten coordinated bombings in Northtown on Tuesday killed 40 people.",
        "It was the deadliest attack in Northtown since 2003, killing 80 people.",
        "In July 1989, guerrillas killed 12 peasants in Northtown.",
        "Forty-nine people were killed in shootings at two mosques in Northtown on Friday.",
        "A bomb at the station of Northtown injured 46 people in April.",
    ],
)
def test_one_incident_is_no_tally(text: str) -> None:
    _, stories = reading(text)
    assert tallies(text) == []
    assert len(stories) == 1


def test_a_rank_is_counted_beside_its_incident() -> None:
    text = "Tuesday's bombing in Northtown, the fifth attack this month, killed 12 people."
    _, stories = reading(text)
    assert [(one.measure, one.best) for one in tallies(text)] == [("attacks", 5)]
    assert [one.number for story in stories for one in story.figures] == [12]


def test_a_running_total_is_counted_beside_its_incident() -> None:
    text = "A bomb killed 12 people in Northtown on Tuesday, bringing to 300 the number of people killed this year."
    _, stories = reading(text)
    assert [(one.measure, one.best) for one in tallies(text)] == [("killed", 300)]
    assert [one.number for story in stories for one in story.figures] == [12]


def test_period_comparison_and_speaker_stand_with_the_count() -> None:
    text = "The ministry recorded 58 attacks in the first half of 2021, compared with 34 in the first half of 2020."
    (found,) = tallies(text)
    assert (found.period.start, found.period.end) == (date(2021, 1, 1), date(2021, 6, 30))
    assert found.compared_best == 34
    assert found.compared_period is not None
    assert found.compared_period.start == date(2020, 1, 1)
    assert found.said_by == "ministry"


def test_of_those_goes_back_to_the_count_before() -> None:
    text = "In 2021 the FARC carried out 119 attacks, up from 39 in 2020. "
    text += "Of those, 96 targeted soldiers, compared with two in 2020."
    first, second = tallies(text)
    assert (first.best, first.compared_best, first.perpetrator) == (119, 39, "farc")
    assert (second.best, second.compared_best, second.perpetrator, second.target) == (96, 2, "farc", "soldiers")


def test_those_who_only_stand_in_the_sentence_are_no_doers() -> None:
    (found,) = tallies("Since the FARC left the town, more than 50 bombings have taken place across the region.")
    assert found.perpetrator is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kidnappings rose from 19 in 2020 to 87 in 2021.", [("attacks", 87, 19)]),
        (
            "The project logged 216 attacks in 2021, compared with 34 in 2020. The number of people killed rose "
            "from 19 to 87.",
            [("attacks", 216, 34), ("killed", 87, 19)],
        ),
        ("Fifty-two reporters were killed this year, a press group says, down from 80 in 2018.", [("killed", 52, 80)]),
        (
            "At least 640 people were kidnapped in 2021, against 700 in the whole of 2020, a centre counts.",
            [("other", 640, 700)],
        ),
    ],
    ids=["rose from, to", "people of a tally told before", "down from", "people kidnapped"],
)
def test_a_count_is_told_by_how_it_changed(text: str, found: list[tuple[str, int, int]]) -> None:
    assert [(one.measure, one.best or one.low, one.compared_best) for one in tallies(text)] == found
    assert reading(text)[1] == []


def test_each_count_of_a_change_has_its_own_period() -> None:
    (found,) = tallies("Kidnappings rose from 19 in 2020 to 87 in 2021.")
    assert (found.period.start, found.period.end) == (date(2021, 1, 1), date(2021, 12, 31))
    assert found.compared_period is not None
    assert (found.compared_period.start, found.compared_period.end) == (date(2020, 1, 1), date(2020, 12, 31))


def test_a_year_earlier_than_a_period_that_is_not_told_stays_open() -> None:
    (found,) = tallies("The monitor has counted 119 attacks in four months, up from 39 a year earlier.")
    assert (found.compared_best, found.compared_period.start if found.compared_period else 0) == (39, None)


@pytest.mark.parametrize(
    "text",
    [
        "The number of dead rose from 19 to 87.",
        "The toll of Monday's attack rose to 87.",
    ],
)
def test_the_toll_of_one_incident_that_changes_is_no_tally(text: str) -> None:
    assert tallies(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Since the fighting began in April 2021, nearly 1,000 people have been killed and over 5,000 wounded.",
            [("killed", 1000), ("injured", 5000)],
        ),
        (
            "At least 15 aid workers were killed and 23 abducted in 2021, the agency said.",
            [("killed", 15), ("other", 23)],
        ),
    ],
)
def test_what_is_counted_in_one_breath_is_all_tallied(text: str, found: list[tuple[str, int]]) -> None:
    assert sorted((one.measure, one.best or one.low or 0) for one in tallies(text)) == sorted(found)
    assert reading(text)[1] == []


def test_people_killed_in_attacks_of_a_day_are_its_toll_however_it_rose() -> None:
    text = "The number of people killed in Tuesday's bomb attacks on buses in Northtown rose to 190 on Wednesday."
    assert tallies(text) == []
    assert len(reading(text)[1]) == 1
