"""The actor table: finds the names of known actors in a text, and the actor behind a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources.abc import Traversable

import ahocorasick_rs
from rapidfuzz.distance import OSA

from tallybook.codebook.actor_rows import ActorData, ActorEntry, ActorKind, Affiliation, read_actor_data
from tallybook.errors import ResolveError

__all__ = ["ActorEntry", "ActorHit", "ActorKind", "ActorTable", "Affiliation", "fold", "load_actors"]

LONG_NAME = 6
"""Letters from which a single word is found in any case: shorter ones (Hamas, FARC, IS) collide with ordinary words."""
ACRONYM_TOKEN = 5
"""Longest all-capitals word inside a longer name ("US forces", "ISIS militants") that must be capitals in the text."""
SHOUT_WINDOW = 80
"""Characters on each side that tell whether a passage is printed in capitals; about one line of wire text."""
SHOUT_SHARE = 0.2
"""Below this share of small letters a passage counts as printed in capitals (headlines keep a stray "al-" or "Mc")."""
FUZZY_LETTERS = 7
"""Fewest letters of an alias that may be misspelt: below, one slip leads from one acronym to the next."""
FUZZY_ONE_EDIT, FUZZY_TWO_EDITS = 5, 8
"""Letters of a word from which one and two slips are forgiven (OSA distance). At these values no alias of one actor
reaches another actor in this table unless the two also share an alias (tests/codebook/test_actors.py)."""

_NO_ACTOR = "none"
_QUOTES = dict.fromkeys(map(ord, "’‘ʼʻ`´ʹʿʾ′"), "'")
_DASHES = dict.fromkeys(map(ord, "-‐‑‒–—−­_/"), " ")


class _FoldTable(dict[int, str]):
    """One character in, one character out, so that offsets into folded text are offsets into the text."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char.isspace():
            folded = " "
        else:
            base = unicodedata.normalize("NFKD", char)[0]
            folded = base.lower() if len(base.lower()) == 1 else base
        self[code] = folded
        return folded


_FOLD = _FoldTable({**_QUOTES, **_DASHES})
_SPACES = re.compile(r" +")
_POSSESSIVE = re.compile(r"'s?$")


def fold(text: str) -> str:
    """The text without case, accents and hyphens, character for character."""
    return text.translate(_FOLD)


