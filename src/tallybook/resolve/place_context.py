"""Which of many places of one name is meant: the whole document is asked at once."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from tallybook.lang.places import PlaceWords
from tallybook.model import Span
from tallybook_gazetteer import Entry, Gazetteer, words
from tallybook_gazetteer.layout import ABBREVIATION, DEMONYM, DERIVED

MOST_CANDIDATES = 60
"""Candidates weighed per name, the most populous first; only names such as San José have more."""
ROUNDS = 2
"""How often all names are weighed; in the second round the first round's places stand as context."""

POPULATION = 0.45
"""Weight of a tenfold population."""
KIND_PRIOR = {
    "country": 2.2, "continent": 2.5, "region": 1.8, "sea": 1.8, "lake": 1.2, "river": 1.2, "mountain": 1.2,
    "admin1": 1.0, "city": 0.6, "neighbourhood": 0.6, "site": 0.9, "admin2": 0.0,
}  # fmt: skip
CAPITAL = 0.6
NOT_PRIMARY, DERIVED_NAME = -0.8, -0.3
INSIDE_NEXT = 6.0
"""The next name behind a comma is a unit that holds the candidate: "Paris, Texas"."""
COUNTRY_NAMED, COUNTRY_SHARE = 1.6, 1.4
ADMIN1_NAMED = 1.6
NEAR_KM, NEAR = 150.0, 1.6
FEATURE_SAID = 2.5
EARTH_KM = 6371.0

UNIT_FEATURES = {
    "province": "admin1", "state": "admin1", "governorate": "admin1", "department": "admin1", "oblast": "admin1",
    "prefecture": "admin1", "district": "admin2", "county": "admin2", "municipality": "admin2", "city": "city",
    "town": "city", "village": "city", "neighborhood": "neighbourhood", "neighbourhood": "neighbourhood",
    "suburb": "neighbourhood", "river": "river", "lake": "lake", "sea": "sea", "mountains": "mountain",
}  # fmt: skip
"""What the noun beside a name says about its kind; the English words are those of ``lang/en/places.yaml``."""


@dataclass(slots=True)
class Named:
    """One occurrence of a name: its span, what it may be, what is chosen so far."""

    span: Span
    candidates: tuple[Entry, ...]
    feature: str | None = None
    container: int | None = None
    """Index of the name behind the comma, when that names a unit around this one."""
    chosen: Entry | None = None
    margin: float = 0.0


