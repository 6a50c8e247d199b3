"""Entries of the gazetteer as places, with the precision that their kind allows."""

from __future__ import annotations

from tallybook.model import Place
from tallybook.model.values import PlacePrecision
from tallybook_gazetteer import Entry, Gazetteer

__all__ = ["capital_of", "place_of"]

PRECISION: dict[str, PlacePrecision] = {
    "site": "site", "neighbourhood": "place", "city": "place", "admin2": "district", "admin1": "admin1",
    "country": "country", "region": "admin1", "lake": "district", "mountain": "district",
}  # fmt: skip
WIDE_REGION_KM = 500.0
"""A region wider than this says no more than a country does."""


def place_of(entry: Entry, *, gazetteer: Gazetteer) -> Place:
    """The place a gazetteer entry stands for, with the precision that its kind allows.

    A neighbourhood or site is given as the site in its town.
    """
    precision = PRECISION.get(entry.kind, "unknown")
    if entry.kind == "region" and (entry.extent_km > WIDE_REGION_KM or entry.country is None):
        precision = "unknown"
    town = gazetteer.inside(entry) if entry.kind in ("site", "neighbourhood") else None
    admin1 = entry.name if entry.kind == "admin1" else entry.admin1
    admin2 = entry.name if entry.kind == "admin2" else entry.admin2
    name = None if entry.kind in ("country", "admin1", "admin2") else entry.name
    if entry.kind == "site" or town is not None:
        name = None if town is None else town.name
    return Place(
        country=entry.country,
        admin1=admin1,
        admin2=admin2,
        place=name,
        site=entry.name if entry.kind == "site" or town is not None else None,
        lat=entry.lat,
        lon=entry.lon,
        precision=precision,
        geonames_id=entry.geonames_id,
    )


def capital_of(country: str, gazetteer: Gazetteer) -> Place:
    """The capital of a country (ISO code), or the country where the gazetteer has none."""
    named = gazetteer.candidates(gazetteer.capitals.get(country, ""))
    towns = [entry for entry in named if entry.country == country and entry.kind == "city"]
    return (
        place_of(towns[0], gazetteer=gazetteer) if towns else place_of(gazetteer.country(country), gazetteer=gazetteer)
    )
