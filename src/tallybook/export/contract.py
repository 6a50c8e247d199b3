"""The two line formats that other programs may rely on: the document line and the incident line.

Absent or unknown is ``None`` (or an empty list), never ``0``, ``""`` or a guess. ``tallybook schema`` prints the JSON
Schemas of both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tallybook.export.base import IncidentRecord
from tallybook.model import (
    Actor,
    Claim,
    Count,
    Document,
    Finding,
    Incident,
    Issue,
    PartialDate,
    Place,
    Range,
    Report,
    Responsibility,
    Span,
    Statement,
    Strength,
    Tally,
    Target,
    Value,
    Weapon,
    reports_of,
)
from tallybook.reconcile import reading

__all__ = ["Line", "document_line", "failed_line", "incident_line", "independent_sources"]

Line = dict[str, Any]
"""One JSON object, ready to be dumped."""


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


def document_head(document: Document) -> Line:
    """The document itself; offsets everywhere count characters of its ``text``."""
    published = document.published
    return {
        "id": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "language": document.language,
        "url": document.url,
        "published": {
            "start": _iso(published.start),
            "end": _iso(published.end),
            "precision": published.precision,
            "basis": document.published_basis,
        },
        "copy_of": document.copy_of,
        "page_hash": document.page_hash,
        "text": document.text,
    }


def report_object(report: Report) -> Line:
    """One document's account of one incident."""
    return {
        "report_id": report.id,
        "event_type": report.event_types[0],
        "event_types": list(report.event_types),
        "stage": report.stage,
        "when": period_object(report.when),
        "where": {**place_object(report.where), "evidence": _evidence_of(report, "where")},
        "perpetrators": [_perpetrator(claim, claim.value) for claim in report.claims if isinstance(claim.value, Actor)],
        "targets": [_target(claim, claim.value) for claim in report.claims if isinstance(claim.value, Target)],
        "weapons": [_weapon(claim, claim.value) for claim in report.claims if isinstance(claim.value, Weapon)],
        "casualties": [casualty_object(claim, claim.value) for claim in _casualties(report.claims)],
        "killed": range_object(reading(report, "killed")),
        "injured": range_object(reading(report, "injured")),
        "claim_of_responsibility": _responsibility(report.responsibility),
        "confidence": report.confidence,
        "evidence": evidence_objects(report.evidence or _all_words(report.claims)),
    }


def tally_object(claim: Claim, tally: Tally) -> Line:
    """A reported count over many incidents."""
    compared = tally.compared_period is not None or tally.compared_best is not None or tally.compared_low is not None
    return {
        "measure": tally.measure,
        **_bounds(tally),
        "exactness": tally.exactness,
        "period": period_object(tally.period),
        "perpetrator": tally.perpetrator,
        "target": tally.target,
        "area": tally.area,
        "said_by": tally.said_by,
        "compared_with": _compared(tally) if compared else None,
        "evidence": evidence_objects(claim.evidence),
    }


def estimate_object(claim: Claim, strength: Strength) -> Line:
    """A reported strength or share."""
    return {
        "measure": strength.measure,
        "subject": strength.subject,
        **_bounds(strength),
        "exactness": strength.exactness,
        "as_of": period_object(strength.as_of),
        "said_by": strength.said_by,
        "evidence": evidence_objects(claim.evidence),
    }


def statement_object(claim: Claim, statement: Statement) -> Line:
    """Who says what about whom."""
    return {
        "speaker": statement.speaker,
        "affiliation": statement.affiliation,
        "kind": statement.kind,
        "about": list(statement.about),
        "evidence": evidence_objects(claim.evidence),
    }


def incident_line(record: IncidentRecord) -> Line:
    """The contract's incident line: what the register holds to be so, and on what it rests."""
    incident, types = record.incident, _event_types(record)
    documents = list(incident.documents)
    return {
        "incident_id": incident.id,
        "event_type": types[0],
        "event_types": types,
        "stage": _stage(record),
        "when": period_object(incident_when(record)),
        "where": incident_where_object(record),
        "perpetrators": [_short_actor(actor) for actor in incident_perpetrators(record)],
        "targets": _distinct({"name": t.name, "category": t.category} for r in incident.reports for t in r.targets),
        "weapons": _distinct({"name": w.name, "category": w.category} for r in incident.reports for w in r.weapons),
        "killed": _figure(record.finding("killed")),
        "injured": _figure(record.finding("injured")),
        "casualties": [_incident_casualty(claim, claim.value) for claim in _casualties(incident.claims)],
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
        "confidence": _confidence(incident),
    }


def independent_sources(record: IncidentRecord) -> int:
    """How many voices tell of it when a copy of a copy counts as its original (coding rule 10)."""
    documents = record.documents
    originals = {document.id: document.copy_of or document.id for document in documents.values()}
    return len({originals.get(name, name) for name in record.incident.documents})


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
    found = [one.value for one in record.findings if one.prop == "perpetrator" and isinstance(one.value, Actor)]
    named = found or [actor for report in record.incident.reports for actor in report.perpetrators]
    return list({(actor.actor or actor.name.casefold()): actor for actor in reversed(named)}.values())[::-1]


def period_object(period: PartialDate) -> Line:
    """An interval of days; an open end is ``None``."""
    return {
        "start": _iso(period.start),
        "end": _iso(period.end),
        "precision": period.precision,
        "text": period.text,
    }


