"""When, where, what and who: one value out of several reports, and where they contradict each other.

Every report is one vote of its document's voice, so that ten copies weigh as one. A less precise reading supports a
more precise one that it allows; it never contradicts it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from tallybook.model import Actor, Claim, Code, PartialDate, Place, Target, Value, Weapon

NEAR_KM = 30.0
"""Two points closer than this are no contradiction: a suburb and its city (as in linking)."""
INFERRED = 0.4
"""Score up to which a place was only inferred, from a dateline or a police's name; it gives way to any that is told."""
HULL_DAYS = 3
"""Days that equally well supported dates may lie apart to be given as one interval."""
PLACE_ORDER = ("unknown", "country", "admin1", "district", "place", "site")
STATUS_ORDER = ("unknown", "denied", "suspected", "attributed", "claimed")
GENERAL_TYPES = frozenset({"other", "bombing", "armed_assault"})
"""Types that a more telling one (suicide bombing, siege, targeted killing) overrides among equals."""

V = TypeVar("V", bound=Value)
Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Vote:
    """One claim, the voice that makes it, and whether it is the first of its kind in its report, the leading one."""

    claim: Claim
    voice: str
    leads: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """The value chosen, by which rule, with the claims for and against it."""

    prop: str
    value: Value
    rule: str
    supporting: tuple[str, ...]
    opposing: tuple[str, ...] = ()


def _voices(votes: Sequence[Vote]) -> int:
    return len({vote.voice for vote in votes})


def _ids(votes: Sequence[Vote]) -> tuple[str, ...]:
    return tuple(sorted(vote.claim.id for vote in votes))


def _of(votes: Sequence[Vote], prop: str, kind: type[V]) -> list[tuple[Vote, V]]:
    chosen = [(vote, vote.claim.value) for vote in votes if vote.claim.prop == prop]
    found = [(vote, value) for vote, value in chosen if isinstance(value, kind)]
    return sorted(found, key=lambda pair: pair[0].claim.id)


def codes(votes: Sequence[Vote], prop: str) -> list[Choice]:
    """Every code that a report gives, first the one that leads in most sources (among equals the more telling type)."""
    groups: dict[str, list[Vote]] = defaultdict(list)
    for vote, value in _of(votes, prop, Code):
        groups[value.code].append(vote)

    def rank(code: str) -> tuple[int, bool, int, str]:
        leading = _voices([vote for vote in groups[code] if vote.leads])
        return -leading, code in GENERAL_TYPES, -_voices(groups[code]), code

    ranked = sorted(groups, key=rank)
    everyone = {vote.claim.id for group in groups.values() for vote in group}
    return [
        Choice(prop, Code(code=code), "most_sources", _ids(groups[code]),
               tuple(sorted(everyone - set(_ids(groups[code])))) if prop == "stage" else ())
        for code in ranked
    ]  # fmt: skip


def span(when: PartialDate) -> Days | None:
    """First and last day; an interval with an open end reaches to the end of the calendar."""
    if when.start is None and when.end is None:
        return None
    return when.start or date.min, when.end or date.max


def dates_allow(one: PartialDate, other: PartialDate) -> bool:
    """Whether two dates share a day, or one of them says nothing."""
    left, right = span(one), span(other)
    return left is None or right is None or (left[0] <= right[1] and right[0] <= left[1])


def _contains(one: Days, other: Days) -> bool:
    return one != other and one[0] <= other[0] and other[1] <= one[1]


def _overlap(one: Days, other: Days) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _best_days(voices: Mapping[Days, set[str]]) -> list[Days]:
    """The spans of most sources among those that no narrower one lies in; several when equally well supported."""
    narrow = [days for days in voices if not any(_contains(days, other) for other in voices)]

    def support(days: Days) -> tuple[int, int]:
        allowing = set[str]().union(*(voices[other] for other in voices if _overlap(days, other)))
        return len(allowing), len(voices[days])

    top = max(map(support, narrow))
    return sorted(days for days in narrow if support(days) == top)


