"""What a time expression means: an interval of days, seen from the day of publication or from a date just told of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

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
from tallybook.lang.grammar import load_grammar
from tallybook.model.values import DatePrecision, PartialDate, Unresolved

SHARP_DAYS = 7  # a publication date known no better than this cannot anchor a weekday
WEEKDAY_SEARCH = 12  # years searched for one in which the weekday fits the date; the calendar repeats within 11
NEAR_DAYS = 3  # how far from a date just told of a lone weekday is looked for, when nothing else anchors it
NUMERIC_NEAR = 31  # days before publication within which one reading of "8/10/2021" beats the other
DAYS_OF = {"hour": 0, "night": 1, "day": 1, "weekend": 7, "week": 7, "fortnight": 14}
MONTHS_OF = {"month": 1, "year": 12, "decade": 120, "century": 1200}

Resolved = tuple[Span, DatePrecision]


class _Open(Exception):  # noqa: N818 - never leaves this module; its text is the reason of an Unresolved
    """Raised where an expression cannot be resolved."""


@dataclass(frozen=True, slots=True)
class _Anchors:
    """From where an expression counts: the publication and the dates told of before, the nearest last."""

    published: PartialDate
    context: Sequence[PartialDate]
    language: str

    @property
    def today(self) -> date | None:
        """The last day of publication, when it is known sharply enough to count days from."""
        start, end = self.published.start, self.published.end
        if start is None or end is None or (end - start).days > SHARP_DAYS:
            return None
        return end

    @property
    def nearest_day(self) -> date | None:
        """The day told of last, if any."""
        return next((one.start for one in reversed(self.context) if one.precision == "day" and one.start), None)

    @property
    def nearest(self) -> PartialDate | None:
        """The interval told of last that has both ends."""
        return next((one for one in reversed(self.context) if one.start and one.end), None)

    @property
    def year(self) -> int | None:
        """The year told of last."""
        for one in reversed(self.context):
            known = one.start or one.end
            if known and one.precision not in ("unknown", "period"):
                return known.year
        return next((day.year for one in reversed(self.context) if (day := one.end or one.start)), None)

    def now(self, what: str) -> date:
        """The day of publication; without one the latest day told of stands in; else it stays open."""
        if self.today is not None:
            return self.today
        days = [one.start for one in self.context if one.precision == "day" and one.start]
        if not days:
            raise _Open(f"{what}: neither a publication date nor another date to count from")
        return max(days)

    def told(self, what: str) -> date:
        """The day told of last, which "two days later" counts from."""
        if (day := self.nearest_day) is None:
            raise _Open(f"{what}: no day told of before it to count from")
        return day


def resolve_date(
    expression: TimeExpression,
    *,
    published: PartialDate = PartialDate(),  # noqa: B008 - frozen
    context: Sequence[PartialDate] = (),
    language: str = "en",
) -> PartialDate | Unresolved:
    """The interval an expression means, or why it stays open.

    ``context`` holds the resolved dates of the same document in reading order, the nearest before the expression last.
    """
    anchors = _Anchors(published, context, language)
    try:
        return _resolve(expression, anchors)
    except _Open as reason:
        return Unresolved(reason=str(reason))


def _resolve(expression: TimeExpression, anchors: _Anchors) -> PartialDate:
    if expression.form in ("since", "until"):
        return _half_open(expression, anchors)
    (start, end), precision = _FORMS[expression.form](expression, anchors)
    return PartialDate(start=start, end=end, precision=precision, text=expression.text)


def _half_open(expression: TimeExpression, anchors: _Anchors) -> PartialDate:
    if expression.event is not None:
        return PartialDate(start=date.fromisoformat(expression.event), precision="period", text=expression.text)
    if expression.first is None:
        raise _Open(f"{expression.text!r}: counts from an event whose date the text does not give")
    inner = _resolve(expression.first, anchors)
    if expression.form == "since":
        return PartialDate(start=inner.start, precision="period", text=expression.text)
    return PartialDate(end=inner.end, precision="period", text=expression.text)


def _precision(span: Span) -> DatePrecision:
    return "day" if span[0] == span[1] else "period"


def _one(day: date) -> Resolved:
    return (day, day), "day"


def _capped(span: Span, anchors: _Anchors) -> Span:
    """An interval that news tells of as past, cut at publication when it runs beyond."""
    today = anchors.today
    return (span[0], today) if today is not None and span[0] <= today < span[1] else span


# Days, months, years.


def _day(expression: TimeExpression, anchors: _Anchors) -> Resolved:
    month, day = expression.month or 1, expression.day or 1
    year = expression.year if expression.year is not None else _year_of_day(expression, anchors)
    first = day_of(year, month, day)
    if first is None:
        raise _Open(f"{expression.text!r}: the calendar has no such day in {year}")
    last = day_of(year, month, expression.last_day) if expression.last_day else first
    span = (first, last or first)
    return span, _precision(span)


def _year_of_day(expression: TimeExpression, anchors: _Anchors) -> int:
    """The year of a date without one: its weekday's, the nearest not after publication, or that of the context."""
    month, day, today = expression.month or 1, expression.day or 1, anchors.today
    anchor = today.year if today else anchors.published.end.year if anchors.published.end else anchors.year
    if anchor is None:
        raise _Open(f"{expression.text!r}: no year, and nothing to tell it by")
    if expression.weekday is not None and (fitting := _year_with_weekday(expression, anchor, anchors)):
        return fitting
    if today is None:
        return anchor
    return _nearest_past_year(month, day, today)


