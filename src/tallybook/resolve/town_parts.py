"""Parts of a town by a name that other places have too: "the Medina district of the city" is no town in Arabia."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from tallybook.resolve.distance import kilometres
from tallybook.resolve.outlets import Home
from tallybook.resolve.place_context import WELL_KNOWN, Named
from tallybook_gazetteer import Entry

PART = re.compile(r" (?:neighbou?rhoods?|block)\b")
"""Words behind the name of a part of a town, of which none need be told in the town's own news."""
TOWN_REACH_KM = 60.0
"""A part of a town lies no farther from its middle."""
PART_OF_TOWN = re.compile(
    r" (?:district|neighbou?rhood|quarter|suburb|area|ward) of (?:the|this) (?:city|town|capital)\b", re.IGNORECASE
)
"""Words behind the name of a part of the town that the text is about."""
PART_OF = re.compile(
    r" (?:district|neighbou?rhood|quarter|suburb|area|ward|section|commune) of (?:the (?:city|town) of )?",
    re.IGNORECASE,
)
"""What stands between the name of a part and that of its town."""


def narrow_to_town(named: Sequence[Named], *, text: str) -> None:
    """Leaves a part of a town no place but those in it: "the North York area of Toronto" speaks for no other York."""
    for name, outer in itertools.pairwise(named):
        wider = any(entry.kind in ("admin1", "country", "region") for entry in outer.candidates)
        towns = [entry for entry in outer.candidates if entry.kind == "city"]
        if towns and not wider and PART_OF.fullmatch(text, name.span.end, outer.span.start):
            name.candidates = tuple(one for one in name.candidates if any(_reaches(town, one) for town in towns))


def _reaches(town: Entry, place: Entry) -> bool:
    return kilometres(town.lat, town.lon, place.lat, place.lon) <= TOWN_REACH_KM


def put_in_town(named: Sequence[Named], *, text: str) -> None:
    """Puts what the text calls a part of a town there, or of "the city" named before it: not where a namesake is."""
    for name, outer in itertools.pairwise(named):
        town = outer.chosen
        if town is not None and town.kind == "city" and PART_OF.fullmatch(text, name.span.end, outer.span.start):
            _put(name, town)
    for index, name in enumerate(named):
        if not PART_OF_TOWN.match(text, name.span.end):
            continue
        before = (one.chosen for one in reversed(named[:index]))
        town = next((entry for entry in before if entry is not None and entry.kind == "city"), None)
        if town is not None:
            _put(name, town)


def put_at_home(named: Sequence[Named], *, text: str, home: Home) -> None:
    """Puts what local news calls a neighbourhood, and no other town of the page holds, in the town it is the news of.

    "The Northside neighborhood" without a town's name is none of a namesake far away.
    """
    town = home.town
    if town is None:
        return
    chosen = [one.chosen for one in named if one.chosen is not None and not PART.match(text, one.span.end)]
    if any(one.kind == "city" and one.population >= WELL_KNOWN and not _reaches(town, one) for one in chosen):
        return
    for name in named:
        if PART.match(text, name.span.end) and not PART_OF.match(text, name.span.end) and name.container is None:
            _put(name, town)


def _put(name: Named, town: Entry) -> None:
    """Puts a name in a town, unless the place it is taken for lies there already."""
    if name.chosen is None or not _reaches(town, name.chosen):
        name.chosen, name.within = None, town
