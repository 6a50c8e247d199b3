"""Counts of people without a verb of their own: "40 dead", "the death toll rose to 11"."""

from __future__ import annotations

from tallybook.extract.acts import Act, Figure
from tallybook.extract.clause import Clause
from tallybook.extract.parties import befallen
from tallybook.extract.phrases import Phrase, is_counted
from tallybook.extract.tools import Tools, cue_patterns
from tallybook.lang.clauses import load_clause_patterns, load_clause_words
from tallybook.lang.roles import load_role_words
from tallybook.model import Span

TOLL_REACH = 12
"""Characters before a number in which the word stands that makes it the toll: "to 76", "at 52", "reached 290"."""
NOUN_REACH = 60
"""Characters between "the death toll" and a number that no such word leads to; about ten words."""
TOLL = "toll"
"""The lemma of these acts, which name no act of their own."""


def toll_phrase(clause: Clause, phrase: Phrase, number: int) -> Act | None:
    """What a phrase counts by what happened to people: "40 dead", "at least 12 fatalities"; None where it is none."""
    if phrase.kind in ("people", "other") or phrase.quantity is None:
        return _described(clause, phrase, number)
    if phrase.kind != "toll" or phrase.outcome is None:
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


def _described(clause: Clause, phrase: Phrase, number: int) -> Act | None:
    """People with words that say what became of them: "21 injured civilians", "the bodies of four"."""
    figure = _lives(clause, phrase) or _state(phrase) or _whose(clause, phrase)
    if figure is None:
        return None
    act = Act(sentence=number, start=phrase.start, end=phrase.end, lemma=TOLL, strong=False)
    act.figures.append(figure)
    act.events += befallen(figure.group) if figure.group is not None else []
    return act


def _state(phrase: Phrase) -> Figure | None:
    """People with a word that says what became of them: "21 injured civilians", "a trader dead"."""
    states, count = load_role_words().counting_adjectives, phrase.quantity
    if len(phrase.tokens) < 2 or (phrase.state is None and phrase.outcome is None):
        return None
    if count is not None and phrase.state is not None and phrase.tokens[0].low in states:
        return Figure(phrase.state, count.start, count.end, group=phrase, quantity=count, soft=True)
    if phrase.article and phrase.outcome is not None and phrase.tokens[-1].low in states:
        return Figure(phrase.outcome, phrase.start, phrase.end, group=phrase, scope="individual")
    return None


def _whose(clause: Clause, phrase: Phrase) -> Figure | None:
    """Those whose bodies or deaths are told of: "the bodies of four traders"."""
    if phrase.outcome is None or phrase.quantity is not None:
        return None
    group = next(iter(clause.belonging(phrase.place)), None)
    if group is None or not group.victim_like:
        return None
    count = group.quantity
    if count is None and not phrase.plural and group.kind in ("people", "name") and not group.plural:
        return Figure(phrase.outcome, group.start, group.end, group=group, scope="individual")
    return Figure(phrase.outcome, count.start, count.end, group=group, quantity=count) if count else None


def _lives(clause: Clause, phrase: Phrase) -> Figure | None:
    """The lives that something took: "claimed nine lives", "cost nine people their lives"."""
    words = load_clause_words()
    before = clause.chunks[phrase.place - 1] if phrase.place else None
    taken = before is not None and before.kind == "VG" and before.tokens[-1].low in words.taking
    after = clause.phrases[phrase.place + 1 : phrase.place + 2]
    lives = phrase.head in words.lives or any(one is not None and one.head in words.lives for one in after)
    if not taken or not lives or phrase.quantity is None:
        return None
    return Figure("killed", phrase.quantity.start, phrase.quantity.end, group=phrase, quantity=phrase.quantity)


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
    act.definite = True
    lowers = patterns.lowering.search(text, first, last) is not None
    figure = Figure(outcome, chosen.start, chosen.end, quantity=chosen, corrects=lowers)
    figure.said_by = _giver(clause, found.start(), text)
    act.figures.append(figure)
    return act


def _giver(clause: Clause, toll: int, text: str) -> Span | None:
    """Who puts a toll at a number: the subject of the verb before the toll."""
    verbs = [one for one in clause.chunks if one.kind == "VG" and one.end <= toll]
    if not verbs or verbs[-1].tokens[-1].low not in load_clause_words().giving:
        return None
    giver = next((one for one in clause.subject(verbs[-1].place) if one.kind != "pronoun"), None)
    return Span(start=giver.core_start, end=giver.end, text=text[giver.core_start : giver.end]) if giver else None
