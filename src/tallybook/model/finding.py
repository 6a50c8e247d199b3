"""The value an incident is given, by which rule, with the claims for and against it."""

from __future__ import annotations

from dataclasses import dataclass

from tallybook.model.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A figure as low, best and high; ``None`` is not stated (best), or open (high)."""

    low: int | None = None
    best: int | None = None
    high: int | None = None


DECIDED = "decided"
"""The rule of a finding whose value a person gave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the register holds to be so about one property of one incident.

    ``prop`` is a claim property, or ``killed`` and ``injured`` for the figures; ``supporting`` and ``opposing`` are
    claim ids (the contract's ``for`` and ``against``). ``decision`` is the id of the decision of a person that gave the
    value (its rule is then ``decided``), or that overruled it.
    """

    incident_id: str
    prop: str
    value: Value | Range
    rule: str
    supporting: tuple[str, ...] = ()
    opposing: tuple[str, ...] = ()
    decision: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One of several readings of a field that disagree, and the documents that have it."""

    value: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Documents that contradict each other about one field of one incident (coding rule 17)."""

    incident_id: str
    field: str
    readings: tuple[Reading, ...]
