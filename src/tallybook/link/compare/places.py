"""Do two reports speak of the same place?"""

from __future__ import annotations

import math

from tallybook.link.profile import Background, Profile
from tallybook.link.words import fold
from tallybook.model import Place

EARTH_RADIUS_KM = 6371.0
SAME_KM = 5.0
"""Two points closer than this are one town under two names, or a site and its town."""
NEAR_KM = 30.0
"""A suburb and its city: reports of one incident name either."""
OFTEN = 1.5
"""Rarity (natural log) below which a place is one that much of the batch tells of: more than a fifth of it."""
SURE = 0.9
"""Score of a place from which it is taken as certain; below, a namesake elsewhere is possible."""
LIKELY = 0.5
"""Score below which a place is only the one that the document is about: it says little for or against."""
FINE = ("site", "place", "district")


def distance_km(left: Place, right: Place) -> float | None:
    """Great-circle distance in kilometres; ``None`` where a side has no coordinates."""
    if left.lat is None or left.lon is None or right.lat is None or right.lon is None:
        return None
    one, other = math.radians(left.lat), math.radians(right.lat)
    half_lat, half_lon = (other - one) / 2, math.radians(right.lon - left.lon) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(one) * math.cos(other) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


def _same_town(left: Profile, right: Profile) -> bool:
    one, other = left.where, right.where
    if one.geonames_id is not None and one.geonames_id == other.geonames_id:
        return one.precision in FINE
    return left.place_key is not None and left.place_key == right.place_key and one.admin1 == other.admin1


def _differ(left: str | None, right: str | None) -> bool:
    return left is not None and right is not None and left != right


def _town(left: Profile, right: Profile, background: Background) -> str | None:
    fine = left.where.precision in FINE and right.where.precision in FINE
    distance = distance_km(left.where, right.where)
    if _same_town(left, right) or (fine and distance is not None and distance <= SAME_KM):
        rare = left.place_key is None or background.rarity(background.places, left.place_key) >= OFTEN
        return "same town" if rare else "same town, one often reported from"
    return "near" if fine and distance is not None and distance <= NEAR_KM else None


def _area(one: Place, other: Place) -> str:
    if one.country != other.country:
        return "other country"
    if _differ(one.admin1, other.admin1):
        return "other province"
    if one.precision in FINE and other.precision in FINE and one.place is not None and other.place is not None:
        return "other town"
    return "same province" if one.admin1 is not None and one.admin1 == other.admin1 else "same country"


def _namesake(left: Profile, right: Profile) -> bool:
    """Whether both name a town alike and at least one was hard to place: Hamilton here, Hamilton there."""
    one, other = left.where.place, right.where.place
    unsure = min(left.located, right.located) < SURE
    return one is not None and other is not None and unsure and fold(one) == fold(other)


def _mentioned(left: Profile, right: Profile) -> bool:
    """Whether a document about one of them names the other's town."""
    return any(
        told.leads and place.where.place is not None and fold(place.where.place) in told.capitals
        for told, place in ((left, right), (right, left))
    )


def _in_site(placed: Profile, other: Profile) -> bool:
    """Whether one names a town and the other a site called after it: a college in Northtown, Northtown College."""
    town = placed.where.place
    return town is not None and other.where.place is None and fold(town) in other.site_names


APART = ("other country", "other province", "other town")


def where(left: Profile, right: Profile, background: Background) -> str | None:
    """The places where the incident is said to have happened: same town, near, one within the other, or apart."""
    if left.where.country is None or right.where.country is None:
        return "town in the name of the site" if _in_site(left, right) or _in_site(right, left) else None
    unsure = min(left.located, right.located)
    if unsure < LIKELY:
        return None
    found = _town(left, right, background) or _area(left.where, right.where)
    if found not in APART:
        return found
    if _namesake(left, right):
        return "towns of one name"
    if _mentioned(left, right):
        return "other town, but named"
    return found if min(left.located, right.located) >= SURE else "perhaps another town"


def site(left: Profile, right: Profile, _: Background) -> str | None:
    """The site or target that was hit: by name, or its kind (mosque, school, airport, market)."""
    if not left.site_kinds or not right.site_kinds:
        return None
    if not left.site_kinds & right.site_kinds:
        return "other kind of target"
    return "target of the same name" if left.site_names & right.site_names else "same kind of target"
