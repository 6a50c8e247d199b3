"""Strengths and shares: "nearly 4,000 fighters", "10 to 20% of the population" (the contract's estimates)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tallybook.codebook.actor_table import ActorHit
from tallybook.extract.chunks import chunk
from tallybook.extract.clause import clause_of
from tallybook.extract.segment import Sentence
from tallybook.extract.statements import said_by
from tallybook.extract.telling import tokens_of
from tallybook.extract.tools import Tools
from tallybook.lang.quantities import Quantity
from tallybook.lang.tallies import TallyWords, load_tally_words
from tallybook.model import Span

NOUN_REACH = 18
"""Characters between a number and the fighters it counts."""
CUE_REACH = 60
"""Characters before a number in which its cue ("number of", "estimated") must stand."""
_COMMUNITY = re.compile(r"\b([A-Z][a-z]+(?:s|is)?)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class StrengthDraft:
    """One estimate with its words; ``start`` to ``end`` give the number."""

    sentence: int
    measure: str
    start: int
    end: int
    subject: Span | None
    subject_actor: str | None = None
    speaker: Span | None = None


def read_strengths(number: int, sentence: Sentence, tools: Tools, *, taken: Sequence[int]) -> list[StrengthDraft]:
    """The strengths and shares of a sentence; ``taken`` are the starts of numbers that count casualties or attacks."""
    words = load_tally_words()
    drafts: list[StrengthDraft] = []
    for quantity in tools.reader.quantities.within(sentence.start, sentence.end):
        if quantity.start in taken:
            continue
        if quantity.form == "percent":
            drafts += _share(number, sentence, (quantity.start, quantity.end), tools)
        elif quantity.form in ("number", "word"):
            drafts += _fighters(number, sentence, quantity, tools, words)
    for found in words.fractions.finditer(tools.reader.text, sentence.start, sentence.end):
        drafts += _share(number, sentence, found.span(), tools)
    if not drafts:
        return []
    speaker = said_by(clause_of(chunk(tokens_of(sentence, tools)), tools.reader), tools)
    return [replace(one, speaker=speaker) for one in drafts]


def _fighters(
    number: int, sentence: Sentence, quantity: Quantity, tools: Tools, words: TallyWords
) -> list[StrengthDraft]:
    text = tools.reader.text
    before = text[max(sentence.start, quantity.start - CUE_REACH) : quantity.start]
    after = text[quantity.end : min(sentence.end, quantity.end + NOUN_REACH + 12)]
    noun = words.strength_nouns.search(after)
    counted = noun is not None and noun.start() <= NOUN_REACH and "," not in after[: noun.start()]
    numbered = (
        words.number_of.search(text, sentence.start, quantity.start) is not None
        and words.strength_nouns.search(before + " ") is not None
    )
    if (quantity.low or quantity.best or 0) < 100 and not numbered:
        return []
    if not (counted and (words.strength_cues.search(before) or sentence.start == quantity.start)) and not numbered:
        return []
    lost = noun is not None and words.strength_not_followed.match(after[noun.end() :].lstrip()) is not None
    if lost and not numbered:
        return []
    actor = _subject(quantity, sentence, tools)
    subject = Span(start=actor.start, end=actor.end, text=actor.text) if actor else None
    return [
        StrengthDraft(
            sentence=number,
            measure="fighters",
            start=quantity.start,
            end=quantity.end,
            subject=subject,
            subject_actor=actor.actor if actor else None,
        )
    ]


def _subject(quantity: Quantity, sentence: Sentence, tools: Tools) -> ActorHit | None:
    """Whose strength it is: the group named last before the number, else the first one after it."""
    before = tools.reader.actors.within(sentence.start, quantity.start)
    after = tools.reader.actors.within(quantity.end, sentence.end)
    return before[-1] if before else after[0] if after else None


def _share(number: int, sentence: Sentence, stretch: tuple[int, int], tools: Tools) -> list[StrengthDraft]:
    words, text, (start, end) = load_tally_words(), tools.reader.text, stretch
    spoken = text[sentence.start : sentence.end]
    if not (
        words.share_cues.search(text, sentence.start, start)
        and (words.share_nouns.search(text, end, sentence.end) or " of the" in text[end : end + 10])
    ):
        return []
    community = [
        found
        for found in _COMMUNITY.finditer(text, sentence.start, start)
        if tools.lexicon.people.get(found.group(1).lower())
    ]
    subject = community[-1] if community else None
    span = Span(start=subject.start(1), end=subject.end(1), text=subject.group(1)) if subject else None
    about = words.about.search(text, max(sentence.start, start - 12), start)
    return (
        [
            StrengthDraft(
                sentence=number,
                measure="population_share",
                start=about.start() if about else start,
                end=end,
                subject=span,
            )
        ]
        if spoken
        else []
    )
