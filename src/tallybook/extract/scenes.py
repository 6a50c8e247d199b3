"""Where and when the acts of a sentence are set, and the weapons that no verb of it took up."""

from __future__ import annotations

from collections.abc import Sequence

from tallybook.codebook.inference import load_inference
from tallybook.extract.acts import Act
from tallybook.extract.chunks import Chunk
from tallybook.extract.clause import Clause
from tallybook.extract.segment import Sentence
from tallybook.extract.tolls import TOLL
from tallybook.extract.tools import Tools
from tallybook.lang.clauses import load_clause_patterns, load_clause_words
from tallybook.lang.dates import TimeExpression
from tallybook.model import Span

OWNING = ("'s ", "’s ")
"""A day with this ending is the day of the event that follows: "lowered on Monday the toll of Friday's attacks"."""
TREATED_REACH = 180
"""Characters before a place in which the wounded are said to be taken to a hospital there."""
DAY_FORMS = ("weekday", "day", "numeric")
"""Forms of words of time that name one day."""
EVENT_REACH = 30
"""Characters behind a day within which the event stands that it owns: "Tuesday's car bomb attack"."""
LEAD_REACH = 24
"""Characters before a place in which "from" or "toward" says that it did not happen there."""


def set_scene(acts: Sequence[Act], sentence: Sentence, clause: Clause, tools: Tools) -> None:
    """Gives every act of a sentence the sentence's days and places."""
    if not acts:
        return
    text, patterns = tools.reader.text, load_clause_patterns()
    dates = [one for one in tools.dates.within(sentence.start, sentence.end) if one.form != "clock"]
    dates = [one for one in dates if _of_event(one, clause, text) or not _of_other(one, clause)]
    told_on = [one for one in dates if _of_telling(one, clause, tools) or _of_dying(one, clause)]
    happened = [one for one in dates if one not in told_on]
    if patterns.looking_back.search(text, sentence.start, sentence.end):
        happened = [one for one in happened if one.year is not None and one.day is not None]
    if patterns.nth_of.search(text, sentence.start, sentence.end):
        happened = [one for one in happened if one.form in DAY_FORMS]
    owned = [one for one in happened if text.startswith(OWNING, one.end)]
    if owned:
        told_on, happened = [one for one in dates if one not in owned], owned
    if not owned and all(act.lemma == TOLL and act.definite for act in acts):
        told_on, happened = dates, []  # the day of a toll is no day of what it counts
    start = tools.dateline if sentence.start < tools.dateline < sentence.end else sentence.start
    named = [one for one in tools.reader.places.within(start, sentence.end) if not _modifies(one, clause, tools)]
    passed = [one for one in named if _passed(text, one, sentence)]
    places = [one for one in named if one not in passed]
    for act in acts:
        act.told_on, act.dates = list(told_on), list(happened)
        act.places, act.on_the_way = list(places), list(passed)


def _passed(text: str, place: Span, sentence: Sentence) -> bool:
    """Whether somebody only came from a place or went there, or was treated there: "on the way to", "hospital in"."""
    lead = max(sentence.start, place.start - LEAD_REACH)
    if load_clause_patterns().not_there.search(text, lead, place.start) is not None:
        return True
    if not text.endswith(" in ", sentence.start, place.start):
        return False
    lead = max(sentence.start, place.start - TREATED_REACH)
    return load_clause_patterns().treated_in.search(text, lead, place.start) is not None


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


def _of_telling(date: TimeExpression, clause: Clause, tools: Tools) -> bool:
    """Whether a date says when something was said rather than when it happened: "police said on Monday"."""
    for one in clause.chunks[1:]:
        if one.start <= date.start < one.end or (one.kind == "T" and one.start == date.start):
            if load_clause_patterns().as_of.search(tools.reader.text, max(0, date.start - LEAD_REACH), date.start):
                return True
            before = clause.chunks[one.place - 1]
            if before.kind == "P" and one.place > 1:
                before = clause.chunks[one.place - 2]
            said = before.kind == "VG" and before.tokens[-1].low in tools.lexicon.reporting_verbs
            return said and before.trigger is None
    return False


def _of_event(date: TimeExpression, clause: Clause, text: str) -> bool:
    """Whether a day owns an event: "arrested over Tuesday's attack"."""
    behind = range(date.end, date.end + EVENT_REACH)
    return text.startswith(OWNING, date.end) and any(
        token.tag == "E" and token.start in behind for one in clause.chunks for token in one.tokens
    )


def _of_other(date: TimeExpression, clause: Clause) -> bool:
    """Whether a date is that of something else than a deed, which came after it or long before."""
    return _of_aftermath(date, clause) or _of_background(date, clause)


def _of_aftermath(date: TimeExpression, clause: Clause) -> bool:
    """Whether a day is that of a judgment, a funeral or an anniversary: "the court on Monday sentenced".

    Not so the day of a deed that is judged: "condemned the attack of Monday".
    """
    verbs = load_clause_words().aftermath_verbs
    if date.form not in DAY_FORMS and date.unit != "day":
        return False  # "for the bombs of nine years ago"
    groups = [one for one in clause.chunks if one.kind == "VG" or one.low in verbs]
    before = next((one for one in reversed(groups) if one.end <= date.start), None)
    governing = before or next(iter(groups), None)
    if governing is None or governing.trigger is not None or governing.tokens[-1].low not in verbs:
        return False
    leading = [one for one in clause.chunks if governing.end <= one.start < date.start][-2:]
    return not any(one.low == "of" or any(token.tag == "E" for token in one.tokens) for one in leading)


def _governing(date: TimeExpression, clause: Clause) -> Chunk | None:
    """The verb that stands last before a date."""
    return next((one for one in reversed(clause.chunks) if one.kind == "VG" and one.end <= date.start), None)


def _of_background(date: TimeExpression, clause: Clause) -> bool:
    """Whether a date is that of something long before: "shot with a gun that was stolen in 1995"."""
    verb = _governing(date, clause)
    return verb is not None and verb.trigger is None and verb.tokens[-1].low in load_clause_words().background_verbs


def _of_dying(date: TimeExpression, clause: Clause) -> bool:
    """Whether a day is that of a death in hospital, of somebody hurt maybe days before: "pronounced dead Sunday"."""
    words, verb = load_clause_words(), _governing(date, clause)
    if verb is None or words.dying.isdisjoint(verb.tokens[-1].low.split()):
        return False
    told = {token.low for one in clause.chunks for token in one.tokens if one.start < date.start}
    return verb.tokens[-1].low != "died" or not told.isdisjoint(words.infirmary | words.harm)


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
