"""Do two reports speak of the same people and the same act?"""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter

from tallybook.link.background import ENOUGH, Background
from tallybook.link.looking import WHOLE, Answer, Overlap, look
from tallybook.link.profile import Profile

OFTEN = 1.0
"""Rarity (natural log) below which an actor is one that much of the batch tells of: more than a third of it."""
RARE = 3.0
"""Rarity (natural log) from which a word tells people apart: found in less than a twentieth of the documents."""
FAMILIES = (
    frozenset({"bombing", "suicide_bombing"}),
    frozenset(
        {
            "armed_assault",
            "siege",
            "armed_clash",
            "targeted_killing",
            "execution",
            "mob_violence",
            "robbery",
            "hijacking",
        }
    ),
    frozenset({"air_strike", "shelling"}),
    frozenset({"kidnapping", "hijacking", "prison_break"}),
    frozenset({"arson", "sabotage", "mob_violence"}),
)
"""Acts that sources mix up: what one calls a siege another calls an armed assault."""

GENERAL = frozenset({"armed_assault", "targeted_killing"})
"""What is told as an attack without more may have been anything; a targeted killing may be done by bomb or drone."""


@look(attrgetter("types"))
def act(left: Profile, right: Profile, _: Background) -> Answer:
    """The kind of act: the same, one that is often mixed up with it, or another."""
    if not left.types or not right.types:
        return None
    if left.types & right.types:
        return "same kind of act"
    if left.types <= GENERAL or right.types <= GENERAL:
        return "related kind of act"
    related = any(left.types & family and right.types & family for family in FAMILIES)
    return "related kind of act" if related else "other kind of act"


def _kin(left: Profile, right: Profile, parents: Mapping[str, str]) -> bool:
    return any(parents.get(one) == other or parents.get(other) == one for one in left.actors for other in right.actors)


@look(attrgetter("actors"))
def perpetrators(left: Profile, right: Profile, background: Background) -> Answer:
    """The groups or states said to have done it: the same, branch and parent, or others."""
    if not left.actors or not right.actors:
        return None
    shared = left.actors & right.actors
    if shared:
        rare = max(background.rarity_of_actor(actor) for actor in shared) >= OFTEN
        return "same perpetrator" if rare else "same perpetrator, one often named"
    return "branch and parent" if _kin(left, right, background.parents) else "other perpetrator"


@look(attrgetter("weapons"))
def weapon(left: Profile, right: Profile, _: Background) -> Answer:
    """The kind of weapon."""
    if not left.weapons or not right.weapons:
        return None
    return "same weapon" if left.weapons & right.weapons else "other weapon"


def _one_person(shared: frozenset[int], background: Background) -> bool:
    """Whether two or more words of a name are shared that are not everywhere, as "South Side" is in one city's news."""
    if background.documents < ENOUGH:
        return len(shared) > 1
    return sum(background.rarity(background.words, word) >= RARE for word in shared) > 1


def _named(profile: Profile) -> bool:
    return bool(profile.people)


@look(_named)
def people(left: Profile, right: Profile, _: Background) -> Answer:
    """Single people who are named: two words of a name in common are one person, whatever the titles around it."""
    return _LEFT_MET if left.people or right.people else None


@look(_named)
def _others(left: Profile, right: Profile, _: Background) -> Answer:
    return "other people named" if left.people and right.people else None


@look(WHOLE)
def _met(left: Profile, right: Profile, background: Background) -> Answer:
    if any(_one_person(one & other, background) for one in left.people for other in right.people):
        return "a person of the same name"
    for side, text in ((left, right), (right, left)):
        if any(_one_person(name & text.capitals, background) for name in side.people):
            return "a person whom the other mentions"
    return _others


def _called(profile: Profile) -> frozenset[int]:
    return frozenset().union(*profile.people)


def _mentioned(profile: Profile) -> frozenset[int]:
    return profile.capitals.union(*profile.people)


_RIGHT_MET = Overlap(_mentioned, _called, ((0, _others), (2, _met)))
_LEFT_MET = Overlap(_called, _mentioned, ((0, _RIGHT_MET), (2, _met)))
"""Of people only one of whose words the other report has, nobody is met in it."""
