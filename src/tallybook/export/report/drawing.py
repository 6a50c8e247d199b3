"""The map and the timeline as SVG shapes: numbers only, the template draws them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tallybook.export.base import IncidentRecord
from tallybook.export.contract import incident_where
from tallybook.export.geojson import RADIUS_M
from tallybook.export.report.base import Bar
from tallybook.export.words import range_in_words
from tallybook.model import Range

__all__ = ["Area", "Chart", "Column", "Map", "Spot", "draw_map", "draw_timeline"]

KM_PER_DEGREE = 111.32
WIDTH = 960.0
ADMIN1_RADIUS_KM = 100.0
"""Where only a first-level area is known: a soft circle about as wide as such an area is in the median of the world."""
SMALLEST_SPAN = 8.0
"""Degrees the map shows at least, so that one incident is seen with its surroundings."""
MARGIN = 0.12
"""Part of the span that is left free around the outermost incidents."""
ASPECT = 0.52
"""Height over width."""
SMALLEST_RADIUS = 4.0
"""Units of drawing that a mark has at least, or nobody could see it; the legend says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """An ellipse on the map within which the incident may lie; ``soft`` where only a first-level area is known."""

    incident_id: str
    x: float
    y: float
    rx: float
    ry: float
    soft: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A country's outline; ``incidents`` are those of which no more than the country is known."""

    iso: str
    name: str
    path: str
    incidents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """The map: its size, the countries in it, and the spots."""

    width: float
    height: float
    areas: tuple[Area, ...]
    spots: tuple[Spot, ...]
    scale_km: int
    scale_width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One bar of the timeline, in units of drawing; ``best`` is ``None`` where no period has a best estimate."""

    label: str
    x: float
    width: float
    low: float
    high: float
    best: float | None
    is_open: bool
    incidents: int
    words: str
    show_label: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The timeline: its size, the bars and the lines of the scale."""

    width: float
    height: float
    base: float
    columns: tuple[Column, ...]
    lines: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the world that is shown, and how degrees become units of drawing."""

    west: float
    south: float
    east: float
    north: float

    @property
    def squeeze(self) -> float:
        """How much shorter a degree of longitude is than one of latitude in the middle of the map."""
        return max(0.2, math.cos(math.radians((self.south + self.north) / 2)))

    @property
    def unit(self) -> float:
        """Units of drawing in a degree of latitude."""
        return WIDTH / ((self.east - self.west) * self.squeeze)

    @property
    def height(self) -> float:
        """Units of drawing from south to north."""
        return (self.north - self.south) * self.unit

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a point stands in the drawing."""
        return (lon - self.west) * self.squeeze * self.unit, (self.north - lat) * self.unit

    def touches(self, ring: Sequence[Sequence[float]]) -> bool:
        """Whether any of a ring may be seen."""
        lons, lats = [point[0] for point in ring], [point[1] for point in ring]
        return not (max(lons) < self.west or min(lons) > self.east or max(lats) < self.south or min(lats) > self.north)


def draw_map(records: Iterable[IncidentRecord], *, borders: Mapping[str, Any]) -> Map:
    """The map of incidents over country borders (GeoJSON with ``iso`` and ``name``)."""
    located = [(record.incident.id, incident_where(record)) for record in records]
    by_country: defaultdict[str, list[str]] = defaultdict(list)
    points: list[tuple[str, float, float, float, bool]] = []
    for name, place in located:
        radius = RADIUS_M.get(place.precision, 0) / 1000 or (ADMIN1_RADIUS_KM if place.precision == "admin1" else 0.0)
        if radius and place.lat is not None and place.lon is not None:
            points.append((name, place.lon, place.lat, radius, place.precision == "admin1"))
        elif place.country:
            by_country[place.country].append(name)
    outlines = [_outline(feature) for feature in borders.get("features", ())]
    shown = [*((lon, lat) for _, lon, lat, _, _ in points), *_corners(outlines, by_country)]
    frame = _frame(shown)
    areas = [_area(iso, name, rings, frame, by_country) for iso, name, rings in outlines]
    spots = [_spot(*point, frame=frame) for point in points]
    km = _round_km(WIDTH / frame.unit * KM_PER_DEGREE / 6)
    return Map(
        width=WIDTH, height=round(frame.height, 1), areas=tuple(area for area in areas if area.path),
        spots=tuple(spots), scale_km=km, scale_width=round(km / KM_PER_DEGREE * frame.unit, 1),
    )  # fmt: skip


def _outline(feature: Mapping[str, Any]) -> tuple[str, str, list[list[list[float]]]]:
    shape = feature["geometry"]
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    rings = [turned for polygon in polygons for ring in polygon for turned in _unrolled(ring)]
    return str(feature["properties"].get("iso") or ""), str(feature["properties"].get("name") or ""), rings


def _unrolled(ring: Sequence[Sequence[float]]) -> list[list[list[float]]]:
    """The ring without a jump from 180 to -180 degrees; one that crosses there is drawn at both edges of the map."""
    turned: list[list[float]] = []
    shift = 0.0
    for point in ring:
        if turned and abs(point[0] + shift - turned[-1][0]) > 180:
            shift += 360.0 if point[0] + shift < turned[-1][0] else -360.0
        turned.append([point[0] + shift, point[1]])
    lons = [point[0] for point in turned]
    if max(lons) <= 180 and min(lons) >= -180:
        return [turned]
    other = -360.0 if max(lons) > 180 else 360.0
    return [turned, [[lon + other, lat] for lon, lat in turned]]


