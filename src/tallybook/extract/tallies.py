"""Counts over many incidents ("119 attacks, up from 39"): kept as tallies, kept out of the incidents (coding rule 3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tallybook.extract.acts import Act
from tallybook.extract.frames import Clause
from tallybook.extract.phrases import Phrase
from tallybook.extract.references import is_armed_group
from tallybook.extract.segment import Sentence
from tallybook.extract.telling import Tools, speaker_of
from tallybook.lang.dates import TimeExpression
from tallybook.lang.quantities import Quantity
from tallybook.lang.tallies import TallyWords, load_tally_words
from tallybook.model import PartialDate, Span

LONG_PERIOD_DAYS = 8
"""A count over more than a week counts incidents together; a single incident is told by its day."""
MANY = 6
"""From so many counted attacks a number is a tally even without a period; fewer are parts of one incident."""
AGAINST_REACH = 5
"""Characters between "against" and the number of an earlier period; a target would have a noun first."""
NOUN_REACH = 40
"""Characters between a number and the noun it counts: "more than 50 large and small bombings"."""


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


@dataclass(slots=True)
class TallyReader:
    """Reads the tallies of one document, sentence after sentence; what "those attacks" are is remembered."""

    tools: Tools
    resolved: dict[int, PartialDate | None] = field(default_factory=dict)
    last: TallyDraft | None = None

    def read(
        self, number: int, sentence: Sentence, clause: Clause | None, acts: list[Act], lengths: dict[int, int]
    ) -> list[TallyDraft]:
        """The tallies of a sentence; ``lengths`` gives the days of each of its time expressions by start."""
        words = load_tally_words()
        dates = [one for one in self.tools.dates.within(sentence.start, sentence.end) if one.form != "clock"]
        drafts = self._attacks(number, sentence, words, dates, lengths)
        if not drafts and self.last is not None and number - self.last.sentence <= 2:
            drafts = self._of_those(number, sentence, clause, words)
        drafts += self._people(number, sentence, acts, words, dates, lengths, bool(drafts))
        for draft in drafts:
            self._complete(draft, sentence, clause, dates)
        if drafts:
            self.last = drafts[0]
        return drafts

    def _numbers(self, start: int, end: int) -> list[Quantity]:
        return [
            one for one in self.tools.reader.quantities.within(start, end) if one.form in ("number", "word", "vague")
        ]

    def _attacks(
        self, number: int, sentence: Sentence, words: TallyWords, dates: Sequence[TimeExpression], lengths: dict[int, int]
    ) -> list[TallyDraft]:  # fmt: skip
        text = self.tools.reader.text
        long = any(lengths.get(one.start, 0) >= LONG_PERIOD_DAYS for one in dates)
        drafts: list[TallyDraft] = []
        compared = self._comparison(sentence, words)
        for quantity in self._numbers(sentence.start, sentence.end):
            if compared is not None and drafts and quantity.start >= compared.start():
                drafts[0].compared = drafts[0].compared or quantity
                continue
            for measure, pattern in words.counted.items():
                noun = pattern.search(text, quantity.end, min(sentence.end, quantity.end + NOUN_REACH))
                if noun is None or not self._counts(text[quantity.end : noun.start()]):
                    continue
                many = (quantity.low or 0) >= MANY
                if long or compared or many:
                    drafts.append(TallyDraft(number, measure, quantity))
        return drafts

    def _counts(self, between: str) -> bool:
        """Whether the words between a number and a noun let the number count it: no people, no verbs of harm."""
        words = between.lower().split()
        lexicon, cues = self.tools.lexicon, self.tools.cues
        people = any(word in lexicon.people or word in cues.casualty_nouns or word in ("killed", "died", "in") for word in words)
        return len(words) <= 4 and not people and not any(mark in between for mark in ",;:(")

    def _comparison(self, sentence: Sentence, words: TallyWords) -> re.Match[str] | None:
        """The words of a comparison that a number follows shortly: "up from 39", "against 34"."""
        text = self.tools.reader.text
        for found in words.compared.finditer(text, sentence.start, sentence.end):
            reach = AGAINST_REACH if found.group().lower() == "against" else NOUN_REACH
            if any(0 <= one.start - found.end() <= reach for one in self._numbers(found.end(), sentence.end)):
                return found
        return None

    def _of_those(self, number: int, sentence: Sentence, clause: Clause | None, words: TallyWords) -> list[TallyDraft]:
        text = self.tools.reader.text
        back = words.of_those.search(text, sentence.start, min(sentence.end, sentence.start + 30))
        if back is None or self.last is None:
            return []
        numbers = self._numbers(back.end(), sentence.end)
        if not numbers:
            return []
        draft = TallyDraft(number, self.last.measure, numbers[0], period=self.last.period, perpetrator=self.last.perpetrator, perpetrator_actor=self.last.perpetrator_actor)  # fmt: skip
        compared = words.compared.search(text, numbers[0].end, sentence.end)
        if compared is not None:
            draft.compared = next((one for one in numbers[1:] if one.start >= compared.start()), None)
        if clause is not None:
            draft.target = next(
                (
                    one
                    for one in clause.phrases
                    if one is not None and one.start > numbers[0].end and one.kind in ("people", "actor", "thing")
                ),
                None,
            )
        return [draft]

    def _people(
        self, number: int, sentence: Sentence, acts: list[Act], words: TallyWords, dates: Sequence[TimeExpression],
        lengths: dict[int, int], among_tallies: bool,
    ) -> list[TallyDraft]:  # fmt: skip
        """Killed and injured over many incidents: over a long stretch, or "in the attacks" after a tally of attacks."""
        text = self.tools.reader.text
        spoken = text[sentence.start : sentence.end]
        long = [one for one in dates if lengths.get(one.start, 0) >= LONG_PERIOD_DAYS]
        day = any(0 < lengths.get(one.start, 0) <= 2 for one in dates)
        plural = words.aggregate.search(spoken) is not None
        recent = (
            self.last is not None
            and number - self.last.sentence <= 1
            and words.back_to_tally.search(spoken) is not None
        )
        if not ((long and plural and not day) or recent or (among_tallies and plural)):
            return []
        drafts: list[TallyDraft] = []
        for act in acts:
            for figure in act.figures:
                known = any(one.number.start == figure.start for one in drafts)
                if (
                    figure.quantity is not None
                    and (figure.quantity.low or 0) >= MANY
                    and not known
                    and figure.scope == "total"
                    and figure.outcome in ("killed", "injured", "casualties")
                ):
                    draft = TallyDraft(number, figure.outcome, figure.quantity)
                    if recent and not long and self.last is not None:
                        draft.period, draft.perpetrator = self.last.period, self.last.perpetrator
                        draft.perpetrator_actor = self.last.perpetrator_actor
                    drafts.append(draft)
        return drafts

    def _complete(
        self, draft: TallyDraft, sentence: Sentence, clause: Clause | None, dates: Sequence[TimeExpression]
    ) -> None:
        edge = draft.compared.start if draft.compared else sentence.end
        mine = [one for one in dates if one.start < edge]
        draft.period = draft.period or (mine[0] if mine else None)
        if draft.compared is not None:
            later = [one for one in dates if one.start > draft.compared.end]
            draft.compared_period = later[0] if later else None
        if draft.perpetrator is None:
            hits = [hit for hit in self.tools.reader.actors.within(sentence.start, edge) if is_armed_group(hit)]
            if hits:
                draft.perpetrator = Span(start=hits[0].start, end=hits[0].end, text=hits[0].text)
                draft.perpetrator_actor = hits[0].actor
        places = self.tools.reader.places.within(sentence.start, sentence.end)
        draft.area = draft.area or (places[0] if places else None)
        if clause is not None:
            draft.speaker = speaker_of(clause, self.tools)
