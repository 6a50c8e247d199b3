"""Which of many places of one name is meant: the whole document is asked at once.

Every candidate gets a sum of signs: how many people live there, what kind of place it is, what the words beside the
name say, and what the document's other names add (country, first-level unit, nearness). The weights are round numbers
set by hand on news text; a tenfold population is the unit they are measured in.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tallybook.model import Span
from tallybook.resolve.distance import kilometres
from tallybook.resolve.outlets import Home, nearness
from tallybook.resolve.peoples import countries_said
from tallybook_gazetteer import Entry, Gazetteer, words
from tallybook_gazetteer.layout import ABBREVIATION, DERIVED

MOST_CANDIDATES = 40
"""Candidates weighed per name, the most populous first; only names such as San José have more."""
ROUNDS = 2
"""How often all names are weighed; in the second round the first round's places stand as context."""

POPULATION = 0.7
KIND_PRIOR = {
    "country": 4.5, "continent": 5.0, "region": 3.6, "sea": 3.6, "lake": 3.0, "river": 3.0, "mountain": 3.0,
    "admin1": 2.2, "city": 0.6, "neighbourhood": 1.2, "site": 1.6, "admin2": 0.0,
}  # fmt: skip
CAPITAL = 1.6
NOT_PRIMARY, DERIVED_NAME = -1.2, -0.3
INSIDE_NEXT = 6.0
"""The next name behind a comma is a unit that holds the candidate: "Paris, Texas"."""
COUNTRY_NAMED, COUNTRY_SHARE = 1.6, 2.0
ADMIN1_NAMED = 1.3
NEAR_KM, NEAR = 150.0, 1.0
FEATURE_SAID = 2.5
SHADOWED, SHADOW = -2.0, 3
"""A unit against a town of its name in another country that has this many times its people: Manchester, Jamaica."""
SAME_NAME_CITY = 2.0
"""A city rather than the unit named after it, unless the text says "province"."""
WELL_KNOWN = 100_000
"""A town this large is believed in even where nothing else in the document points to its country."""
LIST_LENGTH = 3
"""From this many names between commas on, they are a list, not a place and what it lies in."""
LONGEST_BETWEEN = 24
WITHIN = re.compile(r"(?:,?[ \n]+[a-z-]+)?,?[ \n]+(?:of|in)[ \n]+")
"""Words between a place and what lies around it: "X in Y", "the X district of Y"."""
OWNING = ("'s ", "’s ")
"""What stands between a unit and a place in it: "Northland's Northtown district"."""
BETWEEN = frozenset((",", "", "("))
"""What may stand between a place and the unit around it."""
NOTHING: Mapping[str | int, int] = {}

UNIT_FEATURES = {
    "province": "admin1", "state": "admin1", "governorate": "admin1", "department": "admin1", "oblast": "admin1",
    "prefecture": "admin1", "district": "admin2", "county": "admin2", "municipality": "admin2", "city": "city",
    "town": "city", "village": "city", "neighborhood": "neighbourhood", "neighbourhood": "neighbourhood",
    "suburb": "neighbourhood", "river": "river", "lake": "lake", "sea": "sea", "mountains": "mountain",
}  # fmt: skip
"""What the noun beside a name says about its kind; the words are among the features of ``lang/en/places.yaml``."""


@dataclass(slots=True)
class Named:
    """One occurrence of a name: its span, what it may be, what is chosen so far."""

    span: Span
    key: str
    candidates: tuple[Entry, ...]
    units: frozenset[int]
    """Rows of the first-level units among the candidates."""
    feature: str | None = None
    container: int | None = None
    """Index of the name behind the comma, when that names a unit around this one; of "Northland" before its "'s"."""
    next_unit: int | None = None
    """Index of the name behind the comma, when the text calls it a province or the like."""
    chosen: Entry | None = None
    margin: float = 0.0
    within: Entry | None = None
    """The unit that the text puts the name in, where the gazetteer knows no place of the name there."""
    spelled: bool = False
    """Whether no place has the name as it stands, and the candidates have it in another romanisation."""
    supported: bool = True
    """Whether other names point to the chosen place's country, or the place is well known."""


