"""Who a cue of claim, denial or accusation speaks of: read off the parse of the sentence that it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tallybook.codebook.actor_table import ActorHit, load_actors
from tallybook.extract.chunks import Chunk
from tallybook.extract.clause import Clause
from tallybook.extract.nouns import actor_phrase
from tallybook.extract.parties import as_state, is_force
from tallybook.extract.phrases import Phrase
from tallybook.lang.blame import BlameWords, Cue
from tallybook.lang.clauses import load_clause_words

REACH = 90
"""Characters between a cue and the one it speaks of; about fifteen words, the length of a clause."""
ASIDE = 3
"""Chunks that stand at least before a cue with an aside before it: a name, a comma, the aside."""
JOINED = 2
"""Chunks between the members of a pair: the first, "and"."""
OPENINGS = frozenset((".", "S", ",", '"'))
"""Chunks behind which a clause begins."""
UNARMED = frozenset(("political_party",))
"""Types of organisations in the actor table that are no armed groups."""
RESPONDERS = frozenset(("police", "military", "peacekeepers", "government"))
"""Categories of those who answer an attack; when only attackers are hit, they are no perpetrators."""


@dataclass(frozen=True, slots=True)
class Said:
    """One cue in a sentence, and where its words stand."""

    cue: Cue
    start: int
    end: int

    def words(self, text: str) -> str:
        """The words themselves, in small letters, white space as one space."""
        return " ".join(text[self.start : self.end].lower().split())


def spoken_of(said: Said, clause: Clause, text: str, words: BlameWords) -> list[Phrase]:
    """Those whom a cue speaks of, by the side on which it looks for them."""
    if said.cue.side == "before":
        inner = _within_cue(said, clause) if said.cue.status == "denied" else None
        return [inner] if inner is not None else _before(said, clause, text, words)
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
        state = as_state(rest) if rest and phrase.start < said.start and not said.cue.within else None
        if state is not None:
            return [state]
        if said.cue.within and said.start < phrase.start and phrase.end <= said.end:
            one = _accused(phrase, words, direct=True)
            if one is not None:
                return [one]
    return []


def _within_cue(said: Said, clause: Clause) -> Phrase | None:
    """Whose part is denied, where the words of the cue name them: "denied that the Front was behind it"."""
    for phrase in clause.phrases:
        hit = phrase.actor if phrase is not None else None
        if phrase is not None and hit is not None and said.start < hit.start and hit.end <= said.end:
            return actor_phrase(phrase, hit.start, hit.end, hit.text)
    return None


def _before_aside(said: Said, clause: Clause) -> Phrase | None:
    """The one whom an aside between commas parts from the cue: "the Front, a splinter of X, claimed".

    The aside itself is meant where it only gives the name: "a group little known so far, the Front, claimed".
    """
    group = next((one for one in clause.chunks if one.end > said.start), None)
    if group is None or group.place < ASIDE or clause.chunks[group.place - 1].kind != ",":
        return None
    close = group.place - 1
    opening = next((number for number in range(close - 1, -1, -1) if clause.chunks[number].kind in (",", ".")), -1)
    if opening < 1 or clause.chunks[opening].kind != ",":
        return None
    inner, outer = clause.phrases[opening + 1], clause.phrases[opening - 1]
    alone = opening + 2 == close
    if inner is not None and alone and (inner.actor is not None or _proper(inner)):
        return inner
    return outer if outer is not None and (outer.actor is not None or _proper(outer)) else None


def _proper(phrase: Phrase) -> bool:
    """Whether a phrase is a name of several words, or a group with a name: "Northern Dawn Brigade"."""
    named = phrase.kind == "name" or (phrase.perpetrator_like and phrase.tokens[0].capital)
    return named and len(phrase.tokens) > 1 and not phrase.shouted


def _ending_before(said: Said, clause: Clause) -> Phrase | None:
    """The actor whose name the parse drew together with the cue: "the Front claims responsibility"."""
    for phrase in clause.phrases:
        hit = phrase.actor if phrase is not None else None
        if phrase is not None and hit is not None and hit.end <= said.start < phrase.end:
            return actor_phrase(phrase, hit.start, hit.end, hit.text)
    return None


def _before(said: Said, clause: Clause, text: str, words: BlameWords) -> list[Phrase]:
    """Who stands before the cue: the nearest actor of its clause, else the subject of its verb, else a name."""
    direct = _ending_before(said, clause) or _before_aside(said, clause)
    if direct is not None:
        return [direct]
    before = [
        one for one in clause.phrases if one is not None and one.end <= said.start and said.start - one.end < REACH
    ]
    verb = max((one.end for one in clause.chunks if one.kind == "VG" and one.end <= said.start), default=0)
    own = [one for one in before if one.start >= verb]
    group = next((one for one in clause.chunks if one.end > said.start and one.kind == "VG"), None)
    subject = clause.subject(group.place) if group is not None and group.start <= said.end else []
    known = [one for one in subject if one.end <= said.start]
    if said.cue.armed and known and all(_unnamed_force(one) for one in known):
        return []  # "the army said it had killed" is read off the parse
    plain = [(phrase, False) for phrase in reversed(own)]
    rest = [(phrase, True) for phrase in [*known, *reversed(own)]] + [(phrase, False) for phrase in reversed(before)]
    for phrase, named in [*plain, *rest]:
        candidate = _claimant(phrase, words, named=named) if said.cue.armed else _accused(phrase, words, direct=named)
        if candidate is None and said.cue.armed and not said.cue.with_deed and _proper(phrase):
            candidate = phrase  # "the Northern Brigade said it carried out the attack"
        if candidate is not None:
            one = _spoken_for(candidate, before, text, words)
            return [one] if said.cue.armed else [*_joined_to(one, clause, words), _sided(one, clause)]
    if said.cue.armed and not nearest_state(before):
        return [_pronoun(said)]
    return []


def _unnamed_force(phrase: Phrase) -> bool:
    return phrase.actor is None and not _proper(phrase) and (nearest_state((phrase,)) or is_force(phrase))


def _joined_to(phrase: Phrase, clause: Clause, words: BlameWords) -> list[Phrase]:
    """Who stands before the accused with an "and" between, at the head of a clause: "troops and militiamen were"."""
    place = phrase.place
    if place < JOINED or clause.phrases[place] is not phrase or clause.chunks[place - 1].kind != "C":
        return []
    other = clause.phrases[place - JOINED]
    opens = place == JOINED or clause.chunks[place - JOINED - 1].kind in OPENINGS
    one = _accused(other, words, direct=True) if other is not None and opens else None
    return [] if one is None else [one]


def _sided(phrase: Phrase, clause: Clause) -> Phrase:
    """The accused with those whose side they are on: "militiamen loyal to the governor"."""
    place, siding = phrase.place, load_clause_words().siding
    if place + 1 >= len(clause.chunks) or clause.phrases[place] is not phrase:
        return phrase
    return (clause.whole(place) or phrase) if clause.chunks[place + 1].low in siding else phrase


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
    if phrase.low in words.speakers:
        group = next((one for one in nearest if one.start > phrase.start and is_group_word(one, words)), None)
        return group or replace(phrase, kind="pronoun", low="it", head="it")
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
    first, lead, joint = True, "", False
    for chunk, phrase in zip(clause.chunks, clause.phrases, strict=True):
        if chunk.start < said.end:
            continue
        if chunk.start - said.end > REACH or chunk.kind in (".", "S") or _stops(chunk):
            break
        if phrase is None:
            lead = chunk.low if chunk.kind == "P" else "" if chunk.kind != "C" else lead
            if found and chunk.kind not in ("C", ",", "A") and not (joint and chunk.kind == "P"):
                break
            joint = chunk.kind == "C"
            continue
        one = _accused(phrase, words, direct=first or lead in ("on", "to", "by"))
        if found and (one is None or _says(clause, chunk.place + 1)):
            break
        if one is not None:
            found.append(one)
        first, lead = False, ""
    return found


def _says(clause: Clause, place: int) -> bool:
    """Whether a verb begins there, so that who stands before it is its subject: "the work of X, the governor said"."""
    return place < len(clause.chunks) and _stops(clause.chunks[place])


def _stops(chunk: Chunk) -> bool:
    """A verb ends the reach of a cue, unless it is a lone participle that tells of no deed."""
    deed = chunk.trigger is not None
    return chunk.kind == "VG" and (deed or len(chunk.tokens) > 1 or not chunk.low.endswith(("ed", "ing")))


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
        return as_state(phrase.tokens)
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


def is_armed_group(hit: ActorHit) -> bool:
    """Whether a hit names an organisation that is not a state force."""
    entry = load_actors().get(hit.actor)
    return entry.kind == "organization" and entry.type not in UNARMED
