"""Who is said to be behind an act: claims, denials, accusations, and the mark of suspicion (coding rules 13 and 15).

A cue ("claimed responsibility", "was blamed on") is found by its words; who it speaks of is read off the parse of the
sentence. A sentence that holds nothing but a cue becomes an act without a type, which joins the story told before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tallybook.codebook.actor_table import ActorHit, load_actors
from tallybook.extract.acts import Act, Party
from tallybook.extract.chunks import Chunk
from tallybook.extract.clause import Clause
from tallybook.extract.modifiers import states_in_nouns
from tallybook.extract.nouns import actor_phrase
from tallybook.extract.phrases import Phrase
from tallybook.extract.segment import Sentence
from tallybook.extract.words import Token
from tallybook.lang.blame import BlameWords, Cue, load_blame_words
from tallybook.model import Span

BLAME = "blame"
"""The lemma of an act that only says who was behind another one."""
REACH = 90
"""Characters between a cue and the one it speaks of; about fifteen words, the length of a clause."""
NEGATION_REACH = 28
"""Characters before a cue in which a "not" takes it back."""
HEDGE_REACH = 40
"""Characters before a doer in which "allegedly", "believed to be" and the like reach it."""
BLANKET_REACH = 45
"""Characters after a claim in which "most of them", "several attacks" make it a claim of no act in particular."""
PLACE_REACH = 30
"""Characters after a deed within which its place stands, in a sentence that tells of a claim."""
UNTOLD = frozenset(("hypothetical", "denied", "infinitive"))
"""Stages of acts that are dropped before stories are made."""
NO_STORY = UNTOLD | {"threatened"}
"""Stages of acts that cannot carry a claim."""
RESPONSIBILITY = frozenset(("claimed", "denied"))
"""Statuses that are assertions of their own, beside the party they speak of (coding rule 15)."""
UNARMED = frozenset(("political_party",))
"""Types of organisations in the actor table that are no armed groups."""
RESPONDERS = frozenset(("police", "military", "peacekeepers", "government"))
"""Categories of those who answer an attack; when only attackers are hit, they are no perpetrators."""
ATTACKERS = frozenset(("attackers",))


_WORD = re.compile(r"[\w'’-]+")


@dataclass(frozen=True, slots=True)
class Said:
    """One cue in a sentence, and where its words stand."""

    cue: Cue
    start: int
    end: int


def speaks_of_blame(text: str, sentence: Sentence) -> bool:
    """Whether a sentence has a cue of claim, denial or accusation: worth parsing without any deed in it."""
    return any(True for _ in _cues(text, sentence, load_blame_words()))


def responsibility(acts: list[Act], clause: Clause, sentence: Sentence, number: int, text: str) -> None:
    """Claims, denials and accusations put with the acts of a sentence, and the mark of suspicion on those only blamed.

    Where the sentence has no act that can carry them, an act without a type is added; ``number`` is the sentence's.
    """
    words = load_blame_words()
    _group_doers(acts, clause, text, words)
    states_in_nouns(acts, clause)
    for said in _cues(text, sentence, words):
        _apply(said, acts, (number, sentence), clause, text)
    for act in acts:
        _hedge(act, sentence, text, words)
    _settle_doers(acts, words)


# -- cues


def _cues(text: str, sentence: Sentence, words: BlameWords) -> Iterator[Said]:
    """The cues of a sentence in the order of the list, none overlapping another."""
    taken: list[tuple[int, int]] = []
    signs = set(_WORD.findall(text[sentence.start : sentence.end].lower()))
    for cue in words.cues:
        if signs.isdisjoint(cue.signs):
            continue
        for found in cue.pattern.finditer(text, sentence.start, sentence.end):
            if any(low < found.end() and found.start() < high for low, high in taken):
                continue
            taken.append(found.span())
            yield Said(cue, *found.span())


def _apply(said: Said, acts: list[Act], place: tuple[int, Sentence], clause: Clause, text: str) -> None:
    words, (number, sentence) = load_blame_words(), place
    span = Span(start=said.start, end=said.end, text=text[said.start : said.end])
    negated = _negated(said, sentence, text, words)
    if said.cue.name == "none" or (negated and said.cue.status == "claimed"):
        _carrier(acts, number, said).responsibility.append(("none_reported", span, None))
        return
    if negated or _blanket(said, sentence, text, words):
        return
    if said.cue.with_deed and not _deed_after(said, acts, sentence, text, words):
        return
    if not acts and not _about_the_act(said, sentence, text, words):
        return
    spoken_of = _spoken_of(said, clause, text, words)
    for phrase in spoken_of:
        act = _carrier(acts, number, said)
        _narrow(act, said)
        status = said.cue.status
        if status in RESPONSIBILITY:
            act.responsibility.append((status, span, phrase))
        for other in acts:
            set_status(other, phrase, status, add=other is act)
            _own_deeds(other, said, text, words)


def _negated(said: Said, sentence: Sentence, text: str, words: BlameWords) -> bool:
    """Whether a "not", "never", "denied" shortly before the cue, with no other sentence part between, takes it back."""
    low = max(sentence.start, said.start - NEGATION_REACH)
    cut = max(text.rfind(mark, low, said.start) for mark in (",", ";", " but "))
    return words.negations.search(text, max(low, cut), said.start) is not None


def _blanket(said: Said, sentence: Sentence, text: str, words: BlameWords) -> bool:
    """Whether many acts are spoken of and none in particular: "claimed most of them"."""
    end = min(sentence.end, said.end + BLANKET_REACH)
    return words.blanket.search(text, said.start, end) is not None


def _deed_after(said: Said, acts: list[Act], sentence: Sentence, text: str, words: BlameWords) -> bool:
    """Whether a deed is told after the cue, as an act or as a word for one."""
    if any(act.end >= said.end and act.stage not in NO_STORY for act in acts):
        return True
    return words.deeds.search(text, said.end, min(sentence.end, said.end + REACH)) is not None


def _about_the_act(said: Said, sentence: Sentence, text: str, words: BlameWords) -> bool:
    """Whether an accusation is about the act at hand: nothing is named that it is about, or a deed is."""
    if said.cue.status in ("claimed", "none_reported"):
        return True
    if words.deeds.search(text, said.start, min(sentence.end, said.end + REACH)) is not None:
        return True
    return words.about.search(text, said.start, min(sentence.end, said.end + REACH)) is None


def _carrier(acts: list[Act], number: int, said: Said) -> Act:
    """The act of the sentence that the cue is about; a new one without a type where none can carry it."""
    for act in acts:
        if act.stage not in NO_STORY and not act.generic:
            return act
    made = Act(sentence=number, start=said.start, end=said.end, lemma=BLAME, definite=True)
    acts.append(made)
    return made


def _narrow(act: Act, said: Said) -> None:
    """Takes off the day and places of a claim, which are not the deed's: "claimed on Monday the attack"."""
    if not act.definite:
        return
    act.dates = [one for one in act.dates if one.start >= said.end]
    act.places = [one for one in act.places if 0 <= one.start - act.end <= PLACE_REACH]


