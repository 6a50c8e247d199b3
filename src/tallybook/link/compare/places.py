"""Do two reports speak of the same place?"""

from __future__ import annotations

import math
from operator import attrgetter

from tallybook.link.background import Background
from tallybook.link.looking import Answer, Look, Overlap, look
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


def _placed(profile: Profile) -> tuple[bool, bool]:
    return profile.country is not None, profile.located >= LIKELY


@look(_placed)
def where(left: Profile, right: Profile, _: Background) -> Answer:
    """The places where the incident is said to have happened: same town, near, one within the other, or apart."""
    if left.country is None or right.country is None:
        return _IN_RIGHT_SITE
    return _PERHAPS_NEAR if min(left.located, right.located) >= LIKELY else None


@look(attrgetter("geonames_id", "town_key", "admin1", "fine", "point"))
def _near(left: Profile, right: Profile, background: Background) -> Answer:
    fine = left.fine and right.fine
    distance = distance_km(left, right)
    if _same_town(left, right) or (fine and distance is not None and distance <= SAME_KM):
        rare = left.town_key is None or background.rarity(background.places, left.town_key) >= OFTEN
        return "same town" if rare else "same town, one often reported from"
    return "near" if fine and distance is not None and distance <= NEAR_KM else _countries


@look(attrgetter("country"))
def _countries(left: Profile, right: Profile, _: Background) -> Answer:
    return _areas if left.country == right.country else _OTHER_COUNTRY


def _area(profile: Profile) -> tuple[str | None, bool]:
    return profile.admin1, profile.fine and profile.town is not None


@look(_area)
def _areas(left: Profile, right: Profile, _: Background) -> Answer:
    if _differ(left.admin1, right.admin1):
        return _OTHER_PROVINCE
    if _area(left)[1] and _area(right)[1]:
        return _OTHER_TOWN
    return "same province" if left.admin1 is not None and left.admin1 == right.admin1 else "same country"


def _town(profile: Profile) -> frozenset[int]:
    return frozenset() if profile.town is None else frozenset({profile.town})


def _towns_told(profile: Profile) -> frozenset[int]:
    """What a document about the incident names besides."""
    return profile.capitals | profile.names if profile.leads else frozenset()


def _unless_named(found: str) -> Overlap:
    """An outcome, unless a document about one of the two names the other's town."""
    named = "other town, but named"
    return Overlap(_town, _towns_told, ((0, Overlap(_towns_told, _town, ((0, found), (1, named)))), (1, named)))


_UNSURE = Overlap(_town, _town, ((0, _unless_named("perhaps another town")), (1, "towns of one name")))
"""Where a place was hard to find, a town of the same name may be the same: Hamilton here, Hamilton there."""


def _apart(found: str) -> Look:
    """What is to be said of places apart."""
    surely = _unless_named(found)

    @look(_sure)
    def apart(left: Profile, right: Profile, _: Background) -> Answer:
        return surely if _sure(left) and _sure(right) else _UNSURE

    return apart


def _sure(profile: Profile) -> bool:
    return profile.located >= SURE


_OTHER_COUNTRY, _OTHER_PROVINCE, _OTHER_TOWN = map(_apart, ("other country", "other province", "other town"))


def _marks(profile: Profile) -> frozenset[int]:
    """Numbers by which a place is told: its town, its number in GeoNames and its degree of latitude.

    Degrees are counted from the full and from the half, so that places near each other have one of the two in common.
    """
    marks = [what << 2 | kind for kind, what in enumerate((profile.town_key, profile.geonames_id)) if what is not None]
    if profile.point is not None:
        north = profile.point[0]
        marks += math.floor(north) << 2 | 2, math.floor(north + 0.5) << 2 | 3
    return frozenset(marks)


_PERHAPS_NEAR = Overlap(_marks, _marks, ((0, _countries), (1, _near)))


def _sites_without_town(profile: Profile) -> frozenset[int]:
    return profile.site_names if profile.town is None else frozenset()


_IN_SITE = "town in the name of the site"
_IN_LEFT_SITE = Overlap(_sites_without_town, _town, ((0, None), (1, _IN_SITE)))
_IN_RIGHT_SITE = Overlap(_town, _sites_without_town, ((0, _IN_LEFT_SITE), (1, _IN_SITE)))
"""Whether one names a town and the other a site called after it: a college in Northtown, Northtown College."""


@look(attrgetter("site_kinds"))
def site(left: Profile, right: Profile, _: Background) -> Answer:
    """The site or target that was hit: by name, or its kind (mosque, school, airport, market)."""
    if not left.site_kinds or not right.site_kinds:
        return None
    return _SITE_NAMES if left.site_kinds & right.site_kinds else "other kind of target"


SITE_NAMES = attrgetter("site_names")
_SITE_NAMES = Overlap(SITE_NAMES, SITE_NAMES, ((0, "same kind of target"), (1, "target of the same name")))
