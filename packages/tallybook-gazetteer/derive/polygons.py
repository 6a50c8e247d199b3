"""Reads multipolygons out of a GeoPackage and asks of points whether they lie inside."""

from __future__ import annotations

import sqlite3
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
KM_PER_DEGREE = 111.2


@dataclass(frozen=True)
class Shape:
    """A multipolygon with the attributes of its row; rings of holes are kept like the others (even-odd rule)."""

    attributes: dict[str, str | None]
    rings: list[Points]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        every = np.concatenate(self.rings)
        return (*every.min(axis=0), *every.max(axis=0))  # type: ignore[return-value]

    def contains(self, points: Points) -> NDArray[np.bool_]:
        """Which of the points (lon, lat) lie inside."""
        inside = np.zeros(len(points), dtype=bool)
        for ring in self.rings:
            x, y = ring[:-1, 0], ring[:-1, 1]
            x2, y2 = ring[1:, 0], ring[1:, 1]
            for begin in range(0, len(points), 2000):
                part = points[begin : begin + 2000]
                px, py = part[:, :1], part[:, 1:]
                crossing = (y > py) != (y2 > py)
                with np.errstate(divide="ignore", invalid="ignore"):
                    at = (x2 - x) * (py - y) / (y2 - y) + x
                inside[begin : begin + 2000] ^= (np.count_nonzero(crossing & (px < at), axis=1) % 2).astype(bool)
        return inside

    def middle(self) -> tuple[float, float, float]:
        """Area-weighted middle of the outer rings as (lon, lat), and the area in square kilometres."""
        total = lon = lat = 0.0
        for ring in self.rings:
            x, y = ring[:, 0], ring[:, 1]
            cross = x[:-1] * y[1:] - x[1:] * y[:-1]
            area = cross.sum() / 2
            if abs(area) < 1e-9:
                continue
            cx = ((x[:-1] + x[1:]) * cross).sum() / (6 * area)
            cy = ((y[:-1] + y[1:]) * cross).sum() / (6 * area)
            weight = abs(area) * np.cos(np.radians(cy)) * KM_PER_DEGREE**2
            total, lon, lat = total + weight, lon + cx * weight, lat + cy * weight
        return (lon / total, lat / total, total) if total else (*self.rings[0].mean(axis=0), 0.0)


def read_layer(path: Path, layer: str) -> list[Shape]:
    """Every row of a layer of the GeoPackage."""
    base = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    columns = [row[1] for row in base.execute(f"pragma table_info('{layer}')")]
    shapes = []
    for row in base.execute(f"select * from '{layer}'"):  # noqa: S608
        values = dict(zip(columns, row, strict=True))
        shapes.append(
            Shape({k.lower(): v for k, v in values.items() if k not in ("geom", "fid")}, rings(values["geom"]))
        )
    return shapes


def rings(blob: bytes) -> list[Points]:
    """The rings of a GeoPackage multipolygon."""
    at = 8 + ENVELOPE_BYTES[(blob[3] >> 1) & 7]
    found: list[Points] = []
    at += 5
    (polygons,) = struct.unpack_from("<I", blob, at)
    at += 4
    for _ in range(polygons):
        at += 5
        (count,) = struct.unpack_from("<I", blob, at)
        at += 4
        for _ in range(count):
            (size,) = struct.unpack_from("<I", blob, at)
            at += 4
            found.append(np.frombuffer(blob, dtype="<f8", count=size * 2, offset=at).reshape(size, 2))
            at += size * 16
    return found