def _nearest_past_year(month: int, day: int, today: date) -> int:
    for year in range(today.year, today.year - 5, -1):
        found = day_of(year, month, day)
        if found is not None and found <= today:
            return year
    return today.year


def _year_with_weekday(expression: TimeExpression, anchor: int, anchors: _Anchors) -> int | None:
    """The year nearest to the anchor in which the date falls on the weekday printed; the past wins a tie."""
    today = anchors.today
    nearest = sorted(range(anchor - WEEKDAY_SEARCH, anchor + 2), key=lambda year: (abs(year - anchor), year))
    fits = [
        year for year in nearest
        if (day := day_of(year, expression.month or 1, expression.day or 1)) and day.weekday() == expression.weekday
    ]  # fmt: skip
    if today is not None:  # an announced date may lie ahead, but not by much
        month = expression.month or 1
        fits = [year for year in fits if (date(year, month, 1) - today).days <= NUMERIC_NEAR * 2]
        fits = fits if fits and abs(fits[0] - anchor) <= 1 else []
    return fits[0] if fits else None


def _numeric(expression: TimeExpression, anchors: _Anchors) -> Resolved:
    year, day, month = expression.year or 1, expression.day or 1, expression.month or 1
    readings = [day_of(year, month, day)] + ([day_of(year, day, month)] if expression.day_first is None else [])
    days = sorted({found for found in readings if found is not None})
    if not days:
        raise _Open(f"{expression.text!r}: the calendar has no such day")
    today = anchors.today
    past = [found for found in days if today is None or found <= today]
    near = [found for found in past if today is not None and (today - found).days <= NUMERIC_NEAR]
    left = near if len(near) == 1 else past or days
    return ((left[0], left[-1]), "day" if len(left) == 1 else "period")


def _month(expression: TimeExpression, anchors: _Anchors) -> Resolved:
    month = expression.month or 1
    if expression.year is not None:
        return month_span(expression.year, month, expression.part), "period" if expression.part else "month"
    year = _year_of_month(month, expression, anchors)
    span = month_span(year, month, expression.part)
    if expression.which != "next":
        span = _capped(span, anchors)
    return span, "period" if expression.part else "month"


def _year_of_month(month: int, expression: TimeExpression, anchors: _Anchors) -> int:
    published = anchors.published.end
    if published is None:
        if anchors.year is None:
            raise _Open(f"{expression.text!r}: no year, and nothing to tell it by")
        nearest = anchors.nearest_day if expression.which == "past" else None
        return anchors.year - 1 if nearest and month >= nearest.month else anchors.year
    if expression.which == "next":
        return published.year if month > published.month else published.year + 1
    if expression.which == "past":
        return published.year if month < published.month else published.year - 1
    starts_after = (month, month_span(published.year, month, expression.part)[0].day) > (published.month, published.day)
    return published.year - 1 if starts_after else published.year


