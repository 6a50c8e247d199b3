"""The parts that document lines and incident lines are made of: one function for each kind of value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from tallybook.model import (
    Actor,
    Claim,
    Count,
    Document,
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
    Weapon,
)
from tallybook.reconcile import reading
from tallybook.reconcile.confidence import Confidence, confidence_of

__all__ = [
    "Line",
    "casualty_claims",
    "casualty_object",
    "confidence_object",
    "document_head",
    "estimate_object",
    "iso_day",
    "issue_object",
    "period_object",
    "place_object",
    "range_object",
    "report_object",
    "span_object",
    "statement_object",
    "tally_object",
]

Line = dict[str, Any]
"""One JSON object, ready to be dumped."""


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
        "casualties": [casualty_object(claim, count) for claim, count in casualty_claims(report.claims)],
        "killed": range_object(reading(report, "killed")),
        "injured": range_object(reading(report, "injured")),
        "claim_of_responsibility": _responsibility(report.responsibility),
        **confidence_object(confidence_of(report)),
        "evidence": evidence_objects(report.evidence or _all_words(report.claims)),
    }


def confidence_object(confidence: Confidence) -> Line:
    """How likely the stated fields are right: together, and one by one (``None`` where nothing is stated)."""
    return {"confidence": confidence.overall, "confidence_by_field": asdict(confidence)}


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


def period_object(period: PartialDate) -> Line:
    """An interval of days; an open end is ``None``."""
    return {
        "start": iso_day(period.start),
        "end": iso_day(period.end),
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


def _perpetrator(claim: Claim, actor: Actor) -> Line:
    return {
        "name": actor.name,
        "actor": actor.actor,
        "kind": actor.kind,
        "status": actor.status,
        "mentions": list(actor.mentions or (actor.name,)),
        "evidence": evidence_objects(claim.evidence),
    }


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
        "mentions": list(weapon.mentions or ((weapon.name,) if weapon.name else ())),
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


def _evidence_of(report: Report, prop: str) -> list[Line]:
    return evidence_objects(span for claim in report.claims if claim.prop == prop for span in claim.evidence)


def _all_words(claims: Iterable[Claim]) -> list[Span]:
    return sorted({span for claim in claims for span in claim.evidence})


def _bounds(value: Tally | Strength | Count | Target) -> Line:
    return {"low": value.low, "best": value.best, "high": value.high}


def iso_day(day: date | None) -> str | None:
    """A day as ISO has it."""
    return day.isoformat() if day is not None else None


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
            "start": iso_day(published.start),
            "end": iso_day(published.end),
            "precision": published.precision,
            "basis": document.published_basis,
        },
        "copy_of": document.copy_of,
        "page_hash": document.page_hash,
        "text": document.text,
    }


def casualty_claims(claims: Iterable[Claim]) -> list[tuple[Claim, Count]]:
    """The claims among these that are casualty statements."""
    return [(claim, claim.value) for claim in claims if isinstance(claim.value, Count)]
