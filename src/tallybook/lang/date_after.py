"""From which day "two days after gunmen killed" counts: the day of what came after, where its sentence tells it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tallybook.lang.date_expression import TimeExpression

BEFORE_CHARS = 40  # "on Thursday, some two days after"
BEHIND_CHARS = 240  # "Two days after gunmen killed four people at a market, the governor came there on Thursday"
_DAYS = frozenset({"day", "numeric", "weekday", "feast"})
_SENTENCE_END = re.compile(r"[.!?]\s|\n\n")
_NAMED = re.compile(r"'s\b")


def with_days_after(found: Sequence[TimeExpression], folded: str) -> list[TimeExpression]:
    """The expressions, those of the form ``after`` with the day that they count from."""
    return [
        replace(one, first=_day_of(place, found, folded)) if one.form == "after" else one
        for place, one in enumerate(found)
    ]


def _day_of(place: int, found: Sequence[TimeExpression], folded: str) -> TimeExpression | None:
    """The day told just before, else the one told behind the comma with which what came after begins."""
    here = found[place]
    last = found[place - 1] if place else None
    if last is not None and last.form in _DAYS and _near(folded[last.end : here.start], BEFORE_CHARS):
        return last
    behind = found[place + 1] if place + 1 < len(found) else None
    if behind is None or behind.form not in _DAYS or _NAMED.match(folded, behind.end):
        return None
    between = folded[here.end : behind.start]
    return behind if "," in between and _near(between, BEHIND_CHARS) else None


def _near(between: str, longest: int) -> bool:
    return len(between) <= longest and _SENTENCE_END.search(between) is None
