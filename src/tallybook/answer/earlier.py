"""The period before, or the same days a year earlier, and what may make the two incomparable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from tallybook.answer.counting import median_lag
from tallybook.answer.periods import DAY, PERIODS, Period, months_earlier, whole_months, year_earlier
from tallybook.register.fact_blocks import Array
from tallybook.register.fact_columns import FactColumns, Published

YEAR_EARLIER, PREVIOUS_PERIOD = "year-earlier", "previous-period"
UNEVEN = 1.5
"""Ratio of documents in two windows from which a change of counts may be a change of coverage; a rule of thumb."""
REPORTED_WITHIN = timedelta(days=31)
"""Time in which news tell of an incident; documents later than that look back."""

Window = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many documents were published in a window, copies left out, and the numbers of their sources."""

    documents: int
    sources: frozenset[int]


def coverage_of(published: Published, window: Window) -> Coverage:
    """The documents published in a window; copies do not count."""
    since, until = window[0].toordinal(), window[1].toordinal()
    own = published.documents.astype(np.int64) - published.copies
    inside = (published.day >= since) & (published.day <= until) & (own > 0)
    return Coverage(int(own[inside].sum()), frozenset(published.source[inside].tolist()))


def documents_in(published: Published, windows: Sequence[Window]) -> list[int]:
    """How many documents were published in each of some windows, copies left out."""
    order = np.argsort(published.day, kind="stable")
    days = published.day[order].astype(np.int64)
    own = published.documents[order].astype(np.int64) - published.copies[order]
    before = np.append(0, np.cumsum(own))
    starts = np.searchsorted(days, [since.toordinal() for since, _ in windows], side="left")
    ends = np.searchsorted(days, [until.toordinal() for _, until in windows], side="right")
    return [int(before[end] - before[start]) for start, end in zip(starts, ends, strict=True)]


def reported(published: Published, window: Window) -> bool:
    """Whether any document was published in a window or soon after it, so that "none" means that none was told."""
    return any_reported(published, [window])[0]


def any_reported(published: Published, windows: Sequence[Window]) -> list[bool]:
    """:func:`reported`, of each of some windows."""
    late = [(since, min(until, date.max - REPORTED_WITHIN) + REPORTED_WITHIN) for since, until in windows]
    return [number > 0 for number in documents_in(published, late)]


def earlier_window(window: Window, compare: str) -> Window:
    """The days a window is compared with: a year earlier, or as many months (else days) right before it."""
    first, last = window
    if compare == YEAR_EARLIER:
        return year_earlier(first), year_earlier(last)
    months = whole_months(first, last)
    if months:
        return months_earlier(first, months), _before(first)
    days = min((last - first).days + 1, first.toordinal() - 1)
    return first - timedelta(days=days), _before(first)


def earlier_periods(
    periods: Sequence[Period], by: str, compare: str, *, since: date | None, until: date | None
) -> list[Period]:
    """What each period is compared with, under its label; of one that is counted in part, the same part.

    Periods that begin after ``until`` are compared with nothing.
    """
    begun = (period for period in periods if until is None or period.start <= until)
    return [_earlier(period, by, compare, since=since, until=until) for period in begun]


def _earlier(period: Period, by: str, compare: str, *, since: date | None, until: date | None) -> Period:
    end = min(period.end, until) if until else period.end
    if compare == YEAR_EARLIER:
        return Period(year_earlier(period.start), year_earlier(end), period.label)
    before = PERIODS[by](_before(period.start))
    start = before.start + (max(period.start, since or period.start) - period.start)
    stop = before.end if end >= period.end else min(before.start + (end - period.start), before.end)
    return Period(start, max(stop, start), period.label)


def _before(day: date) -> date:
    return day - DAY if day > date.min else day


def compare_caveats(
    facts: FactColumns, now: tuple[Window, Array] | None, then: tuple[Window, Array, int] | None, compare: str
) -> list[str]:
    """Documents, sources and lag in both windows, and a warning where they are too unlike to compare.

    ``now`` and ``then`` are a window and the places of the incidents that surely lie in it; ``then`` has also the
    number of those that may.
    """
    if now is None or then is None:
        return ["Nothing to compare: no incident has a date."]
    here, there = coverage_of(facts.published, now[0]), coverage_of(facts.published, then[0])
    words = "the same days a year earlier" if compare == YEAR_EARLIER else "the period before"
    short = "a year earlier" if compare == YEAR_EARLIER else "in the period before"
    lines = [
        f"Compared: {now[0][0]} to {now[0][1]} with {words}, {then[0][0]} to {then[0][1]}.",
        f"Coverage: {here.documents} documents of {len(here.sources)} sources published then, "
        f"{there.documents} of {len(there.sources)} {short}, {len(here.sources & there.sources)} in both.",
    ]
    lags = [median_lag(facts, places) for places in (now[1], then[1])]
    if None not in lags:
        lines.append(f"Lag from incident to first document, median: {lags[0]:g} days, {lags[1]:g} {short}.")
    small, large = sorted((here.documents, there.documents))
    if not there.documents:
        lines.append("No document of the earlier window is here: its counts come from later looks back, or are none.")
    elif large > UNEVEN * small or not here.sources & there.sources:
        lines.append("The coverage of the two windows differs much: a change may be one of reporting.")
    if then[2]:
        lines.append(f"{then[2]} incidents may belong to the earlier window; their dates are too wide to say.")
    return lines
