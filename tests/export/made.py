"""Hand-made incidents for the exporters: invented places, invented outlets, every kind of value."""

from __future__ import annotations

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
    PartialDate,
    Place,
    Range,
    Reading,
    Report,
    Responsibility,
    Statement,
    Strength,
    Tally,
    Target,
    Unresolved,
    Value,
    Weapon,
    claim,
)

DAY = PartialDate(start=date(2031, 3, 4), end=date(2031, 3, 4), precision="day", text="on Tuesday")

FIRST = Document(
    id="first",
    title="Bomb at Northtown market",
    publisher="The Daily Sample",
    url="https://news.example/first",
    published=PartialDate(start=date(2031, 3, 5), end=date(2031, 3, 5), precision="day"),
    published_basis="metadata",
    text=(
        "A bomb killed at least 12 people at a market in Northtown on Tuesday, police said. Mayor Ada Sampleton was"
        " among the dead. The Green Front claimed the attack. Another 30 were injured."
    ),
)
SECOND = Document(
    id="second",
    title='=HYPERLINK("x")<script>alert(1)</script>',
    publisher="Wire & Sons",
    url="javascript:alert(1)",
    text="The blast in Northtown left 15 dead on Wednesday. Nearly 400 fighters remain, the council said.",
)
COPY = Document(id="copy", title="Blast", text=SECOND.text, copy_of="second")


def said(document: Document, report_id: str, prop: str, value: Value, *words: str) -> Claim:
    """A claim that rests on words of a document."""
    spans = []
    for quote in words:
        start = document.text.index(quote)
        spans.append(document.span(start, start + len(quote)))
    return claim(document.id, report_id, prop, value, tuple(spans), score=0.9)


NORTHTOWN = Place(country="AF", place="Northtown", site="market", lat=34.5, lon=69.2, precision="site", geonames_id=7)

FIRST_CLAIMS = (
    said(FIRST, "r1", "event_type", Code(code="bombing"), "bomb"),
    said(FIRST, "r1", "when", DAY, "on Tuesday"),
    said(FIRST, "r1", "where", NORTHTOWN, "a market", "Northtown"),
    said(
        FIRST,
        "r1",
        "perpetrator",
        Actor(name="The Green Front", actor="green-front", kind="organization", status="claimed"),
        "The Green Front",
    ),
    said(
        FIRST,
        "r1",
        "target",
        Target(
            name="Ada Sampleton", kind="person", category="government", named=True, role="mayor", effects=("killed",)
        ),
        "Ada Sampleton",
    ),
    said(FIRST, "r1", "target", Target(name="market", kind="facility", category="business"), "a market"),
    said(FIRST, "r1", "weapon", Weapon(name="bomb", category="bomb"), "bomb"),
    said(
        FIRST,
        "r1",
        "casualty",
        Count(outcome="killed", low=12, best=12, exactness="at_least", group="people", said_by="police"),
        "at least 12 people",
    ),
    said(FIRST, "r1", "casualty", Count(outcome="injured", low=30, best=30, high=30), "30 were injured"),
    said(FIRST, "r1", "responsibility", Responsibility(status="claimed", by="green-front"), "claimed the attack"),
    said(FIRST, "r1", "evidence", Code(code="bombing"), FIRST.text[:83]),
)
SECOND_CLAIMS = (
    said(SECOND, "r2", "event_type", Code(code="bombing"), "blast"),
    said(
        SECOND,
        "r2",
        "when",
        PartialDate(start=date(2031, 3, 5), end=date(2031, 3, 5), precision="day", text="on Wednesday"),
        "on Wednesday",
    ),
    said(SECOND, "r2", "where", NORTHTOWN, "Northtown"),
    said(SECOND, "r2", "casualty", Count(outcome="killed", low=15, best=15, high=15), "15 dead"),
)
COPY_CLAIMS = (
    said(COPY, "r3", "event_type", Code(code="bombing"), "blast"),
    said(COPY, "r3", "casualty", Count(outcome="killed", low=15, best=15, high=15), "15 dead"),
    said(COPY, "r3", "where", Unresolved(reason="two places of this name"), "Northtown"),
)
LOOSE_CLAIMS = (
    said(
        SECOND,
        "t1",
        "tally",
        Tally(measure="attacks", low=3, best=3, high=3, compared_low=1, compared_best=1, compared_high=1),
        "Nearly 400 fighters",
    ),
    said(
        SECOND,
        "e1",
        "estimate",
        Strength(measure="fighters", low=400.0, best=400.0, high=400.0, exactness="about"),
        "400",
    ),
    said(SECOND, "s1", "statement", Statement(speaker="the council", kind="assessment"), "the council said"),
)


def report(claims: tuple[Claim, ...]) -> Report:
    """The report of some claims."""
    return Report(id=claims[0].report_id, document_id=claims[0].document_id, claims=claims)


def record() -> IncidentRecord:
    """Two accounts that disagree, and a copy of the second."""
    incident = Incident(id="inc-0001", reports=(report(FIRST_CLAIMS), report(SECOND_CLAIMS), report(COPY_CLAIMS)))
    killed = (FIRST_CLAIMS[7].id, SECOND_CLAIMS[3].id)
    return IncidentRecord(
        incident=incident,
        findings=(
            Finding(
                incident_id="inc-0001",
                prop="killed",
                value=Range(low=12, best=15, high=15),
                rule="reported_range",
                supporting=killed[1:],
                opposing=killed[:1],
            ),
            Finding(
                incident_id="inc-0001", prop="injured", value=Range(low=30, best=30, high=30), rule="reported_range"
            ),
            Finding(incident_id="inc-0001", prop="when", value=DAY, rule="most_independent"),
            Finding(incident_id="inc-0001", prop="where", value=NORTHTOWN, rule="most_precise"),
        ),
        disagreements=(
            Disagreement(
                incident_id="inc-0001",
                field="when",
                readings=(
                    Reading(value="2031-03-04", documents=("first",)),
                    Reading(value="2031-03-05", documents=("second", "copy")),
                ),
            ),
        ),
        documents={one.id: one for one in (FIRST, SECOND, COPY)},
    )


def bare_record(name: str = "inc-0002", *, where: Place | None = None) -> IncidentRecord:
    """An incident of which little is known: no date, no figure, no finding."""
    document = Document(id=f"doc-{name}", text="An air raid was reported in Southland.")
    claims = [said(document, f"r-{name}", "event_type", Code(code="air_strike"), "air raid")]
    if where is not None:
        claims.append(said(document, f"r-{name}", "where", where, "Southland"))
    return IncidentRecord(
        incident=Incident(id=name, reports=(report(tuple(claims)),)), documents={document.id: document}
    )
