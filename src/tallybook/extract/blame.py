"""Who is said to be behind an act: claims, denials, accusations, and the mark of suspicion (coding rules 13 and 15).

A cue ("claimed responsibility", "was blamed on") is found by its words; who it speaks of is read off the parse of the
sentence. A sentence that holds nothing but a cue becomes an act without a type, which joins the story told before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from tallybook.extract.acts import Act, Party
from tallybook.extract.claimants import REACH, Said, is_group_word, spoken_of
from tallybook.extract.clause import Clause
from tallybook.extract.doers import hedge, settle_doers
from tallybook.extract.modifiers import armed_beside, forces_in_means, states_in_nouns
from tallybook.extract.phrases import Phrase
from tallybook.extract.segment import Sentence
from tallybook.lang.blame import BlameWords, Cue, load_blame_words
from tallybook.lang.roles import load_role_words
from tallybook.lang.word_lists import words_between
from tallybook.model import Span

NAMED = "named"
"""The cues that only give the name of whoever did it."""
BLAME = "blame"
"""The lemma of an act that only says who was behind another one."""
NEGATION_REACH = 28
"""Characters before a cue in which a "not" takes it back."""
BLANKET_REACH = 45
"""Characters after a claim in which "most of them", "several attacks" make it a claim of no act in particular."""
PLACE_REACH = 30
"""Characters after a deed within which its place stands, in a sentence that tells of a claim."""
UNTOLD = frozenset(("hypothetical", "denied", "infinitive"))
"""Stages of acts that are dropped before stories are made."""
NO_STORY = UNTOLD | {"threatened"}
"""Stages of acts that cannot carry a claim."""
RESPONSIBILITY = frozenset(("claimed", "denied"))
"""Statuses that are assertions of their own, beside the party they speak of (coding rule 15)."""


_LAST_WORD = re.compile(r"([\w'’-]+)\s+\Z")


def speaks_of_blame(text: str, sentence: Sentence) -> bool:
    """Whether a sentence has a cue of claim, denial or accusation: worth parsing without any deed in it."""
    return bool(_cues(text, sentence.start, sentence.end))


def responsibility(acts: list[Act], clause: Clause, sentence: Sentence, number: int, text: str) -> None:
    """Claims, denials and accusations put with the acts of a sentence, and the mark of suspicion on those only blamed.

    Where the sentence has no act that can carry them, an act without a type is added; ``number`` is the sentence's.
    """
    words = load_blame_words()
    _group_doers(acts, clause, text, words)
    states_in_nouns(acts, clause)
    forces_in_means(acts, clause)
    for said in _cues(text, sentence.start, sentence.end):
        _apply(said, acts, (number, sentence), clause, text)
    armed_beside(acts, clause)
    for act in acts:
        hedge(act, sentence, text, words)
    settle_doers(acts, words)


# -- cues


@lru_cache(maxsize=1)
def _cues(text: str, start: int, end: int) -> tuple[Said, ...]:
    """The cues between two offsets; kept for the last sentence, which is asked twice."""
    words = load_blame_words()
    told = words_between(text, start, end)
    return () if words.signs.isdisjoint(told) else tuple(_found(text, start, end, words.that_may_stand(told)))


def _found(text: str, start: int, end: int, cues: Sequence[Cue]) -> Iterator[Said]:
    """Which of some cues a stretch has, in the order of the list, none overlapping another."""
    taken: list[tuple[int, int]] = []
    for cue in cues:
        for found in cue.pattern.finditer(text, start, end):
            if any(low < found.end() and found.start() < high for low, high in taken):
                continue
            taken.append(found.span())
            yield Said(cue, *found.span())


def _apply(said: Said, acts: list[Act], place: tuple[int, Sentence], clause: Clause, text: str) -> None:
    words, (number, sentence) = load_blame_words(), place
    span = Span(start=said.start, end=said.end, text=text[said.start : said.end])
    negated = _negated(said, sentence, text, words)
    if said.cue.name == "none" or (negated and said.cue.status == "claimed"):
        _carrier(acts, number, said).responsibility.append(("none_reported", span, None))
        return
    if negated or _blanket(said, sentence, text, words):
        return
    if said.cue.with_deed and not _deed_after(said, acts, sentence, text, words):
        return
    if _only_describes(said, sentence, text, words):
        return
    about = _about_the_act(said, (sentence, clause), text, words)
    if not acts and not about:
        return
    meant = spoken_of(said, clause, text, words)
    for phrase in meant:
        if any(harm.phrase.start == phrase.start for one in acts for harm in one.harms) and not about:
            continue  # "lynched two men accused of theft"
        act = _carrier(acts, number, said)
        _narrow(act, said)
        act.strong = act.strong or any(one.outcome == "killed" for one in act.figures)
        status = said.cue.status
        if status in RESPONSIBILITY:
            act.responsibility.append((status, span, phrase))
        for other in acts:
            set_status(other, phrase, status, add=other is act)
            _own_deeds(other, said, text, words)


def _negated(said: Said, sentence: Sentence, text: str, words: BlameWords) -> bool:
    """Whether a "not", "never", "denied" shortly before the cue, with no other sentence part between, takes it back."""
    low = max(sentence.start, said.start - NEGATION_REACH)
    cut = max(text.rfind(mark, low, said.start) for mark in (",", ";", " but "))
    return words.negations.search(text, max(low, cut), said.start) is not None


def _blanket(said: Said, sentence: Sentence, text: str, words: BlameWords) -> bool:
    """Whether many acts are spoken of and none in particular: "claimed most of them"."""
    end = min(sentence.end, said.end + BLANKET_REACH)
    return words.blanket.search(text, said.start, end) is not None


def _deed_after(said: Said, acts: list[Act], sentence: Sentence, text: str, words: BlameWords) -> bool:
    """Whether a deed is told after the cue, as an act or as a word for one."""
    if any(act.end >= said.end and act.stage not in NO_STORY for act in acts):
        return True
    return words.deeds.search(text, said.end, min(sentence.end, said.end + REACH)) is not None


def _only_describes(said: Said, sentence: Sentence, text: str, words: BlameWords) -> bool:
    """Whether "linked to" only says what a group is: "the alliance linked to X, denied"."""
    if not words.describing.fullmatch(said.words(text)):
        return False
    before = _LAST_WORD.search(text, sentence.start, said.start)
    return before is not None and before.group(1).lower() in words.groups


def _about_the_act(said: Said, place: tuple[Sentence, Clause], text: str, words: BlameWords) -> bool:
    """Whether an accusation is about the act at hand: nothing is named that it is about, or a deed is."""
    sentence, clause = place
    if said.cue.status in ("claimed", "none_reported") or said.cue.name == NAMED:
        return True
    end = min(sentence.end, said.end + REACH)
    after = said.cue.side == "after"  # "the attack bears the hallmarks of"
    if words.deeds.search(text, sentence.start if after else said.start, end) is not None:
        return True
    named = [(hit.start, hit.end) for one in clause.phrases if one is not None and (hit := one.actor) is not None]
    found = (one.start() for one in words.about.finditer(text, said.end if after else said.start, end))
    return all(any(low <= start < high for low, high in named) for start in found)


def _carrier(acts: list[Act], number: int, said: Said) -> Act:
    """The act of the sentence that the cue is about; a new one without a type where none can carry it."""
    for act in acts:
        if act.stage not in NO_STORY and not act.generic:
            return act
    made = Act(sentence=number, start=said.start, end=said.end, lemma=BLAME, definite=True)
    acts.append(made)
    return made


def _narrow(act: Act, said: Said) -> None:
    """Takes off the day and places of a claim, which are not the deed's: "claimed on Monday the attack"."""
    if not act.definite:
        return
    act.dates = [one for one in act.dates if one.start >= said.end]
    act.places = [one for one in act.places if 0 <= one.start - act.end <= PLACE_REACH]


