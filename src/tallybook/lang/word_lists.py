"""Lists of words and phrases that are looked for in running text: whole words only, any case.

A pattern is tried at every character, and most lists have no word in most sentences. So the words of a stretch are
taken apart once, and a list none of whose phrases can begin there is not looked for.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache

STRETCHES = 16
"""Stretches whose words are kept: those of one sentence, which is asked by one list after the other."""
_WORDS = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@lru_cache(maxsize=STRETCHES)
def words_between(text: str, start: int, end: int) -> frozenset[str]:
    """The words between two offsets in lower case, those with inner hyphens whole."""
    return frozenset(words_of(text[start:end]))


def words_of(phrase: str) -> list[str]:
    """The words of a phrase in lower case, those with inner hyphens whole."""
    return _WORDS.findall(phrase.lower())


def alternatives(words: Iterable[str]) -> str:
    """An alternation of literal words and phrases, the longest first; a space in one stands for any white space."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(r"\s+".join(re.escape(part) for part in word.split()) for word in ordered)


class WordList:
    """A list of words and phrases; it is asked as an ``re.Pattern`` is."""

    __slots__ = ("_compiled", "_first", "pattern")

    def __init__(self, phrases: Iterable[str]) -> None:
        listed = list(phrases)
        self.pattern = rf"(?<![\w-])(?:{alternatives(listed)})(?![\w-])"
        self._compiled = re.compile(self.pattern, re.I)
        self._first = frozenset(words_of(phrase)[0] for phrase in listed)

    def may_stand(self, words: frozenset[str]) -> bool:
        """Whether a phrase of the list can begin in a stretch of these words."""
        return not self._first.isdisjoint(words)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first phrase of the list between two offsets."""
        if self._first.isdisjoint(words_between(text, start, end)):
            return None
        return self._compiled.search(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Every phrase of the list between two offsets, none overlapping another."""
        if self._first.isdisjoint(words_between(text, start, end)):
            return iter(())
        return self._compiled.finditer(text, start, end)

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The phrase that stands right at an offset."""
        return self._compiled.match(text, start, end)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The phrase that a text is."""
        return self._compiled.fullmatch(text)
