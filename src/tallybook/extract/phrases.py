"""A noun phrase understood: how many, of what kind, and whether it is somebody, something, a weapon or an act."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Literal

from tallybook.codebook.actor_table import ActorHit
from tallybook.codebook.inference import load_inference
from tallybook.extract.chunks import Chunk
from tallybook.extract.words import Layer, Token
from tallybook.lang.base import Entry, Lexicon
from tallybook.lang.clauses import load_clause_words
from tallybook.lang.places import PlaceWords
from tallybook.lang.quantities import Quantity
from tallybook.lang.roles import RoleWords, load_role_words
from tallybook.lang.triggers import Cues, NounSense
from tallybook.model import Span

NAME_WORDS = 6
"""A name has at most so many words; longer runs of capitals are headings or titles of things."""
FRONT = 120
"""Characters before a surname in which its given names stand, three words at most."""
LOOKS = 200
"""Places at which the full form of a name is sought; who is named more often was named in full among the first."""
FRONT_REACH = 60
"""Characters before a surname in which the given names stand."""
AGED = 3
"""Words of an age without hyphens."""
YEAR_OLD = ("-year-old", "-month-old", "-week-old", "-day-old")
"""An age that stands for who is of that age: "a 34-year-old was killed"."""
OLD = ("-year", "-month", "-week")
"""The same before a word of its own: "an 18-month old"."""
SOMEBODY = "person"
"""The entry of the people lexicon for somebody of whom nothing more is said."""
PhraseKind = Literal[
    "people", "thing", "weapon", "event", "actor", "place", "name", "number", "pronoun", "toll", "other"
]


@dataclass(slots=True, kw_only=True)
class Phrase:
    """A noun phrase in its place. ``core`` is where the phrase stands without determiner and number.

    ``taken`` where a number is of a larger one behind it: "one of three people".

    Not changed after it is made, but not frozen either: some forty are made for a document, of 22 fields, and a frozen
    one takes three times as long to make.
    """

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
    state: str | None = None
    place: int = 0
    tokens: tuple[Token, ...] = ()
    title: tuple[Token, ...] = ()
    shouted: bool = False
    spot: bool = False
    more: bool = False
    taken: bool = False

    @property
    def perpetrator_like(self) -> bool:
        """Whether the words themselves name somebody who acts: an armed group, gunmen, soldiers."""
        return self.kind == "actor" or (
            self.entry is not None and self.entry.entry_class == "person" and self.entry.side != "victims"
        )

    @property
    def doer_like(self) -> bool:
        """Whether it can stand as the doer: armed people, an actor, a name; civilians only as "men" or "persons"."""
        if self.kind in ("actor", "name", "pronoun"):
            return True
        if self.kind == "people" and self.actor is not None:
            return True
        if self.kind != "people" or self.entry is None:
            return False
        unnamed = self.head.rpartition(" ")[2] in load_role_words().unnamed_doers
        return unnamed or self.entry.category not in load_inference().seldom_doers

    @property
    def victim_like(self) -> bool:
        """Whether it can be people that something was done to."""
        return self.kind in ("people", "name", "actor", "number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What is needed to understand the noun phrases of one document; ``lower`` is as long as ``text``."""

    text: str
    lower: str
    capitals: bool
    lexicon: Lexicon
    cues: Cues
    names: PlaceWords
    demonyms: frozenset[str]
    quantities: Layer[Quantity]
    actors: Layer[ActorHit]
    places: Layer[Span]
    forms: dict[str, str] = field(default_factory=dict)
    beginnings: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def phrase(self, chunk: Chunk) -> Phrase:
        """A noun chunk understood."""
        if chunk.kind == "O":
            return Phrase(
                start=chunk.start, end=chunk.end, core_start=chunk.start, low=chunk.low, head=chunk.low, kind="pronoun",
                place=chunk.place, tokens=tuple(chunk.tokens),
            )  # fmt: skip
        quantity = self._quantity(chunk)
        title, words = self._split_title(_trimmed(chunk.tokens))
        entry, head = self._entry(words)
        last = words[-1] if words else None
        noun = last.trigger.noun if last and last.trigger and last.tag == "E" else None
        actor = self._actor(words)
        outcome = self.cues.casualty_nouns.get(last.low) if last else None
        said = self._entry(list(title))[0] if title else entry
        seen = _Seen(
            words=words, entry=entry, noun=noun, actor=actor, quantity=quantity, outcome=outcome, alone=chunk.low,
            determined=chunk.tokens[0].tag == "D",
        )  # fmt: skip
        first, small = chunk.tokens[0].low, load_clause_words()
        return Phrase(
            start=chunk.start, end=last.end if last else chunk.end,
            core_start=words[0].start if words else chunk.start,
            low=" ".join(token.low for token in words), head=head, kind="name" if title else self._kind(seen),
            entry=said, quantity=quantity,
            article=first in small.indefinite or (quantity is not None and quantity.form == "article"),
            definite=first in small.definite,
            plural=bool(said and said.plural), actor=actor, noun=noun,
            noun_plural=bool(last and last.trigger and last.trigger.plural), outcome=outcome, place=chunk.place,
            state=self.cues.casualty_nouns.get(words[0].low) if words else None,
            tokens=tuple(words), title=title, shouted=self.capitals, spot=self._is_spot(words),
            more=first not in small.definite and any(token.low in small.additional for token in chunk.tokens),
        )  # fmt: skip

    # -- names

    def _split_title(self, words: list[Token]) -> tuple[tuple[Token, ...], list[Token]]:
        """The words before a name that say who it is, and the name: "former minister", "Ana Ruiz"."""
        if len(words) > 1 and words[0].low.endswith(YEAR_OLD) and self._are_name(words[1:]):
            return (words[0],), words[1:]
        aged = len(words) > AGED and words[AGED - 1].low == "old" and words[0].low.isdigit()  # "23 year old Ana Ruiz"
        if aged and self._are_name(words[AGED:]):
            return tuple(words[:AGED]), words[AGED:]
        for last in range(len(words) - 2, -1, -1):
            if not self._is_title(words[last]):
                continue
            hits = self.actors.within(words[0].start, words[-1].end)
            if any(hit.end > words[last].start for hit in hits):
                continue
            rest = words[last + 1 :]
            named = all(self._name_word(word) and word.low not in self.demonyms for word in rest)
            if named and (not self._is_crowd(words[last]) or any(word.low in self.names.given_names for word in rest)):
                return tuple(words[: last + 1]), rest
        return (), words

    def _are_name(self, words: list[Token]) -> bool:
        """Whether words are the name of somebody and no word for whence people come: "20-year-old Ana Ruiz"."""
        return all(self._name_word(word) and word.low not in self.demonyms for word in words)

    def _is_title(self, word: Token) -> bool:
        if word.low in self.demonyms or word.low.rstrip(".") in self.names.titles or word.low.endswith(YEAR_OLD):
            return True
        entry = self.lexicon.people.get(word.low)
        titleless = entry is None or entry.kind != "person" or entry.category in load_inference().titleless
        return not titleless and word.low not in load_role_words().untitled

    def _is_crowd(self, word: Token) -> bool:
        """Whether a word speaks of several people, so that only a known given name makes the rest a person's name."""
        entry = self.lexicon.people.get(word.low)
        return word.low in self.demonyms or (entry is not None and entry.plural)

    def full_name(self, phrase: Phrase) -> str:
        """The longest form of a person's name in the text that ends with the words of the phrase, in lower case."""
        return self._full_name(phrase.low)

    def _full_name(self, low: str) -> str:
        found = self.forms.get(low)
        if found is None:
            fronts: list[str] = []
            free = 0
            for at in self._places_of(low):
                fronts += self._fronts(max(free, at - FRONT), at)
                free = at + len(low)
            found = self.forms[low] = f"{max(fronts, key=len)} {low}" if fronts else low
        return found

    def _places_of(self, low: str) -> list[int]:
        """Where some words stand after white space, the first ``LOOKS`` places."""
        if not self.beginnings:
            for match in _BEGINNING.finditer(self.lower):
                self.beginnings[match[0]].append(match.start())
        first = _BEGINNING_WORD.match(low)
        places = self.beginnings.get(first[0], [])[:LOOKS] if first else []
        stands = self.lower.startswith
        return [at for at in places if stands(low, at) and not _GOES_ON.match(self.lower, at + len(low))]

    def _fronts(self, start: int, at: int) -> list[str]:
        """The words before an offset that begin with a given name, up to three, none from before ``start``."""
        front = _front(self.lower[max(start, at - FRONT_REACH) : at])
        return [
            " ".join(front[number:])
            for number in range(len(front))
            if front[number] in self.names.given_names and not any(self.lexicon.find(word) for word in front[number:])
        ]

    def may_be_name(self, phrase: Phrase) -> bool:
        """Whether, in a text of capitals, words that no list knows may be the name of somebody."""
        words = phrase.tokens
        bare = not (phrase.article or phrase.definite or phrase.quantity is not None or phrase.actor is not None)
        return self.capitals and bare and 1 < len(words) <= NAME_WORDS and all(map(self._name_word, words))

    def name_inside(self, phrase: Phrase) -> Phrase | None:
        """In a text of capitals the name at the end of a phrase: from a known given name on, where all may be one."""
        words = phrase.tokens
        known = (place for place, word in enumerate(words[:-1]) if word.low in self.names.given_names)
        first = next(known, None) if self.capitals else None
        if first is None or len(words) - first > NAME_WORDS or self.places.at(words[first].start) is not None:
            return None
        name = words[first:]
        if not all(map(self._name_word, name)):
            return None
        start, low = name[0].start, " ".join(word.low for word in name)
        return replace(
            phrase, start=start, core_start=start, low=low, head=low, kind="name", entry=None, noun=None, tokens=name
        )

    def _name_word(self, word: Token) -> bool:
        if word.tag != "W" or word.trigger is not None or not word.low[0].isalpha():
            return False
        if not (self.capitals or word.capital):
            return False
        tables = (self.lexicon.people, self.lexicon.targets, self.lexicon.weapons, load_role_words().place_heads)
        return not any(word.low in table for table in tables)

    def _is_name(self, words: list[Token]) -> bool:
        """Capitalised words; in a text of capitals, words that no list knows with a known given name or surname."""
        if not self.capitals:
            return len(words) <= NAME_WORDS and words[-1].capital and words[0].capital
        known = any(word.low in self.names.given_names or word.low in self.names.surnames for word in words)
        if len(words) == 1:
            known = known or self._full_name(words[0].low) != words[0].low
        return len(words) <= NAME_WORDS and known and all(self._name_word(word) for word in words)

    # -- everything else

    def _quantity(self, chunk: Chunk) -> Quantity | None:
        found = self.quantities.within(chunk.start, chunk.end)
        return next((one for one in found if is_counted(one)), None)

    def _actor(self, words: list[Token]) -> ActorHit | None:
        hits = self.actors.within(words[0].start, words[-1].end) if words else []
        return hits[-1] if hits else None

    def _entry(self, words: list[Token]) -> tuple[Entry | None, str]:
        """The lexicon entry of the head: the longest known phrase that ends the noun phrase."""
        if not words:
            return None, ""
        lows = [token.low for token in words if token.tag != "'s"]  # "the government's forces"
        for first in range(max(0, len(lows) - self.lexicon.longest), len(lows)):
            low = " ".join(lows[first:])
            if (entry := self.lexicon.heads.get(low)) is not None:
                return entry, low
        if words[-1].low.endswith(YEAR_OLD) or (words[-1].low == "old" and words[-2:][0].low.endswith(OLD)):
            return self.lexicon.people[SOMEBODY], words[-1].low
        return None, words[-1].low

    def _is_spot(self, words: list[Token]) -> bool:
        """Whether any word speaks of a place or a building: "villages northwest of" are no people."""
        lows = [word.low for word in words]
        return not (load_role_words().place_heads.isdisjoint(lows) and self.lexicon.targets.keys().isdisjoint(lows))

    def _kind(self, seen: _Seen) -> PhraseKind:
        small = load_clause_words()
        if seen.alone in small.one_beside:
            return "number"
        if not seen.words:
            return "number" if seen.quantity or seen.alone in small.one_more else "other"
        words = load_role_words()
        if seen.noun is not None:
            return "toll" if seen.noun.event is None and _is_toll(seen, words) else "event"
        if _is_toll(seen, words):
            return "toll"
        named = seen.actor is not None and seen.actor.end >= seen.words[-1].end
        if seen.words[-1].low in words.place_heads and not named:
            return "place"
        return self._kind_of_entry(seen) or self._kind_of_unknown(seen, words)

    def _kind_of_entry(self, seen: _Seen) -> PhraseKind | None:
        """The kind that the lexicon or the actor table tells; people come before actors, actors before things.

        Members of a known group are that group ("Taliban members"); a side's artillery is a weapon.
        """
        if seen.entry is not None and seen.entry.entry_class == "person":
            return "people"
        if seen.actor is not None:
            whole = seen.actor.end >= seen.words[-1].end and not _shot_from_afar(seen)
            if whole or (seen.entry is None and seen.words[-1].low in load_role_words().members):
                return "actor"
        if seen.entry is not None:
            return "thing" if seen.entry.entry_class == "target" else "weapon"
        return None

    def _kind_of_unknown(self, seen: _Seen, words: RoleWords) -> PhraseKind:
        first, last = seen.words[0], seen.words[-1]
        if self.places.within(first.start, last.end) and self.places.at(last.start):
            return "place"
        if last.low in words.others:
            return "people"
        loose = self.capitals and seen.determined
        armed = (
            len(seen.words) > 2 and first.low in words.under_arms and not first.capital
        )  # "the rebel Northern Front"
        return "name" if not loose and self._is_name(seen.words[armed:]) else "other"


