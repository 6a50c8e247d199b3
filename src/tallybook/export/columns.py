"""The columns of our own table, one row per incident: what each holds, of which type, and whether a person may edit it.

CSV, XLSX, Parquet and the data package have these columns; a file that is read back is checked against them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

__all__ = ["BY_NAME", "COLUMNS", "VERSION", "Column", "ColumnKind"]

ColumnKind = Literal["text", "whole", "decimal", "day"]

VERSION = "row_version"
"""The column that names the state of a row: it tells a cell that was edited from a register that has moved on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. ``many`` holds several values parted by ``; ``; ``codes`` names the list its values come from."""

    name: str
    kind: ColumnKind = "text"
    means: str
    edit: bool = False
    many: bool = False
    codes: str | None = None
    least: float | None = None
    most: float | None = None


def _bounds(figure: str, what: str) -> tuple[Column, ...]:
    bounds = (("low", "at least so many"), ("best", "the best figure"), ("high", "at most so many; empty is open"))
    return tuple(
        Column(name=f"{figure}_{name}", kind="whole", means=f"{what}: {means}.", edit=True, least=0)
        for name, means in bounds
    )


TABLE = (
    Column(name="incident_id", means="The incident's id; rows are matched by it."),
    Column(name="event_type", means="What it was: the leading code of the codebook.", edit=True, codes="event_type"),
    Column(name="event_types", means="All that it was.", edit=True, many=True, codes="event_type"),
    Column(name="stage", means="accomplished, attempted or threatened.", edit=True, codes="stage"),
    Column(name="date_start", kind="day", means="First day on which it may have happened.", edit=True),
    Column(name="date_end", kind="day", means="Last day on which it may have happened.", edit=True),
    Column(name="date_precision", means="How exact the date is.", edit=True, codes="date_precision"),
    Column(name="date_text", means="The words for the date."),
    Column(name="country", means="Country, ISO 3166-1 alpha-2.", edit=True, codes="country"),
    Column(name="admin1", means="First-level area.", edit=True),
    Column(name="admin2", means="Second-level area.", edit=True),
    Column(name="place", means="Town, village or quarter.", edit=True),
    Column(name="site", means="Building, camp, road.", edit=True),
    Column(name="lat", kind="decimal", means="Latitude in degrees, WGS 84.", edit=True, least=-90, most=90),
    Column(name="lon", kind="decimal", means="Longitude in degrees, WGS 84.", edit=True, least=-180, most=180),
    Column(name="place_precision", means="How exact the place is.", edit=True, codes="place_precision"),
    Column(name="geonames_id", kind="whole", means="Id of the place in GeoNames.", edit=True, least=1),
    Column(name="perpetrators", means="Who is held to have done it, as printed.", edit=True, many=True),
    Column(
        name="perpetrator_codes", means="Their codes in the actor table, in the same order; ? is none.", edit=True,
        many=True, codes="actor",
    ),
    Column(
        name="perpetrator_status", means="How sure, in the same order.", edit=True, many=True, codes="status",
    ),
    Column(name="targets", means="Who or what was hit.", edit=True, many=True),
    Column(name="weapons", means="What it was done with.", edit=True, many=True),
    *_bounds("killed", "Victims killed, perpetrators left out"),
    Column(name="killed_rule", means="The rule that chose the figure."),
    *_bounds("injured", "Victims injured, perpetrators left out"),
    Column(name="injured_rule", means="The rule that chose the figure."),
    Column(name="documents", means="Ids of the documents that tell of it.", many=True),
    Column(name="sources", kind="whole", means="Number of documents."),
    Column(name="independent_sources", kind="whole", means="Number of independent voices; copies count once."),
    Column(name="disagreements", means="Where the documents contradict each other.", many=True),
    Column(name="review", means="unreviewed, accepted or rejected.", edit=True, codes="review"),
    Column(name="confidence", kind="decimal", means="How likely the stated fields are right, 0 to 1."),
    Column(name=VERSION, means="Names the state of this row; leave it as it is."),
)  # fmt: skip
"""Every column, in order."""

COLUMNS = tuple(column.name for column in TABLE)
BY_NAME: Mapping[str, Column] = MappingProxyType({column.name: column for column in TABLE})
