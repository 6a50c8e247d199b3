"""Which words play which part in a report: who acts, who suffers, what only points back."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

from tallybook.lang.base import split_words
from tallybook.lang.grammar import load_grammar


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleWords:
    """The lists of ``roles.yaml``, lower case; what each is for stands there, above it."""

    members: frozenset[str]
    belonging: frozenset[str]
    bands: frozenset[str]
    offices: frozenset[str]
    aircraft: frozenset[str]
    strikes: frozenset[str]
    labour: frozenset[str]
    air_arms: frozenset[str]
    place_heads: frozenset[str]
    untitled: frozenset[str]
    unnamed_doers: frozenset[str]
    armed_doers: frozenset[str]
    former: frozenset[str]
    everybody: frozenset[str]
    others: frozenset[str]
    counting_adjectives: frozenset[str]
    part_leads: frozenset[str]
    those_told: frozenset[str]
    told_before: frozenset[str]
    somebody: frozenset[str]
    nameless: frozenset[str]
    pointing_back: frozenset[str]
    parts: frozenset[str]
    one_thing: frozenset[str]
    traces: frozenset[str]
    suicide_signs: frozenset[str]
    bomb_doers: frozenset[str]
    mob_doers: frozenset[str]
    crowds: frozenset[str]
    nobody: frozenset[str]
    kin: frozenset[str]
    one_person: frozenset[str]
    of_men: frozenset[str]
    men: frozenset[str]
    women: frozenset[str]
    several_men: frozenset[str]
    several_women: frozenset[str]
    whose: frozenset[str]
    forces: frozenset[str]
    operations: frozenset[str]
    fire: frozenset[str]
    under_arms: frozenset[str]
    armed: frozenset[str]
    people_endings: frozenset[str]


@cache
def load_role_words(language: str = "en") -> RoleWords:
    """The role words of a language, read once.

    Raises:
        CodebookError: the language has no such file, or it is no mapping.
    """
    raw = load_grammar(language, "roles.yaml")
    return RoleWords(**{one.name: frozenset(split_words(raw[one.name])) for one in fields(RoleWords)})
