"""From where a time expression counts: the day of publication, or the dates the document tells of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tallybook.lang.date_spans import Span
from tallybook.model.values import DatePrecision, PartialDate

SHARP_DAYS = 7  # a publication date known no better than this cannot anchor a weekday

Resolved = tuple[Span, DatePrecision]


class StaysOpen(Exception):
    """An expression cannot be resolved; the message becomes the reason of an ``Unresolved``."""


@dataclass(frozen=True, slots=True)
class Anchors:
    """The publication, and the dates of the document: ``context`` has the nearest before the expression last."""

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
    def latest_day(self) -> date | None:
        """The latest day told of: what was written tells of it, so it was written then or later."""
        return max((one.start for one in self.context if one.precision == "day" and one.start), default=None)

    @property
    def nearest(self) -> PartialDate | None:
        """The interval told of last that has both ends."""
        return next((one for one in reversed(self.context) if one.start and one.end), None)

    @property
    def year(self) -> int | None:
        """The year of the day or month told of last; a bare year or a run over several is mostly background."""
        dated = [(one.start, one.end) for one in reversed(self.context) if one.precision != "year"]
        return next((start.year for start, end in dated if start and end and start.year == end.year), None)

    @property
    def latest_year(self) -> int | None:
        """The latest year told of."""
        return max((day.year for one in self.context if (day := one.end or one.start)), default=None)

    def now(self, what: str) -> date:
        """The day of writing: that of publication, else the latest day told of stands in; else it stays open."""
        now = self.today or (None if self.published.end else self.latest_day)
        if now is None:
            raise StaysOpen(f"{what!r}: counts from the day of writing, and neither that nor another day is known")
        return now

    def about_now(self, what: str) -> date:
        """As ``now``, for words that need only the month or the year of writing."""
        return self.published.end or self.now(what)

    def told(self, what: str) -> date:
        """The day told of last, which "that day" and "two days later" count from."""
        if (day := self.nearest_day) is None:
            raise StaysOpen(f"{what!r}: refers to a day told of before it, and there is none")
        return day


def precision_of(span: Span) -> DatePrecision:
    """Day for a single day, else period."""
    return "day" if span[0] == span[1] else "period"


def one_day(day: date) -> Resolved:
    """A single day as an interval."""
    return (day, day), "day"


def capped(span: Span, anchors: Anchors) -> Span:
    """An interval that news tells of as past, cut at publication when it runs beyond."""
    today = anchors.today
    return (span[0], today) if today is not None and span[0] <= today < span[1] else span
