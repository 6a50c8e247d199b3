"""GTD: the 135 columns of the Global Terrorism Database, in its order (codebook of August 2021).

It lists acts of non-state actors outside ordinary warfare; clashes and acts of state forces are left out and listed.
Its own rules for what is not known are kept: ``imonth`` and ``iday`` are 0, ``-9`` is unknown for a yes or no, ``-99``
for a number of perpetrators, ``nkill`` and ``nwound`` are empty, ``gname`` is "Unknown". Columns that need a coder's
judgement (the criteria, the doubt, the INT ones) are empty. ``eventid`` numbers the incidents of a day in the order of
the file; ours stands in ``addnotes``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tallybook.export.base import IncidentRecord
from tallybook.export.card import headline_of
from tallybook.export.countries import country
from tallybook.export.foreign_codes import foreign_codes, foreign_type
from tallybook.export.known import Known, dropped, known_of, refused
from tallybook.export.loss import Converted, Loss
from tallybook.export.shape import TableExporter, all_dead, figure, write_table
from tallybook.export.sides import attackers_of
from tallybook.export.words import date_in_words
from tallybook.model import Actor, Document, PartialDate, Range, Target

__all__ = ["COLUMNS", "GtdExporter"]

COLUMNS = (
    "eventid", "iyear", "imonth", "iday", "approxdate", "extended", "resolution", "country", "country_txt",
    "region", "region_txt", "provstate", "city", "latitude", "longitude", "specificity", "vicinity", "location",
    "summary", "crit1", "crit2", "crit3", "doubtterr", "alternative", "alternative_txt", "multiple", "success",
    "suicide", "attacktype1", "attacktype1_txt", "attacktype2", "attacktype2_txt", "attacktype3", "attacktype3_txt",
    "targtype1", "targtype1_txt", "targsubtype1", "targsubtype1_txt", "corp1", "target1", "natlty1", "natlty1_txt",
    "targtype2", "targtype2_txt", "targsubtype2", "targsubtype2_txt", "corp2", "target2", "natlty2", "natlty2_txt",
    "targtype3", "targtype3_txt", "targsubtype3", "targsubtype3_txt", "corp3", "target3", "natlty3", "natlty3_txt",
    "gname", "gsubname", "gname2", "gsubname2", "gname3", "gsubname3", "motive", "guncertain1", "guncertain2",
    "guncertain3", "individual", "nperps", "nperpcap", "claimed", "claimmode", "claimmode_txt", "claim2",
    "claimmode2", "claimmode2_txt", "claim3", "claimmode3", "claimmode3_txt", "compclaim", "weaptype1",
    "weaptype1_txt", "weapsubtype1", "weapsubtype1_txt", "weaptype2", "weaptype2_txt", "weapsubtype2",
    "weapsubtype2_txt", "weaptype3", "weaptype3_txt", "weapsubtype3", "weapsubtype3_txt", "weaptype4",
    "weaptype4_txt", "weapsubtype4", "weapsubtype4_txt", "weapdetail", "nkill", "nkillus", "nkillter", "nwound",
    "nwoundus", "nwoundte", "property", "propextent", "propextent_txt", "propvalue", "propcomment", "ishostkid",
    "nhostkid", "nhostkidus", "nhours", "ndays", "divert", "kidhijcountry", "ransom", "ransomamt", "ransomamtus",
    "ransompaid", "ransompaidus", "ransomnote", "hostkidoutcome", "hostkidoutcome_txt", "nreleased", "addnotes",
    "scite1", "scite2", "scite3", "dbsource", "INT_LOG", "INT_IDEO", "INT_MISC", "INT_ANY", "related",
)  # fmt: skip

UNKNOWN, UNKNOWN_NUMBER = -9, -99
SPECIFICITY = {"site": 1, "place": 1, "district": 3, "admin1": 4, "country": 5, "unknown": 5}
HOSTAGES = frozenset(("kidnapping", "hijacking"))

LACKS = {
    "perpetrators.status": "only whether it is certain and whether it was claimed",
    "injured.low, injured.high": "one number",
    "casualties (missing, captured)": "only hostages, and not how many of whom",
    "casualties (by group)": "no figures by group but US citizens and perpetrators",
    "casualties (said by whom)": "figures have no speakers",
    "disagreements": "no column",
    "sources.independent": "sources are cited, copies too",
    "evidence": "no words, only a summary of our own",
    "review": "no column",
    "confidence": "no column",
}


class GtdExporter(TableExporter):
    """A CSV file that reads like a release of the GTD."""

    name = "gtd"
    columns = COLUMNS

    def write(self, records: Iterable[IncidentRecord], target: Path) -> int:
        """The number of incidents written; within a day they are numbered as they come."""
        numbers: Counter[str] = Counter()
        count = 0

        def rows() -> Iterator[dict[str, Any]]:
            nonlocal count
            for record in records:
                for row in self.convert(record).rows:
                    day = str(row["eventid"])
                    numbers[day] += 1
                    count += 1
                    yield {**row, "eventid": f"{day}{numbers[day]:04d}"}

        write_table(COLUMNS, rows(), target, excel=self.excel)
        return count

    def convert(self, record: IncidentRecord) -> Converted:
        """The row of one incident, its ``eventid`` without the number; or why the GTD would not list it."""
        known = known_of(record)
        why = refused(known) or _left_out(known)
        if why is not None:
            return Converted(left_out=why)
        dead, losses = all_dead(known, "best")
        row = {
            **_when_and_where(known),
            **_what(known),
            **_whom(known),
            **_who(known),
            **_weapons(known),
            "nkill": dead,
            "nkillter": figure(known.attackers, "best"),
            "nwound": figure(known.injured, "best"),
            **_property(known),
            **_sources(known),
        }
        return Converted(rows=(row,), losses=(*losses, *_narrowed(known), *dropped(known, LACKS)))


def _left_out(known: Known) -> str | None:
    if known.stage == "threatened":
        return "it was only threatened"
    if foreign_type("gtd", known.event_type).fit == "none":
        return "a clash of armed sides is no act of terrorism in the GTD's sense"
    sides = attackers_of(known)
    if sides and all(side.kind == "state" for side in sides):
        return "state forces did it"
    if known.when.start is None or known.when.end is None or known.when.start.year != known.when.end.year:
        return "its year is not known"
    return None


def _when_and_where(known: Known) -> dict[str, Any]:
    when, where, here = known.when, known.where, country(known.where.country)
    month, day = _month_and_day(when)
    year = when.start.year if when.start else 0
    return {
        "eventid": f"{year:04d}{month:02d}{day:02d}",
        "iyear": year,
        "imonth": month,
        "iday": day,
        "approxdate": None if day else date_in_words(when),
        "country": here.gtd if here else None,
        "country_txt": here.name if here else None,
        "region": here.gtd_region if here else None,
        "region_txt": foreign_codes("gtd_regions")[here.gtd_region] if here and here.gtd_region else None,
        "provstate": where.admin1,
        "city": where.place or "Unknown",
        "latitude": where.lat,
        "longitude": where.lon,
        "specificity": SPECIFICITY[where.precision],
        "vicinity": UNKNOWN,
        "location": where.site,
    }


def _month_and_day(when: PartialDate) -> tuple[int, int]:
    """The month and the day, 0 for what an interval leaves open."""
    start, end = when.start, when.end
    if start is None or end is None or start.month != end.month:
        return 0, 0
    return start.month, start.day if start == end else 0


def _what(known: Known) -> dict[str, Any]:
    pairs = [(found.code, found.label) for one in known.types if (found := foreign_type("gtd", one)).code is not None]
    cells: dict[str, Any] = {
        "summary": headline_of(known.record) + ".",
        "success": int(known.stage == "accomplished"),
        "suicide": int("suicide_bombing" in known.types),
        "ishostkid": 1 if HOSTAGES & set(known.types) else UNKNOWN,
    }
    for number, (code, label) in enumerate(list(dict.fromkeys(pairs))[:3], start=1):
        cells |= {f"attacktype{number}": code, f"attacktype{number}_txt": label}
    return cells


def _whom(known: Known) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for number, target in enumerate(known.targets[:3], start=1):
        code, label = _target_type(target)
        nation = country(target.nationality)
        cells |= {
            f"targtype{number}": code,
            f"targtype{number}_txt": label,
            f"target{number}": target.name,
            f"natlty{number}": nation.gtd if nation else None,
            f"natlty{number}_txt": nation.name if nation else None,
        }
    return cells or {"targtype1": 20, "targtype1_txt": "Unknown", "target1": "Unknown"}


def _target_type(target: Target) -> tuple[int, str]:
    table = "gtd_groups" if target.kind in ("person", "group") else "gtd_targets"
    code, label = foreign_codes(table).get(target.category, (20, "Unknown"))
    return int(code), str(label)


def _who(known: Known) -> dict[str, Any]:
    actors = [actor for actor in known.perpetrators if actor.status != "denied"]
    sides = attackers_of(known)
    named = [(actor, side.name) for actor, side in zip(actors, sides, strict=True) if side.kind != "state"]
    cells: dict[str, Any] = {
        "gname": "Unknown",
        "individual": int(bool(actors) and all(actor.kind == "individual" and not actor.actor for actor in actors)),
        "nperps": UNKNOWN_NUMBER,
        "nperpcap": UNKNOWN_NUMBER,
        "claimed": _claimed(known),
    }
    for number, (actor, name) in enumerate(_identified(named)[:3], start=1):
        mark = "" if number == 1 else str(number)
        cells |= {f"gname{mark}": name, f"guncertain{number}": int(actor.status == "suspected")}
    return cells


def _identified(named: list[tuple[Actor, str]]) -> list[tuple[Actor, str]]:
    return [(actor, name) for actor, name in named if actor.actor is not None or actor.kind == "organization"]


def _claimed(known: Known) -> int:
    """1 claimed, 0 when a claim is said to be missing or was denied, -9 when nothing is said of it."""
    said = {value.status for value in known.responsibility}
    if "claimed" in said or any(actor.status == "claimed" for actor in known.perpetrators):
        return 1
    return 0 if said else UNKNOWN


def _weapons(known: Known) -> dict[str, Any]:
    table = foreign_codes("gtd_weapons")
    pairs = list(dict.fromkeys(tuple(table[one.category]) for one in known.weapons if one.category in table))
    cells: dict[str, Any] = {"weaptype1": 13, "weaptype1_txt": "Unknown"}
    for number, (code, label) in enumerate(pairs[:4], start=1):
        cells |= {f"weaptype{number}": code, f"weaptype{number}_txt": label}
    detail = "; ".join(dict.fromkeys(one.name for one in known.weapons if one.name))
    return {**cells, "weapdetail": detail or None}


def _property(known: Known) -> dict[str, Any]:
    effects = {effect for target in known.targets for effect in target.effects}
    if effects & {"destroyed", "damaged"}:
        return {"property": 1}
    return {"property": 0 if "undamaged" in effects else UNKNOWN}


def _sources(known: Known) -> dict[str, Any]:
    documents = [known.record.documents.get(name) for name in known.record.incident.documents]
    cites = [_cited(one) for one in documents if one is not None]
    return {
        **{f"scite{number}": cite for number, cite in enumerate(cites[:3], start=1)},
        "addnotes": f"tallybook {known.id}",
        "dbsource": "tallybook",
    }


def _cited(document: Document) -> str:
    day = document.published.start
    parts = (f'"{document.title or document.id}"', document.publisher, f"{day.day} {day:%B %Y}" if day else None)
    return ", ".join(part for part in parts if part) + "."


def _narrowed(known: Known) -> list[Loss]:
    losses = [
        Loss(field=name, kind="narrowed", why=f"the first {most} only")
        for name, values, most in (
            ("event_types", known.types, 3),
            ("perpetrators", known.perpetrators, 3),
            ("targets", known.targets, 3),
            ("weapons", known.weapons, 4),
            ("documents", known.record.incident.documents, 3),
        )
        if len(values) > most
    ]
    if foreign_type("gtd", known.event_type).fit in ("close", "broader"):
        losses.append(Loss(field="event_type", kind="narrowed", why="the nearest attack type is a wider one"))
    if known.injured != Range() and known.injured.best is None:
        losses.append(Loss(field="injured", kind="narrowed", why="a bound stands for the number"))
    if known.when.start != known.when.end:
        losses.append(Loss(field="when", kind="narrowed", why="0 for the open day or month, words in approxdate"))
    return losses
