"""UCDP GED: the 49 columns of the Georeferenced Event Dataset, in its order (codebook 25.1 and later).

GED lists events with at least one death, one day or interval within one year, and two identified sides, which decide
the type of violence: 1 state-based, 2 non-state, 3 one-sided. What does not qualify is left out and listed. The four
``deaths_*`` have no empty value there and add up to ``best``; ``low <= best <= high`` always holds. Ids that UCDP
assigns stay empty. ``id`` is a number made from our incident id, which stands in ``relid``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tallybook.export.base import IncidentRecord
from tallybook.export.countries import country
from tallybook.export.csv import joined
from tallybook.export.known import Known, dropped, known_of, refused
from tallybook.export.loss import Converted, Loss
from tallybook.export.shape import TableExporter, figure
from tallybook.export.sides import Side, attacked_of, attackers_of
from tallybook.model import Document, PartialDate, Place

__all__ = ["COLUMNS", "UcdpExporter", "priogrid_cell"]

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best",
    "high", "low", "gwnoa", "gwnob",
)  # fmt: skip

WHERE_PREC = {"site": 1, "place": 1, "district": 3, "admin1": 4, "country": 6}
"""GED's precision of a place; what lies between ours (2 near a place, 5 a line or fuzzy area, 7 at sea) is not used."""

CELLS_PER_DEGREE, CELLS_IN_A_ROW = 2, 720

LACKS = {
    "event_types": "GED knows three types of violence, by the sides, and no kind of act",
    "stage": "GED lists what happened",
    "perpetrators.status": "a side is a side: who claimed, denied or is suspected is not said",
    "targets": "only the side that was hit, not who or what",
    "weapons": "no column",
    "injured": "GED counts the dead only",
    "casualties (missing, captured)": "GED counts the dead only",
    "casualties (by group)": "no groups but sides and civilians",
    "casualties (said by whom)": "figures have no speakers",
    "claim_of_responsibility": "no column",
    "disagreements": "low, best and high only",
    "sources.independent": "sources are counted, copies too",
    "evidence": "no words, only headlines",
    "review": "no column",
    "confidence": "no column",
}


@dataclass(frozen=True, slots=True)
class _Dyad:
    """The two sides in GED's order, and the type of violence between them."""

    violence: int
    a: Side
    b: Side
    attacker_is_b: bool = False


class UcdpExporter(TableExporter):
    """A CSV file that reads like a release of UCDP GED."""

    name = "ucdp"
    columns = COLUMNS

    def convert(self, record: IncidentRecord) -> Converted:
        """The row of one incident, or why GED would not list it."""
        known = known_of(record)
        why = refused(known) or _left_out(known)
        if why is not None:
            return Converted(left_out=why)
        dyad = _dyad(known)
        if isinstance(dyad, str):
            return Converted(left_out=dyad)
        deaths, losses = _deaths(known, dyad)
        losses += [*dropped(known, LACKS), *_narrowed(known)]
        return Converted(rows=(_row(known, dyad) | deaths,), losses=tuple(losses))


def priogrid_cell(lat: float, lon: float) -> int:
    """The number of the PRIO-GRID cell of half a degree that a point lies in, from the south-west, 1 to 259200.

    Tollefsen, Strand and Buhaug (2012), "PRIO-GRID: A unified spatial data structure".
    """
    row = min(int((lat + 90) * CELLS_PER_DEGREE), 180 * CELLS_PER_DEGREE - 1)
    column = min(int((lon + 180) * CELLS_PER_DEGREE), CELLS_IN_A_ROW - 1)
    return row * CELLS_IN_A_ROW + column + 1


def _left_out(known: Known) -> str | None:
    start, end = known.when.start, known.when.end
    if known.stage == "threatened":
        return "it was only threatened"
    if not any(value for value in (known.killed.best, known.killed.low, known.attackers.best, known.attackers.low)):
        return "no death is stated"
    if start is None or end is None:
        return "it has no date with two ends"
    if start.year != end.year:
        return "its date lies in two calendar years, and no event of GED does"
    if country(known.where.country) is None:
        return "its country is not known"
    return None


def _dyad(known: Known) -> _Dyad | str:
    """The sides and the type of violence, or why there are none."""
    attackers = [side for side in attackers_of(known) if side.kind in ("state", "group") and side.known]
    if not attackers:
        return "no side that did it is identified"
    first, attacked = attackers[0], attacked_of(known)
    others = [side for side in attackers[1:] if side.kind != first.kind or side.actor != first.actor]
    if known.event_type == "armed_clash" and others:
        return _fight(first, others[0])
    kinds = {side.kind: side for side in reversed(attacked)}
    if "civilians" in kinds and known.event_type != "armed_clash":
        return _Dyad(3, first, Side(kind="civilians", name="Civilians", known=True))
    for kind in ("state", "group"):
        if kind in kinds:
            return _fight(first, kinds[kind])
    return "the side that was hit is not known"


def _fight(attacker: Side, other: Side) -> _Dyad | str:
    if not other.known:
        return "the side that was hit is not identified"
    if attacker.kind == other.kind == "state" and attacker.countries == other.countries:
        return "both sides would be one state"
    if attacker.kind == "group" and other.kind == "state":
        return _Dyad(1, other, attacker, attacker_is_b=True)
    return _Dyad(1 if "state" in (attacker.kind, other.kind) else 2, attacker, other)


