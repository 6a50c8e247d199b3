"""Statements: who says what about which actor, without its being an incident."""

from __future__ import annotations

from dataclasses import dataclass

from tallybook.codebook.actor_table import ActorHit
from tallybook.extract.frames import Clause
from tallybook.extract.segment import Sentence
from tallybook.extract.telling import Tools, speaker_of
from tallybook.lang.tallies import load_tally_words
from tallybook.model import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementDraft:
    """One statement: its speaker, its kind, the actors it speaks of."""

    sentence: int
    kind: str
    speaker: Span
    about: tuple[ActorHit, ...]


def read_statement(number: int, sentence: Sentence, clause: Clause | None, tools: Tools) -> StatementDraft | None:
    """The statement a sentence makes about known actors, or None."""
    hits = tools.reader.actors.within(sentence.start, sentence.end)
    if clause is None or not hits:
        return None
    speaker = speaker_of(clause, tools)
    if speaker is None:
        return None
    text = tools.reader.text
    words = load_tally_words().statements
    kind = next((name for name, pattern in words.items() if pattern.search(text, sentence.start, sentence.end)), None)
    about = tuple({hit.actor: hit for hit in hits if hit.end <= speaker.start or hit.start >= speaker.end}.values())
    if kind is None or not about:
        return None
    return StatementDraft(sentence=number, kind=kind, speaker=speaker, about=about)