def set_status(act: Act, actor: Phrase, status: str, *, add: bool) -> None:
    """The status on the party that the words or the actor name; a new party where ``add`` is set and none is there."""
    for party in act.perpetrators:
        if party.phrase.start == actor.start or _same_actor(party.phrase, actor):
            party.status = status
            return
    if add:
        act.perpetrators.append(Party(actor, status))


def _own_deeds(act: Act, said: Said, text: str, words: BlameWords) -> None:
    """Those pointed back to share the status of the speaker: "said that its fighters", "denied that it"."""
    if said.cue.status not in RESPONSIBILITY:
        return
    for party in act.perpetrators:
        phrase = party.phrase
        own = text[phrase.start : phrase.core_start].strip().lower() in words.possessives
        if party.status == "attributed" and phrase.start >= said.start and (own or phrase.kind == "pronoun"):
            party.status = said.cue.status


def _same_actor(left: Phrase, right: Phrase) -> bool:
    return left.actor is not None and right.actor is not None and left.actor.actor == right.actor.actor


# -- the one it speaks of


def _spoken_of(said: Said, clause: Clause, text: str, words: BlameWords) -> list[Phrase]:
    if said.cue.side == "before":
        return _before(said, clause, text, words)
    found = [] if said.cue.within else _after(said, clause, words)
    return found or _inside(said, clause, words)