def set_status(act: Act, actor: Phrase, status: str, *, add: bool) -> None:
    """The status on the party that the words or the actor name; a new party where ``add`` is set and none is there.

    That somebody did it takes back no claim, denial or suspicion.
    """
    for party in act.perpetrators:
        if party.phrase.start == actor.start or _same_actor(party.phrase, actor):
            party.status = party.status if status == "attributed" else status
            return
    if add:
        act.perpetrators.append(Party(actor, status))


def _own_deeds(act: Act, said: Said, text: str, words: BlameWords) -> None:
    """Those pointed back to share the status of the speaker: "said that its fighters", "denied that it"."""
    if said.cue.status not in RESPONSIBILITY:
        return
    for party in act.perpetrators:
        phrase = party.phrase
        own = text[phrase.start : phrase.core_start].strip().lower() in words.possessives
        if party.status == "attributed" and phrase.start >= said.start and (own or phrase.kind == "pronoun"):
            party.status = said.cue.status
    bare = [one for one in act.perpetrators if one.status == said.cue.status and _bare_forces(one.phrase, text, words)]
    if any(one.status == said.cue.status and one not in bare for one in act.perpetrators):
        act.perpetrators = [one for one in act.perpetrators if one not in bare]  # "Redland denied that its forces"


def _bare_forces(phrase: Phrase, text: str, words: BlameWords) -> bool:
    """Whether a phrase is no more than the forces of who speaks: "its forces"."""
    own = text[phrase.start : phrase.core_start].strip().lower() in words.possessives
    return own and phrase.head in load_role_words().forces


def _same_actor(left: Phrase, right: Phrase) -> bool:
    return left.actor is not None and right.actor is not None and left.actor.actor == right.actor.actor


# -- doers


def _group_doers(acts: Sequence[Act], clause: Clause, text: str, words: BlameWords) -> None:
    """Words for a group as doers of verbs: "the group killed", "his group abducted", "carried out by the group"."""
    starts = {act.start: act for act in acts}
    for group in clause.chunks:
        act = starts.get(group.trigger.start) if group.kind == "VG" and group.trigger is not None else None
        if act is None or act.perpetrators:
            continue
        named = [one for word, one in clause.complements(group.place) if word == "by"]
        agents = named if group.passive else clause.subject(group.place)
        for phrase in agents:
            own = text[phrase.start : phrase.core_start].strip().lower() in words.possessives
            if phrase.tokens and (is_group_word(phrase, words) or (own and phrase.head in words.groups)):
                act.perpetrators.append(Party(replace(phrase, definite=True)))
