"""The grammar files of a language folder and the patterns that word lists become."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml

from tallybook.errors import CodebookError

_NO_WORDS = re.compile(r"\(\?P<\w+>|\\[a-z]")
_LETTERS = re.compile(r"[a-z]+")
_NEXT_WORD = re.compile(r"[ -]{1,4}([a-z]+)")


class Scanner:
    """A long pattern for folded text, tried only where it can begin: looking a word up costs less than a try.

    What it finds must begin where a word begins: with a whole word that is printed in the pattern, or with one of the
    ``marks``. ``never_first`` are words printed in the pattern with which nothing begins; after one of the ``openers``
    ("the") no other word can stand than one that is printed there too.
    """

    def __init__(
        self, pattern: str, *, marks: str = r"\d", openers: Iterable[str] = (), never_first: Iterable[str] = ()
    ) -> None:
        self.pattern = re.compile(pattern)
        self._words = frozenset(_LETTERS.findall(_NO_WORDS.sub("", pattern)))
        self._first = self._words.difference(never_first)
        self._openers = frozenset(openers)
        self._begins = re.compile(rf"(?<!\w)(?:({marks})|[a-z]+)")

    def search(self, folded: str, position: int) -> re.Match[str] | None:
        """The first match from ``position`` on, as ``re.Pattern.search`` gives it."""
        first, openers, words, match = self._first, self._openers, self._words, self.pattern.match
        for begin in self._begins.finditer(folded, position):
            if not begin.lastindex:
                word = begin.group()
                if word not in first:
                    continue
                if word in openers and (then := _NEXT_WORD.match(folded, begin.end())) and then.group(1) not in words:
                    continue
            if found := match(folded, begin.start()):
                return found
        return None


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
