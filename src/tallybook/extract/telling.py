"""From a sentence to its acts: verbs and nouns read, cues weighed, dates, places and speakers put with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tallybook.codebook.actor_table import ActorHit
from tallybook.extract.acts import Act, Figure
from tallybook.extract.blame import responsibility, speaks_of_blame
from tallybook.extract.chunks import Chunk, chunk
from tallybook.extract.clause import Clause, clause_of
from tallybook.extract.conditions import condition_of, shot_victims, with_wounds
from tallybook.extract.frames import verb_act
from tallybook.extract.moods import stage_of_light_verb, stage_of_verb, weigh
from tallybook.extract.nouns import noun_act
from tallybook.extract.own_dead import attackers_inside
from tallybook.extract.parties import Suffering, add_agent, add_patient
from tallybook.extract.phrases import Phrase, is_counted
from tallybook.extract.scenes import set_claims_apart, set_scene, stray_weapons
from tallybook.extract.segment import Sentence
from tallybook.extract.speakers import put_speakers
from tallybook.extract.tolls import TOLL, toll_adverb, toll_noun, toll_phrase
from tallybook.extract.tools import Tools
from tallybook.extract.words import Token, tokenize
from tallybook.lang.clauses import load_clause_words
from tallybook.lang.quantities import Quantity
from tallybook.lang.roles import load_role_words
from tallybook.lang.triggers import NounSense
from tallybook.lang.word_lists import words_between
from tallybook.model import Span

ASIDE_TOKENS = 7
"""A bracket of at most so many words inside a sentence ("the army [EP]") is read over, unless it tells of violence."""
TOWN_TOKENS = 5
"""Words of a town before a dash that opens a sentence, the dash included."""
VERBS = frozenset("XMKVAGR")
"""Tags that begin a verb group, or a relative clause."""
DASHES = ("—", "–")
CREDIT = 8
"""Words of a photographer and an agency in brackets before a sentence: "(Tom Varley / Northtown Post)"."""
LIGHT_REACH = 8
"""Chunks after an event noun in which the verb stands that says who did it: "the attack was carried out by X"."""


def acts_of(sentence: Sentence, number: int, tools: Tools) -> tuple[list[Act], Clause | None]:
    """The acts one sentence tells of, and its parse; nothing where no word of violence stands."""
    text = tools.reader.text
    blame = speaks_of_blame(text, sentence)
    if not blame and not _may_tell(sentence, tools):
        return [], None
    tokens = tokens_of(sentence, tools)
    if not blame and not any(_tells(token, tools) for token in tokens):
        return [], None
    clause = clause_of(chunk(tokens), tools.reader)
    acts = list(_read(clause, number, tools))
    attackers_inside(acts, clause)
    weigh(acts, sentence, tools)
    set_scene(acts, sentence, clause, tools)
    stray_weapons(acts, clause)
    put_speakers(acts, clause, tools)
    responsibility(acts, clause, sentence, number, text)
    set_claims_apart(acts, clause)
    return acts, clause


def parse(sentence: Sentence, tools: Tools) -> Clause:
    """A sentence taken apart, whether it tells of violence or not."""
    return clause_of(chunk(tokens_of(sentence, tools)), tools.reader)


def _may_tell(sentence: Sentence, tools: Tools) -> bool:
    """Whether the words of a sentence can tell of violence; most sentences need no parse."""
    words = words_between(tools.reader.text, sentence.start, sentence.end)
    if TOLL in words or not tools.cues.casualty_nouns.keys().isdisjoint(words):
        return True
    return tools.triggers.may_stand(words, tools.reader.lower[sentence.start : sentence.end])


def _tells(token: Token, tools: Tools) -> bool:
    return token.trigger is not None or token.low in tools.cues.casualty_nouns or token.low == TOLL


def tokens_of(sentence: Sentence, tools: Tools) -> list[Token]:
    """The tokens of a sentence, numbers and dates each drawn together."""
    reader, start, end = tools.reader, sentence.start, sentence.end
    counted = [(one.start, one.end, "N") for one in reader.quantities.within(start, end) if is_counted(one)]
    dated = [(one.start, one.end, "T") for one in tools.dates.within(start, end)]
    skip = sorted([*dated, *(one for one in counted if not any(low <= one[0] < high for low, high, _ in dated))])
    named: list[ActorHit | Span] = [*reader.actors.within(start, end), *reader.places.within(start, end)]
    tokens = tokenize(
        reader.text, tools.dateline if start < tools.dateline < end else start, end,
        classes=tools.classes, triggers=tools.triggers, skip=skip, names=[(one.start, one.end) for one in named],
        shouted=reader.capitals,
    )  # fmt: skip
    ages = [one for one in reader.quantities.within(start, end) if one.form == "age" and _bare(one.text)]
    tokens = _without_suffixes(tokens)
    tokens = _without_ages(tokens, ages) if ages else tokens
    return _without_asides(tokens if reader.capitals else _without_town(tokens, reader.text))


def _bare(age: str) -> bool:
    """Whether an age is printed as numbers alone."""
    return all(word.isdigit() or word == "and" for word in age.replace(",", " ").split())


def _without_suffixes(tokens: list[Token]) -> list[Token]:
    """The tokens without what stands behind a name that another bears, too: "Tom Varley Jr."."""
    suffixes = load_clause_words().name_suffixes
    if all(token.low not in suffixes for token in tokens):
        return tokens
    kept: list[Token] = []
    for token in tokens:
        if kept and kept[-1].low in suffixes and token.low == ".":
            kept.pop()
            if kept and kept[-1].tag == ",":
                kept.pop()
        else:
            kept.append(token)
    return kept


def _without_ages(tokens: list[Token], ages: Sequence[Quantity]) -> list[Token]:
    """The tokens without ages between commas, which part a name from its verb: "Tom Varley, 34, died"."""
    kept: list[Token] = []
    place = 0
    for age in ages:
        while place < len(tokens) and tokens[place].start < age.start:
            kept.append(tokens[place])
            place += 1
        behind = next((one for one in range(place, len(tokens)) if tokens[one].start >= age.end), len(tokens))
        closed = behind + 1 < len(tokens) and tokens[behind].tag == "," and tokens[behind + 1].tag in VERBS
        if closed and behind > place and len(kept) > 1 and kept[-1].tag == ",":
            kept.pop()
            place = behind + 1
    return kept + tokens[place:]


def _without_town(tokens: list[Token], text: str) -> list[Token]:
    """The tokens without a town in capitals and a dash that open a sentence: "NORTHTOWN — Four boys were wounded"."""
    for place, token in enumerate(tokens[1 : TOWN_TOKENS + 1], 1):
        if text[token.start : token.end] in DASHES:
            return tokens[place + 1 :]
        before = text[tokens[place - 1].start : tokens[place - 1].end]
        if not (before.isupper() and len(before) > 1):
            break
    return tokens


def _without_asides(tokens: list[Token]) -> list[Token]:
    """The tokens without short brackets that only explain what stands before them."""
    if all(token.tag != "(" for token in tokens):
        return tokens
    credited = next((place for place, one in enumerate(tokens[:CREDIT]) if one.low == "/"), None)
    if credited is not None and tokens[0].tag == "(":
        tokens = tokens[next((place for place, one in enumerate(tokens) if one.tag == ")"), -1) + 1 :]
    opens = _aside_end(tokens, 0) if tokens[0].tag == "(" else None
    if opens is not None and tokens[opens + 1 : opens + 2] and tokens[opens + 1].tag == ",":
        tokens = tokens[opens + 2 :]  # an agency before a dash: "(Northtown Post) — A man was shot"
    kept: list[Token] = []
    place = 0
    while place < len(tokens):
        close = _aside_end(tokens, place) if tokens[place].tag == "(" and kept else None
        if close is None:
            kept.append(tokens[place])
        place = place + 1 if close is None else close + 1
    return kept


def _aside_end(tokens: list[Token], place: int) -> int | None:
    """Where a short bracket closes that tells of no violence, number or day; None for any other."""
    inside = range(place + 1, min(len(tokens), place + ASIDE_TOKENS + 2))
    close = next((one for one in inside if tokens[one].tag == ")"), None)
    if close is None or any(token.trigger or token.tag in ("N", "T") for token in tokens[place:close]):
        return None
    return close


def _read(clause: Clause, number: int, tools: Tools) -> Iterator[Act]:
    """The acts of a clause in the order of the text, the toll that a sentence speaks of last."""
    previous: Act | None = None
    for group, phrase in zip(clause.chunks, clause.phrases, strict=True):
        act = None
        if group.kind == "VG":
            act = _verb(clause, group, number)
            if act is not None:
                _same_patient(previous, act)
                previous = act
            else:
                act = condition_of(clause, group, number)
        elif phrase is not None and phrase.kind == "event" and phrase.noun is not None:
            act = noun_act(clause, phrase, phrase.noun, sentence=number, lexicon=tools.lexicon)
            _owner(group, phrase.noun, act, tools)
            _doers_around(clause, phrase, act)
        elif phrase is not None:
            act = toll_phrase(clause, phrase, number) or toll_adverb(clause, phrase, number)
            act = act or with_wounds(clause, phrase, number) or shot_victims(clause, phrase, number)
        if act is not None:
            yield act
    toll = toll_noun(clause, number, tools)
    if toll is not None:
        yield toll


def _verb(clause: Clause, group: Chunk, number: int) -> Act | None:
    """What a verb group with a trigger says; a light verb ("carried out") leaves it to its noun."""
    sense = group.trigger.trigger.verb if group.trigger and group.trigger.trigger else None
    if sense is None or sense.light or sense.idle:
        return None
    act = verb_act(clause, group, sense, sentence=number)
    if act is not None:
        stage_of_verb(act, clause, group, sense)
        if sense.event and act.figures and all(_nobody(one) for one in act.figures):
            act.stage = "denied"  # "nobody was being held hostage"
    return act


def _nobody(figure: Figure) -> bool:
    return figure.quantity is not None and figure.quantity.form == "zero"


def _same_patient(previous: Act | None, act: Act) -> None:
    """Settles what two verbs say of one group ("shot and killed"): the graver one stands, for both."""
    if previous is None:
        return
    for figure in act.figures:
        for other in previous.figures:
            if (figure.start, figure.end) == (other.start, other.end) and figure.outcome != other.outcome:
                _same_outcome(figure, other, died=act.lemma in load_clause_words().deaths)
    for harm in act.harms:
        for before in previous.harms:
            if harm.phrase.start == before.phrase.start and harm.effect == "killed":
                before.effect = "killed"


def _same_outcome(figure: Figure, other: Figure, *, died: bool) -> None:
    """One outcome for a count that two verbs share; "killed and wounded 12" is a count of casualties."""
    if died:
        figure.outcome = other.outcome = "killed"
    elif other.soft or figure.soft:
        figure.outcome = other.outcome = figure.outcome if other.soft else other.outcome
    elif {figure.outcome, other.outcome} == {"killed", "injured"} and figure.quantity is not None:
        figure.outcome = other.outcome = "casualties"


def _owner(group: Chunk, sense: NounSense, act: Act, tools: Tools) -> None:
    """Whose death a noun tells that has an owner: "the judge's murder"; its doer, where "of" names who suffered."""
    if sense.outcome == "killed" and group.tokens[0].low in load_role_words().whose and not sense.strong:
        act.fates.append(replace(tools.reader.phrase(Chunk("O", group.tokens[:1], place=group.place)), kind="pronoun"))
    mark = next((place for place, token in enumerate(group.tokens) if token.tag == "'s"), 0)
    if sense.of != "victim" or mark == 0:
        return
    owner = tools.reader.phrase(Chunk("NP", group.tokens[:mark], place=group.place))
    if act.harms or act.figures:
        if owner.perpetrator_like:
            add_agent(act, owner)
    elif owner.kind in ("people", "name"):
        act.definite = False
        add_patient(act, owner, Suffering(outcome=sense.outcome, thing=None))


def _doers_around(clause: Clause, phrase: Phrase, act: Act) -> None:
    """Adds the doers whom a light verb names: "X carried out an attack", "the attack was carried out by X"."""
    place = phrase.place
    before = place - 1
    while before >= 0 and clause.chunks[before].kind in ("A", "T", ",", "P", "NP"):
        before -= 1
    group = clause.chunks[before] if before >= 0 else None
    if group is not None and _light(group) and not group.passive and place - before <= 2:
        for agent in clause.subject(before):
            add_agent(act, agent)
        stage_of_light_verb(act, group)
    following = clause.chunks[place + 1 : place + 1 + LIGHT_REACH]
    relative = next((one for one in following[:2] if one.kind == "R"), None)
    if relative is not None and following[0].kind in (",", "R"):  # "the attack, which killed two, was carried out by"
        aside = next((one.place for one in clause.chunks[relative.place :] if one.kind == "VG"), place)
        following = clause.chunks[aside + 1 : aside + 1 + LIGHT_REACH]
    after = next((one for one in following if one.kind in ("VG", "S", ".")), None)
    if after is not None and _light(after):
        for word, other in clause.complements(after.place):
            if word == "by":
                add_agent(act, other)


def _light(group: Chunk) -> bool:
    token = group.trigger
    return bool(token and token.trigger and token.trigger.verb and token.trigger.verb.light)