@dataclass(slots=True)
class Context:
    """What the document says so far: which countries, units and points its names stand for, name by name."""

    countries: Counter[str] = field(default_factory=Counter)
    admin1: Counter[int] = field(default_factory=Counter)
    by_name: dict[str, Counter[str | int]] = field(default_factory=dict)
    """What each name itself added, so that it does not support its own reading."""
    points: dict[str, tuple[float, float]] = field(default_factory=dict)
    home: Home | None = None


def read_names(text: str, spans: Sequence[Span], *, gazetteer: Gazetteer) -> list[Named]:
    """The names with their candidates, feature nouns and containers."""
    named = [_named(text, span, gazetteer) for span in spans]
    _spell(named, text=text, gazetteer=gazetteer)
    listed = _listed(text, spans)
    for index, (name, outer) in enumerate(itertools.pairwise(named)):
        between = text[name.span.end : outer.span.start]
        if between in OWNING and _may_hold(name, outer, listed=False):
            outer.container = index
        if len(between) > LONGEST_BETWEEN or not (between.strip(" \n.") in BETWEEN or WITHIN.fullmatch(between)):
            continue
        if _may_hold(outer, name, listed=listed[index]):
            name.container = index + 1
        elif "," in between and outer.feature in ("admin1", "admin2") and name.feature is None and not listed[index]:
            name.next_unit = index + 1
    return named


def _named(text: str, span: Span, gazetteer: Gazetteer) -> Named:
    candidates = _candidates(span.text, gazetteer)
    units = frozenset(entry.row for entry in candidates if entry.kind == "admin1")
    return Named(span, span.text.casefold(), candidates, units, feature=_feature(text, span))


def _spell(named: Sequence[Named], *, text: str, gazetteer: Gazetteer) -> None:
    """Gives names that no place has the places of other spellings of them, in the countries that the text names."""
    lacking = [name for name in named if not name.candidates and name.span.text[:1].isupper()]
    if not lacking:
        return
    countries = set(countries_said(text, [], gazetteer))
    for name in lacking:
        found = gazetteer.by_spelling(name.span.text, countries) if countries else ()
        name.candidates = found[:MOST_CANDIDATES] or gazetteer.by_slip(name.span.text)
        name.spelled = bool(name.candidates)


def _listed(text: str, spans: Sequence[Span]) -> list[bool]:
    """For each name, whether it stands in a list of names with nothing but commas and "and" between them."""
    joined = [
        text[one.end : two.start].strip(" \n") in (",", "and", ", and", "or", ", or")
        for one, two in itertools.pairwise(spans)
    ]
    lengths: list[bool] = []
    for together, run in itertools.groupby([*joined, False]):
        size = len(list(run))
        lengths += [together and size + 1 >= LIST_LENGTH] * size
    return lengths


