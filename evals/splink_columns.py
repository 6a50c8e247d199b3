"""Profiles of reports as columns that Splink can compare, and comparisons in its words that mirror those of linking.

Every comparison of ``tallybook.link.compare`` has its counterpart here: the same outcomes, as SQL over columns. What a
comparison looks up in the background (is this town often reported from, is this name rare) is looked up when the
columns are made, since SQL sees two rows and nothing else. Two things are not exact: words are a vector of ``dims``
numbers to which words are spread by their hash, and rarities of names are rounded to whole numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tallybook.link.background import ENOUGH
from tallybook.link.compare import actors, places, text
from tallybook.link.matching import Matched
from tallybook.link.profile import Profile
from tallybook.link.words import number

FAMILIES = tuple(actors.FAMILIES)
PAIRS = "pair_ids"
"""Column of the numbers of the candidate pairs that a row is in: what two rows share is a pair to compare."""

INTEGERS, STRINGS = pa.list_(pa.int64()), pa.list_(pa.string())
Level = tuple[str, str]
"""An outcome and the SQL that holds where it is met."""


class _Names:
    """Names of people in a source: which of their words tell people apart, and who mentions whom."""

    def __init__(self, matched: Matched) -> None:
        self._background = matched.background
        self._few = matched.background.documents < ENOUGH
        self._partners: dict[int, set[int]] = defaultdict(set)
        self.towns: set[int] = set()
        for profile in matched.profiles:
            for one, other in self.of(profile):
                self._partners[one].add(other)
            if profile.town is not None:
                self.towns.add(profile.town)

    def _telling(self, word: int) -> bool:
        return self._few or self._background.rarity(self._background.words, word) >= actors.RARE

    def of(self, profile: Profile) -> set[tuple[int, int]]:
        """Every two telling words of a name: two names that share them are one person."""
        words = (sorted(filter(self._telling, name)) for name in profile.people)
        return {two for name in words for two in combinations(name, 2)}

    def mentioned(self, profile: Profile) -> set[tuple[int, int]]:
        """The same, of names of others whose words stand in this report's text."""
        capitals = profile.capitals
        return {(one, two) for one in capitals for two in self._partners.get(one, ()) if two in capitals}


def _hash(two: tuple[int, int]) -> int:
    return (two[0] << 31 ^ two[1]) & (1 << 63) - 1


def _row(profile: Profile, matched: Matched, names: _Names) -> dict[str, Any]:
    """One report as values of :data:`COLUMNS`, its words left out."""
    background = matched.background
    when, published = profile.when or (None, None), profile.published or (None, None)
    killed, injured = profile.killed or (None, None), profile.injured or (None, None)
    often = profile.town_key is not None and background.rarity(background.places, profile.town_key) < places.OFTEN
    rarities = {name: background.rarity(background.names, name) for name in profile.names}
    return {
        "leads": profile.leads, "telling": profile.leads and profile.length >= text.SHORT, "length": profile.length,
        "many": background.documents >= ENOUGH, "printed": profile.printed, "day": profile.day,
        "first_day": when[0], "last_day": when[1], "printed_by": profile.printed_by,
        "first_published": published[0], "last_published": published[1],
        "country": profile.country, "admin1": profile.admin1, "town": profile.town, "town_key": profile.town_key,
        "often": often, "geonames_id": profile.geonames_id, "fine": profile.fine, "located": profile.located,
        "lat": profile.point[0] if profile.point else None, "lon": profile.point[1] if profile.point else None,
        "towns_told": sorted(profile.capitals & names.towns) if profile.leads else [],
        "site_kinds": sorted(profile.site_kinds), "site_names": sorted(profile.site_names),
        "types": sorted(profile.types), "general": profile.types <= actors.GENERAL,
        "families": [at for at, family in enumerate(FAMILIES) if profile.types & family],
        "first_type": min(profile.types, default=None),
        "actors": sorted(profile.actors),
        "rare_actors": sorted(one for one in profile.actors if background.rarity_of_actor(one) >= actors.OFTEN),
        "parents": sorted(background.parents[one] for one in profile.actors if one in background.parents),
        "named": bool(profile.people), "people": sorted(map(_hash, names.of(profile))),
        "told_people": sorted(map(_hash, names.mentioned(profile))),
        "weapons": sorted(profile.weapons), "killed": killed[0], "killed_top": killed[1], "injured": injured[0],
        "injured_top": injured[1],
        "rare_names": [
            name << 5 | at for name, rarity in rarities.items() if rarity >= text.COMMON
            for at in range(min(round(rarity), 31))
        ],
    }  # fmt: skip


