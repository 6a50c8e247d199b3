"""What is known of one incident, asked for once and in the types of the model, and the parts that a format may lack."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tallybook.export.base import IncidentRecord
from tallybook.export.contract import (
    held,
    incident_perpetrators,
    incident_stage,
    incident_types,
    incident_when,
    incident_where,
    independent_sources,
)
from tallybook.export.loss import Converted, Loss, LossReport, report_of
from tallybook.model import Actor, Count, PartialDate, Place, Range, Responsibility, Target, Weapon
from tallybook.reconcile.figures import range_of

__all__ = ["FACETS", "Known", "attackers_killed", "dropped", "known_of", "losses_by_facet", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One incident as the register holds it to be. ``attackers`` counts the perpetrators' own dead, apart (rule 8)."""

    record: IncidentRecord
    types: tuple[str, ...]
    stage: str
    when: PartialDate
    where: Place
    perpetrators: tuple[Actor, ...]
    targets: tuple[Target, ...]
    weapons: tuple[Weapon, ...]
    casualties: tuple[Count, ...]
    killed: Range
    injured: Range
    attackers: Range

    @property
    def id(self) -> str:
        """The incident's id."""
        return self.record.incident.id

    @property
    def event_type(self) -> str:
        """The leading type."""
        return self.types[0]

    @property
    def responsibility(self) -> tuple[Responsibility, ...]:
        """Claims and denials of responsibility that its documents tell of."""
        return tuple(held(self.record, "responsibility", Responsibility))


def known_of(record: IncidentRecord) -> Known:
    """All of one incident that the formats of others ask for."""
    return Known(
        record=record,
        types=tuple(incident_types(record)),
        stage=incident_stage(record),
        when=incident_when(record),
        where=incident_where(record),
        perpetrators=tuple(incident_perpetrators(record)),
        targets=tuple({one.name: one for one in held(record, "target", Target)}.values()),
        weapons=tuple({one.name or one.category: one for one in held(record, "weapon", Weapon)}.values()),
        casualties=tuple(claim.value for claim in record.incident.claims if isinstance(claim.value, Count)),
        killed=_figure(record, "killed"),
        injured=_figure(record, "injured"),
        attackers=attackers_killed(record),
    )


def refused(known: Known) -> str | None:
    """Why an incident goes into no file in the shape of another dataset; ``None`` when it may."""
    return "a person rejected it" if known.record.review == "rejected" else None


def attackers_killed(record: IncidentRecord) -> Range:
    """The perpetrators' own dead: in each document the largest count of them, over all documents the lowest is best.

    No finding holds this figure, and formats that count everybody who died need it. The lowest is what UCDP and ACLED
    take where figures disagree; low and high are the range over the documents.
    """
    counted = [found for report in record.incident.reports if (found := _largest(report.casualties)) is not None]
    if not counted:
        return Range()
    lows = [one.low if one.low is not None else one.best or 0 for one in counted]
    bests = [one.best for one in counted if one.best is not None]
    highs = [one.high for one in counted]
    return Range(
        low=min(lows),
        best=min(bests) if bests else None,
        high=None if None in highs else max(high or 0 for high in highs),
    )


def _largest(counts: Iterable[Count]) -> Range | None:
    found = [
        range_of(one)
        for one in counts
        if one.side == "perpetrators" and one.outcome == "killed" and one.mood == "asserted"
    ]
    stated = [one for one in found if one != Range()]
    return max(stated, key=lambda one: (one.best is not None, one.best or one.low or 0), default=None)


def _figure(record: IncidentRecord, name: str) -> Range:
    found = record.finding(name)
    return found.value if found is not None and isinstance(found.value, Range) else Range()


def _is_range(figure: Range) -> bool:
    stated = (figure.low, figure.best, figure.high) != (None, None, None)
    return stated and not figure.low == figure.best == figure.high


def _is_interval(when: PartialDate) -> bool:
    return when.start != when.end


FACETS: Mapping[str, Callable[[Known], bool]] = {
    "event_types": lambda one: len(one.types) > 1,
    "stage": lambda one: one.stage != "accomplished",
    "when": lambda one: _is_interval(one.when),
    "where.site": lambda one: one.where.site is not None,
    "perpetrators": lambda one: len(one.perpetrators) > 0,
    "perpetrators.status": lambda one: any(actor.status != "unknown" for actor in one.perpetrators),
    "targets": lambda one: len(one.targets) > 0,
    "weapons": lambda one: len(one.weapons) > 0,
    "killed.low, killed.high": lambda one: _is_range(one.killed),
    "injured": lambda one: one.injured != Range(),
    "injured.low, injured.high": lambda one: _is_range(one.injured),
    "casualties (perpetrators)": lambda one: one.attackers != Range(),
    "casualties (missing, captured)": lambda one: any(c.outcome in ("missing", "captured") for c in one.casualties),
    "casualties (by group)": lambda one: any(count.group is not None for count in one.casualties),
    "casualties (said by whom)": lambda one: any(count.said_by is not None for count in one.casualties),
    "claim_of_responsibility": lambda one: any(value.status != "none_reported" for value in one.responsibility),
    "disagreements": lambda one: len(one.record.disagreements) > 0,
    "sources.independent": lambda one: independent_sources(one.record) != len(one.record.incident.documents),
    "documents": lambda one: len(one.record.incident.documents) > 0,
    "evidence": lambda one: len(one.record.incident.claims) > 0,
    "review": lambda one: one.record.review != "unreviewed",
    "confidence": lambda one: len(one.record.incident.claims) > 0,
}
"""The parts of an incident that other formats have no place for, each with the question whether an incident has it."""


def dropped(known: Known, lacks: Mapping[str, str]) -> list[Loss]:
    """What an incident has of the facets that a format ``lacks`` (facet → why)."""
    return [Loss(field=name, kind="dropped", why=why) for name, why in lacks.items() if FACETS[name](known)]


def losses_by_facet(format_name: str, records: Iterable[IncidentRecord], lacks: Mapping[str, str]) -> LossReport:
    """The report of a format that leaves no incident out and only lacks a place for some facets."""
    return report_of(
        format_name,
        ((record.incident.id, Converted(losses=tuple(dropped(known_of(record), lacks)))) for record in records),
    )
