"""The words that tell place names from other names, read from ``lang/<language>/places.yaml``."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

from tallybook.errors import CodebookError
from tallybook.lang.base import read_mapping, split_words
from tallybook_gazetteer import Word, words

SHOUTED_LINE = 0.7
"""From this share of capitalised words on, a line's capitals say nothing."""
SHOUTED_WORDS = 4
SEAT_FRONT = 20
"""Characters before a name in which "based in" stands."""
ABBREVIATED = frozenset(
    ["St", "Ft", "Mt", "Gen", "Mr", "Mrs", "Ms", "Dr", "Lt", "Col", "Maj", "Capt", "Sgt", "Sen", "Rep", "Gov", "Rev"]
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlaceWords:
    """Lower-case words and phrases by what they say about a name beside them, or about the word itself."""

    prepositions: frozenset[str]
    strong_prepositions: frozenset[str]
    bearings: frozenset[str]
    features: frozenset[str]
    features_before: frozenset[str]
    named_so: frozenset[str]
    """Those of them that say outright what the name is."""
    ways: frozenset[str]
    """Roads and borders, between the two places that name them."""
    entry_heads: frozenset[str]
    """Before the day that opens an entry of a list."""
    organization_words: frozenset[str]
    public_words: frozenset[str]
    """Follow a place's own name in the names of its authorities (police, department): the place stays one."""
    crossing_ways: frozenset[str]
    named_ways: frozenset[str]
    """Behind the names of two streets, told together."""
    counties: frozenset[str]
    """Last words of the names of units whose offices are named after them: the place stays one before any of them."""
    not_before: frozenset[str]
    """Make the name before them the name of something else: a virus, a fever, a day."""
    never_phrases: frozenset[str]
    before_organization: frozenset[str]
    titles: frozenset[str]
    given_names: frozenset[str]
    surnames: frozenset[str]
    common_words: frozenset[str]
    never: frozenset[str]
    speech_verbs: frozenset[str]
    at_home: frozenset[str]
    """Behind the name of a people: forces and institutions that act in their own country."""
    abroad: frozenset[str]
    fired: frozenset[str]
    here: frozenset[str]
    here_begins: frozenset[str]
    """Behind the name of a people: those who are met far from it, and what flies."""
    origins: frozenset[str]
    """Before the name of a country: words by which somebody came from there."""
    held: frozenset[str]
    """Behind the name of a people and a hyphen: by whom a land that several states claim is held."""
    sides: frozenset[str]
    """Between the name of a people and "of" such a land or a line through it."""
    seats: frozenset[str]
    county_offices: frozenset[str]
    """Before "in" and a town, or behind it and a hyphen: where somebody has an office."""
    authorities: frozenset[str]
    """Behind the name of a town or county: who keeps order there."""
    of_a_town: frozenset[str]
    """Behind the name of a town: its people and its offices, where case does not tell a name."""
    firms: frozenset[str]
    """Behind a name without case: what makes it that of a school, a paper or a firm."""
    pronoun_codes: frozenset[str]
    """Short forms of countries that are pronouns in small letters."""
    before_pronoun: frozenset[str]
    after_pronoun: frozenset[str]
    """Words beside these that show that people are meant, not the country."""
    quarters: frozenset[str]
    """By which news of one town tells where in it."""
    not_in_capital: frozenset[str]
    """Before "the capital": words by which nothing happened in it, or which make it another one's."""
    distances: frozenset[str]
    """What says how far from a place something is."""


@cache
def load_place_words(language: str = "en") -> PlaceWords:
    """The place words of a language, read once per process.

    Raises:
        CodebookError: the language has no such file, or the file lacks a list.
    """
    hand, made = _read(language, "places"), _read(language, "place_lookalikes")
    try:
        return PlaceWords(
            prepositions=_words(hand["prepositions"]),
            strong_prepositions=_words(hand["strong_prepositions"]),
            bearings=_words(hand["bearings"]),
            features=_words(hand["features"]),
            features_before=_words(hand["features_before"]),
            named_so=_words(hand["named_so"]),
            ways=_words(hand["ways"]),
            entry_heads=_words(hand["entry_heads"]),
            organization_words=_words(hand["organization_words"]),
            public_words=_words(hand["public_words"]),
            crossing_ways=_words(hand["crossing_ways"]),
            named_ways=_words(hand["named_ways"]),
            counties=_words(hand["counties"]),
            not_before=_words(hand["not_before"]),
            never_phrases=_words(hand["never_phrases"]),
            before_organization=_words(hand["before_organization"]),
            titles=_words(hand["titles"]),
            given_names=_words(hand["given_names_more"]) | _words(made["given_names"]),
            surnames=_words(made["surnames"]),
            common_words=_words(made["common_words"]),
            never=_words(hand["never"]),
            speech_verbs=_words(hand["speech_verbs"]),
            at_home=_words(hand["at_home"]),
            abroad=_words(hand["abroad"]),
            fired=_words(hand["fired"]),
            here=_words(hand["here"]),
            here_begins=_words(hand["here_begins"]),
            origins=_words(hand["origins"]),
            held=_words(hand["held"]),
            sides=_words(hand["sides"]),
            seats=_words(hand["seats"]),
            county_offices=_words(hand["county_offices"]),
            authorities=_words(hand["authorities"]),
            of_a_town=_words(hand["of_a_town"]),
            firms=_words(hand["firms"]),
            pronoun_codes=_words(hand["pronoun_codes"]),
            before_pronoun=_words(hand["before_pronoun"]),
            after_pronoun=_words(hand["after_pronoun"]),
            quarters=_words(hand["quarters"]),
            not_in_capital=_words(hand["not_in_capital"]),
            distances=_words(hand["distances"]),
        )
    except KeyError as error:
        raise CodebookError(f"lang/{language}/places.yaml: the list {error} is missing") from error


def _words(text: str) -> frozenset[str]:
    return frozenset(split_words(text))


def _read(language: str, name: str) -> dict[str, str]:
    path = resources.files("tallybook.lang").joinpath(language, f"{name}.yaml")
    if not path.is_file():
        raise CodebookError(f"no {name}.yaml for the language {language!r}; place names are found in English text only")
    return read_mapping(path.read_text(encoding="utf-8"), source=f"lang/{language}/{name}.yaml")


@cache
def _seats() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = "|".join(sorted(map(re.escape, load_place_words().seats)))
    return re.compile(rf"\b(?:{words}) in $", re.I), re.compile(rf"-(?:{words})\b", re.I)


def is_seat(text: str, start: int, end: int) -> bool:
    """Whether a name only says where somebody has an office: "based in Northtown", "the Northtown-based group"."""
    before, behind = _seats()
    lead = text[max(0, start - SEAT_FRONT) : start]
    return (lead.endswith(" in ") and before.search(lead) is not None) or behind.match(text, end) is not None


@cache
def _offices() -> re.Pattern[str]:
    lists = load_place_words()
    counties, offices = ("|".join(sorted(map(re.escape, some))) for some in (lists.counties, lists.county_offices))
    return re.compile(rf"(?: (?:{counties}))?(?:['’]s)? (?:{offices})\b", re.I)


def is_office(text: str, end: int) -> bool:
    """Whether a name is that of a county only by its office: "the Northtown County medical examiner"."""
    return _offices().match(text, end) is not None


@cache
def _ways() -> tuple[re.Pattern[str], re.Pattern[str]]:
    ways = "|".join(sorted(map(re.escape, load_place_words().ways)))
    return re.compile(rf" ?[-–] ?(?:[A-Z][\w'’]+ ){{1,3}}(?:{ways})\b", re.I), re.compile(rf" (?:{ways})\b", re.I)


def ends_a_way(text: str, start: int, end: int) -> bool:
    """Whether a name is that of one end of a road: "the Northtown-Southtown road"."""
    first, second = _ways()
    if text[end : end + 2].strip()[:1] in ("-", "–") and first.match(text, end):
        return True
    return text[max(0, start - 2) : start].strip()[-1:] in ("-", "–") and second.match(text, end) is not None


class Token(NamedTuple):
    """A word with what its letters and its surroundings say."""

    start: int
    end: int
    text: str
    folded: str
    lower: str
    gap: str
    """The characters between the word before and this one."""
    near: bool
    """Nothing but blanks or a hyphen stands between the word before and this one."""
    capital: bool
    opens: bool
    """First word of a sentence, where the capital says nothing."""
    shouted: bool
    """Stands in a line whose capitals say nothing."""


def read_tokens(text: str) -> list[Token]:
    """The words of a text, as ``tallybook_gazetteer.words`` gives them, with what their letters and neighbours say."""
    found, new = words(text), tuple.__new__  # a call of Token itself takes as long as all the rest
    tokens, end = [], 0
    for (start, stop, folded), loud in zip(found, _shouted_words(text, found), strict=True):
        printed, gap = text[start:stop], text[end:start]
        near, opens = (True, False) if gap == " " and end else _apart(text, gap, end)
        capital = printed[0].isupper() or (len(printed) > 2 and printed[1] in "'’" and printed[2].isupper())
        tokens.append(new(Token, (start, stop, printed, folded, printed.lower(), gap, near, capital, opens, loud)))
        end = stop
    return tokens


def _apart(text: str, gap: str, end: int) -> tuple[bool, bool]:
    """Whether the word behind a gap is near the one that ends at ``end``, and whether it opens a sentence."""
    bare = gap.strip(" \t\r\n")
    blank_line = gap.count("\n") > 1
    opens = end == 0 or blank_line or (bare not in ("", ",", "-") and any(c in bare for c in '.!?:;"“”•>*'))
    if opens and bare == "." and _abbreviated(text, end):
        opens = False
    return end > 0 and bare in ("", "-", "–") and not blank_line, opens


def _abbreviated(text: str, end: int) -> bool:
    """Whether the full stop at ``end`` belongs to an abbreviation: a single letter, or St., Gen., Mr. and the like."""
    begin = end
    while begin > 0 and text[begin - 1].isalpha():
        begin -= 1
    return end - begin == 1 or text[begin:end] in ABBREVIATED


def _shouted_words(text: str, found: Sequence[Word]) -> Iterator[bool]:
    """For each word, whether the line it stands in is written in capitals or as a title."""
    starts = [word.start for word in found]
    index = 0
    while index < len(starts):
        stop = text.find("\n", starts[index])
        line, index = index, bisect_left(starts, len(text) if stop < 0 else stop, index)
        firsts = [letter for start in starts[line:index] if not (letter := text[start]).isdigit()]
        capitals = sum(map(str.isupper, firsts))
        yield from itertools.repeat(
            len(firsts) >= SHOUTED_WORDS and capitals >= SHOUTED_LINE * len(firsts), index - line
        )