def vectors(profiles: Sequence[Profile], dims: int) -> NDArray[np.float32]:
    """The words of each report as a vector of ``dims`` numbers; a word adds or takes its weight where its hash says."""
    found = np.zeros((len(profiles), dims), np.float32)
    for row, profile in enumerate(profiles):
        if not profile.words:
            continue
        spread = np.array([number(str(word)) for word in profile.words], np.int64)
        weights = np.fromiter(profile.words.values(), np.float32, len(profile.words))
        np.add.at(found[row], spread % dims, np.where(spread >> 20 & 1, weights, -weights))
    return found


def columns(matched: Matched, *, dims: int) -> pa.Table:
    """The reports of a source as a table; ``unique_id`` is the row."""
    profiles = list(matched.profiles)
    names = _Names(matched)
    rows = [_row(profile, matched, names) for profile in profiles]
    table = {name: pa.array([row[name] for row in rows], type=kind) for name, kind in COLUMNS.items()}
    words = pa.FixedSizeListArray.from_arrays(pa.array(vectors(profiles, dims).reshape(-1)), dims)
    return pa.table({"unique_id": pa.array(range(len(rows)), pa.int64()), "words": words, **table})


def pair_ids(rows: int, pairs: NDArray[np.int64]) -> pa.Table:
    """For each row the numbers of the pairs that it is in: two rows that share a number are to be compared."""
    of_row: list[list[int]] = [[] for _ in range(rows)]
    for at, (left, right) in enumerate(pairs.tolist()):
        of_row[left].append(at)
        of_row[right].append(at)
    return pa.table({"unique_id": pa.array(range(rows), pa.int64()), PAIRS: pa.array(of_row, INTEGERS)})


COLUMNS: Mapping[str, Any] = {
    **dict.fromkeys(["leads", "telling", "many", "printed", "often", "fine", "general", "named"], pa.bool_()),
    **dict.fromkeys(
        ["length", "day", "first_day", "last_day", "printed_by", "first_published", "last_published", "town",
         "town_key", "geonames_id", "killed", "killed_top", "injured", "injured_top"],
        pa.int64(),
    ),
    **dict.fromkeys(["located", "lat", "lon"], pa.float64()),
    **dict.fromkeys(["country", "admin1", "first_type"], pa.string()),
    **dict.fromkeys(["towns_told", "site_names", "families", "people", "told_people", "rare_names"], INTEGERS),
    **dict.fromkeys(["site_kinds", "types", "actors", "rare_actors", "parents", "weapons"], STRINGS),
}  # fmt: skip


def _either(told: str) -> str:
    """A condition on two rows or on the same two the other way round; ``{l}`` and ``{r}`` stand for the sides."""
    return f"({told.format(l='l', r='r')}) OR ({told.format(l='r', r='l')})"


def _shared(column: str, other: str | None = None) -> str:
    return f"list_has_any({column}_l, {other or column}_r)"


def _empty(column: str) -> str:
    return f"len({column}_l) = 0 OR len({column}_r) = 0"


