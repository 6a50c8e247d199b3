"""What stands beside a reported count: its period, its comparison, who did it, where, and who says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tallybook.codebook.actor_table import ActorHit
from tallybook.extract.claimants import is_group_word
from tallybook.extract.clause import Clause
from tallybook.extract.phrases import Phrase
from tallybook.extract.references import meant
from tallybook.extract.segment import Sentence
from tallybook.extract.statements import said_by
from tallybook.extract.tools import Tools
from tallybook.lang.blame import load_blame_words
from tallybook.lang.dates import TimeExpression
from tallybook.lang.quantities import Quantity
from tallybook.lang.tallies import TallyWords, load_tally_words
from tallybook.model import Span

Dates = Sequence[TimeExpression]

LEAD_REACH = 28
"""Characters before a name in which "by", "blamed on", "in" bring it in."""
DEED_REACH = 30
"""Characters after a name in which the counted deed makes it the doer: "IS-K suicide attacks"."""


@dataclass(slots=True)
class TallyDraft:
    """One reported count with the words around it."""

    sentence: int
    measure: str
    number: Quantity
    period: TimeExpression | None = None
    compared: Quantity | None = None
    compared_period: TimeExpression | None = None
    perpetrator: Span | None = None
    perpetrator_actor: str | None = None
    target: Phrase | None = None
    area: Span | None = None
    speaker: Span | None = None

    def inherit(self, other: TallyDraft) -> None:
        """Takes over what a tally told just before says of period, doer and area."""
        self.period, self.area = other.period, other.area
        self.perpetrator, self.perpetrator_actor = other.perpetrator, other.perpetrator_actor

    def done_by(self, doers: Sequence[ActorHit]) -> None:
        """Takes the first of those who did the sentence's deeds, where nobody is told yet."""
        if self.perpetrator is None and doers:
            hit = doers[0]
            self.perpetrator, self.perpetrator_actor = Span(start=hit.start, end=hit.end, text=hit.text), hit.actor


def complete(
    draft: TallyDraft, sentence: Sentence, clause: Clause | None, told: tuple[Dates, Dates], tools: Tools
) -> None:
    """Fills in period, comparison, doer, area and speaker of a count from the words of its sentence.

    ``told`` are the dates of the sentence, all and those over a longer stretch.
    """
    words, (dates, long) = load_tally_words(), told
    first = draft.compared is not None and draft.compared.start < draft.number.start  # "from 90 in 2020 to 120 in 2021"
    edge = draft.compared.start if draft.compared is not None and not first else sentence.end
    own = [one for one in dates if one.start < edge and not (first and one.start < draft.number.start)]
    mine = [one for one in long if one in own] or own
    draft.period = draft.period or (_nearest(mine, draft.number) if mine else None)
    if draft.compared is not None:
        end = draft.number.start if first else sentence.end
        later = [one for one in dates if draft.compared.end < one.start < end]
        draft.compared_period = later[0] if later else draft.compared_period
    if draft.perpetrator is None:
        hit = _doer(draft, sentence, clause, edge, tools)
        if hit is not None:
            draft.perpetrator = Span(start=hit.start, end=hit.end, text=hit.text)
            draft.perpetrator_actor = hit.actor
    draft.area = draft.area or _area(draft, sentence, tools, words)
    if clause is not None:
        draft.speaker = said_by(clause, tools)


def _nearest(dates: Sequence[TimeExpression], number: Quantity) -> TimeExpression:
    """The period a count goes with: the first after it in reach of a clause, else the last before it."""
    return min(dates, key=lambda one: (one.start - number.end) if one.start >= number.end else (number.start - one.end))


def _doer(draft: TallyDraft, sentence: Sentence, clause: Clause | None, edge: int, tools: Tools) -> ActorHit | None:
    """Who did what is counted: the subject of its verb, a name before the deed, or one brought in by "by"."""
    words, text = load_tally_words(), tools.reader.text
    hits = tools.reader.actors.within(sentence.start, edge)
    for hit in hits:
        lead = words.doer_leads.search(text, max(sentence.start, hit.start - LEAD_REACH), hit.start)
        if lead is not None and not text[lead.end() : hit.start].strip():
            return hit
        after = [p.search(text, hit.end, min(edge, hit.end + DEED_REACH)) for p in words.counted.values()]
        deed = next((one for one in after if one is not None), None)
        if (
            deed is not None
            and not any(mark in text[hit.end : deed.start()] for mark in ",;:")
            and hit.start >= draft.number.start
        ):
            return hit
    return _subject(draft, clause, hits) or _referred(sentence, clause, edge, tools)


def _referred(sentence: Sentence, clause: Clause | None, edge: int, tools: Tools) -> ActorHit | None:
    """The group named before that "carried out by the organisation" or "the group has killed" stands for."""
    words, blame, text = load_tally_words(), load_blame_words(), tools.reader.text
    for phrase in clause.phrases if clause is not None else ():
        if phrase is None or phrase.start >= edge or not is_group_word(phrase, blame):
            continue
        lead = words.doer_leads.search(text, max(sentence.start, phrase.start - LEAD_REACH), phrase.core_start)
        leads = lead is not None and not text[lead.end() : phrase.core_start].strip()
        if leads or _is_subject(phrase, clause):
            named = meant(phrase, tools.reader, blame)
            return named.actor if named is not None else None
    return None


def _is_subject(phrase: Phrase, clause: Clause | None) -> bool:
    """Whether an active verb follows it."""
    after = [one for one in clause.chunks if one.start >= phrase.end] if clause is not None else []
    return bool(after) and after[0].kind == "VG" and not after[0].passive


def _subject(draft: TallyDraft, clause: Clause | None, hits: Sequence[ActorHit]) -> ActorHit | None:
    if clause is None:
        return None
    verbs = [one for one in clause.chunks if one.kind == "VG" and one.end <= draft.number.start and not one.passive]
    if not verbs or any(one.kind == "S" for one in clause.chunks[: verbs[-1].place] if one.start > verbs[-1].start):
        return None
    for phrase in clause.subject(verbs[-1].place):
        found = next((hit for hit in hits if phrase.start <= hit.start and hit.end <= phrase.end), None)
        between = [one for one in clause.chunks[verbs[-1].place :] if one.end <= draft.number.start]
        if found is not None and not any(one.kind == "." for one in between):
            return found
    return None


def _area(draft: TallyDraft, sentence: Sentence, tools: Tools, words: TallyWords) -> Span | None:
    """The place that "in" or "across" brings in, nearest to the number; else the first place of the sentence."""
    text = tools.reader.text
    places = tools.reader.places.within(sentence.start, sentence.end)
    led = []
    for one in places:
        lead = words.area_leads.search(text, max(sentence.start, one.start - LEAD_REACH // 2), one.start)
        if lead is not None and text[lead.end() : one.start].strip().lower() in ("", "the"):
            led.append(one)
    if led:
        return min(led, key=lambda one: abs(one.start - draft.number.end))
    return places[0] if places else None