@dataclass(slots=True, kw_only=True)
class _Seen:
    """What is known of the words of a noun phrase before its kind is told; not frozen, as ``Phrase`` is not."""

    words: list[Token]
    entry: Entry | None
    noun: NounSense | None
    actor: ActorHit | None
    quantity: Quantity | None
    outcome: str | None
    alone: str = ""
    determined: bool = False


def _shot_from_afar(seen: _Seen) -> bool:
    """Whether a side is only named with its guns or shells: "Redland artillery"; aircraft act themselves."""
    weapon = seen.entry is not None and seen.entry.entry_class == "weapon"
    return weapon and seen.words[-1].low not in load_role_words().aircraft


def _is_toll(seen: _Seen, words: RoleWords) -> bool:
    """Whether a phrase counts people by what happened to them: "40 dead", "wounded persons"."""
    return seen.outcome is not None and (seen.quantity is not None or seen.words[0].low in words.counting_adjectives)


_BEGINNING = re.compile(r"(?<=\s)[^\W_]+")
_BEGINNING_WORD = re.compile(r"[^\W_]+")
_GOES_ON = re.compile(r"[\w-]")
_FRONT_WORD = re.compile(r"[\w'’.-]+\Z")
FRONT_WORDS = 3
"""Words before a surname that may be given names."""


def _front(stretch: str) -> list[str]:
    """The last words of a stretch with nothing but blanks between and after them."""
    front: list[str] = []
    for word in reversed(stretch.split()[-FRONT_WORDS:] if stretch[-1:].isspace() else []):
        found = _FRONT_WORD.search(word)
        if found is None:
            break
        front.insert(0, found.group())
        if found.start():
            break
    return front


def is_counted(quantity: Quantity) -> bool:
    """Whether a quantity counts people: a number or number word, "several", "no", or "one"; no mere article."""
    return quantity.form in ("number", "word", "vague", "zero") or quantity.text.lower() in load_clause_words().single


def _trimmed(tokens: list[Token]) -> list[Token]:
    """The words after determiner and number; nothing but a number leaves no words."""
    passed = load_clause_words().before_number
    first = 0
    while first < len(tokens) and (tokens[first].tag in ("D", "N") or tokens[first].low in passed):
        first += 1
    if first == len(tokens) and tokens[-1].low == "other":
        first -= 1
    words = tokens[first:]
    while words and words[-1].tag == "'s":
        words = words[:-1]
    return words
