"""Counts of people without a verb of their own: "40 dead", "the death toll rose to 11"."""

from __future__ import annotations

from tallybook.extract.acts import Act, Figure
from tallybook.extract.clause import Clause
from tallybook.extract.phrases import Phrase, is_counted
from tallybook.extract.tools import Tools, cue_patterns
from tallybook.lang.clauses import load_clause_patterns, load_clause_words

TOLL_REACH = 12
"""Characters before a number in which the word stands that makes it the toll: "to 76", "at 52", "reached 290"."""
NOUN_REACH = 60
"""Characters between "the death toll" and a number that no such word leads to; about ten words."""
TOLL = "toll"
"""The lemma of these acts, which name no act of their own."""


def toll_phrase(clause: Clause, phrase: Phrase, number: int) -> Act | None:
    """What a phrase counts by what happened to people: "40 dead", "at least 12 fatalities"; None where it is none."""
    if phrase.kind != "toll" or phrase.quantity is None or phrase.outcome is None:
        return None
    act = Act(sentence=number, start=phrase.start, end=phrase.end, lemma=TOLL, strong=False)
    group = None if len(phrase.tokens) < 2 else phrase
    counted = phrase.quantity
    figure = Figure(phrase.outcome, counted.start, counted.end, group=group, quantity=counted, more=phrase.more)
    act.figures.append(figure)
    for cue, other in clause.members(phrase.place):
        part = other.quantity
        if part is not None and other.victim_like:
            figure = Figure(phrase.outcome, part.start, part.end, group=other, quantity=part, scope="subgroup")
            figure.scope_cue = (cue.start, cue.end)
            act.figures.append(figure)
    return act


def toll_adverb(clause: Clause, phrase: Phrase, number: int) -> Act | None:
    """A number with an adverb that says what became of it: "five were shot, three fatally"; None for any other."""
    after = clause.chunks[phrase.place + 1 : phrase.place + 3]
    if phrase.kind != "number" or phrase.quantity is None or not after or after[0].low not in load_clause_words().fatal:
        return None
    if len(after) > 1 and after[1].kind == "VG":
        return None
    act = Act(sentence=number, start=phrase.start, end=after[0].end, lemma=TOLL, strong=False)
    act.figures.append(Figure("killed", phrase.quantity.start, phrase.quantity.end, quantity=phrase.quantity))
    return act


def toll_noun(clause: Clause, number: int, tools: Tools) -> Act | None:
    """What a sentence says of a toll: "the death toll rose to 11", "put the toll at 40"; None where it names none."""
    if not clause.chunks:
        return None
    first, last = clause.chunks[0].start, clause.chunks[-1].end
    text = tools.reader.text
    found = cue_patterns(tools.cues).toll_nouns.search(text, first, last)
    if found is None:
        return None
    outcome = tools.cues.toll_nouns[" ".join(found.group().lower().split())]
    numbers = [one for one in tools.reader.quantities.within(found.end(), last) if is_counted(one)]
    patterns = load_clause_patterns()
    led = (one for one in numbers if patterns.toll_leads.search(text, max(first, one.start - TOLL_REACH), one.start))
    near = (one for one in numbers[:1] if one.start - found.end() < NOUN_REACH)
    chosen = next(led, None) or next(near, None)
    if chosen is None:
        return None
    act = Act(sentence=number, start=found.start(), end=found.end(), lemma=TOLL, strong=False)
    lowers = patterns.lowering.search(text, first, last) is not None
    act.figures.append(Figure(outcome, chosen.start, chosen.end, quantity=chosen, corrects=lowers))
    return act
