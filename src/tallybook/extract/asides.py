"""What stands between somebody and the verb that is said of him: relative clauses, asides, who he is."""

from __future__ import annotations

from collections.abc import Sequence

from tallybook.extract.chunks import Chunk
from tallybook.extract.phrases import Phrase
from tallybook.lang.clauses import load_clause_words
from tallybook.lang.roles import load_role_words

ASIDE_REACH = 12
"""Chunks back from an aside to the verb to which it belongs."""
BEING = "being"
"""The participle before what was done to somebody."""
VERBS_OF_ONE = 3
"""Verbs of a relative clause that hang on one another: "who tried to flee after being shot"."""


def relative_before(chunks: Sequence[Chunk], left: int, place: int) -> int | None:
    """Where a relative clause begins that stands closed before a verb: "people who had been shopping were killed".

    Its verb may go on ("a man who tried to break up a fight") and have an aside ("who was shot after a quarrel").
    """
    dead = _says_dead(chunks, place)
    for _ in range(VERBS_OF_ONE):
        if left < 1 or chunks[left - 1].kind == "R":
            break
        goes_on = chunks[left - 1].kind == "VG" and chunks[left].infinitive
        outer = left - 1 if goes_on else verb_around(chunks, left - 1, left)
        if dead and chunks[left - 1].kind == "C":  # "who killed five people and wounded a child is dead"
            before = range(left - 2, max(-1, left - ASIDE_REACH), -1)
            outer = next((one for one in before if chunks[one].kind == "VG"), None)
        if outer is None:
            return None
        left = outer
    if left < 1 or chunks[left - 1].kind != "R" or left + 1 >= len(chunks):
        return None
    closed = chunks[place].passive or chunks[left + 1].kind in ("P", "T", "A", "S")
    return left - 1 if dead or (closed and not any(one.kind == "C" for one in chunks[left:place])) else None


def _says_dead(chunks: Sequence[Chunk], place: int) -> bool:
    """Whether a verb only says that somebody is dead: "the man who shot them is dead"."""
    words = load_clause_words()
    after = chunks[place + 1 : place + 2]
    return chunks[place].low in words.be and bool(after) and after[0].low in words.lifeless


def verb_around(chunks: Sequence[Chunk], joint: int, place: int) -> int | None:
    """The verb to which an aside with a participle belongs: "was hit while playing in a yard, and died"."""
    verb = chunks[place]
    aside = joint >= 0 and joint == place - 1 and chunks[joint].kind == "S" and chunks[place].kind == "VG"
    if not aside or verb.passive or not verb.tokens[0].low.endswith("ing"):
        return None
    return _verb_before(chunks, joint)


def whom_before(chunks: Sequence[Chunk], left: int, place: int) -> bool:
    """Whether a clause with a subject of its own stands before: "refugees, whom it counted, were shot"."""
    if left < 2 or chunks[left - 1].kind != "NP" or chunks[left - 2].kind != "R":
        return False
    asked = chunks[left - 2].low in load_clause_words().whom
    return asked and chunks[place - 1].kind == "," and chunks[place].passive


def after_verb(chunks: Sequence[Chunk], place: int) -> int | None:
    """The verb whose subject a participle of what was done before has: "was paralyzed after being shot"."""
    verb, joint = chunks[place], place - 1
    if joint < 1 or chunks[joint].kind != "S" or verb.tokens[0].low != BEING or not verb.passive:
        return None
    return _verb_before(chunks, joint)


def _verb_before(chunks: Sequence[Chunk], joint: int) -> int | None:
    """The last verb before a joint, in its clause and not far off."""
    for outer in range(joint - 1, max(-1, joint - ASIDE_REACH), -1):
        if chunks[outer].kind == "VG":
            return outer
        if chunks[outer].kind in (".", "S"):
            break
    return None


def is_apposed(chunks: Sequence[Chunk], first: Phrase, second: Phrase, place: int) -> bool:
    """Whether an aside before the verb says who one person is: "the suspect, a neighbour, was"; lists have an "and"."""
    counted = first.quantity
    one = (counted is None and not first.plural) or (counted is not None and counted.best == 1)
    single = second.kind == "people" and not second.plural and second.quantity is None
    if not (one and single) or first.kind not in ("people", "number"):
        return False
    after = [each.kind for each in chunks[place + 1 : place + 4]]
    return after[:2] == [",", "VG"] or after == [",", "A", "VG"]


def telling_more(first: Phrase, second: Phrase) -> Phrase:
    """Of two phrases for one person the one that tells who it is: "the fifth victim, a woman of 20, was"."""
    pointing = first.definite and first.low.rpartition(" ")[2] in load_role_words().told_before
    return second if pointing and second.article else first


def before_of_whom(chunks: Sequence[Chunk], phrases: Sequence[Phrase | None], relative: int) -> int:
    """Where "seven of whom" begins, if the relative pronoun ends it; else the pronoun's own place."""
    whole = relative - 2 if relative > 1 and chunks[relative - 1].low == "of" else relative
    phrase = phrases[whole]
    return whole if phrase is not None and phrase.kind == "number" else relative


def nearest_person(phrases: Sequence[Phrase | None], segment: Sequence[int]) -> list[Phrase]:
    """The person named last, where no head stands free ("in the presence of X, in the capital, was killed")."""
    named = (phrases[number] for number in segment)
    people = [phrase for phrase in named if phrase is not None and phrase.kind in ("name", "people")]
    names = [phrase for phrase in people if phrase.kind == "name"]
    return (names or people)[-1:]
