"""How names are printed: folding without moving offsets, capitals, possessives, overlaps and slips of spelling."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from rapidfuzz.distance import OSA

LONG_NAME = 6
"""Letters from which a single word is found in any case: shorter ones (Hamas, FARC, IS) collide with ordinary words."""
ACRONYM_TOKEN = 5
"""Longest all-capitals word inside a longer name ("US forces", "ISIS militants") that must be capitals in the text."""
SHOUT_WINDOW = 80
"""Characters on each side that tell whether a passage is printed in capitals; about one line of wire text."""
SHOUT_SHARE = 0.2
"""Below this share of small letters a passage counts as printed in capitals (headlines keep a stray "al-" or "Mc")."""
FUZZY_ONE_EDIT, FUZZY_TWO_EDITS = 5, 8
"""Letters of a word from which one and two slips are forgiven (OSA distance), so that "Iraq" never becomes "Iran". At
these values no name of one actor is a slip of another actor's name (tests/codebook/test_actor_table.py)."""

_QUOTES = dict.fromkeys(map(ord, "’‘ʼʻ`´ʹʿʾ′"), "'")
_DASHES = dict.fromkeys(map(ord, "-‐‑‒–—−\u00ad_/"), " ")
_ACRONYM = re.compile(r"[^\W\d_a-zß-ÿ]\W?[^\W\d_a-zß-ÿ]")
_WORD = re.compile(r"[^\s\-–]+")
_POSSESSIVE = re.compile(r"'s?$")
_LOOSE = re.compile(r"\s(?:(?<=\n)[^\S\n]|(?<!\n)\s)")
"""Where a gap begins, tried at white space alone."""
_GAP = re.compile(r"[^\S\n]+\n[^\S\n]*|\n[^\S\n]+|[^\S\n]{2,}")


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


class _Placed(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


P = TypeVar("P", bound=_Placed)


def fold(text: str) -> str:
    """The text without case, accents and hyphens, character for character."""
    return text.translate(_FOLD)


def key_of(name: str) -> str:
    """The name as it is looked up: folded, with single spaces."""
    return " ".join(fold(name).split())


def keys_of(name: str) -> tuple[str, ...]:
    """The key, the key without its apostrophes (Qaida for Qa'ida), and the name with its dash set off by spaces."""
    key, plain = key_of(name), fold(name)
    keys = [key, key.replace("'", "")] if "'" in key else [key]
    return (*keys, plain) if "   " in plain else tuple(keys)


def spoken_key(name: str) -> str:
    """The key of a name as it stands in a sentence: without brackets and possessive."""
    return without_possessive(key_of(name.strip().strip('()[].,;:"“”'))).strip()


def without_possessive(word: str) -> str:
    """The folded word without its possessive ("taliban's")."""
    return _POSSESSIVE.sub("", word)


class Unwrapped:
    """A text with hard line breaks and double spaces closed up, and the way back to its own offsets.

    Blank lines stay: no name runs over two paragraphs.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._places: list[int] = []
        self._added: list[int] = [0]
        if not _LOOSE.search(text):
            return
        parts: list[str] = []
        at = removed = 0
        for gap in _GAP.finditer(text):
            parts += [text[at : gap.start()], " "]
            removed += gap.end() - gap.start() - 1
            at = gap.end()
            self._places.append(at - removed)
            self._added.append(removed)
        self.text = "".join([*parts, text[at:]])

    def start(self, place: int) -> int:
        """Where the character at ``place`` stands in the text as given."""
        return place + self._added[bisect_right(self._places, place)]

    def end(self, place: int) -> int:
        """Where a span that ends before ``place`` ends in the text as given."""
        return self.start(place - 1) + 1


def capitals(name: str, *, cased: bool) -> tuple[int, ...]:
    """Where the name must be printed in capitals: all of its capitals for a short or marked name, else its acronyms."""
    if cased or (len(name.split()) == 1 and sum(map(str.isalpha, name)) < LONG_NAME):
        return tuple(place for place, char in enumerate(name) if char.isupper())
    if not _ACRONYM.search(name):
        return ()
    places: list[int] = []
    for word in _WORD.finditer(name):
        letters = [char for char in word.group() if char.isalpha()]
        if 1 < len(letters) <= ACRONYM_TOKEN and all(map(str.isupper, letters)):
            places += [word.start() + offset for offset, char in enumerate(word.group()) if char.isupper()]
    return tuple(places)


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no letter or digit touches the span."""
    return not (start > 0 and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum())


def shouted(text: str, start: int, end: int) -> bool:
    """Whether the words round the span are printed in capitals."""
    around = text[max(0, start - SHOUT_WINDOW) : start] + text[end : end + SHOUT_WINDOW]
    small = sum(map(str.islower, around))
    large = sum(map(str.isupper, around))
    return large > 0 and small < SHOUT_SHARE * (small + large)


def longest(found: Iterable[P]) -> list[P]:
    """The hits that overlap no longer one (of two equally long ones: no earlier one), in order."""
    kept: list[P] = []
    heap: list[P] = []
    end = 0
    for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
        if heap and hit.start >= end:
            kept += _apart(heap)
            heap = []
        heap.append(hit)
        end = max(end, hit.end)
    return kept + _apart(heap)


def _apart(heap: Sequence[P]) -> list[P]:
    """The longest of a heap of overlapping hits, and those beside it that do not touch it or each other."""
    if len(heap) < 2:
        return list(heap)
    kept: list[P] = []
    for hit in sorted(heap, key=lambda hit: (hit.start - hit.end, hit.start)):
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def slips(words: Sequence[str], meant: Sequence[str]) -> bool:
    """Whether the words are those meant with few slips, none in a short word and none in a first letter."""
    for given, right in zip(words, meant, strict=True):
        letters = min(len(given), len(right))
        allowed = 0 if letters < FUZZY_ONE_EDIT else 1 if letters < FUZZY_TWO_EDITS else 2
        if given[0] != right[0] or OSA.distance(given, right, score_cutoff=allowed) > allowed:
            return False
    return True
