"""Times of the Islamic year that a text names, such as Muharram or Ramadan, and the days they fall on."""

from __future__ import annotations

from collections import Counter
from datetime import date

from tallybook.lang.date_patterns import date_patterns
from tallybook.lang.date_spans import Span, shift_days
from tallybook.lang.folding import fold

NAMED_OFTEN = 3  # a page that names a feast so often was written around it; once or twice may be an aside
SIGHTING_DAYS = 1  # months begin with the sighting of the moon, a day before or after the reckoned one
EPOCH = date(622, 7, 19).toordinal()  # 1 Muharram 1, in the proleptic Gregorian calendar


def season_named(text: str, *, language: str = "en") -> tuple[int, int, int] | None:
    """The month and the first and last day of the one time of the Islamic year that a text names again and again."""
    patterns = date_patterns(language)
    named = Counter(patterns.lunar_times[match.group()] for match in patterns.lunar.finditer(fold(text)))
    often = {month for (month, _, _), count in named.items() if count >= NAMED_OFTEN}
    if len(often) != 1:
        return None
    times = [time for time in named if time[0] in often]
    return next(iter(often)), min(first for _, first, _ in times), max(last for _, _, last in times)


def season_within(season: tuple[int, int, int], start: date, end: date) -> Span | None:
    """The days of such a time that lies for the most part between two days; ``None`` when none or several do."""
    first_year = (start.toordinal() - EPOCH) * 30 // 10631
    spans = [_span(year, season) for year in range(max(first_year, 1), first_year + 4 + (end - start).days // 350)]
    there = [
        common for first, last in spans
        if (common := (max(start, first), min(end, last)))[1] - common[0] >= (last - first) / 2
    ]  # fmt: skip
    return there[0] if len(there) == 1 else None


def _span(year: int, season: tuple[int, int, int]) -> Span:
    month, first, last = season
    begin, end = lunar_day(year, month, first), lunar_day(year, month, last)
    return shift_days(begin, -SIGHTING_DAYS), shift_days(end, SIGHTING_DAYS)


def lunar_day(year: int, month: int, day: int) -> date:
    """A day of the tabular Islamic calendar, within a day of the one observed.

    The formula is that of E. M. Reingold and N. Dershowitz, Calendrical Calculations, chapter on the Islamic calendar:
    months of 30 and 29 days in turn, 11 leap days in 30 years.
    """
    days = day + 29 * (month - 1) + 6 * month // 11 + 354 * (year - 1) + (3 + 11 * year) // 30
    return date.fromordinal(EPOCH - 1 + days)
