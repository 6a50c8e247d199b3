"""Arithmetic on intervals of days: months, seasons, parts of a month or a year, shifts by whole months and years."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from tallybook.lang.date_expression import Part

Span = tuple[date, date]

MONTH_PARTS: dict[str, tuple[int, int]] = {
    "early": (1, 10), "mid": (11, 20), "late": (21, 31), "half1": (1, 15), "half2": (16, 31),
}  # fmt: skip
"""First and last day of the thirds and halves of a month; the last is cut to the month."""
YEAR_PARTS: dict[str, tuple[int, int]] = {
    "early": (1, 4), "mid": (5, 8), "late": (9, 12), "half1": (1, 6), "half2": (7, 12),
    "quarter1": (1, 3), "quarter2": (4, 6), "quarter3": (7, 9), "quarter4": (10, 12),
}  # fmt: skip
"""First and last month of the parts of a year; "early 2019" is its first third."""


def day_of(year: int, month: int, day: int) -> date | None:
    """That day, or ``None`` when the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_span(year: int, month: int, part: Part | None = None) -> Span:
    """The days of a month, or of a part of it."""
    last = calendar.monthrange(year, month)[1]
    first_day, last_day = MONTH_PARTS.get(part or "", (1, 31))
    return date(year, month, first_day), date(year, month, min(last_day, last))


def year_span(year: int, part: Part | None = None) -> Span:
    """The days of a year, or of a part of it."""
    first, last = YEAR_PARTS.get(part or "", (1, 12))
    return month_span(year, first)[0], month_span(year, last)[1]


def season_span(year: int, first_month: int) -> Span:
    """The three months from ``first_month`` of a year; a winter ends in the next year."""
    return date(year, first_month, 1), month_span(*add_months(year, first_month, 2))[1]


def add_months(year: int, month: int, months: int) -> tuple[int, int]:
    """The month so many months later (or earlier)."""
    index = year * 12 + month - 1 + months
    return index // 12, index % 12 + 1


def shift_months(day: date, months: int) -> date:
    """The same day of the month so many months later, cut to the month's length."""
    year, month = add_months(day.year, day.month, months)
    if not 1 <= year <= 9999:
        return date.min if months < 0 else date.max
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def shift_days(day: date, days: int) -> date:
    """So many days later; the ends of the calendar hold it."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.min if days < 0 else date.max


def week_span(day: date) -> Span:
    """Monday to Sunday around a day."""
    monday = shift_days(day, -day.weekday())
    return monday, shift_days(monday, 6)
