"""The two line formats that other programs may rely on: the document line and the incident line.

Absent or unknown is ``None`` (or an empty list), never ``0``, ``""`` or a guess. ``tallybook schema`` prints the JSON
Schemas of both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from tallybook.export.base import IncidentRecord
from tallybook.export.objects import (
    Line,
    casualty_claims,
    casualty_object,
    confidence_object,
    document_head,
    estimate_object,
    issue_object,
    period_object,
    place_object,
    range_object,
    report_object,
    span_object,
    statement_object,
    tally_object,
)
from tallybook.export.words import value_in_words
from tallybook.model import (
    DECIDED,
    Actor,
    Claim,
    Code,
    Count,
    Document,
    Finding,
    Issue,
    PartialDate,
    Place,
    Range,
    Span,
    Statement,
    Strength,
    Tally,
    Target,
    Value,
    Weapon,
    reports_of,
)
from tallybook.reconcile import independent_sources as grade
from tallybook.reconcile.confidence import confidence_in

__all__ = [
    "Line",
    "document_line",
    "failed_line",
    "geocode_line",
    "held",
    "incident_line",
    "incident_perpetrators",
    "incident_stage",
    "incident_types",
    "incident_when",
    "incident_where",
    "independent_sources",
]

V = TypeVar("V", bound=Value)


def document_line(document: Document, claims: Sequence[Claim], issues: Iterable[Issue] = ()) -> Line:
    """The contract's document line: the text as read, and all that it tells of."""
    return {
        "document": document_head(document),
        "reports": [report_object(report) for report in reports_of(claims)],
        "tallies": [tally_object(claim, claim.value) for claim in claims if isinstance(claim.value, Tally)],
        "estimates": [estimate_object(claim, claim.value) for claim in claims if isinstance(claim.value, Strength)],
        "statements": [statement_object(claim, claim.value) for claim in claims if isinstance(claim.value, Statement)],
        "issues": [issue_object(issue) for issue in issues],
    }


def failed_line(document_id: str, issues: Iterable[Issue]) -> Line:
    """The line of a document that could not be read: its id, no text, and why."""
    return document_line(Document(id=document_id, text="", language="und"), (), issues)


class Located(Protocol):
    """A place name in a text and the place it means."""

    @property
    def span(self) -> Span:
        """The words."""
        ...

    @property
    def place(self) -> Place:
        """What they mean."""
        ...

    @property
    def kind(self) -> str:
        """What kind of place it is, such as ``city``, ``admin1`` or ``country``."""
        ...


def geocode_line(document_id: str, places: Iterable[Located], issues: Iterable[Issue] = ()) -> Line:
    """The contract's geocode line; a line has ``issues`` only where there are any."""
    found = list(map(issue_object, issues))
    line: Line = {"id": document_id, "places": [_located(one) for one in places]}
    return {**line, "issues": found} if found else line


def incident_line(record: IncidentRecord) -> Line:
    """The contract's incident line: what the register holds to be so, and on what it rests."""
    incident, types = record.incident, incident_types(record)
    documents = list(incident.documents)
    return {
        "incident_id": incident.id,
        "event_type": types[0],
        "event_types": types,
        "stage": incident_stage(record),
        "when": period_object(incident_when(record)),
        "where": incident_where_object(record),
        "perpetrators": [_short_actor(actor) for actor in incident_perpetrators(record)],
        "targets": _distinct({"name": one.name, "category": one.category} for one in held(record, "target", Target)),
        "weapons": _distinct({"name": one.name, "category": one.category} for one in held(record, "weapon", Weapon)),
        "killed": _figure(record.finding("killed")),
        "injured": _figure(record.finding("injured")),
        "casualties": [_incident_casualty(claim, count) for claim, count in casualty_claims(incident.claims)],
        "documents": documents,
        "reports": [report.id for report in incident.reports],
        "sources": {"documents": len(documents), "independent": independent_sources(record)},
        "disagreements": [
            {
                "field": found.field,
                "values": [{"value": one.value, "documents": list(one.documents)} for one in found.readings],
            }
            for found in record.disagreements
        ],
        "review": record.review,
        "decided": _decided(record),
        **confidence_object(confidence_in(incident)),
    }


