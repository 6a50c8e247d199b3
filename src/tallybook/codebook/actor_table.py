"""The actor table: finds the names of known actors in a text, and the actor behind a name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from importlib.resources.abc import Traversable

import ahocorasick_rs

from tallybook.codebook.actor_names import (
    Unwrapped,
    capitals,
    fold,
    key_of,
    keys_of,
    longest,
    shouted,
    slips,
    spoken_key,
    stands_alone,
    without_possessive,
)
from tallybook.codebook.actor_rows import ActorData, ActorEntry, ActorKind, Affiliation, read_actor_data
from tallybook.errors import ResolveError

__all__ = ["ActorEntry", "ActorHit", "ActorKind", "ActorTable", "Affiliation", "fold", "load_actors"]

SHORT_ACRONYM = 3
"""Longest acronym that needs a second sign in the text (another name of the actor, its country), unless the table
trusts it: acronyms of three letters are shared by companies, file formats and other groups (KIA, PDF, ADF)."""
FUZZY_LETTERS = 7
"""Fewest letters of an alias that may be misspelt: below, one slip leads from one acronym to the next."""
SHIELD_WINDOW = 12
"""Characters before a name in which a prefix such as "anti-" can stand."""

ARTICLE = "the "
_NO_ACTOR = "none"
_Countries = Callable[[], frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorHit:
    """An actor's name in a text: ``text`` is what stands from ``start`` to ``end`` there, ``actor`` its code."""

    start: int
    end: int
    text: str
    actor: str


@dataclass(frozen=True, slots=True)
class _Form:
    """A folded form: the actors it may mean (none: a person or place) and the ways in which it may be printed.

    Each way names the letters that must be capitals. ``is_word`` and ``is_phrase`` mark acronyms that are also words,
    and names that are also ordinary phrases: in a passage printed in capitals they say little.
    """

    codes: tuple[str, ...]
    ways: tuple[tuple[int, ...], ...]
    is_word: bool
    is_phrase: bool


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    form: _Form


def load_actors() -> ActorTable:
    """The actor table that ships with tallybook; read once per process."""
    return _shipped()


@cache
def _shipped() -> ActorTable:
    return ActorTable(read_actor_data())


