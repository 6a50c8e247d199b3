"""Days as a person types them: ISO 8601, whole months and years, and intervals with open ends."""

from __future__ import annotations

import calendar
import re
from datetime import date

from tallybook.errors import UsageError
from tallybook.model import PartialDate
from tallybook.model.values import DatePrecision

__all__ = ["read_days"]

DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
OPEN = ("", "..")
FIRST_YEAR, LAST_YEAR = 1800, 2200


def read_days(field: str, said: str) -> PartialDate:
    """The day or days of ``2022-08-04``, ``2022-08``, ``2022`` or ``2022-08-04/2022-08-06``; ``..`` is an open end.

    Raises:
        UsageError: It is no day, or the first lies after the last.
    """
    first, slash, last = (part.strip() for part in said.partition("/"))
    if not slash:
        start, end, precision = _span(field, first)
        return PartialDate(start=start, end=end, precision=precision)
    since = None if first in OPEN else _span(field, first)[0]
    until = None if last in OPEN else _span(field, last)[1]
    if since is None and until is None:
        raise UsageError(f"{field}: {said!r} is open at both ends; give none for not stated")
    if since is not None and until is not None and since > until:
        raise UsageError(f"{field}: {since} is after {until}; exchange them")
    return PartialDate(start=since, end=until, precision="day" if since == until else "period")


def _span(field: str, said: str) -> tuple[date, date, DatePrecision]:
    found = DAY.fullmatch(said)
    wrong = UsageError(f"{field}: {said!r} is no day; write 2022-08-04, 2022-08, 2022 or 2022-08-04/2022-08-06")
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        raise wrong
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        if day is not None:
            one = date(int(found[1]), month or 1, day)
            return one, one, "day"
        if month is not None:
            return date(year or 1, month, 1), date(year or 1, month, calendar.monthrange(year or 1, month)[1]), "month"
    except (ValueError, calendar.IllegalMonthError) as error:
        raise wrong from error
    return date(int(found[1]), 1, 1), date(int(found[1]), 12, 31), "year"
