"""Do two reports speak of the same people and the same act?"""

from __future__ import annotations

from collections.abc import Mapping

from tallybook.link.profile import Background, Profile

OFTEN = 1.0
"""Rarity (natural log) below which an actor is one that much of the batch tells of: more than a third of it."""
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


def act(left: Profile, right: Profile, _: Background) -> str | None:
    """The kind of act: the same, one that is often mixed up with it, or another."""
    if not left.types or not right.types:
        return None
    if left.types & right.types:
        return "same kind of act"
    related = any(left.types & family and right.types & family for family in FAMILIES)
    return "related kind of act" if related else "other kind of act"


def _kin(left: Profile, right: Profile, parents: Mapping[str, str]) -> bool:
    return any(parents.get(one) == other or parents.get(other) == one for one in left.actors for other in right.actors)


def perpetrators(left: Profile, right: Profile, background: Background) -> str | None:
    """The groups or states said to have done it: the same, branch and parent, or others."""
    if not left.actors or not right.actors:
        return None
    shared = left.actors & right.actors
    if shared:
        rare = max(background.rarity(background.actors, actor) for actor in shared) >= OFTEN
        return "same perpetrator" if rare else "same perpetrator, one often named"
    return "branch and parent" if _kin(left, right, background.parents) else "other perpetrator"


def weapon(left: Profile, right: Profile, _: Background) -> str | None:
    """The kind of weapon."""
    if not left.weapons or not right.weapons:
        return None
    return "same weapon" if left.weapons & right.weapons else "other weapon"


def people(left: Profile, right: Profile, _: Background) -> str | None:
    """Single people who are named: two words of a name in common are one person, whatever the titles around it."""
    if not left.people or not right.people:
        return None
    same = any(len(one & other) > 1 for one in left.people for other in right.people)
    return "a person of the same name" if same else "other people named"
