"""Event nouns with what depends on them: "the car bomb attack on the barracks by guerrillas"."""

from __future__ import annotations

import re

from tallybook.codebook.inference import load_inference
from tallybook.extract.acts import Act, Harm, Party
from tallybook.extract.clause import Clause
from tallybook.extract.parties import Suffering, add_agent, add_patient
from tallybook.extract.phrases import Phrase
from tallybook.lang.base import Lexicon
from tallybook.lang.clauses import load_clause_words
from tallybook.lang.triggers import NounSense

BY_REACH = 5
"""Chunks between an event noun and the "by" that names its doer; farther off it belongs to something else."""
_PIECE = re.compile(r"[\w-]+")


def noun_act(clause: Clause, phrase: Phrase, sense: NounSense, *, sentence: int, lexicon: Lexicon) -> Act:
    """What an event noun with its attachments says."""
    first = phrase.tokens[0].low if phrase.tokens else ""
    act = Act(
        sentence=sentence, start=phrase.start, end=phrase.end, lemma=sense.lemma, event=sense.event,
        strong=sense.strong, plural=phrase.noun_plural, count=phrase.quantity, definite=phrase.definite,
        generic=sense.generic, fresh=first in load_clause_words().another, means=sense.means,
    )  # fmt: skip
    if phrase.actor is not None:
        act.perpetrators.append(Party(actor_phrase(phrase, phrase.actor.start, phrase.actor.end, phrase.actor.text)))
    inside = weapon_inside(phrase, lexicon)
    if inside is not None:
        act.weapons.append(inside)
    suffered = {one.start for one in clause.belonging(phrase.place)}
    for word, other in clause.complements(phrase.place):
        if word != "of" or other.start in suffered:
            _attach(act, word, other, sense, near=_close(clause, phrase, other))
    suffered_by = [figure for figure in act.figures if figure.outcome == sense.outcome]
    for figure in suffered_by if len(suffered_by) > 1 else ():
        figure.joined = True  # "the murder of six priests, their cook and a gardener"
    act.harms += [Harm(one, None) for one in _who_survived(clause, phrase.place)]
    if sense.event == "armed_clash" and not act.perpetrators:
        for word, other in _told_of(clause, phrase.place):
            _attach(act, word, other, sense, near=False)
    if sense.event == "armed_clash" and not act.perpetrators:
        between = [other for word, other in clause.complements(phrase.place) if word == "between"]
        people = len(between) > 1 and all(one.kind == "people" for one in between)
        act.perpetrators += [Party(one) for one in between] if people else []
    act.sites += _sites_across(clause, phrase, act)
    act.generic = act.generic or (act.plural and act.count is None and not act.figures)
    return act


def _who_survived(clause: Clause, place: int) -> list[Phrase]:
    """Those at whom a deed was aimed who got away: "the mayor survived a bomb attack"."""
    verb = clause.chunks[place - 1] if place else None
    if verb is None or verb.kind != "VG" or verb.tokens[-1].low not in load_clause_words().surviving:
        return []
    return [one for one in clause.subject(verb.place) if one.kind in ("people", "name") and one.quantity is None]


def _told_of(clause: Clause, place: int) -> list[tuple[str, Phrase]]:
    """What a relative clause behind a noun adds: "clashes that broke out on Monday with police"."""
    kinds = [one.kind for one in clause.chunks[place + 1 : place + 3]]
    return clause.complements(place + 2) if kinds == ["R", "VG"] else []


def _attach(act: Act, word: str, other: Phrase, sense: NounSense, *, near: bool) -> None:
    """One attachment of an event noun, by its preposition."""
    words = load_clause_words()
    if word == "of" and sense.of in ("victim", "target"):
        add_patient(act, other, Suffering(outcome=sense.outcome, thing="attacked"))
    elif word == "by" and near:
        add_agent(act, other)
    elif word in words.target_leads and other.kind in ("thing", "people", "name", "actor"):
        _aimed_at(act, word, other, strong=sense.strong)
    elif word in ("in", "at") and other.kind == "thing":
        act.sites.append(other)
    elif word in words.means and other.kind == "weapon":
        act.weapons.append(other)
    elif sense.event == "armed_clash" and word in ("between", "with") and other.doer_like:
        if word == "between" or sense.lemma == "clash":  # "a shootout with police" has one side that was called
            act.perpetrators.append(Party(other))
    elif word == "from" and ((other.kind in ("people", "actor") and other.perpetrator_like) or _under_arms(other)):
        act.perpetrators.append(Party(other))


def _under_arms(phrase: Phrase) -> bool:
    """Whether a name has a word before it by which armed people are meant: "armed Northerners"."""
    said = (*phrase.title, *phrase.tokens)
    return phrase.kind in ("name", "people") and any(token.low == "armed" for token in said)


def _aimed_at(act: Act, word: str, other: Phrase, *, strong: bool) -> None:
    if other.kind != "thing":
        act.harms += [Harm(other, None)] if strong else []
    elif word in load_clause_words().beside:
        act.sites.append(other)
    else:
        act.harms.append(Harm(other, "attacked"))


def _sites_across(clause: Clause, phrase: Phrase, act: Act) -> list[Phrase]:
    """The buildings named after the verb of an event: "the explosion took place in a market"."""
    leads = load_clause_words().site_leads
    known = [*act.sites, *(harm.phrase for harm in act.harms)]
    return [
        other
        for word, other in clause.complements(phrase.place, across=True)
        if other.kind == "thing" and word in leads and other not in known
    ]


def _close(clause: Clause, event: Phrase, agent: Phrase) -> bool:
    between = clause.chunks[event.place + 1 : agent.place]
    return len(between) <= BY_REACH and not any(one.kind == "," for one in between)


def weapon_inside(phrase: Phrase, lexicon: Lexicon) -> Phrase | None:
    """The weapon in "car bomb attack": the longest weapon name among the words before the head."""
    pieces = [
        (token.start + match.start(), token.start + match.end(), match.group())
        for token in phrase.tokens
        for match in _PIECE.finditer(token.low)
    ]
    for length in (3, 2, 1):
        for first in range(len(pieces) - length):
            low = " ".join(piece[2] for piece in pieces[first : first + length])
            entry = lexicon.weapons.get(low)
            if entry is not None and entry.category not in load_inference().effects:
                start, end = pieces[first][0], pieces[first + length - 1][1]
                return Phrase(
                    start=start, end=end, core_start=start, low=low, head=low, kind="weapon", entry=entry,
                    place=phrase.place, tokens=phrase.tokens,
                )  # fmt: skip
    return None


def actor_phrase(phrase: Phrase, start: int, end: int, text: str) -> Phrase:
    """The actor's name inside a larger phrase as a phrase of its own."""
    return Phrase(
        start=start, end=end, core_start=start, low=text.lower(), head=text.lower(), kind="actor", actor=phrase.actor,
        place=phrase.place, tokens=tuple(token for token in phrase.tokens if start <= token.start < end),
    )  # fmt: skip
