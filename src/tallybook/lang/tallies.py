"""The words of tallies, strengths, shares and statements."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tallybook.lang.base import read_mapping


def words_re(words: tuple[str, ...] | list[str]) -> re.Pattern[str]:
    """One pattern for a list of words and phrases, whole words only, any case."""
    return re.compile(
        r"(?<![\w-])(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + r")(?![\w-])",
        re.I,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyWords:
    """The lists of ``tallies.yaml``, each as a pattern."""

    counted: dict[str, re.Pattern[str]]
    compared: re.Pattern[str]
    of_those: re.Pattern[str]
    back_to_tally: re.Pattern[str]
    aggregate: re.Pattern[str]
    strength_nouns: re.Pattern[str]
    strength_cues: re.Pattern[str]
    number_of: re.Pattern[str]
    share_nouns: re.Pattern[str]
    share_cues: re.Pattern[str]
    fractions: re.Pattern[str]
    fraction_values: dict[str, int]
    about: re.Pattern[str]
    statements: dict[str, re.Pattern[str]]


@cache
def load_tally_words(language: str = "en") -> TallyWords:
    """The tally words of a language."""
    path = resources.files("tallybook.lang").joinpath(language, "tallies.yaml")
    raw = read_mapping(path.read_text(encoding="utf-8"), source=f"lang/{language}/tallies.yaml")
    return TallyWords(
        counted={measure: words_re(words) for measure, words in raw["counted"].items()},
        compared=words_re(raw["compared"]), of_those=words_re(raw["of_those"]), back_to_tally=words_re(raw["back_to_tally"]),
        aggregate=words_re(raw["aggregate"]), strength_nouns=words_re(raw["strength"]["nouns"]), strength_cues=words_re(raw["strength"]["cues"]),
        number_of=words_re(raw["strength"]["number_of"]), share_nouns=words_re(raw["share"]["nouns"]), share_cues=words_re(raw["share"]["cues"]),
        fractions=words_re(list(raw["fractions"])), fraction_values=dict(raw["fractions"]), about=words_re(raw["about"]),
        statements={kind: words_re(words) for kind, words in raw["statements"].items()},
    )  # fmt: skip
