"""Expressions that count from somewhere: weekdays, "two days ago", "last week", "that day", "a year earlier"."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from tallybook.lang.date_anchor import Anchors, Resolved, StaysOpen, capped, one_day, precision_of
from tallybook.lang.date_expression import TimeExpression, Unit
from tallybook.lang.date_spans import (
    Span,
    add_months,
    day_of,
    month_span,
    shift_days,
    shift_months,
    week_span,
    year_span,
)
from tallybook.model.values import PartialDate

NEAR_DAYS = 3  # how far from the latest day told of a lone weekday is looked for, when nothing else anchors it
LOOSE_DAYS = 62  # a publication known no better than two months tells nothing about a weekday
ABOUT_WEEK = 3  # days that "two weeks ago" may be off
ABOUT_YEARS = 5  # years that "two decades ago" may be off
TOLD_DAYS = 7  # an interval longer than this is no day that "a day later" could count from
MONTHS_BACK = 3  # of any two months that follow each other one has 31 days
DAYS_OF = {"hour": 0, "night": 1, "day": 1, "weekend": 7, "week": 7, "fortnight": 14}
MONTHS_OF = {"month": 1, "year": 12, "decade": 120, "century": 1200}


def day_alone(expression: TimeExpression, anchors: Anchors) -> date:
    """A day told without its month ("on the 17th"): the last such day, seen from the one told of last or from now."""
    told = anchors.nearest_day
    if told is not None and expression.day is not None and expression.day >= told.day:
        same = day_of(told.year, told.month, expression.day)
        if same is not None and (anchors.today is None or same <= anchors.today):
            return same
    now = anchors.now(expression.text)
    months = (add_months(now.year, now.month, -back) for back in range(MONTHS_BACK))
    days = (day_of(year, month, expression.day or 1) for year, month in months)
    found = next((day for day in days if day is not None and day <= now), None)
    if found is None:
        raise StaysOpen(f"{expression.text!r}: no month has such a day")
    return found


def weekday(expression: TimeExpression, anchors: Anchors) -> Resolved:
    """A weekday in the news: the nearest not after publication, which may be the day of publication itself."""
    wanted, today = expression.weekday or 0, anchors.today
    if expression.which in ("before", "after"):
        told = anchors.told(expression.text)
        ahead = (wanted - told.weekday()) % 7 or 7
        behind = (told.weekday() - wanted) % 7 or 7
        return one_day(shift_days(told, ahead if expression.which == "after" else -behind))
    if today is None:
        return _weekday_without_today(expression, anchors)
    if expression.amount is not None:  # "Wednesday of last week"
        return one_day(shift_days(week_span(today)[0], 7 * expression.amount + wanted))
    if expression.which == "next":
        return one_day(shift_days(today, (wanted - today.weekday()) % 7 or 7))
    back = (today.weekday() - wanted) % 7
    return one_day(shift_days(today, -(7 if back == 0 and expression.which == "past" else back)))


def _weekday_without_today(expression: TimeExpression, anchors: Anchors) -> Resolved:
    """The weekday around the latest day told of, or in the week before a loosely known publication.

    An older day of the document is background, and a weekday of the story itself would be put years away.
    """
    published, day = anchors.published, anchors.nearest_day
    if published.start and published.end and (published.end - published.start).days <= LOOSE_DAYS:
        return _weekdays_within(expression.weekday or 0, shift_days(published.start, -6), published.end)
    if day is None or day != anchors.latest_day:
        raise StaysOpen(f"{expression.text!r}: a weekday alone, and no publication date or story date to count from")
    ahead = ((expression.weekday or 0) - day.weekday()) % 7
    return one_day(shift_days(day, ahead if ahead <= NEAR_DAYS else ahead - 7))


def _weekdays_within(wanted: int, start: date, end: date) -> Resolved:
    """From the first to the last of such a weekday in a stretch of at least a week."""
    first, last = shift_days(start, (wanted - start.weekday()) % 7), shift_days(end, -((end.weekday() - wanted) % 7))
    return (first, last), precision_of((first, last))


def offset(expression: TimeExpression, anchors: Anchors) -> Resolved:
    """So many days, weeks, … before the day of writing ("two days ago") or after the one told of ("a day later")."""
    amount, unit = expression.amount or 0, expression.unit or "day"
    if expression.anchor == "context":
        return _offset_from_told(expression, anchors, amount, unit)
    return _before(expression, anchors, anchors.now(expression.text))


def after(expression: TimeExpression, anchors: Anchors, first: date | None) -> Resolved:
    """So long before what came after it: before that one's day, else before the day of writing."""
    return _before(expression, anchors, first or anchors.now(expression.text))