class ActorTable:
    """Known actors by code, by name, and by their names in running text. Not changed after it is made."""

    def __init__(self, data: ActorData) -> None:
        self._entries = {entry.code: entry for entry in data.entries}
        self._data = data
        self._rules = data.rules
        self._names: dict[str, tuple[str, ...]] = {}
        self._spoken: dict[str, list[tuple[str, bool]]] = {}
        self._index()
        self._folded = list(self._spoken)
        self._forms: dict[int, _Form] = {}
        self._automaton = ahocorasick_rs.AhoCorasick(self._folded)
        # A text is searched when it is read, and again when resolved.
        self._in_document = lru_cache(maxsize=1)(self._names_in)
        self._countries_in = lru_cache(maxsize=1)(self.countries_named)

    @classmethod
    def read(cls, folder: Traversable) -> ActorTable:
        """The table kept in a folder of YAML files of the same form as the one that ships."""
        return cls(read_actor_data(folder))

    def __len__(self) -> int:
        """How many actors the table knows."""
        return len(self._entries)

    def __iter__(self) -> Iterator[ActorEntry]:
        """Every row, the hand-made ones first."""
        return iter(self._entries.values())

    def __contains__(self, code: object) -> bool:
        """Whether a row has this code."""
        return code in self._entries

    def get(self, code: str) -> ActorEntry:
        """The row of a code.

        Raises:
            ResolveError: no row has this code.
        """
        try:
            return self._entries[code]
        except KeyError as error:
            raise ResolveError(f"no actor {code!r} in the actor table; look a name up with match()") from error

    def parents(self, code: str, *, when: date | None = None) -> tuple[str, ...]:
        """What the actor is (or was, on that day) part of, nearest first."""
        found: list[str] = []
        above = self.get(code).parent(when)
        while above is not None and above not in found:
            found.append(above)
            above = self.get(above).parent(when)
        return tuple(found)

    def source(self, code: str) -> str:
        """The reference behind a source key of ``ActorEntry.sources``."""
        return self._data.sources[code]

    def find(self, text: str, *, when: date | None = None) -> list[ActorHit]:
        """All names of known actors in the text, in order; where names overlap the longest wins.

        Words such as "the group" are not resolved. A name shared by several actors goes to the one that the text names
        elsewhere, else the one whose country it names, else the one that the table prefers. A short acronym
        needs one of the first two signs, unless the table trusts it.
        """
        return self._find(text, when)

    def match(self, name: str, *, when: date | None = None, countries: Collection[str] = ()) -> str | None:
        """The code of the actor that has this name, or ``None``: first by any of its forms, then forgiving slips.

        ``when`` and ``countries`` (ISO codes of the report's place) decide between actors that share a name.
        """
        key = spoken_key(name)
        if not any(map(str.isalnum, key)) or (len(key) <= SHORT_ACRONYM and name.islower()):
            return None
        if key not in self._names:
            key = key.removeprefix("the ")
        codes = self._names[key] if key in self._names else self._inside(name, when) or self._misspelt(key)
        return self._best(codes, when, countries) if codes else None

    def _index(self) -> None:
        """Fills the actors behind every folded name, and the forms to look for with the ways they are printed.

        A hand-made row's name wins over the same words made from a country's pattern, and a code's words count only
        where nobody has them as a name.
        """
        for generated in (False, True):
            for entry in self._entries.values():
                if entry.generated is generated:
                    self._add_names(entry)
        for code in self._entries:
            self._names.setdefault(key_of(code), (code,))
        for alias, codes in self._rules.ambiguous.items():
            self._names[key_of(alias)] = codes
        for name in self._rules.not_actors:
            for key in keys_of(name):
                self._names[key] = ()
                self._spoken[key] = [("", False)]

    def _add_names(self, entry: ActorEntry) -> None:
        spoken = [(name, False) for name in entry.aliases] + [(name, True) for name in entry.cased]
        if not entry.generated and entry.name not in entry.cased:
            spoken.append((entry.name, False))
        for one in spoken:
            for key in keys_of(one[0]):
                known = self._names.get(key)
                if known is None:
                    self._names[key] = (entry.code,)
                elif entry.code not in known:
                    if entry.generated:
                        continue
                    self._names[key] = (*known, entry.code)
                self._spoken.setdefault(key, []).append(one)
        for name in entry.bare:
            self._names.setdefault(key_of(name), (entry.code,))

    def _form(self, index: int) -> _Form:
        """What a form in the text may mean; made when first met, since most of 20,000 forms never are."""
        form = self._forms.get(index)
        if form is None:
            key = self._folded[index]
            spoken, codes = self._spoken[key], self._names[key]
            if codes and _NO_ACTOR not in codes and self._needs_sign(spoken[0][0]):
                codes = (_NO_ACTOR, *codes)
            ways = {capitals(name, cased=cased) if len(name) == len(key) else () for name, cased in spoken}
            is_word = spoken[0][0].upper() in self._rules.words
            is_phrase = " " in spoken[0][0] and all(cased for _, cased in spoken)
            form = self._forms[index] = _Form(codes, tuple(ways), is_word, is_phrase)
        return form

    def _needs_sign(self, name: str) -> bool:
        short = sum(map(str.isalpha, name)) <= SHORT_ACRONYM or name.upper() in self._rules.words
        return short and name.upper().replace("-", "") not in self._rules.trusted

    def _find(self, text: str, when: date | None, *, is_name: bool = False) -> list[ActorHit]:
        flat, meant = self._names_in(text, is_name=True) if is_name else self._in_document(text)
        named = {codes[0] for _, codes in meant if len(codes) == 1}
        named |= {parent for code in named for parent in self.parents(code, when=when)}
        countries = None if is_name else cache(lambda: self._countries_in(flat.text))
        chosen = [(hit, self._choose(codes, named, when, countries)) for hit, codes in meant]
        places = [(flat.start(hit.start), flat.end(hit.end), code) for hit, code in chosen if code is not None]
        return [ActorHit(start=start, end=end, text=text[start:end], actor=code) for start, end, code in places]

    def _names_in(self, text: str, *, is_name: bool = False) -> tuple[Unwrapped, list[tuple[_Found, Sequence[str]]]]:
        """The names in a text with the codes that each can mean, before any of them is chosen."""
        flat = Unwrapped(text)
        small = not is_name and text.islower()
        found = [
            _Found(start, end, form)
            for index, start, end in self._automaton.find_matches_as_indexes(fold(flat.text), overlapping=True)
            if stands_alone(flat.text, start, end)
            and _printed_so(flat.text, start, end, form := self._form(index), small=small)
        ]
        kept = [hit for hit in longest(found) if hit.form.codes and not self._shielded(flat.text, hit.start)]
        return flat, [(hit, _meant(flat.text, hit)) for hit in kept]

    def _shielded(self, text: str, start: int) -> bool:
        """Whether a prefix with a hyphen makes the name somebody else's: "anti-Taliban"."""
        if start == 0 or text[start - 1].isspace():
            return False
        before = fold(text[max(0, start - SHIELD_WINDOW) : start]).rstrip().rpartition(" ")[2]
        return before in self._rules.shields

    def _choose(
        self, codes: Sequence[str], named: Collection[str], when: date | None, countries: _Countries | None
    ) -> str | None:  # fmt: skip
        """The actor that a form means beside the actors and countries named; with no text round it, it is believed."""
        if len(codes) == 1:
            return codes[0]
        if countries is None:
            return self._best(codes if len(codes) > 2 else codes[-1:], when, ())
        told = next((code for code in codes if code in named), None)
        return told or self._best(codes, when, countries())

    def _best(self, codes: Sequence[str], when: date | None, countries: Collection[str]) -> str | None:
        """The first of the codes that fits day and country; ``none`` at the head means: only with such a reason."""
        real = [code for code in codes if code != _NO_ACTOR]
        alive = [code for code in real if self._entries[code].active(when)]
        near = next((code for code in alive if set(self._entries[code].countries) & set(countries)), None)
        if near is not None or codes[0] == _NO_ACTOR:
            return near
        return (alive or real)[0]

    def _inside(self, name: str, when: date | None) -> tuple[str, ...]:
        """The one actor named in a phrase that holds nothing else but filler ("the Taliban fighters").

        A branch named with what it is part of is the branch alone.
        """
        hits = self._find(name, when, is_name=True)
        above = {parent for hit in hits for parent in self.parents(hit.actor, when=when)}
        codes = tuple({hit.actor: None for hit in hits if hit.actor not in above})
        if len(codes) != 1:
            return ()
        left = name
        for hit in reversed(hits):
            left = f"{left[: hit.start]} {left[hit.end :]}"
        rest = {without_possessive(word.strip('()[].,"“”')).strip("'") for word in fold(left).split()} - {"", "s"}
        return codes if rest <= self._rules.fillers else ()

    def _misspelt(self, key: str) -> tuple[str, ...]:
        """The actors one of whose names is the key but for slips; none when slips lead to several."""
        words = key.split()
        candidates = self._by_shape.get((len(words), key[0]), ())
        near = {code: None for candidate, codes in candidates if slips(words, candidate) for code in codes}
        return tuple(near) if len(near) == 1 else ()

    @cached_property
    def _by_shape(self) -> dict[tuple[int, str], list[tuple[list[str], tuple[str, ...]]]]:
        """The names that may be misspelt, by number of words and first letter; names of states are too alike."""
        shapes: dict[tuple[int, str], list[tuple[list[str], tuple[str, ...]]]] = {}
        for key, codes in self._names.items():
            if not codes or sum(map(str.isalpha, key)) < FUZZY_LETTERS:
                continue
            if any(code == _NO_ACTOR or self._entries[code].generated for code in codes):
                continue
            words = key.split()
            shapes.setdefault((len(words), key[0]), []).append((words, codes))
        return shapes

    @cached_property
    def _country_names(self) -> tuple[ahocorasick_rs.AhoCorasick, list[str]]:
        pairs = [(key_of(name), country.iso) for country in self._data.countries for name in country.names]
        return ahocorasick_rs.AhoCorasick([name for name, _ in pairs]), [iso for _, iso in pairs]

    def state_named(self, text: str) -> str | None:
        """The state whose country the text names, by name or adjective ("Israeli"), if it names exactly one."""
        isos = self.countries_named(text)
        states = [
            entry.code
            for entry in self
            if entry.kind == "state" and entry.countries == tuple(isos) and not entry.affiliations
        ]
        return states[0] if len(isos) == 1 and len(states) == 1 else None

    def countries_named(self, text: str) -> frozenset[str]:
        """The ISO codes of the countries that the text names, by name or adjective."""
        automaton, isos = self._country_names
        hits = automaton.find_matches_as_indexes(fold(text), overlapping=True)
        return frozenset(isos[index] for index, start, end in hits if stands_alone(text, start, end))


def _meant(text: str, hit: _Found) -> tuple[str, ...]:
    """The actors that a hit may mean; a phrase printed all in capitals, and no article, needs a second sign."""
    codes = hit.form.codes
    plain = hit.form.is_phrase and codes[0] != _NO_ACTOR and not _definite(text, hit.start)
    if plain and shouted(text, hit.start, hit.end):
        return (_NO_ACTOR, *codes)
    return codes


def _definite(text: str, start: int) -> bool:
    """Whether "the" stands right before a name ("the islamic state", where "an islamic state" is any)."""
    return (
        text[max(0, start - len(ARTICLE)) : start].lower() == ARTICLE
        and not text[: start - len(ARTICLE)][-1:].isalnum()
    )


def _printed_so(text: str, start: int, end: int, form: _Form, *, small: bool) -> bool:
    """Whether the words are printed with the capitals that one of the form's names has.

    In a text without any capitals only names that could be other words are left out: acronyms, phrases without "the".
    """
    if small:
        return not form.is_word and (not form.is_phrase or _definite(text, start))
    if all(any(text[start + place].islower() for place in way) for way in form.ways):
        return False
    return not (form.is_word and shouted(text, start, end))
