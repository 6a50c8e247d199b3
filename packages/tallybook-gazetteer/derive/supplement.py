"""The hand-kept places of the world's conflicts, added to the towns of the data."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml
from rows import Row

from tallybook_gazetteer.folding import fold_name
from tallybook_gazetteer.layout import PRIMARY

EXTENT_KM = {"city": 3.0, "neighbourhood": 2.0, "site": 1.0}
ROUGH_KM = 10.0
"""The extent of a place of source ``rough``, whose position is known to about a tenth of a degree."""
SAME_DEGREES = 0.3
NEAR_DEGREES = 0.1
"""A place of the supplement takes the second-level unit of a town this near."""


def conflict_places(supplement: Path, first: dict[str | None, Row], cities: list[Row]) -> list[Row]:
    """The rows of ``places_*.yaml``; one that a town of the data stands for already only adds its names to it."""
    by_country: dict[str | None, list[Row]] = defaultdict(list)
    for city in sorted(cities, key=lambda row: -row.population):
        by_country[city.country].append(city)
    rows: list[Row] = []
    for path in sorted(supplement.glob("places_*.yaml")):
        for group in yaml.safe_load(path.read_text(encoding="utf-8")):
            if "source" not in group:
                raise SystemExit(f"{path.name}: a group of {group['country']} has no source")
            for item in group["places"]:
                row = _place(group, item, first, by_country[group["country"]])
                if not _merged(row, by_country[group["country"]]):
                    rows.append(row)
                    by_country[group["country"]].append(row)
    return rows


def _place(group: dict[str, Any], item: list[Any], first: dict[str | None, Row], towns: list[Row]) -> Row:
    name, lat, lon, *others = item
    country, kind = group["country"], group["kind"]
    nearest = sorted(towns, key=lambda town: (town.lat - lat) ** 2 + (town.lon - lon) ** 2)[:3]
    code = f"{country}.{group['admin1']}" if group.get("admin1") else _unit_of(towns, lat, lon, first)
    if code not in first:
        raise SystemExit(f"{country}, {name}: no first-level unit {code}")
    if not any(town.admin1 == code for town in nearest):
        sys.stderr.write(f"{country}, {name}: the three nearest towns lie outside {code} ({first[code].label})\n")
    extent = ROUGH_KM if group["source"] == "rough" else EXTENT_KM[kind]
    row = Row(name, kind, country, lat, lon, admin1=code, extent=extent)
    near = nearest[0]
    if near.admin1 == code and abs(near.lat - lat) + abs(near.lon - lon) < NEAR_DEGREES:
        row.admin2 = near.admin2
    if "of" in group:
        row.inside = next(town for town in towns if fold_name(group["of"]) in town.names)
    row.add(name, PRIMARY)
    for other in others:
        row.add(other, PRIMARY)
    return row


def _unit_of(towns: list[Row], lat: float, lon: float, first: dict[str | None, Row]) -> str | None:
    """The first-level unit of the nearest town that has one in the data (a few towns carry codes of old units)."""
    known = [town for town in towns if town.admin1 in first]
    return min(known, key=lambda town: (town.lat - lat) ** 2 + (town.lon - lon) ** 2).admin1


def _merged(row: Row, towns: list[Row]) -> bool:
    """Whether a town of the data stands at the place under one of its names; then it takes the other names."""
    if row.kind != "city":
        return False
    for town in towns:
        apart = abs(town.lat - row.lat) + abs(town.lon - row.lon)
        if town.kind == "city" and apart < SAME_DEGREES and set(town.names) & set(row.names):
            for folded, flags in row.names.items():
                town.names[folded] = flags
            return True
    return False
