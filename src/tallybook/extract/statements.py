"""Statements: who says what about which actor, without its being an incident."""

from __future__ import annotations

from dataclasses import dataclass

from tallybook.codebook.actor_table import ActorHit
from tallybook.extract.clause import Clause
from tallybook.extract.phrases import Phrase
from tallybook.extract.segment import Sentence
from tallybook.extract.speakers import speaker_of
from tallybook.extract.tools import Tools
from tallybook.lang.tallies import load_tally_words
from tallybook.model import Span

SOURCE_REACH = 12
"""Characters between "the tally" and the body whose tally it is: "of", "compiled by"."""
NEAR = 60
"""Characters around a speaker's name in which office and body stand."""
NO_SPEAKER = frozenset(("responsibility", "attack", "attacks", "group", "it", "they", "he", "she"))
"""Heads that no statement of a person or body has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementDraft:
    """One statement: its speaker, its kind, the actors it speaks of."""

    sentence: int
    kind: str
    speaker: Span
    about: tuple[ActorHit, ...]
    affiliation: Span | None = None


def read_statement(number: int, sentence: Sentence, clause: Clause | None, tools: Tools) -> StatementDraft | None:
    """The statement a sentence makes about known actors, or None."""
    hits = tools.reader.actors.within(sentence.start, sentence.end)
    if clause is None or not hits:
        return None
    text = tools.reader.text
    words = load_tally_words().statements
    kind = next((name for name, pattern in words.items() if pattern.search(text, sentence.start, sentence.end)), None)
    speaker = said_by(clause, tools)
    if speaker is None or kind is None:
        return None
    about = {hit.actor: hit for hit in hits if hit.end <= speaker.start or hit.start >= speaker.end}
    own = {hit.actor: hit for hit in hits}
    if kind in ("claim", "denial") and not about:
        about = own
    if not about:
        return None
    return StatementDraft(
        sentence=number, kind=kind, speaker=speaker, about=tuple(about.values()),
        affiliation=_affiliation(speaker, clause, text),
    )  # fmt: skip


def said_by(clause: Clause, tools: Tools) -> Span | None:
    """Who says what a sentence says; "the tally of the mission" is said by the mission."""
    text = tools.reader.text
    speaker = speaker_of(clause, tools) or _trailing(clause, tools)
    if speaker is None or speaker.text.split()[-1].lower() in NO_SPEAKER:
        return None
    words = load_tally_words()
    if words.tally_words.search(speaker.text) is None:
        return speaker
    for phrase in clause.phrases:
        if phrase is None or not 0 <= phrase.start - speaker.end <= SOURCE_REACH:
            continue
        if words.source_leads.search(text, speaker.end, phrase.core_start) is not None and phrase.tokens:
            return _span(text, phrase.core_start, phrase.end)
    return speaker


def _trailing(clause: Clause, tools: Tools) -> Span | None:
    """Who stands right before a verb of saying: "the mission says" at the end of a sentence."""
    for group in clause.chunks:
        if group.kind != "VG" or group.passive or group.tokens[-1].low not in tools.lexicon.reporting_verbs:
            continue
        phrase = clause.phrases[group.place - 1] if group.place else None
        if (
            phrase is not None
            and phrase.tokens
            and phrase.quantity is None
            and phrase.kind not in ("event", "toll", "pronoun")
        ):
            return _span(tools.reader.text, phrase.core_start, phrase.end)
    return None


def _affiliation(speaker: Span, clause: Clause, text: str) -> Span | None:
    """The office or body that stands beside a speaker: before the name as a title, or after it between commas."""
    titles = load_tally_words().titles
    for phrase in clause.phrases:
        if phrase is None:
            continue
        if phrase.title and phrase.start <= speaker.start <= phrase.end:
            return _span(text, phrase.title[0].start, phrase.title[-1].end)
        if 0 < phrase.start - speaker.end <= 4 and text[speaker.end] == "," and titles.search(phrase.low):
            return _span(text, phrase.core_start, _with_body(phrase, clause))
    found = titles.search(speaker.text)
    if found is not None and found.start() > 0:
        return _span(text, speaker.start, speaker.start + found.end())
    return None


def _with_body(phrase: Phrase, clause: Clause) -> int:
    """The end of "professor of history at the University of Northtown": attachments by "of", "at", "for" go along."""
    place, end = phrase.place + 1, phrase.end
    while (
        place + 1 < len(clause.chunks)
        and clause.chunks[place].low in ("of", "at", "for")
        and clause.chunks[place + 1].kind == "NP"
    ):
        end = clause.chunks[place + 1].end
        place += 2
    return end


def _span(text: str, start: int, end: int) -> Span:
    return Span(start=start, end=end, text=text[start:end])