def _corners(outlines: Iterable[tuple[str, str, Any]], by_country: Mapping[str, Any]) -> list[tuple[float, float]]:
    """The box of each country that is shaded, by its largest ring, so that it lies on the map."""
    found: list[tuple[float, float]] = []
    for iso, _, rings in outlines:
        if iso in by_country and rings:
            ring = max((ring for ring in rings if min(point[0] for point in ring) >= -180), key=len)
            lons, lats = [point[0] for point in ring], [point[1] for point in ring]
            found += [(min(lons), min(lats)), (max(lons), max(lats))]
    return found


def _frame(points: Sequence[tuple[float, float]]) -> Frame:
    """The frame around all points with a margin, in the page's aspect; the whole world where there are none."""
    if not points:
        return Frame(-180.0, -58.0, 180.0, 78.0)
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    middle_lon, middle_lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    squeeze = max(0.2, math.cos(math.radians(middle_lat)))
    wide = max((max(lons) - min(lons)) * squeeze, SMALLEST_SPAN) * (1 + 2 * MARGIN)
    tall = max(max(lats) - min(lats), SMALLEST_SPAN * ASPECT) * (1 + 2 * MARGIN)
    wide = max(wide, tall / ASPECT)
    tall = max(tall, wide * ASPECT)
    half_lon, half_lat = min(180.0, wide / squeeze / 2), min(85.0, tall / 2)
    middle_lon = min(max(middle_lon, half_lon - 180), 180 - half_lon)
    middle_lat = min(max(middle_lat, half_lat - 85), 85 - half_lat)
    return Frame(middle_lon - half_lon, middle_lat - half_lat, middle_lon + half_lon, middle_lat + half_lat)


def _area(
    iso: str, name: str, rings: Iterable[Sequence[Sequence[float]]], frame: Frame, by_country: Mapping[str, list[str]]
) -> Area:
    drawn = []
    for ring in rings:
        if frame.touches(ring):
            points = (frame.place(point[0], point[1]) for point in ring)
            drawn.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z")
    return Area(iso=iso, name=name, path="".join(drawn), incidents=tuple(by_country.get(iso, ())))


def _spot(name: str, lon: float, lat: float, radius: float, soft: bool, *, frame: Frame) -> Spot:
    x, y = frame.place(lon, lat)
    tall = radius / KM_PER_DEGREE * frame.unit
    wide = tall * frame.squeeze / max(0.2, math.cos(math.radians(lat)))
    return Spot(
        incident_id=name, x=round(x, 1), y=round(y, 1), rx=round(max(wide, SMALLEST_RADIUS), 1),
        ry=round(max(tall, SMALLEST_RADIUS), 1), soft=soft,
    )  # fmt: skip


def _round_km(km: float) -> int:
    """A round number of kilometres not above the given one: 1, 2 or 5 times a power of ten."""
    power = 10 ** math.floor(math.log10(max(km, 1.0)))
    return int(next(step * power for step in (5, 2, 1) if step * power <= max(km, 1.0)))


TIMELINE_HEIGHT = 420.0
LEFT, RIGHT, TOP, BOTTOM = 76.0, 8.0, 28.0, 62.0
MOST_LABELS = 10


def draw_timeline(bars: Sequence[Bar]) -> Chart:
    """The people killed in each period as a band from low to high with a line at best, incidents counted below."""
    base = TIMELINE_HEIGHT - BOTTOM
    top = max([_highest(bar.killed) for bar in bars], default=0) or 1
    step = _nice_step(top)
    ceiling = step * math.ceil(top / step)
    unit = (base - TOP) / ceiling
    slot = (WIDTH - LEFT - RIGHT) / max(len(bars), 1)
    every = math.ceil(len(bars) / MOST_LABELS) or 1
    columns = tuple(
        _column(place, bar, slot=slot, unit=unit, base=base, show_label=place % every == 0)
        for place, bar in enumerate(bars)
    )
    lines = tuple((round(base - value * unit, 1), f"{value:,}") for value in range(0, ceiling + 1, step))
    return Chart(width=WIDTH, height=TIMELINE_HEIGHT, base=base, columns=columns, lines=lines)


def _column(place: int, bar: Bar, *, slot: float, unit: float, base: float, show_label: bool) -> Column:
    killed = bar.killed
    low = killed.low if killed.low is not None else killed.best or 0
    high = max(_highest(killed), low)
    width = min(slot * 0.72, 48.0)
    words = f"{bar.label}: {bar.incidents} incidents, killed {range_in_words(killed)}"
    return Column(
        label=bar.label, x=round(LEFT + place * slot + (slot - width) / 2, 1), width=round(width, 1),
        low=round(base - low * unit, 1), high=round(base - high * unit, 1),
        best=None if killed.best is None else round(base - killed.best * unit, 1),
        is_open=killed.high is None and killed.low is not None, incidents=bar.incidents, words=words,
        show_label=show_label,
    )  # fmt: skip


def _highest(killed: Range) -> int:
    return max(value or 0 for value in (killed.low, killed.best, killed.high))


def _nice_step(top: int) -> int:
    """The distance of the scale's lines: at most five lines, a round number each."""
    power = int(10 ** max(0, math.floor(math.log10(max(top, 1))) - 1))
    return next(step * power for step in (1, 2, 5, 10, 20, 50) if top / (step * power) <= 5)
