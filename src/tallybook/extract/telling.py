"""From a sentence to its acts: verbs and nouns read, cues weighed, dates, places and speakers put with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from tallybook.extract.acts import Act, Figure
from tallybook.extract.blame import responsibility, speaks_of_blame
from tallybook.extract.chunks import Chunk, chunk
from tallybook.extract.frames import Clause, add_agent, clause_of, noun_act, verb_act
from tallybook.extract.phrases import Phrase, Reader
from tallybook.extract.segment import Sentence
from tallybook.extract.words import Layer, Token, tokenize
from tallybook.lang.base import Lexicon
from tallybook.lang.dates import TimeExpression
from tallybook.lang.triggers import Cues, TriggerTable
from tallybook.lang.words import WordClasses
from tallybook.model import Span

CUE_WINDOW = 60
"""Characters before a verb in which a cue ("tried to", "plans to", "fears of") reaches it; about ten words."""
COUNTED_FORMS = ("number", "word", "vague", "zero")
ASIDE_TOKENS = 7
"""A bracket of at most so many words inside a sentence ("the army [EP]") is read over, unless it tells of violence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """The tables of one language and what was found in one document."""

    reader: Reader
    lexicon: Lexicon
    classes: WordClasses
    triggers: TriggerTable
    cues: Cues
    dates: Layer[TimeExpression]
    dateline: int = 0


def words_re(words: Iterable[str]) -> re.Pattern[str]:
    """One pattern for a list of words and phrases, whole words only."""
    return re.compile(
        r"(?<![\w-])(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + r")(?![\w-])",
        re.I,
    )


@cache
def _patterns(cues: Cues) -> dict[str, re.Pattern[str]]:
    names = (
        "attempted",
        "foiled",
        "threatened",
        "habitual",
        "hypothetical",
        "new_incident",
        "same_incident",
        "according",
    )
    return {name: words_re(getattr(cues, name)) for name in names}


def acts_of(sentence: Sentence, number: int, tools: Tools) -> tuple[list[Act], Clause | None]:
    """The acts one sentence tells of, and its parse; nothing where no word of violence stands."""
    text = tools.reader.text
    blame = speaks_of_blame(text, sentence)
    if not blame and not _may_tell(tools.reader.lower[sentence.start : sentence.end], tools):
        return [], None
    tokens = tokens_of(sentence, tools)
    if not blame and not any(
        token.trigger is not None or token.low in tools.cues.casualty_nouns or token.low == "toll" for token in tokens
    ):
        return [], None
    clause = clause_of(chunk(tokens), tools.reader)
    acts = [act for act in _read(clause, number, tools) if act is not None]
    for act in acts:
        _weigh(act, text, sentence, tools)
        _set_scene(act, sentence, clause, tools)
    _stray_weapons(acts, clause)
    _speakers(acts, clause, tools)
    responsibility(acts, clause, sentence, number, tools.reader.text)
    return acts, clause


_WORDS = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


def _may_tell(low: str, tools: Tools) -> bool:
    """Whether any word of a sentence can begin the telling of violence; most sentences need no parse."""
    words = set(_WORDS.findall(low))
    return (
        not words.isdisjoint(tools.triggers.first_words)
        or not words.isdisjoint(tools.cues.casualty_nouns)
        or "toll" in words
    )


def tokens_of(sentence: Sentence, tools: Tools) -> list[Token]:
    """The tokens of a sentence, numbers and dates each drawn together."""
    counted = [
        (one.start, one.end, "N")
        for one in tools.reader.quantities.within(sentence.start, sentence.end)
        if one.form in COUNTED_FORMS or one.text.lower() == "one"
    ]
    dated = [(one.start, one.end, "T") for one in tools.dates.within(sentence.start, sentence.end)]
    skip = sorted([*dated, *(one for one in counted if not any(low <= one[0] < high for low, high, _ in dated))])
    reader = tools.reader
    named = [*reader.actors.within(sentence.start, sentence.end), *reader.places.within(sentence.start, sentence.end)]
    start = tools.dateline if sentence.start < tools.dateline < sentence.end else sentence.start
    tokens = tokenize(
        reader.text, start, sentence.end, classes=tools.classes, triggers=tools.triggers, skip=skip,
        names=[(one.start, one.end) for one in named],
    )  # fmt: skip
    return _without_asides(tokens)


def _without_asides(tokens: list[Token]) -> list[Token]:
    """The tokens without short brackets that only explain what stands before them."""
    kept: list[Token] = []
    place = 0
    while place < len(tokens):
        if tokens[place].tag == "(" and kept:
            close = next(
                (one for one in range(place + 1, min(len(tokens), place + ASIDE_TOKENS + 2)) if tokens[one].tag == ")"),
                None,
            )
            if close is not None and not any(token.trigger or token.tag in "NT" for token in tokens[place:close]):
                place = close + 1
                continue
        kept.append(tokens[place])
        place += 1
    return kept


