"""Everybody and everything that a document names, as candidates for the parts of its stories.

A candidate is one name or one description, wherever it stands. ``standing`` says what is known of it, and ``casting``
weighs that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

from tallybook.codebook.actor_table import ActorHit, load_actors
from tallybook.extract.chunks import Chunk
from tallybook.extract.clause import Clause
from tallybook.extract.namesakes import fuller
from tallybook.extract.nouns import actor_phrase, weapon_inside
from tallybook.extract.phrases import Phrase, Reader
from tallybook.lang.base import split_words
from tallybook.lang.grammar import load_grammar
from tallybook.lang.roles import load_role_words

Part = Literal["individual", "organization", "target", "victim", "people", "weapon"]
PARTS: tuple[Part, ...] = ("individual", "organization", "target", "victim", "people", "weapon")
HIDING = ("event", "other", "place", "thing")
"""Kinds of phrases that may end with the name of a person."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place where a candidate stands: its phrase, the number of its sentence, and how it stands there.

    ``starts`` are where the rules would say that it begins: the phrase, and the one that it is a piece of. ``clause``
    is the sentence taken apart.
    """

    phrase: Phrase
    sentence: int
    tags: tuple[str, ...]
    starts: tuple[int, ...]
    clause: Clause = field(repr=False, compare=False)


@dataclass(slots=True)
class Candidate:
    """One name or description with all its places in the document, the first of them first."""

    part: Part
    key: str
    places: list[Place] = field(default_factory=list)

    @property
    def phrase(self) -> Phrase:
        """The phrase that stands for it: the fullest form of a person's name, else the first."""
        if self.part == "victim":
            return max((place.phrase for place in self.places), key=lambda one: len(one.low))
        return self.places[0].phrase


def candidates(clauses: Sequence[Clause | None], reader: Reader) -> list[Candidate]:
    """The candidates of a document for all parts, in the order of the text."""
    found: dict[tuple[Part, str], Candidate] = {}
    for number, clause in enumerate(clauses):
        if clause is None:
            continue
        verbs = _verbs_around(clause.chunks)
        for place, one in enumerate(clause.phrases):
            phrase = clause.whole(place) if one is not None else None
            if phrase is None or not phrase.tokens:
                continue
            tags = (*_tags(clause, place, reader), *_verbs(verbs, place, reader))
            whole = _whole(clause, place)
            for part, key, who in (*_parts(phrase, reader, whole), *_inside(phrase, reader)):
                candidate = found.setdefault((part, key), Candidate(part, key))
                candidate.places.append(Place(who, number, tags, (who.core_start, phrase.core_start), clause))
    return _as_one(found, reader)


def _as_one(found: dict[tuple[Part, str], Candidate], reader: Reader) -> list[Candidate]:
    """The candidates, those who are one person under two names put together."""
    names = [key for part, key in found if part == "victim"]
    for name, whole in fuller(names, reader.names.given_names).items():
        places = [*found["victim", whole].places, *found.pop(("victim", name)).places]
        found["victim", whole].places = sorted(places, key=lambda place: place.phrase.start)
    return sorted(found.values(), key=lambda one: one.places[0].phrase.start)


def _parts(phrase: Phrase, reader: Reader, whole: Phrase | None = None) -> Iterator[tuple[Part, str, Phrase]]:
    """The parts for which a phrase is a candidate, each with the key that its namesakes share.

    ``whole`` is the phrase with the "of" behind it, where there is one: people and things are called by all of it.
    """
    hit = phrase.actor
    if hit is not None and load_actors().get(hit.actor).kind in ("organization", "state"):
        yield "organization", f"={hit.actor}", _named(phrase, hit)
    kind = _kind(phrase)
    if kind == "name":
        full = reader.full_name(phrase)
        yield "victim", full, phrase
        yield "individual", full, _titled(phrase)
    elif kind == "people":
        body = phrase.entry is not None and phrase.entry.kind != "person"
        if hit is None and body:
            yield "organization", phrase.low, phrase
        doers = doers_of(phrase) or (None if body else replace(phrase, actor=None))
        if doers is not None:
            yield _individual(doers, whole, reader)
        yield "people", phrase.low, phrase
    elif kind == "thing":
        yield "target", phrase.low, whole or phrase
    elif kind == "weapon":
        yield "weapon", phrase.low, phrase
    elif kind == "other" and not phrase.low[:1].isdigit():
        yield from _unknown(phrase, reader, whole)
    elif kind == "actor":
        members = doers_of(phrase)
        if members is not None:
            yield _individual(members, whole, reader)
        yield "people", phrase.low, phrase


