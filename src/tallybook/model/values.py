"""The kinds of value a claim can carry.

Absent is ``None`` in every field, never ``0`` or ``""``. Where nothing could be decided the value is ``Unresolved``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

DatePrecision = Literal["day", "month", "season", "year", "period", "unknown"]
PlacePrecision = Literal["site", "place", "district", "admin1", "country", "unknown"]
Exactness = Literal["exact", "at_least", "more_than", "about", "at_most", "vague"]
Outcome = Literal["killed", "injured", "missing", "captured", "casualties"]
Scope = Literal["total", "subgroup", "individual"]
Mood = Literal["asserted", "denied", "suspected"]
Side = Literal["victims", "perpetrators", "unknown"]
Status = Literal["claimed", "attributed", "suspected", "denied", "unknown"]
Stage = Literal["accomplished", "attempted", "threatened"]
ActorKind = Literal["organization", "individual", "state", "unknown"]
Measure = Literal["attacks", "killed", "injured", "casualties", "arrests", "displaced", "other"]
StrengthMeasure = Literal["fighters", "population_share", "other"]
StatementKind = Literal["claim", "denial", "warning", "assessment", "condemnation", "other"]
TargetKind = Literal["person", "group", "facility", "vehicle", "infrastructure", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A date as an interval of days, both ends included; an open end is ``None``."""

    start: date | None = None
    end: date | None = None
    precision: DatePrecision = "unknown"
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something happened, as finely as the words allow; ``lat`` and ``lon`` in degrees (WGS 84)."""

    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    place: str | None = None
    site: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: PlacePrecision = "unknown"
    geonames_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who is said to have done it: ``name`` as printed, ``actor`` its code where the actor table knows it."""

    name: str
    actor: str | None = None
    kind: ActorKind = "unknown"
    status: Status = "unknown"
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Who or what was hit. ``number`` counts it when the text does; ``effects`` as in the contract."""

    name: str
    kind: TargetKind = "other"
    category: str | None = None
    mentions: tuple[str, ...] = ()
    named: bool | None = None
    role: str | None = None
    low: int | None = None
    best: int | None = None
    high: int | None = None
    exactness: Exactness | None = None
    effects: tuple[str, ...] = ()
    nationality: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weapon:
    """What it was done with: ``category`` is a code of the codebook's weapon list.

    It has no ``name`` where only the word for the act tells its kind ("was machinegunned").
    """

    name: str | None = None
    category: str | None = None
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many people of a group suffered an outcome, according to whom (coding rules 5 to 8).

    ``inside`` marks a subgroup that the words put inside another figure ("including three children"): never added.
    """

    outcome: Outcome
    low: int | None = None
    best: int | None = None
    high: int | None = None
    exactness: Exactness = "exact"
    group: str | None = None
    actor: str | None = None
    scope: Scope = "total"
    side: Side = "victims"
    said_by: str | None = None
    mood: Mood = "asserted"
    inside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code of the codebook: an event type, a stage."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsibility:
    """Who claimed or denied to have done it, a claim of its own with its speaker (coding rules 13 and 15)."""

    status: Literal["claimed", "denied", "none_reported"]
    by: str | None = None
    said_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A reported count over many incidents, with its period and comparison; never an incident itself (rule 3)."""

    measure: Measure
    low: int | None = None
    best: int | None = None
    high: int | None = None
    exactness: Exactness = "exact"
    period: PartialDate = PartialDate()
    perpetrator: str | None = None
    target: str | None = None
    area: str | None = None
    said_by: str | None = None
    compared_low: int | None = None
    compared_best: int | None = None
    compared_high: int | None = None
    compared_period: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """A reported strength or share ("nearly 4,000 fighters"): the contract's *Estimate*.

    ``low``, ``best``, ``high`` count people, or percent when ``measure`` is ``population_share``.
    """

    measure: StrengthMeasure
    subject: str | None = None
    low: float | None = None
    best: float | None = None
    high: float | None = None
    exactness: Exactness = "exact"
    as_of: PartialDate = PartialDate()
    said_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Who says what about whom, without being an incident: a claim, a denial, a warning."""

    speaker: str
    affiliation: str | None = None
    kind: StatementKind = "other"
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved:
    """No value, and why: stored like any claim, so that "not stated" and "not found" can be told apart."""

    reason: str


Value = (
    PartialDate
    | Place
    | Actor
    | Target
    | Weapon
    | Count
    | Code
    | Responsibility
    | Tally
    | Strength
    | Statement
    | Unresolved
)
VALUE_KINDS: tuple[type, ...] = (
    PartialDate, Place, Actor, Target, Weapon, Count, Code, Responsibility, Tally, Strength, Statement, Unresolved,
)  # fmt: skip