def _year(expression: TimeExpression, _: _Anchors) -> Resolved:
    return year_span(expression.year or 1, expression.part), "period" if expression.part else "year"


def _decade(expression: TimeExpression, _: _Anchors) -> Resolved:
    first, last = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(expression.part or "", (0, 9))
    year = expression.year or 1
    return (date(year + first, 1, 1), date(year + last, 12, 31)), "period"


def _season(expression: TimeExpression, anchors: _Anchors) -> Resolved:
    first_month = load_grammar(anchors.language, "dates.yaml")["seasons"][expression.season]
    if expression.year is not None:
        span = season_span(expression.year, first_month)
        return _third(span, expression), "period" if expression.part else "season"
    known = anchors.published.end or anchors.nearest_day
    if known is None:
        raise _Open(f"{expression.text!r}: no year, and nothing to tell it by")
    year = known.year + 1
    while not _season_passed(season_span(year, first_month), known, finished=expression.which == "past"):
        year -= 1
    year += expression.which == "next"
    span = season_span(year, first_month)
    span = span if expression.which == "next" else _capped(span, anchors)
    return _third(span, expression), "season"


def _season_passed(span: Span, day: date, *, finished: bool) -> bool:
    return (span[1] if finished else span[0]) < day


def _third(span: Span, expression: TimeExpression) -> Span:
    """The first, middle or last month of a season."""
    if expression.part not in ("early", "mid", "late"):
        return span
    months = {"early": 0, "mid": 1, "late": 2}[expression.part]
    return month_span(*add_months(span[0].year, span[0].month, months))


# Weekdays and what counts from the day of writing.


def _weekday(expression: TimeExpression, anchors: _Anchors) -> Resolved:
    weekday = expression.weekday or 0
    if expression.which in ("before", "after"):
        told = anchors.told(repr(expression.text))
        back = (told.weekday() - weekday) % 7 or 7
        return _one(shift_days(told, -back if expression.which == "before" else 7 - back % 7 or 7))
    today = anchors.today
    if today is None:
        return _weekday_without_today(expression, anchors)
    if expression.amount is not None:
        monday = week_span(today)[0]
        return _one(shift_days(monday, 7 * expression.amount + weekday))
    if expression.which == "next":
        return _one(shift_days(today, (weekday - today.weekday()) % 7 or 7))
    back = (today.weekday() - weekday) % 7
    return _one(shift_days(today, -(7 if back == 0 and expression.which == "past" else back)))


def _weekday_without_today(expression: TimeExpression, anchors: _Anchors) -> Resolved:
    """The weekday around the day told of last, or somewhere in the week before a loosely known publication."""
    published = anchors.published
    if published.start and published.end:
        return (shift_days(published.start, -6), published.end), "period"
    day = anchors.nearest_day
    if day is None:
        raise _Open(f"{expression.text!r}: a weekday alone, with no publication date and no other date to count from")
    ahead = ((expression.weekday or 0) - day.weekday()) % 7
    return _one(shift_days(day, ahead if ahead <= NEAR_DAYS else ahead - 7))


def _offset(expression: TimeExpression, anchors: _Anchors) -> Resolved:
    amount, unit = expression.amount or 0, expression.unit or "day"
    if expression.anchor == "context":
        return _offset_from_told(expression, anchors, amount, unit)
    now = anchors.now(repr(expression.text))
    stands_in = anchors.today is None
    if expression.vague is not None:
        return (_shift(now, expression.vague, unit), now if stands_in else _shift(now, amount, unit)), "period"
    day = _shift(now, amount, unit)
    if unit in ("day", "hour", "night"):
        return _one(day)
    return _about(day, unit, amount, now)


