"""Names of towns that are names of streets: "in the 1200 block of West Northtown", "at 5th and Northtown streets"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from tallybook.lang.places import load_place_words
from tallybook.model import Span

LEAD = 40
"""Characters before a name in which a block or a crossing with a numbered street is told."""
BEHIND = 40
"""Characters behind a name in which "and … streets" is told."""


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = load_place_words(language)
    bearings = "|".join(sorted(words.bearings))
    ways = "|".join(sorted(words.crossing_ways))
    before = rf"(?:(?:\d|\bunit)[ -]block of|\b\d+(?:st|nd|rd|th) (?:and|&)) (?:(?:{bearings}|[nsew])\.? )?$"
    return re.compile(before, re.I), re.compile(rf"(?: (?:and|&)(?: [\w.]+){{1,3}}?)? (?:{ways})\b")


def without_streets(text: str, places: Sequence[Span], *, language: str = "en") -> list[Span]:
    """The place names of a text without those by which only a street is told."""
    before, behind = _patterns(language)
    return [
        one
        for one in places
        if not before.search(text, max(0, one.start - LEAD), one.start)
        and not behind.match(text, one.end, one.end + BEHIND)
    ]
