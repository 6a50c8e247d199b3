"""Words of rehearsals, matches, debates, accidents: pages that sound like violence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tallybook.lang.grammar import load_grammar

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """Words and phrases of one kind, lower case."""

    words: frozenset[str]
    phrases: tuple[str, ...]

    def found(self, text: str, words: frozenset[str]) -> int:
        """How many of them stand in a text in lower case, whose single words are given."""
        return len(self.words & words) + sum(one in text for one in self.phrases)


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeBelieve:
    """The lists of ``make_believe.yaml``; what each is for stands there, above it."""

    rehearsed: tuple[Cues, ...]
    match: Cues
    debate: Cues
    accident: Cues
    goods: Cues


def words_in(text: str) -> frozenset[str]:
    """The words of a text in lower case, hyphens kept."""
    return frozenset(_WORD.findall(text))


@cache
def load_make_believe(language: str = "en") -> MakeBelieve:
    """The words of a language, read once.

    Raises:
        CodebookError: the language has no such file, or it is no mapping.
    """
    raw = load_grammar(language, "make_believe.yaml")
    single = {name: _cues(raw[name]) for name in ("match", "debate", "accident", "goods")}
    return MakeBelieve(rehearsed=tuple(_cues(kind) for kind in raw["rehearsed"]), **single)


def _cues(listed: list[str]) -> Cues:
    return Cues(
        words=frozenset(one for one in listed if " " not in one), phrases=tuple(one for one in listed if " " in one)
    )