def _read(clause: Clause, number: int, tools: Tools) -> list[Act | None]:
    acts: list[Act | None] = []
    previous: Act | None = None
    for group, phrase in zip(clause.chunks, clause.phrases, strict=True):
        if group.kind == "VG" and group.trigger is not None and group.trigger.trigger is not None:
            sense = group.trigger.trigger.verb
            if sense is None or sense.light:
                continue
            act = _verb(clause, group, number, tools)
            if act is not None:
                _same_patient(previous, act)
                previous = act
            acts.append(act)
        elif phrase is not None and phrase.kind == "event" and phrase.noun is not None:
            act = noun_act(clause, phrase, phrase.noun, sentence=number, lexicon=tools.lexicon)
            _doers_around(clause, phrase, act)
            acts.append(act)
        elif (
            phrase is not None and phrase.kind == "toll" and phrase.quantity is not None and phrase.outcome is not None
        ):
            acts.append(_toll(clause, phrase, number))
    acts.append(_toll_verb(clause, number, tools))
    return acts


def _verb(clause: Clause, group: Chunk, number: int, tools: Tools) -> Act | None:
    sense = group.trigger.trigger.verb if group.trigger and group.trigger.trigger else None
    if sense is None:
        return None
    act = verb_act(clause, group, sense, sentence=number, reader=tools.reader)
    if act is None:
        return None
    if (group.negated and not group.passive) or group.negated:
        act.stage = "denied"
    if group.modal and not group.perfect:
        act.stage = "hypothetical"
    elif group.modal:
        for figure in act.figures:
            figure.mood = "suspected"
    if group.infinitive and not group.perfect:
        act.stage = "infinitive"
    if sense.stage is not None and act.stage == "accomplished":
        act.stage = sense.stage
    if _unacknowledged(clause, group):
        act.stage = "denied"
    if (
        group.tokens[-1].trigger is not None
        and group.tokens[-1].trigger.form == "ing"
        and len(group.tokens) > 1
        and not group.passive
    ):
        act.generic = not act.figures
    return act


def _unacknowledged(clause: Clause, group: Chunk) -> bool:
    """ "They did not acknowledge that …": what follows a denied verb of saying is not told as fact."""
    before = [one for one in clause.chunks[: group.place] if one.kind == "VG"]
    if not before or not before[-1].negated or before[-1].trigger is not None:
        return False
    between = clause.chunks[before[-1].place + 1 : group.place]
    return any(one.low == "that" for one in between) and not any(one.kind in (".", ",", "C") for one in between)


DEATHS = frozenset(("die", "succumb", "perish"))
"""Verbs that end what another verb began: "wounded and later died" is a death."""


def _same_patient(previous: Act | None, act: Act) -> None:
    """ "Shot and killed", "killed and wounded 12": one group, two verbs; the graver one stands, a shared count stands for both."""
    if previous is None:
        return
    for figure in act.figures:
        for other in previous.figures:
            if (figure.start, figure.end) != (other.start, other.end) or figure.outcome == other.outcome:
                continue
            if act.lemma in DEATHS:
                figure.outcome = other.outcome = "killed"
            elif other.soft or figure.soft:
                keep = figure.outcome if other.soft else other.outcome
                figure.outcome = other.outcome = keep
            elif {figure.outcome, other.outcome} == {"killed", "injured"} and figure.quantity is not None:
                figure.outcome = other.outcome = "casualties"
    for harm in act.harms:
        for before in previous.harms:
            if harm.phrase.start == before.phrase.start and harm.effect == "killed":
                before.effect = "killed"


def _doers_around(clause: Clause, phrase: Phrase, act: Act) -> None:
    """ "X carried out an attack"; "the attack was carried out (claimed, blamed on) by X"; "X's attack on"."""
    place = phrase.place
    before = place - 1
    while (
        before >= 0 and clause.chunks[before].kind in ("A", "T", ",", "P", "NP") and clause.chunks[before].kind != "VG"
    ):
        before -= 1
    group = clause.chunks[before] if before >= 0 else None
    if group is not None and group.kind == "VG" and not group.passive and place - before <= 2 and _light(group):
        for agent in clause.subject(before):
            add_agent(act, agent)
        _mood_of(group, act)
    after = next((one for one in clause.chunks[place + 1 : place + 9] if one.kind in ("VG", "S", ".")), None)
    if after is not None and after.kind == "VG" and (_light(after) or after.trigger is not None):
        for word, other in clause.complements(after.place):
            if word == "by" and _light(after):
                add_agent(act, other)
    for token in phrase.tokens[:-1]:
        if token.tag == "'s" and phrase.actor is None:
            break


