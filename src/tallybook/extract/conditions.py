"""How people came out of it without a verb of violence: "is dead", "in critical condition", "with a gunshot wound"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tallybook.extract.acts import Act
from tallybook.extract.chunks import Chunk
from tallybook.extract.clause import Clause
from tallybook.extract.parties import Suffering, add_patient
from tallybook.extract.partitives import without_parts
from tallybook.extract.phrases import Phrase
from tallybook.lang.clauses import load_clause_words
from tallybook.lang.roles import load_role_words

WHERE = 5
"""Chunks behind somebody found that say where."""
DEAD = "dead"
"""The word of a state that is no wound."""


def condition_of(clause: Clause, group: Chunk, number: int) -> Act | None:
    """What a verb without violence says of people who were hurt or killed; None where it says nothing of the kind."""
    words, last = load_clause_words(), group.tokens[-1].low
    if last in words.suffer:
        return _suffered(clause, group, number)
    if last in words.leaving:
        return _left(clause, group, number)
    if last in words.be and (dead := _dead(clause, group, number)) is not None:
        return dead
    if last in words.sending and (sent := _sent(clause, group, number)) is not None:
        return sent
    return _treated(clause, group, number)


def _act(group: Chunk | Phrase, number: int, *, dead: bool = False) -> Act:
    lemma = "die" if dead else "injure"
    return Act(sentence=number, start=group.start, end=group.end, lemma=lemma, strong=not dead)


def _suffered(clause: Clause, group: Chunk, number: int) -> Act | None:
    """What a verb and its object say together: "sustained a gunshot wound" is an injury."""
    objects = [*clause.objects(group.place), *(one for word, one in clause.complements(group.place) if word == "from")]
    told = objects and not load_clause_words().harm.isdisjoint(objects[0].low.split())
    subject = clause.subject(group.place)
    counted = not objects and any(one.quantity is not None and one.kind != "other" for one in subject)
    if group.negated or not (told or counted):
        return None
    act = _act(group, number)
    soft = bool(told) and not load_clause_words().shot_wounds.isdisjoint(objects[0].low.split())
    for phrase in subject:
        add_patient(act, phrase, Suffering(outcome="injured", thing=None, soft=soft, joined=len(subject) > 1))
    return act if act.figures or act.harms else None


def _treated(clause: Clause, group: Chunk, number: int) -> Act | None:
    """People whom a hospital takes in with their wounds: "five others were rushed to hospital with gunshot wounds".

    "Two boys were taken to a hospital after a shooting" says as much, and "a boy is in critical condition after being
    shot".
    """
    words = load_clause_words()
    mends, tended = _mends(group), group.tokens[-1].low in words.tended
    if not (mends or tended) and clause.words.isdisjoint(_wounds_and_hospitals()):
        return None  # most sentences name neither, and need no look behind their verbs
    taken = group.tokens[-1].low in words.taken_to
    complements = [(word, set(phrase.low.split()), phrase.low) for word, phrase in clause.complements(group.place)]
    there = words.be | words.remaining
    wounds = words.harm if taken else words.shot_wounds
    taken = taken or (group.tokens[-1].low in words.coming_to and _to_hospital(clause, group))
    led = {"with"} | ({"for"} if tended else set()) | ({"from"} if mends else set())
    wounded = any(word in led and not wounds.isdisjoint(told) for word, told, _ in complements)
    if not wounded:
        heads = {low.rpartition(" ")[2] for _, _, low in complements}
        taken = taken and group.tokens[-1].low not in words.coming_to
        ill = mends or ((taken or group.tokens[-1].low in there) and not heads.isdisjoint(words.infirmary))
        ill = ill or tended or not heads.isdisjoint(words.condition)
        if not ill or not _hit_before(clause, group):
            return None
    if group.negated:
        return None
    hurt = [one for one in clause.subject(group.place) if _somebody_new(one)]
    act = _act(group, number)
    for phrase in hurt:
        add_patient(act, phrase, Suffering(outcome="injured", thing=None, soft=not tended, joined=len(hurt) > 1))
    act.struck = [] if hurt else [one for one in clause.subject(group.place) if _known(one)]
    return act if act.figures or act.struck else None


def _known(phrase: Phrase) -> bool:
    """Whether somebody is only pointed back at: "the victim", "he"."""
    roles = load_role_words()
    return phrase.low in roles.one_person or (phrase.definite and phrase.low in roles.told_before)


@cache
def _wounds_and_hospitals() -> frozenset[str]:
    """The words one of which stands wherever somebody is told of as treated."""
    words = load_clause_words()
    return words.harm | words.shot_wounds | words.infirmary | words.condition


def _to_hospital(clause: Clause, group: Chunk) -> bool:
    """Whether somebody comes to a hospital."""
    infirmary = load_clause_words().infirmary
    return any(phrase.low.rpartition(" ")[2] in infirmary for _, phrase in clause.complements(group.place))


def _mends(group: Chunk) -> bool:
    return not load_clause_words().recovering.isdisjoint(one.low for one in group.tokens)


def _hit_before(clause: Clause, group: Chunk) -> bool:
    """Whether the words behind a verb tell what had happened: "after a shooting", "after she was shot"."""
    words = load_clause_words()
    behind = [token.low for chunk in clause.chunks[group.place + 1 :] for token in chunk.tokens]
    told = {piece for low in behind for piece in low.split()}
    return not words.after.isdisjoint(told) and not words.harming.isdisjoint(told)


def _somebody_new(phrase: Phrase) -> bool:
    return phrase.quantity is not None or phrase.article or phrase.kind in ("number", "name")


def _dead(clause: Clause, group: Chunk, number: int) -> Act | None:
    """Who "is dead"."""
    after = clause.phrases[group.place + 1] if group.place + 1 < len(clause.phrases) else None
    if after is None or after.low not in load_clause_words().lifeless or group.negated or group.modal:
        return None
    act = _act(group, number, dead=True)
    people = clause.subject(group.place)
    for phrase in people:
        add_patient(act, phrase, Suffering(outcome="killed", thing=None, joined=len(people) > 1))
    beside = clause.phrases[group.place + 3] if group.place + 4 < len(clause.phrases) else None
    joined = people and beside is not None and beside.victim_like and clause.chunks[group.place + 2].kind == "C"
    if joined and beside is not None and _ill(clause, group.place + 3):  # "two are dead and three others in hospital"
        add_patient(act, beside, Suffering(outcome="injured", thing=None, soft=True))
    return act if act.figures or act.fates else None


def _left(clause: Clause, group: Chunk, number: int) -> Act | None:
    """Who was left in which state: "left a man and a boy dead and another in critical condition"."""
    states = load_role_words().counting_adjectives
    act, waiting = _act(group, number), list[Phrase]()
    for place in without_parts(clause.chunks, range(group.place + 1, len(clause.chunks))):
        chunk, phrase = clause.chunks[place], clause.phrases[place]
        if chunk.kind in (".", "S", "R"):
            break
        if phrase is not None and phrase.tokens and phrase.tokens[-1].low in states:
            _put(act, waiting, "killed" if phrase.tokens[-1].low == DEAD else "injured")
        elif phrase is not None and phrase.victim_like:
            if _ill(clause, place):
                _put(act, [*waiting, phrase], "injured")
            else:
                waiting.append(phrase)
                continue
        elif chunk.kind == "VG":
            sense = chunk.trigger.trigger.verb if chunk.trigger and chunk.trigger.trigger else None
            _put(act, waiting if len(waiting) > 1 else (), sense.outcome if sense is not None else None)
        else:
            continue
        waiting = []
    return act if act.figures else None


def _put(act: Act, people: Sequence[Phrase], outcome: str | None) -> None:
    for phrase in people:
        add_patient(act, phrase, Suffering(outcome=outcome, thing=None, soft=outcome == "injured", joined=True))


def _ill(clause: Clause, place: int) -> bool:
    """Whether "in critical condition", "hospitalized" or the like follows after somebody."""
    words, behind = load_clause_words(), clause.chunks[place + 1 : place + 3]
    noun = behind[1].tokens[-1].low if len(behind) > 1 else ""
    led = bool(behind) and behind[0].low == "in" and (noun in words.condition or noun in words.infirmary)
    return led or (bool(behind) and behind[0].low in words.recovering)


def _sent(clause: Clause, group: Chunk, number: int) -> Act | None:
    """Whom violence brings to a hospital: "the shooting sent three people to the hospital"."""
    words = load_clause_words()
    doers = [one for one in clause.subject(group.place) if one.kind == "event"]
    to = [phrase.low.rpartition(" ")[2] for word, phrase in clause.complements(group.place) if word in ("to", "in")]
    if not doers or words.infirmary.isdisjoint(to):
        return None
    act = _act(group, number)
    for phrase in clause.objects(group.place):
        if _somebody_new(phrase):
            add_patient(act, phrase, Suffering(outcome="injured", thing=None, soft=True))
    return act if act.figures else None


def shot_victims(clause: Clause, phrase: Phrase, number: int) -> Act | None:
    """Victims of shots who are found or brought somewhere: "police found two shooting victims"; not a year's count."""
    words = load_clause_words()
    told = [one.low for one in phrase.tokens[-2:]]
    if len(told) < len("ab") or told[1] not in words.victims or told[0] not in words.shot_victims or phrase.definite:
        return None
    before, after = (clause.chunks[at : at + 1] for at in (max(0, phrase.place - 1), phrase.place + 1))
    found = bool(before) and before[0].kind == "VG" and before[0].tokens[-1].low in words.finding
    brought = bool(after) and after[0].kind == "VG" and after[0].tokens[-1].low in words.taken_to | words.dropped
    if not (found or brought) or not (phrase.article or phrase.quantity is not None):
        return None
    act = _act(phrase, number)
    add_patient(act, phrase, Suffering(outcome="injured", thing=None, soft=True))
    return act if act.figures else None


def with_wounds(clause: Clause, phrase: Phrase, number: int) -> Act | None:
    """Somebody who is told of with a wound: "officers found a man with a gunshot wound"."""
    words, first = load_clause_words(), phrase.place + 1
    if phrase.kind == "name" and clause.chunks[phrase.place - 1].low in words.site_leads:
        return None  # "was found dead in Northtown with a gunshot wound"
    if clause.chunks[phrase.place - 1].kind == "VG":  # "found a man in a car with a gunshot wound"
        while first < phrase.place + WHERE and [one.kind for one in clause.chunks[first : first + 2]] == ["P", "NP"]:
            if clause.chunks[first].low not in words.site_leads:
                break
            first += 2
    chunks = clause.chunks[first : first + 2]
    if len(chunks) < 2 or chunks[0].low != "with" or not (phrase.victim_like and _somebody_new(phrase)):
        return None
    told = [one.low for one in chunks[1].tokens]
    shot = not words.shot_wounds.isdisjoint(told) or not words.shootings.isdisjoint(clause.words)
    if not shot or words.harm.isdisjoint(told):
        return None
    act = _act(phrase, number)
    add_patient(act, phrase, Suffering(outcome="injured", thing=None, soft=True))
    return act if act.figures else None
