"""What does not fit into one row per incident, as tables of their own: casualty statements, documents, claims.

They hang together by ids: every row names its incident, its document or its claim.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tallybook.export.base import IncidentRecord
from tallybook.export.columns import TABLE, Column
from tallybook.export.csv import row_of
from tallybook.export.objects import casualty_claims, iso_day
from tallybook.model import Claim, Document

__all__ = ["CASUALTIES", "CLAIMS", "DOCUMENTS", "INCIDENTS", "Table"]

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: its columns, the column whose values are unique, the columns that lead to other tables, its rows."""

    name: str
    means: str
    columns: Sequence[Column]
    rows: Callable[[Iterable[IncidentRecord]], Iterator[Row]]
    key: str | None = None
    leads_to: Sequence[tuple[str, str]] = ()


def _column(name: str, means: str, kind: Any = "text") -> Column:
    return Column(name=name, kind=kind, means=means)


def _words(claim: Claim) -> str:
    return " … ".join(" ".join(span.text.split()) for span in claim.evidence)


def _incidents(records: Iterable[IncidentRecord]) -> Iterator[Row]:
    yield from map(row_of, records)


def _casualties(records: Iterable[IncidentRecord]) -> Iterator[Row]:
    for record in records:
        for claim, count in casualty_claims(record.incident.claims):
            yield {
                "incident_id": record.incident.id,
                "claim_id": claim.id,
                "document_id": claim.document_id,
                **{key: value for key, value in asdict(count).items() if key != "inside"},
                "words": _words(claim),
            }


def _claims(records: Iterable[IncidentRecord]) -> Iterator[Row]:
    for record in records:
        for claim in record.incident.claims:
            yield {
                "incident_id": record.incident.id,
                "claim_id": claim.id,
                "report_id": claim.report_id,
                "document_id": claim.document_id,
                "property": claim.prop,
                "kind": type(claim.value).__name__,
                "value": json.dumps(asdict(claim.value), default=str, ensure_ascii=False),
                "start": claim.evidence[0].start if claim.evidence else None,
                "end": claim.evidence[-1].end if claim.evidence else None,
                "words": _words(claim),
            }


def _documents(records: Iterable[IncidentRecord]) -> Iterator[Row]:
    seen: set[str] = set()
    for record in records:
        for name in record.incident.documents:
            if name not in seen:
                seen.add(name)
                yield _document(name, record.documents.get(name))


def _document(name: str, document: Document | None) -> Row:
    if document is None:
        return {"document_id": name}
    return {
        "document_id": name,
        "title": document.title or None,
        "publisher": document.publisher,
        "published_start": iso_day(document.published.start),
        "published_end": iso_day(document.published.end),
        "published_basis": document.published_basis,
        "url": document.url,
        "language": document.language,
        "copy_of": document.copy_of,
    }


INCIDENTS = Table(
    name="incidents", means="One row per incident: what the register holds to be so.", columns=TABLE, rows=_incidents,
    key="incident_id",
)  # fmt: skip
CASUALTIES = Table(
    name="casualties",
    means="Every casualty statement of every document, with its words.",
    columns=(
        _column("incident_id", "The incident."),
        _column("claim_id", "The claim."),
        _column("document_id", "The document that says so."),
        _column("outcome", "killed, injured, missing, captured or casualties (killed or injured)."),
        _column("low", "At least so many.", "whole"),
        _column("best", "The number.", "whole"),
        _column("high", "At most so many; empty is open.", "whole"),
        _column("exactness", "exact, at_least, more_than, about, at_most or vague."),
        _column("group", "Who they were, as printed."),
        _column("actor", "Code of the side they belonged to."),
        _column("scope", "total, subgroup or individual."),
        _column("side", "victims, perpetrators or unknown."),
        _column("said_by", "Who gives the figure."),
        _column("mood", "asserted, denied or suspected."),
        _column("words", "The words it rests on."),
    ),
    rows=_casualties,
    key="claim_id",
    leads_to=(("incident_id", "incidents"), ("document_id", "documents")),
)
DOCUMENTS = Table(
    name="documents",
    means="The documents that tell of the incidents, without their texts.",
    columns=(
        _column("document_id", "The document."),
        _column("title", "Its title."),
        _column("publisher", "Who published it."),
        _column("published_start", "Published on this day at the earliest.", "day"),
        _column("published_end", "Published on this day at the latest.", "day"),
        _column("published_basis", "metadata, inferred or none."),
        _column("url", "Its address."),
        _column("language", "Its language, ISO 639-1."),
        _column("copy_of", "The document that it is a copy of."),
    ),
    rows=_documents,
    key="document_id",
)
CLAIMS = Table(
    name="claims",
    means="Every value that a document gives, with its words: start and end count characters of the document's text.",
    columns=(
        _column("incident_id", "The incident."),
        _column("claim_id", "The claim."),
        _column("report_id", "The document's account of the incident."),
        _column("document_id", "The document."),
        _column("property", "What the value is about."),
        _column("kind", "The kind of value."),
        _column("value", "The value, as JSON."),
        _column("start", "Where its first words begin.", "whole"),
        _column("end", "Where its last words end.", "whole"),
        _column("words", "The words it rests on."),
    ),
    rows=_claims,
    key="claim_id",
    leads_to=(("incident_id", "incidents"), ("document_id", "documents")),
)