def when(votes: Sequence[Vote], *, told: date | None = None) -> Choice | None:
    """The narrowest date that most sources allow; dates equally well supported and days apart become one interval.

    Of equal dates further apart, the last one before the incident was first ``told`` of is taken: news is of what has
    just happened, and older days in it are background. Without that day it is the earliest.
    """
    dated = [(vote, value, days) for vote, value in _of(votes, "when", PartialDate) if (days := span(value))]
    if not dated:
        return None
    voices: dict[Days, set[str]] = defaultdict(set)
    for vote, _, days in dated:
        voices[days].add(vote.voice)
    best = _best_days(voices)
    first, last = best[0][0], max(days[1] for days in best)
    if len(best) > 1 and (last - first).days <= HULL_DAYS:
        chosen, rule = PartialDate(start=first, end=last, precision="period"), "interval_of_equal_dates"
    else:
        taken = _just_before(best, told)
        value = min((value for _, value, days in dated if days == taken), key=repr)
        chosen, rule = replace(value, text=None), "most_sources_narrowest"
    supporting = [vote for vote, value, _ in dated if dates_allow(chosen, value)]
    opposing = [vote for vote, value, _ in dated if not dates_allow(chosen, value)]
    return Choice("when", chosen, rule, _ids(supporting), _ids(opposing))


def _just_before(best: Sequence[Days], told: date | None) -> Days:
    before = [days for days in best if told is not None and days[0] <= told]
    return max(before) if before else best[0]


def _km(one: Place, other: Place) -> float | None:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    north, south = math.radians(one.lat), math.radians(other.lat)
    lon = math.radians(other.lon - one.lon)
    chord = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(lon / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(chord)))


