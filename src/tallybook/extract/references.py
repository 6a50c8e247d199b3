"""Words that stand for an armed group named before: "the group", "the jihadist organisation", "it"."""

from __future__ import annotations

from collections.abc import Sequence

from tallybook.codebook.actor_table import ActorHit
from tallybook.extract.acts import Act, Party
from tallybook.extract.phrases import Phrase, Reader
from tallybook.extract.segment import Sentence

GROUP_HEADS = frozenset(
    "group organization organisation militia movement network outfit faction insurgency gang cartel rebels militants guerrillas".split()
)
PRONOUNS = frozenset(("it", "they", "he"))
REACH = 2500
"""Characters back in which the group named last can be meant; beyond that too much else has been said."""


def resolve_references(groups: Sequence[list[Act]], sentences: Sequence[Sentence], reader: Reader) -> None:
    """Puts the group that was meant in the place of "the group" and "it", where an armed group was named before."""
    for acts in groups:
        for act in acts:
            act.perpetrators = [party for one in act.perpetrators for party in _referred(one, act, reader)]


def _referred(party: Party, act: Act, reader: Reader) -> list[Party]:
    phrase = party.phrase
    if phrase.kind == "pronoun" and phrase.head not in PRONOUNS:
        return []
    stands_for = phrase.kind == "pronoun" or (
        phrase.definite and phrase.actor is None and phrase.head.split()[-1:] and phrase.head.split()[-1] in GROUP_HEADS
    )
    if not stands_for:
        return [party]
    named = _named_before(phrase.start, reader)
    if named is None:
        return [] if phrase.kind == "pronoun" else [party]
    meant = Phrase(
        start=named.start, end=named.end, core_start=named.start, low=named.text.lower(), head=named.text.lower(), kind="actor", actor=named
    )  # fmt: skip
    return [Party(meant, party.status, coreferent=True)]


def _named_before(offset: int, reader: Reader) -> ActorHit | None:
    """The last armed group named before an offset; states and international bodies are no "group"."""
    before = [hit for hit in reader.actors.within(max(0, offset - REACH), offset) if is_armed_group(hit)]
    return before[-1] if before else None


def is_armed_group(hit: ActorHit) -> bool:
    """Whether a hit names an organisation that is not a state force."""
    from tallybook.codebook.actor_table import load_actors  # noqa: PLC0415 - one shared table, loaded once

    entry = load_actors().get(hit.actor)
    return entry is not None and entry.kind == "organization"
