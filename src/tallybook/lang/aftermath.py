"""Words by which a sentence says how all came out that was hit, read once from ``lang/<language>/aftermath.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from tallybook.lang.grammar import load_grammar

Aftermath = Mapping[str, re.Pattern[str]]
"""For ``things``, ``people`` and ``captives``: one pattern, whose group names the effect; words are lower case."""


@cache
def load_aftermath(language: str = "en") -> Aftermath:
    """The patterns of a language; of two effects told at one place the one listed first stands."""
    listed = load_grammar(language, "aftermath.yaml")
    return {
        kind: re.compile("|".join(rf"(?P<{effect}>\b(?:{_either(words)})\b)" for effect, words in effects.items()))
        for kind, effects in listed.items()
    }


def _either(words: list[str]) -> str:
    return "|".join(re.escape(one) for one in sorted(words, key=len, reverse=True))
