"""When, in a text: finding time expressions and resolving them to intervals of days.

``find_dates`` gives typed expressions, ``resolve_date`` the interval each means for a reader on the day of publication.
The publication date only anchors words that count from it ("on Monday", "last month"); it is never an answer by itself
(coding rule 11).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tallybook.lang.date_expression import DateForm, TimeExpression
from tallybook.lang.date_find import find_expressions, short_year
from tallybook.lang.date_patterns import date_patterns
from tallybook.lang.date_resolve import resolve_date
from tallybook.lang.date_update import brought_up_to_date
from tallybook.lang.folding import fold

__all__ = [
    "DateForm",
    "KnownEvent",
    "TimeExpression",
    "brought_up_to_date",
    "find_dateline",
    "find_dates",
    "find_events",
    "resolve_date",
    "short_year",
]

TEXTS_KEPT = 8  # one document is asked for its dates by several stages, one after the other
DATELINE_CHARS = 600  # datelines and bylines stand in the first lines of a page
DATELINE_LEAD = 60  # "CITY, COUNTRY, 3 JAN 90 (AGENCY) --": where in its line the date of a dateline may start


def find_dates(text: str, *, language: str = "en") -> list[TimeExpression]:
    """Every time expression of a text, in order and without overlaps; offsets count characters of ``text``."""
    return list(_found(text, language))


@lru_cache(maxsize=TEXTS_KEPT)
def _found(text: str, language: str) -> tuple[TimeExpression, ...]:
    return tuple(find_expressions(text, language=language))


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """A well-known event named in a text, such as a change of government, and the day it is commonly counted from."""

    start: int
    end: int
    day: date


def find_events(text: str, *, language: str = "en") -> list[KnownEvent]:
    """The well-known events (``events`` of ``dates.yaml``) that a text names, in order."""
    folded = fold(text)
    found = [
        KnownEvent(match.start(), match.end(), date.fromisoformat(known.day))
        for known in date_patterns(language).events
        for match in known.find(folded, 0, len(folded))
    ]
    return sorted(found, key=lambda event: event.start)


def find_dateline(text: str, *, language: str = "en") -> TimeExpression | None:
    """The full date that the first lines give as the page's own: a dateline, or a line such as "Published: 5 May 2022".

    Only dates with day, month and year count, and numeric ones only when their order is clear.
    """
    head = text[:DATELINE_CHARS]
    folded = fold(head)
    patterns = date_patterns(language)
    updated: TimeExpression | None = None
    for expression in find_expressions(head, language=language):
        if not expression.explicit or (expression.form == "numeric" and expression.day_first is None):
            continue
        line = head.rfind("\n", 0, expression.start) + 1
        before, printed = folded[line : expression.start], head[line : expression.start]
        if patterns.dateline.search(before) or _opens_line(before, head[expression.end :], printed):
            return expression
        if updated is None and patterns.updateline.search(before):
            updated = expression
    return updated


def _opens_line(before: str, after: str, printed: str) -> bool:
    """Whether the date stands as in a dateline: alone in its line, or after a place and before a dash."""
    if not before.strip(" (|-,."):
        rest = fold(after.lstrip(" ").split("\n", 1)[0]).strip()
        return not rest or rest[0] in "-|(,;:" or rest[:2].isdigit()
    place, written = before.rstrip(), printed.strip()
    if len(before) > DATELINE_LEAD or not (written[:1].isupper() or place.islower()) or "." in place[:-1]:
        return False
    if not (place.endswith((",", "(", "-")) or written.isupper()):
        return False
    rest = fold(after[: 2 * DATELINE_LEAD]).split("\n", 1)[0].strip()[:DATELINE_LEAD]
    return "--" in rest or " - " in f" {rest} " or rest[:1] in ("-", ")")
