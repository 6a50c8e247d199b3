"""Do two reports speak of the same time?"""

from __future__ import annotations

from operator import attrgetter

from tallybook.link.background import Background
from tallybook.link.looking import Answer, look
from tallybook.link.profile import Profile, gap_in_days

FEW_DAYS = 4
"""Longest interval, in days, that counts as a day: "on Monday or Tuesday", "over the weekend"."""
ABOUT_A_MONTH = 45
"""Longest interval, in days, that still narrows an incident down: a month, "in the past weeks"."""
NEAR = 3
"""Days by which careless reports of one incident differ; beyond that two printed dates are two incidents."""
FAR = 31

DATED, DAY, PRINTED_BY = attrgetter("when", "printed"), attrgetter("day", "printed"), attrgetter("printed_by")


@look(DATED)
def when(left: Profile, right: Profile, _: Background) -> Answer:
    """The days on which the incident is said to have happened: same, one apart, overlapping or apart.

    Dates that stand in the words contradict each other for good; one reckoned from a weekday may be reckoned wrongly.
    """
    one, other = left.when, right.when
    if one is None or other is None:
        return None
    gap = gap_in_days(one, other)
    if gap > 1:
        surely = ", both printed" if left.printed and right.printed else ""
        return f"{_apart(gap)}{surely}"
    longest = max(one[1] - one[0], other[1] - other[0]) + 1
    if longest > FEW_DAYS:
        return "within the same weeks" if longest <= ABOUT_A_MONTH else "within a longer period"
    return "one day apart" if gap else "same day"


def _apart(gap: int) -> str:
    if gap <= NEAR:
        return "two or three days apart"
    return "days apart" if gap <= FAR else "months apart"


def _stated(profile: Profile) -> tuple[bool, bool]:
    return profile.printed_by is not None, profile.day is not None


@look(_stated)
def told_before(left: Profile, right: Profile, _: Background) -> Answer:
    """Whether one document was published before the day that the other prints for the incident."""
    pairs = ((left.printed_by, right.day), (right.printed_by, left.day))
    return _left_before if any(by is not None and day is not None for by, day in pairs) else None


def _before(told: Profile, happened: Profile) -> bool:
    if told.printed_by is None or happened.day is None:
        return False
    return happened.printed and happened.day - told.printed_by > 1


@look(PRINTED_BY, DAY)
def _left_before(left: Profile, right: Profile, _: Background) -> Answer:
    return "published before it happened" if _before(left, right) else _right_before


@look(DAY, PRINTED_BY)
def _right_before(left: Profile, right: Profile, _: Background) -> Answer:
    return "published before it happened" if _before(right, left) else "published afterwards"


@look(DATED)
def published(left: Profile, right: Profile, _: Background) -> Answer:
    """How far apart the documents were published; heard only where the days do not agree for having been reckoned.

    A document that only touches on the incident looks back at it, often from far.
    """
    first, second = left.when, right.when
    both_printed = left.printed and right.printed
    agree = first is not None and second is not None and (both_printed or gap_in_days(first, second) <= 1)
    return None if agree else _days_of_print


@look(attrgetter("published", "leads"))
def _days_of_print(left: Profile, right: Profile, _: Background) -> Answer:
    one, other = left.published, right.published
    if one is None or other is None:
        return None
    gap = gap_in_days(one, other)
    if gap <= 1:
        return "published within a day"
    if gap <= FEW_DAYS:
        return "published within days"
    if gap <= FAR:
        return "published within weeks"
    return "published months apart" if left.leads and right.leads else "published months apart, in passing"