def _mood_of(group: Chunk, act: Act) -> None:
    if group.modal and not group.perfect:
        act.stage = "hypothetical"
    elif group.infinitive:
        act.stage = "infinitive"
    elif group.negated:
        act.stage = "denied"


def _light(group: Chunk) -> bool:
    token = group.trigger
    return bool(token and token.trigger and token.trigger.verb and token.trigger.verb.light)


def _toll(clause: Clause, phrase: Phrase, number: int) -> Act:
    """ "40 dead", "at least 12 fatalities", "9 casualties": a noun phrase that counts people by what happened to them."""
    act = Act(sentence=number, start=phrase.start, end=phrase.end, lemma="toll", strong=False)
    assert phrase.quantity is not None
    assert phrase.outcome is not None
    group = None if len(phrase.tokens) < 2 else phrase
    act.figures.append(
        Figure(phrase.outcome, phrase.quantity.start, phrase.quantity.end, group=group, quantity=phrase.quantity)
    )
    for cue, other in clause.members(phrase.place):
        if other.quantity is not None and other.victim_like:
            act.figures.append(
                Figure(phrase.outcome, other.quantity.start, other.quantity.end, group=other, quantity=other.quantity, scope="subgroup", scope_cue=(cue.start, cue.end))
            )  # fmt: skip
    return act


@cache
def _toll_re(cues: Cues) -> re.Pattern[str]:
    return words_re(cues.toll_nouns)


TOLL_REACH = 12
"""Characters before a number in which the word stands that makes it the toll: "to 76", "at 52", "reached 290"."""
_STANDS = re.compile(
    r"\b(?:to|at|reached|reaches|is|was|of|hit|passed|exceeded|topped)\s+(?:now\s+)?(?:about\s+|around\s+|nearly\s+)?$",
    re.I,
)


def _toll_verb(clause: Clause, number: int, tools: Tools) -> Act | None:
    """ "The death toll rose to 11", "put the toll at 40"."""
    if not clause.chunks:
        return None
    first, last = clause.chunks[0].start, clause.chunks[-1].end
    found = _toll_re(tools.cues).search(tools.reader.text, first, last)
    if found is None:
        return None
    outcome = tools.cues.toll_nouns[" ".join(found.group().lower().split())]
    numbers = [one for one in tools.reader.quantities.within(found.end(), last) if one.form in COUNTED_FORMS]
    if not numbers:
        return None
    chosen = next(
        (one for one in numbers if _STANDS.search(tools.reader.text, max(first, one.start - TOLL_REACH), one.start)),
        None,
    )
    if chosen is None and numbers[0].start - found.end() < CUE_WINDOW:
        chosen = numbers[0]
    if chosen is None:
        return None
    act = Act(sentence=number, start=found.start(), end=found.end(), lemma="toll", strong=False)
    act.figures.append(Figure(outcome, chosen.start, chosen.end, quantity=chosen))
    return act


def _weigh(act: Act, text: str, sentence: Sentence, tools: Tools) -> None:
    """Attempts, threats, habits and suppositions, told by the words shortly before the act."""
    patterns = _patterns(tools.cues)
    before = text[max(sentence.start, act.start - CUE_WINDOW) : act.start]
    whole = text[sentence.start : sentence.end]
    tried = act.stage == "infinitive" or patterns["attempted"].search(before[-TRIED_REACH:]) is not None
    after = text[act.start : min(sentence.end, act.end + CUE_WINDOW)]
    if patterns["threatened"].search(before):
        act.stage = "threatened"
    elif patterns["attempted"].search(before) or (act.stage != "infinitive" and patterns["foiled"].search(after)):
        act.stage = "attempted"
    elif act.stage == "infinitive" or patterns["hypothetical"].search(before[-35:]):
        act.stage = "hypothetical"
    if act.stage == "attempted" and tried:
        act.figures = []
        for harm in act.harms:
            harm.effect = None
    if patterns["habitual"].search(whole):
        act.generic = True
    opening = text[sentence.start : min(sentence.end, sentence.start + 70)]
    act.fresh = act.fresh or bool(patterns["new_incident"].search(opening))
    act.definite = act.definite or bool(patterns["same_incident"].search(opening))


TRIED_REACH = 14
"""Characters before a verb in which "tried to" makes it a mere attempt, so that nobody was killed or hurt by it."""
PLACE_LEADS = re.compile(r"\b(?:from|via|to|toward|towards|between|with|by|through)\s+(?:the\s+)?$", re.I)
"""Words before a place that say it is where somebody came from or went, not where it happened."""


