"""A noun phrase understood: how many, of what kind, and whether it is somebody, something, a weapon or an act."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from tallybook.codebook.actor_table import ActorHit
from tallybook.extract.chunks import Chunk
from tallybook.extract.words import Layer, Token
from tallybook.lang.base import Entry, Lexicon
from tallybook.lang.places import PlaceWords
from tallybook.lang.quantities import Quantity
from tallybook.lang.triggers import Cues, NounSense
from tallybook.model import Span

GEO_HEADS = frozenset(
    [
        "department",
        "departments",
        "province",
        "provinces",
        "district",
        "districts",
        "jurisdiction",
        "municipality",
        "county",
        "region",
        "regions",
        "area",
        "areas",
        "zone",
        "zones",
        "canton",
        "sector",
        "city",
        "town",
        "village",
        "hamlet",
        "state",
        "states",
        "governorate",
        "neighborhood",
        "neighbourhood",
        "suburb",
        "outskirts",
        "capital",
        "country",
        "territory",
        "coast",
        "border",
    ]
)
"""Heads of noun phrases that are places, never people or buildings."""
NO_TITLE = frozenset(
    [
        "attackers",
        "armed_opposition",
        "organized_crime",
        "irregulars",
        "national",
        "local",
        "individual",
        "other",
        "people",
        "person",
    ]
)
"""Categories of people, and words, that stand before names of groups and things rather than of persons."""
ONLY_HIT = frozenset(
    [
        "civilians",
        "children",
        "students",
        "teachers",
        "medical",
        "aid_workers",
        "journalists",
        "religious",
        "judicial",
        "business",
        "workers",
        "foreigners",
        "relatives",
        "political",
    ]
)
"""Groups of people who are not taken for the doers of an attack by their word alone."""
UNNAMED_DOERS = frozenset(
    [
        "man",
        "men",
        "individual",
        "individuals",
        "woman",
        "women",
        "person",
        "persons",
        "youth",
        "youths",
        "male",
        "males",
        "subjects",
    ]
)
"""Words for people that reports use of attackers they cannot name."""
PhraseKind = Literal[
    "people", "thing", "weapon", "event", "actor", "place", "name", "number", "pronoun", "toll", "other"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A noun phrase in its place. ``core`` is where the phrase stands without determiner and number."""

    start: int
    end: int
    core_start: int
    low: str
    head: str
    kind: PhraseKind
    entry: Entry | None = None
    quantity: Quantity | None = None
    article: bool = False
    definite: bool = False
    plural: bool = False
    actor: ActorHit | None = None
    noun: NounSense | None = None
    noun_plural: bool = False
    outcome: str | None = None
    place: int = 0
    tokens: tuple[Token, ...] = ()
    title: tuple[Token, ...] = ()
    shouted: bool = False

    @property
    def perpetrator_like(self) -> bool:
        """Whether the words themselves name somebody who acts: an armed group, gunmen, soldiers."""
        return self.kind == "actor" or (
            self.entry is not None and self.entry.entry_class == "person" and self.entry.side != "victims"
        )

    @property
    def doer_like(self) -> bool:
        """Whether it can stand as the doer: armed people, an actor, a name, a pronoun; civilians only as "men" or "persons"."""
        if self.kind in ("actor", "name", "pronoun"):
            return True
        if self.kind == "people" and self.actor is not None:
            return True
        if self.kind != "people" or self.entry is None:
            return False
        return self.entry.category not in ONLY_HIT or (self.head.split()[-1] in UNNAMED_DOERS)

    @property
    def victim_like(self) -> bool:
        """Whether it can be people that something was done to."""
        return self.kind in ("people", "name", "actor", "number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What is needed to understand the noun phrases of one document."""

    text: str
    lexicon: Lexicon
    cues: Cues
    quantities: Layer[Quantity]
    actors: Layer[ActorHit]
    places: Layer[Span]
    capitals: bool
    names: PlaceWords
    lower: str
    demonyms: frozenset[str]
    forms: dict[str, str] = field(default_factory=dict)

    def phrase(self, chunk: Chunk) -> Phrase:
        """A noun chunk understood."""
        if chunk.kind == "O":
            return Phrase(start=chunk.start, end=chunk.end, core_start=chunk.start, low=chunk.low, head=chunk.low, kind="pronoun", place=chunk.place, tokens=tuple(chunk.tokens))  # fmt: skip
        quantity = self._quantity(chunk)
        words = _trimmed(chunk.tokens, quantity)
        first = chunk.tokens[0]
        title, words = self._split_title(words)
        entry, head = self._entry(words)
        noun = words[-1].trigger.noun if words and words[-1].trigger and words[-1].tag == "E" else None
        actor = self._actor(words)
        outcome = self.cues.casualty_nouns.get(words[-1].low) if words else None
        kind = "name" if title else self._kind(words, entry, noun, actor, quantity, outcome)
        if title:
            entry = self._entry(list(title))[0]
        return Phrase(
            start=chunk.start, end=words[-1].end if words else chunk.end, core_start=words[0].start if words else chunk.start,
            low=" ".join(token.low for token in words), head=head, kind=kind, entry=entry, quantity=quantity,
            article=first.low in ("a", "an", "another") or (quantity is not None and quantity.form == "article"),
            definite=first.low in ("the", "this", "that", "these", "those"),
            plural=bool(entry and entry.plural), actor=actor, noun=noun,
            noun_plural=bool(words and words[-1].trigger and words[-1].trigger.plural), outcome=outcome, place=chunk.place,
            tokens=tuple(words), title=title, shouted=self.capitals,
        )  # fmt: skip

    def _split_title(self, words: list[Token]) -> tuple[tuple[Token, ...], list[Token]]:
        """ "Former minister Ana Ruiz": the words before the name that say who it is, and the name."""
        hits = self.actors.within(words[0].start, words[-1].end) if words else []
        for last in range(len(words) - 2, -1, -1):
            entry = self.lexicon.people.get(words[last].low)
            known = entry is not None and entry.kind == "person" and entry.category not in NO_TITLE
            people = words[last].low in self.demonyms
            titled = (
                people
                or (known and words[last].low not in NO_TITLE)
                or words[last].low.rstrip(".") in self.names.titles
            )
            rest = words[last + 1 :]
            named = all(self._name_word(word) for word in rest)
            if people or (entry is not None and entry.plural):
                named = named and any(word.low in self.names.given_names for word in rest)
            if titled and named and all(hit.end <= words[last].start for hit in hits):
                return tuple(words[: last + 1]), words[last + 1 :]
        return (), words

    def full_name(self, phrase: Phrase) -> str:
        """The longest form of a person's name in the text that ends with the words of the phrase, in lower case."""
        return self._full_names(phrase.low)

    def _full_names(self, low: str) -> str:
        found = self.forms.get(low)
        if found is None:
            pattern = re.compile(r"((?:[\w'’.-]+\s+){1,3})" + re.escape(low) + r"(?![\w-])")
            fronts = [match.group(1).split() for match in pattern.finditer(self.lower)]
            given = [
                " ".join(front[number:])
                for front in fronts
                for number in range(len(front))
                if front[number] in self.names.given_names
                and not any(self.lexicon.find(word) for word in front[number:])
            ]
            found = self.forms[low] = f"{max(given, key=len)} {low}" if given else low
        return found

    def _name_word(self, word: Token) -> bool:
        if word.tag != "W" or word.trigger is not None or not word.low[0].isalpha():
            return False
        if not (self.capitals or word.capital):
            return False
        low = word.low
        return (
            low not in self.lexicon.people
            and low not in self.lexicon.targets
            and low not in self.lexicon.weapons
            and low not in GEO_HEADS
        )

    def _quantity(self, chunk: Chunk) -> Quantity | None:
        return next(
            (
                one
                for one in self.quantities.within(chunk.start, chunk.end)
                if one.form in ("number", "word", "vague", "zero") or one.text.lower() == "one"
            ),
            None,
        )

    def _actor(self, words: list[Token]) -> ActorHit | None:
        hits = self.actors.within(words[0].start, words[-1].end) if words else []
        return hits[-1] if hits else None

    def _entry(self, words: list[Token]) -> tuple[Entry | None, str]:
        """The lexicon entry of the head: the longest known phrase that ends the noun phrase."""
        if not words:
            return None, ""
        ends = len(words)
        for first in range(max(0, ends - self.lexicon.longest), ends):
            low = " ".join(token.low for token in words[first:ends])
            for table in (self.lexicon.people, self.lexicon.targets, self.lexicon.weapons):
                if low in table:
                    return table[low], low
        return None, words[-1].low

    def _kind(
        self, words: list[Token], entry: Entry | None, noun: NounSense | None, actor: ActorHit | None, quantity: Quantity | None, outcome: str | None
    ) -> PhraseKind:  # fmt: skip
        if not words:
            return "number" if quantity else "other"
        if noun is not None:
            return "event"
        if outcome is not None and (quantity is not None or words[0].low in ("dead", "wounded", "injured")):
            return "toll"
        if words[-1].low in GEO_HEADS:
            return "place"
        if entry is not None and entry.entry_class == "person":
            return "people"
        if actor is not None and actor.end >= words[-1].end:
            return "actor"
        if entry is not None:
            return "thing" if entry.entry_class == "target" else "weapon"
        if self.places.within(words[0].start, words[-1].end) and self.places.at(words[-1].start):
            return "place"
        if words[-1].low in ("others", "other", "more"):
            return "people"
        return "name" if self._is_name(words) else "other"

    def _is_name(self, words: list[Token]) -> bool:
        """Two or more capitalised words; in a text of capitals, two to five words that no list knows, or a known given name."""
        if self.capitals and len(words) == 1:
            low = words[0].low
            named = low in self.names.given_names or low in self.names.surnames or self._full_names(low) != low
            return named and self._name_word(words[0])
        if self.capitals:
            known = any(word.low in self.names.given_names or word.low in self.names.surnames for word in words)
            return len(words) <= 6 and known and all(self._name_word(word) for word in words)
        return len(words) <= 6 and words[-1].capital and words[0].capital


def _trimmed(tokens: list[Token], quantity: Quantity | None) -> list[Token]:
    """The words after determiner and number; nothing but a number leaves no words."""
    first = 0
    while first < len(tokens) and (
        tokens[first].tag in ("D", "N") or tokens[first].low in ("further", "other", "additional", "estimated")
    ):
        first += 1
    if first == len(tokens) and tokens[-1].low == "other":
        first -= 1
    words = tokens[first:]
    while words and words[-1].tag in ("'s",):
        words = words[:-1]
    return words
