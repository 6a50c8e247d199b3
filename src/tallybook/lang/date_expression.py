"""The type of a time expression: what a text says about when, with nothing left to parse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DateForm = Literal[
    "day", "month", "year", "decade", "season", "weekday", "numeric",
    "offset", "unit", "window", "edge", "recent", "same", "same_period", "week_of",
    "range", "since", "until", "clock", "feast", "after",
]  # fmt: skip
"""What kind of expression it is.

``day`` "August 3", ``month`` "in April", ``year`` "2017", ``decade`` "the 1990s", ``season`` "last summer",
``weekday`` "on Monday", ``numeric`` "8/10/2021", ``offset`` "two days ago", ``unit`` "last week",
``window`` "the past two weeks", ``edge`` "the last four months of 2021", ``recent`` "recently", ``same`` "that day",
``same_period`` "the same period a year earlier", ``week_of`` "the week ending May 5",
``range`` "from May to July", ``since`` and ``until`` one open end, ``clock`` a time of day without a day,
``feast`` a day that moves with Easter, ``after`` how long after something, which was so long before: "two days after
gunmen killed".
"""
Part = Literal["early", "mid", "late", "half1", "half2", "quarter1", "quarter2", "quarter3", "quarter4"]
Unit = Literal["hour", "night", "day", "weekend", "week", "fortnight", "month", "year", "decade", "century"]
Which = Literal["past", "this", "next", "before", "after"]
Anchor = Literal["published", "context"]
Rite = Literal["western", "orthodox"]


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that say when; which fields are filled depends on ``form``.

    ``weekday`` counts from Monday, 0. ``last_day`` ends a run of days of one month ("3-5 May"). ``day_first`` tells
    how to read a numeric date, ``None`` when the text leaves it open. ``amount`` and ``unit`` measure an offset or a
    window, negative towards the past, and ``anchor`` says from where. ``vague`` is the widest that a vague amount may
    mean. ``first`` and ``last`` are the ends of a range; ``event`` is the day of a well-known event ("2021-08-15").
    ``attributive`` marks a year that only names a thing ("the 2020 deal"). ``rite`` is the church whose Easter a
    feast is counted from, ``amount`` days later. Of the form ``after`` ``first`` is the day of what came after, if its
    sentence tells it. ``exact`` marks a stretch to the day: "a year ago today".
    """

    start: int
    end: int
    text: str
    form: DateForm
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    weekday: int | None = None
    season: str | None = None
    part: Part | None = None
    which: Which | None = None
    amount: int | None = None
    unit: Unit | None = None
    anchor: Anchor | None = None
    vague: int | None = None
    day_first: bool | None = None
    event: str | None = None
    attributive: bool = False
    rite: Rite | None = None
    exact: bool = False
    first: TimeExpression | None = None
    last: TimeExpression | None = None

    @property
    def explicit(self) -> bool:
        """Whether it names a full day by itself, with its year."""
        return None not in (self.year, self.month, self.day) and self.form in ("day", "numeric")
