"""What a time expression means: an interval of days, seen from the day of publication or from a date just told of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

from tallybook.lang import date_relative as relative
from tallybook.lang.date_anchor import Anchors, Resolved, StaysOpen, capped, one_day, precision_of
from tallybook.lang.date_expression import TimeExpression
from tallybook.lang.date_spans import (
    Span,
    add_months,
    day_of,
    month_span,
    season_span,
    shift_days,
    shift_months,
    week_span,
    year_span,
)
from tallybook.lang.grammar import load_grammar, squeeze
from tallybook.model.values import PartialDate, Unresolved

WEEKDAY_YEARS = 6  # years around the anchor in which the weekday of "Thursday, August 11" may tell the year
AHEAD_DAYS = 62  # how far ahead of publication a date with a matching weekday may lie: announcements
NUMERIC_NEAR = 31  # days before publication within which one reading of "8/10/2021" beats the other
_UNDATED = PartialDate()


def resolve_date(
    expression: TimeExpression,
    *,
    published: PartialDate = _UNDATED,
    context: Sequence[PartialDate] = (),
    language: str = "en",
) -> PartialDate | Unresolved:
    """The interval an expression means, or why it stays open.

    ``context`` holds resolved dates of the same document, the nearest before the expression last. In a document
    without a publication date its latest day stands in for the day of writing where the words allow that.
    """
    try:
        return _resolve(expression, Anchors(published, context, language))
    except StaysOpen as reason:
        return Unresolved(reason=str(reason))
    except (ValueError, OverflowError):  # the datetime module's calendar runs from year 1 to 9999
        return Unresolved(reason=f"{expression.text!r}: lies outside the calendar")


def _resolve(expression: TimeExpression, anchors: Anchors) -> PartialDate:
    if expression.form in ("since", "until"):
        return _half_open(expression, anchors)
    (start, end), precision = _FORMS[expression.form](expression, anchors)
    return PartialDate(start=start, end=end, precision=precision, text=squeeze(expression.text))


def _half_open(expression: TimeExpression, anchors: Anchors) -> PartialDate:
    words = squeeze(expression.text)
    if expression.event is not None:
        day = date.fromisoformat(expression.event)
        if anchors.published.end is not None and day > anchors.published.end:
            raise StaysOpen(f"{words!r}: the event known by these words came after publication")
        return PartialDate(start=day, precision="period", text=words)
    if expression.first is None:
        raise StaysOpen(f"{expression.text!r}: counts from an event whose date the text does not give")
    inner = _resolve(expression.first, anchors)
    if expression.form == "since":
        return PartialDate(start=inner.start, precision="period", text=words)
    return PartialDate(end=inner.end, precision="period", text=words)


def _day(expression: TimeExpression, anchors: Anchors) -> Resolved:
    if expression.month is None:
        return one_day(relative.day_alone(expression, anchors))
    month, day = expression.month or 1, expression.day or 1
    year = expression.year if expression.year is not None else _year_of_day(expression, anchors)
    first = day_of(year, month, day)
    if first is None:
        raise StaysOpen(f"{expression.text!r}: the calendar has no such day in {year}")
    last = day_of(year, month, expression.last_day) if expression.last_day else first
    span = (first, last or first)
    return span, precision_of(span)


def _year_of_day(expression: TimeExpression, anchors: Anchors) -> int:
    """The year of a date without one: its weekday's, the nearest not after publication, or that of the context."""
    today = anchors.today or (None if anchors.published.end else anchors.latest_day)
    known = today or anchors.published.end
    anchor = known.year if known else anchors.latest_year
    if anchor is None:
        raise StaysOpen(f"{expression.text!r}: no year, and nothing to tell it by")
    if expression.weekday is not None and (fitting := _year_with_weekday(expression, anchor, anchors)):
        return fitting
    if today is None:
        return known.year if known else anchors.year or anchor
    return _past_year(expression.month or 1, expression.day or 1, today)


def _past_year(month: int, day: int, today: date) -> int:
    """The latest year in which the day is not after today; four back reach a leap day."""
    years = range(today.year, max(0, today.year - 5), -1)
    return next((year for year in years if (found := day_of(year, month, day)) and found <= today), today.year)


def _year_with_weekday(expression: TimeExpression, anchor: int, anchors: Anchors) -> int | None:
    """The year nearest to the anchor in which the date falls on the weekday printed.

    With a publication date only the year around it is believed (a wrong weekday is a common slip); without one, a
    document that tells of ``anchor`` is written then or later.
    """
    month, day, today = expression.month or 1, expression.day or 1, anchors.today
    dated = [(year, found) for year in range(anchor - 1, anchor + WEEKDAY_YEARS) if (found := day_of(year, month, day))]
    fits = [(year, found) for year, found in dated if found.weekday() == expression.weekday]
    if today is not None:
        fits = [(year, found) for year, found in fits if (found - today).days <= AHEAD_DAYS and year <= anchor + 1]
    return min(fits, key=lambda fit: (abs(fit[0] - anchor), fit[0]))[0] if fits else None


def _feast(expression: TimeExpression, anchors: Anchors) -> Resolved:
    """A feast that moves with Easter: in the year named, else the last one not after the day of writing."""
    if expression.year is not None:
        return one_day(_feast_in(expression.year, expression))
    if anchors.published.end is None and anchors.latest_day is None and anchors.year is not None:
        return one_day(_feast_in(anchors.year, expression))
    now = anchors.about_now(expression.text)
    this_year = _feast_in(now.year, expression)
    return one_day(this_year if this_year <= now else _feast_in(now.year - 1, expression))


