"""Verbs with what depends on them: who did what to whom, read off the chunks of one sentence."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tallybook.codebook.inference import load_inference
from tallybook.extract.acts import Act, Harm, Party
from tallybook.extract.chunks import Chunk
from tallybook.extract.claimants import is_armed_group
from tallybook.extract.clause import Clause
from tallybook.extract.doers import own_forces, speakers_meant
from tallybook.extract.gunshots import GUN, by_shots, those_shot
from tallybook.extract.modifiers import MEANS
from tallybook.extract.nouns import actor_phrase
from tallybook.extract.parties import Suffering, add_agent, add_patient, figure_of, is_strike
from tallybook.extract.partitives import taken_for
from tallybook.extract.phrases import Phrase
from tallybook.extract.seized import seized_by
from tallybook.lang.blame import load_blame_words
from tallybook.lang.clauses import load_clause_words
from tallybook.lang.triggers import VerbSense

TAKEN = "captured"
"""What a verb does to people who are taken."""
DEAD_BEHIND = frozenset(("O", "NP", "P", "C", "A"))
"""Kinds of chunks between those who were shot and the word that they are dead."""
WRECKED = frozenset(("destroyed", "damaged"))
"""What armed people do to things when they attack them."""


def verb_act(clause: Clause, group: Chunk, sense: VerbSense, *, sentence: int) -> Act | None:
    """What a verb group says, or None where it has no trigger."""
    trigger = group.trigger
    if trigger is None or trigger.trigger is None:
        return None
    act = Act(
        sentence=sentence,
        start=trigger.start,
        end=trigger.end,
        lemma=sense.lemma,
        event=sense.event,
        strong=sense.strong,
        means=sense.means,
    )
    complements = clause.complements(group.place)
    agents, patients = _roles(clause, group, sense, complements)
    sense = by_shots(clause, group, sense, agents, patients)
    act.event, act.strong, act.means = sense.event, sense.strong, sense.means
    patients = those_shot(clause, group, sense, patients)
    if sense.only is not None:
        patients = [phrase for phrase in patients if _can_be_meant(phrase, sense)]
        if not patients:
            return None
        act.strong = act.strong or any(phrase.kind in ("people", "actor") for phrase in patients)
    if sense.thing in WRECKED and _made_safe(agents, patients):
        return None
    if any(phrase.quantity is not None and phrase.quantity.form == "zero" for phrase in agents):
        act.stage = "denied"  # "nobody had opened fire"
    if sense.weapon:
        _weapon_frame(act, sense, agents, patients, aimed_at=complements)
        if sense.stage is not None and any(one.kind in ("people", "toll", "number") for one in patients):
            return None  # what was found is no bomb
        complements = _beside_a_bomb(sense, [*agents, *patients], complements)
    else:
        if sense.outcome == "injured" and _shot_dead(clause, group, patients):
            sense = replace(sense, outcome="killed")
        _fill(act, sense, agents, [one for one in patients if one.quantity is not None] if sense.counted else patients)
    if sense.counted and not act.figures:
        return None
    if any(word == "to" and phrase.low in load_clause_words().death for word, phrase in complements):
        for figure in act.figures:
            figure.outcome, figure.soft = "killed", False
    act.perpetrators += [Party(one) for agent in agents for one in _taken_for(clause, agent)]
    _put_speakers(act, clause, agents)
    _fill_complements(act, complements)
    act.strong = act.strong or _armed_destruction(act, clause)
    _strike_from_afar(act, sense)
    _take(act, sense)
    kept = "kidnapping" in act.events or sense.lemma not in load_clause_words().holding
    _members(act, clause, group.place, sense)
    return act if kept else None


def _put_speakers(act: Act, clause: Clause, agents: Sequence[Phrase]) -> None:
    """Who speaks of himself did it, in the place of "its forces"."""
    if speaking := speakers_meant(clause, agents):
        owned = {one.start for one in own_forces(clause, agents)}
        act.perpetrators = [*(one for one in act.perpetrators if one.phrase.start not in owned), *speaking]


def _taken_for(clause: Clause, agent: Phrase) -> list[Phrase]:
    """For whom a doer is taken: "by gunmen believed to be members of the Front"."""
    place = agent.place + 1
    place += place < len(clause.chunks) and clause.chunks[place].kind == ","
    if not taken_for(clause.chunks, place):
        return []
    after = place + 2
    after += after < len(clause.chunks) and clause.chunks[after].low == "from"
    one, said = (clause.whole(after), clause.phrases[after]) if after < len(clause.chunks) else (None, None)
    if one is None or said is None:
        return []
    of_a_group = one.kind == "people" and (one.end > said.end or one.tokens[0].capital)
    return [one] if one.doer_like or of_a_group else []


def _made_safe(agents: Sequence[Phrase], patients: Sequence[Phrase]) -> bool:
    """Whether police or soldiers blow up nothing but bombs that they found."""
    if not agents or not patients or any(phrase.kind != "weapon" for phrase in patients):
        return False
    uniformed = load_inference().uniformed
    return all(phrase.entry is not None and phrase.entry.category in uniformed for phrase in agents)


def _strike_from_afar(act: Act, sense: VerbSense) -> None:
    """Shells, rockets or bombs that hit something are a deed of their own, of the kind that they are used for."""
    means = [one.entry.category for one in act.weapons if one.entry is not None and one.entry.category in MEANS]
    if sense.lemma not in load_clause_words().hitting or not act.harms or not means:
        return
    act.strong = True
    kind = load_inference().type_by_weapon.get(means[0])
    act.events += [kind] if kind else []


def _armed_destruction(act: Act, clause: Clause) -> bool:
    """Whether armed people destroyed something: "rebels burned a bus" needs no word of violence, nor "our men" did."""
    things = [harm.effect for harm in act.harms if harm.phrase.kind == "thing"]
    ours = load_blame_words().ours
    own = any(clause.chunks[party.phrase.place].tokens[0].low in ours for party in act.perpetrators)
    return not WRECKED.isdisjoint(things) and (own or _by_the_armed(act))


def _by_the_armed(act: Act) -> bool:
    """Whether armed people or an armed group did it."""
    codes = load_inference()
    armed = codes.fighters | codes.assailants
    doers = [party.phrase for party in act.perpetrators]
    return any(
        (one.entry is not None and one.entry.category in armed) or (one.actor is not None and is_armed_group(one.actor))
        for one in doers
    )


def _take(act: Act, sense: VerbSense) -> None:
    """People who bear no arms, taken by an armed group, are kidnapped, beside whatever else was done there."""
    codes = load_inference()
    if sense.outcome != TAKEN or sense.event is not None or not _by_the_armed(act):
        return
    people = [
        one.phrase
        for one in act.harms
        if one.phrase.kind == "people" or (one.phrase.kind == "name" and len(one.phrase.tokens) > 1)
    ]
    if any(one.entry is None or one.entry.category not in codes.under_arms for one in people):
        act.events.append("kidnapping")
        act.strong = True


def _roles(
    clause: Clause, group: Chunk, sense: VerbSense, complements: Sequence[tuple[str, Phrase]]
) -> tuple[list[Phrase], list[Phrase]]:
    """Those who do what a verb says, and those to whom it is done."""
    objects, subject = clause.objects(group.place), clause.subject(group.place)
    following = clause.chunks[group.place + 1 : group.place + 2]
    passive = _is_passive(group, objects, subject, relative=following[0].low if following else "")
    agents, patients = ([], [*subject, *clause.joined(group.place)]) if passive else (subject, objects)
    if not passive and _form(group) == "ing" and _after_passive(clause, group):
        agents = []
    if not passive and objects and clause.chunks[objects[0].place].low in load_clause_words().each_other:
        return [], subject  # "two men shot each other"
    if _hurts_oneself(clause, group, objects):
        return [], [*subject, *(one for one in objects if one.kind != "pronoun")]
    counted = _counted_after(objects, subject)
    if sense.patient == "subject":
        agents, patients = [], objects if counted else subject or objects
    elif passive and counted:
        patients = objects
    elif sense.patient == "none":
        agents, patients = subject, []
    if passive or sense.patient != "object":
        agents = agents + [phrase for word, phrase in complements if word == "by"]
    if passive and not agents:
        agents = _behind_aside(clause, group.place) or seized_by(clause, group.place)
    return agents, patients


def _hurts_oneself(clause: Clause, group: Chunk, objects: Sequence[Phrase]) -> bool:
    """Whether somebody was hurt by his own hand, as by accident or "in the foot"; no suicide."""
    words = load_clause_words()
    if not objects or objects[0].low not in words.oneself:
        return False
    around = clause.chunks[max(0, group.place - 2) : group.place + 3]
    where = clause.chunks[group.place + 2 : group.place + 4]
    if len(where) > 1 and where[0].low == "in" and where[1].tokens[-1].low in words.limbs:
        return True
    return any(token.low in words.unmeant for chunk in around for token in chunk.tokens)


def _counted_after(objects: Sequence[Phrase], subject: Sequence[Phrase]) -> bool:
    """Whether the people counted stand after the verb: "have perished 4 persons"."""
    after = bool(objects) and objects[0].quantity is not None and objects[0].kind == "people"
    return after and not any(one.quantity is not None or one.kind == "people" for one in subject)


def _can_be_meant(phrase: Phrase, sense: VerbSense) -> bool:
    """Whether a verb with other meanings tells of violence to somebody: of people, or of fighters alone."""
    if sense.only == "people" or phrase.kind == "actor":
        return phrase.victim_like
    codes = load_inference()
    return phrase.entry is not None and phrase.entry.category in codes.under_arms


def _behind_aside(clause: Clause, place: int) -> list[Phrase]:
    """Those named after an aside: "was hit in the leg, while walking home, by two men"."""
    for chunk, following in itertools.pairwise(clause.chunks[place + 1 :]):
        if chunk.kind == "." or (chunk.kind == "VG" and not chunk.passive and not chunk.low.endswith("ing")):
            break
        if chunk.kind == "," and following.low == "by":
            return [phrase for word, phrase in clause.complements(chunk.place) if word == "by"]
    return []


def _form(group: Chunk) -> str:
    return group.trigger.trigger.form if group.trigger and group.trigger.trigger else "base"


def _after_passive(clause: Clause, group: Chunk) -> bool:
    """Whether a participle hangs on a passive clause, whose subject did nothing: "X was hit, killing three"."""
    before = next((one for one in reversed(clause.chunks[: group.place]) if one.kind == "VG"), None)
    return before is not None and before.passive


def _is_passive(group: Chunk, objects: Sequence[Phrase], subject: Sequence[Phrase], *, relative: str) -> bool:
    if group.passive:
        return True
    if relative == "what":  # "attacked what it called a camp"
        return False
    if _form(group) not in ("past", "participle") or group.perfect:
        return False
    if objects and not (objects[0].kind == "number" and not subject):
        return False
    return bool(subject) or not objects


def _fill(act: Act, sense: VerbSense, agents: Sequence[Phrase], patients: Sequence[Phrase]) -> None:
    struck = any(phrase.kind in ("people", "name", "pronoun") and phrase.start > act.end for phrase in patients)
    for phrase in agents:  # who is named after "by", or has somebody as the object, did it
        add_agent(act, phrase, outright=(struck and phrase.quantity is None) or phrase.start > act.end)
    joined = len(patients) > 1
    suffering = Suffering(outcome=sense.outcome, thing=sense.thing, soft=_implied(sense), joined=joined)
    with_people = any(phrase.kind in ("people", "name") for phrase in patients)
    for phrase in patients:
        unknown = _somebody(phrase) and with_people
        add_patient(act, replace(phrase, kind="people") if unknown else phrase, suffering)


def _implied(sense: VerbSense) -> bool:
    """Whether a verb only implies what it does to people: who is shot may be dead."""
    return sense.event == "armed_assault" and sense.outcome == "injured"


def _shot_dead(clause: Clause, group: Chunk, patients: Sequence[Phrase]) -> bool:
    """Whether "dead" stands behind those whom a verb names, and not with them: "shot a guest and a cook there dead"."""
    after = clause.chunks[group.place + 1 :]
    stop = next((at for at, one in enumerate(after) if one.kind not in DEAD_BEHIND), len(after))
    lifeless = load_clause_words().lifeless
    last = next((one.tokens[-1] for one in after[:stop] if one.tokens[-1].low in lifeless), None)
    return last is not None and all(one.end <= last.start for one in patients[:-1] or patients)


def _somebody(phrase: Phrase) -> bool:
    """Whether an unknown word beside people is likely one of them: "a farmer and an announcer were shot"."""
    return phrase.kind == "other" and phrase.article and bool(phrase.tokens) and not phrase.spot


def _beside_a_bomb(
    sense: VerbSense, found: Sequence[Phrase], complements: list[tuple[str, Phrase]]
) -> list[tuple[str, Phrase]]:
    """What stands with a verb of finding; no sites where no bomb was found: "found a videotape near a mosque"."""
    if sense.stage is None or any(one.kind == "weapon" for one in found):
        return complements
    return [pair for pair in complements if pair[1].kind != "thing"]


def _weapon_frame(
    act: Act,
    sense: VerbSense,
    agents: Sequence[Phrase],
    patients: Sequence[Phrase],
    *,
    aimed_at: Sequence[tuple[str, Phrase]],
) -> None:
    """Verbs whose subject or object is the weapon: "a car bomb exploded", "they fired four missiles at"."""
    aimed = load_clause_words().aimed
    act.harms += [
        Harm(phrase, "attacked")
        for word, phrase in aimed_at
        if word in aimed and phrase.kind in ("thing", "other") and not phrase.low[:1].isdigit()
    ]
    for phrase in [*agents, *patients]:
        if phrase.kind == "weapon" and (sense.stage is None or _one_bomb(phrase)):
            act.weapons.append(phrase)
            act.count = act.count or phrase.quantity
        elif phrase.kind == "thing" and phrase in patients:
            act.sites.append(phrase)
        elif phrase in agents and sense.stage is None:  # who finds or defuses a bomb did not lay it
            add_agent(act, phrase)
    if act.weapons:
        act.strong = True
        if sense.lemma in load_clause_words().firing and all(_from_a_gun(one) for one in act.weapons):
            act.event = load_inference().type_by_weapon[GUN]
    elif not act.strong or any(word == "into" and phrase.kind == "event" for word, phrase in aimed_at):
        act.event, act.strong = None, False  # "the protest exploded into violence"


def _from_a_gun(weapon: Phrase) -> bool:
    """Whether what is fired is no shell: bullets, rubber ones too, and tear gas."""
    kinds = load_inference().type_by_weapon
    return weapon.entry is not None and kinds.get(weapon.entry.category, kinds[GUN]) == kinds[GUN]


def _one_bomb(phrase: Phrase) -> bool:
    """Whether it is a bomb laid somewhere rather than arms in store."""
    laid = phrase.entry is not None and phrase.entry.category in load_inference().laid
    return laid and not (phrase.plural and phrase.quantity is None)


def _fill_complements(act: Act, complements: Iterable[tuple[str, Phrase]]) -> None:
    words, doers = load_clause_words(), {phrase.place for word, phrase in complements if word == "by"}
    for word, phrase in complements:
        if phrase.place - 2 in doers and phrase.entry is not None and phrase.entry.kind == "vehicle":
            continue  # "was shot by two men on a motorcycle", who rode it
        if phrase.kind == "weapon" and word in words.weapon_leads:
            act.weapons.append(phrase)
            if phrase.actor is not None:
                hit = phrase.actor
                act.perpetrators.append(Party(actor_phrase(phrase, hit.start, hit.end, hit.text)))
        elif word in words.caused and is_strike(phrase) and phrase.kind != "event":
            act.events.append("air_strike")
        elif phrase.kind == "event" and phrase.noun is not None:
            if word in words.cause_leads and phrase.noun.event:
                act.events.append(phrase.noun.event)
        elif phrase.kind == "thing":
            facility = phrase.entry is not None and phrase.entry.kind == "facility"
            if word in words.site_leads or (word == "of" and facility):
                act.sites.append(phrase)


def _members(act: Act, clause: Clause, place: int, sense: VerbSense) -> None:
    """Groups named as part of those just counted: "including three children"."""
    if sense.outcome is None:
        return
    for cue, phrase in clause.members(place):
        after = clause.chunks[cue.place + 1].low if cue.place + 1 < len(clause.chunks) else ""
        fatal = cue.kind in ("O", "R") and after in load_clause_words().fatal
        figure = figure_of(phrase, "killed" if fatal else sense.outcome)
        if figure is not None and phrase.victim_like:
            figure.scope, figure.scope_cue = "subgroup", (cue.start, cue.end)
            figure.soft = _implied(sense) and not fatal
            act.figures.append(figure)
        if phrase.kind in ("people", "name"):
            act.harms.append(Harm(phrase, sense.outcome))