def _unknown(phrase: Phrase, reader: Reader, whole: Phrase | None) -> Iterator[tuple[Part, str, Phrase]]:
    """The parts of what no list knows: a thing, a body or members of one by the head, somebody's name in capitals."""
    head = phrase.tokens[-1].low
    yield "target", phrase.low, whole or phrase
    if phrase.actor is None and head in _organization_heads():
        yield "organization", phrase.low, phrase
    if head in load_role_words().members and whole is not None:
        yield _individual(phrase, whole, reader)
    if reader.may_be_name(phrase):
        yield "victim", reader.full_name(phrase), replace(phrase, kind="name")
    if head in reader.demonyms or head.removesuffix("s") in reader.demonyms or _ends_like_people(head):
        people = replace(phrase, kind="people")
        yield _individual(people, whole, reader)
        yield "people", phrase.low, people


@cache
def _ends_like_people(head: str) -> bool:
    """Whether a word that no list knows ends like one for people: "breeders", "sympathizers"."""
    return any(head.endswith(ending) for ending in load_role_words().people_endings)


def _kind(phrase: Phrase) -> str:
    """The kind of a phrase; people whose name only sounds like an event, such as death squads, are people."""
    people = phrase.entry is not None and phrase.entry.entry_class == "person"
    named = phrase.kind == "event" and phrase.noun is not None and phrase.noun.event is None
    return "people" if people and named else phrase.kind


def _individual(doers: Phrase, whole: Phrase | None, reader: Reader) -> tuple[Part, str, Phrase]:
    """Those who act, told apart by whose they are: members of one group and members of another are two."""
    if whole is None:
        return "individual", doers.low, doers
    key = " ".join(reader.lower[doers.core_start : whole.end].split())
    return "individual", key, replace(doers, end=whole.end)


def _titled(phrase: Phrase) -> Phrase:
    """A person's name with the title that is said with it."""
    return replace(phrase, core_start=phrase.title[0].start) if phrase.title else phrase


def _whole(clause: Clause, place: int) -> Phrase | None:
    """A phrase with the "of" behind it and what that joins."""
    phrase, chunks = clause.phrases[place], clause.chunks
    if phrase is None or not phrase.tokens or place + 2 >= len(chunks) or chunks[place + 1].low != "of":
        return None
    other = clause.phrases[place + 2]
    if other is None or not other.tokens:
        return None
    return replace(phrase, end=other.end)


def _inside(phrase: Phrase, reader: Reader) -> Iterator[tuple[Part, str, Phrase]]:
    """What stands inside a phrase: the weapon of "car bomb attack", "rifle fire", who was hit in "the mayor's murder".

    In capitals a phrase that is taken for something else may end with somebody's name: "CATTLEMAN ZARKO VELIMOV".
    """
    if phrase.kind in ("event", "weapon"):
        weapon = weapon_inside(phrase, reader.lexicon)
        if weapon is not None:
            yield "weapon", weapon.low, weapon
    name = reader.name_inside(phrase) if phrase.kind in HIDING else None
    if name is not None:
        full = reader.full_name(name)
        yield "victim", full, name
        yield "individual", full, name
    if phrase.kind != "event":
        return
    owner = possessor(phrase, reader)
    if owner is not None:
        yield from _parts(owner, reader)


def possessor(phrase: Phrase, reader: Reader) -> Phrase | None:
    """Whose event it is, where the noun phrase says so: "the mayor" in "the mayor's murder"."""
    mark = next((place for place, token in enumerate(phrase.tokens) if token.tag == "'s"), None)
    if not mark:
        return None
    return reader.phrase(Chunk("NP", list(phrase.tokens[:mark]), phrase.place))


