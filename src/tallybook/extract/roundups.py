"""Figures that sum up several shootings of a night or a weekend, and those of a former disaster only compared with."""

from __future__ import annotations

from collections.abc import Sequence

from tallybook.extract.acts import Act, Figure
from tallybook.extract.clause import Clause
from tallybook.extract.phrases import Phrase
from tallybook.extract.segment import Sentence
from tallybook.extract.tools import Tools
from tallybook.lang.clauses import load_clause_words
from tallybook.lang.dates import TimeExpression
from tallybook.lang.quantities import Quantity
from tallybook.lang.tallies import load_tally_words

GUN = "gun"
"""The means of acts of which pages sum up several."""
STRETCHES = frozenset(("since", "range"))
"""Forms of dates within which several things happened that are counted together."""
ENDS = frozenset(("range",))
"""Those of them that also count attacks of which it is not said that shots were fired."""
SEVERAL = 6
"""From so many people on, a count over a stretch of days is one of several shootings."""
LEAD_REACH, LEAD_WORDS = 24, 2
"""Characters and words before a stretch of hours in which "in" or "within" stands."""


def of_several(
    acts: Sequence[Act], sentence: Sentence, clause: Clause | None, dates: Sequence[TimeExpression], tools: Tools
) -> bool:
    """Whether a sentence counts over several shootings: "wounded in separate shootings", "shot in about ten hours".

    So it does where a plural stands with a number, a town or a stretch of time ("hurt in two shootings", "wounded in
    attacks from Monday to Tuesday"), unless somebody is said to have done it, which makes one attack of it.
    """
    guns = any(act.means == GUN for act in acts)
    text, words = tools.reader.text, load_tally_words()
    if guns and words.roundup.search(text, sentence.start, sentence.end) is not None:
        return True
    if clause is None or any(one.status != "denied" for act in acts for one in act.perpetrators):
        return False
    events = [one for one in clause.phrases if one is not None and one.kind == "event" and one.noun is not None]
    stretch = any(one.form in (STRETCHES if guns else ENDS) for one in dates)
    stretch = stretch or (guns and words.stretches.search(text, sentence.start, sentence.end) is not None)
    if any(one.noun_plural and _counts_several(one, clause, tools, stretch=stretch, guns=guns) for one in events):
        return True
    if not guns:
        return False
    if not events and stretch and sum(one.number or 0 for act in acts for one in act.figures) >= SEVERAL:
        return True
    spans = (one for one in tools.reader.quantities.within(sentence.start, sentence.end) if one.form == "measure")
    return any(_in_hours(one, sentence, tools.reader.lower) for one in spans)


def _counts_several(event: Phrase, clause: Clause, tools: Tools, *, stretch: bool, guns: bool) -> bool:
    """Whether a plural of violence is several acts and no single one with several scenes ("at two schools")."""
    last = event.tokens[-1].low
    if stretch and last in load_tally_words().several_acts:
        return True
    after = clause.chunks[event.place + 1 : event.place + 2]
    sited = bool(after) and after[0].low in load_clause_words().site_leads and _is_site(clause, event.place + 2)
    if not guns or event.definite or sited:
        return False
    return event.quantity is not None or (last in load_tally_words().shootings and _of_a_town(event, tools))


def _is_site(clause: Clause, place: int) -> bool:
    phrase = clause.phrases[place] if place < len(clause.phrases) else None
    return phrase is not None and phrase.kind == "thing"


def _of_a_town(event: Phrase, tools: Tools) -> bool:
    """Whether a town, known or not, stands right before a noun: "Northtown shootings"."""
    known = any(one.end <= event.tokens[-1].start for one in tools.reader.places.within(event.start, event.end))
    return known or (event.place > 0 and not tools.reader.capitals and event.tokens[0].capital)


def by_the_year(figure: Figure, acts: Sequence[Act], clause: Clause | None) -> bool:
    """Whether people are counted over months, told without an event: "100 people have been shot this year"."""
    own = next((act for act in acts if any(one is figure for one in act.figures)), None)
    if own is None or own.perpetrators or clause is None:
        return False
    if any(one is not None and one.kind == "event" for one in clause.phrases):
        return False
    verb = next((one for one in clause.chunks if one.start <= own.start < one.end), None)
    return own.means == GUN or (verb is not None and verb.perfect)


def _in_hours(span: Quantity, sentence: Sentence, low: str) -> bool:
    """Whether it is a stretch of hours within which several things happened."""
    words = load_tally_words()
    if not any(low.find(word, span.start, span.end) >= 0 for word in words.hours):
        return False
    before = low[max(sentence.start, span.start - LEAD_REACH) : span.start].split()
    return any(word in words.within for word in before[-LEAD_WORDS:])


def drop_separate(acts: list[Act], sentence: Sentence, text: str) -> None:
    """Takes out people listed together who fell apart: "Ana Ruiz and Tom Varley were killed in separate shootings"."""
    listed = [act for act in acts if sum(one.joined and one.quantity is None for one in act.figures) > 1]
    if listed and load_tally_words().roundup.search(text, sentence.start, sentence.end) is not None:
        acts[:] = [act for act in acts if act not in listed]


def drop_former(acts: Sequence[Act], sentence: Sentence, clause: Clause | None, text: str) -> None:
    """Takes out what a comparison tells of a former disaster: "the worst since a crash in 1982 that killed 78"."""
    words = load_tally_words()
    ranked = words.ranked.search(text, sentence.start, sentence.end) if any(act.figures for act in acts) else None
    since = words.since.search(text, ranked.end(), sentence.end) if ranked is not None else None
    if since is None or clause is None:
        return
    told = [one.start for one in clause.chunks if one.kind in ("VG", "R", "S") and one.start >= since.end()]
    for act in acts:
        if any(start < act.start for start in told):
            act.figures = []
