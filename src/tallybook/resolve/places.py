"""Where: place names get coordinates, and a report's place words become one place, as fine as the words allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tallybook.lang.base import known_language
from tallybook.lang.places import load_place_words
from tallybook.model import Claim, Document, Mention, Place, Span, Unresolved, claim
from tallybook.model.values import PlacePrecision
from tallybook.resolve.place_context import Named, choose, kilometres, read_names
from tallybook_gazetteer import Entry, Gazetteer

RESOLVER = "places/1"
PRECISION: dict[str, PlacePrecision] = {
    "site": "site", "neighbourhood": "place", "city": "place", "admin2": "district", "admin1": "admin1",
    "country": "country", "continent": "unknown", "region": "admin1", "sea": "unknown", "lake": "district",
    "river": "unknown", "mountain": "district",
}  # fmt: skip
FINENESS = (
    "site",
    "neighbourhood",
    "city",
    "lake",
    "mountain",
    "admin2",
    "region",
    "admin1",
    "river",
    "sea",
    "country",
    "continent",
)
APART_KM = 120.0
"""Two places further apart than this (beyond their extents) cannot both be where one thing happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A place name of a text and the place it is taken for; ``margin`` is its lead over the next candidate."""

    span: Span
    place: Place
    kind: str
    margin: float = 0.0
    entry: Entry | None = None


def locate(text: str, spans: Sequence[Span], *, gazetteer: Gazetteer, language: str = "en") -> list[Located]:
    """The names with their places, chosen together; a name that the gazetteer does not know is left out."""
    named = read_names(text, spans, gazetteer=gazetteer, lists=load_place_words(language))
    choose(named, text=text, gazetteer=gazetteer)
    return [_located(name) for name in named if name.chosen is not None]


def _located(name: Named) -> Located:
    assert name.chosen is not None  # noqa: S101  (locate leaves out the others)
    entry = name.chosen
    return Located(span=name.span, place=place_of(entry), kind=entry.kind, margin=round(name.margin, 2), entry=entry)


def place_of(entry: Entry) -> Place:
    """The place a gazetteer entry stands for, with the precision that its kind allows."""
    fine = entry.kind in ("city", "neighbourhood", "site", "lake", "mountain")
    return Place(
        country=entry.country,
        admin1=entry.name if entry.kind == "admin1" else entry.admin1,
        admin2=entry.name if entry.kind == "admin2" else entry.admin2,
        place=entry.name if fine or entry.country is None or entry.kind == "region" else None,
        lat=entry.lat,
        lon=entry.lon,
        precision=PRECISION[entry.kind],
        geonames_id=entry.geonames_id,
    )


def resolve_where(
    document: Document,
    mentions: Sequence[Mention],
    *,
    gazetteer: Gazetteer,
    located: Sequence[Located] | None = None,
) -> list[Claim]:
    """One ``where`` claim for the report that the mentions belong to, or why there is none.

    ``mentions`` are all mentions of one report; only roles ``place`` and ``site`` count. ``located`` are the places of
    the whole document, as ``locate`` gave them; without them only the mentions' own words are weighed.
    """
    places = [mention for mention in mentions if mention.role == "place"]
    sites = [mention for mention in mentions if mention.role == "site"]
    if not places and not sites:
        return []
    report = (places or sites)[0].report_id
    if located is None:
        spans = sorted({mention.span for mention in places})
        located = locate(document.text, spans, gazetteer=gazetteer, language=known_language(document.language))
    known = _known(places, located)
    chosen = _finest(known)
    evidence = tuple(sorted({mention.span for mention in (*places, *sites)}))
    value = _value(chosen, places, sites)
    score = _score(chosen) if isinstance(value, Place) else 0.0
    return [claim(document.id, report, "where", value, evidence, score=score, resolver=RESOLVER)]


def _known(places: Sequence[Mention], located: Sequence[Located]) -> list[Located]:
    """The located names that lie in the mentions' words, in the order of the mentions."""
    found = []
    for mention in places:
        found += [item for item in located if item.span.start < mention.span.end and mention.span.start < item.span.end]
    return list(dict.fromkeys(found))


def _finest(known: Sequence[Located]) -> Located | None:
    """The finest place that agrees with most of the others; the first named wins a tie."""
    if not known:
        return None

    def rank(item: Located) -> tuple[int, int]:
        return (-sum(_agree(item, other) for other in known), FINENESS.index(item.kind))

    return min(known, key=rank)


def _agree(one: Located, other: Located) -> bool:
    """Whether two places can both be where one thing happened: one holds the other, or they lie close together."""
    a, b = one.place, other.place
    if one.kind == "country" or other.kind == "country":
        return a.country == b.country
    if a.country is not None and b.country is not None and a.country != b.country:
        return False
    if one.kind == "admin1" and b.admin1 is not None:
        return a.admin1 == b.admin1
    if other.kind == "admin1" and a.admin1 is not None:
        return a.admin1 == b.admin1
    if one.entry is None or other.entry is None:
        return True
    apart = kilometres(one.entry.lat, one.entry.lon, other.entry.lat, other.entry.lon)
    return apart <= APART_KM / 3 + one.entry.extent_km + other.entry.extent_km


def _value(chosen: Located | None, places: Sequence[Mention], sites: Sequence[Mention]) -> Place | Unresolved:
    site = sites[0].span.text if sites else None
    if chosen is not None:
        found = chosen.place
        name = chosen.entry.name if chosen.kind == "site" and chosen.entry is not None else None
        return Place(
            country=found.country, admin1=found.admin1, admin2=found.admin2, place=found.place,
            site=site or name, lat=found.lat, lon=found.lon, precision=found.precision, geonames_id=found.geonames_id,
        )  # fmt: skip
    if places:
        words = ", ".join(dict.fromkeys(mention.span.text for mention in places))
        if site is None:
            return Unresolved(reason=f"the gazetteer knows no place by these words: {words}")
        return Place(site=site)
    return Place(site=site)


def _score(chosen: Located | None) -> float:
    """Trust in the place, from its lead over the next candidate of the same name."""
    if chosen is None:
        return 0.3
    return 0.95 if chosen.margin >= 2 else 0.8 if chosen.margin >= 0.7 else 0.6
