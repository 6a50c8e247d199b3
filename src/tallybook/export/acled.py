"""A table of our own incidents in the shape of ACLED: 31 columns, as its codebook has them since March 2023.

It is shaped like ACLED and holds none of its data. ACLED has one row per day, place and pair of actors, one number of
dead without bounds, 0 where none is stated, and nobody hurt. ``fatalities`` chooses the bound of ours that is written
(``low`` by default, as ACLED takes the lowest of figures that disagree).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tallybook.export.base import IncidentRecord
from tallybook.export.card import headline_of
from tallybook.export.countries import country
from tallybook.export.csv import joined
from tallybook.export.foreign_codes import foreign_codes, foreign_type
from tallybook.export.known import Known, dropped, known_of, refused
from tallybook.export.loss import Converted, Loss
from tallybook.export.shape import TableExporter, all_dead, bound_named
from tallybook.export.sides import Side, attacked_of, attackers_of
from tallybook.export.words import range_in_words
from tallybook.model import PartialDate, Range

__all__ = ["COLUMNS", "AcledExporter"]

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso",
    "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip

GEO_PRECISION = {"site": 1, "place": 1, "district": 2, "admin1": 3}
INTER_ORDER = (
    "State forces", "Rebel group", "Political militia", "Identity militia", "Rioters", "Protesters", "Civilians",
    "External/Other forces",
)  # fmt: skip
"""The kinds of actors by their old number, 1 to 8: the lower one stands first in ``interaction``."""

ASSAULTS = frozenset(("armed_assault", "siege", "targeted_killing", "execution"))
"""Types that are a battle when an armed side was hit and nobody else."""

LACKS = {
    "event_types": "one event type and sub-event type",
    "stage": "no column: an attempt reads like a deed",
    "perpetrators.status": "no column: who claimed, denied or is suspected is not said",
    "targets": "only kinds of actors, not who or what was hit",
    "weapons": "only as far as the sub-event type tells",
    "injured": "no column; the notes have it",
    "casualties (missing, captured)": "no column",
    "casualties (by group)": "no figures by group",
    "casualties (said by whom)": "figures have no speakers",
    "claim_of_responsibility": "no column",
    "disagreements": "no column",
    "sources.independent": "sources are listed, copies too",
    "evidence": "no words, only notes of our own",
    "review": "no column",
    "confidence": "no column",
}


class AcledExporter(TableExporter):
    """A CSV file that programs made for ACLED's export can read."""

    name = "acled"
    columns = COLUMNS
    options = ("excel", "fatalities")

    def __init__(self, *, excel: bool = False, fatalities: str = "low") -> None:
        super().__init__(excel=excel)
        self.bound = bound_named(fatalities)

    def convert(self, record: IncidentRecord) -> Converted:
        """The row of one incident, or why ACLED's shape has none."""
        known = known_of(record)
        why = refused(known) or left_out(known)
        if why is not None:
            return Converted(left_out=why)
        dead, losses = all_dead(known, self.bound)
        if dead is None:
            losses.append(Loss(field="killed", kind="filled", why="0 for not stated: fatalities has no empty value"))
        when, one_day = _day(known.when)
        if not one_day:
            losses.append(Loss(field="when", kind="narrowed", why="one day in the middle, with a time_precision"))
        sides, more = _sides(known)
        row = _row(known, when) | sides | {"fatalities": dead or 0}
        return Converted(rows=(row,), losses=(*losses, *more, *_narrowed(known), *dropped(known, LACKS)))


def left_out(known: Known) -> str | None:
    """Why ACLED's shape has no row for an incident; ``None`` when it has."""
    when = known.when
    if known.stage == "threatened":
        return "it was only threatened"
    if when.start is None or when.end is None:
        return "it has no date with two ends"
    if (when.end - when.start).days > 30:
        return "its date is wider than a month"
    if known.where.precision not in GEO_PRECISION:
        return "no place within its country is known"
    if country(known.where.country) is None:
        return "its country is not known"
    return None