def _feast_in(year: int, expression: TimeExpression) -> date:
    rite = EASTER_ORTHODOX if expression.rite == "orthodox" else EASTER_WESTERN
    return shift_days(easter(year, rite), expression.amount or 0)


def _numeric(expression: TimeExpression, anchors: Anchors) -> Resolved:
    """A numeric date; where day and month can be swapped, the one reading that publication allows, else both."""
    year, day, month = expression.year or 1, expression.day or 1, expression.month or 1
    readings = [day_of(year, month, day)] + ([day_of(year, day, month)] if expression.day_first is None else [])
    days = sorted({found for found in readings if found is not None})
    if not days:
        raise StaysOpen(f"{expression.text!r}: the calendar has no such day")
    today = anchors.today
    past = [found for found in days if today is None or found <= today]
    near = [found for found in past if today is not None and (today - found).days <= NUMERIC_NEAR]
    left = near if len(near) == 1 else past or days
    return ((left[0], left[-1]), "day" if len(left) == 1 else "period")


def _month(expression: TimeExpression, anchors: Anchors) -> Resolved:
    month, part = expression.month or 1, expression.part
    if expression.year is not None:
        return month_span(expression.year, month, part), "period" if part else "month"
    span = month_span(_year_of_month(month, expression, anchors), month, part)
    if expression.which != "next":
        span = capped(span, anchors)
    return span, "period" if part else "month"


def _year_of_month(month: int, expression: TimeExpression, anchors: Anchors) -> int:
    if expression.which == "past":
        now = anchors.about_now(expression.text)
        return now.year if month < now.month else now.year - 1
    known = anchors.published.end or anchors.latest_day
    if known is None:
        if anchors.year is None:
            raise StaysOpen(f"{expression.text!r}: no year, and nothing to tell it by")
        return anchors.year
    if expression.which == "next":
        return known.year if month > known.month else known.year + 1
    return known.year if month_span(known.year, month, expression.part)[0] <= known else known.year - 1


def _year(expression: TimeExpression, _: Anchors) -> Resolved:
    return year_span(expression.year or 1, expression.part), "period" if expression.part else "year"


def _decade(expression: TimeExpression, _: Anchors) -> Resolved:
    first, last = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(expression.part or "", (0, 9))
    year = expression.year or 1
    return (date(year + first, 1, 1), date(year + last, 12, 31)), "period"


def _season(expression: TimeExpression, anchors: Anchors) -> Resolved:
    first_month = load_grammar(anchors.language, "dates.yaml")["seasons"][expression.season]
    if expression.year is not None:
        return _third(season_span(expression.year, first_month), expression), "period" if expression.part else "season"
    now = anchors.about_now(expression.text)
    year = now.year
    span = season_span(year, first_month)
    while (span[1] if expression.which == "past" else span[0]) >= now:
        year -= 1
        span = season_span(year, first_month)
    if expression.which == "next":
        return season_span(year + 1, first_month), "season"
    return capped(_third(span, expression), anchors), "period" if expression.part else "season"


def _third(span: Span, expression: TimeExpression) -> Span:
    """The first, middle or last month of a season."""
    months = {"early": 0, "mid": 1, "late": 2}.get(expression.part or "")
    return span if months is None else month_span(*add_months(span[0].year, span[0].month, months))


def _week_of(expression: TimeExpression, anchors: Anchors) -> Resolved:
    """The week around a day, up to it or from it on."""
    if expression.first is None or (day := _resolve(expression.first, anchors).start) is None:
        raise StaysOpen(f"{expression.text!r}: names no day")
    if expression.part == "mid":
        return week_span(day), "period"
    return ((shift_days(day, -6), day) if expression.part == "late" else (day, shift_days(day, 6))), "period"


def _after(expression: TimeExpression, anchors: Anchors) -> Resolved:
    first = _resolve(expression.first, anchors) if expression.first else None
    return relative.after(expression, anchors, first.start if first else None)


def _range(expression: TimeExpression, anchors: Anchors) -> Resolved:
    if expression.first is None or expression.last is None:
        raise StaysOpen(f"{expression.text!r}: a range without ends")
    last = _resolve(expression.last, anchors)
    first = _resolve(_with_year_of(expression.first, last), anchors)
    start, end = first.start, last.end
    if start is None or end is None:
        raise StaysOpen(f"{expression.text!r}: a range with an open end")
    if start > end and expression.first.form in ("weekday", "season"):
        start = shift_months(start, -12) if expression.first.form == "season" else start
    if start > end:
        raise StaysOpen(f"{expression.text!r}: ends before it starts")
    return (start, end), precision_of((start, end))


def _with_year_of(first: TimeExpression, last: PartialDate) -> TimeExpression:
    """The first end in the year of the last one, or in the year before when it would come after it."""
    if first.year is not None or first.form not in ("day", "month") or last.end is None:
        return first
    return replace(first, year=last.end.year - ((first.month or 1) > last.end.month))


def _clock(expression: TimeExpression, _: Anchors) -> Resolved:
    raise StaysOpen(f"{expression.text!r}: a time of day without a date")


_FORMS: dict[str, Callable[[TimeExpression, Anchors], Resolved]] = {
    "day": _day,
    "numeric": _numeric,
    "month": _month,
    "year": _year,
    "decade": _decade,
    "season": _season,
    "week_of": _week_of,
    "feast": _feast,
    "range": _range,
    "after": _after,
    "clock": _clock,
    "weekday": relative.weekday,
    "offset": relative.offset,
    "unit": relative.unit,
    "window": relative.window,
    "recent": relative.recent,
    "edge": relative.edge,
    "same": relative.same,
    "same_period": relative.same_period,
}
