"""The incidents of a register with all that an exporter or a card needs, gathered in few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from tallybook.export.base import IncidentRecord
from tallybook.export.contract import incident_when
from tallybook.model import Decision, Disagreement, Document, Finding, Incident, Review
from tallybook.register.base import View

__all__ = ["by_date", "record_of", "records_of"]

T = TypeVar("T", Finding, Disagreement)


def records_of(view: View) -> list[IncidentRecord]:
    """All incidents of a register that have reports, in the order of their dates; undated ones last."""
    findings, disagreements = _by_incident(view.findings()), _by_incident(view.disagreements())
    documents = {document.id: document for document in view.documents()}
    overruled, reviews = _by_incident(view.overruled()), view.reviews()
    log = {one.id: one for one in view.decisions()} if reviews else {}
    records = [
        _decided(
            _record(incident, findings[incident.id], disagreements[incident.id], documents),
            overruled[incident.id],
            reviews.get(incident.id),
            log,
        )
        for incident in view.incidents()
        if incident.reports
    ]
    return sorted(records, key=by_date)


def record_of(view: View, incident: Incident) -> IncidentRecord:
    """One incident."""
    read = [document for name in incident.documents if (document := view.document(name)) is not None]
    made = _record(
        incident,
        view.findings(incident.id),
        view.disagreements(incident.id),
        {document.id: document for document in read},
    )
    review = view.reviews().get(incident.id)
    log = {one.id: one for one in view.decisions()} if review else {}
    return _decided(made, view.overruled(incident.id), review, log)


def by_date(record: IncidentRecord) -> tuple[bool, str, str]:
    """Sorts by the first day, then by id; what has no date comes last."""
    when = incident_when(record)
    day = when.start or when.end
    return (day is None, day.isoformat() if day else "", record.incident.id)


def _record(
    incident: Incident, findings: list[Finding], disagreements: list[Disagreement], documents: dict[str, Document]
) -> IncidentRecord:
    own = {name: documents[name] for name in incident.documents if name in documents}
    return IncidentRecord(incident=incident, findings=findings, disagreements=disagreements, documents=own)


def _decided(
    record: IncidentRecord, overruled: list[Finding], review: Review | None, log: Mapping[str, Decision]
) -> IncidentRecord:
    """The record with what people decided about it."""
    if review is None:
        return record
    held = [log[name] for name in review.decisions if name in log]
    return replace(record, review=review.state, overruled=overruled, decisions=held)


def _by_incident(rows: Iterable[T]) -> defaultdict[str, list[T]]:
    grouped: defaultdict[str, list[T]] = defaultdict(list)
    for row in rows:
        grouped[row.incident_id].append(row)
    return grouped