def _key(name: str) -> str:
    return _SPACES.sub(" ", fold(name)).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorHit:
    """An actor's name in a text: ``text`` is what stands from ``start`` to ``end`` there, ``actor`` its code."""

    start: int
    end: int
    text: str
    actor: str


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A folded form, the actors it may mean (none: a person or place), and where it must be printed in capitals."""

    codes: tuple[str, ...]
    capitals: tuple[int, ...]
    is_word: bool


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
        self._ambiguous = {_key(alias): codes for alias, codes in data.rules.ambiguous.items()}
        self._names = self._all_names()
        forms = self._patterns()
        self._folded = list(forms)
        self._forms = list(forms.values())
        self._automaton = ahocorasick_rs.AhoCorasick(self._folded)

    @classmethod
    def read(cls, folder: Traversable) -> ActorTable:
        """The table kept in a folder of YAML files of the same form as the one that ships."""
        return cls(read_actor_data(folder))

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[ActorEntry]:
        return iter(self._entries.values())

    def __contains__(self, code: object) -> bool:
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
        elsewhere, else the one whose country it names, else the one that the table prefers.
        """
        found = [
            (start, end, form)
            for index, start, end in self._automaton.find_matches_as_indexes(fold(text), overlapping=True)
            if _stands_alone(text, start, end) and self._printed_so(text, start, end, form := self._forms[index])
        ]
        kept = [hit for hit in _longest(found) if hit[2].codes and not self._shielded(text, hit[0])]
        named = {form.codes[0] for _, _, form in kept if len(form.codes) == 1}
        chosen = ((start, end, self._choose(form.codes, text, named, when)) for start, end, form in kept)
        return [ActorHit(start=s, end=e, text=text[s:e], actor=code) for s, e, code in chosen if code is not None]

    def match(self, name: str, *, when: date | None = None, countries: Collection[str] = ()) -> str | None:
        """The code of the actor that has this name, or ``None``: first by any of its forms, then forgiving slips.

        ``when`` and ``countries`` (ISO codes of the report's place) decide between actors that share a name.
        """
        key = _bare_name(name)
        if not key or not any(char.isalnum() for char in key):
            return None
        codes = self._names.get(key) or self._inside(name) or self._misspelt(key)
        return self._best(codes, when, countries) if codes else None

    def _all_names(self) -> dict[str, tuple[str, ...]]:
        names: dict[str, dict[str, None]] = {}
        for entry in self._entries.values():
            for name in (entry.code.replace("-", " "), entry.name, *entry.aliases, *entry.cased, *entry.bare):
                for key in _apostrophes(_key(name)):
                    names.setdefault(key, {})[entry.code] = None
        decided = {key: self._ambiguous.get(key, tuple(codes)) for key, codes in names.items()}
        return decided | {_key(name): () for name in self._rules.not_actors}

    def _patterns(self) -> dict[str, _Pattern]:
        patterns: dict[str, _Pattern] = {_key(name): _Pattern((), (), False) for name in self._rules.not_actors}
        for entry in self._entries.values():
            names = [(entry.name, False)] if not entry.generated else []
            names += [(name, False) for name in entry.aliases] + [(name, True) for name in entry.cased]
            for name, cased in names:
                for key in _apostrophes(_key(name)):
                    if key in patterns:
                        continue
                    capitals = _capitals(name, cased=cased) if len(key) == len(name) else ()
                    patterns[key] = _Pattern(self._names[key], capitals, name.upper() in self._rules.words)
        return patterns

    def _printed_so(self, text: str, start: int, end: int, form: _Pattern) -> bool:
        if any(text[start + offset].islower() for offset in form.capitals):
            return False
        return not (form.is_word and _shouted(text, start, end))

    def _shielded(self, text: str, start: int) -> bool:
        before = fold(text[max(0, start - 12) : start])
        return any(
            before.endswith(f"{word} ") and _stands_alone(before, len(before) - len(word) - 1, len(before))
            for word in self._rules.shields
        ) and text[start - 1] != " "  # fmt: skip

    def _choose(self, codes: Sequence[str], text: str, named: Collection[str], when: date | None) -> str | None:
        if len(codes) == 1:
            return codes[0]
        told = [code for code in codes if code in named]
        return told[0] if told else self._best(codes, when, self._countries_in(text))

    def _best(self, codes: Sequence[str], when: date | None, countries: Collection[str]) -> str | None:
        """The first of the codes that fits day and country; ``none`` at the head means: only with such a reason."""
        real = [code for code in codes if code != _NO_ACTOR]
        alive = [code for code in real if self._entries[code].active(when)]
        near = [code for code in alive if set(self._entries[code].countries) & set(countries)]
        if near:
            return near[0]
        if codes[0] == _NO_ACTOR:
            return None
        return alive[0] if alive else real[0]

    def _inside(self, name: str) -> tuple[str, ...]:
        """The one actor named in a phrase that holds nothing else but filler ("the Taliban fighters")."""
        hits = self.find(name)
        if len({hit.actor for hit in hits}) != 1:
            return ()
        left = name
        for hit in reversed(hits):
            left = f"{left[: hit.start]} {left[hit.end :]}"
        rest = {_POSSESSIVE.sub("", word.strip("()[].,'\"“”")) for word in fold(left).split()} - {""}
        return (hits[0].actor,) if rest <= self._rules.fillers else ()

    def _misspelt(self, key: str) -> tuple[str, ...]:
        """The actors one of whose names is the key but for slips; none when slips lead to several."""
        words = key.split()
        near: dict[str, None] = {}
        for candidate, codes in self._by_shape.get((len(words), key[0]), ()):
            if _slips(words, candidate):
                near.update(dict.fromkeys(codes))
        return tuple(near) if len(near) == 1 else ()

    @cached_property
    def _by_shape(self) -> dict[tuple[int, str], list[tuple[list[str], tuple[str, ...]]]]:
        """The names that may be misspelt, by number of words and first letter; names of states are too alike."""
        shapes: dict[tuple[int, str], list[tuple[list[str], tuple[str, ...]]]] = {}
        for key, codes in self._names.items():
            if not codes or sum(map(str.isalpha, key)) < FUZZY_LETTERS:
                continue
            if any(code == _NO_ACTOR or self._entries[code].kind == "state" for code in codes):
                continue
            words = key.split()
            shapes.setdefault((len(words), key[0]), []).append((words, codes))
        return shapes

    @cached_property
    def _country_automaton(self) -> tuple[ahocorasick_rs.AhoCorasick, list[str]]:
        pairs = [(_key(name), country.iso) for country in self._data.countries for name in country.names]
        return ahocorasick_rs.AhoCorasick([name for name, _ in pairs]), [iso for _, iso in pairs]

    def _countries_in(self, text: str) -> set[str]:
        automaton, isos = self._country_automaton
        hits = automaton.find_matches_as_indexes(fold(text), overlapping=True)
        return {isos[index] for index, start, end in hits if _stands_alone(text, start, end)}


