"""The words of tallies, strengths, shares and statements."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tallybook.lang.base import read_mapping
from tallybook.lang.word_lists import WordList


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyWords:
    """The lists of ``tallies.yaml``, each to be looked for."""

    counted: dict[str, WordList]
    ordinal_nouns: WordList
    ordinals: dict[str, int]
    of_people: dict[str, WordList]
    compared: WordList
    loose_compared: WordList
    counted_before: WordList
    changed: WordList
    running: WordList
    killed_words: WordList
    killed_measures: dict[str, str]
    conflict_leads: WordList
    of_those: WordList
    back_to_tally: WordList
    aggregate: WordList
    conflict: WordList
    cumulative: WordList
    ranked: WordList
    roundup: WordList
    stretches: WordList
    several_acts: frozenset[str]
    shootings: frozenset[str]
    since: WordList
    hours: frozenset[str]
    within: frozenset[str]
    at_once: WordList
    short_since: WordList
    tally_words: WordList
    source_leads: WordList
    area_leads: WordList
    doer_leads: WordList
    strength_nouns: WordList
    strength_cues: WordList
    strength_not_followed: WordList
    number_of: WordList
    share_nouns: WordList
    share_cues: WordList
    fractions: WordList
    fraction_values: dict[str, int]
    about: WordList
    statements: dict[str, WordList]
    titles: WordList


@cache
def load_tally_words(language: str = "en") -> TallyWords:
    """The tally words of a language."""
    path = resources.files("tallybook.lang").joinpath(language, "tallies.yaml")
    raw = read_mapping(path.read_text(encoding="utf-8"), source=f"lang/{language}/tallies.yaml")
    plain = (
        "ordinal_nouns", "compared", "loose_compared", "of_those", "back_to_tally", "aggregate", "conflict",
        "cumulative", "ranked", "roundup", "stretches", "since",
        "at_once", "short_since", "tally_words", "source_leads", "area_leads", "doer_leads",
        "about",
        "counted_before", "changed", "running", "conflict_leads", "killed_words",
    )  # fmt: skip
    strength, share = raw["strength"], raw["share"]
    return TallyWords(
        **{name: WordList(raw[name]) for name in plain},
        counted={measure: WordList(words) for measure, words in raw["counted"].items()},
        of_people={measure: WordList(words) for measure, words in raw["of_people"].items()},
        ordinals=dict(raw["ordinals"]),
        killed_measures=dict(raw["killed_words"]),
        several_acts=frozenset(raw["several_acts"]),
        shootings=frozenset(raw["shootings"]),
        hours=frozenset(raw["hours"]),
        within=frozenset(raw["within"]),
        strength_nouns=WordList(strength["nouns"]),
        strength_cues=WordList(strength["cues"]),
        strength_not_followed=WordList(strength["not_followed"]),
        number_of=WordList(strength["number_of"]),
        share_nouns=WordList(share["nouns"]),
        share_cues=WordList(share["cues"]),
        fractions=WordList(raw["fractions"]),
        fraction_values=dict(raw["fractions"]),
        statements={kind: WordList(words) for kind, words in raw["statements"].items()},
        titles=WordList(raw["affiliation"]["titles"]),
    )


def ordinal_value(text: str, words: TallyWords) -> int | None:
    """The number an ordinal names: 12 for "12th", 5 for "fifth"; None for others."""
    digits = re.match(r"\d+", text)
    return int(digits.group()) if digits else words.ordinals.get(text.lower())
