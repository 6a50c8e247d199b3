"""The town whose police speak, and the town in the dateline: where no other words tell a place, roughly there.

Local news names its own town only in passing ("Northtown police said", "NORTHTOWN, Ohio —"). Neither says where a thing
happened (coding rule 12), so both come last, with a low score, and tell a district and never a point; a capital in a
dateline, from which all of a country is reported, says nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from tallybook.lang.places import load_place_words
from tallybook.model import Claim, Document, Mention, Place, Span, claim
from tallybook.resolve.distance import kilometres
from tallybook.resolve.located import Located
from tallybook.resolve.outlets import Home, home_of
from tallybook.resolve.place_context import WELL_KNOWN
from tallybook.resolve.places import RESOLVER, SCORES, locate
from tallybook_gazetteer import Gazetteer

COARSE = frozenset({"unknown", "country", "admin1"})
"""Precisions that the town of the police, or of the dateline, makes finer."""
HOME_KM = 10.0
"""How far from an outlet's point its own town lies."""
FAR_KM = 150.0
"""A quarter is not this far from the town whose police speak of it."""
OPENING_CHARS = 1500
"""Characters from the head of a page within which its dateline begins."""
SMALL_SHARE = 0.5
"""Share of small letters under which a text counts as written in capitals."""
LONGEST_ABBREVIATION = 3
"""Letters of an abbreviation within a name, its stop among them ("St. Mary")."""
LONGEST_NAME = 4
"""Words of a town's name."""
_CAPITALISED = re.compile(r"[A-Z][\w.'’-]*")
_DATELINE = re.compile(
    r"(?:^|\n)[ \t]*(?P<town>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3})"
    r"(?:, (?P<unit>[A-Z][\w.]{1,15}(?: [A-Z][\w.]{1,15})?))?"
    r"(?:,? [A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)?(?: ?\([^()\n]{1,40}\))? ?(?:--|—|–|-) ?(?=\W{0,2}[A-Z\d])"
)


@dataclass(frozen=True, slots=True)
class Locality:
    """A town and the words that make it one: of ``authorities``, or else of the dateline or named near the outlet.

    ``at_home`` says that the document's outlet is at home there.
    """

    town: Located
    authorities: bool
    at_home: bool = False


def settle_locally(
    document: Document,
    mentions: Sequence[Mention],
    made: Sequence[Claim],
    *,
    located: Sequence[Located],
    gazetteer: Gazetteer,
) -> list[Claim]:
    """The ``where`` claims of one report, a coarse or missing place made finer by the document's own town.

    A quarter that shares its name with a far-off town is put into the town whose police speak of it.
    """
    if not mentions:
        return list(made)
    value = made[0].value if made else None
    place = value if isinstance(value, Place) else Place()
    coarse = place.precision in COARSE
    unsure = coarse or made[0].score <= SCORES["sentence"]
    here = _here(document, mentions, located, gazetteer) if unsure else None
    if here is not None:
        there, said = replace(here[0], site=place.site), here[1]
        score, report = SCORES["likely"], mentions[0].report_id
        return [claim(document.id, report, "where", there, said, score=score, resolver=RESOLVER)]
    home = home_of(document, gazetteer)
    quarter = _may_be_quarter(document.text)
    if not (coarse or quarter or home):
        return list(made)
    found = locality(document.text, tuple(located), gazetteer, home)
    if found is None or not (coarse or quarter or (found.at_home and _little_known(place, located))):
        return list(made)
    if coarse:
        settled = _finer(place, found, sure=bool(made) and made[0].score > SCORES["document"])
    else:
        settled = _quarter(place, found, located) if found.authorities or found.at_home else None
    if settled is None:
        return list(made)
    words = tuple(sorted({*(made[0].evidence if made else ()), found.town.span}))
    return [
        claim(document.id, mentions[0].report_id, "where", settled, words, score=SCORES["document"], resolver=RESOLVER)
    ]


def _here(
    document: Document, mentions: Sequence[Mention], located: Sequence[Located], gazetteer: Gazetteer
) -> tuple[Place, tuple[Span, ...]] | None:
    """The town of the dateline, where the report says that it happened "here", with both words."""
    text, here = document.text, _here_words()
    told = (one.span for one in mentions if one.role == "evidence")
    said = next((found for span in told if (found := here.search(text, span.start, span.end))), None)
    dateline = _dateline(text) if said is not None else []
    if said is None or not dateline:
        return None
    spans = sorted({*(one.span for one in located if not _overlaps(one.span, dateline)), *dateline})
    placed = {one.span.start: one for one in locate(text, spans, gazetteer=gazetteer)}
    town = placed.get(dateline[0].start)
    if town is None or town.kind != "city":
        return None
    return town.place, (town.span, Span(start=said.start(), end=said.end(), text=said.group()))


@lru_cache(maxsize=1)
def _here_words(language: str = "en") -> re.Pattern[str]:
    words = load_place_words(language)
    here, begins = ("|".join(sorted(some)) for some in (words.here, words.here_begins))
    return re.compile(rf"(?<![\w-])(?:{here})(?![\w-])(?! (?:{begins})\b)", re.I)


def _finer(place: Place, found: Locality, *, sure: bool) -> Place | None:
    """The town, unless the report's own words put it into another country or unit."""
    there = found.town.place
    if place.country not in (None, there.country) and (sure or not found.authorities):
        return None
    if place.admin1 not in (None, there.admin1) and sure:
        return None
    return replace(there, site=place.site, precision="district")


