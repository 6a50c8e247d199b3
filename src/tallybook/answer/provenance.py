"""From a finding down to the words: the way back from any number to the archived page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tallybook.answer.entries import View, claims_by_id
from tallybook.answer.table import Cell, Row, Table, show_date, show_place, show_range
from tallybook.errors import AnswerError
from tallybook.model import (
    Actor,
    Claim,
    Code,
    Count,
    Document,
    Finding,
    Incident,
    Mention,
    PartialDate,
    Place,
    Range,
    Target,
    Value,
    Weapon,
)

COLUMNS = (
    "finding", "value", "rule", "side", "claim", "says", "said_by", "document", "source", "published", "words", "start",
    "end", "mentions", "extractor", "resolver", "page_hash",
)  # fmt: skip


def show(value: Value | Range) -> str | None:
    """A value in a few words."""
    shown: str | None = repr(value)
    match value:
        case Range() | Count():
            shown = show_range(Range(low=value.low, best=value.best, high=value.high))
        case PartialDate():
            shown = show_date(value) or value.text
        case Place():
            shown = show_place(value)
        case Code():
            shown = value.code
        case Actor():
            shown = f"{value.actor or value.name} ({value.status})"
        case Target():
            shown = value.name
        case Weapon():
            shown = value.name or value.category
    return shown


def find_incident(view: View, incident_id: str) -> Incident:
    """One incident by its id, or by the beginning of it when that is unique.

    Raises:
        AnswerError: none or several have it.
    """
    incidents = view.incidents()
    matching = [one for one in incidents if one.id == incident_id] or [
        one for one in incidents if incident_id and one.id.startswith(incident_id)
    ]
    if len(matching) == 1:
        return matching[0]
    if matching:
        raise AnswerError(f"{incident_id!r} begins {len(matching)} incident ids; give more of it")
    raise AnswerError(f"no incident {incident_id!r}; `tallybook list` shows the ids")


def _words(
    claim: Claim, document: Document | None, mentions: Mapping[str, Sequence[Mention]]
) -> list[tuple[Cell, ...]]:
    published = show_date(document.published) if document else None
    rows: list[tuple[Cell, ...]] = []
    for span in claim.evidence:
        under = [
            mention
            for mention in mentions.get(claim.document_id, ())
            if mention.report_id == claim.report_id and mention.span.start < span.end and span.start < mention.span.end
        ]
        rows.append(
            (
                claim.document_id,
                document.publisher if document else None,
                published,
                span.text,
                span.start,
                span.end,
                " ".join(sorted(mention.id for mention in under)) or None,
                ", ".join(sorted({mention.extractor for mention in under})) or None,
                claim.resolver,
                document.page_hash if document else None,
            )
        )
    return rows


def _rows(
    finding: Finding, side: str, claim: Claim, documents: Mapping[str, Document], mentions: Mapping[str, list[Mention]]
) -> list[Row]:
    head = (finding.prop, show(finding.value), finding.rule, side, claim.id, show(claim.value))
    said_by = claim.value.said_by if isinstance(claim.value, Count) else None
    return [
        Row(cells=(*head, said_by, *words), ids=(finding.incident_id,))
        for words in _words(claim, documents.get(claim.document_id), mentions)
    ]


def provenance(view: View, incident_id: str, *, prop: str | None = None) -> Table:
    """Every finding of an incident with the claims for and against it and the words they rest on, one row per passage.

    ``prop`` keeps one finding (``killed``, ``when`` …).

    Raises:
        AnswerError: no such incident, or no finding of that name; the message lists those it has.
    """
    incident = find_incident(view, incident_id)
    findings = list(view.findings(incident.id))
    names = list(dict.fromkeys(finding.prop for finding in findings))
    if prop is not None and prop not in names:
        raise AnswerError(f"{incident.id} has no finding {prop!r}; it has: {', '.join(names) or 'none'}")
    claims = claims_by_id(incident)
    documents = {document.id: document for document in view.documents()}
    mentions = {name: list(view.mentions(document_id=name)) for name in incident.documents}
    rows = [
        row
        for finding in findings
        if prop in (None, finding.prop)
        for side, ids in (("for", finding.supporting), ("against", finding.opposing))
        for claim_id in ids
        if claim_id in claims
        for row in _rows(finding, side, claims[claim_id], documents, mentions)
    ]
    return Table(title=f"Provenance of {incident.id}", columns=COLUMNS, rows=tuple(rows))
