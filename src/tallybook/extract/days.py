"""Whose day a word of time is: the deed's, that of the words about it, or that of something else."""

from __future__ import annotations

from collections.abc import Sequence

from tallybook.extract.acts import Act
from tallybook.extract.chunks import Chunk
from tallybook.extract.clause import Clause
from tallybook.extract.segment import Sentence
from tallybook.extract.tolls import TOLL
from tallybook.extract.tools import Tools
from tallybook.lang.clauses import load_clause_patterns, load_clause_words
from tallybook.lang.dates import TimeExpression

OWNING = ("'s ", "\u2019s ")
"""A day with this ending is the day of the event that follows: "lowered on Monday the toll of Friday's attacks"."""
DAY_FORMS = ("weekday", "day", "numeric")
"""Forms of words of time that name one day."""
NEAR_FORMS = (*DAY_FORMS, "month", "unit", "offset")
"""Those and the forms that name a stretch of at most some weeks: "the November killing", "shot last week"."""
EVENT_REACH = 30
"""Characters behind a day within which the event stands that it owns: "Tuesday's car bomb attack"."""
LEAD_REACH = 24
"""Characters before a day in which "as of" says that only the state of things is told."""
LEAD_CHARS = 300
"""Characters of a page in which its news is told: "six months after the attack a panel said"."""
CHARGED = 4
"""Chunks behind a verb of a court before which the crime and its day have ended: "charged with murder on Thursday"."""
REGULAR_PAST = "ed"
BETWEEN = frozenset(("P", "NP", "T", "A"))
"""Kinds of chunks that may stand between a deed and its day: "the killing of 12 people in Northtown on Sunday"."""


def days_of(
    acts: Sequence[Act], sentence: Sentence, clause: Clause, tools: Tools
) -> tuple[list[TimeExpression], list[TimeExpression]]:
    """The words of time of a sentence that tell when its acts happened, and those that tell when they were told."""
    text, patterns = tools.reader.text, load_clause_patterns()
    dates = [one for one in tools.dates.within(sentence.start, sentence.end) if one.form != "clock"]
    counted, dates = [one for one in dates if one.form == "after"], [one for one in dates if one.form != "after"]
    dates = [one for one in dates if _of_event(one, clause, text) or not _of_other(one, clause)]
    told_on = [one for one in dates if _of_telling(one, clause, tools) or _of_dying(one, clause)]
    happened = [one for one in dates if one not in told_on]
    if happened and patterns.looking_back.search(text, sentence.start, sentence.end):
        happened = [one for one in happened if one.year is not None and one.day is not None]
    if happened and patterns.nth_of.search(text, sentence.start, sentence.end):
        happened = [one for one in happened if one.form in DAY_FORMS]
    passed = next((one for one in counted if _passed_since_deed(one, clause, tools)), None)
    if passed is not None:
        within = [one for one in dates if one.start > passed.end and _of_deed(one, clause, text) and one not in told_on]
        return within or [passed], [one for one in dates if one not in within]
    owned = [one for one in happened if text.startswith(OWNING, one.end)]
    if owned:
        return owned, [one for one in dates if one not in owned]
    if all(act.lemma == TOLL and act.definite for act in acts):
        return [], dates  # the day of a toll is no day of what it counts
    deeds = [one for one in happened if _of_deed(one, clause, text)]
    deeds = [one for one in deeds if not _by_dying(one, clause)] or deeds
    if any(one.form in NEAR_FORMS for one in deeds):
        return deeds, told_on + [one for one in happened if one not in deeds]
    if dates and patterns.before_court.search(text, sentence.start, sentence.end):
        return [one for one in happened if one.form not in DAY_FORMS], []
    return happened, told_on


def _passed_since_deed(date: TimeExpression, clause: Clause, tools: Tools) -> bool:
    """Whether a deed lies so long back: "two days after gunmen killed"; "two days after the attack shops open".

    Not so where the deed is told before, or is what came after: "two days after the vote gunmen killed".
    """
    if date.first is None and not _leads_to_now(clause, tools):
        return False  # "a week after the bombing he was still in hospital" counts from no day that is told
    before = [one for one in clause.chunks if one.start < date.start]
    behind = [one for one in clause.chunks if one.start >= date.end]
    verbs = [one for one in behind if one.kind == "VG"]
    if any(_is_deed(one) for one in before) or not any(_is_deed(one) for one in behind):
        return False
    return any(one.kind == "VG" for one in before) or not verbs or not _tells(verbs[-1])


def _leads_to_now(clause: Clause, tools: Tools) -> bool:
    """Whether what came after a deed is of the day of writing: nobody "has been arrested", or it is news of a lead."""
    verb = next((one for one in clause.chunks if one.kind == "VG" and not _tells(one)), None)
    if verb is None:
        return False
    last = verb.tokens[-1].low
    told = last.endswith(REGULAR_PAST) or last in tools.lexicon.reporting_verbs
    return verb.tokens[0].low in load_clause_words().till_now or (told and verb.start < LEAD_CHARS)


def _is_deed(chunk: Chunk) -> bool:
    """Whether a chunk tells of a deed, or names one."""
    if chunk.kind == "VG":
        return _tells(chunk) and chunk.tokens[-1].low not in load_clause_words().dying
    return any(token.tag == "E" for token in chunk.tokens)


def _of_deed(date: TimeExpression, clause: Clause, text: str) -> bool:
    """Whether a day stands with a deed: with its verb, behind its noun, or right before it."""
    return _of_event(date, clause, text) or _behind_deed(date, clause) or _before_deed(date, clause)


