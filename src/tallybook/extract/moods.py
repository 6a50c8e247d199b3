"""What the words around an act make of it: an attempt, a threat, a habit, a supposition, a denial."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tallybook.extract.acts import Act
from tallybook.extract.chunks import Chunk
from tallybook.extract.clause import Clause
from tallybook.extract.segment import Sentence
from tallybook.extract.tools import Tools, cue_patterns
from tallybook.lang.clauses import load_clause_patterns, load_clause_words
from tallybook.lang.triggers import VerbSense
from tallybook.lang.word_lists import words_between

CUE_WINDOW = 60
"""Characters before a verb in which a cue ("tried to", "plans to", "fears of") reaches it; about ten words."""
SUPPOSED_REACH = 35
"""Characters before a verb in which "if" or "plans to" makes it a supposition; farther off it governs another verb."""
TRIED_REACH = 14
"""Characters before a verb in which "tried to" makes it a mere attempt, so that nobody was killed or hurt by it."""
EXECUTION = "execution"
"""The type of acts that are none where a court ordered them and nobody else is told to have done them."""
ATTEMPT = "armed_assault"
"""The type of an attempt to kill, until it is asked whom it was meant for."""
OPENING = 70
"""Characters at the head of a sentence in which it says whether it speaks of another incident or of the same one."""

ALSO = "also"
"""The sign of another incident that may stand beside that of a further victim: "another girl was also shot"."""
VICTIM_REACH = 30
"""Characters behind that in which the further victim stands whom its last word may announce."""


def weigh(acts: Sequence[Act], sentence: Sentence, tools: Tools) -> None:
    """Attempts, threats, habits and suppositions, told by the words shortly before each act of a sentence."""
    if not acts:
        return
    patterns, text = cue_patterns(tools.cues), tools.reader.text
    opening = min(sentence.end, sentence.start + OPENING)
    habitual = patterns.habitual.search(text, sentence.start, sentence.end) is not None
    found = [one.group().lower() for one in patterns.new_incident.finditer(text, sentence.start, opening)]
    signs, ahead = len(found), min(sentence.end, opening + VICTIM_REACH)
    one = 0 < signs <= 1 + found.count(ALSO)
    further = load_clause_patterns().further_victim.search(text, sentence.start, ahead) if one else None
    beside = further is not None
    if (
        further is not None
        and acts[0].start < further.start()
        and text.endswith("and ", sentence.start, further.start())
    ):
        signs = 0  # "a man was killed and another was hurt": of one deed
    definite = patterns.same_incident.search(text, sentence.start, opening) is not None
    told = words_between(text, sentence.start, sentence.end)
    timed = not load_clause_words().spans_of_time.isdisjoint(told)
    back = timed and load_clause_patterns().looking_back.search(text, min(sentence.end, acts[0].end), sentence.end)
    nth = load_clause_patterns().nth_of.search(text, sentence.start, sentence.end)
    if nth is not None:
        signs, definite = 0, True  # "it was the third killing this month": no other one
    known = not _counting().isdisjoint(told)
    counted = known and load_clause_patterns().counted_already.search(text, sentence.start, sentence.end)
    cued = any(one.may_stand(told) for one in (patterns.threatened, patterns.attempted, patterns.hypothetical))
    for act in acts:
        _stage(act, sentence, tools, cued=cued)
        if counted and act.end <= counted.start():
            act.figures = []  # "one of them died later and is counted among the dead"
        if nth is not None and act.start >= nth.start():
            act.figures = [one for one in act.figures if one.scope != "individual"]
        if back and act.start > back.end() and act.stage == "accomplished":
            act.stage = "hypothetical"  # "a week after 30 people were killed": another incident, only looked back at
        if act.event == EXECUTION and not act.perpetrators and not load_clause_words().judged.isdisjoint(told):
            act.stage = "hypothetical"  # "three of the convicted were executed": a sentence carried out, no attack
        act.generic = act.generic or habitual
        act.fresh, act.beside = act.fresh or signs > 0, beside
        act.definite = act.definite or definite


@cache
def _counting() -> frozenset[str]:
    """The last words of those by which somebody is counted already."""
    return frozenset(phrase.split()[-1] for phrase in load_clause_words().counted)


def _stage(act: Act, sentence: Sentence, tools: Tools, *, cued: bool) -> None:
    """What the words before an act make of it; ``cued`` where any of them stands in its sentence."""
    patterns, text = cue_patterns(tools.cues), tools.reader.text
    here, last = act.start, min(sentence.end, act.end + CUE_WINDOW)
    first, near, nearest = (max(sentence.start, here - reach) for reach in (CUE_WINDOW, SUPPOSED_REACH, TRIED_REACH))
    purpose = act.stage == "infinitive"
    if cued and patterns.threatened.search(text, first, here):
        act.stage = "threatened"
    elif (cued and _tried(tools, first, here)) or (not purpose and _foiled(act, tools, last)):
        act.stage = "attempted"
    elif purpose or (cued and patterns.hypothetical.search(text, near, here)):
        act.stage = "hypothetical"
    merely = act.stage == "attempted" and (purpose or (cued and patterns.attempted.search(text, nearest, here)))
    if merely and act.event is None and act.strong and any(harm.effect == "killed" for harm in act.harms):
        act.event = ATTEMPT  # "tried to kill the mayor"
    if merely or act.stage == "threatened":
        act.figures = []
        for harm in act.harms:
            harm.effect = None


def _tried(tools: Tools, first: int, here: int) -> bool:
    """Whether a cue before an act makes it an attempt; not so "charged with attempted murder after he shot a man"."""
    text = tools.reader.lower
    for found in cue_patterns(tools.cues).attempted.finditer(tools.reader.text, first, here):
        after = text[found.end() : here].split(maxsplit=1)
        if not after or len(after) == 1 or after[0] not in load_clause_words().charged_attempts:
            return True
    return False


def _foiled(act: Act, tools: Tools, last: int) -> bool:
    """Whether the words behind an act say that it failed; not so "was shot during a robbery attempt"."""
    text = tools.reader.lower
    found = cue_patterns(tools.cues).foiled.search(tools.reader.text, act.start, last)
    before = text[max(act.start, found.start() - CUE_WINDOW) : found.start()].split() if found is not None else []
    return found is not None and not (before and before[-1] in load_clause_words().other_attempts)


def stage_of_verb(act: Act, clause: Clause, group: Chunk, sense: VerbSense) -> None:
    """What the verb group itself says: denied, supposed, a purpose, or the stage that its verb names."""
    if group.negated:
        act.stage = "denied"
    if group.modal and not group.perfect:
        act.stage = "hypothetical"
    elif group.modal or _supposed(clause, group):
        for figure in act.figures:
            figure.mood = "suspected"
    if group.infinitive and not group.perfect:
        act.stage = "infinitive"
    if sense.stage is not None and act.stage == "accomplished":
        act.stage = sense.stage
    if _unacknowledged(clause, group):
        act.stage = "denied"
    last = group.tokens[-1].trigger
    if last is not None and last.form == "ing" and len(group.tokens) > 1 and not group.passive:
        act.generic = not act.figures


def _supposed(clause: Clause, group: Chunk) -> bool:
    """Whether it is only believed or feared: "are believed to have been killed"."""
    before = clause.chunks[group.place - 1] if group.place else None
    doubt = before is not None and before.kind == "VG" and before.tokens[-1].low in load_clause_words().doubting
    return doubt and group.infinitive and group.perfect


def stage_of_light_verb(act: Act, group: Chunk) -> None:
    """What the light verb before an event noun says of the event: "they did not carry out an attack"."""
    if group.modal and not group.perfect:
        act.stage = "hypothetical"
    elif group.infinitive:
        act.stage = "infinitive"
    elif group.negated:
        act.stage = "denied"


def _unacknowledged(clause: Clause, group: Chunk) -> bool:
    """Whether the act is what somebody would not say: "they did not acknowledge that …" tells no fact.

    Not so where "that" stands for an attack: "did not comment on Monday's bombing that killed six".
    """
    before = next((one for one in reversed(clause.chunks[: group.place]) if one.kind == "VG"), None)
    if before is None or not before.negated or before.trigger is not None:
        return False
    between = clause.chunks[before.place + 1 : group.place]
    that = next((at for at, one in enumerate(between) if one.low == "that"), None)
    if that is None or any(token.tag == "E" for one in between[:that] for token in one.tokens):
        return False
    return not any(one.kind in (".", ",", "C") for one in between)
