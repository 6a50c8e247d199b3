"""What the gazetteer's knowledge of a place is worth, where words of a text may be its name."""

from __future__ import annotations

from tallybook_gazetteer import Entry
from tallybook_gazetteer.layout import DERIVED

GREAT, UNIT, DERIVED_UNIT, REGION, SITE, SECOND_UNIT, SECOND_UNIT_WHOLE = 3.0, 2.4, 1.6, 2.0, 1.5, 0.8, 1.6
CITY_STEPS = ((1_000_000, 2.0), (100_000, 1.6), (20_000, 1.2), (5_000, 0.8), (0, 0.5))
ALTERNATE = -0.4
MANY_WORDS = 0.8


def strength(entry: Entry, length: int) -> float:
    """What the gazetteer's knowledge of a place is worth."""
    more = MANY_WORDS if length > 1 else 0.0
    if entry.kind in ("country", "continent"):
        return GREAT + more
    if entry.kind == "admin1":
        return (DERIVED_UNIT if entry.flags & DERIVED else UNIT) + more
    if entry.kind == "admin2":
        return (SECOND_UNIT_WHOLE if entry.is_primary and length > 1 else SECOND_UNIT) + more
    if entry.kind in ("site", "neighbourhood"):
        return SITE + more
    if entry.kind != "city":
        return REGION + more
    size = next(weight for least, weight in CITY_STEPS if entry.population >= least)
    return (size if entry.is_primary else size + ALTERNATE) + more