def _day(when: PartialDate) -> tuple[date, bool]:
    """The day in the middle, and whether it is the only one."""
    start, end = when.start, when.end
    if start is None or end is None:
        raise ValueError("an incident without a date has no row")
    return start + timedelta(days=(end - start).days // 2), start == end


def _time_precision(when: PartialDate) -> int:
    if when.start == when.end:
        return 1
    return 2 if when.start and when.end and (when.end - when.start).days <= 6 else 3


def _row(known: Known, day: date) -> dict[str, Any]:
    where, here = known.where, country(known.where.country)
    documents = [known.record.documents.get(name) for name in known.record.incident.documents]
    return {
        "event_id_cnty": known.id,
        "event_date": day.isoformat(),
        "year": day.year,
        "time_precision": _time_precision(known.when),
        "iso": here.numeric if here else None,
        "region": here.acled if here else None,
        "country": here.name if here else None,
        "admin1": where.admin1,
        "admin2": where.admin2,
        "location": where.place or where.admin2 or where.admin1,
        "latitude": where.lat,
        "longitude": where.lon,
        "geo_precision": GEO_PRECISION[where.precision],
        "source": joined(dict.fromkeys(one.publisher for one in documents if one and one.publisher)),
        "notes": _notes(known),
    }


def _notes(known: Known) -> str:
    """What happened in a line of our own, with the figures that the columns cannot hold."""
    figures = [f"{name} {range_in_words(one)}" for name, one in _figures(known) if one != Range()]
    said = f" {'; '.join(figures)}." if figures else " No figure is stated."
    return headline_of(known.record) + "." + said[:1] + said[1:].capitalize()


def _figures(known: Known) -> tuple[tuple[str, Range], ...]:
    return (("killed", known.killed), ("injured", known.injured), ("perpetrators killed", known.attackers))


def _sides(known: Known) -> tuple[dict[str, Any], list[Loss]]:
    """Actors, their kinds and the event type that follows from them."""
    attackers, attacked = attackers_of(known), attacked_of(known)
    where = country(known.where.country)
    at = where.name if where else ""
    losses = []
    fight = known.event_type == "armed_clash" and len(attackers) > 1
    first = attackers[0] if attackers else None
    second = attackers[1] if fight else next((side for side in attacked if side.kind != "unknown"), None)
    if first is None or not first.known:
        losses.append(Loss(field="perpetrators", kind="filled", why="the scheme's name for an unidentified actor"))
    inter1, inter2 = _inter(first, known), _inter(second, known) if second else None
    actor1 = first.name if first and first.known else _unidentified(known, at)
    code, label = _event_type(known, attacked)
    targeted = code != "Battles" and inter2 == "Civilians"
    return {
        "disorder_type": "Strategic developments" if code == "Strategic developments" else "Political violence",
        "event_type": code,
        "sub_event_type": label,
        "actor1": actor1,
        "assoc_actor_1": joined(side.name for side in attackers[1:] if side is not second and side.known),
        "inter1": inter1,
        "actor2": _second_name(second, inter2, at),
        "inter2": inter2,
        "interaction": _interaction(inter1, inter2),
        "civilian_targeting": "Civilian targeting" if targeted else None,
    }, losses


def _unidentified(known: Known, at: str) -> str:
    return f"Rioters ({at})" if known.event_type == "mob_violence" else f"Unidentified Armed Group ({at})"


def _second_name(side: Side | None, inter: str | None, at: str) -> str | None:
    if side is None or inter is None:
        return None
    if inter == "Civilians":
        return f"Civilians ({at})"
    if not side.known:
        return f"Unidentified Armed Group ({at})" if side.kind != "state" else f"Military Forces of {at}"
    return f"Military Forces of {side.name}" if side.type == "state_forces" and side.actor is None else side.name


def _inter(side: Side | None, known: Known) -> str:
    """The kind of an actor; who is not identified is a political militia there, in a mob a rioter."""
    if side is not None and side.kind == "civilians":
        return "Civilians"
    if known.event_type == "mob_violence" and (side is None or side.type is None):
        return "Rioters"
    if side is None or side.type is None:
        return "State forces" if side is not None and side.kind == "state" else "Political militia"
    abroad = side.kind == "state" and bool(side.countries) and known.where.country not in side.countries
    return "External/Other forces" if abroad else str(foreign_codes("acled_inter").get(side.type, "Political militia"))


def _interaction(inter1: str, inter2: str | None) -> str:
    if inter2 is None:
        return f"{inter1} only"
    first, second = sorted((inter1, inter2), key=INTER_ORDER.index)
    return f"{first}-{second}"


def _event_type(known: Known, attacked: list[Side]) -> tuple[str | None, str | None]:
    kinds = {side.kind for side in attacked}
    if known.event_type in ASSAULTS and kinds and kinds <= {"state", "group"}:
        return "Battles", "Armed clash"
    found = foreign_type("acled", known.event_type)
    return found.code, found.label


def _narrowed(known: Known) -> list[Loss]:
    losses = []
    if foreign_type("acled", known.event_type).fit in ("close", "broader"):
        losses.append(Loss(field="event_type", kind="narrowed", why="the nearest event type is a wider one"))
    if known.where.site is not None:
        losses.append(Loss(field="where.site", kind="narrowed", why="only the town; the notes name the site"))
    if sum(side.known for side in attackers_of(known)) < len(known.perpetrators):
        losses.append(Loss(field="perpetrators", kind="narrowed", why="only actors of the actor table are named"))
    if len(attacked_of(known)) > 1:
        losses.append(Loss(field="targets", kind="narrowed", why="several sides were hit; actor2 is one of them"))
    return losses
