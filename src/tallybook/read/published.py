"""The day of publication: as given with the input, as the page says, or as the text's first words tell."""

from __future__ import annotations

import calendar
import re
from datetime import date
from email.utils import parsedate_tz

from tallybook.model import PartialDate

ISO = re.compile(r"(\d{4})(?:-?(\d{2})(?:-?(\d{2}))?)?(?=$|[T\s])")
"""``2022``, ``2022-08``, ``2022-08-04``, ``20220804``, with or without a time of day."""

IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})[/-]?(\d{2})(?:[/-]?(\d{2}))?(?=[/_.-]|$)")
"""``/2022/08/04/``, ``/2022/08/`` or ``/20220804-``: news sites put the day of publication into addresses."""
PLANNED_DAYS = 90
"""Days ahead for which a report may give a full date: elections and hearings are announced so."""
DATELINE_LANGUAGES = ("en", "und")
"""Languages whose datelines can be read."""


def parse_published(given: str) -> PartialDate | None:
    """A given date as an interval: ISO, also only a month or a year, or the form of RFC 2822; ``None`` for others.

    The day is the one that is written; a time zone does not move it.
    """
    bare = given.strip()
    found = ISO.match(bare)
    if found:
        return interval(*(int(part) if part else None for part in found.groups()), text=bare)
    parsed = parsedate_tz(bare)
    return interval(parsed[0], parsed[1], parsed[2], text=bare) if parsed else None


def interval(year: int | None, month: int | None, day: int | None, *, text: str | None = None) -> PartialDate | None:
    """The days that a year, a month or a day covers; ``None`` when the calendar has no such day."""
    if year is None or not date.min.year <= year <= date.max.year:
        return None
    try:
        if month is None:
            return PartialDate(start=date(year, 1, 1), end=date(year, 12, 31), precision="year", text=text)
        if day is None:
            last = calendar.monthrange(year, month)[1]
            return PartialDate(start=date(year, month, 1), end=date(year, month, last), precision="month", text=text)
        return PartialDate(start=date(year, month, day), end=date(year, month, day), precision="day", text=text)
    except (ValueError, calendar.IllegalMonthError):
        return None


def from_address(url: str | None) -> PartialDate | None:
    """The day or month that a page's address holds."""
    found = IN_ADDRESS.search(url) if url else None
    return interval(*(int(part) if part else None for part in found.groups())) if found else None


def from_dateline(text: str, *, language: str) -> PartialDate | None:
    """The day in the dateline or byline with which a text opens, with its words."""
    if language not in DATELINE_LANGUAGES:
        return None
    from tallybook.lang.dates import find_dateline  # noqa: PLC0415 - its tables load slowly; most pages give their day

    found = find_dateline(text)
    return interval(found.year, found.month, found.day, text=found.text) if found else None


def tells_later(text: str, day: PartialDate, *, language: str) -> bool:
    """Whether a text gives a full date long after a day that was only found in it: an entry's, and no publication's."""
    if language not in DATELINE_LANGUAGES or day.end is None:
        return False
    from tallybook.lang.dates import find_dates  # noqa: PLC0415 - only pages that say nothing about their day need it

    full = (one for one in find_dates(text) if one.form == "day" and one.year and one.month and one.day)
    given = (interval(one.year, one.month, one.day) for one in full)
    return any(one is not None and one.start is not None and (one.start - day.end).days > PLANNED_DAYS for one in given)
