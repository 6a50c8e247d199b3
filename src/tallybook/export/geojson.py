"""Incidents as GeoJSON (RFC 7946) that does not claim more precision than the words give.

A point is drawn only for a site, a place or a district, with the radius within which it may lie. A country or a
first-level area is never a point (coding rule 12): its geometry is null, and its name stands in the properties.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from tallybook.export.base import IncidentRecord
from tallybook.export.contract import incident_line
from tallybook.export.csv import LACKS as LACKED_BY_ROWS
from tallybook.export.known import losses_by_facet
from tallybook.export.loss import LossReport
from tallybook.export.objects import Line
from tallybook.model import Place

__all__ = ["RADIUS_M", "GeoJsonExporter", "feature", "uncertainty_m"]

RADIUS_M = {"site": 2_000, "place": 5_000, "district": 30_000}
"""Radius in metres within which the incident may lie, by precision of the place: a site is known by its town's
coordinates unless the supplement has its own; a town reaches about 5 km from its centre; a district some 30 km."""

LACKS = {
    **LACKED_BY_ROWS,
    "event_types": "the leading type only",
    "perpetrators.status": "names only",
    "targets": "no property",
    "weapons": "no property",
    "disagreements": "no property",
    "confidence": "no property",
}


def uncertainty_m(place: Place) -> int | None:
    """The radius of uncertainty in metres; ``None`` where a radius would say more than is known."""
    return RADIUS_M.get(place.precision) if place.lat is not None and place.lon is not None else None


def feature(record: IncidentRecord) -> Line:
    """One incident as a feature."""
    line = incident_line(record)
    where = line["where"]
    radius = RADIUS_M.get(where["precision"]) if where["lat"] is not None and where["lon"] is not None else None
    point = {"type": "Point", "coordinates": [where["lon"], where["lat"]]} if radius else None
    return {
        "type": "Feature",
        "id": line["incident_id"],
        "geometry": point,
        "properties": {
            "incident_id": line["incident_id"],
            "event_type": line["event_type"],
            "stage": line["stage"],
            "date_start": line["when"]["start"],
            "date_end": line["when"]["end"],
            "date_precision": line["when"]["precision"],
            **{key: where[key] for key in ("country", "admin1", "admin2", "place", "site", "geonames_id")},
            "location_precision": where["precision"],
            "uncertainty_m": radius,
            "perpetrators": [one["name"] for one in line["perpetrators"]],
            **{f"killed_{key}": line["killed"][key] for key in ("low", "best", "high")},
            **{f"injured_{key}": line["injured"][key] for key in ("low", "best", "high")},
            "sources": line["sources"]["documents"],
            "independent_sources": line["sources"]["independent"],
            "review": line["review"],
        },
    }


class GeoJsonExporter:
    """A feature collection, one feature per incident, with null geometry where no point is honest."""

    name = "geojson"
    suffix = ".geojson"
    binary = False

    def write(self, records: Iterable[IncidentRecord], target: Path) -> int:
        """The number of features written."""
        count = 0
        with target.open("w", encoding="utf-8", newline="\n") as out:
            out.write('{"type": "FeatureCollection", "features": [')
            for count, record in enumerate(records, start=1):
                out.write(",\n" if count > 1 else "\n")
                out.write(json.dumps(feature(record), ensure_ascii=True, allow_nan=False))
            out.write("\n]}\n")
        return count

    def losses(self, records: Iterable[IncidentRecord]) -> LossReport:
        """What the properties do not say."""
        return losses_by_facet(self.name, records, LACKS)
