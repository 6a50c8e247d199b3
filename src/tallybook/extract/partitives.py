"""Words that belong together across others: "two of the soldiers", "members of X", "a group of men"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from tallybook.extract.chunks import Chunk
from tallybook.extract.phrases import Phrase
from tallybook.lang.clauses import load_clause_words
from tallybook.lang.roles import load_role_words

ASIDE = 7
"""Chunks of a short aside with its commas and the verb behind it."""
LED = 3
"""Chunks back from a number to the "of" before those it is taken from: of, the group, a comma."""

PARTICIPLES = ("past", "participle")
"""Forms of trigger verbs that can say what was done to the noun before them."""


def joined_by(phrase: Phrase, group: Phrase, link: str) -> Phrase | None:
    """Two phrases that "of" makes one, told by the head of the first."""
    head = phrase.low.rpartition(" ")[2]
    words = load_role_words()
    from_a_group = link == "from" and group.kind == "name" and head not in words.belonging
    if head in words.members | words.aircraft and (group.actor is not None or link == "of" or from_a_group):
        belonging = _belonging(phrase, group, head)
        if belonging is not None:
            return belonging
    if head in words.bands and group.kind == "people":
        quantity = phrase.quantity or group.quantity
        return replace(group, start=phrase.start, core_start=phrase.core_start, quantity=quantity, place=phrase.place)
    if head in words.offices and link == "of":
        return replace(phrase, end=group.end)
    if head in words.kin and link == "of" and group.kind == "number":
        return replace(phrase, quantity=group.quantity)
    return _number_of(phrase, group, link) if phrase.kind == "number" else None


def _number_of(phrase: Phrase, group: Phrase, link: str) -> Phrase | None:
    """A number with the group it is taken from; of a larger number it is a part."""
    if group.quantity is None and group.kind in ("people", "actor", "name", "thing"):
        return replace(group, start=phrase.start, quantity=phrase.quantity, place=phrase.place)
    return (
        replace(phrase, taken=True) if link == "of" and group.quantity is not None and group.kind == "people" else None
    )


def _belonging(phrase: Phrase, group: Phrase, head: str) -> Phrase | None:
    """Members of a group that is known, has a name of several words, or is any band: "members of a cult"."""
    words = load_role_words()
    if group.actor is not None:
        return replace(phrase, actor=group.actor, kind="people" if head in words.members else phrase.kind)
    if head in words.members and group.kind == "name" and len(group.tokens) > 1:
        return replace(phrase, end=group.end)
    if head in words.belonging and group.kind in ("people", "other"):
        return replace(phrase, end=group.end, kind="people", entry=group.entry or phrase.entry)
    return None


def taken_from(chunks: Sequence[Chunk], phrases: Sequence[Phrase | None], place: int) -> bool:
    """Whether a participle is said of all of whom some are taken: "one of three people shot on Friday has died"."""
    some = phrases[place - 3] if place >= LED else None
    trigger = chunks[place].tokens[0].trigger
    taken = some is not None and some.kind == "number" and chunks[place - 2].low == "of"
    hurt = trigger is not None and trigger.verb is not None and trigger.verb.outcome == "injured"
    return taken and hurt and trigger is not None and trigger.form in PARTICIPLES


def only_fatal(chunks: Sequence[Chunk], phrases: Sequence[Phrase | None], place: int) -> bool:
    """Whether a number only says how many of those before it died: "shot three people, two fatally"."""
    phrase, after = phrases[place], chunks[place + 1 : place + 2]
    number = phrase is not None and phrase.kind == "number"
    return number and bool(after) and after[0].low in load_clause_words().fatal


def reduced(chunks: Sequence[Chunk], place: int) -> bool:
    """Whether a verb group is a participle that only describes what stands before it."""
    words, group = load_clause_words(), chunks[place]
    low = group.tokens[0].low
    form = low.endswith(("ed", "ing")) or low in words.participles
    return len(group.tokens) == 1 and group.trigger is None and form and low not in words.saying


def by_verb(chunks: Sequence[Chunk], place: int, end: int) -> bool:
    """Whether "two of them" stands as object or subject of a verb, not beside those it is a part of."""
    after = chunks[end].kind if end < len(chunks) else "."
    return chunks[max(0, place - 1)].kind == "VG" or after == "VG" or verb_past_aside(chunks, end)


def verb_past_aside(chunks: Sequence[Chunk], place: int) -> bool:
    """Whether a verb stands behind a short aside that begins here: "one of them, a boy of 15, was"."""
    kinds = [one.kind for one in chunks[place : place + ASIDE]]
    close = kinds.index(",", 1) if kinds[:1] == [","] and "," in kinds[1:-1] else 0
    return close > 0 and kinds[close + 1] == "VG"


def counted_member(
    chunks: Sequence[Chunk], phrases: Sequence[Phrase | None], joint: int, breaks: Sequence[int]
) -> bool:
    """Whether what stands before "and" is one more of a list: "1 killed, 1 nurse and 1 doctor wounded"."""
    phrase = phrases[joint - 1]
    counted = phrase is not None and phrase.kind == "people" and phrase.quantity is not None
    return joint - 2 in breaks and counted and chunks[joint].kind == "C"


def siding_with(phrase: Phrase, link: str, side: Sequence[Phrase | None]) -> Phrase:
    """People with those whose side they are on: "forces loyal to the president"."""
    return replace(phrase, end=side[0].end) if link == "to" and side and side[0] is not None else phrase


def whole_before(chunks: Sequence[Chunk], place: int) -> int | None:
    """Where those stand of whom a number is taken, named first: "of the attackers, 31 were killed"."""
    led = place >= LED and chunks[place - 1].kind == "," and chunks[place - LED].low == "of"
    opens = led and (place == LED or chunks[place - LED - 1].kind in (".", "C", ",", "S"))
    return place - 2 if opens else None


def shares_doer(chunks: Sequence[Chunk], place: int) -> bool:
    """Whether a bare participle after "and" goes on with the verb before it: "was seized and held by"."""
    group = chunks[place]
    if group.kind != "VG" or chunks[place - 1].kind != "C" or len(group.tokens) != 1:
        return False
    return group.tokens[0].tag in ("V", "K") and not group.tokens[0].low.endswith("ing")


def says_who(chunks: Sequence[Chunk], left: int, place: int) -> bool:
    """Whether a bare participle only says whom a later verb is about: "a man shot in Northtown has died"."""
    group, verb = chunks[left], chunks[place]
    trigger = group.tokens[0].trigger
    if left == 0 or len(group.tokens) > 1 or trigger is None or trigger.form not in PARTICIPLES:
        return False
    behind = chunks[left + 1 : place]
    plain = {one.kind for one in behind} <= {"P", "NP", "T", "A"} and bool(behind) and behind[0].kind in ("P", "T")
    told = verb.trigger.trigger if verb.trigger is not None else None
    finite = verb.passive or verb.perfect or (told is not None and told.form == "past")
    return chunks[left - 1].kind == "NP" and plain and finite


def said_aside(chunks: Sequence[Chunk], left: int, place: int) -> bool:
    """Whether a verb of saying and who says it stand aside: "jets hit a camp, police said on Monday, killing 11"."""
    between = chunks[left + 1 : place]
    closed = bool(between) and between[-1].kind == "," and {one.kind for one in between[:-1]} <= {"P", "T", "NP", "A"}
    opened = left > 1 and chunks[left - 1].kind == "NP" and chunks[left - 2].kind == ","
    said = chunks[left].tokens[-1].low in load_clause_words().saying
    return said and opened and closed and chunks[place].tokens[-1].low.endswith("ing")


def goes_on_passive(chunks: Sequence[Chunk], left: int, place: int) -> bool:
    """Whether a bare participle goes on with a passive and its doer: "was seized by gunmen in Northtown, then shot"."""
    verb, told = chunks[place], chunks[place].trigger
    bare = not verb.passive and not verb.perfect and chunks[place - 1].kind in (",", "C")
    passive = any(token.low in load_clause_words().be for token in chunks[left].tokens)
    done_by = passive and any(chunks[one].low == "by" for one in range(left + 1, place))
    return bare and done_by and told is not None and told.trigger is not None and told.trigger.form in PARTICIPLES


def hangs_on(chunks: Sequence[Chunk], left: int, place: int) -> bool:
    """Whether a verb has the subject of a participle before it: one that says whom it is about, or its like.

    So have "killing" and "wounding" in "opened fire, killing one man and wounding two others".
    """
    ings = all(chunks[one].tokens[-1].low.endswith("ing") for one in (left, place))
    alike = ings and left > 0 and chunks[left - 1].kind == "," and chunks[place - 1].kind == "C"
    return alike or says_who(chunks, left, place)


def led_together(chunks: Sequence[Chunk], left: int, place: int) -> bool:
    """Whether two verbs hang on one preposition and have no subject: "charged with killing X and wounding Y"."""
    ings = all(chunks[one].tokens[-1].low.endswith("ing") for one in (left, place))
    return ings and left > 0 and chunks[left - 1].kind == "P" and chunks[place - 1].kind == "C"


def of_two_callings(chunks: Sequence[Chunk], first: Phrase, second: Phrase, place: int) -> bool:
    """Whether two callings are one person's, as the verb says: "an editor and columnist was killed".

    So is a number that is only another guess at the same: "nine people, perhaps as many as 15".
    """
    if second.kind == "number" and chunks[place - 1].low in load_clause_words().guesses:
        return True
    if chunks[place - 1].kind != "C" or not first.article or {first.kind, second.kind} != {"people"}:
        return False
    if second.article or second.definite or second.plural or second.quantity or chunks[place].tokens[0].tag == "D":
        return False
    verb = next((one for one in chunks[place + 1 :] if one.kind in ("VG", ".", "S", "R")), None)
    words = load_clause_words()
    if verb is None or verb.kind != "VG" or verb.tokens[0].low in words.plural_verbs:
        return False
    once = not load_role_words().former.isdisjoint(token.low for token in first.tokens)  # "a former editor and critic"
    return once or verb.tokens[0].low in words.singular_verbs


def only_joints(chunks: Sequence[Chunk], segment: Sequence[int], place: int) -> bool:
    """Whether two verbs share their subject: "and" stands between, or "are said to have been killed"."""
    raised = chunks[place].infinitive and chunks[place].perfect
    return all(chunks[one].kind in ("C", "A", ",") for one in segment) if segment else raised


def without_parts(chunks: Sequence[Chunk], stretch: Sequence[int]) -> list[int]:
    """A stretch without asides that begin with a part of those told: "20 men, a colonel among them, were killed"."""
    words = load_role_words()
    commas = [place for place in stretch if chunks[place].kind == ","]
    aside: set[int] = set()
    for first, last in pairwise(commas):
        pointed = (chunks[place].low for place in range(first + 3, last) if chunks[place - 1].low in words.part_leads)
        if chunks[first + 1].kind != "C" and not words.those_told.isdisjoint(pointed):
            aside.update(range(first, last + 1))
    return [place for place in stretch if place not in aside]


def taken_for(chunks: Sequence[Chunk], place: int) -> bool:
    """Whether two verb groups from a place on only say for whom somebody is taken: "gunmen believed to be rebels"."""
    words = load_clause_words()
    if place < 1 or place + 1 >= len(chunks) or chunks[place].kind != "VG" or chunks[place + 1].kind != "VG":
        return False
    return chunks[place].low in words.taken and chunks[place + 1].low in words.to_be


def counted_before(chunks: Sequence[Chunk], place: int, counted: Phrase) -> bool:
    """Whether a bare participle speaks of the people counted before it: "with 110 injured", "of the 81 injured, …".

    So it does where only its doer can follow: "a day of mourning for 41 people killed by two men".
    """
    words, lead = load_clause_words(), chunks[place - 2]
    if lead.low in words.accompanied:
        return True
    by = place + 1 < len(chunks) and chunks[place + 1].low == "by"
    opens = lead.place == 0 or chunks[lead.place - 1].kind in (".", ",", "S", "C")
    whole = opens and counted.definite and lead.low in words.wholes
    return whole or (by and lead.kind == "P" and counted.kind == "people")


def accompanying(chunks: Sequence[Chunk], phrases: Sequence[Phrase | None], place: int) -> list[Phrase]:
    """The counted of whom a bare participle says what became of them: "with 110 injured", "…, and 26 hurt"."""
    phrase, verb = phrases[place - 1] if place > 1 else None, chunks[place]
    if phrase is None or verb.passive or len(verb.tokens) > 1:
        return []
    if listed := _counted_together(chunks, phrases, place):
        return listed
    if phrase.quantity is None:
        return []
    alone = phrase.kind in ("number", "people") and counted_before(chunks, place, phrase)
    added = chunks[place - 2].kind == "C" and phrase.kind == "number"
    return [phrase] if alone or added or taken_from(chunks, phrases, place) else []


def _counted_together(chunks: Sequence[Chunk], phrases: Sequence[Phrase | None], place: int) -> list[Phrase]:
    """The people of a list after "with", of whom a bare participle speaks: "with 25 rebels and a civilian killed"."""
    first, found = place - 1, list[Phrase]()
    while first > 0 and (phrase := phrases[first]) is not None and phrase.kind in ("people", "number"):
        found.insert(0, phrase)
        first -= 1 + (chunks[first - 1].kind in ("C", ","))
        if chunks[first].kind == "P":
            break
    with_them = first >= 0 and chunks[first].low in load_clause_words().accompanied
    counted = any(one.quantity is not None for one in found)
    return found if with_them and counted and len(found) > 1 else []


def inverted(chunks: Sequence[Chunk], place: int, group: int | None = None) -> bool:
    """Whether a verb of being stands behind a participle that opens the sentence: "killed were a nurse and …".

    ``group`` is the place of the participle where others stand between: "killed in the raid on Friday were …".
    """
    be = load_clause_words().be
    first = place - 1 if group is None else group
    opens = first == 0 or (first > 0 and chunks[first - 1].kind == ".")
    return opens and chunks[place].kind == "VG" and all(one.low in be for one in chunks[place].tokens)


def is_among(chunks: Sequence[Chunk], place: int) -> bool:
    """Whether somebody is said to be among those counted, who are no part themselves: "was among three people hit"."""
    return place > 0 and chunks[place - 1].kind == "VG" and chunks[place - 1].tokens[-1].low in load_clause_words().be


def two_of_one_verb(chunks: Sequence[Chunk], breaks: Sequence[int], place: int) -> bool:
    """Whether two people before a verb for several are its subject: "one was killed and a man and a boy were hurt"."""
    if len(breaks) < len("ab") or breaks[-1] - breaks[-2] != 2 or chunks[breaks[-1] + 1].kind != "NP":
        return False
    joints = all(chunks[one].kind == "C" for one in breaks[-2:]) and chunks[breaks[-2] + 1].kind == "NP"
    return joints and chunks[place].tokens[0].low in load_clause_words().plural_verbs


def goes_on_list(chunk: Chunk) -> bool:
    """Whether a mark or word can stand between the members of a list; not so "but"."""
    return chunk.kind in (",", "C", "A") and chunk.low not in load_clause_words().contrast
