"""The words around a candidate, as features for ``casting`` to weigh: beside it, its verbs, what it hangs on, its list.

Like those of ``wording`` they hold in the domain in which they were learnt. Names of people and numbers are no words:
whoever stands there, a feature says only that somebody does.
"""

from __future__ import annotations

from collections.abc import Iterator

from tallybook.extract.candidates import Candidate, Place
from tallybook.extract.chunks import Chunk
from tallybook.extract.clause import Clause
from tallybook.extract.phrases import Phrase
from tallybook.extract.words import Token
from tallybook.lang.places import load_place_words

PLACES = 8
"""Places of a candidate that are looked at, the first ones."""
BESIDE, NEAR = 1, 3
"""Chunks between a phrase and its verb: a verb straight beside it, near, or further off."""
NOBODY, SOMEBODY, COUNT = "^", "*", "#"
"""What stands for the edge of a sentence, for a word of somebody's name, and for a number."""
LISTING = frozenset((",", "(", "C"))
"""Kinds of chunks that join two phrases in a list or as two names of one thing."""


def surroundings(candidate: Candidate) -> set[str]:
    """The words around a candidate at all its places."""
    return {feature for place in candidate.places[:PLACES] for feature in _around(place)}


def _around(place: Place) -> Iterator[str]:
    clause, at = place.clause, place.phrase.place
    yield from _beside(clause, place.phrase)
    yield from _verbs(clause, at)
    yield from _hanging(clause, at)
    for token in place.phrase.title:
        yield f"~title {token.low}"
    if place.phrase.kind != "name":
        for token in place.phrase.tokens[:-1]:
            yield f"~in {word(token)}"
    for chunk in clause.chunks:
        if chunk.kind == "VG":
            yield f"~verb told {chunk.tokens[-1].low}"
        elif chunk.kind == "NP":
            yield from (f"~event told {token.low}" for token in chunk.tokens if token.tag == "E")


def word(token: Token) -> str:
    """A word as features may say it: nobody's name, no number."""
    low, names = token.low, load_place_words("en")
    if low[:1].isdigit():
        return COUNT
    return SOMEBODY if low in names.surnames or low in names.given_names else low


def _beside(clause: Clause, phrase: Phrase) -> Iterator[str]:
    """The two words before and the two behind."""
    before, behind = [NOBODY, NOBODY], list[str]()
    near = slice(max(0, phrase.place - NEAR), phrase.place + NEAR + 1)
    for chunk, named in zip(clause.chunks[near], clause.phrases[near], strict=True):
        somebody = named is not None and named.kind == "name"
        for token in chunk.tokens:
            said = SOMEBODY if somebody else word(token)
            if token.end <= phrase.core_start:
                before = [before[1], said]
            elif token.start >= phrase.end and len(behind) < len(before):
                behind.append(said)
    first, second = (*behind, NOBODY, NOBODY)[:2]
    yield f"~before {before[1]}"
    yield f"~before {before[0]} {before[1]}"
    yield f"~behind {first}"
    yield f"~behind {first} {second}"
    yield f"~between {before[1]} {first}"


def _verbs(clause: Clause, at: int) -> Iterator[str]:
    """The nearest verb on either side, how far off it is, and by which preposition it reaches the phrase."""
    chunks = clause.chunks
    last = next((one for one in reversed(chunks[:at]) if one.kind == "VG"), None)
    coming = next((one for one in chunks[at + 1 :] if one.kind == "VG"), None)
    for verb, side in ((last, "after"), (coming, "ahead of")):
        if verb is not None:
            off = abs(verb.place - at)
            said = f"~{side} {_verb(verb)}"
            yield said
            yield f"{said} {'beside' if off == BESIDE else 'near' if off <= NEAR else 'far'}"
    if last is not None and last.place < at - 1 and chunks[at - 1].kind == "P":
        yield f"~{chunks[at - 1].low} of {_verb(last)}"


def _verb(group: Chunk) -> str:
    return f"{'passive ' if group.passive else ''}{group.tokens[-1].low}"


def _hanging(clause: Clause, at: int) -> Iterator[str]:
    """The phrases that a preposition, a comma or "and" ties to this one, on either side."""
    chunks, phrases = clause.chunks, clause.phrases
    for side, name in ((-1, "on"), (1, "has")):
        joint, other = at + side, at + 2 * side
        if not 0 <= other < len(chunks) or joint >= len(chunks):
            continue
        kind, phrase = chunks[joint].kind, phrases[other]
        if phrase is None or not phrase.tokens or not (kind == "P" or kind in LISTING):
            continue
        by = chunks[joint].low if kind == "P" else kind
        yield f"{name} {by} {phrase.kind} {phrase.entry.category if phrase.entry is not None else 'none'}"
        if phrase.kind != "name":
            yield f"~{name} {by} {word(phrase.tokens[-1])}"
