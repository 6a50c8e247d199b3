"""Do two reports speak of the same time?"""

from __future__ import annotations

from tallybook.link.background import Background
from tallybook.link.profile import Profile, gap_in_days

FEW_DAYS = 4
"""Longest interval, in days, that counts as a day: "on Monday or Tuesday", "over the weekend"."""
ABOUT_A_MONTH = 45
"""Longest interval, in days, that still narrows an incident down: a month, "in the past weeks"."""
NEAR = 3
"""Days by which careless reports of one incident differ; beyond that two printed dates are two incidents."""
FAR = 31


def when(left: Profile, right: Profile, _: Background) -> str | None:
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


def told_before(left: Profile, right: Profile, _: Background) -> str | None:
    """Whether one document was published before the day that the other prints for the incident."""
    stated = False
    for one, other in ((left, right), (right, left)):
        if one.printed_by is None or other.day is None:
            continue
        stated = True
        if other.day - one.printed_by > 1 and other.printed:
            return "published before it happened"
    return "published afterwards" if stated else None


def published(left: Profile, right: Profile, _: Background) -> str | None:
    """How far apart the documents were published; heard only where the days do not agree for having been reckoned.

    A document that only touches on the incident looks back at it, often from far.
    """
    first, second = left.when, right.when
    both_printed = left.printed and right.printed
    if first is not None and second is not None and (both_printed or gap_in_days(first, second) <= 1):
        return None
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
