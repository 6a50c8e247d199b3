"""What the codebook is made of: frozen types that say what counts and how it is called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

StateViolence = Literal["all", "against_civilians", "none"]
Aggregates = Literal["tally", "drop"]
Fit = Literal["exact", "close", "broader", "by_target", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One kind of act. ``leads_over`` names the types that step back when both are told of one incident."""

    code: str
    name: str
    family: str
    definition: str
    roles: tuple[str, ...]
    properties: tuple[str, ...]
    leads_over: tuple[str, ...] = ()
    usual_weapons: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """What can be claimed of an incident: ``value`` is the kind of value, ``rule`` what makes a finding of several."""

    code: str
    value: str
    many: bool
    links: bool
    rule: str
    means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One code of a list. ``within`` is the wider category; ``armed`` is set for groups of people only."""

    code: str
    means: str
    within: str | None = None
    armed: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignCode:
    """The code of another scheme for one of our event types, and how well it fits."""

    code: str | None
    label: str | None
    fit: Fit


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosswalk:
    """Our event types in the codes of another scheme."""

    scheme: str
    title: str
    note: str
    codes: Mapping[str, ForeignCode]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What counts as an incident, as knobs.

    The extractor turns these: ``event_types``, ``stages``; ``clash_counts``: a fight of two armed sides counts
    although no civilian was hit; ``recency_days``: how long before publication it may lie (an incident without a date
    is recent); ``stretch_days``: a longer stretch of time ("last month") tells only that it was over by then, not when
    it was; ``own_types``: event types that are an incident of their own beside acts of other types, never a part
    of one; ``require_target_or_type``: at least the kind of target or a type other than ``other`` is known;
    ``aggregates``: whether counts over many incidents become tallies or are dropped; ``keeping``: the scale of
    ``codebook/keeping`` that weighs whether a story counts, with its age and a fight of armed sides among the traits;
    ``casting``: the learnt weights of ``codebook/casting`` that judge who and what plays a part in it.

    ``tallybook.codebook.excluded`` looks at what was resolved: ``countries`` (ISO 3166-1 alpha-2; ``None``: all), of
    which one of ``country_by`` (place, perpetrator, target) must be in one; ``property_counts``: an act that hit only
    things counts; ``state_violence``: which acts of state forces count; ``excluded_victims``: it falls out when all its
    victims are of these groups; ``needs``: properties without which it does not count.
    """

    name: str
    means: str
    event_types: tuple[str, ...]
    stages: tuple[str, ...]
    countries: tuple[str, ...] | None
    country_by: tuple[str, ...]
    own_types: tuple[str, ...]
    clash_counts: bool
    property_counts: bool
    state_violence: StateViolence
    excluded_victims: tuple[str, ...]
    recency_days: int | None
    stretch_days: int | None
    require_target_or_type: bool
    needs: tuple[str, ...]
    aggregates: Aggregates
    keeping: str | None = None
    casting: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """All of it: event types in the order in which they lead, lists of codes, one profile, and the hash of the data.

    ``hash`` is the SHA-256 over every codebook, actor and language file and the profile; a run records it.
    ``values`` holds the closed lists of the contract (stage, outcome, status …), each code with its meaning.
    """

    name: str
    hash: str
    profile: Profile
    event_types: Mapping[str, EventType]
    families: Mapping[str, str]
    properties: Mapping[str, Property]
    weapons: Mapping[str, Category]
    targets: Mapping[str, Category]
    groups: Mapping[str, Category]
    values: Mapping[str, Mapping[str, str]]
    crosswalks: Mapping[str, Crosswalk]

    def ordered(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The event types among ``codes``, each once, the leading one first."""
        wanted = set(codes)
        return tuple(code for code in self.event_types if code in wanted)

    def weapon_is_a(self, code: str | None, wider: str) -> bool:
        """Whether a weapon category is ``wider`` or lies within it; ``None`` lies in nothing."""
        while code is not None and code in self.weapons:
            if code == wider:
                return True
            code = self.weapons[code].within
        return False

    def armed(self, group: str | None) -> bool:
        """Whether a group of people counts as armed, so that a fight with it is a clash; unknown groups do not."""
        return bool(group in self.groups and self.groups[group].armed) if group else False
