"""Values in plain English, the same on the terminal, in the HTML page and in a notebook."""

from __future__ import annotations

from datetime import date

from tallybook.model import (
    Actor,
    Code,
    Count,
    PartialDate,
    Place,
    Range,
    Responsibility,
    Target,
    Unresolved,
    Value,
    Weapon,
)

__all__ = [
    "bounds_in_words",
    "code_in_words",
    "count_in_words",
    "date_in_brief",
    "date_in_words",
    "place_in_words",
    "range_in_words",
    "value_in_words",
]

NOT_STATED = "not stated"

EXACTNESS = {
    "exact": "",
    "at_least": "at least ",
    "more_than": "more than ",
    "about": "about ",
    "at_most": "up to ",
    "vague": "at least ",
}

STATUS = {
    "claimed": "claimed it",
    "attributed": "named as responsible",
    "suspected": "suspected",
    "denied": "denied it",
    "unknown": "role not stated",
}
"""What a perpetrator's status says, in words that go after the name (coding rule 13)."""


def number(value: float) -> str:
    """A number with thin groups of thousands, without a needless fraction."""
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,.1f}"


def range_in_words(figure: Range) -> str:
    """``13``, ``170–185, best 185``, ``at least 60``, ``up to 9`` or ``not stated``."""
    return bounds_in_words(figure.low, figure.best, figure.high)


def bounds_in_words(low: float | None, best: float | None, high: float | None) -> str:
    """Low, best and high as one reads them; an open end says so."""
    if low is None and best is None and high is None:
        return NOT_STATED
    if low is not None and low == best == high:
        return number(low)
    if high is None:
        floor = low if low is not None else best
        more = f", best {number(best)}" if best is not None and best != floor else ""
        return f"at least {number(floor)}{more}" if floor is not None else NOT_STATED
    if low is None:
        return f"up to {number(high)}" + (f", best {number(best)}" if best is not None and best != high else "")
    span = number(low) if low == high else f"{number(low)}–{number(high)}"
    return span if best is None or low == high else f"{span}, best {number(best)}"


def count_in_words(count: Count) -> str:
    """One casualty statement: ``at least 60 worshippers killed``."""
    figures = [value for value in (count.best, count.low, count.high) if value is not None]
    if not figures:
        size = "number not stated:"
    elif count.low is not None and count.high is not None and count.low != count.high:
        size = f"{number(count.low)} to {number(count.high)}"
    else:
        size = EXACTNESS[count.exactness] + number(figures[0])
    outcome = "killed or injured" if count.outcome == "casualties" else count.outcome
    side = " (attackers)" if count.side == "perpetrators" else ""
    if count.scope == "individual" and count.best == 1 and count.group:
        return f"{count.group} {outcome}{side}"
    return " ".join(part for part in (size, count.group, outcome) if part) + side


def date_in_words(when: PartialDate) -> str:
    """``26 August 2021``, ``August 2021``, ``1 September to 31 December 2021``, ``date not stated``."""
    start, end = when.start, when.end
    if start is None and end is None:
        return "date not stated"
    if start is None or end is None:
        return f"since {_day(start)}" if start else f"until {_day(end)}" if end else ""
    if start == end:
        return _day(start)
    if when.precision == "year" and start.year == end.year:
        return str(start.year)
    if when.precision == "month" and (start.year, start.month) == (end.year, end.month):
        return f"{start:%B %Y}"
    first = f"{start.day} {start:%B}" if start.year == end.year else _day(start)
    return f"{first} to {_day(end)}"


def date_in_brief(when: PartialDate) -> str:
    """``2021-08-26``, ``2021-08``, ``2021``, ``2021-09-01 to 2021-12-31``; nothing where no date is stated."""
    start, end = when.start, when.end
    if start is None and end is None:
        return ""
    if start == end and start is not None:
        return start.isoformat()
    if start is not None and end is not None and when.precision in ("month", "year") and start.year == end.year:
        return start.isoformat()[: 4 if when.precision == "year" else 7]
    return f"{start or '…'} to {end or '…'}"


def place_in_words(place: Place, *, country: str | None = None) -> str:
    """Site, place, first-level area and country, as far as they are known; ``country`` is the country's name."""
    parts = (place.site, place.place, place.admin2 if not place.place else None, place.admin1, country or place.country)
    said: list[str] = []
    for part in parts:
        if part and part not in said:
            said.append(part)
    return ", ".join(said) or "place not stated"


def code_in_words(code: str) -> str:
    """A code of the codebook as one reads it: ``suicide_bombing`` is ``suicide bombing``."""
    return code.replace("_", " ").replace("-", " ")


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def responsibility_in_words(value: Responsibility) -> str:
    """``claimed by islamic state``, ``denied``; who says so stands in brackets."""
    by = f" by {code_in_words(value.by)}" if value.by else ""
    said_by = f" (said by {value.said_by})" if value.said_by else ""
    return f"{'no claim reported' if value.status == 'none_reported' else value.status}{by}{said_by}"


def value_in_words(value: Value | Range) -> str:
    """Any value of a claim or finding as one reads it."""
    match value:
        case PartialDate():
            said = date_in_words(value)
        case Place():
            said = place_in_words(value)
        case Range():
            said = range_in_words(value)
        case Count():
            said = count_in_words(value)
        case Code():
            said = code_in_words(value.code)
        case Actor() | Target():
            said = value.name
        case Weapon():
            said = value.name or code_in_words(value.category or "other")
        case Responsibility():
            said = responsibility_in_words(value)
        case Unresolved():
            said = f"unresolved: {value.reason}"
        case _:
            said = type(value).__name__.lower()
    return said
