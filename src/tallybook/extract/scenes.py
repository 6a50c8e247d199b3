"""Where and when the acts of a sentence are set, and the weapons that no verb of it took up."""

from __future__ import annotations

from collections.abc import Sequence

from tallybook.codebook.inference import load_inference
from tallybook.extract.acts import Act
from tallybook.extract.clause import Clause
from tallybook.extract.days import days_of
from tallybook.extract.lookback import looks_back, set_apart
from tallybook.extract.segment import Sentence
from tallybook.extract.tools import Tools
from tallybook.lang.clauses import load_clause_patterns, load_clause_words
from tallybook.lang.places import is_seat
from tallybook.model import Span

TREATED_REACH = 180
"""Characters before a place in which the wounded are said to be taken to a hospital there."""
UNIT_FOLLOWS = ", "
"""Between a town and the unit that holds it."""
INFIRMARY_REACH = 40
"""Characters behind a town in which the hospital stands that is called after it, or lies in it."""
LEAD_REACH = 24
"""Characters before a place in which "from" or "toward" says that it did not happen there."""


def set_scene(acts: Sequence[Act], sentence: Sentence, clause: Clause, tools: Tools) -> None:
    """Gives every act of a sentence the sentence's days and places."""
    if not acts:
        return
    text = tools.reader.text
    happened, told_on = days_of(acts, sentence, clause, tools)
    start = tools.dateline if sentence.start < tools.dateline < sentence.end else sentence.start
    named = [one for one in tools.reader.places.within(start, sentence.end) if not _modifies(one, clause, tools)]
    named = [one for one in named if not is_seat(text, one.start, one.end)]
    passed: list[Span] = []
    for one in named:
        around = bool(passed) and text[passed[-1].end : one.start] == UNIT_FOLLOWS  # "from Northtown, Ohio"
        if around or _passed(text, one, sentence):
            passed.append(one)
    places = [one for one in named if one not in passed]
    for act in acts:
        act.told_on, act.dates = list(told_on), list(happened)
        act.places, act.on_the_way = list(places), list(passed)
    mark = looks_back(acts, clause, text)
    if mark is not None:
        spoken = tools.dates.within(sentence.start, sentence.end)
        set_apart(acts, mark, [one for one in spoken if one.form not in ("clock", "after") and one not in told_on])


def _passed(text: str, place: Span, sentence: Sentence) -> bool:
    """Whether somebody only came from a place or went there, or was treated there: "on the way to", "hospital in"."""
    lead = max(sentence.start, place.start - LEAD_REACH)
    if load_clause_patterns().not_there.search(text, lead, place.start) is not None:
        return True
    patterns, lead = load_clause_patterns(), max(sentence.start, place.start - TREATED_REACH)
    if text.endswith(" in ", sentence.start, place.start):
        return patterns.treated_in.search(text, lead, place.start) is not None
    if patterns.its_infirmary.match(text, place.end, min(sentence.end, place.end + INFIRMARY_REACH)) is None:
        return False
    return patterns.treated_at.search(text, lead, place.start) is not None


def set_claims_apart(acts: Sequence[Act], clause: Clause) -> None:
    """A day before a claim of responsibility is that of the claim, where the deed is one known: "claims the attack"."""
    claims = [span.start for act in acts for _, span, _ in act.responsibility]
    known = {phrase.start for phrase in clause.phrases if phrase is not None and phrase.definite}
    deeds = [act for act in acts if act.strong]
    if not claims or any(act.figures for act in acts) or any(act.start not in known for act in deeds):
        return
    for act in acts:
        said = [one for one in act.dates if one.end <= min(claims)]
        act.told_on += said
        act.dates = [one for one in act.dates if one not in said]


def _modifies(place: Span, clause: Clause, tools: Tools) -> bool:
    """Whether a place only says whence people or things come: "U.S. missionaries"; not so "Kabul police"."""
    for phrase in clause.phrases:
        if phrase is not None and phrase.start <= place.start and place.end <= phrase.end and phrase.tokens:
            last = phrase.tokens[-1]
            if last.low in tools.reader.names.bearings or last.low in tools.reader.names.features:
                return False  # "Northtown East"
            local = phrase.entry is not None and phrase.entry.category in load_inference().local_groups
            return last.start >= place.end and phrase.kind in ("people", "name") and not local
    return False


def stray_weapons(acts: Sequence[Act], clause: Clause) -> None:
    """Weapons that no verb of the sentence took up belong to its first strong act, unless they were only found."""
    done = [one for one in acts if one.stage in ("accomplished", "attempted")]
    act = next((one for one in done if one.strong), None) or next((one for one in done if one.figures), None)
    found = load_clause_words().found_unused
    if act is None or any(token.low in found for one in clause.chunks for token in one.tokens):
        return
    taken = {weapon.start for one in acts for weapon in one.weapons}
    act.weapons += [
        phrase
        for phrase in clause.phrases
        if phrase is not None and phrase.kind == "weapon" and phrase.start not in taken
    ]