def _apostrophes(key: str) -> tuple[str, ...]:
    """The key, and without its apostrophes where it has some (Qa'ida, Qaida)."""
    return (key, key.replace("'", "")) if "'" in key else (key,)


def _bare_name(name: str) -> str:
    key = _POSSESSIVE.sub("", _key(name.strip().strip('()[].,;:"“”'))).strip()
    return key.removeprefix("the ")


def _capitals(name: str, *, cased: bool) -> tuple[int, ...]:
    """Where the name must be printed in capitals: all of its capitals for a short or marked name, else its acronyms."""
    if cased or (len(name.split()) == 1 and sum(map(str.isalpha, name)) < LONG_NAME):
        return tuple(place for place, char in enumerate(name) if char.isupper())
    places: list[int] = []
    for word in re.finditer(r"[^\s\-–]+", name):
        letters = [char for char in word.group() if char.isalpha()]
        if 1 < len(letters) <= ACRONYM_TOKEN and all(map(str.isupper, letters)):
            places += [word.start() + offset for offset, char in enumerate(word.group()) if char.isupper()]
    return tuple(places)


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not (start > 0 and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum())


def _shouted(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - SHOUT_WINDOW) : start] + text[end : end + SHOUT_WINDOW]
    small = sum(map(str.islower, around))
    large = sum(map(str.isupper, around))
    return large > 0 and small < SHOUT_SHARE * (small + large)


def _longest(found: Iterable[tuple[int, int, _Pattern]]) -> list[tuple[int, int, _Pattern]]:
    """The hits that overlap no longer one (of two equally long ones: no earlier one), in order."""
    kept: list[tuple[int, int, _Pattern]] = []
    for hit in sorted(found, key=lambda hit: (hit[0] - hit[1], hit[0])):
        if all(hit[1] <= start or end <= hit[0] for start, end, _ in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit[0])


def _slips(words: Sequence[str], candidate: Sequence[str]) -> bool:
    """Whether the words are the candidate's with few slips, none in a short word and none in a first letter."""
    for given, meant in zip(words, candidate, strict=True):
        letters = min(len(given), len(meant))
        allowed = 0 if letters < FUZZY_ONE_EDIT else 1 if letters < FUZZY_TWO_EDITS else 2
        if given[0] != meant[0] or OSA.distance(given, meant, score_cutoff=allowed) > allowed:
            return False
    return True
