"""What the gazetteer's knowledge of a place is worth, where words of a text may be its name."""

from __future__ import annotations

from functools import lru_cache

from tallybook.lang.places import PlaceWords
from tallybook_gazetteer import Entry, Gazetteer
from tallybook_gazetteer.layout import ABBREVIATION, CODE, DERIVED

GREAT, UNIT, DERIVED_UNIT, REGION, SITE, SECOND_UNIT, SECOND_UNIT_WHOLE = 3.0, 2.4, 1.6, 2.0, 1.5, 0.8, 1.6
CITY_STEPS = ((1_000_000, 2.0), (100_000, 1.6), (20_000, 1.2), (5_000, 0.8), (0, 0.5))
ALTERNATE = -0.4
MANY_WORDS = 0.8
KEPT = 4096
"""Names whose worth is kept: those of countries and great towns stand in one document after the other."""
WEIGHTS_KEPT = 20_000
"""Words whose weight is kept in the same way."""


@lru_cache(maxsize=KEPT)
def strongest_of(gazetteer: Gazetteer, key: int, several: bool) -> tuple[float, bool]:
    """What the places of a name are worth at most, and whether one of them has it as a code or an abbreviation.

    ``several`` tells of a name of more than one word. A gazetteer does not change once it is open.
    """
    entries = gazetteer.by_key(key)
    marked = any(entry.flags & (CODE | ABBREVIATION) for entry in entries)
    return max((strength(entry, 1 + several) for entry in entries), default=0.0), marked


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


@lru_cache(maxsize=1)
def weights_kept(_gazetteer: Gazetteer, _lists: PlaceWords) -> dict[tuple[object, ...], float | None]:
    """The weights of single words that were worked out before; the same names stand in one text after the other."""
    return {}
