"""Places as a person types them: names with their area and country, or coordinates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tallybook.errors import UsageError
from tallybook.model import Place
from tallybook.resolve.entry_places import place_of

if TYPE_CHECKING:
    from tallybook_gazetteer import Entry, Gazetteer

__all__ = ["read_place"]

POINT = re.compile(r"(-?\d{1,3}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)")
SHOWN = 5
AREAS = ("country", "continent", "region", "admin1", "admin2")


def read_place(field: str, said: str, gazetteer: Gazetteer) -> Place:
    """The place of a name (``town``, ``town, country`` or ``town, first-level area, country``), a point, or both.

    Countries are named by their code (ISO 3166-1 alpha-2) or name; a point is latitude and longitude in degrees, after
    ``@`` where the name before it is in no gazetteer.

    Raises:
        UsageError: The gazetteer knows no such place, or several; the message lists them.
    """
    name, at, point = (part.strip() for part in said.partition("@"))
    if at:
        return _named_point(field, name, _point(field, point), gazetteer)
    if POINT.fullmatch(said):
        lat, lon = _point(field, said)
        return Place(lat=lat, lon=lon, precision="place")
    return _looked_up(field, name, gazetteer)


def _point(field: str, said: str) -> tuple[float, float]:
    found = POINT.fullmatch(said)
    if found is None:
        raise UsageError(f"{field}: {said!r} is no point; write latitude,longitude in degrees, such as 34.52,69.18")
    lat, lon = float(found[1]), float(found[2])
    if abs(lat) > 90 or abs(lon) > 180:
        raise UsageError(f"{field}: {lat:g},{lon:g} is not on earth; latitude is -90 to 90, longitude -180 to 180")
    return lat, lon


def _named_point(field: str, name: str, point: tuple[float, float], gazetteer: Gazetteer) -> Place:
    place, admin1, country = _split(field, name, gazetteer)
    return Place(country=country, admin1=admin1, place=place, lat=point[0], lon=point[1], precision="place")


def _split(field: str, name: str, gazetteer: Gazetteer) -> tuple[str | None, str | None, str | None]:
    """Town, first-level area and country of a name; the last part is a country if it can be."""
    parts = [part.strip() for part in name.split(",") if part.strip()]
    if not parts or len(parts) > 3:
        raise UsageError(f"{field}: {name!r} is no place; write town, town, country or town, area, country")
    country = _country(parts[-1], gazetteer)
    if country is not None:
        parts.pop()
    elif len(parts) > 1:
        raise UsageError(f"{field}: {parts[-1]!r} is no country; write its code, such as AF, after the place")
    return (parts[0] if parts else None), (parts[1] if len(parts) > 1 else None), country


def _country(name: str, gazetteer: Gazetteer) -> str | None:
    from tallybook_gazetteer import fold_name  # noqa: PLC0415

    if name.upper() in gazetteer.countries and len(name) == 2:
        return name.upper()
    return gazetteer.country_names.get(" ".join(fold_name(name)))


def _looked_up(field: str, name: str, gazetteer: Gazetteer) -> Place:
    from tallybook_gazetteer import fold_name  # noqa: PLC0415

    town, area, country = _split(field, name, gazetteer)
    if town is None:
        return place_of(gazetteer.country(str(country)), gazetteer=gazetteer)
    found = [
        one
        for one in gazetteer.candidates(town)
        if (country is None or one.country == country)
        and (area is None or (one.admin1 is not None and fold_name(one.admin1) == fold_name(area)))
    ]
    found = [one for one in found if one.kind not in AREAS] or found  # a town before the area that is named after it
    if not found:
        raise UsageError(f"{field}: no place is known as {name!r}; give coordinates too: {name} @ 34.52,69.18")
    if len(found) > 1 and area is None and not _one_place(found):
        listed = ", ".join(dict.fromkeys(_in_full(one) for one in found[:SHOWN]))
        more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        raise UsageError(f"{field}: {name!r} may be {listed}{more}; write one of them, or a point after @")
    return place_of(found[0], gazetteer=gazetteer)


def _one_place(found: Sequence[Entry]) -> bool:
    """Whether all are one place or the areas named after it: the first, with most people, is the town."""
    first = found[0]
    return all(one.country == first.country and one.admin1 in (first.admin1, first.name) for one in found)


def _in_full(one: Entry) -> str:
    return ", ".join(part for part in (one.name, one.admin1, one.country) if part)
