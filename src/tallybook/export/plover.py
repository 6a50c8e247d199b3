"""PLOVER records: one JSON object on a line for each incident, with the field names of the manual (draft 2.0).

An event there is who did what to whom, so targets that are things stand as recipients without a sector. PLOVER lets a
provider add fields: ``size`` has the bounds of ours beside ``dead`` and ``injured``. ``text`` stays null: the words are
the publishers'. https://github.com/openeventdata/PLOVER
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tallybook.export.base import IncidentRecord
from tallybook.export.countries import country
from tallybook.export.foreign_codes import foreign_codes, foreign_type
from tallybook.export.known import Known, dropped, known_of, refused
from tallybook.export.loss import Converted, Loss, LossReport, report_of
from tallybook.export.sides import Side, attackers_of
from tallybook.model import Document, Target

__all__ = ["PloverExporter"]

QUAD_CODES = {"ASSAULT": 4, "COERCE": 4, "PROTEST": 4, "THREATEN": 3}
"""4 material conflict, 3 verbal conflict."""

LACKS = {
    "perpetrators.status": "an actor is an actor: who claimed, denied or is suspected is not said",
    "weapons": "only as far as the mode tells",
    "casualties (perpetrators)": "dead is one number, of victims",
    "casualties (missing, captured)": "no field",
    "casualties (by group)": "no figures by group",
    "casualties (said by whom)": "figures have no speakers",
    "claim_of_responsibility": "no field",
    "disagreements": "no field",
    "sources.independent": "no field",
    "review": "no field",
    "confidence": "no field",
}


class PloverExporter:
    """JSON lines of PLOVER event records."""

    name = "plover"
    suffix = ".jsonl"
    binary = False

    def convert(self, record: IncidentRecord) -> Converted:
        """The record of one incident, or why PLOVER has none."""
        known = known_of(record)
        why = refused(known) or ("no first day is known, and date is required" if known.when.start is None else None)
        if why is not None:
            return Converted(left_out=why)
        return Converted(rows=(_record(known),), losses=(*_losses(known), *dropped(known, LACKS)))

    def write(self, records: Iterable[IncidentRecord], target: Path) -> int:
        """The number of lines written."""
        count = 0
        with target.open("w", encoding="utf-8", newline="\n") as out:
            for record in records:
                for row in self.convert(record).rows:
                    out.write(json.dumps(row, ensure_ascii=True, allow_nan=False) + "\n")
                    count += 1
        return count

    def losses(self, records: Iterable[IncidentRecord]) -> LossReport:
        """What a file of these incidents does not say."""
        return report_of(self.name, ((record.incident.id, self.convert(record)) for record in records))


def _record(known: Known) -> dict[str, Any]:
    events, modes = _events_and_modes(known)
    start, end = known.when.start, known.when.end
    documents = [known.record.documents.get(name) for name in known.record.incident.documents]
    return {
        "id": known.id,
        "has_event": True,
        "date": start.isoformat() if start else None,
        "enddate": end.isoformat() if end and end != start else None,
        "actor": [_actor(side) for side in attackers_of(known)] or [{"actor_text": None, "sector": "UNK"}],
        "recipient": [_recipient(target) for target in known.targets],
        "event": events,
        "event_loc": _location(known),
        "event_text": _event_text(known),
        "quad_code": max(QUAD_CODES[event] for event in events),
        "mode": modes,
        "context": [],
        "size": {
            "dead": known.killed.best,
            "dead_low": known.killed.low,
            "dead_high": known.killed.high,
            "injured": known.injured.best,
            "injured_low": known.injured.low,
            "injured_high": known.injured.high,
        },
        "text": None,
        "cite_info": _cited(next((one for one in documents if one is not None), None)),
        "coder": "tallybook",
        "comment": None,
    }


def _events_and_modes(known: Known) -> tuple[list[str], list[str]]:
    if known.stage == "threatened":
        return ["THREATEN"], ["violence"]
    found = [foreign_type("plover", code) for code in known.types]
    events = list(dict.fromkeys(one.code for one in found if one.code)) or ["ASSAULT"]
    return events, list(dict.fromkeys(one.label for one in found if one.label))


def _actor(side: Side) -> dict[str, Any]:
    own = country(side.countries[0]) if len(side.countries) == 1 else None
    return {
        "actor_text": side.name,
        "code": own.iso3 if own else None,
        "sector": foreign_codes("plover_actors").get(side.type, "UNK"),
    }


def _recipient(target: Target) -> dict[str, Any]:
    nation = country(target.nationality)
    people = target.kind in ("person", "group")
    return {
        "actor_text": target.name,
        "code": nation.iso3 if nation else None,
        "sector": foreign_codes("plover_groups").get(target.category) if people else None,
    }


def _location(known: Known) -> dict[str, Any]:
    where, here = known.where, country(known.where.country)
    return {
        "geonameid": where.geonames_id,
        "name": where.place or where.admin2 or where.admin1 or (here.name if here else None),
        "latitude": where.lat,
        "longitude": where.lon,
        "country code": where.country,
        "cc3": here.iso3 if here else None,
        "admin1": where.admin1,
        "admin2": where.admin2,
    }


def _event_text(known: Known) -> list[str]:
    """The words for the deed itself, each once."""
    claims = [claim for claim in known.record.incident.claims if claim.prop == "event_type"]
    return list(dict.fromkeys(" ".join(span.text.split()) for claim in claims for span in claim.evidence))


def _cited(document: Document | None) -> dict[str, Any] | None:
    if document is None:
        return None
    return {
        "citation": document.id,
        "url": document.url,
        "title": document.title or None,
        "language": document.language,
        "publication": document.publisher,
    }


def _losses(known: Known) -> list[Loss]:
    losses = []
    if not attackers_of(known):
        losses.append(Loss(field="perpetrators", kind="filled", why="an actor without a name, of sector UNK"))
    if len(known.record.incident.documents) > 1:
        losses.append(Loss(field="documents", kind="narrowed", why="the first document is cited, no further one"))
    if known.stage == "attempted":
        losses.append(Loss(field="stage", kind="narrowed", why="an attempt reads like a deed"))
    if known.where.site is not None:
        losses.append(Loss(field="where.site", kind="narrowed", why="a location is a place of GeoNames"))
    if any(foreign_type("plover", code).fit in ("close", "broader") for code in known.types):
        losses.append(Loss(field="event_types", kind="narrowed", why="the nearest mode is a wider one"))
    losses.append(Loss(field="evidence", kind="narrowed", why="the words for the deed only"))
    return losses
