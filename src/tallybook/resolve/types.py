"""Event types: the acts a report names, ordered, and settled by weapons, victims and doers where the verb leaves it open."""

from __future__ import annotations

from collections.abc import Sequence

from tallybook.model import Claim, Code, Document, Mention, claim

RESOLVER = "types/1"
RANK = (
    "prison_break", "hijacking", "kidnapping", "suicide_bombing", "siege", "air_strike", "bombing", "shelling", "execution", "mob_violence",
    "targeted_killing", "arson", "armed_clash", "robbery", "sabotage", "armed_assault", "other",
)  # fmt: skip
"""Which type leads when a report names several: the more telling one."""
BY_WEAPON = {
    "suicide_vest": "suicide_bombing", "vehicle_bomb": "bombing", "bomb": "bombing", "ied": "bombing", "mine": "bombing",
    "explosive": "bombing", "dynamite": "bombing", "grenade": "bombing", "aerial_bomb": "air_strike", "drone": "air_strike",
    "mortar": "shelling", "artillery": "shelling", "rocket": "shelling", "missile": "shelling", "molotov_cocktail": "arson",
    "fire": "arson", "gun": "armed_assault", "machine_gun": "armed_assault", "rifle": "armed_assault", "handgun": "armed_assault",
    "cutting": "armed_assault", "knife": "armed_assault", "stone": "mob_violence", "vehicle": "armed_assault",
}  # fmt: skip
"""The type that a weapon tells, for verbs such as "killed" that name none (GTD's attack types by weapon)."""
WEAK = frozenset(("armed_assault", "other"))
"""Types that a weapon may sharpen: "attack" says nothing of the means."""
SUICIDE_WORDS = ("suicide", "blew himself", "blew herself", "blew themselves", "bbied", "svbied", "svest")
PROMINENT = frozenset(("political", "judicial", "religious", "journalists", "business"))
"""Victims whose single killing is a targeted one unless something else is said."""


def resolve_types(document: Document, mentions: Sequence[Mention]) -> list[Claim]:
    """The event types of one report as claims, the leading one first, and its stage where it is not accomplished."""
    acts = [one for one in mentions if one.role == "event_type"]
    if not acts:
        return []
    found = _named(acts)
    _by_weapons(found, mentions)
    _by_suicide(found, mentions, acts)
    if not found:
        armed = _armed_doer(mentions)
        found["armed_assault" if armed is not None else "other"] = armed or acts[0]
    if "air_strike" in found:
        found.pop("bombing", None)
    _by_victims(found, mentions)
    report = acts[0].report_id
    claims = [
        claim(
            document.id,
            report,
            "event_type",
            Code(code=code),
            (found[code].span,),
            score=found[code].score,
            resolver=RESOLVER,
        )
        for code in sorted(found, key=RANK.index)
    ]
    claims += [
        claim(
            document.id,
            report,
            "stage",
            Code(code=one.code or "accomplished"),
            (one.span,),
            score=one.score,
            resolver=RESOLVER,
        )
        for one in mentions
        if one.role == "stage"
    ]
    return claims


def _named(acts: Sequence[Mention]) -> dict[str, Mention]:
    found: dict[str, Mention] = {}
    for one in acts:
        if one.code in RANK:
            found.setdefault(one.code, one)
    return found


def _by_weapons(found: dict[str, Mention], mentions: Sequence[Mention]) -> None:
    for one in mentions:
        told = BY_WEAPON.get(one.code or "") if one.role == "weapon" else None
        if told is not None and told not in found and (not found or set(found) <= WEAK):
            found[told] = one


def _by_suicide(found: dict[str, Mention], mentions: Sequence[Mention], acts: Sequence[Mention]) -> None:
    if "suicide_bombing" in found:
        found.pop("bombing", None)
        return
    spoken = [one for one in mentions if one.role in ("weapon", "perpetrator", "evidence", "event_type")]
    sign = next((one for one in spoken if any(word in one.span.text.lower() for word in SUICIDE_WORDS)), None)
    if sign is not None and (not found or set(found) & {"bombing", "armed_assault", "other"}):
        found["suicide_bombing"] = acts[0]
        found.pop("bombing", None)


ARMED_WORDS = frozenset(
    "gunman gunmen gun men man soldiers soldier troops army police forces militia militiamen militants rebels fighters attackers assailants guerrillas "
    "insurgents terrorists bandits paramilitaries extremists elements mob herdsmen members group shooter suspect".split()
)
"""Last words of doers who kill at first hand, so that a bare "killed by" is an assault (GTD: armed assault)."""


def _armed_doer(mentions: Sequence[Mention]) -> Mention | None:
    """The perpetrator who makes a bare killing an assault."""
    doers = [one for one in mentions if one.role == "perpetrator"]
    return next(
        (one for one in doers if one.span.text.lower().split()[-1] in ARMED_WORDS or one.span.text[:1].isupper()), None
    )


def _by_victims(found: dict[str, Mention], mentions: Sequence[Mention]) -> None:
    """One prominent or named person killed by an otherwise unspecific attack: a targeted killing."""
    people = [one for one in mentions if one.role == "target" and (one.code or "").startswith(("person:", "group:"))]
    killed = {one.of for one in mentions if one.role == "effect" and one.code == "killed"}
    hit = [one for one in people if one.id in killed]
    if len(hit) == 1 and set(found) <= WEAK and (hit[0].code or "").partition(":")[2] in PROMINENT:
        found["targeted_killing"] = hit[0]
