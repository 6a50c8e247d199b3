"""Pages that tell of several shootings one after the other: at which sentences another one begins.

"About 11 p.m., a 19-year-old man was shot in the 1200 block of Birch Avenue" opens another one than that of 6 p.m. in
Alder Street where somebody new is hit, and so does "in a separate shooting"; what only goes on opens none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field

from tallybook.extract.acts import Act
from tallybook.extract.segment import Sentence
from tallybook.extract.tools import Tools, cue_patterns
from tallybook.lang.clauses import load_clause_patterns
from tallybook.lang.rounds import load_round_words

LOOK = 3
"""Sentences of a paragraph in which hour, street and victim of its shooting stand."""
OPENING = 70
"""Characters at the head of a sentence in which it says that it tells of another shooting."""
HEAD = 24
"""Characters at the head of a sentence in which an hour opens what happened then: "About 11 p.m., a man"."""
FOLLOWING = 40
"""Sentences behind the first of several shootings in which another one begins."""
BEFORE = 40
"""Characters before an hour or a block that say whose it is."""
BLOCK = " block of "
"""Words of pages that tell in which street shots fell."""
FELLED = frozenset(("killed", "injured"))
"""Effects by which somebody is a victim of a shooting."""


@dataclass(slots=True)
class _Round:
    """What is told so far of one shooting: its streets and hours, and whether anybody was hit."""

    streets: set[str] = field(default_factory=set)
    quarters: set[str] = field(default_factory=set)
    hours: set[str] = field(default_factory=set)
    days: set[int] = field(default_factory=set)
    told: bool = False

    @property
    def bare(self) -> bool:
        """Whether neither hour nor street is told, as in a lead that sums up several shootings."""
        return not (self.streets or self.hours)

    def elsewhere(self, other: _Round) -> bool:
        """Whether it is told of another quarter, hour or day."""
        return (
            _differ(self.quarters, other.quarters) or _differ(self.hours, other.hours) or _differ(self.days, other.days)
        )

    def add(self, other: _Round) -> None:
        self.streets |= other.streets
        self.quarters |= other.quarters
        self.hours |= other.hours
        self.days |= other.days
        self.told = self.told or other.told


def find_rounds(
    groups: Sequence[list[Act]], sentences: Sequence[Sentence], tools: Tools, *, several: bool
) -> frozenset[int]:
    """The sentences with which another shooting begins than all told before.

    ``several`` where the page counts over several shootings. Where it does so without a word of that, and goes on with
    "in one shooting" or "the first happened", the figures of its lead are taken out.
    """
    if not (several or BLOCK in tools.reader.lower or any(one.form == "clock" for one in tools.dates.items)):
        return frozenset()
    opened: set[int] = set()
    lead = True
    here, page = _Round(), _Page(groups, sentences, tools, several)
    for number, sentence in enumerate(sentences):
        if sentence.kind != "body":
            continue
        opens = number == 0 or sentences[number - 1].paragraph != sentence.paragraph
        if here.told and (opens or page.begins(number)):
            first = lead and here.bare and page.is_first(number)
            if first:
                for acts in groups[:number]:
                    acts.clear()
            elif page.opens(number, here):
                opened.add(number)
            if first or number in opened:
                here, lead = _Round(), False
        here.add(page.read(number))
    return frozenset(opened)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of which it is asked where another shooting begins."""

    groups: Sequence[Sequence[Act]]
    sentences: Sequence[Sentence]
    tools: Tools
    several: bool

    def begins(self, number: int) -> bool:
        """Whether a sentence begins with words of another shooting, or with an hour."""
        sentence = self.sentences[number]
        if self._says(number, "another") or self._says(number, "later"):
            return True
        return any(True for _ in _hours(self.tools, sentence.start, min(sentence.end, sentence.start + HEAD)))

    def is_first(self, number: int) -> bool:
        """Whether a sentence begins to tell of the first of several shootings, which others follow."""
        ahead = range(number + 1, min(len(self.sentences), number + FOLLOWING))
        return self._says(number, "first") and any(self._says(one, "another") for one in ahead)

    def opens(self, number: int, here: _Round) -> bool:
        """Whether a sentence begins another shooting: it says so, or somebody new is hit elsewhere or later."""
        ahead, acts = self._ahead(number)
        if self._says(number, "another"):
            return any(act.stage == "accomplished" and not act.generic for act in acts)
        first = self.sentences[number]
        if not ahead.told or _same(first, self.tools):
            return False
        later, elsewhere = self._says(number, "later"), _differ(ahead.streets, here.streets)
        if not _somebody_new(acts, first, self.tools, further=self.several and elsewhere and bool(ahead.hours)):
            return False
        if (elsewhere and (ahead.hours or later or self.several)) or self._says(number, "days_later"):
            return True
        if not self.several or ahead.streets & here.streets:
            return False
        return later or ahead.elsewhere(here)

    def read(self, number: int) -> _Round:
        """What a sentence tells of its shooting."""
        return _read(self.groups[number], self.sentences[number], self.tools)

    def _ahead(self, number: int) -> tuple[_Round, list[Act]]:
        """What a sentence and the next ones of its paragraph tell."""
        ahead, acts = _Round(), list[Act]()
        for one in range(number, min(len(self.sentences), number + LOOK)):
            if self.sentences[one].paragraph != self.sentences[number].paragraph:
                break
            if one > number and self.begins(one):
                break
            ahead.add(self.read(one))
            acts += self.groups[one]
        return ahead, acts

    def _says(self, number: int, what: str) -> bool:
        """Whether a sentence begins with words that tell of another shooting, or when it was."""
        sentence, text = self.sentences[number], self.tools.reader.text
        pattern: re.Pattern[str] = getattr(load_round_words(), what)
        return pattern.match(text, sentence.start, min(sentence.end, sentence.start + OPENING)) is not None


