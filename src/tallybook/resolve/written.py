"""When an undated page was written, as far as its own words tell.

"Since the Taliban returned to power last August" names an event whose day is known, so the page was written in the
twelve months after that August; if it speaks of Muharram again and again, around the Muharram of these months. This
bounds the page's time and is never an answer by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tallybook.lang.dates import KnownEvent, TimeExpression, find_events, resolve_date
from tallybook.lang.lunar import season_named, season_within
from tallybook.model import PartialDate

NEAR_CHARS = 80  # how far an event and the words that date it may stand apart in a sentence
MOST_CLUES = 100  # a page says it once or twice; this only bounds the time that a hostile one takes
NEXT_SEASON = {"spring": 6, "summer": 9, "autumn": 12, "fall": 12}  # the first month after it


def writing_window(text: str, expressions: Sequence[TimeExpression], *, language: str = "en") -> PartialDate:
    """The months in which all "last August" beside well-known events of that August make sense; else open."""
    relative = [one for one in expressions if one.which == "past" and one.form in ("month", "season", "unit")]
    if not relative:
        return PartialDate()
    events = find_events(text, language=language)[:MOST_CLUES]
    windows = [
        window for one in relative[:MOST_CLUES] for event in events
        if _beside(text, one, event) and (window := _window(one, event.day)) is not None
    ]  # fmt: skip
    if not windows:
        return PartialDate()
    start, end = max(window[0] for window in windows), min(window[1] for window in windows)
    if start > end:
        return PartialDate()
    season = season_named(text, language=language)
    start, end = (season and season_within(season, start, end)) or (start, end)
    return PartialDate(start=start, end=end, precision="period")


def _beside(text: str, expression: TimeExpression, event: KnownEvent) -> bool:
    """Whether the words date the event: in the same sentence and near."""
    between = text[min(expression.end, event.end) : max(expression.start, event.start)]
    return len(between) <= NEAR_CHARS and ". " not in between and "\n\n" not in between


def _window(expression: TimeExpression, day: date) -> tuple[date, date] | None:
    """From when until when "last …" means the time of the day; ``None`` when it cannot mean it at all."""
    if expression.form == "month":
        return _year_after(day.year, day.month + 1) if expression.month == day.month else None
    if expression.form == "unit":
        return (date(day.year + 1, 1, 1), date(day.year + 1, 12, 31)) if expression.unit == "year" else None
    after = NEXT_SEASON.get(expression.season or "")
    said = PartialDate(start=day.replace(month=12, day=31), end=day.replace(month=12, day=31), precision="day")
    season = resolve_date(expression, published=said)
    if after is None or not isinstance(season, PartialDate) or not season.start or not season.end:
        return None
    return _year_after(day.year, after) if season.start <= day <= season.end else None


def _year_after(year: int, month: int) -> tuple[date, date]:
    """The twelve months from a month on, counted on into the next year."""
    first = date(year + (month > 12), (month - 1) % 12 + 1, 1)
    return first, date.fromordinal(first.replace(year=first.year + 1).toordinal() - 1)