GAP = "greatest(first_day_l - last_day_r, first_day_r - last_day_l, 0)"
LONGEST = "(greatest(last_day_l - first_day_l, last_day_r - first_day_r) + 1)"
BOTH_PRINTED = "(printed_l AND printed_r)"
PRINTED_GAP = "greatest(first_published_l - last_published_r, first_published_r - last_published_l, 0)"
HALF_SINE = "pow(sin(radians({0}_r - {0}_l) / 2), 2)"
CHORD = f"({HALF_SINE.format('lat')} + cos(radians(lat_l)) * cos(radians(lat_r)) * {HALF_SINE.format('lon')})"
KM = f"(2 * {places.EARTH_RADIUS_KM} * asin(least(1.0, sqrt({CHORD}))))"
BOTH_FINE = "(fine_l AND fine_r)"
SAME_TOWN = (
    "(CASE WHEN geonames_id_l = geonames_id_r THEN fine_l WHEN town_key_l = town_key_r "
    "THEN admin1_l IS NOT DISTINCT FROM admin1_r ELSE false END "
    f"OR coalesce({BOTH_FINE} AND {KM} <= {places.SAME_KM}, false))"
)
APART = (
    f"(country_l <> country_r OR coalesce(admin1_l <> admin1_r, false) "
    f"OR ({BOTH_FINE} AND town_l IS NOT NULL AND town_r IS NOT NULL))"
)
IN_SITE = "(town_{l} IS NOT NULL AND town_{r} IS NULL AND list_contains(site_names_{r}, town_{l}))"
NO_COUNTRY = "(country_l IS NULL OR country_r IS NULL)"
RARITY = "len(list_intersect(rare_names_l, rare_names_r))"
COSINE = "array_inner_product(words_l, words_r)"


def _when() -> Iterator[Level]:
    yield "not stated", "first_day_l IS NULL OR first_day_r IS NULL"
    yield "same day", f"{GAP} = 0 AND {LONGEST} <= 4"
    yield "one day apart", f"{GAP} = 1 AND {LONGEST} <= 4"
    yield "within the same weeks", f"{GAP} <= 1 AND {LONGEST} <= 45"
    yield "within a longer period", f"{GAP} <= 1"
    yield "two or three days apart", f"{GAP} <= 3 AND NOT {BOTH_PRINTED}"
    yield "days apart", f"{GAP} <= 31 AND NOT {BOTH_PRINTED}"
    yield "months apart", f"NOT {BOTH_PRINTED}"
    yield "two or three days apart, both printed", f"{GAP} <= 3"
    yield "days apart, both printed", f"{GAP} <= 31"
    yield "months apart, both printed", "ELSE"


def _told_before() -> Iterator[Level]:
    yield "not stated", "(printed_by_l IS NULL OR day_r IS NULL) AND (printed_by_r IS NULL OR day_l IS NULL)"
    yield "published before it happened", _either("coalesce(day_{r} - printed_by_{l} > 1, false) AND printed_{r}")
    yield "published afterwards", "ELSE"


def _published() -> Iterator[Level]:
    yield (
        "not stated",
        (
            "first_published_l IS NULL OR first_published_r IS NULL "
            f"OR (first_day_l IS NOT NULL AND first_day_r IS NOT NULL AND ({BOTH_PRINTED} OR {GAP} <= 1))"
        ),
    )
    yield "published within a day", f"{PRINTED_GAP} <= 1"
    yield "published within days", f"{PRINTED_GAP} <= 4"
    yield "published within weeks", f"{PRINTED_GAP} <= 31"
    yield "published months apart", "leads_l AND leads_r"
    yield "published months apart, in passing", "ELSE"


def _where() -> Iterator[Level]:
    yield (
        "not stated",
        (f"({NO_COUNTRY} AND NOT ({_either(IN_SITE)})) OR (NOT {NO_COUNTRY} AND least(located_l, located_r) < 0.5)"),
    )
    yield "town in the name of the site", NO_COUNTRY
    yield "same town", f"{SAME_TOWN} AND NOT often_l"
    yield "same town, one often reported from", SAME_TOWN
    yield "near", f"{BOTH_FINE} AND coalesce({KM} <= {places.NEAR_KM}, false)"
    yield "same province", f"NOT {APART} AND coalesce(admin1_l = admin1_r, false)"
    yield "same country", f"NOT {APART}"
    unsure = f"least(located_l, located_r) < {places.SURE}"
    yield "towns of one name", f"{unsure} AND coalesce(town_l = town_r, false)"
    yield "other town, but named", _either("coalesce(list_contains(towns_told_{l}, town_{r}), false)")
    yield "perhaps another town", unsure
    yield "other country", "country_l <> country_r"
    yield "other province", "coalesce(admin1_l <> admin1_r, false)"
    yield "other town", "ELSE"


def _site() -> Iterator[Level]:
    yield "not stated", _empty("site_kinds")
    yield "other kind of target", f"NOT {_shared('site_kinds')}"
    yield "target of the same name", _shared("site_names")
    yield "same kind of target", "ELSE"