def _candidates(name: str, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    every = list(gazetteer.candidates(name)) or _longest_inside(name, gazetteer)
    if len(every) > 1:
        short = [entry for entry in every if entry.flags & ABBREVIATION]
        long = [entry for entry in every if not entry.flags & ABBREVIATION]
        if short and long:
            every = short if "." in name else long
        if len(name.replace(".", "")) <= 3 and (name.isupper() or "." in name):
            every = [entry for entry in every if entry.kind != "city" or entry.population > 1_000_000] or every
    return tuple(every[:MOST_CANDIDATES])


def _longest_inside(name: str, gazetteer: Gazetteer) -> list[Entry]:
    """The places of the longest run inside words that are no name as a whole ("Kabul city")."""
    hits = gazetteer.scan(words(name))
    longest = max(hits, key=lambda hit: (hit.last - hit.first, -hit.first), default=None)
    return [] if longest is None else list(gazetteer.by_key(longest.key))


def _feature(text: str, span: Span) -> str | None:
    """The kind that the word behind the name (or "city of" before it) gives it."""
    behind = text[span.end : span.end + 24].split()
    if behind and text[span.end : span.end + 1] in (" ", "\n"):
        kind = UNIT_FEATURES.get(behind[0].strip(".,;:").lower())
        if kind is not None:
            return kind
    before = text[max(0, span.start - 24) : span.start].lower().split()
    if len(before) > 1 and before[-1] == "of":
        return UNIT_FEATURES.get(before[-2])
    return UNIT_FEATURES.get(before[-1]) if before and before[-1] in ("city", "town", "village", "lake") else None


def _may_hold(outer: Named, inner: Named, *, listed: bool) -> bool:
    """Whether the second of two names can be the unit around the first.

    A country is never read as a town because a country follows it; in a list, neither is a first-level unit.
    """
    kinds = {entry.kind for entry in inner.candidates if entry.is_primary}
    small = [entry for entry in inner.candidates if _holds_any(outer, entry)]
    if "country" in kinds:
        return any(entry.kind == "admin1" for entry in small)
    if listed and "admin1" in kinds:
        return False
    return bool(small)


def _holds_any(outer: Named, small: Entry) -> bool:
    return any(_holds(big, small) for big in outer.candidates)


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
        reach = 60.0 if big.kind == "city" else big.extent_km
        fine = small.kind in ("neighbourhood", "site") or big.kind == "region"
        return fine and kilometres(big.lat, big.lon, small.lat, small.lon) < reach
    return False


def choose(named: list[Named], *, text: str, gazetteer: Gazetteer, home: Home | None = None) -> None:
    """Gives every name its place, or ``None`` where the gazetteer knows none; ``home`` is that of the outlet."""
    peoples = countries_said(text, [name.span for name in named], gazetteer)
    context = _context(peoples, [(name, _obvious(name)) for name in named], home)
    for _ in range(ROUNDS):
        best: dict[tuple[str, str | None, int | None], tuple[Entry | None, float]] = {}
        for name in named:
            same = (name.key, name.feature, name.container)
            if same not in best:
                best[same] = _best(name, named, context, gazetteer)
            name.chosen, name.margin = best[same]
        _one_sense(named)
        context = _context(peoples, [(name, name.chosen) for name in named], home)
    _widen(named)
    for name in named:
        _doubt(name, named, context)


def _widen(named: Sequence[Named]) -> None:
    """Takes the owner of a place for the unit around it rather than for the town it is named after."""
    for name, inner in itertools.pairwise(named):
        small, big = inner.chosen, name.chosen
        if inner.container is None or named[inner.container] is not name or small is None or big is None:
            continue
        if not _holds(big, small):
            name.chosen = next((entry for entry in name.candidates if _holds(entry, small)), big)


def _doubt(name: Named, named: Sequence[Named], context: Context) -> None:
    """Marks readings that the document speaks against."""
    entry = name.chosen
    if entry is None:
        return
    outer = named[name.container] if name.container is not None else name.next_unit and named[name.next_unit]
    if outer and outer.chosen is not None and outer.feature == outer.chosen.kind and not _holds(outer.chosen, entry):
        name.chosen, name.within = None, outer.chosen
    elif entry.country is not None and entry.kind not in ("country", "admin1", "region"):
        own = context.by_name.get(name.key, NOTHING)
        elsewhere = context.countries.total() - sum(count for what, count in own.items() if isinstance(what, str))
        named_too = context.countries[entry.country] - own.get(entry.country, 0)
        at_home = context.home is not None and context.home.country == entry.country
        name.supported = not elsewhere or named_too > 0 or at_home or entry.population >= WELL_KNOWN
        if context.home is not None and not at_home and named_too <= 0 and entry.population < WELL_KNOWN:
            name.chosen = None  # local news names no village abroad without its country; it is rather a surname
        elif context.home is not None and name.container is None and _old_name_far_off(entry, context.home):
            name.chosen = None


def _old_name_far_off(entry: Entry, home: Home) -> bool:
    """Whether local news would mean a town far off by a name that is not its own: rather a place that nobody lists."""
    if entry.is_primary or entry.flags & ABBREVIATION or entry.kind != "city" or home.point is None:
        return False
    return kilometres(entry.lat, entry.lon, *home.point) > NEAR_KM


def _obvious(name: Named) -> Entry | None:
    """A country, or a name all of whose places lie in one country."""
    great = [entry for entry in name.candidates if entry.kind in ("country", "admin1") and entry.is_primary]
    if great and great[0].kind == "country" and len({entry.country for entry in great}) == 1:
        return great[0]
    lived = {entry.country for entry in name.candidates if entry.population > 0 or entry.kind != "city"}
    return name.candidates[0] if len(lived) == 1 else None


def _context(peoples: Counter[str], places: Sequence[tuple[Named, Entry | None]], home: Home | None) -> Context:
    context = Context(countries=Counter(peoples), home=home)
    for name, entry in places:
        if entry is None:
            continue
        own = context.by_name.setdefault(name.key, Counter())
        unit = entry.row if entry.kind == "admin1" else entry.admin1_row
        if entry.country:
            context.countries[entry.country] += 1
            own[entry.country] += 1
        if unit is not None:
            context.admin1[unit] += 1
            own[unit] += 1
        if entry.kind not in ("country", "continent", "sea"):
            context.points[name.key] = (entry.lat, entry.lon)
    return context


def _best(name: Named, named: Sequence[Named], context: Context, gazetteer: Gazetteer) -> tuple[Entry | None, float]:
    """The candidate with the highest sum, and its lead over the next one that lies elsewhere."""
    scored = sorted(
        ((_score(entry, name, named, context, gazetteer), -rank, entry) for rank, entry in enumerate(name.candidates)),
        key=lambda item: item[:2],
        reverse=True,
    )
    if not scored:
        return None, 0.0
    first = scored[0][2]
    others = (score for score, _, e in scored[1:] if kilometres(first.lat, first.lon, e.lat, e.lon) > first.extent_km)
    return first, scored[0][0] - next(others, scored[0][0] - 9.0)


def _score(entry: Entry, name: Named, named: Sequence[Named], context: Context, gazetteer: Gazetteer) -> float:
    score = KIND_PRIOR[entry.kind] + POPULATION * math.log10(entry.population + 10)
    if entry.flags & DERIVED:
        score += DERIVED_NAME
    elif not entry.is_primary and not entry.flags & ABBREVIATION:
        score += NOT_PRIMARY
    if entry.kind == "city" and entry.country and gazetteer.capitals.get(entry.country) == entry.name:
        score += CAPITAL
    if entry.kind == "city" and name.feature is None and entry.admin1_row in name.units:
        score += SAME_NAME_CITY
    if entry.kind == "admin1" and name.feature is None and _shadowed(entry, name.candidates):
        score += SHADOWED
    if name.container is not None and _inside(entry, named[name.container]):
        score += INSIDE_NEXT
    if name.feature is not None and entry.kind == name.feature:
        score += FEATURE_SAID
    return score + _support(entry, name.key, context)


def _shadowed(unit: Entry, candidates: Sequence[Entry]) -> bool:
    """Whether a far greater town elsewhere has the name as its own."""
    return any(
        other.kind == "city" and other.is_primary and other.country != unit.country
        and other.population > SHADOW * unit.population
        for other in candidates
    )  # fmt: skip


def _inside(entry: Entry, outer: Named) -> bool:
    around = [outer.chosen] if outer.chosen is not None else outer.candidates
    return any(_holds(big, entry) for big in around)


def _support(entry: Entry, key: str, context: Context) -> float:
    """What the other names of the document add: same country, same unit, nearness."""
    if entry.country is None:
        return 0.0
    own = context.by_name.get(key, NOTHING)
    score = 0.0
    times = context.countries[entry.country] - own.get(entry.country, 0)
    if times > 0:
        total = context.countries.total() - sum(count for what, count in own.items() if isinstance(what, str))
        score += COUNTRY_NAMED + COUNTRY_SHARE * times / total
    unit = entry.row if entry.kind == "admin1" else entry.admin1_row
    if unit is not None and context.admin1[unit] - own.get(unit, 0) > 0:
        score += ADMIN1_NAMED
    if entry.kind != "country" and _near(entry, key, context):
        score += NEAR
    return score + (nearness(entry, context.home) if context.home is not None else 0.0)


def _near(entry: Entry, key: str, context: Context) -> bool:
    for other, (lat, lon) in context.points.items():
        # A degree of latitude is 111 km: most pairs are told apart without the sines.
        if (
            other != key
            and abs(entry.lat - lat) * 111 < NEAR_KM
            and kilometres(entry.lat, entry.lon, lat, lon) < NEAR_KM
        ):
            return True
    return False


def _one_sense(named: Sequence[Named]) -> None:
    """A name said once with its unit ("Paris, Texas") means the same place elsewhere in the document."""
    told: dict[str, Entry] = {}
    for name in named:
        if name.container is None or name.chosen is None or name.feature is not None:
            continue
        if _inside(name.chosen, named[name.container]):
            told.setdefault(name.key, name.chosen)
    for name in named:
        if name.key in told and name.container is None and name.feature is None:
            name.chosen = told[name.key]