def _inside(said: Said, clause: Clause, words: BlameWords) -> list[Phrase]:
    """Those whose names stand in a phrase that the parse drew together with the cue, or between its words."""
    end = said.end if said.cue.within else said.end + 2
    for phrase in clause.phrases:
        if phrase is None or phrase.end <= said.start or phrase.start > end:
            continue
        hit = phrase.actor
        if hit is not None and (said.start < hit.start < said.end or said.end <= hit.start <= said.end + REACH // 2):
            return [actor_phrase(phrase, hit.start, hit.end, hit.text)]
        rest = tuple(token for token in phrase.tokens if token.start >= said.end)
        state = _as_state(rest) if rest and phrase.start < said.start and not said.cue.within else None
        if state is not None:
            return [state]
        if said.cue.within and said.start < phrase.start and phrase.end <= said.end:
            one = _accused(phrase, words, direct=True)
            if one is not None:
                return [one]
    return []


def _before(said: Said, clause: Clause, text: str, words: BlameWords) -> list[Phrase]:
    """Who stands before the cue: the nearest actor of its clause, else the subject of its verb, else a name."""
    before = [
        one for one in clause.phrases if one is not None and one.end <= said.start and said.start - one.end < REACH
    ]
    verb = max((one.end for one in clause.chunks if one.kind == "VG" and one.end <= said.start), default=0)
    own = [one for one in before if one.start >= verb]
    group = next((one for one in clause.chunks if one.end > said.start and one.kind == "VG"), None)
    subject = clause.subject(group.place) if group is not None and group.start <= said.end else []
    known = [one for one in subject if one.end <= said.start]
    plain = [(phrase, False) for phrase in reversed(own)]
    rest = [(phrase, True) for phrase in [*known, *reversed(own)]] + [(phrase, False) for phrase in reversed(before)]
    for phrase, named in [*plain, *rest]:
        candidate = _claimant(phrase, words, named=named) if said.cue.armed else _accused(phrase, words, direct=named)
        if candidate is not None:
            return [_spoken_for(candidate, before, text, words)]
    if said.cue.armed and not nearest_state(before):
        return [_pronoun(said)]
    return []


def nearest_state(phrases: Sequence[Phrase]) -> bool:
    """Whether a servant of the state stands among those who could be speaking."""
    return any(one.entry is not None and one.entry.category in RESPONDERS for one in phrases)


def _pronoun(said: Said) -> Phrase:
    """The group named elsewhere in "a spokesman said that its fighters"; settled with the other references."""
    return Phrase(start=said.start, end=said.end, core_start=said.start, low="it", head="it", kind="pronoun")


def _spoken_for(phrase: Phrase, nearest: Sequence[Phrase], text: str, words: BlameWords) -> Phrase:
    """The group for which a person speaks, where it is named beside: "the leader of the Front, Ana Ruiz"."""
    if phrase.actor is not None or phrase.kind not in ("name", "people"):
        return phrase
    for other in reversed(nearest):
        hit = other.actor
        if (
            hit is None
            or not is_armed_group(hit)
            or phrase.start - other.end > REACH // 2
            or other.start > phrase.start
        ):
            continue
        if words.spokesmen.search(text, max(0, other.start - 30), phrase.end) is not None:
            return other
    return phrase


def _after(said: Said, clause: Clause, words: BlameWords) -> list[Phrase]:
    """Those named after the cue, conjoined ones all, as far as the clause goes."""
    found: list[Phrase] = []
    first, lead = True, ""
    for chunk, phrase in zip(clause.chunks, clause.phrases, strict=True):
        if chunk.start < said.end:
            continue
        if chunk.start - said.end > REACH or chunk.kind in (".", "S") or _stops(chunk):
            break
        if phrase is None:
            lead = chunk.low if chunk.kind == "P" else "" if chunk.kind != "C" else lead
            if found and chunk.kind not in ("C", ",", "A"):
                break
            continue
        one = _accused(phrase, words, direct=first or lead in ("on", "to", "by"))
        if one is None and found:
            break
        if one is not None:
            found.append(one)
        first, lead = False, ""
    return found


def _stops(chunk: Chunk) -> bool:
    """A verb ends the reach of a cue, unless it is a lone participle."""
    return chunk.kind == "VG" and (len(chunk.tokens) > 1 or not chunk.tokens[0].low.endswith(("ed", "ing")))


def _accused(phrase: Phrase, words: BlameWords, *, direct: bool) -> Phrase | None:
    """The phrase as somebody who can be behind an act; names and states only as direct objects or subjects."""
    named = phrase.actor is not None and phrase.kind in ("actor", "people", "other", "name")
    if named or (phrase.kind == "people" and phrase.perpetrator_like):
        return phrase
    if not direct:
        return None
    if phrase.kind == "people" and phrase.doer_like:
        return phrase
    if phrase.kind in ("name", "pronoun"):
        return phrase if phrase.kind == "name" or phrase.head in words.pronouns else None
    if phrase.kind == "place":
        return _as_state(phrase.tokens)
    return phrase if is_group_word(phrase, words) else None


def _claimant(phrase: Phrase, words: BlameWords, *, named: bool) -> Phrase | None:
    """Somebody whose deeds "it had carried out" can be: a known actor, armed people, a named person, "the group"."""
    if phrase.actor is not None:
        return phrase
    if phrase.kind == "people":
        armed = phrase.perpetrator_like and phrase.entry is not None and phrase.entry.category not in RESPONDERS
        return phrase if armed else None
    if phrase.kind == "name":
        return phrase if named and len(phrase.tokens) > 1 else None
    return phrase if named and is_group_word(phrase, words) and phrase.head not in words.state_heads else None


def is_group_word(phrase: Phrase, words: BlameWords) -> bool:
    """Whether a definite word stands for an armed group named before: "the group", "the organisation"."""
    last = phrase.tokens[-1].low if phrase.tokens else phrase.head
    return phrase.definite and phrase.actor is None and phrase.quantity is None and last in words.groups


def _as_state(tokens: Sequence[Token]) -> Phrase | None:
    """A country as the one that acts: "accuses Russia of"."""
    named = tuple(token for token in tokens if token.tag != "'s")
    name = " ".join(token.low for token in named)
    code = load_actors().match(name) if name else None
    if code is None:
        return None
    start, end = named[0].start, named[-1].end
    hit = ActorHit(start=start, end=end, text=name, actor=code)
    return Phrase(start=start, end=end, core_start=start, low=name, head=name, kind="actor", actor=hit, tokens=named)


def is_armed_group(hit: ActorHit) -> bool:
    """Whether a hit names an organisation that is not a state force."""
    entry = load_actors().get(hit.actor)
    return entry.kind == "organization" and entry.type not in UNARMED


# -- doers


def _group_doers(acts: Sequence[Act], clause: Clause, text: str, words: BlameWords) -> None:
    """Words for a group as doers of verbs: "the group killed", "his group abducted", "carried out by the group"."""
    starts = {act.start: act for act in acts}
    for group in clause.chunks:
        act = starts.get(group.trigger.start) if group.kind == "VG" and group.trigger is not None else None
        if act is None or act.perpetrators:
            continue
        named = [one for word, one in clause.complements(group.place) if word == "by"]
        agents = named if group.passive else clause.subject(group.place)
        for phrase in agents:
            own = text[phrase.start : phrase.core_start].strip().lower() in words.possessives
            if phrase.tokens and (is_group_word(phrase, words) or (own and phrase.head in words.groups)):
                act.perpetrators.append(Party(replace(phrase, definite=True)))


def _hedge(act: Act, sentence: Sentence, text: str, words: BlameWords) -> None:
    """Doers who stand beside "allegedly", "believed to be", "suspected" are only suspected."""
    for party in act.perpetrators:
        phrase = party.phrase
        if party.status != "attributed" or not (sentence.start <= phrase.start < sentence.end):
            continue
        before = max(sentence.start, phrase.start - HEDGE_REACH)
        stop = max(text.rfind(mark, before, phrase.start) for mark in (";", ". ", " and ", " but "))
        hedged = words.hedges.search(text, max(before, stop), phrase.end) is not None
        if phrase.end < act.start:
            hedged = (
                hedged or words.hedges.search(text, phrase.end, min(act.start, phrase.end + HEDGE_REACH)) is not None
            )
        if hedged:
            party.status = "suspected"


def _settle_doers(acts: Sequence[Act], words: BlameWords) -> None:
    """Nobody is nobody; and police who shoot an attacker answer the attack, they do not commit it."""
    attacked = any(not _responder(party.phrase) for act in acts for party in act.perpetrators)
    for act in acts:
        if any(party.phrase.low in words.nobody for party in act.perpetrators):
            act.perpetrators = [party for party in act.perpetrators if party.phrase.low not in words.nobody]
            act.stage = "denied"
        hit = [harm.phrase for harm in act.harms]
        answered = bool(hit) or attacked
        if answered and all(one.entry is not None and one.entry.category in ATTACKERS for one in hit):
            act.perpetrators = [party for party in act.perpetrators if not _responder(party.phrase)]


def _responder(phrase: Phrase) -> bool:
    return phrase.entry is not None and phrase.entry.category in RESPONDERS and phrase.actor is None
