"""Which countries the peoples, forces and institutions of a text point to, where no place tells."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tallybook.lang.places import load_place_words
from tallybook.model import Span
from tallybook.resolve.peoples import runs
from tallybook_gazetteer import Gazetteer

AT_HOME = 3
"""What "Kenyan police" says of where something happened, against 1 for "Kenyan farmers"."""
_BEHIND = re.compile(r"(?:['’]s)?((?:[ \n-]+[^\W\d_]+){1,3})")
_FRONT_REACH = 14


@dataclass(frozen=True, slots=True)
class Homelands:
    """The words of a text that stand for a country, in order: where each begins, its country, and what it weighs."""

    starts: tuple[int, ...]
    countries: tuple[str, ...]
    weights: tuple[int, ...]
    peoples: Counter[str]
    """How often peoples (not the countries by name) point to each country in the whole text."""

    def within(self, span: Span) -> Counter[str]:
        """What the words inside a span say for each country."""
        first, behind = bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)
        found: Counter[str] = Counter()
        for place in range(first, behind):
            found[self.countries[place]] += self.weights[place]
        return found


@lru_cache(maxsize=2)
def homelands(text: str, gazetteer: Gazetteer, language: str = "en") -> Homelands:
    """The peoples and countries that a text names; kept for the last text, since all of its reports ask for it.

    Words for people far from home ("Chinese engineers", "a (French) nurse"), for their embassies and for air forces
    do not tell where something happened.
    """
    starts: list[int] = []
    countries: list[str] = []
    weights: list[int] = []
    peoples: Counter[str] = Counter()
    for start, end, run in runs(text, gazetteer):
        if run not in gazetteer.demonyms and run not in gazetteer.country_names:
            continue
        named = list(_countries(run, gazetteer))
        weight = _weight(text, start, end, language) if named else 0
        if weight:
            starts += [start] * len(named)
            countries += named
            weights += [weight] * len(named)
            peoples.update(gazetteer.demonyms.get(run, ()))
    return Homelands(tuple(starts), tuple(countries), tuple(weights), peoples)


def _countries(run: str, gazetteer: Gazetteer) -> Iterator[str]:
    yield from gazetteer.demonyms.get(run, ())
    if run in gazetteer.country_names:
        yield gazetteer.country_names[run]


def _weight(text: str, start: int, end: int, language: str) -> int:
    """What the words beside the name of a people make of it."""
    lists = load_place_words(language)
    if text[max(0, start - 1) : start] == "(" or text[end : end + 1] == ")":
        return 0
    before = text[max(0, start - _FRONT_REACH) : start].lower().split()
    if before and before[-1] in lists.origins:
        return 0
    behind = _BEHIND.match(text, end)
    following = re.findall(r"[^\W\d_]+", behind.group(1).lower()) if behind else []
    if not lists.abroad.isdisjoint(following) or not lists.fired.isdisjoint(following[:1]):
        return 0
    return 1 if lists.at_home.isdisjoint(following) else AT_HOME
