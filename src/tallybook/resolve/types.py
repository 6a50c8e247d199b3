"""Event types: the acts a report names, settled by weapons, victims and doers where the verb leaves it open."""

from __future__ import annotations

from collections.abc import Sequence

from tallybook.codebook.inference import load_inference
from tallybook.lang.roles import load_role_words
from tallybook.model import Claim, Code, Document, Mention, claim

SURE = 0.9
"""Score of a type that a strong verb or noun names; "burned" beside a shooting does not lead."""
FAINT = 0.5
"""Score of a type that leads no other."""
RESOLVER = "types/1"
BROUGHT_DOWN = "sabotage"
"""What "brought down" is where nothing tells of a missile or a bomb from the air."""
FROM_AFAR = frozenset(("shelling", "air_strike"))


def resolve_types(document: Document, mentions: Sequence[Mention]) -> list[Claim]:
    """The event types of one report as claims, the leading one first, and its stage where it is not accomplished."""
    acts = [one for one in mentions if one.role == "event_type"]
    if not acts:
        return []
    found = _named(acts)
    _by_weapons(found, mentions)
    _by_shells(found, mentions)
    _by_suicide(found, mentions, acts)
    _by_doers(found, mentions)
    if not found:
        armed = _armed_doer(mentions, small=document.text.islower())
        found["armed_assault" if armed is not None else "other"] = armed or acts[0]
    if "air_strike" in found:
        found.pop("bombing", None)
    _by_victims(found, mentions)
    order = load_inference().telling_order.index
    ranked = sorted(found, key=lambda code: (_doubt(found[code]), order(code)))
    claims = [_coded(document, "event_type", code, found[code]) for code in ranked]
    claims += [_coded(document, "stage", one.code or "accomplished", one) for one in mentions if one.role == "stage"]
    return claims


def _doubt(one: Mention) -> int:
    """How little the words for a type are to be trusted: strong ones, weak ones, and those that lead no other."""
    if one.role != "event_type" or one.score >= SURE:
        return 0
    return 1 if one.score > FAINT else 2


def _coded(document: Document, prop: str, code: str, one: Mention) -> Claim:
    return claim(document.id, one.report_id, prop, Code(code=code), (one.span,), score=one.score, resolver=RESOLVER)


def _named(acts: Sequence[Mention]) -> dict[str, Mention]:
    known = load_inference().telling_order
    found: dict[str, Mention] = {}
    for one in acts:
        if one.code in known:
            found.setdefault(one.code, one)
    return found


def _by_weapons(found: dict[str, Mention], mentions: Sequence[Mention]) -> None:
    codes = load_inference()
    for one in mentions:
        told = codes.type_by_weapon.get(one.code or "") if one.role == "weapon" else None
        if told is None or told in found:
            continue
        if set(found) <= codes.unspecific:
            found[told] = one
        elif set(found) == {BROUGHT_DOWN} and told in FROM_AFAR:
            found[told] = one  # "a missile brought down the plane"
            found.pop(BROUGHT_DOWN)


def _by_shells(found: dict[str, Mention], mentions: Sequence[Mention]) -> None:
    """What is told as a bombing and was done with nothing but mortars or guns that fire shells was a shelling."""
    means = [one for one in mentions if one.role == "weapon" and one.code is not None]
    told = {load_inference().type_by_weapon.get(one.code or "") for one in means}
    if "bombing" in found and told == {"shelling"}:
        found.pop("bombing")
        found.setdefault("shelling", means[0])


def _by_suicide(found: dict[str, Mention], mentions: Sequence[Mention], acts: Sequence[Mention]) -> None:
    if "suicide_bombing" in found:
        found.pop("bombing", None)
        return
    spoken = [one for one in mentions if one.role in ("weapon", "perpetrator", "evidence", "event_type")]
    signs = load_role_words().suicide_signs
    told = any(sign in one.span.text.lower() for one in spoken for sign in signs)
    if told and (not found or not load_inference().bomb_like.isdisjoint(found)):
        found["suicide_bombing"] = acts[0]
        found.pop("bombing", None)


def _by_doers(found: dict[str, Mention], mentions: Sequence[Mention]) -> None:
    """Doers who are named by their bomb make an attack of no other kind a bombing, a mob makes it mob violence."""
    if not set(found) <= load_inference().unspecific:
        return
    words = load_role_words()
    for one in mentions:
        last = one.span.text.lower().split()[-1] if one.role == "perpetrator" else ""
        if last in words.bomb_doers or last in words.mob_doers:
            found["bombing" if last in words.bomb_doers else "mob_violence"] = one
            return


def _armed_doer(mentions: Sequence[Mention], *, small: bool) -> Mention | None:
    """The perpetrator who makes a bare killing an assault: armed people, or a name (in a ``small`` text, anybody)."""
    armed = load_role_words().armed_doers
    doers = [one for one in mentions if one.role == "perpetrator"]
    return next(
        (one for one in doers if one.span.text.lower().split()[-1] in armed or small or one.span.text[:1].isupper()),
        None,
    )


def _by_victims(found: dict[str, Mention], mentions: Sequence[Mention]) -> None:
    """One prominent or named person killed by an otherwise unspecific attack: a targeted killing."""
    codes = load_inference()
    people = [one for one in mentions if one.role == "target" and (one.code or "").startswith(("person:", "group:"))]
    killed = {one.of for one in mentions if one.role == "effect" and one.code == "killed"}
    crowds = load_role_words().crowds
    hit = [one for one in people if one.id in killed and one.span.text.lower().split()[-1] not in crowds]
    if len(hit) == 1 and set(found) <= codes.unspecific and (hit[0].code or "").partition(":")[2] in codes.prominent:
        found["targeted_killing"] = hit[0]
