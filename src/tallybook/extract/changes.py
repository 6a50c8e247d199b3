"""Counts told by how they changed: "kidnappings rose from 19 to 87", "fell to 12, down from 20"."""

from __future__ import annotations

from collections.abc import Sequence

from tallybook.extract.segment import Sentence
from tallybook.extract.tally_details import TallyDraft
from tallybook.extract.tools import Tools
from tallybook.lang.quantities import Quantity
from tallybook.lang.tallies import TallyWords

COUNTED_REACH = 60
"""Characters before a verb of change in which the noun stands that it is said of."""
BETWEEN_WORDS = 3
"""Words between that noun and the verb."""
NUMBER_REACH = 60
"""Characters after it in which the numbers follow."""


def changes(
    number: int, sentence: Sentence, numbers: Sequence[Quantity], tools: Tools, words: TallyWords, *, people: bool
) -> list[TallyDraft]:
    """The counts of a sentence that say what they rose or fell to, with what they rose or fell from.

    ``numbers`` are the counts of the sentence, in order. Of ``people`` only where it is told over which time: else
    "the number of dead rose to 87" is the toll of one incident.
    """
    text = tools.reader.text
    drafts = []
    for verb in words.changed.finditer(text, sentence.start, sentence.end):
        measure = _measure(text, max(sentence.start, verb.start() - COUNTED_REACH), verb.start(), words, people=people)
        after = [one for one in numbers if 0 <= one.start - verb.end() <= NUMBER_REACH]
        reached = next((one for one in after if _led_by("to", one, text)), None)
        if measure is None or reached is None:
            continue
        draft = TallyDraft(number, measure, reached)
        draft.compared = next((one for one in after if one.start < reached.start and _led_by("from", one, text)), None)
        drafts.append(draft)
    return drafts


def _measure(text: str, start: int, end: int, words: TallyWords, *, people: bool) -> str | None:
    """What changed: people, or the noun right before the verb ("kidnappings by gangs fell to")."""
    told = next(words.killed_words.finditer(text, start, end), None)
    if told is not None:
        return words.killed_measures[told.group().lower()] if people else None
    for measure, nouns in words.counted.items():
        for noun in nouns.finditer(text, start, end):
            if len(text[noun.end() : end].split()) <= BETWEEN_WORDS:
                return measure
    return None


def _led_by(word: str, number: Quantity, text: str) -> bool:
    return text[max(0, number.start - len(word) - 2) : number.start].lower().split()[-1:] == [word]
