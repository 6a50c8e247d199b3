"""Names of towns that are names of streets: "in the 1200 block of West Northtown", "at 5th and Northtown streets"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from tallybook.lang.places import load_place_words
from tallybook.model import Span
from tallybook_gazetteer import Gazetteer

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
    named = "|".join(sorted(one.capitalize() for one in words.named_ways))
    behind = rf"(?: (?:and|&)(?: [\w.]+){{1,3}}?)? (?:{ways})\b|(?: [A-Z][\w.'’]+)? (?:{named})\b"
    return re.compile(before, re.I), re.compile(behind)


def without_streets(text: str, places: Sequence[Span], *, gazetteer: Gazetteer, language: str = "en") -> list[Span]:
    """The place names of a text without those by which only a street is told."""
    before, behind = _patterns(language)
    return [
        one
        for one in places
        if not before.search(text, max(0, one.start - LEAD), one.start)
        and not behind.match(text, one.end, one.end + BEHIND)
        and not _is_street(one.text, gazetteer, language)
    ]


def _is_street(name: str, gazetteer: Gazetteer, language: str) -> bool:
    """Whether a name ends as those of streets do and is some town's: "Second Street"; famous streets are sites."""
    last = name.rsplit(" ", 1)
    if len(last) == 1 or last[1].lower() not in load_place_words(language).named_ways:
        return False
    return all(one.kind == "city" for one in gazetteer.candidates(name))