def _before(expression: TimeExpression, anchors: Anchors, now: date) -> Resolved:
    amount, unit = expression.amount or 0, expression.unit or "day"
    if expression.exact:
        return one_day(shifted(now, amount, unit))
    if expression.vague is not None:
        near = now if anchors.today is None else shifted(now, amount, unit)
        return (shifted(now, expression.vague, unit), near), "period"
    return _about(shifted(now, amount, unit), unit, amount, now)


def _about(day: date, unit: Unit, amount: int, now: date) -> Resolved:
    """What a number of units means: some days around "two weeks ago", a month for months, a year for years."""
    match unit:
        case "hour" | "day" | "night":
            return one_day(day)
        case "week" | "fortnight" | "weekend":
            last = shift_days(day, ABOUT_WEEK)
            return (shift_days(day, -ABOUT_WEEK), min(last, now) if amount < 0 else last), "period"
        case "month":
            return month_span(day.year, day.month), "month"
        case "year":
            if abs(amount) == 1:
                return month_span(day.year, day.month), "month"
            return year_span(day.year), "year"
        case "decade" | "century":
            years = (shift_months(day, -12 * ABOUT_YEARS), shift_months(day, 12 * ABOUT_YEARS))
            return (years[0], min(years[1], now) if amount < 0 else years[1]), "period"
        case _:
            assert_never(unit)


def _offset_from_told(expression: TimeExpression, anchors: Anchors, amount: int, unit: Unit) -> Resolved:
    """Counted from what was told of last: "a day later", "the previous week", "a year earlier"."""
    told = anchors.nearest
    if told is None and amount < 0 and anchors.today:
        told = PartialDate(start=anchors.today, end=anchors.today, precision="day")
    if told is None or told.start is None or told.end is None:
        raise StaysOpen(f"{expression.text!r}: counts from a date told of before it, and there is none")
    long_units = unit in MONTHS_OF
    if not long_units and (told.end - told.start).days > TOLD_DAYS:
        raise StaysOpen(f"{expression.text!r}: counts from a day, and what was told of before it is longer")
    if expression.vague is not None:
        near, far = shifted(told.end, amount, unit), shifted(told.start, expression.vague, unit)
        span = (min(near, far), max(near, far))
        return span, precision_of(span)
    if long_units or unit in ("week", "fortnight"):
        span = _whole_months((shifted(told.start, amount, unit), shifted(told.end, amount, unit)), told)
        return span, told.precision if told.precision != "unknown" else precision_of(span)
    return one_day(shifted(told.start if amount < 0 else told.end, amount, unit))


def _whole_months(span: Span, told: PartialDate) -> Span:
    """A shifted run of whole months ends with its last month, however long that is."""
    if told.start and told.end and told.start.day == 1 and shift_days(told.end, 1).day == 1:
        return span[0], month_span(span[1].year, span[1].month)[1]
    return span


def shifted(day: date, amount: int, unit: Unit) -> date:
    """The day so many units later; hours do not change it."""
    if unit in MONTHS_OF:
        return shift_months(day, amount * MONTHS_OF[unit])
    return shift_days(day, amount * DAYS_OF[unit])


def unit(expression: TimeExpression, anchors: Anchors) -> Resolved:
    """A week, weekend, month or year counted from that of writing: "last week", "this month", "next year"."""
    step = {"past": -1, "next": 1}.get(expression.which or "this", 0)
    match expression.unit:
        case "year":
            now = anchors.about_now(expression.text)
            span = year_span(now.year + step, expression.part)
            return _until_now(span, step, anchors), "period" if expression.part else "year"
        case "month":
            now = anchors.now(expression.text)
            span = month_span(*add_months(now.year, now.month, step), expression.part)
            return _until_now(span, step, anchors), "period" if expression.part else "month"
        case "decade" | "century":
            now = anchors.about_now(expression.text)
            far = shifted(now, -1, expression.unit)
            return (far, now), "period"
    monday, sunday = week_span(anchors.now(expression.text))
    if expression.unit == "weekend":
        return _weekend(anchors.now(expression.text), step, anchors), "period"
    return _until_now((shift_days(monday, 7 * step), shift_days(sunday, 7 * step)), step, anchors), "period"