def _act() -> Iterator[Level]:
    yield "not stated", _empty("types")
    yield "same kind of act", _shared("types")
    yield "related kind of act", f"general_l OR general_r OR {_shared('families')}"
    yield "other kind of act", "ELSE"


def _perpetrators() -> Iterator[Level]:
    yield "not stated", _empty("actors")
    yield "same perpetrator", _shared("rare_actors")
    yield "same perpetrator, one often named", _shared("actors")
    yield "branch and parent", f"{_shared('parents', 'actors')} OR {_shared('actors', 'parents')}"
    yield "other perpetrator", "ELSE"


def _people() -> Iterator[Level]:
    mentioned = f"{_shared('people', 'told_people')} OR {_shared('told_people', 'people')}"
    yield "not stated", f"NOT (named_l AND named_r) AND NOT ({mentioned})"
    yield "a person of the same name", _shared("people")
    yield "a person whom the other mentions", mentioned
    yield "other people named", "ELSE"


def _weapon() -> Iterator[Level]:
    yield "not stated", _empty("weapons")
    yield "same weapon", _shared("weapons")
    yield "other weapon", "ELSE"


def _toll(what: str) -> Iterator[Level]:
    small, large = f"least({what}_l, {what}_r)", f"greatest({what}_l, {what}_r)"
    top = f"(CASE WHEN {what}_l <= {what}_r THEN {what}_top_l ELSE {what}_top_r END)"
    yield "not stated", f"{what}_l IS NULL OR {what}_r IS NULL"
    yield "same large figure", f"{small} = {large} AND {small} >= 8"
    yield "same small figure", f"{small} = {large} AND {small} > 0"
    yield "none in both", f"{small} = {large}"
    yield "close figures", f"{small} > 0 AND {large} <= 1.3 * {small}"
    yield "figures that allow each other", f"{top} IS NULL OR {top} >= {large}"
    yield "figures far apart", f"{large} - {small} > 4 AND {large} > 3 * {small}"
    yield "other figure", "ELSE"


def _names() -> Iterator[Level]:
    yield "not stated", f"{RARITY} < {text.FEW:g} AND NOT (many_l AND telling_l AND telling_r)"
    yield "a whole cast of names shared", f"{RARITY} >= {text.MANY:g}"
    yield "several rare names shared", f"{RARITY} >= {text.SOME:g}"
    yield "a rare name shared", f"{RARITY} >= {text.FEW:g}"
    yield "no rare name shared", "ELSE"


def _words() -> Iterator[Level]:
    shorter = "least(length_l, length_r)"
    yield (
        "not stated",
        (f"{shorter} < {text.BRIEF} OR ((NOT many_l OR {shorter} < {text.SHORT}) AND {COSINE} < {text.LOOSE})"),
    )
    telling = "telling_l AND telling_r"
    # Most pairs are unlike: asked first, the cosine of most pairs is worked out once and not for every level.
    yield "wording unlike", f"{COSINE} < {text.FAINT} AND {telling}"
    yield "wording unlike, in passing", f"{COSINE} < {text.FAINT}"
    for least, level in text.LEVELS:
        yield level, f"{COSINE} >= {least}"
    yield "wording faintly related", telling
    yield "wording faintly related, in passing", "ELSE"


COMPARISONS: Mapping[str, Callable[[], Iterator[Level]]] = {
    "when": _when, "told before": _told_before, "published": _published, "where": _where, "site": _site, "act": _act,
    "perpetrators": _perpetrators, "people": _people, "weapon": _weapon, "killed": lambda: _toll("killed"),
    "injured": lambda: _toll("injured"), "names": _names, "words": _words,
}  # fmt: skip
"""The counterpart of each feature of ``tallybook.link``; the first outcome of each is a null level."""


def levels(feature: str) -> list[Level]:
    """The outcomes of a feature in the order in which they are tried, "not stated" first."""
    return list(COMPARISONS[feature]())


def case(feature: str) -> str:
    """SQL that gives the place of the outcome of two rows in :func:`levels`, 0 for "not stated"."""
    *told, _ = levels(feature)
    return "CASE " + " ".join(f"WHEN {sql} THEN {at}" for at, (_, sql) in enumerate(told)) + f" ELSE {len(told)} END"
