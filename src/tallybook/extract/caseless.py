"""What tells a place name where capitals say nothing: text in capitals, in small letters, and headlines."""

from __future__ import annotations

from collections.abc import Sequence

from tallybook.lang.places import PlaceWords, Token
from tallybook_gazetteer import Entry

NOTHING_ELSE = 0.7
"""What it is worth that a long word of a great town is no other word and no name."""
NOTHING_ELSE_LETTERS, NOTHING_ELSE_PEOPLE = 5, 50_000
GREAT_PEOPLE, SHORT_GREAT = 500_000, 4
IN_A_PLACE = 1.0
"""The same for a place of any size, where "in" or "near" stands before it."""
TOLD_ELSEWHERE = 1.2
"""What it is worth that words of place stand beside the same name elsewhere."""
PLAINLY = frozenset(("in", "near"))
"""Prepositions behind which a name of persons is rather that of a place."""
DASHES = frozenset(("-", "--", "–", "—"))
STRAY = 100
"""One capital in so many words does not make a text one with capitals."""
ARTICLES = frozenset(("a", "an", "the"))


def is_small(tokens: Sequence[Token]) -> bool:
    """Whether a text is in small letters, but for a stray capital."""
    return sum([token.capital for token in tokens]) * STRAY < max(1, len(tokens))


def is_word(run: Sequence[Token], entry: Entry, lists: PlaceWords) -> bool:
    """Whether a run is an article with its noun ("the entrance"), or the word for a kind of building."""
    first = run[0]
    if len(run) == 1:
        return first.lower in lists.features or first.lower in lists.organization_words
    return first.lower in ARTICLES and entry.kind != "country" and entry.population < NOTHING_ELSE_PEOPLE


def is_code(tokens: Sequence[Token], place: int, lists: PlaceWords) -> bool:
    """Whether the short form of a country is meant ("uk", "the us", "two us soldiers") and no word like it."""
    token = tokens[place]
    if token.lower in lists.pronoun_codes:
        return _no_pronoun(tokens, place, lists)
    return token.lower not in lists.common_words


def _no_pronoun(tokens: Sequence[Token], place: int, lists: PlaceWords) -> bool:
    """Whether a country is meant, not people: an article stands before the word, or a noun of its own behind it."""
    token = tokens[place]
    before = tokens[place - 1].lower if place and token.near else ""
    if token.gap == "-" or before in ARTICLES:
        return True
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if after is None or not after.near:
        return False
    return before not in lists.before_pronoun and after.lower not in lists.after_pronoun


def only_a_place(token: Token, entries: Sequence[Entry], lists: PlaceWords) -> bool:
    """Whether a word is the name of a great town or a region and neither a common word nor a name of persons."""
    known = any(
        entry.is_primary and (entry.population >= NOTHING_ELSE_PEOPLE or entry.kind == "region") for entry in entries
    )
    short = len(token.folded) == SHORT_GREAT and any(e.population >= GREAT_PEOPLE / 2 for e in entries if e.is_primary)
    return known and listed_nowhere(token, lists, least=SHORT_GREAT if short else NOTHING_ELSE_LETTERS)


def is_great(entries: Sequence[Entry]) -> bool:
    """Whether one of some places is so great that its name, though a common word, means it behind "in"."""
    return any(entry.is_primary and entry.population >= GREAT_PEOPLE for entry in entries)


def listed_nowhere(token: Token, lists: PlaceWords, *, least: int = NOTHING_ELSE_LETTERS) -> bool:
    """Whether a long word is no common word, no name of persons and no kind of place."""
    known = (lists.common_words, lists.given_names, lists.surnames, lists.features)
    return len(token.folded) >= least and not any(token.lower in one for one in known)


def is_given_name(token: Token, lists: PlaceWords) -> bool:
    """Whether a word is a given name and nothing else."""
    word = token.lower in lists.common_words or token.lower in lists.speech_verbs
    return token.lower in lists.given_names and not word


def is_of_a_town(token: Token, lists: PlaceWords) -> bool:
    """Whether a word is one that stands behind the name of a town ("northtown police", "northtown residents")."""
    return token.near and (token.lower in lists.authorities or token.lower in lists.of_a_town)


def is_name(token: Token, lists: PlaceWords) -> bool:
    """Whether a word is no common word: the name of a place, or of a person."""
    return token.lower not in lists.common_words and token.lower not in lists.features


def is_person(token: Token, after: Token, lists: PlaceWords) -> bool:
    """Whether two words are a given name and a surname."""
    named = after.lower in lists.surnames or after.lower in lists.given_names
    return token.lower in lists.given_names and named and after.lower not in lists.common_words


def is_organization(token: Token, lists: PlaceWords) -> bool:
    """Whether a word behind a name makes it that of a school, a paper or a firm."""
    return token.near and token.lower in lists.firms


def is_dash(gap: str) -> bool:
    """Whether a dash that parts, with blanks round it, stands in a gap: the end of a dateline."""
    return gap[:1] == " " and gap[-1:] == " " and gap.strip() in DASHES


def lies_in(inner: Sequence[Entry], outer: Sequence[Entry]) -> bool:
    """Whether one of some places lies in one of some units or countries."""
    units = {place.row for place in outer if place.kind == "admin1"}
    countries = {place.country for place in outer if place.kind == "country"}
    return any(place.kind != "country" and (place.admin1_row in units or place.country in countries) for place in inner)


def is_of_home(token: Token) -> bool:
    """Whether a word is the "of" by which somebody lives in a place ("anna poe, 19, of northtown")."""
    return token.lower == "of" and token.gap.rstrip() == ","
