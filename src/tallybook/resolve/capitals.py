"""The capital of a country, where a text names it by that word alone: "the Kenyan capital", "in the capital"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tallybook.lang.places import load_place_words
from tallybook.model import Span
from tallybook_gazetteer import Gazetteer

_CAPITAL = re.compile(
    r"\b(?:(?P<before>[\w'’.-]+)\s+)?(?P<the>the|its)?\s*"
    r"(?P<whose>(?:[A-Z][\w'’-]*\s+){0,3}?)(?P<capital>capital)(?:\s+of\s+(?P<of>[A-Z]\w+(?:\s[A-Z]\w+){0,2}))?(?![\w-])"
)
_AWAY = re.compile(r"(?:(?P<in>in)\s+the\s+)?(?P<word>[a-z]+)\s+(?:[a-z-]+\s+)?of\s*$", re.IGNORECASE)
"""A distance before it, "70 km south of the capital"; "in the south of the capital" is in it."""
REACH = 40
"""Characters before "the capital" in which a distance from it stands: "70 km south of the capital"."""


@dataclass(frozen=True, slots=True)
class Capital:
    """Where a text speaks of a capital, and the country whose it is; ``None`` where the text leaves it open."""

    span: Span
    country: str | None


def capitals_named(text: str, start: int, end: int, gazetteer: Gazetteer) -> Iterator[Capital]:
    """The capitals that a stretch of text names by that word, as places where something can have happened."""
    if "capital" not in text[start:end]:
        return
    words = load_place_words()
    for found in _CAPITAL.finditer(text, start, end):
        whose, of = found["whose"].split(), found["of"]
        if not (found["the"] or whose) or (found["before"] or "").lower() in words.not_in_capital:
            continue
        first = found.start("the") if found["the"] else found.start("whose")
        away = _AWAY.search(text[max(start, first - REACH) : first])
        if away is not None and away["in"] is None and away["word"].lower() in words.distances:
            continue
        country = _country(" ".join(whose) or of or "", gazetteer)
        if country is None and (whose or of):
            continue
        yield Capital(Span(start=first, end=found.end(), text=text[first : found.end()]), country)


def _country(words: str, gazetteer: Gazetteer) -> str | None:
    """The country of a people or of its own name: "kenyan", "kenya's"."""
    name = re.sub(r"['’]s?$", "", words.lower())
    if name in gazetteer.country_names:
        return gazetteer.country_names[name]
    homes = set(gazetteer.demonyms.get(name, ()))
    return homes.pop() if len(homes) == 1 else None
