"""Which words of time a report rests on where its first sentence tells no day."""

from __future__ import annotations

from datetime import date

import pytest
from told import claims, reading

from tallybook.model import PartialDate

MINE = "A mine went off in Northtown and killed four clerks."


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"On 4 May 2021 the hall was full by ten. {MINE}", date(2021, 5, 4)),
        ("A mine killed four clerks in Northtown last week. The mine went off on Friday, 5 August.", date(2022, 8, 5)),
        ("A mine killed four clerks in Northtown last year. The mine went off on 4 May 2021.", date(2021, 5, 4)),
        ("A mine killed four clerks in Northtown on 4 May 2021. It went off on the 6 June 2021.", date(2021, 5, 4)),
        (
            "A mine killed two clerks in Northtown on Tuesday; one was pronounced dead at a clinic on Wednesday.",
            date(2022, 8, 9),
        ),
        (
            "A clerk was shot with a gun. Nobody was in custody for it as of Friday. The shooting happened on Tuesday.",
            date(2022, 8, 9),
        ),
        ("A clerk was shot in Northtown on Tuesday with a gun that was stolen in 1995.", date(2022, 8, 9)),
        ("Police on Wednesday arrested a man over last Tuesday's bomb attack on a bank.", date(2022, 8, 9)),
        ("A bomb killed two clerks on Tuesday. It was the second such bomb attack this month.", date(2022, 8, 9)),
        (f"The hall was built on 4 May 2011 and sold on 5 May 2012. {MINE}", None),
        (f"On 4 May 2021 the hall was full by ten.\n{MINE}", None),
    ],
)
def test_the_day_of_a_report(text: str, day: date | None) -> None:
    whens = [one for one in claims(text) if one.prop == "when"]
    told = next((one.report_id for one in claims(text) if one.prop == "weapon"), "")
    found = [one.value for one in whens if one.report_id == told]
    assert [one.start for one in found if isinstance(one, PartialDate)] == ([day] if day else [])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Police on Tuesday gave more details of the June 3 shooting in Northtown that killed five.", date(2022, 6, 3)),
        (
            "Rebels on Friday said that a clerk was killed in an air raid on Northtown earlier in the week.",
            date(2022, 8, 8),
        ),
        ("Nobody was charged on Monday over the Sunday shooting that killed a clerk in Northtown.", date(2022, 8, 7)),
        ("A clerk, who turned 40 on Sunday, was shot and killed with a gun in Northtown Tuesday.", date(2022, 8, 9)),
        ("Rebels on Wednesday accused soldiers of shelling a market in Northtown on 7 August.", date(2022, 8, 7)),
        (
            "A council spoke Tuesday about the killing of 12 clerks by a mine near Northtown on Sunday.",
            date(2022, 8, 7),
        ),
        ("A wake was held Tuesday for a clerk who was shot dead with a gun Sunday.", date(2022, 8, 7)),
        ("Two men were arrested Tuesday after a gun attack on a bank on Sunday that killed a clerk.", date(2022, 8, 7)),
    ],
)
def test_whose_day_a_day_is(text: str, day: date) -> None:
    """Of several days in one sentence that of the deed stands, not that of the words or of what came after."""
    when = next(one.value for one in claims(text) if one.prop == "when")
    assert isinstance(when, PartialDate)
    assert when.start == day


@pytest.mark.parametrize(
    "text",
    [
        "A clerk pleaded guilty Tuesday to the murder of four people with a gun.",
        "On Aug. 2, police obtained an arrest warrant for the murder of a clerk with a gun.",
    ],
)
def test_the_day_of_a_court_is_no_day_of_the_deed(text: str) -> None:
    acts = [act for story in reading(text)[1] for act in story.acts]
    assert acts
    assert not any(act.dates or act.told_on for act in acts)
