"""Days, weeks, months, quarters and years as labelled spans of days."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tallybook.errors import AnswerError
from tallybook.model import PartialDate

MAX_PERIODS = 5000
"""Rows after which a span of periods is refused: a typing error in a year, not a question."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of days, both ends included, and its label."""

    start: date
    end: date
    label: str

    def holds(self, start: date, end: date) -> bool:
        """Whether the days lie inside it."""
        return self.start <= start and end <= self.end

    def overlaps(self, start: date, end: date) -> bool:
        """Whether any of the days lies inside it."""
        return self.start <= end and start <= self.end


def _day(day: date) -> Period:
    return Period(day, day, day.isoformat())


def _week(day: date) -> Period:
    start = day - timedelta(days=day.weekday())
    year, week, _ = day.isocalendar()
    return Period(start, start + timedelta(days=6), f"{year}-W{week:02}")


def _month(day: date) -> Period:
    last = calendar.monthrange(day.year, day.month)[1]
    return Period(day.replace(day=1), day.replace(day=last), f"{day.year:04}-{day.month:02}")


def _quarter(day: date) -> Period:
    number = (day.month - 1) // 3
    start, last = date(day.year, number * 3 + 1, 1), _month(date(day.year, number * 3 + 3, 1)).end
    return Period(start, last, f"{day.year:04}-Q{number + 1}")


def _year(day: date) -> Period:
    return Period(date(day.year, 1, 1), date(day.year, 12, 31), f"{day.year:04}")


PERIODS: Mapping[str, Callable[[date], Period]] = {
    "day": _day,
    "week": _week,
    "month": _month,
    "quarter": _quarter,
    "year": _year,
}
"""Name of a kind of period -> the period of that kind that holds a day; weeks are ISO weeks."""


def periods_between(kind: str, first: date, last: date) -> Iterator[Period]:
    """All periods of a kind from the one that holds ``first`` to the one that holds ``last``, without gaps.

    Raises:
        AnswerError: there would be more than ``MAX_PERIODS``.
    """
    made = PERIODS[kind]
    period = made(first)
    for _ in range(MAX_PERIODS):
        if period.start > last:
            return
        yield period
        if period.end >= date.max - timedelta(days=366):
            return
        period = made(period.end + DAY)
    if period.start <= last:
        raise AnswerError(
            f"{first} to {last} has more than {MAX_PERIODS} periods by {kind}; narrow it with --since and --until"
        )


def year_earlier(day: date) -> date:
    """The same day a year earlier; 29 February becomes the 28th."""
    year = max(day.year - 1, 1)
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


def months_earlier(first: date, months: int) -> date:
    """The first day of a month so many months before that of a day."""
    number = max(first.year * 12 + first.month - 1 - months, 12)
    return date(number // 12, number % 12 + 1, 1)


def whole_months(first: date, last: date) -> int:
    """How many months a span of days is; 0 if it begins or ends within one."""
    if first.day != 1 or last != _month(last).end or first > last:
        return 0
    return (last.year - first.year) * 12 + last.month - first.month + 1


def parse_span(text: str, *, name: str) -> PartialDate:
    """The days that ``2022``, ``2022-04`` or ``2022-04-19`` means.

    Raises:
        AnswerError: it is none of these.
    """
    parts = text.strip().split("-")
    try:
        numbers = [int(part) for part in parts]
        first = date(numbers[0], *([*numbers[1:], 1, 1][:2]))
        made = {1: _year, 2: _month, 3: _day}[len(parts)](first)
    except (ValueError, KeyError, OverflowError) as error:
        raise AnswerError(f"{name}: {text!r} is no date; give 2022, 2022-04 or 2022-04-19") from error
    return PartialDate(start=made.start, end=made.end, precision="day")


def days_of(when: PartialDate) -> tuple[date, date] | None:
    """First and last day, or ``None`` where either is open."""
    return None if when.start is None or when.end is None else (when.start, when.end)
