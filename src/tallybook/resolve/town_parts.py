"""Parts of a town by a name that other places have too: "the Medina district of the city" is no town in Arabia."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tallybook.resolve.distance import kilometres
from tallybook.resolve.place_context import Named

TOWN_REACH_KM = 60.0
"""A part of a town lies no farther from its middle."""
PART_OF_TOWN = re.compile(
    r" (?:district|neighbou?rhood|quarter|suburb|area|ward) of (?:the|this) (?:city|town|capital)\b", re.IGNORECASE
)
"""Words behind the name of a part of the town that the text is about."""


def put_in_town(named: Sequence[Named], *, text: str) -> None:
    """Puts what the text calls a part of "the city" in the town named last before it: not where a namesake is."""
    for index, name in enumerate(named):
        if not PART_OF_TOWN.match(text, name.span.end):
            continue
        before = (one.chosen for one in reversed(named[:index]))
        town = next((entry for entry in before if entry is not None and entry.kind == "city"), None)
        if town is None:
            continue
        chosen = name.chosen
        if chosen is None or kilometres(chosen.lat, chosen.lon, town.lat, town.lon) > TOWN_REACH_KM:
            name.chosen, name.within = None, town