def _before_deed(date: TimeExpression, clause: Clause) -> bool:
    """Whether a day stands in front and the first verb is that of a deed: "on Sunday gunmen killed 12 people"."""
    verb = next((one for one in clause.chunks if one.kind == "VG"), None)
    return verb is not None and verb.start > date.start and _tells(verb)


def _behind_deed(date: TimeExpression, clause: Clause) -> bool:
    """Whether a day follows a deed: "killed 12 people on Sunday", "the attack on a bank on Sunday"."""
    before = [one for one in clause.chunks if one.end <= date.start]
    verb = next((one for one in reversed(before) if one.kind == "VG"), None)
    if verb is not None and _tells(verb):
        return True
    for one in reversed(before):
        if one is verb or one.kind not in BETWEEN:
            return False
        if any(token.tag == "E" for token in one.tokens):
            return True
    return False


def _tells(verb: Chunk) -> bool:
    """Whether a verb tells of a deed."""
    sense = verb.trigger.trigger.verb if verb.trigger and verb.trigger.trigger else None
    return sense is not None and not sense.idle and sense.lemma not in load_clause_words().holding


def _of_telling(date: TimeExpression, clause: Clause, tools: Tools) -> bool:
    """Whether a date says when something was said rather than when it happened: "police said on Monday"."""
    for one in clause.chunks[1:]:
        if one.start <= date.start < one.end or (one.kind == "T" and one.start == date.start):
            behind = clause.chunks[one.place + 1 : one.place + 3]
            if len(behind) > 1 and behind[0].kind == "," and behind[1].tokens[-1].low == "day":
                return True  # "on Friday, a day of mourning for"
            if load_clause_patterns().as_of.search(tools.reader.text, max(0, date.start - LEAD_REACH), date.start):
                return True
            before = clause.chunks[one.place - 1]
            if before.kind == "P" and one.place > 1:
                before = clause.chunks[one.place - 2]
            said = before.kind == "VG" and before.tokens[-1].low in tools.lexicon.reporting_verbs
            return said and before.trigger is None
    return False


def _of_event(date: TimeExpression, clause: Clause, text: str) -> bool:
    """Whether a day owns an event or names it: "arrested over Tuesday's attack", "the March 11 shooting"."""
    if not text.startswith(OWNING, date.end):
        here = next((one for one in clause.chunks if one.kind == "T" and one.start == date.start), None)
        after = clause.chunks[here.place + 1 : here.place + 3] if here is not None else []
        if len(after) > 1 and after[0].kind == "," and date.year is not None:
            after = after[1:]  # "the Nov. 12, 2015, murder"
        return bool(after) and _names_event(after[0])
    behind = range(date.end, date.end + EVENT_REACH)
    return any(token.tag == "E" and token.start in behind for one in clause.chunks for token in one.tokens)


def _names_event(chunk: Chunk) -> bool:
    """Whether a noun phrase without an article of its own names an event."""
    return chunk.kind == "NP" and chunk.tokens[0].tag != "D" and any(token.tag == "E" for token in chunk.tokens)


def _of_other(date: TimeExpression, clause: Clause) -> bool:
    """Whether a date is that of something else than a deed, which came after it or long before."""
    return _of_aftermath(date, clause) or _of_background(date, clause)


def _of_aftermath(date: TimeExpression, clause: Clause) -> bool:
    """Whether a day is that of a judgment, a funeral or an anniversary: "the court on Monday sentenced".

    Not so the day of a deed that is judged: "condemned the attack of Monday", "arrested Tuesday after a shooting on a
    bridge on Monday".
    """
    words = load_clause_words()
    if date.form not in DAY_FORMS and date.unit != "day":
        return False  # "for the bombs of nine years ago"
    groups = [one for one in clause.chunks if one.kind == "VG" or one.low in words.aftermath_verbs]
    before = next((one for one in reversed(groups) if one.end <= date.start), None)
    governing = before or next(iter(groups), None)
    if governing is None or governing.tokens[-1].low not in words.aftermath_verbs or _tells(governing):
        return False
    leading = [one for one in clause.chunks if governing.end <= one.start < date.start]
    if any(one.kind == "T" for one in leading) and _behind_deed(date, clause):
        return False
    crime = [one.kind for one in leading[:2]] == ["P", "NP"] and leading[0].low in words.charging
    if crime and len(leading) < CHARGED and leading[1].tokens[0].tag != "D":
        return True  # "charged with murder on Thursday"
    return not any(one.low == "of" or any(token.tag == "E" for token in one.tokens) for one in leading[-2:])


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
    stays = verb is not None and verb.tokens[-1].low in words.be | words.remaining
    if verb is not None and stays:  # "half were still in hospital on Monday"
        between = (token.low for one in clause.chunks for token in one.tokens if verb.end <= one.start < date.start)
        return not words.infirmary.isdisjoint(between)
    if verb is None or not _by_dying(date, clause):
        return False
    told = {token.low for one in clause.chunks for token in one.tokens if one.start < date.start}
    return verb.tokens[-1].low != "died" or not told.isdisjoint(words.infirmary | words.harm)


def _by_dying(date: TimeExpression, clause: Clause) -> bool:
    """Whether a day stands with a verb of dying, beside which that of another deed stands out."""
    verb = _governing(date, clause)
    return verb is not None and not load_clause_words().dying.isdisjoint(verb.tokens[-1].low.split())
