"""Which small places of a text are one, as far as telling incidents apart goes."""

from __future__ import annotations

from collections.abc import Sequence

from tallybook.model import Span
from tallybook_gazetteer import Entry, Gazetteer

SETTLED = frozenset(("city", "neighbourhood", "site", "admin2"))
"""Kinds of place so small that two different ones in one story are two incidents."""
DEGREES = 0.3
"""A place that the gazetteer gives no people belongs to a town of the text this near: some 30 km."""


def towns_of(places: Sequence[Span], gazetteer: Gazetteer) -> dict[str, str]:
    """For the words of every small place the town they stand for.

    All spellings of a town are one, a quarter is its town, and a village without people of its own is the town near it
    that the text names too: "the blasts in Northham, in the district of Northtown".
    """
    found = {
        words: entry for words in dict.fromkeys(one.text for one in places) if (entry := _settled(words, gazetteer))
    }
    peopled = {entry.row: entry for entry in found.values() if entry.population}
    return {words: _town(entry, peopled).name.lower() for words, entry in found.items()}


def _settled(words: str, gazetteer: Gazetteer) -> Entry | None:
    named = gazetteer.candidates(words)
    if not named or named[0].kind not in SETTLED:
        return None
    return gazetteer.inside(named[0]) or named[0]


def _town(entry: Entry, peopled: dict[int, Entry]) -> Entry:
    if entry.population:
        return entry
    near = (one for one in peopled.values() if abs(one.lat - entry.lat) + abs(one.lon - entry.lon) < DEGREES)
    return next(near, entry)
