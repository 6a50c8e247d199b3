"""HDX HAPI: counts by month, area and kind, with the 19 columns of the humanitarian API's conflict events.

Rows are aggregates, not incidents. As in the original, what targets civilians is counted twice: as
``civilian_targeting`` and within ``political_violence``. ``provider_admin1_name`` holds our name of an area; the coded
name and its p-code stay empty, since no p-code is assigned. What has no month or no country is left out.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from tallybook.export.base import IncidentRecord
from tallybook.export.countries import country
from tallybook.export.known import Known, dropped, known_of, refused
from tallybook.export.loss import Converted, Loss
from tallybook.export.shape import TableExporter, all_dead, bound_named, write_table
from tallybook.export.sides import attacked_of

__all__ = ["COLUMNS", "HapiExporter"]

COLUMNS = (
    "location_code", "has_hrp", "in_gho", "provider_admin1_name", "provider_admin2_name", "admin1_code", "admin1_name",
    "admin2_code", "admin2_name", "admin_level", "event_type", "events", "fatalities", "reference_period_start",
    "reference_period_end", "dataset_hdx_id", "resource_hdx_id", "warning", "error",
)  # fmt: skip

KEYS = (
    "location_code", "provider_admin1_name", "provider_admin2_name", "admin_level", "event_type",
    "reference_period_start", "reference_period_end",
)  # fmt: skip

LACKS = {
    "event_types": "two kinds of event only",
    "stage": "attempts count like deeds",
    "perpetrators": "no actors",
    "targets": "no targets",
    "weapons": "no weapons",
    "injured": "the dead only",
    "casualties (missing, captured)": "the dead only",
    "casualties (by group)": "the dead only",
    "claim_of_responsibility": "counts only",
    "disagreements": "counts only",
    "documents": "no sources",
    "evidence": "no words",
    "review": "no column",
    "confidence": "no column",
}


class HapiExporter(TableExporter):
    """A CSV file of monthly counts; ``fatalities`` is the bound that is added up (``low`` by default)."""

    name = "hapi"
    columns = COLUMNS
    options = ("excel", "fatalities")

    def __init__(self, *, excel: bool = False, fatalities: str = "low") -> None:
        super().__init__(excel=excel)
        self.bound = bound_named(fatalities)

    def convert(self, record: IncidentRecord) -> Converted:
        """What one incident adds to: a row of one event for each kind it counts as."""
        known = known_of(record)
        why = refused(known) or _left_out(known)
        if why is not None:
            return Converted(left_out=why)
        dead, losses = all_dead(known, self.bound)
        rows = tuple(_row(known, kind, dead) for kind in _kinds(known))
        if known.when.start == known.when.end:
            losses.append(Loss(field="when", kind="narrowed", why="the month only"))
        if known.where.precision in ("site", "place"):
            losses.append(Loss(field="where", kind="narrowed", why="the area only"))
        return Converted(rows=rows, losses=(*losses, *dropped(known, LACKS)))

    def write(self, records: Iterable[IncidentRecord], target: Path) -> int:
        """The number of incidents counted in the rows written."""
        groups: defaultdict[tuple[Any, ...], list[int | None]] = defaultdict(list)
        count = 0
        for record in records:
            converted = self.convert(record)
            count += converted.left_out is None
            for row in converted.rows:
                groups[tuple(row[key] for key in KEYS)].append(row["fatalities"])
        ordered = sorted(groups, key=lambda key: tuple(str(part or "") for part in key))
        rows = (dict(zip(KEYS, key, strict=True)) | _counted(groups[key]) for key in ordered)
        write_table(COLUMNS, rows, target, excel=self.excel)
        return count


def _left_out(known: Known) -> str | None:
    if known.stage == "threatened":
        return "it was only threatened"
    if country(known.where.country) is None:
        return "its country is not known"
    start, end = known.when.start, known.when.end
    if start is None or end is None or (start.year, start.month) != (end.year, end.month):
        return "its month is not known"
    return None


def _kinds(known: Known) -> tuple[str, ...]:
    civilians = known.event_type != "armed_clash" and any(side.kind == "civilians" for side in attacked_of(known))
    return ("civilian_targeting", "political_violence") if civilians else ("political_violence",)


def _row(known: Known, kind: str, dead: int | None) -> dict[str, Any]:
    here, where = country(known.where.country), known.where
    start = known.when.start or date.min
    return {
        "location_code": here.iso3 if here else None,
        "provider_admin1_name": where.admin1,
        "provider_admin2_name": where.admin2,
        "admin_level": 2 if where.admin2 else 1 if where.admin1 else 0,
        "event_type": kind,
        "fatalities": dead,
        "reference_period_start": start.replace(day=1).isoformat(),
        "reference_period_end": start.replace(day=calendar.monthrange(start.year, start.month)[1]).isoformat(),
    }


def _counted(dead: list[int | None]) -> dict[str, Any]:
    """Events, their dead, and a warning where some state none; empty, not 0, where none states any."""
    stated = [one for one in dead if one is not None]
    silent = len(dead) - len(stated)
    return {
        "events": len(dead),
        "fatalities": sum(stated) if stated else None,
        "warning": f"{silent} of {len(dead)} events state no number of dead" if silent else None,
    }
