"""The grammar files of a language folder and the patterns that word lists become."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml

from tallybook.errors import CodebookError

_NO_WORDS = re.compile(r"\(\?P<\w+>|\\[a-z]")
_LETTERS = re.compile(r"[a-z]+")
_WORD = re.compile(r"(?<!\w)(?:[a-z]+|\d)")
_NEXT_WORD = re.compile(r"[ -]{1,4}([a-z]+)")
_LABEL = re.compile(r"(?<!\w)[a-z]{1,6}-? ?\Z")
LABEL = 8
"""Characters of the longest label, its hyphen and blank among them."""
TEXTS_KEPT = 4
"""Texts of which the beginnings are kept: a page and its first lines, for two patterns."""


class Scanner:
    """A long pattern for folded text, tried only where it can begin: looking a word up costs less than a try.

    What it finds must begin where a word begins: with a whole word that is printed in the pattern, with a digit, one of
    the ``marks``, or the letters of a label before one of the ``labelled`` ("m-16"), both patterns of one character.
    ``never_first`` are words printed in the pattern with which nothing begins; after one of the ``openers`` ("the") no
    other word can stand than one that is printed there too.
    """

    def __init__(
        self, pattern: str, *, marks: str = "", labelled: str = "", openers: Iterable[str] = (),
        never_first: Iterable[str] = (),
    ) -> None:  # fmt: skip
        self.pattern = re.compile(pattern)
        self._words = frozenset(_LETTERS.findall(_NO_WORDS.sub("", pattern)))
        self._first = self._words.difference(never_first).union("0123456789")
        self._openers = frozenset(openers)
        self._marks = re.compile(marks) if marks else None
        self._labelled = re.compile(labelled) if labelled else None

    def search(self, folded: str, position: int) -> re.Match[str] | None:
        """The first match from ``position`` on, as ``re.Pattern.search`` gives it."""
        places, match = _places(self, folded), self.pattern.match
        for number in range(bisect_left(places, position), len(places)):
            if found := match(folded, places[number]):
                return found
        return None

    def places(self, folded: str) -> list[int]:
        """Where the pattern can begin in a text, in order."""
        first, openers = self._first, self._openers
        found = {
            start
            for start, word in _words(folded)
            if word in first and (word not in openers or self._goes_on(folded, start + len(word)))
        }
        if self._marks is not None:
            found.update(at for mark in self._marks.finditer(folded) if not _in_word(folded, at := mark.start()))
        if self._labelled is not None:
            behind = (mark.start() for mark in self._labelled.finditer(folded))
            labels = (_LABEL.search(folded, max(0, at - LABEL), at) for at in behind)
            found.update(label.start() for label in labels if label is not None)
        return sorted(found)

    def _goes_on(self, folded: str, end: int) -> bool:
        """Whether no word stands right behind an opener that cannot stand there."""
        then = _NEXT_WORD.match(folded, end)
        return then is None or then.group(1) in self._words


def _in_word(folded: str, place: int) -> bool:
    """Whether a letter, a digit or an underscore stands before a place."""
    before = folded[place - 1] if place else " "
    return before.isalnum() or before == "_"


@lru_cache(maxsize=TEXTS_KEPT)
def _places(scanner: Scanner, folded: str) -> list[int]:
    """Where a scanner's pattern can begin; kept, since a text is searched from one match to the next."""
    return scanner.places(folded)


@lru_cache(maxsize=TEXTS_KEPT)
def _words(folded: str) -> list[tuple[int, str]]:
    """The words and first digits of a text and where they begin; kept, since several patterns are looked for in it."""
    found = [(word.start(), word[0]) for word in _WORD.finditer(folded)]
    # Digits of scripts that are not folded count as any digit.
    return found if folded.isascii() else [(start, word if word.isascii() else "0") for start, word in found]


@cache
def load_grammar(language: str, name: str) -> Mapping[str, Any]:
    """One grammar file of a language, such as ``numbers.yaml``; raises ``CodebookError`` when it is not there."""
    source = resources.files("tallybook.lang") / language / name
    try:
        data = yaml.load(source.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except OSError as error:
        raise CodebookError(f"language {language!r} has no {name}; take en/{name} as the model for one") from error
    if not isinstance(data, dict):
        raise CodebookError(f"{language}/{name} is not a mapping; see en/{name} for its keys")
    return data


def any_of(words: Iterable[str]) -> str:
    """An alternation of literal words, the longest first; a space in a word stands for up to four."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", " {1,4}") for word in ordered) + ")"


def squeeze(words: str) -> str:
    """A phrase as it stands in the data: one space between words."""
    return " ".join(words.split())


def by_phrase(groups: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """The groups turned around: a phrase to the name of its group."""
    return {phrase: name for name, phrases in groups.items() for phrase in phrases}
