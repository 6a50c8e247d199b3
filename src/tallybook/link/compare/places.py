"""Do two reports speak of the same place?"""

from __future__ import annotations

import math

from tallybook.link.background import Background
from tallybook.link.profile import Profile

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


def distance_km(left: Profile, right: Profile) -> float | None:
    """Great-circle distance in kilometres; ``None`` where a side has no coordinates."""
    if left.point is None or right.point is None:
        return None
    one, other = math.radians(left.point[0]), math.radians(right.point[0])
    half_lat, half_lon = (other - one) / 2, math.radians(right.point[1] - left.point[1]) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(one) * math.cos(other) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


def _same_town(left: Profile, right: Profile) -> bool:
    if left.geonames_id is not None and left.geonames_id == right.geonames_id:
        return left.fine
    return left.town_key is not None and left.town_key == right.town_key and left.admin1 == right.admin1


def _differ(left: str | None, right: str | None) -> bool:
    return left is not None and right is not None and left != right


def _town(left: Profile, right: Profile, background: Background) -> str | None:
    fine = left.fine and right.fine
    distance = distance_km(left, right)
    if _same_town(left, right) or (fine and distance is not None and distance <= SAME_KM):
        rare = left.town_key is None or background.rarity(background.places, left.town_key) >= OFTEN
        return "same town" if rare else "same town, one often reported from"
    return "near" if fine and distance is not None and distance <= NEAR_KM else None


def _area(one: Profile, other: Profile) -> str:
    if one.country != other.country:
        return "other country"
    if _differ(one.admin1, other.admin1):
        return "other province"
    if one.fine and other.fine and one.town is not None and other.town is not None:
        return "other town"
    return "same province" if one.admin1 is not None and one.admin1 == other.admin1 else "same country"


def _namesake(left: Profile, right: Profile) -> bool:
    """Whether both name a town alike and at least one was hard to place: Hamilton here, Hamilton there."""
    unsure = min(left.located, right.located) < SURE
    return left.town is not None and unsure and left.town == right.town


def _mentioned(left: Profile, right: Profile) -> bool:
    """Whether a document about one of them names the other's town."""
    return any(
        told.leads and place.town is not None and (place.town in told.capitals or place.town in told.names)
        for told, place in ((left, right), (right, left))
    )


def _in_site(placed: Profile, other: Profile) -> bool:
    """Whether one names a town and the other a site called after it: a college in Northtown, Northtown College."""
    return placed.town is not None and other.town is None and placed.town in other.site_names


APART = ("other country", "other province", "other town")


def where(left: Profile, right: Profile, background: Background) -> str | None:
    """The places where the incident is said to have happened: same town, near, one within the other, or apart."""
    if left.country is None or right.country is None:
        return "town in the name of the site" if _in_site(left, right) or _in_site(right, left) else None
    unsure = min(left.located, right.located)
    if unsure < LIKELY:
        return None
    found = _town(left, right, background) or _area(left, right)
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