def _clash(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one.casefold() != other.casefold()


def places_allow(one: Place, other: Place) -> bool:
    """Whether two places can be one: nested, near, or the same; a country does not contradict its town."""
    if _clash(one.country, other.country):
        return False
    if one.place is not None and other.place is not None:
        if not _clash(one.place, other.place) or (one.geonames_id is not None and one.geonames_id == other.geonames_id):
            return not _clash(one.admin1, other.admin1)
        distance = _km(one, other)
        return distance is not None and distance <= NEAR_KM
    return not _clash(one.admin1, other.admin1)


def _known(place: Place) -> bool:
    return place.country is not None or place.place is not None or place.site is not None or place.lat is not None


def _in_town(place: Place) -> bool:
    return _fineness(place) >= PLACE_ORDER.index("place")


def _completed(place: Place, others: Sequence[Place]) -> Place:
    """A place with its site and area filled in from readings that allow it."""
    for other in others:
        place = replace(
            place,
            country=place.country or other.country,
            admin1=place.admin1 or other.admin1,
            site=place.site or other.site,
        )
    return place


def _fineness(place: Place) -> int:
    return PLACE_ORDER.index(place.precision)


def _best_place(voices: Mapping[Place, set[str]], sure: Mapping[Place, float]) -> Place:
    """The place of most sources among those that no finer one lies in; among equals the surest reading."""
    fine = [
        place
        for place in voices
        if not any(_fineness(other) > _fineness(place) and places_allow(place, other) for other in voices)
    ]

    def rank(place: Place) -> tuple[int, int, int, bool, float, str]:
        allowing = set[str]().union(*(voices[other] for other in voices if places_allow(place, other)))
        same = set[str]().union(*(voices[other] for other in voices if other.place == place.place))
        return -len(allowing), -len(same), -_fineness(place), place.lat is None, -sure[place], repr(place)

    return min(fine, key=rank)


def where(votes: Sequence[Vote]) -> Choice | None:
    """The most precise place that most sources allow, its site and area filled in from the others that allow it."""
    placed = [(vote, value) for vote, value in _of(votes, "where", Place) if _known(value)]
    if not placed:
        return None
    voices: dict[Place, set[str]] = defaultdict(set)
    sure: dict[Place, float] = defaultdict(float)
    for vote, value in placed:
        voices[value].add(vote.voice)
        sure[value] = max(sure[value], vote.claim.score)
    told = {value: heard for value, heard in voices.items() if sure[value] > INFERRED}
    base = _best_place(told if any(map(_in_town, told)) else voices, sure)
    supporting = [(vote, value) for vote, value in placed if places_allow(base, value)]
    opposing = [vote for vote, value in placed if not places_allow(base, value)]
    chosen = _completed(
        base, sorted({value for _, value in supporting}, key=lambda value: (-len(voices[value]), repr(value)))
    )
    return Choice("where", chosen, "most_sources_finest", _ids([vote for vote, _ in supporting]), _ids(opposing))


def _grouped(pairs: Sequence[tuple[Vote, V]], key: Callable[[V], Hashable]) -> list[list[tuple[Vote, V]]]:
    groups: dict[Hashable, list[tuple[Vote, V]]] = defaultdict(list)
    for vote, value in pairs:
        groups[key(value)].append((vote, value))
    return sorted(groups.values(), key=lambda group: (-_voices([vote for vote, _ in group]), repr(key(group[0][1]))))


def _union(parts: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({part for one in parts for part in one}))


def _branches(actors: set[str], parents: Mapping[str, str]) -> dict[str, str]:
    """Parent -> branch where exactly one branch of a named parent is named too: the branch is the more precise name."""
    children: dict[str, set[str]] = defaultdict(set)
    for actor in actors:
        if parents.get(actor) in actors:
            children[parents[actor]].add(actor)
    return {parent: min(found) for parent, found in children.items() if len(found) == 1}


def perpetrators(votes: Sequence[Vote], *, parents: Mapping[str, str]) -> list[Choice]:
    """Every actor that a source names, known ones of most sources first, with the strongest status that any gives."""
    pairs = _of(votes, "perpetrator", Actor)
    branch = _branches({value.actor for _, value in pairs if value.actor}, parents)
    choices = []
    for group in _grouped(pairs, lambda actor: branch.get(actor.actor or "", actor.actor) or actor.name.casefold()):
        values = [value for _, value in group]
        finest = [value for value in values if (value.actor or "") not in branch]
        lead = min(finest, key=lambda value: (-STATUS_ORDER.index(value.status), -len(value.name), value.name))
        status = max((value.status for value in values), key=STATUS_ORDER.index)
        merged = replace(lead, status=status, mentions=_union([value.mentions for value in values]))
        choices.append(Choice("perpetrator", merged, "every_source", _ids([vote for vote, _ in group])))
    return sorted(choices, key=lambda choice: isinstance(choice.value, Actor) and choice.value.actor is None)


def targets(votes: Sequence[Vote]) -> list[Choice]:
    """Every target that a source names, those of most sources first."""
    choices = []
    for group in _grouped(_of(votes, "target", Target), lambda target: target.name.casefold()):
        lead = min((value for _, value in group), key=repr)
        merged = replace(
            lead,
            mentions=_union([value.mentions for _, value in group]),
            effects=_union([value.effects for _, value in group]),
        )
        choices.append(Choice("target", merged, "every_source", _ids([vote for vote, _ in group])))
    return choices


def weapons(votes: Sequence[Vote]) -> list[Choice]:
    """Every weapon that a source names, one of each category, those of most sources first."""
    choices = []
    for group in _grouped(_of(votes, "weapon", Weapon), _weapon_key):
        lead = min((value for _, value in group), key=lambda value: (not value.name, len(value.name or ""), value.name))
        merged = replace(lead, mentions=_union([value.mentions for _, value in group]))
        choices.append(Choice("weapon", merged, "every_source", _ids([vote for vote, _ in group])))
    return choices


def _weapon_key(weapon: Weapon) -> str:
    return weapon.category or (weapon.name or "").casefold()
