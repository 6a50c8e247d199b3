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
SHORT_ACRONYM = 3
"""Longest acronym that needs a second sign in the text (another name of the actor, its country), unless the table trusts
it: of the acronyms of three letters in this table about one in eight means two actors or something else."""
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
_ACRONYM = re.compile(r"[^\W\d_a-zß-ÿ]\W?[^\W\d_a-zß-ÿ]")
_WORD = re.compile(r"[^\s\-–]+")
_POSSESSIVE = re.compile(r"'s?$")


def fold(text: str) -> str:
    """The text without case, accents and hyphens, character for character."""
    return text.translate(_FOLD)


def _key(name: str) -> str:
    return " ".join(fold(name).split())


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
        self._names, self._spoken = self._index()
        self._folded = list(self._spoken)
        self._made: dict[int, _Pattern] = {}
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
        elsewhere, else the one whose country it names, else the one that the table prefers. An acronym of three letters
        needs one of the first two signs, unless the table trusts it.
        """
        return self._find(text, when)

    def _find(self, text: str, when: date | None, *, is_name: bool = False) -> list[ActorHit]:
        found = [
            (start, end, form)
            for index, start, end in self._automaton.find_matches_as_indexes(fold(text), overlapping=True)
            if _stands_alone(text, start, end) and self._printed_so(text, start, end, form := self._form(index))
        ]
        kept = [hit for hit in _longest(found) if hit[2].codes and not self._shielded(text, hit[0])]
        named = {form.codes[0] for _, _, form in kept if len(form.codes) == 1}
        chosen = ((s, e, self._choose(form.codes, text, named, when, is_name=is_name)) for s, e, form in kept)
        return [ActorHit(start=s, end=e, text=text[s:e], actor=code) for s, e, code in chosen if code is not None]

    def match(self, name: str, *, when: date | None = None, countries: Collection[str] = ()) -> str | None:
        """The code of the actor that has this name, or ``None``: first by any of its forms, then forgiving slips.

        ``when`` and ``countries`` (ISO codes of the report's place) decide between actors that share a name.
        """
        key = _bare_name(name)
        if not key or not any(char.isalnum() for char in key):
            return None
        codes = self._names.get(key) or self._inside(name, when) or self._misspelt(key)
        return self._best(codes, when, countries) if codes else None

    def _index(self) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, bool]]]:
        """The actors behind every folded name, and the forms to look for in running text, with "as printed" marks.

        A hand-made row's name wins over the same words made from a country's pattern, and a code's words count only
        where nobody has them as a name.
        """
        names: dict[str, tuple[str, ...]] = {}
        forms: dict[str, tuple[str, bool]] = {}
        for generated in (False, True):
            for entry in self._entries.values():
                if entry.generated is generated:
                    self._add_names(entry, names, forms)
        for code in self._entries:
            names.setdefault(_key(code), (code,))
        blocked = [key for name in self._rules.not_actors for key in _apostrophes(_key(name))]
        names |= self._ambiguous | dict.fromkeys(blocked, ())
        return names, forms | dict.fromkeys(blocked, ("", False))

    def _form(self, index: int) -> _Pattern:
        """What a form in the text may mean; made when first met, since most of 20,000 forms never are."""
        made = self._made.get(index)
        if made is None:
            key = self._folded[index]
            name, cased = self._spoken[key]
            capitals = _capitals(name, cased=cased) if len(key) == len(name) else ()
            codes = self._names[key]
            if codes and _NO_ACTOR not in codes and self._needs_sign(name):
                codes = (_NO_ACTOR, *codes)
            made = self._made[index] = _Pattern(codes, capitals, name.upper() in self._rules.words)
        return made

    def _needs_sign(self, name: str) -> bool:
        letters = [char for char in name if char.isalpha()]
        return len(letters) <= SHORT_ACRONYM and name.upper().replace("-", "") not in self._rules.trusted

    def _add_names(
        self, entry: ActorEntry, names: dict[str, tuple[str, ...]], forms: dict[str, tuple[str, bool]]
    ) -> None:  # fmt: skip
        spoken = [(name, False) for name in entry.aliases] + [(name, True) for name in entry.cased]
        if not entry.generated and entry.name not in entry.cased:
            spoken.append((entry.name, False))
        for name, cased in spoken:
            for key in _apostrophes(_key(name)):
                forms.setdefault(key, (name, cased))
                known = names.get(key)
                if known is None:
                    names[key] = (entry.code,)
                elif entry.code not in known and not entry.generated:
                    names[key] = (*known, entry.code)
        for name in entry.bare:
            names.setdefault(_key(name), (entry.code,))

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

    def _choose(
        self, codes: Sequence[str], text: str, named: Collection[str], when: date | None, *, is_name: bool
    ) -> str | None:  # fmt: skip
        if len(codes) == 1 or (is_name and len(codes) == 2 and codes[0] == _NO_ACTOR):
            return codes[-1]
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

    def _inside(self, name: str, when: date | None) -> tuple[str, ...]:
        """The one actor named in a phrase that holds nothing else but filler ("the Taliban fighters")."""
        hits = self._find(name, when, is_name=True)
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
    if not _ACRONYM.search(name):
        return ()
    for word in _WORD.finditer(name):
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
    heap: list[tuple[int, int, _Pattern]] = []
    end = 0
    for hit in sorted(found, key=lambda hit: (hit[0], -hit[1])):
        if heap and hit[0] >= end:
            kept += _apart(heap)
            heap = []
        heap.append(hit)
        end = max(end, hit[1])
    return kept + _apart(heap)


def _apart(heap: Sequence[tuple[int, int, _Pattern]]) -> list[tuple[int, int, _Pattern]]:
    """The longest of a heap of overlapping hits, and those beside it that do not touch it or each other."""
    if len(heap) < 2:
        return list(heap)
    kept: list[tuple[int, int, _Pattern]] = []
    for hit in sorted(heap, key=lambda hit: (hit[0] - hit[1], hit[0])):
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