def _deaths(known: Known, dyad: _Dyad) -> tuple[dict[str, int], list[Loss]]:
    """The figures: victims on the side they can be put on, perpetrators' dead on their own, all of them in best."""
    victims, own = figure(known.killed, "best") or 0, figure(known.attackers, "best") or 0
    cells = {"deaths_a": 0, "deaths_b": 0, "deaths_civilians": 0, "deaths_unknown": 0}
    cells[_column_of_victims(known, dyad)] += victims
    cells["deaths_b" if dyad.attacker_is_b else "deaths_a"] += own
    best = victims + own
    low = sum(figure(one, "low") or 0 for one in (known.killed, known.attackers))
    high = sum(figure(one, "high") or 0 for one in (known.killed, known.attackers))
    losses = [Loss(field="casualties (by side)", kind="filled", why="0 where no death of a side is stated")]
    if known.killed.best is None and victims:
        losses.append(Loss(field="killed.best", kind="filled", why="only a bound is stated, which stands for best"))
    if known.killed.high is None and victims:
        losses.append(Loss(field="killed.high", kind="filled", why="it is open; best stands for it"))
    if own:
        losses.append(Loss(field="killed", kind="narrowed", why="best counts the perpetrators' dead too"))
    return {**cells, "best": best, "high": max(high, best), "low": min(low, best)}, losses


def _column_of_victims(known: Known, dyad: _Dyad) -> str:
    kinds = {side.kind for side in attacked_of(known)}
    if kinds == {"civilians"}:
        return "deaths_civilians"
    if dyad.violence != 3 and len(kinds) == 1 and "unknown" not in kinds:
        return "deaths_a" if dyad.attacker_is_b else "deaths_b"
    return "deaths_unknown"


def _narrowed(known: Known) -> list[Loss]:
    losses = []
    if known.where.precision == "site":
        losses.append(Loss(field="where.site", kind="narrowed", why="a site is exact like a town, without a radius"))
    if len(known.perpetrators) > 1:
        losses.append(Loss(field="perpetrators", kind="narrowed", why="two sides only; further ones are not said"))
    if len({side.kind for side in attacked_of(known)}) > 1:
        losses.append(Loss(field="targets", kind="narrowed", why="several sides were hit; one decides the type"))
    return losses


def _row(known: Known, dyad: _Dyad) -> dict[str, Any]:
    where, when, here = known.where, known.when, country(known.where.country)
    documents = [known.record.documents.get(name) for name in known.record.incident.documents]
    point = where.lat is not None and where.lon is not None
    a, b = _side_name(dyad.a), _side_name(dyad.b)
    return {
        "id": int(hashlib.sha256(known.id.encode()).hexdigest()[:12], 16),
        "relid": known.id,
        "year": when.start.year if when.start else None,
        "type_of_violence": dyad.violence,
        "dyad_name": f"{a} - {b}",
        "side_a": a,
        "side_b": b,
        **_sources(documents),
        "source_original": joined(dict.fromkeys(count.said_by for count in known.casualties if count.said_by)),
        "where_prec": WHERE_PREC.get(where.precision),
        "where_coordinates": where.place or where.admin2 or where.admin1 or (here.name if here else None),
        "where_description": _described(where),
        "adm_1": where.admin1,
        "adm_2": where.admin2,
        "latitude": where.lat,
        "longitude": where.lon,
        "geom_wkt": f"POINT ({where.lon} {where.lat})" if point else None,
        "priogrid_gid": priogrid_cell(where.lat, where.lon)
        if where.lat is not None and where.lon is not None
        else None,
        "country": here.name if here else None,
        "country_id": here.gw if here else None,
        "region": here.ucdp if here else None,
        "event_clarity": 1,
        "date_prec": _date_prec(when),
        "date_start": when.start.isoformat() if when.start else None,
        "date_end": when.end.isoformat() if when.end else None,
        "gwnoa": _gw(dyad.a),
        "gwnob": _gw(dyad.b),
    }


def _sources(documents: Sequence[Document | None]) -> dict[str, Any]:
    read = [one for one in documents if one is not None]
    days = [one.published.start.isoformat() if one.published.start else "" for one in read]
    articles = [f'"{one.publisher or ""},{day},{one.title or ""}"' for one, day in zip(read, days, strict=True)]
    return {
        "number_of_sources": len(documents) or -1,
        "source_article": joined(articles),
        "source_office": joined(one.publisher for one in read if one.publisher),
        "source_date": joined(day for day in days if day),
        "source_headline": joined(one.title for one in read if one.title),
    }


def _described(where: Place) -> str | None:
    return ", ".join(part for part in (where.site, where.place, where.admin2, where.admin1) if part) or None


def _side_name(side: Side) -> str:
    """GED calls a state's side "Government of" its country."""
    own = country(side.countries[0]) if side.kind == "state" and len(side.countries) == 1 else None
    return f"Government of {own.name}" if own else side.name


def _gw(side: Side) -> str | None:
    if side.kind != "state":
        return None
    numbers = [found.gw for iso in side.countries if (found := country(iso)) is not None and found.gw is not None]
    return ";".join(map(str, numbers)) or None


def _date_prec(when: PartialDate) -> int | None:
    """1 a day, 2 two to six days, 3 a week, 4 a month, 5 more than a month."""
    if when.start is None or when.end is None:
        return None
    days = (when.end - when.start).days + 1
    return next((code for code, most in ((1, 1), (2, 6), (3, 7), (4, 31)) if days <= most), 5)