def place_object(place: Place) -> Line:
    """A place without its evidence."""
    return {
        "country": place.country,
        "admin1": place.admin1,
        "admin2": place.admin2,
        "place": place.place,
        "site": place.site,
        "lat": place.lat,
        "lon": place.lon,
        "precision": place.precision,
        "geonames_id": place.geonames_id,
    }


def range_object(figure: Range) -> Line:
    """Low, best and high; all ``None`` when nothing is stated."""
    return {"low": figure.low, "best": figure.best, "high": figure.high}


def span_object(span: Span) -> Line:
    """Words and where they stand."""
    return {"start": span.start, "end": span.end, "text": span.text}


def evidence_objects(spans: Iterable[Span]) -> list[Line]:
    """Spans as evidence, in the order given."""
    return [span_object(span) for span in spans]


def casualty_object(claim: Claim, count: Count) -> Line:
    """One casualty statement with its words."""
    return {
        "outcome": count.outcome,
        "group": count.group,
        "actor": count.actor,
        **_bounds(count),
        "exactness": count.exactness,
        "scope": count.scope,
        "side": count.side,
        "mood": count.mood,
        "said_by": count.said_by,
        "evidence": evidence_objects(claim.evidence),
    }


def issue_object(issue: Issue) -> Line:
    """What went wrong, where and why."""
    return {"stage": issue.stage, "code": issue.code, "message": issue.message}


def _incident_casualty(claim: Claim, count: Count) -> Line:
    return {"document_id": claim.document_id, "claim_id": claim.id, **casualty_object(claim, count)}


def _casualties(claims: Iterable[Claim]) -> list[Any]:
    return [claim for claim in claims if isinstance(claim.value, Count)]


def _perpetrator(claim: Claim, actor: Actor) -> Line:
    return {
        "name": actor.name,
        "actor": actor.actor,
        "kind": actor.kind,
        "status": actor.status,
        "mentions": list(actor.mentions or (actor.name,)),
        "evidence": evidence_objects(claim.evidence),
    }


def _short_actor(actor: Actor) -> Line:
    return {"actor": actor.actor, "name": actor.name, "kind": actor.kind, "status": actor.status}


def _target(claim: Claim, target: Target) -> Line:
    counted = (target.low, target.best, target.high) != (None, None, None)
    optional = {
        "named": target.named,
        "role": target.role,
        "number": {**_bounds(target), "exactness": target.exactness or "exact"} if counted else None,
        "effect": list(target.effects) or None,
        "nationality": target.nationality,
    }
    return {
        "name": target.name,
        "kind": target.kind,
        "category": target.category,
        "mentions": list(target.mentions or (target.name,)),
        "evidence": evidence_objects(claim.evidence),
        **{key: value for key, value in optional.items() if value is not None},
    }


def _weapon(claim: Claim, weapon: Weapon) -> Line:
    return {
        "name": weapon.name,
        "category": weapon.category,
        "mentions": list(weapon.mentions or (weapon.name,)),
        "evidence": evidence_objects(claim.evidence),
    }


def _responsibility(value: Responsibility | None) -> Line:
    if value is None:
        return {"status": "none_reported", "by": None}
    return {"status": value.status, "by": value.by}


def _compared(tally: Tally) -> Line:
    return {
        "low": tally.compared_low,
        "best": tally.compared_best,
        "high": tally.compared_high,
        "period": period_object(tally.compared_period or PartialDate()),
    }


def _figure(found: Finding | None) -> Line:
    if found is None or not isinstance(found.value, Range):
        return {**range_object(Range()), "rule": found.rule if found else None, "for": [], "against": []}
    return {
        **range_object(found.value),
        "rule": found.rule,
        "for": list(found.supporting),
        "against": list(found.opposing),
    }


def _event_types(record: IncidentRecord) -> list[str]:
    found = [one.value for one in record.findings if one.prop == "event_type"]
    told = [code for report in record.incident.reports for code in report.event_types]
    codes = dict.fromkeys([*_codes(found), *told])
    return [code for code in codes if code != "other"] or ["other"]


def _stage(record: IncidentRecord) -> str:
    found = record.finding("stage")
    codes = _codes([found.value] if found else []) or [report.stage for report in record.incident.reports]
    return codes[0] if codes else "accomplished"


def _codes(values: Iterable[Value | Range]) -> list[str]:
    return [code for value in values if isinstance(code := getattr(value, "code", None), str)]


def _confidence(incident: Incident) -> float | None:
    scores = [report.confidence for report in incident.reports]
    return round(sum(scores) / len(scores), 3) if scores else None


def _evidence_of(report: Report, prop: str) -> list[Line]:
    return evidence_objects(span for claim in report.claims if claim.prop == prop for span in claim.evidence)


def _all_words(claims: Iterable[Claim]) -> list[Span]:
    return sorted({span for claim in claims for span in claim.evidence})


def _bounds(value: Tally | Strength | Count | Target) -> Line:
    return {"low": value.low, "best": value.best, "high": value.high}


def _distinct(rows: Iterable[Line]) -> list[Line]:
    return list({tuple(row.values()): row for row in rows}.values())


def _iso(day: Any) -> str | None:
    return day.isoformat() if day is not None else None
