"""Words that stand for an armed group named before: "the group", "the jihadist organisation", "it"."""

from __future__ import annotations

from collections.abc import Sequence

from tallybook.codebook.actor_table import ActorHit
from tallybook.extract.acts import Act, Party
from tallybook.extract.blame import BLAME, UNTOLD
from tallybook.extract.claimants import is_armed_group, is_group_word
from tallybook.extract.phrases import Phrase, Reader
from tallybook.extract.segment import Sentence
from tallybook.extract.words import Token
from tallybook.lang.blame import BlameWords, load_blame_words

__all__ = ["is_armed_group", "meant", "resolve_references"]

THEIRS = frozenset(("armed_opposition",))
"""Categories of people who belong to an armed group: rebels, guerrillas, militants."""
REACH = 2500
"""Characters back in which the group named last can be meant; beyond that too much else has been said."""
BLAME_REACH = 5
"""Sentences after an act in which a claim without any deed of its own still speaks of that act."""


def resolve_references(groups: Sequence[list[Act]], sentences: Sequence[Sentence], reader: Reader) -> None:  # noqa: ARG001 - the stage gives it
    """Puts the group that was meant in the place of "the group" and "it", where an armed group was named before.

    Claims and accusations that no act stands near are taken out.
    """
    words = load_blame_words()
    last_told: int | None = None
    for number, acts in enumerate(groups):
        told = any(act.lemma != BLAME and act.stage not in UNTOLD for act in acts)
        if told:
            last_told = number
        elif acts and (last_told is None or number - last_told > BLAME_REACH):
            acts[:] = [act for act in acts if act.lemma != BLAME]
        for act in acts:
            act.perpetrators = [party for one in act.perpetrators for party in _referred(one, reader, words)]
            act.perpetrators += _their_organization(act.perpetrators, reader)
            act.responsibility = [
                (status, span, phrase if phrase is None else meant(phrase, reader, words) or phrase)
                for status, span, phrase in act.responsibility
            ]


def _referred(party: Party, reader: Reader, words: BlameWords) -> list[Party]:
    phrase = party.phrase
    if phrase.kind == "pronoun" and phrase.head not in words.pronouns:
        return []
    if not _stands_for(phrase, words):
        return [party]
    named = meant(phrase, reader, words)
    if named is None:
        return [party] if phrase.kind == "people" else []
    return [Party(named, party.status, coreferent=True)]


def _their_organization(parties: Sequence[Party], reader: Reader) -> list[Party]:
    """The organisation of "the guerrillas", where the document names one armed group alone."""
    if any(party.phrase.actor is not None for party in parties):
        return []
    for party in parties:
        entry = party.phrase.entry
        if (
            party.phrase.kind == "people"
            and entry is not None
            and entry.category in THEIRS
            and party.status != "denied"
        ):
            only = _only_group(reader)
            return [Party(_named_phrase(only), party.status, coreferent=True)] if only is not None else []
    return []


def _only_group(reader: Reader) -> ActorHit | None:
    """The first naming of the one armed group that a document speaks of, if it speaks of one alone."""
    hits = [hit for hit in reader.actors.items if is_armed_group(hit)]
    return hits[0] if len({hit.actor for hit in hits}) == 1 else None


def _named_phrase(named: ActorHit) -> Phrase:
    low = named.text.lower()
    token = Token(named.start, named.end, low, "W", capital=True)
    start, end = named.start, named.end
    return Phrase(
        start=start, end=end, core_start=start, low=low, head=low, kind="actor", actor=named, tokens=(token,)
    )  # fmt: skip


def _stands_for(phrase: Phrase, words: BlameWords) -> bool:
    return phrase.kind == "pronoun" or (is_group_word(phrase, words) and phrase.tokens[-1].low not in words.state_heads)


def meant(phrase: Phrase, reader: Reader, words: BlameWords) -> Phrase | None:
    """The armed group that the words stand for, where it was named; None where they stand for themselves."""
    if not _stands_for(phrase, words):
        return None
    named = _named_before(phrase.start, reader)
    if named is None:
        return None
    return _named_phrase(named)


def _named_before(offset: int, reader: Reader) -> ActorHit | None:
    """The last armed group named before an offset; states and international bodies are no "group"."""
    before = [hit for hit in reader.actors.within(max(0, offset - REACH), offset) if is_armed_group(hit)]
    return before[-1] if before else None
