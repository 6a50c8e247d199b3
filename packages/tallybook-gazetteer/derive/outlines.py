"""Country outlines for an offline map: topology decoded, lines thinned, coordinates rounded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

TOLERANCE = 0.12
"""Degrees (about 13 km) that a thinned line may lie off; set so that the file stays below 300 kB."""
SMALLEST = 0.25
"""Rings whose box is smaller than this many degrees are left out, unless they are all that a country has."""


def write(topology: dict[str, Any], countries: dict[str, dict[str, Any]], path: Path) -> None:
    """A GeoJSON FeatureCollection with ``iso`` (two letters or null) and ``name`` of every country."""
    arcs = _arcs(topology)
    numbers = {f"{item['isonumeric']:03d}": code for code, item in countries.items()}
    features = []
    for shape in topology["objects"]["countries"]["geometries"]:
        kept = _polygons(shape, arcs)
        if kept:
            name = shape["properties"]["name"]
            iso = numbers.get(str(shape.get("id")), "XK" if name == "Kosovo" else None)
            features.append({
                "type": "Feature",
                "properties": {"iso": iso, "name": name},
                "geometry": {"type": "MultiPolygon", "coordinates": kept},
            })  # fmt: skip
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")


def _arcs(topology: dict[str, Any]) -> list[NDArray[np.float64]]:
    scale, move = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    # Arcs are thinned, not rings, so that two neighbours keep one common border.
    return [_thin(np.cumsum(np.array(arc), axis=0) * scale + move) for arc in topology["arcs"]]


def _thin(line: NDArray[np.float64]) -> NDArray[np.float64]:
    """Douglas and Peucker's rule, with a stack instead of recursion."""
    keep = np.zeros(len(line), dtype=bool)
    keep[[0, -1]] = True
    stack = [(0, len(line) - 1)]
    while stack:
        a, b = stack.pop()
        if b - a < 2:
            continue
        between, base = line[a + 1 : b] - line[a], line[b] - line[a]
        length = np.hypot(*base)
        if length < 1e-9:
            distance = np.hypot(between[:, 0], between[:, 1])
        else:
            distance = np.abs(between[:, 0] * base[1] - between[:, 1] * base[0]) / length
        far = int(distance.argmax())
        if distance[far] > TOLERANCE:
            keep[a + 1 + far] = True
            stack += [(a, a + 1 + far), (a + 1 + far, b)]
    return line[keep]


def _polygons(shape: dict[str, Any], arcs: list[NDArray[np.float64]]) -> list[list[list[list[float]]]]:
    groups = {"Polygon": [shape.get("arcs")], "MultiPolygon": shape.get("arcs")}.get(shape["type"]) or []
    drawn = [[_ring(ring, arcs) for ring in group] for group in groups]
    sized = sorted(((_size(group[0]), group) for group in drawn if len(group[0]) > 3), key=lambda item: -item[0])
    kept = [group for size, group in sized if size >= SMALLEST] or [group for _, group in sized[:1]]
    return [[ring for ring in group if len(ring) > 3] for group in kept]


def _size(ring: list[list[float]]) -> float:
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def _ring(numbers: list[int], arcs: list[NDArray[np.float64]]) -> list[list[float]]:
    points: list[list[float]] = []
    for number in numbers:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        for x, y in line:
            point = [round(float(x), 2), round(float(y), 2)]
            if not points or points[-1] != point:
                points.append(point)
    return points
