"""What becomes of the doers of a sentence: only suspected, nobody at all, or police who answered an attack."""

from __future__ import annotations

from collections.abc import Sequence

from tallybook.extract.acts import Act, Party
from tallybook.extract.claimants import RESPONDERS
from tallybook.extract.clause import Clause
from tallybook.extract.parties import as_state, is_force
from tallybook.extract.phrases import Phrase
from tallybook.extract.segment import Sentence
from tallybook.lang.blame import BlameWords, load_blame_words
from tallybook.lang.clauses import load_clause_words

HEDGE_REACH = 40
"""Characters before a doer in which "allegedly", "believed to be" and the like reach it."""
ATTACKERS = frozenset(("attackers",))
TOLD = "attributed"
"""The status of a doer of whom nobody claims, denies or suspects the deed."""


def speakers_meant(clause: Clause, agents: Sequence[Phrase]) -> list[Party]:
    """Who says of himself that he did it: "the army said on Monday that it killed 15 rebels", "X said its forces"."""
    words = load_blame_words()
    own = [one for one in agents if one.kind == "pronoun" and one.head in words.pronouns]
    return [party for one in [*own, *own_forces(clause, agents)] for party in _speaker(clause, one)]


def own_forces(clause: Clause, agents: Sequence[Phrase]) -> list[Phrase]:
    """Those of the doers that are no more than somebody's forces: "its forces", "their military"."""
    possessive = load_blame_words().possessives
    return [one for one in agents if is_force(one) and clause.chunks[one.place].tokens[0].low in possessive]


def _speaker(clause: Clause, pronoun: Phrase) -> list[Party]:
    place, chunks = pronoun.place - 1, clause.chunks
    while place > 0 and chunks[place].kind in ("P", "T", "R", "A"):
        place -= 1
    if place < 1 or chunks[place].kind != "VG" or chunks[place].tokens[-1].low not in load_clause_words().saying:
        return []
    told = [as_state(one.tokens) if one.kind == "place" else one for one in clause.subject(place)]
    sides = [one for one in told if one is not None and (one.perpetrator_like or is_force(one))]
    return [Party(one, "claimed") for one in sides[:1]]


def hedge(act: Act, sentence: Sentence, text: str, words: BlameWords) -> None:
    """Doers who stand beside "allegedly", "believed to be", "suspected" are only suspected."""
    for party in act.perpetrators:
        phrase = party.phrase
        if party.status != "attributed" or not (sentence.start <= phrase.start < sentence.end):
            continue
        before = max(sentence.start, phrase.start - HEDGE_REACH)
        stop = max(text.rfind(mark, before, phrase.start) for mark in (";", ". ", " and ", " but "))
        hedged = words.hedges.search(text, max(before, stop), phrase.end) is not None
        if phrase.end < act.start:
            hedged = (
                hedged or words.hedges.search(text, phrase.end, min(act.start, phrase.end + HEDGE_REACH)) is not None
            )
        if hedged:
            party.status = "suspected"


def settle_doers(acts: Sequence[Act], words: BlameWords) -> None:
    """Nobody is nobody; and police who shoot an attacker answer the attack, they do not commit it."""
    doers = {party.phrase.start for act in acts for party in act.perpetrators}
    attacked = any(not _responder(party.phrase) for act in acts for party in act.perpetrators)
    for act in acts:
        if any(party.phrase.low in words.nobody for party in act.perpetrators):
            act.perpetrators = [party for party in act.perpetrators if party.phrase.low not in words.nobody]
            act.stage = "denied"
        hit = [harm.phrase for harm in act.harms]
        answered = (bool(hit) or attacked) and act.event != "armed_clash"
        own = (one.start in doers or (one.entry is not None and one.entry.category in ATTACKERS) for one in hit)
        if answered and all(own):
            act.perpetrators = [
                party
                for party in act.perpetrators
                if not _responder(party.phrase) or (not hit and party.status != TOLD)
            ]


def _responder(phrase: Phrase) -> bool:
    return phrase.entry is not None and phrase.entry.category in RESPONDERS and phrase.actor is None
