"""The incidents of a register with their findings beside them, as every answer reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeVar

from tallybook.model import (
    Actor,
    Claim,
    Code,
    Disagreement,
    Document,
    Finding,
    Incident,
    Mention,
    PartialDate,
    Place,
    Range,
    Review,
    Target,
    Value,
    Weapon,
)
from tallybook.reconcile import independent_sources

if TYPE_CHECKING:
    from tallybook.register.fact_columns import FactColumns

V = TypeVar("V", bound=Value | Range)


class View(Protocol):
    """What answers need of a register; its own ``View`` has all of it and more."""

    def incidents(self) -> Sequence[Incident]:
        """All incidents."""
        ...

    def findings(self, incident_id: str | None = None) -> Sequence[Finding]:
        """The findings of one incident, or all."""
        ...

    def facts(self) -> FactColumns | None:
        """What tallies need of all incidents, as columns; ``None`` where the register has them not."""
        ...

    def disagreements(self, incident_id: str | None = None) -> Sequence[Disagreement]:
        """The disagreements within one incident, or all."""
        ...

    def claims(self) -> Sequence[Claim]:
        """All claims; reported tallies among them."""
        ...

    def reviews(self) -> Mapping[str, Review]:
        """What people decided about incidents, by id."""
        ...

    def documents(self, ids: Collection[str] | None = None) -> Sequence[Document]:
        """All documents, or those of some ids."""
        ...

    def mentions(self, *, document_id: str | None = None) -> Sequence[Mention]:
        """The mentions of one document, or all."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One incident as findings have it; ``sources`` are the publishers (or, unnamed, the documents) that tell of it.

    ``independent`` is its grade, the number of independent voices among them; ``told`` the day of the first document.
    """

    incident_id: str
    event_types: tuple[str, ...]
    stage: str
    when: PartialDate
    where: Place
    perpetrators: tuple[Actor, ...]
    targets: tuple[Target, ...]
    weapons: tuple[Weapon, ...]
    killed: Range
    injured: Range
    documents: tuple[str, ...]
    sources: tuple[str, ...]
    review: str = "unreviewed"
    independent: int = 1
    told: date | None = None

    @property
    def event_type(self) -> str:
        """The leading type."""
        return self.event_types[0] if self.event_types else "other"

    @property
    def actors(self) -> tuple[str, ...]:
        """The codes of perpetrators that the actor table knows."""
        return tuple(dict.fromkeys(actor.actor for actor in self.perpetrators if actor.actor))


def _values(findings: Sequence[Finding], prop: str, kind: type[V]) -> tuple[V, ...]:
    return tuple(found.value for found in findings if found.prop == prop and isinstance(found.value, kind))


def _first(findings: Sequence[Finding], prop: str, kind: type[V], otherwise: V) -> V:
    return next(iter(_values(findings, prop, kind)), otherwise)


def entry(
    incident: Incident, findings: Sequence[Finding], documents: Mapping[str, Document], review: Review | None = None
) -> Entry:
    """One incident with its findings, and what people decided about it."""
    named = [(documents[name].publisher if name in documents else None) or name for name in incident.documents]
    return Entry(
        incident_id=incident.id,
        event_types=tuple(code.code for code in _values(findings, "event_type", Code)),
        stage=_first(findings, "stage", Code, Code(code="accomplished")).code,
        when=_first(findings, "when", PartialDate, PartialDate()),
        where=_first(findings, "where", Place, Place()),
        perpetrators=_values(findings, "perpetrator", Actor),
        targets=_values(findings, "target", Target),
        weapons=_values(findings, "weapon", Weapon),
        killed=_first(findings, "killed", Range, Range()),
        injured=_first(findings, "injured", Range, Range()),
        documents=incident.documents,
        sources=tuple(dict.fromkeys(named)),
        review=review.state if review else "unreviewed",
        independent=independent_sources(incident, documents=documents),
        told=min((day for name in incident.documents if (day := day_of(documents.get(name)))), default=None),
    )


def day_of(document: Document | None) -> date | None:
    """The day of publication (the last it may be); ``None`` where it is not known."""
    return None if document is None or document.published_basis == "none" else document.published.end


def entries(view: View) -> list[Entry]:
    """All incidents of a register with their findings, ordered by id."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in view.findings():
        found[finding.incident_id].append(finding)
    documents = {document.id: document for document in view.documents()}
    reviews = view.reviews()
    made = [entry(one, found[one.id], documents, reviews.get(one.id)) for one in view.incidents()]
    return sorted(made, key=lambda one: one.incident_id)


def claims_by_id(incident: Incident) -> dict[str, Claim]:
    """The claims of an incident by id."""
    return {claim.id: claim for claim in incident.claims}