OFFICIAL = frozenset(("police", "military", "political"))
"""People whose country or town, named before them, is most often where it happened."""


def _modifies(place: Span, clause: Clause) -> bool:
    """Whether a place only says whence people or things come: "U.S. missionaries", "Kabul police"."""
    for phrase in clause.phrases:
        if phrase is not None and phrase.start <= place.start and place.end <= phrase.end and phrase.tokens:
            last = phrase.tokens[-1]
            hit = phrase.kind in ("people", "name") and not (
                phrase.entry is not None and phrase.entry.category in OFFICIAL
            )
            return last.start >= place.end and hit
    return False


_SINCE = re.compile(
    r"\b(?:a|one|two|three|four|five|six|seven|eight|nine|ten|\d+)\s+(?:years?|months?|weeks?)\s+(?:after|since|on)\b",
    re.I,
)
"""A look back: the other dates of such a sentence are of the day of remembering."""


def _of_telling(date: TimeExpression, clause: Clause, tools: Tools) -> bool:
    """Whether a date says when something was said rather than when it happened: "police said on Monday"."""
    for one in clause.chunks[1:]:
        if one.start <= date.start < one.end or (one.kind == "T" and one.start == date.start):
            before = clause.chunks[one.place - 1]
            if before.kind == "P" and one.place > 1:
                before = clause.chunks[one.place - 2]
            return (
                before.kind == "VG"
                and before.trigger is None
                and before.tokens[-1].low in tools.lexicon.reporting_verbs
            )
    return False


def _set_scene(act: Act, sentence: Sentence, clause: Clause, tools: Tools) -> None:
    text = tools.reader.text
    dates = [one for one in tools.dates.within(sentence.start, sentence.end) if one.form != "clock"]
    act.told_on = [one for one in dates if _of_telling(one, clause, tools)]
    act.dates = [one for one in dates if one not in act.told_on]
    if _SINCE.search(text, sentence.start, sentence.end):
        act.dates = [one for one in act.dates if one.year is not None and one.day is not None]
    places = tools.reader.places.within(max(sentence.start, tools.dateline), sentence.end)
    act.places = [
        one
        for one in places
        if not PLACE_LEADS.search(text, max(sentence.start, one.start - 24), one.start) and not _modifies(one, clause)
    ]


FOUND = frozenset(
    [
        "seized",
        "found",
        "confiscated",
        "recovered",
        "discovered",
        "captured",
        "carrying",
        "possession",
        "cache",
        "surrendered",
        "seize",
        "recover",
        "confiscate",
    ]
)
"""Words of a sentence whose weapons were found rather than used."""


def _stray_weapons(acts: Sequence[Act], clause: Clause) -> None:
    """Weapons that no verb of the sentence took up belong to its first strong act, unless they were only found."""
    act = next((one for one in acts if one.strong and one.stage in ("accomplished", "attempted")), None)
    if act is None or any(token.low in FOUND for one in clause.chunks for token in one.tokens):
        return
    taken = {weapon.start for one in acts for weapon in one.weapons}
    act.weapons += [
        phrase
        for phrase in clause.phrases
        if phrase is not None and phrase.kind == "weapon" and phrase.start not in taken
    ]


# -- who says so


def _speakers(acts: Sequence[Act], clause: Clause, tools: Tools) -> None:
    speaker = speaker_of(clause, tools)
    if speaker is None:
        return
    for act in acts:
        for figure in act.figures:
            if not (figure.start <= speaker.start < figure.end):
                figure.said_by = speaker


def speaker_of(clause: Clause, tools: Tools) -> Span | None:
    """Who is quoted in a sentence: the subject of a verb of saying, or what follows "according to"."""
    if not clause.chunks:
        return None
    text, first, last = tools.reader.text, clause.chunks[0].start, clause.chunks[-1].end
    found = _patterns(tools.cues)["according"].search(text, first, last)
    if found is not None:
        for phrase in clause.phrases:
            if phrase is not None and found.end() <= phrase.start <= found.end() + 6 and phrase.kind != "number":
                return Span(start=phrase.core_start, end=phrase.end, text=text[phrase.core_start : phrase.end])
    for group in clause.chunks:
        if group.kind == "VG" and group.tokens[-1].low in tools.lexicon.reporting_verbs and not group.passive:
            return _sayer(clause, group, text)
    return None


def _sayer(clause: Clause, group: Chunk, text: str) -> Span | None:
    for phrase in [*reversed(clause.subject(group.place)), *clause.objects(group.place)[:1]]:
        if (
            phrase.kind in ("people", "name", "actor", "thing", "other")
            and phrase.quantity is None
            and phrase.end > phrase.core_start
        ):
            return Span(start=phrase.core_start, end=phrase.end, text=text[phrase.core_start : phrase.end])
    return None
