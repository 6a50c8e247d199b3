"""The words of tallies, strengths, shares and statements."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tallybook.lang.base import read_mapping


def words_re(words: Iterable[str]) -> re.Pattern[str]:
    """One pattern for a list of words and phrases, whole words only, any case."""
    ordered = sorted(words, key=len, reverse=True)
    joined = "|".join(r"\s+".join(re.escape(part) for part in word.split()) for word in ordered)
    return re.compile(rf"(?<![\w-])(?:{joined})(?![\w-])", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyWords:
    """The lists of ``tallies.yaml``, each as a pattern."""

    counted: dict[str, re.Pattern[str]]
    ordinal_nouns: re.Pattern[str]
    ordinals: dict[str, int]
    of_people: dict[str, re.Pattern[str]]
    compared: re.Pattern[str]
    loose_compared: re.Pattern[str]
    counted_before: re.Pattern[str]
    running: re.Pattern[str]
    killed_words: re.Pattern[str]
    killed_measures: dict[str, str]
    conflict_leads: re.Pattern[str]
    of_those: re.Pattern[str]
    back_to_tally: re.Pattern[str]
    aggregate: re.Pattern[str]
    conflict: re.Pattern[str]
    cumulative: re.Pattern[str]
    ranked: re.Pattern[str]
    at_once: re.Pattern[str]
    short_since: re.Pattern[str]
    tally_words: re.Pattern[str]
    source_leads: re.Pattern[str]
    area_leads: re.Pattern[str]
    doer_leads: re.Pattern[str]
    strength_nouns: re.Pattern[str]
    strength_cues: re.Pattern[str]
    strength_not_followed: re.Pattern[str]
    number_of: re.Pattern[str]
    share_nouns: re.Pattern[str]
    share_cues: re.Pattern[str]
    fractions: re.Pattern[str]
    fraction_values: dict[str, int]
    about: re.Pattern[str]
    statements: dict[str, re.Pattern[str]]
    titles: re.Pattern[str]


@cache
def load_tally_words(language: str = "en") -> TallyWords:
    """The tally words of a language."""
    path = resources.files("tallybook.lang").joinpath(language, "tallies.yaml")
    raw = read_mapping(path.read_text(encoding="utf-8"), source=f"lang/{language}/tallies.yaml")
    plain = (
        "ordinal_nouns", "compared", "loose_compared", "of_those", "back_to_tally", "aggregate", "conflict",
        "cumulative", "ranked", "at_once", "short_since", "tally_words", "source_leads", "area_leads", "doer_leads",
        "about",
        "counted_before", "running", "conflict_leads", "killed_words",
    )  # fmt: skip
    strength, share = raw["strength"], raw["share"]
    return TallyWords(
        **{name: words_re(raw[name]) for name in plain},
        counted={measure: words_re(words) for measure, words in raw["counted"].items()},
        of_people={measure: words_re(words) for measure, words in raw["of_people"].items()},
        ordinals=dict(raw["ordinals"]),
        killed_measures=dict(raw["killed_words"]),
        strength_nouns=words_re(strength["nouns"]),
        strength_cues=words_re(strength["cues"]),
        strength_not_followed=words_re(strength["not_followed"]),
        number_of=words_re(strength["number_of"]),
        share_nouns=words_re(share["nouns"]),
        share_cues=words_re(share["cues"]),
        fractions=words_re(raw["fractions"]),
        fraction_values=dict(raw["fractions"]),
        statements={kind: words_re(words) for kind, words in raw["statements"].items()},
        titles=words_re(raw["affiliation"]["titles"]),
    )


def ordinal_value(text: str, words: TallyWords) -> int | None:
    """The number an ordinal names: 12 for "12th", 5 for "fifth"; None for others."""
    digits = re.match(r"\d+", text)
    return int(digits.group()) if digits else words.ordinals.get(text.lower())