def doers_of(phrase: Phrase) -> Phrase | None:
    """The people without the name of their organization: "guerrillas" in "ELN guerrillas"; None for the name alone."""
    hit = phrase.actor
    if hit is None or hit.start >= phrase.end or hit.end <= phrase.core_start:
        return phrase
    rest = tuple(token for token in phrase.tokens if token.start >= hit.end and token.tag != "'s")
    if not rest:
        return None
    low = " ".join(token.low for token in rest)
    return replace(phrase, start=rest[0].start, core_start=rest[0].start, low=low, tokens=rest, actor=None)


@cache
def _organization_heads() -> frozenset[str]:
    lists = load_grammar("en", "perpetrators.yaml")
    return frozenset((*split_words(lists["organization_heads"]), *split_words(lists["ruling_heads"])))


def _named(phrase: Phrase, hit: ActorHit) -> Phrase:
    return actor_phrase(phrase, hit.start, hit.end, hit.text)


# -- how a candidate stands in its sentence


def _tags(clause: Clause, place: int, reader: Reader) -> Iterator[str]:
    """The words and verbs beside a noun phrase, by their classes."""
    chunks = clause.chunks
    before = chunks[place - 1] if place else None
    after = chunks[place + 1] if place + 1 < len(chunks) else None
    if before is None:
        yield "opens"
    elif before.kind == "P":
        yield f"after {before.low}"
        yield from _governor(clause, place - 1, before.low, reader)
    elif before.kind == "VG":
        yield f"object of {_verb(before, reader)}"
    else:
        yield f"after {before.kind}"
    if after is None:
        yield "closes"
    elif after.kind == "VG":
        yield f"subject of {_verb(after, reader)}"
    elif after.kind == "P":
        yield f"before {after.low}"
    elif after.kind in ("R", ",", "(", "C"):
        yield f"before {after.kind}"


def _verbs_around(chunks: Sequence[Chunk]) -> list[tuple[Chunk | None, Chunk | None]]:
    """For each chunk the verb group before it and the one after it."""
    before: list[Chunk | None] = []
    last: Chunk | None = None
    for one in chunks:
        before.append(last)
        last = one if one.kind == "VG" else last
    after: list[Chunk | None] = []
    last = None
    for one in reversed(chunks):
        after.append(last)
        last = one if one.kind == "VG" else last
    return list(zip(before, reversed(after), strict=True))


def _verbs(verbs: Sequence[tuple[Chunk | None, Chunk | None]], place: int, reader: Reader) -> Iterator[str]:
    """The verbs on both sides of a noun phrase that do not stand straight beside it."""
    behind, ahead = verbs[place]
    if ahead is not None and ahead.place != place + 1:
        yield f"ahead of {_verb(ahead, reader)}"
    if behind is not None and behind.place != place - 1:
        yield f"behind {_verb(behind, reader)}"


def _governor(clause: Clause, place: int, word: str, reader: Reader) -> Iterator[str]:
    """What a preposition hangs on: an event, a verb, or another noun."""
    if place == 0:
        return
    before, phrase = clause.chunks[place - 1], clause.phrases[place - 1]
    if phrase is not None and phrase.noun is not None:
        yield f"{word} of event {phrase.noun.outcome or phrase.noun.event}"
    elif before.kind == "VG":
        yield f"{word} of {_verb(before, reader)}"
    elif phrase is not None:
        yield f"{word} of {phrase.kind}"


def _verb(group: Chunk, reader: Reader) -> str:
    """The class of a verb group: what its verb does to whom, and its voice."""
    sense = group.trigger.trigger.verb if group.trigger and group.trigger.trigger else None
    voice = "passive " if group.passive else ""
    if sense is None:
        saying = group.tokens[-1].low in reader.lexicon.reporting_verbs
        return f"{voice}saying" if saying else f"{voice}verb"
    if sense.light:
        return f"{voice}doing"
    return f"{voice}{sense.outcome or sense.thing or sense.event or 'act'}{'' if sense.strong else ' weak'}"
