"""Do the tolls of two reports fit together?"""

from __future__ import annotations

from operator import attrgetter

from tallybook.link.background import Background
from tallybook.link.looking import Answer, look
from tallybook.link.profile import Profile, Toll

TELLING = 8
"""A toll from this size on is rarely met twice by chance; one or two dead say nothing."""
CLOSE = 1.3
"""Tolls of one incident grow by less than this factor after the first day, and sources round."""
FAR = 3.0
"""A factor that no correction explains, when the difference is more than a handful."""
HANDFUL = 4


def compare(left: Toll | None, right: Toll | None) -> str | None:
    """Same figure, close, compatible or far apart."""
    if left is None or right is None:
        return None
    small, large = sorted((left[0], right[0]))
    if small == large:
        return "same large figure" if small >= TELLING else ("same small figure" if small else "none in both")
    if small and large <= CLOSE * small:
        return "close figures"
    top = (left if left[0] == small else right)[1]
    if top is None or top >= large:
        return "figures that allow each other"
    if large - small > HANDFUL and large > FAR * small:
        return "figures far apart"
    return "other figure"


@look(attrgetter("killed"))
def killed(left: Profile, right: Profile, _: Background) -> Answer:
    """The number of dead."""
    return compare(left.killed, right.killed)


@look(attrgetter("injured"))
def injured(left: Profile, right: Profile, _: Background) -> Answer:
    """The number of injured."""
    return compare(left.injured, right.injured)
