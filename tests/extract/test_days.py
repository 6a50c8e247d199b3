"""Which words of time a report rests on where its first sentence tells no day."""

from __future__ import annotations

from datetime import date

import pytest
from told import claims

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
