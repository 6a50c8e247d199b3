"""What a candidate can be called: with fewer or more of the words before its head, and with those that hang on it.

"Four heavily armed men of the front" is also "heavily armed men", "armed men", "men of the front". Which of them a task
takes for the name is learnt from its answers, like who plays a part; ``casting`` weighs the features made here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from tallybook.extract.candidates import Candidate, Place
from tallybook.extract.phrases import Phrase
from tallybook.extract.standing import Rivals
from tallybook.extract.surroundings import NOBODY, word
from tallybook.extract.wording import of_a_person
from tallybook.extract.words import Token
from tallybook.lang.clauses import load_clause_words
from tallybook.lang.places import load_place_words

PLACES = 10
"""Places of a candidate whose words are looked at, the first ones."""
FIRST, LAST = 5, 3
"""Beginnings that are tried: so many of the longest and of the shortest."""
MANY = 5
"""Counts from here on are one class."""
SHARES = (0.2, 0.5, 0.99, 1.0)
"""Bounds of the classes of the share of places that have a form."""
JOINED, HANGING = ("of", "and", "in"), ("in", "from", "at", "on", "with", "for", "to", "near")
"""Words behind "of …" that go on with it, and prepositions that hang a phrase on another."""
PARTICIPLES = ("ing", "ed")


@dataclass(slots=True)
class Form:
    """One form: where it stands, the places that have it, and what is told of it."""

    low: str
    spans: list[tuple[int, int, Place]] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    words: int = 0


@dataclass(frozen=True, slots=True)
class _Edge:
    """Where a form begins or ends, by which rule, and of how many words before its end it is made."""

    at: int
    rule: str
    category: str = ""
    first: Token | None = None
    before: Token | None = None
    words: int = 0


def forms(candidate: Candidate, rivals: Rivals, lower: str) -> list[Form]:
    """All forms of a candidate with what speaks for and against each, in the order of the text."""
    found: dict[str, Form] = {}
    for place in candidate.places[:PLACES]:
        for begin, end in product(_begins(place), _ends(place)):
            if begin.at < end.at:
                low = " ".join(lower[begin.at : end.at].split())
                form = found.setdefault(low, Form(low))
                form.spans.append((begin.at, end.at, place))
                form.words = max(form.words, begin.words)
                form.told.update(_told(place.phrase, begin, end, low))
    longest = max((one.words for one in found.values()), default=0)
    for one in found.values():
        one.told |= _among(one, candidate, rivals) | {f"longest {one.words == longest}"}
        one.told |= {f"{candidate.part} {feature}" for feature in one.told}
    return list(found.values())


def _begins(place: Place) -> Iterator[_Edge]:
    """Where a form can begin: at any word of its phrase, the number before it too, but not at its article."""
    phrase = place.phrase
    lead = _lead(place)
    every = [*lead, *phrase.tokens]
    made = []
    for number, token in enumerate(every):
        if token.tag == "'s":
            continue
        dropped = number - len(lead)
        rule = "number" if dropped < 0 else "core" if not dropped else f"less {min(dropped, LAST)}"
        if dropped > 0 and number == len(every) - 1:
            rule = "head"
        elif dropped < 0 and not number:
            rule = "whole"
        before = every[number - 1] if number else None
        made.append(_Edge(token.start, rule, first=token, before=before, words=len(every) - number))
    if phrase.core_start not in {one.at for one in made}:
        made.append(_Edge(phrase.core_start, "own", first=phrase.tokens[0] if phrase.tokens else None))
    yield from made if len(made) <= FIRST + LAST else (*made[:FIRST], *made[-LAST:])


def _lead(place: Place) -> list[Token]:
    """The words of the chunk before the phrase, without articles: numbers, "several"."""
    phrase, chunks = place.phrase, place.clause.chunks
    if not phrase.tokens or not 0 <= phrase.place < len(chunks):
        return []
    lead = [token for token in chunks[phrase.place].tokens if token.end <= phrase.tokens[0].start]
    small = load_clause_words()
    while lead and (lead[0].low in small.definite or lead[0].low in small.indefinite):
        lead = lead[1:]
    return lead


def _ends(place: Place) -> Iterator[_Edge]:
    """Where a form can end: behind its head, or behind what hangs on that."""
    phrase, clause = place.phrase, place.clause
    head = phrase.tokens[-1].end if phrase.tokens else phrase.end
    yield _Edge(head, "head")
    if phrase.kind == "actor" and len(phrase.tokens) > 1:
        yield _Edge(phrase.tokens[-2].end, "less")  # "the front", not "the front guerrillas"
    if phrase.end != head:
        yield _Edge(phrase.end, "own")
    chunks, at = clause.chunks, phrase.place
    if not 0 <= at < len(chunks) - 2 or chunks[at + 2].kind != "NP" or chunks[at].end != head:
        return
    joint, other = chunks[at + 1], clause.phrases[at + 2]
    category = "" if other is None else other.entry.category if other.entry is not None else other.kind
    last = joint.tokens[-1].low
    if joint.low == "of":
        if chunks[at + 2].end != phrase.end:
            yield _Edge(chunks[at + 2].end, "of", category)
        if at + 4 < len(chunks) and chunks[at + 3].low in JOINED and chunks[at + 4].kind == "NP":
            yield _Edge(chunks[at + 4].end, f"of {chunks[at + 3].low}", category)
    elif (joint.kind == "P" and last in HANGING) or joint.low == "and":
        yield _Edge(chunks[at + 2].end, last, category)
    elif joint.kind == "VG" and not joint.passive and last.endswith(PARTICIPLES):
        yield _Edge(chunks[at + 2].end, "participle", category)


def _told(phrase: Phrase, begin: _Edge, end: _Edge, low: str) -> Iterator[str]:
    """What the edges of a form say for it: their rules, and single words where they are nobody's name."""
    category = phrase.entry.category if phrase.entry is not None else "none"
    both = f"{begin.rule} {end.rule}"
    yield from (f"from {begin.rule}", f"to {end.rule}", f"from to {both}", f"to {end.rule} {end.category}")
    yield from (f"from {begin.rule} {phrase.kind}", f"of {phrase.kind} {min(len(phrase.tokens), MANY)}")
    yield from (f"words {min(begin.words, MANY)} {end.rule}", f"from to {both} {category}")
    if begin.first is None:
        return
    names, first, before = load_place_words("en"), begin.first, begin.before
    if of_a_person(phrase):
        yield f"given {first.low in names.given_names}"
        yield f"surname {first.low in names.surnames}"
        yield f"given before {before is not None and before.low in names.given_names}"
        return
    head = phrase.low.rpartition(" ")[2]
    yield f"~first {word(first)}"
    yield f"~dropped {word(before) if before is not None else NOBODY}"
    yield from (
        f"~head {head} to {end.rule}",
        f"~head {head} from {begin.rule}",
        f"~{word(first)} {head}",
        f"~all {low}",
    )


def _among(form: Form, candidate: Candidate, rivals: Rivals) -> set[str]:
    """How a form stands among all: how many places have it, and who else is called so or ends so."""
    share = len({place.sentence for _, _, place in form.spans}) / len({place.sentence for place in candidate.places})
    named, ends = form.low in rivals.lows, min(rivals.endings[form.low], MANY)
    return {
        f"share {next((bound for bound in SHARES if share <= bound), 'more')}",
        f"named {named}", f"ends {ends}", f"named {named} {ends} {min(form.low.count(' '), MANY)}",
        f"own {form.low == candidate.phrase.low}",
    }  # fmt: skip