def _quarter(place: Place, found: Locality, located: Sequence[Located]) -> Place | None:
    """The town with the report's place as a site in it, where nothing but its name speaks for a place far away."""
    there = found.town.place
    if place.place is None or place.lat is None or place.lon is None or there.lat is None or there.lon is None:
        return None
    if kilometres(place.lat, place.lon, there.lat, there.lon) < FAR_KM:
        return None
    elsewhere = place.country != there.country or any(
        one.kind == "admin1" and one.place.admin1 == place.admin1 for one in located
    )
    return None if elsewhere else replace(there, site=place.site or place.place, precision="place")


def _little_known(place: Place, located: Sequence[Located]) -> bool:
    """Whether a place is so small, or its name so old, that only nearness would make local news name it so shortly."""
    names = [one.entry for one in located if one.entry is not None and one.place.geonames_id == place.geonames_id]
    return any(not one.is_primary or one.population < WELL_KNOWN for one in names)


@lru_cache(maxsize=2)
def _may_be_quarter(text: str) -> bool:
    """Whether a text speaks of quarters and blocks, as the news of one town does."""
    return any(word in text for word in load_place_words().quarters)


@lru_cache(maxsize=2)
def locality(
    text: str, located: tuple[Located, ...], gazetteer: Gazetteer, home: Home | None = None
) -> Locality | None:
    """The town whose authorities the text names most often, else that of its dateline, else the outlet's if named.

    Kept for the last text, since all of its reports ask for it.
    """
    if _shouted(text):
        return None
    authorities = _of_authorities(text, gazetteer)
    dateline = _dateline(text)
    given = [one.span for one in located]
    spans = sorted({*given, *(one for one in (*authorities, *dateline) if not _overlaps(one, given))})
    if not authorities and not dateline:
        return _named_at_home(located, home)
    placed = {one.span.start: one for one in locate(text, spans, gazetteer=gazetteer, home=home)}
    towns = [one for span in authorities if (one := placed.get(span.start)) and one.kind in ("city", "admin2")]
    if towns:
        times = Counter(one.place for one in towns)
        best = max(towns, key=lambda one: (one.kind == "city", times[one.place], -one.span.start))
        return Locality(best, authorities=True, at_home=_at_home(best, home))
    if dateline and (one := placed.get(dateline[0].start)) and one.kind == "city":
        at_home = _at_home(one, home)
        if at_home or not _capital(one, gazetteer):
            return Locality(one, authorities=False, at_home=at_home)
    return _named_at_home(located, home)


def _named_at_home(located: Sequence[Located], home: Home | None) -> Locality | None:
    """The town of the outlet, where the text names it."""
    town = next((one for one in located if one.kind == "city" and _at_home(one, home)), None)
    return None if town is None else Locality(town, authorities=False, at_home=True)


def _at_home(one: Located, home: Home | None) -> bool:
    """Whether a place is the town where the outlet is at home."""
    if home is None or home.point is None or one.place.lat is None or one.place.lon is None:
        return False
    return kilometres(one.place.lat, one.place.lon, *home.point) < HOME_KM


def _shouted(text: str) -> bool:
    """Whether a text is in capitals, which then show no names."""
    small = sum(map(str.islower, text[:OPENING_CHARS]))
    return small < SMALL_SHARE * sum(map(str.isalpha, text[:OPENING_CHARS]))


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    return any(one.start < span.end and span.start < one.end for one in others)


def _capital(one: Located, gazetteer: Gazetteer) -> bool:
    return one.entry is not None and gazetteer.capitals.get(one.entry.country or "") == one.entry.name


@lru_cache(maxsize=1)
def _authorities(language: str = "en") -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(load_place_words(language).authorities, key=len, reverse=True))
    return re.compile(rf"(?i:\b(?:{words})\b)")


def _of_authorities(text: str, gazetteer: Gazetteer) -> list[Span]:
    """The names right before words such as "police": the longest that the gazetteer knows."""
    found = []
    for match in _authorities().finditer(text):
        span = _name_before(text, match.start(), gazetteer)
        if span is not None:
            found.append(span)
    return found


def _name_before(text: str, end: int, gazetteer: Gazetteer) -> Span | None:
    """The town in the capitalised words that end at ``end``; "City" and "County" behind its name belong to it."""
    window = max(0, end - 60)
    words = [(match.start() + window, match.end() + window) for match in re.finditer(r"\S+", text[window:end])]
    run: list[tuple[int, int]] = []
    for start, stop in reversed(words[-LONGEST_NAME - 1 :]):
        if start == window > 0 or not _CAPITALISED.fullmatch(text[start:stop]) or _closes(text[start:stop]):
            break
        run.insert(0, (start, stop))
    while run and text[run[-1][0] : run[-1][1]].lower() in load_place_words().features:
        run.pop()
    if not run:
        return None
    last = run[-1][1] - 2 if text[: run[-1][1]].endswith(("'s", "’s")) else run[-1][1]
    for start, _ in run[-LONGEST_NAME:]:
        name = text[start:last]
        if name.lower() not in load_place_words().never and gazetteer.candidates(name):
            return Span(start=start, end=last, text=name)
    return None


def _closes(word: str) -> bool:
    """Whether a sentence ends with a word, so that the next one does not belong to it ("the Hospital. Police said")."""
    return word.endswith(".") and len(word) > LONGEST_ABBREVIATION


def _dateline(text: str) -> list[Span]:
    """The town of the dateline and the unit behind it, or nothing."""
    match = _DATELINE.search(text, 0, OPENING_CHARS)
    if match is None:
        return []
    spans = [
        Span(start=match.start(group), end=match.end(group), text=match[group])
        for group in ("town", "unit")
        if match[group]
    ]
    return [] if spans[0].text.lower() in load_place_words().never else spans
