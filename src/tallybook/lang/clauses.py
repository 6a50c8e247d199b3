"""The small words by which a clause is taken apart, and the patterns made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache

from tallybook.lang.base import split_words
from tallybook.lang.grammar import load_grammar


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseWords:
    """The lists of ``clauses.yaml`` that are asked word by word, lower case; what each is for stands there."""

    be: frozenset[str]
    have: frozenset[str]
    till_now: frozenset[str]
    driving: frozenset[str]
    number_leads: frozenset[str]
    single: frozenset[str]
    before_number: frozenset[str]
    indefinite: frozenset[str]
    definite: frozenset[str]
    saying: frozenset[str]
    only_saying: frozenset[str]
    caused: frozenset[str]
    later: frozenset[str]
    spans: frozenset[str]
    about_so_long: frozenset[str]
    coming: frozenset[str]
    including: frozenset[str]
    joining: frozenset[str]
    fatal: frozenset[str]
    unmeant: frozenset[str]
    oneself: frozenset[str]
    limbs: frozenset[str]
    singular_verbs: frozenset[str]
    plural_verbs: frozenset[str]
    victims: frozenset[str]
    finding: frozenset[str]
    dropped: frozenset[str]
    charged_attempts: frozenset[str]
    shooters: frozenset[str]
    gunfights: frozenset[str]
    shot_victims: frozenset[str]
    shootings: frozenset[str]
    each_other: frozenset[str]
    other_attempts: frozenset[str]
    name_suffixes: frozenset[str]
    body: frozenset[str]
    shots: frozenset[str]
    shot: frozenset[str]
    firing: frozenset[str]
    there: frozenset[str]
    tended: frozenset[str]
    several_people: frozenset[str]
    hitting: frozenset[str]
    both: frozenset[str]
    after: frozenset[str]
    harming: frozenset[str]
    infirmary: frozenset[str]
    spans_of_time: frozenset[str]
    counted: frozenset[str]
    lifeless: frozenset[str]
    condition: frozenset[str]
    recovering: frozenset[str]
    sending: frozenset[str]
    leaving: frozenset[str]
    doubting: frozenset[str]
    contrast: frozenset[str]
    holding: frozenset[str]
    taking: frozenset[str]
    lives: frozenset[str]
    giving: frozenset[str]
    accompanied: frozenset[str]
    wholes: frozenset[str]
    surviving: frozenset[str]
    trying: frozenset[str]
    guesses: frozenset[str]
    judged: frozenset[str]
    owner_or_object: frozenset[str]
    additional: frozenset[str]
    of_them: frozenset[str]
    partitive: frozenset[str]
    target_leads: frozenset[str]
    beside: frozenset[str]
    weapon_leads: frozenset[str]
    means: frozenset[str]
    site_leads: frozenset[str]
    aimed: frozenset[str]
    cause_leads: frozenset[str]
    another: frozenset[str]
    deaths: frozenset[str]
    plurals: frozenset[str]
    participles: frozenset[str]
    siding: frozenset[str]
    taken: frozenset[str]
    to_be: frozenset[str]
    whom: frozenset[str]
    found_unused: frozenset[str]
    aftermath_verbs: frozenset[str]
    one_more: frozenset[str]
    one_beside: frozenset[str]
    suffer: frozenset[str]
    taken_to: frozenset[str]
    coming_to: frozenset[str]
    calls: frozenset[str]
    charging: frozenset[str]
    remaining: frozenset[str]
    harm: frozenset[str]
    shot_wounds: frozenset[str]
    death: frozenset[str]
    dying: frozenset[str]
    background_verbs: frozenset[str]
    when: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClausePatterns:
    """The lists of ``clauses.yaml`` that are sought in the text.

    ``between_outcomes`` finds a number (its group ``number``) that words of two outcomes enclose.
    ``toll_leads``, ``not_there`` and ``treated_in`` end where the number or the place begins, ``abbreviation`` where
    the text ends.
    """

    toll_leads: re.Pattern[str]
    lowering: re.Pattern[str]
    not_there: re.Pattern[str]
    treated_in: re.Pattern[str]
    treated_at: re.Pattern[str]
    its_infirmary: re.Pattern[str]
    going_on: re.Pattern[str]
    further_victim: re.Pattern[str]
    as_of: re.Pattern[str]
    nth_of: re.Pattern[str]
    before_court: re.Pattern[str]
    counted_already: re.Pattern[str]
    looking_back: re.Pattern[str]
    name_particle: re.Pattern[str]
    abbreviation: re.Pattern[str]
    updating: re.Pattern[str]
    between_outcomes: re.Pattern[str]


@cache
def load_clause_words(language: str = "en") -> ClauseWords:
    """The clause words of a language, read once.

    Raises:
        CodebookError: the language has no such file, or it is no mapping.
    """
    raw = load_grammar(language, "clauses.yaml")
    return ClauseWords(**{one.name: frozenset(split_words(raw[one.name])) for one in fields(ClauseWords)})


@cache
def load_clause_patterns(language: str = "en") -> ClausePatterns:
    """The clause patterns of a language, made once.

    Raises:
        CodebookError: the language has no such file, or it is no mapping.
    """
    raw = {
        name: _either(split_words(words))
        for name, words in load_grammar(language, "clauses.yaml").items()
        if isinstance(words, str)
    }
    count, span, back = raw["small_numbers"], raw["spans_of_time"], raw["looking_back"]
    lead, hedge = raw["toll_leads"], raw["toll_hedges"]
    return ClausePatterns(
        toll_leads=re.compile(rf"\b(?:{lead})\s+(?:(?:{hedge})\s+){{0,2}}$", re.I),
        lowering=re.compile(rf"\b(?:{raw['lowering']})\b", re.I),
        not_there=re.compile(rf"\b(?:{raw['not_there']})\s+(?:(?:{raw['article']})\s+)?$", re.I),
        treated_in=re.compile(
            rf"\b(?:{raw['taken_to']}|{raw['pronounced']}|{raw['coming_to']})\b[^.;]{{0,120}}"
            rf"\b(?:{raw['infirmary']}|{raw['examined']})\b[^.,;]{{0,20}} in $",
            re.I,
        ),
        treated_at=re.compile(rf"\b(?:{raw['taken_to']})\b[^.;]{{0,120}}\b(?:a|an|at|the|to)\s$", re.I),
        its_infirmary=re.compile(rf"(?:[ -][\w'’]+){{0,3}}? (?:{raw['infirmary']})\b", re.I),
        further_victim=re.compile(
            rf"\b(?:{raw['next_ones']})\s+(?:[\w-]+\s+){{0,3}}?(?:{raw['single_people']}|\d{{1,2}}-year-old)\b"
            rf"|\bthe\s+(?:{raw['next_ones']})\s+(?:in|is|was|has|had|died|remains|remained)\b"
            r"|\banother\s+(?:was|is|remains|died|wounded|injured|hurt|killed)\b|\b(?:was|were) also\b",
            re.I,
        ),
        counted_already=re.compile(
            rf"\b(?:is|are|was|were|been)\s+(?:{raw['counted']})\s+(?:among|in)\s+(?:the|this|that)\s+(?:{raw['tolls']})\b",
            re.I,
        ),
        nth_of=re.compile(
            rf"\b(?:{raw['telling_which']})\s+(?:at least\s+|about\s+)?(?:the|at least the|about the)\s+"
            rf"(?:{raw['ordinals']}|\d{{1,3}}(?:st|nd|rd|th))\b"
            rf"|,\s+the\s+(?:{raw['ordinals']}|\d{{1,3}}(?:st|nd|rd|th))\s+(?:{raw['single_people']})\s+"
            rf"(?:{raw['fallen']})\b",
            re.I,
        ),
        before_court=re.compile(rf"\b(?:{raw['court']})\b", re.I),
        as_of=re.compile(rf"\b(?:{raw['as_of']})\s+$", re.I),
        going_on=re.compile(rf"^\W*(?:{raw['running_heads']})\b|\b(?:{raw['running_ends']})\W*$", re.I),
        looking_back=re.compile(rf"\b(?:{count}|\d+)\s+(?:{span})\s+(?:{back})\b", re.I),
        name_particle=re.compile(rf"(?:{raw['name_particles']})[-'’][A-Z]"),
        updating=re.compile(rf"\b(?:{raw['updating']})\b", re.I),
        between_outcomes=re.compile(
            rf"(?<!\d )(?<!\w-)\b(?:{raw['dead_words']})\s+(?P<number>\d[\d,]{{0,9}}|{raw['number_words']})\s+"
            rf"(?:{raw['hurt_words']})(?=\s*(?:[.;:)]|$|\n|,?\s+(?:{raw['after_outcomes']})\b))",
            re.I,
        ),
        abbreviation=re.compile(rf"(?:\b(?:{raw['abbreviations']})\.|\b[a-z]\.)\s*$", re.I),
    )


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
