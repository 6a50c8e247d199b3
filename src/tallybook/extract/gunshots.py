"""Whom shots hit: by verbs of hitting, by verbs left out in a list, and by pronouns for somebody named just before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tallybook.codebook.inference import load_inference
from tallybook.extract.acts import Act
from tallybook.extract.asides import after_verb
from tallybook.extract.chunks import Chunk
from tallybook.extract.clause import Clause
from tallybook.extract.parties import figure_of
from tallybook.extract.phrases import Phrase
from tallybook.lang.clauses import load_clause_words
from tallybook.lang.roles import load_role_words
from tallybook.lang.triggers import VerbSense

GUN, HURT, KILLED = "gun", "injured", "killed"
"""The means of verbs by which shots are told, and what shots and other verbs do to people."""
ARMS = frozenset(("gun", "handgun", "rifle", "machine_gun"))
"""Categories of weapons that hit people when they go off."""
BACK = 25
"""Chunks before a pronoun among which stands whom it means, and beside a verb those that tell of shots."""
REACH = 8
"""Chunks between somebody and the verb that is said of him: "a man in a car on Mill Road was"."""
TAKEN_UP = frozenset(("people", "name", "number"))
"""Kinds of phrases for which a pronoun behind the next verb stands."""
NEAR_ACTS = 3
"""Acts before somebody who was hit among which shots are told."""
LISTED = 12
"""People of a list who are hit by one verb."""


def by_shots(
    clause: Clause, group: Chunk, sense: VerbSense, agents: Sequence[Phrase], patients: Sequence[Phrase]
) -> VerbSense:
    """A verb of hitting hurts people where shots are told beside it: "fired into a car, striking a boy".

    So it does where a bullet or a gun is what hits, and where a part of the body is named: "was hit in the chest".
    """
    words = load_clause_words()
    hit = [one for one in patients if one.kind in ("people", "number", "name", "pronoun")]
    if sense.lemma not in words.hitting or not hit:
        return sense
    harmed = replace(sense, outcome=HURT, thing=None, event="armed_assault", means=GUN, strong=True)
    people = any(one.kind in ("people", "number") for one in hit)
    active = not group.passive and any(_shot(one) for one in agents)
    if active or (_shots_told(clause, group) and (people or not group.passive)):
        return harmed
    first = group.place + (1 if group.passive else 2)
    behind = clause.chunks[first : first + 3]
    where = {token.low for one in behind for token in one.tokens} if behind and behind[0].low in ("in", "on") else set()
    shooter = any(_shooter(one) for one in agents)
    if not people or not (group.passive or shooter) or (words.limbs | words.body).isdisjoint(where):
        return sense
    return harmed if shooter else replace(sense, outcome="injured", thing=None, strong=False)


def _shooter(phrase: Phrase) -> bool:
    """Whether somebody is called by the gun that he has: "the gunman hit a bystander in the leg"."""
    return phrase.kind == "people" and phrase.low.rpartition(" ")[2] in load_clause_words().shooters


def _shot(phrase: Phrase) -> bool:
    """Whether a bullet, gunfire, or a gun that goes off is what hits."""
    armed = phrase.kind == "weapon" and phrase.entry is not None and phrase.entry.category in ARMS
    return armed or (phrase.kind == "event" and phrase.low.rpartition(" ")[2] in load_clause_words().shots)


def _shots_told(clause: Clause, group: Chunk) -> bool:
    """Whether shots are told before a verb, or, of a passive, "when" behind it: "were hit when a man opened fire"."""
    chunks = clause.chunks[max(0, group.place - BACK) : group.place]
    if group.passive:
        behind = clause.chunks[group.place + 1 : group.place + BACK]
        when = load_clause_words().when
        turn = next((at for at, one in enumerate(behind) if one.kind == "S" and one.low in when), None)
        if turn is not None and any(_gunfight(clause.phrases[one.place]) for one in behind[turn:]):
            return True
        chunks = chunks if turn is None else [*chunks, *behind[turn:]]
    return any(_fires(clause, one) for one in chunks if one.kind == "VG")


def _gunfight(phrase: Phrase | None) -> bool:
    """Whether an event is one of shots: "when two men got into a gunfight"."""
    event = phrase is not None and phrase.kind == "event"
    return event and phrase is not None and phrase.low.rpartition(" ")[2] in load_clause_words().gunfights


def _fires(clause: Clause, group: Chunk) -> bool:
    """Whether a verb group tells of shots: "opened fire", "a gunman fired"."""
    verb = group.trigger.trigger.verb if group.trigger is not None and group.trigger.trigger is not None else None
    if verb is None:
        return False
    bare = verb.lemma in load_clause_words().firing and not clause.objects(group.place)
    return bare or verb.means == GUN


def those_shot(clause: Clause, group: Chunk, sense: VerbSense, patients: Sequence[Phrase]) -> list[Phrase]:
    """Whom a verb of shooting hits, pronouns understood, with those of a list that leaves the verb out."""
    called = _called_about(clause, group) if sense.outcome is not None else None
    if called is not None:
        patients = [called]
    if sense.outcome == KILLED and not group.passive and sense.means != GUN:
        return [taken_up(clause, group, one) for one in patients]
    if sense.means != GUN and sense.outcome is not None:
        return [_those_taken_up(clause, group, one) for one in patients]
    if sense.outcome is None:
        return list(patients)
    if not patients and (outer := after_verb(clause.chunks, group.place)) is not None:
        patients = clause.subject(outer)
    return [
        *(meant_by(clause, _those_taken_up(clause, group, one)) for one in patients),
        *(hit_likewise(clause, group) if sense.outcome == HURT else ()),
    ]


def _called_about(clause: Clause, group: Chunk) -> Phrase | None:
    """Of whom police were told: "a report of a person shot on Mill Road", "the name of the man killed"."""
    phrase = clause.phrases[group.place - 1] if group.place > 2 and len(group.tokens) == 1 else None
    if phrase is None or phrase.kind != "people" or not (phrase.article or phrase.definite or phrase.quantity):
        return None
    told, of = clause.chunks[group.place - 3 : group.place - 1]
    behind = clause.chunks[group.place + 1 : group.place + 2]
    if behind and behind[0].kind in ("NP", "O"):
        return None  # "the brother of a man killed a guard"
    return phrase if of.low in ("of", "about") and told.tokens[-1].low in load_clause_words().calls else None


def hit_likewise(clause: Clause, group: Chunk) -> list[Phrase]:
    """Those of whom a list leaves the verb out: "was shot in the leg, a woman in the arm and a boy in the foot"."""
    place, found = group.place + 1, list[Phrase]()
    while len(found) < LISTED and (after := _past_limb(clause, place)) is not None:
        place = after
        while place < len(clause.chunks) and clause.chunks[place].kind in (",", "C"):
            place += 1
        phrase = clause.phrases[place] if after < place < len(clause.chunks) else None
        behind = _past_age(clause, place + 1)
        if phrase is None or not phrase.victim_like or _past_limb(clause, behind) is None:
            break
        found.append(phrase)
        place = behind
    return found


def _past_age(clause: Clause, place: int) -> int:
    """The chunk behind an age between commas, or the same place: "a woman, 29, in the arm"."""
    aside = clause.chunks[place : place + 3]
    kinds = [one.kind for one in aside]
    return place + 3 if kinds == [",", "NP", ","] and aside[1].low.isdigit() else place


def _past_limb(clause: Clause, place: int) -> int | None:
    """The chunk behind "in the leg"; None where no part of the body stands."""
    words = load_clause_words()
    behind = clause.chunks[place : place + 2]
    if len(behind) < 2 or behind[0].low not in ("in", "on") or behind[1].kind != "NP":
        return None
    return place + 2 if behind[1].tokens[-1].low in words.limbs | words.body else None


def meant_by(clause: Clause, phrase: Phrase) -> Phrase:
    """Whom a pronoun means, where the sentence names him before: "a man was on a porch when he was shot"."""
    roles, words = load_role_words(), load_clause_words()
    several = phrase.low in words.several_people
    if phrase.kind != "pronoun" or not (several or phrase.low in roles.one_person):
        return phrase
    for place in range(max(0, phrase.place - BACK), phrase.place):
        one = clause.phrases[place]
        if one is None or one.kind not in ("people", "name") or _armed(one) or not _beside_verb(clause, place):
            continue
        counted = one.quantity is not None and (one.quantity.best or 0) > 1
        if (several and counted) or (not several and _one(one) and not _other_sex(one, phrase)):
            return one
    return phrase


def _those_taken_up(clause: Clause, group: Chunk, phrase: Phrase) -> Phrase:
    """:func:`taken_up` for several people; one who is shot is counted as well where nobody is named for him."""
    return taken_up(clause, group, phrase) if phrase.low in load_clause_words().several_people else phrase


def taken_up(clause: Clause, group: Chunk, phrase: Phrase) -> Phrase:
    """Whom a pronoun behind a verb means: those hit by the verb before, "took 12 men and killed them"."""
    roles, words = load_role_words(), load_clause_words()
    several = phrase.low in words.several_people
    if phrase.kind != "pronoun" or phrase.place < group.place or not (several or phrase.low in roles.one_person):
        return phrase
    doers = {one.place for one in clause.subject(group.place)}
    for place in range(group.place - 1, max(0, group.place - BACK), -1):
        one, before = clause.phrases[place], clause.chunks[place - 1].kind
        if one is None or one.kind not in TAKEN_UP or place in doers or before not in ("VG", "NP", "A"):
            continue
        counted = one.quantity is not None and (one.quantity.best or 0) > 1
        if (several and counted) or (not several and _one(one) and not _other_sex(one, phrase)):
            return one
    return phrase


def _armed(phrase: Phrase) -> bool:
    """Whether somebody is named by what makes him shoot rather than be shot: police, gunmen."""
    codes = load_inference()
    return phrase.entry is not None and phrase.entry.category in codes.uniformed | codes.assailants


def _one(phrase: Phrase) -> bool:
    """Whether a phrase brings in one person: "a man", "Tom Varley"."""
    return phrase.quantity is None and not phrase.plural and (phrase.article or phrase.kind == "name")


def _other_sex(phrase: Phrase, pronoun: Phrase) -> bool:
    """Whether words for a person and a pronoun are of unlike sex: "a woman said that he was shot"."""
    roles = load_role_words()
    words = {token.low for token in (*phrase.title, *phrase.tokens)}
    return not (roles.women if pronoun.low in roles.of_men else roles.men).isdisjoint(words)


def _beside_verb(clause: Clause, place: int) -> bool:
    """Whether a phrase is what a verb is about or its object."""
    if place and clause.chunks[place - 1].kind == "VG":
        return True
    after = place + 1
    while after + 1 < len(clause.chunks) and after - place < REACH and clause.chunks[after].kind in ("P", "T"):
        after += 1 + (clause.chunks[after].kind == "P")
    return after < len(clause.chunks) and clause.chunks[after].kind in ("VG", "R")


def hit_in_story(acts: Sequence[Act], before: Sequence[Act]) -> None:
    """People who are only said to be hit, after shots were told: "gunfire erupted at a club. Three people were hit"."""
    waiting = [act for act in acts if act.lemma in load_clause_words().hitting and not act.figures]
    near = [*before[-NEAR_ACTS:], *acts] if waiting else ()
    if not any(act.means == GUN and act.stage == "accomplished" for act in near):
        return
    for act in waiting:
        people = [one for one in act.harms if one.effect is None and one.phrase.kind in ("people", "number")]
        for harm in people:
            figure = figure_of(harm.phrase, HURT) if harm.phrase.start < act.start else None
            if figure is not None:
                harm.effect, figure.soft, figure.joined = HURT, True, len(people) > 1
                act.figures.append(figure)