def _until_now(span: Span, step: int, anchors: Anchors) -> Span:
    return capped(span, anchors) if step == 0 else span


def _weekend(now: date, step: int, anchors: Anchors) -> Span:
    """The weekend under way or just past; "last weekend" said on a weekend is the one before."""
    in_weekend = now.weekday() >= 5
    saturday = shift_days(week_span(now)[0], 5 if in_weekend else -2)
    if step > 0 or (step < 0 and in_weekend):
        saturday = shift_days(saturday, 7 * step)
    return _until_now((saturday, shift_days(saturday, 1)), step, anchors)


def window(expression: TimeExpression, anchors: Anchors) -> Resolved:
    """From so long ago until now, or so long until the day told of: "over the past two weeks"."""
    unit, amount = expression.unit or "day", expression.vague or expression.amount or -1
    told = anchors.nearest_day if expression.anchor == "context" else None
    now = told or (anchors.now if unit in DAYS_OF else anchors.about_now)(expression.text)
    if unit == "hour":
        amount, unit = -max(1, abs(amount) // 24) if amount < 0 else max(1, amount // 24), "day"
    far = shifted(now, amount, unit)
    span = (min(far, now), max(far, now))
    return span, precision_of(span)


def recent(expression: TimeExpression, anchors: Anchors) -> Resolved:
    """The time before publication that "recently" can mean."""
    if anchors.today is None:
        raise StaysOpen(f"{expression.text!r}: counts from a publication date that is not known")
    return (shift_days(anchors.today, expression.amount or -30), anchors.today), "period"


def edge(expression: TimeExpression, anchors: Anchors) -> Resolved:
    """The first or last so many units of a month or a year: "the last four months of 2021"."""
    year, amount, unit = expression.year, max(1, expression.amount or 1), expression.unit or "month"
    if year is None:
        known = anchors.about_now(expression.text)
        year = known.year - (expression.which == "past" or (expression.month or 0) > known.month)
    start, end = month_span(year, expression.month) if expression.month else year_span(year)
    if expression.part == "early":
        last = shift_days(shifted(start, expression.vague or amount, unit), -1)
        return (start, max(start, min(end, last))), "period"
    first = shifted(shift_days(end, 1), -(expression.vague or amount), unit)
    return (min(end, max(start, first)), end), "period"


def same(expression: TimeExpression, anchors: Anchors) -> Resolved:
    """What was told of last, named again: "that day", "the same night", "the same month"."""
    match expression.unit:
        case "month" | "year" | "decade" | "century":
            told = anchors.nearest
            if told is None or told.start is None:
                raise StaysOpen(f"{expression.text!r}: refers to a date told of before it, and there is none")
            if expression.unit == "month":
                return month_span(told.start.year, told.start.month), "month"
            return year_span(told.start.year), "year"
        case "week":
            return week_span(anchors.told(expression.text)), "period"
        case "weekend":
            monday = week_span(anchors.told(expression.text))[0]
            return (shift_days(monday, 5), shift_days(monday, 6)), "period"
    return one_day(anchors.told(expression.text))


def same_period(expression: TimeExpression, anchors: Anchors) -> Resolved:
    """The period told of last, moved by whole years: "the same period a year earlier", "… in 2020"."""
    told = anchors.nearest
    if told is None or told.start is None or told.end is None:
        raise StaysOpen(f"{expression.text!r}: refers to a period told of before it, and there is none")
    years = expression.amount or 0
    if expression.year is not None:
        years = expression.year - told.start.year
    span = _whole_months((shift_months(told.start, 12 * years), shift_months(told.end, 12 * years)), told)
    return span, told.precision if told.precision != "unknown" else precision_of(span)