@dataclass(slots=True)
class Context:
    """What the document says so far: countries and units named, and points taken as known."""

    countries: Counter[str] = field(default_factory=Counter)
    admin1: Counter[int] = field(default_factory=Counter)
    points: list[tuple[float, float, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How often any country was named or meant."""
        return sum(self.countries.values()) or 1


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance."""
    a1, a2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((a2 - a1) / 2) ** 2 + math.cos(a1) * math.cos(a2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def read_names(text: str, spans: Sequence[Span], *, gazetteer: Gazetteer, lists: PlaceWords) -> list[Named]:
    """The names with their candidates, feature nouns and containers."""
    named = []
    for span in spans:
        candidates = _candidates(span.text, gazetteer)
        named.append(Named(span, candidates, feature=_feature(text, span)))
    for index, (name, following) in enumerate(zip(named, named[1:], strict=False)):
        between = text[name.span.end : following.span.start]
        if len(between) <= 3 and between.strip(" \n") in (",", ",'", "(", "") and _may_hold(following, name):
            name.container = index + 1
    return named


def _candidates(name: str, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    every = [entry for entry in gazetteer.candidates(name) if not entry.flags & DEMONYM]
    if len(every) > 1:
        short = name.replace(".", "")
        unabbreviated = [entry for entry in every if not entry.flags & ABBREVIATION]
        if "." not in name and unabbreviated:
            every = unabbreviated
        if len(short) <= 3 and (short.isupper() or "." in name):
            every = [e for e in every if e.kind != "city" or e.population > 1_000_000] or every
    return tuple(every[:MOST_CANDIDATES])


def _feature(text: str, span: Span) -> str | None:
    """The kind that the word behind the name (or "city of" before it) gives it."""
    behind = text[span.end : span.end + 24].split()
    if (
        behind
        and text[span.end : span.end + 1] in (" ", "\n")
        and (kind := UNIT_FEATURES.get(behind[0].strip(".,;:").lower()))
    ):
        return kind
    before = text[max(0, span.start - 24) : span.start].lower().split()
    if len(before) > 1 and before[-1] == "of":
        return UNIT_FEATURES.get(before[-2])
    return UNIT_FEATURES.get(before[-1]) if before and before[-1] in ("city", "town", "village") else None


def _may_hold(outer: Named, inner: Named) -> bool:
    return any(_holds(big, small) for big in outer.candidates for small in inner.candidates)


def _holds(big: Entry, small: Entry) -> bool:
    if big.row == small.row:
        return False
    if big.kind == "country":
        return small.country == big.country and small.kind != "country"
    if big.kind == "admin1":
        return small.admin1_row == big.row and small.kind not in ("admin1", "country")
    if big.kind == "admin2":
        return small.admin2_row == big.row and small.kind not in ("admin1", "admin2", "country")
    if big.kind in ("city", "region"):
        return small.kind in ("neighbourhood", "site") and kilometres(big.lat, big.lon, small.lat, small.lon) < 60
    return False


def choose(named: list[Named], *, text: str, gazetteer: Gazetteer) -> None:
    """Gives every name its place, or ``None`` where the gazetteer knows none."""
    said = _said(text, gazetteer)
    context = _first_context(named, said)
    for _ in range(ROUNDS):
        best: dict[tuple[str, str | None, int | None], tuple[Entry, float]] = {}
        for name in named:
            same = (name.span.text.casefold(), name.feature, name.container)
            if name.candidates and same not in best:
                best[same] = _best(name, named, context, gazetteer)
            name.chosen, name.margin = best.get(same, (None, 0.0))
        _one_sense(named)
        context = _context_of(named, said)


def _said(text: str, gazetteer: Gazetteer) -> Counter[str]:
    """Countries that a demonym stands for."""
    found: Counter[str] = Counter()
    for word in set(words(text)):
        if text[word.start].isupper():
            for code in _demonym_of(gazetteer, word.folded):
                found[code] += 1
    return found


@lru_cache(maxsize=20_000)
def _demonym_of(gazetteer: Gazetteer, folded: str) -> tuple[str, ...]:
    return tuple(e.country for e in gazetteer.candidates(folded) if e.flags & DEMONYM and e.country)


def _first_context(named: list[Named], said: Counter[str]) -> Context:
    """Names that can be one place only, and countries, stand as context from the start."""
    context = Context(countries=Counter(said))
    for name in named:
        great = [entry for entry in name.candidates if entry.kind == "country"]
        alone = {entry.country for entry in name.candidates if entry.population > 0 or entry.kind != "city"}
        if len(great) == 1 and len({e.country for e in name.candidates if e.kind in ("country", "admin1")}) == 1:
            _note(context, great[0])
        elif len(alone) == 1 and name.candidates:
            _note(context, name.candidates[0])
    return context


def _context_of(named: list[Named], said: Counter[str]) -> Context:
    context = Context(countries=Counter(said))
    for name in named:
        if name.chosen is not None:
            _note(context, name.chosen)
    return context


def _note(context: Context, entry: Entry) -> None:
    if entry.country:
        context.countries[entry.country] += 1
    if entry.kind == "admin1":
        context.admin1[entry.row] += 1
    elif entry.admin1_row is not None:
        context.admin1[entry.admin1_row] += 1
    if entry.kind not in ("country", "continent", "sea"):
        context.points.append((entry.lat, entry.lon, entry.name))


def _best(name: Named, named: list[Named], context: Context, gazetteer: Gazetteer) -> tuple[Entry, float]:
    scored = sorted(
        (
            (_score(entry, name, named, context, gazetteer), -index, entry)
            for index, entry in enumerate(name.candidates)
        ),
        reverse=True,
    )
    margin = scored[0][0] - scored[1][0] if len(scored) > 1 else 9.0
    return scored[0][2], margin


def _score(entry: Entry, name: Named, named: list[Named], context: Context, gazetteer: Gazetteer) -> float:
    score = KIND_PRIOR[entry.kind] + POPULATION * math.log10(entry.population + 10)
    if entry.flags & DERIVED:
        score += DERIVED_NAME
    elif not entry.is_primary and not entry.flags & ABBREVIATION:
        score += NOT_PRIMARY if entry.kind == "city" else NOT_PRIMARY / 2
    if entry.country and gazetteer.capitals.get(entry.country) == entry.name and entry.kind == "city":
        score += CAPITAL
    if name.container is not None:
        outer = named[name.container]
        around = [outer.chosen] if outer.chosen is not None else outer.candidates
        score += INSIDE_NEXT if any(_holds(big, entry) for big in around) else 0.0
    if name.feature is not None and entry.kind == name.feature:
        score += FEATURE_SAID
    return score + _support(entry, context)


def _support(entry: Entry, context: Context) -> float:
    """What the other names of the document add: same country, same unit, nearness."""
    if entry.country is None or entry.kind == "country":
        return 0.0
    own = 0
    score = 0.0
    times = context.countries[entry.country] - own
    if times > 0:
        score += COUNTRY_NAMED + COUNTRY_SHARE * times / context.total
    if entry.admin1_row is not None and context.admin1[entry.admin1_row] > 0:
        score += ADMIN1_NAMED
    near = min(
        (kilometres(entry.lat, entry.lon, lat, lon) for lat, lon, label in context.points if label != entry.name),
        default=None,
    )
    if near is not None and near < NEAR_KM:
        score += NEAR
    return score


def _one_sense(named: list[Named]) -> None:
    """A name said once with its unit ("Paris, Texas") means the same place elsewhere in the document."""
    told: dict[str, Entry] = {}
    for name in named:
        if name.container is not None and name.chosen is not None:
            told.setdefault(name.span.text.casefold(), name.chosen)
    for name in named:
        sense = told.get(name.span.text.casefold())
        if sense is not None and name.container is None and name.feature is None:
            name.chosen = sense