def independent_sources(record: IncidentRecord) -> int:
    """How many independent voices tell of it: copies and outlets of one publisher or agency count once (rule 10)."""
    return grade(record.incident, documents=record.documents)


def incident_when(record: IncidentRecord) -> PartialDate:
    """When it happened: the finding, else the narrowest date of a report."""
    found = record.finding("when")
    if found is not None:
        return found.value if isinstance(found.value, PartialDate) else PartialDate()
    dates = [report.when for report in record.incident.reports if report.when.start or report.when.end]
    return dates[0] if dates else PartialDate()


def incident_where(record: IncidentRecord) -> Place:
    """Where it happened: the finding, else the first report's place."""
    found = record.finding("where")
    if found is not None:
        return found.value if isinstance(found.value, Place) else Place()
    places = [report.where for report in record.incident.reports if report.where.precision != "unknown"]
    return places[0] if places else Place()


def incident_where_object(record: IncidentRecord) -> Line:
    """The place with the words for it, each with the document it stands in."""
    place = incident_where(record)
    said = [claim for claim in record.incident.claims if claim.prop == "where" and claim.value == place]
    words = [{"document_id": claim.document_id, **span_object(span)} for claim in said for span in claim.evidence]
    return {**place_object(place), "evidence": words}


def incident_perpetrators(record: IncidentRecord) -> list[Actor]:
    """Who is held to have done it: the findings, else every actor that a report names, once."""
    named = held(record, "perpetrator", Actor)
    return list({(actor.actor or actor.name.casefold()): actor for actor in reversed(named)}.values())[::-1]


def _located(one: Located) -> Line:
    span, place = one.span, one.place
    return {
        "text": span.text,
        "start": span.start,
        "end": span.end,
        "lat": place.lat,
        "lon": place.lon,
        "country": place.country,
        "geonames_id": place.geonames_id,
        "kind": one.kind,
    }


def _incident_casualty(claim: Claim, count: Count) -> Line:
    return {"document_id": claim.document_id, "claim_id": claim.id, **casualty_object(claim, count)}


def _short_actor(actor: Actor) -> Line:
    return {"actor": actor.actor, "name": actor.name, "kind": actor.kind, "status": actor.status}


def _figure(found: Finding | None) -> Line:
    if found is None or not isinstance(found.value, Range):
        return {**range_object(Range()), "rule": found.rule if found else None, "for": [], "against": []}
    return {
        **range_object(found.value),
        "rule": found.rule,
        "for": list(found.supporting),
        "against": list(found.opposing),
    }


def incident_types(record: IncidentRecord) -> list[str]:
    """Every type it is held to be, the leading one first; ``other`` only where there is none."""
    codes = dict.fromkeys(one.code for one in held(record, "event_type", Code))
    return [code for code in codes if code != "other"] or ["other"]


def held(record: IncidentRecord, prop: str, kind: type[V]) -> list[V]:
    """The values that findings hold, none where a finding says so; where there is no finding, those of all reports."""
    found = [one.value for one in record.findings if one.prop == prop]
    told = found or [claim.value for claim in record.incident.claims if claim.prop == prop]
    return [value for value in told if isinstance(value, kind)]


def incident_stage(record: IncidentRecord) -> str:
    """Accomplished, attempted or threatened: the finding, else what the first report says."""
    found = record.finding("stage")
    if found is not None and isinstance(found.value, Code):
        return found.value.code
    return next((report.stage for report in record.incident.reports), "accomplished")


def _decided(record: IncidentRecord) -> list[Line]:
    """The fields whose values a person gave: by which decision, and which rules it overruled."""
    given = {one.prop: one.decision for one in record.findings if one.rule == DECIDED}
    return [
        {
            "field": prop,
            "decision": decision,
            "overruled": [
                {"value": value_in_words(one.value), "rule": one.rule} for one in record.overruled if one.prop == prop
            ],
        }
        for prop, decision in sorted(given.items())
    ]


def _distinct(rows: Iterable[Line]) -> list[Line]:
    return list({tuple(row.values()): row for row in rows}.values())
