"""Counts over many incidents ("119 attacks, up from 39"): kept as tallies, out of the incidents (coding rule 3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tallybook.extract.acts import Act, Figure
from tallybook.extract.changes import changes
from tallybook.extract.clause import Clause
from tallybook.extract.roundups import by_the_year, drop_former, drop_separate, of_several
from tallybook.extract.segment import Sentence
from tallybook.extract.tally_details import TallyDraft, complete
from tallybook.extract.tally_signs import MANY, OUTCOMES, Spoken, at_large, in_long, is_total, sited, target_of
from tallybook.extract.tools import Tools
from tallybook.lang.dates import TimeExpression
from tallybook.lang.quantities import Quantity
from tallybook.lang.tallies import TallyWords, load_tally_words, ordinal_value

__all__ = ["TallyDraft", "TallyReader"]

LONG_PERIOD_DAYS = 8
"""A count over more than a week counts incidents together; a single incident is told by its day."""
SHORT_PERIOD_DAYS = 2
"""A sentence that names a stretch of at most so many days tells of what happened then."""
MONTH_DAYS = 28
"""From so many days on, a count of people that a word such as "alone" or "recorded" marks is one of many incidents."""
CONFLICT_DEAD = 100
"""From so many dead "in the conflict" is a count over it; fewer may be those of one battle."""
AGAINST_REACH = 5
"""Characters between "against" and the number of an earlier period; a target would have a noun first."""
NOUN_REACH = 40
"""Characters between a number and the noun it counts: "more than 50 large and small bombings"."""
CUE_REACH = 70
"""Characters between a count of people and the word that says it is one of many incidents."""
BACK = 2
"""Sentences back to a tally that "of those" and "in the attacks" point to."""
STRETCHES = frozenset(("since", "window", "range", "recent", "edge"))
"""Forms of dates that name a stretch of time by its ends or its length, never the time of one incident."""
SAID_REACH, SAID_WORDS = 24, 2
"""Characters and words before a day in which the verb of saying stands whose day it is."""
COUNTED = ("number", "word", "vague")
_BREAKS = re.compile(r"[,;:()]")
_BETWEEN_WORDS = 4


@dataclass(slots=True)
class TallyReader:
    """Reads the tallies of one document, sentence after sentence; what "those attacks" are is remembered."""

    tools: Tools
    last: TallyDraft | None = None

    def read(
        self, number: int, sentence: Sentence, clause: Clause | None, acts: list[Act], lengths: dict[int, int]
    ) -> list[TallyDraft]:
        """The tallies of a sentence; what they count is taken out of its acts.

        ``lengths`` gives the days of each of its time expressions by start.
        """
        drop_separate(acts, sentence, self.tools.reader.text)
        if not self.tools.reader.quantities.within(sentence.start, sentence.end):
            return []
        words = load_tally_words()
        spoken = self._spoken(number, sentence, clause, words, lengths)
        drop_former(acts, sentence, clause, self.tools.reader.text)
        drafts = self._deeds(spoken, acts, words)
        if not drafts and self._recent(number):
            drafts = self._of_those(spoken, words)
        drafts += self._people(spoken, acts, words, bool(drafts))
        drafts += self._moved(spoken, words)
        known = {one.number.start for one in drafts}
        drafts += [one for one in self._running(spoken, words) if one.number.start not in known]
        drafts = self._with_changes(drafts, spoken, words)
        drafts += self._beside(drafts, spoken, acts)
        ranked = self._ordinals(spoken, words)
        doers = [one.phrase.actor for act in acts for one in act.perpetrators if one.status != "denied"]
        if drafts:
            self._prune(drafts, acts, keep=spoken.day)
        for draft in [*drafts, *ranked]:
            complete(draft, sentence, clause, (spoken.dates, spoken.long), self.tools)
            if draft in drafts:
                draft.done_by([one for one in doers if one is not None])
        if drafts:
            self.last = drafts[0]
        return [*drafts, *ranked]

    def _spoken(
        self, number: int, sentence: Sentence, clause: Clause | None, words: TallyWords, lengths: dict[int, int]
    ) -> Spoken:
        text = self.tools.reader.text
        dates = [one for one in self.tools.dates.within(sentence.start, sentence.end) if one.form != "clock"]
        long = []
        for one in dates:
            before = text[max(sentence.start, one.start - CUE_REACH) : one.start]
            ranks = one.form == "since" and words.ranked.search(before)
            long_enough = lengths.get(one.start, 0) >= LONG_PERIOD_DAYS and one.form != "numeric"
            if long_enough and not ranks and not words.short_since.search(one.text):
                long.append(one)
        happened = [one for one in dates if not self._said(one, sentence)]
        return Spoken(
            number=number, sentence=sentence, clause=clause, dates=dates, long=long,
            months=any(lengths.get(one.start, 0) >= MONTH_DAYS for one in long),
            day=any(0 < lengths.get(one.start, 0) <= SHORT_PERIOD_DAYS for one in happened),
            compared=self._comparison(sentence, words),
        )  # fmt: skip

    def _said(self, day: TimeExpression, sentence: Sentence) -> bool:
        """Whether a day is that of saying: "the mission said on Thursday"."""
        before = self.tools.reader.lower[max(sentence.start, day.start - SAID_REACH) : day.start].split()
        return not self.tools.lexicon.reporting_verbs.isdisjoint(before[-SAID_WORDS:])

    def _recent(self, number: int) -> bool:
        return self.last is not None and number - self.last.sentence <= BACK

    def _numbers(self, start: int, end: int) -> list[Quantity]:
        """The counts between two offsets; a year is none."""
        found = self.tools.reader.quantities.within(start, end)
        return [one for one in found if one.form in COUNTED and self.tools.dates.at(one.start) is None]

    # -- attacks and arrests

    def _deeds(self, spoken: Spoken, acts: Sequence[Act], words: TallyWords) -> list[TallyDraft]:
        text, sentence, compared = self.tools.reader.text, spoken.sentence, spoken.compared
        at_once = words.at_once.search(text, sentence.start, sentence.end) is not None
        counted = any(act.figures for act in acts)
        drafts: list[TallyDraft] = []
        for quantity in self._numbers(sentence.start, sentence.end):
            if compared is not None and drafts and quantity.start >= compared.start():
                drafts[0].compared = drafts[0].compared or quantity
                continue
            measure = self._measure(quantity, sentence, words)
            if measure is None:
                continue
            many = (quantity.low or 0) >= MANY and not spoken.day and not at_once and not counted
            over_time = bool(spoken.long) and not (spoken.day and at_once)
            if over_time or compared is not None or (many and quantity.form != "vague"):
                drafts.append(TallyDraft(spoken.number, measure, quantity))
        return drafts

    def _measure(self, quantity: Quantity, sentence: Sentence, words: TallyWords) -> str | None:
        """What a number counts: attacks or arrests, by the noun shortly after it."""
        text = self.tools.reader.text
        for measure, pattern in words.counted.items():
            noun = pattern.search(text, quantity.end, min(sentence.end, quantity.end + NOUN_REACH))
            if noun is not None and self._counts(text[quantity.end : noun.start()]):
                return measure
            lead = words.counted_before.search(text, max(sentence.start, quantity.start - CUE_REACH), quantity.start)
            before = pattern.search(text, lead.end(), quantity.start) if lead is not None else None
            if lead is None or before is None or _BREAKS.search(text, before.end(), quantity.start):
                continue
            if self._counts(text[lead.end() : before.start()]):
                return measure
        return None

    def _counts(self, between: str) -> bool:
        """Whether the words between a number and a noun let the number count it: no people, no verbs of harm."""
        low = between.lower().split()
        lexicon, cues = self.tools.lexicon, self.tools.cues
        people = any(word in lexicon.people or word in cues.casualty_nouns for word in low)
        harmed = any(word in ("killed", "died", "were", "was", "in", "during", "by", "after", "from") for word in low)
        return len(low) <= _BETWEEN_WORDS and not people and not harmed and not _BREAKS.search(between)

    def _comparison(self, sentence: Sentence, words: TallyWords) -> re.Match[str] | None:
        """The words of a comparison that a number follows shortly: "up from 39", "against 34"."""
        text = self.tools.reader.text
        for found in words.compared.finditer(text, sentence.start, sentence.end):
            loose = words.loose_compared.fullmatch(found.group()) is not None
            reach = AGAINST_REACH if loose else NOUN_REACH
            if any(0 <= one.start - found.end() <= reach for one in self._numbers(found.end(), sentence.end)):
                return found
        return None

    def _ordinals(self, spoken: Spoken, words: TallyWords) -> list[TallyDraft]:
        """The rank of an incident in a stretch of time: "the fifth attack this month" counts five."""
        text, sentence = self.tools.reader.text, spoken.sentence
        drafts = []
        for one in self.tools.reader.quantities.within(sentence.start, sentence.end):
            value = ordinal_value(one.text, words) if one.form == "ordinal" else None
            noun = words.ordinal_nouns.search(text, one.end, min(sentence.end, one.end + NOUN_REACH // 2))
            if value is None or noun is None or _BREAKS.search(text, one.end, noun.start()):
                continue
            if any(0 <= period.start - noun.end() <= NOUN_REACH for period in spoken.long):
                drafts.append(TallyDraft(spoken.number, "attacks", one))
        return drafts

    def _of_those(self, spoken: Spoken, words: TallyWords) -> list[TallyDraft]:
        text, sentence = self.tools.reader.text, spoken.sentence
        back = words.of_those.search(text, sentence.start, min(sentence.end, sentence.start + 30))
        if back is None or self.last is None:
            return []
        numbers = self._numbers(back.end(), sentence.end)
        if not numbers:
            return []
        told = words.killed_measures.get(back.group().lower().split()[-1], self.last.measure)
        draft = TallyDraft(spoken.number, told, numbers[0])
        draft.inherit(self.last)
        compared = words.compared.search(text, numbers[0].end, sentence.end)
        if compared is not None:
            draft.compared = next((one for one in numbers[1:] if one.start >= compared.start()), None)
        if spoken.clause is not None:
            draft.target = target_of(spoken.clause, numbers[0])
        return [draft]

    # -- people

    def _people(self, spoken: Spoken, acts: Sequence[Act], words: TallyWords, among_tallies: bool) -> list[TallyDraft]:
        """Killed and injured over many incidents: over a long stretch, or "in the attacks" after a tally of attacks."""
        text, sentence = self.tools.reader.text, spoken.sentence
        plural = words.aggregate.search(text, sentence.start, sentence.end) is not None
        near = self.last is not None and spoken.number - self.last.sentence <= 1
        recent = near and words.back_to_tally.search(text, sentence.start, sentence.end) is not None
        several = of_several(acts, sentence, spoken.clause, spoken.dates, self.tools)
        whole = (bool(spoken.long) and plural and not spoken.day) or recent or (among_tallies and plural)
        compared = spoken.compared
        drafts: list[TallyDraft] = []
        for figure in (figure for act in acts for figure in act.figures):
            quantity = figure.quantity
            if quantity is None or any(one.number.start == figure.start for one in drafts):
                continue
            if drafts and compared is not None and quantity.start >= compared.start() and spoken.months:
                drafts[0].compared = drafts[0].compared or quantity
                continue
            summed = (whole and in_long(quantity, spoken)) or self._over_time(figure, spoken, acts, words)
            if not (is_total(figure) and summed) and not (several and at_large(figure)):
                continue
            draft = TallyDraft(spoken.number, figure.outcome, quantity)
            if recent and not spoken.long and self.last is not None:
                draft.inherit(self.last)
            drafts.append(draft)
        if recent and not drafts and self.last is not None:
            drafts = [draft for draft in self._apart(spoken) if draft.number not in {one.number for one in drafts}]
            for draft in drafts:
                draft.inherit(self.last)
        if drafts and compared is not None and drafts[0].compared is None:
            numbers = [one for one in self._numbers(compared.end(), sentence.end) if one.start > drafts[0].number.end]
            drafts[0].compared = numbers[0] if numbers and spoken.months else None
        return drafts

    def _apart(self, spoken: Spoken) -> list[TallyDraft]:
        """People counted far from their verb: "330 people, most of them civilians, were killed in the attacks"."""
        if spoken.clause is None:
            return []
        drafts = []
        for phrase in spoken.clause.phrases:
            if (
                phrase is None
                or phrase.kind != "people"
                or phrase.quantity is None
                or (phrase.quantity.low or 0) < MANY
            ):
                continue
            verb = next((one for one in spoken.clause.chunks[phrase.place + 1 :] if one.kind in ("VG", ".")), None)
            sense = (
                verb.trigger.trigger.verb if verb and verb.passive and verb.trigger and verb.trigger.trigger else None
            )
            if sense is not None and sense.outcome in OUTCOMES:
                drafts.append(TallyDraft(spoken.number, sense.outcome, phrase.quantity))
        return drafts

    def _over_time(self, figure: Figure, spoken: Spoken, acts: Sequence[Act], words: TallyWords) -> bool:
        """Whether words beside a figure say that it sums up many incidents."""
        text, sentence = self.tools.reader.text, spoken.sentence
        low, high = max(sentence.start, figure.start - CUE_REACH), min(sentence.end, figure.end + CUE_REACH)
        near = any(low <= one.start <= high for one in spoken.long)
        if spoken.months and near and not sited(acts):
            cue = words.cumulative.search(text, low, high) is not None or spoken.compared is not None
            before = self.last is not None and self._recent(spoken.number) and self.last.measure in OUTCOMES
            if (cue or before or by_the_year(figure, acts, spoken.clause)) and (not spoken.day or cue):
                return True
        if (figure.number or 0) < CONFLICT_DEAD or spoken.day:
            return False
        stretched = any(one.form in STRETCHES for one in spoken.long) and spoken.months and not sited(acts)
        return stretched or self._in_conflict(figure, low, high, words)

    def _in_conflict(self, figure: Figure, low: int, high: int, words: TallyWords) -> bool:
        """Whether a figure is that of a war: "have been killed in the conflict", "the toll of the war rose to"."""
        text = self.tools.reader.text
        for found in words.conflict.finditer(text, low, high):
            lead = list(words.conflict_leads.finditer(text, max(low, found.start() - NOUN_REACH), found.start()))
            between = (
                text[figure.end : found.start()] if found.start() > figure.end else text[found.end() : figure.start]
            )
            if lead and not _BREAKS.search(between):
                return True
        return False

    def _running(self, spoken: Spoken, words: TallyWords) -> list[TallyDraft]:
        """A running total beside an incident: "bringing to 300 the number of people killed this year"."""
        text, sentence = self.tools.reader.text, spoken.sentence
        drafts: list[TallyDraft] = []
        for found in words.running.finditer(text, sentence.start, sentence.end) if spoken.long else ():
            number = next(
                (one for one in self._numbers(found.end(), sentence.end) if one.start - found.end() <= AGAINST_REACH),
                None,
            )
            if number is None:
                continue
            kind = words.killed_words.search(text, number.end, min(sentence.end, number.end + CUE_REACH))
            if kind is not None:
                drafts.append(TallyDraft(spoken.number, words.killed_measures[kind.group().lower()], number))
        return drafts

    def _with_changes(self, drafts: Sequence[TallyDraft], spoken: Spoken, words: TallyWords) -> list[TallyDraft]:
        """The tallies with those that are told by how they changed, which take over the period of one told before."""
        recent = self._recent(spoken.number)
        numbers = self._numbers(spoken.sentence.start, spoken.sentence.end)
        people = spoken.months or recent
        changed = changes(spoken.number, spoken.sentence, numbers, self.tools, words, people=people)
        told = {one.start for draft in changed for one in (draft.number, draft.compared) if one is not None}
        for draft in changed:
            if not spoken.long and recent and self.last is not None:
                draft.inherit(self.last)
                draft.compared_period = self.last.compared_period
        return [*(one for one in drafts if one.number.start not in told), *changed]

    def _moved(self, spoken: Spoken, words: TallyWords) -> list[TallyDraft]:
        """People arrested or displaced over a long stretch; those of one day belong to what happened on it."""
        if not spoken.long:
            return []
        text, sentence = self.tools.reader.text, spoken.sentence
        drafts = []
        for quantity in self._numbers(sentence.start, sentence.end):
            for measure, pattern in words.of_people.items():
                found = pattern.search(text, quantity.end, min(sentence.end, quantity.end + NOUN_REACH))
                if (
                    found is not None
                    and (quantity.low or 0) >= MANY
                    and not _BREAKS.search(text, quantity.end, found.start())
                    and not self._numbers(quantity.end, found.start())
                ):
                    drafts.append(TallyDraft(spoken.number, measure, quantity))
        if drafts and spoken.compared is not None:
            later = self._numbers(spoken.compared.end(), sentence.end)
            drafts[0].compared = next((one for one in later if one.start > drafts[0].number.end), None)
        return drafts

    def _beside(self, drafts: Sequence[TallyDraft], spoken: Spoken, acts: Sequence[Act]) -> list[TallyDraft]:
        """What else is counted beside people counted over months: "1,000 were killed and 5,000 wounded since April"."""
        people = [one for one in drafts if one.measure in (*OUTCOMES, "other")]
        if not people or not spoken.months or spoken.day or sited(acts):
            return []
        known = {one.start for draft in drafts for one in (draft.number, draft.compared) if one is not None}
        told = [figure for act in acts for figure in act.figures if is_total(figure) and figure.start not in known]
        found = {one.start: one for one in told if one.quantity is not None and one.quantity.start not in known}
        return [TallyDraft(spoken.number, one.outcome, one.quantity) for one in found.values() if one.quantity]

    def _prune(self, drafts: Sequence[TallyDraft], acts: list[Act], *, keep: bool) -> None:
        """Takes what was counted out of the acts: all, or, beside a day's incident, the counted figures alone."""
        taken = {one.number.start for one in drafts} | {one.compared.start for one in drafts if one.compared}
        left = [one for act in acts for one in act.figures if one.start not in taken and one.scope == "total"]
        if not keep and not left:
            acts.clear()
            return
        kept = []
        for act in acts:
            counted = act.count is not None and act.count.start in taken
            figures = [one for one in act.figures if one.start not in taken]
            if counted or (act.figures and not figures):
                continue
            act.figures = figures
            kept.append(act)
        acts[:] = kept
