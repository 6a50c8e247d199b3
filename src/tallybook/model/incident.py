"""Claims seen together: a report is one document's account, an incident is a cluster of reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tallybook.model.claim import Claim
from tallybook.model.document import Span
from tallybook.model.values import Actor, Code, Count, PartialDate, Place, Responsibility, Target, Value, Weapon

V = TypeVar("V", bound=Value)


def _of_kind(claims: Iterable[Claim], prop: str, kind: type[V]) -> list[tuple[Claim, V]]:
    return [(claim, claim.value) for claim in claims if claim.prop == prop and isinstance(claim.value, kind)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One document's account of one incident: the claims that share a ``report_id``, in document order."""

    id: str
    document_id: str
    claims: tuple[Claim, ...]

    @property
    def event_types(self) -> tuple[str, ...]:
        """The codes of all acts it tells of, the leading one first; ``("other",)`` when none was resolved."""
        return tuple(dict.fromkeys(code.code for _, code in _of_kind(self.claims, "event_type", Code))) or ("other",)

    @property
    def stage(self) -> str:
        """Accomplished unless a claim says otherwise."""
        return next((code.code for _, code in _of_kind(self.claims, "stage", Code)), "accomplished")

    @property
    def when(self) -> PartialDate:
        """When it happened, as this document has it."""
        return next((when for _, when in _of_kind(self.claims, "when", PartialDate)), PartialDate())

    @property
    def where(self) -> Place:
        """Where it happened, as this document has it."""
        return next((place for _, place in _of_kind(self.claims, "where", Place)), Place())

    @property
    def perpetrators(self) -> tuple[Actor, ...]:
        """Who is said to have done it."""
        return tuple(actor for _, actor in _of_kind(self.claims, "perpetrator", Actor))

    @property
    def targets(self) -> tuple[Target, ...]:
        """Who or what was hit."""
        return tuple(target for _, target in _of_kind(self.claims, "target", Target))

    @property
    def weapons(self) -> tuple[Weapon, ...]:
        """What it was done with."""
        return tuple(weapon for _, weapon in _of_kind(self.claims, "weapon", Weapon))

    @property
    def casualties(self) -> tuple[Count, ...]:
        """Every casualty figure this document gives for it."""
        return tuple(count for _, count in _of_kind(self.claims, "casualty", Count))

    @property
    def responsibility(self) -> Responsibility | None:
        """Who claimed or denied it, if anybody is said to have."""
        return next((value for _, value in _of_kind(self.claims, "responsibility", Responsibility)), None)

    @property
    def evidence(self) -> tuple[Span, ...]:
        """The sentences that tell of it."""
        return tuple(span for claim in self.claims if claim.prop == "evidence" for span in claim.evidence)


def reports_of(claims: Sequence[Claim]) -> list[Report]:
    """The incident reports among claims, in the order of their first claim; tallies and statements are left out."""
    grouped: dict[str, list[Claim]] = {}
    for claim in claims:
        grouped.setdefault(claim.report_id, []).append(claim)
    return [
        Report(id=report_id, document_id=members[0].document_id, claims=tuple(members))
        for report_id, members in grouped.items()
        if any(member.prop == "event_type" for member in members)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One incident as the register sees it now: a stable id and the reports of its cluster, oldest id first."""

    id: str
    reports: tuple[Report, ...]

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of the documents that tell of it."""
        return tuple(dict.fromkeys(report.document_id for report in self.reports))

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims of all its reports."""
        return tuple(claim for report in self.reports for claim in report.claims)