def _about(day: date, unit: str, amount: int, now: date) -> Resolved:
    """ "Two weeks ago" means those days, "three months ago" that month, "four years ago" that year."""
    if unit in ("week", "fortnight", "weekend"):
        last = shift_days(day, 3)
        return (shift_days(day, -3), min(last, now) if amount < 0 else last), "period"
    if unit == "month" or (unit == "year" and abs(amount) == 1):
        return month_span(day.year, day.month), "month"
    if unit == "year":
        return year_span(day.year), "year"
    return year_span(day.year - 5)[:1] + year_span(min(day.year + 5, now.year))[1:], "period"  # type: ignore[return-value]


def _offset_from_told(expression: TimeExpression, anchors: _Anchors, amount: int, unit: str) -> Resolved:
    """ "A day later", "the previous week", "a year earlier": counted from what was told of last."""
    told = anchors.nearest
    if told is None or told.start is None or told.end is None:
        now = anchors.now(repr(expression.text))
        told = PartialDate(start=now, end=now, precision="day")
    start, end = told.start or date.min, told.end or date.max
    if expression.vague is not None:
        near, far = _shift(start, amount, unit), _shift(start, expression.vague, unit)
        return (min(near, far), max(near, far)), "period"
    if unit in MONTHS_OF or unit in ("week", "fortnight"):
        span = _shift(start, amount, unit), _shift(end, amount, unit)
        span = _whole_months(span, told)
        return span, told.precision if told.precision != "unknown" else _precision(span)
    day = _shift(start if amount < 0 else end, amount, unit)
    return _one(day)


def _whole_months(span: Span, told: PartialDate) -> Span:
    """A shifted run of whole months ends with its last month, however long that is."""
    if told.start and told.end and told.start.day == 1 and shift_days(told.end, 1).day == 1:
        return span[0], month_span(span[1].year, span[1].month)[1]
    return span


def _shift(day: date, amount: int, unit: str) -> date:
    if unit in MONTHS_OF:
        return shift_months(day, amount * MONTHS_OF[unit])
    return shift_days(day, amount * DAYS_OF[unit])


def _unit(expression: TimeExpression, anchors: _Anchors) -> Resolved:
    """ "Last week", "this month", "next year", and the parts of them."""
    unit, step = expression.unit or "week", {"past": -1, "this": 0, "next": 1}.get(expression.which or "this", 0)
    if unit in ("year", "decade", "century") and anchors.today is None and anchors.published.end:
        now = anchors.published.end
    else:
        now = anchors.now(repr(expression.text))
    if unit == "year":
        span = year_span(now.year + step, expression.part)
        whole = not expression.part and step != 0
        return _capped(span, anchors) if step == 0 else span, "year" if whole else "period"
    if unit == "month":
        span = month_span(*add_months(now.year, now.month, step), expression.part)
        return _capped(span, anchors) if step == 0 else span, "month" if not expression.part else "period"
    if unit in ("decade", "century"):
        return (_shift(now, -1, unit), now), "period"
    monday, sunday = week_span(now)
    if unit == "weekend":
        saturday = shift_days(monday, 5 + 7 * step) if step or now.weekday() >= 5 else shift_days(monday, -2)
        return _capped((saturday, shift_days(saturday, 1)), anchors), "period"
    span = shift_days(monday, 7 * step), shift_days(sunday, 7 * step)
    return _capped(span, anchors) if step == 0 else span, "period"


