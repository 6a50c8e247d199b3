"""Who holds a land that several states claim: "Pakistani-administered Kashmir", "the Indian side of the line".

The words name a country, which the gazetteer, with one place for the land, cannot.
"""

from __future__ import annotations

import re
from functools import cache

from tallybook.lang.places import load_place_words
from tallybook.model import Span
from tallybook_gazetteer import Gazetteer

FRONT = 60
"""Characters before a name in which its holder stands."""


@cache
def _holder() -> re.Pattern[str]:
    words = load_place_words()
    held, sides = ("|".join(sorted(map(re.escape, one))) for one in (words.held, words.sides))
    behind = rf"[-–](?:{held})(?: (?:[A-Z]\w+|\(\w+\))){{0,2}} |(?:['’]s)? (?:{sides}) of (?:the )?| "
    return re.compile(rf"(?P<who>[A-Z][a-z]+)(?:{behind})$")


def holder_of(text: str, start: int, gazetteer: Gazetteer) -> tuple[Span, str] | None:
    """The people or country before a name that says whose part of it is meant, and that country's code."""
    first = max(0, start - FRONT)
    found = _holder().search(text[first:start])
    if found is None:
        return None
    word = found["who"].lower()
    countries = {*gazetteer.demonyms.get(word, ()), *filter(None, (gazetteer.country_names.get(word),))}
    if len(countries) != 1:
        return None
    begin = first + found.start("who")
    return Span(start=begin, end=begin + len(word), text=found["who"]), countries.pop()
