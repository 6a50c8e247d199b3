"""Small documents, claims and incidents to test with, in an invented place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tallybook.export import IncidentRecord
from tallybook.model import (
    Actor,
    Claim,
    Code,
    Count,
    Disagreement,
    Document,
    Finding,
    Incident,
    Issue,
    Mention,
    Page,
    PartialDate,
    Place,
    Range,
    Reading,
    Target,
    Value,
    Weapon,
    claim,
    content_id,
    mention,
    reports_of,
    sha256,
)
from tallybook.register import Record


def make_page(page_id: str = "d1", text: str = "Three people died in Northtown.", **fields: str) -> Page:
    """A page of plain text."""
    content = text.encode()
    return Page(
        id=page_id, source=f"{page_id}.txt", media_type="text/plain", content=content, sha256=sha256(content), **fields
    )


def make_document(
    document_id: str = "d1", text: str = "A bombing in Northtown killed 3 people.", *, published: date | None = None
) -> Document:
    """A document; ``published`` is its day of publication, as its metadata would have it."""
    when = PartialDate(start=published, end=published, precision="day") if published else PartialDate()
    return Document(id=document_id, text=text, published=when, published_basis="metadata" if published else "none")


def make_claims(document: Document, *, at: int = 0, event_type: str = "bombing", killed: int = 3) -> list[Claim]:
    """The claims of one report: an act in Northtown with some killed; ``at`` sets apart the reports of one document."""
    report = content_id("rep", document.id, at)
    words = (document.span(at, min(at + 9, len(document.text))),)
    figure = Count(outcome="killed", low=killed, best=killed, high=killed)
    place = Place(country="XX", place="Northtown", precision="place")
    return [
        claim(document.id, report, "event_type", Code(code=event_type), words),
        claim(document.id, report, "where", place, words),
        claim(document.id, report, "casualty", figure, words),
    ]


def make_record(document: Document, *, recipe: str = "rec-1", reports: int = 1, issues: Sequence[Issue] = ()) -> Record:
    """All that a register stores of a document with some reports."""
    claims = [one for number in range(reports) for one in make_claims(document, at=number, killed=number + 1)]
    return Record(
        document=document, content_hash=sha256(document.text.encode()), recipe=recipe,
        mentions=[_mention_of(one) for one in claims if one.prop == "event_type"], claims=claims, issues=issues,
        page=make_page(document.id, document.text), signature=b"\x00" + document.id.encode(),
    )  # fmt: skip


def _mention_of(given: Claim) -> Mention:
    return mention(given.document_id, given.report_id, "event_type", given.evidence[0], code="bombing")


def make_incident_record(
    text: str = "A bombing in Northtown killed 3 people.", *, incident_id: str = "inc-1"
) -> IncidentRecord:
    """One incident of one report, with a finding and a disagreement."""
    document = make_document("d1", text, published=date(2024, 5, 4))
    (report,) = reports_of(make_claims(document))
    incident = Incident(id=incident_id, reports=(report,))
    return IncidentRecord(
        incident=incident, findings=make_findings(incident), disagreements=make_disagreements(incident_id),
        documents={document.id: document},
    )  # fmt: skip


def make_full_record(*, incident_id: str = "inc-1") -> IncidentRecord:
    """One incident that knows its day, its place, both sides and its dead: every format has a row for it."""
    document = make_document("d1", "FARC killed 3 residents of Northtown with a bomb.", published=date(2001, 5, 4))
    words = (document.span(0, 4),)
    day = PartialDate(start=date(2001, 5, 3), end=date(2001, 5, 3), precision="day")
    place = Place(
        country="CO", admin1="Northland", place="Northtown", lat=-4.5, lon=-73.5, precision="place", geonames_id=7
    )
    report = content_id("rep", document.id, 0)
    values: tuple[tuple[str, Value], ...] = (
        ("event_type", Code(code="bombing")),
        ("when", day),
        ("where", place),
        ("perpetrator", Actor(name="FARC", actor="farc", kind="organization", status="attributed")),
        ("target", Target(name="residents", kind="group", category="civilians")),
        ("weapon", Weapon(name="bomb", category="bomb")),
        ("casualty", Count(outcome="killed", low=3, best=3, high=3, group="residents")),
    )
    claims = [claim(document.id, report, prop, value, words) for prop, value in values]
    incident = Incident(id=incident_id, reports=tuple(reports_of(claims)))
    killed = Finding(incident_id=incident_id, prop="killed", value=Range(low=3, best=3, high=3), rule="highest")
    return IncidentRecord(incident=incident, findings=(killed,), documents={document.id: document})


def make_bare_record(*, incident_id: str = "inc-0") -> IncidentRecord:
    """One incident of which nothing is known but that something happened: everything else is not stated."""
    document = make_document("d0", "Something happened.")
    claims = [claim(document.id, content_id("rep", document.id, 0), "event_type", Code(code="other"), ())]
    return IncidentRecord(
        incident=Incident(id=incident_id, reports=tuple(reports_of(claims))), documents={document.id: document}
    )


def make_findings(incident: Incident) -> list[Finding]:
    """Two findings about an incident of :func:`make_claims`."""
    ids = tuple(one.id for one in incident.claims)
    return [
        Finding(
            incident_id=incident.id, prop="event_type", value=Code(code="bombing"), rule="most_sources",
            supporting=ids[:1],
        ),
        Finding(
            incident_id=incident.id, prop="killed", value=Range(low=3, best=3), rule="highest", supporting=ids[2:],
            opposing=ids[:1],
        ),
    ]  # fmt: skip


def make_disagreements(incident_id: str) -> list[Disagreement]:
    """One disagreement about a figure."""
    readings = (Reading(value="3", documents=("d1",)), Reading(value="4", documents=("d2", "d3")))
    return [Disagreement(incident_id=incident_id, field="killed", readings=readings)]
