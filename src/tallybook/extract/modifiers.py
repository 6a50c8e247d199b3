"""Doers whom no verb of violence has as its subject: "an Israeli air strike", "killed when soldiers moved in"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tallybook.codebook.actor_table import ActorHit, load_actors
from tallybook.codebook.inference import load_inference
from tallybook.extract.acts import Act, Party
from tallybook.extract.clause import Clause
from tallybook.extract.nouns import actor_phrase
from tallybook.extract.phrases import Phrase
from tallybook.lang.blame import load_blame_words
from tallybook.lang.clauses import load_clause_words
from tallybook.lang.roles import load_role_words

STATE_DEEDS = frozenset(("air_strike", "shelling"))
"""Types of acts whose noun names its doer first; before other nouns ("army convoy bombing") stands who was hit."""
MEANS = frozenset(("missile", "rocket", "aerial_bomb", "drone", "mortar", "artillery", "bomb"))
"""Categories of weapons that a force sends from afar, so that the people named before them are its own."""
HURT = ("killed", "injured", "captured")
LONGEST = 4
"""Words of the longest name tried: "Syrian Armed Forces", "the Saudi-led coalition"."""


def states_in_nouns(acts: Sequence[Act], clause: Clause) -> None:
    """Puts the state before the noun of an air strike or a shelling with the act, where nobody else is told."""
    starts = {phrase.start: phrase for phrase in clause.phrases if phrase is not None and phrase.kind == "event"}
    for act in acts:
        phrase = starts.get(act.start)
        if phrase is None:
            continue
        act.perpetrators += _bearer(phrase, clause) if not act.perpetrators else []
        hit = _state(phrase) if not act.perpetrators and act.event in STATE_DEEDS else None
        if hit is not None:
            act.perpetrators.append(Party(_party(phrase, hit)))
        elif not act.perpetrators and (act.event in STATE_DEEDS or act.lemma in load_role_words().operations):
            act.perpetrators += [Party(force) for force in [_first_as_force(phrase)] if force is not None]
        told = next((one for one in acts if not one.generic and not one.perpetrators), None) if act.generic else None
        if told is not None:
            told.perpetrators += act.perpetrators


def forces_in_means(acts: Sequence[Act], clause: Clause) -> None:
    """Puts whose aircraft or missile it was with an act of which no other doer is told: "a Redland missile hit"."""
    starts = {act.start: act for act in acts}
    for group in clause.chunks:
        act = starts.get(group.trigger.start) if group.kind == "VG" and group.trigger is not None else None
        if act is None or act.perpetrators:
            continue
        named = [one for word, one in clause.complements(group.place) if word == "by"]
        agents = named if group.passive else clause.subject(group.place)
        means = [*agents, *act.weapons]
        found = [_owner(one, clause) or (_whose(one) if _is_means(one) else None) for one in means]
        act.perpetrators += [Party(one) for one in found if one is not None][:1]


def _is_means(phrase: Phrase) -> bool:
    """Whether a phrase is an aircraft or what flies and falls: a missile, a shell, a bomb."""
    if phrase.kind == "weapon" and phrase.actor is not None:
        return True
    if phrase.kind == "weapon":
        return phrase.entry is not None and phrase.entry.category in MEANS
    return phrase.kind in ("thing", "actor", "name") and phrase.low.rpartition(" ")[2] in load_role_words().aircraft


def _whose(phrase: Phrase) -> Phrase | None:
    """The state or force that aircraft or a missile is of; None where the words do not say."""
    hit = phrase.actor or _state(phrase)
    if hit is not None:
        return _party(phrase, hit)
    return _first_as_force(phrase)


def _owner(phrase: Phrase, clause: Clause) -> Phrase | None:
    """The side that an "of" right behind aircraft or a weapon names: "aircraft of the coalition", "a bomb of the X"."""
    if not (phrase.kind == "weapon" or _is_means(phrase)):
        return None
    after = clause.chunks[phrase.place + 1 : phrase.place + 3]
    owner = clause.phrases[after[1].place] if len(after) > 1 and after[0].low == "of" else None
    if owner is None:
        return None
    force = owner.kind == "other" and owner.head in load_role_words().forces
    return owner if _armed(owner) or force else None


def _first_as_force(phrase: Phrase) -> Phrase | None:
    """The force that a phrase begins with, as people of their own: "army helicopters", "rebel shelling"."""
    first = phrase.tokens[0] if len(phrase.tokens) > 1 else None
    if first is None or first.low not in load_role_words().forces | load_role_words().under_arms:
        return None
    return replace(
        phrase, start=first.start, end=first.end, core_start=first.start, low=first.low, head=first.low, kind="people",
        tokens=(first,), entry=None, quantity=None, article=False, definite=False,
    )  # fmt: skip


def _bearer(phrase: Phrase, clause: Clause) -> list[Party]:
    """Who is named before the first of two joined means: "a Northern Front bomb and gun attack"."""
    if phrase.place < 2 or clause.chunks[phrase.place - 1].kind != "C":
        return []
    first = clause.phrases[phrase.place - 2]
    if first is None or first.kind != "weapon" or first.actor is None:
        return []
    return [Party(_party(first, first.actor))]


def armed_beside(acts: Sequence[Act], clause: Clause) -> None:
    """Puts armed people who did something else when somebody was killed or hurt with that: "when police moved in".

    The words do not say outright that they did it, so they are suspected; where anybody else is told, nothing changes.
    """
    hurt = [act for act in acts if any(harm.effect in HURT for harm in act.harms)]
    if not hurt or any(act.perpetrators for act in acts):
        return
    whens = load_clause_words().when
    for chunk, behind, verb in zip(clause.chunks, clause.chunks[1:], clause.chunks[2:], strict=False):
        phrase = clause.phrases[behind.place]
        if phrase is None or verb.kind != "VG" or verb.passive or not _armed(phrase):
            continue
        beside = chunk.low in whens or (chunk.low == "after" and _attacks(phrase))
        if beside or (chunk.low == "where" and _operates(clause, verb.place)):
            _suspect(phrase, [act for act in hurt if act.start < chunk.start])
            return
    for phrase in clause.phrases:
        force = _operating(phrase, clause) if phrase is not None else None
        if force is not None:
            _suspect(force, [act for act in hurt if not any(_bears_arms(harm.phrase) for harm in act.harms)])
            return


def _suspect(phrase: Phrase, hurt: Sequence[Act]) -> None:
    """Puts armed people as suspected with acts that hurt others than their own."""
    for act in hurt:
        if not any(_alike(harm.phrase, phrase) for harm in act.harms):
            act.perpetrators.append(Party(phrase, "suspected"))


def _bears_arms(phrase: Phrase) -> bool:
    return phrase.entry is not None and phrase.entry.category in load_inference().under_arms


def _attacks(phrase: Phrase) -> bool:
    """Whether people are attackers or fighters by their word, not police or soldiers who come when it is over."""
    codes = load_inference()
    return phrase.entry is not None and phrase.entry.category in codes.fighters | codes.assailants


def _operates(clause: Clause, place: int) -> bool:
    """Whether the object of a verb is an operation: "where the army has been conducting operations"."""
    return any(_is_operation(one) for one in clause.objects(place))


def _is_operation(phrase: Phrase) -> bool:
    return bool(phrase.tokens) and phrase.tokens[-1].low in load_role_words().operations


def _operating(phrase: Phrase, clause: Clause) -> Phrase | None:
    """Whose operation, siege or fire a phrase names: "an army operation", "a raid by police", "rebel fire"."""
    if phrase.tokens and phrase.tokens[-1].low in load_role_words().fire:
        return _whose(phrase)
    if not _is_operation(phrase):
        return None
    named = (one for word, one in clause.complements(phrase.place) if word in ("of", "by") and _armed(one))
    return _whose(phrase) or next(named, None)


def _armed(phrase: Phrase) -> bool:
    codes = load_inference()
    if phrase.kind == "people" and phrase.entry is not None:
        armed = any(token.low in load_role_words().armed for token in phrase.tokens[:-1])
        return armed or phrase.entry.category in codes.uniformed | codes.fighters | codes.assailants
    return phrase.kind == "actor"


def _alike(left: Phrase, right: Phrase) -> bool:
    """Whether two phrases name people of one side."""
    if left.entry is None or right.entry is None:
        return False
    codes, both = load_inference(), {left.entry.category, right.entry.category}
    return any(both <= side for side in (codes.uniformed, codes.fighters | codes.assailants))


def _party(phrase: Phrase, hit: ActorHit) -> Phrase:
    made = actor_phrase(phrase, hit.start, hit.end, hit.text)
    return Phrase(
        start=hit.start, end=hit.end, core_start=hit.start, low=made.low, head=made.head, kind="actor", actor=hit,
        place=phrase.place, tokens=made.tokens,
    )  # fmt: skip


def _state(phrase: Phrase) -> ActorHit | None:
    """The state whose name, or whose people's name, begins the phrase."""
    actors, tokens = load_actors(), phrase.tokens
    for length in range(min(LONGEST, len(tokens) - 1), 0, -1):
        words = " ".join(token.low for token in tokens[:length])
        code = actors.match(words) or (actors.match(f"{words} {load_blame_words().forces}") if length == 1 else None)
        if code is not None:
            return ActorHit(start=tokens[0].start, end=tokens[length - 1].end, text=words, actor=code)
    return None
