"""Which small places of a text are one, as far as telling incidents apart goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tallybook.model import Span
from tallybook_gazetteer import Entry, Gazetteer

SETTLED = frozenset(("city", "neighbourhood", "site", "admin2"))
"""Kinds of place so small that two different ones in one story are two incidents."""
DEGREES = 0.3
"""A place that the gazetteer gives no people belongs to a town of the text this near: some 30 km."""
NAMESAKES = 12
"""Places of one name, the most populous first, of which the one near a large town of the text is meant."""
LARGE, NEAR_LARGE = 100_000, 0.6
"""People of a town, and degrees around it, by which it tells which of several namesakes is meant."""
GREAT, TIMES, REACH = 250_000, 5, 0.25
"""A town of so many people, and so many times those of another within so many degrees, has that one for a part."""


@dataclass(frozen=True, slots=True)
class Town:
    """A town, county or quarter by its name, and the names of counties and great towns of the text that hold it."""

    name: str
    held_by: frozenset[str] = field(default=frozenset(), compare=False)


def elsewhere(one: Iterable[Town], other: Iterable[Town]) -> bool:
    """Whether both sides name towns and none of the one can be, or lie in, any of the other.

    A town that holds another of its side says nothing more: of two quarters of one great town each is another place.
    """
    left, right = _finest(one), _finest(other)
    return bool(left and right) and not any(_may_be_one(a, b) for a in left for b in right)


def _finest(towns: Iterable[Town]) -> list[Town]:
    told = list(towns)
    holding = {name for town in told for name in town.held_by}
    return [town for town in told if town.name not in holding]


def _may_be_one(one: Town, other: Town) -> bool:
    return one.name == other.name or one.name in other.held_by or other.name in one.held_by


def towns_of(places: Sequence[Span], gazetteer: Gazetteer) -> dict[str, Town]:
    """For the words of every small place the town they stand for.

    All spellings of a town are one, a quarter is its town, and a village without people of its own is the town near it
    that the text names too: "the blasts in Northham, in the district of Northtown".
    """
    named = {words: _settled(words, gazetteer) for words in dict.fromkeys(one.text for one in places)}
    large = [found[0] for found in named.values() if found and _large(found[0])]
    chosen = {words: _meant(found, large, gazetteer) for words, found in named.items() if found}
    peopled = {entry.row: entry for entry in chosen.values() if entry.population}
    towns = {words: _town(entry, peopled) for words, entry in chosen.items()}
    every = {entry.row: entry for entry in towns.values()}
    return {words: Town(entry.name.lower(), _holding(entry, every)) for words, entry in towns.items()}


def _settled(words: str, gazetteer: Gazetteer) -> list[Entry]:
    """The small places of a name; none where it is first of all that of something larger."""
    named = gazetteer.candidates(words)
    return [one for one in named[:NAMESAKES] if one.kind in SETTLED] if named and named[0].kind in SETTLED else []


def _large(entry: Entry) -> bool:
    return entry.is_primary and entry.kind in ("city", "admin2") and entry.population >= LARGE


def _meant(found: Sequence[Entry], large: Sequence[Entry], gazetteer: Gazetteer) -> Entry:
    """Of several namesakes the one near a large town of the text, else the most populous; a quarter is its town."""
    near = (one for one in found if any(one.row != town.row and _apart(one, town) < NEAR_LARGE for town in large))
    meant = next(near, found[0])
    return gazetteer.inside(meant) or meant


def _apart(one: Entry, other: Entry) -> float:
    return abs(one.lat - other.lat) + abs(one.lon - other.lon)


def _town(entry: Entry, peopled: Mapping[int, Entry]) -> Entry:
    if entry.population:
        return entry
    near = (one for one in peopled.values() if _apart(one, entry) < DEGREES)
    return next(near, entry)


def _holding(entry: Entry, towns: Mapping[int, Entry]) -> frozenset[str]:
    """The counties and great towns of the text in which a small place lies."""
    return frozenset(one.name.lower() for one in towns.values() if one.row != entry.row and _holds(one, entry))


def _holds(one: Entry, small: Entry) -> bool:
    if one.kind == "admin2":
        return small.admin2_row == one.row
    large = one.kind == "city" and one.population >= max(GREAT, TIMES * small.population)
    return large and small.kind == "city" and one.country == small.country and _apart(one, small) < REACH