def _window(expression: TimeExpression, anchors: _Anchors) -> Resolved:
    """ "Over the past two weeks": from so long ago until now."""
    unit, amount = expression.unit or "day", expression.vague or expression.amount or -1
    if expression.anchor == "context" and anchors.nearest_day:
        now = anchors.nearest_day
    else:
        now = anchors.now(repr(expression.text))
    amount = -max(1, abs(amount) // 24) if unit == "hour" else amount
    far = _shift(now, amount, "day" if unit == "hour" else unit)
    span = (min(far, now), max(far, now))
    return span, _precision(span)


def _recent(expression: TimeExpression, anchors: _Anchors) -> Resolved:
    if anchors.today is None:
        raise _Open(f"{expression.text!r}: counts from a publication date that is not known")
    return (shift_days(anchors.today, expression.amount or -30), anchors.today), "period"


def _edge(expression: TimeExpression, anchors: _Anchors) -> Resolved:
    """ "The last four months of 2021", "the first week of May"."""
    year, amount, unit = expression.year, max(1, expression.amount or 1), expression.unit or "month"
    if year is None:
        known = anchors.published.end or anchors.nearest_day
        if known is None:
            raise _Open(f"{expression.text!r}: no year, and nothing to tell it by")
        year = known.year - (expression.which == "past")
        if expression.month is not None and expression.month > known.month:
            year -= 1
    start, end = month_span(year, expression.month) if expression.month else year_span(year)
    if expression.part == "early":
        far = shift_days(_shift(start, expression.vague or amount, unit), -1)
        return (start, min(end, far)), "period"
    far = _start_of_last(end, expression.vague or amount, unit)
    return (max(start, far), end), "period"


def _start_of_last(end: date, amount: int, unit: str) -> date:
    following = shift_days(end, 1)
    return _shift(following, -amount, unit)


def _same(expression: TimeExpression, anchors: _Anchors) -> Resolved:
    """ "The same day", "that night", "the same month"."""
    unit = expression.unit or "day"
    if unit in ("month", "year", "decade"):
        told = anchors.nearest
        if told is None or told.start is None:
            raise _Open(f"{expression.text!r}: nothing told of before it that it could be the same as")
        year = told.start.year
        return (year_span(year), "year") if unit == "year" else (month_span(year, told.start.month), "month")
    day = anchors.told(repr(expression.text))
    if unit == "week":
        return week_span(day), "period"
    if unit == "weekend":
        monday = week_span(day)[0]
        return (shift_days(monday, 5), shift_days(monday, 6)), "period"
    return _one(day)


def _same_period(expression: TimeExpression, anchors: _Anchors) -> Resolved:
    """ "The same period a year earlier", "the same period in 2020": what was told of last, moved by whole years."""
    told = anchors.nearest
    if told is None or told.start is None or told.end is None:
        raise _Open(f"{expression.text!r}: no period told of before it")
    years = expression.amount or 0
    if expression.year is not None:
        years = expression.year - told.start.year
    span = _whole_months((shift_months(told.start, 12 * years), shift_months(told.end, 12 * years)), told)
    return span, told.precision if told.precision != "unknown" else _precision(span)


def _range(expression: TimeExpression, anchors: _Anchors) -> Resolved:
    if expression.first is None or expression.last is None:
        raise _Open(f"{expression.text!r}: a range without ends")
    last = _resolve(expression.last, anchors)
    first = _resolve(_with_year_of(expression.first, last), anchors)
    start, end = first.start, last.end
    if start is None or end is None:
        raise _Open(f"{expression.text!r}: a range with an open end")
    if start > end and expression.first.year is None:
        start = shift_months(start, -12) if expression.first.form in ("day", "month") else start
    if start > end:
        raise _Open(f"{expression.text!r}: ends before it starts")
    return (start, end), "day" if start == end else "period"


def _with_year_of(first: TimeExpression, last: PartialDate) -> TimeExpression:
    """The first end in the year of the last one, or in the year before when it would come after it."""
    if first.year is not None or first.form not in ("day", "month") or last.end is None:
        return first
    month = first.month or 1
    return replace(first, year=last.end.year - (month > last.end.month))


def _clock(expression: TimeExpression, _: _Anchors) -> Resolved:
    raise _Open(f"{expression.text!r}: a time of day without a date")


_FORMS: dict[str, Callable[[TimeExpression, _Anchors], Resolved]] = {
    "day": _day, "numeric": _numeric, "month": _month, "year": _year, "decade": _decade, "season": _season,
    "weekday": _weekday, "offset": _offset, "unit": _unit, "window": _window, "recent": _recent, "edge": _edge,
    "same": _same, "same_period": _same_period, "range": _range, "clock": _clock,
}  # fmt: skip
