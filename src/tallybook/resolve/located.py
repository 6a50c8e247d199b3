"""A name of a text with the place it is taken for, and which of several such places one thing happened at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tallybook.model import Place, Span
from tallybook.resolve.distance import kilometres
from tallybook_gazetteer import Entry

FINENESS = (
    "site", "neighbourhood", "city", "lake", "mountain", "admin2", "admin1", "region", "river", "sea", "country",
    "continent",
)  # fmt: skip
FINER = frozenset(("site", "neighbourhood", "city", "admin2", "admin1"))
"""Kinds of places that say more than a country, or a land that several states claim."""
APART_KM = 40.0
"""Two places further apart than this (beyond their own extents) cannot both be where one thing happened."""
MOST_SPOTS = 100
"""Different places of one report that are weighed against each other, the most often named first; news names few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A place name of a text and the place it is taken for.

    ``margin`` is its lead over the next candidate. ``supported`` is false where nothing else in the document points to
    its country. ``entry`` is ``None`` for a place that the gazetteer does not know, put in the unit the text names.
    """

    span: Span
    place: Place
    kind: str
    margin: float = 0.0
    supported: bool = True
    entry: Entry | None = None
    spelled: bool = False
    """Whether the gazetteer knows the name in another spelling only."""
    holder: Span | None = None
    """The words before a land that several states claim that say whose part of it is meant."""


def finest(known: Sequence[Located]) -> Located:
    """The finest place that agrees with most of the others; the first named wins a tie."""
    times = Counter(_spot(item) for item in known)
    some = {_spot(item): item for item in reversed(known)}
    weighed = [(some[spot], number) for spot, number in times.most_common(MOST_SPOTS)]
    agreeing = {
        spot: sum(number for other, number in weighed if agree(item, other)) for spot, item in some.items()
    }  # fmt: skip

    def rank(item: Located) -> tuple[bool, int, int]:
        return not item.supported, -agreeing[_spot(item)], FINENESS.index(item.kind)

    first = min(known, key=rank)
    if first.kind != "country" and first.place.country is not None:
        return first
    finer = [one for one in known if one.supported and one.kind in FINER and one.place.country and agree(one, first)]
    return min(finer, key=rank, default=first)


def _spot(item: Located) -> tuple[str, Place, Entry | None]:
    """All that ``agree`` looks at, whichever words name it."""
    return item.kind, item.place, item.entry


def agree(one: Located, other: Located) -> bool:
    """Whether two places can both be where one thing happened: one holds the other, or they lie close together."""
    a, b = one.place, other.place
    if a.country is not None and b.country is not None and a.country != b.country:
        return False
    if "country" in (one.kind, other.kind) or "continent" in (one.kind, other.kind):
        return True
    if "admin1" in (one.kind, other.kind) and a.admin1 is not None and b.admin1 is not None:
        return a.admin1 == b.admin1
    if one.entry is None or other.entry is None:
        return a.admin1 == b.admin1
    apart = kilometres(one.entry.lat, one.entry.lon, other.entry.lat, other.entry.lon)
    return apart <= APART_KM + one.entry.extent_km + other.entry.extent_km