def _differ(one: Set[object], other: Set[object]) -> bool:
    """Whether both are told, and nothing of the one is of the other."""
    return bool(one) and bool(other) and one.isdisjoint(other)


def _same(sentence: Sentence, tools: Tools) -> bool:
    """Whether a sentence opens with the shooting told before: "the shooting occurred", "the victims were"."""
    found = cue_patterns(tools.cues).same_incident.match(tools.reader.lower, sentence.start, sentence.end)
    return found is not None


def _somebody_new(acts: Sequence[Act], first: Sentence, tools: Tools, *, further: bool) -> bool:
    """Whether the first who is hit is nobody told of before, and no further victim unless ``further`` ones count."""
    act = next((one for one in acts if _fells(one)), None)
    if act is None or any(party.phrase.definite or party.phrase.kind == "pronoun" for party in act.perpetrators):
        return False
    phrase = next((one.group for one in act.figures if one.group is not None), None)
    phrase = phrase or next((one.phrase for one in act.harms if one.effect in FELLED), None)
    if phrase is None or phrase.definite or phrase.kind == "pronoun":
        return False
    begin = min(first.start, phrase.start)
    if not further and load_clause_patterns().further_victim.search(tools.reader.text, begin, phrase.end) is not None:
        return False
    return phrase.article or phrase.quantity is not None or phrase.kind == "name"


def _fells(act: Act) -> bool:
    return act.stage == "accomplished" and (
        bool(act.figures or act.fates) or any(one.effect in FELLED for one in act.harms)
    )


def _read(acts: Sequence[Act], sentence: Sentence, tools: Tools) -> _Round:
    """The streets and hours of a sentence, without those of a death or of somebody's home."""
    text, words = tools.reader.text, load_round_words()
    made = _Round(told=any(_fells(act) for act in acts))
    for pattern in (words.block, words.street):
        for found in pattern.finditer(text, sentence.start, sentence.end):
            if words.home.search(text, max(sentence.start, found.start() - BEFORE), found.start()) is None:
                made.streets.add(found["name"].lower())
    for found in words.quarter.finditer(text, sentence.start, sentence.end):
        made.quarters.add((found["name"] or found["side"]).lower())
    made.days = {one.weekday for act in acts for one in act.dates if one.weekday is not None}
    made.hours = set(_hours(tools, sentence.start, sentence.end))
    return made


def _hours(tools: Tools, start: int, end: int) -> Iterator[str]:
    text, words = tools.reader.text, load_round_words()
    for one in tools.dates.within(start, end):
        lead = max(start, one.start - BEFORE)
        if one.form == "clock" and words.not_then.search(text, lead, one.start) is None:
            yield "".join(one.text.lower().split()).replace(".", "")
