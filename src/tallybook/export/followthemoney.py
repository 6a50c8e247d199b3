"""FollowTheMoney entities, one JSON object on a line: what OpenAleph and other tools of investigation import.

An incident is an ``Event`` with an ``Article`` for each document (``proof``) and an ``Organization`` or ``PublicBody``
for each known actor (``involved``), tied to it by an ``UnknownLink`` that says how it is involved. The model has no
casualties, so figures stand in the summary, in words. Nobody is made a ``Person``: victims and suspects are told by
role (coding rule 20). Entities are written as the model documents them: https://followthemoney.tech/explorer/
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tallybook.export.base import IncidentRecord
from tallybook.export.card import headline_of
from tallybook.export.countries import country
from tallybook.export.known import Known, dropped, known_of, refused
from tallybook.export.loss import Converted, Loss, LossReport, report_of
from tallybook.export.sides import Side, attackers_of
from tallybook.export.words import STATUS, code_in_words, count_in_words, place_in_words, range_in_words
from tallybook.model import Actor, Document, PartialDate, Place, Range, Target

__all__ = ["FollowTheMoneyExporter", "entities_of"]

Entity = dict[str, Any]

LACKS = {
    "killed.low, killed.high": "no numbers: the summary has them in words",
    "injured.low, injured.high": "no numbers: the summary has them in words",
    "casualties (said by whom)": "figures have no speakers",
    "claim_of_responsibility": "only the status of an actor",
    "disagreements": "no property",
    "sources.independent": "copies are articles like others",
    "evidence": "no words, only articles",
    "review": "no property",
    "confidence": "no property",
}


class FollowTheMoneyExporter:
    """JSON lines of entities; what several incidents share is written once."""

    name = "ftm"
    suffix = ".ftm.json"
    binary = False

    def convert(self, record: IncidentRecord) -> Converted:
        """The entities of one incident; only one that was rejected has none."""
        known = known_of(record)
        if (why := refused(known)) is not None:
            return Converted(left_out=why)
        return Converted(rows=tuple(entities_of(known)), losses=(*_losses(known), *dropped(known, LACKS)))

    def write(self, records: Iterable[IncidentRecord], target: Path) -> int:
        """The number of incidents written."""
        seen: set[str] = set()
        count = 0
        with target.open("w", encoding="utf-8", newline="\n") as out:
            for record in records:
                converted = self.convert(record)
                count += converted.left_out is None
                for entity in converted.rows:
                    if entity["id"] not in seen:
                        seen.add(entity["id"])
                        out.write(json.dumps(entity, ensure_ascii=True, allow_nan=False) + "\n")
        return count

    def losses(self, records: Iterable[IncidentRecord]) -> LossReport:
        """What a file of these incidents does not say."""
        return report_of(self.name, ((record.incident.id, self.convert(record)) for record in records))


def entities_of(known: Known) -> Iterator[Entity]:
    """The event, its articles, its actors and the links between them, each with values as the model types them."""
    event = _id("event", known.id)
    articles = [_article(name, known.record.documents.get(name)) for name in known.record.incident.documents]
    actors = [(actor, _organization(side)) for actor, side in _known_sides(known)]
    yield _entity(
        "Event",
        event,
        {
            **_event(known),
            "proof": [one["id"] for one in articles],
            "involved": [one["id"] for _, one in actors],
        },
    )
    yield from articles
    for actor, organization in actors:
        yield organization
        yield _entity(
            "UnknownLink",
            _id("link", event, organization["id"]),
            {"subject": [organization["id"]], "object": [event], "role": [STATUS[actor.status]]},
        )


def _entity(schema: str, entity_id: str, properties: dict[str, list[str | None]]) -> Entity:
    """An entity; values are lists of text, and what is not stated is no value."""
    kept = {name: [one for one in dict.fromkeys(values) if one] for name, values in properties.items()}
    return {"id": entity_id, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}


def _id(*parts: str) -> str:
    return f"tallybook-{parts[0]}-{hashlib.sha256(chr(0).join(parts).encode('utf-8', 'replace')).hexdigest()[:24]}"


def _event(known: Known) -> dict[str, list[str | None]]:
    where, here = known.where, country(known.where.country)
    return {
        "name": [headline_of(known.record, countries={here.iso: here.name} if here else None)],
        **_dates(known.when),
        "country": [where.country.lower() if here and where.country else None],
        "location": [place_in_words(where, country=here.name if here else None) if where != Place() else None],
        "summary": [_summary(known)],
        "description": [f"Hit: {', '.join(_told(one) for one in known.targets)}" if known.targets else None],
        "keywords": [*map(code_in_words, known.types), *(one.name for one in known.weapons if one.name)],
        "notes": [count_in_words(one) for one in known.casualties if one.scope != "individual"],
        "recordId": [known.id],
        "sourceUrl": [_web(one.url) for one in known.record.documents.values()],
    }


def _dates(when: PartialDate) -> dict[str, list[str | None]]:
    start = when.start.isoformat() if when.start else None
    end = when.end.isoformat() if when.end else None
    return {"date": [start]} if start == end else {"startDate": [start], "endDate": [end]}


def _summary(known: Known) -> str | None:
    figures = (("Killed", known.killed), ("injured", known.injured), ("perpetrators killed", known.attackers))
    said = [f"{name}: {range_in_words(one)}" for name, one in figures if one != Range()]
    stage = [] if known.stage == "accomplished" else [f"{known.stage.capitalize()}"]
    return "; ".join((*stage, *said)) or None


def _told(target: Target) -> str:
    """A target without the name of a person."""
    return target.name if not target.named else target.role or code_in_words(target.category or "a person")


def _known_sides(known: Known) -> list[tuple[Actor, Side]]:
    kept = [actor for actor in known.perpetrators if actor.status != "denied"]
    return [(actor, side) for actor, side in zip(kept, attackers_of(known), strict=True) if side.actor is not None]


def _organization(side: Side) -> Entity:
    schema = "PublicBody" if side.kind == "state" else "Organization"
    places: list[str | None] = [iso.lower() for iso in side.countries if country(iso) is not None]
    return _entity(schema, _id("actor", side.actor or side.name), {"name": [side.name], "country": places})


def _article(document_id: str, document: Document | None) -> Entity:
    found = _id("article", document_id)
    if document is None:
        return _entity("Article", found, {"title": [document_id]})
    day = document.published.start
    return _entity(
        "Article",
        found,
        {
            "title": [document.title or document.id],
            "publisher": [document.publisher],
            "publishedAt": [day.isoformat() if day and document.published.end == day else None],
            "sourceUrl": [_web(document.url)],
        },
    )


def _web(url: str | None) -> str | None:
    """An address that a browser may be sent to."""
    return url if url and urlsplit(url).scheme in ("http", "https") and urlsplit(url).netloc else None


def _losses(known: Known) -> list[Loss]:
    losses = [
        Loss(field=name, kind="narrowed", why="in the words of the summary")
        for name, figure in (("killed", known.killed), ("injured", known.injured))
        if figure != Range()
    ]
    if len(_known_sides(known)) < len(known.perpetrators):
        losses.append(Loss(field="perpetrators", kind="dropped", why="only actors of the actor table become entities"))
    if known.targets:
        losses.append(Loss(field="targets", kind="narrowed", why="in words, persons by their role"))
    if known.where.lat is not None:
        losses.append(Loss(field="where.lat, where.lon", kind="dropped", why="an event has no coordinates"))
    return losses
